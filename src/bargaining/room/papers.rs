//! The information to ask for on a subject.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{said, within};
use crate::{
    bargaining::outlook::Subject,
    base::{Lang, word::codes},
    law::Fraction,
};

/// One piece of information.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its code.
    pub id: String,
    /// The short French name by which people type it.
    pub name: String,
    /// The subjects that it serves.
    pub subjects: Vec<Subject>,
    /// The article; none where no text was read.
    pub article: Option<String>,
    /// The version in which its words were read.
    pub version: Option<String>,
    /// The words of the article.
    pub quote: Option<String>,
    /// The words of the bound of headcount, in the article or in the title around it.
    pub bound: Option<String>,
    /// The article that says the bound, where it is another one.
    pub bound_article: Option<String>,
    /// Its version.
    pub bound_version: Option<String>,
    /// The headcount from which it is owed.
    pub from_headcount: Option<i64>,
    /// The headcount below which it is.
    pub below_headcount: Option<i64>,
    /// The words of the bound of the index.
    pub bound_index: Option<String>,
    /// The result of the index below which it is owed.
    pub below_index: Option<i64>,
    /// The last day of its article, where one is known.
    pub to: Option<NaiveDate>,
    /// Whether no text was read: it is asked for all the same.
    #[serde(default)]
    pub unverified: bool,
    /// What it is, in French.
    pub fr: String,
    /// The same in English.
    pub en: String,
}

impl Paper {
    /// Returns what it is in words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &str {
        said(lang, &self.fr, &self.en)
    }

    /// Returns its short name in a language.
    #[must_use]
    pub fn short(&self, lang: Lang) -> &str {
        said(lang, &self.name, &self.id)
    }
}

#[derive(Deserialize)]
struct File {
    paper: Vec<Paper>,
}

static PAPERS: LazyLock<Vec<Paper>> = LazyLock::new(|| {
    toml::from_str::<File>(include_str!("papers.toml")).map(|f| f.paper).unwrap_or_default()
});

/// Returns every piece of information, as the file says them.
#[must_use]
pub fn papers() -> &'static [Paper] {
    &PAPERS
}

/// A piece of information that is owed, or may be.
#[derive(Debug, Clone, Copy)]
pub struct Owing {
    /// Which.
    pub paper: &'static Paper,
    /// Its number in the list, from 1.
    pub number: usize,
    /// Whether the headcount, which is not known, decides.
    pub open: bool,
}

/// Returns the information to ask for on a subject (*informations à demander*), on a day and at a headcount. Where the headcount
/// is not known everything is listed, and what depends on it says so.
///
/// # Law
/// L2242-14 2° (the first meeting says which information, and when), L2312-36, R2312-8, R2312-9 (the economic database),
/// L1142-8, D1142-6, D1142-6-1 (index), L2242-16, L2242-3, L5212-1, L5212-5, L2312-28, L2312-24, L2242-22. Of pay transparency
/// nothing was read.
#[must_use]
pub fn owing(subject: Subject, headcount: Option<Fraction>, on: NaiveDate) -> Vec<Owing> {
    let held = papers().iter().filter(|p| p.subjects.contains(&subject) && p.to.is_none_or(|to| on <= to));
    let known = held.map(|p| (p, within(headcount, p.from_headcount, p.below_headcount)));
    let here = known.filter(|(_, fits)| *fits != Some(false));
    here.zip(1..).map(|((paper, fits), number)| Owing { paper, number, open: fits.is_none() }).collect()
}

/// Returns the piece of information that somebody names by its number, its code or its French name.
#[must_use]
pub fn find(owing: &[Owing], typed: &str) -> Option<Owing> {
    super::find(owing, typed, |o| (o.number, &o.paper.id, &o.paper.name))
}

codes! {
    /// How it stands with a piece of information.
    PaperState {
        /// Nobody asked.
        ToAsk = "to-ask", "à demander", "to be asked for";
        /// Asked for, and its day has not passed.
        Asked = "asked", "demandé", "asked for";
        /// Its day has passed.
        Late = "late", "en retard", "late";
        /// It came.
        Received = "received", "reçu", "received";
    }
}

/// Returns how it stands with a piece of information: late only past a day that was set.
#[must_use]
pub fn state(
    asked: Option<NaiveDate>,
    due: Option<NaiveDate>,
    received: Option<NaiveDate>,
    today: NaiveDate,
) -> PaperState {
    match (received, due, asked) {
        (Some(day), _, _) if day <= today => PaperState::Received,
        (_, Some(due), _) if due < today => PaperState::Late,
        (_, Some(_), _) | (_, _, Some(_)) => PaperState::Asked,
        _ => PaperState::ToAsk,
    }
}
