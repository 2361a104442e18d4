//! Turns of keys: everything is written anew, the old keys open nothing any more, and a fault on the way leaves one vault, whole.

use std::{collections::BTreeSet, fs};

use contrepoids::{
    base::Id,
    clock,
    vault::{
        Access, Compartment, Identity, Kind, Turning, Vault, VaultError, Verb,
        check::JournalState,
        holders::{Act, Admit, Card, Class, Departure, Reason, Role, Roles},
    },
};

use super::support::{Home, copy, people};

fn turning(reason: Reason, acts: Vec<Act>) -> Turning<'static> {
    Turning { reason, acts, erased: BTreeSet::new(), writer: None, now_ms: clock::now_ms() }
}

fn admitted(identity: &Identity, roles: &[Role]) -> Turning<'static> {
    let card = Card::make(identity, "Portable de Camille").unwrap();
    let roles = Roles::of(roles).unwrap();
    turning(Reason::Admit, vec![Act::Admit(Admit { card, roles, class: Class::Device })])
}

/// A home with three people and something in the outbox.
fn home() -> Home {
    let home = Home::with_people(3);
    let vault = home.open_known(Access::Write);
    vault.outbox().unwrap().commit(1, vec![(Id([7; 16]), Some(vec![9; 10]))]).unwrap();
    home
}

fn open_as(home: &Home, identity: &Identity) -> Result<Vault, VaultError> {
    Vault::open(&home.vault(), identity, Access::Read, clock::random)
}

#[test]
fn a_turn_keeps_everything_but_the_keys() {
    let home = home();
    let before = home.open_known(Access::Read);
    let (who, log, commits) =
        (people(&before).unwrap(), before.log().unwrap(), before.generation().unwrap().0);
    drop(before);
    let old = home.inner();
    copy(&home.vault(), &home.path("old"));
    home.open_known(Access::Write).turn(&turning(Reason::Rotate, vec![])).unwrap();
    assert!(home.inner() != old && !old.exists());
    assert_eq!(fs::read(home.vault().join("head")).unwrap(), fs::read(home.vault().join("head.2")).unwrap());
    let now = home.open_known(Access::Write);
    assert_eq!((people(&now).unwrap(), now.log().unwrap()), (who, log));
    assert_eq!(now.generation().unwrap().0, commits + 1);
    assert_eq!(now.outbox().unwrap().get(&Id([7; 16])).unwrap().unwrap().to_vec(), vec![9; 10]);
    drop(now);
    assert!(home.verify().is_empty());
    assert_eq!(home.journal_state(), JournalState::Current);
    // What lay there before is older than this device knows.
    fs::remove_dir_all(home.vault()).unwrap();
    copy(&home.path("old"), &home.vault());
    home.run(&["member", "list", "--yes"]).fails(13, "is older than what this device has seen");
}

#[test]
fn who_is_admitted_opens_what_the_role_says_and_who_was_removed_nothing() {
    let home = home();
    let (second, treasurer, stranger) = (Identity::generate(), Identity::generate(), Identity::generate());
    home.open(Access::Write).turn(&admitted(&second, &[Role::Organizer])).unwrap();
    home.open(Access::Write).turn(&admitted(&treasurer, &[Role::Treasurer])).unwrap();
    let theirs = open_as(&home, &second).unwrap();
    assert_eq!(people(&theirs).unwrap().len(), 3);
    assert_eq!(theirs.holders().holders.len(), 3);
    assert!(theirs.records(Kind::Account).is_ok());
    drop(theirs);
    let hers = open_as(&home, &treasurer).unwrap();
    assert_eq!(people(&hers).unwrap().len(), 3);
    assert!(matches!(hers.records(Kind::Fact), Err(VaultError::Closed("organizing"))));
    drop(hers);
    assert!(matches!(open_as(&home, &stranger), Err(VaultError::WrongKey)));
    // She cannot turn the keys: she does not open all of it.
    let hers = Vault::open(&home.vault(), &treasurer, Access::Write, clock::random).unwrap();
    assert!(matches!(hers.turn(&turning(Reason::Rotate, vec![])), Err(VaultError::Closed("organizing"))));
    let device = second.device();
    let retire = Act::Retire { device, why: Departure::Left, cut: vec![] };
    home.open(Access::Write).turn(&turning(Reason::Retire, vec![retire])).unwrap();
    // No slot is for that key any more: what says so is sealed.
    assert!(matches!(open_as(&home, &second), Err(VaultError::WrongKey | VaultError::Retired { .. })));
    // The last organizer stays.
    let device = home.identity().device();
    let last = Act::Retire { device, why: Departure::Left, cut: vec![] };
    let refused = home.open(Access::Write).turn(&turning(Reason::Retire, vec![last]));
    assert!(matches!(refused, Err(VaultError::Members)));
    assert_eq!(people(&home.open(Access::Write)).unwrap().len(), 3);
}

#[test]
fn who_is_erased_is_nowhere_any_more() {
    let home = home();
    let gone = super::support::add(&mut home.open(Access::Write), "Personne à oublier");
    let turn = Turning { erased: BTreeSet::from([gone]), ..turning(Reason::Erase, vec![]) };
    home.open(Access::Write).turn(&turn).unwrap();
    let vault = home.open(Access::Read);
    assert_eq!(people(&vault).unwrap().len(), 3);
    let log = vault.log().unwrap();
    assert!(log.iter().all(|entry| entry.changes.iter().all(|(_, id)| *id != gone)));
    assert!(log.iter().any(|e| e.changes.contains(&(Verb::Added, Id([0; 16])))));
    assert!(vault.holders().erased.contains(&gone.0));
    drop(vault);
    assert!(home.verify().is_empty());
}

/// The machine may stop between any two of the steps that put a turn in place.
#[test]
fn a_turn_that_was_cut_off_is_ended_or_undone() {
    let home = home();
    let old = home.inner();
    copy(&home.vault(), &home.path("before"));
    home.open_known(Access::Write).turn(&turning(Reason::Rotate, vec![])).unwrap();
    copy(&home.vault(), &home.path("after"));
    let new = home.inner();
    let name = |path: &std::path::Path| path.file_name().unwrap().to_owned();
    // What the memory knew before the turn was in place is less, and believed.
    for (what, head, head_2, ends_at) in [
        ("the new folder is there, nothing names it", "before", "before", &old),
        ("one pointer names it", "after", "before", &new),
        ("the old folder is left", "after", "after", &new),
    ] {
        fs::remove_dir_all(home.vault()).unwrap();
        copy(&home.path("after"), &home.vault());
        copy(&home.path("before").join(name(&old)), &home.vault().join(name(&old)));
        fs::copy(home.path(head).join("head"), home.vault().join("head")).unwrap();
        fs::copy(home.path(head_2).join("head.2"), home.vault().join("head.2")).unwrap();
        let opened = home.open(Access::Read);
        assert_eq!(people(&opened).unwrap().len(), 3, "{what}");
        drop(opened);
        assert!(old.exists() && new.exists(), "{what}: a reader removes nothing");
        if ends_at == &old {
            fs::remove_dir_all(home.path(".config")).unwrap();
            home.know(&home.vault());
        }
        drop(home.open_known(Access::Write));
        assert_eq!(home.inner(), *ends_at, "{what}");
        assert!(old.exists() != new.exists(), "{what}");
        assert_eq!(
            fs::read(home.vault().join("head")).unwrap(),
            fs::read(home.vault().join("head.2")).unwrap(),
            "{what}"
        );
        assert!(home.verify().is_empty(), "{what}");
        assert!(
            Compartment::ALL.iter().all(|c| home.inner().join(format!("keys/{}.age", c.name())).exists())
        );
    }
}
