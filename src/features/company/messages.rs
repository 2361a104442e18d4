//! The words for facts about the company that were not taken.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
        finding::day,
    },
    features::company::{actions::CompanyError, records::BadCompany},
    tr,
};

impl Explain for CompanyError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let what = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::Future { field, day: date } => {
                let date = day(lang, *date);
                tr!(
                    lang,
                    "{field}\u{a0}: le {date} est dans l’avenir\u{a0}; c’est la dernière fois qui est demandée.",
                    "{field}: {date} lies in the future; the last time is what is asked for."
                )
            }
            Self::Backwards { first_round, end } => {
                let (first_round, end) = (day(lang, *first_round), day(lang, *end));
                tr!(
                    lang,
                    "--mandates-end\u{a0}: le terme du {end} précède le premier tour du {first_round}.",
                    "--mandates-end: the end on {end} lies before the first round of {first_round}."
                )
            }
            Self::Years { least, most } => tr!(
                lang,
                "--mandate-years\u{a0}: un accord fixe de {least} à {most} ans (article L.\u{a0}2314-34).",
                "--mandate-years: an agreement sets {least} to {most} years (article L. 2314-34)."
            ),
            Self::NoSite => tr!(lang, "aucun site n’a ce nom.", "no site has this name."),
            Self::TwoSites => {
                tr!(lang, "plusieurs sites ont ce nom.", "several sites have this name.")
            }
            Self::NoDomain => tr!(
                lang,
                "ce domaine n’est pas parmi ceux de l’employeur.",
                "this domain is not among those of the employer."
            ),
        };
        CmdError::new(Exit::Refused, what).hint("contrepoids company show")
    }
}

/// A value that is not one of a company, with its option.
pub(crate) struct BadOption {
    /// The option.
    pub option: &'static str,
    /// What is wrong.
    pub error: BadCompany,
}

impl Explain for BadOption {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let (lang, option) = (t.lang, self.option);

        let what = match self.error {
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
            BadCompany::Name => tr!(
                lang,
                "un nom a de 1 à 200 caractères, sur une ligne.",
                "a name has 1 to 200 characters, on one line."
            ),
        };
        let sep = if lang == Lang::Fr { "\u{a0}:" } else { ":" };
        CmdError::new(Exit::Refused, format!("{option}{sep} {what}"))
    }
}

/// What was typed for the company and says nothing.
pub(crate) enum NotTyped {
    /// A word that is no month, or a month without its headcount.
    Month(String),
    /// Nothing to record.
    Nothing,
}

impl Explain for NotTyped {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        match self {
            Self::Month(word) => CmdError::new(
                Exit::Usage,
                tr!(
                    t.lang,
                    "«\u{a0}{word}\u{a0}»\u{a0}: il faut un mois puis un effectif, comme 2026-10 720.",
                    "`{word}`: a month and then a headcount is needed, such as 2026-10 720."
                ),
            ),
            Self::Nothing => CmdError::new(
                Exit::Usage,
                tr!(t.lang, "il n’y a rien à noter.", "there is nothing to record."),
            )
            .hint("contrepoids company set --help"),
        }
    }
}
