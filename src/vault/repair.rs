//! A store written anew: to give back the space of old values, or from what could be read of a damaged one.
//!
//! The new store is made beside, checked, synced; then two renames put it in place. The old one is kept until the vault
//! has been opened well once.

use std::fs;

use crate::vault::{
    Vault,
    disk::DiskStore,
    error::VaultError,
    file,
    head::Rooms,
    store::{Batch, Store},
};

/// A store below this size is left as it is.
const SMALL: u64 = 16 * 1024 * 1024;
/// Bytes written in one batch.
const PART: usize = 1024 * 1024;

/// Puts the old store back when the machine stopped between the two renames.
pub(crate) fn finish_swap(rooms: &Rooms) -> Result<(), VaultError> {
    if rooms.store().try_exists()? || !rooms.store_old().try_exists()? {
        return Ok(());
    }
    fs::rename(rooms.store_old(), rooms.store())?;
    file::sync_dir(rooms.turn())?;
    Ok(())
}

/// Writes a store anew that has grown above three times what lives in it, and tells whether it did.
pub(crate) fn compact(rooms: &Rooms, vault: &Vault) -> Result<bool, VaultError> {
    let (size, store) = (fs::metadata(rooms.store().join("db"))?.len(), vault.store.as_ref());
    // To read all of it takes time and memory: a sample first.
    if size < SMALL || size < vault.about()?.saturating_mul(3) || size < live(store)?.saturating_mul(3) {
        return Ok(false);
    }
    match replace(rooms, store) {
        Ok(()) => Ok(true),
        // No room for a second store: the first one is as good as before.
        Err(VaultError::Store(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

fn live(store: &dyn Store) -> Result<u64, VaultError> {
    let mut sum = 0_u64;
    for tree in store.trees()? {
        store.scan(tree, &mut |_, value| {
            sum = sum.saturating_add(value.len() as u64).saturating_add(64);
            Ok(())
        })?;
    }
    Ok(sum)
}

/// Writes what `from` holds into a new store, compares, and puts it in the place of the old one.
///
/// # Durability
/// A fault leaves the old store or the new one in place, whole.
pub(crate) fn replace(rooms: &Rooms, from: &dyn Store) -> Result<(), VaultError> {
    let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(rooms.turn())?;
    {
        let mut to = DiskStore::create(beside.path())?;
        let (mut part, mut size) = (Batch::default(), 0_usize);
        for tree in from.trees()? {
            let mut full = Vec::new();
            from.scan(tree, &mut |key, value| {
                size = size.saturating_add(value.len());
                part.put(tree, key, value.to_vec());
                if size > PART {
                    full.push(std::mem::take(&mut part));
                    size = 0;
                }
                Ok(())
            })?;
            for batch in full {
                to.commit(&batch)?;
            }
        }
        to.commit(&part)?;
        if digest(from)? != digest(&to)? {
            return Err(VaultError::Records);
        }
    }
    file::sync_dir(beside.path())?;
    let made = beside.keep();
    let _ = fs::remove_dir_all(rooms.store_old());
    if rooms.store().exists() {
        fs::rename(rooms.store(), rooms.store_old())?;
    }
    fs::rename(&made, rooms.store())?;
    file::sync_dir(rooms.turn())?;
    Ok(())
}

/// Hashes every tree, key and value, in order.
fn digest(store: &dyn Store) -> Result<[u8; 32], VaultError> {
    let mut hasher = blake3::Hasher::new();
    for tree in store.trees()? {
        store.scan(tree, &mut |key, value| {
            hasher.update(&[tree.0]).update(&key).update(&(value.len() as u64).to_be_bytes()).update(value);
            Ok(())
        })?;
    }
    Ok(*hasher.finalize().as_bytes())
}
