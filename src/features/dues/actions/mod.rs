//! The treasury: read, scales set, members put on them, entries written. An entry is never changed.

pub mod agree;
pub mod certificate;
pub mod closing;
pub mod debit;
pub mod export;
pub mod import;
pub mod mandate;
pub mod remit;
pub mod request;
pub mod voucher;

pub use mandate::DebitError;

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{Id, Kept, Record, text::fold},
    features::{
        dues::{
            records::{Base, BookEntry, Exempt, Mandate, OnScale, Payer, Plan, ScaleVersion, Share, Source},
            rules::{self, Account, Past, Treasury, accounts, book, scales},
        },
        member::actions::{self as member, MemberError},
    },
    law::Fraction,
    money::{BadScale, Cents, EntryKind, Way, debit as sepa},
    roster,
    vault::{Change, Vault, VaultError, Verb},
};

/// Why the treasury could not do it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DuesError {
    /// The vault could not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The member is not found.
    #[error(transparent)]
    Member(#[from] MemberError),
    /// It is no scale.
    #[error(transparent)]
    Scale(#[from] BadScale),
    /// No scale has this name.
    #[error("there is no scale of this name")]
    NoScale {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A change from a day on which something later is set already.
    #[error("from {from}, but something is set from {last} on")]
    Before {
        /// The day.
        from: NaiveDate,
        /// The later day.
        last: NaiveDate,
    },
    /// A sum that is nothing or below.
    #[error("the amount must be above zero")]
    Nothing,
    /// A day to come.
    #[error("{0} has not come yet")]
    Future(NaiveDate),
    /// An entry of this kind is of a member, and none was named.
    #[error("a {0:?} is of a member")]
    Whose(EntryKind),
    /// An entry of this kind is of no member.
    #[error("a {0:?} is of no member")]
    Nobody(EntryKind),
    /// No entry has this number.
    #[error("there is no entry of this number")]
    NoEntry,
    /// The entry was reversed already.
    #[error("the entry was reversed already")]
    Reversed(String),
    /// A time that ends before it begins.
    #[error("the end lies before the beginning")]
    Backwards,
    /// A text with a line break or a sign that does not show.
    #[error("not a text of one line")]
    Text,
    /// A share that is none.
    #[error("not a share of working time")]
    Share,
    /// There is no scale at all yet.
    #[error("no scale is set")]
    NoPlan,
    /// What a certificate has to say is not noted.
    #[error("the certificate lacks what it has to say")]
    Certificate(certificate::Lacks),
    /// Nothing was received of anybody in the year.
    #[error("nothing was received in the year")]
    NothingReceived(i32),
    /// A payment that came back has another sum than the entry.
    #[error("the entry has another sum")]
    OtherSum(String),
    /// The year is not over.
    #[error("{0} is not over")]
    NotOver(i32),
    /// The year is closed: nothing is written into it.
    #[error("{0} is closed")]
    YearClosed(i32),
    /// The year is not closed.
    #[error("{0} is not closed")]
    NotClosed(i32),
    /// The second of two who close a year is the first.
    #[error("the same device closed it first")]
    SamePerson,
    /// The series of the book do not follow.
    #[error("the book does not follow")]
    NotFollowing,
    /// A workbook does not hold so many entries.
    #[error("a workbook does not hold so many")]
    TooMany,
    /// It is no year.
    #[error("not a year")]
    NoYear,
    /// Nobody lapses for arrears who is not late.
    #[error("nothing is late")]
    NotLate,
    /// The rule of the statutes about arrears is not noted.
    #[error("the rule of the statutes is not noted")]
    NoRule,
    /// A new address was asked for, and not said.
    #[error("the new address is missing")]
    NoAddress,
    /// Nothing of the kind is asked for.
    #[error("nothing of the kind is asked for")]
    NotAsked,
    /// No share upward is set.
    #[error("no share is set")]
    NoShare,
    /// A share upward that is none.
    #[error("not a share")]
    UpShare,
    /// No share is set for this level.
    #[error("there is no level of this name")]
    NoLevel {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A statement until a day before one that was declared.
    #[error("declared until {0} already")]
    Declared(NaiveDate),
    /// Nothing is unpaid that could be cut into instalments.
    #[error("there is nothing to cut into instalments")]
    NoDebt,
    /// The first instalment lies in the past.
    #[error("the first instalment, {0}, lies in the past")]
    FirstPast(NaiveDate),
    /// No instalments are agreed.
    #[error("no instalments are agreed")]
    NoAgreement,
    /// A voucher is not kept, or not given back.
    #[error(transparent)]
    Voucher(#[from] voucher::VoucherError),
    /// There is no mandate, or no debit.
    #[error(transparent)]
    Debit(#[from] DebitError),
    /// A file could not be written.
    #[error("a file could not be written")]
    Write(std::path::PathBuf, #[source] std::io::Error),
    /// The file is no text.
    #[error(transparent)]
    File(roster::import::ImportError),
    /// The file is no statement of a bank.
    #[error(transparent)]
    Statement(#[from] crate::money::bank::BadStatement),
    /// A file could not be read.
    #[error("a file could not be read")]
    Read(std::path::PathBuf, #[source] std::io::Error),
    /// The law gives no figure for the day.
    #[error(transparent)]
    Law(#[from] crate::law::LawError),
}

/// Reads everything that the treasury rests on.
///
/// # Errors
/// When the vault cannot be read; [`VaultError`] for a device whose role does not hold the dues.
pub fn read(vault: &Vault) -> Result<Treasury, VaultError> {
    let mut out = Treasury { plan: plan(vault)?.1, ..Treasury::default() };
    for (_, payer) in vault.all::<Payer>()? {
        if let Some(person) = payer.person {
            out.payers.insert(person, payer);
        }
    }
    out.mandates = vault.all::<Mandate>()?;
    out.entries = vault.all::<BookEntry>()?;
    out.entries.sort_by(|(_, a), (_, b)| (a.day, &a.series, a.number).cmp(&(b.day, &b.series, b.number)));
    for (id, person) in vault.all::<roster::Person>()? {
        if let Some(into) = person.merged_into {
            out.merged.insert(id, into);
            continue;
        }
        let spans = person.spans.iter().map(|(_, span)| *span).collect();
        let given = [&person.given, &person.preferred].into_iter().flatten().cloned().collect();
        let family = [&person.family, &person.birth_name].into_iter().flatten().cloned().collect();
        out.people.insert(id, rules::Person { id, name: person.display_name(), given, family, spans });
    }
    Ok(out)
}

/// Reads the plan; where two devices made one each, the one with the smaller identifier.
///
/// # Errors
/// When the vault cannot be read.
pub fn plan(vault: &Vault) -> Result<(Option<(Id, Record)>, Plan), VaultError> {
    let found = vault.records(Plan::KIND)?.into_iter().min_by_key(|(id, _)| *id);
    let plan = found.as_ref().and_then(|(_, record)| Plan::read(record)).unwrap_or_default();
    Ok((found, plan))
}

/// The change that makes the plan another one.
fn planned(
    vault: &mut Vault,
    now_ms: u64,
    edit: impl FnOnce(&mut Plan),
) -> Result<(Change, Plan), VaultError> {
    let (found, mut plan) = plan(vault)?;
    edit(&mut plan);
    let (id, mut record, verb) = match found {
        Some((id, record)) => (id, record, Verb::Edited),
        None => (vault.new_id(), Record::default(), Verb::Added),
    };
    let stamp = vault.stamp(now_ms);
    plan.write(&mut record, stamp);
    Ok((Change { kind: Plan::KIND, id, verb, record }, plan))
}

/// Returns the account of the one person whom the words name.
///
/// # Errors
/// [`DuesError::Member`] when nobody or several are named; when the vault cannot be read.
pub fn account(vault: &Vault, who: &str, on: NaiveDate) -> Result<(Treasury, Account), DuesError> {
    let id = member::find_id(vault, who)?;
    let treasury = read(vault)?;
    let account = treasury.account_of(id, on).ok_or(MemberError::Nobody)?;
    Ok((treasury, account))
}

/// What a new version of a scale is.
#[derive(Debug, Clone)]
pub struct NewScale {
    /// What it is.
    pub version: ScaleVersion,
    /// Whether it is the scale of whoever is put on none.
    pub usual: bool,
}

/// A change that is ready, with what it does to the past.
pub struct Ready<T> {
    /// What is to be saved.
    pub made: T,
    /// What it does to sums that have fallen due; nothing where it does nothing.
    pub past: Option<Past>,
}

/// Compares what has fallen due.
fn past(before: &Treasury, after: &Treasury, today: NaiveDate) -> Option<Past> {
    let sums = |t: &Treasury| -> BTreeMap<Id, Cents> {
        t.accounts(today).iter().map(|a| (a.id, a.standing.owed)).collect()
    };
    let (was, is) = (sums(before), sums(after));
    let mut out = Past { people: 0, by: Cents::ZERO };
    for (id, sum) in &is {
        let old = was.get(id).copied().unwrap_or(Cents::ZERO);
        if old != *sum {
            out.people = out.people.saturating_add(1);
            out.by = out.by.plus(sum.minus(old));
        }
    }
    (out.people > 0).then_some(out)
}

/// Makes ready a scale, or what a scale is from a day on.
///
/// # Errors
/// [`DuesError::Scale`]; [`DuesError::Before`] when the scale has a later version already.
pub fn propose_scale(vault: &Vault, today: NaiveDate, new: NewScale) -> Result<Ready<NewScale>, DuesError> {
    scales::version(&new.version)?;
    let before = read(vault)?;
    let key = fold(&new.version.scale);
    let same = |v: &&ScaleVersion| fold(&v.scale) == key;
    if let Some(last) = before.plan.scales.iter().filter(same).map(|v| v.from).max()
        && last > new.version.from
    {
        return Err(DuesError::Before { from: new.version.from, last });
    }
    let mut after = before.clone();
    put_scale(&mut after.plan, &new);
    let past = past(&before, &after, today).filter(|_| !before.plan.scales.is_empty());
    Ok(Ready { made: new, past })
}

fn put_scale(plan: &mut Plan, new: &NewScale) {
    let key = fold(&new.version.scale);
    // The name stays as it was first written.
    let known = plan.scales.iter().find(|v| fold(&v.scale) == key).map(|v| v.scale.clone());
    let mut version = new.version.clone();
    version.scale = known.unwrap_or(version.scale);
    plan.scales.retain(|v| fold(&v.scale) != key || v.from != version.from);
    if new.usual || plan.usual.is_none() {
        plan.usual = Some(version.scale.clone());
    }
    plan.scales.push(version);
}

/// Saves a scale.
///
/// # Errors
/// When the vault cannot be written.
pub fn save_scale(vault: &mut Vault, now_ms: u64, ready: &Ready<NewScale>) -> Result<Plan, DuesError> {
    let (change, plan) = planned(vault, now_ms, |plan| put_scale(plan, &ready.made))?;
    vault.commit(now_ms, vec![change])?;
    Ok(plan)
}

/// What is said of a member's dues from a day on.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// From which day on.
    pub from: Option<NaiveDate>,
    /// The scale.
    pub scale: Option<String>,
    /// The declared monthly base.
    pub base: Option<Cents>,
    /// The share of working time.
    pub share: Option<Fraction>,
    /// Why nothing is owed.
    pub exempt: Option<String>,
    /// Until when, for an exemption.
    pub until: Option<NaiveDate>,
}

/// A member whose dues are to be said anew.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The member.
    pub id: Id,
    payer: Payer,
}

/// Makes ready what dues of a member follow from.
///
/// # Errors
/// [`DuesError::NoScale`]; [`DuesError::Backwards`]; [`DuesError::Share`]; when nobody or several are named.
pub fn propose_setting(
    vault: &Vault,
    today: NaiveDate,
    who: &str,
    said: &Said,
) -> Result<Ready<Setting>, DuesError> {
    let id = member::find_id(vault, who)?;
    let before = read(vault)?;
    let known = scales::scales(&before.plan);
    if known.is_empty() {
        return Err(DuesError::NoPlan);
    }
    let mut payer = before.payers.get(&id).cloned().unwrap_or_default();
    payer.person = Some(id);
    let from = said.from.unwrap_or(today);
    if let Some(name) = &said.scale {
        let Some(scale) = scales::find(&known, name) else {
            return Err(DuesError::NoScale {
                name: name.clone(),
                known: known.into_iter().map(|s| s.name).collect(),
            });
        };
        payer.scales.retain(|one| one.from != from);
        payer.scales.push(OnScale { from, scale: scale.name.clone() });
    }
    if let Some(amount) = said.base {
        if amount < Cents::ZERO {
            return Err(DuesError::Nothing);
        }
        payer.bases.retain(|one| one.from != from);
        payer.bases.push(Base { from, amount });
    }
    if let Some(share) = said.share {
        if share <= Fraction::default() || share > Fraction::whole(1) {
            return Err(DuesError::Share);
        }
        payer.shares.retain(|one| one.from != from);
        payer.shares.push(Share { from, share: format!("{}/{}", share.num(), share.den()) });
    }
    if let Some(reason) = &said.exempt {
        if said.until.is_some_and(|until| until < from) {
            return Err(DuesError::Backwards);
        }
        payer.exempt.retain(|one| one.from != from);
        payer.exempt.push(Exempt { from, to: said.until, reason: reason.clone() });
    }
    let mut after = before.clone();
    after.payers.insert(id, payer.clone());
    let past = past(&before, &after, today);
    Ok(Ready { made: Setting { id, payer }, past })
}

/// Saves what dues of a member follow from.
///
/// # Errors
/// When the vault cannot be written.
pub fn save_setting(vault: &mut Vault, now_ms: u64, ready: Ready<Setting>) -> Result<(), DuesError> {
    let Setting { id, payer } = ready.made;
    let name = payer_id(id);
    let old = vault.record(Payer::KIND, &name)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    let stamp = vault.stamp(now_ms);
    payer.write(&mut record, stamp);
    vault.commit(now_ms, vec![Change { kind: Payer::KIND, id: name, verb, record }])?;
    Ok(())
}

/// The record of what dues of somebody follow from: the same on every device.
fn payer_id(person: Id) -> Id {
    let mut hasher = blake3::Hasher::new_derive_key("contrepoids 2026-11 payer");
    hasher.update(&person.0);
    Id(hasher.finalize().as_bytes().first_chunk::<16>().copied().unwrap_or_default())
}

/// What a person who enters something says.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// What it is.
    pub kind: EntryKind,
    /// The amount, in the sense of the kind; below zero only for a correction.
    pub amount: Cents,
    /// The day.
    pub day: NaiveDate,
    /// The member.
    pub person: Option<Id>,
    /// How the money went.
    pub way: Option<Way>,
    /// What it is found by elsewhere.
    pub reference: Option<String>,
    /// What it was for.
    pub label: Option<String>,
    /// The category of what is no dues.
    pub category: Option<String>,
}

/// Returns an entry that is like a new one: same member, kind, day and amount, and not reversed.
///
/// # Errors
/// When the vault cannot be read.
pub fn double(vault: &Vault, new: &NewEntry) -> Result<Option<BookEntry>, DuesError> {
    let all = vault.all::<BookEntry>()?;
    let same =
        |e: &BookEntry| (e.kind, e.amount, e.day, e.person) == (new.kind, new.amount, new.day, new.person);
    let found = all.iter().find(|(id, e)| same(e) && !book::reversed(&all, *id));
    Ok(found.map(|(_, entry)| entry.clone()))
}

/// Writes an entry.
///
/// # Errors
/// [`DuesError::Nothing`], [`DuesError::Future`], [`DuesError::Whose`], [`DuesError::Nobody`]; when the vault cannot be
/// written.
pub fn enter(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    new: &NewEntry,
) -> Result<BookEntry, DuesError> {
    let negative = new.amount < Cents::ZERO && new.kind != EntryKind::Correction;
    if new.amount == Cents::ZERO || negative {
        return Err(DuesError::Nothing);
    }
    if new.day > today {
        return Err(DuesError::Future(new.day));
    }
    match (new.kind.of_member(), new.person) {
        (true, None) => return Err(DuesError::Whose(new.kind)),
        (false, Some(_)) => return Err(DuesError::Nobody(new.kind)),
        _ => {}
    }
    let entry = BookEntry {
        day: new.day,
        kind: new.kind,
        amount: new.amount,
        person: new.person,
        way: new.way,
        reference: new.reference.clone(),
        label: new.label.clone(),
        series: String::new(),
        number: 0,
        before: None,
        reverses: None,
        source: Source::Typed,
        line: None,
        category: new.category.clone(),
        noted: now_ms,
    };
    write(vault, now_ms, vec![entry], Vec::new(), |_| {})?.pop().ok_or(DuesError::NoEntry)
}

/// Writes entries one behind the other in the series of this device, with what else changes: all of it or nothing. Returns
/// them with their numbers.
fn write(
    vault: &mut Vault,
    now_ms: u64,
    entries: Vec<BookEntry>,
    mut changes: Vec<Change>,
    edit: impl FnOnce(&mut Plan),
) -> Result<Vec<BookEntry>, DuesError> {
    let (_, was) = plan(vault)?;
    let device = crate::base::hex::write(&vault.device());
    let series = was.series.get(&device).cloned().unwrap_or_else(|| book::letters(&was.series));
    let (change, is) = planned(vault, now_ms, |plan| {
        plan.series.insert(device, series.clone());
        edit(plan);
    })?;
    if is != was {
        changes.push(change);
    }
    if let Some(entry) = entries.iter().find(|e| accounts::is_closed(&was, e.day.year())) {
        return Err(DuesError::YearClosed(entry.day.year()));
    }
    let (mut number, mut before) = book::next(&vault.all::<BookEntry>()?, &series);
    let mut out = Vec::new();
    for mut entry in entries {
        (entry.series, entry.number, entry.before) = (series.clone(), number, before);
        (number, before) = (number.saturating_add(1), Some(entry.mark()));
        let id = vault.new_id();
        let (mut record, stamp) = (Record::default(), vault.stamp(now_ms));
        entry.write(&mut record, stamp);
        changes.push(Change { kind: BookEntry::KIND, id, verb: Verb::Added, record });
        out.push(entry);
    }
    vault.commit(now_ms, changes)?;
    Ok(out)
}

/// Returns the entry of a number, `A-0007` or `a7`.
///
/// # Errors
/// [`DuesError::NoEntry`]; when the vault cannot be read.
pub fn find(vault: &Vault, number: &str) -> Result<(Id, BookEntry), DuesError> {
    numbered(&vault.all::<BookEntry>()?, number)
}

fn numbered(all: &[(Id, BookEntry)], number: &str) -> Result<(Id, BookEntry), DuesError> {
    let typed: String = number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let digits = typed.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let series = typed.strip_suffix(digits).unwrap_or_default();
    let number: u32 = digits.parse().map_err(|_| DuesError::NoEntry)?;
    all.iter().find(|(_, e)| e.series == series && e.number == number).cloned().ok_or(DuesError::NoEntry)
}

/// Reverses an entry by another one; both stay.
///
/// # Errors
/// [`DuesError::NoEntry`], [`DuesError::Reversed`]; when the vault cannot be written.
pub fn reverse(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    number: &str,
    reason: Option<String>,
) -> Result<(BookEntry, BookEntry), DuesError> {
    let all = vault.all::<BookEntry>()?;
    let (id, old) = numbered(&all, number)?;
    if old.reverses.is_some() || book::reversed(&all, id) {
        return Err(DuesError::Reversed(old.receipt()));
    }
    let back = BookEntry {
        amount: old.amount.negated(),
        label: reason.or_else(|| old.label.clone()),
        reverses: Some(id),
        source: Source::Typed,
        line: None,
        noted: now_ms,
        // It counts on the day of what it reverses while that year is open; a payment of last year that bounced counts today.
        day: if old.day.year() == today.year() { old.day } else { today },
        ..old.clone()
    };
    let made = write(vault, now_ms, vec![back], Vec::new(), |_| {})?.pop().ok_or(DuesError::NoEntry)?;
    Ok((old, made))
}

/// What is said of who receives the dues.
#[derive(Debug, Clone, Default)]
pub struct Receiver {
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// What it is affiliated to.
    pub affiliation: Option<String>,
    /// Since when it is representative.
    pub representative: Option<NaiveDate>,
    /// Who signs.
    pub signatory: Option<String>,
    /// In which office.
    pub office: Option<String>,
    /// After how many days a sum is late.
    pub grace: Option<u32>,
    /// How many days lie between two reminders at least.
    pub gap: Option<u32>,
    /// What the statutes say of members who do not pay.
    pub lapse: Option<String>,
    /// The creditor identifier, by which debits are collected.
    pub creditor: Option<String>,
    /// The account on which debits come in.
    pub account: Option<String>,
}

/// Saves what is said of who receives the dues.
///
/// # Errors
/// [`DuesError::Debit`]; when the vault cannot be written.
pub fn receiver(vault: &mut Vault, now_ms: u64, said: Receiver) -> Result<Plan, DuesError> {
    let creditor = said.creditor.as_deref().map(sepa::creditor).transpose().map_err(DebitError::from)?;
    let account = said.account.as_deref().map(sepa::account).transpose().map_err(DebitError::from)?;
    let (change, plan) = planned(vault, now_ms, |plan| {
        let put = |slot: &mut Option<String>, value: Option<String>| {
            if value.is_some() {
                *slot = value;
            }
        };
        put(&mut plan.receiver, said.name);
        put(&mut plan.address, said.address);
        put(&mut plan.affiliation, said.affiliation);
        put(&mut plan.signatory, said.signatory);
        put(&mut plan.office, said.office);
        put(&mut plan.lapse, said.lapse);
        put(&mut plan.creditor, creditor);
        put(&mut plan.account, account);
        plan.representative = said.representative.or(plan.representative);
        plan.grace = said.grace.or(plan.grace);
        plan.gap = said.gap.or(plan.gap);
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(plan)
}
