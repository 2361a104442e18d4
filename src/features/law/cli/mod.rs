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
pub enum LawCmd {
    /// List the law tables, with the value of the day
    List(table::ListArgs),
    /// Show a law table over time, with its articles
    Show(table::ShowArgs),
    /// Show the text of an article as it stood on a day
    Text(text::TextArgs),
    /// List what rests on an article: tables, rules, notices
    Where(whence::WhereArgs),
    /// Find the articles of the Code du travail that answer a question
    Search(search::SearchArgs),
    /// Compute the headcount of months and the thresholds crossed
    Headcount(headcount::HeadcountArgs),
    /// Compute the seats and delegation hours of the CSE
    Seats(seats::SeatsArgs),
    /// Compute the number of electoral colleges
    Colleges(colleges::CollegesArgs),
    /// Tell which body is elected in which perimeter
    Committee(committee::CommitteeArgs),
    /// Tell who may vote and who may stand
    Electors(Box<electors::ElectorsArgs>),
    /// Compute the women and men due on a list, and check one
    Parity(parity::ParityArgs),
    /// Tell whether the quorum of a vote is reached
    Quorum(quorum::QuorumArgs),
    /// Allocate the seats of a vote: quotient, then the highest average
    Allocate(allocate::AllocateArgs),
    /// Compute the audience of each union: 10 %, 30 %, 50 %
    Audience(audience::AudienceArgs),
    /// Tell whether a company agreement is valid by its signatures
    Agreement(agreement::AgreementArgs),
    /// Tell whether a redundancy plan agreement is valid, and its clocks
    Pse(agreement::PseArgs),
    /// List what a section and the CSE are entitled to
    Rights(rights::RightsArgs),
    /// Tell whom a union may name: delegate, of the section, at the CSE
    Delegate(Box<delegate::DelegateArgs>),
    /// Tell whether a by-election is due before the mandates end
    ByElection(by_election::ByElectionArgs),
    /// Tell who comes in for a full member who leaves, step by step
    Replacement(Box<replacement::ReplacementArgs>),
    /// Tell until when a person with a mandate is protected
    Protection(rights::ProtectionArgs),
    /// Tell until when an election is contested, by what is contested
    Contest(contest::ContestArgs),
    /// Compute the deadline that follows from a fact
    Deadline(deadline::DeadlineArgs),
    /// Keep the ledger of delegation hours: what is left, what is lost
    Hours(hours::HoursArgs),
    /// Show, install or remove the law of another year
    #[command(subcommand)]
    Pack(pack::PackCmd),
    /// Compare a newer release of the published texts with ours (for those who keep the program)
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
