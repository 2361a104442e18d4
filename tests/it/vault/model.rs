//! Random work on a vault against a map in memory, with closing, crashing and copying in between (security check A15).

use std::collections::BTreeMap;

use contrepoids::{
    base::Id,
    clock,
    vault::{Access, Change, Kind, Vault, Verb},
};
use proptest::{prelude::*, sample::Index};

use super::support::{Home, change, copy, people, value};

#[derive(Debug, Clone)]
enum Step {
    /// Adds a person.
    Add(u16),
    /// Changes one of the people.
    Edit(Index, u16),
    /// Adds some and changes some in one commit.
    Import(u8, Vec<Index>, u16),
    /// Writes an entry of the log alone.
    Note(Index),
    /// Tries to save a record that is too large, among others.
    TooLarge(u8),
    /// Closes and opens again, to read or to write.
    Reopen(bool),
    /// Takes the files as a kill would leave them, and goes on from there.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0_u16..2_000).prop_map(Step::Add),
        18 => (any::<Index>(), 0_u16..3_000).prop_map(|(i, n)| Step::Edit(i, n)),
        4 => (0_u8..30, prop::collection::vec(any::<Index>(), 0..10), 0_u16..500)
            .prop_map(|(new, old, n)| Step::Import(new, old, n)),
        4 => any::<Index>().prop_map(Step::Note),
        1 => (1_u8..5).prop_map(Step::TooLarge),
        2 => any::<bool>().prop_map(Step::Reopen),
        2 => Just(Step::Crash),
    ]
}

struct Model {
    home: Home,
    vault: Option<Vault>,
    people: BTreeMap<Id, String>,
    entries: usize,
    number: u64,
    copies: u32,
}

impl Model {
    fn new() -> Self {
        let home = Home::new();
        let vault = Some(home.open(Access::Write));
        Self { home, vault, people: BTreeMap::new(), entries: 0, number: 0, copies: 0 }
    }

    fn pick(&self, index: &Index) -> Option<Id> {
        (!self.people.is_empty()).then(|| *index.get(&self.people.keys().copied().collect::<Vec<_>>()))
    }

    fn commit(&mut self, ids: &[(Id, Verb)], size: u16) {
        if ids.is_empty() {
            return;
        }
        self.number += 1;
        let vault = self.vault.as_mut().unwrap();
        let text = format!("{}.{}", self.number, "x".repeat(size.into()));
        let changes: Vec<Change> = ids.iter().map(|(id, verb)| change(vault, *id, *verb, &text)).collect();
        assert!(vault.commit(clock::now_ms(), changes).unwrap().journaled);
        self.people.extend(ids.iter().map(|(id, _)| (*id, text.clone())));
        self.entries += 1;
    }

    fn apply(&mut self, step: &Step) {
        let vault = self.vault.as_mut().unwrap();
        match step {
            Step::Add(size) => {
                let id = vault.new_id();
                self.commit(&[(id, Verb::Added)], *size);
            }
            Step::Edit(index, size) => {
                if let Some(id) = self.pick(index) {
                    self.commit(&[(id, Verb::Edited)], *size);
                }
            }
            Step::Import(new, old, size) => {
                let mut ids: BTreeMap<Id, Verb> =
                    (0..*new).map(|_| (vault.new_id(), Verb::Imported)).collect();
                ids.extend(old.iter().filter_map(|i| Some((self.pick(i)?, Verb::Edited))));
                self.commit(&ids.into_iter().collect::<Vec<_>>(), *size);
            }
            Step::Note(index) => {
                let ids: Vec<Id> = self.pick(index).into_iter().collect();
                let vault = self.vault.as_mut().unwrap();
                vault.note(clock::now_ms(), Verb::Exported, &ids, &["age1example".to_owned()]).unwrap();
                self.entries += usize::from(!ids.is_empty());
            }
            Step::TooLarge(among) => {
                let mut changes = Vec::new();
                for size in (0..*among).map(|_| 10).chain([70_000]) {
                    let id = vault.new_id();
                    changes.push(change(vault, id, Verb::Imported, &"x".repeat(size)));
                }
                assert!(vault.commit(clock::now_ms(), changes).is_err());
            }
            Step::Reopen(write) => {
                self.vault = None;
                if !write {
                    self.check(&self.home.open(Access::Read));
                }
                self.vault = Some(self.home.open(Access::Write));
            }
            Step::Crash => {
                self.copies += 1;
                let aside = self.home.path(&format!("aside{}", self.copies));
                copy(&self.home.vault(), &aside);
                self.vault = None;
                std::fs::remove_dir_all(self.home.vault()).unwrap();
                std::fs::rename(&aside, self.home.vault()).unwrap();
                self.vault = Some(self.home.open(Access::Write));
            }
        }
    }

    fn check(&self, vault: &Vault) {
        assert_eq!(people(vault).unwrap(), self.people);
        assert_eq!(vault.log().unwrap().len(), self.entries);
        assert_eq!(vault.people().unwrap().count(), self.people.len());
        assert!(vault.rescue().is_none());
    }

    fn check_one(&self) {
        let vault = self.vault.as_ref().unwrap();
        if let Some((id, text)) = self.people.first_key_value() {
            assert_eq!(value(&vault.record(Kind::Person, id).unwrap().unwrap()), text);
        }
        assert_eq!(vault.people().unwrap().count(), self.people.len());
    }
}

/// How often each of the two tests runs: 128 times in the gate, less for somebody who waits.
fn cases() -> u32 {
    std::env::var("CONTREPOIDS_CASES").map_or(16, |n| n.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_vault_holds_what_the_map_holds(steps in prop::collection::vec(step(), 50)) {
        run(&steps);
    }

    /// The other half of the 256, beside it on another core.
    #[test]
    fn the_vault_holds_what_the_map_holds_again(steps in prop::collection::vec(step(), 50)) {
        run(&steps);
    }
}

fn run(steps: &[Step]) {
    let mut model = Model::new();
    for step in steps {
        model.apply(step);
        model.check_one();
    }
    model.check(model.vault.as_ref().unwrap());
    model.vault = None;
    assert!(model.home.verify().is_empty());
}
