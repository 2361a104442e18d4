//! What lists, filters and search need of each record, in a few sealed chunks: a list never opens every record.
//!
//! Each row also carries the tag of its record, so that one record put back to an older state is found when it is
//! opened. The projection is derived: it is checked against the root and rebuilt from the records when it is absent.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::base::Id;

/// A chunk takes new rows up to this many bytes: an edit rewrites little, and the sixteen values that sled keeps in one
/// page stay below the 128 KiB from which it would put the page into a file of its own.
const FULL: usize = 4 * 1024;
/// A row never grows a chunk beyond this.
const MOST: usize = 16 * 1024;
/// Bytes of a row before its summary: kind, identifier, tag, length.
const HEAD: usize = 1 + 16 + 16 + 2;

/// One record: its kind, identifier, tag and summary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The kind of the record.
    pub kind: u8,
    /// The record.
    pub id: Id,
    /// The tag of its sealed value.
    pub tag: [u8; 16],
    /// What lists need of it.
    pub summary: &'a [u8],
}

/// The rows of a compartment.
#[derive(Clone, Default)]
pub struct Projection {
    chunks: Vec<Zeroizing<Vec<u8>>>,
}

/// A summary too long for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

impl Projection {
    /// Returns all rows, in the order they were added.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.chunks.iter().flat_map(|chunk| Rows { rest: chunk })
    }

    /// Returns the row of a record.
    #[must_use]
    pub fn row(&self, id: &Id) -> Option<Row<'_>> {
        self.rows().find(|row| row.id == *id)
    }

    /// Returns the row of a record, looked for in its chunk alone.
    pub(crate) fn row_in(&self, index: &Index, id: &Id) -> Option<Row<'_>> {
        let chunk = self.chunks.get(index.at(id)?)?;
        Rows { rest: chunk }.find(|row| row.id == *id)
    }

    /// Returns how many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows().count()
    }

    /// Tells whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows().next().is_none()
    }

    pub(crate) fn chunks(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.chunks.iter().map(|c| c.as_slice())
    }

    /// Adds a chunk as it was stored; `None` when it is not made of whole rows.
    pub(crate) fn push_chunk(&mut self, chunk: Zeroizing<Vec<u8>>) -> Option<()> {
        let mut rows = Rows { rest: &chunk };
        while rows.next().is_some() {}
        let whole = rows.rest.is_empty();
        whole.then(|| self.chunks.push(chunk))
    }

    /// Writes a row over its old one or behind the others; returns the chunks that changed.
    pub(crate) fn put(&mut self, index: &mut Index, row: Row<'_>) -> Result<Vec<usize>, TooLong> {
        let len = HEAD.saturating_add(row.summary.len());
        if len > MOST {
            return Err(TooLong);
        }
        let mut changed = Vec::with_capacity(2);
        if let Some(at) = index.at(&row.id)
            && let Some(chunk) = self.chunks.get_mut(at)
        {
            changed.push(at);
            let room = place(chunk, &row.id).map_or(0, |r| r.len());
            if chunk.len().saturating_sub(room).saturating_add(len) <= MOST {
                replace(chunk, &row.id, Some(&row));
                return Ok(changed);
            }
            replace(chunk, &row.id, None);
        }
        if self.chunks.last().is_none_or(|c| c.len().saturating_add(len) > FULL) {
            self.chunks.push(Zeroizing::new(Vec::with_capacity(FULL)));
        }
        let at = self.chunks.len().saturating_sub(1);
        if let Some(chunk) = self.chunks.last_mut() {
            append(chunk, &row);
        }
        index.set(row.id, at);
        changed.push(at);
        Ok(changed)
    }

    /// Removes a row; returns the chunk that changed.
    pub(crate) fn remove(&mut self, index: &mut Index, id: &Id) -> Option<usize> {
        let at = index.at(id)?;
        index.0.remove(id);
        let chunk = self.chunks.get_mut(at)?;
        replace(chunk, id, None);
        Some(at)
    }

    /// Finds which chunk each record is in.
    pub(crate) fn index(&self) -> Index {
        let mut index = Index::default();
        for (at, chunk) in self.chunks.iter().enumerate() {
            for row in (Rows { rest: chunk }) {
                index.set(row.id, at);
            }
        }
        index
    }
}

/// Which chunk each record is in.
#[derive(Default)]
pub(crate) struct Index(std::collections::HashMap<Id, u32>);

impl Index {
    fn at(&self, id: &Id) -> Option<usize> {
        self.0.get(id).and_then(|at| usize::try_from(*at).ok())
    }

    fn set(&mut self, id: Id, at: usize) {
        // The root counts chunks in four bytes.
        self.0.insert(id, u32::try_from(at).unwrap_or(u32::MAX));
    }
}

fn append(chunk: &mut Vec<u8>, row: &Row<'_>) {
    chunk.push(row.kind);
    chunk.extend_from_slice(&row.id.0);
    chunk.extend_from_slice(&row.tag);
    chunk.extend_from_slice(&u16::try_from(row.summary.len()).unwrap_or(u16::MAX).to_be_bytes());
    chunk.extend_from_slice(row.summary);
}

/// Finds the bytes of a row in its chunk.
fn place(chunk: &[u8], id: &Id) -> Option<Range<usize>> {
    let mut rows = Rows { rest: chunk };
    loop {
        let start = chunk.len().checked_sub(rows.rest.len())?;
        if rows.next()?.id == *id {
            return Some(start..chunk.len().checked_sub(rows.rest.len())?);
        }
    }
}

/// Puts another row in the place of a row, or takes it out.
fn replace(chunk: &mut Zeroizing<Vec<u8>>, id: &Id, with: Option<&Row<'_>>) {
    let Some(old) = place(chunk, id) else { return };
    let len = with.map_or(0, |row| HEAD.saturating_add(row.summary.len()));
    let mut bytes = Zeroizing::new(Vec::with_capacity(len));
    if let Some(row) = with {
        append(&mut bytes, row);
    }
    if bytes.len() == old.len() {
        if let Some(at) = chunk.get_mut(old) {
            at.copy_from_slice(&bytes);
        }
        return;
    }
    // A vector that grows leaves its bytes behind: what is longer goes into one that is long enough.
    let mut out = Zeroizing::new(Vec::with_capacity(FULL.max(chunk.len().saturating_add(bytes.len()))));
    out.extend_from_slice(chunk.get(..old.start).unwrap_or_default());
    out.extend_from_slice(&bytes);
    out.extend_from_slice(chunk.get(old.end..).unwrap_or_default());
    *chunk = out;
}

struct Rows<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let (head, rest) = self.rest.split_first_chunk::<HEAD>()?;
        let (kind, head) = head.split_first()?;
        let (id, head) = head.split_first_chunk::<16>()?;
        let (tag, head) = head.split_first_chunk::<16>()?;
        let len = usize::from(u16::from_be_bytes(head.try_into().ok()?));
        let (summary, rest) = rest.split_at_checked(len)?;
        self.rest = rest;
        Some(Row { kind: *kind, id: Id(*id), tag: *tag, summary })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: u8, summary: &[u8]) -> Row<'_> {
        Row { kind: 1, id: Id([n; 16]), tag: [n; 16], summary }
    }

    #[test]
    fn rows_are_added_replaced_and_removed() {
        let (mut p, mut index) = (Projection::default(), Index::default());
        assert!(p.is_empty());
        p.put(&mut index, row(1, b"one")).unwrap();
        p.put(&mut index, row(2, b"two")).unwrap();
        p.put(&mut index, row(1, b"one more")).unwrap();
        assert_eq!(p.len(), 2);
        assert!(p.row(&Id([1; 16])).unwrap().summary == b"one more");
        assert!(p.row_in(&index, &Id([1; 16])) == p.row(&Id([1; 16])));
        assert_eq!(p.remove(&mut index, &Id([1; 16])), Some(0));
        assert!(p.row(&Id([1; 16])).is_none());
        assert_eq!(p.remove(&mut index, &Id([9; 16])), None);
    }

    #[test]
    fn an_edit_touches_its_chunk_alone() {
        let (mut p, mut index) = (Projection::default(), Index::default());
        let long = vec![b'x'; 1_000];
        for n in 0..40 {
            p.put(&mut index, row(n, &long)).unwrap();
        }
        assert!(p.chunks().len() > 5);
        assert_eq!(p.put(&mut index, row(0, b"short")), Ok(vec![0]));
        assert_eq!(p.len(), 40);
    }

    #[test]
    fn a_row_that_outgrows_its_chunk_moves() {
        let (mut p, mut index) = (Projection::default(), Index::default());
        for n in 0..100 {
            p.put(&mut index, row(n, b"small")).unwrap();
        }
        let long = vec![b'x'; 3_900];
        for n in 0..10 {
            p.put(&mut index, row(n, &long)).unwrap();
        }
        assert_eq!(p.len(), 100);
        assert!(p.chunks().all(|c| c.len() <= MOST));
        assert!(p.rows().all(|r| (r.id.0[0] < 10) == (r.summary.len() == 3_900)));
    }

    #[test]
    fn a_summary_above_a_chunk_is_refused_and_broken_chunks_too() {
        let (mut p, mut index) = (Projection::default(), Index::default());
        assert_eq!(p.put(&mut index, row(1, &vec![0; MOST])), Err(TooLong));
        p.put(&mut index, row(1, b"abc")).unwrap();
        let whole = p.chunks().next().unwrap().to_vec();
        for end in 1..whole.len() {
            let mut other = Projection::default();
            assert!(other.push_chunk(Zeroizing::new(whole[..end].to_vec())).is_none());
        }
        let mut other = Projection::default();
        assert!(other.push_chunk(Zeroizing::new(whole)).is_some());
        assert_eq!(other.len(), 1);
    }
}
