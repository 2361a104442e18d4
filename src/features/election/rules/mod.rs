//! An election of the section's own: its count, its results, what to check, what to expect of the next one.
//!
//! Everything is computed from a [`Dossier`]: the facts of the protocol, the lists and the sheets of the count as they
//! lie in the vault. Start reading at [`tally`] (when a ballot box counts), then [`fn@outcome`].

pub mod check;
pub mod committee;
pub mod compare;
pub mod delegate;
pub mod electors;
pub mod hide;
pub mod minutes;
pub mod nature;
pub mod outcome;
pub mod protocol;
pub mod simulate;
pub mod support;
pub mod tally;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

pub use outcome::{RoundResult, VoteOutcome, outcome};
pub use words::{Contested, Made, ScenarioName};

use crate::{
    base::{Id, text::fold},
    features::election::records::{College, Poll, Post, Sheet, Slate},
};

/// Everything that is kept of one round of an election.
#[derive(Clone)]
pub struct Dossier {
    /// The record of the election.
    pub id: Id,
    /// Its facts.
    pub poll: Poll,
    /// The lists, by college, vote and name.
    pub slates: Vec<(Id, Slate)>,
    /// The sheets of the count.
    pub sheets: Vec<(Id, Sheet)>,
}

impl Dossier {
    /// Returns the lists of one vote.
    pub fn slates_of(&self, college: &str, post: Post) -> impl Iterator<Item = &(Id, Slate)> + Clone {
        self.slates.iter().filter(move |(_, s)| s.college == college && s.post == post)
    }

    /// Returns the sheets of one vote.
    pub fn sheets_of(&self, college: &str, post: Post) -> impl Iterator<Item = &(Id, Sheet)> + Clone {
        self.sheets.iter().filter(move |(_, s)| s.college == college && s.post == post)
    }

    /// Returns each vote: college by college, full members first.
    pub fn votes(&self) -> impl Iterator<Item = (&College, Post)> {
        self.poll.colleges.iter().flat_map(|c| Post::ALL.iter().map(move |p| (c, *p)))
    }

    /// Returns the ballot boxes of a college: those declared, and those that a sheet names.
    #[must_use]
    pub fn boxes(&self, college: &College) -> Vec<String> {
        let mut out = college.boxes.clone();
        let named = self.sheets.iter().filter(|(_, s)| s.college == college.id).map(|(_, s)| &s.place);
        for place in named.collect::<BTreeSet<_>>() {
            if !out.contains(place) {
                out.push(place.clone());
            }
        }
        out
    }
}

/// Finds the college of an election that a list means: by its name, by the number in it, the only one there is.
#[must_use]
pub fn college_said(poll: &Poll, said: Option<&str>) -> Option<String> {
    if let [only] = poll.colleges.as_slice() {
        return Some(only.id.clone());
    }
    let said = fold(said?);
    let named = poll.colleges.iter().find(|c| fold(&c.id) == said);
    let digits: String =
        said.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let words = ["premier", "deuxieme", "troisieme"].into_iter().zip(["1", "2", "3"]);
    let ordinal = words.clone().find(|(word, _)| said.starts_with(word)).map(|(_, n)| n.to_owned());
    let second = (said.starts_with("second")).then(|| "2".to_owned());
    // Published minutes write 01.
    let number = ordinal.or(second).unwrap_or_else(|| digits.trim_start_matches('0').to_owned());
    let numbered = || poll.colleges.iter().find(|c| !number.is_empty() && c.id == number);
    named.or_else(numbered).map(|c| c.id.clone())
}

/// Makes texts unique by counting those that come again: two laptops may have given one name twice.
pub(crate) fn unique<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for name in names {
        let mut label = name.to_owned();
        let mut number = 2_u32;
        while !seen.insert(label.clone()) {
            label = format!("{name} ({number})");
            number = number.saturating_add(1);
        }
        out.push(label);
    }
    out
}
