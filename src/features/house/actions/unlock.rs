//! The key of this device, kept by the system for a while and forgotten again: the passphrase is asked for once.

use std::time::Duration;

use crate::{
    open::{self, Ask, OpenError, Place, unlocked},
    platform::keyring::Absent,
    vault::Identity,
};

/// Why nothing was unlocked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnlockError {
    /// The identity does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The identity has no passphrase.
    #[error("the identity has no passphrase")]
    Bare,
    /// This system keeps no secret.
    #[error(transparent)]
    Absent(#[from] Absent),
}

/// Asks for the passphrase and lets the system keep the key for a while. Asked in vain is nobody: first it is seen whether
/// the system keeps anything.
///
/// # Privacy
/// What is kept is the secret of the identity. Every program of this login can read it meanwhile.
///
/// # Errors
/// [`UnlockError`].
pub fn unlock(place: &Place, ask: &dyn Ask, time: Duration) -> Result<(), UnlockError> {
    crate::vault::precheck(&place.vault).map_err(OpenError::Vault)?;
    let content = open::content(&place.identity_file())?;
    if !Identity::under_passphrase(&content) {
        return Err(UnlockError::Bare);
    }
    unlocked::possible()?;
    let key = open::read(&place.identity_file(), &content, ask)?;
    Ok(unlocked::keep(&content, &key, time)?)
}

/// Lets the system forget the key of this device; tells whether it kept it.
///
/// # Errors
/// When there is no identity file, or it cannot be read.
pub fn lock(place: &Place) -> Result<bool, OpenError> {
    Ok(unlocked::forget(&open::content(&place.identity_file())?))
}
