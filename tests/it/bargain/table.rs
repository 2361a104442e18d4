//! The table of a round: the points of the law, the information, our demands, what members answered.

use unicode_width::UnicodeWidthStr as _;

use super::begun;
use crate::support::Env;

fn opened() -> (Env, String) {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10", "120"]).ok();
    let id = begun(&env);
    env.run(["bargain", "open", &id, "--day", "2026-11-18", "--information-due", "2026-11-19"]).ok();
    (env, id)
}

#[test]
fn the_points_of_the_law_are_ticked_one_by_one_in_either_language() {
    let (env, id) = opened();
    let list = env.run(["bargain", "item", &id, "--json"]).ok().json();
    assert_eq!(list["schema"], "contrepoids.bargain.item/1");
    let items = list["value"]["items"].as_array().unwrap();
    assert_eq!(
        items.iter().map(|i| i["item"].as_str().unwrap()).collect::<Vec<_>>(),
        ["wages", "working-time", "value-sharing", "pay-gaps", "gap-programme"]
    );
    assert_eq!((&items[0]["article"], &items[0]["point"]), (&"L2242-15".into(), &"1°".into()));
    assert!(items.iter().all(|i| i["state"] == "open"));
    env.run(["nao", "point", &id, "salaires", "Traité"]).ok();
    env.run(["bargain", "item", &id, "ECARTS", "refusé", "--note", "aucun chiffre"]).ok();
    env.run(["bargain", "item", &id, "2", "treated"]).ok();
    let shown = env.run(["bargain", "show", &id, "--lang", "fr"]).ok().out;
    assert!(shown.contains("pas encore traités\u{a0}: épargne\n"), "{shown}");
    let text = env.run(["bargain", "item", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("refusé – aucun chiffre") && text.contains("Article L.\u{a0}2242-15"), "{text}");
    assert!(text.lines().all(|l| l.width() <= 80), "{text}");
    // Marked again, it keeps its note.
    let marked = env.run(["bargain", "item", &id, "écarts", "open", "--json"]).ok().json();
    assert_eq!(marked["value"]["items"][3]["note"], "aucun chiffre");
    env.run(["bargain", "item", &id, "chats", "treated"]).fails(1, "neither a number nor a name");
    env.run(["bargain", "item", &id, "6", "treated"]).fails(1, "neither a number nor a name");
    env.run(["bargain", "item", &id, "1", "perhaps"]).fails(2, "treated/traité");
    env.run(["bargain", "item", &id, "1"]).fails(2, "STATE");
}

#[test]
fn the_information_is_asked_for_comes_or_is_late() {
    let (env, id) = opened();
    let papers = |args: &[&str]| {
        let all = ["bargain", "information", &id, "--json"].into_iter().chain(args.iter().copied());
        env.run(all).ok().json()["value"]["papers"].as_array().unwrap().clone()
    };
    let state = |all: &[serde_json::Value], code: &str| {
        let one = all.iter().find(|p| p["paper"] == code).unwrap();
        (one["state"].as_str().unwrap().to_owned(), one["due"].clone())
    };
    let all = papers(&[]);
    assert_eq!(state(&all, "gaps"), ("late".to_owned(), "2026-11-19".into()));
    assert!(
        all.iter().any(|p| p["paper"] == "pay-data-small") && all.iter().all(|p| p["paper"] != "pay-data")
    );
    let unread = all.iter().find(|p| p["paper"] == "pay-transparency").unwrap();
    assert_eq!((&unread["unverified"], &unread["article"]), (&true.into(), &serde_json::Value::Null));
    papers(&["écarts", "--asked", "2026-11-18", "--due", "2026-12-01"]);
    let all = papers(&["bdese", "--asked", "2026-11-18"]);
    assert_eq!(state(&all, "gaps"), ("asked".to_owned(), "2026-12-01".into()));
    assert_eq!(state(&all, "database").0, "late");
    assert_eq!(state(&all, "index").0, "to-ask", "what was named counts, the rest is to be asked for");
    let shown = env.run(["bargain", "show", &id, "--lang", "fr"]).ok().out;
    assert!(shown.contains("en retard depuis le 19/11/2026"), "{shown}");
    assert!(shown.contains("en retard\u{a0}: bdese") && shown.contains("attendues\u{a0}: écarts"), "{shown}");
    let all = papers(&["bdese", "--received", "2026-11-20"]);
    assert_eq!(state(&all, "database").0, "received");
    let bad = |args: &[&str], what: &str| {
        env.run(["bargain", "information", &id].iter().chain(args).copied()).fails(1, what);
    };
    bad(&["bdese", "--received", "2026-12-20"], "has not come yet");
    bad(&["bdese", "--received", "2026-11-17"], "cannot come before --asked");
    bad(&["chats", "--asked", "2026-11-18"], "neither a number nor a name");
    let text = env.run(["nao", "infos", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("aucun texte lu") && text.lines().all(|l| l.width() <= 80), "{text}");
}

#[test]
fn without_a_headcount_what_depends_on_it_says_so() {
    let env = Env::with_vault();
    let id = begun(&env);
    let all = env.run(["bargain", "information", &id, "--json"]).ok().json();
    let all = all["value"]["papers"].as_array().unwrap().clone();
    let open = |code: &str| all.iter().find(|p| p["paper"] == code).unwrap()["undetermined"].clone();
    assert_eq!(
        (open("pay-data"), open("pay-data-small"), open("posted")),
        (true.into(), true.into(), false.into())
    );
    let text = env.run(["bargain", "information", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("L’effectif n’est pas noté"), "{text}");
}

#[test]
fn a_demand_has_its_reason_its_state_and_the_last_word_of_each_side() {
    let (env, id) = opened();
    let demand = |args: &[&str]| {
        let all = ["bargain", "demand", &id, "--json"].into_iter().chain(args.iter().copied());
        env.run(all).ok().json()["value"]["demands"].as_array().unwrap().clone()
    };
    env.run(["bargain", "demand", &id, "salaires", "--theirs", "1 %"]).fails(1, "is not recorded yet");
    demand(&["Salaires", "--text", "3 % pour toutes et tous", "--reason", "les prix", "--cost", "410 000 €"]);
    demand(&["salaires", "--ours", "3 %", "--day", "2026-11-18"]);
    let all = demand(&["SALAIRES", "--theirs", "1 %", "--day", "2026-11-20"]);
    assert_eq!(all.len(), 1, "a name is one whatever its letters");
    assert_eq!(
        (&all[0]["state"], &all[0]["ours"]["text"], &all[0]["theirs"]["text"]),
        (&"offered".into(), &"3 %".into(), &"1 %".into())
    );
    let all = demand(&["salaires", "--state", "refusée"]);
    assert_eq!((&all[0]["state"], &all[0]["cost"]), (&"refused".into(), &"410 000 €".into()));
    let text = env.run(["nao", "revendication", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("refusée") && text.contains("1 % (20/11/2026)"), "{text}");
    let shown = env.run(["bargain", "show", &id, "--lang", "fr"]).ok().out;
    assert!(shown.contains("Salaires\u{a0}: refusée (1 %)"), "{shown}");
    let bad = |args: &[&str], what: &str| {
        env.run(["bargain", "demand", &id].iter().chain(args).copied()).fails(1, what);
    };
    bad(&["salaires", "--ours", "2 %", "--day", "2026-12-20"], "has not come yet");
    bad(&["chats", "--drop"], "no demand is called");
    bad(&["salaires", "--text", "a\nb"], "on one line");
    assert!(demand(&["salaires", "--drop"]).is_empty());
    assert_eq!(demand(&["salaires", "--text", "2 %"])[0]["state"], "asked", "what comes back begins anew");
}

#[test]
fn answers_are_numbers_and_small_groups_are_hidden() {
    let (env, id) = opened();
    env.run(["bargain", "answers", &id, "salaires", "42"]).ok();
    env.run(["bargain", "answers", &id, "repas", "9"]).ok();
    env.run(["nao", "reponses", &id, "temps", "3"]).ok();
    let shown = env.run(["bargain", "answers", &id, "--json"]).ok().json();
    let counts: Vec<_> =
        shown["value"]["themes"].as_array().unwrap().iter().map(|t| t["count"].clone()).collect();
    assert_eq!(counts, [serde_json::json!(42), serde_json::Value::Null, serde_json::Value::Null]);
    let text = env.run(["bargain", "answers", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("temps\u{a0}: caché") && !text.contains(" 3"), "{text}");
    let open = env.run(["bargain", "answers", &id, "--organizers"]).ok().out;
    assert!(open.contains("temps: 3"), "{open}");
    env.run(["bargain", "answers", &id, "salaires", "9999999"]).fails(1, "not possible");
}

#[test]
fn a_subject_is_named_in_french_with_or_without_accents() {
    let env = Env::with_vault();
    for (typed, code) in [
        ("rémunération", "pay"),
        ("REMUNERATION", "pay"),
        ("Égalité", "equality"),
        ("emplois", "careers"),
        ("expérimentés", "experienced"),
    ] {
        let made = env.run(["nao", "creer", typed, "--json"]).ok().json();
        assert_eq!(made["value"]["subject"], code, "{typed}");
    }
}
