//! The guide of jobs, in both languages: each command is run as it stands there, and both pages hold the same ones.

use contrepoids::{base::Lang, cli::help::parse};

use crate::{
    support::{Env, Run},
    what_to_do::sections,
};

const FRENCH: &str = include_str!("../../docs/guide.fr.md");
const ENGLISH: &str = include_str!("../../docs/guide.md");

/// What stands on the pages for an identifier that was shown between brackets.
const ID: &str = "3f2a91c4";

/// The first identifier that a command told: between brackets, or as what it was saved as.
fn identifier(run: &Run) -> Option<String> {
    let hex = |word: &&str| word.len() == 8 && word.chars().all(|c| c.is_ascii_hexdigit());
    let saved = run.err.split(|c: char| !c.is_alphanumeric());
    run.out.split(['[', ']']).chain(saved).find(hex).map(str::to_owned)
}

fn walk(lang: &str, page: &str) -> usize {
    let env = Env::with_vault();
    // Facts of the company and people, as after the first hour.
    env.run(["company", "set", "--name", "Fabrique Exemple", "--election", "2023-03-14"]).ok();
    env.run(["member", "add", "nom=Essai", "prénom=Lou", "email=lou@example.org", "joined=2024-01-01"]).ok();
    let mut ran = 0;
    for (title, commands) in sections(page) {
        assert!(!commands.is_empty(), "{title}: nothing to do");
        let mut id = ID.to_owned();
        for command in commands {
            let words = command.iter().map(|word| word.replace(ID, &id));
            let mut process = env.bare();
            process.args(["--on", "2026-11-21", "--lang", lang, "--vault"]).arg(env.vault());
            process.arg("--identity").arg(env.path("key.txt")).arg("--yes").args(words);
            let run = Run::of(process.output().unwrap());
            // 3: something to do was found; 21: the law leaves something open.
            assert!([0, 3, 21].contains(&run.code), "{title}: {command:?}\n{}\n{}", run.out, run.err);
            assert!(
                !run.out.trim().is_empty() || !run.err.trim().is_empty(),
                "{title}: {command:?} says nothing"
            );
            if id == ID {
                id = identifier(&run).unwrap_or(id);
            }
            ran += 1;
        }
    }
    ran
}

#[test]
fn the_french_guide_runs() {
    assert!(walk("fr", FRENCH) > 45);
}

#[test]
fn the_english_guide_runs() {
    assert!(walk("en", ENGLISH) > 45);
}

#[test]
fn the_commands_of_the_page_on_security_run() {
    assert_eq!(walk("fr", include_str!("../../docs/securite.md")), 3);
}

#[test]
fn both_guides_hold_the_same_commands() {
    let all = |lang: Lang, page: &str| {
        let commands = sections(page).into_iter().flat_map(|(_, commands)| commands);
        let meant = |words: Vec<String>| {
            let line = std::iter::once("contrepoids".to_owned()).chain(words).map(Into::into).collect();
            format!("{:?}", parse(lang, line).unwrap().command)
        };
        commands.map(meant).collect::<Vec<_>>()
    };
    assert_eq!(all(Lang::Fr, FRENCH), all(Lang::En, ENGLISH));
    let titles = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(titles(FRENCH), titles(ENGLISH));
}
