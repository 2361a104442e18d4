//! Cases: what happened to somebody and when, until when one can act, who follows it; sealed to the devices that are named.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
