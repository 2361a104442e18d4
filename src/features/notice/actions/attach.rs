//! Files that go with a notice: one for all, or one for each member, from a folder or a list.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Read as _,
    path::{Component, Path, PathBuf},
};

use thiserror::Error;

use crate::{
    base::Id,
    features::notice::actions::{Audience, audience::Lookup},
    mail::{
        Message,
        attachment::{Attachment, BadFile, FILE_MAX},
        message::Files,
    },
    platform::input,
};

/// The most bytes of all files of one campaign: they lie sealed in the outbox until they have left.
pub const TOTAL_MAX: u64 = 200 * 1024 * 1024;

/// Why files do not go with a notice. No variant holds a name.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AttachError {
    /// A file cannot be read.
    #[error("the file cannot be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        why: io::Error,
    },
    /// A file is not one that goes with a notice.
    #[error("the file does not go with a notice: {why}")]
    Bad {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: BadFile,
    },
    /// A file of the folder, or a line of the list, is for nobody who was selected.
    #[error("a file is for nobody who was selected")]
    Nobody {
        /// The file.
        path: PathBuf,
    },
    /// Two files are for one member, or one file for two.
    #[error("two files for one member, or one file for two")]
    Twice {
        /// The file.
        path: PathBuf,
    },
    /// The list is no CSV file with the columns `id` (or `email`) and `file`.
    #[error("the list needs the columns `id` (or `email`) and `file`")]
    List,
    /// A line of the list names a file elsewhere.
    #[error("line {line}: the file must lie beside the list, or below")]
    Elsewhere {
        /// The line.
        line: u64,
    },
    /// All files together are too large.
    #[error("{size} bytes of files, more than {TOTAL_MAX}")]
    Total {
        /// Their size.
        size: u64,
    },
}

/// The files of a notice.
#[derive(Clone, Default)]
pub struct Attached {
    shared: Option<Attachment>,
    each: Option<BTreeMap<Id, (PathBuf, u64)>>,
    name: Option<String>,
}

fn read(path: &Path, name: Option<&str>) -> Result<Attachment, AttachError> {
    let unread = |why| AttachError::Read { path: path.to_owned(), why };
    let file = input::open(path).map_err(unread)?;
    let mut bytes = Vec::new();
    file.take((FILE_MAX as u64).saturating_add(1)).read_to_end(&mut bytes).map_err(unread)?;
    let own = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Attachment::read(name.unwrap_or(&own), bytes)
        .map_err(|why| AttachError::Bad { path: path.to_owned(), why })
}

/// How many bytes a file takes in a message.
pub(super) fn encoded(bytes: u64) -> u64 {
    bytes.div_ceil(57).saturating_mul(78)
}

impl Attached {
    /// Takes one file for all.
    ///
    /// # Errors
    /// [`AttachError`].
    pub fn for_all(path: &Path, name: Option<&str>) -> Result<Self, AttachError> {
        Ok(Self { shared: Some(read(path, name)?), ..Self::default() })
    }

    /// Takes one file for each member, from a folder of files named by identifiers, or from a list.
    ///
    /// # Errors
    /// [`AttachError`].
    pub fn for_each(
        mut self,
        path: &Path,
        name: Option<&str>,
        people: &Audience,
    ) -> Result<Self, AttachError> {
        let pairs = if path.is_dir() { of_folder(path, people)? } else { of_list(path, people)? };
        let mut each: BTreeMap<Id, (PathBuf, u64)> = BTreeMap::new();
        for (id, path) in pairs {
            let there = each.values().any(|(other, _)| *other == path);
            let size =
                fs::metadata(&path).map_err(|why| AttachError::Read { path: path.clone(), why })?.len();
            if there || each.insert(id, (path.clone(), size)).is_some() {
                return Err(AttachError::Twice { path });
            }
        }
        self.each = Some(each);
        self.name = name.map(str::to_owned);
        Ok(self)
    }

    /// Tells whether there are files for each member, and this one has none.
    #[must_use]
    pub fn lacks(&self, id: &Id) -> bool {
        self.each.as_ref().is_some_and(|each| !each.contains_key(id))
    }

    /// Returns the one for all.
    #[must_use]
    pub fn shared(&self) -> Option<&Attachment> {
        self.shared.as_ref()
    }

    /// Reads the one of a member; the name tells nothing unless it was given.
    ///
    /// # Errors
    /// [`AttachError`].
    pub fn own(&self, id: &Id) -> Result<Option<Attachment>, AttachError> {
        let Some((path, _)) = self.each.as_ref().and_then(|each| each.get(id)) else { return Ok(None) };
        read(path, Some(self.own_name())).map(Some)
    }

    /// Returns the names under which files leave.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let own = self.each.as_ref().map(|_| self.own_name());
        self.shared.iter().map(Attachment::name).chain(own).collect()
    }

    fn own_name(&self) -> &str {
        self.name.as_deref().unwrap_or("document")
    }

    /// Counts the PDFs that name their author, of those that leave for these recipients.
    ///
    /// # Errors
    /// [`AttachError`] when a file cannot be read.
    pub fn with_author(&self, people: &Audience) -> Result<u64, AttachError> {
        let named = |file: &Attachment| u64::from(file.names_its_author());
        let mut out = self.shared.as_ref().map_or(0, named);
        for recipient in &people.recipients {
            out = out.saturating_add(self.own(&recipient.id)?.as_ref().map_or(0, named));
        }
        Ok(out)
    }

    /// Returns which files go with each message.
    #[must_use]
    pub fn files(&self) -> Files {
        Files { shared: self.shared.is_some(), own: self.each.is_some() }
    }

    /// Counts the bytes that leave for these recipients, files alone, as encoded.
    #[must_use]
    pub fn leaving(&self, people: &Audience) -> u64 {
        let shared = self.shared.as_ref().map_or(0, |f| encoded(f.bytes().len() as u64));
        let own = |id: &Id| self.each.as_ref().and_then(|e| e.get(id)).map_or(0, |(_, size)| encoded(*size));
        people.recipients.iter().map(|r| shared.saturating_add(own(&r.id))).fold(0, u64::saturating_add)
    }

    /// Checks every file of these recipients before the first message is stored.
    ///
    /// # Errors
    /// [`AttachError`].
    pub fn check(&self, people: &Audience) -> Result<(), AttachError> {
        let mut size = self.shared.as_ref().map_or(0, |f| f.bytes().len() as u64);
        for recipient in &people.recipients {
            let own = self.own(&recipient.id)?.map_or(0, |f| f.bytes().len() as u64);
            size = size.saturating_add(own);
        }
        if size > TOTAL_MAX { Err(AttachError::Total { size }) } else { Ok(()) }
    }

    /// Puts the files of a member into the message.
    ///
    /// # Errors
    /// [`AttachError`] when the file cannot be read; the check of the message.
    pub fn whole(
        &self,
        message: &Message,
        id: &Id,
    ) -> Result<Message, crate::features::notice::actions::NoticeError> {
        let own = self.own(id)?;
        let all: Vec<&Attachment> = self.shared.iter().chain(own.as_ref()).collect();
        message.with(&all).map_err(|why| crate::features::notice::actions::NoticeError::Member {
            id: *id,
            why: Box::new(crate::features::notice::actions::MemberError::Message(why)),
        })
    }

    /// Returns what makes two campaigns with files alike: the file for all, and whether each has one.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if let Some(file) = &self.shared {
            out.extend_from_slice(blake3::hash(file.bytes()).as_bytes());
        }
        out.push(u8::from(self.each.is_some()));
        if self.shared.is_none() && self.each.is_none() { Vec::new() } else { out }
    }
}

/// Returns the one thing there is.
fn only<T: Copy>(found: &[T]) -> Option<T> {
    let [one] = found else { return None };
    Some(*one)
}

fn of_folder(dir: &Path, people: &Audience) -> Result<Vec<(Id, PathBuf)>, AttachError> {
    let unread = |why| AttachError::Read { path: dir.to_owned(), why };
    let people = Lookup::of(people);
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let path = entry.path();
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        if !entry.file_type().map_err(unread)?.is_file() || !matches!(ending.as_str(), "pdf" | "ics") {
            continue;
        }
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let found = only(&people.by_id(&stem));
        let (id, _) = found.ok_or_else(|| AttachError::Nobody { path: path.clone() })?;
        out.push((id, path));
    }
    out.sort();
    Ok(out)
}

fn of_list(path: &Path, people: &Audience) -> Result<Vec<(Id, PathBuf)>, AttachError> {
    let why = |why| AttachError::Read { path: path.to_owned(), why };
    let mut text = String::new();
    let file = input::open(path).map_err(why)?;
    file.take(FILE_MAX as u64).read_to_string(&mut text).map_err(|_| AttachError::List)?;
    let text = text.trim_start_matches('\u{feff}');
    let separator = if text.lines().next().is_some_and(|l| l.contains(';')) { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| AttachError::List)?.clone();
    let column =
        |names: &[&str]| headers.iter().position(|h| names.contains(&h.to_ascii_lowercase().as_str()));
    let file = column(&["file", "fichier"]).ok_or(AttachError::List)?;
    let (id, email) = (column(&["id"]), column(&["email", "courriel"]));
    if id.is_none() && email.is_none() {
        return Err(AttachError::List);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let people = Lookup::of(people);
    let mut out = Vec::new();
    for (line, row) in (2_u64..).zip(reader.records()) {
        let row = row.map_err(|_| AttachError::List)?;
        let get = |column: Option<usize>| column.and_then(|c| row.get(c)).unwrap_or_default();
        let name = Path::new(get(Some(file)));
        let plain = name.components().all(|c| matches!(c, Component::Normal(_)));
        if name.as_os_str().is_empty() || !plain {
            return Err(AttachError::Elsewhere { line });
        }
        let path = folder.join(name);
        let found = match get(id) {
            "" => only(people.by_address(get(email))),
            typed => only(&people.by_id(typed)).map(|(id, _)| id),
        };
        out.push((found.ok_or_else(|| AttachError::Nobody { path: path.clone() })?, path));
    }
    Ok(out)
}
