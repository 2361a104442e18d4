//! What to do this week: late, this week, this month, later; one line a duty; dates as people write them; orders that cannot be.

use serde_json::Value;

use super::company;
use crate::support::Env;

fn now(env: &Env, on: &str) -> Value {
    env.run(["agenda", "--json", "--on", on]).ok().json()["value"].clone()
}

fn rules(part: &Value) -> Vec<&str> {
    part.as_array().unwrap().iter().map(|l| l["rule"].as_str().unwrap()).collect()
}

#[test]
fn each_line_stands_in_one_part_by_its_day() {
    let env = company();
    let found = now(&env, "2026-11-21");
    assert!(rules(&found["late"]).contains(&"bargaining.pay"), "{found}");
    assert_eq!(found["late"][0]["demand_from"], "2026-11-16");
    let parts = ["late", "week", "month", "later", "under_way", "check"];
    let all: Vec<_> = parts.iter().flat_map(|part| found[part].as_array().unwrap()).collect();
    for line in &all {
        let part = line["section"].as_str().unwrap().replace('-', "_");
        assert!(found[&part].as_array().unwrap().contains(line), "{line}");
        assert!(line["family"].is_null() && !line["rule"].as_str().unwrap().contains("request-"), "{line}");
    }
    let text = env.run(["echeances", "--lang", "fr", "--on", "2026-11-21"]).ok().out;
    for words in ["En retard\n", "exigez-la par écrit", "Plus tard\u{a0}: ", "la première le 29/01/2027"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
    assert_eq!(text.matches("Négociation obligatoire\u{a0}: rémunération").count(), 1, "{text}");
    let status = env.run(["status", "--lang", "fr", "--on", "2026-11-21"]).ok().out;
    assert!(status.contains("En retard\n") && status.contains("Plus tard\u{a0}: "), "{status}");
}

#[test]
fn next_is_one_thing_and_the_worst_of_what_is_late() {
    let env = company();
    let card = env.run(["agenda", "next", "--json", "--on", "2026-11-21"]).ok().json();
    assert_eq!(
        (&card["schema"], &card["value"]["rule"]),
        (&"contrepoids.agenda.show/1".into(), &"bargaining.pay".into())
    );
    let empty = Env::with_vault().run(["agenda", "next"]).ok();
    assert!(empty.err.contains("Nothing is known yet"), "{}", empty.err);
}

#[test]
fn the_hours_of_all_mandates_are_one_line_and_nil_ledgers_none() {
    let env = company();
    for who in ["Camille", "Lou", "Sam"] {
        env.run([
            "agenda",
            "hours",
            "new",
            "ds",
            "--about",
            who,
            "--from",
            "2026-11-01",
            "--on",
            "2026-11-21",
        ])
        .ok();
    }
    let found = now(&env, "2026-11-21");
    let hours: Vec<_> =
        found["month"].as_array().unwrap().iter().filter(|l| l["rule"] == "hours.left").collect();
    assert_eq!(hours.len(), 1, "{found}");
    assert_eq!(hours[0]["hours_at_risk"]["decimal"], "72");
    let text = env.run(["agenda", "--lang", "fr", "--on", "2026-11-21"]).ok().out;
    assert!(text.contains("(3 mandats)\u{a0}: il reste 72\u{a0}h"), "{text}");
    let list = env.run(["agenda", "hours", "list", "--json"]).ok().json();
    for ledger in list["value"]["ledgers"].as_array().unwrap() {
        let id = &ledger["id"].as_str().unwrap()[..8];
        env.run(["agenda", "hours", "take", id, "24", "--day", "2026-11-20", "--on", "2026-11-21"]).ok();
    }
    let found = env.run(["agenda", "list", "--json", "--on", "2026-11-21"]).ok().json();
    assert!(!rules(&found["value"]["lines"]).contains(&"hours.left"), "{found}");
}

#[test]
fn an_order_that_cannot_be_is_refused_and_both_facts_are_named() {
    let env = Env::with_vault();
    let on = ["--on", "2026-07-01"];
    let record = |args: &[&str]| env.run(["agenda", "record"].iter().chain(args).chain(&on));
    record(&["election-announced", "--day", "2026-06-25"]).ok();
    let refused = record(&["first-round-held", "--day", "2026-03-02", "--lang", "fr"]);
    assert_ne!(refused.code, 0);
    for words in [
        "Premier tour tenu",
        "02/03/2026",
        "annoncées au personnel",
        "25/06/2026",
        "agenda change",
        "--about",
    ] {
        assert!(refused.err.contains(words), "{words}: {}", refused.err);
    }
    // The words beside it say that it is another one; an announcement before it explains it too.
    record(&["first-round-held", "--day", "2026-03-02", "--about", "partielle"]).ok();
    let env = Env::with_vault();
    let record = |args: &[&str]| env.run(["agenda", "record"].iter().chain(args).chain(&on));
    record(&["election-announced", "--day", "2026-01-15"]).ok();
    record(&["first-round-held", "--day", "2026-03-02"]).ok();
    record(&["election-announced", "--day", "2026-06-25"]).ok();
    // What lies further off is another cycle.
    let env = Env::with_vault();
    env.run(["agenda", "record", "first-round-held", "--day", "2024-03-02", "--on", "2026-07-01"]).ok();
    env.run(["agenda", "record", "election-announced", "--day", "2026-06-25", "--on", "2026-07-01"]).ok();
}

#[test]
fn a_breach_stays_recordable_and_is_said() {
    let env = Env::with_vault();
    env.run(["agenda", "record", "protocol-meeting", "--day", "2026-06-02", "--on", "2026-07-01"]).ok();
    let run = env
        .run([
            "agenda",
            "record",
            "invitation-received",
            "--day",
            "2026-06-09",
            "--on",
            "2026-07-01",
            "--lang",
            "fr",
        ])
        .ok();
    assert!(run.err.contains("l’inverse de ce que la loi prévoit"), "{}", run.err);
}

#[test]
fn what_is_recorded_too_late_is_told_at_once() {
    let env = Env::with_vault();
    let run = env
        .run([
            "agenda",
            "record",
            "training-course",
            "--day",
            "2026-04-20",
            "--days",
            "2",
            "--on",
            "2026-04-02",
            "--lang",
            "fr",
        ])
        .ok();
    assert!(run.err.contains("Trop tard\u{a0}: "), "{}", run.err);
    let early = env
        .run([
            "agenda",
            "record",
            "training-course",
            "--day",
            "2026-06-22",
            "--days",
            "2",
            "--on",
            "2026-04-02",
            "--lang",
            "fr",
        ])
        .ok();
    assert!(!early.err.contains("Trop tard"), "{}", early.err);
    env.run(["agenda", "record", "minority-agreement", "--day", "2026-03-02", "--on", "2026-05-02"]).ok();
    let asked = env
        .run([
            "agenda",
            "record",
            "referendum-asked",
            "--day",
            "2026-04-20",
            "--on",
            "2026-05-02",
            "--lang",
            "fr",
        ])
        .ok();
    assert!(asked.err.contains("Après le délai\u{a0}: "), "{}", asked.err);
}

#[test]
fn days_hours_and_months_are_read_as_people_write_them_and_the_reading_is_shown() {
    let env = Env::with_vault();
    let on = ["--on", "2026-11-30", "--lang", "fr"];
    let run = |args: &[&str]| env.run(args.iter().chain(&on)).ok();
    let added =
        run(&["agenda", "add", "Réunion de section", "--day", "3/12", "--at", "18h30", "--place", "local"]);
    assert!(added.err.contains("«\u{a0}3/12\u{a0}» est lu comme jeu. 03/12/2026."), "{}", added.err);
    let shown = run(&["agenda"]).out;
    assert!(
        shown.contains("jeu. 03/12/2026") && shown.contains("Réunion de section, 18\u{a0}h\u{a0}30, local"),
        "{shown}"
    );
    run(&["agenda", "record", "designation", "--day", "jeudi 26 novembre"]);
    run(&["company", "headcount", "09/2026=720", "octobre 2026=721"]);
    run(&["agenda", "month", "12/2026"]);
    let made = run(&["agenda", "hours", "new", "ds", "--about", "Lou", "--from", "1/11", "--json"]).json();
    let id = made["value"]["id"].as_str().unwrap()[..8].to_owned();
    run(&["agenda", "hours", "take", &id, "3h30", "--day", "hier"]);
    let ledger = run(&["agenda", "hours", "show", &id, "--json"]).json();
    assert_eq!(ledger["value"]["entries"][0]["hours"], "3.5");
    assert_eq!(ledger["value"]["entries"][0]["day"], "2026-11-29");
    let bad = env.run(["agenda", "add", "x", "--day", "mardi 3 décembre 2026", "--lang", "fr"]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("jeudi 3 décembre"), "{}", bad.err);
    let not_own =
        env.run(["agenda", "change", &id, "--place", "local", "--on", "2026-11-30", "--lang", "fr"]);
    assert!(not_own.err.contains("--at et --place"), "{}", not_own.err);
}
