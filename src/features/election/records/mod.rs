//! An election as the section keeps it: the facts of the protocol, the lists, the sheets of the count. Records like
//! those of people, read and written field by field.
//!
//! Two laptops may write at once, so what they write apart lies apart: each list and each entry of a ballot box is a
//! record of its own, each college, date, candidate and figure a register within it. This module knows no law.

mod election;
mod protocol;
mod sheet;
mod slate;

use std::collections::BTreeMap;

pub use election::{College, Correction, Departure, Extension, Ground, Nature, Poll, Reason, Step};
pub use protocol::{Content, Invited, Negotiator, Voting};
pub use sheet::{Figures, Sheet};
pub use slate::{Candidate, Known, Partner, Slate};

pub use crate::base::shape::Element;
use crate::base::{Fault, Id, shape::coded, text::fold, word::codes};

codes! {
    /// Which of the two votes of a college.
    Post {
        /// Full members (*titulaires*).
        Holders = "holders", "titulaires", "full members";
        /// Substitutes (*suppléants*).
        Substitutes = "substitutes", "suppléants", "substitutes";
    }
}

impl Post {
    /// Reads the code or the French word, without case and accents.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "holders" | "holder" | "titulaires" | "titulaire" | "t" | "h" => Some(Self::Holders),
            "substitutes" | "substitute" | "suppleants" | "suppleant" | "s" => Some(Self::Substitutes),
            _ => None,
        }
    }
}

coded!(Post);

/// The longest text that a name in an election may have, in characters.
pub const NAME_MAX: usize = 120;

/// Returns a name (a college, a union, a list, a box, a candidate) without spaces around it and without characters
/// that cannot be shown.
///
/// # Errors
/// As [`crate::roster::check::line`]; an empty text.
pub fn label(text: &str) -> Result<String, Fault> {
    let text = crate::roster::check::line(text, NAME_MAX)?;
    if text.is_empty() { Err(Fault::Empty) } else { Ok(text) }
}

/// Gives every second round the nature of the first one that it follows.
pub fn follow<'p>(polls: impl Iterator<Item = (Id, &'p mut Poll)>) {
    let mut all: Vec<_> = polls.collect();
    let natures: BTreeMap<Id, Option<Nature>> = all.iter().map(|(id, p)| (*id, p.nature)).collect();
    for (_, poll) in &mut all {
        if let Some(nature) = poll.follows.and_then(|first| natures.get(&first)) {
            poll.nature = *nature;
        }
    }
}

#[cfg(test)]
mod tests;
