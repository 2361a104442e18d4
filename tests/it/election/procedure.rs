//! The days around an election: the end of the mandates, a second round too late, candidates protected.

use super::with_election;
use crate::support::Env;

fn codes(env: &Env) -> Vec<String> {
    let out = env.run(["election", "check", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out.out).unwrap();
    let issues = json["value"]["issues"].as_array().unwrap();
    issues.iter().map(|i| i["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_end_of_the_mandates_of_the_company_is_checked_against() {
    let env = with_election();
    assert!(!codes(&env).iter().any(|c| c == "fortnight"));
    env.run(["company", "set", "--mandates-end", "2027-03-31"]).ok();
    assert!(codes(&env).iter().any(|c| c == "fortnight"), "{:?}", codes(&env));
    env.run(["election", "edit", "--mandates-end", "2026-12-10"]).ok();
    let now = codes(&env);
    assert!(
        !now.iter().any(|c| c == "fortnight") && now.iter().any(|c| c == "mandates-end-differs"),
        "{now:?}"
    );
}

#[test]
fn a_second_round_too_late_is_told_when_it_is_recorded() {
    let env = with_election();
    let first = env.run(["election", "list", "--json"]).ok().json()["value"]["elections"][0]["short"]
        .as_str()
        .unwrap()
        .to_owned();
    let second = |on: &str, lang: &str| {
        let args = ["election", "new", "--date", on, "--round", "2", "--follows", &first, "--lang", lang];
        env.run(args.iter().chain(&["--college", "1:holders=4,women=60,men=40"])).ok()
    };
    let late = second("2026-12-22", "fr");
    assert!(late.err.contains("Attention") && late.err.contains("18/12/2026"), "{}", late.err);
    assert!(!second("2026-12-18", "en").err.contains("Beware"));
}

#[test]
fn candidates_are_protected_for_six_months_from_the_sending_of_their_list() {
    let env = with_election();
    let lines = |env: &Env, on: &str| {
        let run = env.run(["agenda", "list", "--json", "--on", on]).ok();
        let json = run.json();
        let all = json["value"]["lines"].as_array().unwrap().clone();
        let own = all.into_iter().filter(|l| l["rule"] == "protection-candidate").collect::<Vec<_>>();
        (own, run.err)
    };
    let (none, err) = lines(&env, "2026-12-05");
    assert!(none.is_empty() && err.contains("--lists-sent"), "{err}");
    env.run(["election", "edit", "--lists-sent", "2026-11-16"]).ok();
    let (found, err) = lines(&env, "2026-12-05");
    assert!(!err.contains("--lists-sent"), "{err}");
    assert_eq!((&found[0]["on"], &found[0]["nature"]), (&"2027-05-16".into(), &"state".into()));
    assert_eq!(found[0]["about"], "×6", "who stands for both votes is one, and only our lists count");
    assert_eq!(found[0]["because"][0]["article"], "L2411-7");
    env.run(["election", "edit", "--lists-sent", "2026-12-04"]).fails(1, "--lists-sent");
}

#[test]
fn two_elections_of_one_name_are_refused() {
    let env = with_election();
    env.run(["election", "edit", "--name", "CSE 2026"]).ok();
    env.run(["election", "edit", "--name", "CSE 2026"]).ok();
    let again = ["election", "new", "--date", "2026-12-10", "--name", "cse 2026", "--college", "1:holders=1"];
    env.run(again).fails(1, "name");
    env.run(["election", "new", "--date", "2026-12-10", "--mandate-years", "5", "--college", "1:holders=1"])
        .fails(1, "--mandate-years");
}
