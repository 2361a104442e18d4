//! `contrepoids law rights` and `contrepoids law protection`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use crate::face::explaining::Explaining;
use crate::features::law::{actions::headcount as action, cli::answer, messages::BadOptions};
use crate::{
    base::Lang,
    calendar::Month,
    election::{
        Mandate, Office, Rights,
        rights::{AtCse, Premises, SafetyTraining, SectionStanding},
    },
    face::{error::Refusal, exit::Exit, finding, frame::Face},
    features::law::{rules as law, views},
    law::Fraction,
    tr, trn,
};

/// List what a section and the CSE are entitled to
///
/// Thresholds that ask for twelve months in a row are taken as met. Delegates or a representative of the section,
/// hours, premises, meetings, commissions, budget, training: each with its article under --explain. What depends on
/// whether the union is representative follows --representative or --not-representative.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law rights --headcount 350 --representative
  contrepoids law rights --representative
  contrepoids law rights --headcount 2400 --representative --establishments 3 \\
    --payroll 1000000 --explain")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct RightsArgs {
    /// Headcount: 720, 49.5 or 99/2; the last one of the vault when left out
    #[arg(long, value_name = "N")]
    headcount: Option<Fraction>,
    /// The union is representative here
    #[arg(long)]
    representative: bool,
    /// The union is not representative here
    #[arg(long, conflicts_with_all = ["representative", "won_across"])]
    not_representative: bool,
    /// Seats that the union won at the CSE
    #[arg(long, value_name = "N")]
    seats_won: Option<u32>,
    /// One elected in the college of workers and employees and one in another
    #[arg(long, requires = "representative")]
    won_across: bool,
    /// Distinct establishments of at least fifty
    #[arg(long, value_name = "N", default_value_t = 1, requires = "representative")]
    establishments: u32,
    /// A nuclear or high-risk chemical site (Seveso)
    #[arg(long)]
    hazardous: bool,
    /// Meetings of the CSE a year by an agreement, to check them
    #[arg(long, value_name = "N")]
    meetings: Option<u32>,
    /// Gross payroll of the year, to compute the budget
    #[arg(long, value_name = "EUR")]
    payroll: Option<Fraction>,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids law rights`.
pub(super) fn run(face: &mut Face, args: &RightsArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let (headcount, month) = if let Some(headcount) = args.headcount {
        (headcount, None)
    } else {
        let (month, headcount) = on_record(face)?;
        (headcount, Some(month))
    };
    let standing = SectionStanding {
        headcount,
        representative: args.representative,
        seats_won: args.seats_won,
        won_across: args.won_across.then_some(true),
        establishments: args.establishments,
        payroll: args.payroll,
        hazardous: args.hazardous,
    };
    let said = args.representative || args.not_representative;
    let mut found = law::rights(&standing, said, face.today)?;
    let mut clause = None;
    if let Some(agreed) = args.meetings {
        let checked = law::meetings_clause(headcount, agreed, face.today)?;
        let checked = found.and(checked);
        found.value.meetings_per_year = checked.meetings;
        clause = Some(checked.legal);
    }
    let r = &found.value;
    let mut text = String::new();
    if let Some(month) = month {
        let (number, month) = (finding::number(lang, headcount), month.to_string());
        let line = tr!(
            lang,
            "Effectif\u{a0}: {number}, noté pour {month} (entreprise)",
            "Headcount: {number}, on record for {month} (company)"
        );
        text.push_str(&finding::wrapped("", "  ", &line));
    }
    text.push_str(&rights_text(lang, r));
    if clause == Some(false) {
        let line = tr!(
            lang,
            "La clause de l’accord est écartée\u{a0}: il faut au moins six réunions par an.",
            "The clause of the agreement is set aside: at least six meetings a year are due."
        );
        text.push_str(&finding::wrapped("", "  ", &line));
    }
    answer::known(
        face,
        args.explain,
        &found,
        views::Rights::of(r, (headcount, month), args.representative, clause),
        &text,
    )
}

/// The last headcount that the company has on record; without one it has to be given.
fn on_record(face: &mut Face) -> Result<(Month, Fraction), Refusal> {
    let needed = BadOptions::Needed("--headcount");
    if !action::has_vault(&face.place().vault) {
        return Err(needed.into());
    }
    let vault = face.open_read()?;
    Ok(action::recorded(&vault, face.today)?.ok_or(needed)?)
}

fn rights_text(lang: Lang, r: &Rights) -> String {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut row = |name: String, value: String| rows.push((name, value));
    section_rows(lang, r, &mut row);
    cse_rows(lang, r, &mut row);
    rows.into_iter().fold(String::new(), |mut out, (name, value)| {
        out.push_str(&finding::wrapped(&format!("{name:<26}"), &" ".repeat(26), &value));
        out
    })
}

fn section_rows(lang: Lang, r: &Rights, row: &mut impl FnMut(String, String)) {
    if r.delegates > 0 {
        let (n, hours) = (r.delegates, r.hours_delegate);
        row(
            tr!(lang, "Délégués syndicaux", "Union delegates"),
            tr!(lang, "{n}, {hours}\u{a0}h par mois chacun", "{n}, {hours} h a month each"),
        );
    }
    if r.pool_hours > 0 {
        let hours = r.pool_hours;
        row(
            tr!(lang, "Négociation", "Bargaining"),
            tr!(lang, "{hours}\u{a0}h par an en plus", "{hours} h more a year"),
        );
    }
    if r.supplementary != Some(false) {
        row(
            tr!(lang, "Délégué supplémentaire", "Supplementary delegate"),
            match r.supplementary {
                Some(_) => tr!(lang, "un", "one"),
                None => tr!(
                    lang,
                    "un, avec un élu ouvrier ou employé et un autre ailleurs",
                    "one, with one elected worker or employee and another elsewhere"
                ),
            },
        );
    }
    if r.central {
        row(tr!(lang, "Délégué central", "Central delegate"), tr!(lang, "distinct", "distinct"));
    }
    if r.rss {
        let hours = r.rss_hours;
        row(
            tr!(lang, "Représentant de section", "Section representative"),
            tr!(lang, "un, {hours}\u{a0}h par mois", "one, {hours} h a month"),
        );
    }
    if r.from_elected {
        row(
            tr!(lang, "Sous cinquante", "Below fifty"),
            tr!(
                lang,
                "un·e titulaire du CSE, ou un·e suppléant·e qui a des heures, peut être désigné·e, sans heures de plus\u{a0}; un·e suppléant·e sans heures ne le peut pas",
                "a full member of the CSE, or a substitute with hours, may be named, without more hours; a substitute without hours may not"
            ),
        );
    }
    let hours = r.hours_at_cse;
    let at_cse = match r.at_cse {
        AtCse::Separate if hours > 0 => {
            tr!(
                lang,
                "distinct du délégué, {hours}\u{a0}h au plus",
                "distinct from the delegate, {hours} h at most"
            )
        }
        AtCse::Separate => tr!(lang, "distinct du délégué", "distinct from the delegate"),
        AtCse::Delegate => tr!(lang, "le délégué, de droit", "the delegate, by right"),
        AtCse::None => tr!(lang, "aucun", "none"),
    };
    row(tr!(lang, "Représentant au CSE", "Representative at the CSE"), at_cse);
    let premises = match r.premises {
        Premises::None => tr!(lang, "pas de droit", "no right"),
        Premises::Shared => tr!(lang, "commun aux sections", "shared by the sections"),
        Premises::Own => tr!(lang, "propre à la section", "its own"),
    };
    row(tr!(lang, "Local", "Premises"), premises);
    let meetings = r.section_meetings;
    row(
        tr!(lang, "Réunion des adhérent·e·s", "Meeting of members"),
        tr!(lang, "{meetings} par mois", "{meetings} a month"),
    );
}

fn cse_rows(lang: Lang, r: &Rights, row: &mut impl FnMut(String, String)) {
    let (union, officers) = r.union_training;
    row(
        tr!(lang, "Formation syndicale", "Union training"),
        tr!(
            lang,
            "{union} jours par an, {officers} pour qui anime ou exerce des responsabilités",
            "{union} days a year, {officers} for trainers and officers"
        ),
    );
    if r.seats.seats == 0 {
        return;
    }
    let (n, hours) = (r.seats.seats, r.seats.hours_each);
    row(
        tr!(lang, "CSE", "CSE"),
        tr!(
            lang,
            "{n} titulaires et autant de suppléants, {hours}\u{a0}h par mois",
            "{n} full members and as many substitutes, {hours} h a month"
        ),
    );
    let (meetings, safety) = (r.meetings_per_year, r.safety_meetings);
    row(
        tr!(lang, "Réunions par an", "Meetings a year"),
        if safety > 0 {
            tr!(
                lang,
                "{meetings}, dont {safety} sur la santé et la sécurité",
                "{meetings}, {safety} of them on health and safety"
            )
        } else {
            meetings.to_string()
        },
    );
    if !r.commissions.is_empty() {
        let list: Vec<_> = r.commissions.iter().map(|c| c.words(lang)).collect();
        row(tr!(lang, "Commissions", "Commissions"), list.join(", "));
    }
    if let Some(rate) = r.budget_rate {
        let rate = super::audience::percent(lang, rate);
        let budget = r.budget.map_or_else(String::new, |b| format!(" ({}\u{a0}€)", finding::number(lang, b)));
        row(
            tr!(lang, "Budget du CSE", "Budget of the CSE"),
            tr!(lang, "{rate} de la masse salariale{budget}", "{rate} of the payroll{budget}"),
        );
    }
    if let Some(days) = safety_training(lang, r.safety_training) {
        row(tr!(lang, "Formation santé-sécurité", "Safety training"), days);
    }
    if let Some(days) = r.economic_training {
        row(
            tr!(lang, "Formation économique", "Economic training"),
            trn!(
                lang,
                days,
                "{days} jour au plus",
                "{days} jours au plus",
                "{days} day at most",
                "{days} days at most"
            ),
        );
    }
}

/// The days of health and safety training in words; nothing where the law of the day sets none.
fn safety_training(lang: Lang, training: SafetyTraining) -> Option<String> {
    let of_commission = |days: i64| {
        tr!(
            lang,
            "{days} jours pour les membres de la commission santé, sécurité et conditions de travail",
            "{days} days for members of the health, safety and working conditions commission"
        )
    };
    match (training.first.zip(training.renewed), training.commission) {
        (Some((first, renewed)), None) => {
            Some(tr!(lang, "{first} jours, puis {renewed}", "{first} days, then {renewed}"))
        }
        (Some((first, renewed)), Some(days)) => {
            let commission = of_commission(days);
            Some(tr!(
                lang,
                "{first} jours, puis {renewed}\u{a0}; au renouvellement, {commission}",
                "{first} days, then {renewed}; on renewal, {commission}"
            ))
        }
        (None, Some(days)) => {
            let commission = of_commission(days);
            Some(tr!(
                lang,
                "{commission}\u{a0}; pour les autres, l’article ne dit pas combien",
                "{commission}; for the others the article does not say how many"
            ))
        }
        (None, None) => None,
    }
}

/// Tell until when a person with a mandate is protected
///
/// Offices: elected, representative (at the CSE), delegate, section, candidate, requester (of elections), mandated,
/// proximity. --from is the beginning; for a candidate, the day the candidacy was sent; for who asked for elections, the
/// day the registered letter of the first union to ask for or accept them was sent. --to is the end.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law protection --office elected --from 2023-03-13 --to 2027-03-31
  contrepoids law protection --office candidate --from 2026-11-02")]
pub struct ProtectionArgs {
    /// The office
    #[arg(long, value_name = "OFFICE", value_parser = office)]
    office: Office,
    /// Its beginning
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Its end
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    #[command(flatten)]
    explain: Explaining,
}

fn office(text: &str) -> Result<Office, String> {
    let aliases =
        [("ds", "delegate"), ("rss", "section"), ("substitute", "elected"), ("rs", "representative")];
    let code = aliases.iter().find(|(alias, _)| *alias == text).map_or(text, |(_, code)| code);
    Office::from_code(code).ok_or_else(|| Office::CODES.join(", "))
}

/// Runs `contrepoids law protection`.
pub(super) fn protection(face: &mut Face, args: &ProtectionArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let mandate = Mandate { office: args.office, from: args.from, to: args.to };
    let found = law::protection(&mandate, face.today)?;
    let p = &found.value;
    let mut text = String::new();
    let line = match (p.until, p.protected) {
        (Some(day), true) => {
            let day = finding::day(lang, day);
            tr!(lang, "Protection jusqu’au {day} compris.", "Protected until {day} included.")
        }
        (Some(day), false) => {
            let day = finding::day(lang, day);
            tr!(
                lang,
                "Pas de protection ce jour-là (fin\u{a0}: {day}).",
                "Not protected on that day (end: {day})."
            )
        }
        (None, true) => {
            tr!(lang, "Protection tant que dure le mandat.", "Protected while the mandate lasts.")
        }
        (None, false) => tr!(lang, "Pas encore de protection.", "Not protected yet."),
    };
    let _ = writeln!(text, "{line}");
    let ends: Vec<_> = p.ends.iter().map(|e| e.words(lang)).collect();
    let ends = ends.join(", ");
    text.push_str(&finding::wrapped(
        "",
        "  ",
        &tr!(lang, "Ce qui y met fin\u{a0}: {ends}.", "What ends it: {ends}."),
    ));
    answer::known(face, args.explain, &found, views::Protection::of(p), &text)
}
