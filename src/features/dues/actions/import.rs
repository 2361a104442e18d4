//! A statement of the bank: read, compared with the book, proposed to members, written in one piece.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::NaiveDate;

use super::{DuesError, agree::edited, plan, read, write};
use crate::{
    base::{Id, hex},
    features::dues::{
        records::{BookEntry, Source},
        rules::{
            self, Treasury, book,
            returned::{self, Undoes},
        },
        views,
    },
    money::{
        Cents, EntryKind, Way,
        bank::{self, Movement, Statement},
        matching::{self, Proposal, Words},
    },
    platform::input,
    roster::import::{BYTES_MAX, decode},
    vault::Vault,
};

/// How many days a typed entry may lie from a movement to be probably the same.
const NEAR: i64 = 3;

/// What a movement is to the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is in the book already, from this file or one that overlaps it.
    Known,
    /// An entry that was typed is probably the same.
    Double(String),
    /// It is new.
    New,
}

/// A movement with what is proposed for it.
pub struct Row {
    /// The movement.
    pub movement: Movement,
    /// What it is to the book.
    pub state: State,
    /// Who it may be of.
    pub proposals: Vec<Proposal<Id>>,
    /// Which entry it may undo, where a payment came back.
    pub undoes: Vec<Undoes>,
    fingerprint: String,
    origin: Option<String>,
}

/// A statement that was read and compared.
pub struct Import {
    /// Its form.
    pub statement: Statement,
    /// Its movements, in the order of the file.
    pub rows: Vec<Row>,
    /// The names of the people who are proposed.
    pub names: BTreeMap<Id, String>,
    /// The numbers of the entries that may be undone.
    pub receipts: BTreeMap<Id, String>,
    /// Whether files of other accounts were taken in before, and none of this one.
    pub other_account: bool,
    key: [u8; 32],
    account: String,
}

impl Import {
    /// Returns what is shown of it, with what was decided.
    #[must_use]
    pub fn view(&self, decided: &[(usize, Decision)], applied: bool) -> views::Imported {
        let row = |(at, row): (usize, &Row)| {
            let decision = decided.iter().find(|(of, _)| *of == at).map(|(_, decision)| decision);
            views::MovementView {
                line: row.movement.line,
                day: row.movement.day,
                amount: row.movement.amount,
                label: row.movement.label.clone(),
                state: match &row.state {
                    State::Known => "known",
                    State::Double(_) => "double",
                    State::New => "new",
                },
                double: match &row.state {
                    State::Double(number) => Some(number.clone()),
                    _ => None,
                },
                proposals: row
                    .proposals
                    .iter()
                    .map(|p| views::ProposalView { person: p.who, why: p.why.clone(), sure: p.sure })
                    .collect(),
                undoes: row.undoes.iter().map(|one| one.receipt.clone()).collect(),
                reverses: match decision {
                    Some(Decision::Back(id)) => self.receipts.get(id).cloned(),
                    _ => None,
                },
                of: match decision {
                    Some(Decision::Of(id)) => Some(*id),
                    _ => None,
                },
                aside: match decision {
                    Some(Decision::Aside(category)) => Some(category.clone()),
                    _ => None,
                },
            }
        };
        views::Imported {
            form: self.statement.form,
            bank: self.statement.bank.clone(),
            applied,
            other_account: self.other_account,
            written: decided.len(),
            movements: (0..).zip(&self.rows).map(row).collect(),
        }
    }
}

/// What a person says of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Dues of this member.
    Of(Id),
    /// No dues, of this category.
    Aside(String),
    /// It undoes this entry: the payment came back.
    Back(Id),
}

/// Reads a statement and proposes; nothing is written.
///
/// # Errors
/// [`DuesError::Read`], [`DuesError::File`], [`DuesError::Statement`]: nothing of a file is taken of which a line cannot be
/// read; when the vault cannot be read.
pub fn prepare(
    vault: &Vault,
    path: &Path,
    random: impl Fn(&mut [u8]),
    on: NaiveDate,
) -> Result<Import, DuesError> {
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX);
    let bytes = input::read(path, most).map_err(|error| DuesError::Read(path.to_owned(), error))?;
    let decoded = decode::decode(&bytes, None).map_err(DuesError::File)?;
    let statement = bank::read(&decoded.text)?;
    let treasury = read(vault)?;
    let key = key(&treasury, random);
    let payers = payers(&treasury, on);
    let known: BTreeSet<&str> = treasury.entries.iter().filter_map(|(_, e)| e.line.as_deref()).collect();
    let mut taken: BTreeSet<Id> = BTreeSet::new();
    let mut rows = Vec::new();
    let prints: Vec<String> = bank::fingerprints(&statement).iter().map(|print| keyed(&key, print)).collect();
    let here: BTreeSet<&str> = prints.iter().map(String::as_str).collect();
    for (movement, fingerprint) in statement.movements.iter().zip(prints.clone()) {
        let origin = matching::origin(movement).map(|o| keyed(&key, &o));
        let state = if known.contains(fingerprint.as_str()) {
            State::Known
        } else {
            double(&treasury, movement, &here, &mut taken).map_or(State::New, State::Double)
        };
        let proposals = if movement.amount > Cents::ZERO && state == State::New {
            matching::propose(movement, origin.as_deref(), &payers)
        } else {
            Vec::new()
        };
        let undoes = if state == State::New { returned::undoes(movement, &treasury) } else { Vec::new() };
        rows.push(Row { movement: movement.clone(), state, proposals, undoes, fingerprint, origin });
    }
    let names = treasury.people.values().map(|p| (p.id, p.name.clone())).collect();
    let receipts = treasury.entries.iter().map(|(id, entry)| (*id, entry.receipt())).collect();
    // An account without a number is known by its bank.
    let account = bank::account(&statement).map_or_else(
        || format!("bank {}", statement.bank.as_deref().unwrap_or_default()),
        |number| format!("account {number}"),
    );
    let account = keyed(&key, &account);
    let seen = &treasury.plan.accounts;
    let other_account = !seen.is_empty() && !seen.contains(&account);
    Ok(Import { statement, rows, names, receipts, other_account, key, account })
}

/// The key of the section for origins and lines, or a new one.
fn key(treasury: &Treasury, random: impl Fn(&mut [u8])) -> [u8; 32] {
    treasury.plan.key.as_deref().and_then(hex::read::<32>).unwrap_or_else(|| {
        let mut key = [0; 32];
        random(&mut key);
        key
    })
}

/// A keyed hash: nothing of a name or an account lies in the records.
fn keyed(key: &[u8; 32], text: &str) -> String {
    blake3::keyed_hash(key, text.as_bytes()).to_hex().chars().take(32).collect()
}

/// An entry that is probably the same: typed for the same sum within a few days, or from another file of the same day that this one
/// does not know; each stands for one movement.
fn double(
    treasury: &Treasury,
    movement: &Movement,
    here: &BTreeSet<&str>,
    taken: &mut BTreeSet<Id>,
) -> Option<String> {
    let near = |e: &BookEntry| match &e.line {
        None => movement.day.signed_duration_since(e.day).num_days().abs() <= NEAR,
        Some(line) => e.day == movement.day && !here.contains(line.as_str()),
    };
    if let Some(receipt) = batch(treasury, movement, taken) {
        return Some(receipt);
    }
    let found = treasury.entries.iter().find(|(id, e)| {
        e.kind.moves_money()
            && e.way != Some(Way::Cash)
            && e.counted().money() == movement.amount
            && near(e)
            // A payment that came back may have been reversed by hand already.
            && (e.reverses.is_none() || movement.amount < Cents::ZERO)
            && !book::reversed(&treasury.entries, *id)
            && !taken.contains(id)
    })?;
    taken.insert(found.0);
    Some(found.1.receipt())
}

/// The debits of a day that a movement may be the sum of: a bank books what was collected by one file as one.
fn batch(treasury: &Treasury, movement: &Movement, taken: &mut BTreeSet<Id>) -> Option<String> {
    let near = |day: NaiveDate| movement.day.signed_duration_since(day).num_days().abs() <= NEAR;
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let debits = treasury.mandates.iter().flat_map(|(_, m)| &m.debits).filter(|d| near(d.day));
    for (message, end) in debits.filter_map(|d| Some((d.message.as_deref()?, d.end_to_end.as_str()))) {
        files.entry(message).or_default().push(end);
    }
    files.into_values().find_map(|ends| {
        let of = |(id, e): &&(Id, BookEntry)| {
            e.way == Some(Way::Debit)
                && e.reverses.is_none()
                && e.reference.as_deref().is_some_and(|r| ends.contains(&r))
                && !book::reversed(&treasury.entries, *id)
                && !taken.contains(id)
        };
        let theirs: Vec<&(Id, BookEntry)> = treasury.entries.iter().filter(of).collect();
        let sum: Cents = theirs.iter().map(|(_, e)| e.counted().money()).sum();
        let (_, first) = theirs.first()?;
        if theirs.len() < 2 || sum != movement.amount {
            return None;
        }
        let receipt = first.receipt();
        taken.extend(theirs.iter().map(|(id, _)| *id));
        Some(receipt)
    })
}

fn payers(treasury: &Treasury, on: NaiveDate) -> Vec<matching::Payer<Id>> {
    let accounts = treasury.accounts(on);
    let one = |account: &crate::features::dues::rules::Account| {
        let person = treasury.people.get(&account.id)?;
        let unpaid = account.standing.unpaid.iter();
        let mut sums: Vec<Cents> = unpaid.clone().map(|u| u.rest).collect();
        sums.push(unpaid.map(|u| u.rest).sum());
        // Whoever pays each month is expected to pay the same again.
        sums.extend(account.charges.last().and_then(|charge| charge.amount));
        sums.retain(|sum| *sum > Cents::ZERO);
        Some(matching::Payer {
            who: account.id,
            reference: rules::reference(account.id).to_lowercase(),
            given: person.given.iter().map(|name| Words::of(name)).collect(),
            family: person.family.iter().map(|name| Words::of(name)).collect(),
            sums,
            seen: treasury.payer(account.id).origins,
        })
    };
    accounts.iter().filter_map(one).collect()
}

/// Writes what was decided, all of it or nothing, and remembers where each payment came from.
///
/// # Errors
/// When the vault cannot be written; nothing was written then.
pub fn save(
    vault: &mut Vault,
    now_ms: u64,
    import: &Import,
    decided: &[(usize, Decision)],
) -> Result<Vec<BookEntry>, DuesError> {
    let mut entries = Vec::new();
    let mut origins: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    let book = vault.all::<BookEntry>()?;
    let mut undone: BTreeSet<Id> = BTreeSet::new();
    for (at, decision) in decided {
        let Some(row) = import.rows.get(*at) else { continue };
        if let (Decision::Of(id), Some(origin)) = (decision, &row.origin)
            && row.movement.amount > Cents::ZERO
        {
            origins.entry(*id).or_default().insert(origin.clone());
        }
        entries.push(match decision {
            Decision::Back(id) => back(&book, *id, row, &mut undone, now_ms)?,
            Decision::Of(id) => written(row, Some(*id), None, now_ms),
            Decision::Aside(category) => written(row, None, Some(category.clone()), now_ms),
        });
    }
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    for (id, marks) in origins {
        changes.push(edited(vault, now_ms, id, |payer| payer.origins.extend(marks))?);
    }
    let key = hex::write(&import.key);
    let known = plan(vault)?.1.key.is_some();
    write(vault, now_ms, entries, changes, |plan| {
        if !known {
            plan.key = Some(key);
        }
        plan.accounts.insert(import.account.clone());
    })
}

/// The entry of a movement: dues of a member, or what is none.
fn written(row: &Row, person: Option<Id>, category: Option<String>, noted: u64) -> BookEntry {
    let movement = &row.movement;
    let kind = match (movement.amount > Cents::ZERO, person.is_some()) {
        (true, true) => EntryKind::Payment,
        (false, true) => EntryKind::Refund,
        (true, false) => EntryKind::Receipt,
        (false, false) => EntryKind::Expense,
    };
    BookEntry {
        day: movement.day,
        kind,
        amount: movement.amount.abs(),
        person,
        way: Some(way(movement)),
        reference: movement.reference.clone(),
        // The words of the bank name people: they stay only where they are no member's.
        label: person.is_none().then(|| movement.label.clone()),
        series: String::new(),
        number: 0,
        before: None,
        reverses: None,
        source: Source::Bank,
        line: Some(row.fingerprint.clone()),
        category,
        noted,
    }
}

/// The entry of a payment that came back: it undoes the one of the payment, on the day of the bank.
fn back(
    book: &[(Id, BookEntry)],
    id: Id,
    row: &Row,
    undone: &mut BTreeSet<Id>,
    noted: u64,
) -> Result<BookEntry, DuesError> {
    let old = book.iter().find(|(of, _)| *of == id).map(|(_, entry)| entry).ok_or(DuesError::NoEntry)?;
    if old.reverses.is_some() || book::reversed(book, id) || !undone.insert(id) {
        return Err(DuesError::Reversed(old.receipt()));
    }
    if old.counted().money().negated() != row.movement.amount {
        return Err(DuesError::OtherSum(old.receipt()));
    }
    Ok(BookEntry {
        day: row.movement.day,
        amount: old.amount.negated(),
        label: row.movement.returned.clone().or_else(|| old.label.clone()),
        reverses: Some(id),
        source: Source::Bank,
        line: Some(row.fingerprint.clone()),
        noted,
        ..old.clone()
    })
}

/// How money went, by the words of the bank.
fn way(movement: &Movement) -> Way {
    let words = crate::base::text::fold(&movement.label);
    let has = |all: &[&str]| words.split(' ').any(|w| all.contains(&w));
    if has(&["chq", "cheque", "cheques"]) {
        Way::Cheque
    } else if has(&["prlv", "prelevement", "prelevements"]) {
        Way::Debit
    } else if has(&["especes", "versement"]) {
        Way::Cash
    } else if has(&["cb", "carte"]) {
        Way::Card
    } else {
        Way::Transfer
    }
}
