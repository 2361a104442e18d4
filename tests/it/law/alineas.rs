//! Each alinéa of the articles that elections rest on, by an example and by one that is answered otherwise.

use std::collections::{BTreeMap, BTreeSet};

use contrepoids::law::texts::Texts;
use serde_json::Value;

use crate::support::{Env, Run};

const TABLE: &str = include_str!("../../data/law/alineas.tsv");

fn rows() -> Vec<Vec<&'static str>> {
    let lines = TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    lines.map(|l| l.split('\t').collect()).collect()
}

/// The alinéas of the text of an article in force today.
fn alineas(article: &str) -> Vec<String> {
    let texts = Texts::held().unwrap();
    let article = texts.article(article).unwrap();
    let version = article.versions.last().unwrap();
    let text = texts.text(version).unwrap().unwrap();
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

fn ask(env: &Env, line: &str) -> Run {
    let mut words: Vec<String> = vec!["law".to_owned()];
    for (n, part) in line.split('\'').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words.push("--json".to_owned());
    env.run(words)
}

/// What is wrong with an answer.
fn fault(env: &Env, line: &str, wanted: &str) -> Option<String> {
    let (pointer, wanted) = wanted.split_once('=').unwrap();
    let run = ask(env, line);
    if run.code != 0 && run.code != 21 {
        return Some(format!("{line}: {} {}", run.code, run.err));
    }
    let json = run.json();
    let found = json["value"].pointer(pointer).cloned().unwrap_or(Value::Null);
    let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    (found != wanted).then(|| format!("{line}: {pointer} is {found}, not {wanted}"))
}

#[test]
fn each_alinea_has_an_example_and_a_neighbour_that_differs() {
    let env = Env::new();
    let mut faults = Vec::new();
    for row in rows() {
        let [article, number, words, line, wanted, neighbour, other] = row[..] else {
            panic!("{row:?}");
        };
        let number: usize = number.parse().unwrap();
        let text = alineas(article).get(number - 1).cloned().unwrap_or_default().replace('\u{2019}', "'");
        if !text.contains(words) {
            faults.push(format!("{article}, alinéa {number} does not say « {words} »: {text}"));
        }
        if line == "see" {
            continue;
        }
        faults.extend(fault(&env, line, wanted));
        faults.extend(fault(&env, neighbour, other));
        assert_ne!((line, wanted), (neighbour, other), "{article} {number}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn none_is_left_out() {
    let mut told: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for row in rows() {
        told.entry(row[0]).or_default().insert(row[1].parse().unwrap());
    }
    let wanted = ["L2143-3", "L2314-10", "L2314-11", "L2314-30", "L2314-33", "L2314-37", "L2314-5"];
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), wanted);
    for (article, told) in told {
        let missing: Vec<usize> = (1..=alineas(article).len()).filter(|n| !told.contains(n)).collect();
        assert!(missing.is_empty(), "{article}: {missing:?}");
    }
}

/// A test that is named instead of a line is there.
#[test]
fn the_tests_that_are_named_are_there() {
    let mut sources = String::new();
    for file in ["nature.rs", "mod.rs", "central.rs", "story.rs", "delegate.rs", "shown.rs"] {
        sources += &std::fs::read_to_string(format!("tests/it/election/{file}")).unwrap();
    }
    for row in rows().iter().filter(|r| r[3] == "see") {
        assert!(sources.contains(&format!("fn {}()", row[4])), "{row:?}");
    }
}

#[test]
fn a_wrong_example_is_seen() {
    let env = Env::new();
    assert!(fault(&env, "colleges --headcount 24", "/colleges=1").is_none());
    assert!(fault(&env, "colleges --headcount 24", "/colleges=2").is_some());
    assert!(fault(&env, "colleges --headcount x", "/colleges=1").is_some());
}
