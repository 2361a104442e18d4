//! The words for a round of bargaining that cannot be told or changed.

use crate::{
    base::Lang,
    face::{
        error::{CmdError, open},
        exit::Exit,
    },
    features::{agenda::messages as agenda, bargain::actions::BargainError, law::messages as law},
    tr, trn,
};

/// Says why a round of bargaining cannot be told or changed.
pub(crate) fn words(lang: Lang, vault: &str, error: BargainError) -> CmdError {
    let what = match error {
        BargainError::Vault(error) => return open::vault_words(lang, vault, error),
        BargainError::Agenda(error) => return agenda::words(lang, vault, error),
        BargainError::Rule(error) => return law::rule_words(lang, error),
        BargainError::None => tr!(
            lang,
            "aucune négociation ne porte ce nom (au moins quatre chiffres).",
            "no round has this name (at least four digits)."
        ),
        BargainError::Several(n) => trn!(
            lang,
            n,
            "{n} négociation a un nom qui commence ainsi\u{a0}: donnez plus de chiffres.",
            "{n} négociations ont un nom qui commence ainsi\u{a0}: donnez plus de chiffres.",
            "{n} round has a name that begins so: give more digits.",
            "{n} rounds have names that begin so: give more digits."
        ),
        BargainError::Backwards { later, earlier } => {
            tr!(lang, "{later} ne peut pas précéder {earlier}.", "{later} cannot come before {earlier}.")
        }
        BargainError::Future(option) => tr!(
            lang,
            "{option}\u{a0}: ce jour n’est pas encore venu.",
            "{option}: this day has not come yet."
        ),
        BargainError::Closed => tr!(lang, "la négociation est close.", "the round is closed."),
        BargainError::NotBegun => {
            let what = tr!(
                lang,
                "la première réunion n’est pas notée\u{a0}: cette négociation n’a pas commencé.",
                "the first meeting is not noted: this bargaining has not begun."
            );
            return CmdError::new(Exit::Refused, what)
                .safe(tr!(lang, "Rien n’a été changé.", "Nothing was changed."))
                .hint("contrepoids bargain open ID --day 2026-12-08");
        }
        BargainError::Empty => tr!(
            lang,
            "une réunion se note avec une offre, une demande ou une note (--offer, --demand, --note).",
            "a meeting is noted with an offer, a demand or a note (--offer, --demand, --note)."
        ),
        BargainError::Twice => tr!(
            lang,
            "cette réunion est déjà notée, mot pour mot.",
            "this meeting is noted already, word for word."
        ),
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
