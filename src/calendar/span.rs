//! Periods in days, weeks, months and years, and the month as a unit of counting.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months, NaiveDate};

/// A period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// Days of the calendar.
    Days(u32),
    /// Weeks.
    Weeks(u32),
    /// Months of the calendar.
    Months(u32),
    /// Years of the calendar.
    Years(u32),
    /// Months, then days: the months are counted first (article 641 of the Code de procédure civile).
    MonthsAndDays(u32, u32),
}

impl Span {
    /// Returns the day that lies this period after `anchor`; nothing beyond the range of the calendar.
    ///
    /// # Dates
    /// A period in months or years ends on the day with the same number, or on the last day of the month where
    /// it has no such day (article 641 of the Code de procédure civile): 31 January and one month is 28 or 29
    /// February.
    ///
    /// # Examples
    /// ```
    /// use chrono::NaiveDate;
    /// use contrepoids::calendar::Span;
    /// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    /// assert_eq!(Span::Months(1).after(day("2027-01-31")), Some(day("2027-02-28")));
    /// assert_eq!(Span::Years(1).after(day("2028-02-29")), Some(day("2029-02-28")));
    /// ```
    #[must_use]
    pub fn after(self, anchor: NaiveDate) -> Option<NaiveDate> {
        self.times(1)?.step(anchor, true)
    }

    /// Returns the day that lies this period before `anchor`; nothing beyond the range of the calendar.
    #[must_use]
    pub fn before(self, anchor: NaiveDate) -> Option<NaiveDate> {
        self.times(1)?.step(anchor, false)
    }

    /// Returns this period `n` times.
    #[must_use]
    pub fn times(self, n: u32) -> Option<Self> {
        Some(match self {
            Self::Days(d) => Self::Days(d.checked_mul(n)?),
            Self::Weeks(w) => Self::Days(w.checked_mul(7)?.checked_mul(n)?),
            Self::Months(m) => Self::Months(m.checked_mul(n)?),
            Self::Years(y) => Self::Months(y.checked_mul(12)?.checked_mul(n)?),
            Self::MonthsAndDays(m, d) => Self::MonthsAndDays(m.checked_mul(n)?, d.checked_mul(n)?),
        })
    }

    fn step(self, anchor: NaiveDate, forward: bool) -> Option<NaiveDate> {
        match (self, forward) {
            (Self::Days(d), true) => anchor.checked_add_days(Days::new(d.into())),
            (Self::Days(d), false) => anchor.checked_sub_days(Days::new(d.into())),
            (Self::Months(m), true) => anchor.checked_add_months(Months::new(m)),
            (Self::Months(m), false) => anchor.checked_sub_months(Months::new(m)),
            (Self::MonthsAndDays(m, d), true) => {
                Self::Days(d).step(Self::Months(m).step(anchor, true)?, true)
            }
            // The other way round, so that it never comes back past where it began.
            (Self::MonthsAndDays(m, d), false) => {
                Self::Months(m).step(Self::Days(d).step(anchor, false)?, false)
            }
            (Self::Weeks(_) | Self::Years(_), _) => self.times(1)?.step(anchor, forward),
        }
    }
}

/// Returns the n-th day of a rhythm: `anchor` itself for 0, then one period after another **from the anchor**.
///
/// # Examples
/// ```
/// use chrono::NaiveDate;
/// use contrepoids::calendar::{Span, nth};
/// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
/// let months: Vec<_> = (0..4).filter_map(|n| nth(day("2028-01-31"), Span::Months(1), n)).collect();
/// assert_eq!(months, [day("2028-01-31"), day("2028-02-29"), day("2028-03-31"), day("2028-04-30")]);
/// ```
#[must_use]
pub fn nth(anchor: NaiveDate, period: Span, n: u32) -> Option<NaiveDate> {
    period.times(n)?.after(anchor)
}

/// A month of the calendar, shown as `2026-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

crate::base::view::displayed!(Month);

/// A text that is not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month of the form 2026-10")]
pub struct BadMonth;

impl Month {
    /// Returns the month in which `day` lies.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// Returns the first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Returns the last day; nothing at the end of the calendar.
    #[must_use]
    pub fn last(self) -> Option<NaiveDate> {
        self.plus(1)?.first.pred_opt()
    }

    /// Returns the month `n` months later.
    #[must_use]
    pub fn plus(self, n: u32) -> Option<Self> {
        Some(Self { first: self.first.checked_add_months(Months::new(n))? })
    }

    /// Returns the month `n` months earlier.
    #[must_use]
    pub fn minus(self, n: u32) -> Option<Self> {
        Some(Self { first: self.first.checked_sub_months(Months::new(n))? })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = BadMonth;

    fn from_str(text: &str) -> Result<Self, BadMonth> {
        let month = format!("{text}-01").parse().map(|first| Self { first }).map_err(|_| BadMonth)?;
        if month.to_string() == text { Ok(month) } else { Err(BadMonth) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_end_on_the_same_number_or_the_last_day() {
        for (anchor, span, expected) in [
            ("2027-01-31", Span::Months(1), "2027-02-28"),
            ("2028-01-31", Span::Months(1), "2028-02-29"),
            ("2027-01-30", Span::Months(1), "2027-02-28"),
            ("2027-01-28", Span::Months(1), "2027-02-28"),
            ("2027-08-31", Span::Months(6), "2028-02-29"),
            ("2028-02-29", Span::Years(1), "2029-02-28"),
            ("2028-02-29", Span::Years(4), "2032-02-29"),
            ("2026-12-31", Span::Days(1), "2027-01-01"),
            ("2026-12-31", Span::Weeks(2), "2027-01-14"),
            ("2026-12-31", Span::Days(0), "2026-12-31"),
            ("2024-01-15", Span::MonthsAndDays(1, 10), "2024-02-25"),
            ("2027-01-31", Span::MonthsAndDays(1, 1), "2027-03-01"),
        ] {
            assert_eq!(span.after(day(anchor)), Some(day(expected)), "{anchor} {span:?}");
        }
    }

    #[test]
    fn backwards_too() {
        for (anchor, span, expected) in [
            ("2027-03-31", Span::Months(1), "2027-02-28"),
            ("2028-03-31", Span::Months(1), "2028-02-29"),
            ("2028-02-29", Span::Years(1), "2027-02-28"),
            ("2027-01-01", Span::Days(15), "2026-12-17"),
            ("2027-01-14", Span::Weeks(2), "2026-12-31"),
        ] {
            assert_eq!(span.before(day(anchor)), Some(day(expected)), "{anchor} {span:?}");
        }
    }

    #[test]
    fn the_anchor_does_not_drift() {
        let anchor = day("2028-01-31");
        let wrong = Span::Months(1).after(Span::Months(1).after(anchor).unwrap()).unwrap();
        assert_eq!(wrong, day("2028-03-29"));
        assert_eq!(nth(anchor, Span::Months(1), 2), Some(day("2028-03-31")));
        assert_eq!(nth(anchor, Span::Years(1), 4), Some(day("2032-01-31")));
        assert_eq!(nth(anchor, Span::Years(1), 0), Some(anchor));
    }

    #[test]
    fn beyond_the_calendar_is_nothing() {
        assert_eq!(Span::Years(u32::MAX).after(day("2026-01-01")), None);
        assert_eq!(Span::Days(u32::MAX).after(day("2026-01-01")), None);
        assert_eq!(Span::Weeks(u32::MAX).before(day("2026-01-01")), None);
        assert_eq!(Month::of(NaiveDate::MAX).last(), None);
    }

    #[test]
    fn months_read_and_show() {
        let month: Month = "2026-10".parse().unwrap();
        assert_eq!((month.first(), month.last()), (day("2026-10-01"), Some(day("2026-10-31"))));
        assert_eq!(month.plus(3).unwrap().to_string(), "2027-01");
        assert_eq!(month.minus(10).unwrap().to_string(), "2025-12");
        assert_eq!(Month::of(day("2026-10-31")), month);
        for bad in
            ["", "2026", "2026-13", "2026-1", "2026-10-01", "10/2026", "+2026-10", "2026-00", " 2026-10"]
        {
            assert_eq!(bad.parse::<Month>(), Err(BadMonth), "{bad}");
        }
    }

    prop_compose! {
        fn any_day()(n in 0_u64..47_000) -> NaiveDate {
            day("1970-01-01").checked_add_days(Days::new(n)).unwrap()
        }
    }

    fn any_span() -> impl Strategy<Value = Span> {
        prop_oneof![
            (0_u32..1000).prop_map(Span::Days),
            (0_u32..100).prop_map(Span::Weeks),
            (0_u32..100).prop_map(Span::Months),
            (0_u32..10).prop_map(Span::Years),
        ]
    }

    proptest! {
        #[test]
        fn monotone_in_the_anchor(a in any_day(), b in any_day(), span in any_span()) {
            let (early, late) = (a.min(b), a.max(b));
            prop_assert!(span.after(early) <= span.after(late));
            prop_assert!(span.before(early) <= span.before(late));
        }

        #[test]
        fn there_and_back_never_passes_the_anchor(anchor in any_day(), span in any_span()) {
            let there = span.after(anchor).unwrap();
            prop_assert!(span.before(there).unwrap() <= anchor);
            prop_assert!(there >= anchor);
        }

        #[test]
        fn months_keep_the_number_or_take_the_last_day(anchor in any_day(), n in 0_u32..200) {
            let there = Span::Months(n).after(anchor).unwrap();
            let last = Month::of(there).last().unwrap();
            prop_assert!(there.day() == anchor.day() || (there == last && last.day() < anchor.day()));
        }
    }
}
