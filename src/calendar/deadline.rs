//! How the law counts a period to a deadline.

use chrono::NaiveDate;

use crate::calendar::{holiday::Region, span::Span};

/// What happens when a period ends on a Saturday, a Sunday or a public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Roll {
    /// It goes on to the next open day: filings with a court (article 642 of the Code de procédure civile).
    Extended,
    /// No text says that it does: the raw day is the one to keep, the extended one is told beside it.
    NotProvided,
    /// It counts backwards ("15 days before"): never extended; the raw day or, safer, the open day before it.
    Backward,
}

/// A deadline with what led to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The first day that counts; for a period in months or years the day after the act as well.
    pub first_day_counted: NaiveDate,
    /// The last day by bare arithmetic.
    pub raw: NaiveDate,
    /// The day to keep: until midnight.
    pub due: NaiveDate,
    /// The open day that the raw day moves to: later, or earlier for a period that counts backwards.
    pub extended: NaiveDate,
    /// What was done with a closed day.
    pub roll: Roll,
}

/// Returns the deadline of a period from an act; nothing beyond the range of the calendar.
///
/// # Law
/// Articles 640 to 642 of the Code de procédure civile: the day of the act does not count; a period in months or
/// years ends on the day with the same number, or on the last day of the month; it expires at midnight.
///
/// # Dates
/// 15 days from 12 October end on 27 October, and the 27th is still in time.
#[must_use]
pub fn deadline(act: NaiveDate, period: Span, roll: Roll, region: Region) -> Option<Deadline> {
    let backward = roll == Roll::Backward;
    let raw = if backward { period.before(act)? } else { period.after(act)? };
    let first_day_counted = if backward { act.pred_opt()? } else { act.succ_opt()? };
    let extended = if backward { region.open_until(raw) } else { region.open_from(raw) };
    let due = if roll == Roll::NotProvided { raw } else { extended };
    Some(Deadline { first_day_counted, raw, due, extended, roll })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn court(act: &str, period: Span) -> Deadline {
        deadline(day(act), period, Roll::Extended, Region::Metropolitan).unwrap()
    }

    #[test]
    fn the_fifteenth_day_is_in_time() {
        // Cass. soc. 24-11.781: election on 12 October 2023, request on the 27th.
        let found = court("2023-10-12", Span::Days(15));
        assert_eq!(found.due, day("2023-10-27"));
        assert_eq!(found.first_day_counted, day("2023-10-13"));
        // Cass. soc. 23-17.506: round 1 on 13 March, round 2 on the 28th, a Tuesday.
        assert_eq!(court("2023-03-13", Span::Days(15)).raw, day("2023-03-28"));
    }

    #[test]
    fn a_closed_last_day_moves_to_the_next_open_one() {
        // Cass. soc. 19-10.826: round 2 on 29 October 2018; the 13th is the 15th day, after Sunday the 11th.
        assert_eq!(court("2018-10-29", Span::Days(15)).due, day("2018-11-13"));
        // Three days from Wednesday 22 April 2026 end on Saturday: Monday.
        let found = court("2026-04-22", Span::Days(3));
        assert_eq!((found.raw, found.due), (day("2026-04-25"), day("2026-04-27")));
        // Fifteen days from 16 April 2026 end on 1 May, a holiday, before a week-end.
        assert_eq!(court("2026-04-16", Span::Days(15)).due, day("2026-05-04"));
    }

    #[test]
    fn where_no_text_extends_both_days_are_told() {
        let found =
            deadline(day("2026-04-16"), Span::Days(15), Roll::NotProvided, Region::Metropolitan).unwrap();
        assert_eq!((found.due, found.extended), (day("2026-05-01"), day("2026-05-04")));
    }

    #[test]
    fn backwards_takes_the_earlier_day() {
        let found =
            deadline(day("2026-05-18"), Span::Days(15), Roll::Backward, Region::Metropolitan).unwrap();
        assert_eq!((found.raw, found.due), (day("2026-05-03"), day("2026-04-30")));
        assert_eq!(found.first_day_counted, day("2026-05-17"));
    }

    #[test]
    fn the_place_of_work_matters() {
        let alsace = Region::AlsaceMoselle { good_friday: true };
        // Good Friday 3 April 2026 and Easter Monday 6 April.
        let there = deadline(day("2026-03-31"), Span::Days(3), Roll::Extended, alsace).unwrap();
        assert_eq!(there.due, day("2026-04-07"));
        assert_eq!(court("2026-03-31", Span::Days(3)).due, day("2026-04-03"));
    }

    proptest! {
        #[test]
        fn extended_is_open_and_never_the_wrong_way(n in 0_u64..47_000, days in 0_u32..400) {
            let act = day("1970-01-02").checked_add_days(chrono::Days::new(n)).unwrap();
            for region in [Region::Metropolitan, Region::AlsaceMoselle { good_friday: true }, Region::Reunion] {
                let on = deadline(act, Span::Days(days), Roll::Extended, region).unwrap();
                prop_assert!(region.is_open(on.due) && on.due >= on.raw);
                let back = deadline(act, Span::Days(days), Roll::Backward, region).unwrap();
                prop_assert!(region.is_open(back.due) && back.due <= back.raw);
            }
        }

        #[test]
        fn a_later_act_never_has_an_earlier_deadline(n in 0_u64..47_000, days in 0_u32..60) {
            let act = day("1970-01-02").checked_add_days(chrono::Days::new(n)).unwrap();
            let next = act.succ_opt().unwrap();
            let due = |d| deadline(d, Span::Days(days), Roll::Extended, Region::Guyane).unwrap().due;
            prop_assert!(due(next) >= due(act));
        }
    }
}
