//! What the agenda is made of: everything in the vault that gives a date.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use crate::features::agenda::rules::{Basis, Office, Recorded, Whom, basis::of_person};
use crate::{
    base::{Id, Record, date, text::fold},
    clock,
    election::Validity,
    features::{
        bargain::{
            records::{Round, RoundEnd},
            rules::ending::ending,
        },
        company::actions as company,
        dues::{
            actions as dues,
            records::BookEntry,
            rules::accounts::{YearDuty, duties},
        },
        election::{
            actions::{self as election, PollError, audience},
            records::{Poll, Slate},
        },
    },
    law::book,
    roster::{
        Colleague,
        summary::{Summary, summarise},
    },
    vault::{Compartment, Kind, Vault, VaultError},
};

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
    if !vault.opens(Compartment::Organizing) {
        return of_treasurer(vault);
    }
    let mut polls: BTreeMap<Id, Poll> = vault.all()?.into_iter().collect();
    crate::features::election::records::follow(polls.iter_mut().map(|(id, poll)| (*id, poll)));
    let recorded = recorded(vault)?;
    let rounds = vault.all()?.into_iter().collect();
    let (offices, people, names) = people(vault, &recorded)?;
    Ok(Basis {
        company: company::company(vault)?,
        recorded,
        staff_votes: staff_votes(vault, &rounds)?,
        rounds,
        polls,
        standing: standing(vault)?,
        second_rounds: election::second_rounds(vault)?,
        offices,
        people,
        names,
        backup: backup(vault)?,
        accounts: Vec::new(),
    })
}

/// What the agenda is made of where the organizers' part is closed: the dues, certificates and accounts. What the company owes hangs on
/// what only the organizers have recorded: nothing of it is told here.
fn of_treasurer(vault: &Vault) -> Result<Basis, VaultError> {
    let (_, people, names) = people(vault, &Recorded::default())?;
    Ok(Basis { people, names, backup: backup(vault)?, ..Basis::default() })
}

/// Returns what is left of the accounts; nothing where this device does not hold the dues, or of years that the tables of law do not
/// cover: `dues year` tells of those.
pub(crate) fn accounts(vault: &Vault, today: NaiveDate) -> Result<Vec<YearDuty>, VaultError> {
    if !vault.opens(Compartment::Dues) {
        return Ok(Vec::new());
    }
    let (_, plan) = dues::plan(vault)?;
    Ok(duties(&plan, &vault.all::<BookEntry>()?, today).unwrap_or_default())
}

/// Returns the rounds whose agreement needs a vote of the staff, by who signed and the audience of the elections before it. What
/// the count does not settle is left out.
///
/// # Law
/// L2232-12, as in [`ending`].
fn staff_votes(vault: &Vault, rounds: &BTreeMap<Id, Round>) -> Result<BTreeSet<Id>, VaultError> {
    let mut out = BTreeSet::new();
    for (id, round) in rounds.iter().filter(|(_, r)| r.outcome == Some(RoundEnd::Agreement)) {
        let Some(day) = round.closed.filter(|_| !round.signatures.is_empty()) else { continue };
        let audience = match audience::last(vault, day, day) {
            Ok(Ok(audience)) => audience,
            Err(PollError::Vault(error)) => return Err(error),
            // It is not measured, or its figures do not hold together: that settles nothing.
            Ok(Err(_)) | Err(_) => continue,
        };
        let found = ending(book(), round, Ok(&audience), day);
        out.extend(found.is_ok_and(|f| f.value.verdict == Some(Validity::StaffVote)).then_some(*id));
    }
    Ok(out)
}

/// Returns the day from which the next backup counts. A new vault has a month before it is asked for one.
///
/// The month runs by the clock and not by the day that is asked for: it is about this vault, now.
fn backup(vault: &Vault) -> Result<Option<NaiveDate>, VaultError> {
    let Some(recall) = vault.recall() else { return Ok(None) };
    if let Some(last) = recall.last_backup()? {
        return Ok(date::day_of(last));
    }
    let made = vault.holders().holders.iter().map(|holder| holder.since_ms).min().and_then(date::day_of);
    let month = |made: &NaiveDate| made.checked_add_months(Months::new(1));
    Ok(made.filter(|made| month(made).is_some_and(|month| month <= clock::today())))
}

/// Counts the people on our lists of each election; who stands for both votes is one.
fn standing(vault: &Vault) -> Result<BTreeMap<Id, usize>, VaultError> {
    let mut names: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    for (_, slate) in vault.all::<Slate>()?.into_iter().filter(|(_, slate)| slate.ours) {
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
        if let Ok(summary) = Summary::of(bytes) {
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
    if vault.opens(Compartment::Organizing) && names.len() < wanted.len() {
        let all = vault.all::<Colleague>()?.into_iter().filter(|(id, _)| wanted.contains(id));
        names.extend(all.map(|(id, one)| (id, Whom(one.name))));
    }
    offices.sort_by_key(|o| (o.person, o.role.kind, o.number));
    Ok((offices, there, names))
}
