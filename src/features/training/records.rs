//! What is kept of courses. All of it lies in `organizing`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::base::{
    Id,
    kept::{parts, record},
    shape::{Element, Member, coded},
    word::codes,
};

codes! {
    /// When the questions are asked.
    Stage {
        /// Before the course.
        Before = "before", "avant", "before";
        /// At its end.
        After = "after", "après", "after";
        /// Three months later.
        Later = "later", "trois mois après", "three months later";
    }
}

coded!(Stage);

codes! {
    /// What helped or hindered.
    Factor {
        /// The course itself: its content, its way of teaching.
        Learning = "learning", "la formation", "the course";
        /// The employer: time, superiors, reprisals.
        Management = "management", "l’employeur", "the employer";
        /// The section: who accompanies, what it makes of it.
        Organization = "organization", "la section", "the section";
    }
}

parts! {
    /// Who takes part.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Participant {
        /// Who: a person of the roster or a colleague.
        0 person: Id,
        /// The fact of the agenda by which the days come off the leave of the year.
        1 course: Option<Id>,
    }
}

impl Member for Participant {
    fn element(&self) -> Element {
        self.person.0.first_chunk::<8>().copied().unwrap_or_default()
    }
}

parts! {
    /// What somebody answered.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Reply {
        /// When it was asked.
        0 stage: Stage,
        /// Who answered, where it is said.
        1 person: Option<Id>,
        /// Whether it was worth the time, from 1 to 5.
        2 reaction: Option<u32>,
        /// Whether one can do what the course is for, from 1 to 5.
        3 learning: Option<u32>,
        /// Whether one does it, from 1 to 5.
        4 usage: Option<u32>,
        /// What helped: codes with commas between them.
        5 helped: Option<String>,
        /// What hindered: codes with commas between them.
        6 hindered: Option<String>,
        element
        /// Its name.
        element,
    }
}

impl Member for Reply {
    fn element(&self) -> Element {
        self.element
    }
    fn at(self, element: Element) -> Self {
        Self { element, ..self }
    }
}

record! {
    /// A course.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Training = Training {
        /// Its title.
        1 title: String,
        /// What one can do afterwards.
        2 aims: Vec<String> = Vec::new(),
        /// Whom it is for.
        3 personas: BTreeSet<String>,
        /// The first day.
        4 day: Option<NaiveDate>,
        /// How many days, an exact number in halves, as text.
        5 days: String,
        /// Who gives it, as on the list of bodies.
        6 body: Option<String>,
        /// Whether it is the economic training of a full member of the committee.
        7 economic: bool,
        /// Who takes part.
        8 participants: Vec<Participant>,
        /// What was answered.
        9 replies: Vec<Reply>,
        /// When what was answered was first shown to others: from then on no answer is taken.
        10 shown: BTreeSet<String>,
        /// The own date of the agenda for the questions three months later.
        11 duty: Option<Id>,
        /// Whether it was taken back.
        12 removed: bool,
    }
    gone 12 if |training| training.removed;
    whole |training| !training.title.is_empty() && training.day.is_some() && !training.aims.is_empty();
}
