//! The copy of what is held of a person, and the record of processing.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::support::Env;

fn section() -> Env {
    let env = Env::with_vault();
    env.run([
        "member",
        "add",
        "given=Camille",
        "family=Exemple",
        "joined=2026-01-01",
        "email=camille@example.org",
        "site=Lyon",
        "consent_source=bulletin papier",
    ])
    .ok();
    env.run([
        "member",
        "add",
        "given=Canari",
        "family=Caché",
        "joined=2026-01-01",
        "email=canari@example.org",
    ])
    .ok();
    env.run(["dues", "schedule", "ordinaire", "--flat", "10", "--from", "2026-09-01", "--usual"]).ok();
    for who in ["camille", "canari"] {
        env.run([
            "dues",
            "record",
            "payment",
            "12,34",
            "--member",
            who,
            "--day",
            "2026-09-05",
            "--way",
            "transfer",
        ])
        .ok();
    }
    env.run(["notice", "queue", "welcome", "--from", "team@example.org", "--yes"]).ok();
    env
}

#[test]
fn a_person_gets_all_that_is_held_of_them_and_nothing_of_others() {
    let env = section();
    let json = env.run(["member", "access-request", "camille", "--json", "--on", "2026-11-30"]).ok().json();
    let value = &json["value"];
    assert_eq!((&value["name"], &value["answer_by"]), (&"Camille Exemple".into(), &"2026-12-30".into()));
    let parts = value["parts"].as_array().unwrap();
    let codes: Vec<_> = parts.iter().map(|p| p["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["roster", "dues", "messages", "log", "rights"]);
    let all = json.to_string();
    for there in ["camille@example.org", "Lyon", "bulletin papier", "12.34", "welcome", "36 months"] {
        assert!(all.contains(there), "{there}: {all}");
    }
    assert!(!all.contains("Canari") && !all.contains("canari") && !all.contains("Caché"), "{all}");
    // The text to which somebody agreed is there as it stood; of another version it is said that it is not known.
    let agreed = |version: &str| {
        env.run(["member", "edit", "camille", &format!("consent-version={version}")]).ok();
        env.run(["member", "access-request", "camille", "--on", "2026-11-30"]).ok().out
    };
    let text = agreed("2026-11").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("you may see them, have them corrected or erased"), "{text}");
    assert!(agreed("1999-01").contains("1999-01, of which"), "a version that the program never had");
    // The page is for its owner, and says the same.
    env.run(["member", "access-request", "camille", "--out", "copie.html"]).ok();
    let path = env.path("copie.html");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.contains("camille@example.org") && !page.contains("Canari") && !page.contains("<script"));
    env.run(["member", "access-request", "camille", "--out", "copie.html"]).fails(1, "copie.html");
    env.run(["member", "access-request", "camille", "--out", "copie.txt"]).ok();
    assert!(fs::read_to_string(env.path("copie.txt")).unwrap().contains("camille@example.org"));
    env.run(["member", "access-request", "xylophone"]).fails(1, "nobody fits");
}

#[test]
fn a_letter_a_list_and_a_merged_record_are_part_of_it() {
    let env = section();
    env.run([
        "member",
        "add",
        "given=Camille",
        "family=Exempel",
        "email=double@example.org",
        "joined=2026-01-01",
    ])
    .ok();
    env.run(["member", "merge", "camille@example.org", "double@example.org", "--yes"]).ok();
    let set = [
        "union=U",
        "union_address=L",
        "signatory=D",
        "office=s",
        "power=p",
        "representative=N",
        "company=E",
        "company_address=L",
        "place=Lyon",
        "perimeter=entreprise",
    ];
    let mut args =
        vec!["letter", "write", "designation-ds", "--who", "camille@example.org", "--out", "l.txt"];
    for one in &set {
        args.extend(["--set", one]);
    }
    env.run(args).ok();
    let text = env.run(["member", "access-request", "camille@example.org"]).ok().out;
    assert!(text.contains("double@example.org"), "the merged record is theirs too: {text}");
    assert!(
        text.contains("D. 2143-4") || text.contains("L.\u{a0}2143-3") || text.contains("Letters"),
        "{text}"
    );
}

#[test]
fn what_was_talked_about_is_theirs_and_who_talked_is_not() {
    let env = section();
    let note = [
        "talk",
        "note",
        "camille",
        "--by",
        "Organisatrice",
        "--day",
        "2026-11-20",
        "--asked",
        "venir à la réunion",
    ];
    let rest = ["--answer", "yes", "--next", "apporter la liste", "--due", "2026-12-05"];
    env.run(note.iter().chain(&rest)).ok();
    let text = env.run(["member", "access-request", "camille"]).ok().out;
    assert!(text.contains("venir à la réunion") && text.contains("apporter la liste"), "{text}");
    assert!(!text.contains("Organisatrice"), "{text}");
    let other = env.run(["member", "access-request", "canari"]).ok().out;
    assert!(!other.contains("venir à la réunion"), "{other}");
}

#[test]
fn the_record_of_processing_has_a_sheet_for_each_activity() {
    let env = section();
    env.run(["dues", "receiver", "--name", "Syndicat Exemple du Rhône"]).ok();
    let json = env.run(["privacy", "record", "--json"]).ok().json();
    assert_eq!(json["value"]["controller"], "Syndicat Exemple du Rhône");
    let codes: Vec<_> = json["value"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        codes,
        [
            "head",
            "members",
            "dues",
            "elections",
            "contacts",
            "organizing",
            "cases",
            "surveys",
            "mail",
            "security"
        ]
    );
    assert!(json.to_string().contains("184 days"), "as long as the outbox keeps them: {json}");
    env.run(["privacy", "record", "--out", "registre.html"]).ok();
    let page = fs::read_to_string(env.path("registre.html")).unwrap();
    assert!(page.contains("Syndicat Exemple du Rhône") && !page.contains("Camille"), "{page}");
}

#[test]
fn a_colleague_gets_a_copy_too_and_a_page_ends_as_one() {
    let env = section();
    env.run(["talk", "person", "Lou Essai", "--service", "Caisse", "--on", "2026-11-30"]).ok();
    env.run(["action", "note", "lou", "signed", "--on", "2026-11-30"]).ok();
    let json = env.run(["member", "access-request", "lou", "--json", "--on", "2026-11-30"]).ok().json();
    let text = json["value"].to_string();
    assert_eq!(json["value"]["parts"][0]["code"], "colleague");
    assert!(text.contains("Caisse") && text.contains("signed") && !text.contains("Camille"), "{text}");
    let french = env.run(["member", "access-request", "lou", "--on", "2026-11-30", "--lang", "fr"]).ok().out;
    assert!(french.contains("a signé") && !french.contains("signed"), "{french}");
    env.run(["member", "access-request", "personne"]).fails(1, "nobody fits");
    // What is a page is named as one, everywhere.
    for line in [
        &["member", "access-request", "lou", "--out", "copie.pdf"][..],
        &["privacy", "record", "--out", "copie.pdf"],
        &["privacy", "breach", "paper", "--out", "copie.pdf"],
        &["handover", "--out", "copie.pdf"],
    ] {
        env.run(line).fails(1, ".html");
        assert!(!env.path("copie.pdf").exists(), "{line:?}");
    }
}

#[test]
fn what_could_go_is_listed_and_nothing_is_changed() {
    let env = section();
    env.run(["member", "add", "given=Ancien", "family=Membre", "joined=2019-01-01"]).ok();
    env.run(["member", "leave", "Ancien", "--reason", "left", "--date", "2021-01-01", "--yes"]).ok();
    env.run(["member", "add", "given=Sans", "family=Adresse"]).ok();
    let codes = |json: &serde_json::Value, code: &str| -> Vec<String> {
        let parts = json["value"]["parts"].as_array().unwrap();
        let part = parts.iter().find(|part| part["code"] == code);
        part.map_or_else(Vec::new, |part| {
            part["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["name"].as_str().unwrap().to_owned())
                .collect()
        })
    };
    let json = env.run(["privacy", "review", "--json", "--on", "2026-11-30"]).ok().json();
    assert!(codes(&json, "past")[0].starts_with("Ancien Membre"), "{json}");
    assert_eq!((codes(&json, "empty").len(), codes(&json, "consent").len()), (1, 1));
    // Nobody was written to yet: what waits in the outbox reached nobody.
    assert_eq!(codes(&json, "silent").len(), 3, "{json}");
    env.run([
        "talk",
        "note",
        "camille",
        "--asked",
        "a",
        "--answer",
        "yes",
        "--next",
        "b",
        "--due",
        "2026-12-04",
        "--on",
        "2026-11-30",
    ])
    .ok();
    let json = env.run(["privacy", "review", "--json", "--on", "2026-11-30"]).ok().json();
    assert_eq!(codes(&json, "silent").len(), 2, "{json}");
    let text = env.run(["privacy", "review", "--on", "2026-11-30", "--lang", "fr"]).ok().out;
    assert!(text.contains("data-reviewed") && text.contains("member purge"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn seventy_two_hours_run_from_when_one_knows() {
    let env = section();
    let at = |args: &[&str]| {
        let all = [&["privacy", "breach", "messagerie", "--json"][..], args].concat();
        env.run(all).ok().json()["value"]["notify_by"].as_str().unwrap().to_owned()
    };
    assert_eq!(at(&["--day", "2026-11-27", "--at", "14h30"]), "2026-11-30T13:30:00+00:00");
    // The clocks go back in between: hours are hours.
    assert_eq!(at(&["--day", "2026-10-24", "--at", "14:30"]), "2026-10-27T12:30:00+00:00");
    let text = env.run(["privacy", "breach", "laptop", "--out", "kit.html", "--on", "2026-11-30"]).ok().out;
    assert!(text.contains("72 hours") && text.contains("contrepoids key remove"), "{text}");
    let page = std::fs::read_to_string(env.path("kit.html")).unwrap();
    assert!(page.contains("72 hours") && !page.contains("Camille") && !page.contains("camille@"), "{page}");
    env.run(["privacy", "breach", "fire"]).fails(2, "laptop");
}
