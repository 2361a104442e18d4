//! The treasurer's year: scales, sums owed, entries, the book, certificates, in a vault on disk.

mod bank;
mod debit;
mod remind;
mod roles;
mod story;
mod upward;
mod voucher;

use std::{fs, os::unix::fs::PermissionsExt as _};

use serde_json::Value;

use crate::support::{Env, Run, workbook};

const YES: &str = "--yes";

/// A section of three people with a scale of 12 euros a month since 2026.
pub fn section() -> Env {
    let env = Env::with_vault();
    for (given, family, joined) in [
        ("Camille", "Exemple", "2026-01-01"),
        ("Dominique", "Modèle", "2026-03-16"),
        ("Lou", "Essai", "2025-06-01"),
    ] {
        let [given, family, joined] =
            [format!("prénom={given}"), format!("nom={family}"), format!("joined={joined}")];
        env.run(["member", "add", &given, &family, &joined]).ok();
    }
    dues(&env, &["schedule", "ordinaire", "--flat", "12", "--from", "2026-01-01"]).ok();
    env
}

pub fn dues(env: &Env, args: &[&str]) -> Run {
    env.run(["dues"].iter().chain(args).chain(&["--on", "2026-11-21", YES]))
}

fn json(env: &Env, args: &[&str]) -> Value {
    let all: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    dues(env, &all).ok().json()["value"].clone()
}

fn pay(env: &Env, who: &str, amount: &str, day: &str) -> Run {
    dues(env, &["record", "payment", amount, "--member", who, "--day", day, "--way", "cheque"])
}

#[test]
fn what_is_owed_follows_from_the_scale_and_the_days() {
    let env = section();
    let camille = json(&env, &["explain", "Camille Exemple"]);
    let charges = camille["charges"].as_array().unwrap();
    assert_eq!(charges.len(), 11, "January to November");
    assert!(charges.iter().all(|c| c["amount"] == 1200));
    assert_eq!((&camille["owed"], &camille["balance"]), (&13200.into(), &(-13200).into()));
    // 16 of 31 days of March: 6.19.
    let dominique = json(&env, &["explain", "Dominique Modèle"]);
    assert_eq!(dominique["charges"][0]["amount"], 619);
    assert_eq!(dominique["charges"][0]["pieces"][0]["days"], 16);
    // Before the first scale nothing is owed here.
    assert_eq!(json(&env, &["explain", "Lou Essai"])["charges"].as_array().unwrap().len(), 11);
}

#[test]
fn a_scale_changes_only_for_what_comes() {
    let env = section();
    dues(&env, &["schedule", "Ordinaire", "--flat", "20", "--from", "2026-12-01"]).ok();
    assert_eq!(json(&env, &["explain", "Camille Exemple"])["owed"], 13200);
    let december =
        env.run(["dues", "explain", "Camille Exemple", "--on", "2026-12-05", "--json"]).ok().json();
    assert_eq!(december["value"]["owed"], 15200);
    let said = dues(&env, &["schedule", "ordinaire", "--flat", "9", "--from", "2026-06-01"])
        .fails(1, "changes only for what comes");
    assert!(said.err.contains("2026-12-01"), "{}", said.err);
    // What changes the past is asked, and told by how much.
    let other = ["schedule", "ordinaire", "--flat", "10", "--from", "2026-01-01"];
    let env = section();
    env.run(["dues"].iter().chain(&other).chain(&["--on", "2026-11-21"])).fails(1, "for 3 people, by");
    assert_eq!(json(&env, &["schedule"])["scales"][0]["versions"][0]["terms"], "flat 1200");
    assert_eq!(json(&env, &other)["past"]["people"], 3);
}

#[test]
fn a_share_needs_the_income_and_says_so() {
    let env = section();
    dues(&env, &["schedule", "1 %", "--percent", "1", "--minimum", "5", "--from", "2026-01-01"]).ok();
    let set = |more: &[&str]| {
        let all: Vec<&str> = ["assign", "Camille Exemple"].iter().chain(more).copied().collect();
        dues(&env, &all)
    };
    set(&["--scale", "2 %"]).fails(1, "there are: 1 %, ordinaire");
    set(&["--scale", "1 %", "--from", "2026-11-01"]).ok();
    let told = json(&env, &["explain", "Camille Exemple"]);
    assert_eq!(told["open"], 1);
    assert_eq!(told["charges"][10]["amount"], Value::Null);
    assert_eq!(told["charges"][10]["pieces"][0]["open"], "no-base");
    assert_eq!(json(&env, &[])["next"], "contrepoids dues status --open");
    set(&["--income", "1 850,50", "--from", "2026-11-01"]).ok();
    let told = json(&env, &["explain", "Camille Exemple"]);
    assert_eq!((&told["charges"][10]["amount"], &told["open"]), (&1851.into(), &0.into()));
    set(&["--exempt", "congé parental", "--from", "2026-11-16", "--until", "2026-11-30"]).ok();
    assert_eq!(json(&env, &["explain", "Camille Exemple"])["charges"][10]["amount"], 925);
    set(&["--exempt", "x", "--from", "2026-11-16", "--until", "2026-11-01"]).fails(1, "--until");
    set(&["--income", "1.850"]).fails(2, "thousand");
    set(&["--working-time", "120%"]).fails(1, "share of full time");
    dues(&env, &["schedule", "x", "--percent", "12"]).fails(1, "10%");
    dues(&env, &["schedule", "x", "--bands", "2500:12 1500:8 more:18"]).fails(1, "must rise");
    dues(&env, &["schedule", "x", "--bands", "1500:8 2500:12"]).fails(1, "must rise");
    dues(&env, &["schedule", "x", "--bands", "rubbish"]).fails(1, "rubbish");
}

#[test]
fn entries_are_numbered_follow_each_other_and_are_reversed() {
    let env = section();
    pay(&env, "Camille Exemple", "120", "2026-10-05").ok();
    let made = json(&env, &["record", "paiement", "12", "--member", "Dominique Modèle", "--way", "espèces"]);
    assert_eq!((&made["entry"]["number"], &made["entry"]["way"]), (&"A-0002".into(), &"cash".into()));
    dues(&env, &["record", "expense", "48,90", "--category", "tracts"]).ok();
    // The same again is asked about.
    let again = ["dues", "record", "payment", "120", "--member", "Camille Exemple", "--day", "2026-10-05"];
    env.run(again.into_iter().chain(["--on", "2026-11-21"])).fails(1, "A-0001");
    let told = json(&env, &["explain", "Camille Exemple"]);
    assert_eq!((&told["credit"], &told["balance"]), (&12000.into(), &(-1200).into()));
    assert_eq!(told["charges"][10]["unpaid"], 1200, "the last month is what is left");
    let back = json(&env, &["reverse", "a1", "--reason", "chèque rejeté"]);
    assert_eq!((&back["entry"]["amount"], &back["reverses"]), (&(-12000).into(), &"A-0001".into()));
    assert_eq!(back["balance"], -13200);
    dues(&env, &["reverse", "A-0001"]).fails(1, "reversed already");
    dues(&env, &["reverse", "A-0004"]).fails(1, "A-0004");
    dues(&env, &["reverse", "B-0001"]).fails(1, "no entry");
    let book = json(&env, &["book"]);
    assert_eq!(book["entries"].as_array().unwrap().len(), 4);
    assert_eq!((&book["sums"]["dues"], &book["sums"]["expenses"]), (&1200.into(), &4890.into()));
    assert_eq!(book["faults"], serde_json::json!([]));
    for (args, says) in [
        (&["record", "payment", "12"][..], "--member"),
        (&["record", "receipt", "12", "--member", "Lou Essai"], "--member"),
        (&["record", "payment", "0", "--member", "Lou Essai"], "above zero"),
        (&["record", "payment", "-3", "--member", "Lou Essai"], "above zero"),
        (&["record", "payment", "12", "--member", "Lou Essai", "--day", "2026-11-22"], "not come yet"),
        (&["record", "payment", "12", "--member", "Nobody Here"], "nobody fits"),
    ] {
        dues(&env, args).fails(1, says);
    }
    dues(&env, &["record", "payment", "12 USD", "--member", "Lou Essai"]).fails(2, "euros");
    dues(&env, &["record", "gift", "12"]).fails(2, "payment/paiement");
    assert_eq!(json(&env, &["book"])["entries"].as_array().unwrap().len(), 4, "nothing was written");
}

#[test]
fn who_is_late_and_who_pays_nothing_is_told() {
    let env = section();
    pay(&env, "Camille Exemple", "200", "2026-10-05").ok();
    pay(&env, "Dominique Modèle", "90,19", "2026-10-05").ok();
    let of = |more: &[&str]| {
        let all: Vec<&str> = ["status"].iter().chain(more).copied().collect();
        let shown = json(&env, &all);
        let members = shown["members"].as_array().unwrap().clone();
        members.iter().map(|m| m["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(&[]), ["Camille Exemple", "Dominique Modèle", "Lou Essai"]);
    assert_eq!(of(&["--late"]), ["Lou Essai"], "Dominique owes November alone: within the days of grace");
    assert_eq!(of(&["--nothing"]), ["Lou Essai"]);
    assert_eq!(of(&["--ahead"]), ["Camille Exemple"]);
    let total = json(&env, &[])["total"].clone();
    assert_eq!((&total["late_people"], &total["ahead"]), (&1.into(), &6800.into()));
    let ages =
        ["up_to_30_days", "up_to_90_days", "up_to_180_days", "longer"].map(|k| total[k].as_i64().unwrap());
    assert_eq!(ages.iter().sum::<i64>(), total["unpaid"].as_i64().unwrap());
    dues(&env, &["receiver", "--grace", "365"]).ok();
    assert_eq!(of(&["--late"]), Vec::<String>::new());
}

#[test]
fn certificates_say_what_was_really_received() {
    let env = section();
    env.run(["dues", "certificate", "--year", "2026", "--on", "2027-03-01"]).fails(1, "--name");
    let receiver = ["receiver", "--name", "Syndicat <Exemple>", "--address", "1 rue Exemple, Lyon"];
    dues(&env, &receiver).ok();
    dues(&env, &["receiver", "--signatory", "Dominique Modèle", "--office", "trésorier·e"]).ok();
    pay(&env, "Camille Exemple", "60", "2026-03-05").ok();
    pay(&env, "Camille Exemple", "36", "2026-09-05").ok();
    pay(&env, "Lou Essai", "12", "2026-09-06").ok();
    dues(&env, &["reverse", "A-0003"]).ok();
    let written = |more: &[&str]| {
        let all: Vec<&str> = ["dues", "certificate", "--year", "2026", "--on", "2027-03-01"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        env.run(all)
    };
    let (page, table) = (env.path("page.html"), env.path("values.csv"));
    let args =
        ["--html", page.to_str().unwrap(), "--values", table.to_str().unwrap(), "--json", "--lang", "fr"];
    let made = written(&args).ok().json()["value"].clone();
    assert_eq!((&made["certificates"], &made["total"]), (&1.into(), &9600.into()));
    let html = fs::read_to_string(&page).unwrap();
    // Amount and days of payment, the way, who received it, the article, the number, the condition.
    for needed in [
        "96,00\u{a0}€",
        "05/03/2026",
        "05/09/2026",
        // 66 % of 96 euros, within 1 % of the income.
        "63,36\u{a0}€",
        "chèque",
        "Camille Exemple",
        "Syndicat &lt;Exemple&gt;",
        "1 rue Exemple, Lyon",
        "199 quater C",
        "2026-0001",
        "À la condition que l’organisation soit représentative",
        "66\u{a0}%",
        "7AC",
        "trésorier·e",
    ] {
        assert!(html.contains(needed), "{needed}: {html}");
    }
    assert!(!html.contains("Lou Essai") && !html.contains("duplicata") && !html.contains("<script"));
    assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
    written(&["--html", page.to_str().unwrap()]).fails(1, "page.html");
    written(&["--html", "page.txt"]).fails(1, ".html");
    written(&["--html", page.to_str().unwrap(), "--force", "--copy", "--lang", "fr"]).ok();
    assert!(fs::read_to_string(&page).unwrap().contains("duplicata"));
    let csv = fs::read_to_string(&table).unwrap();
    assert!(csv.contains(";96,00;2026-03-05 60,00 | 2026-09-05 36,00;2026-0001"), "{csv}");
    written(&["Lou Essai"]).fails(1, "nothing was received");
    env.run(["dues", "certificate", "--year", "2025", "--on", "2027-03-01"]).fails(1, "2025");
}

#[test]
fn the_book_goes_to_other_programs_without_a_name() {
    let env = section();
    pay(&env, "Camille Exemple", "60", "2026-03-05").ok();
    dues(&env, &["record", "receipt", "5", "--category", "=cmd|'/c calc'!A1", "--label", "a;b\"c"]).ok();
    dues(&env, &["record", "correction", "-3,50", "--member", "Lou Essai"]).ok();
    let (journal, table) = (env.path("b.journal"), env.path("b.csv"));
    dues(&env, &["book", "--out", journal.to_str().unwrap(), "--form", "hledger"]).ok();
    dues(&env, &["book", "--out", table.to_str().unwrap()]).ok();
    let journal = fs::read_to_string(journal).unwrap();
    assert!(
        journal.contains("2026-03-05 (A-0001) payment\n    assets:till  60.00 EUR\n    members:"),
        "{journal}"
    );
    assert!(journal.contains("income:cmd"), "{journal}");
    let table = fs::read_to_string(table).unwrap();
    let book = env.path("b.xlsx");
    dues(&env, &["book", "--form", "xlsx", "--out", book.to_str().unwrap()]).ok();
    dues(&env, &["book", "--form", "xlsx", "--out", "b.csv"]).fails(1, ".xlsx");
    let rows = workbook::text(&book);
    assert!(!rows.contains("Camille") && !rows.contains("Exemple"), "{rows}");
    assert!(rows.contains("A-0001;2026-03-05;dues received;60;60;"), "{rows}");
    assert!(rows.contains(";-3.5;0;") && rows.contains(";=cmd|'/c calc'!A1;a;b\"c\n"), "{rows}");
    for text in [&journal, &table] {
        assert!(!text.contains("Camille") && !text.contains("Exemple") && !text.contains("Lou"), "{text}");
    }
    assert!(
        table.contains("'=cmd") && table.contains("\"a;b\"\"c\"") && table.contains(";-3.50;"),
        "{table}"
    );
}

#[test]
fn who_is_erased_leaves_sums_without_a_name() {
    let env = section();
    pay(&env, "Camille Exemple", "60", "2026-03-05").ok();
    dues(&env, &["assign", "Camille Exemple", "--exempt", "congé", "--from", "2026-11-21"]).ok();
    env.run(["member", "erase", "Camille Exemple", "--yes"]).ok();
    let shown = json(&env, &["status"]);
    let nameless: Vec<_> = shown["members"].as_array().unwrap().iter().filter(|m| m["name"] == "").collect();
    assert_eq!(nameless.len(), 1);
    assert_eq!(nameless[0]["credit"], 6000);
    assert_eq!(json(&env, &["book"])["sums"]["dues"], 6000);
}

#[test]
fn records_that_are_merged_have_one_account() {
    let env = section();
    env.run(["member", "add", "prénom=Camille", "nom=Exemple-Neuf", "joined=2026-01-01"]).ok();
    pay(&env, "Camille Exemple", "60", "2026-03-05").ok();
    pay(&env, "Exemple-Neuf", "30", "2026-04-05").ok();
    env.run(["member", "merge", "Exemple-Neuf", "Camille Exemple", "--yes"]).ok();
    let shown = json(&env, &["status"]);
    let credits: Vec<_> =
        shown["members"].as_array().unwrap().iter().map(|m| m["credit"].as_i64().unwrap()).collect();
    assert_eq!(credits.iter().sum::<i64>(), 9000);
    assert_eq!(credits.iter().filter(|c| **c == 9000).count(), 1, "{shown}");
}
