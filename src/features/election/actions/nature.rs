//! Whether an election is of the whole committee, where the record does not say.

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    election::{self, Mandates},
    features::{
        company::{actions as company, records::Company},
        election::{
            actions::{PollError, polls},
            records::{Nature, Poll},
            rules::nature::{began, mid_term},
        },
    },
    law::{LawError, book},
    vault::Vault,
};

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
        let known = crate::features::company::rules::mandates(company);
        years = known.years;
        add(known)?;
    }
    for (id, other) in others {
        let before = other.round == 1 && other.day < poll.day && place(other) == place(poll);
        if Some(id) != own && before && other.nature.is_none_or(|n| n == Nature::General) {
            let years = other.mandate_years.or(years);
            add(Mandates { first_round: began(other), end: None, years })?;
        }
    }
    mid_term(book(), poll, &ends, years)
}

/// As [`unclear`], for an election of the vault or one that is about to be.
///
/// # Errors
/// When the vault cannot be read; the end of the calendar.
pub(super) fn unclear_in(
    vault: &Vault,
    own: Option<Id>,
    poll: &Poll,
) -> Result<Option<NaiveDate>, PollError> {
    let all = polls(vault)?;
    let others = all.iter().map(|(id, _, p)| (*id, p));
    Ok(unclear(&company::company(vault)?, others, own, poll)?)
}

/// Returns the general election whose mandates run on the day of another election of the same committee.
///
/// # Errors
/// When the vault cannot be read.
pub(super) fn general(vault: &Vault, poll: &Poll) -> Result<Option<Poll>, PollError> {
    if poll.is_general() {
        return Ok(None);
    }
    let place = |p: &Poll| p.establishment.as_deref().map(fold);
    let fits = |p: &Poll| p.round == 1 && p.is_general() && p.day < poll.day && place(p) == place(poll);
    Ok(polls(vault)?.into_iter().map(|(_, _, p)| p).rfind(fits))
}
