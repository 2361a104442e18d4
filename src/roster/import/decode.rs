//! From bytes to text: UTF-8 with or without its mark, UTF-16 of either order, Windows-1252 and others by name.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::roster::import::{BYTES_MAX, ImportError, Likely, suspect};

/// A text and how it was read.
pub struct Decoded<'a> {
    /// The text, without a mark at its start.
    pub text: Cow<'a, str>,
    /// The name of the encoding.
    pub encoding: &'static str,
}

/// Reads bytes as text.
///
/// Without a name, a mark at the start decides, then zero bytes in every second place (UTF-16), then whether the
/// bytes are UTF-8; what is left is Windows-1252, the habit of French spreadsheets, unless something speaks against it.
///
/// # Errors
/// [`ImportError::TooLarge`], [`ImportError::UnknownEncoding`], [`ImportError::Encoding`],
/// [`ImportError::WrongEncoding`] and [`ImportError::NotText`] with the line.
pub fn decode<'a>(bytes: &'a [u8], named: Option<&str>) -> Result<Decoded<'a>, ImportError> {
    if bytes.len() > BYTES_MAX {
        return Err(ImportError::TooLarge);
    }
    let encoding = match named {
        Some(name) => Encoding::for_label(name.trim().as_bytes()).ok_or(ImportError::UnknownEncoding)?,
        None => guess(bytes),
    };
    if named.is_none()
        && encoding == WINDOWS_1252
        && let Some((at, likely)) = suspect::bytes(bytes)
    {
        return Err(likely_other(bytes, at, likely));
    }
    let (text, failed) = encoding.decode_with_bom_removal(bytes);
    if failed {
        return Err(ImportError::Encoding { line: line_of_failure(&text), encoding: encoding.name() });
    }
    if let Some((before, _)) = text.split_once(is_binary) {
        return Err(ImportError::NotText { line: line_after(before) });
    }
    if let Some((at, likely)) = suspect::text(&text) {
        let (line, near) = (line_of(&text, at), suspect::near(&text, at));
        return Err(ImportError::WrongEncoding { line, likely, near });
    }
    // The line ends of old Macs, which count as no line at all elsewhere.
    let text =
        if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n").into() } else { text };
    Ok(Decoded { text, encoding: encoding.name() })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let start = bytes.get(..4_096).unwrap_or(bytes);
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), start.len() / 2);
    // Latin letters in UTF-16 have a zero byte each; a binary file has zeros on both sides.
    if odd > half / 2 && even < half / 10 {
        UTF_16LE
    } else if even > half / 2 && odd < half / 10 {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

/// Characters that no list of people has anywhere: they tell that this is another kind of file.
fn is_binary(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn line_of_failure(text: &str) -> u64 {
    line_after(text.split('\u{fffd}').next().unwrap_or_default())
}

/// Says where bytes are likely to be of another encoding; the word there as the others are meant to be read.
fn likely_other(bytes: &[u8], at: usize, likely: Likely) -> ImportError {
    let read = |part: &[u8]| WINDOWS_1252.decode_without_bom_handling(part).0.into_owned();
    let (whole, before) = (read(bytes), read(bytes.get(..at).unwrap_or_default()).len());
    ImportError::WrongEncoding { line: line_of(&whole, before), likely, near: suspect::near(&whole, before) }
}

/// Returns the line of a place.
fn line_of(text: &str, at: usize) -> u64 {
    line_after(text.get(..at).unwrap_or_default())
}

/// Returns the number of the line that follows a text.
fn line_after(before: &str) -> u64 {
    let ends = before.bytes().filter(|b| *b == b'\n').count();
    let ends = if ends == 0 { before.bytes().filter(|b| *b == b'\r').count() } else { ends };
    u64::try_from(ends).unwrap_or(u64::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.text.into_owned(), decoded.encoding)
    }

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    const SAMPLE: &str = "Nom;Prénom\nExemple;Éloïse\n";

    #[test]
    fn the_encodings_of_spreadsheets_are_told_apart() {
        let bom = [&[0xef, 0xbb, 0xbf], SAMPLE.as_bytes()].concat();
        let (latin, _, _) = WINDOWS_1252.encode(SAMPLE);
        for (bytes, name) in [
            (SAMPLE.as_bytes().to_vec(), "UTF-8"),
            (bom, "UTF-8"),
            (latin.into_owned(), "windows-1252"),
            (utf16(SAMPLE, false, true), "UTF-16LE"),
            (utf16(SAMPLE, true, true), "UTF-16BE"),
            (utf16(SAMPLE, false, false), "UTF-16LE"),
            (utf16(SAMPLE, true, false), "UTF-16BE"),
        ] {
            assert_eq!(read(&bytes), (SAMPLE.to_owned(), name));
        }
    }

    fn wrong(bytes: &[u8]) -> Option<(u64, Likely, String)> {
        match decode(bytes, None) {
            Err(ImportError::WrongEncoding { line, likely, near }) => Some((line, likely, near)),
            _ => None,
        }
    }

    /// A list whose header has no accent: it hides nothing of the cells.
    fn list(cell: &[u8]) -> Vec<u8> {
        [b"Nom;Prenom;Ville\nExemple;Camille;Lyon\nModele;", cell, b";Sete\n"].concat()
    }

    #[test]
    fn rubbish_is_refused_by_its_line() {
        assert_eq!(
            wrong(&list("Zo\u{c3}\u{a9}".as_bytes())),
            Some((3, Likely::Twice, "Zo\u{c3}\u{a9}".into()))
        );
        let mut few = list("Zoé".as_bytes());
        few.extend(b"Fictif;Ren\xe9;Lyon\n");
        assert_eq!(wrong(&few), Some((4, Likely::Mixed, "René".into())));
        for mac in ["Zoé", "Hélène", "Benoît", "Loïc", "Jérôme", "François", "Élise", "Anaïs", "Gaël"]
        {
            let bytes: Vec<u8> = mac.chars().flat_map(|c| mac_roman(c).into_iter()).collect();
            assert_eq!(wrong(&list(&bytes)).map(|w| (w.0, w.1)), Some((3, Likely::MacRoman)), "{mac}");
        }
        assert_eq!(wrong(&list(b"Ren\x82")).map(|w| (w.0, w.1)), Some((3, Likely::Dos)));
        assert_eq!(wrong(&list(b"C\xbdur")).map(|w| (w.0, w.1)), Some((3, Likely::Latin9)));
        for entity in ["d&#39;Exemple", "Lou&yuml;s", "A&amp;B", "&#xE9;lise", "No&euml;l"] {
            let found = wrong(&list(entity.as_bytes()));
            assert_eq!(found, Some((3, Likely::Html, entity.into())), "{entity}");
        }
        for bad in [
            "\u{c3}\u{89}lise",
            "\u{c3}‰lise",
            "L\u{e2}€™\u{c3}\u{a9}t\u{c3}\u{a9}",
            "C\u{c5}“ur",
            "Zo√©",
            "n\u{c2}\u{b0}",
        ] {
            assert_eq!(wrong(&list(bad.as_bytes())).map(|w| w.1), Some(Likely::Twice), "{bad}");
        }
    }

    fn mac_roman(c: char) -> Vec<u8> {
        match "éèêîïôçÉëâà"
            .chars()
            .zip(b"\x8e\x8f\x90\x94\x95\x99\x8d\x83\x91\x89\x88".iter())
            .find(|(a, _)| *a == c)
        {
            Some((_, byte)) => vec![*byte],
            None => vec![u8::try_from(c).unwrap()],
        }
    }

    /// What real lists hold is taken, in UTF-8 and in Windows-1252.
    #[test]
    fn names_are_no_rubbish() {
        let names = [
            "Éloïse",
            "CAFÉ»",
            "«Zoé»",
            "Cœur",
            "Œuvre",
            "D’Été",
            "Jean–Pierre",
            "JOSÉ’S",
            "“Zoé”",
            "R&D",
            "Dupont & Fils",
            "A&B;x",
            "Marketing&Com",
            "n° 5",
            "12 €",
            "Bientôt…",
            "Šimon",
            "Žižek",
            "SÃO JOÃO",
            "Åsa",
            "Âge",
            "PÂQUES",
            "à\u{a0}Lyon",
            "Ångström",
            "Ÿ",
            "1½ jour",
            "ÇA",
            "Müller",
            "Ærø",
        ];
        for name in names {
            let text = format!("Nom;Prénom\n{name};Camille\n");
            assert!(decode(text.as_bytes(), None).is_ok(), "{name}");
            let (latin, _, lost) = WINDOWS_1252.encode(&text);
            assert!(!lost, "{name}");
            assert_eq!(read(&latin).0, text, "{name}");
        }
    }

    #[test]
    fn a_name_overrides_the_guess() {
        let decoded = decode(b"\x8e", Some("macintosh")).ok().unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.encoding), ("é", "macintosh"));
        assert!(decode(b"x", Some("klingon")).is_err_and(|e| e == ImportError::UnknownEncoding));
        let error = decode("a\nb\nc\u{e9}".as_bytes().get(..5).unwrap(), Some("utf-16le"));
        assert!(error.is_err());
        let latin = b"Nom\nExemple\n\xc9lo\xefse";
        assert!(
            decode(latin, Some("utf-8"))
                .is_err_and(|e| e == ImportError::Encoding { line: 3, encoding: "UTF-8" })
        );
    }

    #[test]
    fn files_that_are_no_text_are_refused_with_the_line() {
        assert!(decode(b"Nom\nA\nB\0C", None).is_err_and(|e| e == ImportError::NotText { line: 3 }));
        assert!(
            decode(b"PK\x03\x04\x14\x00\x06\x00", None).is_err_and(|e| e == ImportError::NotText { line: 1 })
        );
        assert!(decode(&[0; 5_000], None).is_err());
        assert!(decode(b"a\rb\rc\x01", None).is_err_and(|e| e == ImportError::NotText { line: 3 }));
        // A lone half of a pair in UTF-16.
        let mut half = utf16("Nom\nA", false, true);
        half.extend([0x00, 0xd8, b'x', 0]);
        assert!(
            decode(&half, None).is_err_and(|e| e == ImportError::Encoding { line: 2, encoding: "UTF-16LE" })
        );
        assert!(decode(&vec![b'a'; BYTES_MAX + 1], None).is_err_and(|e| e == ImportError::TooLarge));
        assert!(decode(&vec![b'a'; BYTES_MAX], None).is_ok());
    }

    #[test]
    fn old_line_ends_are_line_ends() {
        assert_eq!(read(b"Nom\rA\r").0, "Nom\nA\n");
        assert_eq!(read(b"Nom\r\nA\rB\r\n").0, "Nom\r\nA\rB\r\n");
    }

    proptest! {
        #[test]
        fn never_panics_and_text_reads_back(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "[a-zé;\n]{0,80}") {
            let _ = decode(&bytes, None).is_ok();
            prop_assert_eq!(read(text.as_bytes()).0, text);
        }
    }
}
