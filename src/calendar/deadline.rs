//! How the law counts a period to a deadline.

use chrono::NaiveDate;

use crate::{
    base::word::codes,
    calendar::{region::Region, span::Span},
};

/// A period as a rule counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Days, weeks, months or years of the calendar.
    Calendar(Span),
    /// Working days (*jours ouvrables*): all but Sundays and public holidays.
    Working(u32),
    /// Business days (*jours ouvrés*): Monday to Friday but public holidays.
    Business(u32),
    /// Clear days (*jours francs*): neither the first nor the last day counts.
    Clear(u32),
}

impl From<Span> for Period {
    fn from(span: Span) -> Self {
        Self::Calendar(span)
    }
}

codes! {
    /// What happens when a period ends on a Saturday, a Sunday or a public holiday.
    Roll {
        /// It goes on to the next open day: filings with a court (article 642 of the Code de procédure civile).
        Extended = "extended", "prorogé au premier jour ouvrable suivant\u{a0}: acte devant un tribunal (article 642 du Code de procédure civile)", "extended to the next working day: an act before a court (article 642 of the Code de procédure civile)";
        /// The Labour Code itself extends it to the next open day.
        Labour = "labour", "prorogé au premier jour ouvrable suivant par le Code du travail lui-même (article R.\u{a0}1231-1\u{a0}; en discipline, articles R.\u{a0}1332-3 et R.\u{a0}1332-4)", "extended to the next working day by the Code du travail itself (article R. 1231-1; for discipline articles R. 1332-3 and R. 1332-4)";
        /// The Labour Code extends it by its words, and no ruling that was read does so for this period: the raw day is safe
        /// for who acts, the extended one for who waits.
        LabourDoubt = "labour-doubt", "prorogé par les termes de l’article R.\u{a0}1231-1, sans décision lue pour ce délai\u{a0}: pour agir, le jour calculé\u{a0}; pour ce que fait l’autre, le jour prorogé", "extended by the words of article R. 1231-1, no decision read for this period: to act, the day counted; for what the other side does, the extended day";
        /// No text says that it does: the raw day is the one to keep, the extended one is told beside it.
        NotProvided = "not-provided", "aucun texte ne le proroge\u{a0}: le jour calculé", "no text extends it: the day counted";
        /// It counts backwards ("15 days before"): never extended; the open day at or before it is the safe one.
        Backward = "backward", "compté à rebours, jamais prorogé\u{a0}: le jour ouvrable qui précède", "counted back, never extended: the working day before";
        /// A day on which something begins or ends (a mandate, a right): it never moves.
        Fixed = "fixed", "un état ou une ouverture\u{a0}: le jour ne bouge pas", "a state or an opening: the day does not move";
        /// A limitation period: never extended.
        Limitation = "limitation", "une prescription\u{a0}: jamais prorogée (articles 2228 et 2229 du Code civil)", "a limitation period: never extended (articles 2228 and 2229 of the Code civil)";
        /// The silence of the administration: it decides on the same day number; there is nothing to extend.
        Silence = "silence", "silence de l’administration\u{a0}: il décide ce jour-là, personne n’a d’acte à faire", "silence of the administration: it decides on that day, nobody has an act to do";
        /// An appeal to the administration or its courts: the raw day is safe; the clear and extended one is told beside it.
        Appeal = "appeal", "recours administratif\u{a0}: le jour calculé est sûr\u{a0}; franc et prorogé, il serait plus tard (jurisprudence)", "administrative appeal: the day counted is safe; clear and extended it would be later (case law)";
    }
}

impl Roll {
    /// Tells whether the day of a court, of a limitation or of an appeal is gone for good once it is past.
    #[must_use]
    pub const fn closes(self) -> bool {
        matches!(self, Self::Extended | Self::Limitation | Self::Appeal)
    }
}

codes! {
    /// Which way a period counts.
    Direction {
        /// From the act on.
        After = "after", "après", "after";
        /// Back from the act.
        Before = "before", "avant", "before";
        /// To a day of every year, the next after the one given.
        Yearly = "yearly", "chaque année", "every year";
    }
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

/// Returns the deadline of a period that runs from an act; nothing beyond the range of the calendar.
///
/// # Law
/// Articles 640 to 642 of the Code de procédure civile: the day of the act does not count; a period in months or
/// years ends on the day with the same number, or on the last day of the month; it expires at midnight.
///
/// # Dates
/// 15 days from 12 October end on 27 October, and the 27th is still in time.
#[must_use]
pub fn deadline(act: NaiveDate, period: impl Into<Period>, roll: Roll, region: Region) -> Option<Deadline> {
    let direction = if roll == Roll::Backward { Direction::Before } else { Direction::After };
    counted(act, period.into(), direction, roll, region)
}

/// Returns the deadline of a period that runs from an act or back from it; nothing beyond the calendar.
///
/// # Law
/// As [`fn@deadline`].
///
/// # Dates
/// Where it is not known whether Good Friday is a holiday in the commune, the earlier of the two days is the one to keep.
#[must_use]
pub fn counted(
    act: NaiveDate,
    period: Period,
    direction: Direction,
    roll: Roll,
    region: Region,
) -> Option<Deadline> {
    let each = region.readings().into_iter().map(|reading| count(act, period, direction, roll, reading));
    each.collect::<Option<Vec<_>>>()?.into_iter().min_by_key(|d| (d.due, d.extended))
}

/// The deadline where every holiday is known.
fn count(
    act: NaiveDate,
    period: Period,
    direction: Direction,
    roll: Roll,
    region: Region,
) -> Option<Deadline> {
    let backward = direction == Direction::Before;
    let next = if backward { act.pred_opt()? } else { act.succ_opt()? };
    let (first_day_counted, raw) = match period {
        Period::Calendar(span) => (next, if backward { span.before(act)? } else { span.after(act)? }),
        Period::Clear(days) => {
            let span = Span::Days(days.checked_add(1)?);
            (next, if backward { span.before(act)? } else { span.after(act)? })
        }
        Period::Working(days) => nth_day(act, days, backward, |d| region.is_working(d))?,
        Period::Business(days) => nth_day(act, days, backward, |d| region.is_open(d))?,
    };
    let extended = match roll {
        Roll::Limitation | Roll::Silence => raw,
        // Clear: the last day does not count either.
        Roll::Appeal if !backward => region.open_from(raw.succ_opt()?),
        _ if backward => region.open_until(raw),
        _ => region.open_from(raw),
    };
    let due = match roll {
        Roll::Extended | Roll::Labour | Roll::Backward => extended,
        Roll::NotProvided
        | Roll::Fixed
        | Roll::LabourDoubt
        | Roll::Limitation
        | Roll::Silence
        | Roll::Appeal => raw,
    };
    Some(Deadline { first_day_counted, raw, due, extended, roll })
}

/// The first and the n-th of the days that count, the day of the act not among them.
fn nth_day(
    act: NaiveDate,
    days: u32,
    backward: bool,
    counts: impl Fn(NaiveDate) -> bool,
) -> Option<(NaiveDate, NaiveDate)> {
    let step = |d: NaiveDate| if backward { d.pred_opt() } else { d.succ_opt() };
    let mut day = act;
    let mut first = None;
    for _ in 0..days {
        day = step(day)?;
        while !counts(day) {
            day = step(day)?;
        }
        first = first.or(Some(day));
    }
    Some((first.or_else(|| step(act))?, day))
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
        let alsace = Region::AlsaceMoselle { good_friday: Some(true) };
        // Good Friday 3 April 2026 and Easter Monday 6 April.
        let there = deadline(day("2026-03-31"), Span::Days(3), Roll::Extended, alsace).unwrap();
        assert_eq!(there.due, day("2026-04-07"));
        assert_eq!(court("2026-03-31", Span::Days(3)).due, day("2026-04-03"));
    }

    #[test]
    fn a_state_begins_or_ends_on_its_day_whatever_it_is() {
        let found = deadline(day("2026-04-16"), Span::Days(15), Roll::Fixed, Region::Metropolitan).unwrap();
        assert_eq!((found.due, found.extended), (day("2026-05-01"), day("2026-05-04")));
    }

    #[test]
    fn each_kind_of_extension_has_its_day() {
        // Two months from Monday 16 November 2026 end on a Saturday, 16 January 2027.
        let of = |roll| {
            let found = deadline(day("2026-11-16"), Span::Months(2), roll, Region::Metropolitan).unwrap();
            (found.due.to_string(), found.extended.to_string())
        };
        let (raw, open) = ("2027-01-16".to_owned(), "2027-01-18".to_owned());
        for roll in [Roll::Extended, Roll::Labour] {
            assert_eq!(of(roll), (open.clone(), open.clone()), "{roll:?}");
        }
        for roll in [Roll::NotProvided, Roll::LabourDoubt, Roll::Fixed, Roll::Appeal] {
            assert_eq!(of(roll), (raw.clone(), open.clone()), "{roll:?}");
        }
        // A limitation ends on its Saturday, and silence decides on it.
        for roll in [Roll::Limitation, Roll::Silence] {
            assert_eq!(of(roll), (raw.clone(), raw.clone()), "{roll:?}");
        }
        // A clear period ends a day later even in the middle of a week.
        let appeal =
            deadline(day("2026-11-17"), Span::Months(3), Roll::Appeal, Region::Metropolitan).unwrap();
        assert_eq!((appeal.due, appeal.extended), (day("2027-02-17"), day("2027-02-18")));
    }

    #[test]
    fn working_days_skip_sundays_and_holidays_only() {
        let six =
            |act| deadline(day(act), Period::Working(6), Roll::NotProvided, Region::Metropolitan).unwrap();
        // Thursday 23 April 2026: Friday, Saturday, Monday to Thursday; the Friday after is 1 May.
        assert_eq!(six("2026-04-23").raw, day("2026-04-30"));
        assert_eq!(six("2026-04-24").raw, day("2026-05-02"));
        assert_eq!(
            (six("2026-04-24").first_day_counted, six("2026-04-24").extended),
            (day("2026-04-25"), day("2026-05-04"))
        );
        // Two working days before Tuesday 24 November 2026: Monday, Saturday; the safe day is the Friday.
        let two =
            deadline(day("2026-11-24"), Period::Working(2), Roll::Backward, Region::Metropolitan).unwrap();
        assert_eq!(
            (two.first_day_counted, two.raw, two.due),
            (day("2026-11-23"), day("2026-11-21"), day("2026-11-20"))
        );
    }

    #[test]
    fn codes_stay() {
        let rolls: Vec<_> = Roll::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(
            rolls,
            [
                "extended",
                "labour",
                "labour-doubt",
                "not-provided",
                "backward",
                "fixed",
                "limitation",
                "silence",
                "appeal"
            ]
        );
        let directions = [Direction::After, Direction::Before, Direction::Yearly];
        assert_eq!(directions.map(Direction::code), ["after", "before", "yearly"]);
    }

    #[test]
    fn business_days_skip_saturdays_too() {
        let found = deadline(day("2026-04-24"), Period::Business(6), Roll::NotProvided, Region::Metropolitan);
        assert_eq!(found.unwrap().raw, day("2026-05-05"));
        let none = deadline(day("2026-04-24"), Period::Business(0), Roll::NotProvided, Region::Metropolitan);
        assert_eq!(none.unwrap().raw, day("2026-04-24"));
    }

    #[test]
    fn clear_days_leave_both_ends_out() {
        // Five clear days before a strike on Monday 30 November: notice on the 24th at the latest.
        let found =
            deadline(day("2026-11-30"), Period::Clear(5), Roll::Backward, Region::Metropolitan).unwrap();
        assert_eq!(found.raw, day("2026-11-24"));
        let found =
            deadline(day("2026-11-02"), Period::Clear(3), Roll::NotProvided, Region::Metropolitan).unwrap();
        assert_eq!(found.raw, day("2026-11-06"));
    }

    #[test]
    fn beyond_the_calendar_is_nothing() {
        for period in [Period::Working(3), Period::Business(3), Period::Clear(u32::MAX), Span::Days(1).into()]
        {
            assert_eq!(deadline(NaiveDate::MAX, period, Roll::Extended, Region::Metropolitan), None);
        }
    }

    fn any_period() -> impl Strategy<Value = Period> {
        prop_oneof![
            (0_u32..400).prop_map(|n| Span::Days(n).into()),
            (0_u32..60).prop_map(|n| Span::Weeks(n).into()),
            (0_u32..60).prop_map(|n| Span::Months(n).into()),
            (0_u32..9).prop_map(|n| Span::Years(n).into()),
            (0_u32..9, 0_u32..40).prop_map(|(m, d)| Span::MonthsAndDays(m, d).into()),
            (0_u32..60).prop_map(Period::Working),
            (0_u32..60).prop_map(Period::Business),
            (0_u32..60).prop_map(Period::Clear),
        ]
    }

    fn any_region() -> impl Strategy<Value = Region> {
        (0_usize..Region::ALL.len()).prop_map(|n| Region::ALL[n])
    }

    fn nth_from_1970(n: u64) -> NaiveDate {
        day("1970-01-02").checked_add_days(chrono::Days::new(n)).unwrap()
    }

    proptest! {
        #[test]
        fn monotone_in_the_anchor(
            n in 0_u64..47_000, more in 0_u64..40, period in any_period(), region in any_region(),
        ) {
            let (early, late) = (nth_from_1970(n), nth_from_1970(n.saturating_add(more)));
            for roll in Roll::ALL.iter().copied() {
                let one = deadline(early, period, roll, region).unwrap();
                let two = deadline(late, period, roll, region).unwrap();
                prop_assert!(one.raw <= two.raw && one.due <= two.due && one.extended <= two.extended);
            }
        }

        #[test]
        fn forward_then_backward_never_passes_the_anchor(
            n in 0_u64..47_000, period in any_period(), region in any_region(),
        ) {
            let act = nth_from_1970(n);
            let there = deadline(act, period, Roll::NotProvided, region).unwrap();
            prop_assert!(there.raw >= act);
            let back = deadline(there.raw, period, Roll::Backward, region).unwrap();
            prop_assert!(back.raw <= act && back.due <= act, "{act} {there:?} {back:?}");
        }

        #[test]
        fn the_extended_day_is_never_closed(
            n in 0_u64..47_000, period in any_period(), region in any_region(),
        ) {
            let closed = [Roll::Limitation, Roll::Silence];
            for roll in Roll::ALL.iter().copied().filter(|r| !closed.contains(r)) {
                let found = deadline(nth_from_1970(n), period, roll, region).unwrap();
                prop_assert!(region.is_open(found.extended) && region.holiday(found.extended).is_none());
            }
        }

        #[test]
        fn extended_is_open_and_never_the_wrong_way(n in 0_u64..47_000, days in 0_u32..400) {
            let act = day("1970-01-02").checked_add_days(chrono::Days::new(n)).unwrap();
            for region in [Region::Metropolitan, Region::AlsaceMoselle { good_friday: Some(true) }, Region::Reunion] {
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
