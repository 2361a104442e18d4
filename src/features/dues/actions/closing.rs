//! A year of the book: its budget, what the bank says beside it, its closing by two people, its approval and publication.

use chrono::{Datelike as _, NaiveDate};

use super::{DuesError, planned, read};
use crate::{
    base::hex,
    features::dues::{
        records::{BudgetLine, Checked, Closed, Plan},
        rules::{
            Treasury,
            accounts::{self, Account, Asked, Reconciled, Yearly},
            book,
        },
    },
    money::Cents,
    vault::Vault,
};

/// A year with all that is shown of it.
pub struct Year {
    /// The year.
    pub year: i32,
    /// What came in and went out.
    pub yearly: Yearly,
    /// What the law asks.
    pub asked: Asked,
    /// The plan: the budget, the closing, who receives the dues.
    pub plan: Plan,
    /// Whether it was closed and is not any more what was closed.
    pub changed: bool,
}

/// Returns a year.
///
/// # Errors
/// When the vault cannot be read; a year that the tables of law do not cover.
pub fn year(vault: &Vault, year: i32) -> Result<Year, DuesError> {
    of(&read(vault)?, year)
}

fn of(treasury: &Treasury, year: i32) -> Result<Year, DuesError> {
    let yearly = accounts::yearly(&treasury.entries, year);
    let approved = accounts::closing(&treasury.plan, year).and_then(|closed| closed.approved);
    let asked = accounts::asked(&yearly, year, approved)?;
    let changed = accounts::changed_since(&treasury.plan, &treasury.entries);
    let changed = changed.iter().any(|one| i64::from(*one) == i64::from(year));
    Ok(Year { year, yearly, asked, plan: treasury.plan.clone(), changed })
}

/// Sets what the budget of a year says of an account.
///
/// # Errors
/// [`DuesError::YearClosed`]; when the vault cannot be written.
pub fn budget(
    vault: &mut Vault,
    now_ms: u64,
    year: i32,
    lines: &[(Account, Cents)],
) -> Result<(), DuesError> {
    let number = u32::try_from(year).map_err(|_| DuesError::NoYear)?;
    let (change, _) = planned(vault, now_ms, |plan| {
        for (account, amount) in lines {
            plan.budget.retain(|line| line.year != number || line.account != account.code());
            plan.budget.push(BudgetLine {
                year: number,
                account: account.code().to_owned(),
                amount: *amount,
            });
        }
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(())
}

/// Compares the book with the bank, and notes that it was done.
///
/// # Errors
/// [`DuesError::Future`]; when the vault cannot be written.
pub fn reconcile(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    (bank, on): (Cents, NaiveDate),
) -> Result<Reconciled, DuesError> {
    if on > today {
        return Err(DuesError::Future(on));
    }
    let found = accounts::reconcile(&read(vault)?.entries, bank, on);
    let difference = found.difference();
    let (change, _) = planned(vault, now_ms, |plan| {
        plan.checked.retain(|one| one.day != on);
        plan.checked.push(Checked { day: on, bank, difference });
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(found)
}

/// Closes a year: the first person says so, another one on another device confirms it. From then on nothing is written into it.
///
/// # Errors
/// [`DuesError::NotOver`], [`DuesError::YearClosed`], [`DuesError::SamePerson`], [`DuesError::NotFollowing`]; when the vault cannot be
/// written.
pub fn close(vault: &mut Vault, now_ms: u64, today: NaiveDate, year: i32) -> Result<Year, DuesError> {
    if year >= today.year() {
        return Err(DuesError::NotOver(year));
    }
    let treasury = read(vault)?;
    if accounts::is_closed(&treasury.plan, year) {
        return Err(DuesError::YearClosed(year));
    }
    if !book::faults(&treasury.entries).is_empty() {
        return Err(DuesError::NotFollowing);
    }
    let number = u32::try_from(year).map_err(|_| DuesError::NoYear)?;
    let (mark, entries) = accounts::mark(&treasury.entries, year);
    let left = accounts::yearly(&treasury.entries, year).after;
    let device = hex::write(&vault.device());
    let begun = accounts::closing(&treasury.plan, year).cloned();
    let closed = match begun {
        // What was signed first is what is signed second, to the entry.
        Some(first) if first.mark == mark && first.first == device => return Err(DuesError::SamePerson),
        Some(first) if first.mark == mark => Closed { second: Some(device), second_on: Some(today), ..first },
        _ => Closed {
            year: number,
            mark,
            entries,
            left,
            first: device,
            first_on: today,
            second: None,
            second_on: None,
            approved: None,
            published: None,
        },
    };
    let (change, _) = planned(vault, now_ms, |plan| {
        plan.closed.retain(|one| one.year != number);
        plan.closed.push(closed);
    })?;
    vault.commit(now_ms, vec![change])?;
    self::year(vault, year)
}

/// Notes when the accounts of a closed year were approved, or published.
///
/// # Errors
/// [`DuesError::NotClosed`]; [`DuesError::Future`]; when the vault cannot be written.
pub fn note(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    year: i32,
    (approved, published): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<Year, DuesError> {
    if let Some(day) = [approved, published].into_iter().flatten().find(|day| *day > today) {
        return Err(DuesError::Future(day));
    }
    let treasury = read(vault)?;
    if !accounts::is_closed(&treasury.plan, year) {
        return Err(DuesError::NotClosed(year));
    }
    let (change, _) = planned(vault, now_ms, |plan| {
        for one in plan.closed.iter_mut().filter(|one| i64::from(one.year) == i64::from(year)) {
            one.approved = approved.or(one.approved);
            one.published = published.or(one.published);
        }
    })?;
    vault.commit(now_ms, vec![change])?;
    self::year(vault, year)
}
