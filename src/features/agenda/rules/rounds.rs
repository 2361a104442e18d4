//! The lines of the rounds of bargaining, and what the agenda knows of the last ones.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, Subject, before_tables, ground::Ground};
use crate::{
    bargaining::{
        self, Agreed, Situation,
        claim::{self, Clock},
        stage,
    },
    base::Id,
    calendar::{DutyKind, Nature, RuleError, kinds},
    features::{
        agenda::records::{self as diary, Fact},
        bargain::records::{Round, RoundEnd},
    },
    law::book,
};

/// The code of a recorded request to bargain.
pub(super) const ASKED: &str = "union-request";
/// The code of a recorded request that was passed on already.
pub(super) const ASKED_AND_PASSED: &str = "union-request-forwarded";

/// The code of a recorded agreement signed by more than 30 % and not the half.
const MINORITY: &str = "minority-agreement";
/// The code of a recorded notice of an agreement.
const NOTIFIED: &str = "agreement-notified";

/// The code of a recorded agreement on method.
pub(crate) const METHOD: &str = "method-agreement";
/// The code of a recorded agreement on one subject.
pub(crate) const SUBJECT: &str = "subject-agreement";

/// Returns what bargaining depends on: the facts of the company, rounds that were closed, agreements on method.
pub(crate) fn situation(basis: &Basis, today: NaiveDate) -> Situation {
    let mut out = crate::features::company::rules::situation(&basis.company, today);
    for round in basis.rounds.values() {
        let Some(subject) = bargaining::Subject::from_code(&round.subject) else { continue };
        if let (Some(_), Some(day)) = (round.outcome, round.closed) {
            let last = out.last.entry(subject).or_insert(day);
            *last = (*last).max(day);
        }
    }
    out.never.retain(|subject, _| !out.last.contains_key(subject));
    let mut facts: Vec<_> =
        basis.recorded.values().filter(|f| f.code == METHOD || f.code == SUBJECT).collect();
    facts.sort_by_key(|f| f.day);
    for fact in facts {
        for (subject, agreed) in agreed(fact) {
            // The later agreement takes the place of the earlier one.
            out.agreed.insert(subject, agreed);
        }
    }
    out
}

/// Returns what an agreement says of each subject.
fn agreed(fact: &Fact) -> Vec<(bargaining::Subject, Agreed)> {
    let Some(concluded) = fact.day else { return Vec::new() };
    let terms = fact.terms.as_deref().unwrap_or_default();
    diary::terms(terms)
        .filter_map(|(code, months)| {
            let subject = bargaining::Subject::from_code(code)?;
            let own = fact.code == SUBJECT;
            let months = if own { fact.years?.checked_mul(12)? } else { months? };
            Some((subject, Agreed { concluded, months, years: fact.years, own }))
        })
        .collect()
}

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    for (id, round) in &basis.rounds {
        let about = round.title.clone().or_else(|| Some(round.subject.clone()));
        if let Some(asked) = unanswered(round) {
            let subjects: Vec<_> = bargaining::Subject::from_code(&round.subject).into_iter().collect();
            let passed = round.forwarded.is_some();
            let request = Request { id: *id, asked, subjects: &subjects, passed, about: about.clone() };
            of_request(known, &request, today, out)?;
        }
        if round.outcome.is_some() {
            ended(basis, (*id, round), about.as_ref(), today, out)?;
            continue;
        }
        let mut push = |rule, day: Option<NaiveDate>| {
            let line = day.map(|day| Line::planned(rule, Subject::Fact(*id), day)).transpose()?;
            out.lines.extend(line.map(|line| line.about(about.clone())));
            Ok::<_, RuleError>(())
        };
        let first = round.opened.filter(|day| *day >= today);
        push("round.first-meeting", first)?;
        let promised = round.information_due.filter(|_| round.information.is_none());
        push("round.information", promised)?;
        let next = round.meetings.iter().map(|m| m.day).filter(|day| *day >= today).min();
        push("round.meeting", next)?;
    }
    Ok(())
}

/// The lines of a round that has ended: the vote of the staff, the notice, the filing, the time to ask for nullity.
///
/// # Law
/// L2232-12 (vote of the staff), L2231-5 (notice to the representative unions), D2231-2, L2242-5 (filing), L2262-14 (nullity). No
/// text gives the notice or the filing a day: they are asked for while the end is near.
fn ended(
    basis: &Basis,
    (id, round): (Id, &Round),
    about: Option<&String>,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let (Some(end), Some(closed)) = (round.outcome, round.closed) else { return Ok(()) };
    let facts = Ground::of(&basis.company, today).facts();
    let subject = Subject::Fact(id);
    let before = out.lines.len();
    if basis.staff_votes.contains(&id) {
        out.lines.extend(Line::following(MINORITY, &subject, closed, facts, today)?);
    }
    if let Some(day) = round.notified {
        out.lines.extend(Line::following(NOTIFIED, &subject, day, facts, today)?);
    }
    let near = !super::long_past(closed, today);
    let next = match end {
        RoundEnd::Agreement if round.notified.is_none() => Some("round.notify"),
        RoundEnd::Agreement | RoundEnd::Disagreement if round.filed.is_none() => Some("round.file"),
        RoundEnd::Agreement | RoundEnd::Disagreement => None,
    };
    if let Some(rule) = next.filter(|_| near && closed <= today) {
        out.lines.push(Line::planned(rule, subject, round.notified.unwrap_or(closed))?);
    }
    for line in out.lines.iter_mut().skip(before) {
        line.about = about.cloned();
        line.past |= super::long_past(line.day, today);
    }
    Ok(())
}

/// The day of the request of a round that the employer has not answered yet.
fn unanswered(round: &Round) -> Option<NaiveDate> {
    let open = round.convened.is_none() && round.opened.is_none() && round.outcome.is_none();
    round.requested.filter(|_| open)
}

/// A request to bargain that waits for its answer.
struct Request<'a> {
    id: Id,
    asked: NaiveDate,
    /// The subjects asked for; none where they are not named.
    subjects: &'a [bargaining::Subject],
    /// Whether it was passed on already.
    passed: bool,
    about: Option<String>,
}

/// Tells whether a fact is a request to bargain.
pub(crate) fn is_request(code: &str) -> bool {
    [ASKED, ASKED_AND_PASSED].contains(&code)
}

/// The lines of a recorded request.
pub(super) fn of_fact(
    known: &Situation,
    id: Id,
    fact: &Fact,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let Some(asked) = fact.day else { return Ok(()) };
    let terms = diary::terms(fact.terms.as_deref().unwrap_or_default());
    let subjects: Vec<_> = terms.filter_map(|(code, _)| bargaining::Subject::from_code(code)).collect();
    let passed = fact.code == ASKED_AND_PASSED;
    let request = Request { id, asked, subjects: &subjects, passed, about: fact.about.clone() };
    of_request(known, &request, today, out)
}

fn of_request(
    known: &Situation,
    request: &Request<'_>,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let clock = match request.subjects {
        [one] => claim::clock(book(), known, *one, request.asked),
        _ => claim::clock_of_any(book(), known, request.asked),
    };
    let clock = match clock.map_err(RuleError::from) {
        Err(error) if before_tables(&error, today) => {
            let kind = kinds::of(ASKED)?;
            let line =
                Line::not_covered(Subject::Fact(request.id), DutyKind::Bargaining, request.asked, kind)?;
            out.lines.push(line.about(request.about.clone()));
            return Ok(());
        }
        other => other?,
    };
    let subject = || Subject::Fact(request.id);
    let found =
        |rule: &str, found| Line::found(rule, subject(), found).map(|line| line.about(request.about.clone()));
    match clock.value {
        Clock::Early(from) => {
            out.lines.push(found("round.request-again", clock.map(|_| from))?);
        }
        Clock::Void(_) => {
            out.lines.push(found("round.request-void", clock.map(|_| request.asked))?);
        }
        Clock::Runs | Clock::Open(_) => {
            let asked = if request.passed { ASKED_AND_PASSED } else { ASKED };
            for rule in kinds::rules_of(asked)? {
                let id = rule.id.as_str();
                let mut why = clock.clone().map(|_| ());
                let day = why.and(stage::answered(book(), id, request.asked, &clock.value, today)?);
                let line = found(id, why.map(|()| day))?;
                let open = matches!(clock.value, Clock::Open(_));
                out.lines.push(if open { line.meaning(Nature::Undetermined) } else { line });
            }
        }
    }
    Ok(())
}
