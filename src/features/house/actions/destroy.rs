//! Destroys a vault on purpose.

use crate::{
    base::text::fold,
    features::house::views::Destroyed,
    open::Place,
    vault::{self, Entropy, Vault, VaultError},
};

/// Returns how many records of people there are.
///
/// # Errors
/// When the vault cannot be read.
pub fn people(vault: &Vault) -> Result<usize, VaultError> {
    Ok(vault.people()?.count())
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
