//! What goes upward: shares set, statements told, declared, paid.

use chrono::NaiveDate;

use super::{DuesError, NewEntry, enter, planned, read};
use crate::{
    base::text::fold,
    features::dues::{
        records::{BookEntry, Declared, ShareUp},
        rules::{
            remit::{self, Statement, Terms},
            scales,
        },
    },
    law::Fraction,
    money::{Cents, EntryKind, Way},
    vault::Vault,
};

/// Returns the statement of each level until a day, with what was declared.
///
/// # Errors
/// [`DuesError::NoShare`] where no share is set; when the vault cannot be read.
pub fn statements(vault: &Vault, until: NaiveDate) -> Result<Vec<Statement>, DuesError> {
    let treasury = read(vault)?;
    if treasury.plan.shares.is_empty() {
        return Err(DuesError::NoShare);
    }
    Ok(remit::statements(&treasury, until))
}

/// Sets what goes to a level from a day on.
///
/// # Errors
/// [`DuesError::UpShare`] for a part above the whole or below zero; [`DuesError::NoScale`]; when the vault cannot be written.
pub fn set(vault: &mut Vault, now_ms: u64, share: ShareUp) -> Result<(), DuesError> {
    let bad = |terms: &str| match Terms::stored(terms) {
        Some(Terms::Part(part)) => part < Fraction::default() || part > Fraction::whole(1),
        Some(Terms::Price(price)) => price < Cents::ZERO,
        None => true,
    };
    if bad(&share.terms) || share.first.as_deref().is_some_and(bad) {
        return Err(DuesError::UpShare);
    }
    let treasury = read(vault)?;
    let known = scales::scales(&treasury.plan);
    if let Some(name) = share.scale.as_ref().filter(|name| scales::find(&known, name).is_none()) {
        let known = known.into_iter().map(|s| s.name).collect();
        return Err(DuesError::NoScale { name: name.clone(), known });
    }
    let (change, _) = planned(vault, now_ms, |plan| {
        let scale = share.scale.as_deref().map(fold);
        let same = |s: &ShareUp| {
            fold(&s.level) == fold(&share.level)
                && s.from == share.from
                && s.scale.as_deref().map(fold) == scale
        };
        plan.shares.retain(|s| !same(s));
        plan.shares.push(share);
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(())
}

/// Notes that the statements until a day were declared.
///
/// # Errors
/// As [`statements`]; [`DuesError::Declared`] where a later day was declared; when the vault cannot be written.
pub fn declare(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Statement>, DuesError> {
    if until > today {
        return Err(DuesError::Future(until));
    }
    let all = statements(vault, until)?;
    let (_, plan) = super::plan(vault)?;
    if let Some(last) = plan.declared.iter().map(|d| d.to).max().filter(|last| *last >= until) {
        return Err(DuesError::Declared(last));
    }
    let count = |n: i64| u32::try_from(n).unwrap_or_default();
    let one = |s: &Statement| Declared {
        level: s.level.clone(),
        to: until,
        amount: s.due.amount,
        received: s.due.received,
        stamps: count(s.due.stamps),
        first: count(s.due.first),
        on: today,
    };
    let (change, _) = planned(vault, now_ms, |plan| plan.declared.extend(all.iter().map(one)))?;
    vault.commit(now_ms, vec![change])?;
    Ok(all)
}

/// Writes into the book what was paid to a level.
///
/// # Errors
/// [`DuesError::NoLevel`]; as [`enter`].
pub fn pay(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    level: &str,
    (amount, day, way): (Cents, NaiveDate, Option<Way>),
) -> Result<BookEntry, DuesError> {
    let treasury = read(vault)?;
    let levels = remit::levels(&treasury);
    let Some(level) = levels.iter().find(|known| fold(known) == fold(level)) else {
        return Err(DuesError::NoLevel { name: level.to_owned(), known: levels });
    };
    let entry = NewEntry {
        kind: EntryKind::Expense,
        amount,
        day,
        person: None,
        way,
        reference: None,
        label: Some(level.clone()),
        category: Some(remit::category(level)),
    };
    enter(vault, now_ms, today, &entry)
}
