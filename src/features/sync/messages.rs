//! The words for a vault that cannot be shared.

use std::path::Path;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, known},
        exit::Exit,
        words::{clean, shown},
    },
    features::notice::messages::command::password,
    features::sync::actions::SyncFault,
    sync::{BadAddress, CarrierError, Refusal, carrier::webdav::ServerFault, session::SyncError},
    tr,
    vault::standing::Standing,
};

/// A vault that nobody agreed to take.
pub(crate) struct NotTaken(pub(crate) Standing);

impl Explain for NotTaken {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let of = tr!(lang, "le coffre de ce lieu de partage", "the vault of this place");
        let error = CmdError::refused(known::what(lang, &of, &self.0));
        let Some(words) = self.0.words() else { return error };
        let accept = known::accept_new(lang, words);
        error.hint(tr!(
            lang,
            "comparez les six mots avec qui vous a admis\u{a0}; si ce sont les mêmes, la même commande avec {accept}",
            "compare the six words with who admitted you; if they are the same, the same command with {accept}"
        ))
    }
}

impl Explain for SyncFault {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::NoFolder(path) => {
                let path = shown(path);
                CmdError::refused(tr!(lang, "{path} n’est pas un dossier qui existe.", "{path} is no folder that is there."))
                    .hint(tr!(
                        lang,
                        "branchez la clé, ou créez le dossier, puis recommencez",
                        "plug in the stick, or make the folder, then try again"
                    ))
            }
            Self::Inside(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "{path} et le dossier du coffre sont l’un dans l’autre\u{a0}: le coffre n’admet rien d’étranger.",
                    "{path} and the folder of the vault lie in one another: the vault takes nothing foreign."
                ))
                .hint(tr!(lang, "nommez un dossier à part", "name a folder apart"))
            }
            Self::Address(path, why) => address(lang, &shown(path), *why),
            Self::Employer(path) => employer(lang, path),
            Self::Password(why) => password(t, why),
            Self::Domains(error) => error.explain(t),
            Self::Name(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le nom {path} ne peut pas être noté\u{a0}: ce n’est pas du texte.",
                    "the name {path} cannot be noted: it is no text."
                ))
                .hint(tr!(lang, "renommez le dossier", "rename the folder"))
            }
            Self::File { file, source } if source.kind() == std::io::ErrorKind::AlreadyExists => {
                let file = shown(file);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {file} existe déjà\u{a0}; celui-ci n’en remplace aucun.",
                    "the file {file} is there already; this one replaces none."
                ))
                .hint(tr!(lang, "choisissez un autre nom", "choose another name"))
            }
            Self::File { file, source } => {
                let file = shown(file);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {file} ne peut pas être lu ou écrit.",
                    "the file {file} cannot be read or written."
                ))
                .because(t, source)
            }
            Self::NoObjects(file) => no_objects(lang, file),
            Self::NoPlace => CmdError::refused(tr!(
                lang,
                "aucun lieu de partage n’est encore noté sur cet ordinateur.",
                "no place to share by is noted on this computer yet."
            ))
            .hint(tr!(
                lang,
                "ajoutez-en un, un dossier que les autres atteignent aussi\u{a0}:  contrepoids sync add DOSSIER",
                "add one, a folder that the others reach, too:  contrepoids sync add DIR"
            )),
            Self::Sync { place, source } => came_to_nothing(t, &shown(place), source),
            Self::NoConflict(typed) => no_conflict(lang, typed),
            Self::Choose(id) => CmdError::refused(tr!(
                lang,
                "il y a deux valeurs\u{a0}: dites laquelle reste.",
                "there are two values: say which one stays."
            ))
            .hint(format!("contrepoids sync settle {id} 1"))
            .hint(format!("contrepoids sync settle {id} 2")),
            Self::Copied(place) => copied(lang, place),
            Self::Places(error) => CmdError::new(
                Exit::Disk,
                tr!(
                    lang,
                    "la liste des lieux de partage de cet ordinateur ne peut pas être lue ou écrite.",
                    "the list of places of this computer cannot be read or written."
                ),
            )
            .because(t, error),
            Self::Open(error) => error.explain(t),
            Self::Vault(error) => error.explain(t),
        }
    }
}

fn employer(lang: Lang, path: &Path) -> CmdError {
    let path = shown(path);
    CmdError::refused(tr!(
        lang,
        "{path} est chez l’employeur\u{a0}: rien n’y est partagé.",
        "{path} is of the employer: nothing is shared there."
    ))
    .hint(tr!(
        lang,
        "prenez un serveur de la section, d’une union locale, ou une clé USB",
        "take a server of the section, of a local union, or a stick"
    ))
}

fn no_conflict(lang: Lang, typed: &str) -> CmdError {
    let typed = clean(typed, false);
    CmdError::refused(tr!(
        lang,
        "aucun conflit ne s’appelle «\u{a0}{typed}\u{a0}», ou plusieurs.",
        "no conflict is called “{typed}”, or several are."
    ))
    .hint("contrepoids sync conflicts")
}

fn copied(lang: Lang, place: &Path) -> CmdError {
    let place = shown(place);
    CmdError::new(
        Exit::Damaged,
        tr!(
            lang,
            "dans {place}, un autre exemplaire de ce coffre écrit sous le nom de celui-ci\u{a0}: son dossier a été copié, ou une vieille copie remise en place.",
            "in {place} another copy of this vault writes under the name of this one: its folder was copied, or an old copy put back."
        ),
    )
    .hint(tr!(
        lang,
        "donnez un nouveau nom à celui-ci, rien n’est perdu\u{a0}:  contrepoids sync rejoin",
        "give this one a new name, nothing is lost:  contrepoids sync rejoin"
    ))
}

fn no_objects(lang: Lang, file: &Path) -> CmdError {
    let file = shown(file);
    CmdError::refused(tr!(
        lang,
        "{file} n’est pas un fichier de partage\u{a0}: abîmé, coupé, ou autre chose.",
        "{file} is no file of what is shared: damaged, cut, or something else."
    ))
    .hint(tr!(
        lang,
        "demandez-en un autre\u{a0}:  contrepoids sync push --file FICHIER",
        "ask for another one:  contrepoids sync push --file FILE"
    ))
}

fn came_to_nothing(t: &Telling<'_>, place: &str, error: &SyncError) -> CmdError {
    let lang = t.lang;
    match error {
        SyncError::Carrier(error) => carrier(t, place, error),
        SyncError::Vault(error) => error.explain(t),
        SyncError::Begins => CmdError::refused(tr!(
            lang,
            "{place} ne contient encore rien de ce coffre\u{a0}: c’est l’appareil d’une personne qui organise qui commence.",
            "{place} holds nothing of this vault yet: the device of an organizer begins."
        ))
        .hint(tr!(
            lang,
            "demandez à cette personne d’ajouter le même lieu, puis recommencez",
            "ask them to add the same place, then try again"
        )),
        SyncError::Lacks(what) => lacks(lang, place, *what),
        SyncError::NotInvited => CmdError::refused(tr!(
            lang,
            "dans {place}, rien ne s’ouvre avec la clé de cet appareil.",
            "in {place} nothing opens with the key of this device."
        ))
        .hint(tr!(
            lang,
            "donnez d’abord votre carte à qui organise\u{a0}:  contrepoids sync join",
            "first hand your card to an organizer:  contrepoids sync join"
        ))
        .hint(tr!(
            lang,
            "si c’est fait, laissez au dossier le temps d’arriver jusqu’ici, puis recommencez",
            "if that is done, give the folder time to arrive here, then try again"
        )),
        SyncError::NotYet(_) => CmdError::refused(tr!(
            lang,
            "dans {place}, le coffre vous est ouvert, mais son contenu n’est pas encore entier.",
            "in {place} the vault is open to you, but what it holds is not whole yet."
        ))
        .hint(tr!(
            lang,
            "laissez au dossier le temps d’arriver jusqu’ici, puis recommencez",
            "give the folder time to arrive here, then try again"
        )),
        SyncError::Taken => CmdError::new(
            Exit::Damaged,
            tr!(
                lang,
                "dans {place}, un fichier porte le nom d’un des nôtres et n’est pas le nôtre.",
                "in {place} a file has the name of one of ours and is another one."
            ),
        )
        .hint(tr!(
            lang,
            "retirez-le à la main, ou prenez un autre lieu de partage",
            "take it away by hand, or take another place"
        )),
    }
}

fn lacks(lang: Lang, place: &str, what: Refusal) -> CmdError {
    let words = what.words(lang);
    CmdError::new(Exit::Damaged, tr!(lang, "{place}\u{a0}: {words}.", "{place}: {words}."))
        .safe(tr!(
            lang,
            "Tout est encore dans le coffre de cet ordinateur.",
            "All of it is still in the vault of this computer."
        ))
        .hint(tr!(
            lang,
            "demandez aux autres si quelqu’un l’a fait exprès",
            "ask the others whether somebody did it on purpose"
        ))
        .hint(tr!(
            lang,
            "pour y remettre ce qui manque\u{a0}:  contrepoids sync --again",
            "to put there what is missing:  contrepoids sync --again"
        ))
}

/// The address of a server that is not taken.
fn address(lang: Lang, typed: &str, why: BadAddress) -> CmdError {
    let error = match why {
        BadAddress::Clear => CmdError::refused(tr!(
            lang,
            "{typed} n’est pas protégé\u{a0}: il faut https.",
            "{typed} is not protected: https is needed."
        )),
        BadAddress::Secret => {
            return CmdError::refused(tr!(
                lang,
                "une adresse ne porte ni identifiant ni mot de passe.",
                "an address bears neither a name nor a password."
            ))
            .hint(tr!(
                lang,
                "--user NOM\u{a0}: le mot de passe est demandé",
                "--user NAME: the password is asked for"
            ));
        }
        BadAddress::Form => CmdError::refused(tr!(
            lang,
            "{typed} n’est pas l’adresse d’un dossier WebDAV.",
            "{typed} is no address of a WebDAV folder."
        )),
    };
    error.hint(tr!(
        lang,
        "chez Nextcloud\u{a0}: https://nuage.example/remote.php/dav/files/IDENTIFIANT/section",
        "with Nextcloud: https://cloud.example/remote.php/dav/files/NAME/section"
    ))
}

/// What a server did that none should do.
fn server(lang: Lang, place: &str, fault: ServerFault) -> CmdError {
    let words = fault.words(lang);
    let error = CmdError::refused(tr!(lang, "{place}\u{a0}: {words}.", "{place}: {words}."));
    let error = match fault {
        ServerFault::Password => error.hint(tr!(
            lang,
            "chez Nextcloud, faites un mot de passe d’application (Paramètres, Sécurité), puis\u{a0}:  contrepoids sync add ADRESSE --user IDENTIFIANT",
            "with Nextcloud, make an app password (Settings, Security), then:  contrepoids sync add ADDRESS --user NAME"
        )),
        ServerFault::Distrust => error.hint(tr!(
            lang,
            "rien n’a été envoyé, pas même le mot de passe\u{a0}; ne passez pas outre",
            "nothing was sent, not even the password; do not go on"
        )),
        ServerFault::Redirect | ServerFault::NoDav => error.hint(tr!(
            lang,
            "le dossier doit exister\u{a0}; prenez l’adresse WebDAV que le serveur indique",
            "the folder must be there; take the WebDAV address that the server shows"
        )),
        ServerFault::Locked | ServerFault::Nonsense | ServerFault::TooLarge => error,
    };
    error.hint(tr!(
        lang,
        "rien n’est perdu\u{a0}: le prochain tour reprend là",
        "nothing is lost: the next round goes on from there"
    ))
}

fn carrier(t: &Telling<'_>, place: &str, error: &CarrierError) -> CmdError {
    let lang = t.lang;
    let (what, source) = match error {
        CarrierError::Away(source) => (
            tr!(lang, "{place} n’est pas joignable pour l’instant.", "{place} is not reached for now."),
            source,
        ),
        CarrierError::Server(fault) => return server(lang, place, *fault),
        CarrierError::Full(source) => {
            (tr!(lang, "il n’y a plus de place dans {place}.", "there is no room left in {place}."), source)
        }
        CarrierError::Forbidden(source) => (
            tr!(
                lang,
                "{place} ne se laisse pas lire ou écrire.",
                "{place} does not let itself be read or written."
            ),
            source,
        ),
    };
    CmdError::refused(what).because(t, source).hint(tr!(
        lang,
        "rien n’est perdu\u{a0}: le prochain tour reprend là",
        "nothing is lost: the next round goes on from there"
    ))
}
