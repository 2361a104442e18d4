//! The manifest of a backup: which state of which vault it is, what it holds, by whom. Signed.

use minicbor::{Decoder, Encoder};

use crate::{
    base::Device,
    vault::{
        Compartment,
        holders::{Hash, Signer, What, sign::SIGNATURE, sign::verifies},
        tag::TurnTag,
    },
};

/// How far a compartment had come, and what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) compartment: Compartment,
    /// How many commits it had seen.
    pub(crate) commit: u64,
    /// When the last one was, in milliseconds since 1970.
    pub(crate) time_ms: u64,
    /// Stands for its root, as a device remembers it.
    pub(crate) state: [u8; 32],
    /// How many records there are.
    pub(crate) records: u64,
    /// How many entries its log has, and the hash of the last one.
    pub(crate) log: (u64, Hash),
    /// The latest time of a stamp handed out.
    pub(crate) clock: u64,
}

/// What the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) vault: [u8; 16],
    /// The last statements about the holders.
    pub(crate) heads: Vec<Hash>,
    pub(crate) turn: TurnTag,
    /// The copy of the vault that it was made of.
    pub(crate) replica: [u8; 8],
    pub(crate) parts: Vec<Part>,
    /// When it was made, in milliseconds since 1970.
    pub(crate) time_ms: u64,
    pub(crate) signer: Device,
    /// All other files but the padding, in their order, each with the BLAKE3 of its bytes.
    pub(crate) files: Vec<(String, Hash)>,
}

const LAYOUT: u64 = 1;

impl Manifest {
    fn body(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = (|| {
            e.array(9)?.u64(LAYOUT)?.bytes(&self.vault)?.array(self.heads.len() as u64)?;
            for hash in &self.heads {
                e.bytes(hash)?;
            }
            e.bytes(&self.turn.0)?.bytes(&self.replica)?.array(self.parts.len() as u64)?;
            for part in &self.parts {
                e.array(8)?.u8(part.compartment.number())?.u64(part.commit)?.u64(part.time_ms)?;
                e.bytes(&part.state)?.u64(part.records)?.u64(part.log.0)?.bytes(&part.log.1)?;
                e.u64(part.clock)?;
            }
            e.u64(self.time_ms)?.bytes(&self.signer)?.array(self.files.len() as u64)?;
            for (name, hash) in &self.files {
                e.array(2)?.str(name)?.bytes(hash)?;
            }
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        })();
        out
    }

    /// Returns the bytes of the file: what it says, and the signature over that.
    pub(crate) fn sign(&self, signer: &Signer) -> Vec<u8> {
        let mut out = self.body();
        let signature = signer.sign(What::Backup, &out);
        out.extend_from_slice(&signature);
        out
    }

    /// Reads the file; whether the signature is by who may sign is asked of [`Manifest::is_by`].
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, [u8; SIGNATURE])> {
        let (body, signature) = bytes.split_last_chunk::<SIGNATURE>()?;
        let manifest = Self::decode(body)?;
        // In the one form in which it is written.
        (manifest.body() == body).then_some((manifest, *signature))
    }

    /// Whether this is the signature of who has that key.
    pub(crate) fn is_by(&self, public: &[u8; 32], signature: &[u8; SIGNATURE]) -> bool {
        verifies(public, What::Backup, &self.body(), signature)
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        fn array(d: &mut Decoder<'_>, len: u64) -> Option<()> {
            (d.array().ok()?? == len).then_some(())
        }
        fn bytes_of<const N: usize>(d: &mut Decoder<'_>) -> Option<[u8; N]> {
            d.bytes().ok()?.try_into().ok()
        }
        let d = &mut Decoder::new(bytes);
        array(d, 9)?;
        if d.u64().ok()? != LAYOUT {
            return None;
        }
        let vault = bytes_of(d)?;
        let mut heads = Vec::new();
        for _ in 0..d.array().ok()?? {
            heads.push(bytes_of(d)?);
        }
        let (turn, replica) = (TurnTag(bytes_of(d)?), bytes_of(d)?);
        let mut parts: Vec<Part> = Vec::new();
        for _ in 0..d.array().ok()?? {
            array(d, 8)?;
            let number = d.u8().ok()?;
            let compartment = Compartment::from_number(number)?;
            if parts.last().is_some_and(|before| before.compartment >= compartment) {
                return None;
            }
            let (commit, time_ms, state) = (d.u64().ok()?, d.u64().ok()?, bytes_of(d)?);
            let (records, log) = (d.u64().ok()?, (d.u64().ok()?, bytes_of(d)?));
            parts.push(Part { compartment, commit, time_ms, state, records, log, clock: d.u64().ok()? });
        }
        let (time_ms, signer) = (d.u64().ok()?, bytes_of(d)?);
        let mut files = Vec::new();
        for _ in 0..d.array().ok()?? {
            array(d, 2)?;
            files.push((d.str().ok()?.to_owned(), bytes_of(d)?));
        }
        let manifest = Self { vault, heads, turn, replica, parts, time_ms, signer, files };
        (d.position() == bytes.len()).then_some(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Identity;

    fn manifest() -> Manifest {
        let part = |compartment| Part {
            compartment,
            commit: 9,
            time_ms: 1_790_000_000_000,
            state: [3; 32],
            records: 61,
            log: (8, [4; 32]),
            clock: u64::MAX,
        };
        Manifest {
            vault: [1; 16],
            heads: vec![[2; 32]],
            turn: TurnTag([7; 4]),
            replica: [8; 8],
            parts: [Compartment::Roster, Compartment::Organizing].map(part).to_vec(),
            time_ms: 1_790_000_000_001,
            signer: [9; 8],
            files: vec![("about.txt".to_owned(), [5; 32]), ("members".to_owned(), [6; 32])],
        }
    }

    #[test]
    fn reads_what_it_wrote_and_knows_who_signed() {
        let (ours, theirs) = (Signer::of(&Identity::generate()), Signer::of(&Identity::generate()));
        let bytes = manifest().sign(&ours);
        let (read, signature) = Manifest::read(&bytes).unwrap();
        assert_eq!(read, manifest());
        assert!(read.is_by(ours.public(), &signature) && !read.is_by(theirs.public(), &signature));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let counts = Manifest::read(&changed).is_some_and(|(m, s)| m.is_by(ours.public(), &s));
            assert!(!counts, "byte {at}");
            let cut = Manifest::read(&bytes[..at]).is_some_and(|(m, s)| m.is_by(ours.public(), &s));
            assert!(!cut, "cut at {at}");
        }
    }

    #[test]
    fn parts_stand_in_their_order_each_once() {
        let signer = Signer::of(&Identity::generate());
        for parts in [[1, 0], [0, 0]] {
            let mut bad = manifest();
            bad.parts = parts.map(|n: usize| manifest().parts[n].clone()).to_vec();
            assert!(Manifest::read(&bad.sign(&signer)).is_none());
        }
    }
}
