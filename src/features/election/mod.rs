//! The CSE elections of the section: lists, count, results, minutes, scenarios.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
