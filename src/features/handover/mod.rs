//! Handing over an office: what is open, what only one person has, what to do in which order, a receipt to sign.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
