//! What was done, whichever door it came in by: a recorded fact, the step of an election, a fact of the company. Rules
//! name these by the codes of recorded facts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::{Basis, Line, Subject, facts::MANDATES_END, polls};
use crate::{
    base::{Id, text::fold},
    calendar::{
        Kind,
        fact::{self, FactKind},
    },
    election::{self, Mandates},
    features::election::records::{Poll, Step},
    law::{LawError, book},
    roster::diary::Fact,
};

/// A first round, as recorded.
const FIRST: &str = "first-round-held";
/// A second round, as recorded.
const SECOND: &str = "second-round-held";
/// Results proclaimed, as recorded.
const RESULTS: &str = "results";

/// Something that was done.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// By the code of a recorded fact.
    pub(super) code: String,
    /// The day.
    pub(super) day: NaiveDate,
    /// Where or about what; nothing for the whole company.
    pub(super) place: Option<String>,
    /// Of whom.
    pub(super) person: Option<Id>,
    /// What it belongs to.
    pub(super) thing: Option<Id>,
    /// The recorded fact itself.
    pub(super) fact: Option<Id>,
}

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
    fn places(basis: &Basis) -> Self {
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
            let Some(kind) = fact::kind(&fact.code)? else { continue };
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
            let other = fact::kind(&fact.code).ok().flatten()?;
            let there = self.place(other, fact);
            if there.as_ref() == place || kind.kind != Kind::Election && (there.is_none() || place.is_none())
            {
                found.push(self.of.get(id).copied().unwrap_or(*id));
            }
        }
        match found.as_slice() {
            [.., last] if kind.kind == Kind::Election => Some(*last),
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Returns where a fact belongs. Of elections only an establishment that is known is a place of its own; the words
    /// beside another one only name it.
    pub(super) fn place(&self, kind: &FactKind, fact: &Fact) -> Option<String> {
        let about = fact.about.as_deref().map(fold)?;
        (kind.kind != Kind::Election || self.places.contains(&about)).then_some(about)
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
                self.place(fact::kind(&fact.code).ok().flatten()?, fact)
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

fn poll_place(poll: &Poll) -> Option<String> {
    poll.establishment.as_deref().map(fold)
}

/// Returns everything that was done, by day.
pub(super) fn all(basis: &Basis, things: &Things, today: NaiveDate) -> Result<Vec<Deed>, LawError> {
    let mut out = Vec::new();
    for (id, fact) in &basis.recorded {
        let (Some(day), Some(kind)) = (fact.day, fact::kind(&fact.code)?) else { continue };
        out.push(Deed {
            code: fact.code.clone(),
            day,
            place: things.place(kind, fact),
            person: fact.of,
            thing: Some(things.thing(*id)),
            fact: Some(*id),
        });
    }
    for (id, poll) in &basis.polls {
        let held = poll.day.filter(|day| *day <= today);
        let step = |step| poll.steps.get(&step).copied().filter(|day| *day <= today);
        let done = [
            ("election-announced", step(Step::Information)),
            ("invitation-received", step(Step::Invitation)),
            ("protocol-meeting", step(Step::Meeting)),
            ("candidacy", step(Step::ListsSent)),
            (if poll.round == 1 { FIRST } else { SECOND }, held),
            (RESULTS, step(Step::Proclaimed).filter(|_| held.is_some())),
        ];
        // What was done for a by-election ends its own lines, and none of the renewal's.
        let place = if polls::renews(basis, poll) { poll_place(poll) } else { Some(format!("poll/{id}")) };
        out.extend(done.into_iter().filter_map(|(code, day)| {
            let (code, place) = (code.to_owned(), place.clone());
            Some(Deed { code, day: day?, place, person: None, thing: Some(*id), fact: None })
        }));
    }
    out.extend(basis.company.first_round.map(|day| Deed {
        code: FIRST.to_owned(),
        day,
        place: None,
        person: None,
        thing: None,
        fact: None,
    }));
    out.sort_by(|a, b| (a.day, &a.code, a.fact).cmp(&(b.day, &b.code, b.fact)));
    Ok(out)
}

/// Tells whether a round before the end of mandates is the one that renews them.
///
/// # Law
/// L2314-10: there is no by-election in the six months before the end.
pub(super) fn renews(day: NaiveDate, end: NaiveDate) -> bool {
    let months = book().whole("mandate.by-election-months", end.min(day)).ok();
    let from = months.and_then(|n| end.checked_sub_months(Months::new(u32::try_from(n).ok()?)));
    from.is_some_and(|from| day > from)
}

/// Returns what is known of the mandates with an end that was recorded as a fact, where it is the later one.
pub(super) fn end_recorded(basis: &Basis, known: Mandates) -> Mandates {
    let things = Things::places(basis);
    let Ok(Some(kind)) = fact::kind(MANDATES_END) else { return known };
    let ends = basis.recorded.values().filter(|f| f.code == kind.id && things.place(kind, f).is_none());
    match ends.filter_map(|f| f.day).max() {
        Some(day) if known.end.max(known.first_round) < Some(day) => Mandates { end: Some(day), ..known },
        _ => known,
    }
}

/// Returns the day from which mandates run that a recorded round renewed.
pub(super) fn renewed(basis: &Basis, known: Mandates, today: NaiveDate) -> Option<NaiveDate> {
    let things = Things::places(basis);
    let end = election::mandates_end(book(), known, today).ok().flatten().map(|f| f.value);
    let held = basis.recorded.values().filter(|f| [FIRST, SECOND, RESULTS].contains(&f.code.as_str()));
    let of_company = held.filter(|f| {
        let kind = fact::kind(&f.code).ok().flatten();
        kind.is_some_and(|kind| things.place(kind, f).is_none())
    });
    let day = of_company.filter_map(|f| f.day).filter(|d| *d <= today && polls::covered(*d)).max()?;
    let nothing = known.end.is_none() && known.first_round.is_none();
    let renewed = match end {
        Some(end) => day >= end || end < today && renews(day, end),
        None => nothing,
    };
    renewed.then_some(day)
}
