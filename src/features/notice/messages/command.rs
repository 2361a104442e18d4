//! The words for what keeps a command of the notices from being done, where no error below it says so.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    base::{Id, Lang},
    face::{
        error::{CmdError, Explain, Refusal, Telling},
        exit::Exit,
        when::moment,
        words::shown,
    },
    features::notice::{
        actions::Why,
        messages::{account, audience::why, stopped},
    },
    mail::{account::Account, transport::Trouble},
    open::AskError,
    platform::buffer::BufferError,
    tr,
    vault::VaultError,
};

/// What keeps a command of the notices from being done.
pub(crate) enum NotDone {
    /// A file or a folder cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file cannot be written.
    Unwritable(PathBuf, io::Error),
    /// `--set` without an equals sign, for this notice.
    NoValue(String),
    /// The subject or the sender tells too much: these words.
    Telling(Vec<String>),
    /// Somebody would get no message.
    LeftOut(Id, Why),
    /// The number of messages was not typed.
    NotTyped(usize),
    /// No password came.
    Password(AskError),
    /// No editing came about.
    Editing(BufferError),
}

impl NotDone {
    /// Says that these words tell too much.
    pub(crate) fn telling(words: &[&str]) -> Self {
        Self::Telling(words.iter().map(|&word| word.to_owned()).collect())
    }
}

impl Explain for NotDone {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Unreadable(path, why) => unreadable(t, path, why),
            Self::Unwritable(path, why) => unwritable(t, path, why),
            Self::NoValue(notice) => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "--set attend NOM=VALEUR\u{a0}: il manque le signe égal.",
                    "--set takes NAME=VALUE: the equals sign is missing."
                ),
            )
            .hint(format!("contrepoids notice templates {notice}")),
            Self::Telling(found) => telling(lang, found),
            Self::LeftOut(id, out) => {
                let (id, why) = (id.short(), why(lang, *out));
                CmdError::refused(tr!(
                    lang,
                    "la fiche {id} est laissée de côté\u{a0}: {why}.",
                    "record {id} is left out: {why}."
                ))
                .hint(format!("contrepoids member show {id}"))
            }
            Self::NotTyped(count) => {
                CmdError::refused(tr!(lang, "le nombre n’a pas été tapé.", "the number was not typed."))
                    .safe(nothing_left(lang))
                    .hint(tr!(
                        lang,
                        "relancez et tapez {count}, ou ajoutez --yes",
                        "run it again and type {count}, or add --yes"
                    ))
            }
            Self::Password(why) => password(t, why),
            Self::Editing(error) => editing(lang, error),
        }
    }
}

/// Says that a file or a folder cannot be read.
pub(super) fn unreadable(t: &Telling<'_>, path: &Path, source: &io::Error) -> CmdError {
    let lang = t.lang;

    let path = shown(path);
    CmdError::refused(tr!(lang, "{path} ne peut pas être lu.", "{path} cannot be read.")).because(t, source)
}

/// Says that a file cannot be written.
pub(super) fn unwritable(t: &Telling<'_>, path: &Path, source: &io::Error) -> CmdError {
    let lang = t.lang;
    let path = shown(path);
    if source.kind() == io::ErrorKind::AlreadyExists {
        return CmdError::refused(tr!(lang, "{path} existe déjà.", "{path} is there already.")).hint(tr!(
            lang,
            "choisissez un autre nom",
            "choose another name"
        ));
    }
    CmdError::new(Exit::Disk, tr!(lang, "{path} ne peut pas être écrit.", "{path} cannot be written."))
        .because(t, source)
}

/// Says that the outbox does not open.
pub(super) fn outbox(t: &Telling<'_>, error: &VaultError) -> CmdError {
    let lang = t.lang;
    let VaultError::InUse { holder } = error else { return error.explain(t) };
    CmdError::new(
        Exit::InUse,
        tr!(
            lang,
            "un envoi est en cours (processus {holder}).",
            "messages are being sent (process {holder})."
        ),
    )
    .hint(tr!(lang, "attendez la fin de l’envoi", "wait until they are sent"))
}

/// Says until when a campaign waits.
pub(super) fn not_yet(lang: Lang, campaign: &Id, after_ms: u64) -> CmdError {
    let (id, when) = (campaign.short(), moment(lang, after_ms));
    CmdError::refused(tr!(
        lang,
        "l’envoi {id} attend le {when} (heure de Paris).",
        "campaign {id} waits until {when} (Paris time)."
    ))
    .safe(tr!(lang, "Rien n’est parti.", "Nothing has left."))
    .hint(tr!(
        lang,
        "pour l’envoyer sans attendre\u{a0}:  contrepoids notice send {id} --at maintenant",
        "to send it without waiting:  contrepoids notice send {id} --at now"
    ))
}

/// Says that a moment has passed.
pub(super) fn past(lang: Lang, at_ms: u64) -> CmdError {
    let when = moment(lang, at_ms);
    CmdError::refused(tr!(
        lang,
        "le {when} (heure de Paris) est déjà passé.",
        "{when} (Paris time) has already passed."
    ))
    .hint(tr!(lang, "par exemple\u{a0}:  --at 'demain 9h'", "for example:  --at 'tomorrow 9:00'"))
}

/// Says that the subject or the sender tells too much.
pub(super) fn telling(lang: Lang, found: &[impl AsRef<str>]) -> CmdError {
    let list = found.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    CmdError::refused(tr!(
        lang,
        "l’objet, l’expéditeur ou la première ligne dit de quoi il s’agit ({list})\u{a0}; un écran verrouillé l’affiche.",
        "the subject, the sender or the first line tells what this is about ({list}); a lock screen shows it."
    ))
    .hint(tr!(
        lang,
        "choisissez d’autres mots, ou ajoutez --telling\u{a0}: l’envoi s’en souviendra",
        "choose other words, or add --telling: the campaign will remember it"
    ))
}

/// Says that a like notice was sent so long ago that nobody knows to whom.
pub(super) fn forgotten(lang: Lang, at_ms: u64) -> CmdError {
    let at = moment(lang, at_ms);
    CmdError::refused(tr!(
        lang,
        "cet avis a déjà été préparé le {at}, et à qui\u{a0}: cela a été effacé après six mois.",
        "this notice was queued before, on {at}, and to whom was erased after six months."
    ))
    .safe(not_queued(lang))
    .hint(tr!(
        lang,
        "pour l’écrire de nouveau à tous, ajoutez --again",
        "to write it to everybody once more, add --again"
    ))
}

/// Says that the outbox was lost or put back, so that nobody knows whether this notice was sent.
pub(super) fn unsure(lang: Lang, at_ms: u64) -> CmdError {
    let at = moment(lang, at_ms);
    CmdError::refused(tr!(
                    lang,
                    "la boîte d’envoi n’est pas celle d’avant le {at} (sauvegarde restaurée, ou réparation)\u{a0}: le programme ne sait pas si cet avis est déjà parti avant cette date, ni à qui.",
                    "the outbox is not the one of before {at} (a backup restored, or a repair): whether this notice was sent before that, and to whom, the program does not know."
                ))
                .safe(not_queued(lang))
                .hint(tr!(
                    lang,
                    "vous savez qu’il n’est pas parti, ou voulez l’écrire de nouveau à tous\u{a0}: ajoutez --again",
                    "you know that it was not, or want to write it to everybody once more: add --again"
                ))
}

/// Says that there is no way out.
pub(super) fn no_way(lang: Lang) -> CmdError {
    CmdError::new(Exit::Usage, tr!(lang, "il manque par où envoyer.", "there is no way to send by.")).hint(
        tr!(
            lang,
            "--eml-dir DOSSIER, --account COMPTE ou --smtp smtps://nom@serveur",
            "--eml-dir DIR, --account NAME or --smtp smtps://name@server"
        ),
    )
}

/// Says that the program cannot be started again.
pub(super) fn program(t: &Telling<'_>, source: &io::Error) -> CmdError {
    let lang = t.lang;
    CmdError::refused(tr!(
        lang,
        "le programme ne se retrouve pas sur le disque\u{a0}: il ne peut pas se relancer pour envoyer.",
        "the program does not find itself on the disk: it cannot start itself again to send."
    ))
    .because(t, source)
}

/// Says that no password came.
pub(crate) fn password(t: &Telling<'_>, why: &AskError) -> CmdError {
    let lang = t.lang;

    let error = CmdError::refused(tr!(
        lang,
        "le mot de passe du serveur manque.",
        "the password of the server is missing."
    ))
    .hint(tr!(
        lang,
        "tapez-le dans un terminal, ou --password-fd N",
        "type it in a terminal, or --password-fd N"
    ));
    if matches!(why, AskError::NoTerminal) {
        return error.cause(tr!(lang, "personne ne peut répondre ici (pas de terminal)", "{why}"));
    }
    error.because(t, why)
}

fn nothing_left(lang: Lang) -> String {
    tr!(lang, "Rien n’est parti.", "Nothing has left.")
}

fn not_queued(lang: Lang) -> String {
    tr!(lang, "Rien n’a été préparé.", "Nothing was queued.")
}

fn editing(lang: Lang, error: &BufferError) -> CmdError {
    let what = match error {
        BufferError::NoMemory => tr!(
            lang,
            "aucun dossier de cette machine n’est en mémoire seule\u{a0}: un éditeur laisserait une trace lisible.",
            "no folder of this machine lies in memory alone: an editor would leave a readable trace."
        ),
        BufferError::NoEditor => tr!(lang, "aucun éditeur n’est choisi.", "no editor is set."),
        BufferError::NotText => tr!(lang, "le texte ne peut pas être lu.", "the text cannot be read."),
        BufferError::Editor | BufferError::File(_) => {
            tr!(lang, "l’éditeur ne s’est pas bien terminé.", "the editor did not end well.")
        }
    };
    CmdError::refused(what)
        .safe(tr!(lang, "Rien n’est parti, rien n’est enregistré.", "Nothing has left, nothing is stored."))
        .hint(tr!(
            lang,
            "nommez un éditeur (EDITOR=nano), ou donnez le texte sans lui\u{a0}: --stdin, --text-file",
            "name an editor (EDITOR=nano), or give the text without one: --stdin, --text-file"
        ))
}

/// What keeps a command about mail accounts from being done.
pub(crate) enum NoAccount {
    /// There is none.
    None,
    /// The person does not want the command of the account run.
    NotRun,
    /// Nobody can be asked whether the command of this account may run.
    NotAgreed(Box<Account>),
    /// The server refused the test message.
    Refused {
        /// Whether it will refuse it again.
        for_good: bool,
        /// What it answered.
        code: u16,
    },
    /// The test message was not sent.
    Failed(Trouble),
    /// Nobody knows whether the test message was delivered.
    Unknown,
}

impl Explain for NoAccount {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::None => account::none(lang),
            Self::NotRun => {
                CmdError::refused(tr!(lang, "la commande n’a pas été lancée.", "the command was not run."))
                    .safe(nothing_left(lang))
            }
            Self::NotAgreed(account) => account::not_agreed(lang, account),
            Self::Refused { for_good, code } => CmdError::new(
                Exit::NotSent,
                tr!(
                    lang,
                    "le serveur accepte le compte, mais refuse le message ({code}).",
                    "the server takes the account, but refuses the message ({code})."
                ),
            )
            .safe(not_delivered(lang))
            .hint(if *for_good {
                tr!(
                    lang,
                    "l’expéditeur doit être une adresse du compte",
                    "the sender must be an address of the account"
                )
            } else {
                tr!(lang, "réessayez plus tard", "try again later")
            }),
            Self::Failed(trouble) => failed(lang, *trouble),
            // The message may have left: nothing is said of what is safe.
            Self::Unknown => CmdError::new(
                Exit::NotSent,
                tr!(
                    lang,
                    "le serveur n’a pas répondu à la fin\u{a0}: le message est peut-être parti.",
                    "the server did not answer in the end: the message may have left."
                ),
            )
            .safe("")
            .hint(tr!(lang, "regardez dans la boîte", "look into the box")),
        }
    }
}

fn not_delivered(lang: Lang) -> String {
    tr!(lang, "Rien n’a été remis.", "Nothing was delivered.")
}

fn failed(lang: Lang, trouble: Trouble) -> CmdError {
    let what = stopped(lang, trouble);
    let what = what.strip_prefix("Arrêté\u{a0}: ").or(what.strip_prefix("Stopped: ")).unwrap_or(&what);
    let error = CmdError::new(Exit::NotSent, what).safe(not_delivered(lang));
    match trouble {
        Trouble::Password(_) | Trouble::NoMechanism => error.hint(tr!(
            lang,
            "un mot de passe propre à ce programme\u{a0}? contrepoids notice account providers",
            "a password made for this program? contrepoids notice account providers"
        )),
        Trouble::Unreachable
        | Trouble::Untrusted(_)
        | Trouble::Timeout
        | Trouble::Closed
        | Trouble::Nonsense
        | Trouble::NotAvailable(_)
        | Trouble::File
        | Trouble::Child => error.hint(tr!(
            lang,
            "vérifiez le réseau et le serveur, puis réessayez",
            "look at the network and the server, then try again"
        )),
    }
}

/// Where the text of a reply lies that was not queued.
pub(crate) enum Left {
    /// Sealed in the outbox, under this number.
    Sealed(u64),
    /// The same for a text to a selection.
    Written(u64),
    /// In memory alone, in this file.
    InMemory(PathBuf),
    /// Nowhere.
    Lost,
}

/// A reply that was not queued, with what became of its text.
pub(crate) struct Unqueued(pub Refusal, pub Left);

impl Explain for Unqueued {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let (lang, error) = (t.lang, self.0.explain(t));
        match &self.1 {
            Left::Sealed(number) | Left::Written(number) => {
                let command = super::audience::resume(*number, matches!(self.1, Left::Written(_)));
                error
                    .safe(tr!(
                        lang,
                        "Rien n’est parti. Votre texte est gardé, scellé.",
                        "Nothing has left. Your text is kept, sealed."
                    ))
                    .hint(tr!(lang, "pour le reprendre\u{a0}: {command}", "to take it up again: {command}"))
            }
            Left::InMemory(path) => {
                let path = shown(path);
                error
                    .safe(tr!(
                        lang,
                        "Rien n’est parti. Votre texte est en mémoire seule, non chiffré, jusqu’à l’arrêt de la machine.",
                        "Nothing has left. Your text lies in memory only, not encrypted, until the machine stops."
                    ))
                    .hint(tr!(
                        lang,
                        "reprenez-le, puis effacez-le\u{a0}: {path}",
                        "take it up again, then delete it: {path}"
                    ))
            }
            Left::Lost => {
                error.hint(tr!(lang, "votre texte n’a pas pu être gardé", "your text could not be kept"))
            }
        }
    }
}
