//! Elections to test with, and the count and its results.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{
    outcome::as_vote,
    tally::{Difference, Field, Stage, boxes, differences, fingerprint, holds, state, sum, valid},
};
use crate::features::election::rules::*;
use crate::{
    base::word::Gender,
    election::{BadFact, ElectionError, Fault},
    features::election::records::{Candidate, Figures, Partner},
    law::{Answer, Fraction, book},
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn college(id: &str, holders: u32, women: u64, men: u64) -> College {
    College {
        id: id.to_owned(),
        holders,
        substitutes: holders,
        women: Some(women),
        men: Some(men),
        ..College::default()
    }
}

/// A list: its letters are the sexes of its candidates, whose names come from the list's and their place.
pub(crate) fn slate(college: &str, post: Post, unions: &[&str], letters: &str) -> Slate {
    let name = unions.join("-");
    let candidate = |(n, letter): (usize, char)| Candidate {
        element: [
            u8::try_from(n).unwrap(),
            u8::try_from(name.len()).unwrap(),
            letter as u8,
            name.as_bytes()[0],
            0,
            0,
            0,
            post as u8,
        ],
        name: format!("{name} {}", n + 1),
        sex: Gender::read(&letter.to_string()),
        born: Some(day("1980-01-01")),
        member: None,
        cadre: false,
        category: None,
    };
    Slate {
        poll: Id([1; 16]),
        college: college.to_owned(),
        post,
        ours: unions.contains(&"CGT"),
        unions: unions.iter().map(|u| Partner { union: (*u).to_owned(), share: None }).collect(),
        candidates: letters.chars().enumerate().map(candidate).collect(),
        told_employer: None,
        told_electors: None,
        name,
    }
}

pub(crate) fn figures(voters: u64, blank: u64, null: u64, ballots: &[(Id, u64)]) -> Figures {
    Figures {
        voters: Some(voters),
        blank: Some(blank),
        null: Some(null),
        ballots: ballots.iter().copied().collect(),
        ..Figures::default()
    }
}

/// An election of two colleges with four and two seats, ours and FO in the first, FO alone in the second.
pub(crate) fn dossier() -> Dossier {
    let poll = Poll {
        day: Some(day("2026-12-03")),
        round: 1,
        ours: Some("CGT".to_owned()),
        colleges: vec![college("1", 4, 60, 40), college("2", 2, 20, 20)],
        ..Poll::default()
    };
    let mut out = Dossier { id: Id([1; 16]), poll, slates: Vec::new(), sheets: Vec::new() };
    for post in Post::ALL.iter().copied() {
        let n = post as u8;
        out.slates.push((Id([10 + n; 16]), slate("1", post, &["CGT"], "FHFH")));
        out.slates.push((Id([20 + n; 16]), slate("1", post, &["FO"], "FHFH")));
        out.slates.push((Id([30 + n; 16]), slate("2", post, &["FO"], "FH")));
    }
    out.slates.sort_by(|(x, a), (y, b)| (&a.college, a.post, x).cmp(&(&b.college, b.post, y)));
    out
}

pub(crate) fn list(dossier: &Dossier, college: &str, post: Post, name: &str) -> Id {
    dossier.slates_of(college, post).find(|(_, s)| s.name == name).unwrap().0
}

pub(crate) fn sheet(college: &str, post: Post, place: &str, entry: u32, figures: Figures) -> Sheet {
    Sheet {
        poll: Id([1; 16]),
        college: college.to_owned(),
        post,
        place: place.to_owned(),
        entry,
        done: true,
        settles: None,
        figures,
    }
}

/// Enters a box twice with the same figures.
pub(crate) fn count(dossier: &mut Dossier, college: &str, post: Post, place: &str, figures: &Figures) {
    for entry in 1..=2 {
        let id = Id([u8::try_from(dossier.sheets.len()).unwrap(); 16]);
        dossier.sheets.push((id, sheet(college, post, place, entry, figures.clone())));
    }
}

/// The first election, counted: 60 of 100 in the first college, 30 of 40 in the second.
pub(crate) fn counted() -> Dossier {
    let mut out = dossier();
    for post in Post::ALL.iter().copied() {
        let (cgt, fo, fo2) =
            (list(&out, "1", post, "CGT"), list(&out, "1", post, "FO"), list(&out, "2", post, "FO"));
        count(&mut out, "1", post, "1", &figures(62, 1, 1, &[(cgt, 40), (fo, 20)]));
        count(&mut out, "2", post, "1", &figures(30, 0, 0, &[(fo2, 30)]));
    }
    out
}

pub(crate) fn results(dossier: &Dossier, first: Option<&Dossier>) -> RoundResult {
    outcome(book(), dossier, first, dossier.poll.day.unwrap()).unwrap()
}

fn seats(vote: &VoteOutcome) -> Vec<u32> {
    match &vote.allocation.as_ref().unwrap().value {
        Answer::Known(known) => known.lists.iter().map(|l| l.seats).collect(),
        Answer::Undetermined { .. } => panic!("undetermined"),
    }
}

fn elected(vote: &VoteOutcome) -> Vec<&str> {
    vote.elected().map(|(.., name)| name).collect()
}

// The count.

fn stage(sheets: &[Sheet]) -> Stage {
    state("1", &sheets.iter().collect::<Vec<_>>()).stage
}

#[test]
fn a_box_counts_once_two_entries_say_the_same() {
    let f = figures(10, 0, 0, &[(Id([1; 16]), 10)]);
    let one = sheet("1", Post::Holders, "1", 1, f.clone());
    let two = sheet("1", Post::Holders, "1", 2, f.clone());
    assert_eq!(stage(&[]), Stage::Missing);
    assert_eq!(stage(&[Sheet { done: false, ..one.clone() }]), Stage::Begun);
    assert_eq!(stage(std::slice::from_ref(&one)), Stage::Once);
    assert_eq!(stage(&[one.clone(), Sheet { done: false, ..two.clone() }]), Stage::Once);
    assert_eq!(stage(&[one.clone(), two.clone()]), Stage::Agreed);
    let found = state("1", &[&one, &two]);
    assert_eq!((found.figures, found.entries, found.stale), (Some(f), vec![(1, true), (2, true)], false));
    assert!(
        Stage::Agreed.counts()
            && Stage::Decided.counts()
            && !Stage::Differs.counts()
            && !Stage::Once.counts()
    );
}

#[test]
fn entries_that_differ_are_listed_by_figure_and_wait_for_a_person() {
    let (a, b) = (Id([1; 16]), Id([2; 16]));
    let first = Figures { struck: [([7; 8], 3)].into(), ..figures(10, 0, 0, &[(a, 6), (b, 4)]) };
    let second = figures(10, 1, 0, &[(a, 5), (b, 4)]);
    let (one, two) =
        (sheet("1", Post::Holders, "1", 1, first.clone()), sheet("1", Post::Holders, "1", 2, second.clone()));
    let found = state("1", &[&two, &one]);
    assert_eq!(found.stage, Stage::Differs);
    assert_eq!(found.figures, None);
    let said = |field, x, y| Difference { field, said: vec![x, y] };
    assert_eq!(
        found.differences,
        [
            said(Field::Blank, Some(0), Some(1)),
            said(Field::Ballots(a), Some(6), Some(5)),
            said(Field::Struck([7; 8]), Some(3), None),
        ]
    );
    // A third entry does not outvote the first.
    assert_eq!(stage(&[one.clone(), two.clone(), Sheet { entry: 2, ..two.clone() }]), Stage::Differs);
    // A person decides for the second.
    let settles = Some(fingerprint(&[&second, &first]));
    let decision = Sheet { entry: 0, settles, figures: second.clone(), ..one.clone() };
    let found = state("1", &[&one, &two, &decision]);
    assert_eq!((found.stage, found.figures, found.stale), (Stage::Decided, Some(second.clone()), false));
    // An entry is corrected afterwards: the decision no longer holds.
    let corrected = Sheet { figures: figures(10, 0, 0, &[(a, 5), (b, 5)]), ..one.clone() };
    let found = state("1", &[&corrected, &two, &decision]);
    assert_eq!((found.stage, found.stale), (Stage::Differs, true));
    // Two people decided apart, and otherwise.
    let other = Sheet { figures: first, ..decision.clone() };
    assert_eq!(stage(&[one.clone(), two.clone(), decision.clone(), other]), Stage::Differs);
    assert_eq!(stage(&[one, two, decision.clone(), decision]), Stage::Decided);
}

#[test]
fn what_was_not_counted_is_no_difference_and_nothing_is_zero() {
    let a = Id([1; 16]);
    let bare = figures(10, 0, 0, &[]);
    let more = Figures {
        signatures: Some(10),
        registered: Some(20),
        ballots: [(a, 0)].into(),
        struck: [([7; 8], 0)].into(),
        ..bare.clone()
    };
    assert_eq!(differences(&[&bare, &more]), []);
    let found = state(
        "1",
        &[&sheet("1", Post::Holders, "1", 1, bare.clone()), &sheet("1", Post::Holders, "1", 2, more.clone())],
    );
    assert_eq!(found.figures, Some(more.clone()));
    let other = Figures { signatures: Some(11), ..more.clone() };
    let fields: Vec<Field> = differences(&[&other, &more]).into_iter().map(|d| d.field).collect();
    assert_eq!(fields, [Field::Signatures]);
}

fn refused(change: impl FnOnce(&mut Figures), done: bool) -> Result<(), BadFact> {
    let slates = [
        (Id([1; 16]), slate("1", Post::Holders, &["CGT"], "FH")),
        (Id([2; 16]), slate("1", Post::Holders, &["FO"], "F")),
    ];
    let slates: Vec<(Id, &Slate)> = slates.iter().map(|(id, s)| (*id, s)).collect();
    let mut of = figures(10, 1, 1, &[(Id([1; 16]), 5), (Id([2; 16]), 3)]);
    change(&mut of);
    holds(&of, done, Some(20), &slates)
}

#[test]
fn figures_that_cannot_be_are_named() {
    assert_eq!(refused(|_| (), true), Ok(()));
    let cgt = slate("1", Post::Holders, &["CGT"], "FH");
    let bad = |field: &str, fault| Err(BadFact::new(field, fault));
    let above = |field: &str, other: &str, found: u64, limit: u64| {
        bad(field, Fault::Exceeds { found, other: other.to_owned(), limit })
    };
    assert_eq!(refused(|f| f.voters = Some(21), true), above("voters", "registered", 21, 20));
    assert_eq!(refused(|f| f.signatures = Some(21), true), above("signatures", "registered", 21, 20));
    assert_eq!(refused(|f| f.registered = Some(9), true), above("voters", "registered", 10, 9));
    assert_eq!(
        refused(|f| f.registered = Some(21), true),
        above("registered", "registered of the college", 21, 20)
    );
    assert_eq!(refused(|f| f.blank = Some(11), true), above("blank", "voters", 11, 10));
    assert_eq!(refused(|f| f.null = Some(10), true), above("null", "voters less blank", 10, 9));
    assert_eq!(refused(|f| f.null = Some(u64::MAX), true), above("null", "voters less blank", u64::MAX, 9));
    assert_eq!(
        refused(
            |f| {
                f.ballots.insert(Id([1; 16]), 6);
            },
            true
        ),
        above("lists", "valid", 9, 8)
    );
    assert_eq!(
        refused(
            |f| {
                f.ballots.insert(Id([1; 16]), 4);
            },
            true
        ),
        bad("lists", Fault::Short { wanted: 8, found: 7 })
    );
    assert_eq!(
        refused(
            |f| {
                f.ballots.insert(Id([1; 16]), u64::MAX);
            },
            true
        ),
        bad("lists", Fault::TooLarge)
    );
    assert_eq!(
        refused(
            |f| {
                f.ballots.insert(Id([9; 16]), 1);
            },
            true
        ),
        bad("lists", Fault::Unknown("09090909".to_owned()))
    );
    assert_eq!(
        refused(
            |f| {
                f.struck.insert(cgt.candidates[1].element, 6);
            },
            true
        ),
        above("lists[CGT].struck[2]", "ballots", 6, 5)
    );
    assert_eq!(
        refused(
            |f| {
                f.struck.insert([9; 8], 1);
            },
            true
        ),
        bad("struck", Fault::Unknown("candidate".to_owned()))
    );
    for (change, field) in [(0, "voters"), (1, "blank"), (2, "null")] {
        let gone = |f: &mut Figures| match change {
            0 => f.voters = None,
            1 => (f.blank, f.null) = (None, Some(2)),
            _ => (f.blank, f.null) = (Some(2), None),
        };
        assert_eq!(refused(gone, true), bad(field, Fault::Missing));
        assert_eq!(refused(gone, false), Ok(()), "an open entry may lack {field}");
    }
    assert_eq!(
        refused(
            |f| {
                f.ballots.remove(&Id([1; 16]));
            },
            false
        ),
        Ok(()),
        "an open entry may lack a list"
    );
}

#[test]
fn boxes_add_up_and_what_some_lack_is_not_summed() {
    let mut of = dossier();
    of.poll.colleges[0].boxes = vec!["A".to_owned(), "B".to_owned()];
    let cgt = list(&of, "1", Post::Holders, "CGT");
    let f = |n: u64, signed: Option<u64>| Figures {
        signatures: signed,
        struck: [([7; 8], 1)].into(),
        ..figures(n, 1, 0, &[(cgt, n - 1)])
    };
    count(&mut of, "1", Post::Holders, "A", &f(10, Some(10)));
    let states = boxes(&of, &of.poll.colleges[0], Post::Holders);
    assert_eq!(states.iter().map(|b| b.stage).collect::<Vec<_>>(), [Stage::Agreed, Stage::Missing]);
    assert_eq!(sum(&states).unwrap().signatures, Some(10));
    count(&mut of, "1", Post::Holders, "B", &f(20, None));
    let total = sum(&boxes(&of, &of.poll.colleges[0], Post::Holders)).unwrap();
    assert_eq!((total.voters, total.blank, total.signatures), (Some(30), Some(2), None));
    assert_eq!((total.ballots[&cgt], total.struck[&[7; 8]], valid(&total)), (28, 2, Some(28)));
    // A box that nobody declared, from another laptop, is one more to be counted in both votes.
    count(&mut of, "1", Post::Holders, "C", &f(5, None));
    assert_eq!(of.boxes(&of.poll.colleges[0]), ["A", "B", "C"]);
    assert!(!results(&of, None).vote("1", Post::Substitutes).unwrap().complete);
}

#[test]
fn names_that_come_twice_are_told_apart() {
    assert_eq!(unique(["A", "B", "A", "A", "A (2)"]), ["A", "B", "A (2)", "A (3)", "A (2) (2)"]);
}

proptest! {
    #[test]
    fn a_comparison_sees_every_difference_and_no_other(
        a in proptest::collection::vec(0_u64..4, 5), b in proptest::collection::vec(0_u64..4, 5),
    ) {
        let make = |n: &[u64]| Figures {
            struck: [([7; 8], n[4])].into(),
            ..figures(n[0], n[1], n[2], &[(Id([1; 16]), n[3])])
        };
        let (x, y) = (make(&a), make(&b));
        let differing = a.iter().zip(&b).filter(|(x, y)| x != y).count();
        prop_assert_eq!(differences(&[&x, &y]).len(), differing);
        prop_assert_eq!(differences(&[&y, &x]).len(), differing);
        prop_assert_eq!(fingerprint(&[&x, &y]), fingerprint(&[&y, &x]));
        prop_assert_eq!(fingerprint(&[&x, &x]) == fingerprint(&[&x, &y]), differing == 0);
        let (one, two) = (sheet("1", Post::Holders, "1", 1, x.clone()), sheet("1", Post::Holders, "1", 2, y));
        let found = state("1", &[&two, &one]);
        prop_assert_eq!(found.stage == Stage::Agreed, differing == 0);
        prop_assert_eq!(found.figures.is_some(), differing == 0);
    }

    #[test]
    fn figures_that_hold_add_up(voters in 0_u64..30, blank in 0_u64..10, null in 0_u64..10, cgt in 0_u64..30, fo in 0_u64..30, struck in 0_u64..30) {
        let slates = [(Id([1; 16]), slate("1", Post::Holders, &["CGT"], "FH")), (Id([2; 16]), slate("1", Post::Holders, &["FO"], "F"))];
        let refs: Vec<(Id, &Slate)> = slates.iter().map(|(id, s)| (*id, s)).collect();
        let mut of = figures(voters, blank, null, &[(Id([1; 16]), cgt), (Id([2; 16]), fo)]);
        of.struck.insert(slates[0].1.candidates[0].element, struck);
        let held = holds(&of, true, Some(20), &refs).is_ok();
        prop_assert_eq!(held, voters <= 20 && cgt + fo + blank + null == voters && struck <= cgt);
        prop_assert!(!held || holds(&of, false, Some(20), &refs).is_ok());
    }
}

// The results.

#[test]
fn a_first_round_with_quorum_gives_seats_and_audience() {
    let of = counted();
    let found = results(&of, None);
    assert!(found.complete());
    let first = found.vote("1", Post::Holders).unwrap();
    assert_eq!((first.registered, first.valid, first.counted()), (Some(100), Some(60), 1));
    assert!(first.quorum.as_ref().unwrap().value.reached);
    assert_eq!((seats(first), first.vacant), (vec![3, 1], Some(0)));
    assert_eq!(elected(first), ["CGT 1", "CGT 2", "CGT 3", "FO 1"]);
    assert_eq!(first.turnout(), Fraction::new(62, 100));
    // Those elected full members leave their substitutes' seats to the next on the list.
    let second = found.vote("1", Post::Substitutes).unwrap();
    assert_eq!((elected(second), second.vacant), (vec!["CGT 4", "FO 2"], Some(2)));
    let audience = &found.audience.as_ref().unwrap().value;
    assert_eq!(audience.valid, Fraction::whole(90));
    let unions: Vec<_> =
        audience.unions.iter().map(|u| (u.name.as_str(), u.votes.num(), u.representative)).collect();
    assert_eq!(unions, [("FO", 50, true), ("CGT", 40, true)]);
    // Every candidate has a score in both votes.
    assert_eq!(found.scores.iter().filter(|(p, _)| *p == Post::Substitutes).count(), 10);
}

#[test]
fn without_quorum_no_seat_is_given_and_the_ballots_count_for_the_audience() {
    let mut of = dossier();
    let (cgt, fo) = (list(&of, "1", Post::Holders, "CGT"), list(&of, "1", Post::Holders, "FO"));
    // 51 voters, 49 valid of 100.
    count(&mut of, "1", Post::Holders, "1", &figures(51, 1, 1, &[(cgt, 30), (fo, 19)]));
    let found = results(&of, None);
    let vote = found.vote("1", Post::Holders).unwrap();
    assert_eq!(
        (vote.quorum.as_ref().unwrap().value.missing, vote.allocation.is_none(), vote.vacant),
        (1, true, Some(4))
    );
    assert_eq!(found.audience.unwrap().value.unions[0].name, "CGT");
    assert_eq!(found.votes.iter().map(|v| v.vacant).collect::<Vec<_>>(), [Some(4), None, None, None]);
}

#[test]
fn a_second_round_needs_no_quorum_and_the_first_measures_the_audience() {
    let mut first = dossier();
    let (cgt, fo) = (list(&first, "1", Post::Holders, "CGT"), list(&first, "1", Post::Holders, "FO"));
    count(&mut first, "1", Post::Holders, "1", &figures(60, 0, 0, &[(cgt, 40), (fo, 20)]));
    let subs = list(&first, "1", Post::Substitutes, "CGT");
    count(&mut first, "1", Post::Substitutes, "1", &figures(40, 0, 0, &[(subs, 40)]));
    assert_eq!(results(&first, None).vote("1", Post::Substitutes).unwrap().vacant, Some(4));
    let mut second = dossier();
    second.id = Id([2; 16]);
    second.poll.round = 2;
    second.poll.follows = Some(first.id);
    second.poll.day = Some(day("2026-12-17"));
    let subs = list(&second, "1", Post::Substitutes, "CGT");
    count(&mut second, "1", Post::Substitutes, "1", &figures(10, 0, 0, &[(subs, 10)]));
    let found = results(&second, Some(&first));
    let vote = found.vote("1", Post::Substitutes).unwrap();
    assert!(vote.quorum.is_none());
    // Elected full members in the first round: three of ours.
    assert_eq!((elected(vote), vote.vacant), (vec!["CGT 4"], Some(3)));
    let audience = found.audience.unwrap().value;
    assert_eq!((audience.valid, audience.unions[0].name.as_str()), (Fraction::whole(60), "CGT"));
    assert!(!found.scores.is_empty());
}

#[test]
fn nothing_is_certain_before_all_boxes_count() {
    let mut of = dossier();
    of.poll.colleges[0].boxes = vec!["A".to_owned(), "B".to_owned()];
    let cgt = list(&of, "1", Post::Holders, "CGT");
    count(&mut of, "1", Post::Holders, "A", &figures(70, 0, 0, &[(cgt, 70)]));
    let found = results(&of, None);
    let vote = found.vote("1", Post::Holders).unwrap();
    assert!(!vote.complete && vote.allocation.is_some());
    assert_eq!((vote.vacant, vote.counted(), vote.boxes.len()), (None, 1, 2));
    assert!(!found.complete());
}

/// Whatever the boxes and their order: a quorum is missed once the last one counts, and never before.
#[test]
fn a_quorum_is_never_missed_before_the_last_box() {
    let (mut seen, mut reached_early) = (0, 0);
    for first in [0_u64, 10, 30, 49, 50, 60] {
        for second in [0_u64, 1, 20, 40] {
            let mut dossier = dossier();
            dossier.poll.colleges[0].boxes = vec!["A".to_owned(), "B".to_owned()];
            let cgt = list(&dossier, "1", Post::Holders, "CGT");
            count(&mut dossier, "1", Post::Holders, "A", &figures(first, 0, 0, &[(cgt, first)]));
            let found = results(&dossier, None);
            let vote = found.vote("1", Post::Holders).unwrap();
            let missed = |v: &VoteOutcome| v.quorum.as_ref().is_some_and(|q| !q.value.reached);
            assert!(!missed(vote), "{first} ballots of the first box of two");
            assert_eq!(vote.awaited.as_ref().map(|q| q.value.missing), (first < 50).then(|| 50 - first));
            assert_eq!(vote.vacant, None, "no seat is left to a second round before the last box");
            reached_early += u32::from(vote.quorum.is_some());
            count(&mut dossier, "1", Post::Holders, "B", &figures(second, 0, 0, &[(cgt, second)]));
            let found = results(&dossier, None);
            let vote = found.vote("1", Post::Holders).unwrap();
            assert_eq!((missed(vote), vote.awaited.is_some()), (first + second < 50, false));
            seen += u32::from(missed(vote));
        }
    }
    assert!(seen > 5 && reached_early > 3, "both outcomes were met: {seen}, {reached_early}");
}

#[test]
fn without_a_list_all_seats_are_left_and_without_electors_nothing_is_said() {
    let mut of = dossier();
    of.slates.retain(|(_, s)| s.college != "2");
    let found = results(&of, None);
    let vote = found.vote("2", Post::Holders).unwrap();
    assert!(vote.without_list && vote.complete);
    assert_eq!(vote.vacant, Some(2));
    let mut of = counted();
    (of.poll.colleges[0].women, of.poll.colleges[0].men) = (None, None);
    let found = results(&of, None);
    let vote = found.vote("1", Post::Holders).unwrap();
    assert!(
        vote.quorum.is_none()
            && vote.allocation.is_none()
            && vote.vacant.is_none()
            && vote.turnout().is_none()
    );
}

#[test]
fn electors_counted_by_box_take_the_place_of_those_of_the_protocol() {
    let mut of = dossier();
    of.poll.colleges[0].boxes = vec!["A".to_owned(), "B".to_owned()];
    let cgt = list(&of, "1", Post::Holders, "CGT");
    for (place, registered) in [("A", 40), ("B", 50)] {
        let f = Figures { registered: Some(registered), ..figures(25, 0, 0, &[(cgt, 25)]) };
        count(&mut of, "1", Post::Holders, place, &f);
    }
    assert_eq!(results(&of, None).vote("1", Post::Holders).unwrap().registered, Some(90));
}

#[test]
fn a_college_without_a_valid_ballot_gives_no_seat() {
    let mut of = dossier();
    of.poll.round = 2;
    count(&mut of, "1", Post::Holders, "1", &figures(3, 2, 1, &[]));
    let vote = results(&of, None).votes.remove(0);
    assert_eq!((vote.valid, vote.vacant, vote.allocation), (Some(0), Some(4), None));
}

#[test]
fn erasures_go_into_seats_and_scores_not_into_the_audience() {
    let mut of = dossier();
    let (cgt, fo) = (list(&of, "1", Post::Holders, "CGT"), list(&of, "1", Post::Holders, "FO"));
    let third = of.slates_of("1", Post::Holders).next().unwrap().1.candidates[0].element;
    let f = Figures { struck: [(third, 10)].into(), ..figures(60, 0, 0, &[(cgt, 40), (fo, 20)]) };
    count(&mut of, "1", Post::Holders, "1", &f);
    let found = results(&of, None);
    let vote = found.vote("1", Post::Holders).unwrap();
    assert_eq!(elected(vote), ["CGT 2", "CGT 3", "CGT 4", "FO 1"], "a quarter struck comes last");
    assert_eq!(found.audience.as_ref().unwrap().value.unions[0].votes, Fraction::whole(40));
    let score = &found.scores.iter().find(|(_, c)| c.name == "CGT 1").unwrap().1;
    assert_eq!(score.share, Fraction::new(30, 60).unwrap());
    let vote = as_vote(&of, vote).unwrap();
    assert_eq!((vote.valid, vote.lists[0].candidates[0].votes), (Some(60), 30));
}

#[test]
fn a_tie_that_no_text_settles_stays_open() {
    let mut of = dossier();
    of.poll.colleges[0].holders = 3;
    let (cgt, fo) = (list(&of, "1", Post::Holders, "CGT"), list(&of, "1", Post::Holders, "FO"));
    count(&mut of, "1", Post::Holders, "1", &figures(60, 0, 0, &[(cgt, 30), (fo, 30)]));
    let vote = results(&of, None).votes.remove(0);
    assert!(matches!(vote.allocation.as_ref().unwrap().value, Answer::Undetermined { .. }));
    assert_eq!((vote.vacant, vote.elected().count()), (None, 0));
}

#[test]
fn common_lists_are_split_and_a_split_that_is_none_is_named() {
    let mut of = counted();
    let shares = |a: &str, b: &str| {
        [("CFDT", a), ("UNSA", b)]
            .map(|(u, s)| Partner { union: u.to_owned(), share: Some(s.to_owned()) })
            .to_vec()
    };
    of.slates[0].1.unions = shares("3/4", "1/4");
    let votes: BTreeMap<String, Fraction> =
        results(&of, None).audience.unwrap().value.unions.into_iter().map(|u| (u.name, u.votes)).collect();
    assert_eq!((votes["CFDT"], votes["UNSA"]), (Fraction::whole(30), Fraction::whole(10)));
    // Two laptops wrote two splits that do not go together.
    of.slates[0].1.unions = shares("3/4", "1/2");
    let error = outcome(book(), &of, None, day("2026-12-03")).unwrap_err();
    assert!(matches!(error, ElectionError::Fact(f) if f.field == "colleges[0].lists[0].split"));
}

#[test]
fn the_law_of_the_day_of_the_vote_applies() {
    let of = counted();
    assert!(outcome(book(), &of, None, day("2017-06-01")).is_err());
    assert!(outcome(book(), &of, None, day("2018-06-01")).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn boxes_do_not_matter_only_their_sum(parts in proptest::collection::vec((0_u64..12, 0_u64..12, 0_u64..3), 1..6)) {
        let (cgt_all, fo_all, blank_all) = parts.iter().fold((0, 0, 0), |(a, b, c), (x, y, z)| (a + x, b + y, c + z));
        let names: Vec<String> = (0..parts.len()).map(|n| format!("box {n}")).collect();
        let mut whole = dossier();
        whole.poll.round = 2;
        let mut split = whole.clone();
        split.poll.colleges[0].boxes.clone_from(&names);
        let (cgt, fo) = (list(&whole, "1", Post::Holders, "CGT"), list(&whole, "1", Post::Holders, "FO"));
        let f = |a: u64, b: u64, c: u64| figures(a + b + c, c, 0, &[(cgt, a), (fo, b)]);
        count(&mut whole, "1", Post::Holders, "1", &f(cgt_all, fo_all, blank_all));
        for (name, (a, b, c)) in names.iter().zip(&parts) {
            count(&mut split, "1", Post::Holders, name, &f(*a, *b, *c));
        }
        let (x, y) = (results(&whole, None), results(&split, None));
        let (x, y) = (x.vote("1", Post::Holders).unwrap(), y.vote("1", Post::Holders).unwrap());
        prop_assert_eq!(&x.figures, &y.figures);
        prop_assert_eq!(&x.allocation, &y.allocation);
        prop_assert_eq!(x.vacant, y.vacant);
        if let Some(Answer::Known(known)) = x.allocation.as_ref().map(|a| &a.value) {
            let given: u32 = known.lists.iter().map(|l| l.seats).sum();
            prop_assert_eq!(given + x.vacant.unwrap(), x.seats);
        }
    }
}

/// People with namesakes: each is one of three names and one of three births, or of as many names as there are people.
fn people(distinct: bool) -> impl Fn(u8) -> (String, Option<NaiveDate>) {
    move |who| {
        let (name, year) = (who % 3, i32::from(who / 3 % 3) + 1980);
        let name = if distinct { format!("P{who}") } else { format!("Exemple {name}") };
        (name, NaiveDate::from_ymd_opt(year, 1, 31))
    }
}

/// An election of two colleges whose candidates are among nine people: by list their places, its ballots and strikings.
fn peopled(lists: &[(usize, Vec<u8>, u64, Vec<u64>)], distinct: bool) -> Dossier {
    let named = people(distinct);
    let mut out = dossier();
    out.slates.clear();
    let mut ballots: BTreeMap<(String, Post), Vec<(Id, u64)>> = BTreeMap::new();
    let mut struck = BTreeMap::new();
    for (n, (place, who, votes, strikes)) in lists.iter().enumerate() {
        let (college, post) = (["1", "2"][place % 2], Post::ALL[place / 2 % 2]);
        let Some(union) = ["CGT", "FO", "CFDT"].get(out.slates_of(college, post).count()) else { continue };
        let mut list = slate(college, post, &[union], "");
        list.name = format!("L{n}");
        let mut seen = std::collections::BTreeSet::new();
        for who in who.iter().filter(|w| seen.insert(**w)) {
            let (name, born) = named(*who);
            let element = [u8::try_from(n).unwrap(), *who, 7, 7, 7, 7, 7, 7];
            let member = None;
            list.candidates.push(Candidate {
                element,
                name,
                sex: None,
                born,
                member,
                cadre: false,
                category: None,
            });
        }
        let id = Id([100 + u8::try_from(n).unwrap(); 16]);
        for (c, s) in list.candidates.iter().zip(strikes) {
            struck.insert(c.element, (*s).min(*votes));
        }
        ballots.entry((college.to_owned(), post)).or_default().push((id, *votes));
        out.slates.push((id, list));
    }
    // As many electors as the fuller of the two votes: every quorum is reached there.
    for college in &mut out.poll.colleges {
        let of =
            |post| ballots.get(&(college.id.clone(), post)).map_or(0, |l| l.iter().map(|(_, n)| n).sum());
        let most: u64 = Post::ALL.iter().copied().map(of).max().unwrap();
        (college.women, college.men) = (Some(most.max(1)), Some(0));
    }
    for ((college, post), of) in ballots {
        let voters = of.iter().map(|(_, n)| n).sum();
        let own = |e: &[u8; 8]| {
            out.slates.iter().any(|(id, s)| {
                of.iter().any(|(o, _)| o == id) && s.candidates.iter().any(|c| c.element == *e)
            })
        };
        let struck = struck.iter().filter(|(e, _)| own(e)).map(|(e, n)| (*e, *n)).collect();
        let figures = Figures { struck, ..figures(voters, 0, 0, &of) };
        count(&mut out, &college, post, "1", &figures);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Two people of one name and other births are as two people of two names: the seats, who has them, who comes in.
    #[test]
    fn namesakes_are_as_people_of_distinct_names(
        lists in prop::collection::vec(
            (0_usize..4, prop::collection::vec(0_u8..9, 1..4), 1_u64..40, prop::collection::vec(0_u64..20, 3)), 1..7),
        gone in prop::collection::vec(0_usize..20, 1..4),
    ) {
        let run = |distinct: bool| {
            let election = peopled(&lists, distinct);
            let found = results(&election, None);
            let seated: Vec<Vec<(Id, usize)>> = found.votes.iter().map(|v| v.seated().collect()).collect();
            let vacant: Vec<_> = found.votes.iter().map(|v| v.vacant).collect();
            let settled = committee::is_settled(&found);
            let board = committee::Board::of(&[(election, found)]);
            let places: Vec<_> = board.rolls.iter().enumerate().flat_map(|(list, r)| (0..r.candidates.len()).map(move |c| (list, c))).collect();
            let departures: Vec<_> = gone.iter().map(|n| crate::election::Departure {
                who: places[n % places.len()], on: None, cause: crate::election::Leaving::Death, back: None, moved: None, by: None,
            }).collect();
            let comes = crate::election::replacement(book(), &board.rolls, &departures, day("2026-12-03")).unwrap().value;
            let answer = match comes.answer {
                Answer::Known(known) => Ok(known),
                Answer::Undetermined { why, options } => Err((why, options.len())),
            };
            (seated, vacant, settled, answer, comes.left)
        };
        prop_assert_eq!(run(false), run(true));
    }
}
