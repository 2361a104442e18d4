//! Statements in their order, and which of them came before which.

use std::collections::BTreeMap;

use crate::{
    base::Device,
    vault::holders::{
        Act, Admit, Hash, Statement,
        refusal::{Refusal, Rule},
    },
};

/// A set of statements, by their place in the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    fn slot(at: usize) -> (usize, u64) {
        (at >> 6, 1_u64 << (at & 63))
    }

    pub(super) fn add(&mut self, at: usize) {
        let (word, bit) = Self::slot(at);
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        if let Some(place) = self.0.get_mut(word) {
            *place |= bit;
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        let (word, bit) = Self::slot(at);
        self.0.get(word).is_some_and(|w| w & bit != 0)
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }
}

/// What the statements say of one device, by their places.
#[derive(Default)]
pub(super) struct About<'s> {
    pub(super) admits: Vec<(usize, &'s Admit)>,
    pub(super) roles: Vec<usize>,
    pub(super) retires: Vec<usize>,
    /// Statements that it signed.
    pub(super) signed: Vec<usize>,
}

/// Statements ordered by depth, then by hash: parents first, whatever order they came in.
pub(super) struct Graph<'s> {
    pub(super) nodes: Vec<&'s Statement>,
    /// What each one comes after, in any number of steps.
    pub(super) past: Vec<Bits>,
    pub(super) parents: Vec<Vec<usize>>,
    pub(super) devices: BTreeMap<Device, About<'s>>,
}

/// A set holds at most this many statements.
pub const MOST: usize = 4_096;

impl<'s> Graph<'s> {
    /// Orders a set; checks that there is one founding, that all parents are there and that the depths are right.
    pub(super) fn of(set: impl IntoIterator<Item = &'s Statement>) -> Result<Self, Refusal> {
        let mut nodes: Vec<&Statement> = set.into_iter().collect();
        nodes.sort_unstable_by_key(|s| (s.body().depth, s.hash()));
        nodes.dedup_by_key(|s| s.hash());
        let founding = nodes.first().ok_or(Refusal::Empty)?;
        if let Some(beyond) = nodes.get(MOST) {
            return Err(Refusal::Invalid { statement: beyond.hash(), rule: Rule::Limits });
        }
        let vault = founding.body().vault;
        let places: BTreeMap<Hash, usize> = nodes.iter().enumerate().map(|(at, s)| (s.hash(), at)).collect();
        let (mut past, mut parents): (Vec<Bits>, Vec<Vec<usize>>) = (vec![], vec![]);
        for (at, statement) in nodes.iter().enumerate() {
            let refused = |rule| Err(Refusal::Invalid { statement: statement.hash(), rule });
            let body = statement.body();
            if body.vault != vault || body.parents.is_empty() != (at == 0) {
                return refused(Rule::Founding);
            }
            let (mut before, mut mine, mut depth) = (Bits::default(), vec![], 0);
            for hash in &body.parents {
                // A parent stands earlier, or its depth is wrong.
                let Some((parent, theirs)) = places.get(hash).and_then(|p| Some((*p, past.get(*p)?))) else {
                    return refused(Rule::Parents);
                };
                before.add(parent);
                before.add_all(theirs);
                mine.push(parent);
                let below = nodes.get(parent).map_or(0, |p| p.body().depth);
                depth = depth.max(below.saturating_add(1));
            }
            if depth != body.depth {
                return refused(Rule::Parents);
            }
            past.push(before);
            parents.push(mine);
        }
        let mut devices: BTreeMap<Device, About<'_>> = BTreeMap::new();
        for (at, statement) in nodes.iter().enumerate() {
            devices.entry(statement.body().signer).or_default().signed.push(at);
            for act in &statement.body().acts {
                let Some(device) = act.about() else { continue };
                let about = devices.entry(device).or_default();
                match act {
                    Act::Admit(admit) => about.admits.push((at, admit)),
                    Act::Roles { .. } => about.roles.push(at),
                    Act::Retire { .. } => about.retires.push(at),
                    Act::Turn(_) | Act::Erased(_) => {}
                }
            }
        }
        Ok(Self { nodes, past, parents, devices })
    }

    /// Tells whether `one` came before `other`.
    pub(super) fn before(&self, one: usize, other: usize) -> bool {
        self.past.get(other).is_some_and(|past| past.has(one))
    }

    /// Returns the statement at a place.
    pub(super) fn at(&self, place: usize) -> Option<&'s Statement> {
        self.nodes.get(place).copied()
    }
}
