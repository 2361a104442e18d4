//! The words for what is not told and not taken.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::{
        experience::{actions::ExperienceError, rules::BadFile},
        member::messages as roster,
    },
    tr,
};

impl Explain for ExperienceError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Talk(error) => return error.explain(t),
            Self::Export(error) => return error.explain(t),
            Self::Age(error) => return error.explain(t),
            Self::Unreadable(path, why) => {
                let path = roster::quoted(lang, &path.display().to_string());
                let what = tr!(lang, "{path} ne peut pas être lu.", "{path} cannot be read.");
                let out = CmdError::new(Exit::Refused, what);
                return out.cause(why.to_string()).hint("contrepoids experience import --help");
            }
            Self::Bad(bad) => {
                let why = bad_file(lang, bad);
                let what = tr!(
                    lang,
                    "ce fichier n’est pas repris\u{a0}: {why}. Rien n’en est pris.",
                    "this file is not taken: {why}. Nothing of it is."
                );
                (what, "contrepoids experience import --help")
            }
            Self::Section => {
                let what = tr!(
                    lang,
                    "le nom de la section est une ligne de 1 à 500 signes.",
                    "the name of the section is a line of 1 to 500 characters."
                );
                (what, "contrepoids experience export --help")
            }
            Self::Nothing => {
                let what = tr!(
                    lang,
                    "il n’y a rien à raconter\u{a0}: ni groupe, ni épreuve, ni thème, ni formation, ni modèle à vous.",
                    "there is nothing to tell: no group, no test, no theme, no course, no template of your own."
                );
                (what, "contrepoids group new --help")
            }
            Self::None(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "rien, ou plusieurs choses, ne s’appelle {typed}.",
                    "nothing, or more than one thing, is called {typed}."
                );
                (what, "contrepoids experience list")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}

fn bad_file(lang: crate::base::Lang, bad: &BadFile) -> String {
    match bad {
        BadFile::Large => tr!(lang, "il dépasse 256 Kio", "it is larger than 256 KiB"),
        BadFile::Form => {
            tr!(lang, "il n’a pas la forme d’une expérience", "it does not have the form of an experience")
        }
        BadFile::Deep => tr!(lang, "il s’emboîte trop profondément", "it is nested too deeply"),
        BadFile::Text(0) => tr!(
            lang,
            "le nom de sa section est vide, trop long, ou a des signes qui ne se voient pas",
            "the name of its section is empty, too long, or has signs that do not show"
        ),
        BadFile::Text(n) => tr!(
            lang,
            "l’élément {n} a un texte vide, trop long, ou avec des signes qui ne se voient pas",
            "item {n} has a text that is empty, too long, or has signs that do not show"
        ),
        BadFile::Many(n) => {
            tr!(lang, "il a {n} éléments, et non de 1 à 200", "it has {n} items, and not 1 to 200")
        }
        BadFile::Future(on) => {
            let on = day(lang, *on);
            tr!(
                lang,
                "il est daté du {on}, qui n’est pas encore venu",
                "it is of {on}, which has not come yet"
            )
        }
    }
}
