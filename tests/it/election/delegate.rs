//! Whom our union may name, by the election of the vault.

use serde_json::Value;

use super::{COUNT, enter, with_election};
use crate::support::{Env, Run};

const LATER: [&str; 2] = ["--on", "2027-02-10"];
const OURS: [&str; 6] =
    ["Camille Exemple", "Lou Essai", "Noa Exemple", "Sacha Essai", "Alix Exemple", "Ange Essai"];

fn delegate(env: &Env, more: &[&str]) -> Run {
    env.run(["election", "delegate"].iter().chain(more).chain(&LATER))
}

fn value(env: &Env, more: &[&str]) -> Value {
    let run = delegate(env, &[more, &["--json"]].concat());
    assert!(run.code == 0 || run.code == 21, "{more:?}: {} {}", run.code, run.err);
    run.json()["value"]["naming"].clone()
}

fn person<'v>(value: &'v Value, name: &str) -> &'v Value {
    let found = value["people"].as_array().unwrap().iter().find(|p| p["name"] == name);
    found.unwrap_or_else(|| panic!("{name}: {value}"))
}

fn counted() -> Env {
    let env = with_election();
    env.write("count.json", COUNT);
    enter(&env, &["--input", "count.json"]).ok();
    env
}

#[test]
fn scores_and_lists_come_from_the_count() {
    let env = counted();
    let found = value(&env, &["--headcount", "80", "--person", "Max Essai: member"]);
    assert_eq!((&found["step"], &found["may"]), (&"ten-percent".into(), &true.into()), "{found}");
    assert_eq!((&found["number"], &found["hours"]), (&1.into(), &12.into()));
    // Ten names were struck: thirty of the sixty valid ballots of the college.
    assert_eq!(person(&found, "Lou Essai")["share"]["decimal"], "0.5", "{found}");
    assert_eq!(person(&found, "Camille Exemple")["may"], true);
    assert_eq!(person(&found, "Dominique Exemple")["may"], true, "on the list of FO, with ten per cent");
    let max = person(&found, "Max Essai");
    assert_eq!((&max["may"], &max["reasons"][1]["code"]), (&false.into(), &"others-remain".into()), "{max}");
    // Charlie stood on two lists of FO, and is one person.
    let all = found["people"].as_array().unwrap();
    assert_eq!(all.iter().filter(|p| p["name"] == "Charlie Exemple").count(), 1);
    assert_eq!(all.len(), 6 + 4 + 1, "{found}");
}

#[test]
fn whoever_left_or_renounced_opens_the_next_step() {
    let env = counted();
    for name in ["Sacha Essai", "Ange Essai"] {
        let left = ["election", "replace", name, "--cause", "contract-ended", "--date", "2027-01-11"];
        let run = env.run(left.iter().chain(&LATER));
        assert!(run.code == 0 || run.code == 21, "{} {}", run.code, run.err);
    }
    let renounced: Vec<String> =
        OURS.iter().take(5).map(|name| format!("{name}: renounced=2027-01-20")).collect();
    let mut line = vec!["--headcount", "80", "--named", "2027-02-01", "--person", "Max Essai: member"];
    line.extend(renounced.iter().take(3).flat_map(|p| ["--person", p.as_str()]));
    let three = value(&env, &line);
    assert_eq!(three["step"], "ten-percent", "Alix has not renounced: {three}");
    line.extend(["--person", renounced[4].as_str()]);
    let all = value(&env, &line);
    assert_eq!(all["step"], "all-renounced", "{all}");
    assert_eq!(person(&all, "Max Essai")["may"], true);
    let gone = person(&all, "Sacha Essai");
    assert_eq!((&gone["may"], &gone["reasons"][0]["code"]), (&false.into(), &"left-the-company".into()));
}

#[test]
fn below_fifty_and_the_other_offices() {
    let env = counted();
    let small = value(&env, &["--headcount", "43", "--person", "Alix Exemple: hours"]);
    assert_eq!(small["step"], "elected", "{small}");
    assert_eq!(person(&small, "Camille Exemple")["may"], true);
    let more = value(&env, &["--office", "supplementary", "--headcount", "700"]);
    let codes: Vec<&str> =
        more["reasons"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        ["voted-headcount-not-known", "no-others"],
        "FO alone has elected in the second: {more}"
    );
    // The headcount of the last elections may be that of the company's record.
    env.run(["company", "set", "--voted-headcount", "520"]).ok();
    let more = value(&env, &["--office", "supplementary", "--headcount", "470"]);
    assert_eq!(more["reasons"].as_array().unwrap().len(), 1, "the college alone: {more}");
    for (name, n) in [("Lyon", "1960"), ("Nantes", "40")] {
        env.run(["company", "sites", "--add", name, "--headcount", n]).ok();
    }
    let central = value(&env, &["--office", "central", "--headcount", "2000"]);
    assert_eq!(central["reasons"][0]["code"], "few-sites", "{central}");
    env.run(["election", "edit", "--headcount", "499"]).ok();
    let more = value(&env, &["--office", "supplementary", "--headcount", "700"]);
    assert_eq!(more["reasons"][0]["code"], "too-small", "{more}");
    let at_cse = value(&env, &["--office", "at-cse"]);
    assert_eq!((&at_cse["step"], &at_cse["may"]), (&"any-employee".into(), &true.into()), "{at_cse}");
    assert_eq!(person(&at_cse, "Camille Exemple")["reasons"][0]["code"], "also-elected");
    let section = value(&env, &["--office", "section", "--headcount", "80", "--members", "9"]);
    assert_eq!(section["reasons"][0]["code"], "is-representative", "{section}");
    let other = value(&env, &["--union", "Solidaires", "--headcount", "80"]);
    assert_eq!(other["reasons"][0]["code"], "not-representative", "{other}");
}

#[test]
fn what_is_not_there_is_asked_for() {
    let env = with_election();
    let run = delegate(&env, &["--headcount", "80"]);
    assert!(run.code != 0 && run.code != 21 && run.err.contains("counted"), "{} {}", run.code, run.err);
    let env = counted();
    let open = value(&env, &[]);
    assert_eq!((&open["may"], &open["reasons"][0]["code"]), (&Value::Null, &"headcount-not-known".into()));
    env.run(["company", "headcount", "2027-01=80"]).ok();
    let one = delegate(&env, &["--json"]).ok().json();
    assert!(one["caveats"].to_string().contains("months-assumed"), "{one}");
    let text = delegate(&env, &["--lang", "fr"]).ok().out;
    assert!(
        text.contains("Syndicat\u{a0}: CGT") && text.contains("Camille Exemple (66,67\u{a0}%)\u{a0}: oui"),
        "{text}"
    );
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
}
