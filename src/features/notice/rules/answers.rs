//! The short answers to what members ask: data/answers, one file each, written from the law and never sent as they are.
//!
//! Each has the question in many words, what to ask back, what never to promise, who helps, and the figures that it says,
//! with the article in which each stands: a test looks them up.

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    base::Lang,
    features::law::rules::text::{At, at},
    law::{
        LawError,
        cited::{self, Known},
        texts::Texts,
    },
    render::manifest::Both,
};

/// Names the files of the answers one by one: a file that is missing breaks the build.
macro_rules! files {
    ($($id:literal),+ $(,)?) => {
        &[$(($id, include_str!(concat!("../../../../data/answers/", $id, ".toml")))),+]
    };
}

const FILES: &[(&str, &str)] = files![
    "employer-knows",
    "my-data",
    "dues-cost",
    "stop-leave",
    "what-for",
    "disciplinary-meeting",
    "sanction",
    "dismissal",
    "pse",
    "agreed-termination",
    "resignation",
    "harassment",
    "discrimination",
    "burnout-danger",
    "working-time",
    "holidays",
    "telework",
    "sickness-accident",
    "trial-period",
    "fixed-term-temp",
    "change-of-contract",
    "pay-equality",
    "parents",
    "payslip",
    "strike-rights",
    "assembly-absence",
    "standing",
    "cse-benefits",
    "whistleblowing",
    "pay-transparency",
    "court",
    "contacts",
];
const HELPERS: &str = include_str!("../../../../data/answers/helpers.toml");
const WORDS: &str = include_str!("../../../../data/answers/words.toml");

/// A short answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its name, as typed on the command line.
    #[serde(skip)]
    pub id: &'static str,
    /// What it is about.
    pub about: Both,
    /// The day before which a person reads it again.
    pub review: NaiveDate,
    /// Who helps, by the names of [`helper`].
    pub to: Vec<String>,
    /// The figures that it says, as [`figure`] reads them.
    pub figures: Vec<String>,
    /// More words by which people ask.
    pub words: String,
    /// In French.
    pub fr: Worded,
    /// In English.
    pub en: Worded,
}

/// An answer in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worded {
    /// The question, as people ask it.
    pub questions: Vec<String>,
    /// What to ask back.
    pub ask: Vec<String>,
    /// What never to promise: for the one who writes, not for the member.
    pub never: String,
    /// The answer, in Markdown.
    pub text: String,
}

/// A figure that an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'a> {
    /// The article in which it stands.
    pub article: &'a str,
    /// Whether nobody has read it in a text that is held.
    pub unread: bool,
    /// As the French answer says it.
    pub fr: &'a str,
    /// As the English answer says it.
    pub en: &'a str,
    /// As the article says it.
    pub quote: &'a str,
}

/// Reads a figure: `L1232-2 | cinq jours ouvrables | five working days`, with the words of the article as a fourth where they are
/// others; `?` in front of an article whose text is not held.
#[must_use]
pub fn figure(line: &str) -> Option<Figure<'_>> {
    let mut parts = line.split('|').map(str::trim);
    let (article, fr, en) = (parts.next()?, parts.next()?, parts.next()?);
    let quote = parts.next().unwrap_or(fr);
    let read = article.strip_prefix('?').map(str::trim);
    Some(Figure { article: read.unwrap_or(article), unread: read.is_some(), fr, en, quote })
}

impl Answer {
    /// Returns it in a language.
    #[must_use]
    pub const fn worded(&self, tongue: Lang) -> &Worded {
        match tongue {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }

    /// Returns the articles that it cites, in their order.
    #[must_use]
    pub fn articles(&self) -> Vec<String> {
        cited::articles(&self.fr.text)
    }

    /// Returns the figures that nobody has read in a text that is held.
    pub fn unread(&self) -> impl Iterator<Item = Figure<'_>> {
        self.figures.iter().filter_map(|f| figure(f)).filter(|f| f.unread)
    }

    /// Tells whether it had to be read again by a day.
    #[must_use]
    pub fn is_overdue(&self, on: NaiveDate) -> bool {
        self.review < on
    }

    /// Returns the reply as it is first proposed to the one who writes: Markdown, with what to ask back and who helps. It has a
    /// blank at least, so that it never leaves unread.
    #[must_use]
    pub fn draft(&self, tongue: Lang, given_name: &str) -> String {
        let worded = self.worded(tongue);
        let (hello, thanks, ask, helps, limits, signed) = match tongue {
            Lang::Fr => (
                "Bonjour",
                "Merci pour votre message. Voici ce que nous pouvons vous dire.",
                "Pour vous répondre plus précisément, dites-nous :",
                "Qui peut vous aider :",
                "Ce sont les règles générales : votre convention collective ou un accord peut être meilleur. Parlons-en avant toute démarche.",
                "‹qui répond›",
            ),
            Lang::En => (
                "Hello",
                "Thank you for your message. Here is what we can tell you.",
                "To answer you more precisely, please tell us:",
                "Who can help you:",
                "These are the general rules: your collective agreement may be better. Let us talk before you do anything.",
                "‹who answers›",
            ),
        };
        let list = |items: Vec<&str>| items.iter().flat_map(|i| ["- ", *i, "\n"]).collect::<String>();
        let helpers = self.to.iter().filter_map(|t| helper(t)).map(|h| h.get(tongue)).collect();
        let asked = worded.ask.iter().map(String::as_str).collect();
        format!(
            "{hello} {given_name},\n\n{thanks}\n\n{}\n\n{ask}\n\n{}\n{helps}\n\n{}\n{limits}\n\n{signed}",
            worded.text.trim(),
            list(asked),
            list(helpers),
        )
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    groups: Vec<Vec<String>>,
}

/// Returns every answer, in the order in which they are listed.
#[must_use]
pub fn all() -> &'static [Answer] {
    static ALL: OnceLock<Vec<Answer>> = OnceLock::new();
    // A file that cannot be read is left out: a test reads them all.
    let read = |(id, file): &(&'static str, &str)| {
        toml::from_str::<Answer>(file).ok().map(|answer| Answer { id, ..answer })
    };
    ALL.get_or_init(|| FILES.iter().filter_map(read).collect())
}

/// Returns an answer by its name.
#[must_use]
pub fn named(id: &str) -> Option<&'static Answer> {
    all().iter().find(|a| a.id == id)
}

/// Returns who helps, by name.
#[must_use]
pub fn helper(name: &str) -> Option<&'static Both> {
    static ALL: OnceLock<BTreeMap<String, Both>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str(HELPERS).unwrap_or_default()).get(name)
}

/// Returns the words that people use for one another: each line is one thing.
#[must_use]
pub fn groups() -> &'static [Vec<String>] {
    static ALL: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str::<Groups>(WORDS).map(|g| g.groups).unwrap_or_default())
}

/// How an article is known on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// As a table of the law says.
    Table(Known),
    /// No table rests on it; its text in force is held, so that it can be read (`law text`).
    Held,
    /// The version in force is known by its number alone.
    Numbered,
    /// It is not in force on this day.
    NotInForce,
    /// Nothing here holds it.
    Nowhere,
}

impl Basis {
    /// Returns the code, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Table(known) => known.code(),
            Self::Held => "text-held",
            Self::Numbered => "version-known",
            Self::NotInForce => "not-in-force",
            Self::Nowhere => "unknown",
        }
    }
}

/// Says how an article is known on a day: by the tables, else by the texts.
///
/// # Errors
/// [`LawError`] when the tables do not hold together; a file of texts that cannot be read holds nothing.
pub fn basis(article: &str, on: NaiveDate) -> Result<Basis, LawError> {
    match cited::known(crate::law::book(), article, on)? {
        Known::Nowhere | Known::NotInForce => {}
        known => return Ok(Basis::Table(known)),
    }
    let Some(found) = Texts::held().ok().and_then(|texts| texts.article(article)) else {
        return Ok(Basis::Nowhere);
    };
    Ok(match at(found, on) {
        At::InForce(version, _) if version.is_held() => Basis::Held,
        At::InForce(..) | At::Changed(..) => Basis::Numbered,
        At::Ended(..) | At::NotInForce => Basis::NotInForce,
    })
}

#[cfg(test)]
mod tests;
