//! Instalments (*échéancier*): agreed with a member, given up, listed.

use chrono::NaiveDate;

use super::{DuesError, payer_id, read};
use crate::{
    base::{Id, Kept as _},
    features::{
        dues::{
            records::{Agreed, Payer},
            rules::{
                Account, Treasury,
                agreed::{self, Agreement},
            },
        },
        member::actions::{self as member, MemberError},
    },
    money::Cents,
    vault::{Change, Vault, Verb},
};

/// What a member agrees to.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// In how many parts, a month apart.
    pub times: u32,
    /// The day of the first one.
    pub first: NaiveDate,
    /// The sum; what has fallen due and is not paid otherwise.
    pub amount: Option<Cents>,
}

/// A member with what they agreed to. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Standing {
    /// The account.
    pub account: Account,
    /// The agreement.
    pub agreement: Agreement,
}

/// Returns the agreement of an account that counts on a day.
#[must_use]
pub fn of(treasury: &Treasury, account: &Account, on: NaiveDate) -> Option<Agreement> {
    agreed::agreement(&treasury.payer(account.id), account.standing.credit, on)
}

/// Lists the agreements that count.
///
/// # Errors
/// When the vault cannot be read.
pub fn all(vault: &Vault, on: NaiveDate) -> Result<Vec<Standing>, DuesError> {
    let treasury = read(vault)?;
    let with = |account: Account| {
        let agreement = of(&treasury, &account, on)?;
        Some(Standing { account, agreement })
    };
    Ok(treasury.accounts(on).into_iter().filter_map(with).collect())
}

/// Notes what a member agrees to; it takes the place of what was agreed before.
///
/// # Errors
/// [`DuesError::NoDebt`], [`DuesError::FirstPast`]; when nobody or several are named; when the vault cannot be written.
pub fn agree(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    who: &str,
    offer: Offer,
) -> Result<Standing, DuesError> {
    let id = member::find_id(vault, who)?;
    let treasury = read(vault)?;
    let account = treasury.account_of(id, today).ok_or(MemberError::Nobody)?;
    if offer.first < today {
        return Err(DuesError::FirstPast(offer.first));
    }
    let unpaid: Cents = account.standing.unpaid.iter().map(|u| u.rest).sum();
    let parts = agreed::cut(offer.amount.unwrap_or(unpaid), offer.times, offer.first);
    if parts.is_empty() {
        return Err(DuesError::NoDebt);
    }
    let new =
        Agreed { from: today, sums: agreed::stored(&parts), credit: account.standing.credit, ended: None };
    let change = edited(vault, now_ms, id, |payer| {
        payer.agreed.retain(|one| one.from != today);
        payer.agreed.push(new);
    })?;
    vault.commit(now_ms, vec![change])?;
    let agreement = of(&read(vault)?, &account, today).ok_or(DuesError::NoAgreement)?;
    Ok(Standing { account, agreement })
}

/// Gives up what a member agreed to, from a day on.
///
/// # Errors
/// [`DuesError::NoAgreement`]; when nobody or several are named; when the vault cannot be written.
pub fn give_up(vault: &mut Vault, now_ms: u64, today: NaiveDate, who: &str) -> Result<Standing, DuesError> {
    let id = member::find_id(vault, who)?;
    let treasury = read(vault)?;
    let account = treasury.account_of(id, today).ok_or(MemberError::Nobody)?;
    let agreement = of(&treasury, &account, today).ok_or(DuesError::NoAgreement)?;
    let change = edited(vault, now_ms, id, |payer| {
        for one in payer.agreed.iter_mut().filter(|one| one.ended.is_none()) {
            one.ended = Some(today.max(one.from));
        }
    })?;
    vault.commit(now_ms, vec![change])?;
    Ok(Standing { account, agreement })
}

/// The change by which what dues of somebody follow from becomes another.
pub(super) fn edited(
    vault: &mut Vault,
    now_ms: u64,
    person: Id,
    edit: impl FnOnce(&mut Payer),
) -> Result<Change, DuesError> {
    let id = payer_id(person);
    let old = vault.record(Payer::KIND, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_default();
    let mut payer = Payer::read(&record).unwrap_or_default();
    payer.person = Some(person);
    edit(&mut payer);
    let stamp = vault.stamp(now_ms);
    payer.write(&mut record, stamp);
    Ok(Change { kind: Payer::KIND, id, verb, record })
}
