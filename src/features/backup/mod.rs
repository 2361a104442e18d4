//! Backups of the vault: made, checked, and a vault made anew from one.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
