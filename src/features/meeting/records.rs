//! What is kept of meetings, demonstrations and strikes. All of it lies in `organizing`.

use chrono::NaiveDate;

use crate::{
    base::{
        Id,
        kept::{parts, record},
        shape::{Element, Member, coded},
        word::codes,
    },
    features::talk::records::Answer,
};

codes! {
    /// What it is.
    Sort {
        /// A meeting.
        Meeting = "meeting", "réunion", "meeting";
        /// A general assembly.
        Assembly = "assembly", "assemblée", "assembly";
        /// People who stand together at a place.
        Gathering = "gathering", "rassemblement", "gathering";
        /// A demonstration.
        Demonstration = "demonstration", "manifestation", "demonstration";
        /// A strike.
        Strike = "strike", "grève", "strike";
    }
}

coded!(Sort);

codes! {
    /// Who was there.
    Presence {
        /// Came; on the day of a strike, struck.
        Came = "came", "présent·e", "came";
        /// Said before that it would not be possible.
        Excused = "excused", "excusé·e", "excused";
        /// Did not come.
        Missing = "missing", "absent·e", "missing";
    }
}

coded!(Presence);

parts! {
    /// Somebody who is invited, answered or came.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Guest {
        /// Who: a person of the roster or a colleague.
        0 person: Id,
        /// The day of the invitation.
        1 invited: Option<NaiveDate>,
        /// What they answered.
        2 answer: Option<Answer>,
        /// Whether they came.
        3 presence: Option<Presence>,
        /// The act that stands for it.
        4 act: Option<Id>,
    }
}

impl Member for Guest {
    fn element(&self) -> Element {
        self.person.0.first_chunk::<8>().copied().unwrap_or_default()
    }
}

record! {
    /// A meeting, or what people do together on a day.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Meeting = Meeting {
        /// Its name.
        1 name: String,
        /// What it is.
        2 sort: Option<Sort>,
        /// The day.
        3 day: Option<NaiveDate>,
        /// The hour, `18:30`.
        4 at: Option<String>,
        /// The place.
        5 place: Option<String>,
        /// The items of its agenda, in their order.
        6 items: Vec<String> = Vec::new(),
        /// Who is invited, what they answered, who came.
        7 guests: Vec<Guest>,
        /// The minutes, one point a line.
        8 minutes: Option<String>,
        /// What was decided.
        9 decisions: Vec<String> = Vec::new(),
        /// The group whose meeting it is.
        10 group: Option<Id>,
        /// The own date of the agenda that it is.
        11 duty: Option<Id>,
        /// Whether it was taken back.
        12 removed: bool,
    }
    gone 12 if |meeting| meeting.removed;
    whole |meeting| !meeting.name.is_empty() && meeting.day.is_some();
}
