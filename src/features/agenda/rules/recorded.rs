//! The lines of what was recorded, and the own dates.

use chrono::NaiveDate;

use super::{
    Agenda, Basis, Line, MissingFact, Subject, Whom, before_tables,
    ground::{Ground, MANDATES_END},
    meetings, renewal, rounds,
    scene::Scene,
};
use crate::{
    bargaining::Situation,
    base::Id,
    calendar::{RuleError, kinds},
    election::{self, Mandates},
    features::agenda::records::{Fact, OWN},
    law::{Book, book},
};

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    scene: &Scene,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let book = book();
    let ground = Ground::of(&basis.company, today);
    let meetings = meetings::all(basis);
    for (id, fact) in &basis.recorded {
        let before = out.lines.len();
        if rounds::is_request(&fact.code) {
            rounds::of_fact(known, *id, fact, today, out)?;
        } else {
            of_fact(book, &ground, scene, *id, fact, today, out)?;
        }
        for line in out.lines.iter_mut().skip(before) {
            (line.root, line.since) = (Some(*id), fact.day);
        }
        if let Some(whom) = fact.of.and_then(|person| basis.names.get(&person)) {
            out.lines.iter_mut().skip(before).for_each(|line| line.whom = Some(whom.clone()));
        }
        if let Some(by) = &fact.by {
            out.lines.iter_mut().skip(before).for_each(|line| line.by = Some(Whom(by.clone())));
        }
        if meetings::is_one(&fact.code) {
            let mut own = out.lines.split_off(before);
            own.retain(|line| {
                line.rule != meetings::NEXT || meetings::stands(&meetings, fact, line.day, today)
            });
            out.lines.append(&mut own);
        }
    }
    meetings::lines(basis, &ground, today, out)
}

fn of_fact(
    book: &Book,
    ground: &Ground,
    scene: &Scene,
    id: Id,
    fact: &Fact,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let Some(day) = fact.day else { return Ok(()) };
    if fact.code == OWN {
        let line = Line::planned(OWN, Subject::Fact(id), day)?;
        let (at, place) = (fact.at.clone(), fact.place.clone());
        out.lines.push(Line { at, place, ..line.about(fact.about.clone()) });
        return Ok(());
    }
    // A kind that only a newer program knows gives no date here.
    let Some(kind) = kinds::of(&fact.code)? else { return Ok(()) };
    let facts = ground.with(fact);
    let own = fact.headcount.as_deref().and_then(|n| n.parse().ok());
    if !scene.sets_going(kind.below.as_deref(), day.min(today), own) {
        out.outside.extend(kind.chains.iter().flatten().map(|rule| (id, rule.clone())));
        return Ok(());
    }
    let found = match kinds::dates(book, kind, day, &facts, today) {
        Err(error) if before_tables(&error, today) => {
            let line = Line::not_covered(Subject::Fact(id), kind.kind, day, Some(kind))?;
            out.lines.push(line.about(fact.about.clone()));
            return Ok(());
        }
        other => other?,
    };
    for (rule, param) in found.missing {
        // What does not apply lacks nothing.
        if !scene.outside(rule, &facts, day, today)? {
            out.missing.push(MissingFact::Param(id, rule.into(), param));
        }
    }
    out.lines.extend(found.dates.into_iter().map(|dated| {
        let line = Line::counted(dated.rule, Subject::Fact(id), dated.from, dated.deadline, facts);
        line.about(fact.about.clone())
    }));
    if kind.id == MANDATES_END {
        let mandates = Mandates { end: Some(day), ..Mandates::default() };
        let end = election::mandates_end(book, mandates, today)?;
        let line = end.map(|end| renewal::end(Subject::Fact(id), end)).transpose()?;
        out.lines.extend(line.map(|line| line.about(fact.about.clone())));
    }
    Ok(())
}
