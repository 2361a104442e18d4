//! What is typed at the prompt, and what it becomes.

use clap::Parser as _;

use super::{
    Typed,
    line::Commands,
    read,
    run::{Runner, same_identity},
};
use crate::{
    base::Lang,
    cli::{Cli, Command},
    config::environment,
    face::{error::safe::Safe, frame::Face},
};

fn words(line: &str) -> Vec<String> {
    match read(line) {
        Typed::Command(words) => words,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_line_is_taken_apart_as_a_terminal_does() {
    assert_eq!(words("member list --q \"l'atelier du bas\""), ["member", "list", "--q", "l'atelier du bas"]);
    assert_eq!(words("  contrepoids status   # as in the help"), ["status"]);
    assert_eq!(read("agenda note 1a2b3c4d l'appel"), Typed::Quote);
    for line in ["", "   ", "# a remark", "contrepoids"] {
        assert_eq!(read(line), Typed::Nothing, "{line:?}");
    }
    assert_eq!(read("member list > liste.txt"), Typed::NotHere(">".to_owned()));
    assert_eq!(read("member list | less"), Typed::NotHere("|".to_owned()));
}

#[test]
fn the_words_of_the_prompt_itself_in_both_languages() {
    for (lines, typed) in [
        (["exit", "quit", "quitter"], Typed::End),
        (["lock", "verrouiller", "contrepoids fermer"], Typed::Lock),
        (["unlock", "déverrouiller", " unlock "], Typed::Unlock),
        (["shell", "invite", "shell --lock-after 1m"], Typed::Again),
    ] {
        for line in lines {
            assert_eq!(read(line), typed, "{line}");
        }
    }
    // With a time it is the command that lets the system keep the key.
    assert_eq!(words("unlock --for 5m"), ["unlock", "--for", "5m"]);
}

fn runner(args: &[&str]) -> Runner {
    let cli = Cli::parse_from(["contrepoids"].iter().chain(args).chain(&["shell"]));
    Runner::new(&Face::new(cli.globals, environment(), Lang::Fr, Safe::Read), true)
}

fn typed(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

#[test]
fn what_was_said_for_all_goes_before_and_what_the_line_says_goes_first() {
    let runner = runner(&["--vault", "/v", "--identity", "/i", "--on", "2026-11-21", "--yes"]);
    let line = |text: &str| {
        let line = runner.line(&typed(text));
        line.into_iter().map(|w| w.into_string().unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("status"), "--lang fr --vault /v --identity /i --on 2026-11-21 --yes status");
    assert_eq!(line("status --vault /o -y"), "--lang fr --identity /i --on 2026-11-21 status --vault /o -y");
    assert_eq!(line("status --lang=en"), "--vault /v --identity /i --on 2026-11-21 --yes status --lang=en");
    assert_eq!(
        line("member add -- --vault"),
        "--lang fr --vault /v --identity /i --on 2026-11-21 --yes member add -- --vault"
    );
    assert!(same_identity(&typed("status --vault /o")));
    assert!(!same_identity(&typed("status --identity /o")) && !same_identity(&typed("status --identity=/o")));
}

#[test]
fn commands_that_open_the_vault_are_known_and_those_of_the_law_are_not_among_them() {
    let runner = runner(&["--vault", "/v"]);
    let opens = |line: &str| runner.parse(&typed(line)).map(|command: Command| command.opens_the_vault());
    for line in
        ["status", "adherent list", "agenda list", "notice status", "export roster --to age1x --out r.age"]
    {
        assert_eq!(opens(line), Some(true), "{line}");
    }
    for line in [
        "law seats --headcount 300",
        "droit seats --headcount 300",
        "notice templates",
        "help member",
        "demo",
        "lock",
    ] {
        assert_eq!(opens(line), Some(false), "{line}");
    }
    assert_eq!(opens("no such command"), None);
}

#[test]
fn the_tab_key_knows_commands_in_both_languages_options_and_values() {
    let commands = Commands::of(Lang::Fr);
    let fitting = |line: &str| commands.fitting(line).into_iter().collect::<Vec<_>>();
    assert_eq!(fitting("adh"), ["adhérent", "adhésion"]);
    assert_eq!(fitting("ADHÉR"), ["adhérent"]);
    assert_eq!(fitting("mem"), ["member"]);
    assert!(fitting("adherent li").contains(&"lister".to_owned()), "{:?}", fitting("adherent li"));
    assert!(fitting("clé ").contains(&"phrase".to_owned()), "{:?}", fitting("clé "));
    assert_eq!(fitting("status --exp"), ["--expliquer"]);
    assert_eq!(fitting("status --vau"), ["--vault"]);
    assert_eq!(fitting("status --lang "), ["en", "fr"]);
    assert_eq!(fitting("échéances ics --titres n"), ["neutre"]);
    // What is hidden stays so.
    assert!(fitting("").iter().all(|w| w != "deliver-mail") && fitting("--key").is_empty());
    assert!(fitting("zzz").is_empty());
    let english = Commands::of(Lang::En);
    assert_eq!(english.fitting("agenda ics --titles n").into_iter().collect::<Vec<_>>(), ["neutral"]);
}
