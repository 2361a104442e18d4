//! What `doctor` looks at: a copy of the store read by a process of its own, every record, every root, the journal.

use std::{
    fs,
    io::{Read, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment, Flaw,
    disk::{DiskStore, is_unfinished},
    error::VaultError,
    folder::{self, JOURNAL, STORE},
    identity::Identity,
    journal::{self, Journal},
    ledger::Ledger,
    memory::MemoryStore,
    open, repair,
    seal::Entropy,
};

/// How the journal stands to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalState {
    /// It has come to the same state.
    Current,
    /// It is whole but behind; the next writer brings it up to date.
    Behind,
    /// It has seen more commits than the store, which lost them or is an old one.
    Ahead,
    /// It cannot be read.
    Unreadable,
}

/// Copies the files of the store; without the snapshot, which sled can make again, when `bare` is set.
///
/// # Errors
/// What the disk said.
pub fn copy_store(vault: &Path, to: &Path, bare: bool) -> Result<(), VaultError> {
    crate::vault::file::make_dir(to)?;
    for entry in fs::read_dir(vault.join(STORE))? {
        let entry = entry?;
        let name = entry.file_name();
        let plain = fs::symlink_metadata(entry.path())?.is_file();
        let shown = name.to_string_lossy();
        // An unfinished snapshot is taken away when the store is opened, too.
        let left = is_unfinished(&shown) || (bare && shown.starts_with("snap."));
        if plain && !left {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

/// Reads a copy of a store and writes all that is in it to `out`; for the child process, which a damaged store may end.
///
/// # Errors
/// What could not be read.
pub fn dump(copy: &Path, out: &mut impl Write) -> Result<(), VaultError> {
    let store = DiskStore::open_copy(copy)?;
    journal::write_all(&store, out, true)
}

/// Reads what [`dump`] wrote.
///
/// # Errors
/// [`VaultError::Journal`] when the child process did not get to the end.
pub fn undump(from: &mut impl Read) -> Result<MemoryStore, VaultError> {
    journal::read_all(from, true)
}

/// Reads the journal into memory.
///
/// # Errors
/// [`VaultError::Journal`] when it is missing or damaged.
pub fn from_journal(vault: &Path) -> Result<MemoryStore, VaultError> {
    Journal::at(vault.join(JOURNAL)).load()
}

/// Opens every record of the compartments that the identity holds, recomputes roots and chains.
///
/// # Errors
/// What makes it impossible to say more: the header, the slots, a root.
pub fn verify(
    vault: &Path,
    identity: &Identity,
    store: &MemoryStore,
    entropy: Entropy,
) -> Result<Vec<(Compartment, Flaw)>, VaultError> {
    let header = folder::read_header(vault)?;
    let slots = folder::open_slots(vault, &header, identity)?;
    let mut out = Vec::new();
    for (compartment, slot) in &slots {
        let setting = super::setting(header.vault, *compartment, header.hash, entropy);
        let ledger = Ledger::load(setting, &slot.keys, store)?;
        out.extend(ledger.verify(store)?.into_iter().map(|flaw| (*compartment, flaw)));
    }
    Ok(out)
}

/// Says how the journal stands to a store that verified well.
///
/// # Errors
/// When the store cannot be read.
pub fn journal_state(
    vault: &Path,
    identity: &Identity,
    store: &MemoryStore,
    entropy: Entropy,
) -> Result<JournalState, VaultError> {
    let link = journal::link(store)?;
    let Ok(copy) = from_journal(vault) else { return Ok(JournalState::Unreadable) };
    if journal::link(&copy)? == link {
        return Ok(JournalState::Current);
    }
    let header = folder::read_header(vault)?;
    let slots = folder::open_slots(vault, &header, identity)?;
    let assembled =
        |store: &MemoryStore| open::assemble(&header, &slots, identity, Box::new(store.clone()), entropy);
    let ahead = match (assembled(&copy), assembled(store)) {
        (Ok(copy), Ok(store)) => copy.is_ahead_of(&store),
        _ => false,
    };
    Ok(if ahead { JournalState::Ahead } else { JournalState::Behind })
}

/// Returns what others may read or change in the folder, and what is not a plain file or folder.
///
/// # Errors
/// What the disk said.
pub fn modes(vault: &Path) -> Result<Vec<PathBuf>, VaultError> {
    let mut out = Vec::new();
    let mut left = vec![vault.to_owned()];
    while let Some(path) = left.pop() {
        let meta = fs::symlink_metadata(&path)?;
        if meta.mode() & 0o077 != 0 || !(meta.is_dir() || meta.is_file()) {
            out.push(path.clone());
        }
        if meta.is_dir() {
            left.extend(fs::read_dir(&path)?.flatten().map(|e| e.path()));
        }
    }
    out.sort();
    Ok(out)
}

/// Puts a store that verified well in the place of the one in the vault; the old one is kept until the next good open.
///
/// # Errors
/// [`VaultError::InUse`] while somebody works in the vault; what the disk said.
pub fn repair(vault: &Path, good: &MemoryStore) -> Result<(), VaultError> {
    let _lock = crate::vault::lock::Lock::take(&vault.join(folder::LOCK), "contrepoids doctor")?;
    repair::replace(vault, good)?;
    Journal::at(vault.join(JOURNAL)).rewrite(good)
}

/// Takes the lock for as long as the returned value lives, so that the files are copied at rest.
///
/// # Errors
/// [`VaultError::InUse`] while somebody works in the vault.
pub fn at_rest(vault: &Path) -> Result<impl Sized, VaultError> {
    let lock = crate::vault::lock::Lock::take(&vault.join(folder::LOCK), "contrepoids doctor")?;
    repair::finish_swap(vault)?;
    Ok(lock)
}
