//! The rights of people over their data, and the record of what is done with them.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod rules;
pub mod views;
