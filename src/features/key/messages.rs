//! The words for what was not done with keys.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        words::shown,
    },
    features::key::actions::{KeyError, passphrase::PassphraseError},
    tr,
    vault::holders::share::ShareError,
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
            Self::Paper => CmdError::refused(tr!(
                lang,
                "ce n’est pas une clé de secours\u{a0}: faute de frappe, ou clé coupée\u{a0}?",
                "this is not a recovery key: mistyped, or cut?"
            ))
            .hint(tr!(
                lang,
                "recopiez-la entière\u{a0}: AGE-SECRET-KEY-1 et 58 caractères",
                "copy it whole: AGE-SECRET-KEY-1 and 58 characters"
            )),
            Self::Share(error) => share(lang, *error),
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

/// The words for shares that do not bring the recovery key back.
fn share(lang: Lang, error: ShareError) -> CmdError {
    CmdError::refused(match error {
        ShareError::Words => tr!(
            lang,
            "une part, ce sont 32 mots de la liste\u{a0}; l’un d’eux n’y est pas, ou il en manque.",
            "a share is 32 words of the list; one of them is not in it, or some are missing."
        ),
        ShareError::Checksum => tr!(
            lang,
            "un mot de cette part est faux, ou n’est pas à sa place.",
            "a word of this share is wrong, or not in its place."
        ),
        ShareError::Unknown => tr!(
            lang,
            "cette part est d’une sorte que ce programme ne connaît pas.",
            "this share is of a kind that this program does not know."
        ),
        ShareError::Same => tr!(
            lang,
            "c’est deux fois la même part\u{a0}; il en faut une autre.",
            "this is the same share twice; another one is needed."
        ),
        ShareError::Mixed => tr!(
            lang,
            "ces parts ne sont pas du même jeu\u{a0}: l’une est plus ancienne, ou d’un autre coffre.",
            "these shares are not of one set: one is older, or of another vault."
        ),
        ShareError::TooFew { needed } => {
            tr!(lang, "il faut {needed} parts.", "{needed} shares are needed.")
        }
        ShareError::Key => tr!(
            lang,
            "ces parts ne donnent pas de clé de secours.",
            "these shares do not come to a recovery key."
        ),
    })
}

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
