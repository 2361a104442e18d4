//! `contrepoids member access-request` and `contrepoids privacy`.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View, text::fold},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding::{day, wrapped},
        frame::{Face, Show, shown},
        wanted::listed,
        when,
    },
    features::privacy::{
        actions::{
            self as app,
            breach::{self, Told},
            review,
        },
        rules::breach::Lost,
        views::{BreachKit, Copy, PartView, Processing, Reviewed},
    },
    tr,
};

/// How many rows of a kind are shown.
const SHOWN: usize = 10;

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
    /// Review what is kept: past its time, not reached, not reachable, without consent
    ///
    /// Changes nothing. Once it is done: contrepoids agenda record data-reviewed.
    #[command(after_help = "Examples:
  contrepoids privacy review")]
    Review(ReviewArgs),
    /// Say what to do when data got out: until when, what is in there, whom to tell, what to write
    ///
    /// 72 hours run from when one knows. The kit holds numbers and no name; it opens nothing and changes nothing.
    #[command(after_help = "Examples:
  contrepoids privacy breach laptop --out violation.html
  contrepoids privacy breach mailbox --day 2026-11-28 --at 14h30")]
    Breach(BreachArgs),
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

/// The arguments of `privacy review`: none.
#[derive(Debug, Clone, Args)]
pub struct ReviewArgs {}

/// The arguments of `privacy breach`.
#[derive(Debug, Clone, Args)]
pub struct BreachArgs {
    /// What got out: laptop, file (encrypted), mailbox, paper (or a readable file)
    #[arg(value_name = "WHAT", value_parser = lost)]
    lost: Lost,
    /// The day it was known; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// The hour it was known: 14:30 or 14h30
    #[arg(long, value_name = "HH:MM", value_parser = when::hour)]
    at: Option<String>,
    /// File to write: .html to print, .txt for the text
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    force: bool,
}

/// Reads what got out, by its code, its words, or one of these.
fn lost(typed: &str) -> Result<Lost, String> {
    match fold(typed).as_str() {
        "fichier" => Ok(Lost::File),
        "papier" => Ok(Lost::Paper),
        _ => listed(typed, Lost::ALL, |one| (one.code(), one.words(Lang::Fr), one.words(Lang::En))),
    }
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
            Self::Record(_) | Self::Review(_) | Self::Breach(_) => Safe::Read,
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
        PrivacyCmd::Review(_) => {
            let vault = face.open_read()?;
            face.show(&review::review(&vault, face.today, face.lang)?)?;
            Ok(Exit::Done)
        }
        PrivacyCmd::Breach(args) => {
            let vault = face.open_read()?;
            let out = args.out.as_deref().map(|path| (path, args.force));
            let hour = args.at.as_deref().and_then(|at| NaiveTime::parse_from_str(at, "%H:%M").ok());
            let told = Told { lost: args.lost, day: args.day.unwrap_or(face.today), hour };
            face.show(&breach::kit(&vault, told, out, face.lang)?)?;
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

impl Show for Reviewed {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = tr!(lang, "Ce qui est gardé\n", "What is kept\n");
        for part in &self.parts {
            let count = part.rows.len();
            out.push_str(&wrapped("\n", "", &format!("{} ({count})", part.title)));
            for row in part.rows.iter().take(SHOWN) {
                out.push_str(&wrapped("  ", "    ", &format!("{}\u{a0}: {}", row.name, row.value)));
            }
            let more = count.saturating_sub(SHOWN);
            if more > 0 {
                out.push_str(&tr!(lang, "  et {more} de plus (--json)\n", "  and {more} more (--json)\n"));
            }
        }
        if self.talks_closed {
            out.push_str(&wrapped("\n", "", &tr!(
                lang,
                "Cet appareil n’ouvre pas les conversations\u{a0}: qui en a eu une peut être dans la liste.",
                "This device does not open conversations: who had one may be in the list."
            )));
        }
        out.push_str(&wrapped(
            "\n",
            "",
            &tr!(
                lang,
                "Une fois revu\u{a0}: contrepoids agenda record data-reviewed",
                "Once reviewed: contrepoids agenda record data-reviewed"
            ),
        ));
        out
    }
}

impl Show for BreachKit {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let what = self.lost.words(lang);
        let mut out = tr!(lang, "Violation de données\u{a0}: {what}\n", "Data breach: {what}\n");
        parts(lang, &mut out, &self.parts);
        if let Some(path) = &self.out {
            let path = shown(Path::new(path));
            out.push_str(&tr!(lang, "\nÉcrit\u{a0}: {path}\n", "\nWritten: {path}\n"));
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
