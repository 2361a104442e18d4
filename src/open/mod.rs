//! Opens the vault: finds the identity, asks for its passphrase, hands both to the vault.

pub mod chosen;
pub mod fresh;
pub mod hardware;
pub mod keeper;
pub mod shelf;
pub mod unlocked;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

pub use crate::vault::Access;
use crate::{
    clock,
    mail::ledger::Campaigns,
    open::shelf::VaultShelf,
    platform::{files, synced},
    vault::{
        Accept, Entropy, Identity, IdentityError, LogBook, Outbox, Recall, Vault, VaultError, age_file, file,
        hardware::HardwareError, identity, store::StoreError, strength::Weakness,
    },
};

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
    /// It is the one that it should take the place of.
    #[error("the new passphrase is the old one")]
    Same,
    /// Too easy to guess.
    #[error("the passphrase is too easy to guess ({0:?})")]
    Weak(Weakness),
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
    /// The key that was handed over, for which nobody is asked.
    fn held(&self) -> Option<Identity> {
        None
    }
    /// Whether a key that is kept unlocked will do.
    fn takes_unlocked(&self) -> bool {
        false
    }
    /// What running the program of a hardware key needs; nothing where none is run.
    fn runs(&self) -> Option<hardware::Runs> {
        None
    }
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
    /// Others may put another key file in the place of one that has no passphrase.
    #[error("others can write into the folder of the identity file")]
    LooseFolder,
    /// The identity is not one, or does not open.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// No passphrase came.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The hardware key does not open it.
    #[error(transparent)]
    Hardware(#[from] HardwareError),
    /// The vault does not open.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Reads the identity: the one that was handed over or is kept unlocked, else asking for its passphrase when it has one.
///
/// # Errors
/// [`OpenError`].
pub fn identity(path: &Path, ask: &dyn Ask) -> Result<Identity, OpenError> {
    if let Some(key) = ask.held() {
        return Ok(key);
    }
    let content = content(path)?;
    match unlocked::held(&content).filter(|_| ask.takes_unlocked()) {
        Some(key) => Ok(key),
        None => read(path, &content, ask),
    }
}

/// Returns the content of an identity file.
///
/// # Errors
/// [`OpenError::NoIdentity`], [`OpenError::Identity`] when it cannot be one, [`OpenError::IdentityFile`].
pub fn content(path: &Path) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    file::read(path, identity::FILE_MOST).map(Zeroizing::new).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => OpenError::NoIdentity,
        io::ErrorKind::FileTooLarge | io::ErrorKind::InvalidInput => {
            OpenError::Identity(IdentityError::NotOne)
        }
        _ => OpenError::IdentityFile(e),
    })
}

/// Reads an identity from the content of its file, asking for its passphrase when it has one, or for its hardware key.
///
/// # Errors
/// [`OpenError`].
pub fn read(path: &Path, content: &[u8], ask: &dyn Ask) -> Result<Identity, OpenError> {
    if age_file::to_keys(content) {
        let runs = ask.runs().ok_or(HardwareError::Lost)?;
        return Ok(hardware::open(path, content, &runs)?);
    }
    let mut asked = false;
    let identity = Identity::read(content, || {
        asked = true;
        Ok::<_, OpenError>(Zeroizing::new(ask.passphrase(Wanted::Open)?.text().to_owned()))
    })?;
    if !asked {
        for_us_alone(path)?;
    }
    Ok(identity)
}

/// Refuses a key file without a passphrase that others can read or exchange.
fn for_us_alone(path: &Path) -> Result<(), OpenError> {
    let meta = |path: &Path| fs::metadata(path).map_err(OpenError::IdentityFile);
    if files::others_touch(&meta(path)?) {
        return Err(OpenError::LooseIdentity);
    }
    let dir = path.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if files::anybody_moves(&meta(dir)?) { Err(OpenError::LooseFolder) } else { Ok(()) }
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

/// Names what this device remembers of the vault, in its settings.
#[must_use]
pub fn recall(place: &Place, key: &Identity, entropy: Entropy) -> Recall {
    Recall::at(&place.config, &place.vault, key, entropy)
}

/// Opens the vault that this device remembers at its place, or one that a person agreed to take.
///
/// # Errors
/// As [`Vault::open_known`].
pub fn vault(
    place: &Place,
    key: &Identity,
    access: Access,
    accept: &Accept,
    entropy: Entropy,
) -> Result<Vault, VaultError> {
    apart(place, accept)?;
    let known = Accept { older: None, ..accept.clone() };
    match Vault::open_known(&place.vault, key, access, entropy, (recall(place, key, entropy), &known)) {
        Err(VaultError::Strange(standing)) if accept.takes(&standing) => {
            doubt_older(place, key, entropy)?;
            Vault::open_known(&place.vault, key, access, entropy, (recall(place, key, entropy), accept))
        }
        other => other,
    }
}

/// Refuses a folder that a program copies to a server by itself, until a person said that it shall be one.
///
/// # Errors
/// [`VaultError::Synced`].
pub fn apart(place: &Place, accept: &Accept) -> Result<(), VaultError> {
    match synced::sign(&place.vault).filter(|_| !accept.synced) {
        Some(sign) => Err(VaultError::Synced(sign)),
        None => Ok(()),
    }
}

/// Gives an unknown fate to what waits in the outbox of an older vault, before that is taken: it may have left since.
///
/// # Errors
/// What keeps the vault or its outbox closed.
pub fn doubt_older(place: &Place, key: &Identity, entropy: Entropy) -> Result<(), VaultError> {
    let older = Vault::open(&place.vault, key, Access::Read, entropy)?;
    let outbox = match older.outbox_ticket().open_damaged() {
        // One that is lost or damaged stays closed, and its repair does the same.
        Err(VaultError::Store(StoreError::Damaged(_)) | VaultError::Records) => return Ok(()),
        other => other?,
    };
    drop(older);
    doubt(outbox, entropy)
}

/// Gives an unknown fate to what waits in an outbox of an earlier day: it may have left since.
///
/// # Errors
/// [`VaultError::OutboxOlder`] when that cannot be written.
pub fn doubt(outbox: Outbox, entropy: Entropy) -> Result<(), VaultError> {
    Campaigns::doubt(VaultShelf::new(outbox, clock::now_ms), entropy, true, clock::now_ms())
        .map_err(|_| VaultError::OutboxOlder)
        .map(drop)
}

/// Opens the log of that vault.
///
/// # Errors
/// As [`LogBook::open_known`].
pub fn log(place: &Place, key: &Identity, accept: &Accept, entropy: Entropy) -> Result<LogBook, VaultError> {
    apart(place, accept)?;
    LogBook::open_known(&place.vault, key, entropy, (recall(place, key, entropy), accept))
}
