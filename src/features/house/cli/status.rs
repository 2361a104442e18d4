//! `contrepoids status`.

use std::fmt::Write as _;

use clap::Args;

use crate::face::explaining::Explaining;
use crate::{
    base::{Lang, View, word::Standing},
    face::{
        error::{Refusal, known},
        exit::Exit,
        finding,
        frame::{Face, Show},
        when,
    },
    features::{
        agenda::{actions::lines, cli as agenda},
        house::actions::status::{self, Backup, Status},
        law::cli::crossing_text,
    },
    law::{Caveat, Reasons, Step},
    tr, trn,
};

/// Show where the section stands
///
/// Seats and hours at the last headcount, thresholds that change something, people by standing, and what is due: late, this
/// week, this month, later. Numbers only: no name is shown.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids status
  contrepoids status --explain")]
pub struct StatusArgs {
    #[command(flatten)]
    explain: Explaining,
}

struct StatusScreen {
    status: Status,
    now: lines::Now,
    today: chrono::NaiveDate,
    explain: Explaining,
}

impl StatusScreen {
    fn steps(&self) -> Vec<Step> {
        let mut out = Vec::new();
        out.extend(self.status.seats.iter().flat_map(|f| f.because.clone()));
        out.extend(self.status.crossings.iter().flat_map(|f| f.because.clone()));
        out
    }

    fn caveats(&self) -> Vec<Caveat> {
        let mut out: Vec<Caveat> = Vec::new();
        let seats = self.status.seats.iter().flat_map(|f| f.caveats.clone());
        for caveat in seats.chain(self.status.crossings.iter().flat_map(|f| f.caveats.clone())) {
            if !out.contains(&caveat) {
                out.push(caveat);
            }
        }
        out
    }
}

impl Show for StatusScreen {
    fn view(&self, lang: Lang) -> impl View {
        self.status.view(lang, self.now.view(self.today, &agenda::LineWords(lang)))
    }

    fn reasons(&self, lang: Lang) -> Option<Reasons> {
        let (because, caveats) =
            (finding::because(&self.steps(), self.explain), finding::caveats(lang, &self.caveats()));
        Some(Reasons { because, caveats })
    }

    fn text(&self, lang: Lang) -> String {
        let status = &self.status;
        let mut out = String::new();
        let unnamed = || tr!(lang, "Entreprise sans nom enregistré", "Company without a recorded name");
        let _ = writeln!(out, "{}\n", status.company.name.clone().unwrap_or_else(unnamed));
        if let (Some((month, number)), Some(seats)) = (status.headcount, &status.seats) {
            let number = finding::number(lang, number);
            let s = seats.value;
            let (n, each, total) = (s.seats, s.hours_each, s.hours_total);
            let _ = writeln!(
                out,
                "{}",
                tr!(lang, "Effectif      {number} ({month})", "Headcount     {number} ({month})")
            );
            let line = if n == 0 {
                tr!(lang, "CSE           pas obligatoire", "CSE           not mandatory")
            } else {
                tr!(
                    lang,
                    "CSE           {n} titulaires, {n} suppléants, {each}\u{a0}h par mois chacun ({total}\u{a0}h)",
                    "CSE           {n} full members, {n} substitutes, {each} h a month each ({total} h)"
                )
            };
            let _ = writeln!(out, "{line}");
        }
        out.push_str(&thresholds(lang, status, self.today));
        if !status.people.is_empty() {
            let people: Vec<_> = status.people.iter().map(|(s, n)| standing(lang, *s, *n)).collect();
            let people = people.join(", ");
            let _ = writeln!(out, "{}", tr!(lang, "Fichier       {people}", "Roster        {people}"));
        }
        let words = known::six(lang, &status.vault.words);
        let _ = writeln!(out, "{}", tr!(lang, "Six mots      {words}", "Six words     {words}"));
        match status.vault.backup {
            Backup::Last(last) => {
                let last = when::moment(lang, last);
                let _ = writeln!(out, "{}", tr!(lang, "Sauvegarde    {last}", "Backup        {last}"));
            }
            Backup::None => {
                let none = tr!(
                    lang,
                    "Sauvegarde    aucune depuis cet appareil",
                    "Backup        none from this device"
                );
                let _ = writeln!(out, "{none}");
            }
            Backup::Unknown => {}
        }
        if status.closed.contains(&"organizing") {
            let _ = writeln!(
                out,
                "\n{}",
                tr!(
                    lang,
                    "Agenda, élections, négociations, étiquettes et comptes de courrier\u{a0}:\nils ne font pas partie du rôle de cet appareil.",
                    "Agenda, elections, bargaining, tags and mail accounts: they are not part of the role\nof this device."
                )
            );
        }
        if !self.now.is_empty() {
            out.push('\n');
        }
        out.push_str(&agenda::now::sections(lang, &self.now, self.today, self.explain.steps));
        if self.explain.steps {
            let _ = writeln!(out, "{}", tr!(lang, "\nParce que\u{a0}:", "\nBecause:"));
            out.push_str(&finding::steps_text(lang, &self.steps(), self.explain));
        }
        out.push_str(&finding::caveats_text(lang, &self.caveats()));
        out
    }
}

/// The thresholds that change something: on the way, crossed within the year, or to take effect. Those of which the months
/// known say nothing stand in one line.
fn thresholds(lang: Lang, status: &Status, today: chrono::NaiveDate) -> String {
    let below = "              ";
    let mut out = String::new();
    let mut open: Vec<String> = Vec::new();
    for each in status.crossings.iter().flat_map(|f| &f.value) {
        if !each.reached && each.met_now && each.months_unknown > 0 {
            open.push(each.threshold.to_string());
        } else if each.matters(today) {
            out.push_str(&finding::wrapped("", below, &crossing_text(lang, each)));
        }
    }
    if !open.is_empty() {
        let all = open.join(", ");
        let text = tr!(
            lang,
            "Seuils        {all}\u{a0}: indéterminé, il manque des mois\u{a0}: contrepoids company headcount AAAA-MM N",
            "From          {all}: undetermined, months are missing: contrepoids company headcount YYYY-MM N"
        );
        out.push_str(&finding::wrapped("", below, &text));
    }
    out
}

fn standing(lang: Lang, standing: Standing, n: usize) -> String {
    match standing {
        Standing::Member => trn!(lang, n, "{n} adhérent·e", "{n} adhérent·e·s", "{n} member", "{n} members"),
        Standing::PreMember => {
            trn!(lang, n, "{n} préadhésion", "{n} préadhésions", "{n} pre-member", "{n} pre-members")
        }
        Standing::Prospect => trn!(lang, n, "{n} contact", "{n} contacts", "{n} prospect", "{n} prospects"),
        Standing::Former => {
            trn!(lang, n, "{n} ancien·ne", "{n} ancien·ne·s", "{n} former member", "{n} former members")
        }
    }
}

/// Runs `contrepoids status`.
///
/// # Errors
/// What kept the vault closed; a day that the law tables do not cover.
pub fn run(face: &mut Face, args: &StatusArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let status = status::of(&vault, face.today)?;
    for fact in &status.diary.agenda.missing {
        face.note(&agenda::missing(lang, fact));
    }
    let now = status::now(&status, face.today)?;
    face.show(&StatusScreen { status, now, today: face.today, explain: args.explain })?;
    Ok(Exit::Done)
}
