//! The proof that a section exists: who proves it, what the judge sees, what the employer sees, what stays nowhere.

use std::fs;

use crate::support::{Env, Run};

/// Two members whose dues are paid, one who owes, one who left, one whom nobody must find.
fn section() -> Env {
    let env = Env::with_vault();
    for (given, family, joined) in [
        ("Camille", "Exemple", "2026-01-01"),
        ("Lou", "Essai", "2026-02-01"),
        ("Sacha", "Retard", "2026-01-01"),
        ("Canari", "Caché", "2026-01-01"),
        ("Noa", "Tardif", "2026-11-20"),
    ] {
        let (given, family, joined) =
            (format!("given={given}"), format!("family={family}"), format!("joined={joined}"));
        env.run(["member", "add", &given, &family, &joined, "consent_source=bulletin papier"]).ok();
    }
    env.run(["company", "set", "--name", "Exemple SAS"]).ok();
    env.run(["dues", "receiver", "--name", "Syndicat Exemple du Rhône"]).ok();
    env.run(["dues", "schedule", "ordinaire", "--flat", "10", "--from", "2026-09-01", "--usual"]).ok();
    for who in ["Camille", "Lou", "Canari"] {
        env.run([
            "dues",
            "record",
            "payment",
            "30",
            "--member",
            who,
            "--day",
            "2026-09-05",
            "--way",
            "transfer",
        ])
        .ok();
    }
    env
}

fn proof(env: &Env, args: &[&str]) -> Run {
    env.run(["proof", "make"].iter().chain(args).chain(&["--on", "2026-11-30"]))
}

#[test]
fn the_judge_sees_two_members_and_the_employer_nobody() {
    let env = section();
    let json = proof(
        &env,
        &[
            "camille",
            "lou",
            "--day",
            "2026-11-25",
            "--print",
            "--out",
            "judge.html",
            "--employer",
            "copy.html",
            "--json",
        ],
    )
    .ok()
    .json();
    let value = &json["value"];
    assert_eq!(
        (&value["members"], &value["sealed"], &value["logged"]),
        (&2.into(), &false.into(), &true.into())
    );
    let lacks: Vec<_> =
        value["lacks"].as_array().unwrap().iter().map(|l| l["code"].as_str().unwrap()).collect();
    assert_eq!(lacks, ["just-two"]);
    let (judge, copy) = (
        fs::read_to_string(env.path("judge.html")).unwrap(),
        fs::read_to_string(env.path("copy.html")).unwrap(),
    );
    for (there, gone) in [("Camille Exemple", "Sacha"), ("Lou Essai", "Canari"), ("bulletin papier", "Caché")]
    {
        assert!(judge.contains(there) && !judge.contains(gone), "{judge}");
    }
    assert!(judge.contains("30") && judge.contains("30/11/2026"), "paid until the end of November: {judge}");
    assert!(judge.contains("Syndicat Exemple du Rhône") && judge.contains("Exemple SAS"));
    assert_eq!(judge.len() % (16 * 1024), 0, "the size does not tell how many");
    for word in [
        "Camille",
        "Lou",
        "Essai",
        "Sacha",
        "Canari",
        "bulletin papier",
        "01/01/2026",
        "30,00",
        "30.00",
        "transfer",
    ] {
        assert!(!copy.contains(word), "{word}: {copy}");
    }
    assert!(copy.contains("au moins deux membres") && copy.contains("25/11/2026"), "{copy}");
    // The same numbers stand in both.
    let numbers = |page: &str| page.matches("<tr><td>").count();
    assert_eq!((numbers(&judge), numbers(&copy)), (8, 8));
    let sum = value["sha256"].as_str().unwrap();
    let of_file = sha256(&fs::read(env.path("judge.html")).unwrap());
    assert_eq!(sum, of_file);
    // With three the copy tells the same: never how many.
    proof(
        &env,
        &[
            "camille",
            "lou",
            "canari",
            "--day",
            "2026-11-25",
            "--print",
            "--out",
            "three.html",
            "--employer",
            "copy3.html",
        ],
    )
    .ok();
    assert_eq!(copy, fs::read_to_string(env.path("copy3.html")).unwrap());
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    format!("{:x}", sha2::Sha256::digest(bytes))
}

#[test]
fn sealed_to_a_key_nothing_is_readable() {
    let env = section();
    let key = fs::read_to_string(env.path("key.txt")).unwrap();
    let key = key.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    proof(&env, &["camille", "lou", "--to", &key, "--out", "p.age"]).ok();
    let sealed = fs::read(env.path("p.age")).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org"));
    assert!(!sealed.windows(7).any(|w| w == b"Camille"));
    env.run(["export", "open", "p.age", "--out", "opened.html"]).ok();
    assert!(fs::read_to_string(env.path("opened.html")).unwrap().contains("Camille Exemple"));
    // The record of the person tells that something was handed over, and the sum of it.
    let log = env.run(["member", "history", "camille"]).ok().out;
    assert!(log.contains("sha256:") || log.contains("export"), "{log}");
}

#[test]
fn who_is_late_or_no_member_proves_nothing_and_no_file_is_left() {
    let env = section();
    let make =
        |who: &[&str], rest: &[&str]| proof(&env, &[who, rest, &["--print", "--out", "x.html"]].concat());
    make(&["camille", "sacha"], &[]).fails(1, "18-15.442");
    make(&["camille", "noa"], &["--day", "2026-11-01"]).fails(1, "“noa” is no member");
    make(&["camille"], &[]).fails(1, "two members");
    make(&["camille", "Camille Exemple"], &[]).fails(1, "two members");
    make(&["camille", "xylophone"], &[]).fails(1, "nobody fits");
    make(&["camille", "lou"], &["--day", "2026-12-24"]).fails(1, "2026-12-24");
    make(&["camille", "lou"], &["--employer", "x.html"]).fails(2, "one file");
    proof(&env, &["camille", "lou", "--out", "x.html"]).fails(2, "--print");
    proof(&env, &["camille", "lou", "--to", "age1rubbish", "--out", "x.age"]).fails(2, "public key");
    assert!(!env.path("x.html").exists());
    // A payment that was reversed is none.
    env.run(["dues", "reverse", "A-0002", "--reason", "wrong member"]).ok();
    make(&["camille", "lou"], &[]).fails(1, "“lou” owed");
}
