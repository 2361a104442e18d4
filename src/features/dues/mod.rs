//! Dues (*cotisations*): scales, who is on which, what is owed and why, what was paid, the book.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
