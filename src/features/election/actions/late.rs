//! A second round that is planned or was held too late: told when it is recorded.

use crate::{
    calendar::{Deadline, Rule, RuleError, kinds, rule},
    features::election::{
        actions::{PollError, polls, region},
        records::Poll,
    },
    law::{LawError, book},
    vault::Vault,
};

/// Returns the limit that a second round goes beyond; nothing for one in time, or whose first round is not known.
///
/// # Law
/// L2314-29: within fifteen days of the first round. No text extends them to a working day.
///
/// # Errors
/// When the vault cannot be read; the end of the calendar.
pub fn late(vault: &Vault, poll: &Poll) -> Result<Option<Deadline>, PollError> {
    let Some(follows) = poll.follows else { return Ok(None) };
    let first = polls(vault)?.into_iter().find(|(id, _)| *id == follows).and_then(|(_, p)| p.day);
    let (Some(first), Some(day)) = (first, poll.day) else { return Ok(None) };
    let facts = rule::Facts { region: region(vault, poll)?, ..rule::Facts::default() };
    match second().and_then(|rule| rule::answer_ahead(book(), rule, first, &facts, first)) {
        Ok(found) => Ok(Some(found.value.deadline).filter(|limit| day > limit.due)),
        // Of a round before the tables it is not known what it had to keep to.
        Err(RuleError::Law(LawError::NotCovered { .. })) => Ok(None),
        Err(RuleError::Law(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// The rule of the second round: of those that a first round sets going the one that a second round ends.
fn second() -> Result<&'static Rule, RuleError> {
    let (first, second) = ("first-round-held", "second-round-held");
    let found = kinds::rules_of(first)?.into_iter().find(|rule| rule.ends.iter().any(|end| end == second));
    found.ok_or_else(|| RuleError::Unknown { id: second.to_owned(), near: Vec::new() })
}
