//! What is kept of a conversation. All of it lies in `organizing`: who keeps the dues reads none of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::base::{Id, kept::record, shape::coded, word::codes};

codes! {
    /// The answer on the spot.
    Answer {
        /// Yes.
        Yes = "yes", "oui", "yes";
        /// Perhaps.
        Perhaps = "perhaps", "peut-être", "perhaps";
        /// No.
        No = "no", "non", "no";
    }
}

coded!(Answer);

record! {
    /// Something that is sealed to the devices that it names, and to nobody else who opens `organizing`.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Sealed = Sealed {
        /// An armored age file.
        1 text: String,
        /// Whether it was taken back.
        2 removed: bool,
    }
    gone 2 if |sealed| sealed.removed;
    whole |sealed| !sealed.text.is_empty();
}

record! {
    /// One conversation.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Talk = Talk {
        /// With whom: a person of the roster or a colleague.
        1 with: Option<Id>,
        /// The day.
        2 day: Option<NaiveDate>,
        /// Who of the section had it, by name.
        3 by: String,
        /// What matters to the person, in themes of the section.
        4 themes: BTreeSet<String>,
        /// What was asked.
        5 asked: String,
        /// The answer on the spot.
        6 answer: Option<Answer>,
        /// The answer in words.
        7 said: Option<String>,
        /// What comes next.
        8 step: String,
        /// The day of it.
        9 due: Option<NaiveDate>,
        /// Who does it, by name, where not who had the conversation.
        10 who: Option<String>,
        /// The own date of the agenda that is the next step.
        12 duty: Option<Id>,
        /// Whether it was taken back.
        11 removed: bool,
    }
    gone 11 if |talk| talk.removed;
    whole |talk| talk.with.is_some() && talk.day.is_some();
}

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
