//! The published examples, splits, categorical unions, what does not hold together.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers in tests")]

use crate::election::audience::*;
use crate::law::{Caveat, Remark, book};
use proptest::prelude::*;

fn f(text: &str) -> Fraction {
    text.parse().unwrap()
}

fn list(unions: &[&str], votes: &str) -> ListVotes {
    ListVotes {
        unions: unions.iter().map(|u| (*u).to_owned()).collect(),
        votes: f(votes),
        ..ListVotes::default()
    }
}

fn whole(number: u64) -> Fraction {
    Fraction::new(number.into(), 1).unwrap()
}

fn college(id: &str, valid: u64, lists: &[(&str, &str)]) -> CollegeVotes {
    let lists = lists.iter().map(|(u, v)| list(&[u], v)).collect();
    CollegeVotes { id: id.to_owned(), valid: whole(valid), lists, ..CollegeVotes::default() }
}

fn ballot(colleges: Vec<CollegeVotes>) -> Ballot {
    Ballot { colleges, ..Ballot::default() }
}

fn ask(ballot: &Ballot) -> Finding<Audience> {
    audience(book(), ballot, "2026-11-21".parse().unwrap()).unwrap()
}

#[track_caller]
fn union(found: &Audience, name: &str) -> UnionAudience {
    found.unions.iter().find(|u| u.name == name).unwrap().clone()
}

/// Examples R1 to R3: 800 and 200 valid; 200 votes, 75 + 50, 15.
#[test]
fn all_colleges_add_up() {
    let found = ask(&ballot(vec![
        college("1", 800, &[("U1", "200"), ("U2", "75"), ("U3", "15"), ("X", "510")]),
        college("2", 200, &[("U2", "50"), ("X", "150")]),
    ]));
    let found = found.value;
    assert_eq!(found.valid, whole(1000));
    let of = |name| {
        let u = union(&found, name);
        (u.share, u.representative, u.to_representative)
    };
    assert_eq!(of("U1"), (f("1/5"), true, 0));
    assert_eq!(of("U2"), (f("1/8"), true, 0));
    assert_eq!(of("U3"), (f("3/200"), false, 85));
}

#[test]
fn a_categorical_union_signs_with_others_not_alone() {
    let mut here = ballot(vec![
        college("1", 100, &[("A", "60"), ("B", "40")]),
        college("2", 200, &[("CFE-CGC", "200")]),
    ]);
    here.categorical.insert("CFE-CGC".to_owned(), vec!["2".to_owned(), "3".to_owned()]);
    let found = ask(&here);
    assert_eq!(union(&found.value, "CFE-CGC").weight, Some(f("2/3")));
    let sets = |limit| signatories(&found.value, limit);
    assert_eq!(sets(Fraction::HALF), [["CFE-CGC", "A"], ["CFE-CGC", "B"]]);
    let said = |c: &Caveat| matches!(c, Caveat::Unverified { rule, .. } if rule == "agreement.categorical");
    assert!(found.caveats.iter().any(said));
    // Statutes over every college of the election: no longer one category alone.
    here.categorical.insert("CFE-CGC".to_owned(), vec!["1".to_owned(), "2".to_owned()]);
    assert_eq!(signatories(&ask(&here).value, Fraction::HALF), [["CFE-CGC"]]);
}

#[test]
fn a_union_files_one_list_in_a_college() {
    let twice = ballot(vec![college("1", 100, &[("A", "60"), ("A", "40")])]);
    let error = audience(book(), &twice, "2026-11-21".parse().unwrap()).unwrap_err();
    assert_eq!(error, bad("colleges[0].lists[1].unions", Fault::Twice));
}

#[test]
fn exactly_ten_per_cent_suffices() {
    let found = ask(&ballot(vec![college("1", 100, &[("A", "10"), ("B", "9.99"), ("C", "80.01")])])).value;
    assert!(union(&found, "A").representative);
    assert!(!union(&found, "B").representative);
    assert_eq!(union(&found, "B").to_representative, 1);
}

/// Ninety of a thousand: ten ballots taken from others do, and twelve are needed beside them.
#[test]
fn ballots_taken_and_ballots_added_are_two_numbers() {
    let found = ask(&ballot(vec![college("1", 1000, &[("A", "90"), ("B", "910")])])).value;
    let a = union(&found, "A");
    assert_eq!((a.to_representative, a.to_representative_added), (10, Some(12)));
    let common = |share: &str, votes: &str| {
        let other = Fraction::ONE.checked_sub(f(share)).unwrap();
        let split = BTreeMap::from([("A".to_owned(), f(share)), ("C".to_owned(), other)]);
        let unions = vec!["A".to_owned(), "C".to_owned()];
        let both = ListVotes { unions, votes: f(votes), split: Some(split), ..ListVotes::default() };
        let lists = vec![both, list(&["B"], "800")];
        union(
            &ask(&ballot(vec![CollegeVotes { lists, valid: whole(1000), ..college("1", 1000, &[]) }])).value,
            "A",
        )
    };
    // Forty per cent of each ballot: 80 of 1,000; twenty more are worth fifty ballots taken, and 67 beside them.
    let a = common("2/5", "200");
    assert_eq!((a.to_representative, a.to_representative_added), (50, Some(67)));
    let a = common("1/10", "200");
    assert_eq!(
        (a.to_representative, a.to_representative_added),
        (800, None),
        "no number of such ballots does"
    );
}

/// Example R4: 80 of 800 in the own college is exactly ten per cent; 50 of 800; 60 of 200 in the second college.
#[test]
fn a_candidate_s_own_ten_per_cent() {
    let mut here = ballot(vec![college("1", 800, &[("A", "700")]), college("2", 200, &[("A", "150")])]);
    here.colleges[0].lists[0].candidates = vec![("a".to_owned(), 80), ("b".to_owned(), 50)];
    here.colleges[1].lists[0].candidates = vec![("c".to_owned(), 60)];
    let found: Vec<_> =
        ask(&here).value.candidates.into_iter().map(|c| (c.name, c.share, c.may_be_delegate)).collect();
    let expected = [("a", "1/10", true), ("b", "1/16", false), ("c", "3/10", true)];
    assert_eq!(found, expected.map(|(n, s, d)| (n.to_owned(), f(s), d)));
}

/// The shares of example R6: 250 and 150 of a base of 400 are 62.5 and 37.5 per cent.
#[test]
fn the_base_of_agreements_is_that_of_representative_unions() {
    let found =
        ask(&ballot(vec![college("1", 500, &[("A", "250"), ("B", "150"), ("C", "49"), ("D", "49")])])).value;
    assert_eq!(found.base, f("400"));
    assert_eq!(union(&found, "A").weight, Some(f("5/8")));
    assert_eq!(union(&found, "B").weight, Some(f("3/8")));
    assert_eq!(union(&found, "C").weight, None);
    // To pass half of 400: 51 more than 150.
    assert_eq!(union(&found, "B").to_sign, Some((0, 51)));
    assert_eq!(union(&found, "A").to_sign, Some((0, 0)));
}

/// Example P1: 45 ballots of a common list without a stated split; R7.
#[test]
fn a_common_list_is_split_equally_unless_stated() {
    let mut here = ballot(vec![college("1", 45, &[])]);
    here.colleges[0].lists = vec![list(&["CGT", "CFTC"], "45")];
    let found = ask(&here);
    assert_eq!(union(&found.value, "CGT").votes, f("22.5"));
    assert_eq!(union(&found.value, "CFTC").votes, f("22.5"));
    assert!(found.because.iter().any(|s| s.citation.article == "L2122-3"));
}

/// Example P3: 32 ballots at 44, 46 and 10 per cent.
#[test]
fn a_stated_split_is_exact() {
    let mut here = ballot(vec![college("1", 32, &[])]);
    let split = [("A", "44/100"), ("B", "46/100"), ("C", "10/100")];
    here.colleges[0].lists = vec![ListVotes {
        split: Some(split.iter().map(|(u, s)| ((*u).to_owned(), f(s))).collect()),
        ..list(&["A", "B", "C"], "32")
    }];
    let found = ask(&here).value;
    let votes: Vec<_> = ["A", "B", "C"].map(|u| union(&found, u).votes.decimal()).into();
    assert_eq!(votes, ["14.08", "14.72", "3.2"]);
    assert!(union(&found, "C").representative, "ten per cent exactly");
}

/// Example P7: 622 valid in three colleges; CFTC at 9.968 per cent is not representative.
#[test]
fn just_below_ten_per_cent() {
    let found = ask(&ballot(vec![
        college("1", 208, &[("FO", "132"), ("CFTC", "62")]),
        college("2", 311, &[("FO", "160"), ("CFDT", "84")]),
        college("3", 103, &[("FO", "100")]),
    ]));
    let cftc = union(&found.value, "CFTC");
    assert_eq!((cftc.share.decimal(), cftc.representative), ("0.099678".to_owned(), false));
    assert_eq!(cftc.to_representative, 1);
    assert!(union(&found.value, "CFDT").representative);
}

#[test]
fn a_categorical_union_is_measured_in_its_colleges() {
    let mut here = ballot(vec![
        college("1", 800, &[("A", "800")]),
        college("2", 150, &[("A", "130"), ("CFE-CGC", "20")]),
        college("3", 50, &[("CFE-CGC", "30"), ("A", "20")]),
    ]);
    let overall = union(&ask(&here).value, "CFE-CGC");
    assert!(!overall.representative, "five per cent of all");
    here.categorical.insert("CFE-CGC".to_owned(), vec!["2".to_owned(), "3".to_owned()]);
    let found = ask(&here);
    let union = union(&found.value, "CFE-CGC");
    assert!(union.representative);
    assert_eq!(union.share, f("1/20"));
    let inside = union.in_colleges.unwrap();
    assert_eq!((inside.votes, inside.valid, inside.share), (f("50"), f("200"), f("1/4")));
    assert!(found.because.iter().any(|s| s.rule == "audience.categorical"));
}

#[test]
fn establishments_add_up() {
    let at = |place: &str, valid, votes: &str| CollegeVotes {
        establishment: Some(place.to_owned()),
        ..college("1", valid, &[("A", votes), ("B", "1")])
    };
    let found = ask(&ballot(vec![at("Lyon", 100, "5"), at("Nantes", 100, "15")]));
    assert_eq!(union(&found.value, "A").share, f("1/10"));
    assert!(found.because.iter().any(|s| s.rule == "audience.establishments"));
}

#[test]
fn independents_count_in_the_whole_and_belong_to_no_union() {
    let mut here = ballot(vec![college("1", 100, &[("A", "40")])]);
    here.colleges[0].lists.push(list(&[], "60"));
    let found = ask(&here).value;
    assert_eq!(found.independents, f("60"));
    assert_eq!(found.unions.len(), 1);
}

#[test]
fn votes_that_are_missing_are_said() {
    let found = ask(&ballot(vec![college("1", 100, &[("A", "40")])]));
    assert!(found.caveats.contains(&Caveat::Remark(Remark::VotesMissing)));
}

#[test]
fn nobody_voted_and_nobody_is_representative() {
    let found = ask(&ballot(vec![college("1", 0, &[("A", "0")])])).value;
    assert!(!found.unions[0].representative);
    assert_eq!(found.base, Fraction::ZERO);
}

#[test]
fn what_does_not_hold_together_is_named() {
    let fails = |ballot: &Ballot| match audience(book(), ballot, "2026-11-21".parse().unwrap()).unwrap_err() {
        ElectionError::Fact(fact) => fact.field,
        ElectionError::Law(error) => panic!("{error}"),
    };
    assert_eq!(fails(&Ballot::default()), "colleges");
    let base = || college("1", 100, &[("A", "40"), ("B", "50")]);
    assert_eq!(fails(&ballot(vec![base(), base()])), "colleges[1].id");
    let with = |change: fn(&mut CollegeVotes)| {
        let mut here = base();
        change(&mut here);
        fails(&ballot(vec![here]))
    };
    assert_eq!(with(|c| c.registered = Some(99)), "colleges[0].valid");
    assert_eq!(with(|c| c.voters = Some(99)), "colleges[0].valid");
    assert_eq!(with(|c| (c.voters, c.registered) = (Some(120), Some(110))), "colleges[0].voters");
    assert_eq!(with(|c| c.lists[0].votes = Fraction::whole(51)), "colleges[0].lists");
    assert_eq!(with(|c| c.lists[1].unions.push("B".to_owned())), "colleges[0].lists[1].unions");
    assert_eq!(
        with(|c| c.lists[0].candidates.push(("a".to_owned(), 41))),
        "colleges[0].lists[0].candidates[0].votes"
    );
    let split = |part: &str| Some(BTreeMap::from([("A".to_owned(), f(part))]));
    let mut here = base();
    here.lists[0].split = split("1/2");
    assert_eq!(fails(&ballot(vec![here.clone()])), "colleges[0].lists[0].split");
    here.lists[0].split = Some(BTreeMap::from([("C".to_owned(), Fraction::ONE)]));
    assert_eq!(fails(&ballot(vec![here])), "colleges[0].lists[0].split");
    let mut here = ballot(vec![base()]);
    here.categorical.insert("A".to_owned(), vec!["2".to_owned()]);
    assert_eq!(fails(&here), "categorical.A");
    here.categorical.insert("A".to_owned(), vec![]);
    assert_eq!(fails(&here), "categorical.A");
    here.categorical = BTreeMap::from([
        ("A".to_owned(), vec!["1".to_owned(), "2".to_owned()]),
        ("CFE-CGC".to_owned(), vec!["2".to_owned(), "3".to_owned()]),
    ]);
    assert!(ask(&here).value.valid == whole(100), "statutes may cover colleges that are not here");
}

#[test]
fn the_smallest_coalitions_that_pass() {
    let weights: Vec<_> =
        [("A", "2/5"), ("B", "3/10"), ("C", "3/10")].map(|(n, w)| (n.to_owned(), f(w))).into();
    let names =
        |limit: &str| coalitions(&weights, f(limit)).into_iter().map(|c| c.join("+")).collect::<Vec<_>>();
    assert_eq!(names("1/2"), ["A+B", "A+C", "B+C"]);
    assert_eq!(names("3/10"), ["A", "B+C"], "thirty per cent exactly does not pass");
    assert_eq!(names("1"), [] as [String; 0]);
}

proptest! {
    #[test]
    fn shares_and_weights_sum_to_one(votes in proptest::collection::vec(0_u64..500, 1..8), second in proptest::collection::vec(0_u64..500, 1..8)) {
        let make = |id: &str, votes: &[u64]| {
            let lists = votes.iter().enumerate().map(|(i, v)| list(&[&format!("U{i}")], &v.to_string())).collect();
            CollegeVotes { id: id.to_owned(), valid: whole(votes.iter().sum()), lists, ..CollegeVotes::default() }
        };
        prop_assume!(votes.iter().sum::<u64>() + second.iter().sum::<u64>() > 0);
        let found = ask(&ballot(vec![make("1", &votes), make("2", &second)])).value;
        let sum = |of: &dyn Fn(&UnionAudience) -> Option<Fraction>| {
            found.unions.iter().filter_map(of).fold(Fraction::ZERO, |s, x| s.checked_add(x).unwrap())
        };
        prop_assert_eq!(sum(&|u| Some(u.share)), Fraction::ONE);
        prop_assert_eq!(sum(&|u| u.weight), Fraction::ONE);
        for u in &found.unions {
            prop_assert_eq!(u.representative, u.share >= f("1/10"));
            prop_assert_eq!(u.representative, u.to_representative == 0);
            prop_assert_eq!(u.representative, u.to_representative_added == Some(0));
        }
    }

    /// What is said to be missing is enough when it comes, and one less is not.
    #[test]
    fn what_is_missing_makes_representative(mine in 1_u64..300, others in 1_u64..3000, part in 11_i128..=100) {
        let valid = mine + others;
        let share = Fraction::new(part, 100).unwrap();
        let make = |mine: u64, others: u64| {
            let rest = Fraction::ONE.checked_sub(share).unwrap();
            let split = BTreeMap::from([("A".to_owned(), share), ("C".to_owned(), rest)]);
            let unions = vec!["A".to_owned(), "C".to_owned()];
            let votes = Fraction::whole(i64::try_from(mine).unwrap());
            let both = ListVotes { unions, votes, split: Some(split), ..ListVotes::default() };
            let lists = vec![both, list(&["B"], &others.to_string())];
            let here = CollegeVotes { lists, valid: whole(mine + others), ..college("1", mine + others, &[]) };
            union(&ask(&ballot(vec![here])).value, "A")
        };
        let before = make(mine, others);
        prop_assume!(!before.representative);
        let added = before.to_representative_added.unwrap();
        prop_assert!(make(mine + added, others).representative);
        prop_assert!(!make(mine + added - 1, others).representative);
        let taken = before.to_representative;
        // There may be fewer others than that.
        if taken <= others {
            prop_assert_eq!(valid, mine + taken + (others - taken));
            prop_assert!(make(mine + taken, others - taken).representative);
            prop_assert!(!make(mine + taken - 1, others + 1 - taken).representative);
        }
    }

    #[test]
    fn coalitions_pass_and_need_each_member(weights in proptest::collection::vec(1_i128..100, 1..7)) {
        let total: i128 = weights.iter().sum();
        let weights: Vec<_> = weights.iter().enumerate().map(|(i, w)| (i.to_string(), Fraction::new(*w, total).unwrap())).collect();
        for set in coalitions(&weights, Fraction::HALF) {
            let of = |name: &String| weights.iter().find(|(n, _)| n == name).unwrap().1;
            let sum = set.iter().fold(Fraction::ZERO, |s, n| s.checked_add(of(n)).unwrap());
            prop_assert!(sum > Fraction::HALF);
            prop_assert!(set.iter().all(|n| sum.checked_sub(of(n)).unwrap() <= Fraction::HALF));
        }
    }
}
