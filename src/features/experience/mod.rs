//! What sections tell each other of what they tried and what came of it: without any person.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
