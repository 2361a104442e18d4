//! The points that the law puts into a subject.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{said, within};
use crate::{
    bargaining::outlook::Subject,
    base::{Lang, word::codes},
    law::Fraction,
};

codes! {
    /// On what a point depends that this program is not told.
    When {
        /// No agreement provides measures against pay gaps.
        NoEqualityAgreement = "no-equality-agreement",
            "à défaut d’accord sur les écarts de rémunération",
            "where no agreement deals with pay gaps";
        /// The index lies below the level of the decree.
        IndexLow = "index-low", "si l’index est sous le seuil", "where the index is below the threshold";
    }
}

/// Points of one article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The subject.
    pub subject: Subject,
    /// The article, `L2242-15`.
    pub article: String,
    /// The version in which the points were read.
    pub version: String,
    /// The first day of that version.
    pub from: NaiveDate,
    /// On what they depend.
    pub when: Option<When>,
    /// Whether the bargaining *may* deal with them, and need not.
    #[serde(default)]
    pub optional: bool,
    /// The points.
    pub item: Vec<Item>,
}

/// One point.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its code, once in a subject.
    pub id: String,
    /// The short French name by which people type it.
    pub name: String,
    /// Where it stands in the article.
    pub point: String,
    /// The words of the article.
    pub quote: String,
    /// The words of the bound of headcount.
    pub bound: Option<String>,
    /// The headcount from which it applies.
    pub from_headcount: Option<i64>,
    /// What it is, in French.
    pub fr: String,
    /// The same in English.
    pub en: String,
}

impl Item {
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
    group: Vec<Group>,
}

static GROUPS: LazyLock<Vec<Group>> =
    LazyLock::new(|| toml::from_str::<File>(include_str!("items.toml")).map(|f| f.group).unwrap_or_default());

/// Returns every group, as the file says them.
#[must_use]
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// A point that applies, or may.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// The group.
    pub group: &'static Group,
    /// The point.
    pub item: &'static Item,
    /// Its number in the list, from 1.
    pub number: usize,
}

/// Returns the points of a subject (*points de la négociation*) on a day and at a headcount, numbered as they are shown. Where the
/// headcount is not known a point with a bound stands too.
///
/// # Law
/// L2242-15, L2242-17, L2242-20, L2242-21, L2242-22 with L2241-14-1 and L2241-14-2; L2242-3, second paragraph; L1142-9.
#[must_use]
pub fn points(subject: Subject, headcount: Option<Fraction>, on: NaiveDate) -> Vec<Point> {
    let held = groups().iter().filter(|g| g.subject == subject && g.from <= on);
    let all = held.flat_map(|group| group.item.iter().map(move |item| (group, item)));
    let here = all.filter(|(_, item)| within(headcount, item.from_headcount, None) != Some(false));
    here.zip(1..).map(|((group, item), number)| Point { group, item, number }).collect()
}

/// Returns the point that somebody names by its number, its code or its French name, without case and accents.
#[must_use]
pub fn find(points: &[Point], typed: &str) -> Option<Point> {
    super::find(points, typed, |p| (p.number, &p.item.id, &p.item.name))
}
