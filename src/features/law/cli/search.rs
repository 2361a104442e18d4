//! `contrepoids law search`.

use std::fmt::Write as _;

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
        actions::search,
        cli::text::{source_text, stale_text},
        rules::text,
        views::{
            Searched,
            text::{AHit, ASource, Marked, Opened},
        },
    },
    tr, trn,
};

/// Find the articles of the Code du travail that answer a question
///
/// Looks in the texts in force on the day (--on) and in the titles of their sections, the best first. Forms of a word
/// count as one, accents or not; CSE, NAO and other short names are written out, and so are round numbers, as the code
/// writes them; what people say otherwise than the code is looked for in its words. An article whose number is typed comes
/// first. The words that were found stand between asterisks.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law search heures de délégation du délégué syndical
  contrepoids law search \"budget du CSE\" --hits 3
  contrepoids law search mandats successifs --on 2025-10-25")]
pub struct SearchArgs {
    /// The words of the question
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// How many articles are shown
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    hits: u8,
}

struct HitsScreen {
    view: Searched,
    source: ASource,
}

impl Show for HitsScreen {
    fn view(&self, _lang: Lang) -> impl View {
        &self.view
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for Opened { typed, meant } in &self.view.opened {
            out.push_str(&wrapped("", "  ", &tr!(lang, "{typed}\u{a0}: {meant}", "{typed}: {meant}")));
        }
        let also = self.view.also.join(", ");
        if !also.is_empty() {
            out.push_str(&wrapped("", "  ", &tr!(lang, "aussi\u{a0}: {also}", "also: {also}")));
        }
        if !self.view.opened.is_empty() || !also.is_empty() {
            out.push('\n');
        }
        for (number, hit) in (1_usize..).zip(&self.view.hits) {
            hit_text(&mut out, lang, number, hit);
        }
        let (on, all) = (day(lang, self.view.on), self.view.found);
        let shown = self.view.hits.len();
        if shown == 0 {
            let none = tr!(
                lang,
                "Aucun texte en vigueur le {on} ne contient ces mots.\n",
                "No text in force on {on} holds these words.\n"
            );
            out.push_str(&none);
        } else {
            let line = trn!(
                lang,
                all,
                "{shown} affiché sur {all} texte en vigueur le {on} qui contient un de ces mots.",
                "{shown} affichés sur {all} textes en vigueur le {on} qui contiennent un de ces mots.",
                "{shown} shown of {all} text in force on {on} with one of these words.",
                "{shown} shown of {all} texts in force on {on} with one of these words."
            );
            out.push_str(&wrapped("", "  ", &line));
            let _ = writeln!(
                out,
                "{}",
                tr!(
                    lang,
                    "Texte entier\u{a0}: contrepoids law text ARTICLE",
                    "Whole text: contrepoids law text ARTICLE"
                )
            );
        }
        out.push_str(&stale_text(lang, self.view.not_verified_since));
        out + &source_text(lang, &self.source).unwrap_or_default()
    }
}

fn hit_text(out: &mut String, lang: Lang, number: usize, hit: &AHit) {
    let article = finding::short_article(lang, &hit.article);
    let changed = if hit.changed {
        tr!(lang, " (texte d’avant un changement)", " (text of before a change)")
    } else {
        String::new()
    };
    out.push_str(&wrapped(&format!("{number:>2}. "), "    ", &format!("{article}{changed}")));
    // The two narrowest say enough of where it stands.
    let skip = hit.sections.len().saturating_sub(2);
    let sections: Vec<_> = hit.sections.iter().skip(skip).map(String::as_str).collect();
    if !sections.is_empty() {
        out.push_str(&wrapped("    ", "    ", &sections.join(" > ")));
    }
    let excerpt: String = hit.excerpt.iter().map(marked).collect();
    out.push_str(&wrapped("    ", "    ", excerpt.trim()));
    out.push('\n');
}

fn marked(piece: &Marked) -> String {
    if piece.found { format!("*{}*", piece.text) } else { piece.text.clone() }
}

/// Runs `contrepoids law search`.
///
/// # Errors
/// Nothing to look for; a day before the texts.
pub(super) fn run(face: &mut Face, args: &SearchArgs) -> Result<Exit, Refusal> {
    let on = face.today;
    let found = search::search(&args.words.join(" "), on, args.hits.into())?;
    let hits = found.best.into_iter().map(|a| AHit::of(a.article, a.version, &a.titles, a.excerpt, on));
    let view = Searched::of(on, found.stale, found.query, found.all, hits.collect());
    face.show(&HitsScreen { view, source: text::source()?.into() })?;
    Ok(Exit::Done)
}
