//! The book: series without a gap, entries that follow each other, sums of a time.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::Id,
    features::dues::records::BookEntry,
    money::{Cents, EntryKind},
};

/// What is wrong with a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A number is missing.
    Missing(String),
    /// A number is there twice.
    Twice(String),
    /// An entry does not follow from the one before it: one of both was changed.
    Broken(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, number) = match self {
            Self::Missing(number) => ("missing", number),
            Self::Twice(number) => ("twice", number),
            Self::Broken(number) => ("broken", number),
        };
        write!(f, "{what} {number}")
    }
}

/// Returns what is wrong with the series of a book.
#[must_use]
pub fn faults(entries: &[(Id, BookEntry)]) -> Vec<Fault> {
    let mut series: BTreeMap<&str, Vec<&BookEntry>> = BTreeMap::new();
    for (_, entry) in entries {
        series.entry(&entry.series).or_default().push(entry);
    }
    let mut out = Vec::new();
    for (_, mut all) in series {
        all.sort_by_key(|entry| entry.number);
        let (mut expected, mut mark) = (1_u32, None);
        for entry in all {
            if entry.number < expected {
                out.push(Fault::Twice(entry.receipt()));
                continue;
            }
            while expected < entry.number {
                out.push(Fault::Missing(format!("{}-{expected:04}", entry.series)));
                (expected, mark) = (expected.saturating_add(1), None);
            }
            let follows = entry.before == mark || (mark.is_none() && entry.number > 1);
            if !follows {
                out.push(Fault::Broken(entry.receipt()));
            }
            (expected, mark) = (entry.number.saturating_add(1), Some(entry.mark()));
        }
    }
    out
}

/// Returns the next number of a series and the mark that its entry bears.
#[must_use]
pub fn next(entries: &[(Id, BookEntry)], series: &str) -> (u32, Option<String>) {
    let last = entries.iter().map(|(_, e)| e).filter(|e| e.series == series).max_by_key(|e| e.number);
    last.map_or((1, None), |e| (e.number.saturating_add(1), Some(e.mark())))
}

/// Returns the letters of a new series: the first of A to Z, AA, AB … that none has.
#[must_use]
pub fn letters(taken: &BTreeMap<String, String>) -> String {
    let name = |n: u32| {
        let mut out = String::new();
        let mut rest = n;
        loop {
            let letter = u8::try_from(rest % 26).unwrap_or(0).saturating_add(b'A');
            out.insert(0, char::from(letter));
            rest /= 26;
            if rest == 0 {
                return out;
            }
            rest = rest.saturating_sub(1);
        }
    };
    (0..=u32::from(u16::MAX))
        .map(name)
        .find(|name| taken.values().all(|other| other != name))
        .unwrap_or_default()
}

/// Tells whether an entry was reversed by another one.
#[must_use]
pub fn reversed(entries: &[(Id, BookEntry)], id: Id) -> bool {
    entries.iter().any(|(_, entry)| entry.reverses == Some(id))
}

/// What came in and went out within days, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// Dues that came in, less those given back.
    pub dues: Cents,
    /// Other money that came in.
    pub receipts: Cents,
    /// Money that was spent.
    pub expenses: Cents,
}

impl Flow {
    /// What is left.
    #[must_use]
    pub const fn balance(&self) -> Cents {
        self.dues.plus(self.receipts).minus(self.expenses)
    }
}

/// Returns what came in and went out.
#[must_use]
pub fn flow<'a>(entries: impl Iterator<Item = &'a BookEntry>, from: NaiveDate, to: NaiveDate) -> Flow {
    let mut out = Flow::default();
    for entry in entries.filter(|e| from <= e.day && e.day <= to) {
        let (slot, sum) = match entry.kind {
            EntryKind::Payment => (&mut out.dues, entry.amount),
            EntryKind::Refund => (&mut out.dues, entry.amount.negated()),
            EntryKind::Receipt => (&mut out.receipts, entry.amount),
            EntryKind::Expense => (&mut out.expenses, entry.amount),
            EntryKind::WriteOff | EntryKind::Correction => continue,
        };
        *slot = slot.plus(sum);
    }
    out
}
