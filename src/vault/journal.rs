//! The journal: every commit once more, in one append-only file of sealed values.
//!
//! It is read when the store cannot be: on a full disk, on a read-only medium, or when sled refuses its own files. It
//! holds nothing that the store does not, and the projection not at all. The store stays the truth: a journal that is
//! behind or torn is written anew from it.
//!
//! Bytes: `magic 16`, then frames of `length u32 | link 32 | payload | length u32 | link 32 | check 16`. The link is
//! the hash of the sealed roots after the frame: it says to which state of the store the journal has come.

use std::{
    convert::Infallible,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use minicbor::{Decoder, Encoder};

use crate::vault::{
    error::VaultError,
    file,
    ledger::{is_projection, is_root},
    memory::MemoryStore,
    store::{Batch, Store, Tree},
};

const MAGIC: &[u8; 16] = b"contrepoids-j-1\n";
const HEAD: usize = 4 + 32;
const TRAILER: usize = 4 + 32 + 16;
/// A frame of a rewritten journal holds about this many bytes.
const PART: usize = 4 * 1024 * 1024;
/// Below this size the journal is left to grow.
const SMALL: u64 = 4 * 1024 * 1024;
/// What is written to the journal at once.
const BUFFER: usize = 64 * 1024;
/// A single frame is never larger than this; a length above it is damage.
const MOST: u32 = 1 << 30;

/// The hash of the sealed roots of a store.
pub(crate) type Link = [u8; 32];

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
    /// Whether a commit did not get into it: then nothing may be added behind the gap, only all of it written anew.
    behind: bool,
}

impl Journal {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path, behind: false }
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
        let more = u64::from(payload_len(batch, false)).saturating_add((HEAD + TRAILER) as u64);
        let limit = rustix::process::getrlimit(rustix::process::Resource::Fsize).current;
        if limit.is_some_and(|limit| before.saturating_add(more) > limit) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        match rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::KEEP_SIZE, before, more) {
            Ok(()) | Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives back the room that was taken for a commit that failed.
    pub(crate) fn give_back(&self) {
        let _ = self.open(true).and_then(|file| file.set_len(file.metadata()?.len()));
    }

    /// Remembers that the journal has not come to the state of the store.
    pub(crate) fn set_behind(&mut self) {
        self.behind = true;
    }

    /// Tells whether the journal has come to the same state as the store, by its last frame alone.
    pub(crate) fn is_at(&self, link: &Link) -> bool {
        let last = || -> io::Result<Option<Link>> {
            let mut file = self.open(false)?;
            let end = file.metadata()?.len();
            file.seek(SeekFrom::Start(end.saturating_sub(TRAILER as u64)))?;
            let mut trailer = [0; TRAILER];
            file.read_exact(&mut trailer)?;
            let Some((len, link)) = read_trailer(&trailer) else { return Ok(None) };
            // The whole frame is looked at: a torn one can end in bytes that look like a trailer.
            let whole = u64::from(len).saturating_add(HEAD as u64).saturating_add(TRAILER as u64);
            let Some(start) = end.checked_sub(whole) else { return Ok(None) };
            file.seek(SeekFrom::Start(start))?;
            Ok(is_whole(&mut file, len, &link)?.then_some(link))
        };
        matches!(last(), Ok(Some(found)) if found == *link)
    }

    /// Tells whether the last bytes name this state: enough to know that the store has not lost any.
    pub(crate) fn ends_at(&self, link: &Link) -> bool {
        let last = || -> io::Result<[u8; TRAILER]> {
            let mut file = self.open(false)?;
            let end = file.metadata()?.len();
            file.seek(SeekFrom::Start(end.saturating_sub(TRAILER as u64)))?;
            let mut trailer = [0; TRAILER];
            file.read_exact(&mut trailer)?;
            Ok(trailer)
        };
        last().is_ok_and(|trailer| read_trailer(&trailer).is_some_and(|(_, found)| found == *link))
    }

    fn open(&self, write: bool) -> io::Result<File> {
        use std::os::unix::fs::OpenOptionsExt;
        // Neither a link nor a pipe in its place: a pipe would be waited for.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).unwrap_or(0);
        let file = OpenOptions::new().read(true).append(write).custom_flags(flags).open(&self.path)?;
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
        let done = write_frame(&mut file, batch, false, link).and_then(|()| file.sync_data());
        if done.is_err() {
            let _ = file.set_len(before);
        }
        done
    }

    /// Writes the journal anew from the store: beside, synced, renamed.
    pub(crate) fn rewrite(&self, store: &dyn Store) -> Result<(), VaultError> {
        let dir = self.path.parent().unwrap_or(Path::new("."));
        let mut beside = tempfile::Builder::new().prefix(".new-").tempfile_in(dir)?;
        write_all(store, &mut beside, false)?;
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
        read_all(&mut io::BufReader::with_capacity(1 << 20, file), whole)
    }
}

impl Journal {
    /// Reads what can be read of a damaged journal: the state before the damage, what all frames say
    /// whatever their checks are, and `base` with what was saved after it. Which of them was saved, the roots say.
    pub(crate) fn salvage(&self, base: Option<&MemoryStore>) -> Vec<MemoryStore> {
        let mut bytes = Vec::new();
        if self.open(false).and_then(|mut file| file.read_to_end(&mut bytes)).is_err() {
            return Vec::new();
        }
        let body = bytes.get(MAGIC.len()..).unwrap_or_default();
        let (mut whole, mut loose) = (MemoryStore::new(), MemoryStore::new());
        let mut rest = body;
        while let Ok(Some((batch, _))) = read_frame(&mut rest, true) {
            whole.apply(&batch);
        }
        rest = body;
        while let Some((batch, after)) = unchecked(rest) {
            loose.apply(&batch);
            rest = after;
        }
        let mut found = vec![whole, loose];
        found.extend(base.map(|base| behind(&bytes, base)));
        found
    }
}

/// Reads a frame by the length at its beginning, whatever its check says.
fn unchecked(bytes: &[u8]) -> Option<(Batch, &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    let (payload, rest) =
        rest.get(HEAD.checked_sub(4)?..)?.split_at_checked(u32::from_be_bytes(*len).try_into().ok()?)?;
    Some((decode(payload)?, rest.get(TRAILER..).unwrap_or_default()))
}

/// Adds to a store what a journal holds behind the state of that store, as far as it can be read from its end by the lengths
/// that stand there.
fn behind(bytes: &[u8], base: &MemoryStore) -> MemoryStore {
    let (mut frames, mut rest, mut store) = (Vec::new(), bytes, base.clone());
    while let Some((before, frame)) = last_frame(rest) {
        let payload = frame.get(HEAD..frame.len().saturating_sub(TRAILER));
        let link = frame.last_chunk::<TRAILER>().and_then(read_trailer).map(|(_, link)| link);
        let (Some(batch), Some(link)) = (payload.and_then(decode), link) else { break };
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

/// Cuts off the last frame, by the length in its trailer.
fn last_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, _) = read_trailer(bytes.last_chunk::<TRAILER>()?)?;
    let whole = usize::try_from(len).ok()?.checked_add(HEAD)?.checked_add(TRAILER)?;
    bytes.split_at_checked(bytes.len().checked_sub(whole)?)
}

/// Writes all that a store holds, as a journal of a few frames.
pub(crate) fn write_all(store: &dyn Store, out: &mut impl Write, projection: bool) -> Result<(), VaultError> {
    let link = link(store)?;
    out.write_all(MAGIC)?;
    let (mut part, mut size) = (Batch::default(), 0_usize);
    for tree in store.trees()?.into_iter().filter(|t| projection || !is_projection(*t)) {
        let mut failed = Ok(());
        store.scan(tree, &mut |key, value| {
            size = size.saturating_add(value.len());
            part.put(tree, key, value.to_vec());
            if size > PART && failed.is_ok() {
                failed = write_frame(out, &part, true, &link);
                (part, size) = (Batch::default(), 0);
            }
            Ok(())
        })?;
        failed?;
    }
    write_frame(out, &part, true, &link)?;
    out.flush()?;
    Ok(())
}

/// Reads a journal to its end; a frame torn at the end is left out, unless all of it must be there (`whole`).
pub(crate) fn read_all(file: &mut impl Read, whole: bool) -> Result<MemoryStore, VaultError> {
    let mut magic = [0; 16];
    file.read_exact(&mut magic).map_err(|_| VaultError::Journal)?;
    if &magic != MAGIC {
        return Err(VaultError::Journal);
    }
    let (mut store, mut last) = (MemoryStore::new(), None);
    while let Some((batch, link)) = read_frame(file, whole)? {
        store.apply(&batch);
        last = Some(link);
    }
    // What was read must be the state that the last frame speaks of.
    if last == Some(link(&store)?) { Ok(store) } else { Err(VaultError::Journal) }
}

/// Gives each piece of a frame's payload to `each`.
struct Pieces<F>(F);

impl<F: FnMut(&[u8])> minicbor::encode::Write for Pieces<F> {
    type Error = Infallible;

    fn write_all(&mut self, piece: &[u8]) -> Result<(), Infallible> {
        (self.0)(piece);
        Ok(())
    }
}

/// Encodes a batch, with or without its projection, piece by piece: a large one is never in memory twice.
fn payload(batch: &Batch, projection: bool, each: impl FnMut(&[u8])) {
    let ops = || batch.ops.iter().filter(|((tree, _), _)| projection || !is_projection(*tree));
    let mut e = Encoder::new(Pieces(each));
    // The writer takes everything, so there is no error to report.
    let _ = e.array(ops().count() as u64);
    for ((tree, key), value) in ops() {
        let _ = e.array(3).and_then(|e| e.u8(tree.0)).and_then(|e| e.bytes(key)).and_then(|e| match value {
            Some(value) => e.bytes(value),
            None => e.null(),
        });
    }
}

fn payload_len(batch: &Batch, projection: bool) -> u32 {
    let mut len = 0_u32;
    payload(batch, projection, |piece| {
        len = len.saturating_add(u32::try_from(piece.len()).unwrap_or(u32::MAX));
    });
    len
}

fn write_frame(out: &mut impl Write, batch: &Batch, projection: bool, link: &Link) -> io::Result<()> {
    let len = payload_len(batch, projection).to_be_bytes();
    let mut check = begin_check(&len, link);
    let mut out = io::BufWriter::with_capacity(BUFFER, out);
    let mut done = out.write_all(&[len.as_slice(), link].concat());
    payload(batch, projection, |piece| {
        check.update(piece);
        if done.is_ok() {
            done = out.write_all(piece);
        }
    });
    let end = [len.as_slice(), link, &end_check(&check)].concat();
    done = done.and_then(|()| out.write_all(&end)).and_then(|()| out.flush());
    // What could not be written is not tried again when the buffer goes.
    let _ = out.into_parts();
    done
}

fn begin_check(len: &[u8; 4], link: &Link) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    hasher.update(len).update(link);
    hasher
}

fn end_check(hasher: &blake3::Hasher) -> [u8; 16] {
    hasher.finalize().as_bytes().first_chunk::<16>().copied().unwrap_or([0; 16])
}

fn read_trailer(trailer: &[u8; TRAILER]) -> Option<(u32, Link)> {
    let (len, rest) = trailer.split_first_chunk::<4>()?;
    let (link, _) = rest.split_first_chunk::<32>()?;
    Some((u32::from_be_bytes(*len), *link))
}

/// Reads the frame of this length that the file stands before, without keeping it, and tells whether it is whole.
fn is_whole(file: &mut impl Read, len: u32, link: &Link) -> io::Result<bool> {
    let mut head = [0; HEAD];
    file.read_exact(&mut head)?;
    let mut check = begin_check(&len.to_be_bytes(), link);
    check.update_reader(&mut file.take(len.into()))?;
    let mut trailer = [0; TRAILER];
    file.read_exact(&mut trailer)?;
    let ends = head.as_slice() == [len.to_be_bytes().as_slice(), link].concat();
    Ok(ends && read_trailer(&trailer) == Some((len, *link)) && trailer.ends_with(&end_check(&check)))
}

/// Reads one frame; `None` at the end, and for a frame that is torn there.
fn read_frame(file: &mut impl Read, whole: bool) -> Result<Option<(Batch, Link)>, VaultError> {
    let torn = || if whole { Err(VaultError::Journal) } else { Ok(None) };
    let mut head = Vec::new();
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    if head.is_empty() {
        return Ok(None);
    }
    let Some((len, link)) = head.split_first_chunk::<4>() else { return torn() };
    let Ok(link) = Link::try_from(link) else { return torn() };
    let size = u32::from_be_bytes(*len);
    if size > MOST {
        return Err(VaultError::Journal);
    }
    let mut payload = Vec::new();
    file.by_ref().take(u64::from(size)).read_to_end(&mut payload)?;
    let mut trailer = Vec::new();
    file.by_ref().take(TRAILER as u64).read_to_end(&mut trailer)?;
    let Ok(trailer) = <[u8; TRAILER]>::try_from(trailer) else { return torn() };
    let intact = read_trailer(&trailer) == Some((size, link))
        && trailer.ends_with(&end_check(begin_check(len, &link).update(&payload)));
    if !intact {
        // Blocks of the last frame may have reached the disk in any order when the power went.
        let mut next = [0; 1];
        return if file.read(&mut next)? == 0 { torn() } else { Err(VaultError::Journal) };
    }
    decode(&payload).map(|batch| Some((batch, link))).ok_or(VaultError::Journal)
}

fn decode(payload: &[u8]) -> Option<Batch> {
    let mut d = Decoder::new(payload);
    let mut batch = Batch::default();
    for _ in 0..d.array().ok()?? {
        if d.array().ok()?? != 3 {
            return None;
        }
        let (tree, key) = (Tree(d.u8().ok()?), d.bytes().ok()?.try_into().ok()?);
        if d.datatype().ok()? == minicbor::data::Type::Null {
            d.null().ok()?;
            batch.delete(tree, key);
        } else {
            batch.put(tree, key, d.bytes().ok()?.to_vec());
        }
    }
    Some(batch)
}

/// For the doors of `fuzz/`.
#[cfg(fuzzing)]
pub(crate) mod doors {
    use super::*;

    pub(crate) fn salvage(bytes: &[u8]) {
        let _ = behind(bytes, &MemoryStore::new());
        let mut rest = bytes.get(MAGIC.len()..).unwrap_or_default();
        while let Some((_, next)) = unchecked(rest) {
            rest = next;
        }
    }

    pub(crate) fn batch(bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        payload(&decode(bytes)?, true, |piece| out.extend_from_slice(piece));
        Some(out)
    }

    pub(crate) fn framed(payload: &[u8]) -> Vec<u8> {
        let (len, link) = ((payload.len() as u32).to_be_bytes(), [0; 32]);
        let check = end_check(begin_check(&len, &link).update(payload));
        [MAGIC.as_slice(), &len, &link, payload, &len, &link, &check].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let journal = Journal::at(dir.join("journal"));
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
        let mut frame = Vec::new();
        write_frame(&mut frame, &batch(3), false, &[0; 32]).unwrap();
        let (second, third) = (bytes.len() - 2 * frame.len(), bytes.len() - frame.len());
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
        // What is before it, what is there without the checks, and the store with what is behind it.
        assert_eq!(salvaged(60, &old), [0, 3, 3]);
        assert_eq!(salvaged(second + 60, &later), [1, 3, 3]);
        assert_eq!(salvaged(third + 60, &old), [2, 3, 3]);
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
        let mut one = Vec::new();
        write_frame(&mut one, &batch(3), false, &[0; 32]).unwrap();
        let one = one.len();
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
    fn all_of_a_dump_must_be_there() {
        let dir = tempfile::tempdir().unwrap();
        let (_, store) = three(dir.path());
        let mut out = Vec::new();
        write_all(&store, &mut out, true).unwrap();
        let copy = read_all(&mut out.as_slice(), true).unwrap();
        assert!(copy.get(PROJECTION, &[1; 16]).unwrap().is_some());
        for end in 0..out.len() {
            assert!(read_all(&mut &out[..end], true).is_err(), "cut at {end}");
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
