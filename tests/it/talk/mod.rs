//! Conversations: noted with their next step or refused, in the agenda of who does it, handed over, taken out.

use crate::support::{Env, Run};

const TODAY: &str = "2026-11-30";

fn run(env: &Env, args: &[&str]) -> Run {
    env.run(args.iter().chain(&["--on", TODAY]))
}

/// A section with a member, and colleagues whom only organizers know.
fn section() -> Env {
    let env = Env::with_vault();
    env.run(["member", "add", "prénom=Camille", "nom=Exemple", "joined=2026-01-01", "service=Caisse"]).ok();
    for (name, service) in [("Lou Essai", "Caisse"), ("Noa Modèle", "Réserve")] {
        run(&env, &["talk", "person", name, "--service", service, "--organizer", "Alex"]).ok();
    }
    env
}

fn noted(env: &Env, who: &str, by: &str, rest: &[&str]) -> Run {
    let all = [
        "talk",
        "note",
        who,
        "--by",
        by,
        "--asked",
        "signer",
        "--answer",
        "oui",
        "--next",
        "apporter la feuille",
    ];
    run(env, &all.iter().chain(rest).copied().collect::<Vec<_>>())
}

fn agenda(env: &Env, rest: &[&str]) -> Vec<serde_json::Value> {
    let all = [&["agenda", "list", "--kind", "own", "--json"][..], rest].concat();
    run(env, &all).ok().json()["value"]["lines"].as_array().unwrap().clone()
}

#[test]
fn a_conversation_without_answer_or_next_step_is_refused_and_given_back() {
    let env = section();
    let refused = run(&env, &["talk", "note", "lou", "--theme", "horaires", "--asked", "signer la pétition"]);
    let said = refused.fails(1, "the answer on the spot").said();
    assert!(said.contains("the day of that step") && !said.contains("what was asked\n"), "{said}");
    // All that was typed stands in the line to send again.
    for typed in ["\"lou\"", "--theme \"horaires\"", "--asked \"signer la pétition\"", "--due YYYY-MM-DD"] {
        assert!(said.contains(typed), "{typed}: {said}");
    }
    assert_eq!(
        run(&env, &["talk", "list", "--json"]).ok().json()["value"]["talks"].as_array().unwrap().len(),
        0
    );
    assert!(agenda(&env, &[]).is_empty());
    // Nor one of tomorrow, nor a step before it.
    noted(&env, "lou", "Alex", &["--day", "2026-12-01", "--due", "2026-12-04"])
        .fails(1, "today at the latest");
    noted(&env, "lou", "Alex", &["--due", "2026-11-29"]).fails(1, "does not come before");
    noted(&env, "Inconnue", "Alex", &["--due", "2026-12-04"]).fails(1, "talk person");
}

#[test]
fn the_next_step_is_in_the_agenda_of_who_does_it() {
    let env = section();
    noted(&env, "lou", "Alex", &["--due", "2026-12-04", "--theme", "Horaires"]).ok();
    noted(&env, "camille", "Alex", &["--due", "2026-12-02", "--theme", "horaires", "--who-does", "Sacha"])
        .ok();
    let of = |name: &str| agenda(&env, &["--by", name]);
    let (alex, sacha) = (of("alex"), of("sacha"));
    assert_eq!((alex.len(), sacha.len()), (1, 1));
    assert_eq!((&alex[0]["person"], &alex[0]["on"]), (&"Lou Essai".into(), &"2026-12-04".into()));
    let handle = alex[0]["handle"].as_str().unwrap();
    run(&env, &["agenda", "done", handle]).ok();
    assert!(of("alex").is_empty());
    let list = run(&env, &["talk", "list", "--json"]).ok().json();
    let rows = list["value"]["talks"].as_array().unwrap();
    assert!(rows.iter().any(|r| r["done"] == TODAY) && rows.iter().any(|r| r["done"].is_null()), "{rows:?}");
    // One theme, spelled as before, of two people.
    assert_eq!(list["value"]["themes"][0]["theme"], "Horaires");
    assert_eq!(list["value"]["themes"][0]["people"], 2);
    let open = run(&env, &["talk", "list", "--open", "--json"]).ok().json();
    assert_eq!(open["value"]["talks"].as_array().unwrap().len(), 1);
    // Late the day after, and told so.
    let late = env.run(["talk", "list", "--on", "2026-12-03"]).ok().out;
    assert!(late.contains("late"), "{late}");
}

#[test]
fn a_territory_goes_over_with_its_steps_and_somebody_is_forgotten() {
    let env = section();
    noted(&env, "lou", "Alex", &["--due", "2026-12-04"]).ok();
    noted(&env, "noa", "Alex", &["--due", "2026-12-05"]).ok();
    let handed =
        run(&env, &["talk", "hand-over", "alex", "Sacha", "--service", "caisse", "--json"]).ok().json();
    assert_eq!((&handed["value"]["people"], &handed["value"]["steps"]), (&1.into(), &1.into()));
    assert_eq!((agenda(&env, &["--by", "Sacha"]).len(), agenda(&env, &["--by", "Alex"]).len()), (1, 1));
    run(&env, &["talk", "hand-over", "Personne", "Sacha"]).fails(1, "nobody to hand over");
    run(&env, &["action", "note", "lou", "signed"]).ok();
    run(&env, &["action", "note", "noa", "recruited", "--whom", "lou"]).ok();
    run(&env, &["talk", "keep", "lou", "à appeler le soir"]).ok();
    run(&env, &["case", "new", "prime", "--who", "lou"]).ok();
    // What goes is shown, and nobody forgets without being asked.
    let asked = run(&env, &["talk", "forget", "lou"]).fails(1, "an answer is needed").said();
    assert!(asked.contains("- 1 conversation\n") && asked.contains("- 1 sealed note\n"), "{asked}");
    let gone = run(&env, &["talk", "forget", "lou", "--yes", "--json"]).ok().json();
    let counts =
        ["talks", "acts", "notes", "others", "cases", "closed"].map(|what| gone["value"][what].as_u64());
    assert_eq!(counts, [1, 1, 1, 3, 1, 0].map(Some));
    assert!(!run(&env, &["talk", "notes"]).ok().out.contains("le soir"));
    // Who brought this person along keeps the act, without saying whom.
    let acts =
        run(&env, &["action", "list", "--json"]).ok().json()["value"]["acts"].as_array().unwrap().clone();
    assert!(acts.len() == 1 && acts[0]["whom"].is_null(), "{acts:?}");
    run(&env, &["talk", "show", "lou"]).fails(1, "nobody is called “lou”");
    let left = run(&env, &["talk", "list", "--json"]).ok().out;
    assert!(left.contains("Noa") && !left.contains("Lou"), "{left}");
    assert!(agenda(&env, &["--by", "Sacha"]).is_empty());
    // Of a member the roster keeps what is its own.
    noted(&env, "camille", "Alex", &["--due", "2026-12-04"]).ok();
    run(&env, &["talk", "forget", "camille", "--yes"]).ok();
    assert!(run(&env, &["talk", "show", "camille"]).ok().out.contains("Camille Exemple"));
}

#[test]
fn a_sealed_note_is_taken_back() {
    let env = section();
    for text in ["le soir", "le matin"] {
        run(&env, &["talk", "keep", "lou", text]).ok();
    }
    let notes = run(&env, &["talk", "notes", "--json"]).ok().json();
    let note =
        notes["value"]["notes"].as_array().unwrap().iter().find(|one| one["text"] == "le soir").unwrap();
    run(&env, &["talk", "remove", note["id"].as_str().unwrap()]).ok();
    let left = run(&env, &["talk", "notes"]).ok().out;
    assert!(left.contains("le matin") && !left.contains("le soir"), "{left}");
    run(&env, &["talk", "remove", note["id"].as_str().unwrap()]).fails(1, "no conversation or note");
}

#[test]
fn a_day_beyond_the_agenda_is_refused_and_the_rest_can_be_read() {
    let env = section();
    let far = noted(&env, "camille", "Alex", &["--due", "2926-12-04"]);
    assert_ne!(far.code, 0, "{}", far.out);
    assert!(far.err.contains("calendar"), "{}", far.err);
    run(&env, &["talk", "list"]).ok();
    run(&env, &["status"]).ok();
    assert!(agenda(&env, &[]).is_empty());
}

#[test]
fn what_is_given_back_runs_nothing_when_it_is_pasted() {
    let env = section();
    let args = ["talk", "note", "camille", "--asked", "l'heure `touch x` $HOME \"ici\""];
    let back = run(&env, &args);
    assert_ne!(back.code, 0);
    let one: String = back.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one.contains("--asked 'l’heure `touch x` $HOME \"ici\"'"), "{one}");
}

/// A list of colleagues is shown, taken whole or not at all, and changes nothing the second time.
#[test]
fn a_list_of_colleagues_is_taken_whole_and_once() {
    let env = section();
    let colleagues = || {
        let map = run(&env, &["talk", "show", "Sacha", "--json"]);
        map.out.clone()
    };
    env.write(
        "liste.csv",
        "Liste de la réserve;;;;\nNom;Prénom;Rayon;Équipe;Suivi par\nESSAI;Lou;Caisse;soir;Alex\nExemple;Camille;Bureau;matin;Alex\n\
         Neuf;Sacha;Réserve;nuit;\nNeuf;Sacha;Réserve;;\nTotal;4;;;\n",
    );
    let shown = run(&env, &["talk", "import", "liste.csv", "--json"]).ok().json();
    let names = |kind: &str| {
        let rows = shown["value"][kind].as_array().unwrap().iter();
        rows.map(|row| (row["line"].as_u64().unwrap(), row["name"].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(names("added"), [(5, "Sacha Neuf")]);
    assert_eq!(names("changed"), [(3, "Lou ESSAI"), (4, "Camille Exemple")]);
    assert_eq!(names("twice"), [(6, "Sacha Neuf")]);
    assert_eq!(shown["value"]["written"], false);
    run(&env, &["talk", "show", "Sacha"]).fails(1, "nobody is called");
    run(&env, &["talk", "import", "liste.csv", "--apply"]).ok();
    assert!(colleagues().contains("nuit"), "{}", colleagues());
    // What the roster says of a member stays the roster's; the shift is kept beside.
    let member = run(&env, &["talk", "show", "Camille", "--json"]).ok().json();
    let person = &member["value"]["person"];
    assert_eq!((&person["service"], &person["shift"]), (&"Caisse".into(), &"matin".into()), "{member}");
    let again = run(&env, &["talk", "import", "liste.csv", "--apply", "--json"]).ok().json();
    assert_eq!(again["value"]["added"].as_array().unwrap().len(), 0, "{again}");
    assert_eq!(
        (&again["value"]["changed"], &again["value"]["same"]),
        (&serde_json::json!([]), &4.into()),
        "{again}"
    );
    // A cell that cannot be keeps all of it out.
    env.write("wrong.csv", "name,contract\nAlix Neuf,cdi\nAngèle Neuf,pirate\n");
    let refused = |file: &str, more: &[&str], code: i32, says: &str| {
        let run = run(&env, &[&["talk", "import", file], more].concat());
        assert!(run.code == code && run.out.contains(says), "{}: {}{}", run.code, run.out, run.err);
    };
    refused("wrong.csv", &["--apply"], 1, "line 3, contract");
    refused("wrong.csv", &[], 3, "mend these lines first");
    run(&env, &["talk", "show", "Alix"]).fails(1, "nobody is called");
    // Two of one name: the service tells which, and without it nobody is guessed.
    env.write("two.csv", "name,service\nAlix Neuf,Bureau\nAlix Neuf,Quai\n");
    assert!(run(&env, &["talk", "import", "two.csv", "--apply"]).ok().out.contains("New colleagues (2)"));
    env.write("doubt.csv", "name,shift\nAlix Neuf,jour\n");
    refused("doubt.csv", &["--apply"], 1, "Several people are called so");
    env.write("quai.csv", "name,service,shift\nAlix Neuf,Quai,jour\n");
    assert!(run(&env, &["talk", "import", "quai.csv", "--apply"]).ok().out.contains("Changed (1)"));
}
