//! A batch as bytes: CBOR, an array of `[tree, key, value or null]`.

use std::convert::Infallible;

use minicbor::{Decoder, Encoder};

use crate::vault::{
    error::VaultError,
    ledger::is_projection,
    store::{Batch, Store, Tree},
};

/// A part of a store that is written somewhere else holds about this many bytes.
const PART: usize = 4 * 1024 * 1024;

/// Gives each piece of a batch to `each`.
struct Pieces<F>(F);

impl<F: FnMut(&[u8])> minicbor::encode::Write for Pieces<F> {
    type Error = Infallible;

    fn write_all(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        (self.0)(piece);
        Ok(())
    }
}

/// Encodes a batch, with or without its projection, piece by piece: a large one is never in memory twice.
pub(crate) fn encode(batch: &Batch, projection: bool, each: impl FnMut(&[u8])) {
    let ops = || batch.ops.iter().filter(|((tree, _), _)| projection || !is_projection(*tree));
    let mut e = Encoder::new(Pieces(each));
    // The writer takes everything, so there is no error to report.
    let _ = e.array(ops().count() as u64);
    for ((tree, key), value) in ops() {
        let _ = e.array(3).and_then(|e| e.u8(tree.0)).and_then(|e| e.bytes(key)).and_then(|e| match value {
            Some(value) => e.bytes(value),
            None => e.null(),
        });
    }
}

/// Returns how many bytes [`encode`] gives.
pub(crate) fn encoded_len(batch: &Batch, projection: bool) -> u32 {
    let mut len = 0_u32;
    encode(batch, projection, |piece| {
        len = len.saturating_add(u32::try_from(piece.len()).unwrap_or(u32::MAX));
    });
    len
}

/// Hands over all that the wanted trees of a store hold, in parts; the last one may be empty.
///
/// # Errors
/// What the store or `each` said.
pub(crate) fn in_parts(
    store: &dyn Store,
    wanted: impl Fn(Tree) -> bool,
    each: &mut dyn FnMut(&Batch) -> Result<(), VaultError>,
) -> Result<(), VaultError> {
    let (mut part, mut size) = (Batch::default(), 0_usize);
    for tree in store.trees()?.into_iter().filter(|tree| wanted(*tree)) {
        let mut failed = Ok(());
        store.scan(tree, &mut |key, value| {
            size = size.saturating_add(value.len());
            part.put(tree, key, value.to_vec());
            if size > PART && failed.is_ok() {
                failed = each(&part);
                (part, size) = (Batch::default(), 0);
            }
            Ok(())
        })?;
        failed?;
    }
    each(&part)
}

/// Reads a batch; nothing for what is none.
pub(crate) fn decode(bytes: &[u8]) -> Option<Batch> {
    let mut d = Decoder::new(bytes);
    let mut batch = Batch::default();
    for _ in 0..d.array().ok()?? {
        if d.array().ok()?? != 3 {
            return None;
        }
        let (tree, key) = (Tree(d.u8().ok()?), d.bytes().ok()?.try_into().ok()?);
        if d.datatype().ok()? == minicbor::data::Type::Null {
            d.null().ok()?;
            batch.delete(tree, key);
        } else {
            batch.put(tree, key, d.bytes().ok()?.to_vec());
        }
    }
    Some(batch)
}
