//! `contrepoids law deadline`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::cli::answer;
use crate::features::law::messages::FromDay;
use crate::{
    base::{Lang, View},
    calendar::{
        Region, Roll, Ruled,
        rule::{Expert, Facts, Length},
    },
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::law::{
        rules::{deadline as app, deadline::DeadlineEntry},
        views::{Deadline, Rules},
    },
    law::{Fraction, Unit},
    tr,
};

/// Compute the deadline that follows from a fact
///
/// The day of the act does not count; a period in months or years ends on the day with the same number, or on the
/// last day of the month. What is filed with a court is extended to the next working day; where no text extends a
/// period both days are shown; what counts backwards takes the earlier working day. --list names every rule.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law deadline contest-election --from 2026-04-16
  contrepoids law deadline renewal-invitation --from 2027-03-31 --explain
  contrepoids law deadline pse-opinion --from 2026-11-30 --dismissals 120
  contrepoids law deadline contest-electorate --from 2026-03-31 --department 67
  contrepoids law deadline --list bargain")]
pub struct DeadlineArgs {
    /// Name of the rule, as --list gives it
    #[arg(value_name = "RULE", required_unless_present = "list")]
    rule: Option<String>,
    /// The day it counts from
    #[arg(long, value_name = "YYYY-MM-DD", required_unless_present = "list", conflicts_with = "list")]
    from: Option<NaiveDate>,
    /// List the rules, or those whose name holds RULE
    #[arg(long)]
    list: bool,
    /// Headcount: 720, 49.5 or 99/2
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// Dismissals planned
    #[arg(long, value_name = "N")]
    dismissals: Option<u64>,
    /// Expert at work: none, one or several
    #[arg(long, value_name = "WORD", value_parser = expert)]
    expert: Option<Expert>,
    /// Length in years that an agreement sets
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    years: Option<u32>,
    /// Number of the department where the act is done; 57, 67, 68 are counted with and without Good Friday
    #[arg(long, value_name = "NN", value_parser = region, conflicts_with = "territory")]
    department: Option<Region>,
    /// Where the act is done: metropolitan, alsace-moselle, alsace-moselle-no-good-friday, guadeloupe, martinique, guyane, reunion, mayotte, saint-barthelemy, saint-martin
    #[arg(long, value_name = "NAME", value_parser = region)]
    territory: Option<Region>,
    #[command(flatten)]
    explain: Explaining,
}

pub(super) fn region(text: &str) -> Result<Region, String> {
    Region::read(text).ok_or_else(|| {
        let codes: Vec<_> = Region::ALL.iter().map(|r| r.code()).collect();
        format!("67, 974, …; {}", codes.join(", "))
    })
}

/// Runs `contrepoids law deadline`.
///
/// # Errors
/// A name that is none; a fact that the rule needs; a day that the tables do not cover.
pub(super) fn run(face: &mut Face, args: &DeadlineArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let name = args.rule.clone().unwrap_or_default();
    let Some(from) = args.from else {
        let rules = app::rules(&name, face.today)?;
        face.show(&List(rules))?;
        return Ok(Exit::Done);
    };
    let facts = Facts {
        region: args.territory.or(args.department).unwrap_or_default(),
        headcount: args.headcount,
        dismissals: args.dismissals,
        expert: args.expert,
        years: args.years,
        stop: None,
    };
    let found = app::deadline(&name, from, &facts).map_err(FromDay)?;
    let text = text(lang, &found.value);
    answer::known(face, args.explain, &found, Deadline::of(lang, &found.value), &text)
}

fn expert(text: &str) -> Result<Expert, String> {
    Expert::read(text, Expert::MANY)
}

fn text(lang: Lang, ruled: &Ruled) -> String {
    let d = &ruled.deadline;
    let mut out = String::new();
    let label = finding::label(lang, &ruled.rule.label);
    out.push_str(&finding::wrapped("", "  ", label));
    let (due, raw) = (long_day(lang, d.due), long_day(lang, d.raw));
    let mut row = |name: String, value: &str| {
        out.push_str(&finding::wrapped(&format!("  {name:<20}"), &" ".repeat(22), value));
    };
    let from = long_day(lang, ruled.from);
    let anchor = finding::label(lang, &ruled.rule.anchor);
    row(tr!(lang, "compté de", "counted from"), &tr!(lang, "{from} ({anchor})", "{from} ({anchor})"));
    if let Some(length) = ruled.length {
        row(tr!(lang, "délai", "period"), &length_text(lang, length));
        let first = long_day(lang, d.first_day_counted);
        row(tr!(lang, "premier jour compté", "first day counted"), &first);
    }
    if d.raw != d.due {
        row(tr!(lang, "jour calculé", "by bare count"), &raw);
    }
    if let Some((from, to)) = ruled.window {
        let (from, to) = (long_day(lang, from), long_day(lang, to));
        row(tr!(lang, "fenêtre", "window"), &tr!(lang, "du {from} au {to}", "{from} to {to}"));
    } else {
        row(tr!(lang, "date", "date"), &due);
    }
    if let Some(opens) = ruled.opens {
        row(tr!(lang, "possible dès", "possible from"), &long_day(lang, opens));
    }
    for reading in &ruled.readings {
        let day = long_day(lang, reading.due);
        let reads = reading.which.words(lang);
        let open = long_day(lang, reading.extended);
        let text = if reading.due == reading.extended {
            tr!(lang, "{day}, {reads}", "{day}, {reads}")
        } else {
            tr!(lang, "{day} (si prorogé, {open}), {reads}", "{day} (if extended, {open}), {reads}")
        };
        row(tr!(lang, "lecture", "reading"), &text);
    }
    if d.extended > d.due {
        let name = match d.roll {
            Roll::NotProvided => Some(tr!(lang, "si prorogé", "if extended")),
            Roll::LabourDoubt => Some(tr!(lang, "prorogé au", "extended to")),
            Roll::Appeal => Some(tr!(lang, "si franc et prorogé", "if clear, extended")),
            _ => None,
        };
        if let Some(name) = name {
            row(name, &long_day(lang, d.extended));
        }
    }
    row(tr!(lang, "à qui", "whose act"), ruled.rule.who.words(lang));
    row(tr!(lang, "un jour fermé", "a closed day"), d.roll.words(lang));
    if let Some(silence) = &ruled.rule.silence {
        row(tr!(lang, "sans acte", "without the act"), finding::label(lang, silence));
    }
    if let Some(act) = &ruled.rule.act {
        row(tr!(lang, "que faire", "what to do"), finding::label(lang, act));
    }
    out
}

/// A day with its weekday.
fn long_day(lang: Lang, day: NaiveDate) -> String {
    let weekday = finding::weekday(lang, day);
    format!("{weekday} {}", finding::day(lang, day))
}

fn length_text(lang: Lang, length: Length) -> String {
    let n = length.amount;
    let unit = unit_text(lang, length.unit, n > 1);
    format!("{n} {unit}")
}

fn unit_text(lang: Lang, unit: Unit, several: bool) -> String {
    match (unit, several) {
        (Unit::Days, false) => tr!(lang, "jour", "day"),
        (Unit::Days, true) => tr!(lang, "jours", "days"),
        (Unit::WorkingDays, false) => tr!(lang, "jour ouvrable", "working day"),
        (Unit::WorkingDays, true) => tr!(lang, "jours ouvrables", "working days"),
        (Unit::ClearDays, _) => tr!(lang, "jours francs", "clear days"),
        (Unit::Hours, _) => tr!(lang, "heures", "hours"),
        (Unit::Months, false) => tr!(lang, "mois", "month"),
        (Unit::Months, true) => tr!(lang, "mois", "months"),
        (Unit::Years, false) => tr!(lang, "an", "year"),
        (Unit::Years, true) => tr!(lang, "ans", "years"),
        (unit, _) => unit.code().to_owned(),
    }
}

struct List(Vec<DeadlineEntry>);

impl Show for List {
    fn view(&self, _lang: Lang) -> impl View {
        Rules::of(&self.0)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for l in &self.0 {
            let way = l.rule.direction.words(lang);
            let _ = writeln!(out, "{:<38}  {}", l.rule.id, l.citation.article);
            let (label, anchor) = (finding::label(lang, &l.rule.label), finding::label(lang, &l.rule.anchor));
            let colon = tr!(lang, "\u{a0}: ", ": ");
            let counted = match (l.amount, l.unit) {
                (Some(n), Some(unit)) => format!("{n} {} {way}{colon}{anchor}", unit_text(lang, unit, n > 1)),
                _ => format!("{way}{colon}{anchor}"),
            };
            let by = l.rule.by.map(crate::calendar::rule::Param::code);
            let by = by.map_or_else(String::new, |by| {
                tr!(lang, "\u{a0}; le délai dépend de --{by}", "; the period depends on --{by}")
            });
            let line = finding::capital(&format!("{counted}{by}."));
            out.push_str(&finding::wrapped("    ", "    ", &format!("{label}. {line}")));
        }
        out
    }
}
