//! Surveys: made, answered by sealed forms and on paper, shown once and for good; the file of voters.

use std::path::PathBuf;

use contrepoids::vault::age_file::{Form, Reader, seal};

use crate::support::Env;

fn attribute(page: &str, name: &str) -> String {
    page.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.to_owned()
}

/// Seals answers as the script of the page does.
fn sealed(env: &Env, name: &str, answers: &str) -> PathBuf {
    let page = std::fs::read_to_string(env.path("s.html")).unwrap();
    let (form, pad) = (attribute(&page, "data-form"), attribute(&page, "data-pad").parse().unwrap());
    let mut plain = format!("{{\"form\":\"{form}\",\"answers\":{{{answers}}}}}").into_bytes();
    plain.resize(plain.len().max(pad), b' ');
    let reader = Reader::read(&attribute(&page, "data-to")).unwrap();
    env.write(name, seal(&[reader], &plain, Form::Armored).unwrap())
}

fn begun() -> Env {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Essai", "prénom=Zoé", "courriel=zoe@example.org", "joined=2024-01-01"])
        .ok();
    env.run(["survey", "new", "pay", "--set", "demands"]).ok();
    env.run(["survey", "form", "pay", "--out", "s.html"]).ok();
    env
}

#[test]
fn answers_come_sealed_or_on_paper_and_are_shown_once_and_for_good() {
    let env = begun();
    for n in 0..6 {
        let answers = format!("\"first\":\"pay\",\"also\":[\"hours\"],\"words\":\"Zoé Essai a dit {n}\"");
        sealed(&env, &format!("{n}.txt"), &answers);
    }
    // Four at once would be told apart.
    env.run(["survey", "take", "pay", "0.txt", "1.txt", "2.txt", "3.txt"]).fails(1, "wait until there are 5");
    env.run(["survey", "results", "pay", "--yes"]).fails(1, "0 answers");
    let files = ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "5.txt"];
    let run = env.run(["survey", "take", "pay"].iter().chain(&files).chain(&["--json"])).ok().json();
    assert_eq!((&run["value"]["taken"], &run["value"]["answers"]), (&6.into(), &6.into()));
    let again = env.run(["survey", "take", "pay", "0.txt", "--json"]);
    assert_eq!((again.code, &again.json()["value"]["refused"][0]["code"]), (1, &"taken".into()));
    env.run(["survey", "answer", "pay", "first=hours", "also=pay,hours"]).ok();
    env.run(["survey", "answer", "pay", "first=gold"]).fails(1, "“first”");
    env.run(["survey", "answer", "pay", "first"]).fails(1, "QUESTION=ANSWER");
    // Nobody ends a survey without being asked.
    env.run(["survey", "results", "pay"]).fails(1, "ends the survey");
    let run = env.run(["survey", "results", "pay", "--html", "r.html", "--yes", "--json"]).ok().json();
    let value = &run["value"];
    assert_eq!((&value["answers"], &value["frozen"]), (&7.into(), &"2026-11-21".into()));
    let first = value["questions"][0]["choices"].as_array().unwrap();
    assert!(first.iter().all(|c| c["count"].is_null()), "six and one: the one would be known: {first:?}");
    let texts = value["questions"][3]["texts"].as_array().unwrap();
    assert_eq!(texts.len(), 6);
    for text in texts {
        let text = text.as_str().unwrap();
        assert!(text.starts_with("[…] […] a dit") && !text.contains("Zo"), "{text}");
    }
    let page = std::fs::read_to_string(env.path("r.html")).unwrap();
    assert_eq!(page.matches("<svg").count(), 3);
    assert_eq!(page.matches("<table>").count(), 3);
    assert!(!page.contains("<script") && !page.contains("Essai") && page.contains("[…]"));
    // It is over: one answer more could be read from the difference.
    env.run(["survey", "answer", "pay", "first=hours"]).fails(1, "were shown");
    env.run(["survey", "take", "pay"].iter().chain(&files)).fails(1, "were shown");
    env.run(["survey", "form", "pay", "--out", "t.html"]).fails(1, "were shown");
    assert_eq!(env.run(["survey", "results", "pay", "--json"]).ok().json(), run);
}

#[test]
fn what_is_no_answer_is_refused_and_the_rest_is_taken() {
    let env = begun();
    for n in 0..5 {
        sealed(&env, &format!("{n}.txt"), "\"first\":\"pay\"");
    }
    sealed(&env, "name.txt", "\"first\":\"pay\",\"name\":\"Noa\"");
    sealed(&env, "gold.txt", "\"first\":\"gold\"");
    sealed(&env, "twice.txt", "\"first\":\"pay\",\"first\":\"hours\"");
    sealed(&env, "none.txt", "");
    env.run(["survey", "new", "other", "--set", "conditions"]).ok();
    env.run(["survey", "form", "other", "--out", "s.html", "--force"]).ok();
    sealed(&env, "other.txt", "\"load\":\"3\"");
    let files = ["name.txt", "gold.txt", "twice.txt", "none.txt", "other.txt"];
    let good = ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"];
    let run = env.run(["survey", "take", "pay"].iter().chain(&files).chain(&good).chain(&["--json"]));
    assert_eq!(run.code, 3);
    let done = run.json();
    let codes: Vec<_> =
        done["value"]["refused"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["answer", "answer", "twice", "answer", "no-form"]);
    assert_eq!(done["value"]["taken"], 5);
    // A form of joining is no answer either, and an answer joins nobody.
    assert!(
        env.run(["member", "join", "0.txt", "--yes"]).fails(1, "").out.contains("not made from this vault")
    );
}

#[test]
fn a_survey_of_ones_own_is_read_from_a_file() {
    let env = Env::with_vault();
    env.write("q.toml", "title = { fr = \"t\", en = \"u\" }\n[[question]]\ncode = \"a\"\nkind = \"scale\"\ntext = { fr = \"x\", en = \"y\" }\n");
    env.run(["survey", "new", "own", "--file", "q.toml"]).ok();
    env.run(["survey", "new", "own", "--file", "q.toml"]).fails(1, "“own” already");
    env.run(["survey", "new", "a b", "--file", "q.toml"]).fails(1, "“a b”");
    env.run(["survey", "new", "x", "--set", "gold"]).fails(1, "“gold”");
    env.run(["survey", "show", "gold"]).fails(1, "“gold”");
    env.write("bad.toml", "title = 3\n");
    env.run(["survey", "new", "x", "--file", "bad.toml"]).fails(1, "bad.toml");
    let list = env.run(["survey", "list", "--json"]).ok().json();
    assert_eq!(list["value"]["sets"].as_array().unwrap().len(), 3);
    assert_eq!(list["value"]["surveys"][0]["name"], "own");
    assert_eq!(
        env.run(["survey", "show", "own", "--json"]).ok().json()["value"]["questions"][0]["choices"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

#[test]
fn a_file_of_voters_names_those_who_cannot_stand_in_it() {
    let env = Env::with_vault();
    env.run(["survey", "voters", "--out", "v.txt"]).fails(1, "nobody could vote");
    for (given, mail) in [("Noa", "noa@example.org"), ("Lou", "lou+x@example.org")] {
        let (given, mail) = (format!("prénom={given}"), format!("courriel={mail}"));
        env.run(["member", "add", "nom=Exemple", &given, &mail, "joined=2024-01-01"]).ok();
    }
    env.run(["member", "add", "nom=Modele", "prénom=Contact", "courriel=c@example.org"]).ok();
    env.run(["member", "add", "nom=Modele", "prénom=Sans", "joined=2024-01-01"]).ok();
    let run = env.run(["survey", "voters", "--out", "v.txt", "--json"]).ok().json();
    assert_eq!((&run["value"]["voters"], &run["value"]["without"]), (&2.into(), &1.into()));
    assert_eq!(std::fs::read_to_string(env.path("v.txt")).unwrap(), "lou+x@example.org\nnoa@example.org\n");
    env.run(["survey", "voters", "--out", "v.txt"]).fails(1, "v.txt");
    // The other program would make one voice of two people with one address.
    env.run([
        "member",
        "add",
        "nom=Autre",
        "prénom=Alix",
        "courriel=NOA@example.org",
        "joined=2024-01-01",
        "--yes",
    ])
    .ok();
    env.run(["survey", "voters", "--out", "w.txt"]).fails(1, "same address");
    assert!(!env.path("w.txt").exists());
}

/// Belenios 2 itself makes credentials of the file.
#[test]
#[ignore = "needs belenios-tool; `.ci/run` installs it"]
fn belenios_takes_the_file_of_voters() {
    let env = Env::with_vault();
    for (given, mail) in
        [("Noa", "noa@example.org"), ("Lou", "lou+x@ex-ample.fr"), ("Alix", "a_b.c%d@example.org")]
    {
        let (given, mail) = (format!("prénom={given}"), format!("courriel={mail}"));
        env.run(["member", "add", "nom=Exemple", &given, &mail, "joined=2024-01-01"]).ok();
    }
    env.run(["survey", "voters", "--out", "voters.txt"]).ok();
    let made = std::process::Command::new("belenios-tool")
        .args(["setup", "generate-credentials", "--file", "voters.txt", "--group", "BELENIOS-2048"])
        .args(["--uuid", "AAAAAAAAAAAAAA"])
        .current_dir(env.home())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let found = std::fs::read_dir(env.home()).unwrap().map(|e| e.unwrap().path());
    let private = found.into_iter().find(|p| p.extension().is_some_and(|e| e == "privcreds")).unwrap();
    let text = std::fs::read_to_string(private).unwrap();
    for mail in ["noa@example.org", "lou+x@ex-ample.fr", "a_b.c%d@example.org"] {
        assert!(text.contains(mail), "{text}");
    }
}
