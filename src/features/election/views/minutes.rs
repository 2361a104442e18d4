//! What is shown of minutes, as data.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    base::{Id, view::data},
    features::election::rules::minutes,
    law::{Because, Fraction},
};

data! {
    /// The minutes as we count them, and what is to contest in the official ones.
    pub struct Minutes {
        /// The election.
        election: Id,
        /// The minutes of each vote, field by field, as we count them.
        pages: Vec<minutes::Page>,
        /// How many figures were compared with ours.
        compared: usize,
        /// Each thing to contest, decisive ones first.
        contests: Vec<Contest>,
        /// The last day to contest before the court.
        contest_until: NaiveDate,
        /// Whether that day is past.
        past: bool,
        /// The last day for the employer to send the minutes to the ministry.
        sent_to_ministry_by: NaiveDate,
        /// Until when each thing is contested, by what is contested.
        grounds: Vec<crate::election::Contest>,
        /// What to look for in the minutes and nobody answered yet.
        unanswered: Vec<Unanswered>,
    }

    /// A question on how the minutes were made.
    pub struct Unanswered {
        /// Its name.
        code: &'static str,
        /// The same in words of the language of the run.
        text: &'static str,
        /// The articles and rulings.
        articles: String,
    }

    /// Something to contest.
    pub struct Contest {
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// The list.
        list: Option<String>,
        /// The figure.
        field: &'static str,
        /// What the minutes say.
        minutes: Option<Figure>,
        /// What our count says.
        ours: Option<Figure>,
        /// What follows by law from the other figures.
        by_law: Option<Figure>,
        /// Whether it changes seats, quorum or who is representative.
        decisive: bool,
        /// The same in words of the language of the run.
        text: String,
        /// The steps that led to it.
        because: Vec<Because>,
    }
}

/// A figure of minutes.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Figure {
    /// A count.
    Number(u64),
    /// An exact number.
    Exact(Fraction),
    /// Yes or no.
    Flag(bool),
    /// Names, in order.
    Names(Vec<String>),
    /// Counts, in order.
    Numbers(Vec<u64>),
}

impl From<&minutes::Said> for Figure {
    fn from(said: &minutes::Said) -> Self {
        match said {
            minutes::Said::Number(n) => Self::Number(*n),
            minutes::Said::Exact(n) => Self::Exact(*n),
            minutes::Said::Flag(yes) => Self::Flag(*yes),
            minutes::Said::Names(names) => Self::Names(names.clone()),
            minutes::Said::Numbers(numbers) => Self::Numbers(numbers.clone()),
        }
    }
}
