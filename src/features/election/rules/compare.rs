//! An election beside the one before: turnout, votes, audience, seats.

use std::collections::BTreeSet;

use crate::{
    base::text::fold,
    features::election::{
        records::Post,
        rules::{Dossier, RoundResult, VoteOutcome},
    },
    law::Fraction,
};

/// A figure before and now; nothing where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<T> {
    /// In the election before.
    pub before: Option<T>,
    /// In this one.
    pub now: Option<T>,
}

impl Pair<u64> {
    /// Returns the difference, where both are known.
    #[must_use]
    pub fn change(self) -> Option<i64> {
        let signed = |n: u64| i64::try_from(n).ok();
        signed(self.now?)?.checked_sub(signed(self.before?)?)
    }
}

impl Pair<Fraction> {
    /// Returns the difference, where both are known.
    #[must_use]
    pub fn change(self) -> Option<Fraction> {
        self.now?.checked_sub(self.before?)
    }
}

/// One vote beside the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteChange {
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// Electors on the list.
    pub registered: Pair<u64>,
    /// Voters.
    pub voters: Pair<u64>,
    /// Valid ballots.
    pub valid: Pair<u64>,
    /// Share of the electors who voted.
    pub turnout: Pair<Fraction>,
    /// The lists, by name.
    pub lists: Vec<ListChange>,
}

/// One list beside the one of its name before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange {
    /// Its name.
    pub name: String,
    /// Its ballots in the first round.
    pub ballots: Pair<u64>,
    /// Its seats, second rounds included.
    pub seats: Pair<u64>,
}

/// One union beside itself before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnionChange {
    /// Its name.
    pub name: String,
    /// Its votes.
    pub votes: Pair<Fraction>,
    /// Its share.
    pub share: Pair<Fraction>,
    /// Whether it is representative.
    pub representative: Pair<bool>,
}

/// An election beside the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The votes.
    pub votes: Vec<VoteChange>,
    /// The unions, those with the most votes now first.
    pub unions: Vec<UnionChange>,
}

/// One election with its rounds: the first, then those that follow it.
pub struct Rounds<'a> {
    /// The first round.
    pub first: (&'a Dossier, &'a RoundResult),
    /// Second rounds.
    pub others: Vec<(&'a Dossier, &'a RoundResult)>,
}

impl Rounds<'_> {
    fn vote(&self, college: &str, post: Post) -> Option<&VoteOutcome> {
        self.first.1.vote(college, post)
    }

    fn figure(&self, college: &str, post: Post, get: fn(&VoteOutcome) -> Option<u64>) -> Option<u64> {
        self.vote(college, post).filter(|v| v.counted() > 0).and_then(get)
    }

    /// The names of the lists of a vote, in any round.
    fn names(&self, college: &str, post: Post) -> Vec<String> {
        let all = std::iter::once(&self.first).chain(&self.others);
        all.filter_map(|(_, o)| o.vote(college, post))
            .flat_map(|v| v.lists.iter().map(|(_, l)| l.clone()))
            .collect()
    }

    fn ballots(&self, college: &str, post: Post, name: &str) -> Option<u64> {
        let vote = self.vote(college, post).filter(|v| v.counted() > 0)?;
        let (id, _) = vote.lists.iter().find(|(_, label)| fold(label) == fold(name))?;
        Some(vote.figures.ballots.get(id).copied().unwrap_or(0))
    }

    fn seats(&self, college: &str, post: Post, name: &str) -> Option<u64> {
        let all = std::iter::once(&self.first).chain(&self.others);
        let each = all.filter_map(|(_, o)| {
            let vote = o.vote(college, post)?;
            let (id, _) = vote.lists.iter().find(|(_, label)| fold(label) == fold(name))?;
            vote.seats_of(id).map(u64::from)
        });
        each.reduce(u64::saturating_add)
    }
}

/// Returns an election beside the one before: by vote and list, and by union.
#[must_use]
pub fn compare(now: &Rounds<'_>, before: &Rounds<'_>) -> Comparison {
    let mut keys: BTreeSet<(String, Post)> = BTreeSet::new();
    for rounds in [now, before] {
        keys.extend(rounds.first.1.votes.iter().map(|v| (v.college.clone(), v.post)));
    }
    let votes = keys.into_iter().map(|(college, post)| vote_change(now, before, college, post)).collect();
    let audience = |rounds: &Rounds<'_>| rounds.first.1.audience.as_ref().map(|a| a.value.clone());
    let (here, there) = (audience(now), audience(before));
    let mut names: Vec<String> = Vec::new();
    // Beside an election that measures no audience, that of the other one is no change.
    let measured = [now, before].iter().all(|r| r.first.1.unmeasured.is_none());
    for found in [&here, &there].into_iter().flatten().filter(|_| measured) {
        for union in &found.unions {
            if !names.iter().any(|n| fold(n) == fold(&union.name)) {
                names.push(union.name.clone());
            }
        }
    }
    let unions = names
        .into_iter()
        .map(|name| {
            let of = |all: &Option<crate::election::Audience>| {
                all.as_ref().and_then(|a| a.unions.iter().find(|u| fold(&u.name) == fold(&name)).cloned())
            };
            let (b, n) = (of(&there), of(&here));
            UnionChange {
                votes: Pair { before: b.as_ref().map(|u| u.votes), now: n.as_ref().map(|u| u.votes) },
                share: Pair { before: b.as_ref().map(|u| u.share), now: n.as_ref().map(|u| u.share) },
                representative: Pair {
                    before: b.map(|u| u.representative),
                    now: n.map(|u| u.representative),
                },
                name,
            }
        })
        .collect();
    Comparison { votes, unions }
}

fn vote_change(now: &Rounds<'_>, before: &Rounds<'_>, college: String, post: Post) -> VoteChange {
    let pair = |get: fn(&VoteOutcome) -> Option<u64>| Pair {
        before: before.figure(&college, post, get),
        now: now.figure(&college, post, get),
    };
    let turnout = |rounds: &Rounds<'_>| rounds.vote(&college, post).and_then(VoteOutcome::turnout);
    let mut names: Vec<String> = Vec::new();
    for name in now.names(&college, post).into_iter().chain(before.names(&college, post)) {
        if !names.iter().any(|n| fold(n) == fold(&name)) {
            names.push(name);
        }
    }
    let lists = names
        .into_iter()
        .map(|name| ListChange {
            ballots: Pair {
                before: before.ballots(&college, post, &name),
                now: now.ballots(&college, post, &name),
            },
            seats: Pair {
                before: before.seats(&college, post, &name),
                now: now.seats(&college, post, &name),
            },
            name,
        })
        .collect();
    VoteChange {
        registered: pair(|v| v.registered),
        voters: pair(|v| v.figures.voters),
        valid: pair(|v| v.valid),
        turnout: Pair { before: turnout(before), now: turnout(now) },
        lists,
        college,
        post,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::Id,
        features::election::rules::tests::{count, counted, day, dossier, figures, list, results},
    };

    fn alone<'a>(dossier: &'a Dossier, outcome: &'a RoundResult) -> Rounds<'a> {
        Rounds { first: (dossier, outcome), others: Vec::new() }
    }

    #[test]
    fn the_same_election_twice_differs_in_nothing() {
        let of = counted();
        let found = results(&of, None);
        let same = compare(&alone(&of, &found), &alone(&of, &found));
        assert_eq!(same.votes.len(), 4);
        for vote in &same.votes {
            assert_eq!(
                (vote.registered.change(), vote.voters.change(), vote.valid.change()),
                (Some(0), Some(0), Some(0))
            );
            assert_eq!(vote.turnout.change(), Some(Fraction::ZERO));
            assert!(vote.lists.iter().all(|l| l.ballots.change() == Some(0) && l.seats.change() == Some(0)));
        }
        assert!(same.unions.iter().all(|u| u.share.change() == Some(Fraction::ZERO)));
        assert_eq!(same.unions.iter().map(|u| u.name.as_str()).collect::<Vec<_>>(), ["FO", "CGT"]);
    }

    #[test]
    fn changes_go_from_before_to_now() {
        let before = counted();
        let mut now = dossier();
        let (cgt, fo) = (list(&now, "1", Post::Holders, "CGT"), list(&now, "1", Post::Holders, "FO"));
        count(&mut now, "1", Post::Holders, "1", &figures(80, 0, 0, &[(cgt, 30), (fo, 50)]));
        let (x, y) = (results(&now, None), results(&before, None));
        let found = compare(&alone(&now, &x), &alone(&before, &y));
        let vote = found.votes.iter().find(|v| v.college == "1" && v.post == Post::Holders).unwrap();
        assert_eq!((vote.voters.change(), vote.valid.change()), (Some(18), Some(20)));
        assert_eq!(vote.turnout.change(), Fraction::new(18, 100));
        let ours = vote.lists.iter().find(|l| l.name == "CGT").unwrap();
        assert_eq!((ours.ballots.change(), ours.seats.change()), (Some(-10), Some(-2)));
        // The second college is not counted now: no difference, only what was before.
        let vote = found.votes.iter().find(|v| v.college == "2" && v.post == Post::Holders).unwrap();
        assert_eq!((vote.valid.before, vote.valid.now, vote.valid.change()), (Some(30), None, None));
        let union = found.unions.iter().find(|u| u.name == "CGT").unwrap();
        assert_eq!(union.votes.change(), Some(Fraction::whole(-10)));
        assert_eq!((union.representative.before, union.representative.now), (Some(true), Some(true)));
    }

    #[test]
    fn who_came_and_who_went_are_both_there() {
        let before = counted();
        let mut now = counted();
        for (_, slate) in &mut now.slates {
            if slate.name == "CGT" {
                slate.name = "UNSA".to_owned();
                slate.unions[0].union = "UNSA".to_owned();
            }
        }
        let (x, y) = (results(&now, None), results(&before, None));
        let found = compare(&alone(&now, &x), &alone(&before, &y));
        let names: Vec<_> = found
            .unions
            .iter()
            .map(|u| (u.name.as_str(), u.votes.before.is_some(), u.votes.now.is_some()))
            .collect();
        assert_eq!(names, [("FO", true, true), ("UNSA", false, true), ("CGT", true, false)]);
        let vote = &found.votes[0];
        assert_eq!(vote.lists.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["UNSA", "FO", "CGT"]);
    }

    #[test]
    fn seats_of_a_second_round_are_added() {
        let before = counted();
        let mut first = dossier();
        let cgt = list(&first, "1", Post::Holders, "CGT");
        count(&mut first, "1", Post::Holders, "1", &figures(30, 0, 0, &[(cgt, 30)]));
        let mut second = dossier();
        second.id = Id([2; 16]);
        second.poll.round = 2;
        second.poll.day = Some(day("2026-12-17"));
        let cgt = list(&second, "1", Post::Holders, "CGT");
        count(&mut second, "1", Post::Holders, "1", &figures(35, 0, 0, &[(cgt, 35)]));
        let (x, y, z) = (results(&first, None), results(&second, Some(&first)), results(&before, None));
        let now = Rounds { first: (&first, &x), others: vec![(&second, &y)] };
        let found = compare(&now, &alone(&before, &z));
        let ours = found.votes[0].lists.iter().find(|l| l.name == "CGT").unwrap();
        assert_eq!((ours.seats.now, ours.seats.before, ours.ballots.now), (Some(4), Some(3), Some(30)));
    }
}
