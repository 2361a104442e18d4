//! Opening a vault: the folder is looked at, the slots opened, the lock taken, the store opened, the roots checked.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    base::Id,
    clock,
    vault::{
        Compartment, Receipt, Told, Vault, Verb,
        copies::Exchange,
        disk::DiskStore,
        error::VaultError,
        file, folder,
        head::{self, Head, Rooms},
        identity::Identity,
        journal::{self, Journal},
        ledger::Ledger,
        lock::Lock,
        names,
        pen::Pen,
        recall::{Before, Recall, Seen},
        repair,
        seal::Entropy,
        slot::Slot,
        standing::Accept,
        store::{Store, StoreError},
        turn,
        twice::{self, Held},
    },
};

/// What the vault is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read: a copy is read in place of the store; the journal, where there is no room for a copy.
    Read,
    /// To write.
    Write,
}

/// Why nothing can be saved, and the journal may be read in place of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rescue {
    /// The disk is full.
    Full,
    /// The medium or the folder is read-only.
    ReadOnly,
}

/// How often a vault is read anew because its keys were turned meanwhile.
const TURNS: u8 = 3;

/// How a vault is opened.
#[derive(Clone, Copy)]
struct Way<'a> {
    dir: &'a Path,
    access: Access,
    entropy: Entropy,
    reach: Reach,
}

/// What opens a vault, and what was remembered of it before it was read.
struct Keys<'a> {
    held: Held,
    known: Option<(Before, Recall, &'a Accept)>,
}

impl<'a> Keys<'a> {
    /// Looks at the folder and opens the slots of the turn that the pointers name.
    fn read(
        way: Way<'_>,
        heads: &[Head],
        identity: &Identity,
        known: Option<(Recall, &'a Accept)>,
    ) -> Result<Self, VaultError> {
        let first = heads.first().copied().ok_or(VaultError::BadHeader)?;
        folder::look(&Rooms::of(way.dir, first.turn))?;
        let known = match known {
            Some((recall, accept)) => Some((recall.read(&first.vault)?, recall, accept)),
            None => None,
        };
        let removals = known.as_ref().map_or_else(Vec::new, |(before, ..)| before.removals());
        let held = twice::held_by(way.dir, heads.to_vec(), identity, &removals);
        let held = held.map_err(|error| match &known {
            Some((_, recall, _)) => recall.why_shut(&first.vault, error),
            None => error,
        })?;
        if way.access == Access::Write {
            held.pen.writes()?;
        }
        Ok(Self { held, known })
    }
}

impl Vault {
    /// Opens the vault in `dir`.
    ///
    /// # Durability
    /// Opening to write repairs a journal that is behind and removes what an interrupted write left; opening to read
    /// reads a private copy of the store and changes nothing.
    ///
    /// # Errors
    /// What keeps the vault closed; nothing was changed then.
    pub fn open(
        dir: &Path,
        identity: &Identity,
        access: Access,
        entropy: Entropy,
    ) -> Result<Self, VaultError> {
        Self::open_by(dir, identity, access, entropy, Reach::Records, None)
    }

    /// Opens the vault in `dir` when it is the one that this device remembers, or one that a person agreed to take; each
    /// commit is remembered then.
    ///
    /// # Durability
    /// As [`Vault::open`]. A memory that a commit could not be told is brought up to date by the next writer.
    ///
    /// # Errors
    /// [`VaultError::Strange`], [`VaultError::Memory`]; as [`Vault::open`]. Nothing was changed then.
    pub fn open_known(
        dir: &Path,
        identity: &Identity,
        access: Access,
        entropy: Entropy,
        known: (Recall, &Accept),
    ) -> Result<Self, VaultError> {
        Self::open_by(dir, identity, access, entropy, Reach::Records, Some(known))
    }

    fn open_by(
        dir: &Path,
        identity: &Identity,
        access: Access,
        entropy: Entropy,
        reach: Reach,
        known: Option<(Recall, &Accept)>,
    ) -> Result<Self, VaultError> {
        let (recall, accept) = known.unzip();
        let way = Way { dir, access, entropy, reach };
        let mut tries = 0_u8;
        loop {
            let heads = head::heads(dir)?;
            let keys = Keys::read(way, &heads, identity, recall.clone().zip(accept));
            match keys.and_then(|keys| Self::open_with(way, &heads, keys)) {
                Ok(Some(vault)) => return Ok(vault),
                // Another process has put a turn of keys in place meanwhile: what was read is of the one before.
                Ok(None) | Err(_) if tries < TURNS && head::heads(dir)? != heads => {
                    tries = tries.saturating_add(1);
                }
                Ok(None) => return Err(VaultError::InUse { holder: String::new() }),
                Err(error) => return Err(error),
            }
        }
    }

    /// Opens the vault with keys that were read before the lock was taken; nothing where a turn came between.
    fn open_with(way: Way<'_>, heads: &[Head], keys: Keys<'_>) -> Result<Option<Self>, VaultError> {
        let Way { dir, access, entropy, reach } = way;
        let Keys { held: Held { head, rooms, pen, slots, damaged }, known } = keys;
        // Nothing of a later turn is removed by who took an older state.
        let known_to_be_last = known.as_ref().is_some_and(|(.., accept)| accept.older.is_none());
        let admitted = |vault: &Self| {
            let Some((mut before, mut recall, accept)) = known else { return Ok(None) };
            if heads.first().is_some_and(|first| first.vault != head.vault) {
                before = recall.read(&head.vault)?;
            }
            let seen = Seen::of(pen.state(), |c| vault.ledgers.get(&c).map(Ledger::root));
            recall.admit(before, &seen, access == Access::Write, accept)?;
            Ok::<_, VaultError>(Some(recall))
        };
        let assembled = |store| assemble_by(&pen, &slots, store, entropy, reach);
        let roster = slots.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
        let journal = Journal::of(&rooms, pen.vault(), &roster.keys, entropy);
        let locked = Lock::take(&rooms.lock(), "contrepoids").and_then(|lock| {
            repair::finish_swap(&rooms)?;
            Ok(lock)
        });
        let rescue = match &locked {
            Err(VaultError::Store(StoreError::Full(_))) => Some(Rescue::Full),
            Err(VaultError::Store(StoreError::ReadOnly(_))) => Some(Rescue::ReadOnly),
            _ => None,
        };
        let lock = match locked {
            Err(_) if rescue.is_some() && access == Access::Read => None,
            other => Some(other?),
        };
        // From here on no turn is put in place; one may have been until now.
        if head::heads(dir)? != heads {
            return Ok(None);
        }
        let opened = opened_well(&rooms, &journal, access, assembled);
        let (mut vault, rescue) = match (opened, rescue) {
            // Which of the two is right is not settled here.
            (Err(error @ (VaultError::Older | VaultError::Journal)), _) => return Err(error),
            (Err(_), Some(rescue)) => (assembled(from_journal(&journal)?)?, Some(rescue)),
            // No room for a copy, even in memory.
            (Err(VaultError::Store(StoreError::Full(_))), _) if access == Access::Read => {
                (assembled(from_journal(&journal)?)?, Some(Rescue::Full))
            }
            (opened, rescue) => (opened?, rescue),
        };
        let recall = admitted(&vault)?;
        (vault.rescue, vault.lock, vault.rooms) = (rescue, lock, Some(rooms.clone()));
        vault.damaged = damaged;
        if access == Access::Write {
            if reach == Reach::Records {
                vault = vault.compacted(&rooms, assembled)?;
            }
            clear_left_over(&rooms);
            // A disk too full for a second copy keeps nobody from working.
            let _ = twice::complete(dir, &head);
            if known_to_be_last {
                turn::sweep(&rooms);
            }
            vault.journal = Some(ready_journal(&rooms, journal, vault.store.as_ref())?);
        }
        vault.recall = recall;
        if access == Access::Write {
            vault.leave_former()?;
        }
        Ok(Some(vault))
    }

    /// Makes another copy of a vault of which an older state was taken: what the copy of before still writes elsewhere is told from
    /// what is written here.
    fn leave_former(&mut self) -> Result<(), VaultError> {
        if !self.recall.as_ref().map_or(Ok(false), Recall::is_former)? {
            return Ok(());
        }
        let mut replica = [0; 8];
        (self.entropy)(&mut replica);
        // It has told nothing yet under its new name.
        let told = self.exchange().map(Exchange::renamed);
        for (part, ledger) in &mut self.ledgers {
            ledger.set_replica(replica);
            if *part == Compartment::Roster {
                ledger.set_exchange(told.clone());
            }
        }
        self.note(clock::now_ms(), Verb::Kept, &[], &[]).map(drop)
    }

    /// Writes a store anew that has grown far above what lives in it.
    fn compacted(
        mut self,
        rooms: &Rooms,
        assembled: impl Fn(Box<dyn Store>) -> Result<Self, VaultError>,
    ) -> Result<Self, VaultError> {
        if !repair::compact(rooms, &self)? {
            return Ok(self);
        }
        let (lock, kept) = (self.lock.take(), self.rooms.take());
        let damaged = std::mem::take(&mut self.damaged);
        drop(self);
        let mut vault = assembled(Box::new(DiskStore::open(&rooms.store())?))?;
        (vault.lock, vault.rooms, vault.damaged) = (lock, kept, damaged);
        Ok(vault)
    }

    /// Refuses a store that fell behind its own journal: it lost what was saved (sled takes damage at the end of its log
    /// for a write that was cut off), or an old one was put back. A journal that cannot say how far the vault had come keeps
    /// it closed too.
    fn not_older(
        &self,
        journal: &Journal,
        assembled: impl Fn(Box<dyn Store>) -> Result<Self, VaultError>,
    ) -> Result<(), VaultError> {
        if journal.is_at(&journal::link(self.store.as_ref())?) {
            return Ok(());
        }
        let other = assembled(Box::new(journal.load()?)).map_err(|_| VaultError::Journal)?;
        match self.beside(&other) {
            Beside::Ahead => Ok(()),
            Beside::Behind => Err(VaultError::Older),
            // The store is written first: where the journal breaks off in the middle of a commit, the store has that one.
            Beside::Level if journal::link(other.store.as_ref())? == journal::link(self.store.as_ref())? => {
                Err(VaultError::Older)
            }
            Beside::Level => Err(VaultError::Journal),
        }
    }

    /// Says how this state stands to another one.
    pub(crate) fn beside(&self, other: &Self) -> Beside {
        match (other.is_ahead_of(self), self.is_ahead_of(other)) {
            (true, _) => Beside::Behind,
            (false, true) => Beside::Ahead,
            (false, false) => Beside::Level,
        }
    }

    /// Tells whether a compartment has seen more commits here than there.
    pub(crate) fn is_ahead_of(&self, other: &Self) -> bool {
        self.ledgers.iter().any(|(compartment, mine)| {
            let theirs = other.ledgers.get(compartment);
            theirs.is_some_and(|theirs| mine.root().generation > theirs.root().generation)
        })
    }
}

/// The log of a vault, to be written to: no record is read, so it takes neither the time nor the memory of that.
pub struct LogBook(Vault);

impl LogBook {
    /// Opens the vault in `dir` for its log alone. A second writer is refused.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open(dir: &Path, identity: &Identity, entropy: Entropy) -> Result<Self, VaultError> {
        Vault::open_by(dir, identity, Access::Write, entropy, Reach::Log, None).map(Self)
    }

    /// Opens the log as [`Vault::open_known`] opens the vault.
    ///
    /// # Errors
    /// As [`Vault::open_known`].
    pub fn open_known(
        dir: &Path,
        identity: &Identity,
        entropy: Entropy,
        known: (Recall, &Accept),
    ) -> Result<Self, VaultError> {
        Vault::open_by(dir, identity, Access::Write, entropy, Reach::Log, Some(known)).map(Self)
    }

    /// Writes entries: see [`Vault::note`].
    ///
    /// # Errors
    /// As [`Vault::note`].
    pub fn note(&mut self, now_ms: u64, verb: Verb, ids: &[Id]) -> Result<Receipt, VaultError> {
        self.0.note(now_ms, verb, ids, &[])
    }

    /// Writes entries, and what the outbox must at least be: see [`Vault::tell`].
    ///
    /// # Errors
    /// As [`Vault::tell`].
    pub fn tell(&mut self, now_ms: u64, verb: Verb, ids: &[Id], told: Told) -> Result<Receipt, VaultError> {
        self.0.tell(now_ms, verb, ids, told)
    }
}

/// How one state of a vault stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// It has seen more commits.
    Ahead,
    /// It has seen as many.
    Level,
    /// It has seen fewer, of one compartment at least.
    Behind,
}

/// How much of a compartment is read when it is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The root and what lists need of each record.
    Records,
    /// The root: enough to write in the log.
    Log,
}

/// Puts together a vault over a store whose roots are checked on the way.
pub(crate) fn assemble(
    pen: &Pen,
    slots: &BTreeMap<Compartment, Slot>,
    store: Box<dyn Store>,
    entropy: Entropy,
) -> Result<Vault, VaultError> {
    assemble_by(pen, slots, store, entropy, Reach::Records)
}

fn assemble_by(
    pen: &Pen,
    slots: &BTreeMap<Compartment, Slot>,
    store: Box<dyn Store>,
    entropy: Entropy,
    reach: Reach,
) -> Result<Vault, VaultError> {
    let load = match reach {
        Reach::Records => Ledger::load,
        Reach::Log => Ledger::load_root,
    };
    let mut ledgers = BTreeMap::new();
    for (compartment, slot) in slots {
        let setting = super::setting(*compartment, pen, entropy);
        ledgers.insert(*compartment, load(setting, &slot.keys, store.as_ref())?);
    }
    let keys = slots.iter().map(|(compartment, slot)| (*compartment, slot.keys.clone())).collect();
    Ok(Vault::around(pen.clone(), keys, ledgers, store, entropy))
}

/// Opens the store and puts the vault together. A second try when that fails: a read that fails once looks like damage.
fn opened_well(
    rooms: &Rooms,
    journal: &Journal,
    access: Access,
    assembled: impl Fn(Box<dyn Store>) -> Result<Vault, VaultError>,
) -> Result<Vault, VaultError> {
    let open = match access {
        Access::Read => DiskStore::open_to_read,
        Access::Write => DiskStore::open,
    };
    let attempt = || {
        let vault = assembled(Box::new(open(&rooms.store())?))?;
        vault.not_older(journal, &assembled)?;
        Ok(vault)
    };
    match attempt() {
        Err(VaultError::Store(error)) if !matches!(error, StoreError::Damaged(_)) => Err(error.into()),
        Err(_) => attempt(),
        good => good,
    }
}

fn from_journal(journal: &Journal) -> Result<Box<dyn Store>, VaultError> {
    Ok(Box::new(journal.load()?.read_only()))
}

/// Brings the journal to the state of the store. A disk too full for that does not keep anybody from working: commits
/// then say that the journal is behind.
fn ready_journal(rooms: &Rooms, mut journal: Journal, store: &dyn Store) -> Result<Journal, VaultError> {
    let live = fs::metadata(rooms.store().join("db")).map_or(0, |m| m.len());
    if !journal.is_at(&journal::link(store)?) || journal.is_long(live) {
        match journal.rewrite(store) {
            Ok(()) => {}
            Err(VaultError::Store(StoreError::Full(_))) => journal.set_behind(),
            Err(other) => return Err(other),
        }
    }
    Ok(journal)
}

/// Removes what an interrupted write left beside, and the store from before a rewrite, now that the new one is good.
fn clear_left_over(rooms: &Rooms) {
    for folder in [rooms.vault().to_owned(), rooms.turn().to_owned(), rooms.keys()] {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            if entry.file_name().to_str().is_some_and(names::left_over) {
                let path = entry.path();
                let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
        }
    }
    if fs::remove_dir_all(rooms.store_old()).is_ok() {
        let _ = file::sync_dir(rooms.turn());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::vault::{Founder, Turning, holders::Reason};

    /// Another process turns the keys after the slots were read, and before the lock is taken.
    #[test]
    fn a_turn_between_the_keys_and_the_lock_is_no_damage() {
        let random = crate::clock::random;
        let dir = tempfile::tempdir().unwrap();
        let (dir, me) = (dir.path().join("vault"), Identity::generate());
        crate::vault::create(&dir, &Founder::alone(&me), random).unwrap();
        let turn = || {
            let (acts, erased) = (Vec::new(), BTreeSet::new());
            let turning = Turning { reason: Reason::Rotate, acts, erased, writer: None, now_ms: 1 };
            Vault::open(&dir, &me, Access::Write, random).unwrap().turn(&turning).unwrap();
        };
        for access in [Access::Read, Access::Write] {
            let way = Way { dir: &dir, access, entropy: random, reach: Reach::Records };
            let heads = head::heads(&dir).unwrap();
            let keys = |heads: &[Head]| Keys::read(way, heads, &me, None);
            let stale = keys(&heads).unwrap_or_else(|e| panic!("{e}"));
            turn();
            assert!(matches!(Vault::open_with(way, &heads, stale), Ok(None)));
            // The folder of before is gone: what is read of it looks like damage, until the pointers are read again.
            assert!(keys(&heads).is_err());
            let now = head::heads(&dir).unwrap();
            assert!(now != heads && matches!(Vault::open_with(way, &now, keys(&now).unwrap()), Ok(Some(_))));
        }
        assert!(Vault::open(&dir, &me, Access::Read, random).is_ok());
    }
}
