//! `contrepoids agenda`.

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `agenda` can do.
#[derive(Debug, Subcommand)]
pub enum AgendaCmd {}

/// Runs `contrepoids agenda …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, cmd: &AgendaCmd) -> Result<Exit, CmdError> {
    match *cmd {}
}
