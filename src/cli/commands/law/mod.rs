//! `contrepoids law`: the calculators and the tables.

mod seats;
mod table;

use clap::Subcommand;

use crate::cli::{error::CmdError, exit::Exit, face::Face};

/// What `law` can do.
#[derive(Debug, Subcommand)]
pub enum LawCmd {
    /// List the law tables, with the value of the day
    #[command(visible_alias = "lister")]
    List(table::ListArgs),
    /// Show a law table over time, with its articles
    #[command(visible_alias = "montrer")]
    Show(table::ShowArgs),
    /// Compute the seats and delegation hours of the CSE
    #[command(visible_alias = "sieges")]
    Seats(seats::SeatsArgs),
}

/// Runs `contrepoids law …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &LawCmd) -> Result<Exit, CmdError> {
    match cmd {
        LawCmd::List(args) => table::list(face, args),
        LawCmd::Show(args) => table::show(face, args),
        LawCmd::Seats(args) => seats::run(face, args),
    }
}
