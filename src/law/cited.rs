//! The articles that a text names, and what the tables know of each.

use chrono::NaiveDate;

use crate::law::{
    book::{Book, LawError},
    citation::Standing,
    dated::Amount,
};

/// The words by which a text says of which law a plain number is, and the code that the tables write.
const LAWS: &[(&str, &str)] = &[
    ("du RGPD", "RGPD"),
    ("of the GDPR", "RGPD"),
    ("du Code général des impôts", "CGI"),
    ("of the Code général des impôts", "CGI"),
    ("du CGI", "CGI"),
    ("du Code de procédure civile", "CPC"),
    ("of the Code de procédure civile", "CPC"),
];

/// What stands after a number that is part of it.
const SUFFIXES: &[&str] =
    &["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "A", "B", "C", "D"];

/// Finds the articles that a text names, as the tables write them (`L2411-7`, `RGPD 15`, `CGI 199 quater C`), each once, in
/// the order of the text. An article whose law is not named is given with `?` in front.
#[must_use]
pub fn articles(text: &str) -> Vec<String> {
    let text: String = text
        .chars()
        .map(|c| match c {
            '\u{2010}' | '\u{2011}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let mut out: Vec<(usize, String)> = labour(&text);
    out.extend(plain(&text));
    out.sort_by_key(|(at, _)| *at);
    let mut once = Vec::new();
    for (_, article) in out {
        if !once.contains(&article) {
            once.push(article);
        }
    }
    once
}

/// Finds `L. 2411-7` and its like, with or without the full stop and the space.
fn labour(text: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = matches!(c, 'L' | 'R' | 'D') && !before.is_alphanumeric();
        before = c;
        if !begins {
            continue;
        }
        let rest = text.get(at.saturating_add(1)..).unwrap_or_default();
        let rest = rest.trim_start_matches(['.', '*']).trim_start_matches(' ');
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        let number = number.trim_end_matches('-');
        if number.split('-').next().is_some_and(|n| n.len() >= 4) {
            out.push((at, format!("{c}{number}")));
        }
    }
    out
}

/// Finds `article 15`, `articles 15, 16 et 17 du RGPD`, `article 199 quater C du Code général des impôts`.
fn plain(text: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (at, word) in text.match_indices("rticle") {
        let rest = text.get(at.saturating_add(word.len())..).unwrap_or_default();
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        let (numbers, after) = numbers(rest);
        let after = after.trim_start();
        if after.starts_with("des statuts") || after.starts_with("of the statutes") {
            continue;
        }
        let law = LAWS.iter().find(|(words, _)| after.starts_with(words)).map_or("?", |(_, code)| *code);
        out.extend(numbers.into_iter().map(|number| (at, format!("{law} {number}"))));
    }
    out
}

/// Reads numbers joined by commas and `et` or `and`, and returns what stands after them.
fn numbers(text: &str) -> (Vec<String>, &str) {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return (out, rest);
        }
        rest = rest.get(digits.len()..).unwrap_or_default();
        let mut number = digits;
        while let Some(suffix) = rest.strip_prefix(' ').and_then(|r| r.split(' ').next())
            && SUFFIXES.contains(&suffix)
        {
            number = format!("{number} {suffix}");
            rest = rest.get(suffix.len().saturating_add(1)..).unwrap_or_default();
        }
        out.push(number);
        let next = rest.trim_start_matches([',', ' ']);
        let next = ["et ", "and ", "ou ", "or "].iter().find_map(|w| next.strip_prefix(w)).unwrap_or(next);
        if next.starts_with(|c: char| c.is_ascii_digit()) {
            rest = next;
        } else {
            return (out, rest);
        }
    }
}

/// What the tables know of an article on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It was read in a text known to be in force, lastly on a day.
    Read(Option<NaiveDate>),
    /// A table names it, and what rests on it was not read in a text known to be in force.
    Unread,
    /// The tables name it, but not for this day.
    NotInForce,
    /// No table names it.
    Nowhere,
}

impl Known {
    /// Returns the code, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read(_) => "verified",
            Self::Unread => "unverified",
            Self::NotInForce => "not-in-force",
            Self::Nowhere => "unknown",
        }
    }
}

/// Says what the tables know of an article on a day. Where one value that rests on it was not verified, none is said to be.
///
/// # Errors
/// [`LawError::Tables`] when the embedded tables do not hold together, which a test excludes.
pub fn known(book: &Book, article: &str, on: NaiveDate) -> Result<Known, LawError> {
    let mut found = Known::Nowhere;
    let mut besides = false;
    for entry in book.tables()?.iter().flat_map(|t| &t.entries).filter(|e| e.citation.article == article) {
        let holds =
            entry.from <= on && entry.to.is_none_or(|to| to >= on) && !matches!(entry.amount, Amount::Gone);
        // What an article was read and does not say tells nothing of how the article is known.
        if holds && entry.citation.standing == Standing::NotInText {
            besides = true;
            continue;
        }
        found = match (holds, entry.citation.standing, found) {
            (false, _, Known::Nowhere) => Known::NotInForce,
            (false, _, found) => found,
            // The oldest of the days: all of it was read by then.
            (true, Standing::Verified, Known::Read(day)) => Known::Read(day.min(entry.citation.verified_on)),
            (true, Standing::Verified, Known::NotInForce | Known::Nowhere) => {
                Known::Read(entry.citation.verified_on)
            }
            (true, ..) => Known::Unread,
        };
    }
    let unsaid = besides && matches!(found, Known::NotInForce | Known::Nowhere);
    Ok(if unsaid { Known::Unread } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;

    #[test]
    fn articles_are_found_as_the_tables_write_them() {
        let text = "voir (article L.\u{a0}2411-7 du Code du travail), R2314-24, l’article L. 2412\u{2011}3 ; les articles 15, 16 et 17 du \
                    RGPD, article 199 quater C du Code général des impôts ; article 12 ; article 5 des statuts. Article 9 of the GDPR. \
                    articles L. 1237-15, L. 2412-3 et L. 2414-1. L’Hôtel, LR 2000, D. 12.";
        let want = [
            "L2411-7",
            "R2314-24",
            "L2412-3",
            "RGPD 15",
            "RGPD 16",
            "RGPD 17",
            "CGI 199 quater C",
            "? 12",
            "RGPD 9",
            "L1237-15",
            "L2414-1",
        ];
        assert_eq!(articles(text), want);
    }

    #[test]
    fn the_worst_that_is_known_is_said() {
        let on = "2026-11-21".parse().unwrap();
        let of = |article: &str| known(book(), article, on).unwrap();
        assert!(matches!(of("L2141-5"), Known::Read(Some(_))));
        assert_eq!(of("CGI 199 quater C"), Known::Unread);
        assert_eq!(of("L9999-9"), Known::Nowhere);
        assert_eq!(known(book(), "L2141-5", "1990-01-01".parse().unwrap()).unwrap(), Known::NotInForce);
    }
}
