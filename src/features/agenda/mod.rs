//! What is due and by when: lines from facts, what was done with them, hours, training, own dates.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
