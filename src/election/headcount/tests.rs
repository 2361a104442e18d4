//! The published sums, what counts in part and what does not, the window.

use crate::election::headcount::*;
use crate::law::{Caveat, Remark, book};
use proptest::prelude::*;

fn f(text: &str) -> Fraction {
    text.parse().unwrap()
}

fn month(contracts: Vec<Contract>) -> Vec<(Month, MonthFacts)> {
    vec![("2026-10".parse().unwrap(), MonthFacts::Contracts(contracts))]
}

fn found(contracts: Vec<Contract>) -> Finding<Headcounts> {
    headcounts(book(), &month(contracts), "2026-11-21".parse().unwrap()).unwrap()
}

fn count(contracts: Vec<Contract>) -> String {
    found(contracts).value.months[0].1.to_string()
}

fn full(kind: ContractKind, n: u64) -> Contract {
    Contract::full_time(kind, n)
}

#[test]
fn the_published_sum_of_full_time_and_part_time() {
    // Example H1: 30,720 full-time and 3,840 at 17.5 hours of 35.
    let half = Contract {
        hours: Some(f("17.5")),
        legal_hours: Some(f("35")),
        ..full(ContractKind::Permanent, 3_840)
    };
    assert_eq!(count(vec![full(ContractKind::Permanent, 30_720), half]), "32640");
}

#[test]
fn full_time_permanent_contracts_count_one() {
    for n in [10, 11, 49, 50, 299, 300, 999, 1000, 1999, 2000] {
        assert_eq!(count(vec![full(ContractKind::Permanent, n)]), n.to_string());
    }
}

#[test]
fn presence_and_working_time_multiply() {
    let cdd =
        Contract { presence: Some(f("6/12")), share: Some(f("4/5")), ..full(ContractKind::FixedTerm, 1) };
    assert_eq!(count(vec![cdd]), "2/5");
    let thirds = Contract { presence: Some(f("1/3")), ..full(ContractKind::Temporary, 149) };
    assert_eq!(count(vec![thirds]), "149/3");
}

#[test]
fn replacements_do_not_count() {
    // Example H5.
    for kind in [ContractKind::FixedTerm, ContractKind::Temporary, ContractKind::Seconded] {
        assert_eq!(count(vec![Contract { replacement: true, ..full(kind, 5) }]), "0");
    }
    assert_eq!(count(vec![Contract { replacement: true, ..full(ContractKind::Permanent, 5) }]), "5");
}

#[test]
fn apprentices_and_training_contracts_do_not_count() {
    for kind in [ContractKind::Apprentice, ContractKind::Subsidised, ContractKind::Training] {
        assert_eq!(count(vec![full(kind, 5), full(ContractKind::Permanent, 1)]), "1");
    }
}

#[test]
fn the_seconded_count_from_a_year_on_the_premises() {
    let seconded = |months: &str| Contract {
        months_on_premises: Some(f(months)),
        presence: Some(Fraction::ONE),
        ..full(ContractKind::Seconded, 3)
    };
    assert_eq!(count(vec![seconded("11")]), "0");
    assert_eq!(count(vec![seconded("12")]), "3");
}

#[test]
fn what_is_assumed_is_said() {
    let has = |contract, code| found(vec![contract]).caveats.contains(&Caveat::Remark(code));
    assert!(has(full(ContractKind::FixedTerm, 1), Remark::PresenceAssumed));
    assert!(has(full(ContractKind::Seconded, 1), Remark::PremisesAssumed));
    let hours = Contract { hours: Some(f("17.5")), ..full(ContractKind::Permanent, 1) };
    assert!(found(vec![hours.clone()]).because.iter().any(|s| s.rule == "headcount.legal-hours"));
    assert_eq!(count(vec![hours]), "1/2");
    assert!(found(vec![full(ContractKind::Permanent, 1)]).caveats.is_empty());
}

#[test]
fn more_than_full_time_counts_one() {
    let long =
        Contract { hours: Some(f("39")), legal_hours: Some(f("35")), ..full(ContractKind::Permanent, 2) };
    assert_eq!(count(vec![long]), "2");
}

#[test]
fn what_cannot_be_is_named() {
    let fails =
        |contract: Contract| match headcounts(book(), &month(vec![contract]), "2026-11-21".parse().unwrap())
            .unwrap_err()
        {
            ElectionError::Fact(fact) => fact.field,
            ElectionError::Law(error) => panic!("{error}"),
        };
    let base = || full(ContractKind::FixedTerm, 1);
    assert_eq!(fails(Contract { share: Some(f("3/2")), ..base() }), "months[0].contracts[0].share");
    assert_eq!(fails(Contract { presence: Some(f("13/12")), ..base() }), "months[0].contracts[0].presence");
    let both = Contract { share: Some(f("1/2")), hours: Some(f("17")), ..base() };
    assert_eq!(fails(both), "months[0].contracts[0].share");
    let zero = Contract { hours: Some(f("17")), legal_hours: Some(f("0")), ..base() };
    assert_eq!(fails(zero), "months[0].contracts[0].legal_hours");
    let twice = [month(vec![]), month(vec![])].concat();
    let error = headcounts(book(), &twice, "2026-11-21".parse().unwrap()).unwrap_err();
    assert_eq!(error, bad("months[1].month", Fault::Twice));
}

#[test]
fn months_given_as_numbers_cross_thresholds() {
    let first: Month = "2025-01".parse().unwrap();
    let months: Vec<_> =
        (0..12).map(|n| (first.plus(n).unwrap(), MonthFacts::Headcount(f("49.9")))).collect();
    let found = headcounts(book(), &months, "2026-11-21".parse().unwrap()).unwrap();
    let reached: Vec<_> = found.value.thresholds.iter().map(|c| c.reached).collect();
    assert_eq!(reached, [true, false, false], "49.9 is below 50");
    assert!(found.because.iter().any(|s| s.rule == "headcount.no-rounding"));
}

#[test]
fn the_window_is_the_twelve_whole_months_before() {
    // Example H3: computed on 15 June 2018; a first round on 15 June 2019.
    let of = |on: &str| {
        let found = headcounts(book(), &month(vec![]), on.parse().unwrap()).unwrap();
        let (from, to) = found.value.window;
        (from.to_string(), to.to_string())
    };
    assert_eq!(of("2018-06-15"), ("2017-06-01".to_owned(), "2018-05-31".to_owned()));
    assert_eq!(of("2019-06-15").1, "2019-05-31");
    assert_eq!(of("2019-06-01").1, "2019-05-31");
    assert_eq!(of("2019-06-30").1, "2019-06-30", "the month is over");
}

#[test]
fn codes_in_both_languages() {
    for (code, kind) in [
        ("CDI", ContractKind::Permanent),
        ("cdd", ContractKind::FixedTerm),
        ("apprenti", ContractKind::Apprentice),
    ] {
        assert_eq!(ContractKind::read(code), Some(kind));
    }
    assert_eq!(ContractKind::read("stagiaire"), None);
}

proptest! {
    #[test]
    fn nobody_counts_more_than_one(count in 0_u64..1000, num in 0_i128..=12, hours in 0_i128..60) {
        let contract = Contract {
            presence: Fraction::new(num, 12),
            hours: Fraction::new(hours, 1),
            legal_hours: Some(f("35")),
            ..full(ContractKind::FixedTerm, count)
        };
        let total = found(vec![contract]).value.months[0].1;
        prop_assert!(total >= Fraction::ZERO && total <= Fraction::new(count.into(), 1).unwrap());
    }
}
