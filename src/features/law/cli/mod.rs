//! `contrepoids law`: the calculators and the tables.

mod agreement;
pub(crate) mod allocate;
pub(crate) mod answer;
pub(crate) mod audience;
pub(crate) mod by_election;
mod colleges;
mod committee;
pub(crate) mod contest;
mod deadline;
pub(crate) mod delegate;
pub(crate) mod electors;
mod headcount;
mod hours;
mod pack;
mod parity;
mod quorum;
pub(crate) mod replacement;
mod rights;
mod search;
mod seats;
mod table;
mod text;
mod watch;
mod whence;

use clap::Subcommand;

pub(crate) use self::headcount::crossing_text;
use crate::face::error::safe::Safe;
use crate::face::{error::Refusal, exit::Exit, frame::Face};

/// What `law` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum LawCmd {
    List(table::ListArgs),
    /// Show a law table over time, with its articles
    Show(table::ShowArgs),
    Text(text::TextArgs),
    Where(whence::WhereArgs),
    Search(search::SearchArgs),
    Headcount(headcount::HeadcountArgs),
    Seats(seats::SeatsArgs),
    Colleges(colleges::CollegesArgs),
    Committee(committee::CommitteeArgs),
    Electors(Box<electors::ElectorsArgs>),
    Parity(parity::ParityArgs),
    Quorum(quorum::QuorumArgs),
    Allocate(allocate::AllocateArgs),
    Audience(audience::AudienceArgs),
    Agreement(agreement::AgreementArgs),
    Pse(agreement::PseArgs),
    Rights(rights::RightsArgs),
    Delegate(Box<delegate::DelegateArgs>),
    ByElection(by_election::ByElectionArgs),
    Replacement(Box<replacement::ReplacementArgs>),
    Protection(rights::ProtectionArgs),
    Contest(contest::ContestArgs),
    Deadline(deadline::DeadlineArgs),
    Hours(hours::HoursArgs),
    /// Show, install or remove the law of another year
    #[command(subcommand)]
    Pack(pack::PackCmd),
    Watch(watch::WatchArgs),
}

impl LawCmd {
    /// Returns what is safe when the command is refused: a pack is all that any of them writes.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Pack(cmd) => cmd.safe(),
            Self::List(_)
            | Self::Show(_)
            | Self::Text(_)
            | Self::Where(_)
            | Self::Search(_)
            | Self::Headcount(_)
            | Self::Seats(_)
            | Self::Colleges(_)
            | Self::Electors(_)
            | Self::Parity(_)
            | Self::Quorum(_)
            | Self::Allocate(_)
            | Self::Audience(_)
            | Self::Agreement(_)
            | Self::Pse(_)
            | Self::Rights(_)
            | Self::Committee(_)
            | Self::Delegate(_)
            | Self::ByElection(_)
            | Self::Replacement(_)
            | Self::Protection(_)
            | Self::Contest(_)
            | Self::Deadline(_)
            | Self::Hours(_)
            | Self::Watch(_) => Safe::Read,
        }
    }
}

/// Runs `contrepoids law …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &LawCmd) -> Result<Exit, Refusal> {
    match cmd {
        LawCmd::List(args) => table::list(face, args),
        LawCmd::Show(args) => table::show(face, args),
        LawCmd::Text(args) => text::run(face, args),
        LawCmd::Where(args) => whence::run(face, args),
        LawCmd::Search(args) => search::run(face, args),
        LawCmd::Headcount(args) => headcount::run(face, args),
        LawCmd::Seats(args) => seats::run(face, args),
        LawCmd::Colleges(args) => colleges::run(face, args),
        LawCmd::Electors(args) => electors::run(face, args),
        LawCmd::Parity(args) => parity::run(face, args),
        LawCmd::Quorum(args) => quorum::run(face, args),
        LawCmd::Allocate(args) => allocate::run(face, args),
        LawCmd::Audience(args) => audience::run(face, args),
        LawCmd::Agreement(args) => agreement::run(face, args),
        LawCmd::Pse(args) => agreement::pse(face, args),
        LawCmd::Rights(args) => rights::run(face, args),
        LawCmd::Committee(args) => committee::run(face, args),
        LawCmd::Delegate(args) => delegate::run(face, args),
        LawCmd::ByElection(args) => by_election::run(face, args),
        LawCmd::Replacement(args) => replacement::run(face, args),
        LawCmd::Protection(args) => rights::protection(face, args),
        LawCmd::Contest(args) => contest::run(face, args),
        LawCmd::Deadline(args) => deadline::run(face, args),
        LawCmd::Hours(args) => hours::run(face, args),
        LawCmd::Pack(cmd) => pack::run(face, cmd),
        LawCmd::Watch(args) => watch::run(face, args),
    }
}
