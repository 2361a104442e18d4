//! Mandates of debit: made, signed, ended, listed.

use chrono::NaiveDate;

use super::{DuesError, read};
use crate::{
    base::{Id, Kept as _, Record},
    features::{
        dues::{
            records::{DebitState, Mandate},
            rules::{
                Treasury,
                mandate::{self as rules, Stands},
            },
            views,
        },
        member::actions as member,
    },
    money::debit::{self, BadAccount, BadBatch, BadCreditor},
    vault::{Change, Vault, Verb},
};

/// Why there is no mandate or no debit.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DebitError {
    /// It is not the number of an account that can be debited.
    #[error(transparent)]
    Account(#[from] BadAccount),
    /// It is no creditor identifier.
    #[error(transparent)]
    Creditor(#[from] BadCreditor),
    /// The bank would refuse the file.
    #[error(transparent)]
    Batch(#[from] BadBatch),
    /// No account was given.
    #[error("no account was given")]
    NoAccount,
    /// There is a mandate already: its reference.
    #[error("there is a mandate already")]
    MandateThere(String),
    /// There is no such mandate.
    #[error("there is no mandate")]
    NoMandate,
    /// It is no reference of a mandate.
    #[error("not a reference of a mandate")]
    Reference,
    /// Who collects is not noted.
    #[error("who collects is not noted")]
    NoCreditor,
    /// A debit must be announced earlier; the first day for which it can be.
    #[error("a debit can be announced for {0} at the earliest")]
    TooSoon(NaiveDate),
    /// The day of a debit has come.
    #[error("{0} has come")]
    DayPast(NaiveDate),
    /// Nothing is to be debited.
    #[error("nothing is to be debited")]
    NothingToDebit,
    /// The file is no answer of a bank.
    #[error("not an answer of a bank")]
    Answer,
    /// The answer is about none of the debits that were written here.
    #[error("about none of our debits")]
    NotOurs,
}

/// What is said of a mandate.
#[derive(Clone, Default)]
pub struct Said {
    /// The account.
    pub account: Option<String>,
    /// The day on which it was signed.
    pub signed: Option<NaiveDate>,
    /// Who holds the account, where it is somebody else.
    pub holder: Option<String>,
    /// The reference, where the mandate has one already.
    pub reference: Option<String>,
}

/// A mandate with the treasury that it belongs to. No `Debug`: it holds an account.
pub struct Found {
    /// The mandate.
    pub mandate: Mandate,
    /// The treasury.
    pub treasury: Treasury,
}

impl Found {
    /// Returns what is shown of it.
    #[must_use]
    pub fn view(&self, on: NaiveDate) -> views::MandateView {
        views::MandateView::of(&self.treasury, &self.mandate, on)
    }
}

/// Makes a mandate, or notes that one that waited was signed.
///
/// # Errors
/// [`DebitError::Account`], [`DebitError::NoAccount`], [`DebitError::MandateThere`], [`DebitError::Reference`], [`DuesError::Future`];
/// when nobody or several are named; when the vault cannot be written.
pub fn new(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    (who, said): (&str, &Said),
    random: impl Fn(&mut [u8]),
) -> Result<Found, DuesError> {
    let person = member::find_id(vault, who)?;
    if let Some(day) = said.signed.filter(|day| *day > today) {
        return Err(DuesError::Future(day));
    }
    let treasury = read(vault)?;
    let theirs = |m: &Mandate| m.person.map(|id| treasury.whose(id)) == Some(person);
    let standing = |wanted: Stands| {
        treasury.mandates.iter().find(|(_, m)| theirs(m) && rules::stands(m, today) == wanted).cloned()
    };
    let account = said.account.as_deref().map(debit::account).transpose().map_err(DebitError::from)?;
    let waiting = standing(Stands::ToSign);
    if let (Some((id, mut mandate)), Some(signed)) = (waiting.clone(), said.signed)
        && account.as_ref().is_none_or(|a| *a == mandate.account)
    {
        mandate.signed = Some(signed);
        mandate.holder = said.holder.clone().or(mandate.holder);
        return save(vault, now_ms, id, mandate);
    }
    let account = account.ok_or(DebitError::NoAccount)?;
    if let Some((_, there)) = standing(Stands::InForce).or(waiting) {
        return Err(DebitError::MandateThere(there.reference).into());
    }
    let reference = match &said.reference {
        Some(text) if debit::is_reference(text) => text.clone(),
        Some(_) => return Err(DebitError::Reference.into()),
        None => {
            let mut bytes = [0; 12];
            random(&mut bytes);
            debit::reference(&bytes)
        }
    };
    if treasury.mandates.iter().any(|(_, m)| m.reference == reference) {
        return Err(DebitError::MandateThere(reference).into());
    }
    let mandate = Mandate {
        person: Some(person),
        reference,
        account,
        holder: said.holder.clone(),
        signed: said.signed,
        made: today,
        ended: None,
        reason: None,
        debits: Vec::new(),
    };
    let id = vault.new_id();
    save(vault, now_ms, id, mandate)
}

fn save(vault: &mut Vault, now_ms: u64, id: Id, mandate: Mandate) -> Result<Found, DuesError> {
    let change = changed(vault, now_ms, id, &mandate)?;
    vault.commit(now_ms, vec![change])?;
    Ok(Found { mandate, treasury: read(vault)? })
}

/// The change that makes a mandate another one.
pub(super) fn changed(
    vault: &mut Vault,
    now_ms: u64,
    id: Id,
    mandate: &Mandate,
) -> Result<Change, DuesError> {
    let old = vault.record(Mandate::KIND, &id)?;
    let verb = if old.is_some() { Verb::Edited } else { Verb::Added };
    let mut record = old.unwrap_or_else(Record::default);
    let stamp = vault.stamp(now_ms);
    mandate.write(&mut record, stamp);
    Ok(Change { kind: Mandate::KIND, id, verb, record })
}

/// Returns the mandate of a reference, or of the member whom the words name: the one in force, else the latest.
///
/// # Errors
/// [`DebitError::NoMandate`]; when nobody or several are named; when the vault cannot be read.
pub fn find(vault: &Vault, today: NaiveDate, who: &str) -> Result<(Id, Found), DuesError> {
    let treasury = read(vault)?;
    let typed = who.trim().to_uppercase();
    let by_reference = treasury.mandates.iter().find(|(_, m)| m.reference.to_uppercase() == typed).cloned();
    let found = if by_reference.is_some() {
        by_reference
    } else {
        let person = member::find_id(vault, who)?;
        let theirs = |m: &Mandate| m.person.map(|id| treasury.whose(id)) == Some(person);
        let latest = treasury.mandates.iter().filter(|(_, m)| theirs(m)).max_by_key(|(id, m)| (m.made, *id));
        rules::of(&treasury, person, today).or(latest).cloned()
    };
    let (id, mandate) = found.ok_or(DebitError::NoMandate)?;
    Ok((id, Found { mandate, treasury }))
}

/// Ends a mandate: nothing is debited by it any more. What was announced is taken back.
///
/// # Errors
/// As [`find`]; [`DebitError::NoMandate`] for one that has ended; when the vault cannot be written.
pub fn end(
    vault: &mut Vault,
    now_ms: u64,
    today: NaiveDate,
    who: &str,
    reason: Option<String>,
) -> Result<Found, DuesError> {
    let (id, Found { mut mandate, .. }) = find(vault, today, who)?;
    if rules::stands(&mandate, today) == Stands::Ended {
        return Err(DebitError::NoMandate.into());
    }
    mandate.ended = Some(today);
    mandate.reason = reason;
    for one in mandate.debits.iter_mut().filter(|d| d.state == DebitState::Announced) {
        one.state = DebitState::Dropped;
    }
    save(vault, now_ms, id, mandate)
}
