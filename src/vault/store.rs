//! What a vault asks of a store: get, scan, and one durable all-or-nothing commit. Two stores keep it
//! ([`crate::vault::memory`], [`crate::vault::disk`]); one contract suite runs on both.

use std::{collections::BTreeMap, io};

/// Largest value that a store takes: sled puts larger ones into files that it never syncs.
pub const LARGEST: usize = 64 * 1024;

/// An opaque key: 16 random or keyed-hashed bytes.
pub type Key = [u8; 16];

/// Kinds of records are 1 to this.
pub const KINDS: u8 = 31;
/// Kinds up to this lie behind the root, the log and the projection of their compartment; the later ones have rooms of their own.
const NARROW: u8 = 13;
/// How many roles come before the first kind: root, log, projection.
const BEFORE: u8 = 2;
/// How many compartments have rooms for the later kinds, and how far behind theirs each one is.
const WIDE: u8 = 3;
/// How many kinds a room holds.
const ROOM: u8 = 16;
/// How many rooms a compartment has, the first one among them.
const ROOMS: u8 = 3;

/// A tree of the store: the compartment in the upper half of the byte, the role in the lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tree(pub u8);

impl Tree {
    /// Returns the tree of a role of a compartment.
    #[must_use]
    pub const fn of(compartment: u8, role: u8) -> Self {
        Self((compartment << 4) | (role & 15))
    }

    /// Returns the tree of a kind of records in a compartment that has it.
    #[must_use]
    pub const fn of_kind(compartment: u8, kind: u8) -> Self {
        match kind.checked_sub(NARROW + 1) {
            Some(later) => {
                let rooms = (later / ROOM).saturating_add(1);
                Self::of(compartment.saturating_add(WIDE.saturating_mul(rooms)), later % ROOM)
            }
            None => Self::of(compartment, kind.saturating_add(BEFORE)),
        }
    }

    /// Returns how many kinds a compartment has: an outbox has no room for the later ones.
    #[must_use]
    pub const fn kinds(compartment: u8) -> u8 {
        if compartment < WIDE { KINDS } else { NARROW }
    }

    /// Tells whether this is the tree of a role, of whichever compartment: the later kinds have none but their own.
    #[must_use]
    pub const fn is_role(self, role: u8) -> bool {
        let room = self.0 >> 4;
        self.0 & 15 == role && (room < WIDE || room >= ROOMS * WIDE)
    }

    /// Returns the name on disk, which says nothing.
    #[must_use]
    pub fn name(self) -> String {
        format!("t{:02x}", self.0)
    }
}

/// Changes that become durable together or not at all.
#[derive(Default, Clone)]
pub struct Batch {
    pub(crate) ops: BTreeMap<(Tree, Key), Option<Vec<u8>>>,
}

impl Batch {
    /// Writes a value.
    pub fn put(&mut self, tree: Tree, key: Key, value: Vec<u8>) {
        self.ops.insert((tree, key), Some(value));
    }

    /// Deletes a key; one that is not there is no error.
    pub fn delete(&mut self, tree: Tree, key: Key) {
        self.ops.insert((tree, key), None);
    }

    /// Adds what another batch says.
    pub(crate) fn join(&mut self, other: Self) {
        self.ops.extend(other.ops);
    }

    /// Refuses a batch with a value above [`LARGEST`].
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        match self.ops.values().flatten().map(Vec::len).max() {
            Some(len) if len > LARGEST => Err(StoreError::TooLarge { len }),
            _ => Ok(()),
        }
    }
}

/// Why a store could not do what was asked. Holds no key and no value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A value above [`LARGEST`].
    #[error("a value of {len} bytes is above the limit of 65536")]
    TooLarge {
        /// Its length.
        len: usize,
    },
    /// The disk is full, or a limit on the size of files was reached.
    #[error("the disk is full")]
    Full(#[source] io::Error),
    /// The medium or the folder cannot be written.
    #[error("the medium is read-only")]
    ReadOnly(#[source] io::Error),
    /// The store's files are not whole.
    #[error("the store is damaged: {0}")]
    Damaged(&'static str),
    /// Another process holds the store.
    #[error("another process holds the store")]
    InUse,
    /// An earlier write failed; this handle writes no more until it is opened again.
    #[error("an earlier write failed, open the vault again")]
    Failed,
    /// Any other failure of the system.
    #[error("the store cannot be read or written")]
    Io(#[source] io::Error),
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full(error)
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly(error),
            _ => Self::Io(error),
        }
    }
}

/// A function that a scan calls for each key and value.
pub type Each<'a> = &'a mut dyn FnMut(Key, &[u8]) -> Result<(), StoreError>;

/// A store of opaque keys and sealed values.
pub trait Store: Send {
    /// Returns a value.
    ///
    /// # Errors
    /// When the store cannot be read or is damaged.
    fn get(&self, tree: Tree, key: &Key) -> Result<Option<Vec<u8>>, StoreError>;

    /// Calls `each` for every key of a tree, in the order of the keys, until it fails.
    ///
    /// # Errors
    /// What `each` returned, or when the store cannot be read or is damaged.
    fn scan(&self, tree: Tree, each: Each<'_>) -> Result<(), StoreError>;

    /// Returns the trees that hold something, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn trees(&self) -> Result<Vec<Tree>, StoreError>;

    /// Makes a batch durable: all of it, or nothing.
    ///
    /// # Durability
    /// On `Ok` the batch survives a power cut. On an error, what was there stands; after an error of the system the
    /// handle refuses further commits ([`StoreError::Failed`]).
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] before anything is written; otherwise what the system said.
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_of_each_compartment_has_a_tree_of_its_own() {
        let mut seen = BTreeSet::new();
        for compartment in 0..WIDE {
            seen.extend((0..=BEFORE).map(|role| Tree::of(compartment, role)));
            for kind in 1..=45 {
                let tree = Tree::of_kind(compartment, kind);
                assert!(seen.insert(tree), "{compartment} {kind} {}", tree.name());
                assert!((0..=BEFORE).all(|role| !tree.is_role(role)), "{compartment} {kind}");
            }
        }
        // Two outboxes, which have the first kinds alone.
        for outbox in [14, 15] {
            seen.extend((0..=BEFORE).map(|role| Tree::of(outbox, role)));
            assert!((1..=NARROW).all(|kind| seen.insert(Tree::of_kind(outbox, kind))));
            assert!(Tree::of(outbox, 0).is_role(0));
        }
        assert_eq!((Tree::of_kind(2, 14).name(), Tree::of_kind(1, 30).name()), ("t50".into(), "t70".into()));
    }
}
