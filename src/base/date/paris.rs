//! The clocks of Paris, by the rule of the European Union, without a table of the machine's.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// The offset in winter, in hours.
const WINTER: i64 = 1;

/// Returns the moment as the clocks of Paris show it.
///
/// # Dates
/// Directive 2000/84/EC: summer time runs from one o'clock universal time on the last Sunday of March to the same hour on the
/// last Sunday of October, since 1996.
#[must_use]
pub fn clock(moment: DateTime<Utc>) -> NaiveDateTime {
    let utc = moment.naive_utc();
    utc.checked_add_signed(offset(utc)).unwrap_or(utc)
}

/// Returns the day in Paris of a moment.
#[must_use]
pub fn day(moment: DateTime<Utc>) -> NaiveDate {
    clock(moment).date()
}

/// Returns the moment of a day and hour in Paris; of the hour that comes twice in October the first one, and of that which
/// there is not in March the hour after it.
#[must_use]
pub fn moment(local: NaiveDateTime) -> DateTime<Utc> {
    let summer = local.checked_sub_signed(TimeDelta::hours(WINTER.saturating_add(1))).unwrap_or(local);
    let winter = local.checked_sub_signed(TimeDelta::hours(WINTER)).unwrap_or(local);
    let utc = if offset(summer) == TimeDelta::hours(WINTER) { winter } else { summer };
    utc.and_utc()
}

fn offset(utc: NaiveDateTime) -> TimeDelta {
    let (start, end) = (change(utc.year(), 3), change(utc.year(), 10));
    let summer = start.zip(end).is_some_and(|(start, end)| utc >= start && utc < end);
    TimeDelta::hours(if summer { WINTER.saturating_add(1) } else { WINTER })
}

/// The change of a year in March or October, both months of 31 days.
fn change(year: i32, month: u32) -> Option<NaiveDateTime> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let sunday = last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_sunday())))?;
    sunday.and_hms_opt(1, 0, 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(utc: &str) -> String {
        clock(utc.parse().unwrap()).format("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn the_clocks_change_in_march_and_in_october() {
        for (utc, local) in [
            ("2026-11-28T21:58:00Z", "2026-11-28 22:58"),
            ("2026-07-14T22:30:00Z", "2026-07-15 00:30"),
            ("2026-03-29T00:59:59Z", "2026-03-29 01:59"),
            ("2026-03-29T01:00:00Z", "2026-03-29 03:00"),
            ("2026-10-25T00:59:59Z", "2026-10-25 02:59"),
            ("2026-10-25T01:00:00Z", "2026-10-25 02:00"),
            ("2027-03-28T01:00:00Z", "2027-03-28 03:00"),
            ("2027-10-31T01:00:00Z", "2027-10-31 02:00"),
            ("2026-12-31T23:30:00Z", "2027-01-01 00:30"),
        ] {
            assert_eq!(shown(utc), local, "{utc}");
        }
    }

    #[test]
    fn an_hour_that_comes_twice_or_never_has_one_moment() {
        let of = |text: &str| moment(text.parse().unwrap()).to_rfc3339();
        assert_eq!(of("2026-10-25T02:30:00"), "2026-10-25T00:30:00+00:00");
        assert_eq!(of("2026-03-29T02:30:00"), "2026-03-29T01:30:00+00:00");
        assert_eq!(of("2026-12-03T18:00:00"), "2026-12-03T17:00:00+00:00");
        assert_eq!(of("2026-07-03T18:00:00"), "2026-07-03T16:00:00+00:00");
    }

    proptest! {
        #[test]
        fn there_and_back(seconds in 900_000_000_i64..4_000_000_000) {
            let utc = DateTime::from_timestamp(seconds, 0).unwrap();
            let back = moment(clock(utc));
            // Only the hour that comes twice is told as its first.
            prop_assert!(back == utc || utc.signed_duration_since(back) == TimeDelta::hours(1));
            prop_assert_eq!(clock(back), clock(utc));
        }
    }
}
