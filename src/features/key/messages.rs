//! The words for a card that cannot be made.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::shown,
    },
    features::key::actions::KeyError,
    tr,
};

/// Nobody said what this device is to be called, and nobody can be asked.
pub(crate) struct NoName;

impl Explain for NoName {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        CmdError::new(
            Exit::Usage,
            tr!(
                t.lang,
                "il manque un nom\u{a0}: comment les autres reconnaîtront-ils cet appareil\u{a0}?",
                "a name is missing: how will the others know this device?"
            ),
        )
        .hint(tr!(
            t.lang,
            "ajoutez-le\u{a0}: --name \"portable de la trésorerie\"",
            "add it: --name \"treasurer's laptop\""
        ))
    }
}

impl Explain for KeyError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Name => CmdError::new(
                Exit::Usage,
                tr!(lang, "ce nom ne peut pas figurer sur une carte.", "this name cannot stand on a card."),
            )
            .hint(tr!(
                lang,
                "de 1 à 60 caractères visibles, sur une ligne",
                "1 to 60 characters that can be seen, in one line"
            )),
            Self::Open(error) => error.explain(t),
            Self::Exists(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {path} existe déjà.",
                    "the file {path} is there already."
                ))
                .hint(tr!(
                    lang,
                    "choisissez un autre nom, ou remplacez-le avec --force",
                    "choose another name, or replace it with --force"
                ))
            }
            Self::Write(path, error) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "le fichier {path} ne peut pas être écrit.",
                    "the file {path} cannot be written."
                ))
                .because(t, error)
            }
        }
    }
}
