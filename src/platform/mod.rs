//! All that is asked of the system, apart from the clock and the environment.
//!
//! One interface; the systems differ in `unix.rs` (Linux and macOS) and `windows.rs` alone, which answer the same questions.

pub mod apart;
pub mod boot;
pub mod buffer;
pub mod files;
pub mod harden;
pub mod input;
pub mod keyring;
pub mod machine;
mod mount;
#[cfg(not(target_os = "linux"))]
mod no_keyring;
pub mod process;
pub mod quiet;
pub mod synced;
pub mod terminal;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;
