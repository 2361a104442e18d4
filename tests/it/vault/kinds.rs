//! The later kinds of records lie in trees of their own, and go wherever the others go.

use std::{collections::BTreeSet, fs};

use contrepoids::{
    clock,
    vault::{
        Access, Change, Compartment, Flaw, Identity, Kind, Turning, Vault, VaultError, Verb,
        check::JournalState,
        holders::{Act, Admit, Card, Class, Reason, Role, Roles},
        store::{Store as _, Tree},
    },
};

use super::support::{FIELD, Home, value};
use contrepoids::base::{Id, Record, Value};

const WORD: &str = "ce qui a été dit";

/// The trees of the store that hold something.
fn trees(home: &Home) -> Vec<Tree> {
    home.dump().unwrap().trees().unwrap()
}

fn talk(vault: &mut Vault, id: Id, word: &str) {
    let mut record = vault.record(Kind::Talk, &id).unwrap().unwrap_or_default();
    record.set(FIELD, Some(Value::text(word)), vault.stamp(clock::now_ms()));
    let change = Change { kind: Kind::Talk, id, verb: Verb::Edited, record };
    vault.commit(clock::now_ms(), vec![change]).unwrap();
}

fn said(home: &Home) -> Vec<String> {
    let vault = home.open_known(Access::Read);
    let all: Vec<(Id, Record)> = vault.records(Kind::Talk).unwrap();
    all.iter().map(|(_, record)| value(record).to_owned()).collect()
}

fn turn(home: &Home, reason: Reason, acts: Vec<Act>, erased: BTreeSet<Id>) {
    let turning = Turning { reason, acts, erased, writer: None, now_ms: clock::now_ms() };
    home.open_known(Access::Write).turn(&turning).unwrap();
}

#[test]
fn a_later_kind_goes_where_the_others_go() {
    let home = Home::with_people(2);
    let (one, other) = (Id([1; 16]), Id([2; 16]));
    let mut vault = home.open_known(Access::Write);
    talk(&mut vault, one, "d’abord");
    talk(&mut vault, one, WORD);
    talk(&mut vault, other, "à oublier");
    drop(vault);
    let organizing =
        u8::try_from(Compartment::ALL.iter().position(|c| *c == Compartment::Organizing).unwrap());
    let tree = Tree::of_kind(organizing.unwrap(), Kind::Talk.number());
    assert!(tree.name() == "t50" && trees(&home).contains(&tree), "{:?}", trees(&home));
    assert_eq!(said(&home), [WORD, "à oublier"]);
    assert!(home.verify().is_empty());
    assert_eq!(home.journal_state(), JournalState::Current);

    // The store comes back from the journal, and its projection from the records.
    fs::remove_dir_all(home.inner().join("store")).unwrap();
    home.doctor(&["--repair", "--yes"]);
    assert_eq!(said(&home), [WORD, "à oublier"]);
    let verified = home.verify();
    assert!(verified.iter().all(|(_, flaw)| *flaw == Flaw::Projection), "{verified:?}");

    // A record that was put aside is missed.
    let mut copy_of = home.dump().unwrap();
    let mut away = contrepoids::vault::store::Batch::default();
    away.delete(tree, one.0);
    copy_of.commit(&away).unwrap();
    let missed = contrepoids::vault::check::verify(&home.vault(), &home.identity(), &copy_of, clock::random);
    assert!(matches!(missed, Err(VaultError::Records)));

    // Who keeps the dues does not open it.
    let hers = Identity::generate();
    let card = Card::make(&hers, "Trésorerie").unwrap();
    let admit = Admit { card, roles: Roles::of(&[Role::Treasurer]).unwrap(), class: Class::Device };
    turn(&home, Reason::Admit, vec![Act::Admit(admit)], BTreeSet::new());
    let opened = Vault::open(&home.vault(), &hers, Access::Read, clock::random).unwrap();
    assert!(matches!(opened.records(Kind::Talk), Err(VaultError::Closed("organizing"))));
    drop(opened);

    // Erased, it is in no file of the new turn.
    turn(&home, Reason::Erase, vec![], BTreeSet::from([other]));
    assert_eq!(said(&home), [WORD]);

    // A backup keeps it.
    let file = home.path("b.backup").display().to_string();
    home.run(&["backup", "create", &file]).ok();
    let again = home.path("again").display().to_string();
    home.run(&["backup", "restore", &file, &again]).ok();
    let restored = home.try_open_at(&home.path("again"), Access::Read).unwrap();
    let kept = restored.records(Kind::Talk).unwrap();
    assert_eq!(kept.iter().map(|(id, record)| (*id, value(record))).collect::<Vec<_>>(), [(one, WORD)]);
}
