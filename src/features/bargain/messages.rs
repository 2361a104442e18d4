//! The words for a round of bargaining that cannot be told or changed.

use crate::{
    face::{
        error::{CmdError, Explain, Telling},
        exit::Exit,
    },
    features::bargain::actions::{BargainError, TableError},
    tr, trn,
};

impl Explain for BargainError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;

        let what = match self {
            Self::Vault(error) => return error.explain(t),
            Self::Agenda(error) => return error.explain(t),
            Self::Rule(error) => return error.explain(t),
            Self::None => tr!(
                lang,
                "aucune négociation ne porte ce nom (au moins quatre chiffres).",
                "no round has this name (at least four digits)."
            ),
            &Self::Several(n) => trn!(
                lang,
                n,
                "{n} négociation a un nom qui commence ainsi\u{a0}: donnez plus de chiffres.",
                "{n} négociations ont un nom qui commence ainsi\u{a0}: donnez plus de chiffres.",
                "{n} round has a name that begins so: give more digits.",
                "{n} rounds have names that begin so: give more digits."
            ),
            Self::Backwards { later, earlier } => {
                tr!(lang, "{later} ne peut pas précéder {earlier}.", "{later} cannot come before {earlier}.")
            }
            Self::Future(option) => tr!(
                lang,
                "{option}\u{a0}: ce jour n’est pas encore venu.",
                "{option}: this day has not come yet."
            ),
            Self::Closed => tr!(lang, "la négociation est close.", "the round is closed."),
            Self::NotBegun => {
                let what = tr!(
                    lang,
                    "la première réunion n’est pas notée\u{a0}: cette négociation n’a pas commencé.",
                    "the first meeting is not noted: this bargaining has not begun."
                );
                return CmdError::new(Exit::Refused, what)
                    .hint("contrepoids bargain open ID --day 2026-12-08");
            }
            Self::Empty => tr!(
                lang,
                "une réunion se note avec une offre, une demande ou une note (--offer, --demand, --note).",
                "a meeting is noted with an offer, a demand or a note (--offer, --demand, --note)."
            ),
            Self::Twice => tr!(
                lang,
                "cette réunion est déjà notée, mot pour mot.",
                "this meeting is noted already, word for word."
            ),
            Self::Table(error) => return error.explain(t),
            Self::Poll(error) => return error.explain(t),
            Self::Election(error) => return error.explain(t),
            Self::Subject => tr!(
                lang,
                "le sujet de cette négociation vient d’une version plus récente.",
                "the subject of this round comes from a newer version."
            ),
        };
        CmdError::new(Exit::Refused, what).hint("contrepoids bargain list")
    }
}

impl Explain for TableError {
    fn explain(&self, t: &Telling<'_>) -> CmdError {
        let lang = t.lang;
        let (what, hint) = match self {
            Self::NoEntry(typed) => {
                let what = tr!(
                    lang,
                    "«\u{a0}{typed}\u{a0}» n’est ni un numéro ni un nom de la liste.",
                    "“{typed}” is neither a number nor a name of the list."
                );
                (what, "contrepoids bargain item ID")
            }
            Self::NoDemand(name) => {
                let what = tr!(
                    lang,
                    "aucune revendication ne s’appelle «\u{a0}{name}\u{a0}».",
                    "no demand is called “{name}”."
                );
                (what, "contrepoids bargain demand ID")
            }
            Self::NoWords(name) => {
                let what = tr!(
                    lang,
                    "«\u{a0}{name}\u{a0}» n’est pas encore notée\u{a0}: dites ce qui est demandé (--text).",
                    "“{name}” is not recorded yet: say what is asked (--text)."
                );
                (what, "contrepoids bargain demand ID NAME --text \"…\"")
            }
            Self::NotAgreed => {
                let what = tr!(
                    lang,
                    "cette négociation ne s’est pas close par un accord.",
                    "this round has not ended by an agreement."
                );
                (what, "contrepoids bargain close ID --agreement --day 2027-02-10")
            }
            Self::Signed => {
                let what = tr!(
                    lang,
                    "cette négociation s’est close par un accord\u{a0}: il n’y a pas de désaccord à constater.",
                    "this round ended by an agreement: there is no disagreement to record."
                );
                (what, "contrepoids bargain signatures ID")
            }
            Self::NoMeeting => {
                let what = tr!(
                    lang,
                    "aucune réunion, ni position, n’est notée ce jour-là.",
                    "no meeting, and no position, is recorded on that day."
                );
                (what, "contrepoids bargain meeting ID --day 2027-01-12 --note \"…\"")
            }
            Self::Many => {
                let what = tr!(
                    lang,
                    "ce nombre de personnes n’est pas possible.",
                    "this number of people is not possible."
                );
                (what, "contrepoids bargain show ID")
            }
        };
        CmdError::new(Exit::Refused, what).hint(hint)
    }
}
