//! Pointer and key slots: a few hundred bytes without which nothing opens, each kept twice.
//!
//! The slots of a turn are written once. The one that is as it should be counts, whichever of the two it is; the other is
//! written anew from it by `doctor --repair`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment,
    error::VaultError,
    file,
    head::{self, Head, One, Rooms},
    holders::{Signer, State, chain::Removal},
    identity::Identity,
    members,
    names::{HEAD, HEAD_2},
    pen::Pen,
    slot::{self, Slot, SlotError},
};

/// What an identity holds of a vault.
pub(crate) struct Held {
    pub(crate) head: Head,
    pub(crate) rooms: Rooms,
    pub(crate) pen: Pen,
    pub(crate) slots: BTreeMap<Compartment, Slot>,
    /// Compartments that it holds, as the statements say, and that do not open: both copies of the slot are damaged.
    pub(crate) damaged: Vec<Compartment>,
}

fn paths(rooms: &Rooms, compartment: Compartment) -> [PathBuf; 2] {
    let at = |end: &str| rooms.keys().join(format!("{}{end}", compartment.name()));
    [at(".age"), at(".2.age")]
}

/// Opens one copy of a slot, which must be of this compartment and of what one of these pointers names.
fn open(
    path: &Path,
    compartment: Compartment,
    heads: &[Head],
    identity: &Identity,
) -> Result<One<Result<Slot, SlotError>>, VaultError> {
    let bytes = match head::read(path, slot::MOST)? {
        One::Good(bytes) => bytes,
        One::Gone => return Ok(One::Gone),
        One::Bad => return Ok(One::Bad),
    };
    Ok(match Slot::open(&bytes, identity) {
        Ok(slot) if heads.contains(&slot.head()) && slot.compartment == compartment.name() => {
            One::Good(Ok(slot))
        }
        Err(SlotError::NotHeld) => One::Good(Err(SlotError::NotHeld)),
        _ => One::Bad,
    })
}

/// What is known when the slot of the roster was opened.
struct Known {
    head: Head,
    state: State,
    slot: Slot,
}

/// Opens a slot of the roster whose writer the statements name: of two copies the first such.
fn roster(
    rooms: &Rooms,
    heads: &[Head],
    identity: &Identity,
    removals: &[Removal],
) -> Result<Known, VaultError> {
    let (mut not_held, mut bad, mut refused) = (false, false, None);
    for path in paths(rooms, Compartment::Roster) {
        let slot = match open(&path, Compartment::Roster, heads, identity)? {
            One::Good(Ok(slot)) => slot,
            One::Good(Err(_)) => {
                not_held = true;
                continue;
            }
            One::Bad => {
                bad = true;
                continue;
            }
            One::Gone => continue,
        };
        let head = slot.head();
        let state = members::read(rooms, &head, slot.keys.current())
            .and_then(|(members, _)| members::state(&members, &head.vault, removals));
        match state {
            Ok(state) if slot.fits(Compartment::Roster, &state) => return Ok(Known { head, state, slot }),
            Ok(state) => {
                // Whether it is ours at all comes first.
                Pen::reads(identity, &state)?;
                refused = Some(VaultError::SlotForged(Compartment::Roster.name()));
            }
            Err(VaultError::Store(error)) => return Err(error.into()),
            Err(error) => refused = Some(error),
        }
    }
    Err(match refused {
        Some(refused) => refused,
        // Who opens another slot of this turn holds the vault: this one is not what it was.
        None if not_held && !bad && !opens_another(rooms, heads, identity)? => VaultError::WrongKey,
        None => VaultError::Slot(Compartment::Roster.name()),
    })
}

/// Whether an identity opens the slot of another compartment than the roster.
fn opens_another(rooms: &Rooms, heads: &[Head], identity: &Identity) -> Result<bool, VaultError> {
    for compartment in Compartment::ALL.into_iter().filter(|c| *c != Compartment::Roster) {
        for path in paths(rooms, compartment) {
            if matches!(open(&path, compartment, heads, identity)?, One::Good(Ok(_))) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Returns the first copy of a slot that a holder wrote, and where it lies.
fn fitting(
    rooms: &Rooms,
    compartment: Compartment,
    head: &Head,
    identity: &Identity,
    state: &State,
) -> Result<Option<(PathBuf, Slot)>, VaultError> {
    for path in paths(rooms, compartment) {
        if let One::Good(Ok(slot)) = open(&path, compartment, &[*head], identity)?
            && slot.fits(compartment, state)
        {
            return Ok(Some((path, slot)));
        }
    }
    Ok(None)
}

/// Opens the slots that the identity holds, each written by a holder, as the statements about the holders say.
///
/// # Errors
/// What keeps the vault closed: [`VaultError::Slot`] and [`VaultError::SlotForged`] of the roster, [`VaultError::Members`],
/// [`VaultError::Disagree`], [`VaultError::Retired`], [`VaultError::WrongKey`].
pub(crate) fn held(dir: &Path, identity: &Identity, removals: &[Removal]) -> Result<Held, VaultError> {
    held_by(dir, head::heads(dir)?, identity, removals)
}

/// Opens the slots as [`held`] does, of a vault whose pointers were read.
///
/// # Errors
/// As [`held`].
pub(crate) fn held_by(
    dir: &Path,
    mut heads: Vec<Head>,
    identity: &Identity,
    removals: &[Removal],
) -> Result<Held, VaultError> {
    let turn = heads.first().ok_or(VaultError::BadHeader)?.turn;
    heads.retain(|head| head.turn == turn);
    let rooms = Rooms::of(dir, turn);
    let Known { head, state, slot } = roster(&rooms, &heads, identity, removals)?;
    let (mut slots, mut damaged) = (BTreeMap::from([(Compartment::Roster, slot)]), Vec::new());
    for compartment in Pen::reads(identity, &state)? {
        if compartment == Compartment::Roster {
            continue;
        }
        match fitting(&rooms, compartment, &head, identity, &state)? {
            Some((_, slot)) => drop(slots.insert(compartment, slot)),
            None => damaged.push(compartment),
        }
    }
    Ok(Held { head, rooms, pen: Pen::of(identity, state), slots, damaged })
}

/// A file that is not as it should be, and the bytes that it should have.
pub(crate) struct Spoilt {
    pub(crate) path: PathBuf,
    bytes: Vec<u8>,
}

impl Spoilt {
    /// Writes the file anew.
    ///
    /// # Durability
    /// On `Ok` it survives a power cut.
    pub(crate) fn mend(&self) -> Result<(), VaultError> {
        Ok(file::write_whole(&self.path, &self.bytes, true)?)
    }
}

/// Returns the files of which the other copy is good.
///
/// # Errors
/// As [`held`].
pub(crate) fn spoilt(dir: &Path, identity: &Identity) -> Result<Vec<Spoilt>, VaultError> {
    let Held { head, rooms, pen, slots, .. } = held(dir, identity, &[])?;
    let mut out = other_than([HEAD, HEAD_2].map(|name| dir.join(name)), head::MOST, head.text().as_bytes())?;
    if let Some(roster) = slots.get(&Compartment::Roster) {
        let (_, right) = members::read(&rooms, &head, roster.keys.current())?;
        out.extend(other_than(members::paths(&rooms), members::MOST, &right)?);
    }
    for compartment in slots.into_keys() {
        if let Some((path, _)) = fitting(&rooms, compartment, &head, identity, pen.state())? {
            let right = file::read(&path, slot::MOST)?;
            out.extend(other_than(paths(&rooms, compartment), slot::MOST, &right)?);
        }
    }
    Ok(out)
}

/// Returns those of two copies that are not what they should be.
fn other_than(copies: [PathBuf; 2], most: u64, right: &[u8]) -> Result<Vec<Spoilt>, VaultError> {
    let mut out = Vec::new();
    for path in copies {
        match head::read(&path, most)? {
            One::Good(bytes) if bytes == right => {}
            _ => out.push(Spoilt { path, bytes: right.to_vec() }),
        }
    }
    Ok(out)
}

/// Brings both pointers to what the vault is: the machine may have stopped while a turn was put in place.
///
/// # Errors
/// What the disk said; nothing is worse then.
pub(crate) fn complete(dir: &Path, head: &Head) -> Result<(), VaultError> {
    let right = head.text().into_bytes();
    for name in [HEAD, HEAD_2] {
        match head::one(dir, name)? {
            One::Good(bytes) if bytes == right => {}
            // A damaged one is told by `doctor`, and mended there.
            One::Bad => {}
            One::Gone | One::Good(_) => head.write(dir, name)?,
        }
    }
    Ok(())
}

/// Writes the slots of a turn, each twice.
///
/// # Errors
/// What the disk said.
pub(crate) fn create(
    rooms: &Rooms,
    slots: &[(Compartment, Slot)],
    signer: &Signer,
) -> Result<(), VaultError> {
    file::make_dir(&rooms.keys())?;
    for (compartment, slot) in slots {
        let bytes = slot.seal(signer).map_err(|_| VaultError::Slot(compartment.name()))?;
        put(rooms, *compartment, &bytes)?;
    }
    Ok(())
}

/// Writes a slot that is sealed already, twice.
///
/// # Errors
/// What the disk said.
pub(crate) fn put(rooms: &Rooms, compartment: Compartment, bytes: &[u8]) -> Result<(), VaultError> {
    for path in paths(rooms, compartment) {
        file::write_whole(&path, bytes, false)?;
    }
    Ok(())
}

/// Returns the bytes of the slot of a compartment, as a holder wrote it.
///
/// # Errors
/// [`VaultError::Slot`] when neither copy is good; what the disk said.
pub(crate) fn slot_bytes(
    rooms: &Rooms,
    compartment: Compartment,
    head: &Head,
    identity: &Identity,
    state: &State,
) -> Result<Vec<u8>, VaultError> {
    let found = fitting(rooms, compartment, head, identity, state)?;
    let (path, _) = found.ok_or(VaultError::Slot(compartment.name()))?;
    Ok(file::read(&path, slot::MOST)?)
}
