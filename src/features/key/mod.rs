//! The key of this device as others get it: its signed card.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
