//! Forms: the key that they seal to, the file that is handed out, what comes back.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    base::{Id, Kept, Lang, Record, hex},
    features::join::{
        records::{Form, FormKey},
        rules::{self, Came, FormFault, Said},
        views::FormMade,
    },
    platform::input,
    render::{form, manifest::Both},
    vault::{
        Change, Compartment, Vault, VaultError, Verb,
        age_file::AgeError,
        file,
        holders::words,
        identity::{self, Identity},
    },
};

/// Why there is no form.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A field that a form does not ask.
    #[error("no field that a form asks")]
    Field(String),
    /// A file that does not end in .html.
    #[error("the file must end in .html")]
    Ending(PathBuf),
    /// The file cannot be written.
    #[error("the file cannot be written")]
    Write(PathBuf, #[source] io::Error),
    /// The texts that come with the program cannot be read.
    #[error("the texts of the form cannot be read")]
    Texts,
}

/// What is asked of a form.
pub struct Wish<'a> {
    /// The fields, as typed.
    pub fields: &'a [String],
    /// The file to write.
    pub out: &'a Path,
    /// Whether a file that is there is replaced.
    pub force: bool,
    /// Whether the key is made anew.
    pub new_key: bool,
    /// In which language the six words are said.
    pub lang: Lang,
}

/// The key in use, and what is written to have it.
pub struct KeyInUse {
    /// Its record.
    pub id: Id,
    /// What is kept of it.
    pub key: FormKey,
    /// Whether it was made now.
    pub new: bool,
    /// Whether an earlier one was replaced.
    pub replaced: bool,
    /// What is to be written.
    pub changes: Vec<Change>,
}

/// Returns the key that forms seal to: the one in use, or a new one where there is none, where a device that could read it is gone,
/// or where one is asked for. Keys that were replaced more than 90 days ago lose their secret.
///
/// # Errors
/// When the vault cannot be read.
pub fn key_in_use(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    new: bool,
) -> Result<KeyInUse, VaultError> {
    vault.must_open(Compartment::Organizing)?;
    let readers: BTreeSet<String> =
        vault.holders().readers(Compartment::Organizing).map(|holder| hex::write(&holder.device)).collect();
    let mut keys = vault.all::<FormKey>()?;
    keys.sort_by_key(|(id, key)| (key.made, *id));
    let serves = |key: &FormKey| {
        !new && key.replaced.is_none() && key.secret.is_some() && !rules::is_stale(key, &readers)
    };
    let found = keys.iter().rev().find(|(_, key)| serves(key)).cloned();
    let mut changes = Vec::new();
    let mut replaced = false;
    for (id, key) in keys {
        let mut next = key.clone();
        // Of two laptops that each made one, both go on serving until a third replaces them.
        if key.replaced.is_none() && !serves(&key) {
            next.replaced = Some(today);
            replaced = true;
        }
        if rules::is_over(&next, today) {
            next.secret = None;
        }
        if next != key {
            changes.push(change_of(vault, now_ms, id, &next)?);
        }
    }
    let is_new = found.is_none();
    let (id, key) = if let Some(found) = found {
        found
    } else {
        let made = Identity::generate();
        let secret = Some(made.secret().to_string());
        let key = FormKey { secret, public: made.public(), made: Some(today), replaced: None, readers };
        let id = vault.new_id();
        changes.push(change_of(vault, now_ms, id, &key)?);
        (id, key)
    };
    Ok(KeyInUse { id, key, new: is_new, replaced, changes })
}

/// Returns what is written of a record.
///
/// # Errors
/// When the vault cannot be read.
pub fn change_of<T: Kept>(vault: &mut Vault, now_ms: u64, id: Id, kept: &T) -> Result<Change, VaultError> {
    let old: Option<Record> = vault.record(T::KIND, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    kept.write(&mut record, vault.stamp(now_ms));
    Ok(Change { kind: T::KIND, id, verb, record })
}

/// Returns the six words of a key in both languages.
#[must_use]
pub fn words_of(public: &str) -> Both {
    let six = words::six(public.as_bytes());
    let said = |lang| words::say(lang, &six).join(" ");
    Both { fr: said(Lang::Fr), en: said(Lang::En) }
}

/// Writes the page of a form into a file and returns its SHA-256.
///
/// # Errors
/// [`JoinError::Ending`], [`JoinError::Write`].
pub fn write(path: &Path, force: bool, page: &str) -> Result<String, JoinError> {
    let hash = hex::write(&Sha256::digest(page.as_bytes()));
    file::write_whole(path, page.as_bytes(), force)
        .map_err(|error| JoinError::Write(path.to_owned(), error))?;
    Ok(hash)
}

/// Refuses a file that could not be written, before anything is saved.
///
/// # Errors
/// [`JoinError::Ending`], [`JoinError::Write`].
pub fn writable(path: &Path, force: bool) -> Result<(), JoinError> {
    file::ending(path, &["html"]).map_err(|_| JoinError::Ending(path.to_owned()))?;
    if !force && path.exists() {
        return Err(JoinError::Write(path.to_owned(), io::ErrorKind::AlreadyExists.into()));
    }
    Ok(())
}

/// Makes a form of joining and writes it into a file. The vault keeps what it asks before the file is there.
///
/// # Errors
/// [`JoinError`].
pub fn form(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    wish: &Wish<'_>,
) -> Result<FormMade, JoinError> {
    let fields = rules::fields(wish.fields).map_err(JoinError::Field)?;
    writable(wish.out, wish.force)?;
    let mut used = key_in_use(vault, today, now_ms, wish.new_key)?;
    let id = vault.new_id();
    let page =
        rules::page(&fields, &used.key.public, words_of(&used.key.public), id).ok_or(JoinError::Texts)?;
    let codes = fields.iter().map(|attr| attr.code().to_owned()).collect();
    let made = Form {
        key: Some(used.id),
        made: Some(today),
        fields: codes,
        consent: rules::version().to_owned(),
        taken: BTreeSet::new(),
    };
    used.changes.push(change_of(vault, now_ms, id, &made)?);
    vault.commit(now_ms, std::mem::take(&mut used.changes))?;
    let sha256 = write(wish.out, wish.force, &form::page(&page))?;
    Ok(FormMade {
        file: wish.out.display().to_string(),
        sha256,
        key_since: used.key.made,
        new_key: used.new,
        replaced: used.replaced,
        words: words::say(wish.lang, &words::six(used.key.public.as_bytes())),
        key: used.key.public,
        fields: rules::OFFERED.iter().filter(|a| fields.contains(a)).map(|a| a.code()).collect(),
        consent: rules::version(),
    })
}

/// Reads a file of a form; one byte more than allowed at most.
///
/// # Errors
/// When it cannot be opened or read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    input::read(path, u64::try_from(rules::FILE_MOST).unwrap_or(u64::MAX))
}

/// What was sealed in a file, opened. No `Debug`: it holds personal values.
pub struct Unsealed {
    /// The form, by what stands in it.
    pub form: Id,
    /// The answers.
    pub answers: Vec<(String, Said)>,
    /// What tells this sealed text from others.
    pub mark: String,
}

/// Opens sealed texts with the keys of the forms.
pub struct Opener {
    keys: Vec<(FormKey, Identity)>,
    today: NaiveDate,
}

impl Opener {
    /// Takes the keys out of the vault.
    ///
    /// # Errors
    /// When the vault cannot be read, or this device does not hold them.
    pub fn new(vault: &Vault, today: NaiveDate) -> Result<Self, VaultError> {
        vault.must_open(Compartment::Organizing)?;
        let keys = vault.all::<FormKey>()?.into_iter().filter_map(|(_, mut key)| {
            let secret = Zeroizing::new(key.secret.take()?);
            Some((key, Identity::from_secret(secret.as_bytes()).ok()?))
        });
        Ok(Self { keys: keys.collect(), today })
    }

    /// Opens the sealed text of a file.
    ///
    /// # Errors
    /// [`FormFault`].
    pub fn open(&self, file: &[u8]) -> Result<Unsealed, FormFault> {
        let binary = rules::sealed(file)?;
        let mark = hex::write(Sha256::digest(&binary).get(..8).unwrap_or_default());
        for (key, identity) in &self.keys {
            match identity::open(&binary, &[identity]) {
                Ok(_) if rules::is_over(key, self.today) => {
                    return Err(FormFault::Expired(key.replaced.unwrap_or(self.today)));
                }
                Ok(plain) => {
                    let (form, answers) = rules::answers(&plain)?;
                    return Ok(Unsealed { form, answers, mark });
                }
                Err(AgeError::NotHeld) => {}
                Err(_) => return Err(FormFault::Damaged),
            }
        }
        Err(FormFault::NotHeld)
    }
}

/// A form that came back and can be taken.
pub struct Taken {
    /// The place of its file among those that were named.
    pub file: usize,
    /// What came.
    pub came: Came,
    /// What tells its sealed text from others.
    pub mark: String,
}

/// Opens the files of forms of joining: what can be taken, and why the others cannot, by the places of the files.
///
/// # Errors
/// When the vault cannot be read.
#[expect(clippy::type_complexity, reason = "two lists, told apart by their types")]
pub fn open(
    vault: &Vault,
    files: &[Vec<u8>],
    today: NaiveDate,
) -> Result<(Vec<Taken>, Vec<(usize, FormFault)>), VaultError> {
    let opener = Opener::new(vault, today)?;
    let (mut taken, mut refused): (Vec<Taken>, Vec<(usize, FormFault)>) = (Vec::new(), Vec::new());
    for (place, bytes) in files.iter().enumerate() {
        let one = match opener.open(bytes) {
            Ok(one) => one,
            Err(fault) => {
                refused.push((place, fault));
                continue;
            }
        };
        let twin = taken.iter().find(|other| other.mark == one.mark).map(|other| FormFault::Same(other.file));
        let came = match (twin, vault.get::<Form>(&one.form)?) {
            (Some(twin), _) => Err(twin),
            (None, None) => Err(FormFault::NoForm),
            (None, Some(form)) if form.taken.contains(&one.mark) => Err(FormFault::Taken),
            (None, Some(form)) => rules::came(one.form, &form, one.answers),
        };
        match came {
            Ok(came) => taken.push(Taken { file: place, came, mark: one.mark }),
            Err(fault) => refused.push((place, fault)),
        }
    }
    Ok((taken, refused))
}

/// Returns what is written so that sealed texts are not taken again.
///
/// # Errors
/// When the vault cannot be read.
pub fn marked(vault: &mut Vault, now_ms: u64, taken: &[&Taken]) -> Result<Vec<Change>, VaultError> {
    let forms: BTreeSet<Id> = taken.iter().map(|one| one.came.form).collect();
    let mut out = Vec::new();
    for id in forms {
        let Some(mut form) = vault.get::<Form>(&id)? else { continue };
        form.taken.extend(taken.iter().filter(|one| one.came.form == id).map(|one| one.mark.clone()));
        out.push(change_of(vault, now_ms, id, &form)?);
    }
    Ok(out)
}
