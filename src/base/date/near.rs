//! Days and months as people say them: without a year, with the day of the week, by a word.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use super::{MONTHS, read};
use crate::base::{fault::Fault, text::fold};

/// A day as it was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The day.
    pub day: NaiveDate,
    /// Whether the year stood there: nothing was added.
    pub whole: bool,
}

const WEEKDAYS: [(&[&str], Weekday); 7] = [
    (&["lundi", "lun", "monday", "mon"], Weekday::Mon),
    (&["mardi", "mar", "tuesday", "tue"], Weekday::Tue),
    (&["mercredi", "mer", "wednesday", "wed"], Weekday::Wed),
    (&["jeudi", "jeu", "thursday", "thu"], Weekday::Thu),
    (&["vendredi", "ven", "friday", "fri"], Weekday::Fri),
    (&["samedi", "sam", "saturday", "sat"], Weekday::Sat),
    (&["dimanche", "dim", "sunday", "sun"], Weekday::Sun),
];

/// Returns the day of the week of a folded word.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(names, _)| names.contains(&word)).map(|(_, day)| *day)
}

/// Reads a day: everything [`read`] takes, and `3/12`, `3 décembre`, `jeudi 3 décembre 2026`, `jeudi`, `aujourd’hui`, `demain`,
/// `hier`.
///
/// # Dates
/// Without a year it is the day nearest to `today`; a day of the week alone is the next one, today included. A day of the week
/// that does not fit the date is refused.
///
/// # Errors
/// As [`read`]; [`Fault::NoSuchDay`] where the day of the week does not fit.
pub fn near(text: &str, today: NaiveDate) -> Result<Said, Fault> {
    let plain = text.trim().trim_end_matches('.');
    if let Ok(day) = read(plain) {
        return Ok(Said { day, whole: true });
    }
    if text.len() > 64 {
        return Err(Fault::NotADate);
    }
    let folded = fold(&plain.replace(['/', ',', '.'], " ").replace('’', " "));
    let by_word = match folded.as_str() {
        "aujourd hui" | "today" => Some(0),
        "demain" | "tomorrow" => Some(1),
        "hier" | "yesterday" => Some(-1),
        _ => None,
    };
    if let Some(days) = by_word {
        let day = today.checked_add_signed(chrono::TimeDelta::days(days)).ok_or(Fault::NoSuchDay)?;
        return Ok(Said { day, whole: false });
    }
    let (first, rest) = folded.split_once(' ').unwrap_or((folded.as_str(), ""));
    let Some(weekday) = weekday(first) else {
        return Ok(Said { day: nearest(&folded, today, None)?, whole: false });
    };
    if rest.is_empty() {
        let ahead = weekday.days_since(today.weekday());
        let day = today.checked_add_days(Days::new(ahead.into())).ok_or(Fault::NoSuchDay)?;
        return Ok(Said { day, whole: false });
    }
    match read(rest) {
        Ok(day) if day.weekday() == weekday => Ok(Said { day, whole: true }),
        Ok(_) => Err(Fault::NoSuchDay),
        Err(Fault::NotADate) => Ok(Said { day: nearest(rest, today, Some(weekday))?, whole: false }),
        Err(fault) => Err(fault),
    }
}

/// Adds the year that brings a day without one nearest to `today`, of those in which it falls on that day of the week.
fn nearest(folded: &str, today: NaiveDate, weekday: Option<Weekday>) -> Result<NaiveDate, Fault> {
    if folded.split(' ').count() != 2 {
        return Err(Fault::NotADate);
    }
    let year = today.year();
    let (from, to) = (year.saturating_sub(1), year.saturating_add(1));
    let mut fault = Fault::NotADate;
    let mut best: Option<NaiveDate> = None;
    for year in from..=to {
        let day = match read(&format!("{folded} {year:04}")) {
            Ok(day) => day,
            Err(other) => {
                fault = other;
                continue;
            }
        };
        let away = |day: NaiveDate| day.signed_duration_since(today).num_days().abs();
        let fits = weekday.is_none_or(|weekday| day.weekday() == weekday);
        if fits && best.is_none_or(|there| away(day) < away(there)) {
            best = Some(day);
        } else if !fits {
            fault = Fault::NoSuchDay;
        }
    }
    best.ok_or(fault)
}

/// Reads a month: `2026-09`, `09/2026`, `9.2026`, `septembre 2026`, `sept. 2026`; the year and the month from 1.
#[must_use]
pub fn month(text: &str) -> Option<(i32, u32)> {
    let text = text.trim();
    if text.len() > 32 {
        return None;
    }
    let folded = fold(&text.replace(['/', '.', '-'], " "));
    let mut words = folded.split_whitespace();
    let (Some(a), Some(b), None) = (words.next(), words.next(), words.next()) else { return None };
    let is_year = |t: &str| t.len() == 4 && t.bytes().all(|c| c.is_ascii_digit());
    let (month, year) = if is_year(a) { (b, a) } else { (a, b) };
    let whole = is_year(year);
    let day = whole.then(|| read(&format!("1 {month} {year}")).ok()).flatten()?;
    let named = MONTHS.iter().any(|names| names.contains(&month)) || month.len() <= 2;
    named.then(|| (day.year(), day.month()))
}

/// Reads a length of time in hours and minutes: `3h30`, `3 h`, `3:30`, `45 min`; the minutes, below a million.
#[must_use]
pub fn minutes(text: &str) -> Option<u32> {
    // Folding takes signs for spaces.
    if text.contains(['-', '+']) {
        return None;
    }
    let text = fold(text).replace(' ', "");
    let number = |t: &str| -> Option<u32> {
        let plain = (1..=4).contains(&t.len()) && t.bytes().all(|c| c.is_ascii_digit());
        if plain { t.parse().ok() } else { None }
    };
    let bare = ["min", "mn"].iter().find_map(|unit| text.strip_suffix(unit));
    if let Some(minutes) = bare.filter(|t| !t.contains(['h', ':'])) {
        return number(minutes);
    }
    let text = bare.unwrap_or(&text);
    let (hours, rest) = text.split_once(['h', ':'])?;
    let rest = rest.trim_start_matches("eures").trim_start_matches("eure");
    let rest = if rest.is_empty() { 0 } else { number(rest).filter(|m| *m < 60)? };
    number(hours)?.checked_mul(60)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_people_say_on_a_monday() {
        let today = day("2026-11-30");
        for (text, expected) in [
            ("3/12", "2026-12-03"),
            ("03/12", "2026-12-03"),
            ("3.12", "2026-12-03"),
            ("3 décembre", "2026-12-03"),
            ("3 déc.", "2026-12-03"),
            ("1er février", "2027-02-01"),
            ("15/9", "2026-09-15"),
            ("31 March", "2027-03-31"),
            ("29/2", "2028-02-29"),
            ("jeudi 3 décembre", "2026-12-03"),
            ("Jeudi 3 décembre 2026", "2026-12-03"),
            ("jeu. 03/12/2026", "2026-12-03"),
            ("jeudi 3/12", "2026-12-03"),
            ("vendredi 3 décembre", "2027-12-03"),
            ("lundi", "2026-11-30"),
            ("dimanche", "2026-12-06"),
            ("aujourd’hui", "2026-11-30"),
            ("aujourd'hui", "2026-11-30"),
            ("Demain", "2026-12-01"),
            ("hier", "2026-11-29"),
            ("2026-12-03", "2026-12-03"),
        ] {
            let read = near(text, today).map(|said| said.day);
            if text == "29/2" {
                // No year near has that day: it is refused, not guessed.
                assert_eq!(read, Err(Fault::NoSuchDay));
                continue;
            }
            assert_eq!(read, Ok(day(expected)), "{text}");
        }
        for bad in [
            "mardi 3 décembre 2026",
            "31/2",
            "samedi 3 décembre",
            "3",
            "decembre",
            "3/12/26",
            "jeudi prochain",
            "",
        ] {
            assert!(near(bad, today).is_err(), "{bad}");
        }
        assert_eq!(near("31/12/2026", today), Ok(Said { day: day("2026-12-31"), whole: true }));
    }

    #[test]
    fn months_and_lengths_as_people_write_them() {
        for text in ["2026-09", "09/2026", "9/2026", "septembre 2026", "Sept. 2026", "sept 2026", "09.2026"] {
            assert_eq!(month(text), Some((2026, 9)), "{text}");
        }
        for bad in ["2026", "13/2026", "9/26", "septembre", "1 septembre 2026", "0/2026", ""] {
            assert_eq!(month(bad), None, "{bad}");
        }
        for (text, expected) in [
            ("3h30", 210),
            ("3 h 30", 210),
            ("3H30", 210),
            ("3:30", 210),
            ("3h30min", 210),
            ("0h45", 45),
            ("45 min", 45),
            ("7h", 420),
            ("7 heures", 420),
        ] {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
        for bad in ["3", "3.5", "h30", "3h75", "3h30h", "-3h", "99999h", "3d", ""] {
            assert_eq!(minutes(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_day_without_its_year_is_found_again_within_half_a_year(days in -180_i64..180, start in 730_000_i32..748_000) {
            let today = NaiveDate::from_num_days_from_ce_opt(start).unwrap();
            let wanted = today.checked_add_signed(chrono::TimeDelta::days(days)).unwrap();
            prop_assume!((wanted.month(), wanted.day()) != (2, 29));
            let said = near(&format!("{}/{}", wanted.day(), wanted.month()), today).unwrap();
            prop_assert_eq!(said.day, wanted);
            prop_assert!(!said.whole);
        }

        #[test]
        fn nothing_panics(text in any::<String>(), start in any::<i32>()) {
            let today = NaiveDate::from_num_days_from_ce_opt(start).unwrap_or(NaiveDate::MAX);
            let _ = (near(&text, today), month(&text), minutes(&text));
        }
    }
}
