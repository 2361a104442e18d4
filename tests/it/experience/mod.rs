//! What a section tells another one: what it tried and what came of it, and no person; what is hostile is refused whole.

use crate::support::{Env, Run};

const TODAY: &str = "2026-11-30";

fn run(env: &Env, args: &[&str]) -> Run {
    env.run(args.iter().chain(&["--on", TODAY]))
}

fn json(env: &Env, args: &[&str]) -> serde_json::Value {
    run(env, &[args, &["--json"]].concat()).ok().json()["value"].clone()
}

/// People whose names stand wherever one can type them.
fn section() -> Env {
    let env = Env::with_vault();
    run(
        &env,
        &[
            "member",
            "add",
            "prénom=Canarine",
            "nom=Volière",
            "emails=canarine@example.net",
            "joined=2026-01-01",
        ],
    )
    .ok();
    for n in ["Un", "Deux", "Trois", "Quatre", "Cinq", "Six"] {
        run(&env, &["talk", "person", &format!("Serina {n}lin")]).ok();
        let who = format!("Serina {n}lin");
        let note = ["talk", "note", &who, "--theme", "horaires", "--asked", "signer", "--answer", "yes"];
        run(&env, &[&note[..], &["--next", "suite", "--due", "2026-12-04"]].concat()).ok();
    }
    let new = [
        "group",
        "new",
        "Horaires de Canarine",
        "--aim",
        "affichés deux semaines avant",
        "--who",
        "canarine",
    ];
    run(&env, &new).ok();
    run(
        &env,
        &["group", "task", "horaires", "Canarine appelle Serina", "--who", "canarine", "--due", "2026-12-04"],
    )
    .ok();
    let close = [
        "group",
        "close",
        "horaires",
        "gagné grâce à Canarine, Volière (canarine@example.net) au 06 12 34 56 78",
    ];
    run(&env, &[&close[..], &["--ending", "won", "--drop-rest", "Serina est partie"]].concat()).ok();
    run(&env, &["meeting", "new", "Grève", "--kind", "strike", "--day", "2026-11-27"]).ok();
    run(&env, &["meeting", "came", "grève", "canarine"]).ok();
    run(&env, &["action", "test", "pétition", "--kind", "signed", "--day", "2026-12-04"]).ok();
    run(&env, &["action", "ask", "pétition", "--all"]).ok();
    env
}

#[test]
fn what_is_told_names_nobody_and_another_section_reads_it_as_theirs() {
    let env = section();
    // Nothing is written without a file.
    let shown = run(&env, &["experience", "export"]).ok();
    assert!(
        shown.said().contains("Nothing is written") && shown.said().contains("may be names"),
        "{}",
        shown.said()
    );
    run(&env, &["experience", "export", "--section", "Section A", "--out", "ours.json"]).ok();
    let file = std::fs::read_to_string(env.path("ours.json")).unwrap();
    for word in ["anarine", "Volière", "erina", "lin\"", "06 12", "example.net"] {
        assert!(!file.contains(word), "{word}: {file}");
    }
    for word in ["affichés deux semaines avant", "won", "horaires", "signed"] {
        assert!(file.contains(word), "{word}: {file}");
    }
    // One person who struck is not counted; six for whom a theme matters are.
    let told = json(&env, &["experience", "export"]);
    let of = |sort: &str| {
        let all = told["lessons"].as_array().unwrap().iter();
        all.filter(|one| one["sort"] == sort).cloned().collect::<Vec<_>>()
    };
    assert!(of("day")[0]["said"]["people"].is_null(), "{told}");
    assert_eq!(of("theme")[0]["said"]["people"], "6");
    assert_eq!(
        (of("test")[0]["said"]["asked"].as_str(), of("test")[0]["said"]["done"].as_str()),
        (Some("7"), None)
    );
    run(&env, &["experience", "export", "--out", "ours.json"]).fails(1, "ours.json");
    // There.
    let other = Env::with_vault();
    std::fs::copy(env.path("ours.json"), other.path("theirs.json")).unwrap();
    assert_eq!(
        json(&other, &["experience", "import", "theirs.json"])["new"],
        told["lessons"].as_array().unwrap().len()
    );
    assert_eq!(json(&other, &["experience", "import", "theirs.json"])["new"], 0);
    let list = json(&other, &["experience", "list", "--kind", "groupe"]);
    assert_eq!(
        (&list["lessons"][0]["section"], &list["lessons"][0]["told"]),
        (&"Section A".into(), &TODAY.into())
    );
    let page = json(&other, &["experience", "show", "horaires de"]);
    assert_eq!(page["said"]["ending"], "won");
    run(&other, &["experience", "remove", "horaires de"]).ok();
    run(&other, &["experience", "show", "horaires de"]).fails(1, "is called");
    // What theirs is does not come out as ours.
    run(&other, &["experience", "export"]).fails(1, "nothing to tell");
}

#[test]
fn what_is_sealed_opens_on_the_device_it_is_for() {
    let env = section();
    let other = Env::with_vault();
    let key = json(&other, &["key", "show", "--name", "ici"])["public_key"].as_str().unwrap().to_owned();
    run(&env, &["experience", "export", "--out", "ours.age", "--to", "nonsense"]).fails(2, "public key");
    run(&env, &["experience", "export", "--section", "A", "--out", "ours.age", "--to", &key]).ok();
    let file = std::fs::read_to_string(env.path("ours.age")).unwrap();
    assert!(file.starts_with("-----BEGIN AGE") && !file.contains("horaires"), "{file}");
    std::fs::copy(env.path("ours.age"), other.path("theirs.age")).unwrap();
    run(&other, &["experience", "import", "theirs.age"]).ok();
    let third = Env::with_vault();
    std::fs::copy(env.path("ours.age"), third.path("theirs.age")).unwrap();
    run(&third, &["experience", "import", "theirs.age"]).fails(12, "not for this identity");
}

#[test]
fn a_hostile_file_is_refused_whole() {
    let env = Env::with_vault();
    let lesson = |name: &str| format!(r#"{{"sort":"drive","name":"{name}","said":{{"aim":"plus"}}}}"#);
    let file = |lessons: &str| {
        format!(
            r#"{{"form":"contrepoids experience 1","section":"A","day":"2026-11-30","lessons":[{lessons}]}}"#
        )
    };
    let good = file(&lesson("a"));
    let bad = [
        (file(&[lesson("a"), lesson("\\u001b[2J")].join(",")), "item 2"),
        (file(&vec![lesson("a"); 201].join(",")), "201 items"),
        (good.replace("plus\"", &format!("{}\"", "x".repeat(270_000))), "256 KiB"),
        (good.replace("\"plus\"", &format!("{}{}", "[".repeat(5000), "]".repeat(5000))), "too deeply"),
        (good.replace("\"aim\"", "\"member\""), "the form"),
        (good.replace("2026-11-30", "2027-11-30"), "not come yet"),
    ];
    for (text, why) in bad {
        env.write("bad.json", text);
        run(&env, &["experience", "import", "bad.json"]).fails(1, why);
    }
    assert!(json(&env, &["experience", "list"])["lessons"].as_array().unwrap().is_empty());
    env.write("good.json", good);
    run(&env, &["experience", "import", "good.json"]).ok();
}
