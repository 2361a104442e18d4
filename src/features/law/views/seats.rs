//! Seats won and the weight of unions, as data.

use serde::Serialize;

use crate::{
    base::Lang,
    election::{
        Allocation, ListSeats, WhatIf, Won,
        audience::{self, CandidateAudience, UnionAudience, signatories},
    },
    features::law::views::Maybe,
    law::{Answer, Fraction},
};

/// Who gets the seats, as `law allocate` shows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Allocate {
    /// The vote of the full members.
    #[serde(flatten)]
    pub holders: Maybe<Allocated>,
    /// That of the substitutes, where it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitutes: Option<Maybe<Allocated>>,
    /// How far each list is from one more seat, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_if: Option<Vec<WhatIf>>,
}

impl Allocate {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(
        lang: Lang,
        holders: &Answer<Allocation>,
        substitutes: Option<&Answer<Allocation>>,
        what_if: Option<Vec<WhatIf>>,
    ) -> Self {
        Self {
            holders: Maybe::of(lang, holders, Allocated::of),
            substitutes: substitutes.map(|found| Maybe::of(lang, found, Allocated::of)),
            what_if,
        }
    }
}

/// Who gets the seats of a vote.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Allocated {
    /// The valid ballots.
    valid: u64,
    /// The ballots that a seat costs.
    quotient: Fraction,
    /// What each list gets.
    lists: Vec<Seated>,
    /// How each seat beyond the quotient was given.
    steps: Vec<Step>,
    /// Seats left to the second round.
    vacant: u32,
}

/// What a list gets.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Seated {
    /// Its name.
    name: String,
    /// Its votes for seats: the average of those of its candidates.
    average: Fraction,
    /// Seats by quotient.
    by_quotient: u32,
    /// Seats by highest average.
    by_average: u32,
    /// Seats filled: never more than candidates.
    seats: u32,
    /// The elected, in order, where candidates are named.
    elected: Vec<String>,
}

/// How a seat was given.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Step {
    /// Which seat, from 1.
    seat: u32,
    /// The average of each list before.
    averages: Vec<Average>,
    /// The list that got it.
    winner: String,
    /// Why.
    rule: Won,
}

/// The average of a list.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Average {
    /// The list.
    name: String,
    /// Its votes over its seats and one.
    average: Fraction,
}

impl Allocated {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(found: &Allocation) -> Self {
        let name = |list: usize| found.lists.get(list).map_or_else(String::new, |l| l.name.clone());
        let list = |l: &ListSeats| Seated {
            name: l.name.clone(),
            average: l.average,
            by_quotient: l.by_quotient,
            by_average: l.by_average,
            seats: l.seats,
            elected: l.elected.clone(),
        };
        let first: u32 = found.lists.iter().map(|l| l.by_quotient).fold(0, u32::saturating_add);
        let steps = (first.saturating_add(1)..).zip(&found.rounds).map(|(seat, round)| Step {
            seat,
            averages: (0..)
                .zip(&round.averages)
                .map(|(i, a)| Average { name: name(i), average: *a })
                .collect(),
            winner: name(round.winner),
            rule: round.won,
        });
        Self {
            valid: found.valid,
            quotient: found.quotient,
            lists: found.lists.iter().map(list).collect(),
            steps: steps.collect(),
            vacant: found.vacant,
        }
    }
}

/// The weight of each union.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Audience {
    /// The valid ballots.
    valid: Total,
    /// Each union.
    unions: Vec<Union>,
    /// The votes of lists without a union.
    independents: Fraction,
    /// The votes of the representative unions together.
    base: Fraction,
    /// The candidates whose own votes are known.
    candidates: Vec<CandidateAudience>,
    /// The smallest groups of representative unions that weigh more than a half.
    majorities: Vec<Vec<String>>,
    /// Those that weigh 30 %.
    minorities: Vec<Vec<String>>,
}

/// The weight of a union.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Union {
    /// Its name.
    name: String,
    /// Its votes.
    votes: Fraction,
    /// Its share of the valid ballots.
    share: Fraction,
    /// Whether it is representative.
    representative: bool,
    /// For a union of one category: what it has in its colleges.
    in_colleges: Option<Inside>,
    /// The ballots that it would have to take from another list to be representative.
    votes_to_10: u64,
    /// The ballots that it would need on its list beside those that were cast; nothing where no number does.
    added_to_10: Option<u64>,
    /// Its weight among the representative ones.
    weight: Option<Fraction>,
    /// The votes that it lacks to sign at 30 %.
    votes_to_30: Option<u64>,
    /// The votes that it lacks to sign at a half.
    votes_to_50: Option<u64>,
}

/// A sum of ballots: published minutes of common lists have parts of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Total {
    /// Whole ballots.
    Whole(u64),
    /// With a part of one.
    Exact(Fraction),
}

impl From<Fraction> for Total {
    fn from(sum: Fraction) -> Self {
        sum.to_count().map_or(Self::Exact(sum), Self::Whole)
    }
}

/// What a union of one category has in its colleges.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Inside {
    /// The colleges.
    colleges: Vec<String>,
    /// Its votes there.
    votes: Fraction,
    /// The valid ballots there.
    valid: Total,
    /// Its share there.
    share: Fraction,
}

fn union(u: &UnionAudience) -> Union {
    let inside = u.in_colleges.as_ref().map(|i| Inside {
        colleges: i.colleges.clone(),
        votes: i.votes,
        valid: i.valid.into(),
        share: i.share,
    });
    Union {
        name: u.name.clone(),
        votes: u.votes,
        share: u.share,
        representative: u.representative,
        in_colleges: inside,
        votes_to_10: u.to_representative,
        added_to_10: u.to_representative_added,
        weight: u.weight,
        votes_to_30: u.to_sign.map(|s| s.0),
        votes_to_50: u.to_sign.map(|s| s.1),
    }
}

impl Audience {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(found: &audience::Audience) -> Self {
        let thirty = Fraction::new(3, 10).unwrap_or(Fraction::HALF);
        Self {
            valid: found.valid.into(),
            unions: found.unions.iter().map(union).collect(),
            independents: found.independents,
            base: found.base,
            candidates: found.candidates.clone(),
            majorities: signatories(found, Fraction::HALF),
            minorities: signatories(found, thirty),
        }
    }
}
