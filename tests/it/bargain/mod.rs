//! `bargain`: a round from the request to the filing.

mod ending;
mod request;
mod table;

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
    let close = ["bargain", "close", &id, "--disagreement", "--day", "2027-02-10"];
    env.run(close).fails(1, "has not come yet");
    let closed = env.run(close.into_iter().chain(["--on", "2027-02-12"])).ok();
    assert!(closed.out.contains("minutes of disagreement"), "{}", closed.out);
    assert!(closed.err.contains("What moves") && closed.err.contains("→ 2028-02-10"), "{}", closed.err);
    let company = env.run(["company", "show", "--json"]).ok().json();
    assert_eq!(company["value"]["last_rounds"]["pay"], "2027-02-10");
    env.run(["bargain", "meeting", &id, "--day", "2027-02-11"]).fails(1, "the round is closed");
    let other = ["bargain", "close", &id, "--agreement", "--day", "2027-02-10", "--on", "2027-02-12"];
    env.run(other).fails(1, "already closed the other way");
    let filed = ["bargain", "close", &id, "--filed", "2027-02-12", "--json", "--on", "2027-02-12"];
    let filed = env.run(filed).ok().json();
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
    env.run(["bargain", "new", "cats"]).fails(2, "pay/rémunération, equality/égalité");
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

#[test]
fn an_agreement_on_method_moves_the_dates_and_says_so_first() {
    let env = Env::with_vault();
    env.run(["company", "set", "--representative-section", "yes", "--last-pay", "2026-03-01"]).ok();
    let subject = |env: &Env| {
        let all = env.run(["bargain", "subjects", "--json"]).ok().json()["value"]["subjects"]
            .as_array()
            .unwrap()
            .clone();
        all.into_iter().find(|s| s["subject"] == "pay").unwrap()
    };
    assert_eq!(subject(&env)["next"], "2027-03-01");
    let method = ["bargain", "method", "--day", "2026-05-10", "--every", "pay=36"];
    let tried = env.run(method.iter().chain(&["--dry-run"])).ok();
    assert!(tried.out.contains("2027-03-01 → 2029-03-01"), "{}", tried.out);
    assert_eq!(subject(&env)["next"], "2027-03-01", "nothing was saved");
    let french = ["bargain", "method", "--day", "2026-05-10", "--every", "Rémunération = 36", "--dry-run"];
    assert_eq!(env.run(french).ok().out, tried.out, "a subject is called as people call it");
    env.run(method).ok();
    let moved = subject(&env);
    assert_eq!((&moved["next"], &moved["request_from"]), (&"2029-03-01".into(), &"2029-03-02".into()));
    assert_eq!(moved["agreed_months"], 36);
    let listed = env.run(["agenda", "list", "--why", "--lang", "fr"]).ok().out;
    assert!(listed.contains("01/03/2029") && listed.contains("article L.\u{a0}2242-11"), "{listed}");
    for bad in ["pay=49", "pay=0", "pay", "cats=12", "pay=12,pay=13", ""] {
        env.run(["bargain", "method", "--day", "2026-05-10", "--every", bad])
            .fails(1, "intervals are needed");
    }
    env.run(["bargain", "method", "--day", "2026-05-10", "--every", "pay=12", "--years", "5"])
        .fails(1, "lasts 4 years at most (article L. 2242-11)");
    let old = ["bargain", "method", "--day", "2017-05-10", "--every", "pay=12", "--dry-run"];
    let old = env.run(old).ok().out;
    assert!(old.contains("2017-05-10") && old.contains("no text that was"), "{old}");
    let own =
        ["agenda", "record", "subject-agreement", "--day", "2026-06-01", "--terms", "pay", "--years", "2"];
    env.run(own).ok();
    assert_eq!(subject(&env)["next"], "2028-06-01", "the later agreement counts");
}

#[test]
fn the_subjects_follow_headcount_and_section() {
    let env = Env::with_vault();
    let applies = |args: &[&str]| {
        let all = ["bargain", "subjects", "--json"].iter().chain(args).copied();
        let found = env.run(all).ok().json()["value"]["subjects"].as_array().unwrap().clone();
        found
            .iter()
            .map(|s| (s["subject"].as_str().unwrap().to_owned(), s["applies"].clone()))
            .collect::<Vec<_>>()
    };
    let of = |found: &[(String, serde_json::Value)], code: &str| {
        found.iter().find(|(c, _)| c == code).map(|(_, a)| a.clone())
    };
    let small = applies(&["--headcount", "30", "--representative-section", "yes"]);
    assert_eq!(of(&small, "value-sharing"), Some(serde_json::Value::Null), "the profits decide");
    assert_eq!((of(&small, "careers"), of(&small, "index")), (Some(false.into()), Some(false.into())));
    let large = applies(&["--headcount", "300", "--representative-section", "yes"]);
    assert_eq!((of(&large, "experienced"), of(&large, "pay")), (Some(true.into()), Some(true.into())));
    let before = applies(&["--headcount", "300", "--representative-section", "yes", "--on", "2025-10-25"]);
    assert_eq!(of(&before, "experienced"), None);
    let text = env.run(["nao", "sujets", "--lang", "fr", "--headcount", "30"]).ok().out;
    assert!(text.contains("partage de la valeur") && text.lines().all(|l| l.width() <= 80), "{text}");
    env.run(["bargain", "subjects", "--on", "2017-06-01"]).fails(20, "do not cover");
}

#[test]
fn a_round_that_is_closed_begins_the_next_clock() {
    let env = Env::with_vault();
    let id = begun(&env);
    let args = ["bargain", "close", &id, "--agreement", "--day", "2026-11-20"];
    env.run(args).fails(1, "the first meeting is not noted");
    env.run(["bargain", "open", &id, "--day", "2026-11-18"]).ok();
    let tried = env.run(args.iter().copied().chain(["--dry-run"])).ok();
    assert!(tried.err.contains("→ 2027-11-20") && tried.err.contains("Nothing was saved"), "{}", tried.err);
    assert_eq!(env.run(["bargain", "show", &id, "--json"]).ok().json()["value"]["stage"], "open");
    env.run(args).ok();
    let company = env.run(["company", "show", "--json"]).ok().json();
    assert_eq!(company["value"]["last_rounds"]["pay"], "2026-11-20");
    // Corrected, the earlier day of the same round goes; a later round recorded otherwise stays.
    env.run(["bargain", "close", &id, "--agreement", "--day", "2026-11-18"]).ok();
    let company = env.run(["company", "show", "--json"]).ok().json();
    assert_eq!(company["value"]["last_rounds"]["pay"], "2026-11-18");
}

#[test]
fn a_request_from_before_the_tables_has_its_own_line_and_the_agenda_stands() {
    let env = Env::with_vault();
    let old = env.run(["bargain", "new", "pay", "--requested", "2015-01-01", "--json"]).ok().json();
    assert_eq!(old["value"]["clock"]["state"], "void");
    let list = env.run(["agenda", "list", "--lang", "fr"]).ok().out;
    assert!(list.contains("01/01/2015  à vérifier") && list.contains("aucun texte lu ne"), "{list}");
    let id = old["value"]["id"].as_str().unwrap()[..8].to_owned();
    env.run(["bargain", "remove", &id, "--yes"]).ok();
    env.run(["election", "new", "--date", "9999-12-31", "--college", "1:holders=1"])
        .fails(1, "out of the range of the calendar");
    env.run(["bargain", "new", "pay", "--requested", "9999-12-30"]).fails(1, "has not come yet");
    env.run(["agenda", "add", "x", "--day", "9999-12-31"]).fails(1, "out of the range");
    env.run(["company", "set", "--mandates-end", "9999-12-31"]).fails(1, "out of the range");
    assert!(env.run(["agenda", "list"]).ok().out.is_empty());
}

#[test]
fn a_mistaken_round_is_removed_and_what_goes_is_shown() {
    let env = Env::with_vault();
    env.run(["company", "set", "--last-pay", "2025-01-15"]).ok();
    let id = begun(&env);
    let tried = env.run(["bargain", "remove", &id, "--dry-run"]).ok();
    assert!(tried.err.contains("→ –") && tried.err.contains("Nothing was saved"), "{}", tried.err);
    env.run(["bargain", "remove", &id]).fails(1, "Remove “");
    assert!(!env.run(["bargain", "list"]).ok().out.is_empty());
    let gone = env.run(["bargain", "supprimer", &id, "--yes", "--lang", "fr"]).ok();
    assert!(gone.err.contains("Supprimé"), "{}", gone.err);
    assert!(env.run(["bargain", "list"]).ok().out.is_empty());
    env.run(["bargain", "show", &id]).fails(1, "no round has this name");
    // The last round that a closed one had become goes with it.
    let id = begun(&env);
    env.run(["bargain", "open", &id, "--day", "2026-11-18"]).ok();
    env.run(["bargain", "close", &id, "--agreement", "--day", "2026-11-20"]).ok();
    let gone = env.run(["bargain", "remove", &id, "--yes"]).ok();
    assert!(gone.err.contains("2027-11-20 → –"), "{}", gone.err);
    let company = env.run(["company", "show", "--json"]).ok().json();
    assert!(company["value"]["last_rounds"].get("pay").is_none_or(serde_json::Value::is_null));
}

#[test]
fn meetings_out_of_order_or_without_a_word_are_refused() {
    let env = Env::with_vault();
    let id = begun(&env);
    let met = |day: &str, more: &[&str]| {
        let args = ["bargain", "meeting", &id, "--day", day].iter().chain(more).copied().collect::<Vec<_>>();
        env.run(args)
    };
    met("2026-11-20", &["--note", "a"]).fails(1, "has not begun");
    env.run(["bargain", "open", &id, "--day", "2026-11-19"]).ok();
    met("2026-11-18", &["--note", "a"]).fails(1, "meeting --day cannot come before open --day");
    met("2026-11-20", &[]).fails(1, "an offer, a demand or a note");
    met("2026-11-20", &["--note", "a"]).ok();
    met("2026-11-20", &["--note", "a"]).fails(1, "noted already");
    env.run(["bargain", "open", &id, "--day", "2026-11-21"]).fails(1, "meeting --day cannot come before");
}
