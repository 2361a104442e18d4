//! The words for a letter of the section's own that is not made, or not taken.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, file},
        finding,
        words::shown,
    },
    features::{
        letter::{actions::OwnError, rules::own::Flaw},
        member::messages as roster,
        notice::messages as notice,
    },
    render::{FileProblem, RenderError, french},
    tr,
};

impl Explain for OwnError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Name(typed) => {
                let typed = roster::quoted(lang, typed);
                CmdError::refused(tr!(
                    lang,
                    "{typed} n’est pas un nom\u{a0}: il faut des lettres ou des chiffres.",
                    "{typed} is no name: letters or digits are needed."
                ))
            }
            Self::Taken(name) => {
                let name = roster::quoted(lang, name);
                CmdError::refused(tr!(
                    lang,
                    "la section a déjà un modèle de courrier {name}.",
                    "the section has a template of a letter {name} already."
                ))
                .hint("contrepoids letter template list")
            }
            Self::OfTheProgram(name) => {
                let name = roster::quoted(lang, name);
                CmdError::refused(tr!(
                    lang,
                    "{name} est un courrier du programme, qui passe avant le vôtre.",
                    "{name} is a letter of the program, which goes before yours."
                ))
                .hint(tr!(lang, "choisissez un autre nom", "choose another name"))
            }
            Self::Folder(path, why) if why.kind() == std::io::ErrorKind::PermissionDenied => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "{path} ne peut être ni lu ni écrit.",
                    "{path} can be neither read nor written."
                ))
            }
            Self::Folder(path, why) => file::not_written(t, path, why),
            Self::Flaw(name, found) => {
                CmdError::refused(flaw(lang, name, found)).hint("contrepoids letter template check")
            }
        }
    }
}

/// Says what is wrong with a letter of the section's own; quotes its files.
#[must_use]
pub fn flaw(lang: Lang, name: &str, found: &Flaw) -> String {
    match found {
        Flaw::Render(RenderError::File { problem: FileProblem::Name, .. }) => {
            let name = roster::quoted(lang, name);
            tr!(
                lang,
                "le dossier {name} ne doit avoir que des lettres minuscules sans accent, des chiffres et des tirets.",
                "the folder {name} may only have small letters without accents, digits and hyphens."
            )
        }
        Flaw::Render(RenderError::Manifest { detail, .. }) => tr!(
            lang,
            "{name}/letter.toml ne peut pas être lu\u{a0}: {detail}",
            "{name}/letter.toml cannot be read: {detail}"
        ),
        Flaw::Render(error) => notice::render(lang, error).what,
        Flaw::NoVariable(variable) => {
            let variable = roster::quoted(lang, variable);
            tr!(
                lang,
                "{name}/letter.toml\u{a0}: une mention nomme {variable}, qui n’est pas un élément du courrier.",
                "{name}/letter.toml: a mention names {variable}, which is no part of the letter."
            )
        }
        Flaw::NoWords(words) => {
            let words = roster::quoted(lang, words);
            tr!(
                lang,
                "{name}/fr.md ne dit pas {words}, qu’une mention de letter.toml demande.",
                "{name}/fr.md does not say {words}, which a mention of letter.toml asks for."
            )
        }
        Flaw::NoArticle(number) => {
            let article = finding::article(lang, number);
            tr!(
                lang,
                "{name}/letter.toml nomme l’{article}, qui n’est pas en vigueur.",
                "{name}/letter.toml names {article}, which is not in force."
            )
        }
        Flaw::NoFact(code) => {
            let code = roster::quoted(lang, code);
            tr!(
                lang,
                "{name}/letter.toml\u{a0}: l’agenda ne connaît pas le fait {code} (contrepoids agenda record --list).",
                "{name}/letter.toml: the agenda knows no fact {code} (contrepoids agenda record --list)."
            )
        }
        Flaw::NoDay(day) => {
            let day = french::shown(lang, day);
            tr!(
                lang,
                "{name}/letter.toml\u{a0}: le jour d’un fait est sent, received ou un élément qui est une date, pas {day}.",
                "{name}/letter.toml: the day of a fact is sent, received or a part that is a date, not {day}."
            )
        }
        Flaw::Draft => tr!(
            lang,
            "{name}\u{a0}: ce qui en sort avec les exemples n’est pas une lettre.",
            "{name}: what comes out with the samples is no letter."
        ),
        Flaw::OfTheProgram => tr!(
            lang,
            "le programme a un courrier de ce nom, qui passe avant\u{a0}: renommez le dossier.",
            "the program has a letter of this name, which goes before: rename the folder."
        ),
    }
}
