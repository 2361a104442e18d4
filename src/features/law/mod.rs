//! The calculators: what the law says on figures that are typed or stand in a file.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod rules;
pub mod views;
