//! The words for groups that are not begun, changed or shown.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::{group::actions::GroupError, member::messages as roster},
    tr, trn,
};

impl Explain for GroupError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Talk(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::NoGroup(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucun groupe, ou plusieurs, ne s’appelle {typed}.",
                    "no group, or more than one, is called {typed}."
                );
                (what, "contrepoids group list --all")
            }
            Self::Taken(typed) => {
                let typed = roster::quoted(lang, typed);
                let what =
                    tr!(lang, "un groupe s’appelle déjà {typed}.", "a group is called {typed} already.");
                (what, "contrepoids group list --all")
            }
            Self::NoTask(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucune tâche de ce groupe, ou plusieurs, ne s’appelle {typed}.",
                    "no task of this group, or more than one, is called {typed}."
                );
                (what, "contrepoids group show --help")
            }
            Self::Settled(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "la tâche {typed} n’attend plus\u{a0}: elle est faite ou abandonnée.",
                    "the task {typed} does not wait any more: it is done or dropped."
                );
                (what, "contrepoids group show --help")
            }
            Self::Closed(name, on) => {
                let (name, on) = (roster::quoted(lang, name), day(lang, *on));
                let what = tr!(
                    lang,
                    "le groupe {name} est clos depuis le {on}.",
                    "the group {name} has been closed since {on}."
                );
                (what, "contrepoids group new --help")
            }
            Self::Waiting(name, count) => {
                let (name, count) = (roster::quoted(lang, name), *count);
                let what = trn!(
                    lang,
                    count,
                    "{count} tâche du groupe {name} attend encore.",
                    "{count} tâches du groupe {name} attendent encore.",
                    "{count} task of the group {name} still waits.",
                    "{count} tasks of the group {name} still wait."
                );
                let hint = tr!(
                    lang,
                    "terminez-les, ou abandonnez-les avec la raison\u{a0}: --drop-rest RAISON",
                    "finish them, or drop them with the reason: --drop-rest REASON"
                );
                return CmdError::new(Exit::Refused, what).hint(hint);
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}
