//! A round of bargaining as the section keeps it: days, words, no law.

pub mod room;

use chrono::NaiveDate;

use crate::base::{
    kept::{parts, record},
    shape::{Element, Member, coded},
    word::codes,
};
use room::{Answer, Demand, ItemMark, PaperMark, Position, Seat, Signature};

codes! {
    /// How a round ended.
    RoundEnd {
        /// An agreement was signed.
        Agreement = "agreement", "accord", "an agreement";
        /// Minutes of disagreement (*procès-verbal de désaccord*).
        Disagreement = "disagreement", "désaccord", "disagreed";
    }
}

coded!(RoundEnd);

parts! {
    /// One meeting.
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
    Meeting {
        /// The day.
        0 day: NaiveDate,
        /// What happened.
        1 note: Option<String>,
        /// What the employer offered.
        2 offer: Option<String>,
        /// What the union demanded.
        3 demand: Option<String>,
        element
        /// The element of the record that holds it.
        element,
    }
}

impl Member for Meeting {
    fn element(&self) -> Element {
        self.element
    }
    fn at(self, element: Element) -> Self {
        Self { element, ..self }
    }
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.cmp(other)
    }
}

record! {
    /// A round of bargaining.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Round = Round {
        /// The code of its subject.
        1 subject: String,
        /// A title, where one was given.
        2 title: Option<String>,
        /// The day of the union's request.
        3 requested: Option<NaiveDate>,
        /// The day the employer passed it on.
        4 forwarded: Option<NaiveDate>,
        /// The day the employer convened the parties.
        5 convened: Option<NaiveDate>,
        /// The day of the first meeting.
        6 opened: Option<NaiveDate>,
        /// The place that the first meeting set.
        7 place: Option<String>,
        /// Whether it set the calendar.
        8 calendar: bool,
        /// The day by which information was promised.
        9 information_due: Option<NaiveDate>,
        /// The day it came.
        10 information: Option<NaiveDate>,
        /// The meetings after the first, by day.
        11 meetings: Vec<Meeting>,
        /// How it ended.
        12 outcome: Option<RoundEnd>,
        /// The day it ended.
        13 closed: Option<NaiveDate>,
        /// The day the agreement or the minutes were filed.
        14 filed: Option<NaiveDate>,
        /// Whether it was removed.
        15 removed: bool,
        /// How the points of the law's list were dealt with.
        16 items: Vec<ItemMark>,
        /// The information that was asked for.
        17 papers: Vec<PaperMark>,
        /// Our demands.
        18 demands: Vec<Demand>,
        /// What each side said of them, by day.
        19 positions: Vec<Position>,
        /// Who sits, by union.
        20 seats: Vec<Seat>,
        /// The number of employees in each delegation that an agreement sets.
        21 seats_agreed: Option<u32>,
        /// What members answered, by theme.
        22 answers: Vec<Answer>,
        /// The unions that signed.
        23 signatures: Vec<Signature>,
        /// The day the agreement was notified to all representative unions.
        24 notified: Option<NaiveDate>,
    }
    whole |round| !round.removed;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FieldKey, Kept as _, Record, Stamp, Value};

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut round = Round {
            subject: "pay".to_owned(),
            title: Some("NAO 2027".to_owned()),
            requested: day("2026-11-17"),
            forwarded: day("2026-11-20"),
            convened: day("2026-11-30"),
            opened: day("2026-12-08"),
            place: Some("Siège".to_owned()),
            calendar: true,
            information_due: day("2026-12-15"),
            information: day("2026-12-16"),
            meetings: Vec::new(),
            outcome: Some(RoundEnd::Disagreement),
            closed: day("2027-02-10"),
            filed: day("2027-02-12"),
            ..Round::default()
        };
        let first = Meeting { day: day("2027-01-12").unwrap(), element: [1; 8], ..Meeting::default() };
        let second = Meeting {
            day: day("2027-01-05").unwrap(),
            offer: Some("1 %".to_owned()),
            demand: Some("4 %".to_owned()),
            note: Some("tendu".to_owned()),
            element: [2; 8],
        };
        round.meetings = vec![second, first];
        let mut record = Record::default();
        round.write(&mut record, stamp(1));
        assert_eq!(Round::read(&Record::decode(&record.encode()).unwrap()), Some(round));
    }

    #[test]
    fn a_record_without_subject_is_none_and_bad_parts_are_left_out() {
        assert_eq!(Round::read(&Record::default()), None);
        let mut record = Record::default();
        Round { subject: "pay".to_owned(), ..Round::default() }.write(&mut record, stamp(1));
        record.set(FieldKey::element(11, [1; 8]), Some(Value::text("x")), stamp(1));
        record.set(FieldKey::single(12), Some(Value::text("peace")), stamp(1));
        let read = Round::read(&record).unwrap();
        assert!(read.meetings.is_empty() && read.outcome.is_none());
    }
}
