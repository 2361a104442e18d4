use std::collections::BTreeMap;

use super::*;
use crate::{
    election::Clause,
    features::election::records::{College, Content, Invited, Known, Negotiator, Step, Voting},
    law::book,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn college(id: &str, holders: u32) -> College {
    College { id: id.to_owned(), holders, substitutes: holders, ..College::default() }
}

fn poll() -> Poll {
    Poll {
        day: Some(day("2027-03-02")),
        round: 1,
        headcount: Some("60".to_owned()),
        colleges: vec![college("1", 3), college("2", 1)],
        ..Poll::default()
    }
}

fn ask(poll: &Poll, last: Option<&Last>) -> Vec<Point> {
    let question = Question {
        company: (None, None),
        poll,
        last,
        region: Region::Metropolitan,
        on: poll.day.unwrap(),
        today: day("2026-11-28"),
    };
    points(book(), &question).unwrap()
}

fn find(all: &[Point], said: Said) -> Option<&Point> {
    all.iter().find(|p| p.said == said)
}

/// V01: fifteen days before the first meeting, and one day late.
#[test]
fn the_invitation_comes_fifteen_days_before() {
    for (received, state) in [("2027-01-13", State::Fine), ("2027-01-14", State::Wrong)] {
        let mut poll = poll();
        poll.steps.insert(Step::Invitation, day(received));
        poll.steps.insert(Step::Meeting, day("2027-01-28"));
        let all = ask(&poll, None);
        let point = all.iter().find(|p| p.topic == Topic::Invitation && p.day.is_some()).unwrap();
        assert_eq!((point.state, point.day), (state, Some(day("2027-01-13"))), "{received}");
    }
}

/// V03 and V04: what it has to say, since 8 June 2024.
#[test]
fn the_invitation_says_what_it_has_to_say() {
    let mut poll = poll();
    poll.steps.insert(Step::Invitation, day("2024-06-07"));
    assert!(find(&ask(&poll, None), Said::ContentNotYet).is_some());
    poll.steps.insert(Step::Invitation, day("2026-10-01"));
    let all = ask(&poll, None);
    assert_eq!(find(&all, Said::ContentUnknown).map(|p| p.state), Some(State::Todo), "unknown is not no");
    for content in [Content::Employer, Content::Address, Content::Place, Content::Date, Content::Hour] {
        poll.invitation.insert(content, Known::Yes);
    }
    // Without a branch agreement it is whole, and nobody says that there is none.
    let all = ask(&poll, None);
    assert!(find(&all, Said::ContentWhole).is_some() && find(&all, Said::ContentMissing).is_none());
    poll.invitation.insert(Content::Identifier, Known::No);
    let all = ask(&poll, None);
    let point = find(&all, Said::ContentMissing).unwrap();
    assert_eq!((point.state, point.words[0].0), (State::Wrong, "identifier"));
    assert_eq!(point.law.because[0].citation.article, "D2314-1-1");
    assert!(find(&all, Said::ContentWhole).is_none());
}

fn union(name: &str, share: &str, representative: bool, signed: bool) -> Negotiator {
    Negotiator {
        union: name.to_owned(),
        share: Some(share.to_owned()),
        representative: Some(if representative { Known::Yes } else { Known::No }),
        came: Some(Known::Yes),
        signed: signed.then_some(Known::Yes),
        ..Negotiator::default()
    }
}

#[test]
fn who_is_representative_or_has_a_section_is_invited_by_letter() {
    let mut poll = poll();
    let invited = |n: Negotiator, how| Negotiator { invited: Some(how), ..n };
    poll.negotiators = vec![
        invited(union("CFDT", "1/2", true, false), Invited::Otherwise),
        invited(union("CGT", "1/2", true, false), Invited::Letter),
        invited(union("SUD", "0", false, false), Invited::Otherwise),
        Negotiator { section: Some(Known::Yes), ..invited(union("UNSA", "0", false, false), Invited::No) },
        union("CNT", "0", false, false),
    ];
    let all = ask(&poll, None);
    let of = |said| find(&all, said).unwrap().about.clone();
    assert_eq!(of(Said::LetterMissing), ["CFDT", "UNSA"]);
    assert_eq!(of(Said::Invited), ["CGT", "SUD"]);
    assert_eq!(of(Said::InvitedUnknown), ["CNT"]);
}

/// N06, N14: not enough, who would be, and a clause that one of them can stop.
#[test]
fn signatures_and_clauses_are_weighed_apart() {
    let mut poll = poll();
    poll.negotiators = vec![
        union("CGT", "1/2", true, false),
        union("CFDT", "3/10", true, true),
        union("FO", "1/5", true, true),
    ];
    poll.clauses = BTreeMap::from([(Clause::OutsideHours, Known::Yes)]);
    let all = ask(&poll, None);
    assert_eq!(find(&all, Said::NotEnough).unwrap().about, ["CGT"]);
    assert!(find(&all, Said::VotesMissed).is_some() && find(&all, Said::NumberMissed).is_none());
    let clause = find(&all, Said::ClauseVoid).unwrap();
    assert_eq!((clause.about.as_slice(), clause.words[0].0), (&["CGT".to_owned()][..], "outside-hours"));
    poll.negotiators[0].signed = Some(Known::Yes);
    let all = ask(&poll, None);
    assert!(find(&all, Said::Enough).is_some() && find(&all, Said::ClauseHolds).is_some());
    assert!(find(&all, Said::NotEnough).is_none());
}

/// N20 to N23: what follows where the protocol is signed, is changed, or is not negotiated with everybody.
#[test]
fn what_follows_of_a_protocol_and_of_none() {
    let rests = |all: &[Point], said: Said| -> Vec<String> {
        let point = find(all, said);
        point.map(|p| p.law.because.iter().map(|s| s.citation.article.clone()).collect()).unwrap_or_default()
    };
    let mut poll = poll();
    let all = ask(&poll, None);
    assert!(rests(&all, Said::Talks).iter().any(|a| a.contains("17-60.112")), "N23");
    assert!(rests(&all, Said::Talks).iter().any(|a| a.contains("19-10.780")), "N21");
    poll.negotiators = vec![union("CGT", "4/5", true, true), union("FO", "1/5", true, false)];
    let all = ask(&poll, None);
    assert!(find(&all, Said::Amendment).is_none());
    poll.negotiators[1].signed = Some(Known::Yes);
    let all = ask(&poll, None);
    assert!(rests(&all, Said::Amendment).iter().any(|a| a.contains("17-21.836")), "N22");
    assert!(rests(&all, Said::Reserve).iter().any(|a| a.contains("20-20.962")), "N20");
}

/// V06, and alinéas 5 and 6 of L2314-5: at sixteen nobody is invited unless somebody stands; at twenty-one everybody is.
#[test]
fn from_eleven_to_twenty_somebody_has_to_stand() {
    for (headcount, small) in
        [("10", false), ("11", true), ("16", true), ("20", true), ("20.5", false), ("21", false)]
    {
        let mut poll = poll();
        poll.headcount = Some(headcount.to_owned());
        poll.steps.insert(Step::Information, "2026-09-01".parse().unwrap());
        let all = ask(&poll, None);
        let only = find(&all, Said::OnlyWithCandidate);
        assert_eq!((only.is_some(), find(&all, Said::Imminent).is_some()), (small, small), "{headcount}");
        assert_eq!(only.and_then(|p| p.day), small.then(|| "2026-10-01".parse().unwrap()), "{headcount}");
    }
}

/// The last elections stand in for what nobody noted; what was noted comes first.
#[test]
fn the_last_elections_say_who_weighs_what() {
    let mut poll = poll();
    let bare = |name: &str, signed: bool| Negotiator {
        union: name.to_owned(),
        came: Some(Known::Yes),
        signed: signed.then_some(Known::Yes),
        ..Negotiator::default()
    };
    poll.negotiators = vec![bare("CGT", true), bare("CFDT", true), bare("FO", false)];
    assert!(find(&ask(&poll, None), Said::FactsMissing).is_some());
    let share = |n: i128| Fraction::new(n, 100).unwrap();
    let last = Last {
        unions: vec![
            ("cgt".to_owned(), share(45), true),
            ("cfdt".to_owned(), share(35), true),
            ("fo".to_owned(), share(20), true),
        ],
    };
    let all = ask(&poll, Some(&last));
    assert!(find(&all, Said::Enough).is_some() && find(&all, Said::FactsMissing).is_none());
    poll.negotiators[0].representative = Some(Known::No);
    assert!(find(&ask(&poll, Some(&last)), Said::VotesMissed).is_some());
}

#[test]
fn colleges_follow_from_headcount_and_cadres() {
    let mut poll = poll();
    let said = |poll: &Poll| -> Vec<(Said, State)> {
        ask(poll, None).iter().filter(|p| p.topic == Topic::Colleges).map(|p| (p.said, p.state)).collect()
    };
    assert!(said(&poll).contains(&(Said::CadresUnknown, State::Open)));
    poll.cadres = Some(24);
    assert!(said(&poll).contains(&(Said::CollegesDue, State::Fine)));
    poll.cadres = Some(25);
    assert!(said(&poll).contains(&(Said::ThirdCollege, State::Wrong)));
    // 600 employees, two colleges, 20 cadres, nothing reserved; and without a cadre nothing to reserve.
    poll.headcount = Some("600".to_owned());
    poll.cadres = Some(20);
    assert!(said(&poll).contains(&(Said::ReservedMissing, State::Wrong)));
    poll.colleges[1].reserved = 1;
    assert!(!said(&poll).iter().any(|(s, _)| *s == Said::ReservedMissing));
    poll.cadres = Some(0);
    assert!(said(&poll).contains(&(Said::NoCadre, State::Todo)));
    poll.colleges[1].holders = 0;
    assert!(said(&poll).contains(&(Said::EmptyCollege, State::Wrong)));
}

/// S04 with its figures in the record: 5 and 1 is practice, 4 and 2 is not.
#[test]
fn the_spread_is_compared_with_practice() {
    let mut poll = Poll { headcount: Some("100".to_owned()), ..poll() };
    poll.colleges =
        vec![College { staff: Some(95), ..college("1", 5) }, College { staff: Some(5), ..college("2", 1) }];
    assert!(find(&ask(&poll, None), Said::SpreadAsPractice).is_some());
    poll.colleges[0].holders = 4;
    poll.colleges[1].holders = 2;
    assert_eq!(find(&ask(&poll, None), Said::SpreadOtherwise).unwrap().about, ["1=5, 2=1"]);
}

/// N17 and N18, and what nobody noted.
#[test]
fn each_college_keeps_its_hours() {
    let mut poll = poll();
    let hours = |poll: &Poll| -> Vec<Said> {
        ask(poll, None).iter().filter(|p| p.topic == Topic::Hours).map(|p| p.said).collect()
    };
    assert_eq!(hours(&poll), [Said::HoursUnknown, Said::HoursUnknown]);
    poll.colleges[0].hours = Some("54".to_owned());
    poll.colleges[1].hours = Some("18".to_owned());
    assert_eq!(hours(&poll), [Said::HoursKept, Said::HoursKept]);
    poll.colleges[0].hours = Some("48".to_owned());
    poll.colleges[1].hours = Some("24".to_owned());
    assert_eq!(hours(&poll), [Said::HoursLost, Said::HoursKept]);
    // Another number of seats: how those of the law spread is for nobody to say, unless the staff tells.
    poll.colleges[0].holders = 2;
    assert_eq!(hours(&poll), [Said::HoursOpen]);
    poll.colleges[0].staff = Some(45);
    poll.colleges[1].staff = Some(15);
    assert_eq!(hours(&poll), [Said::HoursLost, Said::HoursKept]);
}

#[test]
fn the_limit_of_mandates_hangs_on_the_day_and_the_size() {
    let said = |on: &str, size: &str| {
        let poll = Poll { day: Some(day(on)), headcount: Some(size.to_owned()), ..poll() };
        ask(&poll, None).iter().filter(|p| p.topic == Topic::Mandates).map(|p| p.said).collect::<Vec<_>>()
    };
    for (on, size, wanted) in [
        ("2025-10-25", "49", Said::NoLimit),
        ("2025-10-25", "50", Said::LimitUnless),
        ("2025-10-25", "300", Said::LimitUnless),
        ("2025-10-25", "301", Said::Limit),
        ("2025-10-26", "301", Said::NoLimit),
    ] {
        assert!(said(on, size).contains(&wanted), "{on} {size}");
    }
}

#[test]
fn an_electronic_vote_is_a_list_with_days() {
    let mut poll = poll();
    assert!(find(&ask(&poll, None), Said::VotingUnknown).is_some());
    poll.voting = Some(Voting::Paper);
    assert!(find(&ask(&poll, None), Said::OnPaper).is_some());
    poll.voting = Some(Voting::ByEmployer);
    let all = ask(&poll, None);
    assert!(find(&all, Said::ByEmployer).is_some());
    let test = find(&all, Said::Test).unwrap();
    let articles: Vec<_> = test.law.because.iter().map(|s| s.citation.article.as_str()).collect();
    assert_eq!((test.day, articles), (poll.day, vec!["R2314-15", "R2314-8"]));
    // Until the fifteen days to contest are over.
    assert_eq!(find(&all, Said::Kept).unwrap().day, Some(day("2027-03-17")));
    let cited: std::collections::BTreeSet<_> = all
        .iter()
        .filter(|p| p.topic == Topic::Voting)
        .flat_map(|p| &p.law.because)
        .map(|s| s.citation.article.clone())
        .collect();
    for n in 5..=17 {
        assert!(cited.contains(&format!("R2314-{n}")), "R2314-{n}: {cited:?}");
    }
}
