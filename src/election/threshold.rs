//! Which thresholds of headcount are crossed: twelve months in a row, and what a month below undoes.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use crate::{
    calendar::Month,
    law::{Book, Fact, FactName, Finding, Fraction, LawError, Reasoning, Remark},
};

/// The thresholds that open rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Threshold {
    /// Eleven: a CSE.
    Cse,
    /// Fifty: its full powers.
    FullPowers,
    /// Above three hundred: more information and consultation.
    Large,
}

impl Threshold {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Cse, Self::FullPowers, Self::Large];

    /// What reaching it opens at once, by stable code.
    #[must_use]
    pub const fn opens_at_once(self) -> &'static [&'static str] {
        match self {
            Self::Cse => &["cse"],
            Self::FullPowers => &["delegate", "section-representative"],
            Self::Large => &[],
        }
    }

    /// What reaching it opens after the legal delay, by stable code.
    #[must_use]
    pub const fn opens_later(self) -> &'static [&'static str] {
        match self {
            Self::Cse => &[],
            Self::FullPowers => &["full-powers", "budget"],
            Self::Large => &["wider-consultations"],
        }
    }

    /// The tables: the headcount, the months in a row, the delay before it takes effect.
    const fn rules(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Cse => ("threshold.cse", "threshold.cse-months", None),
            Self::FullPowers => {
                ("threshold.full-powers", "threshold.full-powers-months", Some("threshold.full-powers-delay"))
            }
            Self::Large => ("threshold.large", "threshold.large-months", Some("threshold.large-delay")),
        }
    }

    /// Tells whether a headcount counts for this threshold. The text on three hundred says "dépasse": above.
    fn met(self, headcount: Fraction, threshold: Fraction) -> bool {
        if self == Self::Large { headcount > threshold } else { headcount >= threshold }
    }
}

/// What the months say of one threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// Which one.
    pub which: Threshold,
    /// The headcount of the threshold.
    pub threshold: i64,
    /// Whether it has been met for the months in a row that the law wants, and not undone since.
    pub reached: bool,
    /// The last day of the month that completed them.
    pub since: Option<NaiveDate>,
    /// Whether it may have been reached before: the month before the first one known is not known.
    pub at_latest: bool,
    /// From when it takes effect by law, if the CSE was there already.
    pub effective: Option<NaiveDate>,
    /// How many months in a row, up to the last one known, meet it.
    pub months_in_a_row: u32,
    /// Whether the last month known meets it.
    pub met_now: bool,
    /// How many earlier months must be known to say whether it is reached; 0 where the months known decide.
    pub months_unknown: u32,
}

impl Crossing {
    /// Tells whether it changes something these days: the months on the way to it are counted, it was crossed within a year,
    /// it will take effect, or the months below it are counted.
    #[must_use]
    pub fn matters(&self, today: NaiveDate) -> bool {
        let recent = |day: NaiveDate| day.checked_add_months(Months::new(12)).is_none_or(|end| end >= today);
        let coming = self.effective.is_some_and(recent);
        self.reached != self.met_now || coming || !self.at_latest && self.since.is_some_and(recent)
    }
}

/// Returns which thresholds (*franchissement de seuil*) the monthly headcounts cross, up to the day asked about.
///
/// A threshold once reached stays reached until as many months in a row lie below it; a month that is not
/// recorded counts for neither and starts both counts again.
///
/// # Law
/// L2311-2 (eleven), L2312-2 (fifty, then twelve more months), L2312-34 (above three hundred, then one year):
/// each for twelve consecutive months. L2313-10 and L2312-3 undo the first two at renewal after twelve months
/// below. Headcounts are never rounded up.
///
/// # Dates
/// A month counts once it is over: the month of `on` itself does not, unless `on` is its last day.
///
/// # Errors
/// [`LawError::NotCovered`] for a day outside the tables; [`LawError::Calendar`] at the end of the calendar.
pub fn crossings(
    book: &Book,
    headcounts: &BTreeMap<Month, Fraction>,
    on: NaiveDate,
) -> Result<Finding<Vec<Crossing>>, LawError> {
    let mut why = Reasoning::new(book, on);
    let mut out = Vec::with_capacity(Threshold::ALL.len());
    let known: Vec<_> = headcounts.iter().filter(|(m, _)| m.last().is_some_and(|last| last <= on)).collect();
    for which in Threshold::ALL {
        let (rule, months_rule, delay_rule) = which.rules();
        let threshold = book.whole(rule, on)?;
        let months = u32::try_from(book.whole(months_rule, on)?).unwrap_or(u32::MAX);
        let run = run(which, Fraction::whole(threshold), months, &known);
        let since = run.since.map(|m| m.last().ok_or(LawError::Calendar)).transpose()?;
        let mut facts = vec![
            (FactName::Threshold, Fact::from(threshold)),
            (FactName::MonthsInARow, run.above.into()),
            (FactName::Reached, since.is_some().into()),
        ];
        facts.extend(since.map(|day| (FactName::Since, day.into())));
        why.note(rule, facts)?;
        why.note(months_rule, vec![(FactName::Months, months.into())])?;
        let effective = match (since, delay_rule) {
            (Some(day), Some(delay_rule)) => {
                let delay = u32::try_from(book.whole(delay_rule, on)?).unwrap_or(u32::MAX);
                let day = day.checked_add_months(Months::new(delay)).ok_or(LawError::Calendar)?;
                why.note(
                    delay_rule,
                    vec![(FactName::Months, delay.into()), (FactName::Effective, day.into())],
                )?;
                Some(day)
            }
            (since, _) => since,
        };
        if which == Threshold::Large && known.iter().any(|(_, h)| **h == Fraction::whole(threshold)) {
            why.remark(Remark::ExactlyThreeHundred);
        }
        out.push(Crossing {
            which,
            threshold,
            reached: since.is_some(),
            since,
            at_latest: since.is_some() && run.since_open,
            effective,
            months_in_a_row: run.above,
            met_now: run.above > 0,
            months_unknown: match since {
                None if run.above > 0 && run.open => months.saturating_sub(run.above),
                _ => 0,
            },
        });
    }
    if known.len() < headcounts.len() {
        why.remark(Remark::MonthsNotCounted);
    }
    if known.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a.plus(1) != Some(**b))) {
        why.remark(Remark::MonthsMissing);
    }
    Ok(why.conclude(out))
}

#[derive(Default)]
struct Streak {
    since: Option<Month>,
    above: u32,
    below: u32,
    /// Whether the months before the present run are not known.
    open: bool,
    /// Whether they were not when it was reached.
    since_open: bool,
}

fn run(which: Threshold, threshold: Fraction, months: u32, known: &[(&Month, &Fraction)]) -> Streak {
    let mut run = Streak::default();
    let mut before: Option<Month> = None;
    for (month, headcount) in known {
        if before.is_none_or(|b| b.plus(1) != Some(**month)) {
            (run.above, run.below, run.open) = (0, 0, true);
        }
        if which.met(**headcount, threshold) {
            (run.above, run.below) = (run.above.saturating_add(1), 0);
            if run.above >= months && run.since.is_none() {
                (run.since, run.since_open) = (Some(**month), run.open);
            }
        } else {
            (run.above, run.below, run.open) = (0, run.below.saturating_add(1), false);
            if run.below >= months {
                run.since = None;
            }
        }
        before = Some(**month);
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Caveat, book};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn too_few_months_known_say_neither_yes_nor_no() {
        let two = of(&months(&["720", "720"]), Threshold::Cse);
        assert!(!two.reached && two.met_now);
        assert_eq!(two.months_unknown, 10);
        // A month known to lie below decides, and so do twelve above.
        assert_eq!(of(&months(&["9", "12", "12"]), Threshold::Cse).months_unknown, 0);
        assert_eq!(of(&months(&["12"; 12]), Threshold::Cse).months_unknown, 0);
        assert_eq!(of(&months(&["9"]), Threshold::Cse).months_unknown, 0);
    }

    /// Months from January 2025 on.
    fn months(headcounts: &[&str]) -> BTreeMap<Month, Fraction> {
        let first: Month = "2025-01".parse().unwrap();
        let number = |i: usize| u32::try_from(i).unwrap();
        headcounts
            .iter()
            .enumerate()
            .map(|(i, h)| (first.plus(number(i)).unwrap(), h.parse().unwrap()))
            .collect()
    }

    fn repeat(parts: &[(&'static str, usize)]) -> BTreeMap<Month, Fraction> {
        let all: Vec<_> = parts.iter().flat_map(|(h, n)| std::iter::repeat_n(*h, *n)).collect();
        months(&all)
    }

    fn found(months: &BTreeMap<Month, Fraction>, on: &str) -> Finding<Vec<Crossing>> {
        crossings(book(), months, day(on)).unwrap()
    }

    fn of(months: &BTreeMap<Month, Fraction>, which: Threshold) -> Crossing {
        let all = found(months, "2028-12-31").value;
        all.into_iter().find(|c| c.which == which).unwrap()
    }

    #[test]
    fn twelve_in_a_row_reach_a_month_below_starts_again() {
        // Example T8: 9 then twelve times 12; and 12 five times, 10 once, 12 seven times.
        let reached = of(&repeat(&[("9", 1), ("12", 12)]), Threshold::Cse);
        assert!(reached.reached);
        assert_eq!(reached.since, Some(day("2026-01-31")));
        let broken = of(&repeat(&[("12", 5), ("10", 1), ("12", 7)]), Threshold::Cse);
        assert!(!broken.reached);
        assert_eq!((broken.since, broken.months_in_a_row, broken.met_now), (None, 7, true));
    }

    #[test]
    fn eleven_months_do_not_reach() {
        assert!(!of(&repeat(&[("11", 11)]), Threshold::Cse).reached);
        assert!(of(&repeat(&[("11", 12)]), Threshold::Cse).reached);
        assert!(!of(&repeat(&[("10.99", 24)]), Threshold::Cse).reached);
    }

    #[test]
    fn fifty_takes_effect_twelve_months_later() {
        let fifty = of(&repeat(&[("50", 12)]), Threshold::FullPowers);
        assert_eq!(fifty.since, Some(day("2025-12-31")));
        assert_eq!(fifty.effective, Some(day("2026-12-31")));
        assert!(!of(&repeat(&[("49.99", 12)]), Threshold::FullPowers).reached);
    }

    #[test]
    fn delegates_do_not_wait_for_the_delay_of_the_full_powers() {
        assert!(Threshold::FullPowers.opens_at_once().contains(&"delegate"));
        assert!(Threshold::FullPowers.opens_later().contains(&"full-powers"));
        assert!(Threshold::ALL.iter().all(|t| !t.opens_at_once().is_empty() || !t.opens_later().is_empty()));
    }

    #[test]
    fn three_hundred_must_be_passed_and_exactly_three_hundred_is_said() {
        let exact = found(&repeat(&[("300", 12)]), "2026-12-31");
        assert!(!exact.value[2].reached);
        assert!(exact.caveats.contains(&Caveat::Remark(Remark::ExactlyThreeHundred)));
        let above = found(&repeat(&[("300.5", 12)]), "2026-12-31");
        assert!(above.value[2].reached);
        assert_eq!(above.value[2].effective, Some(day("2026-12-31")));
        assert!(above.caveats.is_empty());
    }

    #[test]
    fn some_months_below_do_not_undo_twelve_do() {
        let kept = of(&repeat(&[("60", 12), ("40", 11)]), Threshold::FullPowers);
        assert!(kept.reached && !kept.met_now);
        let lost = of(&repeat(&[("60", 12), ("40", 12)]), Threshold::FullPowers);
        assert!(!lost.reached);
        let again = of(&repeat(&[("60", 12), ("40", 12), ("60", 12)]), Threshold::FullPowers);
        assert_eq!(again.since, Some(day("2027-12-31")));
    }

    #[test]
    fn a_month_that_is_not_recorded_starts_again_and_is_said() {
        let mut gap = repeat(&[("60", 13)]);
        gap.remove(&"2025-06".parse().unwrap());
        let found = found(&gap, "2028-12-31");
        assert!(!found.value[0].reached);
        assert_eq!(found.value[0].months_in_a_row, 7);
        assert!(found.caveats.contains(&Caveat::Remark(Remark::MonthsMissing)));
    }

    #[test]
    fn a_month_counts_once_it_is_over() {
        let year = repeat(&[("60", 12)]);
        assert!(!found(&year, "2025-12-30").value[0].reached);
        assert!(found(&year, "2025-12-31").value[0].reached);
    }

    #[test]
    fn nothing_known_reaches_nothing() {
        let none = found(&BTreeMap::new(), "2026-11-21");
        assert!(none.value.iter().all(|c| !c.reached && !c.met_now && c.since.is_none()));
        assert_eq!(none.because.len(), 6);
    }

    #[test]
    fn the_steps_name_the_articles() {
        let articles: Vec<_> = found(&repeat(&[("301", 12)]), "2026-11-21")
            .because
            .into_iter()
            .map(|s| s.citation.article)
            .collect();
        let expected =
            ["L2311-2", "L2311-2", "L2312-2", "L2312-2", "L2312-2", "L2312-34", "L2312-34", "L2312-34"];
        assert_eq!(articles, expected);
    }
}
