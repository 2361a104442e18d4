//! What is kept of acts. All of it lies in `organizing`.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::kept::record;

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
