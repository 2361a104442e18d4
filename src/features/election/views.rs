//! What is shown of an election, as data.

pub mod electors;
mod minutes;
pub mod protocol;
mod since;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

pub use minutes::{Contest, Figure, Minutes, Unanswered};
pub use since::{Correction, Departure, Extended, Naming, Succeeded};

use crate::{
    base::{
        Id,
        view::{data, views},
        word::{Category, Gender},
    },
    election::{Quorum, WhatIf},
    features::{
        election::{records::Poll, rules::compare},
        law::views::{Allocated, Audience, Maybe},
    },
    law::{Because, Beware, Fraction},
};

views! {
    "contrepoids.election.check/1" => Checked;
    "contrepoids.election.compare/1" => Compared;
    "contrepoids.election.count/1" => Counted;
    "contrepoids.election.delegate/1" + reasons => Naming;
    "contrepoids.election.edit/1" => Edited;
    "contrepoids.election.electors/1" + reasons => electors::Electors;
    "contrepoids.election.list/1" => ElectionList;
    "contrepoids.election.lists-add/1" => ListsAdded;
    "contrepoids.election.lists-import/1" => ListsImported;
    "contrepoids.election.lists-remove/1" => ListsLeft;
    "contrepoids.election.lists-show/1" => ListsShown;
    "contrepoids.election.minutes/1" + reasons => Minutes;
    "contrepoids.election.new/1" => Made;
    "contrepoids.election.protocol-compare/1" + reasons => protocol::Compared;
    "contrepoids.election.protocol-note/1" => protocol::Noted;
    "contrepoids.election.protocol-show/1" => protocol::Workshop;
    "contrepoids.election.remove/1" => Removed;
    "contrepoids.election.replace/1" + reasons => Succeeded;
    "contrepoids.election.show/1" + reasons => ElectionCard;
    "contrepoids.election.simulate/1" + reasons => Simulated;
    "contrepoids.election.support/1" + reasons => Supported;
}

data! {
    /// The elections.
    pub struct ElectionList {
        /// Each of them.
        elections: Vec<Election>,
    }

    /// An election as it is recorded.
    pub struct Election {
        /// What names it.
        id: Id,
        /// The first digits of that.
        short: String,
        /// The day of the vote.
        date: Option<NaiveDate>,
        /// What it is for.
        kind: Option<&'static str>,
        /// The round.
        round: u32,
        /// The first round of this second one.
        follows: Option<Id>,
        /// The establishment.
        establishment: Option<String>,
        /// Whether the committee is that of an economic and social unit; nothing where nobody said it.
        unit: Option<bool>,
        /// The section's own name for it.
        name: Option<String>,
        /// Our union.
        union: Option<String>,
        /// The headcount of the protocol.
        headcount: Option<String>,
        /// The length of the mandates in years.
        mandate_years: Option<u32>,
        /// Where the mandates that it began go on beyond their end.
        extension: Option<Extended>,
        /// The steps of the procedure with their days.
        dates: BTreeMap<&'static str, NaiveDate>,
        /// The colleges.
        colleges: Vec<College>,
        /// The unions of one category, with their colleges.
        categorical: BTreeMap<String, Vec<String>>,
    }

    /// A college.
    pub struct College {
        /// Its name.
        id: String,
        /// Full members to elect.
        holders: u32,
        /// Substitutes to elect.
        substitutes: u32,
        /// Seats reserved for *cadres*.
        reserved: u32,
        /// The women.
        women: Option<u64>,
        /// The men.
        men: Option<u64>,
        /// The registered electors.
        registered: Option<u64>,
        /// The ballot boxes.
        boxes: Vec<String>,
        /// The hours a month of its full members together, as the protocol has them.
        hours: Option<String>,
        /// The staff of the college.
        staff: Option<u64>,
    }

    /// An election that was removed.
    pub struct Removed {
        /// What named it.
        id: Id,
        /// The first digits of that.
        short: String,
        /// How many records went.
        records: usize,
    }

    /// Lists of candidates.
    pub struct Lists {
        /// The election.
        election: Id,
        /// Each list.
        lists: Vec<Slate>,
    }

    /// A list of candidates.
    pub struct Slate {
        /// What names it.
        id: Id,
        /// The first digits of that.
        short: String,
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// Its name.
        name: String,
        /// Whether it is ours.
        ours: bool,
        /// The unions that it is of.
        unions: Vec<Partner>,
        /// Whether the split of a common list counts: the employer and the electors knew it before the vote.
        split_counts: Option<bool>,
        /// The candidates, in order.
        candidates: Vec<Candidate>,
    }

    /// A union of a list.
    pub struct Partner {
        /// Its name.
        name: String,
        /// Its share of the votes, where it was settled.
        share: Option<String>,
    }

    /// A candidate.
    pub struct Candidate {
        /// The place on the list.
        position: usize,
        /// The name.
        name: String,
        /// The sex.
        sex: Option<Gender>,
        /// The day of birth.
        born: Option<NaiveDate>,
        /// The record of the roster.
        member: Option<Id>,
        /// Whether they are one of the *cadres*.
        cadre: bool,
        /// The professional category.
        category: Option<Category>,
    }

    /// Whether the lists and counts of an election are in order.
    pub struct Checked {
        /// The election.
        election: Id,
        /// What breaks the law.
        breaches: usize,
        /// What may.
        risks: usize,
        /// What to know.
        notes: usize,
        /// Each of them.
        issues: Vec<Issue>,
    }

    /// Something that a check found.
    pub struct Issue {
        /// How bad it is.
        gravity: &'static str,
        /// What it is.
        code: &'static str,
        /// The college.
        college: Option<String>,
        /// `holders` or `substitutes`.
        vote: Option<&'static str>,
        /// The list.
        list: Option<String>,
        /// The candidate.
        candidate: Option<Placed>,
        /// The ballot box.
        #[serde(rename = "box")]
        ballot_box: Option<String>,
        /// The day that matters.
        day: Option<NaiveDate>,
        /// The number that matters.
        number: Option<u64>,
        /// The same in words of the language of the run.
        text: &'static str,
        /// What to do, in words of the language of the run.
        todo: &'static str,
        /// The steps that led to it.
        because: Vec<Because>,
        /// What to beware of.
        caveats: Vec<Beware>,
    }

    /// A candidate by place.
    pub struct Placed {
        /// The place on the list.
        position: usize,
        /// The name.
        name: String,
    }

    /// A ballot box.
    pub struct Ballots {
        /// Its name.
        #[serde(rename = "box")]
        place: String,
        /// Where its count stands.
        stage: &'static str,
        /// Whether it counts in the result.
        counts: bool,
        /// The entries of its figures.
        entries: Vec<Entry>,
        /// The figures on which the entries differ.
        differences: Vec<Difference>,
        /// Whether a decision between entries is older than they are.
        stale_decision: bool,
    }

    /// An entry of the figures of a box.
    pub struct Entry {
        /// Its number.
        entry: u32,
        /// Whether it is finished.
        done: bool,
    }

    /// A figure on which entries differ.
    pub struct Difference {
        /// The figure.
        field: String,
        /// What each finished entry says.
        said: Vec<Option<u64>>,
    }

    /// The boxes that figures were entered for.
    pub struct Boxes {
        /// The election.
        election: Option<Id>,
        /// Each box.
        boxes: Vec<Entered>,
    }

    /// A box with what was entered.
    pub struct Entered {
        /// The box.
        #[serde(flatten)]
        ballots: Ballots,
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// The number of the entry; 0 for a decision.
        entry: u32,
        /// Whether it is finished.
        done: bool,
        /// The figure that is missing to finish it.
        missing: Option<MissingFigure>,
        /// The figures that replaced others.
        replaced: Vec<Replaced>,
        /// Signatures and ballots found, where they differ in number.
        unequal: Option<Unequal>,
    }

    /// Signatures and ballots found that differ in number: a ballot for each signature is due.
    pub struct Unequal {
        /// Signatures on the electoral list.
        signatures: u64,
        /// Ballots found in the box.
        voters: u64,
    }

    /// A figure that is missing.
    pub struct MissingFigure {
        /// Which.
        field: String,
        /// The same in words of the language of the run.
        text: Option<String>,
    }

    /// A figure that replaced another.
    pub struct Replaced {
        /// Which.
        field: String,
        /// What it was.
        was: u64,
        /// What it is.
        now: Option<u64>,
    }

    /// An entry that was thrown away.
    pub struct Forgotten {
        /// The election.
        election: Id,
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// The ballot box.
        #[serde(rename = "box")]
        ballot_box: String,
        /// The number of the entry.
        forgotten: u32,
    }

    /// Two elections side by side.
    pub struct Compared {
        /// The later one.
        now: Id,
        /// The earlier one.
        before: Id,
        /// Each vote.
        votes: Vec<VoteChange>,
        /// Each union.
        unions: Vec<UnionChange>,
    }

    /// How a vote changed.
    pub struct VoteChange {
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// The registered electors.
        registered: Change,
        /// The voters.
        voters: Change,
        /// The valid ballots.
        valid: Change,
        /// The turnout.
        turnout: ExactChange,
        /// Each list.
        lists: Vec<ListChange>,
    }

    /// How a list changed.
    pub struct ListChange {
        /// Its name.
        name: String,
        /// Its ballots.
        ballots: Change,
        /// Its seats.
        seats: Change,
    }

    /// How a union changed.
    pub struct UnionChange {
        /// Its name.
        name: String,
        /// Its votes.
        votes: ExactChange,
        /// Its share.
        share: ExactChange,
        /// Whether it is representative.
        representative: UnionStanding,
    }

    /// A count before and now.
    pub struct Change {
        /// Before.
        before: Option<u64>,
        /// Now.
        now: Option<u64>,
        /// The difference.
        change: Option<i64>,
    }

    /// An exact number before and now.
    pub struct ExactChange {
        /// Before.
        before: Option<Fraction>,
        /// Now.
        now: Option<Fraction>,
        /// The difference.
        change: Option<Fraction>,
    }

    /// Whether a union was and is representative.
    pub struct UnionStanding {
        /// Before.
        before: Option<bool>,
        /// Now.
        now: Option<bool>,
    }

    /// An election with what its counts come to.
    pub struct ElectionCard {
        /// What is recorded.
        #[serde(flatten)]
        election: Election,
        /// The votes.
        votes: Vec<VoteSummary>,
        /// Whether all boxes of all votes count.
        complete: bool,
        /// The weight of each union.
        audience: Option<Audience>,
        /// Why there is none.
        audience_reason: Option<Unmeasured>,
        /// The own votes of candidates.
        candidates: Vec<Score>,
        /// The elections that follow this one.
        followed_by: Vec<Id>,
        /// Those of other establishments that count with it.
        with: Vec<Id>,
        /// Who of its lists left since.
        departures: Vec<Departure>,
        /// What the vote froze and was written otherwise since.
        corrections: Vec<Correction>,
    }

    /// Why the weight of unions is not measured.
    pub struct Unmeasured {
        /// The reason.
        code: &'static str,
        /// The same in words of the language of the run.
        text: String,
        /// The articles.
        articles: String,
    }

    /// The own votes of a candidate.
    pub struct Score {
        /// The name.
        name: String,
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// The share of the valid ballots.
        share: Fraction,
        /// Whether a union may name them as its delegate.
        may_be_delegate: bool,
    }

    /// A vote of an election.
    pub struct VoteSummary {
        /// The college.
        college: String,
        /// `holders` or `substitutes`.
        vote: &'static str,
        /// Seats to fill.
        to_fill: u32,
        /// Whether all its boxes count.
        complete: bool,
        /// Its boxes.
        boxes: Vec<Ballots>,
        /// How many of them count.
        counted: usize,
        /// The registered electors.
        registered: Option<u64>,
        /// The signatures.
        signatures: Option<u64>,
        /// The voters.
        voters: Option<u64>,
        /// The blank ballots.
        blank: Option<u64>,
        /// The null ballots.
        null: Option<u64>,
        /// The valid ballots.
        valid: Option<u64>,
        /// The turnout.
        turnout: Option<Fraction>,
        /// The quorum: reached, or missed once every box counts.
        quorum: Option<Quorum>,
        /// What is still needed for it while boxes are to come.
        #[serde(skip_serializing_if = "Option::is_none")]
        quorum_awaited: Option<Awaited>,
        /// The lists.
        lists: Vec<ListResult>,
        /// Seats that stay vacant.
        vacant: Option<u32>,
        /// Who gets the seats; left out where it is too early to tell.
        #[serde(skip_serializing_if = "Option::is_none")]
        allocation: Option<Maybe<Allocated>>,
    }

    /// A quorum that is not reached yet, with boxes to come.
    pub struct Awaited {
        /// The valid ballots needed.
        needed: u64,
        /// How many are missing so far.
        missing: u64,
    }

    /// What a list gets.
    pub struct ListResult {
        /// What names it.
        id: Id,
        /// Its name.
        name: String,
        /// Its ballots.
        ballots: Option<u64>,
        /// Its seats.
        seats: Option<u32>,
        /// Its elected, in order.
        elected: Vec<String>,
    }

    /// What might come of an election.
    pub struct Simulated {
        /// The election.
        election: Id,
        /// The election that the scenarios start from.
        from: Option<Id>,
        /// Each scenario.
        scenarios: Vec<Scenario>,
    }

    /// A scenario.
    pub struct Scenario {
        /// Its name.
        name: String,
        /// The colleges.
        colleges: Vec<Projected>,
        /// The weight of each union.
        audience: Option<Audience>,
    }

    /// A college of a scenario.
    pub struct Projected {
        /// The college.
        college: String,
        /// The registered electors.
        registered: Option<u64>,
        /// The valid ballots.
        valid: u64,
        /// The ballots of each list.
        lists: Vec<Supposed>,
        /// The quorum.
        quorum: Option<Quorum>,
        /// Who gets the seats.
        allocation: Option<Maybe<Allocated>>,
        /// How far each list is from one more seat.
        what_if: Vec<WhatIf>,
    }

    /// What a scenario gives a list.
    pub struct Supposed {
        /// The list.
        name: String,
        /// Its ballots.
        ballots: u64,
    }

    /// What support there is, and what is needed.
    pub struct Supported {
        /// The election.
        election: Id,
        /// Whether small groups are hidden.
        for_others: bool,
        /// The supporters; nothing where hidden.
        supporters: Option<u64>,
        /// The votes that make a union representative.
        tenth: Option<u64>,
        /// Each college.
        colleges: Vec<CollegeSupport>,
        /// Where the supporters are.
        map: Map,
    }

    /// The support in a college.
    pub struct CollegeSupport {
        /// The college.
        college: String,
        /// Full members to elect.
        seats: u32,
        /// The registered electors.
        registered: Option<u64>,
        /// The turnout that is supposed.
        turnout: Fraction,
        /// The supporters; nothing where hidden.
        supporters: Option<u64>,
        /// What is needed.
        needs: Option<Needs>,
    }

    /// What is needed in a college.
    pub struct Needs {
        /// The valid ballots that are expected.
        valid: u64,
        /// A tenth of them.
        tenth: u64,
        /// The ballots of a seat.
        seat: Option<u64>,
        /// The majority.
        majority: u64,
        /// The supporters that are missing to a tenth.
        missing_to_tenth: Option<u64>,
        /// Those that are missing to a seat.
        missing_to_seat: Option<u64>,
        /// Those that are missing to the majority.
        missing_to_majority: Option<u64>,
    }

    /// The supporters by site and college; nothing where hidden.
    pub struct Map {
        /// The colleges, in the order of the columns; nothing for those whose college is not known.
        colleges: Vec<Option<String>>,
        /// The sites.
        sites: Vec<Site>,
        /// The sums of the columns.
        totals: Vec<Option<u64>>,
    }

    /// The supporters of a site.
    pub struct Site {
        /// The site; nothing for those whose site is not known.
        site: Option<String>,
        /// By college.
        supporters: Vec<Option<u64>>,
        /// Together.
        total: Option<u64>,
    }
}

/// What `election count` did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Counted {
    /// Figures were entered, or a decision between entries.
    Boxes(Boxes),
    /// An entry was thrown away.
    Forgotten(Forgotten),
}

crate::base::view::same_as! {
    /// An election that was recorded.
    Made = Election;
    /// An election that was changed.
    Edited = Election;
    /// The lists that were added.
    ListsAdded = Lists;
    /// The lists that were read from a file.
    ListsImported = Lists;
    /// The lists that are left.
    ListsLeft = Lists;
    /// The lists of an election.
    ListsShown = Lists;
}

impl ElectionList {
    /// Returns the elections.
    #[must_use]
    pub fn of(all: &[(Id, Poll)]) -> Self {
        Self { elections: all.iter().map(|(id, poll)| Election::of(*id, poll)).collect() }
    }
}

impl Election {
    /// Returns the view of a recorded election.
    #[must_use]
    pub fn of(id: Id, poll: &Poll) -> Self {
        let college = |c: &crate::features::election::records::College| College {
            id: c.id.clone(),
            holders: c.holders,
            substitutes: c.substitutes,
            reserved: c.reserved,
            women: c.women,
            men: c.men,
            registered: c.electors(),
            boxes: c.boxes.clone(),
            hours: c.hours.clone(),
            staff: c.staff,
        };
        Self {
            id,
            short: id.short(),
            date: poll.day,
            kind: poll.nature.map(crate::features::election::records::Nature::code),
            round: poll.round,
            follows: poll.follows,
            establishment: poll.establishment.clone(),
            unit: poll.unit,
            name: poll.name.clone(),
            union: poll.ours.clone(),
            headcount: poll.headcount.clone(),
            mandate_years: poll.mandate_years,
            extension: poll.extension.as_ref().map(|e| Extended { ground: e.ground, until: e.until }),
            dates: poll.steps.iter().map(|(step, day)| (step.code(), *day)).collect(),
            colleges: poll.colleges.iter().map(college).collect(),
            categorical: poll.categorical.clone(),
        }
    }
}

impl From<Quorum> for Awaited {
    fn from(quorum: Quorum) -> Self {
        Self { needed: quorum.needed, missing: quorum.missing }
    }
}

impl From<compare::Pair<u64>> for Change {
    fn from(pair: compare::Pair<u64>) -> Self {
        Self { before: pair.before, now: pair.now, change: pair.change() }
    }
}

impl From<compare::Pair<Fraction>> for ExactChange {
    fn from(pair: compare::Pair<Fraction>) -> Self {
        Self { before: pair.before, now: pair.now, change: pair.change() }
    }
}
