//! The official minutes as people type them.

use serde::Deserialize;

use crate::{
    election::Fault,
    features::{
        election::{
            actions::{PollError, fault},
            records::Post,
            rules::minutes::{Official, OfficialList},
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
    /// Valid ballots.
    pub valid: Option<Count>,
    /// Whether the quorum is said to be reached.
    pub quorum: Option<bool>,
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
    /// The average of the votes of its candidates.
    pub average: Option<Number>,
    /// Its seats.
    pub seats: Option<Count>,
    /// Its elected, in order.
    pub elected: Option<Vec<String>>,
}

impl MinutesForm {
    pub(super) fn votes(self) -> Result<Vec<Official>, PollError> {
        let n = |n: Option<Count>| n.map(|n| n.0);
        let mut out = Vec::new();
        for (index, college) in self.colleges.into_iter().enumerate() {
            let registered = n(college.registered);
            if college.holders.is_none() && college.substitutes.is_none() {
                return Err(fault(format!("colleges[{index}].holders"), Fault::Missing));
            }
            for (post, vote) in [(Post::Holders, college.holders), (Post::Substitutes, college.substitutes)] {
                let Some(vote) = vote else { continue };
                let mut lists = Vec::new();
                for (place, list) in vote.lists.into_iter().enumerate() {
                    let seats = list.seats.map(|s| u32::try_from(s.0)).transpose().map_err(|_| {
                        let at = format!("colleges[{index}].{}.lists[{place}].seats", post.code());
                        fault(at, Fault::TooLarge)
                    })?;
                    lists.push(OfficialList {
                        name: list.name,
                        ballots: n(list.ballots),
                        average: list.average.map(|a| a.0),
                        seats,
                        elected: list.elected,
                    });
                }
                out.push(Official {
                    college: college.id.clone(),
                    post,
                    registered,
                    voters: n(vote.voters),
                    blank: n(vote.blank),
                    null: n(vote.null),
                    valid: n(vote.valid),
                    quorum: vote.quorum,
                    lists,
                });
            }
        }
        Ok(out)
    }
}
