//! The outboxes of several laptops: each campaign is of one, the others know it; nobody is written to twice unasked.

use std::{io::Write as _, process::Stdio};

use super::*;

const TEAM: &str = "L’équipe <equipe@example.org>";

fn two() -> ((TempDir, PathBuf), Env, Env) {
    let (kept, a) = (place(), Env::with_vault());
    for name in ["Camille", "Noa"] {
        let mail = format!("email={}@example.net", name.to_lowercase());
        run(
            &a,
            &[
                "member",
                "add",
                "family=Exemple",
                &format!("given={name}"),
                &mail,
                "joined=2026-01-05",
                "--yes",
            ],
        )
        .ok();
    }
    run(&a, &["sync", "add", text(&kept.1)]).ok();
    let b = joined(&a, &kept.1, "Portable de Lou", "organizer");
    both(&a, &b);
    (kept, a, b)
}

/// Both have what either has.
fn both(a: &Env, b: &Env) {
    for env in [a, b, a, b] {
        run(env, &["sync"]);
    }
}

fn queue(env: &Env, more: &[&str]) -> Run {
    let notice =
        ["notice", "queue", "meeting", "--from", TEAM, "--set", "date=2026-12-03", "--set", "place=Salle 2"];
    run(env, &[&notice, more].concat())
}

fn campaign(run: &Run) -> String {
    run.json()["value"]["campaign"].as_str().unwrap()[..8].to_owned()
}

fn send(env: &Env, dir: &str, more: &[&str]) -> Run {
    run(env, &[&["notice", "send", "--eml-dir", dir, "--really", "--yes"], more].concat())
}

fn status(env: &Env) -> serde_json::Value {
    run(env, &["notice", "status", "--json"]).ok().json()["value"].clone()
}

#[test]
fn a_campaign_is_known_to_the_others_and_nobody_is_written_to_twice() {
    let (_kept, a, b) = two();
    let id = campaign(&queue(&a, &["--json"]).ok());
    let waits = run(&a, &["sync", "status", "--json"]).ok().json();
    assert_eq!(waits["value"]["unsent"], 1, "{waits}");
    both(&a, &b);
    assert_eq!(run(&a, &["sync", "status", "--json"]).ok().json()["value"]["unsent"], 0);
    let there = status(&b);
    assert_eq!(there["notices"].as_array().unwrap().len(), 0, "{there}");
    assert_eq!(there["elsewhere"][0]["counts"]["queued"], 2, "{there}");
    let said = run(&b, &["notice", "status"]).ok().out;
    assert!(said.contains("which alone sends it"), "{said}");
    let each = run(&b, &["notice", "status", &id, "--each"]).ok().out;
    assert!(each.contains("Noa"), "{each}");
    // Who has it there is left out here, with which device and since when.
    let wanted = [
        "notice",
        "preview",
        "meeting",
        "--from",
        TEAM,
        "--set",
        "date=2026-12-03",
        "--set",
        "place=Salle 2",
    ];
    let preview = run(&b, &[&wanted[..], &["--for", "Noa"]].concat());
    assert!(preview.said().contains("from another device, queued on"), "{}", preview.said());
    let refused = queue(&b, &[]).fails(1, "nobody to write to");
    assert!(
        refused.said().contains("(memory)") || refused.said().contains("from another device"),
        "{}",
        refused.said()
    );
    // Sent there, it is known here as sent.
    send(&a, "a", &[]).ok();
    both(&a, &b);
    assert_eq!(status(&b)["elsewhere"][0]["counts"]["sent"], 2);
    // A person says so: it is queued again, and not held for what was known.
    queue(&b, &["--again"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(!said.contains("held"), "{said}");
    send(&b, "b", &[]).ok();
    assert_eq!(fs::read_dir(b.path("b")).unwrap().count(), 2);
}

#[test]
fn of_two_that_were_queued_apart_the_later_one_waits_for_a_person() {
    let (_kept, a, b) = two();
    queue(&a, &["--id", "Noa"]).ok();
    let later = campaign(&queue(&b, &["--json"]).ok());
    run(&a, &["sync"]).ok();
    let said = run(&b, &["sync"]).ok().out;
    assert!(said.contains("held: the same notice, for 1 person"), "{said}");
    assert!(said.contains(&format!("notice send {later} --again")), "{said}");
    let shown = status(&b);
    assert_eq!(shown["notices"][0]["waits"]["people"], 1, "{shown}");
    send(&b, "b", &[]).fails(1, "was queued before on");
    assert!(fs::read_dir(b.path("b")).map_or(0, Iterator::count) == 0);
    // The earlier one does not wait, and a notice with other values is another one.
    send(&a, "a", &[]).ok();
    both(&a, &b);
    send(&b, "b", &[]).fails(1, "would get it twice");
    send(&b, "b", &["--again"]).ok();
    assert_eq!(fs::read_dir(b.path("b")).unwrap().count(), 2);
    let french = run(&b, &["notice", "status", "--lang", "fr"]).ok().out;
    assert!(french.contains("qui seul l’envoie"), "{french}");
}

#[test]
fn what_waits_on_a_laptop_that_was_removed_keeps_nobody_from_it() {
    let (_kept, a, b) = two();
    queue(&b, &[]).ok();
    both(&a, &b);
    queue(&a, &[]).fails(1, "nobody to write to");
    run(&a, &["key", "remove", "lou", "--yes"]).ok();
    queue(&a, &[]).ok();
}

/// What a server says of an address that does not exist.
fn report(recipient: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.net\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: text/plain\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mail.example.net\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: failed\r\n\
         Status: 5.1.1\r\n\r\n--b--\r\n"
    )
}

#[test]
fn dead_addresses_opt_outs_and_kept_replies_are_shared() {
    let (_kept, a, b) = two();
    run(&b, &["member", "edit", "Camille", "notices=no", "--yes"]).ok();
    fs::create_dir(a.path("back")).unwrap();
    a.write("back/1.eml", report("noa@example.net"));
    run(&a, &["notice", "bounces", "import", "back", "--apply"]).ok();
    let mut reply = a.command();
    reply.args(["notice", "suggest", "parking", "--to", "Noa", "--from", TEAM, "--stdin"]);
    let text = "Objet : Stationnement\n\nLe parking ouvre à sept heures.\n";
    reply.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = reply.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    Run::of(child.wait_with_output().unwrap()).ok();
    both(&a, &b);
    let found = run(&b, &["notice", "suggest", "parking"]).ok().out;
    assert!(found.contains("Stationnement"), "{found}");
    let dead = run(&b, &["notice", "bounces", "list"]).ok().out;
    assert!(dead.contains("noa@example.net"), "{dead}");
    let refused = queue(&a, &[]).fails(1, "nobody to write to");
    assert!(refused.said().contains("wants no notices"), "{}", refused.said());
    // The mark is taken off on the other laptop: here, too, and it does not come back.
    run(&b, &["notice", "bounces", "clear", "Noa"]).ok();
    both(&a, &b);
    for env in [&a, &b] {
        let dead = run(env, &["notice", "bounces", "list"]).ok().out;
        assert!(!dead.contains("noa@example.net"), "{dead}");
    }
}
