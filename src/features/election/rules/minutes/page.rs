//! The minutes as we count them: the fields of the official forms, to hold beside the official minutes.

use serde::Serialize;

use crate::{
    base::word::{Gender, codes},
    features::election::{
        records::{Poll, Post},
        rules::{Dossier, RoundResult, VoteOutcome, outcome::votes_of},
    },
    law::{Answer, Fraction},
};

codes! {
    /// The official form of the minutes of a vote (*CERFA*).
    PageForm {
        /// Full members.
        Holders = "15822", "CERFA 15822 (titulaires)", "CERFA 15822 (full members)";
        /// Substitutes.
        Substitutes = "15823", "CERFA 15823 (suppléants)", "CERFA 15823 (substitutes)";
        /// Nobody stood.
        Carence = "15248", "CERFA 15248 (carence)", "CERFA 15248 (no candidates)";
    }
}

/// The minutes of one vote as we count it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Page {
    /// The form that it belongs on.
    pub form: PageForm,
    /// The college.
    pub college: String,
    /// `holders` or `substitutes`.
    #[serde(rename = "vote")]
    pub post: Post,
    /// Whether every box counts: the figures are provisional otherwise.
    pub complete: bool,
    /// Whether nobody stood for this vote, once it was held.
    pub carence: bool,
    /// Electors on the list.
    pub registered: Option<u64>,
    /// Voters.
    pub voters: Option<u64>,
    /// Blank ballots.
    pub blank: Option<u64>,
    /// Null ballots.
    pub null: Option<u64>,
    /// Valid ballots.
    pub valid: Option<u64>,
    /// The valid ballots that the quorum needs, in a first round.
    pub quorum: Option<u64>,
    /// Whether it is reached; nothing before the last box.
    #[serde(rename = "quorum_reached")]
    pub reached: Option<bool>,
    /// Seats to fill.
    pub seats: u32,
    /// Of which reserved for cadres.
    pub reserved: u32,
    /// The electoral quotient, once seats are given.
    pub quotient: Option<Fraction>,
    /// The lists.
    pub lists: Vec<PageList>,
    /// Seats filled, once that is settled.
    pub filled: Option<u32>,
    /// Seats that are not.
    pub vacant: Option<u32>,
}

/// A list of the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageList {
    /// Its name.
    pub name: String,
    /// Its unions.
    pub unions: Vec<String>,
    /// Its ballots.
    pub ballots: Option<u64>,
    /// The votes of its candidates, added up.
    pub votes: Option<u64>,
    /// Their average.
    pub average: Option<Fraction>,
    /// Its seats by quotient.
    pub by_quotient: Option<u32>,
    /// Its seats by highest average.
    pub by_average: Option<u32>,
    /// Its seats.
    pub seats: Option<u32>,
    /// Its candidates, in order.
    pub candidates: Vec<PageCandidate>,
}

/// A candidate of the minutes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageCandidate {
    /// The place on the list.
    pub position: usize,
    /// The name.
    pub name: String,
    /// The sex, where it is known.
    pub sex: Option<Gender>,
    /// The votes.
    pub votes: Option<u64>,
    /// Whether elected; nothing where that is open.
    pub elected: Option<bool>,
}

/// Without the name.
impl std::fmt::Debug for PageCandidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageCandidate").field("votes", &self.votes).finish_non_exhaustive()
    }
}

/// Returns the minutes of each vote that has seats, as we count it (*procès-verbal des élections*).
///
/// # Law
/// The fields are those of the forms CERFA 15822 (full members), 15823 (substitutes) and 15248 (nobody stood).
#[must_use]
pub fn pages(dossier: &Dossier, outcome: &RoundResult, held: bool) -> Vec<Page> {
    let votes = || outcome.votes.iter().filter(|v| v.seats > 0);
    // The form of a carence is that of an election to which nobody came at all; one vote without a list has its own form.
    let nobody = held && votes().all(|v| v.without_list);
    votes().map(|vote| page(dossier, vote, held, nobody)).collect()
}

fn page(dossier: &Dossier, vote: &VoteOutcome, held: bool, nobody: bool) -> Page {
    let form = match (nobody, vote.post) {
        (true, _) => PageForm::Carence,
        (false, Post::Holders) => PageForm::Holders,
        (false, Post::Substitutes) => PageForm::Substitutes,
    };
    let counted = |n: Option<u64>| n.filter(|_| vote.valid.is_some());
    let given = match vote.allocation.as_ref().map(|a| &a.value) {
        Some(Answer::Known(known)) => Some(known),
        _ => None,
    };
    let vacant = vote.vacant.filter(|_| held);
    let quorum = vote.quorum.as_ref().or(vote.awaited.as_ref());
    let reserved = |poll: &Poll| poll.college(&vote.college).map_or(0, |c| c.reserved);
    Page {
        form,
        college: vote.college.clone(),
        post: vote.post,
        complete: vote.complete,
        carence: vote.without_list && held,
        registered: vote.registered,
        voters: counted(vote.figures.voters),
        blank: counted(vote.figures.blank),
        null: counted(vote.figures.null),
        valid: vote.valid,
        quorum: quorum.map(|q| q.value.needed),
        reached: vote.quorum.as_ref().map(|q| q.value.reached),
        seats: vote.seats,
        reserved: if vote.post == Post::Holders { reserved(&dossier.poll) } else { 0 },
        quotient: given.map(|g| g.quotient),
        lists: lists(dossier, vote),
        filled: vacant.and_then(|v| vote.seats.checked_sub(v)).filter(|_| vote.complete),
        vacant,
    }
}

fn lists(dossier: &Dossier, vote: &VoteOutcome) -> Vec<PageList> {
    let seated: Vec<_> = vote.seated().collect();
    let given = match vote.allocation.as_ref().map(|a| &a.value) {
        Some(Answer::Known(known)) => known.lists.as_slice(),
        _ => &[],
    };
    // Without a quorum nobody is elected: that is settled as well.
    let settled = !given.is_empty() || vote.vacant == Some(vote.seats);
    let mut out = Vec::new();
    for (at, (id, label)) in vote.lists.iter().enumerate() {
        let Some((_, slate)) = dossier.slates.iter().find(|(other, _)| other == id) else { continue };
        let ballots = vote.valid.map(|_| vote.figures.ballots.get(id).copied().unwrap_or(0));
        let votes: Option<Vec<u64>> = ballots.map(|b| votes_of(slate, b, &vote.figures).collect());
        let of = given.get(at);
        let candidates = slate.candidates.iter().enumerate().map(|(place, c)| PageCandidate {
            position: place.saturating_add(1),
            name: c.name.clone(),
            sex: c.sex,
            votes: votes.as_ref().and_then(|v| v.get(place).copied()),
            elected: settled.then(|| seated.contains(&(*id, place))),
        });
        out.push(PageList {
            name: label.clone(),
            unions: slate.unions.iter().map(|u| u.union.clone()).collect(),
            ballots,
            votes: votes.as_ref().and_then(|v| v.iter().try_fold(0_u64, |sum, n| sum.checked_add(*n))),
            average: of.map(|l| l.average),
            by_quotient: of.map(|l| l.by_quotient),
            by_average: of.map(|l| l.by_average),
            seats: of.map(|l| l.seats),
            candidates: candidates.collect(),
        });
    }
    out
}
