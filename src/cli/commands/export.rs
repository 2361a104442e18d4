//! `contrepoids export`.

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `export` can do.
#[derive(Debug, Subcommand)]
pub enum ExportCmd {}

/// Runs `contrepoids export …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, cmd: &ExportCmd) -> Result<Exit, CmdError> {
    match *cmd {}
}
