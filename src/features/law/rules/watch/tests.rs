//! A newer release is compared with our texts: two releases of the package, cut to eight articles (tests/data/law/releases).

use crate::{
    features::law::rules::watch::*,
    law::{
        self,
        package::{Compared, Seen, merge, read},
        texts::{Later, Source, tests::pack},
    },
};

fn release(name: &str) -> Release {
    let path = format!("{}/tests/data/law/releases/{name}.json", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).unwrap()).unwrap()
}

fn older() -> Release {
    release("2.263.0")
}

fn newer() -> Release {
    release("2.511.0")
}

fn texts(releases: Vec<Release>, compared: Option<&Compared>) -> Texts {
    let source = Source {
        releases: releases.iter().map(|r| ("0".to_owned(), r.day)).collect(),
        compared_on: compared.map(|c| c.on),
        ..Source::default()
    };
    let mut draft = merge(source, releases, day("2018-01-01"));
    if let Some(compared) = compared {
        law::package::compare(&mut draft, compared);
    }
    Texts::open(draft.write(pack)).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(number: u64) -> VersionId {
    VersionId::read(&format!("LEGIARTI{number:012}")).unwrap()
}

fn compare(ours: &Texts, theirs: &Release) -> Watched {
    watch(ours, theirs).unwrap()
}

/// Article, what, first day, version after.
fn told(found: &Watched) -> Vec<(String, What, String, Option<String>)> {
    let one = |c: &Change| {
        let when = match c.when {
            When::From(day) => day.to_string(),
            When::Between(after, by) => format!("{after}/{by}"),
        };
        (c.article.clone(), c.what, when, c.new.as_ref().map(|w| w.id.to_string()))
    };
    found.changes.iter().map(one).collect()
}

fn of<'a>(found: &'a Watched, article: &str) -> &'a Change {
    found.changes.iter().find(|c| c.article == article).unwrap()
}

#[test]
fn what_changed_between_two_releases_is_told_by_day() {
    let found = compare(&texts(vec![older()], None), &newer());
    assert_eq!((found.ours, found.theirs), (Some(day("2023-05-26")), day("2026-03-01")));
    let changed = |article: &str, what, on: &str, new: Option<u64>| {
        (article.to_owned(), what, on.to_owned(), new.map(|n| id(n).to_string()))
    };
    assert_eq!(
        told(&found),
        [
            changed("L2143-3", What::Changed, "2025-10-26", Some(52_437_195)),
            changed("L2242-13", What::Changed, "2025-10-26", Some(52_437_044)),
            changed("L2242-2-1", What::New, "2025-10-26", Some(52_432_470)),
            changed("L2314-33", What::Changed, "2025-10-26", Some(52_437_191)),
            changed("L3252-8", What::Ended, "2023-05-26/2026-03-01", None),
        ]
    );
    let mandates = of(&found, "L2314-33");
    let (old, new) = (mandates.old.as_ref().unwrap(), mandates.new.as_ref().unwrap());
    assert_eq!(old.id, id(36_761_951));
    assert!(old.text.as_deref().unwrap().contains("Le nombre de mandats successifs est limité à trois"));
    assert!(!new.text.as_deref().unwrap().contains("mandats successifs"));
    assert!(of(&found, "L3252-8").old.as_ref().unwrap().text.is_some());
}

#[test]
fn what_rests_on_a_change_is_named_and_knows_of_it_or_not() {
    let found = compare(&texts(vec![older()], None), &newer());
    let mandates = of(&found, "L2314-33");
    let named =
        |kind| mandates.rests.iter().filter(|r| r.kind == kind).map(|r| r.id.as_str()).collect::<Vec<_>>();
    let limits = ["mandate.successive", "mandate.successive-from", "mandate.successive-protocol"];
    assert_eq!(named(RestKind::Table), [&["mandate.length"], &limits[..]].concat());
    assert!(named(RestKind::Rule).contains(&"mandate-end"), "{:?}", mandates.rests);
    // The tables of today cite the version of 2025.
    assert!(!mandates.is_open());
    assert!(of(&found, "L3252-8").rests.is_empty());
    // A table that cites the version before does not know of the next one.
    let mut later = newer();
    let seats = later.articles.iter_mut().find(|p| p.num == "R2314-1").unwrap();
    let first = seats.versions.iter_mut().find(|v| v.id == seats.id).unwrap();
    first.to = Some(day("2026-02-01"));
    let next = Dated { id: id(99), from: day("2026-02-01"), to: None, ..*first };
    seats.versions.push(next);
    (seats.id, seats.text) = (id(99), "Le nombre de membres est doublé.".to_owned());
    let found = compare(&texts(vec![older()], None), &later);
    let change = of(&found, "R2314-1");
    assert!(change.is_open() && found.open() == 1, "{change:?}");
    assert!(change.rests.contains(&Rest {
        kind: RestKind::Table,
        id: "seats.table".to_owned(),
        taken: false
    }));
    assert_eq!(change.new.as_ref().unwrap().text.as_deref(), Some("Le nombre de membres est doublé."));
}

#[test]
fn a_template_that_names_the_article_rests_on_it() {
    // No text of it says which version it is about: it is read again until our texts are those of the release.
    let named = rests("L2121-1", Some(id(99)));
    let certificate = Rest { kind: RestKind::Notice, id: "certificate".to_owned(), taken: false };
    assert!(named.contains(&certificate), "{named:?}");
    assert_eq!(rests("L1-0", None), []);
}

#[test]
fn the_same_release_and_an_older_one_tell_nothing_new() {
    let both = texts(vec![older(), newer()], None);
    assert_eq!(told(&compare(&both, &newer())), []);
    // What an older release lacks was not repealed, and what it has is known.
    assert_eq!(told(&compare(&both, &older())), []);
}

#[test]
fn a_part_of_the_code_repeals_nothing() {
    let mut part = newer();
    part.articles.truncate(2);
    let ours = texts(vec![older()], None);
    let found = watch(&ours, &part);
    assert_eq!(found, Err(WatchError::Part { lacks: 5, all: 6 }));
    let mut less = newer();
    less.articles.retain(|p| p.num != "L2315-17");
    let found = watch(&ours, &less);
    assert_eq!(found, Err(WatchError::Part { lacks: 2, all: 6 }));
}

#[test]
fn an_end_that_was_announced_is_told_with_its_day() {
    let mut later = newer();
    later.day = day("2026-04-01");
    let seats = later.articles.iter_mut().find(|p| p.num == "R2314-1").unwrap();
    let id = seats.id;
    seats.versions.iter_mut().find(|v| v.id == id).unwrap().to = Some(day("2027-01-01"));
    let found = compare(&texts(vec![older(), newer()], None), &later);
    assert_eq!(told(&found), [("R2314-1".to_owned(), What::Ended, "2027-01-01".to_owned(), None)]);
    assert!(found.changes[0].is_open());
}

/// The list of 20 August 2026 told that articles changed since the newest release, and not from which day.
#[test]
fn a_change_that_was_seen_is_awaited_until_a_release_has_it() {
    let cid = |n| newer().articles.iter().find(|p| p.num == n).unwrap().cid;
    let (training, seats) = (cid("L2315-17"), cid("R2314-1"));
    let seen = |cid, id| Seen { cid, later: Later { id, after: day("2026-05-27"), by: day("2026-05-28") } };
    let mut compared = Compared {
        on: day("2026-08-20"),
        changed: vec![seen(training, Some(id(54_140_233))), seen(seats, None)],
        read: [].into(),
    };
    let ours = texts(vec![older(), newer()], Some(&compared));
    let found = compare(&ours, &newer());
    let between = "2026-05-27/2026-05-28".to_owned();
    let new = Some(id(54_140_233).to_string());
    assert_eq!(
        told(&found),
        [
            ("L2315-17".to_owned(), What::Awaited, between.clone(), new.clone()),
            ("R2314-1".to_owned(), What::Awaited, between.clone(), None),
        ]
    );
    let (held, awaited) =
        (of(&found, "L2315-17").old.clone().unwrap(), of(&found, "L2315-17").new.clone().unwrap());
    assert!(held.text.is_some() && awaited.text.is_none());
    // A text that was read elsewhere is shown; it is a change, and stays one until a release has it.
    compared.read = [(id(54_140_233), ("Lu ailleurs.".to_owned(), String::new()))].into();
    let read = compare(&texts(vec![older(), newer()], Some(&compared)), &newer());
    let change = of(&read, "L2315-17");
    assert_eq!(change.what, What::Changed);
    assert_eq!(change.new.as_ref().unwrap().text.as_deref(), Some("Lu ailleurs."));
    // A later release brings the text and the day of the one, and no longer has the other.
    let mut later = newer();
    later.day = day("2026-09-15");
    later.articles.retain(|p| p.num != "R2314-1");
    let article = later.articles.iter_mut().find(|p| p.num == "L2315-17").unwrap();
    let first = article.versions.iter_mut().find(|v| v.id == article.id).unwrap();
    first.to = Some(day("2026-05-28"));
    let next = Dated { id: id(54_140_233), from: day("2026-05-28"), to: None, ..*first };
    article.versions.push(next);
    (article.id, article.text) = (id(54_140_233), "Les formations sont dispensées.".to_owned());
    let found = compare(&ours, &later);
    assert_eq!(
        told(&found),
        [
            ("L2315-17".to_owned(), What::Changed, "2026-05-28".to_owned(), new),
            ("R2314-1".to_owned(), What::Ended, "2026-03-01/2026-09-15".to_owned(), None),
        ]
    );
}

/// The five articles of the second part that the list of 20 August 2026 names, as our own texts and tables stand.
#[test]
fn the_five_articles_of_2026_are_known_and_awaited() {
    let held = Texts::held().unwrap();
    let mut nothing = newer();
    nothing.articles.clear();
    let found = compare(held, &nothing);
    assert_eq!(found.compared, Some(day("2026-08-20")));
    let new = |article: &str| {
        let change = of(&found, article);
        assert!(matches!(change.when, When::Between(after, by) if after < by && by <= day("2026-08-20")));
        assert!(change.old.as_ref().unwrap().text.is_some(), "{article}");
        change.new.as_ref().map(|w| (w.id, w.text.clone()))
    };
    let (bodies, text) = new("L2315-17").unwrap();
    assert_eq!((bodies, of(&found, "L2315-17").what), (id(54_140_233), What::Changed));
    assert!(text.unwrap().contains("enregistré auprès de l'autorité administrative"));
    for awaited in ["L2522-1", "L2522-7", "D2135-8", "R2314-26"] {
        assert_eq!(of(&found, awaited).what, What::Awaited, "{awaited}");
    }
    assert_eq!(new("L2522-1"), Some((id(54_139_717), None)));
    assert_eq!(new("L2522-7"), Some((id(54_139_720), None)));
    assert_eq!(new("D2135-8"), Some((id(54_175_074), None)));
    assert_eq!(new("R2314-26"), None);
    // The table of the bodies of training cites the new version already: nothing waits there.
    let bodies = Rest { kind: RestKind::Table, id: "training.bodies".to_owned(), taken: true };
    assert!(of(&found, "L2315-17").rests.contains(&bodies));
}
