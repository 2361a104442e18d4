//! The words for cases that are not opened, and what is not added to one.

use crate::{
    face::{
        error::{CmdError, Explain, Telling, file},
        exit::Exit,
        finding::day,
    },
    features::{case::actions::CaseError, member::messages as roster},
    tr,
};

impl Explain for CaseError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Talk(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::Rule(error) => return error.explain(t),
            Self::File(path, error) => return file::not_written(t, path, error),
            Self::None(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucune affaire qui s’ouvre sur cet appareil ne s’appelle {typed}.",
                    "no case that opens on this device is called {typed}."
                );
                (what, "contrepoids case list")
            }
            Self::NothingSaid => {
                let what = tr!(
                    lang,
                    "rien n’est dit qui change\u{a0}: qui la suit (--follower), quels appareils l’ouvrent (--for, --alone), l’accord (--consent).",
                    "nothing is said that changes: who follows it (--follower), which devices open it (--for, --alone), the consent (--consent)."
                );
                (what, "contrepoids case share --help")
            }
            Self::Several(count) => {
                let what = tr!(
                    lang,
                    "{count} affaires s’appellent ainsi\u{a0}: nommez l’une par ses chiffres.",
                    "{count} cases are called so: name one by its digits."
                );
                (what, "contrepoids case list")
            }
            Self::Kind(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} n’est pas un fait d’où la loi compte dans une affaire.",
                    "{typed} is no fact from which the law counts in a case."
                );
                (what, "contrepoids case kinds")
            }
            Self::Future(when) => {
                let when = day(lang, *when);
                let what = tr!(
                    lang,
                    "le {when} n’est pas encore venu\u{a0}: on note ce qui a eu lieu.",
                    "{when} has not come yet: what has happened is noted."
                );
                (what, "contrepoids case event --help")
            }
            Self::Hours(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} ne dit pas des heures\u{a0}: 2,5 par exemple, 24 au plus par jour.",
                    "{typed} says no hours: 2.5 for example, at most 24 a day."
                );
                (what, "contrepoids case hours --help")
            }
            Self::Large => (
                tr!(lang, "une pièce fait 2 Mio au plus.", "a document has at most 2 MiB."),
                "contrepoids case document --help",
            ),
            Self::NoDocument(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "cette affaire n’a pas de pièce entière appelée {typed}.",
                    "this case has no whole document called {typed}."
                );
                (what, "contrepoids case show")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}
