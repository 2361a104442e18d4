//! What the vault keeps of surveys: their questions, and answers that are nobody's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::base::{
    Id,
    kept::{parts, record},
    shape::{Element, Member, coded, element_of},
    word::codes,
};

codes! {
    /// How a question is answered.
    QuestionKind {
        /// By one of its answers.
        One = "one", "un choix", "one answer";
        /// By any of its answers.
        Any = "any", "plusieurs choix", "several answers";
        /// By a figure from 1 to 5.
        Scale = "scale", "de 1 à 5", "from 1 to 5";
        /// In one’s own words.
        Text = "text", "texte libre", "own words";
    }
}
coded!(QuestionKind);

impl QuestionKind {
    /// Tells whether several answers may be given.
    #[must_use]
    pub fn takes_several(self) -> bool {
        self == Self::Any
    }

    /// Tells whether one answers in one's own words.
    #[must_use]
    pub fn is_text(self) -> bool {
        self == Self::Text
    }
}

parts! {
    /// A question.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Question {
        /// Its code.
        0 code: String,
        /// Its place, from 1.
        1 place: u32,
        /// How it is answered.
        2 kind: QuestionKind,
        /// What is asked, in French.
        3 fr: String,
        /// What is asked, in English.
        4 en: String,
        /// Its answers: code, French and English of each, with tabs between them, each on a line.
        5 choices: Option<String>,
    }
}

impl Member for Question {
    fn element(&self) -> Element {
        element_of(&self.code)
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.place, &self.code).cmp(&(other.place, &other.code))
    }
}

record! {
    /// A survey.
    #[derive(Clone, Default, PartialEq, Eq)]
    Survey = Survey {
        /// Its name, as commands name it.
        1 name: String,
        /// What stands above it, in French.
        2 fr: String,
        /// What stands above it, in English.
        3 en: String,
        /// Its questions.
        4 questions: Vec<Question>,
        /// The day it was made.
        5 made: Option<NaiveDate>,
        /// The day its results were first shown: from then on no answer is taken.
        6 frozen: Option<NaiveDate>,
        /// The sealed texts that were taken, by their hashes.
        7 taken: BTreeSet<String>,
        /// What names that first showing: the answers that bear it are those that were shown.
        8 shown: Option<String>,
    }
    gone 9;
    whole |survey| !survey.name.is_empty();
}

record! {
    /// What somebody answered; nothing says who, nor when.
    #[derive(Clone, Default, PartialEq, Eq)]
    Answer = Answer {
        /// The survey.
        1 survey: Option<Id>,
        /// The answers by the codes of the questions; several of one question with commas between them.
        2 answers: BTreeMap<String, String>,
        /// The showing in which it was counted first. What comes from another laptop after it bears none, and does not count.
        3 shown: Option<String>,
    }
    gone 9;
    whole |answer| answer.survey.is_some();
}
