//! Dates as they are written in France, and the ranges that make sense.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, SecondsFormat, Utc};

use crate::base::{Lang, fault::Fault, text::fold};

pub mod near;
pub mod paris;

/// The months in French and in English, folded, with the usual short forms.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january"],
    &["fevrier", "fevr", "fev", "february", "feb"],
    &["mars", "mar", "march"],
    &["avril", "avr", "april", "apr"],
    &["mai", "may"],
    &["juin", "june", "jun"],
    &["juillet", "juil", "july", "jul"],
    &["aout", "aou", "august", "aug"],
    &["septembre", "sept", "sep", "september"],
    &["octobre", "oct", "october"],
    &["novembre", "nov", "november"],
    &["decembre", "dec", "december"],
];

/// Returns the day of a moment, in milliseconds since 1970, by the clocks of Paris.
#[must_use]
pub fn day_of(time_ms: u64) -> Option<NaiveDate> {
    moment(time_ms).map(paris::day)
}

/// Returns a day as people of the language write it.
#[must_use]
pub fn shown(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Fr => day.format("%d/%m/%Y").to_string(),
        Lang::En => day.to_string(),
    }
}

/// Tells whether a folded word is the name of a month in French, written out.
#[must_use]
pub fn is_month(folded: &str) -> bool {
    MONTHS.iter().any(|names| names.first() == Some(&folded))
}

/// Reads a date: `31/12/2026`, `31-12-2026`, `31.12.2026`, `2026-12-31`, `1er janvier 2026`, `31 déc. 2026`,
/// `20261231`, `jeudi 31 décembre 2026`, also with the midnight that spreadsheets add.
///
/// # Dates
/// Day before month, as in France; `12/31/2026` is refused, never turned round. The year has four digits:
/// `31/12/26` is refused, for a birth date it could be either century. A day of the week must fit.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::NotADate`], [`Fault::NoSuchDay`], [`Fault::ShortYear`], [`Fault::NoDay`],
/// [`Fault::SheetNumber`].
///
/// # Examples
/// ```
/// use contrepoids::base::date::read;
/// assert_eq!(read("1er janvier 2026"), read("2026-01-01"));
/// assert!(read("12/31/2026").is_err());
/// ```
pub fn read(text: &str) -> Result<NaiveDate, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    // The longest form, "30 septembre 2026 00:00:00", is shorter; do not fold a megabyte.
    if text.len() > 64 {
        return Err(Fault::NotADate);
    }
    let folded = fold(&without_midnight(text).replace(['/', ','], " "));
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        return digits(&folded);
    }
    let (weekday, folded) = match folded.split_once(' ') {
        Some((first, rest)) => match near::weekday(first).filter(|_| rest.contains(' ')) {
            Some(day) => (Some(day), rest),
            None => (None, folded.as_str()),
        },
        None => (None, folded.as_str()),
    };
    let date = in_words(folded)?;
    if weekday.is_some_and(|day| day != date.weekday()) { Err(Fault::NoSuchDay) } else { Ok(date) }
}

/// Reads a date of digits alone: `20261231`; a year alone lacks its day, a number of a spreadsheet is told as one.
fn digits(text: &str) -> Result<NaiveDate, Fault> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<u32>().ok());
    match (text.len(), part(0, 4), part(4, 6), part(6, 8)) {
        (8, Some(year @ 1900..=2100), Some(month), Some(day)) => {
            let year = i32::try_from(year).map_err(|_| Fault::NotADate)?;
            NaiveDate::from_ymd_opt(year, month, day).ok_or(Fault::NoSuchDay)
        }
        (4, Some(1900..=2100), ..) => Err(Fault::NoDay),
        (5, ..) => Err(Fault::SheetNumber),
        _ => Err(Fault::NotADate),
    }
}

fn in_words(folded: &str) -> Result<NaiveDate, Fault> {
    let mut words = folded.split(' ');
    let (Some(a), Some(b), Some(c), None) = (words.next(), words.next(), words.next(), words.next()) else {
        let month = |w: &str| {
            MONTHS.iter().any(|names| names.contains(&w))
                || w.parse().is_ok_and(|m: u8| (1..=12).contains(&m))
        };
        let year = |w: &str| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit());
        let no_day = folded.split_once(' ').is_some_and(|(a, b)| month(a) && year(b));
        return Err(if no_day { Fault::NoDay } else { Fault::NotADate });
    };
    let a = a.strip_suffix("er").unwrap_or(a);
    let (day, month, year) = if a.len() == 4 { (c, b, a) } else { (a, b, c) };
    let number = |t: &str, longest: usize| -> Result<u32, Fault> {
        let plain = (1..=longest).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
        if plain { t.parse().map_err(|_| Fault::NotADate) } else { Err(Fault::NotADate) }
    };
    let day = number(day, 2)?;
    let month = match MONTHS.iter().zip(1_u32..).find(|(names, _)| names.contains(&month)) {
        Some((_, m)) => m,
        None => number(month, 2)?,
    };
    if year.len() == 2 && number(year, 2).is_ok() {
        return Err(Fault::ShortYear);
    }
    if year.len() != 4 {
        return Err(Fault::NotADate);
    }
    let year = i32::try_from(number(year, 4)?).map_err(|_| Fault::NotADate)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Fault::NoSuchDay)
}

fn without_midnight(text: &str) -> &str {
    // With or without fractions of a second and an hour of difference: the day stays the one that is written.
    let offset = |t: &str| {
        let t = t.trim_start_matches(['.', '0', ':']);
        t.is_empty()
            || t == "Z"
            || (t.len() <= 6
                && t.starts_with(['+', '-'])
                && t.bytes().skip(1).all(|b| b.is_ascii_digit() || b == b':'))
    };
    let at = |mark: &str| text.split_once(mark).filter(|(_, rest)| offset(rest)).map(|(day, _)| day);
    at("T00:00").or_else(|| at(" 00:00")).or_else(|| at(" 0:00")).unwrap_or(text)
}

/// Reads a date of birth: after 1900, and at least 14 years before `today` (the youngest apprentices).
///
/// # Errors
/// As [`read`], and [`Fault::Before`], [`Fault::After`].
pub fn birth(text: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    let latest = today.checked_sub_months(Months::new(14 * 12)).unwrap_or(today);
    within(read(text)?, year_start(1900), latest)
}

/// Reads the date of an event in a working life: from 1940 to two years after `today`.
///
/// # Errors
/// As [`read`], and [`Fault::Before`], [`Fault::After`].
pub fn event(text: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    let latest = today.checked_add_months(Months::new(24)).unwrap_or(today);
    within(read(text)?, year_start(1940), latest)
}

/// Reads the date of a mandate, which may end some years ahead: from 1940 to ten years after `today`.
///
/// # Errors
/// As [`read`], and [`Fault::Before`], [`Fault::After`].
pub fn mandate(text: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    let latest = today.checked_add_months(Months::new(120)).unwrap_or(today);
    within(read(text)?, year_start(1940), latest)
}

fn within(date: NaiveDate, earliest: NaiveDate, latest: NaiveDate) -> Result<NaiveDate, Fault> {
    if date < earliest {
        Err(Fault::Before(earliest))
    } else if date > latest {
        Err(Fault::After(latest))
    } else {
        Ok(date)
    }
}

fn year_start(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN)
}

/// Returns the date as stored, `2026-12-31`.
#[must_use]
pub fn stored(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Reads a date as stored; any other form is no date.
#[must_use]
pub fn from_stored(text: &str) -> Option<NaiveDate> {
    let digits = |from: usize, to: usize| -> Option<u32> {
        let part = text.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    if text.len() != 10 || text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(digits(0, 4)?).ok()?, digits(5, 7)?, digits(8, 10)?)
}

/// Returns the moment of milliseconds since 1970; nothing where none was kept: nothing was ever saved in 1970.
#[must_use]
pub fn moment(time_ms: u64) -> Option<DateTime<Utc>> {
    i64::try_from(time_ms).ok().filter(|ms| *ms > 0).and_then(DateTime::from_timestamp_millis)
}

/// Returns a moment as machines read it, RFC 3339 with its offset, or nothing where none was kept.
#[must_use]
pub fn rfc3339(time_ms: u64) -> Option<String> {
    moment(time_ms).map(|t| t.to_rfc3339_opts(SecondsFormat::Millis, false))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn reads_french_and_spreadsheet_forms() {
        for text in [
            "31/12/2026",
            "31-12-2026",
            "31.12.2026",
            "31 12 2026",
            "2026-12-31",
            "2026/12/31",
            "2026.12.31",
            "31 décembre 2026",
            "31 DÉCEMBRE 2026",
            "31 dec. 2026",
            "31 déc 2026",
            "31 December 2026",
            "31/12/2026 00:00:00",
            "31/12/2026 00:00",
            "2026-12-31T00:00:00",
            "2026-12-31T00:00:00Z",
            "2026-12-31 00:00:00",
            " 31/12/2026 ",
            "31 de\u{301}cembre 2026",
            "31\u{a0}décembre\u{a0}2026",
            "jeudi 31 décembre 2026",
            "Jeu. 31/12/2026",
            "20261231",
            "2026-12-31T00:00:00+01:00",
            "2026-12-31T00:00:00.000Z",
        ] {
            assert_eq!(read(text), Ok(day("2026-12-31")), "{text}");
        }
        for text in
            ["1er janvier 2026", "1ᵉʳ janvier 2026", "1/1/2026", "01/01/2026", "1 janv. 2026", "2026-1-1"]
        {
            assert_eq!(read(text), Ok(day("2026-01-01")), "{text}");
        }
        assert_eq!(read("29/02/2028"), Ok(day("2028-02-29")));
    }

    #[test]
    fn refuses_with_the_reason() {
        for (text, fault) in [
            ("", Fault::Empty),
            ("31/12/26", Fault::ShortYear),
            ("31/04/2026", Fault::NoSuchDay),
            ("29/02/2026", Fault::NoSuchDay),
            ("12/31/2026", Fault::NoSuchDay),
            ("00/01/2026", Fault::NoSuchDay),
            ("31 brumaire 2026", Fault::NotADate),
            ("hier", Fault::NotADate),
            ("46022", Fault::SheetNumber),
            ("2026", Fault::NoDay),
            ("sept. 2021", Fault::NoDay),
            ("09/2021", Fault::NoDay),
            ("3/9/21", Fault::ShortYear),
            ("19800231", Fault::NoSuchDay),
            ("31121980", Fault::NotADate),
            ("1980-02-01T23:00:00+01:00", Fault::NotADate),
            ("jeudi 1 février 1980", Fault::NoSuchDay),
            ("31/12/2026 14:30", Fault::NotADate),
            ("31/12/02026", Fault::NotADate),
            ("+1/12/2026", Fault::NotADate),
            ("٣١/١٢/٢٠٢٦", Fault::NotADate),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
        assert_eq!(read(&"1".repeat(1_000_000)), Err(Fault::NotADate));
    }

    #[test]
    fn ranges_make_sense() {
        let today = day("2026-11-21");
        assert_eq!(birth("21/11/2012", today), Ok(day("2012-11-21")));
        assert_eq!(birth("22/11/2012", today), Err(Fault::After(day("2012-11-21"))));
        assert_eq!(birth("31/12/1899", today), Err(Fault::Before(day("1900-01-01"))));
        assert_eq!(event("21/11/2028", today), Ok(day("2028-11-21")));
        assert_eq!(event("22/11/2028", today), Err(Fault::After(day("2028-11-21"))));
        assert_eq!(event("31/12/1939", today), Err(Fault::Before(day("1940-01-01"))));
        assert!(mandate("01/01/2030", today).is_ok() && mandate("01/01/2040", today).is_err());
    }

    #[test]
    fn stored_form_is_one_form() {
        assert_eq!(stored(day("0987-01-02")), "0987-01-02");
        assert_eq!(from_stored("2026-12-31"), Some(day("2026-12-31")));
        for bad in
            ["2026-1-1", "20261231", "2026-13-01", "", "2026-12-31 ", "+026-12-31", "2026-+1-01", "2026-1é-1"]
        {
            assert_eq!(from_stored(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_day_in_every_form(days in 693_961_i32..748_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            for form in ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%-d %B %Y", "%d.%m.%Y 00:00:00"] {
                prop_assert_eq!(read(&date.format(form).to_string()), Ok(date));
            }
            prop_assert_eq!(from_stored(&stored(date)), Some(date));
        }

        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
