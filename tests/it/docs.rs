//! Documents that matter are checked against the code.

use std::{fs, path::Path};

use contrepoids::face::exit::Exit;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_exit_code_is_documented_and_no_other() {
    let text = fs::read_to_string(root().join("docs/exit-codes.md")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| code")).collect();
    let expected: Vec<String> =
        Exit::ALL.iter().map(|(code, what)| format!("| {} | {what} |", *code as u8)).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_table_of_rooms_is_the_one_that_is_enforced() {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let rules = fs::read_to_string(root().join("tests/architecture/main.rs")).unwrap();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() && fs::read_dir(&path).unwrap().next().is_none() {
            continue;
        }
        if !matches!(name.as_str(), "lib" | "main") {
            assert!(
                rules.contains(&format!("(\"{name}\", ")) || rules.contains(&format!("\"{name}\",\n")),
                "{name} is not in tests/architecture/main.rs"
            );
            assert!(text.contains(&format!("`{name}`")), "{name} is not in docs/architecture.md");
        }
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut seen = 0;
    for name in [
        "README.md",
        "README.fr.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/architecture.md",
        "docs/format.md",
    ] {
        let Ok(text) = fs::read_to_string(root().join(name)) else { continue };
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            seen += 1;
            let path = root().join(name).parent().unwrap().join(target);
            assert!(path.exists(), "{name} links to {target}, which is not there");
        }
    }
    assert!(seen >= 5, "only {seen} links were looked at");
}
