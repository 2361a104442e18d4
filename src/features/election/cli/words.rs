//! The words that the commands about elections share.

use crate::{
    base::{Id, Lang},
    face::finding::day,
    features::election::{
        actions::shown::{list_name, place_of},
        records::{Nature, Poll, Post},
        rules::{
            Dossier,
            tally::{BoxState, Field},
        },
    },
    tr,
};

/// A college and a vote, as a title.
pub(super) fn vote(lang: Lang, college: &str, of: Post) -> String {
    let post = of.words(lang);
    tr!(lang, "Collège {college}, {post}", "College {college}, {post}")
}

/// Which round.
pub(super) fn round(lang: Lang, round: u32) -> String {
    match round {
        1 => tr!(lang, "1er tour", "round 1"),
        _ => tr!(lang, "{round}d tour", "round {round}"),
    }
}

/// An election in one line.
pub(super) fn title(lang: Lang, id: &Id, poll: &Poll) -> String {
    let mut parts = vec![id.short(), poll.day.map_or_else(|| "–".to_owned(), |d| day(lang, d))];
    parts.extend(poll.nature.filter(|n| *n != Nature::General).map(|n| n.words(lang).to_owned()));
    parts.push(round(lang, poll.round));
    parts.extend(poll.establishment.clone());
    parts.extend(poll.name.clone());
    let parts = parts.join(" · ");
    tr!(lang, "Scrutin {parts}", "Election {parts}")
}

/// How far a ballot box is.
pub(super) fn stage(lang: Lang, state: &BoxState) -> String {
    let text = state.stage.words(lang);
    if state.stale {
        tr!(
            lang,
            "{text}\u{a0}; une saisie a changé depuis la décision",
            "{text}; an entry changed since the decision"
        )
    } else {
        text.to_owned()
    }
}

/// The name of a figure, in words.
pub(super) fn field(lang: Lang, dossier: &Dossier, field: Field) -> String {
    match field {
        Field::Registered => tr!(lang, "inscrits", "electors"),
        Field::Signatures => tr!(lang, "émargements", "signatures"),
        Field::Voters => tr!(lang, "bulletins trouvés", "ballots found"),
        Field::Blank => tr!(lang, "blancs", "blank"),
        Field::Null => tr!(lang, "nuls", "null"),
        Field::Ballots(list) => {
            let name = list_name(dossier, &list);
            tr!(lang, "bulletins {name}", "ballots {name}")
        }
        Field::Struck(candidate) => {
            let found = dossier.slates.iter().find_map(|(_, s)| place_of(s, candidate).map(|n| (s, n)));
            let (name, place) = found.map_or((String::new(), 0), |(s, n)| (s.name.clone(), n));
            tr!(lang, "ratures {name}, position {place}", "struck {name}, position {place}")
        }
    }
}

/// The differences of a box as text: a line for each figure.
pub(super) fn differences_text(lang: Lang, dossier: &Dossier, state: &BoxState) -> String {
    let mut out = String::new();
    let numbers: Vec<u32> = state.entries.iter().filter(|(_, done)| *done).map(|(n, _)| *n).collect();
    for difference in &state.differences {
        let said: Vec<String> = numbers
            .iter()
            .zip(&difference.said)
            .map(|(n, said)| {
                let said = said.map_or_else(|| "–".to_owned(), |n| n.to_string());
                tr!(lang, "saisie {n}\u{a0}: {said}", "entry {n}: {said}")
            })
            .collect();
        let (what, said) = (field(lang, dossier, difference.field), said.join(", "));
        out.push_str(&crate::face::finding::wrapped(
            "    - ",
            "      ",
            &tr!(lang, "{what}\u{a0}: {said}", "{what}: {said}"),
        ));
    }
    out
}
