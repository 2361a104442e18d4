#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{
    book::{Fault, faults, letters, next},
    year,
};
use crate::{
    base::Id,
    features::dues::records::{BookEntry, Source},
    law::Fraction,
    money::{Cents, EntryKind, Way},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(number: u32, before: Option<String>, on: &str, kind: EntryKind, cents: i64) -> BookEntry {
    BookEntry {
        day: day(on),
        kind,
        amount: Cents::new(cents),
        person: Some(Id([1; 16])),
        way: Some(Way::Cheque),
        reference: None,
        label: None,
        series: "A".to_owned(),
        number,
        before,
        reverses: None,
        source: Source::Typed,
        line: None,
        category: None,
        noted: 0,
    }
}

/// A book of so many payments, each following from the one before.
fn book(count: u8) -> Vec<(Id, BookEntry)> {
    let mut all: Vec<(Id, BookEntry)> = Vec::new();
    for n in 0..count {
        let (number, before) = next(&all, "A");
        all.push((Id([n; 16]), entry(number, before, "2026-01-05", EntryKind::Payment, 100)));
    }
    all
}

#[test]
fn a_series_without_a_gap_follows_and_what_was_changed_shows() {
    let whole = book(5);
    assert_eq!(faults(&whole), []);
    let mut missing = whole.clone();
    missing.remove(2);
    assert_eq!(faults(&missing), [Fault::Missing("A-0003".to_owned())]);
    let mut last = whole.clone();
    last.pop();
    assert_eq!(faults(&last), [], "the last one that was never there cannot be missed by the series");
    let mut changed = whole.clone();
    changed[1].1.amount = Cents::new(900);
    assert_eq!(faults(&changed), [Fault::Broken("A-0003".to_owned())]);
    let mut twice = whole.clone();
    twice.push((Id([9; 16]), whole[3].1.clone()));
    assert_eq!(faults(&twice), [Fault::Twice("A-0004".to_owned())]);
}

#[test]
fn each_device_has_letters_of_its_own() {
    let mut taken = BTreeMap::new();
    let mut seen = Vec::new();
    for n in 0..30 {
        let name = letters(&taken);
        taken.insert(n.to_string(), name.clone());
        seen.push(name);
    }
    assert_eq!(
        (seen[0].as_str(), seen[25].as_str(), seen[26].as_str(), seen[29].as_str()),
        ("A", "Z", "AA", "AD")
    );
}

#[test]
fn a_year_is_what_was_really_received() {
    let mut all = book(0);
    for (n, on, kind, cents, reverses) in [
        (1_u8, "2025-12-31", EntryKind::Payment, 1000, None),
        (2, "2026-03-05", EntryKind::Payment, 4800, None),
        (3, "2026-09-05", EntryKind::Payment, 4800, None),
        (4, "2026-10-05", EntryKind::Payment, 700, None),
        // Returned: both go.
        (5, "2026-10-20", EntryKind::Payment, -700, Some(4)),
        (6, "2026-11-05", EntryKind::Refund, 300, None),
        (7, "2026-11-06", EntryKind::WriteOff, 900, None),
        (8, "2027-01-01", EntryKind::Payment, 1000, None),
        // Of the year before: it counts where it happened.
        (9, "2026-01-10", EntryKind::Payment, -1000, Some(1)),
    ] {
        let mut one = entry(n.into(), None, on, kind, cents);
        one.reverses = reverses.map(|r: u8| Id([r; 16]));
        all.push((Id([n; 16]), one));
    }
    let found = year::received(&all, 2026);
    let sums: Vec<_> = found.payments.iter().map(|p| (p.day.to_string(), p.amount.get())).collect();
    let wanted = [("2026-01-10", -1000), ("2026-03-05", 4800), ("2026-09-05", 4800), ("2026-11-05", -300)];
    assert_eq!(sums, wanted.map(|(d, c)| (d.to_owned(), c)));
    assert_eq!(found.total, Cents::new(8300));
    assert_eq!(year::received(&all, 2024).payments, []);
}

/// The worked examples: service-public.fr (net 20,000: 200 count, 132 given back) and that of the notice.
#[test]
fn the_tax_credit_is_sixty_six_per_cent_within_one_per_cent() {
    let credit = |paid: i64, income: i64| {
        let (part, within) = (Fraction::new(33, 50).unwrap(), Fraction::new(1, 100).unwrap());
        let found = year::credit(Cents::new(paid), Cents::new(income), part, within).unwrap();
        (found.counted.get(), found.credit.get())
    };
    assert_eq!(credit(30_000, 2_000_000), (20_000, 13_200));
    assert_eq!(credit(9_600, 2_400_000), (9_600, 6_336));
    assert_eq!(credit(-500, 2_400_000), (0, 0));
}

proptest! {
    /// The sums of the years are the book, to the cent.
    #[test]
    fn the_years_add_up_to_the_book(all in proptest::collection::vec((0_u64..1500, any::<bool>(), 1_i64..90_000), 0..40)) {
        let mut entries = Vec::new();
        for (n, (after, refund, cents)) in (0_u8..).zip(&all) {
            let kind = if *refund { EntryKind::Refund } else { EntryKind::Payment };
            let mut one = entry(1, None, "2024-01-01", kind, *cents);
            one.day = day("2024-01-01") + chrono::Days::new(*after);
            entries.push((Id([n; 16]), one));
        }
        let years: Cents = (2024..=2028).map(|y| year::received(&entries, y).total).sum();
        let money: Cents = entries.iter().map(|(_, e)| e.counted().money()).sum();
        prop_assert_eq!(years, money);
    }
}
