//! Destroys a vault on purpose.

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    clock,
    features::house::{actions::status, views::Destroyed},
    open::{self, Place},
    vault::{self, Accept, Access, Entropy, Identity, Vault, VaultError, standing::Standing},
};

/// Returns how many people there are.
///
/// # Errors
/// When the vault cannot be read.
pub fn people(vault: &Vault, today: NaiveDate) -> Result<usize, VaultError> {
    Ok(status::people(vault, today)?.values().sum())
}

/// Says why a vault that opened here once does not any more: whoever was removed may destroy the copy that they still have, and who
/// was destroying one goes on.
#[must_use]
pub fn shut(place: &Place, key: &Identity, accept: &Accept, entropy: Entropy) -> Option<VaultError> {
    match open::vault(place, key, Access::Read, accept, entropy) {
        Err(
            why
            @ (VaultError::Shut | VaultError::Retired { .. } | VaultError::Strange(Standing::Gone { .. })),
        ) => Some(why),
        _ => None,
    }
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
pub fn destroy(place: &Place, key: &Identity, entropy: Entropy) -> Result<Destroyed, VaultError> {
    vault::destroy(&place.vault, &open::recall(place, key, entropy), clock::now_ms(), entropy)?;
    Ok(Destroyed { vault: place.vault.display().to_string() })
}
