//! A survey on two laptops: what comes after its results were shown does not count.

use super::*;

#[test]
fn answers_that_come_after_the_showing_do_not_count() {
    let ((_dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["survey", "new", "pay", "--set", "demands"]).ok();
    run(&a, &["sync", "add", text(&stick)]).ok();
    let b = joined(&a, &stick, "Portable de Lou", "organizer");
    for _ in 0..5 {
        run(&a, &["survey", "answer", "pay", "first=pay"]).ok();
    }
    // One more on the other laptop, while apart.
    run(&b, &["survey", "answer", "pay", "first=hours"]).ok();
    let shown = run(&a, &["survey", "results", "pay", "--yes", "--json"]).ok().json();
    assert_eq!((&shown["value"]["answers"], &shown["value"]["late"]), (&5.into(), &0.into()));
    for env in [&a, &b, &a] {
        run(env, &["sync"]).ok();
    }
    for env in [&a, &b] {
        let again = run(env, &["survey", "results", "pay", "--json"]).ok().json();
        assert_eq!((&again["value"]["answers"], &again["value"]["late"]), (&5.into(), &1.into()));
        assert_eq!(again["value"]["questions"], shown["value"]["questions"]);
    }
    assert!(run(&a, &["survey", "results", "pay"]).ok().out.contains("1 answer came from another laptop"));
}
