//! The prompt: one passphrase for many commands, and nothing that fails ends it.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use crate::support::{
    Env, Run,
    terminal::{PASSPHRASE, Terminal},
};

fn open(env: &Env, lang: &str, args: &[&str], question: &str) -> Terminal {
    let mut t = env.guarded(lang, &[&["shell"], args].concat());
    t.read(question).secretly(&format!("{PASSPHRASE}\n"));
    t
}

/// Types a command and waits for the prompt after it.
fn does(t: &mut Terminal, command: &str, says: &str, prompt: &str) {
    t.say(command).read(says).read(prompt);
}

#[test]
fn one_passphrase_for_many_commands_in_both_languages() {
    let env = Env::with_vault();
    let mut t = open(&env, "fr", &[], "Phrase de passe\u{a0}: ");
    t.read("contrepoids> ");
    does(&mut t, "member add nom=Exemple prénom=Camille", "Ajouté", "contrepoids> ");
    does(&mut t, "contrepoids adherent list --yes", "Camille", "contrepoids> ");
    does(&mut t, "law seats --headcount 300", "Titulaires", "contrepoids> ");
    // A refusal, a wrong command, a quote: the code stands before the prompt, and the next one is answered.
    does(&mut t, "member show ffffffff", "Erreur", "[1] contrepoids> ");
    does(&mut t, "membrane", "Erreur", "[2] contrepoids> ");
    does(&mut t, "agenda note l'appel", "n’est pas fermé", "[2] contrepoids> ");
    does(&mut t, "status", "", "contrepoids> ");
    assert_eq!(t.all.matches("Phrase de passe\u{a0}: ").count(), 1, "{}", t.all);
    assert!(!t.all.contains(PASSPHRASE));
    t.press("\u{4}").ends(0);
    assert!(t.echoes());
}

#[test]
fn locked_it_asks_again_and_gives_the_key_to_nobody() {
    let env = Env::with_vault();
    let mut t = open(&env, "en", &[], "Passphrase: ");
    t.read("contrepoids> ");
    does(&mut t, "lock", "Locked: the next command asks", "contrepoids (locked)> ");
    // The law needs no key; the roster does, and a wrong passphrase leaves it closed.
    does(&mut t, "law seats --headcount 300", "Full members", "contrepoids (locked)> ");
    t.say("member list --yes").read("Passphrase: ").secretly("not this one\n");
    t.read("passphrase").read("[12] contrepoids (locked)> ");
    t.say("member list --yes").read("Passphrase: ").secretly("\u{3}").read("(locked)> ");
    t.say("member list --yes")
        .read("Passphrase: ")
        .secretly(&format!("{PASSPHRASE}\n"))
        .read("contrepoids> ");
    does(&mut t, "member list --yes", "", "contrepoids> ");
    does(&mut t, "lock", "", "(locked)> ");
    t.say("unlock").read("Passphrase: ").secretly(&format!("{PASSPHRASE}\n")).read("contrepoids> ");
    t.say("exit").ends(0);
}

/// The time stands still here: no time at all is over at once, so every command asks.
#[test]
fn when_the_time_is_over_the_next_command_asks() {
    let env = Env::with_vault();
    let mut t = open(&env, "en", &["--lock-after", "0"], "Passphrase: ");
    for _ in 0..2 {
        t.read("> ").say("member list --yes").read("Passphrase: ").secretly(&format!("{PASSPHRASE}\n"));
        t.read("contrepoids (locked)> ");
    }
    t.press("\u{4}").ends(0);
}

#[test]
fn ctrl_c_cancels_the_line_or_the_command_and_never_the_prompt() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple"]).ok();
    let mut t = open(&env, "en", &[], "Passphrase: ");
    t.read("contrepoids> ").press("member sho\u{3}").read("contrepoids> ");
    // A command that asks is ended by it, and asks the person at the terminal as outside.
    t.say("member add").read(": ").press("\u{3}").read("contrepoids> ");
    does(&mut t, "member list --yes", "Exemple", "contrepoids> ");
    assert_eq!(t.all.matches("Passphrase: ").count(), 1, "{}", t.all);
    t.press("\u{4}").ends(0);
}

#[test]
fn the_name_alone_offers_it() {
    let env = Env::with_vault();
    for (answer, lang, question) in [("n", "fr", "[o/N]"), ("\u{4}", "en", "[y/N]")] {
        let mut t = env.newcomer(lang, &[]);
        t.read(question).press(&format!("{answer}\n"));
        assert_eq!(t.end(), 2, "{}", t.all);
    }
    let mut t = env.terminal("en", &[]);
    t.read("[y/N]").say("y").read("contrepoids> ");
    does(&mut t, "status", "", "contrepoids> ");
    t.press("\u{4}").ends(0);
    // After a noun the verb is missing: nothing is offered.
    let mut t = env.terminal("en", &["member"]);
    assert_eq!(t.end(), 2);
    assert!(!t.all.contains("[y/N]"), "{}", t.all);
}

#[test]
fn without_a_vault_it_says_how_to_make_one() {
    let env = Env::new();
    let mut t = env.terminal("fr", &["shell"]);
    t.read("pas encore de coffre").read("(fermé)> ");
    t.say("init --yes").read("Coffre créé").read("> ");
    does(&mut t, "member list --yes", "", "> ");
    t.press("\u{4}").ends(0);
}

fn piped(mut command: Command, lines: &str) -> Run {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn from_a_pipe_it_runs_line_by_line_and_ends_with_the_code_of_the_last() {
    let env = Env::with_vault();
    let shell = || {
        let mut command = env.command();
        command.arg("shell");
        command
    };
    let run = piped(
        shell(),
        "member add nom=Exemple prénom=Lou\n\n# a remark\nmember show ffffffff\nmember list --yes\n",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Lou Exemple") && !run.out.contains("> "), "{}", run.out);
    assert!(run.err.contains("Error"), "{}", run.err);
    assert_eq!(piped(shell(), "member list --yes\nmember show ffffffff").code, 1);
    assert_eq!(piped(shell(), "nonsense\n").code, 2);
    assert_eq!(piped(shell(), "nonsense\nexit\nstatus\n").code, 2);
    // Nobody can be asked, and the lines are commands, not answers.
    assert_eq!(piped(shell(), "member add\nnom=Autre\n").code, 2);
}

/// Each command gets the key over a pipe: in no command line, in no environment, and never where another identity is named.
#[test]
fn the_key_is_handed_over_and_shown_nowhere() {
    let env = Env::with_vault();
    let mut t = open(&env, "en", &[], "Passphrase: ");
    t.read("contrepoids> ");
    // A command that waits for a line, so that it can be looked at.
    t.say("member add").read(": ");
    let secret = std::fs::read_to_string(env.path("key.txt")).unwrap();
    let secret = secret.lines().last().unwrap().to_owned();
    let mut seen = 0;
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        for what in ["cmdline", "environ"] {
            let Ok(bytes) = std::fs::read(entry.path().join(what)) else { continue };
            seen += usize::from(bytes.windows(8).any(|w| w == b"--key-fd"));
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{:?}", entry.path());
        }
    }
    assert!(seen > 0, "the command was not seen");
    t.press("\u{3}").read("contrepoids> ");
    let sealed = env.path("sealed.age").display().to_string();
    t.say(&format!("member list --yes --identity {sealed}"))
        .read("Passphrase: ")
        .secretly("\u{4}")
        .read("[12]");
    t.press("\u{4}").ends(0);
    assert!(!t.all.contains(&secret));
}
