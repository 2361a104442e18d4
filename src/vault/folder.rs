//! The folder of a vault: what lies in it, how it is made, what does not belong.
//!
//! A vault is made beside its place and renamed into it, so that a fault leaves no half vault.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use crate::vault::{
    Compartment,
    error::VaultError,
    key::SecretKey,
    names::{
        HARMLESS, HEADER, HEADER_2, JOURNAL, KEYS, LOCK, OUTBOX, OUTBOX_COUNT, OUTBOX_LOCK, OUTBOX_OLD,
        OUTBOX_RUN, OUTBOX_RUN_OLD, STORE, STORE_OLD, left_over,
    },
    seal::Entropy,
};

/// Draws a data key.
pub(crate) fn new_key(entropy: Entropy) -> SecretKey {
    let mut bytes = [0; 32];
    entropy(&mut bytes);
    SecretKey::take(&mut bytes)
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
            HEADER | HEADER_2 | JOURNAL | LOCK | OUTBOX_LOCK | OUTBOX_RUN | OUTBOX_COUNT | OUTBOX_RUN_OLD => {
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
        let slot = name.strip_suffix(".age").map(|n| n.strip_suffix(".2").unwrap_or(n));
        let slot = slot.is_some_and(|n| Compartment::ALL.iter().any(|c| c.name() == n));
        let fits =
            if slot { entry.file_type()?.is_file() } else { HARMLESS.contains(&name) || left_over(name) };
        if !fits {
            out.push(entry.path());
        }
    }
    Ok(out)
}

fn loose(meta: &fs::Metadata) -> Result<(), VaultError> {
    if meta.mode() & 0o022 == 0 { Ok(()) } else { Err(VaultError::Loose) }
}
