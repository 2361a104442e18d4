//! What is due: every line from the facts of the company, from what was recorded, and from own dates.
//!
//! A line is made from facts each time; only what was done with it is kept, under its name ([`name`]).

pub mod change;
mod diary;
pub mod export;
pub mod ripple;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    app::company::{last_headcount, mandates, situation},
    bargaining::{self, Missing},
    calendar::{
        Due, Kind, Param, Region, RuleError, Who, fact,
        rule::{self, Facts, Rule},
    },
    election,
    law::{Book, Caveat, Fraction, Step, book},
    roster::{
        Id,
        company::Company,
        diary::{Fact, LineState, OWN},
    },
};

pub use diary::{AgendaError, Diary, SHORT, diary, fact_kinds, name, recorded};

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The company, by a word such as `cse` or `pay`.
    Word(&'static str),
    /// A recorded fact.
    Fact(Id),
}

impl Subject {
    /// Returns the subject as text: the word, or the name of the fact in hexadecimal digits.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Fact(id) => id.to_string(),
        }
    }
}

/// Where a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Found(Box<(Vec<Step>, Vec<Caveat>)>),
    Rule { rule: &'static Rule, from: NaiveDate, facts: Facts },
    Own,
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The rule that made it.
    pub rule: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// The section's own words for that, or the title of an own date.
    pub about: Option<String>,
    /// What it belongs to.
    pub kind: Kind,
    /// Whose turn it is.
    pub who: Who,
    /// The day to keep.
    pub day: NaiveDate,
    /// The day by bare count, where it is another.
    pub raw: Option<NaiveDate>,
    /// The first day of the window that ends on the day, where there is one.
    pub window_from: Option<NaiveDate>,
    /// What was done with it.
    pub state: LineState,
    source: Source,
}

impl Line {
    /// Returns the steps and caveats that lead to the day.
    ///
    /// # Errors
    /// A day that the law tables do not cover.
    pub fn why(&self, today: NaiveDate) -> Result<(Vec<Step>, Vec<Caveat>), RuleError> {
        match &self.source {
            Source::Found(found) => Ok(found.as_ref().clone()),
            Source::Rule { rule, from, facts } => {
                let found = rule::answer(book(), rule, *from, facts, today)?;
                Ok((found.because, found.caveats))
            }
            Source::Own => Ok((Vec::new(), Vec::new())),
        }
    }

    /// Returns the rule with its words, for a line of a recorded fact.
    #[must_use]
    pub fn rule_words(&self) -> Option<&'static Rule> {
        match self.source {
            Source::Rule { rule, .. } => Some(rule),
            _ => None,
        }
    }

    /// Tells whether the line waits: neither done nor put off beyond today.
    #[must_use]
    pub fn waits(&self, today: NaiveDate) -> bool {
        self.state.done.is_none() && self.state.snoozed.is_none_or(|day| day <= today)
    }
}

/// A fact without which a line cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingFact {
    /// Neither the end of the mandates nor the last election.
    Mandates,
    /// A fact of bargaining.
    Bargaining(Missing),
    /// A number that a rule needs beside a recorded fact.
    Param(Id, &'static str, Param),
}

/// The agenda.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// The lines, nearest first.
    pub lines: Vec<Line>,
    /// What would have to be known for more.
    pub missing: Vec<MissingFact>,
}

/// What is recorded, by its name in the vault.
pub type Recorded = BTreeMap<Id, Fact>;

/// Returns what is due, nearest first.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn agenda(company: &Company, recorded: &Recorded, today: NaiveDate) -> Result<Agenda, RuleError> {
    let book = book();
    let mut out = of_company(book, company, today)?;
    let ground = Ground::of(company, today);
    for (id, fact) in recorded {
        of_fact(book, &ground, *id, fact, today, &mut out)?;
    }
    out.lines.sort_by(|a, b| (a.day, a.rule, &a.subject).cmp(&(b.day, b.rule, &b.subject)));
    Ok(out)
}

/// Returns the lines that follow from the company alone.
fn of_company(book: &Book, company: &Company, today: NaiveDate) -> Result<Agenda, RuleError> {
    let mut out = Agenda::default();
    out.lines.extend(election::renewal(book, mandates(company), today)?.into_iter().map(line_of));
    if out.lines.is_empty() {
        out.missing.push(MissingFact::Mandates);
    }
    let bargaining = bargaining::outlook(book, &situation(company, today), today)?;
    out.lines.extend(bargaining.dues.into_iter().map(line_of));
    out.missing.extend(bargaining.missing.into_iter().map(MissingFact::Bargaining));
    let threshold = Fraction::whole(book.whole("index.headcount", today)?);
    let large = last_headcount(company, today).is_some_and(|(_, n)| n >= threshold);
    if large {
        let rule = rule::rule("index-publication")?;
        let facts = Ground::of(company, today).facts();
        let deadline = rule::days(book, rule, today, &facts, today)?;
        out.lines.push(Line {
            rule: &rule.id,
            subject: Subject::Word("company"),
            about: None,
            kind: rule.kind,
            who: rule.who,
            day: deadline.due,
            raw: None,
            window_from: None,
            state: LineState::default(),
            source: Source::Rule { rule, from: today, facts },
        });
    }
    Ok(out)
}

fn line_of(due: Due) -> Line {
    let who = match due.rule {
        "mandate.end" => Who::Section,
        rule if rule.starts_with("bargaining.request-") => Who::Section,
        _ => Who::Employer,
    };
    Line {
        rule: due.rule,
        subject: Subject::Word(due.subject),
        about: None,
        kind: due.kind,
        who,
        day: due.day.value,
        raw: None,
        window_from: due.window_from,
        state: LineState::default(),
        source: Source::Found(Box::new((due.day.because, due.day.caveats))),
    }
}

/// What the company says of every fact that does not say otherwise.
struct Ground {
    region: Region,
    headcount: Option<Fraction>,
}

impl Ground {
    fn of(company: &Company, today: NaiveDate) -> Self {
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

    fn facts(&self) -> Facts {
        Facts { region: self.region, headcount: self.headcount, ..Facts::default() }
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
        out.lines.push(Line {
            rule: OWN,
            subject: Subject::Fact(id),
            about: fact.about.clone(),
            kind: Kind::Own,
            who: Who::Section,
            day,
            raw: None,
            window_from: None,
            state: LineState::default(),
            source: Source::Own,
        });
        return Ok(());
    }
    // A kind that only a newer program knows gives no date here.
    let Some(kind) = fact::kind(&fact.code)? else { return Ok(()) };
    let facts = ground.with(fact);
    let found = fact::dates(book, kind, day, &facts, today)?;
    let missing = found.missing.iter().map(|(rule, p)| MissingFact::Param(id, rule.id.as_str(), *p));
    out.missing.extend(missing);
    out.lines.extend(found.dates.into_iter().map(|dated| Line {
        rule: &dated.rule.id,
        subject: Subject::Fact(id),
        about: fact.about.clone(),
        kind: dated.rule.kind,
        who: dated.rule.who,
        day: dated.deadline.due,
        raw: (dated.deadline.raw != dated.deadline.due).then_some(dated.deadline.raw),
        window_from: None,
        state: LineState::default(),
        source: Source::Rule { rule: dated.rule, from: dated.from, facts },
    }));
    Ok(())
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub to: Option<NaiveDate>,
    /// Of this kind only.
    pub kind: Option<Kind>,
    /// Only where it is the section's turn.
    pub mine: bool,
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
                && (!wanted.mine || line.who == Who::Section)
                && (wanted.all || line.waits(today))
        });
        self
    }
}
