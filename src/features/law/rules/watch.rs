//! What a release of the published texts changes for us: which articles, from which day, and what rests on them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::{
    base::word::codes,
    calendar::Rule,
    features::law::rules::text::resting,
    law::{
        Entry, Table,
        package::{Dated, Published, Release},
        texts::{Article, Damaged, State, Texts, Version, VersionId},
    },
};

/// Before this day no table begins: what ended by then changes nothing.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2018, 1, 1);

/// Why there is no comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// Our own texts cannot be read, which a test excludes.
    #[error(transparent)]
    Texts(#[from] Damaged),
    /// A newer release without much of the code: a part of it, from which nothing was repealed.
    #[error("the release lacks {lacks} of the {all} articles in force")]
    Part {
        /// How many articles it lacks.
        lacks: usize,
        /// How many were in force.
        all: usize,
    },
}

codes! {
    /// What happened to an article.
    What {
        /// A version that we do not have.
        Changed = "changed", "changé", "changed";
        /// It ends, and no version follows.
        Ended = "ended", "abrogé ou fini", "repealed or ended";
        /// It is new to us.
        New = "new", "nouveau", "new";
        /// It was seen to have changed, but no release that was read has the new version.
        Awaited = "awaited", "changé, nouveau texte pas détenu", "changed, new text not held";
    }
}

/// When it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From this day on.
    From(NaiveDate),
    /// After the first day, by the second: more is not known.
    Between(NaiveDate, NaiveDate),
}

impl When {
    /// Returns the day by which it has happened.
    #[must_use]
    pub const fn by(self) -> NaiveDate {
        match self {
            Self::From(day) | Self::Between(_, day) => day,
        }
    }
}

/// A version with its text where it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The version.
    pub id: VersionId,
    /// The text; nothing where it is not held.
    pub text: Option<String>,
}

/// Something of ours that rests on an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    /// What it is.
    pub kind: RestKind,
    /// Its name.
    pub id: String,
    /// Whether it knows the change already: a value that cites the new version, or none that is open cites the article.
    pub taken: bool,
}

codes! {
    /// What rests on an article.
    RestKind {
        Table = "table", "table du droit", "law table";
        Rule = "rule", "règle de délai", "rule of deadlines";
        Notice = "notice", "modèle d’avis", "template of a notice";
        Remark = "remark", "remarque sous une réponse", "remark under an answer";
    }
}

/// A change of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The number of the article.
    pub article: String,
    /// What happened.
    pub what: What,
    /// When.
    pub when: When,
    /// The version before; nothing where there was none.
    pub old: Option<Wording>,
    /// The version after; nothing where there is none.
    pub new: Option<Wording>,
    /// What rests on it.
    pub rests: Vec<Rest>,
}

impl Change {
    /// Tells whether something that rests on the article does not know of the change.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.rests.iter().any(|rest| !rest.taken)
    }
}

/// A release compared with our texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The day of our newest texts.
    pub ours: Option<NaiveDate>,
    /// The day on which the versions in force were last compared with the official list.
    pub compared: Option<NaiveDate>,
    /// The day of the release.
    pub theirs: NaiveDate,
    /// The changes, by day.
    pub changes: Vec<Change>,
}

impl Watched {
    /// Returns how many changes carry something that does not know of them.
    #[must_use]
    pub fn open(&self) -> usize {
        self.changes.iter().filter(|change| change.is_open()).count()
    }
}

/// Returns what rests on an article, as `law where` finds it, and whether it knows a version of it.
fn rests(article: &str, new: Option<VersionId>) -> Vec<Rest> {
    // An article that our texts do not have and no table cites carries nothing.
    let Ok(found) = resting(article, None) else { return vec![] };
    let new = new.map(|id| id.to_string());
    let cites = |e: &Entry| e.citation.article == article;
    let knows = |table: &Table| {
        let by_version = new.is_some() && table.entries.iter().any(|e| cites(e) && e.citation.version == new);
        by_version || !table.entries.last().is_some_and(cites)
    };
    let tables: Vec<(&str, bool)> = found.tables.iter().map(|(t, _)| (t.id.as_str(), knows(t))).collect();
    let rest = |kind, id: &str, taken| Rest { kind, id: id.to_owned(), taken };
    let mut out: Vec<Rest> = tables.iter().map(|(id, taken)| rest(RestKind::Table, id, *taken)).collect();
    // A rule knows what its tables know.
    let of = |rule: &Rule| rule.tables().all(|id| tables.iter().all(|(table, taken)| *taken || table != id));
    out.extend(found.rules.iter().map(|rule| rest(RestKind::Rule, &rule.id, of(rule))));
    out.extend(found.remarks.iter().map(|remark| rest(RestKind::Remark, remark.code(), false)));
    out.extend(found.notices.iter().map(|(id, _)| rest(RestKind::Notice, id, false)));
    out
}

/// Compares a release with our texts.
///
/// A release that is not newer than ours tells nothing by what it lacks; what it has and we do not have is told all the same.
///
/// # Errors
/// [`WatchError`], which tests exclude.
pub fn watch(texts: &Texts, release: &Release) -> Result<Watched, WatchError> {
    let ours = texts.source().texts_of();
    let newer = ours.is_none_or(|day| release.day > day);
    let mut theirs: BTreeMap<VersionId, &Published> = release.articles.iter().map(|p| (p.cid, p)).collect();
    if newer {
        whole(texts, release, &theirs)?;
    }
    let mut changes = Vec::new();
    for article in texts.all() {
        let published = theirs.remove(&article.cid);
        let fresh: Vec<Dated> = published
            .into_iter()
            .flat_map(|p| &p.versions)
            .filter(|v| is_fresh(article, v))
            .copied()
            .collect();
        for version in &fresh {
            changes.push(changed(texts, article, published, version)?);
        }
        // What one of our own releases lacks already is known to have ended.
        if article.later.is_some_and(|l| l.id.is_none() && ours.is_some_and(|day| l.by <= day)) {
            continue;
        }
        let ended =
            if newer && fresh.is_empty() { ended(article, published, ours, release.day) } else { None };
        let awaited = article.later.filter(|later| {
            let came = later.id.is_some_and(|id| fresh.iter().any(|v| v.id == id));
            let told = later.id.is_none() && ended.is_some();
            let since = |v: &Version| v.from > later.after && Some(v.id) != later.id;
            !came && !told && !article.versions.iter().any(since)
        });
        let when = ended.map(|(when, _)| when).or(awaited.map(|l| When::Between(l.after, l.by)));
        let Some(when) = when else { continue };
        let last = article.last(when.by().checked_sub_days(Days::new(1)).unwrap_or(when.by()));
        let old = last.map(|v| wording(texts, v)).transpose()?;
        let seen = awaited.filter(|_| ended.is_none()).and_then(|l| l.id);
        let new = seen.map(|id| seen_wording(texts, article, id)).transpose()?;
        let what = match &new {
            _ if ended.is_some() => What::Ended,
            Some(Wording { text: Some(_), .. }) => What::Changed,
            _ => What::Awaited,
        };
        changes.push(Change { article: article.num.clone(), what, when, old, new, rests: vec![] });
    }
    for published in theirs.into_values().filter(|_| newer) {
        let Some(version) = published.versions.iter().find(|v| v.id == published.id) else { continue };
        let new = Some(Wording { id: published.id, text: Some(published.text.clone()) });
        let (article, when) = (published.num.clone(), When::From(version.from));
        changes.push(Change { article, what: What::New, when, old: None, new, rests: vec![] });
    }
    for change in &mut changes {
        change.rests = rests(&change.article, change.new.as_ref().map(|w| w.id));
    }
    changes.sort_by(|a, b| (a.when.by(), &a.article).cmp(&(b.when.by(), &b.article)));
    Ok(Watched { ours, compared: texts.source().compared_on, theirs: release.day, changes })
}

/// Refuses a release that lacks more than a quarter of the articles in force.
fn whole(
    texts: &Texts,
    release: &Release,
    theirs: &BTreeMap<VersionId, &Published>,
) -> Result<(), WatchError> {
    let in_force = texts.all().iter().filter(|a| a.on(release.day).is_some());
    let (mut all, mut lacks) = (0_usize, 0_usize);
    for article in in_force {
        all = all.saturating_add(1);
        lacks = lacks.saturating_add(usize::from(!theirs.contains_key(&article.cid)));
    }
    if lacks.saturating_mul(4) > all { Err(WatchError::Part { lacks, all }) } else { Ok(()) }
}

/// Tells whether a version is one that we do not have, and of our time.
fn is_fresh(article: &Article, version: &Dated) -> bool {
    // One that was only seen: its day and its text come with a release.
    let seen = article.later.and_then(|l| l.id);
    let known = article.versions.iter().any(|v| v.id == version.id && Some(v.id) != seen);
    let over = version.to.is_some_and(|to| SINCE.is_some_and(|since| to <= since));
    !known && !over && version.state != State::Stillborn
}

fn wording(texts: &Texts, version: &Version) -> Result<Wording, Damaged> {
    Ok(Wording { id: version.id, text: texts.text(version)?.map(str::to_owned) })
}

/// A version that was seen in force after the newest release, with its text where that was read elsewhere.
fn seen_wording(texts: &Texts, article: &Article, id: VersionId) -> Result<Wording, Damaged> {
    let version = article.versions.iter().find(|v| v.id == id);
    version.map_or(Ok(Wording { id, text: None }), |version| wording(texts, version))
}

fn changed(
    texts: &Texts,
    article: &Article,
    published: Option<&Published>,
    version: &Dated,
) -> Result<Change, Damaged> {
    let eve = version.from.checked_sub_days(Days::new(1)).unwrap_or(version.from);
    let old = article.last(eve).map(|v| wording(texts, v)).transpose()?;
    let text = published.filter(|p| p.id == version.id).map(|p| p.text.clone());
    Ok(Change {
        article: published.map_or_else(|| article.num.clone(), |p| p.num.clone()),
        what: What::Changed,
        when: When::From(version.from),
        old,
        new: Some(Wording { id: version.id, text }),
        rests: vec![],
    })
}

/// Returns when an article ends by a newer release, of which we know no end.
fn ended(
    article: &Article,
    published: Option<&Published>,
    ours: Option<NaiveDate>,
    theirs: NaiveDate,
) -> Option<(When, VersionId)> {
    let last = article.versions.iter().rfind(|v| v.state != State::Stillborn).filter(|v| v.to.is_none())?;
    match published {
        None => Some((When::Between(ours?, theirs), last.id)),
        Some(published) => {
            let known = published.versions.iter().find(|v| v.id == last.id)?;
            known.to.map(|to| (When::From(to), last.id))
        }
    }
}

#[cfg(test)]
mod tests;
