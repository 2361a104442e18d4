//! The lines of the rounds of bargaining, and what the agenda knows of the last ones.

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, Subject, facts, facts::Ground};
use crate::{
    app::company,
    bargaining::{self, Agreed, Situation},
    calendar::{Kind, RuleError, Who},
    law::book,
    roster::{
        diary::{self, Fact},
        round::Round,
    },
};

/// The code of a recorded agreement on method.
pub(crate) const METHOD: &str = "method-agreement";
/// The code of a recorded agreement on one subject.
pub(crate) const SUBJECT: &str = "subject-agreement";

/// Returns what bargaining depends on: the facts of the company, rounds that were closed, agreements on method.
pub(crate) fn situation(basis: &Basis, today: NaiveDate) -> Situation {
    let mut out = company::situation(&basis.company, today);
    for round in basis.rounds.values() {
        let Some(subject) = bargaining::Subject::of_code(&round.subject) else { continue };
        if let (Some(_), Some(day)) = (round.outcome, round.closed) {
            let last = out.last.entry(subject).or_insert(day);
            *last = (*last).max(day);
        }
    }
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
            let subject = bargaining::Subject::of_code(code)?;
            let own = fact.code == SUBJECT;
            let months = if own { fact.years?.checked_mul(12)? } else { months? };
            Some((subject, Agreed { concluded, months, years: fact.years, own }))
        })
        .collect()
}

pub(super) fn lines(basis: &Basis, today: NaiveDate, out: &mut Agenda) -> Result<(), RuleError> {
    let ground = Ground::of(&basis.company, today);
    for (id, round) in &basis.rounds {
        let about = round.title.clone().or_else(|| Some(round.subject.clone()));
        if let Some(fact) = request(round, about.clone()) {
            facts::of_fact(book(), &ground, *id, &fact, today, out)?;
        }
        if round.outcome.is_some() {
            continue;
        }
        let line = |rule, who, day| {
            Line::planned(rule, Subject::Fact(*id), Kind::Bargaining, who, day).about(about.clone())
        };
        let first = round.opened.filter(|day| *day >= today);
        out.lines.extend(first.map(|day| line("round.first-meeting", Who::Section, day)));
        let promised = round.information_due.filter(|_| round.information.is_none());
        out.lines.extend(promised.map(|day| line("round.information", Who::Employer, day)));
        let next = round.meetings.iter().map(|m| m.day).filter(|day| *day >= today).min();
        out.lines.extend(next.map(|day| line("round.meeting", Who::Section, day)));
    }
    Ok(())
}

/// The request of a round that the employer has not answered yet, as a fact.
fn request(round: &Round, about: Option<String>) -> Option<Fact> {
    let open = round.convened.is_none() && round.opened.is_none() && round.outcome.is_none();
    let day = round.requested.filter(|_| open)?;
    let code = if round.forwarded.is_some() { "union-request-forwarded" } else { "union-request" };
    Some(Fact { code: code.to_owned(), day: Some(day), about, ..Fact::default() })
}
