//! The cause below an error, in the user's language: what the system answered, without Rust's own notation or the name
//! of a temporary file.

use std::{
    error::Error,
    io::{self, ErrorKind},
};

use crate::{
    app::open::{AskError, OpenError},
    config::Lang,
    tr,
    vault::{VaultError, store::StoreError},
};

/// Returns the causes to show, outermost first, none twice.
pub(super) fn chain(lang: Lang, first: Option<&(dyn Error + 'static)>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut cause = first;
    while let Some(error) = cause {
        // What is wrong has been said already in French words; the vault's own texts are English.
        let said = lang == Lang::Fr && (error.is::<VaultError>() || error.is::<OpenError>());
        let text = words(lang, error);
        if !said && !out.contains(&text) {
            out.push(text);
        }
        cause = error.source();
    }
    out
}

fn words(lang: Lang, error: &(dyn Error + 'static)) -> String {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return system(lang, error);
    }
    match error.downcast_ref::<StoreError>() {
        Some(StoreError::Full(_)) => kind_words(lang, ErrorKind::StorageFull).unwrap_or_default(),
        Some(StoreError::ReadOnly(_)) => kind_words(lang, ErrorKind::ReadOnlyFilesystem).unwrap_or_default(),
        Some(StoreError::Io(error)) => system(lang, error),
        Some(StoreError::Failed) => tr!(
            lang,
            "un enregistrement précédent a échoué\u{a0}; il faut rouvrir le coffre",
            "an earlier write failed; the vault must be opened again"
        ),
        Some(StoreError::Damaged(what)) => {
            tr!(lang, "la base est endommagée ({what})", "the store is damaged ({what})")
        }
        _ if matches!(error.downcast_ref(), Some(AskError::NoTerminal)) => {
            tr!(lang, "personne ne peut répondre ici (pas de terminal)", "{error}")
        }
        _ => error.to_string(),
    }
}

fn system(lang: Lang, error: &io::Error) -> String {
    let number = error.raw_os_error().or_else(|| wrapped(&error.to_string()));
    let kind = number.map_or_else(|| error.kind(), |n| io::Error::from_raw_os_error(n).kind());
    match (kind_words(lang, kind), number) {
        (Some(words), _) => words,
        (None, Some(number)) => tr!(lang, "erreur {number} du système", "error {number} of the system"),
        (None, None) => error.to_string(),
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
    fn what_is_not_known_is_said_as_it_is() {
        assert_eq!(one(Lang::Fr, io::Error::other("odd")), "odd");
        assert_eq!(one(Lang::En, std::fmt::Error), std::fmt::Error.to_string());
    }
}
