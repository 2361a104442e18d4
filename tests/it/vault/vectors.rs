//! The format, against vectors that an independent program wrote from `docs/format.md` (`tests/data/vectors/make.py`).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use contrepoids::{
    base::{Id, Record},
    clock,
    vault::{
        Compartment, Flaw, Identity, IdentityError, LogEntry, Verb,
        backup::Backup,
        check,
        key::SecretKey,
        root::{Root, Sum, Told},
        seal::{self, Place},
        store::{KINDS, Store, Tree},
        tag::TurnTag,
    },
};
use serde_json::Value;

use super::support;
use crate::support::within;

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/vectors").join(name)
}

fn vectors() -> Value {
    serde_json::from_slice(&fs::read(data("format-2.json")).unwrap()).unwrap()
}

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    hex(value).try_into().unwrap()
}

fn key(value: &Value) -> SecretKey {
    SecretKey::take(&mut array(value))
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

/// Calls `each` with every named sample; there must be at least `least`.
fn each(samples: &Value, least: usize, mut each: impl FnMut(&str, Vec<u8>)) {
    let samples = samples.as_object().unwrap();
    assert!(samples.len() >= least);
    for (name, bytes) in samples {
        each(name, hex(bytes));
    }
}

#[test]
fn good_values_open_and_are_sealed_to_the_same_bytes() {
    let values = &vectors()["values"];
    let key = key(&values["key"]);
    let good = values["good"].as_array().unwrap();
    assert!(good.len() >= 6);
    for case in good {
        let (vault, id) = (array(&case["vault"]), array(&case["id"]));
        let tree = Tree(u8::try_from(number(&case["tree"])).unwrap());
        let generation = u32::try_from(number(&case["generation"])).unwrap();
        let place = Place { vault: &vault, tree, id: &id };
        let sealed = hex(&case["sealed"]);
        let plain = seal::open(|g| (g == generation).then_some(&key), place, &sealed).unwrap();
        assert_eq!(*plain, hex(&case["plain"]), "{}", case["name"]);
        let again = seal::seal_with(&key, generation, place, &plain, &array(&case["nonce"])).unwrap();
        assert_eq!(again, sealed, "{}", case["name"]);
    }
}

#[test]
fn each_kind_has_the_tree_of_the_document() {
    let vectors = vectors();
    let kinds = vectors["kinds"].as_array().unwrap();
    assert_eq!(kinds.len(), 3 * usize::from(KINDS));
    let mut seen = BTreeSet::new();
    for case in kinds {
        let [compartment, kind, tree] = [0, 1, 2].map(|n| u8::try_from(number(&case[n])).unwrap());
        assert_eq!(Tree::of_kind(compartment, kind), Tree(tree), "{case}");
        // None is the tree of a root, of a log or of a projection.
        let roles = [0, 1, 2].map(|role| Tree(tree).is_role(role));
        assert!(seen.insert(tree) && roles == [false; 3] && kind <= Tree::kinds(compartment), "{case}");
    }
    assert!(Tree::kinds(14) < 14 && Tree::kinds(15) < 14);
}

#[test]
fn bad_values_do_not_open() {
    let values = &vectors()["values"];
    let key = key(&values["key"]);
    let generations = u32::try_from(number(&values["generations"])).unwrap();
    let bad = values["bad"].as_array().unwrap();
    assert!(bad.len() >= 12);
    for case in bad {
        let (vault, id) = (array(&case["vault"]), array(&case["id"]));
        let place = Place { vault: &vault, tree: Tree(3), id: &id };
        let opened = seal::open(|g| (g <= generations).then_some(&key), place, &hex(&case["sealed"]));
        assert!(opened.is_err(), "{} was opened", case["name"]);
    }
}

#[test]
fn records_are_read_and_written_to_the_same_bytes_and_bad_ones_refused() {
    let vectors = vectors();
    each(&vectors["records"], 4, |name, bytes| {
        let record = Record::decode(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(record.encode(), bytes, "{name}");
    });
    each(&vectors["bad_records"], 12, |name, bytes| assert!(Record::decode(&bytes).is_err(), "{name}"));
}

#[test]
fn the_root_and_the_log_have_the_bytes_of_the_document() {
    let vectors = vectors();
    let r = &vectors["root"];
    let told = &r["told"];
    let told = Told { instance: array(&told[0]), commit: number(&told[1]), run: array(&told[2]) };
    let mut root = Root {
        generation: number(&r["generation"]),
        time_ms: number(&r["time"]),
        signer: array(&r["signer"]),
        turn: TurnTag(array(&r["turn"])),
        replica: array(&r["replica"]),
        heads: array(&r["heads"]),
        count: number(&r["count"]),
        records: Sum(array(&r["records"])),
        chunks: u32::try_from(number(&r["chunks"])).unwrap(),
        projection: Sum(array(&r["projection"])),
        log_len: number(&r["log_len"]),
        log_head: array(&r["log_head"]),
        clock: number(&r["clock"]),
        told: Some(told),
        sync: None,
    };
    assert_eq!(root.encode(), hex(&r["hex"]));
    assert_eq!(Root::decode(&hex(&r["hex"])).as_ref(), Some(&root));
    root.told = None;
    assert_eq!(root.encode(), hex(&r["untold"]));
    each(&vectors["bad_roots"], 9, |name, bytes| assert_eq!(Root::decode(&bytes), None, "{name}"));

    let l = &vectors["log"];
    let entry = LogEntry {
        number: number(&l["number"]),
        before: array(&l["before"]),
        time_ms: number(&l["time"]),
        device: array(&l["device"]),
        generation: number(&l["generation"]),
        changes: vec![
            (Verb::Added, Id(array(&l["changes"][0][1]))),
            (Verb::Exported, Id(array(&l["changes"][1][1]))),
        ],
        readers: vec!["age1example".to_owned()],
    };
    assert_eq!(entry.encode(), hex(&l["hex"]));
    assert_eq!(LogEntry::link(&entry.encode()).to_vec(), hex(&l["link"]));
    assert_eq!(LogEntry::decode(&hex(&l["hex"])), Some(entry));
    each(&vectors["bad_logs"], 4, |name, bytes| assert_eq!(LogEntry::decode(&bytes), None, "{name}"));
}

#[test]
fn keys_and_sums_are_derived_as_the_document_says() {
    let vectors = vectors();
    let data = key(&vectors["values"]["key"]);
    let uses = vectors["uses"].as_object().unwrap();
    assert!(uses.len() >= 7);
    for (what, expected) in uses {
        assert_eq!(data.derive(what).bytes().to_vec(), hex(expected), "{what}");
    }
    let mut sum = Sum::default();
    for parts in vectors["sum"]["parts"].as_array().unwrap() {
        let parts: Vec<Vec<u8>> = parts.as_array().unwrap().iter().map(hex).collect();
        sum.toggle(&data, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
    assert_eq!(sum.0.to_vec(), hex(&vectors["sum"]["sum"]));
}

/// A whole vault of the other program: its header, its slots (made by `age`), its journal.
#[test]
fn a_vault_of_the_other_program_opens() {
    let identity = support::identity(&fs::read_to_string(data("vault-2/key.txt")).unwrap());
    let dir = data("vault-2");
    let store = check::from_journal(&dir, &identity).unwrap();
    let flaws = check::verify(&dir, &identity, &store, clock::random).unwrap();
    // The other program writes no projection; it is made anew, and that is said.
    assert_eq!(flaws, [(Compartment::Roster, Flaw::Projection)]);
    let roster = Compartment::ALL.iter().position(|c| *c == Compartment::Roster).unwrap();
    let mut keys = Vec::new();
    store
        .scan(Tree(u8::try_from(roster << 4 | 3).unwrap()), &mut |key, _| {
            keys.push(Id(key).to_string());
            Ok(())
        })
        .unwrap();
    let vectors = vectors();
    let people: BTreeMap<String, Value> = serde_json::from_value(vectors["vault"]["people"].clone()).unwrap();
    assert_eq!(keys, people.keys().cloned().collect::<Vec<_>>());
    assert_eq!(
        check::journal_state(&dir, &identity, &store, clock::random).unwrap(),
        check::JournalState::Current
    );
}

/// A vault of the other program, whose journal may be changed, and what opens it.
fn with_journal() -> (tempfile::TempDir, Identity) {
    let home = tempfile::tempdir().unwrap();
    support::copy(&data("vault-2"), &home.path().join("vault-2"));
    let identity = support::identity(&fs::read_to_string(data("vault-2/key.txt")).unwrap());
    (home, identity)
}

#[test]
fn bad_journals_are_refused() {
    let (home, identity) = with_journal();
    let dir = home.path().join("vault-2");
    assert!(check::from_journal(&dir, &identity).is_ok());
    each(&vectors()["bad_journals"], 13, |name, bytes| {
        fs::write(within(&dir, "journal"), bytes).unwrap();
        assert!(check::from_journal(&dir, &identity).is_err(), "{name} was read as a journal");
    });
}

/// A journal cut anywhere is read up to its last whole commit when the end is torn, as after a power cut, and only then.
#[test]
fn a_journal_cut_anywhere_is_read_to_a_whole_commit_or_refused() {
    let whole = fs::read(within(&data("vault-2"), "journal")).unwrap();
    let (home, identity) = with_journal();
    let dir = home.path().join("vault-2");
    let (mut read, mut tried) = (0, 0);
    for end in (0..=whole.len()).rev().step_by(19) {
        fs::write(within(&dir, "journal"), &whole[..end]).unwrap();
        let torn = check::journal_torn(&dir, &identity);
        assert_eq!(torn.as_ref().is_ok_and(|torn| !torn), read_all(&whole[..end]), "{end}");
        (read, tried) = (read + usize::from(torn.is_ok()), tried + 1);
    }
    assert!(read > tried / 2 && read < tried, "{read} of {tried}");
}

/// Whether a strict reader may take these bytes: they end with a frame.
fn read_all(bytes: &[u8]) -> bool {
    let mut at = 16;
    while let Some(len) = bytes.get(at..at + 4) {
        at += 104 + u32::from_be_bytes(len.try_into().unwrap()) as usize;
    }
    at == bytes.len() && at > 16
}

/// Backups that the other program wrote: the good one is read, and what is wrong in one place is not.
#[test]
fn backups_of_the_other_program_are_read_and_bad_ones_refused() {
    let text = fs::read(data("vault-2/key.txt")).unwrap();
    let key =
        Identity::read(&text, || -> Result<_, IdentityError> { unreachable!("no passphrase") }).unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(data("backup")).unwrap() {
        let path = entry.unwrap().path();
        let read = Backup::read(&fs::read(&path).unwrap(), &key, None);
        match path.file_stem().unwrap().to_str().unwrap() {
            "good" => {
                let facts = read.unwrap_or_else(|e| panic!("{e}")).facts();
                let commits: Vec<u64> = facts.parts.iter().map(|part| part.commit).collect();
                assert_eq!((commits, facts.parts[0].records), (vec![7, 8, 9], 2));
                assert_eq!(
                    (facts.by.as_str(), facts.may_write, facts.time_ms),
                    ("device", true, 1_790_000_000_000)
                );
            }
            name => assert!(read.is_err(), "{name} is read"),
        }
        seen += 1;
    }
    assert!(seen > 9);
}
