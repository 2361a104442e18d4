//! What the count comes to: turnout, quorum, seats, elected, audience, what is left to a second round.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    base::{Id, text::fold},
    election::{
        Allocation, Candidate, ElectionError, Envoy, Fault, Identity, List, ListSeats, Quorum, Taken,
        Turnout, Vote, allocate,
        audience::{Audience, Ballot, CandidateAudience, CollegeVotes, ListVotes, audience},
        envoys,
        fault::bad,
        quorum,
    },
    features::election::{
        records::{College, Figures, Nature, Post, Slate},
        rules::{
            Dossier,
            nature::{Unmeasured, unmeasured},
            tally::{self, BoxState},
            unique,
        },
    },
    law::{Answer, Book, Finding, Fraction},
};

/// What one vote came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteOutcome {
    /// The college.
    pub college: String,
    /// Which vote.
    pub post: Post,
    /// The seats to fill.
    pub seats: u32,
    /// The lists with their labels, each its own.
    pub lists: Vec<(Id, String)>,
    /// The ballot boxes.
    pub boxes: Vec<BoxState>,
    /// Whether every box counts.
    pub complete: bool,
    /// Whether no list was filed.
    pub without_list: bool,
    /// Electors on the list.
    pub registered: Option<u64>,
    /// The figures of the boxes that count, added up.
    pub figures: Figures,
    /// The valid ballots, once a box counts.
    pub valid: Option<u64>,
    /// The quorum, in a first round where the electors are known: reached, or missed once every box counts.
    pub quorum: Option<Finding<Quorum>>,
    /// The same while it is not reached and boxes are still to come: nothing is missed before the last one.
    pub awaited: Option<Finding<Quorum>>,
    /// The seats, unless the quorum keeps them from being given.
    pub allocation: Option<Finding<Answer<Allocation>>>,
    /// The seats left to a second round (or vacant after it), once that is certain.
    pub vacant: Option<u32>,
}

impl VoteOutcome {
    /// Returns how many boxes count.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.boxes.iter().filter(|b| b.stage.counts()).count()
    }

    /// Returns the elected of each list, in order, where that is settled.
    pub fn elected(&self) -> impl Iterator<Item = (Id, &str, &str)> {
        let lists = match self.allocation.as_ref().map(|f| &f.value) {
            Some(Answer::Known(known)) => known.lists.as_slice(),
            _ => &[],
        };
        self.lists
            .iter()
            .zip(lists)
            .flat_map(|((id, label), l)| l.elected.iter().map(|name| (*id, label.as_str(), name.as_str())))
    }

    /// Returns the lists and places of the elected, where that is settled.
    pub fn seated(&self) -> impl Iterator<Item = (Id, usize)> {
        let lists = match self.allocation.as_ref().map(|f| &f.value) {
            Some(Answer::Known(known)) => known.lists.as_slice(),
            _ => &[],
        };
        self.lists.iter().zip(lists).flat_map(|((id, _), l)| l.places.iter().map(|place| (*id, *place)))
    }

    /// Returns the share of the electors who put a ballot into the box.
    #[must_use]
    pub fn turnout(&self) -> Option<Fraction> {
        let voters = if self.counted() > 0 { self.figures.voters? } else { return None };
        Fraction::new(voters.into(), self.registered.filter(|r| *r > 0)?.into())
    }

    /// Returns the seats of a list, where they are settled.
    #[must_use]
    pub fn seats_of(&self, list: &Id) -> Option<u32> {
        let Some(Answer::Known(known)) = self.allocation.as_ref().map(|f| &f.value) else { return None };
        let at = self.lists.iter().position(|(id, _)| id == list)?;
        known.lists.get(at).map(|l| l.seats)
    }
}

/// What a round came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundResult {
    /// Each vote: college by college, full members first.
    pub votes: Vec<VoteOutcome>,
    /// The audience of the unions: from the full members of the first round.
    pub audience: Option<Finding<Audience>>,
    /// Why no audience is measured, where the election is none of the whole committee.
    pub unmeasured: Option<Finding<Unmeasured>>,
    /// The candidates of the first round with their own score, by vote.
    pub scores: Vec<(Post, CandidateAudience)>,
}

impl RoundResult {
    /// Tells whether every vote is counted whole.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.votes.iter().all(|v| v.complete)
    }

    /// Tells whether something is left to a second round (a quorum that was missed, a seat that nobody has), once that is certain.
    #[must_use]
    pub fn is_left(&self) -> Option<bool> {
        let left = self.votes.iter().any(|v| v.vacant.is_some_and(|seats| seats > 0));
        let settled = !self.votes.is_empty() && self.votes.iter().all(|v| v.vacant == Some(0));
        (left || settled).then_some(left)
    }

    /// Returns one vote.
    #[must_use]
    pub fn vote(&self, college: &str, post: Post) -> Option<&VoteOutcome> {
        self.votes.iter().find(|v| v.college == college && v.post == post)
    }
}

/// Returns what a round came to (*dépouillement, résultats*).
///
/// Only ballot boxes on which two entries agree, or a person decided, count. `first` is the first round for a second
/// one: those elected then hold their seats already, and the audience is measured there. An election that is not of the
/// whole committee measures none.
///
/// # Law
/// L2314-29 (quorum, per college and vote, in the first round; ballots of a first round without quorum are counted all
/// the same for the audience, L2122-1), R2314-19 to R2314-21 (seats), as in [`allocate`](fn@allocate) and
/// [`audience`](fn@audience). The law is that of the day `on`.
///
/// # Errors
/// Figures that do not hold together, by their field; a day outside the tables.
pub fn outcome(
    book: &Book,
    dossier: &Dossier,
    first: Option<&Dossier>,
    on: NaiveDate,
) -> Result<RoundResult, ElectionError> {
    let before = match first {
        Some(first) => Some(outcome(book, first, None, first.poll.day.unwrap_or(on))?),
        None => None,
    };
    let mut votes = Vec::new();
    for college in &dossier.poll.colleges {
        // Whoever holds a seat already is not elected again: full members of the first round, then of this one.
        let seated = |post: Post| {
            let vote = before.as_ref().and_then(|b| b.vote(&college.id, post));
            vote.zip(first).map(|(v, first)| elected(first, v)).unwrap_or_default()
        };
        let mut taken = seated(Post::Holders);
        let holders = vote(book, dossier, college, Post::Holders, &taken, on)?;
        taken.extend(elected(dossier, &holders));
        taken.extend(seated(Post::Substitutes));
        let substitutes = vote(book, dossier, college, Post::Substitutes, &taken, on)?;
        votes.extend([holders, substitutes]);
    }
    if let Some(before) = before {
        let RoundResult { audience, unmeasured, scores, .. } = before;
        return Ok(RoundResult { votes, audience, unmeasured, scores });
    }
    let unmeasured = unmeasured(book, dossier.poll.nature, on)?;
    if unmeasured.is_some() {
        return Ok(RoundResult { votes, audience: None, unmeasured, scores: Vec::new() });
    }
    let categorical = &dossier.poll.categorical;
    let ballot = |post| ballot(dossier, &votes, post);
    let (holders, substitutes) = (ballot(Post::Holders), ballot(Post::Substitutes));
    let measured = |ballot: Vec<CollegeVotes>, categorical: &BTreeMap<_, _>| {
        let ballot = Ballot { colleges: ballot, categorical: categorical.clone() };
        if ballot.colleges.is_empty() { Ok(None) } else { audience(book, &ballot, on).map(Some) }
    };
    let audience = measured(holders, categorical)?;
    let other = measured(substitutes, &BTreeMap::new())?;
    let scores = [(Post::Holders, &audience), (Post::Substitutes, &other)];
    let scores = scores.into_iter().flat_map(|(post, found)| {
        found
            .iter()
            .flat_map(|f| f.value.candidates.iter().cloned())
            .map(move |c| (post, c))
            .collect::<Vec<_>>()
    });
    let scores = scores.collect();
    Ok(RoundResult { votes, audience, unmeasured, scores })
}

/// Who a candidate is.
fn identity(candidate: &crate::features::election::records::Candidate) -> Identity {
    let key = candidate.member.map(|id| id.to_string());
    Identity { name: fold(&candidate.name), born: candidate.born, key }
}

/// Who is elected in one vote.
fn elected(dossier: &Dossier, vote: &VoteOutcome) -> Vec<Identity> {
    let of = |(list, place): (Id, usize)| {
        let (_, slate) = dossier.slates.iter().find(|(id, _)| *id == list)?;
        Some(identity(slate.candidates.get(place)?))
    };
    vote.seated().filter_map(of).collect()
}

/// Returns the votes of the colleges in which something counts, for the audience.
#[must_use]
pub fn ballot(dossier: &Dossier, votes: &[VoteOutcome], post: Post) -> Vec<CollegeVotes> {
    let mut out = Vec::new();
    for vote in votes.iter().filter(|v| v.post == post && v.counted() > 0) {
        let lists = dossier.slates_of(&vote.college, post).map(|(id, slate)| {
            let ballots = vote.figures.ballots.get(id).copied().unwrap_or(0);
            let candidates = unique(slate.candidates.iter().map(|c| c.name.as_str()));
            ListVotes {
                unions: slate.unions.iter().map(|u| u.union.clone()).collect(),
                votes: ballots.into(),
                split: split(slate),
                split_known: slate.split_counts(),
                candidates: candidates.into_iter().zip(votes_of(slate, ballots, &vote.figures)).collect(),
            }
        });
        out.push(CollegeVotes {
            establishment: dossier.poll.establishment.clone(),
            id: vote.college.clone(),
            registered: vote.registered,
            voters: vote.figures.voters,
            valid: vote.valid.unwrap_or(0).into(),
            lists: lists.collect(),
        });
    }
    out
}

/// Returns the split of a common list; nothing where none was stated, or where not both the employer and the electors knew
/// it before the vote: the parts are equal then (Cass. soc. 14-11.634).
pub(super) fn split(slate: &Slate) -> Option<BTreeMap<String, Fraction>> {
    if slate.unions.iter().all(|u| u.share.is_none()) || slate.split_counts() == Some(false) {
        return None;
    }
    let part =
        |share: &Option<String>| share.as_deref().and_then(|s| s.parse().ok()).unwrap_or(Fraction::ZERO);
    Some(slate.unions.iter().map(|u| (u.union.clone(), part(&u.share))).collect())
}

/// Returns the votes of each candidate: the ballots of the list on which the name was not struck.
pub(super) fn votes_of<'a>(
    slate: &'a Slate,
    ballots: u64,
    figures: &'a Figures,
) -> impl Iterator<Item = u64> + 'a {
    let struck = |e| figures.struck.get(e).copied().unwrap_or(0);
    slate.candidates.iter().map(move |c| ballots.saturating_sub(struck(&c.element)))
}

fn vote(
    book: &Book,
    dossier: &Dossier,
    college: &College,
    post: Post,
    taken: &[Identity],
    on: NaiveDate,
) -> Result<VoteOutcome, ElectionError> {
    let seats = college.seats(post);
    let slates: Vec<&(Id, Slate)> = dossier.slates_of(&college.id, post).collect();
    let labels = unique(slates.iter().map(|(_, s)| s.name.as_str()));
    let boxes = tally::boxes(dossier, college, post);
    // A vote without a list has nothing to count, whatever boxes were declared.
    let complete = slates.is_empty() || !boxes.is_empty() && boxes.iter().all(|b| b.stage.counts());
    let figures = tally::sum(&boxes).ok_or_else(|| bad("voters", Fault::TooLarge))?;
    let counted = boxes.iter().any(|b| b.stage.counts());
    let registered = figures.registered.filter(|_| complete).or_else(|| college.electors());
    let mut out = VoteOutcome {
        college: college.id.clone(),
        post,
        seats,
        lists: slates.iter().map(|(id, _)| *id).zip(labels.iter().cloned()).collect(),
        complete,
        without_list: slates.is_empty(),
        registered,
        valid: if counted { tally::valid(&figures) } else { None },
        quorum: None,
        awaited: None,
        allocation: None,
        vacant: None,
        figures,
        boxes,
    };
    if slates.is_empty() || seats == 0 {
        out.vacant = Some(seats);
        return Ok(out);
    }
    let Some(valid) = out.valid else { return Ok(out) };
    if dossier.poll.nature == Some(Nature::Designation) {
        return sent(book, out, &slates, taken, on);
    }
    let first_round = dossier.poll.round == 1;
    if first_round {
        let Some(registered) = registered.filter(|r| *r > 0) else { return Ok(out) };
        let found = quorum(book, Turnout { registered, valid }, on)?;
        match (found.value.reached, complete) {
            (true, _) => out.quorum = Some(found),
            (false, true) => {
                out.quorum = Some(found);
                out.vacant = Some(seats);
                return Ok(out);
            }
            (false, false) => {
                out.awaited = Some(found);
                return Ok(out);
            }
        }
    }
    if valid == 0 {
        out.vacant = complete.then_some(seats);
        return Ok(out);
    }
    let people: Vec<Vec<Identity>> =
        slates.iter().map(|(_, s)| s.candidates.iter().map(identity).collect()).collect();
    let taken = Taken::of(taken, &people);
    let found = allocate(book, &tallied(college, post, &slates, &labels, &out.figures, valid), &taken, on)?;
    if let (true, Answer::Known(known)) = (complete, &found.value) {
        out.vacant = Some(known.vacant);
    }
    out.allocation = Some(found);
    Ok(out)
}

/// The delegates of a committee of an establishment at the central one: most votes, one round, no quorum, no lists.
fn sent(
    book: &Book,
    mut out: VoteOutcome,
    slates: &[&(Id, Slate)],
    taken: &[Identity],
    on: NaiveDate,
) -> Result<VoteOutcome, ElectionError> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut candidates: Vec<Envoy> = Vec::new();
    for (list, (id, slate)) in slates.iter().enumerate() {
        let ballots = out.figures.ballots.get(id).copied().unwrap_or(0);
        for (place, (c, votes)) in
            slate.candidates.iter().zip(votes_of(slate, ballots, &out.figures)).enumerate()
        {
            if !taken.contains(&identity(c)) {
                places.push((list, place));
                candidates.push(Envoy { name: c.name.clone(), votes, born: c.born });
            }
        }
    }
    let valid = out.valid.unwrap_or_default();
    let found = envoys(book, &candidates, out.seats, on)?;
    let whole_of = |elected: &Vec<usize>| {
        let lists = slates.iter().enumerate().map(|(list, (_, slate))| {
            let of_list = || elected.iter().filter_map(|n| places.get(*n)).filter(|(l, _)| *l == list);
            let name = |place: usize| slate.candidates.get(place).map(|c| c.name.clone()).unwrap_or_default();
            ListSeats {
                name: out.lists.get(list).map(|(_, label)| label.clone()).unwrap_or_default(),
                average: Fraction::ZERO,
                by_quotient: 0,
                by_average: 0,
                seats: u32::try_from(of_list().count()).unwrap_or(u32::MAX),
                elected: of_list().map(|(_, place)| name(*place)).collect(),
                places: of_list().map(|(_, place)| *place).collect(),
            }
        });
        let filled = u32::try_from(elected.len()).unwrap_or(u32::MAX);
        Allocation {
            valid,
            quotient: Fraction::ZERO,
            lists: lists.collect(),
            rounds: Vec::new(),
            vacant: out.seats.saturating_sub(filled),
        }
    };
    let found = found.map(|answer| match answer {
        Answer::Known(elected) => Answer::Known(whole_of(&elected)),
        Answer::Undetermined { why, options } => Answer::Undetermined { why, options },
    });
    if let (true, Answer::Known(known)) = (out.complete, &found.value) {
        out.vacant = Some(known.vacant);
    }
    out.allocation = Some(found);
    Ok(out)
}

/// Puts the figures of a vote into the form that the allocation takes.
fn tallied(
    college: &College,
    post: Post,
    slates: &[&(Id, Slate)],
    labels: &[String],
    figures: &Figures,
    valid: u64,
) -> Vote {
    let list = |(label, (id, slate)): (&String, &&(Id, Slate))| {
        let ballots = figures.ballots.get(id).copied().unwrap_or(0);
        let names = unique(slate.candidates.iter().map(|c| c.name.as_str()));
        let candidates = names.into_iter().zip(&slate.candidates).zip(votes_of(slate, ballots, figures));
        let candidates =
            candidates.map(|((name, c), votes)| Candidate { name, votes, born: c.born, cadre: c.cadre });
        let candidates: Vec<Candidate> = candidates.collect();
        // A list of which no candidate is known still has its votes.
        let votes = candidates.is_empty().then(|| ballots.into());
        List { name: label.clone(), ballots: Some(ballots), votes, size: None, candidates, born: None }
    };
    let lists = labels.iter().zip(slates).map(list).collect();
    let reserved = if post == Post::Holders { college.reserved } else { 0 };
    Vote { seats: college.seats(post), valid: Some(valid), lists, reserved }
}

/// Returns the figures of one vote in the form that the allocation takes, for scenarios.
#[must_use]
pub fn as_vote(dossier: &Dossier, outcome: &VoteOutcome) -> Option<Vote> {
    let college = dossier.poll.college(&outcome.college)?;
    let slates: Vec<&(Id, Slate)> = dossier.slates_of(&outcome.college, outcome.post).collect();
    let labels: Vec<String> = outcome.lists.iter().map(|(_, label)| label.clone()).collect();
    Some(tallied(college, outcome.post, &slates, &labels, &outcome.figures, outcome.valid?))
}
