//! What a treasurer asks of the organizers, and what goes upward.

use serde_json::{Value, json};

use super::{dues, json, pay, section};
use crate::{
    keys::{accept, admit, as_device},
    support::Env,
};

fn level<'a>(shown: &'a Value, name: &str) -> &'a Value {
    shown["levels"].as_array().unwrap().iter().find(|l| l["level"] == name).unwrap()
}

#[test]
fn shares_go_by_part_and_by_stamp_and_corrections_carry_over() {
    let env = section();
    dues(&env, &["remit"]).fails(1, "no share is set");
    dues(&env, &["remit", "Fédération", "--percent", "25", "--from", "2026-01-01"]).ok();
    dues(&env, &["remit", "UD", "--stamp", "3,50", "--first", "5", "--from", "2026-01-01"]).ok();
    dues(&env, &["remit", "UD", "--percent", "120"]).fails(1, "0 to 100%");
    dues(&env, &["remit", "x", "--percent", "1", "--scale", "retraite"]).fails(1, "there are: ordinaire");
    // Camille: two months and a half; Lou: the first month.
    pay(&env, "Camille Exemple", "30", "2026-03-05").ok();
    pay(&env, "Lou Essai", "12", "2026-03-06").ok();
    let march = json(&env, &["remit", "--until", "2026-03-31"]);
    assert_eq!(level(&march, "Fédération")["due"], 1050);
    let ud = level(&march, "UD");
    assert_eq!((&ud["stamps"], &ud["first_stamps"], &ud["due"]), (&3.into(), &2.into(), &1350.into()));
    assert_eq!(json(&env, &["remit", "--declare", "--until", "2026-03-31"])["until"], "2026-03-31");
    dues(&env, &["remit", "--declare", "--until", "2026-02-28"]).fails(1, "declared until");
    dues(&env, &["remit", "--declare", "--until", "2026-12-31"]).fails(1, "not come yet");
    // The payment of Lou came back, and one of Camille was forgotten: the next statement makes it good.
    dues(&env, &["reverse", "A-0002"]).ok();
    pay(&env, "Camille Exemple", "6", "2026-03-20").ok();
    pay(&env, "Camille Exemple", "24", "2026-04-10").ok();
    let april = json(&env, &["remit", "--until", "2026-04-30"]);
    let federation = level(&april, "Fédération");
    let sums = ["declared", "carried", "new", "due"].map(|k| federation[k].as_i64().unwrap());
    assert_eq!(sums, [1050, -150, 450, 1500], "{federation}");
    let ud = level(&april, "UD");
    assert_eq!((&ud["stamps"], &ud["first_stamps"]), (&1.into(), &(-1).into()), "{ud}");
    // What is paid is an entry of the book.
    dues(&env, &["remit", "nowhere", "--pay", "10"]).fails(1, "there are: Fédération, UD");
    json(&env, &["remit", "fédération", "--pay", "15", "--day", "2026-04-30", "--way", "transfer"]);
    let paid = json(&env, &["remit", "--until", "2026-04-30"]);
    assert_eq!(
        (&level(&paid, "Fédération")["paid"], &level(&paid, "Fédération")["rest"]),
        (&1500.into(), &0.into())
    );
    let said = dues(&env, &["remit", "--until", "2026-04-30"]).ok();
    assert!(said.out.contains("made good for before") && said.out.contains("new stamps: 1"), "{}", said.out);
}

#[test]
fn who_is_retired_has_a_share_of_their_own() {
    let env = section();
    dues(&env, &["schedule", "retraite", "--flat", "6", "--from", "2026-01-01"]).ok();
    dues(&env, &["assign", "Lou Essai", "--scale", "retraite", "--from", "2026-01-01"]).ok();
    dues(&env, &["remit", "UD", "--stamp", "3", "--from", "2026-01-01"]).ok();
    dues(&env, &["remit", "UD", "--stamp", "1", "--scale", "Retraite", "--from", "2026-01-01"]).ok();
    pay(&env, "Camille Exemple", "24", "2026-02-05").ok();
    pay(&env, "Lou Essai", "18", "2026-03-05").ok();
    let shown = json(&env, &["remit", "--until", "2026-03-31"]);
    let ud = level(&shown, "UD");
    assert_eq!(
        (&ud["stamps"], &ud["due"], &ud["apart"]),
        (&5.into(), &900.into(), &json!({ "Retraite": 3 }))
    );
}

#[test]
fn a_treasurer_asks_and_an_organizer_accepts() {
    let env = section();
    admit(&env, "hers.txt", "Portable de la trésorerie", "treasurer");
    accept(&env, "hers.txt");
    let hers = |args: &[&str]| {
        let all = [&["dues", "requests"], args, &["--on", "2026-11-21", "--yes"]].concat();
        as_device(&env, "hers.txt", &all)
    };
    let person =
        |env: &Env| env.run(["member", "show", "Camille Exemple", "--json"]).ok().json()["value"].to_string();
    hers(&["Camille Exemple", "--ask", "email"]).fails(1, "--to");
    hers(&["Camille Exemple", "--ask", "email", "--to", "not an address"]).fails(1, "");
    hers(&["Camille Exemple", "--ask", "email", "--to", "camille@example.org"]).ok();
    hers(&["Camille Exemple", "--ask", "address", "--to", "2 rue Exemple, 69001 Lyon"]).ok();
    assert!(!person(&env).contains("camille@example.org"), "it was only asked for");
    // She asks; she does not answer.
    assert_eq!(hers(&["Camille Exemple", "--accept", "email"]).code, 12);
    assert_eq!(hers(&["Camille Exemple", "--refuse", "email"]).code, 12);
    let open = json(&env, &["requests"]);
    assert_eq!(open["requests"].as_array().unwrap().len(), 2);
    json(&env, &["requests", "Camille Exemple", "--accept", "email"]);
    json(&env, &["requests", "Camille Exemple", "--accept", "address"]);
    let now = person(&env);
    assert!(
        now.contains("camille@example.org") && now.contains("69001") && now.contains("2 rue Exemple"),
        "{now}"
    );
    assert_eq!(json(&env, &["requests"])["requests"], json!([]));
    assert_eq!(json(&env, &["requests", "--all"])["requests"][0]["state"], "accepted");
    dues(&env, &["requests", "Camille Exemple", "--accept", "email"]).fails(1, "nothing of the kind");
}

#[test]
fn nobody_lapses_without_a_rule_a_debt_and_a_decision() {
    let env = section();
    let ask = ["requests", "Lou Essai", "--ask", "lapse", "--reason", "trois rappels"];
    dues(&env, &ask).fails(1, "--lapse-rule");
    dues(&env, &["receiver", "--lapse-rule", "statuts, article 7 : radiation prononcée par le bureau"]).ok();
    dues(&env, &ask).ok();
    let member = |env: &Env| env.run(["member", "list", "--json"]).ok().json()["value"].to_string();
    assert!(member(&env).contains("Essai"), "asking ends nothing");
    // Without a yes nothing happens.
    env.run(["dues", "requests", "Lou Essai", "--accept", "lapse"]).fails(1, "you decide");
    assert_eq!(json(&env, &["requests"])["requests"][0]["state"], "open");
    let refused = json(&env, &["requests", "Lou Essai", "--refuse", "lapse", "--reason", "a payé à la main"]);
    assert_eq!(
        (&refused["requests"][0]["state"], &refused["requests"][0]["why"]),
        (&"refused".into(), &"a payé à la main".into())
    );
    dues(&env, &["requests", "Lou Essai", "--ask", "lapse", "--day", "2026-11-30"]).ok();
    dues(&env, &["requests", "Lou Essai", "--accept", "lapse"]).ok();
    let shown = env.run(["member", "show", "Lou Essai", "--json"]).ok().json()["value"].to_string();
    assert!(shown.contains("2026-11-30") && shown.contains("lapsed"), "{shown}");
    // Who is not late does not lapse.
    pay(&env, "Camille Exemple", "500", "2026-10-05").ok();
    dues(&env, &["requests", "Camille Exemple", "--ask", "lapse"]).fails(1, "nothing is late");
}
