//! `contrepoids handover`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding::wrapped,
        frame::{Face, Show, shown},
    },
    features::handover::{actions as app, views::Handover},
    tr,
};

/// Hand over an office: what is open, who opens the vault, what to do in which order, a receipt
///
/// For an organizer or a treasurer who leaves. It lists what is due soon, what waits in the outbox, who holds keys, the mail
/// accounts, the exports that were given and the last backup, then the steps in their order: the successor comes in before the
/// leaver goes out. It changes nothing. With --out a page is written with a receipt for both to sign; no member is named in it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids handover
  contrepoids handover --out passation.html")]
pub struct HandoverArgs {
    /// File of the page to print, with the receipt
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    force: bool,
}

impl HandoverArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        Safe::Read
    }
}

/// Runs `contrepoids handover`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, args: &HandoverArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let out = args.out.as_deref().map(|path| (path, args.force));
    face.show(&app::handover(&vault, face.today, out, face.lang)?)?;
    Ok(Exit::Done)
}

impl Show for Handover {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let from = &self.from;
        let mut out = tr!(lang, "Passation de «\u{a0}{from}\u{a0}»\n", "Handing over of “{from}”\n");
        if !self.someone_else {
            out.push_str(&wrapped("", "", &tr!(
                lang,
                "Aucune autre personne n’organise avec ce coffre\u{a0}: qui succède doit être admis·e avant tout départ.",
                "Nobody else organizes with this vault: the successor must be admitted before anybody leaves."
            )));
        }
        for part in &self.parts {
            out.push_str(&format!("\n{}\n", part.title));
            for row in &part.rows {
                let name = &row.name;
                out.push_str(&wrapped(&tr!(lang, "  {name}\u{a0}: ", "  {name}: "), "    ", &row.value));
            }
        }
        if let Some(path) = &self.out {
            let path = shown(Path::new(path));
            out.push_str(&tr!(lang, "\nPage à imprimer\u{a0}: {path}.\n", "\nPage to print: {path}.\n"));
        }
        out
    }
}
