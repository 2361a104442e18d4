//! `notice write`: a text of one's own to a selection, checked, and never lost.

use std::{fs, io::Write as _, process::Stdio};

use crate::{
    notice::people::{add, open, section},
    support::{Env, Run},
};

const FROM: &str = "L’équipe <avis@section.example.org>";
const WORK: &str = "Vingt minutes de travail, Zphqx.";

fn typed(env: &Env, text: &str, args: &[&str]) -> Run {
    let mut command = env.command();
    command.args(["notice", "write", "--from", FROM]).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

fn mails(env: &Env) -> Vec<String> {
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    let all = fs::read_dir(env.path("mails")).unwrap();
    all.map(|mail| fs::read_to_string(mail.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_text_goes_to_a_selection_in_the_language_of_each() {
    let env = section(4);
    let text = "Objet : À jeudi\n\nBonjour {{ prénom }} de {{ site }}.\n\nSubject: See you\n\nHello {{ given_name }}.\n";
    let run = typed(&env, text, &["--site", "Lyon", "--text-file", "-"]).ok();
    assert!(run.out.contains("2 messages written, checked and sealed"), "{}", run.out);
    assert!(run.out.contains("Hello Prénom000."), "the first is shown: {}", run.out);
    let all = mails(&env);
    assert!(all.len() == 2 && all.iter().any(|m| m.contains("<personne002@example.net>")));
    // The same text again goes to nobody, another one does.
    typed(&env, text, &["--site", "Lyon", "--text-file", "-"]).fails(1, "--again");
    typed(&env, "Subject: Other\n\nb\n", &["--site", "Lyon", "--text-file", "-"]).ok();
}

#[test]
fn who_opted_out_of_the_kind_gets_none_and_nobody_is_proposed() {
    let env = section(1);
    let tagged = &[
        ("given", "Lou"),
        ("family", "Exemple"),
        ("email", "lou@example.net"),
        ("standing", "member"),
        ("tags", "sans-nouvelles"),
    ];
    add(&mut open(&env), tagged);
    let text = "Subject: See you\n\nHello.\n";
    let count = |purpose: &str, subject: &str| {
        let args = [
            "--standing",
            "member",
            "--purpose",
            purpose,
            "--subject",
            subject,
            "--text-file",
            "-",
            "--json",
        ];
        typed(&env, text, &args).ok().json()["value"]["queued"].as_u64()
    };
    assert_eq!(
        (count("news", "a"), count("statutory", "b"), count("dues", "c")),
        (Some(1), Some(2), Some(2))
    );
    typed(&env, text, &["--text-file", "-"]).fails(1, "nobody was named");
}

#[test]
fn whatever_refuses_a_text_it_is_kept_sealed_with_its_selection() {
    for (name, text) in [
        ("telling", "Subject: Your union membership\n\n"),
        ("blank", "Subject: a\n\n‹place›\n\n"),
        ("no subject", "Hello\n\n"),
        ("unknown", "Subject: a\n\n{{ place }}\n\n"),
        ("dropped", "Subject: a\n\n![x](https://example.org/x.png)\n\n"),
    ] {
        let env = section(4);
        let text = format!("{text}{WORK}\n");
        typed(&env, &text, &["--site", "Lyon", "--text-file", "-"]).fails(1, "notice write --resume 1");
        assert!(env.run(["notice", "status"]).ok().out.contains("empty"), "{name}");
        // A reply does not take it up.
        env.run(["notice", "suggest", "--resume"]).fails(1, "no text of this number is kept");
        let editor = env.path("editor");
        let mend =
            format!("#!/bin/sh\ngrep -q Zphqx \"$1\" && printf 'Subject: Mended\\n\\n{WORK}\\n' > \"$1\"\n");
        fs::write(&editor, mend).unwrap();
        let mut command = env.command();
        command.env("EDITOR", format!("sh {}", editor.display())).env("PATH", "/usr/bin:/bin");
        let run = Run::of(command.args(["notice", "write", "--resume"]).output().unwrap()).ok();
        assert!(run.out.contains("2 messages") && run.out.contains(WORK), "{name}: {}", run.out);
        env.run(["notice", "write", "--resume"]).fails(1, "no text of this number is kept");
    }
}
