//! Conversations: who talks with whom, what was asked and answered, what comes next.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
