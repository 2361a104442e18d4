//! What the agenda is made of: everything in the vault that gives a date.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Whom;
use crate::{
    base::{Id, Record, text::fold, word::RoleKind},
    features::{
        bargain::{actions as bargain, records::Round},
        company::{actions as company, records::Company},
        election::{
            actions as election,
            records::{Poll, Slate},
        },
    },
    roster::{
        diary::Fact,
        summary::{Summary, summarise},
    },
    vault::{Kind, Vault, VaultError},
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
    /// The roles of the people in the roster.
    pub offices: Vec<Office>,
    /// Whether there are people in the roster.
    pub people: bool,
    /// The names of the people that facts are about.
    pub names: BTreeMap<Id, Whom>,
}

/// Reads what is recorded.
///
/// # Errors
/// When the vault cannot be read.
pub fn recorded(vault: &Vault) -> Result<Recorded, VaultError> {
    Ok(vault.all()?.into_iter().collect())
}

/// Reads what the agenda is made of.
///
/// # Errors
/// When the vault cannot be read.
pub fn basis(vault: &Vault) -> Result<Basis, VaultError> {
    let polls = vault.records(Kind::Poll)?.into_iter().map(|(id, record)| (id, Poll::read(&record)));
    let mut polls: BTreeMap<Id, Poll> = polls.filter(|(_, poll)| !poll.removed).collect();
    crate::features::election::records::follow(polls.iter_mut().map(|(id, poll)| (*id, poll)));
    let recorded = recorded(vault)?;
    let (offices, people, names) = people(vault, &recorded)?;
    Ok(Basis {
        company: company::company(vault)?,
        recorded,
        rounds: bargain::rounds(vault)?.into_iter().collect(),
        polls,
        standing: standing(vault)?,
        second_rounds: election::second_rounds(vault)?,
        offices,
        people,
        names,
    })
}

/// Counts the people on our lists of each election; who stands for both votes is one.
fn standing(vault: &Vault) -> Result<BTreeMap<Id, usize>, VaultError> {
    let mut names: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    for (_, record) in vault.records(Kind::Slate)? {
        let Some(slate) = Slate::read(&record).filter(|s| s.ours) else { continue };
        let own =
            slate.candidates.iter().map(|c| c.member.map_or_else(|| fold(&c.name), |id| id.to_string()));
        names.entry(slate.poll).or_default().extend(own);
    }
    Ok(names.into_iter().map(|(poll, names)| (poll, names.len())).collect())
}

type People = (Vec<Office>, bool, BTreeMap<Id, Whom>);

/// Returns the roles of the people in the roster, whether there are people, and the names of those whom facts are about;
/// no record is opened.
fn people(vault: &Vault, recorded: &Recorded) -> Result<People, VaultError> {
    let wanted: BTreeSet<Id> = recorded.values().filter_map(|f| f.of).collect();
    let (mut offices, mut there, mut names) = (Vec::new(), false, BTreeMap::new());
    let mut take = |id: Id, summary: &Summary<'_>| {
        there |= !summary.is_merged();
        of_person(id, summary, &mut offices);
        if wanted.contains(&id) {
            names.insert(id, Whom(summary.display_name()));
        }
    };
    for (id, bytes) in vault.people()? {
        if let Ok(summary) = Summary::decode(bytes) {
            take(id, &summary);
            continue;
        }
        // A row of an older layout: the record itself knows.
        let record: Option<Record> = vault.record(Kind::Person, &id)?;
        let made = record.map(|r| summarise(&r)).unwrap_or_default();
        if let Ok(summary) = Summary::decode(&made) {
            take(id, &summary);
        }
    }
    offices.sort_by_key(|o| (o.person, o.role.kind, o.number));
    Ok((offices, there, names))
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

fn of_person(id: Id, summary: &Summary<'_>, out: &mut Vec<Office>) {
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
