//! The check of the vault and of the machine: opens every record, recomputes roots and chains, looks at the files, the
//! disk and what the machine would do with a secret.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use crate::{
    base::{Id, Lang},
    clock,
    features::{
        house::views,
        notice::actions::{NoticeError, post},
    },
    open::{self, Ask, OpenError, Place},
    platform::machine::{self, Sign},
    vault::{
        Accept, Access, Compartment, Entropy, Flaw, Identity, VaultError, Verb,
        check::{self, Closed, JournalState, Part, State},
        holders::words::{self, Six},
        memory::MemoryStore,
        standing::Standing,
        store::StoreError,
    },
};

/// The child process gets this long to read a copy of the store.
const LIMIT: Duration = Duration::from_secs(60);
/// A clock is said to be behind the vault from here on, in milliseconds.
const A_DAY: u64 = 24 * 60 * 60 * 1000;
/// The hidden command of the child process.
pub const PROBE: &str = "probe-store";

/// What keeps everything closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// The key slot of this compartment is damaged.
    Slot(&'static str),
    /// The key slot of this compartment was not written by a holder.
    Forged(&'static str),
    /// The statements about the holders are damaged, or not of this vault.
    Members,
    /// The header cannot be read.
    BadHeader,
}

impl From<Lock> for VaultError {
    fn from(lock: Lock) -> Self {
        match lock {
            Lock::Slot(name) => Self::Slot(name),
            Lock::Forged(name) => Self::SlotForged(name),
            Lock::Members => Self::Members,
            Lock::BadHeader => Self::BadHeader,
        }
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DoctorFinding {
    /// The store cannot be read as it is.
    Store,
    /// The pointer, a slot or the statements keep everything closed.
    Closed(Lock),
    /// A record, the log or the projection does not fit.
    Flaw(Compartment, Flaw),
    /// Something lies in the folder that does not belong there.
    Foreign(Vec<PathBuf>),
    /// The identity does not open these compartments, which were not looked at.
    NotHeld(Vec<Compartment>),
    /// The keys of these compartments are damaged, both copies of them.
    Damaged(Vec<Compartment>),
    /// These are damaged, and the other copy of each is whole.
    Copies(Vec<PathBuf>),
    /// The outbox is missing, damaged or not the one last written.
    Outbox,
    /// The outbox is whole but for what its last run has written.
    OutboxRun,
    /// The outbox has seen less than the roster was told of it.
    OutboxOlder,
    /// The journal cannot stand in for the store.
    Journal(JournalState),
    /// Others may read or change these, or they are not plain files.
    Modes(Vec<PathBuf>),
    /// The vault is not the one, or not in the state, that this device remembers.
    Strange(Standing),
    /// What this device remembers cannot be read, or cannot be written.
    Memory {
        /// Whether it can be read.
        readable: bool,
    },
    /// The clock of this machine is behind what the vault has seen.
    ClockBehind {
        /// When the last save was, in milliseconds since 1970.
        saved_ms: u64,
    },
    /// Something about the machine.
    Machine(Sign),
}

impl DoctorFinding {
    /// Returns a stable name, and the record concerned.
    #[must_use]
    pub fn name(&self) -> (&'static str, Option<String>) {
        match self {
            Self::Store => ("store-unreadable", None),
            Self::Closed(_) => ("closed", None),
            Self::Flaw(_, Flaw::Missing(id)) => ("record-missing", Some(id.to_string())),
            Self::Flaw(_, Flaw::Changed(id)) => ("record-changed", Some(id.to_string())),
            Self::Flaw(_, Flaw::Extra(id)) => ("record-foreign", Some(id.to_string())),
            Self::Flaw(_, Flaw::Log(_)) => ("log-broken", None),
            Self::Flaw(_, Flaw::LogExtra) => ("log-foreign", None),
            Self::Flaw(_, Flaw::Projection) => ("projection-absent", None),
            Self::Flaw(..) => ("records-changed", None),
            Self::Journal(JournalState::Behind) => ("journal-behind", None),
            Self::Journal(JournalState::Ahead) => ("store-older", None),
            Self::Journal(JournalState::Torn) => ("journal-torn", None),
            Self::Journal(_) => ("journal-unreadable", None),
            Self::Foreign(_) => ("foreign-files", None),
            Self::NotHeld(_) => ("not-held", None),
            Self::Damaged(_) => ("part-damaged", None),
            Self::Copies(_) => ("copy-damaged", None),
            Self::Outbox => ("outbox-damaged", None),
            Self::OutboxRun => ("outbox-run-damaged", None),
            Self::OutboxOlder => ("outbox-older", None),
            Self::Modes(_) => ("modes", None),
            Self::Strange(Standing::Other { .. }) => ("other-vault", None),
            Self::Strange(Standing::Behind(_)) => ("vault-older", None),
            Self::Strange(Standing::Gone { .. }) => ("vault-destroyed", None),
            Self::Strange(_) => ("unknown-vault", None),
            Self::Memory { readable: false } => ("memory-unreadable", None),
            Self::Memory { .. } => ("memory-read-only", None),
            Self::ClockBehind { .. } => ("clock-behind", None),
            Self::Machine(sign) => (
                match sign {
                    Sign::Synced(_) => "sync-folder",
                    Sign::Remote(_) => "network-file-system",
                    Sign::Full(_) => "disk-full",
                    Sign::Swap { .. } => "swap",
                    Sign::Core => "core-dumps",
                    Sign::NoLock => "no-memory-lock",
                    Sign::PlainDisk => "disk-not-encrypted",
                    Sign::NotAsked => "system-not-asked",
                },
                None,
            ),
        }
    }

    /// Whether this calls for action (exit code 3), or is advice.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        match self {
            Self::Machine(sign) => sign.is_serious(),
            Self::Memory { readable } => !readable,
            // By a clock that is behind nothing is wrong with the vault: the order of changes is by their numbers.
            Self::Flaw(_, Flaw::Projection)
            | Self::Journal(JournalState::Behind)
            | Self::ClockBehind { .. } => false,
            // A treasurer does not hold everything; without the roster nothing much was checked.
            Self::NotHeld(which) => which.contains(&Compartment::Roster),
            _ => true,
        }
    }
}

/// Where a good copy of the store was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopySource {
    /// The store itself.
    Store,
    /// The store without sled's snapshot, which is only a cache.
    WithoutSnapshot,
    /// The journal.
    Journal,
}

/// What the check came to.
pub struct Report {
    /// What was found, in the order of the checks.
    pub findings: Vec<DoctorFinding>,
    /// Where a repair could start from; `None` when nothing needs one, or nothing is left whole.
    pub repair_from: Option<CopySource>,
    /// What the repair would give back.
    pub state: Option<State>,
    /// The six words by which people tell this vault from another, when it opens.
    pub words: Option<Six>,
    /// The journal that a repair would start from breaks off: what was saved last is lost.
    pub torn: bool,
    good: Option<MemoryStore>,
    identity: Identity,
}

impl Report {
    /// Returns what is shown of it; `said` says a finding in the language of the run.
    #[must_use]
    pub fn view(&self, lang: Lang, said: impl Fn(&DoctorFinding) -> String) -> views::Checked {
        let one = |f: &DoctorFinding| {
            let (id, record) = f.name();
            views::DoctorFinding { id, record, serious: f.is_serious(), text: said(f) }
        };
        views::Checked {
            findings: self.findings.iter().map(one).collect(),
            sound: !self.serious(),
            repairable: self.repairable(),
            words: self.words.map(|six| words::say(lang, &six)),
        }
    }

    /// Whether something that was found calls for action.
    #[must_use]
    pub fn serious(&self) -> bool {
        self.findings.iter().any(DoctorFinding::is_serious)
    }

    /// Whether a repair would do something.
    #[must_use]
    pub fn repairable(&self) -> bool {
        self.copies_lost()
            || self.repair_from.is_some()
            || self.outbox_lost()
            || self.run_lost()
            || self.outbox_older()
    }

    /// Whether an empty outbox can take the place of one that is lost.
    #[must_use]
    pub fn outbox_lost(&self) -> bool {
        self.findings.contains(&DoctorFinding::Outbox) && self.opens()
    }

    /// Whether the outbox can go on without what its last run has written.
    #[must_use]
    pub fn run_lost(&self) -> bool {
        self.findings.contains(&DoctorFinding::OutboxRun) && self.opens()
    }

    /// Whether the outbox can go on, with every message that may have left in doubt.
    #[must_use]
    pub fn outbox_older(&self) -> bool {
        self.findings.contains(&DoctorFinding::OutboxOlder) && self.opens()
    }

    /// Whether a header or a key can be written anew from its other copy.
    #[must_use]
    pub fn copies_lost(&self) -> bool {
        self.findings.iter().any(|f| matches!(f, DoctorFinding::Copies(_)))
    }

    /// Whether this is the vault of this device: nothing is repaired in another one.
    #[must_use]
    pub fn ours(&self) -> bool {
        let strange = |f: &DoctorFinding| {
            matches!(
                f,
                DoctorFinding::Strange(Standing::Other { .. } | Standing::New { .. } | Standing::Gone { .. })
            )
        };
        !self.findings.iter().any(strange)
    }

    fn opens(&self) -> bool {
        !self.findings.iter().any(|f| matches!(f, DoctorFinding::Closed(_) | DoctorFinding::NotHeld(_)))
    }
}

/// Runs all checks. Nothing is changed.
///
/// # Errors
/// When there is no vault, it is in use, or the identity does not open it.
pub fn examine(place: &Place, ask: &dyn Ask, accept: &Accept, entropy: Entropy) -> Result<Report, OpenError> {
    crate::vault::precheck(&place.vault)?;
    let identity = open::identity(&place.identity_file(), ask)?;
    // A copy that lies about may be the better one: nothing is read, let alone replaced, before somebody looked at it.
    let foreign = check::foreign(&place.vault)?;
    let rest = match check::at_rest(&place.vault) {
        Ok(lock) => Some(lock),
        Err(VaultError::Store(StoreError::ReadOnly(_) | StoreError::Full(_))) => None,
        // The lock itself may be what does not belong there.
        Err(_) if !foreign.is_empty() => None,
        Err(other) => return Err(other.into()),
    };
    let mut findings = Vec::new();
    let (mut good, mut repair_from, mut words) = (None, None, None);
    if foreign.is_empty() {
        (good, repair_from) = examine_store(place, &identity, entropy, &mut findings)?;
        if let Some(store) = &good {
            words = examine_memory(place, &identity, store, accept, entropy, &mut findings);
        }
        examine_outbox(place, &identity, entropy, good.as_ref(), &mut findings);
    } else {
        findings.push(DoctorFinding::Foreign(foreign));
    }
    drop(rest);
    if accept.older.is_some() {
        // What a person agreed to here holds for the commands after this one too.
        let _ = open::vault(place, &identity, Access::Read, accept, entropy);
    }
    examine_keys(&check::closed(&place.vault, &identity).unwrap_or_default(), &mut findings);
    let modes = check::modes(&place.vault)?;
    if !modes.is_empty() {
        findings.push(DoctorFinding::Modes(modes));
    }
    findings.extend(machine::signs(&place.vault).into_iter().map(DoctorFinding::Machine));
    // A store that is whole can write its journal anew.
    let journal_only = findings.iter().any(|f| matches!(f, DoctorFinding::Journal(state) if unfit(*state)))
        && repair_from.is_none();
    if journal_only && good.is_some() {
        repair_from = Some(CopySource::Store);
    }
    let state = good.as_ref().and_then(|store| check::state(&place.vault, &identity, store, entropy).ok());
    if let Some(State { time_ms, .. }) = state
        && time_ms > clock::now_ms().saturating_add(A_DAY)
    {
        findings.push(DoctorFinding::ClockBehind { saved_ms: time_ms });
    }
    let good = good.filter(|_| repair_from.is_some());
    let state = state.filter(|_| good.is_some());
    let torn = repair_from == Some(CopySource::Journal)
        && check::journal_torn(&place.vault, &identity).unwrap_or(true);
    Ok(Report { findings, repair_from, state, words, torn, good, identity })
}

/// Checks the store and the journal beside it; returns a copy that is whole, and where a repair could start from.
fn examine_store(
    place: &Place,
    identity: &Identity,
    entropy: Entropy,
    findings: &mut Vec<DoctorFinding>,
) -> Result<(Option<MemoryStore>, Option<CopySource>), OpenError> {
    let mut good = None;
    let mut repair_from = None;
    let asis =
        check::look(&place.vault, Part::Store).and_then(|()| read_copy(&place.vault, Part::Store, false));
    match asis.and_then(|store| Ok((check::verify(&place.vault, identity, &store, entropy)?, store))) {
        Ok((flaws, store)) => {
            let whole = flaws.iter().all(|(_, f)| *f == Flaw::Projection);
            findings.extend(flaws.into_iter().map(|(c, f)| DoctorFinding::Flaw(c, f)));
            let journal = if whole {
                check::journal_state(&place.vault, identity, &store, entropy)?
            } else {
                JournalState::Current
            };
            if journal != JournalState::Current {
                findings.push(DoctorFinding::Journal(journal));
            }
            let more = (journal == JournalState::Ahead || unfit(journal))
                .then(|| salvaged(place, identity, entropy, Some(&store)))
                .flatten();
            if more.is_some() {
                (good, repair_from) = (more, Some(CopySource::Journal));
            } else if whole {
                good = Some(store);
            } else {
                repair_from = find_good(place, identity, entropy, &mut good);
            }
        }
        // What does not open for us may be another vault, in the place of ours.
        Err(error @ (VaultError::WrongKey | VaultError::Members)) => {
            match check::why_shut(&place.vault, &open::recall(place, identity, entropy), error) {
                VaultError::Strange(other) => findings.push(DoctorFinding::Strange(other)),
                VaultError::Members => findings.push(DoctorFinding::Closed(Lock::Members)),
                error => return Err(error.into()),
            }
        }
        // The copy could not be made: that says nothing about the store.
        Err(error @ VaultError::Store(StoreError::Full(_) | StoreError::ReadOnly(_))) => {
            return Err(error.into());
        }
        Err(VaultError::Slot(name)) => findings.push(DoctorFinding::Closed(Lock::Slot(name))),
        Err(VaultError::SlotForged(name)) => findings.push(DoctorFinding::Closed(Lock::Forged(name))),
        Err(error @ (VaultError::Retired { .. } | VaultError::Disagree(_))) => return Err(error.into()),
        Err(VaultError::BadHeader) => findings.push(DoctorFinding::Closed(Lock::BadHeader)),
        Err(_) => {
            findings.push(DoctorFinding::Store);
            repair_from = find_good(place, identity, entropy, &mut good);
        }
    }
    Ok((good, repair_from))
}

/// Looks at what the identity opens, and at the copies of what it takes to open it.
fn examine_keys(closed: &Closed, findings: &mut Vec<DoctorFinding>) {
    let Closed { not_held, damaged, copies } = closed;
    if !not_held.is_empty() {
        findings.push(DoctorFinding::NotHeld(not_held.clone()));
    }
    if !damaged.is_empty() {
        findings.push(DoctorFinding::Damaged(damaged.clone()));
    }
    if !copies.is_empty() {
        findings.push(DoctorFinding::Copies(copies.clone()));
    }
}

/// Compares what the store holds with what this device remembers; returns the six words of the vault.
fn examine_memory(
    place: &Place,
    identity: &Identity,
    store: &MemoryStore,
    accept: &Accept,
    entropy: Entropy,
    findings: &mut Vec<DoctorFinding>,
) -> Option<Six> {
    let recall = open::recall(place, identity, entropy);
    match check::standing(&place.vault, identity, store, entropy, &recall) {
        Ok(Standing::Known { words }) => {
            if !recall.writable() {
                findings.push(DoctorFinding::Memory { readable: true });
            }
            Some(words)
        }
        Ok(standing) => {
            if !accept.takes(&standing) {
                findings.push(DoctorFinding::Strange(standing));
            }
            None
        }
        Err(VaultError::Memory { .. }) => {
            findings.push(DoctorFinding::Memory { readable: false });
            None
        }
        // What does not open is said by the checks before.
        Err(_) => None,
    }
}

fn examine_outbox(
    place: &Place,
    identity: &Identity,
    entropy: Entropy,
    main: Option<&MemoryStore>,
    findings: &mut Vec<DoctorFinding>,
) {
    let recall = open::recall(place, identity, entropy);
    let outbox = check::look(&place.vault, Part::Outbox)
        .and_then(|()| read_copy(&place.vault, Part::Outbox, false))
        .and_then(|store| {
            check::verify_outbox(&place.vault, identity, &store, (main, Some(&recall)), entropy)
        });
    match outbox {
        // That of another role is not ours to check.
        Ok(()) | Err(VaultError::OutboxElsewhere) => {}
        Err(VaultError::Run) => findings.push(DoctorFinding::OutboxRun),
        Err(VaultError::OutboxOlder) => findings.push(DoctorFinding::OutboxOlder),
        Err(_) => findings.push(DoctorFinding::Outbox),
    }
}

/// Looks for a copy that is whole: without the snapshot, or the journal where that one has more.
fn find_good(
    place: &Place,
    identity: &Identity,
    entropy: Entropy,
    good: &mut Option<MemoryStore>,
) -> Option<CopySource> {
    let whole = |store: &MemoryStore| {
        check::verify(&place.vault, identity, store, entropy)
            .is_ok_and(|flaws| flaws.iter().all(|(_, f)| *f == Flaw::Projection))
    };
    // sled drops what comes after a damaged place, and what is left can be whole: of an earlier day.
    let bare = read_copy(&place.vault, Part::Store, true).ok().filter(whole);
    let journal = salvaged(place, identity, entropy, bare.as_ref());
    let (store, source) = match (journal, bare) {
        (Some(store), _) => (store, CopySource::Journal),
        (None, Some(store)) => (store, CopySource::WithoutSnapshot),
        (None, None) => return None,
    };
    *good = Some(store);
    Some(source)
}

/// Whether the journal cannot say how far the vault had come.
fn unfit(journal: JournalState) -> bool {
    matches!(journal, JournalState::Unreadable | JournalState::Torn)
}

/// Returns the latest state that a damaged journal still gives, if it is later than that of the store.
fn salvaged(
    place: &Place,
    identity: &Identity,
    entropy: Entropy,
    store: Option<&MemoryStore>,
) -> Option<MemoryStore> {
    let commits =
        |store: &MemoryStore| check::commits(&place.vault, identity, store, entropy).unwrap_or_default();
    let most = store.map(commits).unwrap_or_default();
    let whole = |store: &MemoryStore| {
        check::verify(&place.vault, identity, store, entropy)
            .is_ok_and(|flaws| flaws.iter().all(|(_, f)| *f == Flaw::Projection))
    };
    let found = check::salvage(&place.vault, identity, store).into_iter().filter(|found| whole(found));
    found
        .map(|found| (commits(&found), found))
        .filter(|(n, _)| *n > most)
        .max_by_key(|(n, _)| *n)
        .map(|(_, s)| s)
}

/// Puts the good copy of a report in the place of the damaged store, which is kept until the next good open.
///
/// # Errors
/// [`VaultError`]; the damaged store is where it was then.
pub fn repair(place: &Place, report: &Report) -> Result<(), VaultError> {
    let good = report.good.as_ref().ok_or(VaultError::Records)?;
    match report.repair_from {
        Some(CopySource::Store) => check::renew_journal(&place.vault, &report.identity, good),
        _ => check::repair(&place.vault, &report.identity, good),
    }
}

/// Writes damaged headers and keys anew from their other copies.
///
/// # Errors
/// [`VaultError`]; what was whole is whole then.
pub fn mend(place: &Place, report: &Report) -> Result<(), VaultError> {
    check::mend(&place.vault, &report.identity)
}

/// What a repair of the outbox came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// How many more messages have an unknown fate.
    pub unknown: u64,
    /// To how many people messages were queued or sent, as the log of the roster says.
    pub written_to: usize,
}

/// Settles an outbox that is lost, older than the roster says, or whose last run is damaged: gives an unknown fate to every
/// message that may have left, and has the roster know the outbox as it is then. None of them is sent again without a typed yes.
/// A lost one begins anew, empty; what is left of the old one is kept beside it.
///
/// # Errors
/// [`NoticeError`]; the outbox is as it was then, or still to be settled.
pub fn settle_outbox(place: &Place, report: &Report, entropy: Entropy) -> Result<Settled, NoticeError> {
    let lost = report.outbox_lost();
    if lost {
        check::renew_outbox(&place.vault, &report.identity, entropy)?;
    }
    let mut vault = open::vault(place, &report.identity, Access::Write, &Accept::default(), entropy)?;
    let older = lost || report.outbox_older();
    let unknown = post::doubt(vault.outbox_ticket().open_damaged()?, older, entropy, clock::now_ms)?;
    let post = post::open(vault.outbox()?, entropy, clock::now_ms)?;
    post::tell(&mut vault, &post, clock::now_ms());
    let written = vault.log()?.into_iter().flat_map(|entry| entry.changes);
    let people: BTreeSet<Id> =
        written.filter(|(verb, _)| matches!(verb, Verb::Queued | Verb::Sent)).map(|(_, id)| id).collect();
    Ok(Settled { unknown, written_to: people.len() })
}

/// Copies the store to the first place that takes it; sealed bytes only, so any folder of ours will do.
fn copied(from: &Path, bare: bool, places: &[&Path]) -> Result<tempfile::TempDir, VaultError> {
    let mut refused = None;
    for place in places {
        let copy = tempfile::tempdir_in(place).map_err(VaultError::from).and_then(|copy| {
            check::copy_store(from, &copy.path().join("store"), bare)?;
            Ok(copy)
        });
        match copy {
            Ok(copy) => return Ok(copy),
            Err(error) => {
                refused.get_or_insert(error);
            }
        }
    }
    Err(refused.unwrap_or(VaultError::Journal))
}

/// Copies the store and lets a process of its own read the copy: a damaged store can end or stop the process.
fn read_copy(vault: &Path, part: Part, bare: bool) -> Result<MemoryStore, VaultError> {
    // Memory when the disk is full.
    let copy = copied(&part.dir(vault)?, bare, &[&std::env::temp_dir(), Path::new("/dev/shm")])?;
    let mut child = Command::new(std::env::current_exe()?)
        .arg(PROBE)
        .arg(copy.path().join("store"))
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let Some(mut out) = child.stdout.take() else { return Err(VaultError::Journal) };
    let reader = std::thread::spawn(move || check::undump(&mut out));
    let end = clock::instant().checked_add(LIMIT);
    while child.try_wait()?.is_none() {
        if end.is_none_or(|end| clock::instant() > end) {
            let _ = child.kill();
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.wait();
    reader.join().unwrap_or(Err(VaultError::Journal))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_copy_goes_to_the_first_place_that_takes_it() {
        let dir = tempfile::tempdir().unwrap();
        let (vault, good, missing) =
            (dir.path().join("vault"), dir.path().join("good"), dir.path().join("missing"));
        fs::create_dir_all(vault.join("store")).unwrap();
        fs::create_dir(&good).unwrap();
        fs::write(vault.join("store/db"), b"sealed").unwrap();
        let copy = copied(&vault.join("store"), false, &[&missing, &good]).unwrap();
        assert!(copy.path().starts_with(&good));
        assert_eq!(fs::read(copy.path().join("store/db")).unwrap(), b"sealed");
        assert!(matches!(copied(&vault.join("store"), false, &[&missing]), Err(VaultError::Store(_))));
        drop(copy);
        assert_eq!(fs::read_dir(&good).unwrap().count(), 0, "nothing is left");
    }
}
