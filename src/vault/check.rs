//! What `doctor` looks at: a copy of the store read by a process of its own, every record, every root, the journal.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use crate::clock;
use crate::platform::files;
use crate::vault::{
    Access, Compartment, Flaw, Vault,
    disk::{self, DiskStore},
    dump,
    error::VaultError,
    folder,
    head::{self, Rooms},
    identity::Identity,
    journal::{self, Journal},
    ledger::Ledger,
    memory::MemoryStore,
    names::LOCK,
    open,
    outbox::{self, OutboxKeys},
    recall::{Recall, Seen},
    repair,
    seal::Entropy,
    shelter, sled_names,
    standing::Standing,
    twice::{self, Held},
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
    /// It cannot be read, or is not the one of this store.
    Unreadable,
    /// It breaks off in the middle of a commit that the store has lost.
    Torn,
}

/// The two stores of a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Of the roster and the other compartments.
    Store,
    /// Of the messages.
    Outbox,
}

impl Part {
    /// Returns the folder of the store.
    ///
    /// # Errors
    /// When the pointer of the vault cannot be read.
    pub fn dir(self, vault: &Path) -> Result<PathBuf, VaultError> {
        let rooms = Rooms::current(vault)?;
        Ok(match self {
            Self::Store => rooms.store(),
            Self::Outbox => rooms.outbox(),
        })
    }
}

/// The journal of a vault, under its keys.
fn journal_of(vault: &Path, identity: &Identity) -> Result<Journal, VaultError> {
    let Held { pen, rooms, slots, .. } = twice::held(vault, identity, &[])?;
    let roster = slots.get(&Compartment::Roster).ok_or(VaultError::NoKey)?;
    Ok(Journal::of(&rooms, pen.vault(), &roster.keys, clock::random))
}

/// Looks at the files of a store without touching them: anything missing, empty or foreign is damage.
///
/// # Errors
/// [`crate::vault::store::StoreError::Damaged`].
pub fn look(vault: &Path, part: Part) -> Result<(), VaultError> {
    Ok(disk::look(&part.dir(vault)?)?)
}

/// Returns what does not belong into the folder of a vault: conflicted copies, links, files of others.
///
/// # Errors
/// What the disk said.
pub fn foreign(vault: &Path) -> Result<Vec<PathBuf>, VaultError> {
    let mut out = folder::unfit(vault)?;
    for part in [Part::Store, Part::Outbox] {
        let Ok(entries) = fs::read_dir(part.dir(vault)?) else { continue };
        let names = entries.flatten().filter(|e| !e.file_name().to_str().is_some_and(sled_names::is_own));
        out.extend(names.map(|e| e.path()));
    }
    out.sort();
    Ok(out)
}

/// What an identity does not open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closed {
    /// Compartments that are not its.
    pub not_held: Vec<Compartment>,
    /// Compartments that are its, and of which both copies of the key are damaged.
    pub damaged: Vec<Compartment>,
    /// Files of which the other copy is good: `doctor --repair` writes them anew.
    pub copies: Vec<PathBuf>,
}

/// Returns what the identity does not open, and what could keep it from opening more.
///
/// # Errors
/// As opening the vault.
pub fn closed(vault: &Path, identity: &Identity) -> Result<Closed, VaultError> {
    let Held { slots, damaged, .. } = twice::held(vault, identity, &[])?;
    let not_held = |c: &Compartment| !slots.contains_key(c) && !damaged.contains(c);
    let not_held = Compartment::ALL.into_iter().filter(not_held).collect();
    let spoilt = twice::spoilt(vault, identity)?.into_iter();
    Ok(Closed { not_held, damaged, copies: spoilt.map(|s| s.path).collect() })
}

/// Writes anew what is damaged and of which the other copy is good: header and slots.
///
/// # Errors
/// [`VaultError::InUse`] while somebody works in the vault; what the disk said.
pub fn mend(vault: &Path, identity: &Identity) -> Result<(), VaultError> {
    let _lock = crate::vault::lock::Lock::take(&vault.join(LOCK), "contrepoids doctor")?;
    twice::spoilt(vault, identity)?.iter().try_for_each(twice::Spoilt::mend)
}

/// Opens every message of the outbox and checks it against its root, against what the roster was told of it, and against what
/// this device remembers.
///
/// # Errors
/// What does not fit.
pub fn verify_outbox(
    vault: &Path,
    identity: &Identity,
    store: &MemoryStore,
    (main, recall): (Option<&MemoryStore>, Option<&Recall>),
    entropy: Entropy,
) -> Result<(), VaultError> {
    let Held { pen, rooms, slots, .. } = twice::held(vault, identity, &[])?;
    let all = slots.iter().map(|(part, slot)| (*part, slot.keys.clone())).collect();
    let Some(keys) = OutboxKeys::of(&pen, &all) else { return Ok(()) };
    let desk = pen.desk().and_then(|desk| Some((desk, slots.get(&desk)?)));
    let told = match (main, desk) {
        (Some(main), Some((desk, slot))) => {
            Ledger::load_root(super::setting(desk, &pen, entropy), &slot.keys, main)?.root().told
        }
        _ => None,
    };
    outbox::verify(&rooms, (&keys, &pen), store, (told, recall), entropy)
}

/// Copies the files of a store; without the snapshot, which sled can make again, when `bare` is set.
///
/// # Errors
/// What the disk said.
pub fn copy_store(from: &Path, to: &Path, bare: bool) -> Result<(), VaultError> {
    Ok(shelter::copy_files(from, to, bare)?)
}

/// Reads a copy of a store and writes all that is in it to `out`; for the child process, which a damaged store may end.
///
/// # Errors
/// What could not be read.
pub fn dump(copy: &Path, out: &mut impl Write) -> Result<(), VaultError> {
    let store = DiskStore::open_copy(copy)?;
    dump::write(&store, out)
}

/// Reads what [`dump()`] wrote.
///
/// # Errors
/// [`VaultError::Journal`] when the child process did not get to the end.
pub fn undump(from: &mut impl Read) -> Result<MemoryStore, VaultError> {
    dump::read(from)
}

/// Reads the journal into memory.
///
/// # Errors
/// [`VaultError::Journal`] when it is missing or damaged.
pub fn from_journal(vault: &Path, identity: &Identity) -> Result<MemoryStore, VaultError> {
    journal_of(vault, identity)?.load()
}

/// Tells whether the journal breaks off in the middle of a change, which `from_journal` leaves out.
///
/// # Errors
/// [`VaultError::Journal`] when it is missing or damaged otherwise.
pub fn journal_torn(vault: &Path, identity: &Identity) -> Result<bool, VaultError> {
    let journal = journal_of(vault, identity)?;
    journal.load()?;
    Ok(journal.load_whole().is_err())
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
    let Held { pen, slots, .. } = twice::held(vault, identity, &[])?;
    let mut out = Vec::new();
    for (compartment, slot) in &slots {
        let setting = super::setting(*compartment, &pen, entropy);
        let ledger = Ledger::load(setting, &slot.keys, store)?;
        out.extend(ledger.verify(store)?.into_iter().map(|flaw| (*compartment, flaw)));
    }
    Ok(out)
}

/// What a store holds: how many commits the roster has seen, when the last one was (milliseconds since 1970), and how
/// many people there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The number of the last commit.
    pub generation: u64,
    /// When it was.
    pub time_ms: u64,
    /// How many people there are.
    pub people: usize,
}

/// Says what a store holds.
///
/// # Errors
/// When it does not open.
pub fn state(
    vault: &Path,
    identity: &Identity,
    store: &MemoryStore,
    entropy: Entropy,
) -> Result<State, VaultError> {
    let Held { pen, slots, .. } = twice::held(vault, identity, &[])?;
    let opened = open::assemble(&pen, &slots, Box::new(store.clone()), entropy)?;
    let (generation, time_ms) = opened.generation()?;
    Ok(State { generation, time_ms, people: opened.people()?.count() })
}

/// Says how many commits a store has seen, in all compartments together.
///
/// # Errors
/// When it does not open.
pub fn commits(
    vault: &Path,
    identity: &Identity,
    store: &MemoryStore,
    entropy: Entropy,
) -> Result<u64, VaultError> {
    let Held { pen, slots, .. } = twice::held(vault, identity, &[])?;
    let mut sum = 0_u64;
    for (compartment, slot) in &slots {
        let setting = super::setting(*compartment, &pen, entropy);
        sum = sum.saturating_add(Ledger::load_root(setting, &slot.keys, store)?.root().generation);
    }
    Ok(sum)
}

/// Says how what a store holds stands to what this device remembers.
///
/// # Errors
/// When it does not open; [`VaultError::Memory`].
pub fn standing(
    vault: &Path,
    identity: &Identity,
    store: &MemoryStore,
    entropy: Entropy,
    recall: &Recall,
) -> Result<Standing, VaultError> {
    let Held { pen, slots, .. } = twice::held(vault, identity, &[])?;
    let opened = open::assemble(&pen, &slots, Box::new(store.clone()), entropy)?;
    recall.standing(&Seen::of(pen.state(), |c| opened.ledgers.get(&c).map(Ledger::root)))
}

/// Says why a vault does not open for us, as opening it does.
#[must_use]
pub fn why_shut(vault: &Path, recall: &Recall, error: VaultError) -> VaultError {
    match head::heads(vault).map(|heads| heads.first().copied()) {
        Ok(Some(head)) => recall.why_shut(&head.vault, error),
        Ok(None) => VaultError::BadHeader,
        Err(unreadable) => unreadable,
    }
}

/// Writes the journal anew from a store that verified well.
///
/// # Errors
/// [`VaultError::InUse`] while somebody works in the vault; what the disk said.
pub fn renew_journal(vault: &Path, identity: &Identity, good: &MemoryStore) -> Result<(), VaultError> {
    let _lock = crate::vault::lock::Lock::take(&vault.join(LOCK), "contrepoids doctor")?;
    journal_of(vault, identity)?.rewrite(good)
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
    let Ok(copy) = from_journal(vault, identity) else { return Ok(JournalState::Unreadable) };
    if journal::link(&copy)? == link {
        // The store is written first: it has what the journal breaks off in.
        return Ok(if journal_torn(vault, identity)? { JournalState::Torn } else { JournalState::Current });
    }
    let Held { pen, slots, .. } = twice::held(vault, identity, &[])?;
    let assembled = |store: &MemoryStore| open::assemble(&pen, &slots, Box::new(store.clone()), entropy);
    let (Ok(copy), Ok(store)) = (assembled(&copy), assembled(store)) else {
        return Ok(JournalState::Unreadable);
    };
    Ok(match store.beside(&copy) {
        open::Beside::Behind => JournalState::Ahead,
        open::Beside::Ahead => JournalState::Behind,
        open::Beside::Level => JournalState::Unreadable,
    })
}

/// Reads what can be read of a damaged journal: states that were saved, some of them `base` with what came after it.
pub fn salvage(vault: &Path, identity: &Identity, base: Option<&MemoryStore>) -> Vec<MemoryStore> {
    let journal = journal_of(vault, identity);
    journal.map_or_else(|_| Vec::new(), |journal| journal.salvage(base))
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
        if files::others_touch(&meta) || !(meta.is_dir() || meta.is_file()) {
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
pub fn repair(vault: &Path, identity: &Identity, good: &MemoryStore) -> Result<(), VaultError> {
    let _lock = crate::vault::lock::Lock::take(&vault.join(LOCK), "contrepoids doctor")?;
    let journal = journal_of(vault, identity)?;
    repair::replace(&Rooms::current(vault)?, good)?;
    journal.rewrite(good)
}

/// Begins an empty outbox in the place of one that is lost. What the roster was told is not true of it before
/// [`outbox::OutboxTicket::open_damaged`].
///
/// # Errors
/// When the vault cannot be opened; [`VaultError::InUse`] while messages are sent; what the disk said.
pub fn renew_outbox(vault: &Path, identity: &Identity, entropy: Entropy) -> Result<(), VaultError> {
    let opened = Vault::open(vault, identity, Access::Write, entropy)?;
    outbox::renew(&opened, &Rooms::current(vault)?)
}

/// Takes the lock for as long as the returned value lives, so that the files are copied at rest.
///
/// # Errors
/// [`VaultError::InUse`] while somebody works in the vault.
pub fn at_rest(vault: &Path) -> Result<impl Sized, VaultError> {
    let lock = crate::vault::lock::Lock::take(&vault.join(LOCK), "contrepoids doctor")?;
    repair::finish_swap(&Rooms::current(vault)?)?;
    Ok(lock)
}
