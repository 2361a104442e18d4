//! The words for what was not done with keys.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::shown,
    },
    features::key::actions::passphrase::PassphraseError,
    tr,
};

impl Explain for PassphraseError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Open(error) => error.explain(t),
            Self::Write(error) => {
                let identity = shown(&t.place.identity_file());
                CmdError::new(
                    Exit::Disk,
                    tr!(
                        lang,
                        "le fichier d’identité {identity} ne peut pas être écrit.",
                        "the identity file {identity} cannot be written."
                    ),
                )
                .safe(tr!(
                    lang,
                    "Le fichier d’avant est là, ou le nouveau, entier\u{a0}: l’ancienne phrase l’ouvre, ou la nouvelle.",
                    "The file of before is there, or the new one, whole: the old passphrase opens it, or the new one."
                ))
                .because(t, error)
                .hint(tr!(
                    lang,
                    "voyez laquelle ouvre\u{a0}: contrepoids status",
                    "see which one opens it: contrepoids status"
                ))
            }
        }
    }
}
