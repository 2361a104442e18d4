//! What is refused as a backup, and what comes back from one.

use std::{fs, path::Path};

use super::*;
use crate::{
    base::{FieldKey, Id, Record, Value},
    clock::random,
    vault::{
        Accept, Access, Change, Founder, Kind, Turning, Verb,
        holders::{Act, Admit, Card, Departure, Reason, Role, Roles, Signer},
    },
};

struct Place {
    dir: tempfile::TempDir,
    me: Identity,
}

impl Place {
    /// A vault with people, a mail account, and something in its outbox.
    fn new() -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap(), me: Identity::generate() };
        crate::vault::create(&place.at("vault"), &Founder::alone(&place.me), random).unwrap();
        let mut vault = place.known("vault", &place.me);
        for number in 0..5 {
            change(&mut vault, Kind::Person, number);
        }
        change(&mut vault, Kind::Account, 5);
        vault.outbox().unwrap().commit(1, vec![(Id([7; 16]), Some(vec![9; 10]))]).unwrap();
        place
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    fn recall(&self, name: &str, key: &Identity) -> Recall {
        Recall::at(&self.at("config"), &self.at(name), key, random)
    }

    /// Opens a vault as a device that takes whatever lies there.
    fn known(&self, name: &str, key: &Identity) -> Vault {
        let open = |accept: &Accept| {
            Vault::open_known(&self.at(name), key, Access::Write, random, (self.recall(name, key), accept))
        };
        match open(&Accept::default()) {
            Err(VaultError::Strange(standing)) => open(&standing.as_it_is()),
            other => other,
        }
        .unwrap_or_else(|e| panic!("{e}"))
    }

    fn turn(&self, reason: Reason, acts: Vec<Act>) {
        let erased = BTreeSet::new();
        let turning = Turning { reason, acts, erased, writer: None, now_ms: 5 };
        self.known("vault", &self.me).turn(&turning).unwrap();
    }

    fn admit(&self, name: &str, roles: &[Role]) -> Identity {
        let identity = Identity::generate();
        let card = Card::make(&identity, name).unwrap();
        let roles = Roles::of(roles).unwrap();
        self.turn(Reason::Admit, vec![Act::Admit(Admit { card, roles, class: Class::Device })]);
        identity
    }

    fn made_by(&self, key: &Identity) -> Made {
        create(&self.known("vault", key), key, 1_790_000_000_000).unwrap_or_else(|e| panic!("{e}"))
    }

    fn restore(
        &self,
        bytes: &[u8],
        key: &Identity,
        name: &str,
        accept: &Accept,
    ) -> Result<Restored, BackupError> {
        let (dir, recall) = (self.at(name), self.recall(name, key));
        let backup = Backup::read(bytes, key, Some(&recall))?;
        let how = Restoring { dir: &dir, identity: key, recall, accept, now_ms: 9, entropy: random };
        restore(backup, &how, |_| Ok(()))
    }
}

fn change(vault: &mut Vault, kind: Kind, number: i64) {
    let mut record = Record::default();
    let stamp = vault.stamp(1_000);
    record.set(FieldKey::single(60_000), Some(Value::int(number)), stamp);
    let change = Change { kind, id: vault.new_id(), verb: Verb::Added, record };
    vault.commit(1_000, vec![change]).unwrap();
}

/// What lies in a backup, to be changed by who may open it.
struct Taken {
    files: Vec<File>,
    manifest: Manifest,
}

impl Taken {
    fn of(bytes: &[u8], key: &Identity) -> Self {
        let tar = crate::vault::identity::open(bytes, &[key]).unwrap();
        let mut files = tar::unpack(&tar).unwrap();
        let (manifest, _) = Manifest::read(&files.pop().unwrap().bytes).unwrap();
        Self { files, manifest }
    }

    fn file(&mut self, name: &str) -> &mut Zeroizing<Vec<u8>> {
        &mut self.files.iter_mut().find(|file| file.name == name).unwrap().bytes
    }

    /// Puts it together again, with hashes that fit.
    fn signed(mut self, signer: &Signer, readers: &[&Identity]) -> Vec<u8> {
        for (file, (_, hash)) in self.files.iter().zip(&mut self.manifest.files) {
            *hash = *blake3::hash(&file.bytes).as_bytes();
        }
        let bytes = Zeroizing::new(self.manifest.sign(signer));
        self.files.push(File { name: MANIFEST.to_owned(), bytes });
        sealed_to(&tar::pack(&self.files, 1).unwrap(), readers)
    }
}

fn sealed_to(content: &[u8], readers: &[&Identity]) -> Vec<u8> {
    let readers: Vec<Reader> = readers.iter().map(|r| Reader::read(&r.public()).unwrap()).collect();
    age_file::seal(&readers, content, Form::Binary).unwrap()
}

fn refused(bytes: &[u8], key: &Identity) -> String {
    match Backup::read(bytes, key, None) {
        Ok(_) => panic!("it was taken"),
        Err(error) => error.to_string(),
    }
}

fn all(vault: &Vault, kind: Kind) -> Vec<(Id, Vec<u8>)> {
    vault.records(kind).unwrap().into_iter().map(|(id, record)| (id, record.encode())).collect()
}

#[test]
fn what_comes_back_is_what_was_there() {
    let place = Place::new();
    let made = place.made_by(&place.me);
    let accept = Accept::default();
    let restored = place.restore(&made.bytes, &place.me, "again", &accept).unwrap();
    assert!(restored.noted && restored.outbox && matches!(restored.standing, Standing::Known { .. }));
    let again = Vault::open_known(
        &place.at("again"),
        &place.me,
        Access::Write,
        random,
        (place.recall("again", &place.me), &accept),
    )
    .unwrap();
    let before = Vault::open(&place.at("vault"), &place.me, Access::Read, random).unwrap();
    for kind in [Kind::Person, Kind::Account] {
        assert_eq!(all(&again, kind), all(&before, kind));
    }
    assert_eq!(again.log().unwrap(), before.log().unwrap());
    assert_eq!(again.outbox().unwrap().get(&Id([7; 16])).unwrap().unwrap().to_vec(), vec![9; 10]);
    let root = |vault: &Vault, part| vault.ledgers[&part].root().clone();
    for part in Compartment::ALL {
        let (new, old) = (root(&again, part), root(&before, part));
        assert_eq!((new.generation, new.clock), (old.generation + 1, old.clock));
        assert_ne!(new.replica, old.replica);
    }
    // The vault of before is the older one from here on.
    drop((again, before));
    let open = Vault::open_known(
        &place.at("vault"),
        &place.me,
        Access::Read,
        random,
        (place.recall("vault", &place.me), &accept),
    );
    assert!(matches!(open, Err(VaultError::Strange(Standing::Behind(_)))));
}

#[test]
fn nothing_is_made_over_something() {
    let place = Place::new();
    let made = place.made_by(&place.me);
    fs::create_dir(place.at("full")).unwrap();
    fs::write(place.at("full/x"), "").unwrap();
    let refused = place.restore(&made.bytes, &place.me, "full", &Accept::default());
    assert!(matches!(refused, Err(BackupError::Vault(VaultError::Exists))));
    assert_eq!(fs::read_dir(place.at("full")).unwrap().count(), 1);
    // A fault on the way leaves nothing, neither there nor beside.
    let backup = Backup::read(&made.bytes, &place.me, None).unwrap();
    let (dir, recall, accept) = (place.at("new"), place.recall("new", &place.me), Accept::default());
    let how =
        Restoring { dir: &dir, identity: &place.me, recall, accept: &accept, now_ms: 9, entropy: random };
    assert!(restore(backup, &how, |_| Err(VaultError::OutboxOlder)).is_err());
    let left = |dir: &Path| {
        fs::read_dir(dir)
            .unwrap()
            .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().contains("new"))
            .count()
    };
    assert_eq!(left(place.dir.path()), 0);
}

/// Bytes that whoever has the file can change; and those that only who opens it can.
#[test]
fn every_class_of_bytes_counts() {
    let place = Place::new();
    let made = place.made_by(&place.me);
    for at in (0..made.bytes.len()).step_by(151).chain(0..300) {
        let mut changed = made.bytes.clone();
        changed[at] ^= 1;
        refused(&changed, &place.me);
    }
    for end in (0..made.bytes.len()).step_by(997) {
        refused(&made.bytes[..end], &place.me);
    }
    let tar = crate::vault::identity::open(&made.bytes, &[&place.me]).unwrap();
    let mut seen = 0;
    for at in (0..tar.len()).step_by(61).chain(0..160).chain(tar.len() - 40..tar.len()) {
        let mut changed = tar.to_vec();
        changed[at] ^= 1;
        refused(&sealed_to(&changed, &[&place.me]), &place.me);
        seen += 1;
    }
    assert!(seen > 300);
    for end in (0..tar.len()).step_by(512) {
        refused(&sealed_to(&tar[..end], &[&place.me]), &place.me);
    }
}

/// Who knows the public keys encrypts anything to them, and whoever was a holder knows what lies in a backup.
#[test]
fn what_no_present_holder_signed_is_refused() {
    let place = Place::new();
    let leaver = place.admit("Portable de Dominique", &[Role::Organizer]);
    let (stranger, device) = (Identity::generate(), leaver.device());
    let early = place.made_by(&leaver);
    place.turn(Reason::Retire, vec![Act::Retire { device, why: Departure::Left, cut: vec![] }]);
    let late = place.made_by(&place.me);
    let taken = || Taken::of(&late.bytes, &place.me);
    let good = taken().signed(&Signer::of(&place.me), &[&place.me]);
    assert!(Backup::read(&good, &place.me, None).is_ok());
    for forger in [&stranger, &leaver] {
        assert!(refused(&taken().signed(&Signer::of(forger), &[&place.me]), &place.me).contains("no holder"));
        let mut named = taken();
        named.manifest.signer = forger.device();
        assert!(refused(&named.signed(&Signer::of(forger), &[&place.me]), &place.me).contains("no holder"));
    }
    let ours = Signer::of(&place.me);
    let refuse = |taken: Taken| refused(&taken.signed(&ours, &[&place.me]), &place.me);
    let mut bad = taken();
    bad.manifest.heads = vec![[1; 32]];
    assert!(refuse(bad).contains("no holder"));
    let mut bad = taken();
    bad.manifest.turn.0[0] ^= 1;
    assert!(refuse(bad).contains("no holder"));
    let mut bad = taken();
    bad.manifest.vault[0] ^= 1;
    refuse(bad);
    // Statements of before, or slots of the turn before, under a manifest of today.
    let mut before = Taken::of(&early.bytes, &place.me);
    for name in [MEMBERS.to_owned(), key_name(Compartment::Roster)] {
        let mut bad = taken();
        std::mem::swap(bad.file(&name), before.file(&name));
        refuse(bad);
    }
    // One record less, another kind, another entry of the log: with our own signature it is not what a program of ours writes.
    let mut bad = taken();
    bad.manifest.parts[0].records -= 1;
    assert!(refuse(bad).contains("records"));
    let mut bad = taken();
    bad.manifest.parts[0].log.1 = [1; 32];
    refuse(bad);
    let mut bad = taken();
    let spare = bad.files.remove(3);
    assert_eq!(spare.name, "data/roster.age");
    bad.manifest.files.remove(3);
    refuse(bad);
    // It is that of a holder of then, and older than what is known: told, and not taken by itself.
    let old = place.restore(&early.bytes, &place.me, "old", &Accept::default());
    let Err(BackupError::Vault(VaultError::Strange(Standing::Behind(behind)))) = old else { panic!() };
    assert!(behind.found < behind.known);
    let accept = Accept { older: Some(behind.found), ..Accept::default() };
    let taken = place.restore(&early.bytes, &place.me, "old", &accept).unwrap();
    assert!(taken.noted);
    let vault = place.known("old", &place.me);
    assert!(vault.generation().unwrap().0 > behind.known);
}

#[test]
fn a_vault_of_somebody_else_is_not_taken_by_itself() {
    let (place, theirs) = (Place::new(), Place::new());
    // Ours is among its holders: our card is no secret.
    let card = Card::make(&place.me, "victim").unwrap();
    let roles = Roles::ORGANIZER;
    theirs.turn(Reason::Admit, vec![Act::Admit(Admit { card, roles, class: Class::Device })]);
    let made = theirs.made_by(&theirs.me);
    let taken = place.restore(&made.bytes, &place.me, "new", &Accept::default());
    assert!(matches!(taken, Err(BackupError::Vault(VaultError::Strange(Standing::New { .. })))));
    let taken = place.restore(&made.bytes, &place.me, "vault", &Accept::default());
    assert!(matches!(taken, Err(BackupError::Vault(VaultError::Strange(Standing::Other { .. })))));
    assert!(matches!(
        place.restore(&place.made_by(&place.me).bytes, &theirs.me, "new", &Accept::default()),
        Err(BackupError::Age(AgeError::NotHeld))
    ));
}

#[test]
fn a_treasurer_opens_what_the_role_reads_and_nothing_else() {
    let place = Place::new();
    let treasurer = place.admit("Portable de la trésorerie", &[Role::Treasurer]);
    let made = place.made_by(&place.me);
    let hers = Backup::read(&made.bytes, &treasurer, None).unwrap();
    let opened = |facts: &Facts| facts.parts.iter().map(|p| p.opened).collect::<Vec<_>>();
    assert_eq!(opened(&hers.facts()), [true, true, false]);
    assert!(hers.outbox.is_none(), "that of an organizer is not hers");
    let mut taken = Taken::of(&made.bytes, &treasurer);
    let inner = taken.file("data/organizing.age").clone();
    assert_eq!(crate::vault::identity::open(&inner, &[&treasurer]).err(), Some(AgeError::NotHeld));
    // She cannot give another roster out as ours.
    assert!(refused(&taken.signed(&Signer::of(&treasurer), &[&place.me]), &place.me).contains("no holder"));
    let config = place.recall("hers", &treasurer);
    let standing = hers.standing(&config).unwrap();
    let made = place.restore(&made.bytes, &treasurer, "hers", &standing.as_it_is()).unwrap();
    assert!(!made.outbox && made.records.len() == 2);
    let vault = place.known("hers", &treasurer);
    assert_eq!(all(&vault, Kind::Person).len(), 5);
    assert!(matches!(vault.records(Kind::Fact), Err(VaultError::Closed("organizing"))));
    // Her own covers what she holds: it is hers to restore, and of no use to us.
    let own = create(&vault, &treasurer, 1_790_000_000_001).unwrap();
    drop(vault);
    assert_eq!(opened(&own.facts), [true, true]);
    assert!(!own.facts.may_write);
    let ours = Backup::read(&own.bytes, &place.me, None).unwrap();
    assert!(!ours.facts().may_write);
    let taken = place.restore(&own.bytes, &place.me, "ours", &Accept::default());
    assert!(matches!(taken, Err(BackupError::NotTheirs { by }) if by == "Portable de la trésorerie"));
    fs::remove_dir_all(place.at("hers")).unwrap();
    place.restore(&own.bytes, &treasurer, "hers", &Accept::default()).unwrap();
    assert_eq!(all(&place.known("hers", &treasurer), Kind::Person).len(), 5);
}

/// Elsewhere, with nothing but the file and the paper.
#[test]
fn the_recovery_key_opens_it_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let (me, paper) = (Identity::generate(), Identity::generate());
    let founder = Founder { recovery: Some((&paper, "paper")), ..Founder::alone(&me) };
    crate::vault::create(&dir.path().join("vault"), &founder, random).unwrap();
    let place = Place { dir, me };
    change(&mut place.known("vault", &place.me), Kind::Person, 1);
    let made = place.made_by(&place.me);
    let holders: BTreeSet<&str> = made.facts.holders.iter().map(String::as_str).collect();
    assert_eq!(holders, BTreeSet::from(["device", "paper"]));
    let elsewhere = Place { dir: tempfile::tempdir().unwrap(), me: paper };
    let unknown = elsewhere.restore(&made.bytes, &elsewhere.me, "vault", &Accept::default());
    let Err(BackupError::Vault(VaultError::Strange(standing))) = unknown else { panic!() };
    elsewhere.restore(&made.bytes, &elsewhere.me, "vault", &standing.as_it_is()).unwrap();
    let vault = Vault::open(&elsewhere.at("vault"), &elsewhere.me, Access::Read, random).unwrap();
    assert_eq!(all(&vault, Kind::Person).len(), 1);
    // It makes none itself: it signs one kind of statement, and no more.
    assert!(create(&vault, &elsewhere.me, 1).is_err());
}

#[test]
fn a_device_remembers_the_last_one() {
    let place = Place::new();
    let vault = place.known("vault", &place.me);
    assert_eq!(vault.recall().unwrap().last_backup().unwrap(), None);
    let made = create(&vault, &place.me, 1_790_000_000_000).unwrap();
    vault.backed_up(&made).unwrap();
    drop(vault);
    let vault = place.known("vault", &place.me);
    assert_eq!(vault.recall().unwrap().last_backup().unwrap(), Some(1_790_000_000_000));
    // A turn of keys and a vault made from it do not forget it.
    drop(vault);
    place.turn(Reason::Rotate, vec![]);
    let vault = place.known("vault", &place.me);
    assert_eq!(vault.recall().unwrap().last_backup().unwrap(), Some(1_790_000_000_000));
    drop(vault);
    let made = place.made_by(&place.me);
    place.restore(&made.bytes, &place.me, "again", &Accept::default()).unwrap();
    let again = place.known("again", &place.me);
    assert_eq!(again.recall().unwrap().last_backup().unwrap(), Some(1_790_000_000_000));
}
