//! The data say what the texts say: every quote stands in the version named, every numbered point is there, every bound is in
//! words that the article or the title around it has.

use std::collections::BTreeSet;

use super::{
    guide::{self, Known, Topic},
    items, papers,
};
use crate::{
    bargaining::Subject,
    law::texts::{Article, Texts, Version},
};

/// Reads a text as it is compared: one kind of apostrophe and of space.
fn plain(text: &str) -> String {
    text.replace(['\u{2019}', '\u{2bc}'], "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn version(article: &str, id: &str) -> (&'static Article, &'static Version) {
    let texts = Texts::held().unwrap();
    let article = texts.article(article).unwrap_or_else(|| panic!("{article} is not held"));
    (article, article.version(id).unwrap_or_else(|| panic!("{} has no version {id}", article.num)))
}

/// The text of a version, with the titles of the sections around it.
pub(super) fn text(article: &str, id: &str) -> (String, String) {
    let texts = Texts::held().unwrap();
    let (article, version) = version(article, id);
    let text = texts.text(version).unwrap().unwrap_or_else(|| panic!("{} is not held", article.num));
    (plain(text), plain(&texts.titles(article).join(" / ")))
}

/// Tells what is wrong with a quote.
pub(super) fn wrong(article: &str, id: &str, quote: &str) -> Option<String> {
    let (text, titles) = text(article, id);
    let quote = plain(quote);
    (!text.contains(&quote) && !titles.contains(&quote)).then(|| format!("{article}: “{quote}”"))
}

/// The version that is named is the one in force: an article that changed asks for its points to be read again.
pub(super) fn is_current(article: &str, id: &str) -> bool {
    let known = Texts::held().unwrap().source().known_on().unwrap();
    let (article, version) = version(article, id);
    article.on(known).map(|v| v.id) == Some(version.id)
}

fn words_of(number: i64) -> &'static str {
    match number {
        11 => "onze",
        20 => "vingt",
        50 => "cinquante",
        75 => "soixante-quinze",
        85 => "quatre-vingt-cinq",
        300 => "trois cents",
        other => panic!("no words for {other}"),
    }
}

#[test]
fn every_point_is_in_its_article_and_every_numbered_one_is_listed() {
    for group in items::groups() {
        assert!(is_current(&group.article, &group.version), "{} changed", group.article);
        let (_, version) = version(&group.article, &group.version);
        assert_eq!(version.from, group.from, "{}", group.article);
        for item in &group.item {
            assert_eq!(wrong(&group.article, &group.version, &item.quote), None);
            if let Some(number) = item.from_headcount {
                let bound = item.bound.as_ref().unwrap();
                assert!(bound.to_lowercase().contains(words_of(number)), "{bound}");
                assert_eq!(wrong(&group.article, &group.version, bound), None);
            }
        }
        let texts = Texts::held().unwrap();
        let lines = texts.text(version).unwrap().unwrap().lines();
        let numbered: BTreeSet<String> = lines
            .filter_map(|l| l.split_once('°').map(|(n, _)| n))
            .filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
            .map(|n| format!("{n}°"))
            .collect();
        let listed: BTreeSet<String> =
            group.item.iter().map(|i| i.point.clone()).filter(|p| p.ends_with('°')).collect();
        assert_eq!(listed, numbered, "{}", group.article);
    }
    assert!(wrong("L2242-15", "LEGIARTI000038837123", "les salaires des chats").is_some(), "it sees one");
    assert!(!is_current("L2242-17", "LEGIARTI000039785096"), "it sees a version that was replaced");
}

#[test]
fn every_paper_is_in_its_article_with_its_bound() {
    for paper in papers::papers() {
        let (Some(article), Some(id), Some(quote)) = (&paper.article, &paper.version, &paper.quote) else {
            assert!(paper.unverified, "{}", paper.id);
            continue;
        };
        assert!(!paper.unverified && is_current(article, id), "{article}");
        assert_eq!(wrong(article, id, quote), None);
        let (_, held) = version(article, id);
        let ends = held.to.and_then(|to| to.pred_opt());
        assert_eq!(paper.to, ends, "{article}");
        let bounds = [
            (paper.from_headcount.or(paper.below_headcount), &paper.bound),
            (paper.below_index, &paper.bound_index),
        ];
        for (number, bound) in bounds {
            assert_eq!(number.is_some(), bound.is_some(), "{}", paper.id);
            let (Some(number), Some(bound)) = (number, bound) else { continue };
            assert!(bound.contains(words_of(number)), "{bound}");
            let of = paper.bound_article.as_ref().unwrap_or(article);
            assert_eq!(wrong(of, paper.bound_version.as_ref().unwrap_or(id), bound), None);
        }
    }
}

#[test]
fn a_name_means_one_thing_at_every_headcount() {
    let on = "2026-11-30".parse().unwrap();
    for subject in Subject::ALL.iter().copied() {
        for headcount in ["11", "49", "50", "299", "300", "720"] {
            let n = headcount.parse().ok();
            let points = items::points(subject, n, on);
            let names = points.iter().flat_map(|p| [p.item.id.as_str(), p.item.name.as_str()]);
            let once: BTreeSet<&str> = names.collect();
            let both = points.iter().filter(|p| p.item.id == p.item.name).count();
            assert_eq!(once.len() + both, points.len() * 2, "{subject:?} {headcount}");
            for point in &points {
                assert_eq!(
                    items::find(&points, &point.item.name.to_uppercase()).unwrap().number,
                    point.number
                );
                assert_eq!(items::find(&points, &point.number.to_string()).unwrap().item.id, point.item.id);
            }
            let owing = papers::owing(subject, n, on);
            assert!(owing.iter().all(|o| !o.open));
            for one in &owing {
                assert_eq!(
                    papers::find(&owing, &one.paper.name).unwrap().number,
                    one.number,
                    "{}",
                    one.paper.id
                );
            }
        }
    }
    assert!(items::find(&items::points(Subject::Pay, None, on), "chats").is_none());
}

#[test]
fn the_headcount_decides_what_is_owed() {
    let on = "2026-11-30".parse().unwrap();
    let ids = |subject, n: Option<&str>| {
        let found = papers::owing(subject, n.map(|n| n.parse().unwrap()), on);
        found.into_iter().map(|o| (o.paper.id.as_str(), o.open)).collect::<Vec<_>>()
    };
    let has = |n, id| ids(Subject::Pay, n).contains(&(id, false));
    assert!(!has(Some("49"), "database") && has(Some("50"), "database"));
    assert!(has(Some("299"), "pay-data-small") && !has(Some("300"), "pay-data-small"));
    assert!(!has(Some("299"), "social-report") && has(Some("300"), "social-report"));
    let open = ids(Subject::Pay, None);
    assert!(open.contains(&("pay-data", true)) && open.contains(&("pay-data-small", true)), "{open:?}");
    let commuting = |n: &str| {
        items::points(Subject::Equality, n.parse().ok(), on).iter().any(|p| p.item.id == "commuting")
    };
    assert!(!commuting("49.9") && commuting("50"));
    assert!(items::points(Subject::Experienced, None, "2025-10-25".parse().unwrap()).is_empty());
}

#[test]
fn late_is_only_what_a_day_was_set_for() {
    use papers::{PaperState as S, state};
    let day = |d: &str| d.parse().ok();
    let today = "2026-11-30".parse().unwrap();
    let cases = [
        (None, None, None, S::ToAsk),
        (day("2026-11-01"), None, None, S::Asked),
        (day("2026-11-01"), day("2026-11-30"), None, S::Asked),
        (day("2026-11-01"), day("2026-11-29"), None, S::Late),
        (None, day("2026-11-29"), None, S::Late),
        (None, day("2026-11-29"), day("2026-11-30"), S::Received),
        (None, day("2026-11-29"), day("2026-12-01"), S::Late),
    ];
    for (asked, due, received, wanted) in cases {
        assert_eq!(state(asked, due, received, today), wanted, "{asked:?} {due:?} {received:?}");
    }
}

#[test]
fn every_step_is_in_its_article_with_its_bound() {
    for step in guide::all() {
        assert!(is_current(&step.article, &step.version), "{} changed", step.article);
        assert_eq!(wrong(&step.article, &step.version, &step.quote), None);
        let numbers: Vec<i64> = [step.from, step.up_to, step.below].into_iter().flatten().collect();
        assert_eq!(numbers.is_empty(), step.bound.is_none(), "{}: {}", step.article, step.quote);
        let Some(bound) = &step.bound else { continue };
        assert!(numbers.iter().all(|n| bound.contains(words_of(*n))), "{bound}");
        assert_eq!(wrong(&step.article, &step.version, bound), None);
    }
    for topic in Topic::ALL.iter().copied() {
        assert!(guide::all().iter().any(|s| s.topic == topic), "{topic:?}");
    }
}

#[test]
fn the_routes_without_a_delegate_follow_a_written_table() {
    let table = include_str!("../../../tests/data/bargain/routes.csv");
    let mut seen = 0;
    for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let (at, articles) = line.rsplit_once(',').unwrap();
        let (headcount, cse) = at.split_once(',').unwrap();
        let known = Known {
            subject: None,
            headcount: headcount.parse().ok(),
            cse: match cse {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
        };
        let found = guide::steps(Topic::WithoutDelegate, &known);
        let mark = |c: &guide::Counted| {
            let open = if c.open.is_empty() { "" } else { "?" };
            format!("{}{open}", c.step.article)
        };
        assert_eq!(found.iter().map(mark).collect::<Vec<_>>().join(" "), articles, "{line}");
        seen += 1;
    }
    assert!(seen >= 14);
}

#[test]
fn a_default_is_answered_for_its_subject() {
    let of = |subject, n: &str| {
        let known = Known { subject: Some(subject), headcount: n.parse().ok(), cse: None };
        let found = guide::steps(Topic::Default, &known);
        assert!(found.iter().all(|c| c.open.is_empty()));
        found.iter().map(|c| c.step.article.as_str()).collect::<Vec<_>>()
    };
    let pay = of(Subject::Pay, "120");
    assert!(
        pay.contains(&"L2242-7") && !pay.contains(&"L2242-8") && pay.last() == Some(&"L2243-1"),
        "{pay:?}"
    );
    let equality = of(Subject::Equality, "120");
    assert!(equality.contains(&"L2242-8") && !equality.contains(&"L2242-7"), "{equality:?}");
    assert!(!of(Subject::Equality, "49.9").contains(&"L2242-8"));
    // No penalty is written for bargaining on experienced employees (L2243-2 names L2242-1 and L2242-20).
    let experienced = of(Subject::Experienced, "400");
    assert!(!experienced.iter().any(|a| a.starts_with("L2243")), "{experienced:?}");
}
