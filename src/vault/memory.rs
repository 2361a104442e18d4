//! A store in memory: for tests, and for the copy that is read from the journal when the disk cannot be used.

use std::collections::BTreeMap;

use crate::vault::store::{Batch, Each, Key, Store, StoreError, Tree};

/// Holds everything in a map; nothing outlives the process.
#[derive(Default, Clone)]
pub struct MemoryStore {
    map: BTreeMap<(Tree, Key), Vec<u8>>,
    read_only: bool,
}

impl MemoryStore {
    /// Returns an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Refuses commits from now on, as the medium that it stands for would.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Applies a batch that was checked when it was first committed.
    pub(crate) fn apply(&mut self, batch: &Batch) {
        for (at, value) in &batch.ops {
            match value {
                Some(value) => drop(self.map.insert(*at, value.clone())),
                None => drop(self.map.remove(at)),
            }
        }
    }
}

impl Store for MemoryStore {
    fn get(&self, tree: Tree, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.map.get(&(tree, *key)).cloned())
    }

    fn scan(&self, tree: Tree, each: Each<'_>) -> Result<(), StoreError> {
        for ((_, key), value) in self.map.range((tree, [0; 16])..=(tree, [0xff; 16])) {
            each(*key, value)?;
        }
        Ok(())
    }

    fn trees(&self) -> Result<Vec<Tree>, StoreError> {
        let mut trees: Vec<Tree> = self.map.keys().map(|(tree, _)| *tree).collect();
        trees.dedup();
        Ok(trees)
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        batch.check()?;
        if self.read_only {
            return Err(StoreError::ReadOnly(std::io::ErrorKind::ReadOnlyFilesystem.into()));
        }
        self.apply(batch);
        Ok(())
    }
}
