//! Text that was written or read in the wrong encoding: refused by its line, rather than kept as rubbish.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// What a text is likely to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likely {
    /// UTF-8, but for a few bytes.
    Mixed,
    /// UTF-8 that was taken for another encoding and written as UTF-8 once more.
    Twice,
    /// Mac Roman.
    MacRoman,
    /// The code page of DOS, 850 or 437.
    Dos,
    /// ISO-8859-15.
    Latin9,
    /// The text of a web page.
    Html,
}

/// Where it shows, in bytes, and what it is likely to be.
pub(super) type Sign = (usize, Likely);

/// Looks at bytes that are not UTF-8 and are to be read as Windows-1252.
pub(super) fn bytes(bytes: &[u8]) -> Option<Sign> {
    if let Some(at) = mixed(bytes) {
        return Some((at, Likely::Mixed));
    }
    let before = std::iter::once(b' ').chain(bytes.iter().copied());
    let after = bytes.iter().copied().skip(1).chain(std::iter::once(b' '));
    let mut seen = bytes.iter().copied().zip(before).zip(after).enumerate();
    let (at, likely) =
        seen.find_map(|(at, ((byte, before), after))| Some((at, odd(before, byte, after)?)))?;
    Some((at, if likely == Likely::Latin9 { likely } else { mac_or_dos(bytes) }))
}

/// Finds the first byte that is not UTF-8 in what is UTF-8 elsewhere: accents of two bytes, as no Windows-1252 text has.
fn mixed(bytes: &[u8]) -> Option<usize> {
    let accents = bytes.utf8_chunks().flat_map(|c| c.valid().chars()).any(|c| !c.is_ascii() && is_usual(c));
    let first = bytes.utf8_chunks().next().map(|c| c.valid().len())?;
    accents.then_some(first)
}

/// The characters beyond ASCII that French lists hold.
fn is_usual(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{203a}' | '\u{20ac}')
}

/// Tells whether a byte stands where no Windows-1252 text has it.
fn odd(before: u8, byte: u8, after: u8) -> Option<Likely> {
    let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0x80;
    let (left, right) = (letter(before), letter(after));
    let found = match byte {
        0x81 | 0x8d | 0x8f | 0x90 | 0x9d => true,
        // Signs that no word touches.
        0x82 | 0x83 | 0x84 | 0x86 | 0x87 | 0x88 | 0x89 | 0x98 => left || right,
        // Signs that stand beside a word, never in it.
        0x85 | 0x8b | 0x93 | 0x94 | 0x95 | 0x99 | 0x9b => left && right,
        0x91 => before.is_ascii_lowercase() && after.is_ascii_lowercase(),
        // Capitals.
        0x8a | 0x8c | 0x8e => before.is_ascii_lowercase(),
        0xa6 | 0xb4 | 0xb8 | 0xbc | 0xbd | 0xbe if left && right => return Some(Likely::Latin9),
        _ => false,
    };
    found.then_some(Likely::MacRoman)
}

/// Which of the two has more of its own French letters.
fn mac_or_dos(bytes: &[u8]) -> Likely {
    const MAC: &[u8] = &[0x83, 0x88, 0x89, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x94, 0x95, 0x99, 0x9d, 0x9e];
    const DOS: &[u8] = &[0x82, 0x83, 0x85, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x90, 0x93, 0x96, 0x97];
    let count = |set: &[u8]| bytes.iter().filter(|b| set.contains(b)).count();
    if count(DOS) > count(MAC) { Likely::Dos } else { Likely::MacRoman }
}

/// Looks at a text, however it was read.
pub(super) fn text(text: &str) -> Option<Sign> {
    text.char_indices().find_map(|(at, c)| {
        let rest = text.get(at..).unwrap_or_default();
        match c {
            '&' => entity(rest).then_some((at, Likely::Html)),
            'Â' | 'Ã' | 'Ä' | 'Å' | 'â' | '√' | '¬' | '≈' | '‚' => {
                twice(rest).then_some((at, Likely::Twice))
            }
            _ => None,
        }
    })
}

/// Tells whether the first characters are one of UTF-8, read byte by byte.
fn twice(rest: &str) -> bool {
    [2, 3].into_iter().any(|count| {
        let taken: String = rest.chars().take(count).collect();
        let plain: Option<Vec<u8>> = taken.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let by = |encoding: &'static Encoding| {
            let (bytes, _, unmappable) = encoding.encode(&taken);
            (!unmappable).then(|| bytes.into_owned())
        };
        [plain, by(WINDOWS_1252), by(MACINTOSH)].into_iter().flatten().any(|bytes| {
            let read = std::str::from_utf8(&bytes).map(|t| t.chars().collect::<Vec<_>>());
            matches!(read.as_deref(), Ok([one]) if is_usual(*one))
        })
    })
}

/// Tells whether a character of a web page begins here: `&#39;`, `&eacute;`.
fn entity(rest: &str) -> bool {
    let Some(name) = rest.strip_prefix('&').and_then(|r| r.split_once(';')).map(|(name, _)| name) else {
        return false;
    };
    if let Some(number) = name.strip_prefix('#') {
        let digits = number.strip_prefix(['x', 'X']);
        return match digits {
            Some(hex) => (2..=6).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit()),
            None => (2..=7).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()),
        };
    }
    let accents = ["acute", "grave", "circ", "uml", "cedil", "tilde", "ring", "caron", "slash"];
    let accent = accents.iter().any(|a| {
        name.strip_suffix(a).is_some_and(|l| l.len() == 1 && l.bytes().all(|b| b.is_ascii_alphabetic()))
    });
    accent || NAMES.contains(&name)
}

/// The names of characters that lists and their programs write.
const NAMES: &[&str] = &[
    "amp", "apos", "quot", "nbsp", "oelig", "OElig", "aelig", "AElig", "szlig", "euro", "rsquo", "lsquo",
    "rdquo", "ldquo", "laquo", "raquo", "ndash", "mdash", "hellip", "deg", "middot", "shy", "eth", "thorn",
    "ordm",
];

/// The word around a place, to be shown.
pub(super) fn near(text: &str, at: usize) -> String {
    const ENDS: [char; 7] = [';', ',', '\t', '\n', '\r', '"', '|'];
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind(ENDS).map_or(0, |n| n.saturating_add(1));
    let from = text.get(start..).unwrap_or_default();
    let skip = at.saturating_sub(start);
    // The semicolon of `&#39;` belongs to it.
    let entity = from.get(skip..).is_some_and(|rest| rest.starts_with('&') && entity(rest));
    let inside =
        if entity { from.get(skip..).and_then(|r| r.find(';')).unwrap_or(0).saturating_add(1) } else { 0 };
    let searched = skip.saturating_add(inside);
    let end =
        from.get(searched..).and_then(|r| r.find(ENDS)).map_or(from.len(), |n| n.saturating_add(searched));
    from.get(..end).unwrap_or_default().trim().to_owned()
}
