//! What is due: every line from the facts of the company, and the calendar file.

use std::{io, path::Path};

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    app::company::{mandates, situation},
    bargaining::{self, Missing},
    calendar::{Due, ics::Event},
    election,
    law::{LawError, book},
    roster::{Id, company::Company},
    vault::file,
};

/// The agenda.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// The lines, nearest first.
    pub dues: Vec<Due>,
    /// What would have to be known for more.
    pub missing: Vec<MissingFact>,
}

/// A fact without which a line cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingFact {
    /// Neither the end of the mandates nor the last election.
    Mandates,
    /// A fact of bargaining.
    Bargaining(Missing),
}

/// Returns what is due from the facts of the company, nearest first.
///
/// # Errors
/// A day that the law tables do not cover.
pub fn agenda(company: &Company, today: NaiveDate) -> Result<Agenda, LawError> {
    let book = book()?;
    let mut out = Agenda::default();
    out.dues.extend(election::renewal(book, mandates(company), today)?);
    if out.dues.is_empty() {
        out.missing.push(MissingFact::Mandates);
    }
    let bargaining = bargaining::outlook(book, &situation(company, today), today)?;
    out.dues.extend(bargaining.dues);
    out.missing.extend(bargaining.missing.into_iter().map(MissingFact::Bargaining));
    out.dues.sort_by(|a, b| (a.on(), a.rule, a.subject).cmp(&(b.on(), b.rule, b.subject)));
    Ok(out)
}

impl Agenda {
    /// Keeps the lines from a day to a day, both included.
    #[must_use]
    pub fn between(mut self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        self.dues.retain(|due| from.is_none_or(|d| due.on() >= d) && to.is_none_or(|d| due.on() <= d));
        self
    }
}

/// Returns the name of a line in calendar files: the same for the same rule and subject, in every export of
/// this company.
///
/// # Privacy
/// It is a hash over the random identifier of the company's record, so that the name does not say what the line
/// is about, not even to who has this program.
#[must_use]
pub fn uid(company: Id, due: &Due) -> String {
    let hash = blake3::hash(format!("agenda 1\n{company}\n{}\n{}", due.rule, due.subject).as_bytes());
    let hex = hash.to_hex();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    // The shape of a UUID, which every calendar takes.
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Writes a calendar file, whole or not at all, for the owner alone.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when the name is taken and `force` is off; otherwise what the system said.
pub fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    file::write_whole(path, text.as_bytes(), force)
}

/// How many days before its day a line rings.
const ALARM_DAYS: u32 = 7;

/// Returns the calendar file of the lines; `words` gives the title and the description of each.
#[must_use]
pub fn ics(
    agenda: &Agenda,
    company: Id,
    stamp: DateTime<Utc>,
    mut words: impl FnMut(&Due) -> (String, Option<String>),
) -> String {
    let events: Vec<Event> = agenda
        .dues
        .iter()
        .map(|due| {
            let (title, description) = words(due);
            Event {
                uid: uid(company, due),
                day: due.on(),
                sequence: 0,
                title,
                description,
                alarm_days: ALARM_DAYS,
            }
        })
        .collect();
    crate::calendar::ics::write(&events, stamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bargaining::Subject;
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sample() -> Company {
        let round = |s: &str, d: &str| (s.to_owned(), day(d));
        Company {
            headcounts: [("2026-10".to_owned(), "720".to_owned())].into(),
            mandates_end: Some(day("2027-03-31")),
            last_rounds: [round("pay", "2025-11-15"), round("careers", "2024-05-31")].into(),
            representative_section: Some(true),
            ..Company::default()
        }
    }

    #[test]
    fn nearest_first_with_what_is_missing() {
        let found = agenda(&sample(), day("2026-11-21")).unwrap();
        let lines: Vec<_> = found.dues.iter().map(|d| (d.on().to_string(), d.rule)).collect();
        let expected = [
            ("2026-11-15", "bargaining.pay"),
            ("2026-11-16", "bargaining.request-annual"),
            ("2027-01-31", "election.invitation"),
            ("2027-03-31", "election.fortnight"),
            ("2027-03-31", "mandate.end"),
            ("2027-05-31", "bargaining.careers"),
            ("2027-06-01", "bargaining.request-triennial"),
        ];
        assert_eq!(lines, expected.map(|(d, r)| (d.to_owned(), r)));
        let missing = |s| MissingFact::Bargaining(Missing::LastRound(s));
        assert_eq!(found.missing, [missing(Subject::Equality), missing(Subject::Experienced)]);
    }

    #[test]
    fn nothing_known_says_what_is_missing() {
        let found = agenda(&Company::default(), day("2026-11-21")).unwrap();
        assert!(found.dues.is_empty());
        assert_eq!(found.missing.len(), 4);
        assert_eq!(found.missing[0], MissingFact::Mandates);
    }

    #[test]
    fn between_includes_both_days() {
        let found = agenda(&sample(), day("2026-11-21")).unwrap();
        let some = found.between(Some(day("2026-11-16")), Some(day("2027-03-31")));
        assert_eq!(some.dues.len(), 4);
    }

    #[test]
    fn each_line_has_a_name_of_its_own_that_does_not_move() {
        let found = agenda(&sample(), day("2026-11-21")).unwrap();
        let names: BTreeSet<_> = found.dues.iter().map(|d| uid(COMPANY, d)).collect();
        assert_eq!(names.len(), found.dues.len());
        let mut moved = sample();
        moved.mandates_end = Some(day("2027-06-30"));
        let moved = agenda(&moved, day("2026-12-01")).unwrap();
        assert_eq!(names, moved.dues.iter().map(|d| uid(COMPANY, d)).collect());
        // A name that changed would double every event in the calendars of those who imported it.
        let end = found.dues.iter().find(|d| d.rule == "mandate.end").unwrap();
        assert_eq!(uid(COMPANY, end), UID_OF_MANDATE_END);
        assert_ne!(uid(Id([8; 16]), end), UID_OF_MANDATE_END);
    }

    const COMPANY: Id = Id([7; 16]);
    const UID_OF_MANDATE_END: &str = "293d5e21-76f2-1043-9632-81ef3f29b3ea";

    #[test]
    fn the_file_has_one_event_a_line() {
        let found = agenda(&sample(), day("2026-11-21")).unwrap();
        let file = ics(&found, COMPANY, DateTime::UNIX_EPOCH, |_| ("Rappel".to_owned(), None));
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 7);
        assert_eq!(file.matches("BEGIN:VALARM").count(), 7);
        assert!(!file.contains("mandate") && !file.contains("contrepoids"));
    }
}
