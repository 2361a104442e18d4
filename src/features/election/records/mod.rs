//! An election as the section keeps it: the facts of the protocol, the lists, the sheets of the count. Records like
//! those of people, read and written field by field.
//!
//! Two laptops may write at once, so what they write apart lies apart: each list and each entry of a ballot box is a
//! record of its own, each college, date, candidate and figure a register within it. This module knows no law.

mod election;
mod sheet;
mod slate;

use std::collections::BTreeMap;

pub use election::{College, Nature, Poll, Step};
pub use sheet::{Figures, Sheet};
pub use slate::{Candidate, Partner, Slate};

use crate::base::{
    Fault, Id,
    record::{FieldKey, Record, Value},
    stamp::Stamp,
    text::fold,
    word::codes,
};

/// The name of an element: 8 bytes.
pub type Element = [u8; 8];

codes! {
    /// Which of the two votes of a college.
    Post {
        /// Full members (*titulaires*).
        Holders = "holders", "titulaires", "full members";
        /// Substitutes (*suppléants*).
        Substitutes = "substitutes", "suppléants", "substitutes";
    }
}

impl Post {
    /// Reads the code or the French word, without case and accents.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "holders" | "holder" | "titulaires" | "titulaire" | "t" | "h" => Some(Self::Holders),
            "substitutes" | "substitute" | "suppleants" | "suppleant" | "s" => Some(Self::Substitutes),
            _ => None,
        }
    }
}

/// The longest text that a name in an election may have, in characters.
pub const NAME_MAX: usize = 120;

/// Returns a name (a college, a union, a list, a box, a candidate) without spaces around it and without characters
/// that cannot be shown.
///
/// # Errors
/// As [`crate::roster::check::line`]; an empty text.
pub fn label(text: &str) -> Result<String, Fault> {
    let text = crate::roster::check::line(text, NAME_MAX)?;
    if text.is_empty() { Err(Fault::Empty) } else { Ok(text) }
}

/// Names the element of a text, the same on every device: two laptops that write about one thing write one element.
#[must_use]
pub fn element_of(text: &str) -> Element {
    blake3::hash(text.as_bytes()).as_bytes().first_chunk::<8>().copied().unwrap_or_default()
}

/// Writes a value where it differs, so that a register keeps the stamp of who really changed it.
fn put(record: &mut Record, key: FieldKey, value: Option<Value>, stamp: Stamp) {
    if record.get(key) != value.as_ref() {
        record.set(key, value, stamp);
    }
}

/// Writes a field of several elements: those that are not wanted are deleted.
fn put_all(record: &mut Record, field: u16, wanted: &BTreeMap<Element, Value>, stamp: Stamp) {
    let gone: Vec<Element> =
        record.elements(field).map(|(e, _)| e).filter(|e| !wanted.contains_key(e)).collect();
    for element in gone {
        put(record, FieldKey::element(field, element), None, stamp);
    }
    for (element, value) in wanted {
        put(record, FieldKey::element(field, *element), Some(value.clone()), stamp);
    }
}

/// Deletes every field but one, which says that the record was removed.
fn tombstone(record: &mut Record, flag: u16, stamp: Stamp) {
    let keys: Vec<FieldKey> =
        record.registers().filter(|(_, r)| r.value.is_some()).map(|(k, _)| *k).collect();
    for key in keys {
        record.set(key, None, stamp);
    }
    record.set(FieldKey::single(flag), Some(Value::int(1)), stamp);
}

fn count(number: u64) -> Value {
    Value::int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Gives every second round the nature of the first one that it follows.
pub fn follow<'p>(polls: impl Iterator<Item = (Id, &'p mut Poll)>) {
    let mut all: Vec<_> = polls.collect();
    let natures: BTreeMap<Id, Option<Nature>> = all.iter().map(|(id, p)| (*id, p.nature)).collect();
    for (_, poll) in &mut all {
        if let Some(nature) = poll.follows.and_then(|first| natures.get(&first)) {
            poll.nature = *nature;
        }
    }
}

fn as_count(value: &Value) -> Option<u64> {
    value.as_int().and_then(|n| u64::try_from(n).ok())
}

fn part(parts: &BTreeMap<u8, Value>, number: u8) -> Option<&str> {
    parts.get(&number).and_then(Value::as_text)
}

fn part_count(parts: &BTreeMap<u8, Value>, number: u8) -> Option<u64> {
    parts.get(&number).and_then(as_count)
}

fn id(record: &Record, field: u16) -> Option<Id> {
    record.text(field)?.parse().ok()
}

#[cfg(test)]
mod tests;
