//! `contrepoids notice bounces …`: what came back is tied to messages and members, marked, and repaired.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

use crate::{
    notice::{
        people::{add, open, section},
        server::{Act, Server, Step},
    },
    support::Env,
};

const FROM: &str = "avis@section.example.org";

/// What stands in a message that left.
struct Sent {
    to: String,
    id: String,
    stop: String,
}

/// Sends a notice into a folder and reads what left.
fn sent(env: &Env, notice: &[&str], dir: &str) -> Vec<Sent> {
    env.run([&["notice", "queue", "--from", FROM, "--again"], notice].concat()).ok();
    env.run(["notice", "send", "--eml-dir", dir, "--really"]).ok();
    let mut out: Vec<Sent> = fs::read_dir(env.path(dir))
        .unwrap()
        .map(|entry| {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let between = |from: &str, to: &str| {
                text.split_once(from)
                    .map_or(String::new(), |(_, rest)| rest.split(to).next().unwrap().to_owned())
            };
            Sent {
                to: between("To: ", ">").rsplit('<').next().unwrap().to_owned(),
                id: between("Message-ID: <", ">"),
                stop: between("List-Unsubscribe: <mailto:avis@section.example.org?subject=", ">"),
            }
        })
        .collect();
    out.sort_by(|a, b| a.to.cmp(&b.to));
    out
}

const MEETING: [&str; 5] = ["meeting", "--set", "date=2026-12-03", "--set", "place=Salle 2"];

fn report(id: &str, recipient: &str, status: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.net\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: text/plain\r\n\r\nsorry \u{1b}[31m\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mail.example.net\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: failed\r\n\
         Status: {status}\r\nDiagnostic-Code: smtp; \u{1b}]0;x\u{7} $(touch pwned)\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\r\n--b--\r\n"
    )
}

fn folder(env: &Env, name: &str, mails: &[String]) -> PathBuf {
    let dir = env.path(name);
    fs::create_dir_all(&dir).unwrap();
    for (n, mail) in mails.iter().enumerate() {
        fs::write(dir.join(format!("{n:03}.eml")), mail).unwrap();
    }
    dir
}

fn import(env: &Env, dir: &str, more: &[&str]) -> Value {
    env.run([&["notice", "bounces", "import", dir, "--json"], more].concat()).ok().json()["value"].clone()
}

fn marks(env: &Env) -> Value {
    env.run(["notice", "bounces", "list", "--json"]).ok().json()["value"]["marks"].clone()
}

#[test]
fn the_word_of_list_unsubscribe_is_random_for_each_message() {
    let env = section(6);
    let (first, second) = (sent(&env, &MEETING, "un"), sent(&env, &MEETING, "deux"));
    let words: BTreeSet<&str> = first.iter().chain(&second).map(|s| s.stop.as_str()).collect();
    assert_eq!((first.len(), words.len()), (6, 12));
    assert!(words.iter().all(|w| w.len() == 32 && w.chars().all(|c| c.is_ascii_hexdigit())), "{words:?}");
    let ids: BTreeSet<&str> = first.iter().map(|s| s.id.split('@').next().unwrap()).collect();
    assert!(ids.is_disjoint(&words));
    // What members are owed offers no way out.
    let mut owed_notice = vec!["incident", "--standing", "member"];
    for set in ["date=2026-11-20", "what=x", "consequences=y", "contact=z", "held=h", "measures=m"] {
        owed_notice.extend(["--set", set]);
    }
    let owed = sent(&env, &owed_notice, "trois");
    assert!(owed.len() == 6 && owed.iter().all(|s| s.stop.is_empty()));
}

#[test]
fn what_came_back_is_marked_only_with_apply_and_counts_once() {
    let env = section(6);
    let sent = sent(&env, &MEETING, "mails");
    let other = "0".repeat(32) + "@section.example.org";
    folder(
        &env,
        "retours",
        &[
            report(&sent[0].id, &sent[0].to, "5.1.1"),
            report(&sent[1].id, &sent[1].to, "5.2.2"),
            // A forwarder names the address behind it: the message is known all the same.
            report(&sent[2].id, "ailleurs@example.com", "5.1.1"),
            // By the address alone.
            report(&other, &sent[3].to.to_uppercase(), "5.1.1"),
            // Nobody of ours.
            report(&other, "inconnue@example.com", "5.1.1"),
            format!("From: {}\r\nSubject: {}\r\n\r\n", sent[4].to, sent[4].stop),
            format!("From: x@example.com\r\nSubject: {}\r\n\r\n", "f".repeat(32)),
            "From: camille@example.net\r\nSubject: merci\r\n\r\nMerci 550 5.1.1\r\n".to_owned(),
        ],
    );
    let plan = import(&env, "retours", &[]);
    assert_eq!((marks(&env).as_array().unwrap().len(), plan["applied"].is_null()), (0, true));
    let found: Vec<_> = plan["found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["address"].as_str().unwrap(), f["class"].as_str().unwrap(), f["by"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            (sent[0].to.as_str(), "hard", "message"),
            (sent[2].to.as_str(), "hard", "message"),
            (sent[3].to.as_str(), "hard", "address"),
            (sent[1].to.as_str(), "soft", "message"),
        ]
    );
    assert_eq!((plan["others"].as_u64(), plan["about_nobody"][0].as_str()), (Some(2), Some("004.eml")));
    assert_eq!(
        (plan["stops"].as_array().unwrap().len(), plan["stops"][0]["tag"].as_str()),
        (1, Some("sans-nouvelles"))
    );
    let run = env.run(["notice", "bounces", "import", "retours"]).ok();
    for part in [
        "3 dead addresses, 1 refused this time",
        "by the address alone",
        "no such box 5.1.1",
        "box full",
        "Dry run",
    ] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}') && !run.out.contains("touch"), "{}", run.out);

    let done = import(&env, "retours", &["--apply"]);
    assert_eq!((done["applied"]["marked"].as_u64(), done["applied"]["stopped"].as_u64()), (Some(4), Some(1)));
    assert!(!env.path("pwned").exists());
    let status = env.run(["notice", "status"]).ok();
    assert!(status.out.contains("came back: ") && status.out.contains(" for good ("), "{}", status.out);
    let json = env.run(["notice", "status", "--json"]).ok().json();
    let returned: usize = json["value"]["notices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["returned"].as_array().unwrap().len())
        .sum();
    assert_eq!(returned, 3, "{json}");
    let there = marks(&env);
    assert_eq!(there.as_array().unwrap().len(), 4);
    assert_eq!((there[0]["class"].as_str(), there[0]["reports"].as_u64()), (Some("hard"), Some(1)));
    let again = import(&env, "retours", &["--apply"]);
    assert_eq!((again["counted_before"].as_u64(), again["applied"]["marked"].as_u64()), (Some(4), Some(0)));
    assert_eq!(again["stops"][0]["known"], true);

    // The dead are listed as unreachable, with why; who asked for no more gets no news.
    let preview = [
        &["notice", "preview", "--from", FROM, "--json"],
        &["meeting", "--set", "date=2027-01-05", "--set", "place=B"][..],
    ]
    .concat();
    let json = env.run(&preview).ok().json();
    let why: Vec<&str> =
        json["value"]["excluded"].as_array().unwrap().iter().map(|e| e["why"].as_str().unwrap()).collect();
    assert_eq!(why.iter().filter(|w| **w == "came-back").count(), 3, "{why:?}");
    assert_eq!(why.iter().filter(|w| **w == "opted-out-of-kind").count(), 1, "{why:?}");
    assert_eq!(json["value"]["messages"], 2);
    // A repaired address has no mark; a mark can be taken off.
    let member = |n: usize| there[n]["member"].as_str().unwrap().to_owned();
    env.run(["member", "edit", &member(0), "email=neuve@example.net"]).ok();
    env.run(["notice", "bounces", "clear", &member(1)]).ok();
    assert_eq!(env.run(&preview).ok().json()["value"]["messages"], 4);
    assert_eq!(marks(&env).as_array().unwrap().len(), 2);
    // A report about the old address says nothing of the new one.
    folder(
        &env,
        "tard",
        &[report(&sent[0].id, &sent[0].to, "5.1.1")
            .replace("Message-ID", &format!("To: {}\r\nMessage-ID", sent[0].to))],
    );
    let late = import(&env, "tard", &[]);
    assert_eq!(
        (late["found"].as_array().unwrap().len(), late["address_changed_since"].as_u64()),
        (0, Some(1))
    );
}

#[test]
fn repairs_are_suggested() {
    let env = section(1);
    let mut vault = open(&env);
    for (name, mails) in [
        ("Typo", "typo@gmial.com"),
        ("Deux", "une@example.net; deux@example.net"),
        ("Seule", "seule@example.net"),
    ] {
        let id = add(
            &mut vault,
            &[
                ("given", name),
                ("family", "Exemple"),
                ("email", mails.split(';').next().unwrap()),
                ("standing", "member"),
            ],
        );
        if let Some((_, second)) = mails.split_once("; ") {
            drop(vault);
            env.run(["member", "edit", &id.to_string(), &format!("emails+={second}")]).ok();
            vault = open(&env);
        }
    }
    drop(vault);
    let other = "0".repeat(32) + "@section.example.org";
    let mails: Vec<String> = [
        ("typo@gmial.com", "5.1.2"),
        ("une@example.net", "5.1.1"),
        ("seule@example.net", "5.1.1"),
        ("personne000@example.net", "5.7.1"),
    ]
    .iter()
    .map(|(to, status)| report(&other, to, status))
    .collect();
    folder(&env, "retours", &mails);
    let plan = import(&env, "retours", &[]);
    let repair = |address: &str| {
        let all = plan["found"].as_array().unwrap();
        let one = all.iter().find(|f| f["address"] == address).unwrap();
        (one["repair"].as_str().unwrap().to_owned(), one["repair_address"].as_str().map(str::to_owned))
    };
    assert_eq!(repair("typo@gmial.com"), ("domain".into(), Some("typo@gmail.com".into())));
    assert_eq!(repair("une@example.net"), ("other-address".into(), Some("deux@example.net".into())));
    assert_eq!(repair("seule@example.net"), ("ask".into(), None));
    assert_eq!(repair("personne000@example.net"), ("rules".into(), None));
    let run = env.run(["notice", "bounces", "import", "retours"]).ok();
    assert!(
        run.out.contains("email=typo@gmail.com") && run.out.contains("notice-email=deux@example.net"),
        "{}",
        run.out
    );
}

#[test]
fn hostile_folders_are_bounded_and_change_nothing() {
    let env = section(2);
    let sent = sent(&env, &MEETING, "mails");
    let head = "From: mailer-daemon@example.net\r\n";
    let dir = folder(
        &env,
        "retours",
        &[
            format!("{head}{}", "x".repeat(11 * 1024 * 1024)),
            format!(
                "{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
                "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(100_000)
            ),
            format!("{head}Content-Transfer-Encoding: base64\r\n\r\n{}", "!!!=\u{fffd}".repeat(10_000)),
            String::new(),
            "\0\0\0".repeat(1000),
        ],
    );
    // A link to a report is not followed; a folder and other files are passed over.
    fs::write(env.path("ailleurs.eml"), report(&sent[0].id, &sent[0].to, "5.1.1")).unwrap();
    std::os::unix::fs::symlink(env.path("ailleurs.eml"), dir.join("lien.eml")).unwrap();
    fs::create_dir(dir.join("dossier.eml")).unwrap();
    fs::write(dir.join("notes.pdf"), report(&sent[0].id, &sent[0].to, "5.1.1")).unwrap();
    let plan = import(&env, "retours", &["--apply"]);
    assert_eq!((plan["found"].as_array().unwrap().len(), plan["files"].as_u64()), (0, Some(5)), "{plan}");
    assert_eq!(marks(&env).as_array().unwrap().len(), 0);
    env.run(["notice", "bounces", "import", "nulle-part"]).fails(1, "cannot be read");
    // A maildir is read too.
    fs::create_dir_all(env.path("maildir/cur")).unwrap();
    fs::write(env.path("maildir/cur/1700000000.x:2,S"), report(&sent[0].id, &sent[0].to, "5.1.1")).unwrap();
    assert_eq!(import(&env, "maildir", &[])["found"].as_array().unwrap().len(), 1);
}

fn cases(hard: bool) -> Vec<String> {
    let all = include_str!("../../../src/mail/bounce/cases/mails.txt").split("=== ").skip(1);
    let all = all.filter_map(|case| case.split_once('\n')).filter(|(want, _)| want.contains("hard") == hard);
    all.map(|(_, mail)| mail.replace("camille@", "personne000@").replace("alex@", "personne001@")).collect()
}

fn recipients(env: &Env) -> u64 {
    let args = ["notice", "preview", "--from", FROM, "--json", "meeting", "--set", "date=2027-01-05"];
    let json = env.run([&args[..], &["--set", "place=B"]].concat()).ok().json();
    json["value"]["messages"].as_u64().unwrap()
}

/// Absences, receipts, challenges, refusals of the sender, of the message, of the moment: nobody gets less mail for them.
#[test]
fn living_members_are_not_silenced() {
    let env = section(2);
    folder(&env, "vivants", &cases(false));
    let plan = import(&env, "vivants", &["--apply"]);
    let found = plan["found"].as_array().unwrap();
    assert!(found.iter().all(|f| f["class"] == "soft"), "{plan}");
    assert!(plan["others"].as_u64().unwrap() > 10 && plan["still_trying_or_delivered"] == 2, "{plan}");
    assert_eq!(recipients(&env), 2);

    // A member does not report of another either.
    let of_member = report("x@section.example.org", "personne001@example.net", "5.1.1")
        .replace("MAILER-DAEMON@mail.example.net", "personne000@example.net");
    folder(&env, "membre", &[of_member]);
    let plan = import(&env, "membre", &["--apply"]);
    assert_eq!((plan["found"].as_array().unwrap().len(), plan["others"].as_u64()), (0, Some(1)), "{plan}");
    assert_eq!(recipients(&env), 2);
}

#[test]
fn what_names_a_dead_box_is_still_dead() {
    for mail in cases(true) {
        let env = section(2);
        folder(&env, "retours", std::slice::from_ref(&mail));
        let plan = import(&env, "retours", &["--apply"]);
        let dead: Vec<&str> = plan["found"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|f| f["class"] == "hard")
            .map(|f| f["address"].as_str().unwrap())
            .collect();
        assert_eq!(dead, ["personne000@example.net"], "{mail}");
        assert_eq!(recipients(&env), 1);
    }
}

#[test]
fn a_mailbox_file_is_read_mail_by_mail_and_other_files_are_told() {
    let env = section(2);
    let one =
        |to: &str| format!("From MAILER-DAEMON Sat Nov 21 2026\n{}\n\n", report("x@y.example", to, "5.1.1"));
    let both = one("personne000@example.net") + &one("personne001@example.net");
    let dir = folder(&env, "retours", &[both.replace("\r\n", "\n")]);
    fs::write(dir.join("notes.pdf"), "x").unwrap();
    fs::write(dir.join("12.emlx"), format!("1234\n{}", report("x@y.example", "p@example.net", "5.1.1")))
        .unwrap();
    let plan = import(&env, "retours", &[]);
    assert_eq!(plan["found"].as_array().unwrap().len(), 3, "{plan}");
    assert_eq!((plan["files"].as_u64(), plan["passed_over"].as_u64()), (Some(3), Some(1)), "{plan}");
}

/// A wish in words is shown with the command that keeps it, and nothing is done; the word of a message acts in any form.
#[test]
fn a_wish_to_stop_is_read_in_any_form() {
    let env = section(4);
    let sent = sent(&env, &MEETING, "mails");
    folder(
        &env,
        "souhaits",
        &[
            format!("From: {}\r\nSubject: RE : {}\r\n\r\n", sent[0].to, sent[0].stop),
            format!(
                "From: {}\r\nSubject: Re: x\r\n\r\nSTOP, je ne veux plus recevoir ces messages.\r\n",
                sent[1].to
            ),
            format!("From: {}\r\nSubject: unsubscribe\r\n\r\n", sent[1].to),
            "From: inconnue@example.com\r\nSubject: STOP\r\n\r\n".to_owned(),
            format!("From: {}\r\nSubject: Re: x\r\n\r\nMerci, ne vous arrêtez pas !\r\n", sent[2].to),
        ],
    );
    let plan = import(&env, "souhaits", &["--apply"]);
    assert_eq!(plan["stops"].as_array().unwrap().len(), 1, "{plan}");
    let asking = plan["asking"].as_array().unwrap();
    assert_eq!((asking.len(), plan["others"].as_u64()), (1, Some(2)), "{plan}");
    let member = asking[0]["member"].as_str().unwrap();
    let tags = |id: &str| env.run(["member", "show", id, "--json"]).ok().json()["value"]["tags"].to_string();
    assert!(!tags(member).contains("sans-nouvelles"));
    let said = env.run(["notice", "bounces", "import", "souhaits", "--lang", "fr"]).ok().out;
    let command = format!("contrepoids member edit {} tags+=sans-nouvelles", &member[..8]);
    assert!(said.contains("semble demander l’arrêt") && said.contains(&command), "{said}");
    env.run(["member", "edit", member, "tags+=sans-nouvelles"]).ok();
    assert_eq!(recipients(&env), 2);
}

/// One advice for each cause, in words and in JSON.
#[test]
fn each_cause_has_its_advice() {
    let env = section(4);
    let said = [
        ("5.7.26", "550 5.7.26 This mail is unauthenticated", "authentication", "provider"),
        ("5.7.1", "554 5.7.1 blocked using zen.spamhaus.org", "reputation", "account"),
        ("4.7.28", "421 4.7.28 unusual rate of mail, slow down", "rate", "pace"),
        ("5.7.1", "554 5.7.1 looks like spam", "policy", "rules"),
    ];
    let mails: Vec<String> = (0..)
        .zip(said)
        .map(|(n, (status, words, ..))| {
            let report = report("x@y.example", &format!("personne{n:03}@example.net"), status);
            report.replace("Diagnostic-Code: smtp; ", &format!("Diagnostic-Code: smtp; {words} "))
        })
        .collect();
    folder(&env, "retours", &mails);
    let plan = import(&env, "retours", &[]);
    for (n, (_, words, reason, repair)) in (0..).zip(said) {
        let address = format!("personne{n:03}@example.net");
        let found = plan["found"].as_array().unwrap().iter().find(|f| f["address"] == address.as_str());
        let found = found.unwrap();
        assert_eq!((&found["reason"], &found["repair"]), (&reason.into(), &repair.into()), "{words}");
    }
    let out = env.run(["notice", "bounces", "import", "retours", "--lang", "fr"]).ok().out;
    for part in ["SPF, DKIM et DMARC", "un autre compte (--account)", "moins de messages à la fois (--pace)"]
    {
        assert!(out.contains(part), "{part}\n{out}");
    }
}

/// Sends to `count` people over a server that does something else with the messages that `odd` names.
fn refused(count: usize, odd: impl Fn(Step, u64) -> Option<String> + Send + 'static) -> (Env, Value) {
    let env = section(count);
    let server = Server::start(move |step, n| odd(step, n).map_or(Act::Usual, Act::Say));
    env.run([&["notice", "queue", "--from", FROM], &MEETING[..]].concat()).ok();
    let url = server.url();
    let run = env.run(["notice", "send", "--smtp", &url, "--pace", "0", "--really", "--yes", "--json"]);
    let json = run.json()["value"].clone();
    (env, json)
}

/// While a message is sent, the verdict is that of a report: an unknown box is dead, and nothing else is.
#[test]
fn a_refusal_while_sending_marks_only_a_dead_address() {
    let (env, sent) = refused(3, |step, n| {
        (step == Step::Rcpt && n == 1)
            .then(|| "550-5.1.1 The account does not\r\n550 5.1.1 exist\r\n".to_owned())
    });
    assert_eq!((sent["dead_addresses"].as_u64(), sent["counts"]["sent"].as_u64()), (Some(1), Some(2)));
    let there = marks(&env);
    assert_eq!(there.as_array().unwrap().len(), 1, "{there}");
    assert_eq!(
        (there[0]["class"].as_str(), there[0]["reason"].as_str(), there[0]["status"].as_str()),
        (Some("hard"), Some("no-box"), Some("5.1.1"))
    );
    assert_eq!(recipients(&env), 2);
    env.run(["notice", "bounces", "clear", there[0]["address"].as_str().unwrap()]).ok();
    assert_eq!((recipients(&env), marks(&env).as_array().unwrap().len()), (3, 0));

    for (at, words) in [
        (Step::Mail, "550 5.1.1 User unknown"),
        (Step::Mail, "550 5.1.8 Sender domain does not exist"),
        (Step::Data, "554 5.1.1 User unknown"),
        (Step::Rcpt, "550 5.7.1 Relay access denied"),
        (Step::Rcpt, "550 5.7.1 Rejected by policy"),
        (Step::Rcpt, "550 5.1.1 <avis@section.example.org>: Sender address rejected: User unknown"),
        (Step::Rcpt, "550 5.1.0 Sender rejected"),
        (Step::Rcpt, "452 4.2.2 Mailbox full"),
        (Step::Rcpt, "450 4.1.1 User unknown, try again later"),
        (Step::Rcpt, "552 5.2.2 Mailbox full"),
        (Step::Rcpt, "550 Rejected"),
        (Step::Rcpt, "550 5.2.1 Receiving mail at a rate that prevents delivery"),
        (Step::Dot, "552 5.3.4 Message too large"),
        (Step::Dot, "554 5.7.1 Looks like spam"),
        (Step::Dot, "554 Transaction failed"),
    ] {
        let (env, sent) = refused(2, move |step, n| (step == at && n == 0).then(|| format!("{words}\r\n")));
        assert_eq!(sent["dead_addresses"].as_u64(), Some(0), "{words}");
        assert_eq!((marks(&env).as_array().unwrap().len(), recipients(&env)), (0, 2), "{words}");
    }
}

/// Three refusals in a row are our fault, unless each names its recipient.
#[test]
fn a_server_that_refuses_everybody_marks_nobody() {
    let (env, sent) =
        refused(4, |step, _| (step == Step::Rcpt).then(|| "550 5.1.1 User unknown\r\n".to_owned()));
    assert_eq!((sent["ended_early"].as_str(), marks(&env)), (Some("three-refusals"), Value::Array(vec![])));
    assert_eq!(recipients(&env), 4);
}
