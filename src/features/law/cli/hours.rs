//! `contrepoids law hours`.

use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::features::law::messages::BadOptions;
use crate::{
    calendar::Month,
    face::{error::Refusal, exit::Exit, frame::Face, months as ledger, when},
    features::law::{rules as law, views::Hours},
    law::Fraction,
};

/// Keep the ledger of delegation hours: what is left, what is lost
///
/// Hours not taken carry over within twelve months; no month gives more than one and a half times the credit. The
/// oldest hours are taken first.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law hours --credit 22 --from 2026-06 --taken 2026-06=10 2026-07=0
  contrepoids law hours --credit 22 --from 2026-06 --to 2026-12 --explain")]
pub struct HoursArgs {
    /// Hours a month of the mandate
    #[arg(long, value_name = "N")]
    credit: Fraction,
    /// First month of the mandate
    #[arg(long, value_name = "MONTH")]
    from: Month,
    /// Last month of the ledger; this one where none is given
    #[arg(long, value_name = "MONTH")]
    to: Option<Month>,
    /// Hours taken in a month; may be repeated
    #[arg(long, value_name = "MONTH=N", num_args = 1.., value_parser = taken)]
    taken: Vec<(Month, Fraction)>,
    #[command(flatten)]
    explain: Explaining,
}

fn taken(text: &str) -> Result<(Month, Fraction), String> {
    let (month, hours) = text.split_once('=').ok_or("2026-06=10")?;
    let month = when::month(month).map_err(|_| "2026-06=10")?;
    Ok((month, when::hours(hours).map_err(|_| "2026-06=10")?))
}

/// Runs `contrepoids law hours`.
///
/// # Errors
/// A month outside the law tables.
pub(super) fn run(face: &mut Face, args: &HoursArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let last = args.to.unwrap_or_else(|| Month::of(face.today));
    if last < args.from {
        return Err(BadOptions::Backwards.into());
    }
    let mut map = std::collections::BTreeMap::new();
    for (month, hours) in &args.taken {
        let outside = *month < args.from || *month > last;
        if outside || map.insert(*month, *hours).is_some() {
            let bad = if outside { BadOptions::Outside(*month) } else { BadOptions::Twice(*month) };
            return Err(bad.into());
        }
    }
    let found = law::hours(args.credit, args.from, last, &map)?;
    let hours = &found.value;
    let text = ledger::rows(lang, hours, false) + &ledger::left(lang, hours);
    answer::known(face, args.explain, &found, Hours::of(hours), &text)
}
