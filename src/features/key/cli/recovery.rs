//! `contrepoids key recovery`: the recovery key in shares, and the drill.

use clap::Subcommand;

use crate::{
    base::{Lang, View, hex},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        frame::{Face, Show, lines},
    },
    features::key::actions::recovery::{self, Typed},
    tr,
    vault::{Access, Identity, holders::share::Share},
};

/// What `key recovery` can do.
#[derive(Debug, Subcommand)]
pub enum RecoveryCmd {
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
        Safe::Read
    }
}

/// Runs `contrepoids key recovery …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &RecoveryCmd) -> Result<Exit, Refusal> {
    match cmd {
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
    drop(face.open_by(&key, Access::Read)?);
    face.show(&Drilled { public: key.public() })?;
    Ok(Exit::Done)
}

/// Asks for the recovery key, or for shares until there are enough; what cannot be read is asked for again.
fn key(face: &mut Face) -> Result<Identity, Refusal> {
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
