use proptest::prelude::*;

use crate::base::record::*;

fn stamp(time: u64, device: u8) -> Stamp {
    Stamp { time, device: [device; 8] }
}

/// Any record: a few keys, so that merges collide, and all kinds of values.
fn any_record() -> impl Strategy<Value = Vec<u8>> {
    let key = (0_u16..5, proptest::option::of(0_u8..3));
    let value = prop_oneof![
        Just(None),
        "\\PC{0,12}".prop_map(|t| Some(super::Value::text(&t).0)),
        any::<i64>().prop_map(|i| Some(super::Value::int(i).0)),
        ("[a-z]{0,3}", any::<i64>()).prop_map(|(t, i)| {
            let parts = BTreeMap::from([(1, super::Value::text(&t)), (200, super::Value::int(i))]);
            Some(super::Value::parts(&parts).0)
        }),
    ];
    proptest::collection::vec((key, value, 0_u64..4, 0_u8..3), 0..12).prop_map(|list| {
        let mut record = Record::default();
        for ((field, element), value, time, device) in list {
            let key = element.map_or(FieldKey::single(field), |e| FieldKey::element(field, [e; 8]));
            record.set(key, value.map(super::Value), stamp(time, device));
        }
        // As bytes: a record has no Debug, which proptest needs of what it draws.
        record.encode()
    })
}

fn read(bytes: &[u8]) -> Record {
    Record::decode(bytes).unwrap()
}

fn sample() -> Record {
    let mut record = Record::default();
    record.set(FieldKey::single(1), Some(Value::text("Exemple")), stamp(5, 1));
    record.set(FieldKey::single(2), None, stamp(6, 1));
    record.set(FieldKey::element(10, [7; 8]), Some(Value::text("camille@example.org")), stamp(7, 2));
    record
}

#[test]
fn reads_back_what_it_wrote() {
    let record = sample();
    let again = read(&record.encode());
    assert!(again == record);
    assert_eq!(again.text(1), Some("Exemple"));
    assert_eq!(again.text(2), None);
    assert_eq!(
        again.elements(10).map(|(e, v)| (e, v.as_text())).collect::<Vec<_>>(),
        [([7; 8], Some("camille@example.org"))]
    );
    assert_eq!(again.latest(), 7);
    assert_eq!(Record::default().latest(), 0);
    assert!(read(&Record::default().encode()) == Record::default());
}

#[test]
fn the_bytes_never_change() {
    // Written with format 1; other programs read these bytes by docs/format.md.
    let mut record = Record::default();
    record.set(FieldKey::single(1), Some(Value::text("é")), stamp(5, 1));
    record.set(FieldKey::element(0x0102, [9; 8]), None, stamp(0x1_0000, 2));
    let mut bytes = vec![0x82, 0x01, 0xa2];
    bytes.extend([0x42, 0, 1, 0x83, 5, 0x48, 1, 1, 1, 1, 1, 1, 1, 1, 0x62, 0xc3, 0xa9]);
    bytes.extend([
        0x4a, 1, 2, 9, 9, 9, 9, 9, 9, 9, 9, 0x83, 0x1a, 0, 1, 0, 0, 0x48, 2, 2, 2, 2, 2, 2, 2, 2, 0xf6,
    ]);
    assert_eq!(record.encode(), bytes);
    assert!(read(&bytes) == record);
}

#[test]
fn a_field_and_a_value_of_a_newer_program_are_kept() {
    // Field 60000 with a tagged, nested value: nothing that this program writes.
    let mut bytes = vec![0x82, 0x01, 0xa1, 0x42, 0xea, 0x60, 0x83, 0x05, 0x48];
    bytes.extend([1; 8]);
    let value = [0xc1, 0x82, 0x18, 0x2a, 0xa1, 0x61, b'x', 0xf5];
    bytes.extend(value);
    let mut record = read(&bytes);
    assert_eq!(record.encode(), bytes);
    record.set(FieldKey::single(1), Some(Value::text("x")), stamp(9, 1));
    let merged = merge(&sample(), &record);
    assert!(merged.get(FieldKey::single(60_000)).is_some_and(|v| v.0 == value));
    assert_eq!(merged.get(FieldKey::single(60_000)).and_then(Value::as_text), None);
}

#[test]
fn other_bytes_are_refused() {
    let good = sample().encode();
    for cut in 0..good.len() {
        assert!(matches!(Record::decode(&good[..cut]), Err(RecordError::Malformed)), "cut at {cut}");
    }
    let mut longer = good.clone();
    longer.push(0);
    assert!(matches!(Record::decode(&longer), Err(RecordError::Malformed)));
    let newer = [0x82, 0x02, 0xa0];
    assert!(matches!(Record::decode(&newer), Err(RecordError::Newer(2))));
    for bad in [
        &[0x83, 0x01, 0xa0, 0xa0][..],                               // three parts
        &[0x82, 0x01, 0xbf, 0xff],                                   // a map without its length
        &[0x82, 0x01, 0xa1, 0x43, 0, 1, 1, 0x83, 5],                 // a key of three bytes
        &[0x82, 0x01, 0xbb, 255, 255, 255, 255, 255, 255, 255, 255], // a map of 2^64 entries
        &[0x82, 0x01, 0x80],
        &[0xff],
    ] {
        assert!(matches!(Record::decode(bad), Err(RecordError::Malformed)), "{bad:x?}");
    }
    // The same field twice.
    let one = [&[0x42, 0, 1, 0x83, 5, 0x48][..], &[1; 8], &[0xf6]].concat();
    let twice = [&[0x82, 0x01, 0xa2][..], &one, &one].concat();
    assert!(matches!(Record::decode(&twice), Err(RecordError::Malformed)));
    // A device of seven bytes.
    let device = [&[0x82, 0x01, 0xa1, 0x42, 0, 1, 0x83, 5, 0x47][..], &[1; 7], &[0xf6]].concat();
    assert!(matches!(Record::decode(&device), Err(RecordError::Malformed)));
}

#[test]
fn an_older_write_changes_nothing() {
    let mut record = sample();
    let key = FieldKey::single(1);
    record.set(key, Some(Value::text("older")), stamp(4, 9));
    assert_eq!(record.text(1), Some("Exemple"));
    record.set(key, Some(Value::text("newer")), stamp(5, 2));
    assert_eq!(record.text(1), Some("newer"));
    record.set(key, None, stamp(6, 1));
    assert_eq!(record.text(1), None);
    // Deleted content is gone from the bytes; the stamp stays.
    assert!(!record.encode().windows(5).any(|w| w == b"newer"));
    assert!(record.registers().any(|(k, r)| *k == key && r.value.is_none()));
}

#[test]
fn values_know_what_they_are() {
    assert_eq!(Value::text("x").as_int(), None);
    assert_eq!(Value::int(-3).as_int(), Some(-3));
    assert_eq!(Value::int(3).as_text(), None);
    assert!(Value::text("x").as_parts().is_none());
    let inner = Value::parts(&BTreeMap::from([(1, Value::text("in"))]));
    let outer =
        Value::parts(&BTreeMap::from([(0, Value::int(1)), (24, inner.clone()), (255, Value::text("z"))]));
    let parts = outer.as_parts().unwrap();
    assert!(parts.get(&24) == Some(&inner) && parts.len() == 3);
    assert_eq!(inner.as_parts().and_then(|p| p.get(&1)?.as_text().map(str::to_owned)), Some("in".to_owned()));
}

proptest! {
    #[test]
    fn every_record_reads_back(bytes in any_record()) {
        prop_assert_eq!(read(&bytes).encode(), bytes);
    }

    #[test]
    fn merging_does_not_depend_on_the_order(a in any_record(), b in any_record(), c in any_record()) {
        let (a, b, c) = (read(&a), read(&b), read(&c));
        prop_assert!(merge(&a, &b) == merge(&b, &a), "commutative");
        prop_assert!(merge(&merge(&a, &b), &c) == merge(&a, &merge(&b, &c)), "associative");
        prop_assert!(merge(&a, &a) == a, "idempotent");
        let ab = merge(&a, &b);
        prop_assert!(merge(&ab, &b) == ab && merge(&ab, &a) == ab, "nothing more from what is in");
        prop_assert_eq!(ab.latest(), a.latest().max(b.latest()));
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(record) = Record::decode(&bytes) {
            for (key, register) in record.registers() {
                let _ = (key.field, register.value.as_ref().map(|v| (v.as_text(), v.as_int(), v.as_parts().is_some())));
            }
        }
    }

    #[test]
    fn damaged_bytes_never_panic(bytes in any_record(), at in any::<proptest::sample::Index>(), to in any::<u8>()) {
        let mut bytes = bytes;
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(record) = Record::decode(&bytes) {
            prop_assert!(Record::decode(&record.encode()).is_ok_and(|again| again == record));
        }
    }
}
