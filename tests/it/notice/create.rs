//! `notice new`: a working notice of one line or of a text.

use std::{fs, io::Write as _, process::Stdio};

use crate::{
    notice::people::section,
    support::{Env, Run},
};

const FROM: &str = "L’équipe <avis@section.example.org>";

fn french(env: &Env, args: &[&str]) -> Run {
    let mut command = env.bare();
    command.args(["--on", "2026-11-21", "--lang", "fr", "--vault"]).arg(env.vault());
    command.arg("--identity").arg(env.path("key.txt")).args(args);
    Run::of(command.output().unwrap())
}

/// One line, in French words alone: made, checked, previewed and queued at once.
#[test]
fn one_line_makes_a_notice_that_is_checked_previewed_and_queued() {
    let env = section(3);
    let line = "On se retrouve le {{ date }} à {{ heure }}, {{ lieu }} : on apporte {{ plat }}.";
    let made = french(&env, &["avis", "créer", "Fête de Noël", "--objet", "À bientôt", "--texte", line]).ok();
    assert!(made.out.contains("fete-de-noel") && made.out.contains("--valeur lieu=…"), "{}", made.out);
    let checked = env.run(["notice", "templates", "check"]).ok();
    assert!(checked.out.contains("fete-de-noel: good  (the section's own)"), "{}", checked.out);
    let set = ["date=2026-12-18", "heure=19h", "Lieu=Salle 3", "plat=une bûche"];
    let mut args = vec!["notice", "preview", "fete-de-noel", "--from", FROM];
    for value in &set {
        args.extend(["--set", value]);
    }
    let shown = env.run(&args).ok();
    assert!(
        shown.out.contains("Messages: 3 (fr 3)") && shown.out.contains("1 person gets it in one"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("vendredi 18\u{a0}décembre 2026"), "{}", shown.out);
    // The English names are as good, and none is forgotten.
    args[1] = "queue";
    args.splice(5.., ["--set", "date=2026-12-18", "--set", "time=19h", "--set", "place=Salle 3"]);
    env.run(&args).fails(1, "plat");
    args.extend(["--set", "plat=une bûche"]);
    env.run(&args).ok();
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    assert_eq!(fs::read_dir(env.path("mails")).unwrap().count(), 3);
}

fn typed(env: &Env, text: &str, args: &[&str]) -> Run {
    let mut command = env.command();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn a_text_has_one_language_or_both() {
    let env = section(3);
    let both =
        "Objet : Bonne nouvelle\n\nBonjour {{ prénom }}.\n\nSubject: Good news\n\nHello {{ given_name }}.\n";
    typed(&env, both, &["notice", "new", "both", "--text-file", "-"]).ok();
    let shown = env.run(["notice", "preview", "both", "--from", FROM]).ok();
    assert!(shown.out.contains("Messages: 3 (en 1, fr 2)"), "{}", shown.out);
    let file = env.write("one.md", "Subject: Good news\n\nHello {{ given_name }}.\n");
    let path = file.to_str().unwrap();
    env.run(["notice", "new", "one", "--text-file", path, "--en-only", "--audience", "site=Lyon"]).ok();
    let shown = env.run(["notice", "preview", "one", "--from", FROM]).ok();
    assert!(shown.out.contains("Messages: 2 (en 2)") && shown.out.contains("site=Lyon"), "{}", shown.out);
    // What is needed is on the disk, and no more.
    let folder = env.run(["notice", "new", "two", "--text-file", path, "--json"]).ok().json();
    let folder = folder["value"]["folder"].as_str().unwrap().to_owned();
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["en.md", "notice.toml"]);
}

#[test]
fn what_is_wrong_is_refused_and_nothing_is_written() {
    let env = section(1);
    let new = |name: &str, more: &[&str]| {
        let mut args = vec!["notice", "new", name];
        args.extend(more);
        env.run(&args)
    };
    new("welcome", &["--subject", "a", "--text", "b"]).fails(1, "a notice of the program");
    new("?", &["--subject", "a", "--text", "b"]).fails(2, "letters or digits");
    new("x", &["--text", "b"]).fails(1, "the subject is missing");
    new("x", &["--subject", "a", "--text", "![x](https://example.org/x.png)"]).fails(1, "an image");
    new("x", &["--subject", "a", "--text", "b", "--audience", "foo=bar"]).fails(1, "audience");
    assert!(!env.run(["notice", "templates"]).ok().out.contains("x  "), "nothing was written");
    new("x", &["--subject", "a", "--text", "b"]).ok();
    new("x", &["--subject", "a", "--text", "b"]).fails(1, "there is a notice `x` already");
    // What came over a pipe lies nowhere else: it is left in memory, and the refusal says where.
    let run = typed(&env, "Subject: a\n\n{{ a | b }} Zphqx\n", &["notice", "new", "y", "--text-file", "-"])
        .fails(1, "take it up again, then delete it");
    let path = run.err.split_whitespace().find(|w| w.ends_with("message.md")).unwrap();
    assert!(fs::read_to_string(path).unwrap().contains("Zphqx"));
    fs::remove_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
}
