//! `contrepoids law text`.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding::{self, day, wrapped},
        frame::{Face, Show},
    },
    features::law::{
        rules::text,
        views::{
            AText,
            text::{ADiff, ASource, AVersion, AnArticle, ArticleState, Known, OtherText, PieceKind},
        },
    },
    tr,
};

/// Show the text of an article as it stood on a day
///
/// The Code du travail since 2018, version by version, and the other texts on which the tables rest. Shows the version in
/// force on the day (--on), since when and until when, and the other versions; the identifier of a version, or its page on
/// Légifrance, shows that one. A text that is not held is said to be not held. This is information, not the official
/// publication.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law text L2314-33
  contrepoids law text L. 2314-33 --on 2025-10-25
  contrepoids law text R2314-24 --diff 2020-06-01 --on 2026-01-01
  contrepoids law text CPC 642")]
pub struct TextArgs {
    /// The article: L2314-33, L. 2314-33, 2314-33, LEGIARTI…, its page, CPC 642
    #[arg(value_name = "TEXT", required = true)]
    article: Vec<String>,
    /// Compare word by word with the text of this day: [-gone-] {+new+}
    #[arg(long, value_name = "YYYY-MM-DD")]
    diff: Option<NaiveDate>,
}

/// Returns a text with its paragraphs in lines of 80 columns.
pub(crate) fn paragraphs(margin: &str, text: &str) -> String {
    text.lines().fold(String::new(), |out, line| out + &wrapped(margin, margin, line))
}

/// Returns from when to when a version holds, in words; a day that is not known lies between two looks.
fn period(lang: Lang, version: &Known) -> String {
    let from = day(lang, version.from);
    if let Some(begins) = version.begins {
        let after = day(lang, begins.after);
        return tr!(
            lang,
            "depuis le {from} au plus tard (pas encore vue le {after})",
            "since {from} at the latest (not yet seen on {after})"
        );
    }
    if let Some(ends) = version.ends {
        let (after, by) = (day(lang, ends.after), day(lang, ends.by));
        return tr!(
            lang,
            "du {from} à un jour entre le {after} et le {by}",
            "from {from} to a day between {after} and {by}"
        );
    }
    match version.to {
        None => tr!(lang, "depuis le {from}", "since {from}"),
        Some(to) => {
            let to = day(lang, to);
            tr!(lang, "du {from} au {to}", "from {from} to {to}")
        }
    }
}

/// The caveat of a day far past the one up to which it is known what is in force.
pub(super) fn stale_text(lang: Lang, since: Option<NaiveDate>) -> String {
    let Some(since) = since.map(|since| day(lang, since)) else { return String::new() };
    wrapped(
        "",
        "  ",
        &tr!(
            lang,
            "Attention\u{a0}: vérifié pour la dernière fois le {since}\u{a0}; ce qui a changé depuis n’est pas connu ici.",
            "Mind: last verified on {since}; what has changed since is not known here."
        ),
    )
}

fn not_held(lang: Lang) -> String {
    tr!(lang, "texte non conservé ici", "text not held here")
}

fn state(lang: Lang, found: &AnArticle) -> String {
    let on = day(lang, found.on);
    if let (Some(change), ArticleState::Changed | ArticleState::Ended) = (&found.change, found.state) {
        let (after, by) = (day(lang, change.between.after), day(lang, change.between.by));
        return match (&change.version, found.state) {
            (Some(version), _) => tr!(
                lang,
                "Modifié entre le {after} et le {by} ({version})\u{a0}; le jour n’est pas connu ici. Texte d’avant\u{a0}:",
                "Changed between {after} and {by} ({version}); the day is not known here. The text of before:"
            ),
            (None, ArticleState::Ended) => tr!(
                lang,
                "Abrogé ou renuméroté entre le {after} et le {by}. Texte d’avant\u{a0}:",
                "Repealed or renumbered between {after} and {by}. The text of before:"
            ),
            (None, _) => tr!(
                lang,
                "Abrogé ou renuméroté entre le {after} et le {by}\u{a0}; le jour n’est pas connu ici. Texte d’avant\u{a0}:",
                "Repealed or renumbered between {after} and {by}; the day is not known here. The text of before:"
            ),
        };
    }
    match &found.version {
        Some(version) => {
            let (id, period) = (&version.known.version, period(lang, &version.known));
            tr!(lang, "Version {id}, en vigueur {period}", "Version {id}, in force {period}")
        }
        None => tr!(lang, "Pas en vigueur le {on}.", "Not in force on {on}."),
    }
}

fn article_text(lang: Lang, found: &AnArticle) -> String {
    let mut out = wrapped("", "  ", &finding::capital(&finding::article(lang, &found.article)));
    if !found.sections.is_empty() {
        out.push_str(&wrapped("  ", "  ", &found.sections.join(" > ")));
    }
    out.push_str(&wrapped("", "  ", &state(lang, found)));
    if let Some(diff) = &found.diff {
        out.push_str(&diff_text(lang, diff));
    } else if let Some(version) = &found.version {
        version_text(&mut out, lang, version);
        if let Some(before) = &found.before {
            let (id, period) = (&before.known.version, period(lang, &before.known));
            let head = tr!(lang, "Texte d’avant, {id}, {period}\u{a0}:", "Text of before, {id}, {period}:");
            out.push('\n');
            out.push_str(&wrapped("", "  ", &head));
            version_text(&mut out, lang, before);
        }
    }
    let shown = found.version.as_ref().map(|v| v.known.version.as_str());
    if found.versions.iter().any(|v| found.diff.is_some() || Some(v.version.as_str()) != shown) {
        let _ = writeln!(out, "\n{}", tr!(lang, "Versions depuis 2018\u{a0}:", "Versions since 2018:"));
        for version in found.versions.iter().rev() {
            let (id, mut period) = (&version.version, period(lang, version));
            if version.to.is_some_and(|to| to < version.from) {
                period = tr!(lang, "remplacée avant d’être en vigueur", "replaced before it was in force");
            } else if !version.held {
                let _ = write!(period, " ({})", not_held(lang));
            }
            out.push_str(&wrapped("  ", "    ", &format!("{id} {period}")));
        }
    }
    out.push_str(&stale_text(lang, found.not_verified_since));
    if let Some(line) = source_text(lang, &found.source) {
        out.push_str(&line);
    }
    out
}

/// Writes the text of a version with its note and its page.
fn version_text(out: &mut String, lang: Lang, version: &AVersion) {
    out.push('\n');
    match &version.text {
        Some(text) => out.push_str(&paragraphs("", text)),
        None => out.push_str(&wrapped("", "", &finding::sentence(&not_held(lang)))),
    }
    if let Some(note) = &version.note {
        let note = note.replace('\n', " ");
        out.push('\n');
        out.push_str(&wrapped(
            "",
            "  ",
            &tr!(lang, "Note de l’éditeur\u{a0}: {note}", "Note of the publisher: {note}"),
        ));
    }
    if version.known.copy {
        let copy = tr!(
            lang,
            "Lu dans une copie de Légifrance, pas dans une livraison des textes.",
            "Read in a copy of Légifrance, not in a release of the texts."
        );
        out.push('\n');
        out.push_str(&wrapped("", "  ", &copy));
    }
    let _ = writeln!(out, "\n{}", version.known.page);
}

/// The line that says of which day the texts are.
pub(super) fn source_text(lang: Lang, source: &ASource) -> Option<String> {
    let texts = day(lang, source.texts_of?);
    let compared = source.compared_on.map(|on| day(lang, on));
    let compared = compared.map_or_else(String::new, |on| {
        tr!(
            lang,
            "\u{a0}; versions comparées à la liste officielle le {on}",
            "; versions compared with the official list on {on}"
        )
    });
    let line = tr!(
        lang,
        "Textes au {texts}, Légifrance, Licence Ouverte 2.0{compared}.",
        "Texts of {texts}, Légifrance, Licence Ouverte 2.0{compared}."
    );
    Some(format!("\n{}", wrapped("", "  ", &line)))
}

fn diff_text(lang: Lang, diff: &ADiff) -> String {
    let (old, new) = (period(lang, &diff.before), period(lang, &diff.after));
    let (before, after) = (&diff.before.version, &diff.after.version);
    let mut out = String::from("\n");
    out.push_str(&wrapped("[-", "  ", &format!("{before}, {old}-]")));
    out.push_str(&wrapped("{+", "  ", &format!("{after}, {new}+}}")));
    out.push('\n');
    if diff.pieces.iter().all(|p| p.kind == PieceKind::Same) {
        out.push_str(&tr!(lang, "Aucune différence.\n", "No difference.\n"));
        return out;
    }
    let marked: String =
        diff.pieces
            .iter()
            .map(|piece| {
                let (open, close) = match piece.kind {
                    PieceKind::Same => return piece.text.clone(),
                    PieceKind::Removed => ("[-", "-]"),
                    PieceKind::Added => ("{+", "+}"),
                };
                // A mark does not reach over the end of a line.
                let lines: Vec<String> = piece
                    .text
                    .split('\n')
                    .map(|line| {
                        if line.trim().is_empty() { line.to_owned() } else { format!("{open}{line}{close}") }
                    })
                    .collect();
                lines.join("\n")
            })
            .collect();
    out.push_str(&paragraphs("", &marked));
    out
}

fn other_text(lang: Lang, found: &OtherText) -> String {
    let mut out = wrapped("", "  ", &found.title);
    let trust = finding::sentence(found.trust.words(lang));
    if let Some(version) = &found.version {
        let since = found.from.map(|from| day(lang, from));
        let since = since.map_or_else(String::new, |from| tr!(lang, " depuis le {from}", " since {from}"));
        out.push_str(&wrapped("", "  ", &format!("Version {version}{since}")));
    }
    if let Some(text) = &found.text {
        out.push('\n');
        out.push_str(&paragraphs("", text));
        out.push('\n');
    }
    let read = found.read_in.as_ref().zip(found.read_on).map(|(read, on)| {
        let on = day(lang, on);
        tr!(lang, " Lu le {on}\u{a0}: {read}.", " Read on {on}: {read}.")
    });
    out.push_str(&wrapped("", "  ", &format!("{trust}{}", read.unwrap_or_default())));
    out.push_str(&stale_text(lang, found.not_verified_since));
    if let Some(page) = &found.page {
        let _ = writeln!(out, "{page}");
    }
    out
}

impl Show for AText {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Code(found) => article_text(lang, found),
            Self::Beside(found) => other_text(lang, found),
        }
    }
}

/// Runs `contrepoids law text`.
///
/// # Errors
/// What is no text; a day before the texts.
pub(super) fn run(face: &mut Face, args: &TextArgs) -> Result<Exit, Refusal> {
    let named = face.named_day.is_some();
    let found = text::text(&args.article.join(" "), face.today, named, args.diff)?;
    let found = AText::of(found)?;
    face.show(&found)?;
    Ok(Exit::Done)
}
