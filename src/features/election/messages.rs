//! The words for an election that was not read or changed.

use chrono::NaiveDate;

use crate::{
    base::{Id, Lang},
    face::{
        error::{CmdError, open::vault_words},
        exit::Exit,
        frame::{Face, shown},
    },
    features::{
        agenda::messages as agenda,
        election::actions::PollError,
        law::{messages as law, messages::field::Typed},
        member::messages as roster,
    },
    tr,
};

/// Says what is wrong with an answer of a dialogue: the figures in words, without the names of options.
pub(crate) fn answer(face: &Face, error: PollError) -> String {
    match error {
        PollError::Election(error) => law::fact_words(face.lang, Typed::File, error).what,
        other => words(face, other).what,
    }
}

/// Asks what an election in mid-term is for.
fn nature(lang: Lang, end: NaiveDate) -> CmdError {
    let end = crate::face::finding::day(lang, end);
    CmdError::new(
        Exit::Refused,
        tr!(
            lang,
            "--kind\u{a0}: les mandats courent jusqu’au {end}\u{a0}; est-ce une élection partielle, qui ne déplace pas ce terme, ou une élection générale\u{a0}?",
            "--kind: the mandates run until {end}; is it a by-election, which does not move that end, or a general one?"
        ),
    )
    .hint(tr!(
        lang,
        "ajoutez --kind by-election (partielle), complementary, rerun ou general",
        "add --kind by-election, complementary, rerun or general"
    ))
}

/// Says why a command about an election did not do what was asked.
pub(crate) fn words(face: &Face, error: PollError) -> CmdError {
    let lang = face.lang;
    let refused = |what: String| CmdError::new(Exit::Refused, what);
    let list = "contrepoids election list";
    let out = match error {
        PollError::Vault(error) => return vault_words(lang, &shown(&face.place().vault), error),
        PollError::Member(error) => return roster::words(face, error),
        PollError::Agenda(error) => return agenda::words(lang, &shown(&face.place().vault), error),
        PollError::Election(error) => law::fact_words(lang, Typed::Election, error),
        PollError::File(error) => return roster::words(face, error.into()),
        PollError::NoUnion(name) => {
            let name = roster::quoted(lang, &name);
            refused(tr!(
                lang,
                "la liste {name} porte le nom d’un syndicat, et aucun syndicat n’est donné\u{a0}: ses voix ne compteraient pour personne.",
                "the list {name} has the name of a union, and no union is given: its votes would count for nobody."
            ))
            .hint(tr!(
                lang,
                "dans un tableau\u{a0}: la colonne «\u{a0}syndicats\u{a0}»\u{a0}; ailleurs unions, ou --union",
                "in a table: the column “unions”; elsewhere unions, or --union"
            ))
        }
        PollError::None => refused(tr!(
            lang,
            "il n’y a pas encore d’élection dans ce coffre.",
            "there is no election in this vault yet."
        ))
        .hint("contrepoids election new --help"),
        PollError::NoPoll => {
            refused(tr!(lang, "aucune élection ne correspond.", "no election fits.")).hint(list)
        }
        PollError::Several(ids) => {
            let ids = ids.iter().take(8).map(Id::short).collect::<Vec<_>>().join(", ");
            refused(tr!(
                lang,
                "plusieurs élections correspondent\u{a0}: {ids}. Nommez l’une d’elles par ces chiffres.",
                "several elections fit: {ids}. Name one of them by these digits."
            ))
            .hint(list)
        }
        PollError::Frozen(field) => {
            let field = crate::features::law::messages::field::words(lang, Typed::Election, &field);
            refused(tr!(
                lang,
                "{field}\u{a0}: le vote l’a figé, son dépouillement a commencé.",
                "{field}: the vote froze it, and its count has begun."
            ))
            .hint(tr!(
                lang,
                "si la fiche est fausse et non le vote\u{a0}: retirez les saisies (election count --forget), corrigez, puis saisissez à nouveau les feuilles",
                "if the record is wrong and not the vote: take the entries away (election count --forget), correct, then enter the sheets again"
            ))
        }
        PollError::Nature(end) => nature(lang, end),
        PollError::BothDone => refused(tr!(
            lang,
            "entry\u{a0}: les deux saisies de cette urne sont finies.",
            "entry: both entries of this ballot box are finished."
        ))
        .hint(tr!(
            lang,
            "corrigez l’une d’elles avec --entry 1 ou --entry 2",
            "correct one of them with --entry 1 or --entry 2"
        )),
        PollError::NothingToDecide => refused(tr!(
            lang,
            "il n’y a rien à trancher\u{a0}: il faut deux saisies finies qui diffèrent.",
            "there is nothing to decide: two finished entries that differ are needed."
        ))
        .hint("contrepoids election show"),
        PollError::NoEarlier => refused(tr!(
            lang,
            "il n’y a pas d’élection antérieure, au premier tour et dépouillée.",
            "there is no earlier election with a first round that was counted."
        ))
        .hint(list),
        PollError::NotCounted => refused(tr!(
            lang,
            "rien n’est encore dépouillé\u{a0}: une urne compte quand deux saisies concordent.",
            "nothing is counted yet: a ballot box counts once two entries agree."
        ))
        .hint("contrepoids election count --help"),
    };
    if out.safe.is_empty() {
        out.safe(tr!(lang, "Rien n’a été changé.", "Nothing was changed."))
    } else {
        out
    }
}
