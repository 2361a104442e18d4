//! `contrepoids election simulate`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use super::{Reasons, Which, reasoned};
use crate::face::explaining::Explaining;
use crate::{
    base::{Id, Lang},
    face::{
        error::Refusal,
        exit::Exit,
        finding::wrapped,
        frame::Face,
        table::Table,
        wanted::{Wanted, share},
    },
    features::{
        election::{
            actions::Scenarios,
            actions::{self as app, shown},
            cli::words,
            rules::{
                Dossier,
                simulate::{Projected, Projection},
            },
        },
        law::cli::{answer, audience},
    },
    law::{Answer, Fraction},
    tr,
};

/// Suppose turnout and votes: quorum, seats, audience, one more seat
///
/// By --turnout and --share for each list; from a file; or, with neither, made from the last counted election of the
/// establishment: as it was, turnout ten points down and up, just at the quorum, our share five points down and up.
/// Turnout is valid ballots over electors. Everything is about the full members of a first round, without erasures.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election simulate
  contrepoids election simulate --turnout 60% --share CGT=45% --share FO=55%
  contrepoids election simulate --from 1a2b3c4d --json
  contrepoids election simulate --input scenarios.json

The file:
  {\"scenarios\":[{\"name\":\"strike\",\"colleges\":[{\"id\":\"1\",\"valid\":70,
    \"lists\":{\"CGT\":40,\"FO\":30}}]}]}")]
pub struct SimulateArgs {
    #[command(flatten)]
    which: Which,
    /// Valid ballots over electors: 60% or 3/5
    #[arg(long, value_name = "SHARE", value_parser = share, requires = "share")]
    turnout: Option<Fraction>,
    /// Share of a list in the valid ballots: CGT=45%; repeated
    #[arg(long, value_name = "NAME=SHARE", value_parser = named_share, requires = "turnout")]
    share: Vec<(String, Fraction)>,
    /// Only this college
    #[arg(long, value_name = "COLLEGE", requires = "turnout")]
    college: Option<String>,
    /// Make the scenarios from this election
    #[arg(long, value_name = "ELECTION", conflicts_with_all = ["turnout", "input"])]
    from: Option<String>,
    /// File of scenarios, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "turnout")]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

fn named_share(text: &str) -> Result<(String, Fraction), Wanted> {
    let (name, part) = text.rsplit_once('=').ok_or(Wanted::NamedShare)?;
    Ok((name.trim().to_owned(), share(part)?))
}

/// Runs `contrepoids election simulate`.
pub(super) fn run(face: &mut Face, args: &SimulateArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let scenarios = match (&args.input, args.turnout) {
        (Some(path), _) => Scenarios::Given(answer::read(path)?),
        (None, Some(turnout)) => {
            Scenarios::Shares { college: args.college.clone(), turnout, shares: args.share.clone() }
        }
        (None, None) => Scenarios::From(args.from.clone()),
    };
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let (dossier, from, found) = app::simulate(&vault, face.today, which, scenarios)?;
    let mut reasons = Reasons::default();
    for projection in &found {
        for college in &projection.colleges {
            college.quorum.iter().for_each(|q| reasons.add(q));
            college.allocation.iter().for_each(|a| reasons.add(a));
        }
        projection.audience.iter().for_each(|a| reasons.add(a));
    }
    let view = shown::simulated(lang, &dossier, from, &found);
    let text = text(lang, &dossier, from, &found);
    reasoned(face, args.explain, &reasons.whole(), view, &text)?;
    Ok(Exit::Done)
}

fn text(lang: Lang, dossier: &Dossier, from: Option<Id>, all: &[Projection]) -> String {
    let mut out = format!("{}\n", words::title(lang, &dossier.id, &dossier.poll));
    if let Some(from) = from.map(|id| id.short()) {
        out.push_str(&tr!(lang, "D’après le scrutin {from}\n", "From election {from}\n"));
    }
    for projection in all {
        let _ = write!(out, "\n{}\n", projection.name.words(lang));
        for college in &projection.colleges {
            out.push_str(&college_text(lang, college));
        }
        let Some(measured) = &projection.audience else { continue };
        let unions: Vec<String> = measured
            .value
            .unions
            .iter()
            .map(|u| {
                let share = audience::percent(lang, u.share);
                let mark = if u.representative { " ✓" } else { "" };
                format!("{} {share}{mark}", u.name)
            })
            .collect();
        let unions = unions.join(", ");
        out.push_str(&wrapped("  ", "    ", &tr!(lang, "Audience\u{a0}: {unions}", "Audience: {unions}")));
    }
    out.push_str(&tr!(lang, "\n✓ représentatif\n", "\n✓ representative\n"));
    out
}

fn college_text(lang: Lang, of: &Projected) -> String {
    let (college, valid) = (&of.supposed.college, of.supposed.valid);
    let mut head = tr!(lang, "Collège {college}\u{a0}: {valid} exprimés", "College {college}: {valid} valid");
    if let Some(quorum) = &of.quorum {
        let missing = quorum.value.missing;
        head.push_str(&if quorum.value.reached {
            tr!(lang, ", quorum atteint", ", quorum reached")
        } else {
            tr!(
                lang,
                ", quorum manqué de {missing}\u{a0}: second tour",
                ", quorum missed by {missing}: second round"
            )
        });
    }
    let mut out = wrapped("  ", "    ", &head);
    let known = match of.allocation.as_ref().map(|a| &a.value) {
        Some(Answer::Known(known)) => Some(known),
        Some(Answer::Undetermined { why, options }) => {
            out.push_str(&answer::undetermined_text(lang, *why, options));
            None
        }
        None => None,
    };
    let mut table = Table::new([
        tr!(lang, "Liste", "List"),
        tr!(lang, "Bulletins", "Ballots"),
        tr!(lang, "Sièges", "Seats"),
        tr!(lang, "Un siège de plus", "One more seat"),
    ]);
    for (name, ballots) in &of.supposed.lists {
        let seats = known.and_then(|k| k.lists.iter().find(|l| l.name == *name)).map(|l| l.seats.to_string());
        let more = of.what_if.iter().find(|w| w.name == *name).and_then(|w| {
            let votes = w.votes?;
            let losers = w.losers.join(", ");
            Some(tr!(lang, "+{votes}, pris à {losers}", "+{votes}, from {losers}"))
        });
        table.row([
            name.clone(),
            ballots.to_string(),
            seats.unwrap_or_else(|| "–".to_owned()),
            more.unwrap_or_else(|| "–".to_owned()),
        ]);
    }
    out + &table.text()
}
