//! What is kept of what people do together. All of it lies in `organizing`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::base::{
    Id,
    kept::{parts, record},
    shape::{Element, Member, coded},
    word::codes,
};

codes! {
    /// What a group is.
    Nature {
        /// Something to win, with a beginning and an end.
        Drive = "drive", "campagne d’action", "drive";
        /// People who work on a subject.
        WorkingGroup = "working-group", "groupe de travail", "working group";
        /// People of one trade.
        Guild = "guild", "guilde", "guild";
        /// People who meet.
        Club = "club", "cercle", "club";
    }
}

coded!(Nature);

codes! {
    /// What came of it.
    Ending {
        /// What was wanted.
        Won = "won", "gagné", "won";
        /// A part of what was wanted.
        Partly = "partly", "gagné en partie", "won in part";
        /// Nothing of it.
        Lost = "lost", "perdu", "lost";
        /// It ends for another reason.
        Ended = "ended", "terminé", "ended";
    }
}

coded!(Ending);

parts! {
    /// Who belongs to it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Belongs {
        /// Who: a person of the roster or a colleague.
        0 person: Id,
        /// The day since when.
        1 since: Option<NaiveDate>,
    }
}

impl Member for Belongs {
    fn element(&self) -> Element {
        self.person.0.first_chunk::<8>().copied().unwrap_or_default()
    }
}

parts! {
    /// Something to do. Whether it is done is what the agenda says of its own date.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Task {
        /// The own date of the agenda that stands for it.
        0 duty: Id,
        /// What is to be done.
        1 what: String,
        /// Who does it: a person of the roster or a colleague.
        2 person: Option<Id>,
        /// The day by which.
        3 day: NaiveDate,
        /// Why it was dropped.
        4 dropped: Option<String>,
        /// The meeting that decided it.
        5 meeting: Option<Id>,
    }
}

impl Member for Task {
    fn element(&self) -> Element {
        self.duty.0.first_chunk::<8>().copied().unwrap_or_default()
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.day, self.duty).cmp(&(other.day, other.duty))
    }
}

record! {
    /// A drive or a working group.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Group = Group {
        /// Its name.
        1 name: String,
        /// What it is.
        2 nature: Option<Nature>,
        /// What it is for: what is to be reached.
        3 aim: String,
        /// The themes of the section that it is about.
        4 themes: BTreeSet<String>,
        /// Who belongs to it.
        5 members: Vec<Belongs>,
        /// Who does what by when.
        6 tasks: Vec<Task>,
        /// The day it began.
        7 opened: Option<NaiveDate>,
        /// The day it ended.
        8 closed: Option<NaiveDate>,
        /// What came of it.
        9 ending: Option<Ending>,
        /// What came of it, in the section's words.
        10 outcome: Option<String>,
        /// Whether it was taken back.
        11 removed: bool,
    }
    gone 11 if |group| group.removed;
    whole |group| !group.name.is_empty() && !group.aim.is_empty();
}
