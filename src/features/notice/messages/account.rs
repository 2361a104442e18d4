//! The words for mail accounts that cannot be made or used.

use crate::{
    base::Lang,
    face::error::{CmdError, Explain, Telling},
    features::notice::actions::account::AccountError,
    mail::{
        account::{self as account, Account, PasswordSource},
        command::{self, CommandError},
    },
    tr,
};

impl Explain for AccountError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        match self {
        Self::Name => CmdError::refused(tr!(
                lang,
                "le nom d’un compte a de 1 à 40 lettres sans accent, chiffres ou tirets.",
                "the name of an account has 1 to 40 plain letters, digits or hyphens."
            ),
        )
        .hint("contrepoids notice account add section --from …"),
        Self::None { known } if known.is_empty() => none(lang),
        Self::None { known } => {
            let known = known.join(", ");
            CmdError::refused(tr!(
                    lang,
                    "il n’y a pas de compte de ce nom\u{a0}; il y a {known}.",
                    "there is no account of this name; there are {known}."
                ),
            )
            .hint("contrepoids notice account list")
        }
        Self::Exists => CmdError::refused(tr!(lang, "il y a déjà un compte de ce nom.", "there is an account of this name already."),
        )
        .hint(tr!(lang, "--replace pour le remplacer", "--replace to take its place")),
        Self::Provider { known } => {
            let known = known.join(", ");
            CmdError::refused(tr!(lang, "fournisseur inconnu\u{a0}; il y a {known}.", "unknown provider; there are {known}."),
            )
            .hint("contrepoids notice account providers")
        }
        Self::Unknown { .. } => CmdError::refused(tr!(
                lang,
                "les réglages de ce domaine ne sont pas connus\u{a0}: on ne devine pas un serveur.",
                "the settings for this domain are not known: a server is not guessed."
            ),
        )
        .hint(tr!(
            lang,
            "--provider ovh (ou gandi, infomaniak…) si le domaine est hébergé là",
            "--provider ovh (or gandi, infomaniak…) if the domain is hosted there"
        ))
        .hint(tr!(
            lang,
            "--smtp smtps://nom@serveur, tel que l’aide de l’hébergeur le dit",
            "--smtp smtps://name@server, as the help of the host says"
        )),
        Self::Starttls { name, host, port } => starttls(lang, name, host, *port),
        Self::TokenOnly { name } => token_only(lang, name),
        Self::ReplyElsewhere => CmdError::refused(tr!(
            lang,
            "les réponses iraient à une adresse qui n’est pas à la section.",
            "replies would go to an address that is not the section's."
        ))
        .hint(tr!(
            lang,
            "l’adresse d’un compte (contrepoids notice account list), ou du domaine de l’expéditeur",
            "the address of an account (contrepoids notice account list), or in the sender's domain"
        )),
        Self::Command(why) => why.explain(t),
        Self::User => CmdError::refused(tr!(
            lang,
            "l’identifiant ne convient pas\u{a0}: lettres simples, sans espace.",
            "the name to sign in with is not usable: plain letters, no spaces."
        )),
        Self::NoSecret => CmdError::refused(tr!(
            lang,
            "il manque le mot de passe du compte.",
            "the password of the account is missing."
        ))
        .hint("--password-fd N")
        .hint("--password-command 'pass show …'"),
        Self::Secret => CmdError::refused(tr!(
            lang,
            "le mot de passe est vide, trop long ou contient des caractères de contrôle.",
            "the password is empty, too long or has control characters."
        )),
        Self::TokenSealed => CmdError::refused(tr!(
            lang,
            "un jeton change toutes les heures\u{a0}: il vient d’une commande.",
            "a token changes every hour: it comes from a command."
        ))
        .hint("--token-command '…'"),
        Self::NotAgreed => not_agreed_yet(lang),
        Self::OtherDevice => CmdError::refused(tr!(
            lang,
            "la commande de ce compte a été tapée sur un autre appareil\u{a0}; elle n’est pas lancée ici.",
            "the command of this account was typed on another device; it is not run here."
        ))
        .hint(tr!(
            lang,
            "refaites le compte ici\u{a0}: contrepoids notice account add … --replace",
            "make the account anew here: contrepoids notice account add … --replace"
        )),
    }
    }
}

/// Says that nobody has agreed to the command of an account.
fn not_agreed_yet(lang: Lang) -> CmdError {
    CmdError::refused(tr!(
        lang,
        "personne n’a encore accepté, sur cet appareil, de lancer la commande de ce compte.",
        "nobody has agreed yet, on this device, to run the command of this account."
    ))
    .hint(tr!(
        lang,
        "sur un terminal\u{a0}: contrepoids notice account test",
        "on a terminal: contrepoids notice account test"
    ))
}

/// The question before a command is run for the first time on this device.
pub(crate) fn agree_question(lang: Lang, account: &Account) -> String {
    let PasswordSource::Command { words, .. } = &account.source else { return String::new() };
    let (name, server, command) = (&account.name, account::shown(&account.server), command::shown(words));
    let user = account.server.user.as_deref().unwrap_or("-");
    tr!(
        lang,
        "Le compte {name} (serveur {server}, identifiant {user}) veut lancer cette commande sur cet appareil, pour la première fois\u{a0}:\n\n  {command}\n\nLa lancer\u{a0}? Oui seulement si vous la connaissez.",
        "The account {name} (server {server}, signs in as {user}) wants to run this command on this device, for the first time:\n\n  {command}\n\nRun it? Yes only if you know it."
    )
}

/// Says that a command is not run because nobody has agreed to it on this device.
pub(crate) fn not_agreed(lang: Lang, account: &Account) -> CmdError {
    let PasswordSource::Command { words, .. } = &account.source else {
        return not_agreed_yet(lang);
    };
    let (name, command) = (&account.name, command::shown(words));
    let server = account::shown(&account.server);
    let what = tr!(
        lang,
        "le compte {name} ({server}) veut lancer une commande que personne n’a encore acceptée sur cet appareil\u{a0}: {command}",
        "the account {name} ({server}) wants to run a command that nobody has agreed to yet on this device: {command}"
    );
    CmdError::refused(what)
        .hint(tr!(
            lang,
            "si vous la connaissez, acceptez-la sur un terminal\u{a0}: contrepoids notice account test {name}",
            "if you know it, agree to it on a terminal: contrepoids notice account test {name}"
        ))
        .hint(tr!(
            lang,
            "dans un script, retapez-la\u{a0}: contrepoids notice account add {name} … --replace",
            "in a script, type it again: contrepoids notice account add {name} … --replace"
        ))
}

/// Says that there is no account.
pub(crate) fn none(lang: Lang) -> CmdError {
    CmdError::refused(tr!(lang, "il n’y a pas de compte.", "there is no account.")).hint(tr!(
        lang,
        "contrepoids notice account add NOM --from ADRESSE",
        "contrepoids notice account add NAME --from ADDRESS"
    ))
}
impl Explain for CommandError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let what = match self {
            Self::Empty => tr!(lang, "la commande est vide.", "the command is empty."),
            Self::Quote => {
                tr!(
                    lang,
                    "un guillemet n’est pas fermé dans la commande.",
                    "a quotation mark in the command is not closed."
                )
            }
            Self::Shell(c) => tr!(
                lang,
                "la commande contient «\u{a0}{c}\u{a0}», que seul un interpréteur comprend\u{a0}; elle est lancée sans.",
                "the command holds `{c}`, which only a shell understands; it is run without one."
            ),
            Self::Start => tr!(
                lang,
                "la commande du mot de passe ne peut pas être lancée.",
                "the command for the password cannot be started."
            ),
            Self::Time => tr!(
                lang,
                "la commande du mot de passe n’a pas fini à temps (60 secondes).",
                "the command for the password did not end in time (60 seconds)."
            ),
            Self::TooMuch => tr!(
                lang,
                "la commande du mot de passe en dit trop (plus de 16\u{a0}Kio).",
                "the command for the password says too much (more than 16 KiB)."
            ),
            Self::Failed(code) => tr!(
                lang,
                "la commande du mot de passe a échoué (code {code}).",
                "the command for the password failed (code {code})."
            ),
            Self::NoSecret => tr!(
                lang,
                "la première ligne que dit la commande n’est pas un mot de passe.",
                "the first line that the command says is not a password."
            ),
        };
        let error = CmdError::refused(what);
        match self {
            Self::Shell(_) => error.hint(tr!(
                lang,
                "mettez-la dans un script à vous, et nommez ce script",
                "put it into a script of your own, and name that script"
            )),
            Self::Empty | Self::Quote => error.hint("--password-command 'pass show …'"),
            Self::Start | Self::Time | Self::TooMuch | Self::Failed(_) | Self::NoSecret => error.hint(tr!(
                lang,
                "lancez-la vous-même\u{a0}: sa première ligne doit être le mot de passe",
                "run it yourself: its first line must be the password"
            )),
        }
    }
}

/// Says that a provider offers no TLS from the first byte.
fn starttls(lang: Lang, name: &str, host: &str, port: u16) -> CmdError {
    CmdError::refused(tr!(
        lang,
        "{name} ne prend le courrier que par STARTTLS (port {port}), pas par TLS dès le premier octet.",
        "{name} takes mail only by STARTTLS (port {port}), not by TLS from the first byte."
    ))
    .hint(format!("--smtp smtp+starttls://{host}"))
}

/// Says that a provider takes no password.
fn token_only(lang: Lang, name: &str) -> CmdError {
    CmdError::refused(tr!(
        lang,
        "{name} ne prend pas de mot de passe\u{a0}: seulement un jeton OAuth, donné par une commande.",
        "{name} takes no password: only an OAuth token, given by a command."
    ))
    .hint("--token-command '…'")
    .hint(tr!(
        lang,
        "une adresse chez un autre fournisseur\u{a0}: contrepoids notice account providers",
        "an address with another provider: contrepoids notice account providers"
    ))
    .hint(tr!(
        lang,
        "ou --eml-dir DOSSIER, puis envoyez les fichiers avec votre logiciel de courrier",
        "or --eml-dir DIR, then send the files with your mail program"
    ))
}
