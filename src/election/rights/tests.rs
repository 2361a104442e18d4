//! The published examples, and each number just below and just at its threshold.

use crate::election::rights::*;
use crate::law::book;
use proptest::prelude::*;

fn standing(headcount: &str) -> SectionStanding {
    SectionStanding {
        headcount: headcount.parse().unwrap(),
        representative: true,
        seats_won: None,
        won_across: None,
        establishments: 1,
        payroll: None,
        hazardous: false,
    }
}

fn of(standing: &SectionStanding) -> Rights {
    rights(book(), standing, "2026-11-21".parse().unwrap()).unwrap().value
}

fn at(headcount: &str) -> Rights {
    of(&standing(headcount))
}

/// L2315-36 3°: a nuclear or high-risk site, whatever its headcount, and one without is not.
#[test]
fn a_hazardous_site_has_its_commission() {
    let of = |hazardous| {
        let standing = SectionStanding { hazardous, ..standing("60") };
        rights(book(), &standing, "2026-11-28".parse().unwrap()).unwrap()
    };
    assert_eq!(of(true).value.commissions, [Commission::Safety]);
    assert!(of(false).value.commissions.is_empty());
    assert!(of(true).because.iter().any(|s| s.rule == "commission.hazardous"));
}

#[test]
fn delegates_and_their_representative_at_the_cse() {
    // Examples T13 to T15.
    let found = at("350");
    assert_eq!((found.delegates, found.hours_delegate, found.at_cse), (1, 18, AtCse::Separate));
    assert!(!found.rss);
    let found = at("150");
    assert_eq!((found.delegates, found.hours_delegate, found.at_cse), (1, 12, AtCse::Delegate));
    let found = at("30");
    assert_eq!((found.delegates, found.hours_delegate, found.at_cse), (0, 0, AtCse::None));
    assert!(found.from_elected && !found.rss);
    assert!(!of(&SectionStanding { seats_won: Some(0), ..standing("30") }).from_elected);
}

#[test]
fn a_union_that_is_not_representative_names_its_representative() {
    let other = |headcount| of(&SectionStanding { representative: false, ..standing(headcount) });
    assert_eq!((other("50").rss, other("50").rss_hours, other("50").delegates), (true, 4, 0));
    assert!(!other("49.9").rss && other("49.9").from_elected);
    assert_eq!(other("350").at_cse, AtCse::None);
}

#[test]
fn delegates_and_hours_by_headcount() {
    for (headcount, delegates, hours) in [
        ("49.99", 0, 0),
        ("50", 1, 12),
        ("150", 1, 12),
        ("150.5", 1, 12),
        ("151", 1, 18),
        ("499", 1, 18),
        ("500", 1, 24),
        ("999", 1, 24),
        ("1000", 2, 24),
        ("2000", 3, 24),
        ("4000", 4, 24),
        ("9999", 4, 24),
        ("10000", 5, 24),
    ] {
        assert_eq!(
            (at(headcount).delegates, at(headcount).hours_delegate),
            (delegates, hours),
            "{headcount}"
        );
    }
}

#[test]
fn meetings_of_the_cse() {
    // Example T4.
    let meetings = |n| (at(n).meetings_per_year, at(n).safety_meetings);
    assert_eq!(["30", "120", "299", "300"].map(meetings), [(12, 0), (6, 4), (6, 4), (12, 4)]);
    assert_eq!(at("10").meetings_per_year, 0);
}

#[test]
fn an_agreement_leaves_six_meetings_at_least() {
    // Example T5.
    let clause = |headcount: i64, agreed| {
        let on = "2026-11-21".parse().unwrap();
        meetings_clause(book(), Fraction::whole(headcount), agreed, on)
            .map(|found| (found.value.legal, found.value.meetings))
    };
    assert_eq!(clause(400, 5), Ok((false, 12)));
    assert_eq!(clause(400, 6), Ok((true, 6)));
    assert_eq!(clause(120, 4), Ok((false, 6)), "set aside");
    assert_eq!(clause(49, 6), Err(bad("headcount", Fault::Below("50".to_owned()))));
}

#[test]
fn the_budget_at_two_thousand() {
    // Example T3.
    let budget = |headcount| {
        let payroll = Some(Fraction::whole(1_000_000));
        of(&SectionStanding { payroll, ..standing(headcount) }).budget.map(Fraction::decimal)
    };
    assert_eq!(budget("1999").as_deref(), Some("2000"));
    assert_eq!(budget("2000").as_deref(), Some("2200"));
    assert_eq!(budget("49"), None);
    assert_eq!(at("720").budget_rate, Fraction::new(2, 1000));
}

#[test]
fn commissions_from_three_hundred_and_a_thousand() {
    assert_eq!(at("299").commissions, [] as [Commission; 0]);
    assert_eq!(
        at("300").commissions,
        [Commission::Safety, Commission::Training, Commission::Housing, Commission::Equality]
    );
    assert_eq!(at("1000").commissions.last(), Some(&Commission::Economic));
}

#[test]
fn hours_of_the_representative_from_501() {
    assert_eq!((at("500").hours_at_cse, at("501").hours_at_cse), (0, 20));
}

#[test]
fn a_supplementary_delegate_needs_two_colleges() {
    let of = |won, across| {
        of(&SectionStanding { seats_won: won, won_across: across, ..standing("500") }).supplementary
    };
    assert_eq!(of(Some(2), Some(true)), Some(true));
    assert_eq!(of(Some(1), Some(true)), Some(false));
    assert_eq!(of(Some(3), None), None, "not known");
    assert_eq!(at("499").supplementary, Some(false));
}

#[test]
fn a_central_delegate_needs_two_establishments() {
    assert!(!at("2000").central);
    assert!(of(&SectionStanding { establishments: 2, ..standing("2000") }).central);
    assert!(!of(&SectionStanding { establishments: 2, ..standing("1999") }).central);
}

#[test]
fn premises_by_headcount() {
    assert_eq!(
        ["199", "200", "999", "1000"].map(|n| at(n).premises.code()),
        [None, Some("shared"), Some("shared"), Some("own")]
    );
}

#[test]
fn training_as_the_law_of_the_day_has_it() {
    let days = |first, renewed, commission| SafetyTraining { first, renewed, commission };
    assert_eq!(at("299").safety_training, days(Some(5), Some(3), None));
    assert_eq!(at("300").safety_training, days(Some(5), Some(3), Some(5)), "of the commission");
    let before =
        |n| rights(book(), &standing(n), "2022-03-30".parse().unwrap()).unwrap().value.safety_training;
    assert_eq!(before("299"), days(None, None, Some(3)));
    assert_eq!(before("300"), days(None, None, Some(5)));
    assert_eq!(before("10"), SafetyTraining::default());
    assert_eq!((at("50").economic_training, at("49").economic_training), (Some(5), None));
    assert_eq!(at("50").union_training, (12, 18));
}

#[test]
fn at_exactly_a_thousand_meeting_time_is_sixty_hours() {
    assert_eq!(
        ["299", "300", "999", "1000"].map(|n| at(n).meeting_hours),
        [None, Some(30), Some(30), Some(60)]
    );
}

proptest! {
    #[test]
    fn more_people_never_mean_fewer_rights(a in 0_i64..20_000, b in 0_i64..20_000) {
        let of = |n: i64| at(&n.to_string());
        let (few, many) = (of(a.min(b)), of(a.max(b)));
        prop_assert!(few.delegates <= many.delegates && few.hours_delegate <= many.hours_delegate);
        prop_assert!(few.commissions.len() <= many.commissions.len());
        prop_assert!(few.budget_rate <= many.budget_rate);
    }
}
