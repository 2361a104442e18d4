//! The lines of what was recorded, and the own dates.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Agenda, Basis, Line, MissingFact, Subject, before_tables, meetings, renewal, rounds, scene::Scene,
};
use crate::{
    bargaining::Situation,
    base::Id,
    calendar::{
        Region, RuleError, fact,
        rule::{Expert, Facts},
    },
    election::{self, Mandates},
    features::{
        agenda::records::{Fact, OWN},
        company::{records::Company, rules::last_headcount},
    },
    law::{Book, Fraction, book},
};

/// What the company says of every fact that does not say otherwise.
pub(super) struct Ground {
    region: Region,
    headcount: Option<Fraction>,
}

impl Ground {
    pub(super) fn of(company: &Company, today: NaiveDate) -> Self {
        let regions: BTreeSet<_> = company
            .sites
            .iter()
            .map(|s| s.department.as_deref().map_or(Region::Metropolitan, Region::of_department).code())
            .collect();
        // Sites with different holidays: the ones of the whole country, unless the fact names its place.
        let region = match (regions.first(), regions.len()) {
            (Some(code), 1) => Region::read(code).unwrap_or_default(),
            _ => Region::Metropolitan,
        };
        Self { region, headcount: last_headcount(company, today).map(|(_, n)| n) }
    }

    pub(super) fn facts(&self) -> Facts {
        Facts { region: self.region, headcount: self.headcount, ..Facts::default() }
    }

    pub(super) const fn headcount(&self) -> Option<Fraction> {
        self.headcount
    }

    fn with(&self, fact: &Fact) -> Facts {
        Facts {
            region: fact.territory.as_deref().and_then(Region::read).unwrap_or(self.region),
            headcount: fact.headcount.as_deref().and_then(|n| n.parse().ok()).or(self.headcount),
            dismissals: fact.dismissals,
            expert: fact.expert.as_deref().and_then(Expert::from_code),
            years: fact.years,
        }
    }
}

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    scene: &Scene,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let book = book();
    let ground = Ground::of(&basis.company, today);
    let meetings = meetings::all(basis);
    for (id, fact) in &basis.recorded {
        let before = out.lines.len();
        if rounds::is_request(&fact.code) {
            rounds::of_fact(known, *id, fact, today, out)?;
        } else {
            of_fact(book, &ground, scene, *id, fact, today, out)?;
        }
        for line in out.lines.iter_mut().skip(before) {
            (line.root, line.since) = (Some(*id), fact.day);
        }
        if let Some(whom) = fact.of.and_then(|person| basis.names.get(&person)) {
            out.lines.iter_mut().skip(before).for_each(|line| line.whom = Some(whom.clone()));
        }
        if meetings::is_one(&fact.code) {
            let mut own = out.lines.split_off(before);
            own.retain(|line| {
                line.rule != meetings::NEXT || meetings::stands(&meetings, fact, line.day, today)
            });
            out.lines.append(&mut own);
        }
    }
    meetings::lines(basis, &ground, today, out)
}

fn of_fact(
    book: &Book,
    ground: &Ground,
    scene: &Scene,
    id: Id,
    fact: &Fact,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let Some(day) = fact.day else { return Ok(()) };
    if fact.code == OWN {
        let line = Line::planned(OWN, Subject::Fact(id), day)?;
        out.lines.push(line.about(fact.about.clone()));
        return Ok(());
    }
    // A kind that only a newer program knows gives no date here.
    let Some(kind) = fact::kind(&fact.code)? else { return Ok(()) };
    let facts = ground.with(fact);
    let own = fact.headcount.as_deref().and_then(|n| n.parse().ok());
    if !scene.sets_going(kind.below.as_deref(), day.min(today), own) {
        out.outside.extend(kind.chains.iter().flatten().map(|rule| (id, rule.clone())));
        return Ok(());
    }
    let found = match fact::dates(book, kind, day, &facts, today) {
        Err(error) if before_tables(&error, today) => {
            let line = Line::not_covered(Subject::Fact(id), kind.kind, day, Some(kind))?;
            out.lines.push(line.about(fact.about.clone()));
            return Ok(());
        }
        other => other?,
    };
    for (rule, param) in found.missing {
        // What does not apply lacks nothing.
        if !scene.outside(rule, &facts, day, today)? {
            out.missing.push(MissingFact::Param(id, rule.into(), param));
        }
    }
    out.lines.extend(found.dates.into_iter().map(|dated| {
        let line = Line::counted(dated.rule, Subject::Fact(id), dated.from, dated.deadline, facts);
        line.about(fact.about.clone())
    }));
    if kind.id == MANDATES_END {
        let mandates = Mandates { end: Some(day), ..Mandates::default() };
        let end = election::mandates_end(book, mandates, today)?;
        let line = end.map(|end| renewal::end(Subject::Fact(id), end)).transpose()?;
        out.lines.extend(line.map(|line| line.about(fact.about.clone())));
    }
    Ok(())
}

/// The end of mandates, as recorded.
pub(crate) const MANDATES_END: &str = "mandates-end";
