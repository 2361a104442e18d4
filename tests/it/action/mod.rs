//! Acts: the level that follows from them, structure tests, the map, whom to talk with next, representation for others.

mod hide;
mod story;

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
    for (name, service) in [("Lou Essai", "Caisse"), ("Sacha Essai", "Caisse"), ("Noa Modèle", "Réserve")] {
        run(&env, &["talk", "person", name, "--service", service]).ok();
    }
    env
}

#[test]
fn the_level_follows_from_acts_by_the_rule_of_the_section() {
    let env = section();
    assert!(json(&env, &["action", "show", "lou"])["level"].is_null());
    run(&env, &["action", "note", "lou", "a signé", "--day", "2026-07-01"]).ok();
    run(&env, &["action", "note", "lou", "struck", "--day", "2026-11-20"]).ok();
    let stands = json(&env, &["action", "show", "lou"]);
    assert_eq!(
        (&stands["level"], &stands["before"], &stands["trend"]),
        (&2.into(), &3.into(), &"closer".into())
    );
    assert_eq!(stands["because"][0]["kind"], "struck");
    // Own acts count once the rule names them; a rule that cannot be is refused with what was typed.
    run(&env, &["action", "note", "noa", "a chanté"]).ok();
    assert!(json(&env, &["action", "show", "noa"])["level"].is_null());
    run(&env, &["action", "rule", "3", "--acts", "signed,a chanté", "--months", "6"]).ok();
    assert_eq!(json(&env, &["action", "show", "noa"])["level"], 3);
    assert_eq!(json(&env, &["action", "rule", "3", "--default"])["own"], false);
    run(&env, &["action", "note", "lou", "signed", "--day", "2026-12-01"]).fails(1, "has not come yet");
    // A conversation that ended in a no is one of the acts.
    run(
        &env,
        &["talk", "note", "sacha", "--asked", "a", "--answer", "no", "--next", "b", "--due", "2026-12-04"],
    )
    .ok();
    assert_eq!(json(&env, &["action", "show", "sacha"])["level"], 4);
    let act =
        json(&env, &["action", "list", "--kind", "struck"])["acts"][0]["id"].as_str().unwrap().to_owned();
    run(&env, &["action", "remove", &act]).ok();
    run(&env, &["action", "remove", &act]).fails(1, "no act");
}

#[test]
fn a_test_counts_who_was_asked_and_who_did_it() {
    let env = section();
    run(&env, &["action", "ask", "pétition", "lou"]).fails(1, "no test is called");
    run(&env, &["action", "test", "pétition", "--kind", "signed"]).fails(1, "--day");
    run(&env, &["action", "test", "pétition", "--kind", "signed", "--day", "2026-12-04"]).ok();
    run(&env, &["action", "ask", "pétition", "noa", "--service", "caisse"]).ok();
    // Asked twice is asked once.
    let test = json(&env, &["action", "ask", "pétition", "--all"]);
    assert_eq!((&test["asked"], &test["done"]), (&4.into(), &0.into()));
    run(&env, &["action", "note", "lou", "signed", "--test", "pétition"]).ok();
    let test = json(&env, &["action", "test", "pétition"]);
    assert_eq!((&test["asked"], &test["done"]), (&4.into(), &1.into()));
    assert_eq!((&test["services"][0]["name"], &test["services"][0]["done"]), (&"Caisse".into(), &1.into()));
    assert_eq!(json(&env, &["action", "test"])["tests"][0]["name"], "pétition");
    // Who was never asked is counted apart; another act is none of the test; nobody is asked in silence.
    run(&env, &["talk", "person", "Zoé Essai", "--service", "Caisse"]).ok();
    run(&env, &["action", "note", "zoé", "signed", "--test", "pétition"]).ok();
    let test = json(&env, &["action", "test", "pétition"]);
    let counts = ["asked", "done", "unasked"].map(|what| test[what].as_u64());
    assert_eq!(counts, [4, 1, 1].map(Some));
    run(&env, &["action", "note", "noa", "came", "--test", "pétition"]).fails(1, "asks another act: signed");
    run(&env, &["action", "ask", "pétition"]).fails(1, "nobody is named");
    let nobody = run(&env, &["action", "ask", "pétition", "--site", "Ailleurs"]).ok();
    assert!(nobody.err.contains("Nobody more"), "{}", nobody.err);
    // What people were asked does not change behind their backs; a day does, and is told.
    run(&env, &["action", "test", "pétition", "--kind", "came"]).fails(1, "5 people are noted");
    let moved = run(&env, &["action", "test", "pétition", "--day", "2026-12-11"]).ok();
    assert!(moved.err.contains("The day was 2026-12-04"), "{}", moved.err);
    run(&env, &["action", "test", "pétition", "--day", "2096-12-11"]).fails(1, "check the year");
    run(&env, &["action", "note", "lou", "came", "--day", "1026-12-11"]).fails(1, "check the year");
    run(&env, &["action", "workforce", "sex", "F=99999999999"]).fails(1, "GROUP=N");
}

#[test]
fn the_map_and_the_next_conversations_have_their_reasons() {
    let env = section();
    run(&env, &["action", "note", "lou", "signed"]).ok();
    let map = json(&env, &["action", "map"]);
    assert_eq!((&map["people"], &map["reached"], &map["led"]), (&4.into(), &1.into(), &0.into()));
    let reasons = |env: &Env| {
        let next = json(env, &["action", "next"]);
        let row = |r: &serde_json::Value| {
            (r["name"].as_str().unwrap().to_owned(), r["reason"].as_str().unwrap().to_owned())
        };
        next["people"].as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let found = reasons(&env);
    assert_eq!(found[0], ("Lou Essai".to_owned(), "could-lead".to_owned()), "{found:?}");
    assert!(found.contains(&("Noa Modèle".to_owned(), "unreached".to_owned())), "{found:?}");
    // Who brings others along leads; whose next step waits is not proposed.
    run(&env, &["action", "note", "lou", "recruited", "--whom", "sacha"]).ok();
    run(
        &env,
        &["talk", "note", "noa", "--asked", "a", "--answer", "yes", "--next", "b", "--due", "2026-12-04"],
    )
    .ok();
    let map = json(&env, &["action", "map"]);
    assert_eq!((&map["led"], &map["brought"][0]["whom"]), (&1.into(), &"Sacha Essai".into()));
    assert!(reasons(&env).iter().all(|(name, _)| name != "Noa Modèle"), "{:?}", reasons(&env));
    let text = run(&env, &["action", "map", "--by", "site"]).ok().out;
    assert!(text.contains("not known"), "{text}");
}

#[test]
fn what_is_shown_to_others_hides_small_groups_and_stays() {
    let env = Env::with_vault();
    let mut rows = "Nom;Prénom;Sexe\n".to_owned();
    for n in 0..23 {
        rows += &format!("Exemple;Personne {n};{}\n", if n < 3 { "F" } else { "H" });
    }
    env.write("a.csv", rows);
    run(&env, &["member", "import", "a.csv", "--set", "situation=adhérent", "--apply"]).ok();
    run(&env, &["action", "representation", "sex"]).fails(1, "not known how many");
    run(&env, &["action", "workforce", "sex", "femme=80", "H=90"]).ok();
    run(&env, &["action", "workforce", "sex", "F"]).fails(1, "GROUP=N");
    let whole = json(&env, &["action", "representation", "sex"]);
    assert_eq!((&whole["groups"][0]["members"], &whole["shared"]), (&3.into(), &false.into()));
    let shared = json(&env, &["action", "representation", "sex", "--share"]);
    assert!(
        shared["groups"].as_array().unwrap().iter().all(|g| g["members"].is_null() && g["share"].is_null())
    );
    assert_eq!(shared["members"], 23);
    // One person more, asked again: the same table, of its day.
    run(&env, &["member", "add", "prénom=Une", "nom=Autre", "sexe=F", "joined=2026-01-01"]).ok();
    let again =
        env.run(["action", "representation", "sex", "--share", "--json", "--on", "2026-12-15"]).ok().json();
    assert_eq!(again["value"]["members"], 23);
    assert_eq!(again["value"]["on"], TODAY);
    assert_eq!(json(&env, &["action", "representation", "sex"])["members"], 24);
    // Two people are too few for any table.
    let env = Env::with_vault();
    run(&env, &["member", "add", "prénom=Une", "nom=Autre", "sexe=F", "joined=2026-01-01"]).ok();
    run(&env, &["action", "workforce", "sex", "F=80", "H=90"]).ok();
    run(&env, &["action", "representation", "sex", "--share"]).fails(1, "would tell who is a member");
}
