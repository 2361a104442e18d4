//! Debits: announced, written into a file for the bank, refused by it.

use std::{collections::BTreeMap, path::Path};

use chrono::{Datelike as _, NaiveDate};

use super::{
    DuesError,
    mandate::{DebitError, changed},
    read, write as enter,
};
use crate::{
    base::Id,
    features::dues::{
        records::{BookEntry, Collected, DebitState, Mandate, Source},
        rules::{
            Treasury, book,
            mandate::{self as rules, Left, Stands},
        },
        views,
    },
    money::{
        Cents, EntryKind, Way,
        debit::{self, Batch, Debit, Schema},
    },
    platform::input,
    vault::{Change, Vault, file},
};

/// An answer of a bank is never longer.
const ANSWER_MOST: u64 = 8 * 1024 * 1024;

/// Debits of a day, with who is left out. No `Debug`: it holds names.
pub struct Day {
    /// The day on which the accounts are debited.
    pub day: NaiveDate,
    /// The debits, each with its mandate.
    pub debits: Vec<(Mandate, Collected)>,
    /// Who is left out, and why.
    pub left: Vec<(Id, Left)>,
    /// The file that was written.
    pub file: Option<String>,
    /// The treasury.
    pub treasury: Treasury,
}

impl Day {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self) -> views::DebitDay {
        views::DebitDay::of(&self.treasury, self.day, &self.debits, &self.left, self.file.clone())
    }
}

/// Announces the debits of a day: of each member with a mandate what will have fallen due by then. The notice `debit` tells them.
///
/// What was announced for the day before stays as it is.
///
/// # Errors
/// [`DebitError::TooSoon`]; [`DebitError::NoCreditor`]; [`DebitError::NothingToDebit`]; when the vault cannot be written.
pub fn prepare(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    day: NaiveDate,
    random: impl Fn(&mut [u8]),
) -> Result<Day, DuesError> {
    let earliest = rules::earliest(today);
    if day < earliest {
        return Err(DebitError::TooSoon(earliest).into());
    }
    let treasury = read(vault)?;
    creditor(&treasury)?;
    let mut out = Day { day, debits: Vec::new(), left: Vec::new(), file: None, treasury };
    let mut changes: Vec<Change> = Vec::new();
    let mandates = out.treasury.mandates.clone();
    for (id, mut mandate) in mandates {
        let Some(person) = mandate.person.map(|id| out.treasury.whose(id)) else { continue };
        let in_force = rules::of(&out.treasury, person, day).is_some_and(|(of, _)| *of == id);
        if !in_force {
            continue;
        }
        if let Some(there) =
            mandate.debits.iter().find(|d| d.day == day && d.state == DebitState::Announced).cloned()
        {
            out.debits.push((mandate, there));
            continue;
        }
        if mandate.debits.iter().any(|d| d.day == day && d.state == DebitState::Written) {
            out.left.push((person, Left::Announced));
            continue;
        }
        let Some(account) = out.treasury.account_of(person, day) else { continue };
        match rules::to_debit(&out.treasury, &account, &mandate, day) {
            Err(why) => out.left.push((person, why)),
            Ok(amount) => {
                let mut bytes = [0; 12];
                random(&mut bytes);
                let one = Collected {
                    day,
                    amount,
                    end_to_end: debit::reference(&bytes),
                    told: today,
                    state: DebitState::Announced,
                    message: None,
                    reason: None,
                };
                mandate.debits.push(one.clone());
                changes.push(changed(vault, now_ms, id, &mandate)?);
                out.debits.push((mandate, one));
            }
        }
    }
    if out.debits.is_empty() {
        return Err(DebitError::NothingToDebit.into());
    }
    if !changes.is_empty() {
        vault.commit(now_ms, changes)?;
    }
    Ok(out)
}

/// Who collects: the name, the identifier, the account.
fn creditor(treasury: &Treasury) -> Result<(String, String, String), DuesError> {
    let plan = &treasury.plan;
    match (&plan.receiver, &plan.creditor, &plan.account) {
        (Some(name), Some(id), Some(account)) => Ok((name.clone(), id.clone(), account.clone())),
        _ => Err(DebitError::NoCreditor.into()),
    }
}

/// How the file for the bank is written.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The day on which the accounts are debited.
    pub day: NaiveDate,
    /// Which version of the message.
    pub schema: Schema,
    /// The file.
    pub out: &'a Path,
    /// Whether a file of that name is replaced.
    pub force: bool,
}

/// Writes the file for the bank of the debits that were announced for a day, and notes what they bring in; whoever paid meanwhile
/// is not debited. A file that was written before is written again, the same.
///
/// # Durability
/// The debits are noted before the file is there, so that none is handed over that is not noted.
///
/// # Errors
/// [`DebitError::NoCreditor`]; [`DebitError::NothingToDebit`]; [`DebitError::DayPast`]; [`DebitError::Batch`]; [`DuesError::Write`]; when the
/// vault cannot be written.
pub fn write(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    wish: Wish<'_>,
    random: impl Fn(&mut [u8]),
) -> Result<Day, DuesError> {
    let day = wish.day;
    file::ending(wish.out, &["xml"]).map_err(|error| DuesError::Write(wish.out.to_owned(), error))?;
    if wish.out.exists() && !wish.force {
        let error = std::io::ErrorKind::AlreadyExists.into();
        return Err(DuesError::Write(wish.out.to_owned(), error));
    }
    let treasury = read(vault)?;
    let mut out = Day { day, debits: Vec::new(), left: Vec::new(), file: None, treasury };
    let (name, identifier, account) = creditor(&out.treasury)?;
    let written: Vec<(Mandate, Collected)> = all(&out.treasury, day, DebitState::Written);
    let again = written.first().and_then(|(_, d)| d.message.clone());
    let message = again.clone().unwrap_or_else(|| {
        let mut bytes = [0; 12];
        random(&mut bytes);
        debit::reference(&bytes)
    });
    let mut chosen: Vec<(Id, Mandate, usize)> = Vec::new();
    if again.is_none() {
        if day <= today {
            return Err(DebitError::DayPast(day).into());
        }
        for (id, mandate) in &out.treasury.mandates {
            let coming = |d: &Collected| d.day == day && d.state == DebitState::Announced;
            let (Some(at), Some(person)) = (mandate.debits.iter().position(coming), mandate.person) else {
                continue;
            };
            let person = out.treasury.whose(person);
            let unpaid = out
                .treasury
                .account_of(person, day)
                .map_or(Cents::ZERO, |account| account.standing.unpaid.iter().map(|u| u.rest).sum());
            let amount = mandate.debits.get(at).map_or(Cents::ZERO, |d| d.amount);
            let why = if rules::stands(mandate, day) == Stands::InForce {
                (unpaid < amount).then_some(Left::Paid)
            } else {
                Some(Left::Stopped)
            };
            match why {
                Some(why) => out.left.push((person, why)),
                None => chosen.push((*id, mandate.clone(), at)),
            }
        }
    } else {
        out.debits = written;
    }
    for (_, mandate, at) in &chosen {
        if let Some(one) = mandate.debits.get(*at) {
            out.debits.push((mandate.clone(), one.clone()));
        }
    }
    if out.debits.is_empty() {
        return Err(DebitError::NothingToDebit.into());
    }
    let debits = out.debits.iter().map(|(mandate, one)| debit_of(&out.treasury, mandate, one)).collect();
    let batch =
        Batch { message: message.clone(), created: today, creditor: name, identifier, account, day, debits };
    let xml = batch.xml(wish.schema).map_err(DebitError::from)?;
    if again.is_none() {
        note(vault, now_ms, &chosen, &message)?;
        for (_, one) in &mut out.debits {
            one.state = DebitState::Written;
        }
    }
    file::write_whole(wish.out, xml.as_bytes(), wish.force)
        .map_err(|error| DuesError::Write(wish.out.to_owned(), error))?;
    out.file = Some(wish.out.display().to_string());
    Ok(out)
}

/// The debits of a day in a state, each with its mandate.
fn all(treasury: &Treasury, day: NaiveDate, state: DebitState) -> Vec<(Mandate, Collected)> {
    let of = |(_, mandate): &(Id, Mandate)| -> Vec<(Mandate, Collected)> {
        let them = mandate.debits.iter().filter(|d| d.day == day && d.state == state);
        them.map(|one| (mandate.clone(), one.clone())).collect()
    };
    treasury.mandates.iter().flat_map(of).collect()
}

fn debit_of(treasury: &Treasury, mandate: &Mandate, one: &Collected) -> Debit {
    let person = mandate.person.map(|id| treasury.whose(id));
    let name = person.and_then(|id| treasury.people.get(&id)).map(|p| p.name.clone()).unwrap_or_default();
    Debit {
        reference: mandate.reference.clone(),
        signed: mandate.signed.unwrap_or(mandate.made),
        name: mandate.holder.clone().unwrap_or(name),
        account: mandate.account.clone(),
        amount: one.amount,
        end_to_end: one.end_to_end.clone(),
    }
}

/// Notes debits as handed to the bank, each with an entry of the book on its day.
fn note(
    vault: &mut Vault,
    now_ms: u64,
    chosen: &[(Id, Mandate, usize)],
    message: &str,
) -> Result<(), DuesError> {
    let (mut entries, mut changes) = (Vec::new(), Vec::new());
    for (id, mandate, at) in chosen {
        let mut mandate = mandate.clone();
        let Some(one) = mandate.debits.get_mut(*at) else { continue };
        one.state = DebitState::Written;
        one.message = Some(message.to_owned());
        entries.push(BookEntry {
            day: one.day,
            kind: EntryKind::Payment,
            amount: one.amount,
            person: mandate.person,
            way: Some(Way::Debit),
            reference: Some(one.end_to_end.clone()),
            label: None,
            series: String::new(),
            number: 0,
            before: None,
            reverses: None,
            source: Source::Typed,
            line: None,
            category: None,
            noted: now_ms,
        });
        changes.push(changed(vault, now_ms, *id, &mandate)?);
    }
    enter(vault, now_ms, entries, changes, |_| {})?;
    Ok(())
}

/// Takes in what a bank answers to a file (pain.002): what it refused is reversed in the book.
///
/// What was taken in before changes nothing.
///
/// # Errors
/// [`DuesError::Read`], [`DebitError::Answer`] for a file that is none, [`DebitError::NotOurs`] for one about no debit of ours; when the
/// vault cannot be written.
pub fn refused(vault: &mut Vault, now_ms: u64, today: NaiveDate, path: &Path) -> Result<Day, DuesError> {
    let bytes = input::read(path, ANSWER_MOST).map_err(|error| DuesError::Read(path.to_owned(), error))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| DebitError::Answer)?;
    let answer = debit::answer(text.trim_start_matches('\u{feff}')).map_err(|_| DebitError::Answer)?;
    let why: BTreeMap<&str, &str> =
        answer.refused.iter().map(|one| (one.end_to_end.as_str(), one.reason.as_str())).collect();
    let treasury = read(vault)?;
    let mut out = Day { day: today, debits: Vec::new(), left: Vec::new(), file: None, treasury };
    let (mut entries, mut changes, mut known) = (Vec::new(), Vec::new(), false);
    for (id, mandate) in out.treasury.mandates.clone() {
        let mut mandate = mandate;
        let mut touched = Vec::new();
        for one in &mut mandate.debits {
            let ours = one.message.as_deref() == Some(answer.message.as_str());
            known |= ours;
            let whole = answer.whole.as_deref().filter(|_| ours);
            let Some(reason) = why.get(one.end_to_end.as_str()).copied().or(whole) else { continue };
            known = true;
            if one.state != DebitState::Written {
                continue;
            }
            one.state = DebitState::Refused;
            one.reason = Some(reason.to_owned());
            entries.extend(undone(&out.treasury, one, today, now_ms));
            touched.push(one.clone());
        }
        if !touched.is_empty() {
            changes.push(changed(vault, now_ms, id, &mandate)?);
            out.debits.extend(touched.into_iter().map(|one| (mandate.clone(), one)));
        }
    }
    if !known {
        return Err(DebitError::NotOurs.into());
    }
    if let Some(first) = out.debits.iter().map(|(_, d)| d.day).min() {
        out.day = first;
        enter(vault, now_ms, entries, changes, |_| {})?;
    }
    Ok(out)
}

/// The entry that undoes that of a debit, on its day while the year is that of today.
fn undone(treasury: &Treasury, one: &Collected, today: NaiveDate, noted: u64) -> Option<BookEntry> {
    let is = |e: &BookEntry| {
        e.reference.as_deref() == Some(one.end_to_end.as_str())
            && e.way == Some(Way::Debit)
            && e.reverses.is_none()
    };
    let (id, old) = treasury.entries.iter().find(|(_, e)| is(e))?;
    if book::reversed(&treasury.entries, *id) {
        return None;
    }
    Some(BookEntry {
        amount: old.amount.negated(),
        label: one.reason.clone(),
        reverses: Some(*id),
        line: None,
        noted,
        day: if old.day.year() == today.year() || old.day > today { old.day } else { today },
        ..old.clone()
    })
}
