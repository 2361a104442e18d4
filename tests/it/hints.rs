//! What the program tells people to type can be typed: every command and option named in its words exists.

use std::{fs, path::Path};

use clap::{Command, CommandFactory};
use contrepoids::cli::Cli;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(dir: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
            out.push((path.strip_prefix(root()).unwrap().display().to_string(), text));
        }
    }
}

/// The texts between quotation marks of a source file, its lines joined where they go on.
fn literals(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in source.replace("\\\n", " ").lines().map(str::trim).filter(|l| !l.starts_with("//")) {
        let line = line.replace("\\\"", "'").replace("'\"'", "");
        out.extend(line.split('"').skip(1).step_by(2).map(|text| text.replace("\\u{a0}", " ")));
    }
    out
}

fn longs(command: &Command, out: &mut Vec<String>) {
    out.extend(command.get_arguments().filter_map(|a| a.get_long().map(str::to_owned)));
    command.get_subcommands().for_each(|sub| longs(sub, out));
}

/// What is wrong with the commands and options that a text names.
fn wrong(tree: &Command, every: &[String], text: &str) -> Vec<String> {
    let mut bad = Vec::new();
    let mut here: Option<&Command> = None;
    let mut going = false;
    for word in text.split([' ', '(', ')', '«', '»', '“', '”', '\'', '’']) {
        let ends = word.ends_with([',', ';', ':', '.']) || word.contains('\n');
        let word = word.trim_end_matches([',', ';', ':', '.', '…', '?', '!']);
        if word == "contrepoids" {
            (here, going) = (Some(tree), true);
            continue;
        }
        if let Some(long) = word.strip_prefix("--").filter(|w| !w.is_empty()) {
            let name: String = long.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            let built = long.get(name.len()..).is_some_and(|rest| rest.starts_with('{'));
            let known = match here {
                Some(command) => {
                    let mine = |c: &Command| c.get_arguments().any(|a| a.get_long() == Some(name.as_str()));
                    mine(command) || mine(tree) || matches!(name.as_str(), "help" | "version")
                }
                None => every.contains(&name) || matches!(name.as_str(), "help" | "version"),
            };
            // `--last-…` stands for several.
            let built = built || name.ends_with('-');
            if !built && !name.is_empty() && !known {
                bad.push(format!("--{name} after {}", here.map_or("nothing", |c| c.get_name())));
            }
        } else if let (Some(command), true) = (here, going) {
            if let Some(below) = command.find_subcommand(word) {
                here = Some(below);
            } else {
                let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if plain && command.has_subcommands() {
                    bad.push(format!("{word} after {}", command.get_name()));
                }
                going = false;
            }
        }
        if ends {
            (here, going) = (None, false);
        }
    }
    bad
}

#[test]
fn what_is_named_exists() {
    let mut tree = Cli::command();
    tree.build();
    let mut every = Vec::new();
    longs(&tree, &mut every);
    // Options of other programs that a text names.
    every.extend(["ulimit".to_owned()]);
    assert_eq!(wrong(&tree, &every, "contrepoids bargain close --closed DAY").len(), 1);
    assert_eq!(wrong(&tree, &every, "contrepoids bargin list").len(), 1);
    assert_eq!(wrong(&tree, &every, "use --opaned, please").len(), 1);
    assert!(wrong(&tree, &every, "contrepoids company headcount 2026-10 720, --credit N").is_empty());
    let mut files = Vec::new();
    for room in ["cli", "face", "features", "open"] {
        sources(&root().join("src").join(room), &mut files);
    }
    let (mut seen, mut bad) = (0, Vec::new());
    for (file, source) in files {
        for text in literals(&source).iter().filter(|t| t.contains("--") || t.contains("contrepoids ")) {
            seen += 1;
            bad.extend(wrong(&tree, &every, text).into_iter().map(|w| format!("{file}: {w} in {text:?}")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(seen > 150, "{seen}");
}
