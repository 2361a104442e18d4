//! What has changed in the roster since messages were queued, and what each message came to.

use serde_json::Value;

use crate::{
    notice::{
        people::section,
        server::{Act, Server, Step},
    },
    support::Env,
};

const FROM: &str = "L’équipe <equipe@section.example.org>";

fn queue(env: &Env, notice: &str) -> String {
    let run = env.run(["notice", "queue", notice, "--from", FROM, "--json"]).ok();
    run.json()["value"]["campaign"].as_str().unwrap()[..8].to_owned()
}

fn waiting(env: &Env) -> Vec<(String, String)> {
    let json = env.run(["notice", "outbox", "--json"]).ok().json();
    let one = |w: &Value| {
        let to = w["message"]["headers"]["To"].as_str().or(w["message"]["to"].as_str()).unwrap_or_default();
        (w["member"].as_str().unwrap().to_owned(), to.to_owned())
    };
    json["value"]["waiting"].as_array().unwrap().iter().map(one).collect()
}

fn send<'a>(id: &'a str, url: &'a str) -> [&'a str; 8] {
    ["notice", "send", id, "--smtp", url, "--pace", "0", "--really"]
}

#[test]
fn nothing_leaves_for_an_address_that_has_changed() {
    let env = section(4);
    let id = queue(&env, "welcome");
    let member = waiting(&env)[2].0.clone();
    let old = env.run(["member", "show", &member, "--json"]).ok().out;
    let old = old.split('"').find(|text| text.ends_with("@example.net")).unwrap().to_owned();
    env.run(["member", "edit", &member, "email=neuve@example.net"]).ok();
    let server = Server::start(|_, _| Act::Usual);
    let url = server.url();
    for really in [true, false] {
        let args = send(&id, &url);
        let args = if really { &args[..] } else { &args[..7] };
        let run = env.run(args).fails(1, "has changed since");
        assert!(run.err.contains(&format!("notice retry {id}")), "{}", run.err);
    }
    assert!(server.accepted().is_empty());
    let back = env.run(["notice", "retry", "--json"]).ok().json();
    assert_eq!((back["value"]["again"].as_u64(), back["value"]["readdressed"].as_u64()), (Some(1), Some(1)));
    env.run(send(&id, &url)).ok();
    let accepted = server.accepted();
    assert_eq!(accepted.len(), 4);
    assert!(accepted.contains(&"neuve@example.net".to_owned()) && !accepted.contains(&old), "{accepted:?}");
}

#[test]
fn nothing_leaves_for_who_has_no_address_or_wants_none() {
    let env = section(4);
    let server = Server::start(|_, _| Act::Usual);
    let url = server.url();
    let id = queue(&env, "welcome");
    let (one, two) = (waiting(&env)[0].0.clone(), waiting(&env)[1].0.clone());
    env.run(["member", "edit", &one, "email="]).ok();
    env.run(["member", "edit", &two, "email="]).ok();
    let run = env.run(send(&id, &url)).fails(1, "2 messages");
    for member in [&one, &two] {
        let hint = format!("contrepoids notice cancel {id} --id {}", &member[..8]);
        assert!(run.err.contains(&hint), "{}", run.err);
        env.run(["notice", "cancel", &id, "--id", &member[..8], "--yes"]).ok();
    }
    env.run(send(&id, &url)).ok();
    assert_eq!(server.accepted().len(), 2);
}

#[test]
fn each_message_is_told_with_its_answer() {
    let env = section(3);
    let id = queue(&env, "welcome");
    let server = Server::start(|_, _| Act::Usual);
    env.run(["notice", "status", "--each"]).fails(2, "");
    let before = env.run(["notice", "status", &id, "--each"]).ok();
    assert_eq!(before.out.matches("waiting").count(), 1 + 3, "{}", before.out);
    env.run(send(&id, &server.url())).ok();
    let run = env.run(["notice", "status", &id, "--each"]).ok();
    assert_eq!(run.out.matches("sent (250").count(), 3, "{}", run.out);
    assert!(run.out.contains("Prénom001"), "{}", run.out);
    let json = env.run(["notice", "status", &id, "--each", "--json"]).ok().json();
    let open = json["value"]["notices"][0]["open"].as_array().unwrap();
    assert!(
        open.iter().all(|m| m["state"] == "sent" && m["code"] == 250 && m["name"].is_string()),
        "{open:?}"
    );
    let moments = open.iter().map(|m| &m["at"]).chain([&json["value"]["notices"][0]["queued_at"]]);
    for moment in moments {
        let read = moment.as_str().map(chrono::DateTime::parse_from_rfc3339);
        assert!(matches!(read, Some(Ok(_))), "{moment}");
    }
    assert_eq!(
        env.run(["notice", "status", &id, "--json"]).ok().json()["value"]["notices"][0]["open"],
        serde_json::json!([])
    );
    assert!(env.run(["notice", "status", "--failed"]).ok().out.contains("Nothing to repair"));
}

#[test]
fn who_is_left_out_is_told_with_the_reason() {
    let env = section(3);
    queue(&env, "welcome");
    env.run(["notice", "queue", "welcome", "--from", FROM]).fails(1, "--again");
    let address = "personne001@example.net";
    let preview = |more: &[&str]| {
        let args = [&["notice", "preview", "welcome", "--from", FROM, "--for"], more].concat();
        env.run(args)
    };
    preview(&["Prénom001"]).fails(1, "has this notice already");
    let other = section(2);
    let args = ["notice", "preview", "welcome", "--from", FROM, "--for", address];
    assert!(other.run(args).ok().out.contains(address));
}

/// Who has a notice under one record does not get it again under the other, into which the first was merged.
#[test]
fn a_merge_writes_to_nobody_twice() {
    let env = section(3);
    let server = Server::start(|_, _| Act::Usual);
    let url = server.url();
    let only = |id: &str| {
        ["notice", "queue", "welcome", "--from", FROM, "--id", id, "--json"].map(str::to_owned).to_vec()
    };
    queue(&env, "welcome");
    let (kept, merged) = (waiting(&env)[0].0.clone(), waiting(&env)[1].0.clone());
    env.run([
        "notice",
        "cancel",
        &env.run(["notice", "status", "--json"]).ok().json()["value"]["notices"][0]["campaign"]
            .as_str()
            .unwrap()[..8],
        "--yes",
    ])
    .ok();
    let json = env.run(only(&merged)).ok().json();
    let id = json["value"]["campaign"].as_str().unwrap()[..8].to_owned();
    env.run(send(&id, &url)).ok();
    assert_eq!(server.accepted().len(), 1);
    env.run(["member", "merge", &kept, &merged, "--yes"]).ok();
    env.run(only(&kept)).fails(1, "--again");
}

/// Somebody else writes the roster while messages leave: none leaves that may not be wanted any more.
#[test]
fn a_run_ends_when_the_roster_is_written_meanwhile() {
    let env = section(4);
    let mut args = vec!["notice", "queue", "meeting", "--from", FROM, "--json"];
    args.extend(["--set", "date=2026-12-03", "--set", "place=Salle 2"]);
    let id = env.run(args).ok().json()["value"]["campaign"].as_str().unwrap()[..8].to_owned();
    let waits = waiting(&env);
    let mut refuse = env.command();
    refuse.args(["member", "edit", &waits[3].0, "notices=no"]);
    let server = Server::start(move |step, n| {
        if step == Step::Dot && n == 0 {
            assert!(refuse.output().unwrap().status.success());
        }
        Act::Usual
    });
    let url = server.url();
    let run = env.run(send(&id, &url));
    assert_eq!(run.code, 30, "{}", run.said());
    assert!(run.said().contains("the roster was changed meanwhile"), "{}", run.said());
    assert_eq!(server.accepted().len(), 1);
    // Started again, it says what does not fit.
    env.run(send(&id, &url)).fails(1, "has changed since");
    assert_eq!(server.accepted().len(), 1);
}
