//! `contrepoids law hours`.

use clap::Args;

use crate::features::law::cli::answer;
use crate::{
    calendar::Month,
    face::{error::CmdError, exit::Exit, frame::Face, months as ledger},
    features::law::{rules as law, views::Hours},
    law::Fraction,
    tr,
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
    /// Show the steps and their articles
    #[arg(long)]
    explain: bool,
}

fn taken(text: &str) -> Result<(Month, Fraction), String> {
    let (month, hours) = text.split_once('=').ok_or("2026-06=10")?;
    let month = month.parse().map_err(|_| "2026-06=10")?;
    Ok((month, hours.parse().map_err(|_| "2026-06=10")?))
}

/// Runs `contrepoids law hours`.
///
/// # Errors
/// A month outside the law tables.
pub(super) fn run(face: &mut Face, args: &HoursArgs) -> Result<Exit, CmdError> {
    let lang = face.lang;
    let last = args.to.unwrap_or_else(|| Month::of(face.today));
    if last < args.from {
        let what = tr!(lang, "--to est avant --from.", "--to is before --from.");
        return Err(CmdError::new(Exit::Usage, what));
    }
    let mut map = std::collections::BTreeMap::new();
    for (month, hours) in &args.taken {
        let outside = *month < args.from || *month > last;
        if outside || map.insert(*month, *hours).is_some() {
            let what = if outside {
                tr!(
                    lang,
                    "--taken\u{a0}: {month} n’est pas entre --from et --to.",
                    "--taken: {month} is not between --from and --to."
                )
            } else {
                tr!(lang, "--taken\u{a0}: {month} est donné deux fois.", "--taken: {month} is given twice.")
            };
            return Err(CmdError::new(Exit::Usage, what));
        }
    }
    let found = law::hours(args.credit, args.from, last, &map)
        .map_err(|e| crate::features::law::messages::words(lang, e))?;
    let hours = &found.value;
    let text = ledger::rows(lang, hours, false) + &ledger::left(lang, hours);
    answer::known(face, args.explain, &found, Hours::of(hours), &text)
}
