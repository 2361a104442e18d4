//! French typography: the narrow no-break space before `; : ! ?`, inside guillemets and between thousands; the no-break space
//! between a number and its unit, a day and its month, an article and its number; a hyphen that does not break in the
//! number of an article. English keeps its own: nothing is bound.

/// The narrow no-break space (*espace fine insécable*).
pub const NARROW: char = '\u{202f}';
/// The no-break space (*espace insécable*).
pub const NO_BREAK: char = '\u{a0}';
/// The hyphen at which no line ends.
pub const HYPHEN: char = '\u{2011}';

/// What follows a number and belongs to it.
const UNITS: &[&str] = &[
    "%",
    "‰",
    "€",
    "h",
    "min",
    "km",
    "m²",
    "kg",
    "heure",
    "heures",
    "jour",
    "jours",
    "mois",
    "an",
    "ans",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
/// What a number follows and belongs to.
const BEFORE: &[&str] = &["n°", "nº", "art.", "article", "articles", "p.", "§", "salle"];
/// The parts of the code by which an article is called.
const CODES: &[&str] = &["L.", "R.", "D.", "L.*", "R.*", "D.*"];

/// Replaces the spaces that French binds to a sign, a unit or a number, and the hyphens of articles.
///
/// Only signs that are there are replaced, each by one; none is added, so that an address or a time stays as it is.
#[must_use]
pub fn french(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied();
    for (i, c) in chars.iter().copied().enumerate() {
        let (before, next) = (at(i.checked_sub(1)), at(i.checked_add(1)));
        out.push(match c {
            ' ' | NO_BREAK if matches!(next, Some(';' | ':' | '!' | '?' | '»')) || before == Some('«') => {
                NARROW
            }
            ' ' => bound(word_before(&chars, i).as_str(), word_after(&chars, i).as_str()).unwrap_or(' '),
            '-' if of_article(&chars, i) => HYPHEN,
            c => c,
        });
    }
    out
}

/// Returns the space that stands between two words where no line may end.
fn bound(before: &str, after: &str) -> Option<char> {
    let bare = |word: &str| {
        word.trim_matches(['(', ')', '«', '»', ',', '.', ';', ':', '*', '!', '?', '…']).to_lowercase()
    };
    let number = |word: &str| {
        let word = bare(word);
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || ",.h\u{202f}".contains(c))
            || word == "1er"
    };
    let digits = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let (left, right) = (before.trim_start_matches('('), bare(after));
    // Between thousands: one to three digits, then three.
    if left.len() <= 3
        && digits(left)
        && right.len() == 3
        && digits(&right)
        && after.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(NARROW);
    }
    let article = |word: &str| CODES.contains(&word.trim_start_matches('('));
    let unit = number(before)
        && !before.ends_with(['.', ',', ';', ':', '!', '?'])
        && UNITS.contains(&right.as_str());
    let minutes = before == "h" && digits(&right) && right.len() == 2;
    let begins = after.starts_with(|c: char| c.is_ascii_digit())
        && number(after.split('-').next().unwrap_or_default());
    let named = BEFORE.contains(&left.to_lowercase().as_str()) && (begins || article(after));
    let numbered = article(before) && begins;
    (unit || minutes || named || numbered).then_some(NO_BREAK)
}

fn word_before(chars: &[char], at: usize) -> String {
    let head = chars.get(..at).unwrap_or_default();
    let start =
        head.iter().rposition(|c| c.is_whitespace() && *c != NARROW).map_or(0, |i| i.saturating_add(1));
    head.get(start..).unwrap_or_default().iter().collect()
}

fn word_after(chars: &[char], at: usize) -> String {
    let tail = chars.get(at.saturating_add(1)..).unwrap_or_default();
    tail.iter().take_while(|c| !c.is_whitespace()).collect()
}

/// Tells whether a hyphen stands in the number of an article: `L. 2411-7`, but not in a link or a reference.
fn of_article(chars: &[char], at: usize) -> bool {
    let head = chars.get(..at).unwrap_or_default();
    let start = head.iter().rposition(|c| !(c.is_ascii_digit() || matches!(*c, '-' | HYPHEN)));
    let number = head.get(start.map_or(0, |i| i.saturating_add(1))..).unwrap_or_default();
    let next = chars.get(at.saturating_add(1)).is_some_and(char::is_ascii_digit);
    let four = number.iter().take_while(|c| c.is_ascii_digit()).count() >= 4;
    let called = start.and_then(|end| head.get(..=end)).unwrap_or_default();
    let called: String = called.iter().rev().take(5).collect::<Vec<_>>().into_iter().rev().collect();
    let Some(called) = called.strip_suffix([' ', NO_BREAK]) else { return false };
    next && four && CODES.iter().any(|code| called.ends_with(code))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Shows what does not break: `~` for the no-break space, `^` for the narrow one, `=` for the hyphen.
    fn shown(text: &str) -> String {
        french(text).replace(NO_BREAK, "~").replace(NARROW, "^").replace(HYPHEN, "=")
    }

    #[test]
    fn binds_signs_to_the_word_before() {
        assert_eq!(shown("Oui ! Non ? « a » : b ; c"), "Oui^! Non^? «^a^»^: b^; c");
        assert_eq!(shown("a\u{a0}: b"), "a^: b");
    }

    #[test]
    fn binds_units_dates_and_articles() {
        for (text, want) in [
            ("66 % de 24 000 €", "66~% de 24^000~€"),
            ("à 9 h 30, ou 18 h.", "à 9~h~30, ou 18~h."),
            ("le jeudi 3 décembre 2026", "le jeudi 3~décembre 2026"),
            ("le 1er janvier", "le 1er~janvier"),
            ("(article L. 2411-7 du Code)", "(article~L.~2411=7 du Code)"),
            ("articles 15, 16 et 17", "articles~15, 16 et 17"),
            ("R. 2145-5 et D. 2231-2-1", "R.~2145=5 et D.~2231=2=1"),
            ("attestation n° 2026-014", "attestation n°~2026-014"),
            ("n° 14, salle 1", "n°~14, salle~1"),
            ("1 234 567", "1^234^567"),
            ("12 heures, 1 jour, 4 ans", "12~heures, 1~jour, 4~ans"),
            ("+ 120 € par mois", "+ 120~€ par mois"),
            // None of these.
            ("04 72 00 00 00", "04 72 00 00 00"),
            ("en 2026, mars", "en 2026, mars"),
            ("L’accord 2411-7", "L’accord 2411-7"),
            ("https://example.org/L.2411-7", "https://example.org/L.2411-7"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn adds_nothing() {
        for same in ["https://example.org/?a=1", "18:30", "a  b", "", " ", "!", "« "] {
            assert_eq!(french(same).chars().count(), same.chars().count());
        }
        assert_eq!(french("https://example.org/?a=1"), "https://example.org/?a=1");
    }

    proptest! {
        #[test]
        fn replaces_one_by_one_and_once(text in "[a-z0-9 LRD.€%h°-]{0,60}") {
            let once = french(&text);
            prop_assert_eq!(once.chars().count(), text.chars().count());
            let plain = |t: &str| t.replace([NO_BREAK, NARROW], " ").replace(HYPHEN, "-");
            prop_assert_eq!(plain(&once), plain(&text));
        }
    }
}
