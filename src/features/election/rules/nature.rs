//! What an election is for, and what that leaves as it was: the running mandates, the audience.

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    calendar::Span,
    election::{self, Mandates, Since},
    features::company::{records::Company, rules::mandates},
    features::election::records::{Nature, Poll, Step},
    law::{Book, Finding, LawError, Reasoning, Remark, book},
};

/// Why an election measures no audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmeasured(pub Nature);

impl Unmeasured {
    /// Returns the stable code, as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.code()
    }
}

/// Returns why an election measures no audience; nothing where it does.
///
/// # Law
/// Cass. soc. 12-18.098: by-elections change nothing of who is representative. Of what is voted again after an
/// annulment no text was read that says whether it measures anew: undetermined, with a remark.
///
/// # Errors
/// [`LawError::NotCovered`].
pub fn unmeasured(
    book: &Book,
    nature: Option<Nature>,
    on: NaiveDate,
) -> Result<Option<Finding<Unmeasured>>, LawError> {
    let Some(nature) = nature.filter(|n| !n.is_whole()) else { return Ok(None) };
    let mut why = Reasoning::new(book, on);
    // The central committee is elected by committees, not by the staff.
    let rule = if nature == Nature::Designation { "central.elected" } else { "audience.by-election" };
    why.note(rule, vec![])?;
    if nature == Nature::Rerun {
        why.remark(Remark::RerunOpen);
    }
    Ok(Some(why.conclude(Unmeasured(nature))))
}

/// After so many days a first round no longer belongs to the same election as another one: rounds, a proclamation.
const SAME_ELECTION: u64 = 31;

/// Tells whether two days are of one election: its rounds, and the proclamation of what they came to.
#[must_use]
pub fn of_one_election(a: NaiveDate, b: NaiveDate) -> bool {
    a.signed_duration_since(b).num_days().unsigned_abs() <= SAME_ELECTION
}

/// Returns the end of the running mandates where an election lies well before it: by its day alone it may be a
/// by-election as well as a general one. `ends` are the ends of other mandates, each with the day they began where it is
/// known; `years` the length of mandates where none is recorded with the election.
///
/// # Law
/// L2314-10: no by-election less than six months before the end; L2314-5: a renewal in the fortnight before it.
///
/// # Errors
/// [`LawError::Calendar`] at the end of the calendar.
pub fn mid_term(
    book: &Book,
    poll: &Poll,
    ends: &[(Option<NaiveDate>, NaiveDate)],
    years: Option<u32>,
) -> Result<Option<NaiveDate>, LawError> {
    let Some(day) = poll.day else { return Ok(None) };
    let (months, legal) =
        match (book.whole("mandate.by-election-months", day), book.whole("mandate.length", day)) {
            (Ok(months), Ok(legal)) => (months, legal),
            // From before the tables nothing is counted.
            (Err(LawError::NotCovered { .. }), _) | (_, Err(LawError::NotCovered { .. })) => return Ok(None),
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
    let number = |n: i64| u32::try_from(n).map_err(|_| LawError::Calendar);
    let length = poll.mandate_years.or(years).map_or_else(|| number(legal), Ok)?;
    let own = Span::Years(length).after(day).ok_or(LawError::Calendar)?;
    let months = Span::Months(number(months)?);
    let noted = poll.steps.get(&Step::MandatesEnd).map(|end| (None, *end));
    let mut found = None;
    for (began, end) in ends.iter().copied().chain(noted) {
        let began = match began {
            Some(began) => began,
            None => Span::Years(length).before(end).ok_or(LawError::Calendar)?,
        };
        // The mandates that this very election began, or others that begin after it.
        let others = of_one_election(own, end) || of_one_election(began, day) || day < began;
        let limit = months.before(end).ok_or(LawError::Calendar)?;
        if !others && day <= limit {
            found = found.max(Some(end));
        }
    }
    Ok(found)
}

/// Returns the day from which the mandates of an election run, at the earliest: the proclamation, else the vote.
#[must_use]
pub fn began(poll: &Poll) -> Option<NaiveDate> {
    poll.steps.get(&Step::Proclaimed).copied().or(poll.day)
}

/// Returns what is known of the mandates that an election began, with the end to which they were extended.
#[must_use]
pub fn mandates_of(poll: &Poll, years: Option<u32>) -> Mandates {
    let end = poll.extension.as_ref().and_then(|e| e.until);
    let since = match (poll.steps.get(&Step::Proclaimed), poll.round) {
        (Some(_), _) => Since::Proclamation,
        (None, 2) => Since::SecondRound,
        (None, _) => Since::FirstRound,
    };
    Mandates { first_round: began(poll), since, end, years: poll.mandate_years.or(years) }
}

/// Returns the end of the running mandates where an election whose nature nobody said lies well before it.
///
/// # Errors
/// The end of the calendar.
pub(crate) fn unclear<'p>(
    company: &Company,
    others: impl Iterator<Item = (Id, &'p Poll)>,
    own: Option<Id>,
    poll: &Poll,
) -> Result<Option<NaiveDate>, LawError> {
    if poll.nature.is_some() || poll.round != 1 {
        return Ok(None);
    }
    let place = |p: &Poll| p.establishment.as_deref().map(fold);
    let mut ends = Vec::new();
    let mut add = |mandates: Mandates| -> Result<(), LawError> {
        let on = mandates.first_round.or(mandates.end).unwrap_or_default();
        match election::mandates_end(book(), mandates, on) {
            Ok(found) => ends.extend(found.map(|f| (mandates.first_round, f.value))),
            // From before the tables nothing is counted.
            Err(LawError::NotCovered { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    };
    let mut years = None;
    if poll.establishment.is_none() {
        let known = mandates(company);
        years = known.years;
        add(known)?;
    }
    for (id, other) in others {
        let before = other.round == 1 && other.day < poll.day && place(other) == place(poll);
        if Some(id) != own && before && other.is_general() {
            add(mandates_of(other, years))?;
        }
    }
    mid_term(book(), poll, &ends, years)
}
