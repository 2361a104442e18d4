//! `contrepoids election compare`.

use std::fmt::Write as _;

use clap::Args;

use super::{
    Which, plain,
    report::{self, PageArgs},
};
use crate::{
    base::Lang,
    face::{error::Refusal, exit::Exit, finding::number, frame::Face, table::Table},
    features::{
        election::{
            actions::{self as app, shown},
            cli::words::{self, points},
            rules::{Dossier, compare::Comparison},
        },
        law::cli::audience::percent,
    },
    law::Fraction,
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

fn dash<T>(value: Option<T>, show: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), show)
}

fn signed(n: i64) -> String {
    match n {
        1.. => format!("+{n}"),
        0 => "=".to_owned(),
        _ => format!("−{}", n.unsigned_abs()),
    }
}

fn text(lang: Lang, now: &Dossier, before: &Dossier, found: &Comparison) -> String {
    let mut out = format!("{}\n", words::title(lang, &now.id, &now.poll));
    let earlier = words::title(lang, &before.id, &before.poll);
    let _ = writeln!(out, "{}", tr!(lang, "comparé à\u{a0}: {earlier}", "compared with: {earlier}"));
    let heads = |what: String| {
        [what, tr!(lang, "Avant", "Before"), tr!(lang, "Maintenant", "Now"), tr!(lang, "Écart", "Change")]
    };
    for vote in &found.votes {
        let none = vote.valid.before.is_none() && vote.valid.now.is_none();
        if none && vote.lists.is_empty() {
            continue;
        }
        out.push('\n');
        let mut table = Table::new(heads(words::vote(lang, &vote.college, vote.post)));
        for (name, pair) in [
            (tr!(lang, "Inscrits", "Electors"), vote.registered),
            (tr!(lang, "Votants", "Voters"), vote.voters),
            (tr!(lang, "Exprimés", "Valid"), vote.valid),
        ] {
            let n = |n: u64| n.to_string();
            table.row([name, dash(pair.before, n), dash(pair.now, n), dash(pair.change(), signed)]);
        }
        let share = |s| percent(lang, s);
        table.row([
            tr!(lang, "Participation", "Turnout"),
            dash(vote.turnout.before, share),
            dash(vote.turnout.now, share),
            points(lang, vote.turnout),
        ]);
        for list in &vote.lists {
            let n = |n: u64| n.to_string();
            let name = &list.name;
            let pair = list.ballots;
            let row = tr!(lang, "{name}, bulletins", "{name}, ballots");
            table.row([row, dash(pair.before, n), dash(pair.now, n), dash(pair.change(), signed)]);
            let pair = list.seats;
            let row = tr!(lang, "{name}, sièges", "{name}, seats");
            table.row([row, dash(pair.before, n), dash(pair.now, n), dash(pair.change(), signed)]);
        }
        out.push_str(&table.text());
    }
    if !found.unions.is_empty() {
        out.push('\n');
        let mut table = Table::new(heads(tr!(lang, "Audience", "Audience")));
        for union in &found.unions {
            let name = &union.name;
            let votes = |v| number(lang, v);
            table.row([
                tr!(lang, "{name}, voix", "{name}, votes"),
                dash(union.votes.before, votes),
                dash(union.votes.now, votes),
                union.votes.change().map_or_else(
                    || "–".to_owned(),
                    |c| {
                        if c.is_negative() {
                            format!("−{}", number(lang, Fraction::ZERO.checked_sub(c).unwrap_or(c)))
                        } else {
                            format!("+{}", number(lang, c))
                        }
                    },
                ),
            ]);
            let share = |part: Option<Fraction>, representative: Option<bool>| {
                let mark = if representative == Some(true) { " ✓" } else { "" };
                dash(part, |s| format!("{}{mark}", percent(lang, s)))
            };
            table.row([
                tr!(lang, "{name}, part", "{name}, share"),
                share(union.share.before, union.representative.before),
                share(union.share.now, union.representative.now),
                points(lang, union.share),
            ]);
        }
        out.push_str(&table.text());
        out.push_str(&tr!(lang, "✓ représentatif\n", "✓ representative\n"));
    }
    out
}
