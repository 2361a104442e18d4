//! What is sealed, inside `organizing`, to the devices it names: the others see that it is there.
//!
//! A record holds an age file and nothing else: neither of whom it is, nor who may read it. Only devices of organizers are named; the
//! writer's is always among them. What is inside is padded, so that its length tells little.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    base::{Id, Kept as _, text::fold},
    features::{
        agenda::records as diary,
        member::actions::sealed::{self, NOTE, Opened, body},
        talk::{
            actions::{TalkError, change, everybody, find, me},
            records::Sealed,
            views,
        },
    },
    vault::{
        Change, Identity, Kind, Vault, VaultError, Verb,
        age_file::{self, AgeError, Form, Reader},
    },
};

/// What is sealed is as long as a multiple of this.
const STEP: usize = 1024;
/// The longest content: sealed, armored and stored it stays below what a record takes.
pub const MOST: usize = 40 * 1024;

/// The devices that something is sealed to.
pub struct Readers {
    /// Their names, the writer's first.
    pub names: Vec<String>,
    keys: Vec<Reader>,
}

/// Finds the devices of organizers by what is typed of their names; the writer's is among them.
///
/// # Errors
/// [`TalkError::NoDevice`] for a name that no organizer's device, or more than one, has.
pub fn readers(vault: &Vault, typed: &[String]) -> Result<Readers, TalkError> {
    let all = &vault.holders().holders;
    let mut out = Readers { names: Vec::new(), keys: Vec::new() };
    let own = vault.device();
    let mut wanted = vec![];
    wanted.extend(all.iter().filter(|holder| holder.device == own));
    for name in typed {
        let asked = fold(name);
        let has = |theirs: &str| {
            asked.split_whitespace().all(|word| theirs.split_whitespace().any(|one| one == word))
        };
        let fits: Vec<_> =
            all.iter().filter(|holder| holder.organizes() && has(&fold(&holder.name))).collect();
        let [one] = fits.as_slice() else { return Err(TalkError::NoDevice(name.clone())) };
        wanted.push(one);
    }
    for holder in wanted {
        if !out.names.contains(&holder.name) {
            out.keys.push(Reader::read(&holder.recipient).map_err(|_| AgeError::Readers)?);
            out.names.push(holder.name.clone());
        }
    }
    Ok(out)
}

/// Makes the change that seals something under a name of what it is.
///
/// # Errors
/// [`TalkError::Long`]; when the vault cannot be read.
pub fn seal<T: Serialize>(
    vault: &mut Vault,
    now_ms: u64,
    (id, form): (Id, &str),
    readers: &Readers,
    what: &T,
) -> Result<Change, TalkError> {
    let body = serde_json::to_string(what).map_err(|_| TalkError::Text)?;
    let mut content = zeroize::Zeroizing::new(format!("{form}\n{body}"));
    if content.len() > MOST {
        return Err(TalkError::Long);
    }
    let length = content.len().checked_next_multiple_of(STEP).unwrap_or(content.len());
    while content.len() < length {
        content.push(' ');
    }
    let sealed = age_file::seal(&readers.keys, content.as_bytes(), Form::Armored)?;
    let text = String::from_utf8(sealed).map_err(|_| AgeError::Armor)?;
    change(vault, now_ms, id, &Sealed { text, removed: false })
}

/// Opens all of a form that is sealed to this device; also says how many records are not.
///
/// # Errors
/// When the vault cannot be read.
pub fn open<T: DeserializeOwned>(
    vault: &Vault,
    key: &Identity,
    form: &str,
) -> Result<(Vec<(Id, T)>, usize), TalkError> {
    let Opened { texts, closed } = sealed::open(vault, key)?;
    let read = |(id, text): &(Id, zeroize::Zeroizing<String>)| {
        Some((*id, serde_json::from_str(body(text, form)?).ok()?))
    };
    Ok((texts.iter().filter_map(read).collect(), closed))
}

/// Finds a note that opens here by the digits that `talk notes` shows.
///
/// # Errors
/// When the vault cannot be read.
fn named(vault: &Vault, key: &Identity, which: &str) -> Result<Option<Id>, VaultError> {
    let all = sealed::open(vault, key)?.texts;
    let mut found = all.iter().filter(|(id, text)| id.is_named_by(which) && body(text, NOTE).is_some());
    let first = found.next().map(|(id, _)| *id);
    Ok(first.filter(|_| found.next().is_none()))
}

/// Takes back a note that opens here.
///
/// # Errors
/// [`TalkError::None`]; when the vault cannot be written.
pub fn take_back(vault: &mut Vault, key: &Identity, now_ms: u64, which: &str) -> Result<(), TalkError> {
    let none = || TalkError::None(which.to_owned());
    let id = named(vault, key, which)?.ok_or_else(none)?;
    let mut record = vault.record(Kind::Sealed, &id)?.ok_or_else(none)?;
    Sealed::remove(&mut record, vault.stamp(now_ms));
    vault.commit(now_ms, vec![Change { kind: Kind::Sealed, id, verb: Verb::Removed, record }])?;
    Ok(())
}

/// A note about somebody, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Note {
    about: String,
    by: String,
    day: NaiveDate,
    text: String,
    readers: Vec<String>,
}

/// Seals a note about somebody to this device and those that are named.
///
/// # Errors
/// As [`find`] and [`readers`]; when the vault cannot be written.
pub fn keep(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    (who, text): (&str, &str),
    names: &[String],
) -> Result<views::Kept, TalkError> {
    let about = find(vault, who)?;
    let text = diary::text(text).ok_or(TalkError::Text)?;
    let readers = readers(vault, names)?;
    let note =
        Note { about: about.to_string(), by: me(vault), day: today, text, readers: readers.names.clone() };
    let id = vault.new_id();
    let made = seal(vault, now_ms, (id, NOTE), &readers, &note)?;
    vault.commit(now_ms, vec![made])?;
    Ok(views::Kept { id, readers: readers.names })
}

/// Shows the notes that are sealed to this device, about one person or all.
///
/// # Errors
/// As [`find`]; when the vault cannot be read.
pub fn notes(
    vault: &Vault,
    key: &Identity,
    today: NaiveDate,
    who: Option<&str>,
) -> Result<views::Notes, TalkError> {
    let asked = who.map(|who| find(vault, who)).transpose()?;
    let known = everybody(vault, today)?;
    let (all, closed) = open::<Note>(vault, key, NOTE)?;
    let row = |(id, note): (Id, Note)| {
        let about: Id = note.about.parse().ok()?;
        let name = known.get(&about).map(|one| one.name.clone()).unwrap_or_default();
        let wanted = asked.is_none_or(|one| one == about);
        wanted.then_some(views::NoteRow {
            id,
            name,
            by: note.by,
            day: note.day,
            text: note.text,
            readers: note.readers,
        })
    };
    let mut notes: Vec<views::NoteRow> = all.into_iter().filter_map(row).collect();
    notes.sort_by_key(|row| std::cmp::Reverse((row.day, row.id)));
    Ok(views::Notes { notes, closed })
}
