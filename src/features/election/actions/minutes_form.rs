//! The official minutes as people type them.

use serde::Deserialize;

use crate::{
    election::{Fault, Form},
    features::{
        election::{
            actions::{PollError, fault},
            records::Post,
            rules::minutes::{Formal, Official, OfficialList, Writer},
        },
        law::rules::number::{Count, Number},
    },
};

/// The official minutes as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesForm {
    /// The colleges.
    pub colleges: Vec<MinutesCollege>,
}

/// What the minutes say of a college.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesCollege {
    /// The college; empty for the only one there is.
    #[serde(default)]
    pub id: String,
    /// Electors on the list.
    pub registered: Option<Count>,
    /// The vote for full members.
    pub holders: Option<MinutesVote>,
    /// The vote for substitutes.
    pub substitutes: Option<MinutesVote>,
}

/// What the minutes say of a vote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesVote {
    /// Voters.
    pub voters: Option<Count>,
    /// Blank ballots.
    pub blank: Option<Count>,
    /// Null ballots.
    pub null: Option<Count>,
    /// Blank and null ballots together, where they are not told apart.
    pub blank_null: Option<Count>,
    /// Valid ballots.
    pub valid: Option<Number>,
    /// Whether the quorum is said to be reached.
    pub quorum: Option<bool>,
    /// The electoral quotient.
    pub quotient: Option<Number>,
    /// Seats to fill.
    pub seats: Option<Count>,
    /// Whether nobody stood.
    pub carence: Option<bool>,
    /// Whether the minutes state the hours of opening and closing.
    pub hours: Option<bool>,
    /// The hour of opening, `9:00`.
    pub opens: Option<String>,
    /// The hour of closing.
    pub closes: Option<String>,
    /// Whether they were drawn up at once, in the polling room.
    pub at_once: Option<bool>,
    /// Who wrote them: `board`, `elector` or `other`.
    pub writer: Option<String>,
    /// How many members the board has.
    pub board_size: Option<Count>,
    /// How many of them signed.
    pub signed: Option<Count>,
    /// Whether the elected are named with their votes.
    pub names: Option<bool>,
    /// Whether the board proclaimed the results.
    pub board: Option<bool>,
    /// The lists.
    #[serde(default)]
    pub lists: Vec<MinutesList>,
}

/// What the minutes say of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesList {
    /// Its name.
    pub name: String,
    /// Its ballots.
    pub ballots: Option<Count>,
    /// The votes of its candidates, in its order.
    pub votes: Option<Vec<Count>>,
    /// Its seats by quotient.
    pub by_quotient: Option<Count>,
    /// Its seats by highest average.
    pub by_average: Option<Count>,
    /// The average of the votes of its candidates.
    pub average: Option<Number>,
    /// Its seats.
    pub seats: Option<Count>,
    /// Its elected, in order.
    pub elected: Option<Vec<String>>,
}

impl MinutesForm {
    pub(super) fn votes(self) -> Result<Vec<Official>, PollError> {
        let mut out = Vec::new();
        for (index, college) in self.colleges.into_iter().enumerate() {
            if college.holders.is_none() && college.substitutes.is_none() {
                return Err(fault(format!("colleges[{index}].holders"), Fault::Missing));
            }
            for (post, vote) in [(Post::Holders, college.holders), (Post::Substitutes, college.substitutes)] {
                let Some(vote) = vote else { continue };
                let at = |field: &str| format!("colleges[{index}].{}.{field}", post.code());
                let registered = college.registered.map(|n| n.0);
                out.push(Official { registered, ..official(vote, &college.id, post, &at)? });
            }
        }
        Ok(out)
    }
}

/// Reads the minutes of one vote.
fn official(
    vote: MinutesVote,
    college: &str,
    post: Post,
    at: &dyn Fn(&str) -> String,
) -> Result<Official, PollError> {
    let n = |n: Option<Count>| n.map(|n| n.0);
    let small = |field: &str, number: Option<Count>| {
        number.map(|n| u32::try_from(n.0)).transpose().map_err(|_| fault(at(field), Fault::TooLarge))
    };
    let mut lists = Vec::new();
    for (place, list) in vote.lists.into_iter().enumerate() {
        let seats = |field: &str, number| small(&format!("lists[{place}].{field}"), number);
        lists.push(OfficialList {
            ballots: n(list.ballots),
            votes: list.votes.map(|votes| votes.into_iter().map(|v| v.0).collect()),
            average: list.average.map(|a| a.0),
            by_quotient: seats("by_quotient", list.by_quotient)?,
            by_average: seats("by_average", list.by_average)?,
            seats: seats("seats", list.seats)?,
            elected: list.elected,
            name: list.name,
        });
    }
    let hour = |field: &str, text: Option<String>| {
        text.map(|t| hour(&t)).map_or(Ok(None), |read| match read {
            Some(read) => Ok(Some(read)),
            None => Err(fault(at(field), Fault::Form(Form::Hour))),
        })
    };
    let writer = match vote.writer {
        None => None,
        Some(text) => {
            Some(Writer::read(&text).ok_or_else(|| fault(at("writer"), Fault::Form(Form::Writer)))?)
        }
    };
    let formal = Formal {
        hours: vote.hours,
        opened: hour("opens", vote.opens)?,
        closed: hour("closes", vote.closes)?,
        at_once: vote.at_once,
        writer,
        members: small("board_size", vote.board_size)?,
        signed: small("signed", vote.signed)?,
        names: vote.names,
        board: vote.board,
    };
    Ok(Official {
        voters: n(vote.voters),
        blank: n(vote.blank),
        null: n(vote.null),
        blank_null: n(vote.blank_null),
        valid: vote.valid.map(|v| v.0),
        quorum: vote.quorum,
        quotient: vote.quotient.map(|q| q.0),
        seats: small("seats", vote.seats)?,
        carence: vote.carence,
        formal,
        lists,
        ..Official::new(college, post)
    })
}

/// Reads `9:00`, `09h00`, `9 h 30`, `9h` as minutes of the day.
fn hour(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase().replace(' ', "");
    let (hours, minutes) = text.split_once([':', 'h']).unwrap_or((&text, ""));
    let digits = |t: &str| (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let read = |t: &str, most: u32| t.parse::<u32>().ok().filter(|n| *n <= most && digits(t));
    let minutes = if minutes.is_empty() { 0 } else { read(minutes, 59)? };
    read(hours, 24)?.checked_mul(60)?.checked_add(minutes).filter(|n| *n <= 24 * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_as_people_write_them() {
        for (text, minutes) in [("9:00", 540), ("09h00", 540), ("9 h 30", 570), ("17H", 1020), ("0:05", 5)] {
            assert_eq!(hour(text), Some(minutes), "{text}");
        }
        for bad in ["", "25:00", "9:60", "9:5:1", "neuf", "24:01", "-1:00", "9h+5"] {
            assert_eq!(hour(bad), None, "{bad}");
        }
    }
}
