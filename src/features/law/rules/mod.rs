//! The law for whoever asks, without a vault: each calculator, from plain facts or from a file.

pub mod deadline;
mod form;
pub mod names;
pub(crate) mod number;
pub mod pack;
mod replacement;
pub mod text;
pub mod watch;

use chrono::NaiveDate;

use crate::election::{Candidate, Identity, List, ListSeats, Taken};

pub use form::{
    AllocateForm, AudienceForm, CollegeVote, DepartureForm, ElectorsForm, Figures, HeadcountForm, NamingForm,
    ParityForm, PersonForm, QuorumForm, ReplacementForm, SignaturesForm, aspirant_spec, envoy_spec,
    find_runner, roll_spec, site_spec,
};
pub use replacement::{Committee, Outcome, replacement};

use crate::{
    calendar::{Month, Region},
    election::{
        self, Agreement, Allocation, Approval, Audience, BadFact, ByElection, CollegeFacts, Colleges,
        Contest, Dispute, ElectionError, Elector, Headcounts, Mandate, Person, Protection, Quorum,
        Redundancy, RedundancyPlan, Rights, Seats, Signatures, Terms, Turnout, Vacancies, Vote, WhatIf,
        audience::Ballot,
        headcount::MonthFacts,
        parity::{College, Parity, Slate},
        rights::{MeetingsClause, SectionStanding},
    },
    law::{Answer, Book, Caveat, Finding, Fraction, LawError, Reasoning, Remark, book},
};

/// Returns the tables.
#[must_use]
pub fn tables() -> &'static Book {
    book()
}

/// Returns the seats and hours of a CSE at a headcount.
///
/// # Errors
/// See [`election::seats`].
pub fn seats(headcount: Fraction, on: NaiveDate) -> Result<Finding<Seats>, LawError> {
    election::seats(book(), headcount, on)
}

/// Returns the headcounts of months and the thresholds they cross.
///
/// Where no day was named, months that are still to come count as if they were over, and a remark says so.
///
/// # Errors
/// See [`election::headcounts`].
pub fn headcounts(
    months: &[(Month, MonthFacts)],
    on: NaiveDate,
    named: bool,
) -> Result<Finding<Headcounts>, ElectionError> {
    let last = months.iter().filter_map(|(month, _)| month.last()).max().filter(|last| !named && *last > on);
    let mut found = election::headcounts(book(), months, last.unwrap_or(on))?;
    if last.is_some() {
        found.caveats.push(Caveat::Remark(Remark::MonthsToCome));
    }
    Ok(found)
}

/// Returns the electoral colleges.
///
/// # Errors
/// See [`election::colleges`].
pub fn colleges(facts: &CollegeFacts, on: NaiveDate) -> Result<Finding<Colleges>, ElectionError> {
    election::colleges(book(), facts, on)
}

/// Returns whether a person may vote and stand.
///
/// # Errors
/// See [`election::elector`].
pub fn elector(person: &Person, on: NaiveDate) -> Result<Finding<Elector>, LawError> {
    election::elector(book(), person, on)
}

/// Returns how many women and men are due on a list, and checks one.
///
/// # Errors
/// See [`election::parity::parity`].
pub fn parity(
    college: College,
    size: Option<u32>,
    slate: Option<&Slate>,
    on: NaiveDate,
) -> Result<Finding<Answer<Parity>>, ElectionError> {
    election::parity::parity(book(), college, size, slate, on)
}

/// Returns whether the quorum of a vote is reached; `all_struck` ballots with every name struck are blank ones.
///
/// # Errors
/// See [`election::quorum`].
pub fn quorum(turnout: Turnout, all_struck: u64, on: NaiveDate) -> Result<Finding<Quorum>, ElectionError> {
    election::quorum_with(book(), turnout, all_struck, on)
}

/// The seats of one college: full members, and substitutes where their vote is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    /// The full members.
    pub holders: Answer<Allocation>,
    /// The substitutes, without those elected full members.
    pub substitutes: Option<Answer<Allocation>>,
}

/// Returns who gets the seats of a college.
///
/// # Errors
/// See [`election::allocate`].
pub fn allocate(
    holders: &Vote,
    substitutes: Option<&Vote>,
    on: NaiveDate,
) -> Result<Finding<Seated>, ElectionError> {
    let mut found = election::allocate(book(), holders, &Taken::default(), on)?;
    let Some(substitutes) = substitutes else {
        return Ok(found.map(|holders| Seated { holders, substitutes: None }));
    };
    let identities = |vote: &Vote| -> Vec<Vec<Identity>> {
        let of = |c: &Candidate| Identity { name: c.name.clone(), born: c.born, key: None };
        vote.lists.iter().map(|l: &List| l.candidates.iter().map(of).collect()).collect()
    };
    let seated: Vec<Identity> = match &found.value {
        Answer::Known(known) => {
            let all = identities(holders);
            let of = |(l, list): (&ListSeats, Vec<Identity>)| {
                let places = l.places.clone();
                places.into_iter().filter_map(|p| list.get(p).cloned()).collect::<Vec<_>>()
            };
            known.lists.iter().zip(all).flat_map(of).collect()
        }
        Answer::Undetermined { .. } => Vec::new(),
    };
    let taken = Taken::of(&seated, &identities(substitutes));
    let second = found.and(election::allocate(book(), substitutes, &taken, on)?);
    Ok(found.map(|holders| Seated { holders, substitutes: Some(second) }))
}

/// Returns how far each list is from one more seat.
///
/// # Errors
/// See [`election::what_if`].
pub fn what_if(vote: &Vote) -> Result<Vec<WhatIf>, ElectionError> {
    election::what_if(vote)
}

/// Returns the audience of each union.
///
/// # Errors
/// See [`election::audience`](election::audience::audience).
pub fn audience(ballot: &Ballot, on: NaiveDate) -> Result<Finding<Audience>, ElectionError> {
    election::audience(book(), ballot, on)
}

/// The signatures under an agreement, on the base of an election.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Base {
    /// The representative unions with their votes, and who signed.
    pub signatures: Signatures,
    /// Whether all who signed are categorical unions that do not sign for the whole company alone.
    pub categorical_alone: bool,
}

/// Returns the signatures under an agreement, on the base of the unions that a ballot makes representative.
///
/// # Errors
/// See [`election::audience`](election::audience::audience).
pub fn signatures(
    ballot: &Ballot,
    signed: Vec<String>,
    on: NaiveDate,
) -> Result<Finding<Base>, ElectionError> {
    let found = audience(ballot, on)?;
    Ok(found.map(|audience| {
        let partial = |name: &String| {
            let union = audience.unions.iter().find(|u| u.name == *name);
            union.and_then(|u| u.in_colleges.as_ref()).is_some_and(|inside| !inside.everywhere)
        };
        let categorical_alone = !signed.is_empty() && signed.iter().all(partial);
        let unions = audience.unions.iter().filter(|u| u.representative);
        let unions = unions.map(|u| (u.name.clone(), u.votes)).collect();
        Base { signatures: Signatures { unions, signed }, categorical_alone }
    }))
}

/// Returns whether an agreement is valid.
///
/// # Errors
/// See [`election::agreement_with`].
pub fn agreement(
    signatures: &Signatures,
    terms: &Terms,
    on: NaiveDate,
) -> Result<Finding<Agreement>, ElectionError> {
    election::agreement_with(book(), signatures, terms, on)
}

/// Returns whether the staff of a small company approved a text.
///
/// # Errors
/// See [`election::approval`].
pub fn approval(staff: u64, approved: u64, on: NaiveDate) -> Result<Finding<Approval>, ElectionError> {
    election::approval(book(), staff, approved, on)
}

/// Returns what the law asks for a collective redundancy.
///
/// # Errors
/// See [`election::pse`].
pub fn pse(facts: &Redundancy, on: NaiveDate) -> Result<Finding<RedundancyPlan>, ElectionError> {
    election::pse(book(), facts, on)
}

/// Returns what the law gives a section; where it is not said whether the union is representative, a remark says what was taken.
///
/// # Errors
/// See [`election::rights`](election::rights::rights).
pub fn rights(
    standing: &SectionStanding,
    said: bool,
    on: NaiveDate,
) -> Result<Finding<Rights>, ElectionError> {
    let mut found = election::rights(book(), standing, on)?;
    if !said {
        found.caveats.insert(0, Caveat::Remark(Remark::RepresentativeUnsaid));
    }
    Ok(found)
}

/// Returns which bodies are elected in which perimeter.
///
/// # Errors
/// See [`election::perimeter`].
pub fn perimeter(
    facts: &election::PerimeterFacts,
    on: NaiveDate,
) -> Result<Finding<Answer<election::Perimeter>>, ElectionError> {
    election::perimeter(book(), facts, on)
}

/// Returns whom a committee of an establishment elected to the central one.
///
/// # Errors
/// See [`election::envoys`].
pub fn envoys(
    candidates: &[election::Envoy],
    seats: u32,
    on: NaiveDate,
) -> Result<Finding<Answer<Vec<usize>>>, ElectionError> {
    election::envoys(book(), candidates, seats, on)
}

/// Returns whom a union may name to an office.
///
/// # Errors
/// See [`election::designation`].
pub fn designation(
    naming: &election::Naming,
    on: NaiveDate,
) -> Result<Finding<election::Designation>, ElectionError> {
    election::designation(book(), naming, on)
}

/// Returns whether a by-election is due.
///
/// # Errors
/// See [`election::by_election`].
pub fn by_election(facts: &Vacancies, on: NaiveDate) -> Result<Finding<Answer<ByElection>>, ElectionError> {
    election::by_election(book(), facts, on)
}

/// Returns until when something of an election is contested.
///
/// # Errors
/// See [`election::contest`].
pub fn contest(ground: Dispute, event: NaiveDate, region: Region) -> Result<Finding<Contest>, LawError> {
    election::contest(book(), ground, event, region)
}

/// Returns what can be contested, each with its days.
///
/// # Errors
/// [`LawError::NotCovered`].
pub fn grounds(on: NaiveDate) -> Result<Finding<Vec<(Dispute, u32)>>, LawError> {
    let mut why = Reasoning::new(book(), on);
    let mut out = Vec::new();
    for ground in Dispute::ALL {
        why.note(ground.table(), vec![])?;
        let days = book().whole(ground.table(), on)?;
        out.push((*ground, u32::try_from(days).map_err(|_| LawError::Calendar)?));
    }
    Ok(why.conclude(out))
}

/// Returns whether an agreement may set a number of CSE meetings a year, and how many are held then.
///
/// # Errors
/// See [`election::rights::meetings_clause`].
pub fn meetings_clause(
    headcount: Fraction,
    agreed: u32,
    on: NaiveDate,
) -> Result<Finding<MeetingsClause>, ElectionError> {
    election::rights::meetings_clause(book(), headcount, agreed, on)
}

/// Returns the ledger of delegation hours of one mandate.
///
/// # Errors
/// See [`election::hours`].
pub fn hours(
    credit: Fraction,
    first: Month,
    last: Month,
    taken: &std::collections::BTreeMap<Month, Fraction>,
) -> Result<Finding<election::Hours>, LawError> {
    election::hours(book(), credit, first, last, taken)
}

/// Returns until when a person is protected.
///
/// # Errors
/// See [`election::protection`](election::protection::protection).
pub fn protection(mandate: &Mandate, on: NaiveDate) -> Result<Finding<Protection>, ElectionError> {
    election::protection(book(), mandate, on)
}

/// Returns the valid ballots of a vote, given or computed from voters, blank and null ones.
///
/// # Errors
/// Figures that do not hold together; nothing to compute from.
pub fn valid(registered: u64, figures: &Figures) -> Result<u64, BadFact> {
    form::valid("", registered, figures)
}

/// Returns the list to check by `law parity`.
///
/// # Errors
/// A letter that is none; positions without a list.
pub fn slate(
    list: Option<&str>,
    elected: Option<Vec<usize>>,
    order: Option<Vec<usize>>,
    free: bool,
) -> Result<Option<Slate>, BadFact> {
    form::slate(list, elected, order, free)
}
