//! Somebody with the files and without a key (security checks D1 in small, D3, D12). D1 in full: `suite_flips.py`.

use std::{collections::BTreeMap, fs, io::Write, path::Path, process::Stdio};

use contrepoids::{
    base::Id,
    clock,
    vault::{Access, Compartment, Flaw, Founder, Identity, Vault, VaultError, Verb, check},
};

use super::support::{Home, add, change, copy, people};
use crate::support::{Run, within};

/// How often each kind of tampering is tried: 200 times in the gate.
fn cases() -> u64 {
    std::env::var("CONTREPOIDS_CASES").map_or(20, |_| 200)
}

/// Numbers that follow from a seed, which is printed.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let mut bytes = [0; 8];
        clock::random(&mut bytes);
        let seed =
            std::env::var("CONTREPOIDS_SEED").map_or(u64::from_le_bytes(bytes), |s| s.parse().unwrap());
        println!("CONTREPOIDS_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }
}

/// A tree and a key in it.
type At = (Vec<u8>, Vec<u8>);
type Raw = BTreeMap<At, Vec<u8>>;

/// sled itself, without any of our code.
fn sled(store: &Path) -> sled::Db {
    loop {
        match sled::open(store) {
            Err(sled::Error::Io(e)) if e.to_string().contains("lock") => std::thread::yield_now(),
            other => return other.unwrap(),
        }
    }
}

fn raw(db: &sled::Db) -> Raw {
    let mut out = Raw::new();
    for name in db.tree_names() {
        for row in &db.open_tree(&name).unwrap() {
            let (key, value) = row.unwrap();
            out.insert((name.to_vec(), key.to_vec()), value.to_vec());
        }
    }
    out
}

fn write(db: &sled::Db, at: &At, value: Option<&Vec<u8>>) {
    let tree = db.open_tree(&at.0).unwrap();
    match value {
        Some(value) => tree.insert(&at.1, value.as_slice()).unwrap(),
        None => tree.remove(&at.1).unwrap(),
    };
}

/// A vault with a past: everybody was added, then changed.
struct Past {
    home: Home,
    before: Raw,
    now: Raw,
    people: BTreeMap<Id, String>,
}

impl Past {
    fn new() -> Self {
        let home = Home::with_people(12);
        let before = raw(&sled(&home.inner().join("store")));
        let mut vault = home.open(Access::Write);
        let ids: Vec<Id> = vault.people().unwrap().map(|(id, _)| id).collect();
        for id in ids {
            let edit = change(&mut vault, id, Verb::Edited, "changed");
            vault.commit(clock::now_ms(), vec![edit]).unwrap();
        }
        let people = people(&vault).unwrap();
        drop(vault);
        let now = raw(&sled(&home.inner().join("store")));
        Self { home, before, now, people }
    }

    /// The places of sealed records.
    fn records(&self) -> Vec<At> {
        self.now.keys().filter(|(tree, _)| tree == b"t03").cloned().collect()
    }

    /// Any sealed value: records, log, projection, root.
    fn values(&self) -> Vec<At> {
        self.now.keys().cloned().collect()
    }

    /// Changes the store, checks that it is refused or reported, changes it back.
    fn tamper(&self, what: &str, edits: &[(At, Option<Vec<u8>>)]) {
        let store = self.home.inner().join("store");
        let db = sled(&store);
        for (at, value) in edits {
            write(&db, at, value.as_ref());
        }
        drop(db);
        // The check of doctor says so, and which record.
        match self.home.try_verify() {
            Err(_) => {}
            Ok(flaws) => {
                assert!(!flaws.is_empty(), "{what}: not reported");
                for ((tree, key), _) in edits.iter().filter(|((tree, _), _)| tree == b"t03") {
                    let id = Id(key.as_slice().try_into().unwrap());
                    let named =
                        |f: &Flaw| [Flaw::Missing(id), Flaw::Changed(id), Flaw::Extra(id)].contains(f);
                    assert!(
                        flaws.iter().any(|(_, f)| named(f)),
                        "{what}: {tree:?} {id} is not named: {flaws:?}"
                    );
                }
            }
        }
        // And no other answer is ever given.
        if let Ok(found) = self.home.try_open(Access::Read).and_then(|vault| people(&vault)) {
            assert_eq!(found, self.people, "{what}: another answer");
        }
        let db = sled(&store);
        for (at, _) in edits {
            write(&db, at, self.now.get(at));
        }
        drop(db);
    }

    fn end(&self) {
        assert_eq!(self.home.verify(), []);
        assert_eq!(people(&self.home.open(Access::Read)).unwrap(), self.people);
    }
}

#[test]
fn two_records_swapped_are_found() {
    let (past, mut random) = (Past::new(), Random::new());
    for number in 0..cases() {
        let places = if number % 4 == 0 { past.values() } else { past.records() };
        let one = places[random.below(places.len())].clone();
        let other = places[random.below(places.len())].clone();
        if one != other {
            let (a, b) = (past.now[&one].clone(), past.now[&other].clone());
            past.tamper("swap", &[(one, Some(b)), (other, Some(a))]);
        }
    }
    past.end();
}

#[test]
fn a_record_moved_to_another_tree_is_found() {
    let (past, mut random) = (Past::new(), Random::new());
    for _ in 0..cases() {
        let places = past.records();
        let from = places[random.below(places.len())].clone();
        let tree = [b"t04", b"t13", b"t23", b"t01"][random.below(4)].to_vec();
        let to = (tree, from.1.clone());
        let value = past.now[&from].clone();
        past.tamper("move", &[(from, None), (to, Some(value))]);
    }
    past.end();
}

#[test]
fn an_older_version_put_back_is_found() {
    let (past, mut random) = (Past::new(), Random::new());
    let changed: Vec<_> = past
        .values()
        .into_iter()
        .filter(|at| past.before.get(at).is_some_and(|v| *v != past.now[at]))
        .collect();
    assert!(changed.len() >= 13);
    for _ in 0..cases() {
        let at = changed[random.below(changed.len())].clone();
        let old = past.before[&at].clone();
        past.tamper("replay", &[(at, Some(old))]);
    }
    past.end();
}

#[test]
fn a_value_taken_away_is_found() {
    let (past, mut random) = (Past::new(), Random::new());
    for number in 0..cases() {
        let places = if number % 3 == 0 { past.values() } else { past.records() };
        let at = places[random.below(places.len())].clone();
        past.tamper("delete", &[(at, None)]);
    }
    past.end();
}

#[test]
fn a_record_put_in_twice_is_found() {
    let (past, mut random) = (Past::new(), Random::new());
    for number in 0..cases() {
        let places: Vec<_> =
            past.values().into_iter().filter(|(tree, _)| tree == b"t03" || tree == b"t01").collect();
        let from = places[random.below(places.len())].clone();
        let mut key = from.1.clone();
        key[random.below(16)] ^= 1 << (number % 8);
        let value = past.now[&from].clone();
        past.tamper("duplicate", &[((from.0, key), Some(value))]);
    }
    past.end();
}

/// One bit anywhere: refused, or the same answer.
#[test]
fn a_flipped_bit_is_refused_or_changes_nothing() {
    let (home, mut random) = (Home::new(), Random::new());
    let people: Vec<String> = (0..30).map(|n| format!("Exemple;Camille {n}\n")).collect();
    let csv = "Nom;Prénom\n".to_owned() + &people.concat();
    fs::write(home.path("people.csv"), csv).unwrap();
    home.run(&["member", "import", home.path("people.csv").to_str().unwrap(), "--apply"]).ok();
    let list = ["member", "list", "--format", "csv", "--yes"];
    let good = home.run(&list).ok().out;
    copy(&home.vault(), &home.path("good"));
    let files: Vec<_> =
        home.bytes().into_iter().filter_map(|(p, b)| Some((p, b.filter(|b| !b.is_empty())?))).collect();
    // Of what is kept twice the other copy is read; the store is where a wrong bit has to be refused.
    let twice = |path: &Path| path.extension().is_some_and(|end| end == "age" || end == "toml");
    let stored: Vec<_> =
        files.iter().filter(|(path, _)| path.starts_with(home.inner().join("store"))).collect();
    let mut refused = 0;
    for number in 0..cases() * 2 {
        let (path, bytes) = match number % 2 {
            0 => stored[random.below(stored.len())],
            _ => &files[random.below(files.len())],
        };
        let mut bytes = bytes.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        fs::write(path, bytes).unwrap();
        let run = home.run(&list);
        let safe = matches!(run.code, 10 | 12 | 13 | 14 | 15);
        assert!(safe || (run.code == 0 && run.out == good), "{} at {at}: {run:?}", path.display());
        assert!(run.code == 0 || !twice(path), "{} at {at}: {run:?}", path.display());
        refused += usize::from(safe);
        fs::remove_dir_all(home.vault()).unwrap();
        copy(&home.path("good"), &home.vault());
    }
    assert!(refused > 5, "nothing was ever refused: {refused}");
}

fn with_passphrase(home: &Home, typed: &[u8]) -> Run {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_contrepoids"));
    command.env_clear().env("HOME", home.path("")).args(["--lang", "en", "--passphrase-fd", "0", "--vault"]);
    command
        .arg(home.vault())
        .arg("--identity")
        .arg(home.path("sealed.age"))
        .args(["member", "list", "--yes"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A megabyte may be refused before all of it was read.
    let _ = child.stdin.take().unwrap().write_all(typed);
    Run::of(child.wait_with_output().unwrap())
}

/// The same words and the same code for every wrong passphrase; nothing changes, nobody is locked out.
#[test]
fn wrong_passphrases_are_all_told_the_same() {
    let home = Home::with_people(1);
    let right = "épinard bruyère cagoule oxygène 2026";
    let file = home.path("sealed.age");
    fs::write(&file, home.identity().sealed_file(right).unwrap()).unwrap();
    let before = (fs::read(&file).unwrap(), home.bytes());
    let mega = vec![b'x'; 1 << 20];
    let wrong: [&[u8]; 5] =
        ["épinqrd bruyère cqgoule oxygène 2026".as_bytes(), b"", b"\n", b"\0\0\0\n", &mega];
    let mut said = Vec::new();
    for typed in wrong {
        let run = with_passphrase(&home, typed).fails(12, "does not open the identity");
        assert!(run.out.is_empty() && !run.err.contains("Nothing was changed"), "it only reads");
        said.push(run.err);
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!((fs::read(&file).unwrap(), home.bytes()), before);
    // Typed with combining accents, as some keyboards do, it opens.
    let decomposed = right.replace('é', "e\u{301}").replace('è', "e\u{300}");
    assert_ne!(decomposed, right);
    with_passphrase(&home, format!("{decomposed}\n").as_bytes()).ok();
}

#[test]
fn what_is_not_ours_opens_nothing() {
    let home = Home::with_people(1);
    let other = Identity::generate();
    let refused = Vault::open(&home.vault(), &other, Access::Read, clock::random);
    assert!(matches!(refused, Err(VaultError::WrongKey)));
    // The slots of another vault, of the same holder, are not taken for ours.
    let second = tempfile::tempdir().unwrap();
    let dir = second.path().join("vault");
    contrepoids::vault::create(&dir, &Founder::alone(&home.identity()), clock::random).unwrap();
    add(&mut home.try_open_at(&dir, Access::Write).unwrap(), "somebody");
    for compartment in Compartment::ALL {
        let both = [".age", ".2.age"].map(|end| format!("keys/{}{end}", compartment.name()));
        let kept = fs::read(home.part(&both[0])).unwrap();
        for name in &both {
            fs::copy(within(&dir, name), home.part(name)).unwrap();
        }
        let opened = home.try_open(Access::Read).map(drop);
        if compartment == Compartment::Roster {
            assert!(matches!(opened, Err(VaultError::Slot("roster"))));
        } else {
            opened.unwrap();
            let closed = check::closed(&home.vault(), &home.identity()).unwrap();
            assert_eq!(closed.damaged, [compartment]);
        }
        for name in &both {
            fs::write(home.part(name), &kept).unwrap();
        }
    }
    // Nor is one compartment's slot taken for another's.
    for name in ["keys/roster.age", "keys/roster.2.age"] {
        fs::copy(home.part("keys/dues.age"), home.part(name)).unwrap();
    }
    assert!(matches!(home.try_open(Access::Read), Err(VaultError::Slot("roster"))));
}
