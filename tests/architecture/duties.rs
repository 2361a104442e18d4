//! No rule of the calendar is named in the program: what sets a duty going, ends it or takes its place is data, so that a new one
//! is added by the files alone.

use std::{collections::BTreeSet, fs, path::Path};

use crate::source::{code, files};

/// Words that are the name of something else as well: the file, and what they are there.
const OTHERS: &[(&str, &str, &str)] = &[(
    "election/contest.rs",
    "first-round",
    "what is contested of an election, and what counts as its result",
)];

/// The names that a file of the calendar declares.
fn declared(file: &str) -> BTreeSet<String> {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/calendar").join(file)).unwrap();
    let names = text.lines().filter_map(|l| l.strip_prefix("id = \"")?.strip_suffix('"'));
    names.map(str::to_owned).collect()
}

/// The rules that a source names. A name that is a recorded fact's too is that fact.
fn named(rel: &str, src: &str, rules: &BTreeSet<String>) -> Vec<String> {
    let code = code(src);
    // Every second part stands between quotes.
    let texts: BTreeSet<&str> = code.split('"').skip(1).step_by(2).collect();
    let other = |text: &str| OTHERS.iter().any(|(file, word, _)| *file == rel && *word == text);
    texts
        .into_iter()
        .filter(|text| rules.contains(*text) && !other(text))
        .map(|t| format!("{rel}: {t}"))
        .collect()
}

fn rules() -> BTreeSet<String> {
    let facts = declared("facts.toml");
    declared("rule/rules.toml").into_iter().filter(|rule| !facts.contains(rule)).collect()
}

#[test]
fn no_rule_is_named_in_the_program() {
    let rules = rules();
    assert!(rules.len() > 200, "{}", rules.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    let mut bad = Vec::new();
    for path in all {
        let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        if !rel.ends_with("tests.rs") && !rel.contains("/tests/") {
            bad.extend(named(&rel, &fs::read_to_string(&path).unwrap(), &rules));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn the_check_sees_a_rule_that_is_named() {
    let rules = rules();
    let planted = "fn f() { let _ = Line::ruled(\"second-round\", a, b); }";
    assert_eq!(
        named("features/agenda/rules/x.rs", planted, &rules),
        ["features/agenda/rules/x.rs: second-round"]
    );
    assert!(named("x.rs", "// \"second-round\"\nconst A: &str = \"first-round-held\";", &rules).is_empty());
    assert!(named("x.rs", "const A: &str = \"first-round\";", &rules).len() == 1);
    assert!(named("election/contest.rs", "const A: &str = \"first-round\";", &rules).is_empty());
}
