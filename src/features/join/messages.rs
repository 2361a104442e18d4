//! The words for forms that are not written, and for what comes back and is not taken.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, file},
        finding::day,
        words::shown,
    },
    features::{
        join::{
            actions::JoinError,
            rules::{FILE_MOST, FormFault, KEPT_DAYS, OFFERED},
        },
        member::messages as roster,
    },
    roster::attr::{Attr, Key},
    tr,
};

impl Explain for JoinError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Vault(error) => error.explain(t),
            Self::Write(path, error) => file::not_written(t, path, error),
            Self::Field(typed) => {
                let typed = roster::quoted(lang, typed);
                let offered: Vec<&str> = OFFERED.iter().map(|attr| attr.label(lang)).collect();
                let offered = offered.join(", ");
                CmdError::refused(tr!(
                    lang,
                    "{typed} n’est pas un champ qu’un formulaire demande.",
                    "{typed} is no field that a form asks."
                ))
                .hint(tr!(lang, "il y a\u{a0}: {offered}", "there are: {offered}"))
            }
            Self::Ending(path) => {
                let path = shown(path);
                CmdError::refused(tr!(
                    lang,
                    "{path} doit finir par .html\u{a0}: c’est une page pour un navigateur.",
                    "{path} must end in .html: it is a page for a browser."
                ))
                .hint("contrepoids join form --out adhesion.html")
            }
            Self::Texts => CmdError::refused(tr!(
                lang,
                "les textes du formulaire, qui viennent avec le programme, ne se lisent pas.",
                "the texts of the form, which come with the program, cannot be read."
            )),
        }
    }
}

fn label(lang: Lang, attr: Attr) -> String {
    roster::label(lang, &Key::Attr(attr))
}

/// Says why a file is not taken as a form.
pub(crate) fn fault(lang: Lang, why: &FormFault) -> String {
    match why {
        FormFault::TooLarge => {
            let most = FILE_MOST / 1_024;
            tr!(
                lang,
                "trop long pour un formulaire ({most} Kio au plus)",
                "too long for a form ({most} KiB at most)"
            )
        }
        FormFault::NoText => tr!(
            lang,
            "aucun texte chiffré dedans\u{a0}: il commence par -----BEGIN AGE ENCRYPTED FILE-----",
            "no encrypted text in it: it begins with -----BEGIN AGE ENCRYPTED FILE-----"
        ),
        FormFault::SeveralTexts(count) => tr!(
            lang,
            "{count} textes chiffrés dedans\u{a0}: mettez chacun dans un fichier à lui",
            "{count} encrypted texts in it: put each into a file of its own"
        ),
        FormFault::Damaged => tr!(
            lang,
            "le texte chiffré est abîmé ou incomplet\u{a0}: demandez qu’il soit renvoyé entier",
            "the encrypted text is damaged or cut: ask for it again, whole"
        ),
        FormFault::NotHeld => tr!(
            lang,
            "chiffré pour une autre clé\u{a0}: un autre formulaire, ou une clé effacée {KEPT_DAYS} jours après son remplacement",
            "encrypted for another key: another form, or a key erased {KEPT_DAYS} days after it was replaced"
        ),
        FormFault::Expired(since) => {
            let since = day(lang, *since);
            tr!(
                lang,
                "chiffré pour une clé remplacée le {since}, il y a plus de {KEPT_DAYS} jours\u{a0}: faites remplir le formulaire d’aujourd’hui",
                "encrypted for a key replaced on {since}, more than {KEPT_DAYS} days ago: have today’s form filled in"
            )
        }
        FormFault::Taken => tr!(lang, "déjà pris auparavant", "taken before"),
        FormFault::Same(place) => {
            let number = place.saturating_add(1);
            tr!(lang, "le même texte que le fichier {number}", "the same text as file {number}")
        }
        FormFault::Content => tr!(
            lang,
            "ce qui était chiffré ne vient pas d’un formulaire de ce programme",
            "what was encrypted does not come from a form of this program"
        ),
        FormFault::NoForm => tr!(
            lang,
            "son formulaire n’a pas été fait depuis ce coffre",
            "its form was not made from this vault"
        ),
        FormFault::Unasked(name) => {
            let name = roster::quoted(lang, name);
            tr!(
                lang,
                "répond à {name}, que son formulaire ne demande pas",
                "answers {name}, which its form does not ask"
            )
        }
        FormFault::Twice(name) => {
            let name = roster::quoted(lang, name);
            tr!(lang, "répond deux fois à {name}", "answers {name} twice")
        }
        FormFault::Several(attr) => {
            let field = label(lang, *attr);
            tr!(
                lang,
                "plusieurs réponses pour {field}\u{a0}: un formulaire est d’une personne",
                "several answers for {field}: a form is of one person"
            )
        }
        FormFault::Stuffed => {
            tr!(lang, "plus de réponses qu’aucun formulaire n’en a", "more answers than any form has")
        }
        FormFault::Value(attr, why) => {
            let (field, why) = (label(lang, *attr), roster::fault(lang, why));
            tr!(lang, "{field}\u{a0}: {why}", "{field}: {why}")
        }
        FormFault::Missing(attr) => {
            let field = label(lang, *attr);
            tr!(lang, "{field}\u{a0}: manque", "{field}: missing")
        }
        FormFault::NoConsent => tr!(lang, "la personne n’a pas donné son accord", "the person did not agree"),
        FormFault::OtherConsent => tr!(
            lang,
            "l’accord porte sur un autre texte que celui du formulaire",
            "what was agreed to is another text than that of the form"
        ),
    }
}
