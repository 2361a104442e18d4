//! Cases: opened, added to, shared, handed over, closed. A case is read and written as a whole, under its seal.

use std::{collections::BTreeMap, path::Path};

use chrono::NaiveDate;

use crate::{
    base::{Id, hex, text::fold},
    calendar::RuleError,
    features::{
        agenda::{
            actions::AgendaError,
            records::{self as diary, Fact, OWN},
        },
        case::{
            records::{Case, Contact, Document, Event, Hours, Tied},
            rules::{self, Limit},
            views,
        },
        talk::{
            actions::{self as talk, TalkError, change, sealed, taken_back},
            records::Sealed,
        },
    },
    law::{Fraction, LawError},
    vault::{Change, Identity, Vault, VaultError, file},
};

/// Why a case is not opened or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The person or the device is not found, a text cannot be kept, it is too long.
    #[error(transparent)]
    Talk(#[from] TalkError),
    /// The agenda does not take the limits.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// The law gives no answer.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// No case that this device opens has this name.
    #[error("no case that this device opens has this name")]
    None(String),
    /// Several cases are called so.
    #[error("several cases are called so")]
    Several(usize),
    /// No kind of fact of the defence of employees.
    #[error("no such kind of fact")]
    Kind(String),
    /// A day to come, where something has happened.
    #[error("what has happened is noted")]
    Future(NaiveDate),
    /// Hours that are none.
    #[error("hours are needed, such as 2.5")]
    Hours(String),
    /// A document that cannot be read or written.
    #[error("{0:?} cannot be read or written")]
    File(std::path::PathBuf, std::io::Error),
    /// A document that is too large.
    #[error("a document has at most 2 MiB")]
    Large,
    /// Nothing was said of who follows it, who opens it, what the person agrees to.
    #[error("nothing is said that could change")]
    NothingSaid,
    /// No document has this name.
    #[error("no document has this name")]
    NoDocument(String),
}

impl From<LawError> for CaseError {
    fn from(error: LawError) -> Self {
        Self::Rule(error.into())
    }
}

const CASE: &str = "case";
const PART: &str = "part";
/// What one sealed record takes of a document.
const PIECE: usize = 16 * 1024;
/// The largest document.
const LARGEST: u64 = 2 * 1024 * 1024;

/// A case that was opened, with its limits.
pub struct Opened {
    /// What names it.
    pub id: Id,
    /// What it holds.
    pub case: Case,
    /// Until when one can act.
    pub limits: Vec<Limit>,
    /// The name of whose it is.
    pub who: Option<String>,
}

impl Opened {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, today: NaiveDate) -> views::Case {
        views::Case::of(self.id, &self.case, self.who.clone(), &self.limits, today)
    }
}

fn text(typed: &str) -> Result<String, CaseError> {
    Ok(diary::text(typed).ok_or(TalkError::Text)?)
}

/// The name of whose a case is.
fn name_of(vault: &Vault, today: NaiveDate, case: &Case) -> Result<Option<String>, CaseError> {
    let Some(id) = case.who.as_deref().and_then(|who| who.parse::<Id>().ok()) else { return Ok(None) };
    Ok(talk::everybody(vault, today)?.get(&id).map(|one| one.name.clone()))
}

/// A case as it lies in the vault.
struct Lying {
    id: Id,
    case: Case,
    /// The records that it lies in: several when it was written on several devices at once.
    records: Vec<Id>,
}

/// Opens all cases that are sealed to this device; also says how many records are not.
fn all(vault: &Vault, key: &Identity) -> Result<(Vec<Lying>, usize), CaseError> {
    let (mut all, closed) = sealed::open::<Case>(vault, key, CASE)?;
    all.sort_by_key(|(record, _)| *record);
    let mut out: BTreeMap<Id, Lying> = BTreeMap::new();
    for (record, case) in all {
        let id = case.id.as_deref().and_then(|id| id.parse().ok()).unwrap_or(record);
        match out.get_mut(&id) {
            Some(there) => {
                there.case = rules::together(std::mem::take(&mut there.case), case);
                there.records.push(record);
            }
            None => drop(out.insert(id, Lying { id, case, records: vec![record] })),
        }
    }
    Ok((out.into_values().collect(), closed))
}

fn found(vault: &Vault, key: &Identity, which: &str) -> Result<Lying, CaseError> {
    let (all, _) = all(vault, key)?;
    let asked = fold(which);
    // A whole title before words of one.
    let whole = all.iter().any(|one| fold(&one.case.title) == asked);
    let words = |title: &str| {
        let theirs = fold(title);
        let theirs: Vec<&str> = theirs.split(|c: char| !c.is_alphanumeric()).collect();
        !asked.is_empty() && asked.split_whitespace().all(|word| theirs.contains(&word))
    };
    let titled = |one: &Lying| fold(&one.case.title) == asked || !whole && words(&one.case.title);
    let is = |one: &Lying| one.id.is_named_by(which) || titled(one);
    let mut found: Vec<_> = all.into_iter().filter(is).collect();
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (Some(_), more) => Err(CaseError::Several(more.saturating_add(1))),
        (None, _) => Err(CaseError::None(which.to_owned())),
    }
}

fn opened(vault: &Vault, today: NaiveDate, id: Id, case: Case) -> Result<Opened, CaseError> {
    let limits = rules::limits(&case, today)?;
    let who = name_of(vault, today, &case)?;
    Ok(Opened { id, case, limits, who })
}

/// Seals a case with the lines of the agenda that follow from it: each says that a limit runs, and not of what.
fn save(
    vault: &mut Vault,
    (now_ms, today): (u64, NaiveDate),
    Lying { id, mut case, records }: Lying,
    mut more: Vec<Change>,
) -> Result<Opened, CaseError> {
    let readers = sealed::readers(vault, &case.readers)?;
    case.readers.clone_from(&readers.names);
    let limits = if case.closed.is_none() { rules::limits(&case, today)? } else { Vec::new() };
    let limits = limits.into_iter().filter(|limit| limit.day >= today);
    let wanted: Vec<(String, NaiveDate)> = limits.map(|limit| (limit.rule.id.clone(), limit.day)).collect();
    let follower = Some(case.follower.clone()).filter(|name| !name.is_empty());
    for (rule, day, duty) in std::mem::take(&mut case.duties) {
        let Ok(fact_id) = duty.parse::<Id>() else { continue };
        let Some(fact) = vault.get::<Fact>(&fact_id)? else { continue };
        // Two devices that were apart may each have noted it.
        let noted = case.duties.iter().any(|(known, on, _)| (known, on) == (&rule, &day));
        let stays = !noted && wanted.contains(&(rule.clone(), day));
        let fact = Fact { by: follower.clone(), removed: !stays, ..fact };
        more.push(change(vault, now_ms, fact_id, &fact)?);
        if stays {
            case.duties.push((rule, day, duty));
        }
    }
    for (rule, day) in wanted {
        if case.duties.iter().any(|(known, on, _)| (known, on) == (&rule, &day)) {
            continue;
        }
        let fact_id = vault.new_id();
        let about = Some(format!("Affaire {}", id.short()));
        let fact =
            Fact { code: OWN.to_owned(), day: Some(day), about, by: follower.clone(), ..Fact::default() };
        more.push(change(vault, now_ms, fact_id, &fact)?);
        case.duties.push((rule, day, fact_id.to_string()));
    }
    // A record of its own, in the place of what was read: what another device writes meanwhile stays beside it.
    let record = if records.is_empty() { id } else { vault.new_id() };
    case.id = Some(id.to_string());
    more.push(sealed::seal(vault, now_ms, (record, CASE), &readers, &case)?);
    for read in records {
        more.push(change(vault, now_ms, read, &Sealed { removed: true, ..Sealed::default() })?);
    }
    vault.commit(now_ms, more)?;
    opened(vault, today, id, case)
}

/// Opens a case, sealed to this device and those that are named.
///
/// # Errors
/// As [`talk::find`] and [`sealed::readers`]; when the vault cannot be written.
pub fn new(
    vault: &mut Vault,
    when: (u64, NaiveDate),
    title: &str,
    who: Option<&str>,
    (follower, readers): (Option<&str>, &[String]),
) -> Result<Opened, CaseError> {
    let who = who.map(|who| talk::find(vault, who)).transpose()?.map(|id| id.to_string());
    let follower = follower.map(text).transpose()?.unwrap_or_else(|| talk::me(vault));
    let case = Case {
        title: text(title)?,
        who,
        follower,
        opened: Some(when.1),
        readers: readers.to_vec(),
        ..Case::default()
    };
    let id = vault.new_id();
    save(vault, when, Lying { id, case, records: Vec::new() }, Vec::new())
}

/// Lists the cases that this device opens.
///
/// # Errors
/// When the vault cannot be read.
pub fn list(vault: &Vault, key: &Identity, today: NaiveDate) -> Result<views::Cases, CaseError> {
    let (all, closed) = all(vault, key)?;
    let mut cases = Vec::new();
    for Lying { id, case, .. } in all {
        cases.push(opened(vault, today, id, case)?.view(today));
    }
    cases.sort_by(|a, b| (a.closed.is_some(), a.next, &a.title).cmp(&(b.closed.is_some(), b.next, &b.title)));
    Ok(views::Cases { cases, sealed: closed })
}

/// Lists the kinds of facts from which the law counts in a case.
///
/// # Errors
/// None but what a test excludes.
pub fn kinds() -> Result<views::Kinds, CaseError> {
    Ok(views::Kinds::of(&rules::kinds()?))
}

/// Opens one case.
///
/// # Errors
/// [`CaseError::None`], [`CaseError::Several`].
pub fn show(vault: &Vault, key: &Identity, today: NaiveDate, which: &str) -> Result<Opened, CaseError> {
    let Lying { id, case, .. } = found(vault, key, which)?;
    opened(vault, today, id, case)
}

/// Something that is added to a case.
#[derive(Debug, Clone)]
pub enum Entry {
    /// What happened: the day, the kind of fact where the law counts from it, words.
    Event(NaiveDate, Option<String>, String),
    /// Somebody to turn to: what the person is, the name.
    Contact(String, String),
    /// Hours: the day, how many, for what.
    Hours(NaiveDate, String, String),
    /// Who follows it from now on.
    Follower(String),
    /// The devices that open it from now on, with this one.
    Readers(Vec<String>),
    /// Whether it may be told without names.
    Consent(bool),
    /// What came of it: it is closed on this day.
    Outcome(NaiveDate, String),
}

/// Adds something to a case, and seals it again.
///
/// # Errors
/// As [`show`]; [`CaseError::Kind`], [`CaseError::Future`], [`CaseError::Hours`].
pub fn add(
    vault: &mut Vault,
    key: &Identity,
    when: (u64, NaiveDate),
    which: &str,
    entries: Vec<Entry>,
) -> Result<Opened, CaseError> {
    if entries.is_empty() {
        return Err(CaseError::NothingSaid);
    }
    let mut lying = found(vault, key, which)?;
    let case = &mut lying.case;
    let shared = entries.iter().any(|entry| matches!(entry, Entry::Readers(_)));
    for entry in entries {
        put(case, when, entry)?;
    }
    let parts = if shared { resealed(vault, key, when.0, case)? } else { Vec::new() };
    save(vault, when, lying, parts)
}

/// Ties a letter to a case, and commits what keeps the letter with it.
///
/// # Errors
/// As [`show`]; when the vault cannot be written.
pub fn tie(
    vault: &mut Vault,
    key: &Identity,
    when: (u64, NaiveDate),
    which: &str,
    letter: Tied,
    more: Vec<Change>,
) -> Result<Opened, CaseError> {
    let mut lying = found(vault, key, which)?;
    lying.case.letters.retain(|known| known.id != letter.id);
    lying.case.letters.push(letter);
    save(vault, when, lying, more)
}

/// The documents of a case, sealed again to those who open it now.
fn resealed(vault: &mut Vault, key: &Identity, now_ms: u64, case: &Case) -> Result<Vec<Change>, CaseError> {
    let readers = sealed::readers(vault, &case.readers)?;
    let own: Vec<Id> = parts_of(case).collect();
    let (all, _) = sealed::open::<String>(vault, key, PART)?;
    let mut out = Vec::new();
    for (part, hex) in all.into_iter().filter(|(part, _)| own.contains(part)) {
        out.push(sealed::seal(vault, now_ms, (part, PART), &readers, &hex)?);
    }
    Ok(out)
}

/// The sealed records that hold the documents of a case.
fn parts_of(case: &Case) -> impl Iterator<Item = Id> {
    case.documents.iter().flat_map(|one| &one.parts).filter_map(|part| part.parse().ok())
}

/// Writes a document of a case into a file, for the owner alone.
///
/// # Errors
/// [`CaseError::NoDocument`], [`CaseError::File`]; as [`show`].
pub fn take(
    vault: &Vault,
    key: &Identity,
    today: NaiveDate,
    (which, name, out): (&str, &str, &Path),
) -> Result<Opened, CaseError> {
    let Lying { id, case, .. } = found(vault, key, which)?;
    let none = || CaseError::NoDocument(name.to_owned());
    let one = case.documents.iter().find(|one| fold(&one.name) == fold(name)).ok_or_else(none)?;
    let (all, _) = sealed::open::<String>(vault, key, PART)?;
    let mut content = zeroize::Zeroizing::new(Vec::new());
    for part in &one.parts {
        let hex = all.iter().find(|(id, _)| id.to_string() == *part).map(|(_, hex)| hex).ok_or_else(none)?;
        content.extend(hex::read_all(hex).ok_or_else(none)?);
    }
    if content.len() as u64 != one.length {
        return Err(none());
    }
    file::write_whole(out, &content, false).map_err(|error| CaseError::File(out.to_owned(), error))?;
    opened(vault, today, id, case)
}

fn put(case: &mut Case, (now_ms, today): (u64, NaiveDate), entry: Entry) -> Result<(), CaseError> {
    let past = |day: NaiveDate| if day > today { Err(CaseError::Future(day)) } else { Ok(day) };
    match entry {
        Entry::Event(day, kind, what) => {
            if let Some(kind) = &kind
                && !rules::kinds()?.iter().any(|known| known.id == *kind)
            {
                return Err(CaseError::Kind(kind.clone()));
            }
            // A meeting may be planned; what the law counts from has happened.
            let day = if kind.is_some() { past(day)? } else { day };
            case.events.push(Event { day, kind, what: text(&what)? });
            case.events.sort_by_key(|event| event.day);
        }
        Entry::Contact(role, name) => case.contacts.push(Contact { role: text(&role)?, name: text(&name)? }),
        Entry::Hours(day, hours, what) => {
            let read: Option<Fraction> = hours.replace(',', ".").parse().ok();
            let read = read.filter(|n| *n > Fraction::ZERO && *n <= Fraction::whole(24));
            let hours = read.ok_or(CaseError::Hours(hours))?.to_string();
            case.hours.push(Hours { day: past(day)?, hours, what: text(&what)? });
        }
        Entry::Follower(name) => (case.follower, case.followed_ms) = (text(&name)?, now_ms),
        Entry::Readers(names) => (case.readers, case.shared_ms) = (names, now_ms),
        Entry::Consent(given) => case.consent = Some(given),
        Entry::Outcome(day, what) => {
            (case.closed, case.outcome) = (Some(past(day)?), Some(text(&what)?));
        }
    }
    Ok(())
}

/// Takes a case away, noted by mistake or over: all that was sealed of it, and its lines of the agenda.
///
/// # Errors
/// As [`show`]; when the vault cannot be written.
pub fn remove(
    vault: &mut Vault,
    key: &Identity,
    (now_ms, today): (u64, NaiveDate),
    which: &str,
) -> Result<views::Gone, CaseError> {
    let Lying { id, case, records } = found(vault, key, which)?;
    let mut changes = Vec::new();
    for record in records.into_iter().chain(parts_of(&case)) {
        changes.extend(taken_back::<Sealed>(vault, now_ms, record)?);
    }
    for duty in case.duties.iter().filter_map(|(.., duty)| duty.parse().ok()) {
        changes.extend(taken_back::<Fact>(vault, now_ms, duty)?);
    }
    vault.commit(now_ms, changes)?;
    Ok(views::Gone::of(opened(vault, today, id, case)?.view(today)))
}

/// Seals a document into a case.
///
/// # Errors
/// [`CaseError::File`], [`CaseError::Large`]; as [`show`].
pub fn document(
    vault: &mut Vault,
    key: &Identity,
    when: (u64, NaiveDate),
    which: &str,
    path: &Path,
) -> Result<Opened, CaseError> {
    let mut lying = found(vault, key, which)?;
    let case = &mut lying.case;
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => CaseError::Large,
        _ => CaseError::File(path.to_owned(), error),
    };
    let content = zeroize::Zeroizing::new(file::read(path, LARGEST).map_err(failed)?);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let readers = sealed::readers(vault, &case.readers)?;
    let (mut changes, mut parts) = (Vec::new(), Vec::new());
    for piece in content.chunks(PIECE) {
        let part = vault.new_id();
        let hex = hex::write(piece);
        changes.push(sealed::seal(vault, when.0, (part, PART), &readers, &hex)?);
        parts.push(part.to_string());
    }
    case.documents.push(Document { name: text(&name)?, length: content.len() as u64, parts });
    save(vault, when, lying, changes)
}
