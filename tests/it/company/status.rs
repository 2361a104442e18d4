//! `status`: where the section stands.

use crate::support::Env;

/// A company of 720 since January 2025.
fn company() -> Env {
    let env = Env::with_vault();
    env.run(["company", "set", "--name", "Exemple SA", "--mandates-end", "2027-03-31"]).ok();
    env.run(["company", "set", "--last-pay", "2025-12-15", "--representative-section", "yes"]).ok();
    let months: Vec<_> =
        (1..=22).map(|n| format!("{}-{:02}=720", 2025 + (n - 1) / 12, (n - 1) % 12 + 1)).collect();
    let args = ["company".to_owned(), "headcount".to_owned()];
    env.run(args.into_iter().chain(months)).ok();
    env
}

#[test]
fn seats_thresholds_and_the_next_dates() {
    let run = company().run(["status", "--json"]).ok().json();
    assert_eq!(run["schema"], "contrepoids.status/1");
    let value = &run["value"];
    assert_eq!(value["headcount"]["month"], "2026-10");
    assert_eq!(value["seats"]["seats"], 14);
    assert_eq!(value["seats"]["hours_total"], 336);
    let thresholds: Vec<_> =
        value["thresholds"].as_array().unwrap().iter().map(|t| t["threshold"].clone()).collect();
    assert_eq!(thresholds, [11, 50, 300]);
    assert!(value["thresholds"].as_array().unwrap().iter().all(|t| t["reached"] == true));
    assert_eq!(value["thresholds"][1]["since"], "2025-12-31");
    assert_eq!(value["thresholds"][1]["effective"], "2026-12-31");
    let next: Vec<_> = value["next"].as_array().unwrap().iter().map(|d| d["rule"].clone()).collect();
    assert_eq!(next.len(), 5);
    assert_eq!(next[0], "bargaining.pay");
    assert!(run["because"].as_array().unwrap().iter().any(|s| s["article"] == "R2314-1"));
}

#[test]
fn explain_prints_the_articles() {
    let env = company();
    let run = env.run(["status"]).ok();
    assert!(run.out.contains("14 full members") && !run.out.contains("R. 2314-1"), "{}", run.out);
    let run = env.run(["status", "--explain", "--lang", "fr"]).ok();
    assert!(run.out.contains("R.\u{a0}2314-1") && run.out.contains("L.\u{a0}2242-13"), "{}", run.out);
    assert!(run.err.contains("--last-equality"), "{}", run.err);
}

#[test]
fn an_empty_vault_says_what_to_record() {
    let run = Env::with_vault().run(["status"]).ok();
    assert!(run.out.contains("without a recorded name"), "{}", run.out);
    assert!(run.err.contains("company set --election"), "{}", run.err);
}

#[test]
fn lines_fit_eighty_columns() {
    let env = company();
    for lang in ["fr", "en"] {
        let run = env.run(["status", "--explain", "--lang", lang]).ok();
        for line in run.out.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn a_day_that_the_tables_do_not_cover() {
    company().run(["status", "--on", "2017-06-01"]).fails(20, "do not cover");
}
