//! The elections of the CSE: headcount, seats, and the days around a renewal. Pure.
//!
//! One file per stage of the procedure, one function per question, named after what it answers. Each takes the
//! day whose law applies and returns a [`Finding`](crate::law::Finding).

mod renewal;
mod seats;
mod threshold;

pub use renewal::{Mandates, mandates_end, renewal};
pub use seats::{Seats, seats};
pub use threshold::{Crossing, Threshold, crossings};
