//! The vault: one sealed store for the roster, one for the outbox, key slots, a journal. Format 2; the bytes are said
//! in `docs/format.md`.
//!
//! What is not here: prompts, messages, the clock, the environment. Randomness comes in as an [`Entropy`].
//!
//! Invariant: nothing is reported as done before it is durable, and nothing that is read is believed before it fits the
//! root. Start reading at [`Vault`].

pub mod age_file;
pub mod backup;
pub mod check;
pub mod disk;
#[cfg(fuzzing)]
pub mod doors;
pub mod error;
pub mod file;
pub mod head;
pub mod holders;
pub mod identity;
pub(crate) mod journal;
pub mod key;
pub(crate) mod ledger;
pub(crate) mod lock;
pub mod log;
pub mod memory;
pub mod outbox;
pub(crate) mod page;
pub mod passphrase;
pub mod projection;
pub mod recall;
pub mod root;
pub mod seal;
pub mod slot;
pub mod standing;
pub mod store;
pub mod strength;
pub mod tag;

mod create;
mod folder;
mod leaf;
mod members;
mod names;
mod open;
mod pen;
mod repair;
mod run;
mod shelter;
mod sled_names;
mod turn;
mod twice;

use std::collections::BTreeMap;

use zeroize::Zeroizing;

pub use crate::base::Kind;
pub use error::VaultError;
pub use identity::{Identity, IdentityError};
pub use ledger::Flaw;
pub use log::{LogEntry, Verb};
pub use open::{Access, LogBook, Rescue};
pub use outbox::Outbox;
pub use projection::{Projection, Row};
pub use recall::Recall;
pub use root::Told;
pub use seal::Entropy;
pub use standing::Accept;
pub use turn::Turning;

use crate::{
    base::{Device, Hlc, Id, Kept, Record, Stamp},
    roster::summary,
    vault::{
        head::Rooms,
        holders::State,
        journal::Journal,
        key::DataKeys,
        ledger::{Item, Ledger, Setting},
        lock::Lock,
        pen::Pen,
        store::{Store, StoreError},
    },
};

/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u64 = 2;

/// A part of the vault with keys and holders of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compartment {
    /// People and the company.
    Roster,
    /// Dues and payments.
    Dues,
    /// Assessments, conversations, cases.
    Organizing,
}

impl Compartment {
    /// Every compartment.
    pub const ALL: [Self; 3] = [Self::Roster, Self::Dues, Self::Organizing];

    /// Returns the name of the slot's file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Dues => "dues",
            Self::Organizing => "organizing",
        }
    }

    const fn number(self) -> u8 {
        match self {
            Self::Roster => 0,
            Self::Dues => 1,
            Self::Organizing => 2,
        }
    }
}

/// Tells in which compartment a kind lies, and under which number.
const fn place(kind: Kind) -> (Compartment, u8) {
    match kind {
        Kind::Account => (Compartment::Organizing, kind.number()),
        _ => (Compartment::Roster, kind.number()),
    }
}

/// One change to one record.
pub struct Change {
    /// The kind of the record.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// What the log says of it.
    pub verb: Verb,
    /// The record as it shall be.
    pub record: Record,
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The number of the commit in its compartment.
    pub generation: u64,
    /// Whether the journal could be written too. When it could not, everything is saved all the same, but the copy for
    /// a full disk or a damaged store is behind until the next commit.
    pub journaled: bool,
}

/// An open vault.
pub struct Vault {
    pen: Pen,
    clock: Hlc,
    entropy: Entropy,
    store: Box<dyn Store>,
    ledgers: BTreeMap<Compartment, Ledger>,
    journal: Option<Journal>,
    rooms: Option<Rooms>,
    // Under them lie the statements, and from them comes the key of the outbox.
    roster: DataKeys,
    // Compartments that this identity holds and whose slot is damaged.
    damaged: Vec<Compartment>,
    rescue: Option<Rescue>,
    recall: Option<Recall>,
    // Last, so that it is let go of after the store.
    lock: Option<Lock>,
}

fn summarise(kind: u8, bytes: &[u8]) -> Vec<u8> {
    if kind != Kind::Person.number() {
        return Vec::new();
    }
    Record::decode(bytes).map_or_else(|_| Vec::new(), |record| summary::summarise(&record))
}

fn setting(compartment: Compartment, pen: &Pen, entropy: Entropy) -> Setting {
    Setting { compartment: compartment.number(), pen: pen.clone(), summarise, entropy }
}

impl Vault {
    /// Makes a vault in memory, for tests.
    ///
    /// # Errors
    /// Never in practice: memory does not fail.
    pub fn create_in_memory(entropy: Entropy) -> Result<Self, VaultError> {
        let identity = Identity::generate();
        let founder = Founder { identity: &identity, name: "memory", recovery: None, now_ms: 0 };
        let (first, pen) = create::Founded::by(&founder, entropy)?;
        let store = Box::new(memory::MemoryStore::new());
        Self::start(pen, &first.keys, store, entropy)
    }

    /// Puts together an empty vault and commits its roots.
    fn start(
        pen: Pen,
        keys: &BTreeMap<Compartment, DataKeys>,
        store: Box<dyn Store>,
        entropy: Entropy,
    ) -> Result<Self, VaultError> {
        let roster = keys.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
        let mut replica = [0; 8];
        entropy(&mut replica);
        let empty = |(c, keys): (&Compartment, &DataKeys)| {
            let mut ledger = Ledger::empty(setting(*c, &pen, entropy), keys);
            ledger.set_replica(replica);
            (*c, ledger)
        };
        let ledgers = keys.iter().map(empty).collect();
        let mut vault = Self::around(pen, roster, ledgers, store, entropy);
        for compartment in Compartment::ALL {
            vault.write(0, compartment, Vec::new())?;
        }
        Ok(vault)
    }

    /// Puts ledgers and their store together; no file is locked yet.
    fn around(
        pen: Pen,
        roster: &DataKeys,
        ledgers: BTreeMap<Compartment, Ledger>,
        store: Box<dyn Store>,
        entropy: Entropy,
    ) -> Self {
        let last = ledgers.values().map(|l| l.root().clock).max().unwrap_or(0);
        Self {
            clock: Hlc::new(last, pen.device()),
            pen,
            entropy,
            store,
            ledgers,
            journal: None,
            rooms: None,
            roster: roster.clone(),
            damaged: Vec::new(),
            rescue: None,
            recall: None,
            lock: None,
        }
    }

    fn ledger(&self, compartment: Compartment) -> Result<&Ledger, VaultError> {
        self.ledgers.get(&compartment).ok_or_else(|| self.missing(compartment))
    }

    /// Says why a compartment is not open: its key is damaged, or somebody else's.
    fn missing(&self, compartment: Compartment) -> VaultError {
        if self.damaged.contains(&compartment) {
            VaultError::Slot(compartment.name())
        } else {
            VaultError::Closed(compartment.name())
        }
    }

    /// Opens a record.
    ///
    /// # Errors
    /// [`VaultError::Missing`] and [`VaultError::Record`] when the store does not hold what was last written.
    pub fn record(&self, kind: Kind, id: &Id) -> Result<Option<Record>, VaultError> {
        let (compartment, number) = place(kind);
        let plain = self.ledger(compartment)?.get(self.store.as_ref(), number, id)?;
        plain.map(|plain| decode(*id, &plain)).transpose()
    }

    /// Opens all records of a kind.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn records(&self, kind: Kind) -> Result<Vec<(Id, Record)>, VaultError> {
        let (compartment, number) = place(kind);
        let all = self.ledger(compartment)?.all(self.store.as_ref(), number)?;
        all.into_iter().map(|(id, plain)| Ok((id, decode(id, &plain)?))).collect()
    }

    /// Reads what is kept of a kind; what was removed or is not whole is left out.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn all<T: Kept>(&self) -> Result<Vec<(Id, T)>, VaultError> {
        let all = self.records(T::KIND)?;
        Ok(all.into_iter().filter_map(|(id, record)| Some((id, T::read(&record)?))).collect())
    }

    /// Reads one of a kind.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn get<T: Kept>(&self, id: &Id) -> Result<Option<T>, VaultError> {
        Ok(self.record(T::KIND, id)?.as_ref().and_then(T::read))
    }

    /// Returns what lists, filters and search need, without opening a record.
    ///
    /// # Errors
    /// [`VaultError::Closed`] when this identity does not hold the roster.
    pub fn projection(&self) -> Result<&Projection, VaultError> {
        Ok(self.ledger(Compartment::Roster)?.projection())
    }

    /// Returns the people with their summaries, in the order they were added.
    ///
    /// # Errors
    /// As [`Vault::projection`].
    pub fn people(&self) -> Result<impl Iterator<Item = (Id, &[u8])>, VaultError> {
        let rows = self.projection()?.rows().filter(|row| row.kind == Kind::Person.number());
        Ok(rows.map(|row| (row.id, row.summary)))
    }

    /// Hands out a stamp, later than each one before.
    pub fn stamp(&mut self, now_ms: u64) -> Stamp {
        self.clock.tick(now_ms)
    }

    /// Draws a new identifier.
    #[must_use]
    pub fn new_id(&self) -> Id {
        let mut bytes = [0; 16];
        (self.entropy)(&mut bytes);
        Id(bytes)
    }

    /// Draws a name for an element of a field.
    #[must_use]
    pub fn new_element(&self) -> [u8; 8] {
        let mut bytes = [0; 8];
        (self.entropy)(&mut bytes);
        bytes
    }

    /// Returns who holds the vault, as the statements say.
    #[must_use]
    pub fn holders(&self) -> &State {
        self.pen.state()
    }

    /// Returns the device that writes.
    #[must_use]
    pub fn device(&self) -> Device {
        self.pen.device()
    }

    /// Returns what this device remembers of the vault, outside it; nothing when it was opened without.
    #[must_use]
    pub fn recall(&self) -> Option<&Recall> {
        self.recall.as_ref()
    }

    /// Returns which copy of the vault it is.
    ///
    /// # Errors
    /// As [`Vault::generation`].
    pub fn replica(&self) -> Result<[u8; 8], VaultError> {
        Ok(self.ledger(Compartment::Roster)?.root().replica)
    }

    /// Returns how many commits the roster has seen, and when the last one was (milliseconds since 1970).
    ///
    /// # Errors
    /// [`VaultError::Closed`] when this identity does not hold the roster.
    pub fn generation(&self) -> Result<(u64, u64), VaultError> {
        let root = self.ledger(Compartment::Roster)?.root();
        Ok((root.generation, root.time_ms))
    }

    /// Says why the journal is being read in place of the store, if it is.
    #[must_use]
    pub fn rescue(&self) -> Option<Rescue> {
        self.rescue
    }

    /// Saves changes: all of them, or none.
    ///
    /// # Durability
    /// On `Ok` the changes survive a power cut.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] before anything is written; [`VaultError::Store`] when the disk refuses, and then what
    /// was there stands.
    pub fn commit(&mut self, now_ms: u64, changes: Vec<Change>) -> Result<Receipt, VaultError> {
        let mut items = Vec::with_capacity(changes.len());
        let mut into = Compartment::Roster;
        for change in changes {
            let (compartment, kind) = place(change.kind);
            into = compartment;
            let bytes = Some(change.record.encode());
            items.push(Item { kind, id: change.id, verb: Some(change.verb), bytes });
        }
        self.write(now_ms, into, items)
    }

    /// Writes an entry of the log and nothing else: what was handed over or sent, and to which public keys.
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn note(
        &mut self,
        now_ms: u64,
        verb: Verb,
        ids: &[Id],
        readers: &[String],
    ) -> Result<Receipt, VaultError> {
        let changes = ids.iter().map(|id| (verb, *id)).collect();
        let ledger = self.ledgers.get_mut(&Compartment::Roster).ok_or(VaultError::Closed("roster"))?;
        let batch = ledger.prepare(now_ms, self.clock.last(), Vec::new(), changes, readers)?;
        self.through(Compartment::Roster, &batch)
    }

    /// Writes an entry of the log, and what the outbox must at least be from here on; no entry without a record.
    ///
    /// # Durability
    /// On `Ok` an older outbox is known for one, also after a power cut.
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn tell(&mut self, now_ms: u64, verb: Verb, ids: &[Id], told: Told) -> Result<Receipt, VaultError> {
        let ledger = self.ledgers.get_mut(&Compartment::Roster).ok_or(VaultError::Closed("roster"))?;
        ledger.tell(told);
        self.note(now_ms, verb, ids, &[])
    }

    /// Returns what the outbox must at least be.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        self.ledgers.get(&Compartment::Roster).and_then(|ledger| ledger.root().told)
    }

    fn write(&mut self, now_ms: u64, into: Compartment, items: Vec<Item>) -> Result<Receipt, VaultError> {
        let missing = self.missing(into);
        let ledger = self.ledgers.get_mut(&into).ok_or(missing)?;
        let batch = ledger.prepare(now_ms, self.clock.last(), items, Vec::new(), &[])?;
        self.through(into, &batch)
    }

    /// Takes a batch through the store, then into the journal.
    fn through(&mut self, into: Compartment, batch: &store::Batch) -> Result<Receipt, VaultError> {
        let ledger = self.ledgers.get_mut(&into).ok_or(VaultError::Closed(into.name()))?;
        // Only a full disk is a reason to refuse: a journal that cannot be written is written anew by the next writer.
        let room = match self.journal.as_ref().map(|j| j.reserve(batch).map_err(StoreError::from)) {
            Some(Err(full @ StoreError::Full(_))) => Err(full),
            _ => Ok(()),
        };
        if let Err(error) = room.and_then(|()| self.store.commit(batch)) {
            ledger.spoil();
            if let Some(journal) = &self.journal {
                journal.give_back();
            }
            return Err(error.into());
        }
        let generation = ledger.root().generation;
        let journaled = match &mut self.journal {
            None => true,
            Some(journal) => journal.follow(batch, self.store.as_ref()).is_ok(),
        };
        if let Some(recall) = &mut self.recall {
            // The commit is durable: a memory that is behind it is brought up to date by the next writer.
            let _ = recall.advance(into, ledger.root());
        }
        Ok(Receipt { generation, journaled })
    }

    /// Returns about how many bytes live in the store, by a sample.
    fn about(&self) -> Result<u64, VaultError> {
        let each = self.ledgers.values().map(|ledger| ledger.about(self.store.as_ref()));
        each.sum()
    }

    /// Returns the log of the roster, from the first entry.
    ///
    /// # Errors
    /// [`VaultError::Log`] when an entry is missing or out of its chain.
    pub fn log(&self) -> Result<Vec<LogEntry>, VaultError> {
        self.ledger(Compartment::Roster)?.log(self.store.as_ref())
    }
}

fn decode(id: Id, plain: &Zeroizing<Vec<u8>>) -> Result<Record, VaultError> {
    Record::decode(plain).map_err(|source| VaultError::Layout { id, source })
}

/// Looks whether there is a vault that this program can read, without a key.
///
/// # Errors
/// [`VaultError::NoVault`], [`VaultError::BadHeader`], [`VaultError::Newer`].
pub fn precheck(dir: &std::path::Path) -> Result<(), VaultError> {
    head::heads(dir).map(drop)
}

pub use create::{Founder, create, empty};
