//! The headcount that the company has on record, for questions of law without one.

use std::path::Path;

use chrono::NaiveDate;

use crate::{
    calendar::Month,
    features::company::{actions as company, rules},
    law::Fraction,
    vault::{self, Vault, VaultError},
};

/// Tells whether there is a vault to look into.
#[must_use]
pub fn has_vault(place: &Path) -> bool {
    vault::precheck(place).is_ok()
}

/// Returns the last headcount that the company has on record, with its month.
///
/// # Errors
/// When the vault cannot be read.
pub fn recorded(vault: &Vault, today: NaiveDate) -> Result<Option<(Month, Fraction)>, VaultError> {
    Ok(rules::last_headcount(&company::company(vault)?, today))
}
