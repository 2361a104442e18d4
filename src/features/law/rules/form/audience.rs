//! The files of `law audience`, `law agreement` and `law pse`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::shape::{Name, Names, once, once_if_there};
use crate::{
    election::{
        Signatures,
        audience::{Ballot, CollegeVotes, ListVotes},
    },
    features::law::rules::number::{Count, Number},
    law::Fraction,
};

/// `law audience`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceForm {
    colleges: Vec<AudienceCollege>,
    #[serde(default, deserialize_with = "once")]
    categorical: BTreeMap<String, Names>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceCollege {
    id: Name,
    establishment: Option<Name>,
    registered: Option<Count>,
    voters: Option<Count>,
    valid: Number,
    #[serde(default)]
    lists: Vec<AudienceList>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceList {
    #[serde(default)]
    unions: Names,
    votes: Number,
    #[serde(default, deserialize_with = "once_if_there")]
    split: Option<BTreeMap<String, Number>>,
    #[serde(default)]
    candidates: Vec<AudienceCandidate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceCandidate {
    name: Name,
    votes: Count,
}

impl AudienceForm {
    /// Returns the ballot.
    #[must_use]
    pub fn ballot(self) -> Ballot {
        let list = |form: AudienceList| ListVotes {
            unions: form.unions.0,
            votes: form.votes.0,
            split: form.split.map(parts),
            split_known: None,
            candidates: form.candidates.into_iter().map(|c| (c.name.0, c.votes.0)).collect(),
        };
        let college = |form: AudienceCollege| CollegeVotes {
            establishment: form.establishment.map(|e| e.0),
            id: form.id.0,
            registered: form.registered.map(|r| r.0),
            voters: form.voters.map(|v| v.0),
            valid: form.valid.0,
            lists: form.lists.into_iter().map(list).collect(),
        };
        Ballot {
            colleges: self.colleges.into_iter().map(college).collect(),
            categorical: self.categorical.into_iter().map(|(union, colleges)| (union, colleges.0)).collect(),
        }
    }
}

/// The parts of a common list; those that add up to a hundred are percentages.
fn parts(split: BTreeMap<String, Number>) -> BTreeMap<String, Fraction> {
    let hundred = Fraction::whole(100);
    let sum = split.values().try_fold(Fraction::ZERO, |sum, part| sum.checked_add(part.0));
    let of = |part: Fraction| {
        if sum == Some(hundred) { part.checked_div(hundred).unwrap_or(part) } else { part }
    };
    split.into_iter().map(|(union, part)| (union, of(part.0))).collect()
}

/// `law agreement` and `law pse`: the signatures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignaturesForm {
    #[serde(deserialize_with = "once")]
    unions: BTreeMap<String, Number>,
    #[serde(default)]
    signed: Names,
}

impl SignaturesForm {
    /// Returns the signatures.
    #[must_use]
    pub fn signatures(self) -> Signatures {
        Signatures { unions: self.unions.into_iter().map(|(u, n)| (u, n.0)).collect(), signed: self.signed.0 }
    }
}
