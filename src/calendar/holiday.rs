//! French public holidays, with those of Alsace-Moselle and overseas.
//!
//! Articles L3133-1, L3134-13 and L3422-2 of the Code du travail. The days themselves are computed: fixed dates, and
//! dates from Easter. `tests/data/calendar` holds them as another program computed them.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::region::Region;

/// A public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// The Friday before Easter, in part of Alsace-Moselle.
    GoodFriday,
    /// The day after Easter.
    EasterMonday,
    /// 1 May.
    Labour,
    /// 8 May.
    Victory,
    /// The 39th day after Easter.
    Ascension,
    /// The 50th day after Easter.
    WhitMonday,
    /// 14 July.
    National,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 11 November.
    Armistice,
    /// 25 December.
    Christmas,
    /// 26 December, in Alsace-Moselle.
    SaintStephen,
    /// The abolition of slavery, on its own day overseas.
    Abolition,
}

/// Returns Easter Sunday of a year of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.checked_rem_euclid(19)?;
    let (century, of_century) = (year.checked_div_euclid(100)?, year.checked_rem_euclid(100)?);
    let (leap, leap_rest) = (century.checked_div(4)?, century.checked_rem(4)?);
    let shift = century.checked_add(8)?.checked_div(25)?;
    let moon_shift = century.checked_sub(shift)?.checked_add(1)?.checked_div(3)?;
    let epact = golden
        .checked_mul(19)?
        .checked_add(century)?
        .checked_sub(leap)?
        .checked_sub(moon_shift)?
        .checked_add(15)?
        .checked_rem(30)?;
    let (of_four, of_four_rest) = (of_century.checked_div(4)?, of_century.checked_rem(4)?);
    let weekday = leap_rest
        .checked_mul(2)?
        .checked_add(of_four.checked_mul(2)?)?
        .checked_add(32)?
        .checked_sub(epact)?
        .checked_sub(of_four_rest)?
        .checked_rem(7)?;
    let late = epact
        .checked_mul(11)?
        .checked_add(golden)?
        .checked_add(weekday.checked_mul(22)?)?
        .checked_div(451)?;
    let place = epact.checked_add(weekday)?.checked_sub(late.checked_mul(7)?)?.checked_add(114)?;
    let month = u32::try_from(place.checked_div(31)?).ok()?;
    let day = u32::try_from(place.checked_rem(31)?.checked_add(1)?).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The first year in which a holiday of a region is one; nothing where it is older than 1970.
const fn since(holiday: Holiday, region: Region) -> Option<i32> {
    match (holiday, region) {
        // Law 81-893 of 2 October 1981; the day had not been one since 1959.
        (Holiday::Victory, _) => Some(1982),
        // Law 83-550 of 30 June 1983 and decree 83-1003 of 23 November 1983.
        (Holiday::Abolition, Region::Reunion) => Some(1983),
        (Holiday::Abolition, _) => Some(1984),
        _ => None,
    }
}

impl Region {
    /// Returns the day of the abolition of slavery here: month and day.
    const fn abolition(self) -> Option<(u32, u32)> {
        match self {
            Self::Mayotte => Some((4, 27)),
            Self::Martinique => Some((5, 22)),
            Self::Guadeloupe | Self::SaintMartin => Some((5, 27)),
            Self::Guyane => Some((6, 10)),
            Self::SaintBarthelemy => Some((10, 9)),
            Self::Reunion => Some((12, 20)),
            Self::Metropolitan | Self::AlsaceMoselle { .. } => None,
        }
    }

    /// Returns the public holiday on a day, if it is one here.
    ///
    /// # Law
    /// L3133-1 (the eleven of the whole country), L3134-13 (Alsace-Moselle), L3422-2 (overseas). Two of them are
    /// younger than 1970: 8 May since 1982, the days of the abolition of slavery since 1983 (La Réunion) and 1984.
    /// Where it is not known whether the commune has Good Friday, that day is none here.
    #[must_use]
    pub fn holiday(self, day: NaiveDate) -> Option<Holiday> {
        let [fixed, moving] = self.on(day);
        fixed.or(moving)
    }

    /// The holiday of a fixed date and the one counted from Easter that fall on a day.
    fn on(self, day: NaiveDate) -> [Option<Holiday>; 2] {
        let alsace = matches!(self, Self::AlsaceMoselle { .. });
        let fixed = match (day.month(), day.day()) {
            (1, 1) => Some(Holiday::NewYear),
            (5, 1) => Some(Holiday::Labour),
            (5, 8) => Some(Holiday::Victory),
            (7, 14) => Some(Holiday::National),
            (8, 15) => Some(Holiday::Assumption),
            (11, 1) => Some(Holiday::AllSaints),
            (11, 11) => Some(Holiday::Armistice),
            (12, 25) => Some(Holiday::Christmas),
            (12, 26) if alsace => Some(Holiday::SaintStephen),
            other if self.abolition() == Some(other) => Some(Holiday::Abolition),
            _ => None,
        };
        let fixed = fixed.filter(|f| since(*f, self).is_none_or(|year| day.year() >= year));
        // Good Friday is 20 March at the earliest, Whit Monday 14 June at the latest.
        if !(3..=6).contains(&day.month()) {
            return [fixed, None];
        }
        let good_friday = self == Self::AlsaceMoselle { good_friday: Some(true) };
        let moving = match easter(day.year()).map(|e| day.signed_duration_since(e).num_days()) {
            Some(-2) if good_friday => Some(Holiday::GoodFriday),
            Some(1) => Some(Holiday::EasterMonday),
            Some(39) => Some(Holiday::Ascension),
            Some(50) => Some(Holiday::WhitMonday),
            _ => None,
        };
        [fixed, moving]
    }

    /// Tells whether a day is neither Saturday, Sunday nor public holiday here: one on which a period of the
    /// Code de procédure civile can end (*jour ouvré*).
    #[must_use]
    pub fn is_open(self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday(day).is_none()
    }

    /// Tells whether a day is neither Sunday nor public holiday here: a working day (*jour ouvrable*).
    #[must_use]
    pub fn is_working(self, day: NaiveDate) -> bool {
        day.weekday() != Weekday::Sun && self.holiday(day).is_none()
    }

    /// Returns the first open day that is not before `day`.
    #[must_use]
    pub fn open_from(self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|d| self.is_open(*d)).unwrap_or(day)
    }

    /// Returns the first working day (*jour ouvrable*) that is not before `day`.
    #[must_use]
    pub fn working_from(self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|d| self.is_working(*d)).unwrap_or(day)
    }

    /// Returns the last open day that is not after `day`.
    #[must_use]
    pub fn open_until(self, day: NaiveDate) -> NaiveDate {
        day.iter_days().rev().find(|d| self.is_open(*d)).unwrap_or(day)
    }
}

/// Returns the public holidays of a year in a region, in the order of the calendar.
///
/// # Law
/// See [`Region::holiday`].
#[must_use]
pub fn holidays(year: i32, region: Region) -> Vec<(NaiveDate, Holiday)> {
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return Vec::new() };
    let days = first.iter_days().take_while(|d| d.year() == year);
    days.flat_map(|d| region.on(d).into_iter().flatten().map(move |h| (d, h))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_of_known_years() {
        // Published dates, the earliest and the latest possible among them.
        for (year, expected) in [
            (1818, "1818-03-22"),
            (1943, "1943-04-25"),
            (1954, "1954-04-18"),
            (1970, "1970-03-29"),
            (1981, "1981-04-19"),
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2011, "2011-04-24"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2028, "2028-04-16"),
            (2038, "2038-04-25"),
            (2100, "2100-03-28"),
        ] {
            assert_eq!(easter(year), Some(day(expected)), "{year}");
        }
    }

    #[test]
    fn easter_is_a_sunday_within_its_bounds() {
        for year in 1583..4000 {
            let sunday = easter(year).unwrap();
            assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
            let (month, number) = (sunday.month(), sunday.day());
            assert!((month == 3 && number >= 22) || (month == 4 && number <= 25), "{year}");
        }
    }

    #[test]
    fn the_moving_days_of_three_years() {
        for (friday, monday, ascension, whit) in [
            ("2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25"),
            ("2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"),
            ("2028-04-14", "2028-04-17", "2028-05-25", "2028-06-05"),
        ] {
            let here = Region::AlsaceMoselle { good_friday: Some(true) };
            assert_eq!(here.holiday(day(friday)), Some(Holiday::GoodFriday));
            for (region, label) in
                [(here, "Alsace"), (Region::Metropolitan, "Paris"), (Region::Reunion, "Réunion")]
            {
                assert_eq!(region.holiday(day(monday)), Some(Holiday::EasterMonday), "{label}");
                assert_eq!(region.holiday(day(ascension)), Some(Holiday::Ascension), "{label}");
                assert_eq!(region.holiday(day(whit)), Some(Holiday::WhitMonday), "{label}");
            }
            assert_eq!(Region::Metropolitan.holiday(day(friday)), None);
        }
    }

    #[test]
    fn eleven_days_everywhere_more_in_some_places() {
        for year in 1984..=2100 {
            assert_eq!(holidays(year, Region::Metropolitan).len(), 11);
            assert_eq!(holidays(year, Region::AlsaceMoselle { good_friday: Some(true) }).len(), 13);
            assert_eq!(holidays(year, Region::AlsaceMoselle { good_friday: Some(false) }).len(), 12);
            assert_eq!(holidays(year, Region::Mayotte).len(), 12);
        }
    }

    #[test]
    fn two_holidays_are_younger_than_1970() {
        assert_eq!(Region::Metropolitan.holiday(day("1981-05-08")), None);
        assert_eq!(Region::Metropolitan.holiday(day("1982-05-08")), Some(Holiday::Victory));
        assert_eq!(Region::Reunion.holiday(day("1982-12-20")), None);
        assert_eq!(Region::Reunion.holiday(day("1983-12-20")), Some(Holiday::Abolition));
        assert_eq!(Region::Guyane.holiday(day("1983-06-10")), None);
        assert_eq!(holidays(1970, Region::Martinique).len(), 10);
    }

    #[test]
    fn saturdays_are_working_days_but_not_open() {
        let saturday = day("2026-11-21");
        assert!(Region::Metropolitan.is_working(saturday) && !Region::Metropolitan.is_open(saturday));
        assert!(!Region::Metropolitan.is_working(day("2026-11-22")));
        assert!(!Region::AlsaceMoselle { good_friday: Some(false) }.is_working(day("2026-12-26")));
    }

    #[test]
    fn each_overseas_department_has_its_day() {
        for (department, abolition) in [
            ("976", "04-27"),
            ("972", "05-22"),
            ("971", "05-27"),
            ("978", "05-27"),
            ("973", "06-10"),
            ("977", "10-09"),
            ("974", "12-20"),
        ] {
            let region = Region::of_department(department);
            assert_eq!(
                region.holiday(day(&format!("2027-{abolition}"))),
                Some(Holiday::Abolition),
                "{department}"
            );
            assert_eq!(Region::Metropolitan.holiday(day(&format!("2027-{abolition}"))), None);
        }
    }

    #[test]
    fn alsace_and_moselle_by_number() {
        for department in ["57", "67", "68"] {
            let region = Region::of_department(department);
            assert_eq!(region.holiday(day("2026-12-26")), Some(Holiday::SaintStephen), "{department}");
        }
        assert_eq!(Region::of_department("69"), Region::Metropolitan);
        assert_eq!(Region::of_department(""), Region::Metropolitan);
    }

    #[test]
    fn two_holidays_on_one_day_are_both_listed() {
        // 8 May 1997 and 2008-05-01 were Ascension too.
        let both = holidays(2008, Region::Metropolitan);
        assert_eq!(both.iter().filter(|(d, _)| *d == day("2008-05-01")).count(), 2);
        assert_eq!(both.len(), 11);
    }

    #[test]
    fn the_next_open_day_skips_a_long_week_end() {
        // Friday 25 December 2026, in Alsace-Moselle followed by the 26th, a Saturday anyway.
        assert_eq!(Region::Metropolitan.open_from(day("2026-12-25")), day("2026-12-28"));
        // Friday 1 May 2026; Easter Monday 2026-04-06 after Good Friday.
        assert_eq!(Region::Metropolitan.open_from(day("2026-04-04")), day("2026-04-07"));
        let alsace = Region::AlsaceMoselle { good_friday: Some(true) };
        assert_eq!(alsace.open_from(day("2026-04-03")), day("2026-04-07"));
        assert_eq!(alsace.open_until(day("2026-04-06")), day("2026-04-02"));
        assert_eq!(Region::Metropolitan.open_from(day("2026-11-24")), day("2026-11-24"));
    }
}
