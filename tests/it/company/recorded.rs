//! What is recorded is kept; what is wrong is named and changes nothing.

use serde_json::{Value, json};

use crate::support::Env;

fn shown(env: &Env) -> Value {
    env.run(["company", "show", "--json"]).ok().json()["value"].clone()
}

#[test]
fn facts_are_added_one_after_the_other() {
    let env = Env::with_vault();
    env.run(["company", "set", "--name", "Exemple SA", "--siren", "732 829 320", "--idcc", "44"]).ok();
    env.run(["company", "set", "--election", "2023-03-13", "--last-pay", "2025-11-15"]).ok();
    env.run(["company", "set", "--forbid-domain", "@Example.ORG", "--forbid-domain", "example.net"]).ok();
    env.run(["company", "set", "--representative-section", "oui", "--mandate-years", "3"]).ok();
    let value = shown(&env);
    assert_eq!(value["name"], "Exemple SA");
    assert_eq!(value["siren"], "732829320");
    assert_eq!(value["idcc"], "0044");
    assert_eq!(value["first_round"], "2023-03-13");
    assert_eq!(value["last_rounds"], json!({ "pay": "2025-11-15" }));
    assert_eq!(value["forbidden_domains"], json!(["example.net", "example.org"]));
    assert_eq!(value["representative_section"], true);
    assert_eq!(value["mandate_years"], 3);
}

#[test]
fn facts_are_cleared() {
    let env = Env::with_vault();
    env.run([
        "company",
        "set",
        "--idcc",
        "1486",
        "--last-pay",
        "2025-11-15",
        "--forbid-domain",
        "example.org",
    ])
    .ok();
    env.run(["company", "set", "--clear", "idcc", "--clear", "last-pay", "--allow-domain", "example.org"])
        .ok();
    let value = shown(&env);
    assert!(value["idcc"].is_null());
    assert_eq!(value["last_rounds"], json!({}));
    assert_eq!(value["forbidden_domains"], json!([]));
}

#[test]
fn what_is_wrong_is_named_and_changes_nothing() {
    let env = Env::with_vault();
    let before = shown(&env);
    let set = |args: &[&str], code, says| {
        let all: Vec<_> = ["company", "set", "--name", "Autre"].iter().chain(args).collect();
        env.run(&all).fails(code, says);
    };
    set(&["--siren", "732829321"], 1, "--siren: this SIREN is wrong");
    set(&["--siren", "123"], 1, "--siren: a SIREN is nine digits");
    set(&["--idcc", "x"], 1, "--idcc");
    set(&["--forbid-domain", "nobody@example.org"], 1, "--forbid-domain");
    set(&["--election", "2026-11-22"], 1, "--election");
    set(&["--last-careers", "2030-01-01"], 1, "--last-careers");
    set(&["--election", "2023-03-13", "--mandates-end", "2023-01-01"], 1, "--mandates-end");
    set(&["--election", "2023-02-30"], 2, "--election");
    set(&["--mandate-years", "5"], 1, "--mandate-years");
    set(&["--representative-section", "maybe"], 2, "representative-section");
    env.run(["company", "set"]).fails(2, "nothing to record");
    assert_eq!(shown(&env), before);
}

#[test]
fn errors_speak_french_too() {
    let env = Env::with_vault();
    let run = env.run(["company", "set", "--siren", "732829321", "--lang", "fr"]);
    run.fails(1, "--siren\u{a0}: ce SIREN est faux").err.contains("Rien n’a été changé");
}

#[test]
fn headcounts_stay_exact() {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-08=49,5", "2026-09=99/2", "2026-10=151/3"]).ok();
    assert_eq!(
        shown(&env)["headcounts"],
        json!({ "2026-08": "49.5", "2026-09": "49.5", "2026-10": "151/3" })
    );
    env.run(["company", "headcount", "2026-08=50", "--remove", "2026-09"]).ok();
    assert_eq!(shown(&env)["headcounts"], json!({ "2026-08": "50", "2026-10": "151/3" }));
    env.run(["company", "headcount", "2026-11", "52"]).ok();
    assert_eq!(shown(&env)["headcounts"]["2026-11"], "52");
    for bad in ["2026-13=5", "2026-10", "2026-10=many", "10/26=5", "2026-10=-5", "2026-10=5=6", "="] {
        env.run(["company", "headcount", bad]).fails(2, "a month and then a headcount");
    }
}

#[test]
fn sites_are_added_changed_and_removed() {
    let env = Env::with_vault();
    env.run(["company", "sites", "--add", "Strasbourg", "--department", "67"]).ok();
    env.run(["company", "sites", "--add", "Lyon"]).ok();
    env.run(["company", "sites", "--add", "Lyon", "--department", "69"]).ok();
    let sites = json!([
        { "name": "Lyon", "department": "69", "headcount": null, "hazardous": null },
        { "name": "Strasbourg", "department": "67", "headcount": null, "hazardous": null },
    ]);
    assert_eq!(shown(&env)["sites"], sites);
    env.run(["company", "sites", "--remove", "lyon"]).ok();
    assert_eq!(shown(&env)["sites"].as_array().unwrap().len(), 1);
    env.run(["company", "sites", "--remove", "Paris"]).fails(1, "no site has this name");
    env.run(["company", "sites", "--add", "Nice", "--department", "99"]).fails(1, "--department");
    env.run(["company", "sites", "--department", "67"]).fails(2, "--add");
}

#[test]
fn without_a_vault_the_way_to_one_is_told() {
    let env = Env::new();
    env.run(["company", "show"]).fails(10, "there is no vault");
    env.run(["company", "set", "--name", "x"]).fails(10, "contrepoids init");
}

#[test]
fn french_names_work() {
    let env = Env::with_vault();
    env.run(["entreprise", "noter", "--name", "Exemple SA"]).ok();
    env.run(["entreprise", "effectif", "2026-10=720"]).ok();
    let run = env.run(["entreprise", "montrer", "--lang", "fr"]).ok();
    assert!(run.out.contains("Exemple SA") && run.out.contains("2026-10\u{a0}720"), "{}", run.out);
}

/// An establishment has its own headcount beside the company's, and what is not given stays.
#[test]
fn sites_keep_their_facts_and_the_headcount_of_the_vote_is_kept() {
    let env = Env::with_vault();
    env.run(["company", "set", "--voted-headcount", "520"]).ok();
    let add = ["company", "sites", "--add", "Lyon", "--department", "69", "--headcount", "320.5"];
    env.run(add.iter().chain(&["--hazardous", "yes"])).ok();
    env.run(["company", "sites", "--add", "Lyon", "--headcount", "321"]).ok();
    let value = shown(&env);
    assert_eq!(value["voted_headcount"], "520");
    let lyon = json!({ "name": "Lyon", "department": "69", "headcount": "321", "hazardous": true });
    assert_eq!(value["sites"], json!([lyon]));
    let text = env.run(["company", "show", "--lang", "fr"]).ok().out;
    assert!(
        text.contains("321\u{a0}salariés") && text.contains("site à risques") && text.contains("520"),
        "{text}"
    );
    env.run(["company", "set", "--clear", "voted-headcount"]).ok();
    assert!(shown(&env)["voted_headcount"].is_null());
    assert!(env.run(["company", "sites", "--headcount", "3"]).code != 0, "of which site?");
}

/// What only some duties depend on is asked of nobody, and answered once it is said.
#[test]
fn a_board_a_group_and_an_agreement_decide_what_is_owed() {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10", "720"]).ok();
    env.run(["agenda", "record", "cse-elected", "--day", "2026-11-02"]).ok();
    let conditions = || -> Option<Vec<Value>> {
        let lines = env.run(["agenda", "list", "--json"]).ok().json()["value"]["lines"].clone();
        let line = lines.as_array().unwrap().iter().find(|l| l["rule"] == "cse-documentation").cloned();
        line.map(|l| l["conditions"].as_array().unwrap().iter().map(|c| c["code"].clone()).collect())
    };
    assert_eq!(conditions(), Some(vec!["no-agreement".into()]));
    env.run(["company", "set", "--cse-agreement", "no", "--with-board", "yes", "--large-group", "no"]).ok();
    assert_eq!(conditions(), Some(vec![]));
    env.run(["entreprise", "noter", "--accord-cse", "oui"]).ok();
    assert_eq!(conditions(), None);
    let value = shown(&env);
    assert_eq!(
        (&value["cse_agreement"], &value["board"], &value["large_group"]),
        (&true.into(), &true.into(), &false.into())
    );
    let text = env.run(["company", "show", "--lang", "fr"]).ok().out;
    assert!(text.contains("Accord sur le CSE") && text.contains("Conseil (CA, CS)"), "{text}");
    env.run(["company", "set", "--clear", "cse-agreement"]).ok();
    assert_eq!(conditions(), Some(vec!["no-agreement".into()]));
}
