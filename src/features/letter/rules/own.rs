//! A letter that a section wrote for itself: what would be wrong with it on the day it is needed is found before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{articles, page};
use crate::{
    base::Lang,
    calendar::kinds,
    law::texts::Damaged,
    render::{Given, Letter, RenderError, ValueKind, letter::How},
};

/// What is wrong with a letter of a section's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// A file, a text or a sample.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A mention stands for a variable that there is not.
    #[error("a mention names a variable that is not declared")]
    NoVariable(String),
    /// The letter does not say the words of a mention.
    #[error("the letter does not say the words of a mention")]
    NoWords(String),
    /// An article that is not in force.
    #[error("an article is not in force")]
    NoArticle(String),
    /// A fact that the agenda does not know.
    #[error("the agenda knows no such fact")]
    NoFact(String),
    /// The day of a fact is no day.
    #[error("the day of a fact is no day")]
    NoDay(String),
    /// What comes out with the samples is no letter.
    #[error("what comes out is no letter")]
    Draft,
    /// The program has a letter of this name, which goes first.
    #[error("a letter of the program has this name")]
    OfTheProgram,
}

/// Finds the first flaw of a letter: its texts with each sample and with those only that must be there, its mentions, its articles,
/// its facts.
///
/// # Errors
/// [`Damaged`] texts of the law.
pub fn flaw(letter: &Letter, today: NaiveDate) -> Result<Option<Flaw>, Damaged> {
    Ok(match texts(letter, today) {
        Err(flaw) => Some(flaw),
        Ok(text) => match mentions(letter, &text) {
            Some(flaw) => Some(flaw),
            None => ended(letter, today)?.or_else(|| facts(letter)),
        },
    })
}

/// Writes the letter with its samples in each of its languages, and returns the French one.
fn texts(letter: &Letter, today: NaiveDate) -> Result<String, Flaw> {
    let mut typed = BTreeMap::new();
    for (name, variable) in &letter.manifest.variables {
        typed.insert(name.clone(), variable.sample.typed());
    }
    let full = letter.values(&typed)?;
    let mut bare = full.clone();
    for (name, _) in letter.manifest.variables.iter().filter(|(_, v)| v.optional) {
        bare.insert(name.clone(), Given::Nothing);
    }
    let how = letter.forms.first().copied().unwrap_or(How::Free);
    let mut out = String::new();
    for &lang in letter.tongues() {
        let compiled = letter.compile(lang)?;
        for values in [&bare, &full] {
            compiled.whole(values)?;
            let made = page(letter, values, (how, today), lang).map_err(|error| match error {
                super::PageError::Render(error) => Flaw::Render(error),
                super::PageError::Law(_) | super::PageError::Draft => Flaw::Draft,
            })?;
            if lang == Lang::Fr {
                out = made.text;
            }
        }
    }
    Ok(out)
}

fn mentions(letter: &Letter, text: &str) -> Option<Flaw> {
    let text = plain(text);
    letter.mentions.iter().find_map(|mention| {
        let variables = mention.variable.iter().chain(mention.unless.keys());
        let missing = variables.into_iter().find(|name| letter.variable(name).is_none());
        let words = mention.words.as_ref().filter(|words| !text.contains(&plain(words)));
        missing
            .map(|name| Flaw::NoVariable(name.clone()))
            .or_else(|| words.map(|words| Flaw::NoWords(words.clone())))
    })
}

/// Spaces that do not break are spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn ended(letter: &Letter, today: NaiveDate) -> Result<Option<Flaw>, Damaged> {
    let all = articles(letter, today, "")?;
    Ok(all.into_iter().find(|a| a.ended).map(|a| Flaw::NoArticle(a.number)))
}

fn facts(letter: &Letter) -> Option<Flaw> {
    letter.facts.iter().find_map(|fact| {
        if !kinds::of(&fact.code).is_ok_and(|kind| kind.is_some()) {
            return Some(Flaw::NoFact(fact.code.clone()));
        }
        let is_day = matches!(fact.day.as_str(), "sent" | "received")
            || letter.variable(&fact.day).is_some_and(|v| v.kind == ValueKind::Date);
        (!is_day).then(|| Flaw::NoDay(fact.day.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
    }

    const GOOD: &str = "title = { fr = \"a\", en = \"a\" }\narticles = [\"L2141-3\"]\n\
        [[mention]]\nvariable = \"what\"\nneed = \"required\"\nabout = { fr = \"a\", en = \"a\" }\n\
        [[mention]]\nwords = \"demandons\"\nneed = \"usual\"\nabout = { fr = \"a\", en = \"a\" }\n\
        [[fact]]\ncode = \"designation\"\nday = \"sent\"\n\
        [variable.what]\nkind = \"line\"\nabout = { fr = \"a\", en = \"a\" }\nsample = \"l’heure\"\n";

    fn read(manifest: &str, french: &str) -> Result<Option<Flaw>, RenderError> {
        Ok(flaw(&Letter::from_files("x", manifest, french, None)?, today()).unwrap())
    }

    const TEXT: &str = "Objet : Demande\n\nNous demandons {{ what }}.";

    #[test]
    fn each_flaw_is_found_and_a_letter_without_one_passes() {
        assert_eq!(read(GOOD, TEXT).unwrap(), None);
        for (from, to, flaw) in [
            ("variable = \"what\"", "variable = \"who\"", Flaw::NoVariable("who".into())),
            ("\"demandons\"", "\"exigeons\"", Flaw::NoWords("exigeons".into())),
            ("L2141-3", "L9999-9", Flaw::NoArticle("L9999-9".into())),
            ("\"designation\"", "\"barbecue\"", Flaw::NoFact("barbecue".into())),
            ("\"sent\"", "\"what\"", Flaw::NoDay("what".into())),
        ] {
            assert_eq!(read(&GOOD.replace(from, to), TEXT).unwrap(), Some(flaw), "{to}");
        }
        for text in ["Objet : a\n\n{{ nobody }}", "a", "Objet : a\n\n{% include 'x' %}"] {
            assert!(matches!(read(GOOD, text).unwrap(), Some(Flaw::Render(_))), "{text}");
        }
        assert!(read("title = 1", TEXT).is_err());
    }

    #[test]
    fn a_letter_without_an_english_text_is_its_own_gloss() {
        let letter = Letter::from_files("x", GOOD, TEXT, None).unwrap();
        let values = letter.values(&BTreeMap::from([("what".to_owned(), vec!["tout".to_owned()])])).unwrap();
        let gloss = page(&letter, &values, (How::Free, today()), Lang::En).unwrap();
        assert!(gloss.text.contains("Nous demandons tout."), "{}", gloss.text);
    }
}
