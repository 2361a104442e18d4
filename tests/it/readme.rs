//! Every example of the READMEs is run, in order, as a newcomer would: the lines after `$` of each `console` block, in one
//! home, by a shell. The lines below a command must stand in what it prints.

use std::{fs, path::Path, process::Command};

use crate::support::{Env, Run};

/// Commands that build and test the project itself: `.ci/run` runs these.
const BY_THE_GATE: [&str; 3] =
    ["cargo run --release -- demo", "cargo test", "cargo install --locked --path ."];

struct Example {
    line: String,
    shows: Vec<String>,
}

fn examples(text: &str) -> Vec<Example> {
    let mut out: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("$ ") {
            _ if line.starts_with("```") => inside = line == "```console",
            _ if !inside => {}
            Some(command) => out.push(Example { line: command.to_owned(), shows: Vec::new() }),
            None if !line.trim().is_empty() => out.last_mut().unwrap().shows.push(line.trim().to_owned()),
            None => {}
        }
    }
    out
}

fn run_all(name: &str, lang: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join(name)).unwrap();
    let gate = fs::read_to_string(root.join(".ci/run")).unwrap();
    let env = Env::new();
    fs::create_dir(env.path("examples")).unwrap();
    for file in ["examples/section.csv", "examples/lists.csv"] {
        fs::copy(root.join(file), env.path(file)).unwrap();
    }
    let bin = Path::new(env!("CARGO_BIN_EXE_contrepoids")).parent().unwrap();
    let all = examples(&text);
    for example in &all {
        if BY_THE_GATE.contains(&example.line.as_str()) {
            let command = &example.line;
            assert!(gate.contains(command.as_str()), "{command} of {name} is not in .ci/run");
            continue;
        }
        let mut shell = Command::new("sh");
        shell.args(["-c", &example.line]).env_clear().current_dir(env.home());
        shell.env("HOME", env.home()).env("TMPDIR", env.home()).env("LC_ALL", lang).env("LANG", lang);
        shell.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
        // A newcomer types a passphrase; here a key file stands for it.
        shell.env("CONTREPOIDS_IDENTITY", env.path("key.txt")).env("CONTREPOIDS_VAULT", env.path("vault"));
        shell.stdin(std::process::Stdio::null());
        let run = Run::of(shell.output().unwrap());
        assert_eq!(run.code, 0, "{name}: $ {}\n{}\n{}", example.line, run.out, run.err);
        for shown in &example.shows {
            let printed = format!("{}\n{}", run.out, run.err);
            assert!(printed.contains(shown), "{name}: $ {}\nshould show: {shown}\n{printed}", example.line);
        }
    }
    all.len()
}

#[test]
fn every_example_of_the_english_readme_runs() {
    assert!(run_all("README.md", "en_GB.UTF-8") >= 12);
}

#[test]
fn every_example_of_the_french_readme_runs() {
    assert!(run_all("README.fr.md", "fr_FR.UTF-8") >= 12);
}

#[test]
fn examples_are_found() {
    let found = examples("text\n```console\n$ a b\nshown\n$ c\n```\n$ not this\n```\n$ nor this\n```\n");
    let lines: Vec<_> = found.iter().map(|e| (e.line.as_str(), e.shows.len())).collect();
    assert_eq!(lines, [("a b", 1), ("c", 0)]);
}
