//! Who gets the seats of one vote: one college, full members or substitutes.

mod divide;
mod order;
mod person;
mod what_if;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use divide::{AverageStep, Won};
pub use person::{Identity, Taken};
pub(crate) use person::{Same, same};
pub use what_if::{WhatIf, what_if};

use crate::{
    election::{
        allocate::divide::{Division, Stuck, divide},
        fault::{ElectionError, Fault, MOST, bad, is_too_many, too_many},
    },
    law::{Answer, Book, FactName, Finding, Fraction, Open, Reasoning, Remark},
};

/// The figures of one vote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vote {
    /// Seats to fill.
    pub seats: u32,
    /// Valid ballots of the college; the sum of the ballots of the lists where it is not given.
    pub valid: Option<u64>,
    /// The lists.
    pub lists: Vec<List>,
    /// Full members reserved for cadres within this college.
    pub reserved: u32,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Its name.
    pub name: String,
    /// The ballots cast for it.
    pub ballots: Option<u64>,
    /// Its votes, where those of its candidates are not given: the average.
    pub votes: Option<Fraction>,
    /// How many candidates it has, where they are not given one by one.
    pub size: Option<u32>,
    /// Its candidates in the order of presentation.
    pub candidates: Vec<Candidate>,
    /// The birth date of the candidate due for the seat that a tie is about, where candidates are not given one by one.
    pub born: Option<NaiveDate>,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// The name; empty where it is not known, and the place on the list stands for it.
    pub name: String,
    /// Ballots of the list on which the name was not struck.
    pub votes: u64,
    /// The birth date, which breaks the last tie.
    pub born: Option<NaiveDate>,
    /// Whether this is a cadre, for reserved seats.
    pub cadre: bool,
}

/// What a list got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSeats {
    /// Its name.
    pub name: String,
    /// Its votes for seats: the average of those of its candidates.
    pub average: Fraction,
    /// Seats by quotient.
    pub by_quotient: u32,
    /// Seats by highest average.
    pub by_average: u32,
    /// Seats filled: never more than candidates.
    pub seats: u32,
    /// The elected, in order, where candidates are named.
    pub elected: Vec<String>,
    /// Their places on the list, from 0.
    pub places: Vec<usize>,
}

/// Who gets the seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// Valid ballots of the college.
    pub valid: u64,
    /// The electoral quotient.
    pub quotient: Fraction,
    /// The lists, in the order given.
    pub lists: Vec<ListSeats>,
    /// The seats given by average, one by one.
    pub rounds: Vec<AverageStep>,
    /// Seats left to the second round.
    pub vacant: u32,
}

/// The figures once they hold together.
pub(crate) struct Checked {
    pub(crate) valid: u64,
    pub(crate) votes: Vec<Fraction>,
    pub(crate) quotient: Fraction,
}

/// Returns who gets the seats (*attribution des sièges*).
///
/// `taken` are the candidates who hold a seat already: whoever is elected full member is not elected substitute,
/// and the seat goes to the next on the list. Where a namesake of the elected may be another person, and it makes a
/// difference, the seats are undetermined.
///
/// # Law
/// R2314-19 (quotient: valid ballots over seats, kept exact; votes of a list: the average over its candidates),
/// R2314-20 (highest average, seat by seat), R2314-21 (ties: more votes, then the older candidate), L2314-29 (erasures
/// below ten per cent are ignored). For more than two lists, or more than one seat left, the text is silent: more votes
/// decides there too, with a remark. What ages do not settle is undetermined.
///
/// # Errors
/// Figures that do not hold together, by their field; a day outside the tables.
pub fn allocate(
    book: &Book,
    vote: &Vote,
    taken: &Taken,
    on: NaiveDate,
) -> Result<Finding<Answer<Allocation>>, ElectionError> {
    let found = allocate_without(book, vote, &taken.surely, on)?;
    if taken.perhaps.is_empty() {
        return Ok(found);
    }
    let both: BTreeSet<_> = taken.surely.union(&taken.perhaps).copied().collect();
    let other = allocate_without(book, vote, &both, on)?;
    let same = match (&found.value, &other.value) {
        (Answer::Known(a), Answer::Known(b)) => a == b,
        _ => true,
    };
    if same {
        return Ok(found);
    }
    let name = |(list, place): &(usize, usize)| {
        vote.lists.get(*list).and_then(|l| Some(format!("{} ({})", l.candidates.get(*place)?.name, l.name)))
    };
    let options = taken.perhaps.iter().filter_map(name).collect();
    Ok(found.map(|_| Answer::Undetermined { why: Open::Namesake, options }))
}

fn allocate_without(
    book: &Book,
    vote: &Vote,
    taken: &BTreeSet<(usize, usize)>,
    on: NaiveDate,
) -> Result<Finding<Answer<Allocation>>, ElectionError> {
    let checked = check(vote)?;
    let mut why = Reasoning::new(book, on);
    let limit = book.share("allocation.erasures", on)?;
    let ranked: Vec<Vec<usize>> = vote.lists.iter().map(|l| order::ranked(l, limit)).collect();
    reasons(&mut why, vote, &checked, limit)?;
    // The candidate due for the next seat of a list, after those who are taken.
    let free: Vec<Vec<usize>> = vote
        .lists
        .iter()
        .zip(&ranked)
        .enumerate()
        .map(|(at, (list, order))| {
            let free = |i: &usize| list.candidates.get(*i).is_some() && !taken.contains(&(at, *i));
            order.iter().copied().filter(free).collect()
        })
        .collect();
    let age = |list: usize, seats: u32| {
        let facts = vote.lists.get(list)?;
        if facts.candidates.is_empty() {
            return facts.born;
        }
        let index = free.get(list)?.get(usize::try_from(seats).ok()?)?;
        facts.candidates.get(*index)?.born
    };
    let division = match divide(&checked.votes, checked.quotient, vote.seats, age) {
        Ok(division) => division,
        Err(Stuck::TooLarge) => return Err(bad("lists", Fault::TooLarge)),
        Err(Stuck::Tie { lists, left, same_age }) => {
            why.note("allocation.tie-votes", vec![(FactName::SeatsLeft, left.into())])?;
            why.note("allocation.tie-age", vec![(FactName::SeatsLeft, left.into())])?;
            let name = |i: &usize| vote.lists.get(*i).map(|l| l.name.clone());
            return Ok(why.conclude(Answer::Undetermined {
                why: if same_age { Open::TieSameAge } else { Open::TieAgeUnknown },
                options: lists.iter().filter_map(name).collect(),
            }));
        }
    };
    ties(&mut why, &division)?;
    let mut lists = Vec::with_capacity(vote.lists.len());
    let mut filled: u32 = 0;
    for (index, list) in vote.lists.iter().enumerate() {
        let by_quotient = division.by_quotient.get(index).copied().unwrap_or(0);
        let by_average = division.by_average.get(index).copied().unwrap_or(0);
        let won = by_quotient.saturating_add(by_average);
        let free = free.get(index).map_or(&[][..], Vec::as_slice);
        let seats = order::room(list, free).map_or(won, |room| room.min(won));
        if seats < won {
            why.note(
                "allocation.candidates",
                vec![
                    (FactName::List, list.name.as_str().into()),
                    (FactName::Won, won.into()),
                    (FactName::Seats, seats.into()),
                ],
            )?;
        }
        let elected = order::elected(list, free, seats);
        let places = free.iter().take(usize::try_from(seats).unwrap_or(usize::MAX)).copied().collect();
        if taken.iter().any(|(at, _)| *at == index) && seats > 0 {
            why.note("allocation.both", vec![(FactName::List, list.name.as_str().into())])?;
        }
        filled = filled.saturating_add(seats);
        lists.push(ListSeats {
            name: list.name.clone(),
            average: checked.votes.get(index).copied().unwrap_or(Fraction::ZERO),
            by_quotient,
            by_average,
            seats,
            elected,
            places,
        });
    }
    if let Some(options) = order::reserved_missing(vote, &lists) {
        why.note("college.reserved-seats", vec![(FactName::Reserved, vote.reserved.into())])?;
        return Ok(why.conclude(Answer::Undetermined { why: Open::ReservedSeat, options }));
    }
    Ok(why.conclude(Answer::Known(Allocation {
        valid: checked.valid,
        quotient: checked.quotient,
        lists,
        rounds: division.rounds,
        vacant: vote.seats.saturating_sub(filled),
    })))
}

fn reasons(
    why: &mut Reasoning<'_>,
    vote: &Vote,
    checked: &Checked,
    limit: Fraction,
) -> Result<(), ElectionError> {
    if vote.lists.iter().any(|l| !l.candidates.is_empty()) {
        why.note("allocation.list-votes", vec![])?;
    }
    why.note(
        "allocation.quotient",
        vec![
            (FactName::Valid, checked.valid.into()),
            (FactName::Seats, vote.seats.into()),
            (FactName::Quotient, checked.quotient.into()),
        ],
    )?;
    if vote.lists.iter().any(order::has_erasures) {
        why.note("allocation.erasures", vec![(FactName::Share, limit.into())])?;
    }
    if vote.lists.iter().any(|l| order::has_erasures(l) && l.ballots.is_none()) {
        why.remark(Remark::BallotsAssumed);
    }
    Ok(())
}

fn ties(why: &mut Reasoning<'_>, division: &Division) -> Result<(), ElectionError> {
    if !division.rounds.is_empty() {
        why.note("allocation.average", vec![(FactName::SeatsLeft, division.rounds.len().into())])?;
    }
    let by = |won| division.rounds.iter().any(|r| r.won == won);
    if by(Won::MoreVotes) || by(Won::Older) {
        why.note("allocation.tie-votes", vec![])?;
    }
    if by(Won::Older) {
        why.note("allocation.tie-age", vec![])?;
    }
    if division.beyond_text {
        why.remark(Remark::TieBeyondText);
    }
    Ok(())
}

/// Checks that the figures hold together and returns the votes of each list.
pub(crate) fn check(vote: &Vote) -> Result<Checked, ElectionError> {
    if vote.seats == 0 {
        return Err(bad("seats", Fault::Zero));
    }
    if vote.seats > MOST {
        return Err(too_many("seats"));
    }
    if is_too_many(vote.lists.len()) {
        return Err(too_many("lists"));
    }
    if vote.reserved > vote.seats {
        return Err(bad("reserved", Fault::Above("seats".to_owned())));
    }
    if vote.lists.is_empty() {
        return Err(bad("lists", Fault::Missing));
    }
    let mut votes = Vec::with_capacity(vote.lists.len());
    let mut ballots = Fraction::ZERO;
    let mut names = BTreeSet::new();
    for (index, list) in vote.lists.iter().enumerate() {
        let field = |part: &str| format!("lists[{index}].{part}");
        if !names.insert(&list.name) {
            return Err(bad(field("name"), Fault::Twice));
        }
        let (average, at_least) = order::votes(list, &field)?;
        votes.push(average);
        ballots = ballots.checked_add(at_least).ok_or_else(|| bad("lists", Fault::TooLarge))?;
    }
    let valid = match vote.valid {
        Some(valid) => valid,
        None if vote.lists.iter().any(|l| order::has_erasures(l) && l.ballots.is_none()) => {
            return Err(bad("valid", Fault::Missing));
        }
        None if !ballots.is_whole() => return Err(bad("valid", Fault::Missing)),
        None => ballots.to_count().ok_or_else(|| bad("lists", Fault::TooLarge))?,
    };
    if valid == 0 {
        return Err(bad("valid", Fault::Zero));
    }
    if ballots > Fraction::from(valid) {
        return Err(bad("lists", Fault::Above("valid".to_owned())));
    }
    let quotient = Fraction::new(valid.into(), vote.seats.into()).ok_or_else(|| bad("seats", Fault::Zero))?;
    Ok(Checked { valid, votes, quotient })
}

#[cfg(test)]
mod tests;
