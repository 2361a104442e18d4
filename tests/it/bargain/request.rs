//! A request to bargain: when the eight and the fifteen days run, and when they do not.

use serde_json::Value;

use crate::support::Env;

fn asked(env: &Env, subject: &str) -> Value {
    let made = env.run(["bargain", "new", subject, "--requested", "2026-11-17", "--json"]).ok().json();
    let id = made["value"]["id"].as_str().unwrap()[..8].to_owned();
    env.run(["bargain", "show", &id, "--json"]).ok().json()
}

fn lines(env: &Env) -> Vec<(String, String, String)> {
    let run = env.run(["agenda", "list", "--kind", "bargaining", "--json"]).ok().json();
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let all = run["value"]["lines"].as_array().unwrap().clone();
    let asked = |l: &&Value| {
        let rule = l["rule"].as_str().unwrap();
        rule.starts_with("bargain-request-") || rule.starts_with("round.")
    };
    all.iter().filter(asked).map(|l| (text(&l["rule"]), text(&l["on"]), text(&l["nature"]))).collect()
}

fn line(rule: &str, on: &str, nature: &str) -> (String, String, String) {
    (rule.to_owned(), on.to_owned(), nature.to_owned())
}

#[test]
fn before_the_twelve_months_are_over_nothing_runs_and_the_day_is_said() {
    let env = Env::with_vault();
    env.run(["company", "set", "--representative-section", "yes", "--last-pay", "2026-02-10"]).ok();
    let shown = asked(&env, "pay");
    assert_eq!(shown["value"]["owed"], Value::Array(vec![]));
    let clock = &shown["value"]["clock"];
    assert_eq!((&clock["state"], &clock["from"]), (&"early".into(), &"2027-02-11".into()));
    assert!(shown["caveats"].as_array().unwrap().iter().any(|c| c["code"] == "early-request"));
    assert!(shown["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2242-13"));
    assert_eq!(lines(&env), [line("round.request-again", "2027-02-11", "earliest")]);
    let id = shown["value"]["id"].as_str().unwrap()[..8].to_owned();
    let text = env.run(["bargain", "show", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("trop tôt") && text.contains("11/02/2027"), "{text}");
    // The bargaining before was longer ago than was thought: the days run.
    env.run(["company", "set", "--last-pay", "2025-02-10"]).ok();
    assert_eq!(
        lines(&env),
        [
            line("bargain-request-forward", "2026-11-25", "due"),
            line("bargain-request-convene", "2026-12-02", "due"),
        ]
    );
    let shown = env.run(["bargain", "show", &id, "--json"]).ok().json();
    assert_eq!(shown["value"]["clock"]["state"], "runs");
    assert!(!shown["caveats"].as_array().unwrap().iter().any(|c| c["code"] == "request-conditions"));
}

#[test]
fn an_agreement_on_method_puts_the_request_off() {
    let env = Env::with_vault();
    env.run(["company", "set", "--representative-section", "yes", "--last-pay", "2025-02-10"]).ok();
    env.run(["bargain", "method", "--day", "2025-05-10", "--every", "pay=36"]).ok();
    let shown = asked(&env, "pay");
    assert_eq!(shown["value"]["clock"]["from"], "2028-02-11");
    assert!(shown["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2242-11"));
}

#[test]
fn without_a_representative_section_or_below_three_hundred_nothing_runs() {
    let env = Env::with_vault();
    env.run(["company", "set", "--representative-section", "no", "--last-pay", "2024-02-10"]).ok();
    let shown = asked(&env, "pay");
    assert_eq!(
        (&shown["value"]["clock"]["state"], shown["value"]["owed"].as_array().unwrap().len()),
        (&"void".into(), 0)
    );
    assert_eq!(shown["because"][0]["article"], "L2242-1");
    assert_eq!(lines(&env), [line("round.request-void", "2026-11-17", "state")]);
    env.run(["company", "set", "--representative-section", "yes", "--last-careers", "2020-01-10"]).ok();
    env.run(["company", "headcount", "2026-10=299"]).ok();
    assert_eq!(asked(&env, "careers")["value"]["clock"]["state"], "void");
}

#[test]
fn an_unknown_last_round_leaves_it_undetermined_and_never_overdue() {
    let env = Env::with_vault();
    env.run(["company", "set", "--representative-section", "yes"]).ok();
    let shown = asked(&env, "pay");
    let clock = &shown["value"]["clock"];
    assert_eq!((&clock["state"], &clock["missing"][0]), (&"undetermined".into(), &"last-round".into()));
    assert_eq!(shown["value"]["owed"][1]["undetermined"], true);
    let id = shown["value"]["id"].as_str().unwrap()[..8].to_owned();
    let text = env.run(["bargain", "show", &id]).ok().out;
    assert!(text.contains("if these periods run") && text.contains("--last-"), "{text}");
    let late = env.run(["agenda", "list", "--on", "2026-12-20"]).ok().out;
    assert!(late.contains("to check") && !late.contains("overdue"), "{late}");
}

#[test]
fn a_letter_recorded_as_a_fact_follows_the_same_rule() {
    let env = Env::with_vault();
    env.run(["company", "set", "--representative-section", "yes", "--last-pay", "2026-02-10"]).ok();
    env.run(["company", "set", "--last-equality", "2024-02-10"]).ok();
    env.run(["company", "headcount", "2026-10=80"]).ok();
    env.run(["agenda", "record", "union-request", "--day", "2026-11-17", "--terms", "pay"]).ok();
    assert_eq!(lines(&env), [line("round.request-again", "2027-02-11", "earliest")]);
    env.run(["agenda", "record", "union-request", "--day", "2026-11-17", "--terms", "equality"]).ok();
    env.run(["agenda", "record", "union-request-forwarded", "--day", "2026-11-18"]).ok();
    let found = lines(&env);
    assert!(found.contains(&line("bargain-request-convene", "2026-12-02", "due")), "{found:?}");
    let unnamed = line("bargain-request-convene", "2026-12-03", "undetermined");
    assert!(found.contains(&unnamed), "pay too early, equality in time: {found:?}");
    env.run(["agenda", "record", "union-request", "--day", "2026-11-17", "--terms", "pay=12"]).fails(1, "");
}
