//! `contrepoids law contest`.

use chrono::NaiveDate;
use clap::Args;

use super::deadline::region;
use crate::{
    base::Lang,
    calendar::Region,
    election::{Contest, Dispute},
    face::{
        error::Refusal,
        exit::Exit,
        explaining::Explaining,
        finding::{day, wrapped},
        frame::Face,
    },
    features::law::{cli::answer, messages::BadOptions, rules as law, views::Grounds},
    tr,
};

/// Tell until when an election is contested, by what is contested
///
/// Not every time to contest begins with the same event: votes and elected of the first round run from the first round even
/// where a second follows, the perimeter from the last results, a seat from the proclamation of the names. Without a ground,
/// all of them are listed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law contest
  contrepoids law contest first-round --from 2026-12-01
  contrepoids law contest parity --from 2028-12-11 --department 67
  contrepoids law contest spread-silence --from 2026-08-19 --explain")]
pub struct ContestArgs {
    /// What is contested, as the list names it
    #[arg(value_name = "REASON", requires = "from")]
    ground: Option<String>,
    /// The day of the event that the time runs from
    #[arg(long, value_name = "YYYY-MM-DD", requires = "ground")]
    from: Option<NaiveDate>,
    /// Number of the department of the court; 57, 67, 68 are counted with and without Good Friday
    #[arg(long, value_name = "NN", value_parser = region, conflicts_with = "territory", requires = "ground")]
    department: Option<Region>,
    /// Where the court is: metropolitan, alsace-moselle, alsace-moselle-no-good-friday, guadeloupe, martinique, guyane, reunion, mayotte
    #[arg(long, value_name = "NAME", value_parser = region, requires = "ground")]
    territory: Option<Region>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law contest`.
pub(super) fn run(face: &mut Face, args: &ContestArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let (Some(name), Some(from)) = (&args.ground, args.from) else {
        let grounds = law::grounds(face.today)?;
        let text: String = grounds.value.iter().map(|(ground, days)| listed(lang, *ground, *days)).collect();
        return answer::known(face, args.explain, &grounds, Grounds::of(lang, &grounds.value), &text);
    };
    let ground = Dispute::read(name).ok_or_else(|| BadOptions::Ground(name.clone()))?;
    let region = args.territory.or(args.department).unwrap_or_default();
    let found = law::contest(ground, from, region)?;
    answer::known(face, args.explain, &found, found.value, &text(lang, &found.value))
}

fn listed(lang: Lang, ground: Dispute, days: u32) -> String {
    let (code, what, starts) = (ground.name(lang), ground.words(lang), ground.starts().words(lang));
    let mut out = format!("{code}\n");
    out.push_str(&wrapped("  ", "  ", what));
    out.push_str(&wrapped(
        "  ",
        "    ",
        &tr!(lang, "{days} jours depuis\u{a0}: {starts}", "{days} days from: {starts}"),
    ));
    out
}

/// Until when something is contested, in words.
pub(crate) fn text(lang: Lang, found: &Contest) -> String {
    let (what, starts) = (found.ground.words(lang), found.starts.words(lang));
    let (event, first, last) = (day(lang, found.event), day(lang, found.first), day(lang, found.last));
    let mut out = wrapped("", "  ", what);
    let line = tr!(lang, "Compté depuis\u{a0}: {starts}, le {event}", "Counted from: {starts}, on {event}");
    out.push_str(&wrapped("  ", "    ", &line));
    let line = tr!(lang, "Premier jour\u{a0}: {first}", "First day: {first}");
    out.push_str(&wrapped("  ", "    ", &line));
    let line = if found.raw == found.last {
        tr!(lang, "Dernier jour\u{a0}: {last}, jusqu’à minuit", "Last day: {last}, until midnight")
    } else {
        let raw = day(lang, found.raw);
        tr!(
            lang,
            "Dernier jour\u{a0}: {last}, jusqu’à minuit (le {raw} est fermé)",
            "Last day: {last}, until midnight ({raw} is closed)"
        )
    };
    out.push_str(&wrapped("  ", "    ", &line));
    out
}
