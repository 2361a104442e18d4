//! Words cut to their stems, so that a search finds the other forms of a word, with or without its accents.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use crate::base::text::fold;

/// Words that say nothing of a subject.
pub const EMPTY: &[&str] = &[
    "au", "aux", "avec", "ce", "ces", "cette", "dans", "de", "des", "du", "elle", "en", "est", "et", "il",
    "ils", "je", "la", "le", "les", "leur", "lui", "ma", "mais", "me", "mes", "mon", "ne", "nos", "notre",
    "nous", "on", "ou", "par", "pas", "pour", "qu", "que", "qui", "sa", "se", "ses", "si", "son", "sont",
    "sur", "ta", "te", "tu", "un", "une", "vos", "votre", "vous", "an", "and", "are", "as", "at", "be", "by",
    "can", "do", "for", "from", "has", "have", "if", "in", "is", "it", "my", "not", "of", "or", "our",
    "that", "the", "this", "to", "was", "we", "with", "you", "your",
];

/// Returns where the words of a text stand: letters and figures without anything between them.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0_usize;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let from = at;
        let to = from.saturating_add(word.len());
        // The sign after the word may be of several bytes.
        at = to.saturating_add(text.get(to..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8));
        (!word.is_empty()).then_some(from..to)
    })
}

/// Cuts French words to their stems.
pub struct French(Stemmer);

impl Default for French {
    fn default() -> Self {
        Self(Stemmer::create(Algorithm::French))
    }
}

impl French {
    /// Returns the stem of a word, without accents; nothing for a number and for a word that says nothing. The accents go
    /// first, so that a word typed without them has the same stem.
    #[must_use]
    pub fn stem(&self, word: &str) -> Option<String> {
        let plain = fold(word);
        let counts = plain.chars().count() >= 2
            && plain.chars().all(char::is_alphabetic)
            && !EMPTY.contains(&plain.as_str());
        counts.then(|| self.0.stem(&plain).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let text = "L’employeur, dès 2018 : «\u{a0}été ».";
        let found: Vec<&str> = words(text).map(|r| &text[r]).collect();
        assert_eq!(found, ["L", "employeur", "dès", "2018", "été"]);
        assert_eq!(words("").count(), 0);
        assert_eq!(words(" - ").count(), 0);
    }

    #[test]
    fn forms_of_a_word_have_one_stem_with_accents_or_not() {
        let french = French::default();
        for (one, other) in [
            ("négociations", "NEGOCIATION"),
            ("salariés", "salarié"),
            ("salariee", "salariée"),
            ("élections", "election"),
            ("congés", "conge"),
            ("œuvre", "oeuvres"),
        ] {
            assert_eq!(french.stem(one), french.stem(other), "{one} {other}");
            assert!(french.stem(one).is_some(), "{one}");
        }
        assert_ne!(french.stem("titulaire"), french.stem("suppléant"));
        for empty in ["le", "de", "à", "2018", "R2314", ""] {
            assert_eq!(french.stem(empty), None, "{empty}");
        }
    }
}
