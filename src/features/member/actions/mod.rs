//! The roster: add, find, show, edit, leave, come back. Import is in [`crate::features::member::actions::import`], lists in [`list`],
//! duplicates, merge and history in [`twice`].

pub mod erase;
pub mod import;
pub mod join;
pub mod list;
pub mod remove;
pub mod sealed;
pub mod twice;
pub mod undo;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    base::{Fault, Id, Record, Stamp, word::Reason},
    features::{
        agenda::{
            actions::{AgendaError, Pending, Told},
            rules::of_record,
        },
        company::records::Company,
        member::views,
    },
    mail::ledger::LedgerError,
    roster::{
        Person, Summary,
        attr::{Attr, Key},
        check,
        filter::FilterError,
        import::{ImportError, plan::Hand},
        membership,
        patch::{Op, Patch, Pen, Refused, Rules},
        person::{Element, name_key},
        pick::{self, Fitting, Miss, Typed, Who},
    },
    vault::{Change, Kind, Vault, VaultError, Verb},
};

/// Why the roster was not read or changed. No personal value in its text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MemberError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Nobody fits what was typed.
    #[error("nobody fits")]
    Nobody,
    /// The record that was typed was merged into this one.
    #[error("the record was merged into another")]
    MergedInto(Id),
    /// The record was removed.
    #[error("removed")]
    Removed(Id),
    /// A day of joining that is further ahead than anybody plans.
    #[error("joined more than a year ahead")]
    JoinedAhead(NaiveDate),
    /// More than one person fits what was typed.
    #[error("{} people fit", .0.len())]
    Several(Vec<Fitting>),
    /// A value was refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A field is named that there is not.
    #[error("unknown field")]
    UnknownField(String),
    /// A text that is no assignment `field=value`.
    #[error("not an assignment: write field=value")]
    NotAnAssignment,
    /// A condition or an order that cannot be understood.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// The file cannot be read as a list of people.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Rows of the file were refused, so nothing was imported.
    #[error("{0} rows were refused")]
    RowsRefused(usize),
    /// The file for the refused rows cannot be written; nothing was imported.
    #[error("the file of refused rows cannot be written")]
    RejectsFile(#[source] std::io::Error),
    /// A file for people cannot be written, or is there already.
    #[error("the file cannot be written")]
    Write(std::path::PathBuf, #[source] std::io::Error),
    /// The last change of a person cannot be taken back.
    #[error("there is nothing to take back")]
    NothingToUndo,
    /// A record cannot be merged with itself.
    #[error("the same record twice")]
    SameRecord,
    /// There would be no agenda any more.
    #[error(transparent)]
    Agenda(#[from] AgendaError),
    /// The outbox cannot be read or written.
    #[error(transparent)]
    Outbox(#[from] LedgerError),
    /// The summaries are of another layout.
    #[error("the projection of the vault does not fit this program")]
    Projection,
}

/// Writes with the stamps and the randomness of the vault.
pub(crate) struct VaultPen<'a> {
    pub(crate) vault: &'a mut Vault,
    pub(crate) now_ms: u64,
    pub(crate) progress: &'a mut dyn FnMut(u64, u64),
}

impl Pen for VaultPen<'_> {
    fn stamp(&mut self) -> Stamp {
        self.vault.stamp(self.now_ms)
    }

    fn element(&mut self) -> Element {
        self.vault.new_element()
    }
}

impl Hand for VaultPen<'_> {
    fn id(&mut self) -> Id {
        self.vault.new_id()
    }

    fn progress(&mut self, done: u64, whole: u64) {
        (self.progress)(done, whole);
    }
}

/// One assignment of the command line: `field=value`, `field+=value`, `field-=value`.
#[derive(Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The field.
    pub key: Key,
    /// What is done with it.
    pub op: Op,
    /// The value.
    pub value: String,
}

impl Assignment {
    /// Reads an assignment.
    ///
    /// # Errors
    /// [`MemberError::NotAnAssignment`], [`MemberError::UnknownField`].
    pub fn read(text: &str) -> Result<Self, MemberError> {
        let (name, value) = text.split_once('=').ok_or(MemberError::NotAnAssignment)?;
        let (name, op) = match (name.strip_suffix('+'), name.strip_suffix('-')) {
            (Some(name), _) => (name, Op::Add),
            (None, Some(name)) => (name, Op::Remove),
            (None, None) => (name, Op::Set),
        };
        let key = Key::read(name).ok_or_else(|| MemberError::UnknownField(name.trim().to_owned()))?;
        Ok(Self { key, op, value: value.trim().to_owned() })
    }
}

/// Something to look at after a change; it kept nothing from being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// These people have the same address for notices.
    SharedAddress(Vec<Id>),
    /// These people have the same name.
    Namesakes(Vec<Id>),
    /// A field that held several values lost these: it was set, and not added to.
    Replaced(Attr, Vec<String>),
}

impl From<Miss> for MemberError {
    fn from(miss: Miss) -> Self {
        match miss {
            Miss::Nobody => Self::Nobody,
            Miss::Several(found) => Self::Several(found),
        }
    }
}

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The person.
    pub id: Id,
    /// The fields that changed.
    pub fields: BTreeSet<Key>,
    /// Something to look at.
    pub notices: Vec<Caution>,
}

impl Changed {
    /// Returns what is shown of a person who was added.
    #[must_use]
    pub fn added(&self) -> views::Added {
        views::Added(self.view())
    }

    /// Returns what is shown of a person who was changed.
    #[must_use]
    pub fn edited(&self) -> views::Edited {
        views::Edited(self.view())
    }

    fn view(&self) -> views::Changed {
        let notice = |n: &Caution| match n {
            Caution::SharedAddress(list) => views::Caution { notice: "shared-address", ids: list.clone() },
            Caution::Namesakes(list) => views::Caution { notice: "namesakes", ids: list.clone() },
            Caution::Replaced(..) => views::Caution { notice: "replaced", ids: Vec::new() },
        };
        views::Changed {
            id: self.id,
            fields: self.fields.iter().map(Key::code).collect(),
            notices: self.notices.iter().map(notice).collect(),
        }
    }
}

/// Returns the employer's mail domains, in which no address is taken.
///
/// # Errors
/// [`VaultError`].
pub fn forbidden(vault: &Vault) -> Result<Vec<String>, VaultError> {
    let company = vault.all::<Company>()?.into_iter().min_by_key(|(id, _)| *id);
    Ok(company.map(|(_, company)| company.domains.into_iter().collect()).unwrap_or_default())
}

/// Returns who gets notices at an address of the employer: taken before its domain was forbidden.
///
/// # Errors
/// What the vault could not give.
pub fn at_work(vault: &Vault) -> Result<Vec<Id>, MemberError> {
    let forbidden = forbidden(vault)?;
    let mut out = Vec::new();
    for (id, bytes) in vault.people()? {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        let there = summary.email().is_some_and(|address| check::in_domains(address, &forbidden));
        if there && !summary.is_merged() {
            out.push(id);
        }
    }
    Ok(out)
}

fn patch(vault: &Vault, today: NaiveDate, list: &[Assignment]) -> Result<Patch, MemberError> {
    let forbidden = forbidden(vault)?;
    let rules = Rules { today, forbidden: &forbidden };
    let mut patch = Patch::default();
    for Assignment { key, op, value } in list {
        patch.put(key, *op, value, &rules).map_err(|fault| Refused { key: key.clone(), fault })?;
    }
    Ok(patch)
}

/// Checks values as [`add`] would, one by one and without writing: for who asks a person for them.
///
/// # Errors
/// [`MemberError::Refused`] with the field.
pub fn check(vault: &Vault, today: NaiveDate, list: &[Assignment]) -> Result<(), MemberError> {
    patch(vault, today, list).map(drop)
}

/// Adds a person.
///
/// # Durability
/// On `Ok` the person is saved.
///
/// # Errors
/// [`MemberError::Refused`] with the field; nothing is changed then.
pub fn add(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    list: &[Assignment],
) -> Result<Changed, MemberError> {
    let patch = patch(vault, today, list)?;
    let id = vault.new_id();
    let mut record = Record::default();
    let fields = patch.apply(&mut record, &mut pen(vault, now_ms, &mut |_, _| ()))?;
    let notices = notices(vault, id, &record)?;
    vault.commit(now_ms, vec![Change { kind: Kind::Person, id, verb: Verb::Added, record }])?;
    Ok(Changed { id, fields, notices })
}

/// Changes fields of a person; only the fields that differ are written, and nothing when none does.
///
/// # Durability
/// On `Ok` the changes are saved.
///
/// # Errors
/// As [`add`] and [`find`].
pub fn edit(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    who: &str,
    list: &[Assignment],
) -> Result<Changed, MemberError> {
    let (id, mut record) = find(vault, who)?;
    let patch = patch(vault, today, list)?;
    let before = Person::of(&record);
    let fields = patch.apply(&mut record, &mut pen(vault, now_ms, &mut |_, _| ()))?;
    if fields.is_empty() {
        return Ok(Changed { id, fields, notices: Vec::new() });
    }
    let mut notices = if patch.addresses().is_empty() { Vec::new() } else { notices(vault, id, &record)? };
    notices.extend(replaced(&before, &Person::of(&record), list));
    vault.commit(now_ms, vec![Change { kind: Kind::Person, id, verb: Verb::Edited, record }])?;
    Ok(Changed { id, fields, notices })
}

/// A person who is to be added or changed.
#[derive(Clone)]
pub struct Proposed {
    who: Option<Id>,
    list: Vec<Assignment>,
}

/// Makes ready a new person, or a change of the one who is named, with what a change of roles moves in the agenda.
///
/// # Errors
/// As [`edit`] and [`add`]; nothing is changed then.
pub fn propose(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    who: Option<&str>,
    list: Vec<Assignment>,
) -> Result<Pending<Proposed>, MemberError> {
    let found = who.map(|who| find_id(vault, who)).transpose()?;
    let made = Proposed { who: found, list };
    if !made.list.iter().any(|a| a.key == Attr::Roles.into()) {
        return Ok(Pending::still(made));
    }
    let (id, record) = draft(vault, today, now_ms, found, &made.list)?;
    Ok(Pending::new(vault, today, made, |_, basis| {
        basis.offices.retain(|o| o.person != id);
        basis.offices.extend(of_record(id, &record));
    })?)
}

/// Adds or changes a person of whom was told what that moves.
///
/// # Durability
/// As [`add`] and [`edit`].
///
/// # Errors
/// As [`add`] and [`edit`].
pub fn accept(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    told: Told<Proposed>,
) -> Result<Changed, MemberError> {
    let Proposed { who, list } = told.take();
    match who {
        Some(id) => edit(vault, today, now_ms, &id.to_string(), &list),
        None => add(vault, today, now_ms, &list),
    }
}

/// Returns a person as [`edit`] would change it, or as [`add`] would make it without `who`; nothing is saved.
///
/// # Errors
/// As [`edit`] and [`add`].
pub fn draft(
    vault: &mut Vault,
    today: NaiveDate,
    now_ms: u64,
    who: Option<Id>,
    list: &[Assignment],
) -> Result<(Id, Record), MemberError> {
    let (id, mut record) = match who {
        Some(id) => (id, vault.record(Kind::Person, &id)?.ok_or(MemberError::Nobody)?),
        None => (vault.new_id(), Record::default()),
    };
    let patch = patch(vault, today, list)?;
    patch.apply(&mut record, &mut pen(vault, now_ms, &mut |_, _| ()))?;
    Ok((id, record))
}

/// Ends a membership on its last day.
///
/// # Errors
/// As [`find`]; [`MemberError::Refused`] when no membership runs.
pub fn leave(
    vault: &mut Vault,
    now_ms: u64,
    who: &str,
    last: NaiveDate,
    reason: Reason,
) -> Result<views::Left, MemberError> {
    let id =
        span(vault, now_ms, who, Verb::Left, &mut |record, pen| membership::end(record, last, reason, pen))?;
    Ok(views::Left(views::Turned { id, date: last, reason }))
}

/// Begins a new membership for a person who had left.
///
/// # Errors
/// As [`find`]; [`MemberError::Refused`] when a membership runs, or the day lies in an earlier one.
pub fn rejoin(
    vault: &mut Vault,
    now_ms: u64,
    who: &str,
    first: NaiveDate,
    reason: Reason,
) -> Result<views::Rejoined, MemberError> {
    let id = span(vault, now_ms, who, Verb::Rejoined, &mut |record, pen| {
        membership::rejoin(record, first, reason, pen).map(|()| true)
    })?;
    Ok(views::Rejoined(views::Turned { id, date: first, reason }))
}

/// A change to the spans of a record; tells whether it wrote.
type Act<'a> = &'a mut dyn FnMut(&mut Record, &mut dyn Pen) -> Result<bool, Fault>;

fn span(vault: &mut Vault, now_ms: u64, who: &str, verb: Verb, act: Act<'_>) -> Result<Id, MemberError> {
    let (id, mut record) = find(vault, who)?;
    let key = Attr::Joined.into();
    let wrote =
        act(&mut record, &mut pen(vault, now_ms, &mut |_, _| ())).map_err(|fault| Refused { key, fault })?;
    // The same said twice changes nothing, and leaves no entry.
    if wrote {
        vault.commit(now_ms, vec![Change { kind: Kind::Person, id, verb, record }])?;
    }
    Ok(id)
}

fn pen<'a>(vault: &'a mut Vault, now_ms: u64, progress: &'a mut dyn FnMut(u64, u64)) -> VaultPen<'a> {
    VaultPen { vault, now_ms, progress }
}

/// Returns everything about a person.
///
/// # Errors
/// As [`find`].
pub fn show(vault: &Vault, who: &str) -> Result<(Id, Person), MemberError> {
    let (id, record) = find(vault, who)?;
    Ok((id, Person::of(&record)))
}

/// Finds a person by the start of the identifier (4 digits at least), the mail address or any words of the name: see
/// [`pick`].
///
/// # Errors
/// [`MemberError::Nobody`], [`MemberError::Several`], [`MemberError::MergedInto`], [`MemberError::Removed`].
pub fn find(vault: &Vault, who: &str) -> Result<(Id, Record), MemberError> {
    let id = find_id(vault, who)?;
    let record = vault.record(Kind::Person, &id)?.ok_or(MemberError::Nobody)?;
    Ok((id, record))
}

/// Finds the identifier of a person as [`find`] does.
///
/// # Errors
/// As [`find`].
pub fn find_id(vault: &Vault, who: &str) -> Result<Id, MemberError> {
    let typed = Typed::read(who).ok_or(MemberError::Nobody)?;
    let (mut there, mut merged) = (Vec::new(), Vec::new());
    for (id, bytes) in vault.people()? {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        if !summary.is_merged() {
            there.push(Who::of(id, &summary));
        } else if typed.begins(&id) {
            merged.push(id);
        }
    }
    match pick::one(who, there) {
        Ok(id) => Ok(id),
        Err(Miss::Several(found)) => Err(MemberError::Several(told_apart(vault, found)?)),
        Err(Miss::Nobody) => Err(gone(vault, &merged)?),
    }
}

/// Adds the days of birth of the first of them: two of one name may differ in nothing else.
fn told_apart(vault: &Vault, mut found: Vec<Fitting>) -> Result<Vec<Fitting>, MemberError> {
    const LISTED: usize = 8;
    for one in found.iter_mut().take(LISTED) {
        one.birth = vault.record(Kind::Person, &one.id)?.and_then(|record| Person::of(&record).birth);
    }
    Ok(found)
}

/// Says what became of the only one of these records: merged into another, or removed.
fn gone(vault: &Vault, merged: &[Id]) -> Result<MemberError, MemberError> {
    let [one] = merged else { return Ok(MemberError::Nobody) };
    let person = vault.record(Kind::Person, one)?.map(|record| Person::of(&record));
    Ok(match person {
        Some(Person { merged_into: Some(kept), .. }) => MemberError::MergedInto(kept),
        Some(Person { removed: true, .. }) => MemberError::Removed(*one),
        _ => MemberError::Nobody,
    })
}

/// Says which values went of a field that had several and was set to another one, as if it had one.
fn replaced(before: &Person, after: &Person, list: &[Assignment]) -> Vec<Caution> {
    fn of(person: &Person, attr: Attr) -> Vec<&str> {
        match attr {
            Attr::Tags => person.tags.iter().map(|(_, tag)| tag.as_str()).collect(),
            Attr::Email | Attr::Emails => person.emails.iter().map(|(_, address)| address.as_str()).collect(),
            _ => Vec::new(),
        }
    }
    let set = list.iter().filter(|a| a.op == Op::Set && !a.value.is_empty());
    let one = |assignment: &Assignment| {
        let Key::Attr(attr) = assignment.key else { return None };
        let (was, is) = (of(before, attr), of(after, attr));
        let gone: Vec<String> = was.iter().filter(|v| !is.contains(v)).map(|v| (*v).to_owned()).collect();
        (was.len() > 1 && !gone.is_empty()).then_some(Caution::Replaced(attr, gone))
    };
    set.filter_map(one).collect()
}

/// Looks for others with the same address for notices or the same name.
fn notices(vault: &Vault, id: Id, record: &Record) -> Result<Vec<Caution>, MemberError> {
    let person = Person::of(record);
    let (mut shared, mut named) = (Vec::new(), Vec::new());
    let key = person.name_key();
    for (other, bytes) in vault.people()?.filter(|(other, _)| *other != id) {
        let summary = Summary::of(bytes).map_err(|_| MemberError::Projection)?;
        if summary.is_merged() {
            continue;
        }
        if let Some(mail) = summary.email()
            && person.emails.iter().any(|(_, a)| a.eq_ignore_ascii_case(mail))
        {
            shared.push(other);
        }
        if name_key(summary.family(), summary.given()) == key {
            named.push(other);
        }
    }
    let some = |list: Vec<Id>, make: fn(Vec<Id>) -> Caution| (!list.is_empty()).then(|| make(list));
    Ok([some(shared, Caution::SharedAddress), some(named, Caution::Namesakes)]
        .into_iter()
        .flatten()
        .collect())
}

#[cfg(test)]
pub(crate) mod tests;
