//! `contrepoids law headcount`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::features::law::messages::BadOptions;
use crate::{
    base::Lang,
    calendar::Month,
    election::{Crossing, Headcounts, Threshold, headcount::MonthFacts},
    face::{error::Refusal, exit::Exit, finding, frame::Face, wanted::Wanted, when},
    features::law::{
        rules::{self as law, HeadcountForm},
        views,
    },
    tr, trn,
};

/// Compute the headcount of months and the thresholds crossed
///
/// From contracts in a file. Kinds: cdi, cdd, intermittent, temp, seconded, apprentice, cie, cae, pro. Fixed-term,
/// temporary and seconded staff count by their presence over the previous twelve months; replacements, apprentices and
/// training contracts do not count. Exact, never rounded up.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law headcount --input contracts.json
  contrepoids law headcount --month 2026-09=49.5 --month 2026-10=50 --explain

The file (a month may have a \"headcount\" instead of contracts):
  {\"months\":[{\"month\":\"2026-10\",\"contracts\":[
    {\"kind\":\"cdi\",\"count\":48},
    {\"kind\":\"cdi\",\"hours\":\"17.5\",\"legal_hours\":\"35\",\"count\":3},
    {\"kind\":\"cdd\",\"presence\":\"6/12\",\"count\":2}]}]}
  Fields of a contract: kind, count, share, hours, legal_hours, presence,
  months_present, months_on_premises, replacement.")]
pub struct HeadcountArgs {
    /// File of contracts, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "month")]
    input: Option<PathBuf>,
    /// Headcount of a month, computed elsewhere; may be repeated
    #[arg(long, value_name = "MONTH=N", value_parser = month_number)]
    month: Vec<(Month, crate::law::Fraction)>,
    #[command(flatten)]
    explain: Explaining,
}

fn month_number(text: &str) -> Result<(Month, crate::law::Fraction), Wanted> {
    let (month, number) = answer::named_number(text)?;
    Ok((when::month(&month)?, number))
}

/// What is said where the month before the first one known is not known.
fn at_latest(lang: Lang, crossing: &Crossing) -> String {
    if crossing.at_latest { tr!(lang, " au plus tard", " at the latest") } else { String::new() }
}

/// Returns a crossing as a line.
pub(crate) fn crossing_text(lang: Lang, crossing: &Crossing) -> String {
    let n = crossing.threshold;
    let name = match crossing.which {
        Threshold::Cse => tr!(lang, "CSE obligatoire", "CSE mandatory"),
        Threshold::FullPowers => tr!(lang, "attributions complètes", "full powers"),
        Threshold::Large => tr!(lang, "consultations étendues", "wider consultations"),
    };
    let state = match (crossing.since, crossing.effective) {
        (Some(since), Some(effective)) if effective != since => {
            let (since, effective) = (finding::day(lang, since), finding::day(lang, effective));
            let latest = at_latest(lang, crossing);
            tr!(
                lang,
                "franchi{latest} le {since}, effet au plus tard le {effective}",
                "crossed{latest} on {since}, in effect on {effective} at the latest"
            )
        }
        (Some(since), _) => {
            let since = finding::day(lang, since);
            let latest = at_latest(lang, crossing);
            tr!(lang, "franchi{latest} le {since}", "crossed{latest} on {since}")
        }
        (None, _) if crossing.months_unknown > 0 => {
            let (months, unknown) = (crossing.months_in_a_row, crossing.months_unknown);
            trn!(
                lang,
                months,
                "indéterminé\u{a0}: atteint depuis {months} mois connu, il en manque {unknown}",
                "indéterminé\u{a0}: atteint depuis {months} mois connus, il en manque {unknown}",
                "undetermined: met for the {months} month known, {unknown} more are needed",
                "undetermined: met for the {months} months known, {unknown} more are needed"
            )
        }
        (None, _) => {
            let months = crossing.months_in_a_row;
            let plural = if months == 1 { "" } else { "s" };
            tr!(
                lang,
                "pas franchi ({months} mois d’affilée)",
                "not crossed ({months} month{plural} in a row)"
            )
        }
    };
    tr!(lang, "Seuil {n:<8}{name}\u{a0}: {state}", "From {n:<9}{name}: {state}")
}

/// Runs `contrepoids law headcount`.
pub(super) fn run(face: &mut Face, args: &HeadcountArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let months = match &args.input {
        Some(path) => answer::read::<HeadcountForm>(path)?.months()?,
        None if args.month.is_empty() => return Err(BadOptions::Needed("--input").into()),
        None => args.month.iter().map(|(m, n)| (*m, MonthFacts::Headcount(*n))).collect(),
    };
    let found = law::headcounts(&months, face.today, face.named_day.is_some())?;
    let Headcounts { months, thresholds, .. } = &found.value;
    let mut text = String::new();
    for (month, number) in months {
        let _ = writeln!(text, "{month}  {}", finding::number(lang, *number));
    }
    for each in thresholds {
        text.push_str(&finding::wrapped("", "              ", &crossing_text(lang, each)));
    }
    answer::known(face, args.explain, &found, views::Headcount::of(&found.value), &text)
}
