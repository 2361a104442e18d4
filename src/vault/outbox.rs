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
        folder::{OUTBOX, OUTBOX_LOCK, OUTBOX_OLD, OUTBOX_RUN},
        key::SecretKey,
        leaf::{self, Leaves},
        ledger::{Item, Ledger, Setting},
        lock::Lock,
        memory::MemoryStore,
        open,
        run::{Fresh, Run, RunName, RunPlace},
        seal::Entropy,
        store::{Store, StoreError},
    },
};

/// The compartment number of the outbox, apart from those of the roster's store.
const NUMBER: u8 = 15;
/// Records are leaves: see [`Leaves`].
const KIND: u8 = 1;
/// The one record that names the run whose file holds what the store was not told yet.
const RUN_KIND: u8 = 2;
const RUN_AT: Id = Id([0xff; 16]);

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
    leaves: Leaves,
    store: Box<dyn Store>,
    device: Device,
    // What the run file holds, and the store was not told yet.
    fresh: Fresh,
    run: Option<Run>,
    run_place: Option<RunPlace>,
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

fn keys(key: &SecretKey) -> BTreeMap<u32, SecretKey> {
    BTreeMap::from([(1, key.derive("outbox data"))])
}

/// Says where the run file of the vault in `dir` lies, and under which key.
fn run_place(dir: &Path, vault: [u8; 16], key: &SecretKey, entropy: Entropy) -> RunPlace {
    RunPlace { path: dir.join(OUTBOX_RUN), vault, key: key.derive("outbox run"), entropy }
}

/// Makes the empty store of a new vault.
pub(crate) fn create(vault: &Vault, dir: &Path) -> Result<(), VaultError> {
    let ticket = vault.outbox_ticket();
    let mut store = DiskStore::create(dir)?;
    let mut ledger = Ledger::empty(setting(ticket.vault, ticket.entropy), &keys(&ticket.key))?;
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
    dir: &Path,
    vault: [u8; 16],
    key: &SecretKey,
    store: &dyn Store,
    entropy: Entropy,
) -> Result<(), VaultError> {
    let ledger = Ledger::load(setting(vault, entropy), &keys(key), store)?;
    let flaws = ledger.verify(store)?;
    if !flaws.iter().all(|f| *f == Flaw::Projection) {
        return Err(VaultError::Records);
    }
    let place = run_place(dir, vault, key, entropy);
    run_name(&ledger, store)?.map_or(Ok(()), |name| place.read(name).map(drop))
}

/// Names the run that was cut off: its file holds what the store was not told.
fn run_name(ledger: &Ledger, store: &dyn Store) -> Result<Option<RunName>, VaultError> {
    let name = ledger.get(store, RUN_KIND, &RUN_AT)?;
    name.map(|name| RunName::try_from(name.as_slice()).map_err(|_| VaultError::Records)).transpose()
}

impl OutboxTicket {
    /// Opens the outbox; a vault in memory gets an empty one in memory.
    ///
    /// # Errors
    /// [`VaultError::InUse`] while another process sends; what the disk said; what does not fit the root.
    pub fn open(&self) -> Result<Outbox, VaultError> {
        self.open_by(RunPlace::read)
    }

    /// Opens an outbox whose run file is damaged, with what can be read of that. What was sent in the run may look as if it
    /// had not been, until the next commit says otherwise.
    ///
    /// # Errors
    /// As [`OutboxTicket::open`], but for the run file.
    pub fn open_damaged(&self) -> Result<Outbox, VaultError> {
        self.open_by(|place, name| Ok(place.salvage(name)))
    }

    fn open_by(
        &self,
        read: impl Fn(&RunPlace, RunName) -> Result<Fresh, VaultError>,
    ) -> Result<Outbox, VaultError> {
        let Some(dir) = &self.dir else {
            let ledger = Ledger::empty(setting(self.vault, self.entropy), &keys(&self.key))?;
            let store = Box::new(MemoryStore::new());
            let (fresh, device) = (Fresh::new(), self.device);
            let leaves = Leaves::default();
            return Ok(Outbox {
                ledger,
                leaves,
                store,
                device,
                fresh,
                run: None,
                run_place: None,
                _lock: None,
            });
        };
        let (store, lock) = writable_or_copy(dir)?;
        let ledger =
            Ledger::load(setting(self.vault, self.entropy), &keys(&self.key), store.as_ref())?.indexed();
        let beside = dir.parent().unwrap_or(Path::new("."));
        let place = run_place(beside, self.vault, &self.key, self.entropy);
        let left = run_name(&ledger, store.as_ref())?.map(|name| read(&place, name)).transpose()?;
        if left.is_none() && lock.is_some() {
            place.remove();
        }
        let leaves = ledger.projection().rows().filter(|row| row.kind == KIND).map(|row| row.id);
        let (leaves, fresh, run_place) = (Leaves::new(leaves), left.unwrap_or_default(), Some(place));
        Ok(Outbox { ledger, leaves, store, device: self.device, fresh, run: None, run_place, _lock: lock })
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
        self.ledger.sound()?;
        match self.fresh.get(id) {
            Some(value) => Ok(value.clone()),
            None => self.leaves.get(id, |leaf| self.ledger.get(self.store.as_ref(), KIND, leaf)),
        }
    }

    /// Writes values, or removes them with `None`; all or nothing.
    ///
    /// # Durability
    /// On `Ok` the values survive a power cut.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] before anything is written; what the disk said.
    pub fn commit(&mut self, now_ms: u64, values: Vec<(Id, Option<Vec<u8>>)>) -> Result<(), VaultError> {
        self.ledger.sound()?;
        for (id, bytes) in &values {
            let len = bytes.as_ref().map_or(0, Vec::len);
            if len > leaf::MOST {
                return Err(VaultError::TooLarge { id: *id, len });
            }
        }
        let Some(run) = &mut self.run else { return self.settle(now_ms, values, None) };
        match run.append(&values) {
            Ok(true) => {
                self.fresh.extend(values.into_iter().map(|(id, bytes)| (id, bytes.map(Zeroizing::new))));
                Ok(())
            }
            // No room: the store is told of everything, and the run begins again.
            Ok(false) => {
                let name = self.run_place.as_ref().map(RunPlace::draw);
                self.settle(now_ms, values, name)?;
                if let (Some(run), Some(name)) = (&mut self.run, name) {
                    run.restart(name);
                }
                Ok(())
            }
            Err(error) => {
                self.ledger.spoil();
                Err(error)
            }
        }
    }

    /// Begins a run of many small commits, which cost little until [`Outbox::end_run`]. They are as durable as any.
    ///
    /// # Errors
    /// What the disk said; nothing is lost then.
    pub fn begin_run(&mut self, now_ms: u64) -> Result<(), VaultError> {
        if self.run.is_some() {
            return Ok(());
        }
        let Some(place) = self.run_place.clone() else { return Ok(()) };
        // The file of a run that was cut off makes way only when the store knows all that is in it.
        if self.ledger.get(self.store.as_ref(), RUN_KIND, &RUN_AT)?.is_some() {
            self.settle(now_ms, Vec::new(), None)?;
        }
        let name = place.draw();
        let run = place.create(name)?;
        self.settle(now_ms, Vec::new(), Some(name))?;
        self.run = Some(run);
        Ok(())
    }

    /// Ends a run: the store is told of everything.
    ///
    /// # Errors
    /// What the disk said; nothing is lost then.
    pub fn end_run(&mut self, now_ms: u64) -> Result<(), VaultError> {
        if self.run.take().is_some() { self.settle(now_ms, Vec::new(), None) } else { Ok(()) }
    }

    /// Tells the store what the run file holds and what is new, in one commit, and which run goes on, if one does.
    fn settle(
        &mut self,
        now_ms: u64,
        values: Vec<(Id, Option<Vec<u8>>)>,
        run: Option<RunName>,
    ) -> Result<(), VaultError> {
        let mut all = self.fresh.clone();
        all.extend(values.into_iter().map(|(id, bytes)| (id, bytes.map(Zeroizing::new))));
        let changes = self.leaves.changed(&all, |leaf| self.ledger.get(self.store.as_ref(), KIND, leaf))?;
        let after: Vec<(Id, bool)> = changes.iter().map(|(leaf, bytes)| (*leaf, bytes.is_some())).collect();
        let item = |kind, id, bytes| Item { kind, id, verb: None, bytes };
        let mut items: Vec<Item> = changes
            .into_iter()
            .map(|(leaf, bytes)| item(KIND, leaf, bytes.map(|mut bytes| std::mem::take(&mut *bytes))))
            .collect();
        let named = self.ledger.get(self.store.as_ref(), RUN_KIND, &RUN_AT)?.is_some();
        if named || run.is_some() {
            items.push(item(RUN_KIND, RUN_AT, run.map(|name| name.to_vec())));
        }
        let batch = self.ledger.prepare(now_ms, self.device, 0, items, Vec::new(), &[])?;
        if let Err(error) = self.store.commit(&batch) {
            self.ledger.spoil();
            return Err(error.into());
        }
        self.fresh.clear();
        self.leaves.follow(after.into_iter());
        if let (None, Some(place), true) = (run, &self.run_place, named) {
            place.remove();
        }
        Ok(())
    }
}
