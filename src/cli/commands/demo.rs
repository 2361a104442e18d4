//! `contrepoids demo`.

use clap::Args;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// The arguments of `demo`.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {}

/// Runs `contrepoids demo`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, _args: &DemoArgs) -> Result<Exit, CmdError> {
    Err(CmdError::new(Exit::Bug, "not built yet"))
}
