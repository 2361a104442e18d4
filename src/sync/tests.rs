//! Copies of one vault over one place: what comes to all, and each thing that is refused, made to happen.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

mod histories;

use std::collections::BTreeMap;

use super::{
    Memory, Refusal, Refused,
    apart::{Apart, Side},
    carrier::{Carrier, CarrierError, Entry, Put},
    envelope::{Envelope, Kind},
    name::{self, Name},
    object::{Packing, Part},
    reader::Left,
    session::{Pulled, Pushed, Round, SyncError},
};
use crate::{
    base::{FieldKey, Id, Kind as RecordKind, Record, Stamp, Value, field},
    clock::random,
    vault::{
        Change, Compartment, Identity, Vault, Verb,
        holders::{Act, Cut, Departure, Reason, Role, Roles},
        trial::Section,
    },
};

const NOW: u64 = 1_800_000_000_000;
const DAY: u64 = 24 * 60 * 60 * 1_000;

/// One laptop.
struct Laptop {
    identity: Identity,
    vault: Vault,
    mirror: Memory,
    left: Left,
    now: u64,
}

impl Laptop {
    fn of(section: &Section, identity: &Identity) -> Self {
        let (identity, vault) = (identity.clone(), section.copy(identity));
        Self { identity, vault, mirror: Memory::default(), left: Left::default(), now: NOW }
    }

    fn pull(&mut self, place: &Memory) -> Result<Pulled, SyncError> {
        self.now += 1_000;
        round(place, &self.mirror, &self.identity, (&self.left, self.now)).pull(&mut self.vault)
    }

    fn push(&mut self, place: &Memory) -> Result<Pushed, SyncError> {
        let pushed =
            round(place, &self.mirror, &self.identity, (&self.left, self.now)).push(&mut self.vault)?;
        self.left = pushed.left.clone();
        Ok(pushed)
    }

    /// One round, as the command does it.
    fn sync(&mut self, place: &Memory) -> Pulled {
        let mut pulled = self.pull(place).unwrap();
        let asks = [Refusal::PlaceEmpty, Refusal::PlaceShrunk, Refusal::Fork, Refusal::RolledBack];
        let me = self.vault.device();
        if !pulled.refused.iter().any(|r| asks.contains(&r.what) && r.device.is_none_or(|d| d == me)) {
            match self.push(place) {
                Err(SyncError::Begins) => pulled.refused.push(nothing_here()),
                other => drop(other.unwrap()),
            }
        }
        pulled
    }

    fn write(&mut self, kind: RecordKind, id: Id, field: u16, text: &str) {
        self.now += 1;
        let mut record = self.vault.record(kind, &id).unwrap().unwrap_or_default();
        let stamp = self.vault.stamp(self.now);
        record.set(FieldKey::single(field), Some(Value::text(text)), stamp);
        self.vault.commit(self.now, vec![Change { kind, id, verb: Verb::Edited, record }]).unwrap();
    }

    fn name(&mut self, id: u8, text: &str) {
        self.write(RecordKind::Person, Id([id; 16]), field::FAMILY, text);
    }

    fn reads(&self, id: u8) -> Option<String> {
        let record = self.vault.record(RecordKind::Person, &Id([id; 16])).unwrap()?;
        record.text(field::FAMILY).map(str::to_owned)
    }

    fn folder(&self) -> String {
        let number = self.vault.number();
        let writer = name::writer(&number, &self.vault.device(), &self.vault.replica().unwrap());
        format!("{}/{writer}", name::dir(&number))
    }

    /// What it holds, of a compartment.
    fn holds(&self, part: Compartment) -> BTreeMap<(u8, Id), Vec<u8>> {
        let mut whole = self.vault.whole().unwrap();
        let records = whole.parts.remove(&part).unwrap_or_default();
        records.into_iter().map(|(kind, id, record)| ((kind, id), record.encode())).collect()
    }

    /// An object as this device would write it next, changed as somebody wants, and put.
    fn forge(&self, place: &Memory, parts: &[Part], change: impl FnOnce(&mut Envelope)) -> String {
        let exchange = self.vault.exchange().unwrap();
        let mut envelope = Envelope {
            kind: Kind::Changes,
            vault: self.vault.number(),
            device: self.vault.device(),
            replica: self.vault.replica().unwrap(),
            seq: exchange.seq + 1,
            before: exchange.hash,
            turn: self.vault.turn_tag().unwrap().0,
            time_ms: NOW,
            least: 1,
            heads: self.vault.holders().heads.clone(),
            vector: Vec::new(),
            parts: Vec::new(),
        };
        change(&mut envelope);
        let (keys, sign) = (self.vault.object_keys(), |bytes: &[u8]| self.vault.sign_object(bytes));
        let writer = self.folder().split_once('/').unwrap().1.to_owned();
        let packing = Packing { writer: &writer, keys: &keys, sign: &sign, entropy: random };
        let seq = envelope.seq;
        let file = packing.object(envelope, parts).unwrap();
        let path = format!("{}/{}", self.folder(), Name::of(seq, &file).text());
        place.force(&path, file);
        path
    }
}

/// What a device is told that cannot begin in a place.
fn nothing_here() -> Refused {
    Refused { what: Refusal::PlaceEmpty, writer: String::new(), device: None, seq: 0, since_ms: 0 }
}

fn round<'a>(
    place: &'a Memory,
    mirror: &'a Memory,
    identity: &'a Identity,
    (left, now_ms): (&'a Left, u64),
) -> Round<'a> {
    Round { place, mirror, identity, left, again: false, now_ms, entropy: random }
}

struct World {
    section: Section,
    ids: Vec<Identity>,
    place: Memory,
}

fn treasurer() -> Roles {
    Roles::of(&[Role::Treasurer]).unwrap()
}

/// A, B and C organize, D keeps the money.
fn world() -> (World, [Laptop; 4]) {
    let ids: Vec<Identity> = (0..4).map(|_| Identity::generate()).collect();
    let roles = [Roles::ORGANIZER, Roles::ORGANIZER, Roles::ORGANIZER, treasurer()];
    let people: Vec<_> = ids.iter().zip(roles).collect();
    let section = Section::of(&people);
    let laptops = [0, 1, 2, 3].map(|n: usize| Laptop::of(&section, &ids[n]));
    (World { section, ids, place: Memory::default() }, laptops)
}

fn whats(pulled: &Pulled) -> Vec<Refusal> {
    pulled.refused.iter().map(|refused| refused.what).collect()
}

fn person(id: u8, text: &str, stamp: Stamp) -> (u8, Id, Record) {
    let mut record = Record::default();
    record.set(FieldKey::single(field::FAMILY), Some(Value::text(text)), stamp);
    (RecordKind::Person.number(), Id([id; 16]), record)
}

fn paths_of(place: &Memory, laptop: &Laptop) -> Vec<String> {
    place.files().into_keys().filter(|path| path.starts_with(&laptop.folder())).collect()
}

#[test]
fn both_edit_apart_and_both_have_both() {
    let (world, [mut a, mut b, ..]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.sync(place);
    b.sync(place);
    assert_eq!(b.reads(1).as_deref(), Some("Martin"));
    a.name(1, "Martine");
    b.name(2, "Petit");
    b.write(RecordKind::Person, Id([1; 16]), field::GIVEN, "Camille");
    a.sync(place);
    b.sync(place);
    a.sync(place);
    for laptop in [&a, &b] {
        assert_eq!(
            (laptop.reads(1).as_deref(), laptop.reads(2).as_deref()),
            (Some("Martine"), Some("Petit"))
        );
    }
    for part in Compartment::ALL {
        assert_eq!(a.holds(part), b.holds(part));
    }
    // Nothing new, nothing sent: a day later a device says once that it has seen.
    let (before, quiet) = (place.files().len(), a.sync(place));
    assert!(quiet.from.is_empty() && quiet.refused.is_empty());
    assert_eq!(place.files().len(), before);
}

#[test]
fn a_treasurer_gets_her_compartments_and_keeps_the_rest_sealed() {
    let (world, [mut a, _, _, mut d]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.write(RecordKind::Person, Id([1; 16]), field::TAG, "relais");
    a.write(RecordKind::Plan, Id([9; 16]), 1, "x");
    a.sync(place);
    let pulled = d.sync(place);
    assert!(pulled.refused.is_empty());
    assert_eq!(d.reads(1).as_deref(), Some("Martin"));
    let record = d.vault.record(RecordKind::Person, &Id([1; 16])).unwrap().unwrap();
    assert!(record.text(field::TAG).is_none());
    assert_eq!(d.holds(Compartment::Dues), a.holds(Compartment::Dues));
    // What she may write goes back; what she cannot open lies with her as it came.
    d.write(RecordKind::Plan, Id([9; 16]), 2, "y");
    d.sync(place);
    a.sync(place);
    assert_eq!(d.holds(Compartment::Dues), a.holds(Compartment::Dues));
    let of_a = paths_of(place, &a);
    assert!(!of_a.is_empty() && of_a.iter().all(|p| d.mirror.files().get(p) == place.files().get(p)));
}

#[test]
fn what_a_place_shows() {
    let (world, [mut a, mut b, ..]) = world();
    a.name(1, "Zanzibar");
    a.sync(&world.place);
    b.sync(&world.place);
    for (path, bytes) in world.place.files() {
        assert!(bytes.len().is_power_of_two() && bytes.len() >= 4_096, "{path}");
        for canary in [&b"Zanzibar"[..], b"Portable", &a.vault.number(), &a.vault.device()] {
            assert!(!bytes.windows(canary.len()).any(|w| w == canary), "{path}");
        }
        let hex = crate::base::hex::write(&a.vault.number());
        assert!(!path.contains(&hex) && !path.contains(&crate::base::hex::write(&a.vault.device())));
    }
}

/// Attack rows 45, 46, 49 of the design.
#[test]
fn what_is_missing_is_named() {
    let (world, [mut a, mut b, mut c, _]) = world();
    let place = &world.place;
    for n in 1..=3 {
        a.name(n, "Martin");
        a.sync(place);
    }
    let all = place.files();
    let of_a = paths_of(place, &a);
    assert_eq!(of_a.len(), 3);
    place.delete(&of_a[1]).unwrap();
    let pulled = b.sync(place);
    assert_eq!(whats(&pulled), [Refusal::Gap]);
    assert_eq!((pulled.refused[0].seq, b.reads(1).is_some(), b.reads(3)), (2, true, None));
    // It comes late: all is well.
    b.name(8, "Petit");
    place.force(&of_a[1], all[&of_a[1]].clone());
    assert!(whats(&b.sync(place)).is_empty() && b.reads(3).is_some());
    let with_b = place.files();
    // A and B have seen more than this.
    let mut back = with_b.clone();
    back.remove(&of_a[2]);
    place.set(back.clone());
    assert_eq!(whats(&b.pull(place).unwrap()), [Refusal::RolledBack]);
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::PlaceShrunk]);
    // C, who has seen nothing, is told of it by B.
    let pulled = c.pull(place).unwrap();
    assert_eq!(whats(&pulled), [Refusal::Withheld]);
    assert_eq!(pulled.refused[0].device, Some(a.vault.device()));
    place.set(BTreeMap::new());
    for laptop in [&mut a, &mut b] {
        assert_eq!(whats(&laptop.pull(place).unwrap()), [Refusal::PlaceEmpty]);
    }
    // What was put before is put again when somebody says so.
    let mut round = round(place, &a.mirror, &a.identity, (&a.left, a.now));
    round.again = true;
    assert_eq!(round.push(&mut a.vault).unwrap().files, 3);
    assert!(whats(&b.pull(place).unwrap()).is_empty());
}

/// Attack row 47: an object of another number, another copy, another vault.
#[test]
fn what_was_moved_or_is_foreign_is_named() {
    let (world, [mut a, mut b, mut c, _]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.sync(place);
    b.sync(place);
    let of_a = paths_of(place, &a).remove(0);
    let file = place.files()[&of_a].clone();
    let next = format!("{}/{}", a.folder(), Name::of(2, &file).text());
    place.force(&next, file.clone());
    assert_eq!(whats(&c.pull(place).unwrap()), [Refusal::Moved]);
    assert_eq!(whats(&a.pull(place).unwrap()), [], "not signed by A for that place");
    place.delete(&next).unwrap();
    let other = format!("{}/{}", b.folder(), Name::of(2, &file).text());
    place.force(&other, file);
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::Moved]);
    place.delete(&other).unwrap();
    let (other_world, [mut stranger, ..]) = self::world();
    stranger.name(1, "Autre");
    stranger.sync(&other_world.place);
    let file = other_world.place.files().into_values().next().unwrap();
    place.force(&format!("{}/{}", b.folder(), Name::of(2, &file).text()), file);
    // Under keys that nobody here has; and noise.
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::LaterKeys]);
    let noise = [vec![2], a.vault.turn_tag().unwrap().0.to_vec(), vec![7; 4_091]].concat();
    place.force(&format!("{}/{}", b.folder(), Name::of(2, &noise).text()), noise);
    assert!(matches!(whats(&a.pull(place).unwrap())[..], [Refusal::ForeignObject | Refusal::LaterKeys]));
    assert_eq!(a.reads(1).as_deref(), Some("Martin"));
}

#[test]
fn half_a_file_waits_and_names_of_others_are_passed_over() {
    let (world, [mut a, mut b, ..]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.sync(place);
    let path = paths_of(place, &a).remove(0);
    let whole = place.files()[&path].clone();
    for bad in [whole[..100].to_vec(), vec![], {
        let mut w = whole.clone();
        w[700] ^= 1;
        w
    }] {
        place.force(&path, bad);
        assert_eq!(whats(&b.pull(place).unwrap()), [Refusal::Damaged]);
        assert_eq!(b.reads(1), None);
    }
    place.force(&path, whole.clone());
    for name in [format!("{path}.sync-conflict-20261130-101010-AAAAAAA"), format!("{path} (conflicted copy)")]
    {
        place.force(&name, whole.clone());
    }
    place.force(&format!("{}/desktop.ini", name::dir(&a.vault.number())), vec![1]);
    let pulled = b.sync(place);
    assert_eq!((whats(&pulled), pulled.strangers), (vec![], 3));
    assert!(b.reads(1).is_some());
}

/// Attack row 48, and a copied folder: two objects of one number, both signed.
#[test]
fn two_histories_are_a_fork() {
    let (world, [mut a, mut b, mut c, _]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.sync(place);
    b.sync(place);
    let stamp = a.vault.stamp(NOW);
    let one = a.forge(place, &[(Compartment::Roster, vec![person(5, "Un", stamp)])], |_| {});
    let two = a.forge(place, &[(Compartment::Roster, vec![person(5, "Deux", stamp)])], |_| {});
    assert_ne!(one, two);
    assert_eq!(whats(&b.pull(place).unwrap()), [Refusal::Fork]);
    assert_eq!(b.reads(5), None);
    // The place shows one history to B and the other to C: when they meet, it shows.
    let both = place.files();
    place.delete(&two).unwrap();
    b.sync(place);
    assert_eq!(b.reads(5).as_deref(), Some("Un"));
    let with_b = place.files();
    place.set(both.clone());
    place.delete(&one).unwrap();
    c.sync(place);
    assert_eq!(c.reads(5).as_deref(), Some("Deux"));
    b.name(7, "Petit");
    place.set(with_b);
    b.push(place).unwrap();
    place.delete(&one).unwrap();
    place.force(&two, both[&two].clone());
    let pulled = c.pull(place).unwrap();
    assert!(pulled.refused.iter().any(|r| r.what == Refusal::Fork && r.device == Some(a.vault.device())));
    // A sees what it never wrote, under its own signature: its folder was copied.
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::Fork, Refusal::RolledBack][..1]);
    // Under another name it goes on.
    a.vault.rejoin(a.now).unwrap();
    a.left.placed = 0;
    assert!(!whats(&a.pull(place).unwrap()).contains(&Refusal::PlaceShrunk));
    a.push(place).unwrap();
    assert_eq!(c.pull(place).unwrap().from.len(), 1);
    // What comes after another object than the one that was merged.
    let (world, [mut a, mut b, ..]) = self::world();
    a.name(1, "Martin");
    a.sync(&world.place);
    b.sync(&world.place);
    a.forge(&world.place, &[], |e| e.before = [9; 32]);
    assert_eq!(whats(&b.pull(&world.place).unwrap()), [Refusal::Fork]);
}

/// Attack rows 51 to 54.
#[test]
fn what_its_writer_could_not_have_written_is_refused_whole() {
    let (world, [mut a, mut b, _, mut d]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.sync(place);
    b.sync(place);
    d.sync(place);
    let now = a.now + 1;
    let refused = |by: &Laptop, reader: &mut Laptop, parts: &[Part], what: Refusal| {
        let path = by.forge(place, parts, |_| {});
        assert_eq!(whats(&reader.pull(place).unwrap()), [what]);
        place.delete(&path).unwrap();
        assert_eq!(reader.reads(1).as_deref(), Some("Martin"));
        assert_eq!(reader.reads(6), None, "nothing of it");
    };
    let at = |device, ms: u64| Stamp { time: ms << 16, device };
    let (of_d, of_b, of_a) = (d.vault.device(), b.vault.device(), a.vault.device());
    let roster = |records| vec![(Compartment::Roster, records)];
    refused(&d, &mut a, &roster(vec![person(6, "X", at(of_d, now))]), Refusal::OutsideRole);
    let soon = at(of_b, now + 3 * DAY);
    refused(
        &b,
        &mut a,
        &roster(vec![person(6, "Y", at(of_b, now)), person(1, "X", soon)]),
        Refusal::FromTheFuture,
    );
    // Another's stamp, in one's own changes.
    refused(&b, &mut a, &roster(vec![person(6, "X", at(of_a, now))]), Refusal::Contradiction);
    // One's own stamp, with another value than before.
    let record = a.vault.record(RecordKind::Person, &Id([1; 16])).unwrap().unwrap();
    let stamp = record.register(FieldKey::single(field::FAMILY)).unwrap().stamp;
    refused(
        &a,
        &mut b,
        &roster(vec![person(6, "Z", at(of_a, now)), person(1, "Autre", stamp)]),
        Refusal::Contradiction,
    );
    // In all that a copy holds, too.
    let path = b.forge(place, &roster(vec![person(1, "Autre", stamp)]), |e| {
        e.kind = Kind::Snapshot { piece: 1, of: 1 }
    });
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::Contradiction]);
    place.delete(&path).unwrap();
    // Who keeps the money writes no whole.
    let path = d.forge(place, &roster(vec![]), |e| e.kind = Kind::Snapshot { piece: 1, of: 1 });
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::OutsideRole]);
    place.delete(&path).unwrap();
    // A kind of record that this program does not know, and a newer kind of file.
    let newer = vec![(99, Id([3; 16]), Record::default())];
    refused(&b, &mut a, &roster(newer), Refusal::NewerReader);
    let file = vec![9; 4_096];
    let path = format!("{}/{}", b.folder(), Name::of(b.vault.exchange().unwrap().seq + 1, &file).text());
    place.force(&path, file);
    assert_eq!(whats(&a.pull(place).unwrap()), [Refusal::NewerReader]);
}

/// Attack row 50: what was merged before the removal stays, what comes after it is refused.
#[test]
fn who_was_removed_is_heard_up_to_the_cut() {
    let (world, [mut a, mut b, ..]) = world();
    let place = &world.place;
    for n in 1..=2 {
        b.vault.exchange().unwrap();
        b.name(n, "Avant");
        b.sync(place);
    }
    let _ = a.pull(place).unwrap();
    let cut = a.vault.cut_of(&b.vault.device());
    assert!(matches!(cut[..], [Cut { seq: 2, .. }]));
    b.name(3, "Après");
    b.sync(place);
    let acts = vec![Act::Retire { device: b.vault.device(), why: Departure::Left, cut }];
    let later = world.section.then(&world.ids[0], Reason::Retire, acts);
    let mut c = Laptop::of(&later, &world.ids[2]);
    let pulled = c.pull(place).unwrap();
    assert_eq!(whats(&pulled), [Refusal::AfterRemoval]);
    assert_eq!(pulled.refused[0].seq, 3);
    assert!(c.reads(2).is_some() && c.reads(3).is_none());
    // Who was never removed is heard further.
    a.name(4, "Martin");
    a.push(place).unwrap();
    let _ = c.pull(place).unwrap();
    assert_eq!(c.reads(4).as_deref(), Some("Martin"));
}

#[test]
fn who_was_erased_does_not_come_back() {
    let (world, [mut a, ..]) = world();
    a.name(1, "Martin");
    a.name(2, "Petit");
    a.sync(&world.place);
    let later = world.section.then(&world.ids[0], Reason::Erase, vec![Act::Erased(vec![[1; 16]])]);
    let mut b = Laptop::of(&later, &world.ids[1]);
    b.sync(&world.place);
    assert_eq!((b.reads(1), b.reads(2).as_deref()), (None, Some("Petit")));
}

/// A carrier that does what it should for some calls, and then nothing any more.
struct Failing<'a>(&'a Memory, std::cell::Cell<usize>);

impl Failing<'_> {
    fn call(&self) -> Result<(), CarrierError> {
        let left = self.1.get();
        self.1.set(left.saturating_sub(1));
        if left == 0 { Err(CarrierError::Away(std::io::ErrorKind::TimedOut.into())) } else { Ok(()) }
    }
}

impl Carrier for Failing<'_> {
    fn list(&self, dir: &str) -> Result<Vec<Entry>, CarrierError> {
        self.call().and_then(|()| self.0.list(dir))
    }
    fn get(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, CarrierError> {
        self.call().and_then(|()| self.0.get(path, most))
    }
    fn put_if_absent(&self, dir: &str, name: &str, bytes: &[u8]) -> Result<Put, CarrierError> {
        self.call().and_then(|()| self.0.put_if_absent(dir, name, bytes))
    }
    fn delete(&self, path: &str) -> Result<(), CarrierError> {
        self.call().and_then(|()| self.0.delete(path))
    }
}

/// Cut off after each call to the place or to what is kept beside the vault, a round is done again: nothing is lost, nothing is
/// told twice, nobody sees two histories.
#[test]
fn a_round_that_is_cut_off_anywhere_is_done_again() {
    let mut cut = 0;
    for of_mirror in [false, true] {
        for calls in 0..40 {
            let (world, [mut a, mut b, ..]) = world();
            let place = &world.place;
            b.name(2, "Petit");
            a.sync(place);
            b.sync(place);
            a.name(1, "Martin");
            let left = std::cell::Cell::new(calls);
            let (sound, failing) = (std::cell::Cell::new(usize::MAX), left);
            let (of_place, kept) = if of_mirror { (sound, failing) } else { (failing, sound) };
            let (over, mirror) = (Failing(place, of_place), Failing(&a.mirror, kept));
            let round = Round {
                place: &over,
                mirror: &mirror,
                identity: &a.identity,
                left: &a.left,
                again: false,
                now_ms: a.now,
                entropy: random,
            };
            let done = round.pull(&mut a.vault).and_then(|_| round.push(&mut a.vault));
            cut += usize::from(done.is_err());
            assert!(whats(&a.sync(place)).is_empty(), "{calls}");
            assert!(whats(&b.sync(place)).is_empty(), "{calls}");
            a.sync(place);
            for laptop in [&a, &b] {
                let both = (laptop.reads(1), laptop.reads(2));
                assert_eq!(both, (Some("Martin".to_owned()), Some("Petit".to_owned())), "{calls}");
            }
            assert_eq!(a.holds(Compartment::Roster), b.holds(Compartment::Roster));
        }
    }
    assert!(cut > 10, "{cut}");
}

/// What was told before all was told anew goes once every live copy has it; who comes late begins with that.
#[test]
fn much_that_was_told_is_told_anew_and_then_deleted() {
    let (world, [mut a, mut b, mut c, _]) = world();
    let place = &world.place;
    a.name(1, "Premier");
    a.sync(place);
    b.sync(place);
    a.sync(place);
    for n in 0..257_u32 {
        a.name(2, &format!("Martin {n}"));
        a.push(place).unwrap();
    }
    assert!(paths_of(place, &a).len() > 257, "B has not seen it yet");
    b.sync(place);
    a.sync(place);
    let left = paths_of(place, &a).len();
    assert!(left < 10, "{left}");
    assert!(whats(&c.sync(place)).is_empty() && whats(&b.sync(place)).is_empty());
    for laptop in [&a, &b, &c] {
        assert_eq!(laptop.reads(1).as_deref(), Some("Premier"));
        assert_eq!(laptop.reads(2).as_deref(), Some("Martin 256"));
    }
}

/// Both change one field apart: the later value stays on both, and who merges second is told of both values.
#[test]
fn a_field_written_on_both_sides_is_told() {
    let (world, [mut a, mut b, ..]) = world();
    let place = &world.place;
    a.name(1, "Martin");
    a.sync(place);
    b.sync(place);
    b.name(1, "Martine");
    a.now = b.now + 10;
    a.name(1, "Marin");
    a.name(2, "Petit");
    assert!(a.sync(place).conflicts.is_empty());
    let told = b.sync(place).conflicts;
    assert_eq!(told.len(), 1);
    let said = |side: &Side| side.value.as_ref().and_then(|v| v.as_text().map(str::to_owned));
    assert_eq!((said(&told[0].ours), said(&told[0].theirs)), (Some("Martine".into()), Some("Marin".into())));
    assert!(!told[0].ours_stays() && told[0].what == Apart::Field);
    assert_eq!((told[0].theirs.key.field, told[0].theirs.stamp.device), (field::FAMILY, a.vault.device()));
    assert!(a.sync(place).conflicts.is_empty() && b.sync(place).conflicts.is_empty());
    assert_eq!(b.reads(1).as_deref(), Some("Marin"));
    assert_eq!(a.holds(Compartment::Roster), b.holds(Compartment::Roster));
}
