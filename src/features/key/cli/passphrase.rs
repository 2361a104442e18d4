//! `contrepoids key passphrase`.

use clap::Args;

use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines, shown},
        prompt,
    },
    features::key::actions::passphrase::{self as app, Changed},
    tr,
    vault::passphrase,
};

/// Give the identity of this device another passphrase
///
/// Asks for the passphrase of today, then for the new one, twice; words drawn by lot are proposed. The key itself stays the
/// same, and so does the vault. A key file without a passphrase gets its first one.
///
/// A copy of the old file, in a backup or on another disk, still opens with the old passphrase. If somebody may know that
/// passphrase, delete those copies.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids key passphrase
  contrepoids key passphrase --passphrase-fd 3 --new-passphrase-fd 4")]
pub struct PassphraseArgs {
    /// Read the new passphrase from this open file descriptor
    #[arg(long, value_name = "N")]
    new_passphrase_fd: Option<i32>,
}

struct Done(Changed);

impl Show for Done {
    fn view(&self, _lang: Lang) -> impl View {
        self.0.view()
    }

    fn text(&self, lang: Lang) -> String {
        let identity = shown(&self.0.identity);
        let done = tr!(lang, "Phrase de passe changée\u{a0}: {identity}", "Passphrase changed: {identity}");
        let mind = if self.0.had_one {
            tr!(
                lang,
                "Attention\u{a0}: une copie de l’ancien fichier (sauvegarde, autre disque) s’ouvre encore\navec l’ancienne phrase. Si quelqu’un peut la connaître, effacez ces copies.",
                "Mind: a copy of the old file (backup, other disk) still opens with the old\npassphrase. If somebody may know it, delete those copies."
            )
        } else {
            tr!(
                lang,
                "Attention\u{a0}: l’ancien fichier n’avait pas de phrase. Une copie (sauvegarde, autre\ndisque), ou ce qui en reste sur ce disque, ouvre encore le coffre.",
                "Mind: the old file had no passphrase. A copy (backup, other disk), or what is left\nof it on this disk, still opens the vault."
            )
        };
        lines([done, mind])
    }
}

/// Runs `contrepoids key passphrase`.
///
/// # Errors
/// What kept the passphrase from being changed.
pub fn run(face: &mut Face, args: &PassphraseArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let place = face.place().clone();
    let accept = face.accepted().clone();
    let ask = face.prompt().with_new(args.new_passphrase_fd);
    let propose = || {
        let words = passphrase::generate(lang, clock::random);
        if ask.proposes() {
            face.note(&prompt::proposal(lang, &words));
        }
        words
    };
    let changed = app::change(&place, &accept, &ask, propose, clock::random)?;
    face.show(&Done(changed))?;
    Ok(Exit::Done)
}
