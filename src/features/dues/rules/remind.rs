//! Who is asked for dues, for how much, and who is left alone: calls, reminders, agreed instalments, thanks.

use chrono::{Datelike as _, Days, NaiveDate};

use super::{Account, GRACE, agreed::Agreement};
use crate::{
    base::Id,
    features::dues::records::{BookEntry, Mandate, Plan},
    money::{Cents, EntryKind},
};

/// How many days lie between two reminders where the section has not said otherwise.
pub const GAP: u32 = 21;
/// How many days a payment keeps reminders away, even one that did not cover everything.
pub const JUST_PAID: i64 = 7;
/// How many days back a payment is thanked for.
pub const THANKED: i64 = 31;

/// A reminder that somebody got, or that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminded {
    /// Which one, from 1.
    pub step: u8,
    /// The day.
    pub day: NaiveDate,
}

/// What somebody is asked or thanked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// The sum.
    pub amount: Cents,
    /// Since when it is expected.
    pub since: Option<NaiveDate>,
    /// The days and sums that it is made of.
    pub parts: Vec<(NaiveDate, Cents)>,
}

/// Why somebody is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alone {
    /// Nothing is due, or what is due is paid or not yet late.
    Paid,
    /// Something was paid within the last days.
    JustPaid,
    /// Nothing is owed by right: exempt, or free to give what one wants.
    Free,
    /// The sum cannot be told.
    Unknown,
    /// Instalments are agreed, and kept.
    Agreed,
    /// The last reminder went too short a time ago.
    Soon,
    /// The reminder before has not gone.
    Early,
    /// This reminder went already, or a later one.
    Done,
    /// No instalments are agreed.
    NoAgreement,
    /// Nothing came in that was not thanked for.
    NoPayment,
    /// No debit is announced.
    NoDebit,
    /// A debit is announced that brings in what is late.
    Debited,
}

/// Tells whether nothing is owed by right for every period that has begun.
fn free(account: &Account) -> bool {
    !account.charges.is_empty() && account.charges.iter().all(|c| c.amount == Some(Cents::ZERO))
}

/// Returns the dues of a year that are not paid yet. `account` is that of the last day of the year.
///
/// # Errors
/// Why nothing is called for.
pub fn call(account: &Account, year: i32) -> Result<Asked, Alone> {
    let of_year = |from: NaiveDate| from.year() == year;
    if account.charges.iter().any(|c| of_year(c.from) && c.amount.is_none()) {
        return Err(Alone::Unknown);
    }
    let unpaid = account.standing.unpaid.iter().filter(|u| of_year(u.from));
    let amount: Cents = unpaid.map(|u| u.rest).sum();
    if amount > Cents::ZERO {
        return Ok(Asked { amount, ..Asked::default() });
    }
    Err(if free(account) { Alone::Free } else { Alone::Paid })
}

/// Returns what is late, for a reminder.
///
/// # Errors
/// Why there is none: paid, agreed, reminded too short a time ago, another reminder's turn.
pub fn reminder(
    account: &Account,
    agreement: Option<&Agreement>,
    before: &[Reminded],
    step: u8,
    plan: &Plan,
    on: NaiveDate,
) -> Result<Asked, Alone> {
    if account.late <= Cents::ZERO {
        return Err(if account.standing.open > 0 {
            Alone::Unknown
        } else if free(account) {
            Alone::Free
        } else {
            Alone::Paid
        });
    }
    if agreement.is_some_and(Agreement::kept) {
        return Err(Alone::Agreed);
    }
    let paid = |(_, e): &&(Id, BookEntry)| {
        let ago = on.signed_duration_since(e.day).num_days();
        e.kind == EntryKind::Payment && e.amount > Cents::ZERO && (0..=JUST_PAID).contains(&ago)
    };
    if account.entries.iter().any(|e| paid(&e) && !super::book::reversed(&account.entries, e.0)) {
        return Err(Alone::JustPaid);
    }
    let grace = Days::new(u64::from(plan.grace.unwrap_or(GRACE)));
    let limit = on.checked_sub_days(grace).unwrap_or(on);
    let since = account.standing.unpaid.iter().map(|u| u.due).filter(|due| *due < limit).min();
    // What was written about a debt that is paid by now does not count against a new one.
    let last =
        before.iter().filter(|r| since.is_none_or(|since| since <= r.day)).max_by_key(|r| (r.day, r.step));
    let gap = i64::from(plan.gap.unwrap_or(GAP));
    match last {
        Some(last) if last.step >= step => return Err(Alone::Done),
        Some(last) if last.step.saturating_add(1) < step => return Err(Alone::Early),
        Some(last) if on.signed_duration_since(last.day).num_days() < gap => return Err(Alone::Soon),
        None if step > 1 => return Err(Alone::Early),
        _ => {}
    }
    Ok(Asked { amount: account.late, since, parts: Vec::new() })
}

/// Returns the instalments that are still to be paid.
///
/// # Errors
/// [`Alone::NoAgreement`].
pub fn instalments(agreement: Option<&Agreement>) -> Result<Asked, Alone> {
    let parts = agreement.map(Agreement::left).filter(|left| !left.is_empty()).ok_or(Alone::NoAgreement)?;
    Ok(Asked { amount: parts.iter().map(|(_, sum)| *sum).sum(), since: None, parts })
}

/// Returns the debit that was announced for a day to come.
///
/// # Errors
/// [`Alone::NoDebit`].
pub fn debit(mandate: Option<&Mandate>, today: NaiveDate) -> Result<Asked, Alone> {
    let one = mandate.and_then(|m| super::mandate::announced(m, today)).ok_or(Alone::NoDebit)?;
    Ok(Asked { amount: one.amount, since: None, parts: vec![(one.day, one.amount)] })
}

/// Returns what came in lately and was not thanked for: what was written into the book since the last thanks.
///
/// # Errors
/// [`Alone::NoPayment`].
pub fn thanks(account: &Account, thanked_ms: Option<u64>, on: NaiveDate) -> Result<Asked, Alone> {
    let new = |(id, e): &&(Id, BookEntry)| {
        let ago = on.signed_duration_since(e.day).num_days();
        e.kind == EntryKind::Payment
            && e.reverses.is_none()
            && (0..=THANKED).contains(&ago)
            && thanked_ms.is_none_or(|at| e.noted > at)
            && !super::book::reversed(&account.entries, *id)
    };
    let parts: Vec<_> = account.entries.iter().filter(new).map(|(_, e)| (e.day, e.amount)).collect();
    if parts.is_empty() {
        return Err(Alone::NoPayment);
    }
    Ok(Asked { amount: parts.iter().map(|(_, sum)| *sum).sum(), since: None, parts })
}
