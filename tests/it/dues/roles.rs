//! A treasurer's own laptop: she keeps the dues, sees names, and nothing of organizing; a reader sees none of it.

use super::{dues, section};
use crate::keys::{accept, admit, as_device};

#[test]
fn a_treasurer_keeps_the_dues_and_a_reader_sees_none_of_them() {
    let env = section();
    env.run(["member", "edit", "Camille Exemple", "étiquettes+=Zphqx-CANARI", "--yes"]).ok();
    dues(&env, &["record", "payment", "12", "--member", "Camille Exemple", "--day", "2026-10-05"]).ok();
    admit(&env, "hers.txt", "Portable de la trésorerie", "treasurer");
    accept(&env, "hers.txt");
    let hers = |args: &[&str]| as_device(&env, "hers.txt", args);
    let status = hers(&["dues", "status"]).ok();
    assert!(status.out.contains("Camille Exemple") && !status.said().contains("CANARI"), "{}", status.said());
    // Each device has a series of its own; both follow without a gap.
    let paid =
        hers(&["dues", "record", "payment", "24", "--member", "Lou Essai", "--way", "cash", "--json"]).ok();
    assert_eq!(paid.json()["value"]["entry"]["number"], "B-0001");
    dues(&env, &["record", "payment", "6", "--member", "Lou Essai", "--day", "2026-10-06"]).ok();
    let book = env.run(["dues", "book", "--json"]).ok().json()["value"].clone();
    let mut numbers: Vec<_> = book["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["number"].as_str().unwrap().to_owned())
        .collect();
    numbers.sort();
    assert_eq!(numbers, ["A-0001", "A-0002", "B-0001"]);
    assert_eq!(book["faults"], serde_json::json!([]));
    hers(&["dues", "schedule", "ordinaire", "--flat", "15", "--from", "2027-01-01"]).ok();
    hers(&["dues", "assign", "Lou Essai", "--exempt", "congé", "--from", "2026-12-01"]).ok();
    // Her agenda has the accounts of the years that are over and the house's own days, and nothing of the organizers'.
    dues(&env, &["record", "payment", "30", "--member", "Camille Exemple", "--day", "2025-03-01"]).ok();
    env.run(["agenda", "add", "Zphqx-CANARI", "--day", "2027-01-01"]).ok();
    assert!(env.run(["agenda", "list"]).ok().out.contains("CANARI"));
    let agenda = hers(&["agenda", "list", "--json"]).ok().out;
    assert!(agenda.contains("accounts.close-book") && !agenda.contains("CANARI"), "{agenda}");
    hers(&["agenda"]).ok();
    // A reader holds no dues.
    admit(&env, "his.txt", "Portable de Noa", "reader");
    accept(&env, "his.txt");
    for args in [
        &["dues"][..],
        &["dues", "status"],
        &["dues", "book"],
        &["dues", "explain", "Camille Exemple"],
        &["dues", "record", "payment", "1", "--member", "Lou Essai"],
    ] {
        let run = as_device(&env, "his.txt", args);
        assert_eq!(run.code, 12, "{args:?}: {}", run.said());
        assert!(run.err.contains("role"), "{args:?}: {}", run.err);
    }
}
