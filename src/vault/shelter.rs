//! Private copies of a store's files: sled writes to what it opens, and takes a read that failed for the end of its log.
//!
//! So what is only read is read from a copy; and before sled opens a store to write, a copy is laid aside that is put back
//! when the opening failed. A copy lies in memory where the system has a place for that, else in the folder for
//! temporary files; in a folder for the owner alone, under a lock. It holds sealed bytes only. What a killed program left
//! is swept by the next one.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::platform::files;
use crate::vault::{
    file::{make_dir, sync_dir},
    sled_names::is_unfinished,
    store::StoreError,
};

const PREFIX: &str = "copy-";
const INSIDE: &str = "store";
/// Pages that sled keeps in files of their own.
const BLOBS: &str = "blobs";

/// A private copy of the files of a store; gone when dropped.
pub(crate) struct Shelter {
    // Held for as long as the copy is wanted; let go before the folder goes, since some systems keep what is open.
    _held: File,
    dir: TempDir,
}

impl Shelter {
    /// Copies the files of a store.
    ///
    /// # Errors
    /// What the disk said, of the first place that did not take it.
    pub(crate) fn of(store: &Path) -> Result<Self, StoreError> {
        let mut refused = None;
        let temporary = std::env::temp_dir();
        let places = [files::memory_place(), Some(&temporary)];
        places.into_iter().flatten().for_each(sweep);
        for place in places.into_iter().flatten() {
            match Self::at(place).and_then(|made| copy_files(store, &made.store(), false).map(|()| made)) {
                Ok(made) => return Ok(made),
                Err(error) => {
                    refused.get_or_insert(error);
                }
            }
        }
        Err(refused.unwrap_or_else(|| io::ErrorKind::NotFound.into()).into())
    }

    fn at(place: &Path) -> io::Result<Self> {
        let dir = files::private_tempdir(PREFIX, place)?;
        Ok(Self { _held: files::hold(dir.path())?, dir })
    }

    /// Returns where the copy lies.
    pub(crate) fn store(&self) -> PathBuf {
        self.dir.path().join(INSIDE)
    }

    /// Puts the copy in the place of the store, whole.
    ///
    /// # Durability
    /// A fault leaves what was there or the copy.
    ///
    /// # Errors
    /// What the disk said.
    pub(crate) fn put_back(&self, store: &Path) -> Result<(), StoreError> {
        let above = store.parent().ok_or(StoreError::Failed)?;
        let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(above)?;
        copy_files(&self.store(), beside.path(), false)?;
        for file in files(beside.path())? {
            files::sync(&file)?;
        }
        sync_dir(&beside.path().join(BLOBS))?;
        sync_dir(beside.path())?;
        if files::exchange(beside.path(), store).is_err() {
            // A file system that cannot exchange two names: the way of a store that was written anew.
            let old = store.with_extension("old");
            let _ = fs::remove_dir_all(&old);
            fs::rename(store, &old)?;
            fs::rename(beside.keep(), store)?;
        }
        Ok(sync_dir(above)?)
    }
}

/// Copies the files of a store; without the snapshot, which sled can make again, when `bare` is set.
///
/// # Errors
/// What the disk said.
pub(crate) fn copy_files(from: &Path, to: &Path, bare: bool) -> io::Result<()> {
    make_dir(to)?;
    make_dir(&to.join(BLOBS))?;
    for path in files(from)? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        // An unfinished snapshot is taken away when the store is opened, too.
        let left_out = is_unfinished(&name) || bare && name.starts_with("snap.");
        if !left_out {
            let inside = path.strip_prefix(from).map_err(|_| io::ErrorKind::NotFound)?;
            fs::copy(&path, to.join(inside))?;
        }
    }
    Ok(())
}

/// Returns the plain files of a store.
fn files(store: &Path) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for dir in [store.to_owned(), store.join(BLOBS)] {
        let entries = match fs::read_dir(&dir) {
            Err(e) if e.kind() == io::ErrorKind::NotFound && dir != store => continue,
            other => other?,
        };
        for entry in entries {
            let path = entry?.path();
            if fs::symlink_metadata(&path)?.is_file() {
                out.push(path);
            }
        }
    }
    Ok(out)
}

/// Reads every byte of a store: what sled calls damage may be a disk that does not read.
///
/// # Errors
/// What the disk said.
pub(crate) fn readable(store: &Path) -> io::Result<()> {
    let mut part = vec![0; 1 << 16];
    for path in files(store)? {
        let (file, mut at) = (File::open(path)?, 0_u64);
        loop {
            match files::read_at(&file, &mut part, at)? {
                0 => break,
                read => at = at.saturating_add(read as u64),
            }
        }
    }
    Ok(())
}

/// Removes the copies of programs that are gone: nobody holds their lock.
fn sweep(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && fs::symlink_metadata(entry.path())
                .is_ok_and(|m| m.is_dir() && files::is_ours(&m) && !files::others_touch(&m))
            && entry.path().join(INSIDE).is_dir();
        if !ours {
            continue;
        }
        if let Ok(held) = files::hold(&entry.path()) {
            drop(held);
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    #[test]
    fn a_copy_is_private_and_gone_afterwards_and_one_that_was_left_is_swept() {
        let home = tempfile::tempdir().unwrap();
        let store = home.path().join("store");
        fs::create_dir(&store).unwrap();
        fs::write(store.join("db"), b"sealed").unwrap();
        let shelter = Shelter::of(&store).unwrap();
        let (dir, copy) = (shelter.dir.path().to_owned(), shelter.store());
        assert_eq!(fs::metadata(&dir).unwrap().mode() & 0o777, 0o700);
        assert_eq!(fs::read(copy.join("db")).unwrap(), b"sealed");
        // While it is used, nobody sweeps it.
        sweep(dir.parent().unwrap());
        assert!(copy.exists());
        drop(shelter);
        assert!(!dir.exists());
        let place = {
            let left = Shelter::at(home.path()).unwrap();
            make_dir(&left.store()).unwrap();
            left.dir.keep()
        };
        sweep(home.path());
        assert!(!place.exists());
    }

    #[test]
    fn a_copy_is_put_back_whole() {
        let home = tempfile::tempdir().unwrap();
        let store = home.path().join("store");
        fs::create_dir_all(store.join("blobs")).unwrap();
        fs::write(store.join("db"), b"sealed").unwrap();
        fs::write(store.join("blobs/1"), b"large").unwrap();
        let shelter = Shelter::of(&store).unwrap();
        fs::write(store.join("db"), b"sea").unwrap();
        fs::write(store.join("snap.0000000000000000"), b"x").unwrap();
        fs::remove_file(store.join("blobs/1")).unwrap();
        shelter.put_back(&store).unwrap();
        assert_eq!(fs::read(store.join("db")).unwrap(), b"sealed");
        assert_eq!(fs::read(store.join("blobs/1")).unwrap(), b"large");
        assert!(!store.join("snap.0000000000000000").exists());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing is left beside");
        readable(&store).unwrap();
    }
}
