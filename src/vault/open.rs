//! Opening a vault: the folder is looked at, the slots opened, the lock taken, the store opened, the roots checked.

use std::{collections::BTreeMap, fs, path::Path};

use crate::roster::Hlc;
use crate::vault::{
    Compartment, Vault,
    disk::DiskStore,
    error::VaultError,
    file,
    folder::{self, JOURNAL, LOCK, OUTBOX, STORE, STORE_OLD},
    identity::Identity,
    journal::{self, Journal},
    ledger::Ledger,
    lock::Lock,
    repair,
    seal::Entropy,
    slot::Slot,
    store::{Store, StoreError},
};

/// What the vault is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read. When the disk is full or read-only, the journal is read in place of the store.
    Read,
    /// To write.
    Write,
}

/// Why the journal is being read in place of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rescue {
    /// The disk is full.
    Full,
    /// The medium or the folder is read-only.
    ReadOnly,
}

impl Vault {
    /// Opens the vault in `dir`.
    ///
    /// # Durability
    /// Opening to write repairs a journal that is behind and removes what an interrupted write left; opening to read
    /// changes nothing of ours (sled rewrites its own snapshot).
    ///
    /// # Errors
    /// What keeps the vault closed; nothing was changed then.
    pub fn open(
        dir: &Path,
        identity: &Identity,
        access: Access,
        entropy: Entropy,
    ) -> Result<Self, VaultError> {
        let header = folder::read_header(dir)?;
        folder::look(dir)?;
        let slots = folder::open_slots(dir, &header, identity)?;
        let opened = Lock::take(&dir.join(LOCK), "contrepoids").and_then(|lock| {
            repair::finish_swap(dir)?;
            let store: Box<dyn Store> = match access {
                Access::Write => Box::new(repair::compacted(dir)?),
                Access::Read => Box::new(DiskStore::open(&dir.join(STORE))?),
            };
            Ok((Some(lock), store, None))
        });
        let (lock, store, rescue) = match opened {
            Err(VaultError::Store(StoreError::Full(_))) if access == Access::Read => {
                (None, from_journal(dir)?, Some(Rescue::Full))
            }
            Err(VaultError::Store(StoreError::ReadOnly(_))) if access == Access::Read => {
                (None, from_journal(dir)?, Some(Rescue::ReadOnly))
            }
            other => other?,
        };
        let mut vault = assemble(&header, &slots, identity, store, entropy)?;
        (vault.lock, vault.rescue) = (lock, rescue);
        if rescue.is_none() {
            vault.outbox_dir = Some(dir.join(OUTBOX));
        }
        if access == Access::Write {
            clear_left_over(dir);
            vault.journal = Some(ready_journal(dir, vault.store.as_ref())?);
        }
        Ok(vault)
    }
}

/// Puts together a vault over a store whose roots are checked on the way.
pub(crate) fn assemble(
    header: &folder::Header,
    slots: &BTreeMap<Compartment, Slot>,
    identity: &Identity,
    store: Box<dyn Store>,
    entropy: Entropy,
) -> Result<Vault, VaultError> {
    let mut ledgers = BTreeMap::new();
    for (compartment, slot) in slots {
        let setting = super::setting(header.vault, *compartment, header.hash, entropy);
        ledgers.insert(*compartment, Ledger::load(setting, &slot.keys, store.as_ref())?);
    }
    let roster = slots.get(&Compartment::Roster).ok_or(VaultError::Closed(Compartment::Roster.name()))?;
    let outbox_key = Ledger::subkey(&roster.keys, "outbox")?;
    let last = ledgers.values().map(|l| l.root().clock).max().unwrap_or(0);
    Ok(Vault {
        id: header.vault,
        device: identity.device(),
        clock: Hlc::new(last, identity.device()),
        entropy,
        store,
        ledgers,
        journal: None,
        outbox_dir: None,
        outbox_key,
        rescue: None,
        lock: None,
    })
}

fn from_journal(dir: &Path) -> Result<Box<dyn Store>, VaultError> {
    Ok(Box::new(Journal::at(dir.join(JOURNAL)).load()?.read_only()))
}

/// Brings the journal to the state of the store. A disk too full for that does not keep anybody from working: commits
/// then say that the journal is behind.
fn ready_journal(dir: &Path, store: &dyn Store) -> Result<Journal, VaultError> {
    let journal = Journal::at(dir.join(JOURNAL));
    let live = fs::metadata(dir.join(STORE).join("db")).map_or(0, |m| m.len());
    if !journal.is_at(&journal::link(store)?) || journal.is_long(live) {
        match journal.rewrite(store) {
            Ok(()) | Err(VaultError::Store(StoreError::Full(_))) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(journal)
}

/// Removes what an interrupted write left beside, and the store from before a rewrite, now that the new one is good.
fn clear_left_over(dir: &Path) {
    for folder in [dir.to_owned(), dir.join(folder::KEYS)] {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            if entry.file_name().to_str().is_some_and(folder::left_over) {
                let path = entry.path();
                let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
        }
    }
    if fs::remove_dir_all(dir.join(STORE_OLD)).is_ok() {
        let _ = file::sync_dir(dir);
    }
}
