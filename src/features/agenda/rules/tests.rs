//! What was done leaves the agenda, one duty has one line, and rules stay inside their headcount: over all facts and
//! rules, from the data alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use proptest::{prelude::*, sample::select};

use super::settle::key;
use crate::features::agenda::rules::*;
use crate::{
    calendar::kinds,
    features::{
        agenda::records::Fact,
        bargain::records::{Round, RoundEnd},
        company::records::{Company, LastRound, Site},
        election::records::Poll,
    },
};

mod story;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn company(size: Option<&str>) -> Company {
    Company {
        headcounts: size.map(|n| ("2026-01".into(), n.to_owned())).into_iter().collect(),
        representative_section: Some(true),
        ..Company::default()
    }
}

fn facts(all: &[(&str, NaiveDate, Option<&str>)]) -> Recorded {
    let fact = |(n, (code, day, about)): (u8, &(&str, NaiveDate, Option<&str>))| {
        let fact = Fact {
            code: (*code).to_owned(),
            day: Some(*day),
            about: about.map(str::to_owned),
            dismissals: code.starts_with("pse-").then_some(40),
            ..Fact::default()
        };
        (Id([n; 16]), fact)
    };
    (1_u8..).zip(all).map(fact).collect()
}

fn of(company: Company, recorded: Recorded, on: &str) -> (Basis, Agenda) {
    let basis = Basis { company, recorded, ..Basis::default() };
    let found = agenda(&basis, day(on)).unwrap();
    (basis, found)
}

/// The size at which a rule applies.
fn size_for(rule: &Rule) -> &'static str {
    match (rule.scope.up_to.is_some(), rule.scope.below.is_some(), rule.id.as_str()) {
        (true, ..) => "15",
        (_, true, _) => "30",
        (.., "small-company-vote") => "8",
        _ => "720",
    }
}

#[test]
fn what_discharges_a_rule_takes_its_line_away() {
    let mut tried = 0;
    for kind in kinds::all().unwrap() {
        for rule in kind.chains.iter().flatten().map(|id| rule::rule(id).unwrap()) {
            for code in &rule.ends {
                assert!(kinds::of(code).unwrap().is_some(), "{}: {code} is no fact", rule.id);
                if *code == kind.id {
                    continue;
                }
                // An event is announced and prepared before it, everything else comes after.
                let before = rule.direction == Direction::Before
                    && kind.chains.iter().any(|c| c.first() == Some(&rule.id));
                let (anchor, done) = if before {
                    (day("2026-12-10"), day("2026-12-01"))
                } else {
                    (day("2026-11-10"), day("2026-11-12"))
                };
                let company = company(Some(size_for(rule)));
                let alone = facts(&[(&kind.id, anchor, None)]);
                let there = |found: &Agenda| found.lines.iter().any(|l| l.rule == rule.id.as_str());
                if !there(&of(company.clone(), alone, "2026-11-21").1) {
                    continue;
                }
                let both = facts(&[(&kind.id, anchor, None), (code, done, None)]);
                let found = of(company, both, "2026-11-21").1;
                let own = |l: &&Line| l.rule == rule.id.as_str() && l.root == Some(Id([1; 16]));
                assert_eq!(found.lines.iter().find(own), None, "{} after {} and {code}", rule.id, kind.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 40, "{tried}");
}

#[test]
fn a_round_that_was_begun_is_neither_late_nor_to_be_demanded() {
    let company =
        Company { rounds: [("pay".into(), LastRound::On(day("2024-12-10")))].into(), ..company(Some("720")) };
    let with = |round: Option<Round>, on: &str| {
        let rounds = round.map(|r| (Id([9; 16]), r)).into_iter().collect();
        let basis = Basis { company: company.clone(), rounds, ..Basis::default() };
        let lines = agenda(&basis, day(on)).unwrap().lines;
        let pay = lines.into_iter().filter(|l| l.subject == Subject::Word("pay"));
        pay.map(|l| (l.rule.id(), l.nature)).collect::<Vec<_>>()
    };
    let round = Round { subject: "pay".to_owned(), ..Round::default() };
    assert_eq!(with(None, "2026-01-13"), [("bargaining.pay", Nature::Due)]);
    let convened = Round { convened: Some(day("2025-11-20")), ..round.clone() };
    let opened = Round { opened: Some(day("2025-12-01")), ..round.clone() };
    for begun in [convened, opened.clone()] {
        assert_eq!(with(Some(begun), "2026-01-13"), [("bargaining.pay", Nature::UnderWay)]);
    }
    let closed = Round { outcome: Some(RoundEnd::Disagreement), closed: Some(day("2026-02-10")), ..opened };
    assert_eq!(with(Some(closed), "2026-02-12").len(), 1, "from the next one on as before");
    let stale = Round { opened: Some(day("2023-12-01")), ..round.clone() };
    assert_eq!(with(Some(stale), "2026-01-13").len(), 1, "begun before the last one ended");
    let other = Round { subject: "equality".to_owned(), opened: Some(day("2025-12-01")), ..round };
    assert_eq!(with(Some(other), "2026-01-13").len(), 1);
}

#[test]
fn the_doors_of_an_election_lead_to_one_truth() {
    let company = Company { mandates_end: Some(day("2027-03-14")), ..company(Some("720")) };
    let rules = |all: &[(&str, NaiveDate, Option<&str>)], on: &str| {
        let lines = of(company.clone(), facts(all), on).1.lines;
        let election = lines.into_iter().filter(|l| l.kind == DutyKind::Election);
        election.map(|l| (l.rule.id(), l.day.to_string())).collect::<Vec<_>>()
    };
    let has = |found: &[(&str, String)], rule: &str| found.iter().filter(|(r, _)| *r == rule).count();
    let held = rules(&[("first-round-held", day("2026-11-24"), None)], "2026-11-26");
    assert_eq!((has(&held, "election.invitation"), has(&held, "election.fortnight")), (0, 0), "{held:?}");
    assert_eq!(has(&held, "mandate.end"), 1);
    let later = rules(&[("first-round-held", day("2026-11-24"), None)], "2027-04-01");
    assert!(later.contains(&("mandate.end", "2030-11-24".to_owned())), "{later:?}");
    // Two limits hold side by side: one line, the earlier day, inside the window.
    let told = rules(&[("election-announced", day("2026-12-01"), None)], "2026-12-02");
    assert_eq!((has(&told, "first-round"), has(&told, "election.fortnight")), (1, 0), "{told:?}");
    let invited = rules(&[("invitation-received", day("2027-01-05"), None)], "2027-01-20");
    assert_eq!((has(&invited, "election.invitation"), has(&invited, "election.fortnight")), (0, 1));
    // What was done for the election before does nothing for this one.
    let old = rules(&[("invitation-received", day("2023-01-05"), None)], "2027-01-20");
    assert_eq!(has(&old, "election.invitation"), 1);
    // An establishment is not the company.
    let lyon = [
        ("mandates-end", day("2027-06-30"), Some("Lyon")),
        ("first-round-held", day("2027-03-02"), Some("Lyon")),
    ];
    let lyon = rules(&lyon, "2027-03-05");
    assert_eq!((has(&lyon, "renewal-invitation"), has(&lyon, "election.fortnight")), (0, 1), "{lyon:?}");
    // The same end by both doors gives each line once.
    let twice = rules(&[("mandates-end", day("2027-03-14"), None)], "2026-12-02");
    for rule in ["election.invitation", "election.fortnight", "mandate.end", "by-election-limit"] {
        let data = RuleId::of(rule).unwrap().rule().unwrap().id.as_str();
        let both = has(&twice, rule) + has(&twice, data) * usize::from(data != rule);
        assert_eq!(both, 1, "{rule}: {twice:?}");
    }
}

#[test]
fn the_end_of_mandates_is_the_same_by_every_door() {
    for n in 0..500 {
        let end = day("2026-12-01") + chrono::Days::new(n * 5);
        let lines = |company: Company, recorded| {
            let found = of(company, recorded, "2026-11-21").1.lines;
            let told = found.into_iter().filter(|l| l.kind == DutyKind::Election).map(|l| {
                let article = l.why(today()).unwrap().0.last().map(|s| s.citation.article.clone());
                (
                    l.rule.rule().map_or(l.rule.id(), |r| &r.id).to_owned(),
                    l.day,
                    l.raw,
                    l.window_from,
                    article,
                )
            });
            told.collect::<BTreeSet<_>>()
        };
        let company = Company { mandates_end: Some(end), ..company(Some("720")) };
        let bare = Company { mandates_end: None, ..company.clone() };
        let by_company = lines(company, Recorded::new());
        assert_eq!(by_company.len(), 4, "{end}");
        let place = |about| lines(bare.clone(), facts(&[("mandates-end", end, about)]));
        assert_eq!(by_company, place(None));
        assert_eq!(by_company, place(Some("Lyon")));
    }
}

/// One election, one or two rounds, one term: counted from the proclamation of the first round, else from that round.
#[test]
fn a_second_round_moves_no_term() {
    let (first, second) = (("first-round-held", "2026-12-03"), ("second-round-held", "2026-12-17"));
    let (early, late) = (("results", "2026-12-04"), ("results", "2026-12-18"));
    let counted = |company: Company, all: &[(&'static str, &str)], today: &str| {
        let all: Vec<_> = all.iter().map(|(code, on)| (*code, day(on), None)).collect();
        let lines = of(company, facts(&all), today).1.lines;
        let line = lines.into_iter().find(|l| l.rule.id() == "mandate.end")?;
        let steps = line.why(day(today)).unwrap().0;
        let names = steps.iter().flat_map(|s| s.facts.iter().map(|(name, _)| name.code()));
        let from = names.filter(|n| ["first_round", "second_round", "proclaimed"].contains(n));
        Some((line.day.to_string(), from.collect::<Vec<_>>().join(" ")))
    };
    let told = |day: &str, from: &str| Some((day.to_owned(), from.to_owned()));
    for (all, end, from) in [
        (vec![first], "2030-12-03", "first_round"),
        (vec![first, second], "2030-12-03", "first_round"),
        (vec![first, second, late], "2030-12-03", "first_round"),
        (vec![first, early], "2030-12-04", "proclaimed"),
        (vec![first, early, second, late], "2030-12-04", "proclaimed"),
        (vec![second], "2030-12-17", "second_round"),
        (vec![second, late], "2030-12-17", "second_round"),
        (vec![early], "2030-12-04", "proclaimed"),
    ] {
        assert_eq!(counted(company(Some("720")), &all, "2027-01-10"), told(end, from), "{all:?}");
        // The mandates of the company end in between: the first round was held before their end.
        let running = Company { mandates_end: Some(day("2026-12-05")), ..company(Some("720")) };
        assert_eq!(counted(running, &all, "2027-01-10"), told(end, from), "{all:?}, renewed");
        // The company has the first round on record: what follows it is the same election.
        let known = Company { first_round: Some(day("2026-12-03")), ..company(Some("720")) };
        assert_eq!(counted(known, &all, "2027-01-10"), told("2030-12-03", "first_round"), "{all:?}, known");
    }
    // The same by the elections that are kept.
    let poll =
        |on: &str, round, follows: Option<Id>| Poll { day: Some(day(on)), round, follows, ..Poll::default() };
    let (one, two) = ((Id([1; 16]), poll("2026-12-03", 1, None)), poll("2026-12-17", 2, None));
    let follows = Poll { follows: Some(one.0), ..two.clone() };
    for (polls, end, from) in [
        (vec![one.clone()], "2030-12-03", "first_round"),
        (vec![one.clone(), (Id([2; 16]), follows)], "2030-12-03", "first_round"),
        (vec![one, (Id([2; 16]), two.clone())], "2030-12-03", "first_round"),
        (vec![(Id([2; 16]), two)], "2030-12-17", "second_round"),
    ] {
        let basis =
            Basis { company: company(Some("720")), polls: polls.into_iter().collect(), ..Basis::default() };
        let lines = agenda(&basis, day("2027-01-10")).unwrap().lines;
        let line = lines.into_iter().find(|l| l.rule.id() == "mandate.end").unwrap();
        let steps = line.why(day("2027-01-10")).unwrap().0;
        let names: Vec<_> = steps.iter().flat_map(|s| s.facts.iter().map(|(name, _)| name.code())).collect();
        assert!(line.day == day(end) && names.contains(&from), "{end}: {} {names:?}", line.day);
    }
}

fn today() -> NaiveDate {
    day("2026-11-21")
}

#[test]
fn a_second_round_is_due_only_where_something_is_left_to_it() {
    let second = |all: &[(&str, NaiveDate, Option<&str>)], on: &str| {
        let lines = of(company(Some("720")), facts(all), on).1.keep(&Wanted::default(), day(on)).lines;
        let line = lines.into_iter().find(|l| l.rule == "second-round");
        line.map(|l| (l.nature, l.open.len(), l.overdue(day(on))))
    };
    let held = ("first-round-held", day("2026-11-19"), None);
    let open = Some((Nature::Undetermined, 1, false));
    assert_eq!(second(&[held], "2026-11-21"), open);
    assert_eq!(second(&[held], "2026-12-20"), open, "never late while nobody knows");
    assert_eq!(second(&[held], "2027-03-20"), None, "and not said for ever");
    let missed = [held, ("quorum-missed", day("2026-11-19"), None)];
    assert_eq!(second(&missed, "2026-12-20"), Some((Nature::Due, 0, true)));
    let reached = [held, ("quorum-reached", day("2026-11-19"), None)];
    assert_eq!(second(&reached, "2026-12-20"), None);
    let done = [missed.as_slice(), &[("second-round-held", day("2026-12-01"), None)]].concat();
    assert_eq!(second(&done, "2026-12-20"), None);
}

#[test]
fn what_is_not_known_is_not_nothing_due() {
    let known = |company: Company, on: &str| of(company, Recorded::new(), on).1;
    assert_eq!(known(Company::default(), "2026-11-21").known, Knowledge::Nothing);
    let months = |sizes: &[(u32, &str)]| -> Company {
        let mut month = "2025-01".parse::<crate::calendar::Month>().unwrap();
        let mut out = Company { representative_section: Some(false), ..Company::default() };
        for (count, size) in sizes {
            for _ in 0..*count {
                out.headcounts.insert(month.to_string().into(), (*size).to_owned());
                month = month.plus(1).unwrap();
            }
        }
        out
    };
    let absent = |found: &Agenda| {
        found.lines.iter().find(|l| l.rule == "cse.absent").map(|l| (l.day, l.next(day("2026-11-21"))))
    };
    let crossed = known(months(&[(1, "10"), (12, "11")]), "2026-11-21");
    assert_eq!(absent(&crossed), Some((day("2026-01-31"), true)));
    assert_eq!(crossed.known, Knowledge::Part);
    let articles: Vec<_> =
        crossed.lines[0].why(today()).unwrap().0.into_iter().map(|s| s.citation.article).collect();
    assert!(
        ["L2311-2", "L2314-4", "L2314-8"].iter().all(|a| articles.iter().any(|b| a == b)),
        "{articles:?}"
    );
    assert_eq!(absent(&known(months(&[(13, "10")]), "2026-11-21")), None);
    assert_eq!(absent(&known(months(&[(11, "11")]), "2026-11-21")), None);
    let with = Company { mandates_end: Some(day("2028-05-20")), ..months(&[(13, "11")]) };
    assert_eq!(absent(&known(with, "2026-11-21")), None);
    // A day is not set where there was never a round, and the line is there.
    let never = Company {
        rounds: [("pay".into(), LastRound::Never(day("2026-11-01")))].into(),
        ..company(Some("720"))
    };
    let found = known(never, "2026-11-21");
    let pay: Vec<_> = found.lines.iter().filter(|l| l.subject == Subject::Word("pay")).collect();
    assert_eq!((pay.len(), pay[0].nature, pay[0].next(today())), (1, Nature::Undetermined, true));
    let missing = |s| MissingFact::Bargaining(Missing::LastRound(s));
    assert!(!found.missing.contains(&missing(crate::bargaining::Subject::Pay)));
    assert!(found.lines.iter().any(|l| l.rule == "bargaining.experienced" && l.day == day("2025-10-26")));
}

/// The rules that each fact sets going, by headcount, with and without establishments; a condition in front of `?`.
fn table() -> String {
    let mut out = String::from("fact,headcount,establishments,rules\n");
    let site = |n: u8| Site {
        element: [n; 8],
        name: n.to_string(),
        department: None,
        headcount: None,
        hazardous: None,
    };
    for kind in kinds::all().unwrap().iter().filter(|kind| !kind.known) {
        let mut last = String::new();
        for size in ["?", "8", "15", "21", "49", "50", "299", "300", "301"] {
            for sites in [false, true] {
                let mut company = company(Some(size).filter(|n| *n != "?"));
                company.headcounts =
                    company.headcounts.into_values().map(|n| ("2026-01".into(), n)).collect();
                if sites {
                    company.sites = vec![site(1), site(2)];
                }
                let recorded = facts(&[(&kind.id, day("2026-11-10"), None)]);
                let found = of(company, recorded, "2026-11-21").1;
                let told = |l: &Line| {
                    let open: Vec<_> = l.open.iter().map(|o| o.code()).collect();
                    format!(
                        "{}{}",
                        l.rule.id(),
                        if open.is_empty() { String::new() } else { format!("[{}]", open.join(" ")) }
                    )
                };
                let own = found.lines.iter().filter(|l| l.root == Some(Id([1; 16])));
                let rules: BTreeSet<_> = own.map(told).collect();
                let rules = rules.into_iter().collect::<Vec<_>>().join(" ");
                // Only where something changes, so that a person can read it.
                if rules != last || size == "?" && !sites {
                    writeln!(out, "{},{size},{},{rules}", kind.id, if sites { "several" } else { "one" })
                        .unwrap();
                    last = rules;
                }
            }
        }
    }
    out
}

#[test]
fn rules_stay_inside_their_headcount_as_the_written_table_says() {
    let written = std::fs::read_to_string("tests/data/calendar/scope.csv").unwrap();
    let found = table();
    for (expected, line) in written.lines().zip(found.lines()) {
        assert_eq!(line, expected);
    }
    assert_eq!(written.lines().count(), found.lines().count());
}

fn some_facts() -> impl Strategy<Value = Vec<(&'static str, NaiveDate, Option<&'static str>)>> {
    let codes: Vec<&'static str> = kinds::all().unwrap().iter().map(|k| k.id.as_str()).collect();
    let days = (0_u64..500).prop_map(|n| day("2026-02-01").checked_add_days(chrono::Days::new(n)).unwrap());
    let about = select(vec![None, None, Some("Lyon"), Some("un accord")]);
    proptest::collection::vec((select(codes), days, about), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_two_lines_of_one_duty_are_live_at_once(
        all in some_facts(), size in select(vec!["8", "15", "30", "50", "299", "720"]), term in any::<bool>(),
    ) {
        let mut company = company(Some(size));
        company.mandates_end = term.then(|| day("2027-03-14"));
        company.rounds = [("pay".into(), LastRound::On(day("2025-12-10")))].into();
        let (basis, found) = of(company, facts(&all), "2026-12-01");
        let scene = scene::Scene::of(&basis, day("2026-12-01")).unwrap();
        let mut seen: BTreeMap<_, &Line> = BTreeMap::new();
        for line in &found.lines {
            let Some(key) = key(&basis, &scene, line) else { continue };
            if let Some(other) = seen.insert(key, line) {
                prop_assert!(false, "{:?} on {} and {:?} on {}", line.rule, line.day, other.rule, other.day);
            }
        }
        // What a fact discharges is not late for it: a first round that was held needs no invitation.
        let names: BTreeSet<_> = found.lines.iter().map(|l| (l.rule, l.subject.text())).collect();
        prop_assert_eq!(names.len(), found.lines.len(), "two lines of one name");
    }
}
