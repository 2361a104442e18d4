//! Surveys (*sondages*): questions, anonymous answers by a sealed form or on paper, results without small groups.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
