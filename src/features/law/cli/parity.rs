//! `contrepoids law parity`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::{
    base::Lang,
    election::parity::{College, Parity},
    face::{error::Refusal, exit::Exit, frame::Face},
    features::law::{
        rules::{self as law, ParityForm},
        views::{self, Maybe},
    },
    law::Answer,
    tr,
};

/// Compute the women and men due on a list, and check one
///
/// A list is written in letters, F for a woman and H (or M) for a man, in the order of presentation. --elected and
/// --order name positions from 1: what would be annulled is told, in the order in which a judge would take it. Where no
/// text says how to round, the answer is undetermined (exit code 21).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law parity --women 60 --men 40 --seats 10
  contrepoids law parity --women 40 --men 60 --seats 5 --list HFFHH \\
    --elected 1,2,3,4
  contrepoids law parity --women 60 --men 40 --seats 5 --list FHFFF \\
    --elected 1,2,3,4 --order 4,2,3,1,5")]
pub struct ParityArgs {
    /// Women on the electoral list of the college
    #[arg(long, value_name = "N", required_unless_present = "input", conflicts_with = "input")]
    women: Option<u64>,
    /// Men on the electoral list of the college
    #[arg(long, value_name = "N", required_unless_present = "input", conflicts_with = "input")]
    men: Option<u64>,
    /// Seats to fill
    #[arg(long, value_name = "N")]
    seats: Option<u32>,
    /// Candidates on the list, where it is not given letter by letter
    #[arg(long, value_name = "N")]
    candidates: Option<u32>,
    /// The list in letters, such as FHFHH
    #[arg(long, value_name = "LETTERS")]
    list: Option<String>,
    /// Positions of the elected
    #[arg(long, value_name = "1,3", value_delimiter = ',', requires = "list")]
    elected: Option<Vec<usize>>,
    /// Positions in the order after erasures
    #[arg(long, value_name = "2,1,3", value_delimiter = ',', requires = "list")]
    order: Option<Vec<usize>>,
    /// Free candidates of the second round, whom the rule does not bind
    #[arg(long, requires = "list")]
    free: bool,
    /// File of facts, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seats", "candidates", "list", "elected", "order", "free"])]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law parity`.
pub(super) fn run(face: &mut Face, args: &ParityArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let (college, size, slate) = if let Some(path) = &args.input {
        answer::read::<ParityForm>(path)?.facts()?
    } else {
        let slate = law::slate(args.list.as_deref(), args.elected.clone(), args.order.clone(), args.free)?;
        let (women, men) = (args.women.unwrap_or(0), args.men.unwrap_or(0));
        (College { women, men, seats: args.seats }, args.candidates, slate)
    };
    let found = law::parity(college, size, slate.as_ref(), face.today)?;
    let view = Maybe::of(lang, &found.value, |p| views::Parity::of(lang, p));
    let (text, exit) = match &found.value {
        Answer::Known(parity) => (text(lang, parity), Exit::Done),
        Answer::Undetermined { why, options } => {
            (answer::undetermined_text(lang, *why, options), Exit::Undetermined)
        }
    };
    answer::known(face, args.explain, &found, view, &text)?;
    Ok(exit)
}

fn text(lang: Lang, parity: &Parity) -> String {
    let due = &parity.due;
    let (women, men, either) = (due.women, due.men, due.either);
    let mut out = String::new();
    let _ = writeln!(out, "{}", tr!(lang, "Femmes        {women}", "Women          {women}"));
    let _ = writeln!(out, "{}", tr!(lang, "Hommes        {men}", "Men            {men}"));
    if either > 0 {
        let _ = writeln!(out, "{}", tr!(lang, "Au choix      {either}", "Either         {either}"));
    }
    if let Some(sex) = due.optional {
        let letter = sex.letter();
        let _ = writeln!(
            out,
            "{}",
            tr!(
                lang,
                "Facultatif    une candidature {letter}, pas en première position",
                "Optional       one candidate {letter}, not in first place"
            )
        );
    }
    if !parity.orders.is_empty() {
        let orders = parity.orders.join(tr!(lang, " ou ", " or ").as_str());
        let _ = writeln!(out, "{}", tr!(lang, "Ordre         {orders}", "Order          {orders}"));
    }
    let Some(checked) = &parity.checked else { return out };
    if checked.breaches.is_empty() {
        let _ = writeln!(out, "{}", tr!(lang, "La liste est en règle.", "The list is in order."));
    }
    for each in &checked.breaches {
        let rule = each.rule.words(lang);
        let line = match each.position {
            Some(n) => tr!(lang, "- position {n}\u{a0}: {rule}", "- position {n}: {rule}"),
            None => format!("- {rule}"),
        };
        let _ = writeln!(out, "{line}");
    }
    if !checked.annulled.is_empty() {
        let positions: Vec<_> = checked.annulled.iter().map(usize::to_string).collect();
        let positions = positions.join(", ");
        let _ = writeln!(
            out,
            "{}",
            tr!(
                lang,
                "Élections annulables, dans cet ordre\u{a0}: {positions}. Les sièges restent vacants.",
                "Elections to be annulled, in this order: {positions}. The seats stay vacant."
            )
        );
    }
    out
}
