//! A program for the harnesses in `tests/peers`: it works on a vault through the library and says on standard output
//! what it is about to save (`try`) and what was saved (`ack`), so that a supervisor that kills it, stops it or cuts the
//! power knows what must be there afterwards.
//!
//! `cargo test` runs it without arguments; then it only checks that it remembers and counts right.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test program may stop"
)]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
};

use contrepoids::{
    base::{FieldKey, Id, Record, Value},
    clock,
    vault::{Access, Change, Founder, Identity, Kind, Vault, VaultError, Verb, check},
};

/// A field that the program does not know, and keeps.
const FIELD: FieldKey = FieldKey::single(60_000);

/// Numbers that follow from a seed (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }
}

fn identity(file: &Path) -> Identity {
    Identity::read(&std::fs::read(file).unwrap(), || -> Result<_, contrepoids::vault::IdentityError> {
        panic!("key files of tests have no passphrase")
    })
    .unwrap()
}

/// Whether this is the run of `cargo test`, which has nobody to talk to.
static ALONE: AtomicBool = AtomicBool::new(false);

fn say(line: &str) {
    if ALONE.load(Ordering::Relaxed) {
        return;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Ends with what a face would say and its exit code: 15 for the disk, 11 for a vault in use, 13 for the rest.
fn give_up(error: &VaultError) -> ExitCode {
    use contrepoids::vault::store::StoreError;
    eprintln!("driver: {error}");
    ExitCode::from(match error {
        VaultError::Store(StoreError::Full(_) | StoreError::ReadOnly(_) | StoreError::Io(_)) => 15,
        VaultError::InUse { .. } | VaultError::Store(StoreError::InUse) => 11,
        _ => 13,
    })
}

fn set(vault: &mut Vault, record: &mut Record, value: &str) {
    let stamp = vault.stamp(clock::now_ms());
    record.set(FIELD, Some(Value::text(value)), stamp);
}

fn value_of(record: &Record) -> &str {
    record.get(FIELD).and_then(Value::as_text).unwrap_or("-")
}

/// Makes a vault and says so when it is durable.
fn create(dir: &Path, key: &Path) -> Result<ExitCode, VaultError> {
    let identity = identity(key);
    contrepoids::vault::create(dir, &Founder::alone(&identity), clock::random)?;
    say("ack made");
    Ok(ExitCode::SUCCESS)
}

/// Saves one change after the other until it is stopped: a person added, one edited, many at once as an import does.
fn write(dir: &Path, key: &Path, seed: u64, most: u64, size: usize) -> Result<ExitCode, VaultError> {
    let mut vault = Vault::open(dir, &identity(key), Access::Write, clock::random)?;
    let mut random = Random(seed);
    let mut ids: Vec<Id> = vault.people()?.map(|(id, _)| id).collect();
    for number in 0..most {
        let (verb, count) = match random.below(10) {
            0 => (Verb::Imported, 20 + random.below(180)),
            1..=5 if !ids.is_empty() => (Verb::Edited, 1),
            _ => (Verb::Added, 1),
        };
        let mut changes = Vec::new();
        let mut line = String::new();
        for part in 0..count {
            let id = match verb {
                Verb::Edited => ids[random.below(ids.len() as u64) as usize],
                _ => vault.new_id(),
            };
            let mut record = vault.record(Kind::Person, &id)?.unwrap_or_default();
            let value = format!("{seed:x}.{number}.{part}.{}", "x".repeat(size));
            set(&mut vault, &mut record, &value);
            write!(line, " {id}={value}").unwrap();
            changes.push(Change { kind: Kind::Person, id, verb, record });
        }
        let new: Vec<Id> = changes.iter().filter(|_| verb != Verb::Edited).map(|c| c.id).collect();
        say(&format!("try {number}{line}"));
        let receipt = vault.commit(clock::now_ms(), changes)?;
        ids.extend(new);
        say(&format!("ack {number} journaled={}", receipt.journaled));
    }
    Ok(ExitCode::SUCCESS)
}

/// Saves many people in one commit, as an import does.
fn fill(dir: &Path, key: &Path, count: u64, size: usize) -> Result<ExitCode, VaultError> {
    let mut vault = Vault::open(dir, &identity(key), Access::Write, clock::random)?;
    let mut changes = Vec::new();
    let mut line = String::new();
    for part in 0..count {
        let (id, mut record) = (vault.new_id(), Record::default());
        let value = format!("fill.{part}.{}", "x".repeat(size));
        set(&mut vault, &mut record, &value);
        write!(line, " {id}={value}").unwrap();
        changes.push(Change { kind: Kind::Person, id, verb: Verb::Imported, record });
    }
    say(&format!("try fill{line}"));
    let receipt = vault.commit(clock::now_ms(), changes)?;
    say(&format!("ack fill journaled={}", receipt.journaled));
    Ok(ExitCode::SUCCESS)
}

/// Prints every record, then what the checks of `doctor` find, without its child process.
fn read(dir: &Path, key: &Path, access: Access) -> Result<ExitCode, VaultError> {
    let identity = identity(key);
    {
        let vault = Vault::open(dir, &identity, access, clock::random)?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for (id, record) in vault.records(Kind::Person)? {
            writeln!(out, "row {id}={}", value_of(&record)).unwrap();
        }
        writeln!(out, "log {}", vault.log()?.len()).unwrap();
        writeln!(out, "rescue {:?}", vault.rescue()).unwrap();
    }
    say("read");
    Ok(ExitCode::SUCCESS)
}

fn verify(dir: &Path, key: &Path, copy: &Path) -> Result<ExitCode, VaultError> {
    let identity = identity(key);
    let _rest = check::at_rest(dir)?;
    check::copy_store(&check::Part::Store.dir(dir)?, copy, false)?;
    let mut bytes = Vec::new();
    check::dump(copy, &mut bytes)?;
    let store = check::undump(&mut bytes.as_slice())?;
    for (part, flaw) in check::verify(dir, &identity, &store, clock::random)? {
        say(&format!("flaw {} {flaw:?}", part.name()));
    }
    say(&format!("journal {:?}", check::journal_state(dir, &identity, &store, clock::random)?));
    Ok(ExitCode::SUCCESS)
}

/// Holds the vault open until standard input ends.
fn hold(dir: &Path, key: &Path) -> Result<ExitCode, VaultError> {
    let _vault = Vault::open(dir, &identity(key), Access::Write, clock::random)?;
    say("open");
    let _ = std::io::stdin().read_line(&mut String::new());
    Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
    contrepoids::platform::harden::process();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u64>().unwrap();
    let path = |text| Path::new(text);
    let result = match *args.as_slice() {
        ["--role=key", file] => {
            let identity = Identity::generate();
            contrepoids::vault::file::write_whole(path(file), identity.plain_file().as_bytes(), true)
                .unwrap();
            Ok(ExitCode::SUCCESS)
        }
        ["--role=create", dir, key] => create(path(dir), path(key)),
        ["--role=write", dir, key, seed, most, size] => {
            write(path(dir), path(key), number(seed), number(most), number(size) as usize)
        }
        ["--role=fill", dir, key, count, size] => {
            fill(path(dir), path(key), number(count), number(size) as usize)
        }
        ["--role=read", dir, key] => read(path(dir), path(key), Access::Read),
        ["--role=read-to-write", dir, key] => read(path(dir), path(key), Access::Write),
        ["--role=verify", dir, key, copy] => verify(path(dir), path(key), path(copy)),
        ["--role=hold", dir, key] => hold(path(dir), path(key)),
        _ => {
            own_check();
            Ok(ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|error| give_up(&error))
}

/// The whole of it once, small: what was acknowledged is read back.
fn own_check() {
    ALONE.store(true, Ordering::Relaxed);
    let home = tempfile::tempdir().unwrap();
    let (dir, key) = (home.path().join("vault"), home.path().join("key"));
    std::fs::write(&key, Identity::generate().plain_file().as_bytes()).unwrap();
    create(&dir, &key).unwrap();
    write(&dir, &key, 7, 8, 10).unwrap();
    fill(&dir, &key, 300, 10).unwrap();
    let vault = Vault::open(&dir, &identity(&key), Access::Read, clock::random).unwrap();
    let rows: BTreeMap<Id, String> =
        vault.records(Kind::Person).unwrap().iter().map(|(id, r)| (*id, value_of(r).to_owned())).collect();
    assert!(rows.values().all(|v| v.starts_with("7.") || v.starts_with("fill.")));
    assert_eq!(rows.values().filter(|v| v.starts_with("fill.")).count(), 300);
    assert_eq!(vault.log().unwrap().len(), 10, "an entry of the log takes 200 changes");
    drop(vault);
    verify(&dir, &key, &home.path().join("copy")).unwrap();
}
