//! What is known of the company where a rule might or might not apply, and what is not known at all.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Agenda, Basis, Knowledge, Line, LineSource, Subject,
    deeds::{self, Deed},
    ground::{Ground, MANDATES_END},
    mandates,
    things::Things,
};
use crate::{
    base::{Id, word::RoleKind},
    calendar::{
        DutyKind, RuleError,
        rule::{
            Expert, Facts, Rule,
            scope::{self, Known, Verdict},
        },
    },
    election::{Crossing, Threshold, crossings},
    features::{
        agenda::records::Fact,
        company::{
            records::Company,
            rules::{headcounts, last_headcount},
        },
    },
    law::{FactName, Fraction, LawError, Reasoning, book},
};

/// What is known.
pub(super) struct Scene {
    pub(super) things: Things,
    pub(super) deeds: Vec<Deed>,
    company: Company,
    headcount: Option<Fraction>,
    establishments: Option<bool>,
    mandates_end: Option<NaiveDate>,
    /// Whether a second round is needed after each first round, where that is known.
    second: BTreeMap<Id, bool>,
    /// Whether each expert that was named looks at a redundancy plan, where that is said.
    experts: BTreeMap<Id, bool>,
    /// Whether a committee is known by anything.
    cse: bool,
    pub(super) crossed: Vec<Crossing>,
    empty: bool,
}

/// The codes that show a redundancy plan under way.
const PSE: [&str; 2] = ["pse-first-meeting", "pse-cse-meeting"];

impl Scene {
    pub(super) fn of(basis: &Basis, today: NaiveDate) -> Result<Self, RuleError> {
        let things = Things::of(basis)?;
        let deeds = deeds::all(basis, &things, today)?;
        let mandates_end = mandates::mandates_end(basis, today)?.map(|f| f.value);
        let mut second = basis.second_rounds.clone();
        for deed in &deeds {
            let (Some(thing), needed) = (deed.thing, deed.code == "quorum-missed") else { continue };
            if needed || deed.code == "quorum-reached" {
                second.insert(thing, needed);
            }
        }
        let said = |f: &Fact| f.expert.as_deref().and_then(Expert::from_code).and_then(looks_at_plan);
        let named = basis.recorded.iter().filter(|(_, f)| f.code == "expert-named");
        let experts = named.filter_map(|(id, f)| Some((*id, said(f)?))).collect();
        let offices = basis.offices.iter().any(|o| {
            use RoleKind as R;
            matches!(o.role.kind, R::CseFull | R::CseSubstitute | R::CseUnionRepresentative)
                && o.role.to.is_none_or(|to| to >= today)
        });
        let meets = ["cse-meeting", "cse-safety-meeting", "cse-reception", "pse-cse-meeting"];
        let noted = |d: &Deed| meets.contains(&d.code.as_str());
        let months = headcounts(&basis.company);
        let crossed = if months.is_empty() { Vec::new() } else { crossings(book(), &months, today)?.value };
        Ok(Self {
            establishments: establishments(basis),
            cse: mandates_end.is_some_and(|end| end >= today) || offices || deeds.iter().any(noted),
            headcount: Ground::of(&basis.company, today).headcount(),
            company: basis.company.clone(),
            empty: basis.recorded.is_empty()
                && basis.rounds.is_empty()
                && basis.polls.is_empty()
                && !basis.people
                && bare(&basis.company),
            things,
            deeds,
            mandates_end,
            second,
            experts,
            crossed,
        })
    }

    /// Returns whether a rule applies to a line.
    ///
    /// # Errors
    /// A day outside the tables.
    pub(super) fn verdict(
        &self,
        rule: &Rule,
        line: &Line,
        basis: &Basis,
        today: NaiveDate,
    ) -> Result<Verdict, LawError> {
        let (from, facts) = match &line.source {
            LineSource::Rule { from, facts, .. } => (*from, Some(*facts)),
            _ => (line.day, None),
        };
        let since = line.since.unwrap_or(from);
        let fact = line.root.and_then(|id| basis.recorded.get(&id));
        let own = fact.and_then(|f| f.headcount.as_deref()?.parse().ok());
        let asks = |code: &str| rule.scope.only_if.iter().any(|c| c.code().starts_with(code));
        let said = facts.and_then(|f| f.expert);
        let known = Known {
            headcount: own.or_else(|| self.headcount_on(since.min(today))),
            dismissals: facts.and_then(|f| f.dismissals),
            establishments: self.establishments,
            cse: self.mandates_end.map(|end| end >= since),
            quorum_missed: self.second_round(line),
            expert_named: if asks("expert-named") {
                self.expert_named(line, since).or_else(|| at_work(said?))
            } else {
                None
            },
            expert_pse: if asks("expert-") { self.expert_pse(line, said, since) } else { None },
            // An agreement on the CSE says nothing of bargaining.
            agreement: self.company.cse_agreement.filter(|_| rule.kind == DutyKind::Cse),
            board: self.company.board,
            large_group: self.company.large_group,
        };
        let on = if book().at("threshold.cse", since).is_ok() { since } else { today };
        scope::judge(book(), &rule.scope, &known, on)
    }

    /// Tells whether a rule does not apply to a fact by its numbers.
    ///
    /// # Errors
    /// A day outside the tables.
    pub(super) fn outside(
        &self,
        rule: &Rule,
        facts: &Facts,
        day: NaiveDate,
        today: NaiveDate,
    ) -> Result<bool, LawError> {
        let headcount = facts.headcount.or_else(|| self.headcount_on(day.min(today)));
        let known = Known { headcount, dismissals: facts.dismissals, ..Known::default() };
        let on = if book().at("threshold.cse", day).is_ok() { day } else { today };
        Ok(scope::judge(book(), &rule.scope, &known, on)? == Verdict::Outside)
    }

    /// Tells whether a fact of a kind sets anything going at the headcount of its day.
    pub(super) fn sets_going(&self, below: Option<&str>, on: NaiveDate, own: Option<Fraction>) -> bool {
        let limit = below.and_then(|table| book().whole(table, on).ok());
        match (own.or_else(|| self.headcount_on(on)), limit) {
            (Some(size), Some(limit)) => size < Fraction::whole(limit),
            _ => true,
        }
    }

    /// The headcount of a day; that of today where none was known by then.
    fn headcount_on(&self, day: NaiveDate) -> Option<Fraction> {
        last_headcount(&self.company, day).map(|(_, n)| n).or(self.headcount)
    }

    fn second_round(&self, line: &Line) -> Option<bool> {
        let thing = match (&line.subject, line.root) {
            (_, Some(root)) => self.things.thing(root),
            (Subject::Text(text), None) => text.strip_prefix("poll/")?.parse().ok()?,
            _ => return None,
        };
        self.second.get(&thing).copied()
    }

    fn expert_named(&self, line: &Line, since: NaiveDate) -> Option<bool> {
        let place = line.root.and_then(|root| self.deeds.iter().find(|d| d.fact == Some(root)));
        let same = |d: &&Deed| {
            d.code == "expert-named"
                && d.day >= since
                && place.is_none_or(|p| d.place.is_none() || d.place == p.place)
        };
        self.deeds.iter().any(|d| same(&d)).then_some(true)
    }

    /// What the expert looks at: what the fact says, else the only procedure under way that has one.
    fn expert_pse(&self, line: &Line, said: Option<Expert>, since: NaiveDate) -> Option<bool> {
        if let Some(plan) = said.and_then(looks_at_plan) {
            return Some(plan);
        }
        // The naming to which a request of the expert belongs says it too.
        if let Some(kind) = line.root.and_then(|root| self.experts.get(&self.things.thing(root))) {
            return Some(*kind);
        }
        let recent = |d: &&Deed| d.day <= since && since.signed_duration_since(d.day).num_days() <= RECENT;
        let pse = self.deeds.iter().filter(recent).any(|d| PSE.contains(&d.code.as_str()));
        let other = self.deeds.iter().filter(recent).any(|d| d.code == "consultation-opened");
        if pse == other { None } else { Some(pse) }
    }

    /// Returns how much is known.
    pub(super) fn knowledge(&self, agenda: &Agenda) -> Knowledge {
        if self.empty {
            return Knowledge::Nothing;
        }
        let open = agenda.lines.iter().any(|l| !l.open.is_empty());
        let part = open
            || !agenda.missing.is_empty()
            || self.headcount.is_none()
            || self.company.representative_section.is_none()
            || self.crossed.iter().any(|c| c.reached || c.months_unknown > 0);
        if part { Knowledge::Part } else { Knowledge::Whole }
    }
}

/// Whether one is at work, where the fact says how many are.
const fn at_work(said: Expert) -> Option<bool> {
    match said {
        Expert::None => Some(false),
        Expert::One | Expert::Several => Some(true),
        Expert::Plan | Expert::Other => None,
    }
}

/// Whether a named expert looks at a redundancy plan, where that is said.
const fn looks_at_plan(expert: Expert) -> Option<bool> {
    match expert {
        Expert::Plan => Some(true),
        Expert::Other => Some(false),
        Expert::None | Expert::One | Expert::Several => None,
    }
}

/// For how many days a procedure is taken to be under way when an expert is named: no figure of law, beyond every period
/// in which an expert works.
const RECENT: i64 = 184;

/// Tells whether there are several establishments with committees of their own; nothing where only several sites are
/// known.
fn establishments(basis: &Basis) -> Option<bool> {
    let place = |f: &Fact| f.code == MANDATES_END && f.about.is_some();
    if basis.polls.values().any(|p| p.establishment.is_some()) || basis.recorded.values().any(place) {
        return Some(true);
    }
    (basis.company.sites.len() < 2).then_some(false)
}

/// Tells whether nothing is known of the company that could give a date.
fn bare(company: &Company) -> bool {
    company.headcounts.is_empty()
        && company.first_round.is_none()
        && company.mandates_end.is_none()
        && company.rounds.is_empty()
        && company.representative_section.is_none()
}

/// What shows that an election was begun, or could not be held.
const BEGUN: [&str; 7] = [
    "election-announced",
    "election-requested",
    "invitation-received",
    "protocol-meeting",
    "first-round-held",
    "results",
    "carence",
];

/// The line of a company that crossed the threshold and of which no committee is known.
///
/// # Law
/// L2311-2 (a committee from eleven employees for twelve months), L2314-4 (the employer informs the staff of the
/// election), L2314-8 (an employee or a union may ask for it). No text gives the first election a day.
///
/// # Errors
/// A day that the law tables do not cover.
pub(super) fn lines(
    basis: &Basis,
    scene: &Scene,
    today: NaiveDate,
    out: &mut Agenda,
) -> Result<(), RuleError> {
    let crossed = scene.crossed.iter().find(|c| c.which == Threshold::Cse && c.reached);
    let Some((crossing, since)) = crossed.and_then(|c| Some((c, c.since?))) else { return Ok(()) };
    let begun = scene.deeds.iter().any(|d| BEGUN.contains(&d.code.as_str()));
    if scene.cse || scene.mandates_end.is_some() || begun || !basis.polls.is_empty() {
        return Ok(());
    }
    let mut why = Reasoning::new(book(), today);
    why.note(
        "threshold.cse",
        vec![(FactName::Threshold, crossing.threshold.into()), (FactName::Since, since.into())],
    )?;
    why.note("threshold.cse-months", vec![])?;
    why.note("election.information", vec![])?;
    why.note("election.request", vec![])?;
    let found = why.conclude(since);
    out.lines.push(Line::found(ABSENT, Subject::Word("cse"), found)?);
    Ok(())
}

/// What the line goes by.
const ABSENT: &str = "cse.absent";
