//! Days and moments, as people of the language write them.

use chrono::NaiveDate;

pub use crate::base::date::rfc3339;
use crate::{
    base::{Lang, date},
    face::wanted::Wanted,
};

/// Returns a moment to the minute, in universal time; milliseconds since 1970.
#[must_use]
pub fn moment(lang: Lang, time_ms: u64) -> String {
    let form = match lang {
        Lang::Fr => "%d/%m/%Y %H:%M UTC",
        Lang::En => "%Y-%m-%d %H:%M UTC",
    };
    date::moment(time_ms).map_or_else(|| "?".to_owned(), |t| t.format(form).to_string())
}

/// Reads a day of the command line, in any of the forms that a file may have.
///
/// # Errors
/// What to write instead.
pub fn read(text: &str) -> Result<NaiveDate, Wanted> {
    date::read(text).map_err(|_| Wanted::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        assert_eq!(read("31/12/2026"), read("2026-12-31"));
        assert!(read("2026-02-30").is_err() && read("soon").is_err());
    }

    #[test]
    fn moments_are_written_as_the_language_does() {
        assert_eq!(moment(Lang::Fr, 1_795_235_700_000), "21/11/2026 04:35 UTC");
        assert_eq!(moment(Lang::En, 1_795_235_759_999), "2026-11-21 04:35 UTC");
        assert_eq!((moment(Lang::En, u64::MAX).as_str(), moment(Lang::En, 0).as_str()), ("?", "?"));
    }

    #[test]
    fn machines_read_a_moment_with_its_offset() {
        assert_eq!(rfc3339(1_795_235_759_999).as_deref(), Some("2026-11-21T04:35:59.999+00:00"));
        assert_eq!((rfc3339(u64::MAX), rfc3339(0)), (None, None));
    }
}
