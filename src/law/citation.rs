//! Where a value was read, and how sure we are of it.

use chrono::NaiveDate;
use serde::Serialize;

/// Whether a person read the value in a text known to be in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Read in the version named, known to be in force on the day of verification.
    Verified,
    /// Read only in an old text, or known from memory: every answer that rests on it says so.
    Unverified,
}

/// The text that carries a value: one version of one article, or one ruling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Citation {
    /// The article (`R2314-1`, of the Code du travail unless another code is named) or the ruling
    /// (`Cass. soc. 19-10.826`).
    pub article: String,
    /// The version on Légifrance (`LEGIARTI…`) or the appeal number; absent only where unverified.
    pub version: Option<String>,
    /// The official page, ending in the version.
    pub source: Option<String>,
    /// The day a person last checked it; always there on a value still open.
    pub verified_on: Option<NaiveDate>,
    /// How sure we are.
    pub standing: Standing,
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
