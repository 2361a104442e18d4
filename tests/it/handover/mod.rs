//! What is handed over, in which order, and the receipt.

use std::fs;

use crate::support::Env;

#[test]
fn the_successor_comes_in_before_the_leaver_goes_out() {
    let env = Env::with_vault();
    env.run([
        "member",
        "add",
        "given=Canari",
        "family=Caché",
        "joined=2026-01-01",
        "email=canari@example.org",
    ])
    .ok();
    env.run(["company", "headcount", "2026-10", "300"]).ok();
    env.run(["notice", "queue", "welcome", "--from", "team@example.org", "--yes"]).ok();
    let json = env.run(["handover", "--json", "--on", "2026-11-30"]).ok().json();
    assert_eq!(json["value"]["someone_else"], false);
    let parts = json["value"]["parts"].as_array().unwrap();
    let part =
        |code: &str| parts.iter().find(|p| p["code"] == code).unwrap_or_else(|| panic!("{code}: {json}"));
    let steps: Vec<_> =
        part("steps")["rows"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
    let at = |command: &str| steps.iter().position(|s| *s == command).unwrap_or_else(|| panic!("{command}"));
    assert!(at("contrepoids key add") < at("contrepoids key remove"), "{steps:?}");
    assert!(at("contrepoids backup create") < at("contrepoids destroy"), "{steps:?}");
    assert_eq!(part("outbox")["rows"][0]["name"], "welcome");
    // This device and the recovery key, and nobody else.
    assert_eq!(part("keys")["rows"].as_array().unwrap().len(), 2);
    env.run(["handover", "--out", "passation.html"]).ok();
    let page = fs::read_to_string(env.path("passation.html")).unwrap();
    assert!(page.contains("Receipt") && !page.contains("Canari") && !page.contains("canari@"), "{page}");
    env.run(["handover", "--out", "passation.html"]).fails(1, "passation.html");
}
