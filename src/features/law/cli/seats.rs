//! `contrepoids law seats`.

use clap::Args;

use crate::face::explaining::Explaining;
use crate::law::Reasons;
use crate::{
    base::{Lang, View},
    election::Seats,
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
    },
    law::{Finding, Fraction},
    tr,
};

/// Compute the seats and delegation hours of the CSE
///
/// Reads the table of article R. 2314-1 as it stood on the day (--on). A headcount is never rounded up: 49.9 is
/// below 50. The election protocol may change seats and hours within article L. 2314-7.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law seats --headcount 720
  contrepoids law seats --headcount 49.5 --explain
  contrepoids law seats --headcount 99/2 --on 2019-06-01 --json")]
pub struct SeatsArgs {
    /// Headcount: 720, 49.5 or 99/2
    #[arg(long, value_name = "N")]
    headcount: Fraction,
    #[command(flatten)]
    explain: Explaining,
}

struct SeatsScreen {
    headcount: Fraction,
    found: Finding<Seats>,
    explain: Explaining,
}

impl Show for SeatsScreen {
    fn view(&self, _lang: Lang) -> impl View {
        self.found.value
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.found, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let headcount = finding::number(lang, self.headcount);
        let Seats { seats, substitutes, hours_each, hours_total } = self.found.value;
        let answer = if seats == 0 {
            vec![tr!(
                lang,
                "Effectif {headcount}\u{a0}: pas de CSE obligatoire.",
                "Headcount {headcount}: no CSE is mandatory."
            )]
        } else {
            vec![
                tr!(lang, "Effectif      {headcount}", "Headcount      {headcount}"),
                tr!(lang, "Titulaires    {seats}", "Full members   {seats}"),
                tr!(lang, "Suppléants    {substitutes}", "Substitutes    {substitutes}"),
                tr!(
                    lang,
                    "Délégation    {hours_each}\u{a0}h par mois et par titulaire, {hours_total}\u{a0}h en tout",
                    "Delegation     {hours_each} h a month for each full member, {hours_total} h in all"
                ),
            ]
        };
        lines(answer) + &finding::below(lang, &self.found, self.explain)
    }
}

/// Runs `contrepoids law seats`.
///
/// # Errors
/// A day that the tables do not cover.
pub(super) fn run(face: &mut Face, args: &SeatsArgs) -> Result<Exit, Refusal> {
    let found = crate::features::law::rules::seats(args.headcount, face.today)?;
    face.show(&SeatsScreen { headcount: args.headcount, found, explain: args.explain })?;
    Ok(Exit::Done)
}
