//! `bargain subjects` and `bargain method`.

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::{
    bargaining::{Duty, Subject},
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::{
        agenda::{cli::edit, records::Fact},
        bargain::{actions as app, actions::Lead},
        company::cli::YesNo,
    },
    law::{Finding, Fraction, Reasons},
    tr,
};

/// List the mandatory subjects at this headcount, and when each is next
///
/// What the law makes the employer bargain on here, with the last round, the next one, the day from which a union may
/// demand it, and what an agreement moved. Headcount and section are those of `company` unless given.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain subjects
  contrepoids bargain subjects --headcount 300 --representative-section yes")]
pub struct SubjectsArgs {
    /// Headcount, instead of the last one recorded
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Whether a representative union has a section here
    #[arg(long, value_name = "yes|no")]
    representative_section: Option<YesNo>,
    #[command(flatten)]
    explain: Explaining,
}

/// Record an agreement on method: it moves the dates, up to four years
///
/// The agreement sets how often each subject is bargained on, at least every four years, and lasts four years at most.
/// What moves in the agenda is shown before it is saved.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids bargain method --day 2026-05-10 --every pay=24 --every careers=48
  contrepoids bargain method --day 2026-05-10 --years 3 --every equality=36 \\
    --dry-run")]
pub struct MethodArgs {
    /// The day the agreement was concluded
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    /// Months from one round to the next on a subject; may be repeated
    #[arg(long, value_name = "SUBJECT=MONTHS", required = true)]
    every: Vec<String>,
    /// Length of the agreement in years, where it is not four
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    years: Option<u32>,
    /// Show what would move, and save nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs `contrepoids bargain method`.
pub(super) fn method(face: &mut Face, args: &MethodArgs) -> Result<Exit, Refusal> {
    let made = Fact {
        code: "method-agreement".to_owned(),
        day: Some(args.day),
        years: args.years,
        terms: Some(terms(&args.every)),
        ..Fact::default()
    };
    edit::add_fact(face, made, args.dry_run)
}

/// The terms as they are kept: each subject by its code, whatever it was called. What is no subject stays, to be refused.
fn terms(every: &[String]) -> String {
    let code = |name: &str| {
        Subject::read(name.trim()).map_or_else(|| name.trim().to_owned(), |s| s.code().to_owned())
    };
    let one = |term: &str| match term.split_once('=') {
        Some((name, months)) => format!("{}={}", code(name), months.trim()),
        None => code(term),
    };
    let all = every.iter().flat_map(|e| e.split(','));
    all.map(one).collect::<Vec<_>>().join(",")
}

struct SubjectTable {
    found: Finding<Vec<Duty>>,
    leads: Vec<Lead>,
    explain: Explaining,
}

/// Runs `contrepoids bargain subjects`.
pub(super) fn run(face: &mut Face, args: &SubjectsArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let section = args.representative_section.map(YesNo::is_yes);
    let found = app::duties(&vault, args.headcount, section, face.today)?;
    let leads = app::leads(&vault, face.today)?;
    face.show(&SubjectTable { found, leads, explain: args.explain })?;
    Ok(Exit::Done)
}

impl SubjectTable {
    fn lead(&self, code: &str) -> Option<&Lead> {
        self.leads.iter().find(|l| l.code == code)
    }
}

impl Show for SubjectTable {
    fn view(&self, lang: Lang) -> impl View {
        app::subjects(lang, &self.found.value, &self.leads)
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        finding::reasons(lang, &self.found, self.explain)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for duty in &self.found.value {
            let applies = match duty.applies {
                Some(true) => tr!(lang, "dû", "due"),
                Some(false) => tr!(lang, "non dû", "not due"),
                None => tr!(lang, "à établir", "open"),
            };
            let head = format!("{applies:<10}");
            let mut text = duty.topic.words(lang).to_owned();
            for code in &duty.missing {
                text.push_str(" \u{2013} ");
                text.push_str(code.words(lang));
            }
            out.push_str(&finding::wrapped(&head, &" ".repeat(10), &text));
            if duty.applies == Some(false) {
                continue;
            }
            let Some(lead) = self.lead(duty.topic.code()) else { continue };
            let mut row = |name: String, day: Option<NaiveDate>| {
                if let Some(day) = day {
                    let day = finding::day(lang, day);
                    out.push_str(&finding::wrapped(&format!("{:<10}{name:<24}", ""), &" ".repeat(34), &day));
                }
            };
            row(tr!(lang, "dernière", "last round"), lead.last);
            row(tr!(lang, "prochaine au plus tard", "next at the latest"), lead.next);
            row(tr!(lang, "exigible dès le", "may be demanded from"), lead.request_from);
            if let Some(months) = lead.agreed_months {
                let text =
                    tr!(lang, "accord\u{a0}: tous les {months} mois", "agreement: every {months} months");
                out.push_str(&finding::wrapped(&" ".repeat(10), &" ".repeat(10), &text));
            }
        }
        out.push_str(&finding::below(lang, &self.found, self.explain));
        out
    }
}
