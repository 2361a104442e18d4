//! `contrepoids law replacement`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::{cli::answer, messages::BadOptions};
use crate::{
    base::Lang,
    election::Leaving,
    face::{
        error::Refusal,
        exit::Exit,
        finding::{day, wrapped},
        frame::Face,
    },
    features::law::{
        rules::{self as law, Committee, DepartureForm, ReplacementForm, roll_spec},
        views::{Maybe, Replacement},
    },
    law::{Answer, Finding},
    tr,
};

/// Tell who comes in for a full member who leaves, step by step
///
/// One --list for each list as the vote left it: UNION/COLLEGE/VOTE: NAME(CATEGORY)*VOTES, with T or S for the vote and a
/// star for the elected; a list without a union begins with a dash. Who left before, in their order, is named by --gone, and
/// replaced first. Nobody replaces a substitute. What no text settles is undetermined (exit code 21).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law replacement --who Abel \\
    --list 'CGT/1/T: Abel(o)*, Bea(e)*, Carl(o)' \\
    --list 'CGT/1/S: Eve(o)*70, Fred(e)*68, Gina(o)64'
  contrepoids law replacement --input committee.json --term 2027-03-14

The file:
  {\"lists\":[{\"unions\":[\"CGT\"],\"college\":\"1\",\"vote\":\"holders\",
    \"candidates\":[{\"name\":\"Abel\",\"category\":\"o\",\"elected\":true}]}],
   \"departures\":[{\"who\":\"Abel\",\"cause\":\"resignation\",
    \"date\":\"2025-05-05\"}]}")]
pub struct ReplacementArgs {
    /// A list as the vote left it; repeated
    #[arg(long, value_name = "LIST", conflicts_with = "input")]
    list: Vec<String>,
    /// Somebody who left before; repeated, in their order; NAME=NAME where it is settled who came in
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    gone: Vec<String>,
    /// Who leaves now
    #[arg(long, value_name = "NAME", required_unless_present = "input", conflicts_with = "input")]
    who: Option<String>,
    /// Why: resignation, death, contract-ended, not-eligible, revoked, absence, annulled-parity, annulled, annulment-pending
    #[arg(long, value_name = "REASON", value_parser = cause, conflicts_with = "input")]
    cause: Option<Leaving>,
    /// Day of leaving
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "input")]
    date: Option<NaiveDate>,
    /// Day of the return, for an absence
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "input")]
    back: Option<NaiveDate>,
    /// College of the day, where it is no more that of the vote
    #[arg(long, value_name = "COLLEGE", conflicts_with = "input")]
    college: Option<String>,
    /// Category of the day, where it is no more that of the vote
    #[arg(long, value_name = "CATEGORY", conflicts_with = "input")]
    category: Option<String>,
    /// End of the mandates: tells whether a by-election is due
    #[arg(long, value_name = "YYYY-MM-DD")]
    term: Option<NaiveDate>,
    /// File of lists and departures, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

/// Reads why somebody leaves.
pub(crate) fn cause(text: &str) -> Result<Leaving, String> {
    Leaving::read(text).ok_or_else(|| Leaving::CODES.join(", "))
}

/// Runs `contrepoids law replacement`.
pub(super) fn run(face: &mut Face, args: &ReplacementArgs) -> Result<Exit, Refusal> {
    let form: ReplacementForm = match &args.input {
        Some(path) => answer::read(path)?,
        None => by_options(args)?,
    };
    let (rolls, departures) = form.facts()?;
    let committee = Committee { rolls, departures, term: args.term, seats: Vec::new(), extended: false };
    let found = law::replacement(&committee, face.today)?;
    show(face, args.explain, &committee, &found)
}

fn by_options(args: &ReplacementArgs) -> Result<ReplacementForm, Refusal> {
    if args.list.is_empty() {
        return Err(BadOptions::Needed("--list").into());
    }
    let lists = args.list.iter().map(|l| roll_spec(l)).collect::<Result<_, _>>()?;
    let before = |text: &String| {
        let (who, by) = match text.split_once('=') {
            Some((who, by)) => (who.trim(), Some(by.trim().to_owned())),
            None => (text.trim(), None),
        };
        DepartureForm { who: who.to_owned(), by, ..DepartureForm::default() }
    };
    let mut departures: Vec<DepartureForm> = args.gone.iter().map(before).collect();
    let (who, born) = match args.who.as_deref().unwrap_or_default().split_once(';') {
        Some((who, born)) => {
            (who, Some(born.trim().parse().map_err(|_| BadOptions::Needed("NAME;YYYY-MM-DD"))?))
        }
        None => (args.who.as_deref().unwrap_or_default(), None),
    };
    departures.push(DepartureForm {
        who: who.trim().to_owned(),
        born,
        date: args.date,
        cause: args.cause.map(|c| c.code().to_owned()),
        back: args.back,
        college: args.college.clone().map(DepartureForm::name),
        category: args.category.clone(),
        by: None,
    });
    Ok(ReplacementForm { lists, departures })
}

/// Shows who comes in, and whether a by-election is due.
fn show(
    face: &mut Face,
    explain: Explaining,
    committee: &Committee,
    found: &Finding<law::Outcome>,
) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let text = text(lang, committee, &found.value);
    let view = Maybe::of(lang, &found.value.replaced.answer, |known| {
        Replacement::of(lang, committee, &found.value, known)
    });
    let open = matches!(found.value.replaced.answer, Answer::Undetermined { .. });
    answer::known(face, explain, found, view, &text)?;
    Ok(if open { Exit::Undetermined } else { Exit::Done })
}

/// Who comes in, from when, and what is due then, in words.
pub(crate) fn text(lang: Lang, committee: &Committee, found: &law::Outcome) -> String {
    let known = match &found.replaced.answer {
        Answer::Undetermined { why, options } => return answer::undetermined_text(lang, *why, options),
        Answer::Known(known) => known,
    };
    let rung = known.rung.words(lang);
    let mut out = match known.who.and_then(|place| committee.name(place)) {
        Some((name, list)) => {
            let line =
                tr!(lang, "Remplace\u{a0}: {name} ({list}) – {rung}", "Comes in: {name} ({list}) – {rung}");
            wrapped("", "  ", &line)
        }
        None => wrapped("", "  ", &tr!(lang, "Personne\u{a0}: {rung}", "Nobody: {rung}")),
    };
    if let Some(from) = known.from {
        let from = day(lang, from);
        let line = match known.until {
            Some(until) => {
                let until = day(lang, until);
                tr!(lang, "Du {from} au retour, le {until}", "From {from} until the return on {until}")
            }
            None => tr!(lang, "À partir du {from}, sans formalité", "From {from}, without any form"),
        };
        let _ = writeln!(out, "{line}");
    }
    match &found.by_election {
        None => {}
        Some(Answer::Undetermined { why, options }) => {
            out.push_str(&tr!(lang, "Élections partielles. ", "By-election. "));
            out.push_str(&answer::undetermined_text(lang, *why, options));
        }
        Some(Answer::Known(due)) => out.push_str(&super::by_election::text(lang, due)),
    }
    out
}
