//! The committee of the running mandates, as its elections left it: the board from which a full member is replaced.

use crate::{
    base::Id,
    election::{self, Place, Roll, Runner},
    features::election::{
        records::{Departure, Element, Nature, Post, Slate},
        rules::{Dossier, RoundResult, VoteOutcome, outcome::votes_of},
    },
    law::Answer,
};

/// The lists of the elections of one committee, with the records that they stand for.
#[derive(Clone, Default)]
pub struct Board {
    /// The lists as the votes left them.
    pub rolls: Vec<Roll>,
    /// Which list each of them is.
    pub lists: Vec<Id>,
    /// The elements of the candidates, list by list.
    pub elements: Vec<Vec<Element>>,
}

/// Tells whether the seats of an election are given, as far as there are any.
#[must_use]
pub fn is_settled(outcome: &RoundResult) -> bool {
    let open = |v: &VoteOutcome| {
        let asked = v.seats > 0 && !v.without_list;
        let given = v.allocation.as_ref().map(|a| matches!(a.value, Answer::Known(_)));
        asked && (!v.complete || given == Some(false))
    };
    !outcome.votes.iter().any(open)
}

impl Board {
    /// Puts the elections of one committee together, each with what it came to.
    #[must_use]
    pub fn of(all: &[(Dossier, RoundResult)]) -> Self {
        let mut out = Self::default();
        for (dossier, outcome) in all {
            for (id, slate) in &dossier.slates {
                out.rolls.push(roll(dossier, outcome, *id, slate));
                out.lists.push(*id);
                out.elements.push(slate.candidates.iter().map(|c| c.element).collect());
            }
        }
        out
    }

    /// Returns the place of a candidate.
    #[must_use]
    pub fn place(&self, list: Id, candidate: &str) -> Option<Place> {
        let at = self.lists.iter().position(|l| *l == list)?;
        let place = self.elements.get(at)?.iter().position(|e| hex(*e) == candidate)?;
        Some((at, place))
    }

    /// Returns the list and the element of a place, as a record names them.
    #[must_use]
    pub fn named(&self, (list, place): Place) -> Option<(Id, String)> {
        let element = self.elements.get(list)?.get(place)?;
        Some((*self.lists.get(list)?, hex(*element)))
    }

    /// Returns a departure as the law sees it; nothing of a list that is gone.
    #[must_use]
    pub fn departure(&self, of: &Departure) -> Option<election::Departure> {
        let who = self.place(of.list, &of.candidate)?;
        let by = of.by_list.zip(of.by.as_deref()).and_then(|(list, by)| self.place(list, by));
        let category = of.category.map(|c| c.code().to_owned());
        let moved = (of.college.is_some() || category.is_some()).then(|| {
            let at_vote = || self.rolls.get(who.0).map(|r| r.college.clone()).unwrap_or_default();
            (of.college.clone().unwrap_or_else(at_vote), category)
        });
        Some(election::Departure { who, on: Some(of.day), cause: of.cause, back: of.back, moved, by })
    }
}

/// The digits of an element, as a record of somebody who left names a candidate.
#[must_use]
pub fn hex(element: Element) -> String {
    format!("{:016x}", u64::from_be_bytes(element))
}

fn roll(dossier: &Dossier, outcome: &RoundResult, id: Id, slate: &Slate) -> Roll {
    let vote = outcome.vote(&slate.college, slate.post);
    let ballots = vote.and_then(|v| v.figures.ballots.get(&id).copied());
    let votes: Vec<Option<u64>> = match (vote, ballots) {
        (Some(vote), Some(ballots)) => votes_of(slate, ballots, &vote.figures).map(Some).collect(),
        _ => vec![None; slate.candidates.len()],
    };
    let seated: Vec<usize> = vote
        .into_iter()
        .flat_map(VoteOutcome::seated)
        .filter(|(list, _)| *list == id)
        .map(|(_, n)| n)
        .collect();
    let candidates = slate.candidates.iter().zip(votes).enumerate();
    let runner =
        |(place, (c, votes)): (usize, (&crate::features::election::records::Candidate, Option<u64>))| {
            Runner {
                name: c.name.clone(),
                born: c.born,
                key: c.member.map(|m| m.to_string()),
                category: c.category().map(|c| c.code().to_owned()),
                votes,
                elected: seated.contains(&place),
            }
        };
    Roll {
        name: slate.name.clone(),
        unions: slate.unions.iter().map(|u| u.union.clone()).collect(),
        college: slate.college.clone(),
        holders: slate.post == Post::Holders,
        from: dossier.poll.day,
        fills: dossier.poll.nature == Some(Nature::ByElection),
        candidates: candidates.map(runner).collect(),
    }
}
