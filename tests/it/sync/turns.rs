//! Changes of holders over a place: who was removed, who was erased, changes made apart, a folder that was copied.

use super::*;

fn three() -> ((TempDir, PathBuf), Env, Env) {
    let (kept, a) = (place(), section("Exemple"));
    run(&a, &["sync", "add", text(&kept.1)]).ok();
    let b = joined(&a, &kept.1, "Portable de Lou", "organizer");
    run(&b, &["sync"]).ok();
    run(&a, &["sync"]).ok();
    (kept, a, b)
}

/// The names of all files in a place.
fn names(place: &Path) -> std::collections::BTreeSet<std::ffi::OsString> {
    let mut out = std::collections::BTreeSet::new();
    for dir in fs::read_dir(place).unwrap() {
        for writer in fs::read_dir(dir.unwrap().path()).unwrap() {
            out.extend(fs::read_dir(writer.unwrap().path()).unwrap().map(|file| file.unwrap().file_name()));
        }
    }
    out
}

/// Copies into a place what another one has beside it.
fn merge(from: &Path, to: &Path) {
    for dir in fs::read_dir(from).unwrap() {
        let dir = dir.unwrap();
        for writer in fs::read_dir(dir.path()).unwrap() {
            let writer = writer.unwrap();
            let into = to.join(dir.file_name()).join(writer.file_name());
            fs::create_dir_all(&into).unwrap();
            for file in fs::read_dir(writer.path()).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), into.join(file.file_name())).unwrap();
            }
        }
    }
}

#[test]
fn who_was_removed_is_heard_up_to_the_removal() {
    let ((_dir, stick), a, b) = three();
    let c = joined(&a, &stick, "Portable de Sam", "organizer");
    run(&b, &["member", "add", "family=Avant", "given=Lou", "--yes"]).ok();
    run(&b, &["sync"]).ok();
    run(&a, &["sync"]).ok();
    let before = names(&stick);
    run(&a, &["key", "remove", "lou", "--yes"]).ok();
    run(&a, &["sync"]).ok();
    // B was cut off from the place, and writes on there.
    run(&b, &["member", "add", "family=Après", "given=Lou", "--yes"]).ok();
    let (away, old) = (stick.with_extension("away"), stick.with_extension("old"));
    crate::vault::support::copy(&stick, &old);
    for writer in fs::read_dir(fs::read_dir(&old).unwrap().next().unwrap().unwrap().path()).unwrap() {
        for file in fs::read_dir(writer.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            let there = before.contains(&file.file_name().unwrap().to_owned());
            if !there {
                fs::remove_file(file).unwrap();
            }
        }
    }
    fs::rename(&stick, &away).unwrap();
    fs::rename(&old, &stick).unwrap();
    run(&b, &["sync"]).ok();
    merge(&stick, &away);
    fs::rename(&stick, &old).unwrap();
    fs::rename(&away, &stick).unwrap();
    // It is told plainly, once the turn of keys has come: by whom and when.
    run(&b, &["sync"]).fails(12, "was removed from the vault by");
    for env in [&a, &c] {
        let said = run(env, &["sync"]).fails(3, "").out;
        assert!(said.contains("written after the device was removed (Portable de Lou"), "{said}");
        // Once is enough: nothing is to be done about it.
        let said = run(env, &["sync"]).ok().out;
        assert!(!said.contains("removed"), "{said}");
        let all = people(env);
        assert!(all.contains("Avant") && !all.contains("Après"), "{all}");
    }
}

#[test]
fn who_was_erased_is_gone_from_all_and_its_progress_shows() {
    let ((_dir, _stick), a, b) = three();
    run(&a, &["member", "add", "family=Martin", "given=Noa", "--yes"]).ok();
    run(&a, &["sync"]).ok();
    run(&b, &["sync"]).ok();
    assert!(people(&b).contains("Martin"));
    run(&a, &["member", "erase", "Martin", "--yes"]).ok();
    run(&a, &["sync"]).ok();
    let status = run(&a, &["sync", "status"]).ok().out;
    assert!(status.contains("on 1 machines of 2"), "{status}");
    let said = run(&b, &["sync"]).ok().out;
    assert!(said.contains("the keys were turned elsewhere"), "{said}");
    assert!(!people(&b).contains("Martin"));
    run(&a, &["sync"]).ok();
    let status = run(&a, &["sync", "status", "--lang", "fr"]).ok().out;
    assert!(status.contains("effacé sur 2 machines sur 2"), "{status}");
}

#[test]
fn holders_changed_apart_are_brought_together() {
    let ((_dir, stick), a, b) = three();
    let (c, d) = (Env::new(), Env::new());
    // Neither sees what the other does.
    let away = stick.with_extension("away");
    fs::rename(&stick, &away).unwrap();
    invited(&a, &c, "Portable de Sam", "organizer");
    invited(&b, &d, "Portable de Noa", "treasurer");
    run(&a, &["member", "add", "family=Martin", "given=Noa", "--yes"]).ok();
    run(&b, &["member", "add", "family=Petit", "given=Lou", "--yes"]).ok();
    fs::rename(&away, &stick).unwrap();
    run(&a, &["sync"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(said.contains("made apart are brought together"), "{said}");
    run(&a, &["sync"]).ok();
    run(&b, &["sync"]).ok();
    let list = |env: &Env| run(env, &["key", "list"]).ok().out;
    for env in [&a, &b] {
        let (all, holders) = (people(env), list(env));
        assert!(all.contains("Martin") && all.contains("Petit"), "{all}");
        assert!(holders.contains("Sam") && holders.contains("Noa"), "{holders}");
    }
    for (env, name) in [(&c, "Martin"), (&d, "Petit")] {
        let refused = run(env, &["sync", "join", text(&stick)]).fails(1, "never opened");
        let code =
            refused.said().split("--accept-new ").nth(1).unwrap().lines().next().unwrap().trim().to_owned();
        run(env, &["sync", "join", text(&stick), "--accept-new", code.trim_matches('"')]).ok();
        assert!(people(env).contains(name));
    }
}

#[test]
fn a_folder_that_was_copied_takes_a_name_of_its_own() {
    let ((_dir, _stick), a, b) = three();
    let other = Env::new();
    for name in ["vault", ".config", "key.txt"] {
        let (from, to) = (a.path(name), other.path(name));
        if from.is_dir() {
            crate::vault::support::copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
    run(&a, &["member", "add", "family=Martin", "given=Noa", "--yes"]).ok();
    run(&a, &["sync"]).ok();
    let accept = |args: &[&str]| {
        let refused = run(&other, args);
        let said = refused.said();
        let code = said.split("--accept-new ").nth(1).unwrap_or_else(|| panic!("{said}"));
        code.lines().next().unwrap().trim().trim_matches('"').to_owned()
    };
    // Another path: the device asks, then goes on.
    if run(&other, &["member", "list", "--yes"]).code != 0 {
        let code = accept(&["member", "list", "--yes"]);
        run(&other, &["member", "list", "--yes", "--accept-new", &code]).ok();
    }
    run(&other, &["member", "add", "family=Copie", "given=Lou", "--yes"]).ok();
    run(&other, &["sync"]).fails(13, "sync rejoin");
    run(&other, &["sync", "rejoin"]).ok();
    run(&a, &["sync"]).ok();
    run(&b, &["sync"]).ok();
    run(&other, &["sync"]).ok();
    for env in [&a, &b, &other] {
        let all = people(env);
        assert!(all.contains("Martin") && all.contains("Copie"), "{all}");
    }
}
