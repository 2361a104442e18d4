//! Moments, as people of the language write them.

use chrono::DateTime;

use crate::config::Lang;

/// Returns a moment to the minute, in universal time; milliseconds since 1970.
#[must_use]
pub fn moment(lang: Lang, time_ms: u64) -> String {
    let form = match lang {
        Lang::Fr => "%d/%m/%Y %H:%M UTC",
        Lang::En => "%Y-%m-%d %H:%M UTC",
    };
    let time = i64::try_from(time_ms).ok().and_then(DateTime::from_timestamp_millis);
    time.map_or_else(|| "?".to_owned(), |t| t.format(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_language_does() {
        assert_eq!(moment(Lang::Fr, 1_795_235_700_000), "21/11/2026 04:35 UTC");
        assert_eq!(moment(Lang::En, 1_795_235_759_999), "2026-11-21 04:35 UTC");
        assert_eq!(moment(Lang::En, u64::MAX), "?");
    }
}
