//! Opens the vault: finds the identity, asks for its passphrase, hands both to the vault.

use std::{
    io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

pub use crate::vault::Access;
use crate::vault::{Identity, IdentityError, VaultError, file, identity};

/// Name of the identity file in the folder of this device's settings.
pub const IDENTITY: &str = "identity.age";

/// Where the vault and the identity lie.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder of the vault.
    pub vault: PathBuf,
    /// The identity file that was named, if one was.
    pub identity: Option<PathBuf>,
    /// The folder of this device's settings.
    pub config: PathBuf,
}

impl Place {
    /// Returns the identity file: the one named, else the one of this device.
    #[must_use]
    pub fn identity_file(&self) -> PathBuf {
        self.identity.clone().unwrap_or_else(|| self.config.join(IDENTITY))
    }
}

/// A passphrase. It has no `Debug` and is wiped when dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes what was typed, whatever it is: to open, anything wrong is a wrong passphrase and no more is said.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// What a passphrase is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// To open an identity.
    Open,
    /// For a new identity.
    New,
    /// The same once more.
    Again,
}

/// Why no passphrase came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// Nobody can be asked.
    #[error("there is no terminal to ask on")]
    NoTerminal,
    /// The descriptor cannot be read.
    #[error("file descriptor {0} cannot be read")]
    BadDescriptor(i32),
    /// The person ended the question (Ctrl-D).
    #[error("no passphrase was given")]
    Stopped,
    /// Nothing was typed.
    #[error("the passphrase is empty")]
    Empty,
    /// Above 4,096 bytes.
    #[error("the passphrase is longer than 4096 bytes")]
    TooLong,
    /// Not text.
    #[error("the passphrase is not text")]
    NotText,
    /// The two were not the same.
    #[error("the two passphrases differ")]
    Differ,
    /// Too easy to guess.
    #[error("the passphrase has {0} bits of at least 80")]
    Weak(u32),
}

/// Who is asked for passphrases.
pub trait Ask {
    /// Asks.
    ///
    /// # Errors
    /// Why no passphrase came.
    fn passphrase(&self, wanted: Wanted) -> Result<Secret, AskError>;
    /// Whether a script answers, which is not asked twice.
    fn scripted(&self) -> bool;
    /// Says why a new passphrase was not taken, and whether to ask again; nobody asks a script again.
    fn again(&self, _fault: &AskError) -> bool {
        false
    }
}

/// Why the vault could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no identity file.
    #[error("there is no identity file")]
    NoIdentity,
    /// The identity file cannot be read by us.
    #[error("the identity file cannot be read")]
    IdentityFile(#[source] io::Error),
    /// Others may read or change a key file that has no passphrase.
    #[error("others can read the identity file")]
    LooseIdentity,
    /// The identity is not one, or does not open.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// No passphrase came.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The vault does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Reads the identity, asking for its passphrase when it has one.
///
/// # Errors
/// [`OpenError`].
pub fn identity(path: &Path, ask: &dyn Ask) -> Result<Identity, OpenError> {
    let bytes = file::read(path, identity::FILE_MOST).map(Zeroizing::new).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => OpenError::NoIdentity,
        io::ErrorKind::FileTooLarge | io::ErrorKind::InvalidInput => {
            OpenError::Identity(IdentityError::NotOne)
        }
        _ => OpenError::IdentityFile(e),
    })?;
    Identity::read(&bytes, || {
        Ok::<_, OpenError>(Zeroizing::new(ask.passphrase(Wanted::Open)?.text().to_owned()))
    })
}

/// Returns the key of a vault.
///
/// The vault is looked at before the passphrase is asked for, so that nobody types it in vain.
///
/// # Errors
/// [`OpenError`].
pub fn key(place: &Place, ask: &dyn Ask) -> Result<Identity, OpenError> {
    crate::vault::precheck(&place.vault)?;
    identity(&place.identity_file(), ask)
}
