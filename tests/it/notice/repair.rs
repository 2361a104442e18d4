//! After a run: `outbox`, `status --failed`, `retry` to a repaired address, `cancel`, and the end of recipients.

use std::fs;

use serde_json::Value;

use crate::{
    notice::{
        people::section,
        server::{Act, Server, Step},
    },
    support::Env,
};

const FROM: &str = "L’équipe <equipe@section.example.org>";

fn queue(env: &Env) -> String {
    let run = env.run(["notice", "queue", "welcome", "--from", FROM, "--json"]).ok();
    run.json()["value"]["campaign"].as_str().unwrap()[..8].to_owned()
}

fn send(env: &Env, server: &Server, id: &str) -> i32 {
    let url = server.url();
    env.run(["notice", "send", id, "--smtp", &url, "--pace", "0", "--patience-ms", "400", "--really"]).code
}

fn counts(env: &Env) -> Value {
    env.run(["notice", "status", "--json"]).ok().json()["value"]["notices"][0]["counts"].clone()
}

#[test]
fn what_waits_is_read_from_the_bytes_that_will_leave() {
    let env = section(3);
    let id = queue(&env);
    let run = env.run(["notice", "outbox"]).ok();
    assert!(
        run.out.contains("3 messages wait") && run.out.contains("<personne001@example.net>"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("Bonjour"));
    let run = env.run(["notice", "outbox", &id, "--for", "Prénom001"]).ok();
    assert!(run.out.contains("Bonjour Prénom001"), "{}", run.out);
    env.run(["notice", "outbox", "--for", "exemple"]).fails(1, "3 people fit");
    let json = env.run(["notice", "outbox", "--json"]).ok().json();
    assert_eq!(json["value"]["waiting"].as_array().unwrap().len(), 3);
}

#[test]
fn a_refused_message_goes_out_to_the_repaired_address_with_the_same_identity() {
    let env = section(3);
    let id = queue(&env);
    let server = Server::start(|step, n| match (step, n) {
        (Step::Rcpt, 0) => Act::Say("550 no such box \u{1b}[31m\r\n".into()),
        _ => Act::Usual,
    });
    assert_eq!(send(&env, &server, &id), 30);
    let run = env.run(["notice", "status", "--failed"]).ok();
    assert!(run.out.contains("550 no such box ?[31m") && run.out.contains("@example.net"), "{}", run.out);
    let failed =
        env.run(["notice", "status", &id, "--failed", "--json"]).ok().json()["value"]["failed"][0].clone();
    let member = failed["member"].as_str().unwrap().to_owned();
    let was = failed["address"].as_str().unwrap().to_owned();
    assert_eq!(failed["repaired"], false);
    // A message of this run that was refused for good is not sent by a second run.
    assert_eq!(send(&env, &server, &id), 30);
    assert_eq!(server.accepted().len(), 2);
    env.run(["member", "edit", &member, "email=repare@example.net"]).ok();
    assert_eq!(
        env.run(["notice", "status", &id, "--failed", "--json"]).ok().json()["value"]["failed"][0]["repaired"],
        true
    );
    let back = env.run(["notice", "retry", &id, "--json"]).ok().json();
    assert_eq!((back["value"]["again"].as_u64(), back["value"]["readdressed"].as_u64()), (Some(1), Some(1)));
    assert_eq!(counts(&env)["queued"], 1);
    assert_eq!(send(&env, &server, &id), 0);
    let accepted = server.accepted();
    assert!(accepted.contains(&"repare@example.net".to_owned()) && !accepted.contains(&was), "{accepted:?}");
    let last = server.look(|s| s.accepted.last().unwrap().1.clone());
    assert!(last.contains("<repare@example.net>") && !last.contains(&was));
    // Nothing is left to put back.
    assert_eq!(env.run(["notice", "retry", &id, "--json"]).ok().json()["value"]["again"], 0);
}

#[test]
fn an_address_at_the_employers_is_not_put_back() {
    let env = section(1);
    let id = queue(&env);
    let server = Server::odd(Step::Rcpt, 0, Act::Say("550 no\r\n".into()));
    send(&env, &server, &id);
    env.run(["company", "set", "--forbid-domain", "example.net"]).ok();
    let back = env.run(["notice", "retry", &id, "--json"]).ok().json();
    assert_eq!((back["value"]["again"].as_u64(), back["value"]["left"].as_u64()), (Some(0), Some(1)));
}

#[test]
fn what_is_taken_back_never_leaves_and_what_was_sent_stays_sent() {
    let env = section(4);
    let id = queue(&env);
    let members = env.run(["notice", "outbox", "--json"]).ok().json();
    let one = members["value"]["waiting"][0]["member"].as_str().unwrap().to_owned();
    // It cannot be undone: without a yes nothing is taken back.
    env.run(["notice", "cancel", &id]).fails(1, "Take back 4 messages");
    env.run(["notice", "cancel", "", "--yes"]).fails(1, "no such campaign");
    assert_eq!(counts(&env)["queued"], 4);
    let run = env.run(["notice", "cancel", &id, "--id", &one[..8], "--yes"]).ok();
    assert!(run.out.contains("Taken back: 1"), "{}", run.out);
    env.run(["notice", "send", &id, "--eml-dir", "mails", "--really"]).ok();
    assert_eq!(fs::read_dir(env.path("mails")).unwrap().count(), 3);
    assert_eq!(env.run(["notice", "cancel", &id, "--json"]).ok().json()["value"]["cancelled"], 0);
    assert_eq!((counts(&env)["sent"].as_u64(), counts(&env)["cancelled"].as_u64()), (Some(3), Some(1)));
    env.run(["notice", "cancel", "ffff"]).fails(1, "no such campaign");
    env.run(["notice", "cancel", &id, "--id", "ffff0000"]).fails(1, "nobody fits");
}

#[test]
fn a_campaign_with_a_moment_is_not_sent_before_it() {
    let env = section(2);
    let queued =
        |at: &'static str| env.run(["notice", "queue", "welcome", "--from", FROM, "--at", at, "--json"]);
    queued("tomorrow").fails(2, "not a day and an hour");
    queued("2026-01-05 9h").fails(1, "2026-01-05 09:00 (Paris time) has already passed");
    let json = queued("2100-01-05 9h30").ok().json();
    assert_eq!(json["value"]["not_before"], "2100-01-05T08:30:00.000+00:00");
    let id = json["value"]["campaign"].as_str().unwrap()[..8].to_owned();
    let out = env.path("out");
    let really = || env.run(["notice", "send", &id, "--eml-dir", out.to_str().unwrap(), "--really"]);
    really().fails(1, "waits until 2100-01-05 09:30 (Paris time)");
    assert!(!out.exists());
    let dry = env.run(["notice", "send", &id]).ok();
    assert!(dry.out.contains("Nothing of it leaves before 2100-01-05 09:30"), "{}", dry.out);
    let status = env.run(["notice", "status"]).ok();
    assert!(status.out.contains("nothing of it leaves before 2100-01-05 09:30"), "{}", status.out);
    // Set anew: the remark says that it is night.
    let later = env.run(["notice", "send", &id, "--at", "2100-01-06 22h"]).ok();
    assert!(later.err.contains("outside 8:00–20:00"), "{}", later.err);
    let json = env.run(["notice", "status", "--json"]).ok().json();
    assert_eq!(json["value"]["notices"][0]["not_before"], "2100-01-06T21:00:00.000+00:00");
    really().fails(1, "waits until 2100-01-06 22:00");
    env.run(["notice", "send", &id, "--at", "now"]).ok();
    really().ok();
    assert_eq!(counts(&env)["sent"], 2);
}
