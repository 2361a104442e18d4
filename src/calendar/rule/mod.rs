//! The rules that turn a fact into a date, as data: `rules.toml` names for each the table of its period, which way
//! it counts, from what, and what a closed last day does.

mod answer;
pub(in crate::calendar) mod id;
pub mod scope;
mod words;

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;

pub use answer::{Facts, Length, Reading, Ruled, Stop, answer, answer_ahead, days};
pub use id::{Family, RuleId};
pub use words::{Expert, Which};

use crate::{
    base::{text::fold, word::codes},
    calendar::{
        deadline::{Direction, Roll},
        due::{DutyKind, Nature, Who},
    },
    law::{Book, Column, Label, LawError, Remark, Standing, pack},
};

codes! {
    /// A fact beside the anchor that a rule needs or takes.
    Param {
        /// The headcount, which decides the row of a table.
        Headcount = "headcount", "effectif", "the headcount";
        /// The number of dismissals.
        Dismissals = "dismissals", "licenciements", "number of dismissals";
        /// Whether an expert is at work: none, one, several.
        Expert = "expert", "expertise", "experts";
        /// The length in years that an agreement sets.
        Years = "years", "années", "number of years";
    }
}

impl Rule {
    /// Returns every law table that it names.
    pub fn tables(&self) -> impl Iterator<Item = &String> {
        let cases = self.cases.iter().map(|(_, table)| table);
        let more = [&self.least, &self.most, &self.also, &self.small, &self.reach, &self.extends];
        let stops = self.stops.iter().map(|stops| &stops.table);
        cases.chain([&self.table]).chain(more.into_iter().flatten()).chain(stops).chain(self.scope.tables())
    }
}

impl Param {
    /// Tells whether the rule gives no date without it.
    #[must_use]
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Headcount | Self::Dismissals)
    }

    /// Returns the values it takes, where they are words.
    #[must_use]
    pub const fn choices(self) -> &'static [Expert] {
        match self {
            Self::Expert => Expert::MANY,
            _ => &[],
        }
    }
}

/// A day of every year, as month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearDay {
    /// The month, from 1.
    pub month: u32,
    /// The day of the month.
    pub day: u32,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the file of rules")]
pub struct Rule {
    /// The stable name, such as `contest-election`.
    pub id: String,
    /// What it belongs to.
    pub kind: DutyKind,
    /// The law table of its period.
    pub table: String,
    /// Which way it counts.
    pub direction: Direction,
    /// What a closed last day does.
    pub roll: Roll,
    /// Whose turn it is.
    pub who: Who,
    /// What its day means.
    pub nature: Nature,
    /// What it counts from.
    pub anchor: Label,
    /// What is due.
    pub label: Label,
    /// Whether the article does not say from what day the period runs: the anchor is then how it is counted, unread.
    pub unwritten: bool,
    /// The fact that decides the period.
    pub by: Option<Param>,
    /// The column of a graduated table.
    pub column: Option<Column>,
    /// The table for each word of the fact.
    pub cases: Vec<(String, String)>,
    /// The table of the shortest length that an agreement may set.
    pub least: Option<String>,
    /// The table of the longest.
    pub most: Option<String>,
    /// Whether the day opens a window that ends on the anchor.
    pub window: bool,
    /// Whether something becomes possible on the day after.
    pub opens: bool,
    /// Whether the anchor is the last day of its year.
    pub year_end: bool,
    /// Whether the day to keep is the end of what carries over from the month of the anchor.
    pub carry: bool,
    /// The day of every year.
    pub date: Option<YearDay>,
    /// A remark that always goes with it.
    pub remark: Option<Remark>,
    /// Another table that carries the rule.
    pub also: Option<String>,
    /// Another table that carries it below the headcount of full powers.
    pub small: Option<String>,
    /// The duty it belongs to: of the same duty and subject only one line is live at once.
    pub duty: String,
    /// Whether each recorded fact is a subject of its own, and not each committee, company or theme.
    pub each: bool,
    /// Whether of several limits of the duty the earliest holds, and not the newest.
    pub earliest: bool,
    /// What discharges it, by codes of recorded facts.
    pub ends: Vec<String>,
    /// How many months before the anchor such a fact counts, where that is bounded: a law table.
    pub reach: Option<String>,
    /// What stops its clock, where something does.
    pub stops: Option<Stops>,
    /// Where it applies.
    pub scope: scope::Scope,
    /// The table of the text that extends it, where that is not the general one.
    pub extends: Option<String>,
    /// What moves the day that was counted.
    pub last: Option<Last>,
    /// Whether its period must have passed before an act, which then falls on a working day.
    pub bars: bool,
    /// Whether it is a right, which is lost and not late once its day is past.
    pub right: bool,
    /// What follows where the day passes without the act.
    pub silence: Option<Label>,
    /// What to do.
    pub act: Option<Label>,
}

/// What stops a clock until something else, after which the days that were left go on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stops {
    /// The recorded fact that stops it.
    pub by: String,
    /// The recorded fact that lets it go on.
    pub until: String,
    /// What the first one may be about without stopping anything.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The law table that says so.
    pub table: String,
}

/// What moves the day that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Last {
    /// The text says "before" the day counted: the last good day is its eve.
    Eve,
    /// The text says the last day of the month.
    MonthEnd,
}

impl Rule {
    /// Returns the table of the text that extends it past a closed day, where one does.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        let general = match self.roll {
            Roll::Extended => "time.extension",
            Roll::Labour | Roll::LabourDoubt => "time.labour",
            Roll::Backward => "time.backward",
            _ => return None,
        };
        Some(self.extends.as_deref().unwrap_or(general))
    }

    /// Returns how the rule is known on a day: as the value of its table, and not verified where its starting point is
    /// nowhere written.
    ///
    /// # Errors
    /// See [`crate::law::Book::at`].
    pub fn standing(&self, book: &Book, on: NaiveDate) -> Result<Standing, LawError> {
        let known = book.at(&self.table, on)?.1.citation.standing;
        Ok(if self.unwritten { known.max(Standing::Unverified) } else { known })
    }
}

/// Why a rule gives no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The law gives no answer.
    #[error(transparent)]
    Law(#[from] LawError),
    /// There is no rule of this name.
    #[error("there is no rule {id}")]
    Unknown {
        /// The name asked for.
        id: String,
        /// The names nearest to it, nearest first.
        near: Vec<String>,
    },
    /// A fact is missing.
    #[error("{rule} needs --{}", .param.code())]
    Missing {
        /// The rule.
        rule: String,
        /// The fact.
        param: Param,
    },
    /// A fact that the rule does not take.
    #[error("{rule} does not take --{}", .param.code())]
    NotTaken {
        /// The rule.
        rule: String,
        /// The fact.
        param: Param,
    },
    /// The fact lies below the first row of the table: the rule does not apply.
    #[error("{rule} does not apply below {least}")]
    Below {
        /// The rule.
        rule: String,
        /// The fact.
        param: Param,
        /// Where the table begins.
        least: i64,
    },
    /// The rule did not hold on that day.
    #[error("{rule} did not hold on {on}")]
    Gone {
        /// The rule.
        rule: String,
        /// The day.
        on: NaiveDate,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Form>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the file of rules")]
struct Form {
    id: String,
    kind: DutyKind,
    table: String,
    direction: Direction,
    roll: Roll,
    who: Who,
    #[serde(default)]
    nature: Nature,
    anchor: Words,
    label: Words,
    #[serde(default)]
    unwritten: bool,
    by: Option<Param>,
    column: Option<Column>,
    #[serde(default)]
    cases: Vec<Case>,
    least: Option<String>,
    most: Option<String>,
    #[serde(default)]
    window: bool,
    #[serde(default)]
    opens: bool,
    #[serde(default)]
    year_end: bool,
    #[serde(default)]
    carry: bool,
    date: Option<String>,
    remark: Option<Remark>,
    also: Option<String>,
    small: Option<String>,
    duty: Option<String>,
    #[serde(default)]
    each: bool,
    #[serde(default)]
    earliest: bool,
    #[serde(default)]
    ends: Vec<String>,
    reach: Option<String>,
    stops: Option<Stops>,
    #[serde(default)]
    scope: scope::Scope,
    extends: Option<String>,
    last: Option<Last>,
    #[serde(default)]
    bars: bool,
    #[serde(default)]
    right: bool,
    silence: Option<Words>,
    act: Option<Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    fr: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    when: String,
    table: String,
}

impl From<Words> for Label {
    fn from(words: Words) -> Self {
        Self::new(&words.fr, words.en)
    }
}

fn year_day(text: &str) -> Option<YearDay> {
    let (month, day) = text.split_once('-')?;
    Some(YearDay { month: month.parse().ok()?, day: day.parse().ok()? })
}

pub(in crate::calendar) fn read(text: &str) -> Result<Vec<Rule>, toml::de::Error> {
    let file: File = toml::from_str(text)?;
    let rule = |f: Form| Rule {
        date: f.date.as_deref().and_then(year_day),
        duty: f.duty.unwrap_or_else(|| f.id.clone()),
        each: f.each,
        earliest: f.earliest,
        ends: f.ends,
        reach: f.reach,
        stops: f.stops,
        scope: f.scope,
        extends: f.extends,
        last: f.last,
        bars: f.bars,
        right: f.right,
        silence: f.silence.map(Label::from),
        act: f
            .act
            .map(Label::from)
            .or_else(|| usual(f.kind, f.who, f.nature).filter(|_| f.who != Who::Employer || !f.right)),
        id: f.id,
        kind: f.kind,
        table: f.table,
        direction: f.direction,
        roll: f.roll,
        who: f.who,
        nature: f.nature,
        anchor: f.anchor.into(),
        label: f.label.into(),
        unwritten: f.unwritten,
        by: f.by,
        column: f.column,
        cases: f.cases.into_iter().map(|c| (c.when, c.table)).collect(),
        least: f.least,
        most: f.most,
        window: f.window,
        opens: f.opens,
        year_end: f.year_end,
        carry: f.carry,
        remark: f.remark,
        also: f.also,
        small: f.small,
    };
    let mut out: Vec<_> = file.rule.into_iter().map(rule).collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(out)
}

/// What is to be done about an act of somebody, where the rule does not say more.
fn usual(kind: DutyKind, who: Who, nature: Nature) -> Option<Label> {
    if nature != Nature::Due || matches!(kind, DutyKind::Dues | DutyKind::Data | DutyKind::Own) {
        return None;
    }
    let (fr, en) = match who {
        Who::Section | Who::Cse | Who::Employee => (
            "À faire avant la fin de ce jour, par écrit, preuve gardée",
            "To be done before this day is over, in writing, with proof kept",
        ),
        Who::Employer => (
            "Rien passé ce jour : réclamez par écrit, puis l’inspection du travail",
            "Nothing once this day is over: claim it in writing, then the labour inspector",
        ),
        Who::Court => (
            "Rien à faire ; passé ce jour, demandez au greffe",
            "Nothing to do; once this day is over, ask the registry",
        ),
        Who::Administration => (
            "Rien à faire ; passé ce jour, demandez à l’administration ce qu’il en est",
            "Nothing to do; once this day is over, ask the administration how it stands",
        ),
        Who::Expert => ("Relancez l’expert avant ce jour", "Remind the expert before this day"),
        Who::Board => (
            "Rien passé ce jour : réclamez par écrit, par le CSE",
            "Nothing once this day is over: claim it in writing, through the CSE",
        ),
    };
    Some(Label::new(fr, en.to_owned()))
}

/// The program's own rules.
pub(in crate::calendar) const OWN: &str = include_str!("rules.toml");

/// Returns every rule, by name.
///
/// # Errors
/// [`LawError::WrongKind`] when the embedded file is not of the form, which a test excludes.
pub fn rules() -> Result<&'static [Rule], LawError> {
    static RULES: OnceLock<Option<Vec<Rule>>> = OnceLock::new();
    let found = RULES.get_or_init(|| read(pack::text("rules", OWN)).ok());
    found.as_deref().ok_or_else(|| LawError::WrongKind { id: "rules".to_owned() })
}

/// Returns the rule of a name.
///
/// # Errors
/// [`RuleError::Unknown`] with the names nearest to it.
pub fn rule(id: &str) -> Result<&'static Rule, RuleError> {
    let rules = rules()?;
    known(id)
        .or_else(|| said(rules, id))
        .ok_or_else(|| RuleError::Unknown { id: id.to_owned(), near: near(rules, id) })
}

impl Rule {
    /// Tells whether the title, in one of the languages, holds every word of a text, without accents and capitals, by its
    /// beginning: `contestation élection`.
    #[must_use]
    pub fn is_said(&self, text: &str) -> bool {
        // Do not fold a megabyte to find that it is none.
        let text: String = text.chars().take(120).collect();
        let words = |text: &str| -> Vec<String> {
            let all = fold(text);
            all.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 1).map(str::to_owned).collect()
        };
        let asked: Vec<String> = words(&text).into_iter().filter(|w| !SMALL.contains(&w.as_str())).collect();
        let holds = |label: &str| {
            let own = words(label);
            asked.iter().all(|w| own.iter().any(|o| o.starts_with(w.trim_end_matches('s'))))
        };
        !asked.is_empty() && (holds(&self.label.fr) || holds(&self.label.en))
    }
}

/// Words of titles that say nothing.
const SMALL: [&str; 14] =
    ["au", "aux", "de", "des", "du", "en", "et", "la", "le", "les", "of", "sur", "the", "un"];

/// Returns the rule of a name, where it is one.
#[must_use]
pub fn known(id: &str) -> Option<&'static Rule> {
    among(rules().ok()?, id)
}

/// Returns the rule of a name among those of a file.
pub(in crate::calendar) fn among<'a>(rules: &'a [Rule], id: &str) -> Option<&'a Rule> {
    rules.binary_search_by(|r| r.id.as_str().cmp(id)).ok().and_then(|i| rules.get(i))
}

/// How many names are proposed for one that is none.
const NEAR: usize = 5;

/// Names that share words with the one asked for, or differ by few letters.
/// Returns the one rule whose title, in French or in English, holds every word of a text of two or more; nothing where none or several do.
///
/// Words are compared without accents and capitals, by their beginnings: `contestation élection`.
fn said(rules: &'static [Rule], text: &str) -> Option<&'static Rule> {
    let exact = |rule: &&Rule| [&rule.label.fr, &rule.label.en].iter().any(|l| fold(l) == fold(text));
    let mut found = rules.iter().filter(exact);
    if let (Some(one), None) = (found.next(), found.next()) {
        return Some(one);
    }
    // One word alone is a guess: it may be a part of the name of another.
    if text.split([' ', '-']).filter(|word| word.len() > 1).count() < 2 {
        return None;
    }
    let mut found = rules.iter().filter(|rule| rule.is_said(text));
    found.next().filter(|_| found.next().is_none())
}

fn near(rules: &[Rule], id: &str) -> Vec<String> {
    // Names are short; do not measure a megabyte to find that it is none.
    let id: String = id.chars().take(80).collect::<String>().to_lowercase().replace(['_', ' ', '.'], "-");
    let words = |text: &str| text.split('-').map(|w| w.trim_end_matches('s').to_owned()).collect::<Vec<_>>();
    let asked = words(&id);
    let mut ranked: Vec<_> = rules
        .iter()
        .map(|rule| {
            let own = words(&rule.id);
            let shared = asked.iter().filter(|w| w.len() > 2 && own.contains(w)).count();
            let shared = shared.saturating_add(usize::from(rule.is_said(&id)));
            let apart = distance(&id, &rule.id);
            (shared, apart, rule)
        })
        .filter(|(shared, apart, rule)| {
            *shared > 0 || apart.saturating_mul(3) <= rule.id.len() || rule.id.contains(&id) && id.len() > 2
        })
        .collect();
    ranked.sort_by(|a, b| (b.0, a.1, &a.2.id).cmp(&(a.0, b.1, &b.2.id)));
    ranked.into_iter().take(NEAR).map(|(_, _, rule)| rule.id.clone()).collect()
}

/// How many letters have to be added, left out or changed (the distance of Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for ((j, other), pair) in b.iter().enumerate().zip(row.windows(2)) {
            let (diagonal, above) = match pair {
                [d, u] => (*d, *u),
                _ => (0, 0),
            };
            let left = next.get(j).copied().unwrap_or_default();
            let changed = diagonal.saturating_add(usize::from(letter != *other));
            next.push(changed.min(above.saturating_add(1)).min(left.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
