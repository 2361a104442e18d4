//! The keys of this device and of the vault: its card, its passphrase, the recovery key.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
