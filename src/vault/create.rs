//! How a vault is made: beside its place, then renamed into it, so that a fault leaves no half vault.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment, Vault,
    disk::DiskStore,
    error::VaultError,
    file,
    folder,
    head::{Head, Rooms},
    identity::Identity,
    journal::Journal,
    key::DataKeys,
    names::{HEAD, HEAD_2},
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
    let keys = folder::new_keys(entropy)?;
    let turn = keys.get(&Compartment::Roster).ok_or(VaultError::NoKey)?.turn();
    let (head, rooms) = (Head { vault, turn }, Rooms::of(dir, turn));
    file::make_dir(rooms.turn())?;
    let slot = |(compartment, keys): (&Compartment, &DataKeys)| Slot {
        vault,
        compartment: compartment.name().to_owned(),
        holders: holders.to_vec(),
        keys: keys.clone(),
    };
    twice::create(&rooms, &keys.iter().map(slot).collect::<Vec<_>>())?;
    let store: Box<dyn Store> = Box::new(DiskStore::create(&rooms.store())?);
    let made = Vault::start(vault, identity.device(), [0; 32], &keys, store, entropy)?;
    outbox::create(&made, &rooms.outbox())?;
    Journal::at(rooms.journal()).rewrite(made.store.as_ref())?;
    drop(made);
    file::create_new(&rooms.lock())?.sync_all()?;
    file::sync_dir(&rooms.store())?;
    file::sync_dir(rooms.turn())?;
    for name in [HEAD, HEAD_2] {
        head.write(dir, name)?;
    }
    file::sync_dir(dir)?;
    Ok(())
}
