//! Delegation hours over the months: what is left, what carries over, what is lost.

use std::collections::BTreeMap;

use crate::{
    calendar::{Month, hours_kept_until},
    law::{Book, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// One month of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursMonth {
    /// The month.
    pub month: Month,
    /// Hours carried into it from earlier months.
    pub carried: Fraction,
    /// Hours given to others.
    pub given: Fraction,
    /// Hours received from others.
    pub received: Fraction,
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

/// What a mandate gives each month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Hours a month of the mandate itself.
    pub each: Fraction,
    /// Hours a month of a full member, on which the limit of one and a half counts.
    pub full: Fraction,
    /// Whether the hours carry over: those of the elected and of the union representative at the CSE do.
    pub carries: bool,
}

/// What happened to the hours of a mandate in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// Hours taken.
    pub taken: Fraction,
    /// Hours given to others.
    pub given: Fraction,
    /// Hours received from others.
    pub received: Fraction,
}

impl Default for Flow {
    fn default() -> Self {
        Self { taken: Fraction::ZERO, given: Fraction::ZERO, received: Fraction::ZERO }
    }
}

/// Returns the ledger of delegation hours (*crédit d’heures*) of one elected mandate, from its first month to `last`.
///
/// # Law
/// As [`ledger`].
///
/// # Errors
/// As [`ledger`].
pub fn hours(
    book: &Book,
    credit: Fraction,
    first: Month,
    last: Month,
    taken: &BTreeMap<Month, Fraction>,
) -> Result<Finding<Hours>, LawError> {
    let flow = |(month, taken): (&Month, &Fraction)| (*month, Flow { taken: *taken, ..Flow::default() });
    let credit = Credit { each: credit, full: credit, carries: true };
    ledger(book, &credit, first, last, &taken.iter().map(flow).collect())
}

/// Returns the ledger of delegation hours of one mandate, with what was given to others and received from them.
///
/// Received hours go first, because they are of the month; then those of the oldest month that still has some.
///
/// # Law
/// R2315-5: hours of the elected and of the union representative at the CSE add up within twelve months, and never give
/// more than one and a half times the monthly credit in one month; the employer is told eight days before. R2315-6: the
/// same limit, on the credit of a full member, for hours that are shared. The twelve months are read with the month of
/// the credit among them ([`hours_kept_until`]); a remark says so. No text lets the hours of
/// delegates and representatives of the section carry over (L2143-13, L2142-1-3).
///
/// # Errors
/// [`LawError::NotCovered`]; [`LawError::TooLarge`]; [`LawError::Calendar`] for more than 1,200 months.
pub fn ledger(
    book: &Book,
    credit: &Credit,
    first: Month,
    last: Month,
    flows: &BTreeMap<Month, Flow>,
) -> Result<Finding<Hours>, LawError> {
    let on = last.first();
    let mut why = Reasoning::new(book, on);
    let large = || LawError::TooLarge { field: "hours" };
    let add = |a: Fraction, b: Fraction| a.checked_add(b).ok_or_else(large);
    let zero = Fraction::ZERO;
    let minus = |a: Fraction, b: Fraction| if a > b { a.checked_sub(b).ok_or_else(large) } else { Ok(zero) };
    let (window, most) = bounds(&mut why, credit)?;
    if flows.values().any(|f| f.given > zero || f.received > zero) {
        if credit.carries {
            why.note("hours.sharing-cap", vec![(FactName::Usable, most.unwrap_or(zero).into())])?;
            why.note("hours.sharing-notice", vec![])?;
        } else {
            why.note("hours.sharing-delegates", vec![])?;
        }
        why.remark(Remark::HoursReceived);
    }
    // What is left of each month's credit, oldest first.
    let mut stock: Vec<(Month, Fraction)> = Vec::new();
    let mut out = Hours { months: Vec::new(), left: zero, at_risk: zero };
    let mut month = first;
    while month <= last {
        if out.months.len() >= MONTHS_MAX {
            return Err(LawError::Calendar);
        }
        let flow = flows.get(&month).copied().unwrap_or_default();
        let mut carried = zero;
        for (_, left) in &stock {
            carried = add(carried, *left)?;
        }
        stock.push((month, credit.each));
        let given = draw(&mut stock, flow.given).ok_or_else(large)?;
        let own = minus(add(carried, credit.each)?, given)?;
        let all = add(own, flow.received)?;
        let usable = most.map_or(all, |most| if all > most { most } else { all });
        let used = flow.taken;
        let over = minus(used, usable)?;
        let taken = if used > usable { usable } else { used };
        let received = minus(flow.received, taken)?;
        draw(&mut stock, minus(taken, flow.received)?).ok_or_else(large)?;
        let ends = |m: Month| hours_kept_until(m, window).is_none_or(|end| Some(end) <= month.last());
        let mut gone = received;
        for (_, left) in stock.iter().filter(|(m, _)| ends(*m)) {
            gone = add(gone, *left)?;
        }
        let mut sum = received;
        for (_, left) in &stock {
            sum = add(sum, *left)?;
        }
        let room = minus(usable, used)?;
        out.left = if sum < room { sum } else { room };
        out.at_risk = gone;
        stock.retain(|(m, _)| !ends(*m));
        let (given, received) = (flow.given, flow.received);
        out.months.push(HoursMonth {
            month,
            carried,
            given,
            received,
            taken: used,
            usable,
            over,
            lost: gone,
        });
        month = month.plus(1).ok_or(LawError::Calendar)?;
    }
    Ok(why.conclude(out))
}

/// How many months hours last, and how many may be used in one month where that is limited.
fn bounds(why: &mut Reasoning<'_>, credit: &Credit) -> Result<(u32, Option<Fraction>), LawError> {
    if !credit.carries {
        why.note("hours.month-only", vec![(FactName::HoursEach, credit.each.into())])?;
        return Ok((1, None));
    }
    let on = why.on();
    let window = u32::try_from(why.book().whole("hours.carry", on)?).map_err(|_| LawError::Calendar)?;
    let cap = why.book().share("hours.cap", on)?;
    let most = credit.full.checked_mul(cap).ok_or(LawError::TooLarge { field: "hours" })?;
    why.note("hours.carry", vec![(FactName::Months, window.into())])?;
    why.note("hours.cap", vec![(FactName::HoursEach, credit.each.into()), (FactName::Usable, most.into())])?;
    why.note("hours.notice", vec![])?;
    why.remark(Remark::HoursWindow);
    Ok((window, Some(most)))
}

/// Takes hours from the oldest months; returns how many there were.
fn draw(stock: &mut [(Month, Fraction)], wanted: Fraction) -> Option<Fraction> {
    let mut rest = wanted;
    for (_, left) in stock {
        let part = if *left < rest { *left } else { rest };
        *left = left.checked_sub(part)?;
        rest = rest.checked_sub(part)?;
    }
    wanted.checked_sub(rest)
}

/// A hundred years, more than any mandate lasts: no figure of law, only a bound against a ledger without end.
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
    fn the_ledger_and_the_rule_lose_hours_on_the_same_day() {
        use crate::calendar::rule;
        for from in ["2026-01-15", "2026-11-21", "2027-03-31"] {
            let day = from.parse().unwrap();
            let carry = rule::rule("hours-carry").unwrap();
            let found = rule::answer(book(), carry, day, &rule::Facts::default()).unwrap();
            let end = Month::of(found.value.deadline.due);
            assert_eq!(end.last(), Some(found.value.deadline.due), "{from}");
            let lost = |last: Month| {
                let first = Month::of(day);
                hours(book(), n("10"), first, last, &BTreeMap::new())
                    .unwrap()
                    .value
                    .months
                    .pop()
                    .unwrap()
                    .lost
            };
            assert_eq!((lost(end.minus(1).unwrap()), lost(end)), (n("0"), n("10")), "{from}");
        }
    }

    #[test]
    fn the_articles_and_the_open_reading_are_there() {
        let found = hours(book(), n("10"), month("2026-01"), month("2026-02"), &BTreeMap::new()).unwrap();
        assert!(found.because.iter().all(|s| s.citation.article == "R2315-5"));
        assert!(found.caveats.contains(&Caveat::Remark(Remark::HoursWindow)));
        let long = hours(book(), n("10"), month("1900-01"), month("2026-02"), &BTreeMap::new());
        assert_eq!(long.unwrap_err(), LawError::Calendar);
        assert!(of("10", "2025-12", &[]).months.is_empty());
    }

    fn flows(all: &[(&str, &str, &str, &str)]) -> BTreeMap<Month, Flow> {
        let flow = |t: &str, g: &str, r: &str| Flow { taken: n(t), given: n(g), received: n(r) };
        all.iter().map(|(m, t, g, r)| (month(m), flow(t, g, r))).collect()
    }

    fn kept(credit: Credit, last: &str, all: &[(&str, &str, &str, &str)]) -> Hours {
        ledger(book(), &credit, month("2026-01"), month(last), &flows(all)).unwrap().value
    }

    #[test]
    fn hours_of_delegates_do_not_carry_over() {
        let ds = Credit { each: n("18"), full: n("18"), carries: false };
        let found = kept(ds, "2026-03", &[("2026-01", "5", "0", "0")]);
        assert_eq!((found.months[0].lost, found.months[1].carried, found.left), (n("13"), n("0"), n("18")));
        let found = ledger(book(), &ds, month("2026-01"), month("2026-02"), &BTreeMap::new()).unwrap();
        assert!(!found.because.iter().any(|s| s.citation.article == "R2315-5"));
    }

    #[test]
    fn shared_hours_leave_one_ledger_and_enter_the_other_within_the_limit() {
        let full = Credit { each: n("20"), full: n("20"), carries: true };
        let giver = kept(full, "2026-01", &[("2026-01", "0", "8", "0")]);
        assert_eq!((giver.left, giver.months[0].usable), (n("12"), n("12")));
        let taker = kept(full, "2026-02", &[("2026-01", "0", "0", "15")]);
        assert_eq!(taker.months[0].usable, n("30"), "one and a half times, not 35");
        assert_eq!(taker.months[1].carried, n("20"), "what was received is of its month");
        // A substitute has no hours of their own; the limit is that of a full member.
        let substitute = Credit { each: n("0"), full: n("20"), carries: true };
        let found = kept(substitute, "2026-01", &[("2026-01", "4", "0", "10")]);
        assert_eq!((found.left, found.at_risk), (n("6"), n("6")));
        assert_eq!(kept(substitute, "2026-01", &[("2026-01", "0", "0", "40")]).left, n("30"));
        // Nothing can be given that is not there.
        assert_eq!(kept(full, "2026-01", &[("2026-01", "0", "50", "0")]).left, n("0"));
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
