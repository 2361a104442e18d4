//! A place in memory: what tests carry, and what a file for a mail is packed from.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use crate::sync::carrier::{Carrier, CarrierError, Entry, Put};

/// Files by their path.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Memory {
    /// Returns a copy of all files.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.borrow().clone()
    }

    /// Has exactly these files.
    pub fn set(&self, files: BTreeMap<String, Vec<u8>>) {
        *self.files.borrow_mut() = files;
    }

    /// Writes a file, whatever was there.
    pub fn force(&self, path: &str, bytes: Vec<u8>) {
        self.files.borrow_mut().insert(path.to_owned(), bytes);
    }
}

impl Carrier for Memory {
    fn list(&self, dir: &str) -> Result<Vec<Entry>, CarrierError> {
        let files = self.files.borrow();
        let within = |path: &str| -> Option<Entry> {
            let rest = if dir.is_empty() { path } else { path.strip_prefix(dir)?.strip_prefix('/')? };
            let (name, folder) = rest.split_once('/').map_or((rest, false), |(name, _)| (name, true));
            Some(Entry { name: name.to_owned(), folder })
        };
        let all: BTreeSet<Entry> = files.keys().filter_map(|path| within(path)).collect();
        Ok(all.into_iter().collect())
    }

    fn get(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, CarrierError> {
        Ok(self.files.borrow().get(path).filter(|bytes| bytes.len() as u64 <= most).cloned())
    }

    fn put_if_absent(&self, dir: &str, name: &str, bytes: &[u8]) -> Result<Put, CarrierError> {
        let (path, mut files) = (format!("{dir}/{name}"), self.files.borrow_mut());
        Ok(match files.get(&path) {
            Some(there) if there == bytes => Put::Same,
            Some(_) => Put::Differs,
            None => {
                files.insert(path, bytes.to_vec());
                Put::Done
            }
        })
    }

    fn delete(&self, path: &str) -> Result<(), CarrierError> {
        self.files.borrow_mut().remove(path);
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod contract {
    use super::{Carrier, Entry, Put};

    /// One suite for all carriers.
    pub(crate) fn holds_to(place: &dyn Carrier) {
        assert_eq!(place.list("a/b").unwrap(), []);
        assert_eq!(place.get("a/b/c", 10).unwrap(), None);
        assert_eq!(place.put_if_absent("a/b", "c", b"one").unwrap(), Put::Done);
        assert_eq!(place.put_if_absent("a/b", "c", b"one").unwrap(), Put::Same);
        assert_eq!(place.put_if_absent("a/b", "c", b"two").unwrap(), Put::Differs);
        assert_eq!(place.put_if_absent("a/b", "c", b"longer").unwrap(), Put::Differs);
        assert_eq!(place.get("a/b/c", 3).unwrap().unwrap(), b"one");
        assert_eq!(place.get("a/b/c", 2).unwrap(), None, "longer than asked for");
        assert_eq!(place.list("").unwrap(), [Entry { name: "a".into(), folder: true }]);
        assert_eq!(place.list("a/b").unwrap(), [Entry { name: "c".into(), folder: false }]);
        place.delete("a/b/c").unwrap();
        place.delete("a/b/c").unwrap();
        assert_eq!(place.list("a/b").unwrap(), []);
    }
}

#[cfg(test)]
mod tests {
    use super::{contract::holds_to as holds_to_the_contract, *};
    use crate::sync::Folder;

    #[test]
    fn memory_and_folder_do_the_same() {
        holds_to_the_contract(&Memory::default());
        let dir = tempfile::tempdir().unwrap();
        holds_to_the_contract(&Folder::at(dir.path()));
        holds_to_the_contract(&Folder::own(&dir.path().join("x/y")));
    }

    #[test]
    fn a_folder_that_is_gone_is_not_an_empty_one_and_links_are_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let gone = Folder::at(&dir.path().join("stick"));
        assert!(matches!(gone.list(""), Err(CarrierError::Away(_))));
        assert!(matches!(gone.get("x", 1), Err(CarrierError::Away(_))));
        assert!(matches!(gone.put_if_absent("a", "x", b"1"), Err(CarrierError::Away(_))));
        assert!(!dir.path().join("stick").exists());
        let here = Folder::at(dir.path());
        std::fs::write(dir.path().join("file"), b"1").unwrap();
        std::os::unix::fs::symlink(dir.path().join("file"), dir.path().join("link")).unwrap();
        assert_eq!(here.get("link", 9).unwrap(), None);
        assert_eq!(here.list("").unwrap().len(), 1);
        // Nothing is left beside.
        assert_eq!(here.put_if_absent("a", "x", b"1").unwrap(), Put::Done);
        assert_eq!(std::fs::read_dir(dir.path().join("a")).unwrap().count(), 1);
    }
}
