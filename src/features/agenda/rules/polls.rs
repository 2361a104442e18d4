//! The lines of the elections that are kept: what leads to the vote, and what follows it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Agenda, Basis, Line, MissingFact, Subject,
    ground::{Ground, MANDATES_END},
    mandates::{last, mandates_end, proclaimed, renews, unclear},
    renewal,
    things::{FIRST, RESULTS},
};
use crate::{
    base::Id,
    calendar::{
        RuleError, kinds,
        rule::{Facts, RuleId},
    },
    election,
    features::election::{
        records::{Nature, Poll, Step},
        rules::nature::mandates_of,
    },
    law::book,
};

/// Elections announced to the staff.
const ANNOUNCED: &str = "election-announced";
/// The first meeting on the protocol.
const MEETING: &str = "protocol-meeting";
/// The list of electors published.
const LISTED: &str = "electoral-list";
/// Our lists sent to the employer.
const CANDIDACY: &str = "candidacy";

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
        let end = election::mandates_end(book(), mandates_of(poll, None), today)?;
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
    let mut push = |lines: Vec<Line>| {
        out.lines.extend(lines.into_iter().map(|l| l.about(about.clone()).historic(today)));
    };
    let step = |step| poll.steps.get(&step).copied();
    let held = poll.day.is_some_and(|d| d <= today);
    // A step of an election is the fact that would be recorded without it.
    let after = |fact: &str, from: Option<NaiveDate>| match from {
        Some(from) => Line::following(fact, &subject(), from, facts, today),
        None => Ok(Vec::new()),
    };
    let planned = |name, day: Option<NaiveDate>| {
        day.map(|day| Line::planned(name, subject(), day)).into_iter().collect::<Result<Vec<_>, _>>()
    };
    if unclear(basis, poll)?.is_some() {
        out.missing.push(MissingFact::Nature(id));
    }
    // What leads to a renewal is not asked of a by-election.
    let renews = renews(basis, poll);
    if poll.round == 1 && !held && renews {
        push(after(ANNOUNCED, step(Step::Information))?);
        if step(Step::Invitation).is_none() {
            push(after(MEETING, step(Step::Meeting))?);
        }
        // The mandates of the company have these lines already.
        let known = mandates_end(basis, today)?.map(|f| f.value);
        let end = step(Step::MandatesEnd)
            .filter(|end| poll.establishment.is_some() || known.is_none_or(|known| known != *end));
        push(after(MANDATES_END, end)?);
    }
    if poll.round == 1 && !held {
        push(planned("poll.meeting", step(Step::Meeting))?);
    }
    if !held {
        // Our own lists are there.
        let due = step(Step::ListsDue).filter(|_| step(Step::ListsSent).is_none_or(|sent| sent > today));
        push(planned("poll.lists-due", due)?);
        push(planned("poll.vote", poll.day)?);
    }
    candidates(basis, id, poll, facts, today, out)?;
    let mut push = |lines: Vec<Line>| {
        out.lines.extend(lines.into_iter().map(|l| l.about(about.clone()).historic(today)));
    };
    push(after(LISTED, step(Step::ListPublished))?);
    let followed = basis.polls.values().any(|p| p.follows == Some(id));
    // Before the first round nobody knows whether a second one has to be held; delegates to the central committee are elected in
    // one round.
    let one_round = poll.nature == Some(Nature::Designation);
    // What counts from the results does so once they are proclaimed; the rest from the round itself.
    let of_results: Vec<_> = kinds::rules_of(RESULTS)?.into_iter().map(RuleId::from).collect();
    let rest = |line: &Line| !of_results.contains(&line.rule);
    if poll.round == 1 && !followed && held && !one_round {
        push(after(FIRST, poll.day)?.into_iter().filter(rest).collect());
    }
    push(after(RESULTS, proclaimed(poll))?);
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
    let lines = Line::following(CANDIDACY, &subject, sent, facts, today)?;
    let about = poll.name.clone().or_else(|| poll.establishment.clone());
    let parts: Vec<_> = about.into_iter().chain([format!("×{standing}")]).collect();
    out.lines.extend(lines.into_iter().map(|l| l.about(Some(parts.join(", ")))));
    Ok(())
}

/// After so many days nobody asks any more when lists were sent: beyond any six months.
const PROTECTED_DAYS: i64 = 184;
