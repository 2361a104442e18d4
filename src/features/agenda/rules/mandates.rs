//! Which mandates run, from which day and to which end: from the facts of the company, what was recorded, the last
//! election that is kept.

use chrono::{Months, NaiveDate};

use super::{
    Basis, before_tables,
    ground::MANDATES_END,
    things::{FIRST, RESULTS, SECOND, Things},
};
use crate::{
    calendar::{RuleError, kinds},
    election::{self, Mandates, Since},
    features::{
        company::rules::mandates as recorded_by_company,
        election::{
            records::{Poll, Step},
            rules::nature,
        },
    },
    law::{Finding, LawError, book},
};

/// The day from which mandates run: the proclamation, else the vote.
pub(super) fn proclaimed(poll: &Poll) -> Option<NaiveDate> {
    poll.steps.get(&Step::Proclaimed).copied().or(poll.day)
}

/// The last election that was held, of the whole company or of an establishment: its first round, or the second one where
/// nobody recorded the first. Whoever is elected in a second round has the term of the first.
pub(super) fn last<'b>(basis: &'b Basis, establishment: Option<&str>, today: NaiveDate) -> Option<&'b Poll> {
    let held = basis.polls.values().filter(|p| p.establishment.as_deref() == establishment);
    // Nothing is counted from an election before the tables.
    let known = |p: &&Poll| p.day.is_some_and(|d| d <= today && covered(d));
    held.filter(known).filter(|p| !is_later_round(basis, p) && renews(basis, p)).max_by_key(|p| p.day)
}

/// Whether a round is the second one of an election whose first one is known: kept, or recorded of the company.
fn is_later_round(basis: &Basis, poll: &Poll) -> bool {
    let near = |first: Option<NaiveDate>| {
        first.zip(poll.day).is_some_and(|(a, b)| a <= b && nature::of_one_election(a, b))
    };
    let first = |p: &Poll| p.round == 1 && p.establishment == poll.establishment && near(p.day);
    let kept = || basis.polls.values().any(first);
    let recorded = || poll.establishment.is_none() && near(basis.company.first_round);
    poll.round == 2 && (poll.follows.is_some_and(|id| basis.polls.contains_key(&id)) || kept() || recorded())
}

/// Whether an election begins mandates of a whole term. Where nobody said what it is for and it lies well before the end of
/// the running ones, it is not taken for a general one.
pub(super) fn renews(basis: &Basis, poll: &Poll) -> bool {
    let first = poll.follows.and_then(|id| basis.polls.get(&id)).unwrap_or(poll);
    poll.is_general() && matches!(unclear(basis, first), Ok(None))
}

pub(super) fn unclear(basis: &Basis, poll: &Poll) -> Result<Option<NaiveDate>, LawError> {
    let own = basis.polls.iter().find(|(_, p)| std::ptr::eq(*p, poll)).map(|(id, _)| *id);
    let others = basis.polls.iter().map(|(id, p)| (*id, p));
    nature::unclear(&basis.company, others, own, poll)
}

pub(super) fn covered(day: NaiveDate) -> bool {
    book().at("mandate.length", day).is_ok()
}

/// Returns what is known of the running mandates: the facts of the company, or the last election where that is later.
pub(super) fn mandates(basis: &Basis, today: NaiveDate) -> Mandates {
    let known = end_recorded(basis, recorded_by_company(&basis.company));
    let held = last(basis, None, today);
    let mut current = known;
    if let Some((poll, day)) = held.and_then(|p| Some((p, p.day?))) {
        let renewed = match (known.end, known.first_round) {
            // Mandates that were renewed before their end run on until then.
            (Some(end), _) => end <= day || end < today && closes(day, end),
            (None, Some(first)) => first < day,
            (None, None) => true,
        };
        // The mandates of the company that are on record are those of this election.
        let begun = known.first_round.is_none_or(|first| first <= day);
        if renewed {
            current = nature::mandates_of(poll, known.years);
        } else if let Some(until) = poll.extension.as_ref().and_then(|e| e.until).filter(|_| begun) {
            current.end = Some(until);
        }
    }
    if let Some((day, since)) = renewed(basis, current, today) {
        current = Mandates { first_round: Some(day), since, end: None, years: known.years };
    }
    let known = current;
    if known.end.is_none() && known.first_round.is_none() {
        let planned = basis.polls.values().filter(|p| p.establishment.is_none());
        let end = planned.filter_map(|p| p.steps.get(&Step::MandatesEnd).copied()).max();
        return Mandates { end, ..known };
    }
    known
}

/// Returns the end of the running mandates; nothing where neither it nor the election is known, or where the election
/// lies before the tables.
pub(super) fn mandates_end(basis: &Basis, today: NaiveDate) -> Result<Option<Finding<NaiveDate>>, RuleError> {
    match election::mandates_end(book(), mandates(basis, today), today).map_err(RuleError::from) {
        Err(error) if before_tables(&error, today) => Ok(None),
        other => other,
    }
}

/// Returns the day of the next election: the one that is planned, else the end of the mandates.
pub(super) fn next_election(basis: &Basis, today: NaiveDate) -> Result<Option<NaiveDate>, RuleError> {
    let planned = basis.polls.values().filter(|p| p.round == 1 && renews(basis, p)).filter_map(|p| p.day);
    if let Some(day) = planned.filter(|d| *d > today).min() {
        return Ok(Some(day));
    }
    let found = mandates_end(basis, today)?;
    Ok(found.map(|f| f.value).filter(|day| *day >= today))
}

/// Tells whether a round before the end of mandates is the one that renews them.
///
/// # Law
/// L2314-10: there is no by-election in the six months before the end.
fn closes(day: NaiveDate, end: NaiveDate) -> bool {
    let months = book().whole("mandate.by-election-months", end.min(day)).ok();
    let from = months.and_then(|n| end.checked_sub_months(Months::new(u32::try_from(n).ok()?)));
    from.is_some_and(|from| day > from)
}

/// Returns what is known of the mandates with an end that was recorded as a fact, where it is the later one.
fn end_recorded(basis: &Basis, known: Mandates) -> Mandates {
    let things = Things::places(basis);
    let Ok(Some(kind)) = kinds::of(MANDATES_END) else { return known };
    let ends = basis.recorded.values().filter(|f| f.code == kind.id && things.place(kind, f).is_none());
    match ends.filter_map(|f| f.day).max() {
        Some(day) if known.end.max(known.first_round) < Some(day) => Mandates { end: Some(day), ..known },
        _ => known,
    }
}

/// Returns the day from which mandates run that a recorded round renewed, and what day that is.
///
/// One election has one term, that of its first round: a second round, and the results proclaimed after it, move nothing
/// where the first one is recorded too.
fn renewed(basis: &Basis, known: Mandates, today: NaiveDate) -> Option<(NaiveDate, Since)> {
    let things = Things::places(basis);
    let end = election::mandates_end(book(), known, today).ok().flatten().map(|f| f.value);
    let held = basis.recorded.values().filter(|f| [FIRST, SECOND, RESULTS].contains(&f.code.as_str()));
    let of_company = held.filter(|f| {
        let kind = kinds::of(&f.code).ok().flatten();
        kind.is_some_and(|kind| things.place(kind, f).is_none())
    });
    let days = of_company.filter_map(|f| Some((f.day?, f.code.as_str())));
    let days: Vec<_> = days.filter(|(d, _)| *d <= today && covered(*d)).collect();
    let last = days.iter().map(|(d, _)| *d).max()?;
    let nothing = known.end.is_none() && known.first_round.is_none();
    let renewed = match end {
        Some(end) => last >= end || end < today && closes(last, end),
        None => nothing,
    };
    // A second round of the election that the company has on record renews nothing.
    let same = known.first_round.is_some_and(|first| first <= last && nature::of_one_election(first, last));
    let of_last = |code: &str| {
        let these = days.iter().filter(|(d, c)| *c == code && nature::of_one_election(*d, last));
        these.map(|(d, _)| *d).min()
    };
    let (first, second, results) = (of_last(FIRST), of_last(SECOND), of_last(RESULTS));
    // Results that came before the second round are those of the first one.
    let proclaimed = results.filter(|d| second.is_none_or(|second| *d < second));
    let since = match (proclaimed, first, second) {
        (Some(day), ..) => (day, Since::Proclamation),
        (None, Some(day), _) => (day, Since::FirstRound),
        (None, None, day) => (day?, Since::SecondRound),
    };
    (renewed && !same).then_some(since)
}
