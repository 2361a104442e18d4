//! The rules of `docs/architecture.md`, as a test: who may use whom, and what the pure core never names.
//!
//! It reads text, so a macro could hide an edge: a fence, not a proof. The last tests feed it violations.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// (module, modules it may use). A module that is not listed fails the test.
const MAY_USE: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("law", &[]),
    ("calendar", &["law"]),
    // A macro is named from the root of the crate.
    ("roster", &["base", "coded", "parts", "record"]),
    ("election", &["law", "calendar", "roster"]),
    ("bargaining", &["law", "calendar"]),
    ("dues", &["roster"]),
    ("render", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("vault", &["base", "roster"]),
    ("mail", &["render", "roster"]),
    ("sync", &["roster"]),
    (
        "app",
        &[
            "base",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "dues",
            "render",
            "clock",
            "config",
            "vault",
            "mail",
            "sync",
        ],
    ),
    // The faces use the types of the rooms below for reading; what they may do with the edges is said in `FACE`.
    (
        "cli",
        &[
            "app",
            "clock",
            "config",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "dues",
            "render",
            "vault",
            "mail",
            "tr",
            "trn",
        ],
    ),
    (
        "lib",
        &[
            "base",
            "law",
            "calendar",
            "roster",
            "election",
            "bargaining",
            "dues",
            "render",
            "clock",
            "config",
            "vault",
            "mail",
            "app",
            "cli",
        ],
    ),
    ("main", &[]),
];
const PURE: &[&str] = &["base", "law", "calendar", "roster", "election", "bargaining", "dues", "render"];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "::now(",
    "getrandom",
    "sled::",
    "age::",
    "lettre::",
    "clap::",
    "rpassword",
    "rustix",
    "tempfile",
    "println!",
    "f64",
    "f32",
];
/// The one file that may name a crate or an act.
const ONLY: &[(&str, &[&str])] = &[
    ("sled::", &["vault/disk.rs"]),
    (".flush()", &["vault/disk.rs", "cli/face.rs", "vault/journal.rs", "cli/help.rs"]),
    ("std::env::var", &["config.rs"]),
    ("SystemTime", &["clock.rs"]),
    ("getrandom::", &["clock.rs"]),
    ("dangerous", &[]),
];

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}

fn module(rel: &str) -> &str {
    rel.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Source without comments and without the unit tests at its end.
fn code(src: &str) -> String {
    let src = src.split("#[cfg(test)]").next().unwrap();
    src.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The top-level modules named after `crate::`, in single and in braced imports.
fn uses(src: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in src.match_indices("crate::") {
        let rest = &src[at + 7..];
        let Some(body) = rest.strip_prefix('{') else {
            out.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            continue;
        };
        let (mut depth, mut word, mut head) = (0, String::new(), true);
        for c in body.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    out.insert(word.trim().to_owned());
                    (word, head) = (String::new(), true);
                    continue;
                }
                _ => {}
            }
            head &= c.is_alphanumeric() || c == '_' || c.is_whitespace();
            if head {
                word.push(c);
            }
        }
        out.insert(word.trim().to_owned());
    }
    out.remove("");
    out
}

/// Tells whether the code names a word; `Language::Fr` does not name `age::`.
fn names(code: &str, word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    let starts_inside = |at: usize| word.starts_with(inner) && code[..at].ends_with(inner);
    code.match_indices(word).any(|(at, _)| !starts_inside(at))
}

fn check(rel: &str, src: &str) -> Vec<String> {
    let name = module(rel);
    let code = code(src);
    let mut bad = vec![];
    match MAY_USE.iter().find(|(m, _)| *m == name) {
        None => bad.push(format!("module `{name}` is not in MAY_USE")),
        Some((_, may)) => bad.extend(
            uses(&code)
                .iter()
                .filter(|u| *u != name && !may.contains(&u.as_str()))
                .map(|u| format!("`{name}` may not use `{u}`")),
        ),
    }
    if code.contains("super::super") {
        bad.push(format!("`{name}` climbs with `super::super`; name the module from `crate::`"));
    }
    if PURE.contains(&name) {
        bad.extend(
            IMPURE.iter().filter(|w| names(&code, w)).map(|w| format!("pure module `{name}` names `{w}`")),
        );
    }
    for (word, files) in ONLY {
        if names(&code, word) && !files.contains(&rel) {
            bad.push(format!("`{rel}` names `{word}`, which only {files:?} may"));
        }
    }
    // An act of the store or the network belongs to a use case; the face only shows.
    if name == "cli" && rel != "cli/face.rs" {
        let acts = ["Vault::open", "DiskStore", "std::net", "SmtpConnection", "Identity::read"];
        bad.extend(acts.iter().filter(|w| code.contains(**w)).map(|w| format!("`{rel}` does `{w}` itself")));
    }
    bad
}

#[test]
fn every_file_keeps_to_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = vec![];
    files(&root, &mut all);
    assert!(all.len() > 30);
    let bad: Vec<String> = all
        .iter()
        .flat_map(|path| {
            let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            check(&rel, &fs::read_to_string(path).unwrap()).into_iter().map(move |b| format!("{rel}: {b}"))
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn files_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = vec![];
    files(&root, &mut all);
    for path in all {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 800, "{} has {lines} lines", path.display());
    }
}

/// The dependencies that no source names: `name`, or `a-b` as `a_b`.
fn unused(manifest: &str, sources: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let named = |krate: &str| names(sources, &format!("{}::", krate.replace('-', "_")));
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let all = tables.iter().filter_map(|t| manifest.get(*t)?.as_table()).flat_map(|t| t.keys());
    all.filter(|k| !named(k)).cloned().collect()
}

#[test]
fn every_dependency_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = vec![];
    for dir in ["src", "tests"] {
        files(&root.join(dir), &mut all);
    }
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let sources: String = all.iter().map(read).collect();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("[dependencies]"));
    let bad = unused(&manifest, &sources);
    assert!(bad.is_empty(), "no source names {bad:?}");
}

#[test]
fn an_unused_dependency_is_seen() {
    let manifest = "[dependencies]\nsled = '1'\nicalendar = '2'\n[dev-dependencies]\nfast-check = '3'";
    assert_eq!(unused(manifest, "use sled::Db; // icalendar"), ["icalendar", "fast-check"]);
    assert!(unused(manifest, "sled::open(); icalendar::Event; fast_check::run()").is_empty());
}

#[test]
fn the_check_sees_violations() {
    assert_eq!(check("law/x.rs", "use crate::vault::open;"), ["`law` may not use `vault`"]);
    assert_eq!(
        check("calendar/x.rs", "use crate::{law::{Table, LawError}, cli};"),
        ["`calendar` may not use `cli`"]
    );
    assert_eq!(
        check("law/x.rs", "fn f() { let _ = std::fs::read(\"x\"); }"),
        ["pure module `law` names `std::fs`"]
    );
    assert_eq!(check("election/x.rs", "let x: f64 = y;"), ["pure module `election` names `f64`"]);
    assert!(check("law/x.rs", "// std::fs is only named in a comment").is_empty());
    assert_eq!(check("law/x.rs", "use super::super::vault;").len(), 1);
    assert_eq!(check("newmod.rs", ""), ["module `newmod` is not in MAY_USE"]);
    assert_eq!(check("app/x.rs", "db.flush()?;").len(), 1);
    assert_eq!(check("vault/open.rs", "sled::open(p)").len(), 1);
    assert_eq!(
        check("cli/commands/x.rs", "Vault::open(dir)"),
        ["`cli/commands/x.rs` does `Vault::open` itself"]
    );
    assert_eq!(check("mail/smtp.rs", ".dangerous()").len(), 1);
    assert!(check("roster/x.rs", "Language::read(text)").is_empty());
    assert_eq!(check("roster/x.rs", "Language::Fr; age::decrypt(b)"), ["pure module `roster` names `age::`"]);
}
