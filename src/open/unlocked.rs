//! The key of this device, kept by the system for a while (`unlock`): read in place of asking for the passphrase.

use std::time::Duration;

use crate::{
    platform::keyring::{self, Absent},
    vault::Identity,
};

/// Names what is kept for an identity file, by the content of the file: one with another passphrase or another key in its
/// place is another one. The name tells nothing to who reads it.
fn name(content: &[u8]) -> String {
    let hash = blake3::derive_key("contrepoids 2026-11 unlocked name", content);
    u64::from_be_bytes(hash.first_chunk().copied().unwrap_or_default()).to_string()
}

/// Keeps the key of an identity file.
///
/// # Errors
/// [`Absent`] where the system keeps none.
pub fn keep(content: &[u8], key: &Identity, time: Duration) -> Result<(), Absent> {
    keyring::keep(&name(content), key.secret().as_bytes(), time)
}

/// Returns the key that is kept for an identity file.
#[must_use]
pub fn held(content: &[u8]) -> Option<Identity> {
    let secret = keyring::held(&name(content))?;
    Identity::from_secret(&secret).ok()
}

/// Forgets the key that is kept for an identity file; tells whether there was one.
pub fn forget(content: &[u8]) -> bool {
    keyring::forget(&name(content))
}

/// Tells whether this system keeps anything, before somebody is asked in vain.
///
/// # Errors
/// [`Absent`].
pub fn possible() -> Result<(), Absent> {
    let name = name(&std::process::id().to_be_bytes());
    keyring::keep(&name, b"?", Duration::from_secs(1))?;
    keyring::forget(&name);
    Ok(())
}
