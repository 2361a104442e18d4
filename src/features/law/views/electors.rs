//! Who may vote and stand, as data.

use serde::Serialize;

use crate::{
    base::Lang,
    election::{Bar, Elector},
};

/// Who may vote and stand: one person, or several.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Electors {
    /// The person of the options.
    One(Voter),
    /// Those of a file or of the roster.
    Several(Voters),
}

impl Electors {
    /// Returns the view of the person of the options.
    #[must_use]
    pub fn one(lang: Lang, elector: &Elector) -> Self {
        Self::One(Voter::of(lang, elector))
    }
}

impl From<Voters> for Electors {
    fn from(all: Voters) -> Self {
        Self::Several(all)
    }
}

/// Those of a file or of the roster.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Voters {
    /// Each of them.
    pub people: Vec<Named>,
    /// How many may vote.
    pub may_vote: usize,
    /// How many may stand.
    pub may_stand: usize,
    /// For how many a fact is missing.
    pub unknown: usize,
}

impl Voters {
    /// Returns the view of those of a file or of the roster, with their counts.
    #[must_use]
    pub fn of(people: Vec<Named>) -> Self {
        let count = |holds: fn(&Voter) -> bool| people.iter().filter(|named| holds(&named.voter)).count();
        let (may_vote, may_stand) = (count(|v| v.may_vote), count(|v| v.may_stand));
        let unknown = count(|v| v.votes.is_none() || v.stands.is_none());
        Self { people, may_vote, may_stand, unknown }
    }
}

/// A person of a file or of the roster.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Named {
    /// Who.
    pub id: String,
    /// The name under which an electoral list has them; nothing for those of a file.
    pub name: Option<String>,
    /// What holds for them.
    #[serde(flatten)]
    pub voter: Voter,
}

impl Named {
    /// Returns the view of an answer about somebody.
    #[must_use]
    pub fn of(lang: Lang, id: &str, name: Option<&str>, elector: &Elector) -> Self {
        Self { id: id.to_owned(), name: name.map(str::to_owned), voter: Voter::of(lang, elector) }
    }
}

/// Whether a person may vote and stand.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Voter {
    /// Whether they may vote; what is not known counts against.
    may_vote: bool,
    /// The same, nothing where a fact is missing that decides it.
    votes: Option<bool>,
    /// Whether they may stand; what is not known counts against.
    may_stand: bool,
    /// The same, nothing where a fact is missing that decides it.
    stands: Option<bool>,
    /// What stands against it.
    reasons: Vec<Reason>,
    /// The facts that are missing.
    missing: Vec<&'static str>,
}

/// What stands against voting or standing.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Reason {
    /// What it is.
    code: Bar,
    /// The same in words of the language of the run.
    text: &'static str,
}

impl Voter {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(lang: Lang, elector: &Elector) -> Self {
        Self {
            may_vote: elector.may_vote,
            votes: elector.votes(),
            may_stand: elector.may_stand,
            stands: elector.stands(),
            reasons: elector.reasons.iter().map(|r| Reason { code: *r, text: r.words(lang) }).collect(),
            missing: elector.missing.clone(),
        }
    }
}
