//! `contrepoids status`.

use clap::Args;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// The arguments of `status`.
#[derive(Debug, Clone, Args)]
pub struct StatusArgs {}

/// Runs `contrepoids status`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, _args: &StatusArgs) -> Result<Exit, CmdError> {
    Err(CmdError::new(Exit::Bug, "not built yet"))
}
