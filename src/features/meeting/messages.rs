//! The words for meetings that are not noted or shown.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::{meeting::actions::MeetingError, member::messages as roster},
    tr,
};

impl Explain for MeetingError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Talk(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::Group(error) => return error.explain(t),
            Self::NoMeeting(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucune réunion, ou plusieurs, ne s’appelle {typed}\u{a0}; son jour ou ses premiers chiffres la nomment aussi.",
                    "no meeting, or more than one, is called {typed}; its day or its first digits name it too."
                );
                (what, "contrepoids meeting list --all")
            }
            Self::Taken(name, on) => {
                let (name, on) = (roster::quoted(lang, name), day(lang, *on));
                let what = tr!(
                    lang,
                    "une réunion s’appelle déjà {name} le {on}.",
                    "a meeting is called {name} on {on} already."
                );
                (what, "contrepoids meeting edit --help")
            }
            Self::Future(on) => {
                let on = day(lang, *on);
                let what = tr!(
                    lang,
                    "elle n’a lieu que le {on}\u{a0}: on note ensuite qui est venu·e et ce qui s’est dit.",
                    "it takes place on {on}: who came and what was said is noted afterwards."
                );
                (what, "contrepoids meeting answer --help")
            }
            Self::Nobody => {
                let what = tr!(lang, "personne n’est désigné.", "nobody is meant.");
                (what, "contrepoids meeting invite --help")
            }
            Self::NobodyToWrite(name) => {
                let name = roster::quoted(lang, name);
                let what = tr!(
                    lang,
                    "aucun·e adhérent·e n’est invité·e à {name}\u{a0}: il n’y a personne à qui écrire.",
                    "no member is invited to {name}: there is nobody to write to."
                );
                (what, "contrepoids meeting invite --help")
            }
            Self::Unreadable(path, why) => {
                let path = roster::quoted(lang, &path.display().to_string());
                let what = tr!(lang, "{path} ne peut pas être lu.", "{path} cannot be read.");
                let out = CmdError::new(Exit::Refused, what);
                return out.cause(why.to_string()).hint("contrepoids meeting minutes --help");
            }
            Self::NotText => {
                let what = tr!(
                    lang,
                    "un compte rendu est un texte de 1 à 20 000 signes, sans signe qui ne se voit pas.",
                    "minutes are a text of 1 to 20,000 characters, without any that does not show."
                );
                (what, "contrepoids meeting minutes --help")
            }
            Self::TooMany => {
                let what =
                    tr!(lang, "c’est trop\u{a0}: 60 points au plus.", "that is too much: at most 60 items.");
                (what, "contrepoids meeting show --help")
            }
            Self::NoGroup(name) => {
                let name = roster::quoted(lang, name);
                let what = tr!(
                    lang,
                    "{name} n’est la réunion d’aucun groupe\u{a0}: dites lequel prend la tâche (--group).",
                    "{name} is the meeting of no group: say which one takes the task (--group)."
                );
                (what, "contrepoids group list")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}
