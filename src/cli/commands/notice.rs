//! `contrepoids notice`.

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `notice` can do.
#[derive(Debug, Subcommand)]
pub enum NoticeCmd {}

/// Runs `contrepoids notice …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(_face: &mut Face, cmd: &NoticeCmd) -> Result<Exit, CmdError> {
    match *cmd {}
}
