//! `init`: what it makes, what it refuses.

use std::os::unix::fs::MetadataExt;

use crate::support::{Env, Run};

#[test]
fn makes_a_vault_for_the_owner_alone() {
    let env = Env::new();
    let run = env.run(["init", "--json"]).ok().json();
    assert_eq!(run["schema"], "contrepoids.init/1");
    assert!(run["value"]["recovery_key"].as_str().unwrap().starts_with("AGE-SECRET-KEY-1"));
    let mut left = vec![env.vault(), env.path("key.txt")];
    let mut seen = 0;
    while let Some(path) = left.pop() {
        let meta = std::fs::symlink_metadata(&path).unwrap();
        let expected = if meta.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(meta.mode() & 0o777, expected, "{}", path.display());
        if meta.is_dir() {
            left.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        }
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn refuses_a_folder_with_something_in_it() {
    let env = Env::with_vault();
    env.run(["init"]).fails(1, "there is something in");
    let env = Env::new();
    std::fs::create_dir(env.vault()).unwrap();
    std::fs::write(env.vault().join("letter.txt"), "mine").unwrap();
    env.run(["init"]).fails(1, "Nothing was changed");
    assert!(!env.path("key.txt").exists());
}

#[test]
fn asks_on_a_terminal_or_a_descriptor_and_nowhere_else() {
    let env = Env::new();
    let run = Run::of(env.bare().args(["init", "--lang", "en"]).output().unwrap());
    run.fails(12, "there is none here");
    let run = Run::of(env.bare().args(["init", "--lang", "fr"]).output().unwrap());
    run.fails(12, "il n’y a pas de terminal");
}
