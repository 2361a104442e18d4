//! The law for whoever asks, without a vault: each calculator, from plain facts or from a file.

mod form;
pub mod input;
mod number;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use form::{
    AllocateForm, AudienceForm, ElectorsForm, HeadcountForm, ParityForm, PersonForm, QuorumForm,
    SignaturesForm,
};
pub use input::{InputError, read};

use crate::{
    calendar::Month,
    election::{
        self, Agreement, Allocation, Approval, Audience, BadFact, CollegeFacts, Colleges, ElectionError,
        Elector, Headcounts, Mandate, Person, Plan, Protection, Quorum, Redundancy, Rights, Seats,
        Signatures, Turnout, Vote, WhatIf,
        audience::Ballot,
        headcount::MonthFacts,
        parity::{College, Parity, Slate},
        rights::Standing,
    },
    law::{Answer, Book, Finding, Fraction, LawError, book},
};

/// Returns the tables.
///
/// # Errors
/// See [`book`].
pub fn tables() -> Result<&'static Book, LawError> {
    book()
}

/// Returns the seats and hours of a CSE at a headcount.
///
/// # Errors
/// See [`election::seats`].
pub fn seats(headcount: Fraction, on: NaiveDate) -> Result<Finding<Seats>, LawError> {
    election::seats(book()?, headcount, on)
}

/// Returns the headcounts of months and the thresholds they cross.
///
/// # Errors
/// See [`election::headcounts`].
pub fn headcounts(
    months: &[(Month, MonthFacts)],
    on: NaiveDate,
) -> Result<Finding<Headcounts>, ElectionError> {
    election::headcounts(book()?, months, on)
}

/// Returns the electoral colleges.
///
/// # Errors
/// See [`election::colleges`].
pub fn colleges(facts: &CollegeFacts, on: NaiveDate) -> Result<Finding<Colleges>, ElectionError> {
    election::colleges(book()?, facts, on)
}

/// Returns whether a person may vote and stand.
///
/// # Errors
/// See [`election::elector`].
pub fn elector(person: &Person, on: NaiveDate) -> Result<Finding<Elector>, LawError> {
    election::elector(book()?, person, on)
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
    election::parity::parity(book()?, college, size, slate, on)
}

/// Returns whether the quorum of a vote is reached.
///
/// # Errors
/// See [`election::quorum`].
pub fn quorum(turnout: Turnout, on: NaiveDate) -> Result<Finding<Quorum>, ElectionError> {
    election::quorum(book()?, turnout, on)
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
    let mut found = election::allocate(book()?, holders, &BTreeSet::new(), on)?;
    let Some(substitutes) = substitutes else {
        return Ok(found.map(|holders| Seated { holders, substitutes: None }));
    };
    let taken: BTreeSet<String> = match &found.value {
        Answer::Known(holders) => holders.lists.iter().flat_map(|l| l.elected.iter().cloned()).collect(),
        Answer::Undetermined { .. } => BTreeSet::new(),
    };
    let second = election::allocate(book()?, substitutes, &taken, on)?;
    found.because.extend(second.because);
    for caveat in second.caveats {
        if !found.caveats.contains(&caveat) {
            found.caveats.push(caveat);
        }
    }
    Ok(found.map(|holders| Seated { holders, substitutes: Some(second.value) }))
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
    election::audience(book()?, ballot, on)
}

/// Returns the signatures under an agreement, on the base of the unions that a ballot makes representative.
///
/// # Errors
/// See [`election::audience`](election::audience::audience).
pub fn signatures(
    ballot: &Ballot,
    signed: Vec<String>,
    on: NaiveDate,
) -> Result<Finding<Signatures>, ElectionError> {
    let found = audience(ballot, on)?;
    Ok(found.map(|audience| {
        let unions = audience.unions.into_iter().filter(|u| u.representative);
        Signatures { unions: unions.map(|u| (u.name, u.votes)).collect(), signed }
    }))
}

/// Returns whether an agreement is valid.
///
/// # Errors
/// See [`election::agreement`].
pub fn agreement(
    signatures: &Signatures,
    signed_on: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<Finding<Agreement>, ElectionError> {
    election::agreement(book()?, signatures, signed_on, on)
}

/// Returns whether the staff of a small company approved a text.
///
/// # Errors
/// See [`election::approval`].
pub fn approval(staff: u64, approved: u64, on: NaiveDate) -> Result<Finding<Approval>, ElectionError> {
    election::approval(book()?, staff, approved, on)
}

/// Returns what the law asks for a collective redundancy.
///
/// # Errors
/// See [`election::pse`].
pub fn pse(facts: &Redundancy, on: NaiveDate) -> Result<Finding<Plan>, ElectionError> {
    election::pse(book()?, facts, on)
}

/// Returns what the law gives a section.
///
/// # Errors
/// See [`election::rights`](election::rights::rights).
pub fn rights(standing: &Standing, on: NaiveDate) -> Result<Finding<Rights>, ElectionError> {
    election::rights(book()?, standing, on)
}

/// Returns until when a person is protected.
///
/// # Errors
/// See [`election::protection`](election::protection::protection).
pub fn protection(mandate: &Mandate, on: NaiveDate) -> Result<Finding<Protection>, ElectionError> {
    election::protection(book()?, mandate, on)
}

/// Returns the valid ballots of a vote, given or computed from voters, blank and null ones.
///
/// # Errors
/// Figures that do not hold together; nothing to compute from.
pub fn valid(
    registered: u64,
    valid: Option<u64>,
    voters: Option<u64>,
    blank: Option<u64>,
    null: Option<u64>,
) -> Result<u64, BadFact> {
    form::valid("", registered, valid, voters, blank, null)
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
