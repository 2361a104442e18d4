//! The outbox: a second sealed store, so that a long send never locks the roster.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    roster::{Device, Id},
    vault::{
        Flaw, Vault,
        disk::DiskStore,
        error::VaultError,
        file,
        folder::{OUTBOX, OUTBOX_LOCK, OUTBOX_OLD},
        key::SecretKey,
        ledger::{Item, Ledger, Opened, Setting},
        lock::Lock,
        memory::MemoryStore,
        open,
        seal::Entropy,
        store::{Store, StoreError},
    },
};

/// The compartment number of the outbox, apart from those of the roster's store.
const NUMBER: u8 = 15;
const KIND: u8 = 1;

/// Everything that a later opening needs, so that the vault itself can be closed meanwhile.
pub struct OutboxTicket {
    dir: Option<PathBuf>,
    vault: [u8; 16],
    device: Device,
    key: SecretKey,
    entropy: Entropy,
}

/// Sealed values under opaque names, durable when a commit returns.
pub struct Outbox {
    ledger: Ledger,
    store: Box<dyn Store>,
    device: Device,
    _lock: Option<Lock>,
}

impl Vault {
    /// Returns what opens the outbox after the vault is closed, so that a long send does not lock the roster.
    #[must_use]
    pub fn outbox_ticket(&self) -> OutboxTicket {
        OutboxTicket {
            dir: self.outbox_dir.clone(),
            vault: self.id,
            device: self.device,
            key: self.outbox_key.clone(),
            entropy: self.entropy,
        }
    }

    /// Opens the outbox.
    ///
    /// # Errors
    /// As [`OutboxTicket::open`].
    pub fn outbox(&self) -> Result<Outbox, VaultError> {
        self.outbox_ticket().open()
    }
}

fn setting(vault: [u8; 16], entropy: Entropy) -> Setting {
    Setting { vault, compartment: NUMBER, header: [0; 32], summarise: |_, _| Vec::new(), entropy }
}

fn keys(ticket: &OutboxTicket) -> BTreeMap<u32, SecretKey> {
    BTreeMap::from([(1, ticket.key.derive("outbox data"))])
}

/// Makes the empty store of a new vault.
pub(crate) fn create(vault: &Vault, dir: &Path) -> Result<(), VaultError> {
    let ticket = vault.outbox_ticket();
    let mut store = DiskStore::create(dir)?;
    let mut ledger = Ledger::empty(setting(ticket.vault, ticket.entropy), &keys(&ticket))?;
    store.commit(&ledger.prepare(0, ticket.device, 0, Vec::new(), Vec::new(), &[])?)?;
    Ok(())
}

/// Puts an empty outbox in the place of one that is lost; what is left of that one stays beside, sealed, until the next time.
pub(crate) fn renew(vault: &Vault, dir: &Path) -> Result<(), VaultError> {
    let _lock = Lock::take(&dir.join(OUTBOX_LOCK), "contrepoids doctor")?;
    let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(dir)?;
    create(vault, beside.path())?;
    let (new, now, old) = (beside.keep(), dir.join(OUTBOX), dir.join(OUTBOX_OLD));
    if now.exists() {
        let _ = fs::remove_dir_all(&old);
        fs::rename(&now, &old)?;
    }
    fs::rename(new, now)?;
    Ok(file::sync_dir(dir)?)
}

/// Checks that everything in an outbox is what was last written.
pub(crate) fn verify(
    vault: [u8; 16],
    key: &SecretKey,
    store: &dyn Store,
    entropy: Entropy,
) -> Result<(), VaultError> {
    let keys = BTreeMap::from([(1, key.derive("outbox data"))]);
    let flaws = Ledger::load(setting(vault, entropy), &keys, store)?.verify(store)?;
    if flaws.iter().all(|f| *f == Flaw::Projection) { Ok(()) } else { Err(VaultError::Records) }
}

impl OutboxTicket {
    /// Opens the outbox; a vault in memory gets an empty one in memory.
    ///
    /// # Errors
    /// [`VaultError::InUse`] while another process sends; what the disk said; what does not fit the root.
    pub fn open(&self) -> Result<Outbox, VaultError> {
        let (store, lock, ledger): (Box<dyn Store>, _, _) = match &self.dir {
            Some(dir) => {
                let (store, lock) = writable_or_copy(dir)?;
                let ledger = Ledger::load(setting(self.vault, self.entropy), &keys(self), store.as_ref())?;
                (store, lock, ledger)
            }
            None => (
                Box::new(MemoryStore::new()),
                None,
                Ledger::empty(setting(self.vault, self.entropy), &keys(self))?,
            ),
        };
        Ok(Outbox { ledger, store, device: self.device, _lock: lock })
    }
}

/// Opens the store; on a full disk or a read-only medium a copy of it, which can be read and refuses to be written.
fn writable_or_copy(dir: &Path) -> Result<(Box<dyn Store>, Option<Lock>), VaultError> {
    let opened = Lock::take(&dir.with_file_name(OUTBOX_LOCK), "contrepoids notice")
        .and_then(|lock| Ok((DiskStore::open(dir)?.settling(), lock)));
    match opened {
        Ok((store, lock)) => Ok((Box::new(store), Some(lock))),
        Err(VaultError::Store(StoreError::Full(_) | StoreError::ReadOnly(_))) => {
            Ok((open::from_copy(dir)?, None))
        }
        Err(other) => Err(other),
    }
}

impl Outbox {
    /// Returns a value.
    ///
    /// # Errors
    /// When the store cannot be read, or the value is not the one last written.
    pub fn get(&self, id: &Id) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        self.ledger.get(self.store.as_ref(), KIND, id)
    }

    /// Returns all values, in the order they were first written.
    ///
    /// # Errors
    /// As [`Outbox::get`].
    pub fn all(&self) -> Result<Vec<Opened>, VaultError> {
        self.ledger.all(self.store.as_ref(), KIND)
    }

    /// Writes values, or removes them with `None`; all or nothing.
    ///
    /// # Durability
    /// On `Ok` the values survive a power cut.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] before anything is written; what the disk said.
    pub fn commit(&mut self, now_ms: u64, values: Vec<(Id, Option<Vec<u8>>)>) -> Result<(), VaultError> {
        let items =
            values.into_iter().map(|(id, bytes)| Item { kind: KIND, id, verb: None, bytes }).collect();
        let batch = self.ledger.prepare(now_ms, self.device, 0, items, Vec::new(), &[])?;
        if let Err(error) = self.store.commit(&batch) {
            self.ledger.spoil();
            return Err(error.into());
        }
        Ok(())
    }
}
