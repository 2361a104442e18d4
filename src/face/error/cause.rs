//! The cause below an error, in the user's language: what the system answered, without Rust's own notation or the name
//! of a temporary file.

use std::{
    error::Error,
    io::{self, ErrorKind},
};

use crate::{
    base::{Lang, address::AddressFault},
    law::LawError,
    mail::MessageError,
    open::{AskError, OpenError},
    render::RenderError,
    tr,
    vault::{VaultError, age_file::AgeError, store::StoreError},
};

/// Returns the causes to show, outermost first, none twice.
///
/// An error that has no words here is shown in English only: its own text is English.
pub(crate) fn chain(lang: Lang, first: Option<&(dyn Error + 'static)>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut cause = first;
    while let Some(error) = cause {
        if let Some(text) = words(lang, error).filter(|text| !out.contains(text)) {
            out.push(text);
        }
        cause = error.source();
    }
    out
}

fn words(lang: Lang, error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return system(lang, error);
    }
    if let Some(error) = error.downcast_ref::<VaultError>() {
        return Some(vault(lang, error));
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return Some(store(lang, error));
    }
    if let Some(error) = error.downcast_ref::<OpenError>() {
        // What is wrong has been said already in French words.
        return (lang == Lang::En).then(|| error.to_string());
    }
    if let Some(error) = error.downcast_ref::<AskError>() {
        return Some(match error {
            AskError::NoTerminal => {
                tr!(lang, "personne ne peut répondre ici (pas de terminal)", "{error}")
            }
            error => super::open::ask_what(lang, error).trim_end_matches('.').to_owned(),
        });
    }
    if let Some(error) = error.downcast_ref::<AddressFault>() {
        return Some(error.words(lang).to_owned());
    }
    if let Some(error) = error.downcast_ref::<MessageError>() {
        return Some(message(lang, error));
    }
    if let Some(error) = error.downcast_ref::<AgeError>() {
        return Some(age(lang, error));
    }
    if let Some(error) = error.downcast_ref::<RenderError>() {
        return Some(match error {
            RenderError::Manifest { detail, .. } => manifest(lang, detail),
            error => {
                crate::features::notice::messages::render(lang, error).what.trim_end_matches('.').to_owned()
            }
        });
    }
    if let Some(error) = error.downcast_ref::<LawError>() {
        return Some(tr!(lang, "les tables livrées avec ce programme ne se lisent pas", "{error}"));
    }
    (lang == Lang::En).then(|| error.to_string())
}

/// Says what is wrong with a vault, as a fragment.
pub(crate) fn vault(lang: Lang, error: &VaultError) -> String {
    match error {
        VaultError::NoVault => tr!(lang, "il n’y a pas de coffre ici", "{error}"),
        VaultError::Exists => tr!(lang, "il y a déjà un coffre", "{error}"),
        VaultError::BadHeader => tr!(lang, "l’en-tête du coffre ne se lit pas", "{error}"),
        VaultError::Newer { found, known } => {
            tr!(lang, "le coffre a le format {found}, ce programme connaît le format {known}", "{error}")
        }
        VaultError::Folder(what) => {
            let what = place(lang, what);
            tr!(
                lang,
                "le dossier du coffre n’est pas tel qu’il a été laissé\u{a0}: {what}",
                "the folder of the vault is not as it was left: {what}"
            )
        }
        VaultError::Loose => {
            tr!(lang, "d’autres utilisateurs de cette machine peuvent changer le coffre", "{error}")
        }
        VaultError::InUse { .. } => tr!(lang, "un autre programme travaille dans ce coffre", "{error}"),
        VaultError::Slot(name) => {
            tr!(lang, "la clé de la partie «\u{a0}{name}\u{a0}» est endommagée", "{error}")
        }
        VaultError::WrongKey => tr!(lang, "cette identité n’ouvre pas le coffre", "{error}"),
        VaultError::Closed(name) => {
            tr!(lang, "cette identité n’ouvre pas la partie «\u{a0}{name}\u{a0}»", "{error}")
        }
        VaultError::NoKey => tr!(lang, "il manque une clé des données", "{error}"),
        VaultError::NoRoot => tr!(lang, "la fiche racine manque", "{error}"),
        VaultError::Root => tr!(lang, "la fiche racine ne s’ouvre pas", "{error}"),
        VaultError::Header => tr!(lang, "l’en-tête n’est pas celui de ce coffre", "{error}"),
        VaultError::Records => {
            tr!(lang, "les fiches ne sont pas celles qui ont été enregistrées en dernier", "{error}")
        }
        VaultError::Older => tr!(lang, "la base est plus ancienne que son journal", "{error}"),
        VaultError::Missing { id } => tr!(lang, "la fiche {id} manque", "{error}"),
        VaultError::Record { id } => {
            tr!(lang, "la fiche {id} n’est pas celle qui a été enregistrée en dernier", "{error}")
        }
        VaultError::Layout { id, .. } => tr!(lang, "la fiche {id} ne se lit pas", "{error}"),
        VaultError::Log { number } => {
            tr!(lang, "l’entrée {number} du registre manque ou a été changée", "{error}")
        }
        VaultError::TooLarge { id, len } => {
            tr!(lang, "la fiche {id} aurait {len} octets, 64\u{a0}Kio au plus", "{error}")
        }
        VaultError::TooLong { id } => tr!(lang, "le résumé de la fiche {id} est trop long", "{error}"),
        VaultError::Journal => tr!(lang, "le journal ne se lit pas", "{error}"),
        VaultError::Run => tr!(lang, "le fichier de l’envoi en cours manque ou est endommagé", "{error}"),
        VaultError::OutboxOlder => tr!(
            lang,
            "la boîte d’envoi est plus ancienne que ce que le registre en dit\u{a0}: remise en arrière, échangée ou endommagée",
            "{error}"
        ),
        VaultError::Strange(_) => {
            tr!(lang, "ce n’est pas le coffre que cet appareil connaît, ou pas dans le même état", "{error}")
        }
        VaultError::Memory { .. } => {
            tr!(lang, "ce que cet appareil a noté du coffre ne se lit pas ou ne s’écrit pas", "{error}")
        }
        VaultError::Seal(_) => tr!(lang, "une valeur n’a pas pu être scellée", "{error}"),
        VaultError::Store(error) => store(lang, error),
    }
}

fn store(lang: Lang, error: &StoreError) -> String {
    match error {
        StoreError::Full(_) => kind_words(lang, ErrorKind::StorageFull).unwrap_or_default(),
        StoreError::ReadOnly(_) => kind_words(lang, ErrorKind::ReadOnlyFilesystem).unwrap_or_default(),
        StoreError::Io(error) => system(lang, error).unwrap_or_else(|| {
            tr!(lang, "la base ne peut pas être lue ou écrite", "the store cannot be read or written")
        }),
        StoreError::Failed => tr!(
            lang,
            "un enregistrement précédent a échoué\u{a0}; il faut rouvrir le coffre",
            "an earlier write failed; the vault must be opened again"
        ),
        StoreError::Damaged(what) => {
            let what = place(lang, what);
            tr!(lang, "la base est endommagée ({what})", "the store is damaged ({what})")
        }
        StoreError::InUse => tr!(lang, "un autre programme tient la base", "{error}"),
        StoreError::TooLarge { len } => {
            tr!(lang, "une valeur de {len} octets dépasse la limite de 65536", "{error}")
        }
    }
}

/// What the vault and the store say of their files, in English and in French.
const PLACES: &[(&str, &str)] = &[
    ("a key is not 16 bytes", "une clé n’a pas 16 octets"),
    ("a tree has an unknown name", "un arbre porte un nom inconnu"),
    ("sled found a wrong checksum", "sled a trouvé une somme de contrôle fausse"),
    ("a tree is missing", "il manque un arbre"),
    ("the files are of another version of sled", "les fichiers sont d’une autre version de sled"),
    ("sled found its own state broken", "sled ne se retrouve pas dans ses fichiers"),
    ("a file of the store is missing", "il manque un fichier de la base"),
    ("sled stopped in the middle", "sled s’est arrêté au milieu"),
    ("its folder is missing", "son dossier manque"),
    ("the store is not a folder", "la base n’est pas un dossier"),
    ("a file has an unreadable name", "un fichier porte un nom illisible"),
    ("a file of the store is empty or not a file", "un fichier de la base est vide ou n’en est pas un"),
    ("a snapshot is empty or not a file", "un instantané est vide ou n’est pas un fichier"),
    (
        "there is a file that does not belong here (a conflicted copy?)",
        "un fichier n’a rien à faire là (copie en conflit\u{a0}?)",
    ),
    ("the file conf is missing", "il manque le fichier conf"),
    ("the file db is missing", "il manque le fichier db"),
    ("the snapshot is missing", "il manque l’instantané"),
    ("the folder keys is missing", "le dossier keys manque"),
    (
        "something in it does not belong there (a conflicted copy, a link?)",
        "quelque chose n’a rien à y faire (copie en conflit, lien\u{a0}?)",
    ),
];

fn place(lang: Lang, what: &'static str) -> &'static str {
    match lang {
        Lang::En => what,
        Lang::Fr => PLACES.iter().find(|(en, _)| *en == what).map_or("fichiers", |(_, fr)| fr),
    }
}

/// Says why there is no message, as a fragment.
fn message(lang: Lang, error: &MessageError) -> String {
    match error {
        MessageError::Name => {
            tr!(lang, "le nom contient des signes qui n’ont rien à faire dans un en-tête", "{error}")
        }
        MessageError::TooLarge { size, max } => {
            tr!(lang, "le message fait {size} octets, {max} au plus", "{error}")
        }
        MessageError::Time => tr!(lang, "l’heure du message n’est pas une date", "{error}"),
        MessageError::Check(_) => tr!(lang, "le message fini n’a pas passé son contrôle", "{error}"),
    }
}

/// Says why an age file does not open, as a fragment.
fn age(lang: Lang, error: &AgeError) -> String {
    match error {
        AgeError::NotAge => tr!(lang, "ce n’est pas un fichier age", "{error}"),
        AgeError::TooLarge => tr!(lang, "le fichier dépasse 256\u{a0}Mio", "{error}"),
        AgeError::Armor => tr!(lang, "les lignes de texte du fichier sont endommagées", "{error}"),
        AgeError::Header => tr!(lang, "l’en-tête du fichier est endommagé ou a été changé", "{error}"),
        AgeError::NotHeld => {
            tr!(lang, "le fichier n’est pas pour cette identité, ou son en-tête a été changé", "{error}")
        }
        AgeError::UnderPassphrase => {
            tr!(lang, "le fichier est fermé par une phrase de passe", "{error}")
        }
        AgeError::Work(found) => {
            tr!(lang, "le fichier demande un facteur de travail de {found}, hors des limites", "{error}")
        }
        AgeError::WrongPassphrase => tr!(lang, "la phrase de passe n’ouvre pas le fichier", "{error}"),
        AgeError::Content => tr!(lang, "le contenu du fichier est endommagé ou a été changé", "{error}"),
        AgeError::Readers => tr!(lang, "un fichier a de 1 à 64 destinataires", "{error}"),
    }
}

/// Says why a `notice.toml` is not taken: what the reader of TOML says is English, the name it quotes is not.
fn manifest(lang: Lang, detail: &str) -> String {
    match (lang, detail.split('`').nth(1).filter(|name| !name.is_empty())) {
        (Lang::En, _) => detail.to_owned(),
        (Lang::Fr, Some(name)) => {
            format!("«\u{a0}{name}\u{a0}» ne convient pas ou manque (la forme est dans docs/notices.md)")
        }
        (Lang::Fr, None) => "il n’a pas la forme voulue (elle est dans docs/notices.md)".to_owned(),
    }
}

fn system(lang: Lang, error: &io::Error) -> Option<String> {
    let number = error.raw_os_error().or_else(|| wrapped(&error.to_string()));
    let kind = number.map_or_else(|| error.kind(), |n| io::Error::from_raw_os_error(n).kind());
    match (kind_words(lang, kind), number) {
        (Some(words), _) => Some(words),
        (None, Some(number)) => Some(tr!(lang, "erreur {number} du système", "error {number} of the system")),
        (None, None) => (lang == Lang::En).then(|| error.to_string()),
    }
}

/// Finds the number of a failure that sled wrapped into a text: `Os { code: 28, … }`.
fn wrapped(text: &str) -> Option<i32> {
    let (_, rest) = text.split_once("code: ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn kind_words(lang: Lang, kind: ErrorKind) -> Option<String> {
    Some(match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            tr!(lang, "il n’y a plus de place sur le disque", "there is no room left on the disk")
        }
        ErrorKind::FileTooLarge => {
            tr!(lang, "le fichier deviendrait trop grand", "the file would become too large")
        }
        ErrorKind::ReadOnlyFilesystem => {
            tr!(lang, "le disque est en lecture seule", "the disk is read-only")
        }
        ErrorKind::PermissionDenied => tr!(lang, "l’accès est refusé", "access is denied"),
        ErrorKind::NotFound => tr!(lang, "le fichier ou le dossier n’existe pas", "no such file or folder"),
        ErrorKind::AlreadyExists => tr!(lang, "il existe déjà", "it exists already"),
        ErrorKind::IsADirectory => tr!(lang, "c’est un dossier", "it is a folder"),
        ErrorKind::NotADirectory => tr!(lang, "ce n’est pas un dossier", "it is not a folder"),
        ErrorKind::ConnectionRefused => {
            tr!(lang, "la connexion est refusée", "the connection is refused")
        }
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename => {
            tr!(lang, "ce nom n’est pas pris", "this name is not taken")
        }
        ErrorKind::InvalidData => tr!(lang, "le contenu ne se lit pas", "the content cannot be read"),
        ErrorKind::UnexpectedEof => tr!(lang, "le fichier s’arrête trop tôt", "the file ends too early"),
        ErrorKind::DirectoryNotEmpty => tr!(lang, "le dossier n’est pas vide", "the folder is not empty"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            tr!(lang, "un autre programme s’en sert", "another program is using it")
        }
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            tr!(lang, "l’autre bout a raccroché", "the other end hung up")
        }
        ErrorKind::Interrupted => tr!(lang, "interrompu", "interrupted"),
        ErrorKind::TimedOut => tr!(lang, "pas de réponse à temps", "no answer in time"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(lang: Lang, error: impl Error + 'static) -> String {
        chain(lang, Some(&error)).join("; ")
    }

    #[test]
    fn what_the_system_says_is_said_in_the_users_words() {
        let full = || io::Error::from_raw_os_error(28);
        assert_eq!(one(Lang::Fr, full()), "il n’y a plus de place sur le disque");
        assert_eq!(one(Lang::En, full()), "there is no room left on the disk");
        assert_eq!(one(Lang::En, io::Error::from_raw_os_error(30)), "the disk is read-only");
        assert_eq!(one(Lang::Fr, io::Error::from_raw_os_error(2)), "le fichier ou le dossier n’existe pas");
        assert_eq!(one(Lang::Fr, io::Error::from_raw_os_error(71)), "erreur 71 du système");
    }

    #[test]
    fn rusts_own_notation_is_not_shown() {
        let text = "Os { code: 28, kind: StorageFull, message: \"No space left on device\" }";
        let sled = io::Error::other(format!("an error: {text}"));
        assert_eq!(one(Lang::En, sled), "there is no room left on the disk");
        let path = io::Error::new(ErrorKind::PermissionDenied, "at path \"/tmp/.new-x\"");
        assert_eq!(one(Lang::Fr, path), "l’accès est refusé");
    }

    #[test]
    fn a_cause_is_said_once() {
        let error = StoreError::Full(io::Error::from_raw_os_error(28));
        assert_eq!(one(Lang::En, error), "there is no room left on the disk");
        assert_eq!(
            one(Lang::En, StoreError::Damaged("a tree is missing")),
            "the store is damaged (a tree is missing)"
        );
    }

    #[test]
    fn what_is_not_known_is_said_in_english_only() {
        assert_eq!(one(Lang::En, io::Error::other("odd")), "odd");
        assert_eq!(one(Lang::Fr, io::Error::other("odd")), "", "an English text is not shown in French");
        assert_eq!(one(Lang::Fr, std::fmt::Error), "");
        assert_eq!(one(Lang::En, std::fmt::Error), std::fmt::Error.to_string());
    }

    /// What the vault says of its files is in the table, read from the code itself.
    #[test]
    fn every_place_has_french_words() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vault");
        let mut seen = 0;
        for file in ["disk.rs", "folder.rs"] {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            for start in ["Damaged(\"", "damaged(\"", "Folder(\""] {
                for said in text.split(start).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                    seen += 1;
                    assert!(PLACES.iter().any(|(en, _)| *en == said), "{file}: {said}");
                }
            }
        }
        assert!(seen >= 12, "{seen}");
    }

    #[test]
    fn what_the_layers_below_say_is_said_in_french() {
        let vault: Vec<VaultError> = vec![
            VaultError::NoVault,
            VaultError::Folder("the folder keys is missing"),
            VaultError::Slot("roster"),
            VaultError::Records,
            VaultError::Store(StoreError::InUse),
            VaultError::Store(StoreError::TooLarge { len: 70_000 }),
            VaultError::Journal,
        ];
        let mut said: Vec<(String, String)> =
            vault.iter().map(|e| (super::vault(Lang::Fr, e), super::vault(Lang::En, e))).collect();
        said.extend([AddressFault::At, AddressFault::Empty].map(|e| (one(Lang::Fr, e), one(Lang::En, e))));
        said.extend(
            [AgeError::Armor, AgeError::Header, AgeError::Content]
                .map(|e| (one(Lang::Fr, e), one(Lang::En, e))),
        );
        said.push((one(Lang::Fr, MessageError::Time), one(Lang::En, MessageError::Time)));
        said.push((one(Lang::Fr, AskError::Empty), one(Lang::En, AskError::Empty)));
        let toml = RenderError::Manifest { notice: "x".to_owned(), detail: "unknown field `dog`".to_owned() };
        said.push((one(Lang::Fr, toml.clone()), one(Lang::En, toml)));
        for (french, english) in said {
            assert!(!french.is_empty() && !english.is_empty() && french != english, "{french} / {english}");
            for word in [" the ", " is ", " cannot ", " of ", " not "] {
                assert!(!french.contains(word), "{french}");
            }
        }
    }
}
