//! Sealing one value: XChaCha20-Poly1305, a random nonce, padding, and where it belongs as additional data.
//!
//! Bytes: `version 1 | key generation u32 | nonce 24 | ciphertext | tag 16`; see `docs/format.md`.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use zeroize::Zeroizing;

use crate::vault::{key::SecretKey, store::Tree};

/// A source of random bytes: fills the whole slice or ends the program.
pub type Entropy = fn(&mut [u8]);

/// First byte of every sealed value.
pub const VERSION: u8 = 1;
/// Sealed lengths tell only the multiple of this.
pub const STEP: usize = 256;
/// What sealing adds before the padding.
pub const OVERHEAD: usize = 1 + 4 + 24 + 16;

/// Where a value belongs. All of it is authenticated, so that a value moved to another place does not open.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The vault.
    pub vault: &'a [u8; 16],
    /// The tree.
    pub tree: Tree,
    /// The record.
    pub id: &'a [u8; 16],
}

impl Place<'_> {
    fn bytes(&self, generation: u32) -> Vec<u8> {
        let mut out = b"contrepoids".to_vec();
        out.push(VERSION);
        out.extend_from_slice(self.vault);
        out.push(self.tree.0);
        out.extend_from_slice(self.id);
        out.extend_from_slice(&generation.to_be_bytes());
        out
    }
}

/// A value that does not open: changed, moved, of another key or not of this format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open")]
pub struct Unsealable;

/// Seals a value.
///
/// # Errors
/// [`Unsealable`] only if the cipher refuses the length, far above what a store takes.
pub fn seal(
    key: &SecretKey,
    generation: u32,
    place: Place<'_>,
    plain: &[u8],
    entropy: Entropy,
) -> Result<Vec<u8>, Unsealable> {
    let mut nonce = [0_u8; 24];
    entropy(&mut nonce);
    seal_with(key, generation, place, plain, &nonce)
}

/// Seals a value with a given nonce; for test vectors. A nonce must never be used twice.
///
/// # Errors
/// As [`seal`].
pub fn seal_with(
    key: &SecretKey,
    generation: u32,
    place: Place<'_>,
    plain: &[u8],
    nonce: &[u8; 24],
) -> Result<Vec<u8>, Unsealable> {
    let len = plain.len().checked_add(1).ok_or(Unsealable)?.next_multiple_of(STEP);
    let mut padded = Zeroizing::new(Vec::with_capacity(len));
    padded.extend_from_slice(plain);
    padded.push(0x80);
    padded.resize(len, 0);
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let payload = Payload { msg: &padded, aad: &place.bytes(generation) };
    let sealed = cipher.encrypt(XNonce::from_slice(nonce), payload).map_err(|_| Unsealable)?;
    let mut out = Vec::with_capacity(sealed.len().saturating_add(29));
    out.push(VERSION);
    out.extend_from_slice(&generation.to_be_bytes());
    out.extend_from_slice(nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens a value with the key of its generation, which `key_of` finds.
///
/// # Errors
/// [`Unsealable`] for a value of another version, place or key, and for a changed one.
pub fn open<'k>(
    key_of: impl FnOnce(u32) -> Option<&'k SecretKey>,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
    let (version, rest) = sealed.split_first().ok_or(Unsealable)?;
    let (generation, rest) = rest.split_first_chunk::<4>().ok_or(Unsealable)?;
    let (nonce, body) = rest.split_first_chunk::<24>().ok_or(Unsealable)?;
    if *version != VERSION {
        return Err(Unsealable);
    }
    let generation = u32::from_be_bytes(*generation);
    let cipher = XChaCha20Poly1305::new(key_of(generation).ok_or(Unsealable)?.bytes().into());
    let payload = Payload { msg: body, aad: &place.bytes(generation) };
    let mut plain =
        Zeroizing::new(cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| Unsealable)?);
    let end = plain.iter().rposition(|b| *b != 0).ok_or(Unsealable)?;
    if plain.get(end) != Some(&0x80) || plain.len() % STEP != 0 {
        return Err(Unsealable);
    }
    plain.truncate(end);
    Ok(plain)
}

/// Returns the tag of a sealed value, which stands for its whole content.
#[must_use]
pub fn tag(sealed: &[u8]) -> [u8; 16] {
    sealed.last_chunk::<16>().copied().unwrap_or([0; 16])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(n: u8) -> SecretKey {
        SecretKey::take(&mut [n; 32])
    }

    fn place() -> Place<'static> {
        Place { vault: &[1; 16], tree: Tree(3), id: &[2; 16] }
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        seal_with(&key(7), 1, place(), plain, &[9; 24]).unwrap()
    }

    fn opens(place: Place<'_>, sealed: &[u8]) -> bool {
        let key = key(7);
        open(|generation| (generation == 1).then_some(&key), place, sealed).is_ok()
    }

    #[test]
    fn every_part_of_the_place_counts() {
        let value = sealed(b"camille");
        assert!(opens(place(), &value));
        assert!(!opens(Place { vault: &[3; 16], ..place() }, &value));
        assert!(!opens(Place { tree: Tree(4), ..place() }, &value));
        assert!(!opens(Place { id: &[3; 16], ..place() }, &value));
    }

    #[test]
    fn every_bit_and_every_length_counts() {
        let value = sealed(b"camille");
        for bit in 0..value.len() * 8 {
            let mut changed = value.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!opens(place(), &changed), "bit {bit}");
        }
        for end in 0..value.len() {
            assert!(!opens(place(), &value[..end]), "cut at {end}");
        }
        assert!(!opens(place(), &[value.as_slice(), b"x"].concat()));
    }

    #[test]
    fn another_key_and_another_generation_open_nothing() {
        let (value, other) = (sealed(b"camille"), key(8));
        assert!(open(|_| Some(&other), place(), &value).is_err());
        assert!(open(|_| None, place(), &value).is_err());
    }

    #[test]
    fn lengths_tell_only_the_step() {
        assert_eq!(sealed(b"").len(), sealed(&[1; 255]).len());
        assert_eq!(sealed(&[1; 256]).len(), sealed(b"").len() + STEP);
        assert_eq!(sealed(b"").len(), STEP + OVERHEAD);
    }

    #[test]
    fn what_is_sealed_with_the_right_key_but_not_padded_as_it_should_be_does_not_open() {
        let sealed_bare = |padded: &[u8]| {
            let aad = place().bytes(1);
            let cipher = XChaCha20Poly1305::new(key(7).bytes().into());
            let body = cipher.encrypt(XNonce::from_slice(&[9; 24]), Payload { msg: padded, aad: &aad });
            [&[VERSION, 0, 0, 0, 1], [9; 24].as_slice(), &body.unwrap()].concat()
        };
        let mut padded = [0; STEP];
        padded[3] = 0x80;
        assert!(opens(place(), &sealed_bare(&padded)));
        // The mark is there, the length is not that of a step, and the other way round.
        assert!(!opens(place(), &sealed_bare(&padded[..STEP - 1])));
        padded[3] = 0x81;
        assert!(!opens(place(), &sealed_bare(&padded)));
        assert!(!opens(place(), &sealed_bare(&[0; STEP])), "no mark at all");
        assert!(!opens(place(), &sealed_bare(&[])));
    }

    #[test]
    fn the_tag_of_a_value_is_its_end() {
        let value = sealed(b"camille");
        assert_eq!(tag(&value), value[value.len() - 16..]);
        assert_ne!(tag(&value), tag(&sealed(b"camilla")));
        assert_eq!(tag(&value[..15]), [0; 16]);
    }

    #[test]
    fn nonces_come_from_the_entropy() {
        fn counting(out: &mut [u8]) {
            use std::sync::atomic::{AtomicU8, Ordering};
            static NEXT: AtomicU8 = AtomicU8::new(0);
            out.fill(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        let a = seal(&key(7), 1, place(), b"same", counting).unwrap();
        let b = seal(&key(7), 1, place(), b"same", counting).unwrap();
        assert_ne!(a, b);
        assert!(opens(place(), &a) && opens(place(), &b));
    }

    proptest! {
        #[test]
        fn reads_what_it_sealed(plain in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let key = key(7);
            let opened = open(|_| Some(&key), place(), &sealed(&plain)).unwrap();
            prop_assert_eq!(&*opened, &plain);
        }

        #[test]
        fn random_bytes_do_not_open(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(!opens(place(), &bytes));
        }
    }
}
