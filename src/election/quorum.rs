//! The quorum of one vote: one college, full members or substitutes.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    election::fault::{ElectionError, Fault, bad},
    law::{Book, FactName, Finding, Fraction, Reasoning},
};

/// The figures of one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnout {
    /// Electors on the list.
    pub registered: u64,
    /// Ballots that are valid: neither blank nor null.
    pub valid: u64,
}

/// Whether the quorum is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Quorum {
    /// Whether it is.
    pub reached: bool,
    /// The valid ballots needed.
    pub needed: u64,
    /// How many are missing, 0 when it is reached.
    pub missing: u64,
}

/// Returns whether the quorum (*quorum*) of a vote is reached: valid ballots at least half of the registered.
///
/// Each college and each of the two votes (full members, substitutes) has its own.
///
/// # Law
/// L2314-29 (below half, a second round within fifteen days). The text says *votants*; blank and null ballots do
/// not count, which comes as a note. Exactly half suffices: `2 × valid ≥ registered`.
///
/// # Errors
/// A list without electors; more valid ballots than electors.
pub fn quorum(book: &Book, turnout: Turnout, on: NaiveDate) -> Result<Finding<Quorum>, ElectionError> {
    quorum_with(book, turnout, 0, on)
}

/// As [`quorum`], where `all_struck` ballots bear no name that is not struck: they are blank, not valid.
///
/// # Errors
/// As [`quorum`].
pub fn quorum_with(
    book: &Book,
    turnout: Turnout,
    all_struck: u64,
    on: NaiveDate,
) -> Result<Finding<Quorum>, ElectionError> {
    let Turnout { registered, valid } = turnout;
    if registered == 0 {
        return Err(bad("registered", Fault::Zero));
    }
    if valid > registered {
        return Err(bad("valid", Fault::Above("registered".to_owned())));
    }
    let mut why = Reasoning::new(book, on);
    let half = book.share("quorum.half", on)?;
    let limit =
        Fraction::from(registered).checked_mul(half).ok_or_else(|| bad("registered", Fault::TooLarge))?;
    let needed = u64::try_from(limit.ceil()).map_err(|_| bad("registered", Fault::TooLarge))?;
    let reached = Fraction::from(valid) >= limit;
    why.note("quorum.valid", vec![(FactName::Valid, valid.into())])?;
    if all_struck > 0 {
        why.note("ballot.all-struck", vec![(FactName::AllStruck, all_struck.into())])?;
    }
    why.note(
        "quorum.half",
        vec![
            (FactName::Registered, registered.into()),
            (FactName::Half, limit.into()),
            (FactName::Reached, reached.into()),
        ],
    )?;
    if !reached {
        why.whole("election.second-round", vec![])?;
    }
    Ok(why.conclude(Quorum { reached, needed, missing: needed.saturating_sub(valid) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::book;
    use proptest::prelude::*;

    fn of(registered: u64, valid: u64) -> Result<Quorum, ElectionError> {
        let on = "2026-11-21".parse().unwrap();
        quorum(book(), Turnout { registered, valid }, on).map(|f| f.value)
    }

    #[test]
    fn half_of_an_odd_number_needs_the_next_ballot() {
        // Example Q1: 47 registered, half 23.5, 45 voters but 23 valid.
        assert_eq!(of(47, 23), Ok(Quorum { reached: false, needed: 24, missing: 1 }));
        assert_eq!(of(47, 24), Ok(Quorum { reached: true, needed: 24, missing: 0 }));
    }

    #[test]
    fn exactly_half_suffices() {
        assert_eq!(of(48, 24), Ok(Quorum { reached: true, needed: 24, missing: 0 }));
        assert_eq!(of(48, 23), Ok(Quorum { reached: false, needed: 24, missing: 1 }));
        assert_eq!(of(1, 1).map(|q| q.reached), Ok(true));
        assert_eq!(of(1, 0).map(|q| q.needed), Ok(1));
    }

    #[test]
    fn figures_that_cannot_be_are_named() {
        assert_eq!(of(0, 0), Err(bad("registered", Fault::Zero)));
        assert_eq!(of(10, 11), Err(bad("valid", Fault::Above("registered".to_owned()))));
    }

    #[test]
    fn what_the_text_says_is_told_and_the_second_round_follows() {
        let on = "2026-11-21".parse().unwrap();
        let found = quorum(book(), Turnout { registered: 47, valid: 23 }, on).unwrap();
        let rules: Vec<_> = found.because.iter().map(|s| s.rule.as_str()).collect();
        assert_eq!(rules, ["quorum.valid", "quorum.half", "election.second-round"]);
        assert_eq!(found.caveats.len(), 1);
    }

    proptest! {
        #[test]
        fn twice_the_valid_against_the_registered(registered in 1_u64..2_000_000, part in 0_u64..=100) {
            let valid = registered.saturating_mul(part) / 100;
            let found = of(registered, valid).unwrap();
            prop_assert_eq!(found.reached, valid.saturating_mul(2) >= registered);
            prop_assert_eq!(found.reached, valid >= found.needed);
            prop_assert_eq!(found.missing == 0, found.reached);
        }
    }
}
