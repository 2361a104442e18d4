//! A by-election that nothing on record calls for: told when it is recorded.

use chrono::NaiveDate;

use crate::{
    base::text::fold,
    election::Vacancy,
    features::{
        election::{
            actions::{
                PollError, polls,
                replace::{committee, mandate},
            },
            records::{Departure, Nature, Poll},
            rules::committee::Board,
        },
        law::rules as law,
    },
    law::Answer,
    vault::Vault,
};

/// Why a by-election is not due, as far as the record goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undue {
    /// Nobody who left is on record.
    NobodyLeft,
    /// Of those who left none leaves it due: enough are left, or the end is too near.
    Because(Vacancy),
}

/// Returns why a by-election is not due by what is on record; nothing where it is, where it is not known, or where the
/// election is of another nature.
///
/// # Law
/// L2314-10: a college without anybody left, or full members reduced by half or more, by an event that does not come less
/// than six months before the end. It is the event that counts, not the day of the vote.
///
/// # Errors
/// When the vault cannot be read.
pub fn undue(vault: &Vault, today: NaiveDate, poll: &Poll) -> Result<Option<Undue>, PollError> {
    let Some(eve) = poll.day.and_then(|day| day.pred_opt()) else { return Ok(None) };
    if poll.nature != Some(Nature::ByElection) || poll.round != 1 {
        return Ok(None);
    }
    let place = |p: &Poll| p.establishment.as_deref().map(fold);
    let begins = |p: &Poll| p.round == 1 && p.is_general() && p.day.is_some_and(|day| day <= eve);
    let first = polls(vault)?.into_iter().rfind(|(_, p)| begins(p) && place(p) == place(poll));
    let Some((first, _)) = first else { return Ok(None) };
    // Without the by-election itself: it has elected nobody yet.
    let all = match mandate(vault, eve, Some(&first.to_string())) {
        Ok(all) => all,
        Err(PollError::None | PollError::SeatsOpen(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let departures = all.iter().flat_map(|(d, _)| &d.poll.departures).filter(|d| d.day <= eve);
    let mut departures: Vec<Departure> = departures.cloned().collect();
    departures.sort_by_key(|d| d.day);
    let mut why = Undue::NobodyLeft;
    // It may have become due with somebody who left before the last one.
    for one in &departures {
        let committee = committee(vault, today, &all, Board::of(&all), one)?;
        match law::replacement(&committee, today)?.value.by_election {
            Some(Answer::Known(found)) if !found.due => why = Undue::Because(found.why),
            Some(_) | None => return Ok(None),
        }
    }
    Ok(Some(why))
}
