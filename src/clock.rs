//! The only reader of the clock and of randomness.
//!
//! Everything else takes `today`, `now_ms` or a source of random bytes as an argument, so that each result can be
//! computed again. `clippy.toml` refuses these calls elsewhere.
#![expect(clippy::disallowed_methods, reason = "this is the one file that reads the clock and randomness")]

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{Local, NaiveDate};

use crate::platform::boot;

/// Returns today's date on this machine's calendar.
#[must_use]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Returns milliseconds since 1970-01-01 UTC; a clock set before 1970 reads as 0.
#[must_use]
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Returns a reading of the steady clock, for deadlines and pace only.
#[must_use]
pub fn instant() -> Instant {
    Instant::now()
}

/// Returns milliseconds of a steady clock that runs while the machine sleeps, too: how long nobody was there.
#[must_use]
pub fn awake_ms() -> u64 {
    boot::awake_ms()
}

/// Fills `out` with random bytes of the operating system.
///
/// A machine that cannot give random bytes cannot keep a secret: the program ends at once.
pub fn random(out: &mut [u8]) {
    if getrandom::fill(out).is_err() {
        std::process::abort();
    }
}
