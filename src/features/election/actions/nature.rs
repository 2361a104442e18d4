//! Whether an election is of the whole committee, where the record does not say.

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    features::{
        company::actions as company,
        election::{
            actions::{PollError, polls},
            records::Poll,
            rules::nature::unclear,
        },
    },
    vault::Vault,
};

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
    let others = all.iter().map(|(id, p)| (*id, p));
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
    Ok(polls(vault)?.into_iter().map(|(_, p)| p).rfind(fits))
}
