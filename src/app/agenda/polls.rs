//! The lines of the elections that are kept: what leads to the vote, and what follows it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, MissingFact, Subject, before_tables, deeds, facts::Ground, renewal};
use crate::{
    base::Id,
    calendar::{Kind, RuleError, Who, rule::Facts},
    election::{self, Mandates},
    features::election::{
        actions::nature,
        records::{Poll, Step},
    },
    law::{Finding, LawError, book},
};

/// The day from which mandates run: the proclamation, else the vote.
fn proclaimed(poll: &Poll) -> Option<NaiveDate> {
    poll.steps.get(&Step::Proclaimed).copied().or(poll.day)
}

/// The last election that was held, of the whole company or of an establishment.
fn last<'b>(basis: &'b Basis, establishment: Option<&str>, today: NaiveDate) -> Option<&'b Poll> {
    let held = basis.polls.values().filter(|p| p.establishment.as_deref() == establishment);
    // Nothing is counted from an election before the tables.
    let known = |p: &&Poll| p.day.is_some_and(|d| d <= today && covered(d));
    held.filter(known).filter(|p| renews(basis, p)).max_by_key(|p| (p.day, p.round))
}

/// Whether an election begins mandates of a whole term. Where nobody said what it is for and it lies well before the end of
/// the running ones, it is not taken for a general one.
pub(super) fn renews(basis: &Basis, poll: &Poll) -> bool {
    let first = poll.follows.and_then(|id| basis.polls.get(&id)).unwrap_or(poll);
    poll.is_general() && matches!(unclear(basis, first), Ok(None))
}

fn unclear(basis: &Basis, poll: &Poll) -> Result<Option<NaiveDate>, LawError> {
    let own = basis.polls.iter().find(|(_, p)| std::ptr::eq(*p, poll)).map(|(id, _)| *id);
    let others = basis.polls.iter().map(|(id, p)| (*id, p));
    nature::unclear(&basis.company, others, own, poll)
}

pub(super) fn covered(day: NaiveDate) -> bool {
    book().at("mandate.length", day).is_ok()
}

/// Returns what is known of the running mandates: the facts of the company, or the last election where that is later.
pub(super) fn mandates(basis: &Basis, today: NaiveDate) -> Mandates {
    let known = deeds::end_recorded(basis, crate::features::company::rules::mandates(&basis.company));
    let held = last(basis, None, today);
    let mut current = known;
    if let Some((poll, day)) = held.and_then(|p| Some((p, p.day?))) {
        let renewed = match (known.end, known.first_round) {
            // Mandates that were renewed before their end run on until then.
            (Some(end), _) => end <= day || end < today && deeds::renews(day, end),
            (None, Some(first)) => first < day,
            (None, None) => true,
        };
        if renewed {
            let years = poll.mandate_years.or(known.years);
            current = Mandates { first_round: proclaimed(poll), end: None, years };
        }
    }
    if let Some(first_round) = deeds::renewed(basis, current, today) {
        current = Mandates { first_round: Some(first_round), end: None, years: known.years };
    }
    let known = current;
    if known.end.is_none() && known.first_round.is_none() {
        let planned = basis.polls.values().filter(|p| p.establishment.is_none());
        let end = planned.filter_map(|p| p.steps.get(&Step::MandatesEnd).copied()).max();
        return Mandates { end, ..known };
    }
    known
}

/// Returns the end of the running mandates; nothing where neither it nor the election is known, or where the election
/// lies before the tables.
pub(super) fn mandates_end(basis: &Basis, today: NaiveDate) -> Result<Option<Finding<NaiveDate>>, RuleError> {
    match election::mandates_end(book(), mandates(basis, today), today).map_err(RuleError::from) {
        Err(error) if before_tables(&error, today) => Ok(None),
        other => other,
    }
}

/// Returns the day of the next election: the one that is planned, else the end of the mandates.
pub(super) fn next_election(basis: &Basis, today: NaiveDate) -> Result<Option<NaiveDate>, RuleError> {
    let planned = basis.polls.values().filter(|p| p.round == 1 && renews(basis, p)).filter_map(|p| p.day);
    if let Some(day) = planned.filter(|d| *d > today).min() {
        return Ok(Some(day));
    }
    let found = mandates_end(basis, today)?;
    Ok(found.map(|f| f.value).filter(|day| *day >= today))
}

pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let facts = Ground::of(&basis.company, today).facts();
    for (id, poll) in &basis.polls {
        of_poll(basis, *id, poll, facts, today, out)?;
    }
    // Each establishment has a committee of its own, with mandates of its own.
    let places: BTreeMap<_, _> =
        basis.polls.values().filter_map(|p| Some((p.establishment.as_deref()?, p))).collect();
    for place in places.into_keys() {
        let Some(poll) = last(basis, Some(place), today) else { continue };
        let (first_round, years) = (proclaimed(poll), poll.mandate_years);
        let end = election::mandates_end(book(), Mandates { first_round, end: None, years }, today)?;
        if let Some(end) = end {
            let subject = Subject::Text(format!("cse/{place}"));
            out.lines.extend(renewal::lines(&subject, Some(&place.to_owned()), &end, facts, today)?);
        }
    }
    Ok(())
}

fn of_poll(
    basis: &Basis,
    id: Id,
    poll: &Poll,
    facts: Facts,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let about = poll.name.clone().or_else(|| poll.establishment.clone());
    let subject = || Subject::Text(format!("poll/{id}"));
    let mut push = |line: Option<Line>| {
        out.lines.extend(line.map(|l| l.about(about.clone()).historic(today)));
    };
    let step = |step| poll.steps.get(&step).copied();
    let held = poll.day.is_some_and(|d| d <= today);
    let rule = |name: &str, from: Option<NaiveDate>| match from {
        Some(from) => Line::ruled(name, subject(), from, facts, today),
        None => Ok(None),
    };
    let planned = |name, who, day: Option<NaiveDate>| {
        day.map(|day| Line::planned(name, subject(), Kind::Election, who, day))
    };
    if unclear(basis, poll)?.is_some() {
        out.missing.push(MissingFact::Nature(id));
    }
    // What leads to a renewal is not asked of a by-election.
    let renews = renews(basis, poll);
    if poll.round == 1 && !held && renews {
        push(rule("first-round", step(Step::Information))?);
        if step(Step::Invitation).is_none() {
            push(rule("invitation-before-meeting", step(Step::Meeting))?);
        }
        // The mandates of the company have these lines already.
        let known = mandates_end(basis, today)?.map(|f| f.value);
        let end = step(Step::MandatesEnd)
            .filter(|end| poll.establishment.is_some() || known.is_none_or(|known| known != *end));
        if step(Step::Invitation).is_none() {
            push(rule("renewal-invitation", end)?);
        }
        push(rule("renewal-first-round", end)?);
    }
    if poll.round == 1 && !held {
        push(planned("poll.meeting", Who::Section, step(Step::Meeting)));
    }
    if !held {
        push(planned("poll.lists-due", Who::Section, step(Step::ListsDue)));
        push(planned("poll.vote", Who::Section, poll.day));
    }
    candidates(basis, id, poll, facts, today, out)?;
    let mut push = |line: Option<Line>| {
        out.lines.extend(line.map(|l| l.about(about.clone()).historic(today)));
    };
    push(rule("contest-electorate", step(Step::ListPublished))?);
    let followed = basis.polls.values().any(|p| p.follows == Some(id));
    if poll.round == 1 && !followed {
        push(rule("second-round", poll.day)?);
    }
    push(rule("contest-election", proclaimed(poll))?);
    push(rule("election-minutes", proclaimed(poll))?);
    Ok(())
}

/// How long those are protected who stand on our lists: six months from the day the lists were sent, each round alike.
fn candidates(
    basis: &Basis,
    id: Id,
    poll: &Poll,
    facts: Facts,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let Some(standing) = basis.standing.get(&id).copied().filter(|n| *n > 0) else { return Ok(()) };
    let Some(sent) = poll.steps.get(&Step::ListsSent).copied() else {
        // Where the lists must be in by now, the day counts; before, it is still to come.
        let filed = poll.steps.get(&Step::ListsDue).copied().or(poll.day);
        if filed
            .is_some_and(|day| day <= today && today.signed_duration_since(day).num_days() <= PROTECTED_DAYS)
        {
            out.missing.push(MissingFact::ListsSent(id));
        }
        return Ok(());
    };
    let subject = Subject::Text(format!("poll/{id}"));
    let line = Line::ruled("protection-candidate", subject, sent, facts, today)?;
    let about = poll.name.clone().or_else(|| poll.establishment.clone());
    let parts: Vec<_> = about.into_iter().chain([format!("×{standing}")]).collect();
    out.lines.extend(line.map(|l| l.about(Some(parts.join(", ")))));
    Ok(())
}

/// After so many days nobody asks any more when lists were sent: beyond any six months.
const PROTECTED_DAYS: i64 = 184;
