//! Groups: who does what by when, in the agenda of who does it; what is late, what was dropped and why, what came of it.

use crate::support::{Env, Run};

const TODAY: &str = "2026-11-30";

fn run(env: &Env, args: &[&str]) -> Run {
    env.run(args.iter().chain(&["--on", TODAY]))
}

fn json(env: &Env, args: &[&str]) -> serde_json::Value {
    run(env, &[args, &["--json"]].concat()).ok().json()["value"].clone()
}

fn section() -> Env {
    let env = Env::with_vault();
    run(&env, &["member", "add", "prénom=Camille", "nom=Exemple", "joined=2026-01-01", "service=Caisse"])
        .ok();
    run(&env, &["talk", "person", "Lou Essai", "--service", "Caisse"]).ok();
    let new = ["group", "new", "Salaires 2027", "--aim", "+ 120 € par mois", "--theme", "salaires"];
    run(&env, &[&new[..], &["--who", "camille", "--who", "lou"]].concat()).ok();
    env
}

fn agenda(env: &Env, rest: &[&str]) -> Vec<serde_json::Value> {
    let all = [&["agenda", "list", "--kind", "own"][..], rest].concat();
    json(env, &all)["lines"].as_array().unwrap().clone()
}

#[test]
fn a_task_is_in_the_agenda_of_who_does_it_until_it_is_done_or_dropped() {
    let env = section();
    run(&env, &["group", "task", "salaires", "coller", "--who", "personne", "--due", "2026-12-04"])
        .fails(1, "nobody is called");
    run(&env, &["group", "task", "salaires", "coller les affiches", "--who", "lou", "--due", "2026-11-20"])
        .ok();
    let page = json(&env, &["group", "task", "salaires", "réserver la salle", "--due", "2026-12-04"]);
    assert_eq!((&page["group"]["open"], &page["group"]["late"]), (&2.into(), &1.into()));
    assert_eq!((&page["tasks"][0]["state"], &page["tasks"][0]["who"]), (&"late".into(), &"Lou Essai".into()));
    let lines = agenda(&env, &["--by", "lou"]);
    assert_eq!((lines.len(), &lines[0]["overdue"]), (1, &true.into()));
    // Who does it is said once.
    let text = run(&env, &["agenda", "list", "--kind", "own"]).ok().out;
    assert!(text.contains("coller les affiches (Lou Essai)"), "{text}");
    // Done here is done there, and the other way round.
    run(&env, &["group", "done", "salaires", "affiches"]).ok();
    assert!(agenda(&env, &["--by", "lou"]).is_empty());
    run(&env, &["group", "done", "salaires", "affiches"]).fails(1, "does not wait any more");
    let hall = page["tasks"][1]["id"].as_str().unwrap().to_owned();
    run(&env, &["group", "drop", "salaires", &hall, "la salle est fermée"]).ok();
    assert!(agenda(&env, &[]).is_empty());
    let page = json(&env, &["group", "show", "salaires"]);
    let states: Vec<&str> =
        page["tasks"].as_array().unwrap().iter().map(|t| t["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["done", "dropped"]);
    assert_eq!(page["tasks"][1]["reason"], "la salle est fermée");
    run(&env, &["group", "task", "salaires", "écrire", "--who", "camille", "--due", "2026-12-05"]).ok();
    let line = agenda(&env, &["--by", "camille"])[0]["handle"].as_str().unwrap().to_owned();
    run(&env, &["agenda", "done", &line]).ok();
    assert_eq!(json(&env, &["group", "show", "salaires"])["group"]["done"], 2);
}

#[test]
fn a_calendar_file_that_others_see_says_nothing_of_a_task() {
    let env = section();
    run(&env, &["group", "task", "salaires", "occuper la cantine", "--who", "lou", "--due", "2026-12-04"])
        .ok();
    run(&env, &["agenda", "ics", "--out", "a.ics", "--titles", "neutral"]).ok();
    let file = std::fs::read_to_string(env.path("a.ics")).unwrap();
    assert!(file.contains("20261204"), "{file}");
    for word in ["cantine", "Lou", "Essai"] {
        assert!(!file.contains(word), "{word}: {file}");
    }
}

#[test]
fn it_ends_once_nothing_waits_or_the_rest_is_dropped_with_a_reason() {
    let env = section();
    run(&env, &["group", "new", "salaires 2027", "--aim", "a"]).fails(1, "already");
    run(&env, &["group", "task", "salaires", "coller", "--who", "lou", "--due", "2026-12-04"]).ok();
    let close = ["group", "close", "salaires", "+ 90 € au 1er mars", "--ending", "gagné en partie"];
    run(&env, &close).fails(1, "--drop-rest");
    run(&env, &[&close[..], &["--drop-rest", "plus besoin"]].concat()).ok();
    assert!(agenda(&env, &[]).is_empty());
    run(&env, &["group", "task", "salaires", "coller", "--due", "2026-12-04"]).fails(1, "closed since");
    assert_eq!(json(&env, &["group", "list"])["groups"].as_array().unwrap().len(), 0);
    let all = json(&env, &["group", "list", "--all"]);
    assert_eq!((&all["groups"][0]["ending"], &all["groups"][0]["members"]), (&"partly".into(), &2.into()));
    run(&env, &["group", "show", "rien"]).fails(1, "no group");
}

#[test]
fn who_is_forgotten_is_in_no_group_and_no_act() {
    let env = section();
    run(&env, &["group", "task", "salaires", "coller", "--who", "lou", "--due", "2026-12-04"]).ok();
    run(&env, &["action", "note", "lou", "signed"]).ok();
    run(&env, &["talk", "forget", "lou", "--yes"]).ok();
    let page = json(&env, &["group", "show", "salaires"]);
    assert_eq!(
        (page["members"].as_array().unwrap().len(), &page["tasks"][0]["who"]),
        (1, &serde_json::Value::Null)
    );
    assert!(agenda(&env, &[]).is_empty());
    assert!(json(&env, &["action", "list"])["acts"].as_array().unwrap().is_empty());
}
