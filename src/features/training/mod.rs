//! Courses: what one can do afterwards, for whom, who takes part, on which days of leave, what came of it.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
