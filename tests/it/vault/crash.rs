//! What a machine that stopped in the middle leaves behind, state by state. Real kills and power cuts:
//! `tests/peers/suite_crash.py`.

use std::fs;

use contrepoids::{
    clock,
    vault::{Access, Kind, VaultError, Verb, check::JournalState},
};

use super::support::{Home, add, change, copy, people};

/// A kill while sled writes its snapshot: found by `suite_crash.py`, 1 kill in some 300.
#[test]
fn an_unfinished_snapshot_does_not_close_the_vault() {
    for content in ["", "half a snapshot"] {
        let home = Home::with_people(3);
        let left = home.store("snap.FFFFFFFFFFFFFFFF.generating");
        fs::write(&left, content).unwrap();
        assert!(home.verify().is_empty());
        assert_eq!(home.open(Access::Read).records(Kind::Person).unwrap().len(), 3);
        assert!(left.exists(), "reading takes nothing away");
        assert_eq!(home.open(Access::Write).records(Kind::Person).unwrap().len(), 3);
        assert!(!left.exists());
    }
}

/// A power cut after the vault was made: the file that sled reads first was never synced by sled. Which calls are made
/// is watched by `suite_crash.py`; here, what an empty one comes to.
#[test]
fn an_empty_conf_is_refused_and_nothing_is_written() {
    let home = Home::with_people(1);
    fs::write(home.store("conf"), "").unwrap();
    let before = home.bytes();
    assert!(home.try_open(Access::Write).is_err());
    assert_eq!(home.bytes(), before);
}

/// Found by `suite_disk.py`: on a full disk one commit did not get into the journal and the next, smaller one did. The
/// journal then ended like the store and lacked a commit.
#[test]
fn a_commit_that_the_journal_missed_is_not_left_out_of_it() {
    let home = Home::with_people(2);
    let (journal, away) = (home.inner().join("journal"), home.path("away"));
    let mut vault = home.open(Access::Write);
    fs::rename(&journal, &away).unwrap();
    fs::create_dir(&journal).unwrap();
    let id = vault.new_id();
    let missed = change(&mut vault, id, Verb::Added, "missed");
    assert!(!vault.commit(clock::now_ms(), vec![missed]).unwrap().journaled);
    fs::remove_dir(&journal).unwrap();
    fs::rename(&away, &journal).unwrap();
    add(&mut vault, "next");
    drop(vault);
    assert_eq!(home.journal_state(), JournalState::Current);
}

/// sled takes damage at the end of its log for a write that was cut off, and forgets it; so does an old store put back.
#[test]
fn a_store_that_lost_commits_is_refused_and_repaired_from_the_journal() {
    let home = Home::with_people(2);
    copy(&home.inner().join("store"), &home.path("old"));
    add(&mut home.open(Access::Write), "later");
    let now = people(&home.open(Access::Read)).unwrap();
    fs::remove_dir_all(home.inner().join("store")).unwrap();
    fs::rename(home.path("old"), home.inner().join("store")).unwrap();
    for access in [Access::Read, Access::Write] {
        assert!(matches!(home.try_open(access), Err(VaultError::Older)));
    }
    assert_eq!(home.journal_state(), JournalState::Ahead);
    home.doctor(&["--repair", "--yes"]).ok();
    assert_eq!(people(&home.open(Access::Write)).unwrap(), now);
    assert_eq!(home.journal_state(), JournalState::Current);
}
