//! What the system answered, in the user's language: without Rust's own notation or the name of a temporary file.

use std::io::{self, ErrorKind};

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
    },
    tr,
};

impl Explain for io::Error {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let refused = || tr!(t.lang, "le système a refusé", "the system refused");
        CmdError::new(Exit::Disk, system(t.lang, self).unwrap_or_else(refused))
    }
}

/// Says what the system answered; nothing where it has no words for it.
pub(super) fn system(lang: Lang, error: &io::Error) -> Option<String> {
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

pub(super) fn kind_words(lang: Lang, kind: ErrorKind) -> Option<String> {
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
        ErrorKind::NotSeekable => {
            tr!(lang, "ce n’est pas un fichier ordinaire", "it is not an ordinary file")
        }
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
        ErrorKind::TimedOut => tr!(lang, "rien n’est venu à temps", "nothing came in time"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(lang: Lang, error: &io::Error) -> String {
        system(lang, error).unwrap_or_default()
    }

    #[test]
    fn what_the_system_says_is_said_in_the_users_words() {
        let full = || io::Error::from_raw_os_error(28);
        assert_eq!(one(Lang::Fr, &full()), "il n’y a plus de place sur le disque");
        assert_eq!(one(Lang::En, &full()), "there is no room left on the disk");
        assert_eq!(one(Lang::En, &io::Error::from_raw_os_error(30)), "the disk is read-only");
        assert_eq!(one(Lang::Fr, &io::Error::from_raw_os_error(2)), "le fichier ou le dossier n’existe pas");
        assert_eq!(one(Lang::Fr, &io::Error::from_raw_os_error(71)), "erreur 71 du système");
    }

    #[test]
    fn rusts_own_notation_is_not_shown() {
        let text = "Os { code: 28, kind: StorageFull, message: \"No space left on device\" }";
        let sled = io::Error::other(format!("an error: {text}"));
        assert_eq!(one(Lang::En, &sled), "there is no room left on the disk");
        let path = io::Error::new(ErrorKind::PermissionDenied, "at path \"/tmp/.new-x\"");
        assert_eq!(one(Lang::Fr, &path), "l’accès est refusé");
    }

    #[test]
    fn what_is_not_known_is_said_in_english_only() {
        assert_eq!(one(Lang::En, &io::Error::other("odd")), "odd");
        assert_eq!(one(Lang::Fr, &io::Error::other("odd")), "", "an English text is not shown in French");
    }
}
