//! Pointer and key slots: a few hundred bytes without which nothing opens, each kept twice.
//!
//! The slots of a turn are written once. The one that is as it should be counts, whichever of the two it is; the other is written anew from
//! it by `doctor --repair`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment,
    error::VaultError,
    file,
    head::{self, Head, One, Rooms},
    identity::Identity,
    names::{HEAD, HEAD_2},
    slot::{self, Slot, SlotError},
};

/// What an identity holds of a vault.
pub(crate) struct Held {
    pub(crate) head: Head,
    pub(crate) rooms: Rooms,
    pub(crate) slots: BTreeMap<Compartment, Slot>,
    /// Compartments that it holds and that do not open: both copies of the slot are damaged.
    pub(crate) damaged: Vec<Compartment>,
}

/// What the two copies of a slot come to.
enum Both {
    Held(Slot),
    NotHeld,
    Damaged,
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

fn both(
    rooms: &Rooms,
    compartment: Compartment,
    heads: &[Head],
    identity: &Identity,
) -> Result<Both, VaultError> {
    let (mut not_held, mut bad) = (false, false);
    for path in paths(rooms, compartment) {
        match open(&path, compartment, heads, identity)? {
            One::Good(Ok(slot)) => return Ok(Both::Held(slot)),
            One::Good(Err(_)) => not_held = true,
            One::Bad => bad = true,
            One::Gone => {}
        }
    }
    Ok(if not_held && !bad { Both::NotHeld } else { Both::Damaged })
}

/// Opens the slots that the identity holds.
///
/// # Errors
/// [`VaultError::Slot`] when the one of the roster is damaged; [`VaultError::WrongKey`].
pub(crate) fn held(dir: &Path, identity: &Identity) -> Result<Held, VaultError> {
    let mut heads = head::heads(dir)?;
    let turn = heads.first().ok_or(VaultError::BadHeader)?.turn;
    heads.retain(|head| head.turn == turn);
    let rooms = Rooms::of(dir, turn);
    let mut out = BTreeMap::new();
    let roster = match both(&rooms, Compartment::Roster, &heads, identity)? {
        Both::Held(slot) => {
            // Where the pointers do not agree, the one that the roster says too is the right one.
            heads = vec![slot.head()];
            Some(slot)
        }
        Both::NotHeld => None,
        Both::Damaged => return Err(VaultError::Slot(Compartment::Roster.name())),
    };
    // Every slot is made for the same holders: who is one opens all of them.
    let me = identity.public();
    let holder = roster.as_ref().is_some_and(|slot| slot.holders.contains(&me));
    out.extend(roster.map(|slot| (Compartment::Roster, slot)));
    let mut damaged = Vec::new();
    for compartment in Compartment::ALL.into_iter().filter(|c| *c != Compartment::Roster) {
        match both(&rooms, compartment, &heads, identity)? {
            Both::Held(slot) => drop(out.insert(compartment, slot)),
            Both::NotHeld if !holder => {}
            Both::NotHeld | Both::Damaged => damaged.push(compartment),
        }
    }
    let head = out.values().next().map(Slot::head).ok_or(VaultError::WrongKey)?;
    Ok(Held { head, rooms, slots: out, damaged })
}

/// A file that is not as it should be, and the bytes that it should have.
pub(crate) struct Spoilt {
    pub(crate) path: PathBuf,
    bytes: Vec<u8>,
    /// A vault of before did not have the second copies.
    pub(crate) gone: bool,
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
    let Held { head, rooms, slots, .. } = held(dir, identity)?;
    let mut out = Vec::new();
    let right = head.text().into_bytes();
    for name in [HEAD, HEAD_2] {
        let path = dir.join(name);
        match head::one(dir, name)? {
            One::Good(bytes) if bytes == right => {}
            found => out.push(Spoilt { path, bytes: right.clone(), gone: matches!(found, One::Gone) }),
        }
    }
    for compartment in slots.into_keys() {
        let both = paths(&rooms, compartment);
        let good = |path: &Path| open(path, compartment, &[head], identity);
        let mut right = None;
        for path in &both {
            if right.is_none() && matches!(good(path)?, One::Good(Ok(_))) {
                right = Some(file::read(path, slot::MOST)?);
            }
        }
        let Some(right) = right else { continue };
        for path in both {
            match head::read(&path, slot::MOST)? {
                One::Good(bytes) if bytes == right => {}
                found => out.push(Spoilt { path, bytes: right.clone(), gone: matches!(found, One::Gone) }),
            }
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
pub(crate) fn create(rooms: &Rooms, slots: &[Slot]) -> Result<(), VaultError> {
    file::make_dir(&rooms.keys())?;
    for (compartment, slot) in Compartment::ALL.into_iter().zip(slots) {
        let bytes = slot.seal().map_err(|_| VaultError::Slot(compartment.name()))?;
        for path in paths(rooms, compartment) {
            file::write_whole(&path, &bytes, false)?;
        }
    }
    Ok(())
}
