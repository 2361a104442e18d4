//! In which compartment a record lies, and which of its fields lie in another one.
//!
//! A treasurer reads who is a member and writes whom no notice may reach; what the section thinks of somebody is not hers. So
//! a person has a part in each compartment, and whoever reads puts together what their key opens.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::{
    base::{
        Id, Kind, Record,
        field::{FREE, NOTICES, TAG},
    },
    vault::{Compartment, VaultError},
};

/// The words of a reply of an organizer, among what a device tells of its outbox.
const REPLY: u16 = 12;

/// What two organizers wrote apart, in a conflict.
const OPEN: u16 = 1;

/// Returns the compartment of a kind; `private` is the most private one that a device holds.
pub(super) const fn home(kind: Kind, private: Compartment) -> Compartment {
    match kind {
        // What a part was before lies beside that part; asked for as a whole, there is none.
        Kind::Person | Kind::Company | Kind::Before => Compartment::Roster,
        Kind::Account => private,
        // Everybody who sends mail writes there.
        Kind::Plan
        | Kind::Payer
        | Kind::Entry
        | Kind::Mandate
        | Kind::Voucher
        | Kind::Conflict
        | Kind::Posted => Compartment::Dues,
        Kind::Fact
        | Kind::Line
        | Kind::Round
        | Kind::Poll
        | Kind::Slate
        | Kind::Sheet
        | Kind::Talk
        | Kind::Colleague
        | Kind::Sealed
        | Kind::Act
        | Kind::Test
        | Kind::Ground
        | Kind::FormKey
        | Kind::Form
        | Kind::Survey
        | Kind::Answer
        | Kind::Group
        | Kind::Meeting
        | Kind::Training
        | Kind::Experience => Compartment::Organizing,
    }
}

/// Returns the other compartments in which something of a kind lies.
pub(super) const fn others(kind: Kind) -> &'static [Compartment] {
    match kind {
        Kind::Person => &[Compartment::Dues, Compartment::Organizing],
        Kind::Posted | Kind::Conflict => &[Compartment::Organizing],
        _ => &[],
    }
}

/// Returns the compartment of a field that does not lie at home.
const fn away(kind: Kind, field: u16) -> Option<Compartment> {
    match (kind, field) {
        (Kind::Person, NOTICES) => Some(Compartment::Dues),
        // What an organizer replied, and what two of them wrote apart, is not the treasurer's either.
        (Kind::Person, TAG | FREE) | (Kind::Posted, REPLY) | (Kind::Conflict, OPEN) => {
            Some(Compartment::Organizing)
        }
        _ => None,
    }
}

/// Takes a record apart. What lies at home is there even when it is empty; the other parts only when they hold something.
pub(super) fn split(kind: Kind, home: Compartment, record: Record) -> BTreeMap<Compartment, Record> {
    let mut parts = BTreeMap::from([(home, Record::default())]);
    if others(kind).is_empty() {
        return BTreeMap::from([(home, record)]);
    }
    for (key, register) in record.registers() {
        let part = parts.entry(away(kind, key.field).unwrap_or(home)).or_default();
        part.set(*key, register.value.clone(), register.stamp);
    }
    record.wipe();
    parts
}

/// Reads a record.
pub(super) fn decode(id: Id, plain: &Zeroizing<Vec<u8>>) -> Result<Record, VaultError> {
    Record::decode(plain).map_err(|source| VaultError::Layout { id, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{
        Stamp,
        record::{FieldKey, Value, merge},
    };

    #[test]
    fn the_parts_of_a_person_come_to_the_person() {
        let stamp = Stamp { time: 7, device: [1; 8] };
        let mut record = Record::default();
        for field in 1..=40 {
            record.set(FieldKey::single(field), Some(Value::int(i64::from(field))), stamp);
        }
        record.set(FieldKey { field: TAG, element: Some([2; 8]) }, None, stamp);
        let parts = split(Kind::Person, Compartment::Roster, record.clone());
        let fields = |c| parts[&c].registers().map(|(k, _)| k.field).collect::<Vec<_>>();
        assert_eq!(fields(Compartment::Dues), [NOTICES]);
        assert_eq!(fields(Compartment::Organizing), [TAG, TAG, FREE]);
        assert!(fields(Compartment::Roster).iter().all(|f| ![NOTICES, TAG, FREE].contains(f)));
        let together = parts.values().fold(Record::default(), |all, part| merge(&all, part));
        assert!(together == record);
        let alone = split(Kind::Person, Compartment::Roster, Record::default());
        assert_eq!(alone.into_keys().collect::<Vec<_>>(), [Compartment::Roster]);
    }
}
