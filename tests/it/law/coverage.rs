//! Each rule answers on each first of month from 2018-01-01 to the last day covered.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use contrepoids::{
    bargaining::{self, Situation, Subject},
    calendar::Month,
    election::{
        self, Link, List, Mandates, Person, Vote,
        audience::{Ballot, CollegeVotes, ListVotes},
        headcount::{Contract, ContractKind, MonthFacts},
        parity::{College, Sex, Slate, parity},
        rights::{SectionStanding, rights},
    },
    law::{Fraction, LawError, book},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The first of each month from 2018 to the last one that every table covers.
fn months() -> Vec<NaiveDate> {
    let last = book().tables().unwrap().into_iter().map(|t| t.last_day().unwrap()).min().unwrap();
    let first = day("2018-01-01");
    (0..1200).map(|n| first.checked_add_months(Months::new(n)).unwrap()).take_while(|d| *d <= last).collect()
}

#[test]
fn every_table_answers() {
    let months = months();
    assert!(months.len() > 150 && months.iter().all(|d| d.day() == 1));
    for table in book().tables().unwrap() {
        for on in &months {
            book().at(&table.id, *on).unwrap();
        }
        let before = book().at(&table.id, day("2017-12-31"));
        assert!(matches!(before, Err(LawError::NotCovered { .. })), "{}", table.id);
    }
}

#[test]
fn every_question_answers() {
    let book = book();
    for on in months() {
        let headcounts: BTreeMap<Month, Fraction> =
            (1..20).map(|n| (Month::of(on).minus(n).unwrap(), Fraction::whole(310))).collect();
        assert_eq!(election::seats(book, Fraction::whole(720), on).unwrap().value.seats, 14);
        assert!(election::crossings(book, &headcounts, on).unwrap().value.iter().all(|c| c.reached));
        let mandates = Mandates { first_round: Some(on), ..Mandates::default() };
        assert!(election::mandates_end(book, mandates, on).unwrap().is_some());
        let situation = Situation {
            headcount: Some(Fraction::whole(310)),
            representative_section: Some(true),
            last: Subject::ALL.iter().map(|s| (*s, on)).collect(),
            ..Situation::default()
        };
        every_calculator(on);
        let dues = bargaining::outlook(book, &situation, on).unwrap().dues.len();
        assert_eq!(dues, if on < day("2025-10-26") { 6 } else { 8 }, "{on}");
    }
}

/// One question to each calculator under the law of a day.
#[expect(clippy::too_many_lines, reason = "one call for each calculator")]
fn every_calculator(on: NaiveDate) {
    let book = book();
    let headcount = Fraction::whole(720);
    let facts =
        election::CollegeFacts { headcount, cadres: 30, seats: None, staff: vec![("1".to_owned(), 700)] };
    election::colleges(book, &facts, on).unwrap();
    election::quorum(book, election::Turnout { registered: 47, valid: 23 }, on).unwrap();
    let contracts = ["cdi", "cdd", "temp", "seconded", "apprentice"].map(|k| Contract {
        hours: "17".parse().ok(),
        ..Contract::full_time(ContractKind::read(k).unwrap(), 3)
    });
    let months = [(Month::of(on).minus(1).unwrap(), MonthFacts::Contracts(contracts.into()))];
    election::headcounts(book, &months, on).unwrap();
    for link in
        [Link::Employee, Link::Agency, Link::Umbrella, Link::Seconded, Link::UserCompany, Link::Hosted]
    {
        let person =
            Person { link, delegation: true, relative: true, rights_lost: true, ..Person::default() };
        election::elector(book, &person, on).unwrap();
    }
    for (women, men, list) in [(40, 60, "HFFHH"), (4, 96, "HHF"), (50, 50, "F"), (60, 40, "FFFF")] {
        let candidates: Vec<_> = list.chars().map(|c| Sex::of_letter(c).unwrap()).collect();
        let elected = Some((1..=candidates.len()).collect());
        let slate = Slate { candidates, elected, ..Slate::default() };
        parity(book, College { women, men, seats: Some(6) }, None, Some(&slate), on).unwrap();
    }
    let lists = vec![
        List { name: "A".to_owned(), votes: "60".parse().ok(), size: Some(1), ..List::default() },
        List { name: "B".to_owned(), votes: "30".parse().ok(), ..List::default() },
    ];
    let vote = Vote { seats: 3, lists, ..Vote::default() };
    election::allocate(book, &vote, &election::Taken::default(), on).unwrap();
    let list = |unions: &[&str], votes: &str| ListVotes {
        unions: unions.iter().map(|u| (*u).to_owned()).collect(),
        votes: votes.parse().unwrap(),
        candidates: vec![("a".to_owned(), 5)],
        ..ListVotes::default()
    };
    let college = |id: &str| CollegeVotes {
        id: id.to_owned(),
        valid: Fraction::whole(100),
        lists: vec![list(&["A", "B"], "60"), list(&["CFE-CGC"], "40")],
        ..CollegeVotes::default()
    };
    let categorical = BTreeMap::from([("CFE-CGC".to_owned(), vec!["2".to_owned()])]);
    election::audience::audience(
        book,
        &Ballot { colleges: vec![college("1"), college("2")], categorical },
        on,
    )
    .unwrap();
    let unions = vec![("A".to_owned(), Fraction::whole(40)), ("B".to_owned(), Fraction::whole(60))];
    let signatures = election::Signatures { unions, signed: vec!["A".to_owned()] };
    election::agreement(book, &signatures, Some(on), on).unwrap();
    for (majority_only, categorical_alone) in [(true, false), (false, true)] {
        let terms = election::Terms { majority_only, categorical_alone, ..election::Terms::default() };
        election::agreement_with(book, &signatures, &terms, on).unwrap();
    }
    let asked = election::Terms { vote: Some((51, 49)), ..election::Terms::default() };
    assert_eq!(election::agreement_with(book, &signatures, &asked, on).unwrap().value.approved, Some(true));
    election::approval(book, 9, 6, on).unwrap();
    election::approval(book, 15, 10, on).unwrap();
    election::quorum_with(book, election::Turnout { registered: 47, valid: 23 }, 1, on).unwrap();
    contrepoids::election::rights::meetings_clause(book, headcount, 6, on).unwrap();
    let college = election::CollegeLeft { elected: 10, left: 5, ..election::CollegeLeft::default() };
    let colleges = vec![college];
    let vacancies = election::Vacancies { colleges, term: Some(on), ..election::Vacancies::default() };
    let runner = |elected| election::Runner { name: "A".to_owned(), elected, ..election::Runner::default() };
    let roll = election::Roll { holders: true, candidates: vec![runner(true)], ..election::Roll::default() };
    let cause = election::Leaving::Death;
    let gone = election::Departure { who: (0, 0), on: Some(on), cause, back: None, moved: None, by: None };
    election::replacement(book, &[roll], &[gone], on).unwrap();
    election::by_election(book, &vacancies, on).unwrap();
    for ground in election::Dispute::ALL.iter().copied() {
        election::contest(book, ground, on, contrepoids::calendar::Region::Metropolitan).unwrap();
    }
    for dismissals in [5, 120] {
        let facts = election::Redundancy {
            signatures: Some(signatures.clone()),
            headcount: Some(headcount),
            dismissals: Some(dismissals),
            first_meeting: Some(on),
            over_three_months: Some(11),
            over_year: Some(3),
        };
        election::pse(book, &facts, on).unwrap();
    }
    for (size, representative) in [(30, true), (60, false), (2400, true)] {
        let standing = SectionStanding {
            headcount: Fraction::whole(size),
            representative,
            seats_won: Some(3),
            won_across: Some(true),
            establishments: 2,
            payroll: Some(Fraction::whole(1_000_000)),
            hazardous: false,
        };
        rights(book, &standing, on).unwrap();
    }
    for office in election::Office::ALL.iter().copied() {
        let mandate =
            election::Mandate { office, from: Some(on), to: on.checked_add_months(Months::new(30)) };
        election::protection(book, &mandate, on).unwrap();
    }
}
