//! The child process that talks to the server: what it has, what it may, and what is left when it ends (E9, E21).

use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use crate::{
    notice::{
        people::section,
        server::{Act, Server, Step},
    },
    support::{Env, Run},
};

const FROM: &str = "L’équipe <equipe@section.example.org>";

fn queue(env: &Env) {
    env.run(["notice", "queue", "welcome", "--from", FROM]).ok();
}

fn counts(env: &Env) -> serde_json::Value {
    env.run(["notice", "status", "--json"]).ok().json()["value"]["notices"][0]["counts"].clone()
}

/// Starts to send, in a group of processes of its own.
fn begin(env: &Env, url: &str, more: &[&str]) -> Child {
    let mut command = env.command();
    command.args(["notice", "send", "--really", "--smtp", url]).args(more);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn().unwrap()
}

/// The child of a process, as `/proc` shows it.
fn child_of(parent: u32) -> Option<PathBuf> {
    let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    processes.map(|p| p.path()).find(|path| {
        let stat = fs::read_to_string(path.join("stat")).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default().to_owned();
        after.split_whitespace().nth(1) == Some(parent.to_string().as_str())
    })
}

fn wait_for(server: &Server, dots: usize) {
    while server.dots() < dots {
        std::thread::yield_now();
    }
}

#[test]
fn the_child_has_limits_no_environment_and_nothing_in_its_arguments() {
    let env = section(1);
    let server = Server::odd(Step::Dot, 0, Act::Stall);
    queue(&env);
    let secret = env.write("password", "Zphqx-CANARI-mdp\n");
    let mut shell = std::process::Command::new("sh");
    let binary = env.command();
    shell.args(["-c", "exec \"$@\" 7<password", "sh"]).arg(binary.get_program()).args(binary.get_args());
    shell.args(["notice", "send", "--really", "--smtp", &server.url_for("me"), "--password-fd", "7"]);
    shell.env_clear().env("HOME", env.home()).env("ZPHQX", "CANARI").current_dir(env.home());
    let parent = shell.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(&server, 1);
    let child = child_of(parent.id()).unwrap();
    let limits = fs::read_to_string(child.join("limits")).unwrap();
    let limit = |name: &str| -> u64 {
        let line = limits.lines().find(|l| l.starts_with(name)).unwrap();
        line[26..].split_whitespace().next().unwrap().parse().unwrap_or(u64::MAX)
    };
    assert_eq!((limit("Max file size"), limit("Max core file size"), limit("Max open files")), (0, 0, 16));
    assert!(limit("Max address space") < 400 << 20, "{limits}");
    assert!(limit("Max cpu time") < 60, "{limits}");
    let arguments = fs::read(child.join("cmdline")).unwrap();
    let arguments = String::from_utf8_lossy(&arguments);
    assert!(arguments.ends_with("deliver-mail\0") && !arguments.contains("CANARI"), "{arguments}");
    assert!(!arguments.contains("vault") && !arguments.contains("key.txt"), "{arguments}");
    if let Ok(environment) = fs::read(child.join("environ")) {
        assert!(environment.is_empty(), "{}", String::from_utf8_lossy(&environment));
    }
    // Of the files of this home it has open what the shell handed to every process, and nothing of the vault.
    for entry in fs::read_dir(child.join("fd")).into_iter().flatten().filter_map(Result::ok) {
        let file = fs::read_link(entry.path()).unwrap_or_default();
        assert!(!file.starts_with(env.vault()) && file != env.path("key.txt"), "{}", file.display());
    }
    let mut parent = parent;
    parent.kill().unwrap();
    parent.wait().unwrap();
    fs::remove_file(secret).unwrap();
    // The child does not outlive the parent.
    while child.join("cmdline").exists() && !fs::read(child.join("cmdline")).unwrap_or_default().is_empty() {
        std::thread::yield_now();
    }
}

/// E9: a line without an end is no answer, and costs nothing else.
#[test]
fn an_endless_line_ends_the_child_and_never_the_program() {
    for (step, want) in [(Step::Greeting, "queued"), (Step::Rcpt, "failed-transient"), (Step::Dot, "unknown")]
    {
        let env = section(2);
        queue(&env);
        let server = Server::odd(step, 0, Act::Endless);
        let start = Instant::now();
        let done = Run::of(begin(&env, &server.url(), &["--pace", "0"]).wait_with_output().unwrap());
        assert!(start.elapsed() < Duration::from_secs(30), "{step:?} {:?}", start.elapsed());
        assert_eq!(done.code, 30, "{step:?} {}{}", done.out, done.err);
        assert!(server.sent() < 100 << 20, "{step:?}: {} bytes were read", server.sent());
        let counts = counts(&env);
        assert_eq!(
            counts[want].as_u64(),
            Some(if step == Step::Greeting { 2 } else { 1 }),
            "{step:?} {counts}"
        );
    }
}

#[test]
fn a_child_that_is_killed_is_replaced_and_nobody_gets_two() {
    let env = section(3);
    queue(&env);
    let server = Server::odd(Step::Dot, 0, Act::Stall);
    let parent = begin(&env, &server.url(), &["--pace", "0"]);
    wait_for(&server, 1);
    let child = child_of(parent.id()).unwrap();
    let pid = child.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(std::process::Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    let done = Run::of(parent.wait_with_output().unwrap());
    assert_eq!(done.code, 30, "{}{}", done.out, done.err);
    assert_eq!((counts(&env)["sent"].as_u64(), counts(&env)["unknown"].as_u64()), (Some(2), Some(1)));
    assert_eq!((server.dots(), server.accepted().len()), (3, 2));
}

/// E21: Ctrl-C on a terminal reaches every process of the group; the message in the air is finished all the same.
#[test]
fn ctrl_c_to_the_whole_group_finishes_the_message() {
    let env = section(3);
    let server = Server::kind();
    queue(&env);
    let parent = begin(&env, &server.url(), &["--pace", "6"]);
    while server.accepted().is_empty() {
        std::thread::yield_now();
    }
    let group = format!("-{}", parent.id());
    assert!(std::process::Command::new("kill").args(["-INT", "--", &group]).status().unwrap().success());
    let done = Run::of(parent.wait_with_output().unwrap());
    assert_eq!(done.code, 130, "{}{}", done.out, done.err);
    assert_eq!((counts(&env)["sent"].as_u64(), counts(&env)["queued"].as_u64()), (Some(1), Some(2)));
    // The line was closed politely, and one more run sends the rest over one connection.
    server.look(|seen| assert_eq!(seen.lines.last().map(String::as_str), Some("QUIT")));
    let done = Run::of(begin(&env, &server.url(), &["--pace", "0"]).wait_with_output().unwrap());
    assert_eq!((done.code, server.dots(), server.look(|s| s.connections)), (0, 3, 2), "{}", done.err);
}

#[test]
fn the_hidden_command_alone_does_nothing() {
    let env = Env::new();
    let run = env.run(["deliver-mail"]).ok();
    assert!(run.out.is_empty() && run.err.is_empty());
    let mut command = env.command();
    command.arg("deliver-mail").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &[0xff; 200]).unwrap();
    let done = Run::of(child.wait_with_output().unwrap());
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", ""));
}

/// E21: the pace is kept between two messages, give or take a fifth, and not before the first or after the last.
#[test]
fn the_pace_is_kept() {
    let env = section(4);
    let server = Server::kind();
    queue(&env);
    // 200 a minute: 300 ms between two, so three times 240 to 360.
    let parent = begin(&env, &server.url(), &["--pace", "200"]);
    wait_for(&server, 1);
    let first = Instant::now();
    wait_for(&server, 4);
    let spent = first.elapsed();
    assert!(spent > Duration::from_millis(700), "{spent:?}");
    let done = Run::of(parent.wait_with_output().unwrap());
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(env.run(["notice", "send", "--help"]).ok().out.contains("[default: 30]"));
}
