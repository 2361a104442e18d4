//! What lies in the inner files of a backup: CBOR sequences (RFC 8742), one item after the other.

use std::collections::BTreeMap;

use minicbor::{Decoder, Encoder};
use zeroize::Zeroizing;

use crate::{
    base::{Id, Record},
    vault::{
        holders::Hash,
        ledger::{MOST, Opened},
        log::LogEntry,
        store::KINDS,
    },
};

/// Bytes of an item beside its longest part.
const AROUND: usize = 32;

/// Values of the outbox by their names.
pub(super) type Values = BTreeMap<Id, Zeroizing<Vec<u8>>>;

/// Makes room for items of these lengths at once: what grows leaves its bytes behind.
fn room(lens: impl Iterator<Item = usize>) -> Zeroizing<Vec<u8>> {
    let room = lens.map(|len| len.saturating_add(AROUND)).fold(0, usize::saturating_add);
    Zeroizing::new(Vec::with_capacity(room))
}

/// Writes records: `[kind, id, record]` each.
pub(super) fn of_records(records: &[(u8, Opened)]) -> Zeroizing<Vec<u8>> {
    let mut out = room(records.iter().map(|(_, (_, bytes))| bytes.len()));
    for (kind, (id, bytes)) in records {
        // The writer is a vector, so there is no error to report.
        let _ = Encoder::new(&mut *out).array(3).and_then(|e| e.u8(*kind)).and_then(|e| e.bytes(&id.0));
        out.extend_from_slice(bytes);
    }
    out
}

/// Reads records; nothing for what is not whole, or stands there twice.
pub(super) fn records(bytes: &[u8]) -> Option<Vec<(u8, Opened)>> {
    let (mut out, mut known) = (Vec::new(), std::collections::BTreeSet::new());
    let mut d = Decoder::new(bytes);
    while d.position() < bytes.len() {
        if d.array().ok()?? != 3 {
            return None;
        }
        let (kind, id) = (d.u8().ok()?, Id(d.bytes().ok()?.try_into().ok()?));
        let start = d.position();
        d.skip().ok()?;
        let record = bytes.get(start..d.position()).filter(|record| record.len() <= MOST)?;
        Record::decode(record).ok()?;
        if !(1..=KINDS).contains(&kind) || !known.insert(id) {
            return None;
        }
        out.push((kind, (id, Zeroizing::new(record.to_vec()))));
    }
    Some(out)
}

/// Writes the entries of a log, as they are.
pub(super) fn of_log(log: &[Zeroizing<Vec<u8>>]) -> Zeroizing<Vec<u8>> {
    let mut out = room(log.iter().map(|entry| entry.len()));
    for entry in log {
        out.extend_from_slice(entry);
    }
    out
}

/// Reads the entries of a log, which must be a chain, and returns the hash of the last one.
pub(super) fn log(bytes: &[u8]) -> Option<(Vec<Zeroizing<Vec<u8>>>, Hash)> {
    let (mut out, mut head) = (Vec::new(), [0; 32]);
    let mut d = Decoder::new(bytes);
    for number in 1_u64.. {
        if d.position() == bytes.len() {
            break;
        }
        let start = d.position();
        d.skip().ok()?;
        let entry = bytes.get(start..d.position())?;
        LogEntry::decode(entry).filter(|e| e.number == number && e.before == head)?;
        head = LogEntry::link(entry);
        out.push(Zeroizing::new(entry.to_vec()));
    }
    Some((out, head))
}

/// Writes values of the outbox: `[name, value]` each.
pub(super) fn of_values(values: &Values) -> Zeroizing<Vec<u8>> {
    let mut out = room(values.values().map(|value| value.len()));
    for (name, value) in values {
        let _ = Encoder::new(&mut *out).array(2).and_then(|e| e.bytes(&name.0)).and_then(|e| e.bytes(value));
    }
    out
}

/// Reads values of the outbox, in the order of their names.
pub(super) fn values(bytes: &[u8]) -> Option<Values> {
    let mut out = Values::new();
    let mut d = Decoder::new(bytes);
    while d.position() < bytes.len() {
        if d.array().ok()?? != 2 {
            return None;
        }
        let name = Id(d.bytes().ok()?.try_into().ok()?);
        if out.last_key_value().is_some_and(|(before, _)| *before >= name) {
            return None;
        }
        out.insert(name, Zeroizing::new(d.bytes().ok()?.to_vec()));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::FieldKey, vault::Verb};

    fn record(value: i64) -> Zeroizing<Vec<u8>> {
        let mut record = Record::default();
        let stamp = crate::base::Stamp { time: 1, device: [0; 8] };
        record.set(FieldKey::single(7), Some(crate::base::Value::int(value)), stamp);
        Zeroizing::new(record.encode())
    }

    #[test]
    fn records_come_back_in_their_order_and_whole() {
        let all: Vec<(u8, Opened)> =
            vec![(1, (Id([9; 16]), record(1))), (1, (Id([2; 16]), record(2))), (3, (Id([5; 16]), record(3)))];
        let bytes = of_records(&all);
        let read = records(&bytes).unwrap();
        assert!(read == all);
        let one = of_records(&all[..1]).len();
        for end in (1..bytes.len()).filter(|end| *end != one && *end != one * 2) {
            assert!(records(&bytes[..end]).is_none(), "cut at {end}");
        }
        for bad in [
            of_records(&[all[0].clone(), all[0].clone()]),
            of_records(&[(0, all[0].1.clone())]),
            of_records(&[(KINDS + 1, all[0].1.clone())]),
            of_records(&[(1, (Id([1; 16]), Zeroizing::new(vec![0x80])))]),
        ] {
            assert!(records(&bad).is_none());
        }
        assert!(records(&[]).unwrap().is_empty());
    }

    #[test]
    fn a_log_is_a_chain() {
        let entry = |number, before| LogEntry {
            number,
            before,
            time_ms: 1,
            device: [1; 8],
            generation: number,
            changes: vec![(Verb::Added, Id([1; 16]))],
            readers: vec![],
        };
        let first = Zeroizing::new(entry(1, [0; 32]).encode());
        let second = Zeroizing::new(entry(2, LogEntry::link(&first)).encode());
        let (read, head) = log(&of_log(&[first.clone(), second.clone()])).unwrap();
        assert!(read == [first.clone(), second.clone()] && head == LogEntry::link(&second));
        assert!(log(&of_log(&[second.clone(), first.clone()])).is_none());
        assert!(log(&of_log(&[first.clone(), first])).is_none());
        assert_eq!(log(&[]).unwrap().1, [0; 32]);
    }

    #[test]
    fn values_stand_in_the_order_of_their_names() {
        let all =
            Values::from([(Id([1; 16]), Zeroizing::new(vec![7; 3])), (Id([2; 16]), Zeroizing::new(vec![]))]);
        let bytes = of_values(&all);
        assert!(values(&bytes).unwrap() == all);
        let half = bytes.len() - 18;
        let turned = [&bytes[half..], &bytes[..half]].concat();
        assert!(values(&turned).is_none() && values(&bytes[..=half]).is_none());
    }
}
