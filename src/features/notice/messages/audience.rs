//! The words for who gets a notice, and for values that do not fit.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, Explain, Telling},
        when::moment,
    },
    features::{
        dues::rules::remind::Alone,
        notice::actions::{Why, audience::BadAudience, values::ValuesError},
    },
    render::{ValueKind, french::shown, manifest::LEFT},
    tr,
};

/// Says what is wrong with whom a notice proposes.
pub(crate) fn proposed(lang: Lang, of: &BadAudience) -> CmdError {
    let BadAudience { notice, condition, why } = of;

    let why = crate::features::member::messages::condition(lang, why).what;
    CmdError::refused(tr!(
        lang,
        "{notice}/notice.toml\u{a0}: audience = «\u{a0}{condition}\u{a0}»\u{a0}: {why}",
        "{notice}/notice.toml: audience = `{condition}`: {why}"
    ))
    .hint("contrepoids notice templates check")
}

impl Explain for BadAudience {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        proposed(t.lang, self)
    }
}

/// Says that what belongs to one person is set for many.
pub(super) fn set_for_many(lang: Lang, names: &[String], count: usize) -> CmdError {
    let list = super::listed(lang, names);
    CmdError::refused(tr!(
        lang,
        "{list}\u{a0}: ce qui vaut pour une personne ne se donne pas une fois pour {count}.",
        "{list}: what belongs to one person is not set once for {count}."
    ))
    .hint(if names.iter().any(|name| name == LEFT) {
        tr!(
            lang,
            "{LEFT} vient de la fiche de chaque personne\u{a0}: ne le donnez pas",
            "{LEFT} comes from the record of each person: do not set it"
        )
    } else {
        tr!(
            lang,
            "une valeur par personne\u{a0}: --values FICHIER.csv, avec les colonnes id (ou email), {list}",
            "one value for each person: --values FILE.csv, with the columns id (or email), {list}"
        )
    })
    .hint(tr!(lang, "ou une seule personne\u{a0}: --id FICHE", "or a single person: --id RECORD"))
}

/// Says that nobody was named.
pub(super) fn nobody_named(lang: Lang, notice: &str) -> CmdError {
    CmdError::refused(tr!(
                lang,
                "l’avis «\u{a0}{notice}\u{a0}» ne propose personne, et personne n’a été choisi.",
                "the notice `{notice}` proposes nobody, and nobody was named."
            ),
        )
        .hint(tr!(
            lang,
            "une personne\u{a0}: --id FICHE\u{a0}; plusieurs\u{a0}: --where CONDITION, --site, --tag…",
            "one person: --id RECORD; several: --where CONDITION, --site, --tag…"
        ))
        .hint(tr!(
            lang,
            "tous les membres\u{a0}: --standing member\u{a0}; tout le fichier, départs compris\u{a0}: --standing all",
            "all members: --standing member; the whole roster, those who left too: --standing all"
        ))
}

impl Explain for ValuesError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let what = match self {
            Self::Column { name, known } => {
                let known = super::listed(lang, known);
                tr!(
                    lang,
                    "la colonne «\u{a0}{name}\u{a0}» n’est pas une variable par personne de cet avis\u{a0}; il a {known}.",
                    "the column `{name}` is no variable for each person of this notice; it has {known}."
                )
            }
            Self::NoKey => tr!(
                lang,
                "il manque une colonne «\u{a0}id\u{a0}» ou «\u{a0}email\u{a0}».",
                "there is no column `id` or `email`."
            ),
            Self::Who { line } => tr!(
                lang,
                "ligne {line}\u{a0}: cette ligne ne désigne pas une seule des personnes choisies.",
                "line {line}: this line does not name one of the people selected."
            ),
            Self::Twice { line } => tr!(
                lang,
                "ligne {line}\u{a0}: une seconde ligne pour la même personne.",
                "line {line}: a second line for the same person."
            ),
            Self::Form => tr!(
                lang,
                "ce n’est pas un fichier CSV en UTF-8 de 10\u{a0}Mo au plus.",
                "this is not a CSV file in UTF-8 of at most 10 MB."
            ),
        };
        CmdError::refused(what)
    }
}

/// Says that a value is not of its kind.
pub(super) fn bad_value(lang: Lang, name: &str, kind: ValueKind) -> CmdError {
    let example = match kind {
        ValueKind::Date => "2026-12-03",
        ValueKind::Time => "18:30",
        ValueKind::Money => "12,50",
        ValueKind::Number => "12",
        ValueKind::Year => "2027",
        ValueKind::Link => "https://example.org/",
        ValueKind::Flag => "oui",
        ValueKind::Payments => "'2026-03-05 48,00; 2026-09-05 48,00'",
        ValueKind::Line | ValueKind::Text | ValueKind::List => "…",
    };
    let name = shown(lang, name);
    CmdError::refused(tr!(lang, "la valeur de {name} ne convient pas.", "the value of {name} does not fit."))
        .hint(format!("--set {name}={example}"))
}

/// Says that a value is none of those that may be given.
pub(super) fn no_choice(lang: Lang, name: &str, choices: &[String]) -> CmdError {
    let name = shown(lang, name);
    let (list, first) = (choices.join(", "), choices.first().cloned().unwrap_or_default());
    CmdError::refused(tr!(
        lang,
        "la valeur de {name} ne convient pas\u{a0}; au choix\u{a0}: {list}.",
        "the value of {name} does not fit; the choice is: {list}."
    ))
    .hint(format!("--set {name}={first}"))
}

/// Says that two values contradict each other.
pub(super) fn disagree(lang: Lang, name: &str, with: &str) -> CmdError {
    let (name, with) = (shown(lang, name), shown(lang, with));
    CmdError::refused(tr!(
        lang,
        "{name} et {with} se contredisent\u{a0}: la somme, ou l’année, n’est pas la même.",
        "{name} and {with} contradict each other: the sum, or the year, is not the same."
    ))
}

/// The command that takes up a text again: one to a selection, or an answer.
pub(crate) fn resume(number: u64, free: bool) -> String {
    if free {
        format!("contrepoids notice write --resume {number}")
    } else {
        format!("contrepoids notice suggest --resume {number}")
    }
}

/// Says that no such text is kept.
pub(crate) fn no_draft(lang: Lang, kept: &[u64], free: bool) -> CmdError {
    let error = CmdError::refused(tr!(
        lang,
        "aucun texte de ce numéro n’est gardé.",
        "no text of this number is kept."
    ));
    kept.iter().fold(error, |error, n| error.hint(resume(*n, free)))
}

/// Says why somebody gets no message.
pub(crate) fn why(lang: Lang, why: Why) -> String {
    match why {
        Why::NoAddress => tr!(lang, "pas d’adresse", "no address"),
        Why::BadAddress(_) => tr!(lang, "adresse inutilisable", "address not usable"),
        Why::CameBack => tr!(
            lang,
            "l’adresse ne prend plus de courrier (contrepoids notice bounces list)",
            "the address takes no mail (contrepoids notice bounces list)"
        ),
        Why::Employer => tr!(lang, "adresse chez l’employeur", "address at the employer's"),
        Why::Died => tr!(lang, "décès noté dans la fiche", "the record says that they died"),
        Why::OptedOut => tr!(lang, "ne veut pas d’avis", "wants no notices"),
        Why::OptedOutOfKind => {
            tr!(lang, "ne veut pas d’avis de cette sorte", "wants no notices of this kind")
        }
        Why::BadName => tr!(lang, "nom inutilisable dans un message", "name not usable in a mail"),
        Why::NoFact("left") => {
            tr!(lang, "pas de jour de départ dans le fichier", "no day of leaving in the roster")
        }
        Why::NoFact(name) => {
            tr!(lang, "le fichier ne dit rien\u{a0}: {name}", "the roster says nothing: {name}")
        }
        Why::NoFile => tr!(lang, "pas de fichier pour cette personne", "no file for this person"),
        Why::NoValues => tr!(lang, "pas de valeurs pour cette personne", "no values for this person"),
        Why::NoCollege => {
            tr!(lang, "collège inconnu (notez la catégorie)", "college unknown (note the category)")
        }
        Why::Already => tr!(lang, "a déjà cet avis", "has this notice already"),
        Why::Elsewhere(_, at_ms) => {
            let when = moment(lang, at_ms);
            tr!(
                lang,
                "a cet avis par un autre appareil, mis en attente le {when}",
                "has this notice from another device, queued on {when}"
            )
        }
        Why::Dues(alone) => left_alone(lang, alone),
    }
}

/// Says why the ledger of the dues leaves somebody alone.
fn left_alone(lang: Lang, why: Alone) -> String {
    match why {
        Alone::Paid => tr!(lang, "à jour, ou pas encore en retard", "paid up, or not late yet"),
        Alone::JustPaid => tr!(lang, "a versé quelque chose ces derniers jours", "paid something these days"),
        Alone::Free => {
            tr!(lang, "ne doit rien\u{a0}: exemption ou barème libre", "owes nothing: exempt or free scale")
        }
        Alone::Unknown => tr!(
            lang,
            "somme inconnue\u{a0}: barème ou revenu à noter (contrepoids dues status --open)",
            "sum not known: a scale or an income is to be noted (contrepoids dues status --open)"
        ),
        Alone::Agreed => tr!(lang, "paie en plusieurs fois, comme convenu", "pays in instalments, as agreed"),
        Alone::Soon => tr!(lang, "dernier rappel trop récent", "last reminder too short a time ago"),
        Alone::Early => tr!(lang, "n’a pas eu le rappel précédent", "has not had the reminder before"),
        Alone::Done => {
            tr!(lang, "a déjà eu ce rappel, ou un suivant", "has had this reminder, or a later one")
        }
        Alone::NoAgreement => {
            tr!(lang, "aucun paiement en plusieurs fois n’est convenu", "no instalments are agreed")
        }
        Alone::Debited => tr!(lang, "un prélèvement est annoncé", "a debit is announced"),
        Alone::NoDebit => tr!(lang, "aucun prélèvement n’est annoncé", "no debit is announced"),
        Alone::NoPayment => tr!(lang, "aucun versement nouveau ce mois-ci", "no new payment this month"),
    }
}

/// No short answer has this name.
pub(super) fn no_answer(lang: Lang, asked: &str, near: &[&'static str]) -> CmdError {
    let mut error = CmdError::refused(tr!(
        lang,
        "il n’y a pas de réponse «\u{a0}{asked}\u{a0}».",
        "there is no answer `{asked}`."
    ));
    for name in near {
        error = error.hint(format!("contrepoids notice answers {name}"));
    }
    if near.is_empty() { error.hint("contrepoids notice answers") } else { error }
}
