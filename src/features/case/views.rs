//! What is shown of cases, as data.

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        view::{data, views},
    },
    calendar::kinds,
    features::case::{records, rules::Limit},
    law::{Label, Standing},
};

views! {
    "contrepoids.case.list/1" => Cases;
    "contrepoids.case.show/1" => Case;
    "contrepoids.case.remove/1" => Gone;
    "contrepoids.case.kinds/1" => Kinds;
}

data! {
    /// The cases that this device opens.
    pub struct Cases {
        /// The cases, by their next limit.
        cases: Vec<Case>,
        /// How many sealed records this device does not open, cases or not.
        sealed: usize,
    }

    /// A case.
    pub struct Case {
        /// What names it.
        id: Id,
        /// What it is about.
        title: String,
        /// Whose it is, by name.
        who: Option<String>,
        /// Who of the section follows it.
        follower: String,
        /// The day it was opened.
        opened: Option<NaiveDate>,
        /// The day it was closed.
        closed: Option<NaiveDate>,
        /// What came of it.
        outcome: Option<String>,
        /// Whether it may be told without names; none where nobody asked.
        consent: Option<bool>,
        /// The next day by which something can be done.
        next: Option<NaiveDate>,
        /// All such days, the nearest first.
        limits: Vec<LimitRow>,
        /// What happened, the earliest first.
        events: Vec<EventRow>,
        /// Whom to turn to.
        contacts: Vec<ContactRow>,
        /// Hours spent.
        hours: Vec<HoursRow>,
        /// Documents.
        documents: Vec<DocumentRow>,
        /// Letters that belong to it.
        letters: Vec<LetterRow>,
        /// The devices that open it, by name.
        readers: Vec<String>,
    }

    /// A case that was taken away.
    pub struct Gone {
        /// What named it.
        id: Id,
        /// What it was about.
        title: String,
        /// How many documents went with it.
        documents: usize,
    }

    /// A letter that belongs to a case.
    pub struct LetterRow {
        /// What names it among the letters that are kept.
        id: String,
        /// Its name among the letters that there are.
        name: String,
        /// Its subject.
        subject: String,
        /// The day that stands on it.
        day: Option<NaiveDate>,
    }

    /// A day by which something can be done.
    pub struct LimitRow {
        /// The rule.
        rule: String,
        /// What can be done, in both languages.
        title: Label,
        /// The day.
        on: NaiveDate,
        /// From which day it counts.
        from: NaiveDate,
        /// Whether it has gone.
        gone: bool,
        /// The articles on which it rests.
        articles: Vec<ArticleRow>,
    }

    /// An article on which a day rests.
    pub struct ArticleRow {
        /// Its number.
        article: String,
        /// The version on Légifrance; none where that is not known.
        version: Option<String>,
        /// How it is known.
        standing: Standing,
    }

    /// What happened.
    pub struct EventRow {
        /// The day.
        day: NaiveDate,
        /// The kind of fact from which the law counts.
        kind: Option<String>,
        /// The same in words, in both languages.
        title: Option<Label>,
        /// In the section's words.
        what: String,
    }

    /// Whom to turn to.
    pub struct ContactRow {
        /// What the person is.
        role: String,
        /// Name, and how to reach.
        name: String,
    }

    /// Hours spent.
    pub struct HoursRow {
        /// The day.
        day: NaiveDate,
        /// How many, an exact number.
        hours: String,
        /// For what.
        what: String,
    }

    /// A document.
    pub struct DocumentRow {
        /// Its name.
        name: String,
        /// Its length in bytes.
        length: u64,
    }

    /// The kinds of facts from which the law counts in a case.
    pub struct Kinds {
        /// The kinds.
        kinds: Vec<KindRow>,
    }

    /// A kind of fact.
    pub struct KindRow {
        /// Its name.
        kind: String,
        /// What happened, in both languages.
        title: Label,
    }
}

impl Gone {
    /// What is said of a case that is gone.
    #[must_use]
    pub fn of(case: Case) -> Self {
        Self { id: case.id, documents: case.documents.len(), title: case.title }
    }
}

impl Case {
    /// Shows a case.
    pub(crate) fn of(
        id: Id,
        case: &records::Case,
        who: Option<String>,
        limits: &[Limit],
        today: NaiveDate,
    ) -> Self {
        let limit = |one: &Limit| LimitRow {
            rule: one.rule.id.clone(),
            title: one.rule.label.clone(),
            on: one.day,
            from: one.from,
            gone: one.day < today,
            articles: one
                .because
                .iter()
                .map(|step| ArticleRow {
                    article: step.citation.article.clone(),
                    version: step.citation.version.clone(),
                    standing: step.citation.standing,
                })
                .collect(),
        };
        let title = |kind: &str| Some(kinds::of(kind).ok()??.label.clone());
        let event = |one: &records::Event| EventRow {
            day: one.day,
            kind: one.kind.clone(),
            title: one.kind.as_deref().and_then(title),
            what: one.what.clone(),
        };
        let contact = |one: &records::Contact| ContactRow { role: one.role.clone(), name: one.name.clone() };
        let hours = |one: &records::Hours| HoursRow {
            day: one.day,
            hours: one.hours.clone(),
            what: one.what.clone(),
        };
        let next = limits.iter().map(|one| one.day).find(|day| *day >= today);
        Self {
            id,
            title: case.title.clone(),
            who,
            follower: case.follower.clone(),
            opened: case.opened,
            closed: case.closed,
            outcome: case.outcome.clone(),
            consent: case.consent,
            next: next.filter(|_| case.closed.is_none()),
            limits: limits.iter().map(limit).collect(),
            events: case.events.iter().map(event).collect(),
            contacts: case.contacts.iter().map(contact).collect(),
            hours: case.hours.iter().map(hours).collect(),
            documents: case
                .documents
                .iter()
                .map(|one| DocumentRow { name: one.name.clone(), length: one.length })
                .collect(),
            letters: case
                .letters
                .iter()
                .map(|one| LetterRow {
                    id: one.id.clone(),
                    name: one.name.clone(),
                    subject: one.subject.clone(),
                    day: one.day,
                })
                .collect(),
            readers: case.readers.clone(),
        }
    }
}

impl Kinds {
    /// Lists the kinds of facts that belong in a case.
    pub(crate) fn of(all: &[&crate::calendar::kinds::FactKind]) -> Self {
        let row = |kind: &&crate::calendar::kinds::FactKind| KindRow {
            kind: kind.id.clone(),
            title: kind.label.clone(),
        };
        Self { kinds: all.iter().map(row).collect() }
    }
}
