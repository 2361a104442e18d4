//! The folder of `.eml` files, and what an independent reader finds in it (E14, E16, B6).

use std::{fs, path::Path, process::Command};

use contrepoids::{
    base::Lang,
    mail::{
        eml::{Folder, write_new},
        send::Ended,
        transport::{Delivery, Transport, Trouble},
    },
};

use crate::notice::support::{counts, message, outbox, run};

/// Names as spreadsheets and hostile people have them; all are names that the roster takes.
const NAMES: &[&str] = &[
    "Éloïse d’Arc-Ñandú",
    "O'Brien",
    "Exemple, Camille",
    "\"quoted\"",
    "back\\slash",
    "a <b@example.org>",
    "b@example.org",
    "=?utf-8?q?=0D=0ABcc:_x@example.org?=",
    "=?utf-8?b?eA==?=",
    "{{ 7*7 }}",
    "{% raw %}",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE members;--",
    "((comment))",
    "a;b:c,d",
    "*gras* _it_ [x](https://example.org) `c` # t",
    "  many   spaces  ",
    "محمد علي",
    "田中さん",
    "🙂👩‍👩‍👧",
    "J.-P. Exemple",
    "Łukasz Żółć",
    "é",
    "Анна-Мария Константиновна Рождественская-Преображенская",
    ".",
    "Bcc: x@example.org",
    "%00%0d%0a",
    "-1+1=2",
    "Très-long Prénom-Composé De La Très Longue Famille Exemple Qui Ne Tient Pas Sur Une Ligne Et Continue",
];

fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777
}

#[test]
fn files_are_private_neutral_and_written_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("out");
    let mut folder = Folder::open(&path).unwrap();
    let mut ledger = outbox(5);
    run(&mut ledger, &mut folder, false).ok().unwrap();
    assert_eq!((counts(&ledger).get("sent"), mode(&path)), (Some(&5), 0o700));
    let mut names = Vec::new();
    for entry in fs::read_dir(&path).unwrap() {
        let file = entry.unwrap().path();
        assert_eq!(mode(&file), 0o600);
        names.push(file.file_name().unwrap().to_str().unwrap().to_owned());
    }
    assert_eq!(names.len(), 5);
    for name in names {
        let stem = name.strip_suffix(".eml").unwrap();
        assert!(stem.len() == 16 && stem.chars().all(|c| c.is_ascii_hexdigit()), "{name}");
    }
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(home.path()).unwrap();
    let one = message("00112233445566778899aabbccddeeff", "Camille", "a@example.net", Lang::Fr);
    assert!(matches!(folder.deliver(&one, &mut || Ok(())), Delivery::Accepted(_)));
    // The same message again is there already.
    assert!(matches!(folder.deliver(&one, &mut || Ok(())), Delivery::Accepted(_)));
    fs::write(folder.file(&one), b"other").unwrap();
    assert_eq!(folder.deliver(&one, &mut || Ok(())), Delivery::Stop(Trouble::File));
    assert_eq!(fs::read(folder.file(&one)).unwrap(), b"other");
    // Nor is a link followed.
    fs::remove_file(folder.file(&one)).unwrap();
    let outside = home.path().join("outside");
    std::os::unix::fs::symlink(&outside, folder.file(&one)).unwrap();
    assert_eq!(folder.deliver(&one, &mut || Ok(())), Delivery::Stop(Trouble::File));
    assert!(!outside.exists());
    assert!(write_new(&folder.file(&one), b"x").is_err());
}

#[test]
fn a_folder_that_cannot_be_written_stops_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("out");
    let mut folder = Folder::open(&path).unwrap();
    fs::remove_dir(&path).unwrap();
    let mut ledger = outbox(2);
    let done = run(&mut ledger, &mut folder, false).ok().unwrap();
    assert_eq!(done.ended, Some(Ended::Trouble(Trouble::File)));
    let mut folder = Folder::open(&path).unwrap();
    run(&mut ledger, &mut folder, false).ok().unwrap();
    assert_eq!(counts(&ledger).get("sent"), Some(&2));
    assert!(Folder::open(&home.path().join("no/such")).is_err());
    assert!(
        Folder::open(&path.join(fs::read_dir(&path).unwrap().next().unwrap().unwrap().file_name())).is_err()
    );
}

/// Writes 1,000 messages with hostile names and lets Python's `email` read them.
#[test]
#[ignore = "needs python3; .ci/run runs it"]
fn a_thousand_messages_are_read_by_another_program() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(home.path()).unwrap();
    let mut expected = String::new();
    for n in 0..1_000_usize {
        let name = NAMES[n % NAMES.len()].split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        let name = name.as_str();
        let token = format!("{n:032x}").chars().rev().collect::<String>();
        let to = format!("m{n}@example.net");
        let tongue = if n % 2 == 0 { Lang::Fr } else { Lang::En };
        let one = message(&token, name, &to, tongue);
        assert!(matches!(folder.deliver(&one, &mut || Ok(())), Delivery::Accepted(_)));
        let file = folder.file(&one);
        let file = file.file_name().unwrap().to_str().unwrap();
        expected.push_str(&format!("{file}\t{to}\t{}\n", serde_json::Value::from(name)));
    }
    let list = home.path().join("expected.tsv");
    fs::write(&list, expected).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/check_mail.py");
    let mut check = Command::new("python3");
    let out = check.arg(script).arg(home.path()).arg("--expected").arg(&list).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("1000 messages"), "{said}");
}

/// The independent reader is worth something: it finds each thing that is planted.
#[test]
#[ignore = "needs python3; .ci/run runs it"]
fn the_other_program_finds_what_is_planted() {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::open(home.path()).unwrap();
    let one = message("00112233445566778899aabbccddeeff", "Camille", "a@example.net", Lang::En);
    assert!(matches!(folder.deliver(&one, &mut || Ok(())), Delivery::Accepted(_)));
    let file = folder.file(&one);
    let good = fs::read_to_string(&file).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/check_mail.py");
    let check = || Command::new("python3").arg(script).arg(home.path()).output();
    let out = check().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    for (from, to) in [
        ("Date: ", "X-Mailer: contrepoids\r\nDate: "),
        ("Date: ", "Bcc: x@example.org\r\nDate: "),
        ("@example.net>", "@example.net>, x@example.org"),
        (" +0000", " +0100"),
        ("MIME-Version: 1.0\r\n", "MIME-Version: 1.0\n"),
        ("text/html", "text/plain"),
        ("Welcome\r\n", "Welcome\r\nTo: x@example.org\r\n"),
        ("Thank you for joining us", "Something else"),
        ("<p>", "<p><img src=3D\"https://example.org/p.png\">"),
    ] {
        assert!(good.contains(from), "{from}");
        fs::write(&file, good.replacen(from, to, 1)).unwrap();
        assert!(!check().unwrap().status.success(), "not found: {to}");
    }
}

/// What may be refused says how, what is owed does not; files say that they are still to be sent, where that is asked for.
#[test]
fn files_say_what_they_are_and_messages_how_to_stop() {
    let env = crate::notice::people::section(3);
    let from = "L’équipe <avis@section.example.org>";
    let ask = ["notice", "queue", "meeting", "--from", from, "--name-en", "The team"];
    let elsewhere = ["--reply-to", "x@elsewhere.example", "--set", "date=2026-12-03", "--set", "place=Salle"];
    env.run(ask.iter().chain(&elsewhere)).fails(1, "not the section's");
    env.run(ask.iter().chain(&["--reply-to", "reponses@section.example.org"]).chain(&[
        "--set",
        "date=2026-12-03",
        "--set",
        "place=Salle",
    ]))
    .ok();
    let run = env.run(["notice", "send", "--eml-dir", "mails", "--unsent", "--really"]).ok();
    assert!(
        run.out.contains("3 handed over as files") && run.out.contains("Nothing has left over"),
        "{}",
        run.out
    );
    let mut names = std::collections::BTreeSet::new();
    for entry in fs::read_dir(env.path("mails")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(bytes.starts_with(b"X-Unsent: 1\r\n"));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let english = text.contains("Hello");
        let words = if english { "reply STOP" } else { "pondez STOP" };
        assert!(text.contains(words), "{text}");
        assert!(text.contains("\r\nReply-To: reponses@section.example.org\r\n"), "{text}");
        let from = text.lines().find(|line| line.starts_with("From: ")).unwrap();
        names.insert((english, from.to_owned()));
    }
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|(english, name)| *english && name.contains("The team")), "{names:?}");
    env.run(
        ["notice", "queue", "assembly", "--from", from, "--set", "date=2027-02-04", "--set", "time=18h"]
            .iter()
            .chain(&["--set", "place=Salle", "--set", "agenda=Comptes"]),
    )
    .ok();
    let shown = env.run(["notice", "send", "--eml-dir", "others"]).ok();
    assert!(!shown.out.contains("STOP"), "{}", shown.out);
}
