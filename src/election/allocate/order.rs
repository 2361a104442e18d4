//! Within one list: its votes, the order of its candidates after erasures, who is elected.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{
    election::{
        allocate::{List, ListSeats, Vote},
        fault::{ElectionError, Fault, bad, is_too_many, too_many},
    },
    law::Fraction,
};

/// Returns the votes of a list for seats, and the ballots that it must have had at least.
pub(crate) fn votes(
    list: &List,
    field: &impl Fn(&str) -> String,
) -> Result<(Fraction, Fraction), ElectionError> {
    let too_large = || bad(field("votes"), Fault::TooLarge);
    if list.candidates.is_empty() {
        let Some(votes) = list.votes else { return Err(bad(field("votes"), Fault::Missing)) };
        if votes.is_negative() {
            return Err(bad(field("votes"), Fault::Below("0".to_owned())));
        }
        return match list.ballots.map(Fraction::from) {
            Some(ballots) if votes > ballots => Err(bad(field("votes"), Fault::Above("ballots".to_owned()))),
            Some(ballots) => Ok((votes, ballots)),
            None => Ok((votes, votes)),
        };
    }
    if list.votes.is_some() {
        return Err(bad(field("votes"), Fault::Conflict("candidates".to_owned())));
    }
    if list.size.is_some_and(|size| usize::try_from(size).ok() != Some(list.candidates.len())) {
        return Err(bad(field("size"), Fault::Conflict("candidates".to_owned())));
    }
    if is_too_many(list.candidates.len()) {
        return Err(too_many(field("candidates")));
    }
    let mut names = BTreeSet::new();
    let mut sum = Fraction::ZERO;
    for (index, candidate) in list.candidates.iter().enumerate() {
        if !candidate.name.is_empty() && !names.insert((&candidate.name, candidate.born)) {
            return Err(bad(field(&format!("candidates[{index}].name")), Fault::Twice));
        }
        if list.ballots.is_some_and(|ballots| candidate.votes > ballots) {
            let at = field(&format!("candidates[{index}].votes"));
            return Err(bad(at, Fault::Above("ballots".to_owned())));
        }
        sum = sum.checked_add(candidate.votes.into()).ok_or_else(too_large)?;
    }
    let count = i128::try_from(list.candidates.len()).map_err(|_| too_large())?;
    let average = Fraction::new(1, count).and_then(|part| sum.checked_mul(part)).ok_or_else(too_large)?;
    Ok((average, ballots(list).into()))
}

/// The ballots of a list: as given, else those of its best candidate.
fn ballots(list: &List) -> u64 {
    list.ballots.unwrap_or_else(|| list.candidates.iter().map(|c| c.votes).max().unwrap_or(0))
}

/// Tells whether names were struck on a list.
pub(crate) fn has_erasures(list: &List) -> bool {
    let ballots = ballots(list);
    list.candidates.iter().any(|c| c.votes < ballots)
}

/// Returns the candidates in the order in which they are elected.
///
/// Whoever has fewer erasures than `limit` of the ballots keeps the order of presentation; the others come behind,
/// by their votes.
pub(crate) fn ranked(list: &List, limit: Fraction) -> Vec<usize> {
    let ballots = ballots(list);
    let counts = |votes: u64| {
        let erased = Fraction::new(ballots.saturating_sub(votes).into(), ballots.into());
        erased.is_some_and(|share| share >= limit)
    };
    let mut order: Vec<usize> = (0..list.candidates.len()).collect();
    order.sort_by_key(|i| {
        let votes = list.candidates.get(*i).map_or(0, |c| c.votes);
        if counts(votes) { (true, Reverse(votes)) } else { (false, Reverse(0)) }
    });
    order
}

/// Returns how many seats a list can fill, where that is known.
pub(crate) fn room(list: &List, free: &[usize]) -> Option<u32> {
    if list.candidates.is_empty() { list.size } else { u32::try_from(free.len()).ok() }
}

/// Returns the name of a candidate; the place on the list, from 1, where none is given.
fn shown(list: &List, index: usize) -> String {
    let name = list.candidates.get(index).map(|c| c.name.clone()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| index.saturating_add(1).to_string())
}

/// Returns the names of the elected.
pub(crate) fn elected(list: &List, free: &[usize], seats: u32) -> Vec<String> {
    let seats = usize::try_from(seats).unwrap_or(usize::MAX);
    free.iter().take(seats).map(|i| shown(list, *i)).collect()
}

/// Returns the lists with a cadre who is not elected, when fewer cadres are elected than seats are reserved: no text
/// says which list gives way.
pub(crate) fn reserved_missing(vote: &Vote, lists: &[ListSeats]) -> Option<Vec<String>> {
    let named = vote.lists.iter().any(|l| !l.candidates.is_empty());
    if vote.reserved == 0 || !named {
        return None;
    }
    let cadres = |list: &List, result: &ListSeats, elected: bool| {
        let places = list.candidates.iter().enumerate();
        places.filter(|(i, c)| c.cadre && result.places.contains(i) == elected).count()
    };
    let pairs = || vote.lists.iter().zip(lists);
    let elected: usize = pairs().map(|(list, result)| cadres(list, result, true)).sum();
    if u32::try_from(elected).is_ok_and(|n| n >= vote.reserved) {
        return None;
    }
    Some(pairs().filter(|(l, r)| cadres(l, r, false) > 0).map(|(l, _)| l.name.clone()).collect())
}
