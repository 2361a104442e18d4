//! The proof that a section exists: members whom the judge alone sees.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod rules;
pub mod views;
