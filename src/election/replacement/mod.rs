//! Who comes in for a full member who leaves, step by step.

mod board;
mod order;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use board::{Departure, Place, Roll, Runner};

use board::{People, State};
use order::{Options, Reading, Vacancy, overlaps, successor};

use crate::{
    election::{
        Leaving, Rung,
        fault::{ElectionError, Fault, bad, is_too_many, too_many},
    },
    law::{Answer, Book, FactName, Finding, Open, Reasoning, Remark},
};

/// Who comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Who, by list and place; nobody where the seat stays vacant, or was none.
    pub who: Option<Place>,
    /// By which rung of the article, or why nobody does.
    pub rung: Rung,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The day of the return, for an absence where it is known; else it is until the end of the mandates.
    pub until: Option<NaiveDate>,
}

/// Who comes in, and what is left of the committee then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Who comes in.
    pub answer: Answer<Succession>,
    /// By college: full members elected, and those left; nothing where it hangs on what is open.
    pub left: Option<BTreeMap<String, (u32, u32)>>,
}

/// Returns who comes in for the last of those who left (*remplacement d’un titulaire*). Those before are replaced in their
/// order.
///
/// # Law
/// L2314-37: an elected substitute of the same union and category; of the same union in the same college, then in
/// another (Cass. soc. 21-11.347); a candidate of the union who was not elected; a substitute of another union of the same
/// category with most votes. Nobody comes in after an annulment for the rule of women and men (20-16.859), or while a
/// court still has to rule on one (24-60.159). Nobody replaces a substitute. What no text settles is undetermined.
///
/// # Errors
/// Nobody left; a place that is none; a day outside the tables.
pub fn replacement(
    book: &Book,
    rolls: &[Roll],
    departures: &[Departure],
    on: NaiveDate,
) -> Result<Finding<Replaced>, ElectionError> {
    let Some((last, before)) = departures.split_last() else {
        return Err(bad("who", Fault::Missing));
    };
    if is_too_many(departures.len()) {
        return Err(too_many("departures"));
    }
    let runner = |(list, place): Place| rolls.get(list).and_then(|r| r.candidates.get(place));
    if departures.iter().any(|d| runner(d.who).is_none() || d.by.is_some_and(|by| runner(by).is_none())) {
        return Err(bad("who", Fault::Unknown(String::new())));
    }
    let free = departures.iter().any(|d| rolls.get(d.who.0).is_some_and(|r| r.unions.is_empty()));
    let mut found: Vec<Outcome> = Vec::new();
    let (mut why, mut by_votes) = (None, false);
    for (reading, merge, open) in readings(rolls, last, free) {
        let (people, _) = People::of(rolls, merge);
        let outcome = match run(rolls, &people, before, last, reading) {
            Ok(outcome) => outcome,
            Err(who) => return earlier(book, rolls, on, who),
        };
        by_votes |= outcome.options.by_votes;
        why = why.or(outcome.options.why).or(open.filter(|_| differs(&found, &outcome)));
        found.push(outcome);
    }
    conclude(Reasoning::new(book, on), rolls, last, &found, why, by_votes)
}

/// What one reading comes to.
struct Outcome {
    options: Options,
    left: BTreeMap<String, (u32, u32)>,
}

fn differs(found: &[Outcome], outcome: &Outcome) -> bool {
    let places = |o: &Outcome| o.options.found.iter().map(|(p, _)| *p).collect::<Vec<_>>();
    found.iter().any(|f| places(f) != places(outcome))
}

/// Every way to read what no text settles, with what it is that is open.
fn readings(rolls: &[Roll], last: &Departure, free: bool) -> Vec<((Reading, bool), bool, Option<Open>)> {
    let plain = Reading { wide: false, strict: false };
    let mut out = vec![((plain, false), false, None)];
    if People::of(rolls, false).1 {
        out.push(((plain, false), true, Some(Open::Namesake)));
    }
    let partly = |a: &Roll| rolls.iter().any(|b| overlaps(a, b));
    if rolls.iter().any(partly) {
        out.push(((Reading { wide: true, ..plain }, false), false, Some(Open::ReplacementCommonList)));
    }
    if free {
        out.push(((Reading { strict: true, ..plain }, false), false, Some(Open::ReplacementNoUnion)));
    }
    if last.moved.is_some() {
        out.push(((plain, true), false, Some(Open::ReplacementMoved)));
    }
    out
}

/// Lets everybody leave in their order; the place of whom it is not settled who came in for them otherwise.
fn run(
    rolls: &[Roll],
    people: &People,
    before: &[Departure],
    last: &Departure,
    (reading, moved): (Reading, bool),
) -> Result<Outcome, Place> {
    let mut state = State::new(rolls, people);
    for departure in before {
        let Some(seat) = state.leaves(departure) else { continue };
        if bars(departure.cause).is_some() {
            continue;
        }
        let options = options(&state, seat, departure, reading, true);
        let who = match (departure.by, options.found.as_slice()) {
            (Some(by), _) => Some(by),
            (None, [(one, _)]) => *one,
            (None, _) => return Err(departure.who),
        };
        fill(&mut state, seat, who);
    }
    let Some(seat) = state.leaves(last) else {
        let options = Options { found: vec![(None, Rung::NotAHolder)], ..Options::default() };
        return Ok(Outcome { options, left: state.left() });
    };
    let options = match bars(last.cause) {
        Some(rung) => Options { found: vec![(None, rung)], ..Options::default() },
        None => match last.by {
            Some(by) => Options { found: vec![(Some(by), Rung::Settled)], ..Options::default() },
            None => options(&state, seat, last, reading, moved),
        },
    };
    if let [(who, _)] = options.found.as_slice() {
        fill(&mut state, seat, *who);
    }
    Ok(Outcome { options, left: state.left() })
}

fn fill(state: &mut State<'_>, seat: usize, who: Option<Place>) {
    let who = who.map(|place| state.people.at(place));
    if let Some(seat) = state.seats.get_mut(seat) {
        seat.holder = who;
    }
}

fn options(state: &State<'_>, seat: usize, departure: &Departure, reading: Reading, moved: bool) -> Options {
    let Some(origin) = state.seats.get(seat).map(|s| s.origin) else { return Options::default() };
    let (Some(roll), Some(runner)) = (state.roll(origin), state.runner(origin)) else {
        return Options::default();
    };
    let at_vote = Vacancy { roll, college: &roll.college, category: runner.category.as_deref() };
    let vacancy = match departure.moved.as_ref().filter(|_| moved) {
        Some((college, category)) => Vacancy { roll, college, category: category.as_deref() },
        None => at_vote,
    };
    successor(state, vacancy, reading)
}

/// Why nobody comes in, for some causes.
const fn bars(cause: Leaving) -> Option<Rung> {
    match cause {
        Leaving::AnnulledParity | Leaving::Annulled => Some(Rung::Annulled),
        Leaving::AnnulmentPending => Some(Rung::Pending),
        Leaving::Resignation
        | Leaving::Death
        | Leaving::ContractEnded
        | Leaving::NotEligible
        | Leaving::Revoked
        | Leaving::Absence => None,
    }
}

/// Names somebody with their list.
fn label(rolls: &[Roll], place: Option<Place>) -> String {
    let named = |(list, place): Place| {
        let roll = rolls.get(list)?;
        let runner = roll.candidates.get(place)?;
        let born = runner.born.map(|b| format!(", {b}")).unwrap_or_default();
        Some(format!("{} ({}{born})", runner.name, roll.name))
    };
    // The same word in both languages.
    place.and_then(named).unwrap_or_else(|| "vacant".to_owned())
}

fn earlier(
    book: &Book,
    rolls: &[Roll],
    on: NaiveDate,
    who: Place,
) -> Result<Finding<Replaced>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    why.note("mandate.replacement", vec![])?;
    let options = vec![label(rolls, Some(who))];
    let answer = Answer::Undetermined { why: Open::ReplacementBefore, options };
    Ok(why.conclude(Replaced { answer, left: None }))
}

fn conclude(
    mut why: Reasoning<'_>,
    rolls: &[Roll],
    last: &Departure,
    found: &[Outcome],
    open: Option<Open>,
    by_votes: bool,
) -> Result<Finding<Replaced>, ElectionError> {
    let mut options: Vec<(Option<Place>, Rung)> = Vec::new();
    for (place, rung) in found.iter().flat_map(|o| o.options.found.iter().copied()) {
        if !options.iter().any(|(p, _)| *p == place) {
            options.push((place, rung));
        }
    }
    let roll = rolls.get(last.who.0).map(|r| r.name.clone()).unwrap_or_default();
    why.note("mandate.replacement", vec![(FactName::List, roll.into())])?;
    if by_votes {
        why.note("mandate.replacement-votes", vec![])?;
    }
    for (place, rung) in &options {
        let rule = match rung {
            Rung::SameCollege | Rung::OtherCollege => Some("mandate.replacement-college"),
            Rung::NotElected => Some("mandate.replacement-candidate"),
            Rung::OtherUnion | Rung::Nobody => Some("mandate.replacement-union"),
            Rung::Annulled => Some("parity.no-substitute"),
            Rung::Pending => Some("mandate.replacement-pending"),
            Rung::SameCategory | Rung::NotAHolder | Rung::Settled => None,
        };
        let there = place.and_then(|(list, _)| rolls.get(list)).map(|r| r.name.clone());
        if let Some(rule) = rule.filter(|r| !why.has(r)) {
            why.note(rule, there.map(|l| (FactName::List, l.into())).into_iter().collect())?;
        }
    }
    if last.cause == Leaving::Revoked {
        why.remark(Remark::RevokedReplaced);
    }
    let absence = last.cause == Leaving::Absence;
    let answer = match options.as_slice() {
        [(who, rung)] => Answer::Known(Succession {
            who: *who,
            rung: *rung,
            from: last.on.filter(|_| who.is_some()),
            until: last.back.filter(|_| absence && who.is_some()),
        }),
        _ => Answer::Undetermined {
            why: open.unwrap_or(Open::ReplacementOrder),
            options: options.iter().map(|(place, _)| label(rolls, *place)).collect(),
        },
    };
    let settled = matches!(answer, Answer::Known(_));
    let left = found.first().map(|o| o.left.clone()).filter(|_| settled);
    Ok(why.conclude(Replaced { answer, left }))
}
