//! The words for a file that was to be written and was not.

use std::{io, path::Path};

use super::{CmdError, Telling};
use crate::{
    face::{exit::Exit, words::shown},
    tr,
    vault::file::Ending,
};

/// A file for people: there is one already, or the system refused.
pub(crate) fn not_written(t: &Telling<'_>, path: &Path, error: &io::Error) -> CmdError {
    let (lang, file) = (t.lang, shown(path));
    if error.kind() == io::ErrorKind::AlreadyExists {
        return CmdError::refused(tr!(lang, "{file} existe déjà.", "{file} is there already."))
            .safe(tr!(lang, "Rien n’a été écrit.", "Nothing was written."))
            .hint(tr!(lang, "remplacez-le avec --force", "replace it with --force"));
    }
    if let Some(Ending(allowed)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        let page = allowed.contains(&"html");
        let allowed: Vec<String> = allowed.iter().map(|one| format!(".{one}")).collect();
        let allowed = allowed.join(", ");
        let refused = CmdError::refused(tr!(
            lang,
            "{file}\u{a0}: ce fichier ne peut pas avoir cette fin\u{a0}; il faut {allowed}.",
            "{file}: this file cannot have that ending; {allowed} is needed."
        ))
        .safe(tr!(lang, "Rien n’a été écrit.", "Nothing was written."));
        if !page {
            return refused;
        }
        return refused.hint(tr!(
            lang,
            "un navigateur ouvre la page et l’imprime, en PDF si vous voulez",
            "a browser opens the page and prints it, as PDF if you like"
        ));
    }
    CmdError::new(Exit::Disk, tr!(lang, "{file} ne peut pas être écrit.", "{file} cannot be written."))
        .because(t, error)
}

/// Says that a file was not read, and why.
pub(crate) fn not_read(t: &Telling<'_>, path: &Path, error: &io::Error) -> CmdError {
    let file = shown(path);
    CmdError::refused(tr!(
        t.lang,
        "le fichier {file} ne peut pas être lu.",
        "the file {file} cannot be read."
    ))
    .because(t, error)
}
