//! The words for a vault that does not open.

use std::path::Path;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Refusal, Telling, vault::to_be_admitted},
        exit::Exit,
        words::shown,
    },
    open::OpenError,
    tr,
    vault::{IdentityError, Rescue},
};

impl Explain for OpenError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let identity = shown(&t.place.identity_file());
        match self {
        Self::NoIdentity => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "le fichier d’identité {identity} n’existe pas.",
                "the identity file {identity} does not exist."
            ),
        )
        .hint(tr!(
            lang,
            "nommez-le avec --identity FICHIER, ou créez un coffre\u{a0}: contrepoids init",
            "name it with --identity FILE, or make a vault: contrepoids init"
        ))
        .hint(to_be_admitted(lang))
        .hint(tr!(
            lang,
            "s’il est perdu\u{a0}: la clé de secours, copiée du papier dans un fichier que vous seul·e lisez (chmod 600), avec --identity FICHIER",
            "if it is lost: the recovery key, copied from the paper into a file that you alone can read (chmod 600), with --identity FILE"
        )),
        Self::IdentityFile(source) => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "le fichier d’identité {identity} ne peut pas être lu.",
                "the identity file {identity} cannot be read."
            ),
        )
        .because(t, source),
        Self::LooseIdentity => CmdError::new(
            Exit::WrongKey,
            tr!(
                lang,
                "d’autres personnes peuvent lire ou changer le fichier d’identité {identity}, qui n’a pas de phrase de passe.",
                "other people can read or change the identity file {identity}, which has no passphrase."
            ),
        )
        .hint(format!("chmod 600 {identity}")),
        Self::LooseFolder => {
            let file = t.place.identity_file();
            let dir = file.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let dir = shown(dir);
            CmdError::new(
                Exit::WrongKey,
                tr!(
                    lang,
                    "tout le monde peut échanger le fichier d’identité {identity}, qui n’a pas de phrase de passe.",
                    "anybody can exchange the identity file {identity}, which has no passphrase."
                ),
            )
            .hint(format!("chmod o-w {dir}"))
        }
        Self::Identity(error) => error.explain(t),
        Self::Ask(error) => error.explain(t),
        Self::Hardware(error) => error.explain(t),
        Self::Vault(error) => error.explain(t),
    }
    }
}

impl Explain for IdentityError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let file = shown(&t.place.identity_file());
        let what = match self {
            Self::WrongPassphrase => tr!(
                lang,
                "cette phrase de passe n’ouvre pas l’identité {file}.",
                "this passphrase does not open the identity {file}."
            ),
            Self::Work(found) => tr!(
                lang,
                "l’identité {file} demande un facteur de travail de {found}\u{a0}; sont acceptés 17 à 20.",
                "the identity {file} asks for a work factor of {found}; 17 to 20 are accepted."
            ),
            Self::OtherKind => tr!(
                lang,
                "{file} contient une identité d’une sorte que ce programme ne lit pas (post-quantique, SSH ou greffon).",
                "{file} holds a kind of identity that this program does not read (post-quantum, SSH or plugin)."
            ),
            Self::Damaged => {
                tr!(
                    lang,
                    "le fichier d’identité {file} est endommagé.",
                    "the identity file {file} is damaged."
                )
            }
            Self::NotOne => tr!(
                lang,
                "{file} n’est pas un fichier d’identité age.",
                "{file} is not an age identity file."
            ),
        };
        let hint = match self {
            Self::WrongPassphrase => tr!(
                lang,
                "vérifiez la disposition du clavier et la touche majuscules, puis recommencez\u{a0}; les essais ne sont pas comptés",
                "check the keyboard layout and caps lock, then try again; tries are not counted"
            ),
            Self::NotOne | Self::OtherKind | Self::Work(_) | Self::Damaged => tr!(
                lang,
                "ouvrez avec la clé de secours écrite sur papier\u{a0}: --identity FICHIER",
                "open with the recovery key written on paper: --identity FILE"
            ),
        };
        CmdError::new(Exit::WrongKey, what).hint(hint)
    }
}

/// Says that the disk failed after everything was done.
pub(crate) fn closed_badly() -> Refusal {
    Refusal::told(|t| {
        let lang = t.lang;
        CmdError::new(
            Exit::Disk,
            tr!(
                lang,
                "le disque a fait défaut pendant que le coffre se fermait.",
                "the disk failed while the vault was being closed."
            ),
        )
        .safe(tr!(
            lang,
            "Ce qui est annoncé plus haut est fait et enregistré.",
            "What is said above is done and saved."
        ))
        .hint(tr!(
            lang,
            "vérifiez le coffre et le disque\u{a0}: contrepoids doctor",
            "check the vault and the disk: contrepoids doctor"
        ))
    })
}

/// Says that the journal is being read.
pub(crate) fn rescue_note(lang: Lang, why: Rescue) -> String {
    match why {
        Rescue::Full => tr!(
            lang,
            "Note\u{a0}: le disque est plein. Lecture du journal\u{a0}; rien ne peut être enregistré.",
            "Note: the disk is full. Reading the journal; nothing can be saved."
        ),
        Rescue::ReadOnly => tr!(
            lang,
            "Note\u{a0}: le coffre est en lecture seule. Lecture du journal\u{a0}; rien ne peut être enregistré.",
            "Note: the vault is read-only. Reading the journal; nothing can be saved."
        ),
    }
}
