//! `law hours`.

use crate::support::Env;

#[test]
fn the_ledger_carries_over_caps_and_loses() {
    let env = Env::new();
    let run = ["law", "hours", "--credit", "22", "--from", "2026-06", "--taken", "2026-06=10", "2026-07=40"];
    let json = env.run(run.iter().chain(&["--json"])).ok().json();
    assert_eq!(json["schema"], "contrepoids.law.hours/1");
    let months = json["value"]["months"].as_array().unwrap();
    assert_eq!(
        (months.len(), &months[1]["usable"]["decimal"], &months[1]["over"]["decimal"]),
        (6, &"33".into(), &"7".into())
    );
    assert!(json["because"].as_array().unwrap().iter().all(|s| s["article"] == "R2315-5"));
    let text = env.run(run.iter().chain(&["--lang", "fr"])).ok();
    assert!(
        text.out.contains("Il reste 33") && text.out.lines().all(|l| l.chars().count() <= 80),
        "{}",
        text.out
    );
}

#[test]
fn what_is_no_month_is_refused() {
    let env = Env::new();
    env.run(["law", "hours", "--credit", "22", "--from", "2026-13"]).fails(2, "");
    env.run(["law", "hours", "--credit", "22", "--from", "2026-06", "--taken", "10"]).fails(2, "2026-06=10");
    let hours =
        |more: &[&str]| env.run(["law", "hours", "--credit", "22", "--from", "2026-06"].iter().chain(more));
    hours(&["--taken", "2026-06=10", "2026-06=5"]).fails(2, "2026-06 is given twice");
    hours(&["--taken", "2025-01=3"]).fails(2, "2025-01 is not between");
    hours(&["--to", "2026-01"]).fails(2, "--to is before --from");
    env.run(["law", "hours", "--credit", "22", "--from", "2016-01", "--to", "2016-02"])
        .fails(20, "do not cover");
}
