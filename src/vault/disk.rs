//! The sled store. The only file that names sled, and the only place that flushes.
//!
//! sled 0.34.7's `flush` calls `sync_file_range` on Linux and not `fsync`: without our own, 18 of 20 simulated power
//! cuts lost or broke the store. So [`DiskStore::commit`] is the one way to write.
#![expect(clippy::disallowed_methods, reason = "the one place that may flush: `commit` adds the fsync")]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs, io,
    ops::Bound,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional, TransactionalTree};

use crate::platform::files;
use crate::{
    platform::quiet::quietly,
    vault::{
        file::sync_dir,
        shelter::{self, Shelter},
        sled_names::{is_snapshot, is_unfinished},
        store::{Batch, Each, Key, Store, StoreError, Tree},
    },
};

/// Pages that sled keeps in memory.
const CACHE: u64 = 2 * 1024 * 1024;

/// How often and how long an own handle is waited for: half a second in all.
const TRIES: u32 = 50;
const WAIT: Duration = Duration::from_millis(10);
/// How many copies are made of a store that cannot be read, before it is called damaged.
pub(crate) const COPIES: u32 = 2;

/// A batch from this size on is refused by a disk that has not its room, half as much again and two files of sled: sled
/// would use up what is left, give nothing back and fail half way.
const LARGE: u64 = 16 * 1024;
const SEGMENTS: u64 = 1024 * 1024;

/// A sled database in a folder of its own.
pub struct DiskStore {
    db: RefCell<Option<sled::Db>>,
    // Trees that were opened: to ask for the names of all costs more than to read a value.
    trees: RefCell<BTreeMap<Tree, sled::Tree>>,
    dir: PathBuf,
    failed: bool,
    broken: bool,
    snapshot: Snapshot,
    // Not yet the store of a vault: what is written here has changed nothing.
    apart: bool,
    // The copy that is read in place of `dir`.
    copy: RefCell<Option<Shelter>>,
}

/// Set when sled could not close a store: what was confirmed is durable, but the disk is not to be trusted.
static TROUBLE: AtomicBool = AtomicBool::new(false);

/// Tells whether the disk failed while a store was being closed.
#[must_use]
pub fn closed_badly() -> bool {
    TROUBLE.load(Ordering::Relaxed)
}

/// How many batches this process has made durable.
static COMMITS: AtomicU64 = AtomicU64::new(0);

/// Returns how many changes this process has made durable: whether a command that failed has changed nothing.
#[must_use]
pub fn commits() -> u64 {
    COMMITS.load(Ordering::Relaxed)
}

/// Counts a change that is durable.
pub(crate) fn changed() {
    COMMITS.fetch_add(1, Ordering::Relaxed);
}

/// Whether sled shall write its snapshot when the store is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Snapshot {
    /// It writes one when the store is next opened, and that will do.
    Later,
    /// After the first commit.
    AfterCommit,
    /// There was a commit.
    Due,
}

impl DiskStore {
    /// Makes a new store in `dir`, which must not exist or be empty.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn create(dir: &Path) -> Result<Self, StoreError> {
        // sled writes its snapshot when it opens, not when it creates: opened twice, a store always has one, and one
        // without is damaged.
        drop(Self::start(dir)?);
        let store = Self::start(dir)?;
        // sled does not sync the file that it reads first when it opens.
        for name in ["conf", "blobs"] {
            files::sync(&dir.join(name))?;
        }
        sync_dir(dir)?;
        Ok(store)
    }

    /// Opens the store in `dir` to write, after a look at its files: anything missing, empty, doubled or of another kind
    /// is refused before sled sees it, because sled would write.
    ///
    /// To sled, a read that fails is the end of its log, and what comes after it is cut off. So a copy is opened first;
    /// when the store does not come to the same state, the copy is put back.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what is wrong; [`StoreError::InUse`] when another process holds it; what the disk
    /// said, and then the store is as it was.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let copy = Self::open_to_read(dir)?;
        let state = copy.state()?;
        let shelter = copy.into_shelter()?;
        for entry in fs::read_dir(dir)? {
            // sled takes a snapshot that it did not finish, when it was killed, for the latest one, and gives up.
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(is_unfinished) {
                fs::remove_file(entry.path())?;
            }
        }
        let opened = Self::start(dir).and_then(|store| {
            let same = store.state()? >= state;
            same.then_some(store).ok_or_else(|| StoreError::Io(io::ErrorKind::UnexpectedEof.into()))
        });
        match opened {
            Err(refused @ (StoreError::Full(_) | StoreError::ReadOnly(_) | StoreError::InUse)) => {
                Err(refused)
            }
            Err(error) => {
                shelter.put_back(dir)?;
                Err(told(dir, error))
            }
            good => good,
        }
    }

    /// Opens a copy of the store in `dir`, which nothing is written to; it refuses commits.
    ///
    /// # Errors
    /// As [`DiskStore::open`].
    pub fn open_to_read(dir: &Path) -> Result<Self, StoreError> {
        look(dir)?;
        let mut tries = COPIES;
        loop {
            tries = tries.saturating_sub(1);
            let shelter = Shelter::of(dir)?;
            match Self::start(&shelter.store()) {
                Ok(mut store) => {
                    dir.clone_into(&mut store.dir);
                    store.copy = RefCell::new(Some(shelter));
                    return Ok(store);
                }
                Err(error) if tries == 0 => return Err(told(dir, error)),
                Err(_) => {}
            }
        }
    }

    /// Returns how far sled has come: the name of its snapshot, which it writes when it opens.
    fn state(&self) -> Result<String, StoreError> {
        let dir = self.copy.borrow().as_ref().map_or_else(|| self.dir.clone(), Shelter::store);
        let mut names = Vec::new();
        for entry in fs::read_dir(dir)? {
            names.extend(entry?.file_name().into_string().ok().filter(|name| is_snapshot(name)));
        }
        Ok(names.into_iter().max().unwrap_or_default())
    }

    fn into_shelter(self) -> Result<Shelter, StoreError> {
        self.copy.take().ok_or(StoreError::Failed)
    }

    /// Makes another copy in the place of one that could not be read.
    fn renew(&self) -> Result<(), StoreError> {
        let mut other = Self::open_to_read(&self.dir)?;
        let old = (self.trees.take(), self.db.replace(other.db.get_mut().take()));
        let _ = guarded(|| {
            drop(old);
            Ok(())
        });
        self.copy.replace(other.copy.get_mut().take());
        Ok(())
    }

    /// Reads; once more from another copy when the first one failed.
    fn reading<T>(&self, mut read: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match read() {
            Err(_) if self.copy.borrow().is_some() => {
                self.renew()?;
                read().map_err(|error| told(&self.dir, error))
            }
            // A read that failed once looks like damage; one that is damaged fails again.
            Err(StoreError::Damaged(_)) => read().map_err(|error| told(&self.dir, error)),
            other => other,
        }
    }

    /// Makes sled take note, when the store is closed after a commit, of how far it has come.
    ///
    /// What lies behind that note sled drops without a word when a bit of it is damaged; what lies before is refused.
    /// For a store without a journal, which would tell.
    #[must_use]
    pub fn settling(mut self) -> Self {
        self.snapshot = Snapshot::AfterCommit;
        self
    }

    /// Says that this is not, or not yet, the store of a vault.
    #[must_use]
    pub(crate) fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Opens a copy without the look at its files; for the child process of `doctor` alone.
    pub(crate) fn open_copy(dir: &Path) -> Result<Self, StoreError> {
        Self::start(dir)
    }

    fn start(dir: &Path) -> Result<Self, StoreError> {
        let config = sled::Config::new().path(dir).cache_capacity(CACHE).flush_every_ms(None);
        // A handle just dropped in this process lets go of sled's own lock a moment later. Other processes are kept away
        // by the lock of the vault, before this.
        let mut left = TRIES;
        let db = loop {
            match guarded(|| config.open().map_err(StoreError::from)) {
                Err(StoreError::InUse) if left > 0 => {
                    left = left.saturating_sub(1);
                    std::thread::sleep(WAIT);
                }
                other => break other?,
            }
        };
        Ok(Self {
            db: RefCell::new(Some(db)),
            trees: RefCell::default(),
            dir: dir.to_owned(),
            failed: false,
            broken: false,
            snapshot: Snapshot::Later,
            apart: false,
            copy: RefCell::default(),
        })
    }

    fn db(&self) -> Result<sled::Db, StoreError> {
        self.db.borrow().clone().ok_or(StoreError::Failed)
    }

    /// Refuses a large batch that the disk has no room for.
    fn room(&self, batch: &Batch) -> Result<(), StoreError> {
        let bytes = |text: &[u8]| u64::try_from(text.len()).unwrap_or(u64::MAX);
        let sizes =
            batch.ops.iter().map(|((_, k), v)| bytes(k).saturating_add(v.as_deref().map_or(0, bytes)));
        let size = sizes.fold(0_u64, u64::saturating_add);
        // A system that cannot say how much is free will say no in its own way.
        let Some(free) = files::free(&self.dir) else { return Ok(()) };
        if size >= LARGE && free < size.saturating_add(size / 2).saturating_add(SEGMENTS) {
            return Err(StoreError::Full(io::ErrorKind::StorageFull.into()));
        }
        Ok(())
    }

    /// Makes the pages durable that are too large for sled's one file: it writes each into a file of its own and never
    /// syncs it. Chunks and records are kept small, so there is none as a rule.
    fn sync_blobs(&self) -> Result<(), StoreError> {
        let dir = self.dir.join("blobs");
        let mut some = false;
        for entry in fs::read_dir(&dir)? {
            match files::sync(&entry?.path()) {
                Ok(()) => {}
                // sled removes a page that it has replaced.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(e.into()),
            }
            some = true;
        }
        if some {
            sync_dir(&dir)?;
        }
        Ok(())
    }

    fn tree(&self, tree: Tree) -> Result<sled::Tree, StoreError> {
        let db = self.db()?;
        if let Some(open) = self.trees.borrow().get(&tree) {
            return Ok(open.clone());
        }
        let open = guarded(|| Ok(db.open_tree(tree.name())?))?;
        self.trees.borrow_mut().insert(tree, open.clone());
        Ok(open)
    }

    /// Opens a tree to read: one that is not there is not made.
    fn known_tree(&self, tree: Tree) -> Result<Option<sled::Tree>, StoreError> {
        if let Some(open) = self.trees.borrow().get(&tree) {
            return Ok(Some(open.clone()));
        }
        let name = tree.name();
        let known = self.db()?.tree_names().iter().any(|n| n.as_ref() == name.as_bytes());
        known.then(|| self.tree(tree)).transpose()
    }

    fn filled_trees(&self) -> Result<Vec<Tree>, StoreError> {
        let mut trees = Vec::new();
        for name in self.db()?.tree_names() {
            let text = std::str::from_utf8(&name).unwrap_or_default();
            match text.strip_prefix('t').map(|hex| u8::from_str_radix(hex, 16)) {
                Some(Ok(number)) if Tree(number).name() == text => trees.push(Tree(number)),
                _ if text == "__sled__default" => {}
                _ => return Err(StoreError::Damaged("a tree has an unknown name")),
            }
        }
        trees.sort();
        let mut filled = Vec::with_capacity(trees.len());
        for tree in trees {
            let known = self.tree(tree)?;
            if guarded(|| Ok(!known.is_empty()))? {
                filled.push(tree);
            }
        }
        Ok(filled)
    }

    fn write(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut names: Vec<Tree> = batch.ops.keys().map(|(tree, _)| *tree).collect();
        names.dedup();
        let trees = names.iter().map(|t| self.tree(*t)).collect::<Result<Vec<_>, _>>()?;
        let mut batches = vec![sled::Batch::default(); names.len()];
        for ((tree, key), value) in &batch.ops {
            let Some(part) = names.iter().position(|t| t == tree).and_then(|i| batches.get_mut(i)) else {
                continue;
            };
            match value {
                Some(value) => part.insert(key, value.as_slice()),
                None => part.remove(key),
            }
        }
        guarded(|| {
            trees
                .as_slice()
                .transaction(|views: &Vec<TransactionalTree>| {
                    for (view, part) in views.iter().zip(&batches) {
                        view.apply_batch(part)?;
                    }
                    Ok::<(), ConflictableTransactionError<()>>(())
                })
                .map_err(|e| match e {
                    TransactionError::Abort(()) => StoreError::Failed,
                    TransactionError::Storage(e) => e.into(),
                })
        })?;
        let db = self.db()?;
        guarded(|| db.flush().map(|_| ()).map_err(StoreError::from))?;
        self.sync_blobs()?;
        files::sync(&self.dir.join("db"))?;
        Ok(())
    }
}

impl Store for DiskStore {
    fn get(&self, tree: Tree, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        self.reading(|| {
            let Some(tree) = self.known_tree(tree)? else { return Ok(None) };
            guarded(|| Ok(tree.get(key)?.map(|v| v.to_vec())))
        })
    }

    fn scan(&self, tree: Tree, each: Each<'_>) -> Result<(), StoreError> {
        // A second try goes on where the first one broke off; what the caller refuses is no reason for one.
        let (mut last, mut refused) = (None::<Key>, None);
        self.reading(|| {
            let Some(tree) = self.known_tree(tree)? else { return Ok(()) };
            let from = last.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
            let mut rows = tree.range((from, Bound::Unbounded));
            while let Some(row) = guarded(|| rows.next().transpose().map_err(StoreError::from))? {
                let key =
                    row.0.as_ref().try_into().map_err(|_| StoreError::Damaged("a key is not 16 bytes"))?;
                if let Err(error) = each(key, &row.1) {
                    refused = Some(error);
                    break;
                }
                last = Some(key);
            }
            Ok(())
        })?;
        refused.map_or(Ok(()), Err)
    }

    fn trees(&self) -> Result<Vec<Tree>, StoreError> {
        self.reading(|| self.filled_trees())
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        if self.copy.borrow().is_some() {
            return Err(StoreError::ReadOnly(io::ErrorKind::ReadOnlyFilesystem.into()));
        }
        if self.failed {
            return Err(StoreError::Failed);
        }
        batch.check()?;
        if batch.ops.is_empty() {
            // sled panics on a transaction over no tree.
            return Ok(());
        }
        self.room(batch)?;
        let done = self.write(batch);
        if self.snapshot == Snapshot::AfterCommit {
            self.snapshot = Snapshot::Due;
        }
        match &done {
            Ok(()) if self.apart => {}
            Ok(()) => changed(),
            Err(error) => {
                self.failed = true;
                self.broken = matches!(error, StoreError::Damaged(_));
            }
        }
        done
    }
}

impl Drop for DiskStore {
    fn drop(&mut self) {
        let (db, trees, copy) = (self.db.take(), self.trees.take(), self.copy.take());
        if db.is_none() {
            return;
        }
        // After damage the destructor of sled could hang on what a panic left: the process ends soon enough.
        if self.broken {
            std::mem::forget((db, trees));
            return;
        }
        // A read can make sled move a page into a new file; what points to it is written and synced when sled ends.
        if copy.is_none() {
            let _ = self.sync_blobs();
        }
        // sled ends with a panic when its last sync fails.
        let closed = guarded(|| {
            drop((db, trees));
            Ok(())
        });
        // sled writes its snapshot when it opens.
        let settled = match self.snapshot {
            Snapshot::Due if !self.failed && closed.is_ok() => Self::open(&self.dir).map(drop),
            _ => Ok(()),
        };
        if copy.is_none() && (closed.is_err() || settled.is_err()) {
            TROUBLE.store(true, Ordering::Relaxed);
        }
    }
}

/// Tells a store that is damaged from a disk that does not read.
fn told(dir: &Path, error: StoreError) -> StoreError {
    match (shelter::readable(dir), error) {
        (Err(disk), StoreError::Damaged(_)) => disk.into(),
        (_, error) => error,
    }
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(e) if e.to_string().contains("could not acquire lock") => Self::InUse,
            sled::Error::Io(e) if e.raw_os_error().is_none() && e.kind() != io::ErrorKind::Other => e.into(),
            sled::Error::Io(e) => from_sled_io(e),
            sled::Error::Corruption { .. } => Self::Damaged("sled found a wrong checksum"),
            sled::Error::CollectionNotFound(_) => Self::Damaged("a tree is missing"),
            sled::Error::Unsupported(_) => Self::Damaged("the files are of another version of sled"),
            sled::Error::ReportableBug(_) => Self::Damaged("sled found its own state broken"),
        }
    }
}

/// sled wraps some failures into a text; what the system said is in the text then.
fn from_sled_io(error: io::Error) -> StoreError {
    if error.kind() == io::ErrorKind::NotFound {
        return StoreError::Damaged("a file of the store is missing");
    }
    if error.raw_os_error().is_some() {
        return error.into();
    }
    StoreError::Io(error)
}

/// Runs a call into sled, which panics on some damaged files, and turns a panic into an error.
fn guarded<T>(call: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    quietly(|| catch_unwind(AssertUnwindSafe(call)))
        .unwrap_or(Err(StoreError::Damaged("sled stopped in the middle")))
}

/// Looks at the files of a store without touching them.
pub(crate) fn look(dir: &Path) -> Result<(), StoreError> {
    let damaged = |what| Err(StoreError::Damaged(what));
    let meta = match fs::symlink_metadata(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return damaged("its folder is missing"),
        other => other?,
    };
    if !meta.is_dir() {
        return damaged("the store is not a folder");
    }
    let (mut conf, mut db, mut snap) = (false, false, false);
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let meta = fs::symlink_metadata(entry.path())?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { return damaged("a file has an unreadable name") };
        let filled = meta.is_file() && meta.len() > 0;
        match name {
            "conf" if filled => conf = true,
            "db" if filled => db = true,
            "conf" | "db" => return damaged("a file of the store is empty or not a file"),
            "blobs" if meta.is_dir() => {}
            _ if is_unfinished(name) && meta.is_file() => {}
            _ if is_snapshot(name) && filled => snap = true,
            _ if is_snapshot(name) => return damaged("a snapshot is empty or not a file"),
            _ => return damaged("there is a file that does not belong here (a conflicted copy?)"),
        }
    }
    match (conf, db, snap) {
        (false, ..) => damaged("the file conf is missing"),
        (_, false, _) => damaged("the file db is missing"),
        (.., false) => damaged("the snapshot is missing"),
        _ => Ok(()),
    }
}
