//! A store that has grown far above what lives in it is written anew when it is next opened to write.

use std::{fs, os::unix::fs::MetadataExt};

use contrepoids::{
    clock,
    vault::{Access, Verb},
};

use super::support::{Home, add, change, people};

/// A vault of 3,000 people whose values were long; of the last `long` they still are.
fn grown(long: usize) -> Home {
    let home = Home::new();
    let mut vault = home.open(Access::Write);
    let ids: Vec<_> = (0..3_000).map(|_| vault.new_id()).collect();
    let changes = ids.iter().map(|id| change(&mut vault, *id, Verb::Added, &"x".repeat(6_000))).collect();
    vault.commit(clock::now_ms(), changes).unwrap();
    let short = ids.iter().take(3_000 - long);
    let changes = short.map(|id| change(&mut vault, *id, Verb::Edited, "short")).collect();
    vault.commit(clock::now_ms(), changes).unwrap();
    drop(vault);
    home
}

/// Below this size a store is left alone.
const SMALL: u64 = 16 * 1024 * 1024;

fn size(home: &Home) -> u64 {
    fs::metadata(home.store("db")).unwrap().len()
}

#[test]
fn a_store_that_is_mostly_old_values_is_written_anew() {
    let home = grown(0);
    let (before, all) = (size(&home), people(&home.open(Access::Read)).unwrap());
    assert!(before > SMALL, "{before}");
    // Reading leaves it as it is.
    assert_eq!(size(&home), before);

    let mut vault = home.open(Access::Write);
    // Of each record lives what it is, and what it was before its last change.
    assert!(size(&home) < before / 3 * 2, "{} of {before}", size(&home));
    assert_eq!(people(&vault).unwrap(), all);
    let id = add(&mut vault, "one more");
    drop(vault);

    let vault = home.open(Access::Write);
    assert!(!home.inner().join("store.old").exists());
    let now = people(&vault).unwrap();
    assert_eq!((now.len(), now.get(&id).map(String::as_str)), (3_001, Some("one more")));
    drop(vault);
    assert_eq!(home.verify(), []);
}

#[test]
fn a_store_whose_values_live_stays() {
    let home = grown(3_000);
    let file = || fs::metadata(home.store("db")).unwrap().ino();
    let before = file();
    assert!(size(&home) > SMALL);
    drop(home.open(Access::Write));
    assert_eq!(file(), before);
}
