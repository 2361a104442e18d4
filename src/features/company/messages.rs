//! The words for facts about the company that were not taken.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, open::vault_words},
        exit::Exit,
        finding::day,
        frame::shown,
    },
    features::{
        agenda::messages as agenda,
        company::{actions::CompanyError, records::BadCompany},
    },
    open::Place,
    tr,
};

/// Says why the facts about the company were not changed.
pub(crate) fn words(lang: Lang, place: &Place, error: CompanyError) -> CmdError {
    let what = match error {
        CompanyError::Agenda(error) => return agenda::words(lang, &shown(&place.vault), error),
        CompanyError::Vault(error) => return vault_words(lang, &shown(&place.vault), error),
        CompanyError::Future { field, day: date } => {
            let date = day(lang, date);
            tr!(
                lang,
                "{field}\u{a0}: le {date} est dans l’avenir\u{a0}; c’est la dernière fois qui est demandée.",
                "{field}: {date} lies in the future; the last time is what is asked for."
            )
        }
        CompanyError::Backwards { first_round, end } => {
            let (first_round, end) = (day(lang, first_round), day(lang, end));
            tr!(
                lang,
                "--mandates-end\u{a0}: le terme du {end} précède le premier tour du {first_round}.",
                "--mandates-end: the end on {end} lies before the first round of {first_round}."
            )
        }
        CompanyError::Years { least, most } => tr!(
            lang,
            "--mandate-years\u{a0}: un accord fixe de {least} à {most} ans (article L.\u{a0}2314-34).",
            "--mandate-years: an agreement sets {least} to {most} years (article L. 2314-34)."
        ),
        CompanyError::NoSite => tr!(lang, "aucun site n’a ce nom.", "no site has this name."),
        CompanyError::TwoSites => {
            tr!(lang, "plusieurs sites ont ce nom.", "several sites have this name.")
        }
        CompanyError::NoDomain => tr!(
            lang,
            "ce domaine n’est pas parmi ceux de l’employeur.",
            "this domain is not among those of the employer."
        ),
    };
    CmdError::new(Exit::Refused, what)
        .safe(tr!(lang, "Rien n’a été changé.", "Nothing was changed."))
        .hint("contrepoids company show")
}

/// Says why a value is not one of a company, naming its option.
pub(crate) fn bad(lang: Lang, option: &str, error: BadCompany) -> CmdError {
    let what = match error {
        BadCompany::SirenForm => {
            tr!(lang, "un SIREN est fait de neuf chiffres.", "a SIREN is nine digits.")
        }
        BadCompany::SirenDigit => tr!(
            lang,
            "ce SIREN est faux\u{a0}: son dernier chiffre ne va pas avec les autres.",
            "this SIREN is wrong: its last digit does not fit the others."
        ),
        BadCompany::Idcc => {
            tr!(lang, "un IDCC est fait d’un à quatre chiffres.", "an IDCC is one to four digits.")
        }
        BadCompany::Domain => tr!(
            lang,
            "ce n’est pas un domaine de courriel comme example.org.",
            "this is not a mail domain such as example.org."
        ),
        BadCompany::Department => tr!(
            lang,
            "ce n’est pas un département comme 67, 2A ou 974.",
            "this is not a department such as 67, 2A or 974."
        ),
        _ => tr!(
            lang,
            "un nom a de 1 à 200 caractères, sur une ligne.",
            "a name has 1 to 200 characters, on one line."
        ),
    };
    let sep = if lang == Lang::Fr { "\u{a0}:" } else { ":" };
    CmdError::new(Exit::Refused, format!("{option}{sep} {what}")).safe(tr!(
        lang,
        "Rien n’a été changé.",
        "Nothing was changed."
    ))
}
