//! The words for courses that are not noted or shown.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::{member::messages as roster, training::actions::TrainingError},
    tr,
};

impl Explain for TrainingError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Talk(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::Law(error) => return error.explain(t),
            Self::NoTraining(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucune formation, ou plusieurs, ne s’appelle {typed}.",
                    "no course, or more than one, is called {typed}."
                );
                (what, "contrepoids training list")
            }
            Self::Taken(title, on) => {
                let (title, on) = (roster::quoted(lang, title), day(lang, *on));
                let what = tr!(
                    lang,
                    "une formation s’appelle déjà {title} le {on}.",
                    "a course is called {title} on {on} already."
                );
                (what, "contrepoids training list")
            }
            Self::NoParticipant(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} ne participe pas à cette formation.",
                    "{typed} takes no part in this course."
                );
                (what, "contrepoids training show --help")
            }
            Self::NoAnswer => {
                let what = tr!(
                    lang,
                    "rien n’est répondu\u{a0}: de 1 à 5, ou ce qui a aidé et gêné.",
                    "nothing is answered: from 1 to 5, or what helped and hindered."
                );
                (what, "contrepoids training answer --help")
            }
            Self::Shown(stage) => {
                let stage = stage.words(lang);
                let what = tr!(
                    lang,
                    "ces réponses ({stage}) ont été montrées à d’autres\u{a0}: une de plus se lirait dans la différence.",
                    "these answers ({stage}) were shown to others: one more would be read from the difference."
                );
                (what, "contrepoids training results --help")
            }
            Self::TooFew(stage) => {
                let stage = stage.words(lang);
                let what = tr!(
                    lang,
                    "trop peu de réponses ({stage})\u{a0}: tout tableau montré à d’autres dirait qui a répondu quoi.",
                    "too few answers ({stage}): any table shown to others would tell who answered what."
                );
                (what, "contrepoids training results --help")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}
