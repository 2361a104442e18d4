//! Secrets: a key file that others can read, a passphrase that is easy to guess, what a started command finds open.

use std::{
    fs::{self, Permissions},
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
};

use crate::support::{Env, Run};

#[test]
fn a_key_file_without_a_passphrase_is_for_its_owner_alone() {
    let env = Env::with_vault();
    let key = env.path("key.txt");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600, "init makes it so");
    for mode in [0o644, 0o640, 0o660, 0o604, 0o622, 0o777] {
        fs::set_permissions(&key, Permissions::from_mode(mode)).unwrap();
        for args in [&["member", "list"][..], &["doctor"], &["member", "add", "nom=Exemple"], &["status"]] {
            let run = env.run(args).fails(12, "chmod 600");
            // Who only reads is not told that nothing was changed.
            let says = run.err.contains("Nothing was changed");
            assert!(says == args.contains(&"add") && run.out.is_empty(), "{mode:o} {args:?}: {run:?}");
        }
    }
    for mode in [0o600, 0o400] {
        fs::set_permissions(&key, Permissions::from_mode(mode)).unwrap();
        env.run(["member", "list"]).ok();
    }
    // Where anybody can put another file in its place.
    let open = env.path("open");
    fs::create_dir(&open).unwrap();
    fs::copy(&key, open.join("key.txt")).unwrap();
    let with = |mode| {
        fs::set_permissions(&open, Permissions::from_mode(mode)).unwrap();
        let mut command = env.bare();
        command
            .args(["--lang", "en", "--vault"])
            .arg(env.vault())
            .arg("--identity")
            .arg(open.join("key.txt"));
        Run::of(command.args(["member", "list"]).output().unwrap())
    };
    with(0o777).fails(12, "chmod o-w");
    with(0o1777).ok();
    with(0o755).ok();
}

fn init_with(env: &Env, lang: &str, typed: &str) -> Run {
    let mut command = env.bare();
    command.args(["--lang", lang, "--passphrase-fd", "0", "--vault"]).arg(env.path("own-section.vault"));
    command.arg("init").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(format!("{typed}\n").as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn a_passphrase_that_people_choose_is_refused_in_plain_words() {
    let env = Env::new();
    for typed in [
        "motdepasse motdepasse",
        "password password",
        "azertyuiopqsdfghjklm",
        "abcdefghijklmnopqrst",
        "01234567890123456789012345",
        "1234567890123456789012345",
        "Syndicat CGT 2026 !",
        "Fabrique Exemple 2026",
        "jean.dupont@example.org",
        "liberté égalité fraternité",
        "proletaires de tous les pays unissez vous",
        "marie-claude.dupont-1962",
        "syndicat2026",
        "own-section own-section 2026",
    ] {
        let run = init_with(&env, "en", typed).fails(12, "too easy to guess");
        assert!(!run.said().contains("bits") && run.err.contains("seven words"), "{typed}: {}", run.err);
        assert!(!run.said().contains(typed), "it is not repeated: {}", run.err);
        assert!(!env.path("own-section.vault").exists());
    }
    let run = init_with(&env, "fr", "liberté égalité fraternité").fails(12, "trop facile à deviner");
    assert!(
        run.said().contains("une phrase, un slogan ou une citation") && !run.err.contains("bits"),
        "{}",
        run.err
    );
    init_with(&env, "en", "slackness uncut rogue freeing unbolted darkish revision").ok();
}

/// What a started command finds open: its three streams, and the descriptor with which it looks.
fn only_streams(listing: &str) -> bool {
    let open: Vec<&str> = listing.split_whitespace().filter(|n| !matches!(*n, "0" | "1" | "2")).collect();
    // `ls` holds the folder itself; `sh` holds its script.
    open.len() <= 1
}

#[test]
fn a_password_command_finds_nothing_open_but_its_streams() {
    let env = Env::with_vault();
    let secret = env.write("secret", "Zphqx canari\n");
    let seen = env.path("seen");
    let look = format!(
        "ls /proc/self/fd > {0}; cat /proc/self/fd/9 /proc/$$/fd/9 /proc/self/fd/0 >> {0} 2>&1; echo Zq\n",
        seen.display()
    );
    let script = env.write("look.sh", look);
    // Nobody listens there: the command is asked before.
    let command = format!("sh {}", script.display());
    let add = ["notice", "account", "add", "c", "--from", "Section <section@example.net>", "--smtp"];
    env.run(add.into_iter().chain(["smtp://moi@127.0.0.1:9", "--password-command", &command])).ok();
    // The shell leaves descriptors open, as `9<secret` does; one of them is the passphrase's.
    let program = env.command();
    let mut command = Command::new("sh");
    command.env_clear().env("HOME", env.home()).env("TMPDIR", env.home()).env("PATH", "/usr/bin:/bin");
    command.current_dir(env.home());
    let line = format!("exec \"$@\" 9<{0} 8<{0} 0<{0}", secret.display());
    command.args(["-c", &line, "sh"]).arg(program.get_program()).args(program.get_args());
    command.args(["--passphrase-fd", "9", "notice", "account", "test", "c", "--yes"]);
    let run = Run::of(command.output().unwrap());
    let seen = fs::read_to_string(&seen).unwrap_or_else(|_| panic!("the command did not run: {run:?}"));
    assert!(!seen.contains("Zphqx"), "{seen}");
    let numbers: Vec<&str> = seen.lines().take_while(|l| l.bytes().all(|b| b.is_ascii_digit())).collect();
    assert!(numbers.len() >= 3 && only_streams(&numbers.join(" ")), "{seen}");
    // The look itself sees what is open.
    let planted =
        Command::new("sh").args(["-c", "exec 7</dev/null 8</dev/null; ls /proc/self/fd"]).output().unwrap();
    assert!(!only_streams(&String::from_utf8_lossy(&planted.stdout)));
}
