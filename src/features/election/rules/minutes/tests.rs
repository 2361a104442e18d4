#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]
use crate::features::election::rules::minutes::*;
use crate::{
    features::election::rules::tests::{count, counted, day, dossier, figures, list as list_id, results},
    law::book,
};

/// The minutes of the counted election, as they should be.
fn official() -> Vec<Official> {
    let list = |name: &str, ballots: u64, seats: u32, elected: &[&str]| OfficialList {
        name: name.to_owned(),
        ballots: Some(ballots),
        average: None,
        seats: Some(seats),
        elected: Some(elected.iter().map(|n| (*n).to_owned()).collect()),
    };
    let vote = |college: &str, post, registered, voters, blank, null, lists| Official {
        college: college.to_owned(),
        post,
        registered: Some(registered),
        voters: Some(voters),
        blank: Some(blank),
        null: Some(null),
        valid: Some(voters - blank - null),
        quorum: Some(true),
        lists,
    };
    vec![
        vote(
            "1",
            Post::Holders,
            100,
            62,
            1,
            1,
            vec![list("CGT", 40, 3, &["cgt 1", "CGT 2", "CGT 3"]), list("FO", 20, 1, &["FO 1"])],
        ),
        vote("2", Post::Holders, 40, 30, 0, 0, vec![list("FO", 30, 2, &["FO 1", "FO 2"])]),
    ]
}

fn checked(dossier: &Dossier, official: &[Official], region: Region) -> Result<Minutes, ElectionError> {
    let outcome = results(dossier, None);
    minutes(book(), dossier, &outcome, official, region, day("2026-12-10"))
}

fn found(change: impl FnOnce(&mut Vec<Official>)) -> Vec<(&'static str, bool)> {
    let mut official = official();
    change(&mut official);
    let found = checked(&counted(), &official, Region::Metropolitan).unwrap();
    found.contests.iter().map(|c| (c.what.code(), c.decisive)).collect()
}

#[test]
fn minutes_that_agree_leave_nothing_to_contest() {
    let found = checked(&counted(), &official(), Region::Metropolitan).unwrap();
    assert_eq!(found.contests, []);
    assert!(found.compared >= 20, "{}", found.compared);
    assert_eq!((found.until.value, found.past, found.sent_by), (day("2026-12-18"), false, day("2026-12-18")));
    assert_eq!(found.until.because[0].citation.article, "R2314-24");
}

#[test]
fn the_right_figures_and_the_wrong_seats() {
    let mut official = official();
    official[0].lists[0].seats = Some(2);
    official[0].lists[1].seats = Some(2);
    let found = checked(&counted(), &official, Region::Metropolitan).unwrap();
    assert_eq!(found.contests.len(), 2);
    let first = &found.contests[0];
    assert!(first.decisive);
    assert_eq!((first.what.code(), first.list.as_deref()), ("seats", Some("CGT")));
    assert_eq!(
        (first.theirs.clone(), first.ours.clone(), first.due.clone()),
        (Some(Said::Number(2)), Some(Said::Number(3)), Some(Said::Number(3)))
    );
    let articles: Vec<_> = first.law.because.iter().map(|s| s.citation.article.as_str()).collect();
    assert_eq!(articles, ["R2314-19", "R2314-20", "R2314-21"]);
}

#[test]
fn figures_that_differ_are_decisive_where_seats_follow() {
    // One ballot from us to FO: three seats and one all the same.
    let shift = |n: u64| {
        move |o: &mut Vec<Official>| {
            o[0].lists[0].ballots = Some(40 - n);
            o[0].lists[1].ballots = Some(20 + n);
        }
    };
    assert_eq!(found(shift(1)), [("ballots", false), ("ballots", false)]);
    // Ten: two and two follow from their figures, so what they say of the seats is wrong by their own figures.
    let all = found(shift(10));
    assert!(all.iter().all(|(_, decisive)| *decisive));
    assert_eq!(all.iter().filter(|(w, _)| *w == "seats").count(), 2);
}

#[test]
fn figures_that_change_who_is_representative_are_decisive() {
    // Thirty-three to us and fifty-seven to FO of ninety; with eight of ours gone to FO and seats the same we would
    // still be there: take nearly all.
    let mut of = dossier();
    let (cgt, fo) = (list_id(&of, "1", Post::Holders, "CGT"), list_id(&of, "1", Post::Holders, "FO"));
    let fo2 = list_id(&of, "2", Post::Holders, "FO");
    count(&mut of, "1", Post::Holders, "1", &figures(60, 0, 0, &[(cgt, 9), (fo, 51)]));
    count(&mut of, "2", Post::Holders, "1", &figures(30, 0, 0, &[(fo2, 30)]));
    let vote = |college: &str, lists: &[(&str, u64)], valid| Official {
        college: college.to_owned(),
        post: Post::Holders,
        registered: None,
        voters: None,
        blank: None,
        null: None,
        valid: Some(valid),
        quorum: None,
        lists: lists
            .iter()
            .map(|(name, n)| OfficialList {
                name: (*name).to_owned(),
                ballots: Some(*n),
                ..OfficialList::default()
            })
            .collect(),
    };
    let said = [vote("1", &[("CGT", 8), ("FO", 52)], 60), vote("2", &[("FO", 30)], 30)];
    let found = checked(&of, &said, Region::Metropolitan).unwrap();
    // Nine of ninety are ten per cent; eight are not.
    assert_eq!(
        found.contests.iter().map(|c| (c.what.code(), c.decisive)).collect::<Vec<_>>(),
        [("ballots", true), ("ballots", true)]
    );
    // Nothing can be said of the whole while a college is missing.
    let found = checked(&of, &said[..1], Region::Metropolitan).unwrap();
    assert!(found.contests.iter().all(|c| !c.decisive));
}

#[test]
fn minutes_that_contradict_themselves() {
    assert_eq!(found(|o| o[0].valid = Some(59)), [("valid", false), ("lists", false)]);
    assert_eq!(found(|o| o[0].blank = Some(2)), [("blank", false), ("valid", false)]);
    assert_eq!(found(|o| o[0].quorum = Some(false)), [("quorum", true)]);
    assert_eq!(found(|o| o[0].registered = Some(101)), [("registered", false)]);
    assert_eq!(found(|o| o[0].voters = Some(63)), [("voters", false), ("valid", false)]);
    // By their figures the quorum is missed: half of 200.
    let all = found(|o| o[0].registered = Some(200));
    assert!(all.contains(&("quorum", true)) && all.contains(&("registered", false)));
}

#[test]
fn the_elected_and_the_averages() {
    let swap = |o: &mut Vec<Official>| o[0].lists[0].elected.as_mut().unwrap().swap(0, 1);
    assert_eq!(found(swap), [("elected", true)]);
    assert_eq!(found(|o| o[0].lists[0].average = Some(Fraction::whole(40))), []);
    assert_eq!(found(|o| o[0].lists[0].average = Some("77/2".parse().unwrap())), [("average", false)]);
    // An average above the ballots cannot be computed with, and is named.
    assert_eq!(found(|o| o[0].lists[0].average = Some(Fraction::whole(41))), [("average", false)]);
}

#[test]
fn what_we_did_not_count_is_judged_by_their_own_figures() {
    let mut of = counted();
    of.sheets.clear();
    let found = checked(&of, &official(), Region::Metropolitan).unwrap();
    assert_eq!(found.contests, []);
    let mut wrong = official();
    wrong[0].lists[0].seats = Some(2);
    let found = checked(&of, &wrong, Region::Metropolitan).unwrap();
    assert_eq!(
        found.contests.iter().map(|c| (c.what.code(), c.ours.clone())).collect::<Vec<_>>(),
        [("seats", None)]
    );
}

#[test]
fn what_was_not_typed_is_not_compared() {
    let empty = vec![Official {
        college: "1".to_owned(),
        post: Post::Holders,
        registered: None,
        voters: None,
        blank: None,
        null: None,
        valid: None,
        quorum: None,
        lists: Vec::new(),
    }];
    let found = checked(&counted(), &empty, Region::Metropolitan).unwrap();
    assert_eq!((found.contests.len(), found.compared), (0, 0));
    // One list alone: the other may hold the rest, and no seats follow from it.
    let one = |ballots| {
        let mut one = official();
        one.truncate(1);
        one[0].lists.truncate(1);
        one[0].lists[0].ballots = Some(ballots);
        checked(&counted(), &one, Region::Metropolitan).unwrap().contests
    };
    assert_eq!(one(40), []);
    assert_eq!(one(61).iter().map(|c| c.what.code()).collect::<Vec<_>>(), ["ballots", "lists"]);
}

#[test]
fn votes_and_lists_that_are_not_there_are_named() {
    let field = |change: fn(&mut Vec<Official>)| {
        let mut official = official();
        change(&mut official);
        match checked(&counted(), &official, Region::Metropolitan) {
            Err(ElectionError::Fact(fact)) => fact.field,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(field(|o| o[1].college = "9".to_owned()), "colleges[1].id");
    assert_eq!(field(|o| o[1].college = "1".to_owned()), "colleges[1].id");
    assert_eq!(field(|o| o[0].lists[1].name = "cgt".to_owned()), "colleges[0].lists[1].name");
}

#[test]
fn the_last_day_is_moved_to_an_open_one_and_told_when_past() {
    let mut of = counted();
    of.poll.steps.insert(Step::Proclaimed, day("2026-12-11"));
    // 26 December is a Saturday; in Alsace nothing changes by it, on 25 December something would.
    let found = checked(&of, &official(), Region::Metropolitan).unwrap();
    assert_eq!(found.until.value, day("2026-12-28"));
    of.poll.steps.insert(Step::Proclaimed, day("2026-12-10"));
    let there = checked(&of, &official(), Region::Metropolitan).unwrap();
    assert_eq!(there.until.value, day("2026-12-28"), "Christmas, then a week-end");
    let outcome = results(&of, None);
    let late = minutes(book(), &of, &outcome, &official(), Region::Metropolitan, day("2026-12-29")).unwrap();
    assert!(late.past);
}
