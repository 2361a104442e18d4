//! `contrepoids election compare`.

use std::fmt::Write as _;

use clap::Args;

use super::{
    Which, change, plain,
    report::{self, PageArgs},
};
use crate::{
    base::Lang,
    face::{error::Refusal, exit::Exit, frame::Face, table::Table},
    features::election::{
        actions::{self as app, shown},
        cli::words,
        rules::{Dossier, compare::Comparison},
    },
    tr,
};

/// Compare with the election before
///
/// Turnout, ballots and seats of each list, votes and audience of each union, before and now. Without --with it is the
/// last counted first round of the same establishment; seats of second rounds are added. Colleges are matched by their
/// identifier, lists and unions by their name. --html writes the same as a page to read in a browser and to print.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election compare
  contrepoids election compare --html change.html
  contrepoids election compare 5e6f7a8b --with 1a2b3c4d --json")]
pub struct CompareArgs {
    #[command(flatten)]
    which: Which,
    /// The election before
    #[arg(long, value_name = "ELECTION")]
    with: Option<String>,
    #[command(flatten)]
    page: PageArgs,
}

/// Runs `contrepoids election compare`.
pub(super) fn run(face: &mut Face, args: &CompareArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let (now, before, found) = app::compare(&vault, face.today, which, args.with.as_deref())?;
    plain(face, shown::compared(&now, &before, &found), &text(lang, &now, &before, &found))?;
    args.page.write(face, || report::changes(lang, &now, &before, &found))?;
    Ok(Exit::Done)
}

fn text(lang: Lang, now: &Dossier, before: &Dossier, found: &Comparison) -> String {
    let mut out = format!("{}\n", words::title(lang, &now.id, &now.poll));
    let earlier = words::title(lang, &before.id, &before.poll);
    let _ = writeln!(out, "{}", tr!(lang, "comparé à\u{a0}: {earlier}", "compared with: {earlier}"));
    for vote in found.votes.iter().filter(|v| change::is_shown(v)) {
        out.push('\n');
        let mut table = Table::new(change::heads(lang, words::vote(lang, &vote.college, vote.post)));
        for row in change::of_vote(lang, vote) {
            table.row(row);
        }
        out.push_str(&table.text());
    }
    if !found.unions.is_empty() {
        out.push('\n');
        let mut table = Table::new(change::heads(lang, tr!(lang, "Audience", "Audience")));
        for row in found.unions.iter().flat_map(|union| change::of_union(lang, union)) {
            table.row(row);
        }
        out.push_str(&table.text());
        let _ = writeln!(out, "{}", change::mark(lang));
    }
    out
}
