//! The numbers of articles, as the code writes them and as people do.

use crate::law::texts::{Article, Texts};

/// What a typed number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// One article; or annexes that share a name.
    One(&'a Article),
    /// A number without a letter, or a name, of several articles.
    Several(Vec<&'a Article>),
    /// No article has it; those that look most like it.
    None(Vec<&'a Article>),
}

/// Returns the order of numbers: the letters, then each number by its size.
pub(super) fn key(num: &str) -> (String, Vec<u64>, String) {
    let letters: String = num.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let rest = num.get(letters.len()..).unwrap_or_default();
    let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    let numbers = digits.split('-').map(|n| n.parse().unwrap_or(u64::MAX)).collect();
    (letters, numbers, num.to_owned())
}

/// Returns a number as the code writes it: `L. 2314-33` and `l 2314-33` become `L2314-33`; without a letter it stays bare.
#[must_use]
pub fn canonical(typed: &str) -> String {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let words = plain.trim().to_lowercase();
    let words = ["article ", "articles ", "art. ", "art ", "code du travail "]
        .iter()
        .fold(words.as_str(), |w, head| w.strip_prefix(head).unwrap_or(w).trim_start());
    let words = words.strip_suffix("du code du travail").unwrap_or(words).trim_end();
    let joined: String = words.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
    let mut chars = joined.chars();
    let letter = match chars.next() {
        Some(c @ ('l' | 'r' | 'd'))
            if chars.as_str().starts_with(['*', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) =>
        {
            c.to_uppercase().to_string()
        }
        Some('0'..='9') => {
            chars = joined.chars();
            String::new()
        }
        _ => return plain.trim().to_owned(),
    };
    let stars = chars.as_str().trim_start_matches('*');
    let digits: String = stars.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    let rest = stars.get(digits.len()..).unwrap_or_default();
    // `L1453-1 A`: a letter after the number is a part of it.
    let rest = if rest.is_empty() { String::new() } else { format!(" {}", rest.to_uppercase()) };
    format!("{letter}{}{rest}", digits.trim_matches('-'))
}

/// Finds the article of a typed number.
pub(super) fn find<'a>(texts: &'a Texts, typed: &str) -> Found<'a> {
    let wanted = canonical(typed);
    let same = |a: &&Article| {
        let bare = a.num.trim_start_matches(['L', 'R', 'D', 'A', '*']);
        a.num == wanted
            || (wanted.starts_with(|c: char| c.is_ascii_digit()) && bare == wanted)
            || a.num.replace('*', "") == wanted
            || a.num.to_lowercase() == wanted.to_lowercase()
    };
    let mut hits: Vec<&Article> = texts.all().iter().filter(same).collect();
    match hits.as_slice() {
        [] => Found::None(near(texts, &wanted)),
        [_] => hits.pop().map_or_else(|| Found::None(vec![]), Found::One),
        _ => Found::Several(hits),
    }
}

/// How many numbers are named in place of one that is none.
const NEAR: usize = 5;

/// Finds the articles whose number is nearest: the same beginning, or next in the order.
fn near<'a>(texts: &'a Texts, wanted: &str) -> Vec<&'a Article> {
    let bare = |num: &str| num.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned();
    let wanted = bare(wanted);
    if wanted.is_empty() {
        return vec![];
    }
    let mut all: Vec<(usize, &Article)> = texts
        .all()
        .iter()
        .map(|a| (strsim::levenshtein(&bare(&a.num), &wanted), a))
        .filter(|(far, _)| *far <= 1)
        .collect();
    all.sort_by_key(|(far, _)| *far);
    all.into_iter().take(NEAR).map(|(_, a)| a).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (typed, want) in [
            ("L2314-33", "L2314-33"),
            ("L. 2314-33", "L2314-33"),
            ("l2314-33", "L2314-33"),
            ("l.\u{a0}2314\u{2011}33", "L2314-33"),
            ("R.2314-1", "R2314-1"),
            ("R*2314-1", "R2314-1"),
            ("2314-33", "2314-33"),
            ("article L. 2314-33 du Code du travail", "L2314-33"),
            ("art. d 2135-8", "D2135-8"),
            ("L 1453-1 A", "L1453-1 A"),
            ("L1453-1a", "L1453-1 A"),
            ("Annexe II", "Annexe II"),
            ("L2314-", "L2314"),
            ("CPC 642", "CPC 642"),
            ("", ""),
            ("bonjour", "bonjour"),
        ] {
            assert_eq!(canonical(typed), want, "{typed}");
        }
    }

    #[test]
    fn numbers_stand_in_their_order() {
        let mut all = ["R1", "L2314-10", "L2314-2", "L2314-2-1", "L230", "D9"];
        all.sort_by_key(|n| key(n));
        assert_eq!(all, ["D9", "L230", "L2314-2", "L2314-2-1", "L2314-10", "R1"]);
    }
}
