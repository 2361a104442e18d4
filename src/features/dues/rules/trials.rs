//! Random years: what all owe and paid together is the book, to the cent, whoever joined, left, was merged, and on whatever laptop
//! it was written.

#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use proptest::prelude::*;

use super::{Person, Treasury, book};
use crate::{
    base::{Id, word::Reason},
    features::dues::records::{BookEntry, Exempt, Payer, Plan, ScaleVersion, Source},
    money::{Cents, EntryKind, Period, Way},
    roster::span::Membership,
};

const MEMBERS: u8 = 6;

fn first() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

fn at(days: u64) -> NaiveDate {
    first() + Days::new(days)
}

fn who(n: u8) -> Id {
    Id([n + 1; 16])
}

/// A year of the section as it is drawn.
#[derive(Debug, Clone)]
struct Year {
    /// The sums of the scale, each from a day on.
    scale: Vec<(u64, i64)>,
    /// The first and the last day of each member.
    spans: Vec<(u64, Option<u64>)>,
    /// Times without dues: whose, from, how long.
    exempt: Vec<(u8, u64, u64)>,
    /// Entries: whose, when, what, how much, on which laptop, and whether the next one of the laptop reverses it.
    entries: Vec<(u8, u64, u8, i64, bool, bool)>,
    /// Who was merged into the member before.
    merged: Vec<u8>,
}

fn years() -> impl Strategy<Value = Year> {
    let scale = proptest::collection::vec((1_u64..360, 0_i64..5_000), 0..4);
    let span = (0_u64..330, proptest::option::of(0_u64..120));
    let spans = proptest::collection::vec(span, usize::from(MEMBERS));
    let exempt = proptest::collection::vec((0..MEMBERS, 0_u64..360, 0_u64..90), 0..4);
    let entry = (0..MEMBERS, 0_u64..365, 0_u8..4, 1_i64..20_000, any::<bool>(), prop::bool::weighted(0.15));
    let entries = proptest::collection::vec(entry, 0..40);
    let merged = proptest::collection::vec(1..MEMBERS, 0..2);
    (scale, 0_i64..5_000, spans, exempt, entries, merged).prop_map(
        |(mut scale, usual, spans, exempt, entries, merged)| {
            scale.push((0, usual));
            scale.sort_unstable();
            scale.dedup_by_key(|(day, _)| *day);
            let spans = spans.into_iter().map(|(from, long)| (from, long.map(|long| from + long))).collect();
            Year { scale, spans, exempt, entries, merged }
        },
    )
}

/// What a laptop writes, one entry behind the other in its own series.
fn write(all: &mut Vec<(Id, BookEntry)>, series: &str, mut entry: BookEntry) -> Id {
    let (number, before) = book::next(all, series);
    (entry.series, entry.number, entry.before) = (series.to_owned(), number, before);
    let mut id = [0_u8; 16];
    id[0] = series.as_bytes()[0];
    id[1..5].copy_from_slice(&number.to_be_bytes());
    all.push((Id(id), entry));
    Id(id)
}

fn treasury(year: &Year) -> Treasury {
    let version = |(from, cents): &(u64, i64)| ScaleVersion {
        scale: "ordinaire".to_owned(),
        from: at(*from),
        period: Period::Month,
        terms: format!("flat {cents}"),
        minimum: None,
        part_time: false,
        whole: false,
        in_arrears: false,
    };
    let plan = Plan {
        scales: year.scale.iter().map(version).collect(),
        usual: Some("ordinaire".to_owned()),
        ..Plan::default()
    };
    let mut out = Treasury { plan, ..Treasury::default() };
    for n in year.merged.iter().copied() {
        out.merged.insert(who(n), who(n - 1));
    }
    for n in 0..MEMBERS {
        let (from, to) = year.spans[usize::from(n)];
        let span = Membership {
            start: Some(at(from)),
            began: Reason::Joined,
            end: to.map(|to| (at(to), Reason::Left)),
        };
        let id = who(n);
        let exempt = year.exempt.iter().filter(|(of, ..)| *of == n);
        let exempt = exempt.map(|(_, from, long)| Exempt {
            from: at(*from),
            to: Some(at(from + long)),
            reason: "congé".to_owned(),
        });
        out.payers.insert(id, Payer { person: Some(id), exempt: exempt.collect(), ..Payer::default() });
        // Whoever was merged is no person of their own any more: the spans went with them.
        let whose = out.whose(id);
        let person = out.people.entry(whose).or_insert_with(|| Person {
            id: whose,
            name: format!("personne {n}"),
            given: Vec::new(),
            family: Vec::new(),
            spans: Vec::new(),
        });
        person.spans.push(span);
    }
    for (of, day, kind, cents, other, undone) in &year.entries {
        let kind = [EntryKind::Payment, EntryKind::Refund, EntryKind::WriteOff, EntryKind::Correction]
            [usize::from(*kind)];
        let entry = BookEntry {
            day: at(*day),
            kind,
            amount: Cents::new(*cents),
            person: Some(who(*of)),
            way: Some(Way::Transfer),
            reference: None,
            label: None,
            series: String::new(),
            number: 0,
            before: None,
            reverses: None,
            source: Source::Typed,
            line: None,
            category: None,
            noted: 0,
        };
        // Two laptops that worked apart: each knows its own series.
        let series = if *other { "B" } else { "A" };
        let id = write(&mut out.entries, series, entry.clone());
        if *undone {
            let back = BookEntry { amount: Cents::new(-cents), reverses: Some(id), ..entry };
            write(&mut out.entries, series, back);
        }
    }
    out
}

/// What a member owes of a month, counted day by day: an oracle that knows nothing of pieces.
fn owed_by_days(year: &Year, members: &[u8]) -> i64 {
    let (mut total, mut month) = (0, (first(), 0_i64, 0_i64));
    let close = |sum: i64, days: i64| (2 * sum + days).div_euclid(2 * days.max(1));
    for n in 0..365 {
        let today = at(n);
        if today.day() == 1 && n > 0 {
            total += close(month.1, month.2);
            month = (today, 0, 0);
        }
        month.2 += 1;
        let of = |m: &&u8| {
            let (from, to) = year.spans[usize::from(**m)];
            from <= n && to.is_none_or(|to| n <= to)
        };
        let free =
            |m: &u8| year.exempt.iter().any(|(of, from, long)| of == m && (*from..=from + long).contains(&n));
        if members.iter().any(|m| of(&m)) && !members.iter().any(free) {
            month.1 += year.scale.iter().rev().find(|(from, _)| *from <= n).map_or(0, |(_, cents)| *cents);
        }
    }
    total + close(month.1, month.2)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// `PROPTEST_CASES` draws more of them.
    #[test]
    fn the_sum_of_the_balances_is_the_book(year in years()) {
        let treasury = treasury(&year);
        let end = at(364);
        let accounts = treasury.accounts(end);
        let mut by_hand = 0;
        let mut people: BTreeMap<Id, Vec<u8>> = BTreeMap::new();
        for n in 0..MEMBERS {
            people.entry(treasury.whose(who(n))).or_default().push(n);
        }
        for (id, members) in &people {
            let owed = owed_by_days(&year, members);
            let account = accounts.iter().find(|a| a.id == *id).unwrap();
            prop_assert_eq!(account.standing.owed.get(), owed, "{:?}", members);
            by_hand += owed;
        }
        let book: Cents = treasury.entries.iter().map(|(_, e)| e.counted().credit()).sum();
        let balances: Cents = accounts.iter().map(|a| a.standing.balance).sum();
        prop_assert_eq!(balances.get(), book.get() - by_hand);
        // What is not paid, less what is paid in advance, is the same said once more.
        let unpaid: Cents = accounts.iter().flat_map(|a| &a.standing.unpaid).map(|u| u.rest).sum();
        let ahead: Cents = accounts.iter().map(|a| a.standing.balance.max(Cents::ZERO)).sum();
        prop_assert_eq!(ahead.minus(unpaid), balances);
        // Money alone is what came in and went out; both series follow without a gap.
        let flow = book::flow(treasury.entries.iter().map(|(_, e)| e), first(), end);
        let money: Cents = treasury.entries.iter().map(|(_, e)| e.counted().money()).sum();
        prop_assert_eq!(flow.balance(), money);
        prop_assert_eq!(book::faults(&treasury.entries), []);
        // In whatever order two laptops hand over what they wrote.
        let mut other = treasury.clone();
        other.entries.reverse();
        let again: Cents = other.accounts(end).iter().map(|a| a.standing.balance).sum();
        prop_assert_eq!(again, balances);
    }
}
