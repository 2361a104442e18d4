//! The chained log of changes: who, when, what kind, which record; never a personal value.

use minicbor::{Decoder, Encoder};

use crate::base::{Device, Id};

/// What was done; the numbers are stored and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verb {
    /// A record was made by hand.
    Added = 1,
    /// Fields of a record were changed.
    Edited = 2,
    /// A record was made or changed from a file.
    Imported = 3,
    /// A membership was closed.
    Left = 4,
    /// A membership was opened again.
    Rejoined = 5,
    /// Two records were made one.
    Merged = 6,
    /// Records were handed over, encrypted, to somebody.
    Exported = 7,
    /// A message was queued.
    Queued = 8,
    /// A message left the machine.
    Sent = 9,
    /// The vault was made, repaired or compacted.
    Kept = 10,
    /// The last change of a record was taken back.
    Undone = 11,
    /// A record that was made by mistake was emptied.
    Removed = 12,
    /// A record was made or changed by what came from another copy of the vault.
    Received = 13,
    /// Something that a newer program did.
    Other = 255,
}

impl Verb {
    /// Every verb that this program writes.
    pub const ALL: &'static [Verb] = &[
        Verb::Added,
        Verb::Edited,
        Verb::Imported,
        Verb::Left,
        Verb::Rejoined,
        Verb::Merged,
        Verb::Exported,
        Verb::Queued,
        Verb::Sent,
        Verb::Kept,
        Verb::Undone,
        Verb::Removed,
        Verb::Received,
    ];

    pub(crate) fn from_number(number: u8) -> Self {
        Self::ALL.iter().copied().find(|v| *v as u8 == number).unwrap_or(Self::Other)
    }
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its number, from 1.
    pub number: u64,
    /// The hash of the entry before.
    pub before: [u8; 32],
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// On which device.
    pub device: Device,
    /// The commit it belongs to.
    pub generation: u64,
    /// What was done to which record.
    pub changes: Vec<(Verb, Id)>,
    /// For an export: the public keys that can open it. No name, no address.
    pub readers: Vec<String>,
}

/// Changes that one entry takes; a larger commit is several entries.
///
/// Entries stay small so that sled keeps the pages that hold them in its one file (see `disk`).
pub(crate) const MOST: usize = 200;
const LAYOUT: u64 = 1;

impl LogEntry {
    /// Returns the bytes to be sealed; the chain is over these.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = (|| {
            e.array(8)?.u64(LAYOUT)?.u64(self.number)?.bytes(&self.before)?.u64(self.time_ms)?;
            e.bytes(&self.device)?.u64(self.generation)?.array(self.changes.len() as u64)?;
            for (verb, id) in &self.changes {
                e.array(2)?.u8(*verb as u8)?.bytes(&id.0)?;
            }
            e.array(self.readers.len() as u64)?;
            for reader in &self.readers {
                e.str(reader)?;
            }
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        })();
        out
    }

    /// Reads an entry; anything malformed is `None`.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut d = Decoder::new(bytes);
        if d.array().ok()?? != 8 || d.u64().ok()? != LAYOUT {
            return None;
        }
        let (number, before) = (d.u64().ok()?, d.bytes().ok()?.try_into().ok()?);
        let (time_ms, device) = (d.u64().ok()?, d.bytes().ok()?.try_into().ok()?);
        let generation = d.u64().ok()?;
        let mut changes = Vec::new();
        for _ in 0..d.array().ok()?? {
            if d.array().ok()?? != 2 {
                return None;
            }
            changes.push((Verb::from_number(d.u8().ok()?), Id(d.bytes().ok()?.try_into().ok()?)));
        }
        let mut readers = Vec::new();
        for _ in 0..d.array().ok()?? {
            readers.push(d.str().ok()?.to_owned());
        }
        let entry = Self { number, before, time_ms, device, generation, changes, readers };
        (d.position() == bytes.len()).then_some(entry)
    }

    /// Returns the hash of an entry's bytes, the link that the next one carries.
    #[must_use]
    pub fn link(bytes: &[u8]) -> [u8; 32] {
        *blake3::hash(bytes).as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote_and_nothing_less() {
        let entry = LogEntry {
            number: 3,
            before: [1; 32],
            time_ms: 1_700_000_000_000,
            device: [2; 8],
            generation: 9,
            changes: vec![(Verb::Added, Id([3; 16])), (Verb::Exported, Id([4; 16]))],
            readers: vec!["age1example".to_owned()],
        };
        let bytes = entry.encode();
        assert_eq!(LogEntry::decode(&bytes), Some(entry));
        for end in 0..bytes.len() {
            assert_eq!(LogEntry::decode(&bytes[..end]), None);
        }
    }

    #[test]
    fn numbers_of_verbs_stay_and_unknown_ones_are_kept_apart() {
        for verb in Verb::ALL {
            assert_eq!(Verb::from_number(*verb as u8), *verb);
        }
        assert_eq!(Verb::from_number(200), Verb::Other);
    }
}
