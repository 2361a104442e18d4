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
    assert_eq!(codes, ["head", "members", "dues", "elections", "contacts", "mail", "security"]);
    assert!(json.to_string().contains("184 days"), "as long as the outbox keeps them: {json}");
    env.run(["privacy", "record", "--out", "registre.html"]).ok();
    let page = fs::read_to_string(env.path("registre.html")).unwrap();
    assert!(page.contains("Syndicat Exemple du Rhône") && !page.contains("Camille"), "{page}");
}
