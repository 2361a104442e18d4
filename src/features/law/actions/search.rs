//! Which texts of the code answer best: ranked by BM25 over stems.

use std::collections::HashSet;

use bm25::{Embedder, EmbedderBuilder, Embedding, Scorer, TokenEmbedding, Tokenizer};
use chrono::NaiveDate;

use crate::{
    features::law::rules::text::{FIRST, Mark, Query, TextError, cited, excerpt, query},
    law::texts::{Article, Hit, Texts, Version},
};

/// How many of the hits are scored one by one: those with the most of the words; the others only count for how rare a word is.
const SCORED: usize = 600;

/// A text that was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The article.
    pub article: &'static Article,
    /// The version in force on the day.
    pub version: &'static Version,
    /// The titles of the sections around it, the widest first.
    pub titles: Vec<&'static str>,
    /// A piece of the text.
    pub excerpt: Vec<Mark>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Answers {
    /// What was looked for.
    pub query: Query,
    /// How many texts hold one of the words.
    pub all: usize,
    /// The best.
    pub best: Vec<Answer>,
}

/// Writes a hit as the words of a text for the ranking: the number of a stem once for each time it stands there, then `x` up
/// to the length of the text.
struct Counts;

const FILL: &str = "x";
/// The word that stands in each article on which a table of the program rests: what a section asks about is likely there.
const RESTING: &str = "here";
/// How much the length of a text counts: less than the usual 0.75, because the article that answers is often a long one.
/// Chosen with the weight of the titles on thirty questions, of which 24 find their article within three hits.
const LENGTH: f32 = 0.3;

impl Tokenizer for Counts {
    fn tokenize(&self, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        for part in text.split(' ') {
            if let Some((word, often)) = part.split_once('*') {
                out.extend((0..often.parse().unwrap_or(0)).map(|_| word.to_owned()));
            }
        }
        out
    }
}

fn counts(hit: &Hit<'_>, resting: bool) -> String {
    let stems: usize = hit.counts.iter().sum();
    let fill = hit.length.saturating_sub(stems);
    let counted = hit.counts.iter().enumerate().filter(|(_, often)| **often > 0);
    let mut out: Vec<String> = counted.map(|(stem, often)| format!("{stem}*{often}")).collect();
    out.push(format!("{RESTING}*{}", usize::from(resting)));
    out.push(format!("{FILL}*{fill}"));
    out.join(" ")
}

/// Ranks hits, the best first, by their place.
fn ranked(found: &[Hit<'_>], (texts, length): (usize, usize), resting: &HashSet<&str>) -> Vec<usize> {
    let average = u16::try_from(length.checked_div(texts).unwrap_or(0)).unwrap_or(u16::MAX);
    let embedder: Embedder<u32, Counts> = EmbedderBuilder::with_tokenizer_and_fit_to_corpus(Counts, &[])
        .avgdl(average.into())
        .b(LENGTH)
        .build();
    let fill = embedder.embed(&format!("{FILL}*1"));
    let stems = found.first().map_or(0, |hit| hit.counts.len());
    let asked = (0..stems).map(|stem| format!("{stem}*1")).collect::<Vec<_>>().join(" ");
    let asked = embedder.embed(&format!("{asked} {RESTING}*1"));
    let mut order: Vec<usize> = (0..found.len()).collect();
    let words = |place: &usize| {
        let hit = found.get(*place);
        let held = hit.map_or(0, |h| h.counts.iter().filter(|c| **c > 0).count());
        std::cmp::Reverse((held, hit.map_or(0, |h| h.counts.iter().sum::<usize>())))
    };
    order.sort_by_cached_key(words);
    let mut scorer: Scorer<usize> = Scorer::new();
    for (nth, place) in order.iter().enumerate() {
        let Some(hit) = found.get(*place) else { continue };
        let embedding = if nth < SCORED {
            let mut whole = embedder.embed(&counts(hit, resting.contains(hit.article.num.as_str())));
            whole.retain(|token| fill.indices().all(|f| *f != token.index));
            whole.dedup_by(|a, b| a.index == b.index);
            whole
        } else {
            let held = asked.iter().zip(&hit.counts).filter(|(_, count)| **count > 0);
            Embedding(held.map(|(token, _)| TokenEmbedding { index: token.index, value: 0.0 }).collect())
        };
        scorer.upsert(place, embedding);
    }
    // Texts without any of the words: how rare a word is depends on them.
    for other in found.len()..texts.max(found.len()) {
        scorer.upsert(&other, Embedding(vec![]));
    }
    let mut out = scorer.matches(&asked);
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    out.into_iter().map(|scored| scored.id).collect()
}

/// Finds the texts in force on a day that answer best.
///
/// # Errors
/// [`TextError::NoWords`] where nothing is left to look for; [`TextError::Before`]; [`TextError::Damaged`], which a test
/// excludes.
pub fn search(typed: &str, on: NaiveDate, most: usize) -> Result<Answers, TextError> {
    if on < FIRST {
        return Err(TextError::Before { on });
    }
    let query = query(typed);
    if query.stems.is_empty() {
        return Err(TextError::NoWords);
    }
    let texts = Texts::held()?;
    let hits = texts.hits(&query.stems, on)?;
    let mut best = Vec::new();
    for place in ranked(&hits.found, (hits.texts, hits.length), &cited()?).into_iter().take(most) {
        let Some(hit) = hits.found.get(place) else { continue };
        best.push(Answer {
            article: hit.article,
            version: hit.version,
            titles: texts.titles(hit.article),
            excerpt: excerpt(texts.text(hit.version)?.unwrap_or_default(), &query.stems),
        });
    }
    Ok(Answers { query, all: hits.found.len(), best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Ten questions that a representative asks in a meeting: the article that answers is among the first three.
    #[test]
    fn ten_questions_are_answered_within_three_hits() {
        let mut missed = vec![];
        for (words, want) in [
            ("durée du mandat des élus du CSE", "L2314-33"),
            ("nombre de titulaires selon l'effectif", "R2314-1"),
            ("réunion mensuelle du CSE 300 salariés", "L2315-28"),
            ("délai pour contester l'élection au tribunal", "R2314-24"),
            ("licenciement d'un candidat aux élections", "L2411-7"),
            ("budget de fonctionnement du CSE", "L2315-61"),
            ("formation économique des membres du CSE", "L2315-63"),
            ("panneaux d'affichage syndical", "L2142-3"),
            ("local syndical 200 salariés", "L2142-8"),
            ("validité de l'accord d'entreprise 50 % des suffrages", "L2232-12"),
        ] {
            let found = search(words, day("2026-11-29"), 3).unwrap();
            let nums: Vec<_> = found.best.iter().map(|a| a.article.num.as_str()).collect();
            if !nums.contains(&want) {
                missed.push((words, nums));
            }
        }
        assert!(missed.is_empty(), "{missed:#?}");
    }

    #[test]
    fn accents_and_forms_make_no_difference() {
        let nums = |words: &str| {
            let found = search(words, day("2026-11-29"), 8).unwrap();
            found.best.iter().map(|a| a.article.num.clone()).collect::<Vec<_>>()
        };
        assert_eq!(nums("élections professionnelles"), nums("ELECTION professionnelle"));
        assert_eq!(nums("CSE"), nums("comité social et économique"));
        assert!(nums("zzzz").is_empty());
    }

    #[test]
    fn a_search_is_of_its_day() {
        let of = |on: &str| {
            let found = search("mandats successifs limité à trois", day(on), 3).unwrap();
            found.best.iter().any(|a| a.article.num == "L2314-33")
        };
        assert!(of("2025-10-25") && !of("2025-10-26"));
        assert_eq!(
            search("vote", day("2017-12-31"), 3).unwrap_err(),
            TextError::Before { on: day("2017-12-31") }
        );
        assert_eq!(search("le la 2018", day("2026-01-01"), 3).unwrap_err(), TextError::NoWords);
        assert_eq!(search("", day("2026-01-01"), 3).unwrap_err(), TextError::NoWords);
    }
}
