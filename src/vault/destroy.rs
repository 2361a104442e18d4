//! Destroying a vault on purpose: the keys first, so that what a disk may keep of the rest opens with nothing.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::vault::{
    error::VaultError,
    file, folder,
    head::{self, Rooms},
    lock::Lock,
    names::{HEAD, HEAD_2, SYNC},
    recall::Recall,
    seal::Entropy,
};

/// Has this device remember that, overwrites the key slots and removes the vault; what is not of the vault stays in the folder.
///
/// # Durability
/// From the first slot on the vault opens no more. Run again, it removes what is left.
///
/// # Errors
/// [`VaultError::InUse`]; what the disk said.
pub fn destroy(vault: &Path, recall: &Recall, now_ms: u64, entropy: Entropy) -> Result<(), VaultError> {
    let rooms = Rooms::current(vault)?;
    let lock = Lock::take(&rooms.lock(), "contrepoids destroy")?;
    let outbox = Lock::take(&rooms.outbox_lock(), "contrepoids destroy")?;
    let turns = folder::turns(vault)?;
    // A copy that somebody puts there later is told from the vault; one that nobody remembers is destroyed all the same.
    if let Some(head) = head::heads(vault)?.first() {
        let _ = recall.destroyed(&head.vault, now_ms);
    }
    for turn in &turns {
        let Ok(keys) = fs::read_dir(turn.join("keys")) else { continue };
        let mut keys: Vec<PathBuf> =
            keys.flatten().map(|entry| entry.path()).filter(|p| p.is_file()).collect();
        // That of the roster first: without it nothing opens.
        keys.sort_by(|a, b| b.cmp(a));
        for path in keys {
            overwrite(&path, entropy)?;
            fs::remove_file(&path)?;
        }
        file::sync_dir(&turn.join("keys"))?;
    }
    for turn in &turns {
        fs::remove_dir_all(turn)?;
    }
    let kept = vault.join(SYNC);
    if kept.is_dir() {
        fs::remove_dir_all(kept)?;
    }
    for name in [HEAD, HEAD_2] {
        match fs::remove_file(vault.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    drop((lock, outbox));
    let _ = fs::remove_file(rooms.lock());
    let _ = fs::remove_file(rooms.outbox_lock());
    file::sync_dir(vault)?;
    // Where something of somebody else lies in it, the folder stays.
    let _ = fs::remove_dir(vault);
    Ok(())
}

/// Writes noise over a file, in place.
fn overwrite(path: &Path, entropy: Entropy) -> Result<(), VaultError> {
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    let len = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX).min(1 << 20);
    let mut noise = vec![0; len];
    entropy(&mut noise);
    file.write_all(&noise)?;
    Ok(file.sync_data()?)
}
