//! A backup: one age file to all holders, which holds the state of a vault, signed, and is read without this program.
//!
//! Within it each part of the vault is an age file to the holders of that part alone. Who knows the public keys can encrypt
//! anything to them; what they cannot do is sign. The bytes are said in `docs/format.md`.

mod content;
mod manifest;
mod restore;
mod tar;

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

pub use restore::{Restored, Restoring, restore};

use crate::vault::{
    Compartment, Identity, Recall, Vault, VaultError,
    age_file::{self, AgeError, Form, Reader},
    backup::{
        content::Values,
        manifest::{Manifest, Part},
        tar::File,
    },
    holders::{Class, Holder, Members, State, sign::SIGNATURE, words::Six},
    ledger::{Opened, Snapshot},
    members, page,
    pen::Pen,
    recall::Seen,
    slot::Slot,
    standing::Standing,
    twice,
};

/// A backup is never longer.
pub const MOST: u64 = age_file::MOST;

const ABOUT: &str = "about.txt";
const MEMBERS: &str = "members";
const OUTBOX: &str = "outbox.age";
const MANIFEST: &str = "manifest";

/// Why there is no backup, or it is not what it should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// No age file, changed, or not for this identity.
    #[error(transparent)]
    Age(#[from] AgeError),
    /// What lies in it is not what a program of ours writes.
    #[error("this is not a backup, or it was changed: {0}")]
    Changed(&'static str),
    /// No holder signed it.
    #[error("no holder of the vault wrote this backup")]
    Forged,
    /// It was signed by a device that may not write a part of it: only that device restores it.
    #[error("the device that wrote this backup may not write all that is in it")]
    NotTheirs {
        /// What the device is called.
        by: String,
    },
    /// It has not all the parts that this identity holds.
    #[error("this backup does not cover all parts that this identity holds")]
    Partial {
        /// What the device that wrote it is called.
        by: String,
        /// What it does not cover.
        missing: Vec<Compartment>,
    },
    /// The vault, as it was or as it would be.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// How far one part of the vault had come, and whether this identity reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartFacts {
    /// The part.
    pub part: Compartment,
    /// How many commits it had seen.
    pub commit: u64,
    /// When the last one was, in milliseconds since 1970.
    pub time_ms: u64,
    /// How many records it holds.
    pub records: u64,
    /// Whether it was opened: the identity has the role.
    pub opened: bool,
}

/// What a backup says of itself, once all of it was checked that this identity can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The six words of the vault.
    pub words: Six,
    /// The turn of keys: 8 hexadecimal digits.
    pub turn: String,
    /// When it was made, in milliseconds since 1970.
    pub time_ms: u64,
    /// What the device that made it is called.
    pub by: String,
    /// Whether that device may write all that is in it.
    pub may_write: bool,
    /// Its parts.
    pub parts: Vec<PartFacts>,
    /// Whom it opens for, by what they are called.
    pub holders: Vec<String>,
}

/// A backup that was made, in memory.
pub struct Made {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The first 16 bytes of their hash: what a device remembers.
    pub hash: [u8; 16],
    /// What it says of itself.
    pub facts: Facts,
}

/// A backup that was read and checked. It has no `Debug`.
pub struct Backup {
    manifest: Manifest,
    members: Members,
    pen: Pen,
    slots: BTreeMap<Compartment, (Slot, Vec<u8>)>,
    others: BTreeMap<Compartment, Vec<u8>>,
    parts: BTreeMap<Compartment, Snapshot>,
    outbox: Option<Values>,
}

/// Writes records as they lie in a backup, and in what copies of a vault tell each other.
pub(super) fn pack_records(records: &[(u8, Opened)]) -> Zeroizing<Vec<u8>> {
    content::of_records(records)
}

/// Reads them.
pub(super) fn unpack_records(bytes: &[u8]) -> Option<Vec<(u8, Opened)>> {
    content::records(bytes)
}

fn key_name(part: Compartment) -> String {
    format!("keys/{}.age", part.name())
}

fn data_name(part: Compartment) -> String {
    format!("data/{}.age", part.name())
}

fn log_name(part: Compartment) -> String {
    format!("log/{}.age", part.name())
}

/// The names of the files before the manifest, in their order.
fn names(parts: impl Iterator<Item = Compartment>) -> Vec<String> {
    let mut out = vec![ABOUT.to_owned(), MEMBERS.to_owned()];
    out.extend(parts.flat_map(|part| [key_name(part), data_name(part), log_name(part)]));
    out.push(OUTBOX.to_owned());
    out
}

/// In which part of the vault the outbox of a device lies: the most private one that it holds.
fn outbox_part(writer: &Holder) -> Compartment {
    writer.roles.most_private()
}

/// Seals a content to some holders.
fn sealed<'a>(holders: impl Iterator<Item = &'a Holder>, content: &[u8]) -> Result<Vec<u8>, BackupError> {
    let recipients: BTreeSet<&str> = holders.map(|holder| holder.recipient.as_str()).collect();
    let readers = recipients.into_iter().map(Reader::read).collect::<Result<Vec<_>, _>>();
    // What a statement names is such a key.
    let readers = readers.map_err(|_| VaultError::Members)?;
    Ok(age_file::seal(&readers, content, Form::Binary)?)
}

/// Makes a backup of what an open vault holds; it is read again before it is handed out.
///
/// # Privacy
/// The bytes are for the holders alone, and each part for who has its role. They tell how many holders there are, and about
/// how much there is.
///
/// # Errors
/// [`VaultError::ReadsOnly`] for a key that writes nothing; [`VaultError::Slot`] when a part is damaged: it would be missing;
/// [`VaultError::InUse`] while mail goes out; what the disk said.
pub fn create(vault: &Vault, identity: &Identity, now_ms: u64) -> Result<Made, BackupError> {
    let rooms = vault.rooms.as_ref().ok_or(VaultError::NoVault)?;
    let (pen, state) = (&vault.pen, vault.pen.state());
    let me = state.holder(&pen.device()).filter(|me| me.class == Class::Device);
    let me = me.ok_or(VaultError::ReadsOnly)?;
    if let Some(part) = vault.damaged.first() {
        return Err(VaultError::Slot(part.name()).into());
    }
    let roster = vault.data_keys(Compartment::Roster)?;
    let head = crate::vault::head::Head { vault: *pen.vault(), turn: roster.turn() };
    let (members, _) = members::read(rooms, &head, roster.current())?;
    let plain = members.encode().map_err(|_| VaultError::Members)?;
    let file = |name: String, bytes: Vec<u8>| File { name, bytes: Zeroizing::new(bytes) };
    let mut files = vec![
        file(ABOUT.to_owned(), include_str!("about.txt").as_bytes().to_vec()),
        file(MEMBERS.to_owned(), plain),
    ];
    let (mut parts, mut replica) = (Vec::new(), [0; 8]);
    for (part, ledger) in &vault.ledgers {
        let snapshot = ledger.snapshot(vault.store.as_ref())?;
        let readers = || state.readers(*part);
        files.push(file(key_name(*part), twice::slot_bytes(rooms, *part, &head, identity, state)?));
        files.push(file(data_name(*part), sealed(readers(), &content::of_records(&snapshot.records))?));
        files.push(file(log_name(*part), sealed(readers(), &content::of_log(&snapshot.log))?));
        let root = ledger.root();
        replica = root.replica;
        parts.push(Part {
            compartment: *part,
            commit: root.generation,
            time_ms: root.time_ms,
            state: *blake3::hash(&root.encode()).as_bytes(),
            records: root.count,
            log: (root.log_len, root.log_head),
            clock: root.clock,
        });
    }
    let values = match vault.outbox_ticket().look() {
        // Who only reads has none, and of that of another role nothing is read.
        Err(VaultError::Closed(_) | VaultError::OutboxElsewhere) => Values::new(),
        other => other?.values()?,
    };
    files
        .push(file(OUTBOX.to_owned(), sealed(state.readers(outbox_part(me)), &content::of_values(&values))?));
    let hashed = |file: &File| (file.name.clone(), *blake3::hash(&file.bytes).as_bytes());
    let manifest = Manifest {
        vault: *pen.vault(),
        heads: state.heads.clone(),
        turn: roster.turn(),
        replica,
        parts,
        time_ms: now_ms,
        signer: pen.device(),
        files: files.iter().map(hashed).collect(),
    };
    files.push(file(MANIFEST.to_owned(), manifest.sign(pen.signer())));
    let tar = tar::pack(&files, now_ms / 1_000).ok_or(BackupError::Changed("the archive"))?;
    drop(files);
    let bytes = sealed(state.holders.iter(), &tar)?;
    drop(tar);
    let facts = Backup::read(&bytes, identity, vault.recall())?.facts();
    Ok(Made { hash: hash(&bytes), bytes, facts })
}

/// What a device remembers of a file.
fn hash(bytes: &[u8]) -> [u8; 16] {
    blake3::hash(bytes).as_bytes().first_chunk().copied().unwrap_or_default()
}

impl Backup {
    /// Opens a backup and checks all of it that this identity can open: hashes, statements, signatures, slots, records, logs.
    ///
    /// `recall` is what this device remembers of the vault, where it does: which removal it counted first.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn read(bytes: &[u8], identity: &Identity, recall: Option<&Recall>) -> Result<Self, BackupError> {
        let tar = crate::vault::identity::open(bytes, &[identity])?;
        let mut files = tar::unpack(&tar).ok_or(BackupError::Changed("the archive"))?;
        drop(tar);
        let last = files.pop().filter(|last| last.name == MANIFEST);
        let last = last.ok_or(BackupError::Changed("the archive"))?;
        let read = Manifest::read(&last.bytes).ok_or(BackupError::Changed("the manifest"))?;
        let (manifest, signature) = read;
        let expected = names(manifest.parts.iter().map(|part| part.compartment));
        let named = manifest.files.iter().map(|(name, _)| name).eq(&expected);
        let there = files.iter().map(|file| &file.name).eq(&expected);
        let same =
            |(file, (_, hash)): (&File, &(String, [u8; 32]))| blake3::hash(&file.bytes).as_bytes() == hash;
        if !named || !there || !files.iter().zip(&manifest.files).all(same) {
            return Err(BackupError::Changed("the files"));
        }
        let mut files: BTreeMap<String, Zeroizing<Vec<u8>>> =
            files.into_iter().map(|file| (file.name, file.bytes)).collect();
        let mut take = |name: &str| files.remove(name).ok_or(BackupError::Changed("the files"));
        let removals = match recall {
            Some(recall) => recall.read(&manifest.vault)?.removals(),
            None => Vec::new(),
        };
        let members = Members::decode(&take(MEMBERS)?).map_err(|_| VaultError::Members)?;
        let state = members::state(&members, &manifest.vault, &removals)?;
        signed(&manifest, &signature, &state)?;
        let (mut slots, mut others, mut parts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mine = Pen::reads(identity, &state)?;
        for part in &manifest.parts {
            let (compartment, name) = (part.compartment, part.compartment.name());
            let (key, data, log) = (
                take(&key_name(compartment))?,
                take(&data_name(compartment))?,
                take(&log_name(compartment))?,
            );
            if !mine.contains(&compartment) {
                others.insert(compartment, key.to_vec());
                continue;
            }
            let slot = Slot::open(&key, identity).map_err(|_| VaultError::Slot(name))?;
            if !slot.fits(compartment, &state) {
                return Err(VaultError::SlotForged(name).into());
            }
            slots.insert(compartment, (slot, key.to_vec()));
            let open = |file: &[u8]| crate::vault::identity::open(file, &[identity]);
            let records = content::records(&open(&data)?).ok_or(BackupError::Changed("the records"))?;
            let (log, log_head) = content::log(&open(&log)?).ok_or(BackupError::Changed("the log"))?;
            if records.len() as u64 != part.records || (log.len() as u64, log_head) != part.log {
                return Err(BackupError::Changed("the records"));
            }
            parts.insert(compartment, Snapshot { records, log });
        }
        let outbox = match state.holder(&manifest.signer).map(outbox_part) {
            Some(part) if mine.contains(&part) => {
                let plain = crate::vault::identity::open(&take(OUTBOX)?, &[identity])?;
                Some(content::values(&plain).ok_or(BackupError::Changed("the outbox"))?)
            }
            _ => None,
        };
        let pen = Pen::of(identity, state);
        Ok(Self { manifest, members, pen, slots, others, parts, outbox })
    }

    /// What the backup says of itself.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let (manifest, state) = (&self.manifest, self.pen.state());
        let part = |part: &Part| PartFacts {
            part: part.compartment,
            commit: part.commit,
            time_ms: part.time_ms,
            records: part.records,
            opened: self.parts.contains_key(&part.compartment),
        };
        Facts {
            words: state.words(),
            turn: manifest.turn.name(),
            time_ms: manifest.time_ms,
            by: self.by(),
            may_write: self.may_write(),
            parts: manifest.parts.iter().map(part).collect(),
            holders: state.holders.iter().map(|holder| holder.name.clone()).collect(),
        }
    }

    /// How it stands to what this device remembers of the vault.
    ///
    /// # Errors
    /// [`VaultError::Memory`].
    pub fn standing(&self, recall: &Recall) -> Result<Standing, VaultError> {
        recall.standing(&self.seen())
    }

    /// What a device would remember that has seen the vault as it was then.
    fn seen(&self) -> Seen {
        Seen::said(
            self.pen.state(),
            self.manifest.replica,
            self.manifest
                .parts
                .iter()
                .filter(|part| self.parts.contains_key(&part.compartment))
                .map(|part| (part.compartment, (part.commit, part.time_ms, part.state))),
        )
    }

    fn by(&self) -> String {
        let signer = self.pen.state().holder(&self.manifest.signer);
        signer.map(|signer| signer.name.clone()).unwrap_or_default()
    }

    /// Whether who signed may write all that is in it.
    fn may_write(&self) -> bool {
        let (signer, state) = (&self.manifest.signer, self.pen.state());
        self.manifest.parts.iter().all(|part| state.may_write(signer, part.compartment))
    }
}

/// Refuses a manifest that no present holder signed, or that is of another state of the statements.
fn signed(manifest: &Manifest, signature: &[u8; SIGNATURE], state: &State) -> Result<(), BackupError> {
    let signer = state.holder(&manifest.signer).filter(|signer| signer.class == Class::Device);
    let signer = signer.ok_or(BackupError::Forged)?;
    let turn = state.turn.as_ref().map(|(turn, _)| turn.tag);
    let ours = manifest.heads == state.heads
        && turn == Some(manifest.turn.0)
        && manifest.parts.iter().all(|part| signer.roles.reads(part.compartment));
    if ours && manifest.is_by(&signer.sign_pk, signature) { Ok(()) } else { Err(BackupError::Forged) }
}

impl Vault {
    /// Takes note of a backup of this vault that is safe on a disk.
    ///
    /// # Errors
    /// [`VaultError::Memory`]; the backup is there all the same.
    pub fn backed_up(&self, made: &Made) -> Result<(), VaultError> {
        match &self.recall {
            Some(recall) => recall.backed_up(page::Backup { time_ms: made.facts.time_ms, hash: made.hash }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
