//! The law for whoever asks, without a vault.

use chrono::NaiveDate;

use crate::{
    election::{self, Seats},
    law::{Book, Finding, Fraction, LawError, book},
};

/// Returns the seats and hours of a CSE at a headcount.
///
/// # Errors
/// See [`election::seats`].
pub fn seats(headcount: Fraction, on: NaiveDate) -> Result<Finding<Seats>, LawError> {
    election::seats(book()?, headcount, on)
}

/// Returns the tables.
///
/// # Errors
/// See [`book`].
pub fn tables() -> Result<&'static Book, LawError> {
    book()
}
