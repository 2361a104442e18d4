//! The book (*livre*): entries that are never changed, what they mean for a member and for the till, arrears by age.

use chrono::NaiveDate;

use super::{Cents, Charge};
use crate::base::{shape::coded, word::codes};

codes! {
    /// What an entry is.
    EntryKind {
        /// Dues that came in.
        Payment = "payment", "paiement", "dues received";
        /// Dues that were given back.
        Refund = "refund", "remboursement", "dues given back";
        /// A debt that is given up.
        WriteOff = "write-off", "abandon de créance", "debt written off";
        /// What a member owes more (below zero) or less (above) than was computed.
        Correction = "correction", "rectification", "a correction";
        /// Money that came in and is no dues.
        Receipt = "receipt", "recette", "other money received";
        /// Money that went out and is no refund.
        Expense = "expense", "dépense", "money spent";
    }
}

coded!(EntryKind);

codes! {
    /// How money went.
    Way {
        Transfer = "transfer", "virement", "by transfer";
        Debit = "debit", "prélèvement", "by direct debit";
        Cheque = "cheque", "chèque", "by cheque";
        Cash = "cash", "espèces", "in cash";
        Card = "card", "carte", "by card";
        Payroll = "payroll", "retenue sur salaire", "held back from pay";
        Other = "other", "autrement", "otherwise";
    }
}

coded!(Way);

impl EntryKind {
    /// Tells whether an entry of this kind is of a member.
    #[must_use]
    pub const fn of_member(self) -> bool {
        matches!(self, Self::Payment | Self::Refund | Self::WriteOff | Self::Correction)
    }

    /// Tells whether money moves.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        !matches!(self, Self::WriteOff | Self::Correction)
    }
}

/// An entry as it counts. The amount of one that reverses another is below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The day on which it counts.
    pub day: NaiveDate,
    /// What it is.
    pub kind: EntryKind,
    /// The amount: above zero in the sense of its kind.
    pub amount: Cents,
}

impl Entry {
    /// Returns what the entry means for what a member still owes: above zero where they owe less.
    #[must_use]
    pub const fn credit(&self) -> Cents {
        match self.kind {
            EntryKind::Payment | EntryKind::WriteOff | EntryKind::Correction => self.amount,
            EntryKind::Refund => self.amount.negated(),
            EntryKind::Receipt | EntryKind::Expense => Cents::ZERO,
        }
    }

    /// Returns what the entry means for the till: above zero where money came in.
    #[must_use]
    pub const fn money(&self) -> Cents {
        match self.kind {
            EntryKind::Payment | EntryKind::Receipt => self.amount,
            EntryKind::Refund | EntryKind::Expense => self.amount.negated(),
            EntryKind::WriteOff | EntryKind::Correction => Cents::ZERO,
        }
    }
}

/// Where a member stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// What has fallen due.
    pub owed: Cents,
    /// What was paid, given up or corrected.
    pub credit: Cents,
    /// What is paid too much (above zero) or still owed (below).
    pub balance: Cents,
    /// What is not paid of each charge that has fallen due, the oldest first.
    pub unpaid: Vec<Unpaid>,
    /// How many sums that have fallen due cannot be told.
    pub open: u32,
}

/// What is not paid of a charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unpaid {
    /// The first day of its period.
    pub from: NaiveDate,
    /// The day on which it fell due.
    pub due: NaiveDate,
    /// What is not paid.
    pub rest: Cents,
}

/// Returns where a member stands on a day: what was paid goes to the oldest charge first.
#[must_use]
pub fn standing(charges: &[Charge], entries: &[Entry], on: NaiveDate) -> Standing {
    let due = || charges.iter().filter(|charge| charge.due <= on);
    let owed: Cents = due().filter_map(|charge| charge.amount).sum();
    let credit: Cents = entries.iter().filter(|e| e.day <= on).map(Entry::credit).sum();
    let open = u32::try_from(due().filter(|charge| charge.amount.is_none()).count()).unwrap_or(u32::MAX);
    let (mut left, mut unpaid) = (credit, Vec::new());
    // What was corrected to the worse, or given back, is owed before anything else.
    if left < Cents::ZERO {
        let last = entries.iter().filter(|e| e.day <= on && e.credit() < Cents::ZERO).map(|e| e.day).max();
        let day = last.unwrap_or(on);
        unpaid.push(Unpaid { from: day, due: day, rest: left.negated() });
        left = Cents::ZERO;
    }
    let known = due().filter_map(|charge| charge.amount.map(|amount| (charge, amount)));
    for (charge, amount) in known {
        let rest = amount.minus(left);
        left = left.minus(amount).max(Cents::ZERO);
        if rest > Cents::ZERO {
            unpaid.push(Unpaid { from: charge.from, due: charge.due, rest });
        }
    }
    Standing { owed, credit, balance: credit.minus(owed), unpaid, open }
}

/// Arrears by how long ago they fell due: up to 30 days, 31 to 90, 91 to 180, longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ages {
    /// Up to 30 days.
    pub month: Cents,
    /// 31 to 90 days.
    pub quarter: Cents,
    /// 91 to 180 days.
    pub half_year: Cents,
    /// Longer.
    pub longer: Cents,
}

/// Adds arrears by age.
#[must_use]
pub fn ages<'a>(unpaid: impl Iterator<Item = &'a Unpaid>, on: NaiveDate) -> Ages {
    unpaid.fold(Ages::default(), |mut ages, one| {
        let slot = match on.signed_duration_since(one.due).num_days() {
            ..=30 => &mut ages.month,
            31..=90 => &mut ages.quarter,
            91..=180 => &mut ages.half_year,
            _ => &mut ages.longer,
        };
        *slot = slot.plus(one.rest);
        ages
    })
}

#[cfg(test)]
mod tests;
