//! Every rule at once over an election: what is wrong, what is at risk, what to know, worst first.

mod central;
mod count;
mod dates;
mod slates;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use self::words::{Concern, Matter};

use crate::{
    base::{Id, word::codes},
    calendar::Region,
    election::{ElectionError, Person},
    features::election::{
        records::{College, Nature, Poll, Post},
        rules::{Dossier, RoundResult},
    },
    law::{Book, Facts, Finding, LawError, Reasoning},
};

codes! {
    /// How bad it is.
    Gravity {
        /// A rule is broken.
        Breach = "breach", "Violations", "Breaches";
        /// It may be, or a fact is missing without which nobody can tell.
        Risk = "risk", "Risques", "Risks";
        /// Good to know: a date, a number to reach.
        Note = "note", "À savoir", "To know";
    }
}

/// What an issue is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The college.
    pub college: Option<String>,
    /// Which vote.
    pub post: Option<Post>,
    /// The list.
    pub list: Option<Id>,
    /// The position of the candidate on it, from 1.
    pub candidate: Option<usize>,
    /// The ballot box.
    pub ballot_box: Option<String>,
}

/// One thing that the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// How bad it is.
    pub gravity: Gravity,
    /// What it is.
    pub code: Matter,
    /// What it is about.
    pub place: Place,
    /// The day that matters, where there is one.
    pub day: Option<NaiveDate>,
    /// The number that matters, where there is one.
    pub number: Option<u64>,
    /// The texts.
    pub law: Finding<()>,
}

/// A person of our roster who stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    /// The facts that decide who may stand.
    pub facts: Person,
    /// The college that follows from their category, where it is known.
    pub college: Option<String>,
    /// Whether they are a member today.
    pub member: bool,
}

/// What the check looks at.
pub struct Question<'a> {
    /// The election.
    pub dossier: &'a Dossier,
    /// The first round, for a second one.
    pub first: Option<&'a Dossier>,
    /// Whether a second round follows.
    pub followed: bool,
    /// What it came to so far.
    pub outcome: &'a RoundResult,
    /// The general election whose mandates run, for a by-election.
    pub general: Option<&'a Poll>,
    /// Our people who stand.
    pub ours: &'a BTreeMap<Id, Ours>,
    /// The end of the mandates that the company has on record, for its whole committee.
    pub recorded_end: Option<NaiveDate>,
    /// Where the election takes place, for the days that courts are closed.
    pub region: Region,
    /// Today.
    pub today: NaiveDate,
}

/// Returns everything that the rules say of an election (*vérification du scrutin*), worst first.
///
/// # Law
/// L2314-4, L2314-5 and L2314-29 (dates), R2314-1 and L2314-1 (seats), L2314-18 and L2314-19 (who may stand),
/// L2314-30 (women and men), L2314-29 (lists), L2143-3 (delegates), R2314-24 (contests). What no article spells out but
/// electoral law takes for granted (one list for a candidate, no more candidates than seats) comes with L2314-28 and a
/// remark. The law is that of the day of the vote.
///
/// # Errors
/// A day outside the tables.
pub fn check(book: &Book, question: &Question<'_>) -> Result<Vec<Issue>, ElectionError> {
    let mut out = Checker {
        book,
        question,
        on: question.dossier.poll.day.unwrap_or(question.today),
        found: Vec::new(),
    };
    if question.dossier.poll.nature == Some(Nature::Designation) {
        central::central(&mut out)?;
    } else {
        dates::dates(&mut out)?;
        dates::seats(&mut out)?;
        slates::slates(&mut out)?;
        slates::duplicates(&mut out)?;
    }
    count::count(&mut out)?;
    let mut found = out.found;
    // Lists come as they are shown everywhere else, not by their identifiers, which chance gave them.
    let list = |place: &Place| question.dossier.slates.iter().position(|(id, _)| Some(*id) == place.list);
    found.sort_by_cached_key(|issue| {
        let Place { college, post, candidate, ballot_box, .. } = issue.place.clone();
        (issue.gravity, college, post, list(&issue.place), candidate, ballot_box, issue.code.code())
    });
    Ok(found)
}

/// Collects what is found.
struct Checker<'a> {
    book: &'a Book,
    question: &'a Question<'a>,
    on: NaiveDate,
    found: Vec<Issue>,
}

impl<'a> Checker<'a> {
    fn dossier(&self) -> &'a Dossier {
        self.question.dossier
    }

    /// Whether the whole committee is elected: what leads to a renewal, seats by headcount and audience are asked then.
    fn general(&self) -> bool {
        self.dossier().poll.is_general()
    }

    /// The college as the rule of women and men sees it: a by-election keeps the proportion of the first protocol.
    fn protocol(&self, college: &College) -> College {
        if self.dossier().poll.nature != Some(Nature::ByElection) {
            return college.clone();
        }
        let first = self.question.general.and_then(|p| p.college(&college.id));
        College { women: first.and_then(|c| c.women), men: first.and_then(|c| c.men), ..college.clone() }
    }

    fn whole(&self, rule: &str) -> Result<u32, LawError> {
        u32::try_from(self.book.whole(rule, self.on)?).map_err(|_| LawError::Calendar)
    }

    fn why(&self) -> Reasoning<'a> {
        Reasoning::new(self.book, self.on)
    }

    /// Adds an issue that rests on one rule.
    fn add(&mut self, what: What, place: Place, rule: &'static str, facts: Facts) -> Result<(), LawError> {
        let mut why = self.why();
        why.note(rule, facts)?;
        self.put(what, place, why.conclude(()));
        Ok(())
    }

    fn put(&mut self, what: What, place: Place, law: Finding<()>) {
        let What { gravity, code, day, number } = what;
        self.found.push(Issue { gravity, code, place, day, number, law });
    }
}

/// What an issue says.
#[derive(Clone, Copy)]
struct What {
    gravity: Gravity,
    code: Matter,
    day: Option<NaiveDate>,
    number: Option<u64>,
}

fn breach(code: impl Into<Matter>) -> What {
    What { gravity: Gravity::Breach, code: code.into(), day: None, number: None }
}

fn risk(code: impl Into<Matter>) -> What {
    What { gravity: Gravity::Risk, code: code.into(), day: None, number: None }
}

fn note(code: impl Into<Matter>) -> What {
    What { gravity: Gravity::Note, code: code.into(), day: None, number: None }
}

impl What {
    const fn on(self, day: NaiveDate) -> Self {
        Self { day: Some(day), ..self }
    }

    const fn of(self, number: u64) -> Self {
        Self { number: Some(number), ..self }
    }
}

fn of_vote(college: &str, post: Post) -> Place {
    Place { college: Some(college.to_owned()), post: Some(post), ..Place::default() }
}
