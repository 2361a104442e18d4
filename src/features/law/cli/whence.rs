//! `contrepoids law where`.

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
        rules::text,
        views::{Rests, text::Named},
    },
    tr,
};

/// List what rests on an article: tables, rules, notices
///
/// Every value of a law table that cites the article (with --on those of that day), every deadline that counts by such a
/// table, every remark and every notice that names it: what to look at again when the article changes.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids law where L2314-33
  contrepoids law where CPC 642 --json")]
pub struct WhereArgs {
    /// The article: L2314-33, L. 2314-33, CPC 642
    #[arg(value_name = "TEXT", required = true)]
    article: Vec<String>,
}

impl Show for Rests {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = wrapped("", "  ", &finding::capital(&finding::article(lang, &self.article)));
        if !self.tables.is_empty() {
            let _ = writeln!(out, "\n{}", tr!(lang, "Tables\u{a0}:", "Tables:"));
        }
        for table in &self.tables {
            let label = finding::label(lang, &table.label);
            out.push_str(&wrapped("  ", "    ", &format!("{}  {label}", table.id)));
            for value in &table.values {
                let from = day(lang, value.from);
                let period = value.to.map_or_else(
                    || tr!(lang, "depuis le {from}", "since {from}"),
                    |to| {
                        let to = day(lang, to);
                        tr!(lang, "du {from} au {to}", "from {from} to {to}")
                    },
                );
                let version = value.version.as_deref().unwrap_or_default();
                out.push_str(&wrapped("    ", "    ", format!("{period} {version}").trim_end()));
            }
        }
        for (head, all) in [
            (tr!(lang, "Délais\u{a0}:", "Deadlines:"), &self.rules),
            (tr!(lang, "Remarques\u{a0}:", "Remarks:"), &self.remarks),
            (tr!(lang, "Modèles d’avis\u{a0}:", "Notices:"), &self.notices),
        ] {
            if !all.is_empty() {
                let _ = writeln!(out, "\n{head}");
            }
            for Named { id, label } in all {
                let label = finding::label(lang, label);
                out.push_str(&wrapped("  ", "    ", &format!("{id}  {label}")));
            }
        }
        if self.tables.is_empty() && self.remarks.is_empty() && self.notices.is_empty() {
            out.push_str(&tr!(
                lang,
                "Rien ici ne repose sur ce texte.\n",
                "Nothing here rests on this text.\n"
            ));
        }
        out
    }
}

/// Runs `contrepoids law where`.
///
/// # Errors
/// What is no text.
pub(super) fn run(face: &mut Face, args: &WhereArgs) -> Result<Exit, Refusal> {
    let found = text::resting(&args.article.join(" "), face.named_day)?;
    face.show(&Rests::of(found))?;
    Ok(Exit::Done)
}
