//! `contrepoids doctor`.

use clap::Args;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// The arguments of `doctor`.
#[derive(Debug, Clone, Args)]
pub struct DoctorArgs {}

/// The arguments of the child process.
#[derive(Debug, Clone, Args)]
pub struct ProbeArgs {}

/// Runs `contrepoids doctor`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, _args: &DoctorArgs) -> Result<Exit, CmdError> {
    Err(CmdError::new(Exit::Bug, "not built yet"))
}

/// Opens a copy of the store in a process of its own, since a damaged store can end the process.
///
/// # Errors
/// What the copy could not give.
pub fn probe(_face: &mut Face, _args: &ProbeArgs) -> Result<Exit, CmdError> {
    Err(CmdError::new(Exit::Bug, "not built yet"))
}
