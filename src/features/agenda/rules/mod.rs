//! What is due: every line from the facts of the company, from what was recorded, and from own dates.
//!
//! A line is made from facts each time; only what was done with it is kept, under its name ([`fn@crate::features::agenda::actions::name`]).

pub mod apart;
pub(crate) mod basis;
mod company;
mod deeds;
pub(crate) mod ground;
mod house;
pub mod ledger;
mod mandates;
mod meetings;
mod offices;
pub mod order;
mod polls;
pub mod powers;
mod recorded;
mod renewal;
pub mod ripple;
pub(crate) mod rounds;
mod scene;
pub mod sections;
mod settle;
mod things;
mod treasury;

#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{Datelike as _, NaiveDate};

use crate::{
    bargaining::Missing,
    base::{Id, text::fold, word::RoleKind, word::codes},
    calendar::{
        Deadline, Direction, Due, DutyKind, DutyState, Nature, Param, RuleError, Who,
        kinds::{self, FactKind},
        rule::{self, Facts, Rule, RuleId, scope::Open},
    },
    features::agenda::records::LineState,
    law::{Caveat, Finding, Fraction, LawError, Remark, Step, book},
};

pub use basis::{Basis, Office, Recorded, Term, of_record};
pub(crate) use rounds::situation;

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The company, by a word such as `cse` or `pay`.
    Word(&'static str),
    /// A recorded fact.
    Fact(Id),
    /// Anything else, by a text that stays the same for ever: a year, an election, an office.
    Text(String),
}

impl Subject {
    /// Returns the subject as text: the word, or the name of the fact in hexadecimal digits.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Fact(id) => id.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// The name of a person that a line is about. Its `Debug` says nothing: a person must not end in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Whom(pub String);

impl fmt::Debug for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Whom(…)")
    }
}

/// What is left of the delegation hours of all mandates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// How many mandates have hours.
    pub mandates: usize,
    /// Hours that may still be taken this month.
    pub left: Fraction,
    /// Hours that are lost at its end.
    pub at_risk: Fraction,
}

/// Where a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum LineSource {
    Found(Box<(Vec<Step>, Vec<Caveat>)>),
    Rule { rule: &'static Rule, from: NaiveDate, facts: Facts },
    Own,
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The rule that made it.
    pub rule: RuleId,
    /// What it is about.
    pub subject: Subject,
    /// The section's own words for that, or the title of an own date.
    pub about: Option<String>,
    /// The person of the roster that it is about; never in a calendar file.
    pub whom: Option<Whom>,
    /// The role that it is about.
    pub role: Option<RoleKind>,
    /// What it belongs to.
    pub kind: DutyKind,
    /// Whose turn it is.
    pub who: Who,
    /// What its day means.
    pub nature: Nature,
    /// The day to keep.
    pub day: NaiveDate,
    /// The day by bare count, where it is another.
    pub raw: Option<NaiveDate>,
    /// What is left of the hours it is about.
    pub left: Option<Left>,
    /// Since when a representative union may demand in writing what the employer owes, where it has not begun.
    pub demand: Option<NaiveDate>,
    /// The next open day, where the day is none and no text extends it.
    pub extended: Option<NaiveDate>,
    /// The first day of the window that ends on the day, where there is one.
    pub window_from: Option<NaiveDate>,
    /// Whether it was made from the roster or an election and lies so far back that it is history.
    pub past: bool,
    /// The kind of the fact that it tells of, where no rule gives a day for that.
    pub of_kind: Option<&'static FactKind>,
    /// The months in which there was none, of something that is owed again and again.
    pub without: Option<String>,
    /// What has to hold for it to be owed, where that is not known.
    pub open: Vec<Open>,
    /// The hour of an own date, `14:30`.
    pub at: Option<String>,
    /// The place of an own date.
    pub place: Option<String>,
    /// Who of the section does it, by name; never in a calendar file.
    pub by: Option<Whom>,
    /// What was done with it.
    pub state: LineState,
    /// What leads to the day that the rule counts from.
    lead: Vec<Step>,
    /// The recorded fact that set it going.
    root: Option<Id>,
    /// The day of what set it going, where another than the one that the rule counts from.
    since: Option<NaiveDate>,
    source: LineSource,
}

impl Line {
    /// Returns the steps and caveats that lead to the day.
    ///
    /// # Errors
    /// A day that the law tables do not cover.
    pub fn why(&self, today: NaiveDate) -> Result<(Vec<Step>, Vec<Caveat>), RuleError> {
        match &self.source {
            LineSource::Found(found) => Ok(found.as_ref().clone()),
            LineSource::Rule { rule, from, facts } => {
                let found = rule::answer_ahead(book(), rule, *from, facts, today)?;
                let because = self.lead.iter().cloned().chain(found.because).collect();
                Ok((because, found.caveats))
            }
            LineSource::Own => Ok((Vec::new(), Vec::new())),
        }
    }

    /// Tells whether somebody of this name does it.
    #[must_use]
    pub fn is_by(&self, name: &str) -> bool {
        let (name, theirs) = (fold(name), self.by.as_ref().map(|by| fold(&by.0)).unwrap_or_default());
        name.split_whitespace().all(|word| theirs.split_whitespace().any(|one| one == word))
    }

    /// Returns the rule with its words, for a line of a recorded fact.
    #[must_use]
    pub fn rule_words(&self) -> Option<&'static Rule> {
        match self.source {
            LineSource::Rule { rule, .. } if self.rule == RuleId::from(rule) => Some(rule),
            _ => None,
        }
    }

    /// Tells whether the line waits: neither done, nor put off beyond today, nor history.
    #[must_use]
    pub fn waits(&self, today: NaiveDate) -> bool {
        let history = self.past || self.nature == Nature::State && long_past(self.day, today);
        self.state.done.is_none() && self.state.snoozed.is_none_or(|day| day <= today) && !history
    }

    /// Tells whether somebody had to act by a day that has gone.
    #[must_use]
    pub fn overdue(&self, today: NaiveDate) -> bool {
        self.nature == Nature::Due && self.day < today
    }

    /// Returns where the duty of the line stands.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> DutyState {
        let begun = |from: NaiveDate| if from > today { DutyState::NotOpen } else { DutyState::Open };
        if self.state.done.is_some() {
            return DutyState::Done;
        }
        match self.nature {
            Nature::UnderWay => DutyState::UnderWay,
            Nature::Missed => DutyState::Missed,
            Nature::Lapsed => DutyState::Gone,
            _ if self.past => DutyState::Gone,
            Nature::Undetermined => DutyState::Undetermined,
            _ if !self.open.is_empty() => DutyState::Undetermined,
            Nature::Earliest | Nature::State => begun(self.day),
            Nature::Due => self.window_from.map_or(DutyState::Open, begun),
        }
    }

    /// Tells whether a representative union may demand by now what the employer owes.
    #[must_use]
    pub fn may_be_demanded(&self, today: NaiveDate) -> bool {
        self.nature != Nature::UnderWay && self.demand.is_some_and(|from| from <= today)
    }

    /// Tells whether the line is one to look at next: it waits, and its day is to come or somebody is late.
    #[must_use]
    pub fn next(&self, today: NaiveDate) -> bool {
        let owed = self.nature == Nature::Due || self.without_day();
        self.waits(today) && (self.day >= today || owed)
    }

    /// Tells whether something may be owed already for which no text sets a day: its own is the day since when.
    #[must_use]
    pub fn without_day(&self) -> bool {
        let never = match &self.source {
            LineSource::Found(found) => found.1.contains(&Caveat::Remark(Remark::NeverBargained)),
            _ => false,
        };
        self.rule.undated() || never
    }

    /// A line with nothing but its day.
    fn new(rule: RuleId, subject: Subject, day: NaiveDate, source: LineSource) -> Self {
        Self {
            rule,
            subject,
            about: None,
            whom: None,
            role: None,
            kind: rule.kind(),
            who: rule.who(),
            nature: rule.nature(),
            day,
            raw: None,
            extended: None,
            left: None,
            demand: None,
            window_from: None,
            past: false,
            of_kind: None,
            without: None,
            open: Vec::new(),
            at: None,
            place: None,
            by: None,
            state: LineState::default(),
            lead: Vec::new(),
            root: None,
            since: None,
            source,
        }
    }

    /// A day that nobody counts: it was agreed, announced or planned.
    fn planned(id: &str, subject: Subject, day: NaiveDate) -> Result<Self, RuleError> {
        Ok(Self::new(RuleId::of(id)?, subject, day, LineSource::Own))
    }

    /// A day that no text that was read covers: said in a line of its own, so that the others stand.
    fn not_covered(
        subject: Subject,
        kind: DutyKind,
        day: NaiveDate,
        of_kind: Option<&'static FactKind>,
    ) -> Result<Self, RuleError> {
        let why = LineSource::Found(Box::new((Vec::new(), vec![Caveat::Remark(Remark::DayNotCovered)])));
        Ok(Self { kind, of_kind, ..Self::new(RuleId::of(NOT_COVERED)?, subject, day, why) })
    }

    /// A day with the steps that led to it.
    fn found(id: &str, subject: Subject, found: Finding<NaiveDate>) -> Result<Self, RuleError> {
        let steps = LineSource::Found(Box::new((found.because, found.caveats)));
        Ok(Self::new(RuleId::of(id)?, subject, found.value, steps))
    }

    /// What a rule gives from a day; nothing where the rule does not apply or lacks a fact.
    fn ruled(
        id: &str,
        subject: Subject,
        from: NaiveDate,
        facts: Facts,
        today: NaiveDate,
    ) -> Result<Option<Self>, RuleError> {
        let rule = rule::rule(id)?;
        let deadline = match rule::days(book(), rule, from, &facts, today) {
            Ok(deadline) => deadline,
            Err(RuleError::Gone { .. } | RuleError::Below { .. } | RuleError::Missing { .. }) => {
                return Ok(None);
            }
            // History from before the tables gives no date; what one records oneself does.
            Err(RuleError::Law(LawError::NotCovered { .. })) if from < today => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(Self::counted(rule, subject, from, deadline, facts)))
    }

    /// What follows from a fact that is known without being recorded: the lines of its chains, each counted on from the one
    /// before; nothing of a rule that does not apply or lacks a fact.
    fn following(
        fact: &str,
        subject: &Subject,
        from: NaiveDate,
        facts: Facts,
        today: NaiveDate,
    ) -> Result<Vec<Self>, RuleError> {
        let kind =
            kinds::of(fact)?.ok_or_else(|| RuleError::Unknown { id: fact.to_owned(), near: Vec::new() })?;
        let mut out = Vec::new();
        for chain in &kind.chains {
            let mut from = from;
            for id in chain {
                let Some(line) = Self::ruled(id, subject.clone(), from, facts, today)? else { break };
                from = line.day;
                out.push(line);
            }
        }
        Ok(out)
    }

    /// A day that a rule gave.
    fn counted(
        rule: &'static Rule,
        subject: Subject,
        from: NaiveDate,
        deadline: Deadline,
        facts: Facts,
    ) -> Self {
        let source = LineSource::Rule { rule, from, facts };
        let mut line = Self::new(rule.into(), subject, deadline.due, source);
        line.raw = (deadline.raw != deadline.due).then_some(deadline.raw);
        line.extended = (deadline.extended > deadline.due).then_some(deadline.extended);
        if rule.window {
            // The line stands on the last day of the window that opens on the day counted.
            line.window_from = Some(deadline.raw);
            line.day = from;
            (line.raw, line.extended) = (None, None);
        }
        line
    }

    fn about(mut self, about: Option<String>) -> Self {
        self.about = about;
        self
    }

    fn of(mut self, office: &Office) -> Self {
        self.whom = Some(office.whom.clone());
        self.role = Some(office.role.kind);
        self
    }

    /// Marks as history what lies further back than [`HISTORY_DAYS`].
    fn historic(mut self, today: NaiveDate) -> Self {
        self.past = long_past(self.day, today);
        self
    }

    /// What could be done until a day that has gone, and not any more: what a court would take, and what comes before
    /// an act that has taken place.
    fn lapse(&mut self, today: NaiveDate) {
        if let (Nature::Due, LineSource::Rule { rule, from, .. }) = (self.nature, &self.source)
            && (rule.right || rule.roll.closes() || rule.direction == Direction::Before && *from < today)
            // Where a later day is defended too, it is gone only after that one.
            && self.extended.unwrap_or(self.day) < today
        {
            self.nature = Nature::Lapsed;
        }
    }

    /// Says what the day means where it is not what the rule says of it.
    const fn meaning(mut self, nature: Nature) -> Self {
        self.nature = nature;
        self
    }
}

fn long_past(day: NaiveDate, today: NaiveDate) -> bool {
    today.signed_duration_since(day).num_days() > HISTORY_DAYS
}

/// What a line goes by that says that no text covers its day.
pub(crate) const NOT_COVERED: &str = "day.not-covered";

/// Tells whether the law is not known because the day lies before the tables; one that lies ahead has the law of today.
fn before_tables(error: &RuleError, today: NaiveDate) -> bool {
    matches!(error, RuleError::Law(LawError::NotCovered { on, first, .. }) if *on < today && on < first)
}

/// How long a line stays once it is past that was made from the roster or from an election, or says what is so.
const HISTORY_DAYS: i64 = 60;

/// A fact without which a line cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingFact {
    /// Neither the end of the mandates nor the last election.
    Mandates,
    /// A fact of bargaining.
    Bargaining(Missing),
    /// The first day of a role, without which its protection cannot be told.
    RoleStart(Id, RoleKind),
    /// The day our lists of an election were sent, without which the protection of candidates cannot be told.
    ListsSent(Id),
    /// What an election is for that lies well before the end of the running mandates.
    Nature(Id),
    /// A number that a rule needs beside a recorded fact.
    Param(Id, RuleId, Param),
}

codes! {
    /// How much is known of what could be due.
    #[derive(Default)]
    Knowledge {
        /// Nothing is recorded yet.
        #[default]
        Nothing = "nothing", "rien d’enregistré", "nothing recorded";
        /// Something is missing, or it is not known whether something is owed.
        Part = "part", "en partie", "in part";
        /// Nothing is missing.
        Whole = "whole", "entièrement", "wholly";
    }
}

/// The agenda.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// The lines, nearest first.
    pub lines: Vec<Line>,
    /// What would have to be known for more.
    pub missing: Vec<MissingFact>,
    /// The rules that do not apply to a recorded fact: they give no line.
    pub outside: Vec<(Id, String)>,
    /// How much is known.
    pub known: Knowledge,
}

/// The last year of an agenda: later ones are slips of the hand, and no calendar file holds those after 9999.
pub const LAST_YEAR: i32 = 2200;

/// Returns what is due, nearest first.
///
/// # Errors
/// A day that the law tables do not cover; [`LawError::Calendar`] for a line after 2200.
pub fn agenda(basis: &Basis, today: NaiveDate) -> Result<Agenda, RuleError> {
    let mut out = Agenda::default();
    let known = rounds::situation(basis, today);
    company::lines(basis, &known, today, &mut out)?;
    let scene = scene::Scene::of(basis, today)?;
    recorded::lines(basis, &known, &scene, today, &mut out)?;
    rounds::lines(basis, &known, today, &mut out)?;
    polls::lines(basis, today, &mut out)?;
    offices::lines(basis, today, &mut out)?;
    house::lines(basis, today, &mut out)?;
    treasury::lines(basis, &mut out)?;
    ledger::lines(basis, today, &mut out)?;
    scene::lines(basis, &scene, today, &mut out)?;
    powers::lines(basis, &scene, today, &mut out)?;
    for line in &mut out.lines {
        line.lapse(today);
    }
    settle::settle(basis, &scene, &known, today, &mut out)?;
    out.known = scene.knowledge(&out);
    // An own date that another laptop let through must not keep everybody from their agenda.
    out.lines
        .retain(|line| line.rule != crate::features::agenda::records::OWN || line.day.year() <= LAST_YEAR);
    if out.lines.iter().any(|line| line.day.year() > LAST_YEAR) {
        return Err(LawError::Calendar.into());
    }
    out.lines.sort_by(|a, b| (a.day, a.rule, &a.subject).cmp(&(b.day, b.rule, &b.subject)));
    Ok(out)
}

fn line_of(due: Due) -> Result<Line, RuleError> {
    let mut line = Line::found(due.rule, Subject::Word(due.subject), due.day)?;
    line.window_from = due.window_from;
    Ok(line)
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub to: Option<NaiveDate>,
    /// Of this kind only.
    pub kind: Option<DutyKind>,
    /// Only where it is the section's turn.
    pub mine: bool,
    /// Only what somebody of this name does.
    pub by: Option<String>,
    /// Also those that are done or put off.
    pub all: bool,
}

impl Agenda {
    /// Keeps the lines that are wanted.
    #[must_use]
    pub fn keep(mut self, wanted: &Wanted, today: NaiveDate) -> Self {
        self.lines.retain(|line| {
            wanted.from.is_none_or(|d| line.day >= d)
                && wanted.to.is_none_or(|d| line.day <= d)
                && wanted.kind.is_none_or(|k| line.kind == k)
                && (!wanted.mine || line.who.is_ours())
                && wanted.by.as_ref().is_none_or(|name| line.is_by(name))
                && (wanted.all || line.waits(today))
        });
        self
    }
}
