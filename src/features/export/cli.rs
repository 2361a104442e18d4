//! `contrepoids export`: hands data over, sealed to its readers; opens what was handed over.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::face::error::safe::Safe;
use crate::features::export::messages::AfterLog;
use crate::features::export::messages::NotNow;
use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        finding,
        frame::{Face, Show, lines, shown},
        words::{clean, people},
    },
    features::export::{
        actions::{self as export, AgeForm, Format, Ready, Wish},
        views::{Changes, Handed, Moved, Opened, SignedBy},
    },
    tr, trn,
    vault::Vault,
};

/// What `export` can do.
#[derive(Debug, Subcommand)]
pub enum ExportCmd {
    /// Hand the roster to a treasurer, encrypted
    ///
    /// Writes an age file that only the holders of the named public keys can open, with this program, with age or with
    /// rage; you cannot open it yourself unless your own key is one of them. It holds what a treasurer needs and
    /// nothing else: names, mail address, postal address, site, standing and dates of membership, identifier.
    ///
    /// The table is for a spreadsheet: UTF-8 with its mark, semicolons, and no cell that could run as a formula (an
    /// apostrophe stands before such a text). A spreadsheet drops the zeros at the start of postcodes unless that
    /// column is imported as text; a workbook (--format xlsx) holds texts alone and keeps them. The content is padded with empty lines to steps of 64 KiB, so that the size of the
    /// file tells little of how many people there are. The log keeps which public keys got whom.
    #[command(after_help = "Examples:
  contrepoids export roster --to age1… --out roster.csv.age
  contrepoids export roster --to age1… --to age1… --format json --out \\
    roster.json.age
  contrepoids export roster --to-file treasurers.txt --armor > roster.txt
  contrepoids export roster --to age1… --standing member,former --out \\
    roster.csv.age

The reader types:
  age -d -i key.txt roster.csv.age > roster.csv")]
    Roster(RosterArgs),
    /// Open an age file that was sealed for this device's key
    ///
    /// Needs no vault, only the identity (--identity FILE, or the one of this device). The whole file is checked
    /// before anything is written: a file changed in a single bit gives nothing. Which device signed it is told, and that none did:
    /// compare the device with `key list`. What comes out is readable by anyone who gets it; delete it when it has served.
    #[command(after_help = "Examples:
  contrepoids export open roster.csv.age --out roster.csv
  contrepoids export open roster.csv.age --identity key.txt > roster.csv")]
    Open(OpenArgs),
    /// Tell what changed from one export to the next
    ///
    /// Opens both with this device's key, needs no vault, and writes nothing: who came, who went, and what is another of whom.
    #[command(after_help = "Example:
  contrepoids export diff october.csv.age november.csv.age")]
    Diff(DiffArgs),
}

/// The arguments of `export diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The earlier export
    #[arg(value_name = "FILE")]
    pub old: PathBuf,
    /// The later export
    #[arg(value_name = "FILE")]
    pub new: PathBuf,
}

/// The arguments of `export roster`.
#[derive(Debug, Clone, Args)]
pub struct RosterArgs {
    /// Public key of a reader, age1…; may be given several times
    #[arg(long, value_name = "KEY")]
    pub to: Vec<String>,
    /// File of public keys, one on each line
    #[arg(long, value_name = "FILE")]
    pub to_file: Option<PathBuf>,
    /// Form of the content
    #[arg(long, value_enum, default_value = "csv", value_name = "csv|json|xlsx")]
    pub format: FormatArg,
    /// Write lines of text instead of bytes
    #[arg(long)]
    pub armor: bool,
    /// File to write; standard output without it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Who: member (the default), former, pre-member; several with commas
    #[arg(long, value_name = "STANDING", value_delimiter = ',')]
    pub standing: Vec<String>,
}

/// The forms of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// A table
    Csv,
    /// One JSON object
    Json,
    /// A workbook
    Xlsx,
}

impl FormatArg {
    const fn format(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Json => Format::Json,
            Self::Xlsx => Format::Xlsx,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Xlsx => "XLSX",
        }
    }
}

/// The arguments of `export open`.
#[derive(Debug, Clone, Args)]
pub struct OpenArgs {
    /// The age file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// File to write; standard output without it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    pub force: bool,
}

impl ExportCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Roster(_) | Self::Open(_) | Self::Diff(_) => Safe::Export,
        }
    }
}

/// Runs `contrepoids export …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &ExportCmd) -> Result<Exit, Refusal> {
    match cmd {
        ExportCmd::Roster(args) => roster(face, args),
        ExportCmd::Open(args) => open(face, args),
        ExportCmd::Diff(args) => diff(face, args),
    }
}

impl Show for Handed {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (people, out) = (people(lang, self.people), shown(Path::new(&self.out)));
        let readers = readers(lang, self.readers.len());
        let mut text = vec![tr!(
            lang,
            "Export écrit\u{a0}: {out} ({people}, {readers}).",
            "Export written: {out} ({people}, {readers})."
        )];
        if self.signed {
            text.push(tr!(
                lang,
                "Signé par cet appareil, à l’intérieur\u{a0}: seules ces clés le voient.",
                "Signed by this device, inside: these keys alone see it."
            ));
        }
        if self.logged {
            text.push(tr!(lang, "Le journal garde qui l’a reçu.", "The log keeps who got it."));
        }
        lines(text)
    }
}

fn readers(lang: Lang, n: usize) -> String {
    trn!(lang, n, "{n} clé publique", "{n} clés publiques", "{n} public key", "{n} public keys")
}

fn roster(face: &mut Face, args: &RosterArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    // All that can be refused without the vault is refused before a passphrase is typed.
    let to = export::readers(&args.to, args.to_file.as_deref())?;
    let standing = export::standings(&args.standing)?;
    match &args.out {
        Some(out) => export::look(out, args.force)?,
        None if face.json => return Err(NotNow::JsonNeedsOut.into()),
        None if face.on_terminal() && !args.armor => {
            return Err(NotNow::Terminal.into());
        }
        None => {}
    }
    let (mut vault, mut logs) = open_vault(face)?;
    let ready = export::roster(
        &vault,
        &Wish {
            readers: &to,
            standing: &standing,
            on: face.today,
            format: args.format.format(),
            form: if args.armor { AgeForm::Armored } else { AgeForm::Binary },
            lang,
        },
    )?;
    let question = question(face, &ready, args.format);
    // A script that names the readers has decided; a person is shown what will be done, and asked.
    if face.somebody_there() {
        face.go_on(&question)?;
    }
    if logs {
        let now_ms = face.now_ms();
        logs = export::note(&mut vault, now_ms, &ready)?;
    }
    // From here on the vault is not needed; others may use it.
    drop(vault);
    if !logs {
        let unlogged = tr!(
            lang,
            "Le registre ne peut pas être écrit\u{a0}: cet export n’y laisse aucune trace. Notez vous-même la\ndate et les clés.",
            "The log cannot be written: this export leaves no trace in it. Keep the date and the keys\nyourself."
        );
        face.note(&unlogged);
    }
    let late = |e| if logs { Refusal::from(AfterLog(e)) } else { e.into() };
    match &args.out {
        None => {
            let bytes = ready.bytes().map_err(late)?;
            face.raw(&bytes)?;
        }
        Some(out) => {
            let written = ready.write(out, args.force, logs).map_err(late)?;
            face.show(&written)?;
        }
    }
    Ok(Exit::Done)
}

/// Opens the vault to write, for the log; on a full disk or a read-only medium, to read.
fn open_vault(face: &mut Face) -> Result<(Vault, bool), Refusal> {
    match face.open_write() {
        Ok(vault) => Ok((vault, true)),
        Err(refusal) if face.exit(&refusal) == Exit::Disk => Ok((face.open_read()?, false)),
        Err(refusal) => Err(refusal),
    }
}

fn question(face: &mut Face, ready: &Ready, format: FormatArg) -> String {
    let lang = face.lang;
    let (who, keys) = (people(lang, ready.people.len()), readers(lang, ready.readers.len()));
    let format = format.name();
    if !face.yes {
        let mut list = vec![tr!(lang, "Pourront l’ouvrir\u{a0}:", "These will open it:")];
        list.extend(ready.readers.iter().map(|key| format!("  {key}")));
        face.note(lines(list).trim_end());
    }
    tr!(
        lang,
        "Remettre {who} (noms, adresses, adhésion, site), en {format}, à {keys}\u{a0}?",
        "Hand over {who} (names, addresses, membership, site), as {format}, to {keys}?"
    )
}

impl Show for Opened {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let out = shown(Path::new(&self.out));
        lines([
            tr!(lang, "Ouvert\u{a0}: {out}.", "Opened: {out}."),
            signature(lang, self.signed.as_ref()),
            tr!(
                lang,
                "Ce fichier est lisible par qui l’obtient\u{a0}; effacez-le dès qu’il a servi.",
                "Whoever gets this file can read it; delete it when it has served."
            ),
        ])
    }
}

/// Says who signed what was opened: the device is what counts, the name is what it calls itself.
fn signature(lang: Lang, signed: Option<&SignedBy>) -> String {
    let Some(signed) = signed else {
        return tr!(
            lang,
            "Sans signature\u{a0}: rien ne dit qui l’a écrit.",
            "Not signed: nothing tells who wrote it."
        );
    };
    let device = &signed.device;
    let (name, on) = (clean(&signed.name, false), finding::day(lang, signed.on));
    tr!(
        lang,
        "Signé le {on} par «\u{a0}{name}\u{a0}», appareil {device}\n(contrepoids key list dit à qui il est).",
        "Signed on {on} by “{name}”, device {device}\n(contrepoids key list says whose it is)."
    )
}

fn open(face: &mut Face, args: &OpenArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    match &args.out {
        Some(out) => {
            export::look(out, args.force)?;
        }
        None if face.json => return Err(NotNow::JsonNeedsOut.into()),
        None => {}
    }
    let found = export::open(&args.file, &face.place().identity_file(), &face.prompt())?;
    if args.out.is_none() && !(face.on_terminal() && export::is_workbook(&found.content)) {
        let line = signature(lang, found.by().as_ref());
        face.note(&line);
    }
    match &args.out {
        Some(out) => {
            let written = found.write(out, args.force)?;
            face.show(&written)?;
        }
        None if face.on_terminal() && export::is_workbook(&found.content) => {
            return Err(NotNow::Workbook.into());
        }
        None if face.on_terminal() => {
            let ask = tr!(
                lang,
                "Afficher des données personnelles sur cet écran\u{a0}?",
                "Show personal data on this screen?"
            );
            face.go_on(&ask)?;
            // The padding is of no use on a screen.
            let text = String::from_utf8_lossy(found.content.trim_ascii_end()).into_owned();
            face.raw(clean(text.trim_start_matches('\u{feff}'), true).as_bytes())?;
            face.raw(b"\n")?;
        }
        None => face.raw(&found.content)?,
    }
    Ok(Exit::Done)
}

impl Show for Changes {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, _lang: Lang) -> String {
        let mut out = Vec::new();
        for (sign, all) in [("+", &self.added), ("-", &self.removed)] {
            out.extend(all.iter().map(|one: &Moved| format!("{sign} {}", clean(&one.name, false))));
        }
        for one in &self.changed {
            out.push(clean(&one.name, false));
            for field in &one.fields {
                let (name, before, after) =
                    (&field.field, clean(&field.before, false), clean(&field.after, false));
                out.push(format!("  {name} : {before} → {after}"));
            }
        }
        lines(out)
    }
}

fn diff(face: &mut Face, args: &DiffArgs) -> Result<Exit, Refusal> {
    let found = export::diff::changes(&args.old, &args.new, &face.place().identity_file(), &face.prompt())?;
    if found.added.is_empty() && found.removed.is_empty() && found.changed.is_empty() && !face.json {
        face.note(&tr!(face.lang, "Rien n’a changé.", "Nothing changed."));
    }
    face.show(&found)?;
    Ok(Exit::Done)
}
