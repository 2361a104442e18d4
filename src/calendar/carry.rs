//! Until when delegation hours that were not taken can still be used.

use chrono::NaiveDate;

use crate::calendar::span::Month;

/// Returns the last day on which the hours of a month can be used (*report des heures de délégation*); nothing beyond
/// the calendar.
///
/// # Law
/// R2315-5: "within twelve months". The text does not say whether they count the month of the credit. Here they do, for
/// `law hours`, for the ledgers and for the rule `hours-carry` alike: who keeps to the earlier end loses nothing.
#[must_use]
pub fn hours_kept_until(credit: Month, months: u32) -> Option<NaiveDate> {
    credit.plus(months.checked_sub(1)?)?.last()
}

/// Returns the last day under the other reading, in which the month of the credit does not count.
///
/// # Law
/// As [`hours_kept_until`].
#[must_use]
pub fn hours_kept_at_most(credit: Month, months: u32) -> Option<NaiveDate> {
    credit.plus(months)?.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_end_with_the_eleventh_after_or_the_twelfth() {
        for (credit, earlier, later) in
            [("2026-01", "2026-12-31", "2027-01-31"), ("2026-03", "2027-02-28", "2027-03-31")]
        {
            let month = credit.parse().unwrap();
            assert_eq!(hours_kept_until(month, 12).unwrap().to_string(), earlier);
            assert_eq!(hours_kept_at_most(month, 12).unwrap().to_string(), later);
        }
        assert_eq!(hours_kept_until("2026-01".parse().unwrap(), 0), None);
    }
}
