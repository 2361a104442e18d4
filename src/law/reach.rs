//! How far what was read on a day answers for the days after it: tables and texts alike.

use chrono::{Months, NaiveDate};

/// How many years past its last verification what was read still answers.
const HORIZON_YEARS: u32 = 5;

/// How long after its last verification it does so without a caveat, in days.
const FRESH_DAYS: i64 = 365;

/// Returns the last day for which what was read on a day answers; nothing at the end of the calendar.
#[must_use]
pub fn last_day(verified: NaiveDate) -> Option<NaiveDate> {
    verified.checked_add_months(Months::new(HORIZON_YEARS.checked_mul(12)?))
}

/// Tells whether what was read on a day answers for another one only with a caveat.
#[must_use]
pub fn is_stale(verified: NaiveDate, on: NaiveDate) -> bool {
    on.signed_duration_since(verified).num_days() > FRESH_DAYS
}
