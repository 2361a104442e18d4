//! Notices to members, one by one: templates, the queue, sending, what came back, the account.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod records;
pub mod rules;
pub mod views;
