//! `contrepoids member`.

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `member` can do.
#[derive(Debug, Subcommand)]
pub enum MemberCmd {}

/// Runs `contrepoids member …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, cmd: &MemberCmd) -> Result<Exit, CmdError> {
    match *cmd {}
}
