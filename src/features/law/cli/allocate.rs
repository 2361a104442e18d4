//! `contrepoids law allocate`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::features::law::messages::BadOptions;
use crate::{
    base::Lang,
    election::{Allocation, List, Vote, WhatIf},
    face::{error::Refusal, exit::Exit, finding, frame::Face},
    features::law::{
        rules::{self as law, AllocateForm, Seated},
        views::Allocate,
    },
    law::{Answer, Fraction},
    tr, trn,
};

/// Allocate the seats of a vote: quotient, then the highest average
///
/// By options, one --list for each list with its votes (the average over its candidates), or from a file with votes by
/// candidate. A candidate has votes or erasures; "substitutes" holds the same for the other vote. Ties go to more
/// votes, then to the older candidate; what that does not settle is undetermined (exit code 21).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law allocate --seats 7 --list A=500 --list B=270 --list C=120 \\
    --list D=110
  contrepoids law allocate --seats 6 --valid 120 --list A=47 --list B=29.2 \\
    --list C=34 --candidates C=3
  contrepoids law allocate --input vote.json --what-if

The file:
  {\"seats\":6,\"valid\":120,\"lists\":[{\"name\":\"A\",\"ballots\":47,\"candidates\":[
    {\"name\":\"a1\",\"votes\":47,\"born\":\"1980-01-31\"},
    {\"name\":\"a2\",\"erasures\":5}]}]}")]
pub struct AllocateArgs {
    /// Seats to fill
    #[arg(long, value_name = "N", required_unless_present = "input")]
    seats: Option<u32>,
    /// A list and its votes; repeated for each list
    #[arg(long, value_name = "NAME=VOTES", value_parser = answer::named_number, conflicts_with = "input")]
    list: Vec<(String, Fraction)>,
    /// Valid ballots of the college, where they are more than the votes of the lists
    #[arg(long, value_name = "N")]
    valid: Option<u64>,
    /// How many candidates a list has; may be repeated
    #[arg(long, value_name = "NAME=N", value_parser = answer::named_count, conflicts_with = "input")]
    candidates: Vec<(String, u64)>,
    /// Birth date of the candidate due for the last seat of a list, to break a tie; may be repeated
    #[arg(long, value_name = "NAME=DATE", value_parser = answer::named_day, conflicts_with = "input")]
    born: Vec<(String, NaiveDate)>,
    /// Tell how many more ballots would bring each list one more seat, and from whom
    #[arg(long)]
    what_if: bool,
    /// File of votes, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law allocate`.
pub(super) fn run(face: &mut Face, args: &AllocateArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let (holders, substitutes) = match &args.input {
        Some(path) => {
            answer::read::<AllocateForm>(path)?.with(args.seats, args.valid).and_then(AllocateForm::votes)?
        }
        None => (by_options(args)?, None),
    };
    let found = law::allocate(&holders, substitutes.as_ref(), face.today)?;
    let what_if = if args.what_if { law::what_if(&holders)? } else { Vec::new() };
    let Seated { holders: first, substitutes: second } = &found.value;
    let mut text = shown(lang, first);
    if let Some(second) = second {
        let below = shown(lang, second);
        let _ = write!(text, "\n{}\n{below}", tr!(lang, "Suppléants", "Substitutes"));
    }
    if args.what_if {
        text.push_str(&what_if_text(lang, &what_if));
    }
    let view = Allocate::of(lang, first, second.as_ref(), args.what_if.then_some(what_if));
    let open = |a: &Answer<Allocation>| matches!(a, Answer::Undetermined { .. });
    let undetermined = open(first) || second.as_ref().is_some_and(open);
    answer::known(face, args.explain, &found, view, &text)?;
    Ok(if undetermined { Exit::Undetermined } else { Exit::Done })
}

fn by_options(args: &AllocateArgs) -> Result<Vote, Refusal> {
    if args.list.is_empty() {
        return Err(BadOptions::Needed("--list").into());
    }
    let mut lists: Vec<List> = args
        .list
        .iter()
        .map(|(name, votes)| List { name: name.clone(), votes: Some(*votes), ..List::default() })
        .collect();
    let unknown = |option, name: &str| BadOptions::NoList { option, name: name.to_owned() };
    for (name, size) in &args.candidates {
        let list = lists.iter_mut().find(|l| l.name == *name);
        let list = list.ok_or_else(|| unknown("--candidates", name))?;
        list.size = Some(u32::try_from(*size).unwrap_or(u32::MAX));
    }
    for (name, day) in &args.born {
        let list = lists.iter_mut().find(|l| l.name == *name);
        list.ok_or_else(|| unknown("--born", name))?.born = Some(*day);
    }
    Ok(Vote { seats: args.seats.unwrap_or(0), valid: args.valid, lists, reserved: 0 })
}

fn shown(lang: Lang, found: &Answer<Allocation>) -> String {
    match found {
        Answer::Known(allocation) => text(lang, allocation),
        Answer::Undetermined { why, options } => answer::undetermined_text(lang, *why, options),
    }
}

fn name(allocation: &Allocation, list: usize) -> String {
    allocation.lists.get(list).map_or_else(String::new, |l| l.name.clone())
}

/// Seats as text.
pub(crate) fn text(lang: Lang, allocation: &Allocation) -> String {
    let mut out = String::new();
    let quotient = finding::number(lang, allocation.quotient);
    let _ = writeln!(
        out,
        "{}\n",
        tr!(lang, "Quotient électoral\u{a0}: {quotient}", "Electoral quotient: {quotient}")
    );
    let (list, votes, by_quotient, by_average, seats) = (
        tr!(lang, "Liste", "List"),
        tr!(lang, "Voix", "Votes"),
        tr!(lang, "quotient", "quotient"),
        tr!(lang, "moyenne", "average"),
        tr!(lang, "sièges", "seats"),
    );
    let _ = writeln!(out, "{list:<24}{votes:>14}{by_quotient:>10}{by_average:>9}{seats:>8}");
    for l in &allocation.lists {
        let votes = decimal(lang, l.average);
        let _ =
            writeln!(out, "{:<24}{votes:>14}{:>10}{:>9}{:>8}", l.name, l.by_quotient, l.by_average, l.seats);
    }
    for (number, round) in (1_usize..).zip(&allocation.rounds) {
        let averages: Vec<_> = round
            .averages
            .iter()
            .enumerate()
            .map(|(i, a)| format!("{} {}", name(allocation, i), decimal(lang, *a)))
            .collect();
        let (averages, winner) = (averages.join(", "), name(allocation, round.winner));
        let line = tr!(
            lang,
            "Siège restant {number}\u{a0}: {averages} → {winner}",
            "Remaining seat {number}: {averages} → {winner}"
        );
        out.push_str(&finding::wrapped("", "  ", &line));
    }
    for l in allocation.lists.iter().filter(|l| !l.elected.is_empty()) {
        let elected = l.elected.join(", ");
        let name = &l.name;
        out.push_str(&finding::wrapped(
            "",
            "  ",
            &tr!(lang, "Élus {name}\u{a0}: {elected}", "Elected {name}: {elected}"),
        ));
    }
    if allocation.vacant > 0 {
        let vacant = allocation.vacant;
        let _ = writeln!(
            out,
            "{}",
            tr!(
                lang,
                "Sièges laissés au second tour\u{a0}: {vacant}",
                "Seats left to the second round: {vacant}"
            )
        );
    }
    out
}

fn decimal(lang: Lang, value: Fraction) -> String {
    let text = value.decimal();
    if lang == Lang::Fr { text.replace('.', ",") } else { text }
}

fn what_if_text(lang: Lang, all: &[WhatIf]) -> String {
    let mut out = format!("\n{}\n", tr!(lang, "Un siège de plus", "One more seat"));
    for found in all {
        let (name, losers) = (&found.name, found.losers.join(", "));
        let line = match found.votes {
            Some(votes) if losers.is_empty() => {
                trn!(
                    lang,
                    votes,
                    "{name}\u{a0}: {votes} bulletin de plus",
                    "{name}\u{a0}: {votes} bulletins de plus",
                    "{name}: {votes} more ballot",
                    "{name}: {votes} more ballots"
                )
            }
            Some(votes) => trn!(
                lang,
                votes,
                "{name}\u{a0}: {votes} bulletin de plus, au détriment de {losers}",
                "{name}\u{a0}: {votes} bulletins de plus, au détriment de {losers}",
                "{name}: {votes} more ballot, at the expense of {losers}",
                "{name}: {votes} more ballots, at the expense of {losers}"
            ),
            None => tr!(
                lang,
                "{name}\u{a0}: plus de siège ou plus de candidat",
                "{name}: no seat or no candidate left"
            ),
        };
        out.push_str(&finding::wrapped("", "  ", &line));
    }
    out
}
