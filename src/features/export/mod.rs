//! Exports to age recipients: the roster for the treasurer, everything, and opening one.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
