//! What the agenda keeps: facts that were recorded, own dates, and what was done with each line.
//!
//! This module knows no law: names of kinds and rules are kept as texts, exact numbers as typed.

use chrono::NaiveDate;

use crate::base::{Id, kept::record};

record! {
    /// A fact that was recorded, or an own date (its code is [`OWN`]).
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    Fact = Fact {
        /// The name of its kind.
        1 code: String,
        /// The day.
        2 day: Option<NaiveDate>,
        /// What or whom it is about, in the section's words.
        3 about: Option<String>,
        /// The headcount that applies, where not the company's.
        4 headcount: Option<String>,
        /// The number of dismissals.
        5 dismissals: Option<u64>,
        /// Which expert is at work.
        6 expert: Option<String>,
        /// The length in years that an agreement sets.
        7 years: Option<u32>,
        /// Where, as far as public holidays differ.
        8 territory: Option<String>,
        /// What an agreement sets for each subject: `pay=24,equality=36`, in months, read by [`terms`]; which time is not deducted.
        10 terms: Option<String>,
        /// Hours or days, an exact number as text.
        11 amount: Option<String>,
        /// The person or the ledger that it belongs to.
        12 of: Option<Id>,
        /// The ledger that receives, where hours are given.
        13 to: Option<Id>,
        /// The code of an office, such as `cse` or `ds`.
        14 office: Option<String>,
        /// The hour of an own date, `14:30`.
        15 at: Option<String>,
        /// The place of an own date.
        16 place: Option<String>,
        /// Who of the section does it, by name.
        17 by: Option<String>,
        /// Whether it was taken back.
        9 removed: bool,
    }
    gone 9 if |fact| fact.removed;
    whole |fact| fact.day.is_some();
}

/// The code of an own date.
pub const OWN: &str = "own";

record! {
    /// What was done with a line, and what the last calendar file said of it.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    LineState = Line {
        /// The day it was marked as done.
        1 done: Option<NaiveDate>,
        /// Not shown before this day.
        2 snoozed: Option<NaiveDate>,
        /// The day that the line had when it was marked as done or put off: once it moves, the mark falls.
        8 marked_for: Option<NaiveDate>,
        /// A note.
        3 note: Option<String>,
        /// The day that the last calendar file gave it.
        4 exported: Option<NaiveDate>,
        /// How often its day has moved in calendar files.
        5 sequence: u32 = 0,
        /// Whether the last calendar file cancelled it.
        6 cancelled: bool,
        /// The rule that made it, for a line that is gone.
        7 rule: Option<String>,
        /// The title that the last calendar file gave it.
        9 titled: Option<String>,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FieldKey, Kept as _, Record, Stamp, Value, merge};

    fn stamp(time: u64) -> Stamp {
        Stamp { time, device: [1; 8] }
    }

    fn set(record: &mut Record, field: u16, value: Option<Value>, stamp: Stamp) {
        record.set(FieldKey::single(field), value, stamp);
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
            at: Some("14:30".to_owned()),
            place: Some("salle Exemple".to_owned()),
            by: Some("Lou Exemple".to_owned()),
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
            titled: Some("Échéance 0a1b2c3d".to_owned()),
        };
        let mut record = Record::default();
        state.write(&mut record, stamp(1));
        assert_eq!(LineState::read(&Record::decode(&record.encode()).unwrap()), Some(state));
        assert_eq!(LineState::read(&Record::default()), Some(LineState::default()));
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
        set(&mut record, 1, Some(Value::text("carence")), stamp(1));
        set(&mut record, 2, Some(Value::text("soon")), stamp(1));
        assert_eq!(Fact::read(&record), None);
        set(&mut record, 2, Some(Value::text("2026-01-01")), stamp(2));
        set(&mut record, 7, Some(Value::int(-1)), stamp(2));
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
