//! `doctor`: sound on a new vault, exact on a damaged one, and a repair that gives everything back.

use std::{fs, path::Path};

use contrepoids::{base::Id, vault::Access};

use super::support::Home;
use crate::support::Env;

fn names(env: &Env) -> Vec<String> {
    let json = env.run(["doctor", "--json"]).json();
    let findings = json["value"]["findings"].as_array().unwrap();
    findings.iter().filter(|f| f["serious"] == true).map(|f| f["id"].as_str().unwrap().to_owned()).collect()
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn snapshot(env: &Env) -> std::path::PathBuf {
    let entries = fs::read_dir(env.inner().join("store")).unwrap().map(|e| e.unwrap().path());
    entries.into_iter().find(|p| p.file_name().unwrap().to_str().unwrap().starts_with("snap.")).unwrap()
}

#[test]
fn a_new_vault_is_whole() {
    let env = Env::with_vault();
    assert_eq!(names(&env), [] as [&str; 0]);
    assert!(env.run(["doctor"]).ok().out.contains("The vault is whole"));
}

#[test]
fn a_damaged_snapshot_is_repaired_from_the_store_itself() {
    let env = Env::with_vault();
    flip(&snapshot(&env), 5);
    assert_eq!(names(&env), ["store-unreadable"]);
    env.run(["doctor"]).fails(3, "");
    env.run(["doctor", "--repair"]).fails(1, "Nothing was done");
    env.run(["doctor", "--repair", "--yes"]).ok();
    assert_eq!(names(&env), [] as [&str; 0]);
}

#[test]
fn a_store_cut_short_is_repaired_from_the_journal() {
    let env = Env::with_vault();
    let db = env.inner().join("store/db");
    let bytes = fs::read(&db).unwrap();
    // The rest of the first segment is still empty.
    fs::write(&db, &bytes[..600]).unwrap();
    assert_eq!(names(&env), ["store-unreadable"]);
    env.run(["doctor", "--repair", "--yes"]).ok();
    assert_eq!(names(&env), [] as [&str; 0]);
}

/// sled takes a last commit with a wrong bit for one that was interrupted, and drops it without a word. The journal knows.
#[test]
fn a_commit_that_the_store_has_lost_is_missed_and_comes_back_from_the_journal() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Un"]).ok();
    env.run(["member", "add", "nom=Deux"]).ok();
    let before = env.run(["member", "list", "--standing", "all", "--json"]).ok().out;
    env.run(["member", "add", "nom=Trois"]).ok();
    let db = env.inner().join("store/db");
    let last = fs::read(&db).unwrap().iter().rposition(|b| *b != 0).unwrap();
    flip(&db, last - 300);
    let journal = fs::read(env.inner().join("journal")).unwrap();
    for args in [vec!["member", "list"], vec!["member", "add", "nom=Quatre"], vec!["company", "show"]] {
        env.run(args).fails(13, "older than its journal");
    }
    assert_eq!(fs::read(env.inner().join("journal")).unwrap(), journal, "nothing was written");
    assert_eq!(names(&env), ["store-older"]);
    env.run(["doctor", "--repair", "--yes"]).ok();
    assert_eq!(names(&env), [] as [&str; 0]);
    let after = env.run(["member", "list", "--standing", "all", "--json"]).ok();
    assert!(after.out.contains("Trois") && after.out != before);
}

#[test]
fn loose_modes_are_found() {
    use std::os::unix::fs::PermissionsExt;
    let env = Env::with_vault();
    fs::set_permissions(env.inner().join("journal"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(names(&env), ["modes"]);
}

#[test]
fn a_synchronised_folder_is_found() {
    let env = Env::new();
    let vault = env.path("Nextcloud/section");
    let run = |verb: &str| {
        let mut command = env.bare();
        command
            .args(["--lang", "en", verb, "--json", "--allow-synced", "--vault"])
            .arg(&vault)
            .arg("--identity")
            .arg(env.path("key.txt"));
        crate::support::Run::of(command.output().unwrap())
    };
    run("init").ok();
    let found = run("doctor");
    assert_eq!(found.code, 3);
    assert!(found.out.contains("\"sync-folder\""), "{}", found.out);
}

#[test]
fn a_foreign_identity_opens_nothing() {
    let env = Env::with_vault();
    let other = Env::with_vault();
    fs::copy(other.path("key.txt"), env.path("key.txt")).unwrap();
    env.run(["doctor"]).fails(12, "does not open this vault");
}

#[test]
fn a_slot_of_another_vault_is_refused() {
    let env = Env::with_vault();
    let other = Env::new();
    fs::copy(env.path("key.txt"), other.path("key.txt")).unwrap();
    other.run(["init"]).ok();
    for name in ["keys/roster.age", "keys/roster.2.age"] {
        fs::copy(other.part(name), env.part(name)).unwrap();
    }
    assert!(names(&env).contains(&"closed".to_owned()));
}

#[test]
fn a_newer_format_is_named_and_no_vault_too() {
    let env = Env::with_vault();
    let header = env.vault().join("head");
    let good = fs::read_to_string(&header).unwrap();
    let newer = good.replace("format = 2", "format = 7");
    // One of the two alone is a wrong bit.
    fs::write(&header, &newer).unwrap();
    assert_eq!(names(&env), ["copy-damaged"]);
    env.run(["doctor", "--repair", "--yes"]).ok();
    assert_eq!(fs::read_to_string(&header).unwrap(), good);
    fs::write(&header, &newer).unwrap();
    fs::write(env.vault().join("head.2"), &newer).unwrap();
    env.run(["doctor"]).fails(14, "format 7");
    Env::new().run(["doctor"]).fails(10, "contrepoids init");
}

#[test]
fn a_changed_header_keeps_the_vault_closed() {
    let env = Env::with_vault();
    for name in ["head", "head.2"] {
        let header = env.vault().join(name);
        fs::write(&header, format!("{}# more\n", fs::read_to_string(&header).unwrap())).unwrap();
    }
    env.run(["doctor"]).fails(13, "head");
}

#[test]
fn a_slot_for_somebody_else_is_no_clean_bill() {
    let env = Env::with_vault();
    let other = Env::with_vault();
    for name in ["keys/roster.age", "keys/roster.2.age"] {
        fs::copy(other.part(name), env.part(name)).unwrap();
    }
    assert!(names(&env).contains(&"closed".to_owned()));
    env.run(["doctor"]).fails(3, "");
}

#[test]
fn foreign_files_are_named() {
    let env = Env::with_vault();
    for name in ["head (1)", "store/db (conflicted copy)", "keys/roster (copie).age"] {
        fs::write(env.part(name), "x").unwrap();
    }
    let run = env.run(["doctor"]).fails(3, "");
    for name in ["head (1)", "db (conflicted copy)", "roster (copie).age"] {
        assert!(run.out.contains(name), "{}", run.out);
    }
    // The copy may be the better one: nothing is replaced before somebody looked at it.
    assert_eq!(names(&env), ["foreign-files", "modes"]);
    env.run(["doctor", "--repair", "--yes"]).fails(3, "");
    assert!(
        env.inner().join("store/db (conflicted copy)").exists() && !env.inner().join("store.old").exists()
    );
    for name in ["head (1)", "store/db (conflicted copy)", "keys/roster (copie).age"] {
        fs::remove_file(env.part(name)).unwrap();
    }
    assert!(names(&env).is_empty());
}

#[test]
fn a_pipe_for_a_journal_is_not_waited_for() {
    let env = Env::with_vault();
    let journal = env.inner().join("journal");
    fs::remove_file(&journal).unwrap();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &journal, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert_eq!(names(&env), ["foreign-files", "modes"]);
    env.run(["member", "list"]).fails(13, "doctor");
}

#[test]
fn a_store_that_is_gone_comes_back_from_the_journal() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple"]).ok();
    fs::remove_dir_all(env.inner().join("store")).unwrap();
    env.run(["member", "list"]).fails(13, "doctor");
    assert_eq!(names(&env), ["store-unreadable"]);
    let run = env.run(["doctor", "--repair", "--yes"]).ok();
    assert!(run.err.contains("commit 2 of") && run.err.contains("1 person?"), "{}", run.err);
    assert!(env.run(["member", "list"]).ok().out.contains("Exemple"));
}

#[test]
fn a_lost_outbox_is_told_and_begun_anew() {
    let lose = |env: &Env| fs::remove_dir_all(env.inner().join("outbox")).unwrap();
    let empty = |env: &Env| fs::write(env.inner().join("outbox/db"), "").unwrap();
    for spoil in [&lose as &dyn Fn(&Env), &empty] {
        let env = Env::with_vault();
        spoil(&env);
        assert_eq!(names(&env), ["outbox-damaged"]);
        env.run(["notice", "status"]).fails(13, "doctor");
        let run = env.run(["doctor", "--repair", "--yes"]).ok();
        assert!(run.err.contains("with --again alone"), "{}", run.err);
        assert!(names(&env).is_empty());
        env.run(["notice", "status"]).ok();
    }
}

/// A run was cut off, and a bit of its file is wrong: which messages have left in it?
#[test]
fn a_damaged_run_leaves_messages_of_unknown_fate() {
    let spoils: [fn(&Path); 3] =
        [|file| fs::remove_file(file).unwrap(), |file| fs::write(file, b"").unwrap(), |file| flip(file, 100)];
    for spoil in spoils {
        let home = Home::new();
        let people = "Nom;Courriel\nExemple;a@example.org\nModèle;b@example.org\nPatron;c@example.org\n";
        fs::write(home.path("a.csv"), people).unwrap();
        let csv = home.path("a.csv").display().to_string();
        home.run(&["member", "import", &csv, "--set", "situation=adhérent", "--apply"]).ok();
        home.run(&["notice", "queue", "welcome", "--from", "nous@section.example.org", "--yes"]).ok();
        {
            let mut outbox = home.open(Access::Read).outbox().unwrap();
            outbox.begin_run(1).unwrap();
            for n in 1..4 {
                outbox.commit(2, vec![(Id([n; 16]), Some(vec![n]))]).unwrap();
            }
        }
        spoil(&home.inner().join("run"));

        let json = home.doctor(&["--json"]).json();
        let found = json["value"]["findings"].as_array().unwrap();
        assert!(found.iter().any(|f| f["id"] == "outbox-run-damaged"), "{found:?}");
        home.run(&["notice", "status"]).fails(13, "doctor");
        home.run(&["notice", "send", "--eml-dir", "mails", "--really"]).fails(13, "doctor");
        let run = home.doctor(&["--repair", "--yes"]).ok();
        assert!(run.err.contains("without a typed yes") && run.err.contains("3 more"), "{}", run.err);

        let counts = home.run(&["notice", "status", "--json"]).ok().json();
        assert_eq!(counts["value"]["notices"][0]["counts"], serde_json::json!({"unknown": 3}));
        let sent = home.run(&["notice", "send", "--eml-dir", "mails", "--really", "--yes"]);
        assert!(sent.out.contains("nothing"), "{}{}", sent.out, sent.err);
        assert!(!home.inner().join("run").exists());
    }
}

/// Above about two thousand people sled once put pages into files of their own, which were neither synced nor copied.
#[test]
fn a_vault_of_three_thousand_is_whole_and_has_no_loose_pages() {
    let env = Env::with_vault();
    let people = (0..3_000).fold("Nom;Prénom;Courriel\n".to_owned(), |text, n| {
        text + &format!("Exemple{n};Camille;camille{n}@example.org\n")
    });
    env.write("a.csv", people);
    env.run(["member", "import", "a.csv", "--apply"]).ok();
    env.run(["member", "add", "nom=Exemple", "prénom=Dominique"]).ok();
    assert_eq!(fs::read_dir(env.inner().join("store/blobs")).unwrap().count(), 0);
    let json = env.run(["doctor", "--json"]).ok().json();
    let found = json["value"]["findings"].as_array().unwrap();
    assert!(found.iter().all(|f| f["id"] == "disk-not-encrypted" || f["id"] == "swap"), "{found:?}");
}

#[test]
fn a_journal_that_is_gone_is_written_anew() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple"]).ok();
    fs::remove_file(env.inner().join("journal")).unwrap();
    assert_eq!(names(&env), ["journal-unreadable"]);
    for args in [vec!["member", "list"], vec!["member", "add", "nom=Modèle"], vec!["company", "show"]] {
        env.run(args).fails(13, "doctor --repair");
    }
    let run = env.run(["doctor", "--repair", "--yes"]).ok();
    assert!(run.err.contains("nothing says that it is the last one: commit 2 of"), "{}", run.err);
    assert_eq!(names(&env), [] as [&str; 0]);
}
