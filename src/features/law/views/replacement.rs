//! Who comes in for a full member, as data.

use chrono::NaiveDate;
use serde::Serialize;

use super::Maybe;
use crate::{
    base::Lang,
    election::{ByElection, Rung, Succession},
    features::law::rules::{Committee, Outcome},
};

/// Who comes in for somebody who leaves.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Replacement {
    /// Who; nothing where nobody does.
    who: Option<Successor>,
    /// By which step of the article, or why nobody does.
    step: Rung,
    /// The same in words of the language of the run.
    text: &'static str,
    /// The first day.
    from: Option<NaiveDate>,
    /// The day of the return, for an absence.
    until: Option<NaiveDate>,
    /// By college: full members elected, and those left.
    colleges: Vec<Members>,
    /// Whether a by-election is due then.
    by_election: Option<Maybe<ByElection>>,
}

/// Somebody who comes in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Successor {
    /// The name.
    name: String,
    /// The list.
    list: String,
    /// The college of that list.
    college: String,
    /// The place on it, from 1.
    position: usize,
}

/// The full members of a college.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Members {
    /// The college.
    college: String,
    /// Those elected.
    elected: u32,
    /// Those left, with whoever came in.
    left: u32,
}

impl Replacement {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(lang: Lang, committee: &Committee, found: &Outcome, known: &Succession) -> Self {
        let who = known.who.and_then(|(list, place)| {
            let roll = committee.rolls.get(list)?;
            Some(Successor {
                name: roll.candidates.get(place)?.name.clone(),
                list: roll.name.clone(),
                college: roll.college.clone(),
                position: place.saturating_add(1),
            })
        });
        let left = found.replaced.left.iter().flatten();
        let colleges = left.map(|(college, (elected, left))| Members {
            college: college.clone(),
            elected: *elected,
            left: *left,
        });
        Self {
            who,
            step: known.rung,
            text: known.rung.words(lang),
            from: known.from,
            until: known.until,
            colleges: colleges.collect(),
            by_election: found.by_election.as_ref().map(|b| Maybe::of(lang, b, ByElection::clone)),
        }
    }
}
