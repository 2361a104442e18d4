//! The statements about the holders, as they lie in the folder of a turn: sealed, twice, never changed in place.

use std::path::PathBuf;

use crate::vault::{
    error::VaultError,
    file,
    head::{self, Head, One, Rooms},
    holders::{
        Members, State,
        chain::{Refusal, Removal},
    },
    key::SecretKey,
    seal::{self, Entropy, Place},
    store::Tree,
};

/// The file is never longer.
pub(crate) const MOST: u64 = 1024 * 1024;
/// No tree of a store has this number.
const TREE: Tree = Tree(0xfc);
const NOWHERE: [u8; 16] = [0; 16];

fn place(vault: &[u8; 16]) -> Place<'_> {
    Place { vault, tree: TREE, id: &NOWHERE }
}

/// Seals the statements under the key of the roster.
///
/// # Errors
/// [`VaultError::Members`] when there are thousands of them.
pub(crate) fn seal(
    members: &Members,
    head: &Head,
    roster: &SecretKey,
    entropy: Entropy,
) -> Result<Vec<u8>, VaultError> {
    let plain = members.encode().map_err(|_| VaultError::Members)?;
    let key = roster.derive("members");
    Ok(seal::seal(&key, head.turn.number(), place(&head.vault), &plain, entropy)?)
}

fn open(head: &Head, roster: &SecretKey, sealed: &[u8]) -> Option<Members> {
    let key = roster.derive("members");
    let key_of = |turn| (turn == head.turn.number()).then_some(&key);
    let plain = seal::open(key_of, place(&head.vault), sealed).ok()?;
    Members::decode(&plain).ok()
}

/// What the statements come to: all of them are evaluated before any is believed.
///
/// # Errors
/// [`VaultError::Members`] for what no program of ours writes; [`VaultError::Disagree`].
pub(crate) fn state(members: &Members, vault: &[u8; 16], removals: &[Removal]) -> Result<State, VaultError> {
    let state = members.evaluate(removals).map_err(refused)?;
    if state.vault == *vault { Ok(state) } else { Err(VaultError::Members) }
}

/// Why statements come to nothing.
pub(crate) fn refused(refusal: Refusal) -> VaultError {
    match refusal {
        Refusal::Disagree(disputes) => VaultError::Disagree(disputes),
        Refusal::Empty | Refusal::Invalid { .. } | Refusal::Split { .. } => VaultError::Members,
    }
}

/// Where the two copies lie.
pub(crate) fn paths(rooms: &Rooms) -> [PathBuf; 2] {
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

/// Reads the statements: the first copy that opens, and its bytes.
///
/// # Errors
/// [`VaultError::Members`] when neither does.
pub(crate) fn read(rooms: &Rooms, head: &Head, roster: &SecretKey) -> Result<(Members, Vec<u8>), VaultError> {
    for path in paths(rooms) {
        if let One::Good(bytes) = head::read(&path, MOST)?
            && let Some(members) = open(head, roster, &bytes)
        {
            return Ok((members, bytes));
        }
    }
    Err(VaultError::Members)
}
