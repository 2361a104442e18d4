//! What if: a turnout and votes by list give quorum, seats and audience, and what one more seat would take.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    election::{
        Allocation, ElectionError, Fault, List, Quorum, Turnout, Vote, WhatIf, allocate,
        audience::{Audience, Ballot, CollegeVotes, ListVotes, audience},
        fault::bad,
        quorum, what_if,
    },
    features::election::{
        records::{Post, Slate},
        rules::{Dossier, Made, RoundResult, ScenarioName, outcome::split},
    },
    law::{Answer, Book, Finding, Fraction},
};

/// A supposition about a first round of the full members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub name: ScenarioName,
    /// The colleges.
    pub colleges: Vec<Supposed>,
}

/// What is supposed of one college.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supposed {
    /// The college.
    pub college: String,
    /// Valid ballots.
    pub valid: u64,
    /// The ballots of each list.
    pub lists: Vec<(String, u64)>,
}

/// What a scenario comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// The name of the scenario.
    pub name: ScenarioName,
    /// The colleges.
    pub colleges: Vec<Projected>,
    /// The audience over all of them; nothing where the election measures none.
    pub audience: Option<Finding<Audience>>,
}

/// What a scenario comes to in one college.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    /// What was supposed.
    pub supposed: Supposed,
    /// Electors on the list.
    pub registered: Option<u64>,
    /// The quorum.
    pub quorum: Option<Finding<Quorum>>,
    /// The seats; none are given without quorum.
    pub allocation: Option<Finding<Answer<Allocation>>>,
    /// How far each list is from one more seat.
    pub what_if: Vec<WhatIf>,
}

/// Returns what a scenario comes to.
///
/// # Law
/// As the count itself: L2314-29, R2314-19 to R2314-21, L2122-1. Erasures are not supposed.
///
/// # Errors
/// A college that is not there, ballots above the valid ones, valid ones above the electors, by their field.
pub fn project(
    book: &Book,
    dossier: &Dossier,
    scenario: &Scenario,
    on: NaiveDate,
) -> Result<Projection, ElectionError> {
    let mut colleges = Vec::new();
    let mut votes = Vec::new();
    let mut seen = BTreeSet::new();
    if scenario.colleges.is_empty() {
        return Err(bad("colleges", Fault::Missing));
    }
    for (index, supposed) in scenario.colleges.iter().enumerate() {
        let at = |part: &str| format!("colleges[{index}].{part}");
        let Some(college) = dossier.poll.college(&supposed.college) else {
            return Err(bad(at("id"), Fault::Unknown(supposed.college.clone())));
        };
        if !seen.insert(&supposed.college) {
            return Err(bad(at("id"), Fault::Twice));
        }
        let registered = college.electors();
        if registered.is_some_and(|r| supposed.valid > r) {
            return Err(bad(at("valid"), Fault::Above("registered".to_owned())));
        }
        let sum = supposed.lists.iter().try_fold(0_u64, |s, (_, n)| s.checked_add(*n));
        if sum.is_none_or(|s| s > supposed.valid) {
            return Err(bad(at("lists"), Fault::Above("valid".to_owned())));
        }
        let mut out = Projected {
            supposed: supposed.clone(),
            registered,
            quorum: None,
            allocation: None,
            what_if: Vec::new(),
        };
        let mut reached = true;
        if let Some(registered) = registered.filter(|r| *r > 0) {
            let found = quorum(book, Turnout { registered, valid: supposed.valid }, on)?;
            reached = found.value.reached;
            out.quorum = Some(found);
        }
        if reached && supposed.valid > 0 && college.holders > 0 && !supposed.lists.is_empty() {
            let vote = as_vote(dossier, supposed, college.holders);
            out.what_if = what_if(&vote)?;
            out.allocation = Some(allocate(book, &vote, &crate::election::Taken::default(), on)?);
        }
        votes.push(college_votes(dossier, supposed, registered));
        colleges.push(out);
    }
    let ballot = Ballot { colleges: votes, categorical: categorical(dossier, &scenario.colleges) };
    let measures = dossier.poll.is_general();
    let audience = if measures { Some(audience(book, &ballot, on)?) } else { None };
    Ok(Projection { name: scenario.name.clone(), colleges, audience })
}

/// The categorical unions that can be measured here: those of whose colleges one is supposed.
fn categorical(dossier: &Dossier, colleges: &[Supposed]) -> BTreeMap<String, Vec<String>> {
    let here = |id: &String| colleges.iter().any(|c| c.college == *id);
    let all = dossier.poll.categorical.iter();
    all.filter(|(_, list)| list.iter().any(here)).map(|(u, list)| (u.clone(), list.clone())).collect()
}

fn as_vote(dossier: &Dossier, supposed: &Supposed, seats: u32) -> Vote {
    let list = |(name, ballots): &(String, u64)| {
        let slate =
            dossier.slates_of(&supposed.college, Post::Holders).find(|(_, s)| fold(&s.name) == fold(name));
        let size = slate.and_then(|(_, s)| u32::try_from(s.candidates.len()).ok()).filter(|n| *n > 0);
        let votes = Some((*ballots).into());
        List { name: name.clone(), ballots: Some(*ballots), votes, size, ..List::default() }
    };
    Vote { seats, valid: Some(supposed.valid), lists: supposed.lists.iter().map(list).collect(), reserved: 0 }
}

fn college_votes(dossier: &Dossier, supposed: &Supposed, registered: Option<u64>) -> CollegeVotes {
    let list = |(name, ballots): &(String, u64)| {
        let named = |s: &&(Id, Slate)| fold(&s.1.name) == fold(name);
        // A list of that name in another college says which unions these are.
        let here = dossier.slates_of(&supposed.college, Post::Holders).find(named);
        let slate = here.or_else(|| dossier.slates.iter().find(named));
        let votes = (*ballots).into();
        match slate {
            // A list that is not filed yet goes by its name.
            None => ListVotes { unions: vec![name.clone()], votes, ..ListVotes::default() },
            Some((_, s)) => ListVotes {
                unions: s.unions.iter().map(|u| u.union.clone()).collect(),
                votes,
                split: split(s),
                split_known: s.split_counts(),
                candidates: Vec::new(),
            },
        }
    };
    CollegeVotes {
        establishment: None,
        id: supposed.college.clone(),
        registered,
        voters: None,
        valid: supposed.valid.into(),
        lists: supposed.lists.iter().map(list).collect(),
    }
}

/// Shares a number of ballots out by weights, whole ballots only, to the largest remainders; to the first of equal ones.
#[must_use]
pub fn spread(weights: &[Fraction], total: u64) -> Vec<u64> {
    let zero = || vec![0; weights.len()];
    let sum = weights.iter().try_fold(Fraction::ZERO, |s, w| s.checked_add(*w));
    let Some(sum) = sum.filter(|s| *s > Fraction::ZERO) else { return zero() };
    let exact: Option<Vec<Fraction>> =
        weights.iter().map(|w| w.checked_mul(total.into())?.checked_div(sum)).collect();
    let Some(exact) = exact else { return zero() };
    let mut out: Vec<u64> = exact.iter().map(|e| u64::try_from(e.floor()).unwrap_or(0)).collect();
    let given = out.iter().copied().fold(0_u64, u64::saturating_add);
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let rest = |i: &usize| exact.get(*i).map_or(Fraction::ZERO, |e| e.remainder());
    order.sort_by(|a, b| rest(b).cmp(&rest(a)).then(a.cmp(b)));
    let left = usize::try_from(total.saturating_sub(given)).unwrap_or(usize::MAX);
    for index in order.into_iter().take(left) {
        if let Some(slot) = out.get_mut(index) {
            *slot = slot.saturating_add(1);
        }
    }
    out
}

/// How a generated scenario departs from the last election.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shift {
    None,
    /// Points of turnout, in hundredths of the electors.
    Turnout(i64),
    /// Points of our share, in hundredths of the valid ballots.
    Ours(i64),
    /// Just the quorum.
    Quorum,
}

const SHIFTS: [(Made, Shift); 6] = [
    (Made::AsLast, Shift::None),
    (Made::TurnoutDown, Shift::Turnout(-10)),
    (Made::TurnoutUp, Shift::Turnout(10)),
    (Made::AtQuorum, Shift::Quorum),
    (Made::OursDown, Shift::Ours(-5)),
    (Made::OursUp, Shift::Ours(5)),
];

/// Makes scenarios from the last counted election: as it was; turnout ten points down and up; just at the quorum; our
/// share five points down and up. Colleges that were not counted, or that have no electors now, are left out.
#[must_use]
pub fn generated(next: &Dossier, last: &Dossier, outcome: &RoundResult) -> Vec<Scenario> {
    let ours = next.poll.ours.as_ref().or(last.poll.ours.as_ref()).map(|o| fold(o));
    let mut out = Vec::new();
    for (made, shift) in SHIFTS {
        let colleges: Vec<Supposed> = next
            .poll
            .colleges
            .iter()
            .filter_map(|college| supposed(college, last, outcome, ours.as_deref(), shift))
            .collect();
        if !colleges.is_empty() {
            out.push(Scenario { name: ScenarioName::Made(made), colleges });
        }
    }
    out
}

fn supposed(
    college: &crate::features::election::records::College,
    last: &Dossier,
    outcome: &RoundResult,
    ours: Option<&str>,
    shift: Shift,
) -> Option<Supposed> {
    let registered = college.electors()?;
    let vote = outcome.vote(&college.id, Post::Holders).filter(|v| v.complete)?;
    let before = Fraction::new(vote.valid?.into(), vote.registered.filter(|r| *r > 0)?.into())?;
    let points = |n: i64| Fraction::new(n.into(), 100);
    let turnout = match shift {
        Shift::Turnout(n) => before.checked_add(points(n)?)?,
        _ => before,
    };
    let turnout = turnout.max(Fraction::ZERO).min(Fraction::ONE);
    let valid = if shift == Shift::Quorum {
        registered.div_ceil(2)
    } else {
        let exact = turnout.checked_mul(registered.into())?;
        u64::try_from(exact.round_half_up()).ok()?
    };
    let lists: Vec<(String, u64, bool)> = last
        .slates_of(&college.id, Post::Holders)
        .zip(&vote.lists)
        .map(|((id, slate), (_, label))| {
            let mine = slate.ours || ours.is_some_and(|o| slate.unions.iter().any(|u| fold(&u.union) == o));
            (label.clone(), vote.figures.ballots.get(id).copied().unwrap_or(0), mine)
        })
        .collect();
    let weights = shares(&lists, shift)?;
    let ballots = spread(&weights, valid);
    Some(Supposed {
        college: college.id.clone(),
        valid,
        lists: lists.into_iter().map(|(name, ..)| name).zip(ballots).collect(),
    })
}

/// The share of each list, ours shifted and the others in proportion.
fn shares(lists: &[(String, u64, bool)], shift: Shift) -> Option<Vec<Fraction>> {
    let total: u64 = lists.iter().map(|(_, n, _)| *n).fold(0, u64::saturating_add);
    let mine: u64 = lists.iter().filter(|(.., ours)| *ours).map(|(_, n, _)| *n).fold(0, u64::saturating_add);
    let as_they_are = || Some(lists.iter().map(|(_, n, _)| Fraction::from(*n)).collect());
    let Shift::Ours(points) = shift else { return as_they_are() };
    let theirs = total.saturating_sub(mine);
    if mine == 0 || theirs == 0 {
        return as_they_are();
    }
    let before = Fraction::new(mine.into(), total.into())?;
    let after = before.checked_add(Fraction::new(points.into(), 100)?)?;
    let after = after.max(Fraction::ZERO).min(Fraction::ONE);
    let rest = Fraction::ONE.checked_sub(after)?;
    lists
        .iter()
        .map(|(_, n, ours)| {
            let (part, of) = if *ours { (after, mine) } else { (rest, theirs) };
            part.checked_mul(Fraction::new((*n).into(), of.into())?)
        })
        .collect()
}

#[cfg(test)]
mod tests;
