//! `contrepoids law`.

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `law` can do.
#[derive(Debug, Subcommand)]
pub enum LawCmd {}

/// Runs `contrepoids law …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, cmd: &LawCmd) -> Result<Exit, CmdError> {
    match *cmd {}
}
