//! Joining (*adhésion*): a form that seals in the browser what one types, to a key of the section.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
