//! Copies of one vault in memory, for tests of what they tell each other.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use std::collections::BTreeMap;

use super::*;
use crate::{
    clock::random,
    vault::{
        copies::Exchange,
        folder,
        holders::{Act, Admit, Body, Card, Class, Reason, Roles, Signer, Statement},
        memory::MemoryStore,
        tag::TurnTag,
    },
};

/// The statements of a vault and the keys of its turns.
#[derive(Clone)]
pub(crate) struct Section {
    pub(crate) statements: Vec<Statement>,
    keys: BTreeMap<Compartment, DataKeys>,
}

impl Section {
    /// The first person founds, and admits the others.
    pub(crate) fn of(people: &[(&Identity, Roles)]) -> Self {
        let card = |n: usize, identity: &Identity| Card::make(identity, &format!("Portable {n}")).unwrap();
        let ((founder, _), others) = people.split_first().unwrap();
        let (turn, _) = folder::new_keys(random);
        let founding = Body::found(card(0, founder), None, turn, 1);
        let founding = Statement::sign(founding, &Signer::of(founder)).unwrap();
        let section = Self { statements: vec![founding], keys: BTreeMap::new() };
        let admit = |(n, (identity, roles)): (usize, &(&Identity, Roles))| {
            Act::Admit(Admit { card: card(n + 1, identity), roles: *roles, class: Class::Device })
        };
        section.then(founder, Reason::Admit, others.iter().enumerate().map(admit).collect())
    }

    /// One more statement; what was written under the keys of before is read on.
    pub(crate) fn then(&self, by: &Identity, reason: Reason, mut acts: Vec<Act>) -> Self {
        let (turn, mut keys) = folder::new_keys(random);
        acts.push(Act::Turn(turn));
        let last = self.statements.last().unwrap();
        let body = Body {
            parents: vec![last.hash()],
            depth: last.body().depth + 1,
            signer: by.device(),
            reason,
            acts,
            ..last.body().clone()
        };
        for (part, keys) in &mut keys {
            let earlier = self.keys.get(part).into_iter().flat_map(DataKeys::all);
            let mut all: BTreeMap<TurnTag, _> = earlier.map(|(tag, key)| (tag, key.clone())).collect();
            all.insert(keys.turn(), keys.current().clone());
            *keys = DataKeys::new(keys.turn(), all).unwrap();
        }
        let mut statements = self.statements.clone();
        statements.push(Statement::sign(body, &Signer::of(by)).unwrap());
        Self { statements, keys }
    }

    /// An empty copy on the device of somebody, which takes the turn for told.
    pub(crate) fn copy(&self, identity: &Identity) -> Vault {
        let state = holders::chain::evaluate(&self.statements, &[]).unwrap();
        let members = Members::of(&self.statements, &state);
        let mine = Pen::reads(identity, &state).unwrap();
        let keys: BTreeMap<_, _> =
            self.keys.iter().filter(|(part, _)| mine.contains(part)).map(|(p, k)| (*p, k.clone())).collect();
        let pen = Pen::of(identity, state);
        let mut replica = [0; 8];
        random(&mut replica);
        let empty = |(part, keys): (&Compartment, &DataKeys)| {
            let mut ledger = Ledger::empty(setting(*part, &pen, random), keys);
            ledger.set_replica(replica);
            (*part, ledger)
        };
        let ledgers = keys.iter().map(empty).collect();
        let mut vault = Vault::around(pen, keys, ledgers, Box::new(MemoryStore::new()), random);
        vault.statements = Some(members);
        let told = vault.turn_tag().unwrap().0;
        vault.told_others(0, &Exchange { told, ..Exchange::default() }).unwrap();
        vault
    }
}
