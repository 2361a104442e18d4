//! Keys in memory: locked where the system lets us, wiped when dropped, never printed.

use std::collections::BTreeMap;

use zeroize::{Zeroize, Zeroizing};

use crate::vault::tag::TurnTag;

/// A key of 32 bytes. It has no `Debug`, no `Display` and cannot be serialized.
pub struct SecretKey(Box<[u8; 32]>);

impl SecretKey {
    /// Takes bytes into a locked place of their own and wipes the source.
    pub fn take(source: &mut [u8; 32]) -> Self {
        let place = Box::new([0_u8; 32]);
        // Kept out of swap where the system lets us. The lock stays until the process ends: unlocking would unlock the
        // whole page, and other keys with it.
        if let Ok(guard) = region::lock(place.as_ptr(), place.len()) {
            std::mem::forget(guard);
        }
        let mut key = Self(place);
        key.0.copy_from_slice(source);
        source.zeroize();
        key
    }

    /// Derives the key for one use; a leak of one use opens no other.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        let mut bytes = blake3::derive_key(&format!("contrepoids vault format 2 {purpose}"), &*self.0);
        Self::take(&mut bytes)
    }

    /// Returns the bytes, for a cipher or a wrapper.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns 64 hexadecimal digits, wiped when dropped; for the inside of a key slot.
    #[must_use]
    pub(crate) fn hex(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(64));
        for byte in self.0.iter() {
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        out
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(digits, 16).ok()?;
        }
        Some(Self::take(&mut bytes))
    }
}

impl Clone for SecretKey {
    fn clone(&self) -> Self {
        let mut bytes = *self.0;
        Self::take(&mut bytes)
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The data keys of a compartment by their turn, and which one is in use. It has no `Debug`.
#[derive(Clone)]
pub struct DataKeys {
    turn: TurnTag,
    current: SecretKey,
    before: BTreeMap<TurnTag, SecretKey>,
}

impl DataKeys {
    /// Takes the keys; the one of the turn in use must be among them.
    #[must_use]
    pub fn new(turn: TurnTag, mut all: BTreeMap<TurnTag, SecretKey>) -> Option<Self> {
        let current = all.remove(&turn)?;
        Some(Self { turn, current, before: all })
    }

    /// Takes one key.
    #[must_use]
    pub fn one(turn: TurnTag, key: SecretKey) -> Self {
        Self { turn, current: key, before: BTreeMap::new() }
    }

    /// Returns the turn in use.
    #[must_use]
    pub fn turn(&self) -> TurnTag {
        self.turn
    }

    /// Returns the key in use.
    pub(crate) fn current(&self) -> &SecretKey {
        &self.current
    }

    /// Returns the keys with their turn, the one in use last.
    pub(crate) fn all(&self) -> impl Iterator<Item = (TurnTag, &SecretKey)> {
        let before = self.before.iter().map(|(turn, key)| (*turn, key));
        before.chain([(self.turn, &self.current)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_wiped_and_uses_differ() {
        let mut source = [7; 32];
        let key = SecretKey::take(&mut source);
        assert_eq!(source, [0; 32]);
        assert_eq!(key.bytes(), &[7; 32]);
        assert_ne!(key.derive("records").bytes(), key.derive("log").bytes());
        assert_eq!(key.derive("records").bytes(), key.clone().derive("records").bytes());
    }

    #[test]
    fn reads_its_own_digits_and_no_others() {
        let key = SecretKey::take(&mut [0xa5; 32]);
        assert_eq!(*key.hex(), "a5".repeat(32));
        assert_eq!(SecretKey::from_hex(&key.hex()).unwrap().bytes(), key.bytes());
        for bad in
            ["", &"a5".repeat(31), &"zz".repeat(32), &"é".repeat(32), &format!("{}+5", "a5".repeat(31))]
        {
            assert!(SecretKey::from_hex(bad).is_none_or(|k| k.bytes() != key.bytes()), "{bad}");
        }
    }
}
