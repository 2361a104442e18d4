//! Days and moments, as people of the language write them.

use std::cell::RefCell;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

pub use crate::base::date::rfc3339;
use crate::{
    base::{
        Lang,
        date::{self, near, paris},
    },
    calendar::Month,
    face::wanted::Wanted,
    law::Fraction,
};

/// Returns a moment to the minute, by the clocks of Paris whatever those of the machine say; milliseconds since 1970.
#[must_use]
pub fn moment(lang: Lang, time_ms: u64) -> String {
    let form = match lang {
        Lang::Fr => "%d/%m/%Y %H:%M",
        Lang::En => "%Y-%m-%d %H:%M",
    };
    date::moment(time_ms).map_or_else(|| "?".to_owned(), |t| paris::clock(t).format(form).to_string())
}

/// Days as they were typed without a year, with how each was understood: to be shown.
pub type Understood = Vec<(String, NaiveDate)>;

thread_local! {
    /// The day near which those without a year lie, and what was understood so far. Readers of values are plain functions of
    /// the text: what they need beside it stands here while a command line is read, and nowhere else.
    static READING: RefCell<Option<(NaiveDate, Understood)>> = const { RefCell::new(None) };
}

/// Reads something in which a day without a year is the one nearest to `today`, and returns how such days were understood.
pub fn reading<T>(today: NaiveDate, read: impl FnOnce() -> T) -> (T, Understood) {
    READING.set(Some((today, Vec::new())));
    let out = read();
    (out, READING.take().map(|(_, understood)| understood).unwrap_or_default())
}

/// Reads a day of the command line, in any of the forms that a file may have or, within [`reading`], as people say it.
///
/// # Errors
/// What to write instead.
pub fn read(text: &str) -> Result<NaiveDate, Wanted> {
    READING.with_borrow_mut(|reading| {
        let Some((today, understood)) = reading else { return date::read(text).map_err(|_| Wanted::Day) };
        let said = near::near(text, *today).map_err(|_| Wanted::Day)?;
        if !said.whole && !understood.iter().any(|(typed, _)| typed == text) {
            understood.push((text.to_owned(), said.day));
        }
        Ok(said.day)
    })
}

/// Reads a month of the command line.
///
/// # Errors
/// What to write instead.
pub fn month(text: &str) -> Result<Month, Wanted> {
    let (year, month) = near::month(text).ok_or(Wanted::Month)?;
    NaiveDate::from_ymd_opt(year, month, 1).map(Month::of).ok_or(Wanted::Month)
}

/// Reads hours: a number, or hours and minutes as `3h30`.
///
/// # Errors
/// What to write instead.
pub fn hours(text: &str) -> Result<Fraction, Wanted> {
    if let Some(minutes) = near::minutes(text) {
        return Fraction::from(minutes).checked_div(Fraction::whole(60)).ok_or(Wanted::Hours);
    }
    text.parse().map_err(|_| Wanted::Hours)
}

/// Reads half-days: `1dj`, `2 demi-journées`, `1 half-day`; nothing where it is said otherwise.
#[must_use]
pub fn half_days(text: &str) -> Option<i64> {
    let text = crate::base::text::fold(text).replace([' ', '-'], "");
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(at);
    let known = ["dj", "demijournee", "demijournees", "hd", "halfday", "halfdays"].contains(&unit);
    number.parse().ok().filter(|_| known)
}

/// Reads an hour of the day, `14:30`, `14h30` or `14h`.
///
/// # Errors
/// What to write instead.
pub fn hour(text: &str) -> Result<String, Wanted> {
    let minutes = near::minutes(text).filter(|m| *m < 24 * 60).ok_or(Wanted::Hour)?;
    let (hours, rest) = (minutes.div_euclid(60), minutes.rem_euclid(60));
    Ok(format!("{hours:02}:{rest:02}"))
}

/// When to send: at a moment, or without waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Without waiting.
    Now,
    /// At this day and hour in Paris.
    At(NaiveDateTime),
}

impl Start {
    /// Returns the moment in milliseconds since 1970; none for *now*.
    #[must_use]
    pub fn after_ms(self) -> Option<u64> {
        match self {
            Self::Now => None,
            Self::At(local) => u64::try_from(paris::moment(local).timestamp_millis()).ok(),
        }
    }

    /// Tells whether people read it outside the hours in which nobody is disturbed, from eight to eight.
    #[must_use]
    pub fn disturbs(self) -> bool {
        matches!(self, Self::At(local) if !(8..20).contains(&local.hour()))
    }
}

/// Reads a day and an hour, `demain 9h`, `3/12 à 9h30`, `jeudi 14:00`, an hour alone for today, or `maintenant`.
///
/// # Errors
/// What to write instead.
pub fn start(text: &str) -> Result<Start, Wanted> {
    let folded = crate::base::text::fold(text);
    if ["maintenant", "now"].contains(&folded.as_str()) {
        return Ok(Start::Now);
    }
    let (day, clock) = text.trim().rsplit_once(char::is_whitespace).unwrap_or(("", text.trim()));
    let hour = hour(clock).map_err(|_| Wanted::Moment)?;
    let time = NaiveTime::parse_from_str(&hour, "%H:%M").map_err(|_| Wanted::Moment)?;
    let day = day.trim_end();
    let day = [" à", " at"].iter().find_map(|word| day.strip_suffix(word)).unwrap_or(day).trim();
    let day = read(if day.is_empty() { "today" } else { day }).map_err(|_| Wanted::Moment)?;
    Ok(Start::At(day.and_time(time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        assert_eq!(read("31/12/2026"), read("2026-12-31"));
        assert!(read("2026-02-30").is_err() && read("soon").is_err() && read("3/12").is_err());
        let third: NaiveDate = "2026-12-03".parse().unwrap();
        let (days, understood) =
            reading("2026-11-30".parse().unwrap(), || (read("3/12"), read("3/12"), read("31/12/2026")));
        assert_eq!((days.0, days.1), (Ok(third), Ok(third)));
        assert_eq!(understood, [("3/12".to_owned(), third)]);
        assert!(read("3/12").is_err());
        assert_eq!(month("09/2026"), month("2026-09"));
        assert_eq!(hours("3h30"), hours("3,5"));
        assert_eq!((hour("14h30").as_deref(), hour("9h").as_deref()), (Ok("14:30"), Ok("09:00")));
        assert!(hour("24h").is_err() && hour("14").is_err());
    }

    #[test]
    fn a_moment_to_send_at_is_read_as_people_write_it() {
        let today = "2026-11-30".parse().unwrap();
        let at = |text: &str| reading(today, || start(text)).0;
        let moment = |text: &str| Ok(Start::At(text.parse().unwrap()));
        assert_eq!(at("demain 9h"), moment("2026-12-01T09:00:00"));
        assert_eq!(at("3/12 9h30"), moment("2026-12-03T09:30:00"));
        assert_eq!(at(" jeudi 3 décembre à 14:05 "), moment("2026-12-03T14:05:00"));
        assert_eq!((at("18h"), at("maintenant")), (moment("2026-11-30T18:00:00"), Ok(Start::Now)));
        for bad in ["", "demain", "9", "demain 25h", "31/02 9h", "demain matin 9h"] {
            assert_eq!(at(bad), Err(Wanted::Moment), "{bad}");
        }
        // Nine in the morning in Paris, in winter.
        assert_eq!(at("demain 9h").ok().and_then(Start::after_ms), Some(1_796_112_000_000));
        let disturbs = |text| at(text).is_ok_and(Start::disturbs);
        assert!(disturbs("demain 7h59") && disturbs("demain 20h") && !disturbs("demain 8h"));
        assert!(!disturbs("demain 19h59") && !disturbs("now"));
    }

    #[test]
    fn moments_are_written_as_the_language_does() {
        assert_eq!(moment(Lang::Fr, 1_795_235_700_000), "21/11/2026 05:35");
        assert_eq!(moment(Lang::En, 1_795_235_759_999), "2026-11-21 05:35");
        assert_eq!((moment(Lang::En, u64::MAX).as_str(), moment(Lang::En, 0).as_str()), ("?", "?"));
    }

    #[test]
    fn machines_read_a_moment_with_its_offset() {
        assert_eq!(rfc3339(1_795_235_759_999).as_deref(), Some("2026-11-21T04:35:59.999+00:00"));
        assert_eq!((rfc3339(u64::MAX), rfc3339(0)), (None, None));
    }
}
