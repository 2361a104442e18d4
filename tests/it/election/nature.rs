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
        env.run(list.iter().chain(&[
            "--candidate",
            "Camille Exemple;F;1980-01-31",
            "--candidate",
            "Noé Modèle;H;1981-01-31",
        ]))
        .ok();
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
    let whole = ["general", "early", "anticipée", "whole-rerun", "after-carence"];
    for kind in ["by-election", "partielle", "complementary", "rerun", "designation"].into_iter().chain(whole)
    {
        let env = Env::with_vault();
        env.run(["company", "set", "--election", "2023-03-14"]).ok();
        let before = agenda(&env);
        assert!(before.iter().any(|(_, on)| on == "2027-03-14"), "{before:?}");
        let told = new(&env, &["--kind", kind, "--name", "P", "--mandates-end", "2027-03-14"]).ok();
        counted(&env, "P");
        let shown = env.run(["election", "show", "P", "--json"]).ok().json()["value"].clone();
        let (after, moved) = (agenda(&env), told.err.contains("2029"));
        if whole.contains(&kind) {
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
        let why = if kind == "designation" { "L2316-4" } else { "12-18.098" };
        assert!(text.contains(why) && !text.contains("representative, weighs"), "{text}");
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

fn issues(env: &Env, which: &str) -> Vec<(String, String)> {
    let found = env.run(["election", "check", which, "--json", "--on", TODAY]).json();
    let all = found["value"]["issues"].as_array().unwrap().clone();
    let text = |i: &Value, f: &str| i[f].as_str().unwrap_or_default().to_owned();
    all.iter().map(|i| (text(i, "code"), text(i, "gravity"))).collect()
}

#[test]
fn a_whole_election_at_another_time_than_a_renewal_is_not_measured_by_the_fortnight() {
    for kind in ["early", "whole-rerun"] {
        let env = Env::with_vault();
        env.run(["company", "set", "--election", "2023-03-14"]).ok();
        new(&env, &["--kind", kind, "--name", kind]).ok();
        let found = issues(&env, kind);
        assert!(found.contains(&(kind.to_owned(), "note".to_owned())), "{found:?}");
        let renewal = |(code, _): &(String, String)| code == "fortnight" || code.starts_with("invitation");
        assert!(!found.iter().any(renewal), "{found:?}");
    }
}

#[test]
fn after_carence_a_request_comes_once_six_months_are_over() {
    // V09: minutes of 2026-06-30.
    for (request, expected) in
        [("2026-12-29", Some("breach")), ("2026-12-30", Some("risk")), ("2026-12-31", None)]
    {
        let env = Env::with_vault();
        let college = "1:holders=1,women=10,men=6";
        let args = [
            "election",
            "new",
            "--date",
            "2027-02-10",
            "--kind",
            "after-carence",
            "--name",
            "C",
            "--college",
            college,
        ];
        env.run(args.iter().chain(&["--carence", "2026-06-30", "--request", request])).ok();
        let found = issues(&env, "C");
        let gravity = found.iter().find(|(code, _)| code == "carence-early").map(|(_, g)| g.as_str());
        assert_eq!(gravity, expected, "{request}: {found:?}");
    }
}

#[test]
fn extended_mandates_end_when_the_extension_says_and_on_which_ground() {
    let env = Env::with_vault();
    env.run([
        "election",
        "new",
        "--date",
        "2023-03-14",
        "--name",
        "G",
        "--college",
        "1:holders=2,women=50,men=50",
    ])
    .ok();
    assert!(agenda(&env).iter().any(|(_, on)| on == "2027-03-14"), "{:?}", agenda(&env));
    let extend = |more: &[&str]| env.run(["election", "edit", "G"].iter().chain(more));
    let told = extend(&["--extension", "accord", "--extended-until", "2027-06-30"]).ok();
    assert!(told.err.contains("2027-06-30"), "what moves is told: {}", told.err);
    let moved = agenda(&env);
    assert!(
        moved.iter().any(|(_, on)| on == "2027-06-30") && !moved.iter().any(|(_, on)| on == "2027-03-14"),
        "{moved:?}"
    );
    let shown = env.run(["election", "show", "G", "--json"]).ok().json();
    assert_eq!(shown["value"]["extension"]["ground"], "agreement");
    let check = env.run(["election", "check", "G", "--json"]).json();
    assert!(check.to_string().contains("12-60.246"), "{check}");
    let text = env.run(["election", "show", "G", "--lang", "fr"]).ok().out;
    assert!(text.contains("accord unanime"), "{text}");
    // A referral has no day: until the results are proclaimed.
    extend(&["--extension", "referral"]).ok();
    assert!(issues(&env, "G").iter().any(|(code, _)| code == "extended-by-referral"));
    extend(&["--extension", "vote of the committee"]).fails(1, "vote of the committee");
    extend(&["--extension", "agreement", "--extended-until", "2023-03-13"]).fails(1, "2023-03-14");
    new(&env, &["--kind", "by-election", "--extension", "accord", "--extended-until", "2027-06-30"])
        .fails(1, "kind");
    new(&env, &["--kind", "by-election", "--extended-until", "2027-06-30"]).fails(1, "--extension");
}

/// Article L2314-30, last alinéa: the list of substitutes as that of the full members.
#[test]
fn substitutes_are_held_to_the_same_rule() {
    let env = super::with_election();
    let found = |env: &Env| {
        let check = env.run(["election", "check", "--json"]);
        let issues = check.json()["value"]["issues"].as_array().unwrap().clone();
        issues
            .iter()
            .any(|i| i["vote"] == "substitutes" && i["code"].as_str().unwrap().contains("proportion"))
    };
    assert!(!found(&env));
    let men = ["--candidate", "Jo Essai;H;1980-01-31", "--candidate", "Al Essai;H;1981-01-31"];
    let list = ["election", "lists", "add", "--college", "1", "--vote", "substitutes", "--union", "FO"];
    env.run(list.iter().chain(&men)).ok();
    assert!(found(&env), "two men where sixty women and forty men vote");
}

/// A by-election that nothing on record calls for is told when it is recorded: nobody left, enough are left, too near the end.
#[test]
fn a_by_election_that_is_not_due_is_told() {
    let small = || {
        let env = Env::with_vault();
        let college = "1:holders=2,substitutes=1,registered=40";
        env.run([
            "election",
            "new",
            "--date",
            "2026-12-03",
            "--union",
            "CGT",
            "--kind",
            "general",
            "--college",
            college,
        ])
        .ok();
        for (vote, who) in [
            ("holders", &["Ada Essai;F;1980-01-31;cadre", "Max Essai;H;1981-01-31;cadre"][..]),
            ("substitutes", &["Lou Essai;F;1982-01-31;cadre"]),
        ] {
            let list = ["election", "lists", "add", "--college", "1", "--vote", vote, "--union", "CGT"];
            env.run(list.iter().chain(who.iter().flat_map(|c| [&"--candidate", c]))).ok();
        }
        for vote in ["holders", "holders", "substitutes", "substitutes"] {
            let figures = ["--voters", "30", "--blank", "0", "--null", "0", "--list", "CGT=30"];
            env.run(["election", "count", "--vote", vote].iter().chain(&figures)).ok();
        }
        env
    };
    let leaves = |env: &Env, who: &str, on: &str| {
        let run = env.run(["election", "replace", who, "--date", on, "--on", on]);
        assert!([0, 21].contains(&run.code), "{}", run.err);
    };
    let recorded = |env: &Env, on: &str| {
        let new = [
            "election",
            "new",
            "--date",
            on,
            "--kind",
            "by-election",
            "--college",
            "1:holders=1",
            "--on",
            on,
        ];
        env.run(new).ok().said()
    };
    let env = small();
    assert!(recorded(&env, "2028-03-01").contains("nobody who left is on record"));
    let env = small();
    leaves(&env, "Ada Essai", "2028-01-10");
    let said = recorded(&env, "2028-03-01");
    assert!(said.contains("by those who left on record, no by-election"), "Lou came in: {said}");
    // Lou too: one of two is left.
    leaves(&env, "Lou Essai", "2028-01-11");
    let said = recorded(&env, "2028-03-02");
    assert!(!said.contains("Beware"), "half are gone: {said}");
    let env = small();
    leaves(&env, "Ada Essai", "2030-08-01");
    leaves(&env, "Lou Essai", "2030-08-02");
    let said = recorded(&env, "2030-09-10");
    assert!(said.contains("no by-election") && said.contains("six months"), "{said}");
    // The event counts, not the vote.
    let env = small();
    leaves(&env, "Ada Essai", "2030-06-01");
    leaves(&env, "Lou Essai", "2030-06-02");
    assert!(!recorded(&env, "2030-07-10").contains("Beware"));
}
