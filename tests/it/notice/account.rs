//! `contrepoids notice account …`: settings found and never made up, secrets sealed, three ways to sign in.

use std::{
    fs,
    io::Write as _,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    notice::{
        people::section,
        server::{Act, Server, Step},
    },
    support::{Env, Run},
};

const FROM: &str = "L’équipe <equipe@section.example.org>";
const PASSWORD: &str = "Zphqx-CANARI-mdp";
const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUMfPB8nx5/GlJ7SRZfzLheN9gQagwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQQXV0b3JpdGUgRXhlbXBsZTAeFw0yNjExMjIwNjA1MjNaFw0z
NjExMTkwNjA1MjNaMBsxGTAXBgNVBAMMEEF1dG9yaXRlIEV4ZW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQX7p/Hxw/FSTcj+hpK75OKnidPOs6usAoPD2ly
4aZfomLWZ5TMWidvkGFVKqXzejxm6FoUX4zVzQW7LrAXQwmeo1MwUTAdBgNVHQ4E
FgQUVrYDB6glxsqR3PgoSWt8uvDEiP4wHwYDVR0jBBgwFoAUVrYDB6glxsqR3Pgo
SWt8uvDEiP4wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiB8SPkq
LLi1RkmujG+32awbuiuwEFDdwDDQctZmKsY78wIhAOXNz2Q9QtEr5Zxf6WNDOflU
2ZF30rRQGYbRxYcrIjoi
-----END CERTIFICATE-----
";

/// Runs `notice account add` with the password on standard input, named as a descriptor.
fn add_with(env: &Env, password: &str, args: &[&str]) -> Run {
    let mut command = env.command();
    command.args(["notice", "account", "add"]).args(args).args(["--password-fd", "0"]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    // A refusal may come before the password is read.
    let _ = child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

fn add(env: &Env, args: &[&str]) -> Run {
    add_with(env, PASSWORD, args)
}

fn found(env: &Env, address: &str) -> Run {
    let run = add(env, &["section", "--from", address, "--replace", "--json"]);
    if run.code == 0 { run.ok() } else { run }
}

/// Every file below a folder, as bytes.
fn files(dir: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push((path.display().to_string(), fs::read(&path).unwrap_or_default()));
        }
    }
}

fn lies_in_clear(env: &Env, what: &str) -> Vec<String> {
    let mut all = Vec::new();
    files(env.home(), &mut all);
    assert!(all.len() > 5);
    let holds = |bytes: &[u8]| bytes.windows(what.len()).any(|w| w == what.as_bytes());
    all.into_iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect()
}

#[test]
fn settings_of_the_usual_providers_are_found_from_the_address() {
    let env = Env::with_vault();
    for (address, server, user) in [
        ("Nous <nous.exemple@gmail.com>", "smtps://smtp.gmail.com", "nous.exemple@gmail.com"),
        ("nous@GoogleMail.com", "smtps://smtp.gmail.com", "nous@googlemail.com"),
        ("nous@free.fr", "smtps://smtp.free.fr", "nous"),
        ("nous@orange.fr", "smtps://smtp.orange.fr", "nous@orange.fr"),
        ("nous@wanadoo.fr", "smtps://smtp.orange.fr", "nous@wanadoo.fr"),
        ("nous@gandi.net", "smtps://mail.gandi.net", "nous@gandi.net"),
        ("nous@ik.me", "smtps://mail.infomaniak.com", "nous@ik.me"),
        ("nous@proton.me", "smtp://127.0.0.1:1025", "nous@proton.me"),
        ("nous@riseup.net", "smtps://mail.riseup.net", "nous"),
        ("nous@disroot.org", "smtps://disroot.org", "nous"),
        ("nous@zaclys.net", "smtps://mail.zaclys.com", "nous@zaclys.net"),
    ] {
        let json = found(&env, address).json();
        assert_eq!(
            (json["value"]["server"].as_str(), json["value"]["user"].as_str()),
            (Some(server), Some(user))
        );
        assert_eq!(json["value"]["signs_in"], "password");
    }
    let own = ["section", "--from", "nous@asso.example", "--replace", "--json"];
    for (provider, server) in [
        ("ovh", "smtps://ssl0.ovh.net"),
        ("GANDI", "smtps://mail.gandi.net"),
        ("infomaniak", "smtps://mail.infomaniak.com"),
    ] {
        let run = add(&env, &[&own[..], &["--provider", provider]].concat()).ok();
        assert_eq!(run.json()["value"]["server"], server);
    }
    // What was not read at its source says so; what needs a password of its own too.
    let run = add(&env, &["section", "--from", "nous@zaclys.com", "--replace"]).ok();
    assert!(run.out.contains("not re-read"), "{}", run.out);
    let run = add(&env, &["section", "--from", "nous@gmail.com", "--replace"]).ok();
    assert!(run.out.contains("password made for this program"), "{}", run.out);
    let run = env.run(["notice", "account", "providers"]).ok();
    for part in [
        "OAuth\u{a0}token\u{a0}only",
        "ssl0.ovh.net:465",
        "read on 2026-11-22",
        "at most 1000 messages a day",
    ] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    let json = env.run(["notice", "account", "providers", "--json"]).ok().json();
    assert!(json["value"]["providers"].as_array().unwrap().len() >= 12);
}

#[test]
fn what_cannot_be_had_safely_is_refused_with_the_reason() {
    let env = Env::with_vault();
    for address in ["nous@outlook.com", "nous@hotmail.fr", "nous@live.com"] {
        found(&env, address).fails(1, "only an OAuth token").fails(1, "--token-command");
    }
    let own = |more: &[&str]| add(&env, &[&["section", "--from", "nous@asso.example"], more].concat());
    // By STARTTLS, or another port, where the person says so; iCloud by itself.
    for (more, server) in [
        (&["--provider", "icloud"][..], "smtp+starttls://smtp.mail.me.com:587"),
        (&["--smtp", "smtp+starttls://mail.asso.example"], "smtp+starttls://mail.asso.example:587"),
        (&["--smtp", "smtps://mail.asso.example:8465"], "smtps://mail.asso.example:8465"),
    ] {
        let run =
            add(&env, &[&["x", "--from", "nous@asso.example", "--replace", "--json"], more].concat()).ok();
        assert_eq!(run.json()["value"]["server"], server);
    }
    env.run(["notice", "account", "remove", "x", "--yes"]).ok();
    own(&[]).fails(1, "a server is not guessed").fails(1, "--provider ovh");
    own(&["--provider", "nope"]).fails(1, "there are ovh, gandi");
    own(&["--provider", "outlook"]).fails(1, "only an OAuth token");
    own(&["--provider", "microsoft365"]).fails(1, "only an OAuth token");
    own(&["--smtp", "smtps://smtp-mail.outlook.com"]).fails(1, "smtp+starttls://smtp-mail.outlook.com");
    own(&["--smtp", "smtp+starttls://smtp-mail.outlook.com"]).fails(1, "only an OAuth token");
    own(&["--smtp", "smtps://nous@mail.asso.example:587"]).fails(1, "the port does not go");
    own(&["--smtp", "smtps://mail.asso.example:25"]).fails(1, "the port does not go");
    own(&["--smtp", "smtp+starttls://mail.asso.example:465"]).fails(1, "the port does not go");
    own(&["--smtp", "smtp://mail.asso.example:25"]).fails(1, "spelled out");
    own(&["--smtp", "smtp://localhost:1025"]).fails(1, "spelled out");
    own(&["--smtp", "smtp://192.168.1.2:1025"]).fails(1, "spelled out");
    own(&["--smtp", "smtps://nous:secret@mail.asso.example"]).fails(1, "others can read it");
    own(&["--smtp", "smtps://mail.asso.example", "--user", "a b"]).fails(1, "no spaces");
    add(&env, &["sec tion", "--from", "nous@gmail.com"]).fails(1, "plain letters");
    for bad in ["", "a\tb", "a\0b"] {
        add_with(&env, bad, &["section", "--from", "nous@gmail.com"]).fails(1, "password");
    }
    let run = env.run(["notice", "account", "add", "section", "--from", "nous@gmail.com"]);
    run.fails(1, "--password-fd N");
    assert_eq!(
        env.run(["notice", "account", "list", "--json"]).ok().json()["value"]["accounts"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    env.run(["notice", "account", "list"]).ok();
    env.run(["notice", "account", "show", "nope"]).fails(1, "there is no account");
    env.run(["notice", "account", "test"]).fails(1, "notice account add");
}

/// E18: no sender and no server of the employer, when it is saved and when it is used.
#[test]
fn the_employers_domains_are_no_sender_and_no_server() {
    let env = Env::with_vault();
    env.run(["company", "set", "--forbid-domain", "employeur.example"]).ok();
    for from in ["nous@employeur.example", "nous@rh.Employeur.EXAMPLE"] {
        add(&env, &["a", "--from", from, "--provider", "ovh"]).fails(1, "in a domain of the employer");
    }
    let host = ["a", "--from", "nous@asso.example", "--smtp"];
    for smtp in ["smtps://nous@mail.employeur.example", "smtps://nous@employeur.example"] {
        add(&env, &[&host[..], &[smtp]].concat()).fails(1, "server is the employer's");
    }
    let bridge = [&host[..], &["smtp://127.0.0.1:1025", "--user", "nous@employeur.example"]].concat();
    add(&env, &bridge).fails(1, "server is the employer's");
    // The domain is added afterwards: the account is there, and is not used.
    add(&env, &[&host[..], &["smtps://nous@mail.autre.example"]].concat()).ok();
    env.run(["company", "set", "--forbid-domain", "autre.example"]).ok();
    env.run(["notice", "account", "test", "--yes"]).fails(1, "server is the employer's");
}

#[test]
fn a_password_is_sealed_and_shown_nowhere() {
    let env = section(2);
    let run =
        add(&env, &["section", "--from", FROM, "--smtp", "smtps://equipe@mail.section.example.org"]).ok();
    assert!(run.out.contains("Signs in as: equipe") && !(run.out + &run.err).contains(PASSWORD));
    for args in [&["list"][..], &["show", "section"], &["list", "--json"], &["show", "section", "--json"]] {
        let run = env.run([&["notice", "account"], args].concat()).ok();
        assert!(!(run.out + &run.err).contains(PASSWORD));
    }
    assert!(lies_in_clear(&env, PASSWORD).is_empty());
    assert!(lies_in_clear(&env, "mail.section.example.org").is_empty());
    // The search finds what lies in clear.
    env.write("planted", format!("x{PASSWORD}y"));
    assert_eq!(lies_in_clear(&env, PASSWORD).len(), 1);
    fs::remove_file(env.path("planted")).unwrap();

    // Another server needs the password again; a name is not taken twice.
    add(&env, &["section", "--from", FROM, "--provider", "ovh"]).fails(1, "--replace");
    let again = ["notice", "account", "add", "section", "--from", FROM, "--provider", "ovh", "--replace"];
    env.run(again).fails(1, "password");
    let run = env.run(["notice", "account", "remove", "section"]);
    run.fails(1, "nobody can give it here");
    let run = env.run(["notice", "account", "remove", "section", "--yes"]).ok();
    assert!(run.out.contains("There is no account."));
    env.run(["doctor"]).ok();
}

#[test]
fn a_test_message_goes_to_oneself_by_the_sealed_password() {
    let env = section(1);
    let server = Server::kind();
    let url = server.url_for("moi");
    add(&env, &["section", "--from", FROM, "--smtp", &url]).ok();
    env.run(["notice", "account", "test"]).fails(1, "nobody can give it here");
    assert_eq!(server.look(|s| s.connections), 0);
    let run = env.run(["notice", "account", "test", "--yes", "--json"]).ok();
    assert_eq!(
        (run.json()["value"]["code"].as_u64(), server.accepted()),
        (Some(250), vec!["equipe@section.example.org".to_owned()])
    );
    server.look(|seen| {
        assert_eq!(seen.lines[0], "EHLO [127.0.0.1]");
        // AUTH PLAIN: NUL, name, NUL, password.
        let want = format!("AUTH PLAIN {}", base64(format!("\0moi\0{PASSWORD}").as_bytes()));
        assert_eq!(seen.lines[1], want);
        let message = &seen.accepted[0].1;
        assert!(message.contains("\r\nSubject: Test\r\n") && message.contains("+0000\r\n"), "{message}");
        assert!(!message.contains("List-Unsubscribe") && !message.to_lowercase().contains("contrepoids"));
    });
    let french = {
        let mut command = env.bare();
        command.args(["--lang", "fr", "--vault"]).arg(env.vault()).arg("--identity").arg(env.path("key.txt"));
        command.args(["notice", "compte", "essayer", "section", "--yes"]);
        Run::of(command.output().unwrap()).ok()
    };
    assert!(french.out.contains("a pris le message (250)"), "{}", french.out);
}

#[test]
fn a_failing_test_says_why() {
    let env = section(1);
    for (step, act, says) in [
        (Step::Auth, Act::Say("535 no\r\n".into()), "refuses the name or the password (535)"),
        (Step::Ehlo, Act::Say("250 sink\r\n".into()), "takes no password in a way that is known"),
        (Step::Rcpt, Act::Say("550 no\r\n".into()), "refuses the message (550)"),
        (Step::Greeting, Act::Say("421 no\r\n".into()), "not available (421)"),
        (Step::Mail, Act::Drop, "hung up"),
        (Step::Dot, Act::Drop, "may have left"),
    ] {
        let server = Server::odd(step, 0, act);
        let url = server.url_for("moi");
        add(&env, &["section", "--from", FROM, "--replace", "--smtp", &url]).ok();
        let run = env.run(["notice", "account", "test", "--yes", "--patience-ms", "400"]);
        let text = run.out.clone() + &run.err;
        assert!(!text.contains(PASSWORD) && !text.contains("section.example.org"), "{text}");
        run.fails(30, says);
    }
}

#[test]
fn login_is_used_where_plain_is_not_offered() {
    let env = section(1);
    let server = Server::start(|step, _| match step {
        Step::Ehlo => Act::Say("250-sink\r\n250 AUTH LOGIN\r\n".into()),
        Step::Auth => Act::Say("334 VXNlcm5hbWU6\r\n".into()),
        _ => Act::Usual,
    });
    let url = server.url_for("moi");
    add(&env, &["section", "--from", FROM, "--smtp", &url]).ok();
    // The server asks for the name, and then for nothing more: what it does not answer is not a way in.
    env.run(["notice", "account", "test", "--yes", "--patience-ms", "400"]);
    server.look(|seen| {
        assert_eq!(seen.lines[1], "AUTH LOGIN");
        assert_eq!(seen.lines[2], base64(b"moi"));
    });
}

#[test]
fn a_token_comes_from_a_command_and_is_never_offered_as_a_password() {
    let env = section(1);
    let bearer = Server::start(|step, _| match step {
        Step::Ehlo => Act::Say("250-sink\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n".into()),
        _ => Act::Usual,
    });
    let url = bearer.url_for("moi@example.org");
    let base = ["notice", "account", "add", "jeton", "--from", FROM, "--replace"];
    let with = |url: &str| {
        let more = ["--smtp", url, "--token-command", "echo ya29.CANARI-jeton"];
        env.run([&base[..], &more].concat())
    };
    let run = with(&url).ok();
    assert!(run.out.contains("token by a command"), "{}", run.out);
    env.run(["notice", "account", "test", "jeton", "--yes"]).ok();
    let want = base64(b"user=moi@example.org\x01auth=Bearer ya29.CANARI-jeton\x01\x01");
    bearer.look(|seen| assert_eq!(seen.lines[1], format!("AUTH XOAUTH2 {want}")));
    // A server that takes passwords only never sees the token.
    let plain = Server::kind();
    with(&plain.url_for("moi@example.org")).ok();
    env.run(["notice", "account", "test", "jeton", "--yes"]).fails(30, "in a way that is known");
    plain.look(|seen| assert!(!seen.lines.iter().any(|l| l.starts_with("AUTH"))));
    // A refused token is answered with a challenge that says why.
    let refusing = Server::start(|step, _| match step {
        Step::Ehlo => Act::Say("250-sink\r\n250 AUTH XOAUTH2\r\n".into()),
        Step::Auth => Act::Say("334 eyJzdGF0dXMiOiI0MDEifQ==\r\n".into()),
        _ => Act::Usual,
    });
    with(&refusing.url_for("moi@example.org")).ok();
    env.run(["notice", "account", "test", "jeton", "--yes"])
        .fails(30, "refuses the name or the password (334)");
}

#[test]
fn a_command_is_run_without_a_shell_and_within_limits() {
    let env = section(1);
    let server = Server::kind();
    let url = server.url_for("moi");
    let add = |line: &str| {
        env.run([
            "notice",
            "account",
            "add",
            "c",
            "--from",
            FROM,
            "--smtp",
            &url,
            "--replace",
            "--password-command",
            line,
        ])
    };
    for (line, says) in [
        ("pass a | head -1", "`|`"),
        ("echo $HOME", "`$`"),
        ("echo `id`", "only a shell"),
        ("echo 'a", "quotation mark"),
        ("  ", "is empty"),
    ] {
        add(line).fails(1, says);
    }
    for (line, says) in [
        ("/nonexistent/pass show x", "cannot be started"),
        ("false", "failed (code 1)"),
        ("true", "is not a password"),
        ("yes CANARI-abcdef", "says too much"),
    ] {
        add(line).ok();
        let run = env.run(["notice", "account", "test", "c", "--yes"]);
        assert!(!run.err.contains("CANARI"), "{}", run.err);
        run.fails(1, says);
    }
    assert_eq!(server.look(|s| s.connections), 0);
    add("echo 'touch pwned' ';' '$(touch pwned)'").ok();
    env.run(["notice", "account", "test", "c", "--yes"]).ok();
    assert!(!env.path("pwned").exists());
    let want = format!("AUTH PLAIN {}", base64(b"\0moi\0touch pwned ; $(touch pwned)"));
    server.look(|seen| assert_eq!(seen.lines[1], want));
    // The command gets no descriptor of the vault or of the key.
    let script = env.write("pw", "#!/bin/sh\nls -l /proc/self/fd > fds\nenv > env\necho secret\n");
    let mut mode = Command::new("chmod");
    mode.arg("700").arg(&script).env_clear().env("PATH", "/usr/bin:/bin").arg0("chmod");
    assert!(mode.status().unwrap().success());
    add(script.to_str().unwrap()).ok();
    env.run(["notice", "account", "test", "c", "--yes"]).ok();
    let fds = fs::read_to_string(env.path("fds")).unwrap();
    assert!(fds.contains("/dev/null") && !fds.contains("/vault") && !fds.contains("key.txt"), "{fds}");
}

#[test]
fn one_authority_can_be_named_in_a_file() {
    let env = section(1);
    let good = env.write("ca.pem", AUTHORITY);
    let key = env.write(
        "key.pem",
        format!("{AUTHORITY}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
    );
    let empty = env.write("empty.pem", "");
    let broken = env.write("broken.pem", AUTHORITY.replace("MIIBiz", "AAAAAA"));
    let large = env.write("large.pem", AUTHORITY.repeat(100));
    let add = |file: &Path| {
        let file = file.to_str().unwrap();
        add(
            &env,
            &["own", "--from", FROM, "--smtp", "smtps://mail.asso.example", "--ca-file", file, "--replace"],
        )
    };
    for bad in [&key, &empty, &broken, &large] {
        add(bad).fails(1, "certificate that can be read");
    }
    add(Path::new("none.pem")).fails(1, "cannot be read");
    let run = add(&good).ok();
    assert!(run.out.contains("and no other"), "{}", run.out);
    assert_eq!(
        env.run(["notice", "account", "show", "own", "--json"]).ok().json()["value"]["own_authority"],
        true
    );
}

#[test]
fn notices_leave_by_the_account_that_is_named_or_by_the_default_one() {
    let env = section(3);
    let (one, other) = (Server::kind(), Server::kind());
    add(&env, &["un", "--from", FROM, "--smtp", &one.url_for("moi")]).ok();
    add(&env, &["deux", "--from", "Autre <autre@section.example.org>", "--smtp", &other.url_for("toi")]).ok();
    // The sender of the default account writes where none is named.
    let run = env.run(["notice", "queue", "welcome", "--json"]).ok();
    let id = run.json()["value"]["campaign"].as_str().unwrap()[..8].to_owned();
    let run = env.run(["notice", "send", &id]).ok();
    assert!(
        run.out.contains("By: un (127.0.0.1:") && run.out.contains("<equipe@section.example.org>"),
        "{}",
        run.out
    );
    let run = env.run(["notice", "send", &id, "--account", "deux"]).ok();
    assert!(run.out.contains("By: deux ("), "{}", run.out);
    env.run(["notice", "send", &id, "--account", "trois"]).fails(1, "there are deux, un");
    assert_eq!((one.look(|s| s.connections), other.look(|s| s.connections)), (0, 0));
    env.run(["notice", "send", &id, "--really", "--pace", "0"]).ok();
    assert_eq!((one.accepted().len(), other.accepted().len()), (3, 0));
    env.run(["notice", "account", "default", "deux"]).ok();
    let list = env.run(["notice", "account", "list"]).ok();
    assert!(list.out.starts_with("deux (default)"), "{}", list.out);
    env.run(["notice", "queue", "welcome", "--again"]).ok();
    env.run(["notice", "send", "--really", "--pace", "0"]).ok();
    assert_eq!((one.accepted().len(), other.accepted().len()), (3, 3));
    other.look(|seen| assert!(seen.accepted[0].1.contains("<autre@section.example.org>")));
    env.run(["notice", "send", "--account", "un", "--eml-dir", "x"]).fails(2, "cannot be used with");
}

/// A record that came from another device starts nothing here.
#[test]
fn a_command_of_another_device_is_not_run() {
    use contrepoids::{
        features::notice::actions::account,
        mail::{account as mail_account, account::PasswordSource},
        vault::{Change, Kind, Verb},
    };
    let env = section(1);
    let server = Server::kind();
    let url = server.url_for("moi");
    env.run([
        "notice",
        "account",
        "add",
        "c",
        "--from",
        FROM,
        "--smtp",
        &url,
        "--password-command",
        "touch pwned",
    ])
    .ok();
    let mut vault = crate::notice::people::open(&env);
    let (id, mut there) = account::named(&vault, "c").ok().unwrap();
    let PasswordSource::Command { words, device } = there.source.clone() else { panic!() };
    assert_eq!(device, mail_account::device(vault.device()));
    there.source = PasswordSource::Command { words, device: "0011223344556677".into() };
    let mut record = vault.record(Kind::Account, &id).unwrap().unwrap();
    let stamp = vault.stamp(9_999_999_999_999);
    there.write(&mut record, stamp);
    vault
        .commit(9_999_999_999_999, vec![Change { kind: Kind::Account, id, verb: Verb::Edited, record }])
        .unwrap();
    drop(vault);
    env.run(["notice", "account", "test", "--yes"]).fails(1, "typed on another device");
    assert!(!env.path("pwned").exists() && server.look(|s| s.connections) == 0);
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = DIGITS[(n >> (18 - 6 * i) & 63) as usize];
            out.push(if i > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    out
}
