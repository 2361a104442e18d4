//! `contrepoids notice …`, as it is typed.

use std::fs;

use serde_json::Value;

use crate::{
    notice::{
        people::{add, log, open, section},
        server::{Act, Server, Step},
    },
    support::{Env, Run},
};

const FROM: &str = "L’équipe <equipe@section.example.org>";

fn queue(env: &Env) -> String {
    let run = env.run(["notice", "queue", "welcome", "--from", FROM, "--json"]).ok();
    run.json()["value"]["campaign"].as_str().unwrap().to_owned()
}

fn counts(env: &Env) -> Value {
    env.run(["notice", "status", "--json"]).ok().json()["value"]["notices"][0]["counts"].clone()
}

fn send(env: &Env, server: &Server, more: &[&str]) -> Run {
    let url = server.url();
    let mut args = vec!["notice", "send", "--smtp", &url, "--pace", "0", "--patience-ms", "400"];
    args.extend(more);
    env.run(args)
}

#[test]
fn templates_are_listed_and_shown_without_a_vault() {
    let env = Env::new();
    let run = env.run(["notice", "templates"]).ok();
    assert!(run.out.contains("meeting") && run.out.contains("welcome"), "{}", run.out);
    let run = env.run(["notice", "templates", "meeting"]).ok();
    assert!(run.out.contains("--set 'date=2026-12-03'") && run.out.contains("Hello Camille"), "{}", run.out);
    let json = env.run(["notice", "templates", "meeting", "--json"]).ok().json();
    assert_eq!(json["schema"], "contrepoids.notice.template/1");
    assert_eq!(json["value"]["samples"][0]["subject"], "Rendez-vous du jeudi 3\u{a0}décembre 2026");
    env.run(["notice", "templates", "nope"]).fails(1, "there are assembly, ");
}

#[test]
fn a_preview_says_who_gets_what_and_who_does_not() {
    let env = section(6);
    let mut vault = open(&env);
    let twin = add(
        &mut vault,
        &[
            ("given", "Jumeau"),
            ("family", "Exemple"),
            ("email", "personne000@example.net"),
            ("standing", "member"),
        ],
    );
    drop(vault);
    let run = env.run(["notice", "preview", "welcome", "--from", FROM]).ok();
    for part in [
        "Messages: 7 (en 2, fr 5), one per person",
        "Shared addresses: 2 people",
        "Without a message: 1",
        "no address: 1",
        "Sans Adresse",
        "To: Jumeau Exemple <personne000@example.net>",
        "Subject: Bienvenue",
        "Bonjour Jumeau,",
        "L’équipe",
        "Nothing has left, nothing is stored.",
    ] {
        assert!(run.out.contains(part), "{part:?} is not in\n{}", run.out);
    }
    assert!(!run.out.contains("Prospect"));
    let id = twin.to_string();
    for member in [&id[..8], "jumeau", "exemple jum"] {
        let json =
            env.run(["notice", "preview", "welcome", "--from", FROM, "--for", member, "--json"]).ok().json();
        assert_eq!(json["value"]["message"]["to"], "Jumeau Exemple <personne000@example.net>");
        assert_eq!(json["value"]["excluded"][0]["why"], "no-address");
    }
    env.run(["notice", "preview", "welcome", "--from", FROM, "--for", "exemple"]).fails(1, "7 people fit");
    let other =
        env.run(["notice", "preview", "welcome", "--from", FROM, "--standing", "prospect", "--json"]).ok();
    assert_eq!(other.json()["value"]["messages"], 1);
    let site = env.run(["notice", "preview", "welcome", "--from", FROM, "--site", "brest", "--json"]).ok();
    assert_eq!(site.json()["value"]["messages"], 3);
}

#[test]
fn the_message_goes_to_a_new_file_that_only_this_user_reads() {
    let env = section(1);
    let run = env.run(["notice", "preview", "welcome", "--from", FROM, "--eml", "one.eml"]).ok();
    assert!(run.err.contains("one.eml"));
    let text = fs::read_to_string(env.path("one.eml")).unwrap();
    assert!(
        text.contains("<personne000@example.net>\r\n") && text.contains("Subject: Welcome\r\n"),
        "{text}"
    );
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(env.path("one.eml")).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    env.run(["notice", "preview", "welcome", "--from", FROM, "--eml", "one.eml"])
        .fails(1, "is there already");
    assert_eq!(fs::read_to_string(env.path("one.eml")).unwrap(), text);
}

#[test]
fn what_is_typed_wrong_is_refused_with_what_to_do() {
    let env = section(1);
    let preview = |args: &[&str]| {
        let mut all = vec!["notice", "preview"];
        all.extend(args);
        env.run(all)
    };
    preview(&["welcome"]).fails(1, "--from");
    preview(&["welcome", "--from", "nobody"]).fails(1, "address is not usable");
    preview(&["welcome", "--from", "a\r\nBcc: b <a@example.org>"]).fails(1, "name is not usable");
    preview(&["meeting", "--from", FROM]).fails(1, "missing: date, place");
    preview(&["meeting", "--from", FROM, "--set", "date"]).fails(2, "NAME=VALUE");
    preview(&["meeting", "--from", FROM, "--set", "date=31/02/2026", "--set", "place=x"]).fails(1, "date");
    preview(&["meeting", "--from", FROM, "--set", "colour=red"]).fails(1, "no variable `colour`");
    preview(&["meeting", "--from", FROM, "--set", "given_name=x"]).fails(1, "no variable `given_name`");
    preview(&["nope", "--from", FROM]).fails(1, "no notice `nope`");
    preview(&["welcome", "--from", FROM, "--where", "nope=1"]).fails(2, "“nope” is not a field");
    preview(&["welcome", "--from", FROM, "--site", "Nowhere"]).fails(1, "nobody to write to");
    let warned = preview(&["welcome", "--from", "Section syndicale <a@example.org>"]).ok();
    assert!(warned.err.contains("lock screen"), "{}", warned.err);
}

#[test]
fn the_employers_domains_are_refused_as_sender_server_and_recipient() {
    let env = section(2);
    let mut vault = open(&env);
    // The address was taken before the domain was forbidden.
    add(
        &mut vault,
        &[
            ("given", "Au"),
            ("family", "Travail"),
            ("email", "x@mail.employeur.example"),
            ("standing", "member"),
        ],
    );
    drop(vault);
    let told = env.run(["company", "set", "--forbid-domain", "employeur.example"]).ok();
    assert!(told.err.contains("1 person has an address at the employer's"), "{}", told.err);
    let json = env.run(["notice", "preview", "welcome", "--from", FROM, "--json"]).ok().json();
    let why: Vec<&str> =
        json["value"]["excluded"].as_array().unwrap().iter().map(|e| e["why"].as_str().unwrap()).collect();
    assert_eq!(why, ["no-address", "employer-domain"]);
    env.run(["notice", "preview", "welcome", "--from", "a@EMPLOYEUR.example"])
        .fails(1, "domain of the employer");
    queue(&env);
    env.run(["notice", "send", "--smtp", "smtps://a@smtp.employeur.example", "--really"])
        .fails(1, "the employer's");
}

/// A message that was queued before its domain was forbidden does not leave; nor does one from such a sender.
#[test]
fn a_domain_forbidden_after_the_queue_is_refused_at_sending() {
    for domain in ["example.org", "example.net"] {
        let env = section(2);
        queue(&env);
        env.run(["company", "set", "--forbid-domain", domain]).ok();
        for way in [&["--eml-dir", "mails"][..], &["--eml-dir", "mails", "--really"]] {
            env.run([&["notice", "send"], way].concat()).fails(1, "would go to the employer");
        }
        assert!(!env.path("mails").exists());
        assert_eq!(counts(&env)["queued"], 2);
    }
}

/// E19: words that tell are refused, and whoever wants them all the same is remembered by the campaign.
#[test]
fn telling_words_need_a_yes_that_is_recorded() {
    let env = section(1);
    let telling = "Section syndicale <equipe@section.example.org>";
    env.run(["notice", "queue", "welcome", "--from", telling]).fails(1, "a lock screen shows it");
    assert!(env.run(["notice", "status"]).ok().out.contains("empty"));
    let run = env.run(["notice", "queue", "welcome", "--from", telling, "--telling"]).ok();
    assert!(run.err.contains("section syndicale"), "{}", run.err);
    let json = env.run(["notice", "status", "--json"]).ok().json();
    assert_eq!(
        json["value"]["notices"][0]["telling_words"],
        serde_json::json!(["syndic", "section syndicale"])
    );
    assert!(env.run(["notice", "status"]).ok().out.contains("in spite of the words: syndic"));
    // A discreet one has nothing to remember.
    env.run(["notice", "queue", "welcome", "--from", FROM, "--again"]).ok();
    let json = env.run(["notice", "status", "--json"]).ok().json();
    assert_eq!(json["value"]["notices"][1]["telling_words"], serde_json::json!([]));
}

#[test]
fn a_dry_run_is_the_default_and_touches_nothing() {
    let env = section(3);
    let server = Server::kind();
    queue(&env);
    let run = send(&env, &server, &[]).ok();
    for part in ["3 waiting", "Would leave: 3 messages, list ", "Dry run: nothing has left", " Prénom00"] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    env.run(["notice", "send", "--eml-dir", "mails"]).ok();
    assert!(!env.path("mails").exists());
    server.look(|seen| assert_eq!((seen.connections, seen.lines.len()), (0, 0)));
    assert_eq!(counts(&env)["queued"], 3);
}

#[test]
fn from_the_roster_to_a_folder_and_never_twice() {
    let env = section(5);
    queue(&env);
    env.run(["notice", "send", "--really"]).fails(2, "--eml-dir");
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    assert_eq!(fs::read_dir(env.path("mails")).unwrap().count(), 5);
    assert_eq!(counts(&env)["sent"], 5);
    // Nothing is due any more, in this folder or another.
    env.run(["notice", "send", "--eml-dir", "other", "--really"]).ok();
    assert_eq!(fs::read_dir(env.path("other")).unwrap().count(), 0);
    // The same notice again reaches nobody who has it.
    env.run(["notice", "queue", "welcome", "--from", FROM]).fails(1, "nobody to write to");
    open_and_add(&env, "Nouveau");
    let again = env.run(["notice", "queue", "welcome", "--from", FROM, "--json"]).ok().json();
    assert_eq!(again["value"]["queued"], 1);
    let log = log(&env);
    assert_eq!((log["Queued"], log["Sent"]), (6, 5));
}

fn open_and_add(env: &Env, given: &str) {
    let mail = format!("{}@example.net", given.to_lowercase());
    let mut vault = open(env);
    add(&mut vault, &[("given", given), ("family", "Exemple"), ("email", &mail), ("standing", "member")]);
}

#[test]
fn many_messages_need_the_number_or_a_yes() {
    let env = section(25);
    queue(&env);
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).fails(1, "the number was not typed");
    assert_eq!(counts(&env)["queued"], 25);
    env.run(["notice", "send", "--eml-dir", "mails", "--really", "--yes"]).ok();
    assert_eq!(counts(&env)["sent"], 25);
}

#[test]
fn one_message_that_cannot_be_written_keeps_all_from_being_queued() {
    let env = section(4);
    let long = format!("place={}", "é".repeat(990));
    let items = "agenda=".to_owned() + &"é".repeat(990);
    let mut args =
        vec!["notice", "queue", "meeting", "--from", FROM, "--set", "date=2026-12-03", "--set", &long];
    for _ in 0..150 {
        args.extend(["--set", &items]);
    }
    env.run(args).fails(1, "too long");
    assert!(env.run(["notice", "status"]).ok().out.contains("empty"));
    assert!(!log(&env).contains_key("Queued"));
}

#[test]
fn a_server_that_drops_after_the_dot_leaves_one_unknown_that_needs_its_number() {
    let env = section(3);
    let server = Server::odd(Step::Dot, 1, Act::Drop);
    let id = queue(&env);
    let run = send(&env, &server, &["--really"]);
    assert_eq!(run.code, 30, "{}{}", run.out, run.err);
    assert_eq!((counts(&env)["sent"].as_u64(), counts(&env)["unknown"].as_u64()), (Some(2), Some(1)));
    let status = env.run(["notice", "status", &id[..6]]).ok();
    assert!(
        status.out.contains("fate unknown") && status.out.contains("--resend-unknown 1"),
        "{}",
        status.out
    );
    // Again without the number: nothing.
    send(&env, &server, &[&id[..6], "--really"]);
    assert_eq!(server.dots(), 3);
    send(&env, &server, &[&id[..6], "--really", "--resend-unknown", "2"])
        .fails(1, "1 message has an unknown fate");
    assert_eq!(server.dots(), 3);
    send(&env, &server, &[&id[..6], "--really", "--resend-unknown", "1"]).ok();
    assert_eq!((server.dots(), counts(&env)["sent"].as_u64()), (4, Some(3)));
}

#[test]
fn refusals_and_stops_are_told_with_the_exit_code() {
    let env = section(5);
    let server = Server::start(|step, n| match (step, n) {
        (Step::Rcpt, 0) => Act::Say("550 no such box\r\n".into()),
        (Step::Mail, 2 | 3) => Act::Say("421 later\r\n".into()),
        _ => Act::Usual,
    });
    let id = queue(&env);
    let run = send(&env, &server, &["--really"]);
    assert_eq!(run.code, 30);
    assert!(
        run.said().contains("not available (421)") && run.said().contains("stays in the outbox"),
        "{}",
        run.err
    );
    let status = env.run(["notice", "status", &id]).ok();
    // The one that it said 421 to has not left; it is tried again like those that wait.
    assert!(status.out.contains("refused (550)") && status.out.contains("2 waiting"), "{}", status.out);
    assert!(status.out.contains("1 to be tried again"), "{}", status.out);
    assert!(!status.out.contains("example.net") && !status.out.contains("no such box"));
    let done = send(&env, &server, &["--really"]);
    assert_eq!((done.code, counts(&env)["sent"].as_u64()), (30, Some(4)));
}

#[test]
fn a_password_is_never_typed_into_an_address() {
    let env = section(1);
    queue(&env);
    let run = env.run(["notice", "send", "--smtp", "smtps://me:Zphqx-CANARI@mail.example.org", "--really"]);
    assert!(!run.err.contains("CANARI") && !run.out.contains("CANARI"));
    run.fails(1, "a password does not belong");
    env.run(["notice", "send", "--smtp", "smtps://me@mail.example.org:587", "--really"])
        .fails(1, "the port does not go");
    env.run(["notice", "send", "--smtp", "smtp://mail.example.org:25", "--really"]).fails(1, "spelled out");
    env.run(["notice", "send", "--smtp", "smtps://me@mail.example.org", "--really"])
        .fails(1, "--password-fd");
}

#[test]
fn a_password_comes_from_a_file_descriptor() {
    let env = section(1);
    let server = Server::kind();
    queue(&env);
    let file = env.write("password", "Zphqx-CANARI-mdp\n");
    let url = server.url_for("me");
    let mut shell = std::process::Command::new("sh");
    let binary = env.command();
    shell.args(["-c", "exec \"$@\" 7<password", "sh"]).arg(binary.get_program()).args(binary.get_args());
    shell.args(["notice", "send", "--really", "--smtp", &url, "--password-fd", "7", "--pace", "0"]);
    shell.env_clear().env("HOME", env.home()).current_dir(env.home());
    let run = Run::of(shell.output().unwrap()).ok();
    fs::remove_file(file).unwrap();
    assert!(!run.out.contains("CANARI") && !run.err.contains("CANARI"));
    server.look(|seen| {
        assert!(seen.lines.iter().any(|l| l.starts_with("AUTH PLAIN ")));
        assert_eq!(seen.accepted.len(), 1);
    });
}

#[test]
fn a_second_sender_is_refused_while_one_sends() {
    let env = section(1);
    let server = Server::odd(Step::Greeting, 0, Act::Stall);
    queue(&env);
    let url = server.url();
    let mut first = env.command();
    first.args(["notice", "send", "--really", "--smtp", &url, "--patience-ms", "1500"]);
    let first =
        first.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    while server.look(|s| s.connections) == 0 {
        std::thread::yield_now();
    }
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).fails(11, "being sent");
    // The roster is not locked meanwhile.
    env.run(["notice", "templates"]).ok();
    open_and_add(&env, "Pendant");
    let done = Run::of(first.wait_with_output().unwrap());
    assert_eq!(done.code, 30, "{}", done.err);
    assert_eq!(counts(&env)["queued"].as_u64().or(counts(&env)["failed-transient"].as_u64()), Some(1));
}

/// E12: the program is killed again and again while it sends; nobody gets a message twice, nobody is forgotten.
#[test]
fn killed_again_and_again_nobody_is_written_to_twice() {
    let env = section(40);
    let server = Server::kind();
    queue(&env);
    let url = server.url();
    let mut kills = 0;
    for wanted in [1, 2, 5, 9, 14, 20, 27, 33] {
        let mut command = env.command();
        command.args(["notice", "send", "--really", "--yes", "--pace", "0", "--smtp", &url]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().unwrap();
        while server.dots() < wanted && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        kills += u64::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let done = send(&env, &server, &["--really", "--yes"]);
    let counts = counts(&env);
    let of = |word: &str| counts[word].as_u64().unwrap_or(0);
    assert!(matches!(done.code, 0 | 30), "{}{}", done.out, done.err);
    assert!(kills >= 4 && of("unknown") <= kills, "{kills} kills: {counts}");
    assert_eq!(of("sent") + of("unknown"), 40, "{counts}");
    let mut seen = server.look(|s| s.dots.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>());
    seen.sort();
    let all = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), all, "somebody was written to twice");
    // Who is not there is of unknown fate, not forgotten.
    assert!(40 - all as u64 <= of("unknown"), "{all} arrived: {counts}");
}

#[test]
fn ctrl_c_finishes_the_message_and_leaves_the_rest_waiting() {
    let env = section(4);
    let server = Server::kind();
    queue(&env);
    let url = server.url();
    let mut command = env.command();
    command.args(["notice", "send", "--really", "--smtp", &url, "--pace", "6"]);
    let child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    while server.accepted().is_empty() {
        std::thread::yield_now();
    }
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let done = Run::of(child.wait_with_output().unwrap());
    assert_eq!(done.code, 130, "{}{}", done.out, done.err);
    assert!(done.err.contains("stays in the outbox"), "{}", done.err);
    assert_eq!((counts(&env)["sent"].as_u64(), counts(&env)["queued"].as_u64()), (Some(1), Some(3)));
    send(&env, &server, &["--really"]).ok();
    assert_eq!((server.dots(), server.accepted().len()), (4, 4));
}

/// What is at rest after queueing and sending holds no word of it.
#[test]
fn nothing_of_a_message_lies_in_clear_in_the_vault() {
    let env = section(3);
    queue(&env);
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    let mut folders = vec![env.vault()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            for word in ["example.net", "Bienvenue", "equipe@section", "welcome", "Prénom"] {
                let found = bytes.windows(word.len()).any(|w| w == word.as_bytes());
                assert!(!found, "{word} in {}", path.display());
            }
        }
    }
}
