//! How many supporters are known, against the votes that ten per cent, one seat and a majority would take.

use chrono::NaiveDate;

use crate::{
    election::{ElectionError, Fault, Form, fault::bad},
    features::election::rules::hide::{Hidden, hide, open},
    law::{Book, FactName, Finding, Fraction, Reasoning},
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
        return Err(bad("turnout", Fault::Form(Form::Share)));
    }
    let too_large = || bad("registered", Fault::TooLarge);
    let exact = Fraction::from(registered).checked_mul(turnout).ok_or_else(too_large)?;
    let valid = u64::try_from(exact.ceil()).map_err(|_| too_large())?;
    let mut why = Reasoning::new(book, on);
    let threshold = book.share("audience.union", on)?;
    let tenth = Fraction::from(valid).checked_mul(threshold).ok_or_else(too_large)?.ceil();
    let tenth = u64::try_from(tenth).map_err(|_| too_large())?;
    why.note(
        "audience.union",
        vec![(FactName::Valid, valid.into()), (FactName::Threshold, threshold.into())],
    )?;
    let beyond = |parts: u64| valid.checked_div(parts).and_then(|n| n.checked_add(1)).ok_or_else(too_large);
    let seat = if seats > 0 {
        why.note("allocation.quotient", vec![(FactName::Seats, seats.into())])?;
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

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

    use proptest::prelude::*;

    use super::*;
    use crate::{
        election::{List, Vote, allocate},
        law::{Answer, book},
    };

    fn on() -> NaiveDate {
        "2026-12-03".parse().unwrap()
    }

    fn of(registered: u64, turnout: &str, seats: u32) -> Needs {
        needs(book(), registered, turnout.parse().unwrap(), seats, on()).unwrap().value
    }

    #[test]
    fn ten_per_cent_a_seat_and_a_majority() {
        assert_eq!(of(100, "3/5", 4), Needs { valid: 60, tenth: 6, seat: Some(13), majority: 31 });
        // Rounded up: 61 valid of 101, ten per cent is 6.1.
        assert_eq!(of(101, "3/5", 4), Needs { valid: 61, tenth: 7, seat: Some(13), majority: 31 });
        assert_eq!(of(1, "1", 1), Needs { valid: 1, tenth: 1, seat: Some(1), majority: 1 });
        assert_eq!(of(100, "1", 0).seat, None);
    }

    #[test]
    fn a_turnout_is_a_share() {
        for bad in ["0", "-1/2", "3/2"] {
            let Ok(turnout) = bad.parse::<Fraction>() else { continue };
            assert!(needs(book(), 100, turnout, 4, on()).is_err(), "{bad}");
        }
    }

    #[test]
    fn texts_are_cited() {
        let found = needs(book(), 100, Fraction::ONE, 4, on()).unwrap();
        let articles: Vec<_> = found.because.iter().map(|s| s.citation.article.as_str()).collect();
        assert_eq!(articles, ["L2122-1", "R2314-19", "R2314-20"]);
    }

    fn person(site: &str, college: &str) -> (Option<String>, Option<String>) {
        let some = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        (some(site), some(college))
    }

    #[test]
    fn people_are_counted_where_they_are() {
        let people = [
            person("Lyon", "1"),
            person("Nantes", "1"),
            person("Lyon", "1"),
            person("Lyon", "2"),
            person("", "3"),
        ];
        let found = map(&people, &["1".to_owned(), "2".to_owned()], false);
        assert_eq!(found.sites, [Some("Lyon".to_owned()), Some("Nantes".to_owned()), None]);
        assert_eq!(found.colleges, [Some("1".to_owned()), Some("2".to_owned()), None]);
        assert_eq!(
            found.counts.cells,
            [[Some(2), Some(1), Some(0)], [Some(1), Some(0), Some(0)], [Some(0), Some(0), Some(1)]]
        );
        assert_eq!(found.counts.all, Some(5));
    }

    #[test]
    fn others_do_not_see_small_groups() {
        let mut people = vec![person("Nantes", "1"); 3];
        people.extend(vec![person("Lyon", "1"); 6]);
        people.extend(vec![person("Paris", "1"); 20]);
        let found = map(&people, &["1".to_owned()], true);
        assert_eq!(found.counts.cells, [[None], [None], [Some(20)]]);
        assert_eq!(found.counts.all, Some(29));
        assert_eq!(map(&[], &["1".to_owned()], true).counts.all, None);
    }

    fn seats_of_first(ballots: &[u64], seats: u32) -> Option<u32> {
        let list = |(n, b): (usize, &u64)| List {
            name: n.to_string(),
            ballots: Some(*b),
            votes: Some((*b).into()),
            ..List::default()
        };
        let vote = Vote {
            seats,
            valid: Some(ballots.iter().sum()),
            lists: ballots.iter().enumerate().map(list).collect(),
            reserved: 0,
        };
        match allocate(book(), &vote, &crate::election::Taken::default(), on()).unwrap().value {
            Answer::Known(known) => Some(known.lists[0].seats),
            Answer::Undetermined { .. } => None,
        }
    }

    proptest! {
        #[test]
        fn the_certain_seat_is_certain(seats in 1_u32..12, others in proptest::collection::vec(1_u64..120, 1..6)) {
            // The smallest number that is enough against a valid total that includes it.
            let rest: u64 = others.iter().sum();
            let mine = (1..=rest + 1).find(|m| of(m + rest, "1", seats).seat.unwrap() <= *m).unwrap();
            let ballots: Vec<u64> = std::iter::once(mine).chain(others).collect();
            // A tie about a further seat leaves the first one out of doubt: then every answer has it.
            prop_assert!(seats_of_first(&ballots, seats).is_none_or(|n| n >= 1));
        }

        #[test]
        fn one_vote_less_is_not_certain(seats in 1_u32..12, mine in 1_u64..50) {
            // As many others as there are seats, each with as many votes: nobody can say that ours has one.
            let others = u64::from(seats);
            let valid = mine * (others + 1);
            prop_assert!(of(valid, "1", seats).seat.unwrap() > mine);
            let ballots: Vec<u64> = std::iter::once(mine).chain((0..seats).map(|_| mine)).collect();
            prop_assert!(seats_of_first(&ballots, seats).is_none_or(|n| n == 0));
        }

        #[test]
        fn thresholds_are_the_smallest_that_do(registered in 1_u64..5_000, percent in 1_i128..=100) {
            let found = needs(book(), registered, Fraction::new(percent, 100).unwrap(), 4, on()).unwrap().value;
            prop_assert!(found.tenth * 10 >= found.valid && (found.tenth - 1) * 10 < found.valid);
            prop_assert!(found.majority * 2 > found.valid && (found.majority - 1) * 2 <= found.valid);
            prop_assert!(found.valid <= registered);
        }
    }
}
