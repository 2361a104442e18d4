//! What to write where the list is wrong: a text to copy, in French, for the court that decides within the three days.

use std::fmt::Write as _;

use super::{Absence, Colleague, Electors, Listed};
use crate::election::Contest;
use crate::{base::Lang, election::Bar};

/// A day as French letters write it.
pub type Day<'a> = &'a dyn Fn(chrono::NaiveDate) -> String;

/// Returns the request to the court (*requête*), in French whatever the language of the run; what only the section knows
/// stands between square brackets.
///
/// # Law
/// R2314-23 and R2314-24 (request to the judicial court, three days), article 57 of the Code de procédure civile (what a
/// request says).
#[must_use]
pub fn request(
    found: &Electors,
    list: &[Listed],
    ours: &[Colleague],
    contest: Option<Contest>,
    day: Day<'_>,
) -> String {
    let mut out = String::new();
    let published = contest.map_or_else(|| "[date]".to_owned(), |c| day(c.event));
    let _ = write!(
        out,
        "[Syndicat, adresse, organe qui le représente]\n\n\
        Au tribunal judiciaire de [ville du siège ou de l’établissement]\n\n\
        REQUÊTE EN CONTESTATION DE LA LISTE ÉLECTORALE\n\
        (articles L. 2314-32, R. 2314-23 et R. 2314-24 du code du travail)\n\n\
        Contre\u{a0}: [employeur, adresse]\n\
        Intéressés\u{a0}: [autres syndicats\u{a0}; personnes nommées ci-dessous, avec leur adresse]\n\n\
        La liste électorale du comité social et économique a été publiée le {published}.\n"
    );
    if let Some(contest) = contest {
        let _ = writeln!(
            out,
            "La présente requête est remise ou adressée dans les trois jours, au plus tard le {}.",
            day(contest.last)
        );
    }
    let left_out: Vec<&str> = found
        .absent
        .iter()
        .filter(|a| a.what == Absence::Missing)
        .filter_map(|a| ours.get(a.place).map(|c| c.who.name.as_str()))
        .collect();
    let mut number = 0_u32;
    if !left_out.is_empty() {
        let text =
            "Remplissent les conditions de l’article L. 2314-18 et ne figurent pas sur la liste\u{a0}:";
        point(&mut out, &mut number, text);
        for name in left_out {
            let _ = writeln!(out, "   - {name}");
        }
    }
    let barred: Vec<(&str, Vec<Bar>)> = found
        .lines
        .iter()
        .filter(|v| v.votes == Some(false))
        .filter_map(|v| {
            let reasons = v.reasons.iter().copied().filter(|r| !r.stands() && !r.is_open());
            Some((list.get(v.place)?.who.name.as_str(), reasons.collect()))
        })
        .collect();
    if !barred.is_empty() {
        point(&mut out, &mut number, "Figurent sur la liste sans remplir ces conditions\u{a0}:");
        for (name, reasons) in barred {
            let why: Vec<_> = reasons.iter().map(|r| r.words(Lang::Fr)).collect();
            let _ = writeln!(out, "   - {name}\u{a0}: {}", why.join(", "));
        }
    }
    let twice: Vec<String> = found
        .doubles
        .iter()
        .filter(|d| d.sure)
        .map(|d| d.lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", "))
        .collect();
    if !twice.is_empty() {
        point(&mut out, &mut number, "Figurent deux fois sur la liste (numéros de ligne)\u{a0}:");
        for lines in twice {
            let _ = writeln!(out, "   - {lines}");
        }
    }
    if number == 0 {
        point(&mut out, &mut number, "[Ce qui est contesté, personne par personne]");
    }
    out.push_str(
        "\nLe syndicat demande au tribunal d’ordonner la rectification de la liste.\n\n\
        Pièces\u{a0}: liste publiée\u{a0}; [contrats, bulletins de paie, protocole]\n\
        Fait à [lieu], le [date]\n[Signature]\n",
    );
    out
}

/// Begins the next point.
fn point(out: &mut String, number: &mut u32, text: &str) {
    *number = number.saturating_add(1);
    let _ = write!(out, "\n{number}. {text}\n");
}
