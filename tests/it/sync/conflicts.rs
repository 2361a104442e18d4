//! What two wrote without seeing each other: told on both laptops, settled by a person on one.

use super::*;

fn two() -> ((TempDir, PathBuf), Env, Env) {
    let (kept, a) = (place(), section("Exemple"));
    run(&a, &["sync", "add", text(&kept.1)]).ok();
    let b = joined(&a, &kept.1, "Portable de Lou", "organizer");
    run(&b, &["sync"]).ok();
    run(&a, &["sync"]).ok();
    (kept, a, b)
}

fn listed(env: &Env) -> Vec<serde_json::Value> {
    run(env, &["sync", "conflicts", "--json"]).ok().json()["value"]["conflicts"].as_array().unwrap().clone()
}

fn service(env: &Env) -> String {
    run(env, &["member", "show", "Exemple", "--json"]).ok().json()["value"]["service"].to_string()
}

#[test]
fn a_field_of_two_is_told_to_both_and_settled_by_one() {
    let (_kept, a, b) = two();
    assert!(run(&a, &["sync", "conflicts"]).ok().out.contains("No conflict"));
    run(&a, &["member", "edit", "Exemple", "service=Comptabilité", "--yes"]).ok();
    run(&b, &["member", "edit", "Exemple", "service=Entrepôt", "--yes"]).ok();
    run(&a, &["sync"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(said.contains("Written on both sides") && said.contains("Comptabilité"), "{said}");
    // Whose value stayed is told, too, at the next round; and nothing is told twice.
    let said = run(&a, &["sync"]).ok().out;
    assert!(said.contains("Written on both sides") && said.contains("“Entrepôt” (stays)"), "{said}");
    assert!(!run(&a, &["sync"]).ok().out.contains("both sides"));
    for (env, lang) in [(&a, "fr"), (&b, "en")] {
        let shown = run(env, &["sync", "conflicts", "--lang", lang]).ok().out;
        assert!(shown.contains("service") && shown.contains("Portable de Lou"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
        let status = run(env, &["sync", "status", "--json"]).ok().json();
        assert_eq!(status["value"]["conflicts"], 1, "{status}");
        assert_eq!(listed(env)[0]["stays"], 2);
    }
    let id = listed(&a)[0]["id"].as_str().unwrap()[..8].to_owned();
    run(&a, &["sync", "settle", &id]).fails(1, "say which one stays");
    run(&a, &["sync", "settle", "ffff", "1"]).fails(1, "no conflict is called");
    run(&a, &["sync", "settle", &id, "1"]).ok();
    assert!(listed(&a).is_empty() && service(&a).contains("Comptabilité"));
    run(&a, &["sync"]).ok();
    run(&b, &["sync"]).ok();
    assert!(listed(&b).is_empty() && service(&b).contains("Comptabilité"));
    // The other number takes it back.
    run(&b, &["sync", "settle", &id, "2"]).ok();
    assert!(service(&b).contains("Entrepôt"));
}

/// Every kind of record that is told of is settled, those that came last among them.
#[test]
fn what_two_wrote_of_a_group_is_settled_too() {
    let (_kept, a, b) = two();
    run(&a, &["group", "new", "salaires", "--aim", "un"]).ok();
    run(&a, &["sync"]).ok();
    run(&b, &["sync"]).ok();
    run(&a, &["group", "edit", "salaires", "--aim", "deux"]).ok();
    run(&b, &["group", "edit", "salaires", "--aim", "trois"]).ok();
    for env in [&a, &b, &a] {
        run(env, &["sync"]).ok();
    }
    let found = listed(&a);
    assert_eq!((found.len(), &found[0]["field"]), (1, &"group".into()), "{found:?}");
    let id = found[0]["id"].as_str().unwrap()[..8].to_owned();
    let wanted = found[0]["one"]["value"].as_str().unwrap().to_owned();
    run(&a, &["sync", "settle", &id, "1"]).ok();
    let shown = run(&a, &["group", "show", "salaires"]).ok().out;
    assert!(listed(&a).is_empty() && shown.contains(&wanted), "{wanted}: {shown}");
}

#[test]
fn who_left_and_was_edited_and_who_was_merged_apart_is_for_a_person() {
    let (kept, a, b) = two();
    run(&a, &["member", "add", "family=Petit", "given=Lou", "joined=2026-01-05", "--yes"]).ok();
    for env in [&a, &b] {
        run(env, &["sync"]).ok();
    }
    run(&a, &["member", "leave", "Petit", "--yes"]).ok();
    run(&b, &["member", "edit", "Petit", "service=Entrepôt", "--yes"]).ok();
    run(&a, &["sync"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(said.contains("left on one side, edited on the other"), "{said}");
    run(&a, &["sync"]).ok();
    let open = listed(&a);
    assert_eq!(open[0]["what"], "ended", "{open:?}");
    let id = open[0]["id"].as_str().unwrap()[..8].to_owned();
    run(&a, &["sync", "settle", &id]).ok();
    assert!(listed(&a).is_empty());
    // What a treasurer may not read she is not told of either.
    let c = joined(&a, &kept.1, "Portable de Sam", "treasurer");
    run(&a, &["member", "edit", "Exemple", "service=A", "--yes"]).ok();
    run(&b, &["member", "edit", "Exemple", "service=B", "--yes"]).ok();
    for env in [&a, &b, &c] {
        run(env, &["sync"]).ok();
    }
    assert!(listed(&c).is_empty());
}
