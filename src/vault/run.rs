//! The run file: small commits of the outbox while mail goes out, each in one page of one file.
//!
//! A commit of the store is a transaction, the pages that it touches and the sync of a file that grows. A page of a file that
//! has its full length is one write and one sync, and a sending needs one before each final dot. So a run of commits goes here,
//! and to the store some hundreds at a time.
//!
//! Bytes: 512 slots of 4,096 bytes. A slot is empty (zeros, or a page of an earlier run) or a sealed value of 3,885 bytes and
//! zeros. It is sealed for its number and for the name of the run, which the store knows: a page of another run, or one moved to
//! another slot, does not open. What opens must be a beginning: a page that does not open before one that does is damage. The
//! last page may be torn by a power cut, and then nobody was told that it was written.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use minicbor::{Decoder, Encoder, data::Type};
use zeroize::Zeroizing;

use crate::{
    roster::Id,
    vault::{
        error::VaultError,
        file,
        key::SecretKey,
        seal::{self, Entropy, OVERHEAD, Place, STEP},
        store::Tree,
    },
};

/// How many commits one run takes before the store is told.
pub(crate) const SLOTS: usize = 512;
const SLOT: usize = 4096;
/// The most bytes of one commit: as many steps as fit a slot, less the mark of the padding.
const ROOM: usize = (SLOT - OVERHEAD) / STEP * STEP - 1;
const TREE: Tree = Tree(0xff);
const GENERATION: u32 = 1;

/// Values under their names, or their end; the later of two counts.
pub(crate) type Fresh = BTreeMap<Id, Option<Zeroizing<Vec<u8>>>>;
/// What a run is called.
pub(crate) type RunName = [u8; 8];

/// Where a run lies and under which key.
#[derive(Clone)]
pub(crate) struct RunPlace {
    pub(crate) path: PathBuf,
    pub(crate) vault: [u8; 16],
    pub(crate) key: SecretKey,
    pub(crate) entropy: Entropy,
}

/// An open run.
pub(crate) struct Run {
    place: RunPlace,
    file: File,
    name: RunName,
    next: usize,
}

impl RunPlace {
    fn seal(&self, name: RunName, slot: usize, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let id = slot_name(name, slot);
        let place = Place { vault: &self.vault, tree: TREE, id: &id };
        Ok(seal::seal(&self.key, GENERATION, place, plain, self.entropy)?)
    }

    fn open(&self, name: RunName, slot: usize, page: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let id = slot_name(name, slot);
        let place = Place { vault: &self.vault, tree: TREE, id: &id };
        let sealed = page.get(..ROOM.checked_add(1)?.checked_add(OVERHEAD)?)?;
        seal::open(|generation| (generation == GENERATION).then_some(&self.key), place, sealed).ok()
    }

    /// Draws the name of a run.
    pub(crate) fn draw(&self) -> RunName {
        let mut name = [0; 8];
        (self.entropy)(&mut name);
        name
    }

    /// Makes the file of a run, in its full length; one that is there already belongs to no run any more.
    ///
    /// # Durability
    /// On `Ok` the empty file survives a power cut.
    pub(crate) fn create(&self, name: RunName) -> Result<Run, VaultError> {
        self.remove();
        let file = file::create_new(&self.path)?;
        let empty = vec![0; SLOT];
        for slot in 0..SLOTS {
            file.write_all_at(&empty, offset(slot))?;
        }
        file.sync_all()?;
        file::sync_dir(self.path.parent().unwrap_or(Path::new(".")))?;
        Ok(Run { place: self.clone(), file, name, next: 0 })
    }

    /// Reads what a run has written, in the order of its commits.
    ///
    /// # Errors
    /// [`VaultError::Run`] when the file is missing, too short or damaged before its end.
    pub(crate) fn read(&self, name: RunName) -> Result<Fresh, VaultError> {
        let mut fresh = Fresh::new();
        let mut file = match file::open_plain(&self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => return Err(e.into()),
            Err(_) => return Err(VaultError::Run),
        };
        let (mut page, mut ended) = (vec![0; SLOT], false);
        for slot in 0..SLOTS {
            file.read_exact(&mut page).map_err(|_| VaultError::Run)?;
            match self.open(name, slot, &page) {
                Some(_) if ended => return Err(VaultError::Run),
                Some(plain) => fresh.extend(decode(&plain).ok_or(VaultError::Run)?),
                None => ended = true,
            }
        }
        Ok(fresh)
    }

    /// Reads what can be read of a run whose file is damaged: each page that opens is true, and some may be missing.
    pub(crate) fn salvage(&self, name: RunName) -> Fresh {
        let mut fresh = Fresh::new();
        let Ok(mut file) = file::open_plain(&self.path) else { return fresh };
        let mut page = vec![0; SLOT];
        for slot in 0..SLOTS {
            if file.read_exact(&mut page).is_err() {
                break;
            }
            fresh.extend(self.open(name, slot, &page).and_then(|plain| decode(&plain)).unwrap_or_default());
        }
        fresh
    }

    /// Removes the file of a run that the store does not know any more.
    pub(crate) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Run {
    /// Writes a commit; `false` when it does not fit, and then nothing is written.
    ///
    /// # Durability
    /// On `Ok(true)` the commit survives a power cut. On an error it may or may not.
    pub(crate) fn append(&mut self, writes: &[(Id, Option<Vec<u8>>)]) -> Result<bool, VaultError> {
        let mut plain = encode(writes);
        if plain.len() > ROOM || self.next >= SLOTS {
            return Ok(false);
        }
        // Every page is sealed in the same length: it does not tell what it holds.
        plain.resize(ROOM, 0);
        let page = self.place.seal(self.name, self.next, &plain)?;
        self.file.write_all_at(&page, offset(self.next))?;
        self.file.sync_data()?;
        self.next = self.next.saturating_add(1);
        Ok(true)
    }

    /// Begins again from the first slot, under a name that the store knows by now.
    pub(crate) fn restart(&mut self, name: RunName) {
        (self.name, self.next) = (name, 0);
    }
}

fn offset(slot: usize) -> u64 {
    u64::try_from(slot.saturating_mul(SLOT)).unwrap_or(u64::MAX)
}

fn slot_name(name: RunName, slot: usize) -> [u8; 16] {
    let mut out = [0; 16];
    let number = u64::try_from(slot).unwrap_or(u64::MAX).to_be_bytes();
    for (to, from) in out.iter_mut().zip(name.into_iter().chain(number)) {
        *to = from;
    }
    out
}

fn encode(writes: &[(Id, Option<Vec<u8>>)]) -> Zeroizing<Vec<u8>> {
    let size = writes.iter().map(|(_, bytes)| bytes.as_ref().map_or(0, Vec::len).saturating_add(24));
    // Enough from the start: a vector that grows leaves its bytes behind.
    let mut out = Zeroizing::new(Vec::with_capacity(size.fold(ROOM, usize::saturating_add)));
    let mut e = Encoder::new(&mut *out);
    // The writer is a vector, so there is no error to report.
    let _ = e.array(writes.len() as u64);
    for (id, bytes) in writes {
        let _ = e.array(2).and_then(|e| e.bytes(&id.0)).and_then(|e| match bytes {
            Some(bytes) => e.bytes(bytes),
            None => e.null(),
        });
    }
    out
}

/// Reads a commit; the zeros behind it are its padding.
fn decode(plain: &[u8]) -> Option<Fresh> {
    let mut d = Decoder::new(plain);
    let mut out = Fresh::new();
    for _ in 0..d.array().ok()?? {
        if d.array().ok()?? != 2 {
            return None;
        }
        let id = Id(d.bytes().ok()?.try_into().ok()?);
        let value = if d.datatype().ok()? == Type::Null {
            d.null().ok()?;
            None
        } else {
            Some(Zeroizing::new(d.bytes().ok()?.to_vec()))
        };
        out.insert(id, value);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entropy(bytes: &mut [u8]) {
        crate::clock::random(bytes);
    }

    fn place(dir: &Path) -> RunPlace {
        let key = SecretKey::take(&mut [7; 32]);
        RunPlace { path: dir.join("outbox.run"), vault: [1; 16], key, entropy }
    }

    fn put(n: u8, len: usize) -> Vec<(Id, Option<Vec<u8>>)> {
        vec![(Id([n; 16]), Some(vec![n; len])), (Id([0; 16]), None)]
    }

    /// A run of three commits, and its bytes.
    fn three(dir: &Path) -> (RunPlace, RunName, Vec<u8>) {
        let place = place(dir);
        let name = place.draw();
        let mut run = place.create(name).unwrap();
        for n in 1..=3 {
            assert!(run.append(&put(n, 40)).unwrap());
        }
        let bytes = fs::read(&place.path).unwrap();
        (place, name, bytes)
    }

    fn names(fresh: &Fresh) -> Vec<u8> {
        fresh.iter().filter(|(_, value)| value.is_some()).map(|(id, _)| id.0[0]).collect()
    }

    #[test]
    fn gives_back_what_was_written_the_later_before_the_earlier() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let name = place.draw();
        let mut run = place.create(name).unwrap();
        assert!(place.read(name).unwrap().is_empty());
        assert!(
            run.append(&[(Id([1; 16]), Some(b"old".to_vec())), (Id([2; 16]), Some(Vec::new()))]).unwrap()
        );
        assert!(run.append(&[(Id([1; 16]), Some(b"new".to_vec())), (Id([2; 16]), None)]).unwrap());
        let fresh = place.read(name).unwrap();
        assert_eq!(fresh[&Id([1; 16])].as_deref().map(Vec::as_slice), Some(b"new".as_slice()));
        assert!(fresh[&Id([2; 16])].is_none() && fresh.len() == 2);
        assert_eq!(fs::metadata(&place.path).unwrap().len(), (SLOTS * SLOT) as u64);
    }

    #[test]
    fn says_when_a_commit_does_not_fit_and_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let name = place.draw();
        let mut run = place.create(name).unwrap();
        assert!(!run.append(&put(9, ROOM)).unwrap());
        for n in 0..SLOTS {
            assert!(run.append(&[(Id([u8::try_from(n % 200).unwrap(); 16]), Some(vec![1]))]).unwrap());
        }
        assert!(!run.append(&put(250, 1)).unwrap());
        assert_eq!(place.read(name).unwrap().len(), 200);
    }

    #[test]
    fn the_pages_of_an_earlier_run_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let (first, second) = (place.draw(), place.draw());
        let mut run = place.create(first).unwrap();
        for n in 1..=3 {
            assert!(run.append(&put(n, 40)).unwrap());
        }
        run.restart(second);
        assert!(place.read(second).unwrap().is_empty());
        assert!(run.append(&put(4, 40)).unwrap());
        assert_eq!(names(&place.read(second).unwrap()), [4]);
    }

    #[test]
    fn a_torn_end_is_left_out_and_other_damage_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (place, name, bytes) = three(dir.path());
        for at in [0, 1, 30, 1000, 3884] {
            let mut torn = bytes.clone();
            torn[2 * SLOT + at] ^= 1;
            fs::write(&place.path, &torn).unwrap();
            assert_eq!(names(&place.read(name).unwrap()), [1, 2], "byte {at} of the last page");
            for page in 0..2 {
                let mut torn = bytes.clone();
                torn[page * SLOT + at] ^= 1;
                fs::write(&place.path, &torn).unwrap();
                assert!(matches!(place.read(name), Err(VaultError::Run)), "byte {at} of page {page}");
                assert_eq!(names(&place.salvage(name)), if page == 0 { [2, 3] } else { [1, 3] });
            }
        }
        // Two pages exchanged, one doubled, the file cut, the file gone.
        let mut moved = bytes.clone();
        moved[..2 * SLOT].rotate_left(SLOT);
        let mut doubled = bytes.clone();
        doubled.copy_within(..SLOT, SLOT);
        let cut = bytes[..bytes.len() - 1].to_vec();
        for (wrong, left) in [(moved, &[3][..]), (doubled, &[1, 3]), (cut, &[1, 2, 3]), (Vec::new(), &[])] {
            fs::write(&place.path, &wrong).unwrap();
            assert!(matches!(place.read(name), Err(VaultError::Run)));
            assert_eq!(names(&place.salvage(name)), left);
        }
        place.remove();
        assert!(matches!(place.read(name), Err(VaultError::Run)));
        assert!(place.salvage(name).is_empty());
    }

    #[test]
    fn does_not_open_for_another_vault_key_or_name() {
        let dir = tempfile::tempdir().unwrap();
        let (place, name, _) = three(dir.path());
        let other = RunPlace { vault: [2; 16], ..place.clone() };
        assert!(other.read(name).unwrap().is_empty());
        let other = RunPlace { key: SecretKey::take(&mut [8; 32]), ..place.clone() };
        assert!(other.read(name).unwrap().is_empty());
        assert!(place.read([0; 8]).unwrap().is_empty());
        assert_eq!(names(&place.read(name).unwrap()), [1, 2, 3]);
    }

    #[test]
    fn nothing_readable_and_no_length_is_on_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let mut run = place.create(place.draw()).unwrap();
        assert!(run.append(&[(Id([1; 16]), Some(b"Camille Exemple".repeat(20)))]).unwrap());
        assert!(run.append(&[(Id([1; 16]), Some(b"x".to_vec()))]).unwrap());
        let bytes = fs::read(&place.path).unwrap();
        assert!(!bytes.windows(7).any(|w| w == b"Camille"));
        let filled = |page: &[u8]| page.iter().rposition(|b| *b != 0).unwrap() / 8;
        assert_eq!(filled(&bytes[..SLOT]), filled(&bytes[SLOT..2 * SLOT]));
    }
}
