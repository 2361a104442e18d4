//! `contrepoids company`.

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `company` can do.
#[derive(Debug, Subcommand)]
pub enum CompanyCmd {}

/// Runs `contrepoids company …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, cmd: &CompanyCmd) -> Result<Exit, CmdError> {
    match *cmd {}
}
