//! `contrepoids election`.

mod change;
mod check;
mod compare;
mod count;
mod delegate;
mod electors;
mod lists;
mod minutes;
mod protocol;
mod replace;
mod report;
mod setup;
mod show;
mod simulate;
mod support;
mod words;

use clap::{Args, Subcommand};

use crate::features::election::{
    actions::Why,
    messages::BadOptions,
    records::{Reason, label},
};

use crate::base::View;
use crate::face::error::safe::Safe;
use crate::face::explaining::Explaining;
use crate::{
    face::{error::Refusal, exit::Exit, frame::Face},
    law::{Caveat, Finding, Step},
};

/// What `election` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum ElectionCmd {
    New(Box<setup::NewArgs>),
    Edit(Box<setup::EditArgs>),
    /// List the elections that are kept
    List(setup::ListArgs),
    Remove(setup::RemoveArgs),
    /// Negotiate the protocol: invitation, signatures, colleges, hours, how the vote is held
    #[command(subcommand)]
    Protocol(protocol::ProtocolCmd),
    /// Keep the lists of candidates
    #[command(subcommand)]
    Lists(lists::ListsCmd),
    Electors(Box<electors::ElectorsArgs>),
    Check(check::CheckArgs),
    Count(Box<count::CountArgs>),
    Show(show::ShowArgs),
    Minutes(Box<minutes::MinutesArgs>),
    Replace(Box<replace::ReplaceArgs>),
    Delegate(Box<delegate::DelegateArgs>),
    Simulate(simulate::SimulateArgs),
    Compare(compare::CompareArgs),
    Support(support::SupportArgs),
}

/// Names an election.
#[derive(Debug, Clone, Args)]
pub struct Which {
    /// The election: first digits of its identifier (4 at least) or its name; the only one when left out
    #[arg(value_name = "ELECTION")]
    pub election: Option<String>,
}

/// Why a fact that the vote froze is written otherwise.
#[derive(Debug, Clone, Args)]
pub(super) struct Corrects {
    /// Why a frozen fact is written otherwise: copying (the record was wrong), judgment, bureau (before the proclamation)
    #[arg(long, value_name = "REASON")]
    correction: Option<String>,
    /// What the correction rests on: the minutes, the judgment with its number
    #[arg(long, value_name = "TEXT", requires = "correction")]
    source: Option<String>,
}

impl Corrects {
    /// Returns the correction that is meant, made today.
    fn why(&self, today: chrono::NaiveDate) -> Result<Option<Why>, Refusal> {
        let Some(text) = &self.correction else { return Ok(None) };
        let form = ("copie, jugement, bureau", "copying, judgment, bureau");
        let reason = Reason::read(text).ok_or(BadOptions::Form { option: "--correction", form })?;
        let bad = || BadOptions::Form { option: "--source", form: ("1–120", "1–120") };
        let source = self.source.as_deref().map(label).transpose().map_err(|_| bad())?;
        Ok(Some(Why { reason, source, on: today }))
    }
}

impl ElectionCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Lists(cmd) => cmd.safe(),
            Self::Electors(args) => args.safe(),
            Self::Protocol(cmd) => cmd.safe(),
            Self::List(_)
            | Self::Check(_)
            | Self::Show(_)
            | Self::Minutes(_)
            | Self::Delegate(_)
            | Self::Simulate(_)
            | Self::Compare(_)
            | Self::Support(_) => Safe::Read,
            Self::New(_) | Self::Edit(_) | Self::Remove(_) | Self::Count(_) | Self::Replace(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids election …`.
///
/// # Errors
/// What kept the command from doing what was asked; nothing was changed then.
pub fn run(face: &mut Face, cmd: &ElectionCmd) -> Result<Exit, Refusal> {
    match cmd {
        ElectionCmd::New(args) => setup::new(face, args),
        ElectionCmd::Edit(args) => setup::edit(face, args),
        ElectionCmd::List(args) => setup::list(face, args),
        ElectionCmd::Remove(args) => setup::remove(face, args),
        ElectionCmd::Lists(cmd) => lists::run(face, cmd),
        ElectionCmd::Electors(args) => electors::run(face, args),
        ElectionCmd::Protocol(cmd) => protocol::run(face, cmd),
        ElectionCmd::Count(args) => count::run(face, args),
        ElectionCmd::Show(args) => show::run(face, args),
        ElectionCmd::Check(args) => check::run(face, args),
        ElectionCmd::Minutes(args) => minutes::run(face, args),
        ElectionCmd::Replace(args) => replace::run(face, args),
        ElectionCmd::Delegate(args) => delegate::run(face, args),
        ElectionCmd::Simulate(args) => simulate::run(face, args),
        ElectionCmd::Compare(args) => compare::run(face, args),
        ElectionCmd::Support(args) => support::run(face, args),
    }
}

/// Shows a result without a reasoning.
fn plain(face: &mut Face, view: impl View, text: &str) -> Result<(), Refusal> {
    face.answer(view, None, text)
}

/// Shows a result with its reasons.
fn reasoned(
    face: &mut Face,
    explain: Explaining,
    why: &Finding<()>,
    view: impl View,
    text: &str,
) -> Result<(), Refusal> {
    use crate::face::finding;
    let text = format!("{text}{}", finding::below(face.lang, why, explain));
    face.answer(view, finding::reasons(face.lang, why, explain), &text)
}

/// Puts the reasons of several answers together, each step and caveat once.
#[derive(Default)]
struct Reasons {
    because: Vec<Step>,
    caveats: Vec<Caveat>,
}

impl Reasons {
    fn add<T>(&mut self, finding: &Finding<T>) {
        for step in &finding.because {
            if !self.because.contains(step) {
                self.because.push(step.clone());
            }
        }
        for caveat in &finding.caveats {
            if !self.caveats.contains(caveat) {
                self.caveats.push(caveat.clone());
            }
        }
    }

    fn whole(self) -> Finding<()> {
        Finding { value: (), because: self.because, caveats: self.caveats }
    }
}
