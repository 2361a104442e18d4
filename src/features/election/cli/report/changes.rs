//! The page of `election compare`.

use super::{page, paragraph, picture, results::heading, table, text};
use crate::{
    base::Lang,
    features::{
        election::{
            cli::{change, words},
            rules::{
                Dossier,
                compare::{Comparison, VoteChange},
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
    for vote in found.votes.iter().filter(|v| change::is_shown(v)) {
        body.push_str(&vote_html(lang, vote));
    }
    body.push_str(&unions(lang, found));
    page(lang, &heading(lang, &now.poll), &body)
}

fn vote_html(lang: Lang, vote: &VoteChange) -> String {
    let title = words::vote(lang, &vote.college, vote.post);
    let heads = change::heads(lang, tr!(lang, "Chiffre", "Figure"));
    let rows = table(&title, &heads, &change::of_vote(lang, vote));
    format!("<section>\n<h2>{}</h2>\n{rows}</section>\n", text(&title))
}

fn unions(lang: Lang, found: &Comparison) -> String {
    if found.unions.is_empty() {
        return String::new();
    }
    let title = tr!(lang, "Audience des syndicats", "Audience of the unions");
    let words = [tr!(lang, "maintenant", "now"), tr!(lang, "avant", "before")];
    let mut bars = Vec::new();
    for union in &found.unions {
        let parts = [union.share.now, union.share.before].into_iter().zip(&words);
        let parts =
            parts.filter_map(|(share, word)| share.map(|s| (s, format!("{} {word}", percent(lang, s)))));
        bars.push((union.name.clone(), parts.collect::<Vec<_>>()));
    }
    let tenth = tr!(lang, "10\u{a0}%", "10%");
    let names = found.unions.iter().map(|union| union.name.as_str());
    let numbers = picture::Numbers::of(std::iter::empty(), names);
    let picture = picture::bars(&title, &tenth, &bars, &numbers);
    let heads = change::heads(lang, tr!(lang, "Syndicat", "Union"));
    let rows: Vec<change::Row> =
        found.unions.iter().flat_map(|union| change::of_union(lang, union)).collect();
    let (rows, mark) = (table(&title, &heads, &rows), paragraph(&change::mark(lang)));
    format!("<section>\n<h2>{}</h2>\n{picture}{rows}{mark}</section>\n", text(&title))
}
