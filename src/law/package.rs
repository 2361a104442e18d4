//! The published package of the code: `data/LEGITEXT….json` of a release of `@socialgouv/legi-data`, and what several
//! releases say together. Pure: bytes in, data out.
//!
//! A release holds the tree of the code on its day, the text of each article in force then, and of each article the days
//! of all its versions. Older releases hold the texts of the versions that were in force on their day.

mod html;
mod merge;

use chrono::{DateTime, Days, NaiveDate};
use serde::Deserialize;

pub use self::merge::{Compared, Seen, compare, merge};
use crate::{
    base::text::one_line,
    law::texts::{State, VersionId},
};

/// Why a file is no release of the package.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BadPackage {
    /// It is no JSON of this shape.
    #[error("this is not the tree of a code as the package writes it")]
    Shape(#[from] serde_json::Error),
    /// It is the tree of another code.
    #[error("this is another code than the Code du travail")]
    OtherCode,
    /// Something in it is not as it should be.
    #[error("{what} of article {num} cannot be read: {given}")]
    Article {
        /// The article, as the package names it.
        num: String,
        /// What cannot be read.
        what: &'static str,
        /// What stands there.
        given: String,
    },
    /// It does not say of which day it is.
    #[error("the package does not say of which day it is")]
    NoDay,
}

/// The identifier of the Code du travail.
const CODE: &str = "LEGITEXT000006072050";

/// A release, read.
#[derive(Debug, Clone)]
pub struct Release {
    /// The day of the code.
    pub day: NaiveDate,
    /// Every article in its order in the code.
    pub articles: Vec<Published>,
}

/// An article of a release.
#[derive(Debug, Clone)]
pub struct Published {
    /// Its number.
    pub num: String,
    /// Its identifier over all versions.
    pub cid: VersionId,
    /// The version whose text stands there.
    pub id: VersionId,
    /// The titles of the sections around it, the widest first, without the title of the code.
    pub titles: Vec<String>,
    /// Its text, its paragraphs in lines.
    pub text: String,
    /// The note of the publisher, empty where there is none.
    pub nota: String,
    /// The days of its versions, that of `id` among them.
    pub versions: Vec<Dated>,
}

/// The days of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The version.
    pub id: VersionId,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it no longer holds.
    pub to: Option<NaiveDate>,
    /// What the source says of it.
    pub state: State,
}

#[derive(Deserialize)]
struct Node {
    #[serde(rename = "type")]
    kind: String,
    data: Data,
    children: Option<Vec<Node>>,
}

/// What a node says: an article, a section or the code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    #[serde(default)]
    id: String,
    #[serde(default)]
    cid: String,
    num: Option<String>,
    title: Option<String>,
    texte_html: Option<String>,
    texte: Option<String>,
    nota_html: Option<String>,
    nota: Option<String>,
    etat: Option<String>,
    date_modif: Option<String>,
    /// Milliseconds of an article, a day in text of a section.
    date_debut: Option<serde_json::Value>,
    date_fin: Option<serde_json::Value>,
    article_versions: Option<Vec<Meta>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    id: String,
    etat: Option<String>,
    date_debut: i64,
    date_fin: i64,
}

/// Reads the tree of the code as a release holds it.
///
/// # Errors
/// [`BadPackage`].
pub fn read(json: &[u8]) -> Result<Release, BadPackage> {
    let root: Node = serde_json::from_slice(json)?;
    if root.data.id != CODE {
        return Err(BadPackage::OtherCode);
    }
    let day = root.data.date_modif.as_deref().and_then(|d| d.parse().ok()).ok_or(BadPackage::NoDay)?;
    let mut articles = Vec::new();
    let mut titles = Vec::new();
    walk(root.children.unwrap_or_default(), &mut titles, &mut articles)?;
    Ok(Release { day, articles })
}

/// How far sections may stand in one another; the code has nine.
const DEEPEST: usize = 40;

fn walk(nodes: Vec<Node>, titles: &mut Vec<String>, articles: &mut Vec<Published>) -> Result<(), BadPackage> {
    for node in nodes {
        if node.kind == "article" {
            articles.push(published(node.data, titles)?);
        } else if titles.len() < DEEPEST {
            let title = node.data.title.unwrap_or_default();
            titles.push(one_line(&title));
            walk(node.children.unwrap_or_default(), titles, articles)?;
            titles.pop();
        }
    }
    Ok(())
}

/// Reads a moment of the package as the day in France that it means: midnight, in universal or in French time.
fn day(ms: i64) -> Option<NaiveDate> {
    let two_hours = 7_200_000;
    let day = DateTime::from_timestamp_millis(ms.checked_add(two_hours)?)?.date_naive();
    // What has no end ends in 2999.
    let last = NaiveDate::from_ymd_opt(2222, 1, 1)?;
    (day > NaiveDate::MIN.checked_add_days(Days::new(1))?).then_some(day.min(last))
}

fn published(data: Data, titles: &[String]) -> Result<Published, BadPackage> {
    let num = one_line(&data.num.unwrap_or_default());
    let bad = |what: &'static str, given: &str| BadPackage::Article {
        num: num.clone(),
        what,
        given: given.chars().take(60).collect(),
    };
    let version = |id: &str| VersionId::read(id).ok_or_else(|| bad("an identifier", id));
    let dated = |id: &str, state: Option<&str>, from: i64, to: i64| {
        let code = state.unwrap_or_default();
        let from_day = day(from).ok_or_else(|| bad("a day", &from.to_string()))?;
        let to_day = day(to).ok_or_else(|| bad("a day", &to.to_string()))?;
        Ok::<Dated, BadPackage>(Dated {
            id: version(id)?,
            from: from_day,
            to: (to_day < NaiveDate::from_ymd_opt(2222, 1, 1).unwrap_or(NaiveDate::MAX)).then_some(to_day),
            state: State::read(code).ok_or_else(|| bad("the state", code))?,
        })
    };
    let moment = |given: Option<&serde_json::Value>| given.and_then(serde_json::Value::as_i64);
    let mut versions = data
        .article_versions
        .unwrap_or_default()
        .iter()
        .map(|m| dated(&m.id, m.etat.as_deref(), m.date_debut, m.date_fin))
        .collect::<Result<Vec<_>, _>>()?;
    let id = version(&data.id)?;
    if let (Some(from), Some(to)) = (moment(data.date_debut.as_ref()), moment(data.date_fin.as_ref()))
        && !versions.iter().any(|v| v.id == id)
    {
        versions.push(dated(&data.id, data.etat.as_deref(), from, to)?);
    }
    let text = data.texte_html.or(data.texte).unwrap_or_default();
    let nota = data.nota_html.or(data.nota).unwrap_or_default();
    let cid = version(&data.cid)?;
    let titles = titles.to_vec();
    Ok(Published { cid, id, titles, text: html::lines(&text), nota: html::lines(&nota), versions, num })
}

#[cfg(test)]
mod tests;
