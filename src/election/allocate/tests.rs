//! The published examples, each with its averages; ties, erasures, vacant seats; the theory as properties.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "small numbers in tests"
)]

use crate::election::allocate::*;
use crate::law::{Caveat, Remark, book};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn f(num: i128, den: i128) -> Fraction {
    Fraction::new(num, den).unwrap()
}

fn list(name: &str, votes: &str) -> List {
    List { name: name.to_owned(), votes: Some(votes.parse().unwrap()), ..List::default() }
}

fn vote(seats: u32, lists: &[(&str, &str)]) -> Vote {
    Vote { seats, lists: lists.iter().map(|(n, v)| list(n, v)).collect(), ..Vote::default() }
}

fn candidate(name: &str, votes: u64, born: &str) -> Candidate {
    Candidate { name: name.to_owned(), votes, born: born.parse().ok(), cadre: false }
}

fn named(name: &str, ballots: u64, candidates: &[(&str, u64)]) -> List {
    let candidates = candidates.iter().map(|(n, v)| candidate(n, *v, "")).collect();
    List { name: name.to_owned(), ballots: Some(ballots), candidates, ..List::default() }
}

fn answer(vote: &Vote) -> Finding<Answer<Allocation>> {
    allocate(book(), vote, &crate::election::Taken::default(), day("2026-11-21")).unwrap()
}

#[track_caller]
fn known(vote: &Vote) -> Allocation {
    match answer(vote).value {
        Answer::Known(found) => found,
        Answer::Undetermined { why, options } => panic!("{why:?} {options:?}"),
    }
}

#[track_caller]
fn undetermined(vote: &Vote) -> (Open, Vec<String>) {
    match answer(vote).value {
        Answer::Known(found) => panic!("{found:?}"),
        Answer::Undetermined { why, options } => (why, options),
    }
}

fn seats(vote: &Vote) -> Vec<u32> {
    known(vote).lists.iter().map(|l| l.seats).collect()
}

fn wrong(vote: &Vote) -> ElectionError {
    allocate(book(), vote, &crate::election::Taken::default(), day("2026-11-21")).unwrap_err()
}

/// Example S1: 7 seats, A 500, B 270, C 120, D 110. Quotient 142.857: A 3, B 1. Then B at 135 (A 125, C 120, D 110),
/// A at 125 (C 120), C at 120 (D 110, A 100, B 90). A 4, B 2, C 1, D 0.
#[test]
fn quotient_then_the_highest_average_one_by_one() {
    let found = known(&vote(7, &[("A", "500"), ("B", "270"), ("C", "120"), ("D", "110")]));
    assert_eq!(found.quotient, f(1000, 7));
    let by: Vec<_> = found.lists.iter().map(|l| (l.by_quotient, l.by_average, l.seats)).collect();
    assert_eq!(by, [(3, 1, 4), (1, 1, 2), (0, 1, 1), (0, 0, 0)]);
    let rounds: Vec<_> = found.rounds.iter().map(|r| (r.winner, r.averages[r.winner])).collect();
    assert_eq!(rounds, [(1, f(135, 1)), (0, f(125, 1)), (2, f(120, 1))]);
    assert_eq!(found.rounds[0].averages, [f(125, 1), f(135, 1), f(120, 1), f(110, 1)]);
    assert_eq!(found.vacant, 0);
}

/// Examples S2 to S4: the quotient keeps its decimals.
#[test]
fn the_quotient_is_exact() {
    assert_eq!(known(&vote(6, &[("A", "120")])).quotient, f(20, 1));
    assert_eq!(known(&vote(10, &[("A", "263")])).quotient, f(263, 10));
    assert_eq!(known(&vote(5, &[("A", "65")])).quotient, f(13, 1));
}

/// Example S6: averages after erasures, the valid ballots above their sum. Quotient 20: A 2, B 1, C 1; then C at 17
/// (A 15.67, B 14.6), then A at 15.67.
#[test]
fn averages_below_the_valid_ballots() {
    let lists = vec![
        named("A", 47, &[("a1", 47), ("a2", 47), ("a3", 47), ("a4", 47), ("a5", 47)]),
        named("B", 32, &[("b1", 29), ("b2", 29), ("b3", 30), ("b4", 31), ("b5", 27)]),
        named("C", 38, &[("c1", 35), ("c2", 37), ("c3", 30)]),
    ];
    let found = known(&Vote { seats: 6, valid: Some(120), lists, reserved: 0 });
    let averages: Vec<_> = found.lists.iter().map(|l| l.average).collect();
    assert_eq!(averages, [f(47, 1), f(146, 5), f(34, 1)]);
    let by: Vec<_> = found.lists.iter().map(|l| (l.by_quotient, l.seats)).collect();
    assert_eq!(by, [(2, 3), (1, 1), (1, 2)]);
    assert_eq!(found.rounds[0].averages, [f(47, 3), f(73, 5), f(17, 1)]);
}

/// Example S9, and S13, whose published answers 9/6/4 and 9/6/3 are wrong.
#[test]
fn two_more_published_divisions() {
    let found = known(&vote(9, &[("A", "884"), ("B", "544")]));
    assert_eq!(found.lists.iter().map(|l| (l.by_quotient, l.seats)).collect::<Vec<_>>(), [(5, 6), (3, 3)]);
    let found = seats(&vote(19, &[("CGT", "450"), ("CFDT", "300"), ("FO", "150")]));
    assert_eq!(found, [10, 6, 3]);
}

#[test]
fn when_no_list_reaches_the_quotient_all_goes_by_average() {
    let lists: Vec<_> =
        (0..5).map(|i| (["A", "B", "C", "D", "E"][i], ["14", "13", "12", "11", "10"][i])).collect();
    let found = known(&Vote { valid: Some(60), ..vote(3, &lists) });
    assert!(found.lists.iter().all(|l| l.by_quotient == 0));
    assert_eq!(found.lists.iter().map(|l| l.seats).collect::<Vec<_>>(), [1, 1, 1, 0, 0]);
}

/// A 100 and B 50 on 2 seats: quotient 75, A 1; then A and B both at 50: the seat goes to A, which has more votes.
#[test]
fn equal_averages_go_to_more_votes() {
    let even = vote(2, &[("A", "100"), ("B", "50")]);
    let found = known(&even);
    assert_eq!(found.lists.iter().map(|l| l.seats).collect::<Vec<_>>(), [2, 0]);
    assert_eq!(found.rounds[0].won, Won::MoreVotes);
    let articles: Vec<_> = answer(&even).because.into_iter().map(|s| s.citation.article).collect();
    assert_eq!(articles, ["R2314-19", "R2314-20", "R2314-21"]);
    assert!(answer(&even).caveats.is_empty(), "two lists and one seat: the text is clear");
}

#[test]
fn equal_votes_go_to_the_older_candidate_due_to_be_elected() {
    let aged = |name: &str, first: &str, second: &str| List {
        name: name.to_owned(),
        candidates: vec![
            candidate(&format!("{name}1"), 50, first),
            candidate(&format!("{name}2"), 50, second),
        ],
        ..List::default()
    };
    // One each by quotient; the third seat between the second candidates.
    let lists = vec![aged("A", "1950-01-01", "1980-05-02"), aged("B", "1990-01-01", "1980-05-01")];
    let found = known(&Vote { seats: 3, lists: lists.clone(), ..Vote::default() });
    assert_eq!(found.lists.iter().map(|l| l.seats).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(found.rounds[0].won, Won::Older);
    assert_eq!(found.lists[1].elected, ["B1", "B2"]);

    let mut same = lists.clone();
    same[0].candidates[1].born = day("1980-05-01").into();
    let stuck = undetermined(&Vote { seats: 3, lists: same, ..Vote::default() });
    assert_eq!(stuck, (Open::TieSameAge, vec!["A".to_owned(), "B".to_owned()]));

    let mut unknown = lists;
    unknown[0].candidates[1].born = None;
    assert_eq!(undetermined(&Vote { seats: 3, lists: unknown, ..Vote::default() }).0, Open::TieAgeUnknown);
}

#[test]
fn the_age_of_the_candidate_due_may_be_given_with_the_list() {
    let mut even = vote(1, &[("A", "5"), ("B", "5")]);
    assert_eq!(undetermined(&even).0, Open::TieAgeUnknown);
    even.lists[0].born = day("1970-01-01").into();
    even.lists[1].born = day("1969-12-31").into();
    assert_eq!(seats(&even), [0, 1]);
    even.lists[1].born = day("1970-01-01").into();
    assert_eq!(undetermined(&even).0, Open::TieSameAge);
}

#[test]
fn candidates_without_a_name_are_shown_by_their_place() {
    let lists = vec![named("A", 20, &[("", 20), ("", 15), ("", 20)]), named("B", 9, &[("", 9)])];
    let found = known(&Vote { seats: 3, lists, ..Vote::default() });
    assert_eq!(found.lists[0].elected, ["1", "3"], "the second has a quarter of erasures");
}

#[test]
fn a_tie_that_leaves_a_seat_for_each_is_none() {
    // Five seats, quotient 16: one each; then A and B at 15 with two seats left.
    let even = vote(5, &[("A", "30"), ("B", "30"), ("C", "20")]);
    assert!(answer(&even).caveats.is_empty());
    assert_eq!(seats(&even), [2, 2, 1]);
}

#[test]
fn more_than_two_lists_go_by_votes_with_a_remark() {
    // Two seats; A 120 has one by quotient (quotient 120); A, B, C all at 60: A has more votes.
    let three = Vote { valid: Some(240), ..vote(2, &[("A", "120"), ("B", "60"), ("C", "60")]) };
    let found = answer(&three);
    assert!(found.caveats.contains(&Caveat::Remark(Remark::TieBeyondText)));
    assert_eq!(seats(&three), [2, 0, 0]);
    // Between B and C alone nothing settles it.
    let two = vote(3, &[("A", "121"), ("B", "60"), ("C", "60")]);
    assert_eq!(undetermined(&two).1, ["B", "C"]);
}

#[test]
fn a_list_has_no_more_seats_than_candidates_and_nobody_else_gets_them() {
    let mut short = vote(5, &[("A", "80"), ("B", "20")]);
    short.lists[0].size = Some(2);
    let found = answer(&short);
    assert!(
        found
            .caveats
            .iter()
            .any(|c| matches!(c, Caveat::Unverified { rule, .. } if rule == "allocation.candidates"))
    );
    let Answer::Known(found) = found.value else { panic!() };
    assert_eq!(found.lists.iter().map(|l| (l.by_quotient, l.seats)).collect::<Vec<_>>(), [(4, 2), (1, 1)]);
    assert_eq!(found.vacant, 2);
}

/// Example Q4: of 100 ballots, 9 erasures are ignored, 10 count.
#[test]
fn ten_per_cent_of_erasures_reorder_nine_do_not() {
    let one_seat = |votes: u64| {
        let lists = vec![named("A", 100, &[("first", votes), ("second", 100)])];
        known(&Vote { seats: 1, lists, ..Vote::default() }).lists[0].elected.clone()
    };
    assert_eq!(one_seat(91), ["first"]);
    assert_eq!(one_seat(90), ["second"]);
}

#[test]
fn struck_candidates_come_behind_by_votes() {
    let lists = vec![named("A", 100, &[("a", 60), ("b", 95), ("c", 80), ("d", 100)])];
    let found = known(&Vote { seats: 4, lists, ..Vote::default() });
    assert_eq!(found.lists[0].elected, ["b", "d", "c", "a"]);
}

/// Example Q5: 300, 250, 200 and 50 make an average of 200, not 800.
#[test]
fn the_votes_of_a_list_are_an_average() {
    let lists = vec![named("A", 300, &[("a", 300), ("b", 250), ("c", 200), ("d", 50)])];
    assert_eq!(known(&Vote { seats: 4, lists, ..Vote::default() }).lists[0].average, f(200, 1));
}

#[test]
fn an_elected_full_member_leaves_the_substitute_s_seat_to_the_next() {
    let lists = vec![named("A", 50, &[("a", 50), ("b", 50), ("c", 50)])];
    let substitutes = Vote { seats: 2, lists, ..Vote::default() };
    let taken = Taken { surely: [(0, 0)].into(), ..Taken::default() };
    let found = allocate(book(), &substitutes, &taken, day("2026-11-21")).unwrap();
    assert!(found.because.iter().any(|s| s.rule == "allocation.both"));
    let Answer::Known(found) = found.value else { panic!() };
    assert_eq!(found.lists[0].elected, ["b", "c"]);
    let taken = Taken { surely: [(0, 0), (0, 1)].into(), ..Taken::default() };
    let found = allocate(book(), &substitutes, &taken, day("2026-11-21")).unwrap();
    let Answer::Known(found) = found.value else { panic!() };
    assert_eq!((found.lists[0].seats, found.vacant), (1, 1));
    // A list without a seat leaves none to the next.
    let lists = vec![named("A", 50, &[("a", 50)]), named("B", 1, &[("b", 1)])];
    let vote = Vote { seats: 1, lists, ..Vote::default() };
    let taken = Taken { surely: [(1, 0)].into(), ..Taken::default() };
    let found = allocate(book(), &vote, &taken, day("2026-11-21")).unwrap();
    assert!(found.because.iter().all(|s| s.rule != "allocation.both"));
}

#[test]
fn a_reserved_seat_without_a_cadre_elected_is_undetermined() {
    let mut lists = vec![named("A", 60, &[("a", 60), ("b", 60)]), named("B", 40, &[("c", 40), ("d", 40)])];
    lists[1].candidates[1].cadre = true;
    let reserved = Vote { seats: 2, reserved: 1, lists: lists.clone(), ..Vote::default() };
    assert_eq!(undetermined(&reserved), (Open::ReservedSeat, vec!["B".to_owned()]));
    lists[0].candidates[0].cadre = true;
    assert_eq!(seats(&Vote { lists, ..reserved.clone() }), [1, 1]);
    // Without names nobody can tell, and all seats may be reserved.
    let all = Vote { reserved: 2, ..vote(2, &[("A", "60"), ("B", "40")]) };
    assert_eq!(seats(&all), [1, 1]);
    assert_eq!(seats(&Vote { reserved: 0, ..reserved }), [1, 1]);
}

#[test]
fn each_way_of_winning_has_a_code_of_its_own() {
    let codes = [Won::HighestAverage, Won::MoreVotes, Won::Older].map(Won::code);
    assert_eq!(codes, ["highest-average", "more-votes", "older"]);
}

#[test]
fn a_list_without_a_vote_gets_no_seat() {
    let found = known(&Vote { valid: Some(10), ..vote(2, &[("A", "0")]) });
    assert_eq!((found.lists[0].seats, found.vacant), (0, 2));
}

/// A has two averages of 100 behind it, B and C one: A goes first by its votes, the older of B and C takes the other seat.
#[test]
fn of_three_equal_averages_more_votes_go_first_and_age_breaks_the_rest() {
    let one = |name: &str, votes: u64, born: &str| List {
        name: name.to_owned(),
        ballots: Some(votes),
        candidates: (0..3).map(|i| candidate(&format!("{name}{i}"), votes, born)).collect(),
        ..List::default()
    };
    let lists = vec![one("A", 200, "1980-01-01"), one("B", 100, "1990-01-01"), one("C", 100, "1970-01-01")];
    let vote = Vote { seats: 3, valid: Some(600), lists, reserved: 0 };
    let found = known(&vote);
    assert_eq!(
        found.lists.iter().map(|l| (l.by_quotient, l.seats)).collect::<Vec<_>>(),
        [(1, 2), (0, 0), (0, 1)]
    );
    assert_eq!(
        found.rounds.iter().map(|r| (r.winner, r.won)).collect::<Vec<_>>(),
        [(0, Won::MoreVotes), (2, Won::Older)]
    );
}

#[test]
fn as_many_seats_and_lists_as_are_taken_are_taken() {
    assert_eq!(seats(&vote(1000, &[("A", "10")])), [1000]);
    let many: Vec<List> = (0..1001).map(|i| list(&format!("L{i}"), "1")).collect();
    let error = wrong(&Vote { seats: 1, lists: many, ..Vote::default() });
    assert!(matches!(error, ElectionError::Fact(fact) if fact.field == "lists"));
}

#[test]
fn figures_that_cannot_be_are_named() {
    let field = |v: &Vote| match wrong(v) {
        ElectionError::Fact(fact) => fact.field,
        ElectionError::Law(error) => panic!("{error}"),
    };
    assert_eq!(field(&vote(0, &[("A", "1")])), "seats");
    assert_eq!(field(&vote(1001, &[("A", "1")])), "seats");
    assert_eq!(field(&vote(1, &[])), "lists");
    assert_eq!(field(&vote(1, &[("A", "1"), ("A", "2")])), "lists[1].name");
    assert_eq!(field(&vote(1, &[("A", "0")])), "valid");
    assert_eq!(field(&vote(1, &[("A", "29.2")])), "valid");
    assert_eq!(field(&Vote { valid: Some(9), ..vote(1, &[("A", "10")]) }), "lists");
    assert_eq!(field(&Vote { reserved: 3, ..vote(2, &[("A", "10")]) }), "reserved");
    let lists = vec![List { name: "A".to_owned(), ..List::default() }];
    assert_eq!(field(&Vote { seats: 1, lists, ..Vote::default() }), "lists[0].votes");
    let typed = List { ballots: Some(10), ..list("A", "11") };
    assert_eq!(field(&Vote { seats: 1, lists: vec![typed], ..Vote::default() }), "lists[0].votes");
    let lists = vec![List { size: Some(2), ..named("A", 10, &[("a", 10)]) }];
    assert_eq!(field(&Vote { seats: 1, lists, ..Vote::default() }), "lists[0].size");
    let fits = vec![List { size: Some(1), ..named("A", 10, &[("a", 10)]) }];
    assert_eq!(seats(&Vote { seats: 1, lists: fits, ..Vote::default() }), [1]);
    let lists = vec![named("A", 10, &[("a", 11)])];
    assert_eq!(field(&Vote { seats: 1, lists, ..Vote::default() }), "lists[0].candidates[0].votes");
    let lists = vec![named("A", 10, &[("a", 10), ("a", 9)])];
    assert_eq!(field(&Vote { seats: 1, lists, ..Vote::default() }), "lists[0].candidates[1].name");
    let lists = vec![List { ballots: None, ..named("A", 0, &[("a", 10), ("b", 9)]) }];
    assert_eq!(field(&Vote { seats: 1, lists, ..Vote::default() }), "valid");
}

#[test]
fn what_one_more_seat_would_take_and_from_whom() {
    // S1: D (110) needs to pass C's 120 for the last seat: 11 more ballots (at 10 more the averages are equal and so
    // are the votes).
    let found = what_if(&vote(7, &[("A", "500"), ("B", "270"), ("C", "120"), ("D", "110")])).unwrap();
    assert_eq!(found[3], WhatIf { name: "D".to_owned(), votes: Some(11), losers: vec!["C".to_owned()] });
    // A needs its fifth average (500 + x) / 5 above 120: 101 more; at 100 more it is equal, and A has more votes.
    assert_eq!(found[0], WhatIf { name: "A".to_owned(), votes: Some(100), losers: vec!["C".to_owned()] });
    let all = what_if(&vote(2, &[("A", "100")])).unwrap();
    assert_eq!(all[0].votes, None);
    let mut short = vote(5, &[("A", "80"), ("B", "20")]);
    short.lists[0].size = Some(2);
    assert_eq!(what_if(&short).unwrap()[0].votes, None, "no candidate left");
}

/// An independent way: all averages of all lists side by side, the highest taken; no floor, no quotient.
fn side_by_side(votes: &[u64], seats: usize) -> Option<Vec<u32>> {
    let mut all: Vec<(u64, u64, usize)> = Vec::new();
    for (list, v) in votes.iter().enumerate() {
        all.extend((1..=seats as u64).map(|divisor| (*v, divisor, list)));
    }
    // Descending by v/d, compared as integers, then by votes.
    all.sort_by(|a, b| (b.0 * a.1).cmp(&(a.0 * b.1)).then(b.0.cmp(&a.0)));
    let equal = |a: &(u64, u64, usize), b: &(u64, u64, usize)| a.0 * b.1 == b.0 * a.1 && a.0 == b.0;
    if all[seats - 1].0 == 0 || all.get(seats).is_some_and(|next| equal(next, &all[seats - 1])) {
        return None;
    }
    let mut out = vec![0; votes.len()];
    all.iter().take(seats).for_each(|(_, _, list)| out[*list] += 1);
    Some(out)
}

fn plain(votes: &[u64], seats: u32) -> Vote {
    let lists = votes.iter().enumerate().map(|(i, v)| list(&i.to_string(), &v.to_string())).collect();
    Vote { seats, lists, ..Vote::default() }
}

fn divided(votes: &[u64], seats: u32) -> Option<Vec<u32>> {
    match answer(&plain(votes, seats)).value {
        Answer::Known(found) => Some(found.lists.iter().map(|l| l.seats).collect()),
        Answer::Undetermined { .. } => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn another_way_agrees(votes in proptest::collection::vec(0_u64..400, 1..9), seats in 1_u32..36) {
        prop_assume!(votes.iter().sum::<u64>() > 0);
        prop_assert_eq!(divided(&votes, seats), side_by_side(&votes, seats as usize));
    }

    #[test]
    fn seats_add_up(votes in proptest::collection::vec(1_u64..5_000, 1..9), seats in 1_u32..36) {
        if let Some(found) = divided(&votes, seats) {
            prop_assert_eq!(found.iter().sum::<u32>(), seats);
        }
    }

    #[test]
    fn the_order_of_lists_does_not_matter(votes in proptest::collection::vec(1_u64..5_000, 2..9), seats in 1_u32..36, turn in 0_usize..9) {
        let mut turned = votes.clone();
        turned.rotate_left(turn % votes.len());
        let mut found = divided(&votes, seats);
        if let Some(found) = &mut found {
            found.rotate_left(turn % votes.len());
        }
        prop_assert_eq!(divided(&turned, seats), found);
    }

    #[test]
    fn one_more_vote_never_loses_a_seat(votes in proptest::collection::vec(1_u64..1_000, 2..7), seats in 1_u32..20, list in 0_usize..7, more in 1_u64..50) {
        let list = list % votes.len();
        let mut after = votes.clone();
        after[list] += more;
        if let (Some(before), Some(after)) = (divided(&votes, seats), divided(&after, seats)) {
            prop_assert!(after[list] >= before[list]);
        }
    }

    #[test]
    fn one_more_seat_takes_none_from_anybody(votes in proptest::collection::vec(1_u64..1_000, 2..7), seats in 1_u32..20) {
        if let (Some(before), Some(after)) = (divided(&votes, seats), divided(&votes, seats + 1)) {
            prop_assert!(before.iter().zip(&after).all(|(b, a)| a >= b));
        }
    }

    #[test]
    fn each_list_has_at_least_its_quota(votes in proptest::collection::vec(1_u64..1_000, 2..7), seats in 1_u32..20) {
        let total: u64 = votes.iter().sum();
        if let Some(found) = divided(&votes, seats) {
            for (v, got) in votes.iter().zip(&found) {
                prop_assert!(u64::from(*got) >= v * u64::from(seats) / total);
            }
        }
    }

    #[test]
    fn what_if_is_exact(votes in proptest::collection::vec(1_u64..300, 2..5), seats in 1_u32..12) {
        if let Some(now) = divided(&votes, seats) {
            for (i, found) in what_if(&plain(&votes, seats)).unwrap().into_iter().enumerate() {
                let Some(more) = found.votes else { prop_assert_eq!(now[i], seats); continue };
                let with = |m: u64| { let mut v = votes.clone(); v[i] += m; divided(&v, seats) };
                prop_assert!(with(more).is_some_and(|s| s[i] > now[i]));
                prop_assert!(with(more - 1).is_none_or(|s| s[i] == now[i]));
            }
        }
    }
}

/// The same comparison on 100,000 random ballots; numbers from a small generator, so that each run is the same.
#[test]
fn another_way_agrees_a_hundred_thousand_times() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for _ in 0..100_000 {
        let lists = 1 + next(11) as usize;
        let seats = 1 + next(35) as u32;
        let votes: Vec<u64> = (0..lists).map(|_| 1 + next(700)).collect();
        let exact: Vec<Fraction> = votes.iter().map(|v| f(i128::from(*v), 1)).collect();
        // On every other ballot names were struck: the valid ballots are more than the votes of the lists.
        let struck = if next(2) == 0 { 0 } else { next(200) };
        let quotient = f((votes.iter().sum::<u64>() + struck).into(), seats.into());
        let found = divide(&exact, quotient, seats, |_, _| None)
            .ok()
            .map(|d| d.by_quotient.iter().zip(&d.by_average).map(|(a, b)| a + b).collect::<Vec<_>>());
        assert_eq!(found, side_by_side(&votes, seats as usize), "{votes:?} {seats}");
    }
}

#[test]
fn a_namesake_makes_the_seats_undetermined_only_where_it_matters() {
    let lists = vec![named("A", 50, &[("a", 50), ("b", 50), ("c", 50)])];
    let vote = Vote { seats: 2, lists, ..Vote::default() };
    let ask = |place| {
        let taken = Taken { perhaps: [(0, place)].into(), ..Taken::default() };
        allocate(book(), &vote, &taken, day("2026-11-21")).unwrap().value
    };
    assert_eq!(ask(0), Answer::Undetermined { why: Open::Namesake, options: vec!["a (A)".to_owned()] });
    assert!(matches!(ask(2), Answer::Known(_)), "the third is not elected either way");
}

proptest! {
    /// Names drawn from three: by their births the seats are those of as many people with names of their own.
    #[test]
    fn names_from_a_pool_of_three_give_the_seats_of_distinct_names(
        seated in proptest::collection::vec(0_usize..3, 1..4), picks in proptest::collection::vec((0_usize..3, 0_u64..4), 1..6),
    ) {
        let pool = ["x", "y", "z"];
        let birth = |n: u64| day("1980-01-01").checked_add_days(chrono::Days::new(n));
        let one = |name: String, n: u64| Identity { name, born: birth(n), ..Identity::default() };
        let elected: Vec<(usize, u64)> = seated.iter().map(|n| (*n, 0)).collect();
        let run = |own: bool| {
            let name = |(n, b): (usize, u64)| if own { format!("{}{b}", pool[n]) } else { pool[n].to_owned() };
            let side = |p: &(usize, u64)| one(name(*p), p.1);
            Taken::of(&elected.iter().map(side).collect::<Vec<_>>(), &[picks.iter().map(side).collect()])
        };
        prop_assert_eq!(run(false), run(true));
    }
}
