//! Destroys a vault on purpose.

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    features::house::{actions::status, views::Destroyed},
    open::{self, Place},
    vault::{self, Accept, Access, Entropy, Identity, Vault, VaultError},
};

/// Returns how many people there are.
///
/// # Errors
/// When the vault cannot be read.
pub fn people(vault: &Vault, today: NaiveDate) -> Result<usize, VaultError> {
    Ok(status::people(vault, today)?.values().sum())
}

/// Tells whether a vault opened here once and does not any more: whoever was removed may destroy the copy that they still have.
#[must_use]
pub fn is_shut(place: &Place, key: &Identity, accept: &Accept, entropy: Entropy) -> bool {
    let opened = open::vault(place, key, Access::Read, accept, entropy);
    matches!(opened, Err(VaultError::Shut | VaultError::Retired { .. }))
}

/// Tells whether somebody typed the word.
#[must_use]
pub fn is_word(typed: &str) -> bool {
    ["detruire", "destroy"].contains(&fold(typed.trim()).as_str())
}

/// Destroys the vault at a place.
///
/// # Errors
/// As [`vault::destroy`].
pub fn destroy(place: &Place, entropy: Entropy) -> Result<Destroyed, VaultError> {
    vault::destroy(&place.vault, entropy)?;
    Ok(Destroyed { vault: place.vault.display().to_string() })
}
