//! All that is asked of the system, apart from the clock, the environment and the files of the vault.

pub mod apart;
pub mod boot;
pub mod buffer;
pub mod harden;
pub mod input;
pub mod keyring;
pub mod machine;
mod mount;
pub mod quiet;
pub mod synced;
