//! What an election is for: a by-election moves no end of mandates and measures no audience, everywhere.

use serde_json::Value;

use crate::support::{Env, Run};

const TODAY: &str = "2026-11-28";

fn agenda(env: &Env) -> Vec<(String, String)> {
    let json = env.run(["agenda", "list", "--json", "--on", TODAY]).ok().json();
    let mandates = ["mandate.length", "renewal-invitation", "renewal-first-round", "election.fortnight"];
    let all = json["value"]["lines"].as_array().unwrap().clone();
    let text = |l: &Value, f: &str| l[f].as_str().unwrap_or_default().to_owned();
    let election = |l: &&Value| {
        let rule = text(l, "rule");
        mandates.contains(&rule.as_str()) || rule.starts_with("mandate") || rule.starts_with("election.")
    };
    all.iter().filter(election).map(|l| (text(l, "rule"), text(l, "on"))).collect()
}

/// Makes an election of one college in mid-term, with what more is given.
fn new(env: &Env, more: &[&str]) -> Run {
    let college = "1:holders=2,substitutes=2,women=50,men=50";
    let args = ["election", "new", "--date", "2025-05-10", "--union", "CGT", "--college", college];
    env.run(args.iter().chain(more))
}

/// Files one list and counts it twice.
fn counted(env: &Env, which: &str) {
    for vote in ["holders", "substitutes"] {
        let list = ["election", "lists", "add", which, "--college", "1", "--vote", vote, "--union", "CGT"];
        env.run(list.iter().chain(&["--candidate", "Camille Exemple;F", "--candidate", "Noé Modèle;H"])).ok();
    }
    for vote in ["holders", "substitutes"] {
        for entry in ["1", "2"] {
            let count = ["election", "count", which, "--college", "1", "--vote", vote, "--entry", entry];
            let figures = ["--voters", "60", "--blank", "0", "--null", "0", "--list", "CGT=60"];
            env.run(count.iter().chain(&figures)).ok();
        }
    }
}

#[test]
fn only_a_general_election_moves_the_agenda_and_measures_the_audience() {
    for kind in ["by-election", "partielle", "complementary", "rerun", "general"] {
        let env = Env::with_vault();
        env.run(["company", "set", "--election", "2023-03-14"]).ok();
        let before = agenda(&env);
        assert!(before.iter().any(|(_, on)| on == "2027-03-14"), "{before:?}");
        let told = new(&env, &["--kind", kind, "--name", "P", "--mandates-end", "2027-03-14"]).ok();
        counted(&env, "P");
        let shown = env.run(["election", "show", "P", "--json"]).ok().json()["value"].clone();
        let (after, moved) = (agenda(&env), told.err.contains("2029"));
        if kind == "general" {
            assert!(moved && before != after, "{}", told.err);
            assert!(shown["audience"].is_object() && shown["audience_reason"].is_null(), "{shown}");
            continue;
        }
        assert_eq!(before, after, "{kind}");
        assert!(!moved, "{kind}: {}", told.err);
        assert!(shown["audience"].is_null() && shown["candidates"].as_array().unwrap().is_empty(), "{shown}");
        assert!(!shown["audience_reason"]["text"].as_str().unwrap().is_empty(), "{shown}");
        assert_eq!(shown["votes"][0]["allocation"]["lists"][0]["seats"], 2, "seats are given all the same");
        let text = env.run(["election", "show", "P", "--lang", "en"]).ok().out;
        assert!(text.contains("12-18.098") && !text.contains("representative, weighs"), "{text}");
        let check = env.run(["election", "check", "P", "--json"]).out;
        assert!(!check.contains("\"fortnight\"") && !check.contains("invitation-"), "{check}");
        let simulated = ["election", "simulate", "P", "--turnout", "60%", "--share", "CGT=100%", "--json"];
        assert!(env.run(simulated).ok().json()["value"]["scenarios"][0]["audience"].is_null());
        assert!(env.run(["election", "support", "P", "--json"]).ok().json()["value"]["tenth"].is_null());
    }
}

#[test]
fn an_election_in_mid_term_is_not_silently_taken_for_a_general_one() {
    // By the company, by an election before, by the end that is typed with it.
    let company = Env::with_vault();
    company.run(["company", "set", "--election", "2023-03-14"]).ok();
    new(&company, &[]).fails(1, "--kind by-election");
    assert!(company.run(["election", "list", "--json"]).ok().json()["value"]["elections"][0].is_null());
    let before = Env::with_vault();
    before.run(["election", "new", "--date", "2023-03-14", "--college", "1:holders=4"]).ok();
    new(&before, &[]).fails(1, "--kind by-election");
    let typed = Env::with_vault();
    new(&typed, &["--mandates-end", "2027-03-14"]).fails(1, "--kind by-election");
    new(&typed, &["--kind", "partielle", "--mandates-end", "2027-03-14"]).ok();
    typed.run(["election", "edit", "--kind", "sometimes"]).fails(1, "--kind");
    // Of an establishment, the mandates of the company say nothing.
    new(&company, &["--establishment", "Lyon"]).ok();
    new(&company, &["--kind", "general"]).ok();
    // A renewal in its time, and the election that began the mandates, are asked nothing.
    let renewal = Env::with_vault();
    renewal.run(["company", "set", "--election", "2023-03-14"]).ok();
    for date in ["2023-03-14", "2027-03-09"] {
        renewal.run(["election", "new", "--date", date, "--college", "1:holders=4"]).ok();
    }
}

#[test]
fn an_election_that_turns_out_to_lie_in_mid_term_moves_nothing_until_its_kind_is_said() {
    let env = Env::with_vault();
    new(&env, &["--name", "P"]).ok();
    env.run(["company", "set", "--election", "2023-03-14"]).ok();
    assert!(agenda(&env).iter().any(|(_, on)| on == "2027-03-14"), "{:?}", agenda(&env));
    assert!(env.run(["agenda", "list", "--on", TODAY]).ok().err.contains("--kind"));
    env.run(["election", "edit", "P", "--kind", "general"]).ok();
    assert!(agenda(&env).iter().any(|(_, on)| on == "2029-05-10"), "{:?}", agenda(&env));
}

#[test]
fn a_second_round_is_of_the_kind_of_its_first() {
    let env = Env::with_vault();
    env.run(["company", "set", "--election", "2023-03-14"]).ok();
    new(&env, &["--kind", "by-election", "--name", "P"]).ok();
    let second = ["election", "new", "--date", "2025-05-20", "--round", "2", "--follows", "P"];
    let second = second.iter().chain(&["--name", "P2", "--college", "1:holders=2"]);
    env.run(second.clone().chain(&["--kind", "general"])).fails(1, "--kind");
    env.run(second).ok();
    assert!(agenda(&env).iter().any(|(_, on)| on == "2027-03-14"), "{:?}", agenda(&env));
    // Said of the first round, it holds for both.
    env.run(["election", "edit", "P", "--kind", "general"]).ok();
    assert_eq!(env.run(["election", "show", "P2", "--json"]).ok().json()["value"]["kind"], "general");
}
