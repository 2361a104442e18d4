//! `contrepoids law by-election`.

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::{
    election::Vacancies,
    face::{error::Refusal, exit::Exit, frame::Face},
    features::law::rules as law,
    tr,
};

/// Tell whether a by-election is due before the mandates end
///
/// When a college has nobody left, or the full members are reduced by half or more; not less than six months before the
/// end of the mandates.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law by-election --seats 10 --left 5 --term 2028-03-31
  contrepoids law by-election --seats 10 --left 8 --college-empty")]
pub struct ByElectionArgs {
    /// Full members elected
    #[arg(long, value_name = "N")]
    seats: u32,
    /// Full members left
    #[arg(long, value_name = "N")]
    left: u32,
    /// A college has nobody left
    #[arg(long)]
    college_empty: bool,
    /// End of the mandates
    #[arg(long, value_name = "YYYY-MM-DD")]
    term: Option<NaiveDate>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law by-election`.
pub(super) fn run(face: &mut Face, args: &ByElectionArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let ByElectionArgs { seats, left, college_empty, term, .. } = *args;
    let facts = Vacancies { seats, left, college_empty, term };
    let found = law::by_election(&facts, face.today)?;
    let why = found.value.why.words(lang);
    let text = if found.value.due {
        tr!(lang, "Élections partielles dues\u{a0}: {why}.\n", "A by-election is due: {why}.\n")
    } else {
        tr!(lang, "Pas d’élections partielles\u{a0}: {why}.\n", "No by-election: {why}.\n")
    };
    answer::known(face, args.explain, &found, found.value, &text)
}
