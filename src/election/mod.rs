//! The elections of the CSE: headcount, seats, colleges, electors, lists, quorum, seats won, audience, agreements,
//! rights and protection. Pure.
//!
//! One file per stage of the procedure, one function per question, named after what it answers. Each takes the
//! day whose law applies and returns a [`Finding`](crate::law::Finding). Facts that do not hold together are a
//! [`BadFact`] that names the field; what the law leaves open is an [`Answer::Undetermined`](crate::law::Answer).

mod agreement;
mod allocate;
pub mod audience;
mod bodies;
mod by_election;
mod college;
mod contest;
mod delegate;
mod elector;
pub mod fault;
pub mod headcount;
mod hours;
pub mod parity;
pub mod protection;
mod protocol;
mod pse;
mod quorum;
mod renewal;
mod replacement;
pub mod rights;
mod seats;
mod threshold;
mod words;

pub use agreement::{
    Agreement, Approval, Clocks, Signatures, Terms, Validity, agreement, agreement_with, approval,
};
pub use allocate::{
    Allocation, AverageStep, Candidate, Identity, List, ListSeats, Taken, Vote, WhatIf, Won, allocate,
    what_if,
};
pub use audience::{Audience, Ballot, audience};
pub use bodies::{
    Bodies, Central, Delegates, Envoy, Misspread, Perimeter, PerimeterFacts, Recognised, SiteFacts, envoys,
    perimeter, spread_of,
};
pub use by_election::{ByElection, CollegeLeft, Vacancies, by_election};
pub use college::{CollegeFacts, Colleges, colleges};
pub use contest::{Contest, Dispute, Start, contest};
pub use delegate::{Aspirant, Designation, Hurdle, Mission, Naming, Stair, Trait, Verdict, designation};
pub use elector::{Business, Contract, Elector, Link, Person, elector};
pub(crate) use fault::among;
pub use fault::{BadFact, ElectionError, Fault, Form};
pub use headcount::{Headcounts, headcounts};
pub use hours::{Credit, Flow, Hours, HoursMonth, hours, ledger};
pub use protection::{Mandate, Office, Protection, protection};
pub use protocol::{
    Clause, ClauseFound, CollegeHours, Needs, Negotiation, Negotiator, Signed, Signing, clause,
    college_hours, protocol,
};
pub use pse::{Redundancy, RedundancyPlan, pse};
pub use quorum::{Quorum, Turnout, quorum, quorum_with};
pub use renewal::{Mandates, Since, mandates_end};
pub use replacement::{Departure, Place, Replaced, Roll, Runner, Succession, replacement};
pub use rights::{Rights, rights};
pub use seats::{Seats, seats};
pub use threshold::{Crossing, Threshold, crossings};
pub use words::{Balance, Bar, Commission, Ending, Leaving, Rung, Vacancy};
