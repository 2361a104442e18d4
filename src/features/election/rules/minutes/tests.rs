#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]
use crate::features::election::rules::minutes::*;
use crate::{
    features::election::rules::tests::{count, counted, day, dossier, figures, list as list_id, results},
    law::book,
};

fn exact(number: u64) -> Fraction {
    Fraction::new(number.into(), 1).unwrap()
}

/// The minutes of the counted election, as they should be.
fn official() -> Vec<Official> {
    let list = |name: &str, ballots: u64, seats: u32, elected: &[&str]| OfficialList {
        name: name.to_owned(),
        ballots: Some(ballots),
        seats: Some(seats),
        elected: Some(elected.iter().map(|n| (*n).to_owned()).collect()),
        ..OfficialList::default()
    };
    let vote = |college: &str, post, registered, voters, blank, null, lists| Official {
        registered: Some(registered),
        voters: Some(voters),
        blank: Some(blank),
        null: Some(null),
        valid: Some(exact(voters - blank - null)),
        quorum: Some(true),
        lists,
        ..Official::new(college, post)
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
    minutes(book(), dossier, &outcome, official, region, (day("2026-12-10"), LastResults::Here))
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
        valid: Some(exact(valid)),
        lists: lists
            .iter()
            .map(|(name, n)| OfficialList {
                name: (*name).to_owned(),
                ballots: Some(*n),
                ..OfficialList::default()
            })
            .collect(),
        ..Official::new(college, Post::Holders)
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
    assert_eq!(found(|o| o[0].valid = Some(exact(59))), [("valid", false), ("lists", false)]);
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
    let empty = vec![Official::new("1", Post::Holders)];
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
    let late = minutes(
        book(),
        &of,
        &outcome,
        &official(),
        Region::Metropolitan,
        (day("2026-12-29"), LastResults::Here),
    )
    .unwrap();
    assert!(late.past);
}

/// Each field of the forms that minutes may have is compared: one that is wrong is named, and alone.
#[test]
fn every_field_of_the_forms_is_compared() {
    let of = |change: fn(&mut Official)| found(|o| change(&mut o[0]));
    assert_eq!(of(|o| o.quotient = Some(exact(15))), []);
    assert_eq!(of(|o| o.quotient = Some(exact(14))), [("quotient", false)]);
    assert_eq!(of(|o| o.seats = Some(5))[0], ("to-fill", true));
    assert_eq!(of(|o| o.blank_null = Some(2)), []);
    assert_eq!(of(|o| o.blank_null = Some(3)), [("blank-null", false), ("valid", false)]);
    assert_eq!(of(|o| o.carence = Some(true)), [("carence", true)]);
    assert_eq!(of(|o| o.carence = Some(false)), []);
    assert_eq!(of(|o| o.lists[0].by_quotient = Some(2)), []);
    assert_eq!(of(|o| o.lists[0].by_quotient = Some(3)), [("by-quotient", false)]);
    assert_eq!(of(|o| o.lists[0].by_average = Some(0)), [("by-average", false)]);
    assert_eq!(of(|o| o.lists[0].votes = Some(vec![40, 40, 40, 40])), []);
    assert_eq!(of(|o| o.lists[0].votes = Some(vec![40, 40, 40, 39])), [("votes", false)]);
}

/// How the minutes were made: a break of form annuls whatever the result, and stands behind what changes it.
#[test]
fn how_the_minutes_were_made_is_asked_and_judged() {
    let with = |change: fn(&mut Formal)| found(|o| change(&mut o[0].formal));
    assert_eq!(with(|f| f.hours = Some(false)), [("hours", false)]);
    assert_eq!(with(|f| (f.opened, f.closed) = (Some(540), Some(990))), []);
    assert_eq!(with(|f| f.at_once = Some(false)), [("at-once", false)]);
    assert_eq!(with(|f| f.writer = Some(Writer::Other)), [("writer", false)]);
    assert_eq!(with(|f| f.writer = Some(Writer::Elector)), []);
    assert_eq!(with(|f| (f.members, f.signed) = (Some(3), Some(2))), [("signatures", false)]);
    assert_eq!(with(|f| (f.members, f.signed) = (Some(3), Some(3))), []);
    assert_eq!(with(|f| f.names = Some(false)), [("names", false)]);
    assert_eq!(with(|f| f.board = Some(false)), [("board", false)]);
    let both = found(|o| {
        o[0].formal.at_once = Some(false);
        o[0].lists[0].ballots = Some(41);
        o[0].lists[0].seats = Some(4);
    });
    let (formal, decisive) = (both.iter().position(|c| c.0 == "at-once"), both.iter().rposition(|c| c.1));
    assert!(formal > decisive && decisive.is_some(), "{both:?}");
    // What nobody looked at is asked, what was answered is not.
    let asked = |formal: Formal| {
        let official = [Official { formal, ..Official::new("1", Post::Holders) }];
        let found = checked(&counted(), &official, Region::Metropolitan).unwrap();
        found.unanswered.iter().map(|(what, _)| what.code()).collect::<Vec<_>>()
    };
    assert_eq!(asked(Formal::default()), ["hours", "at-once", "writer", "signatures", "names", "board"]);
    let said = Formal { hours: Some(true), at_once: Some(true), signed: Some(1), ..Formal::default() };
    assert_eq!(asked(said), ["writer", "signatures", "names", "board"]);
    // Answers that cannot be are named.
    let bad = |formal: Formal| {
        let official = [Official { formal, ..Official::new("1", Post::Holders) }];
        checked(&counted(), &official, Region::Metropolitan).unwrap_err().to_string()
    };
    assert_eq!(with(|f| (f.members, f.signed) = (Some(3), Some(4))), [("signatures", false)]);
    let early = Formal { opened: Some(990), closed: Some(540), ..Formal::default() };
    assert!(bad(early).starts_with("colleges[0].closes: "));
    let both = Formal { hours: Some(false), opened: Some(540), ..Formal::default() };
    assert!(bad(both).starts_with("colleges[0].hours: "));
}

/// The time to contest runs from another event for each thing (C01, C04, C07, C08).
#[test]
fn each_thing_has_its_own_first_day() {
    let mut of = counted();
    of.poll.day = Some(day("2026-12-01"));
    of.poll.steps.insert(Step::ListPublished, day("2026-11-11"));
    of.poll.steps.insert(Step::Proclaimed, day("2026-12-03"));
    let ends = |of: &Dossier| {
        let found = checked(of, &[], Region::Metropolitan).unwrap();
        assert_eq!(found.until.value, day("2026-12-18"));
        let one = |g: &Finding<election::Contest>| (g.value.ground.code(), g.value.last.to_string());
        found.grounds.iter().map(one).collect::<Vec<_>>()
    };
    let of_first = ends(&of);
    let expected = [
        ("electorate", "2026-11-16"),
        ("first-round", "2026-12-16"),
        ("perimeter", "2026-12-16"),
        ("elected", "2026-12-18"),
        ("parity", "2026-12-16"),
    ];
    assert_eq!(of_first, expected.map(|(ground, last)| (ground, last.to_owned())));
    // The perimeter runs from the last results: those of a second round, where there is one.
    let perimeter = |last| {
        let outcome = results(&of, None);
        let today = (day("2026-12-10"), last);
        let found = minutes(book(), &of, &outcome, &[], Region::Metropolitan, today).unwrap();
        let at = found.grounds.iter().find(|g| g.value.ground.code() == "perimeter").map(|g| g.value.last);
        (at, found.awaited)
    };
    assert_eq!(perimeter(LastResults::On(day("2026-12-15"))), (Some(day("2026-12-30")), false));
    assert_eq!(perimeter(LastResults::Awaited), (None, true));
    of.poll.round = 2;
    assert!(!ends(&of).iter().any(|(ground, _)| *ground == "first-round"), "of a second round");
}

/// Rows of the open data and pages of the portal, common lists and parts of ballots included.
#[test]
fn what_the_ministry_publishes_is_read_and_compared() {
    let row = |votes: &str| {
        let text = format!(
            r#"{{"SIRET":"73282932000074","Date":"20261203","Coll":"01","Inscrits":100,"Votants":62,"N°PV":1,"IDCC":"1486",{votes}}}"#
        );
        let row: published::Row = serde_json::from_str(&text).unwrap();
        row.published(Post::Holders).unwrap()
    };
    let compare = |of: &Dossier, one: published::Published| {
        let mut official = one.official;
        official.college =
            crate::features::election::rules::college_said(&of.poll, Some(&one.college)).unwrap();
        published::rename(of, &mut official);
        let outcome = results(of, None);
        let found = minutes(
            book(),
            of,
            &outcome,
            &[official],
            Region::Metropolitan,
            (day("2026-12-10"), LastResults::Here),
        )
        .unwrap();
        found.contests.iter().map(|c| (c.what.code(), c.list.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let right = row(r#""sve_total":60.0,"CGT":40,"CGT-FO":20.0,"CFDT":0.0,"AUTRES":0"#);
    assert_eq!(right.day, Some(day("2026-12-03")));
    assert_eq!(compare(&counted(), right), []);
    let wrong = row(r#""sve_total":60.0,"CGT":39,"CGT-FO":21.0"#);
    assert_eq!(
        compare(&counted(), wrong),
        [("union-votes", "CGT".to_owned()), ("union-votes", "CGT-FO".to_owned())]
    );
    // A common list, split by the ministry: parts of ballots, and of the valid ones.
    let mut common = counted();
    for (_, slate) in &mut common.slates {
        if slate.name == "FO" {
            slate
                .unions
                .push(crate::features::election::records::Partner { union: "UNSA".to_owned(), share: None });
        }
    }
    let split = row(r#""sve_total":"59.5","CGT":40,"CGT-FO":9.75,"UNSA":"9.75""#);
    assert_eq!(
        compare(&common, split),
        [("valid", String::new()), ("union-votes", "CGT-FO".to_owned()), ("union-votes", "UNSA".to_owned())]
    );
    let equal = row(r#""sve_total":60,"CGT":40,"CGT-FO":10.0,"UNSA":10.0"#);
    assert_eq!(compare(&common, equal), []);
    // Whoever has no column of the row stands with the others.
    assert_eq!(compare(&common, row(r#""sve_total":60,"CGT":40,"AUTRES":20"#)), []);
    let page = |votes: &str| -> published::Pv {
        serde_json::from_str(&format!(
            r#"{{"pvId":1,"tour":"1er tour","header":{{"collegeLabel":"1er collège"}},"establishment":{{"siret":"73282932000074","siretsConcernes":[]}},
            "scrutin":{{"dateFermeture":"03/12/2026 16:30","nbInscrits":100,"nbVotants":62,"nbBlancsNuls":2,"nbSuffragesValables":60,"carence":"Non","quorumAtteint":"Oui","nbSiegesPourvoir":4,"quotientElectoral":15.0}},
            "resultsByOrganisation":[{{"syndicatLib":"CGT","confederationLib":"CGT","candidates":[{votes}]}}],"listesCommunes":[],"mentions":{{}}}}"#
        ))
        .unwrap()
    };
    let candidate = |votes: u64, elu: &str| {
        format!(r#"{{"genreHF":"F","nbBulletinsListe":40,"nbVoixObtenu":{votes},"elu":{elu}}}"#)
    };
    let three = [
        candidate(40, "\"Élue\""),
        candidate(40, "\"Élu\""),
        candidate(40, "\"Élue\""),
        candidate(40, "null"),
    ];
    assert_eq!(compare(&counted(), page(&three.join(",")).published(Post::Holders).unwrap()), []);
    let two =
        [candidate(40, "\"Élue\""), candidate(40, "\"Élu\""), candidate(40, "null"), candidate(38, "null")];
    let found = compare(&counted(), page(&two.join(",")).published(Post::Holders).unwrap());
    assert_eq!(found, [("seats", "CGT".to_owned()), ("votes", "CGT".to_owned())]);
}

#[test]
fn the_fields_of_the_forms_as_we_count_them() {
    let of = counted();
    let found = pages(&of, &results(&of, None), true);
    assert_eq!(found.len(), 4, "two colleges, two votes each");
    let first = &found[0];
    assert_eq!((first.form, first.registered, first.valid), (PageForm::Holders, Some(100), Some(60)));
    assert_eq!((first.quorum, first.reached, first.seats), (Some(50), Some(true), 4));
    assert_eq!((first.quotient, first.filled, first.vacant), (Some(exact(15)), Some(4), Some(0)));
    let cgt = &first.lists[0];
    assert_eq!((cgt.ballots, cgt.votes, cgt.average), (Some(40), Some(160), Some(exact(40))));
    assert_eq!((cgt.by_quotient, cgt.by_average, cgt.seats), (Some(2), Some(1), Some(3)));
    let elected: Vec<_> = cgt.candidates.iter().map(|c| (c.votes, c.elected)).collect();
    assert_eq!(elected[2..], [(Some(40), Some(true)), (Some(40), Some(false))]);
    // Nobody stood: the form is another one once the vote was held.
    let mut empty = dossier();
    empty.slates.clear();
    let outcome = results(&empty, None);
    assert!(
        pages(&empty, &outcome, true)
            .iter()
            .all(|p| p.form == PageForm::Carence && p.vacant == Some(p.seats))
    );
    assert!(pages(&empty, &outcome, false).iter().all(|p| p.form != PageForm::Carence && p.vacant.is_none()));
}
