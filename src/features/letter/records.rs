//! What the vault keeps of a letter: what was typed, its copy, how and when it went.
//!
//! A letter lies among the facts of the agenda, and never is one: it has no day of its own in the field of the day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    base::{Id, kept::record, shape::coded},
    render::letter::How,
};

coded!(How);

record! {
    /// A letter that was written, and what became of it.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Letter = Fact {
        /// Its name among the letters of the program.
        20 name: String,
        /// The person of whom it is.
        21 person: Option<Id>,
        /// What was typed for its variables, by their names.
        22 values: BTreeMap<String, Vec<String>>,
        /// Its subject.
        23 subject: Option<String>,
        /// Its copy: the whole text.
        24 text: Option<String>,
        /// The day that stands on it.
        25 dated: Option<NaiveDate>,
        /// The versions of the articles that it names: number and identifier.
        26 articles: BTreeSet<String>,
        /// How it goes, or went.
        27 how: Option<How>,
        /// The day it was sent.
        28 sent: Option<NaiveDate>,
        /// The day it was received.
        29 received: Option<NaiveDate>,
        /// The number of the proof.
        30 proof: Option<String>,
        /// The facts that it set into the agenda: 0 the kind, 1 the name of the fact.
        31 facts: BTreeMap<String, String>,
        /// When it was written, in milliseconds since 1970.
        32 noted: u64 = 0,
    }
    gone 9;
    whole |letter| !letter.name.is_empty();
}
