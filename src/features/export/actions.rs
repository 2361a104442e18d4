//! Hands over data, sealed to its readers: the roster for the treasurer, as a table or as JSON.
//!
//! What leaves is chosen here and nowhere else: [`table::COLUMNS`]. What is not here: questions and words.

pub mod diff;
pub mod table;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use zeroize::Zeroizing;

pub use crate::vault::age_file::{AgeError, Form as AgeForm, Reader, ReaderError};
use crate::{
    base::{Id, Lang, word::Standing},
    features::export::views::{Handed, Opened, SignedBy},
    open::{self, Ask, OpenError},
    roster::{Person, college::UNKNOWN, columns::Subject, filter},
    vault::{
        Vault, VaultError, Verb,
        age_file::{self, READERS_MOST, Sealing},
        file, identity,
        signed::{self, Signed},
        store::StoreError,
    },
};

/// A file of public keys is never larger.
const KEYS_MOST: u64 = 64 * 1024;

/// Where a public key was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySource {
    /// The n-th `--to`.
    Option(usize),
    /// The n-th line of the file of keys.
    Line(usize),
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A public key is not one; the text itself is not repeated, it may be a secret.
    #[error("a public key cannot be taken")]
    Reader {
        /// Where it was given.
        source_of_key: KeySource,
        /// Why.
        #[source]
        error: ReaderError,
    },
    /// No public key was given.
    #[error("no public key was given")]
    NoReader,
    /// More readers than a file has.
    #[error("{0} readers, the limit is {READERS_MOST}")]
    ManyReaders(usize),
    /// The file of public keys cannot be read.
    #[error("the file of public keys cannot be read")]
    KeyFile(#[source] io::Error),
    /// Not a standing.
    #[error("unknown standing")]
    Standing,
    /// Prospects are no members; a treasurer has nothing to do with them.
    #[error("prospects are not handed over")]
    Prospect,
    /// Nobody is to be handed over.
    #[error("nobody has this standing")]
    Nobody,
    /// There is a file of that name.
    #[error("there is a file of that name")]
    Exists(PathBuf),
    /// What has that name is no plain file: a folder, a link, a device.
    #[error("what has that name is not a plain file")]
    NotAFile(PathBuf),
    /// The folder is not there.
    #[error("the folder does not exist")]
    NoFolder(PathBuf),
    /// The file cannot be written.
    #[error("the file cannot be written")]
    Write(PathBuf, #[source] io::Error),
    /// The file to be opened cannot be read.
    #[error("the file cannot be read")]
    Read(PathBuf, #[source] io::Error),
    /// The signature beside the content is of another content, or of nobody.
    #[error("the signature does not fit")]
    Signature,
    /// It is no export of the roster.
    #[error("not an export of the roster")]
    NoTable,
    /// A table and a JSON object cannot be compared.
    #[error("two exports of different forms")]
    Forms,
    /// The table could not be made.
    #[error("the table could not be made")]
    Table,
    /// Sealing or opening failed.
    #[error(transparent)]
    Age(#[from] AgeError),
    /// The identity does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// The form of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for a spreadsheet.
    Csv,
    /// One JSON object.
    Json,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Returns its name in JSON.
    fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }
}

/// What is to be handed over.
pub struct Wish<'a> {
    /// To whom.
    pub readers: &'a [Reader],
    /// Who is on it: the people of these standings on the day.
    pub standing: &'a [Standing],
    /// The day for which standings are asked.
    pub on: NaiveDate,
    /// The form of the content.
    pub format: Format,
    /// The form of the file.
    pub form: AgeForm,
    /// Whether the table speaks French.
    pub lang: Lang,
}

/// An export that is ready and not yet handed over. It has no `Debug`: it holds the content.
pub struct Ready {
    /// Who is on it.
    pub people: Vec<Id>,
    /// The public keys that will open it.
    pub readers: Vec<String>,
    keys: Vec<Reader>,
    format: Format,
    form: AgeForm,
    content: Zeroizing<Vec<u8>>,
    /// What this device signs beside the content.
    signed: Option<Vec<u8>>,
}

impl Ready {
    /// Seals it in memory.
    ///
    /// # Errors
    /// [`ExportError::Age`].
    pub fn bytes(&self) -> Result<Vec<u8>, ExportError> {
        let sealing = Sealing::saying(&self.keys, self.form, self.signed.as_deref())?;
        Ok(sealing.write(&self.content, Vec::new()).map_err(|_| AgeError::Content)?)
    }

    /// Seals it into a file and returns what was handed over: for the owner alone, beside, synced, renamed. `logged` says
    /// whether the log has it, see [`note`].
    ///
    /// # Durability
    /// On `Ok` the file survives a power cut; on an error what had that name is as it was.
    ///
    /// # Errors
    /// As [`look`]; [`ExportError::Write`], [`ExportError::Age`].
    pub fn write(&self, out: &Path, replace: bool, logged: bool) -> Result<Handed, ExportError> {
        look(out, replace)?;
        let sealing = Sealing::saying(&self.keys, self.form, self.signed.as_deref())?;
        let written = file::write_whole_with(out, replace, |file| {
            sealing.write(&self.content, &mut *file)?;
            Ok(file.metadata()?.len())
        });
        let bytes = written.map_err(|error| not_written(out, error))?;
        Ok(Handed {
            people: self.people.len(),
            readers: self.readers.clone(),
            format: self.format.code(),
            armored: self.form == AgeForm::Armored,
            signed: self.signed.is_some(),
            out: out.display().to_string(),
            bytes,
            logged,
        })
    }
}

/// Says why a file was not written.
#[must_use]
pub fn not_written(out: &Path, error: io::Error) -> ExportError {
    match error.kind() {
        io::ErrorKind::AlreadyExists => ExportError::Exists(out.to_owned()),
        _ => ExportError::Write(out.to_owned(), error),
    }
}

/// Reads the public keys of the readers; the same one twice counts once. Nobody is added to those that were named.
///
/// A file of keys has one on each line; empty lines and lines that start with `#` are passed over, as `age -R` does.
///
/// # Errors
/// [`ExportError::Reader`] for the first that is not one, [`ExportError::NoReader`], [`ExportError::ManyReaders`],
/// [`ExportError::KeyFile`].
pub fn readers(to: &[String], list: Option<&Path>) -> Result<Vec<Reader>, ExportError> {
    let mut out: Vec<Reader> = Vec::new();
    let mut add = |text: &str, source_of_key| {
        let reader = Reader::read(text).map_err(|error| ExportError::Reader { source_of_key, error })?;
        if out.iter().all(|known| known.text() != reader.text()) {
            out.push(reader);
        }
        Ok::<(), ExportError>(())
    };
    for (n, text) in (1..).zip(to) {
        add(text, KeySource::Option(n))?;
    }
    if let Some(path) = list {
        let bytes = file::read(path, KEYS_MOST).map(Zeroizing::new).map_err(ExportError::KeyFile)?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| ExportError::KeyFile(io::ErrorKind::InvalidData.into()))?;
        let lines = (1..).zip(text.trim_start_matches('\u{feff}').lines().map(str::trim));
        for (n, line) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            add(line, KeySource::Line(n))?;
        }
    }
    match out.len() {
        0 => Err(ExportError::NoReader),
        n if n > READERS_MOST => Err(ExportError::ManyReaders(n)),
        _ => Ok(out),
    }
}

/// Reads the standings that are asked for; members alone when none is.
///
/// # Errors
/// [`ExportError::Standing`], [`ExportError::Prospect`].
pub fn standings(words: &[String]) -> Result<Vec<Standing>, ExportError> {
    let mut out = Vec::new();
    for word in words {
        match Standing::read(word).ok_or(ExportError::Standing)? {
            Standing::Prospect => return Err(ExportError::Prospect),
            known if out.contains(&known) => {}
            known => out.push(known),
        }
    }
    if out.is_empty() {
        out.push(Standing::Member);
    }
    Ok(out)
}

/// Looks whether a file can be written there, before anything is asked. Writing checks again.
///
/// # Errors
/// [`ExportError::Exists`], [`ExportError::NotAFile`] even when replacing is allowed, [`ExportError::NoFolder`].
pub fn look(out: &Path, replace: bool) -> Result<(), ExportError> {
    match fs::symlink_metadata(out) {
        Ok(meta) if !meta.is_file() => Err(ExportError::NotAFile(out.to_owned())),
        Ok(_) if !replace => Err(ExportError::Exists(out.to_owned())),
        Ok(_) => Ok(()),
        Err(_) => {
            let dir = out.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if dir.is_dir() && out.file_name().is_some() {
                Ok(())
            } else {
                Err(ExportError::NoFolder(dir.to_owned()))
            }
        }
    }
}

/// Makes the export in memory; nothing is written and nothing leaves.
///
/// # Privacy
/// Holds [`table::COLUMNS`] of the people asked for and nothing else of the vault. Padded to steps of 64 KiB, so that
/// the size of the file tells little of how many people there are.
///
/// # Errors
/// [`ExportError::Nobody`]; what the vault could not give.
pub fn roster(vault: &Vault, wish: &Wish<'_>) -> Result<Ready, ExportError> {
    let mut people: Vec<Subject<'_>> = vault
        .all::<Person>()?
        .into_iter()
        .filter(|(_, p)| p.is_there() && wish.standing.contains(&p.standing(wish.on)))
        .map(|(id, person)| Subject::Person(id, Box::new(person)))
        .collect();
    if people.is_empty() {
        return Err(ExportError::Nobody);
    }
    filter::sort(&mut people, &[], wish.on, &UNKNOWN);
    let content = table::content(&people, wish).ok_or(ExportError::Table)?;
    Ok(Ready {
        people: people.iter().map(Subject::id).collect(),
        readers: wish.readers.iter().map(|r| r.text().to_owned()).collect(),
        keys: wish.readers.to_vec(),
        format: wish.format,
        form: wish.form,
        signed: vault.sign_content(wish.on, &content),
        content,
    })
}

/// Writes into the log who gets what, before the file is handed over. `false` when the disk cannot take it: full or
/// read-only; nothing is noted then.
///
/// # Errors
/// Any other fault of the vault.
pub fn note(vault: &mut Vault, now_ms: u64, ready: &Ready) -> Result<bool, ExportError> {
    if vault.rescue().is_some() {
        return Ok(false);
    }
    match vault.note(now_ms, Verb::Exported, &ready.people, &ready.readers) {
        Ok(_) => Ok(true),
        Err(VaultError::Store(StoreError::Full(_) | StoreError::ReadOnly(_))) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// Writes what was opened into a file, as [`Ready::write`] does.
///
/// # Errors
/// As [`look`]; [`ExportError::Write`].
pub fn write(out: &Path, bytes: &[u8], replace: bool) -> Result<(), ExportError> {
    look(out, replace)?;
    file::write_whole(out, bytes, replace).map_err(|error| not_written(out, error))
}

/// What was opened. It has no `Debug`: it holds the content.
pub struct Found {
    /// The content.
    pub content: Zeroizing<Vec<u8>>,
    /// Who signed it, where somebody did.
    pub signed: Option<Signed>,
}

impl Found {
    /// Writes it into a file, as [`write()`] does, and returns what is shown of it.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn write(&self, out: &Path, replace: bool) -> Result<Opened, ExportError> {
        write(out, &self.content, replace)?;
        Ok(Opened { out: out.display().to_string(), bytes: self.content.len(), signed: self.by() })
    }

    /// Returns who signed it, to be shown.
    #[must_use]
    pub fn by(&self) -> Option<SignedBy> {
        self.signed.as_ref().map(|s| SignedBy::of(&s.device, &s.name, s.on))
    }
}

/// Opens an age file with the identity of this device.
///
/// # Privacy
/// Nothing is handed out before the last byte is authenticated.
///
/// # Errors
/// [`ExportError::Read`], [`ExportError::Open`], [`ExportError::Age`]; [`ExportError::Signature`] for one that does not fit.
pub fn open(path: &Path, identity: &Path, ask: &dyn Ask) -> Result<Found, ExportError> {
    let bytes = sealed(path)?;
    let own = open::identity(identity, ask)?;
    let (content, said) = identity::hear(&bytes, &own)?;
    let signed = said.map(|said| signed::read(&said, &content)).transpose();
    Ok(Found { signed: signed.map_err(|_| ExportError::Signature)?, content })
}

/// Tells whether what was opened is no text: a workbook.
#[must_use]
pub fn is_workbook(content: &[u8]) -> bool {
    crate::roster::import::sheet::kind(content).is_some()
}

/// Reads an age file as it lies there.
fn sealed(path: &Path) -> Result<Vec<u8>, ExportError> {
    file::read(path, age_file::MOST).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => AgeError::TooLarge.into(),
        _ => ExportError::Read(path.to_owned(), error),
    })
}

#[cfg(test)]
mod tests;
