//! The words for a vault that is not the one, or not in the state, that this device remembers.

use std::io;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Telling},
        exit::Exit,
        when::moment,
        words::part as called,
    },
    tr,
    vault::{
        Compartment,
        holders::words::{self, Six},
        standing::{Behind, Founding, Standing},
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
    let name = called(lang, part);
    tr!(lang, " (partie «\u{a0}{name}\u{a0}»)", " (part “{name}”)")
}

/// The vault in a folder, as a sentence begins with it.
pub(crate) fn vault_in(lang: Lang, dir: &str) -> String {
    tr!(lang, "le coffre {dir}", "the vault {dir}")
}

/// Says in a sentence how a vault falls behind what this device knew.
pub(crate) fn behind(lang: Lang, of: &str, behind: &Behind) -> String {
    let Behind { found, known, .. } = behind;
    let part = part(lang, behind.part);
    let (was, is) = (moment(lang, behind.known_ms), moment(lang, behind.found_ms));
    if found > known {
        return tr!(
            lang,
            "{of} est un exemplaire dont un autre a pris la place sur cet appareil{part}\u{a0}: il en est à l’enregistrement {found} du {is}, l’autre au {known} du {was}.",
            "{of} is a copy that another one took the place of on this device{part}: it has come to commit {found} of {is}, the other one to commit {known} of {was}."
        );
    }
    if found == known {
        return tr!(
            lang,
            "{of} n’est pas dans l’état que cet appareil a vu{part}\u{a0}: l’enregistrement {found} date du {is}, celui que l’appareil connaît du {was}.",
            "{of} is not in the state that this device has seen{part}: commit {found} is of {is}, the one that the device knows of {was}."
        );
    }
    tr!(
        lang,
        "{of} est plus ancien que ce que cet appareil a vu{part}\u{a0}: il s’arrête à l’enregistrement {found} du {is}, l’appareil connaît le {known} du {was}.",
        "{of} is older than what this device has seen{part}: it ends with commit {found} of {is}, the device knows commit {known} of {was}."
    )
}

/// Says in a sentence how a vault stands to what this device remembers.
pub(crate) fn what(lang: Lang, of: &str, standing: &Standing) -> String {
    match standing {
        Standing::Other { words: None, known, .. } => {
            let known = six(lang, known);
            tr!(
                lang,
                "{of} n’est pas le vôtre, mais un autre mis à sa place\u{a0}: vous n’êtes pas parmi ceux qui le tiennent. Les six mots du vôtre sont {known}.",
                "{of} is not yours but another one in its place: you are not among those who hold it. The six words of yours are {known}."
            )
        }
        Standing::Other { words: Some(words), known, holders: true } => {
            let (words, known) = (six(lang, words), six(lang, known));
            tr!(
                lang,
                "{of} ignore ce que cet appareil sait de qui le tient\u{a0}: c’est une copie d’avant, ou une autre suite. Ses six mots sont {words}, ceux que l’appareil connaît {known}.",
                "{of} does not know what this device knows of who holds it: it is a copy of before, or went another way. Its six words are {words}, those that the device knows {known}."
            )
        }
        Standing::Other { words: Some(words), known, .. } => {
            let (words, known) = (six(lang, words), six(lang, known));
            tr!(
                lang,
                "{of} n’est pas le vôtre, mais un autre mis à sa place\u{a0}: ses six mots sont {words}, ceux du vôtre {known}.",
                "{of} is not yours but another one in its place: its six words are {words}, those of yours {known}."
            )
        }
        Standing::Behind(found) => behind(lang, of, found),
        Standing::Gone { found, time_ms } => {
            let when = moment(lang, *time_ms);
            tr!(
                lang,
                "{of} a été détruit exprès sur cet appareil le {when}\u{a0}; ce qui est là en est une copie, arrêtée à l’enregistrement {found}.",
                "{of} was destroyed on this device on purpose, {when}; what lies there is a copy of it, which ends with commit {found}."
            )
        }
        Standing::New { words, founding, damaged: true } => {
            let (words, founded) = (six(lang, words), founded(lang, founding));
            tr!(
                lang,
                "ce que cet appareil avait noté pour {of} ne se lit plus\u{a0}; le coffre qui est là a été créé {founded}. Ses six mots sont {words}.",
                "what this device had noted of {of} cannot be read any more; the vault that lies there was made {founded}. Its six words are {words}."
            )
        }
        Standing::New { words, founding, .. } => {
            let (words, founded) = (six(lang, words), founded(lang, founding));
            tr!(
                lang,
                "{of} n’a jamais été ouvert sur cet appareil\u{a0}; il a été créé {founded}. Ses six mots sont {words}.",
                "{of} was never opened on this device; it was made {founded}. Its six words are {words}."
            )
        }
        Standing::Known { words } => {
            let words = six(lang, words);
            tr!(
                lang,
                "cet appareil connaît {of}\u{a0}; ses six mots sont {words}.",
                "this device knows {of}; its six words are {words}."
            )
        }
    }
}

/// Says six words, as people say them.
pub(crate) fn six(lang: Lang, six: &Six) -> String {
    words::say(lang, six).join(" ")
}

/// Says the six words of a vault whose keys were turned: they are other ones than before.
pub(crate) fn new_words(lang: Lang, words: &Six) -> String {
    let words = six(lang, words);
    tr!(
        lang,
        "Les six mots du coffre sont maintenant\u{a0}:\n  {words}",
        "The six words of the vault are now:\n  {words}"
    )
}

/// What takes a vault by its words, to be typed.
pub(crate) fn accept_new(lang: Lang, six: &Six) -> String {
    format!("--accept-new {}", words::say(lang, six).join("-"))
}

/// Says by whom a vault was made, and when.
fn founded(lang: Lang, founding: &Founding) -> String {
    let (by, when) = (&founding.by, moment(lang, founding.time_ms));
    tr!(lang, "par «\u{a0}{by}\u{a0}» le {when}", "by “{by}” on {when}")
}

/// Says that a vault stays closed until a person has looked.
pub(crate) fn strange(lang: Lang, of: &str, standing: &Standing) -> CmdError {
    let unasked = matches!(standing, Standing::New { .. } | Standing::Gone { .. });
    let kind = if unasked { Exit::Refused } else { Exit::Damaged };
    let error = CmdError::new(kind, what(lang, of, standing)).safe_too(nothing_run(lang));
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
        Standing::Gone { found, .. } => error
            .hint(tr!(
                lang,
                "s’il doit rester détruit, détruisez la copie aussi\u{a0}: contrepoids destroy",
                "if it shall stay destroyed, destroy the copy too: contrepoids destroy"
            ))
            .hint(tr!(
                lang,
                "si vous avez remis cette copie exprès\u{a0}: la même commande avec --accept-older {found}",
                "if you put this copy there on purpose: the same command with --accept-older {found}"
            )),
        Standing::Other { words, .. } => {
            let error = error.hint(tr!(
                lang,
                "n’y tapez aucun nom\u{a0}; remettez votre coffre d’une copie, ou nommez-le\u{a0}: --vault DOSSIER",
                "type no name into it; put your vault back from a copy, or name it: --vault DIR"
            ));
            let Some(words) = words else { return error };
            let accept = accept_new(lang, words);
            error.hint(tr!(
                lang,
                "si vous avez mis ce coffre là vous-même\u{a0}: la même commande avec {accept}",
                "if you put this vault there yourself: the same command with {accept}"
            ))
        }
        Standing::New { words, .. } | Standing::Known { words } => {
            let accept = accept_new(lang, words);
            error
                .hint(tr!(
                    lang,
                    "comparez ces six mots avec ceux que dit «\u{a0}contrepoids status\u{a0}» sur un appareil où le coffre a servi",
                    "compare these six words with those that `contrepoids status` says on a device where the vault was used"
                ))
                .hint(tr!(
                    lang,
                    "si ce sont les mêmes\u{a0}: la même commande avec {accept}",
                    "if they are the same: the same command with {accept}"
                ))
        }
    }
}

/// Asks on the terminal for what shows that a person has looked: a number, or the first of the six words.
pub(crate) fn question(lang: Lang, standing: &Standing) -> String {
    match standing {
        Standing::Behind(Behind { found, .. }) | Standing::Gone { found, .. } => {
            tr!(
                lang,
                "Si vous avez remis cette copie exprès, tapez {found} pour l’ouvrir\u{a0}; sinon Entrée\u{a0}: ",
                "If you put this copy there on purpose, type {found} to open it; if not, Enter: "
            )
        }
        Standing::Other { .. } | Standing::New { .. } | Standing::Known { .. } => tr!(
            lang,
            "Si ce sont les bons mots, tapez le premier des six pour l’ouvrir\u{a0}; sinon Entrée\u{a0}: ",
            "If these are the right words, type the first of the six to open it; if not, Enter: "
        ),
    }
}

/// Tells whether an answer shows that.
pub(crate) fn answers(standing: &Standing, typed: &str) -> bool {
    match standing {
        Standing::Behind(Behind { found, .. }) | Standing::Gone { found, .. } => typed == found.to_string(),
        Standing::Other { .. } | Standing::New { .. } | Standing::Known { .. } => {
            let first = standing.words().and_then(|six| six.first());
            first.is_some_and(|first| words::are(&[*first], typed))
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
