//! The folder of a vault: what lies in it, how it is made, what does not belong.
//!
//! A vault is made beside its place and renamed into it, so that a fault leaves no half vault.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::platform::files;
use crate::vault::{
    Compartment,
    error::VaultError,
    head::Rooms,
    holders::Turn,
    key::{DataKeys, SecretKey},
    names::{
        HARMLESS, HEAD, HEAD_2, JOURNAL, KEYS, LOCK, MEMBERS, MEMBERS_2, OUTBOX, OUTBOX_LOCK, OUTBOX_OLD,
        RUN, RUN_COUNT, RUN_OLD, STORE, STORE_OLD, SYNC, left_over,
    },
    seal::Entropy,
    tag::TurnTag,
};

/// Returns the folders of turns that lie in a vault: that of the turn in use, and what a turn that was cut off left.
pub(crate) fn turns(vault: &Path) -> io::Result<Vec<PathBuf>> {
    let is_turn =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).and_then(TurnTag::named).is_some();
    Ok(fs::read_dir(vault)?.flatten().map(|entry| entry.path()).filter(is_turn).collect())
}

/// Draws a data key.
fn new_key(entropy: Entropy) -> SecretKey {
    let mut bytes = [0; 32];
    entropy(&mut bytes);
    SecretKey::take(&mut bytes)
}

/// Draws the data keys of a new turn, and what the statement says of it: it is named by what commits to them.
pub(crate) fn new_keys(entropy: Entropy) -> (Turn, BTreeMap<Compartment, DataKeys>) {
    let (roster, dues, organizing) = (new_key(entropy), new_key(entropy), new_key(entropy));
    let turn = Turn::of(&roster, &dues, &organizing);
    let keys =
        [(Compartment::Roster, roster), (Compartment::Dues, dues), (Compartment::Organizing, organizing)];
    let keys = keys.map(|(compartment, key)| (compartment, DataKeys::one(TurnTag(turn.tag), key)));
    (turn, keys.into())
}

/// Looks at the folder without touching it: nothing foreign, nothing others may write, no link in place of a file.
pub(crate) fn look(rooms: &Rooms) -> Result<(), VaultError> {
    loose(&fs::metadata(rooms.vault())?)?;
    let is_dir = |path: &Path| match fs::symlink_metadata(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        other => Ok(other.is_ok_and(|m| m.is_dir())),
    };
    if !is_dir(rooms.turn())? {
        return Err(VaultError::Folder("the folder of its current keys is missing"));
    }
    if !is_dir(&rooms.keys())? {
        return Err(VaultError::Folder("the folder keys is missing"));
    }
    if !unfit(rooms.vault())?.is_empty() {
        return Err(VaultError::Folder("something in it does not belong there (a conflicted copy, a link?)"));
    }
    for folder in [rooms.vault(), rooms.turn()] {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !HARMLESS.contains(&entry.file_name().to_str().unwrap_or_default()) {
                loose(&fs::symlink_metadata(entry.path())?)?;
            }
        }
    }
    Ok(())
}

/// What may have a name in one of the folders.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    File,
    Folder,
    Either,
    /// A folder that is not looked into.
    Aside,
    Nothing,
}

fn in_vault(name: &str) -> Fit {
    match name {
        HEAD | HEAD_2 | LOCK | OUTBOX_LOCK => Fit::File,
        SYNC => Fit::Aside,
        _ if TurnTag::named(name).is_some() => Fit::Folder,
        _ => Fit::Nothing,
    }
}

fn in_turn(name: &str) -> Fit {
    match name {
        JOURNAL | MEMBERS | MEMBERS_2 | RUN | RUN_COUNT | RUN_OLD => Fit::File,
        KEYS | STORE | STORE_OLD | OUTBOX | OUTBOX_OLD => Fit::Folder,
        _ => Fit::Nothing,
    }
}

fn in_keys(name: &str) -> Fit {
    let slot = name.strip_suffix(".age").map(|n| n.strip_suffix(".2").unwrap_or(n));
    let slot = slot.is_some_and(|n| Compartment::ALL.iter().any(|c| c.name() == n));
    if slot { Fit::File } else { Fit::Nothing }
}

/// Returns what does not belong into the folder, or is of another kind than it should be.
pub(crate) fn unfit(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut out, mut turns) = (Vec::new(), Vec::new());
    misfits(dir, in_vault, &mut out, &mut turns)?;
    for turn in turns {
        misfits(&turn, in_turn, &mut out, &mut Vec::new())?;
        misfits(&turn.join(KEYS), in_keys, &mut out, &mut Vec::new())?;
    }
    Ok(out)
}

fn misfits(
    dir: &Path,
    fit: fn(&str) -> Fit,
    out: &mut Vec<PathBuf>,
    folders: &mut Vec<PathBuf>,
) -> io::Result<()> {
    let entries = match fs::read_dir(dir) {
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        let meta = fs::symlink_metadata(entry.path())?;
        let fit = if HARMLESS.contains(&name) || left_over(name) { Fit::Either } else { fit(name) };
        match fit {
            Fit::File if meta.is_file() => {}
            Fit::Folder if meta.is_dir() => folders.push(entry.path()),
            Fit::Aside if meta.is_dir() => {}
            Fit::Either => {}
            _ => out.push(entry.path()),
        }
    }
    Ok(())
}

fn loose(meta: &fs::Metadata) -> Result<(), VaultError> {
    if files::others_write(meta) { Err(VaultError::Loose) } else { Ok(()) }
}
