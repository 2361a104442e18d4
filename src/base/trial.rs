//! What a test makes values of, and what must hold of every kind of record.
#![expect(clippy::arithmetic_side_effects, clippy::missing_panics_doc, reason = "a test may stop")]

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::base::{FieldKey, Kept, Record, Row, Stamp, Value};

/// Bytes that were drawn, then zeros.
pub struct Source(pub(crate) std::vec::IntoIter<u8>);

impl Source {
    /// Draws a byte.
    pub fn byte(&mut self) -> u8 {
        self.0.next().unwrap_or_default()
    }
    /// Draws eight bytes.
    pub fn bytes(&mut self) -> [u8; 8] {
        std::array::from_fn(|_| self.byte())
    }
    /// Draws a flag.
    pub fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }
    /// Draws a small number.
    pub fn few(&mut self) -> u8 {
        self.byte() % 4
    }
    /// Draws a text.
    pub fn text(&mut self) -> String {
        (0..self.byte() % 9).map(|_| char::from(self.byte())).collect()
    }
    /// Draws a day.
    pub fn day(&mut self) -> NaiveDate {
        let days = i32::from_be_bytes([0, 0, self.byte(), self.byte()]);
        NaiveDate::from_num_days_from_ce_opt(710_000 + days).unwrap()
    }
}

fn stamp(time: u64) -> Stamp {
    Stamp { time, device: [1; 8] }
}

fn stamped(record: &Record, time: u64) -> usize {
    record.registers().filter(|(_, r)| r.stamp == stamp(time)).count()
}

/// What is written is read; unknown fields stay; nothing is written that does not change.
pub fn holds<T: Kept + PartialEq>() {
    let numbers: Vec<u16> = T::rows().iter().map(|r: &Row| r.number).collect();
    assert!(numbers.iter().all(|n| numbers.iter().filter(|m| *m == n).count() == 1), "a number twice");
    let unknown = (1..u16::MAX).find(|n| !numbers.contains(n)).unwrap();
    let drawn = || proptest::collection::vec(any::<u8>(), 0..600);
    proptest!(|(one in drawn(), two in drawn())| {
        let [one, two] = [one, two].map(|bytes| T::sample(&mut Source(bytes.into_iter())));
        let newer = [FieldKey::single(unknown), FieldKey::element(unknown, [7; 8])];
        let mut record = Record::default();
        for key in newer {
            record.set(key, Some(Value::text("newer")), stamp(1));
        }
        for (value, time) in [(&one, 2), (&one, 3), (&two, 4), (&two, 5)] {
            value.write(&mut record, stamp(time));
            record = Record::decode(&record.encode()).unwrap();
            match T::read(&record) {
                Some(read) => prop_assert!(read == *value, "what is written is read"),
                None => prop_assert!(!value.is_whole(), "a whole value is read"),
            }
            if one.is_whole() && two.is_whole() {
                prop_assert!(newer.iter().all(|k| record.get(*k).is_some()), "unknown fields stay");
            }
        }
        prop_assert_eq!((stamped(&record, 3), stamped(&record, 5)), (0, 0), "what is said twice is written once");
    });
}
