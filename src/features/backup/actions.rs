//! Makes a backup of the vault, checks one, makes a vault from one. What is not here: questions and words.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    base::Lang,
    clock,
    features::{
        backup::views::{self, Held, HeldPart},
        export::actions::{self as export, ExportError},
    },
    open::{self, OpenError, Place},
    vault::{
        self, Accept, Entropy, Identity, Recall, Vault, VaultError,
        age_file::AgeError,
        backup::{self, Backup, BackupError, Facts, Restoring},
        file,
        holders::words,
        standing::Standing,
    },
};

/// Why there is no backup, or no vault from it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupFault {
    /// The file cannot be read, or is there already, or cannot be written.
    #[error(transparent)]
    File(#[from] ExportError),
    /// The file would lie in the folder of the vault, which takes nothing foreign.
    #[error("the file would lie in the vault")]
    Inside(PathBuf),
    /// The backup is not what it should be.
    #[error("the backup cannot be taken")]
    Backup {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: Box<BackupError>,
    },
    /// The identity does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The vault, or the folder where it is to be made.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The file.
    pub out: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// What it says of itself.
    pub facts: Facts,
    /// Whether this device remembers that it was made.
    pub noted: bool,
}

/// A backup that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The file.
    pub file: PathBuf,
    /// What it says of itself.
    pub facts: Facts,
    /// How it stands to what this device remembers of the vault.
    pub standing: Standing,
}

/// A vault that was made from a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its folder.
    pub vault: PathBuf,
    /// What the backup says of itself.
    pub facts: Facts,
    /// What was made.
    pub made: backup::Restored,
    /// Whether it lies where the vault is looked for.
    pub in_place: bool,
}

/// How a moment is written for machines.
pub type Moment = fn(u64) -> Option<String>;

fn held(facts: &Facts, lang: Lang, moment: Moment) -> Held {
    let part = |part: &backup::PartFacts| HeldPart {
        part: part.part.name(),
        commit: part.commit,
        time: moment(part.time_ms),
        records: part.records,
        opened: part.opened,
    };
    Held {
        time: moment(facts.time_ms),
        by: facts.by.clone(),
        may_write: facts.may_write,
        words: words::say(lang, &facts.words),
        turn: facts.turn.clone(),
        parts: facts.parts.iter().map(part).collect(),
        holders: facts.holders.clone(),
    }
}

impl Created {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang, moment: Moment) -> views::Created {
        let backup = held(&self.facts, lang, moment);
        views::Created { out: self.out.display().to_string(), bytes: self.bytes, backup, noted: self.noted }
    }
}

impl Verified {
    /// By how many commits it is older than what this device knows.
    #[must_use]
    pub fn behind(&self) -> Option<u64> {
        match &self.standing {
            Standing::Behind(behind) => Some(behind.known.saturating_sub(behind.found)).filter(|n| *n > 0),
            _ => None,
        }
    }

    /// What is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang, moment: Moment) -> views::Verified {
        let standing = match &self.standing {
            Standing::Known { .. } => "known",
            Standing::New { .. } => "unknown",
            Standing::Other { .. } => "other",
            Standing::Behind(_) if self.behind().is_some() => "older",
            Standing::Behind(_) => "forked",
            Standing::Gone { .. } => "destroyed",
        };
        let (file, backup) = (self.file.display().to_string(), held(&self.facts, lang, moment));
        views::Verified { file, backup, standing, behind: self.behind() }
    }
}

impl Restored {
    /// What is shown of it.
    #[must_use]
    pub fn view(&self, lang: Lang, moment: Moment) -> views::Restored {
        views::Restored {
            vault: self.vault.display().to_string(),
            backup: held(&self.facts, lang, moment),
            outbox: self.made.outbox,
            noted: self.made.noted,
        }
    }
}

/// Looks whether a backup can be written there, before a passphrase is asked for.
///
/// # Errors
/// [`BackupFault::File`], [`BackupFault::Inside`].
pub fn look(place: &Place, out: &Path) -> Result<(), BackupFault> {
    export::look(out, false)?;
    let dir = out.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(dir), fs::canonicalize(&place.vault)) {
        (Ok(dir), Ok(vault)) if dir.starts_with(&vault) => Err(BackupFault::Inside(out.to_owned())),
        _ => Ok(()),
    }
}

/// Writes a backup of an open vault, and has this device remember that.
///
/// # Durability
/// On `Ok` the file is whole and survives a power cut; on an error there is none. A cut before the memory is written makes the
/// reminder come early.
///
/// # Privacy
/// The file opens for the holders of the vault alone, and each part of it for who has its role.
///
/// # Errors
/// [`BackupFault`].
pub fn create(vault: &Vault, key: &Identity, out: &Path) -> Result<Created, BackupFault> {
    let made = backup::create(vault, key, clock::now_ms()).map_err(|error| fault(out, error))?;
    file::write_whole(out, &made.bytes, false).map_err(|error| export::not_written(out, error))?;
    let noted = vault.backed_up(&made).is_ok();
    Ok(Created { out: out.to_owned(), bytes: made.bytes.len() as u64, facts: made.facts, noted })
}

/// Reads a backup; one that is no longer what was written gives nothing.
///
/// # Errors
/// [`BackupFault::File`], [`BackupFault::Backup`].
pub fn read(path: &Path, key: &Identity, recall: &Recall) -> Result<Backup, BackupFault> {
    let bytes = file::read(path, backup::MOST).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => ExportError::Age(AgeError::TooLarge),
        _ => ExportError::Read(path.to_owned(), error),
    })?;
    Backup::read(&bytes, key, Some(recall)).map_err(|error| fault(path, error))
}

fn fault(file: &Path, error: BackupError) -> BackupFault {
    match error {
        BackupError::Vault(error @ (VaultError::Strange(_) | VaultError::Exists | VaultError::Store(_))) => {
            error.into()
        }
        other => BackupFault::Backup { file: file.to_owned(), source: Box::new(other) },
    }
}

/// Checks a backup: all that this identity can open of it, and how it stands to what this device remembers.
///
/// # Errors
/// [`BackupFault`].
pub fn verify(place: &Place, key: &Identity, path: &Path, entropy: Entropy) -> Result<Verified, BackupFault> {
    let recall = open::recall(place, key, entropy);
    let backup = read(path, key, &recall)?;
    Ok(Verified { file: path.to_owned(), facts: backup.facts(), standing: backup.standing(&recall)? })
}

/// Looks whether a vault can be made there, before a passphrase is asked for.
///
/// # Errors
/// [`VaultError::Exists`]; what the disk said.
pub fn look_for_room(dir: &Path) -> Result<(), BackupFault> {
    Ok(vault::empty(dir)?)
}

/// Tells whether two paths are of one folder.
#[must_use]
pub fn same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Makes a vault from a backup in a place of its own. Whatever was due in its outbox may have left since, so its fate is unknown.
///
/// # Durability
/// As [`backup::restore`].
///
/// # Errors
/// [`VaultError::Strange`] until a person agreed to take the state of the backup; [`BackupFault`].
pub fn restore(
    place: &Place,
    key: &Identity,
    path: &Path,
    accept: &Accept,
    entropy: Entropy,
) -> Result<Restored, BackupFault> {
    open::apart(place, accept)?;
    let recall = open::recall(place, key, entropy);
    let backup = read(path, key, &recall)?;
    let facts = backup.facts();
    recall.ready()?;
    let how =
        Restoring { dir: &place.vault, identity: key, recall, accept, now_ms: clock::now_ms(), entropy };
    let made = backup::restore(backup, &how, |outbox| open::doubt(outbox, entropy))
        .map_err(|error| fault(path, error))?;
    Ok(Restored { vault: place.vault.clone(), facts, made, in_place: false })
}
