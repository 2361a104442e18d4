//! `contrepoids law watch`.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day},
        frame::{Face, Show},
    },
    features::law::{
        actions::watch,
        rules::watch::{Change, RestKind, Watched, What, When, Wording},
        views,
    },
    tr, trn,
};

/// Compare a newer release of the published texts with ours (for those who keep the program)
///
/// Which articles changed, from which day, what rests on them here, the old and the new text. A value that cites the new
/// version knows of it already. Ends with code 3 where something here does not. docs/law-upkeep.md says what to do then.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law watch socialgouv-legi-data-2.513.0.tgz
  contrepoids law watch LEGITEXT000006072050.json --all --json")]
pub struct WatchArgs {
    /// The release: .tgz as `npm pack @socialgouv/legi-data` gives it, or the Code du travail in it, as JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show every change, not only those on which something here rests
    #[arg(long)]
    all: bool,
}

struct WatchScreen {
    found: Watched,
    all: bool,
}

impl Show for WatchScreen {
    fn view(&self, lang: Lang) -> impl View {
        views::Watched::of(lang, &self.found, self.all)
    }

    fn text(&self, lang: Lang) -> String {
        let found = &self.found;
        let theirs = day(lang, found.theirs);
        let ours = found.ours.map_or_else(|| "–".to_owned(), |ours| day(lang, ours));
        let n = found.changes.len();
        let mut head = trn!(
            lang,
            n,
            "Textes publiés au {theirs}, les nôtres au {ours}\u{a0}: {n} article changé.",
            "Textes publiés au {theirs}, les nôtres au {ours}\u{a0}: {n} articles changés.",
            "Texts published up to {theirs}, ours up to {ours}: {n} article changed.",
            "Texts published up to {theirs}, ours up to {ours}: {n} articles changed."
        );
        let (carry, open) = (found.changes.iter().filter(|c| !c.rests.is_empty()).count(), found.open());
        head.push_str(&tr!(
            lang,
            " De ceux sur lesquels quelque chose repose ici\u{a0}: {carry}\u{a0}; à relire\u{a0}: {open}.",
            " Of those on which something rests here: {carry}; to be read again: {open}."
        ));
        let mut out = finding::wrapped("", "  ", &head);
        for change in found.changes.iter().filter(|c| self.all || !c.rests.is_empty()) {
            out.push('\n');
            out.push_str(&change_text(lang, change));
        }
        out
    }
}

fn when_text(lang: Lang, when: When) -> String {
    match when {
        When::From(from) => {
            let from = day(lang, from);
            tr!(lang, "au {from}", "from {from}")
        }
        When::Between(after, by) => {
            let (after, by) = (day(lang, after), day(lang, by));
            tr!(lang, "entre le {after} et le {by}", "between {after} and {by}")
        }
    }
}

fn change_text(lang: Lang, change: &Change) -> String {
    let (article, when) = (&change.article, when_text(lang, change.when));
    let what = change.what.words(lang);
    let id =
        |wording: &Option<Wording>| wording.as_ref().map_or_else(|| "–".to_owned(), |w| w.id.to_string());
    let (old, new) = (id(&change.old), id(&change.new));
    let head = tr!(lang, "{article}, {when}\u{a0}: {what}", "{article}, {when}: {what}");
    let mut out = finding::wrapped("", "  ", &head);
    let _ = writeln!(out, "  {old} → {new}");
    for rest in &change.rests {
        let kind = rest.kind.words(lang);
        let taken = if rest.taken {
            tr!(lang, "pris en compte", "taken in")
        } else if rest.kind == RestKind::Table || rest.kind == RestKind::Rule {
            tr!(lang, "à relire", "to be read again")
        } else {
            tr!(lang, "à relire, le texte le nomme", "to be read again, its text names it")
        };
        out.push_str(&finding::wrapped("  • ", "    ", &format!("{kind} {} ({taken})", rest.id)));
    }
    out.push_str(&difference(lang, change));
    out
}

/// The paragraphs that differ.
fn difference(lang: Lang, change: &Change) -> String {
    let text = |wording: &Option<Wording>| wording.as_ref().and_then(|w| w.text.clone());
    let (old, new) = (text(&change.old), text(&change.new));
    let mut out = String::new();
    let lines = |text: &Option<String>| {
        text.as_deref().unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (before, after) = (lines(&old), lines(&new));
    let held = |what: &Option<Wording>, text: &Option<String>| what.is_none() || text.is_some();
    if !held(&change.old, &old) {
        out.push_str(&tr!(lang, "  − texte d’avant pas détenu\n", "  − text of before not held\n"));
    }
    // A text that is not held differs from nothing.
    let whole = |lines: &[String], other: &Option<String>, sign: &str, out: &mut String, there: &[String]| {
        for line in lines.iter().filter(|line| other.is_none() || !there.contains(line)) {
            out.push_str(&finding::wrapped(&format!("  {sign} "), "    ", line));
        }
    };
    if change.what != What::New && new.is_some() || change.new.is_none() {
        whole(&before, &new, "−", &mut out, &after);
    }
    whole(&after, &old, "+", &mut out, &before);
    if !held(&change.new, &new) {
        out.push_str(&tr!(lang, "  + nouveau texte pas détenu\n", "  + new text not held\n"));
    }
    out
}

/// Runs `contrepoids law watch`.
///
/// # Errors
/// A file that is no release of the published texts.
pub(super) fn run(face: &mut Face, args: &WatchArgs) -> Result<Exit, Refusal> {
    let found = watch::watch(&args.file)?;
    let exit = if found.open() > 0 { Exit::Found } else { Exit::Done };
    face.show(&WatchScreen { found, all: args.all })?;
    Ok(exit)
}
