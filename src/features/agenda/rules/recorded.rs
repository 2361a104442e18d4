//! The lines of what was recorded, and the own dates.

use chrono::{Months, NaiveDate};

use super::{
    Agenda, Basis, Line, MissingFact, Subject, Whom, before_tables,
    ground::{Ground, MANDATES_END},
    meetings, renewal, rounds,
    scene::Scene,
};
use crate::{
    bargaining::Situation,
    base::Id,
    calendar::{
        Nature, RuleError, kinds,
        rule::{self, Facts, Stop},
    },
    election::{self, Mandates},
    features::agenda::records::{Fact, OWN},
    law::{Book, book},
};

/// The longest time that a committee has for its opinion, in months.
const LONGEST: u32 = 3;

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
            of_fact(book, &ground, scene, (*id, fact, stop(basis, scene, *id, fact)?), today, out)?;
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
    (id, fact, stop): (Id, &Fact, Option<Stop>),
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
    let facts = Facts { stop, ..ground.with(fact) };
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
        let mut line = Line::counted(dated.rule, Subject::Fact(id), dated.from, dated.deadline, facts);
        // While the clock stands, no day of it is one to keep, and none that is counted from it.
        let chained = dated.from != day;
        if stop.is_some_and(|stop| stop.to.is_none()) && (dated.rule.stops.is_some() || chained) {
            line.nature = Nature::Undetermined;
        }
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

/// When the clock of a recorded fact stands still, where it can be told that what stops it is about this one and no other.
fn stop(basis: &Basis, scene: &Scene, id: Id, fact: &Fact) -> Result<Option<Stop>, RuleError> {
    let (Some(kind), Some(day)) = (kinds::of(&fact.code)?, fact.day) else { return Ok(None) };
    let mut rules = kind.chains.iter().flatten().filter_map(|name| rule::rule(name).ok());
    let Some(stops) = rules.find_map(|rule| rule.stops.as_ref()) else { return Ok(None) };
    let place = scene.things.place(kind, fact);
    for (by, contest) in basis.recorded.iter().filter(|(_, one)| one.code == stops.by) {
        let Some(from) = contest.day.filter(|from| *from >= day) else { continue };
        let there = match kinds::of(&contest.code)? {
            Some(kind) => scene.things.place(kind, contest),
            None => None,
        };
        let elsewhere = there.is_some() && place.is_some() && there != place;
        let root = basis.recorded.get(&scene.things.thing(*by));
        // What was contested is the last thing of its own that was recorded before.
        let about = |one: &&Fact| stops.unless.contains(&one.code) && one.day.is_some_and(|at| at <= from);
        let excepted = root.filter(|_| scene.things.thing(*by) != *by).is_some_and(|_| {
            let of = |at: &Id| scene.things.thing(*at) == scene.things.thing(*by);
            basis.recorded.iter().filter(|(at, _)| of(at)).any(|(_, one)| about(&one))
        });
        if elsewhere || excepted || !alone(basis, id, fact, from) {
            continue;
        }
        let judged = |one: &(&Id, &Fact)| {
            one.1.code == stops.until && scene.things.thing(*one.0) == scene.things.thing(*by)
        };
        let to = basis
            .recorded
            .iter()
            .filter(judged)
            .filter_map(|(_, one)| one.day)
            .filter(|to| *to >= from)
            .min();
        return Ok(Some(Stop { from, to }));
    }
    Ok(None)
}

/// Tells whether no other fact of this kind was going on that day: begun in the three months before.
fn alone(basis: &Basis, id: Id, fact: &Fact, on: NaiveDate) -> bool {
    let back = on.checked_sub_months(Months::new(LONGEST));
    let going = |one: &Fact| one.day.is_some_and(|day| day <= on && back.is_none_or(|back| day > back));
    let mut others = basis.recorded.iter().filter(|(at, one)| **at != id && one.code == fact.code);
    going(fact) && !others.any(|(_, one)| going(one))
}
