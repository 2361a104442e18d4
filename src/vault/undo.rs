//! Taking back the last change of a person.
//!
//! Beside each part of a person that is changed lies what it was before, sealed like any record, until the keys are turned:
//! then it is gone, with everything else that was edited away.

use crate::{
    base::{
        Id, Kind, Record, Stamp, hex,
        record::{FieldKey, Value},
    },
    vault::{
        Change, Compartment, Receipt, Vault, VaultError, Verb, apart,
        ledger::{Item, Ledger},
    },
};

/// The bytes of the part, as they were.
const WAS: FieldKey = FieldKey::single(1);
/// The commit, as the time of the stamp that it was given: the parts of one commit say the same.
const WHEN: FieldKey = FieldKey::single(2);
/// What the commit did.
const VERB: FieldKey = FieldKey::single(3);
/// The other record that it changed: a merge changes two.
const WITH: FieldKey = FieldKey::single(4);

/// The last change of a person, as far as it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// What was done.
    pub verb: Verb,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// The records that it changed.
    pub ids: Vec<Id>,
}

/// The commit that a part is changed in.
#[derive(Clone, Copy)]
pub(super) struct Deed {
    pub(super) stamp: Stamp,
    pub(super) verb: Verb,
    pub(super) with: Option<Id>,
}

/// Where that of a record lies: a name of its own, for a compartment has one row for each name.
fn at(id: &Id) -> Id {
    let hash = blake3::derive_key("contrepoids 2026-11 what a record was before", &id.0);
    Id(hash.first_chunk().copied().unwrap_or_default())
}

/// Keeps what a part was.
pub(super) fn keep(id: &Id, was: &[u8], deed: Deed) -> Item {
    let mut record = Record::default();
    let with = deed.with.map(|with| Value::text(&with.to_string()));
    let number = |number: u64| Value::int(i64::try_from(number).unwrap_or(i64::MAX));
    record.set(WAS, Some(Value::bytes(was)), deed.stamp);
    record.set(WHEN, Some(number(deed.stamp.time)), deed.stamp);
    record.set(VERB, Some(number(u64::from(deed.verb as u8))), deed.stamp);
    record.set(WITH, with, deed.stamp);
    let bytes = record.encode();
    record.wipe();
    Item { kind: Kind::Before.number(), id: at(id), verb: None, bytes: Some(bytes) }
}

/// What one part was, and in which commit that ended.
struct Was {
    part: Compartment,
    record: Record,
    time: u64,
    verb: Verb,
    with: Option<Id>,
}

fn read(part: Compartment, plain: &[u8]) -> Option<Was> {
    let kept = Record::decode(plain).ok()?;
    let number = |key| kept.get(key).and_then(Value::as_int).and_then(|n| u64::try_from(n).ok());
    let with = kept.get(WITH).and_then(Value::as_text).and_then(hex::read::<16>).map(Id);
    let was = Was {
        part,
        record: Record::decode(kept.get(WAS)?.as_bytes()?).ok()?,
        time: number(WHEN)?,
        verb: Verb::from_number(u8::try_from(number(VERB)?).ok()?),
        with,
    };
    kept.wipe();
    Some(was)
}

impl Vault {
    /// Returns what the parts of a record were before their last common change.
    fn was(&self, id: &Id) -> Result<Vec<Was>, VaultError> {
        let mut all = Vec::new();
        for (part, ledger) in &self.ledgers {
            let kept = ledger.get(self.store.as_ref(), Kind::Before.number(), &at(id))?;
            all.extend(kept.and_then(|plain| read(*part, &plain)));
        }
        let last = all.iter().map(|was| was.time).max();
        all.retain(|was| Some(was.time) == last);
        Ok(all)
    }

    /// Returns the last change of a person, if it can be taken back.
    ///
    /// # Errors
    /// [`VaultError::Role`] for who may not; as [`Vault::record`].
    pub fn undoable(&self, id: &Id) -> Result<Option<Undoable>, VaultError> {
        let all = self.was(id)?;
        let Some(first) = all.first() else { return Ok(None) };
        all.iter().try_for_each(|was| self.may_write(was.part))?;
        let stamp = Stamp { time: first.time, device: self.device() };
        let ids = std::iter::once(*id).chain(first.with).collect();
        Ok(Some(Undoable { verb: first.verb, time_ms: stamp.wall_ms(), ids }))
    }

    /// Takes back the last change of a person: of a merge, on both records. What is taken back can be taken back in turn.
    ///
    /// # Durability
    /// As [`Vault::commit`].
    ///
    /// # Errors
    /// As [`Vault::commit`].
    pub fn undo(&mut self, now_ms: u64, undoable: &Undoable) -> Result<Receipt, VaultError> {
        let mut changes = Vec::new();
        for id in &undoable.ids {
            let stamp = self.stamp(now_ms);
            let Some(record) = self.before(id, stamp)? else { continue };
            changes.push(Change { kind: Kind::Person, id: *id, verb: Verb::Undone, record });
        }
        self.commit(now_ms, changes)
    }

    /// Returns a record as it would be with its last change taken back; nothing is written.
    ///
    /// # Errors
    /// As [`Vault::record`].
    pub fn as_before(&self, id: &Id) -> Result<Option<Record>, VaultError> {
        self.before(id, Stamp { time: u64::MAX, device: self.device() })
    }

    fn before(&self, id: &Id, stamp: Stamp) -> Result<Option<Record>, VaultError> {
        let Some(mut record) = self.record(Kind::Person, id)? else { return Ok(None) };
        for was in self.was(id)? {
            let part = self.plain(was.part, id)?.unwrap_or_default();
            let keys: Vec<FieldKey> =
                part.registers().chain(was.record.registers()).map(|(key, _)| *key).collect();
            for key in keys {
                if part.get(key) != was.record.get(key) {
                    record.set(key, was.record.get(key).cloned(), stamp);
                }
            }
        }
        Ok(Some(record))
    }

    /// Reads one part of a person.
    fn plain(&self, part: Compartment, id: &Id) -> Result<Option<Record>, VaultError> {
        let Some(ledger) = self.ledgers.get(&part) else { return Ok(None) };
        let read = |ledger: &Ledger| ledger.get(self.store.as_ref(), Kind::Person.number(), id);
        read(ledger)?.map(|plain| apart::decode(*id, &plain)).transpose()
    }
}
