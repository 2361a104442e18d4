//! Values of the outbox side by side in leaves: many small values under one seal.
//!
//! A campaign has two values for each member, and most are far smaller than what a record costs: its seal and padding, its row in
//! the projection, its place in sled. So values lie in leaves, as in a B-tree: a leaf holds those from its own name up to the
//! name of the next leaf. Who goes through a campaign in the order of sending opens each leaf once.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use zeroize::Zeroizing;

use crate::{
    base::Id,
    vault::{error::VaultError, ledger, run::Fresh},
};

/// A leaf takes values up to this many bytes; one that is larger lies alone. sled keeps some hundred pages in memory,
/// however large they are, and sixteen leaves to a page: with small ones its memory stays small.
const FULL: usize = 1024;
/// Bytes of a row before its value: name and length.
const HEAD: usize = 16 + 4;
/// The longest value.
pub(super) const MOST: usize = ledger::MOST - HEAD;
/// The first leaf holds all that lies before the second.
const FIRST: Id = Id([0; 16]);
/// How many opened leaves are kept: a run has its place in two or three at a time.
const RECENT: usize = 8;

/// The bytes of a leaf.
type Bytes = Zeroizing<Vec<u8>>;

/// The names of all leaves, and the last few that were opened.
#[derive(Default)]
pub(super) struct Leaves {
    names: BTreeSet<Id>,
    recent: RefCell<Vec<(Id, Bytes)>>,
}

impl Leaves {
    /// Knows the leaves of these names.
    pub(super) fn new(names: impl Iterator<Item = Id>) -> Self {
        Self { names: names.collect(), recent: RefCell::default() }
    }

    /// Names the leaf that a value is in, or would be in.
    fn of(&self, id: &Id) -> Id {
        self.names.range(..=*id).next_back().copied().unwrap_or(FIRST)
    }

    /// Returns a value; `load` opens a leaf.
    ///
    /// # Errors
    /// Those of `load`; [`VaultError::Record`] for a leaf that is not made of whole rows.
    pub(super) fn get(
        &self,
        id: &Id,
        load: impl Fn(&Id) -> Result<Option<Bytes>, VaultError>,
    ) -> Result<Option<Bytes>, VaultError> {
        let leaf = self.of(id);
        let mut recent = self.recent.borrow_mut();
        if !recent.iter().any(|(name, _)| *name == leaf) {
            let Some(bytes) = load(&leaf)? else { return Ok(None) };
            if recent.len() >= RECENT {
                recent.remove(0);
            }
            recent.push((leaf, bytes));
        }
        let Some((_, bytes)) = recent.iter().find(|(name, _)| *name == leaf) else { return Ok(None) };
        let mut rows = Rows { rest: bytes };
        let found = rows.find(|(name, _)| name == id).map(|(_, value)| Zeroizing::new(value.to_vec()));
        if found.is_none() && !rows.rest.is_empty() {
            Err(VaultError::Record { id: leaf })
        } else {
            Ok(found)
        }
    }

    /// Returns which leaves change with some values, each with its new bytes or its end.
    ///
    /// # Errors
    /// As [`Leaves::get`].
    pub(super) fn changed(
        &self,
        values: &Fresh,
        load: impl Fn(&Id) -> Result<Option<Bytes>, VaultError>,
    ) -> Result<Vec<(Id, Option<Bytes>)>, VaultError> {
        let mut parts: BTreeMap<Id, Vec<(&Id, &Option<Bytes>)>> = BTreeMap::new();
        for (id, value) in values {
            parts.entry(self.of(id)).or_default().push((id, value));
        }
        let mut out = Vec::new();
        for (leaf, part) in parts {
            let old = load(&leaf)?;
            let mut rows = Rows { rest: old.as_ref().map_or(&[], |bytes| bytes.as_slice()) };
            let mut all: BTreeMap<Id, &[u8]> = rows.by_ref().collect();
            if !rows.rest.is_empty() {
                return Err(VaultError::Record { id: leaf });
            }
            for (id, value) in part {
                match value {
                    Some(value) => drop(all.insert(*id, value)),
                    None => drop(all.remove(id)),
                }
            }
            let pieces = pieces(&all);
            if pieces.is_empty() && old.is_some() {
                out.push((leaf, None));
            }
            for (n, (first, bytes)) in pieces.into_iter().enumerate() {
                out.push((if n == 0 { leaf } else { first }, Some(bytes)));
            }
        }
        Ok(out)
    }

    /// Keeps what [`Leaves::changed`] has told, once the store knows it.
    pub(super) fn follow(&mut self, changes: impl Iterator<Item = (Id, bool)>) {
        self.recent.borrow_mut().clear();
        for (leaf, there) in changes {
            if there {
                self.names.insert(leaf);
            } else {
                self.names.remove(&leaf);
            }
        }
    }
}

/// Returns the values of a leaf.
///
/// # Errors
/// [`VaultError::Record`] for a leaf that is not made of whole rows.
pub(super) fn values(leaf: Id, bytes: &[u8]) -> Result<Vec<(Id, Bytes)>, VaultError> {
    let mut rows = Rows { rest: bytes };
    let out = rows.by_ref().map(|(id, value)| (id, Zeroizing::new(value.to_vec()))).collect();
    if rows.rest.is_empty() { Ok(out) } else { Err(VaultError::Record { id: leaf }) }
}

/// Lays rows out in leaves of about the same size; each with the name of its first row.
fn pieces(rows: &BTreeMap<Id, &[u8]>) -> Vec<(Id, Bytes)> {
    let size = |value: &[u8]| value.len().saturating_add(HEAD);
    let total = rows.values().map(|value| size(value)).fold(0, usize::saturating_add);
    let even = total.checked_div(total.div_ceil(FULL)).unwrap_or_default();
    let mut out: Vec<(Id, Bytes)> = Vec::new();
    for (id, value) in rows {
        let len = size(value);
        let fits = |bytes: &Bytes| bytes.len() <= even && bytes.len().saturating_add(len) <= FULL;
        if !out.last().is_some_and(|(_, bytes)| fits(bytes)) {
            // Enough from the start: a vector that grows leaves its bytes behind.
            out.push((*id, Zeroizing::new(Vec::with_capacity(FULL.max(len)))));
        }
        let Some((_, bytes)) = out.last_mut() else { continue };
        bytes.extend_from_slice(&id.0);
        bytes.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(value);
    }
    out
}

/// The rows of a leaf; what is left when they end is no row.
struct Rows<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Rows<'a> {
    type Item = (Id, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (id, rest) = self.rest.split_first_chunk::<16>()?;
        let (len, rest) = rest.split_first_chunk::<4>()?;
        let (value, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)?;
        self.rest = rest;
        Some((Id(*id), value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Leaves and the store below them.
    #[derive(Default)]
    struct Tree {
        leaves: Leaves,
        store: BTreeMap<Id, Vec<u8>>,
    }

    impl Tree {
        fn load(&self) -> impl Fn(&Id) -> Result<Option<Bytes>, VaultError> {
            |id| Ok(self.store.get(id).map(|bytes| Zeroizing::new(bytes.clone())))
        }

        fn get(&self, id: &Id) -> Option<Vec<u8>> {
            self.leaves.get(id, self.load()).unwrap().map(|bytes| bytes.to_vec())
        }

        fn put(&mut self, values: &[(Id, Option<Vec<u8>>)]) {
            let values: Fresh = values.iter().map(|(id, v)| (*id, v.clone().map(Zeroizing::new))).collect();
            let changes = self.leaves.changed(&values, self.load()).unwrap();
            let names: BTreeSet<Id> = changes.iter().map(|(id, _)| *id).collect();
            assert_eq!(names.len(), changes.len(), "one change to a leaf");
            for (id, bytes) in &changes {
                match bytes {
                    Some(bytes) => drop(self.store.insert(*id, bytes.to_vec())),
                    None => assert!(self.store.remove(id).is_some()),
                }
            }
            self.leaves.follow(changes.into_iter().map(|(id, bytes)| (id, bytes.is_some())));
            assert!(self.leaves.names.iter().eq(self.store.keys()));
            let again = Leaves::new(self.store.keys().copied());
            assert_eq!(again.names, self.leaves.names);
        }
    }

    fn id(n: u16) -> Id {
        let mut out = [0; 16];
        out[..2].copy_from_slice(&n.to_be_bytes());
        Id(out)
    }

    #[test]
    fn a_campaign_fills_its_leaves() {
        let mut tree = Tree::default();
        for batch in 0..50_u16 {
            let values: Vec<_> = (0..100).map(|n| (id(batch * 100 + n), Some(vec![7; 60]))).collect();
            tree.put(&values);
        }
        let least = 5_000 * (60 + HEAD) / FULL;
        assert!(tree.store.len() <= least * 2, "{} leaves, {least} would do", tree.store.len());
        assert!(tree.store.values().all(|bytes| bytes.len() <= FULL));
        for n in 0..5_000 {
            tree.put(&[(id(n), None)]);
        }
        assert!(tree.store.is_empty());
    }

    #[test]
    fn a_long_value_lies_alone() {
        let mut tree = Tree::default();
        for n in [5_u16, 1, 9] {
            tree.put(&[(id(n), Some(vec![1; MOST])), (id(n + 1), Some(vec![2]))]);
        }
        assert!(tree.store.values().all(|bytes| bytes.len() == ledger::MOST || bytes.len() <= FULL));
        for n in [5_u16, 1, 9] {
            assert_eq!((tree.get(&id(n)), tree.get(&id(n + 1))), (Some(vec![1; MOST]), Some(vec![2])));
        }
    }

    #[test]
    fn bytes_that_are_not_rows_are_refused() {
        let mut tree = Tree::default();
        tree.put(&[(id(1), Some(vec![1; 9])), (id(2), Some(vec![2; 9]))]);
        let whole = tree.store[&FIRST].clone();
        for cut in (1..whole.len()).filter(|cut| *cut != whole.len() / 2) {
            tree.store.insert(FIRST, whole[..cut].to_vec());
            tree.leaves.recent.borrow_mut().clear();
            assert!(matches!(tree.leaves.get(&id(3), tree.load()), Err(VaultError::Record { .. })), "{cut}");
            let more = Fresh::from([(id(3), None)]);
            assert!(tree.leaves.changed(&more, tree.load()).is_err());
        }
    }

    proptest! {
        #[test]
        fn leaves_are_a_map(
            steps in prop::collection::vec(
                prop::collection::vec((0_u16..300, prop::option::weighted(0.7, 0_usize..900)), 1..20),
                1..40,
            ),
        ) {
            let (mut tree, mut model) = (Tree::default(), BTreeMap::new());
            for step in steps {
                let values: Vec<_> =
                    step.iter().map(|(n, len)| (id(*n), len.map(|len| vec![n.to_be_bytes()[1]; len]))).collect();
                tree.put(&values);
                for (id, value) in values {
                    match value {
                        Some(value) => drop(model.insert(id, value)),
                        None => drop(model.remove(&id)),
                    }
                }
                for n in 0..300 {
                    prop_assert_eq!(tree.get(&id(n)), model.get(&id(n)).cloned());
                }
            }
        }
    }
}
