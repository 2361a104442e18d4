//! A text as a cell of a spreadsheet file: what would run as a formula is made plain text, and back.

use std::borrow::Cow;

/// Makes a text harmless as a cell: one apostrophe before what a spreadsheet could take for a formula.
///
/// Concerned is a text whose first character, after spaces, quotes and separators, is `=`, `+`, `-`, `@`, one
/// of their full-width, small or mathematical forms, a tab, a carriage return, a line feed or a NUL.
/// [`restore`] gives back exactly the text that went in.
///
/// # Examples
/// ```
/// use contrepoids::base::cell::{neutralise, restore};
/// assert_eq!(neutralise("=1+1"), "'=1+1");
/// assert_eq!(neutralise("O'Exemple"), "O'Exemple");
/// assert_eq!(restore("'=1+1"), "=1+1");
/// assert_eq!(restore("'t Exemple"), "'t Exemple");
/// ```
#[must_use]
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if starts_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes away the apostrophe that [`neutralise`] set, and no other.
#[must_use]
pub fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if starts_formula(rest) => rest,
        _ => text,
    }
}

/// Tells whether a spreadsheet could take the text for a formula.
#[must_use]
pub fn starts_formula(text: &str) -> bool {
    // An apostrophe is passed over too: the text "'=1" gets its own, so that `restore` is exact.
    let passed_over = |c: char| {
        matches!(
            c,
            ' ' | '\''
                | '"'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201c}'
                | '\u{201d}'
                | '«'
                | '»'
                | '`'
                | ';'
                | ','
                | '|'
        ) || (c.is_whitespace() && !c.is_control())
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.chars().find(|c| !passed_over(*c)).is_some_and(is_trigger)
}

fn is_trigger(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '\u{b}' | '\u{c}'
        | '＝' | '＋' | '－' | '＠'           // full-width
        | '﹦' | '﹢' | '﹣' | '﹫'           // small
        | '⁼' | '⁺' | '⁻' | '₌' | '₊' | '₋'  // superscript and subscript
        | '−' | '‐' | '‑' | '–' | '—' | '﬩' | '➕' | '➖'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORMULAS: &[&str] = &[
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "﹢1",
        "﹣1",
        "−1",
        " =1",
        "  =1",
        "\u{a0}=1",
        "\"=1",
        "\"\"=1",
        "';=1",
        ";=1",
        ",=1",
        "|=1",
        "'=1",
        "''=1",
        "’=1",
        "\u{feff}=1",
        "\u{200b}=1",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://example.org\";\"x\")",
        "@import",
        "-2+3+cmd|' /C calc'!A0",
        "+33612345678",
    ];

    #[test]
    fn formulas_become_text() {
        for text in FORMULAS {
            let cell = neutralise(text);
            assert!(cell.starts_with('\'') && cell.len() == text.len() + 1, "{text:?}");
            assert_eq!(restore(&cell), *text);
        }
    }

    #[test]
    fn names_stay_as_they_are() {
        for text in [
            "Camille",
            "O'Exemple",
            "'t Exemple",
            "d’Été",
            "Anne-Marie",
            "a=b",
            "x+y",
            "x@example.org",
            "",
            " ",
            "'",
            "\"Cam\"",
            "12",
            "É",
            "(-1)",
        ] {
            assert_eq!(neutralise(text), *text, "{text:?}");
            assert_eq!(restore(text), text, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_back(text in "['\"=+@a;, \t\r\n−-]{0,8}") {
            let cell = neutralise(&text);
            prop_assert_eq!(restore(&cell), text.as_str());
        }

        #[test]
        fn no_cell_starts_a_formula(text in any::<String>()) {
            let cell = neutralise(&text);
            prop_assert!(!cell.chars().next().is_some_and(is_trigger));
            prop_assert_eq!(restore(&cell), text.as_str());
        }
    }
}
