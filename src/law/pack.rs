//! A law pack: tables, rules and texts in one signed file, which take the place of the program's own, whole.
//!
//! Pure: bytes in, law out. The file is
//!
//! ```text
//! contrepoids law pack 1 LF | key 32 | signature 64 | length of the head 4 | head | parts, one after the other
//! ```
//!
//! The signature (Ed25519, strict) is over a word of its own and the head; the head, in TOML, names each part with its
//! length and its BLAKE3. Nothing but the first line, the key and the signature is looked at before the signature holds:
//! what a stranger made never reaches a parser.

mod head;
mod scan;

use std::{collections::BTreeMap, sync::OnceLock};

use chrono::NaiveDate;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::Serialize;

use crate::{base::hex, law::dated::TableError};

pub(in crate::law) use scan::heads;
pub use scan::last_reading;

/// The longest file that is read, in bytes.
pub const MOST: u64 = 8 << 20;

/// The number of the form; a reader takes its own and no other.
pub const FORMAT: u32 = 1;

/// The name of the part that holds the articles; it is no text.
pub const TEXTS: &str = "texts";

/// What stands before the names of the files of tables.
const TABLES: &str = "tables/";

const FIRST: &[u8] = b"contrepoids law pack ";
/// What is signed before the head, so that a signature made for something else is none for a pack.
const PURPOSE: &[u8] = b"contrepoids law pack 1\0";
/// The longest head, in bytes.
const HEAD_MOST: usize = 64 << 10;

/// A public key.
pub type Key = [u8; 32];

/// Returns the pinned public key of the keeper, where one is.
#[must_use]
pub fn keeper() -> Option<Key> {
    pinned(include_str!("keeper.pub"))
}

/// Reads a file of a public key; comments begin with a number sign.
fn pinned(text: &str) -> Option<Key> {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let key = hex::read(lines.next()?)?;
    lines.next().is_none().then_some(key)
}

/// Returns the public key of a secret one.
#[must_use]
pub fn public(secret: &[u8; 32]) -> Key {
    SigningKey::from_bytes(secret).verifying_key().to_bytes()
}

/// Why a file is not taken as a law pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// It does not begin as a law pack does.
    #[error("the file is no law pack")]
    NotAPack,
    /// It is longer than any pack.
    #[error("the file is longer than a law pack may be")]
    TooLong,
    /// It is of another form than this program reads.
    #[error("the law pack is of form {found}, this program reads form {FORMAT}")]
    Format {
        /// The number of its form.
        found: u32,
    },
    /// The program has no pinned key.
    #[error("no key of a keeper is pinned in this program")]
    NoKeeper,
    /// It is signed by another key than the pinned one.
    #[error("the law pack is signed by a key that is not the keeper's")]
    Foreign,
    /// Its signature or the sum of a part does not fit: it was changed, or is cut.
    #[error("the law pack was changed since it was signed")]
    Changed,
    /// What its keeper signed is not of the form.
    #[error("the head of the law pack is not of the form: {0}")]
    Head(String),
    /// It lacks a table, a rule, a fact or a line that this program asks for, or has it in another unit.
    #[error("the law pack lacks {0}")]
    Lacks(String),
    /// A table that the loader refuses.
    #[error(transparent)]
    Tables(#[from] TableError),
    /// Rules, facts, lines or texts that their loader refuses.
    #[error("the law pack is not usable: {0}")]
    Unfit(String),
    /// Its tables were last read on another day than its head says.
    #[error("the head says {said}, the tables were last read on {read}")]
    Day {
        /// What the head says.
        said: NaiveDate,
        /// The latest day on which a value was read.
        read: NaiveDate,
    },
    /// The law that is there is newer.
    #[error("the law of {there} is newer than the law pack, of {pack}")]
    Older {
        /// The day of the pack.
        pack: NaiveDate,
        /// The day of the law that is there.
        there: NaiveDate,
    },
}

/// What names a pack in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PackName {
    /// The day up to which its law was read.
    pub law: NaiveDate,
    /// The first sixteen digits of its BLAKE3: two packs of one day differ here.
    pub id: String,
}

/// A pack whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its name.
    pub name: PackName,
    /// The version of the program whose law it is.
    pub program: String,
    /// The length of the file.
    pub length: usize,
    texts: BTreeMap<String, String>,
    raw: BTreeMap<String, Vec<u8>>,
}

/// A part of a pack: its name and its bytes.
pub type Part<'a> = (&'a str, &'a [u8]);

/// Takes as many bytes from the front.
fn take<'a>(bytes: &mut &'a [u8], many: usize) -> Result<&'a [u8], PackError> {
    let (front, rest) = bytes.split_at_checked(many).ok_or(PackError::Changed)?;
    *bytes = rest;
    Ok(front)
}

/// Reads the first line: its form is known before anything else is believed.
fn first_line(bytes: &mut &[u8]) -> Result<(), PackError> {
    let rest = bytes.strip_prefix(FIRST).ok_or(PackError::NotAPack)?;
    let digits = rest.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
    let (number, rest) = rest.split_at_checked(digits).ok_or(PackError::NotAPack)?;
    let rest = rest.strip_prefix(b"\n").ok_or(PackError::NotAPack)?;
    let number = std::str::from_utf8(number).ok().and_then(|n| n.parse::<u32>().ok());
    match number.ok_or(PackError::NotAPack)? {
        FORMAT => {
            *bytes = rest;
            Ok(())
        }
        found => Err(PackError::Format { found }),
    }
}

/// Tells by its first bytes whether a file can be a pack, before the rest of it is read.
///
/// # Errors
/// [`PackError::NotAPack`], [`PackError::Format`].
pub fn may_be(start: &[u8]) -> Result<(), PackError> {
    first_line(&mut &*start)
}

/// How many bytes [`may_be`] wants to see.
pub const START: usize = FIRST.len() + 11;

impl Pack {
    /// Opens a pack that a keeper signed.
    ///
    /// # Errors
    /// [`PackError`]: what it is not. What is read of it is not checked by the loaders yet: see [`crate::law::fit::check`].
    pub fn open(bytes: &[u8], keeper: Option<&Key>) -> Result<Self, PackError> {
        if bytes.len() as u64 > MOST {
            return Err(PackError::TooLong);
        }
        let mut rest = bytes;
        first_line(&mut rest)?;
        let keeper = keeper.ok_or(PackError::NoKeeper)?;
        let key = take(&mut rest, 32)?;
        if key != keeper {
            return Err(PackError::Foreign);
        }
        let signature = Signature::from_slice(take(&mut rest, 64)?).map_err(|_| PackError::Changed)?;
        let length =
            take(&mut rest, 4)?.try_into().map(u32::from_be_bytes).map_err(|_| PackError::Changed)?;
        let length = usize::try_from(length).ok().filter(|l| *l <= HEAD_MOST).ok_or(PackError::Changed)?;
        let head = take(&mut rest, length)?;
        let key = VerifyingKey::from_bytes(keeper).map_err(|_| PackError::NoKeeper)?;
        key.verify_strict(&[PURPOSE, head].concat(), &signature).map_err(|_| PackError::Changed)?;
        let head = head::read(head)?;
        let (mut texts, mut raw) = (BTreeMap::new(), BTreeMap::new());
        for part in head.parts {
            let content = take(&mut rest, part.length)?;
            if *blake3::hash(content).as_bytes() != part.hash {
                return Err(PackError::Changed);
            }
            if head::is_raw(&part.name) {
                raw.insert(part.name, content.to_owned());
            } else {
                let text = String::from_utf8(content.to_owned());
                texts.insert(part.name, text.map_err(|e| PackError::Head(e.to_string()))?);
            }
        }
        if !rest.is_empty() {
            return Err(PackError::Changed);
        }
        let id = blake3::hash(bytes).to_hex().chars().take(16).collect();
        let name = PackName { law: head.law, id };
        Ok(Self { name, program: head.program, length: bytes.len(), texts, raw })
    }

    /// Makes a pack of parts, signed by the secret key of its keeper. The same parts and key give the same bytes.
    ///
    /// # Errors
    /// [`PackError::Day`] where no table says when it was read; [`PackError::Head`], [`PackError::TooLong`] for parts that
    /// no reader would take.
    pub fn make(parts: &[Part<'_>], program: &str, secret: &[u8; 32]) -> Result<Vec<u8>, PackError> {
        let mut parts = parts.to_vec();
        parts.sort_unstable();
        let tables = parts.iter().filter(|(name, _)| name.starts_with(TABLES));
        let tables = tables.filter_map(|(_, text)| std::str::from_utf8(text).ok());
        let law = last_reading(tables).ok_or_else(|| PackError::Head("no table".to_owned()))?;
        let head = head::write(law, program, &parts);
        head::read(head.as_bytes())?;
        let key = SigningKey::from_bytes(secret);
        let signature = key.sign(&[PURPOSE, head.as_bytes()].concat());
        let mut out = [FIRST, FORMAT.to_string().as_bytes(), b"\n"].concat();
        out.extend(key.verifying_key().as_bytes());
        out.extend(signature.to_bytes());
        let length = u32::try_from(head.len()).map_err(|_| PackError::TooLong)?;
        out.extend(length.to_be_bytes());
        out.extend(head.as_bytes());
        for (_, content) in parts {
            out.extend_from_slice(content);
        }
        if out.len() as u64 > MOST { Err(PackError::TooLong) } else { Ok(out) }
    }

    /// Returns a text of the pack: `tables/seats`, `rules`, `facts`, `lines`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Returns a part that is no text: `texts`, the articles.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&[u8]> {
        self.raw.get(name).map(Vec::as_slice)
    }

    /// Returns the files of tables, each with its subject.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().filter_map(|(name, text)| Some((name.strip_prefix(TABLES)?, text.as_str())))
    }
}

static ACTIVE: OnceLock<Pack> = OnceLock::new();

/// Lets the pack answer in place of the program's own law, for the rest of the process; it is done before the first
/// question, and the first one stays.
pub fn adopt(pack: Pack) {
    // Once is enough: a command that runs others in one process has adopted it already.
    let _ = ACTIVE.set(pack);
}

/// Returns the pack that answers, if one does.
#[must_use]
pub fn active() -> Option<&'static Pack> {
    ACTIVE.get()
}

/// Returns a text of the law: that of the pack that answers, else the program's own.
#[must_use]
pub fn text(name: &str, own: &'static str) -> &'static str {
    active().and_then(|pack| pack.text(name)).unwrap_or(own)
}

#[cfg(test)]
mod tests;
