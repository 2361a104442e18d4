//! Just before and just on the day, for each way of working here.

use crate::election::elector::*;
use crate::law::{Caveat, Remark, Standing, book};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hired(on: &str) -> Person {
    Person { hired: Some(day(on)), born: Some(day("1990-01-01")), ..Person::default() }
}

fn at(person: &Person, on: &str) -> Elector {
    elector(book(), person, day(on)).unwrap().value
}

fn both(person: &Person) -> (bool, bool) {
    let found = at(person, "2026-12-15");
    (found.may_vote, found.may_stand)
}

#[test]
fn three_months_to_vote_to_the_day() {
    // Example E1.
    assert_eq!(both(&hired("2026-09-15")), (true, false));
    assert_eq!(both(&hired("2026-09-16")), (false, false));
    assert_eq!(at(&hired("2026-09-16"), "2026-12-15").reasons, [Bar::Seniority, Bar::StandSeniority]);
}

#[test]
fn one_year_to_stand_to_the_day() {
    // Example E2.
    assert_eq!(both(&hired("2025-12-15")), (true, true));
    assert_eq!(both(&hired("2025-12-16")), (true, false));
}

#[test]
fn sixteen_and_eighteen_complete() {
    let born = |date: &str| Person { born: Some(day(date)), ..hired("2020-01-01") };
    assert_eq!(both(&born("2010-12-15")), (true, false));
    assert_eq!(both(&born("2010-12-16")), (false, false));
    assert_eq!(both(&born("2008-12-15")), (true, true));
    assert_eq!(both(&born("2008-12-16")), (true, false));
    // Born on 29 February: complete on 28 February.
    let leap = Person { born: Some(day("2008-02-29")), ..hired("2020-01-01") };
    assert!(at(&leap, "2026-02-28").may_stand);
}

#[test]
fn the_seconded_choose_and_never_stand() {
    // Example E5.
    let seconded = Person { link: Link::Seconded, ..hired("2020-01-01") };
    assert_eq!(both(&seconded), (false, false));
    assert_eq!(at(&seconded, "2026-12-15").missing, ["votes_here"]);
    assert_eq!(both(&Person { votes_here: Some(true), ..seconded }), (true, false));
    assert_eq!(both(&Person { votes_here: Some(false), ..seconded }), (false, false));
    let recent = Person { hired: Some(day("2025-12-16")), votes_here: Some(true), ..seconded };
    assert_eq!(both(&recent), (false, false), "twelve continuous months");
}

#[test]
fn delegates_of_the_employer_vote_again_since_the_end_of_october_2022() {
    let manager = Person { delegation: true, ..hired("2010-01-01") };
    assert!(!at(&manager, "2022-10-30").may_vote);
    assert!(at(&manager, "2022-10-31").may_vote);
    assert!(!at(&manager, "2022-10-31").may_stand);
    let before = elector(book(), &manager, day("2020-01-01")).unwrap();
    let step = before.because.iter().find(|s| s.rule == "elector.delegation").unwrap();
    assert_eq!(step.citation.standing, Standing::Secondary, "the article does not say it");
}

#[test]
fn what_bars_standing_alone() {
    let base = hired("2010-01-01");
    for (person, code) in [
        (Person { relative: true, ..base }, Bar::StandRelative),
        (Person { delegation: true, ..base }, Bar::StandDelegation),
        (Person { represents_employer: true, ..base }, Bar::StandRepresentsEmployer),
        (Person { stands_elsewhere: true, ..base }, Bar::StandElsewhere),
    ] {
        let found = at(&person, "2026-12-15");
        assert!(found.may_vote && !found.may_stand);
        assert_eq!(found.reasons, [code]);
    }
    let lost = Person { rights_lost: true, ..base };
    assert_eq!(both(&lost), (false, false));
}

/// Who may vote and stand: `y`, `n`, `?` for each.
fn told(person: &Person) -> String {
    let found = at(person, "2026-12-15");
    let letter = |known: Option<bool>| match known {
        Some(true) => 'y',
        Some(false) => 'n',
        None => '?',
    };
    [letter(found.votes()), letter(found.stands())].iter().collect()
}

#[test]
fn the_worked_cases_of_people() {
    let base = hired("2020-01-01");
    let months = |n: &str| Some(n.parse().unwrap());
    let temp = |n: &str, longer: &str| Person {
        link: Link::Agency,
        months: months(n),
        months_to_stand: months(longer),
        ..hired("2026-11-01")
    };
    for (id, person, expected) in [
        ("E01", hired("2026-09-15"), "yn"),
        ("E02", hired("2026-09-16"), "nn"),
        ("E03", hired("2025-12-15"), "yy"),
        ("E04", hired("2025-12-16"), "yn"),
        ("E05", Person { born: Some(day("2010-12-15")), ..hired("2026-06-01") }, "yn"),
        ("E11", Person { contract_end: Some(day("2026-12-14")), ..base }, "nn"),
        ("ends on the day", Person { contract_end: Some(day("2026-12-15")), ..base }, "yy"),
        ("E13", Person { earlier_months: months("6"), ..hired("2026-11-02") }, "?n"),
        ("too few even so", Person { earlier_months: months("1"), ..hired("2026-11-02") }, "nn"),
        ("enough even to stand", Person { earlier_months: months("11"), ..hired("2026-11-02") }, "??"),
        ("E15", Person { mission_months: months("3"), ..hired("2026-11-01") }, "yn"),
        ("three months at most", Person { mission_months: months("12"), ..hired("2026-11-01") }, "yn"),
        ("E17", base, "yy"),
        ("E18", Person { stands_elsewhere: true, part_time_elsewhere: true, ..base }, "yn"),
        ("E19", Person { part_time_elsewhere: true, ..base }, "y?"),
        ("E10", hired("2025-06-01"), "yy"),
        ("E14", Person { habitual: Some(true), ..base }, "y?"),
        ("E14, now and then", Person { habitual: Some(false), ..base }, "nn"),
        ("E20", Person { link: Link::UserCompany, ..hired("2025-04-15") }, "nn"),
        ("E21", temp("4", "5"), "yn"),
        ("E22", temp("3", "6"), "yy"),
        ("E22, no mission", Person { link_ended: true, ..temp("3", "6") }, "nn"),
        ("E26", Person { opened: Some(day("2026-07-01")), months_to_stand: None, ..temp("4", "4") }, "yn"),
        ("E28", Person { link: Link::Umbrella, ..temp("3", "5") }, "yn"),
        ("E29", Person { link: Link::Umbrella, link_ended: true, ..temp("3", "5") }, "nn"),
        ("E30", Person { link: Link::Hosted, ..hired("2025-10-01") }, "?n"),
        ("E31", Person { link: Link::Seconded, votes_here: Some(true), ..hired("2025-12-15") }, "yn"),
        ("E32", Person { link: Link::Seconded, votes_here: Some(true), ..hired("2025-12-16") }, "nn"),
        ("E33", Person { link: Link::Seconded, ..base }, "?n"),
        ("E35", Person { votes_at_host: true, ..base }, "n?"),
        ("E36", base, "yy"),
        ("E37", Person { leave_months: months("5"), ..hired("2026-06-20") }, "?n"),
        ("a month of leave", Person { leave_months: months("1"), ..hired("2026-06-20") }, "yn"),
        ("leave within the year", Person { leave_months: months("6"), ..hired("2025-10-01") }, "y?"),
        ("E42", Person { represents_employer: true, ..base }, "yn"),
        ("E43", base, "yy"),
        ("E44", Person { safety_meetings: true, ..base }, "yy"),
        ("E52", hired("2019-10-01"), "yy"),
        (
            "E53",
            Person { group_since: Some(day("2019-01-01")), taken_over: true, ..hired("2026-10-01") },
            "yy",
        ),
        ("E53, no clause", Person { group_since: Some(day("2019-01-01")), ..hired("2026-10-01") }, "??"),
        ("E39", Person { delegation: true, ..base }, "yn"),
        ("E41", Person { head_duties: true, ..base }, "yn"),
        ("E45", Person { relative: true, ..base }, "yn"),
        ("E47", Person { relative_of_head: true, ..base }, "y?"),
        ("E48", Person { runs_company: true, ..base }, "?n"),
        ("E49", Person { link: Link::Stranger, ..base }, "nn"),
        ("E54", hired("2026-08-01"), "yn"),
        ("E56", Person { rights_lost: true, ..base }, "nn"),
    ] {
        assert_eq!(told(&person), expected, "{id}");
    }
}

/// E57: the old law of a delegation, and that of the vote after it.
#[test]
fn who_has_a_delegation_votes_since_the_law_of_2022() {
    let manager = Person { delegation: true, ..hired("2015-01-01") };
    for (on, votes) in
        [("2021-06-01", false), ("2022-10-30", false), ("2022-10-31", true), ("2022-11-15", true)]
    {
        let found = at(&manager, on);
        assert_eq!((found.may_vote, found.may_stand), (votes, false), "{on}");
    }
}

#[test]
fn temporary_workers_count_months_under_contract() {
    let temp = |months: &str, longer: Option<&str>| Person {
        link: Link::Agency,
        months: Some(months.parse().unwrap()),
        months_to_stand: longer.map(|m| m.parse().unwrap()),
        ..hired("2026-11-01")
    };
    assert_eq!(both(&temp("2.9", None)), (false, false));
    assert_eq!(both(&temp("3", Some("6"))), (true, true));
    assert_eq!(both(&temp("3", Some("5.9"))), (true, false));
    assert_eq!(both(&temp("6", None)), (true, true));
    assert_eq!(both(&Person { link_ended: true, ..temp("6", None) }), (false, false));
    assert_eq!(both(&Person { link: Link::Umbrella, ..temp("6", None) }), (true, true));
}

#[test]
fn what_is_not_known_counts_against_and_is_named() {
    let found = at(&Person::default(), "2026-12-15");
    assert!(!found.may_vote && !found.may_stand);
    assert_eq!(found.missing, ["born", "hired"]);
    let unknown =
        [Bar::AgeNotKnown, Bar::SeniorityNotKnown, Bar::StandAgeNotKnown, Bar::StandSeniorityNotKnown];
    assert_eq!(found.reasons, unknown, "not the same as too young or too recent");
    let temp = Person { link: Link::Agency, born: Some(day("1990-01-01")), ..Person::default() };
    assert_eq!(at(&temp, "2026-12-15").missing, ["months", "months_to_stand"]);
}

#[test]
fn a_contract_whose_months_are_not_given_is_taken_as_unbroken() {
    let since = |date: &str| Person { link: Link::Agency, ..hired(date) };
    assert_eq!(both(&since("2026-09-15")), (true, false));
    assert_eq!(both(&since("2026-09-16")), (false, false));
    assert_eq!(both(&Person { link: Link::Umbrella, ..since("2026-06-15") }), (true, true));
    let found = elector(book(), &since("2026-06-15"), day("2026-12-15")).unwrap();
    assert!(found.caveats.contains(&Caveat::Remark(Remark::ContractUnbroken)));
}

#[test]
fn a_contract_that_ended_cites_its_article() {
    for (link, article) in [(Link::Agency, "L2314-22"), (Link::Umbrella, "L2314-24")] {
        let person = Person { link, months: "6".parse().ok(), link_ended: true, ..hired("2020-01-01") };
        let found = elector(book(), &person, day("2026-12-15")).unwrap();
        assert!(found.because.iter().any(|s| s.citation.article == article), "{article}");
        assert_eq!(found.value.reasons, [Bar::ContractEnded]);
    }
}

#[test]
fn that_a_ruling_names_the_day_for_standing_alone_is_said() {
    let found = elector(book(), &hired("2020-01-01"), day("2026-12-15")).unwrap();
    let said = |c: &Caveat| matches!(c, Caveat::Note { rule, .. } if rule == "elector.day");
    assert!(found.caveats.iter().any(said));
}

#[test]
fn a_refusal_for_seniority_mentions_the_waiver() {
    let found = elector(book(), &hired("2026-12-01"), day("2026-12-15")).unwrap();
    assert!(found.caveats.contains(&Caveat::Remark(Remark::SeniorityWaiver)));
}

#[test]
fn codes_in_both_languages() {
    assert_eq!(Contract::read("Intérim"), Some(Contract::Temp));
    assert_eq!(Contract::read("cdd"), Some(Contract::Employee));
    assert_eq!(Contract::read("stagiaire"), Some(Contract::Stranger));
    assert_eq!(Contract::read("bénévole"), None);
}

proptest! {
    #[test]
    fn who_may_stand_may_vote_and_time_only_helps(born in 0_u64..20_000, hired in 0_u64..20_000, link in 0_usize..4, later in 0_u64..2000) {
        let at_day = |n: u64| day("1965-01-01").checked_add_days(chrono::Days::new(n)).unwrap();
        let link = [Link::Employee, Link::Agency, Link::Umbrella, Link::Seconded][link];
        let person = Person { link, born: Some(at_day(born)), hired: Some(at_day(hired)), votes_here: Some(true), months: Some(Fraction::whole(4)), ..Person::default() };
        let now = at(&person, "2023-01-01");
        prop_assert!(!now.may_stand || now.may_vote);
        let then = day("2023-01-01").checked_add_days(chrono::Days::new(later)).unwrap();
        let then = elector(book(), &person, then).unwrap().value;
        prop_assert!(!now.may_vote || then.may_vote);
        prop_assert!(!now.may_stand || then.may_stand);
    }
}

#[test]
fn each_cell_of_contract_and_company() {
    use Business::{Agency, Ordinary, Umbrella};
    let (yes, no, open) = (Some(true), Some(false), None);
    // With the months that each asks for, and the choice to vote here of the seconded.
    let table = [
        (Contract::Employee, Ordinary, yes, yes),
        (Contract::Employee, Agency, yes, yes),
        (Contract::Employee, Umbrella, yes, yes),
        (Contract::Temp, Ordinary, no, no),
        (Contract::Temp, Agency, yes, yes),
        (Contract::Temp, Umbrella, no, no),
        (Contract::Umbrella, Ordinary, open, no),
        (Contract::Umbrella, Agency, open, no),
        (Contract::Umbrella, Umbrella, yes, yes),
        (Contract::Seconded, Ordinary, yes, no),
        (Contract::Seconded, Agency, yes, no),
        (Contract::Seconded, Umbrella, yes, no),
        (Contract::Stranger, Ordinary, no, no),
        (Contract::Stranger, Agency, no, no),
        (Contract::Stranger, Umbrella, no, no),
    ];
    assert_eq!(table.len(), Contract::ALL.len() * Business::ALL.len());
    for (contract, business, votes, stands) in table {
        let person = Person { link: contract.at(business), votes_here: Some(true), ..hired("2020-01-01") };
        let found = at(&person, "2026-12-15");
        assert_eq!((found.votes(), found.stands()), (votes, stands), "{contract:?} in {business:?}");
        // Nothing known of the person: no cell says yes, and what says no does so without them.
        let bare = at(&Person { link: contract.at(business), ..Person::default() }, "2026-12-15");
        let certain = |known: Option<bool>| known.filter(|_| known == no);
        assert!(bare.votes() == certain(votes), "{contract:?} in {business:?}: {:?}", bare.votes());
        assert!(bare.stands() == certain(stands), "{contract:?} in {business:?}: {:?}", bare.stands());
    }
    let temp = elector(book(), &Person { link: Link::UserCompany, ..hired("2020-01-01") }, day("2026-12-15"));
    assert!(temp.unwrap().because.iter().any(|s| s.citation.article == "Cass. soc. 07-60.287"));
}
