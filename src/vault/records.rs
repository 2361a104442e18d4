//! Reading and writing records: where each part of one lies is known here and in [`super::apart`] alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use zeroize::Zeroizing;

use crate::{
    base::{Id, Kept, Kind, Record, merge},
    roster::summary::Pieces,
    vault::{
        Change, Compartment, Projection, Receipt, Told, Vault, VaultError, Verb, apart,
        ledger::{Item, Ledger},
        lots,
        store::{Batch, StoreError},
        undo::{self, Deed},
    },
};

/// What is written into each compartment.
type Items = BTreeMap<Compartment, Vec<Item>>;

impl Vault {
    fn home(&self, kind: Kind) -> Compartment {
        apart::home(kind, self.pen.private())
    }

    /// Returns the compartments besides its own in which something of a kind lies, and which this identity opens.
    fn others(&self, kind: Kind) -> impl Iterator<Item = &Ledger> {
        apart::others(kind).iter().filter_map(|part| self.ledgers.get(part))
    }

    /// Opens a record: what of it this identity may read.
    ///
    /// # Errors
    /// [`VaultError::Missing`] and [`VaultError::Record`] when the store does not hold what was last written.
    pub fn record(&self, kind: Kind, id: &Id) -> Result<Option<Record>, VaultError> {
        let read = |ledger: &Ledger| {
            let plain = ledger.get(self.store.as_ref(), kind.number(), id)?;
            plain.map(|plain| apart::decode(*id, &plain)).transpose()
        };
        let Some(mut record) = read(self.ledger(self.home(kind))?)? else { return Ok(None) };
        for ledger in self.others(kind) {
            if let Some(part) = read(ledger)? {
                record = merge(&record, &part);
            }
        }
        Ok(Some(record))
    }

    /// Opens all records of a kind.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn records(&self, kind: Kind) -> Result<Vec<(Id, Record)>, VaultError> {
        let read = |ledger: &Ledger| {
            let all = ledger.all(self.store.as_ref(), kind.number())?.into_iter();
            all.map(|(id, plain)| Ok((id, apart::decode(id, &plain)?)))
                .collect::<Result<Vec<_>, VaultError>>()
        };
        let mut records = read(self.ledger(self.home(kind))?)?;
        for ledger in self.others(kind) {
            let parts: HashMap<Id, Record> = read(ledger)?.into_iter().collect();
            for (id, record) in &mut records {
                if let Some(part) = parts.get(id) {
                    *record = merge(record, part);
                }
            }
        }
        Ok(records)
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

    /// Returns what lists, filters and search need of the roster, without opening a record.
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
    pub fn people(&self) -> Result<impl Iterator<Item = (Id, Pieces<'_>)>, VaultError> {
        let person = Kind::Person.number();
        let part = |part| -> HashMap<Id, &[u8]> {
            let rows = self.ledgers.get(&part).into_iter().flat_map(|ledger| ledger.projection().rows());
            rows.filter(|row| row.kind == person).map(|row| (row.id, row.summary)).collect()
        };
        let (dues, organizing) = (part(Compartment::Dues), part(Compartment::Organizing));
        let rows = self.projection()?.rows().filter(move |row| row.kind == person);
        Ok(rows.map(move |row| {
            let (dues, organizing) = (dues.get(&row.id).copied(), organizing.get(&row.id).copied());
            (row.id, Pieces { roster: row.summary, dues, organizing })
        }))
    }

    /// Tells whether this identity opens a compartment.
    #[must_use]
    pub fn opens(&self, compartment: Compartment) -> bool {
        self.ledgers.contains_key(&compartment)
    }

    /// Refuses what needs a compartment that this identity does not open.
    ///
    /// # Errors
    /// [`VaultError::Closed`], [`VaultError::Slot`].
    pub fn must_open(&self, compartment: Compartment) -> Result<(), VaultError> {
        self.ledger(compartment).map(drop)
    }

    /// Saves changes: all of them, or none.
    ///
    /// # Durability
    /// On `Ok` the changes survive a power cut.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] and [`VaultError::Role`] before anything is written; [`VaultError::Store`] when the disk
    /// refuses, and then what was there stands.
    pub fn commit(&mut self, now_ms: u64, changes: Vec<Change>) -> Result<Receipt, VaultError> {
        self.commit_each(now_ms, changes.into_iter())
    }

    /// Saves changes as [`Vault::commit`] does; of very many only some are in memory at a time.
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn commit_each(
        &mut self,
        now_ms: u64,
        changes: impl ExactSizeIterator<Item = Change>,
    ) -> Result<Receipt, VaultError> {
        match self.rooms.clone() {
            Some(rooms) if changes.len() > lots::MANY => self.commit_many(&rooms, now_ms, changes),
            _ => self.commit_at_once(now_ms, changes.collect()),
        }
    }

    /// Saves changes in one transaction of the store.
    pub(super) fn commit_at_once(
        &mut self,
        now_ms: u64,
        changes: Vec<Change>,
    ) -> Result<Receipt, VaultError> {
        let mut items = Items::new();
        let pair: Option<[Id; 2]> = match changes.as_slice() {
            [one, other] => Some([one.id, other.id]),
            _ => None,
        };
        let stamp = self.stamp(now_ms);
        let touched: BTreeSet<Compartment> = changes
            .iter()
            .flat_map(|c| apart::others(c.kind).iter().copied().chain([self.home(c.kind)]))
            .collect();
        let touched = self.ledgers.iter_mut().filter(|(part, _)| touched.contains(part));
        touched.for_each(|(_, ledger)| ledger.index_now());
        for change in changes {
            let with = pair.and_then(|pair| pair.into_iter().find(|id| *id != change.id));
            let deed = Deed { stamp, verb: change.verb, with };
            self.part(change, deed, &mut items)?;
        }
        self.write(now_ms, items)
    }

    /// Adds what a change writes into each compartment. A part that is as it was is not written.
    fn part(&self, change: Change, deed: Deed, items: &mut Items) -> Result<(), VaultError> {
        let Change { kind, id, verb, record } = change;
        let (home, number) = (self.home(kind), kind.number());
        let mut parts: Vec<(Compartment, Vec<u8>)> = apart::split(kind, home, record)
            .into_iter()
            .map(|(part, record)| (part, record.encode()))
            .collect();
        // The part at home comes first: in the log of its compartment it is told, if anything changed there.
        parts.sort_by_key(|(part, _)| *part != home);
        if !apart::others(kind).is_empty() {
            let (mut is_known, mut as_it_was) = (false, BTreeSet::new());
            for (part, bytes) in &parts {
                let was = self.ledger(*part)?.get(self.store.as_ref(), number, &id)?;
                is_known |= *part == home && was.is_some();
                if was.as_ref().is_some_and(|was| **was == *bytes) {
                    as_it_was.insert(*part);
                } else if is_known && kind == Kind::Person {
                    let was = was.unwrap_or_else(|| Zeroizing::new(Record::default().encode()));
                    items.entry(*part).or_default().push(undo::keep(&id, &was, deed));
                }
            }
            let nothing_new = as_it_was.len() == parts.len();
            parts.retain(|(part, _)| if nothing_new { *part == home } else { !as_it_was.contains(part) });
        }
        let mut verb = Some(verb);
        for (part, bytes) in parts {
            items.entry(part).or_default().push(Item {
                kind: number,
                id,
                verb: verb.take(),
                bytes: Some(bytes),
            });
        }
        Ok(())
    }

    /// Writes an entry of the log and nothing else: what was handed over or sent, and to which public keys.
    ///
    /// A device that may write nowhere leaves no entry.
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
        let Some(desk) = self.pen.desk() else {
            return Ok(Receipt { generation: self.generation()?.0, journaled: true });
        };
        let missing = self.missing(desk);
        let ledger = self.ledgers.get_mut(&desk).ok_or(missing)?;
        let batch = ledger.prepare(now_ms, self.clock.last(), Vec::new(), changes, readers)?;
        self.through(&[desk], &batch)
    }

    /// Writes an entry of the log, and what the outbox must at least be from here on; no entry without a record.
    ///
    /// # Durability
    /// On `Ok` an older outbox is known for one, also after a power cut.
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn tell(&mut self, now_ms: u64, verb: Verb, ids: &[Id], told: Told) -> Result<Receipt, VaultError> {
        if let Some(ledger) = self.pen.desk().and_then(|desk| self.ledgers.get_mut(&desk)) {
            ledger.tell(told);
        }
        self.note(now_ms, verb, ids, &[])
    }

    /// Returns what the outbox must at least be.
    #[must_use]
    pub fn told(&self) -> Option<Told> {
        self.pen.desk().and_then(|desk| self.ledgers.get(&desk)).and_then(|ledger| ledger.root().told)
    }

    /// Writes into several compartments at once.
    fn write(&mut self, now_ms: u64, items: Items) -> Result<Receipt, VaultError> {
        for part in items.keys() {
            self.ledger(*part)?.sound()?;
            self.pen.may_write(*part)?;
        }
        let (mut batch, mut into) = (Batch::default(), Vec::with_capacity(items.len()));
        for (part, items) in items {
            let missing = self.missing(part);
            let ledger = self.ledgers.get_mut(&part).ok_or(missing)?;
            into.push(part);
            match ledger.prepare(now_ms, self.clock.last(), items, Vec::new(), &[]) {
                Ok(prepared) => batch.join(prepared),
                Err(error) => {
                    // What was prepared beside it is in memory and will be nowhere else.
                    if into.len() > 1 {
                        self.spoil(&into);
                    }
                    return Err(error);
                }
            }
        }
        self.through(&into, &batch)
    }

    pub(super) fn spoil(&mut self, into: &[Compartment]) {
        for part in into {
            if let Some(ledger) = self.ledgers.get_mut(part) {
                ledger.spoil();
            }
        }
    }

    /// Writes the first roots of an empty vault.
    pub(super) fn begin(&mut self) -> Result<(), VaultError> {
        self.write(0, Compartment::ALL.into_iter().map(|part| (part, Vec::new())).collect()).map(drop)
    }

    /// Takes a batch through the store, then into the journal.
    pub(super) fn through(&mut self, into: &[Compartment], batch: &Batch) -> Result<Receipt, VaultError> {
        // Only a full disk is a reason to refuse: a journal that cannot be written is written anew by the next writer.
        let room = match self.journal.as_ref().map(|j| j.reserve(batch).map_err(StoreError::from)) {
            Some(Err(full @ StoreError::Full(_))) => Err(full),
            _ => Ok(()),
        };
        if let Err(error) = room.and_then(|()| self.store.commit(batch)) {
            self.spoil(into);
            if let Some(journal) = &self.journal {
                journal.give_back();
            }
            return Err(error.into());
        }
        let journaled = match &mut self.journal {
            None => true,
            Some(journal) => journal.follow(batch, self.store.as_ref()).is_ok(),
        };
        Ok(Receipt { generation: self.remember(into), journaled })
    }

    /// Has the memory of this device know how far some compartments have come, and returns the farthest.
    pub(super) fn remember(&mut self, into: &[Compartment]) -> u64 {
        let mut generation = 0;
        for part in into {
            let Some(ledger) = self.ledgers.get(part) else { continue };
            generation = generation.max(ledger.root().generation);
            if let Some(recall) = &mut self.recall {
                // The commit is durable: a memory that is behind it is brought up to date by the next writer.
                let _ = recall.advance(*part, ledger.root());
            }
        }
        generation
    }
}
