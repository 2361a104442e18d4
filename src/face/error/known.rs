//! The words for a vault that is not the one, or not in the state, that this device remembers.

use std::io;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Telling},
        exit::Exit,
        when::moment,
    },
    tr,
    vault::{
        Compartment,
        standing::{Behind, Standing},
    },
};

/// Says that the command of an account, if there is one, was not run for this vault.
fn nothing_run(lang: Lang) -> String {
    tr!(lang, "Aucune commande n’a été lancée.", "No command was run.")
}

/// Says which part of the vault it is, where it is not the main one.
fn part(lang: Lang, part: Compartment) -> String {
    if part == Compartment::Roster {
        return String::new();
    }
    let name = part.name();
    tr!(lang, " (partie «\u{a0}{name}\u{a0}»)", " (part “{name}”)")
}

/// Says in a sentence how a vault falls behind what this device knew.
pub(crate) fn behind(lang: Lang, dir: &str, behind: &Behind) -> String {
    let Behind { found, known, .. } = behind;
    let part = part(lang, behind.part);
    let (was, is) = (moment(lang, behind.known_ms), moment(lang, behind.found_ms));
    if found == known {
        return tr!(
            lang,
            "le coffre {dir} n’est pas dans l’état que cet appareil a vu{part}\u{a0}: l’enregistrement {found} date du {is}, celui que l’appareil connaît du {was}.",
            "the vault {dir} is not in the state that this device has seen{part}: commit {found} is of {is}, the one that the device knows of {was}."
        );
    }
    tr!(
        lang,
        "le coffre {dir} est plus ancien que ce que cet appareil a vu{part}\u{a0}: il s’arrête à l’enregistrement {found} du {is}, l’appareil connaît le {known} du {was}.",
        "the vault {dir} is older than what this device has seen{part}: it ends with commit {found} of {is}, the device knows commit {known} of {was}."
    )
}

/// Says in a sentence how a vault stands to what this device remembers.
pub(crate) fn what(lang: Lang, dir: &str, standing: &Standing) -> String {
    match standing {
        Standing::Other { code, known } if code.is_empty() => tr!(
            lang,
            "le coffre {dir} n’est pas le vôtre, mais un autre mis à sa place\u{a0}: vous n’êtes pas parmi ceux qui le tiennent. Le code du vôtre est {known}.",
            "the vault {dir} is not yours but another one in its place: you are not among those who hold it. The code of yours is {known}."
        ),
        Standing::Other { code, known } => tr!(
            lang,
            "le coffre {dir} n’est pas le vôtre, mais un autre mis à sa place\u{a0}: son code est {code}, celui du vôtre {known}.",
            "the vault {dir} is not yours but another one in its place: its code is {code}, that of yours {known}."
        ),
        Standing::Behind(found) => behind(lang, dir, found),
        Standing::New { code, damaged: true } => tr!(
            lang,
            "ce que cet appareil avait noté du coffre {dir} ne se lit plus\u{a0}; le coffre qui est là a le code {code}.",
            "what this device had noted of the vault {dir} cannot be read any more; the vault that lies there has the code {code}."
        ),
        Standing::New { code, .. } | Standing::Known { code, .. } => tr!(
            lang,
            "le coffre {dir} n’a jamais été ouvert sur cet appareil\u{a0}; son code est {code}.",
            "the vault {dir} was never opened on this device; its code is {code}."
        ),
    }
}

/// Says that a vault stays closed until a person has looked.
pub(crate) fn strange(lang: Lang, dir: &str, standing: &Standing) -> CmdError {
    let kind = if matches!(standing, Standing::New { .. }) { Exit::Refused } else { Exit::Damaged };
    let error = CmdError::new(kind, what(lang, dir, standing)).safe_too(nothing_run(lang));
    match standing {
        Standing::Behind(behind) => {
            let found = behind.found;
            error
                .hint(tr!(
                    lang,
                    "remettez la copie la plus récente du coffre",
                    "put the newest copy of the vault back"
                ))
                .hint(tr!(
                    lang,
                    "si vous avez remis cette copie exprès\u{a0}: la même commande avec --accept-older {found}",
                    "if you put this copy there on purpose: the same command with --accept-older {found}"
                ))
        }
        Standing::Other { code, .. } => {
            let error = error.hint(tr!(
                lang,
                "n’y tapez aucun nom\u{a0}; remettez votre coffre d’une copie, ou nommez-le\u{a0}: --vault DOSSIER",
                "type no name into it; put your vault back from a copy, or name it: --vault DIR"
            ));
            if code.is_empty() {
                return error;
            }
            error.hint(tr!(
                lang,
                "si vous avez mis ce coffre là vous-même\u{a0}: la même commande avec --accept-new {code}",
                "if you put this vault there yourself: the same command with --accept-new {code}"
            ))
        }
        Standing::New { code, .. } | Standing::Known { code, .. } => error
            .hint(tr!(
                lang,
                "comparez ce code avec celui que dit «\u{a0}contrepoids doctor\u{a0}» sur l’appareil où le coffre a servi",
                "compare this code with the one that `contrepoids doctor` says on the device where the vault was used"
            ))
            .hint(tr!(
                lang,
                "si c’est le même\u{a0}: la même commande avec --accept-new {code}",
                "if it is the same: the same command with --accept-new {code}"
            )),
    }
}

/// Asks on the terminal; returns the question, and what has to be typed.
pub(crate) fn question(lang: Lang, standing: &Standing) -> (String, String) {
    match standing {
        Standing::Behind(behind) => {
            let found = behind.found.to_string();
            let question = tr!(
                lang,
                "Si vous avez remis cette copie exprès, tapez {found} pour l’ouvrir\u{a0}; sinon Entrée\u{a0}: ",
                "If you put this copy there on purpose, type {found} to open it; if not, Enter: "
            );
            (question, found)
        }
        Standing::Other { code, .. } | Standing::New { code, .. } | Standing::Known { code, .. } => {
            let first = code.get(..4).unwrap_or_default().to_owned();
            let question = tr!(
                lang,
                "Si c’est le bon code, tapez ses quatre premiers signes pour l’ouvrir\u{a0}; sinon Entrée\u{a0}: ",
                "If this is the right code, type its first four signs to open it; if not, Enter: "
            );
            (question, first)
        }
    }
}

/// Says that what this device remembers cannot be read or written.
pub(crate) fn memory(t: &Telling<'_>, writing: bool, source: &io::Error) -> CmdError {
    let lang = t.lang;
    let what = if writing {
        tr!(
            lang,
            "cet appareil ne peut pas noter, dans le dossier de ses réglages, où en est le coffre.",
            "this device cannot note, in the folder of its settings, how far the vault has come."
        )
    } else {
        tr!(
            lang,
            "ce que cet appareil a noté du coffre, dans le dossier de ses réglages, ne peut pas être lu.",
            "what this device has noted of the vault, in the folder of its settings, cannot be read."
        )
    };
    CmdError::new(Exit::Disk, what).safe_too(nothing_run(lang)).because(t, source).hint(tr!(
        lang,
        "rendez ce dossier à vous, lisible et modifiable, et faites de la place sur son disque",
        "make this folder yours, to read and to write, and make room on its disk"
    ))
}
