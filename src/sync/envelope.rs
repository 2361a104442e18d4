//! What an object says of itself, signed: of which copy it is, what came before it, what its writer had seen.

use minicbor::{Decoder, Encoder};

use crate::{
    base::Device,
    vault::{
        Compartment,
        holders::{Hash, sign::SIGNATURE},
    },
};

/// The layout that this program writes, and the newest that it reads.
pub const LAYOUT: u64 = 1;
/// A vector names at most this many copies.
pub const VECTOR_MOST: usize = 64;
/// An object names at most this many last statements.
pub const HEADS_MOST: usize = 8;

/// What an object is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a device wrote itself since its object before.
    Changes,
    /// All that a copy holds: one of so many pieces.
    Snapshot {
        /// Which, from 1.
        piece: u64,
        /// Of how many.
        of: u64,
    },
    /// Says what was seen, and nothing else.
    Presence,
    /// A turn of keys: statements and slots.
    Turn,
}

impl Kind {
    fn numbers(self) -> [u64; 3] {
        match self {
            Self::Changes => [1, 0, 0],
            Self::Snapshot { piece, of } => [2, piece, of],
            Self::Presence => [3, 0, 0],
            Self::Turn => [4, 0, 0],
        }
    }

    fn of(numbers: [u64; 3]) -> Option<Self> {
        match numbers {
            [1, 0, 0] => Some(Self::Changes),
            [2, piece, of] if piece >= 1 && piece <= of => Some(Self::Snapshot { piece, of }),
            [3, 0, 0] => Some(Self::Presence),
            [4, 0, 0] => Some(Self::Turn),
            _ => None,
        }
    }
}

/// How far a writer had come with another copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenOf {
    /// The copy.
    pub replica: [u8; 8],
    /// The device that it lies on.
    pub device: Device,
    /// The number of its last object that was merged.
    pub seq: u64,
    /// The first half of the hash of that object.
    pub hash: [u8; 16],
}

/// A part of an object: of one compartment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartOf {
    /// Which.
    pub compartment: Compartment,
    /// How long it is, sealed.
    pub len: u64,
    /// The hash of it.
    pub hash: Hash,
}

/// What an object says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What it is for.
    pub kind: Kind,
    /// The vault.
    pub vault: [u8; 16],
    /// The device that wrote it.
    pub device: Device,
    /// The copy that it is of.
    pub replica: [u8; 8],
    /// Its number in that copy, from 1.
    pub seq: u64,
    /// The hash of the file before; zeros for the first.
    pub before: Hash,
    /// The turn of keys.
    pub turn: [u8; 4],
    /// When it was made, by the clock of its writer. No rule rests on it.
    pub time_ms: u64,
    /// The oldest layout that a reader must know.
    pub least: u64,
    /// The last statements about the holders that the writer knew.
    pub heads: Vec<Hash>,
    /// What the writer had merged of the other copies.
    pub vector: Vec<SeenOf>,
    /// What lies behind it.
    pub parts: Vec<PartOf>,
}

/// Why an envelope cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// A newer program wrote it.
    Newer,
    /// No program of ours did.
    Malformed,
}

impl Envelope {
    /// Returns the bytes that are signed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // The writer is a vector, so there is no error to report.
        let _ = self.write(&mut Encoder::new(&mut out));
        out
    }

    fn write(
        &self,
        e: &mut Encoder<&mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        e.array(13)?.u64(LAYOUT)?.u64(self.least)?.bytes(&self.vault)?.array(3)?;
        for number in self.kind.numbers() {
            e.u64(number)?;
        }
        e.bytes(&self.device)?.bytes(&self.replica)?.u64(self.seq)?.bytes(&self.before)?;
        e.bytes(&self.turn)?.u64(self.time_ms)?.array(self.heads.len() as u64)?;
        for head in &self.heads {
            e.bytes(head)?;
        }
        e.array(self.vector.len() as u64)?;
        for seen in &self.vector {
            e.array(4)?.bytes(&seen.replica)?.bytes(&seen.device)?.u64(seen.seq)?.bytes(&seen.hash)?;
        }
        e.array(self.parts.len() as u64)?;
        for part in &self.parts {
            e.array(3)?.str(part.compartment.name())?.u64(part.len)?.bytes(&part.hash)?;
        }
        Ok(())
    }

    /// Reads an envelope and the signature behind it.
    ///
    /// # Errors
    /// [`Unread`].
    pub fn read(signed: &[u8]) -> Result<(Self, [u8; SIGNATURE]), Unread> {
        let (body, signature) = signed.split_last_chunk::<SIGNATURE>().ok_or(Unread::Malformed)?;
        let mut d = Decoder::new(body);
        let parts = d.array().ok().flatten();
        let (layout, least) = (d.u64().ok(), d.u64().ok());
        match (layout, least) {
            (Some(layout), Some(least)) if layout >= LAYOUT && least > LAYOUT => return Err(Unread::Newer),
            (Some(LAYOUT), Some(_)) if parts == Some(13) => {}
            _ => return Err(Unread::Malformed),
        }
        let envelope = Self::rest(&mut d, least.unwrap_or(LAYOUT)).filter(|read| read.encode() == body);
        Ok((envelope.ok_or(Unread::Malformed)?, *signature))
    }

    fn rest(d: &mut Decoder<'_>, least: u64) -> Option<Self> {
        let vault = fixed(d)?;
        (d.array().ok()?? == 3).then_some(())?;
        let kind = Kind::of([d.u64().ok()?, d.u64().ok()?, d.u64().ok()?])?;
        Some(Self {
            kind,
            vault,
            least,
            device: fixed(d)?,
            replica: fixed(d)?,
            seq: d.u64().ok()?,
            before: fixed(d)?,
            turn: fixed(d)?,
            time_ms: d.u64().ok()?,
            heads: list(d, HEADS_MOST, fixed)?,
            vector: list(d, VECTOR_MOST, |d| {
                (d.array().ok()?? == 4).then_some(())?;
                Some(SeenOf { replica: fixed(d)?, device: fixed(d)?, seq: d.u64().ok()?, hash: fixed(d)? })
            })?,
            parts: list(d, Compartment::ALL.len(), |d| {
                (d.array().ok()?? == 3).then_some(())?;
                let name = d.str().ok()?;
                let compartment = Compartment::ALL.into_iter().find(|part| part.name() == name)?;
                Some(PartOf { compartment, len: d.u64().ok()?, hash: fixed(d)? })
            })?,
        })
    }
}

pub(super) fn fixed<const N: usize>(d: &mut Decoder<'_>) -> Option<[u8; N]> {
    d.bytes().ok()?.try_into().ok()
}

fn list<T>(
    d: &mut Decoder<'_>,
    most: usize,
    mut each: impl FnMut(&mut Decoder<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let len = usize::try_from(d.array().ok()??).ok().filter(|len| *len <= most)?;
    (0..len).map(|_| each(d)).collect()
}
