//! The keys of this device and of the vault: the passphrase of the identity.

pub mod actions;
pub mod cli;
pub mod messages;
pub mod views;
