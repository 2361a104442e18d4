//! Mandates of debit (*mandats de prélèvement*): whether one stands, what is to be debited by it.

use chrono::{Days, Months, NaiveDate};

use super::{Account, Treasury};
use crate::{
    base::{Id, word::codes},
    features::dues::records::{Collected, DebitState, Mandate},
    money::{
        Cents,
        debit::{NOTICE_DAYS, VOID_AFTER},
    },
};

codes! {
    /// Where a mandate stands.
    Stands {
        ToSign = "to-sign", "à signer", "to be signed";
        InForce = "in-force", "en cours", "in force";
        Ended = "ended", "terminé", "ended";
        Void = "void", "caduc (36 mois sans prélèvement)", "void (36 months without a debit)";
    }
}

codes! {
    /// Why somebody is not debited.
    Left {
        Paid = "paid", "rien à prélever", "nothing to debit";
        Agreed = "agreed", "échéancier convenu", "instalments are agreed";
        Announced = "announced", "un autre prélèvement est annoncé", "another debit is announced";
        Unknown = "unknown", "somme inconnue", "the sum is not known";
        Stopped = "stopped", "le mandat n’est plus en cours", "the mandate is not in force any more";
    }
}

/// Returns the last day on which an account was debited by a mandate, or is about to be.
#[must_use]
pub fn last_use(mandate: &Mandate) -> Option<NaiveDate> {
    mandate.debits.iter().filter(|d| d.state == DebitState::Written).map(|d| d.day).max()
}

/// Returns the day from which a mandate is void where nothing is debited by it; none before it is signed.
#[must_use]
pub fn void_from(mandate: &Mandate) -> Option<NaiveDate> {
    last_use(mandate).or(mandate.signed)?.checked_add_months(Months::new(VOID_AFTER))
}

/// Tells where a mandate stands on a day.
#[must_use]
pub fn stands(mandate: &Mandate, on: NaiveDate) -> Stands {
    match (mandate.ended, mandate.signed) {
        (Some(day), _) if day <= on => Stands::Ended,
        (_, None) => Stands::ToSign,
        _ if void_from(mandate).is_some_and(|day| day <= on) => Stands::Void,
        _ => Stands::InForce,
    }
}

/// Returns the first day for which a debit can be announced today.
#[must_use]
pub fn earliest(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(NOTICE_DAYS)).unwrap_or(today)
}

/// Returns the mandate of somebody that is in force on a day, the one signed last.
#[must_use]
pub fn of(treasury: &Treasury, person: Id, on: NaiveDate) -> Option<&(Id, Mandate)> {
    let theirs =
        treasury.mandates.iter().filter(|(_, m)| m.person.map(|id| treasury.whose(id)) == Some(person));
    theirs.filter(|(_, m)| stands(m, on) == Stands::InForce).max_by_key(|(id, m)| (m.signed, *id))
}

/// Returns what is to be debited on a day of a member: what will have fallen due and is not paid. `account` is that of the day.
///
/// # Errors
/// Why nothing is.
pub fn to_debit(
    treasury: &Treasury,
    account: &Account,
    mandate: &Mandate,
    on: NaiveDate,
) -> Result<Cents, Left> {
    if mandate.debits.iter().any(|d| d.state == DebitState::Announced && d.day != on) {
        return Err(Left::Announced);
    }
    let agreement = super::agreed::agreement(&treasury.payer(account.id), account.standing.credit, on);
    if agreement.is_some_and(|a| !a.left().is_empty()) {
        return Err(Left::Agreed);
    }
    let unpaid: Cents = account.standing.unpaid.iter().map(|u| u.rest).sum();
    match unpaid {
        sum if sum > Cents::ZERO => Ok(sum),
        _ if account.standing.open > 0 => Err(Left::Unknown),
        _ => Err(Left::Paid),
    }
}

/// Returns the debit of a mandate that was announced for a day to come, the next one.
#[must_use]
pub fn announced(mandate: &Mandate, today: NaiveDate) -> Option<&Collected> {
    let coming = mandate.debits.iter().filter(|d| d.state == DebitState::Announced && d.day > today);
    coming.min_by_key(|d| d.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn mandate() -> Mandate {
        Mandate {
            person: Some(Id([1; 16])),
            reference: "R".to_owned(),
            account: "FR7630006000011234567890189".to_owned(),
            holder: None,
            signed: None,
            made: day(2023, 1, 1),
            ended: None,
            reason: None,
            debits: Vec::new(),
        }
    }

    fn debit(on: NaiveDate, state: DebitState) -> Collected {
        Collected {
            day: on,
            amount: Cents::new(100),
            end_to_end: on.to_string(),
            told: on,
            state,
            message: None,
            reason: None,
        }
    }

    #[test]
    fn a_mandate_is_void_after_36_months_without_a_debit() {
        let mut one = mandate();
        assert_eq!(stands(&one, day(2023, 2, 1)), Stands::ToSign);
        one.signed = Some(day(2023, 1, 31));
        assert_eq!(stands(&one, day(2026, 1, 30)), Stands::InForce);
        assert_eq!(stands(&one, day(2026, 1, 31)), Stands::Void);
        one.debits =
            vec![debit(day(2024, 2, 29), DebitState::Written), debit(day(2025, 5, 1), DebitState::Refused)];
        assert_eq!((last_use(&one), void_from(&one)), (Some(day(2024, 2, 29)), Some(day(2027, 2, 28))));
        assert_eq!(stands(&one, day(2026, 12, 1)), Stands::InForce);
        one.ended = Some(day(2026, 12, 1));
        assert_eq!(stands(&one, day(2026, 12, 1)), Stands::Ended);
        assert_eq!(stands(&one, day(2026, 11, 30)), Stands::InForce);
    }

    #[test]
    fn a_member_is_told_fourteen_days_before() {
        assert_eq!(earliest(day(2026, 12, 18)), day(2027, 1, 1));
        let mut one = mandate();
        one.debits = vec![
            debit(day(2026, 12, 20), DebitState::Announced),
            debit(day(2026, 12, 1), DebitState::Written),
        ];
        assert_eq!(announced(&one, day(2026, 12, 5)).map(|d| d.day), Some(day(2026, 12, 20)));
        assert_eq!(announced(&one, day(2026, 12, 20)), None);
    }
}
