//! `law deadline`, through the command line.

use crate::support::Env;

fn value(args: &[&str]) -> serde_json::Value {
    let all: Vec<_> = ["law", "deadline"].iter().chain(args).chain(&["--json"]).copied().collect();
    let json = Env::new().run(&all).ok().json();
    assert_eq!(json["schema"], "contrepoids.law.deadline/1");
    assert!(!json["because"].as_array().unwrap().is_empty() && json["caveats"].is_array());
    json["value"].clone()
}

#[test]
fn raw_due_extended_and_the_first_day_counted() {
    let court = value(&["contest-election", "--from", "2026-04-16"]);
    assert_eq!(
        [&court["first_day_counted"], &court["raw"], &court["due"], &court["extended"], &court["roll"]],
        ["2026-04-17", "2026-05-01", "2026-05-04", "2026-05-04", "extended"]
    );
    let silent = value(&["bargain-request-convene", "--from", "2026-04-16"]);
    assert_eq!(
        [&silent["raw"], &silent["due"], &silent["extended"], &silent["roll"]],
        ["2026-05-01", "2026-05-01", "2026-05-04", "not-provided"]
    );
    let back = value(&["training-leave-request", "--from", "2026-05-31"]);
    assert_eq!([&back["raw"], &back["due"], &back["roll"]], ["2026-05-01", "2026-04-30", "backward"]);
    assert_eq!((court["amount"].as_u64(), court["unit"].as_str()), (Some(15), Some("days")));
}

#[test]
fn the_territory_moves_the_day() {
    let due = |args: &[&str]| {
        let all: Vec<_> =
            ["contest-electorate", "--from", "2026-03-31"].iter().chain(args).copied().collect();
        value(&all)["due"].clone()
    };
    assert_eq!(due(&[]), "2026-04-03");
    assert_eq!(due(&["--territory", "alsace-moselle"]), "2026-04-07");
    // Only some communes have Good Friday: the earlier day is the one to keep, and both are shown.
    assert_eq!(due(&["--department", "68"]), "2026-04-03");
    let both = value(&["contest-electorate", "--from", "2026-03-31", "--department", "68"]);
    let read = |n: usize| (both["readings"][n]["reading"].clone(), both["readings"][n]["due"].clone());
    assert_eq!(read(0), ("alsace-moselle-no-good-friday".into(), "2026-04-03".into()));
    assert_eq!(read(1), ("alsace-moselle".into(), "2026-04-07".into()));
    let text = [
        "law",
        "deadline",
        "contest-electorate",
        "--from",
        "2026-03-31",
        "--department",
        "67",
        "--lang",
        "fr",
    ];
    let text = Env::new().run(text).ok().out;
    assert!(text.contains("07/04/2026, avec le Vendredi") && text.contains("--territory"), "{text}");
    let help = Env::new().run(["law", "deadline", "--help"]).ok().out;
    assert!(help.contains("alsace-moselle-no-good-friday"), "{help}");
    assert_eq!(due(&["--territory", "alsace-moselle-no-good-friday"]), "2026-04-03");
    let there = value(&["contest-electorate", "--from", "2027-12-17", "--territory", "reunion"]);
    assert_eq!((&there["raw"], &there["due"]), (&"2027-12-20".into(), &"2027-12-21".into()));
}

#[test]
fn the_list_says_what_each_rule_takes() {
    let env = Env::new();
    let list = env.run(["law", "deadline", "--list", "--json"]).ok().json();
    assert_eq!(list["schema"], "contrepoids.law.deadline.list/1");
    let rules = list["value"]["rules"].as_array().unwrap();
    assert!(rules.len() >= 90);
    for rule in rules {
        for key in ["id", "direction", "article", "kind", "table", "standing", "roll"] {
            assert!(rule[key].as_str().is_some_and(|t| !t.is_empty()), "{rule}");
        }
        let unit = rule["unit"].as_str().or((rule["direction"] == "yearly").then_some("yearly"));
        assert!(unit.is_some(), "{rule}");
        let parameters = rule["parameters"].as_array().unwrap();
        assert!(parameters.iter().any(|p| p["option"] == "--from" && p["required"] == true), "{rule}");
    }
    let pse = rules.iter().find(|r| r["id"] == "pse-opinion").unwrap();
    assert!(pse["parameters"].as_array().unwrap().iter().any(|p| p["name"] == "dismissals"));
    assert_eq!(pse["rows"][2]["months"], 4);
    let some = env.run(["law", "deadline", "--list", "bargain"]).ok();
    assert!(some.out.contains("bargain-request-forward") && !some.out.contains("cassation"));
}

#[test]
fn every_rule_of_the_list_answers_with_the_options_it_names() {
    let env = Env::new();
    let list = env.run(["law", "deadline", "--list", "--json"]).ok().json();
    for rule in list["value"]["rules"].as_array().unwrap() {
        let mut args = vec!["law", "deadline", rule["id"].as_str().unwrap(), "--from", "2026-11-30"];
        for parameter in rule["parameters"].as_array().unwrap() {
            if parameter["required"] == true && parameter["name"] != "from" {
                args.extend([parameter["option"].as_str().unwrap(), "120"]);
            }
        }
        let run = env.run(&args).ok();
        assert!(run.out.lines().all(|l| l.chars().count() <= 80), "{}", run.out);
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let env = Env::new();
    let run = env.run(["law", "deadline", "contest-elektion", "--from", "2026-01-05"]);
    let run = run.fails(1, "no rule `contest-elektion`");
    assert!(run.err.contains("near: contest-election,"), "{}", run.err);
    env.run(["law", "deadline", "pse-opinion", "--from", "2026-11-30"]).fails(2, "needs --dismissals");
    let few = ["law", "deadline", "pse-opinion", "--from", "2026-11-30", "--dismissals", "9"];
    env.run(few).fails(1, "below 10");
    env.run(["law", "deadline", "cassation", "--from", "2017-12-31"]).fails(20, "do not cover");
    env.run(["law", "deadline", "bargain-experienced", "--from", "2025-10-25"])
        .fails(1, "no rule bargain-exp");
    env.run(["law", "deadline", "cassation"]).fails(2, "--from");
    env.run(["law", "deadline"]).fails(2, "");
    env.run(["law", "deadline", "cassation", "--from", "2026-02-30"]).fails(2, "");
    env.run(["law", "deadline", "cassation", "--from", "2026-02-27", "--department", "96"]).fails(2, "974");
}

#[test]
fn in_french_with_the_articles() {
    let run = Env::new()
        .run(["law", "delai", "cassation", "--from", "2026-04-24", "--explain", "--lang", "fr"])
        .ok();
    assert!(run.out.contains("lun. 04/05/2026"), "{}", run.out);
    assert!(
        run.out.contains("article 642 du Code de procédure civile (LEGIARTI000006411003)"),
        "{}",
        run.out
    );
}

#[test]
fn a_list_without_a_match_names_what_is_near_and_no_option_is_passed_over() {
    let env = Env::new();
    env.run(["law", "deadline", "--list", "zzz"]).fails(1, "there is no rule `zzz`");
    let near = env.run(["law", "deadline", "--list", "contest-elektion"]).fails(1, "near:");
    assert!(near.err.contains("contest-election"), "{}", near.err);
    for option in [["--headcount", "50"], ["--dismissals", "12"], ["--expert", "one"], ["--years", "3"]] {
        let args = ["law", "deadline", "contest-election", "--from", "2026-04-16"];
        let what = format!("does not take {}", option[0]);
        env.run(args.iter().chain(&option)).fails(2, &what);
    }
    env.run(["law", "deadline", "pse-opinion", "--from", "2026-11-30", "--dismissals", "120"]).ok();
    env.run(["law", "deadline", "mandate-end", "--from", "2026-11-30", "--years", "3"]).ok();
}
