//! Another passphrase for the identity of this device. The key itself stays, and so does the vault.

use std::{cell::RefCell, io, path::PathBuf};

use zeroize::Zeroizing;

use crate::{
    features::{company::records::Company, key::views},
    open::{
        self, Access, Ask, AskError, OpenError, Place, Secret, Wanted,
        chosen::{self, Against},
        hardware, unlocked,
    },
    roster::Person,
    vault::{Accept, Entropy, Identity, IdentityError, VaultError, file, passphrase},
};

/// An identity that has a new passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its file.
    pub identity: PathBuf,
    /// Whether it had one before.
    pub had_one: bool,
}

impl Changed {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self) -> views::PassphraseChanged {
        views::PassphraseChanged { identity: self.identity.display().to_string(), had_one: self.had_one }
    }
}

/// Why the passphrase was not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PassphraseError {
    /// The identity does not open, or no new passphrase came.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file cannot be written: the old one stands, or the new one.
    #[error("the identity file cannot be written")]
    Write(#[source] io::Error),
}

/// Gives the identity of a place a new passphrase; a key file without one gets its first.
///
/// What is known of the section, where its vault opens, is no part of a new passphrase.
///
/// # Durability
/// On `Ok` the new passphrase opens the file, and it survives a power cut. Until then the old file stands, whole.
///
/// # Privacy
/// Only what is sealed already is written.
///
/// # Errors
/// [`PassphraseError`].
pub fn change(
    place: &Place,
    accept: &Accept,
    ask: &dyn Ask,
    propose: impl FnOnce() -> Zeroizing<String>,
    entropy: Entropy,
) -> Result<Changed, PassphraseError> {
    let path = place.identity_file();
    let listening = Listening { ask, heard: RefCell::new(None) };
    let content = open::content(&path)?;
    let identity = open::read(&path, &content, &listening)?;
    let before = listening.heard.into_inner();
    let mut own = chosen::own(place);
    own.extend(known_of_the_section(place, &identity, accept, entropy).unwrap_or_default());
    let proposal = propose();
    let against = Against { proposal: &proposal, own: &own, before: before.as_ref().map(|b| b.as_str()) };
    let new = chosen::new(ask, &against).map_err(OpenError::Ask)?;
    let sealed = identity.sealed_file(&new).map_err(OpenError::Identity)?;
    // What takes the place of the only key is seen to open, first.
    let again = Identity::read(&sealed, || Ok::<_, OpenError>(new.clone()))?;
    if again.public() != identity.public() {
        return Err(OpenError::Identity(IdentityError::Damaged).into());
    }
    file::write_whole(&path, &sealed, true).map_err(PassphraseError::Write)?;
    hardware::forget(&path);
    // What the system keeps for the old file is of no use any more.
    unlocked::forget(&content);
    Ok(Changed { identity: path, had_one: before.is_some() })
}

/// Names that others know too: of the company, its sites, the people of the roster.
fn known_of_the_section(
    place: &Place,
    identity: &Identity,
    accept: &Accept,
    entropy: Entropy,
) -> Result<Vec<String>, VaultError> {
    let vault = open::vault(place, identity, Access::Read, accept, entropy)?;
    let mut out = Vec::new();
    for (_, company) in vault.all::<Company>()? {
        out.extend(company.name);
    }
    for (_, person) in vault.all::<Person>()? {
        out.extend([person.family, person.given].into_iter().flatten());
    }
    Ok(out)
}

/// Hears the passphrase that opened the identity, so that the new one is another.
struct Listening<'a> {
    ask: &'a dyn Ask,
    heard: RefCell<Option<Zeroizing<String>>>,
}

impl Ask for Listening<'_> {
    fn passphrase(&self, wanted: Wanted) -> Result<Secret, AskError> {
        let secret = self.ask.passphrase(wanted)?;
        if wanted == Wanted::Open {
            self.heard.replace(Some(passphrase::normal(secret.text())));
        }
        Ok(secret)
    }

    fn runs(&self) -> Option<hardware::Runs> {
        self.ask.runs()
    }

    fn scripted(&self) -> bool {
        self.ask.scripted()
    }

    fn again(&self, fault: &AskError) -> bool {
        self.ask.again(fault)
    }
}
