//! `contrepoids init`.

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
    features::house::actions::init::{self, Made},
    tr,
    vault::passphrase,
};

/// Make the vault and the identity of this device
///
/// Makes an encrypted vault and, unless there is one, the identity of this device: a key that opens the vault, kept
/// under a passphrase. Words drawn by lot are proposed. A recovery key is shown once: write it on paper, keep it away from this
/// machine; it is the only way back if the passphrase is lost.
///
/// With --identity FILE that key file is used; if it is not there it is made, without a passphrase, for scripts.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids init
  contrepoids init --vault section.vault --identity key.txt")]
pub struct InitArgs {
    /// What this device is called among those that hold the vault; kept in it, sealed
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

struct NewVault(Made);

impl Show for NewVault {
    fn view(&self, _lang: Lang) -> impl View {
        self.0.view()
    }

    fn text(&self, lang: Lang) -> String {
        let (vault, identity) = (shown(&self.0.vault), shown(&self.0.identity));
        let mut out = vec![
            tr!(lang, "Coffre créé\u{a0}: {vault}", "Vault made: {vault}"),
            tr!(lang, "Identité de cet appareil\u{a0}: {identity}", "Identity of this device: {identity}"),
        ];
        if self.0.without_passphrase {
            out.push(prompt::without_passphrase(lang));
        }
        out.push(String::new());
        out.push(tr!(
            lang,
            "Clé de secours, montrée une seule fois. Écrivez-la sur papier et gardez-la\nloin de cette machine\u{a0}:",
            "Recovery key, shown this once. Write it on paper and keep it away from this\nmachine:"
        ));
        out.push(format!("\n  {}\n", *self.0.recovery));
        out.push(tr!(
            lang,
            "Ensuite\u{a0}:  contrepoids company set --name …\n           contrepoids member import FICHIER.csv",
            "Next:  contrepoids company set --name …\n       contrepoids member import FILE.csv"
        ));
        lines(out)
    }
}

/// Runs `contrepoids init`.
///
/// # Errors
/// What kept the vault from being made; there is none then.
pub fn run(face: &mut Face, args: &InitArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let ask = face.prompt();
    let place = face.place().clone();
    let proposal = passphrase::generate(lang, clock::random);
    let asks = place.identity.is_none() && !place.identity_file().exists() && !place.vault.exists();
    if asks && ask.proposes() {
        face.note(&prompt::proposal(lang, &proposal));
    }
    if place.identity.is_some() && !place.identity_file().exists() && face.somebody_there() {
        face.go_on(&prompt::bare_file(lang))?;
    }
    let first = tr!(lang, "premier appareil", "first device");
    let recovery = tr!(lang, "clé de secours", "recovery key");
    let names = init::Names { device: args.name.as_deref().unwrap_or(&first), recovery: &recovery };
    let made = init::vault(&place, &ask, &proposal, &names, face.accepted(), clock::random)?;
    let (noted, recovery) = (made.noted, made.recovery.clone());
    face.show(&NewVault(made))?;
    if !face.written_down(&recovery)? {
        face.note(&tr!(
            lang,
            "Le coffre est là, et cette clé vaut. Si elle n’est pas sur papier, faites-en une autre\u{a0}: contrepoids key recovery new",
            "The vault is there, and this key is good. If it is not on paper, make another one: contrepoids key recovery new"
        ));
    }
    if !noted {
        face.note(&tr!(
            lang,
            "Note\u{a0}: cet appareil n’a pas pu noter quel coffre c’est\u{a0}; il le demandera à la prochaine ouverture.",
            "Note: this device could not note which vault this is; it asks at the next opening."
        ));
    }
    Ok(Exit::Done)
}
