//! What was done is not late, what nobody needs is not due, what is unknown is not nothing, and one identifier names a line.

use serde_json::Value;

use crate::support::Env;

fn listed(env: &Env, on: &str) -> Value {
    env.run(["agenda", "list", "--json", "--on", on]).ok().json()["value"].clone()
}

fn lines(env: &Env, on: &str) -> Vec<Value> {
    listed(env, on)["lines"].as_array().unwrap().clone()
}

fn rules(env: &Env, on: &str) -> Vec<(String, String)> {
    let text = |l: &Value, key: &str| l[key].as_str().unwrap().to_owned();
    lines(env, on).iter().map(|l| (text(l, "rule"), text(l, "on"))).collect()
}

fn count(env: &Env, on: &str, rule: &str) -> usize {
    rules(env, on).iter().filter(|(r, _)| r == rule).count()
}

fn record(env: &Env, kind: &str, day: &str, more: &[&str]) -> String {
    let args = ["agenda", "record", kind, "--day", day, "--json"];
    let made = env.run(args.iter().chain(more)).ok().json();
    made["value"]["id"].as_str().unwrap()[..8].to_owned()
}

#[test]
fn a_round_that_the_employer_opened_is_under_way_until_it_is_closed() {
    let env = Env::with_vault();
    env.run(["company", "set", "--last-pay", "2024-12-10", "--representative-section", "yes"]).ok();
    env.run(["company", "headcount", "2025-10=720"]).ok();
    let made = env.run(["bargain", "new", "pay", "--on", "2025-11-20", "--json"]).ok().json();
    let id = made["value"]["id"].as_str().unwrap()[..8].to_owned();
    env.run([
        "bargain",
        "open",
        &id,
        "--day",
        "2025-12-01",
        "--convened",
        "2025-11-20",
        "--on",
        "2026-01-02",
    ])
    .ok();
    let on = "2026-01-13";
    let pay: Vec<_> = lines(&env, on).into_iter().filter(|l| l["subject"] == "pay").collect();
    assert_eq!(pay.len(), 1, "{pay:?}");
    assert_eq!((&pay[0]["nature"], &pay[0]["overdue"]), (&"under-way".into(), &false.into()));
    let text = env.run(["agenda", "list", "--lang", "fr", "--on", on]).ok().out;
    assert!(text.contains("10/12/2025  en cours") && !text.contains("possible"), "{text}");
    let status = env.run(["status", "--lang", "fr", "--on", on]).ok().out;
    assert!(!status.contains("en retard"), "{status}");
    env.run(["bargain", "close", &id, "--agreement", "--day", "2026-02-10", "--on", "2026-02-11"]).ok();
    assert!(rules(&env, "2026-02-12").contains(&("bargaining.pay".to_owned(), "2027-02-10".to_owned())));
}

#[test]
fn what_happened_takes_the_place_of_what_was_foreseen() {
    let env = Env::with_vault();
    record(&env, "minority-agreement", "2026-11-02", &[]);
    record(&env, "referendum-asked", "2026-11-10", &[]);
    let on = "2026-11-12";
    assert_eq!(count(&env, on, "majority-agreement-referendum-request"), 0);
    assert_eq!(
        rules(&env, on),
        [
            ("referendum-signatures".to_owned(), "2026-11-18".to_owned()),
            ("referendum-vote".to_owned(), "2027-01-18".to_owned()),
        ]
    );
    let env = Env::with_vault();
    record(&env, "first-round-held", "2026-11-19", &[]);
    record(&env, "results", "2026-11-19", &[]);
    for rule in ["contest-election", "election-minutes"] {
        assert_eq!(count(&env, "2026-11-21", rule), 1, "{rule}");
    }
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10=120"]).ok();
    record(&env, "subject-agreement", "2026-11-02", &["--terms", "equality", "--years", "3"]);
    let of_day = rules(&env, "2026-11-21").into_iter().filter(|(_, day)| day == "2029-11-02").count();
    assert_eq!(of_day, 1);
}

#[test]
fn an_election_that_is_kept_and_the_company_do_not_ask_twice() {
    let env = Env::with_vault();
    env.run(["company", "set", "--mandates-end", "2027-03-14"]).ok();
    let new = ["election", "new", "--date", "2027-03-09", "--college", "1:holders=2", "--information"];
    env.run(new.iter().copied().chain([
        "2026-12-10",
        "--invitation",
        "2027-01-04",
        "--meeting",
        "2027-01-25",
    ]))
    .ok();
    let before = rules(&env, "2027-01-20");
    let latest = ["first-round", "election.fortnight", "renewal-first-round"];
    let asked = |found: &[(String, String)], rules: &[&str]| {
        found.iter().filter(|(rule, _)| rules.contains(&rule.as_str())).count()
    };
    assert_eq!(asked(&before, &latest), 1, "{before:?}");
    assert_eq!(asked(&before, &["election.invitation", "renewal-invitation"]), 0, "{before:?}");
    // Held: nothing that led to it is owed any more, and nobody says a second round is late.
    let after = rules(&env, "2027-03-12");
    assert_eq!(asked(&after, &latest), 0, "{after:?}");
    let late: Vec<_> = lines(&env, "2027-04-01").into_iter().filter(|l| l["overdue"] == true).collect();
    assert!(late.iter().all(|l| l["rule"] != "second-round"), "{late:?}");
    let text = env.run(["agenda", "list", "--lang", "fr", "--on", "2027-03-30"]).ok().out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("si le quorum a été manqué"), "{text}");
}

#[test]
fn the_count_of_the_first_round_decides_on_the_second() {
    // Half of a hundred electors is the quorum of each vote.
    for (voters, expected) in [("60", None), ("40", Some("due"))] {
        let env = Env::with_vault();
        let college = "1:holders=1,substitutes=1,registered=100";
        env.run(["election", "new", "--date", "2026-11-17", "--college", college]).ok();
        for (vote, name) in
            [("holders", "Camille Exemple;F;1980-01-31"), ("substitutes", "Lou Essai;H;1981-01-31")]
        {
            let list = ["election", "lists", "add", "--vote", vote, "--union", "CGT", "--candidate", name];
            env.run(list).ok();
        }
        let second = |on: &str| {
            let line = lines(&env, on).into_iter().find(|l| l["rule"] == "second-round");
            line.map(|l| l["nature"].as_str().unwrap().to_owned())
        };
        assert_eq!(second("2026-12-20").as_deref(), Some("undetermined"), "not counted");
        for vote in ["holders", "substitutes"] {
            for entry in ["1", "2"] {
                let figures = format!("CGT={voters}");
                let count = ["election", "count", "--vote", vote, "--entry", entry, "--voters", voters];
                let rest = ["--blank", "0", "--null", "0", "--signatures", voters, "--list", &figures];
                env.run(count.iter().chain(&rest)).ok();
            }
        }
        assert_eq!(second("2026-12-20").as_deref(), expected, "{voters}");
    }
}

#[test]
fn a_rule_outside_its_headcount_gives_no_line_and_says_so() {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10=720"]).ok();
    let told = env.run(["agenda", "record", "election-announced", "--day", "2026-12-01"]).ok();
    assert!(told.err.contains("Does not apply here"), "{}", told.err);
    assert_eq!(count(&env, "2026-12-02", "small-company-candidacy"), 0);
    record(&env, "consultation-opened", "2026-11-10", &["--expert", "one"]);
    assert_eq!(count(&env, "2026-11-21", "consultation-establishment"), 0);
    let small = Env::with_vault();
    small.run(["company", "headcount", "2026-10=15"]).ok();
    record(&small, "pse-first-meeting", "2026-11-10", &["--dismissals", "12"]);
    let found: Vec<_> = rules(&small, "2026-11-12").into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(found, ["pse-notice", "pse-second-meeting-small"]);
    // Where the headcount is not known the line stays, with its condition, and is not late.
    let unknown = Env::with_vault();
    record(&unknown, "election-announced", "2026-10-01", &[]);
    let line = lines(&unknown, "2026-11-21").into_iter().find(|l| l["rule"] == "small-company-candidacy");
    let line = line.unwrap();
    assert_eq!((&line["overdue"], &line["nature"]), (&false.into(), &"undetermined".into()));
    assert_eq!(line["conditions"], serde_json::json!([{ "code": "headcount", "from": 11, "to": 20 }]));
    let text = unknown.run(["agenda", "list", "--lang", "fr"]).ok().out;
    assert!(
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains("(si de 11 à 20 salarié·e·s)"),
        "{text}"
    );
}

#[test]
fn an_expert_has_the_periods_of_what_the_expert_looks_at() {
    let found = |set: &[(&str, &str, &[&str])]| {
        let env = Env::with_vault();
        env.run(["company", "headcount", "2026-10=720"]).ok();
        for (kind, day, more) in set {
            record(&env, kind, day, more);
        }
        let all = rules(&env, "2026-11-12");
        all.into_iter().filter(|(rule, _)| rule.contains("expert-request")).collect::<Vec<_>>()
    };
    let named = ("expert-named", "2026-11-10", &[][..]);
    let of = |rule: &str, day: &str| (rule.to_owned(), day.to_owned());
    let (pse, other) = (of("pse-expert-request", "2026-11-20"), of("expert-request", "2026-11-13"));
    assert_eq!(found(&[named]), [other.clone(), pse.clone()], "undetermined: both, each with its condition");
    assert_eq!(
        found(&[("expert-named", "2026-11-10", &["--expert", "other"])]),
        std::slice::from_ref(&other)
    );
    assert_eq!(found(&[("pse-first-meeting", "2026-11-09", &["--dismissals", "40"]), named]), [pse]);
    assert_eq!(found(&[("consultation-opened", "2026-11-09", &["--expert", "one"]), named]), [other]);
    Env::with_vault()
        .run(["agenda", "record", "expert-named", "--day", "2026-11-10", "--expert", "one"])
        .fails(1, "does not take --expert");
}

/// Article L2315-86: the time of a consultation does not run while a court is asked about the expertise, but for its final cost.
#[test]
fn a_consultation_stands_still_while_the_court_is_asked() {
    let section = |set: &[(&str, &str)]| {
        let env = Env::with_vault();
        env.run(["company", "headcount", "2026-10=720"]).ok();
        record(&env, "consultation-opened", "2026-10-10", &["--expert", "one"]);
        for (kind, day) in set {
            record(&env, kind, day, &[]);
        }
        env
    };
    let opinion = |env: &Env, on: &str| {
        let line = lines(env, on).into_iter().find(|l| l["rule"] == "consultation-opinion").unwrap();
        let text = |key: &str| line[key].as_str().unwrap().to_owned();
        (text("on"), text("nature"))
    };
    let told = |day: &str, nature: &str| (day.to_owned(), nature.to_owned());
    assert_eq!(opinion(&section(&[]), "2026-10-25"), told("2026-12-10", "due"));
    let voted = [("expertise-voted", "2026-10-10"), ("expertise-contested", "2026-10-20")];
    let stands = section(&voted);
    assert_eq!(opinion(&stands, "2026-10-25"), told("2026-12-10", "undetermined"));
    let why = stands.run(["agenda", "list", "--why", "--on", "2026-10-25"]).ok().out;
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(why.contains("the time does not run until its judgment is notified"), "{why}");
    // Thirteen days in court are added, and what is counted back from the opinion moves with it.
    let judged = section(&[&voted[..], &[("expertise-judged", "2026-11-02")]].concat());
    record(&judged, "expert-named", "2026-10-10", &["--expert", "other"]);
    assert_eq!(opinion(&judged, "2026-11-03"), told("2026-12-23", "due"));
    let report = lines(&judged, "2026-11-03").into_iter().find(|l| l["rule"] == "expert-report-consultation");
    assert_eq!(report.unwrap()["on"], "2026-12-08");
    // The final cost stops nothing, nor does a court that is asked once the time is over.
    let bill = [
        ("expertise-voted", "2026-10-10"),
        ("bill-received", "2026-10-18"),
        ("expertise-contested", "2026-10-20"),
    ];
    assert_eq!(opinion(&section(&bill), "2026-10-25"), told("2026-12-10", "due"));
    // Of two consultations it cannot be told which one stands.
    let two = section(&[&[("consultation-opened", "2026-10-12")], &voted[..]].concat());
    let all: Vec<_> =
        lines(&two, "2026-10-25").into_iter().filter(|l| l["rule"] == "consultation-opinion").collect();
    assert!(all.iter().all(|line| line["nature"] == "due") && !all.is_empty(), "{all:?}");
}

#[test]
fn nothing_is_due_is_not_said_of_what_is_not_known() {
    let never = |run: &crate::support::Run| {
        assert!(!run.err.contains("Nothing is due") && !run.out.contains("Nothing is due"), "{}", run.err);
    };
    let fresh = Env::with_vault();
    let run = fresh.run(["agenda", "list"]).ok();
    never(&run);
    assert!(run.err.contains("Nothing is known yet") && run.err.contains("company headcount"), "{}", run.err);
    assert_eq!(listed(&fresh, "2026-11-21")["known"], "nothing");
    // Eleven for twelve months, and no committee is known.
    let env = Env::with_vault();
    let months: Vec<_> = (0..13)
        .map(|n| format!("{}-{:02}={}", 2025 + (n + 5) / 12, (n + 5) % 12 + 1, if n == 0 { 10 } else { 11 }))
        .collect();
    let args = ["company".to_owned(), "headcount".to_owned()];
    env.run(args.into_iter().chain(months)).ok();
    let line = lines(&env, "2026-11-21").into_iter().find(|l| l["rule"] == "cse.absent").unwrap();
    let articles: Vec<_> = line["because"].as_array().unwrap().iter().map(|s| s["article"].clone()).collect();
    for article in ["L2311-2", "L2314-4", "L2314-8"] {
        assert!(articles.contains(&article.into()), "{articles:?}");
    }
    let status = env.run(["status", "--json"]).ok().json()["value"].clone();
    assert_eq!(status["next"][0]["rule"], "cse.absent");
    assert_eq!(status["thresholds"][0]["since_at_latest"], false);
    env.run(["company", "headcount", "--remove", "2025-06"]).ok();
    let status = env.run(["status", "--lang", "fr"]).ok().out;
    assert!(status.contains("franchi au plus tard le 30/06/2026"), "{status}");
    // All is known, and nothing is owed.
    let whole = Env::with_vault();
    whole.run(["company", "set", "--representative-section", "no", "--mandates-end", "2028-05-20"]).ok();
    whole.run(["company", "headcount", "2026-10=8"]).ok();
    assert_eq!(listed(&whole, "2026-11-21")["known"], "whole");
    let chosen = whole.run(["agenda", "list", "--kind", "training"]).ok();
    never(&chosen);
}

#[test]
fn a_subject_never_bargained_on_has_a_value_and_a_line() {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10=120"]).ok();
    for word in ["never", "jamais"] {
        env.run(["company", "set", "--representative-section", "yes", "--last-pay", word]).ok();
    }
    let pay: Vec<_> = lines(&env, "2026-11-21").into_iter().filter(|l| l["subject"] == "pay").collect();
    assert_eq!((pay.len(), &pay[0]["overdue"]), (1, &false.into()));
    assert!(!env.run(["agenda", "list"]).ok().err.contains("--last-pay"));
    let shown = env.run(["company", "show", "--lang", "fr"]).ok().out;
    assert!(shown.contains("jamais"), "{shown}");
    assert_eq!(env.run(["company", "show", "--json"]).ok().json()["value"]["never_rounds"][0], "pay");
    env.run(["company", "set", "--last-pay", "15/12/2025"]).ok();
    assert!(rules(&env, "2026-11-21").contains(&("bargaining.pay".to_owned(), "2026-12-15".to_owned())));
    env.run(["company", "set", "--last-pay", "soon"]).fails(2, "--last-pay");
}

#[test]
fn one_identifier_names_a_line_from_saving_to_removal() {
    let env = Env::with_vault();
    let saved = env.run(["agenda", "add", "Réunion de section", "--day", "2026-12-03"]).ok().err;
    let id = saved.split("Saved as ").nth(1).unwrap()[..8].to_owned();
    let list = || env.run(["agenda", "list"]).ok().out;
    assert!(list().contains(&format!("[{id}]")), "{}", list());
    assert!(env.run(["agenda", "facts"]).ok().out.contains(&id));
    env.run(["agenda", "show", &id]).ok();
    env.run(["agenda", "note", &id, "salle 2"]).ok();
    env.run(["agenda", "snooze", &id, "--until", "2026-12-01"]).ok();
    env.run(["agenda", "done", &id]).ok();
    env.run(["agenda", "done", &id, "--undo"]).ok();
    let gone = env.run(["agenda", "remove", &id]).ok();
    assert!(gone.err.contains("Removed") && !gone.err.contains("Saved as"), "{}", gone.err);
    env.run(["agenda", "show", &id]).fails(1, "nothing in the agenda");
    // A fact with several lines: its own digits, and a number after them.
    let id = record(&env, "electoral-list", "2026-11-19", &[]);
    assert!(list().contains(&format!("[{id}]")), "{}", list());
    let held = record(&env, "carence", "2026-11-19", &[]);
    assert!(list().contains(&format!("[{held}-1]")) && list().contains(&format!("[{held}-2]")), "{}", list());
    env.run(["agenda", "done", &format!("{held}-2")]).ok();
    assert!(!list().contains(&format!("[{held}-2]")));
    env.run(["agenda", "done", &held]).fails(1, "names in the agenda begin so");
    env.run(["agenda", "remove", &format!("{held}-1")]).ok();
    assert!(!list().contains(&held));
}
