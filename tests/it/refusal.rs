//! What a command that is refused says of what is safe: each declares it once, and one that only reads says nothing.

use std::collections::BTreeMap;

use clap::Command;
use contrepoids::{
    base::Lang,
    cli::help::{localised, parse},
    face::error::safe::Safe,
};

use crate::{
    help_examples,
    support::{Env, Run},
};

/// What is said to be safe, in both languages: none of it is for who only reads.
const SAID: [&str; 6] = ["Nothing was", "Nothing has", "nothing was", "Rien n’a", "Rien n’est", "rien n’a"];

/// The last words of the commands that only read; those of `law` all do, but for its packs.
const READING: &[&str] = &[
    "access-request",
    "handover",
    "agenda",
    "check",
    "compare",
    "completions",
    "conflicts",
    "delegate",
    "disagreement",
    "doctor",
    "drill",
    "dues",
    "duplicates",
    "explain",
    "facts",
    "guide",
    "help",
    "history",
    "kinds",
    "list",
    "lock",
    "log",
    "map",
    "minutes",
    "month",
    "next",
    "notes",
    "outbox",
    "plan",
    "preview",
    "providers",
    "shell",
    "show",
    "simulate",
    "split",
    "status",
    "subjects",
    "support",
    "templates",
    "training",
    "unlock",
    "verify",
];

/// Shows what a round has where nothing more is said.
const OF_A_ROUND: &[&str] = &["answers", "delegation", "demand", "information", "item", "signatures"];

/// Shows nothing of the vault, or makes one: there is nothing to refuse it for.
const WITHOUT_VAULT: &[&str] =
    &["demo", "init", "man", "help", "completions", "backup verify", "backup restore"];

fn leaves(command: &Command, path: &str, out: &mut Vec<String>) {
    let below: Vec<_> = command.get_subcommands().filter(|c| !c.is_hide_set()).collect();
    // `notice templates` shows something itself, besides what stands below it.
    if below.is_empty() || !command.is_subcommand_required_set() && !path.is_empty() {
        out.push(path.to_owned());
    }
    for each in below {
        leaves(each, &format!("{path} {}", each.get_name()), out);
    }
}

/// What each example of a command declares, by the command; one without an example is typed as it is, or with a name.
fn declared() -> BTreeMap<String, Vec<(Vec<String>, Safe)>> {
    let mut out: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for example in help_examples::all().into_iter().filter(|e| e.lang == Lang::En) {
        let line = example.words.iter().map(Into::into).collect();
        // The help of a group shows lines of the commands below it.
        let of = path(&example.words);
        if let Ok(cli) = parse(Lang::En, line) {
            out.entry(of).or_default().push((example.words, cli.command.safe()));
        }
    }
    let mut all = Vec::new();
    leaves(&localised(Lang::En), "", &mut all);
    all.retain(|path| !out.contains_key(path));
    for path in all {
        let line = |more: &str| format!("contrepoids{path}{more}").split(' ').map(str::to_owned).collect();
        for line in [line(""), line(" 3f2a91c4")] {
            let line: Vec<String> = line;
            if let Ok(cli) = parse(Lang::En, line.iter().map(Into::into).collect()) {
                out.entry(path.clone()).or_default().push((line, cli.command.safe()));
            }
        }
    }
    out
}

/// The command that a line runs, as `leaves` names it.
fn path(words: &[String]) -> String {
    let root = localised(Lang::En);
    let (mut command, mut out) = (&root, String::new());
    for word in words.iter().skip(1) {
        let Some(below) = command.find_subcommand(word) else { continue };
        out = format!("{out} {}", below.get_name());
        command = below;
    }
    out
}

fn reads(path: &str) -> bool {
    let last = path.rsplit(' ').next().unwrap();
    // The card of a device is handed over.
    let hands = path == " key show";
    // What is recorded there is made anew from the vault.
    if [" privacy record", " privacy review", " privacy breach"].contains(&path) {
        return true;
    }
    path.starts_with(" law ") && !path.starts_with(" law pack ") || READING.contains(&last) && !hands
}

#[test]
fn every_command_declares_what_is_safe_as_its_name_says() {
    let (declared, mut all) = (declared(), Vec::new());
    leaves(&localised(Lang::En), "", &mut all);
    assert!(all.len() > 75, "{}", all.len());
    let silent: Vec<_> = all.iter().filter(|path| !declared.contains_key(*path)).collect();
    assert!(silent.is_empty(), "no line is known for {silent:?}");
    for path in &all {
        let found = &declared[path];
        for (line, safe) in found {
            // What is shown, and nothing recorded, by a command that records.
            let shows = line.iter().any(|w| w == "--list") && path == " agenda record"
                || line.len() == 3
                    && [
                        " action rule",
                        " company sites",
                        " company headcount",
                        " dues agree",
                        " dues remit",
                        " dues requests",
                        " dues schedule",
                        " dues year",
                        " dues receiver",
                    ]
                    .contains(&path.as_str())
                || path == " action workforce" && line.len() == 4
                || path == " action test" && !line.iter().any(|w| ["--kind", "--day"].contains(&w.as_str()))
                || path == " action representation" && !line.iter().any(|w| w == "--share")
                || path == " training results" && !line.iter().any(|w| w == "--share")
                || path == " dues book" && !line.iter().any(|w| w == "--out")
                || line.len() == 4 && OF_A_ROUND.iter().any(|last| path == &format!(" bargain {last}"))
                || path == " election electors" && !line.iter().any(|w| w == "--keep")
                || path == " notice answers" && !line.iter().any(|w| w.ends_with("helped"))
                || path == " notice suggest"
                    && !line.iter().any(|w| ["--to", "--resume", "--eml"].contains(&w.as_str()));
            // Minutes of a meeting are shown, and kept where they are given.
            let keeps = path == " meeting minutes"
                && line.iter().any(|w| ["--text", "--file", "--decision"].contains(&w.as_str()));
            let repairs = line.iter().any(|w| w == "--repair");
            // Two people are put apart by the command that lists pairs.
            let apart = line.iter().any(|w| w == "--apart");
            assert_eq!(
                *safe == Safe::Read,
                (reads(path) || shows) && !repairs && !apart && !keeps,
                "{line:?}: {safe:?}"
            );
        }
    }
}

/// Another key than that of the vault refuses every command that opens it.
#[test]
fn who_only_reads_is_not_told_that_nothing_was_changed() {
    let (env, other) = (Env::with_vault(), Env::with_vault());
    let (vault, key) = (env.vault(), other.path("key.txt"));
    let (mut read, mut wrote) = (0, 0);
    for (path, found) in declared() {
        if WITHOUT_VAULT.contains(&path.trim()) {
            continue;
        }
        let (line, safe) = &found[0];
        for lang in [Lang::Fr, Lang::En] {
            let word = if lang == Lang::Fr { "fr" } else { "en" };
            let mut command = env.bare();
            command.args(line.iter().skip(1)).args(["--lang", word]);
            command.arg("--vault").arg(&vault).arg("--identity").arg(&key);
            if !line.iter().any(|w| w == "--on") {
                command.args(["--on", "2026-11-21"]);
            }
            let run = Run::of(command.output().unwrap());
            let says = SAID.iter().any(|said| run.err.contains(said));
            if *safe == Safe::Read {
                read += usize::from(run.code == 12);
                assert!(run.code == 0 || !says, "{path}: {}", run.err);
            } else if run.code == 12 {
                wrote += 1;
                assert!(run.err.contains(&safe.words(lang)), "{path}: {}", run.err);
            }
        }
    }
    assert!(read >= 40 && wrote >= 40, "{read} and {wrote} commands were refused");
}

/// The one that was found: nobody fits, and the vault was only read.
#[test]
fn the_history_of_nobody_changes_nothing_and_does_not_say_so() {
    let env = Env::with_vault();
    let run = env.run(["member", "history", "Personne"]).fails(1, "nobody fits");
    assert!(!SAID.iter().any(|said| run.err.contains(said)), "{}", run.err);
    env.run(["member", "edit", "Personne", "site=Lyon"]).fails(1, "Nothing was changed.");
    env.run(["member", "edit", "Personne", "site=Lyon", "--lang", "fr"]).fails(1, "Rien n’a été changé.");
}
