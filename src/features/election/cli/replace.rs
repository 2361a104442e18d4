//! `contrepoids election replace`.

use chrono::NaiveDate;
use clap::Args;

use crate::{
    election::Leaving,
    face::{error::Refusal, exit::Exit, explaining::Explaining, finding::day, frame::Face},
    features::{
        election::{
            actions as app,
            actions::{Do, ReplaceForm, shown},
        },
        law::cli::replacement::{cause, text},
    },
    law::{Answer, Finding},
    tr,
};

/// Tell who comes in for a full member who leaves, and record it
///
/// By the elections of the running mandates and whoever left before: who comes in, by which step of the article, from when,
/// and whether a by-election is due. --ask records nothing, --undo takes a record back. Where the law leaves it open, say who
/// came in with --by (exit code 21 until then).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election replace 'Camille Exemple' --date 2027-05-05
  contrepoids election replace 'Camille Exemple' --cause absence \\
    --date 2027-05-05 --back 2027-06-05 --ask
  contrepoids election replace 'Camille Exemple' --undo")]
pub struct ReplaceArgs {
    /// Who leaves: the name as on the list, or digits of an identifier of our roster
    #[arg(value_name = "WHO")]
    who: String,
    /// The election: first digits of its identifier (4 at least) or its name; the last one when left out
    #[arg(value_name = "ELECTION")]
    election: Option<String>,
    /// Birth date, where two have the name
    #[arg(long, value_name = "YYYY-MM-DD")]
    born: Option<NaiveDate>,
    /// Day of leaving; today when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
    /// Why: resignation, death, contract-ended, not-eligible, revoked, absence, annulled-parity, annulled, annulment-pending
    #[arg(long, value_name = "REASON", value_parser = cause, default_value = "resignation")]
    cause: Leaving,
    /// Day of the return, for an absence
    #[arg(long, value_name = "YYYY-MM-DD")]
    back: Option<NaiveDate>,
    /// College of the day, where it is no more that of the vote
    #[arg(long, value_name = "COLLEGE")]
    college: Option<String>,
    /// Category of the day, where it is no more that of the vote
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Who came in, where that is settled
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only ask: record nothing
    #[arg(long, conflicts_with = "undo")]
    ask: bool,
    /// Take back the record of this departure, the last one of WHO where no --date is given
    #[arg(long)]
    undo: bool,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids election replace`.
pub(super) fn run(face: &mut Face, args: &ReplaceArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let form = ReplaceForm {
        who: args.who.clone(),
        born: args.born,
        date: args.date,
        cause: Some(args.cause),
        back: args.back,
        college: args.college.clone(),
        category: args.category.clone(),
        by: args.by.clone(),
    };
    let what = match (args.ask, args.undo) {
        (true, _) => Do::Ask,
        (false, true) => Do::Undo,
        (false, false) => Do::Record,
    };
    let mut vault = face.open_write()?;
    let now = face.now_ms();
    let done = app::replace(&mut vault, now, today, args.election.as_deref(), &form, what)?;
    match what {
        Do::Record => face.note(&tr!(lang, "Enregistré.", "Saved.")),
        Do::Ask => face.note(&tr!(lang, "Rien n’est enregistré.", "Nothing is recorded.")),
        Do::Undo => face.note(&tr!(lang, "Supprimé.", "Removed.")),
    }
    let (cause, on) = (done.departure.cause.words(lang), day(lang, done.departure.day));
    let name = done.committee.departures.last().and_then(|d| done.committee.name(d.who));
    let (name, list) = name.unwrap_or_default();
    let head = tr!(lang, "{name} ({list}) – {cause}, {on}\n", "{name} ({list}) – {cause}, {on}\n");
    let view = shown::replaced(lang, &done, what == Do::Record);
    let Some(found) = &done.found else {
        let nothing = Finding { value: (), because: Vec::new(), caveats: Vec::new() };
        super::reasoned(face, args.explain, &nothing, view, &head)?;
        return Ok(Exit::Done);
    };
    let text = format!("{head}{}", text(lang, &done.committee, &found.value));
    let why = found.clone().map(drop);
    super::reasoned(face, args.explain, &why, view, &text)?;
    let open = matches!(found.value.replaced.answer, Answer::Undetermined { .. });
    Ok(if open { Exit::Undetermined } else { Exit::Done })
}
