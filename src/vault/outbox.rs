//! The outbox: a second sealed store, so that a long send never locks the roster.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::{
    base::Id,
    vault::{
        Compartment, Flaw, Vault,
        disk::DiskStore,
        error::VaultError,
        file,
        head::Rooms,
        key::{DataKeys, SecretKey},
        leaf::{self, Leaves},
        ledger::{Item, Ledger, Setting, Turned},
        lock::Lock,
        memory::MemoryStore,
        page::{OutboxMark, RunMark},
        pen::Pen,
        recall::{self, Recall},
        root::Told,
        run::{Fresh, Reserve, Run, RunName, RunPlace},
        seal::Entropy,
        store::{Store, StoreError},
        tag::TurnTag,
    },
};

/// The compartment number of the outbox, apart from those of the roster's store.
const NUMBER: u8 = 15;
/// The one of an outbox that hangs on the dues: by it a treasurer's device tells the outbox of who organizes from one that is damaged.
const OF_DUES: u8 = 14;
/// Records are leaves: see [`Leaves`].
const KIND: u8 = 1;
/// The one record that says which outbox this is, and names the run whose file holds what the store was not told yet.
const MARK_KIND: u8 = 2;
const MARK_AT: Id = Id([0xff; 16]);
/// No run.
const NONE: RunName = [0; 8];
/// By how many commits a repair goes ahead of what the roster was told: more than one run has.
const AHEAD: u64 = 1 << 20;
const NEVER_TOLD: Told = Told { instance: [0; 8], commit: 0, run: NONE };

/// Everything that a later opening needs, so that the vault itself can be closed meanwhile.
pub struct OutboxTicket {
    rooms: Option<Rooms>,
    pen: Pen,
    // Nothing when this device does not open the compartment that an outbox hangs on.
    keys: Result<OutboxKeys, NoOutbox>,
    entropy: Entropy,
    told: Option<Told>,
    recall: Option<Recall>,
}

/// The keys of an outbox: whoever holds them holds no key of a compartment.
#[derive(Clone)]
pub(crate) struct OutboxKeys {
    key: SecretKey,
    turn: TurnTag,
    number: u8,
}

/// Why a device has no outbox.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoOutbox {
    part: &'static str,
    damaged: bool,
}

impl From<NoOutbox> for VaultError {
    fn from(no: NoOutbox) -> Self {
        if no.damaged { Self::Slot(no.part) } else { Self::Closed(no.part) }
    }
}

impl OutboxKeys {
    /// Derives them from the most private compartment that a device holds; who only reads the roster has no outbox.
    pub(crate) fn of(pen: &Pen, keys: &BTreeMap<Compartment, DataKeys>) -> Option<Self> {
        let private = Some(pen.private()).filter(|part| *part != Compartment::Roster)?;
        let data = keys.get(&private)?;
        let number = if private == Compartment::Organizing { NUMBER } else { OF_DUES };
        Some(Self { key: data.current().derive("outbox"), turn: data.turn(), number })
    }

    fn data(&self) -> DataKeys {
        DataKeys::one(self.turn, self.key.derive("outbox data"))
    }

    /// Opens what an outbox holds.
    ///
    /// # Errors
    /// [`VaultError::OutboxElsewhere`] for that of a device with another role; what does not fit.
    fn load(&self, pen: &Pen, entropy: Entropy, store: &dyn Store) -> Result<Ledger, VaultError> {
        let loaded = Ledger::load(setting(self, pen, entropy), &self.data(), store);
        let other = if self.number == NUMBER { OF_DUES } else { NUMBER };
        match loaded {
            Err(VaultError::NoRoot) if Ledger::is_begun(other, store)? => Err(VaultError::OutboxElsewhere),
            loaded => loaded,
        }
    }
}

/// Which outbox this is, and how far its runs have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    instance: [u8; 8],
    // The run that goes on, or was cut off.
    run: RunName,
    // The first of its pages that the store was not told of.
    from: u64,
    // The last run that ended.
    last: RunName,
}

impl Mark {
    fn read(store: &dyn Store, ledger: &Ledger) -> Result<Self, VaultError> {
        let Some(bytes) = ledger.get(store, MARK_KIND, &MARK_AT)? else {
            return Ok(Self { instance: [0; 8], run: NONE, from: 0, last: NONE });
        };
        let part = |at: usize| bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()).copied();
        // 0.1.0 wrote the name of a run alone, or nothing.
        match (part(0), part(8), part(16), part(24), bytes.len()) {
            (Some(run), .., 8) => Ok(Self { instance: [0; 8], run, from: 0, last: NONE }),
            (Some(instance), Some(run), Some(from), Some(last), 32) => {
                Ok(Self { instance, run, from: u64::from_be_bytes(from), last })
            }
            _ => Err(VaultError::Records),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        [self.instance, self.run, self.from.to_be_bytes(), self.last].concat()
    }

    /// The run of which the roster was told last, if it was told what is here.
    fn told_run(&self) -> RunName {
        if self.run == NONE { self.last } else { self.run }
    }
}

/// Sealed values under opaque names, durable when a commit returns.
pub struct Outbox {
    ledger: Ledger,
    leaves: Leaves,
    store: Box<dyn Store>,
    mark: Mark,
    // A repair: the next commit goes ahead of what the roster was told.
    ahead_of: Option<Told>,
    // What the run file holds, and the store was not told yet; in how many pages, when it was opened.
    fresh: Fresh,
    pages: u64,
    // How many messages more may have left than the run file says.
    doubtful: u64,
    // What this device remembers, and how far it knows by now that pages may go.
    recall: Option<Recall>,
    reserve: Reserve,
    floor: u64,
    run: Option<Run>,
    run_place: Option<RunPlace>,
    // It was opened to be read: what is written stays in memory, until nothing more is taken.
    looked_at: bool,
    frozen: Cell<bool>,
    _lock: Option<Lock>,
}

/// How a roster lies on the disk: what writes it leaves another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterStamp(Option<(u64, Option<DateTime<Utc>>)>);

impl OutboxTicket {
    /// Looks at how the roster lies on the disk, without opening it: whether somebody has written it since.
    #[must_use]
    pub fn roster_stamp(&self) -> Option<RosterStamp> {
        let rooms = self.rooms.as_ref()?;
        let journal = std::fs::metadata(rooms.journal()).ok();
        // A new turn has a folder of its own; the old one goes.
        Some(RosterStamp(journal.map(|meta| (meta.len(), meta.modified().ok().map(DateTime::from)))))
    }
}

impl Vault {
    /// Returns what opens the outbox after the vault is closed, so that a long send does not lock the roster.
    #[must_use]
    pub fn outbox_ticket(&self) -> OutboxTicket {
        OutboxTicket {
            rooms: self.rooms.clone(),
            pen: self.pen.clone(),
            keys: self.outbox_keys(),
            entropy: self.entropy,
            told: self.told(),
            recall: self.recall.clone(),
        }
    }

    pub(crate) fn outbox_keys(&self) -> Result<OutboxKeys, NoOutbox> {
        let private = self.pen.private();
        // Who only reads the roster lacks the dues: to send is of that role.
        let part = if private == Compartment::Roster { Compartment::Dues } else { private };
        let no = NoOutbox { part: part.name(), damaged: self.damaged.contains(&part) };
        OutboxKeys::of(&self.pen, &self.keys).ok_or(no)
    }

    /// Opens the outbox.
    ///
    /// # Errors
    /// As [`OutboxTicket::open`].
    pub fn outbox(&self) -> Result<Outbox, VaultError> {
        self.outbox_ticket().open()
    }
}

fn setting(keys: &OutboxKeys, pen: &Pen, entropy: Entropy) -> Setting {
    let pen = pen.clone();
    Setting { compartment: keys.number, pen, summarise: |_, _| Vec::new(), entropy }
}

/// Says where the run file of a vault lies, and under which key.
fn run_place(rooms: &Rooms, vault: [u8; 16], keys: &OutboxKeys, entropy: Entropy) -> RunPlace {
    let (path, count, aside) = (rooms.run(), rooms.run_count(), rooms.run_old());
    RunPlace { path, count, aside, vault, key: keys.key.derive("outbox run"), entropy }
}

/// Makes the empty store of a new vault.
pub(crate) fn create(vault: &Vault, dir: &Path) -> Result<(), VaultError> {
    create_after(vault, dir, None)
}

/// Makes an empty store that takes the place of one that this device knows, and is ahead of it.
pub(crate) fn create_after(vault: &Vault, dir: &Path, known: Option<&OutboxMark>) -> Result<(), VaultError> {
    let keys = vault.outbox_keys()?;
    let mut store = DiskStore::create(dir)?;
    let mut ledger = Ledger::empty(setting(&keys, &vault.pen, vault.entropy), &keys.data());
    let mut instance = [0; 8];
    (vault.entropy)(&mut instance);
    if let Some(known) = known {
        instance = known.instance;
        ledger.lift(known.commit);
    }
    let mark = item(MARK_KIND, MARK_AT, Some(Mark { instance, run: NONE, from: 0, last: NONE }.bytes()));
    store.commit(&ledger.prepare(0, 0, vec![mark], Vec::new(), &[])?)?;
    Ok(())
}

fn item(kind: u8, id: Id, bytes: Option<Vec<u8>>) -> Item {
    Item { kind, id, verb: None, bytes }
}

/// Puts an empty outbox in the place of one that is lost; what is left of that one stays beside, sealed, until the next time.
pub(crate) fn renew(vault: &Vault, rooms: &Rooms) -> Result<(), VaultError> {
    let _lock = Lock::take(&rooms.outbox_lock(), "contrepoids doctor")?;
    let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(rooms.turn())?;
    create(vault, beside.path())?;
    let (new, now, old) = (beside.keep(), rooms.outbox(), rooms.outbox_old());
    if now.exists() {
        let _ = fs::remove_dir_all(&old);
        fs::rename(&now, &old)?;
    }
    fs::rename(new, now)?;
    Ok(file::sync_dir(rooms.turn())?)
}

/// Checks that everything in an outbox is what was last written, and that it has seen what the roster was told and what this
/// device remembers.
pub(crate) fn verify(
    rooms: &Rooms,
    (keys, pen): (&OutboxKeys, &Pen),
    store: &dyn Store,
    (told, recall): (Option<Told>, Option<&Recall>),
    entropy: Entropy,
) -> Result<(), VaultError> {
    let ledger = keys.load(pen, entropy, store)?;
    let flaws = ledger.verify(store)?;
    if !flaws.iter().all(|f| *f == Flaw::Projection) {
        return Err(VaultError::Records);
    }
    let mark = Mark::read(store, &ledger)?;
    let known = Known { told, outside: outside(recall, pen.vault())? };
    known.not_told(&run_place(rooms, *pen.vault(), keys, entropy), mark, &ledger).map(drop)
}

/// Opens the outbox of a vault whose keys are turned, and holds it: nobody sends from it any more.
///
/// # Errors
/// [`VaultError::Run`] while a sending is not settled; as [`OutboxTicket::open`].
pub(crate) fn to_turn(vault: &Vault) -> Result<Outbox, VaultError> {
    let outbox = vault.outbox()?;
    if outbox.mark.run == NONE && outbox.doubtful == 0 { Ok(outbox) } else { Err(VaultError::Run) }
}

/// Writes the outbox anew under the keys of another turn; returns what this device is to remember of it.
///
/// # Errors
/// What the disk said.
pub(crate) fn turned(
    vault: &Vault,
    old: &Outbox,
    new: &Rooms,
    (keys, pen): (&BTreeMap<Compartment, DataKeys>, &Pen),
    now_ms: u64,
) -> Result<OutboxMark, VaultError> {
    let none = BTreeSet::new();
    let keys = OutboxKeys::of(pen, keys).ok_or(VaultError::Closed(pen.private().name()))?;
    let turned =
        Turned { setting: setting(&keys, pen, vault.entropy), keys: &keys.data(), erased: &none, now_ms };
    let (ledger, batch) = old.ledger.turned(old.store.as_ref(), turned)?;
    DiskStore::create(&new.outbox())?.commit(&batch)?;
    let commit = ledger.root().generation;
    Ok(OutboxMark { instance: old.mark.instance, commit, state: state(&ledger), run: None })
}

/// What is known of an outbox from elsewhere.
struct Known {
    // By the roster.
    told: Option<Told>,
    // By this device, when the vault is one that it remembers.
    outside: Outside,
}

/// What this device says of an outbox.
#[derive(Clone, Copy)]
enum Outside {
    /// The vault was opened without its memory.
    Unasked,
    /// This, or nothing.
    Says(Option<OutboxMark>),
}

impl Outside {
    fn mark(self) -> Option<OutboxMark> {
        match self {
            Self::Unasked => None,
            Self::Says(mark) => mark,
        }
    }
}

fn outside(recall: Option<&Recall>, vault: &[u8; 16]) -> Result<Outside, VaultError> {
    match recall {
        None => Ok(Outside::Unasked),
        Some(recall) => Ok(Outside::Says(recall.outbox(vault)?)),
    }
}

/// Stands for what an outbox holds.
fn state(ledger: &Ledger) -> [u8; 32] {
    *blake3::hash(&ledger.root().encode()).as_bytes()
}

/// What a run file holds that the store was not told of.
struct NotTold {
    fresh: Fresh,
    pages: u64,
    doubtful: u64,
}

impl Known {
    /// Refuses an outbox that has seen less than is known of it.
    fn not_older(&self, mark: Mark, ledger: &Ledger) -> Result<(), VaultError> {
        let commit = ledger.root().generation;
        let behind = |instance: [u8; 8], known: u64| commit < known || mark.instance != instance;
        let by_roster = self.told.is_some_and(|told| {
            behind(told.instance, told.commit) || (commit == told.commit && mark.told_run() != told.run)
        });
        let by_device = self.outside.mark().is_some_and(|seen| {
            behind(seen.instance, seen.commit) || (commit == seen.commit && state(ledger) != seen.state)
        });
        if by_roster || by_device { Err(VaultError::OutboxOlder) } else { Ok(()) }
    }

    /// Returns what the run file holds that the store was not told; checks both against what is known elsewhere.
    ///
    /// # Errors
    /// [`VaultError::OutboxOlder`], [`VaultError::Run`].
    fn not_told(&self, place: &RunPlace, mark: Mark, ledger: &Ledger) -> Result<NotTold, VaultError> {
        self.not_older(mark, ledger)?;
        if mark.run == NONE {
            place.stray(mark.last, self.told.map(|told| told.run))?;
            return Ok(NotTold { fresh: Fresh::new(), pages: 0, doubtful: 0 });
        }
        let (fresh, pages) = place.read(mark.run, mark.from)?;
        let doubtful = self.doubtful(mark, ledger.root().generation, pages)?;
        Ok(NotTold { fresh, pages, doubtful })
    }

    /// Says how many messages more may have left than the pages of a run say.
    ///
    /// # Errors
    /// [`VaultError::Run`] when pages are gone that were written.
    fn doubtful(&self, mark: Mark, commit: u64, pages: u64) -> Result<u64, VaultError> {
        let end = mark.from.saturating_add(pages);
        let Outside::Says(outside) = self.outside else { return Ok(0) };
        match outside.and_then(|seen| seen.run).filter(|run| run.name == mark.run) {
            Some(run) if end < run.counted => Err(VaultError::Run),
            // A kill loses nothing of the count; a power cut may.
            Some(run) if recall::same_start(&run.boot) => Ok(0),
            Some(run) => Ok(run.reserved.saturating_sub(end)),
            // It was begun, and the machine stopped before this device noted it: nothing has left in it.
            None if pages == 0 && outside.is_some_and(|seen| commit == seen.commit.saturating_add(1)) => {
                Ok(0)
            }
            None => Err(VaultError::Run),
        }
    }
}

impl OutboxTicket {
    /// Opens the outbox; a vault in memory gets an empty one in memory.
    ///
    /// # Errors
    /// [`VaultError::InUse`] while another process sends; what the disk said; what does not fit the root.
    pub fn open(&self) -> Result<Outbox, VaultError> {
        self.open_by(Way::Write)
    }

    /// Opens a private copy of the outbox, for who only reads: what is written before it is frozen is forgotten when it is closed. On
    /// the disk nothing changes, whatever the disk does meanwhile.
    ///
    /// # Errors
    /// As [`OutboxTicket::open`].
    pub fn look(&self) -> Result<Outbox, VaultError> {
        self.open_by(Way::Look)
    }

    /// Opens an outbox that is older than the roster says, or whose run file is damaged, with what can be read of that. What
    /// was sent may look as if it had not been, until the next commit says otherwise; that commit makes it the outbox that the
    /// roster knows.
    ///
    /// # Errors
    /// As [`OutboxTicket::open`], but for the run file and the age.
    pub fn open_damaged(&self) -> Result<Outbox, VaultError> {
        self.open_by(Way::Repair)
    }

    /// Has the outbox be at least what the roster was told meanwhile.
    #[must_use]
    pub fn at_least(mut self, told: Told) -> Self {
        self.told = Some(told);
        self
    }

    fn open_by(&self, way: Way) -> Result<Outbox, VaultError> {
        let damaged = way == Way::Repair;
        let keys = self.keys.as_ref().map_err(|no| *no)?;
        let Some(rooms) = &self.rooms else { return Ok(self.open_in_memory(keys)) };
        let loaded = || {
            let (store, lock) = writable_or_copy(rooms, way)?;
            let ledger = keys.load(&self.pen, self.entropy, store.as_ref())?;
            let mark = Mark::read(store.as_ref(), &ledger)?;
            Ok((store, lock, ledger.indexed(), mark))
        };
        // A second try: a read that fails once looks like damage.
        let (store, lock, ledger, mark) = match loaded() {
            Err(VaultError::Store(StoreError::Damaged(_))) => loaded(),
            other => other,
        }?;
        let place = run_place(rooms, *self.pen.vault(), keys, self.entropy);
        let known = Known { told: self.told, outside: outside(self.recall.as_ref(), self.pen.vault())? };
        let NotTold { fresh, pages, doubtful } = if damaged {
            let (run, from) = if mark.run == NONE { (None, 0) } else { (Some(mark.run), mark.from) };
            NotTold { fresh: place.salvage(run, from), pages: u64::MAX, doubtful: 0 }
        } else {
            known.not_told(&place, mark, &ledger)?
        };
        let leaves = ledger.projection().rows().filter(|row| row.kind == KIND).map(|row| row.id);
        let leaves = Leaves::new(leaves);
        Ok(Outbox {
            ledger,
            leaves,
            store,
            mark,
            ahead_of: if damaged { self.told.or(Some(NEVER_TOLD)) } else { None },
            fresh,
            pages,
            doubtful,
            recall: self.recall.clone(),
            reserve: Reserve::default(),
            floor: known.outside.mark().map_or(0, |seen| seen.commit),
            run: None,
            run_place: Some(place),
            looked_at: way == Way::Look,
            frozen: Cell::new(false),
            _lock: lock,
        })
    }

    fn open_in_memory(&self, keys: &OutboxKeys) -> Outbox {
        Outbox {
            ledger: Ledger::empty(setting(keys, &self.pen, self.entropy), &keys.data()),
            leaves: Leaves::default(),
            store: Box::new(MemoryStore::new()),
            mark: Mark { instance: [0; 8], run: NONE, from: 0, last: NONE },
            ahead_of: None,
            fresh: Fresh::new(),
            pages: 0,
            doubtful: 0,
            recall: None,
            reserve: Reserve::default(),
            floor: 0,
            run: None,
            run_place: None,
            looked_at: false,
            frozen: Cell::new(false),
            _lock: None,
        }
    }
}

/// What the outbox is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Look,
    Write,
    Repair,
}

/// Opens the store; a copy of it to look at, and one that refuses to be written on a full disk or a read-only medium.
fn writable_or_copy(rooms: &Rooms, way: Way) -> Result<(Box<dyn Store>, Option<Lock>), VaultError> {
    let open = || match way {
        Way::Look => DiskStore::open_to_read(&rooms.outbox()),
        _ => Ok(DiskStore::open(&rooms.outbox())?.settling()),
    };
    let opened = Lock::take(&rooms.outbox_lock(), "contrepoids notice").and_then(|lock| Ok((open()?, lock)));
    match opened {
        Ok((store, lock)) => Ok((Box::new(store), Some(lock))),
        Err(VaultError::Store(StoreError::Full(_) | StoreError::ReadOnly(_))) => {
            Ok((Box::new(DiskStore::open_to_read(&rooms.outbox())?), None))
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

    /// Returns all values by their names: what the store holds, and what the run file holds beyond that.
    ///
    /// # Errors
    /// As [`Outbox::get`].
    pub(crate) fn values(&self) -> Result<BTreeMap<Id, Zeroizing<Vec<u8>>>, VaultError> {
        let mut out = BTreeMap::new();
        for (leaf, bytes) in self.ledger.all(self.store.as_ref(), KIND)? {
            out.extend(leaf::values(leaf, &bytes)?);
        }
        for (id, value) in &self.fresh {
            match value {
                Some(value) => drop(out.insert(*id, value.clone())),
                None => drop(out.remove(id)),
            }
        }
        Ok(out)
    }

    /// Returns what this device is to remember of the outbox, in which no run goes on.
    pub(crate) fn mark(&self) -> OutboxMark {
        let commit = self.ledger.root().generation;
        OutboxMark { instance: self.mark.instance, commit, state: state(&self.ledger), run: None }
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
        if self.frozen.get() {
            return Err(StoreError::Failed.into());
        }
        if self.looked_at {
            self.fresh.extend(values.into_iter().map(|(id, bytes)| (id, bytes.map(Zeroizing::new))));
            self.doubtful = 0;
            return Ok(());
        }
        let Some(run) = &self.run else { return self.settle(now_ms, values, None) };
        if self.reserve.is_needed(run.next(), now_ms) {
            // Before anything can leave: what is written here is not in the folder that somebody may put back.
            let next = run.next();
            self.sure(|outbox| outbox.remember(Some(next), true))?;
        }
        let Some(run) = &mut self.run else { return self.settle(now_ms, values, None) };
        match run.append(now_ms, self.mark.from, &values) {
            Ok(true) => {
                let next = run.next();
                self.fresh.extend(values.into_iter().map(|(id, bytes)| (id, bytes.map(Zeroizing::new))));
                self.sure(|outbox| outbox.remember(Some(next), false))
            }
            // No room: the store is told of everything, and the slots begin again.
            Ok(false) => {
                let on = Some((self.mark.run, run.next()));
                self.settle(now_ms, values, on)
            }
            Err(error) => {
                self.ledger.spoil();
                Err(error)
            }
        }
    }

    /// Writes no more once something could not be noted.
    fn sure(&mut self, note: impl Fn(&Self) -> Result<(), VaultError>) -> Result<(), VaultError> {
        let noted = note(self);
        if noted.is_err() {
            self.ledger.spoil();
        }
        noted
    }

    /// Has this device remember how far the outbox has come, and a run up to its next page.
    fn remember(&self, next: Option<u64>, firm: bool) -> Result<(), VaultError> {
        let Some(recall) = &self.recall else { return Ok(()) };
        let run = next.filter(|_| self.mark.run != NONE).map(|counted| RunMark {
            name: self.mark.run,
            counted,
            reserved: self.reserve.until().max(counted),
            boot: recall::this_start(),
        });
        let commit = self.ledger.root().generation;
        let mark = OutboxMark { instance: self.mark.instance, commit, state: state(&self.ledger), run };
        recall.outbox_is(mark, firm)
    }

    /// Takes no more: what was to be settled when the outbox was opened to be read is settled.
    pub fn freeze(&self) {
        self.frozen.set(true);
    }

    /// Returns how many messages more may have left than is known: the machine stopped while they went out, and what they
    /// had written is gone.
    #[must_use]
    pub fn doubtful(&self) -> u64 {
        self.doubtful
    }

    /// Begins a run of many small commits, which cost little until [`Outbox::end_run`]. They are as durable as any.
    ///
    /// A run that was begun, and in which nothing was written, goes on: so that the roster can be told of it while the outbox is
    /// closed.
    ///
    /// # Errors
    /// What the disk said; nothing is lost then.
    pub fn begin_run(&mut self, now_ms: u64) -> Result<(), VaultError> {
        if self.run.is_some() || self.looked_at {
            return Ok(());
        }
        let Some(place) = self.run_place.clone() else { return Ok(()) };
        if self.mark.run != NONE && self.pages == 0 {
            self.run = Some(place.resume(self.mark.run, self.mark.from)?);
            self.reserve = Reserve::default();
            return Ok(());
        }
        // The file of a run that was cut off makes way only when the store knows all that is in it.
        if self.mark.run != NONE {
            self.settle(now_ms, Vec::new(), None)?;
        }
        let name = place.draw();
        let run = place.create(name)?;
        self.reserve = Reserve::default();
        self.settle(now_ms, Vec::new(), Some((name, 0)))?;
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

    /// Returns what the outbox is by now, to be told to the roster.
    #[must_use]
    pub fn now(&self) -> Told {
        let commit = self.ledger.root().generation;
        Told { instance: self.mark.instance, commit, run: self.mark.told_run() }
    }

    /// Tells the store what the run file holds and what is new, in one commit, and which run goes on from which page, if one
    /// does.
    fn settle(
        &mut self,
        now_ms: u64,
        values: Vec<(Id, Option<Vec<u8>>)>,
        run: Option<(RunName, u64)>,
    ) -> Result<(), VaultError> {
        let mut all = self.fresh.clone();
        all.extend(values.into_iter().map(|(id, bytes)| (id, bytes.map(Zeroizing::new))));
        let changes = self.leaves.changed(&all, |leaf| self.ledger.get(self.store.as_ref(), KIND, leaf))?;
        let after: Vec<(Id, bool)> = changes.iter().map(|(leaf, bytes)| (*leaf, bytes.is_some())).collect();
        let mut items: Vec<Item> = changes
            .into_iter()
            .map(|(leaf, bytes)| item(KIND, leaf, bytes.map(|mut bytes| std::mem::take(&mut *bytes))))
            .collect();
        let repaired = self.ahead_of.take();
        let before = self.mark;
        let mark = self.following(run, repaired);
        if mark != before {
            items.push(item(MARK_KIND, MARK_AT, Some(mark.bytes())));
        }
        if let Some(told) = repaired {
            self.ledger.lift(told.commit.max(self.floor).saturating_add(AHEAD));
        }
        let batch = self.ledger.prepare(now_ms, 0, items, Vec::new(), &[])?;
        if let Err(error) = self.store.commit(&batch) {
            self.ledger.spoil();
            return Err(error.into());
        }
        self.fresh.clear();
        (self.mark, self.pages, self.doubtful) = (mark, 0, 0);
        // The commit is durable: a memory that is behind it is believed to be.
        let _ = self.remember(run.map(|(_, next)| next), true);
        self.leaves.follow(after.into_iter());
        match (&self.run_place, repaired) {
            // Whatever lies there was read; it is kept all the same.
            (Some(place), Some(_)) => place.put_aside()?,
            (Some(place), None) if before.run != NONE && run.is_none() => place.remove(),
            _ => {}
        }
        Ok(())
    }

    /// Says how far the runs have come after a commit.
    fn following(&self, run: Option<(RunName, u64)>, repaired: Option<Told>) -> Mark {
        let mut mark = self.mark;
        mark.last = self.mark.told_run();
        (mark.run, mark.from) = run.unwrap_or((NONE, 0));
        // A run that goes on has not ended.
        if self.mark.run != NONE && self.mark.run == mark.run {
            mark.last = self.mark.last;
        }
        if let Some(told) = repaired.filter(|told| *told != NEVER_TOLD) {
            (mark.instance, mark.last) = (told.instance, told.run);
        }
        mark
    }
}

#[cfg(test)]
mod tests;
