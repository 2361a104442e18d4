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
pub mod copies;
pub mod disk;
#[cfg(fuzzing)]
pub mod doors;
pub mod error;
pub mod exchange;
pub mod file;
pub mod hardware;
pub mod head;
pub mod holders;
pub mod identity;
pub(crate) mod journal;
pub mod key;
pub(crate) mod ledger;
pub(crate) mod lock;
pub mod log;
mod lots;
pub mod memory;
pub mod outbox;
pub(crate) mod page;
pub mod passphrase;
pub mod projection;
pub mod recall;
pub mod root;
pub mod seal;
pub mod signed;
pub mod slot;
pub mod standing;
pub mod store;
pub mod strength;
pub mod tag;

mod apart;
mod arrive;
mod batch;
mod beside;
mod create;
mod destroy;
mod dump;
mod folder;
mod frame;
mod leaf;
mod members;
mod names;
mod open;
mod pen;
mod records;
mod repair;
mod run;
mod shelter;
mod sled_names;
#[cfg(test)]
pub(crate) mod trial;
mod turn;
mod twice;
mod undo;

use std::collections::BTreeMap;

pub use crate::base::Kind;
pub use copies::{Exchange, Owes, Peer};
pub use error::VaultError;
pub use exchange::{Outgoing, Travelling};
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
pub use undo::Undoable;

use crate::{
    base::{Device, Hlc, Id, Record, Stamp},
    roster::summary,
    vault::{
        head::Rooms,
        holders::{Members, State},
        journal::Journal,
        key::DataKeys,
        ledger::{Ledger, Setting},
        lock::Lock,
        pen::Pen,
        store::Store,
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

    fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.number() == number)
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
    // Under those of the roster lie the statements; from those of the most private compartment comes the key of the outbox.
    keys: BTreeMap<Compartment, DataKeys>,
    // Compartments that this identity holds and whose slot is damaged.
    damaged: Vec<Compartment>,
    rescue: Option<Rescue>,
    recall: Option<Recall>,
    // Of a vault in memory, which has no files to read them from.
    statements: Option<Members>,
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
        let mut vault = Self::start(pen, &first.keys, store, entropy)?;
        vault.statements = Some(first.members);
        Ok(vault)
    }

    /// Puts together an empty vault and commits its roots.
    fn start(
        pen: Pen,
        keys: &BTreeMap<Compartment, DataKeys>,
        store: Box<dyn Store>,
        entropy: Entropy,
    ) -> Result<Self, VaultError> {
        let mut replica = [0; 8];
        entropy(&mut replica);
        let empty = |(c, keys): (&Compartment, &DataKeys)| {
            let mut ledger = Ledger::empty(setting(*c, &pen, entropy), keys);
            ledger.set_replica(replica);
            (*c, ledger)
        };
        let ledgers = keys.iter().map(empty).collect();
        let mut vault = Self::around(pen, keys.clone(), ledgers, store, entropy);
        vault.begin()?;
        Ok(vault)
    }

    /// Puts ledgers and their store together; no file is locked yet.
    fn around(
        pen: Pen,
        keys: BTreeMap<Compartment, DataKeys>,
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
            keys,
            damaged: Vec::new(),
            rescue: None,
            recall: None,
            statements: None,
            lock: None,
        }
    }

    fn ledger(&self, compartment: Compartment) -> Result<&Ledger, VaultError> {
        self.ledgers.get(&compartment).ok_or_else(|| self.missing(compartment))
    }

    /// Returns the data keys of a compartment.
    fn data_keys(&self, compartment: Compartment) -> Result<&DataKeys, VaultError> {
        self.keys.get(&compartment).ok_or_else(|| self.missing(compartment))
    }

    /// Names the journal of a folder, under the keys of this vault.
    fn new_journal(&self, rooms: &Rooms) -> Result<Journal, VaultError> {
        Ok(Journal::of(rooms, self.pen.vault(), self.data_keys(Compartment::Roster)?, self.entropy))
    }

    /// Says why a compartment is not open: its key is damaged, or somebody else's.
    fn missing(&self, compartment: Compartment) -> VaultError {
        if self.damaged.contains(&compartment) {
            VaultError::Slot(compartment.name())
        } else {
            VaultError::Closed(compartment.name())
        }
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

    /// Refuses where this device only reads: before anything is shown, asked or written.
    ///
    /// # Errors
    /// [`VaultError::Role`].
    pub fn may_write(&self, compartment: Compartment) -> Result<(), VaultError> {
        self.pen.may_write(compartment)
    }

    /// Refuses who does not write everywhere, and so cannot write the vault anew.
    ///
    /// # Errors
    /// [`VaultError::Role`].
    pub fn may_turn(&self) -> Result<(), VaultError> {
        Compartment::ALL.into_iter().try_for_each(|part| self.may_write(part))
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

    /// Returns about how many bytes live in the store, by a sample.
    fn about(&self) -> Result<u64, VaultError> {
        let each = self.ledgers.values().map(|ledger| ledger.about(self.store.as_ref()));
        each.sum()
    }

    /// Returns the log of what this identity opens. The entries of a compartment stand in the order of their numbers, whatever the
    /// clock said; those of several stand by time, as far as that order allows.
    ///
    /// # Errors
    /// [`VaultError::Log`] when an entry is missing or out of its chain.
    pub fn log(&self) -> Result<Vec<LogEntry>, VaultError> {
        let mut logs = Vec::new();
        for ledger in self.ledgers.values() {
            logs.push(ledger.log(self.store.as_ref())?.into_iter().peekable());
        }
        let mut all = Vec::new();
        let next = |logs: &mut [std::iter::Peekable<std::vec::IntoIter<LogEntry>>]| {
            let heads = logs.iter_mut().filter_map(|log| Some((log.peek()?.time_ms, log)));
            heads.min_by_key(|(time_ms, _)| *time_ms)?.1.next()
        };
        while let Some(entry) = next(&mut logs) {
            all.push(entry);
        }
        Ok(all)
    }
}

/// Looks whether there is a vault that this program can read, without a key.
///
/// # Errors
/// [`VaultError::NoVault`], [`VaultError::BadHeader`], [`VaultError::Newer`].
pub fn precheck(dir: &std::path::Path) -> Result<(), VaultError> {
    head::heads(dir).map(drop)
}

pub use arrive::{Arriving, Due, Heard, Place as Arrival, arrive};
pub use create::{Founder, create, empty};
pub use destroy::destroy;
