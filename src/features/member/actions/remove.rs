//! Removing a record that is there by mistake: it is emptied, and comes back by undo.

use chrono::NaiveDate;

use crate::{
    base::{
        Id, Kind,
        field::REMOVED,
        record::{FieldKey, Value},
    },
    features::{
        agenda::actions::{Pending, Told},
        member::{
            actions::{MemberError, find, twice},
            views,
        },
    },
    roster::{Person, pick::Fitting},
    vault::{Change, Compartment, Vault, Verb},
};

/// A removal, ready to be shown and then done. No `Debug`: it holds a name.
#[derive(Clone)]
pub struct Removal {
    /// The record.
    pub id: Id,
    /// Who it is of, with what tells them from others of the name.
    pub who: Fitting,
    /// Whether a membership is noted: perhaps the person left, and was never a mistake.
    pub was_member: bool,
    /// How many records were merged into it.
    pub merged: usize,
}

/// Looks up a record that is to be removed; nothing is written.
///
/// # Errors
/// [`MemberError::Vault`] for who may not; as [`find`].
pub fn prepare(vault: &mut Vault, today: NaiveDate, who: &str) -> Result<Pending<Removal>, MemberError> {
    vault.may_write(Compartment::Roster)?;
    let (id, record) = find(vault, who)?;
    let person = Person::of(&record);
    let made = Removal {
        id,
        who: Fitting::person(id, &person),
        was_member: !person.spans.is_empty(),
        merged: twice::with_merged(vault, id)?.len().saturating_sub(1),
    };
    if person.roles.is_empty() {
        return Ok(Pending::still(made));
    }
    Ok(Pending::new(vault, today, made, |_, basis| basis.offices.retain(|o| o.person != id))?)
}

/// Empties the record.
///
/// # Durability
/// On `Ok` it is saved; what it held is kept, sealed, for undo until the keys are turned.
///
/// # Errors
/// [`MemberError::Vault`]; nothing is changed then.
pub fn save(vault: &mut Vault, now_ms: u64, told: Told<Removal>) -> Result<views::Removed, MemberError> {
    let id = told.take().id;
    let mut record = vault.record(Kind::Person, &id)?.ok_or(MemberError::Nobody)?;
    let keys: Vec<FieldKey> =
        record.registers().filter(|(_, r)| r.value.is_some()).map(|(key, _)| *key).collect();
    for key in keys {
        let stamp = vault.stamp(now_ms);
        record.set(key, None, stamp);
    }
    let stamp = vault.stamp(now_ms);
    record.set(FieldKey::single(REMOVED), Some(Value::int(1)), stamp);
    vault.commit(now_ms, vec![Change { kind: Kind::Person, id, verb: Verb::Removed, record }])?;
    Ok(views::Removed::of(id))
}
