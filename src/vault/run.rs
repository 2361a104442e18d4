//! The run file: small commits of the outbox while mail goes out, each in one page of one file.
//!
//! A commit of the store is a transaction, the pages that it touches and the sync of a file that grows. A page of a file that
//! has its full length is one write and one sync, and a sending needs one before each final dot. So a run of commits goes here,
//! and to the store some hundreds at a time.
//!
//! Bytes: a page with the name of the run, and 512 slots, each of 4,096 bytes, all sealed from the beginning: an empty slot is a
//! sealed page that says nothing, so that zeros and noise are never taken for one. A page is sealed for the name of its run and
//! its number in it; numbers go on when the slots begin again. What opens must be a beginning, and behind it all is empty, or
//! of the round before. The one page after it may be torn by a power cut, and then nobody was told that it was written.
//!
//! How many pages were written stands once more in a file of its own, [`RunPlace::count`]: so a run file that is an older one of
//! itself is known for that. It is written behind each page, and synced now and then: a kill loses nothing of it, and a power
//! cut no more than a second.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use minicbor::{Decoder, Encoder, data::Type};
use zeroize::Zeroizing;

use crate::platform::files;
use crate::{
    base::Id,
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
const COUNT_TREE: Tree = Tree(0xfe);
/// Where the first page, which says the name of the run, belongs.
const NAMELESS: RunName = [0; 8];
const TITLE: u64 = u64::MAX;
/// What an empty page says: an array of no writes.
const NOTHING: [u8; 1] = [0x80];
/// After so many pages, and after so long, the number of pages is synced.
const COUNTED: u64 = 64;
const COUNTED_MS: u64 = 1_000;
/// Within so long what was reserved must have been used up for more to be reserved at once.
const RESERVED_MS: u64 = 500;
/// The length of the file that says the number of pages.
const COUNT_LEN: u64 = 2 * SLOT as u64;
const ROUND: u64 = SLOTS as u64;
const GENERATION: u32 = 1;

/// Values under their names, or their end; the later of two counts.
pub(crate) type Fresh = BTreeMap<Id, Option<Zeroizing<Vec<u8>>>>;
/// What a run is called.
pub(crate) type RunName = [u8; 8];

/// Where a run lies and under which key.
#[derive(Clone)]
pub(crate) struct RunPlace {
    pub(crate) path: PathBuf,
    /// The file beside that says how many pages were written.
    pub(crate) count: PathBuf,
    /// Where it is put by a repair, until the next one.
    pub(crate) aside: PathBuf,
    pub(crate) vault: [u8; 16],
    pub(crate) key: SecretKey,
    pub(crate) entropy: Entropy,
}

/// Up to which page of a run the device knows that pages may be written. It is told before they are, each time of as many as
/// left within the last half second: slow messages one by one, fast ones by hundreds.
#[derive(Default)]
pub(crate) struct Reserve {
    until: u64,
    step: u64,
    since_ms: Option<u64>,
}

impl Reserve {
    /// Takes more pages when the next one is not among those that were taken, and tells whether it did.
    pub(crate) fn is_needed(&mut self, next: u64, now_ms: u64) -> bool {
        if next < self.until {
            return false;
        }
        let fast = self.since_ms.is_some_and(|since| now_ms.abs_diff(since) < RESERVED_MS);
        self.step = if fast { self.step.saturating_mul(2).clamp(1, ROUND) } else { 1 };
        self.until = next.saturating_add(self.step);
        self.since_ms = Some(now_ms);
        true
    }

    /// Returns the first page that was not taken.
    pub(crate) fn until(&self) -> u64 {
        self.until
    }
}

/// An open run.
pub(crate) struct Run {
    place: RunPlace,
    file: File,
    count: File,
    name: RunName,
    next: u64,
    // When the number of pages was last synced.
    synced: Option<u64>,
}

impl RunPlace {
    fn seal(&self, name: RunName, slot: u64, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let id = slot_name(name, slot);
        let place = Place { vault: &self.vault, tree: TREE, id: &id };
        Ok(seal::seal(&self.key, GENERATION, place, plain, self.entropy)?)
    }

    fn open(&self, name: RunName, slot: u64, page: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
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

    /// Makes the files of a run, in their full length; those that are there already belong to no run any more.
    ///
    /// # Durability
    /// On `Ok` the empty files survive a power cut.
    pub(crate) fn create(&self, name: RunName) -> Result<Run, VaultError> {
        // What cannot be read is kept: it may be the run of another outbox.
        if self.there()? && self.name()?.is_none() {
            self.put_aside()?;
        }
        self.remove();
        let count = file::create_new(&self.count)?;
        for turn in 0..2_u64 {
            files::write_all_at(&count, &self.seal_count(name, turn, 0)?, turn.saturating_mul(SLOT as u64))?;
        }
        count.set_len(COUNT_LEN)?;
        count.sync_all()?;
        let mut file = file::create_new(&self.path)?;
        file.write_all(&self.page(NAMELESS, TITLE, &name)?)?;
        for number in 0..ROUND {
            file.write_all(&self.page(name, number, &NOTHING)?)?;
        }
        file.sync_all()?;
        file::sync_dir(self.path.parent().unwrap_or(Path::new(".")))?;
        self.resume(name, 0)
    }

    /// Goes on with a run in whose files nothing was written yet behind a number.
    pub(crate) fn resume(&self, name: RunName, next: u64) -> Result<Run, VaultError> {
        let open = |path| files::careful().write(true).open(path);
        let (file, count) = (open(&self.path)?, open(&self.count)?);
        Ok(Run { place: self.clone(), file, count, name, next, synced: None })
    }

    /// Returns a page as it lies in the file: every page is sealed in the same length, and does not tell what it holds.
    fn page(&self, name: RunName, number: u64, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut whole = Zeroizing::new(Vec::with_capacity(ROOM));
        whole.extend_from_slice(plain);
        whole.resize(ROOM, 0);
        let mut page = self.seal(name, number, &whole)?;
        page.resize(SLOT, 0);
        Ok(page)
    }

    fn seal_count(&self, name: RunName, page: u64, count: u64) -> Result<Vec<u8>, VaultError> {
        let id = slot_name(name, page);
        let place = Place { vault: &self.vault, tree: COUNT_TREE, id: &id };
        Ok(seal::seal(&self.key, GENERATION, place, &count.to_be_bytes(), self.entropy)?)
    }

    /// Returns how many pages were written in a run, as the file beside says: the later of its two pages.
    fn counted(&self, name: RunName) -> Option<u64> {
        let bytes = file::read(&self.count, COUNT_LEN).ok()?;
        let pages = (0_u64..).zip(bytes.chunks(SLOT));
        let said = pages.filter_map(|(page, bytes)| {
            let id = slot_name(name, page);
            let place = Place { vault: &self.vault, tree: COUNT_TREE, id: &id };
            let sealed = bytes.get(..STEP.checked_add(OVERHEAD)?)?;
            let plain =
                seal::open(|generation| (generation == GENERATION).then_some(&self.key), place, sealed)
                    .ok()?;
            Some(u64::from_be_bytes(plain.as_slice().try_into().ok()?))
        });
        said.max()
    }

    fn there(&self) -> Result<bool, VaultError> {
        match fs::symlink_metadata(&self.path) {
            Ok(_) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e.into()),
        }
    }

    /// Returns the name of the run that the file belongs to, if its first page says one.
    fn name(&self) -> Result<Option<RunName>, VaultError> {
        let mut file = match file::open_plain(&self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => return Err(e.into()),
            Err(_) => return Ok(None),
        };
        let mut page = vec![0; SLOT];
        if file.read_exact(&mut page).is_err() {
            return Ok(None);
        }
        let name = self.open(NAMELESS, TITLE, &page);
        Ok(name.and_then(|plain| plain.first_chunk::<8>().copied()))
    }

    /// Says what is in a slot; `number` is the page that it would hold next.
    fn slot(&self, name: RunName, number: u64, page: &[u8]) -> Slot {
        if let Some(plain) = self.open(name, number, page) {
            return match decode(&plain) {
                Some(writes) if writes.is_empty() => Slot::Empty,
                Some(writes) => Slot::Commit(writes),
                None => Slot::Bad,
            };
        }
        let before = number.checked_sub(ROUND);
        match before.and_then(|before| self.open(name, before, page)) {
            Some(_) => Slot::Empty,
            None => Slot::Bad,
        }
    }

    /// Reads what a run has written from a page on, in the order of its commits, and how many pages that were.
    ///
    /// # Errors
    /// [`VaultError::Run`] when one of the files is missing, too short or damaged, or has fewer pages than were written.
    pub(crate) fn read(&self, name: RunName, from: u64) -> Result<(Fresh, u64), VaultError> {
        let mut fresh = Fresh::new();
        let (mut written, mut ended, mut bad) = (0_u64, false, None);
        if self.name()? != Some(name) {
            return Err(VaultError::Run);
        }
        for number in from..from.saturating_add(ROUND) {
            let page = self.slot_bytes(number).ok_or(VaultError::Run)?;
            match self.slot(name, number, &page) {
                Slot::Commit(_) | Slot::Bad if ended => return Err(VaultError::Run),
                Slot::Commit(writes) => {
                    fresh.extend(writes);
                    written = written.saturating_add(1);
                }
                Slot::Empty => ended = true,
                // Only the one that was being written may be torn.
                Slot::Bad => (ended, bad) = (true, Some(number)),
            }
        }
        let end = from.saturating_add(written);
        let torn = bad.is_none_or(|number| number == end);
        match self.counted(name) {
            Some(count) if count <= end && torn => Ok((fresh, written)),
            _ => Err(VaultError::Run),
        }
    }

    fn slot_bytes(&self, number: u64) -> Option<Vec<u8>> {
        let file = file::open_plain(&self.path).ok()?;
        let mut page = vec![0; SLOT];
        files::read_exact_at(&file, &mut page, offset(number)).ok()?;
        Some(page)
    }

    /// Reads what can be read of a run, whoever it belongs to and however damaged its files are: each page that opens is true,
    /// and some may be missing.
    pub(crate) fn salvage(&self, name: Option<RunName>, from: u64) -> Fresh {
        let mut found = BTreeMap::new();
        let name = name.or_else(|| self.name().ok().flatten());
        let (Some(name), Ok(file)) = (name, file::open_plain(&self.path)) else { return Fresh::new() };
        let rounds = self.counted(name).unwrap_or(from).checked_div(ROUND).unwrap_or_default();
        let mut page = vec![0; SLOT];
        for slot in 0..ROUND {
            if files::read_exact_at(&file, &mut page, offset(slot)).is_err() {
                continue;
            }
            for round in 0..=rounds.saturating_add(1) {
                let number = slot.saturating_add(round.saturating_mul(ROUND));
                if number < from {
                    continue;
                }
                if let Some(writes) = self.open(name, number, &page).and_then(|plain| decode(&plain)) {
                    found.insert(number, writes);
                }
            }
        }
        found.into_values().flatten().collect()
    }

    /// Looks at a file that the store does not name; `last` is the last run that it knows to the end, `told` the one that
    /// the roster was told of.
    ///
    /// # Errors
    /// [`VaultError::OutboxOlder`] when a later outbox has written there; [`VaultError::Run`] when that cannot be told.
    pub(crate) fn stray(&self, last: RunName, told: Option<RunName>) -> Result<(), VaultError> {
        if !self.there()? {
            return Ok(());
        }
        match self.name()? {
            Some(name) if name == last => Ok(()),
            Some(name) => {
                let written = self.counted(name).is_some_and(|count| count > 0)
                    || !self.salvage(Some(name), 0).is_empty();
                if written { Err(VaultError::OutboxOlder) } else { Ok(()) }
            }
            // The run that the roster was told of last has ended well: this is of no account.
            None if told.is_none_or(|told| told == last) => Ok(()),
            None => Err(VaultError::Run),
        }
    }

    /// Removes the files of a run that the store knows to its end.
    pub(crate) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(&self.count);
    }

    /// Moves away the file of a run that is another's, or cannot be read: it is not lost.
    pub(crate) fn put_aside(&self) -> Result<(), VaultError> {
        match fs::rename(&self.path, &self.aside) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        }
    }
}

/// What is in a slot.
enum Slot {
    /// A commit of the run.
    Commit(Fresh),
    /// Nothing yet, or a commit of the round before.
    Empty,
    /// What does not open.
    Bad,
}

impl Run {
    /// Writes a commit; `false` when it does not fit, and then nothing is written.
    ///
    /// # Durability
    /// On `Ok(true)` the commit survives a power cut. On an error it may or may not.
    pub(crate) fn append(
        &mut self,
        now_ms: u64,
        from: u64,
        writes: &[(Id, Option<Vec<u8>>)],
    ) -> Result<bool, VaultError> {
        if writes.is_empty() {
            return Ok(true);
        }
        let plain = encode(writes);
        if plain.len() > ROOM || self.next >= from.saturating_add(ROUND) {
            return Ok(false);
        }
        let page = self.place.page(self.name, self.next, &plain)?;
        files::write_all_at(&self.file, &page, offset(self.next))?;
        self.file.sync_data()?;
        self.next = self.next.saturating_add(1);
        let turn = self.next % 2;
        let count = self.place.seal_count(self.name, turn, self.next)?;
        files::write_all_at(&self.count, &count, turn.saturating_mul(SLOT as u64))?;
        if self.synced.is_none_or(|at| now_ms.abs_diff(at) >= COUNTED_MS) || self.next.is_multiple_of(COUNTED)
        {
            self.count.sync_data()?;
            self.synced = Some(now_ms);
        }
        Ok(true)
    }

    /// Returns the number of the next page.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }
}

/// Where a page lies: behind the title, in turn.
fn offset(number: u64) -> u64 {
    let slot = number.checked_rem(ROUND).unwrap_or_default().saturating_add(1);
    slot.saturating_mul(SLOT as u64)
}

fn slot_name(name: RunName, number: u64) -> [u8; 16] {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(name.into_iter().chain(number.to_be_bytes())) {
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
        let (path, count, aside) = (dir.join("run"), dir.join("run.count"), dir.join("run.old"));
        RunPlace { path, count, aside, vault: [1; 16], key, entropy }
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
            assert!(run.append(0, 0, &put(n, 40)).unwrap());
        }
        let bytes = fs::read(&place.path).unwrap();
        (place, name, bytes)
    }

    fn names(fresh: &Fresh) -> Vec<u8> {
        fresh.iter().filter(|(_, value)| value.is_some()).map(|(id, _)| id.0[0]).collect()
    }

    fn read(place: &RunPlace, name: RunName) -> Option<Vec<u8>> {
        match place.read(name, 0) {
            Ok((fresh, _)) => Some(names(&fresh)),
            Err(VaultError::Run) => None,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn gives_back_what_was_written_the_later_before_the_earlier() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let name = place.draw();
        let mut run = place.create(name).unwrap();
        assert!(place.read(name, 0).unwrap().0.is_empty());
        let first = [(Id([1; 16]), Some(b"old".to_vec())), (Id([2; 16]), Some(Vec::new()))];
        assert!(run.append(0, 0, &first).unwrap());
        assert!(run.append(0, 0, &[(Id([1; 16]), Some(b"new".to_vec())), (Id([2; 16]), None)]).unwrap());
        let (fresh, written) = place.read(name, 0).unwrap();
        assert_eq!(fresh[&Id([1; 16])].as_deref().map(Vec::as_slice), Some(b"new".as_slice()));
        assert!(fresh[&Id([2; 16])].is_none() && fresh.len() == 2 && written == 2);
        assert_eq!(fs::metadata(&place.path).unwrap().len(), ((SLOTS + 1) * SLOT) as u64);
    }

    #[test]
    fn says_when_a_commit_does_not_fit_and_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let name = place.draw();
        let mut run = place.create(name).unwrap();
        assert!(!run.append(0, 0, &put(9, ROOM)).unwrap());
        for n in 0..SLOTS {
            let write = (Id([u8::try_from(n % 200).unwrap(); 16]), Some(vec![1]));
            assert!(run.append(0, 0, &[write]).unwrap());
        }
        assert!(!run.append(0, 0, &put(250, 1)).unwrap());
        assert_eq!(place.read(name, 0).unwrap().0.len(), 200);
    }

    #[test]
    fn the_pages_of_the_round_before_do_not_count_and_are_missed_by_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let (place, name, bytes) = three(dir.path());
        // The store was told of the three; the next round overwrites them.
        let mut run = place.resume(name, 3).unwrap();
        for n in 0..ROUND {
            assert!(n % 128 != 0 || place.read(name, 3).is_ok_and(|(_, written)| written == n));
            assert!(run.append(0, 3, &put(4, 40)).unwrap());
        }
        assert_eq!(run.next(), 515);
        assert!(!run.append(0, 3, &put(4, 40)).unwrap());
        assert_eq!(names(&place.read(name, 3).unwrap().0), [4]);
        assert_eq!(place.read(name, 515).unwrap().1, 0);
        // A store that lost what it was told does not take the second round for the first.
        assert_eq!(read(&place, name), None);
        fs::write(&place.path, bytes).unwrap();
        assert_eq!(read(&place, name), None, "an older file of the same run");
    }

    #[test]
    fn a_torn_end_is_left_out_and_other_damage_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (place, name, bytes) = three(dir.path());
        let count = fs::read(&place.count).unwrap();
        for at in [0, 30, 3884] {
            // The fourth page was being written when the power went; that it was there nobody was told.
            let mut torn = bytes.clone();
            torn[4 * SLOT + at] ^= 1;
            fs::write(&place.path, &torn).unwrap();
            assert_eq!(read(&place, name), Some(vec![1, 2, 3]), "byte {at} of the next page");
            for page in [0, 1, 2, 4, 511] {
                let mut torn = bytes.clone();
                torn[(page + 1) * SLOT + at] ^= 1;
                fs::write(&place.path, &torn).unwrap();
                assert_eq!(read(&place, name), None, "byte {at} of page {page}");
                let left: Vec<u8> = (1..=3).filter(|n| usize::from(*n) != page + 1).collect();
                assert_eq!(names(&place.salvage(Some(name), 0)), left);
            }
        }
        fs::write(&place.path, &bytes).unwrap();
        // The number of pages may be behind by what a cut left unsynced, and is never ahead.
        let mut lag = count.clone();
        lag[SLOT..SLOT + 20].fill(0);
        fs::write(&place.count, &lag).unwrap();
        assert_eq!(read(&place, name), Some(vec![1, 2, 3]));
        fs::write(&place.count, b"").unwrap();
        assert_eq!(read(&place, name), None);
        fs::write(&place.count, &count).unwrap();
        // Two pages exchanged, one doubled, the file cut, the file gone.
        let page = |n: usize| (n + 1) * SLOT..(n + 2) * SLOT;
        let mut moved = bytes.clone();
        moved[SLOT..3 * SLOT].rotate_left(SLOT);
        let mut doubled = bytes.clone();
        doubled.copy_within(page(0), 2 * SLOT);
        let cut = bytes[..bytes.len() - 1].to_vec();
        for (wrong, left) in [(moved, &[3][..]), (doubled, &[1, 3]), (cut, &[1, 2, 3]), (Vec::new(), &[])] {
            fs::write(&place.path, &wrong).unwrap();
            assert_eq!(read(&place, name), None);
            assert_eq!(names(&place.salvage(Some(name), 0)), left);
        }
        place.remove();
        assert_eq!(read(&place, name), None);
        assert!(place.salvage(Some(name), 0).is_empty());
    }

    #[test]
    fn no_more_is_reserved_than_goes_out_in_a_second() {
        let mut reserve = Reserve::default();
        // One every two seconds.
        for n in 0..5 {
            assert!(reserve.is_needed(n, n * 2000));
            assert_eq!(reserve.until(), n + 1);
        }
        // Ten in a millisecond: some notes for thousands.
        let mut notes = 0;
        for n in 5..20_000 {
            notes += u32::from(reserve.is_needed(n, 20_000 + n / 10));
            assert!(n < reserve.until() && reserve.until() <= n + ROUND);
        }
        assert!((40..70).contains(&notes), "{notes}");
        // And slow again.
        let at = reserve.until();
        assert!(reserve.is_needed(at, 60_000));
        assert_eq!(reserve.until(), at + 1);
    }

    /// Zeros, noise, and an older copy of itself, from any page on: never an innocent file.
    #[test]
    fn pages_that_were_written_are_missed() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let name = place.draw();
        let mut run = place.create(name).unwrap();
        let mut older = vec![fs::read(&place.path).unwrap()];
        for n in 1..=6 {
            assert!(run.append(0, 0, &put(n, 40)).unwrap());
            older.push(fs::read(&place.path).unwrap());
        }
        let whole = older.pop().unwrap();
        assert_eq!(read(&place, name), Some(vec![1, 2, 3, 4, 5, 6]));
        for from in [0, 4, 5] {
            let at = (from + 1) * SLOT;
            let with = |tail: &[u8]| [&whole[..at], tail].concat();
            let mut noise = vec![0; whole.len() - at];
            entropy(&mut noise);
            for (what, bytes) in [
                ("zeros", with(&vec![0; whole.len() - at])),
                ("noise", with(&noise)),
                ("cut", with(&[])),
                ("older", with(&older[from][at..])),
                ("older as a whole", older[from].clone()),
            ] {
                fs::write(&place.path, bytes).unwrap();
                assert_eq!(read(&place, name), None, "{what} from page {from} on");
            }
        }
    }

    #[test]
    fn a_file_of_another_run_is_told_from_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        let (place, name, bytes) = three(dir.path());
        assert!(matches!(place.read([0; 8], 0), Err(VaultError::Run)));
        assert!(place.stray(name, Some(name)).is_ok());
        assert!(matches!(place.stray([0; 8], None), Err(VaultError::OutboxOlder)));
        fs::remove_file(&place.count).unwrap();
        assert!(matches!(place.stray([0; 8], None), Err(VaultError::OutboxOlder)));
        assert_eq!(fs::read(&place.path).unwrap(), bytes, "it is never removed");
        assert_eq!(names(&place.salvage(None, 0)), [1, 2, 3]);
        // It was made, and the store not told of it: nothing left in it.
        place.create([5; 8]).unwrap();
        assert!(place.stray(name, Some(name)).is_ok());
        // What cannot be read is of no account only where the roster knows of no later run; it is kept.
        fs::write(&place.path, b"noise").unwrap();
        assert!(place.stray(name, Some(name)).is_ok());
        assert!(matches!(place.stray(name, Some([6; 8])), Err(VaultError::Run)));
        place.create([6; 8]).unwrap();
        assert_eq!(fs::read(dir.path().join("run.old")).unwrap(), b"noise");
    }

    #[test]
    fn does_not_open_for_another_vault_key_or_name() {
        let dir = tempfile::tempdir().unwrap();
        let (place, name, _) = three(dir.path());
        let other = RunPlace { vault: [2; 16], ..place.clone() };
        assert_eq!(read(&other, name), None);
        let other = RunPlace { key: SecretKey::take(&mut [8; 32]), ..place.clone() };
        assert_eq!(read(&other, name), None);
        assert_eq!(read(&place, [0; 8]), None);
        assert_eq!(read(&place, name), Some(vec![1, 2, 3]));
    }

    #[test]
    fn nothing_readable_and_no_length_is_on_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let place = place(dir.path());
        let mut run = place.create(place.draw()).unwrap();
        assert!(run.append(0, 0, &[(Id([1; 16]), Some(b"Camille Exemple".repeat(20)))]).unwrap());
        assert!(run.append(0, 0, &[(Id([1; 16]), Some(b"x".to_vec()))]).unwrap());
        let bytes = fs::read(&place.path).unwrap();
        assert!(!bytes.windows(7).any(|w| w == b"Camille"));
        let filled = |page: &[u8]| page.iter().rposition(|b| *b != 0).unwrap() / 8;
        let pages: Vec<usize> = bytes.chunks(SLOT).map(filled).collect();
        assert!(pages.iter().all(|len| *len == pages[0]), "nor how many there are");
    }
}
