//! A hardware key in the place of the passphrase of this device. The identity itself stays, and so does the vault.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use zeroize::Zeroizing;

use crate::{
    features::key::views,
    open::{self, Ask, OpenError, Place, hardware::Token, unlocked},
    vault::{IdentityError, file, hardware::HardwareError},
};

/// The file that a plugin printed is never larger.
const MOST: u64 = 16 * 1024;

/// An identity that a hardware key locks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Its file.
    pub identity: PathBuf,
    /// The program that is run for the key.
    pub program: PathBuf,
}

impl Locked {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self) -> views::HardwareLocked {
        views::HardwareLocked {
            identity: self.identity.display().to_string(),
            program: self.program.display().to_string(),
        }
    }
}

/// Why the hardware key did not take the place of the passphrase.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// The identity does not open, or the key refused.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file that names the key cannot be read.
    #[error("the file that names the key cannot be read")]
    Named(PathBuf, #[source] io::Error),
    /// The identity file cannot be written: the old one stands, or the new one.
    #[error("the identity file cannot be written")]
    Write(#[source] io::Error),
}

impl From<HardwareError> for LockError {
    fn from(error: HardwareError) -> Self {
        Self::Open(error.into())
    }
}

/// Reads what a plugin printed about a key, and finds its program, which is not run yet.
///
/// # Errors
/// [`LockError`].
pub fn token(named: &Path, ask: &dyn Ask) -> Result<Token, LockError> {
    let text = file::read(named, MOST).map(Zeroizing::new);
    let text = text.map_err(|error| LockError::Named(named.to_path_buf(), error))?;
    let runs = ask.runs().ok_or(HardwareError::Lost)?;
    Ok(Token::new(&text, &runs)?)
}

/// Locks the identity of a place with a hardware key; its passphrase is of no use afterwards.
///
/// # Durability
/// On `Ok` the key opens the file, and it survives a power cut. Until then the old file stands, whole.
///
/// # Errors
/// [`LockError`].
pub fn lock(place: &Place, token: &Token, ask: &dyn Ask) -> Result<Locked, LockError> {
    let path = place.identity_file();
    let content = open::content(&path)?;
    let identity = open::read(&path, &content, ask)?;
    let runs = ask.runs().ok_or(HardwareError::Lost)?;
    let sealed = token.stub.seal(&identity, Arc::clone(&runs.touch))?;
    // What takes the place of the only key is seen to open, first.
    let again = token.stub.open(&sealed, runs.touch)?;
    if again.public() != identity.public() {
        return Err(OpenError::Identity(IdentityError::Damaged).into());
    }
    // Beside a file with a passphrase it says nothing; the other way round nothing would open.
    token.keep(&path)?;
    file::write_whole(&path, &sealed, true).map_err(LockError::Write)?;
    unlocked::forget(&content);
    Ok(Locked { identity: path, program: token.program.clone() })
}
