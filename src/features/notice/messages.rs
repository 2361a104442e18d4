//! The words for notices that cannot be written, queued or sent.

pub mod account;
pub mod attach;
pub mod audience;

use std::{io, path::Path};

use crate::{
    base::{Id, Lang},
    face::{
        error::{self, CmdError},
        exit::Exit,
        frame::shown,
        when::moment,
    },
    features::notice::actions::{MemberError, NoticeError},
    mail::{
        MessageError,
        ledger::LedgerError,
        send::Ended,
        smtp::BadServer,
        transport::{Distrust, Trouble},
    },
    open::{AskError, OpenError, Place},
    render::{FileProblem, Problem, RenderError, manifest::OF_MEMBER},
    tr, trn,
    vault::VaultError,
};

fn nothing(lang: Lang) -> String {
    tr!(lang, "Rien n’est parti, rien n’a été changé.", "Nothing has left, nothing was changed.")
}

pub(crate) fn refused(lang: Lang, what: String) -> CmdError {
    CmdError::new(Exit::Refused, what).safe(nothing(lang))
}

/// Says that a file or a folder cannot be read.
pub(crate) fn unreadable(lang: Lang, path: &Path, error: io::Error) -> CmdError {
    let path = shown(path);
    refused(lang, tr!(lang, "{path} ne peut pas être lu.", "{path} cannot be read.")).because(error)
}

/// Says why the outbox does not open.
pub(crate) fn outbox(lang: Lang, place: &Place, error: VaultError) -> CmdError {
    match error {
        VaultError::InUse { holder } => CmdError::new(
            Exit::InUse,
            tr!(
                lang,
                "un envoi est en cours (processus {holder}).",
                "messages are being sent (process {holder})."
            ),
        )
        .safe(nothing(lang))
        .hint(tr!(lang, "attendez la fin de l’envoi", "wait until they are sent")),
        error => error::open::words(lang, place, OpenError::Vault(error)),
    }
}

/// Says why a notice cannot be shown, queued or sent.
pub(crate) fn words(lang: Lang, place: &Place, error: NoticeError) -> CmdError {
    match error {
        NoticeError::Vault(error) => error::open::words(lang, place, OpenError::Vault(error)),
        NoticeError::Ledger(error) => ledger(lang, place, error),
        NoticeError::Outbox(error) => outbox(lang, place, error),
        NoticeError::NoWay => no_way(lang),
        NoticeError::Forgotten { at_ms } => forgotten(lang, at_ms),
        NoticeError::Unsure { at_ms } => unsure(lang, at_ms),
        NoticeError::Telling(ref found) => telling(lang, found),
        NoticeError::Folder { path, why } => file(lang, &path, why),
        NoticeError::Unreadable { path, why } => unreadable(lang, &path, why),
        NoticeError::Password(error) => password(lang, error),
        NoticeError::Program(error) => program(lang, error),
        NoticeError::Render(error) => render(lang, &error),
        NoticeError::Filter(error) => {
            crate::features::member::messages::filter(lang, error).safe(nothing(lang))
        }
        NoticeError::Audience { .. } | NoticeError::NoSelection { .. } | NoticeError::SetForMany { .. } => {
            crate::features::notice::messages::audience::words(lang, &error)
        }
        NoticeError::Roster(why) => crate::features::member::messages::words_at(lang, place, why),
        NoticeError::NoSender => refused(lang, tr!(lang, "il manque l’expéditeur.", "there is no sender."))
            .hint(tr!(
                lang,
                "--from 'L’équipe <equipe@example.org>'",
                "--from 'The team <team@example.org>'"
            )),
        NoticeError::Sender(why) => refused(
            lang,
            tr!(lang, "l’adresse de l’expéditeur ne convient pas.", "the sender's address is not usable."),
        )
        .hint(tr!(lang, "--from nom@domaine, en lettres simples", "--from name@domain, in plain letters"))
        .because(why),
        NoticeError::SenderName => refused(
            lang,
            tr!(lang, "le nom de l’expéditeur ne convient pas.", "the sender's name is not usable."),
        ),
        NoticeError::SenderForbidden => refused(
            lang,
            tr!(
                lang,
                "l’expéditeur est dans un domaine de l’employeur.",
                "the sender is in a domain of the employer."
            ),
        )
        .hint(tr!(
            lang,
            "écrivez d’une adresse que l’employeur ne peut pas lire",
            "write from an address that the employer cannot read"
        )),
        NoticeError::ServerForbidden => {
            refused(lang, tr!(lang, "le serveur est chez l’employeur.", "the server is the employer's."))
        }
        NoticeError::QueuedForbidden { members } => {
            let count = members.len();
            let ids = members.iter().take(10).map(Id::short).collect::<Vec<_>>().join(", ");
            refused(
                lang,
                trn!(
                    lang,
                    count,
                    "{count} message en attente irait chez l’employeur, ou en viendrait ({ids}).",
                    "{count} messages en attente iraient chez l’employeur, ou en viendraient ({ids}).",
                    "{count} waiting message would go to the employer, or come from there ({ids}).",
                    "{count} waiting messages would go to the employer, or come from there ({ids})."
                ),
            )
            .hint("contrepoids notice status")
            .hint(tr!(
                lang,
                "reprenez chacun d’eux\u{a0}: contrepoids notice cancel ENVOI --id FICHE",
                "take back each of them: contrepoids notice cancel CAMPAIGN --id RECORD"
            ))
        }
        NoticeError::Server(why) => server(lang, why),
        NoticeError::Attach(why) => crate::features::notice::messages::attach::words(lang, why),
        NoticeError::Account(why) => crate::features::notice::messages::account::words(lang, &why),
        NoticeError::SelfTest(why) => refused(
            lang,
            tr!(lang, "le message d’essai ne peut pas être écrit.", "the test message cannot be written."),
        )
        .because(why),
        NoticeError::Member { id, why } => member(lang, &id.short(), &why),
        NoticeError::Values(why) => crate::features::notice::messages::audience::file(lang, &why),
        NoticeError::NoDraft { ref kept } => {
            crate::features::notice::messages::audience::no_draft(lang, kept)
        }
        NoticeError::Suggestion { .. } | NoticeError::Unfinished | NoticeError::Written(_) => {
            choice(lang, &error)
        }
        NoticeError::Nobody { .. } | NoticeError::UnknownCount { .. } => number(lang, &error),
        NoticeError::Campaign { found } => campaign(lang, &found),
        NoticeError::Outdated { campaign, moved, unwanted } => outdated(lang, &campaign, &moved, &unwanted),
        NoticeError::Changed => refused(
            lang,
            tr!(
                lang,
                "la boîte d’envoi a changé entre-temps\u{a0}: ce ne sont plus les messages montrés.",
                "the outbox has changed meanwhile: these are not the messages that were shown."
            ),
        )
        .hint("contrepoids notice status"),
    }
}

/// Says that messages were written to where the roster does not write any more.
fn outdated(lang: Lang, campaign: &Id, moved: &[Id], unwanted: &[Id]) -> CmdError {
    let campaign = campaign.short();
    let count = moved.len().saturating_add(unwanted.len());
    let all = moved.iter().chain(unwanted);
    let ids = all.take(10).map(Id::short).collect::<Vec<_>>().join(", ");
    let mut out = refused(
        lang,
        trn!(
            lang,
            count,
            "le fichier a changé depuis la préparation\u{a0}: {count} message n’irait plus où il faut ({ids}).",
            "le fichier a changé depuis la préparation\u{a0}: {count} messages n’iraient plus où il faut ({ids}).",
            "the roster has changed since: {count} message would not go where it should ({ids}).",
            "the roster has changed since: {count} messages would not go where they should ({ids})."
        ),
    );
    if !moved.is_empty() {
        out = out.hint(tr!(
            lang,
            "vers les nouvelles adresses\u{a0}: contrepoids notice retry {campaign}",
            "to the new addresses: contrepoids notice retry {campaign}"
        ));
    }
    for id in unwanted.iter().take(10).map(Id::short) {
        out = out.hint(tr!(
            lang,
            "plus d’adresse, ou plus d’avis\u{a0}: contrepoids notice cancel {campaign} --id {id}",
            "no address or no notices any more: contrepoids notice cancel {campaign} --id {id}"
        ));
    }
    out
}

/// Says that a number of people or messages is another one than is needed.
fn number(lang: Lang, error: &NoticeError) -> CmdError {
    match error {
        NoticeError::Nobody { already, .. } if *already > 0 => refused(
            lang,
            tr!(
                lang,
                "il n’y a personne à qui écrire\u{a0}: cet avis est déjà dans la boîte d’envoi, envoyé ou non.",
                "there is nobody to write to: this notice is in the outbox already, sent or not."
            ),
        )
        .hint("contrepoids notice status")
        .hint(tr!(
            lang,
            "pour l’écrire une seconde fois aux mêmes, ajoutez --again",
            "to write it to the same people once more, add --again"
        )),
        NoticeError::Nobody { excluded, .. } => refused(
            lang,
            trn!(
                lang,
                *excluded,
                "il n’y a personne à qui écrire ({excluded} laissé de côté).",
                "il n’y a personne à qui écrire ({excluded} laissés de côté).",
                "there is nobody to write to ({excluded} left out).",
                "there is nobody to write to ({excluded} left out)."
            ),
        )
        .hint(tr!(
            lang,
            "élargissez le choix, ou complétez les adresses\u{a0}: contrepoids member edit",
            "widen the selection, or add addresses: contrepoids member edit"
        )),
        NoticeError::UnknownCount { typed, unknown } => refused(
            lang,
            trn!(
                lang,
                *unknown,
                "{unknown} message a un sort inconnu, et non {typed}.",
                "{unknown} messages ont un sort inconnu, et non {typed}.",
                "{unknown} message has an unknown fate, not {typed}.",
                "{unknown} messages have an unknown fate, not {typed}."
            ),
        )
        .hint("contrepoids notice status"),
        _ => choice(lang, error),
    }
}

/// Says what is wrong with a reply that was written, or with who was named.
fn choice(lang: Lang, error: &NoticeError) -> CmdError {
    match error {
        NoticeError::Suggestion { count } => refused(
            lang,
            trn!(
                lang,
                *count,
                "il y a {count} proposition\u{a0}; choisissez-en une par son numéro.",
                "il y a {count} propositions\u{a0}; choisissez-en une par son numéro.",
                "there is {count} suggestion; pick one by its number.",
                "there are {count} suggestions; pick one by its number."
            ),
        )
        .hint("--pick 1"),
        NoticeError::Unfinished => refused(
            lang,
            tr!(
                lang,
                "il reste des blancs entre ‹ et ›\u{a0}: remplissez-les ou ôtez-les.",
                "there are still blanks between ‹ and ›: fill them or take them out."
            ),
        ),
        NoticeError::Written(Problem::NoSubject) => refused(
            lang,
            tr!(
                lang,
                "la première ligne doit être «\u{a0}Objet\u{a0}: …\u{a0}».",
                "the first line must be `Subject: …`."
            ),
        ),
        _ => refused(
            lang,
            tr!(
                lang,
                "le texte ne convient pas\u{a0}: l’objet est vide ou trop long, ou il y a des caractères de contrôle.",
                "the text does not fit: the subject is empty or too long, or there are control characters."
            ),
        ),
    }
}

fn campaign(lang: Lang, found: &[String]) -> CmdError {
    if found.is_empty() {
        return refused(
            lang,
            tr!(
                lang,
                "il n’y a pas d’envoi de ce nom, ou aucun où il y ait à faire.",
                "there is no such campaign, or none with anything to do."
            ),
        )
        .hint("contrepoids notice status");
    }
    let list = found.join(", ");
    refused(lang, tr!(lang, "plusieurs envois conviennent\u{a0}: {list}.", "several campaigns fit: {list}."))
        .hint(tr!(lang, "nommez-en un", "name one"))
}

fn member(lang: Lang, id: &str, why: &MemberError) -> CmdError {
    let error = match why {
        // The roster's own values; one that was typed says its name itself.
        MemberError::Render(RenderError::BadValue { name, .. }) if OF_MEMBER.contains(&name.as_str()) => {
            refused(
                lang,
                tr!(
                    lang,
                    "le nom de la fiche {id} ne peut pas figurer dans un message.",
                    "the name on record {id} cannot stand in a message."
                ),
            )
        }
        MemberError::Render(error) => {
            return render(lang, error).hint(format!("contrepoids member show {id}"));
        }
        MemberError::Message(MessageError::TooLarge { size, max }) => refused(
            lang,
            tr!(
                lang,
                "le message pour la fiche {id} est trop long\u{a0}: {size} octets, {max} au plus.",
                "the message for record {id} is too long: {size} bytes, {max} at most."
            ),
        )
        .hint(tr!(
            lang,
            "raccourcissez les textes donnés par --set",
            "shorten the texts given by --set"
        )),
        MemberError::Message(why) => refused(
            lang,
            tr!(
                lang,
                "le message pour la fiche {id} ne peut pas être écrit.",
                "the message for record {id} cannot be written."
            ),
        )
        .because(why.clone()),
    };
    error.hint(format!("contrepoids member show {id}"))
}

fn ledger(lang: Lang, place: &Place, error: LedgerError) -> CmdError {
    match error {
        LedgerError::Shelf(error) => match error.downcast::<VaultError>() {
            Ok(error) => error::open::words(lang, place, OpenError::Vault(*error)),
            Err(_) => damaged(lang),
        },
        LedgerError::Record(crate::mail::record::RecordError::Newer(_)) => CmdError::new(
            Exit::Newer,
            tr!(
                lang,
                "la boîte d’envoi a été écrite par un programme plus récent.",
                "the outbox was written by a newer program."
            ),
        )
        .safe(nothing(lang))
        .hint(tr!(
            lang,
            "installez la nouvelle version du programme",
            "install the new version of the program"
        )),
        _ => damaged(lang),
    }
}

fn damaged(lang: Lang) -> CmdError {
    CmdError::new(
        Exit::Damaged,
        tr!(lang, "une fiche de la boîte d’envoi est endommagée.", "a record of the outbox is damaged."),
    )
    .safe(tr!(lang, "Rien n’est parti.", "Nothing has left."))
    .hint("contrepoids doctor")
}

/// Says what is wrong with a file of a section's own notice.
fn own_file(lang: Lang, notice: &str, file: &str, problem: FileProblem) -> CmdError {
    let path = if file.is_empty() { notice.to_owned() } else { format!("{notice}/{file}") };
    let why = match problem {
        FileProblem::Missing => tr!(lang, "le fichier manque", "the file is missing"),
        FileProblem::NotAFile => {
            tr!(lang, "ce n’est pas un fichier ordinaire", "this is not an ordinary file")
        }
        FileProblem::TooLarge => tr!(lang, "plus de 64\u{a0}Kio", "more than 64 KiB"),
        FileProblem::NotText => tr!(lang, "ce n’est pas du texte en UTF-8", "not text in UTF-8"),
        FileProblem::Name => tr!(
            lang,
            "le nom du dossier ne doit avoir que des lettres minuscules, des chiffres et des tirets",
            "the name of the folder may only have small letters, digits and hyphens"
        ),
        _ => tr!(lang, "le fichier ne peut pas être lu", "the file cannot be read"),
    };
    refused(lang, tr!(lang, "{path}\u{a0}: {why}.", "{path}: {why}."))
        .hint("contrepoids notice templates check")
}

/// Says what is wrong with a notice or its values; quotes the template, never a member.
pub(crate) fn render(lang: Lang, error: &RenderError) -> CmdError {
    match error {
        RenderError::NoSuchNotice { asked, known } => {
            let known = known.join(", ");
            refused(
                lang,
                tr!(
                    lang,
                    "il n’y a pas d’avis «\u{a0}{asked}\u{a0}»\u{a0}; il y a {known}.",
                    "there is no notice `{asked}`; there are {known}."
                ),
            )
            .hint("contrepoids notice templates")
        }
        RenderError::File { notice, file, problem } => own_file(lang, notice, file, *problem),
        RenderError::Missing { notice, names } => {
            let list = names.join(", ");
            let mut error = refused(lang, tr!(lang, "il manque\u{a0}: {list}.", "missing: {list}."));
            for name in names {
                error = error.hint(format!("--set {name}=…"));
            }
            error.hint(format!("contrepoids notice templates {notice}"))
        }
        RenderError::NotDeclared { name, known } => {
            let known = known.join(", ");
            refused(
                lang,
                tr!(
                    lang,
                    "cet avis n’a pas de variable «\u{a0}{name}\u{a0}» à donner\u{a0}; il a {known}.",
                    "this notice has no variable `{name}` to set; it has {known}."
                ),
            )
        }
        RenderError::BadValue { .. } | RenderError::NotAChoice { .. } | RenderError::Disagree { .. } => {
            crate::features::notice::messages::audience::value(lang, error)
        }
        RenderError::Template { notice, tongue, line, excerpt, problem, known, .. } => {
            let (file, known) = (format!("{notice}/{}.md", tongue.code()), known.join(", "));
            let what = match problem {
                Problem::Unknown(name) => tr!(
                    lang,
                    "{file}, ligne {line}\u{a0}: la variable «\u{a0}{name}\u{a0}» n’existe pas\u{a0}; il y a {known}.",
                    "{file}, line {line}: there is no variable `{name}`; there are {known}."
                ),
                Problem::TooLong | Problem::OutOfFuel => tr!(
                    lang,
                    "{file}\u{a0}: le message devient trop long.",
                    "{file}: the message becomes too long."
                ),
                Problem::TooDeep => tr!(
                    lang,
                    "{file}, ligne {line}\u{a0}: trop d’opérateurs dans une accolade, ou trop de blocs les uns dans les autres.",
                    "{file}, line {line}: too many operators in one tag, or too many blocks in one another."
                ),
                Problem::Headings => tr!(
                    lang,
                    "{file}\u{a0}: un titre saute un niveau\u{a0}; commencez par un seul #.",
                    "{file}: a heading leaves out a level; begin with a single #."
                ),
                Problem::BadSubject => tr!(
                    lang,
                    "{file}\u{a0}: l’objet doit être une ligne de 1 à 150 caractères.",
                    "{file}: the subject must be one line of 1 to 150 characters."
                ),
                _ => tr!(
                    lang,
                    "{file}, ligne {line}, «\u{a0}{excerpt}\u{a0}»\u{a0}: le modèle ne peut pas être suivi.",
                    "{file}, line {line}, `{excerpt}`: the template cannot be followed."
                ),
            };
            refused(lang, what)
        }
        RenderError::Manifest { notice, .. } => refused(
            lang,
            tr!(lang, "{notice}/notice.toml ne peut pas être lu.", "{notice}/notice.toml cannot be read."),
        )
        .because(error.clone()),
    }
}

fn server(lang: Lang, why: BadServer) -> CmdError {
    let what = match why {
        BadServer::Password => tr!(
            lang,
            "un mot de passe n’a rien à faire dans l’adresse du serveur\u{a0}: d’autres peuvent la lire.",
            "a password does not belong into the address of the server: others can read it."
        ),
        BadServer::Port => tr!(lang, "seul le port 465 est utilisé.", "only port 465 is used."),
        BadServer::NotLoopback => tr!(
            lang,
            "smtp:// sans protection n’est permis que vers 127.0.0.1 ou [::1], écrit ainsi.",
            "smtp:// without protection is only allowed to 127.0.0.1 or [::1], spelled out."
        ),
        BadServer::Authority => {
            return refused(
                lang,
                tr!(
                    lang,
                    "le fichier de l’autorité n’a pas de certificat lisible (PEM, 16\u{a0}Kio au plus, sans clé privée).",
                    "the file of the authority holds no certificate that can be read (PEM, at most 16 KiB, no private key)."
                ),
            );
        }
        _ => tr!(lang, "l’adresse du serveur ne convient pas.", "the address of the server is not usable."),
    };
    refused(lang, what).hint(tr!(
        lang,
        "--smtp smtps://nom@serveur.example.org",
        "--smtp smtps://name@server.example.org"
    ))
}

/// Says that the subject or the sender tells too much.
pub(crate) fn telling(lang: Lang, found: &[&str]) -> CmdError {
    let list = found.join(", ");
    refused(
        lang,
        tr!(
            lang,
            "l’objet ou l’expéditeur dit de quoi il s’agit ({list})\u{a0}; un écran verrouillé l’affiche.",
            "the subject or the sender tells what this is about ({list}); a lock screen shows it."
        ),
    )
    .hint(tr!(
        lang,
        "choisissez d’autres mots, ou ajoutez --telling\u{a0}: l’envoi s’en souviendra",
        "choose other words, or add --telling: the campaign will remember it"
    ))
}

/// Says that a like notice was sent so long ago that nobody knows to whom.
fn forgotten(lang: Lang, at_ms: u64) -> CmdError {
    let at = moment(lang, at_ms);
    let what = tr!(
        lang,
        "cet avis a déjà été préparé le {at}, et à qui\u{a0}: cela a été effacé après six mois.",
        "this notice was queued before, on {at}, and to whom was erased after six months."
    );
    CmdError::new(Exit::Refused, what).safe(tr!(lang, "Rien n’a été préparé.", "Nothing was queued.")).hint(
        tr!(
            lang,
            "pour l’écrire de nouveau à tous, ajoutez --again",
            "to write it to everybody once more, add --again"
        ),
    )
}

/// Says that the outbox was lost or put back, so that nobody knows whether this notice was sent.
fn unsure(lang: Lang, at_ms: u64) -> CmdError {
    let at = moment(lang, at_ms);
    let what = tr!(
        lang,
        "la boîte d’envoi a été perdue ou remise en arrière (réparée le {at})\u{a0}: on ne sait pas si cet avis\n  est déjà parti, ni à qui.",
        "the outbox was lost or put back (repaired on {at}): whether this notice was sent already,\n  and to whom, is not known."
    );
    CmdError::new(Exit::Refused, what).safe(tr!(lang, "Rien n’a été préparé.", "Nothing was queued.")).hint(
        tr!(
            lang,
            "s’il n’est pas parti, ou pour l’écrire de nouveau à tous, ajoutez --again",
            "if it was not, or to write it to everybody once more, add --again"
        ),
    )
}

/// Says that the program cannot be started again.
pub(crate) fn program(lang: Lang, error: io::Error) -> CmdError {
    refused(
        lang,
        tr!(
            lang,
            "le programme ne se retrouve pas sur le disque\u{a0}: il ne peut pas se relancer pour envoyer.",
            "the program does not find itself on the disk: it cannot start itself again to send."
        ),
    )
    .because(error)
}

/// Says that there is no way out.
pub(crate) fn no_way(lang: Lang) -> CmdError {
    CmdError::new(Exit::Usage, tr!(lang, "il manque par où envoyer.", "there is no way to send by."))
        .safe(nothing(lang))
        .hint(tr!(
            lang,
            "--eml-dir DOSSIER, --account COMPTE ou --smtp smtps://nom@serveur",
            "--eml-dir DIR, --account NAME or --smtp smtps://name@server"
        ))
}

/// Says that there is no account to use.
pub(crate) fn no_account(lang: Lang) -> CmdError {
    crate::features::notice::messages::account::none(lang)
}

/// Says that a server refused the test message.
pub(crate) fn test_refused(lang: Lang, for_good: bool, code: u16) -> CmdError {
    let what = tr!(
        lang,
        "le serveur accepte le compte, mais refuse le message ({code}).",
        "the server takes the account, but refuses the message ({code})."
    );
    let hint = if for_good {
        tr!(
            lang,
            "l’expéditeur doit être une adresse du compte",
            "the sender must be an address of the account"
        )
    } else {
        tr!(lang, "réessayez plus tard", "try again later")
    };
    CmdError::new(Exit::NotSent, what)
        .safe(tr!(lang, "Rien n’a été remis.", "Nothing was delivered."))
        .hint(hint)
}

/// Says why a test message was not sent.
pub(crate) fn test_failed(lang: Lang, trouble: Trouble) -> CmdError {
    let what = stopped(lang, trouble);
    let what = what.strip_prefix("Arrêté\u{a0}: ").or(what.strip_prefix("Stopped: ")).unwrap_or(&what);
    let error =
        CmdError::new(Exit::NotSent, what).safe(tr!(lang, "Rien n’a été remis.", "Nothing was delivered."));
    match trouble {
        Trouble::Password(_) | Trouble::NoMechanism => error.hint(tr!(
            lang,
            "un mot de passe propre à ce programme\u{a0}? contrepoids notice account providers",
            "a password made for this program? contrepoids notice account providers"
        )),
        _ => error.hint(tr!(
            lang,
            "vérifiez le réseau et le serveur, puis réessayez",
            "look at the network and the server, then try again"
        )),
    }
}

/// Says that nobody knows whether a test message was delivered.
pub(crate) fn test_unknown(lang: Lang) -> CmdError {
    CmdError::new(
        Exit::NotSent,
        tr!(
            lang,
            "le serveur n’a pas répondu à la fin\u{a0}: le message est peut-être parti.",
            "the server did not answer in the end: the message may have left."
        ),
    )
    .hint(tr!(lang, "regardez dans la boîte", "look into the box"))
}

/// Says why no password came.
pub(crate) fn password(lang: Lang, why: AskError) -> CmdError {
    refused(lang, tr!(lang, "le mot de passe du serveur manque.", "the password of the server is missing."))
        .hint(tr!(
            lang,
            "tapez-le dans un terminal, ou --password-fd N",
            "type it in a terminal, or --password-fd N"
        ))
        .because(why)
}

/// Says why a file cannot be written.
pub(crate) fn file(lang: Lang, path: &Path, why: io::Error) -> CmdError {
    let path = shown(path);
    match why.kind() {
        io::ErrorKind::AlreadyExists => refused(
            lang,
            tr!(lang, "{path} existe déjà.", "{path} is there already."),
        )
        .hint(tr!(lang, "choisissez un autre nom", "choose another name")),
        _ => CmdError::new(
            Exit::Disk,
            tr!(lang, "{path} ne peut pas être écrit.", "{path} cannot be written."),
        )
        .safe(nothing(lang))
        .because(why),
    }
}

/// Says why a run ended early, and what to do.
pub(crate) fn ended(lang: Lang, ended: Ended) -> String {
    let what = match ended {
        Ended::Interrupted => tr!(lang, "Interrompu.", "Interrupted."),
        Ended::Refusals => tr!(
            lang,
            "Arrêté\u{a0}: trois refus de suite. Quelque chose ne va pas de notre côté\u{a0}: l’expéditeur, le serveur\u{a0}?",
            "Stopped: three refusals in a row. Something is wrong on our side: the sender, the server?"
        ),
        Ended::Trouble(trouble) => stopped(lang, trouble),
    };
    let next = tr!(
        lang,
        "Ce qui attend reste dans la boîte d’envoi\u{a0}: relancez la même commande.",
        "What waits stays in the outbox: run the same command again."
    );
    format!("{what} {next}")
}

fn stopped(lang: Lang, trouble: Trouble) -> String {
    match trouble {
        Trouble::Unreachable => {
            tr!(lang, "Arrêté\u{a0}: le serveur est injoignable.", "Stopped: the server cannot be reached.")
        }
        Trouble::Untrusted(why) => {
            let why = distrust(lang, why);
            tr!(
                lang,
                "Arrêté\u{a0}: le serveur n’a pas pu prouver qui il est ({why}). Aucun mot de passe n’est parti. N’envoyez pas de ce réseau.",
                "Stopped: the server could not prove who it is ({why}). No password has left. Do not send from this network."
            )
        }
        Trouble::Timeout => {
            tr!(lang, "Arrêté\u{a0}: le serveur ne répond plus.", "Stopped: the server does not answer.")
        }
        Trouble::Closed => tr!(lang, "Arrêté\u{a0}: le serveur a raccroché.", "Stopped: the server hung up."),
        Trouble::Password(code) => tr!(
            lang,
            "Arrêté\u{a0}: le serveur refuse le nom ou le mot de passe ({code}).",
            "Stopped: the server refuses the name or the password ({code})."
        ),
        Trouble::NoMechanism => tr!(
            lang,
            "Arrêté\u{a0}: le serveur n’accepte aucun mot de passe par une voie connue.",
            "Stopped: the server takes no password in a way that is known."
        ),
        Trouble::NotAvailable(code) => tr!(
            lang,
            "Arrêté\u{a0}: le serveur n’est pas disponible ({code}). Réessayez plus tard.",
            "Stopped: the server is not available ({code}). Try again later."
        ),
        Trouble::File => tr!(
            lang,
            "Arrêté\u{a0}: un fichier ne peut pas être écrit.",
            "Stopped: a file cannot be written."
        ),
        Trouble::Child => tr!(
            lang,
            "Arrêté\u{a0}: le programme n’a pas pu se relancer pour parler au serveur.",
            "Stopped: the program could not start itself again to talk to the server."
        ),
        _ => tr!(
            lang,
            "Arrêté\u{a0}: le serveur ne parle pas comme il faut.",
            "Stopped: the server does not talk as it should."
        ),
    }
}

fn distrust(lang: Lang, why: Distrust) -> String {
    match why {
        Distrust::Expired => tr!(lang, "certificat expiré", "expired certificate"),
        Distrust::NotYet => tr!(lang, "certificat pas encore valable", "certificate not valid yet"),
        Distrust::Name => tr!(lang, "certificat d’un autre nom", "certificate of another name"),
        Distrust::Issuer => {
            tr!(lang, "certificat signé par un inconnu", "certificate signed by somebody unknown")
        }
        Distrust::Purpose => tr!(lang, "certificat d’un autre usage", "certificate for another use"),
        Distrust::Weak => {
            tr!(lang, "certificat ou signature trop faible", "certificate or signature too weak")
        }
        Distrust::NoTls => tr!(lang, "il ne parle pas TLS", "it does not speak TLS"),
        Distrust::Old => tr!(lang, "TLS trop ancien", "TLS too old"),
        _ => tr!(lang, "ligne protégée impossible", "no protected line"),
    }
}
