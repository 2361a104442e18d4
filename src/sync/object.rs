//! An object as a file: an envelope and its parts, sealed, in one of eleven sizes.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};
use zeroize::Zeroizing;

use crate::{
    sync::{
        envelope::{Envelope, PartOf, Unread},
        name::Tag,
    },
    vault::{
        Compartment, Entropy, Heard, Identity, Travelling, Vault, VaultError,
        age_file::{self, Form, Reader},
        holders::{Members, State, Statement, sign::SIGNATURE},
        key::SecretKey,
        seal::{self, Place},
        store::Tree,
        tag::TurnTag,
    },
};

/// An object is never longer.
pub const MOST: u64 = 4 * 1024 * 1024;
/// The least size.
const LEAST: usize = 4 * 1024;
/// Records are divided into objects of about this length.
pub const ABOUT: usize = 3 * 1024 * 1024;
const OBJECT: u8 = 2;
const TURN: u8 = 3;
/// No tree of a store has this number.
const TREE: Tree = Tree(0xfb);

/// The keys of objects, by compartment and turn.
pub type Keys = BTreeMap<Compartment, BTreeMap<TurnTag, SecretKey>>;

/// The records of one compartment in an object.
pub type Part = (Compartment, Vec<Travelling>);

/// An object that was opened; whose it is, and whether it counts, is another question.
pub struct Opened {
    /// What it says of itself.
    pub envelope: Envelope,
    /// What is signed.
    pub signed: Vec<u8>,
    /// The signature.
    pub signature: [u8; SIGNATURE],
    /// What it tells of a turn of keys.
    pub heard: Option<Heard>,
    // Its parts, sealed.
    parts: Vec<Vec<u8>>,
}

/// Why an object does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// A newer program wrote it.
    Newer,
    /// It is under keys that are not here.
    LaterKeys,
    /// It does not open where it lies.
    Foreign,
}

fn place_of(writer: &str, seq: u64, part: u8) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(writer.as_bytes()).update(&seq.to_be_bytes()).update(&[part]);
    hasher.finalize().as_bytes().first_chunk().copied().unwrap_or_default()
}

/// The number of a part in its place; 0 is the envelope.
fn number(part: Compartment) -> u8 {
    match part {
        Compartment::Roster => 1,
        Compartment::Dues => 2,
        Compartment::Organizing => 3,
    }
}

fn key_of(keys: &Keys, part: Compartment, turn: [u8; 4]) -> Option<&SecretKey> {
    keys.get(&part)?.get(&TurnTag(turn))
}

/// Fills a file up to its size: only that is seen of how much is in it.
fn padded(mut file: Vec<u8>) -> Result<Vec<u8>, VaultError> {
    let mut size = LEAST;
    while size < file.len() {
        size = size.saturating_mul(2);
    }
    if size as u64 > MOST {
        return Err(VaultError::NoKey);
    }
    file.resize(size, 0);
    Ok(file)
}

fn with_length(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// How objects of one copy are written.
pub struct Packing<'a> {
    /// The folder of the copy.
    pub writer: &'a Tag,
    /// The keys in use.
    pub keys: &'a Keys,
    /// What signs.
    pub sign: &'a dyn Fn(&[u8]) -> [u8; SIGNATURE],
    /// A source of randomness.
    pub entropy: Entropy,
}

impl Packing<'_> {
    fn signed(&self, envelope: &Envelope) -> Vec<u8> {
        let mut bytes = envelope.encode();
        let signature = (self.sign)(&bytes);
        bytes.extend_from_slice(&signature);
        bytes
    }

    /// Writes an object.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] for a compartment that is not held.
    pub fn object(&self, mut envelope: Envelope, parts: &[Part]) -> Result<Vec<u8>, VaultError> {
        let turn = envelope.turn;
        let sealed = |part: Compartment, number: u8, plain: &[u8]| {
            let id = place_of(self.writer, envelope.seq, number);
            let place = Place { vault: &envelope.vault, tree: TREE, id: &id };
            let key = key_of(self.keys, part, turn).ok_or(VaultError::NoKey)?;
            Ok::<_, VaultError>(seal::seal(key, u32::from_be_bytes(turn), place, plain, self.entropy)?)
        };
        let mut behind = Vec::new();
        let mut listed = Vec::new();
        for (part, records) in parts {
            let bytes = sealed(*part, number(*part), &Vault::pack(records))?;
            let hash = *blake3::hash(&bytes).as_bytes();
            listed.push(PartOf { compartment: *part, len: bytes.len() as u64, hash });
            behind.extend_from_slice(&bytes);
        }
        envelope.parts = listed;
        let sealed = {
            let id = place_of(self.writer, envelope.seq, 0);
            let place = Place { vault: &envelope.vault, tree: TREE, id: &id };
            let key = key_of(self.keys, Compartment::Roster, turn).ok_or(VaultError::NoKey)?;
            seal::seal(key, u32::from_be_bytes(turn), place, &self.signed(&envelope), self.entropy)?
        };
        let mut file = vec![OBJECT];
        file.extend_from_slice(&turn);
        with_length(&mut file, &sealed);
        file.extend_from_slice(&behind);
        padded(file)
    }

    /// Writes a turn of keys: for all present holders, who need none of its keys to read it, and for devices that were removed by it:
    /// they open the statements, and no slot.
    ///
    /// # Errors
    /// [`VaultError::Members`] for holders that cannot be sealed to.
    pub fn turn(
        &self,
        mut envelope: Envelope,
        members: &Members,
        slots: &[(Compartment, Vec<u8>)],
        (state, gone): (&State, &[String]),
    ) -> Result<Vec<u8>, VaultError> {
        let hashed = |(part, bytes): &(Compartment, Vec<u8>)| PartOf {
            compartment: *part,
            len: bytes.len() as u64,
            hash: *blake3::hash(bytes).as_bytes(),
        };
        envelope.parts = slots.iter().map(hashed).collect();
        let statements = members.all();
        let mut plain = Zeroizing::new(Vec::new());
        // The writer is a vector, so there is no error to report.
        let _ = (|| {
            let mut e = Encoder::new(&mut *plain);
            e.array(3)?.bytes(&self.signed(&envelope))?.array(statements.len() as u64)?;
            for statement in &statements {
                e.bytes(&statement.encode())?;
            }
            e.array(slots.len() as u64)?;
            for (_, bytes) in slots {
                e.bytes(bytes)?;
            }
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        })();
        let recipients = state.holders.iter().map(|holder| &holder.recipient).chain(gone);
        let readers: Result<Vec<_>, _> = recipients.map(|recipient| Reader::read(recipient)).collect();
        let readers = readers.map_err(|_| VaultError::Members)?;
        let age = age_file::seal(&readers, &plain, Form::Binary).map_err(|_| VaultError::Members)?;
        let mut file = vec![TURN];
        with_length(&mut file, &age);
        padded(file)
    }
}

/// Tells whether a file says of itself that it is a turn of keys.
#[must_use]
pub fn is_turn(file: &[u8]) -> bool {
    file.first() == Some(&TURN)
}

/// Takes a length and as many bytes.
fn taken(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = file.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*len)).ok()?)
}

/// Opens a turn of keys, wherever it lies.
///
/// # Errors
/// [`Shut`].
pub fn open_turn(file: &[u8], identity: &Identity) -> Result<Opened, Shut> {
    let rest = file.strip_prefix(&[TURN]).ok_or(Shut::Foreign)?;
    let (age, pad) = taken(rest).ok_or(Shut::Foreign)?;
    if pad.iter().any(|byte| *byte != 0) {
        return Err(Shut::Foreign);
    }
    // Not for this identity: of holders who came later, or who do not hold it any more.
    let plain = crate::vault::identity::open(age, &[identity]).map_err(|_| Shut::LaterKeys)?;
    let (signed, heard) = turn_within(&plain).ok_or(Shut::Foreign)?;
    let (envelope, signature) = Envelope::read(&signed).map_err(shut)?;
    let slots = heard.slots.first().ok_or(Shut::Foreign)?;
    let same = |(of, (part, bytes)): (&PartOf, &(Compartment, Vec<u8>))| {
        of.compartment == *part && of.hash == *blake3::hash(bytes).as_bytes()
    };
    if envelope.parts.len() != slots.len() || !envelope.parts.iter().zip(slots).all(same) {
        return Err(Shut::Foreign);
    }
    Ok(Opened { signed: envelope.encode(), envelope, signature, heard: Some(heard), parts: Vec::new() })
}

fn turn_within(plain: &[u8]) -> Option<(Vec<u8>, Heard)> {
    let mut d = Decoder::new(plain);
    (d.array().ok()?? == 3).then_some(())?;
    let signed = d.bytes().ok()?.to_vec();
    let count = d.array().ok()??;
    let mut statements = Vec::new();
    for _ in 0..count {
        statements.push(Statement::decode(d.bytes().ok()?).ok()?);
    }
    (usize::try_from(d.array().ok()??).ok()? == Compartment::ALL.len()).then_some(())?;
    let mut slots = Vec::new();
    for part in Compartment::ALL {
        slots.push((part, d.bytes().ok()?.to_vec()));
    }
    (d.position() == plain.len()).then_some((signed, Heard { statements, slots: vec![slots] }))
}

fn shut(unread: Unread) -> Shut {
    match unread {
        Unread::Newer => Shut::Newer,
        Unread::Malformed => Shut::Foreign,
    }
}

/// Opens an object where it lies.
///
/// # Errors
/// [`Shut`].
pub fn open(
    file: &[u8],
    (writer, seq): (&str, u64),
    vault: &[u8; 16],
    keys: &Keys,
    identity: &Identity,
) -> Result<Opened, Shut> {
    match file.first() {
        Some(&OBJECT) => {}
        Some(&TURN) => return open_turn(file, identity),
        Some(first) if *first > TURN => return Err(Shut::Newer),
        _ => return Err(Shut::Foreign),
    }
    let (turn, rest) = file.get(1..).and_then(|rest| rest.split_first_chunk::<4>()).ok_or(Shut::Foreign)?;
    let (sealed, mut behind) = taken(rest).ok_or(Shut::Foreign)?;
    let key = key_of(keys, Compartment::Roster, *turn).ok_or(Shut::LaterKeys)?;
    let id = place_of(writer, seq, 0);
    let place = Place { vault, tree: TREE, id: &id };
    let of = |generation| (generation == u32::from_be_bytes(*turn)).then_some(key);
    let plain = seal::open(of, place, sealed).map_err(|_| Shut::Foreign)?;
    let (envelope, signature) = Envelope::read(&plain).map_err(shut)?;
    let mut parts = Vec::new();
    for part in &envelope.parts {
        let len = usize::try_from(part.len).map_err(|_| Shut::Foreign)?;
        let (bytes, rest) = behind.split_at_checked(len).ok_or(Shut::Foreign)?;
        if *blake3::hash(bytes).as_bytes() != part.hash {
            return Err(Shut::Foreign);
        }
        parts.push(bytes.to_vec());
        behind = rest;
    }
    if envelope.turn != *turn || behind.iter().any(|byte| *byte != 0) {
        return Err(Shut::Foreign);
    }
    Ok(Opened { signed: envelope.encode(), envelope, signature, heard: None, parts })
}

impl Opened {
    /// Opens the parts for which there are keys; the others stay sealed.
    ///
    /// # Errors
    /// [`Shut`].
    pub fn records(&self, writer: &str, keys: &Keys) -> Result<Vec<Part>, Shut> {
        let envelope = &self.envelope;
        let mut out = Vec::new();
        for (part, sealed) in envelope.parts.iter().zip(&self.parts) {
            if !keys.contains_key(&part.compartment) {
                continue;
            }
            let key = key_of(keys, part.compartment, envelope.turn).ok_or(Shut::LaterKeys)?;
            let id = place_of(writer, envelope.seq, number(part.compartment));
            let place = Place { vault: &envelope.vault, tree: TREE, id: &id };
            let of = |generation| (generation == u32::from_be_bytes(envelope.turn)).then_some(key);
            let plain = seal::open(of, place, sealed).map_err(|_| Shut::Foreign)?;
            // What a holder signed and what is not read here is of a newer program.
            out.push((part.compartment, Vault::unpack(&plain).ok_or(Shut::Newer)?));
        }
        Ok(out)
    }
}
