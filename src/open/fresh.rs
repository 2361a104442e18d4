//! A new identity for a device: made, its passphrase chosen, its file written; what was there is put aside, never over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    open::{
        Access, Ask, OpenError, Place,
        chosen::{self, Against},
        vault,
    },
    vault::{Accept, Entropy, Identity, VaultError, file},
};

/// An identity, and the file that will hold it.
pub struct Fresh {
    /// The identity.
    pub identity: Identity,
    /// Whether its file has no passphrase: one that was named on the command line.
    pub without_passphrase: bool,
    content: Zeroizing<Vec<u8>>,
}

/// Makes an identity, and asks for its passphrase where the file is the one of this device.
///
/// # Errors
/// [`OpenError::Ask`], and nothing was written.
pub fn make(place: &Place, ask: &dyn Ask, proposal: &str) -> Result<Fresh, OpenError> {
    let identity = Identity::generate();
    let without_passphrase = place.identity.is_some();
    let content = if without_passphrase {
        identity.plain_file().as_bytes().to_vec()
    } else {
        let own = chosen::own(place);
        identity.sealed_file(&chosen::new(ask, &Against { proposal, own: &own, before: None })?)?
    };
    Ok(Fresh { identity, without_passphrase, content: Zeroizing::new(content) })
}

impl Fresh {
    /// Writes the file of a new identity.
    ///
    /// # Durability
    /// On `Ok` it survives a power cut.
    ///
    /// # Errors
    /// What the disk said; `AlreadyExists` for a file that is there.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        if let Some(dir) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
            file::make_dir(dir)?;
        }
        file::write_whole(path, &self.content, false)
    }
}

/// Gives the file of an identity another name beside it, and returns that; nothing when there is no file.
///
/// # Errors
/// What the disk said.
pub fn put_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    if !path.try_exists()? {
        return Ok(None);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    for number in 1_u32.. {
        let aside = path.with_file_name(format!("{stem}-old-{number}{ending}"));
        match fs::hard_link(path, &aside) {
            Ok(()) => {
                fs::remove_file(path)?;
                if let Some(dir) = path.parent() {
                    file::sync_dir(dir)?;
                }
                return Ok(Some(aside));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Notes the vault at a place as the one of this device, whatever lay there before; for who made it a moment ago.
///
/// # Errors
/// [`VaultError`]; the device asks then when the vault is next opened.
pub fn note(
    place: &Place,
    key: &Identity,
    access: Access,
    accept: &Accept,
    entropy: Entropy,
) -> Result<(), VaultError> {
    let opened = |taken: Accept| {
        let taken = Accept { synced: accept.synced, ..taken };
        vault(place, key, access, &taken, entropy).map(drop)
    };
    match opened(Accept::default()) {
        Err(VaultError::Strange(standing)) => opened(standing.as_it_is()),
        other => other,
    }
}
