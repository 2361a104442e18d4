//! `contrepoids key recover`: a new device out of the recovery key.

use clap::Args;

use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::{Refusal, known},
        exit::Exit,
        frame::{Face, Show, lines, shown},
        prompt,
    },
    features::key::{
        actions::{
            self as key,
            recovery::{self as app, Recovered, Recovery},
        },
        cli::recovery,
    },
    tr,
    vault::passphrase,
};

/// Get in again with the recovery key: this device takes its place
///
/// For a device that was lost, or whose passphrase was forgotten. Asks for the recovery key or for two of its shares, opens the
/// copy of the vault that lies here (--vault), makes an identity for this device, and turns the keys. The recovery key is spent
/// then: a new one is proposed at once.
///
/// An identity file that is here already is put aside, never overwritten.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids key recover --name \"new laptop\" --lost \"old laptop\"
  contrepoids --vault /media/stick/vault key recover --name \"new laptop\"")]
pub struct RecoverArgs {
    /// What the others shall call this device; asked for without it
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// A device that is lost: it opens nothing any more. May be given several times
    #[arg(long, value_name = "WHO")]
    pub lost: Vec<String>,
}

struct Done(Recovered);

impl Show for Done {
    fn view(&self, lang: Lang) -> impl View {
        self.0.view(lang)
    }

    fn text(&self, lang: Lang) -> String {
        let identity = shown(&self.0.identity);
        let mut out = vec![tr!(
            lang,
            "Cet appareil tient le coffre. Son identité\u{a0}: {identity}",
            "This device holds the vault. Its identity: {identity}"
        )];
        if let Some(aside) = &self.0.aside {
            let aside = shown(aside);
            out.push(tr!(
                lang,
                "L’identité d’avant est mise de côté\u{a0}: {aside}",
                "The identity of before was put aside: {aside}"
            ));
        }
        if self.0.without_passphrase {
            out.push(prompt::without_passphrase(lang));
        }
        if !self.0.lost.is_empty() {
            let lost = self.0.lost.join(", ");
            out.push(tr!(lang, "Retirés\u{a0}: {lost}", "Removed: {lost}"));
        }
        out.push(known::new_words(lang, &self.0.words));
        out.push(tr!(
            lang,
            "Les sauvegardes d’avant ne s’ouvrent pas avec cet appareil. Faites-en une\u{a0}:\n  contrepoids backup create FICHIER",
            "Backups of before do not open with this device. Make one:\n  contrepoids backup create FILE"
        ));
        out.push(tr!(
            lang,
            "La clé de secours a servi\u{a0}: elle n’ouvre plus ce coffre. Faites-en une autre\u{a0}:\n  contrepoids key recovery new",
            "The recovery key is spent: it does not open this vault any more. Make another one:\n  contrepoids key recovery new"
        ));
        lines(out)
    }
}

/// Runs `contrepoids key recover`.
///
/// # Errors
/// What kept the device from getting in; nothing was changed then.
pub(super) fn run(face: &mut Face, args: &RecoverArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    crate::vault::precheck(&face.place().vault).map_err(key::KeyError::Vault)?;
    let name = super::device_name(face, args.name.as_deref())?;
    let paper = recovery::key(face)?;
    let vault = recovery::opened(face, &paper)?;
    app::is_of(&vault, &paper)?;
    let lost = app::lost(&vault, &args.lost)?;
    if args.lost.is_empty() {
        let names: Vec<&str> = vault.holders().holders.iter().map(|h| h.name.as_str()).collect();
        let names = names.join(", ");
        face.note(&tr!(
            lang,
            "Tiennent ce coffre\u{a0}: {names}.\nUn appareil perdu reste admis tant que --lost ne le nomme pas.",
            "This vault is held by: {names}.\nA lost device stays admitted as long as --lost does not name it."
        ));
    }
    let question = tr!(
        lang,
        "La clé de secours ne servira qu’une fois. Rendre l’accès à cet appareil\u{a0}?",
        "The recovery key serves once. Give this device access?"
    );
    face.go_on(&question)?;
    let ask = face.prompt();
    let proposal = passphrase::generate(lang, clock::random);
    if face.place().identity.is_none() && ask.proposes() {
        face.note(&prompt::proposal(lang, &proposal));
    }
    let place = face.place().clone();
    let accept = face.accepted().clone();
    let wanted = Recovery { paper: &paper, name: &name, lost: &lost, proposal: &proposal, accept: &accept };
    let done = app::recover(vault, &place, &wanted, &ask)?;
    face.show(&Done(done))?;
    if face.json || !face.somebody_there() || face.yes {
        return Ok(Exit::Done);
    }
    let question =
        tr!(lang, "Faire la nouvelle clé de secours maintenant\u{a0}?", "Make the new recovery key now?");
    if face.confirm(&question)? { recovery::made(face, None) } else { Ok(Exit::Done) }
}
