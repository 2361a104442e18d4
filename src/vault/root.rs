//! The root record of a compartment: what must be there, sealed. Rewritten with each commit.
//!
//! A value that is missing, older, doubled or from elsewhere does not fit the root, whatever its own seal says.

use minicbor::{Decoder, Encoder};

use crate::vault::key::SecretKey;

/// Sum over the records of a compartment: exclusive-or of the keyed hashes of (tree, id, tag).
///
/// Without the key nobody can find other records with the same sum; adding and removing one record costs one hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum(pub [u8; 32]);

impl Sum {
    /// Adds an element, or removes it if it is in.
    pub fn toggle(&mut self, key: &SecretKey, what: &[&[u8]]) {
        let mut hasher = blake3::Hasher::new_keyed(key.bytes());
        for part in what {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        for (mine, theirs) in self.0.iter_mut().zip(hasher.finalize().as_bytes()) {
            *mine ^= theirs;
        }
    }
}

/// What the root says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// How many commits there have been.
    pub generation: u64,
    /// When the last one was, in milliseconds since 1970.
    pub time_ms: u64,
    /// The hash of the readable header.
    pub header: [u8; 32],
    /// How many records there are.
    pub count: u64,
    /// The sum over them.
    pub records: Sum,
    /// How many chunks the projection has.
    pub chunks: u32,
    /// The sum over them.
    pub projection: Sum,
    /// How many entries the log has.
    pub log_len: u64,
    /// The hash of the last entry.
    pub log_head: [u8; 32],
    /// The latest time of a stamp handed out.
    pub clock: u64,
}

const LAYOUT: u64 = 1;

impl Root {
    /// Returns the root of an empty compartment.
    #[must_use]
    pub fn empty(header: [u8; 32]) -> Self {
        Self {
            generation: 0,
            time_ms: 0,
            header,
            count: 0,
            records: Sum::default(),
            chunks: 0,
            projection: Sum::default(),
            log_len: 0,
            log_head: [0; 32],
            clock: 0,
        }
    }

    /// Returns the bytes to be sealed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = e
            .array(11)
            .and_then(|e| e.u64(LAYOUT))
            .and_then(|e| e.u64(self.generation))
            .and_then(|e| e.u64(self.time_ms))
            .and_then(|e| e.bytes(&self.header))
            .and_then(|e| e.u64(self.count))
            .and_then(|e| e.bytes(&self.records.0))
            .and_then(|e| e.u32(self.chunks))
            .and_then(|e| e.bytes(&self.projection.0))
            .and_then(|e| e.u64(self.log_len))
            .and_then(|e| e.bytes(&self.log_head))
            .and_then(|e| e.u64(self.clock));
        out
    }

    /// Reads a root; a newer layout and anything malformed is `None`.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut d = Decoder::new(bytes);
        if d.array().ok()?? != 11 || d.u64().ok()? != LAYOUT {
            return None;
        }
        let root = Self {
            generation: d.u64().ok()?,
            time_ms: d.u64().ok()?,
            header: d.bytes().ok()?.try_into().ok()?,
            count: d.u64().ok()?,
            records: Sum(d.bytes().ok()?.try_into().ok()?),
            chunks: d.u32().ok()?,
            projection: Sum(d.bytes().ok()?.try_into().ok()?),
            log_len: d.u64().ok()?,
            log_head: d.bytes().ok()?.try_into().ok()?,
            clock: d.u64().ok()?,
        };
        (d.position() == bytes.len()).then_some(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::take(&mut [7; 32])
    }

    #[test]
    fn reads_what_it_wrote() {
        let mut root = Root::empty([3; 32]);
        root.generation = u64::MAX;
        root.count = 5;
        root.log_head = [9; 32];
        let bytes = root.encode();
        assert_eq!(Root::decode(&bytes), Some(root));
        for end in 0..bytes.len() {
            assert_eq!(Root::decode(&bytes[..end]), None);
        }
        let mut newer = bytes;
        newer[1] = 2;
        assert_eq!(Root::decode(&newer), None);
    }

    #[test]
    fn the_sum_does_not_depend_on_the_order_and_sees_each_element() {
        let (mut a, mut b) = (Sum::default(), Sum::default());
        a.toggle(&key(), &[b"1", b"x"]);
        a.toggle(&key(), &[b"2", b"y"]);
        b.toggle(&key(), &[b"2", b"y"]);
        b.toggle(&key(), &[b"1", b"x"]);
        assert_eq!(a, b);
        b.toggle(&key(), &[b"1", b"x"]);
        assert_ne!(a, b);
        // The border between the parts counts.
        let (mut c, mut d) = (Sum::default(), Sum::default());
        c.toggle(&key(), &[b"ab", b"c"]);
        d.toggle(&key(), &[b"a", b"bc"]);
        assert_ne!(c, d);
    }
}
