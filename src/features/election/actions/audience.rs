//! The audience of the last elections before a day.

use chrono::NaiveDate;

use super::{PollError, show};
use crate::{
    base::Id,
    election::Audience,
    features::election::records::{Poll, Post},
    vault::Vault,
};

/// Why the audience of the unions is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmeasured {
    /// No general election is recorded by that day.
    NoElection,
    /// It is not counted whole.
    Uncounted,
    /// It is that of one establishment.
    Establishments,
}

/// Returns the audience of the last first round of full members held by a day, or why there is none.
///
/// # Law
/// L2232-12: the votes of the first round of the last elections of the full members of the CSE.
///
/// # Errors
/// When the vault cannot be read; a day that the law tables do not cover.
pub fn last(
    vault: &Vault,
    today: NaiveDate,
    by: NaiveDate,
) -> Result<Result<Audience, Unmeasured>, PollError> {
    let mut polls: Vec<(Id, Poll)> = vault.all::<Poll>()?;
    polls.retain(|(_, p)| p.round == 1 && p.is_general() && p.day.is_some_and(|day| day <= by));
    polls.sort_by_key(|(id, p)| (p.day, *id));
    let Some((id, last)) = polls.pop() else { return Ok(Err(Unmeasured::NoElection)) };
    // One establishment is no measure of the company, and that all of them are here is not known.
    if last.establishment.is_some() {
        return Ok(Err(Unmeasured::Establishments));
    }
    let shown = show(vault, today, Some(&id.to_string()), &[])?;
    let whole = shown.outcome.votes.iter().filter(|v| v.post == Post::Holders).all(|v| v.complete);
    let found = shown.outcome.audience.filter(|_| whole).map(|found| found.value);
    Ok(found.ok_or(Unmeasured::Uncounted))
}
