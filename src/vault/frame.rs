//! A frame of the journal: one commit, sealed, and vouched for by a keyed check that goes on from the one before.
//!
//! Bytes: `length u32 | link 32 | payload | length u32 | link 32 | check 32`. The payload is pieces `length u32 | sealed value`, of
//! at most [`PIECE`] bytes of the batch each. A sealed value names the turn of keys; its place is the first half of the check before
//! the frame, and the number of the piece, so that a frame that is moved opens no more. That check stands in the file just before the
//! frame: who reads from the end, behind a damage, finds it there.

use std::io::{self, Read, Write};

use zeroize::Zeroizing;

use crate::vault::{
    batch,
    error::VaultError,
    key::{DataKeys, SecretKey},
    seal::{self, Entropy, OVERHEAD, Place, STEP},
    store::{Batch, Tree},
    tag::TurnTag,
};

/// Before the payload: its length and the link.
pub(crate) const HEAD: usize = 4 + 32;
/// Behind the payload: length and link once more, and the check.
pub(crate) const TRAILER: usize = HEAD + 32;
/// What one sealed piece holds: with its mark, a multiple of [`STEP`].
const PIECE: usize = 64 * 1024 - 1;
/// A payload is never longer; a length above it is damage.
const MOST: u32 = 1 << 30;
/// What is written to the journal at once.
const BUFFER: usize = 64 * 1024;
/// No tree of a store has this number.
const TREE: Tree = Tree(0xfd);

/// The hash of the sealed roots of a store.
pub(crate) type Link = [u8; 32];
/// What vouches for a frame and for all before it.
pub(crate) type Check = [u8; 32];

/// What seals the frames of a journal and vouches for them; of one vault and one turn of keys. It has no `Debug`.
#[derive(Clone)]
pub(crate) struct FrameKeys {
    seal: SecretKey,
    check: SecretKey,
    vault: [u8; 16],
    turn: TurnTag,
    entropy: Entropy,
}

impl FrameKeys {
    /// Derives them from the data key of the roster, which every holder has.
    pub(crate) fn of(vault: &[u8; 16], roster: &DataKeys, entropy: Entropy) -> Self {
        let key = roster.current();
        Self {
            seal: key.derive("journal seal"),
            check: key.derive("journal check"),
            vault: *vault,
            turn: roster.turn(),
            entropy,
        }
    }

    /// What the file begins with: it says of which vault and turn the journal is to who has their names.
    pub(crate) fn magic(&self) -> [u8; 16] {
        let said = [self.vault.as_slice(), &self.turn.0].concat();
        let hash = blake3::derive_key("contrepoids 2 journal", &said);
        hash.first_chunk().copied().unwrap_or_default()
    }

    /// The check that the first frame goes on from.
    pub(crate) fn first(&self) -> Check {
        *blake3::keyed_hash(self.check.bytes(), &self.magic()).as_bytes()
    }

    fn begin(&self, before: &Check, len: [u8; 4], link: &Link) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new_keyed(self.check.bytes());
        hasher.update(before).update(&len).update(link);
        hasher
    }

    fn sealed(&self, before: &Check, number: u64, plain: &[u8]) -> io::Result<Vec<u8>> {
        let id = place(before, number);
        let place = Place { vault: &self.vault, tree: TREE, id: &id };
        seal::seal(&self.seal, self.turn.number(), place, plain, self.entropy).map_err(io::Error::other)
    }

    /// Writes a commit, without its projection; returns its check.
    ///
    /// # Errors
    /// What the disk said.
    pub(crate) fn write(
        &self,
        out: &mut impl Write,
        batch: &Batch,
        link: &Link,
        before: &Check,
    ) -> io::Result<Check> {
        let len = payload_len(batch).to_be_bytes();
        let mut hasher = self.begin(before, len, link);
        let mut out = io::BufWriter::with_capacity(BUFFER, out);
        let mut done = out.write_all(&[len.as_slice(), link].concat());
        let (mut plain, mut number) = (Zeroizing::new(Vec::with_capacity(PIECE)), 0_u64);
        let mut piece = |plain: &mut Vec<u8>| {
            if done.is_ok() {
                done = self.sealed(before, number, plain).and_then(|sealed| {
                    let len = u32::try_from(sealed.len()).unwrap_or(u32::MAX).to_be_bytes();
                    hasher.update(&len).update(&sealed);
                    out.write_all(&len)?;
                    out.write_all(&sealed)
                });
            }
            number = number.saturating_add(1);
            plain.clear();
        };
        batch::encode(batch, false, |mut bytes| {
            while !bytes.is_empty() {
                let (now, later) = bytes.split_at(bytes.len().min(PIECE.saturating_sub(plain.len())));
                plain.extend_from_slice(now);
                bytes = later;
                if plain.len() == PIECE {
                    piece(&mut plain);
                }
            }
        });
        if !plain.is_empty() {
            piece(&mut plain);
        }
        let check = *hasher.finalize().as_bytes();
        let end = [len.as_slice(), link, &check].concat();
        done = done.and_then(|()| out.write_all(&end)).and_then(|()| out.flush());
        // What could not be written is not tried again when the buffer goes.
        let _ = out.into_parts();
        done.map(|()| check)
    }

    /// Opens the payload of a frame; nothing for one that is not of this place, vault or turn, and for a changed one.
    pub(crate) fn open(&self, before: &Check, payload: &[u8]) -> Option<Batch> {
        let (mut plain, mut rest, mut number) = (Zeroizing::new(Vec::new()), payload, 0_u64);
        while !rest.is_empty() {
            let (len, more) = rest.split_first_chunk::<4>()?;
            let (sealed, more) = more.split_at_checked(u32::from_be_bytes(*len).try_into().ok()?)?;
            let id = place(before, number);
            let place = Place { vault: &self.vault, tree: TREE, id: &id };
            let key_of = |turn| (turn == self.turn.number()).then_some(&self.seal);
            plain.extend_from_slice(&seal::open(key_of, place, sealed).ok()?);
            (rest, number) = (more, number.saturating_add(1));
        }
        batch::decode(&plain)
    }

    /// Reads one frame; `None` at the end, and for a frame that is torn there, unless all must be there (`whole`).
    ///
    /// # Errors
    /// [`VaultError::Journal`] for a damaged frame; what the disk said.
    pub(crate) fn read(
        &self,
        file: &mut impl Read,
        before: &Check,
        whole: bool,
    ) -> Result<Option<(Batch, Link, Check)>, VaultError> {
        let torn = || if whole { Err(VaultError::Journal) } else { Ok(None) };
        let mut head = Vec::new();
        file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        if head.is_empty() {
            return Ok(None);
        }
        let Some((len, link)) = head.split_first_chunk::<4>() else { return torn() };
        let Ok(link) = Link::try_from(link) else { return torn() };
        let size = u32::from_be_bytes(*len);
        if size > MOST {
            return Err(VaultError::Journal);
        }
        let mut payload = Vec::new();
        file.by_ref().take(u64::from(size)).read_to_end(&mut payload)?;
        let mut trailer = Vec::new();
        file.by_ref().take(TRAILER as u64).read_to_end(&mut trailer)?;
        let Ok(trailer) = <[u8; TRAILER]>::try_from(trailer) else { return torn() };
        let check = *self.begin(before, *len, &link).update(&payload).finalize().as_bytes();
        if trailer != trailer_of(size, &link, &check) {
            // Blocks of the last frame may have reached the disk in any order when the power went.
            let mut next = [0; 1];
            return if file.read(&mut next)? == 0 { torn() } else { Err(VaultError::Journal) };
        }
        let batch = self.open(before, &payload).ok_or(VaultError::Journal)?;
        Ok(Some((batch, link, check)))
    }

    /// Reads the frame of this length that the file stands before, without keeping it, and tells whether it is whole.
    ///
    /// # Errors
    /// What the disk said.
    pub(crate) fn is_whole(
        &self,
        file: &mut impl Read,
        before: &Check,
        len: u32,
        link: &Link,
    ) -> io::Result<bool> {
        let mut head = [0; HEAD];
        file.read_exact(&mut head)?;
        let mut hasher = self.begin(before, len.to_be_bytes(), link);
        hasher.update_reader(&mut file.take(len.into()))?;
        let mut trailer = [0; TRAILER];
        file.read_exact(&mut trailer)?;
        let check = *hasher.finalize().as_bytes();
        let ends = head.as_slice() == [len.to_be_bytes().as_slice(), link].concat();
        Ok(ends && trailer == trailer_of(len, link, &check))
    }
}

/// Where a piece belongs.
fn place(before: &Check, number: u64) -> [u8; 16] {
    let mut out = [0; 16];
    out.iter_mut().zip(before.iter().take(8).chain(&number.to_be_bytes())).for_each(|(o, b)| *o = *b);
    out
}

fn trailer_of(len: u32, link: &Link, check: &Check) -> [u8; TRAILER] {
    let mut out = [0; TRAILER];
    let bytes = len.to_be_bytes();
    out.iter_mut().zip(bytes.iter().chain(link).chain(check)).for_each(|(o, b)| *o = *b);
    out
}

/// What a trailer says: the length of the payload, and the link.
pub(crate) fn read_trailer(trailer: &[u8; TRAILER]) -> Option<(u32, Link)> {
    let (len, rest) = trailer.split_first_chunk::<4>()?;
    let (link, _) = rest.split_first_chunk::<32>()?;
    Some((u32::from_be_bytes(*len), *link))
}

/// The length of the payload that a batch comes to.
fn payload_len(batch: &Batch) -> u32 {
    let plain = batch::encoded_len(batch, false);
    let piece =
        |len: usize| len.saturating_add(1).next_multiple_of(STEP).saturating_add(OVERHEAD).saturating_add(4);
    let plain = usize::try_from(plain).unwrap_or(usize::MAX);
    let (full, rest) = (plain / PIECE, plain % PIECE);
    let len = full.saturating_mul(piece(PIECE)).saturating_add(if rest > 0 { piece(rest) } else { 0 });
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// The length of a frame.
pub(crate) fn frame_len(batch: &Batch) -> u64 {
    u64::from(payload_len(batch)).saturating_add((HEAD + TRAILER) as u64)
}

/// Cuts off the last frame, by the length in its trailer.
pub(crate) fn last_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, _) = read_trailer(bytes.last_chunk::<TRAILER>()?)?;
    let whole = usize::try_from(len).ok()?.checked_add(HEAD)?.checked_add(TRAILER)?;
    bytes.split_at_checked(bytes.len().checked_sub(whole)?)
}

/// Cuts off the first frame, by the length at its beginning; returns its payload, its check, and what follows.
pub(crate) fn first_frame(bytes: &[u8]) -> Option<(&[u8], Check, &[u8])> {
    let (len, _) = bytes.split_first_chunk::<4>()?;
    let (payload, rest) = bytes.get(HEAD..)?.split_at_checked(u32::from_be_bytes(*len).try_into().ok()?)?;
    let (trailer, rest) = rest.split_first_chunk::<TRAILER>()?;
    Some((payload, trailer.last_chunk().copied()?, rest))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::clock;

    /// The keys of a vault and a turn, named by a byte each.
    pub(crate) fn keys(vault: u8, turn: u8) -> FrameKeys {
        let turn = TurnTag([turn; 4]);
        let key = SecretKey::take(&mut [7; 32]);
        let roster = DataKeys::new(turn, BTreeMap::from([(turn, key)])).unwrap();
        FrameKeys::of(&[vault; 16], &roster, clock::random)
    }

    fn batch(len: usize) -> Batch {
        let mut batch = Batch::default();
        batch.put(Tree(3), [1; 16], vec![5; len]);
        batch
    }

    #[test]
    fn a_frame_of_any_length_is_read_back_where_it_stands_and_nowhere_else() {
        let keys = keys(1, 1);
        for len in [0, 1, 255, 300, PIECE - 40, PIECE - 22, PIECE - 21, PIECE - 20, PIECE, 3 * PIECE] {
            let (batch, mut out) = (batch(len), Vec::new());
            let check = keys.write(&mut out, &batch, &[9; 32], &[3; 32]).unwrap();
            assert_eq!(out.len() as u64, frame_len(&batch), "{len}");
            let (read, link, read_check) = keys.read(&mut out.as_slice(), &[3; 32], true).unwrap().unwrap();
            assert!(read.ops == batch.ops && link == [9; 32] && read_check == check);
            assert!(keys.is_whole(&mut out.as_slice(), &[3; 32], payload_len(&batch), &link).unwrap());
            let (payload, found, rest) = first_frame(&out).unwrap();
            assert!(found == check && rest.is_empty() && keys.open(&[3; 32], payload).is_some());
            // Behind another frame, in another vault, under another turn.
            for (other, before) in
                [(&keys, [4; 32]), (&tests::keys(2, 1), [3; 32]), (&tests::keys(1, 2), [3; 32])]
            {
                assert!(other.read(&mut out.as_slice(), &before, true).is_err());
                assert!(other.open(&before, payload).is_none());
            }
        }
    }

    #[test]
    fn nothing_of_a_batch_can_be_seen_and_no_frame_is_made_without_the_key() {
        let keys = keys(1, 1);
        let (batch, mut out) = (batch(300), Vec::new());
        keys.write(&mut out, &batch, &[9; 32], &keys.first()).unwrap();
        assert!(!out.windows(8).any(|w| w == [5; 8] || w == [1; 8]));
        // With a check that anybody can make, as the format before had it.
        let body = &out[..out.len() - 32];
        let forged = [body, blake3::hash(body).as_bytes()].concat();
        assert!(keys.read(&mut forged.as_slice(), &keys.first(), true).is_err());
        assert_ne!(keys.magic(), tests::keys(1, 2).magic());
    }
}
