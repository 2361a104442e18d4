//! Records of a plan as bytes: as maps of registers a hundred thousand of them take three times the room.

use std::collections::BTreeMap;

use crate::base::{Id, Record};

/// One record.
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    pub(super) fn of(record: &Record) -> Self {
        Self(record.encode().into_boxed_slice())
    }

    /// The record again: it was written a moment ago by the same program.
    pub(super) fn open(&self) -> Record {
        Record::decode(&self.0).unwrap_or_default()
    }
}

/// The records of a plan, by their names.
#[derive(Default)]
pub struct Records(BTreeMap<Id, Packed>);

impl Records {
    /// Returns one of them.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<Record> {
        self.0.get(id).map(Packed::open)
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Id, Packed)> for Records {
    fn from_iter<T: IntoIterator<Item = (Id, Packed)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// Hands the records over, each opened when it is its turn.
pub struct Opened(std::collections::btree_map::IntoIter<Id, Packed>);

impl Iterator for Opened {
    type Item = (Id, Record);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(id, record)| (id, record.open()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Opened {}

impl IntoIterator for Records {
    type Item = (Id, Record);
    type IntoIter = Opened;

    fn into_iter(self) -> Opened {
        Opened(self.0.into_iter())
    }
}
