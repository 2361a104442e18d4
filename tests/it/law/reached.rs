//! A table is what an answer rests on, or it is named as one that is kept for reference.

use std::{collections::BTreeSet, fs, path::Path};

use contrepoids::law::book;

const REFERENCE: &str = include_str!("../../data/law/reference.txt");

fn sources(dir: &Path, out: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "tests" && name != "tables" {
                sources(&path, out);
            }
        } else if name != "tests.rs" && path.extension().is_some_and(|e| e == "rs" || e == "toml") {
            out.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn each_table_is_reached_or_kept_for_reference() {
    let mut text = String::new();
    sources(Path::new("src"), &mut text);
    let kept: BTreeSet<&str> = REFERENCE.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
    let ids: BTreeSet<String> = book().tables().unwrap().iter().map(|t| t.id.clone()).collect();
    let asked = |id: &str| text.contains(&format!("\"{id}\""));
    let unreached: Vec<_> = ids.iter().filter(|id| !asked(id) && !kept.contains(id.as_str())).collect();
    assert!(
        unreached.is_empty(),
        "no answer rests on them, and they are not kept for reference: {unreached:?}"
    );
    let wrong: Vec<_> = kept.iter().filter(|id| asked(id) || !ids.contains(**id)).collect();
    assert!(wrong.is_empty(), "kept for reference, and reached or not there: {wrong:?}");
}
