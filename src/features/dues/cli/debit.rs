//! `dues debit`: debits announced, written for the bank, refused by it.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::{row, sum};
use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
    },
    features::dues::{
        actions::debit::{self as app, Day, Wish},
        views,
    },
    money::debit::Schema,
    tr,
};

/// Debits: announce them, write the file for the bank, take in what it refused
///
/// Of each member with a mandate in force, what will have fallen due on the day and is not paid. The member is told fourteen days before
/// (the notice `debit`). The file names nobody's address. Each debit is an entry of the book on its day; what comes back reverses it.
#[derive(Debug, Args)]
pub struct DebitArgs {
    /// What to do.
    #[command(subcommand)]
    cmd: DebitCmd,
}

/// What `dues debit` can do.
#[derive(Debug, Subcommand)]
enum DebitCmd {
    Prepare(PrepareArgs),
    Write(WriteArgs),
    Refused(RefusedArgs),
}

/// Announce the debits of a day, fourteen days before it or earlier
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues debit prepare 2026-12-20
  contrepoids notice preview debit")]
struct PrepareArgs {
    /// The day on which the accounts are debited
    #[arg(value_name = "YYYY-MM-DD")]
    day: NaiveDate,
}

/// Write the file for the bank, of what was announced for a day
///
/// Whoever paid meanwhile, or whose mandate has ended, is left out and told. Hand the file to the bank two working days before, and delete
/// it then: it holds accounts in clear. Ask the bank once which version it takes.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues debit write 2026-12-20 --out debits.xml")]
struct WriteArgs {
    /// The day on which the accounts are debited
    #[arg(value_name = "YYYY-MM-DD")]
    day: NaiveDate,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The version of the message: pain.008.001.08, or pain.008.001.02 for an older one
    #[arg(long, value_enum, value_name = "08|02", default_value = "08")]
    schema: SchemaArg,
    /// Replace the file where there is one
    #[arg(long)]
    force: bool,
}

/// Take in what the bank refused of a file (pain.002)
///
/// What was refused is reversed in the book, with the code of the bank. What came back later stands in the statement of the account: `dues
/// import` proposes to reverse it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues debit refused answer.xml")]
struct RefusedArgs {
    /// The answer of the bank
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// The versions of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaArg {
    /// pain.008.001.08
    #[value(name = "08")]
    V08,
    /// pain.008.001.02
    #[value(name = "02")]
    V02,
}

impl DebitArgs {
    /// Returns what is safe when the command is refused.
    pub(super) const fn safe(&self) -> Safe {
        match &self.cmd {
            DebitCmd::Prepare(_) | DebitCmd::Write(_) | DebitCmd::Refused(_) => Safe::Write,
        }
    }
}

pub(super) fn run(face: &mut Face, args: &DebitArgs) -> Result<Exit, Refusal> {
    let (now, today, lang) = (face.now_ms(), face.today, face.lang);
    let mut vault = face.open_write()?;
    let found = match &args.cmd {
        DebitCmd::Prepare(args) => {
            let found = app::prepare(&mut vault, now, today, args.day, clock::random)?;
            face.note(&tr!(
                lang,
                "Annoncé dans le livre. Pour l’écrire aux personnes\u{a0}: contrepoids notice preview debit",
                "Announced in the book. To write it to them: contrepoids notice preview debit"
            ));
            found
        }
        DebitCmd::Write(args) => {
            let schema = match args.schema {
                SchemaArg::V08 => Schema::V08,
                SchemaArg::V02 => Schema::V02,
            };
            let wish = Wish { day: args.day, schema, out: &args.out, force: args.force };
            let found = app::write(&mut vault, now, today, wish, clock::random)?;
            let file = crate::face::words::shown(&args.out);
            face.note(&tr!(
                lang,
                "Fichier écrit\u{a0}: {file}. Il contient des comptes en clair\u{a0}: effacez-le dès qu’il est remis.",
                "File written: {file}. It holds accounts in clear: delete it once it is handed over."
            ));
            found
        }
        DebitCmd::Refused(args) => app::refused(&mut vault, now, today, &args.file)?,
    };
    drop(vault);
    if found.debits.is_empty() && !face.json {
        face.note(&tr!(lang, "Rien de nouveau.", "Nothing new."));
    }
    face.show(&Shown { found })?;
    Ok(Exit::Done)
}

struct Shown {
    found: Day,
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        self.found.view()
    }

    fn text(&self, lang: Lang) -> String {
        let view: views::DebitDay = self.found.view();
        let mut out = String::new();
        if !view.debits.is_empty() {
            let day = finding::day(lang, self.found.day);
            out.push_str(&tr!(lang, "Prélèvements du {day}\n", "Debits of {day}\n"));
        }
        for one in &view.debits {
            let (name, reference, debit) = (&one.name, &one.reference, &one.debit);
            let state = debit.state.words(lang);
            let why = debit.reason.as_ref().map_or_else(String::new, |code| format!(" ({code})"));
            let head = format!("{}  ", sum(lang, debit.amount));
            out.push_str(&finding::wrapped(
                &head,
                &" ".repeat(14),
                &format!("{name}, {reference}, {state}{why}"),
            ));
        }
        if view.debits.len() > 1 {
            out.push_str(&row(lang, &tr!(lang, "en tout", "in all"), view.total));
        }
        for one in &view.left_out {
            let (name, why) = (&one.name, one.why.words(lang));
            out.push_str(&finding::wrapped(
                "",
                "  ",
                &tr!(lang, "Sans\u{a0}: {name} ({why})", "Left out: {name} ({why})"),
            ));
        }
        out
    }
}
