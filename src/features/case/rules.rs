//! Until when one can act in a case: by the same rules of the calendar as the agenda.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    calendar::{
        DutyKind, RuleError,
        kinds::{self, FactKind},
        rule::{self, Facts, Rule},
    },
    features::case::records::Case,
    law::{Caveat, Step, book},
};

/// A day by which something can be done.
#[derive(Debug, Clone)]
pub struct Limit {
    /// The rule.
    pub rule: &'static Rule,
    /// The day it counts from.
    pub from: NaiveDate,
    /// The day.
    pub day: NaiveDate,
    /// The steps that led to it.
    pub because: Vec<Step>,
    /// What to beware of.
    pub caveats: Vec<Caveat>,
}

/// The kinds of facts that belong in a case: of the defence of employees.
///
/// # Errors
/// When the embedded files are not of the form, which a test excludes.
pub fn kinds() -> Result<Vec<&'static FactKind>, RuleError> {
    Ok(kinds::all()?.iter().filter(|kind| kind.kind == DutyKind::Defence && !kind.known).collect())
}

/// Computes the limits of a case, the nearest first.
///
/// # Law
/// The article of each rule: L1471-1 (contract and its end), L1134-5 (discrimination), Code civil 2224 and Code de procédure pénale 8 (harassment), L1332-4 (a fault), L1237-14 (agreed end).
///
/// # Errors
/// A day that the law tables do not cover.
pub fn limits(case: &Case, today: NaiveDate) -> Result<Vec<Limit>, RuleError> {
    let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
    for event in &case.events {
        let Some(kind) = event.kind.as_deref().map(kinds::of).transpose()?.flatten() else { continue };
        let facts = Facts::default();
        for dated in kinds::dates(book(), kind, event.day, &facts, today)?.dates {
            let day = dated.deadline.due;
            if !seen.insert((dated.rule.id.clone(), day)) {
                continue;
            }
            let found = rule::answer_ahead(book(), dated.rule, dated.from, &facts, today)?;
            let (because, caveats) = (found.because, found.caveats);
            out.push(Limit { rule: dated.rule, from: dated.from, day, because, caveats });
        }
    }
    out.sort_by_key(|limit| limit.day);
    Ok(out)
}

/// Reads as one what several wrote of a case while apart: nothing that was added is lost; of who follows it and who reads it, what was
/// said last holds.
#[must_use]
pub fn together(mut one: Case, other: Case) -> Case {
    fn add<T: PartialEq>(to: &mut Vec<T>, from: Vec<T>) {
        for item in from {
            if !to.contains(&item) {
                to.push(item);
            }
        }
    }
    add(&mut one.events, other.events);
    one.events.sort_by_key(|event| event.day);
    add(&mut one.contacts, other.contacts);
    add(&mut one.hours, other.hours);
    add(&mut one.documents, other.documents);
    for letter in other.letters {
        // The same letter written again says the later words.
        match one.letters.iter_mut().find(|known| known.id == letter.id) {
            Some(known) if letter.day > known.day => *known = letter,
            Some(_) => {}
            None => one.letters.push(letter),
        }
    }
    add(&mut one.duties, other.duties);
    if other.followed_ms > one.followed_ms {
        (one.follower, one.followed_ms) = (other.follower, other.followed_ms);
    }
    if other.shared_ms > one.shared_ms {
        (one.readers, one.shared_ms) = (other.readers, other.shared_ms);
    }
    // A case that one of them closed is closed: nobody opens one again.
    if other.closed > one.closed {
        (one.closed, one.outcome) = (other.closed, other.outcome);
    }
    one.consent = one.consent.or(other.consent).map(|given| given && other.consent.unwrap_or(true));
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::case::records::{Contact, Event};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn after(kind: &str, on: &str) -> Vec<(String, NaiveDate)> {
        let event = Event { day: day(on), kind: Some(kind.to_owned()), what: String::new() };
        let case = Case { events: vec![event], ..Case::default() };
        let found = limits(&case, day("2026-11-30")).unwrap();
        assert!(found.iter().all(|limit| !limit.because.is_empty()));
        found.into_iter().map(|limit| (limit.because[0].citation.article.clone(), limit.day)).collect()
    }

    #[test]
    fn the_limits_are_those_of_the_articles() {
        let dismissed = after("dismissal-notified", "2026-11-10");
        assert!(
            dismissed
                .iter()
                .any(|(article, day)| article == "L1471-1" && day.to_string().starts_with("2027-11-")),
            "{dismissed:?}"
        );
        let revealed = after("discrimination-revealed", "2026-11-10");
        assert!(
            revealed
                .iter()
                .any(|(article, day)| article == "L1134-5" && day.to_string().starts_with("2031-11-")),
            "{revealed:?}"
        );
        let harassed = after("harassment-last-act", "2026-11-10");
        let harassed: Vec<(&str, String)> =
            harassed.iter().map(|(article, day)| (article.as_str(), day.to_string())).collect();
        assert!(
            harassed.iter().any(|(a, day)| *a == "C. civ. 2224" && day.starts_with("2031-11-")),
            "{harassed:?}"
        );
        assert!(harassed.iter().any(|(a, day)| *a == "CPP 8" && day.starts_with("2032-11-")), "{harassed:?}");
        let known = after("fault-known", "2026-11-10");
        assert!(
            known
                .iter()
                .any(|(article, day)| article == "L1332-4" && day.to_string().starts_with("2027-01-")),
            "{known:?}"
        );
        assert!(kinds().unwrap().len() > 10);
        // What is no fact of the law has no limit.
        assert!(limits(&Case::default(), day("2026-11-30")).unwrap().is_empty());
    }

    #[test]
    fn what_was_written_apart_is_read_as_one_in_either_order() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let event = |d, what: &str| Event { day: day(d), kind: None, what: what.into() };
        let before = Case { title: "x".into(), events: vec![event(3, "a")], ..Case::default() };
        let mut a = before.clone();
        a.events.push(event(5, "b"));
        (a.follower, a.followed_ms, a.consent) = ("Lou".into(), 9, Some(true));
        let mut b = before;
        b.events.insert(0, event(1, "c"));
        b.contacts.push(Contact { role: "avocate".into(), name: "Exemple".into() });
        (b.follower, b.followed_ms, b.closed) = ("Sam".into(), 8, Some(day(6)));
        (b.readers, b.shared_ms, b.consent) = (vec!["Lou".into()], 4, Some(false));
        let (one, other) = (together(a.clone(), b.clone()), together(b, a));
        assert!(one == other);
        assert_eq!(one.events.iter().map(|e| e.what.as_str()).collect::<String>(), "cab");
        assert_eq!((one.follower.as_str(), one.readers.len(), one.closed), ("Lou", 1, Some(day(6))));
        assert_eq!((one.contacts.len(), one.consent), (1, Some(false)));
        assert!(together(one.clone(), one.clone()) == one);
    }
}
