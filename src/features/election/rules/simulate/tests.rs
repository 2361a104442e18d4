#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]
use proptest::prelude::*;

use crate::features::election::rules::simulate::*;
use crate::{
    election::BadFact,
    features::election::rules::tests::{counted, day, dossier, results},
    law::book,
};

fn supposed(college: &str, valid: u64, lists: &[(&str, u64)]) -> Supposed {
    let lists = lists.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
    Supposed { college: college.to_owned(), valid, lists }
}

fn scenario(colleges: Vec<Supposed>) -> Scenario {
    Scenario { name: ScenarioName::Own("x".to_owned()), colleges }
}

fn projected(colleges: Vec<Supposed>) -> Result<Projection, ElectionError> {
    project(book(), &dossier(), &scenario(colleges), day("2026-12-03"))
}

fn seats(of: &Projected) -> Vec<u32> {
    match &of.allocation.as_ref().unwrap().value {
        Answer::Known(known) => known.lists.iter().map(|l| l.seats).collect(),
        Answer::Undetermined { .. } => panic!("undetermined"),
    }
}

#[test]
fn a_scenario_gives_quorum_seats_audience_and_what_one_more_takes() {
    let found =
        projected(vec![supposed("1", 60, &[("CGT", 40), ("FO", 20)]), supposed("2", 19, &[("FO", 19)])])
            .unwrap();
    assert_eq!(seats(&found.colleges[0]), [3, 1]);
    assert_eq!(found.colleges[0].what_if.len(), 2);
    // The second college misses its quorum by one: no seat, but its ballots count for the audience.
    let second = &found.colleges[1];
    assert_eq!((second.quorum.as_ref().unwrap().value.missing, second.allocation.is_none()), (1, true));
    assert_eq!(found.audience.as_ref().unwrap().value.valid, Fraction::whole(79));
    assert_eq!(found.audience.as_ref().unwrap().value.unions[0].name, "CGT");
}

#[test]
fn a_list_that_is_not_filed_goes_by_its_name() {
    let found = projected(vec![supposed("1", 60, &[("UNSA", 60)])]).unwrap();
    assert_eq!(found.audience.as_ref().unwrap().value.unions[0].name, "UNSA");
}

#[test]
fn what_cannot_be_is_named() {
    let field = |colleges| match projected(colleges) {
        Err(ElectionError::Fact(BadFact { field, .. })) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(vec![]), "colleges");
    assert_eq!(field(vec![supposed("9", 1, &[])]), "colleges[0].id");
    assert_eq!(field(vec![supposed("1", 1, &[]), supposed("1", 1, &[])]), "colleges[1].id");
    assert_eq!(field(vec![supposed("1", 101, &[])]), "colleges[0].valid");
    assert_eq!(field(vec![supposed("1", 10, &[("CGT", 11)])]), "colleges[0].lists");
    assert_eq!(field(vec![supposed("1", 10, &[("CGT", u64::MAX), ("FO", u64::MAX)])]), "colleges[0].lists");
}

#[test]
fn scenarios_are_made_from_the_last_election() {
    let (last, mut next) = (counted(), dossier());
    next.poll.colleges[0] = crate::features::election::rules::tests::college("1", 4, 100, 100);
    let made = generated(&next, &last, &results(&last, None));
    assert_eq!(
        made.iter().map(|s| s.name.code()).collect::<Vec<_>>(),
        ["as-last", "turnout-down", "turnout-up", "at-quorum", "ours-down", "ours-up"]
    );
    let first = |n: usize| &made[n].colleges[0];
    // Sixty of a hundred then: a hundred and twenty of two hundred now.
    assert_eq!(
        (first(0).valid, first(0).lists.clone()),
        (120, vec![("CGT".to_owned(), 80), ("FO".to_owned(), 40)])
    );
    assert_eq!((first(1).valid, first(2).valid, first(3).valid), (100, 140, 100));
    let ours = |n: usize| first(n).lists[0].1;
    // Two thirds less and plus five points.
    assert_eq!((ours(4), ours(5)), (74, 86));
    assert!(made.iter().all(|s| s.colleges.len() == 2));
    for scenario in &made {
        project(book(), &next, scenario, day("2026-12-03")).unwrap();
    }
}

#[test]
fn what_was_not_counted_makes_no_scenario() {
    let last = dossier();
    assert!(generated(&dossier(), &last, &results(&last, None)).is_empty());
    let mut next = dossier();
    next.poll.colleges.truncate(1);
    (next.poll.colleges[0].women, next.poll.colleges[0].men) = (None, None);
    let last = counted();
    assert!(generated(&next, &last, &results(&last, None)).is_empty());
}

#[test]
fn a_share_stays_between_nothing_and_all() {
    let lists = vec![("A".to_owned(), 98, true), ("B".to_owned(), 2, false)];
    assert_eq!(shares(&lists, Shift::Ours(5)).unwrap(), [Fraction::ONE, Fraction::ZERO]);
    let lists = vec![("A".to_owned(), 2, true), ("B".to_owned(), 98, false)];
    assert_eq!(shares(&lists, Shift::Ours(-5)).unwrap(), [Fraction::ZERO, Fraction::ONE]);
    let alone = vec![("A".to_owned(), 2, true)];
    assert_eq!(shares(&alone, Shift::Ours(-5)).unwrap(), [Fraction::whole(2)]);
}

proptest! {
    #[test]
    fn ballots_are_shared_out_whole_and_fairly(weights in proptest::collection::vec(0_i64..50, 1..8), total in 0_u64..500) {
        let exact: Vec<Fraction> = weights.iter().map(|w| Fraction::whole(*w)).collect();
        let out = spread(&exact, total);
        let sum: i64 = weights.iter().sum();
        if sum == 0 {
            prop_assert!(out.iter().all(|n| *n == 0));
        } else {
            prop_assert_eq!(out.iter().sum::<u64>(), total);
            for (w, n) in weights.iter().zip(&out) {
                // Within one ballot of the exact part, compared in whole numbers.
                let (exact, given) = (i128::from(*w) * i128::from(total), i128::from(*n) * i128::from(sum));
                prop_assert!((exact - given).abs() < i128::from(sum));
            }
        }
    }

    #[test]
    fn more_for_us_is_never_less(ours in 1_u64..60, theirs in 1_u64..60, valid in 10_u64..200) {
        let lists = vec![("A".to_owned(), ours, true), ("B".to_owned(), theirs, false)];
        let of = |shift| spread(&shares(&lists, shift).unwrap(), valid)[0];
        prop_assert!(of(Shift::Ours(-5)) <= of(Shift::None) && of(Shift::None) <= of(Shift::Ours(5)));
    }
}
