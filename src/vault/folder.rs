//! The folder of a vault: what lies in it, how it is made, what does not belong.
//!
//! A vault is made beside its place and renamed into it, so that a fault leaves no half vault.

use std::{
    collections::BTreeMap,
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::vault::{
    Compartment, FORMAT,
    error::VaultError,
    file,
    identity::Identity,
    key::SecretKey,
    names::{
        HARMLESS, HEADER, JOURNAL, KEYS, LOCK, OUTBOX, OUTBOX_COUNT, OUTBOX_LOCK, OUTBOX_OLD, OUTBOX_RUN,
        OUTBOX_RUN_OLD, STORE, STORE_OLD, left_over,
    },
    seal::Entropy,
    slot::{self, Slot},
};

/// What the readable header says.
pub(crate) struct Header {
    pub(crate) vault: [u8; 16],
    /// The hash of its bytes, which the root vouches for.
    pub(crate) hash: [u8; 32],
}

#[derive(Deserialize)]
struct HeaderText {
    format: u64,
    vault: String,
}

/// Draws a data key.
pub(crate) fn new_key(entropy: Entropy) -> SecretKey {
    let mut bytes = [0; 32];
    entropy(&mut bytes);
    SecretKey::take(&mut bytes)
}

/// Reads the header; a newer format is told from damage.
pub(crate) fn read_header(dir: &Path) -> Result<Header, VaultError> {
    let bytes = match file::read(&dir.join(HEADER), 4096) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let something = fs::read_dir(dir).is_ok_and(|mut d| d.next().is_some());
            return Err(if something { VaultError::BadHeader } else { VaultError::NoVault });
        }
        Err(e) if matches!(e.kind(), io::ErrorKind::NotADirectory) => return Err(VaultError::NoVault),
        Err(e) if is_odd(&e) => return Err(VaultError::BadHeader),
        Err(e) => return Err(e.into()),
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| VaultError::BadHeader)?;
    let header: HeaderText = toml::from_str(text).map_err(|_| VaultError::BadHeader)?;
    if header.format > FORMAT {
        return Err(VaultError::Newer { found: header.format, known: FORMAT });
    }
    let vault =
        slot::unhex(&header.vault).filter(|_| header.format == FORMAT).ok_or(VaultError::BadHeader)?;
    Ok(Header { vault, hash: *blake3::hash(&bytes).as_bytes() })
}

/// Tells a file that is not what it should be (a link, a folder, too long) from a disk that does not read it.
fn is_odd(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::FileTooLarge
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::NotADirectory
    ) || error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
        || error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

/// Looks at the folder without touching it: nothing foreign, nothing others may write, no link in place of a file.
pub(crate) fn look(dir: &Path) -> Result<(), VaultError> {
    loose(&fs::metadata(dir)?)?;
    let keys = match fs::metadata(dir.join(KEYS)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e.into()),
        other => other.is_ok_and(|m| m.is_dir()),
    };
    if !keys {
        return Err(VaultError::Folder("the folder keys is missing"));
    }
    if !unfit(dir)?.is_empty() {
        return Err(VaultError::Folder("something in it does not belong there (a conflicted copy, a link?)"));
    }
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if !HARMLESS.contains(&entry.file_name().to_str().unwrap_or_default()) {
            loose(&fs::symlink_metadata(entry.path())?)?;
        }
    }
    Ok(())
}

/// Returns what does not belong into the folder, or is of another kind than it should be.
pub(crate) fn unfit(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        let meta = fs::symlink_metadata(entry.path())?;
        let fits = match name {
            HEADER | JOURNAL | LOCK | OUTBOX_LOCK | OUTBOX_RUN | OUTBOX_COUNT | OUTBOX_RUN_OLD => {
                meta.is_file()
            }
            KEYS | STORE | STORE_OLD | OUTBOX | OUTBOX_OLD => meta.is_dir(),
            _ => HARMLESS.contains(&name) || left_over(name),
        };
        if !fits {
            out.push(entry.path());
        }
    }
    let keys = match fs::read_dir(dir.join(KEYS)) {
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(out);
        }
        other => other?,
    };
    for entry in keys {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        let slot = name.strip_suffix(".age").is_some_and(|n| Compartment::ALL.iter().any(|c| c.name() == n));
        if !slot && !HARMLESS.contains(&name) && !left_over(name) {
            out.push(entry.path());
        }
    }
    Ok(out)
}

fn loose(meta: &fs::Metadata) -> Result<(), VaultError> {
    if meta.mode() & 0o022 == 0 { Ok(()) } else { Err(VaultError::Loose) }
}

/// Opens the slots that the identity holds.
pub(crate) fn open_slots(
    dir: &Path,
    header: &Header,
    identity: &Identity,
) -> Result<BTreeMap<Compartment, Slot>, VaultError> {
    let mut held = BTreeMap::new();
    for compartment in Compartment::ALL {
        let path = dir.join(KEYS).join(format!("{}.age", compartment.name()));
        let bytes = match file::read(&path, slot::MOST) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(VaultError::Slot(compartment.name()));
            }
            Err(e) if is_odd(&e) => return Err(VaultError::Slot(compartment.name())),
            Err(e) => return Err(e.into()),
        };
        match Slot::open(&bytes, identity) {
            Ok(slot) if slot.vault == header.vault && slot.compartment == compartment.name() => {
                held.insert(compartment, slot);
            }
            Ok(_) | Err(slot::SlotError::Damaged) => return Err(VaultError::Slot(compartment.name())),
            Err(slot::SlotError::NotHeld) => {}
        }
    }
    if held.is_empty() { Err(VaultError::WrongKey) } else { Ok(held) }
}
