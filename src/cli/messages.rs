//! The words for what the demo and the manual pages refuse.

use std::{io, path::PathBuf};

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::shown,
    },
    tr,
};

/// Why the demo was not shown.
pub(crate) enum NoDemo {
    /// It was asked for as JSON.
    Json,
    /// Its folder cannot be used.
    Folder(io::Error),
    /// A step ended with another code than it should.
    Step(usize, Exit),
}

impl Explain for NoDemo {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Json => CmdError::new(
                Exit::Usage,
                tr!(
                    lang,
                    "la démonstration se lit, elle n’a pas de JSON.",
                    "the demo is to be read, it has no JSON."
                ),
            )
            .hint("contrepoids demo"),
            Self::Folder(error) if error.kind() == io::ErrorKind::AlreadyExists => CmdError::refused(tr!(
                lang,
                "il y a déjà quelque chose dans ce dossier.",
                "there is something in this folder already."
            ))
            .because(t, error),
            Self::Folder(error) => CmdError::new(
                Exit::Disk,
                tr!(lang, "le dossier ne peut pas être utilisé.", "the folder cannot be used."),
            )
            .because(t, error),
            // The steps before have made their files.
            Self::Step(number, exit) => {
                CmdError::new(*exit, tr!(lang, "l’étape {number} a échoué.", "step {number} failed."))
                    .safe("")
                    .hint("contrepoids doctor")
            }
        }
    }
}

/// Manual pages that cannot be written to this folder.
pub(crate) struct NoPages(pub PathBuf, pub io::Error);

impl Explain for NoPages {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let folder = shown(&self.0);
        let what = tr!(
            t.lang,
            "les pages ne peuvent pas être écrites dans {folder}.",
            "the pages cannot be written to {folder}."
        );
        // Some of them may have been.
        CmdError::new(Exit::Disk, what).safe("").because(t, &self.1)
    }
}
