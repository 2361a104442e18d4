//! How many electoral colleges there are, and how seats spread between them.

use chrono::NaiveDate;

use crate::{
    election::{
        fault::{ElectionError, Fault, bad},
        seats::seats,
    },
    law::{Book, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// The colleges of an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleges {
    /// How many: none below the threshold of the CSE, else one, two or three.
    pub colleges: i64,
    /// Full members reserved for cadres within the second college.
    pub reserved_for_cadres: i64,
    /// The seats of each college in the order given, where the staff of each is known: one spread, or several where equal
    /// remainders leave it open.
    pub spreads: Vec<Vec<(String, i64)>>,
}

impl Colleges {
    /// Returns the seats of each college, where they are settled.
    #[must_use]
    pub fn seats(&self) -> &[(String, i64)] {
        match self.spreads.as_slice() {
            [one] => one,
            _ => &[],
        }
    }
}

/// The facts on which the colleges depend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollegeFacts {
    /// The headcount.
    pub headcount: Fraction,
    /// Engineers, heads of department and cadres.
    pub cadres: u64,
    /// The full members to elect, where a protocol sets another number than the table.
    pub seats: Option<i64>,
    /// The staff of each college, by its name, to spread the seats.
    pub staff: Vec<(String, u64)>,
}

/// Returns the electoral colleges (*collèges électoraux*).
///
/// # Law
/// L2314-11: two by default; a single one where one full member is elected; a third where there are at least
/// twenty-five cadres, whatever the headcount; from 501 employees at least one full member for the cadres within the
/// second college. L2314-12: only all representative unions together may agree otherwise, never against the third.
/// The spread of seats by the largest remainder, with one seat at least for each college that has staff, is practice, not law
/// (L2314-13 leaves it to the protocol).
///
/// # Errors
/// A day outside the tables; as many cadres as there is staff, or more; a college given twice or without staff.
pub fn colleges(
    book: &Book,
    facts: &CollegeFacts,
    on: NaiveDate,
) -> Result<Finding<Colleges>, ElectionError> {
    let mut why = Reasoning::new(book, on);
    let by_table = why.absorb(seats(book, facts.headcount, on)?).seats;
    let seats = facts.seats.unwrap_or(by_table);
    if by_table == 0 {
        return Ok(why.conclude(Colleges { colleges: 0, reserved_for_cadres: 0, spreads: Vec::new() }));
    }
    let single = book.whole("college.single", on)?;
    let limit = book.whole("college.cadres", on)?;
    let cadres = Fraction::from(facts.cadres);
    let mut reserved = 0;
    let colleges = if seats <= single {
        why.note("college.single", vec![(FactName::Seats, seats.into())])?;
        1
    } else if cadres >= Fraction::whole(limit) {
        why.note(
            "college.cadres",
            vec![(FactName::Cadres, facts.cadres.into()), (FactName::Threshold, limit.into())],
        )?;
        book.whole("college.default", on)?.checked_add(1).ok_or_else(|| bad("cadres", Fault::TooLarge))?
    } else {
        let default = why.whole(
            "college.default",
            vec![(FactName::Cadres, facts.cadres.into()), (FactName::Threshold, limit.into())],
        )?;
        let from = book.whole("college.reserved-headcount", on)?;
        if facts.headcount >= Fraction::whole(from) {
            let facts =
                vec![(FactName::Headcount, facts.headcount.into()), (FactName::Threshold, from.into())];
            why.note("college.reserved-headcount", facts)?;
            if cadres == Fraction::ZERO {
                // Nobody could hold it.
                why.remark(Remark::NoCadreToElect);
            } else {
                reserved = why.whole("college.reserved-seats", vec![])?;
            }
        }
        default
    };
    if colleges > 1 {
        why.note("college.agreement", vec![(FactName::Colleges, colleges.into())])?;
    }
    let spreads = if colleges == 1 && !facts.staff.is_empty() {
        // One college is of everybody: nothing is spread.
        let names: Vec<&str> = facts.staff.iter().map(|(name, _)| name.as_str()).collect();
        vec![vec![(names.join("+"), seats)]]
    } else {
        spread(&mut why, seats, &facts.staff)?
    };
    Ok(why.conclude(Colleges { colleges, reserved_for_cadres: reserved, spreads }))
}

/// Spreads the seats by the largest remainder, one at least for each college with staff: practice, and said to be. Several
/// spreads where remainders are equal at the last seat: no rule says whose it is.
fn spread(
    why: &mut Reasoning<'_>,
    seats: i64,
    staff: &[(String, u64)],
) -> Result<Vec<Vec<(String, i64)>>, ElectionError> {
    if staff.is_empty() {
        return Ok(Vec::new());
    }
    let shares = shares(seats, staff)?;
    let given: i128 = shares.iter().map(|s| s.floor()).fold(0, i128::saturating_add);
    let left = usize::try_from(i128::from(seats).saturating_sub(given)).unwrap_or(0);
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|i| shares.get(*i).map(|s| std::cmp::Reverse(s.remainder())));
    let remainder = |at: usize| order.get(at).and_then(|i| shares.get(*i)).map(|s| s.remainder());
    let last = left.checked_sub(1).and_then(remainder);
    let tied = last.is_some() && remainder(left) == last;
    // Whoever has more than the last remainder has a seat; among those who have it, each may.
    let sure = order.iter().take_while(|i| shares.get(**i).map(|s| s.remainder()) > last).count();
    let sure = if tied { sure } else { left };
    let equal: Vec<usize> = order
        .iter()
        .skip(sure)
        .filter(|i| tied && shares.get(**i).map(|s| s.remainder()) == last)
        .copied()
        .collect();
    if tied {
        why.remark(Remark::EqualRemainders);
    }
    let mut out: Vec<Vec<(String, i64)>> = Vec::new();
    for more in chosen(&equal, left.saturating_sub(sure)) {
        let winners: Vec<usize> = order.iter().take(sure).copied().chain(more).collect();
        let mut one = Vec::with_capacity(shares.len());
        for (index, ((name, _), share)) in staff.iter().zip(&shares).enumerate() {
            let floor = i64::try_from(share.floor()).map_err(|_| LawError::TooLarge { field: "staff" })?;
            one.push((name.clone(), floor.saturating_add(i64::from(winners.contains(&index)))));
        }
        one_each(&mut one, staff, &shares);
        if !out.contains(&one) {
            out.push(one);
        }
    }
    why.note("college.spread", vec![(FactName::Seats, seats.into())])?;
    Ok(out)
}

/// The exact share of each college.
fn shares(seats: i64, staff: &[(String, u64)]) -> Result<Vec<Fraction>, ElectionError> {
    let mut total: i128 = 0;
    for (index, (name, people)) in staff.iter().enumerate() {
        if staff.iter().take(index).any(|(other, _)| other == name) {
            return Err(bad(format!("staff[\"{name}\"]"), Fault::Twice));
        }
        total = total.checked_add((*people).into()).ok_or_else(|| bad("staff", Fault::TooLarge))?;
    }
    let share = |people: u64| {
        Fraction::new(i128::from(people), total)
            .and_then(|f| f.checked_mul(Fraction::whole(seats)))
            .ok_or_else(|| bad("staff", if total == 0 { Fault::Zero } else { Fault::TooLarge }))
    };
    staff.iter().map(|(_, people)| share(*people)).collect()
}

/// Every way to choose so many of some, as far as there are few: of more colleges than three there are none.
fn chosen(of: &[usize], number: usize) -> Vec<Vec<usize>> {
    match (number, of) {
        (0, _) => vec![Vec::new()],
        (_, []) => Vec::new(),
        (_, [first, rest @ ..]) => {
            let with = chosen(rest, number.saturating_sub(1)).into_iter();
            let with = with.map(|more| std::iter::once(*first).chain(more).collect());
            with.chain(chosen(rest, number)).take(MOST_SPREADS).collect()
        }
    }
}

/// More spreads than this are not listed.
const MOST_SPREADS: usize = 12;

/// Gives a college with staff and no seat one of the college that has most above its share.
fn one_each(seats: &mut [(String, i64)], staff: &[(String, u64)], shares: &[Fraction]) {
    let empty = |(n, (_, people)): (usize, &(String, u64))| (*people > 0).then_some(n);
    for index in staff.iter().enumerate().filter_map(empty) {
        if seats.get(index).is_none_or(|(_, n)| *n > 0) {
            continue;
        }
        let above = |(n, (_, has)): (usize, &(String, i64))| {
            let share = shares.get(n).copied()?;
            Fraction::whole(*has).checked_sub(share).filter(|_| *has > 1).map(|more| (more, n))
        };
        let Some((_, rich)) = seats.iter().enumerate().filter_map(above).max() else { return };
        for (at, change) in [(rich, -1), (index, 1)] {
            if let Some((_, n)) = seats.get_mut(at) {
                *n = n.saturating_add(change);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]
    use super::*;
    use crate::law::{Caveat, book};
    use proptest::prelude::*;

    fn facts(headcount: &str, cadres: u64) -> CollegeFacts {
        CollegeFacts { headcount: headcount.parse().unwrap(), cadres, seats: None, staff: vec![] }
    }

    fn found(facts: &CollegeFacts) -> Finding<Colleges> {
        colleges(book(), facts, "2026-11-21".parse().unwrap()).unwrap()
    }

    fn numbers(headcount: &str, cadres: u64) -> (i64, i64) {
        let value = found(&facts(headcount, cadres)).value;
        (value.colleges, value.reserved_for_cadres)
    }

    #[test]
    fn twenty_five_cadres_make_a_third_college() {
        // Example D2: 25 cadres at 600, 24 cadres.
        assert_eq!(numbers("600", 25), (3, 0));
        assert_eq!(numbers("600", 24), (2, 1));
        assert_eq!(numbers("60", 25), (3, 0), "whatever the headcount");
    }

    #[test]
    fn one_full_member_means_one_college() {
        assert_eq!(numbers("24", 0), (1, 0));
        assert_eq!(numbers("24.9", 20), (1, 0));
        assert_eq!(numbers("25", 0), (2, 0));
        assert_eq!(numbers("10", 0), (0, 0));
    }

    #[test]
    fn from_501_the_second_college_keeps_a_seat_for_cadres() {
        assert_eq!(numbers("500", 10), (2, 0));
        assert_eq!(numbers("500.9", 10), (2, 0));
        assert_eq!(numbers("501", 10), (2, 1));
        assert_eq!(numbers("501", 30), (3, 0));
    }

    #[test]
    fn the_protocol_may_set_another_number_of_seats() {
        let one = CollegeFacts { seats: Some(1), ..facts("30", 0) };
        assert_eq!(found(&one).value.colleges, 1);
    }

    fn spread_of(seats: i64, staff: &[(&str, u64)]) -> Finding<Colleges> {
        let staff = staff.iter().map(|(n, p)| ((*n).to_owned(), *p)).collect();
        found(&CollegeFacts { seats: Some(seats), staff, ..facts("720", 30) })
    }

    #[test]
    fn seats_spread_by_the_largest_remainder_and_it_is_said_to_be_practice() {
        // 14 seats for 400, 200 and 120 of 720: 7.78, 3.89 and 2.33.
        let found = spread_of(14, &[("1", 400), ("2", 200), ("3", 120)]);
        assert_eq!(found.value.seats(), [("1".to_owned(), 8), ("2".to_owned(), 4), ("3".to_owned(), 2)]);
        assert!(
            found.caveats.iter().any(|c| matches!(c, Caveat::Note { rule, .. } if rule == "college.spread"))
        );
    }

    #[test]
    fn equal_remainders_are_said() {
        let even = spread_of(5, &[("1", 100), ("2", 100)]);
        assert!(even.caveats.contains(&Caveat::Remark(Remark::EqualRemainders)));
        let clear = spread_of(5, &[("1", 101), ("2", 100)]);
        assert!(!clear.caveats.contains(&Caveat::Remark(Remark::EqualRemainders)));
    }

    /// The spread of the seats, or each that is possible.
    fn told(headcount: &str, cadres: u64, seats: i64, staff: &[u64]) -> String {
        let staff = (1..).zip(staff).map(|(n, p): (usize, &u64)| (n.to_string(), *p)).collect();
        let found = found(&CollegeFacts { seats: Some(seats), staff, ..facts(headcount, cadres) });
        let one = |s: &Vec<(String, i64)>| s.iter().map(|(_, n)| n.to_string()).collect::<Vec<_>>().join("/");
        let spreads: Vec<_> = found.value.spreads.iter().map(one).collect();
        format!("{} {} {}", found.value.colleges, found.value.reserved_for_cadres, spreads.join(" or "))
    }

    #[test]
    fn the_worked_cases() {
        for (id, headcount, cadres, seats, staff, expected) in [
            ("S01", "24", 4, 1, &[20, 4][..], "1 0 1"),
            ("S02", "25", 0, 2, &[15, 10][..], "2 0 1/1"),
            ("S03", "30", 0, 2, &[28, 2], "2 0 1/1"),
            ("S04", "100", 0, 6, &[95, 5], "2 0 5/1"),
            ("S05", "80", 25, 5, &[40, 15, 25], "3 0 2/1/2"),
            ("S06", "80", 24, 5, &[40, 40], "2 0 3/2 or 2/3"),
            ("S07", "404", 58, 10, &[310, 36, 58], "3 0 8/1/1"),
            ("S09", "501", 20, 13, &[400, 101], "2 1 10/3"),
            ("S10", "500", 20, 13, &[400, 100], "2 0 10/3"),
            ("S11", "600", 30, 14, &[420, 150, 30], "3 0 10/3/1"),
            ("S13", "600", 0, 14, &[500, 100], "2 0 12/2"),
            ("three alike, one seat over", "80", 25, 4, &[10, 10, 10], "3 0 2/1/1 or 1/2/1 or 1/1/2"),
            ("fewer seats than colleges", "30", 0, 2, &[10, 9, 8], "2 0 1/1/0"),
        ] {
            assert_eq!(told(headcount, cadres, seats, staff), expected, "{id}");
        }
        let none = found(&facts("600", 0));
        assert!(none.caveats.contains(&Caveat::Remark(Remark::NoCadreToElect)));
    }

    #[test]
    fn staff_that_cannot_be_is_named() {
        let on = "2026-11-21".parse().unwrap();
        let of = |staff: &[(&str, u64)]| {
            let staff = staff.iter().map(|(n, p)| ((*n).to_owned(), *p)).collect();
            colleges(book(), &CollegeFacts { staff, ..facts("720", 0) }, on).unwrap_err()
        };
        assert_eq!(of(&[("1", 5), ("1", 6)]), bad("staff[\"1\"]", Fault::Twice));
        assert_eq!(of(&[("1", 0)]), bad("staff", Fault::Zero));
    }

    proptest! {
        #[test]
        fn seats_add_up_and_no_college_is_without_one(seats in 1_i64..36, staff in proptest::collection::vec(1_u64..5000, 1..4)) {
            let named: Vec<_> = staff.iter().enumerate().map(|(i, p)| (i.to_string(), *p)).collect();
            let refs: Vec<_> = named.iter().map(|(n, p)| (n.as_str(), *p)).collect();
            let total: u64 = staff.iter().sum();
            let enough = seats >= i64::try_from(staff.len()).unwrap();
            for value in spread_of(seats, &refs).value.spreads {
                prop_assert_eq!(value.iter().map(|(_, s)| s).sum::<i64>(), seats);
                for ((_, got), people) in value.iter().zip(&staff) {
                    let share = Fraction::new(i128::from(*people) * i128::from(seats), total.into()).unwrap();
                    prop_assert!(!enough || *got >= 1);
                    // Above its share by less than one, unless that is the seat that every college has.
                    prop_assert!(i128::from(*got) <= share.ceil().max(1));
                }
            }
        }
    }
}
