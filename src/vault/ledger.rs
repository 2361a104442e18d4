//! One compartment: sealed records, their projection, the log and the root, over a store that it is lent.
//!
//! A change is prepared as one batch ([`Ledger::prepare`]); the state in memory follows when the store has committed
//! it. Reading never trusts the store: each record must carry the tag that the projection, and so the root, knows.

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

use crate::{
    base::{Id, Kind},
    vault::{
        copies::Exchange,
        error::VaultError,
        key::{DataKeys, SecretKey},
        log::{self, LogEntry, Verb},
        pen::Pen,
        projection::{Index, Projection, Row},
        root::{self, Root, Sum, Told},
        seal::{self, Entropy, OVERHEAD, Place, STEP},
        store::{Batch, Key, LARGEST, Store, StoreError, Tree},
        tag::TurnTag,
    },
};

/// Largest record before sealing.
pub(crate) const MOST: usize = LARGEST - OVERHEAD - STEP;
/// How many are looked at to say how large all are.
const SAMPLE: u64 = 100;
const ROOT: u8 = 0;
const LOG: u8 = 1;
const PROJECTION: u8 = 2;
const ROOT_KEY: Key = [0; 16];

/// The keys of one turn, each for one use.
struct Derived {
    record: SecretKey,
    projection: SecretKey,
    log: SecretKey,
    root: SecretKey,
    sum: SecretKey,
    names: SecretKey,
}

impl Derived {
    fn of(data: &SecretKey) -> Self {
        Self {
            record: data.derive("records"),
            projection: data.derive("projection"),
            log: data.derive("log"),
            root: data.derive("root"),
            sum: data.derive("sum"),
            names: data.derive("names"),
        }
    }
}

/// How a record becomes a summary, by its kind.
pub(crate) type Summarise = fn(u8, &[u8]) -> Vec<u8>;

/// An entry of the log, and its bytes.
type Entry = (LogEntry, Zeroizing<Vec<u8>>);

/// A record that was opened.
pub(crate) type Opened = (Id, Zeroizing<Vec<u8>>);

/// One change to one record: new bytes, or none to remove it.
pub(crate) struct Item {
    pub(crate) kind: u8,
    pub(crate) id: Id,
    /// What the log says of it; `None` for a change that leaves no entry.
    pub(crate) verb: Option<Verb>,
    pub(crate) bytes: Option<Vec<u8>>,
}

/// What all values of a compartment have in common.
pub(crate) struct Setting {
    pub(crate) compartment: u8,
    pub(crate) pen: Pen,
    pub(crate) summarise: Summarise,
    pub(crate) entropy: Entropy,
}

/// What a compartment holds, opened: all that a turn of keys writes anew, and that a backup keeps of it.
pub(crate) struct Snapshot {
    /// Each record with its kind, those of a kind in the order in which they were added.
    pub(crate) records: Vec<(u8, Opened)>,
    /// The entries of the log, from the first.
    pub(crate) log: Vec<Zeroizing<Vec<u8>>>,
}

/// How a compartment is written anew.
pub(crate) struct Turned<'a> {
    pub(crate) setting: Setting,
    pub(crate) keys: &'a DataKeys,
    pub(crate) erased: &'a BTreeSet<Id>,
    pub(crate) now_ms: u64,
}

/// One thing that `doctor` found in a compartment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Flaw {
    /// A record is not there.
    Missing(Id),
    /// A record is not the one last written: older, swapped or changed.
    Changed(Id),
    /// There is a record that was never written here.
    Extra(Id),
    /// The records do not fit the root, and which one cannot be told.
    Records,
    /// An entry of the log is missing, changed or out of its chain.
    Log(u64),
    /// The log has entries that were never written here.
    LogExtra,
    /// The projection was absent or did not fit and has to be written anew.
    Projection,
}

/// One compartment.
pub(crate) struct Ledger {
    setting: Setting,
    keys: BTreeMap<u32, Derived>,
    turn: u32,
    root: Root,
    projection: Projection,
    index: Option<Index>,
    tags: BTreeMap<u32, [u8; 16]>,
    rebuilt: bool,
    spoiled: bool,
}

impl Ledger {
    /// Starts an empty compartment; nothing is written before the first commit.
    pub(crate) fn empty(setting: Setting, data: &DataKeys) -> Self {
        Self {
            root: Root::empty(),
            setting,
            keys: data.all().map(|(turn, key)| (turn.number(), Derived::of(key))).collect(),
            turn: data.turn().number(),
            projection: Projection::default(),
            index: None,
            tags: BTreeMap::new(),
            rebuilt: false,
            spoiled: false,
        }
    }

    /// Opens a compartment and checks what the root says of it.
    pub(crate) fn load(setting: Setting, data: &DataKeys, store: &dyn Store) -> Result<Self, VaultError> {
        let mut ledger = Self::load_root(setting, data, store)?;
        if !ledger.load_projection(store)? {
            ledger.rebuild(store)?;
        }
        Ok(ledger)
    }

    /// Opens a compartment to write in its log alone: it knows of no record.
    pub(crate) fn load_root(
        setting: Setting,
        data: &DataKeys,
        store: &dyn Store,
    ) -> Result<Self, VaultError> {
        let mut ledger = Self::empty(setting, data);
        let sealed = store.get(ledger.tree(ROOT), &ROOT_KEY)?.ok_or(VaultError::NoRoot)?;
        let plain =
            ledger.open(ledger.tree(ROOT), &ROOT_KEY, &sealed, |k| &k.root).map_err(|_| VaultError::Root)?;
        let (body, signature) = root::parted(&plain).ok_or(VaultError::Root)?;
        let root = Root::decode(body).ok_or(VaultError::Root)?;
        let Setting { compartment, pen, .. } = &ledger.setting;
        let ours = root.heads == pen.heads() && root.turn.number() == ledger.turn;
        if !ours || !pen.counts(*compartment, root.signer, body, signature) {
            return Err(VaultError::RootForged);
        }
        ledger.root = root;
        Ok(ledger)
    }

    /// Tells whether a store holds the root of a compartment, whoever can open it.
    pub(crate) fn is_begun(compartment: u8, store: &dyn Store) -> Result<bool, VaultError> {
        Ok(store.get(Tree::of(compartment, ROOT), &ROOT_KEY)?.is_some())
    }

    fn load_projection(&mut self, store: &dyn Store) -> Result<bool, VaultError> {
        let mut sum = Sum::default();
        for number in 0..self.root.chunks {
            let name = self.name(b"chunk", u64::from(number))?;
            let Some(sealed) = store.get(self.tree(PROJECTION), &name)? else { return Ok(false) };
            let tag = seal::tag(&sealed);
            sum.toggle(&self.current()?.sum, &[b"chunk", &number.to_be_bytes(), &tag]);
            self.tags.insert(number, tag);
            let Ok(plain) = self.open(self.tree(PROJECTION), &name, &sealed, |k| &k.projection) else {
                return Ok(false);
            };
            if self.projection.push_chunk(plain).is_none() {
                return Ok(false);
            }
        }
        Ok(sum == self.root.projection && self.projection.len() as u64 == self.root.count)
    }

    /// Makes the projection anew from the records, which must fit the root.
    fn rebuild(&mut self, store: &dyn Store) -> Result<(), VaultError> {
        let (mut projection, mut index, mut sum) = (Projection::default(), Index::default(), Sum::default());
        for kind in self.kinds() {
            let mut rows = Vec::new();
            store.scan(self.kind_tree(kind), &mut |key, sealed| {
                rows.push((key, sealed.to_vec()));
                Ok(())
            })?;
            for (key, sealed) in rows {
                let id = Id(key);
                let plain = self.open_record(kind, &id, &sealed)?;
                let tag = seal::tag(&sealed);
                sum.toggle(&self.current()?.sum, &[&[kind], &key, &tag]);
                let summary = (self.setting.summarise)(kind, &plain);
                let row = Row { kind, id, tag, summary: &summary };
                projection.put(&mut index, row).map_err(|_| VaultError::TooLong { id })?;
            }
        }
        if sum != self.root.records || projection.len() as u64 != self.root.count {
            return Err(VaultError::Records);
        }
        (self.projection, self.index, self.rebuilt) = (projection, Some(index), true);
        Ok(())
    }

    fn tree(&self, role: u8) -> Tree {
        Tree::of(self.setting.compartment, role)
    }

    /// The kinds that this compartment can hold.
    fn kinds(&self) -> std::ops::RangeInclusive<u8> {
        1..=Tree::kinds(self.setting.compartment)
    }

    fn kind_tree(&self, kind: u8) -> Tree {
        Tree::of_kind(self.setting.compartment, kind)
    }

    fn current(&self) -> Result<&Derived, VaultError> {
        self.keys.get(&self.turn).ok_or(VaultError::NoKey)
    }

    /// Returns the opaque name of a chunk or an entry of the log.
    fn name(&self, what: &[u8], number: u64) -> Result<Key, VaultError> {
        let mut hasher = blake3::Hasher::new_keyed(self.current()?.names.bytes());
        hasher.update(what).update(&number.to_be_bytes());
        hasher.finalize().as_bytes().first_chunk::<16>().copied().ok_or(VaultError::NoKey)
    }

    fn seal(
        &self,
        tree: Tree,
        key: &Key,
        plain: &[u8],
        with: fn(&Derived) -> &SecretKey,
    ) -> Result<Vec<u8>, VaultError> {
        let place = Place { vault: self.setting.pen.vault(), tree, id: key };
        Ok(seal::seal(with(self.current()?), self.turn, place, plain, self.setting.entropy)?)
    }

    fn open(
        &self,
        tree: Tree,
        key: &Key,
        sealed: &[u8],
        with: fn(&Derived) -> &SecretKey,
    ) -> Result<Zeroizing<Vec<u8>>, seal::Unsealable> {
        let place = Place { vault: self.setting.pen.vault(), tree, id: key };
        seal::open(|turn| self.keys.get(&turn).map(with), place, sealed)
    }

    fn open_record(&self, kind: u8, id: &Id, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.open(self.kind_tree(kind), &id.0, sealed, |k| &k.record)
            .map_err(|_| VaultError::Record { id: *id })
    }

    /// Returns what the root says.
    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    /// Has the next commit say what the outbox must at least be.
    pub(crate) fn tell(&mut self, told: Told) {
        self.root.told = Some(told);
    }

    /// Has the next commit count on from a number that was reached elsewhere.
    pub(crate) fn lift(&mut self, generation: u64) {
        self.root.generation = self.root.generation.max(generation);
    }

    /// Returns the rows, which the root vouches for.
    pub(crate) fn projection(&self) -> &Projection {
        &self.projection
    }

    /// Opens a record, if there is one.
    pub(crate) fn get(
        &self,
        store: &dyn Store,
        kind: u8,
        id: &Id,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        self.sound()?;
        let row = match &self.index {
            Some(index) => self.projection.row_in(index, id),
            None => self.projection.row(id),
        };
        match row {
            Some(row) if row.kind == kind => Ok(Some(self.fetch(store, kind, id, &row.tag)?)),
            _ => Ok(None),
        }
    }

    /// Prepares for many records to be opened, each without a search through all rows.
    pub(crate) fn indexed(mut self) -> Self {
        self.index_now();
        self
    }

    /// As [`Ledger::indexed`]; the next change needs it too.
    pub(crate) fn index_now(&mut self) {
        self.index.get_or_insert_with(|| self.projection.index());
    }

    /// Opens every record of a kind.
    pub(crate) fn all(&self, store: &dyn Store, kind: u8) -> Result<Vec<Opened>, VaultError> {
        self.sound()?;
        let rows = self.projection.rows().filter(|row| row.kind == kind);
        rows.map(|row| Ok((row.id, self.fetch(store, kind, &row.id, &row.tag)?))).collect()
    }

    fn fetch(
        &self,
        store: &dyn Store,
        kind: u8,
        id: &Id,
        tag: &[u8; 16],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let sealed = store.get(self.kind_tree(kind), &id.0)?.ok_or(VaultError::Missing { id: *id })?;
        if seal::tag(&sealed) != *tag {
            return Err(VaultError::Record { id: *id });
        }
        self.open_record(kind, id, &sealed)
    }

    /// Makes the batch of a change: records, projection, log and root together.
    ///
    /// The state in memory is already the new one; when the batch does not get through, [`Ledger::spoil`] it.
    pub(crate) fn prepare(
        &mut self,
        now_ms: u64,
        clock: u64,
        items: Vec<Item>,
        notes: Vec<(Verb, Id)>,
        readers: &[String],
    ) -> Result<Batch, VaultError> {
        for item in &items {
            let len = item.bytes.as_ref().map_or(0, Vec::len);
            if len > MOST {
                return Err(VaultError::TooLarge { id: item.id, len });
            }
            if !self.kinds().contains(&item.kind) {
                return Err(VaultError::Record { id: item.id });
            }
        }
        self.sound()?;
        let mut batch = Batch::default();
        // A batch of notes alone changes no row.
        let mut index = match self.index.take() {
            None if items.is_empty() => None,
            known => Some(known.unwrap_or_else(|| self.projection.index())),
        };
        // Until everything is in place a failure below must not leave a state that looks whole.
        self.spoiled = true;
        self.root.generation = self.root.generation.saturating_add(1);
        self.root.time_ms = now_ms;
        self.root.clock = clock;
        let changes: Vec<_> = items.iter().filter_map(|i| Some((i.verb?, i.id))).chain(notes).collect();
        let mut touched = std::collections::BTreeSet::new();
        for item in items {
            let Some(index) = &mut index else { break };
            touched.extend(self.place(&mut batch, index, item)?);
        }
        self.write_log(&mut batch, now_ms, &changes, readers)?;
        self.write_projection(&mut batch, touched)?;
        let root = self.sealed_root()?;
        batch.put(self.tree(ROOT), ROOT_KEY, root);
        batch.check()?;
        (self.index, self.spoiled) = (index, false);
        Ok(batch)
    }

    /// Signs the root as it is, and seals it.
    fn sealed_root(&mut self) -> Result<Vec<u8>, VaultError> {
        let Setting { compartment, pen, .. } = &self.setting;
        (self.root.signer, self.root.heads) = (pen.device(), pen.heads());
        self.root.turn = TurnTag(self.turn.to_be_bytes());
        let mut bytes = self.root.encode();
        let signature = pen.sign(*compartment, &bytes);
        bytes.extend_from_slice(&signature);
        self.seal(self.tree(ROOT), &ROOT_KEY, &bytes, |k| &k.root)
    }

    /// Names this copy of the vault, from the next commit on.
    pub(crate) fn set_replica(&mut self, replica: [u8; 8]) {
        self.root.replica = replica;
    }

    /// Has the next commit say how far this copy and the others have come.
    pub(crate) fn set_exchange(&mut self, exchange: Option<Exchange>) {
        self.root.sync = exchange;
    }

    /// Returns what was changed here after an entry of the log; what came from other copies was changed there.
    pub(crate) fn touched_since(&self, store: &dyn Store, from: u64) -> Result<Vec<Id>, VaultError> {
        let mut out = Vec::new();
        for number in from.saturating_add(1)..=self.root.log_len {
            let name = self.name(b"log", number)?;
            let sealed = store.get(self.tree(LOG), &name)?.ok_or(VaultError::Log { number })?;
            let plain = self
                .open(self.tree(LOG), &name, &sealed, |k| &k.log)
                .map_err(|_| VaultError::Log { number })?;
            let entry = LogEntry::decode(&plain).filter(|entry| entry.number == number);
            let changes = entry.ok_or(VaultError::Log { number })?.changes.into_iter();
            out.extend(changes.filter(|(verb, _)| *verb != Verb::Received).map(|(_, id)| id));
        }
        Ok(out)
    }

    /// Tells whether what is in memory may still be believed.
    ///
    /// # Errors
    /// [`StoreError::Failed`] after a batch that did not get through.
    pub(crate) fn sound(&self) -> Result<(), VaultError> {
        if self.spoiled { Err(StoreError::Failed.into()) } else { Ok(()) }
    }

    /// Refuses further work: the batch did not get through, so memory and store may differ.
    pub(crate) fn spoil(&mut self) {
        self.spoiled = true;
    }

    fn place(&mut self, batch: &mut Batch, index: &mut Index, item: Item) -> Result<Vec<usize>, VaultError> {
        let Item { kind, id, bytes, .. } = item;
        let old = self.projection.row_in(index, &id).map(|row| (row.kind, row.tag));
        if let Some((old_kind, tag)) = old {
            let key = &self.keys.get(&self.turn).ok_or(VaultError::NoKey)?.sum;
            self.root.records.toggle(key, &[&[old_kind], &id.0, &tag]);
            self.root.count = self.root.count.saturating_sub(1);
            if old_kind != kind || bytes.is_none() {
                batch.delete(self.kind_tree(old_kind), id.0);
            }
        }
        let Some(bytes) = bytes.map(Zeroizing::new) else {
            return Ok(self.projection.remove(index, &id).into_iter().collect());
        };
        let sealed = self.seal(self.kind_tree(kind), &id.0, &bytes, |k| &k.record)?;
        let tag = seal::tag(&sealed);
        let key = &self.keys.get(&self.turn).ok_or(VaultError::NoKey)?.sum;
        self.root.records.toggle(key, &[&[kind], &id.0, &tag]);
        self.root.count = self.root.count.saturating_add(1);
        batch.put(self.kind_tree(kind), id.0, sealed);
        let summary = Zeroizing::new((self.setting.summarise)(kind, &bytes));
        let row = Row { kind, id, tag, summary: &summary };
        self.projection.put(index, row).map_err(|_| VaultError::TooLong { id })
    }

    fn write_log(
        &mut self,
        batch: &mut Batch,
        time_ms: u64,
        changes: &[(Verb, Id)],
        readers: &[String],
    ) -> Result<(), VaultError> {
        for part in changes.chunks(log::MOST) {
            let entry = LogEntry {
                number: self.root.log_len.saturating_add(1),
                before: self.root.log_head,
                time_ms,
                device: self.setting.pen.device(),
                generation: self.root.generation,
                changes: part.to_vec(),
                readers: readers.to_vec(),
            };
            let bytes = entry.encode();
            let name = self.name(b"log", entry.number)?;
            batch.put(self.tree(LOG), name, self.seal(self.tree(LOG), &name, &bytes, |k| &k.log)?);
            (self.root.log_len, self.root.log_head) = (entry.number, LogEntry::link(&bytes));
        }
        Ok(())
    }

    /// Seals the chunks that changed, or all of them when the projection had to be rebuilt.
    fn write_projection(
        &mut self,
        batch: &mut Batch,
        mut touched: std::collections::BTreeSet<usize>,
    ) -> Result<(), VaultError> {
        if self.rebuilt {
            touched = (0..self.projection.chunks().len()).collect();
        } else if touched.is_empty() {
            return Ok(());
        }
        let key = self.current()?.sum.clone();
        let mut sum = if self.rebuilt { Sum::default() } else { self.root.projection };
        let mut tags = if self.rebuilt { BTreeMap::new() } else { std::mem::take(&mut self.tags) };
        for (number, chunk) in self.projection.chunks().enumerate() {
            if !touched.contains(&number) {
                continue;
            }
            let number32 = u32::try_from(number).map_err(|_| VaultError::NoKey)?;
            let name = self.name(b"chunk", u64::from(number32))?;
            let sealed = self.seal(self.tree(PROJECTION), &name, chunk, |k| &k.projection)?;
            let tag = seal::tag(&sealed);
            if let Some(old) = tags.insert(number32, tag) {
                sum.toggle(&key, &[b"chunk", &number32.to_be_bytes(), &old]);
            }
            sum.toggle(&key, &[b"chunk", &number32.to_be_bytes(), &tag]);
            batch.put(self.tree(PROJECTION), name, sealed);
        }
        self.root.chunks = u32::try_from(self.projection.chunks().len()).map_err(|_| VaultError::NoKey)?;
        (self.root.projection, self.rebuilt) = (sum, false);
        self.tags = tags;
        Ok(())
    }

    /// Returns the log, from the first entry; each entry must be in its place in the chain.
    pub(crate) fn log(&self, store: &dyn Store) -> Result<Vec<LogEntry>, VaultError> {
        let mut out = Vec::new();
        let mut before = [0; 32];
        for number in 1..=self.root.log_len {
            let (entry, plain) = self.entry(store, number, before)?.ok_or(VaultError::Log { number })?;
            before = LogEntry::link(&plain);
            out.push(entry);
        }
        if before == self.root.log_head {
            Ok(out)
        } else {
            Err(VaultError::Log { number: self.root.log_len })
        }
    }

    fn entry(&self, store: &dyn Store, number: u64, before: [u8; 32]) -> Result<Option<Entry>, VaultError> {
        let name = self.name(b"log", number)?;
        let Some(sealed) = store.get(self.tree(LOG), &name)? else { return Ok(None) };
        let Ok(plain) = self.open(self.tree(LOG), &name, &sealed, |k| &k.log) else { return Ok(None) };
        let entry = LogEntry::decode(&plain).filter(|e| e.number == number && e.before == before);
        Ok(entry.map(|entry| (entry, plain)))
    }

    /// Opens everything that the compartment holds.
    pub(crate) fn snapshot(&self, store: &dyn Store) -> Result<Snapshot, VaultError> {
        let (mut records, mut log, mut before) = (Vec::new(), Vec::new(), [0; 32]);
        for kind in self.kinds() {
            records.extend(self.all(store, kind)?.into_iter().map(|opened| (kind, opened)));
        }
        for number in 1..=self.root.log_len {
            let (_, plain) = self.entry(store, number, before)?.ok_or(VaultError::Log { number })?;
            before = LogEntry::link(&plain);
            log.push(plain);
        }
        Ok(Snapshot { records, log })
    }

    /// Makes a compartment that holds this, and goes on from a root: commits, clock, replica. The log becomes its own.
    ///
    /// The batch is for an empty store.
    pub(crate) fn filled(
        setting: Setting,
        keys: &DataKeys,
        snapshot: Snapshot,
        from: &Root,
        now_ms: u64,
    ) -> Result<(Self, Batch), VaultError> {
        let mut made = Self::empty(setting, keys);
        made.root = Root { records: Sum::default(), projection: Sum::default(), ..from.clone() };
        (made.root.count, made.root.chunks) = (0, 0);
        made.root.log_len = snapshot.log.len() as u64;
        made.root.log_head = snapshot.log.last().map_or([0; 32], |last| LogEntry::link(last));
        let item = |(kind, (id, mut plain)): (u8, Opened)| Item {
            kind,
            id,
            verb: None,
            bytes: Some(std::mem::take(&mut *plain)),
        };
        let items = snapshot.records.into_iter().map(item).collect();
        let mut batch = made.prepare(now_ms, from.clock, items, Vec::new(), &[])?;
        for (number, bytes) in (1_u64..).zip(snapshot.log) {
            let name = made.name(b"log", number)?;
            batch.put(made.tree(LOG), name, made.seal(made.tree(LOG), &name, &bytes, |k| &k.log)?);
        }
        Ok((made, batch))
    }

    /// Makes the same compartment under other keys: all records but the erased ones and what was kept of earlier states, and the
    /// log, which keeps no name of those erased.
    ///
    /// The batch is for an empty store.
    pub(crate) fn turned(&self, store: &dyn Store, turned: Turned<'_>) -> Result<(Self, Batch), VaultError> {
        let Turned { setting, keys, erased, now_ms } = turned;
        let mut snapshot = self.snapshot(store)?;
        // What was edited away is left behind.
        snapshot.records.retain(|(kind, (id, _))| *kind != Kind::Before.number() && !erased.contains(id));
        let mut head = [0; 32];
        for (number, bytes) in (1_u64..).zip(&mut snapshot.log) {
            let mut entry = LogEntry::decode(bytes).ok_or(VaultError::Log { number })?;
            entry.before = head;
            for (_, id) in entry.changes.iter_mut().filter(|(_, id)| erased.contains(id)) {
                *id = Id([0; 16]);
            }
            *bytes = Zeroizing::new(entry.encode());
            head = LogEntry::link(bytes);
        }
        Self::filled(setting, keys, snapshot, &self.root, now_ms)
    }

    /// Returns about how many bytes this compartment has in the store, by a sample of its records and of its log.
    pub(crate) fn about(&self, store: &dyn Store) -> Result<u64, VaultError> {
        let size = |tree, key: &Key| Ok::<_, VaultError>(store.get(tree, key)?.map_or(0, |v| v.len() as u64));
        let step = usize::try_from(self.root.count / SAMPLE).unwrap_or_default().max(1);
        let records =
            self.projection.rows().step_by(step).map(|row| size(self.kind_tree(row.kind), &row.id.0));
        let step = usize::try_from(self.root.log_len / SAMPLE).unwrap_or_default().max(1);
        let entries = (1..=self.root.log_len).step_by(step);
        let entries = entries.map(|number| size(self.tree(LOG), &self.name(b"log", number)?));
        let chunks = self.projection.chunks().map(|chunk| chunk.len() as u64).sum::<u64>();
        let records = about(records, self.root.count)?;
        Ok(chunks.saturating_add(records).saturating_add(about(entries, self.root.log_len)?))
    }

    /// Opens everything and says what does not fit.
    pub(crate) fn verify(&self, store: &dyn Store) -> Result<Vec<Flaw>, VaultError> {
        let mut flaws = Vec::new();
        if self.rebuilt {
            flaws.push(Flaw::Projection);
        }
        let mut known = std::collections::BTreeSet::new();
        let (mut sum, mut count) = (Sum::default(), 0_u64);
        for row in self.projection.rows() {
            known.insert((row.kind, row.id));
            sum.toggle(&self.current()?.sum, &[&[row.kind], &row.id.0, &row.tag]);
            count = count.saturating_add(1);
            match self.fetch(store, row.kind, &row.id, &row.tag) {
                Ok(plain) if (self.setting.summarise)(row.kind, &plain) == row.summary => {}
                Ok(_) => flaws.push(Flaw::Projection),
                Err(VaultError::Missing { id }) => flaws.push(Flaw::Missing(id)),
                Err(VaultError::Record { id }) => flaws.push(Flaw::Changed(id)),
                Err(other) => return Err(other),
            }
        }
        if sum != self.root.records || count != self.root.count {
            flaws.push(Flaw::Records);
        }
        for kind in self.kinds() {
            store.scan(self.kind_tree(kind), &mut |key, _| {
                if !known.contains(&(kind, Id(key))) {
                    flaws.push(Flaw::Extra(Id(key)));
                }
                Ok(())
            })?;
        }
        self.verify_log(store, &mut flaws)?;
        flaws.sort_unstable();
        flaws.dedup();
        Ok(flaws)
    }

    fn verify_log(&self, store: &dyn Store, flaws: &mut Vec<Flaw>) -> Result<(), VaultError> {
        let mut before = [0; 32];
        for number in 1..=self.root.log_len {
            let Some((_, plain)) = self.entry(store, number, before)? else {
                flaws.push(Flaw::Log(number));
                return Ok(());
            };
            before = LogEntry::link(&plain);
        }
        if before != self.root.log_head {
            flaws.push(Flaw::Log(self.root.log_len));
        }
        let mut entries = 0_u64;
        store.scan(self.tree(LOG), &mut |_, _| {
            entries = entries.saturating_add(1);
            Ok(())
        })?;
        if entries != self.root.log_len {
            flaws.push(Flaw::LogExtra);
        }
        Ok(())
    }
}

/// Takes the sizes of some for those of all, each with its key.
fn about(sizes: impl Iterator<Item = Result<u64, VaultError>>, all: u64) -> Result<u64, VaultError> {
    let (mut sum, mut some) = (0_u64, 0_u64);
    for size in sizes {
        (sum, some) = (sum.saturating_add(size?).saturating_add(64), some.saturating_add(1));
    }
    Ok(sum.saturating_mul(all).checked_div(some).unwrap_or_default())
}

/// Tells whether a tree holds a projection, which can always be made anew.
pub(crate) const fn is_projection(tree: Tree) -> bool {
    tree.is_role(PROJECTION)
}

/// Tells whether a tree holds the root of a compartment.
pub(crate) const fn is_root(tree: Tree) -> bool {
    tree.is_role(ROOT)
}
