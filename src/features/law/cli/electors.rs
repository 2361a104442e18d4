//! `contrepoids law electors`.

use std::{fmt::Write as _, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::{
    election::{Business, Contract, Person},
    face::{error::Refusal, exit::Exit, finding, frame::Face, wanted::Wanted},
    features::law::{
        actions::electors::{Asked, from_roster},
        rules::{self as law, ElectorsForm},
        views::{Electors, Named, Voters},
    },
    law::{Finding, Fraction},
    tr,
};

/// What is said of one person, and of nobody in a file or in the roster.
const ONE: [&str; 26] = [
    "hired",
    "born",
    "kind",
    "months",
    "months_to_stand",
    "rights_lost",
    "relative",
    "delegation",
    "represents_employer",
    "head_duties",
    "runs_company",
    "relative_of_head",
    "part_time_elsewhere",
    "contract_end",
    "earlier_months",
    "mission_months",
    "votes_here",
    "stands_elsewhere",
    "link_ended",
    "habitual",
    "opened",
    "votes_at_host",
    "leave_months",
    "group_since",
    "taken_over",
    "safety_meetings",
];

/// Tell who may vote and who may stand
///
/// Of one person by options, of several from a file, or of everybody in the vault with --roster. A fact that is missing is
/// no no: the answer is unknown, and the fact is named. Kinds: employee, temp, umbrella, seconded, no-contract. What a contract means
/// depends on the company: --company agency (temporary work) or umbrella; with --roster, company set --kind.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law electors --on 2026-12-15 --hired 2026-09-15 --born 1990-01-01
  contrepoids law electors --on 2026-12-15 --kind seconded --hired 2020-01-01 \\
    --born 1990-01-01 --votes-here yes
  contrepoids law electors --on 2026-12-15 --roster

The file:
  {\"people\":[{\"id\":\"7\",\"hired\":\"2026-09-15\",\"born\":\"1990-01-01\",
    \"kind\":\"seconded\",\"votes_here\":true}]}")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct ElectorsArgs {
    /// Hired on, or present on the premises since for the seconded
    #[arg(long, value_name = "YYYY-MM-DD")]
    hired: Option<NaiveDate>,
    /// Birth date
    #[arg(long, value_name = "YYYY-MM-DD")]
    born: Option<NaiveDate>,
    /// How the person works here
    #[arg(long, value_name = "KIND", value_parser = contract, default_value = "employee")]
    kind: Contract,
    /// What our company is: ordinary, agency (temporary work), umbrella
    #[arg(long, value_name = "KIND", value_parser = crate::features::company::cli::business, conflicts_with = "roster")]
    company: Option<Business>,
    /// Months under contract over the last 12, in an agency or an umbrella company
    #[arg(long, value_name = "N")]
    months: Option<Fraction>,
    /// Months under contract over the last 18, to stand
    #[arg(long, value_name = "N")]
    months_to_stand: Option<Fraction>,
    /// The person lost civic rights
    #[arg(long)]
    rights_lost: bool,
    /// Spouse, partner, ascendant, descendant, sibling of the employer, or in-law of the same degree
    #[arg(long)]
    relative: bool,
    /// Holds a particular written delegation of authority
    #[arg(long)]
    delegation: bool,
    /// Represents the employer before the CSE
    #[arg(long)]
    represents_employer: bool,
    /// Exercises, for the whole company, the duties of its head towards the representatives
    #[arg(long)]
    head_duties: bool,
    /// Legal manager of a company of the economic and social unit
    #[arg(long)]
    runs_company: bool,
    /// Relative of the head of the company, the employer being a company
    #[arg(long)]
    relative_of_head: bool,
    /// Also works part-time in another company, and it is not known where they mean to stand
    #[arg(long)]
    part_time_elsewhere: bool,
    /// Last day of the contract
    #[arg(long, value_name = "YYYY-MM-DD")]
    contract_end: Option<NaiveDate>,
    /// Months under earlier contracts here, with a gap before the present one
    #[arg(long, value_name = "N")]
    earlier_months: Option<Fraction>,
    /// Months on a mission here as a temporary worker, within the three months before the hiring
    #[arg(long, value_name = "N")]
    mission_months: Option<Fraction>,
    /// Whether the seconded person chose to vote here
    #[arg(long, value_name = "yes|no", value_parser = yes_no, num_args = 0..=1, default_missing_value = "yes")]
    votes_here: Option<bool>,
    /// Stands in another company, working part-time in several
    #[arg(long)]
    stands_elsewhere: bool,
    /// The agency or umbrella contract ended before the lists are made
    #[arg(long)]
    link_ended: bool,
    /// Works without regular hours: whether habitually over the last months
    #[arg(long, value_name = "yes|no", value_parser = yes_no)]
    habitual: Option<bool>,
    /// Day when the agency or umbrella company was founded, or its establishment opened
    #[arg(long, value_name = "YYYY-MM-DD")]
    opened: Option<NaiveDate>,
    /// Our employee, lent to another company, who chose to vote there
    #[arg(long)]
    votes_at_host: bool,
    /// Months of full-time parental leave since the hiring
    #[arg(long, value_name = "N")]
    leave_months: Option<Fraction>,
    /// In another company of the group since, before the hiring here
    #[arg(long, value_name = "YYYY-MM-DD")]
    group_since: Option<NaiveDate>,
    /// The contract here takes that time over
    #[arg(long, requires = "group_since")]
    taken_over: bool,
    /// Attends only meetings on health and safety, for the employer
    #[arg(long)]
    safety_meetings: bool,
    /// File of people, JSON or TOML; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "roster", conflicts_with_all = ONE)]
    input: Option<PathBuf>,
    /// Everybody in the vault
    #[arg(long, conflicts_with_all = ONE)]
    roster: bool,
    #[command(flatten)]
    explain: Explaining,
}

fn contract(text: &str) -> Result<Contract, String> {
    Contract::read(text).ok_or_else(|| "employee, temp, umbrella, seconded, no-contract".to_owned())
}

pub(crate) fn yes_no(text: &str) -> Result<bool, Wanted> {
    match text {
        "yes" | "oui" | "true" => Ok(true),
        "no" | "non" | "false" => Ok(false),
        _ => Err(Wanted::YesNo),
    }
}

/// Runs `contrepoids law electors`.
pub(super) fn run(face: &mut Face, args: &ElectorsArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    if let Some(path) = &args.input {
        let form: ElectorsForm = answer::read(path)?;
        let business = form.business()?.or(args.company);
        let people = form
            .people
            .iter()
            .enumerate()
            .map(|(i, p)| {
                let person = p.person(i, business)?;
                Ok(Asked { id: p.id().to_owned(), name: None, person })
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        return several(face, args, &people);
    }
    if args.roster {
        let vault = face.open_read()?;
        let people = from_roster(&vault)?;
        return several(face, args, &people);
    }
    let person = Person {
        link: args.kind.at(args.company.unwrap_or_default()),
        business_assumed: args.company.is_none() && args.kind.depends(),
        hired: args.hired,
        born: args.born,
        months: args.months,
        months_to_stand: args.months_to_stand,
        rights_lost: args.rights_lost,
        relative: args.relative,
        delegation: args.delegation,
        represents_employer: args.represents_employer,
        head_duties: args.head_duties,
        runs_company: args.runs_company,
        relative_of_head: args.relative_of_head,
        part_time_elsewhere: args.part_time_elsewhere,
        contract_end: args.contract_end,
        earlier_months: args.earlier_months,
        mission_months: args.mission_months,
        votes_here: args.votes_here,
        stands_elsewhere: args.stands_elsewhere,
        link_ended: args.link_ended,
        habitual: args.habitual,
        opened: args.opened,
        votes_at_host: args.votes_at_host,
        leave_months: args.leave_months,
        group_since: args.group_since,
        taken_over: args.taken_over,
        safety_meetings: args.safety_meetings,
    };
    let found = law::elector(&person, face.today)?;
    let elector = &found.value;
    let word = |known: Option<bool>| match known {
        Some(true) => tr!(lang, "oui", "yes"),
        Some(false) => tr!(lang, "non", "no"),
        None => tr!(lang, "inconnu", "unknown"),
    };
    let (vote, stand) = (word(elector.votes()), word(elector.stands()));
    let mut text = tr!(
        lang,
        "Peut voter     {vote}\nPeut se présenter  {stand}\n",
        "May vote     {vote}\nMay stand    {stand}\n"
    );
    for reason in &elector.reasons {
        let _ = writeln!(text, "- {}", reason.words(lang));
    }
    answer::known(face, args.explain, &found, Electors::one(lang, elector), &text)
}

fn several(face: &mut Face, args: &ElectorsArgs, people: &[Asked]) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mut all = Finding { value: (), because: Vec::new(), caveats: Vec::new() };
    let (mut rows, mut text) = (Vec::with_capacity(people.len()), String::new());
    for Asked { id, name, person } in people {
        let found = law::elector(person, face.today)?;
        let elector = &found.value;
        rows.push(Named::of(lang, id, name.as_deref(), elector));
        if !elector.may_stand {
            let why: Vec<_> = elector.reasons.iter().map(|r| r.words(lang)).collect();
            let name = name.as_ref().map(|n| tr!(lang, "{n}\u{a0}: ", "{n}: ")).unwrap_or_default();
            text.push_str(&finding::wrapped(
                &format!("{id:<12}  "),
                "              ",
                &(name + &why.join(", ")),
            ));
        }
        // The same rules for everybody: each once, without the facts of a person.
        for mut step in found.because {
            step.facts.clear();
            if !all.because.contains(&step) {
                all.because.push(step);
            }
        }
        for caveat in found.caveats {
            if !all.caveats.contains(&caveat) {
                all.caveats.push(caveat);
            }
        }
    }
    let view = Voters::of(rows);
    let (total, voters, candidates, unknown) = (people.len(), view.may_vote, view.may_stand, view.unknown);
    let head = tr!(
        lang,
        "Sur {total}\u{a0}: {voters} peuvent voter, {candidates} peuvent se présenter, {unknown} à préciser.\n",
        "Of {total}: {voters} may vote, {candidates} may stand, {unknown} unknown.\n"
    );
    answer::known(face, args.explain, &all, Electors::from(view), &format!("{head}{text}"))
}
