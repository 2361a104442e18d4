//! What this device remembers of a vault, outside it: which vault lies at a path, its highest state, and which commands a
//! person agreed to.
//!
//! One small sealed file for each path and identity, in the settings of this device. Its key is derived from the secret of
//! the identity: who only knows the public key, or can only write into the folders, cannot make one. A vault that is ahead
//! of it is believed, one that is behind is not. The bytes are said in `docs/format.md`.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use minicbor::{Decoder, Encoder};

use crate::vault::{
    Compartment,
    error::VaultError,
    file,
    identity::Identity,
    key::SecretKey,
    lock::Lock,
    root::Root,
    seal::{self, Entropy, Place},
    slot::Slot,
    standing::{Accept, Behind, Standing},
    store::Tree,
};

/// The folder of these files, in the settings of this device.
pub const FOLDER: &str = "seen";
const LOCK: &str = "lock";
/// A file is never larger.
const MOST: u64 = 64 * 1024;
/// The most consents that are kept; the oldest go first.
const CONSENTS: usize = 40;
const LAYOUT: u64 = 1;
/// No tree of a vault has this number.
const TREE: Tree = Tree(0xfe);
const NOWHERE: [u8; 16] = [0; 16];

/// How far a compartment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    /// Stands for the data key: without it nobody makes another vault with the same mark.
    key: [u8; 16],
    generation: u64,
    time_ms: u64,
    /// Stands for the content of the root.
    state: [u8; 32],
}

impl Mark {
    fn advance(&mut self, root: &Root) {
        self.generation = root.generation;
        self.time_ms = root.time_ms;
        self.state = *blake3::hash(&root.encode()).as_bytes();
    }
}

/// Which vault it is, and how far each compartment has come that this identity opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    vault: [u8; 16],
    marks: BTreeMap<u8, Mark>,
}

impl Seen {
    /// Takes the marks of an opened vault.
    pub(crate) fn of<'a>(
        vault: [u8; 16],
        slots: &BTreeMap<Compartment, Slot>,
        root: impl Fn(Compartment) -> Option<&'a Root>,
    ) -> Self {
        let mut marks = BTreeMap::new();
        for (compartment, slot) in slots {
            let (Some(root), Some(data)) = (root(*compartment), slot.keys.values().next()) else { continue };
            let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 memory of a data key");
            hasher.update(&vault).update(&[compartment.number()]).update(data.bytes());
            let mut mark = Mark { key: [0; 16], generation: 0, time_ms: 0, state: [0; 32] };
            hasher.finalize_xof().fill(&mut mark.key);
            mark.advance(root);
            marks.insert(compartment.number(), mark);
        }
        Self { vault, marks }
    }

    /// Whether another one is of the same vault: the same number, and no data key but those that are known here. A part that
    /// was never open before may be anybody's.
    fn same(&self, other: &Self) -> bool {
        let known =
            |(number, mark): (&u8, &Mark)| self.marks.get(number).is_some_and(|mine| mine.key == mark.key);
        self.vault == other.vault && !other.marks.is_empty() && other.marks.iter().all(known)
    }

    /// Says where this falls behind what was known.
    fn behind(&self, known: &Self) -> Option<Behind> {
        let part = |number: u8| Compartment::ALL.into_iter().find(|c| c.number() == number);
        self.marks.iter().find_map(|(number, mark)| {
            let was = known.marks.get(number)?;
            let less = mark.generation < was.generation;
            let forked = mark.generation == was.generation && mark.state != was.state;
            (less || forked).then_some(Behind {
                part: part(*number)?,
                found: mark.generation,
                found_ms: mark.time_ms,
                known: was.generation,
                known_ms: was.time_ms,
            })
        })
    }

    /// The compartments that were open here once and are not now.
    fn lost(&self, known: &Self) -> Vec<Compartment> {
        let gone =
            |c: &Compartment| known.marks.contains_key(&c.number()) && !self.marks.contains_key(&c.number());
        Compartment::ALL.into_iter().filter(gone).collect()
    }

    /// The code by which people tell this vault from another: 16 hexadecimal digits.
    pub(crate) fn code(&self) -> String {
        let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 code of a vault");
        hasher.update(&self.vault);
        for (number, mark) in &self.marks {
            hasher.update(&[*number]).update(&mark.key);
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        let digits = hex(&bytes);
        let fours = [digits.get(..4), digits.get(4..8), digits.get(8..12), digits.get(12..16)];
        fours.map(Option::unwrap_or_default).join("-")
    }
}

/// What is in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Page {
    seen: Seen,
    /// What was agreed to, and when.
    consents: Vec<([u8; 32], u64)>,
}

impl Page {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut e = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = (|| {
            e.array(4)?.u64(LAYOUT)?.bytes(&self.seen.vault)?.array(self.seen.marks.len() as u64)?;
            for (number, mark) in &self.seen.marks {
                e.array(5)?.u8(*number)?.bytes(&mark.key)?.u64(mark.generation)?.u64(mark.time_ms)?;
                e.bytes(&mark.state)?;
            }
            e.array(self.consents.len() as u64)?;
            for (hash, time_ms) in &self.consents {
                e.array(2)?.bytes(hash)?.u64(*time_ms)?;
            }
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        })();
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut d = Decoder::new(bytes);
        if d.array().ok()?? != 4 || d.u64().ok()? != LAYOUT {
            return None;
        }
        let vault = d.bytes().ok()?.try_into().ok()?;
        let (mut marks, mut consents) = (BTreeMap::new(), Vec::new());
        for _ in 0..d.array().ok()?? {
            if d.array().ok()?? != 5 {
                return None;
            }
            let number = d.u8().ok()?;
            let key = d.bytes().ok()?.try_into().ok()?;
            let (generation, time_ms) = (d.u64().ok()?, d.u64().ok()?);
            let state = d.bytes().ok()?.try_into().ok()?;
            marks.insert(number, Mark { key, generation, time_ms, state });
        }
        for _ in 0..d.array().ok()?? {
            if d.array().ok()?? != 2 {
                return None;
            }
            consents.push((d.bytes().ok()?.try_into().ok()?, d.u64().ok()?));
        }
        (d.position() == bytes.len()).then_some(Self { seen: Seen { vault, marks }, consents })
    }

    /// Takes over what is further, so that two processes never lower what the other wrote.
    fn raise(&mut self, seen: &Seen) {
        for (number, mark) in &seen.marks {
            let mine = self.seen.marks.entry(*number).or_insert_with(|| mark.clone());
            if mark.generation > mine.generation {
                *mine = mark.clone();
            }
        }
    }
}

/// For the doors of `fuzz/`: a page, read and written anew.
#[cfg(fuzzing)]
pub(crate) fn rewritten(bytes: &[u8]) -> Option<Vec<u8>> {
    Page::decode(bytes).map(|page| page.encode())
}

/// What was found when a memory was read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Page(Page),
    Nothing,
    Damaged,
}

/// The memory of this device for one path and one identity. It has no `Debug`: it holds a key.
#[derive(Clone)]
pub struct Recall {
    dir: PathBuf,
    name: [u8; 16],
    key: SecretKey,
    entropy: Entropy,
    seen: Option<Seen>,
}

fn hex(bytes: &[u8; 16]) -> String {
    crate::base::Id(*bytes).to_string()
}

/// The path of a vault, with the links before its last part followed: a link put in its place stands for the same path.
fn settled(vault: &Path) -> PathBuf {
    let whole = std::path::absolute(vault).unwrap_or_else(|_| vault.to_owned());
    match (whole.parent(), whole.file_name()) {
        (Some(parent), Some(name)) => parent.canonicalize().map_or_else(|_| whole.clone(), |p| p.join(name)),
        _ => whole.canonicalize().unwrap_or(whole),
    }
}

fn unreadable(source: io::Error) -> VaultError {
    VaultError::Memory { writing: false, source }
}

fn unwritable(source: io::Error) -> VaultError {
    VaultError::Memory { writing: true, source }
}

impl Recall {
    /// Names the memory of the vault at a path for an identity; nothing is read yet.
    #[must_use]
    pub fn at(config: &Path, vault: &Path, identity: &Identity, entropy: Entropy) -> Self {
        use std::os::unix::ffi::OsStrExt;
        let secret = identity.secret();
        let mut bytes = blake3::derive_key("contrepoids 2026-11 device memory", secret.as_bytes());
        let key = SecretKey::take(&mut bytes);
        let mut name = [0; 16];
        let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 memory name");
        hasher.update(key.bytes()).update(settled(vault).as_os_str().as_bytes());
        hasher.finalize_xof().fill(&mut name);
        Self { dir: config.join(FOLDER), name, key, entropy, seen: None }
    }

    fn load(&self, name: &[u8; 16]) -> Result<Found, VaultError> {
        use io::ErrorKind as Kind;
        let sealed = match file::read(&self.dir.join(hex(name)), MOST) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == Kind::NotFound => return Ok(Found::Nothing),
            // A folder, a pipe, a link: nothing that this program made.
            Err(e) if e.kind() == Kind::InvalidInput || e.kind() == Kind::FileTooLarge => {
                return Ok(Found::Damaged);
            }
            Err(e) if e.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                return Ok(Found::Damaged);
            }
            Err(e) => return Err(unreadable(e)),
        };
        let place = Place { vault: &NOWHERE, tree: TREE, id: name };
        let plain = seal::open(|generation| (generation == 1).then_some(&self.key), place, &sealed);
        let page = plain.ok().and_then(|plain| Page::decode(&plain));
        Ok(page.map_or(Found::Damaged, Found::Page))
    }

    /// Returns the memories of the same vault at other paths: it was moved or copied.
    fn elsewhere(&self, seen: &Seen) -> Result<Vec<Page>, VaultError> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(unreadable(e)),
        };
        let names = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse::<crate::base::Id>().ok());
        let mut out = Vec::new();
        for name in names.filter(|name| name.0 != self.name) {
            if let Ok(Found::Page(page)) = self.load(&name.0)
                && page.seen.same(seen)
            {
                out.push(page);
            }
        }
        Ok(out)
    }

    fn write(&self, page: &Page) -> Result<(), VaultError> {
        let place = Place { vault: &NOWHERE, tree: TREE, id: &self.name };
        let sealed = seal::seal(&self.key, 1, place, &page.encode(), self.entropy)?;
        file::write_whole(&self.dir.join(hex(&self.name)), &sealed, true).map_err(unwritable)
    }

    /// Changes the file, one process at a time.
    fn change(&self, act: impl FnOnce(Found) -> Result<Option<Page>, VaultError>) -> Result<(), VaultError> {
        file::make_dir(&self.dir).map_err(unwritable)?;
        let _lock = Lock::take(&self.dir.join(LOCK), "-").map_err(|e| match e {
            VaultError::InUse { .. } => unwritable(io::ErrorKind::ResourceBusy.into()),
            VaultError::Store(_) => unwritable(io::ErrorKind::PermissionDenied.into()),
            other => other,
        })?;
        for entry in fs::read_dir(&self.dir).map_err(unwritable)?.flatten() {
            // What a write left beside when the machine stopped.
            if entry.file_name().to_str().is_some_and(super::names::left_over) {
                let _ = fs::remove_file(entry.path());
            }
        }
        match act(self.load(&self.name)?)? {
            Some(page) => self.write(&page),
            None => Ok(()),
        }
    }

    /// Reads what is remembered. To be called before the vault is read, so that what is read is never older than this.
    pub(crate) fn read(&self) -> Result<Before, VaultError> {
        Ok(Before(self.load(&self.name)?))
    }

    /// Says how a vault stands to what was remembered, and the page that goes on from there.
    fn judge(&self, before: Found, seen: &Seen) -> Result<(Standing, Option<Page>), VaultError> {
        let known = |page: &Page| Standing::Known { code: seen.code(), lost: seen.lost(&page.seen) };
        Ok(match before {
            Found::Page(page) if page.seen.same(seen) => match seen.behind(&page.seen) {
                Some(behind) => (Standing::Behind(behind), Some(page)),
                None => (known(&page), Some(page)),
            },
            Found::Page(page) => (Standing::Other { code: seen.code(), known: page.seen.code() }, None),
            Found::Damaged => (Standing::New { code: seen.code(), damaged: true }, None),
            Found::Nothing => {
                let mut pages = self.elsewhere(seen)?;
                let behind = pages.iter().filter_map(|page| seen.behind(&page.seen)).max_by_key(|b| b.known);
                match (pages.pop(), behind) {
                    (None, _) => (Standing::New { code: seen.code(), damaged: false }, None),
                    (page, Some(behind)) => (Standing::Behind(behind), page),
                    (Some(page), None) => (known(&page), Some(page)),
                }
            }
        })
    }

    /// Says how a vault stands to what is remembered.
    pub(crate) fn standing(&self, seen: &Seen) -> Result<Standing, VaultError> {
        Ok(self.judge(self.load(&self.name)?, seen)?.0)
    }

    /// Lets a vault in that is known, or that a person agreed to take; before anything is written in it.
    ///
    /// To write, the memory must be writable, and is brought up to date.
    pub(crate) fn admit(
        &mut self,
        before: Before,
        seen: Seen,
        writing: bool,
        accept: &Accept,
    ) -> Result<(), VaultError> {
        let fresh = before.0 == Found::Nothing;
        let (standing, page) = self.judge(before.0, &seen)?;
        if !accept.takes(&standing) {
            return Err(VaultError::Strange(standing));
        }
        let known = matches!(standing, Standing::Known { .. });
        let raised = page.as_ref().map(|page| {
            let mut next = page.clone();
            next.raise(&seen);
            next
        });
        let current = known && !fresh && raised == page;
        let consents = page.map(|page| page.consents).unwrap_or_default();
        if writing && current {
            self.access().map_err(unwritable)?;
        } else if writing || !known {
            let written = self.change(|there| {
                Ok(Some(match there {
                    // Another process may have been here since.
                    Found::Page(mut there) if known && there.seen.same(&seen) => {
                        there.raise(&seen);
                        there
                    }
                    _ => Page { seen: seen.clone(), consents },
                }))
            });
            // Who only reads goes on, and is asked again the next time.
            if writing {
                written?;
            }
        }
        self.seen = Some(seen);
        Ok(())
    }

    /// Takes note of a commit that is durable; what the vault says stays true when this fails, and the next writer
    /// notes it.
    pub(crate) fn advance(&mut self, compartment: Compartment, root: &Root) -> Result<(), VaultError> {
        if let Some(mark) = self.seen.as_mut().and_then(|seen| seen.marks.get_mut(&compartment.number())) {
            mark.advance(root);
        }
        let Some(seen) = &self.seen else { return Ok(()) };
        self.change(|there| {
            Ok(match there {
                Found::Page(mut page) if page.seen.same(seen) => {
                    page.raise(seen);
                    Some(page)
                }
                // Another vault was accepted at this path meanwhile: that is no affair of this one.
                Found::Page(_) => None,
                _ => Some(Page { seen: seen.clone(), consents: Vec::new() }),
            })
        })
    }

    fn access(&self) -> io::Result<()> {
        let wanted = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        Ok(rustix::fs::access(&self.dir, wanted)?)
    }

    /// Whether the next commit can be noted.
    #[must_use]
    pub fn writable(&self) -> bool {
        self.access().is_ok()
    }

    /// Makes sure that a memory can be written, before a vault is made.
    ///
    /// # Errors
    /// [`VaultError::Memory`].
    pub fn ready(&self) -> Result<(), VaultError> {
        self.change(|_| Ok(None))?;
        tempfile::Builder::new().prefix(".new-").tempfile_in(&self.dir).map(drop).map_err(unwritable)
    }

    /// Whether a person agreed, on this device and for this vault, to what has this hash.
    ///
    /// # Errors
    /// [`VaultError::Memory`] when that cannot be read.
    pub fn agreed(&self, hash: &[u8; 32]) -> Result<bool, VaultError> {
        let Some(seen) = &self.seen else { return Ok(false) };
        Ok(match self.load(&self.name)? {
            Found::Page(page) => page.seen.same(seen) && page.consents.iter().any(|(there, _)| there == hash),
            _ => false,
        })
    }

    /// Notes that a person agreed to what has this hash.
    ///
    /// # Errors
    /// [`VaultError::Memory`] when that cannot be written.
    pub fn agree(&self, hash: [u8; 32], now_ms: u64) -> Result<(), VaultError> {
        let Some(seen) = &self.seen else { return Ok(()) };
        self.change(|there| {
            let mut page = match there {
                Found::Page(page) if page.seen.same(seen) => page,
                Found::Page(_) => return Ok(None),
                _ => Page { seen: seen.clone(), consents: Vec::new() },
            };
            page.consents.retain(|(there, _)| *there != hash);
            page.consents.push((hash, now_ms));
            let over = page.consents.len().saturating_sub(CONSENTS);
            page.consents.drain(..over);
            Ok(Some(page))
        })
    }
}

/// What was remembered before a vault was read.
pub(crate) struct Before(Found);

#[cfg(test)]
mod tests {
    use super::*;

    fn random(out: &mut [u8]) {
        crate::clock::random(out);
    }

    fn seen(key: u8, generation: u64, state: u8) -> Seen {
        let mark = Mark { key: [key; 16], generation, time_ms: 7, state: [state; 32] };
        Seen { vault: [5; 16], marks: BTreeMap::from([(0, mark.clone()), (2, mark)]) }
    }

    struct Place {
        dir: tempfile::TempDir,
        identity: Identity,
    }

    impl Place {
        fn new() -> Self {
            Self { dir: tempfile::tempdir().unwrap(), identity: Identity::generate() }
        }

        fn recall(&self) -> Recall {
            Recall::at(
                &self.dir.path().join("config"),
                &self.dir.path().join("vault"),
                &self.identity,
                random,
            )
        }

        fn admit(&self, seen: &Seen, accept: &Accept) -> Result<Recall, VaultError> {
            let mut recall = self.recall();
            let before = recall.read()?;
            recall.admit(before, seen.clone(), true, accept)?;
            Ok(recall)
        }

        fn standing(&self, seen: &Seen) -> Standing {
            self.recall().standing(seen).unwrap()
        }
    }

    #[test]
    fn reads_what_it_wrote_and_nothing_less() {
        let page = Page { seen: seen(1, u64::MAX, 3), consents: vec![([4; 32], 5), ([6; 32], 7)] };
        let bytes = page.encode();
        assert_eq!(Page::decode(&bytes), Some(page));
        for end in 0..bytes.len() {
            assert_eq!(Page::decode(&bytes[..end]), None);
        }
    }

    #[test]
    fn only_this_identity_at_this_path_makes_one_and_each_changed_byte_is_seen() {
        let place = Place::new();
        let known = seen(1, 3, 3);
        place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
        assert!(matches!(place.standing(&known), Standing::Known { .. }));
        let recall = place.recall();
        let path = recall.dir.join(hex(&recall.name));
        let good = fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, bad).unwrap();
            assert!(matches!(place.standing(&known), Standing::New { damaged: true, .. }), "byte {at}");
        }
        // Under the name of another path, and under the name that another identity looks for.
        let mut other = place.recall();
        other.name[0] ^= 1;
        fs::write(recall.dir.join(hex(&other.name)), &good).unwrap();
        assert!(matches!(other.load(&other.name), Ok(Found::Damaged)));
        let stranger = Recall::at(place.dir.path(), place.dir.path(), &Identity::generate(), random);
        assert_ne!(stranger.name, recall.name);
        fs::write(&path, &good).unwrap();
        let stranger = Recall { name: recall.name, dir: recall.dir.clone(), ..stranger };
        assert!(matches!(stranger.load(&stranger.name), Ok(Found::Damaged)));
    }

    #[test]
    fn another_key_another_number_and_an_older_state_are_told_apart() {
        let place = Place::new();
        let known = seen(1, 3, 3);
        assert!(matches!(place.standing(&known), Standing::New { damaged: false, .. }));
        assert!(place.admit(&known, &Accept::default()).is_err());
        place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
        assert!(matches!(place.standing(&seen(1, 4, 9)), Standing::Known { .. }));
        assert!(matches!(place.standing(&seen(2, 9, 3)), Standing::Other { .. }));
        assert!(matches!(place.standing(&Seen { vault: [6; 16], ..known.clone() }), Standing::Other { .. }));
        // One part alone of another vault.
        let mut mixed = seen(1, 9, 3);
        mixed.marks.get_mut(&2).unwrap().key = [9; 16];
        assert!(matches!(place.standing(&mixed), Standing::Other { .. }));
        // A part that was never open before, under a key of somebody else.
        let mut more = known.clone();
        more.marks.insert(1, Mark { key: [9; 16], ..known.marks[&0].clone() });
        assert!(matches!(place.standing(&more), Standing::Other { code, known } if code != known));
        // One part alone behind; or the same number, and another state.
        let mut half = seen(1, 9, 3);
        half.marks.get_mut(&2).unwrap().generation = 2;
        let Standing::Behind(behind) = place.standing(&half) else { panic!() };
        assert_eq!((behind.part, behind.found, behind.known), (Compartment::Organizing, 2, 3));
        assert!(matches!(place.standing(&seen(1, 3, 4)), Standing::Behind(b) if b.found == b.known));
        // A part that was held and is not.
        let mut lost = seen(1, 3, 3);
        lost.marks.remove(&2);
        assert!(
            matches!(place.standing(&lost), Standing::Known { lost, .. } if lost == [Compartment::Organizing])
        );
    }

    #[test]
    fn nothing_is_lost_or_lowered_by_two_at_once() {
        let place = Place::new();
        let known = seen(1, 1, 1);
        place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
        let (mut one, mut other) = (place.admit(&known, &Accept::default()).unwrap(), place.recall());
        other.seen = Some(known.clone());
        let root = |generation| Root { generation, ..Root::empty([0; 32]) };
        one.agree([1; 32], 1).unwrap();
        one.advance(Compartment::Roster, &root(8)).unwrap();
        // The other has seen less, and writes later.
        other.advance(Compartment::Roster, &root(4)).unwrap();
        other.agree([2; 32], 2).unwrap();
        other.advance(Compartment::Organizing, &root(5)).unwrap();
        let Ok(Found::Page(page)) = one.load(&one.name) else { panic!() };
        assert_eq!(page.seen.marks[&0].generation, 8);
        assert_eq!(page.seen.marks[&2].generation, 5);
        assert!([[1; 32], [2; 32]].iter().all(|hash| one.agreed(hash).unwrap()));
    }

    #[test]
    fn consents_are_few_and_go_with_their_vault() {
        let place = Place::new();
        let known = seen(1, 1, 1);
        let recall = place.admit(&known, &place.standing(&known).as_it_is()).unwrap();
        for n in 0..=u8::try_from(CONSENTS).unwrap() {
            recall.agree([n; 32], 1).unwrap();
        }
        assert!(!recall.agreed(&[0; 32]).unwrap() && recall.agreed(&[1; 32]).unwrap());
        let other = seen(2, 1, 1);
        let taken = place.admit(&other, &place.standing(&other).as_it_is()).unwrap();
        assert!(!taken.agreed(&[1; 32]).unwrap() && !recall.agreed(&[1; 32]).unwrap());
    }
}
