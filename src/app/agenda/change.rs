//! Recording facts and own dates, and marking lines.

use chrono::NaiveDate;

use super::{
    AgendaError, Diary, agenda,
    ripple::{self, Moved},
};
use crate::{
    calendar::{Param, fact},
    roster::{
        Id, Record,
        company::Company,
        diary::{Fact, LineState, OWN},
    },
    vault::{Change, Kind, Vault, Verb},
};

/// What is done with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It is done, or not any more.
    Done(bool),
    /// It is put off to a day, or not any more.
    Snooze(Option<NaiveDate>),
    /// A note, or none any more.
    Note(Option<String>),
}

/// Returns the fact, once its kind takes what it says.
///
/// # Errors
/// [`AgendaError::Kind`] for a kind that is none; [`AgendaError::NotTaken`].
pub fn check(fact: Fact) -> Result<Fact, AgendaError> {
    if fact.code == OWN {
        return if fact.about.is_some() { Ok(fact) } else { Err(AgendaError::Text) };
    }
    let kind = fact::kind(&fact.code)?.ok_or_else(|| AgendaError::Kind(fact.code.clone()))?;
    let takes = kind.params();
    let given = [
        (Param::Headcount, fact.headcount.is_some()),
        (Param::Dismissals, fact.dismissals.is_some()),
        (Param::Expert, fact.expert.is_some()),
        (Param::Years, fact.years.is_some()),
    ];
    for (param, there) in given {
        if there && !takes.contains(&param) {
            return Err(AgendaError::NotTaken { kind: fact.code.clone(), param });
        }
    }
    Ok(fact)
}

/// Returns what recording, changing or taking back a fact moves.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn preview(diary: &Diary, id: Id, fact: &Fact, today: NaiveDate) -> Result<Vec<Moved>, AgendaError> {
    let mut recorded = diary.all.clone();
    if fact.removed {
        recorded.remove(&id);
    } else {
        recorded.insert(id, fact.clone());
    }
    let after = agenda(&diary.company, &recorded, today)?;
    Ok(ripple::ripple(&diary.agenda, &after))
}

/// Returns what other facts about the company move.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn preview_company(
    diary: &Diary,
    company: &Company,
    today: NaiveDate,
) -> Result<Vec<Moved>, AgendaError> {
    Ok(ripple::ripple(&diary.agenda, &agenda(company, &diary.all, today)?))
}

/// Saves a fact.
///
/// # Errors
/// When the vault cannot be written.
pub fn save(vault: &mut Vault, now_ms: u64, id: Id, fact: &Fact) -> Result<(), AgendaError> {
    let old = vault.record(Kind::Fact, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    fact.write(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Fact, id, verb, record }])?;
    Ok(())
}

/// Marks a line; returns what is known of it now.
///
/// # Errors
/// When the vault cannot be written.
pub fn mark(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    id: Id,
    mark: &Mark,
) -> Result<LineState, AgendaError> {
    let old = vault.record(Kind::Line, &id)?;
    let mut state = old.as_ref().map(LineState::read).unwrap_or_default();
    match mark {
        Mark::Done(done) => state.done = done.then_some(today),
        Mark::Snooze(until) => state.snoozed = *until,
        Mark::Note(note) => state.note.clone_from(note),
    }
    states(vault, now_ms, vec![(id, state.clone())])?;
    Ok(state)
}

/// Writes the states of lines in one commit.
pub(super) fn states(vault: &mut Vault, now_ms: u64, all: Vec<(Id, LineState)>) -> Result<(), AgendaError> {
    let mut changes = Vec::with_capacity(all.len());
    for (id, state) in all {
        let old = vault.record(Kind::Line, &id)?;
        let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
        let mut record: Record = old.unwrap_or_default();
        let stamp = vault.stamp(now_ms);
        state.write(&mut record, stamp);
        changes.push(Change { kind: Kind::Line, id, verb, record });
    }
    if !changes.is_empty() {
        vault.commit(now_ms, changes)?;
    }
    Ok(())
}
