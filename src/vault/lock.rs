//! One process at a time: a lock on a file of the vault, with a note that says who holds it.

use std::{
    fs::{File, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
    time::Duration,
};

use crate::{platform::files::careful, vault::error::VaultError};

/// How often and how long a second process tries before it gives up: 0.4 s in all.
const TRIES: u32 = 16;
const WAIT: Duration = Duration::from_millis(25);

/// Held as long as the vault is open; the system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock, or says who holds it.
    ///
    /// # Errors
    /// [`VaultError::InUse`] after 0.4 s; what the system said when the file cannot be opened.
    pub(crate) fn take(path: &Path, command: &str) -> Result<Self, VaultError> {
        let mut file = careful().read(true).write(true).create(true).truncate(false).open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput).into());
        }
        for left in (0..TRIES).rev() {
            match file.try_lock() {
                Ok(()) => {
                    let mut lock = Self { file };
                    // A full disk must not keep anybody from reading: the note is a courtesy.
                    let _ = lock.note(command);
                    return Ok(lock);
                }
                Err(TryLockError::WouldBlock) if left == 0 => break,
                Err(TryLockError::WouldBlock) => std::thread::sleep(WAIT),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        let mut holder = String::new();
        let _ = (&mut file).take(200).read_to_string(&mut holder);
        Err(VaultError::InUse { holder: holder.trim().to_owned() })
    }

    fn note(&mut self, command: &str) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        writeln!(self.file, "{} {command}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_is_first_and_the_third_gets_in() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = Lock::take(&path, "contrepoids test").unwrap();
        let Err(VaultError::InUse { holder }) = Lock::take(&path, "x") else { panic!("taken twice") };
        assert_eq!(holder, format!("{} contrepoids test", std::process::id()));
        drop(first);
        assert_eq!(std::fs::read(&path).unwrap(), b"");
        assert!(Lock::take(&path, "x").is_ok());
    }

    #[test]
    fn a_link_in_its_place_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), dir.path().join("lock")).unwrap();
        assert!(Lock::take(&dir.path().join("lock"), "x").is_err());
        assert!(!dir.path().join("elsewhere").exists());
    }
}
