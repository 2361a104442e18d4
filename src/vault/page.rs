//! The file of a memory: two pages of 4,096 bytes, written in turn and in place, so that one torn by a power cut leaves the
//! other, and a note costs one write and one sync.
//!
//! A page is sealed for the name of its file and its number, always in the same length: it tells neither what it holds nor
//! how much. The one that opens with the higher counter counts. A page that is not synced (`firm` is off) is never written
//! over the only one that was. The bytes are said in `docs/format.md`.

use std::{
    collections::BTreeMap,
    fs::{File, TryLockError},
    io,
    path::Path,
    time::Duration,
};

use minicbor::{Decoder, Encoder, data::Type};
use zeroize::Zeroizing;

use crate::platform::files;
use crate::vault::{
    file,
    holders::{Hash, chain::Removal},
    key::SecretKey,
    seal::{self, Entropy, OVERHEAD, Place, STEP},
    store::Tree,
};

const SLOT: usize = 4096;
const PAGES: usize = 2;
const LEN: u64 = (SLOT * PAGES) as u64;
/// The most bytes of a page before it is sealed.
const ROOM: usize = (SLOT - OVERHEAD) / STEP * STEP - 1;
const LAYOUT: u64 = 5;
/// No tree of a vault has this number.
const TREE: Tree = Tree(0xfe);
const NOWHERE: [u8; 16] = [0; 16];
/// The most consents that are kept; the oldest go first.
pub(crate) const CONSENTS: usize = 40;
/// The most copies of before that are kept; the oldest go first.
pub(crate) const FORMER: usize = 20;
/// How often and how long a process waits for another one, which holds the file for the time of a write: 0.4 s in all.
const TRIES: u32 = 200;
const WAIT: Duration = Duration::from_millis(2);

/// How far a compartment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) generation: u64,
    pub(crate) time_ms: u64,
    /// Stands for the content of the root.
    pub(crate) state: [u8; 32],
}

/// How far the outbox has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutboxMark {
    pub(crate) instance: [u8; 8],
    pub(crate) commit: u64,
    /// Stands for the content of its root.
    pub(crate) state: [u8; 32],
    pub(crate) run: Option<RunMark>,
}

/// How far a run has come, of which the store of the outbox is told later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RunMark {
    pub(crate) name: [u8; 8],
    /// How many pages were written; written behind each, and not synced.
    pub(crate) counted: u64,
    /// The first page that may not be written yet; synced before any that is.
    pub(crate) reserved: u64,
    /// The start of the machine in which that was written; zeros where it does not say.
    pub(crate) boot: [u8; 16],
}

/// What one page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) vault: [u8; 16],
    /// The last statements about the holders that counted.
    pub(crate) heads: Vec<Hash>,
    /// The removals that this device counted, in its order.
    pub(crate) removals: Vec<Removal>,
    pub(crate) marks: BTreeMap<u8, Mark>,
    /// Stands for the path of the vault.
    pub(crate) path: [u8; 16],
    pub(crate) outbox: Option<OutboxMark>,
    /// What was agreed to, and when.
    pub(crate) consents: Vec<([u8; 32], u64)>,
    /// Which copy of the vault it is.
    pub(crate) replica: [u8; 8],
    /// Copies that another one took the place of: what they write counts no more.
    pub(crate) former: Vec<[u8; 8]>,
    /// The last backup that was made here.
    pub(crate) backup: Option<Backup>,
    /// When the vault was destroyed here on purpose, in milliseconds since 1970.
    pub(crate) gone: Option<u64>,
}

/// A backup that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backup {
    /// When, in milliseconds since 1970.
    pub(crate) time_ms: u64,
    /// Stands for its bytes.
    pub(crate) hash: [u8; 16],
}

/// A page and where it lies.
struct Lying {
    slot: usize,
    counter: u64,
    firm: bool,
    page: Page,
}

/// What was found when a memory was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and not for long")]
pub(crate) enum Found {
    /// It says this.
    Page(Page),
    /// There is no file.
    Nothing,
    /// Neither page opens, or it is no file of ours.
    Damaged,
}

impl Page {
    /// Notes that another copy takes the place of one.
    pub(crate) fn former(&mut self, replica: [u8; 8]) {
        if !self.former.contains(&replica) {
            self.former.push(replica);
            let over = self.former.len().saturating_sub(FORMER);
            self.former.drain(..over);
        }
    }

    fn encode(&self, counter: u64, firm: bool) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(ROOM));
        let mut e = Encoder::new(&mut *out);
        // The writer is a vector, so there is no error to report.
        let _ = (|| {
            e.array(14)?.u64(LAYOUT)?.u64(counter)?.bool(firm)?.bytes(&self.vault)?;
            e.array(self.heads.len() as u64)?;
            for hash in &self.heads {
                e.bytes(hash)?;
            }
            e.array(self.removals.len() as u64)?;
            for removal in &self.removals {
                e.bytes(removal)?;
            }
            e.array(self.marks.len() as u64)?;
            for (number, mark) in &self.marks {
                e.array(4)?.u8(*number)?.u64(mark.generation)?.u64(mark.time_ms)?;
                e.bytes(&mark.state)?;
            }
            e.bytes(&self.path)?;
            match &self.outbox {
                None => e.null()?,
                Some(outbox) => {
                    e.array(4)?.bytes(&outbox.instance)?.u64(outbox.commit)?.bytes(&outbox.state)?;
                    match &outbox.run {
                        None => e.null()?,
                        Some(run) => {
                            e.array(4)?.bytes(&run.name)?.u64(run.counted)?.u64(run.reserved)?;
                            e.bytes(&run.boot)?
                        }
                    }
                }
            };
            e.array(self.consents.len() as u64)?;
            for (hash, time_ms) in &self.consents {
                e.array(2)?.bytes(hash)?.u64(*time_ms)?;
            }
            e.bytes(&self.replica)?.array(self.former.len() as u64)?;
            for replica in &self.former {
                e.bytes(replica)?;
            }
            match &self.backup {
                None => e.null()?,
                Some(backup) => e.array(2)?.u64(backup.time_ms)?.bytes(&backup.hash)?,
            };
            match self.gone {
                None => e.null()?,
                Some(time_ms) => e.u64(time_ms)?,
            };
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        })();
        out
    }

    /// Reads a page; the zeros behind it are its padding.
    fn decode(bytes: &[u8]) -> Option<(u64, bool, Self)> {
        fn array(d: &mut Decoder<'_>, len: u64) -> Option<()> {
            (d.array().ok()?? == len).then_some(())
        }
        fn part<const N: usize>(d: &mut Decoder<'_>) -> Option<[u8; N]> {
            d.bytes().ok()?.try_into().ok()
        }
        fn absent(d: &mut Decoder<'_>) -> Option<bool> {
            let null = d.datatype().ok()? == Type::Null;
            if null {
                d.null().ok()?;
            }
            Some(null)
        }
        let d = &mut Decoder::new(bytes);
        array(d, 14)?;
        if d.u64().ok()? != LAYOUT {
            return None;
        }
        let (turn, firm, vault) = (d.u64().ok()?, d.bool().ok()?, part(d)?);
        let (mut heads, mut removals) = (Vec::new(), Vec::new());
        for _ in 0..d.array().ok()?? {
            heads.push(part(d)?);
        }
        for _ in 0..d.array().ok()?? {
            removals.push(part(d)?);
        }
        let mut marks = BTreeMap::new();
        for _ in 0..d.array().ok()?? {
            array(d, 4)?;
            let number = d.u8().ok()?;
            let (generation, time_ms) = (d.u64().ok()?, d.u64().ok()?);
            marks.insert(number, Mark { generation, time_ms, state: part(d)? });
        }
        let path = part(d)?;
        let outbox = if absent(d)? {
            None
        } else {
            array(d, 4)?;
            let (instance, commit, state) = (part(d)?, d.u64().ok()?, part(d)?);
            let run = if absent(d)? {
                None
            } else {
                array(d, 4)?;
                let (name, counted, reserved) = (part(d)?, d.u64().ok()?, d.u64().ok()?);
                Some(RunMark { name, counted, reserved, boot: part(d)? })
            };
            Some(OutboxMark { instance, commit, state, run })
        };
        let mut consents = Vec::new();
        for _ in 0..d.array().ok()?? {
            array(d, 2)?;
            consents.push((part(d)?, d.u64().ok()?));
        }
        let (replica, mut former) = (part(d)?, Vec::new());
        for _ in 0..d.array().ok()?? {
            former.push(part(d)?);
        }
        let backup = if absent(d)? {
            None
        } else {
            array(d, 2)?;
            Some(Backup { time_ms: d.u64().ok()?, hash: part(d)? })
        };
        let gone = if absent(d)? { None } else { Some(d.u64().ok()?) };
        let rest = bytes.get(d.position()..)?;
        let page =
            Self { vault, heads, removals, marks, path, outbox, consents, replica, former, backup, gone };
        rest.iter().all(|b| *b == 0).then_some((turn, firm, page))
    }
}

/// For the doors of `fuzz/`: a page, read and written anew.
#[cfg(fuzzing)]
pub(crate) fn rewritten(bytes: &[u8]) -> Option<Vec<u8>> {
    Page::decode(bytes).map(|(counter, firm, page)| page.encode(counter, firm).to_vec())
}

/// Where a memory lies, and under which key. It has no `Debug`: it holds a key.
pub(crate) struct Book<'a> {
    pub(crate) path: &'a Path,
    pub(crate) name: [u8; 8],
    pub(crate) key: &'a SecretKey,
    pub(crate) entropy: Entropy,
}

impl Book<'_> {
    fn id(&self, slot: usize) -> [u8; 16] {
        let mut id = [0; 16];
        let parts = self.name.into_iter().chain((slot as u64).to_be_bytes());
        id.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        id
    }

    fn seal(&self, slot: usize, counter: u64, firm: bool, page: &Page) -> io::Result<Vec<u8>> {
        let mut plain = page.encode(counter, firm);
        if plain.len() > ROOM {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        plain.resize(ROOM, 0);
        let place = Place { vault: &NOWHERE, tree: TREE, id: &self.id(slot) };
        let mut sealed =
            seal::seal(self.key, 1, place, &plain, self.entropy).map_err(|_| io::ErrorKind::InvalidData)?;
        sealed.resize(SLOT, 0);
        Ok(sealed)
    }

    fn lying(&self, file: &File) -> io::Result<Vec<Lying>> {
        let mut out = Vec::new();
        let mut bytes = vec![0; SLOT];
        if file.metadata()?.len() != LEN {
            return Ok(out);
        }
        for slot in 0..PAGES {
            files::read_exact_at(file, &mut bytes, at(slot))?;
            let place = Place { vault: &NOWHERE, tree: TREE, id: &self.id(slot) };
            let sealed = bytes.get(..ROOM.saturating_add(1).saturating_add(OVERHEAD)).unwrap_or_default();
            let plain = seal::open(|generation| (generation == 1).then_some(self.key), place, sealed);
            if let Some((counter, firm, page)) = plain.ok().and_then(|plain| Page::decode(&plain)) {
                out.push(Lying { slot, counter, firm, page });
            }
        }
        out.sort_by_key(|lying| lying.counter);
        Ok(out)
    }

    /// Reads what is remembered.
    ///
    /// # Errors
    /// What the system said; what is no file of ours is no error.
    pub(crate) fn read(&self) -> io::Result<Found> {
        let file = match file::open_plain(self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(e) if file::is_odd(&e) => return Ok(Found::Damaged),
            Err(e) => return Err(e),
        };
        // A page that is being written does not open: better wait. Who may not lock reads all the same.
        let _ = held(|| file.try_lock_shared());
        Ok(found(&mut self.lying(&file)?))
    }

    /// Changes what is remembered, one process at a time.
    ///
    /// # Durability
    /// When `firm` is set the change survives a power cut; otherwise the end of the process.
    ///
    /// # Errors
    /// What the system said, and what `act` said.
    pub(crate) fn change<E: From<io::Error>>(
        &self,
        firm: bool,
        act: impl Fn(Found) -> Result<Option<Page>, E>,
    ) -> Result<(), E> {
        let opened = || files::careful().read(true).write(true).open(self.path);
        let file = match opened() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let Some(page) = act(Found::Nothing)? else { return Ok(()) };
                let whole = [self.seal(0, 1, true, &page)?, self.seal(1, 2, true, &page)?].concat();
                match file::write_whole(self.path, &whole, false) {
                    // Another process was first: the note is added to its own.
                    Err(e) if e.kind() == io::ErrorKind::AlreadyExists => opened()?,
                    other => return Ok(other?),
                }
            }
            other => other?,
        };
        if !file.metadata()?.is_file() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput).into());
        }
        held(|| file.try_lock())?;
        let mut lying = self.lying(&file)?;
        let (slot, counter) = match lying.as_slice() {
            [] => (0, 1),
            // The other one does not open: whatever this one is, it is all there is.
            [only] => (other(only.slot), only.counter),
            [.., last] if last.firm => (other(last.slot), last.counter),
            [.., last] => (last.slot, last.counter),
        };
        let empty = lying.is_empty();
        let Some(page) = act(found(&mut lying))? else { return Ok(()) };
        if empty {
            file.set_len(LEN)?;
            files::write_all_at(&file, &self.seal(1, 1, true, &page)?, at(1))?;
        }
        let counter = counter.saturating_add(1);
        files::write_all_at(&file, &self.seal(slot, counter, firm, &page)?, at(slot))?;
        if firm {
            file.sync_data()?;
        }
        Ok(())
    }
}

fn at(slot: usize) -> u64 {
    (slot as u64).saturating_mul(SLOT as u64)
}

fn other(slot: usize) -> usize {
    usize::from(slot == 0)
}

fn found(lying: &mut Vec<Lying>) -> Found {
    lying.pop().map_or(Found::Damaged, |last| Found::Page(last.page))
}

fn held(lock: impl Fn() -> Result<(), TryLockError>) -> io::Result<()> {
    for _ in 0..TRIES {
        match lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(WAIT),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn random(out: &mut [u8]) {
        crate::clock::random(out);
    }

    fn page(generation: u64) -> Page {
        let mark = Mark { generation, time_ms: 7, state: [3; 32] };
        let run = Some(RunMark { name: [4; 8], counted: 5, reserved: u64::MAX, boot: [6; 16] });
        let outbox = Some(OutboxMark { instance: [7; 8], commit: 9, state: [8; 32], run });
        let consents = vec![([4; 32], 5), ([6; 32], 7)];
        Page {
            vault: [5; 16],
            heads: vec![[1; 32], [2; 32]],
            removals: vec![[3; 8]],
            marks: BTreeMap::from([(0, mark.clone()), (2, mark)]),
            path: [2; 16],
            outbox,
            consents,
            replica: [8; 8],
            former: vec![[9; 8], [1; 8]],
            backup: Some(Backup { time_ms: 3, hash: [4; 16] }),
            gone: Some(5),
        }
    }

    struct Place(tempfile::TempDir, SecretKey);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap(), SecretKey::take(&mut [9; 32]))
        }

        fn at(&self) -> std::path::PathBuf {
            self.0.path().join("page")
        }

        fn read(&self) -> Found {
            let path = self.at();
            Book { path: &path, name: [1; 8], key: &self.1, entropy: random }.read().unwrap()
        }

        fn write(&self, page: &Page, firm: bool) {
            let path = self.at();
            let book = Book { path: &path, name: [1; 8], key: &self.1, entropy: random };
            book.change(firm, |_| Ok::<_, io::Error>(Some(page.clone()))).unwrap();
        }
    }

    #[test]
    fn reads_what_it_wrote_and_nothing_less() {
        for page in [page(u64::MAX), Page { outbox: None, consents: Vec::new(), ..page(1) }] {
            let bytes = page.encode(3, true);
            assert_eq!(Page::decode(&bytes), Some((3, true, page.clone())));
            for end in 0..bytes.len() {
                assert_eq!(Page::decode(&bytes[..end]), None);
            }
            assert_eq!(Page::decode(&[&bytes[..], &[0, 0]].concat()), Some((3, true, page)));
            assert_eq!(Page::decode(&[&bytes[..], &[0, 1]].concat()), None);
        }
    }

    #[test]
    fn the_most_that_a_page_can_say_fits() {
        let mark = Mark { generation: u64::MAX, time_ms: u64::MAX, state: [255; 32] };
        let full = Page {
            marks: (0..3).map(|n| (n, mark.clone())).collect(),
            consents: vec![([255; 32], u64::MAX); CONSENTS],
            former: vec![[255; 8]; FORMER],
            backup: Some(Backup { time_ms: u64::MAX, hash: [255; 16] }),
            ..page(1)
        };
        assert!(full.encode(u64::MAX, true).len() <= ROOM);
    }

    /// One page that is torn or has a wrong bit leaves the one before; with both gone it is damaged, and can be begun anew.
    #[test]
    fn one_damaged_page_leaves_the_one_before() {
        let place = Place::new();
        assert_eq!(place.read(), Found::Nothing);
        for generation in 1..=4 {
            place.write(&page(generation), true);
            assert_eq!(place.read(), Found::Page(page(generation)));
        }
        let good = fs::read(place.at()).unwrap();
        assert_eq!(good.len() as u64, LEN);
        let read = |bytes: &[u8]| {
            fs::write(place.at(), bytes).unwrap();
            place.read()
        };
        let mut found = Vec::new();
        for slot in 0..PAGES {
            let mut torn = good.clone();
            torn[slot * SLOT + 60..(slot + 1) * SLOT].fill(0);
            found.push(read(&torn));
            for at in (0..ROOM + OVERHEAD).step_by(97) {
                let mut bad = good.clone();
                bad[slot * SLOT + at] ^= 1;
                assert_eq!(read(&bad), *found.last().unwrap(), "byte {at} of page {slot}");
            }
        }
        found.sort_by_key(|found| if let Found::Page(page) = found { page.marks[&0].generation } else { 0 });
        assert_eq!(found, [Found::Page(page(3)), Found::Page(page(4))]);
        let swapped = [&good[SLOT..], &good[..SLOT]].concat();
        for bad in [swapped, good[..good.len() - 1].to_vec(), vec![0; good.len()], Vec::new()] {
            assert_eq!(read(&bad), Found::Damaged);
        }
        place.write(&page(1), true);
        assert_eq!(place.read(), Found::Page(page(1)));
        place.write(&page(2), true);
        assert_eq!(place.read(), Found::Page(page(2)));
    }

    /// What is not synced may be torn by a power cut; the last that was is never written over by it.
    #[test]
    fn what_is_not_synced_spares_the_last_that_was() {
        let place = Place::new();
        place.write(&page(1), true);
        place.write(&page(2), true);
        for generation in 3..9 {
            place.write(&page(generation), false);
            assert_eq!(place.read(), Found::Page(page(generation)));
            let now = fs::read(place.at()).unwrap();
            let spared = (0..PAGES).any(|slot| {
                let mut torn = now.clone();
                torn[slot * SLOT..(slot + 1) * SLOT].fill(0);
                fs::write(place.at(), torn).unwrap();
                place.read() == Found::Page(page(2))
            });
            assert!(spared, "{generation}");
            fs::write(place.at(), now).unwrap();
        }
        place.write(&page(9), true);
        assert_eq!(place.read(), Found::Page(page(9)));
    }

    #[test]
    fn its_size_says_nothing_and_others_may_not_read_it() {
        use std::os::unix::fs::MetadataExt;
        let place = Place::new();
        place.write(&Page { outbox: None, consents: Vec::new(), ..page(1) }, true);
        place.write(&page(2), true);
        assert_eq!(fs::metadata(place.at()).unwrap().mode() & 0o777, 0o600);
        let bytes = fs::read(place.at()).unwrap();
        let filled = bytes.chunks(SLOT).map(|page| page.iter().rposition(|b| *b != 0).unwrap() / 8);
        assert_eq!(filled.clone().min(), filled.max());
    }
}
