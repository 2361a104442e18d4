//! How far each list is from one more seat, and who would lose it.

use serde::Serialize;

use crate::{
    election::{
        allocate::{
            Checked, Vote, check,
            divide::{Stuck, divide},
        },
        fault::{ElectionError, Fault, bad},
    },
    law::Fraction,
};

/// What one more seat would take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WhatIf {
    /// The list.
    pub name: String,
    /// The ballots, without erasures and beyond those cast, that would bring one more seat; nothing when it has all, or
    /// no candidate is left.
    pub votes: Option<u64>,
    /// The lists that would lose a seat then; none where it would be one left vacant.
    pub losers: Vec<String>,
}

/// Returns, for each list, how many more ballots would bring it one more seat, and which list would lose one.
///
/// The ballots come on top of those cast, so that the quotient rises too. A number of ballots that only brings a
/// tie which ages would have to settle does not count as a seat.
///
/// # Law
/// R2314-19 to R2314-21, as in [`allocate`](fn@crate::election::allocate).
///
/// # Errors
/// As [`allocate`](fn@crate::election::allocate); no answer while the seats themselves are undetermined.
pub fn what_if(vote: &Vote) -> Result<Vec<WhatIf>, ElectionError> {
    let checked = check(vote)?;
    let seats = |votes: &[Fraction], valid: u64| -> Result<Option<Vec<u32>>, ElectionError> {
        let quotient =
            Fraction::new(valid.into(), vote.seats.into()).ok_or_else(|| bad("seats", Fault::Zero))?;
        match divide(votes, quotient, vote.seats, |_, _| None) {
            Ok(d) => {
                Ok(Some(d.by_quotient.iter().zip(&d.by_average).map(|(a, b)| a.saturating_add(*b)).collect()))
            }
            Err(Stuck::Tie { .. }) => Ok(None),
            Err(Stuck::TooLarge) => Err(bad("lists", Fault::TooLarge)),
        }
    };
    let Some(now) = seats(&checked.votes, checked.valid)? else { return Ok(Vec::new()) };
    let mut out = Vec::with_capacity(vote.lists.len());
    for (index, list) in vote.lists.iter().enumerate() {
        let mine = now.get(index).copied().unwrap_or(0);
        let with = |more: u64| -> Result<Option<Vec<u32>>, ElectionError> {
            let votes = added(&checked, index, more)?;
            let valid = checked.valid.checked_add(more).ok_or_else(|| bad("valid", Fault::TooLarge))?;
            seats(&votes, valid)
        };
        let gains =
            |found: &Option<Vec<u32>>| found.as_ref().and_then(|s| s.get(index)).is_some_and(|s| *s > mine);
        let room =
            if list.candidates.is_empty() { list.size } else { u32::try_from(list.candidates.len()).ok() };
        if mine >= vote.seats || room.is_some_and(|room| mine >= room) {
            out.push(WhatIf { name: list.name.clone(), votes: None, losers: Vec::new() });
            continue;
        }
        // So many that every other average lies below: one more seat is certain.
        let (mut low, mut high) = (0_u64, ceiling(&checked, vote.seats)?);
        while low.saturating_add(1) < high {
            let middle = low.midpoint(high);
            if gains(&with(middle)?) { high = middle } else { low = middle }
        }
        let then = with(high)?.unwrap_or_default();
        let losers = vote
            .lists
            .iter()
            .zip(now.iter().zip(&then))
            .filter(|(_, (before, after))| after < before)
            .map(|(l, _)| l.name.clone())
            .collect();
        out.push(WhatIf { name: list.name.clone(), votes: Some(high), losers });
    }
    Ok(out)
}

fn added(checked: &Checked, index: usize, more: u64) -> Result<Vec<Fraction>, ElectionError> {
    let mut votes = checked.votes.clone();
    if let Some(mine) = votes.get_mut(index) {
        *mine = mine.checked_add(more.into()).ok_or_else(|| bad("votes", Fault::TooLarge))?;
    }
    Ok(votes)
}

fn ceiling(checked: &Checked, seats: u32) -> Result<u64, ElectionError> {
    let most = checked.votes.iter().max().map_or(0, |v| v.ceil());
    u64::try_from(most)
        .ok()
        .and_then(|m| m.checked_add(1))
        .and_then(|m| m.checked_mul(u64::from(seats).checked_add(1)?))
        .ok_or_else(|| bad("lists", Fault::TooLarge))
}
