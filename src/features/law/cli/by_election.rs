//! `contrepoids law by-election`.

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::{cli::answer, views::Maybe};
use crate::{
    base::Lang,
    election::{BadFact, ByElection, CollegeLeft, Fault, Form, Vacancies},
    face::{error::Refusal, exit::Exit, frame::Face},
    features::law::rules as law,
    law::Answer,
    tr,
};

/// Tell whether a by-election is due before the mandates end
///
/// When a college has nobody left, or the full members are reduced by half or more; not less than six months before the end
/// of the mandates (--on: the day of the event). Count those who are left after everybody who left was replaced (law
/// replacement). Seats vacant from the start are no ground: give each college with what was elected.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law by-election --seats 10 --left 5 --term 2028-03-31
  contrepoids law by-election --seats 10 --left 8 --college-empty
  contrepoids law by-election --college 1:seats=6,elected=6,left=3 \\
    --college 2:seats=4,elected=0,left=0 --term 2027-03-14 --on 2025-05-05")]
pub struct ByElectionArgs {
    /// Full members elected
    #[arg(long, value_name = "N", required_unless_present = "college", conflicts_with = "college")]
    seats: Option<u32>,
    /// Full members left
    #[arg(long, value_name = "N", required_unless_present = "college", conflicts_with = "college")]
    left: Option<u32>,
    /// A college has nobody left
    #[arg(long, conflicts_with = "college")]
    college_empty: bool,
    /// A college: its seats, full members elected and left, such as 1:seats=6,elected=6,left=3; repeated
    #[arg(long, value_name = "COLLEGE")]
    college: Vec<String>,
    /// End of the mandates
    #[arg(long, value_name = "YYYY-MM-DD")]
    term: Option<NaiveDate>,
    /// The mandates go on beyond that end, because the administration was asked to decide
    #[arg(long, requires = "term")]
    extended: bool,
    #[command(flatten)]
    explain: Explaining,
}

/// Reads `1:seats=6,elected=6,left=3`.
fn college(text: &str) -> Result<CollegeLeft, BadFact> {
    let bad = || BadFact::new("college", Fault::Form(Form::CollegeLeft));
    let (id, rest) = text.split_once(':').ok_or_else(bad)?;
    let (mut seats, mut elected, mut left) = (None, None, None);
    for part in rest.split(',') {
        let (name, number) = part.split_once('=').ok_or_else(bad)?;
        let number: u32 = number.trim().parse().map_err(|_| bad())?;
        let slot = match crate::base::text::fold(name).as_str() {
            "seats" | "sieges" => &mut seats,
            "elected" | "elus" => &mut elected,
            "left" | "restants" => &mut left,
            _ => return Err(bad()),
        };
        if slot.replace(number).is_some() {
            return Err(bad());
        }
    }
    let (Some(elected), Some(left), false) = (elected, left, id.trim().is_empty()) else { return Err(bad()) };
    Ok(CollegeLeft { id: id.trim().to_owned(), seats, elected, left })
}

/// Runs `contrepoids law by-election`.
pub(super) fn run(face: &mut Face, args: &ByElectionArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let colleges = match (args.seats, args.left) {
        (Some(elected), Some(left)) => vec![CollegeLeft { elected, left, ..CollegeLeft::default() }],
        _ => args.college.iter().map(|c| college(c)).collect::<Result<_, _>>()?,
    };
    let ByElectionArgs { college_empty, term, extended, .. } = *args;
    let facts = Vacancies { colleges, college_empty, term, extended };
    let found = law::by_election(&facts, face.today)?;
    let text = match &found.value {
        Answer::Known(known) => text(lang, known),
        Answer::Undetermined { why, options } => answer::undetermined_text(lang, *why, options),
    };
    let open = matches!(found.value, Answer::Undetermined { .. });
    let view = Maybe::of(lang, &found.value, ByElection::clone);
    answer::known(face, args.explain, &found, view, &text)?;
    Ok(if open { Exit::Undetermined } else { Exit::Done })
}

/// Whether a by-election is due and where, in words.
pub(crate) fn text(lang: Lang, found: &ByElection) -> String {
    let why = found.why.words(lang);
    if !found.due {
        return tr!(lang, "Pas d’élections partielles\u{a0}: {why}.\n", "No by-election: {why}.\n");
    }
    let mut out = tr!(lang, "Élections partielles dues\u{a0}: {why}.\n", "A by-election is due: {why}.\n");
    if !found.fill.is_empty() {
        let fill = found.fill.join(", ");
        out.push_str(&tr!(
            lang,
            "À pourvoir\u{a0}: tous les sièges vacants, titulaires et suppléants, collège {fill}.\n",
            "To fill: all vacant seats, full members and substitutes, college {fill}.\n"
        ));
    }
    if !found.open.is_empty() {
        let open = found.open.join(", ");
        out.push_str(&tr!(
            lang,
            "Indéterminé\u{a0}: le collège {open} vote-t-il aussi\u{a0}?\n",
            "Undetermined: does college {open} vote too?\n"
        ));
    }
    out
}
