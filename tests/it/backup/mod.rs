//! `contrepoids backup`: a file that is checked and made a vault again; what the agenda and `status` say of it.

use std::{fs, path::Path};

use crate::support::{Env, Run};

fn section() -> Env {
    let env = Env::with_vault();
    for name in ["Exemple", "Modèle"] {
        env.run(["member", "add", &format!("family={name}"), "given=Camille", "--yes"]).ok();
    }
    env
}

/// The same device, with another vault.
fn at(env: &Env, vault: &str, args: &[&str]) -> Run {
    let mut command = env.bare();
    command.args(["--on", "2026-11-21", "--lang", "en", "--vault", vault, "--identity", "key.txt"]);
    Run::of(command.args(args).output().unwrap())
}

/// Another device, which has nothing but these keys.
fn elsewhere(key: &str) -> Env {
    let env = Env::new();
    env.write("key.txt", key);
    env
}

fn copied(from: &Env, name: &str, to: &Env) {
    fs::copy(from.path(name), to.path(name)).unwrap();
}

#[test]
fn a_backup_is_made_checked_and_made_a_vault_again() {
    let env = section();
    let made = env.run(["backup", "create", "b.backup", "--json"]).ok().json();
    let backup = &made["value"]["backup"];
    assert_eq!(backup["parts"][0]["records"], 2);
    assert_eq!(backup["words"].as_array().unwrap().len(), 6);
    assert_eq!(backup["holders"].as_array().unwrap().len(), 2, "{backup}");
    let said = env.run(["backup", "verify", "b.backup"]).ok().out;
    assert!(said.contains("The backup is whole") && said.contains("knows nothing newer"), "{said}");
    // Once more there is one more person, and the file says so.
    env.run(["member", "add", "family=Autre", "given=Lou", "--yes"]).ok();
    let said = env.run(["backup", "verify", "b.backup"]).ok().out;
    assert!(said.contains("1 commits older"), "{said}");
    let json = env.run(["backup", "verify", "b.backup", "--json"]).ok().json();
    assert_eq!((&json["value"]["standing"], &json["value"]["behind"]), (&"older".into(), &1.into()));
    // It is not taken in silence, nor with a yes to everything.
    let refused = env.run(["backup", "restore", "b.backup", "again", "--yes"]);
    let refused = refused.fails(1, "is older than what this device has seen");
    assert!(!env.path("again").exists() && refused.said().contains("--accept-older"), "{}", refused.err);
    let found = refused.said().split("--accept-older ").nth(1).unwrap().trim().to_owned();
    env.run(["backup", "restore", "b.backup", "again", "--accept-older", &found]).ok();
    let people = at(&env, "again", &["member", "list", "--yes"]).ok().out;
    assert!(people.contains("Modèle") && !people.contains("Autre"), "{people}");
    at(&env, "again", &["doctor"]);
    at(&env, "again", &["member", "add", "family=Suite", "given=Lou", "--yes"]).ok();
    // The vault of before is the older one now.
    env.run(["member", "list", "--yes"]).fails(13, "is older than what this device has seen");
    env.run(["backup", "restore", "b.backup", "again"]).fails(1, "there is something in");
}

#[test]
fn with_the_recovery_key_on_another_machine() {
    let env = Env::new();
    let made = env.run(["init", "--json"]).ok().json();
    env.run(["member", "add", "family=Exemple", "given=Camille", "--yes"]).ok();
    env.run(["backup", "create", "b.backup"]).ok();
    let there = elsewhere(made["value"]["recovery_key"].as_str().unwrap());
    copied(&env, "b.backup", &there);
    let said = there.run(["backup", "verify", "b.backup"]).ok().out;
    assert!(said.contains("does not know this vault") && said.contains("six words"), "{said}");
    let refused =
        there.run(["backup", "restore", "b.backup", "vault"]).fails(1, "was never opened on this device");
    let code = refused.said().split("--accept-new ").nth(1).unwrap().trim().to_owned();
    there.run(["backup", "restore", "b.backup", "vault", "--accept-new", &code]).ok();
    let people = there.run(["member", "list", "--yes"]).ok().out;
    assert!(people.contains("Exemple"), "{people}");
    // Somebody else's key opens nothing.
    let stranger = Env::with_vault();
    copied(&env, "b.backup", &stranger);
    stranger.run(["backup", "verify", "b.backup"]).fails(12, "not for this identity");
}

#[test]
fn what_was_changed_is_refused_and_nothing_is_made() {
    let env = section();
    env.run(["backup", "create", "b.backup"]).ok();
    let good = fs::read(env.path("b.backup")).unwrap();
    let refused = |bytes: &[u8]| {
        env.write("bad.backup", bytes);
        let run = env.run(["backup", "verify", "bad.backup"]);
        assert!([1, 12, 13].contains(&run.code), "{} {}", run.code, run.err);
        let run = env.run(["backup", "restore", "bad.backup", "new", "--yes"]);
        assert!([1, 12, 13].contains(&run.code) && !env.path("new").exists());
    };
    for at in [0, 100, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 4;
        refused(&bad);
    }
    refused(&good[..good.len() - 20]);
    refused(b"");
    let left = |dir: &Path| {
        let entries =
            fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
        entries.filter(|name| name.starts_with(".new-")).count()
    };
    assert_eq!(left(env.home()), 0);
}

/// What was due when the backup was made may have left since.
#[test]
fn what_waited_in_the_outbox_has_an_unknown_fate() {
    let env = section();
    env.run(["member", "edit", "Exemple", "email=camille@example.net", "joined=2026-01-05"]).ok();
    env.run(["notice", "queue", "welcome", "--from", "Section <team@example.org>", "--yes"]).ok();
    env.run(["backup", "create", "b.backup"]).ok();
    env.run(["backup", "restore", "b.backup", "again"]).ok();
    let status = at(&env, "again", &["notice", "status"]).ok().out;
    assert!(status.contains("unknown"), "{status}");
    let sent = at(&env, "again", &["notice", "send", "--really", "--eml-dir", "out"]);
    assert!(fs::read_dir(env.path("out")).map_or(0, Iterator::count) == 0, "{}\n{}", sent.out, sent.err);
}

#[test]
fn the_agenda_and_status_know_the_last_one() {
    let env = section();
    let lines = |day: &str| {
        let mut command = env.bare();
        command.args(["--on", day, "--lang", "en", "--vault", "vault", "--identity", "key.txt"]);
        Run::of(command.args(["agenda", "list", "--all"]).output().unwrap()).ok().out
    };
    let status = env.run(["status"]).ok().out;
    assert!(status.contains("Backup        none from this device"), "{status}");
    assert!(!lines("2026-11-21").contains("Backup of the vault"), "a new vault has its first month");
    env.run(["backup", "create", "b.backup"]).ok();
    let status = env.run(["status", "--json"]).ok().json();
    assert!(status["value"]["last_backup"].as_str().unwrap().starts_with("20"), "{status}");
    // Far ahead of whatever day this runs on: it was due.
    let later = lines("2031-03-01");
    assert!(later.contains("Backup of the vault"), "{later}");
}

/// Section 7: a machine that stops between the vault in its place and what is remembered.
#[test]
fn a_cut_before_the_memory_asks_once_more_or_not_at_all() {
    let env = Env::new();
    let made = env.run(["init", "--json"]).ok().json();
    env.run(["backup", "create", "b.backup"]).ok();
    let config = env.path(".config");
    let keep = |to: &str| crate::vault::support::copy(&config, &env.path(to));
    keep("before");
    env.run(["backup", "restore", "b.backup", "again"]).ok();
    fs::remove_dir_all(&config).unwrap();
    crate::vault::support::copy(&env.path("before"), &config);
    // A device that knew the vault believes one that is ahead.
    at(&env, "again", &["member", "list", "--yes"]).ok();
    // One that did not asks for it again.
    let there = elsewhere(made["value"]["recovery_key"].as_str().unwrap());
    copied(&env, "b.backup", &there);
    let refused = there.run(["backup", "restore", "b.backup", "vault"]).fails(1, "never opened");
    let code = refused.said().split("--accept-new ").nth(1).unwrap().trim().to_owned();
    there.run(["backup", "restore", "b.backup", "vault", "--accept-new", &code]).ok();
    fs::remove_dir_all(there.path(".config")).unwrap();
    there.run(["member", "list", "--yes"]).fails(1, "was never opened on this device");
}
