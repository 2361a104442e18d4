//! The vault as people meet it: made, looked at, checked, mended.

pub mod actions;
pub mod cli;
pub mod views;
