//! `contrepoids law quorum`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::{
    election::Turnout,
    face::{error::Refusal, exit::Exit, frame::Face},
    features::law::{
        rules::{self as law, CollegeVote, Figures, QuorumForm},
        views::{Quorums, VoteQuorum},
    },
    law::Finding,
    tr, trn,
};

/// Tell whether the quorum of a vote is reached
///
/// Valid ballots at least half of the registered electors; blank and null ballots do not count; exactly half
/// suffices. Each college has two votes, full members and substitutes: with --input all of them at once.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law quorum --registered 47 --valid 23
  contrepoids law quorum --registered 47 --voters 45 --blank 12 --null 10

The file:
  {\"colleges\":[{\"id\":\"1\",\"registered\":47,\"voters\":45,\"blank\":12,
    \"null\":10,\"substitutes\":{\"valid\":24}}]}")]
pub struct QuorumArgs {
    /// Electors on the list
    #[arg(long, value_name = "N", required_unless_present = "input", conflicts_with = "input")]
    registered: Option<u64>,
    /// Valid ballots
    #[arg(long, value_name = "N")]
    valid: Option<u64>,
    /// Voters
    #[arg(long, value_name = "N")]
    voters: Option<u64>,
    /// Blank ballots
    #[arg(long, value_name = "N")]
    blank: Option<u64>,
    /// Null ballots
    #[arg(long, value_name = "N")]
    null: Option<u64>,
    /// Ballots with every name struck, which are blank; not counted in --blank
    #[arg(long, value_name = "N")]
    all_struck: Option<u64>,
    /// File of votes, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["valid", "voters", "blank", "null", "all_struck"])]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law quorum`.
pub(super) fn run(face: &mut Face, args: &QuorumArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    if let Some(path) = &args.input {
        let votes = answer::read::<QuorumForm>(path)?.votes()?;
        return several(face, args, votes);
    }
    let registered = args.registered.unwrap_or(0);
    let figures = Figures {
        valid: args.valid,
        voters: args.voters,
        blank: args.blank,
        null: args.null,
        all_struck: args.all_struck,
    };
    let valid = law::valid(registered, &figures)?;
    let found = law::quorum(Turnout { registered, valid }, args.all_struck.unwrap_or(0), face.today)?;
    let quorum = found.value;
    let needed = quorum.needed;
    let text = if quorum.reached {
        trn!(
            lang,
            valid,
            "Quorum atteint\u{a0}: {valid} suffrage valable, il en fallait {needed}.\n",
            "Quorum atteint\u{a0}: {valid} suffrages valables, il en fallait {needed}.\n",
            "Quorum reached: {valid} valid ballot, {needed} were needed.\n",
            "Quorum reached: {valid} valid ballots, {needed} were needed.\n"
        )
    } else {
        trn!(
            lang,
            valid,
            "Quorum pas atteint\u{a0}: {valid} suffrage valable, il en fallait {needed}.\n",
            "Quorum pas atteint\u{a0}: {valid} suffrages valables, il en fallait {needed}.\n",
            "Quorum not reached: {valid} valid ballot, {needed} were needed.\n",
            "Quorum not reached: {valid} valid ballots, {needed} were needed.\n"
        )
    };
    answer::known(face, args.explain, &found, Quorums::one(&quorum, valid), &text)
}

fn several(face: &mut Face, args: &QuorumArgs, votes: Vec<CollegeVote>) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut all = Finding { value: (), because: Vec::new(), caveats: Vec::new() };
    let (mut rows, mut text) = (Vec::new(), String::new());
    for vote in votes {
        let found = law::quorum(vote.turnout, vote.all_struck, face.today)?;
        let (reached, needed) = (found.value.reached, found.value.needed);
        rows.push(VoteQuorum::of(&vote, &found.value));
        let CollegeVote { college, substitutes, turnout, .. } = vote;
        let vote = if substitutes {
            tr!(lang, "suppléants", "substitutes")
        } else {
            tr!(lang, "titulaires", "full members")
        };
        let state =
            if reached { tr!(lang, "atteint", "reached") } else { tr!(lang, "pas atteint", "not reached") };
        let valid = turnout.valid;
        let _ = writeln!(text, "{college:<8}{vote:<14}{state:<13}{valid} / {needed}");
        all.and(found);
    }
    answer::known(face, args.explain, &all, Quorums::several(rows), &text)
}
