//! A record: a map from field to last-writer-wins register, and its bytes.
//!
//! A field that this program does not know is kept as it came, so that an older program loses nothing that a
//! newer one wrote. What a field means is said in [`crate::base::field`], not here.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};
use zeroize::Zeroize as _;

use crate::base::stamp::Stamp;

/// Names a field, or one element of a field that holds several (an e-mail, a span, a tag).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldKey {
    /// The number of the field; never reused for another meaning.
    pub field: u16,
    /// The element within the field, if it holds several.
    pub element: Option<[u8; 8]>,
}

impl FieldKey {
    /// Names a field that holds one value.
    #[must_use]
    pub const fn single(field: u16) -> Self {
        Self { field, element: None }
    }

    /// Names one element of a field that holds several.
    #[must_use]
    pub const fn element(field: u16, element: [u8; 8]) -> Self {
        Self { field, element: Some(element) }
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut out = self.field.to_be_bytes().to_vec();
        out.extend(self.element.into_iter().flatten());
        out
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (field, rest) = bytes.split_first_chunk::<2>()?;
        let field = u16::from_be_bytes(*field);
        match rest.len() {
            0 => Some(Self { field, element: None }),
            8 => Some(Self { field, element: rest.try_into().ok() }),
            _ => None,
        }
    }
}

/// One well-formed CBOR item; kept as bytes, so that a kind of value not yet known survives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value(Vec<u8>);

impl Value {
    /// Holds a text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self(encoded(|e| e.str(text).map(|_| ())))
    }

    /// Holds an integer.
    #[must_use]
    pub fn int(number: i64) -> Self {
        Self(encoded(|e| e.i64(number).map(|_| ())))
    }

    /// Holds bytes.
    #[must_use]
    pub fn bytes(bytes: &[u8]) -> Self {
        Self(encoded(|e| e.bytes(bytes).map(|_| ())))
    }

    /// Returns the bytes, if it holds some.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        Decoder::new(&self.0).bytes().ok()
    }

    /// Holds several parts under small numbers (an address and its use, the two ends of a span).
    #[must_use]
    pub fn parts(parts: &BTreeMap<u8, Value>) -> Self {
        let mut out = encoded(|e| e.map(parts.len() as u64).map(|_| ()));
        for (key, value) in parts {
            out.extend(encoded(|e| e.u8(*key).map(|_| ())));
            out.extend_from_slice(&value.0);
        }
        Self(out)
    }

    /// Overwrites the bytes, for a value that is a secret.
    pub fn wipe(mut self) {
        self.0.zeroize();
    }

    /// Returns the text, if this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        Decoder::new(&self.0).str().ok()
    }

    /// Returns the integer, if this is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        Decoder::new(&self.0).i64().ok()
    }

    /// Returns the parts, if this holds several; parts with other keys than small numbers are passed over.
    #[must_use]
    pub fn as_parts(&self) -> Option<BTreeMap<u8, Value>> {
        let mut decoder = Decoder::new(&self.0);
        let len = decoder.map().ok()??;
        let mut out = BTreeMap::new();
        for _ in 0..len {
            let key = decoder.u8().ok()?;
            out.insert(key, item(&mut decoder)?);
        }
        Some(out)
    }
}

impl Value {
    /// Tells whether a text in it, at any depth, is one of those asked for.
    #[must_use]
    pub fn has(&self, asked: &dyn Fn(&str) -> bool) -> bool {
        match (self.as_text(), self.as_parts()) {
            (Some(text), _) => asked(text),
            (None, Some(parts)) => parts.values().any(|part| part.has(asked)),
            (None, None) => false,
        }
    }

    /// Returns the value without the texts asked for: of several parts the others stay, of a text nothing.
    #[must_use]
    pub fn without(&self, asked: &dyn Fn(&str) -> bool) -> Option<Self> {
        match (self.as_text(), self.as_parts()) {
            (Some(text), _) if asked(text) => None,
            (None, Some(parts)) if self.has(asked) => {
                let left = parts.iter().filter_map(|(n, part)| Some((*n, part.without(asked)?)));
                Some(Self::parts(&left.collect()))
            }
            _ => Some(self.clone()),
        }
    }
}

/// When a field was written, and what; no value is a deletion, which leaves nothing of what was there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Register {
    /// When and by which device.
    pub stamp: Stamp,
    /// The value; `None` once deleted.
    pub value: Option<Value>,
}

/// A record as stored: every field with its stamp.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    fields: BTreeMap<FieldKey, Register>,
}

/// Bytes that are not a record of this format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The bytes are not well-formed.
    #[error("the record is not well-formed")]
    Malformed,
    /// Written by a newer program, in a layout that this one does not know.
    #[error("the record has layout {0}, newer than this program knows")]
    Newer(u64),
}

const LAYOUT: u64 = 1;

impl Record {
    /// Returns the value of a field or element, if it has one.
    #[must_use]
    pub fn get(&self, key: FieldKey) -> Option<&Value> {
        self.fields.get(&key)?.value.as_ref()
    }

    /// Returns the text of a field that holds one value.
    #[must_use]
    pub fn text(&self, field: u16) -> Option<&str> {
        self.get(FieldKey::single(field))?.as_text()
    }

    /// Returns the live elements of a field that holds several, in the order of their names.
    pub fn elements(&self, field: u16) -> impl Iterator<Item = ([u8; 8], &Value)> {
        self.fields
            .range(FieldKey::single(field)..=FieldKey::element(field, [0xff; 8]))
            .filter_map(|(key, register)| Some((key.element?, register.value.as_ref()?)))
    }

    /// Returns the register of a field or element, deleted or not.
    #[must_use]
    pub fn register(&self, key: FieldKey) -> Option<&Register> {
        self.fields.get(&key)
    }

    /// Returns every field with its register, deleted ones included.
    pub fn registers(&self) -> impl Iterator<Item = (&FieldKey, &Register)> {
        self.fields.iter()
    }

    /// Takes texts out of every field in which they stand; of several parts the others stay.
    pub fn strike(&mut self, asked: &dyn Fn(&str) -> bool, mut stamp: impl FnMut() -> Stamp) {
        let with = |(key, register): (&FieldKey, &Register)| {
            Some((*key, register.value.clone().filter(|value| value.has(asked))?))
        };
        for (key, value) in self.registers().filter_map(with).collect::<Vec<_>>() {
            self.set(key, value.without(asked), stamp());
        }
    }

    /// Writes a field, or deletes it with `None`. An older stamp than the one there changes nothing.
    pub fn set(&mut self, key: FieldKey, value: Option<Value>, stamp: Stamp) {
        self.put(key, Register { stamp, value });
    }

    fn put(&mut self, key: FieldKey, register: Register) {
        match self.fields.get(&key) {
            Some(there) if *there >= register => {}
            _ => drop(self.fields.insert(key, register)),
        }
    }

    /// Overwrites every value, for a record that holds a secret.
    pub fn wipe(self) {
        for value in self.fields.into_values().filter_map(|register| register.value) {
            value.wipe();
        }
    }

    /// Returns the latest time in the record, 0 when it is empty.
    #[must_use]
    pub fn latest(&self) -> u64 {
        self.fields.values().map(|r| r.stamp.time).max().unwrap_or(0)
    }

    /// Returns the bytes of the record; equal records have equal bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = encoded(|e| {
            e.array(2)?.u64(LAYOUT)?.map(self.fields.len() as u64)?;
            Ok(())
        });
        for (key, register) in &self.fields {
            out.extend(encoded(|e| {
                e.bytes(&key.to_bytes())?
                    .array(3)?
                    .u64(register.stamp.time)?
                    .bytes(&register.stamp.device)?;
                if register.value.is_none() {
                    e.null()?;
                }
                Ok(())
            }));
            if let Some(value) = &register.value {
                out.extend_from_slice(&value.0);
            }
        }
        out
    }

    /// Reads a record from its bytes.
    ///
    /// # Errors
    /// [`RecordError::Newer`] for a layout of a newer program, [`RecordError::Malformed`] for anything else
    /// that is not exactly one record.
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let mut decoder = Decoder::new(bytes);
        let bad = |_| RecordError::Malformed;
        let parts = decoder.array().map_err(bad)?;
        let layout = decoder.u64().map_err(bad)?;
        if layout != LAYOUT {
            return Err(RecordError::Newer(layout));
        }
        if parts != Some(2) {
            return Err(RecordError::Malformed);
        }
        let len = decoder.map().map_err(bad)?.ok_or(RecordError::Malformed)?;
        let mut fields = BTreeMap::new();
        for _ in 0..len {
            let key = decoder.bytes().ok().and_then(FieldKey::from_bytes).ok_or(RecordError::Malformed)?;
            if decoder.array().map_err(bad)? != Some(3) {
                return Err(RecordError::Malformed);
            }
            let time = decoder.u64().map_err(bad)?;
            let device = decoder.bytes().map_err(bad)?.try_into().map_err(|_| RecordError::Malformed)?;
            let value = item(&mut decoder).ok_or(RecordError::Malformed)?;
            let value = (value.0 != [0xf6]).then_some(value);
            if fields.insert(key, Register { stamp: Stamp { time, device }, value }).is_some() {
                return Err(RecordError::Malformed);
            }
        }
        if decoder.position() != bytes.len() {
            return Err(RecordError::Malformed);
        }
        Ok(Self { fields })
    }
}

/// Merges two copies of one record: of each field the later write stays.
///
/// The result does not depend on the order or the number of merges (commutative, associative, idempotent), so
/// two laptops that worked apart come to the same record without a server.
#[must_use]
pub fn merge(a: &Record, b: &Record) -> Record {
    let mut out = a.clone();
    for (key, register) in &b.fields {
        out.put(*key, register.clone());
    }
    out
}

/// Encodes into a growing buffer, which cannot fail.
fn encoded(
    write: impl FnOnce(
        &mut Encoder<&mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>>,
) -> Vec<u8> {
    let mut out = Vec::new();
    // The writer is a vector, so there is no error to report.
    let _ = write(&mut Encoder::new(&mut out));
    out
}

/// Takes the next whole item as it stands.
fn item(decoder: &mut Decoder<'_>) -> Option<Value> {
    let start = decoder.position();
    decoder.skip().ok()?;
    decoder.input().get(start..decoder.position()).map(|bytes| Value(bytes.to_vec()))
}

#[cfg(test)]
mod tests;
