//! The key of this device, kept by the system for a while and forgotten again: the passphrase is asked for once.

use std::time::Duration;

use crate::{
    clock,
    features::house::views,
    open::{self, Ask, OpenError, Place, unlocked},
    platform::keyring::Absent,
    vault::Identity,
};

/// A key that the system keeps for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Until when, in milliseconds since 1970.
    pub until_ms: u64,
}

impl Open {
    /// What is shown of it; `moment` writes a time as machines read it.
    #[must_use]
    pub fn view(&self, moment: fn(u64) -> Option<String>) -> views::Unlocked {
        views::Unlocked { until: moment(self.until_ms) }
    }
}

/// A key that the system keeps no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// Whether it kept it.
    pub was_open: bool,
}

impl Closed {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self) -> views::Locked {
        views::Locked { was_unlocked: self.was_open }
    }
}

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
pub fn unlock(place: &Place, ask: &dyn Ask, time: Duration) -> Result<Open, UnlockError> {
    crate::vault::precheck(&place.vault).map_err(OpenError::Vault)?;
    let content = open::content(&place.identity_file())?;
    if !Identity::under_passphrase(&content) {
        return Err(UnlockError::Bare);
    }
    unlocked::possible()?;
    let key = open::read(&place.identity_file(), &content, ask)?;
    unlocked::keep(&content, &key, time)?;
    let time = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Ok(Open { until_ms: clock::now_ms().saturating_add(time) })
}

/// Lets the system forget the key of this device.
///
/// # Errors
/// When there is no identity file, or it cannot be read.
pub fn lock(place: &Place) -> Result<Closed, OpenError> {
    Ok(Closed { was_open: unlocked::forget(&open::content(&place.identity_file())?) })
}
