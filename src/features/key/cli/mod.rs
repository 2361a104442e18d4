//! `contrepoids key`: the card of this device, its passphrase, who holds the vault, the recovery key.

pub mod hardware;
pub mod holders;
pub mod passphrase;
pub mod recover;
pub mod recovery;
mod sheet;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::{
    base::{Lang, View},
    clock,
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        frame::{Face, Show, lines, shown},
        prompt, qr,
    },
    features::key::{
        actions::{self as key},
        messages::NoName,
    },
    tr,
    vault::{
        holders::{Card, words},
        passphrase as vault_passphrase,
    },
};

/// What `key` can do.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "each is told by its arguments, the long text too")]
pub enum KeyCmd {
    /// Show the card of this device, for whoever is to admit it
    ///
    /// The card holds the name you give, the public key of this device and its public signing key, signed together. It is
    /// no secret, and it opens nothing. Hand it over in any way you like; then say the six words by voice: if a word
    /// differs, the card was exchanged on the way. The same name makes the same card each time.
    ///
    /// Needs no vault, only the identity (--identity FILE, or the one of this device); a device that has none gets its first.
    #[command(after_help = "Examples:
  contrepoids key show --name \"treasurer's laptop\"
  contrepoids key show --name \"treasurer's laptop\" --out card.txt")]
    Show(ShowArgs),
    List(holders::ListArgs),
    Add(holders::AddArgs),
    Remove(holders::RemoveArgs),
    /// Give a device other roles
    Roles(holders::RolesArgs),
    Rotate(holders::RotateArgs),
    Recover(recover::RecoverArgs),
    Passphrase(passphrase::PassphraseArgs),
    Hardware(hardware::HardwareArgs),
    /// The recovery key: in shares, and tried
    #[command(subcommand)]
    Recovery(recovery::RecoveryCmd),
}

/// The arguments of `key show`.
#[derive(Debug, Clone, Args)]
pub struct ShowArgs {
    /// What the others shall call this device; asked for without it
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// File to write the card to
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if there is one
    #[arg(long, requires = "out")]
    pub force: bool,
}

impl KeyCmd {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match self {
            Self::Show(_) => Safe::Export,
            Self::Passphrase(_) | Self::Hardware(_) => Safe::Write,
            Self::Recovery(cmd) => cmd.safe(),
            Self::List(_) => Safe::Read,
            Self::Add(_) | Self::Remove(_) | Self::Roles(_) | Self::Rotate(_) | Self::Recover(_) => {
                Safe::Write
            }
        }
    }
}

/// Runs `contrepoids key …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, cmd: &KeyCmd) -> Result<Exit, Refusal> {
    match cmd {
        KeyCmd::Show(args) => show(face, args),
        KeyCmd::Passphrase(args) => passphrase::run(face, args),
        KeyCmd::Hardware(args) => hardware::run(face, args),
        KeyCmd::Recovery(cmd) => recovery::run(face, cmd),
        KeyCmd::List(args) => holders::list(face, args),
        KeyCmd::Add(args) => holders::add(face, args),
        KeyCmd::Remove(args) => holders::remove(face, args),
        KeyCmd::Roles(args) => holders::roles(face, args),
        KeyCmd::Rotate(args) => holders::rotate(face, args),
        KeyCmd::Recover(args) => recover::run(face, args),
    }
}

struct OwnCard<'a> {
    card: &'a Card,
    out: Option<&'a Path>,
    /// The picture of the card, for a terminal.
    picture: Option<String>,
}

impl Show for OwnCard<'_> {
    fn view(&self, lang: Lang) -> impl View {
        key::own_card(self.card, lang, self.out)
    }

    fn text(&self, lang: Lang) -> String {
        let name = &self.card.name;
        let mut out = vec![tr!(lang, "Carte de cet appareil\u{a0}: {name}", "Card of this device: {name}")];
        if let Some(path) = self.out {
            let path = shown(path);
            out.push(tr!(lang, "Écrite dans {path}", "Written to {path}"));
        } else {
            // Spaces and line breaks are passed over when it is read.
            out.push(String::new());
            let text = self.card.text();
            out.extend(text.as_bytes().chunks(70).map(|line| format!("  {}", String::from_utf8_lossy(line))));
        }
        if let Some(picture) = &self.picture {
            out.push(format!("\n{picture}"));
        }
        out.push(String::new());
        out.push(tr!(
            lang,
            "Six mots, à dire de vive voix à la personne qui vous admet\u{a0}:",
            "Six words, to be said by voice to who admits you:"
        ));
        out.push(format!("\n  {}\n", words::say(lang, &self.card.six()).join(" ")));
        out.push(tr!(
            lang,
            "Cette carte n’est pas secrète et n’ouvre rien. Si un mot diffère, elle a été\néchangée en chemin\u{a0}: recommencez par une autre voie.",
            "This card is no secret and opens nothing. If a word differs, it was exchanged on\nthe way: begin again by another one."
        ));
        out.push(tr!(
            lang,
            "Ensuite, attendez qu’on vous admette, de l’autre côté. Par un dossier partagé\n(contrepoids sync invite), puis ici\u{a0}:\n  contrepoids sync join DOSSIER\nPar une sauvegarde (contrepoids key add), puis ici\u{a0}:\n  contrepoids backup restore FICHIER DOSSIER",
            "Then wait until you are admitted, on the other side. By a shared folder\n(contrepoids sync invite), then here:\n  contrepoids sync join DIR\nBy a backup (contrepoids key add), then here:\n  contrepoids backup restore FILE DIR"
        ));
        lines(out)
    }
}

/// Runs `contrepoids key show`.
///
/// # Errors
/// What kept the card from being shown.
pub fn show(face: &mut Face, args: &ShowArgs) -> Result<Exit, Refusal> {
    let name = device_name(face, args.name.as_deref())?;
    let card = card(face, &name)?;
    if let Some(out) = &args.out {
        key::write(out, &card, args.force)?;
    }
    let picture = if face.on_terminal() && !face.json { qr::draw(&card.text()) } else { None };
    face.show(&OwnCard { card: &card, out: args.out.as_deref(), picture })?;
    Ok(Exit::Done)
}

/// Returns what this device is to be called: as typed, or asked for.
fn device_name(face: &mut Face, typed: Option<&str>) -> Result<String, Refusal> {
    if let Some(name) = typed {
        return Ok(key::name(name)?);
    }
    if face.json || !face.somebody_there() {
        return Err(NoName.into());
    }
    let question = tr!(
        face.lang,
        "Comment les autres appelleront-ils cet appareil\u{a0}? ",
        "What shall the others call this device? "
    );
    Ok(key::name(&face.ask(&question)?.ok_or(NoName)?)?)
}

/// Makes the card of this device. One that has no identity yet gets its first: nobody is admitted without.
fn card(face: &mut Face, name: &str) -> Result<Card, Refusal> {
    let lang = face.lang;
    let (place, ask) = (face.place().clone(), face.prompt());
    if place.identity_file().exists() {
        return Ok(key::card(&place.identity_file(), name, &ask)?);
    }
    if place.identity.is_some() && face.somebody_there() {
        face.go_on(&prompt::bare_file(lang))?;
    }
    let proposal = vault_passphrase::generate(lang, clock::random);
    if place.identity.is_none() && ask.proposes() {
        face.note(&tr!(
            lang,
            "Cet appareil n’a pas encore d’identité\u{a0}: elle est créée maintenant, sous une phrase de passe.",
            "This device has no identity yet: it is made now, under a passphrase."
        ));
        face.note(&prompt::proposal(lang, &proposal));
    }
    Ok(key::first_card(&place, name, &ask, &proposal)?)
}
