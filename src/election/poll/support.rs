//! How many supporters are known, against the votes that ten per cent, one seat and a majority would take.

use chrono::NaiveDate;

use crate::{
    election::{
        ElectionError, Fault,
        fault::bad,
        poll::hide::{Hidden, hide, open},
    },
    law::{Book, Finding, Fraction, Reasoning},
};

/// The votes that something takes in one college.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The valid ballots that are expected.
    pub valid: u64,
    /// Ten per cent of them.
    pub tenth: u64,
    /// One seat for certain, however the others vote.
    pub seat: Option<u64>,
    /// More than half of them.
    pub majority: u64,
}

/// Returns the votes that ten per cent, one seat and a majority take in one college, at an expected turnout.
///
/// # Law
/// L2122-1: ten per cent, itself included. R2314-19 and R2314-20: with `n` seats a list with more than one part in
/// `n + 1` of the valid ballots has a seat whatever the others get, since no `n` other averages can all reach its own;
/// with fewer it may have one. Erasures lower the votes of a list and are not supposed.
///
/// # Errors
/// A turnout that is no share between 0 and 1; a day outside the tables.
pub fn needs(
    book: &Book,
    registered: u64,
    turnout: Fraction,
    seats: u32,
    on: NaiveDate,
) -> Result<Finding<Needs>, ElectionError> {
    if turnout <= Fraction::ZERO || turnout > Fraction::ONE {
        return Err(bad("turnout", Fault::Form("a share between 0 and 1")));
    }
    let whole = |n: u64| Fraction::new(n.into(), 1).ok_or_else(|| bad("registered", Fault::TooLarge));
    let too_large = || bad("registered", Fault::TooLarge);
    let exact = whole(registered)?.checked_mul(turnout).ok_or_else(too_large)?;
    let valid = u64::try_from(exact.ceil()).map_err(|_| too_large())?;
    let mut why = Reasoning::new(book, on);
    let threshold = book.share("audience.union", on)?;
    let tenth = whole(valid)?.checked_mul(threshold).ok_or_else(too_large)?.ceil();
    let tenth = u64::try_from(tenth).map_err(|_| too_large())?;
    why.note("audience.union", vec![("valid", valid.into()), ("threshold", threshold.into())])?;
    let beyond = |parts: u64| valid.checked_div(parts).and_then(|n| n.checked_add(1)).ok_or_else(too_large);
    let seat = if seats > 0 {
        why.note("allocation.quotient", vec![("seats", seats.into())])?;
        why.note("allocation.average", vec![])?;
        Some(beyond(u64::from(seats).saturating_add(1))?)
    } else {
        None
    };
    Ok(why.conclude(Needs { valid, tenth, seat, majority: beyond(2)? }))
}

/// Supporters by site and college.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The sites; nothing for people of whom none is known.
    pub sites: Vec<Option<String>>,
    /// The colleges; nothing for people of whom none is known.
    pub colleges: Vec<Option<String>>,
    /// How many, by site and college.
    pub counts: Hidden,
}

/// Counts supporters by site and college; small groups are hidden unless it is for organizers.
///
/// # Privacy
/// See [`hide`](fn@hide): groups below five are hidden, with what would give them away.
#[must_use]
pub fn map(people: &[(Option<String>, Option<String>)], colleges: &[String], for_others: bool) -> Map {
    let mut sites: Vec<Option<String>> = people.iter().map(|(site, _)| site.clone()).collect();
    // Those without a site come last.
    sites.sort_by(|a, b| (a.is_none(), a).cmp(&(b.is_none(), b)));
    sites.dedup();
    let mut all: Vec<Option<String>> = colleges.iter().cloned().map(Some).collect();
    let known = |c: &Option<String>| c.as_ref().filter(|c| colleges.contains(c)).cloned();
    if people.iter().any(|(_, c)| known(c).is_none()) {
        all.push(None);
    }
    let count = |site: &Option<String>, college: &Option<String>| {
        let here = people.iter().filter(|(s, c)| s == site && known(c) == *college).count();
        u64::try_from(here).unwrap_or(u64::MAX)
    };
    let cells: Vec<Vec<u64>> = sites.iter().map(|s| all.iter().map(|c| count(s, c)).collect()).collect();
    let counts = if for_others { hide(&cells, super::hide::SMALLEST) } else { open(&cells) };
    Map { sites, colleges: all, counts }
}
