//! `notice suggest`: ranking, a draft in a private editor buffer, a reply that waits in the outbox.

use std::{fs, io::Write as _, os::unix::fs::PermissionsExt as _, process::Stdio};

use crate::{
    notice::people::section,
    support::{Env, Run},
};

const FROM: &str = "L’équipe <equipe@section.example.org>";

fn editor(env: &Env, script: &str) -> String {
    let path = env.write("editor", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn reply(env: &Env, editor: &str, more: &[&str]) -> Run {
    let args =
        ["notice", "suggest", "rupture conventionnelle", "--to", "Prénom001", "--pick", "1", "--from", FROM];
    let mut command = env.command();
    command.env("EDITOR", editor).env("PATH", "/usr/bin:/bin").args(args).args(more);
    Run::of(command.output().unwrap())
}

#[test]
fn words_rank_the_answers_and_then_the_notices() {
    let env = section(1);
    let run = env.run(["notice", "suggest", "attestation fiscale", "impôt"]).ok();
    assert!(run.out.starts_with("1. dues-cost"), "{}", run.out);
    assert!(run.out.contains("words found: attestation, fiscale, impot"), "{}", run.out);
    let json = env.run(["notice", "suggest", "stolen laptop", "--json"]).ok().json();
    let all = json["value"]["suggestions"].as_array().unwrap();
    assert!(all.iter().any(|s| s["name"] == "incident" && s["matched"][0] == "stolen"), "{json}");
    assert!(env.run(["notice", "suggest", "zzzz"]).ok().out.contains("Nothing fits"));
    let run = env.run(["notice", "suggest", "zzzz", "--lang", "fr"]).ok();
    assert!(run.out.contains("Rien ne convient"), "{}", run.out);
}

#[test]
fn an_answer_is_listed_shown_and_judged() {
    let env = section(1);
    let run = env.run(["notice", "answers"]).ok();
    assert_eq!(run.out.lines().filter(|l| !l.starts_with(' ')).count(), 34, "{}", run.out);
    let run = env.run(["notice", "answers", "holidays"]).ok();
    for part in ["article L. 3141-3", "Never promise:", "L3141-16", "To be read again before", "Ask back:"] {
        assert!(run.out.replace(['\u{a0}', '\u{2011}'], " ").contains(part), "{part}\n{}", run.out);
    }
    // It needs no vault.
    let mut bare = env.bare();
    bare.args(["--lang", "fr", "--on", "2027-06-30", "avis", "réponses", "holidays"]);
    let run = Run::of(bare.output().unwrap()).ok();
    assert!(run.out.contains("À RELIRE depuis le 30/04/2027"), "{}", run.out);
    let near = env.run(["notice", "answers", "congés payés"]);
    near.fails(1, "contrepoids notice answers holidays");
    assert!(env.run(["notice", "answers", "holidays", "--helped"]).ok().out.contains("helped 1 times"));
    let json = env.run(["notice", "answers", "holidays", "--not-helped", "--json"]).ok().json();
    assert_eq!((json["value"]["helped"].as_u64(), json["value"]["not_helped"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn a_reply_is_edited_in_memory_and_waits_in_the_outbox() {
    let env = section(3);
    // The editor notes where the file is and who can read it, outside of memory.
    let seen = env.path("seen");
    let script = format!(
        "{{ stat -c '%a %n' \"$1\"; stat -f -c %T \"$1\"; echo \"$TMPDIR\"; }} > {}\n\
         printf 'Objet : Votre question\\n\\nBonjour Prénom001, vous avez **quinze jours** !\\n' > \"$1\"",
        seen.display()
    );
    let run = reply(&env, &editor(&env, &script), &[]).ok();
    assert!(run.out.contains("vous avez quinze jours\u{202f}!"), "{}", run.out);
    let seen = fs::read_to_string(seen).unwrap();
    let file = seen.lines().next().unwrap().split_once(' ').unwrap();
    assert_eq!((file.0, seen.lines().nth(1).unwrap()), ("600", "tmpfs"));
    assert!(!std::path::Path::new(file.1).parent().unwrap().exists(), "{seen}");
    let status = env.run(["notice", "status", "--json"]).ok().json();
    assert_eq!(status["value"]["notices"][0]["counts"]["queued"], 1);
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    let mail = fs::read_dir(env.path("mails")).unwrap().next().unwrap().unwrap();
    let text = fs::read_to_string(mail.path()).unwrap();
    assert!(text.contains("<personne001@example.net>") && !text.contains("List-Unsubscribe"));
    // The words are found again, without the name.
    let json = env.run(["notice", "suggest", "délai de rupture", "--json"]).ok().json();
    let all = json["value"]["suggestions"].as_array().unwrap();
    let first = all.iter().find(|s| s["kind"] == "reply").unwrap();
    assert_eq!(first["subject"].as_str(), Some("Votre question"));
    // What was taken is counted, without the question and the person.
    let run = env.run(["notice", "answers", "agreed-termination", "--helped"]).ok();
    assert!(run.out.contains("taken 1 times"), "{}", run.out);
    assert!(!first["body"].as_str().unwrap().contains("Prénom001"), "{first}");
}

#[test]
fn nothing_is_queued_when_the_text_is_not_finished_or_the_editor_fails() {
    let env = section(2);
    let blanks = reply(&env, &editor(&env, "true"), &[]);
    assert!(blanks.code == 1, "{}", blanks.err);
    reply(&env, &editor(&env, "exit 3"), &[]).fails(1, "did not end well");
    reply(&env, &editor(&env, "echo bonjour > \"$1\""), &[]).fails(1, "the first line must be");
    reply(&env, &editor(&env, "rm \"$1\"; ln -s /etc/passwd \"$1\""), &[]).fails(1, "cannot be read");
    assert!(env.run(["notice", "status"]).ok().out.contains("empty"));
}

fn typed(env: &Env, text: &str, more: &[&str]) -> Run {
    let mut command = env.command();
    command.args(["notice", "suggest", "x", "--to", "Prénom000", "--from", FROM, "--stdin", "--forget"]);
    command.args(more).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A refusal may come before the text is read.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn a_reply_that_tells_what_it_is_about_needs_a_word() {
    let env = section(2);
    let text = "Subject: Your union membership\n\nYes.\n";
    typed(&env, text, &[]).fails(1, "--telling");
    assert!(env.run(["notice", "status"]).ok().out.contains("empty"));
    typed(&env, text, &["--pick", "99", "--telling"]).fails(1, "");
    typed(&env, text, &["--telling"]).ok();
}

#[test]
fn a_finished_text_comes_from_standard_input() {
    let env = section(2);
    let run = typed(&env, "Subject: Your question\n\nYes.\n", &[]).ok();
    assert!(run.out.contains("Your question"), "{}", run.out);
    let json = env.run(["notice", "suggest", "your question", "--json"]).ok().json();
    assert!(json["value"]["suggestions"].as_array().unwrap().iter().all(|s| s["kind"] != "reply"));
}

/// Takes up the text that was kept last.
fn resume(env: &Env, editor: &str, more: &[&str]) -> Run {
    let mut command = env.command();
    command
        .env("EDITOR", editor)
        .env("PATH", "/usr/bin:/bin")
        .args(["notice", "suggest", "--resume"])
        .args(more);
    Run::of(command.output().unwrap())
}

/// Every file below a folder, as one run of bytes.
fn bytes_below(folder: &std::path::Path) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(bytes_below(&path));
        } else if path.is_file() {
            out.extend(fs::read(&path).unwrap_or_default());
        }
    }
    out
}

const WORK: &str = "Vingt minutes de travail, Zphqx.";

#[test]
fn a_refusal_never_loses_what_was_written() {
    // What the editor leaves, and how it ends.
    let cases: [(&str, &str, i32); 7] = [
        ("blank", "Objet : Votre question\\n\\n‹Lieu›", 0),
        ("telling", "Objet : Votre cotisation\\n\\nb", 0),
        ("no subject", "Bonjour", 0),
        ("empty subject", "Objet :\\n\\nb", 0),
        ("long subject", &format!("Objet : {}\\n\\nb", "a".repeat(200)), 0),
        ("control", "Objet : a\\n\\n\\007b", 0),
        ("a failing editor", "Objet : a\\n\\nb", 3),
    ];
    for (name, text, ends) in cases {
        let env = section(2);
        let script = format!("printf '{text}\\n{WORK}\\n' > \"$1\"; exit {ends}");
        let run = reply(&env, &editor(&env, &script), &[]);
        run.fails(1, "Your text is kept, sealed");
        fs::remove_file(env.path("editor")).unwrap();
        let disk = bytes_below(&env.vault());
        assert!(!disk.windows(5).any(|w| w == b"Zphqx"), "{name}: the text lies on the disk in clear");
        assert!(env.run(["notice", "status"]).ok().out.contains("empty"), "{name}");
        // It comes back as it was, is refused again, and is still there.
        let seen = env.path("seen");
        let look = format!("cat \"$1\" > {}; exit 1", seen.display());
        resume(&env, &editor(&env, &look), &[]).fails(1, "Your text is kept, sealed");
        assert!(fs::read_to_string(&seen).unwrap().ends_with(&format!("{WORK}\n")), "{name}");
        let mend = "printf 'Objet : Votre question\\n\\n' > \"$1.new\"; tail -n 1 \"$1\" >> \"$1.new\"; mv \"$1.new\" \"$1\"";
        let run = resume(&env, &editor(&env, mend), &[]).ok();
        assert!(run.out.contains(WORK), "{name}\n{}", run.out);
        // It goes to the person it was for, and is kept no longer.
        env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
        let mail = fs::read_dir(env.path("mails")).unwrap().next().unwrap().unwrap();
        assert!(fs::read_to_string(mail.path()).unwrap().contains("<personne001@example.net>"), "{name}");
        resume(&env, "true", &[]).fails(1, "no text of this number is kept");
    }
}

#[test]
fn a_text_from_standard_input_is_kept_too_and_an_untouched_draft_is_not() {
    let env = section(2);
    reply(&env, &editor(&env, "true"), &[]).fails(1, "‹");
    resume(&env, "true", &[]).fails(1, "no text of this number is kept");
    typed(&env, &format!("Subject: Your union membership\n\n{WORK}\n"), &[]).fails(1, "--resume 1");
    resume(&env, "true", &["7"]).fails(1, "--resume 1");
    let run = resume(&env, "true", &["1", "--telling"]).ok();
    assert!(run.out.contains(WORK), "{}", run.out);
}

/// Runs a command on a terminal of its own.
fn on_terminal(env: &Env, editor: &str, args: &str) -> String {
    let program = env!("CARGO_BIN_EXE_contrepoids");
    let line = format!(
        "{program} --on 2026-11-21 --lang en --vault {} --identity {} {args}",
        env.vault().display(),
        env.path("key.txt").display()
    );
    let mut command = std::process::Command::new("script");
    // The settings of this home, as for every other run.
    for (name, value) in env.bare().get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_DATA_HOME");
    command.args(["-qec", &line, "/dev/null"]).env("EDITOR", editor).stdin(Stdio::null());
    let out = command.output().unwrap();
    String::from_utf8_lossy(&out.stdout).into_owned()
}

#[test]
fn on_a_terminal_the_editor_opens_again_with_the_fault_as_first_line() {
    let env = section(2);
    let (seen, asked) =
        (env.path("seen"), "notice suggest question --to Prénom001 --pick 1 --from a@section.example.org");
    // The first time a telling subject; then what stands there is noted, and the subject mended.
    let script = format!(
        "if head -n 1 \"$1\" | grep -q '^!! '; then cp \"$1\" {seen}; \
         printf 'Objet : Votre question\\n\\n{WORK}\\n' > \"$1\"; \
         else printf 'Objet : Votre cotisation\\n\\n{WORK}\\n' > \"$1\"; fi",
        seen = seen.display()
    );
    let out = on_terminal(&env, &editor(&env, &script), asked);
    assert!(out.contains(WORK) && out.contains("written, checked and sealed"), "{out}");
    let shown = fs::read_to_string(&seen).unwrap();
    assert!(
        shown.starts_with("!! the subject, the sender or the first line tells")
            && shown.ends_with(&format!("{WORK}\n")),
        "{shown}"
    );
    // Closed without a change, the text is kept as it was, without the lines above it.
    let script =
        format!("grep -q '^!! ' \"$1\" || printf 'Objet : Votre cotisation\\n\\n{WORK}\\n' > \"$1\"");
    let out = on_terminal(&env, &editor(&env, &script), asked);
    assert!(out.contains("--resume 1"), "{out}");
    let look = format!("cp \"$1\" {}; exit 1", seen.display());
    resume(&env, &editor(&env, &look), &[]).fails(1, "kept, sealed");
    assert_eq!(fs::read_to_string(&seen).unwrap(), format!("Objet : Votre cotisation\n\n{WORK}\n"));
}

#[test]
fn a_saved_mail_is_answered_to_its_sender_with_its_question_quoted() {
    let env = section(3);
    let mail = "From: P <personne002@example.net>\r\nTo: team@section.example.org\r\nSubject: conges\r\n\
                Message-ID: <q.1@mail.example.net>\r\n\r\nmon patron *refuse* mes conges d aout\r\n";
    let question = env.write("question.eml", mail);
    let seen = env.path("seen");
    let script = format!(
        "cp \"$1\" {}; printf 'Objet : Votre question\\n\\nBonjour, voici.\\n' > \"$1\"",
        seen.display()
    );
    let run = |editor: &str, more: &[&str]| {
        let mut command = env.command();
        command.env("EDITOR", editor).env("PATH", "/usr/bin:/bin").args(["notice", "suggest", "--eml"]);
        command.arg(&question).args(["--from", FROM]).args(more);
        Run::of(command.output().unwrap())
    };
    run(&editor(&env, &script), &["--pick", "1"]).ok();
    let draft = fs::read_to_string(&seen).unwrap();
    assert!(
        draft.contains("L. 3141-16") && draft.contains("> mon patron \\*refuse\\* mes conges"),
        "{draft}"
    );
    assert!(draft.contains('‹'), "a draft of ours never leaves unread: {draft}");
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    let mail = fs::read_dir(env.path("mails")).unwrap().next().unwrap().unwrap();
    let text = fs::read_to_string(mail.path()).unwrap();
    for line in [
        "<personne002@example.net>",
        "In-Reply-To: <q.1@mail.example.net>",
        "References: <q.1@mail.example.net>",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("Auto-Submitted"), "a person wrote it\n{text}");
    // Of somebody who is nobody of ours nothing is made; the mail is left as it is.
    let stranger = env.write("question.eml", "From: x@stranger.example\r\nSubject: a\r\n\r\nb\r\n");
    let run = run("true", &["--pick", "1"]);
    assert!(run.code != 0 && stranger.exists(), "{}", run.out);
}
