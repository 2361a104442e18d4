//! The statements about the holders, as they lie in the folder of a turn: sealed, twice, never changed in place.

use std::path::PathBuf;

use minicbor::{Decoder, Encoder};

use crate::vault::{
    error::VaultError,
    file,
    head::{self, Head, One, Rooms},
    holders::{
        State, Statement,
        chain::{Refusal, Removal, evaluate_kept},
    },
    key::SecretKey,
    seal::{self, Entropy, Place},
    store::Tree,
};

/// The file is never longer.
const MOST: u64 = 1024 * 1024;
/// No tree of a store has this number.
const TREE: Tree = Tree(0xfc);
const NOWHERE: [u8; 16] = [0; 16];

/// The statements that count, and those that are void; parents first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Members {
    pub(crate) counted: Vec<Statement>,
    pub(crate) void: Vec<Statement>,
}

impl Members {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = e.array(2);
        for part in [&self.counted, &self.void] {
            let _ = e.array(part.len() as u64);
            for statement in part {
                let _ = e.bytes(&statement.encode());
            }
        }
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut d = Decoder::new(bytes);
        if d.array().ok()?? != 2 {
            return None;
        }
        let mut parts = [Vec::new(), Vec::new()];
        for part in &mut parts {
            for _ in 0..d.array().ok()?? {
                part.push(Statement::decode(d.bytes().ok()?).ok()?);
            }
        }
        let [counted, void] = parts;
        let members = Self { counted, void };
        (members.encode() == bytes).then_some(members)
    }

    /// Seals them under the key of the roster.
    ///
    /// # Errors
    /// Never in practice.
    pub(crate) fn seal(
        &self,
        head: &Head,
        roster: &SecretKey,
        entropy: Entropy,
    ) -> Result<Vec<u8>, VaultError> {
        let place = Place { vault: &head.vault, tree: TREE, id: &NOWHERE };
        Ok(seal::seal(&roster.derive("members"), head.turn.number(), place, &self.encode(), entropy)?)
    }

    fn open(head: &Head, roster: &SecretKey, sealed: &[u8]) -> Option<Self> {
        let (key, place) = (roster.derive("members"), Place { vault: &head.vault, tree: TREE, id: &NOWHERE });
        let plain = seal::open(|turn| (turn == head.turn.number()).then_some(&key), place, sealed).ok()?;
        Self::decode(&plain)
    }

    /// What they come to: all of it is evaluated before any is believed.
    ///
    /// # Errors
    /// [`VaultError::Members`] for what no program of ours writes; [`VaultError::Disagree`].
    pub(crate) fn state(&self, vault: &[u8; 16], removals: &[Removal]) -> Result<State, VaultError> {
        let state = match evaluate_kept(&self.counted, &self.void, removals) {
            Ok(state) => state,
            Err(Refusal::Disagree(disputes)) => return Err(VaultError::Disagree(disputes)),
            Err(_) => return Err(VaultError::Members),
        };
        if state.vault == *vault { Ok(state) } else { Err(VaultError::Members) }
    }
}

fn paths(rooms: &Rooms) -> [PathBuf; 2] {
    [rooms.members(), rooms.members_2()]
}

/// Writes the statements of a turn, twice.
///
/// # Errors
/// What the disk said.
pub(crate) fn write(rooms: &Rooms, sealed: &[u8]) -> Result<(), VaultError> {
    for path in paths(rooms) {
        file::write_whole(&path, sealed, false)?;
    }
    Ok(())
}

/// Reads the statements: of the first copy that opens.
///
/// # Errors
/// [`VaultError::Members`] when neither does.
pub(crate) fn read(rooms: &Rooms, head: &Head, roster: &SecretKey) -> Result<Members, VaultError> {
    for path in paths(rooms) {
        if let One::Good(bytes) = head::read(&path, MOST)?
            && let Some(members) = Members::open(head, roster, &bytes)
        {
            return Ok(members);
        }
    }
    Err(VaultError::Members)
}

/// Returns the copies that are not as they should be, with the bytes that they should have.
///
/// # Errors
/// As [`read`].
pub(crate) fn spoilt(
    rooms: &Rooms,
    head: &Head,
    roster: &SecretKey,
) -> Result<Vec<(PathBuf, Vec<u8>)>, VaultError> {
    let mut good = None;
    for path in paths(rooms) {
        if good.is_none()
            && let One::Good(bytes) = head::read(&path, MOST)?
            && Members::open(head, roster, &bytes).is_some()
        {
            good = Some(bytes);
        }
    }
    let good = good.ok_or(VaultError::Members)?;
    let mut out = Vec::new();
    for path in paths(rooms) {
        match head::read(&path, MOST)? {
            One::Good(bytes) if bytes == good => {}
            _ => out.push((path, good.clone())),
        }
    }
    Ok(out)
}
