//! Questions of yes and no: no is no, an end is no, and a word that is neither is asked again.

use crate::support::Env;

/// Runs a command that asks: no, the end and Ctrl-C change nothing; yes does it.
#[track_caller]
fn asks(env: &Env, args: &[&str], french: &str, done: impl Fn(&Env) -> bool) {
    // A check that found something says so, whatever is answered.
    let no = if args.first() == Some(&"doctor") { 3 } else { 1 };
    for (answer, code) in [("non\n", no), ("\n", no), ("\u{4}", no), ("\u{3}", -2)] {
        let mut t = env.terminal("fr", args);
        t.read(french).read("[o/N]").press(answer);
        let end = t.end();
        assert!(code == end && t.echoes(), "{answer:?}: {end}\n{}", t.all);
        assert!(
            code != 1 || t.all.contains(" n’a été"),
            "{answer:?} leaves a person without a word:\n{}",
            t.all
        );
        assert!(!t.all.contains("Erreur"), "a no is no fault:\n{}", t.all);
        assert!(!done(env), "{answer:?} was taken for a yes:\n{}", t.all);
    }
    let mut t = env.terminal("en", args);
    t.read("[y/N]").say("perhaps").read("Answer y (yes) or n (no).").read("[y/N]").say("y");
    t.end();
    assert!(done(env), "{}", t.all);
}

fn section() -> Env {
    let env = Env::with_vault();
    let people: String = (0..30)
        .map(|i| format!("Exemple{i};Camille;c{i}@example.org;01/02/2024"))
        .collect::<Vec<_>>()
        .join("\n");
    let file = env.write("people.csv", format!("Nom;Prénom;Courriel;Adhésion\n{people}"));
    env.run(["member", "import", file.to_str().unwrap(), "--apply"]).ok();
    env
}

fn says(env: &Env, args: &[&str], words: &str) -> bool {
    env.run(args).out.contains(words)
}

#[test]
fn two_people_are_merged_after_a_yes() {
    let env = section();
    asks(&env, &["member", "merge", "Camille Exemple0", "Camille Exemple1"], "Fusionner", |env| {
        !says(env, &["member", "list", "--standing", "all", "Exemple1", "--format", "csv"], "Exemple1\"")
            && !says(env, &["member", "list", "--standing", "all", "--format", "csv"], "c1@example.org,")
            && says(env, &["member", "history", "Camille Exemple0"], "merge")
    });
}

#[test]
fn a_long_list_is_shown_after_a_yes() {
    let env = section();
    for (answer, code, shown) in [("non\n", 1, false), ("\u{4}", 1, false), ("oui\n", 0, true)] {
        let mut t = env.terminal("fr", &["member", "list"]);
        t.read("[o/N]").press(answer);
        t.ends(code);
        assert_eq!(t.all.contains("Exemple7"), shown, "{}", t.all);
    }
}

#[test]
fn records_are_removed_after_a_yes() {
    let env = Env::with_vault();
    env.run([
        "election",
        "new",
        "--date",
        "2026-12-03",
        "--union",
        "CGT",
        "--college",
        "1:holders=1,registered=40",
    ])
    .ok();
    let id = env.run(["election", "list", "--json"]).json()["value"]["elections"][0]["short"]
        .as_str()
        .unwrap()
        .to_owned();
    asks(&env, &["election", "remove", &id], "Supprimer", |env| {
        !says(env, &["election", "list", "--json"], &id)
    });
    let made = env.run(["bargain", "new", "pay", "--json"]).ok();
    let id = made.json()["value"]["id"].as_str().unwrap()[..8].to_owned();
    asks(&env, &["bargain", "remove", &id], "Supprimer", |env| {
        !says(env, &["bargain", "list", "--json"], &id)
    });
    env.run([
        "notice",
        "account",
        "add",
        "maison",
        "--from",
        "team@example.org",
        "--user",
        "team",
        "--smtp",
        "smtps://mail.example.org",
        "--password-command",
        "true",
    ])
    .ok();
    asks(&env, &["notice", "account", "remove", "maison"], "Retirer le compte", |env| {
        !says(env, &["notice", "account", "list", "--json"], "maison")
    });
}

#[test]
fn an_export_and_a_key_without_a_passphrase_are_made_after_a_yes() {
    let env = section();
    let key = std::fs::read_to_string(env.path("key.txt")).unwrap();
    let reader = key.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    asks(&env, &["export", "roster", "--to", &reader, "--out", "r.age"], "Remettre", |env| {
        env.path("r.age").exists()
    });
    let mut t = env.terminal("fr", &["export", "open", "r.age"]);
    t.read("[o/N]").say("n");
    assert_ne!(t.end(), 0);
    assert!(!t.all.contains("Exemple7"));
    let mut t = env.terminal("fr", &["export", "open", "r.age"]);
    t.read("[o/N]").say("o").read("Exemple7").ends(0);
    let fresh = Env::new();
    asks(&fresh, &["key", "show", "--name", "Portable"], "sans phrase de passe", |env| {
        env.path("key.txt").exists()
    });
    let mut t = Env::new().terminal("fr", &["init"]);
    t.read("sans phrase de passe").say("n").ends(1);
}

#[test]
fn many_messages_leave_after_their_number_is_typed() {
    let env = section();
    env.run(["notice", "queue", "welcome", "--from", "team@example.org"]).ok();
    let send: &[&str] = &["notice", "send", "--really", "--eml-dir", "out"];
    let files = |env: &Env| std::fs::read_dir(env.path("out")).map_or(0, Iterator::count);
    for stop in ["\n", "\u{4}", "31\n\n"] {
        let mut t = env.terminal("fr", send);
        t.read("Tapez ce nombre").press(stop).read("le nombre n’a pas été tapé").ends(1);
        assert_eq!(files(&env), 0);
    }
    let mut t = env.terminal("en", send);
    t.read("Type this number").press("\u{3}").ends(-2);
    let id = env.run(["notice", "status", "--json"]).ok().out;
    assert!(!id.contains("\"sent\": 30"), "{id}");
    let mut t = env.terminal("en", send);
    t.read("Type this number")
        .say("3")
        .read("That is not this number")
        .read("Type this number")
        .say(" 30 ")
        .ends(0);
    assert_eq!(files(&env), 30);
}

#[test]
fn messages_are_taken_back_after_a_yes() {
    let env = section();
    let id = env.run(["notice", "queue", "welcome", "--from", "team@example.org", "--json"]).ok().out;
    let id = id.split("\"campaign\": \"").nth(1).unwrap()[..8].to_owned();
    asks(&env, &["notice", "cancel", &id], "Reprendre", |env| {
        says(env, &["notice", "status", "--json"], "\"cancelled\"")
    });
}

#[test]
fn a_vault_is_repaired_after_a_yes() {
    let env = section();
    let store = env.inner().join("store");
    let broken = std::fs::read_dir(&store).unwrap().find_map(|e| {
        let path = e.unwrap().path();
        path.is_file().then_some(path)
    });
    for entry in std::fs::read_dir(&store).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == "db" {
            let len = std::fs::metadata(&path).unwrap().len();
            std::fs::write(&path, vec![0x5a; usize::try_from(len).unwrap()]).unwrap();
        }
    }
    assert!(broken.is_some());
    asks(&env, &["doctor", "--repair"], "Remplacer la base", |env| env.run(["doctor"]).code == 0);
}
