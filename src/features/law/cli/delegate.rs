//! `contrepoids law delegate`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::{answer, audience::percent, electors::yes_no};
use crate::{
    base::Lang,
    election::{Designation, Mission, Naming},
    face::{
        error::Refusal, exit::Exit, explaining::Explaining, finding::wrapped, frame::Face, wanted::share,
    },
    features::law::{
        rules::{self as law, NamingForm, aspirant_spec},
        views,
    },
    law::Fraction,
    tr,
};

/// The options that describe one naming.
const ONE: &[&str] = &[
    "office",
    "headcount",
    "months",
    "voted_headcount",
    "company_headcount",
    "representative",
    "not_representative",
    "audience",
    "members",
    "establishment",
    "won_workers",
    "won_others",
    "no_workers_college",
    "named",
    "first_round",
    "next_vote",
    "opened",
    "person",
];

/// Tell whom a union may name: delegate, of the section, at the CSE
///
/// --person gives somebody as NAME: VOTES/VALID, WORDS: votes on the name and valid ballots of their college in the first
/// round, then ours, other-list, member, former, outsider; holder, substitute, not-elected; hours, no-hours, shared-hours,
/// acting; gone, annulled, resigned; union-delegate, at-site-cse, here, elsewhere (and their contraries with not-); at-limit,
/// below-limit; lost-section, new-perimeter; rights-lost; renounced=, born=, hired=, missions=. Give all candidates of the
/// union: the step of the article depends on them. What is not known is open (exit code 21).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law delegate --headcount 80 --audience 10% \\
    --first-round 2026-03-10 --named 2026-05-10 \\
    --person 'Ada: 40/400, renounced=2026-05-02' --person 'Max: member'
  contrepoids law delegate --office section --headcount 80 --audience 7% \\
    --members 2 --person 'Lou: lost-section' --next-vote 2027-03-02
  contrepoids law delegate --input naming.json

The file:
  {\"office\":\"delegate\",\"headcount\":80,\"representative\":true,
   \"people\":[{\"name\":\"Ada\",\"votes\":40,\"valid\":400,
     \"traits\":[\"ours\"]}]}")]
pub struct DelegateArgs {
    /// The office: delegate, supplementary, central, section, at-cse, at-central
    #[arg(long, value_name = "OFFICE", value_parser = mission, default_value = "delegate")]
    office: Mission,
    /// Headcount of the company or establishment: 720, 49.5 or 99/2
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Months in a row at fifty or more
    #[arg(long, value_name = "N")]
    months: Option<u32>,
    /// Headcount there at the last elections
    #[arg(long, value_name = "N")]
    voted_headcount: Option<Fraction>,
    /// For an establishment: headcount of the whole company at the last elections
    #[arg(long, value_name = "N")]
    company_headcount: Option<Fraction>,
    /// The union is representative there
    #[arg(long)]
    representative: bool,
    /// The union is not representative there
    #[arg(long, conflicts_with = "representative")]
    not_representative: bool,
    /// Its share of the valid ballots there, 9.99% or 40/400; for a central delegate, over all establishments
    #[arg(long, value_name = "SHARE", value_parser = share)]
    audience: Option<Fraction>,
    /// Members of the section
    #[arg(long, value_name = "N")]
    members: Option<u32>,
    /// Headcount of a distinct establishment; repeated
    #[arg(long, value_name = "N")]
    establishment: Vec<Fraction>,
    /// Whether the union has elected in the college of workers and employees
    #[arg(long, value_name = "yes|no", value_parser = yes_no)]
    won_workers: Option<bool>,
    /// Whether it has elected in another college
    #[arg(long, value_name = "yes|no", value_parser = yes_no)]
    won_others: Option<bool>,
    /// There is no college of workers and employees
    #[arg(long)]
    no_workers_college: bool,
    /// Day of the naming; today when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    named: Option<NaiveDate>,
    /// First round of the last elections
    #[arg(long, value_name = "YYYY-MM-DD")]
    first_round: Option<NaiveDate>,
    /// Day of the next elections
    #[arg(long, value_name = "YYYY-MM-DD")]
    next_vote: Option<NaiveDate>,
    /// Day when the company was founded or the establishment opened
    #[arg(long, value_name = "YYYY-MM-DD")]
    opened: Option<NaiveDate>,
    /// Somebody: NAME: VOTES/VALID, WORDS; repeated
    #[arg(long, value_name = "PERSON")]
    person: Vec<String>,
    /// File of one naming, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ONE)]
    input: Option<PathBuf>,
    #[command(flatten)]
    explain: Explaining,
}

/// Reads an office.
pub(crate) fn mission(text: &str) -> Result<Mission, String> {
    Mission::read(text).ok_or_else(|| Mission::CODES.join(", "))
}

/// Runs `contrepoids law delegate`.
pub(super) fn run(face: &mut Face, args: &DelegateArgs) -> Result<Exit, Refusal> {
    let naming = match &args.input {
        Some(path) => answer::read::<NamingForm>(path)?.facts()?,
        None => by_options(args)?,
    };
    let found = law::designation(&naming, face.today)?;
    let lang = face.lang;
    let (view, text) = (views::Delegate::of(lang, &found.value), text(lang, &found.value));
    answer::known(face, args.explain, &found, view, &text)?;
    Ok(exit(&found.value))
}

fn by_options(args: &DelegateArgs) -> Result<Naming, Refusal> {
    let people = args.person.iter().map(|p| aspirant_spec(p)).collect::<Result<_, _>>()?;
    let said = args.representative || args.not_representative;
    Ok(Naming {
        mission: args.office,
        headcount: args.headcount,
        months: args.months,
        voted: args.voted_headcount,
        company: args.company_headcount,
        representative: said.then_some(args.representative),
        audience: args.audience,
        members: args.members,
        establishments: args.establishment.clone(),
        won_workers: args.won_workers,
        won_others: args.won_others,
        no_workers_college: args.no_workers_college,
        named: args.named,
        first_round: args.first_round,
        next_vote: args.next_vote,
        opened: args.opened,
        people,
    })
}

/// Returns the exit code: what is open is undetermined.
pub(crate) fn exit(found: &Designation) -> Exit {
    let open = found.may.is_none() || found.people.iter().any(|p| p.may.is_none());
    if open { Exit::Undetermined } else { Exit::Done }
}

fn verdict(lang: Lang, may: Option<bool>) -> String {
    match may {
        Some(true) => tr!(lang, "oui", "yes"),
        Some(false) => tr!(lang, "non", "no"),
        None => tr!(lang, "indéterminé", "undetermined"),
    }
}

/// Whom the union may name, in words.
pub(crate) fn text(lang: Lang, found: &Designation) -> String {
    let (office, may) = (found.mission.words(lang), verdict(lang, found.may));
    let mut out = wrapped("", "  ", &tr!(lang, "{office}\u{a0}: {may}", "{office}: {may}"));
    for hurdle in &found.hurdles {
        out.push_str(&wrapped("- ", "  ", hurdle.words(lang)));
    }
    if let Some(number) = found.number.filter(|_| found.may != Some(false)) {
        let line = match found.hours {
            Some(hours) => {
                tr!(
                    lang,
                    "Nombre\u{a0}: {number}, {hours}\u{a0}h par mois",
                    "Number: {number}, {hours} h a month"
                )
            }
            None => tr!(lang, "Nombre\u{a0}: {number}", "Number: {number}"),
        };
        let _ = writeln!(out, "{line}");
    }
    if found.may != Some(false) {
        let from = match found.step {
            Some(step) => step.words(lang).to_owned(),
            None => tr!(lang, "indéterminé", "undetermined"),
        };
        out.push_str(&wrapped("", "  ", &tr!(lang, "Parmi qui\u{a0}: {from}", "From whom: {from}")));
    }
    for one in &found.people {
        let (name, may) = (&one.name, verdict(lang, one.may));
        let share = one.share.map(|s| format!(" ({})", percent(lang, s))).unwrap_or_default();
        let own: Vec<&str> = one.hurdles.iter().map(|h| h.words(lang)).collect();
        let mut own: Vec<String> = own.into_iter().map(str::to_owned).collect();
        if one.elsewhere && one.may != Some(false) {
            own.push(tr!(
                lang,
                "était sur la liste d’un autre syndicat\u{a0}: si elle ou il accepte (19-14.605)",
                "stood on the list of another union: if they accept (19-14.605)"
            ));
        }
        let why = if own.is_empty() { String::new() } else { format!(" – {}", own.join("; ")) };
        let line = tr!(lang, "{name}{share}\u{a0}: {may}{why}", "{name}{share}: {may}{why}");
        out.push_str(&wrapped("", "  ", &line));
    }
    out
}
