mod diff;
mod docs;
mod open;
mod roster;
mod vectors;

use std::path::PathBuf;

use contrepoids::{
    base::{FieldKey, Record, Value, field, word::Reason},
    clock,
    open::Access,
    roster::span::Membership,
    vault::{Change, Identity, Kind, Vault, Verb},
};

use crate::support::Env;

/// A vault with plainly invented members, opened by a key file.
pub fn section(names: &[(&str, &str)]) -> Env {
    let env = Env::with_vault();
    let mut vault = open_vault(&env);
    let changes: Vec<Change> = names
        .iter()
        .enumerate()
        .map(|(n, (given, family))| {
            let mut record = Record::default();
            let mut set = |key, value| record.set(key, Some(value), vault.stamp(clock::now_ms()));
            set(FieldKey::single(field::GIVEN), Value::text(given));
            set(FieldKey::single(field::FAMILY), Value::text(family));
            set(FieldKey::single(field::SITE), Value::text("Exempleville"));
            set(FieldKey::single(field::JOB), Value::text("Zphqx-CANARI-poste"));
            set(FieldKey::element(field::TAG, [1; 8]), Value::text("Zphqx-CANARI-marque"));
            let mail = format!("member{n}@example.org");
            set(FieldKey::element(field::EMAIL, [2; 8]), Value::text(&mail));
            let start = chrono::NaiveDate::from_ymd_opt(2020, 1, 1);
            let span = Membership { start, began: Reason::Joined, end: None };
            set(FieldKey::element(field::SPAN, [3; 8]), span.to_value());
            Change { kind: Kind::Person, id: vault.new_id(), verb: Verb::Added, record }
        })
        .collect();
    vault.commit(clock::now_ms(), changes).unwrap();
    env
}

pub fn open_vault(env: &Env) -> Vault {
    let key = std::fs::read(env.path("key.txt")).unwrap();
    let identity = Identity::read(&key, || Err(contrepoids::vault::IdentityError::NotOne)).unwrap();
    Vault::open(&env.vault(), &identity, Access::Write, clock::random).unwrap()
}

/// A reader's key file in the home, and its public key.
pub fn reader(env: &Env, name: &str) -> (PathBuf, String) {
    let identity = Identity::generate();
    (env.write(name, identity.plain_file().as_bytes()), identity.public())
}
