//! `contrepoids key hardware`.

use std::path::PathBuf;

use clap::Args;

use crate::{
    base::{Lang, View},
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, Show, lines, shown},
    },
    features::key::actions::hardware::{self as app, Locked},
    tr,
};

/// Lock the identity of this device with a hardware key
///
/// FILE is what the program of the key (a plugin of age) prints about it: a line AGE-PLUGIN-…. From then on each command asks for
/// the key, and the passphrase is of no use; `contrepoids key passphrase` turns back. Nobody else needs the plugin: the vault
/// knows the same identity as before.
///
/// The program is run under your name, as it lies in the PATH; that is asked once. Without the key only the recovery key opens the
/// vault: try it first (contrepoids key recovery drill).
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids key hardware yubikey.txt")]
pub struct HardwareArgs {
    /// File that the program of the key wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

struct Done(Locked);

impl Show for Done {
    fn view(&self, _lang: Lang) -> impl View {
        self.0.view()
    }

    fn text(&self, lang: Lang) -> String {
        let (identity, program) = (shown(&self.0.identity), shown(&self.0.program));
        lines([
            tr!(
                lang,
                "L’identité {identity}\nest fermée par la clé matérielle, par {program}.",
                "The identity {identity}\nis locked by the hardware key, through {program}."
            ),
            tr!(
                lang,
                "Si la clé se perd, seule la clé de secours sur papier ouvre encore le coffre.\nUne copie de l’ancien fichier s’ouvre encore avec la phrase de passe\u{a0}: effacez-la.",
                "If the key is lost, only the recovery key on paper opens the vault.\nA copy of the old file still opens with the passphrase: delete it."
            ),
        ])
    }
}

/// Runs `contrepoids key hardware`.
///
/// # Errors
/// What kept the key from locking the identity.
pub fn run(face: &mut Face, args: &HardwareArgs) -> Result<Exit, Refusal> {
    let (place, ask) = (face.place().clone(), face.prompt());
    let token = app::token(&args.file, &ask)?;
    let program = shown(&token.program);
    face.go_on(&tr!(
        face.lang,
        "Lancer {program}, à chaque commande, pour ouvrir votre identité\u{a0}?",
        "Run {program} at each command to open your identity?"
    ))?;
    let locked = app::lock(&place, &token, &ask)?;
    face.show(&Done(locked))?;
    Ok(Exit::Done)
}
