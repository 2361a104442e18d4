//! Meetings, demonstrations, strikes: who is invited, answers and came; coming is an act; a notice is filled from what was noted.

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
    for (given, mail) in [("Camille", "camille@example.net"), ("Noa", "noa@example.net")] {
        let (given, mail) = (format!("prénom={given}"), format!("emails={mail}"));
        run(&env, &["member", "add", &given, "nom=Exemple", &mail, "joined=2026-01-01"]).ok();
    }
    run(&env, &["talk", "person", "Lou Essai", "--service", "Caisse"]).ok();
    run(&env, &["group", "new", "Salaires", "--aim", "plus", "--who", "camille", "--who", "lou"]).ok();
    env
}

fn called(env: &Env, name: &str, day: &str, rest: &[&str]) {
    run(env, &[&["meeting", "new", name, "--day", day][..], rest].concat()).ok();
}

fn agenda(env: &Env) -> Vec<serde_json::Value> {
    json(env, &["agenda", "list", "--kind", "own"])["lines"].as_array().unwrap().clone()
}

#[test]
fn a_meeting_is_a_line_of_the_agenda_that_moves_with_it() {
    let env = section();
    called(&env, "Point salaires", "2026-12-03", &["--at", "18h30", "--place", "salle 3", "--item", "tour"]);
    let line = agenda(&env).remove(0);
    assert_eq!(
        (&line["on"], &line["at"], &line["place"]),
        (&"2026-12-03".into(), &"18:30".into(), &"salle 3".into())
    );
    run(&env, &["meeting", "new", "point salaires", "--day", "2026-12-03"]).fails(1, "already");
    run(&env, &["meeting", "edit", "salaires", "--day", "2026-12-04", "--item", "le café"]).ok();
    let lines = agenda(&env);
    assert_eq!((lines.len(), &lines[0]["on"]), (1, &"2026-12-04".into()));
    assert_eq!(json(&env, &["meeting", "show", "2026-12-04"])["items"].as_array().unwrap().len(), 2);
    run(&env, &["meeting", "came", "salaires", "camille"]).fails(1, "takes place on");
    run(&env, &["meeting", "remove", "salaires"]).ok();
    assert!(agenda(&env).is_empty());
    run(&env, &["meeting", "show", "salaires"]).fails(1, "no meeting");
}

#[test]
fn whoever_struck_has_an_act_by_it_that_goes_when_it_was_not_so() {
    let env = section();
    called(&env, "Grève", "2026-11-27", &["--kind", "grève"]);
    run(&env, &["meeting", "answer", "grève", "lou", "peut-être"]).ok();
    let page = json(&env, &["meeting", "came", "grève", "lou", "camille"]);
    assert_eq!((&page["meeting"]["came"], &page["meeting"]["perhaps"]), (&2.into(), &1.into()));
    let struck = || json(&env, &["action", "list", "--kind", "struck"])["acts"].as_array().unwrap().len();
    assert_eq!(struck(), 2);
    assert_eq!(json(&env, &["action", "show", "lou"])["level"], 2);
    // Once more is once; what was not so is taken back.
    run(&env, &["meeting", "came", "grève", "lou"]).ok();
    assert_eq!(struck(), 2);
    run(&env, &["meeting", "came", "grève", "lou", "--missing"]).ok();
    assert_eq!(struck(), 1);
    called(&env, "Réunion", "2026-11-28", &[]);
    run(&env, &["meeting", "came", "réunion", "lou"]).ok();
    assert_eq!(json(&env, &["action", "list", "--kind", "came"])["acts"].as_array().unwrap().len(), 1);
    // Who is forgotten was at none.
    run(&env, &["talk", "forget", "lou", "--yes"]).ok();
    assert!(
        json(&env, &["meeting", "show", "grève"])["guests"]
            .as_array()
            .unwrap()
            .iter()
            .all(|g| g["name"] != "Lou Essai")
    );
}

#[test]
fn what_was_decided_goes_to_the_group_and_the_minutes_are_lines() {
    let env = section();
    called(&env, "Point", "2026-11-27", &["--group", "salaires"]);
    env.write("notes.txt", "les demandes sont prêtes\n\n  trois équipes attendent  \n");
    let page = json(&env, &["meeting", "minutes", "point", "--file", "notes.txt", "--decision", "écrire"]);
    assert_eq!(page["minutes"].as_array().unwrap(), &["les demandes sont prêtes", "trois équipes attendent"]);
    env.write("bad.txt", "a\u{1b}[31m");
    run(&env, &["meeting", "minutes", "point", "--file", "bad.txt"]).fails(1, "does not show");
    run(&env, &["meeting", "minutes", "point", "--file", "none.txt"]).fails(1, "cannot be read");
    let page = json(&env, &["meeting", "task", "point", "écrire", "--who", "lou", "--due", "2026-12-08"]);
    assert_eq!(page["tasks"][0]["who"], "Lou Essai");
    assert_eq!(json(&env, &["group", "show", "salaires"])["tasks"][0]["meeting"], page["meeting"]["id"]);
    called(&env, "Libre", "2026-11-28", &[]);
    run(&env, &["meeting", "task", "libre", "écrire", "--due", "2026-12-08"]).fails(1, "--group");
}

#[test]
fn a_notice_is_filled_from_the_meeting_and_goes_to_who_is_invited() {
    let env = section();
    called(
        &env,
        "Point",
        "2026-12-03",
        &["--place", "Cantine", "--item", "nos demandes", "--group", "salaires"],
    );
    let preview = |notice: &str, rest: &[&str]| {
        let all = ["notice", "preview", notice, "--meeting", "point", "--from", "team@example.org"];
        run(&env, &[&all[..], rest].concat())
    };
    preview("meeting", &[]).fails(1, "no member is invited");
    // Of the group one is a member, to whom one can write; the other is a colleague.
    let invited = run(&env, &["meeting", "invite", "point", "--all-of-group"]).ok();
    assert!(invited.said().contains("notice preview meeting --meeting"), "{}", invited.said());
    let text = preview("meeting", &[]).ok().out;
    for part in ["nos demandes", "Cantine", "camille@example.net"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("noa@example.net"), "{text}");
    // What is typed counts.
    let text = preview("meeting", &["--set", "place=Jardin"]).ok().out;
    assert!(text.contains("Jardin") && !text.contains("Cantine"), "{text}");
    // Minutes go to those who came too.
    let later = |args: &[&str]| env.run(args.iter().chain(&["--on", "2026-12-05"]));
    later(&["meeting", "came", "point", "noa"]).ok();
    later(&["meeting", "minutes", "point", "--text", "tout va bien", "--decision", "écrire"]).ok();
    let queued =
        later(&["notice", "queue", "minutes", "--meeting", "point", "--from", "team@example.org"]).ok();
    assert!(queued.out.contains("2 messages"), "{} {}", queued.out, queued.err);
    let outbox = later(&["notice", "outbox"]).ok().out;
    assert!(!outbox.contains("Lou"), "{outbox}");
}
