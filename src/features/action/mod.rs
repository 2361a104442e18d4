//! Acts: who did what for the section, where each stands by that, where nobody was reached yet, whom we are many and few among.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
