//! What a source names, read as text: the paths of its imports and expressions, from the root of the crate.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// All sources below a folder.
pub(crate) fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}

/// Holds every source to a check, which says what is wrong in a file; rooms that do not keep to it yet are listed, and no longer
/// than that (`done` says it of one that does).
pub(crate) fn keep_to(check: fn(&str, &str) -> Vec<String>, still: &[&str], done: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = vec![];
    files(&root, &mut all);
    let (mut bad, mut excused) = (vec![], vec![]);
    for path in all {
        let rel = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let found = check(&rel, &fs::read_to_string(&path).unwrap());
        match still.iter().find(|room| rel.starts_with(**room)) {
            Some(listed) if !found.is_empty() => excused.push(*listed),
            Some(_) => {}
            None => bad.extend(found),
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    for room in still {
        assert!(excused.contains(room), "`{room}` {done}: take it off the list");
    }
}

/// The path of the module in a file, below `src`: `law/mod.rs` and `law.rs` are `["law"]`.
pub(crate) fn module(rel: &str) -> Vec<&str> {
    let mut out: Vec<&str> = rel.trim_end_matches(".rs").split('/').collect();
    if out.last() == Some(&"mod") {
        out.pop();
    }
    out
}

/// Source without comments and without the unit tests at its end.
pub(crate) fn code(src: &str) -> String {
    let src = src.split("#[cfg(test)]\nmod ").next().unwrap();
    // What only tests import is no arrow.
    let src = src.split("#[cfg(test)]\nuse ").enumerate();
    let src: String =
        src.map(|(n, part)| if n == 0 { part } else { part.split_once(";\n").unwrap().1 }).collect();
    src.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The paths that a code names behind `crate::` and `super::`, from the root of the crate, groups unfolded.
pub(crate) fn paths(module: &[&str], code: &str) -> BTreeSet<Vec<String>> {
    let mut out = BTreeSet::new();
    for (head, base) in [("crate::", &module[..0]), ("super::", &module[..module.len().saturating_sub(1)])] {
        for (at, _) in code.match_indices(head) {
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
                continue;
            }
            let base: Vec<String> = base.iter().map(|s| (*s).to_owned()).collect();
            tree(&base, &code[at + head.len()..], &mut out);
        }
    }
    out
}

/// The paths behind a word such as `pub use `, from the root of the crate, in a file whose own path is given.
pub(crate) fn trees(module: &[String], code: &str, word: &str) -> BTreeSet<Vec<String>> {
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices(word) {
        let rest = &code[at + word.len()..];
        match rest.strip_prefix("crate::") {
            Some(rest) => tree(&[], rest, &mut out),
            None => tree(module, rest.strip_prefix("self::").unwrap_or(rest), &mut out),
        };
    }
    out
}

/// The paths that a code names behind the last word of a module.
pub(crate) fn behind(module: &[String], code: &str) -> BTreeSet<Vec<String>> {
    let mut out = BTreeSet::new();
    let head = format!("{}::", module.last().unwrap());
    for (at, _) in code.match_indices(&head) {
        if !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            tree(module, &code[at + head.len()..], &mut out);
        }
    }
    out
}

/// Reads one tree of an import, `a::{b, c::d}`, and returns what follows it.
fn tree<'a>(base: &[String], text: &'a str, out: &mut BTreeSet<Vec<String>>) -> &'a str {
    let mut path = base.to_vec();
    let mut rest = text.trim_start();
    loop {
        if let Some(inner) = rest.strip_prefix('{') {
            rest = inner;
            loop {
                rest = rest.trim_start().trim_start_matches(',').trim_start();
                if let Some(after) = rest.strip_prefix('}') {
                    return after;
                }
                if rest.is_empty() {
                    return rest;
                }
                rest = tree(&path, rest, out);
            }
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end == 0 {
            // A star, or something that is no path.
            out.insert(path);
            return rest.get(1..).unwrap_or("");
        }
        let word = &rest[..end];
        rest = &rest[end..];
        if word != "self" {
            path.push(word.to_owned());
        }
        if let Some(after) = rest.strip_prefix("::") {
            rest = after.trim_start();
            continue;
        }
        out.insert(path);
        let alias = rest.trim_start();
        return match alias.strip_prefix("as ") {
            Some(name) => name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
            None => rest,
        };
    }
}

/// Tells whether the code names a word; `Language::Fr` does not name `age::`.
pub(crate) fn names(code: &str, word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    let starts_inside = |at: usize| word.starts_with(inner) && code[..at].ends_with(inner);
    code.match_indices(word).any(|(at, _)| !starts_inside(at))
}

#[test]
fn imports_are_unfolded() {
    let code = "use crate::{law::{Table, self as l, book::*}, cli};\nlet x = super::records::Poll::new();\n$crate::tr!();";
    let found = paths(&["features", "election", "rules"], code);
    let found: Vec<String> = found.iter().map(|p| p.join("::")).collect();
    assert_eq!(found, ["cli", "features::election::records::Poll::new", "law", "law::Table", "law::book"]);
}
