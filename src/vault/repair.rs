//! A store written anew: to give back the space of old values, or from what could be read of a damaged one.
//!
//! The new store is made beside, checked, synced; then two renames put it in place. The old one is kept until the vault
//! has been opened well once.

use std::fs;

use tempfile::TempDir;

use crate::vault::{Vault, batch, disk::DiskStore, error::VaultError, file, head::Rooms, store::Store};

/// A store below this size is left as it is.
const SMALL: u64 = 16 * 1024 * 1024;
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

/// A store beside the one of the vault, until it takes its place; dropped before that, it is gone.
pub(crate) struct Another {
    /// The store, which may be written further.
    pub(crate) store: DiskStore,
    /// Where it lies.
    pub(crate) made: Made,
}

impl Another {
    /// Writes what `from` holds into a new store, and compares.
    ///
    /// # Errors
    /// What the disk said; [`VaultError::Records`] when the copy does not hold the same.
    pub(crate) fn copied(rooms: &Rooms, from: &dyn Store) -> Result<Self, VaultError> {
        let made = Made(tempfile::Builder::new().prefix(".new-").tempdir_in(rooms.turn())?);
        let mut store = DiskStore::create(made.0.path())?.apart();
        batch::in_parts(from, |_| true, &mut |part| Ok(store.commit(part)?))?;
        if digest(from)? == digest(&store)? { Ok(Self { store, made }) } else { Err(VaultError::Records) }
    }
}

/// Where a store beside the one of the vault lies.
pub(crate) struct Made(TempDir);

impl Made {
    /// Puts it in the place of the one of the vault. Neither of the two may be open.
    ///
    /// # Durability
    /// A fault leaves the old store or the new one in place, whole.
    pub(crate) fn swing(self, rooms: &Rooms) -> Result<(), VaultError> {
        file::sync_dir(self.0.path())?;
        let made = self.0.keep();
        let _ = fs::remove_dir_all(rooms.store_old());
        if rooms.store().exists() {
            fs::rename(rooms.store(), rooms.store_old())?;
        }
        fs::rename(&made, rooms.store())?;
        file::sync_dir(rooms.turn())?;
        Ok(())
    }
}

/// Writes what `from` holds into a new store, compares, and puts it in the place of the old one.
///
/// # Durability
/// A fault leaves the old store or the new one in place, whole.
pub(crate) fn replace(rooms: &Rooms, from: &dyn Store) -> Result<(), VaultError> {
    let Another { store, made } = Another::copied(rooms, from)?;
    drop(store);
    made.swing(rooms)
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
