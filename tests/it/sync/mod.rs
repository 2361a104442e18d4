//! `contrepoids sync`: two programs and more, each with a home of its own, over one folder.

mod cases;
mod conflicts;
mod dav;
mod outbox;
mod story;
mod survey;
mod turns;

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::support::{Env, Run};

/// A folder that all reach.
fn place() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("stick");
    fs::create_dir(&path).unwrap();
    (dir, path)
}

fn run(env: &Env, args: &[&str]) -> Run {
    env.run(args)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn section(name: &str) -> Env {
    let env = Env::with_vault();
    run(&env, &["member", "add", &format!("family={name}"), "given=Camille", "--yes"]).ok();
    env
}

/// A new laptop: its card is made, its words are said, it is admitted, it takes the vault.
fn joined(by: &Env, stick: &Path, name: &str, roles: &str) -> Env {
    let env = Env::new();
    invited(by, &env, name, roles);
    let refused = run(&env, &["sync", "join", text(stick)]).fails(1, "was never opened on this device");
    let code =
        refused.said().split("--accept-new ").nth(1).unwrap().lines().next().unwrap().trim().to_owned();
    run(&env, &["sync", "join", text(stick), "--accept-new", code.trim_matches('"')]).ok();
    env
}

fn invited(by: &Env, env: &Env, name: &str, roles: &str) {
    let card = run(env, &["sync", "join", "--name", name, "--json"]).ok().json();
    let card = &card["value"];
    let words: Vec<&str> = card["words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    let invite = [
        "sync",
        "invite",
        card["card"].as_str().unwrap(),
        "--roles",
        roles,
        "--words",
        &words.join(" "),
        "--yes",
    ];
    run(by, &invite).ok();
}

fn people(env: &Env) -> String {
    run(env, &["member", "list", "--standing", "all", "--yes"]).ok().out
}

#[test]
fn what_one_enters_the_other_has_and_the_other_way_round() {
    let ((_dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["sync"]).fails(1, "no place to share by");
    let said = run(&a, &["sync", "add", text(&stick)]).ok().out;
    assert!(said.contains("went: the whole vault"), "{said}");
    let b = joined(&a, &stick, "Portable de Lou", "organizer");
    assert!(people(&b).contains("Exemple"));
    // Both edit apart.
    run(&a, &["member", "add", "family=Martin", "given=Noa", "--yes"]).ok();
    run(&b, &["member", "add", "family=Petit", "given=Lou", "--yes"]).ok();
    run(&b, &["member", "edit", "Exemple", "tag=relais", "--yes"]).ok();
    let status = run(&b, &["sync", "status", "--json"]).ok().json();
    assert_eq!(status["value"]["unsent"], 2, "{status}");
    run(&a, &["sync"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(said.contains("went: 2 records") && said.contains("came from"), "{said}");
    let said = run(&a, &["sync"]).ok().out;
    assert!(said.contains("came from Portable de Lou: 2 records"), "{said}");
    for env in [&a, &b] {
        let all = people(env);
        assert!(["Exemple", "Martin", "Petit"].iter().all(|name| all.contains(name)), "{all}");
        let shown = run(env, &["member", "show", "Exemple"]).ok().out;
        assert!(shown.contains("relais"), "{shown}");
        run(env, &["doctor"]);
        let quiet = run(env, &["sync"]).ok().out;
        assert!(!quiet.contains("went:"), "{quiet}");
    }
    // A second place carries all of it, too.
    let (_dir, other) = place();
    run(&b, &["sync", "add", text(&other)]).ok();
    assert!(run(&b, &["sync", "status"]).ok().out.contains(text(&other)));
}

#[test]
fn a_treasurer_gets_what_her_role_opens() {
    let ((_dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["member", "edit", "Exemple", "tag=relais", "--yes"]).ok();
    run(&a, &["sync", "add", text(&stick)]).ok();
    let d = joined(&a, &stick, "Portable de la trésorerie", "treasurer");
    let shown = run(&d, &["member", "show", "Exemple"]).ok().out;
    assert!(!shown.contains("relais"), "{shown}");
    run(&d, &["agenda", "ics", "--out", "x.ics"]).fails(12, "role");
    run(&d, &["member", "edit", "Exemple", "notices=no", "--yes"]).ok();
    run(&d, &["sync"]).ok();
    run(&a, &["sync"]).ok();
    assert_eq!(run(&a, &["member", "show", "Exemple", "--json"]).ok().json()["value"]["notices"], "no");
    // What she cannot open lies with her as it came.
    let kept = |path: &Path| {
        let mut all = Vec::new();
        for dir in fs::read_dir(path).unwrap() {
            for writer in fs::read_dir(dir.unwrap().path()).unwrap() {
                for file in fs::read_dir(writer.unwrap().path()).unwrap() {
                    all.push(file.unwrap().file_name());
                }
            }
        }
        all.sort();
        all
    };
    let at_hers = kept(&d.vault().join("sync"));
    assert!(kept(&stick).iter().all(|name| at_hers.contains(name)));
}

/// What is removed, emptied or foreign is told, and nothing is believed of it.
#[test]
fn a_place_that_lost_something_asks() {
    let ((dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["sync", "add", text(&a.vault())]).fails(1, "lie in one another");
    run(&a, &["sync", "add", text(&dir.path().join("none"))]).fails(1, "no folder");
    run(&a, &["sync", "add", text(&stick)]).ok();
    let tag = fs::read_dir(&stick).unwrap().next().unwrap().unwrap().path();
    fs::remove_dir_all(&tag).unwrap();
    run(&a, &["sync"]).fails(13, "--again");
    run(&a, &["sync", "--again"]).ok();
    assert!(tag.exists());
    fs::write(tag.join("00000001 (conflicted copy)"), b"x").unwrap();
    assert!(run(&a, &["sync"]).ok().out.contains("1 foreign file"));
    // The same in a file, for a mail.
    run(&a, &["sync", "push", "--file", "all.objects"]).ok();
    run(&a, &["sync", "push", "--file", "all.objects"]).fails(1, "is there already");
    run(&a, &["sync", "pull", "all.objects"]).ok();
    run(&a, &["sync", "pull", "key.txt"]).fails(1, "no file of what is shared");
    // Nothing opens for who was not admitted.
    let b = Env::new();
    run(&b, &["sync", "join", "--name", "B"]).ok();
    run(&b, &["sync", "join", text(&stick)]).fails(1, "nothing opens with the key");
    // The stick is not plugged in.
    fs::rename(&stick, dir.path().join("away")).unwrap();
    let said = run(&a, &["sync"]).ok().out;
    assert!(said.contains("not reached"), "{said}");
}
