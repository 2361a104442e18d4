//! The story of several laptops: every block runs as it stands, on the laptop that stands above it; both languages hold the same ones.

use std::collections::BTreeMap;

use super::*;
use crate::help_examples::words;

const FRENCH: &str = include_str!("../../../docs/several-laptops.fr.md");
const ENGLISH: &str = include_str!("../../../docs/several-laptops.md");
/// What stands on the pages for an identifier that was shown.
const ID: &str = "3f2a91c4";

/// Whose laptop, and the command.
fn commands(page: &str) -> Vec<(String, String)> {
    let (mut who, mut out) = (None, Vec::new());
    for line in page.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            who = who.map_or_else(|| Some(fence.to_owned()), |_: String| None);
        } else if let (Some(who), Some(command)) = (&who, line.strip_prefix("contrepoids ")) {
            out.push((who.clone(), command.to_owned()));
        }
    }
    out
}

fn walk(page: &str, lang: &str) {
    let ((_dir, stick), mut laptops, mut said) = (place(), BTreeMap::new(), BTreeMap::new());
    laptops.insert("camille".to_owned(), Env::with_vault());
    let mut cards: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut id = ID.to_owned();
    for (who, command) in commands(page) {
        let env = laptops.entry(who.clone()).or_insert_with(Env::new);
        let mut args: Vec<String> = words(&command)
            .into_iter()
            .map(|word| word.replace("/media/stick", text(&stick)).replace(ID, &id))
            .collect();
        let card = args.iter().position(|word| word == "--out" || word == "--vers");
        // What people say to one another, and what they agree to.
        if args.get(1).is_some_and(|word| word.starts_with("invite")) {
            let (card, words) = (args[2].clone(), &said[&args[2]]);
            text(&cards[&card]).clone_into(&mut args[2]);
            args.extend(["--words".to_owned(), String::clone(words)]);
        }
        let run = |more: &[&str]| {
            let mut command = env.bare();
            command.args(["--on", "2026-11-21", "--lang", lang, "--vault"]).arg(env.vault());
            command.arg("--identity").arg(env.path("key.txt")).arg("--yes").args(&args).args(more);
            Run::of(command.output().unwrap())
        };
        let mut done = run(if card.is_some() { &["--json"] } else { &[] });
        let all = done.said();
        let asked = all.split("--accept-new").nth(1).or_else(|| all.split("--accepter-nouveau").nth(1));
        if let Some(code) = asked.and_then(|rest| rest.split_whitespace().next()).filter(|_| done.code == 1) {
            done = run(&["--accept-new", code.trim_matches('"')]);
        }
        assert_eq!(done.code, 0, "{who}: {command}\n{}", done.said());
        let narrow = done.out.lines().all(|line| line.contains("/tmp") || line.chars().count() <= 80);
        assert!(card.is_some() || narrow, "{}", done.out);
        if let Some(at) = card {
            let card = done.json()["value"]["words"].clone();
            let card = card.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned());
            said.insert(args[at + 1].clone(), card.collect::<Vec<_>>().join(" "));
            cards.insert(args[at + 1].clone(), env.path(&args[at + 1]));
        }
        if command.ends_with("conflicts") || command.ends_with("conflits") {
            done.out.split_whitespace().next().unwrap().clone_into(&mut id);
        }
    }
    // Camille's word stands; who left and what was lost open nothing new; who came back does.
    let camille = &laptops["camille"];
    run(&laptops["lou"], &["sync"]).fails(12, "");
    run(&laptops["sam"], &["sync"]).fails(12, "");
    for env in [camille, &laptops["sam-new"]] {
        assert!(people(env).contains("Exemple"));
    }
    let shown = run(camille, &["member", "show", "Exemple", "--json"]).ok().json();
    assert_eq!(
        (&shown["value"]["service"], &shown["value"]["notices"]),
        (&"Comptabilité".into(), &"no".into())
    );
}

#[test]
fn the_story_of_several_laptops_happens_as_it_is_told() {
    let whose = |page| commands(page).into_iter().map(|(who, _)| who).collect::<Vec<_>>();
    assert_eq!(whose(FRENCH), whose(ENGLISH));
    assert!(commands(ENGLISH).len() > 25);
    walk(ENGLISH, "en");
}

#[test]
fn the_story_happens_in_french() {
    walk(FRENCH, "fr");
}
