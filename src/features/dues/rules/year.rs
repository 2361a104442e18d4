//! A calendar year of a member: what was really received, for the certificate of the tax office (*attestation fiscale*).

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::Id,
    features::dues::records::BookEntry,
    law::Fraction,
    money::{Cents, EntryKind, Way},
};

/// A payment that a certificate names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The day.
    pub day: NaiveDate,
    /// The sum; below zero where it was given back.
    pub amount: Cents,
    /// How it came.
    pub way: Option<Way>,
}

/// What was received of a member in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The payments, by day; what was reversed is not among them.
    pub payments: Vec<Received>,
    /// Their sum.
    pub total: Cents,
}

/// Returns what was received of a member in a calendar year: payments less what was given back, without what was reversed.
///
/// A reversal of another year stays, for the year in which it counts.
#[must_use]
pub fn received(entries: &[(Id, BookEntry)], year: i32) -> Year {
    let of_year = |e: &BookEntry| e.day.year() == year;
    let undone = |id: &Id| entries.iter().any(|(_, other)| other.reverses == Some(*id) && of_year(other));
    let undoes = |entry: &BookEntry| {
        entry.reverses.is_some_and(|of| entries.iter().any(|(id, other)| *id == of && of_year(other)))
    };
    let mut payments: Vec<Received> = entries
        .iter()
        .filter(|(id, e)| of_year(e) && !undone(id) && !undoes(e))
        .filter_map(|(_, e)| {
            let amount = match e.kind {
                EntryKind::Payment => e.amount,
                EntryKind::Refund => e.amount.negated(),
                _ => return None,
            };
            Some(Received { day: e.day, amount, way: e.way })
        })
        .collect();
    payments.sort_by_key(|one| one.day);
    let total = payments.iter().map(|one| one.amount).sum();
    Year { payments, total }
}

/// The tax credit on dues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// The dues that count.
    pub counted: Cents,
    /// The credit, rounded to the cent.
    pub credit: Cents,
}

/// Returns the tax credit on dues for a gross income, by the shares of the law.
///
/// # Law
/// CGI, article 199 quater C: a part of the dues paid, taken within a share of the gross income.
#[must_use]
pub fn credit(paid: Cents, income: Cents, part: Fraction, within: Fraction) -> Option<Credit> {
    let cap = Fraction::whole(income.get()).checked_mul(within)?.floor();
    let counted = i64::try_from(cap).ok()?.min(paid.get()).max(0);
    let credit = Fraction::whole(counted).checked_mul(part)?.round_half_up();
    Some(Credit { counted: Cents::new(counted), credit: Cents::new(i64::try_from(credit).ok()?) })
}
