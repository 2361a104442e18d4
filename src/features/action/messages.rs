//! The words for acts that are not noted, and tables that are not shown.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::{
        action::{actions::ActionError, rules::ActKind},
        member::messages as roster,
    },
    tr, trn,
};

/// An act in words: one that every section knows, or the section’s own.
pub(crate) fn words(lang: Lang, kind: &str) -> String {
    ActKind::read(kind).map_or_else(|| kind.to_owned(), |known| known.words(lang).to_owned())
}

impl ActionError {
    /// What a test or its day does not take.
    fn of_a_test(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Far(when) => {
                let when = day(lang, *when);
                let what = tr!(
                    lang,
                    "le {when} ne peut pas être le jour voulu\u{a0}: vérifiez l’année.",
                    "{when} cannot be the day that was meant: check the year."
                );
                (what, "contrepoids action --help")
            }
            Self::Nobody => {
                let what = tr!(
                    lang,
                    "personne n’est nommé\u{a0}: il faut des noms, --site, --service ou --all.",
                    "nobody is named: names, --site, --service or --all are needed."
                );
                (what, "contrepoids action ask --help")
            }
            Self::OtherAct(test, act) => {
                let (test, act) = (roster::quoted(lang, test), words(lang, act));
                let what = tr!(
                    lang,
                    "l’épreuve {test} demande un autre acte\u{a0}: {act}.",
                    "the test {test} asks another act: {act}."
                );
                (what, "contrepoids action test")
            }
            Self::Begun(test, count) => {
                let test = roster::quoted(lang, test);
                let what = trn!(
                    lang,
                    *count,
                    "{count} personne est déjà notée dans l’épreuve {test}\u{a0}: son acte ne change plus. Commencez-en une autre.",
                    "{count} personnes sont déjà notées dans l’épreuve {test}\u{a0}: son acte ne change plus. Commencez-en une autre.",
                    "{count} person is noted in the test {test} already: its act does not change any more. Begin another one.",
                    "{count} people are noted in the test {test} already: its act does not change any more. Begin another one."
                );
                (what, "contrepoids action test")
            }
            Self::Vault(_)
            | Self::Talk(_)
            | Self::Future(_)
            | Self::NoTest(_)
            | Self::NewTest(_)
            | Self::None(_)
            | Self::Level(_)
            | Self::Count(_)
            | Self::NoWorkforce(_)
            | Self::TooFew => (self.to_string(), "contrepoids action --help"),
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}

impl Explain for ActionError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Talk(error) => return error.explain(t),
            Self::Future(when) => {
                let when = day(lang, *when);
                let what = tr!(
                    lang,
                    "le {when} n’est pas encore venu\u{a0}: on note ce qui a eu lieu.",
                    "{when} has not come yet: what has happened is noted."
                );
                (what, "contrepoids action note --help")
            }
            Self::Far(_) | Self::Nobody | Self::OtherAct(..) | Self::Begun(..) => return self.of_a_test(t),
            Self::NoTest(typed) => {
                let typed = roster::quoted(lang, typed);
                (
                    tr!(lang, "aucune épreuve ne s’appelle {typed}.", "no test is called {typed}."),
                    "contrepoids action test",
                )
            }
            Self::NewTest(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "l’épreuve {typed} est nouvelle\u{a0}: il faut l’acte demandé (--kind) et le jour (--day).",
                    "the test {typed} is new: it needs the act that is asked (--kind) and the day (--day)."
                );
                (what, "contrepoids action test --help")
            }
            Self::None(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucun acte, ou plusieurs, ne commence par {typed}.",
                    "no act, or more than one, has a name that begins with {typed}."
                );
                (what, "contrepoids action list")
            }
            Self::Level(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} ne dit pas un niveau\u{a0}: des actes, et de 1 à 120 mois.",
                    "{typed} is no level: acts, and 1 to 120 months."
                );
                (what, "contrepoids action rule --help")
            }
            Self::Count(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} n’est pas de la forme GROUPE=N, comme F=120.",
                    "{typed} is not of the form GROUP=N, such as F=120."
                );
                (what, "contrepoids action workforce --help")
            }
            Self::NoWorkforce(axis) => {
                let axis = axis.words(lang);
                let what = tr!(
                    lang,
                    "on ne sait pas combien de personnes travaillent ici, {axis}.",
                    "it is not known how many people work here, {axis}."
                );
                (what, "contrepoids action workforce --help")
            }
            Self::TooFew => {
                let what = tr!(
                    lang,
                    "trop peu de personnes\u{a0}: tout tableau montré à d’autres dirait qui est adhérent·e.",
                    "too few people: any table shown to others would tell who is a member."
                );
                (what, "contrepoids action representation --help")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}
