//! A folder: a stick, or one that a program carries to other machines.

use std::{
    fs, io,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    platform::files,
    sync::carrier::{Carrier, CarrierError, Entry, Put},
};

/// A folder as a place.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    // One of our own is made when it is not there.
    own: bool,
}

impl Folder {
    /// Takes a folder, which must be there.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned(), own: false }
    }

    /// Takes a folder of our own, which is made when it is wanted.
    #[must_use]
    pub fn own(root: &Path) -> Self {
        Self { root: root.to_owned(), own: true }
    }

    fn path(&self, path: &str) -> PathBuf {
        path.split('/').filter(|part| !part.is_empty()).fold(self.root.clone(), |at, part| at.join(part))
    }

    fn there(&self) -> Result<(), CarrierError> {
        if self.own {
            return Ok(files::private_dirs().recursive(true).create(&self.root)?);
        }
        if fs::metadata(&self.root)?.is_dir() {
            Ok(())
        } else {
            Err(CarrierError::Away(io::ErrorKind::NotADirectory.into()))
        }
    }
}

impl Carrier for Folder {
    fn list(&self, dir: &str) -> Result<Vec<Entry>, CarrierError> {
        self.there()?;
        let entries = match fs::read_dir(self.path(dir)) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            other => other?,
        };
        let mut out = Vec::new();
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            // A name that is no text is none of ours.
            let name = entry.file_name().to_string_lossy().into_owned();
            if kind.is_dir() || kind.is_file() {
                out.push(Entry { name, folder: kind.is_dir() });
            }
        }
        out.sort();
        Ok(out)
    }

    fn get(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, CarrierError> {
        self.there()?;
        let file = match files::careful().read(true).open(self.path(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound || files::is_no_file(&error) => {
                return Ok(None);
            }
            other => other?,
        };
        let meta = file.metadata()?;
        if !meta.is_file() || meta.len() > most {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(if bytes.len() as u64 > most { None } else { Some(bytes) })
    }

    fn put_if_absent(&self, dir: &str, name: &str, bytes: &[u8]) -> Result<Put, CarrierError> {
        self.there()?;
        let (folder, path) = (self.path(dir), self.path(&format!("{dir}/{name}")));
        fs::create_dir_all(&folder)?;
        let mut beside = tempfile::Builder::new().prefix(".tmp-").tempfile_in(&folder)?;
        beside.write_all(bytes)?;
        beside.as_file().sync_all()?;
        // Without replacing: by a link where the system has them.
        let put = match beside.persist_noclobber(&path) {
            Ok(_) => Put::Done,
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                let there = self.get(&format!("{dir}/{name}"), bytes.len() as u64)?;
                if there.as_deref() == Some(bytes) { Put::Same } else { Put::Differs }
            }
            // A stick whose file system knows no links: the name holds the hash, and there is one writer.
            Err(error) if !path.exists() => {
                error.file.persist(&path).map(|_| Put::Done).map_err(|e| e.error)?
            }
            Err(error) => return Err(error.error.into()),
        };
        files::sync_dir(&folder)?;
        Ok(put)
    }

    fn delete(&self, path: &str) -> Result<(), CarrierError> {
        match fs::remove_file(self.path(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}
