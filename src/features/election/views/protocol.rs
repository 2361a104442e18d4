//! The negotiation of a protocol, and what other spreads of seats would come to.

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang, view::data},
    features::election::{
        records::{Content, Invited, Known, Negotiator, Poll, Voting},
        rules::{
            protocol::{Point, Said, State, Topic},
            simulate::Projection,
        },
    },
    law::{Answer, Because, Beware, Fraction, Reasons},
};

data! {
    /// The negotiation with all that is to be said of it.
    pub struct Workshop {
        /// The election.
        election: Id,
        /// How many points are wrong.
        wrong: usize,
        /// How many are undetermined.
        open: usize,
        /// How many have to be verified.
        to_do: usize,
        /// What is noted.
        noted: Negotiation,
        /// Each point, by subject.
        points: Vec<Stand>,
    }

    /// The negotiation as it is noted.
    pub struct Noted {
        /// The election.
        election: Id,
        /// What is noted.
        noted: Negotiation,
    }

    /// What is noted of a negotiation.
    pub struct Negotiation {
        /// The unions.
        unions: Vec<Union>,
        /// What the invitation says.
        says: Vec<Content>,
        /// What it does not.
        lacks: Vec<Content>,
        /// The clauses beside the ordinary, by their code.
        clauses: Vec<&'static str>,
        /// How the vote is held.
        voting: Option<Voting>,
        /// Engineers, heads of department and cadres.
        cadres: Option<u64>,
    }

    /// A union around the negotiation.
    pub struct Union {
        /// Its name.
        union: String,
        /// How it was invited.
        invited: Option<Invited>,
        /// Whether it came.
        came: Option<bool>,
        /// Whether it signed.
        signed: Option<bool>,
        /// Whether it is representative, as it was said.
        representative: Option<bool>,
        /// Its share of the valid votes, as it was said.
        share: Option<String>,
        /// Whether it has a section.
        section: Option<bool>,
    }

    /// One thing that is to be said.
    pub struct Stand {
        /// What it is about.
        topic: Topic,
        /// Where it stands.
        state: State,
        /// What it says.
        code: Said,
        /// The same in words of the language of the run.
        text: &'static str,
        /// Of what or of whom, by name.
        about: Vec<String>,
        /// The codes of what belongs to it.
        what: Vec<&'static str>,
        /// The number that matters.
        number: Option<Fraction>,
        /// The day by which.
        day: Option<NaiveDate>,
        /// The steps that led to it.
        because: Vec<Because>,
        /// What to beware of.
        caveats: Vec<Beware>,
    }

    /// Spreads of seats side by side, by the votes of the last election.
    pub struct Compared {
        /// The election.
        election: Id,
        /// Each spread; the first is the one that is noted.
        variants: Vec<Variant>,
    }

    /// A spread of seats.
    pub struct Variant {
        /// As it was typed; empty for the one that is noted.
        name: String,
        /// The seats of each college.
        seats: Vec<Seats>,
        /// The seats of our lists; nothing where a college is not known or the law leaves it open.
        ours: Option<u32>,
        /// The seats of each list, by college.
        lists: Vec<ListSeats>,
        /// The audience of our union, all colleges together.
        audience: Option<Fraction>,
        /// The colleges of which nothing is known.
        unknown: Vec<String>,
        /// The colleges without a seat: no protocol may have one.
        empty: Vec<String>,
    }

    /// The seats of a college.
    pub struct Seats {
        /// The college.
        college: String,
        /// Its seats of full members.
        seats: u32,
    }

    /// The seats of a list.
    pub struct ListSeats {
        /// The college.
        college: String,
        /// The list.
        list: String,
        /// Its seats.
        seats: u32,
    }
}

impl Negotiation {
    /// Returns what is noted of an election.
    #[must_use]
    pub fn of(poll: &Poll) -> Self {
        let flag = |known: Option<Known>| known.map(|k| k == Known::Yes);
        let union = |n: &Negotiator| Union {
            union: n.union.clone(),
            invited: n.invited,
            came: flag(n.came),
            signed: flag(n.signed),
            representative: flag(n.representative),
            share: n.share.clone(),
            section: flag(n.section),
        };
        let said = |wanted: Known| {
            poll.invitation.iter().filter(move |(_, known)| **known == wanted).map(|(content, _)| *content)
        };
        Self {
            unions: poll.negotiators.iter().map(union).collect(),
            says: said(Known::Yes).collect(),
            lacks: said(Known::No).collect(),
            clauses: poll.clauses.keys().map(|c| c.code()).collect(),
            voting: poll.voting,
            cadres: poll.cadres,
        }
    }
}

impl Noted {
    /// Returns what is noted of an election.
    #[must_use]
    pub fn of(election: Id, poll: &Poll) -> Self {
        Self { election, noted: Negotiation::of(poll) }
    }
}

impl Workshop {
    /// Returns the view; `reasons` gives the steps of a point.
    #[must_use]
    pub fn of(
        lang: Lang,
        (election, poll): (Id, &Poll),
        points: &[Point],
        reasons: impl Fn(&Point) -> Reasons,
    ) -> Self {
        let count = |state: State| points.iter().filter(|p| p.state == state).count();
        Self {
            election,
            wrong: count(State::Wrong),
            open: count(State::Open),
            to_do: count(State::Todo),
            noted: Negotiation::of(poll),
            points: points.iter().map(|p| stand(lang, p, reasons(p))).collect(),
        }
    }
}

fn stand(lang: Lang, of: &Point, law: Reasons) -> Stand {
    Stand {
        topic: of.topic,
        state: of.state,
        code: of.said,
        text: of.said.words(lang),
        about: of.about.clone(),
        what: of.words.iter().map(|(code, ..)| *code).collect(),
        number: of.number,
        day: of.day,
        because: law.because,
        caveats: law.caveats,
    }
}

/// A spread and what it comes to.
pub struct Spread<'a> {
    /// As it was typed.
    pub name: &'a str,
    /// The colleges with their seats.
    pub seats: Vec<(&'a str, u32)>,
    /// What it comes to.
    pub projection: Option<&'a Projection>,
    /// The colleges of which nothing is known.
    pub unknown: &'a [String],
    /// The colleges without a seat.
    pub empty: &'a [String],
}

impl Variant {
    /// Returns the view; `is_ours` tells our lists and our union by their names.
    #[must_use]
    pub fn of(spread: &Spread<'_>, is_ours: &dyn Fn(&str) -> bool) -> Self {
        let mut lists = Vec::new();
        let mut settled = spread.unknown.is_empty();
        for college in spread.projection.iter().flat_map(|p| &p.colleges) {
            match college.allocation.as_ref().map(|f| &f.value) {
                Some(Answer::Known(found)) => {
                    lists.extend(found.lists.iter().map(|l| ListSeats {
                        college: college.supposed.college.clone(),
                        list: l.name.clone(),
                        seats: l.seats,
                    }));
                }
                // Without quorum, or where the law leaves it open, nobody knows.
                Some(Answer::Undetermined { .. }) | None => settled = false,
            }
        }
        let ours = lists.iter().filter(|l| is_ours(&l.list)).map(|l| l.seats).fold(0, u32::saturating_add);
        let audience = spread.projection.and_then(|p| p.audience.as_ref()).map(|f| &f.value);
        let union = audience.and_then(|a| a.unions.iter().find(|u| is_ours(&u.name)));
        let seat = |(college, seats): &(&str, u32)| Seats { college: (*college).to_owned(), seats: *seats };
        Self {
            name: spread.name.to_owned(),
            seats: spread.seats.iter().map(seat).collect(),
            ours: settled.then_some(ours),
            lists,
            audience: union.map(|u| u.share),
            unknown: spread.unknown.to_vec(),
            empty: spread.empty.to_vec(),
        }
    }
}

impl Compared {
    /// Returns the view.
    #[must_use]
    pub fn of(election: Id, spreads: &[Spread<'_>], is_ours: &dyn Fn(&str) -> bool) -> Self {
        Self { election, variants: spreads.iter().map(|s| Variant::of(s, is_ours)).collect() }
    }
}
