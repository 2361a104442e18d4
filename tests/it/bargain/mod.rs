//! `bargain`: a round from the request to the filing.

use unicode_width::UnicodeWidthStr as _;

use crate::support::Env;

fn begun(env: &Env) -> String {
    let made = env.run(["bargain", "new", "pay", "--requested", "2026-11-17", "--json"]).ok().json();
    assert_eq!(made["schema"], "contrepoids.bargain.show/1");
    made["value"]["id"].as_str().unwrap()[..8].to_owned()
}

#[test]
fn a_request_starts_the_clocks_of_the_employer() {
    let env = Env::with_vault();
    let id = begun(&env);
    let shown = env.run(["bargain", "show", &id, "--json"]).ok().json();
    let value = &shown["value"];
    assert_eq!(value["stage"], "requested");
    assert_eq!(
        (&value["owed"][0]["what"], &value["owed"][0]["by"]),
        (&"forward".into(), &"2026-11-25".into())
    );
    assert_eq!(
        (&value["owed"][1]["what"], &value["owed"][1]["by"]),
        (&"convene".into(), &"2026-12-02".into())
    );
    assert!(shown["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2242-13"));
    let lines = env.run(["agenda", "list", "--json"]).ok().json()["value"]["lines"].clone();
    let rules: Vec<_> = lines.as_array().unwrap().iter().map(|l| l["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["bargain-request-forward", "bargain-request-convene"]);
    env.run(["bargain", "open", &id, "--convened", "2026-11-27"]).ok();
    assert!(env.run(["agenda", "list"]).ok().out.is_empty(), "answered, so out of the agenda");
}

#[test]
fn from_the_first_meeting_to_the_filing() {
    let env = Env::with_vault();
    let id = begun(&env);
    env.run(["bargain", "open", &id, "--day", "2026-12-08", "--place", "Siège"]).ok();
    let shown = env.run(["nao", "montrer", &id, "--lang", "fr", "--explain"]).ok();
    assert!(
        shown.out.contains("en cours") && shown.out.contains("le calendrier des réunions"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("article L.\u{a0}2242-4 du Code du travail"), "{}", shown.out);
    assert!(shown.out.lines().all(|l| l.width() <= 80), "{}", shown.out);
    let json = env.run(["bargain", "show", &id, "--json"]).ok().json();
    assert_eq!(json["value"]["unilateral_decisions_forbidden"], true);
    let met = ["bargain", "meeting", &id, "--day", "2027-01-12", "--offer", "1 %", "--demand", "4 %"];
    let met = env.run(met).ok();
    assert!(met.out.contains("offer: 1 %; demand: 4 %"), "{}", met.out);
    let closed = env.run(["bargain", "close", &id, "--disagreement", "--day", "2027-02-10"]).ok();
    assert!(closed.out.contains("minutes of disagreement"), "{}", closed.out);
    assert!(closed.err.contains("company set --last-pay 2027-02-10"), "{}", closed.err);
    env.run(["bargain", "meeting", &id, "--day", "2027-02-11"]).fails(1, "the round is closed");
    let filed = env.run(["bargain", "close", &id, "--filed", "2027-02-12", "--json"]).ok().json();
    assert_eq!(
        (&filed["value"]["stage"], filed["value"]["meetings"].as_array().unwrap().len()),
        (&"filed".into(), 1)
    );
    let list = env.run(["bargain", "list"]).ok();
    assert!(list.out.starts_with(&id) && list.out.contains("closed and filed"), "{}", list.out);
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let env = Env::with_vault();
    let id = begun(&env);
    env.run(["bargain", "new", "cats"]).fails(2, "pay, equality");
    env.run(["bargain", "open", &id, "--convened", "2026-11-16"]).fails(1, "cannot come before --requested");
    env.run(["bargain", "close", &id, "--filed", "2027-02-12"]).fails(1, "--agreement");
    env.run(["bargain", "close", &id]).fails(2, "--agreement");
    env.run(["bargain", "show", "00000000"]).fails(1, "no round has this name");
    env.run(["bargain", "meeting", &id, "--day", "2026-12-01", "--note", "a\nb"]).fails(1, "on one line");
    let shown = env.run(["bargain", "show", &id, "--json"]).ok().json();
    assert_eq!(shown["value"]["stage"], "requested");
    let none = Env::with_vault().run(["bargain", "list"]).ok();
    assert!(none.err.contains("No round is recorded"));
}
