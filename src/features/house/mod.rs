//! The vault as people meet it: made, opened, looked at, checked, mended.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
