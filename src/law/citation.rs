//! Where a value was read, and how sure we are of it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::base::word::codes;

codes! {
    /// How a value is known, surest first: what rests on less than a text that was read says so.
    Standing {
        /// Its words were read in the version named, which holds over the whole time of the value.
        Verified = "verified", "vérifié", "text read";
        /// The version in force is known, its text was not read.
        VersionKnown = "version-known", "version connue, texte non lu", "version known, text not read";
        /// Read in a text about the text: its name stands beside.
        Secondary = "secondary-source", "source secondaire", "secondary source";
        /// The version named was read, and does not say it: what says so stands beside.
        NotInText = "not-in-text", "le texte lu ne le dit pas", "the text that was read does not say it";
        /// Read only in an old text, or known from memory.
        Unverified = "unverified", "non vérifié", "not verified";
        /// No text at all: the section keeps it so.
        House = "house-rule", "usage de la section, sans texte", "custom of the section, no text";
    }
}

/// The text that carries a value: one version of one article, or one ruling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Citation {
    /// The article (`R2314-1`, of the Code du travail unless another code is named) or the ruling
    /// (`Cass. soc. 19-10.826`).
    pub article: String,
    /// The version on Légifrance (`LEGIARTI…`) or the appeal number; absent where none is known.
    pub version: Option<String>,
    /// The official page, ending in the version.
    pub source: Option<String>,
    /// The day a person last checked it; always there on a value still open.
    pub verified_on: Option<NaiveDate>,
    /// How sure we are.
    pub standing: Standing,
    /// Where the value was read, when it is known from a secondary source.
    pub through: Option<String>,
}

/// The words of the text by which a value was read in it: what the machine looks up again in every version. None is
/// longer than fifteen words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotes {
    /// What says the number or the rule, in figures or in words.
    pub quote: Option<String>,
    /// What says the number in other words than itself ("one out of two" for a half): read by a person.
    pub otherwise: Option<String>,
    /// From what a period runs.
    pub starts: Option<String>,
    /// On what the value depends.
    pub conditions: Vec<String>,
}

/// The most words that a quoted piece has.
const QUOTED: usize = 15;

impl Quotes {
    /// Returns every piece.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let single = [&self.quote, &self.otherwise, &self.starts];
        single.into_iter().flatten().chain(&self.conditions).map(String::as_str)
    }

    /// Takes what stands beside a value, and else what stands beside its table.
    #[must_use]
    pub(crate) fn or(self, of_table: &Self) -> Self {
        // A number said otherwise replaces the quote of its table, and the other way round.
        let (quote, otherwise) = match (self.quote, self.otherwise) {
            (None, None) => (of_table.quote.clone(), of_table.otherwise.clone()),
            own => own,
        };
        let starts = self.starts.or_else(|| of_table.starts.clone());
        let own = !self.conditions.is_empty();
        let conditions = if own { self.conditions } else { of_table.conditions.clone() };
        Self { quote, otherwise, starts, conditions }
    }
}

/// Tells whether a piece can stand as a quotation: something, and not a passage.
pub(crate) fn is_quotable(piece: &str) -> bool {
    (1..=QUOTED).contains(&piece.split_whitespace().count())
}

/// A text in the two languages of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Label {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl Label {
    /// Joins the two texts; what French binds to a sign is bound by a no-break space.
    #[must_use]
    pub fn new(fr: &str, en: String) -> Self {
        let mut bound = String::with_capacity(fr.len());
        let mut chars = fr.chars().peekable();
        while let Some(c) = chars.next() {
            let binds =
                matches!(chars.peek(), Some(';' | ':' | '!' | '?' | '»' | '%')) || bound.ends_with('«');
            bound.push(if c == ' ' && binds { '\u{a0}' } else { c });
        }
        Self { fr: bound, en }
    }
}

/// The one host where a source may lie.
const HOST: &str = "https://www.legifrance.gouv.fr/";

/// Tells whether `version` is one of an article on Légifrance, or an appeal number (`19-10.826`).
pub(crate) fn is_version(version: &str) -> bool {
    let digits = |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
    match version.strip_prefix("LEGIARTI") {
        Some(number) => digits(number, 12),
        None => {
            version.split_once('-').and_then(|(year, rest)| Some((year, rest.split_once('.')?))).is_some_and(
                |(year, (chamber, number))| digits(year, 2) && digits(chamber, 2) && digits(number, 3),
            )
        }
    }
}

/// Tells whether `source` lies on the official host.
pub(crate) fn is_official(source: &str) -> bool {
    source.starts_with(HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_articles_or_appeal_numbers() {
        for good in ["LEGIARTI000036481896", "19-10.826", "08-60.594"] {
            assert!(is_version(good), "{good}");
        }
        for bad in [
            "",
            "LEGIARTI",
            "LEGIARTI00003648189",
            "LEGIARTI00003648189X",
            "JURITEXT000000000001",
            "19-10826",
            "9-10.826",
        ] {
            assert!(!is_version(bad), "{bad}");
        }
    }

    #[test]
    fn a_quotation_is_a_piece() {
        assert!(is_quotable("élus pour quatre ans") && is_quotable(&"mot ".repeat(15)));
        for bad in ["", " ", &"mot ".repeat(16)] {
            assert!(!is_quotable(bad), "{bad}");
        }
    }

    #[test]
    fn what_stands_beside_a_value_goes_before_what_stands_beside_its_table() {
        let piece = |text: &str| Some(text.to_owned());
        let table = Quotes { quote: piece("a"), starts: piece("b"), ..Quotes::default() };
        assert_eq!(Quotes::default().or(&table), table);
        let own = Quotes { otherwise: piece("c"), conditions: vec!["d".to_owned()], ..Quotes::default() };
        let both = own.clone().or(&table);
        assert_eq!(both, Quotes { starts: piece("b"), ..own });
    }

    #[test]
    fn only_the_official_host_counts() {
        assert!(is_official("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000036481896"));
        for bad in [
            "http://www.legifrance.gouv.fr/x",
            "https://www.legifrance.gouv.fr.example.org/x",
            "https://legifrance.example/x",
            "https://example.org/https://www.legifrance.gouv.fr/",
        ] {
            assert!(!is_official(bad), "{bad}");
        }
    }
}
