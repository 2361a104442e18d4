//! `contrepoids election check`.

use clap::Args;

use super::{Which, plain};
use crate::face::explaining::Explaining;
use crate::{
    base::Lang,
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day, wrapped},
        frame::Face,
    },
    features::election::{
        actions as app,
        actions::{
            Checked,
            shown::{self, candidate_name, list_name},
        },
        cli::words,
        rules::{
            Dossier,
            check::{Issue, Place},
        },
    },
    tr,
};

/// Check every rule at once: dates, seats, lists, candidates, count
///
/// What breaks a rule comes first, then what may, then dates and numbers to know; each with its article and what to do.
/// Exit code 3 when a rule is broken. Who may stand is checked for our candidates, from the roster.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election check
  contrepoids election check 1a2b3c4d --explain
  contrepoids election check --json")]
pub struct CheckArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids election check`.
pub(super) fn run(face: &mut Face, args: &CheckArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let found = app::check(&vault, face.today, which)?;
    let (breaches, risks, notes) = shown::gravities(&found);
    let reasons = |issue: &Issue| crate::law::Reasons {
        because: finding::because(&issue.law.because, args.explain),
        caveats: finding::caveats(lang, &issue.law.caveats),
    };
    let view = shown::checked(lang, &found, reasons);
    let text = text(lang, &found, args.explain, (breaches, risks, notes));
    plain(face, view, &text)?;
    Ok(if breaches > 0 { Exit::Found } else { Exit::Done })
}

fn place_text(lang: Lang, dossier: &Dossier, place: &Place) -> String {
    let mut parts = Vec::new();
    match (&place.college, place.post) {
        (Some(college), Some(post)) => parts.push(words::vote(lang, college, post)),
        (Some(college), None) => parts.push(tr!(lang, "Collège {college}", "College {college}")),
        _ => {}
    }
    parts.extend(place.list.map(|l| list_name(dossier, &l)));
    if let (Some(n), Some(who)) = (place.candidate, candidate_name(dossier, place)) {
        parts.push(format!("{n}. {who}"));
    }
    parts.extend(place.ballot_box.as_ref().map(|b| tr!(lang, "urne {b}", "box {b}")));
    parts.join(", ")
}

/// Puts together what is said of several places in the same words, where it was found first.
fn repeated(issues: &[Issue]) -> Vec<Vec<&Issue>> {
    let mut out: Vec<Vec<&Issue>> = Vec::new();
    for issue in issues {
        let same = |all: &&mut Vec<&Issue>| {
            all.first().is_some_and(|first| (first.gravity, first.code) == (issue.gravity, issue.code))
        };
        match out.iter_mut().find(same) {
            Some(all) => all.push(issue),
            None => out.push(vec![issue]),
        }
    }
    out
}

/// What is found: of one place after its name, of several once, with how often and where.
fn said(lang: Lang, dossier: &Dossier, all: &[&Issue]) -> String {
    let with = |text: String, of: &Issue| {
        let number = of.number.map(|n| format!(" ({n})")).unwrap_or_default();
        let until = of.day.map(|date| {
            let date = day(lang, date);
            tr!(lang, ", jusqu’au {date}", ", until {date}")
        });
        format!("{text}{number}{}", until.unwrap_or_default())
    };
    let sep = tr!(lang, "\u{a0}: ", ": ");
    let Some(first) = all.first() else { return String::new() };
    let what = first.code.words(lang);
    if let [of] = all {
        let place = place_text(lang, dossier, &of.place);
        return with(if place.is_empty() { what.to_owned() } else { format!("{place}{sep}{what}") }, of);
    }
    let often = all.len();
    let places: Vec<String> =
        all.iter().map(|of| with(place_text(lang, dossier, &of.place), of).trim().to_owned()).collect();
    format!("{what} ×{often}{sep}{}", places.join(&tr!(lang, "\u{a0}; ", "; ")))
}

fn text(lang: Lang, found: &Checked, explain: Explaining, counts: (usize, usize, usize)) -> String {
    let mut out = format!("{}\n", words::title(lang, &found.dossier.id, &found.dossier.poll));
    let (breaches, risks, notes) = counts;
    out.push_str(&tr!(
        lang,
        "Violations\u{a0}: {breaches}, risques\u{a0}: {risks}, à savoir\u{a0}: {notes}\n",
        "Breaches: {breaches}, risks: {risks}, to know: {notes}\n"
    ));
    let mut before = None;
    for all in repeated(&found.issues) {
        let Some(of) = all.first() else { continue };
        if before != Some(of.gravity) {
            before = Some(of.gravity);
            let title = of.gravity.words(lang);
            out.push_str(&format!("\n{title}\n"));
        }
        out.push_str(&wrapped("- ", "  ", &said(lang, &found.dossier, &all)));
        let (unique, todo) = (finding::articles(&of.law.because), of.code.todo(lang));
        out.push_str(&wrapped(
            "  ",
            "    ",
            &tr!(lang, "{unique}. À faire\u{a0}: {todo}.", "{unique}. To do: {todo}."),
        ));
        if explain.steps {
            for one in &all {
                out.push_str(&finding::steps_text(lang, &one.law.because, explain));
            }
        }
    }
    let mut caveats = Vec::new();
    for caveat in found.issues.iter().flat_map(|i| &i.law.caveats) {
        if !caveats.contains(caveat) {
            caveats.push(caveat.clone());
        }
    }
    if !caveats.is_empty() {
        out.push('\n');
        out.push_str(&finding::caveats_text(lang, &caveats));
    }
    out
}
