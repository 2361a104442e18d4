//! Facts recorded, changed and taken back; lines marked; what moves told before it is saved.

use serde_json::Value;

use super::company;
use crate::support::Env;

fn lines(env: &Env, args: &[&str]) -> Vec<Value> {
    let all: Vec<_> = ["agenda", "list", "--json"].iter().chain(args).copied().collect();
    env.run(&all).ok().json()["value"]["lines"].as_array().unwrap().clone()
}

fn record(env: &Env, args: &[&str]) -> Value {
    let all: Vec<_> = ["agenda", "record"].iter().chain(args).chain(&["--json"]).copied().collect();
    env.run(&all).ok().json()["value"].clone()
}

#[test]
fn one_letter_gives_all_its_dates() {
    let env = Env::with_vault();
    let made = record(&env, &["first-round-held", "--day", "2026-11-19"]);
    assert_eq!((made["saved"].as_bool(), made["moved"].as_array().unwrap().len()), (Some(true), 7));
    let all = lines(&env, &[]);
    // What follows the vote, and the end of the mandates that it began.
    assert_eq!(all.len(), 7);
    let contest = all.iter().find(|l| l["rule"] == "contest-election").unwrap();
    assert_eq!((&contest["on"], &contest["who"]), (&"2026-12-04".into(), &"section".into()));
    assert_eq!(contest["because"][0]["article"], "R2314-24");
    assert_eq!(lines(&env, &["--mine"]).len(), 2);
    assert_eq!(lines(&env, &["--kind", "training"]).len(), 0);
}

#[test]
fn a_change_tells_what_moves_and_saves_only_then() {
    let env = Env::with_vault();
    let made = record(&env, &["designation", "--day", "2026-11-20", "--about", "RSS"]);
    let id = &made["id"].as_str().unwrap()[..8];
    let run = env.run(["agenda", "change", id, "--day", "2026-11-23", "--dry-run"]).ok();
    assert!(run.out.contains("2026-12-07 → 2026-12-08"), "{}", run.out);
    assert!(run.err.contains("Nothing was saved"));
    assert_eq!(lines(&env, &[])[0]["on"], "2026-12-07");
    env.run(["agenda", "change", id, "--day", "2026-11-23"]).ok();
    assert_eq!(
        (&lines(&env, &[])[0]["on"], &lines(&env, &[])[0]["about"]),
        (&"2026-12-08".into(), &"RSS".into())
    );
    let run = env.run(["agenda", "facts", "--lang", "fr"]).ok();
    assert!(
        run.out.starts_with(id) && run.out.contains("23/11/2026") && run.out.contains("– RSS"),
        "{}",
        run.out
    );
    let run = env.run(["agenda", "remove", id]).ok();
    assert!(run.out.contains("2026-12-08 → –"), "{}", run.out);
    assert!(lines(&env, &[]).is_empty());
    env.run(["agenda", "remove", id]).fails(1, "nothing in the agenda has this name");
}

#[test]
fn a_fact_of_the_company_tells_what_it_moves() {
    let env = company();
    let run = env.run(["company", "set", "--mandates-end", "2027-06-30", "--dry-run"]).ok();
    assert!(run.err.contains("2027-03-31 → 2027-06-30"), "{}", run.err);
    assert!(lines(&env, &[]).iter().any(|l| l["rule"] == "mandate.end" && l["on"] == "2027-03-31"));
    let run = env.run(["company", "set", "--mandates-end", "2027-06-30"]).ok();
    assert!(run.err.contains("What moves in the agenda:"), "{}", run.err);
    assert!(lines(&env, &[]).iter().any(|l| l["rule"] == "mandate.end" && l["on"] == "2027-06-30"));
    let run = env.run(["company", "set", "--name", "Exemple SA"]).ok();
    assert!(!run.err.contains("What moves"), "{}", run.err);
}

#[test]
fn lines_are_done_put_off_and_noted() {
    let env = Env::with_vault();
    env.run(["agenda", "add", "Réunion de section", "--day", "2026-12-03"]).ok();
    let id = lines(&env, &[])[0]["id"].as_str().unwrap()[..8].to_owned();
    env.run(["agenda", "note", &id, "salle 2"]).ok();
    let shown = env.run(["agenda", "show", &id]).ok();
    assert!(shown.out.contains("Réunion de section") && shown.out.contains("salle 2"), "{}", shown.out);
    env.run(["agenda", "snooze", &id, "--until", "2026-12-01"]).ok();
    assert!(lines(&env, &[]).is_empty());
    assert_eq!(lines(&env, &["--all"]).len(), 1);
    env.run(["agenda", "snooze", &id, "--undo"]).ok();
    assert_eq!(lines(&env, &[]).len(), 1);
    env.run(["agenda", "done", &id]).ok();
    assert!(lines(&env, &[]).is_empty());
    let all = env.run(["agenda", "list", "--all"]).ok();
    assert!(all.out.contains("done") && all.out.contains("note: salle 2"), "{}", all.out);
    env.run(["agenda", "done", &id, "--undo"]).ok();
    env.run(["agenda", "note", &id, "--clear"]).ok();
    assert_eq!(lines(&env, &[])[0]["note"], Value::Null);
}

#[test]
fn what_is_not_taken_is_said_and_changes_nothing() {
    let env = Env::with_vault();
    let day = ["--day", "2026-11-20"];
    env.run(["agenda", "record", "designations"].iter().chain(&day))
        .fails(1, "no kind of fact `designations`");
    env.run(["agenda", "record", "designation", "--dismissals", "3"].iter().chain(&day))
        .fails(1, "does not take --dismissals");
    env.run(["agenda", "record", "designation", "--about", "a\nb"].iter().chain(&day))
        .fails(1, "on one line");
    env.run(["agenda", "record", "designation"]).fails(2, "--day");
    env.run(["agenda", "add", " ", "--day", "2026-12-03"]).fails(1, "1 to 500");
    env.run(["agenda", "show", "12345678"]).fails(1, "nothing in the agenda");
    env.run(["agenda", "done", "1"]).fails(1, "at least four digits");
    assert!(env.run(["agenda", "facts"]).ok().out.is_empty());
}

#[test]
fn what_a_rule_needs_is_asked_for_with_its_command() {
    let env = Env::with_vault();
    let made = record(&env, &["pse-first-meeting", "--day", "2026-11-30"]);
    let id = &made["id"].as_str().unwrap()[..8];
    let run = env.run(["agenda", "list"]).ok();
    assert!(run.err.contains(&format!("agenda change {id} --dismissals")), "{}", run.err);
    env.run(["agenda", "change", id, "--dismissals", "250"]).ok();
    assert!(lines(&env, &[]).iter().any(|l| l["rule"] == "pse-opinion" && l["on"] == "2027-03-30"));
}

#[test]
fn the_kinds_of_facts_are_listed() {
    let env = Env::new();
    let list = env.run(["agenda", "record", "--list", "--json"]).ok().json();
    assert!(list["value"]["kinds"].as_array().unwrap().len() >= 50);
    let some = env.run(["agenda", "record", "pse", "--list"]).ok();
    let words = some.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("pse-opinion → pse-expert-report") && !words.contains("carence"), "{words}");
    assert!(some.out.lines().all(|l| l.chars().count() <= 80));
}

#[test]
fn status_shows_the_next_five() {
    let env = company();
    env.run(["agenda", "record", "electoral-list", "--day", "2026-11-19"]).ok();
    let next = env.run(["status", "--json"]).ok().json()["value"]["next"].as_array().unwrap().clone();
    assert_eq!(next.len(), 5);
    assert!(next.iter().any(|l| l["rule"] == "contest-electorate"));
}

#[test]
fn a_computed_line_is_not_taken_back_and_it_is_said_what_to_change() {
    let env = company();
    let made = record(&env, &["designation", "--day", "2026-11-20"]);
    let fact = &made["id"].as_str().unwrap()[..8];
    let id = |rule: &str| {
        let found = lines(&env, &[]).into_iter().find(|l| l["rule"] == rule).unwrap();
        found["id"].as_str().unwrap()[..8].to_owned()
    };
    // What follows from a recorded fact goes by its name, and is taken back with it.
    assert_eq!(id("contest-designation"), fact);
    let gone = env.run(["agenda", "remove", &id("contest-designation")]).ok();
    assert!(gone.err.contains("Removed"), "{}", gone.err);
    let refused = env
        .run(["agenda", "remove", &id("mandate.end"), "--lang", "fr"])
        .fails(1, "cette ligne est calculée");
    assert!(refused.err.contains("company set"), "{}", refused.err);
}

#[test]
fn what_a_fact_lacks_and_a_double_are_told() {
    let env = Env::with_vault();
    let run = env.run(["agenda", "record", "pse-first-meeting", "--day", "2026-11-30"]).ok();
    assert!(run.err.contains("--dismissals"), "{}", run.err);
    let run =
        env.run(["agenda", "record", "pse-first-meeting", "--day", "2026-11-30", "--dismissals", "40"]).ok();
    assert!(run.err.contains("recorded already as") && !run.err.contains("For “"), "{}", run.err);
    let run =
        env.run(["agenda", "record", "pse-first-meeting", "--day", "2026-12-01", "--dismissals", "40"]).ok();
    assert!(!run.err.contains("recorded already"), "{}", run.err);
    let run = env.run(["agenda", "record", "method-agreement", "--day", "2026-05-01"]).ok();
    assert!(run.err.contains("Without --terms"), "{}", run.err);
    env.run(["agenda", "record", "consultation-opened", "--day", "2026-11-20"]).ok();
    let told = |env: &Env| lines(env, &[]).into_iter().find(|l| l["rule"] == "consultation-opinion").unwrap();
    let caveats = told(&env)["caveats"].as_array().unwrap().clone();
    assert!(caveats.iter().any(|c| c["code"] == "no-expert-assumed"), "{caveats:?}");
}

#[test]
fn a_span_that_ends_before_it_begins_is_refused() {
    let env = Env::with_vault();
    let span = ["--from", "2027-01-01", "--to", "2026-12-31"];
    env.run(["agenda", "list"].iter().chain(&span)).fails(2, "--to is before --from");
    env.run(["agenda", "ics"].iter().chain(&span)).fails(2, "--to is before --from");
    env.run(["agenda", "list", "--from", "2027-01-01", "--to", "2027-01-01"]).ok();
}
