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

/// What is let through is let through for what is true: each reason of `deny.toml` names every crate that brings the one
/// that it excuses, and each exception is for a crate that is there.
#[test]
fn what_is_let_through_names_who_brings_it() {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap().parse::<toml::Table>().unwrap();
    let lock = read("Cargo.lock");
    let packages = lock["package"].as_array().unwrap();
    let names = |key: &str, of: &toml::Value| -> Vec<String> {
        let all = of.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        all.iter().map(|d| d.as_str().unwrap().split(' ').next().unwrap().to_owned()).collect()
    };
    let who_brings = |excused: &str| -> Vec<String> {
        let brings = |p: &&toml::Value| names("dependencies", p).iter().any(|d| d == excused);
        packages.iter().filter(brings).map(|p| p["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(who_brings("fxhash"), ["bm25", "sled"]);
    let deny = read("deny.toml");
    for each in deny["advisories"]["ignore"].as_array().unwrap() {
        let reason = each["reason"].as_str().unwrap();
        let excused = reason.split([',', ' ']).next().unwrap();
        let brought = who_brings(excused);
        assert!(!brought.is_empty(), "nothing brings {excused}");
        for name in brought {
            assert!(reason.contains(&name), "{excused} comes through {name} as well: {reason}");
        }
    }
    for each in deny["licenses"]["exceptions"].as_array().unwrap() {
        let name = each["crate"].as_str().unwrap();
        assert!(packages.iter().any(|p| p["name"].as_str() == Some(name)), "{name} is not in the tree");
    }
}

/// The tests of a file that may end before they have asserted anything: by their name.
fn quitters(text: &str) -> Vec<String> {
    let named =
        |body: &str| body.split_once("fn ").and_then(|(_, rest)| rest.split('(').next()).map(str::to_owned);
    let quits =
        |body: &str| ["return;", "=> return,", "else { return }"].iter().any(|quit| body.contains(quit));
    // Within `mod tests` a test ends at a brace that stands four columns in.
    let bodies = text.split("#[test]\n").skip(1).map(|rest| {
        let inner = rest.starts_with("    ");
        rest.split(if inner { "\n    }\n" } else { "\n}\n" }).next().unwrap_or_default()
    });
    bodies.filter(|body| quits(body)).filter_map(named).collect()
}

#[test]
fn the_check_sees_a_test_that_gives_up() {
    let text = "#[test]\nfn a() {\n    if x {\n        return;\n    }\n}\n\nfn b() {\n    return;\n}\n";
    assert_eq!(quitters(text), ["a"]);
    let text = "mod tests {\n    #[test]\n    fn c() {\n        let Ok(x) = y else { return };\n    }\n}\n";
    assert_eq!(quitters(text), ["c"]);
    assert_eq!(quitters("#[test]\nfn d() {\n    assert!(true);\n}\n\nfn e() {\n    return;\n}\n"), [""; 0]);
}

/// A test whose own set-up fails says so: it does not pass.
#[test]
fn no_test_gives_up() {
    let (mut dirs, mut seen, mut bad) = (vec![root().join("src"), root().join("tests")], 0, Vec::new());
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("it/docs.rs") {
                let text = fs::read_to_string(&path).unwrap();
                seen += text.matches("#[test]").count();
                bad.extend(quitters(&text).into_iter().map(|test| format!("{}: {test}", path.display())));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(seen > 1_000, "{seen}");
}

/// What makes a word of a code where it has none: an enumeration with its words does not compile without them.
fn fallbacks(text: &str) -> Vec<&str> {
    let signs = [
        "other => other.to_owned()",
        "other => other.clone()",
        "_ => name.to_owned()",
        "_ => code.to_owned()",
        "_ => code,",
        "_ => name,",
        "replace('_', \" \")",
        "replace('-', \" \")",
        ".unwrap_or(code)",
    ];
    text.lines().map(str::trim).filter(|line| signs.iter().any(|sign| line.contains(sign))).collect()
}

#[test]
fn no_code_is_shown_as_a_word() {
    assert_eq!(fallbacks("match name {\n    \"a\" => x,\n    other => other.to_owned(),\n}").len(), 1);
    assert_eq!(fallbacks("known(code).unwrap_or_else(|| code.replace('-', \" \"))").len(), 1);
    let (mut dirs, mut seen, mut bad) = (vec![root().join("src")], 0, Vec::new());
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("base/word.rs") {
                seen += 1;
                let text = fs::read_to_string(&path).unwrap();
                bad.extend(fallbacks(&text).into_iter().map(|line| format!("{}: {line}", path.display())));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(seen > 300, "{seen}");
}
