//! `contrepoids key recovery`: the recovery key in shares, and the drill.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View, hex},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        frame::{Face, Show, lines, shown},
    },
    features::key::{
        actions::{
            holders::{self, Change},
            recovery::{self, Paper, Typed},
        },
        cli::sheet,
    },
    tr,
    vault::{Access, Identity, Vault, holders::share::Share},
};

/// What `key recovery` can do.
#[derive(Debug, Subcommand)]
pub enum RecoveryCmd {
    /// Make another recovery key, in the place of the one there is
    ///
    /// Shows it once; you write it on paper and type its end, and only then the vault takes it and forgets the old one.
    #[command(after_help = "Examples:
  contrepoids key recovery new
  contrepoids key recovery new --sheet recovery.html")]
    New(NewArgs),
    /// Split the recovery key into three shares, of which two are enough
    ///
    /// Asks for the recovery key that `init` showed, and shows three shares of 32 words, each for another person. One share
    /// says nothing of the key; any two bring it back. Nothing is written. Splitting again makes other shares, which do not
    /// mix with these.
    #[command(after_help = "Example:
  contrepoids key recovery split")]
    Split,
    /// Try the recovery key, or two of its shares, on this vault
    ///
    /// Asks for the key or for the shares, puts them together and opens the vault. Nothing is written. Do it once a year: a
    /// paper that nobody tried is no way back.
    #[command(after_help = "Example:
  contrepoids key recovery drill")]
    Drill,
}

impl RecoveryCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::New(_) => Safe::Write,
            Self::Split | Self::Drill => Safe::Read,
        }
    }
}

/// Runs `contrepoids key recovery …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &RecoveryCmd) -> Result<Exit, Refusal> {
    match cmd {
        RecoveryCmd::New(args) => new(face, args.sheet.as_deref()),
        RecoveryCmd::Split => split(face),
        RecoveryCmd::Drill => drill(face),
    }
}

struct Split {
    shares: Vec<Share>,
}

impl Show for Split {
    fn view(&self, lang: Lang) -> impl View {
        recovery::shown(&self.shares, lang)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = vec![];
        for share in &self.shares {
            let (number, of, set) = (share.number(), self.shares.len(), hex::write(&share.set()));
            out.push(tr!(
                lang,
                "Part {number} de {of} (jeu {set}). Deux parts suffisent\u{a0}; une seule ne dit rien.",
                "Share {number} of {of} (set {set}). Two shares are enough; one says nothing."
            ));
            let said = share.say(lang);
            let words: Vec<&str> = said.split(' ').collect();
            for (row, some) in (0_usize..).zip(words.chunks(4)) {
                let cells = (1_usize..).zip(some);
                let line: Vec<String> = cells
                    .map(|(n, word)| format!("{:>3} {word:<12}", row.saturating_mul(4).saturating_add(n)))
                    .collect();
                out.push(line.concat().trim_end().to_owned());
            }
            out.push(String::new());
        }
        out.push(tr!(
            lang,
            "Écrivez chaque part sur un papier à part, pour trois personnes différentes, et\neffacez cet écran. Puis vérifiez\u{a0}:  contrepoids key recovery drill",
            "Write each share on a paper of its own, for three different people, and clear\nthis screen. Then check:  contrepoids key recovery drill"
        ));
        lines(out)
    }
}

fn split(face: &mut Face) -> Result<Exit, Refusal> {
    let question =
        tr!(face.lang, "Clé de secours (elle ne s’affiche pas)\u{a0}: ", "Recovery key (it is not shown): ");
    let typed = face.prompt().secret(&question)?;
    let shares = recovery::split(&recovery::paper(typed.text())?)?;
    face.show(&Split { shares })?;
    Ok(Exit::Done)
}

struct Drilled {
    public: String,
}

impl Show for Drilled {
    fn view(&self, _lang: Lang) -> impl View {
        recovery::drilled(&self.public)
    }

    fn text(&self, lang: Lang) -> String {
        let public = &self.public;
        lines([
            tr!(
                lang,
                "C’est la clé de secours de ce coffre\u{a0}: elle l’ouvre. Rien n’a été écrit.",
                "This is the recovery key of this vault: it opens it. Nothing was written."
            ),
            tr!(lang, "Sa clé publique\u{a0}: {public}", "Its public key: {public}"),
        ])
    }
}

fn drill(face: &mut Face) -> Result<Exit, Refusal> {
    let key = key(face)?;
    drop(opened(face, &key)?);
    face.show(&Drilled { public: key.public() })?;
    Ok(Exit::Done)
}

/// Arguments of `key recovery new`.
#[derive(Debug, Clone, Args)]
pub struct NewArgs {
    /// File for a sheet to print (HTML), with what to do with it; delete it once it is printed
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
}

struct Made<'a> {
    paper: &'a Paper,
    sheet: Option<&'a Path>,
}

impl Show for Made<'_> {
    fn view(&self, _lang: Lang) -> impl View {
        self.paper.view(self.sheet)
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = vec![tr!(
            lang,
            "Nouvelle clé de secours, montrée une seule fois.\nÉcrivez-la sur papier et gardez-la loin de cette machine\u{a0}:",
            "New recovery key, shown this once. Write it on paper and keep it away from this\nmachine:"
        )];
        out.push(format!("\n  {}\n", *self.paper.secret()));
        if let Some(path) = self.sheet {
            let path = shown(path);
            out.push(tr!(
                lang,
                "Feuille à imprimer\u{a0}: {path}\nImprimez-la, puis effacez ce fichier\u{a0}: il contient la clé.",
                "Sheet to print: {path}\nPrint it, then delete this file: it holds the key."
            ));
        }
        lines(out)
    }
}

/// Runs `contrepoids key recovery new`: the key is shown and written down before the vault takes it.
///
/// # Errors
/// What kept it from being made; the old one is good then.
fn new(face: &mut Face, sheet: Option<&Path>) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_write()?;
    holders::may_change(&vault)?;
    drop(vault);
    face.note(&tr!(
        lang,
        "Tout le coffre est écrit à neuf sous d’autres clés\u{a0}; une clé de secours d’avant ne vaudra\nplus rien.",
        "The whole vault is written anew under other keys; a recovery key of before will be worth\nnothing."
    ));
    let question = tr!(lang, "Faire une nouvelle clé de secours\u{a0}?", "Make a new recovery key?");
    face.go_on(&question)?;
    made(face, sheet)
}

/// Makes the recovery key, for who wants it.
///
/// # Errors
/// As [`new`].
pub(super) fn made(face: &mut Face, sheet: Option<&Path>) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_write()?;
    holders::may_change(&vault)?;
    let name = tr!(lang, "clé de secours", "recovery key");
    let paper = Paper::make(&name)?;
    if let Some(path) = sheet {
        let html = sheet::html(lang, &paper.secret(), face.today);
        recovery::write_sheet(path, &html)?;
    }
    face.show(&Made { paper: &paper, sheet })?;
    if !face.written_down(&paper.secret())? {
        face.note(&tr!(
            lang,
            "Rien n’a été changé\u{a0}: cette clé ne vaut rien, jetez-la. S’il y en a une d’avant, elle est la bonne.",
            "Nothing was changed: this key is worth nothing, throw it away. One of before, if there is one, is still the good one."
        ));
        return Ok(Exit::Refused);
    }
    let done = holders::change(vault, Change::Recovery(paper.card().clone()), face.now_ms())?;
    paper.note(face.place(), face.accepted());
    let words = done.text(lang);
    face.note(words.trim_end());
    Ok(Exit::Done)
}

/// Opens the vault by a key on paper; what is refused is the key, not the device that somebody holds in hand.
pub(super) fn opened(face: &mut Face, paper: &Identity) -> Result<Vault, Refusal> {
    match face.open_by(paper, Access::Read) {
        Ok(vault) => Ok(vault),
        Err(refusal) => {
            Err(recovery::spent(face.place(), paper, face.accepted()).map_or(refusal, Into::into))
        }
    }
}

/// Asks for the recovery key, or for shares until there are enough; what cannot be read is asked for again.
pub(super) fn key(face: &mut Face) -> Result<Identity, Refusal> {
    let mut shares: Vec<Share> = vec![];
    loop {
        let n = shares.len().saturating_add(1);
        let question = match n {
            1 => tr!(
                face.lang,
                "Clé de secours, ou première part (rien ne s’affiche)\u{a0}: ",
                "Recovery key, or the first share (nothing is shown): "
            ),
            _ => tr!(face.lang, "Part suivante ({n})\u{a0}: ", "Next share ({n}): "),
        };
        let typed = face.prompt().secret(&question)?;
        match recovery::typed(typed.text()) {
            Ok(Typed::Key(key)) => return Ok(key),
            Ok(Typed::Share(share)) => {
                let needed = usize::from(share.needed());
                shares.push(share);
                if shares.len() >= needed {
                    return Ok(recovery::join(&shares)?);
                }
            }
            Err(fault) => {
                let words = face.explain(&fault).what;
                face.note(&words);
            }
        }
    }
}
