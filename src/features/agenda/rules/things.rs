//! What each recorded fact belongs to, and where: a round of elections, an establishment, the whole company.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Basis, Line, Subject, ground::MANDATES_END};
use crate::{
    base::{Id, text::fold},
    calendar::{
        DutyKind,
        kinds::{self, FactKind},
    },
    features::{agenda::records::Fact, election::records::Poll},
    law::LawError,
};

/// A first round, as recorded.
pub(super) const FIRST: &str = "first-round-held";
/// A second round, as recorded.
pub(super) const SECOND: &str = "second-round-held";
/// Results proclaimed, as recorded.
pub(super) const RESULTS: &str = "results";

/// What facts belong to, and where.
#[derive(Debug, Default)]
pub(super) struct Things {
    /// The names of establishments and sites, as compared.
    places: BTreeSet<String>,
    /// What each recorded fact belongs to.
    of: BTreeMap<Id, Id>,
}

impl Things {
    /// The places alone.
    pub(super) fn places(basis: &Basis) -> Self {
        let ends = basis.recorded.values().filter(|f| f.code == MANDATES_END);
        let names = ends
            .filter_map(|f| f.about.as_deref())
            .chain(basis.polls.values().filter_map(|p| p.establishment.as_deref()))
            .chain(basis.company.sites.iter().map(|s| s.name.as_str()));
        Self { places: names.map(fold).collect(), of: BTreeMap::new() }
    }

    pub(super) fn of(basis: &Basis) -> Result<Self, LawError> {
        let mut out = Self::places(basis);
        let mut facts: Vec<_> = basis.recorded.iter().filter_map(|(id, f)| Some((f.day?, *id, f))).collect();
        // A round comes before its results of the same day.
        facts.sort_by_key(|(day, id, f)| (*day, ![FIRST, SECOND].contains(&f.code.as_str()), *id));
        for (at, (day, id, fact)) in facts.iter().enumerate() {
            let Some(kind) = kinds::of(&fact.code)? else { continue };
            let place = out.place(kind, fact);
            let earlier = facts.get(..at).unwrap_or_default();
            let thing = Self::poll(basis, fact, *day, place.as_ref());
            let thing = thing.or_else(|| out.earlier(kind, place.as_ref(), earlier));
            out.of.insert(*id, thing.unwrap_or(*id));
        }
        Ok(out)
    }

    /// The election that is kept and that a recorded round is.
    fn poll(basis: &Basis, fact: &Fact, day: NaiveDate, place: Option<&String>) -> Option<Id> {
        let round = match fact.code.as_str() {
            FIRST => 1,
            SECOND => 2,
            _ => return None,
        };
        let same = |p: &Poll| p.day == Some(day) && p.round == round && poll_place(p).as_ref() == place;
        basis.polls.iter().find(|(_, p)| same(p)).map(|(id, _)| *id)
    }

    /// What a fact belongs to by the kinds that its own names: of elections, which follow each other, the last one; of
    /// anything else only where there is but one.
    fn earlier(
        &self,
        kind: &FactKind,
        place: Option<&String>,
        facts: &[(NaiveDate, Id, &Fact)],
    ) -> Option<Id> {
        if kind.of.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for (_, id, fact) in facts.iter().filter(|(_, _, f)| kind.of.contains(&f.code)) {
            let other = kinds::of(&fact.code).ok().flatten()?;
            let there = self.place(other, fact);
            if there.as_ref() == place
                || kind.kind != DutyKind::Election && (there.is_none() || place.is_none())
            {
                found.push(self.of.get(id).copied().unwrap_or(*id));
            }
        }
        if kind.kind == DutyKind::Election {
            return found.pop();
        }
        // Several facts of one thing are one thing.
        found.sort_unstable();
        found.dedup();
        found.pop().filter(|_| found.is_empty())
    }

    /// Returns where a fact belongs. Of elections only an establishment that is known is a place of its own; the words
    /// beside another one only name it.
    pub(super) fn place(&self, kind: &FactKind, fact: &Fact) -> Option<String> {
        let about = fact.about.as_deref().map(fold)?;
        (kind.kind != DutyKind::Election || self.places.contains(&about)).then_some(about)
    }

    /// Returns what a recorded fact belongs to.
    pub(super) fn thing(&self, fact: Id) -> Id {
        self.of.get(&fact).copied().unwrap_or(fact)
    }

    /// Returns where a line belongs.
    pub(super) fn place_of(&self, basis: &Basis, line: &Line) -> Option<String> {
        match (&line.subject, line.root) {
            (_, Some(id)) => {
                let fact = basis.recorded.get(&id)?;
                self.place(kinds::of(&fact.code).ok().flatten()?, fact)
            }
            (Subject::Text(text), None) => match text.split_once('/') {
                Some(("poll", id)) => poll_place(basis.polls.get(&id.parse().ok()?)?),
                Some(("cse", place)) => Some(fold(place)),
                _ => None,
            },
            _ => None,
        }
    }
}

pub(super) fn poll_place(poll: &Poll) -> Option<String> {
    poll.establishment.as_deref().map(fold)
}
