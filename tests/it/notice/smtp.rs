//! The driver against a server that refuses, drops, stalls and lies (E8 to E11).

use std::time::{Duration, Instant};

use contrepoids::mail::{
    outbox::Fate,
    send::Ended,
    smtp::{Limits, Server as Place, Smtp},
    transport::Trouble,
};
use zeroize::Zeroizing;

use crate::notice::{
    server::{Act, STEPS, Server, Step},
    support::{counts, message, outbox, run, states},
};

fn short() -> Limits {
    let limit = Duration::from_millis(250);
    Limits { connect: limit, before_dot: limit, after_dot: limit }
}

fn client(server: &Server) -> Smtp {
    let place = Place::read(&server.url()).ok().unwrap();
    Smtp::new(place, None, Limits::default()).apart(program())
}

fn signed_in(server: &Server, limits: Limits) -> Smtp {
    let place = Place::read(&server.url_for("me@example.org")).ok().unwrap();
    Smtp::new(place, Some(Zeroizing::new("Zphqx-CANARI-mdp".to_owned())), limits).apart(program())
}

/// The program, of which the child that talks to the server is another run.
fn program() -> std::path::PathBuf {
    env!("CARGO_BIN_EXE_contrepoids").into()
}

/// Where there is no program to run again, a thread does the same.
#[test]
fn a_thread_does_what_the_child_does() {
    for (step, want) in [(Step::Mail, ["sent", "sent", "sent"]), (Step::Dot, ["sent", "unknown", "sent"])] {
        let server = Server::odd(step, 1, Act::Drop);
        let mut ledger = outbox(3);
        let mut transport = Smtp::new(Place::read(&server.url()).ok().unwrap(), None, short());
        run(&mut ledger, &mut transport, false).ok().unwrap();
        assert_eq!(states(&ledger, 3), want, "{step:?}");
    }
    let server = Server::odd(Step::Rcpt, 0, Act::Drip);
    let mut ledger = outbox(1);
    let mut transport = Smtp::new(Place::read(&server.url()).ok().unwrap(), None, short());
    run(&mut ledger, &mut transport, false).ok().unwrap();
    assert_eq!(states(&ledger, 1), ["failed-transient"]);
}

#[test]
fn every_member_gets_one_message_over_one_connection() {
    let server = Server::kind();
    let mut ledger = outbox(30);
    let sent: Vec<_> = (0..30)
        .map(|n| ledger.message(&super::support::CAMPAIGN, &super::support::member(n)).ok().unwrap())
        .collect();
    let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
    assert_eq!((done.reached.get(&Fate::Sent), done.ended), (Some(&30), None));
    let want: Vec<String> = (0..30).map(|n| format!("m{n}@example.net")).collect();
    assert_eq!(server.accepted(), want);
    server.look(|seen| {
        assert_eq!(seen.connections, 1);
        assert_eq!(seen.lines[0], "EHLO [127.0.0.1]");
        assert_eq!(seen.lines.last().map(String::as_str), Some("QUIT"));
        for verb in ["MAIL", "RCPT", "DATA"] {
            assert_eq!(seen.lines.iter().filter(|l| l.starts_with(verb)).count(), 30, "{verb}");
        }
        assert!(!seen.lines.iter().any(|l| l.starts_with("AUTH")));
        // What arrives is what was stored, byte for byte, with the time of the first try as its `Date`.
        for (n, (stored, (_, arrived))) in (0..).zip(sent.iter().zip(&seen.accepted)) {
            let queue_entry =
                ledger.queue_entry(&super::support::CAMPAIGN, &super::support::member(n)).ok().unwrap();
            let stored = stored.dated(queue_entry.dated().unwrap()).ok().unwrap();
            assert_eq!(String::from_utf8_lossy(stored.bytes()), arrived.as_str());
        }
    });
    // Again: nothing is due.
    let again = run(&mut ledger, &mut client(&server), true).ok().unwrap();
    assert!(again.reached.is_empty() && server.dots() == 30);
}

#[test]
fn a_line_that_begins_with_a_dot_arrives_as_it_is() {
    let server = Server::kind();
    let mut ledger = outbox(1);
    let message = message("0", "Camille", "m0@example.net", contrepoids::base::Lang::En);
    let text =
        String::from_utf8(message.bytes().to_vec()).unwrap().replace("\r\n\r\n--", "\r\n\r\n.\r\n..a\r\n--");
    let parts = (message.from().clone(), message.to().clone());
    let message =
        contrepoids::mail::Message::stored(parts.0, parts.1, "0", text.clone().into_bytes()).ok().unwrap();
    let mut transport = client(&server);
    let delivery = contrepoids::mail::transport::Transport::deliver(&mut transport, &message, &mut || Ok(()));
    assert!(matches!(delivery, contrepoids::mail::transport::Delivery::Accepted(_)));
    server.look(|seen| assert_eq!(seen.accepted[0].1, text));
    run(&mut ledger, &mut transport, false).ok().unwrap();
    assert_eq!(server.dots(), 2);
}

/// E10: each code at each step where a server may give it.
#[test]
fn refusals_are_transient_permanent_or_the_end() {
    let codes = [421_u16, 450, 451, 452, 454, 500, 501, 535, 550, 551, 552, 553, 554];
    for step in [Step::Mail, Step::Rcpt, Step::Data, Step::Dot] {
        for code in codes {
            // A 421 over a line that was used may mean only that line: twice, then.
            let times = if code == 421 && step != Step::Dot { 1..3 } else { 1..2 };
            let server = Server::start(move |at, n| {
                let odd = at == step && times.contains(&n);
                if odd { Act::Say(format!("{code}-no\r\n{code} m1@example.net\r\n")) } else { Act::Usual }
            });
            let mut ledger = outbox(3);
            let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
            let (second, third, ended) = match code {
                421 => (None, "queued", Some(Ended::Trouble(Trouble::NotAvailable(421)))),
                535 => (None, "queued", Some(Ended::Trouble(Trouble::Password(535)))),
                400..500 => (Some("failed-transient"), "sent", None),
                _ => (Some("failed-permanent"), "sent", None),
            };
            // Where the run ends before the dot the message is as it was, after the dot it is known not to be taken.
            let second = second.unwrap_or(if step == Step::Dot { "failed-transient" } else { "queued" });
            assert_eq!(states(&ledger, 3), ["sent", second, third], "{step:?} {code}");
            assert_eq!(done.ended, ended, "{step:?} {code}");
            // The rest goes out in a later run; what was refused for good does not.
            run(&mut ledger, &mut client(&server), false).ok().unwrap();
            let refused = u64::from(second == "failed-permanent");
            assert_eq!(counts(&ledger).get("sent"), Some(&(3 - refused)), "{step:?} {code}");
            let mut accepted = server.accepted();
            accepted.sort();
            accepted.dedup();
            assert_eq!(accepted.len() as u64, 3 - refused, "{step:?} {code}");
            assert_eq!(server.accepted().len(), accepted.len(), "nobody twice: {step:?} {code}");
        }
    }
}

/// Three refusals in a row for a reason that lies with us end the run, for good or not; others do not.
#[test]
fn a_run_stops_where_the_server_refuses_us_and_says_why() {
    use contrepoids::mail::bounce::Reason;
    for (answer, ended, left) in [
        ("451 4.7.1 too many messages, slow down", Some(Reason::Rate), 3),
        ("550 5.7.26 unauthenticated: SPF and DKIM did not pass", Some(Reason::Authentication), 3),
        ("450 4.2.1 the mailbox is busy", None, 0),
    ] {
        let server =
            Server::start(
                move |at, _| {
                    if at == Step::Rcpt { Act::Say(format!("{answer}\r\n")) } else { Act::Usual }
                },
            );
        let mut ledger = outbox(6);
        let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
        assert_eq!(done.ended, ended.map(Ended::Policy), "{answer}");
        assert_eq!(counts(&ledger).get("queued").copied().unwrap_or_default(), left, "{answer}");
    }
}

/// A server that takes one message over each line, and says 421 to the next: one run sends them all.
#[test]
fn a_line_that_is_used_up_is_opened_anew() {
    for step in [Step::Mail, Step::Rcpt, Step::Data] {
        // Each message but the first is asked for twice: over the line that is used up, and over a new one.
        let server = Server::start(move |at, n| {
            if at == step && n % 2 == 1 {
                Act::Say("421 one message for each line\r\n".into())
            } else {
                Act::Usual
            }
        });
        let mut ledger = outbox(6);
        let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
        assert_eq!((done.ended, counts(&ledger).get("sent")), (None, Some(&6)), "{step:?}");
        server.look(|seen| assert_eq!((seen.connections, seen.dots.len()), (6, 6), "{step:?}"));
    }
}

/// E10 before the first message: whatever the code, the run ends, nothing has left and nothing is lost.
#[test]
fn a_refusal_before_the_first_message_stops_all() {
    let codes = [421_u16, 450, 451, 452, 454, 500, 501, 535, 550, 551, 552, 553, 554];
    for step in [Step::Greeting, Step::Ehlo, Step::Auth] {
        for code in codes {
            let server = Server::odd(step, 0, Act::Say(format!("{code} no\r\n")));
            let mut ledger = outbox(2);
            let done = run(&mut ledger, &mut signed_in(&server, Limits::default()), false).ok().unwrap();
            let want = match step {
                Step::Auth if code >= 500 => Trouble::Password(code),
                _ => Trouble::NotAvailable(code),
            };
            assert_eq!(done.ended, Some(Ended::Trouble(want)), "{step:?} {code}");
            assert_eq!(counts(&ledger).get("queued"), Some(&2), "{step:?} {code}");
            server.look(|seen| assert_eq!((seen.connections, seen.dots.len()), (1, 0), "{step:?} {code}"));
        }
    }
}

#[test]
fn a_wrong_password_stops_all_and_is_not_repeated() {
    for code in [535, 534, 530, 504] {
        let server = Server::odd(Step::Auth, 0, Act::Say(format!("{code} no\r\n")));
        let mut ledger = outbox(3);
        let done = run(&mut ledger, &mut signed_in(&server, Limits::default()), false).ok().unwrap();
        assert_eq!(done.ended, Some(Ended::Trouble(Trouble::Password(code))));
        assert_eq!(counts(&ledger).get("queued"), Some(&3));
        server.look(|seen| assert_eq!(seen.lines.iter().filter(|l| l.starts_with("AUTH")).count(), 1));
        let text = format!("{done:?} {}", Trouble::Password(code));
        assert!(!text.contains("CANARI"));
    }
}

#[test]
fn a_server_that_takes_no_password_gets_none() {
    let server = Server::odd(Step::Ehlo, 0, Act::Say("250-sink\r\n250 AUTH CRAM-MD5\r\n".into()));
    let done = run(&mut outbox(1), &mut signed_in(&server, Limits::default()), false).ok().unwrap();
    assert_eq!(done.ended, Some(Ended::Trouble(Trouble::NoMechanism)));
    server.look(|seen| assert!(!seen.lines.iter().any(|l| l.starts_with("AUTH"))));
}

/// E11: before the dot it was not sent; after the dot nobody knows; after the answer it was sent.
#[test]
fn a_drop_is_not_sent_unknown_or_sent_by_its_place() {
    for step in STEPS {
        let server = Server::odd(step, 1, Act::Drop);
        let mut ledger = outbox(3);
        let mut transport = signed_in(&server, Limits::default());
        let done = run(&mut ledger, &mut transport, false).ok().unwrap();
        let second = match step {
            Step::During | Step::Dot => "unknown",
            // The first three belong to the first message; a line that is closed before the dot is opened once more.
            _ => "sent",
        };
        assert_eq!(states(&ledger, 3), ["sent", second, "sent"], "{step:?} {done:?}");
        let dots = server.look(|seen| seen.dots.iter().filter(|(to, _)| to == "m1@example.net").count());
        assert_eq!(dots, usize::from(step != Step::During), "{step:?}");
        // Without a yes it is not sent again; with one it is, with the same Message-ID.
        run(&mut ledger, &mut signed_in(&server, Limits::default()), false).ok().unwrap();
        assert_eq!(states(&ledger, 3)[1], second);
        run(&mut ledger, &mut signed_in(&server, Limits::default()), true).ok().unwrap();
        assert_eq!(counts(&ledger).get("sent"), Some(&3));
        server.look(|seen| {
            let ids = seen.dots.iter().filter(|(to, _)| to == "m1@example.net");
            let ids: std::collections::BTreeSet<&str> =
                ids.map(|(_, m)| m.lines().find(|l| l.starts_with("Message-ID")).unwrap()).collect();
            assert_eq!(ids.len(), 1);
        });
    }
}

#[test]
fn a_server_that_always_drops_before_the_dot_ends_the_run_and_nothing_is_unknown() {
    for step in [Step::Mail, Step::Rcpt, Step::Data] {
        let server = Server::start(move |s, _| if s == step { Act::Drop } else { Act::Usual });
        let mut ledger = outbox(5);
        let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
        assert_eq!(done.ended, Some(Ended::Trouble(Trouble::Closed)), "{step:?}");
        let want = ["failed-transient", "failed-transient", "failed-transient", "queued", "queued"];
        assert_eq!(states(&ledger, 5), want, "{step:?}");
        assert_eq!(server.dots(), 0);
    }
    for step in [Step::Greeting, Step::Ehlo] {
        let server = Server::start(move |s, _| if s == step { Act::Drop } else { Act::Usual });
        let mut ledger = outbox(2);
        let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
        assert_eq!(
            (done.ended, counts(&ledger).get("queued")),
            (Some(Ended::Trouble(Trouble::Closed)), Some(&2))
        );
    }
}

#[test]
fn sent_stays_sent_when_the_line_breaks_after_the_answer() {
    let server = Server::start(|step, _| if step == Step::Dot { Act::UsualThenDrop } else { Act::Usual });
    let mut ledger = outbox(4);
    let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
    assert_eq!((counts(&ledger).get("sent"), done.ended), (Some(&4), None));
    server.look(|seen| assert_eq!((seen.connections, seen.dots.len()), (4, 4)));
}

/// E8, E9: whatever the step, a server that stalls or drips is left within the limits.
#[test]
fn no_server_holds_the_program_longer_than_the_limits() {
    for act in [Act::Stall, Act::Drip] {
        for step in STEPS {
            let server = Server::odd(step, 0, act.clone());
            let mut ledger = outbox(1);
            let start = Instant::now();
            let done = run(&mut ledger, &mut signed_in(&server, short()), false).ok().unwrap();
            // At most connect + before + after, once more for the line that is opened again, and QUIT.
            assert!(start.elapsed() < Duration::from_secs(2), "{step:?} {act:?} {:?}", start.elapsed());
            let state = states(&ledger, 1)[0];
            match step {
                Step::During | Step::Dot => assert_eq!(state, "unknown", "{step:?} {act:?}"),
                _ => assert!(matches!(state, "queued" | "failed-transient"), "{step:?} {act:?} {state}"),
            }
            assert!(server.accepted().is_empty() && !done.reached.contains_key(&Fate::Sent));
        }
    }
}

/// A greeting that drips gets the time for connecting and no more, whatever a message may take.
#[test]
fn a_greeting_that_drips_ends_with_the_time_for_connecting() {
    let never = Duration::from_secs(50);
    let limits = Limits { connect: Duration::from_millis(300), before_dot: never, after_dot: never };
    for step in [Step::Greeting, Step::Ehlo] {
        let server = Server::start(move |s, _| if s == step { Act::Drip } else { Act::Usual });
        let mut ledger = outbox(2);
        let start = Instant::now();
        let done = run(&mut ledger, &mut signed_in(&server, limits), false).ok().unwrap();
        assert!(start.elapsed() < Duration::from_secs(10), "{step:?} {:?}", start.elapsed());
        assert_eq!(done.ended, Some(Ended::Trouble(Trouble::Timeout)), "{step:?}");
    }
}

/// A server that stalls stalls again: the first message that it holds is the last one, and one fate at most is unknown.
#[test]
fn the_first_stall_ends_the_run() {
    for step in [Step::Mail, Step::Rcpt, Step::Data, Step::Dot] {
        let server = Server::start(move |s, _| if s == step { Act::Stall } else { Act::Usual });
        let mut ledger = outbox(4);
        let done = run(&mut ledger, &mut signed_in(&server, short()), false).ok().unwrap();
        assert_eq!(done.ended, Some(Ended::Trouble(Trouble::Timeout)), "{step:?}");
        let first = if step == Step::Dot { "unknown" } else { "failed-transient" };
        assert_eq!(states(&ledger, 4), [first, "queued", "queued", "queued"], "{step:?}");
        server.look(|seen| assert_eq!(seen.connections, 1, "{step:?}"));
    }
}

/// E9: answers without end are refused, answers with escape sequences are cleaned.
#[test]
fn endless_and_hostile_answers() {
    for (step, code, want) in
        [(Step::Greeting, 220, "queued"), (Step::Mail, 250, "failed-transient"), (Step::Dot, 250, "unknown")]
    {
        let server = Server::odd(step, 0, Act::Say(format!("{code}-{}\r\n", "a".repeat(900)).repeat(1_000)));
        let mut ledger = outbox(1);
        run(&mut ledger, &mut client(&server), false).ok().unwrap();
        assert_eq!(states(&ledger, 1)[0], want, "{step:?}");
    }
    let server = Server::odd(Step::Rcpt, 0, Act::Say("550 \u{1b}]8;;x\u{7}é\r\n".into()));
    let mut ledger = outbox(1);
    run(&mut ledger, &mut client(&server), false).ok().unwrap();
    let queue_entry = ledger.queue_entry(&super::support::CAMPAIGN, &super::support::member(0)).ok().unwrap();
    let contrepoids::mail::outbox::State::Failed { reply: Some(reply), .. } = queue_entry.state else {
        panic!()
    };
    assert!(reply.text.chars().all(|c| c.is_ascii_graphic() || c == ' '), "{}", reply.text);
}

/// A yes that is not the right one is none: 250 to DATA would make commands of the lines of the message.
#[test]
fn a_yes_of_another_kind_is_not_a_yes() {
    for (step, code, want) in [
        (Step::Mail, 354, "failed-transient"),
        (Step::Rcpt, 354, "failed-transient"),
        (Step::Data, 250, "failed-transient"),
        (Step::Data, 220, "failed-transient"),
        (Step::Dot, 354, "unknown"),
        (Step::Dot, 334, "unknown"),
    ] {
        let server = Server::odd(step, 0, Act::Say(format!("{code} yes\r\n")));
        let mut ledger = outbox(1);
        run(&mut ledger, &mut client(&server), false).ok().unwrap();
        assert_eq!(states(&ledger, 1), [want], "{step:?} {code}");
        let told = server.look(|seen| seen.lines.iter().any(|l| l.starts_with("Subject")));
        assert!(!told, "the message was said to a server that was not ready: {step:?} {code}");
    }
}

#[test]
fn three_refusals_for_good_in_a_row_end_the_run() {
    let server = Server::start(|step, n| match (step, n) {
        (Step::Rcpt, 1 | 2 | 4 | 5 | 6) => Act::Say("550 no\r\n".into()),
        _ => Act::Usual,
    });
    let mut ledger = outbox(9);
    let done = run(&mut ledger, &mut client(&server), false).ok().unwrap();
    assert_eq!(done.ended, Some(Ended::Refusals));
    let (no, ok, wait) = ("failed-permanent", "sent", "queued");
    assert_eq!(states(&ledger, 9), [ok, no, no, ok, no, no, no, wait, wait]);
}

#[test]
fn nobody_there_leaves_everything_queued() {
    let url = Server::kind().url();
    let mut transport = Smtp::new(Place::read(&url).ok().unwrap(), None, short());
    let mut ledger = outbox(2);
    let done = run(&mut ledger, &mut transport, false).ok().unwrap();
    assert_eq!(done.ended, Some(Ended::Trouble(Trouble::Unreachable)));
    assert_eq!(counts(&ledger).get("queued"), Some(&2));
}
