//! Letters (*courriers*): what each must carry, filled from the vault and the law, written, sent, logged.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
