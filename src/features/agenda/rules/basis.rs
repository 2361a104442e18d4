//! What the agenda is made of, as it was read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::{Id, Record, word::RoleKind},
    features::{
        agenda::{records::Fact, rules::Whom},
        bargain::records::Round,
        company::records::Company,
        dues::rules::accounts::YearDuty,
        election::records::Poll,
    },
    roster::summary::{Summary, summarise},
};

/// What is recorded, by its name in the vault.
pub type Recorded = BTreeMap<Id, Fact>;

/// A union role or a mandate of somebody in the roster. Its `Debug` says nothing of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The record of the person.
    pub person: Id,
    /// Their name.
    pub whom: Whom,
    /// The role with its days.
    pub role: Term,
    /// Which of their roles of the same kind it is, the earliest first.
    pub number: usize,
}

/// The days of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Which role.
    pub kind: RoleKind,
    /// The first day, when known.
    pub from: Option<NaiveDate>,
    /// The last day; nothing while it lasts.
    pub to: Option<NaiveDate>,
}

/// What the agenda is made of.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// The company.
    pub company: Company,
    /// What is recorded.
    pub recorded: Recorded,
    /// The rounds of bargaining.
    pub rounds: BTreeMap<Id, Round>,
    /// The elections.
    pub polls: BTreeMap<Id, Poll>,
    /// How many people stand on our lists of each election.
    pub standing: BTreeMap<Id, usize>,
    /// Whether the count of a first round leaves something to a second one, where that is settled.
    pub second_rounds: BTreeMap<Id, bool>,
    /// The rounds whose agreement needs a vote of the staff: its signatories have more than 30 % of the votes, and not the half.
    pub staff_votes: BTreeSet<Id>,
    /// The roles of the people in the roster.
    pub offices: Vec<Office>,
    /// Whether there are people in the roster.
    pub people: bool,
    /// The names of the people that facts are about.
    pub names: BTreeMap<Id, Whom>,
    /// The day from which the next backup counts: that of the last one that this device made, or that of the vault where there was
    /// none in its first month.
    pub backup: Option<NaiveDate>,
    /// What is left of the accounts of the years that are over, where the dues are kept here.
    pub accounts: Vec<YearDuty>,
}

/// Returns the roles of one person.
#[must_use]
pub fn of_record(id: Id, record: &Record) -> Vec<Office> {
    let mut out = Vec::new();
    let made = summarise(record);
    if let Ok(summary) = Summary::decode(&made) {
        of_person(id, &summary, &mut out);
    }
    out
}

pub(crate) fn of_person(id: Id, summary: &Summary<'_>, out: &mut Vec<Office>) {
    if summary.is_merged() {
        return;
    }
    let mut terms: Vec<_> = summary.roles().map(|r| Term { kind: r.kind, from: r.from, to: r.to }).collect();
    terms.sort_by_key(|t| (t.kind, t.from, t.to));
    let mut number = 0_usize;
    let mut last = None;
    for term in terms {
        number = if last == Some(term.kind) { number.saturating_add(1) } else { 0 };
        last = Some(term.kind);
        out.push(Office { person: id, whom: Whom(summary.display_name()), role: term, number });
    }
}
