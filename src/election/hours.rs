//! Delegation hours over the months: what is left, what carries over, what is lost.

use std::collections::BTreeMap;

use crate::{
    calendar::Month,
    law::{Book, Finding, Fraction, LawError, Reasoning},
};

/// One month of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursMonth {
    /// The month.
    pub month: Month,
    /// Hours carried into it from earlier months.
    pub carried: Fraction,
    /// Hours taken.
    pub taken: Fraction,
    /// Hours that could be taken in it: the credit and what was carried, at most one and a half times the credit.
    pub usable: Fraction,
    /// Hours taken beyond that.
    pub over: Fraction,
    /// Hours of the oldest month that were lost at its end.
    pub lost: Fraction,
}

/// The hours of one mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The months, in order.
    pub months: Vec<HoursMonth>,
    /// Hours still usable in the last month.
    pub left: Fraction,
    /// Hours that are lost at the end of the last month unless they are taken.
    pub at_risk: Fraction,
}

/// Returns the ledger of delegation hours (*crédit d’heures*) of one mandate, from its first month to `last`.
///
/// Hours are taken from the oldest month that still has some.
///
/// # Law
/// R2315-5: hours add up within twelve months, and never give more than one and a half times the monthly credit in one
/// month; the employer is told eight days before. The twelve months are read with the month of the credit among them,
/// the reading under which nothing is lost by waiting; a remark says so.
///
/// # Errors
/// [`LawError::NotCovered`]; [`LawError::TooLarge`]; [`LawError::Calendar`] for more than 1,200 months.
pub fn hours(
    book: &Book,
    credit: Fraction,
    first: Month,
    last: Month,
    taken: &BTreeMap<Month, Fraction>,
) -> Result<Finding<Hours>, LawError> {
    let on = last.first();
    let mut why = Reasoning::new(book, on);
    let window = u32::try_from(book.whole("hours.carry", on)?).map_err(|_| LawError::Calendar)?;
    let cap = book.share("hours.cap", on)?;
    let large = || LawError::TooLarge { field: "hours" };
    let most = credit.checked_mul(cap).ok_or_else(large)?;
    why.note("hours.carry", vec![("months", window.into())])?;
    why.note("hours.cap", vec![("hours_each", credit.into()), ("usable", most.into())])?;
    why.note("hours.notice", vec![])?;
    why.remark("hours-window");
    let zero = Fraction::whole(0);
    let minus = |a: Fraction, b: Fraction| if a > b { a.checked_sub(b).ok_or_else(large) } else { Ok(zero) };
    // What is left of each month's credit, oldest first.
    let mut stock: Vec<(Month, Fraction)> = Vec::new();
    let mut out = Hours { months: Vec::new(), left: zero, at_risk: zero };
    let mut month = first;
    while month <= last {
        if out.months.len() >= MONTHS_MAX {
            return Err(LawError::Calendar);
        }
        let mut carried = zero;
        for (_, left) in &stock {
            carried = carried.checked_add(*left).ok_or_else(large)?;
        }
        stock.push((month, credit));
        let all = carried.checked_add(credit).ok_or_else(large)?;
        let usable = if all > most { most } else { all };
        let used = taken.get(&month).copied().unwrap_or(zero);
        let mut rest = if used > usable { usable } else { used };
        let over = minus(used, usable)?;
        for (_, left) in &mut stock {
            let part = if *left < rest { *left } else { rest };
            *left = left.checked_sub(part).ok_or_else(large)?;
            rest = rest.checked_sub(part).ok_or_else(large)?;
        }
        let ends = |m: Month| m.plus(window.saturating_sub(1)).is_none_or(|end| end <= month);
        let mut gone = zero;
        for (_, left) in stock.iter().filter(|(m, _)| ends(*m)) {
            gone = gone.checked_add(*left).ok_or_else(large)?;
        }
        let mut sum = zero;
        for (_, left) in &stock {
            sum = sum.checked_add(*left).ok_or_else(large)?;
        }
        let room = minus(usable, used)?;
        out.left = if sum < room { sum } else { room };
        out.at_risk = gone;
        stock.retain(|(m, _)| !ends(*m));
        out.months.push(HoursMonth { month, carried, taken: used, usable, over, lost: gone });
        month = month.plus(1).ok_or(LawError::Calendar)?;
    }
    Ok(why.conclude(out))
}

/// More months than any mandate lasts.
const MONTHS_MAX: usize = 1_200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn n(text: &str) -> Fraction {
        text.parse().unwrap()
    }

    fn of(credit: &str, last: &str, taken: &[(&str, &str)]) -> Hours {
        let taken = taken.iter().map(|(m, h)| (month(m), n(h))).collect();
        hours(book(), n(credit), month("2026-01"), month(last), &taken).unwrap().value
    }

    #[test]
    fn hours_not_taken_carry_over_to_one_and_a_half_times() {
        let found = of("20", "2026-02", &[("2026-01", "8")]);
        assert_eq!(
            (found.months[1].carried, found.months[1].usable, found.left),
            (n("12"), n("30"), n("30"))
        );
        let found = of("20", "2026-02", &[("2026-01", "15")]);
        assert_eq!((found.months[1].carried, found.left), (n("5"), n("25")));
        let found = of("21", "2026-03", &[]);
        assert_eq!((found.months[2].carried, found.months[2].usable), (n("42"), n("63/2")));
    }

    #[test]
    fn the_oldest_hours_go_first_and_are_lost_after_twelve_months() {
        let found = of("10", "2026-12", &[]);
        assert_eq!((found.months[11].lost, found.at_risk), (n("10"), n("10")));
        let saved = of("10", "2026-12", &[("2026-12", "15")]);
        assert_eq!((saved.months[11].lost, saved.left), (n("0"), n("0")));
        let next = of("10", "2027-01", &[]);
        assert_eq!(next.months[12].carried, n("110"), "eleven months and no more");
    }

    #[test]
    fn what_is_taken_beyond_is_said_and_not_taken_from_later_months() {
        let found = of("10", "2026-02", &[("2026-01", "14")]);
        assert_eq!((found.months[0].over, found.months[1].carried), (n("4"), n("0")));
    }

    #[test]
    fn the_articles_and_the_open_reading_are_there() {
        let found = hours(book(), n("10"), month("2026-01"), month("2026-02"), &BTreeMap::new()).unwrap();
        assert!(found.because.iter().all(|s| s.citation.article == "R2315-5"));
        assert!(found.caveats.contains(&Caveat::Remark("hours-window")));
        let long = hours(book(), n("10"), month("1900-01"), month("2026-02"), &BTreeMap::new());
        assert_eq!(long.unwrap_err(), LawError::Calendar);
        assert!(of("10", "2025-12", &[]).months.is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_made_from_nothing(taken in proptest::collection::vec(0_i64..40, 1..40)) {
            let first = month("2026-01");
            let map: BTreeMap<_, _> = (0..).zip(&taken).map(|(i, h)| (first.plus(i).unwrap(), Fraction::whole(*h))).collect();
            let last = *map.keys().last().unwrap();
            let found = hours(book(), n("20"), first, last, &map).unwrap().value;
            let used: i64 = taken.iter().sum();
            let over = found.months.iter().fold(n("0"), |a, m| a.checked_add(m.over).unwrap());
            let all = n("20").checked_mul(Fraction::whole(i64::try_from(taken.len()).unwrap())).unwrap();
            prop_assert!(Fraction::whole(used).checked_sub(over).unwrap() <= all);
            prop_assert!(found.months.iter().all(|m| m.usable <= n("30") && m.usable >= n("20")));
        }
    }
}
