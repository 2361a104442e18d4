//! The root record of a compartment: what must be there, sealed. Rewritten with each commit.
//!
//! A value that is missing, older, doubled or from elsewhere does not fit the root, whatever its own seal says.

use minicbor::{Decoder, Encoder, data::Type};

use crate::{
    base::Device,
    vault::{
        copies::Exchange,
        holders::{Hash, sign::SIGNATURE},
        key::SecretKey,
        tag::TurnTag,
    },
};

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

/// What the outbox must at least be: told to the root of the roster before a message may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Which outbox.
    pub instance: [u8; 8],
    /// How many commits it had seen.
    pub commit: u64,
    /// Its last run; zeros before the first.
    pub run: [u8; 8],
}

/// What the root says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// How many commits there have been.
    pub generation: u64,
    /// When the last one was, in milliseconds since 1970.
    pub time_ms: u64,
    /// The device that signed.
    pub signer: Device,
    /// The turn of keys.
    pub turn: TurnTag,
    /// This copy of the vault, among those that are brought together.
    pub replica: [u8; 8],
    /// Stands for the last statements about the holders.
    pub heads: Hash,
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
    /// What the outbox must at least be; in the root of the roster alone.
    pub told: Option<Told>,
    /// How far this copy has told others, and has heard them; in the root of the roster alone.
    pub sync: Option<Exchange>,
}

const LAYOUT: u64 = 3;

impl Root {
    /// Returns the root of an empty compartment.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            generation: 0,
            time_ms: 0,
            signer: [0; 8],
            turn: TurnTag([0; 4]),
            replica: [0; 8],
            heads: [0; 32],
            count: 0,
            records: Sum::default(),
            chunks: 0,
            projection: Sum::default(),
            log_len: 0,
            log_head: [0; 32],
            clock: 0,
            told: None,
            sync: None,
        }
    }

    /// Returns the bytes to be signed; they are sealed with the signature behind them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = e
            .array(16)
            .and_then(|e| e.u64(LAYOUT))
            .and_then(|e| e.u64(self.generation))
            .and_then(|e| e.u64(self.time_ms))
            .and_then(|e| e.bytes(&self.signer))
            .and_then(|e| e.bytes(&self.turn.0))
            .and_then(|e| e.bytes(&self.replica))
            .and_then(|e| e.bytes(&self.heads))
            .and_then(|e| e.u64(self.count))
            .and_then(|e| e.bytes(&self.records.0))
            .and_then(|e| e.u32(self.chunks))
            .and_then(|e| e.bytes(&self.projection.0))
            .and_then(|e| e.u64(self.log_len))
            .and_then(|e| e.bytes(&self.log_head))
            .and_then(|e| e.u64(self.clock))
            .and_then(|e| match &self.told {
                None => e.null(),
                Some(told) => e.array(3)?.bytes(&told.instance)?.u64(told.commit)?.bytes(&told.run),
            })
            .and_then(|e| match &self.sync {
                None => e.null(),
                Some(exchange) => exchange.encode(e),
            });
        out
    }

    /// Reads a root; a newer layout and anything malformed is `None`.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut d = Decoder::new(bytes);
        let parts = d.array().ok()??;
        let layout = d.u64().ok()?;
        if (layout, parts) != (LAYOUT, 16) {
            return None;
        }
        let mut root = Self {
            generation: d.u64().ok()?,
            time_ms: d.u64().ok()?,
            signer: d.bytes().ok()?.try_into().ok()?,
            turn: TurnTag(d.bytes().ok()?.try_into().ok()?),
            replica: d.bytes().ok()?.try_into().ok()?,
            heads: d.bytes().ok()?.try_into().ok()?,
            count: d.u64().ok()?,
            records: Sum(d.bytes().ok()?.try_into().ok()?),
            chunks: d.u32().ok()?,
            projection: Sum(d.bytes().ok()?.try_into().ok()?),
            log_len: d.u64().ok()?,
            log_head: d.bytes().ok()?.try_into().ok()?,
            clock: d.u64().ok()?,
            told: None,
            sync: None,
        };
        match d.datatype().ok()? {
            Type::Null => d.null().ok()?,
            _ => root.told = Some(told(&mut d)?),
        }
        match d.datatype().ok()? {
            Type::Null => d.null().ok()?,
            _ => root.sync = Some(Exchange::decode(&mut d)?),
        }
        (d.position() == bytes.len()).then_some(root)
    }
}

/// Parts a root from the signature behind it.
#[must_use]
pub fn parted(plain: &[u8]) -> Option<(&[u8], &[u8; SIGNATURE])> {
    plain.split_last_chunk::<SIGNATURE>()
}

/// Reads what the outbox must at least be.
fn told(d: &mut Decoder<'_>) -> Option<Told> {
    if d.array().ok()?? != 3 {
        return None;
    }
    let (instance, commit) = (d.bytes().ok()?.try_into().ok()?, d.u64().ok()?);
    Some(Told { instance, commit, run: d.bytes().ok()?.try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SecretKey {
        SecretKey::take(&mut [7; 32])
    }

    #[test]
    fn reads_what_it_wrote() {
        let mut root = Root::empty();
        root.generation = u64::MAX;
        root.count = 5;
        root.log_head = [9; 32];
        for told in [None, Some(Told { instance: [1; 8], commit: 7, run: [2; 8] })] {
            root.told = told;
            let bytes = root.encode();
            assert_eq!(Root::decode(&bytes).as_ref(), Some(&root));
            for end in 0..bytes.len() {
                assert_eq!(Root::decode(&bytes[..end]), None);
            }
            let mut newer = bytes;
            newer[1] = 4;
            assert_eq!(Root::decode(&newer), None);
        }
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
