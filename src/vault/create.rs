//! How a vault is made: beside its place, then renamed into it, so that a fault leaves no half vault.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment, Vault,
    disk::DiskStore,
    error::VaultError,
    file,
    folder::new_key,
    identity::Identity,
    journal::Journal,
    names::{JOURNAL, LOCK, OUTBOX, STORE},
    outbox,
    seal::Entropy,
    slot::Slot,
    store::Store,
    twice,
};

/// Makes a vault in `dir`, which must not exist or be empty, for the holders' public keys.
///
/// # Durability
/// On `Ok` the vault survives a power cut; on an error there is none, and nothing is left beside it.
///
/// # Errors
/// [`VaultError::Exists`] when there is something in `dir`; what the disk said.
pub fn create(
    dir: &Path,
    identity: &Identity,
    holders: &[String],
    entropy: Entropy,
) -> Result<(), VaultError> {
    match fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(VaultError::Exists);
            }
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(e.into()),
    }
    let parent = match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    file::make_dir(&parent)?;
    let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(&parent)?;
    fill(beside.path(), identity, holders, entropy)?;
    let made = beside.keep();
    if let Err(error) = fs::rename(&made, dir) {
        let _ = fs::remove_dir_all(&made);
        return Err(match error.kind() {
            io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists => VaultError::Exists,
            _ => error.into(),
        });
    }
    file::sync_dir(&parent)?;
    Ok(())
}

fn fill(dir: &Path, identity: &Identity, holders: &[String], entropy: Entropy) -> Result<(), VaultError> {
    let mut vault = [0; 16];
    entropy(&mut vault);
    let (mut keys, mut slots) = (BTreeMap::new(), Vec::new());
    for compartment in Compartment::ALL {
        let (data, name) = (BTreeMap::from([(1, new_key(entropy))]), compartment.name().to_owned());
        keys.insert(compartment, data.clone());
        slots.push(Slot { vault, compartment: name, holders: holders.to_vec(), keys: data });
    }
    twice::create(dir, &vault, &slots)?;
    let store: Box<dyn Store> = Box::new(DiskStore::create(&dir.join(STORE))?);
    let header = twice::header_hash(&vault);
    let made = Vault::start(vault, identity.device(), header, &keys, store, entropy)?;
    outbox::create(&made, &dir.join(OUTBOX))?;
    Journal::at(dir.join(JOURNAL)).rewrite(made.store.as_ref())?;
    drop(made);
    file::create_new(&dir.join(LOCK))?.sync_all()?;
    file::sync_dir(&dir.join(STORE))?;
    file::sync_dir(dir)?;
    Ok(())
}
