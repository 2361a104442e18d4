//! A round of bargaining as the section keeps it: days, words, no law.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::{
    record::{FieldKey, Record, Value},
    stamp::Stamp,
};

mod field {
    pub(crate) const SUBJECT: u16 = 1;
    pub(crate) const TITLE: u16 = 2;
    pub(crate) const REQUESTED: u16 = 3;
    pub(crate) const FORWARDED: u16 = 4;
    pub(crate) const CONVENED: u16 = 5;
    pub(crate) const OPENED: u16 = 6;
    pub(crate) const PLACE: u16 = 7;
    pub(crate) const CALENDAR: u16 = 8;
    pub(crate) const INFORMATION_DUE: u16 = 9;
    pub(crate) const INFORMATION: u16 = 10;
    pub(crate) const MEETING: u16 = 11;
    pub(crate) const OUTCOME: u16 = 12;
    pub(crate) const CLOSED: u16 = 13;
    pub(crate) const FILED: u16 = 14;
    pub(crate) const REMOVED: u16 = 15;
}

mod part {
    pub(crate) const DAY: u8 = 0;
    pub(crate) const NOTE: u8 = 1;
    pub(crate) const OFFER: u8 = 2;
    pub(crate) const DEMAND: u8 = 3;
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An agreement was signed.
    Agreement,
    /// Minutes of disagreement (*procès-verbal de désaccord*).
    Disagreement,
}

impl Outcome {
    /// Returns the code, as stored and as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Disagreement => "disagreement",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        [Self::Agreement, Self::Disagreement].into_iter().find(|o| o.code() == code)
    }
}

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Meeting {
    /// The day.
    pub day: NaiveDate,
    /// What happened.
    pub note: Option<String>,
    /// What the employer offered.
    pub offer: Option<String>,
    /// What the union demanded.
    pub demand: Option<String>,
}

/// A round of bargaining.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// The code of its subject.
    pub subject: String,
    /// A title, where one was given.
    pub title: Option<String>,
    /// The day of the union's request.
    pub requested: Option<NaiveDate>,
    /// The day the employer passed it on.
    pub forwarded: Option<NaiveDate>,
    /// The day the employer convened the parties.
    pub convened: Option<NaiveDate>,
    /// The day of the first meeting.
    pub opened: Option<NaiveDate>,
    /// The place that the first meeting set.
    pub place: Option<String>,
    /// Whether it set the calendar.
    pub calendar: bool,
    /// The day by which information was promised.
    pub information_due: Option<NaiveDate>,
    /// The day it came.
    pub information: Option<NaiveDate>,
    /// The meetings after the first, by day.
    pub meetings: Vec<Meeting>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The day it ended.
    pub closed: Option<NaiveDate>,
    /// The day the agreement or the minutes were filed.
    pub filed: Option<NaiveDate>,
    /// Whether it was removed.
    pub removed: bool,
}

impl Round {
    /// Reads a round; nothing when it has no subject.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        let text = |field| record.text(field).map(str::to_owned);
        let day = |field| record.text(field).and_then(|t| t.parse().ok());
        let flag =
            |field| record.get(FieldKey::single(field)).and_then(Value::as_int).is_some_and(|n| n != 0);
        let mut meetings: Vec<_> =
            record.elements(field::MEETING).filter_map(|(_, value)| meeting(value)).collect();
        meetings.sort();
        Some(Self {
            subject: text(field::SUBJECT)?,
            title: text(field::TITLE),
            requested: day(field::REQUESTED),
            forwarded: day(field::FORWARDED),
            convened: day(field::CONVENED),
            opened: day(field::OPENED),
            place: text(field::PLACE),
            calendar: flag(field::CALENDAR),
            information_due: day(field::INFORMATION_DUE),
            information: day(field::INFORMATION),
            meetings,
            outcome: record.text(field::OUTCOME).and_then(Outcome::of_code),
            closed: day(field::CLOSED),
            filed: day(field::FILED),
            removed: flag(field::REMOVED),
        })
    }

    /// Writes what differs from what the record holds; meetings are added by [`add_meeting`].
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        let text = |t: &Option<String>| t.as_deref().map(Value::text);
        let day = |d: &Option<NaiveDate>| d.map(|d| Value::text(&d.to_string()));
        let fields = [
            (field::SUBJECT, Some(Value::text(&self.subject))),
            (field::TITLE, text(&self.title)),
            (field::REQUESTED, day(&self.requested)),
            (field::FORWARDED, day(&self.forwarded)),
            (field::CONVENED, day(&self.convened)),
            (field::OPENED, day(&self.opened)),
            (field::PLACE, text(&self.place)),
            (field::CALENDAR, self.calendar.then(|| Value::int(1))),
            (field::INFORMATION_DUE, day(&self.information_due)),
            (field::INFORMATION, day(&self.information)),
            (field::OUTCOME, self.outcome.map(|o| Value::text(o.code()))),
            (field::CLOSED, day(&self.closed)),
            (field::FILED, day(&self.filed)),
            (field::REMOVED, self.removed.then(|| Value::int(1))),
        ];
        for (number, value) in fields {
            let key = FieldKey::single(number);
            if record.get(key) != value.as_ref() {
                record.set(key, value, stamp);
            }
        }
    }
}

fn meeting(value: &Value) -> Option<Meeting> {
    let parts = value.as_parts()?;
    let text = |part| parts.get(&part).and_then(Value::as_text).map(str::to_owned);
    let day = text(part::DAY)?.parse().ok()?;
    Some(Meeting { day, note: text(part::NOTE), offer: text(part::OFFER), demand: text(part::DEMAND) })
}

/// Adds a meeting to a round.
pub fn add_meeting(record: &mut Record, element: [u8; 8], meeting: &Meeting, stamp: Stamp) {
    let mut parts = BTreeMap::from([(part::DAY, Value::text(&meeting.day.to_string()))]);
    for (number, text) in
        [(part::NOTE, &meeting.note), (part::OFFER, &meeting.offer), (part::DEMAND, &meeting.demand)]
    {
        parts.extend(text.as_deref().map(|t| (number, Value::text(t))));
    }
    record.set(FieldKey::element(field::MEETING, element), Some(Value::parts(&parts)), stamp);
}

#[cfg(test)]
mod tests {
    use super::*;

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
            outcome: Some(Outcome::Disagreement),
            closed: day("2027-02-10"),
            filed: day("2027-02-12"),
            removed: true,
        };
        let mut record = Record::default();
        round.write(&mut record, stamp(1));
        let first = Meeting { day: day("2027-01-12").unwrap(), ..Meeting::default() };
        let second = Meeting {
            day: day("2027-01-05").unwrap(),
            offer: Some("1 %".to_owned()),
            demand: Some("4 %".to_owned()),
            note: Some("tendu".to_owned()),
        };
        add_meeting(&mut record, [1; 8], &first, stamp(2));
        add_meeting(&mut record, [2; 8], &second, stamp(3));
        round.meetings = vec![second, first];
        assert_eq!(Round::read(&Record::decode(&record.encode()).unwrap()), Some(round));
    }

    #[test]
    fn a_record_without_subject_is_none_and_bad_parts_are_left_out() {
        assert_eq!(Round::read(&Record::default()), None);
        let mut record = Record::default();
        Round { subject: "pay".to_owned(), ..Round::default() }.write(&mut record, stamp(1));
        record.set(FieldKey::element(field::MEETING, [1; 8]), Some(Value::text("x")), stamp(1));
        record.set(FieldKey::single(field::OUTCOME), Some(Value::text("peace")), stamp(1));
        let read = Round::read(&record).unwrap();
        assert!(read.meetings.is_empty() && read.outcome.is_none());
    }
}
