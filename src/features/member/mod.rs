//! The members: who they are, how they come in and go.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
