//! Joining by a form: written, sealed as a browser seals, taken.
//!
//! What a browser does with the page is looked at by `tests/peers/suite_form.py`.

use std::path::PathBuf;

use contrepoids::{
    base::hex,
    vault::{
        age_file::{Form, Reader, seal},
        identity::Identity,
    },
};
use sha2::{Digest as _, Sha256};

use crate::{
    keys::admit,
    support::{Env, Run},
};

/// What stands in an attribute of the page.
fn attribute(page: &str, name: &str) -> String {
    page.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.to_owned()
}

/// A form in a vault, as it was handed out.
struct Handed {
    page: String,
}

impl Handed {
    fn new(env: &Env, more: &[&str]) -> Self {
        env.run(["join", "form", "--out", "join.html", "--force"].iter().chain(more)).ok();
        Self { page: std::fs::read_to_string(env.path("join.html")).unwrap() }
    }

    /// Seals answers as the script of the page does.
    fn sealed(&self, answers: &str) -> Vec<u8> {
        let form = attribute(&self.page, "data-form");
        let mut plain = format!("{{\"form\":\"{form}\",\"answers\":{{{answers}}}}}").into_bytes();
        plain.resize(1_024.max(plain.len()), b' ');
        let reader = Reader::read(&attribute(&self.page, "data-to")).unwrap();
        seal(&[reader], &plain, Form::Armored).unwrap()
    }

    fn answered(&self, env: &Env, name: &str, answers: &str) -> PathBuf {
        env.write(name, self.sealed(answers))
    }
}

fn person(given: &str, family: &str, mail: &str) -> String {
    format!("\"given\":\"{given}\",\"family\":\"{family}\",\"email\":\"{mail}\",\"consent\":[\"2026-11\"]")
}

fn take(env: &Env, files: &[&str]) -> Run {
    env.run(["member", "join"].iter().chain(files).chain(&["--yes"]))
}

fn shown(env: &Env, who: &str) -> serde_json::Value {
    env.run(["member", "show", who, "--json"]).ok().json()
}

fn joined(env: &Env, who: &str) -> String {
    shown(env, who)["value"]["spans"][0]["start"].as_str().unwrap().to_owned()
}

#[test]
fn the_page_is_whole_and_its_sum_and_words_are_said() {
    let env = Env::with_vault();
    let run = env.run(["join", "form", "--out", "join.html", "--json"]).ok().json();
    let made = &run["value"];
    let page = std::fs::read(env.path("join.html")).unwrap();
    let sum = hex::write(&Sha256::digest(&page));
    assert_eq!(made["sha256"], sum.as_str());
    let page = String::from_utf8(page).unwrap();
    assert_eq!(attribute(&page, "data-to"), made["key"].as_str().unwrap());
    let words: Vec<&str> = made["words"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    assert_eq!(words.len(), 6);
    assert!(page.contains(&words.join(" ")), "the words of the key stand in the page");
    assert!(made["new_key"].as_bool().unwrap());
    // The key stays, the form is another one.
    let again = env.run(["join", "form", "--out", "join.html", "--force", "--json"]).ok().json();
    assert_eq!(again["value"]["key"], made["key"]);
    assert_eq!(again["value"]["new_key"], false);
    assert_ne!(again["value"]["sha256"], made["sha256"]);
    env.run(["join", "form", "--out", "join.html"]).fails(1, "join.html");
    env.run(["join", "form", "--out", "join.txt"]).fails(1, ".html");
    env.run(["join", "form", "--out", "j.html", "--field", "tags"]).fails(1, "“tags”");
    assert!(!env.path("j.html").exists());
}

#[test]
fn whoever_filled_it_in_becomes_a_member_with_their_consent() {
    let env = Env::with_vault();
    let form = Handed::new(&env, &["--field", "site", "--field", "category"]);
    let answers =
        format!("{},\"site\":\"Lyon\",\"category\":\"cadre\"", person("Noa", "Exemple", "noa@example.org"));
    let sealed = form.answered(&env, "reponse.txt", &answers);
    let run = take(&env, &["reponse.txt", "--json"]).ok();
    assert_eq!(run.json()["value"]["added"], 1);
    assert!(run.said().contains("Noa") && run.said().contains("Lyon"), "it is shown before: {}", run.err);
    let noa = shown(&env, "noa@example.org").to_string();
    for part in ["Lyon", "cadre", "2026-11-21", "\"2026-11\"", "formulaire "] {
        assert!(noa.contains(part), "{part}: {noa}");
    }
    // Once more: it was taken, also when it comes within a mail.
    let run = take(&env, &["reponse.txt"]).fails(1, "");
    assert!(run.out.contains("taken before"), "{}", run.out);
    let text = std::fs::read_to_string(sealed).unwrap();
    env.write("mail.eml", format!("Subject: x\n\nBonjour\n> {}\n", text.trim().replace('\n', "\n> ")));
    assert!(take(&env, &["mail.eml"]).fails(1, "").out.contains("taken before"));
}

#[test]
fn who_is_there_already_is_asked_about_and_nobody_answers_for_them() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple", "prénom=Noa", "courriel=noa@example.org"]).ok();
    env.run(["member", "add", "nom=Modele", "prénom=Lou", "courriel=lou@example.org", "joined=2024-02-01"])
        .ok();
    let form = Handed::new(&env, &[]);
    form.answered(
        &env,
        "1.txt",
        &format!("{},\"site\":\"Lyon\"", person("Noa", "Exemple", "noa@example.org")),
    );
    form.answered(
        &env,
        "2.txt",
        &format!("{},\"site\":\"Lyon\"", person("Lou", "Modele", "lou@example.org")),
    );
    // Without a terminal and without --yes nothing is done.
    let run = env.run(["member", "join", "1.txt", "2.txt"]).fails(1, "Noa");
    assert!(run.said().contains("In the roster already"), "{}", run.err);
    assert!(!shown(&env, "noa@example.org").to_string().contains("Lyon"));
    let run = take(&env, &["1.txt", "2.txt", "--json"]).ok().json();
    assert_eq!((&run["value"]["added"], &run["value"]["changed"]), (&0.into(), &2.into()));
    // The contact joined; the member did no second time.
    assert_eq!(joined(&env, "noa@example.org"), "2026-11-21");
    assert_eq!(joined(&env, "lou@example.org"), "2024-02-01");
}

#[test]
fn who_resembles_somebody_is_named_and_a_far_day_is_refused() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple", "prénom=Noa", "courriel=noa@example.org"]).ok();
    let form = Handed::new(&env, &[]);
    form.answered(&env, "1.txt", &person("Exemple", "Noa", "n.exemple@example.org"));
    form.answered(&env, "2.txt", &person("Lou", "Modele", "lou@example.org"));
    let said = env.run(["member", "join", "1.txt", "2.txt"]).fails(1, "an answer is needed").said();
    assert!(said.contains("form 1 and Exemple Noa") || said.contains("form 1 and Noa Exemple"), "{said}");
    assert!(said.contains("same name") && !said.contains("form 2 and"), "{said}");
    env.run(["member", "join", "2.txt", "--joined", "2028-11-21", "--yes"])
        .fails(1, "more than a year ahead");
    env.run(["member", "join", "2.txt", "--joined", "2027-11-21", "--yes"]).ok();
}

#[test]
fn what_is_not_for_us_is_refused_with_its_reason_and_the_rest_is_taken() {
    let (env, other) = (Env::with_vault(), Env::with_vault());
    env.run(["company", "set", "--forbid-domain", "employeur.example"]).ok();
    let (form, foreign) = (Handed::new(&env, &[]), Handed::new(&other, &[]));
    let noa = person("Noa", "Exemple", "noa@example.org");
    form.answered(&env, "good.txt", &noa);
    form.answered(&env, "work.txt", &person("Lou", "Modele", "lou@employeur.example"));
    form.answered(&env, "twice.txt", &format!("{noa},\"given\":\"Lou\""));
    form.answered(&env, "more.txt", &format!("{noa},\"roles\":\"ds\""));
    form.answered(&env, "control.txt", &format!("{noa},\"site\":\"a\\u0007b\""));
    foreign.answered(&env, "foreign.txt", &noa);
    env.write("empty.txt", "");
    env.write("huge.txt", vec![b'a'; 300 * 1024]);
    let good = std::fs::read_to_string(env.path("good.txt")).unwrap();
    env.write("both.txt", format!("{good}{good}"));
    env.write("same.txt", &good);
    form.answered(&env, "twin.txt", &format!("{noa},\"site\":\"Nantes\""));
    env.write("cut.txt", good.replacen("-----END", "", 1));
    env.write("changed.txt", good.replacen("YWdl", "YWdm", 1));
    let files = [
        ("work.txt", "employer-address"),
        ("twice.txt", "twice"),
        ("more.txt", "unasked"),
        ("control.txt", "value"),
        ("foreign.txt", "not-held"),
        ("empty.txt", "no-text"),
        ("huge.txt", "too-large"),
        ("both.txt", "several-texts"),
        ("same.txt", "same"),
        ("twin.txt", "twin"),
        ("cut.txt", "damaged"),
        ("changed.txt", "damaged"),
    ];
    let named: Vec<&str> = std::iter::once("good.txt").chain(files.iter().map(|(file, _)| *file)).collect();
    let run = env.run(["member", "join"].iter().chain(&named).chain(&["--yes", "--json"]));
    assert_eq!(run.code, 3, "{}", run.err);
    let done = run.json();
    assert_eq!(done["value"]["added"], 1);
    let refused = done["value"]["refused"].as_array().unwrap();
    let codes: Vec<_> =
        refused.iter().map(|r| (r["file"].as_u64().unwrap(), r["code"].as_str().unwrap())).collect();
    let wanted: Vec<_> = (2..).zip(files.iter().map(|(_, code)| *code)).collect();
    assert_eq!(codes, wanted);
    // Nothing of a person stands in a reason.
    for one in refused {
        let text = one["text"].as_str().unwrap();
        assert!(!text.contains("Noa") && !text.contains("Lou") && !text.contains("Exemple"), "{text}");
    }
    assert_eq!(joined(&env, "noa@example.org"), "2026-11-21");
}

#[test]
fn a_key_that_was_replaced_opens_90_days_more() {
    let env = Env::with_vault();
    let old = Handed::new(&env, &[]);
    old.answered(&env, "1.txt", &person("Noa", "Exemple", "noa@example.org"));
    old.answered(&env, "2.txt", &person("Lou", "Modele", "lou@example.org"));
    let new = Handed::new(&env, &["--new-key"]);
    assert_ne!(attribute(&old.page, "data-to"), attribute(&new.page, "data-to"));
    take(&env, &["1.txt"]).ok();
    let late = |more: &[&str]| {
        let mut command = env.bare();
        command.args(["--on", "2027-02-20", "--lang", "en", "--vault"]).arg(env.vault());
        command.arg("--identity").arg(env.path("key.txt")).args(more);
        Run::of(command.output().unwrap())
    };
    let run = late(&["member", "join", "2.txt", "--yes", "--json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(run.json()["value"]["refused"][0]["code"], "expired");
    // With the next form the secret is taken out.
    late(&["join", "form", "--out", "later.html"]).ok();
    assert_eq!(
        late(&["member", "join", "2.txt", "--yes", "--json"]).json()["value"]["refused"][0]["code"],
        "not-held"
    );
}

#[test]
fn the_key_is_made_anew_once_a_device_is_gone() {
    let env = Env::with_vault();
    env.write("second.txt", Identity::generate().plain_file().as_bytes());
    admit(&env, "second.txt", "Autre", "organizer");
    let first = Handed::new(&env, &[]);
    let again = Handed::new(&env, &[]);
    assert_eq!(attribute(&first.page, "data-to"), attribute(&again.page, "data-to"));
    env.run(["key", "remove", "Autre", "--yes"]).ok();
    let run = env.run(["join", "form", "--out", "after.html", "--json"]).ok().json();
    assert_eq!((&run["value"]["new_key"], &run["value"]["replaced"]), (&true.into(), &true.into()));
    assert_ne!(run["value"]["key"].as_str().unwrap(), attribute(&first.page, "data-to"));
}

/// The secret of a form opens what people typed: it lies in the compartment of organizers and nowhere else.
#[test]
fn nothing_of_a_forms_secret_leaves() {
    let env = Env::with_vault();
    let form = Handed::new(&env, &[]);
    form.answered(&env, "1.txt", &person("Noa", "Exemple", "noa@example.org"));
    take(&env, &["1.txt"]).ok();
    let key = std::fs::read_to_string(env.path("key.txt")).unwrap();
    let own = key.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    for (format, out) in [("csv", "r.csv.age"), ("json", "r.json.age")] {
        env.run(["export", "roster", "--to", &own, "--format", format, "--out", out]).ok();
    }
    let mut all = vec![form.page.clone()];
    for file in ["r.csv.age", "r.json.age"] {
        all.push(env.run(["export", "open", file]).ok().out);
    }
    let mark = attribute(&form.page, "data-form");
    for line in [
        ["member", "history", "noa@example.org"].as_slice(),
        &["member", "show", "noa@example.org", "--json"],
        &["status", "--json"],
        &["doctor"],
        &["agenda", "list", "--json"],
    ] {
        let run = env.run(line);
        all.push(run.out);
        all.push(run.err);
    }
    let mut looked = 0;
    for text in &all {
        assert!(!text.contains("AGE-SECRET-KEY-"), "{text}");
        looked += usize::from(text.contains("Noa"));
    }
    assert!(looked >= 3, "the exports hold somebody");
    assert!(!all[1].contains(&mark) && !all[2].contains(&mark));
    // Nothing of it stands readable on the disk.
    let public = attribute(&form.page, "data-to");
    for file in files_below(&env.vault()) {
        let bytes = std::fs::read(&file).unwrap();
        for canary in ["AGE-SECRET-KEY-", public.as_str(), mark.as_str(), "formulaire "] {
            assert!(
                !bytes.windows(canary.len()).any(|w| w == canary.as_bytes()),
                "{canary} in {}",
                file.display()
            );
        }
    }
}

fn files_below(dir: &std::path::Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    all.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
