//! A vault that is shared over a `WebDAV` server on loopback: two programs, a password, places that are used by themselves.

#[expect(dead_code, clippy::redundant_pub_crate, reason = "shared with the tests of the carrier")]
#[path = "../../../src/sync/carrier/webdav/server.rs"]
mod server;

use std::{io::Write as _, process::Stdio};

use super::*;
use server::{Dav, Manner, plain};

/// Base64 of Lou:secret.
const LOGIN: &str = "TG91OnNlY3JldA==";

fn with_password(env: &Env, args: &[&str], password: &str) -> Run {
    let mut command = env.command();
    command.args(args).args(["--user", "Lou", "--password-fd", "0"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn two_share_over_a_server_and_the_password_is_kept() {
    let (dav, a) = (Dav::new(Manner::Good { heeds: true, login: Some(LOGIN) }), section("Exemple"));
    run(&a, &["sync", "add", &dav.url()]).fails(1, "refuses the name or the password");
    with_password(&a, &["sync", "add", &dav.url()], "wrong").fails(1, "app password");
    run(&a, &["sync"]).fails(1, "no place to share by");
    with_password(&a, &["sync", "add", &dav.url()], "secret").ok();
    let b = Env::new();
    invited(&a, &b, "Portable de Lou", "organizer");
    let refused = with_password(&b, &["sync", "join", &dav.url()], "secret").fails(1, "never opened");
    let said = refused.said();
    let code = said.split("--accept-new ").nth(1).unwrap().lines().next().unwrap().trim().trim_matches('"');
    with_password(&b, &["sync", "join", &dav.url(), "--accept-new", code], "secret").ok();
    run(&b, &["member", "add", "family=Petit", "given=Lou", "--yes"]).ok();
    run(&b, &["sync"]).ok();
    run(&a, &["sync"]).ok();
    assert!(people(&a).contains("Petit"));
    // Nothing in the settings shows the password.
    let mut kept = Vec::new();
    for file in fs::read_dir(a.path(".config").join("contrepoids").join("places")).into_iter().flatten() {
        kept.extend(fs::read(file.unwrap().path()).unwrap());
    }
    assert!(!kept.windows(6).any(|word| word == b"secret") && !kept.is_empty());
}

#[test]
fn a_server_of_the_employer_and_one_that_is_none_are_refused() {
    let a = section("Exemple");
    run(&a, &["company", "set", "--name", "Fabrique", "--forbid-domain", "employeur.example", "--yes"]).ok();
    run(&a, &["sync", "add", "https://nuage.employeur.example/dav"]).fails(1, "is of the employer");
    run(&a, &["sync", "add", "http://nuage.example/dav"]).fails(1, "https is needed");
    run(&a, &["sync", "add", "https://lou:secret@nuage.example/dav"]).fails(1, "--user");
    let says = |what: &[u8]| Dav::new(Manner::Says(what.to_vec()));
    let away = says(&plain(503));
    run(&a, &["sync", "add", &away.url()]).fails(1, "is not reached for now");
    run(&a, &["sync", "add", &says(&plain(507)).url()]).fails(1, "no room left");
    run(&a, &["sync", "add", &says(b"HTTP/1.1 301 X\r\nLocation: http://127.0.0.1:1/\r\n\r\n").url()])
        .fails(1, "sends on to another address");
}

#[test]
fn a_place_that_is_used_by_itself_keeps_no_command_from_anything() {
    let ((dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["sync", "add", text(&stick), "--auto"]).ok();
    let b = joined(&a, &stick, "Portable de Lou", "organizer");
    run(&b, &["sync", "add", text(&stick), "--auto"]).ok();
    assert!(run(&b, &["sync", "status"]).ok().out.contains("(by itself)"));
    run(&a, &["member", "add", "family=Petit", "given=Lou", "--yes"]).ok();
    // Nobody typed `sync`: it went behind the one command, and comes before the other.
    let shown = run(&b, &["member", "list", "--standing", "all", "--yes"]).ok();
    assert!(shown.out.contains("Petit") && shown.err.contains("came from"), "{}", shown.said());
    fs::rename(&stick, dir.path().join("away")).unwrap();
    run(&a, &["member", "add", "family=Martin", "given=Noa", "--yes"]).ok();
    fs::rename(dir.path().join("away"), &stick).unwrap();
    run(&a, &["member", "list", "--yes"]).ok();
    assert!(people(&b).contains("Martin"));
    // Added once more without the word, it is used when somebody says so.
    run(&b, &["sync", "add", text(&stick)]).ok();
    run(&a, &["member", "add", "family=Garcia", "given=Lou", "--yes"]).ok();
    assert!(!people(&b).contains("Garcia"));
}

/// What one laptop writes into a file another one merges.
#[test]
fn a_file_is_merged_by_another_laptop() {
    let ((_dir, stick), a) = (place(), section("Exemple"));
    run(&a, &["sync", "add", text(&stick)]).ok();
    let b = joined(&a, &stick, "Portable de Lou", "organizer");
    run(&a, &["member", "add", "family=Petit", "given=Lou", "--yes"]).ok();
    run(&a, &["sync", "push", "--file", "for-lou.objects"]).ok();
    let file = a.path("for-lou.objects");
    let said = run(&b, &["sync", "pull", text(&file)]).ok().out;
    assert!(said.contains("1 record") && !said.contains("nothing new"), "{said}");
    assert!(people(&b).contains("Petit"));
    // And the other way round, cut or changed it is refused.
    run(&b, &["member", "add", "family=Martin", "given=Noa", "--yes"]).ok();
    run(&b, &["sync", "push", "--file", "for-camille.objects"]).ok();
    let file = b.path("for-camille.objects");
    let mut bytes = fs::read(&file).unwrap();
    let cut = a.write("cut.objects", &bytes[..bytes.len() / 2]);
    run(&a, &["sync", "pull", text(&cut)]).fails(1, "no file of what is shared");
    run(&a, &["sync", "pull", text(&file)]).ok();
    assert!(people(&a).contains("Martin"));
    let middle = bytes.len() - 4_000;
    bytes[middle] ^= 1;
    let changed = a.write("changed.objects", &bytes);
    run(&a, &["sync", "pull", text(&changed)]);
    assert!(people(&a).contains("Martin"));
}
