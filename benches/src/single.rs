//! One record at a time: encode, seal, open, merge; no store.

use std::error::Error;

use contrepoids::{clock, base::{FieldKey, Record, Value, field, merge}, roster::summary, vault::{Identity, Vault, age_file, identity, seal, key::SecretKey, store::Tree}};

use crate::{
    Setting, people,
    report::{Report, time},
};

/// So many in a row: one is too short for the clock.
const MANY: usize = 2_000;

pub fn measure(setting: &Setting, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut vault = Vault::create_in_memory(clock::random)?;
    let person = people::invented(7);
    let record = people::record(&mut vault, &person, 7);
    let bytes = record.encode();
    let each = |call: &mut dyn FnMut()| time(setting.runs, || (0..MANY).for_each(|_| call())).each(MANY);
    let mut key = [7; 32];
    let key = SecretKey::take(&mut key);
    let place = seal::Place { vault: &[1; 16], tree: Tree(4), id: &[2; 16] };
    let sealed = seal::seal(&key, 1, place, &bytes, clock::random)?;
    println!("one record: {} bytes, sealed {} bytes\n", bytes.len(), sealed.len());

    let reader = Identity::generate();
    let readers = [age_file::Reader::read(&reader.public())?];
    let file = age_file::seal(&readers, &bytes, age_file::Form::Binary)?;
    let age_seal = each(&mut || {
        std::hint::black_box(age_file::seal(&readers, &bytes, age_file::Form::Binary).unwrap());
    });
    let age_open = each(&mut || {
        std::hint::black_box(identity::open(&file, &[&reader]).unwrap());
    });
    let ours = each(&mut || {
        std::hint::black_box(seal::seal(&key, 1, place, &bytes, clock::random).unwrap());
    });
    report.add("seal one record", ours, &[("one age file", age_seal)]);
    let ours = each(&mut || {
        std::hint::black_box(seal::open(|_| Some(&key), place, &sealed).unwrap());
    });
    report.add("open one record", ours, &[("one age file", age_open)]);
    report.add("encode one record", each(&mut || drop(std::hint::black_box(record.encode()))), &[]);
    report.add("decode one record", each(&mut || drop(std::hint::black_box(Record::decode(&bytes)))), &[]);
    report.add(
        "summary of one record",
        each(&mut || drop(std::hint::black_box(summary::summarise(&record)))),
        &[],
    );

    // Two laptops changed the same member: both copies are read, merged and written.
    let (mut here, mut there) = (record.clone(), record);
    here.set(FieldKey::single(field::TOWN), Some(Value::text("Ici")), vault.stamp(clock::now_ms()));
    there.set(FieldKey::single(field::SITE), Some(Value::text("Là")), vault.stamp(clock::now_ms()));
    let (here, there) = (here.encode(), there.encode());
    let ours = each(&mut || {
        let both = merge(&Record::decode(&here).unwrap(), &Record::decode(&there).unwrap());
        std::hint::black_box(both.encode());
    });
    report.add("load, merge and save two copies of one member", ours, &[]);
    Ok(())
}
