//! `contrepoids key list|add|remove|roles|rotate`: who holds the vault.

use std::{io::Read as _, path::Path};

use clap::{Args, ValueEnum};

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, known},
        exit::Exit,
        finding,
        frame::{Face, Show, lines},
    },
    features::key::{
        actions::{
            KeyError,
            holders::{self as app, Change, Changed, Handed},
        },
        messages::NoWords,
        views::{self, Done, HolderRow, Why},
    },
    tr,
    vault::{
        Vault, file,
        holders::{Class, Role, Roles, words},
    },
};

/// The text of a card is never longer.
const CARD_MOST: u64 = 4096;

/// List who holds the vault
///
/// Each device with its roles, since when, and by whom it was admitted; then those that were removed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids key list")]
pub struct ListArgs {}

/// Admit another device
///
/// CARD is the card of the other device: its text (cp1:…), a file that holds it, or - for standard input. The other person says
/// the six words of the card by voice; you type them. A public key alone (age1…) can only read the roster.
///
/// Roles: organizer (everything), treasurer (dues and notices, reads the roster), reader (reads the roster). The keys of the
/// vault are turned. Where the vault is shared (`sync`), the other device takes it from there.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids key add card.txt --roles treasurer
  contrepoids key add age1… --name \"works council office\" --roles reader")]
pub struct AddArgs {
    /// The card: its text, a file that holds it, or -
    #[arg(value_name = "CARD")]
    pub card: String,
    /// What it may do: one role or several
    #[arg(long, value_enum, value_delimiter = ',', required = true, value_name = "ROLES")]
    pub roles: Vec<RoleName>,
    /// The six words of the card; asked for without
    #[arg(long, value_name = "WORDS")]
    pub words: Option<String>,
    /// What a public key alone shall be called; a card has its name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// Remove a device
///
/// The vault is written anew under fresh keys: the device opens nothing of what is written from now on. It keeps what it
/// could read until now.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids key remove \"treasurer's laptop\"
  contrepoids key remove \"treasurer's laptop\" --why lost")]
pub struct RemoveArgs {
    /// The device: any part of its name, or its 16 digits
    #[arg(value_name = "WHO")]
    pub who: String,
    /// Why
    #[arg(long, value_enum, default_value = "left", value_name = "REASON")]
    pub why: WhyName,
}

/// Give a device other roles
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids key roles \"treasurer's laptop\" --roles organizer")]
pub struct RolesArgs {
    /// The device: any part of its name, or its 16 digits
    #[arg(value_name = "WHO")]
    pub who: String,
    /// What it may do: one role or several
    #[arg(long, value_enum, value_delimiter = ',', required = true, value_name = "ROLES")]
    pub roles: Vec<RoleName>,
}

/// Write the vault anew under fresh keys
///
/// The holders stay. Values that were edited away, and what undo kept, are gone from the files.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids key rotate")]
pub struct RotateArgs {}

/// A role as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// Everything
    #[value(aliases = ["organisateur", "organisatrice", "organisateur·rice", "organiser"])]
    Organizer,
    /// Dues and notices; reads the roster
    #[value(aliases = ["tresorier", "tresoriere", "trésorier", "trésorière", "trésorier·ère", "tresorerie", "trésorerie"])]
    Treasurer,
    /// Reads the roster
    #[value(aliases = ["lecteur", "lectrice", "lecteur·rice", "lecture"])]
    Reader,
}

/// Why a device is removed, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhyName {
    /// The person left, or has another role
    #[value(aliases = ["depart", "départ"])]
    Left,
    /// Lost or stolen
    #[value(aliases = ["perdu", "vole", "volé"])]
    Lost,
    /// The person has another device now
    #[value(aliases = ["remplace", "remplacé"])]
    Replaced,
}

fn roles_of(names: &[RoleName]) -> Result<Roles, KeyError> {
    let role = |name: &RoleName| match name {
        RoleName::Organizer => Role::Organizer,
        RoleName::Treasurer => Role::Treasurer,
        RoleName::Reader => Role::Reader,
    };
    let roles: Vec<Role> = names.iter().map(role).collect();
    Roles::of(&roles).ok_or(KeyError::ReadsOnly)
}

fn said(lang: Lang, roles: Roles) -> String {
    roles.iter().map(|role| role.words(lang)).collect::<Vec<_>>().join(", ")
}

impl Show for views::Holders {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = vec![tr!(lang, "Qui tient ce coffre\u{a0}:", "Who holds this vault:")];
        for holder in &self.holders {
            out.push(String::new());
            out.extend(told(lang, holder));
        }
        if !self.former.is_empty() {
            out.push(String::new());
            out.push(tr!(lang, "Retirés\u{a0}:", "Removed:"));
            for former in &self.former {
                let (name, device) = (&former.name, &former.device);
                let day = former.removed.map_or_else(|| "?".to_owned(), |day| finding::day(lang, day));
                let by = former.removed_by.clone().unwrap_or_else(|| "?".to_owned());
                let why = former.why.map_or("", |why| why.words(lang));
                out.push(String::new());
                out.push(format!("  {name}"));
                out.push(tr!(
                    lang,
                    "    le {day}, par {by} ({why})\u{a0}; appareil {device}",
                    "    {day}, by {by} ({why}); device {device}"
                ));
            }
        }
        lines(out)
    }
}

fn told(lang: Lang, holder: &HolderRow) -> Vec<String> {
    let (name, device) = (&holder.name, &holder.device);
    let here =
        if holder.this_device { tr!(lang, " (cet appareil)", " (this device)") } else { String::new() };
    let roles = holder.roles.iter().map(|role| role.words(lang)).collect::<Vec<_>>().join(", ");
    let what = match holder.key {
        Class::Device => roles,
        Class::Recovery => tr!(lang, "clé de secours", "recovery key"),
        Class::Bare => tr!(lang, "clé publique seule\u{a0}: {roles}", "public key alone: {roles}"),
    };
    let day = holder.since.map_or_else(|| "?".to_owned(), |day| finding::day(lang, day));
    let since = match &holder.admitted_by {
        Some(by) => tr!(lang, "depuis le {day}, admis par {by}", "since {day}, admitted by {by}"),
        None => tr!(lang, "depuis le {day}, à la création", "since {day}, when it was made"),
    };
    vec![format!("  {name}{here}"), format!("    {what}"), format!("    {since}"), {
        tr!(lang, "    appareil {device}", "    device {device}")
    }]
}

/// Runs `contrepoids key list`.
///
/// # Errors
/// What keeps the vault closed.
pub(super) fn list(face: &mut Face, _args: &ListArgs) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    face.show(&app::shown(vault.holders(), vault.device()))?;
    Ok(Exit::Done)
}

/// Reads a card: the argument itself, standard input, or a file.
fn card_text(typed: &str) -> Result<String, KeyError> {
    if typed == "-" {
        let mut text = String::new();
        std::io::stdin().take(CARD_MOST).read_to_string(&mut text).map_err(|_| KeyError::NoCard)?;
        return Ok(text);
    }
    let path = Path::new(typed);
    if !path.is_file() {
        // What looks like a file and is none is not taken for a card.
        let is_name = typed.contains(['.', '/']) && !typed.contains("cp1:") && !typed.contains(' ');
        return if is_name { Err(KeyError::NoFile(path.to_owned())) } else { Ok(typed.to_owned()) };
    }
    let bytes = file::read(path, CARD_MOST).map_err(|_| KeyError::NoCard)?;
    String::from_utf8(bytes).map_err(|_| KeyError::NoCard)
}

/// Runs `contrepoids key add`.
///
/// # Errors
/// What kept the device from being admitted.
pub(super) fn add(face: &mut Face, args: &AddArgs) -> Result<Exit, Refusal> {
    let changed = admit(face, args)?;
    face.show(&changed)?;
    Ok(Exit::Done)
}

/// Compares the words of a card, asks, and admits the device.
///
/// # Errors
/// What kept the device from being admitted.
pub(crate) fn admit(face: &mut Face, args: &AddArgs) -> Result<Changed, Refusal> {
    let lang = face.lang;
    let handed = app::handed(&card_text(&args.card)?)?;
    let roles = roles_of(&args.roles)?;
    let vault = face.open_write()?;
    app::may_change(&vault)?;
    let newcomer = app::newcomer(vault.holders(), &handed, args.name.as_deref(), roles)?;
    let name = newcomer.card.name.clone();
    match &handed {
        Handed::Card(card) => compared(face, &card.six(), &name, args.words.as_deref())?,
        Handed::Bare(public) => face.note(&tr!(
            lang,
            "Clé publique seule\u{a0}: {public}\nComparez-la de vive voix\u{a0}: rien ne dit de qui elle est.",
            "A public key alone: {public}\nCompare it by voice: nothing says whose it is."
        )),
    }
    let roles = said(lang, roles);
    face.note(&tr!(lang, "À admettre\u{a0}: {name} ({roles}).", "To be admitted: {name} ({roles})."));
    face.note(&before_a_turn(lang));
    face.go_on(&tr!(lang, "Admettre cet appareil\u{a0}?", "Admit this device?"))?;
    Ok(app::change(vault, Change::Add(newcomer), face.now_ms())?)
}

/// Compares the six words of a card with those that the other person says.
fn compared(face: &mut Face, six: &[u16; 6], name: &str, typed: Option<&str>) -> Result<(), Refusal> {
    let lang = face.lang;
    if typed.is_some_and(|typed| words::are(six, typed)) {
        return Ok(());
    }
    if face.json || face.yes || !face.somebody_there() {
        return Err(if typed.is_some() { KeyError::Words.into() } else { NoWords.into() });
    }
    let wrong = face.explain(&KeyError::Words).what;
    if typed.is_some() {
        face.note(&wrong);
    }
    face.note(&tr!(
        lang,
        "Carte de «\u{a0}{name}\u{a0}». Faites-vous dire ses six mots de vive voix (au téléphone, en face).",
        "Card of “{name}”. Have its six words said to you by voice (by telephone, face to face)."
    ));
    let question = tr!(lang, "Les six mots\u{a0}: ", "The six words: ");
    let again = tr!(
        lang,
        "{wrong} Faites-les redire\u{a0}; Entrée seule arrête.",
        "{wrong} Have them said again; Enter alone stops."
    );
    let read = |typed: &str| match typed {
        "" => Ok(false),
        typed if words::are(six, typed) => Ok(true),
        _ => Err(again.clone()),
    };
    if face.ask_until(&question, read)?.unwrap_or_default() { Ok(()) } else { Err(KeyError::Words.into()) }
}

/// Says what every turn of the keys does.
fn before_a_turn(lang: Lang) -> String {
    tr!(
        lang,
        "Tout le coffre est écrit à neuf sous d’autres clés\u{a0}: il faut la place d’un second coffre,\net ce qui permettait d’annuler le dernier changement d’une fiche disparaît.",
        "The whole vault is written anew under other keys: it takes the room of a second vault,\nand what undo kept of the last changes is gone."
    )
}

/// Runs `contrepoids key remove`.
///
/// # Errors
/// What kept the device from being removed.
pub(super) fn remove(face: &mut Face, args: &RemoveArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_write()?;
    app::may_change(&vault)?;
    let holder = app::pick(vault.holders(), &args.who)?.clone();
    app::may_go(vault.holders(), vault.device(), &holder)?;
    let (name, roles) = (&holder.name, said(lang, holder.roles));
    face.note(&tr!(lang, "À retirer\u{a0}: {name} ({roles}).", "To be removed: {name} ({roles})."));
    face.note(&before_a_turn(lang));
    if holder.class == Class::Recovery {
        face.note(&tr!(
            lang,
            "C’est la clé de secours\u{a0}: sans elle, un appareil perdu ou une phrase oubliée ferme le coffre\npour de bon. Faites-en une autre ensuite\u{a0}: contrepoids key recovery new",
            "This is the recovery key: without it a lost device or a forgotten passphrase closes the vault\nfor good. Make another one then: contrepoids key recovery new"
        ));
    } else {
        face.note(&may_still_hold(lang, holder.roles));
    }
    if vault.exchange().is_some() {
        face.note(&tr!(
            lang,
            "Ce que cet appareil a envoyé et qui n’est pas encore arrivé ici ne sera pas pris\u{a0}: faites d’abord\nun tour, si ce n’est fait\u{a0}:  contrepoids sync",
            "What this device has sent and has not arrived here yet will not be taken: have a\nround first, if you have not:  contrepoids sync"
        ));
    }
    let why = match args.why {
        WhyName::Left => Why::Left,
        WhyName::Lost => Why::Lost,
        WhyName::Replaced => Why::Replaced,
    };
    let question = tr!(lang, "Retirer cet appareil\u{a0}?", "Remove this device?");
    turned(face, vault, Change::Remove(holder.device, why), &question)
}

/// Says what somebody who is removed may still hold.
fn may_still_hold(lang: Lang, roles: Roles) -> String {
    let mail = if roles.has(Role::Organizer) || roles.has(Role::Treasurer) {
        tr!(
            lang,
            "\n- le mot de passe du compte de courrier, s’il y a été saisi\u{a0}: changez-le",
            "\n- the password of the mail account, if it was typed there: change it"
        )
    } else {
        String::new()
    };
    tr!(
        lang,
        "Ce que cet appareil peut garder, et que rien ne reprend\u{a0}:\n- sa copie du coffre telle qu’elle est aujourd’hui, et les sauvegardes faites jusqu’ici\n- les exports et les listes imprimées{mail}",
        "What this device may keep, and nothing takes back:\n- its copy of the vault as it is today, and the backups made until now\n- exports and printed lists{mail}"
    )
}

/// Runs `contrepoids key roles`.
///
/// # Errors
/// What kept the roles from being changed.
pub(super) fn roles(face: &mut Face, args: &RolesArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let roles = roles_of(&args.roles)?;
    let vault = face.open_write()?;
    app::may_change(&vault)?;
    let holder = app::pick(vault.holders(), &args.who)?.clone();
    app::may_have(vault.holders(), &holder, roles)?;
    let (name, before, after) = (&holder.name, said(lang, holder.roles), said(lang, roles));
    face.note(&tr!(lang, "{name}\u{a0}: {before} → {after}.", "{name}: {before} → {after}."));
    face.note(&before_a_turn(lang));
    let question = tr!(lang, "Changer ses rôles\u{a0}?", "Change its roles?");
    turned(face, vault, Change::Roles(holder.device, roles), &question)
}

/// Runs `contrepoids key rotate`.
///
/// # Errors
/// What kept the keys from being turned.
pub(super) fn rotate(face: &mut Face, _args: &RotateArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let vault = face.open_write()?;
    app::may_change(&vault)?;
    face.note(&before_a_turn(lang));
    let question = tr!(lang, "Changer les clés\u{a0}?", "Turn the keys?");
    turned(face, vault, Change::Rotate, &question)
}

impl Show for Changed {
    fn view(&self, lang: Lang) -> impl View {
        self.view(lang)
    }

    fn text(&self, lang: Lang) -> String {
        let name = self.holder.clone().unwrap_or_default();
        let done = match self.done {
            Done::Added => tr!(
                lang,
                "Admis\u{a0}: {name}.\nRemettez-lui une sauvegarde neuve (contrepoids backup create)\u{a0}; à la première\nouverture, son appareil demande les mots du coffre.",
                "Admitted: {name}.\nHand over a fresh backup (contrepoids backup create); at the first opening its\ndevice asks for the words of the vault."
            ),
            Done::Removed => tr!(
                lang,
                "Retiré\u{a0}: {name}. Ce qui s’écrit maintenant ne s’ouvre plus avec sa clé.",
                "Removed: {name}. What is written from now on does not open with its key."
            ),
            Done::Roles => tr!(lang, "Rôles changés\u{a0}: {name}.", "Roles changed: {name}."),
            Done::Rotated => tr!(
                lang,
                "Clés changées. Le coffre est écrit à neuf.",
                "Keys turned. The vault is written anew."
            ),
            Done::Recovery => tr!(
                lang,
                "Nouvelle clé de secours en place. L’ancienne n’ouvre plus ce coffre\u{a0}: détruisez-la.",
                "New recovery key in place. The old one does not open this vault any more: destroy it."
            ),
            Done::Recovered => tr!(lang, "Accès retrouvé\u{a0}: {name}.", "Access recovered: {name}."),
        };
        lines([done, known::new_words(lang, &self.words)])
    }
}

/// Asks, then changes the holders.
pub(super) fn turned(face: &mut Face, vault: Vault, change: Change, question: &str) -> Result<Exit, Refusal> {
    face.go_on(question)?;
    let changed = app::change(vault, change, face.now_ms())?;
    face.show(&changed)?;
    Ok(Exit::Done)
}
