//! `dues voucher`: the vouchers of the entries of the book.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding,
        frame::{Face, Show},
        words::clean,
    },
    features::dues::actions::voucher::{self as app, Listed},
    tr,
};

/// Vouchers: the bill, the receipt, the decision behind an entry
///
/// They are kept sealed with the dues, the same file once, each of at most 2 MiB; a backup and the other laptops have them, too.
#[derive(Debug, Args)]
pub struct VoucherArgs {
    /// What to do.
    #[command(subcommand)]
    cmd: VoucherCmd,
}

/// What `dues voucher` can do.
#[derive(Debug, Subcommand)]
enum VoucherCmd {
    Add(AddArgs),
    Show(ShowArgs),
    Remove(RemoveArgs),
}

/// Keep a file as the voucher of an entry
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues voucher add A-0007 bill.pdf")]
struct AddArgs {
    /// Number of the entry
    #[arg(value_name = "NUMBER")]
    number: String,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// List the vouchers of an entry, or of all; write one into a file
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids dues voucher show
  contrepoids dues voucher show A-0007 --out bill.pdf")]
struct ShowArgs {
    /// Number of the entry
    #[arg(value_name = "NUMBER")]
    number: Option<String>,
    /// Which one, by the first digits that the list shows
    #[arg(long, value_name = "DIGITS", requires = "out")]
    which: Option<String>,
    /// File to write
    #[arg(long, value_name = "FILE", requires = "number")]
    out: Option<PathBuf>,
    /// Replace the file where there is one
    #[arg(long, requires = "out")]
    force: bool,
}

/// Take a voucher away from an entry
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids dues voucher remove A-0007")]
struct RemoveArgs {
    /// Number of the entry
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Which one, by the first digits that the list shows
    #[arg(long, value_name = "DIGITS")]
    which: Option<String>,
}

impl VoucherArgs {
    /// Returns what is safe when the command is refused.
    pub(super) const fn safe(&self) -> Safe {
        match &self.cmd {
            VoucherCmd::Show(_) => Safe::Read,
            VoucherCmd::Add(_) | VoucherCmd::Remove(_) => Safe::Write,
        }
    }
}

pub(super) fn run(face: &mut Face, args: &VoucherArgs) -> Result<Exit, Refusal> {
    let (now, lang) = (face.now_ms(), face.lang);
    let found = match &args.cmd {
        VoucherCmd::Add(args) => {
            let mut vault = face.open_write()?;
            let kept = app::add(&mut vault, now, &args.number, &args.file)?;
            face.note(&tr!(
                lang,
                "Gardé, chiffré avec les cotisations. Le fichier d’où il vient est toujours là.",
                "Kept, sealed with the dues. The file that it came from is still there."
            ));
            vec![kept]
        }
        VoucherCmd::Show(args) => {
            let vault = face.open_read()?;
            match (&args.number, &args.out) {
                (Some(number), Some(out)) => {
                    let one = app::write(&vault, number, args.which.as_deref(), (out, args.force))?;
                    let file = crate::face::words::shown(out);
                    face.note(&tr!(lang, "Écrit\u{a0}: {file}", "Written: {file}"));
                    vec![one]
                }
                (number, _) => app::list(&vault, number.as_deref())?,
            }
        }
        VoucherCmd::Remove(args) => {
            let mut vault = face.open_write()?;
            let one = app::remove(&mut vault, now, &args.number, args.which.as_deref())?;
            face.note(&tr!(lang, "Retiré de cette écriture.", "Taken away from this entry."));
            vec![one]
        }
    };
    if found.is_empty() && !face.json {
        face.note(&tr!(lang, "Aucun justificatif.", "No voucher."));
    }
    face.show(&Shown { found })?;
    Ok(Exit::Done)
}

struct Shown {
    found: Vec<Listed>,
}

impl Show for Shown {
    fn view(&self, _lang: Lang) -> impl View {
        app::view(&self.found)
    }

    fn text(&self, lang: Lang) -> String {
        let line = |one: &Listed| {
            let (digits, name, entries) =
                (app::short(&one.file), clean(&one.name, false), one.entries.join(", "));
            let size = one.length.div_ceil(1024);
            let text = tr!(lang, "{name}, {size}\u{a0}Kio\u{a0}: {entries}", "{name}, {size} KiB: {entries}");
            finding::wrapped(&format!("  {digits}  "), &" ".repeat(12), &text)
        };
        self.found.iter().map(line).collect()
    }
}
