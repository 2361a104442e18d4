//! All that a store holds, handed through a pipe: by the child process of `doctor`, which has no key, to its parent.
//!
//! Bytes: parts `length u32 | batch`, then `0 u32 | hash 32`, the BLAKE3 of all before: a child that a damaged store ended is told
//! from one that got to the end. The values are sealed, so nothing here says more than the files of the store.

use std::io::{self, Read, Write};

use crate::vault::{
    batch,
    error::VaultError,
    memory::MemoryStore,
    store::{Batch, Store},
};

/// A part is never longer; a length above it is not ours.
const MOST: u32 = 1 << 30;

/// Writes all that a store holds.
///
/// # Errors
/// What the store or the pipe said.
pub(crate) fn write(store: &dyn Store, out: &mut impl Write) -> Result<(), VaultError> {
    let mut hasher = blake3::Hasher::new();
    batch::in_parts(store, |_| true, &mut |part| Ok(write_part(out, &mut hasher, part)?))?;
    out.write_all(&[0; 4])?;
    out.write_all(hasher.finalize().as_bytes())?;
    Ok(out.flush()?)
}

fn write_part(out: &mut impl Write, hasher: &mut blake3::Hasher, part: &Batch) -> io::Result<()> {
    let mut bytes = vec![0; 4];
    batch::encode(part, true, |piece| bytes.extend_from_slice(piece));
    let len = u32::try_from(bytes.len().saturating_sub(4)).unwrap_or(u32::MAX).to_be_bytes();
    bytes.splice(..4, len);
    hasher.update(&bytes);
    out.write_all(&bytes)
}

/// Reads what [`write()`] wrote, all of it.
///
/// # Errors
/// [`VaultError::Journal`] when it did not get to the end; what the pipe said.
pub(crate) fn read(from: &mut impl Read) -> Result<MemoryStore, VaultError> {
    let (mut store, mut hasher) = (MemoryStore::new(), blake3::Hasher::new());
    loop {
        let mut len = [0; 4];
        from.read_exact(&mut len).map_err(|_| VaultError::Journal)?;
        let size = u32::from_be_bytes(len);
        if size == 0 {
            break;
        }
        if size > MOST {
            return Err(VaultError::Journal);
        }
        let mut bytes = Vec::new();
        from.by_ref().take(size.into()).read_to_end(&mut bytes)?;
        hasher.update(&len).update(&bytes);
        store.apply(&batch::decode(&bytes).ok_or(VaultError::Journal)?);
    }
    let mut end = Vec::new();
    from.read_to_end(&mut end)?;
    if end == hasher.finalize().as_bytes() { Ok(store) } else { Err(VaultError::Journal) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::store::Tree;

    #[test]
    fn all_of_it_must_be_there_as_it_was() {
        let mut store = MemoryStore::new();
        let mut some = Batch::default();
        for n in 0..5 {
            some.put(Tree(n), [n; 16], vec![n; 300]);
        }
        store.apply(&some);
        let mut out = Vec::new();
        write(&store, &mut out).unwrap();
        let copy = read(&mut out.as_slice()).unwrap();
        for n in 0..5 {
            assert_eq!(copy.get(Tree(n), &[n; 16]).unwrap(), Some(vec![n; 300]), "projections too");
        }
        for end in 0..out.len() {
            assert!(read(&mut &out[..end]).is_err(), "cut at {end}");
        }
        for at in 0..out.len() {
            let mut changed = out.clone();
            changed[at] ^= 1;
            assert!(read(&mut changed.as_slice()).is_err(), "byte {at}");
        }
        assert!(read(&mut [out.as_slice(), &[0]].concat().as_slice()).is_err(), "something behind it");
    }
}
