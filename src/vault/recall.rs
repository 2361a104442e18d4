//! What this device remembers of a vault, outside it: its highest state and that of its outbox, and which commands a
//! person agreed to.
//!
//! One small sealed file for each vault and identity, in the settings of this device. Its key is derived from the secret of
//! the identity: who only knows the public key, or can only write into the folders, cannot make one. A vault that is ahead
//! of it is believed, one that is behind is not. The bytes are said in `docs/format.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use crate::platform::files;
use crate::{
    platform::boot,
    vault::{
        Compartment,
        error::VaultError,
        file,
        holders::{
            Hash, State,
            chain::Removal,
            sign,
            words::{self, Six},
        },
        identity::Identity,
        key::SecretKey,
        page::{Backup, Book, CONSENTS, Found, Mark, OutboxMark, Page},
        root::Root,
        seal::Entropy,
        standing::{Accept, Behind, Founding, Standing},
    },
};

/// The folder of these files, in the settings of this device.
pub const FOLDER: &str = "seen";

impl Mark {
    fn advance(&mut self, root: &Root) {
        self.generation = root.generation;
        self.time_ms = root.time_ms;
        self.state = *blake3::hash(&root.encode()).as_bytes();
    }
}

/// Which vault it is, who holds it, and how far each compartment has come that this identity opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    vault: [u8; 16],
    founding: Hash,
    heads: Vec<Hash>,
    /// All statements, also those that are void.
    statements: BTreeSet<Hash>,
    removals: Vec<Removal>,
    marks: BTreeMap<u8, Mark>,
    /// Which copy it is, as the root of the roster says.
    replica: [u8; 8],
    founding_by: Founding,
}

impl Seen {
    /// Takes the marks of an opened vault.
    pub(crate) fn of<'a>(state: &State, root: impl Fn(Compartment) -> Option<&'a Root>) -> Self {
        let (mut marks, mut replica) = (BTreeMap::new(), [0; 8]);
        for compartment in Compartment::ALL {
            let Some(root) = root(compartment) else { continue };
            let mut mark = Mark { generation: 0, time_ms: 0, state: [0; 32] };
            mark.advance(root);
            marks.insert(compartment.number(), mark);
            if compartment == Compartment::Roster {
                replica = root.replica;
            }
        }
        Self::marked(state, marks, replica)
    }

    /// Takes what a backup says: of each compartment how many commits, when, and what stands for its root.
    pub(crate) fn said(
        state: &State,
        replica: [u8; 8],
        parts: impl Iterator<Item = (Compartment, (u64, u64, [u8; 32]))>,
    ) -> Self {
        let mark = |(part, (generation, time_ms, state)): (Compartment, _)| {
            (part.number(), Mark { generation, time_ms, state })
        };
        Self::marked(state, parts.map(mark).collect(), replica)
    }

    fn marked(state: &State, marks: BTreeMap<u8, Mark>, replica: [u8; 8]) -> Self {
        Self {
            vault: state.vault,
            founding: state.founding,
            heads: state.heads.clone(),
            statements: state.counted.iter().chain(&state.void).copied().collect(),
            removals: state.removals.clone(),
            marks,
            replica,
            founding_by: state.founding_by(),
        }
    }

    /// Whether a page is of the same vault, and knows of no statement that is not here.
    fn same(&self, page: &Page) -> bool {
        self.vault == page.vault && page.heads.iter().all(|head| self.statements.contains(head))
    }

    /// Says where this falls behind what was known.
    fn behind(&self, known: &Page) -> Option<Behind> {
        // A copy that another one took the place of: it stays as it was then, or it is not ours.
        let former = known.former.contains(&self.replica);
        self.marks.iter().find_map(|(number, mark)| {
            let was = known.marks.get(number)?;
            let less = mark.generation < was.generation;
            let forked = mark.generation == was.generation && mark.state != was.state;
            let more = former && mark.generation > was.generation;
            (less || forked || more).then_some(Behind {
                part: Compartment::from_number(*number)?,
                found: mark.generation,
                found_ms: mark.time_ms,
                known: was.generation,
                known_ms: was.time_ms,
            })
        })
    }

    /// The six words by which people tell this vault from another.
    fn words(&self) -> Six {
        words::of_vault(&self.vault, &self.heads)
    }

    /// How many commits the roster has seen.
    fn commits(&self) -> u64 {
        self.marks.get(&Compartment::Roster.number()).map_or(0, |mark| mark.generation)
    }
}

impl Page {
    fn of(seen: &Seen, path: [u8; 16]) -> Self {
        let Seen { vault, heads, removals, marks, replica, .. } = seen.clone();
        let (former, consents) = (Vec::new(), Vec::new());
        let (outbox, backup, gone) = (None, None, None);
        Self { vault, heads, removals, marks, path, outbox, consents, replica, former, backup, gone }
    }

    /// Takes over from a page of before what holds for the vault whatever its state is: what was agreed to, backups, and that the
    /// copy of before is one no more.
    fn follow(&mut self, before: &Self) {
        self.consents.clone_from(&before.consents);
        self.backup = before.backup;
        self.former.clone_from(&before.former);
        if before.replica != self.replica {
            self.former(before.replica);
        }
    }

    fn words(&self) -> Six {
        words::of_vault(&self.vault, &self.heads)
    }

    /// Takes over what is further, so that two processes never lower what the other wrote.
    fn raise(&mut self, seen: &Seen) {
        if seen.same(self) {
            self.heads.clone_from(&seen.heads);
            let kept: Vec<Removal> =
                self.removals.iter().filter(|r| seen.removals.contains(r)).copied().collect();
            let new = seen.removals.iter().filter(|r| !kept.contains(r)).copied();
            self.removals = kept.iter().copied().chain(new).collect();
        }
        self.replica = seen.replica;
        for (number, mark) in &seen.marks {
            let mine = self.marks.entry(*number).or_insert_with(|| mark.clone());
            if mark.generation > mine.generation {
                *mine = mark.clone();
            }
        }
    }
}

/// The memory of this device for one identity and the vault at a path. It has no `Debug`: it holds a key.
#[derive(Clone)]
pub struct Recall {
    dir: PathBuf,
    path: [u8; 16],
    key: SecretKey,
    entropy: Entropy,
    seen: Option<Seen>,
}

/// The name of the file of a vault, as it stands in the folder.
fn file_name(name: &[u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(*name))
}

fn file_named(name: &str) -> Option<[u8; 8]> {
    let number = u64::from_str_radix(name, 16).ok()?.to_be_bytes();
    (file_name(&number) == name).then_some(number)
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

/// Why a note was not made: an error of the system is one of writing.
struct Unwritten(VaultError);

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self(unwritable(error))
    }
}

impl Recall {
    /// Names the memory of an identity for the vault at a path; nothing is read yet.
    #[must_use]
    pub fn at(config: &Path, vault: &Path, identity: &Identity, entropy: Entropy) -> Self {
        let key = sign::memory_key(identity);
        let mut path = [0; 16];
        let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 memory of a path");
        hasher.update(key.bytes()).update(settled(vault).as_os_str().as_encoded_bytes());
        hasher.finalize_xof().fill(&mut path);
        Self { dir: config.join(FOLDER), path, key, entropy, seen: None }
    }

    /// The name of the file of a vault: without the identity nobody tells of which one it is.
    fn name(&self, vault: &[u8; 16]) -> [u8; 8] {
        let mut name = [0; 8];
        let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 memory name");
        hasher.update(self.key.bytes()).update(vault);
        hasher.finalize_xof().fill(&mut name);
        name
    }

    fn load(&self, name: [u8; 8]) -> Result<Found, VaultError> {
        let path = self.dir.join(file_name(&name));
        let book = Book { path: &path, name, key: &self.key, entropy: self.entropy };
        book.read().map_err(unreadable)
    }

    fn change(
        &self,
        vault: &[u8; 16],
        firm: bool,
        act: impl Fn(Found) -> Option<Page>,
    ) -> Result<(), VaultError> {
        let name = self.name(vault);
        let path = self.dir.join(file_name(&name));
        let book = Book { path: &path, name, key: &self.key, entropy: self.entropy };
        book.change(firm, |found| Ok(act(found))).map_err(|Unwritten(why)| why)
    }

    /// Makes the folder, and takes away what a write left beside when the machine stopped.
    fn make_dir(&self) -> Result<(), VaultError> {
        file::make_dir(&self.dir).map_err(unwritable)?;
        for entry in fs::read_dir(&self.dir).map_err(unwritable)?.flatten() {
            if entry.file_name().to_str().is_some_and(super::names::left_over) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// Returns what is remembered of another vault that lay at this path.
    fn other_here(&self, vault: &[u8; 16]) -> Result<Option<Page>, VaultError> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(unreadable(e)),
        };
        let names = entries.flatten().filter_map(|e| file_named(e.file_name().to_str()?));
        for name in names.filter(|name| *name != self.name(vault)) {
            if let Ok(Found::Page(page)) = self.load(name)
                && page.path == self.path
                && page.gone.is_none()
            {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    /// Says why a vault does not open that none of our keys opens: it is ours by its number and opened for us before, so we were
    /// removed from it, or somebody has exchanged it; or it lies in the place of ours.
    pub(crate) fn why_shut(&self, vault: &[u8; 16], error: VaultError) -> VaultError {
        if !matches!(error, VaultError::WrongKey | VaultError::Members) {
            return error;
        }
        let known = matches!(error, VaultError::WrongKey)
            .then(|| self.read(vault))
            .transpose()
            .map(|before| before.is_some_and(|before| before.is_known()));
        match known.and_then(|known| if known { Ok(None) } else { self.in_place_of(vault).map(Some) }) {
            Ok(None) => VaultError::Shut,
            Ok(Some(Some(other))) => VaultError::Strange(other),
            Ok(Some(None)) => error,
            Err(unreadable) => unreadable,
        }
    }

    /// Says that another vault lay at this path than one that does not open; nothing when none did.
    fn in_place_of(&self, vault: &[u8; 16]) -> Result<Option<Standing>, VaultError> {
        let known = match self.load(self.name(vault))? {
            // It has the number of ours, and is not: somebody read that in the pointer.
            Found::Page(page) if page.path == self.path => Some(page),
            _ => self.other_here(vault)?,
        };
        Ok(known.map(|page| Standing::Other { words: None, known: page.words(), holders: false }))
    }

    /// Reads what is remembered of a vault. To be called before it is read, so that what is read is never older than this.
    pub(crate) fn read(&self, vault: &[u8; 16]) -> Result<Before, VaultError> {
        Ok(Before(self.load(self.name(vault))?))
    }

    /// Says how a vault stands to what was remembered, and the page that goes on from there.
    fn judge(&self, before: Found, seen: &Seen) -> Result<(Standing, Option<Page>), VaultError> {
        let other = |known: &Page| Standing::Other {
            words: Some(seen.words()),
            known: known.words(),
            holders: known.vault == seen.vault,
        };
        let known = || Standing::Known { words: seen.words() };
        if let Found::Page(page) = &before
            && page.vault == seen.vault
            && let Some(time_ms) = page.gone
        {
            return Ok((Standing::Gone { found: seen.commits(), time_ms }, Some(page.clone())));
        }
        Ok(match before {
            Found::Page(page) if page.vault == seen.vault => match seen.behind(&page) {
                Some(behind) => (Standing::Behind(behind), Some(page)),
                None if !seen.same(&page) => (other(&page), None),
                None if page.path != self.path => match self.other_here(&seen.vault)? {
                    // It is ours too, and not the one that lay here.
                    Some(there) => (other(&there), Some(page)),
                    None => (known(), Some(page)),
                },
                None => (known(), Some(page)),
            },
            Found::Page(page) => (other(&page), None),
            found => {
                let there = self.other_here(&seen.vault)?.map(|there| other(&there));
                let new = || Standing::New {
                    words: seen.words(),
                    founding: seen.founding_by.clone(),
                    damaged: found == Found::Damaged,
                };
                (there.unwrap_or_else(new), None)
            }
        })
    }

    /// Says how a vault stands to what is remembered.
    pub(crate) fn standing(&self, seen: &Seen) -> Result<Standing, VaultError> {
        Ok(self.judge(self.read(&seen.vault)?.0, seen)?.0)
    }

    /// Lets a vault in that is known, or that a person agreed to take; before anything is written in it.
    ///
    /// To write, the memory must be writable, and is brought up to date.
    pub(crate) fn admit(
        &mut self,
        before: Before,
        seen: &Seen,
        writing: bool,
        accept: &Accept,
    ) -> Result<(), VaultError> {
        let (standing, page) = self.judge(before.0, seen)?;
        if !accept.takes(&standing) {
            return Err(VaultError::Strange(standing));
        }
        let older = matches!(standing, Standing::Behind(_) | Standing::Gone { .. });
        let mut next = page.clone().filter(|_| !older).unwrap_or_else(|| Page::of(seen, self.path));
        if let Some(page) = page.as_ref().filter(|_| older) {
            // Who takes an older state does not take back what was agreed to. The next writer makes another copy of it.
            next.follow(page);
            next.former(seen.replica);
        }
        next.raise(seen);
        next.path = self.path;
        let current = page.as_ref() == Some(&next);
        self.seen = Some(seen.clone());
        if writing && current {
            self.access().map_err(unwritable)?;
        } else if writing || !matches!(standing, Standing::Known { .. }) {
            let written = self.make_dir().and_then(|()| {
                self.change(&seen.vault, true, |there| {
                    Some(match there {
                        // Another process may have been here since.
                        Found::Page(mut there) if !older && seen.same(&there) => {
                            there.raise(seen);
                            there.path = self.path;
                            there
                        }
                        _ => next.clone(),
                    })
                })
            });
            // Who only reads goes on, and is asked again the next time.
            if writing {
                written?;
            }
        }
        Ok(())
    }

    /// Changes the page of the vault that was let in. Another one that was accepted in its place meanwhile is no affair of
    /// this one.
    fn note(&self, firm: bool, act: impl Fn(&mut Page)) -> Result<(), VaultError> {
        let Some(seen) = &self.seen else { return Ok(()) };
        self.change(&seen.vault, firm, |there| {
            let mut page = match there {
                Found::Page(page) if seen.same(&page) => page,
                Found::Page(_) => return None,
                _ => Page::of(seen, self.path),
            };
            act(&mut page);
            Some(page)
        })
    }

    /// Takes note of a commit that is durable; what the vault says stays true when this fails, and the next writer
    /// notes it.
    pub(crate) fn advance(&mut self, compartment: Compartment, root: &Root) -> Result<(), VaultError> {
        let Some(seen) = &mut self.seen else { return Ok(()) };
        if let Some(mark) = seen.marks.get_mut(&compartment.number()) {
            mark.advance(root);
        }
        if compartment == Compartment::Roster {
            seen.replica = root.replica;
        }
        let seen = seen.clone();
        self.note(true, |page| page.raise(&seen))
    }

    /// Takes note of a turn of keys that is in place.
    pub(crate) fn turned(&mut self, seen: &Seen, outbox: Option<OutboxMark>) -> Result<(), VaultError> {
        self.note(true, |page| {
            page.raise(seen);
            page.outbox = outbox.or(page.outbox);
        })?;
        self.seen = Some(seen.clone());
        Ok(())
    }

    /// Takes note of a vault that was made anew from a backup, whatever was known before.
    pub(crate) fn restored(&self, seen: &Seen, outbox: Option<OutboxMark>) -> Result<(), VaultError> {
        self.make_dir()?;
        self.change(&seen.vault, true, |there| {
            let mut next = Page::of(seen, self.path);
            if let Found::Page(page) = there {
                next.follow(&page);
            }
            next.outbox = outbox;
            Some(next)
        })
    }

    /// Takes note that a vault is destroyed on purpose, where it is one that is remembered: what may lie there later is a copy.
    pub(crate) fn destroyed(&self, vault: &[u8; 16], now_ms: u64) -> Result<(), VaultError> {
        self.change(vault, true, |there| match there {
            Found::Page(page) => Some(Page { gone: Some(now_ms), ..page }),
            Found::Nothing | Found::Damaged => None,
        })
    }

    /// Takes note of a backup that is safe.
    pub(crate) fn backed_up(&self, backup: Backup) -> Result<(), VaultError> {
        self.note(true, |page| page.backup = Some(backup))
    }

    /// Returns when the last backup was made of the vault that was let in, in milliseconds since 1970, as far as this device
    /// knows.
    ///
    /// # Errors
    /// [`VaultError::Memory`] when that cannot be read.
    pub fn last_backup(&self) -> Result<Option<u64>, VaultError> {
        let Some(seen) = &self.seen else { return Ok(None) };
        Ok(match self.load(self.name(&seen.vault))? {
            Found::Page(page) => page.backup.map(|backup| backup.time_ms),
            _ => None,
        })
    }

    /// Returns how many commits of each compartment of a vault this device knows.
    pub(crate) fn commits(&self, vault: &[u8; 16]) -> Result<BTreeMap<Compartment, u64>, VaultError> {
        Ok(match self.load(self.name(vault))? {
            Found::Page(page) => page
                .marks
                .iter()
                .filter_map(|(n, mark)| Some((Compartment::from_number(*n)?, mark.generation)))
                .collect(),
            _ => BTreeMap::new(),
        })
    }

    /// Whether another copy took the place of the one that was let in.
    pub(crate) fn is_former(&self) -> Result<bool, VaultError> {
        let Some(seen) = &self.seen else { return Ok(false) };
        Ok(match self.load(self.name(&seen.vault))? {
            Found::Page(page) => page.former.contains(&seen.replica),
            _ => false,
        })
    }

    /// Takes note of how far the outbox has come; what is `firm` survives a power cut, anything the end of the process.
    pub(crate) fn outbox_is(&self, mark: OutboxMark, firm: bool) -> Result<(), VaultError> {
        self.note(firm, |page| page.outbox = Some(mark))
    }

    /// Returns how far the outbox of a vault has come, as far as this device knows.
    pub(crate) fn outbox(&self, vault: &[u8; 16]) -> Result<Option<OutboxMark>, VaultError> {
        Ok(match self.load(self.name(vault))? {
            Found::Page(page) => page.outbox,
            _ => None,
        })
    }

    fn access(&self) -> io::Result<()> {
        files::writable(&self.dir)?;
        if let Some(seen) = &self.seen {
            let path = self.dir.join(file_name(&self.name(&seen.vault)));
            files::writable(&path)?;
        }
        Ok(())
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
        self.make_dir()?;
        tempfile::Builder::new().prefix(".new-").tempfile_in(&self.dir).map(drop).map_err(unwritable)
    }

    /// Whether a person agreed, on this device and for this vault, to what has this hash.
    ///
    /// # Errors
    /// [`VaultError::Memory`] when that cannot be read.
    pub fn agreed(&self, hash: &[u8; 32]) -> Result<bool, VaultError> {
        let Some(seen) = &self.seen else { return Ok(false) };
        Ok(match self.load(self.name(&seen.vault))? {
            Found::Page(page) => seen.same(&page) && page.consents.iter().any(|(there, _)| there == hash),
            _ => false,
        })
    }

    /// Notes that a person agreed to what has this hash.
    ///
    /// # Errors
    /// [`VaultError::Memory`] when that cannot be written.
    pub fn agree(&self, hash: [u8; 32], now_ms: u64) -> Result<(), VaultError> {
        self.note(true, |page| {
            page.consents.retain(|(there, _)| *there != hash);
            page.consents.push((hash, now_ms));
            let over = page.consents.len().saturating_sub(CONSENTS);
            page.consents.drain(..over);
        })
    }
}

/// Whether what was written in this start of the machine, synced or not, must be there.
pub(crate) fn same_start(boot: &[u8; 16]) -> bool {
    boot::id().is_some_and(|here| here == *boot)
}

/// Stands for this start of the machine.
pub(crate) fn this_start() -> [u8; 16] {
    boot::id().unwrap_or_default()
}

/// What was remembered before a vault was read.
pub(crate) struct Before(Found);

impl Before {
    /// Whether this device knows the vault.
    pub(crate) fn is_known(&self) -> bool {
        matches!(self.0, Found::Page(_))
    }

    /// The removals that this device counted, in its order.
    pub(crate) fn removals(&self) -> Vec<Removal> {
        match &self.0 {
            Found::Page(page) => page.removals.clone(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
