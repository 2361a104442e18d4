//! `contrepoids sync`: one vault on several laptops, without a server.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use crate::{
    base::{Lang, View},
    face::{
        error::{Refusal, safe::Safe},
        exit::Exit,
        frame::{Face, Show, lines},
        when,
    },
    features::{
        key::{
            actions::KeyError,
            cli::{ShowArgs, holders, show},
        },
        notice::cli::outbox::waiting,
        sync::{
            actions::{self as app, Opening, Rounded, Rounds, SyncFault},
            messages::NotTaken,
            views,
        },
    },
    open::{self, Access},
    sync::{Address, CarrierError},
    tr, trn,
    vault::{Identity, VaultError},
};

/// Share the vault among several laptops, by any folder that carries files
///
/// Alone it has a round with each place: what the others entered is merged, what was entered here goes. A place is a folder
/// that the others reach, too: a stick, a folder that Syncthing or a cloud drive carries. What lies there is encrypted and
/// signed; what is missing, older, doubled or forged is refused by name.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  contrepoids sync add /media/stick
  contrepoids sync
  contrepoids sync status")]
pub struct SyncArgs {
    /// Put there again what a place has lost
    #[arg(long)]
    again: bool,
    /// What else can be done.
    #[command(subcommand)]
    cmd: Option<SyncCmd>,
}

/// What `sync` can do.
#[derive(Debug, Subcommand)]
pub enum SyncCmd {
    /// Add a place, and have a first round with it
    Add(AddArgs),
    /// Join: print the card of this device, or take the vault from a place
    ///
    /// Without a place: prints the card of this device, for who is to admit it, and its six words to be said by voice. With a
    /// place, once you were admitted: makes the vault here of all that your role may open.
    Join(JoinArgs),
    /// Admit a device by its card, and tell the places
    Invite(InviteArgs),
    /// Write what this computer and the others told into one file, for a mail or a stick
    Push(PushArgs),
    /// Merge what such a file holds
    Pull(PullArgs),
    /// Show the devices, when they were last seen, what waits
    Status(StatusArgs),
    /// List what two people wrote without seeing each other
    ///
    /// Both values, who wrote each and when, which one stands in the record now. What came of somebody who left, or of two
    /// elections of one day, is for a person to look at.
    Conflicts(ConflictsArgs),
    /// Settle a conflict: one of the two values stays
    ///
    /// Without a number it is seen to: somebody who left and was edited, two elections of one day. The other number takes it back.
    Settle(SettleArgs),
    /// Give this copy of the vault a new name, where its folder was copied
    Rejoin(RejoinArgs),
}

/// The arguments of `sync add`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync add /media/stick
  contrepoids sync add https://cloud.example/remote.php/dav/files/lou/section \\
    --user lou")]
pub struct AddArgs {
    /// Folder that the others reach, too, apart from the vault; or the address of one on a server (https://, as Nextcloud has it)
    #[arg(value_name = "DIR")]
    pub place: PathBuf,
    /// Have a round with it before and after each command, without being asked; nothing fails for it
    #[arg(long)]
    pub auto: bool,
    /// How to sign in at a server.
    #[command(flatten)]
    pub login: Login,
}

/// How to sign in at a server.
#[derive(Debug, Clone, Args)]
pub struct Login {
    /// Who signs in at the server; the password is asked for and kept sealed on this device
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// Read the password of the server from this open file descriptor
    #[arg(long, value_name = "N", requires = "user")]
    pub password_fd: Option<i32>,
}

impl Login {
    fn ask(
        &self,
        face: &Face,
        place: &std::path::Path,
    ) -> Result<Option<(String, Zeroizing<String>)>, Refusal> {
        let Some(name) = &self.user else { return Ok(None) };
        let host = place.to_str().and_then(|text| Address::read(text).ok());
        let host = host.map(|address| address.host().to_owned()).unwrap_or_default();
        let asked = face.prompt().password(&host, self.password_fd).map_err(SyncFault::Password)?;
        Ok(Some((name.clone(), Zeroizing::new(asked.text().to_owned()))))
    }
}

/// The arguments of `sync join`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids sync join --name \"Lou's laptop\"
  contrepoids sync join /media/stick")]
pub struct JoinArgs {
    /// Folder where the vault is shared
    #[arg(value_name = "DIR")]
    pub place: Option<PathBuf>,
    /// What the others shall call this device; asked for without it
    #[arg(long, value_name = "NAME", conflicts_with = "place")]
    pub name: Option<String>,
    /// File to write the card to
    #[arg(long, value_name = "FILE", conflicts_with = "place")]
    pub out: Option<PathBuf>,
    /// How to sign in at a server.
    #[command(flatten)]
    pub login: Login,
}

/// The arguments of `sync invite`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync invite card.txt --roles organizer")]
pub struct InviteArgs {
    /// The card: its text, a file that holds it, or -
    #[arg(value_name = "CARD")]
    pub card: String,
    /// What it may do: one role or several
    #[arg(long, value_enum, value_delimiter = ',', required = true, value_name = "ROLES")]
    pub roles: Vec<holders::RoleName>,
    /// The six words of the card, as heard; asked for without
    #[arg(long, value_name = "WORDS")]
    pub words: Option<String>,
}

/// The arguments of `sync push`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync push --file for-lou.objects")]
pub struct PushArgs {
    /// File to write; it must not exist
    #[arg(long, value_name = "FILE", required = true)]
    pub file: PathBuf,
}

/// The arguments of `sync pull`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync pull from-camille.objects")]
pub struct PullArgs {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// The arguments of `sync status`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync status")]
pub struct StatusArgs {}

/// The arguments of `sync conflicts`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync conflicts")]
pub struct ConflictsArgs {}

/// The arguments of `sync settle`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync settle 3f2a91c4 2")]
pub struct SettleArgs {
    /// The conflict, by the beginning of its identifier
    #[arg(value_name = "ID")]
    pub conflict: String,
    /// Which value stays: 1 or 2, as `sync conflicts` lists them
    #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub value: Option<u8>,
}

/// The arguments of `sync rejoin`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:
  contrepoids sync rejoin")]
pub struct RejoinArgs {}

impl SyncArgs {
    /// Returns what is safe when the command is refused.
    #[must_use]
    pub fn safe(&self) -> Safe {
        match &self.cmd {
            Some(SyncCmd::Status(_) | SyncCmd::Conflicts(_)) => Safe::Read,
            Some(SyncCmd::Join(args)) if args.place.is_none() => Safe::Export,
            Some(SyncCmd::Push(_)) => Safe::Export,
            None
            | Some(
                SyncCmd::Add(_)
                | SyncCmd::Join(_)
                | SyncCmd::Invite(_)
                | SyncCmd::Pull(_)
                | SyncCmd::Settle(_)
                | SyncCmd::Rejoin(_),
            ) => Safe::Write,
        }
    }

    /// Whether it opens the vault.
    #[must_use]
    pub fn opens_the_vault(&self) -> bool {
        !matches!(&self.cmd, Some(SyncCmd::Join(_)))
    }
}

/// Runs `contrepoids sync …`.
///
/// # Errors
/// What kept the command from doing what was asked.
pub fn run(face: &mut Face, args: &SyncArgs) -> Result<Exit, Refusal> {
    match &args.cmd {
        None => rounds(face, args.again, None),
        Some(SyncCmd::Add(args)) => add(face, args),
        Some(SyncCmd::Join(JoinArgs { place: None, name, out, .. })) => {
            show(face, &ShowArgs { name: name.clone(), out: out.clone(), force: false })
        }
        Some(SyncCmd::Join(JoinArgs { place: Some(place), login, .. })) => join(face, place, login),
        Some(SyncCmd::Invite(args)) => invite(face, args),
        Some(SyncCmd::Push(args)) => push(face, args),
        Some(SyncCmd::Pull(args)) => pull(face, args),
        Some(SyncCmd::Status(_)) => status(face),
        Some(SyncCmd::Rejoin(_)) => rejoin(face),
        Some(SyncCmd::Conflicts(_)) => conflicts(face),
        Some(SyncCmd::Settle(args)) => settle(face, args),
    }
}

fn opening<'a>(face: &'a Face, key: &'a Identity, again: bool) -> Opening<'a> {
    Opening {
        place: face.place(),
        key,
        accept: face.accepted(),
        again,
        lang: face.lang,
        moment: when::rfc3339,
    }
}

struct Shown<'a> {
    rounds: &'a Rounds,
    admitted: Option<String>,
}

impl Show for Shown<'_> {
    fn view(&self, lang: Lang) -> impl View {
        self.rounds.view(lang, when::rfc3339, self.admitted.clone())
    }

    fn text(&self, lang: Lang) -> String {
        let view = self.rounds.view(lang, when::rfc3339, self.admitted.clone());
        let mut out = Vec::new();
        if let Some(name) = &self.admitted {
            out.push(tr!(lang, "Admis\u{a0}: {name}.", "Admitted: {name}."));
        }
        for (round, of) in view.places.iter().zip(&self.rounds.rounds) {
            out.extend(told(lang, round, of));
        }
        for held in &self.rounds.held {
            let (id, notice) = (held.campaign.short(), &held.notice);
            out.push(tr!(lang, "Envoi {id} ({notice})\u{a0}:", "Campaign {id} ({notice}):"));
            out.extend(waiting(lang, held));
        }
        if !view.conflicts.is_empty() {
            out.push(tr!(lang, "Écrit des deux côtés sans se voir\u{a0}:", "Written on both sides, apart:"));
            out.extend(view.conflicts.iter().flat_map(|conflict| of_two(lang, conflict)));
            out.push(tr!(
                lang,
                "Pour les revoir\u{a0}:  contrepoids sync conflicts",
                "To see them again:  contrepoids sync conflicts"
            ));
        }
        if let Some(words) = &view.words {
            out.push(tr!(
                lang,
                "Les six mots du coffre sont maintenant\u{a0}:",
                "The six words of the vault are now:"
            ));
            out.extend(six(lang, words));
        }
        lines(out)
    }
}

/// Says what came and went in one place.
fn told(lang: Lang, round: &views::Round, of: &Rounded) -> Vec<String> {
    let place = &round.place;
    if let Some(away) = &of.away {
        let why = match away {
            CarrierError::Full(_) => tr!(lang, "plein", "full"),
            CarrierError::Forbidden(_) => tr!(lang, "fermé", "closed"),
            _ => tr!(lang, "pas joignable, plus tard", "not reached, later"),
        };
        return vec![format!("{place}\u{a0}: {why}.")];
    }
    let mut out = vec![tr!(lang, "{place}\u{a0}:", "{place}:")];
    for from in round.from.iter().filter(|from| from.records > 0) {
        let (device, records) = (&from.device, from.records);
        out.push(trn!(
            lang,
            records,
            "  reçu de {device}\u{a0}: {records} fiche",
            "  reçu de {device}\u{a0}: {records} fiches",
            "  came from {device}: {records} record",
            "  came from {device}: {records} records"
        ));
    }
    let sent = round.sent;
    if round.whole {
        out.push(trn!(
            lang,
            sent,
            "  parti\u{a0}: tout le coffre, {sent} fiche",
            "  parti\u{a0}: tout le coffre, {sent} fiches",
            "  went: the whole vault, {sent} record",
            "  went: the whole vault, {sent} records"
        ));
    } else if sent > 0 {
        out.push(trn!(
            lang,
            sent,
            "  parti\u{a0}: {sent} fiche",
            "  parti\u{a0}: {sent} fiches",
            "  went: {sent} record",
            "  went: {sent} records"
        ));
    }
    if round.turned {
        out.push(tr!(
            lang,
            "  les clés ont été changées ailleurs\u{a0}: elles sont reprises ici",
            "  the keys were turned elsewhere: they are taken over here"
        ));
    }
    if round.settled {
        out.push(tr!(
            lang,
            "  des changements de titulaires faits chacun de son côté sont réunis",
            "  changes of holders that were made apart are brought together"
        ));
    }
    if round.waits {
        out.push(tr!(
            lang,
            "  un changement de titulaires arrive, pas encore entier\u{a0}: recommencez plus tard",
            "  a change of holders is coming, not whole yet: try again later"
        ));
    }
    let strangers = round.strangers;
    if strangers > 0 {
        out.push(trn!(
            lang,
            strangers,
            "  {strangers} fichier d’ailleurs (copie en conflit\u{a0}?), laissé de côté",
            "  {strangers} fichiers d’ailleurs (copies en conflit\u{a0}?), laissés de côté",
            "  {strangers} foreign file (a conflict copy?), passed over",
            "  {strangers} foreign files (conflict copies?), passed over"
        ));
    }
    out.extend(round.refused.iter().zip(&of.refused).map(|(view, of)| refused(lang, view, of.since_ms)));
    let files = round.files;
    if sent == 0 && files > 0 {
        out.push(trn!(
            lang,
            files,
            "  parti\u{a0}: {files} envoi sans fiche (clés, ou accusé de réception)",
            "  parti\u{a0}: {files} envois sans fiche (clés, ou accusé de réception)",
            "  went: {files} object without a record (keys, or word of what came)",
            "  went: {files} objects without a record (keys, or word of what came)"
        ));
    }
    if out.len() == 1 {
        out.push(tr!(
            lang,
            "  rien de nouveau, ni d’ici ni d’ailleurs",
            "  nothing new, from here or elsewhere"
        ));
    }
    out
}

/// Six words in both languages: the one of the command first.
fn six(lang: Lang, words: &views::Words) -> [String; 2] {
    let (fr, en) = (format!("  fr  {}", words.fr.join(" ")), format!("  en  {}", words.en.join(" ")));
    if lang == Lang::Fr { [fr, en] } else { [en, fr] }
}

/// When something was written, as people read it.
fn at(lang: Lang, written: Option<&String>) -> String {
    let read = written.and_then(|at| chrono::DateTime::parse_from_rfc3339(at).ok());
    let ms = read.and_then(|at| u64::try_from(at.timestamp_millis()).ok());
    ms.map_or_else(|| "?".to_owned(), |ms| when::moment(lang, ms))
}

/// What two wrote without seeing each other.
fn of_two(lang: Lang, conflict: &views::Conflict) -> Vec<String> {
    let (id, field) = (conflict.id.short(), &conflict.field);
    let what = match conflict.what {
        "field" => field.clone(),
        "ended" => {
            tr!(lang, "sorti·e d’un côté, modifié·e de l’autre", "left on one side, edited on the other")
        }
        "merged" => tr!(lang, "réunis chacun dans l’autre", "merged each into the other"),
        _ => tr!(lang, "deux élections du même jour", "two elections of one day"),
    };
    let who = conflict.who.as_ref().map_or_else(String::new, |who| format!("{who}, "));
    let mut out = vec![format!("{id}  {who}{what}")];
    for (number, side) in [(1_u8, &conflict.one), (2, &conflict.two)] {
        let empty = || tr!(lang, "vide", "empty");
        let value = match (&side.value, lang) {
            (Some(value), Lang::Fr) => format!("«\u{a0}{value}\u{a0}»"),
            (Some(value), Lang::En) => format!("“{value}”"),
            (None, _) => empty(),
        };
        let of = if conflict.what == "ended" { format!("{}\u{a0}: ", side.field) } else { String::new() };
        let stays =
            if conflict.stays == Some(number) { tr!(lang, " (reste)", " (stays)") } else { String::new() };
        let (device, when) = (&side.device, at(lang, side.written.as_ref()));
        out.push(format!("  {number}  {of}{value}{stays}"));
        out.push(format!("     {device}, {when}"));
    }
    out.push(if conflict.what == "field" {
        tr!(lang, "  → contrepoids sync settle {id} 1  (ou 2)", "  → contrepoids sync settle {id} 1  (or 2)")
    } else {
        format!("  → contrepoids sync settle {id}")
    });
    out
}

fn refused(lang: Lang, view: &views::Refused, since_ms: u64) -> String {
    let (text, number) = (view.text, view.number);
    let device = view.device.clone().unwrap_or_else(|| tr!(lang, "appareil inconnu", "an unknown device"));
    let since = if since_ms > 0 {
        let when = when::moment(lang, since_ms);
        tr!(lang, ", vu pour la dernière fois le {when}", ", last seen on {when}")
    } else {
        String::new()
    };
    tr!(
        lang,
        "  refusé\u{a0}: {text} ({device}, nº\u{a0}{number}{since})",
        "  refused: {text} ({device}, no. {number}{since})"
    )
}

fn shown_rounds(face: &mut Face, rounds: &Rounds, admitted: Option<String>) -> Result<Exit, Refusal> {
    face.show(&Shown { rounds, admitted })?;
    Ok(if rounds.refused_some() { Exit::Found } else { Exit::Done })
}

/// Has a round with the places that are used without being asked: before a command, and after it where the key is still at hand. What
/// came is said in a line; nothing keeps the command from what it does.
///
/// # Errors
/// What keeps the key from being read: the command would be refused for the same.
pub fn by_itself(face: &mut Face, after: bool) -> Result<(), Refusal> {
    if !app::is_auto(face.place()) || after && !face.holds_key() {
        return Ok(());
    }
    let key = face.key()?;
    let Ok(vault) = face.open_by(&key, Access::Write) else { return Ok(()) };
    let Ok(rounds) = app::all(opening(face, &key, false), vault, true) else {
        let lang = face.lang;
        face.note(&tr!(
            lang,
            "Le partage de lui-même n’a pas abouti\u{a0}:  contrepoids sync",
            "Sharing by itself came to nothing:  contrepoids sync"
        ));
        return Ok(());
    };
    let came = rounds.rounds.iter().any(|round| round.from.iter().any(|from| from.records > 0));
    if came || !rounds.held.is_empty() || !rounds.conflicts.is_empty() || rounds.refused_some() {
        let text = Shown { rounds: &rounds, admitted: None }.text(face.lang);
        face.note(text.trim_end());
    }
    Ok(())
}

fn rounds(face: &mut Face, again: bool, admitted: Option<String>) -> Result<Exit, Refusal> {
    let vault = face.open_write()?;
    let key = face.key()?;
    let rounds = app::all(opening(face, &key, again), vault, false)?;
    shown_rounds(face, &rounds, admitted)
}

fn add(face: &mut Face, args: &AddArgs) -> Result<Exit, Refusal> {
    let folder = app::look(face.place(), &args.place)?;
    let vault = face.open_write()?;
    let key = face.key()?;
    let login = args.login.ask(face, &folder)?;
    let wanted = app::Wanted { place: &folder, login, auto: args.auto };
    let rounds = app::add(opening(face, &key, false), vault, wanted)?;
    shown_rounds(face, &rounds, None)
}

fn push(face: &mut Face, args: &PushArgs) -> Result<Exit, Refusal> {
    let vault = face.open_write()?;
    let key = face.key()?;
    let rounds = app::push_to(opening(face, &key, false), vault, &args.file)?;
    shown_rounds(face, &rounds, None)
}

fn pull(face: &mut Face, args: &PullArgs) -> Result<Exit, Refusal> {
    let place = app::read_file(&args.file)?;
    let vault = face.open_write()?;
    let key = face.key()?;
    let rounds = app::pull_from(opening(face, &key, false), vault, &place, &args.file)?;
    shown_rounds(face, &rounds, None)
}

fn invite(face: &mut Face, args: &InviteArgs) -> Result<Exit, Refusal> {
    let (card, roles, words) = (args.card.clone(), args.roles.clone(), args.words.clone());
    // What others did with the holders comes first: then nothing has to be brought together.
    let vault = face.open_write()?;
    // A public key alone signs nothing, so that no copy of the vault could be told from another.
    if card.trim_start().starts_with("age1") {
        return Err(KeyError::ReadsOnly.into());
    }
    let key = face.key()?;
    drop(app::all(opening(face, &key, false), vault, false)?);
    let admitted = holders::admit(face, &holders::AddArgs { card, roles, words, name: None })?;
    rounds(face, false, admitted.holder)
}

fn rejoin(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_write()?;
    let key = face.key()?;
    let how = opening(face, &key, false);
    let vault = app::rejoin(vault)?;
    let rounds = app::all(how, vault, false)?;
    shown_rounds(face, &rounds, None)
}

impl Show for views::Status {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let mut out = Vec::new();
        let unsent = self.unsent;
        for state in &self.places {
            let place = &state.place;
            let auto = if state.auto { tr!(lang, " (de lui-même)", " (by itself)") } else { String::new() };
            out.push(tr!(lang, "Lieu de partage\u{a0}: {place}{auto}", "Place: {place}{auto}"));
            let waits = state.waits;
            if waits > 0 {
                out.push(trn!(
                    lang,
                    waits,
                    "  {waits} envoi d’ici n’y est pas encore",
                    "  {waits} envois d’ici n’y sont pas encore",
                    "  {waits} object from here is not there yet",
                    "  {waits} objects from here are not there yet"
                ));
            }
        }
        if self.places.is_empty() {
            out.push(tr!(
                lang,
                "Aucun lieu de partage. Pour en ajouter un\u{a0}:  contrepoids sync add DOSSIER",
                "No place. To add one:  contrepoids sync add DIR"
            ));
        }
        out.push(trn!(
            lang,
            unsent,
            "{unsent} fiche changée ici n’est pas encore partie.",
            "{unsent} fiches changées ici ne sont pas encore parties.",
            "{unsent} record changed here has not gone yet.",
            "{unsent} records changed here have not gone yet."
        ));
        for device in &self.devices {
            out.push(of_device(lang, device));
        }
        for erasure in &self.erasures {
            let (known, of, records) = (erasure.known, erasure.of, erasure.records);
            out.push(trn!(
                lang,
                records,
                "{records} fiche effacée\u{a0}: effacé sur {known} machines sur {of}.",
                "{records} fiches effacées\u{a0}: effacé sur {known} machines sur {of}.",
                "{records} record erased: on {known} machines of {of}.",
                "{records} records erased: on {known} machines of {of}."
            ));
        }
        let conflicts = self.conflicts;
        if conflicts > 0 {
            out.push(trn!(
                lang,
                conflicts,
                "{conflicts} conflit à trancher\u{a0}:  contrepoids sync conflicts",
                "{conflicts} conflits à trancher\u{a0}:  contrepoids sync conflicts",
                "{conflicts} conflict to settle:  contrepoids sync conflicts",
                "{conflicts} conflicts to settle:  contrepoids sync conflicts"
            ));
        }
        out.push(tr!(
            lang,
            "Les six mots du coffre, les mêmes sur chaque appareil\u{a0}:",
            "The six words of the vault, the same on each device:"
        ));
        out.extend(six(lang, &self.words));
        lines(out)
    }
}

fn of_device(lang: Lang, device: &views::Device) -> String {
    let name = &device.device;
    if device.this_device {
        return tr!(lang, "  {name} (cet appareil)", "  {name} (this device)");
    }
    let Some(seen) = device.seen.as_deref().and_then(|seen| seen.get(..10)) else {
        return tr!(lang, "  {name}\u{a0}: jamais vu", "  {name}: never seen");
    };
    let behind = device.behind;
    let waits = if behind == 0 {
        String::new()
    } else {
        trn!(
            lang,
            behind,
            ", {behind} envoi d’ici pas encore confirmé",
            ", {behind} envois d’ici pas encore confirmés",
            ", {behind} object from here not acknowledged yet",
            ", {behind} objects from here not acknowledged yet"
        )
    };
    let silent = if device.silent {
        tr!(lang, " (plus de 90 jours\u{a0}: on ne l’attend plus)", " (more than 90 days: not waited for)")
    } else {
        String::new()
    };
    tr!(lang, "  {name}\u{a0}: vu le {seen}{silent}{waits}", "  {name}: seen on {seen}{silent}{waits}")
}

impl Show for views::Conflicts {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        if self.conflicts.is_empty() {
            return lines([tr!(lang, "Aucun conflit à trancher.", "No conflict to settle.")]);
        }
        lines(self.conflicts.iter().flat_map(|conflict| of_two(lang, conflict)))
    }
}

impl Show for views::Settled {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let id = self.conflict.id.short();
        let mut out = vec![tr!(lang, "Conflit {id} tranché.", "Conflict {id} settled.")];
        if let Some(stays) = self.stays {
            let other = if stays == 1 { 2 } else { 1 };
            out.push(tr!(
                lang,
                "La valeur {stays} reste. Pour revenir\u{a0}:  contrepoids sync settle {id} {other}",
                "Value {stays} stays. To take it back:  contrepoids sync settle {id} {other}"
            ));
        }
        lines(out)
    }
}

fn conflicts(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let conflicts = app::conflicts::all(&vault, face.lang, when::rfc3339)?;
    face.show(&conflicts)?;
    Ok(Exit::Done)
}

fn settle(face: &mut Face, args: &SettleArgs) -> Result<Exit, Refusal> {
    let mut vault = face.open_write()?;
    let wanted = (args.conflict.as_str(), args.value);
    let shown = (face.lang, when::rfc3339 as app::Moment);
    let settled = app::conflicts::settle(&mut vault, face.now_ms(), wanted, shown)?;
    face.show(&settled)?;
    Ok(Exit::Done)
}

fn status(face: &mut Face) -> Result<Exit, Refusal> {
    let vault = face.open_read()?;
    let key = face.key()?;
    let status = app::status(opening(face, &key, false), &vault, when::rfc3339)?;
    face.show(&status)?;
    Ok(Exit::Done)
}

impl Show for views::Joined {
    fn view(&self, _lang: Lang) -> impl View {
        self.clone()
    }

    fn text(&self, lang: Lang) -> String {
        let (vault, people) = (&self.vault, self.people);
        let mut out = vec![
            tr!(lang, "Le coffre est ici\u{a0}: {vault}", "The vault is here: {vault}"),
            trn!(
                lang,
                people,
                "{people} personne est arrivée.",
                "{people} personnes sont arrivées.",
                "{people} person has arrived.",
                "{people} people have arrived."
            ),
        ];
        if !self.closed.is_empty() {
            out.push(tr!(
                lang,
                "Ce qui n’est pas de votre rôle reste chiffré, et voyage avec le reste.",
                "What is not part of your role stays encrypted, and travels with the rest."
            ));
        }
        out.push(tr!(lang, "Les six mots du coffre\u{a0}:", "The six words of the vault:"));
        out.extend(six(lang, &self.words));
        lines(out)
    }
}

fn join(face: &mut Face, place: &std::path::Path, login: &Login) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let folder = app::look(face.place(), place)?;
    app::look_for_room(face.place(), face.accepted())?;
    let key = open::identity(&face.place().identity_file(), &face.prompt())?;
    let login = login.ask(face, &folder)?;
    let wanted = app::Wanted { place: &folder, login, auto: false };
    let found = app::found(&wanted, &key)?;
    let joined = match app::join(opening(face, &key, false), &wanted, &found) {
        Err(SyncFault::Vault(VaultError::Strange(standing))) => {
            let of = tr!(lang, "le coffre de ce lieu de partage", "the vault of this place");
            if !face.takes(&of, &standing)? {
                return Err(NotTaken(standing).into());
            }
            app::join(opening(face, &key, false), &wanted, &found)
        }
        other => other,
    };
    joined?;
    let view = app::joined(face.place(), &key, &found, lang, when::rfc3339);
    face.show(&view)?;
    Ok(Exit::Done)
}
