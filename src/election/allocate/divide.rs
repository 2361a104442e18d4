//! The arithmetic of R2314-19 to R2314-21, without a text: quotient, highest averages, ties.

use crate::base::word::codes;
use crate::law::Fraction;

codes! {
    /// Why a list got a seat by average.
    Won {
        /// Its average was the highest.
        HighestAverage = "highest-average", "la plus forte moyenne", "the highest average";
        /// Its average was equal, its votes were more.
        MoreVotes = "more-votes", "à moyenne égale, plus de voix", "equal average, more votes";
        /// Its average and its votes were equal, its candidate was older.
        Older = "older", "à moyenne et voix égales, le ou la plus âgé·e", "equal average and votes, the older candidate";
    }
}

/// One seat given by average.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AverageStep {
    /// The average of each list before the seat was given.
    pub averages: Vec<Fraction>,
    /// The list that got it.
    pub winner: usize,
    /// Why.
    pub won: Won,
}

/// Seats divided among lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Division {
    /// Seats by quotient.
    pub(crate) by_quotient: Vec<u32>,
    /// Seats by average.
    pub(crate) by_average: Vec<u32>,
    /// The seats given by average, in order.
    pub(crate) rounds: Vec<AverageStep>,
    /// Whether a tie went beyond what the text says: more than two lists, or more than one seat left.
    pub(crate) beyond_text: bool,
}

/// Why seats could not be divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stuck {
    /// Lists with equal averages and votes, and the ages of their next candidates do not settle it.
    Tie {
        /// The lists.
        lists: Vec<usize>,
        /// How many seats are left for them.
        left: usize,
        /// Whether the ages are all known, and equal where it matters.
        same_age: bool,
    },
    /// A number left the range.
    TooLarge,
}

/// Divides `seats` among lists with `votes`, the quotient first, then one by one by the highest average.
///
/// `age(list, seats)` gives the birth date of the candidate due for the next seat of a list that has `seats`.
pub(crate) fn divide(
    votes: &[Fraction],
    quotient: Fraction,
    seats: u32,
    age: impl Fn(usize, u32) -> Option<chrono::NaiveDate>,
) -> Result<Division, Stuck> {
    let mut out = Division { by_average: vec![0; votes.len()], ..Division::default() };
    let mut given: u32 = 0;
    for list in votes {
        let times = list.checked_div(quotient).ok_or(Stuck::TooLarge)?.floor();
        let times = u32::try_from(times).map_err(|_| Stuck::TooLarge)?;
        given = given.checked_add(times).ok_or(Stuck::TooLarge)?;
        out.by_quotient.push(times);
    }
    let mut left = usize::try_from(seats.checked_sub(given).ok_or(Stuck::TooLarge)?).unwrap_or(usize::MAX);
    let mut total = out.by_quotient.clone();
    let mut averages = Vec::with_capacity(votes.len());
    for (list, seats) in votes.iter().zip(&total) {
        averages.push(average(*list, *seats)?);
    }
    while left > 0 {
        let Some(highest) = averages.iter().max().copied().filter(|a| *a > Fraction::ZERO) else { break };
        let tied: Vec<usize> =
            averages.iter().enumerate().filter(|(_, a)| **a == highest).map(|(list, _)| list).collect();
        let (winners, beyond) = winners(&tied, votes, &total, left, &age)?;
        out.beyond_text |= beyond;
        for (winner, won) in winners {
            out.rounds.push(AverageStep { averages: averages.clone(), winner, won });
            let seats = total.get_mut(winner).ok_or(Stuck::TooLarge)?;
            *seats = seats.checked_add(1).ok_or(Stuck::TooLarge)?;
            if let (Some(by), Some(list), Some(slot)) =
                (out.by_average.get_mut(winner), votes.get(winner), averages.get_mut(winner))
            {
                *by = by.saturating_add(1);
                *slot = average(*list, *seats)?;
            }
            left = left.saturating_sub(1);
        }
    }
    Ok(out)
}

fn average(votes: Fraction, seats: u32) -> Result<Fraction, Stuck> {
    let divisor = Fraction::from(seats.checked_add(1).ok_or(Stuck::TooLarge)?);
    votes.checked_div(divisor).ok_or(Stuck::TooLarge)
}

type Winners = Vec<(usize, Won)>;

/// Returns which of the lists with the highest average get a seat, in order, and whether the text went that far.
fn winners(
    tied: &[usize],
    votes: &[Fraction],
    total: &[u32],
    left: usize,
    age: &impl Fn(usize, u32) -> Option<chrono::NaiveDate>,
) -> Result<(Winners, bool), Stuck> {
    if let [one] = tied {
        return Ok((vec![(*one, Won::HighestAverage)], false));
    }
    let votes_of = |list: usize| votes.get(list).copied().unwrap_or(Fraction::ZERO);
    let mut order = tied.to_vec();
    order.sort_by(|a, b| votes_of(*b).cmp(&votes_of(*a)).then(a.cmp(b)));
    if tied.len() <= left {
        // Each of them gets one in any order: no tie to break.
        return Ok((order.into_iter().map(|list| (list, Won::HighestAverage)).collect(), false));
    }
    // Two lists for one seat are what the text speaks of.
    let beyond = tied.len() > 2;
    let (Some(last_in), Some(first_out)) = (order.get(left.saturating_sub(1)), order.get(left)) else {
        return Err(Stuck::TooLarge);
    };
    let limit = votes_of(*last_in);
    if limit != votes_of(*first_out) {
        return Ok((order.into_iter().take(left).map(|list| (list, Won::MoreVotes)).collect(), beyond));
    }
    let sure: Vec<usize> = order.iter().copied().filter(|list| votes_of(*list) > limit).collect();
    let equal: Vec<usize> = order.iter().copied().filter(|list| votes_of(*list) == limit).collect();
    let rest = left.saturating_sub(sure.len());
    let born = |list: usize| age(list, total.get(list).copied().unwrap_or(0));
    let mut by_age = Vec::with_capacity(equal.len());
    for list in &equal {
        match born(*list) {
            Some(day) => by_age.push((day, *list)),
            None => return Err(Stuck::Tie { lists: equal, left: rest, same_age: false }),
        }
    }
    by_age.sort_unstable();
    let day = |i: usize| by_age.get(i).map(|(day, _)| *day);
    if day(rest.saturating_sub(1)) == day(rest) {
        return Err(Stuck::Tie { lists: equal, left: rest, same_age: true });
    }
    let mut out: Winners = sure.into_iter().map(|list| (list, Won::MoreVotes)).collect();
    out.extend(by_age.into_iter().take(rest).map(|(_, list)| (list, Won::Older)));
    Ok((out, beyond))
}
