//! The journal: every commit once more, in one append-only file, sealed and vouched for by keys of the turn.
//!
//! It is read when the store cannot be: on a full disk, on a read-only medium, or when sled refuses its own files. It
//! holds nothing that the store does not, and the projection not at all. The store stays the truth: a journal that is
//! behind or torn is written anew from it.
//!
//! Bytes: `magic 16`, then frames ([`crate::vault::frame`]). The link of a frame is the hash of the sealed roots after it: it says
//! to which state of the store the journal has come. Each check goes on from the one before.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use crate::platform::files;
use crate::vault::{
    batch,
    error::VaultError,
    file,
    frame::{self, Check, FrameKeys, HEAD, Link, TRAILER, first_frame, last_frame, read_trailer},
    head::Rooms,
    key::DataKeys,
    ledger::{is_projection, is_root},
    memory::MemoryStore,
    seal::Entropy,
    store::{Batch, Store},
};

/// How long what the file begins with is.
const MAGIC: usize = 16;
/// Below this size the journal is left to grow.
const SMALL: u64 = 4 * 1024 * 1024;
/// Behind a frame longer than this an empty one follows: whoever opens the vault looks at the last one.
const QUICK: u64 = 256 * 1024;

/// Returns the link of a store's present state.
pub(crate) fn link(store: &dyn Store) -> Result<Link, VaultError> {
    let mut hasher = blake3::Hasher::new();
    for tree in store.trees()?.into_iter().filter(|t| is_root(*t)) {
        store.scan(tree, &mut |_, value| {
            hasher.update(&[tree.0]);
            hasher.update(value);
            Ok(())
        })?;
    }
    Ok(*hasher.finalize().as_bytes())
}

/// The journal of a vault.
pub(crate) struct Journal {
    path: PathBuf,
    keys: FrameKeys,
    /// Whether a commit did not get into it: then nothing may be added behind the gap, only all of it written anew.
    behind: bool,
}

impl Journal {
    /// The journal of a turn of keys, which the data key of the roster seals.
    pub(crate) fn of(rooms: &Rooms, vault: &[u8; 16], roster: &DataKeys, entropy: Entropy) -> Self {
        Self::at(rooms.journal(), FrameKeys::of(vault, roster, entropy))
    }

    fn at(path: PathBuf, keys: FrameKeys) -> Self {
        Self { path, keys, behind: false }
    }

    /// Adds a commit that the store has made durable, or writes the journal anew when an earlier one is not in it.
    ///
    /// # Errors
    /// What the disk said; the journal is behind until a later commit gets through.
    pub(crate) fn follow(&mut self, batch: &Batch, store: &dyn Store) -> Result<(), VaultError> {
        let done = match link(store) {
            Ok(link) if !self.behind => self.append(batch, &link).map_err(VaultError::from),
            Ok(_) => self.rewrite(store),
            Err(error) => Err(error),
        };
        self.behind = done.is_err();
        done
    }

    /// Takes the room that a commit needs, before the store is written: a full disk refuses the commit then, and does
    /// not leave the journal without it.
    ///
    /// # Errors
    /// When there is no room; a file system that cannot promise any is not asked to.
    pub(crate) fn reserve(&self, batch: &Batch) -> io::Result<()> {
        let file = self.open(true)?;
        let before = file.metadata()?.len();
        // With the empty frame that may follow.
        let more = frame::frame_len(batch).saturating_add(frame::frame_len(&Batch::default()));
        files::reserve(&file, before, more)
    }

    /// Gives back the room that was taken for a commit that failed.
    pub(crate) fn give_back(&self) {
        let _ = self.open(true).and_then(|file| file.set_len(file.metadata()?.len()));
    }

    /// Remembers that the journal has not come to the state of the store.
    pub(crate) fn set_behind(&mut self) {
        self.behind = true;
    }

    /// Tells whether the journal has come to the same state as the store, by its last frame alone: nobody without the key makes one
    /// that says so.
    pub(crate) fn is_at(&self, link: &Link) -> bool {
        let last = || -> io::Result<bool> {
            let mut file = self.open(false)?;
            let end = file.metadata()?.len();
            file.seek(SeekFrom::Start(end.saturating_sub(TRAILER as u64)))?;
            let mut trailer = [0; TRAILER];
            file.read_exact(&mut trailer)?;
            let Some((len, found)) = read_trailer(&trailer).filter(|(_, found)| found == link) else {
                return Ok(false);
            };
            // The whole frame is looked at: a torn one can end in bytes that look like a trailer.
            let whole = u64::from(len).saturating_add((HEAD + TRAILER) as u64);
            let Some(start) = end.checked_sub(whole) else { return Ok(false) };
            let before = self.before(&mut file, start)?;
            self.keys.is_whole(&mut file, &before, len, &found)
        };
        matches!(last(), Ok(true))
    }

    /// Reads the check that stands before a frame; the file stands at the frame then.
    fn before(&self, file: &mut File, start: u64) -> io::Result<Check> {
        let mut check = self.keys.first();
        if start > MAGIC as u64 {
            file.seek(SeekFrom::Start(start.saturating_sub(check.len() as u64)))?;
            file.read_exact(&mut check)?;
        } else {
            file.seek(SeekFrom::Start(start))?;
        }
        Ok(check)
    }

    fn open(&self, write: bool) -> io::Result<File> {
        let file = files::careful().read(true).append(write).open(&self.path)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    /// Adds a commit that the store has made durable.
    ///
    /// # Durability
    /// On `Ok` the frame survives a power cut. On an error the journal is cut back to what it was, or left torn, which
    /// the next writer finds and repairs.
    fn append(&self, batch: &Batch, link: &Link) -> io::Result<()> {
        let mut file = self.open(true)?;
        let before = file.metadata()?.len();
        let done = self
            .before(&mut file, before)
            .and_then(|check| self.keys.write(&mut file, batch, link, &check))
            .and_then(|check| {
                if frame::frame_len(batch) > QUICK {
                    self.keys.write(&mut file, &Batch::default(), link, &check)?;
                }
                file.sync_data()
            });
        if done.is_err() {
            let _ = file.set_len(before);
        }
        done
    }

    /// Writes the journal anew from the store: beside, synced, renamed.
    pub(crate) fn rewrite(&self, store: &dyn Store) -> Result<(), VaultError> {
        let dir = self.path.parent().unwrap_or(Path::new("."));
        let mut beside = tempfile::Builder::new().prefix(".new-").tempfile_in(dir)?;
        self.write_all(store, &mut beside)?;
        beside.as_file().sync_all()?;
        beside.persist(&self.path).map_err(|e| e.error)?;
        file::sync_dir(dir)?;
        Ok(())
    }

    /// Tells whether the journal has grown far beyond what the store holds.
    pub(crate) fn is_long(&self, live: u64) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|m| m.len() > SMALL.max(live.saturating_mul(4)))
    }

    /// Reads the whole journal into memory; a frame torn at the end is left out, damage before the end is refused.
    pub(crate) fn load(&self) -> Result<MemoryStore, VaultError> {
        self.read(false)
    }

    /// Reads a journal that must be there to its last byte.
    pub(crate) fn load_whole(&self) -> Result<MemoryStore, VaultError> {
        self.read(true)
    }

    fn read(&self, whole: bool) -> Result<MemoryStore, VaultError> {
        let file = match self.open(false) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => return Err(e.into()),
            Err(_) => return Err(VaultError::Journal),
        };
        self.read_all(&mut io::BufReader::with_capacity(1 << 20, file), whole)
    }

    /// Writes all that a store holds, as a journal of a few frames; the last one is empty.
    fn write_all(&self, store: &dyn Store, out: &mut impl Write) -> Result<(), VaultError> {
        let link = link(store)?;
        out.write_all(&self.keys.magic())?;
        let mut check = self.keys.first();
        batch::in_parts(store, |tree| !is_projection(tree), &mut |part| {
            check = self.keys.write(out, part, &link, &check)?;
            Ok(())
        })?;
        self.keys.write(out, &Batch::default(), &link, &check)?;
        out.flush()?;
        Ok(())
    }

    /// Reads a journal to its end; a frame torn at the end is left out, unless all of it must be there (`whole`).
    fn read_all(&self, file: &mut impl Read, whole: bool) -> Result<MemoryStore, VaultError> {
        let mut magic = [0; MAGIC];
        file.read_exact(&mut magic).map_err(|_| VaultError::Journal)?;
        if magic != self.keys.magic() {
            return Err(VaultError::Journal);
        }
        let (mut store, mut last, mut check) = (MemoryStore::new(), None, self.keys.first());
        while let Some((batch, link, next)) = self.keys.read(file, &check, whole)? {
            store.apply(&batch);
            (last, check) = (Some(link), next);
        }
        // What was read must be the state that the last frame speaks of.
        if last == Some(link(&store)?) { Ok(store) } else { Err(VaultError::Journal) }
    }
}

impl Journal {
    /// Reads what can be read of a damaged journal: the state before the damage, what all frames say that open,
    /// whatever their checks are, and `base` with what was saved after it. Which of them was saved, the roots say.
    pub(crate) fn salvage(&self, base: Option<&MemoryStore>) -> Vec<MemoryStore> {
        let mut bytes = Vec::new();
        if self.open(false).and_then(|mut file| file.read_to_end(&mut bytes)).is_err() {
            return Vec::new();
        }
        salvaged(&self.keys, &bytes, base)
    }
}

fn salvaged(keys: &FrameKeys, bytes: &[u8], base: Option<&MemoryStore>) -> Vec<MemoryStore> {
    let body = bytes.get(MAGIC..).unwrap_or_default();
    let (mut whole, mut loose) = (MemoryStore::new(), MemoryStore::new());
    let (mut rest, mut check) = (body, keys.first());
    while let Ok(Some((batch, _, next))) = keys.read(&mut rest, &check, true) {
        whole.apply(&batch);
        check = next;
    }
    (rest, check) = (body, keys.first());
    while let Some((payload, next, after)) = first_frame(rest) {
        if let Some(batch) = keys.open(&check, payload) {
            loose.apply(&batch);
        }
        (rest, check) = (after, next);
    }
    let mut found = vec![whole, loose];
    found.extend(base.map(|base| behind(keys, bytes, base)));
    found
}

/// Adds to a store what a journal holds behind the state of that store, as far as it can be read from its end by the lengths
/// that stand there.
fn behind(keys: &FrameKeys, bytes: &[u8], base: &MemoryStore) -> MemoryStore {
    let (mut frames, mut rest, mut store) = (Vec::new(), bytes, base.clone());
    while let Some((before, frame)) = last_frame(rest) {
        let check = match before.len() {
            ..=MAGIC => keys.first(),
            _ => before.last_chunk().copied().unwrap_or_default(),
        };
        let payload = frame.get(HEAD..frame.len().saturating_sub(TRAILER));
        let link = frame.last_chunk::<TRAILER>().and_then(read_trailer).map(|(_, link)| link);
        let (Some(batch), Some(link)) = (payload.and_then(|p| keys.open(&check, p)), link) else { break };
        frames.push((batch, link));
        rest = before;
    }
    frames.reverse();
    let here = link(base).ok();
    let after = frames.iter().rposition(|(_, link)| Some(*link) == here).map_or(0, |at| at.saturating_add(1));
    for (batch, _) in frames.get(after..).unwrap_or_default() {
        store.apply(batch);
    }
    store
}

/// For the doors of `fuzz/`.
#[cfg(fuzzing)]
pub(crate) mod doors {
    use super::*;
    use crate::vault::{batch, key::DataKeys, key::SecretKey, tag::TurnTag};

    fn journal() -> Journal {
        let roster = DataKeys::one(TurnTag([7; 4]), SecretKey::take(&mut [7; 32]));
        Journal::at(PathBuf::new(), FrameKeys::of(&[7; 16], &roster, |out| out.fill(7)))
    }

    pub(crate) fn read(bytes: &[u8], whole: bool) -> Option<Vec<u8>> {
        let (journal, mut out) = (journal(), Vec::new());
        let store = journal.read_all(&mut &*bytes, whole).ok()?;
        journal.write_all(&store, &mut out).ok()?;
        Some(out)
    }

    pub(crate) fn salvage(bytes: &[u8]) {
        let _ = salvaged(&journal().keys, bytes, Some(&MemoryStore::new()));
    }

    pub(crate) fn batch(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        batch::encode(&batch::decode(bytes)?, true, |piece| out.extend_from_slice(piece));
        Some(out)
    }

    pub(crate) fn framed(payload: &[u8]) -> Vec<u8> {
        let keys = journal().keys;
        let mut out = keys.magic().to_vec();
        if let Some(batch) = batch::decode(payload) {
            let _ = keys.write(&mut out, &batch, &[0; 32], &keys.first());
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{frame::tests::keys, store::Tree};

    const ROOT: Tree = Tree(0);
    const PEOPLE: Tree = Tree(3);
    const PROJECTION: Tree = Tree(2);

    fn batch(n: u8) -> Batch {
        let mut batch = Batch::default();
        batch.put(ROOT, [0; 16], vec![n; 40]);
        batch.put(PEOPLE, [n; 16], vec![n; 300]);
        batch.put(PROJECTION, [1; 16], vec![n; 500]);
        batch
    }

    /// A journal of three commits, and the store that it stands for.
    fn three(dir: &Path) -> (Journal, MemoryStore) {
        let mut store = MemoryStore::new();
        store.commit(&batch(1)).unwrap();
        let journal = Journal::at(dir.join("journal"), keys(1, 1));
        journal.rewrite(&store).unwrap();
        for n in 2..=3 {
            store.commit(&batch(n)).unwrap();
            journal.append(&batch(n), &link(&store).unwrap()).unwrap();
        }
        (journal, store)
    }

    fn people(store: &MemoryStore) -> usize {
        let mut keys = Vec::new();
        store
            .scan(PEOPLE, &mut |key, _| {
                keys.push(key);
                Ok(())
            })
            .unwrap();
        keys.len()
    }

    #[test]
    fn gives_everything_back_but_the_projection() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, store) = three(dir.path());
        let copy = journal.load().unwrap();
        assert_eq!(people(&copy), 3);
        assert_eq!(copy.get(PROJECTION, &[1; 16]).unwrap(), None);
        assert_eq!(link(&copy).unwrap(), link(&store).unwrap());
        assert!(journal.is_at(&link(&store).unwrap()));
    }

    #[test]
    fn what_lies_before_and_behind_a_damage_is_read_where_it_can_be() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, store) = three(dir.path());
        let bytes = std::fs::read(&journal.path).unwrap();
        let frame = usize::try_from(frame::frame_len(&batch(3))).unwrap();
        let (second, third) = (bytes.len() - 2 * frame, bytes.len() - frame);
        let mut old = MemoryStore::new();
        old.commit(&batch(1)).unwrap();
        let mut later = old.clone();
        later.commit(&batch(2)).unwrap();
        let salvaged = |at: usize, base: &MemoryStore| {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1;
            std::fs::write(&journal.path, wrong).unwrap();
            journal.salvage(Some(base)).iter().map(people).collect::<Vec<_>>()
        };
        // What is before it, all that opens, and the store with what is behind it.
        assert_eq!(salvaged(60, &old), [0, 2, 3]);
        assert_eq!(salvaged(second + 60, &later), [1, 2, 3]);
        assert_eq!(salvaged(third + 60, &old), [2, 2, 1]);
        assert_eq!(salvaged(bytes.len() - 1, &old), [2, 3, 3]);
        assert_eq!(salvaged(2, &old), [3, 3, 3]);
        assert_eq!(salvaged(third + 1, &later), [2, 2, 3]);
        std::fs::remove_file(&journal.path).unwrap();
        assert!(journal.salvage(Some(&store)).is_empty());
    }

    #[test]
    fn a_frame_torn_at_the_end_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, store) = three(dir.path());
        let bytes = std::fs::read(&journal.path).unwrap();
        let one = usize::try_from(frame::frame_len(&batch(3))).unwrap();
        for cut in 1..one {
            std::fs::write(&journal.path, &bytes[..bytes.len() - cut]).unwrap();
            assert_eq!(people(&journal.load().unwrap()), 2, "cut by {cut}");
            assert!(!journal.is_at(&link(&store).unwrap()));
        }
    }

    #[test]
    fn damage_is_refused_or_torn_off_but_never_believed() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, _) = three(dir.path());
        let bytes = std::fs::read(&journal.path).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            std::fs::write(&journal.path, &changed).unwrap();
            if let Ok(copy) = journal.load() {
                for n in 1..=3 {
                    let value = copy.get(PEOPLE, &[n; 16]).unwrap();
                    assert!(value.is_none_or(|v| v == vec![n; 300]), "byte {at}");
                }
            }
        }
    }

    #[test]
    fn a_deletion_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, mut store) = three(dir.path());
        let mut gone = Batch::default();
        gone.delete(PEOPLE, [2; 16]);
        store.commit(&gone).unwrap();
        journal.append(&gone, &link(&store).unwrap()).unwrap();
        assert_eq!(people(&journal.load().unwrap()), 2);
    }

    #[test]
    fn room_is_taken_without_a_change_and_given_back() {
        let dir = tempfile::tempdir().unwrap();
        let (mut journal, mut store) = three(dir.path());
        let before = std::fs::read(&journal.path).unwrap();
        journal.reserve(&batch(4)).unwrap();
        assert_eq!(std::fs::read(&journal.path).unwrap(), before);
        journal.give_back();
        assert_eq!(std::fs::read(&journal.path).unwrap(), before);
        journal.reserve(&batch(4)).unwrap();
        store.apply(&batch(4));
        journal.follow(&batch(4), &store).unwrap();
        assert!(journal.is_at(&link(&store).unwrap()));
        assert_eq!(people(&journal.load().unwrap()), 4);
    }
}
