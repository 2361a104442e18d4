//! A folder that is not as it was left: refused with the reason, and nothing written (security check A13).

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    time::Duration,
};

use contrepoids::{
    clock,
    vault::{
        Access, Kind, VaultError,
        check::{self, JournalState},
        store::StoreError,
    },
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
    let found = fs::read_dir(home.inner().join("store")).unwrap().map(|e| e.unwrap().path());
    found.into_iter().find(|p| p.file_name().unwrap().to_str().unwrap().starts_with("snap.")).unwrap()
}

type Fixture = (&'static str, fn(&Home));

const FIXTURES: &[Fixture] = &[
    ("a conflicted copy of the store", |h| {
        fs::create_dir(h.inner().join("store (conflicted copy)")).unwrap();
    }),
    ("a conflicted copy of the pointer", |h| {
        drop(fs::copy(h.vault().join("head"), h.vault().join("head (Copie en conflit)")));
    }),
    ("a conflicted copy inside the store", |h| {
        drop(fs::copy(h.store("db"), h.store("db (conflicted copy 2026-11-21)")));
    }),
    ("a conflicted copy of a slot", |h| {
        let keys = h.inner().join("keys");
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
    ("no store", |h| fs::remove_dir_all(h.inner().join("store")).unwrap()),
    ("a file in place of the store", |h| {
        fs::remove_dir_all(h.inner().join("store")).unwrap();
        fs::write(h.inner().join("store"), "x").unwrap();
    }),
    ("a link in place of the store", |h| link(h, &h.inner().join("store"))),
    ("no pointer", |h| both(h, "head", None)),
    ("a folder in place of the pointer", |h| folder(&h.vault().join("head"))),
    ("a pipe in place of the pointer", |h| fifo(&h.vault().join("head"))),
    ("a link in place of the pointer", |h| link(h, &h.vault().join("head"))),
    ("pointers of a megabyte", |h| both(h, "head", Some(&" ".repeat(1 << 20)))),
    ("no keys", |h| fs::remove_dir_all(h.inner().join("keys")).unwrap()),
    ("a slot missing", |h| both(h, "keys/roster.age", None)),
    ("empty slots", |h| both(h, "keys/roster.age", Some(""))),
    ("a pipe in place of a slot", |h| fifo(&h.inner().join("keys/roster.age"))),
    ("a link in place of a slot", |h| link(h, &h.inner().join("keys/roster.age"))),
    ("a link in place of the keys", |h| link(h, &h.inner().join("keys"))),
    ("a pipe in place of the journal", |h| fifo(&h.inner().join("journal"))),
    ("a link in place of the journal", |h| link(h, &h.inner().join("journal"))),
    ("a link in place of the lock", |h| link(h, &h.vault().join("lock"))),
    ("a folder that others may write", |h| {
        fs::set_permissions(h.vault(), fs::Permissions::from_mode(0o770)).unwrap();
    }),
    ("a store that others may write", |h| {
        fs::set_permissions(h.inner().join("store"), fs::Permissions::from_mode(0o707)).unwrap();
    }),
];

/// The name of the second copy of a file that is kept twice.
fn second(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, end)) => format!("{stem}.2.{end}"),
        None => format!("{name}.2"),
    }
}

/// Does the same to both copies.
fn both(home: &Home, name: &str, content: Option<&str>) {
    for name in [name.to_owned(), second(name)] {
        match content {
            Some(content) => fs::write(home.part(&name), content).unwrap(),
            None => fs::remove_file(home.part(&name)).unwrap(),
        }
    }
}

const TWICE: [&str; 4] = ["head", "keys/roster.age", "keys/dues.age", "keys/organizing.age"];

/// Each wrong bit in the key of the roster, or in the header of that time, closed the vault for ever in 0.1.0; so did a slot that was gone.
#[test]
fn what_is_kept_twice_is_read_from_its_other_copy() {
    let home = Home::with_people(2);
    let stranger = Home::with_people(1);
    let right = people(&home.open(Access::Read)).unwrap();
    for name in TWICE.map(str::to_owned).into_iter().chain(TWICE.map(second)) {
        let path = home.part(&name);
        let good = fs::read(&path).unwrap();
        let mut spoilt: Vec<Option<Vec<u8>>> = vec![
            None,
            Some(Vec::new()),
            Some(vec![b' '; 2 << 20]),
            Some(good[..good.len() - 1].to_vec()),
            Some([&good[..], b"# more\n"].concat()),
            Some(fs::read(stranger.part(&name)).unwrap()),
        ];
        spoilt.extend((0..good.len()).step_by(7).map(|at| {
            let mut wrong = good.clone();
            wrong[at] ^= 1 << (at % 8);
            Some(wrong)
        }));
        for (n, content) in spoilt.into_iter().enumerate() {
            match &content {
                Some(content) => fs::write(&path, content).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let opened = home.try_open(Access::Read).unwrap_or_else(|e| panic!("{name}, {n}: {e}"));
            assert_eq!(people(&opened).unwrap(), right, "{name}, {n}");
            opened.records(Kind::Account).unwrap_or_else(|e| panic!("{name}, {n}: {e}"));
            drop(opened);
            let closed = check::closed(&home.vault(), &home.identity()).unwrap();
            assert!(closed.not_held.is_empty() && closed.damaged.is_empty(), "{name}, {n}");
            assert_eq!(closed.copies, std::slice::from_ref(&path), "{name}, {n}");
            check::mend(&home.vault(), &home.identity()).unwrap();
            assert_eq!(fs::read(&path).unwrap(), good, "{name}, {n}");
        }
    }
}

/// In 0.1.0 a slot that was gone closed everything, and one with a wrong bit was called somebody else's, and the vault whole.
#[test]
fn a_part_whose_key_is_damaged_is_named_and_closes_no_other() {
    let elsewhere = Home::with_people(1);
    for name in ["dues", "organizing"] {
        let home = Home::with_people(2);
        let slot = format!("keys/{name}.age");
        let good = fs::read(home.part(&slot)).unwrap();
        // The stanza for us does not open: as if it were for somebody else.
        let mut stanza = good.clone();
        stanza[75] ^= 1;
        let foreign = fs::read(elsewhere.part(&slot)).unwrap();
        for content in [Some(stanza), Some(foreign), Some(Vec::new()), None] {
            for name in [slot.clone(), second(&slot)] {
                match &content {
                    Some(content) => fs::write(home.part(&name), content).unwrap(),
                    None => drop(fs::remove_file(home.part(&name))),
                }
            }
            home.run(&["member", "list", "--yes"]).ok();
            home.run(&["member", "add", "family=Exemple", "--yes"]).ok();
            if name == "organizing" {
                home.run(&["notice", "account", "list"]).fails(13, "is damaged");
            }
            let run = home.doctor(&["--json"]);
            assert!(run.code == 3 && run.out.contains("part-damaged"), "{run:?}");
            assert!(!run.out.contains("not-held") && !run.out.contains("key-lost"), "{run:?}");
            home.doctor(&[]).fails(3, "").said();
        }
        // One of any copy of the vault gives it back.
        fs::write(home.part(&slot), &good).unwrap();
        assert!(home.doctor(&["--json"]).out.contains("copy-damaged"));
        home.doctor(&["--repair", "--yes"]);
        home.run(&["member", "add", "family=Exemple", "given=Un", "--yes"]).ok();
        assert_eq!(fs::read(home.part(&second(&slot))).unwrap(), good);
    }
}

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
    fs::write(home.inner().join(".new-ghi"), "x").unwrap();
    fs::write(home.inner().join("keys/.new-def"), "x").unwrap();
    assert_eq!(people(&home.open(Access::Write)).unwrap().len(), 2);
    assert!(!home.vault().join(".new-abc").exists() && !home.inner().join(".new-ghi").exists());
    assert!(!home.inner().join("keys/.new-def").exists());
    assert!(home.vault().join(".DS_Store").exists());
}

/// What was saved is in the store first: a journal that breaks off in it is behind, and so is one of another day.
#[test]
fn a_journal_that_is_torn_or_of_another_day_is_written_anew() {
    let home = Home::with_people(2);
    let journal = home.inner().join("journal");
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

/// A12: what a program copies to a server by itself is no place for a vault, whatever it is called.
#[test]
fn a_synchronised_folder_is_refused_without_a_flag() {
    let env = crate::support::Env::new();
    fs::create_dir_all(env.path("Dropbox")).unwrap();
    fs::create_dir_all(env.path("plain")).unwrap();
    let run = |vault: &str, args: &[&str]| {
        let mut command = env.bare();
        command.args(["--on", "2026-11-21", "--lang", "en", "--vault", vault, "--identity", "key.txt"]);
        crate::support::Run::of(command.args(args).output().unwrap())
    };
    let refused = run("Dropbox/vault", &["init"]).fails(1, "is in a synchronised folder (Dropbox)");
    assert!(refused.said().contains("--allow-synced") && !env.path("Dropbox/vault").exists());
    assert!(!env.path("key.txt").exists(), "nothing was made");
    run("Dropbox/vault", &["init", "--allow-synced"]).ok();
    for command in [&["status"][..], &["member", "list", "--yes"], &["member", "add", "family=X", "--yes"]] {
        run("Dropbox/vault", command).fails(1, "is in a synchronised folder");
    }
    run("Dropbox/vault", &["member", "add", "family=Exemple", "--yes", "--allow-synced"]).ok();
    let doctor = run("Dropbox/vault", &["doctor", "--json"]);
    assert!(doctor.code == 3 && doctor.out.contains("sync-folder"), "{doctor:?}");
    // By what the program leaves in it.
    run("plain/vault", &["init"]).ok();
    run("plain/vault", &["status"]).ok();
    fs::create_dir(env.path("plain/.stfolder")).unwrap();
    run("plain/vault", &["status"]).fails(1, "is in a synchronised folder (.stfolder)");
    run("plain/vault", &["status", "--allow-synced"]).ok();
    // A vault is not made there from a backup either.
    run("plain/vault", &["backup", "create", "b.backup", "--allow-synced"]).ok();
    run("plain/vault", &["backup", "restore", "b.backup", "Dropbox/again"]).fails(1, "synchronised folder");
    assert!(!env.path("Dropbox/again").exists());
}
