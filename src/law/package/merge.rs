//! What several releases say together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::law::{
    package::{Dated, Release},
    texts::{Draft, DraftArticle, DraftVersion, Later, Source, State, VersionId},
};

/// The versions in force on a day after the newest release, where they are not those that the releases know.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The day.
    pub on: NaiveDate,
    /// The differences.
    pub changed: Vec<Seen>,
    /// Texts of such versions, read elsewhere than in a release, with the note of the publisher.
    pub read: BTreeMap<VersionId, (String, String)>,
}

/// An article that was seen to have changed.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The article.
    pub cid: VersionId,
    /// The change.
    pub later: Later,
}

impl Compared {
    /// Takes the changes into an article: the version that was seen begins with the day on which it was.
    fn take(&self, article: &mut DraftArticle) {
        let Some(seen) = self.changed.iter().find(|seen| seen.cid == article.cid) else { return };
        article.later = Some(seen.later);
        article.versions.retain(|v| Some(v.id) != seen.later.id);
        if let Some(id) = seen.later.id {
            let (from, text) = (seen.later.by, self.read.get(&id).cloned());
            article.versions.push(DraftVersion { id, from, to: None, state: State::InForce, text });
            article.versions.sort_by_key(|v| (v.from, v.id));
        }
    }
}

/// Takes what was seen after the newest release into the articles of a draft.
pub fn compare(draft: &mut Draft, compared: &Compared) {
    draft.source.compared_on = Some(compared.on);
    draft.articles.iter_mut().for_each(|article| compared.take(article));
}

/// An article in the making.
struct Made {
    article: DraftArticle,
    dated: BTreeMap<VersionId, Dated>,
    texts: BTreeMap<VersionId, (String, String)>,
    /// The release that had it last.
    last: usize,
}

/// Joins releases, the oldest first: of each version the days that the newest release knows, and its text. Only versions
/// that still held on `since` are kept.
#[must_use]
pub fn merge(source: Source, releases: Vec<Release>, since: NaiveDate) -> Draft {
    let days: Vec<NaiveDate> = releases.iter().map(|r| r.day).collect();
    let mut all: BTreeMap<VersionId, Made> = BTreeMap::new();
    for (nth, release) in releases.into_iter().enumerate() {
        for found in release.articles {
            let made = all.entry(found.cid).or_insert_with(|| Made {
                article: DraftArticle {
                    num: String::new(),
                    cid: found.cid,
                    titles: vec![],
                    later: None,
                    versions: vec![],
                },
                dated: BTreeMap::new(),
                texts: BTreeMap::new(),
                last: nth,
            });
            made.article.num = found.num;
            made.article.titles = found.titles;
            made.last = nth;
            made.dated.extend(found.versions.into_iter().map(|d| (d.id, d)));
            if !found.text.is_empty() {
                made.texts.insert(found.id, (found.text, found.nota));
            }
        }
    }
    let articles = all.into_values().filter_map(|mut made| {
        for dated in made.dated.values().filter(|d| d.to.is_none_or(|to| to > since)) {
            let text = made.texts.remove(&dated.id);
            made.article.versions.push(DraftVersion {
                id: dated.id,
                from: dated.from,
                to: dated.to,
                state: dated.state,
                text,
            });
        }
        made.article.versions.sort_by_key(|v| (v.from, v.id));
        // What a later release no longer has ended on a day that no release says.
        let next = days.get(made.last.saturating_add(1)).copied();
        let open = |day: NaiveDate| made.article.versions.iter().any(|v| v.to.is_none_or(|to| to > day));
        let after = days.get(made.last).copied();
        made.article.later =
            after.zip(next).filter(|(_, by)| open(*by)).map(|(after, by)| Later { id: None, after, by });
        (!made.article.versions.is_empty()).then_some(made.article)
    });
    Draft { source, articles: articles.collect() }
}
