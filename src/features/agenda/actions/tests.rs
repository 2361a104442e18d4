//! The agenda on its own, without a terminal.

use chrono::NaiveDate;

use crate::features::agenda::rules::*;
use crate::features::agenda::{
    actions::{
        change::{Mark, check, mark, preview, put, save},
        export::{Export, Words, export, keep, uid},
        *,
    },
    rules::ripple::ripple,
};
use crate::{
    bargaining::Missing,
    base::Id,
    calendar::{
        DutyKind, Param, RuleError, Who,
        rule::{self, RuleId},
    },
    law::Caveat,
};
use std::collections::BTreeSet;

use crate::{
    bargaining::Subject as Round,
    features::agenda::records::{Fact, OWN},
    features::company::records::{Company, LastRound},
    law::{LawError, Remark},
    vault::Vault,
};
use chrono::DateTime;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-21")
}

fn sample() -> Company {
    let round = |s: &str, d: &str| (s.into(), LastRound::On(day(d)));
    Company {
        headcounts: [("2026-10".into(), "720".to_owned())].into(),
        mandates_end: Some(day("2027-03-31")),
        rounds: [round("pay", "2025-11-15"), round("careers", "2024-05-31")].into(),
        representative_section: Some(true),
        ..Company::default()
    }
}

fn fact(code: &str, on: &str) -> Fact {
    Fact { code: code.to_owned(), day: Some(day(on)), ..Fact::default() }
}

fn of(company: &Company, facts: &[(u8, Fact)]) -> Agenda {
    let recorded = facts.iter().map(|(n, f)| (Id([*n; 16]), f.clone())).collect();
    agenda(&Basis { company: company.clone(), recorded, ..Basis::default() }, today()).unwrap()
}

fn listed(agenda: &Agenda) -> Vec<(String, &'static str)> {
    agenda.lines.iter().map(|l| (l.day.to_string(), l.rule.id())).collect()
}

#[test]
fn nearest_first_with_what_is_missing() {
    let found = of(&sample(), &[]);
    let expected = [
        ("2025-10-26", "bargaining.experienced"),
        ("2026-09-30", "by-election-limit"),
        ("2026-11-15", "bargaining.pay"),
        ("2027-01-29", "election.invitation"),
        ("2027-03-01", "index-publication"),
        ("2027-03-31", "election.fortnight"),
        ("2027-03-31", "mandate.end"),
        ("2027-05-31", "bargaining.careers"),
    ];
    assert_eq!(listed(&found), expected.map(|(d, r)| (d.to_owned(), r)));
    let missing = |s| MissingFact::Bargaining(Missing::LastRound(s));
    assert_eq!(found.missing, [missing(Round::Equality), missing(Round::Experienced)]);
}

#[test]
fn nothing_known_says_what_is_missing() {
    let found = of(&Company::default(), &[]);
    assert!(found.lines.is_empty());
    assert_eq!(found.missing.len(), 4);
    assert_eq!(found.missing[0], MissingFact::Mandates);
}

#[test]
fn a_letter_gives_its_dates_and_says_whose_turn_it_is() {
    let found = of(&Company::default(), &[(1, fact("first-round-held", "2026-11-19"))]);
    // The same as of an election that is kept: what follows it, and the end of the mandates that it began.
    assert_eq!(listed(&found).len(), 7);
    let contest = found.lines.iter().find(|l| l.rule == "contest-election").unwrap();
    assert_eq!((contest.day, contest.who, contest.raw), (day("2026-12-04"), Who::Section, None));
    let (because, _) = contest.why(today()).unwrap();
    assert_eq!(because[0].citation.article, "R2314-24");
    let mine = found.keep(&Wanted { mine: true, ..Wanted::default() }, today());
    assert_eq!(mine.lines.iter().map(|l| l.rule).collect::<Vec<_>>(), ["contest-election", "mandate.end"]);
}

#[test]
fn a_number_that_a_rule_needs_is_asked_for() {
    let found = of(&Company::default(), &[(1, fact("pse-first-meeting", "2026-11-30"))]);
    assert!(found.missing.contains(&MissingFact::Param(
        Id([1; 16]),
        RuleId::of("pse-opinion").unwrap(),
        Param::Dismissals
    )));
    let with = Fact { dismissals: Some(120), ..fact("pse-first-meeting", "2026-11-30") };
    assert!(of(&Company::default(), &[(1, with)]).lines.iter().any(|l| l.rule == "pse-opinion"));
}

#[test]
fn the_company_lends_its_headcount_and_its_place() {
    let found = of(&sample(), &[(1, fact("cse-meeting", "2026-12-10"))]);
    assert!(found.lines.iter().any(|l| l.rule == "cse-meeting" && l.day == day("2027-01-10")));
    let site = |department: &str| crate::features::company::records::Site {
        element: [1; 8],
        name: "a".to_owned(),
        department: Some(department.to_owned()),
        headcount: None,
        hazardous: None,
    };
    let mut alsace = Company { sites: vec![site("67")], ..Company::default() };
    let list = [(1, fact("electoral-list", "2026-03-31"))];
    assert_eq!(of(&alsace, &list).lines[0].day, day("2026-04-03"), "the commune may not have Good Friday");
    alsace.sites.push(site("75"));
    assert_eq!(of(&alsace, &list).lines[0].day, day("2026-04-03"), "several places: the whole country's");
    let named = Fact { territory: Some("alsace-moselle".to_owned()), ..list[0].1.clone() };
    assert_eq!(of(&alsace, &[(1, named)]).lines[0].day, day("2026-04-07"));
}

#[test]
fn own_dates_and_kinds_of_a_newer_program() {
    let own = Fact { about: Some("Réunion de section".to_owned()), ..fact(OWN, "2026-12-03") };
    let found = of(&Company::default(), &[(1, own), (2, fact("from-the-future", "2026-12-01"))]);
    assert_eq!(listed(&found), [("2026-12-03".to_owned(), OWN)]);
    assert_eq!(found.lines[0].why(today()).unwrap().0, vec![]);
    // One beyond the agenda is refused when it is typed; that another laptop let it through keeps nobody from the rest.
    let own = |day: &str| Fact { about: Some("Réunion".to_owned()), ..fact(OWN, day) };
    let far = own("2926-12-04");
    assert!(matches!(check(far.clone()), Err(AgendaError::Rule(_))));
    assert!(check(own("2200-12-31")).is_ok());
    let found = of(&Company::default(), &[(1, far), (2, own("2026-12-03"))]);
    assert_eq!(listed(&found), [("2026-12-03".to_owned(), OWN)]);
}

#[test]
fn a_day_of_before_the_tables_has_a_line_of_its_own_and_the_others_stand() {
    let request = Fact { terms: Some("pay".to_owned()), ..fact("union-request", "2015-05-04") };
    let facts = [(1, fact("hired", "2015-01-05")), (2, fact("designation", "2026-11-20")), (3, request)];
    let mut company = sample();
    company.mandates_end = None;
    company.first_round = Some(day("2015-06-01"));
    let found = of(&company, &facts);
    let lines: Vec<_> = found.lines.iter().filter(|l| l.rule == NOT_COVERED).collect();
    let days: Vec<_> = lines.iter().map(|l| (l.day.to_string(), l.of_kind.map(|k| k.id.as_str()))).collect();
    assert_eq!(
        days,
        [
            ("2015-01-05".to_owned(), Some("hired")),
            ("2015-05-04".to_owned(), Some("union-request")),
            ("2015-06-01".to_owned(), None),
        ]
    );
    assert!(lines.iter().all(|l| !l.overdue(today()) && l.waits(today()) && !l.next(today())));
    assert_eq!(lines[0].why(today()).unwrap().1, [Caveat::Remark(Remark::DayNotCovered)]);
    assert!(found.lines.iter().any(|l| l.rule == "contest-designation"));
    assert!(found.lines.iter().any(|l| l.rule == "bargaining.pay"));
    assert!(found.missing.contains(&MissingFact::Mandates));
    // Today itself has to be covered.
    let error = agenda(&Basis::default(), day("2017-06-01")).unwrap_err();
    assert!(matches!(error, RuleError::Law(LawError::NotCovered { .. })));
}

#[test]
fn what_is_wanted_bounds_the_list() {
    let keep = |wanted: Wanted| of(&sample(), &[]).keep(&wanted, today()).lines.len();
    let both = Wanted { from: Some(day("2026-11-16")), to: Some(day("2027-03-31")), ..Wanted::default() };
    assert_eq!(keep(both), 4);
    assert_eq!(keep(Wanted { kind: Some(DutyKind::Election), ..Wanted::default() }), 4);
    assert_eq!(keep(Wanted { kind: Some(DutyKind::Training), ..Wanted::default() }), 0);
}

#[test]
fn a_change_tells_what_moves_comes_and_goes() {
    let before = of(&sample(), &[(1, fact("designation", "2026-11-20")), (2, fact("carence", "2026-11-02"))]);
    let after =
        of(&sample(), &[(1, fact("designation", "2026-11-23")), (3, fact("electoral-list", "2026-11-24"))]);
    let moved: Vec<_> = ripple(&before, &after)
        .into_iter()
        .map(|m| (m.line.rule.id(), m.from.map(|d| d.to_string()), m.to.map(|d| d.to_string())))
        .collect();
    let text = |t: &str| Some(t.to_owned());
    assert_eq!(
        moved,
        [
            ("carence-minutes", text("2026-11-17"), None),
            ("contest-carence", text("2026-11-17"), None),
            ("contest-electorate", None, text("2026-11-27")),
            ("contest-designation", text("2026-12-07"), text("2026-12-08")),
            // Minutes of absence in the six months before the end are those of the renewal.
            ("election.invitation", None, text("2027-01-29")),
            ("election.fortnight", None, text("2027-03-31")),
            ("election-request-after-carence", text("2027-05-02"), None),
        ]
    );
    assert_eq!(ripple(&before, &before), []);
}

#[test]
fn facts_are_checked_before_they_are_kept() {
    assert!(
        matches!(check(fact("designations", "2026-11-20")), Err(AgendaError::Kind(k)) if k == "designations")
    );
    let with = Fact { dismissals: Some(3), ..fact("designation", "2026-11-20") };
    assert!(matches!(check(with), Err(AgendaError::NotTaken { param: Param::Dismissals, .. })));
    assert!(matches!(check(fact(OWN, "2026-11-20")), Err(AgendaError::Text)));
    assert!(check(fact("designation", "2026-11-20")).is_ok());
}

fn vault() -> Vault {
    Vault::create_in_memory(crate::clock::random).unwrap()
}

#[test]
fn what_is_recorded_is_there_changed_and_taken_back() {
    let mut vault = vault();
    let id = vault.new_id();
    let one = fact("designation", "2026-11-20");
    let diary0 = diary(&vault, today()).unwrap();
    assert_eq!(preview(&diary0, today(), |b| put(b, id, &one)).unwrap().len(), 1);
    save(&mut vault, 1_000, id, &one).unwrap();
    let found = diary(&vault, today()).unwrap();
    assert_eq!(listed(&found.agenda), [("2026-12-07".to_owned(), "contest-designation")]);
    assert_eq!(found.fact(&id.to_string()[..8]).unwrap().0, id);
    assert!(matches!(found.fact("12"), Err(AgendaError::None)), "three digits name nothing");
    let moved = Fact { day: Some(day("2026-11-23")), ..one.clone() };
    assert_eq!(preview(&found, today(), |b| put(b, id, &moved)).unwrap()[0].to, Some(day("2026-12-08")));
    let back = Fact { removed: true, ..one };
    assert_eq!(preview(&found, today(), |b| put(b, id, &back)).unwrap()[0].to, None);
    save(&mut vault, 2_000, id, &back).unwrap();
    assert!(diary(&vault, today()).unwrap().agenda.lines.is_empty());
}

#[test]
fn a_line_is_done_put_off_and_noted() {
    let mut vault = vault();
    let id = vault.new_id();
    save(&mut vault, 1_000, id, &fact("designation", "2026-11-20")).unwrap();
    let found = diary(&vault, today()).unwrap();
    let digits = found.name(&found.agenda.lines[0]).to_string();
    let at = (found.line(&digits).unwrap().0, day("2026-12-07"));
    let shown = |vault: &Vault, on: &str| {
        let found = diary(vault, day(on)).unwrap().agenda;
        found.keep(&Wanted::default(), day(on)).lines.len()
    };
    mark(&mut vault, 2_000, today(), at, &Mark::Snooze(Some(day("2026-12-01")))).unwrap();
    assert_eq!((shown(&vault, "2026-11-30"), shown(&vault, "2026-12-01")), (0, 1));
    mark(&mut vault, 3_000, today(), at, &Mark::Note(Some("lettre".to_owned()))).unwrap();
    let state = mark(&mut vault, 4_000, today(), at, &Mark::Done(true)).unwrap();
    assert_eq!((state.done, state.note.as_deref()), (Some(today()), Some("lettre")));
    assert_eq!(shown(&vault, "2026-12-02"), 0);
    let all =
        diary(&vault, today()).unwrap().agenda.keep(&Wanted { all: true, ..Wanted::default() }, today());
    assert_eq!(all.lines.len(), 1);
    mark(&mut vault, 5_000, today(), at, &Mark::Done(false)).unwrap();
    assert_eq!(shown(&vault, "2026-12-02"), 1);
    // A day to contest is never put off to itself or beyond, and nothing to a day that has gone.
    for until in ["2026-11-21", "2020-05-01", "2026-12-07", "2027-05-01"] {
        let refused = mark(&mut vault, 6_000, today(), at, &Mark::Snooze(Some(day(until))));
        assert!(matches!(refused, Err(AgendaError::Snooze { .. })), "{until}");
    }
    // What is overdue may wait for an answer.
    let late = (at.0, day("2026-11-10"));
    mark(&mut vault, 7_000, today(), late, &Mark::Snooze(Some(day("2026-12-01")))).unwrap();
}

#[test]
fn a_mark_falls_when_the_line_moves() {
    let mut vault = vault();
    let id = vault.new_id();
    save(&mut vault, 1_000, id, &fact("designation", "2026-11-20")).unwrap();
    let found = diary(&vault, today()).unwrap();
    let at = (found.name(&found.agenda.lines[0]), found.agenda.lines[0].day);
    mark(&mut vault, 2_000, today(), at, &Mark::Done(true)).unwrap();
    let done = |vault: &Vault| diary(vault, today()).unwrap().agenda.lines[0].state.done;
    assert_eq!(done(&vault), Some(today()));
    save(&mut vault, 3_000, id, &fact("designation", "2026-12-20")).unwrap();
    assert_eq!(done(&vault), None, "the new limit was not met by what was done for the old one");
    save(&mut vault, 4_000, id, &fact("designation", "2026-11-20")).unwrap();
    assert_eq!(done(&vault), Some(today()));
}

fn file(vault: &Vault) -> Export {
    let words = |line: Option<&Line>, rule: &str, _: &str| Words {
        title: if line.is_some() { "Rappel".to_owned() } else { format!("- {rule}") },
        description: None,
        place: None,
    };
    export(&diary(vault, today()).unwrap(), &Wanted::default(), today(), DateTime::UNIX_EPOCH, words)
}

#[test]
fn the_next_file_tells_what_moved_rose_and_fell_away() {
    let mut vault = vault();
    let id = vault.new_id();
    let one = fact("designation", "2026-11-20");
    save(&mut vault, 1_000, id, &one).unwrap();
    let first = file(&vault);
    assert_eq!((first.events, first.since.len()), (1, 1));
    assert!(first.text.contains("SEQUENCE:0\r\n"));
    keep(&mut vault, 2_000, &first).unwrap();
    assert_eq!(file(&vault).since, [], "the same file again has nothing new");

    save(&mut vault, 3_000, id, &Fact { day: Some(day("2026-11-23")), ..one.clone() }).unwrap();
    let second = file(&vault);
    assert_eq!(
        (second.since[0].from, second.since[0].to),
        (Some(day("2026-12-07")), Some(day("2026-12-08")))
    );
    assert!(second.text.contains("SEQUENCE:1\r\n") && !second.text.contains("CANCELLED"));
    keep(&mut vault, 4_000, &second).unwrap();

    save(&mut vault, 5_000, id, &Fact { removed: true, ..one.clone() }).unwrap();
    let third = file(&vault);
    assert_eq!((third.since.len(), third.since[0].to), (1, None));
    assert!(third.text.contains("SEQUENCE:2\r\n") && third.text.contains("STATUS:CANCELLED\r\n"));
    assert!(third.text.contains("SUMMARY:- contest-designation"));
    keep(&mut vault, 6_000, &third).unwrap();
    let fourth = file(&vault);
    assert_eq!(fourth.since, []);
    assert!(fourth.text.contains("SEQUENCE:2\r\n"), "said again, without rising");

    save(&mut vault, 7_000, id, &one).unwrap();
    let fifth = file(&vault);
    assert!(fifth.text.contains("SEQUENCE:3\r\n") && !fifth.text.contains("CANCELLED"));
    assert_eq!((fifth.since[0].from, fifth.since[0].to), (None, Some(day("2026-12-07"))));
}

#[test]
fn another_title_raises_the_number_and_what_is_old_leaves() {
    let mut vault = vault();
    let id = vault.new_id();
    save(&mut vault, 1_000, id, &fact("designation", "2026-11-20")).unwrap();
    let of = |vault: &Vault, title: &str, on: NaiveDate| {
        let words = |_: Option<&Line>, _: &str, _: &str| Words {
            title: title.to_owned(),
            description: None,
            place: None,
        };
        export(&diary(vault, on).unwrap(), &Wanted::default(), on, DateTime::UNIX_EPOCH, words)
    };
    let full = of(&vault, "Désignation", today());
    keep(&mut vault, 2_000, &full).unwrap();
    let neutral = of(&vault, "Échéance", today());
    assert!(neutral.text.contains("SEQUENCE:1\r\n") && neutral.since.is_empty());
    keep(&mut vault, 3_000, &neutral).unwrap();
    assert!(of(&vault, "Échéance", today()).text.contains("SEQUENCE:1\r\n"));
    // Due on 7 December 2026: there for a year, and not said to be cancelled afterwards.
    assert_eq!(of(&vault, "Échéance", day("2027-12-07")).events, 1);
    let gone = of(&vault, "Échéance", day("2027-12-08"));
    assert_eq!((gone.events, gone.since.len()), (0, 0));
}

#[test]
fn a_file_that_was_not_kept_changes_nothing() {
    let mut vault = vault();
    let id = vault.new_id();
    save(&mut vault, 1_000, id, &fact("designation", "2026-11-20")).unwrap();
    assert_eq!(file(&vault), file(&vault));
    assert_eq!(file(&vault).since.len(), 1);
}

#[test]
fn each_line_has_a_name_of_its_own_that_does_not_move() {
    let names = |company: &Company| -> BTreeSet<Id> {
        of(company, &[(1, fact("electoral-list", "2026-11-02"))])
            .lines
            .iter()
            .map(|l| name(COMPANY, l.rule.id(), &l.subject))
            .collect()
    };
    let found = names(&sample());
    assert_eq!(found.len(), 9);
    let mut moved = sample();
    moved.mandates_end = Some(day("2027-06-30"));
    assert_eq!(names(&moved), found);
    // A name that changed would double every event in the calendars of those who imported it.
    let end = name(COMPANY, "mandate.end", &Subject::Word("cse"));
    assert_eq!(uid(end), UID_OF_MANDATE_END);
    assert_ne!(uid(name(Id([8; 16]), "mandate.end", &Subject::Word("cse"))), UID_OF_MANDATE_END);
}

const COMPANY: Id = Id([7; 16]);
const UID_OF_MANDATE_END: &str = "293d5e21-76f2-1043-9632-81ef3f29b3ea";

#[test]
fn every_subject_of_bargaining_has_its_two_lines() {
    for subject in Round::ALL {
        assert_eq!(RuleId::of(subject.interval()).unwrap().family(), Some(rule::Family::Duty));
        assert_eq!(RuleId::of(subject.request()).unwrap().family(), Some(rule::Family::Demand));
    }
}
