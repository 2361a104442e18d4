//! An election beside the one before, as rows of a table: the same on a terminal and on a page.

use crate::{
    base::Lang,
    face::finding::number,
    features::{
        election::rules::compare::{Pair, UnionChange, VoteChange},
        law::cli::audience::percent,
    },
    law::Fraction,
    tr,
};

/// A figure: its name, before, now, the change.
pub(super) type Row = [String; 4];

/// The heads of a table.
pub(super) fn heads(lang: Lang, what: String) -> Row {
    [what, tr!(lang, "Avant", "Before"), tr!(lang, "Maintenant", "Now"), tr!(lang, "Écart", "Change")]
}

/// Whether there is something to show of a vote.
pub(super) fn is_shown(vote: &VoteChange) -> bool {
    vote.valid.before.is_some() || vote.valid.now.is_some() || !vote.lists.is_empty()
}

fn dash<T>(value: Option<T>, show: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), show)
}

fn signed(n: i64) -> String {
    match n {
        1.. => format!("+{n}"),
        0 => "=".to_owned(),
        _ => format!("−{}", n.unsigned_abs()),
    }
}

fn counts(name: String, pair: Pair<u64>) -> Row {
    let n = |n: u64| n.to_string();
    [name, dash(pair.before, n), dash(pair.now, n), dash(pair.change(), signed)]
}

/// A change of a share, in points.
pub(super) fn points(lang: Lang, pair: Pair<Fraction>) -> String {
    let Some(change) = pair.change() else { return "–".to_owned() };
    if change.is_negative() {
        let back = Fraction::ZERO.checked_sub(change).unwrap_or(Fraction::ZERO);
        return format!("−{}", percent(lang, back).replace('%', "pt"));
    }
    if change == Fraction::ZERO {
        "=".to_owned()
    } else {
        format!("+{}", percent(lang, change).replace('%', "pt"))
    }
}

/// The figures of a vote and of each of its lists.
pub(super) fn of_vote(lang: Lang, vote: &VoteChange) -> Vec<Row> {
    let share = |s| percent(lang, s);
    let mut out = vec![
        counts(tr!(lang, "Inscrits", "Electors"), vote.registered),
        counts(tr!(lang, "Votants", "Voters"), vote.voters),
        counts(tr!(lang, "Exprimés", "Valid"), vote.valid),
        [
            tr!(lang, "Participation", "Turnout"),
            dash(vote.turnout.before, share),
            dash(vote.turnout.now, share),
            points(lang, vote.turnout),
        ],
    ];
    for list in &vote.lists {
        let name = &list.name;
        out.push(counts(tr!(lang, "{name}, bulletins", "{name}, ballots"), list.ballots));
        out.push(counts(tr!(lang, "{name}, sièges", "{name}, seats"), list.seats));
    }
    out
}

/// The votes of a union, and its share with a mark where it is representative.
pub(super) fn of_union(lang: Lang, union: &UnionChange) -> [Row; 2] {
    let name = &union.name;
    let votes = |v| number(lang, v);
    let change = |c: Fraction| {
        if c.is_negative() {
            format!("−{}", number(lang, Fraction::ZERO.checked_sub(c).unwrap_or(c)))
        } else {
            format!("+{}", number(lang, c))
        }
    };
    let share = |part: Option<Fraction>, representative: Option<bool>| {
        let mark = if representative == Some(true) { " ✓" } else { "" };
        dash(part, |s| format!("{}{mark}", percent(lang, s)))
    };
    [
        [
            tr!(lang, "{name}, voix", "{name}, votes"),
            dash(union.votes.before, votes),
            dash(union.votes.now, votes),
            dash(union.votes.change(), change),
        ],
        [
            tr!(lang, "{name}, part", "{name}, share"),
            share(union.share.before, union.representative.before),
            share(union.share.now, union.representative.now),
            points(lang, union.share),
        ],
    ]
}

/// What the mark beside a share means.
pub(super) fn mark(lang: Lang) -> String {
    tr!(lang, "✓ représentatif", "✓ representative")
}
