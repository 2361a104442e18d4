//! `contrepoids election show`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use super::{
    Reasons, Which, reasoned,
    report::{self, ReportArgs},
    setup::facts_text,
};
use crate::face::explaining::Explaining;
use crate::{
    base::Lang,
    election::Allocation,
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day, wrapped},
        frame::Face,
        table::Table,
    },
    features::{
        election::{
            actions as app,
            actions::{Show, shown},
            cli::words,
            records::{Nature, Post},
            rules::{Dossier, RoundResult, VoteOutcome, nature::Unmeasured},
        },
        law::{
            cli::{allocate, answer, audience},
            messages::field::{self, Typed},
        },
    },
    law::{Answer, Finding},
    tr, trn,
};

/// Show turnout, quorum, seats, elected, audience
///
/// Only ballot boxes on which two entries agree, or a person decided, count: until all do, the figures are provisional.
/// The audience is that of the full members of the first round. What the law leaves open is undetermined (exit code 21). --html
/// writes a page to read in a browser and to print, with a hemicycle and a table for each vote; it names nobody unless --names
/// is given.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids election show
  contrepoids election show 1a2b3c4d --explain
  contrepoids election show --html results.html
  contrepoids election show 1a2b3c4d --with 5e6f7a8b --json")]
pub struct ShowArgs {
    #[command(flatten)]
    which: Which,
    /// Add the audience of another establishment; repeated
    #[arg(long, value_name = "ELECTION")]
    with: Vec<String>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    explain: Explaining,
}

/// Runs `contrepoids election show`.
pub(super) fn run(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let (lang, today) = (face.lang, face.today);
    let vault = face.open_read()?;
    let which = args.which.election.as_deref();
    let found = app::show(&vault, face.today, which, &args.with)?;
    let reasons = reasons(&found.outcome);
    let unmeasured_words =
        |why: &Finding<Unmeasured>| (unmeasured(lang, why.value.0), finding::articles(&why.because));
    reasoned(
        face,
        args.explain,
        &reasons,
        shown::card(lang, &found, today, unmeasured_words),
        &text(lang, &found, today),
    )?;
    let names = args.report.names();
    args.report.write(face, || report::results(lang, &found, found.held(today), names))?;
    Ok(if open(&found.outcome) { Exit::Undetermined } else { Exit::Done })
}

/// Tells whether the law leaves seats open.
pub(super) fn open(outcome: &RoundResult) -> bool {
    outcome
        .votes
        .iter()
        .any(|v| v.allocation.as_ref().is_some_and(|a| matches!(a.value, Answer::Undetermined { .. })))
}

/// The reasons of all votes, each once.
pub(super) fn reasons(outcome: &RoundResult) -> crate::law::Finding<()> {
    let mut out = Reasons::default();
    for vote in &outcome.votes {
        vote.quorum.iter().chain(&vote.awaited).for_each(|f| out.add(f));
        vote.allocation.iter().for_each(|f| out.add(f));
    }
    outcome.audience.iter().for_each(|f| out.add(f));
    outcome.unmeasured.iter().for_each(|f| out.add(f));
    out.whole()
}

fn text(lang: Lang, found: &Show, today: NaiveDate) -> String {
    let mut out = facts_text(lang, &found.dossier.id, &found.dossier.poll);
    for vote in &found.outcome.votes {
        if vote.seats > 0 {
            out.push('\n');
            out.push_str(&vote_text(lang, &found.dossier, vote, found.held(today)));
        }
    }
    if let Some(measured) = &found.outcome.audience {
        let title = if found.first.is_some() {
            tr!(lang, "Audience (au premier tour)", "Audience (of the first round)")
        } else {
            tr!(lang, "Audience", "Audience")
        };
        let whole = found.first.is_some()
            || found.outcome.votes.iter().all(|v| v.complete || v.post != Post::Holders);
        let provisional = if whole { String::new() } else { provisional(lang) };
        let _ = write!(out, "\n{title}{provisional}\n{}", audience::text(lang, &measured.value));
    }
    if let Some(why) = &found.outcome.unmeasured {
        let (text, article) = (unmeasured(lang, why.value.0), finding::articles(&why.because));
        out.push('\n');
        out.push_str(&wrapped(
            "",
            "  ",
            &tr!(lang, "Audience\u{a0}: {text} ({article})", "Audience: {text} ({article})"),
        ));
    }
    out.push_str(&departures(lang, &found.dossier));
    out.push_str(&corrections(lang, &found.dossier));
    if let Some(next) = found.followed_by.first() {
        let next = next.short();
        let _ = writeln!(out, "{}", tr!(lang, "Second tour\u{a0}: {next}", "Round 2: {next}"));
    }
    out
}

/// Why an election measures no audience.
pub(super) fn unmeasured(lang: Lang, nature: Nature) -> String {
    match nature {
        Nature::Rerun => tr!(
            lang,
            "indéterminée. Nous n’avons lu aucun texte qui dise si un scrutin refait après annulation mesure à nouveau l’audience\u{a0}; le jugement peut le dire. Celle de l’élection générale reste affichée avec elle",
            "undetermined. We read no text that says whether a vote held again after an annulment measures the audience anew; the judgment may say so. That of the general election still shows with it"
        ),
        Nature::Designation => tr!(
            lang,
            "non mesurée. Le CSE central est élu par les comités d’établissement, pas par le personnel",
            "not measured. The central committee is elected by the committees of establishments, not by the staff"
        ),
        _ => tr!(
            lang,
            "non mesurée. Une élection partielle ou complémentaire ne change pas la représentativité, fixée aux élections générales pour tout le cycle",
            "not measured. A by-election or complementary election does not change who is representative, which the general election fixed for the whole cycle"
        ),
    }
}

/// What stands behind a figure while boxes are missing.
fn provisional(lang: Lang) -> String {
    tr!(lang, "\u{a0}– provisoire", " – provisional")
}

/// One vote as text.
fn vote_text(lang: Lang, dossier: &Dossier, vote: &VoteOutcome, held: bool) -> String {
    let seats = vote.seats;
    let title = words::vote(lang, &vote.college, vote.post);
    let mut out =
        tr!(lang, "{title}, sièges à pourvoir\u{a0}: {seats}\n", "{title}, seats to fill: {seats}\n");
    let (counted, all) = (vote.counted(), vote.boxes.len());
    let provisional = if vote.complete || counted == 0 { String::new() } else { provisional(lang) };
    if all > 0 && !vote.without_list {
        let _ = writeln!(
            out,
            "{}",
            tr!(
                lang,
                "  Urnes comptées\u{a0}: {counted} sur {all}{provisional}",
                "  Boxes counted: {counted} of {all}{provisional}"
            )
        );
    }
    let listed = vote.boxes.iter().filter(|_| !vote.without_list);
    for state in listed.filter(|b| !b.stage.counts() || b.stale) {
        let stage = words::stage(lang, state);
        out.push_str(&wrapped(
            "  - ",
            "    ",
            &format!("{}{}{stage}", state.place, if lang == Lang::Fr { "\u{a0}: " } else { ": " }),
        ));
        out.push_str(&words::differences_text(lang, dossier, state));
    }
    if vote.without_list {
        let line = if held {
            tr!(lang, "Aucune liste\u{a0}: carence", "No list was filed")
        } else {
            tr!(lang, "Aucune liste pour l’instant", "No list so far")
        };
        let _ = writeln!(out, "  {line}");
    }
    out.push_str(&figures_text(lang, vote));
    if vote.valid.is_some() && !vote.lists.is_empty() && vote.allocation.is_none() {
        let mut table = Table::new([tr!(lang, "Liste", "List"), tr!(lang, "Bulletins", "Ballots")]);
        for (id, label) in &vote.lists {
            table.row([label.clone(), vote.figures.ballots.get(id).copied().unwrap_or(0).to_string()]);
        }
        out.push_str(&table.text());
    }
    let mut left = vote.vacant.filter(|_| held && vote.allocation.is_none());
    match vote.allocation.as_ref().map(|a| &a.value) {
        Some(Answer::Known(known)) => {
            // What is left is said below, in the words of the round.
            left = Some(known.vacant);
            out.push_str(&allocate::text(lang, &Allocation { vacant: 0, ..known.clone() }));
        }
        Some(Answer::Undetermined { why, options }) => {
            out.push_str(&answer::undetermined_text(lang, *why, options));
        }
        None => {}
    }
    if let Some(vacant) = left.filter(|n| *n > 0) {
        let line = if dossier.poll.round == 1 {
            tr!(
                lang,
                "Sièges laissés au second tour\u{a0}: {vacant}",
                "Seats left to the second round: {vacant}"
            )
        } else {
            tr!(lang, "Sièges vacants\u{a0}: {vacant}", "Vacant seats: {vacant}")
        };
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Who left since, each in a line.
fn departures(lang: Lang, dossier: &Dossier) -> String {
    let left = shown::departures(lang, dossier);
    let mut out = if left.is_empty() { String::new() } else { tr!(lang, "\nDéparts\n", "\nDepartures\n") };
    for d in left {
        let (name, list, cause) = (d.name, d.list, d.text);
        let on = day(lang, d.date);
        out.push_str(&wrapped("", "  ", &format!("{on}  {name} ({list}) – {cause}")));
    }
    out
}

/// What the vote froze and was written otherwise since: both are told.
fn corrections(lang: Lang, dossier: &Dossier) -> String {
    let all = shown::corrections(lang, dossier);
    let mut out =
        if all.is_empty() { String::new() } else { tr!(lang, "\nCorrections\n", "\nCorrections made\n") };
    let text = |t: Option<String>| t.unwrap_or_else(|| "–".to_owned());
    for c in all {
        let on = day(lang, c.date);
        let field = field::words(lang, Typed::Election, &c.field);
        let (was, now, reason) = (text(c.was), text(c.now), c.text);
        let source = c.source.map(|s| format!(", {s}")).unwrap_or_default();
        out.push_str(&wrapped("", "  ", &format!("{on}  {field} ({reason}{source})")));
        out.push_str(&wrapped("  ", "    ", &tr!(lang, "avant\u{a0}: {was}", "before: {was}")));
        out.push_str(&wrapped("  ", "    ", &tr!(lang, "maintenant\u{a0}: {now}", "now: {now}")));
    }
    out
}

fn figures_text(lang: Lang, vote: &VoteOutcome) -> String {
    let Some(valid) = vote.valid else { return String::new() };
    let registered = vote.registered.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let n = |n: Option<u64>| n.unwrap_or(0);
    let (voters, blank, null) = (n(vote.figures.voters), n(vote.figures.blank), n(vote.figures.null));
    let share = vote.turnout().map_or_else(String::new, |t| format!(" ({})", audience::percent(lang, t)));
    let mut out = wrapped(
        "  ",
        "    ",
        &tr!(
            lang,
            "Inscrits {registered}, votants {voters}{share}, blancs {blank}, nuls {null}, exprimés {valid}",
            "Electors {registered}, voters {voters}{share}, blank {blank}, null {null}, valid {valid}"
        ),
    );
    if let Some(quorum) = &vote.quorum {
        let (needed, missing) = (quorum.value.needed, quorum.value.missing);
        let line = if quorum.value.reached {
            trn!(
                lang,
                needed,
                "Quorum atteint ({needed} nécessaire)",
                "Quorum atteint ({needed} nécessaires)",
                "Quorum reached ({needed} needed)",
                "Quorum reached ({needed} needed)"
            )
        } else {
            trn!(
                lang,
                needed,
                "Quorum manqué de {missing} ({needed} nécessaire)\u{a0}: second tour",
                "Quorum manqué de {missing} ({needed} nécessaires)\u{a0}: second tour",
                "Quorum missed by {missing} ({needed} needed): second round",
                "Quorum missed by {missing} ({needed} needed): second round"
            )
        };
        let _ = writeln!(out, "  {line}");
    }
    if let Some(awaited) = &vote.awaited {
        let (needed, missing) = (awaited.value.needed, awaited.value.missing);
        let to_come = vote.boxes.len().saturating_sub(vote.counted());
        out.push_str(&wrapped("  ", "    ", &trn!(
            lang,
            to_come,
            "Quorum\u{a0}: {needed} suffrages nécessaires, encore {missing} à trouver dans l’urne à venir",
            "Quorum\u{a0}: {needed} suffrages nécessaires, encore {missing} à trouver dans les {to_come} urnes à venir",
            "Quorum: {needed} valid ballots needed, {missing} more to be found in the box to come",
            "Quorum: {needed} valid ballots needed, {missing} more to be found in the {to_come} boxes to come"
        )));
    }
    out
}
