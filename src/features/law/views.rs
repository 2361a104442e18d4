//! What the calculators of the law answer, as data.

mod bodies;
mod contest;
mod delegate;
mod electors;
mod pack;
mod replacement;
mod seats;
mod table;
pub mod text;
mod watch;

use chrono::NaiveDate;
use serde::Serialize;

pub use bodies::Committee;
pub use contest::Grounds;
pub use delegate::Delegate;
pub use electors::{Electors, Named, Voter, Voters};
pub use pack::{Pack, PackHeld, PackInstalled, PackRemoved};
pub use replacement::Replacement;
pub use seats::{Allocate, Allocated, Audience};
pub use table::{Deadline, Rules, TableEntry, TableHistory, Tables};
pub use text::{AText, Rests, Searched};
pub use watch::Watched;

use crate::{
    base::{Lang, view::views},
    calendar::Month,
    election::{
        self, Agreement, Balance, ByElection, Commission, Contest, Ending, Headcounts, Quorum,
        RedundancyPlan, Seats, Validity, parity,
    },
    features::law::rules::CollegeVote,
    law::{Answer, Fraction, Open},
};

views! {
    "contrepoids.law.agreement/1" + reasons => Signed;
    "contrepoids.law.allocate/1" + reasons => Allocate;
    "contrepoids.law.audience/1" + reasons => Audience;
    "contrepoids.law.by-election/1" + reasons => Maybe<ByElection>;
    "contrepoids.law.colleges/1" + reasons => Colleges;
    "contrepoids.law.contest/1" + reasons => Contest;
    "contrepoids.law.contest.list/1" + reasons => Grounds;
    "contrepoids.law.committee/1" + reasons => Committee;
    "contrepoids.law.deadline/1" + reasons => Deadline;
    "contrepoids.law.deadline.list/1" => Rules;
    "contrepoids.law.delegate/1" + reasons => Delegate;
    "contrepoids.law.electors/1" + reasons => Electors;
    "contrepoids.law.headcount/1" + reasons => Headcount;
    "contrepoids.law.hours/1" + reasons => Hours;
    "contrepoids.law.list/1" => Tables;
    "contrepoids.law.pack-install/1" => PackInstalled;
    "contrepoids.law.pack-remove/1" => PackRemoved;
    "contrepoids.law.pack-show/1" => PackHeld;
    "contrepoids.law.parity/1" + reasons => Maybe<Parity>;
    "contrepoids.law.protection/1" + reasons => Protection;
    "contrepoids.law.pse/1" + reasons => Pse;
    "contrepoids.law.quorum/1" + reasons => Quorums;
    "contrepoids.law.replacement/1" + reasons => Maybe<Replacement>;
    "contrepoids.law.rights/1" + reasons => Rights;
    "contrepoids.law.search/1" => Searched;
    "contrepoids.law.seats/1" + reasons => Seats;
    "contrepoids.law.show/1" => TableHistory;
    "contrepoids.law.watch/1" => Watched;
    "contrepoids.law.text/1" => AText;
    "contrepoids.law.where/1" => Rests;
}

/// An answer, or why there is none.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Maybe<T> {
    /// The law and the facts settle it.
    Known(T),
    /// They do not.
    Undetermined {
        /// Why, in place of the answer.
        undetermined: Undetermined,
    },
}

/// Why there is no answer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Undetermined {
    /// The reason.
    why: Open,
    /// What remains possible, or what would settle it.
    options: Vec<String>,
    /// The reason in words of the language of the run.
    text: &'static str,
}

impl<T> Maybe<T> {
    /// Returns the view of an answer.
    pub fn of<A>(lang: Lang, answer: &Answer<A>, view: impl FnOnce(&A) -> T) -> Self {
        match answer {
            Answer::Known(known) => Self::Known(view(known)),
            Answer::Undetermined { why, options } => Self::Undetermined {
                undetermined: Undetermined { why: *why, options: options.clone(), text: why.words(lang) },
            },
        }
    }
}

/// What signatures or a vote of the staff come to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Signed {
    /// The signatures of unions.
    ByUnions(Agreement),
    /// The staff alone, where it approves.
    ByStaff {
        /// What the vote comes to.
        outcome: Validity,
        /// The approvals that were needed.
        needed: u64,
    },
}

impl Signed {
    /// Returns the view of an agreement that unions signed.
    #[must_use]
    pub fn by_unions(agreement: &Agreement) -> Self {
        Self::ByUnions(agreement.clone())
    }

    /// Returns the view of an agreement that the staff voted on.
    #[must_use]
    pub fn by_staff(outcome: Validity, needed: u64) -> Self {
        Self::ByStaff { outcome, needed }
    }
}

/// Colleges and their seats.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Colleges {
    /// How many colleges.
    pub colleges: i64,
    /// Seats for the *cadres* in the second college.
    pub reserved_for_cadres: i64,
    /// The seats by college, where the staff was given and settles them.
    pub seats: Vec<CollegeSeats>,
    /// Each spread that is possible, where equal remainders leave it open.
    pub options: Vec<Vec<CollegeSeats>>,
}

impl Colleges {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(found: &election::Colleges) -> Self {
        let spread = |seats: &[(String, i64)]| -> Vec<CollegeSeats> {
            seats
                .iter()
                .map(|(college, seats)| CollegeSeats { college: college.clone(), seats: *seats })
                .collect()
        };
        Self {
            colleges: found.colleges,
            reserved_for_cadres: found.reserved_for_cadres,
            seats: spread(found.seats()),
            options: match found.spreads.as_slice() {
                [_] => Vec::new(),
                several => several.iter().map(|one| spread(one)).collect(),
            },
        }
    }
}

/// The seats of a college.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CollegeSeats {
    /// The college.
    pub college: String,
    /// Its seats.
    pub seats: i64,
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Window {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl From<(NaiveDate, NaiveDate)> for Window {
    fn from((from, to): (NaiveDate, NaiveDate)) -> Self {
        Self { from, to }
    }
}

/// Headcounts and thresholds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Headcount {
    /// The headcount of each month.
    months: Vec<MonthHeadcount>,
    /// What they come to for each threshold.
    thresholds: Vec<Crossing>,
    /// The months looked at.
    window: Window,
}

/// The headcount of a month.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MonthHeadcount {
    /// The month.
    month: Month,
    /// The headcount.
    headcount: Fraction,
}

impl Headcount {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(found: &Headcounts) -> Self {
        Self {
            months: found
                .months
                .iter()
                .map(|(month, n)| MonthHeadcount { month: *month, headcount: *n })
                .collect(),
            thresholds: found.thresholds.iter().map(Crossing::of).collect(),
            window: found.window.into(),
        }
    }
}

/// Whether a threshold is crossed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Crossing {
    /// The number of the threshold.
    threshold: i64,
    /// Whether it is crossed.
    reached: bool,
    /// Since when.
    since: Option<NaiveDate>,
    /// Whether it may have been earlier: the months before are not known.
    since_at_latest: bool,
    /// The day from which it counts, at the latest.
    effective: Option<NaiveDate>,
    /// Months in a row at or above it, up to the last one known.
    months_in_a_row: u32,
    /// Months that would be needed to tell.
    months_unknown: u32,
    /// Whether the last month is at or above it.
    met_now: bool,
    /// What it opens.
    opens: Vec<Opened>,
}

/// What a threshold opens.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Opened {
    /// What.
    right: &'static str,
    /// From which day.
    from: Option<NaiveDate>,
}

impl Crossing {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(found: &crate::election::Crossing) -> Self {
        let opens =
            |rights: &'static [&'static str], from| rights.iter().map(move |right| Opened { right, from });
        let at_once = opens(found.which.opens_at_once(), found.since);
        Self {
            threshold: found.threshold,
            reached: found.reached,
            since: found.since,
            since_at_latest: found.at_latest,
            effective: found.effective,
            months_in_a_row: found.months_in_a_row,
            months_unknown: found.months_unknown,
            met_now: found.met_now,
            opens: at_once.chain(opens(found.which.opens_later(), found.effective)).collect(),
        }
    }
}

/// The hours of delegation of a person with a mandate.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Hours {
    /// Month by month.
    months: Vec<HoursMonth>,
    /// What is left this month.
    left: Fraction,
    /// What is lost at its end.
    at_risk: Fraction,
}

/// A month of the ledger of hours.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HoursMonth {
    /// The month.
    month: Month,
    /// Carried from earlier months.
    carried: Fraction,
    /// What could be taken.
    usable: Fraction,
    /// What was taken.
    taken: Fraction,
    /// What was taken beyond that.
    over: Fraction,
    /// What was lost at its end.
    lost: Fraction,
}

impl HoursMonth {
    /// Returns the view of a month.
    #[must_use]
    pub fn of(m: &crate::election::HoursMonth) -> Self {
        Self {
            month: m.month,
            carried: m.carried,
            usable: m.usable,
            taken: m.taken,
            over: m.over,
            lost: m.lost,
        }
    }
}

impl Hours {
    /// Returns the view of a ledger.
    #[must_use]
    pub fn of(hours: &crate::election::Hours) -> Self {
        let months = hours.months.iter().map(HoursMonth::of).collect();
        Self { months, left: hours.left, at_risk: hours.at_risk }
    }
}

/// The balance of women and men that a list must keep.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Parity {
    /// Women on the list.
    women: u32,
    /// Men on the list.
    men: u32,
    /// Candidates of either sex.
    either: u32,
    /// Whether both sexes must be there.
    both_required: bool,
    /// The letter of the sex that may have one candidate more, not in first place.
    optional: Option<char>,
    /// The orders that alternate.
    orders: Vec<String>,
    /// What is wrong with the list that was given.
    breaches: Vec<Breach>,
    /// The positions of the elected who are to be annulled, in that order.
    annulled: Vec<usize>,
    /// The elected of one sex beyond its share.
    surplus: Option<Surplus>,
    /// Whether the list is in order; nothing where none was given.
    valid: Option<bool>,
}

/// What is wrong with a list.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Breach {
    /// Where.
    position: Option<usize>,
    /// What.
    rule: Balance,
    /// The same in words of the language of the run.
    text: &'static str,
}

/// The elected of one sex beyond its share.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Surplus {
    /// The letter of the sex.
    sex: char,
    /// How many.
    count: u32,
}

impl Parity {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(lang: Lang, parity: &parity::Parity) -> Self {
        let (due, checked) = (&parity.due, parity.checked.as_ref());
        let breach =
            |b: &parity::Breach| Breach { position: b.position, rule: b.rule, text: b.rule.words(lang) };
        Self {
            women: due.women,
            men: due.men,
            either: due.either,
            both_required: due.both,
            optional: due.optional.map(parity::Sex::letter),
            orders: parity.orders.clone(),
            breaches: checked.map_or_else(Vec::new, |c| c.breaches.iter().map(breach).collect()),
            annulled: checked.map_or_else(Vec::new, |c| c.annulled.clone()),
            surplus: checked.and_then(|c| c.surplus).map(|(sex, count)| Surplus { sex: sex.letter(), count }),
            valid: checked.map(|c| c.breaches.is_empty()),
        }
    }
}

/// Until when a person is protected.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Protection {
    /// Whether they are on that day.
    protected: bool,
    /// The last day of the protection.
    until: Option<NaiveDate>,
    /// The months of protection after the office.
    months: i64,
    /// What ends the office.
    ends: Vec<Ending>,
}

impl Protection {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(p: &crate::election::Protection) -> Self {
        Self { protected: p.protected, until: p.until, months: p.months, ends: p.ends.clone() }
    }
}

/// A plan of redundancies (*PSE*).
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Pse {
    /// What the signatures come to, where they were given.
    outcome: Option<Validity>,
    /// The share of the signatories.
    share: Option<Fraction>,
    /// Whether a plan is due.
    plan_required: Option<bool>,
    /// The months within which the CSE gives its opinions.
    opinion_months: Option<i64>,
    /// The day by which it does.
    opinion_by: Option<NaiveDate>,
    /// The meetings of the CSE.
    meetings: Option<i64>,
    /// The days between them.
    meeting_gap_days: Option<i64>,
    /// The days of the administration for an agreement.
    validation_days: i64,
    /// The days of the administration for a unilateral document.
    homologation_days: i64,
}

impl Pse {
    /// Returns the view of an answer.
    #[must_use]
    pub fn of(plan: &RedundancyPlan) -> Self {
        Self {
            outcome: plan.outcome,
            share: plan.share,
            plan_required: plan.required,
            opinion_months: plan.opinion_months,
            opinion_by: plan.opinion_by,
            meetings: plan.meetings,
            meeting_gap_days: plan.meeting_gap,
            validation_days: plan.validation_days,
            homologation_days: plan.homologation_days,
        }
    }
}

/// Whether the quorum is reached: in one vote, or in those of a file.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Quorums {
    /// In one vote.
    One {
        /// What it comes to.
        #[serde(flatten)]
        quorum: Quorum,
        /// The valid ballots.
        valid: u64,
    },
    /// In those of a file.
    Several {
        /// Whether it is reached in each.
        reached: bool,
        /// Each vote.
        votes: Vec<VoteQuorum>,
    },
}

impl Quorums {
    /// Returns the view of one vote.
    #[must_use]
    pub fn one(quorum: &Quorum, valid: u64) -> Self {
        Self::One { quorum: *quorum, valid }
    }

    /// Returns the view of the votes of a file.
    #[must_use]
    pub fn several(votes: Vec<VoteQuorum>) -> Self {
        Self::Several { reached: votes.iter().all(|vote| vote.quorum.reached), votes }
    }
}

/// The quorum of one vote of a file.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VoteQuorum {
    /// The college.
    pub college: String,
    /// `holders` or `substitutes`.
    pub vote: &'static str,
    /// The registered electors.
    pub registered: u64,
    /// The valid ballots.
    pub valid: u64,
    /// What it comes to.
    #[serde(flatten)]
    pub quorum: Quorum,
}

impl VoteQuorum {
    /// Returns the view of a vote of a file.
    #[must_use]
    pub fn of(vote: &CollegeVote, quorum: &Quorum) -> Self {
        Self {
            college: vote.college.clone(),
            vote: if vote.substitutes { "substitutes" } else { "holders" },
            registered: vote.turnout.registered,
            valid: vote.turnout.valid,
            quorum: *quorum,
        }
    }
}

/// What a section and the CSE are entitled to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
pub struct Rights {
    /// The headcount.
    headcount: Fraction,
    /// Of a headcount that the vault has on record: its month.
    headcount_of: Option<Month>,
    /// Whether the union was taken for a representative one.
    representative: bool,
    /// Union delegates of the section.
    delegates: i64,
    /// Hours a month of each.
    hours_delegate: i64,
    /// Hours a year for those who bargain.
    pool_hours: i64,
    /// Whether there is a supplementary delegate; nothing where the seats won are not known.
    supplementary_delegate: Option<bool>,
    /// Whether there is a central delegate of their own.
    central_delegate: bool,
    /// Whether the delegate is named among the elected, without more hours.
    from_elected: bool,
    /// Whether there is a representative of the section.
    rss: bool,
    /// Their hours a month.
    rss_hours: i64,
    /// `separate` or `delegate`: how the union is represented at the CSE.
    representative_at_cse: Option<&'static str>,
    /// The hours a month of a representative who is not the delegate.
    hours_representative: i64,
    /// `shared` or `own`.
    premises: Option<&'static str>,
    /// Meetings of members a month.
    section_meetings: i64,
    /// Full members of the CSE.
    seats: i64,
    /// Hours a month of each.
    hours_each: i64,
    /// Meetings of the CSE a year.
    meetings_per_year: i64,
    /// Whether the number of meetings that an agreement sets is lawful.
    meetings_agreement_legal: Option<bool>,
    /// Meetings on health and safety among them.
    safety_meetings: i64,
    /// Hours a year in meetings that are not deducted.
    meeting_hours: Option<i64>,
    /// The commissions that are due.
    commissions: Vec<Commission>,
    /// The part of the payroll that is the budget of the CSE.
    budget_rate: Option<Fraction>,
    /// The budget in euros, where the payroll was given.
    budget: Option<Fraction>,
    /// Days of training in health and safety, at least.
    safety_training_days: Training,
    /// Days of training in economics.
    economic_training_days: Option<i64>,
    /// Days of union training a year.
    union_training_days: UnionTraining,
}

/// Days of training in health and safety.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Training {
    /// In the first mandate.
    first: Option<i64>,
    /// When it is renewed.
    renewed: Option<i64>,
    /// Of a member of the health, safety and working conditions commission: when the mandate is renewed, and in any before
    /// 31 March 2022.
    commission: Option<i64>,
}

/// Days of union training a year.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnionTraining {
    /// For everybody.
    members: i64,
    /// For trainers and officers.
    officers: i64,
}

impl Rights {
    /// Returns the view of an answer, with what was found of the meetings of an agreement.
    #[must_use]
    pub fn of(
        r: &crate::election::Rights,
        (headcount, headcount_of): (Fraction, Option<Month>),
        representative: bool,
        clause: Option<bool>,
    ) -> Self {
        Self {
            headcount,
            headcount_of,
            representative,
            delegates: r.delegates,
            hours_delegate: r.hours_delegate,
            pool_hours: r.pool_hours,
            supplementary_delegate: r.supplementary,
            central_delegate: r.central,
            from_elected: r.from_elected,
            rss: r.rss,
            rss_hours: r.rss_hours,
            representative_at_cse: r.at_cse.code(),
            hours_representative: r.hours_at_cse,
            premises: r.premises.code(),
            section_meetings: r.section_meetings,
            seats: r.seats.seats,
            hours_each: r.seats.hours_each,
            meetings_per_year: r.meetings_per_year,
            meetings_agreement_legal: clause,
            safety_meetings: r.safety_meetings,
            meeting_hours: r.meeting_hours,
            commissions: r.commissions.clone(),
            budget_rate: r.budget_rate,
            budget: r.budget,
            safety_training_days: {
                let crate::election::rights::SafetyTraining { first, renewed, commission } =
                    r.safety_training;
                Training { first, renewed, commission }
            },
            economic_training_days: r.economic_training,
            union_training_days: UnionTraining { members: r.union_training.0, officers: r.union_training.1 },
        }
    }
}
