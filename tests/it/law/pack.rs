//! `law pack` from end to end: the program as it ships knows no keeper; with one, a pack answers and is named.

use std::process::Command;

use contrepoids::{
    base::hex,
    cli, config,
    features::law::actions::pack::{own_parts, place},
    law::pack::{Pack, public},
};

use crate::support::{Env, Run};

pub(super) const SECRET: [u8; 32] = [7; 32];
/// What the child of these tests is asked for; the program itself never looks at it.
const CHILD: &str = "CONTREPOIDS_TEST_ARGUMENTS";
const BEGIN: &str = "@@ begin @@\n";

/// The program with another keeper than the pinned one: this binary runs itself, for the law of a process is taken once.
#[test]
fn child() {
    match std::env::var(CHILD) {
        Ok(asked) => {
            let (key, words) = asked.split_once('\n').unwrap();
            print!("{BEGIN}");
            let words = std::iter::once("contrepoids").chain(words.lines()).map(Into::into).collect();
            let exit = cli::run_by(words, &config::environment(), hex::read(key));
            std::process::exit(exit as i32);
        }
        // Among the other tests it checks that it will be given the key that signs.
        Err(_) => assert_eq!(hex::read(&hex::write(&public(&SECRET))), Some(public(&SECRET))),
    }
}

/// Runs the program with the keeper of these tests.
pub(super) fn kept<const N: usize>(env: &Env, args: [&str; N]) -> Run {
    kept_words(env, &args)
}

fn kept_words(env: &Env, args: &[&str]) -> Run {
    let mut words = vec!["--on", "2026-11-21", "--lang", "en"];
    words.extend(args);
    let asked = format!("{}\n{}", hex::write(&public(&SECRET)), words.join("\n"));
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "law::pack::child", "--nocapture", "--test-threads=1"]);
    command.env_clear().env("HOME", env.home()).env(CHILD, asked).current_dir(env.home());
    command.stdin(std::process::Stdio::null());
    let mut output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    output.stdout = text.split_once(BEGIN).expect("the child ran").1.as_bytes().to_vec();
    Run::of(output)
}

/// A pack of the program's own law with some words replaced.
fn pack(changes: &[(&str, &str, &str)], secret: &[u8; 32]) -> Vec<u8> {
    let mut parts = own_parts();
    for (part, from, to) in changes {
        let (_, content) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
        let text = String::from_utf8(content.clone()).unwrap();
        assert!(text.contains(from), "{part}: {from}");
        *content = text.replace(from, to).into_bytes();
    }
    let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    Pack::make(&parts, "0.2.0", secret).unwrap()
}

/// A law in which the smallest committee has two seats.
fn two_seats() -> Vec<u8> {
    let from = "seats = 1, hours_each = 10, hours_total = 10";
    pack(&[("tables/seats", from, "seats = 2, hours_each = 10, hours_total = 20")], &SECRET)
}

const SEATS: [&str; 4] = ["law", "seats", "--headcount", "20"];

#[test]
fn the_program_as_it_ships_takes_no_pack() {
    let env = Env::new();
    env.write("p", two_seats());
    env.run(["law", "pack", "show"]).ok();
    env.run(["law", "pack", "show", "p"]).fails(1, "knows the key of no keeper");
    env.run(["law", "pack", "install", "p"]).fails(1, "knows the key of no keeper");
    env.run(["law", "pack", "remove"]).fails(1, "no law pack is installed");
    // One that was put there all the same is not taken, and that is said.
    let config = env.path(".config/contrepoids");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(place(&config), two_seats()).unwrap();
    let run = env.run(SEATS).ok();
    assert!(run.out.contains("Full members   1\n"), "{}", run.out);
    assert!(run.said().contains("the law pack of this device is not used"), "{}", run.err);
}

#[test]
fn a_pack_answers_and_every_answer_names_it() {
    let env = Env::new();
    let before = kept(&env, SEATS).ok();
    assert!(before.out.contains("Full members   1\n") && !before.out.contains("pack"), "{}", before.out);
    env.write("p", two_seats());
    let shown = kept(&env, ["law", "pack", "show", "p"]).ok().out;
    assert!(
        shown.contains("1 table differs:\n  seats.table\n") && shown.contains("Not installed"),
        "{shown}"
    );
    kept(&env, ["law", "pack", "install", "p"]).ok();
    let after = kept(&env, SEATS).ok();
    assert!(after.out.contains("Full members   2\n"), "{}", after.out);
    let named = kept(&env, ["law", "pack", "show", "--json"]).ok().json()["value"]["pack"]["name"].clone();
    let (law, id) = (named["law"].as_str().unwrap(), named["id"].as_str().unwrap());
    assert!(
        after.out.ends_with(&format!("Law: pack of {law} ({id}), see `law pack show`.\n")),
        "{}",
        after.out
    );
    let json = kept(&env, ["law", "seats", "--headcount", "20", "--json"]).ok().json();
    assert_eq!(json["law_pack"], named);
    kept(&env, ["law", "pack", "remove"]).ok();
    let json = kept(&env, ["law", "seats", "--headcount", "20", "--json"]).ok().json();
    assert_eq!((&json["value"]["seats"], json.get("law_pack")), (&1.into(), None));
}

#[test]
fn the_page_of_the_section_names_the_pack() {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10=20"]).ok();
    env.write("p", two_seats());
    kept(&env, ["law", "pack", "install", "p"]).ok();
    let (vault, key) = (env.vault(), env.path("key.txt"));
    let (vault, key) = (vault.to_str().unwrap(), key.to_str().unwrap());
    let status = kept(&env, ["--vault", vault, "--identity", key, "status"]).ok().out;
    assert!(status.contains("2 full members") && status.contains("\nLaw: pack of "), "{status}");
    let json = kept(&env, ["--vault", vault, "--identity", key, "--json", "status"]).ok().json();
    assert!(json["law_pack"]["id"].is_string(), "{json}");
}

#[test]
fn deadlines_follow_the_pack_too() {
    let env = Env::new();
    let ask = ["law", "deadline", "first-round", "--from", "2026-09-01"];
    let label = "First round at the latest";
    assert!(kept(&env, ask).ok().out.contains(label));
    env.write("p", pack(&[("rules", label, "First round by the pack")], &SECRET));
    kept(&env, ["law", "pack", "install", "p"]).ok();
    assert!(kept(&env, ask).ok().out.contains("First round by the pack"));
}

/// A rule with what sets it going and what ends it, by the files of the calendar alone.
const RULE: &str = r#"
[[rule]]
id = "petition-answer"
kind = "cse"
table = "contest.election"
direction = "after"
roll = "extended"
who = "employer"
anchor = { fr = "la pétition remise", en = "the petition handed over" }
label = { fr = "Réponse à la pétition", en = "Answer to the petition" }
each = true
ends = ["petition-answered"]
"#;
const FACTS: &str = r#"
[[fact]]
id = "petition-given"
kind = "cse"
label = { fr = "Pétition remise", en = "Petition handed over" }
rules = ["petition-answer"]

[[fact]]
id = "petition-answered"
kind = "cse"
label = { fr = "Pétition : réponse reçue", en = "Petition: answer received" }
rules = []
"#;

#[test]
fn a_duty_with_its_end_is_added_by_the_files_alone() {
    let env = Env::with_vault();
    let mut parts = own_parts();
    for (part, more) in [("rules", RULE), ("facts", FACTS)] {
        let (_, content) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
        content.extend_from_slice(more.as_bytes());
    }
    let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    env.write("p", Pack::make(&parts, "0.2.0", &SECRET).unwrap());
    kept(&env, ["law", "pack", "install", "p"]).ok();
    let (vault, key) = (env.vault(), env.path("key.txt"));
    let (vault, key) = (vault.to_str().unwrap(), key.to_str().unwrap());
    let here = |args: &[&str]| {
        let mut words = vec!["--vault", vault, "--identity", key];
        words.extend(args);
        kept_words(&env, &words).ok()
    };
    here(&["agenda", "record", "petition-given", "--day", "2026-11-10"]);
    assert!(here(&["agenda"]).out.contains("Answer to the petition"));
    here(&["agenda", "record", "petition-answered", "--day", "2026-11-20"]);
    let list = here(&["agenda", "list", "--all"]).out;
    assert!(!list.contains("Answer to the petition"), "{list}");
}

#[test]
fn what_is_no_pack_of_the_keeper_is_refused() {
    let env = Env::new();
    let good = two_seats();
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    let future = [b"contrepoids law pack 2\n", &good[23..]].concat();
    let junk: Vec<u8> = (0..10_u32 << 20).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    for (bytes, code, says) in [
        (changed, 13, "was changed or cut since it was signed"),
        (future, 14, "is of form 2"),
        (pack(&[], &[8; 32]), 12, "is signed by another key"),
        (junk, 1, "is longer than a law pack may be"),
        (b"{}".to_vec(), 1, "is no law pack"),
        (
            pack(&[("tables/seats", "source = \"https://www.legifrance.gouv.fr/", "# \"")], &SECRET),
            1,
            "not usable",
        ),
        (
            pack(&[("tables/seats", "id = \"seats.table\"", "id = \"seats.tables\"")], &SECRET),
            1,
            "seats.table (rows)",
        ),
    ] {
        env.write("p", bytes);
        kept(&env, ["law", "pack", "install", "p"]).fails(code, says);
        assert!(kept(&env, SEATS).ok().out.contains("Full members   1\n"));
    }
    kept(&env, ["law", "pack", "install", "nowhere"]).fails(1, "cannot be read");
}

#[test]
fn a_pack_that_went_bad_is_left_aside_and_said() {
    let env = Env::new();
    env.write("p", two_seats());
    kept(&env, ["law", "pack", "install", "p"]).ok();
    let file = place(&env.path(".config/contrepoids"));
    let mut bytes = std::fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let run = kept(&env, SEATS).ok();
    assert!(run.out.contains("Full members   1\n"), "{}", run.out);
    assert!(run.said().contains("changed or cut") && run.said().contains("program’s own law"), "{}", run.err);
    kept(&env, ["law", "pack", "show"]).fails(13, "changed or cut");
    kept(&env, ["law", "pack", "install", "p"]).ok();
    assert!(kept(&env, SEATS).ok().out.contains("Full members   2\n"));
}
