//! Makes the vault, the identity of this device and the recovery key.

use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::{
    clock,
    features::house::views,
    open::{self, Access, Ask, OpenError, Place, fresh},
    vault::{self, Accept, Entropy, Identity, VaultError},
};

/// What was made. It has no `Debug`: it holds the recovery key.
pub struct Made {
    /// The folder of the vault.
    pub vault: PathBuf,
    /// The identity file.
    pub identity: PathBuf,
    /// Whether the identity is new.
    pub identity_is_new: bool,
    /// Whether the identity file has no passphrase.
    pub without_passphrase: bool,
    /// The public key of this device.
    pub public: String,
    /// Whether this device could note which vault this is; it asks when the vault is next opened if not.
    pub noted: bool,
    /// The recovery key, shown once.
    pub recovery: Zeroizing<String>,
}

impl Made {
    /// Returns what is shown of it: the recovery key too, this once.
    #[must_use]
    pub fn view(&self) -> views::Made {
        views::Made {
            vault: self.vault.display().to_string(),
            identity: self.identity.display().to_string(),
            identity_is_new: self.identity_is_new,
            public_key: self.public.clone(),
            recovery_key: self.recovery.to_string(),
        }
    }
}

/// What the holders of a new vault are called.
pub struct Names<'a> {
    /// This device.
    pub device: &'a str,
    /// The recovery key.
    pub recovery: &'a str,
}

/// Makes a vault.
///
/// With an identity file named, that one is used, or made without a passphrase if it is not there. Otherwise the
/// identity of this device is used, or made under a passphrase.
///
/// # Durability
/// On `Ok` the identity and the vault survive a power cut. On an error there is no vault; a new identity may be there.
///
/// # Errors
/// [`OpenError`]; [`VaultError::Exists`] before anything is asked.
pub fn vault(
    place: &Place,
    ask: &dyn Ask,
    proposal: &str,
    names: &Names<'_>,
    accept: &Accept,
    entropy: Entropy,
) -> Result<Made, OpenError> {
    open::apart(place, accept)?;
    if place.vault.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(VaultError::Exists.into());
    }
    let path = place.identity_file();
    let (identity, is_new, without_passphrase) = match open::identity(&path, ask) {
        Ok(identity) => (identity, false, false),
        Err(OpenError::NoIdentity) => {
            let made = fresh::make(place, ask, proposal)?;
            made.write(&path).map_err(OpenError::IdentityFile)?;
            (made.identity, true, made.without_passphrase)
        }
        Err(other) => return Err(other),
    };
    open::recall(place, &identity, entropy).ready()?;
    let recovery = Identity::generate();
    let founder = vault::Founder {
        identity: &identity,
        name: names.device,
        recovery: Some((&recovery, names.recovery)),
        now_ms: clock::now_ms(),
    };
    vault::create(&place.vault, &founder, entropy)?;
    // The recovery key knows the vault too, should it be needed on this device.
    let noted = fresh::note(place, &identity, Access::Write, accept, entropy).is_ok()
        && fresh::note(place, &recovery, Access::Read, accept, entropy).is_ok();
    Ok(Made {
        vault: place.vault.clone(),
        identity: path,
        identity_is_new: is_new,
        without_passphrase,
        public: identity.public(),
        noted,
        recovery: recovery.secret(),
    })
}
