//! The elections of the CSE: headcount, seats, colleges, electors, lists, quorum, seats won, audience, agreements,
//! rights and protection. Pure.
//!
//! One file per stage of the procedure, one function per question, named after what it answers. Each takes the
//! day whose law applies and returns a [`Finding`](crate::law::Finding). Facts that do not hold together are a
//! [`BadFact`] that names the field; what the law leaves open is an [`Answer::Undetermined`](crate::law::Answer).

mod allocate;
mod college;
pub mod fault;
mod quorum;
mod renewal;
mod seats;
mod threshold;

pub use allocate::{Allocation, Candidate, List, ListSeats, Round, Vote, WhatIf, Won, allocate, what_if};
pub use college::{CollegeFacts, Colleges, colleges};
pub use fault::{BadFact, ElectionError, Fault};
pub use quorum::{Quorum, Turnout, quorum};
pub use renewal::{Mandates, mandates_end, renewal};
pub use seats::{Seats, seats};
pub use threshold::{Crossing, Threshold, crossings};
