//! Every crate that a manifest asks for is named by a source.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::source::{files, names};

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
