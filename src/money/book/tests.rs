#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use proptest::prelude::*;

use super::*;
use crate::money::Period;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn charge(due: NaiveDate, cents: Option<i64>) -> Charge {
    Charge {
        from: due,
        to: due,
        of: 1,
        due,
        scale: None,
        period: Period::Month,
        owed_whole: false,
        amount: cents.map(Cents::new),
        pieces: Vec::new(),
    }
}

fn entry(on: NaiveDate, kind: EntryKind, cents: i64) -> Entry {
    Entry { day: on, kind, amount: Cents::new(cents) }
}

#[test]
fn what_was_paid_goes_to_the_oldest_debt() {
    let charges = [
        charge(day("2026-01-01"), Some(1000)),
        charge(day("2026-02-01"), Some(1000)),
        charge(day("2026-03-01"), Some(1000)),
        charge(day("2026-04-01"), None),
    ];
    let paid = |cents| [entry(day("2026-02-10"), EntryKind::Payment, cents)];
    let at = standing(&charges, &paid(1500), day("2026-03-31"));
    assert_eq!(
        (at.owed, at.credit, at.balance, at.open),
        (Cents::new(3000), Cents::new(1500), Cents::new(-1500), 0)
    );
    let rest: Vec<_> = at.unpaid.iter().map(|u| (u.due, u.rest.get())).collect();
    assert_eq!(rest, [(day("2026-02-01"), 500), (day("2026-03-01"), 1000)]);
    // Too much is for what comes.
    assert_eq!(standing(&charges, &paid(5000), day("2026-03-31")).balance, Cents::new(2000));
    // What cannot be told is said, and is no nought.
    assert_eq!(standing(&charges, &[], day("2026-04-30")).open, 1);
    // What has not been paid yet on the day does not count.
    assert_eq!(standing(&charges, &paid(1500), day("2026-02-01")).credit, Cents::ZERO);
    let found = ages(standing(&charges, &[], day("2026-04-02")).unpaid.iter(), day("2026-04-02"));
    assert_eq!((found.month, found.quarter.get(), found.half_year.get()), (Cents::ZERO, 2000, 1000));
}

#[test]
fn money_moves_by_the_kind() {
    for (kind, credit, money) in [
        (EntryKind::Payment, 500, 500),
        (EntryKind::Refund, -500, -500),
        (EntryKind::WriteOff, 500, 0),
        (EntryKind::Correction, 500, 0),
        (EntryKind::Receipt, 0, 500),
        (EntryKind::Expense, 0, -500),
    ] {
        let one = entry(day("2026-01-01"), kind, 500);
        assert_eq!((one.credit().get(), one.money().get()), (credit, money), "{kind:?}");
        assert_eq!(kind.of_member(), credit != 0);
        assert_eq!(kind.moves_money(), money != 0);
    }
}

#[test]
fn what_is_corrected_to_the_worse_is_owed() {
    let worse = [entry(day("2026-01-05"), EntryKind::Correction, -700)];
    let at = standing(&[], &worse, day("2026-01-31"));
    assert_eq!(at.unpaid.iter().map(|u| u.rest.get()).collect::<Vec<_>>(), [700]);
}

proptest! {
    #[test]
    fn what_is_unpaid_is_what_the_balance_lacks(
        charges in proptest::collection::vec((0_u64..400, 0_i64..5000), 0..20),
        entries in proptest::collection::vec((0_u64..400, 0_usize..6, -3000_i64..3000), 0..20),
        on in 0_u64..400,
    ) {
        let at = |n: u64| day("2026-01-01") + chrono::Days::new(n);
        let mut charges: Vec<_> = charges.iter().map(|(d, c)| charge(at(*d), Some(*c))).collect();
        charges.sort_by_key(|c| c.due);
        let entries: Vec<_> = entries.iter().map(|(d, k, c)| entry(at(*d), EntryKind::ALL[*k], *c)).collect();
        let found = standing(&charges, &entries, at(on));
        let rest: Cents = found.unpaid.iter().map(|u| u.rest).sum();
        prop_assert_eq!(rest, found.balance.negated().max(Cents::ZERO));
        prop_assert!(found.unpaid.iter().all(|u| u.rest > Cents::ZERO));
        // Each unpaid cent has one age.
        let ages = ages(found.unpaid.iter(), at(on));
        prop_assert_eq!(ages.month.plus(ages.quarter).plus(ages.half_year).plus(ages.longer), rest);
    }
}
