//! `contrepoids member access-request` and `contrepoids privacy`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding::{day, wrapped},
        frame::{Face, Show, shown},
    },
    features::privacy::{
        actions as app,
        views::{Copy, PartView, Processing},
    },
    tr,
};

/// Answer a request of access: all that is held of a person, and what article 15 asks for
///
/// The record with those merged into it, the log, dues, hours and days, letters, lists of candidates, messages: nothing of
/// anybody else. The answer is due within a month. With --out the copy is a page (or text, for a file that ends in .txt) for its
/// owner alone; it is readable by whoever gets it: never send it to an address of work, and delete it when it has served.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids member access-request camille
  contrepoids member access-request camille --out copie.html")]
pub struct AccessArgs {
    /// The person: first digits of the identifier (4 at least), mail address or words of the name
    #[arg(value_name = "WHO")]
    who: String,
    /// File to write: .html to print, .txt for the text
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    force: bool,
}

/// What `privacy` can do.
#[derive(Debug, Subcommand)]
pub enum PrivacyCmd {
    /// Make the record of processing that article 30 of the GDPR asks of every union
    ///
    /// One sheet for each activity: purpose, persons, data, recipients, period. A draft to complete and to keep.
    #[command(after_help = "Examples:
  contrepoids privacy record
  contrepoids privacy record --out registre.html")]
    Record(RecordArgs),
}

/// The arguments of `privacy record`.
#[derive(Debug, Clone, Args)]
pub struct RecordArgs {
    /// File to write: .html to print, .txt for the text
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    force: bool,
}

impl AccessArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        Safe::Read
    }
}

impl PrivacyCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub const fn safe(&self) -> Safe {
        match self {
            Self::Record(_) => Safe::Read,
        }
    }
}

/// Runs `contrepoids privacy …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &PrivacyCmd) -> Result<Exit, Refusal> {
    match cmd {
        PrivacyCmd::Record(args) => {
            let vault = face.open_read()?;
            let out = args.out.as_deref().map(|path| (path, args.force));
            face.show(&app::record(&vault, face.today, out, face.lang)?)?;
            Ok(Exit::Done)
        }
    }
}

/// Runs `contrepoids member access-request`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn access(face: &mut Face, args: &AccessArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let ready = app::copy(&vault, &args.who, face.today, face.lang)?;
    if let Some(path) = &args.out {
        ready.write(path, args.force, face.lang)?;
    }
    face.show(&ready.view(args.out.as_deref()))?;
    Ok(Exit::Done)
}

fn parts(lang: Lang, out: &mut String, all: &[PartView]) {
    for part in all {
        out.push_str(&format!("\n{}\n", part.title));
        for row in &part.rows {
            for (n, line) in row.value.lines().enumerate() {
                let name = &row.name;
                let head =
                    if n == 0 { tr!(lang, "  {name}\u{a0}: ", "  {name}: ") } else { "    ".to_owned() };
                out.push_str(&wrapped(&head, "    ", line));
            }
        }
    }
}

fn written(lang: Lang, out: &str) -> String {
    let out = shown(Path::new(out));
    wrapped(
        "",
        "",
        &tr!(
            lang,
            "Écrit\u{a0}: {out}. Ce fichier est lisible par qui l’obtient\u{a0}; effacez-le dès qu’il a servi.",
            "Written: {out}. Whoever gets this file can read it; delete it when it has served."
        ),
    )
}

impl Show for Copy {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (name, by) = (&self.name, day(lang, self.answer_by));
        let said = tr!(
            lang,
            "Copie des données\u{a0}: {name}. Réponse due au plus tard le {by} pour une demande d’aujourd’hui.",
            "Copy of the data of {name}. For a request of today the answer is due by {by}."
        );
        let mut out = wrapped("", "", &said);
        match &self.out {
            Some(path) => out.push_str(&written(lang, path)),
            None => parts(lang, &mut out, &self.parts),
        }
        for closed in &self.closed {
            out.push_str(&tr!(
                lang,
                "Cet appareil n’ouvre pas «\u{a0}{closed}\u{a0}»\u{a0}: il peut y avoir plus.\n",
                "This device does not open “{closed}”: there may be more.\n"
            ));
        }
        out
    }
}

impl Show for Processing {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = tr!(
            lang,
            "Registre des traitements (article 30 du RGPD, lu dans une copie)\n",
            "Record of processing (article 30 of the GDPR, read in a copy)\n"
        );
        match &self.out {
            Some(path) => out.push_str(&written(lang, path)),
            None => parts(lang, &mut out, &self.parts),
        }
        out
    }
}
