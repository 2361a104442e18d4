//! What people do together: drives and working groups, their aims, who does what by when, what came of it.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
