//! The page of `election compare`.

use super::{page, picture, results::heading, table, text};
use crate::{
    base::Lang,
    face::finding::number,
    features::{
        election::{
            cli::words::{self, points},
            rules::{
                Dossier,
                compare::{Comparison, Pair, VoteChange},
            },
        },
        law::cli::audience::percent,
    },
    tr,
};

/// The page: each vote, then the audience of the unions, before and now.
pub(in crate::features::election::cli) fn html(
    lang: Lang,
    now: &Dossier,
    before: &Dossier,
    found: &Comparison,
) -> String {
    let mut body = format!(
        "<p>{}</p>\n",
        text(&{
            let earlier = heading(lang, &before.poll);
            tr!(lang, "Comparé à\u{a0}: {earlier}", "Compared with: {earlier}")
        })
    );
    for vote in &found.votes {
        if vote.valid.before.is_none() && vote.valid.now.is_none() && vote.lists.is_empty() {
            continue;
        }
        body.push_str(&vote_html(lang, vote));
    }
    body.push_str(&unions(lang, found));
    page(lang, &heading(lang, &now.poll), &body)
}

fn heads(lang: Lang, what: String) -> Vec<String> {
    vec![what, tr!(lang, "Avant", "Before"), tr!(lang, "Maintenant", "Now"), tr!(lang, "Écart", "Change")]
}

fn counts(name: String, pair: Pair<u64>) -> Vec<String> {
    let dash = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let change =
        pair.change().map_or_else(|| "–".to_owned(), |n| if n > 0 { format!("+{n}") } else { n.to_string() });
    vec![name, dash(pair.before), dash(pair.now), change]
}

fn vote_html(lang: Lang, vote: &VoteChange) -> String {
    let title = words::vote(lang, &vote.college, vote.post);
    let share = |s: Option<crate::law::Fraction>| s.map_or_else(|| "–".to_owned(), |s| percent(lang, s));
    let mut rows = vec![
        counts(tr!(lang, "Inscrits", "Electors"), vote.registered),
        counts(tr!(lang, "Votants", "Voters"), vote.voters),
        counts(tr!(lang, "Exprimés", "Valid"), vote.valid),
        vec![
            tr!(lang, "Participation", "Turnout"),
            share(vote.turnout.before),
            share(vote.turnout.now),
            points(lang, vote.turnout),
        ],
    ];
    for list in &vote.lists {
        let name = &list.name;
        rows.push(counts(tr!(lang, "{name}, bulletins", "{name}, ballots"), list.ballots));
        rows.push(counts(tr!(lang, "{name}, sièges", "{name}, seats"), list.seats));
    }
    let heads = heads(lang, tr!(lang, "Chiffre", "Figure"));
    format!("<section>\n<h2>{}</h2>\n{}</section>\n", text(&title), table(&title, &heads, &rows))
}

fn unions(lang: Lang, found: &Comparison) -> String {
    if found.unions.is_empty() {
        return String::new();
    }
    let title = tr!(lang, "Audience des syndicats", "Audience of the unions");
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for union in &found.unions {
        let word = [tr!(lang, "maintenant", "now"), tr!(lang, "avant", "before")];
        let parts = [union.share.now, union.share.before].into_iter().zip(word);
        let parts =
            parts.filter_map(|(share, word)| share.map(|s| (s, format!("{} {word}", percent(lang, s)))));
        bars.push((union.name.clone(), parts.collect::<Vec<_>>()));
        let share = |s: Option<crate::law::Fraction>| s.map_or_else(|| "–".to_owned(), |s| percent(lang, s));
        let votes = |v: Option<crate::law::Fraction>| v.map_or_else(|| "–".to_owned(), |v| number(lang, v));
        let name = &union.name;
        rows.push(vec![
            tr!(lang, "{name}, voix", "{name}, votes"),
            votes(union.votes.before),
            votes(union.votes.now),
            String::new(),
        ]);
        rows.push(vec![
            tr!(lang, "{name}, part", "{name}, share"),
            share(union.share.before),
            share(union.share.now),
            points(lang, union.share),
        ]);
    }
    let tenth = tr!(lang, "10\u{a0}%", "10%");
    let picture = picture::bars(&title, &tenth, &bars);
    let heads = heads(lang, tr!(lang, "Syndicat", "Union"));
    format!("<section>\n<h2>{}</h2>\n{picture}{}</section>\n", text(&title), table(&title, &heads, &rows))
}
