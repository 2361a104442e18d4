//! The words for conversations that are not noted.

use std::fmt::Write as _;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
        words::{clean, shown},
    },
    features::{
        member::messages as roster,
        talk::{
            actions::TalkError,
            rules::{Lack, Typed},
        },
    },
    roster::import::ImportError,
    tr, trn,
};

impl Explain for TalkError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        match self {
            Self::Vault(error) => error.explain(t),
            Self::Member(error) => error.explain(t),
            Self::Agenda(error) => error.explain(t),
            Self::Lacks(lacks, typed) => lacking(lang, lacks, typed),
            Self::Nobody(typed) => {
                let (said, name) = (roster::quoted(lang, typed), quote(typed));
                let what = tr!(
                    lang,
                    "personne ne s’appelle {said}, ni dans le fichier ni parmi les collègues notés.",
                    "nobody is called {said}, neither in the roster nor among the colleagues noted."
                );
                refused(what).hint(tr!(
                    lang,
                    "pour noter ce·tte collègue\u{a0}: contrepoids talk person {name}",
                    "to note this colleague: contrepoids talk person {name}"
                ))
            }
            Self::Days(first, second) => {
                let (first, second) = (day(lang, *first), day(lang, *second));
                refused(tr!(
                    lang,
                    "une conversation a eu lieu au plus tard aujourd’hui, et sa suite ne la précède pas\u{a0}: {first}, {second}.",
                    "a conversation was held by today at the latest, and its next step does not come before it: {first}, {second}."
                ))
                .hint("contrepoids talk note --help")
            }
            Self::Text => refused(tr!(
                lang,
                "un texte de 1 à 500 signes sur une ligne est attendu.",
                "a text of 1 to 500 characters on one line is expected."
            ))
            .hint("contrepoids talk note --help"),
            Self::None(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucune conversation ni note qui s’ouvre ici, ou plusieurs, ne commence par {typed}.",
                    "no conversation or note that opens here, or more than one, has a name that begins with {typed}."
                );
                refused(what).hint("contrepoids talk list")
            }
            Self::NoDevice(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} ne nomme pas un appareil, et un seul, de quelqu’un qui organise.",
                    "{typed} does not name one device of an organizer, and one alone."
                );
                refused(what).hint("contrepoids key list")
            }
            Self::Long => refused(tr!(
                lang,
                "c’est trop long pour un écrit scellé\u{a0}: 40 Kio au plus, pièces à part.",
                "this is too long for a sealed record: at most 40 KiB, documents apart."
            ))
            .hint("contrepoids case document --help"),
            Self::Sealing(_) => refused(tr!(
                lang,
                "cela n’a pas pu être scellé pour ces appareils\u{a0}: 63 autres au plus.",
                "this could not be sealed to these devices: at most 63 others."
            ))
            .hint("contrepoids key list"),
            Self::File(ImportError::NoNameColumn { line }) => refused(tr!(
                lang,
                "ligne {line}\u{a0}: aucune colonne ne dit qui.",
                "line {line}: no column says who."
            ))
            .hint(tr!(
                lang,
                "nommez une colonne «\u{a0}nom\u{a0}» (et «\u{a0}prénom\u{a0}» s’il est à part)",
                "name a column “name”, or “family name” and “given name”"
            )),
            Self::File(error) => error.explain(t),
            Self::Unreadable(path, error) => {
                let path = shown(path);
                refused(tr!(
                    lang,
                    "le fichier {path} ne peut pas être lu.",
                    "the file {path} cannot be read."
                ))
                .because(t, error)
            }
            Self::NoTerritory(name) => {
                let name = roster::quoted(lang, name);
                let what = tr!(
                    lang,
                    "{name} n’a personne à passer là\u{a0}: ni collègue, ni suite en attente.",
                    "{name} has nobody to hand over there: no colleague, no next step that waits."
                );
                refused(what).hint(tr!(
                    lang,
                    "qui s’occupe de qui\u{a0}: contrepoids talk person QUI --organizer NOM",
                    "who looks after whom: contrepoids talk person WHO --organizer NAME"
                ))
            }
        }
    }
}

fn refused(what: String) -> CmdError {
    CmdError::new(Exit::Refused, what)
}

/// A value as it is typed again. What a shell would read in it is quoted so that it does not.
fn quote(text: &str) -> String {
    let text = clean(text, false);
    if text.contains(['$', '`', '\\', '!', '"', '%']) {
        return format!("'{}'", text.replace('\'', "’"));
    }
    format!("\"{text}\"")
}

/// Says what is missing, and gives back all that was typed, to be sent again with the rest.
fn lacking(lang: Lang, lacks: &[Lack], typed: &Typed) -> CmdError {
    let count = lacks.len();
    let list: Vec<String> = lacks.iter().map(|lack| format!("  - {}", lack.words(lang))).collect();
    let list = list.join("\n");
    let what = trn!(
        lang,
        count,
        "une conversation se note avec sa réponse et sa suite\u{a0}; il manque\u{a0}:\n{list}",
        "une conversation se note avec sa réponse et sa suite\u{a0}; il manque\u{a0}:\n{list}",
        "a conversation is noted with its answer and its next step; missing:\n{list}",
        "a conversation is noted with its answer and its next step; missing:\n{list}"
    );
    refused(what).hint(again(lang, lacks, typed))
}

fn again(lang: Lang, lacks: &[Lack], typed: &Typed) -> String {
    let mut out = format!("contrepoids talk note {}", quote(&typed.who));
    let mut put = |option: &str, value: &str| {
        // A text in memory takes whatever it is given.
        let _ = write!(out, " --{option} {value}");
    };
    let mut texts = vec![("by", &typed.by), ("asked", &typed.asked), ("said", &typed.said)];
    texts.extend([("next", &typed.next), ("who-does", &typed.doer)]);
    for (option, value) in texts {
        if let Some(value) = value {
            put(option, &quote(value));
        }
    }
    for theme in &typed.themes {
        put("theme", &quote(theme));
    }
    if let Some(answer) = typed.answer {
        put("answer", answer.code());
    }
    for (option, day) in [("day", typed.day), ("due", typed.due)] {
        if let Some(day) = day {
            put(option, &day.to_string());
        }
    }
    for lack in lacks {
        match lack {
            Lack::Asked => put("asked", &tr!(lang, "\"QUOI\"", "\"WHAT\"")),
            Lack::Answer => put("answer", &tr!(lang, "oui", "yes")),
            Lack::Next => put("next", &tr!(lang, "\"QUOI\"", "\"WHAT\"")),
            Lack::Due => put("due", &tr!(lang, "AAAA-MM-JJ", "YYYY-MM-DD")),
        }
    }
    out
}
