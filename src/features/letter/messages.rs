//! The words for letters that are not written, and not noted as sent.

mod own;

pub use own::flaw;

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling, file},
        exit::Exit,
        finding::{self, day},
        words::shown,
    },
    features::{
        law::rules::text::TextError,
        letter::{
            actions::LetterError,
            rules::{Lack, Said},
        },
        member::messages as roster,
    },
    render::{ValueKind, french},
    tr, trn,
};

impl Explain for LetterError {
    #[expect(clippy::too_many_lines, reason = "one arm for each thing that a letter refuses")]
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Member(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::Render(error) => return error.explain(t),
            Self::Law(damaged) => return TextError::Damaged(*damaged).explain(t),
            Self::Write(path, error) => return file::not_written(t, path, error),
            Self::Own(error) => return error.explain(t),
            Self::Case(error) => return error.explain(t),
            Self::Gone(sent) => {
                let sent = day(lang, *sent);
                let what = tr!(
                    lang,
                    "ce courrier est parti le {sent}\u{a0}: sa copie est la preuve, elle reste.",
                    "this letter went on {sent}: its copy is the proof, it stays."
                );
                (what, "contrepoids letter log")
            }
            Self::Lacks { letter, lacks } => return lacking(lang, letter, lacks),
            Self::Said(found) => return said(lang, found),
            Self::BadValue { name, kind } => {
                let form = form(lang, *kind);
                let what = tr!(
                    lang,
                    "la valeur donnée pour {name} ne se lit pas\u{a0}: {form}.",
                    "the value given for {name} cannot be read: {form}."
                );
                (what, "contrepoids letter write --help")
            }
            Self::NotAChoice { name, choices } => {
                let list = choices.join(", ");
                let what = tr!(
                    lang,
                    "la valeur donnée pour {name} ne convient pas\u{a0}; il y a\u{a0}: {list}.",
                    "the value given for {name} does not fit; there are: {list}."
                );
                (what, "contrepoids letter write --help")
            }
            Self::NoVariable { name, known } => {
                let known: Vec<_> = known.iter().map(|name| french::shown(lang, name)).collect();
                let (name, known) = (roster::quoted(lang, name), known.join(", "));
                let what = tr!(
                    lang,
                    "{name} n’est pas un élément de cette lettre\u{a0}; il y a\u{a0}: {known}.",
                    "{name} is no part of this letter; there are: {known}."
                );
                (what, "contrepoids letter list")
            }
            Self::Several(ids) => {
                let list = ids.iter().map(crate::base::Id::short).collect::<Vec<_>>().join(", ");
                let what = tr!(
                    lang,
                    "plusieurs courriers gardés s’appellent ainsi\u{a0}: {list}.",
                    "several letters that are kept are called so: {list}."
                );
                (what, "contrepoids letter log")
            }
            Self::NoLetter(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(lang, "aucune lettre ne s’appelle {typed}.", "no letter is called {typed}.");
                (what, "contrepoids letter list")
            }
            Self::NoValue(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "{typed} n’est pas de la forme NOM=VALEUR.",
                    "{typed} is not of the form NAME=VALUE."
                );
                (what, "contrepoids letter write --help")
            }
            Self::Ended(article, on) => {
                let (article, on) = (finding::article(lang, article), day(lang, *on));
                let what = tr!(
                    lang,
                    "cette lettre cite l’{article}, qui n’est pas en vigueur le {on}.",
                    "this letter names {article}, which is not in force on {on}."
                );
                (what, "contrepoids law text")
            }
            Self::OnePerson => (
                tr!(lang, "cette lettre parle d’une seule personne.", "this letter is of one person only."),
                "contrepoids letter write --help",
            ),
            Self::NoPerson => (
                tr!(
                    lang,
                    "cette lettre ne nomme personne\u{a0}: retirez --who.",
                    "this letter names nobody: leave --who out."
                ),
                "contrepoids letter write --help",
            ),
            Self::Ending(path) => {
                let file = shown(path);
                let what = tr!(
                    lang,
                    "{file} doit finir par .html (page à imprimer), .odt (à retoucher dans un traitement de texte) ou .txt.",
                    "{file} must end in .html (a page to print), .odt (to edit in a word processor) or .txt."
                );
                (what, "contrepoids letter write --help")
            }
            Self::None(typed) => {
                let typed = roster::quoted(lang, typed);
                let what = tr!(
                    lang,
                    "aucun courrier gardé, et pas encore parti, ne s’appelle {typed}\u{a0}: écrivez-le d’abord avec --out.",
                    "no letter that is kept and has not gone is called {typed}: write it first with --out."
                );
                (what, "contrepoids letter log")
            }
            Self::Already(sent) => {
                let sent = day(lang, *sent);
                let what = tr!(
                    lang,
                    "ce courrier est parti le {sent}\u{a0}; il n’y a plus à noter que sa réception (--received) ou sa preuve \
                     (--proof).",
                    "this letter went on {sent}; only its receipt (--received) or its proof (--proof) is still to be noted."
                );
                (what, "contrepoids letter log")
            }
            Self::NoHow => (
                tr!(
                    lang,
                    "comment est-il parti\u{a0}? --how registered, hand, email, registry, board ou free.",
                    "how did it go? --how registered, hand, email, registry, board or free."
                ),
                "contrepoids letter sent --help",
            ),
            Self::Future(when) => {
                let when = day(lang, *when);
                let what = tr!(
                    lang,
                    "le {when} n’est pas encore venu\u{a0}: on note ce qui a eu lieu.",
                    "{when} has not come yet: what has happened is noted."
                );
                (what, "contrepoids letter sent --help")
            }
            Self::Backwards => (
                tr!(
                    lang,
                    "la réception précède l’envoi.",
                    "the day of receipt lies before the day of sending."
                ),
                "contrepoids letter sent --help",
            ),
            Self::Text => (
                tr!(
                    lang,
                    "un texte d’une ligne, sans caractère invisible, est attendu.",
                    "a text of one line without invisible characters is expected."
                ),
                "contrepoids letter sent --help",
            ),
            Self::Draft => (
                tr!(
                    lang,
                    "ce qui en sort n’est pas une lettre\u{a0}: trop long, ou des signes invisibles.",
                    "what comes out is no letter: too long, or signs that do not show."
                ),
                "contrepoids letter write --help",
            ),
        };
        refused(what).hint(hint)
    }
}

fn refused(what: String) -> CmdError {
    CmdError::new(Exit::Refused, what)
}

/// Says what a letter lacks, and how to give it.
fn lacking(lang: Lang, letter: &str, lacks: &[Lack]) -> CmdError {
    let count = lacks.len();
    let list: String = lacks.iter().map(|one| lack_line(lang, one)).collect();
    let list = list.trim_end();
    let what = trn!(
        lang,
        count,
        "il manque {count} élément à cette lettre\u{a0}:\n{list}",
        "il manque {count} éléments à cette lettre\u{a0}:\n{list}",
        "this letter lacks {count} thing:\n{list}",
        "this letter lacks {count} things:\n{list}"
    );
    refused(what).hint(format!("contrepoids letter show {letter}"))
}

/// One thing that a letter lacks, with its ground and how to give it.
pub(crate) fn lack_line(lang: Lang, lack: &Lack) -> String {
    let (about, name) = (lack.about.get(lang), french::shown(lang, &lack.name));
    let sample = lack.sample.replace('\'', "’");
    let ground = if lack.ground.is_empty() { String::new() } else { format!(" ({})", lack.ground) };
    format!("  - {about}{ground}\n      --set {name}='{sample}'\n")
}

fn said(lang: Lang, found: &Said) -> CmdError {
    let (quote, name) = (roster::quoted(lang, &found.quote), french::shown(lang, &found.name));
    let (why, ground) = (found.never.why.get(lang), &found.never.ground);
    refused(tr!(
        lang,
        "cette lettre ne dit jamais {quote} (dans {name})\u{a0}: {why} ({ground}).",
        "this letter never says {quote} (in {name}): {why} ({ground})."
    ))
    .hint(tr!(lang, "--set {name}=… sans ces mots", "--set {name}=… without these words"))
}

/// What a value of a type looks like.
fn form(lang: Lang, kind: ValueKind) -> String {
    match kind {
        ValueKind::Date => {
            tr!(lang, "un jour, 2026-12-03 ou 03/12/2026", "a day, 2026-12-03 or 03/12/2026")
        }
        ValueKind::Time => tr!(lang, "une heure, 18:30 ou 18h30", "a time, 18:30 or 18h30"),
        ValueKind::Number => tr!(lang, "un nombre entier", "a whole number"),
        ValueKind::Year => tr!(lang, "une année", "a year"),
        ValueKind::Money => tr!(lang, "une somme, 12,50", "a sum, 12.50"),
        ValueKind::Link => tr!(lang, "une adresse https://", "an address https://"),
        ValueKind::Flag => tr!(lang, "oui ou non", "yes or no"),
        ValueKind::Line | ValueKind::Text | ValueKind::List | ValueKind::Payments => {
            tr!(lang, "un texte sans signe invisible, une seule fois", "a text without hidden signs, once")
        }
    }
}
