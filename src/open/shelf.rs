//! The outbox of the vault, as the mail sees it: a shelf.

use crate::{
    base::Id,
    mail::ledger::{Name, Shelf, ShelfError, Write},
    vault::{Outbox, Told},
};

/// The outbox of the vault as a shelf.
pub struct VaultShelf {
    outbox: Outbox,
    now_ms: fn() -> u64,
}

impl Shelf for VaultShelf {
    fn get(&self, at: &Name) -> Result<Option<Vec<u8>>, ShelfError> {
        Ok(self.outbox.get(&Id(*at))?.map(|bytes| bytes.to_vec()))
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<(), ShelfError> {
        let writes = writes.into_iter().map(|(at, bytes)| (Id(at), bytes)).collect();
        Ok(self.outbox.commit((self.now_ms)(), writes)?)
    }

    fn begin_run(&mut self) -> Result<(), ShelfError> {
        Ok(self.outbox.begin_run((self.now_ms)())?)
    }

    fn end_run(&mut self) -> Result<(), ShelfError> {
        Ok(self.outbox.end_run((self.now_ms)())?)
    }

    fn in_doubt(&self) -> (u64, u64) {
        (self.outbox.doubtful(), (self.now_ms)())
    }
}

impl VaultShelf {
    /// Takes the outbox that a vault gave, and the clock.
    #[must_use]
    pub fn new(outbox: Outbox, now_ms: fn() -> u64) -> Self {
        Self { outbox, now_ms }
    }

    /// Takes no more: it was opened to be read.
    pub fn freeze(&self) {
        self.outbox.freeze();
    }

    /// Returns what the outbox is by now, to be told to the roster.
    #[must_use]
    pub fn now(&self) -> Told {
        self.outbox.now()
    }
}
