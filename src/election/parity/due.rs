//! How many women and men are due on a list.

use crate::{
    election::{
        fault::{ElectionError, Fault, bad},
        parity::{College, Sex},
    },
    law::{FactName, Fraction, LawError, Open as Why, Reasoning},
};

/// How many of each sex are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Women.
    pub women: u32,
    /// Men.
    pub men: u32,
    /// Candidates who may be of either sex.
    pub either: u32,
    /// Whether the list must hold both sexes.
    pub both: bool,
    /// The sex that the rules exclude, of which one candidate may stand, not in first place.
    pub optional: Option<Sex>,
}

impl Due {
    pub(super) fn of(&self, sex: Sex) -> u32 {
        match sex {
            Sex::Woman => self.women,
            Sex::Man => self.men,
        }
    }
}

type Open = (Why, Vec<String>);

/// The exact share of women and men in a list of `size`.
fn products(college: College, size: u32) -> Option<(Fraction, Fraction)> {
    let total = i128::from(college.women).checked_add(college.men.into())?;
    let part = |n: u64| Fraction::new(i128::from(n), total)?.checked_mul(Fraction::from(size));
    Some((part(college.women)?, part(college.men)?))
}

/// What rounding gives for a list of `size`.
enum Rounded {
    Counts(u32, u32),
    /// Strict equality and an odd number: one of either sex.
    Either(u32),
    /// Both products end in one half and the electors are not equal.
    Halves(u32, u32),
}

fn rounded(college: College, size: u32) -> Option<Rounded> {
    let (women, men) = products(college, size)?;
    let whole = |f: Fraction| u32::try_from(f.floor()).ok();
    if women.remainder() == Fraction::HALF {
        let below = (whole(women)?, whole(men)?);
        return Some(if college.women == college.men {
            Rounded::Either(below.0)
        } else {
            Rounded::Halves(below.0, below.1)
        });
    }
    let round = |f: Fraction| u32::try_from(f.round_half_up()).ok();
    Some(Rounded::Counts(round(women)?, round(men)?))
}

fn text(women: u32, men: u32) -> String {
    format!("{women} F {men} H")
}

/// Returns what is due on a list of `size`, or why no text says it.
pub(super) fn due(
    why: &mut Reasoning<'_>,
    college: College,
    size: u32,
) -> Result<Result<Due, Open>, ElectionError> {
    let too_large = || bad("women", Fault::TooLarge);
    if college.seats == Some(1) {
        why.note("parity.one-seat", vec![(FactName::Seats, 1_i64.into())])?;
        return Ok(Ok(Due { women: 0, men: 0, either: 1, both: false, optional: None }));
    }
    let (women, men) = products(college, size).ok_or_else(too_large)?;
    why.note(
        "parity.proportion",
        vec![
            (FactName::WomenElectors, college.women.into()),
            (FactName::MenElectors, college.men.into()),
            (FactName::Candidates, size.into()),
            (FactName::WomenExact, women.into()),
            (FactName::MenExact, men.into()),
        ],
    )?;
    let full = match college.seats {
        Some(seats) => Some(rounded(college, seats).ok_or_else(too_large)?),
        None => None,
    };
    // Whether a full list would hold each sex; unknown seats are taken as the list itself.
    let (full_women, full_men) = match full {
        Some(Rounded::Counts(women, men)) => (Some(women > 0), Some(men > 0)),
        // Odd seats, and more than one.
        Some(Rounded::Either(_)) => (Some(true), Some(true)),
        Some(Rounded::Halves(women, men)) => (some_if(women > 0), some_if(men > 0)),
        None => (None, None),
    };
    let counts = match rounded(college, size).ok_or_else(too_large)? {
        Rounded::Counts(women, men) => {
            why.note("parity.rounding", vec![(FactName::Women, women.into()), (FactName::Men, men.into())])?;
            (women, men)
        }
        Rounded::Either(below) => return Ok(either(why, college, size, below)?),
        Rounded::Halves(women, men) => {
            why.note("parity.rounding", vec![])?;
            let options = vec![text(women.saturating_add(1), men), text(women, men.saturating_add(1))];
            return Ok(Err((Why::DoubleHalf, options)));
        }
    };
    settle(why, college, counts, size, (full_women, full_men))
}

/// A sex that a full list holds for sure; otherwise nobody knows.
fn some_if(holds: bool) -> Option<bool> {
    holds.then_some(true)
}

/// Strict equality and an odd list: one more of either sex where the seats are odd.
fn either(
    why: &mut Reasoning<'_>,
    college: College,
    size: u32,
    below: u32,
) -> Result<Result<Due, Open>, LawError> {
    let above = below.saturating_add(1);
    let options = vec![text(above, below), text(below, above)];
    let Some(seats) = college.seats else {
        why.note("parity.odd-equal", vec![(FactName::Candidates, size.into())])?;
        return Ok(Err((Why::SeatsUnknown, options)));
    };
    why.note("parity.odd-equal", vec![(FactName::Seats, seats.into()), (FactName::Candidates, size.into())])?;
    if size == 1 {
        // Both sexes are due on a full list, which a single candidate cannot give, whatever the rounding.
        why.note("parity.single", vec![])?;
    } else if seats.checked_rem(2) != Some(1) {
        return Ok(Err((Why::OddListEvenSeats, options)));
    }
    Ok(Ok(Due { women: below, men: below, either: 1, both: true, optional: None }))
}

const fn electors(college: College, sex: Sex) -> u64 {
    match sex {
        Sex::Woman => college.women,
        Sex::Man => college.men,
    }
}

/// Corrects the counts of an incomplete list by what a full list would hold.
fn settle(
    why: &mut Reasoning<'_>,
    college: College,
    (women, men): (u32, u32),
    size: u32,
    (full_women, full_men): (Option<bool>, Option<bool>),
) -> Result<Result<Due, Open>, ElectionError> {
    let mut due = Due { women, men, either: 0, both: women > 0 && men > 0, optional: None };
    let missing = match (women, men) {
        (0, _) => Some((Sex::Woman, full_women)),
        (_, 0) => Some((Sex::Man, full_men)),
        _ => None,
    };
    let Some((sex, in_full)) = missing else { return Ok(Ok(due)) };
    match in_full {
        Some(true) => {
            why.note("parity.incomplete", vec![(FactName::Candidates, size.into())])?;
            due.both = true;
            if size == 1 {
                why.note("parity.single", vec![])?;
            } else {
                let rest = size.saturating_sub(1);
                (due.women, due.men) = if sex == Sex::Woman { (1, rest) } else { (rest, 1) };
            }
        }
        // Nobody of that sex is there to stand.
        Some(false) if electors(college, sex) == 0 => {}
        Some(false) => {
            why.note("parity.absent-sex", vec![])?;
            why.note("parity.optional", vec![])?;
            due.optional = Some(sex);
        }
        None => {
            // Neither the seats nor a clear rounding say whether a full list would hold this sex.
            let rest = size.saturating_sub(1);
            let with = if sex == Sex::Woman { text(1, rest) } else { text(rest, 1) };
            return Ok(Err((Why::FullListUnknown, vec![text(women, men), with])));
        }
    }
    Ok(Ok(due))
}

/// Returns the orders that a list as due may have: in turn until one sex is exhausted, beginning with either.
pub(super) fn orders(due: &Due, size: u32) -> Vec<String> {
    if due.either > 0 || due.women.checked_add(due.men) != Some(size) {
        return Vec::new();
    }
    let start = |first: Sex| {
        let mut left = [(first, due.of(first)), (first.other(), due.of(first.other()))];
        let mut out = String::new();
        while left.iter().any(|(_, n)| *n > 0) {
            for (sex, n) in &mut left {
                if let Some(rest) = n.checked_sub(1) {
                    *n = rest;
                    out.push(sex.letter());
                }
            }
        }
        out
    };
    let mut out: Vec<String> = Vec::new();
    for first in [Sex::Woman, Sex::Man] {
        let order = start(first);
        if !out.contains(&order) {
            out.push(order);
        }
    }
    out
}
