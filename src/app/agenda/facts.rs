//! The lines of what was recorded, and the own dates.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::{Agenda, Basis, Line, MissingFact, Source, Subject, before_tables, meetings, rounds};
use crate::{
    app::company::last_headcount,
    bargaining::Situation,
    calendar::{Kind, Param, Region, RuleError, Who, fact, rule::Facts},
    law::{Book, Fraction, book},
    roster::{
        Id,
        company::Company,
        diary::{Fact, OWN},
    },
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
        let words = Param::Expert.words();
        Facts {
            region: fact.territory.as_deref().and_then(Region::read).unwrap_or(self.region),
            headcount: fact.headcount.as_deref().and_then(|n| n.parse().ok()).or(self.headcount),
            dismissals: fact.dismissals,
            expert: words.iter().copied().find(|w| Some(*w) == fact.expert.as_deref()),
            years: fact.years,
        }
    }
}

/// Facts that come again and again, and the rule that asks for the next one: the next one answers it. The meetings of
/// the committee, of which none may be missed, are in `meetings`.
const AGAIN: [(&str, &str); 5] = [
    ("arrears-reminded", "dues-reminder"),
    ("consultation-held", "recurring-consultation"),
    ("data-reviewed", "data-review"),
    ("dues-year-closed", "dues-year-end"),
    ("members-contacted", "member-contact"),
];

fn again(code: &str) -> Option<&'static str> {
    AGAIN.iter().find(|(fact, _)| *fact == code).map(|(_, rule)| *rule)
}

pub(super) fn lines(
    basis: &Basis,
    known: &Situation,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let book = book();
    let ground = Ground::of(&basis.company, today);
    let meetings = meetings::all(basis);
    let mut newest: HashMap<(&str, Option<&str>), NaiveDate> = HashMap::new();
    for fact in basis.recorded.values().filter(|f| again(&f.code).is_some()) {
        if let Some(day) = fact.day {
            let known = newest.entry((&fact.code, fact.about.as_deref())).or_insert(day);
            *known = day.max(*known);
        }
    }
    for (id, fact) in &basis.recorded {
        let before = out.lines.len();
        if rounds::is_request(&fact.code) {
            rounds::of_fact(known, *id, fact, today, out)?;
        } else {
            of_fact(book, &ground, *id, fact, today, out)?;
        }
        if let Some(whom) = fact.of.and_then(|person| basis.names.get(&person)) {
            out.lines.iter_mut().skip(before).for_each(|line| line.whom = Some(whom.clone()));
        }
        if let Some(rule) = again(&fact.code)
            && newest.get(&(fact.code.as_str(), fact.about.as_deref())).copied() > fact.day
        {
            let mut own = out.lines.split_off(before);
            own.retain(|line| line.rule != rule);
            out.lines.append(&mut own);
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
    id: Id,
    fact: &Fact,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let Some(day) = fact.day else { return Ok(()) };
    if fact.code == OWN {
        let line = Line::planned(OWN, Subject::Fact(id), Kind::Own, Who::Section, day);
        out.lines.push(line.about(fact.about.clone()));
        return Ok(());
    }
    // A kind that only a newer program knows gives no date here.
    let Some(kind) = fact::kind(&fact.code)? else { return Ok(()) };
    let facts = ground.with(fact);
    let found = match fact::dates(book, kind, day, &facts, today) {
        Err(error) if before_tables(&error, today) => {
            let line = Line::not_covered(Subject::Fact(id), kind.kind, day, Some(kind));
            out.lines.push(line.about(fact.about.clone()));
            return Ok(());
        }
        other => other?,
    };
    let missing = found.missing.iter().map(|(rule, p)| MissingFact::Param(id, rule.id.as_str(), *p));
    out.missing.extend(missing);
    out.lines.extend(found.dates.into_iter().map(|dated| {
        let source = Source::Rule { rule: dated.rule, from: dated.from, facts };
        let (rule, deadline) = (dated.rule, dated.deadline);
        let mut line = Line::new(&rule.id, Subject::Fact(id), rule.kind, rule.who, deadline.due, source);
        line.raw = (deadline.raw != deadline.due).then_some(deadline.raw);
        line.about(fact.about.clone())
    }));
    Ok(())
}
