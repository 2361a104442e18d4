//! Files that go with a notice: what is shown is what arrives, and nothing of it lies in clear.

use std::{fs, path::Path};

use contrepoids::mail::{
    attachment::Attachment,
    ledger::{Campaign, Campaigns, Memory},
    message::Files,
    outbox::Event,
};

use crate::{
    notice::{
        people::section,
        server::Server,
        support::{CAMPAIGN, entropy, member, message},
    },
    support::{Env, Run},
};

const FROM: &str = "L’équipe <equipe@section.example.org>";
const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nSUMMARY:Réunion\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// Something that looks like a PDF, of about this many bytes, with a word to look for.
fn pdf(word: &str, bytes: usize) -> Vec<u8> {
    let mut out = format!("%PDF-1.7\n{word}\n").into_bytes();
    let mut n = 1_u32;
    while out.len() < bytes {
        n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        out.push((n >> 24) as u8);
    }
    out.extend(b"\n%%EOF\n");
    out
}

fn preview(env: &Env, more: &[&str]) -> Run {
    env.run([&["notice", "preview", "welcome", "--from", FROM], more].concat())
}

fn queue(env: &Env, more: &[&str]) -> Run {
    env.run([&["notice", "queue", "welcome", "--from", FROM, "--json"], more].concat())
}

/// Takes the only file out of a message as a stranger would: name, type, bytes.
fn file_of(mail: &str) -> (String, String, Vec<u8>) {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let mark = head.split_once("multipart/mixed;\r\n boundary=\"").unwrap().1.split('"').next().unwrap();
    let parts: Vec<&str> = body.split(&format!("--{mark}")).collect();
    assert_eq!((parts.len(), parts[3]), (4, "--\r\n"), "{mail}");
    assert!(parts[1].starts_with("\r\nContent-Type: multipart/alternative"), "{}", parts[1]);
    let (head, code) = parts[2].split_once("\r\n\r\n").unwrap();
    assert!(code.lines().all(|l| l.len() <= 76));
    let between =
        |from: &str, to: &str| head.split_once(from).unwrap().1.split(to).next().unwrap().to_owned();
    (
        between("filename=\"", "\""),
        between("Content-Type: ", ";").lines().next().unwrap().to_owned(),
        decode(code),
    )
}

fn decode(code: &str) -> Vec<u8> {
    let digit = |b: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|d| *d == b)
    };
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for d in code.bytes().filter_map(digit) {
        (bits, count) = (bits << 6 | d as u32, count + 6);
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn clear(dir: &Path, word: &[u8]) -> bool {
    fs::read_dir(dir).unwrap().map(Result::unwrap).any(|e| {
        let path = e.path();
        if path.is_dir() {
            clear(&path, word)
        } else {
            fs::read(&path).unwrap().windows(word.len()).any(|w| w == word)
        }
    })
}

#[test]
fn one_file_for_all_is_shown_stored_sealed_and_arrives_whole() {
    let env = section(4);
    let bytes = pdf("Zphqx-CANARI", 150_000);
    fs::create_dir(env.path("ailleurs")).unwrap();
    let path = env.write("ailleurs/Ordre du jour été.pdf", &bytes);
    let path = path.to_str().unwrap();
    let run = preview(&env, &["--attach", path, "--eml", "un.eml"]).ok();
    assert!(run.out.contains("Attachment: ordre-du-jour-ete.pdf (151\u{a0}kB)"), "{}", run.out);
    assert!(run.out.contains("Attachments: 822\u{a0}kB to send in all"), "{}", run.out);
    let json = preview(&env, &["--attach", path, "--json"]).ok().json();
    assert_eq!(json["value"]["message"]["files"][0]["bytes"].as_u64(), Some(bytes.len() as u64));
    assert!(
        json["value"]["message"]["text"].as_str().unwrap().contains("Bonjour")
            || json["value"]["message"]["text"].as_str().unwrap().contains("Hello")
    );
    let shown = fs::read_to_string(env.path("un.eml")).unwrap();
    assert_eq!(file_of(&shown), ("ordre-du-jour-ete.pdf".into(), "application/pdf".into(), bytes.clone()));

    queue(&env, &["--attach", path]).ok();
    assert!(!clear(&env.vault(), b"Zphqx-CANARI") && !clear(&env.vault(), b"ordre-du-jour"));
    let plan = env.run(["notice", "send", "--eml-dir", "mails"]).ok();
    assert!(plan.out.contains("Attachments: 822\u{a0}kB to send in all"), "{}", plan.out);
    let waiting = env.run(["notice", "outbox", "--for", "Prénom001"]).ok();
    assert!(waiting.out.contains("ordre-du-jour-ete.pdf (151"), "{}", waiting.out);
    fs::remove_file(path).unwrap();
    let server = Server::kind();
    let url = server.url();
    env.run(["notice", "send", "--smtp", &url, "--really", "--pace", "0"]).ok();
    server.look(|seen| {
        assert_eq!(seen.accepted.len(), 4);
        for (_, mail) in &seen.accepted {
            assert_eq!(file_of(mail).2, bytes);
            let names: Vec<&str> = mail
                .split("\r\n\r\n")
                .next()
                .unwrap()
                .lines()
                .filter(|l| !l.starts_with(' '))
                .map(|l| l.split(':').next().unwrap())
                .collect();
            assert_eq!(
                names,
                [
                    "From",
                    "To",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "Auto-Submitted",
                    "MIME-Version",
                    "Content-Type"
                ]
            );
        }
    });
    // With another file it is another notice; with the same one, everybody has it.
    let other = env.write("autre.pdf", pdf("x", 500));
    let json = preview(&env, &["--attach", other.to_str().unwrap(), "--json"]).ok().json();
    assert_eq!(json["value"]["messages"], 4);
    fs::write(path, &bytes).unwrap();
    preview(&env, &["--attach", path]).fails(1, "nobody to write to");
}

#[test]
fn each_member_gets_the_own_file_and_no_other() {
    let env = section(3);
    let members = preview(&env, &["--json"]).ok();
    assert_eq!(members.json()["value"]["messages"], 3);
    let list = env.run(["member", "list", "--json"]).ok().json();
    let all: Vec<(String, String)> = list["value"]["people"]
        .as_array()
        .or_else(|| list["value"].as_array())
        .unwrap()
        .iter()
        .filter(|p| p["email"].as_str().is_some_and(|e| e.contains("personne")))
        .map(|p| (p["id"].as_str().unwrap().to_owned(), p["email"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(all.len(), 3, "{list}");
    fs::create_dir(env.path("recus")).unwrap();
    for (n, (id, email)) in all.iter().take(2).enumerate() {
        env.write(&format!("recus/{}.pdf", &id[..8 + n]), pdf(email, 70_000 + n * 100_000));
    }
    let json = preview(&env, &["--attach-each", "recus", "--json"]).ok().json();
    assert_eq!(json["value"]["messages"], 2);
    assert!(json["value"]["excluded"].as_array().unwrap().iter().any(|e| e["why"] == "no-file"));
    assert_eq!(json["value"]["message"]["files"][0]["name"], "document.pdf");
    // A name that tells what it is, and an author in one of the files, are told before anything is stored.
    let telling = ["--attach-each", "recus", "--attach-name", "cotisation 2026"];
    let run = preview(&env, &telling).ok();
    assert!(run.err.contains("cotisation") && !run.err.contains("author"), "{}", run.err);
    queue(&env, &telling).fails(1, "cotisation");
    let (id, _) = &all[0];
    let kept = fs::read(env.path(&format!("recus/{}.pdf", &id[..8]))).unwrap();
    let authored = [b"%PDF-1.7\n/Author (X)\n".as_slice(), &kept].concat();
    env.write(&format!("recus/{}.pdf", &id[..8]), authored);
    let run = preview(&env, &["--attach-each", "recus"]).ok();
    assert!(run.err.contains("name an author (1)"), "{}", run.err);
    env.write(&format!("recus/{}.pdf", &id[..8]), kept);
    queue(&env, &["--attach-each", "recus", "--attach-name", "attestation 2026"]).ok();
    let plan = env.run(["notice", "send", "--eml-dir", "mails", "--json"]).ok().json();
    let encoded = |bytes: usize| bytes.div_ceil(57) * 78;
    let sizes = all.iter().take(2).enumerate().map(|(n, (id, _))| {
        encoded(fs::metadata(env.path(&format!("recus/{}.pdf", &id[..8 + n]))).unwrap().len() as usize)
    });
    assert_eq!(plan["value"]["files_bytes"].as_u64(), Some(sizes.sum::<usize>() as u64));
    env.run(["notice", "send", "--eml-dir", "mails", "--really"]).ok();
    let mut seen = 0;
    for entry in fs::read_dir(env.path("mails")).unwrap() {
        let mail = fs::read_to_string(entry.unwrap().path()).unwrap();
        let (name, _, bytes) = file_of(&mail);
        assert_eq!(name, "attestation-2026.pdf");
        for (_, email) in &all {
            let own = mail.contains(&format!("<{email}>"));
            assert_eq!(bytes.windows(email.len()).any(|w| w == email.as_bytes()), own);
            seen += usize::from(own);
        }
    }
    assert_eq!(seen, 2);

    // By a list; and what is wrong with it.
    let (third, mail) = &all[2];
    env.write("recus/c.pdf", pdf(mail, 2_000));
    let lists = |text: &str| {
        fs::write(env.path("liste.csv"), text).unwrap();
        preview(&env, &["--attach-each", "liste.csv", "--json"])
    };
    assert_eq!(lists(&format!("id;fichier\n{third};recus/c.pdf\n")).ok().json()["value"]["messages"], 1);
    assert_eq!(lists(&format!("email,file\n{mail},recus/c.pdf\n")).ok().json()["value"]["messages"], 1);
    lists(&format!("id,file\n{third},../x.pdf\n")).fails(1, "line 2: the file must lie");
    lists(&format!("id,file\n{third},/etc/passwd\n")).fails(1, "line 2: the file must lie");
    lists("id,file\nffffffff,recus/c.pdf\n").fails(1, "for none of the people");
    lists(&format!("id,file\n{third},recus/c.pdf\n{},recus/c.pdf\n", all[0].0)).fails(1, "one file for two");
    lists(&format!("id,file\n{third},recus/c.pdf\n{third},recus/{}.pdf\n", &all[0].0[..8]))
        .fails(1, "two files for one");
    lists("nom,file\nx,recus/c.pdf\n").fails(1, "columns `id`");
    preview(&env, &["--attach-each", "recus"]).fails(1, "c.pdf is for none");
}

#[test]
fn what_is_no_pdf_and_no_calendar_does_not_go() {
    let env = section(1);
    let try_it = |name: &str, bytes: &[u8]| {
        let path = env.write(name, bytes);
        preview(&env, &["--attach", path.to_str().unwrap()])
    };
    try_it("a.pdf", b"MZ\x90\0").fails(1, "neither a whole PDF");
    try_it("b.pdf", b"%PDF-1.7 cut off").fails(1, "neither a whole PDF");
    try_it("c.ics", b"BEGIN:VCALENDAR\r\n").fails(1, "neither a whole PDF");
    try_it("d.ics", ICS.replace("UID", "ATTENDEE:mailto:x@example.net\r\nUID").as_bytes())
        .fails(1, "names people");
    try_it("e.pdf", &pdf("x", 4 * 1024 * 1024)).fails(1, "more than 4 MiB");
    preview(&env, &["--attach", "nulle-part.pdf"]).fails(1, "cannot be read");
    let run = try_it("f.ics", ICS.as_bytes()).ok();
    assert!(run.out.contains("f.ics (") && !run.err.contains("author"), "{}", run.out);
    let run = try_it("g.pdf", &pdf("/Author (Camille)", 500)).ok();
    assert!(run.err.contains("name an author (1)"), "{}", run.err);
}

#[test]
fn a_file_of_ones_own_goes_with_the_message_and_the_rest_when_it_ends() {
    let file = |word: &str| Attachment::read("a.pdf", pdf(word, 130_000)).ok().unwrap();
    let mut ledger = Campaigns::open(Memory::default(), entropy).ok().unwrap();
    let campaign = Campaign {
        id: CAMPAIGN,
        notice: "welcome".into(),
        at_ms: 5,
        count: 2,
        from: "avis@section.example.org".into(),
        likeness: [1; 16],
        telling: Vec::new(),
        purpose: None,
        alike: None,
        despite: Vec::new(),
        after_ms: None,
    };
    let names = [member(0), member(1)];
    ledger.begin(&campaign, &names).ok().unwrap();
    ledger.put_file(&CAMPAIGN, None, &file("shared")).ok().unwrap();
    for (n, name) in names.iter().enumerate() {
        ledger.put_file(&CAMPAIGN, Some(name), &file(&format!("own{n}"))).ok().unwrap();
        let token = ledger.token(&CAMPAIGN, name);
        let one = message(&token, "Camille", "m@example.net", contrepoids::base::Lang::Fr);
        ledger.add(&campaign, [(*name, one.for_files(Files { shared: true, own: true }))]).ok().unwrap();
    }
    ledger.complete(&campaign).ok().unwrap();
    let text =
        String::from_utf8(ledger.message(&CAMPAIGN, &names[1]).ok().unwrap().bytes().to_vec()).unwrap();
    assert_eq!(text.matches("Content-Disposition: attachment").count(), 2);
    // A repaired address keeps the files.
    ledger.apply(&CAMPAIGN, &names[1], Event::NotSent, 6).ok().unwrap();
    let to = super::support::party("Camille", "neuve@example.net");
    ledger.retry(&CAMPAIGN, &names[1], Some(&to), 7).ok().unwrap();
    let text =
        String::from_utf8(ledger.message(&CAMPAIGN, &names[1]).ok().unwrap().bytes().to_vec()).unwrap();
    assert!(
        text.contains("<neuve@example.net>") && text.matches("Content-Disposition: attachment").count() == 2
    );
    ledger.apply(&CAMPAIGN, &names[0], Event::Cancel, 8).ok().unwrap();
    assert!(ledger.message(&CAMPAIGN, &names[0]).is_err() && ledger.message(&CAMPAIGN, &names[1]).is_ok());
    // With the recipients everything goes: what stays is the key, the directory and the campaign with its counts.
    ledger.erase_before(100).ok().unwrap();
    assert!(ledger.message(&CAMPAIGN, &names[1]).is_err());
    assert_eq!(ledger.shelf().0.len(), 3);
}
