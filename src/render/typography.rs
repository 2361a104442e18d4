//! French typography: the narrow no-break space before `; : ! ?` and inside guillemets.

/// The narrow no-break space (*espace fine insécable*).
pub const NARROW: char = '\u{202f}';
/// The no-break space (*espace insécable*).
pub const NO_BREAK: char = '\u{a0}';

/// Replaces the spaces that French binds to a sign by the narrow no-break space.
///
/// Only spaces that are there are replaced; none is added, so that an address or a time stays as it is.
#[must_use]
pub fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let binds = matches!(chars.peek(), Some(';' | ':' | '!' | '?' | '»')) || before == Some('«');
        let shown = if matches!(c, ' ' | NO_BREAK) && binds { NARROW } else { c };
        out.push(shown);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binds_signs_to_the_word_before() {
        assert_eq!(
            french("Oui ! Non ? « a » : b ; c"),
            "Oui\u{202f}! Non\u{202f}? «\u{202f}a\u{202f}»\u{202f}: b\u{202f}; c"
        );
        assert_eq!(french("a\u{a0}: b"), "a\u{202f}: b");
    }

    #[test]
    fn adds_nothing() {
        for same in ["https://example.org/?a=1", "18:30", "a  b", "", " ", "!", "« "] {
            assert_eq!(french(same).chars().count(), same.chars().count());
        }
        assert_eq!(french("https://example.org/?a=1"), "https://example.org/?a=1");
    }
}
