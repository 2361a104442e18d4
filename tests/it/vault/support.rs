//! A vault in a home of its own, worked on through the library.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use contrepoids::{
    base::{FieldKey, Id, Record, Value},
    clock,
    vault::{
        self, Accept, Access, Change, Compartment, Flaw, Founder, Identity, IdentityError, Kind, Recall,
        Vault, VaultError, Verb, check, memory::MemoryStore,
    },
};
use tempfile::TempDir;

use crate::support::{Run, inner, within};

/// A field that the program does not know, and keeps.
pub const FIELD: FieldKey = FieldKey::single(60_000);

pub struct Home {
    dir: TempDir,
    key: String,
}

impl Home {
    /// A home with an empty vault.
    pub fn new() -> Self {
        let identity = Identity::generate();
        // In memory where that is to be had: what reaches the disk, and when, is watched by the suites in tests/peers.
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let home = Self { dir, key: identity.plain_file().to_string() };
        vault::create(&home.vault(), &Founder::alone(&identity), clock::random).unwrap();
        home.know(&home.vault());
        home
    }

    /// Lets the device of this home know the vault, as `init` does for one that it makes.
    pub fn know(&self, dir: &Path) {
        let config = self.path(".config/contrepoids");
        let known = |accept: &Accept| {
            let recall = Recall::at(&config, dir, &self.identity(), clock::random);
            Vault::open_known(dir, &self.identity(), Access::Write, clock::random, (recall, accept)).map(drop)
        };
        match known(&Accept::default()) {
            Err(VaultError::Strange(standing)) => known(&standing.as_it_is()).unwrap(),
            other => other.unwrap(),
        }
    }

    /// A home with some people in the vault, added one by one.
    pub fn with_people(count: usize) -> Self {
        let home = Self::new();
        let mut vault = home.open(Access::Write);
        for number in 0..count {
            add(&mut vault, &format!("person {number}"));
        }
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Where a part of the vault lies, by its name alone.
    pub fn part(&self, name: &str) -> PathBuf {
        within(&self.vault(), name)
    }

    /// The folder of the current turn of keys.
    pub fn inner(&self) -> PathBuf {
        inner(&self.vault())
    }

    pub fn vault(&self) -> PathBuf {
        self.path("vault")
    }

    pub fn store(&self, name: &str) -> PathBuf {
        self.inner().join("store").join(name)
    }

    pub fn identity(&self) -> Identity {
        identity(&self.key)
    }

    pub fn try_open(&self, access: Access) -> Result<Vault, VaultError> {
        self.try_open_at(&self.vault(), access)
    }

    pub fn try_open_at(&self, dir: &Path, access: Access) -> Result<Vault, VaultError> {
        Vault::open(dir, &self.identity(), access, clock::random)
    }

    #[track_caller]
    pub fn open(&self, access: Access) -> Vault {
        self.try_open(access).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Opens the vault as the program does: this device remembers what is done.
    #[track_caller]
    pub fn open_known(&self, access: Access) -> Vault {
        let recall =
            Recall::at(&self.path(".config/contrepoids"), &self.vault(), &self.identity(), clock::random);
        let known = (recall, &Accept::default());
        Vault::open_known(&self.vault(), &self.identity(), access, clock::random, known)
            .unwrap_or_else(|e| panic!("{e}"))
    }

    /// The checks of `doctor`, in this process.
    pub fn verify(&self) -> Vec<(Compartment, Flaw)> {
        self.try_verify().unwrap_or_else(|e| panic!("{e}"))
    }

    pub fn try_verify(&self) -> Result<Vec<(Compartment, Flaw)>, VaultError> {
        let store = self.dump()?;
        check::verify(&self.vault(), &self.identity(), &store, clock::random)
    }

    /// What a copy of the store holds.
    pub fn dump(&self) -> Result<MemoryStore, VaultError> {
        let dir = self.vault();
        let _rest = check::at_rest(&dir)?;
        let copy = tempfile::tempdir_in(self.dir.path()).unwrap();
        let mut bytes = Vec::new();
        check::copy_store(&self.inner().join("store"), &copy.path().join("store"), false)?;
        check::dump(&copy.path().join("store"), &mut bytes)?;
        check::undump(&mut bytes.as_slice())
    }

    pub fn journal_state(&self) -> check::JournalState {
        let store = self.dump().unwrap();
        check::journal_state(&self.vault(), &self.identity(), &store, clock::random).unwrap()
    }

    /// Runs `contrepoids doctor` on the vault.
    pub fn doctor(&self, args: &[&str]) -> Run {
        self.run(&[&["doctor"], args].concat())
    }

    /// Runs the program on the vault.
    pub fn run(&self, args: &[&str]) -> Run {
        let key = self.path("key.txt");
        fs::write(&key, &self.key).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_contrepoids"));
        command.env_clear().env("HOME", self.dir.path()).env("TMPDIR", self.dir.path()).stdin(Stdio::null());
        command.args(["--lang", "en", "--on", "2026-11-21", "--vault"]).arg(self.vault());
        Run::of(command.arg("--identity").arg(key).args(args).output().unwrap())
    }

    /// Every file of the vault with its content, to see that nothing was written.
    pub fn bytes(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        bytes(&self.vault())
    }
}

pub fn identity(key: &str) -> Identity {
    Identity::read(key.as_bytes(), || -> Result<_, IdentityError> { unreachable!("no passphrase") }).unwrap()
}

pub fn bytes(dir: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut out = BTreeMap::new();
    let mut left = vec![dir.to_owned()];
    while let Some(path) = left.pop() {
        let meta = fs::symlink_metadata(&path).unwrap();
        if meta.is_dir() {
            left.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        }
        let content = meta.is_file().then(|| fs::read(&path).unwrap());
        out.insert(path, content);
    }
    out
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Adds a person with this value.
pub fn add(vault: &mut Vault, value: &str) -> Id {
    let id = vault.new_id();
    let change = change(vault, id, Verb::Added, value);
    vault.commit(clock::now_ms(), vec![change]).unwrap();
    id
}

/// The change that gives a person this value.
pub fn change(vault: &mut Vault, id: Id, verb: Verb, value: &str) -> Change {
    let mut record = vault.record(Kind::Person, &id).unwrap().unwrap_or_default();
    let stamp = vault.stamp(clock::now_ms());
    record.set(FIELD, Some(Value::text(value)), stamp);
    Change { kind: Kind::Person, id, verb, record }
}

pub fn value(record: &Record) -> &str {
    record.get(FIELD).and_then(Value::as_text).unwrap_or("-")
}

/// Every person's value.
pub fn people(vault: &Vault) -> Result<BTreeMap<Id, String>, VaultError> {
    Ok(vault.records(Kind::Person)?.iter().map(|(id, r)| (*id, value(r).to_owned())).collect())
}
