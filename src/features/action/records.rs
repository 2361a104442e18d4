//! What is kept of acts. All of it lies in `organizing`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{Id, kept::record};

record! {
    /// Something that somebody did for the section, or was asked to do.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Act = Act {
        /// Who: a person of the roster or a colleague.
        1 person: Option<Id>,
        /// What: `signed`, `came`, `wore`, `spoke`, `struck`, `recruited`, `declined`, `opposed`, or the section's own word.
        2 kind: String,
        /// The day it was done; absent where it was asked and not done.
        3 day: Option<NaiveDate>,
        /// The structure test to which it belongs.
        4 test: Option<Id>,
        /// The day it was asked, in a structure test.
        5 asked: Option<NaiveDate>,
        /// Who was brought along.
        6 whom: Option<Id>,
        /// In the section's words.
        7 note: Option<String>,
        /// Whether it was taken back.
        8 removed: bool,
    }
    gone 8 if |act| act.removed;
    whole |act| act.person.is_some() && !act.kind.is_empty() && (act.day.is_some() || act.asked.is_some());
}

record! {
    /// A structure test: one act that is asked of many by a day, to see who does it.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Test = Test {
        /// Its name.
        1 name: String,
        /// The act that is asked.
        2 kind: String,
        /// The day by which it is asked.
        3 day: Option<NaiveDate>,
        /// Whether it was taken back.
        4 removed: bool,
    }
    gone 4 if |test| test.removed;
    whole |test| !test.name.is_empty() && test.day.is_some();
}

record! {
    /// What holds for organizing in this section.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Ground = Ground {
        /// The acts that put somebody on a level, and for how many months: `recruited,spoke 12`, by level.
        1 levels: BTreeMap<String, String>,
        /// How many work here, by axis and group: `sex/F`.
        2 workforce: BTreeMap<String, u64>,
        /// The tables that were shown to others, by axis: the day, then group, members, workforce, one per line.
        3 shown: BTreeMap<String, String>,
    }
}
