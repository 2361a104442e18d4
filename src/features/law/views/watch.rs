//! What a release of the published texts changes for us, as data.

use chrono::NaiveDate;

use crate::{
    base::{Lang, view::data},
    features::law::rules::watch::{self, RestKind, What, When},
};

data! {
    /// A release compared with our texts.
    pub struct Watched {
        /// The day of our newest texts.
        ours: Option<NaiveDate>,
        /// The day on which the versions in force were last compared with the official list.
        compared: Option<NaiveDate>,
        /// The day of the release.
        theirs: NaiveDate,
        /// How many articles changed.
        changed: usize,
        /// How many of them carry something here that does not know of it.
        open: usize,
        /// The changes on which something here rests; every one with `--all`.
        changes: Vec<Change>,
    }

    /// A change of an article.
    pub struct Change {
        /// The article.
        article: String,
        /// What happened.
        what: What,
        /// The same in words of the language of the run.
        text: String,
        /// The first day of it, where it is known.
        from: Option<NaiveDate>,
        /// Where the first day is not known: until this one nothing had changed.
        after: Option<NaiveDate>,
        /// Where the first day is not known: by this one it had changed.
        by: Option<NaiveDate>,
        /// The version before.
        old: Option<Wording>,
        /// The version after.
        new: Option<Wording>,
        /// What rests on the article.
        rests: Vec<Rest>,
    }

    /// A version.
    pub struct Wording {
        /// Its identifier on Légifrance.
        version: String,
        /// Its text, its paragraphs in lines; nothing where it is not held.
        text: Option<String>,
    }

    /// Something here that rests on an article.
    pub struct Rest {
        /// What it is.
        kind: RestKind,
        /// Its name.
        id: String,
        /// Whether it knows of the change: a value cites the new version, or none that is open cites the article.
        taken: bool,
    }
}

impl Change {
    /// Returns the view of a change.
    #[must_use]
    pub fn of(lang: Lang, change: &watch::Change) -> Self {
        let (from, after, by) = match change.when {
            When::From(day) => (Some(day), None, None),
            When::Between(after, by) => (None, Some(after), Some(by)),
        };
        let wording = |w: &watch::Wording| Wording { version: w.id.to_string(), text: w.text.clone() };
        let rest = |r: &watch::Rest| Rest { kind: r.kind, id: r.id.clone(), taken: r.taken };
        Self {
            article: change.article.clone(),
            what: change.what,
            text: change.what.words(lang).to_owned(),
            from,
            after,
            by,
            old: change.old.as_ref().map(wording),
            new: change.new.as_ref().map(wording),
            rests: change.rests.iter().map(rest).collect(),
        }
    }
}

impl Watched {
    /// Returns the view of a comparison; with `all`, of every change.
    #[must_use]
    pub fn of(lang: Lang, found: &watch::Watched, all: bool) -> Self {
        let shown = found.changes.iter().filter(|c| all || !c.rests.is_empty());
        Self {
            ours: found.ours,
            compared: found.compared,
            theirs: found.theirs,
            changed: found.changes.len(),
            open: found.open(),
            changes: shown.map(|c| Change::of(lang, c)).collect(),
        }
    }
}
