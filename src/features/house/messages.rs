//! The words for a vault that is not kept open, or not destroyed.

use crate::{
    face::error::{CmdError, Explain, Telling},
    features::house::actions::unlock::UnlockError,
    tr,
};

/// The word that destroys a vault was not typed.
pub(crate) struct NoWord;

impl Explain for NoWord {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        CmdError::refused(tr!(t.lang, "le mot n’a pas été tapé.", "the word was not typed.")).hint(tr!(
            t.lang,
            "dans un script\u{a0}: --word détruire",
            "in a script: --word destroy"
        ))
    }
}

impl Explain for UnlockError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let shell = tr!(
            lang,
            "plusieurs commandes avec une seule phrase de passe\u{a0}: contrepoids shell",
            "many commands with one passphrase: contrepoids shell"
        );
        match self {
            Self::Open(error) => error.explain(t),
            Self::Absent(_) => CmdError::refused(tr!(
                lang,
                "ce système ne garde pas de secret pour nous\u{a0}: il n’a pas le trousseau du noyau de Linux, ou l’interdit ici (conteneur, filtre).",
                "this system keeps no secret for us: it has no keyring of the Linux kernel, or forbids it here (container, filter)."
            ))
            .hint(shell),
            Self::Bare => CmdError::refused(tr!(
                lang,
                "cette identité n’a pas de phrase de passe\u{a0}: il n’y a rien à ouvrir d’avance.",
                "this identity has no passphrase: there is nothing to open beforehand."
            ))
            .hint(tr!(
                lang,
                "donnez-lui une phrase de passe\u{a0}: contrepoids key passphrase",
                "give it a passphrase: contrepoids key passphrase"
            )),
        }
    }
}
