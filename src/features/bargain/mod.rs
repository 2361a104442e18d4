//! A round of mandatory bargaining: what was asked, met, answered, signed.

pub mod actions;
pub mod cli;
pub(crate) mod messages;
pub mod records;
pub mod rules;
pub mod views;
