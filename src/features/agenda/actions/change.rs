//! Recording facts and own dates, and marking lines.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use crate::features::agenda::{
    actions::{AgendaError, Diary, Pending, Told},
    rules::{
        Agenda, Basis, LAST_YEAR, Line, MissingFact, agenda, ledger,
        order::{self, Clash},
        ripple::{self, Moved},
        rounds,
    },
};
use crate::{
    bargaining::Subject,
    base::{Id, Kept as _, Record, text::fold},
    calendar::{Nature, Param, RuleError, kinds, rule::Expert},
    features::agenda::records::{self as diary, Fact, LineState, OWN},
    law::{Fraction, LawError, book},
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
    if fact.code != OWN && (fact.at.is_some() || fact.place.is_some()) {
        return Err(AgendaError::OwnOnly);
    }
    if fact.code == OWN {
        if fact.day.is_some_and(|day| day.year() > LAST_YEAR) {
            return Err(RuleError::from(LawError::Calendar).into());
        }
        return if fact.about.is_some() { Ok(fact) } else { Err(AgendaError::Text) };
    }
    if ledger::is_of_hours(&fact.code) {
        return Ok(fact);
    }
    if fact.amount.is_some() || fact.office.is_some() || fact.of.is_some() {
        course(&fact)?;
    }
    let kind = kinds::of(&fact.code)?.filter(|kind| !kind.known);
    let kind = kind.ok_or_else(|| AgendaError::Kind(fact.code.clone()))?;
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
    // What the expert looks at is said where one is named; how many there are where a consultation is opened.
    let expert = fact.expert.as_deref().map(Expert::from_code);
    if expert.is_some_and(|word| Some(kind.names_expert()) != word.map(Expert::is_named)) {
        return Err(AgendaError::NotTaken { kind: fact.code.clone(), param: Param::Expert });
    }
    if fact.terms.is_some() {
        agreed(&fact)?;
    }
    if let (rounds::METHOD, Some(years)) = (fact.code.as_str(), fact.years)
        && let Some(most_years) = longest(&fact)?.filter(|most| years > *most)
    {
        return Err(AgendaError::TooLong { most_years });
    }
    Ok(fact)
}

/// Returns how many days a course goes beyond the training leave of its year with it.
///
/// # Errors
/// A year outside the tables.
pub fn beyond_leave(
    diary: &Diary,
    id: Id,
    made: &Fact,
    today: NaiveDate,
) -> Result<Option<Fraction>, AgendaError> {
    let Some(day) = made.day.filter(|_| ledger::is_course(&made.code) && made.amount.is_some()) else {
        return Ok(None);
    };
    let mut basis = diary.basis.clone();
    basis.recorded.insert(id, made.clone());
    let found = ledger::leaves(&basis, day.year(), today)?.value;
    let own = found.into_iter().find(|l| l.courses.iter().any(|(course, _)| *course == id));
    Ok(own.map(|l| l.over).filter(|over| *over > Fraction::ZERO))
}

/// Checks the days of a course: halves or wholes, of a course only.
fn course(fact: &Fact) -> Result<(), AgendaError> {
    let days: Option<Fraction> = fact.amount.as_deref().and_then(|t| t.parse().ok());
    let halves = days.and_then(|d| d.checked_mul(Fraction::whole(2)));
    let fits = halves.is_some_and(|h| h.is_whole() && h > Fraction::ZERO && h <= Fraction::whole(DAYS_MAX));
    let good = ledger::is_course(&fact.code) && (fits || fact.amount.is_none());
    if good { Ok(()) } else { Err(AgendaError::Days) }
}

/// The half-days of a leap year: no figure of law, only a bound against slips of the hand.
const DAYS_MAX: i64 = 732;

/// Returns the longest interval in years that an agreement of that day sets, which is also its longest length; nothing
/// for a day that no table covers.
///
/// # Law
/// L2242-11 (agreement on method), L2242-12 (agreement on one subject).
fn longest(fact: &Fact) -> Result<Option<u32>, AgendaError> {
    let rule = if fact.code == rounds::SUBJECT { "bargaining.renegotiation" } else { "bargaining.method" };
    let Some(day) = fact.day else { return Ok(None) };
    match book().whole(rule, day) {
        Ok(years) => Ok(u32::try_from(years).ok()),
        Err(LawError::NotCovered { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Checks what an agreement sets for each subject.
fn agreed(fact: &Fact) -> Result<(), AgendaError> {
    let text = fact.terms.as_deref().unwrap_or_default();
    let mut seen = BTreeSet::new();
    let most_years = longest(fact)?;
    let most_months = most_years.map_or(u32::MAX, |years| years.saturating_mul(12));
    for (code, months) in diary::terms(text) {
        let known = Subject::from_code(code).is_some() && seen.insert(code);
        let fits = match fact.code.as_str() {
            rounds::METHOD => months.is_some_and(|m| (1..=most_months).contains(&m)),
            rounds::SUBJECT => !text.contains('=') && fact.years.is_some(),
            code if rounds::is_request(code) => !text.contains('='),
            _ => false,
        };
        if !known || !fits {
            return Err(AgendaError::Terms { most_years });
        }
    }
    if seen.is_empty() { Err(AgendaError::Terms { most_years }) } else { Ok(()) }
}

/// Returns what another state of what the agenda is made of moves.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn preview(
    diary: &Diary,
    today: NaiveDate,
    change: impl FnOnce(&mut Basis),
) -> Result<Vec<Moved>, AgendaError> {
    let mut basis = diary.basis.clone();
    change(&mut basis);
    Ok(ripple::ripple(&diary.agenda, &agenda(&basis, today)?))
}

/// Returns the agenda as a fact would make it.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn with(diary: &Diary, today: NaiveDate, id: Id, fact: &Fact) -> Result<Agenda, AgendaError> {
    let mut basis = diary.basis.clone();
    put(&mut basis, id, fact);
    Ok(agenda(&basis, today)?)
}

/// Returns what a fact lacks for dates that would follow from it.
pub fn lacks(agenda: &Agenda, id: Id) -> impl Iterator<Item = MissingFact> {
    agenda.missing.iter().filter(move |m| matches!(m, MissingFact::Param(of, ..) if *of == id)).cloned()
}

/// Tells whether a fact is an agreement that names no subject, so that it moves no round of bargaining.
#[must_use]
pub fn moves_nothing(fact: &Fact) -> bool {
    [rounds::METHOD, rounds::SUBJECT].contains(&fact.code.as_str()) && fact.terms.is_none()
}

/// What a recorded fact comes too late for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TooLate {
    /// A day that follows from it has gone already.
    Gone(Line),
    /// It was owed by this day, and is noted for a later one.
    Owed(Line, NaiveDate),
}

/// Returns what a fact comes too late for, by what it moves.
#[must_use]
pub fn too_late(fact: &Fact, moved: &[Moved], today: NaiveDate) -> Vec<TooLate> {
    let one = |m: &Moved| {
        let owed = |day: NaiveDate| fact.day.is_some_and(|done| done > day);
        let ends = m.line.rule.rule().is_some_and(|rule| rule.ends.contains(&fact.code));
        let acted = matches!(m.line.nature, Nature::Due | Nature::Lapsed);
        match (m.from, m.to) {
            (was, Some(day)) if day < today && acted && was.is_none_or(|was| was >= today) => {
                Some(TooLate::Gone(m.line.clone()))
            }
            (Some(day), None) if ends && owed(day) => Some(TooLate::Owed(m.line.clone(), day)),
            _ => None,
        }
    };
    moved.iter().filter_map(one).collect()
}

/// Returns the fact of the same kind, day and subject that is recorded already, if there is one.
#[must_use]
pub fn double(diary: &Diary, id: Id, fact: &Fact) -> Option<Id> {
    let same = |other: &Fact| {
        let fold = |about: &Option<String>| about.as_deref().map(fold);
        (&other.code, other.day, other.of, other.to) == (&fact.code, fact.day, fact.of, fact.to)
            && fold(&other.about) == fold(&fact.about)
            && other.terms == fact.terms
    };
    diary.basis.recorded.iter().find(|(other, f)| **other != id && same(f)).map(|(id, _)| *id)
}

/// Puts a fact among what is recorded, or takes it away.
pub fn put(basis: &mut Basis, id: Id, fact: &Fact) {
    if fact.removed {
        basis.recorded.remove(&id);
    } else {
        basis.recorded.insert(id, fact.clone());
    }
}

/// A fact that is to be recorded, changed or taken back.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Its name.
    pub id: Id,
    /// What it says.
    pub fact: Fact,
    /// The agenda of before.
    pub diary: Diary,
    /// The facts beside which it is a breach.
    pub breaches: Vec<Clash>,
}

/// Makes ready a fact: a new one, or a change of the one whose name begins so.
///
/// # Errors
/// As [`check`] and [`Diary::fact`]; a day that the law tables do not cover.
pub fn propose(
    vault: &mut Vault,
    today: NaiveDate,
    start: Option<&str>,
    edit: impl FnOnce(Fact) -> Fact,
) -> Result<Pending<Recording>, AgendaError> {
    let diary = crate::features::agenda::actions::diary(vault, today)?;
    let (id, old) = match start {
        None => (vault.new_id(), Fact::default()),
        Some(start) => {
            let (id, there) = diary.fact(start)?;
            (id, there.clone())
        }
    };
    let new = edit(old);
    let fact = if new.removed { new } else { check(new)? };
    let breaches = if fact.removed { Vec::new() } else { order::clashes(&diary.basis, id, &fact)? };
    // Those that cannot be come first.
    if let Some(clash) = breaches.first().filter(|clash| !clash.breach) {
        return Err(AgendaError::Order(Box::new(clash.clone())));
    }
    let made = Recording { id, fact, diary: diary.clone(), breaches };
    Pending::over(&diary, today, made, |made, basis| put(basis, made.id, &made.fact))
}

/// Saves a fact of which was told what it moves.
///
/// # Errors
/// When the vault cannot be written.
pub fn accept(vault: &mut Vault, now_ms: u64, told: Told<Recording>) -> Result<(), AgendaError> {
    let Recording { id, fact, .. } = told.take();
    save(vault, now_ms, id, &fact)
}

/// Saves a fact, for those who have told.
pub(super) fn save(vault: &mut Vault, now_ms: u64, id: Id, fact: &Fact) -> Result<(), AgendaError> {
    let old = vault.record(Kind::Fact, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    fact.write(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Fact, id, verb, record }])?;
    Ok(())
}

/// Marks a line, named with its day; returns what is known of it now.
///
/// # Errors
/// [`AgendaError::Snooze`] for a line that would be shown again on its day only, or later, or at once; when the vault
/// cannot be written.
pub fn mark(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    (id, day): (Id, NaiveDate),
    mark: &Mark,
) -> Result<LineState, AgendaError> {
    if let Mark::Snooze(Some(until)) = mark
        && (*until <= today || (day >= today && *until >= day))
    {
        return Err(AgendaError::Snooze { day });
    }
    let old = vault.record(Kind::Line, &id)?;
    let mut state = old.as_ref().and_then(LineState::read).unwrap_or_default();
    match mark {
        Mark::Done(done) => state.done = done.then_some(today),
        Mark::Snooze(until) => state.snoozed = *until,
        Mark::Note(note) => state.note.clone_from(note),
    }
    if !matches!(mark, Mark::Note(_)) {
        state.marked_for = Some(day);
    }
    states(vault, now_ms, vec![(id, state.clone())])?;
    Ok(state)
}

/// Writes the states of lines in one commit.
pub(crate) fn states(vault: &mut Vault, now_ms: u64, all: Vec<(Id, LineState)>) -> Result<(), AgendaError> {
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
