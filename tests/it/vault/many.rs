//! Many changes at once are saved all, or none: the store is written beside, in lots, and put in its place.

use contrepoids::{
    clock,
    vault::{Access, VaultError, Verb, check::JournalState},
};

use super::support::{Home, add, change, people};

/// More than one lot, and not a whole number of them.
const MANY: usize = 4_500;

#[test]
fn many_changes_are_all_there() {
    let home = Home::with_people(3);
    let mut vault = home.open_known(Access::Write);
    let generation = vault.generation().unwrap().0;
    let ids: Vec<_> = (0..MANY).map(|_| vault.new_id()).collect();
    let changes = ids.iter().map(|id| change(&mut vault, *id, Verb::Imported, "many")).collect();
    let receipt = vault.commit(clock::now_ms(), changes).unwrap();
    assert!(receipt.journaled);
    assert!(receipt.generation > generation);
    // The same vault goes on.
    let last = add(&mut vault, "after");
    drop(vault);

    let vault = home.open_known(Access::Write);
    let there = people(&vault).unwrap();
    assert_eq!(there.len(), MANY + 4);
    assert!(ids.iter().all(|id| there.get(id).is_some_and(|name| name == "many")));
    assert_eq!(there.get(&last).map(String::as_str), Some("after"));
    drop(vault);
    assert!(!home.inner().join("store.old").exists(), "cleared by the next who writes");
    assert_eq!(home.verify(), []);
    assert_eq!(home.journal_state(), JournalState::Current);
}

#[test]
fn of_many_changes_with_one_that_cannot_be_none_is_there() {
    let home = Home::with_people(3);
    let before = people(&home.open(Access::Read)).unwrap();
    let mut vault = home.open_known(Access::Write);
    let mut changes: Vec<_> = (0..MANY)
        .map(|_| {
            let id = vault.new_id();
            change(&mut vault, id, Verb::Imported, "many")
        })
        .collect();
    // In the last lot.
    let id = vault.new_id();
    changes.push(change(&mut vault, id, Verb::Imported, &"x".repeat(1 << 20)));
    let refused = vault.commit(clock::now_ms(), changes);
    assert!(matches!(refused, Err(VaultError::TooLarge { .. })), "{refused:?}");
    // What this vault has in memory is not what is saved.
    assert!(vault.note(clock::now_ms(), Verb::Kept, &[], &[]).is_err());
    drop(vault);

    let vault = home.open_known(Access::Write);
    assert_eq!(people(&vault).unwrap(), before);
    drop(vault);
    let left: Vec<_> =
        std::fs::read_dir(home.inner()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".new-")), "{left:?}");
    assert_eq!(home.verify(), []);
}
