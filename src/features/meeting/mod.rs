//! Meetings, and what people do together on a day: who is invited, what they answer, who came, what was decided.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
