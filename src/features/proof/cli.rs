//! `contrepoids proof`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        finding::{day, wrapped},
        frame::{Face, Show, shown},
    },
    features::{
        export::actions as export,
        proof::{
            actions::{self as app, Wish},
            views::{Lacking, Made},
        },
    },
    tr,
};

/// What `proof` can do.
#[derive(Debug, Subcommand)]
pub enum ProofCmd {
    /// Prove to the judge that the section exists, without telling the employer who is in it
    ///
    /// Two members whose dues are paid on the day make a section; the judge alone sees who they are. The proof is sealed to the
    /// key of the judge or the lawyer, or printed for an envelope; the copy for the employer holds no name, no sum and no number of
    /// members. Whoever owes what had fallen due on the day is refused. Nobody else of the roster is in any of the files. The log
    /// keeps the day, whom it is for and the SHA-256 of the file.
    #[command(after_help = "Examples:
  contrepoids proof make camille lou --day 2026-11-20 --to age1… \\
    --out preuve.age --employer copie.html
  contrepoids proof make camille lou sacha --print --out preuve.html")]
    Make(MakeArgs),
}

/// The arguments of `proof make`.
#[derive(Debug, Clone, Args)]
pub struct MakeArgs {
    /// Members who agreed to it: first digits of the identifier, mail address or words of the name
    #[arg(value_name = "WHO", required = true)]
    who: Vec<String>,
    /// The day of the designation, or of the invitation; today otherwise
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// Public key of the judge or the lawyer, age1…; may be given several times
    #[arg(long, value_name = "KEY", conflicts_with = "print")]
    to: Vec<String>,
    /// Write a page to print, readable by whoever gets the file
    #[arg(long)]
    print: bool,
    /// File of the proof
    #[arg(long, value_name = "FILE", required = true)]
    out: PathBuf,
    /// File of the copy without names, for the debate
    #[arg(long, value_name = "FILE")]
    employer: Option<PathBuf>,
    /// Replace the files if there are any
    #[arg(long)]
    force: bool,
}

impl ProofCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Make(_) => Safe::Export,
        }
    }
}

/// Runs `contrepoids proof …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &ProofCmd) -> Result<Exit, Refusal> {
    match cmd {
        ProofCmd::Make(args) => make(face, args),
    }
}

fn make(face: &mut Face, args: &MakeArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let to = if args.to.is_empty() { Vec::new() } else { export::readers(&args.to, None)? };
    let wish = Wish {
        who: &args.who,
        day: args.day.unwrap_or(face.today),
        to: &to,
        print: args.print,
        out: &args.out,
        employer: args.employer.as_deref(),
        force: args.force,
    };
    app::look(&wish, face.today)?;
    let mut vault = face.open_write()?;
    let ready = app::make(&vault, &wish, face.today)?;
    if face.somebody_there() {
        let names = ready.names.join(", ");
        let on = day(lang, wish.day);
        let ask = if args.print {
            tr!(
                lang,
                "Écrire une preuve lisible au {on}, qui nomme {names}\u{a0}? (Ces personnes ont-elles dit oui\u{a0}?)",
                "Write a readable proof for {on} that names {names}? (Did they agree?)"
            )
        } else {
            tr!(
                lang,
                "Sceller une preuve au {on}, qui nomme {names}\u{a0}? (Ces personnes ont-elles dit oui\u{a0}?)",
                "Seal a proof for {on} that names {names}? (Did they agree?)"
            )
        };
        face.go_on(&ask)?;
    }
    let now_ms = face.now_ms();
    let made = ready.write(&mut vault, now_ms, &args.out, args.force)?;
    face.show(&made)?;
    Ok(Exit::Done)
}

fn lack(lang: Lang, one: &Lacking) -> String {
    let n = one.member.unwrap_or_default();
    match one.code {
        "payment" => tr!(
            lang,
            "membre {n}\u{a0}: aucun paiement dans le livre\u{a0}; joignez le relevé ou le mandat signé",
            "member {n}: no payment in the book; enclose the statement or the signed mandate"
        ),
        "form" => tr!(
            lang,
            "membre {n}\u{a0}: joignez le bulletin d’adhésion daté",
            "member {n}: enclose the dated membership form"
        ),
        "just-two" => tr!(
            lang,
            "deux membres, tout juste\u{a0}: si l’un·e est contesté·e, rien n’est prouvé\u{a0}; prenez-en trois",
            "just two members: should one be contested, nothing is proved; take three"
        ),
        "copy" => tr!(
            lang,
            "la copie sans noms, que le débat demande (Cass. soc. 11-20.391)\u{a0}: --employer FICHIER",
            "the copy without names, which the debate asks for (Cass. soc. 11-20.391): --employer FILE"
        ),
        _ => tr!(
            lang,
            "le nom du syndicat\u{a0}: contrepoids dues receiver --name NOM",
            "the name of the union: contrepoids dues receiver --name NAME"
        ),
    }
}

impl Show for Made {
    fn view(&self, _lang: Lang) -> impl View {
        self
    }

    fn text(&self, lang: Lang) -> String {
        let (out, on) = (shown(Path::new(&self.out)), day(lang, self.day));
        let mut text = vec![if self.sealed {
            tr!(lang, "Preuve scellée au {on}\u{a0}: {out}.", "Sealed proof for {on}: {out}.")
        } else {
            tr!(
                lang,
                "Preuve lisible au {on}\u{a0}: {out}. Imprimez-la, mettez-la sous enveloppe, effacez le fichier.",
                "Readable proof for {on}: {out}. Print it, put it into an envelope, delete the file."
            )
        }];
        let sum = &self.sha256;
        text.push(format!("SHA-256 {sum}"));
        if let Some(copy) = &self.employer {
            let copy = shown(Path::new(copy));
            text.push(tr!(lang, "Copie sans noms\u{a0}: {copy}.", "Copy without names: {copy}."));
        }
        if self.logged {
            text.push(tr!(
                lang,
                "Le journal garde le jour et la somme.",
                "The log keeps the day and the sum."
            ));
        } else {
            text.push(tr!(
                lang,
                "Le journal n’a pas pu être écrit\u{a0}: notez le jour et la somme.",
                "The log could not be written: note the day and the sum."
            ));
        }
        let mut out: String = text.iter().map(|line| wrapped("", "  ", line)).collect();
        if !self.lacks.is_empty() {
            out.push_str(&tr!(lang, "Encore à faire\u{a0}:\n", "Still to do:\n"));
            for one in &self.lacks {
                out.push_str(&wrapped("  - ", "    ", &lack(lang, one)));
            }
        }
        out
    }
}
