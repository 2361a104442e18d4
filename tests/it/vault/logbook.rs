//! The log of a vault, written to without its records.

use contrepoids::{
    clock,
    vault::{Access, LogBook, VaultError, Verb, check::JournalState},
};

use super::support::{Home, add, people};

fn log(home: &Home) -> Result<LogBook, VaultError> {
    LogBook::open(&home.vault(), &home.identity(), clock::random)
}

#[test]
fn what_is_noted_is_in_the_log_and_the_records_are_as_before() {
    let home = Home::with_people(60);
    let before = people(&home.open(Access::Read)).unwrap();
    let ids: Vec<_> = before.keys().copied().collect();
    let entries = home.open(Access::Read).log().unwrap().len();
    let mut book = log(&home).unwrap();
    book.note(5, Verb::Sent, &ids[..50]).unwrap();
    book.note(6, Verb::Sent, &ids[50..]).unwrap();
    drop(book);

    let mut vault = home.open(Access::Write);
    assert_eq!(people(&vault).unwrap(), before);
    let log = vault.log().unwrap();
    assert_eq!(log.len(), entries + 2);
    let noted: Vec<_> = log.iter().skip(entries).flat_map(|entry| entry.changes.clone()).collect();
    assert_eq!(noted, ids.iter().map(|id| (Verb::Sent, *id)).collect::<Vec<_>>());
    let id = add(&mut vault, "after");
    drop(vault);
    assert_eq!(people(&home.open(Access::Read)).unwrap().get(&id).map(String::as_str), Some("after"));
    assert_eq!((home.verify(), home.journal_state()), (Vec::new(), JournalState::Current));
}

#[test]
fn there_is_one_writer() {
    let home = Home::with_people(1);
    let vault = home.open(Access::Write);
    assert!(matches!(log(&home), Err(VaultError::InUse { .. })));
    drop(vault);
    let book = log(&home).unwrap();
    assert!(matches!(home.try_open(Access::Write), Err(VaultError::InUse { .. })));
    drop(book);
    drop(home.open(Access::Write));
}
