//! The bytes of a record of the outbox: a layout number and a map from small numbers to values.
//!
//! A field that this program does not know is kept as it came, so that an older program loses nothing that a newer
//! one wrote.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};
use thiserror::Error;

const LAYOUT: u64 = 1;

/// The fields of one record.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<u64, Vec<u8>>);

/// Bytes that are not a record of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The bytes are not well-formed, or a field that must be there is not.
    #[error("the record is not well-formed")]
    Malformed,
    /// Written by a newer program in a layout that this one does not know.
    #[error("the record has layout {0}, newer than this program knows")]
    Newer(u64),
}

impl Fields {
    /// Reads a record.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let bad = |_| RecordError::Malformed;
        let mut decoder = Decoder::new(bytes);
        let parts = decoder.array().map_err(bad)?;
        let layout = decoder.u64().map_err(bad)?;
        if layout != LAYOUT {
            return Err(RecordError::Newer(layout));
        }
        let len = decoder.map().map_err(bad)?;
        let (Some(2), Some(len)) = (parts, len) else { return Err(RecordError::Malformed) };
        let mut fields = BTreeMap::new();
        for _ in 0..len {
            let key = decoder.u64().map_err(bad)?;
            let start = decoder.position();
            decoder.skip().map_err(bad)?;
            let value = bytes.get(start..decoder.position()).ok_or(RecordError::Malformed)?;
            if fields.insert(key, value.to_vec()).is_some() {
                return Err(RecordError::Malformed);
            }
        }
        if decoder.position() == bytes.len() { Ok(Self(fields)) } else { Err(RecordError::Malformed) }
    }

    /// Returns the bytes; equal records have equal bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out);
        // The writer is a vector, so there is no error to report.
        let _ = encoder.array(2).and_then(|e| e.u64(LAYOUT)).and_then(|e| e.map(self.0.len() as u64));
        for (key, value) in &self.0 {
            let _ = Encoder::new(&mut out).u64(*key);
            out.extend_from_slice(value);
        }
        out
    }

    /// Returns a number.
    ///
    /// # Errors
    /// [`RecordError::Malformed`] when the field is not there or not a number.
    pub fn number(&self, key: u64) -> Result<u64, RecordError> {
        self.get(key).and_then(|v| Decoder::new(v).u64().ok()).ok_or(RecordError::Malformed)
    }

    /// Returns a text.
    ///
    /// # Errors
    /// [`RecordError::Malformed`] when the field is not there or not a text.
    pub fn text(&self, key: u64) -> Result<String, RecordError> {
        self.get(key)
            .and_then(|v| Decoder::new(v).str().ok().map(str::to_owned))
            .ok_or(RecordError::Malformed)
    }

    /// Returns bytes.
    ///
    /// # Errors
    /// [`RecordError::Malformed`] when the field is not there or not bytes.
    pub fn bytes(&self, key: u64) -> Result<&[u8], RecordError> {
        self.get(key).and_then(|v| Decoder::new(v).bytes().ok()).ok_or(RecordError::Malformed)
    }

    /// Returns 16 bytes.
    ///
    /// # Errors
    /// [`RecordError::Malformed`] when the field is not there or not 16 bytes.
    pub fn id(&self, key: u64) -> Result<[u8; 16], RecordError> {
        self.bytes(key)?.try_into().map_err(|_| RecordError::Malformed)
    }

    /// Tells whether a field is there.
    #[must_use]
    pub fn has(&self, key: u64) -> bool {
        self.0.contains_key(&key)
    }

    fn get(&self, key: u64) -> Option<&[u8]> {
        self.0.get(&key).map(Vec::as_slice)
    }

    /// Writes a number.
    pub fn set_number(&mut self, key: u64, value: u64) -> &mut Self {
        let mut out = Vec::new();
        let _ = Encoder::new(&mut out).u64(value);
        self.0.insert(key, out);
        self
    }

    /// Writes a text.
    pub fn set_text(&mut self, key: u64, value: &str) -> &mut Self {
        let mut out = Vec::new();
        let _ = Encoder::new(&mut out).str(value);
        self.0.insert(key, out);
        self
    }

    /// Writes bytes.
    pub fn set_bytes(&mut self, key: u64, value: &[u8]) -> &mut Self {
        let mut out = Vec::new();
        let _ = Encoder::new(&mut out).bytes(value);
        self.0.insert(key, out);
        self
    }

    /// Removes a field.
    pub fn remove(&mut self, key: u64) -> &mut Self {
        self.0.remove(&key);
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keeps_what_it_does_not_know() {
        let mut newer = Fields::default();
        newer.set_number(1, 7).set_text(99, "later").set_bytes(100, &[1, 2]);
        let mut read = Fields::decode(&newer.encode()).ok().unwrap();
        read.set_number(1, 8);
        let again = Fields::decode(&read.encode()).ok().unwrap();
        assert_eq!(again.text(99).as_deref(), Ok("later"));
        assert_eq!((again.number(1), again.bytes(100)), (Ok(8), Ok([1, 2].as_slice())));
    }

    #[test]
    fn refuses_other_bytes() {
        let good = Fields::default().set_number(1, 7).set_text(2, "x").encode();
        assert!(Fields::decode(&good).is_ok());
        for cut in 0..good.len() {
            assert_eq!(Fields::decode(&good[..cut]).err(), Some(RecordError::Malformed), "{cut}");
        }
        let mut longer = good.clone();
        longer.push(0);
        assert_eq!(Fields::decode(&longer).err(), Some(RecordError::Malformed));
        assert_eq!(Fields::decode(&[0x82, 0x02, 0xa0]).err(), Some(RecordError::Newer(2)));
        assert_eq!(Fields::decode(&[0x82, 0x01, 0xa2, 1, 1, 1, 1]).err(), Some(RecordError::Malformed));
        assert!(Fields::default().number(1).is_err() && Fields::default().id(1).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(fields) = Fields::decode(&bytes) {
                let again = Fields::decode(&fields.encode());
                prop_assert!(again.is_ok_and(|a| a == fields));
            }
        }
    }
}
