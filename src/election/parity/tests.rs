//! The published examples, the gaps in the text, the sanctions.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

use crate::election::parity::*;
use crate::{
    election::Balance,
    law::{Caveat, Open, Remark, book},
};
use proptest::prelude::*;

fn college(women: u64, men: u64, seats: u32) -> College {
    College { women, men, seats: Some(seats) }
}

fn slate(list: &str) -> Slate {
    Slate { candidates: list.chars().map(|c| Sex::of_letter(c).unwrap()).collect(), ..Slate::default() }
}

fn ask(college: College, size: Option<u32>, slate: Option<&Slate>) -> Finding<Answer<Parity>> {
    parity(book(), college, size, slate, "2026-11-21".parse().unwrap()).unwrap()
}

#[track_caller]
fn known(college: College, size: Option<u32>, slate: Option<&Slate>) -> Parity {
    match ask(college, size, slate).value {
        Answer::Known(found) => found,
        Answer::Undetermined { why, options } => panic!("{why:?} {options:?}"),
    }
}

#[track_caller]
fn due(women: u64, men: u64, seats: u32, size: u32) -> (u32, u32) {
    let due = known(college(women, men, seats), Some(size), None).due;
    assert_eq!(due.women + due.men + due.either, size);
    (due.women, due.men)
}

#[track_caller]
fn open(college: College, size: Option<u32>) -> (Open, Vec<String>) {
    match ask(college, size, None).value {
        Answer::Known(found) => panic!("{found:?}"),
        Answer::Undetermined { why, options } => (why, options),
    }
}

#[track_caller]
fn checked(college: College, list: &str) -> Checked {
    known(college, None, Some(&slate(list))).checked.unwrap()
}

fn breaches(college: College, list: &str) -> Vec<(Option<usize>, Balance)> {
    checked(college, list).breaches.into_iter().map(|b| (b.position, b.rule)).collect()
}

#[track_caller]
fn annulled(college: College, list: &str, elected: &[usize]) -> Vec<usize> {
    let slate = Slate { elected: Some(elected.to_vec()), ..slate(list) };
    known(college, None, Some(&slate)).checked.unwrap().annulled
}

/// Examples G1 to G5, G8, G14.
#[test]
fn the_published_proportions() {
    assert_eq!(due(60, 40, 10, 10), (6, 4));
    assert_eq!(due(40, 60, 10, 5), (2, 3));
    assert_eq!(due(40, 10, 4, 4), (3, 1));
    assert_eq!(due(45, 105, 8, 8), (2, 6));
    assert_eq!(due(60, 40, 3, 3), (2, 1));
    assert_eq!(due(80, 20, 10, 10), (8, 2));
    assert_eq!(due(79, 21, 3, 3), (2, 1));
}

#[test]
fn the_published_orders() {
    assert_eq!(known(college(40, 10, 4), None, None).orders, ["FHFF", "HFFF"]);
    assert_eq!(known(college(45, 105, 8), None, None).orders, ["FHFHHHHH", "HFHFHHHH"]);
    assert_eq!(known(college(60, 40, 3), None, None).orders, ["FHF", "HFF"]);
}

/// Example G10: 3.5 and 1.5 would make 4 and 2.
#[test]
fn two_halves_without_equality_are_undetermined() {
    let (why, options) = open(college(70, 30, 5), None);
    assert_eq!(why, Open::DoubleHalf);
    assert_eq!(options, ["4 F 1 H", "3 F 2 H"]);
}

/// Example G11.
#[test]
fn strict_equality_and_an_odd_list() {
    let found = known(college(50, 50, 3), Some(3), None).due;
    assert_eq!((found.women, found.men, found.either), (1, 1, 1));
    assert_eq!(open(college(50, 50, 4), Some(3)).0, Open::OddListEvenSeats);
    assert_eq!(open(College { women: 50, men: 50, seats: None }, Some(3)).0, Open::SeatsUnknown);
    for list in ["FHF", "HFH"] {
        assert_eq!(breaches(college(50, 50, 3), list), [], "{list}");
    }
    assert_eq!(breaches(college(50, 50, 3), "FFF"), [(None, Balance::Proportion)]);
}

/// Example G17: 0.609 and 1.391 on two seats make one of each; a single man is irregular and annulled.
#[test]
fn a_single_candidate_where_both_sexes_are_due() {
    let here = college(3046, 6954, 2);
    assert_eq!(due(3046, 6954, 2, 2), (1, 1));
    assert_eq!(breaches(here, "H"), [(Some(1), Balance::SingleCandidate)]);
    assert_eq!(annulled(here, "H", &[1]), [1]);
    assert_eq!(annulled(here, "H", &[]), [] as [usize; 0]);
}

/// Example G19: 0.24 of a woman on six seats: none is owed, a single man is valid, one woman may stand.
#[test]
fn a_sex_that_the_rules_exclude() {
    let here = college(4, 96, 6);
    let found = known(here, Some(1), None).due;
    assert_eq!((found.women, found.men, found.optional), (0, 1, Some(Sex::Woman)));
    assert_eq!(breaches(here, "H"), []);
    assert_eq!(breaches(here, "HHHHHH"), []);
    assert_eq!(breaches(here, "HFHHHH"), []);
    assert_eq!(breaches(here, "HHHF"), []);
    assert_eq!(breaches(here, "FHHHHH"), [(Some(1), Balance::FirstPlace)]);
    assert_eq!(breaches(here, "HFHF"), [(None, Balance::Proportion)]);
}

/// Of one sex alone there is nobody of the other who might stand.
#[test]
fn one_sex_alone_has_no_optional_candidate() {
    for (women, men, list) in [(0, 50, "HHHH"), (50, 0, "FFFF")] {
        let here = college(women, men, 4);
        let found = ask(here, None, Some(&slate(list)));
        assert!(!found.because.iter().any(|step| step.rule == "parity.optional"), "{list}");
        assert_eq!(known(here, None, None).due.optional, None, "{list}");
        assert_eq!(breaches(here, list), []);
    }
    assert!(breaches(college(0, 50, 4), "HHHF").contains(&(None, Balance::Proportion)));
}

#[test]
fn a_single_candidate_for_two_equal_halves_is_irregular() {
    for seats in [2, 3, 4] {
        assert_eq!(breaches(college(50, 50, seats), "F"), [(Some(1), Balance::SingleCandidate)], "{seats}");
    }
}

#[test]
fn an_incomplete_list_may_not_leave_out_a_sex() {
    // 85/15 on four seats: 3.4 and 0.6, so three and one; on two candidates 1.7 and 0.3 would leave the men out.
    let here = college(85, 15, 4);
    assert_eq!(due(85, 15, 4, 4), (3, 1));
    assert_eq!(due(85, 15, 4, 2), (1, 1));
    assert_eq!(breaches(here, "FF"), [(None, Balance::Proportion)]);
    assert_eq!(breaches(here, "HF"), []);
    assert_eq!(annulled(here, "FF", &[1, 2]), [2]);
}

#[test]
fn a_single_seat_is_free() {
    assert_eq!(breaches(college(50, 50, 1), "H"), []);
    assert_eq!(breaches(college(90, 10, 1), "H"), []);
}

/// Example G24: a second woman in third place on a list that owes two women and three men.
#[test]
fn alternation_is_judged_against_the_one_before() {
    let here = college(40, 60, 5);
    assert_eq!(breaches(here, "HFFHH"), [(Some(3), Balance::Alternation)]);
    assert_eq!(annulled(here, "HFFHH", &[1, 2, 3, 4]), [3]);
    assert_eq!(breaches(here, "HFHFH"), []);
    assert_eq!(breaches(here, "FHFHH"), [], "the rest may follow once one sex is exhausted");
    assert_eq!(breaches(here, "HHFHF"), [(Some(2), Balance::Alternation)]);
}

#[test]
fn misplaced_but_all_elected_and_proportionate_stays() {
    let here = college(40, 60, 5);
    assert_eq!(annulled(here, "HFFHH", &[1, 2, 3, 4, 5]), [] as [usize; 0]);
}

#[test]
fn the_last_elected_of_the_surplus_sex_go_first() {
    // 60/40 on five: three women, two men; four women are one too many.
    let here = college(60, 40, 5);
    let found = checked(here, "FHFFF");
    assert_eq!(found.surplus, Some((Sex::Woman, 1)));
    assert_eq!(annulled(here, "FHFFF", &[1, 2, 3, 4]), [4]);
    let after = Slate { order: Some(vec![4, 2, 3, 1, 5]), elected: Some(vec![4, 2, 3, 1]), ..slate("FHFFF") };
    assert_eq!(known(here, None, Some(&after)).checked.unwrap().annulled, [1], "the order after erasures");
    let some = Slate { order: Some(vec![4, 2]), elected: Some(vec![4, 2, 1, 3]), ..slate("FHFFF") };
    assert_eq!(
        known(here, None, Some(&some)).checked.unwrap().annulled,
        [3],
        "the others follow as presented"
    );
    assert_eq!(annulled(here, "FHFFF", &[2]), [] as [usize; 0], "only as many as were elected");
}

#[test]
fn surplus_and_misplaced_are_annulled_once() {
    let here = college(40, 60, 5);
    // Four women on five, two due: surplus two; the second is misplaced too.
    let slate = Slate { elected: Some(vec![1, 2, 3, 4]), ..slate("FFFFH") };
    let found = known(here, None, Some(&slate)).checked.unwrap();
    assert_eq!(found.surplus, Some((Sex::Woman, 2)));
    assert_eq!(found.annulled, [4, 3, 2]);
}

#[test]
fn free_candidates_are_not_bound() {
    let free = Slate { free: true, ..slate("HHHH") };
    let found = known(college(60, 40, 5), None, Some(&free));
    assert_eq!(found.checked.unwrap().breaches, []);
}

#[test]
fn what_cannot_be_is_named() {
    let fails = |college, size, slate: Option<&Slate>| match parity(
        book(),
        college,
        size,
        slate,
        "2026-11-21".parse().unwrap(),
    )
    .unwrap_err()
    {
        ElectionError::Fact(fact) => fact.field,
        ElectionError::Law(error) => panic!("{error}"),
    };
    assert_eq!(fails(college(0, 0, 5), None, None), "women");
    assert_eq!(fails(college(5, 5, 0), None, None), "seats");
    assert_eq!(fails(college(5, 5, 3), Some(4), None), "candidates");
    assert_eq!(fails(college(5, 5, 3), Some(0), None), "candidates");
    assert_eq!(fails(College { women: 5, men: 5, seats: None }, None, None), "seats");
    assert_eq!(fails(college(5, 5, 3), None, Some(&slate("FHFH"))), "list");
    assert_eq!(fails(college(5, 5, 3), Some(3), Some(&slate("FH"))), "candidates");
    let elected = Slate { elected: Some(vec![4]), ..slate("FHF") };
    assert_eq!(fails(college(5, 4, 3), None, Some(&elected)), "elected");
    let order = Slate { order: Some(vec![4]), ..slate("FHF") };
    assert_eq!(fails(college(5, 4, 3), None, Some(&order)), "order");
    assert_eq!(fails(college(5, 4, 1001), None, None), "seats");
    let order = Slate { order: Some(vec![1, 1, 2]), ..slate("FHF") };
    assert_eq!(fails(college(5, 4, 3), None, Some(&order)), "order");
}

#[test]
fn as_many_as_are_taken_are_taken() {
    assert_eq!(due(60, 40, 1000, 1000), (600, 400));
    let unknown = College { women: 60, men: 40, seats: None };
    let error = parity(book(), unknown, Some(1001), None, "2026-11-21".parse().unwrap()).unwrap_err();
    assert!(matches!(error, ElectionError::Fact(fact) if fact.field == "candidates"));
    // The size may be said beside the list, when it is the list's.
    assert!(known(college(60, 40, 3), Some(3), Some(&slate("FHF"))).checked.is_some());
}

#[test]
fn a_college_of_one_sex_has_lists_of_one_sex() {
    for (college, order) in [(college(10, 0, 3), "FFF"), (college(0, 10, 3), "HHH")] {
        let found = known(college, None, Some(&slate(order)));
        assert_eq!(found.orders, [order]);
        assert!(!found.due.both && found.checked.unwrap().breaches.is_empty());
    }
}

#[test]
fn each_step_is_told_where_it_was_taken_and_nowhere_else() {
    let steps = |college, list: &str, elected: Option<Vec<usize>>| {
        let slate = Slate { elected, ..slate(list) };
        ask(college, None, Some(&slate)).because.into_iter().map(|s| s.rule).collect::<Vec<_>>()
    };
    let has = |told: &Vec<String>, rule: &str| told.iter().any(|t| t == rule);
    let ten = college(60, 40, 10);
    let told = steps(ten, "FHFHFHFHFF", None);
    assert!(has(&told, "parity.alternation") && has(&told, "parity.one-by-one"));
    assert!(!has(&told, "parity.vacant") && !has(&told, "parity.single"));
    // Two candidates are judged one by one; one is not.
    assert!(has(&steps(ten, "FH", None), "parity.one-by-one"));
    assert!(!has(&steps(ten, "F", None), "parity.one-by-one"));
    // Either sex may begin, so no order is due.
    assert!(!has(&steps(college(5, 5, 3), "FHF", None), "parity.alternation"));
    // A man too many is elected: his seat is vacant.
    let surplus = steps(ten, "FHFHFHFHFH", Some((1..=10).collect()));
    assert!(has(&surplus, "parity.vacant"), "{surplus:?}");
    assert!(!has(&steps(ten, "FHFHFHFHFF", Some((1..=10).collect())), "parity.vacant"));
}

#[test]
fn the_place_of_the_optional_candidate_is_said_to_be_open() {
    let found = ask(college(4, 96, 6), None, Some(&slate("HHF")));
    assert!(found.caveats.contains(&Caveat::Remark(Remark::OptionalCandidatePlace)));
    // Nobody of that sex stands: there is no place to speak of.
    let without = ask(college(4, 96, 6), None, Some(&slate("HHH")));
    assert!(!without.caveats.contains(&Caveat::Remark(Remark::OptionalCandidatePlace)));
}

/// Electors in the ratio that makes two halves on a full list: 0.5 and 1.5 may leave a sex out, 1.5 and 2.5 cannot.
#[test]
fn two_halves_on_a_full_list_say_what_an_incomplete_one_owes_only_where_both_are_sure() {
    for mirrored in [false, true] {
        let of = |women, men, seats| {
            if mirrored { college(men, women, seats) } else { college(women, men, seats) }
        };
        let side = |women: u32, men: u32| if mirrored { (men, women) } else { (women, men) };
        let (why, options) = open(of(1, 3, 2), Some(1));
        assert_eq!(why, Open::FullListUnknown);
        let text = |(women, men): (u32, u32)| format!("{women} F {men} H");
        assert_eq!(options, [text(side(0, 1)), text(side(1, 0))]);
        let found = known(of(3, 5, 4), Some(1), None).due;
        assert!(found.both);
        assert_eq!((found.women, found.men), side(0, 1));
    }
}

#[test]
fn an_incomplete_list_of_two_has_one_of_the_rarer_sex() {
    assert_eq!(due(10, 90, 10, 2), (1, 1));
    assert_eq!(due(90, 10, 10, 2), (1, 1));
    assert!(known(college(60, 40, 10), None, None).due.both);
    let single = ask(college(10, 90, 10), Some(1), None);
    assert!(single.because.iter().any(|s| s.rule == "parity.single"));
    let two = ask(college(10, 90, 10), Some(2), None);
    assert!(two.because.iter().all(|s| s.rule != "parity.single"));
}

#[test]
fn without_seats_the_list_itself_decides_or_it_is_open() {
    let unknown = College { women: 60, men: 40, seats: None };
    let found = known(unknown, Some(5), None).due;
    assert_eq!((found.women, found.men), (3, 2));
    assert_eq!(open(College { women: 90, men: 10, seats: None }, Some(2)).0, Open::FullListUnknown);
}

proptest! {
    #[test]
    fn counts_add_up_whenever_they_are_known(women in 0_u64..500, men in 0_u64..500, seats in 1_u32..36, cut in 0_u32..36) {
        prop_assume!(women + men > 0);
        let size = (seats - cut % seats).max(1);
        if let Answer::Known(found) = ask(college(women, men, seats), Some(size), None).value {
            let due = found.due;
            let single = size == 1 && due.both;
            prop_assert!(single || due.women + due.men + due.either == size);
            prop_assert_eq!(due.optional.is_some(), due.optional.is_some() && !due.both);
        }
    }

    #[test]
    fn the_due_orders_have_no_breach(women in 1_u64..500, men in 1_u64..500, seats in 2_u32..36) {
        let here = college(women, men, seats);
        if let Answer::Known(found) = ask(here, None, None).value {
            for order in found.orders {
                prop_assert_eq!(breaches(here, &order), [], "{}", order);
            }
        }
    }

    #[test]
    fn women_and_men_mirror_each_other(women in 0_u64..500, men in 0_u64..500, seats in 1_u32..20, list in "[FH]{1,20}") {
        prop_assume!(women + men > 0 && list.len() <= seats as usize);
        let mirror: String = list.chars().map(|c| if c == 'F' { 'H' } else { 'F' }).collect();
        let of = |w, m, l: &str| match ask(college(w, m, seats), None, Some(&slate(l))).value {
            Answer::Known(found) => Some(found.checked.unwrap().breaches),
            Answer::Undetermined { .. } => None,
        };
        prop_assert_eq!(of(women, men, &list), of(men, women, &mirror));
    }

    #[test]
    fn only_the_elected_are_annulled(women in 1_u64..500, men in 1_u64..500, list in "[FH]{2,12}", mask in 0_u32..4096) {
        let here = college(women, men, 12);
        let elected: Vec<usize> = (1..=list.len()).filter(|i| mask >> (i - 1) & 1 == 1).collect();
        let slate = Slate { elected: Some(elected.clone()), ..slate(&list) };
        if let Answer::Known(found) = ask(here, None, Some(&slate)).value {
            prop_assert!(found.checked.unwrap().annulled.iter().all(|p| elected.contains(p)));
        }
    }
}
