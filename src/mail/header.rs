//! Values of headers: what is not plain ASCII is put into encoded words (RFC 2047), lines are folded.

/// The most bytes of text in one encoded word; with its frame it stays below 75 characters.
const WORD_BYTES: usize = 39;
/// The length above which a value is encoded or folded.
const LINE: usize = 72;

/// Encodes a text for an unstructured header such as `Subject`.
#[must_use]
pub fn unstructured(text: &str) -> String {
    let plain = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
        && !text.contains("=?")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && text.len() <= LINE;
    if plain { text.to_owned() } else { words(text) }
}

/// Encodes a name and an address as one mailbox.
///
/// Words of a name are encoded only where they must be, and neighbours together: some readers show a space between
/// two encoded words that stand side by side, against RFC 2047.
#[must_use]
pub fn mailbox(name: &str, address: &str) -> String {
    if name.is_empty() {
        return address.to_owned();
    }
    let printable = name.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    let simple = printable && !name.contains("=?") && name.len() <= LINE;
    let shown = if simple && name.split(' ').all(is_atom) {
        name.to_owned()
    } else if simple && !name.contains(['"', '\\']) {
        format!("\"{name}\"")
    } else {
        phrase(name)
    };
    format!("{shown}\r\n <{address}>")
}

fn is_atom(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= LINE
        && !word.contains("=?")
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

/// Writes a name as atoms and encoded words, one line for each run of either.
fn phrase(name: &str) -> String {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for word in name.split(' ') {
        match runs.last_mut() {
            Some((atoms, run))
                if *atoms == is_atom(word) && (!*atoms || run.len().saturating_add(word.len()) < LINE) =>
            {
                run.push(' ');
                run.push_str(word);
            }
            _ => runs.push((is_atom(word), word.to_owned())),
        }
    }
    let shown: Vec<String> =
        runs.iter().map(|(atoms, run)| if *atoms { run.clone() } else { words(run) }).collect();
    shown.join("\r\n ")
}

/// Cuts a text into encoded words, one per line.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut chunk = String::new();
    let mut flush = |chunk: &mut String| {
        if !chunk.is_empty() {
            if !out.is_empty() {
                out.push_str("\r\n ");
            }
            out.push_str("=?utf-8?B?");
            out.push_str(&base64(chunk.as_bytes()));
            out.push_str("?=");
            chunk.clear();
        }
    };
    for c in text.chars() {
        if chunk.len().saturating_add(c.len_utf8()) > WORD_BYTES {
            flush(&mut chunk);
        }
        chunk.push(c);
    }
    flush(&mut chunk);
    out
}

/// Encodes bytes in base64 with padding.
#[must_use]
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |n: u32| DIGITS.get((n & 63) as usize).copied().map_or('A', char::from);
    let mut out = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let number = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.push(digit(number >> 18));
        out.push(digit(number >> 12));
        out.push(if group.len() > 1 { digit(number >> 6) } else { '=' });
        out.push(if group.len() > 2 { digit(number) } else { '=' });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn plain_text_stays_and_the_rest_is_encoded() {
        assert_eq!(unstructured("Welcome"), "Welcome");
        assert_eq!(unstructured("Réunion"), "=?utf-8?B?UsOpdW5pb24=?=");
        assert!(unstructured("=?utf-8?q?x?=").starts_with("=?utf-8?B?"));
        assert_eq!(mailbox("", "a@b.fr"), "a@b.fr");
        assert_eq!(mailbox("Camille Exemple", "a@b.fr"), "Camille Exemple\r\n <a@b.fr>");
        assert_eq!(mailbox("Exemple, C.", "a@b.fr"), "\"Exemple, C.\"\r\n <a@b.fr>");
        assert!(mailbox("\"b\" <c>", "a@b.fr").starts_with("=?utf-8?B?"));
        assert_eq!(
            mailbox("Éa Ëb C D É", "a@b.fr"),
            "=?utf-8?B?w4lhIMOLYg==?=\r\n C D\r\n =?utf-8?B?w4k=?=\r\n <a@b.fr>"
        );
    }

    #[test]
    fn long_texts_are_folded_between_characters() {
        let long = unstructured(&"é🙂".repeat(40));
        for line in long.split("\r\n ") {
            assert!(line.len() <= 75 && line.starts_with("=?utf-8?B?") && line.ends_with("?="), "{line}");
        }
        assert!(unstructured(&"a".repeat(300)).contains("\r\n "));
    }
}
