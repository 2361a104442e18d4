use proptest::prelude::*;

use std::collections::BTreeMap;

use crate::base::{Id, Kept as _, Record, Stamp, merge, word::Gender};
use crate::features::election::records::*;

fn stamp(time: u64, device: u8) -> Stamp {
    Stamp { time, device: [device; 8] }
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn college(id: &str) -> College {
    College {
        id: id.to_owned(),
        holders: 4,
        substitutes: 3,
        reserved: 1,
        women: Some(60),
        men: Some(40),
        registered: None,
        boxes: vec!["Siège".to_owned(), "Atelier".to_owned()],
        hours: Some("109/2".to_owned()),
        staff: Some(101),
    }
}

fn poll() -> Poll {
    Poll {
        day: Some(day("2026-12-03")),
        nature: Some(Nature::ByElection),
        round: 2,
        follows: Some(Id([7; 16])),
        establishment: Some("Lyon".to_owned()),
        name: Some("Renouvellement".to_owned()),
        ours: Some("CGT".to_owned()),
        headcount: Some("99/2".to_owned()),
        mandate_years: Some(3),
        steps: Step::ALL.iter().copied().map(|s| (s, day("2026-11-03"))).collect(),
        colleges: vec![college("1"), College { women: None, registered: Some(9), ..college("2") }],
        categorical: BTreeMap::from([("CFE-CGC".to_owned(), vec!["2".to_owned(), "3".to_owned()])]),
        unit: Some(true),
        corrections: vec![Correction {
            on: day("2026-12-10"),
            reason: Reason::Judgment,
            field: "colleges".to_owned(),
            was: Some("1: 4".to_owned()),
            now: Some("1: 3".to_owned()),
            source: Some("TJ Lyon, 2026-12-09".to_owned()),
            element: [5; 8],
        }],
        negotiators: vec![Negotiator {
            union: "FO".to_owned(),
            invited: Some(Invited::Letter),
            came: Some(Known::Yes),
            signed: Some(Known::No),
            representative: Some(Known::Yes),
            share: Some("1/5".to_owned()),
            section: Some(Known::Yes),
        }],
        invitation: BTreeMap::from([(Content::Hour, Known::No)]),
        clauses: BTreeMap::from([(crate::election::Clause::OutsideHours, Known::Yes)]),
        voting: Some(Voting::ByEmployer),
        cadres: Some(24),
        extension: Some(Extension { ground: Ground::Referral, until: Some(day("2031-03-31")) }),
        departures: vec![Departure {
            list: Id([3; 16]),
            candidate: "0303030303030303".to_owned(),
            day: day("2027-01-31"),
            cause: crate::election::Leaving::Absence,
            back: Some(day("2027-02-28")),
            college: Some("2".to_owned()),
            category: Some(crate::base::word::Category::Technician),
            by_list: Some(Id([4; 16])),
            by: Some("0404040404040404".to_owned()),
        }],
    }
}

fn candidate(n: u8) -> Candidate {
    Candidate {
        element: [n; 8],
        name: format!("Camille Exemple {n}"),
        sex: Some(if n.is_multiple_of(2) { Gender::Woman } else { Gender::Man }),
        born: Some(day("1980-01-31")),
        member: (n == 1).then_some(Id([9; 16])),
        cadre: n == 2,
        category: (n == 3).then_some(crate::base::word::Category::Employee),
    }
}

fn slate() -> Slate {
    let partner = |u: &str, s: &str| Partner { union: u.to_owned(), share: Some(s.to_owned()) };
    Slate {
        poll: Id([1; 16]),
        college: "1".to_owned(),
        post: Post::Substitutes,
        name: "CGT-UNSA".to_owned(),
        ours: true,
        unions: vec![partner("UNSA", "1/4"), partner("CGT", "3/4")],
        candidates: vec![candidate(3), candidate(1), candidate(2)],
        told_employer: Some(Known::Yes),
        told_electors: Some(Known::No),
    }
}

fn sheet() -> Sheet {
    Sheet {
        poll: Id([1; 16]),
        college: "1".to_owned(),
        post: Post::Holders,
        place: "Siège".to_owned(),
        entry: 2,
        done: true,
        settles: Some("ab".to_owned()),
        figures: Figures {
            registered: Some(100),
            signatures: Some(61),
            voters: Some(60),
            blank: Some(0),
            null: Some(2),
            ballots: BTreeMap::from([(Id([2; 16]), 40), (Id([3; 16]), 18)]),
            struck: BTreeMap::from([([4; 8], 5)]),
        },
    }
}

#[test]
fn what_is_written_is_read_again() {
    let mut record = Record::default();
    poll().write(&mut record, stamp(1, 1));
    assert!(Poll::read(&Record::decode(&record.encode()).unwrap()) == Some(poll()));
    let mut record = Record::default();
    slate().write(&mut record, stamp(1, 1));
    assert!(Slate::read(&Record::decode(&record.encode()).unwrap()) == Some(slate()));
    let mut record = Record::default();
    sheet().write(&mut record, stamp(1, 1));
    assert_eq!(Sheet::read(&Record::decode(&record.encode()).unwrap()), Some(sheet()));
}

#[test]
fn an_empty_record_is_no_election_of_anything() {
    assert_eq!(Poll::read(&Record::default()), Some(Poll { round: 1, ..Poll::default() }));
    assert!(Slate::read(&Record::default()).is_none());
    assert!(Sheet::read(&Record::default()).is_none());
}

#[test]
fn what_does_not_differ_is_not_written() {
    let mut record = Record::default();
    poll().write(&mut record, stamp(1, 1));
    let before = record.encode();
    poll().write(&mut record, stamp(2, 1));
    assert_eq!(record.encode(), before);
}

#[test]
fn what_is_taken_out_goes_and_the_rest_stays() {
    let mut record = Record::default();
    poll().write(&mut record, stamp(1, 1));
    let mut less = poll();
    less.colleges.pop();
    less.steps.remove(&Step::Meeting);
    less.name = None;
    less.write(&mut record, stamp(2, 1));
    assert!(Poll::read(&record) == Some(less));
}

#[test]
fn removed_leaves_nothing_but_the_word() {
    let mut record = Record::default();
    slate().write(&mut record, stamp(1, 1));
    Slate::remove(&mut record, stamp(2, 1));
    assert!(Slate::read(&record).is_none());
    assert_eq!(record.registers().filter(|(_, r)| r.value.is_some()).count(), 1);
    assert!(!record.encode().windows(7).any(|w| w == b"Camille"));
    let mut record = Record::default();
    sheet().write(&mut record, stamp(1, 1));
    Sheet::remove(&mut record, stamp(2, 1));
    assert!(Sheet::read(&record).is_none());
    let mut record = Record::default();
    poll().write(&mut record, stamp(1, 1));
    Poll::remove(&mut record, stamp(2, 1));
    assert!(Poll::read(&record).is_none());
}

#[test]
fn two_laptops_that_wrote_apart_keep_both() {
    let mut a = Record::default();
    poll().write(&mut a, stamp(1, 1));
    let mut b = a.clone();
    let mut here = poll();
    here.colleges[0].women = Some(61);
    here.write(&mut a, stamp(2, 1));
    let mut there = poll();
    there.colleges[1].holders = 2;
    there.steps.insert(Step::Protocol, day("2026-11-09"));
    there.write(&mut b, stamp(3, 2));
    let both = Poll::read(&merge(&a, &b)).unwrap();
    assert!(Some(&both) == Poll::read(&merge(&b, &a)).as_ref());
    assert_eq!((both.colleges[0].women, both.colleges[1].holders), (Some(61), 2));
    assert_eq!(both.steps[&Step::Protocol], day("2026-11-09"));
}

#[test]
fn two_figures_of_one_sheet_written_apart_are_both_there() {
    let mut a = Record::default();
    sheet().write(&mut a, stamp(1, 1));
    let mut b = a.clone();
    let mut here = sheet();
    here.figures.ballots.insert(Id([2; 16]), 41);
    here.write(&mut a, stamp(2, 1));
    let mut there = sheet();
    there.figures.struck.insert([5; 8], 7);
    there.write(&mut b, stamp(2, 2));
    let both = Sheet::read(&merge(&a, &b)).unwrap().figures;
    assert_eq!((both.ballots[&Id([2; 16])], both.struck[&[5; 8]]), (41, 7));
}

#[test]
fn a_full_list_and_a_box_of_many_lists_fit_a_record() {
    let name = "É".repeat(NAME_MAX);
    let mut full = slate();
    full.candidates = (0..70).map(|n| Candidate { name: name.clone(), ..candidate(n) }).collect();
    let mut record = Record::default();
    full.write(&mut record, stamp(1, 1));
    assert!(record.encode().len() < 60_000, "{}", record.encode().len());
    let mut many = sheet();
    many.figures.ballots = (0..40).map(|n| (Id([n; 16]), u64::MAX >> 2)).collect();
    many.figures.struck =
        (0..=255_u8).flat_map(|a| [[a; 8], [a, 1, 2, 3, 4, 5, 6, 7]]).map(|e| (e, 9)).collect();
    let mut record = Record::default();
    many.write(&mut record, stamp(1, 1));
    assert!(record.encode().len() < 60_000, "{}", record.encode().len());
}

#[test]
fn votes_are_read_in_both_languages() {
    for (text, post) in [
        ("holders", Some(Post::Holders)),
        ("Titulaires", Some(Post::Holders)),
        ("SUPPLÉANTS", Some(Post::Substitutes)),
        ("substitutes", Some(Post::Substitutes)),
        ("", None),
        ("both", None),
    ] {
        assert_eq!(Post::read(text), post, "{text}");
    }
}

#[test]
fn names_are_one_line_and_short() {
    assert_eq!(label(" CGT ").unwrap(), "CGT");
    for bad in ["", "   ", "a\u{202e}b", &"x".repeat(NAME_MAX + 1)] {
        assert!(label(bad).is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn any_figures_come_back(
        numbers in proptest::collection::vec(proptest::option::of(0_u64..1_000_000), 5),
        ballots in proptest::collection::btree_map(any::<u8>(), 0_u64..1_000_000, 0..6),
        struck in proptest::collection::btree_map(any::<[u8; 8]>(), 0_u64..1_000_000, 0..6),
    ) {
        let figures = Figures {
            registered: numbers[0], signatures: numbers[1], voters: numbers[2], blank: numbers[3], null: numbers[4],
            ballots: ballots.into_iter().map(|(n, v)| (Id([n; 16]), v)).collect(),
            struck,
        };
        let wanted = Sheet { figures, ..sheet() };
        let mut record = Record::default();
        sheet().write(&mut record, stamp(1, 1));
        wanted.write(&mut record, stamp(2, 1));
        prop_assert_eq!(Sheet::read(&record), Some(wanted));
    }
}
