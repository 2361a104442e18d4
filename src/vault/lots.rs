//! Many changes at once: lot by lot into a copy of the store, which then takes its place.
//!
//! sled keeps in memory, until a transaction ends, each version of each page that it touches: an import of 100,000 people took
//! more than a gigabyte so. The swing of the copy is the one moment at which all of them are saved, or none.

use crate::platform::files;
use crate::vault::{
    Change, Compartment, Receipt, Vault, VaultError,
    disk::{self, DiskStore},
    head::Rooms,
    memory::MemoryStore,
    repair::Another,
    store::Batch,
};

/// More changes than this are written in lots of as many.
pub(super) const MANY: usize = 2_000;

impl Vault {
    /// Saves many changes: all of them, or none.
    ///
    /// # Durability
    /// On `Ok` the changes survive a power cut; a fault before that leaves what was there.
    pub(super) fn commit_many(
        &mut self,
        rooms: &Rooms,
        now_ms: u64,
        changes: impl ExactSizeIterator<Item = Change>,
    ) -> Result<Receipt, VaultError> {
        let Another { store, made } = Another::copied(rooms, self.store.as_ref())?;
        let before = std::mem::replace(&mut self.store, Box::new(store));
        // Neither speaks of the copy before it is the store.
        let (journal, recall) = (self.journal.take(), self.recall.take());
        let done = self.lot_by_lot(now_ms, changes);
        // Open files cannot be renamed everywhere.
        drop(std::mem::replace(&mut self.store, Box::new(MemoryStore::new())));
        drop(before);
        let swung = done.and_then(|receipt| made.swing(rooms).map(|()| receipt));
        if swung.is_ok() {
            disk::changed();
        }
        let opened = DiskStore::open(&rooms.store()).map_err(VaultError::from);
        (self.journal, self.recall) = (journal, recall);
        let saved = swung.and_then(|receipt| {
            self.store = Box::new(opened?);
            Ok(receipt)
        });
        let Ok(receipt) = saved else {
            // The state in memory is that of the copy: this vault has to be opened anew.
            self.spoil(&Compartment::ALL);
            return saved;
        };
        let journaled = self.journal.as_mut().is_none_or(|journal| {
            journal.set_behind();
            journal.follow(&Batch::default(), self.store.as_ref()).is_ok()
        });
        self.remember(&Compartment::ALL);
        // What sled writes when it opens and when it is read is no promise, and is durable all the same before anything is said.
        files::sync(&rooms.store().join("db"))?;
        Ok(Receipt { journaled, ..receipt })
    }

    fn lot_by_lot(
        &mut self,
        now_ms: u64,
        mut changes: impl ExactSizeIterator<Item = Change>,
    ) -> Result<Receipt, VaultError> {
        loop {
            let lot: Vec<Change> = changes.by_ref().take(MANY).collect();
            let receipt = self.commit_at_once(now_ms, lot)?;
            if changes.len() == 0 {
                return Ok(receipt);
            }
        }
    }
}
