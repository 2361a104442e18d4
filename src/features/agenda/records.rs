//! What the agenda keeps: facts that were recorded, own dates, and what was done with each line.
//!
//! This module knows no law: names of kinds and rules are kept as texts, exact numbers as typed.

use chrono::NaiveDate;

use crate::base::{
    id::Id,
    record::{FieldKey, Record, Value},
    stamp::Stamp,
};

/// The numbers of the fields of a fact.
mod fact_field {
    pub(crate) const CODE: u16 = 1;
    pub(crate) const DAY: u16 = 2;
    pub(crate) const ABOUT: u16 = 3;
    pub(crate) const HEADCOUNT: u16 = 4;
    pub(crate) const DISMISSALS: u16 = 5;
    pub(crate) const EXPERT: u16 = 6;
    pub(crate) const YEARS: u16 = 7;
    pub(crate) const TERRITORY: u16 = 8;
    pub(crate) const REMOVED: u16 = 9;
    pub(crate) const TERMS: u16 = 10;
    pub(crate) const AMOUNT: u16 = 11;
    pub(crate) const OF: u16 = 12;
    pub(crate) const TO: u16 = 13;
    pub(crate) const OFFICE: u16 = 14;
}

/// The numbers of the fields of a line.
mod line_field {
    pub(crate) const DONE: u16 = 1;
    pub(crate) const SNOOZED: u16 = 2;
    pub(crate) const NOTE: u16 = 3;
    pub(crate) const EXPORTED: u16 = 4;
    pub(crate) const SEQUENCE: u16 = 5;
    pub(crate) const CANCELLED: u16 = 6;
    pub(crate) const RULE: u16 = 7;
    pub(crate) const MARKED_FOR: u16 = 8;
}

/// A fact that was recorded, or an own date (its code is [`OWN`]).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fact {
    /// The name of its kind.
    pub code: String,
    /// The day.
    pub day: Option<NaiveDate>,
    /// What or whom it is about, in the section's words.
    pub about: Option<String>,
    /// The headcount that applies, where not the company's.
    pub headcount: Option<String>,
    /// The number of dismissals.
    pub dismissals: Option<u64>,
    /// Which expert is at work.
    pub expert: Option<String>,
    /// The length in years that an agreement sets.
    pub years: Option<u32>,
    /// Where, as far as public holidays differ.
    pub territory: Option<String>,
    /// What an agreement sets for each subject: `pay=24,equality=36`, in months, read by [`terms`].
    pub terms: Option<String>,
    /// Hours or days, an exact number as text.
    pub amount: Option<String>,
    /// The person or the ledger that it belongs to.
    pub of: Option<Id>,
    /// The ledger that receives, where hours are given.
    pub to: Option<Id>,
    /// The code of an office, such as `cse` or `ds`.
    pub office: Option<String>,
    /// Whether it was taken back.
    pub removed: bool,
}

/// The code of an own date.
pub const OWN: &str = "own";

/// What was done with a line, and what the last calendar file said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineState {
    /// The day it was marked as done.
    pub done: Option<NaiveDate>,
    /// Not shown before this day.
    pub snoozed: Option<NaiveDate>,
    /// The day that the line had when it was marked as done or put off: once it moves, the mark falls.
    pub marked_for: Option<NaiveDate>,
    /// A note.
    pub note: Option<String>,
    /// The day that the last calendar file gave it.
    pub exported: Option<NaiveDate>,
    /// How often its day has moved in calendar files.
    pub sequence: u32,
    /// Whether the last calendar file cancelled it.
    pub cancelled: bool,
    /// The rule that made it, for a line that is gone.
    pub rule: Option<String>,
}

/// The longest text kept of a subject or a note, in characters.
pub const TEXT_MAX: usize = 500;

/// Returns a text on one line that may be kept, nothing when it is empty, too long or holds control characters.
#[must_use]
pub fn text(text: &str) -> Option<String> {
    let text = text.trim();
    let good = !text.is_empty() && text.chars().count() <= TEXT_MAX && !text.chars().any(char::is_control);
    good.then(|| text.to_owned())
}

/// Reads what an agreement sets for each subject, `pay=24,equality`: the code, and the months where they are said.
pub fn terms(text: &str) -> impl Iterator<Item = (&str, Option<u32>)> {
    text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(|term| match term.split_once('=') {
        Some((code, months)) => (code.trim(), months.trim().parse().ok()),
        None => (term, None),
    })
}

fn day_of(record: &Record, field: u16) -> Option<NaiveDate> {
    record.text(field)?.parse().ok()
}

fn int_of(record: &Record, field: u16) -> Option<i64> {
    record.get(FieldKey::single(field))?.as_int()
}

fn id_of(record: &Record, field: u16) -> Option<Id> {
    record.text(field)?.parse().ok()
}

fn set(record: &mut Record, field: u16, value: Option<Value>, stamp: Stamp) {
    record.set(FieldKey::single(field), value, stamp);
}

fn day_value(day: Option<NaiveDate>) -> Option<Value> {
    day.map(|d| Value::text(&d.to_string()))
}

impl Fact {
    /// Reads a fact; nothing when it has no code or no day, or was taken back.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        use fact_field as f;
        let text = |field| record.text(field).map(str::to_owned);
        let out = Self {
            code: text(f::CODE)?,
            day: day_of(record, f::DAY),
            about: text(f::ABOUT),
            headcount: text(f::HEADCOUNT),
            dismissals: int_of(record, f::DISMISSALS).and_then(|n| u64::try_from(n).ok()),
            expert: text(f::EXPERT),
            years: int_of(record, f::YEARS).and_then(|n| u32::try_from(n).ok()),
            territory: text(f::TERRITORY),
            terms: text(f::TERMS),
            amount: text(f::AMOUNT),
            of: id_of(record, f::OF),
            to: id_of(record, f::TO),
            office: text(f::OFFICE),
            removed: int_of(record, f::REMOVED).is_some_and(|n| n != 0),
        };
        (out.day.is_some() && !out.removed).then_some(out)
    }

    /// Writes what differs from what the record holds; a fact that was taken back keeps nothing else.
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        use fact_field as f;
        let text = |t: &Option<String>| t.as_deref().map(Value::text);
        let kept = !self.removed;
        let int = |n: Option<i64>| n.map(Value::int);
        let fields = [
            (f::CODE, kept.then(|| Value::text(&self.code))),
            (f::DAY, day_value(self.day)),
            (f::ABOUT, text(&self.about)),
            (f::HEADCOUNT, text(&self.headcount)),
            (f::DISMISSALS, int(self.dismissals.and_then(|n| i64::try_from(n).ok()))),
            (f::EXPERT, text(&self.expert)),
            (f::YEARS, int(self.years.map(Into::into))),
            (f::TERRITORY, text(&self.territory)),
            (f::TERMS, text(&self.terms)),
            (f::AMOUNT, text(&self.amount)),
            (f::OF, self.of.map(|id| Value::text(&id.to_string()))),
            (f::TO, self.to.map(|id| Value::text(&id.to_string()))),
            (f::OFFICE, text(&self.office)),
        ];
        for (field, value) in fields {
            let value = if kept { value } else { None };
            if record.get(FieldKey::single(field)) != value.as_ref() {
                set(record, field, value, stamp);
            }
        }
        let removed = self.removed.then(|| Value::int(1));
        if record.get(FieldKey::single(f::REMOVED)) != removed.as_ref() {
            set(record, f::REMOVED, removed, stamp);
        }
    }
}

impl LineState {
    /// Reads the state of a line.
    #[must_use]
    pub fn read(record: &Record) -> Self {
        use line_field as f;
        Self {
            done: day_of(record, f::DONE),
            snoozed: day_of(record, f::SNOOZED),
            marked_for: day_of(record, f::MARKED_FOR),
            note: record.text(f::NOTE).map(str::to_owned),
            exported: day_of(record, f::EXPORTED),
            sequence: int_of(record, f::SEQUENCE).and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
            cancelled: int_of(record, f::CANCELLED).is_some_and(|n| n != 0),
            rule: record.text(f::RULE).map(str::to_owned),
        }
    }

    /// Writes what differs from what the record holds.
    pub fn write(&self, record: &mut Record, stamp: Stamp) {
        use line_field as f;
        let fields = [
            (f::DONE, day_value(self.done)),
            (f::SNOOZED, day_value(self.snoozed)),
            (f::MARKED_FOR, day_value(self.marked_for)),
            (f::NOTE, self.note.as_deref().map(Value::text)),
            (f::EXPORTED, day_value(self.exported)),
            (f::SEQUENCE, (self.sequence > 0).then(|| Value::int(self.sequence.into()))),
            (f::CANCELLED, self.cancelled.then(|| Value::int(1))),
            (f::RULE, self.rule.as_deref().map(Value::text)),
        ];
        for (field, value) in fields {
            if record.get(FieldKey::single(field)) != value.as_ref() {
                set(record, field, value, stamp);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::merge;

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn sample() -> Fact {
        Fact {
            code: "designation".to_owned(),
            day: day("2026-11-20"),
            about: Some("Camille Exemple".to_owned()),
            headcount: Some("49.5".to_owned()),
            dismissals: Some(12),
            expert: Some("one".to_owned()),
            years: Some(3),
            territory: Some("reunion".to_owned()),
            terms: Some("pay=24".to_owned()),
            amount: Some("3.5".to_owned()),
            of: Some(Id([5; 16])),
            to: Some(Id([6; 16])),
            office: Some("ds".to_owned()),
            removed: false,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut record = Record::default();
        sample().write(&mut record, stamp(1));
        assert_eq!(Fact::read(&Record::decode(&record.encode()).unwrap()), Some(sample()));
        let state = LineState {
            done: day("2026-11-21"),
            snoozed: day("2026-12-01"),
            marked_for: day("2026-12-04"),
            note: Some("lettre envoyée".to_owned()),
            exported: day("2026-12-04"),
            sequence: 2,
            cancelled: true,
            rule: Some("contest-designation".to_owned()),
        };
        let mut record = Record::default();
        state.write(&mut record, stamp(1));
        assert_eq!(LineState::read(&Record::decode(&record.encode()).unwrap()), state);
        assert_eq!(LineState::read(&Record::default()), LineState::default());
    }

    #[test]
    fn what_is_taken_back_leaves_nothing() {
        let mut record = Record::default();
        sample().write(&mut record, stamp(1));
        Fact { removed: true, ..sample() }.write(&mut record, stamp(2));
        assert_eq!(Fact::read(&record), None);
        let bytes = record.encode();
        assert!(!bytes.windows(6).any(|w| w == b"Camill"), "nothing of the subject stays");
    }

    #[test]
    fn only_what_changed_is_written() {
        let mut record = Record::default();
        sample().write(&mut record, stamp(1));
        let moved = Fact { day: day("2026-11-21"), ..sample() };
        moved.write(&mut record, stamp(2));
        let late = record.registers().filter(|(_, r)| r.stamp == stamp(2)).count();
        assert_eq!(late, 1);
        // Two laptops: one moved the day, the other wrote of whom it is.
        let mut other = Record::default();
        sample().write(&mut other, stamp(1));
        Fact { about: Some("Dominique Exemple".to_owned()), ..sample() }.write(&mut other, stamp(3));
        let both = Fact::read(&merge(&record, &other)).unwrap();
        assert_eq!((both.day, both.about.as_deref()), (day("2026-11-21"), Some("Dominique Exemple")));
    }

    #[test]
    fn a_fact_without_day_or_of_another_form_is_none() {
        assert_eq!(Fact::read(&Record::default()), None);
        let mut record = Record::default();
        set(&mut record, fact_field::CODE, Some(Value::text("carence")), stamp(1));
        set(&mut record, fact_field::DAY, Some(Value::text("soon")), stamp(1));
        assert_eq!(Fact::read(&record), None);
        set(&mut record, fact_field::DAY, Some(Value::text("2026-01-01")), stamp(2));
        set(&mut record, fact_field::YEARS, Some(Value::int(-1)), stamp(2));
        assert_eq!(Fact::read(&record).unwrap().years, None);
    }

    #[test]
    fn terms_are_codes_with_months() {
        let read = |text| terms(text).collect::<Vec<_>>();
        assert_eq!(read("pay=24, equality"), [("pay", Some(24)), ("equality", None)]);
        assert_eq!(read("pay=x,,=3"), [("pay", None), ("", Some(3))]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn texts_are_on_one_line_and_short() {
        assert_eq!(text("  a b "), Some("a b".to_owned()));
        for bad in ["", " ", "a\nb", "a\u{1b}[31m", &"x".repeat(501)] {
            assert_eq!(text(bad), None, "{bad:?}");
        }
        assert!(text(&"é".repeat(500)).is_some());
    }
}
