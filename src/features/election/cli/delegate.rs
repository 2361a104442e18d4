//! `contrepoids election delegate`.

use chrono::NaiveDate;
use clap::Args;

use super::{Which, reasoned};
use crate::{
    election::{Mission, Naming},
    face::{error::Refusal, exit::Exit, explaining::Explaining, frame::Face, wanted::share},
    features::{
        election::actions::{self as app, DelegateForm, shown},
        law::{
            cli::delegate::{exit, mission, text},
            rules::aspirant_spec,
        },
    },
    law::Fraction,
    tr,
};

/// Tell whom our union may name, by the last election
///
/// Scores, lists, seats, audience and headcounts are those of the vault: of the last election of the whole committee, or of
/// the one named. The first college counts as that of workers and employees, where there are several. --person adds what
/// the election does not say of somebody (NAME: WORDS, as in law delegate): a renunciation, a member, who is gone. Nothing
/// is recorded. What is not known is open (exit code 21).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election delegate
  contrepoids election delegate --named 2027-02-10 \\
    --person 'Camille Exemple: renounced=2027-01-20' \\
    --person 'Max Essai: member'
  contrepoids election delegate --office section --members 4")]
pub struct DelegateArgs {
    #[command(flatten)]
    which: Which,
    /// The office: delegate, supplementary, central, section, at-cse, at-central
    #[arg(long, value_name = "OFFICE", value_parser = mission, default_value = "delegate")]
    office: Mission,
    /// The union that names; ours when left out
    #[arg(long, value_name = "UNION")]
    union: Option<String>,
    /// What the election does not say of somebody: NAME: WORDS; repeated
    #[arg(long, value_name = "PERSON")]
    person: Vec<String>,
    /// Day of the naming; today when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    named: Option<NaiveDate>,
    /// Headcount of today; the last one recorded of the company when left out
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Months in a row at fifty or more
    #[arg(long, value_name = "N")]
    months: Option<u32>,
    /// For an establishment: headcount of the whole company at the last elections
    #[arg(long, value_name = "N")]
    company_headcount: Option<Fraction>,
    /// The share of the union in its place of the count: 9.99% or 40/400
    #[arg(long, value_name = "SHARE", value_parser = share)]
    audience: Option<Fraction>,
    /// Members of the section
    #[arg(long, value_name = "N")]
    members: Option<u32>,
    /// Headcount of a distinct establishment; repeated
    #[arg(long, value_name = "N")]
    establishment: Vec<Fraction>,
    /// Day of the next elections
    #[arg(long, value_name = "YYYY-MM-DD")]
    next_vote: Option<NaiveDate>,
    /// Day when the company was founded or the establishment opened
    #[arg(long, value_name = "YYYY-MM-DD")]
    opened: Option<NaiveDate>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids election delegate`.
pub(super) fn run(face: &mut Face, args: &DelegateArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let people = args.person.iter().map(|p| aspirant_spec(p)).collect::<Result<_, _>>()?;
    let naming = Naming {
        mission: args.office,
        headcount: args.headcount,
        months: args.months,
        company: args.company_headcount,
        audience: args.audience,
        members: args.members,
        establishments: args.establishment.clone(),
        named: args.named,
        next_vote: args.next_vote,
        opened: args.opened,
        people,
        ..Naming::default()
    };
    let form = DelegateForm { union: args.union.clone(), naming };
    let vault = face.open_read()?;
    let done = app::delegate(&vault, face.today, args.which.election.as_deref(), form)?;
    let union = &done.union;
    let head = tr!(lang, "Syndicat\u{a0}: {union}\n", "Union: {union}\n");
    let text = format!("{head}{}", text(lang, &done.found.value));
    let why = done.found.clone().map(drop);
    reasoned(face, args.explain, &why, shown::naming(lang, &done), &text)?;
    Ok(exit(&done.found.value))
}
