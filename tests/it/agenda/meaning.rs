//! What the day of a line means: due, from then on possible, or so on that day.

use super::company;
use crate::support::Env;

fn lines(env: &Env, on: &str) -> Vec<serde_json::Value> {
    let run = env.run(["agenda", "list", "--json", "--on", on]).ok().json();
    run["value"]["lines"].as_array().unwrap().clone()
}

fn line(env: &Env, rule: &str, on: &str) -> Option<serde_json::Value> {
    lines(env, on).into_iter().find(|l| l["rule"] == rule)
}

#[test]
fn a_day_from_which_something_is_possible_is_never_overdue() {
    let env = Env::with_vault();
    env.run(["agenda", "record", "carence", "--day", "2026-05-10"]).ok();
    env.run(["agenda", "record", "draft-given", "--day", "2026-11-01"]).ok();
    let again = line(&env, "election-request-after-carence", "2026-11-21").unwrap();
    assert_eq!((&again["nature"], &again["overdue"]), (&"earliest".into(), &false.into()));
    let minutes = line(&env, "carence-minutes", "2026-11-21").unwrap();
    assert_eq!((&minutes["nature"], &minutes["overdue"]), (&"due".into(), &true.into()));
    let text = env.run(["agenda", "list", "--lang", "fr"]).ok().out;
    let of = |start: &str| text.lines().find(|l| l.starts_with(start)).unwrap().to_owned();
    assert!(of("10/11/2026").contains("possible") && of("25/05/2026").contains("en retard"), "{text}");
    let vote = text.lines().find(|l| l.starts_with("16/11/2026")).unwrap();
    assert!(vote.contains("possible") && !vote.contains("en retard"), "{text}");
    let id = again["id"].as_str().unwrap()[..8].to_owned();
    let shown = env.run(["agenda", "show", &id]).ok().out;
    assert!(shown.contains("meaning       from that day on"), "{shown}");
}

#[test]
fn a_state_is_past_then_gone_and_never_overdue() {
    let env = Env::with_vault();
    env.run(["agenda", "record", "candidacy", "--day", "2026-05-10"]).ok();
    let past = line(&env, "protection-candidate", "2026-11-21").unwrap();
    assert_eq!((&past["nature"], &past["overdue"]), (&"state".into(), &false.into()));
    assert!(env.run(["agenda", "list"]).ok().out.contains("past"));
    assert!(line(&env, "protection-candidate", "2027-01-10").is_none(), "history after two months");
    let all = env.run(["agenda", "list", "--all", "--on", "2027-01-10"]).ok().out;
    assert!(all.contains("Last day of protection"), "{all}");
}

#[test]
fn the_next_five_are_to_come_or_late() {
    let env = company();
    env.run(["agenda", "record", "carence", "--day", "2026-05-10"]).ok();
    env.run(["agenda", "record", "candidacy", "--day", "2026-05-10"]).ok();
    env.run(["agenda", "record", "pse-first-meeting", "--day", "2026-10-20", "--dismissals", "40"]).ok();
    let next = env.run(["status", "--json"]).ok().json()["value"]["next"].clone();
    let next = next.as_array().unwrap();
    assert_eq!(next.len(), 5);
    for line in next {
        let gone = line["on"].as_str().unwrap() < "2026-11-21";
        assert!(!gone || line["overdue"] == true, "{line}");
    }
    assert!(next.iter().any(|l| l["rule"] == "bargaining.pay"), "late, so shown");
}

#[test]
fn every_rule_says_what_its_day_means() {
    let run = Env::new().run(["law", "deadline", "--list", "--json"]).ok().json();
    let nature = |id: &str| {
        let all = run["value"]["rules"].as_array().unwrap();
        all.iter().find(|r| r["id"] == id).map(|r| r["nature"].clone()).unwrap()
    };
    for (id, expected) in [
        ("contest-election", "due"),
        ("small-company-vote", "earliest"),
        ("pse-second-meeting", "earliest"),
        ("pse-second-meeting-small", "due"),
        ("rss-return", "earliest"),
        ("protection-elected", "state"),
        ("mandate-end", "state"),
        ("pse-validation", "state"),
    ] {
        assert_eq!(nature(id), expected, "{id}");
    }
}

#[test]
fn what_cannot_be_done_any_more_has_lapsed_and_leaves_the_next_five() {
    let env = Env::with_vault();
    env.run(["agenda", "record", "designation", "--day", "2026-10-20"]).ok();
    env.run(["agenda", "record", "cse-meeting", "--day", "2026-11-10"]).ok();
    env.run(["agenda", "record", "training-course", "--day", "2026-12-15"]).ok();
    let nature =
        |rule: &str| line(&env, rule, "2026-11-21").map(|l| (l["nature"].clone(), l["overdue"].clone()));
    let lapsed = Some(("lapsed".into(), false.into()));
    assert_eq!(nature("contest-designation"), lapsed, "the time to go to court is over");
    assert_eq!(nature("cse-agenda"), lapsed, "the meeting was held");
    // The course is still to come: who is late may still ask.
    assert_eq!(nature("training-leave-request"), Some(("due".into(), true.into())));
    let next = env.run(["status", "--json"]).ok().json()["value"]["next"].clone();
    let rules: Vec<_> =
        next.as_array().unwrap().iter().map(|l| l["rule"].as_str().unwrap().to_owned()).collect();
    assert_eq!(rules, ["training-leave-request", "cse-minutes"]);
}
