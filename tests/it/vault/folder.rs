//! A folder that is not as it was left: refused with the reason, and nothing written (security check A13).

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    time::Duration,
};

use contrepoids::{
    clock,
    vault::{Access, VaultError, check::JournalState, store::StoreError},
};

use super::support::{Home, people};

fn fifo(path: &Path) {
    let _ = fs::remove_file(path);
    let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::from_raw_mode(0o600));
    rustix::fs::mknodat(rustix::fs::CWD, path, kind, mode, 0).unwrap();
}

/// Puts a link in the place of a file or folder, which goes elsewhere.
fn link(home: &Home, path: &Path) {
    let elsewhere = home.path("elsewhere");
    fs::rename(path, &elsewhere).unwrap();
    symlink(&elsewhere, path).unwrap();
}

fn folder(path: &Path) {
    fs::remove_file(path).unwrap();
    fs::create_dir(path).unwrap();
}

fn snapshot(home: &Home) -> std::path::PathBuf {
    let found = fs::read_dir(home.vault().join("store")).unwrap().map(|e| e.unwrap().path());
    found.into_iter().find(|p| p.file_name().unwrap().to_str().unwrap().starts_with("snap.")).unwrap()
}

type Fixture = (&'static str, fn(&Home));

const FIXTURES: &[Fixture] = &[
    ("a conflicted copy of the store", |h| {
        fs::create_dir(h.vault().join("store (conflicted copy)")).unwrap();
    }),
    ("a conflicted copy of the header", |h| {
        drop(fs::copy(h.vault().join("header.toml"), h.vault().join("header (Copie en conflit).toml")));
    }),
    ("a conflicted copy inside the store", |h| {
        drop(fs::copy(h.store("db"), h.store("db (conflicted copy 2026-11-21)")));
    }),
    ("a conflicted copy of a slot", |h| {
        let keys = h.vault().join("keys");
        drop(fs::copy(keys.join("roster.age"), keys.join("roster (1).age")));
    }),
    ("a foreign file", |h| fs::write(h.vault().join("notes.txt"), "x").unwrap()),
    ("no conf", |h| fs::remove_file(h.store("conf")).unwrap()),
    ("an empty conf", |h| fs::write(h.store("conf"), "").unwrap()),
    ("no snapshot", |h| fs::remove_file(snapshot(h)).unwrap()),
    ("an empty snapshot", |h| fs::write(snapshot(h), "").unwrap()),
    ("a folder in place of the snapshot", |h| folder(&snapshot(h))),
    ("no db", |h| fs::remove_file(h.store("db")).unwrap()),
    ("an empty db", |h| fs::write(h.store("db"), "").unwrap()),
    ("a folder in place of db", |h| folder(&h.store("db"))),
    ("a pipe in place of db", |h| fifo(&h.store("db"))),
    ("a link in place of db", |h| link(h, &h.store("db"))),
    ("a pipe in place of conf", |h| fifo(&h.store("conf"))),
    ("no store", |h| fs::remove_dir_all(h.vault().join("store")).unwrap()),
    ("a file in place of the store", |h| {
        fs::remove_dir_all(h.vault().join("store")).unwrap();
        fs::write(h.vault().join("store"), "x").unwrap();
    }),
    ("a link in place of the store", |h| link(h, &h.vault().join("store"))),
    ("no header", |h| fs::remove_file(h.vault().join("header.toml")).unwrap()),
    ("a folder in place of the header", |h| folder(&h.vault().join("header.toml"))),
    ("a pipe in place of the header", |h| fifo(&h.vault().join("header.toml"))),
    ("a link in place of the header", |h| link(h, &h.vault().join("header.toml"))),
    ("a header of a megabyte", |h| fs::write(h.vault().join("header.toml"), " ".repeat(1 << 20)).unwrap()),
    ("no keys", |h| fs::remove_dir_all(h.vault().join("keys")).unwrap()),
    ("a slot missing", |h| fs::remove_file(h.vault().join("keys/dues.age")).unwrap()),
    ("an empty slot", |h| fs::write(h.vault().join("keys/roster.age"), "").unwrap()),
    ("a pipe in place of a slot", |h| fifo(&h.vault().join("keys/roster.age"))),
    ("a link in place of a slot", |h| link(h, &h.vault().join("keys/roster.age"))),
    ("a link in place of the keys", |h| link(h, &h.vault().join("keys"))),
    ("a pipe in place of the journal", |h| fifo(&h.vault().join("journal"))),
    ("a link in place of the journal", |h| link(h, &h.vault().join("journal"))),
    ("a link in place of the lock", |h| link(h, &h.vault().join("lock"))),
    ("a folder that others may write", |h| {
        fs::set_permissions(h.vault(), fs::Permissions::from_mode(0o770)).unwrap();
    }),
    ("a store that others may write", |h| {
        fs::set_permissions(h.vault().join("store"), fs::Permissions::from_mode(0o707)).unwrap();
    }),
];

#[test]
fn what_is_not_as_it_was_left_is_refused_and_not_touched() {
    assert!(FIXTURES.len() >= 20);
    let mut wrong = Vec::new();
    for (name, spoil) in FIXTURES {
        let home = Home::with_people(2);
        spoil(&home);
        let before = home.bytes();
        for access in [Access::Read, Access::Write] {
            let start = clock::instant();
            match home.try_open(access) {
                Ok(_) => wrong.push(format!("{name}: opened for {access:?}")),
                Err(error) if error.to_string().is_empty() => wrong.push(format!("{name}: no reason")),
                Err(_) => {}
            }
            if start.elapsed() > Duration::from_secs(2) {
                wrong.push(format!("{name}: took {:?}", start.elapsed()));
            }
        }
        if home.bytes() != before {
            wrong.push(format!("{name}: something was written"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Left by file managers, by a stopped write, by sled: no reason to keep anybody from working.
#[test]
fn what_does_no_harm_is_passed_over() {
    let home = Home::with_people(2);
    fs::write(home.vault().join(".DS_Store"), "x").unwrap();
    fs::write(home.vault().join(".new-abc"), "x").unwrap();
    fs::write(home.vault().join("keys/.new-def"), "x").unwrap();
    assert_eq!(people(&home.open(Access::Write)).unwrap().len(), 2);
    assert!(!home.vault().join(".new-abc").exists() && !home.vault().join("keys/.new-def").exists());
    assert!(home.vault().join(".DS_Store").exists());
}

/// What was saved is in the store first: a journal that breaks off in it is behind, and so is one of another day.
#[test]
fn a_journal_that_is_torn_or_of_another_day_is_written_anew() {
    let home = Home::with_people(2);
    let journal = home.vault().join("journal");
    let old = fs::read(&journal).unwrap();
    super::support::add(&mut home.open(Access::Write), "one more");
    let whole = fs::read(&journal).unwrap();
    for content in [&whole[..whole.len() - 7], &old] {
        fs::write(&journal, content).unwrap();
        drop(home.open(Access::Write));
        assert!(fs::read(&journal).unwrap().len() > 1_000);
        assert!(home.verify().is_empty());
        assert_eq!(home.journal_state(), JournalState::Current);
    }
}

/// The lock holds one process at a time, and what holds it is named; the lock of a dead process holds nobody.
#[test]
fn a_second_one_is_refused_at_once_and_told_by_whom() {
    let home = Home::with_people(1);
    let holder = home.open(Access::Write);
    let start = clock::instant();
    match home.try_open(Access::Read) {
        Err(VaultError::InUse { holder }) => assert!(holder.contains(&std::process::id().to_string())),
        other => panic!("{:?}", other.map(drop)),
    }
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    drop(holder);
    assert_eq!(people(&home.open(Access::Write)).unwrap().len(), 1);
    // What a killed process leaves: its note, without the lock.
    fs::write(home.vault().join("lock"), "1 contrepoids\n").unwrap();
    assert_eq!(people(&home.open(Access::Write)).unwrap().len(), 1);
}

/// The store refuses a second handle even when the lock of the vault is gone.
#[test]
fn the_store_has_a_lock_of_its_own() {
    let home = Home::with_people(1);
    let holder = home.open(Access::Write);
    fs::remove_file(home.vault().join("lock")).unwrap();
    let second = home.try_open(Access::Write);
    assert!(matches!(second, Err(VaultError::Store(StoreError::InUse))));
    drop(holder);
}
