//! `contrepoids member`.

mod change;
mod erase;
pub(crate) mod import;
mod join;
mod list;
mod remove;
mod show;
mod twice;
mod undo;

use clap::Subcommand;

use crate::face::error::safe::Safe;
use crate::{
    base::Lang,
    face::{error::Refusal, exit::Exit, frame::Face},
    roster::{
        attr::Key,
        college::Colleges,
        columns::{Form, View},
    },
    vault::Vault,
};

/// What `member` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum MemberCmd {
    Add(change::AddArgs),
    Import(import::ImportArgs),
    Join(join::JoinArgs),
    List(list::ListArgs),
    /// Show all that is known of a person
    Show(show::ShowArgs),
    Edit(change::EditArgs),
    Leave(change::LeaveArgs),
    /// Begin a new membership for a person who had left
    Rejoin(change::RejoinArgs),
    Duplicates(twice::DuplicatesArgs),
    Merge(twice::MergeArgs),
    Undo(undo::UndoArgs),
    Remove(remove::RemoveArgs),
    Erase(erase::EraseArgs),
    Purge(erase::PurgeArgs),
    History(twice::HistoryArgs),
}

impl MemberCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Duplicates(args) if !args.apart.is_empty() => Safe::Write,
            Self::List(_) | Self::Show(_) | Self::Duplicates(_) | Self::History(_) => Safe::Read,
            Self::Add(_)
            | Self::Import(_)
            | Self::Join(_)
            | Self::Edit(_)
            | Self::Leave(_)
            | Self::Rejoin(_)
            | Self::Merge(_)
            | Self::Undo(_)
            | Self::Remove(_)
            | Self::Erase(_)
            | Self::Purge(_) => Safe::Write,
        }
    }
}

/// Runs `contrepoids member …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &MemberCmd) -> Result<Exit, Refusal> {
    match cmd {
        MemberCmd::Add(args) => change::add(face, args),
        MemberCmd::Import(args) => import::run(face, args),
        MemberCmd::Join(args) => join::run(face, args),
        MemberCmd::List(args) => list::run(face, args),
        MemberCmd::Show(args) => show::run(face, args),
        MemberCmd::Edit(args) => change::edit(face, args),
        MemberCmd::Leave(args) => change::leave(face, args),
        MemberCmd::Rejoin(args) => change::rejoin(face, args),
        MemberCmd::Duplicates(args) => twice::duplicates(face, args),
        MemberCmd::Merge(args) => twice::merge(face, args),
        MemberCmd::Remove(args) => remove::run(face, args),
        MemberCmd::Undo(args) => undo::run(face, args),
        MemberCmd::Erase(args) => erase::erase(face, args),
        MemberCmd::Purge(args) => erase::purge(face, args),
        MemberCmd::History(args) => twice::history(face, args),
    }
}

const fn view<'c>(face: &Face, form: Form, colleges: &'c Colleges) -> View<'c> {
    View { on: face.today, form, colleges }
}

/// The electoral colleges that a view goes by.
fn colleges(face: &Face, vault: &Vault) -> Result<Colleges, Refusal> {
    Ok(crate::features::election::actions::college::of(vault, face.today)?)
}

fn labels(lang: Lang, keys: impl IntoIterator<Item = Key>) -> String {
    keys.into_iter()
        .map(|k| crate::features::member::messages::label(lang, &k))
        .collect::<Vec<_>>()
        .join(", ")
}
