//! The words for what the agenda refuses.

use crate::{
    app::{agenda::AgendaError, bargain::BargainError},
    cli::{
        error::{CmdError, law, open},
        exit::Exit,
        words::clean,
    },
    config::Lang,
    tr,
};

/// Says why the agenda cannot be told or changed.
pub(crate) fn words(lang: Lang, vault: &str, error: AgendaError) -> CmdError {
    let unchanged = |what| {
        CmdError::new(Exit::Refused, what).safe(tr!(lang, "Rien n’a été changé.", "Nothing was changed."))
    };
    match error {
        AgendaError::Vault(error) => open::vault_words(lang, vault, error),
        AgendaError::Rule(error) => law::rule_words(lang, error),
        AgendaError::None => unchanged(tr!(
            lang,
            "rien dans l’agenda ne porte ce nom (au moins quatre chiffres).",
            "nothing in the agenda has this name (at least four digits)."
        ))
        .hint("contrepoids agenda list, contrepoids agenda facts"),
        AgendaError::Several(n) => unchanged(tr!(
            lang,
            "{n} noms de l’agenda commencent ainsi\u{a0}: donnez plus de chiffres.",
            "{n} names in the agenda begin so: give more digits."
        )),
        AgendaError::Kind(kind) => {
            let kind = clean(&kind, false);
            unchanged(tr!(
                lang,
                "il n’y a pas de fait «\u{a0}{kind}\u{a0}».",
                "there is no kind of fact `{kind}`."
            ))
            .hint("contrepoids agenda record --list")
        }
        AgendaError::Text => text_words(lang),
        AgendaError::NotTaken { kind, param } => {
            let option = param.code();
            unchanged(tr!(lang, "{kind} ne prend pas --{option}.", "{kind} does not take --{option}."))
        }
    }
}

/// Says which texts are kept.
pub(crate) fn text_words(lang: Lang) -> CmdError {
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "il faut un texte de 1 à 500 caractères sur une ligne.",
            "a text of 1 to 500 characters on one line is needed."
        ),
    )
    .safe(tr!(lang, "Rien n’a été changé.", "Nothing was changed."))
}

/// Says why a round of bargaining cannot be told or changed.
pub(crate) fn bargain_words(lang: Lang, vault: &str, error: BargainError) -> CmdError {
    let what = match error {
        BargainError::Vault(error) => return open::vault_words(lang, vault, error),
        BargainError::Rule(error) => return law::rule_words(lang, error),
        BargainError::None => tr!(
            lang,
            "aucune négociation ne porte ce nom (au moins quatre chiffres).",
            "no round has this name (at least four digits)."
        ),
        BargainError::Several(n) => tr!(
            lang,
            "{n} négociations ont un nom qui commence ainsi\u{a0}: donnez plus de chiffres.",
            "{n} rounds have names that begin so: give more digits."
        ),
        BargainError::Backwards { later, earlier } => {
            tr!(lang, "{later} ne peut pas précéder {earlier}.", "{later} cannot come before {earlier}.")
        }
        BargainError::Closed => tr!(lang, "la négociation est close.", "the round is closed."),
        BargainError::Subject => tr!(
            lang,
            "le sujet de cette négociation vient d’une version plus récente.",
            "the subject of this round comes from a newer version."
        ),
    };
    CmdError::new(Exit::Refused, what)
        .safe(tr!(lang, "Rien n’a été changé.", "Nothing was changed."))
        .hint("contrepoids bargain list")
}
