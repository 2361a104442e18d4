//! The shape of every legal answer: the value, the steps that led to it, what to beware of.

use chrono::NaiveDate;
use serde::Serialize;

use crate::law::{
    Fraction, Integer,
    book::{Book, LawError},
    citation::{Citation, Label, Standing},
    dated::{Entry, Row, Table},
    name::FactName,
    reach,
    remark::{Open, Remark},
};

/// One fact that a step used or found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Fact {
    /// A count.
    Whole(
        #[serde(serialize_with = "whole")]
        #[cfg_attr(test, schemars(with = "Integer"))]
        i128,
    ),
    /// An exact number.
    Exact(Fraction),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// A name.
    Text(String),
    /// A code, with its words.
    Word(
        #[serde(serialize_with = "word")]
        #[cfg_attr(test, schemars(with = "String"))]
        Word,
    ),
}

/// A code with its words, as a step cites it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The code.
    pub code: &'static str,
    /// The word in French.
    pub french: &'static str,
    /// The word in English.
    pub english: &'static str,
}

fn word<S: serde::Serializer>(word: &Word, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word.code)
}

fn whole<S: serde::Serializer>(number: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    Integer::from(*number).serialize(serializer)
}

/// The facts of a step, by name, in the order of the reasoning.
pub type Facts = Vec<(FactName, Fact)>;

macro_rules! facts_from {
    ($($from:ty => $make:expr),+ $(,)?) => {
        $(impl From<$from> for Fact {
            fn from(value: $from) -> Self {
                $make(value)
            }
        })+
    };
}

facts_from! {
    i64 => |n: i64| Self::Whole(n.into()),
    i128 => Self::Whole,
    u32 => |n: u32| Self::Whole(n.into()),
    u64 => |n: u64| Self::Whole(n.into()),
    usize => |n: usize| Self::Whole(i128::try_from(n).unwrap_or(i128::MAX)),
    Fraction => Self::Exact,
    NaiveDate => Self::Day,
    bool => Self::Flag,
    &str => |t: &str| Self::Text(t.to_owned()),
    String => Self::Text,
    Word => Self::Word,
}

/// One step of a reasoning: the rule, the text that carries it, the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The table of the rule, such as `seats.table`.
    pub rule: String,
    /// What the rule is about.
    pub label: Label,
    /// The text.
    pub citation: Citation,
    /// What was looked at and what came of it.
    pub facts: Facts,
}

/// What to beware of in an answer; the face must show it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caveat {
    /// The rule was not read in the text of that day.
    Unverified {
        /// The table of the rule.
        rule: String,
        /// Its article or ruling.
        article: String,
        /// How it is known instead.
        standing: Standing,
    },
    /// The rule was last verified more than a year before the day asked about.
    NotVerifiedSince {
        /// The table of the rule.
        rule: String,
        /// Its article or ruling.
        article: String,
        /// The day of the last verification.
        day: NaiveDate,
    },
    /// The value itself comes with a remark.
    Note {
        /// The table of the rule.
        rule: String,
        /// Its article or ruling; nothing where no text says it.
        article: Option<String>,
        /// The remark.
        note: Label,
    },
    /// A remark of the reasoning.
    Remark(Remark),
}

/// An answer that the law may leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// The law and the facts settle it.
    Known(T),
    /// They do not: why, and what remains possible.
    Undetermined {
        /// The reason.
        why: Open,
        /// What remains possible, or what would settle it.
        options: Vec<String>,
    },
}

/// A legal answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<T> {
    /// The answer.
    pub value: T,
    /// The steps that led to it.
    pub because: Vec<Step>,
    /// What to beware of.
    pub caveats: Vec<Caveat>,
}

impl<T> Finding<T> {
    /// Returns the same reasoning with another form of the value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Finding<U> {
        Finding { value: change(self.value), because: self.because, caveats: self.caveats }
    }

    /// Adds the steps of another answer and those of its caveats that are not here yet; returns its value.
    pub fn and<U>(&mut self, other: Finding<U>) -> U {
        self.because.extend(other.because);
        for caveat in other.caveats {
            if !self.caveats.contains(&caveat) {
                self.caveats.push(caveat);
            }
        }
        other.value
    }
}

/// Collects the steps of a reasoning on one day: no value comes out of the book without its citation.
#[derive(Debug, Clone)]
pub struct Reasoning<'a> {
    book: &'a Book,
    on: NaiveDate,
    because: Vec<Step>,
    caveats: Vec<Caveat>,
}

impl<'a> Reasoning<'a> {
    /// Starts a reasoning under the law of `on`.
    #[must_use]
    pub fn new(book: &'a Book, on: NaiveDate) -> Self {
        Self { book, on, because: Vec::new(), caveats: Vec::new() }
    }

    /// Returns the day whose law applies.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// Returns the book.
    #[must_use]
    pub fn book(&self) -> &'a Book {
        self.book
    }

    /// Takes a whole number from the book, as a step with `facts`.
    ///
    /// # Errors
    /// See [`Book::at`]; [`LawError::WrongKind`] when the table holds something else.
    pub fn whole(&mut self, rule: &'static str, facts: Facts) -> Result<i64, LawError> {
        let value = self.book.whole(rule, self.on)?;
        self.note(rule, facts)?;
        Ok(value)
    }

    /// Takes a whole number from the book, as a step with `facts`; nothing, and no step, where the rule was not
    /// there yet or is gone.
    ///
    /// # Errors
    /// As [`Reasoning::whole`].
    pub fn whole_or_gone(&mut self, rule: &'static str, facts: Facts) -> Result<Option<i64>, LawError> {
        let value = self.book.whole_or_gone(rule, self.on)?;
        if value.is_some() {
            self.note(rule, facts)?;
        }
        Ok(value)
    }

    /// Takes an exact fraction from the book, as a step with `facts`.
    ///
    /// # Errors
    /// As [`Reasoning::whole`].
    pub fn share(&mut self, rule: &'static str, facts: Facts) -> Result<Fraction, LawError> {
        let value = self.book.share(rule, self.on)?;
        self.note(rule, facts)?;
        Ok(value)
    }

    /// Takes the row of a graduated table in which `size` falls, as a step with `facts`; nothing below its
    /// first row, and then no step either.
    ///
    /// # Errors
    /// As [`Reasoning::whole`].
    pub fn row(
        &mut self,
        rule: &'static str,
        size: Fraction,
        facts: Facts,
    ) -> Result<Option<&'a Row>, LawError> {
        let row = self.book.row(rule, self.on, size)?;
        if row.is_some() {
            self.step(rule, Some(size), facts)?;
        }
        Ok(row)
    }

    /// Adds a step that applies a rule.
    ///
    /// # Errors
    /// See [`Book::at`].
    pub fn note(&mut self, rule: &'static str, facts: Facts) -> Result<(), LawError> {
        self.step(rule, None, facts)
    }

    /// Adds a step, for a size where the rule is a graduated one.
    fn step(&mut self, rule: &'static str, size: Option<Fraction>, facts: Facts) -> Result<(), LawError> {
        let (table, entry) = self.book.at(rule, self.on)?;
        for caveat in caveats(table, entry, size, self.on) {
            if !self.caveats.contains(&caveat) {
                self.caveats.push(caveat);
            }
        }
        self.because.push(Step {
            rule: table.id.clone(),
            label: table.label.clone(),
            citation: entry.citation.clone(),
            facts,
        });
        Ok(())
    }

    /// Tells whether a rule is among the steps already.
    #[must_use]
    pub fn has(&self, rule: &str) -> bool {
        self.because.iter().any(|step| step.rule == rule)
    }

    /// Adds a remark that the face must show.
    pub fn remark(&mut self, code: Remark) {
        let caveat = Caveat::Remark(code);
        if !self.caveats.contains(&caveat) {
            self.caveats.push(caveat);
        }
    }

    /// Takes over the steps and caveats of an answer that this one rests on.
    pub fn absorb<T>(&mut self, finding: Finding<T>) -> T {
        for step in finding.because {
            if !self.because.contains(&step) {
                self.because.push(step);
            }
        }
        for caveat in finding.caveats {
            if !self.caveats.contains(&caveat) {
                self.caveats.push(caveat);
            }
        }
        finding.value
    }

    /// Ends the reasoning with its answer.
    #[must_use]
    pub fn conclude<T>(self, value: T) -> Finding<T> {
        Finding { value, because: self.because, caveats: self.caveats }
    }
}

fn caveats(table: &Table, entry: &Entry, size: Option<Fraction>, on: NaiveDate) -> Vec<Caveat> {
    let (rule, article) = (&table.id, &entry.citation.article);
    let mut out = Vec::new();
    // A secondary source was read: the step names it, which is enough.
    let standing = entry.citation.standing;
    if !matches!(standing, Standing::Verified | Standing::Secondary) {
        out.push(Caveat::Unverified { rule: rule.clone(), article: article.clone(), standing });
    } else if let (None, Some(day)) = (entry.to, entry.citation.verified_on)
        && reach::is_stale(day, on)
    {
        out.push(Caveat::NotVerifiedSince { rule: rule.clone(), article: article.clone(), day });
    }
    let matters = entry.note_at.is_none_or(|at| size.is_none_or(|size| size == Fraction::whole(at)));
    if let Some(note) = entry.note.as_ref().filter(|_| matters) {
        let article = Some(article.clone()).filter(|_| standing != Standing::House);
        out.push(Caveat::Note { rule: rule.clone(), article, note: note.clone() });
    }
    out
}
