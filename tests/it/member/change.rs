//! `member add`, `show`, `edit`, `leave`, `rejoin`, `duplicates`, `merge`, `history`.

use std::io::Write;

use super::{everything, id_of, sample, section};
use crate::support::{Env, Run};

fn with_stdin(env: &Env, args: &[&str], input: &str) -> Run {
    let mut child = env
        .command()
        .args(args)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Run::of(child.wait_with_output().unwrap())
}

#[test]
fn a_person_is_added_shown_edited() {
    let env = Env::with_vault();
    let added = env
        .run(["member", "add", "nom=Exemple", "prénom=Camille", "téléphone=06 12 34 56 78", "--json"])
        .ok()
        .json();
    assert_eq!(added["schema"], "contrepoids.member.add/1");
    let id = added["value"]["id"].as_str().unwrap();
    let shown = env.run(["member", "show", &id[..4], "--json"]).ok().json();
    assert_eq!(shown["value"]["family"], "Exemple");
    assert_eq!(shown["value"]["phone"], "+33612345678");
    assert_eq!(shown["value"]["birth"], serde_json::Value::Null);
    let edited =
        env.run(["member", "edit", "camille EXEMPLE", "site=Lyon", "nom=Exemple", "--json"]).ok().json();
    assert_eq!(edited["value"]["fields"], serde_json::json!(["site"]));
    let text = env.run(["member", "show", id, "--lang", "fr"]).ok().out;
    assert!(text.contains("prénom") && text.contains("Camille") && text.contains("Lyon"), "{text}");
    env.run(["adherent", "montrer", id]).ok();
}

#[test]
fn fields_are_read_from_standard_input() {
    let env = Env::with_vault();
    with_stdin(&env, &["member", "add", "-"], "nom=Exemple\n\nprénom = Camille\nemail=c@example.org\n").ok();
    let shown = env.run(["member", "show", "c@example.org", "--json"]).ok().json();
    assert_eq!(shown["value"]["given"], "Camille");
    with_stdin(&env, &["member", "edit", "c@example.org", "-"], "site=Lyon\n").ok();
    assert_eq!(env.run(["member", "show", "c@example.org", "--json"]).ok().json()["value"]["site"], "Lyon");
}

#[test]
fn what_is_refused_says_why_what_is_safe_and_what_to_do() {
    let env = sample();
    let before = everything(&env);
    let edit = |field: &str| env.run(["member", "edit", "Éloïse Exemple", "site=Ailleurs", field]);
    edit("courriel=a@b").fails(1, "email: the domain").fails_with("Nothing was changed");
    edit("naissance=31/04/1990").fails(1, "there is no such day");
    edit("naissance=04/05/90").fails(1, "four digits");
    edit("nom=a\u{202e}b").fails(1, "U+202E");
    edit("catégorie=ETAM").fails(1, "employee, technician, cadre");
    edit("zphqx=1").fails(2, "is not a field").fails_with("family name");
    edit("site").fails(2, "FIELD=VALUE");
    env.run(["member", "edit", "Personne Inconnue", "site=x"]).fails(1, "nobody fits");
    env.run(["member", "add", "site=Lyon"]).fails(1, "a given name is needed").fails_with("Nothing");
    env.run(["member", "add", "courriel=a@b", "--lang", "fr", "nom=x"]).fails(1, "Rien n’a été changé");
    assert_eq!(everything(&env), before);
}

#[test]
fn two_people_may_share_an_address_but_it_is_said() {
    let env = sample();
    let run = env.run(["member", "add", "nom=Autre", "courriel=E@example.org"]).ok();
    assert!(run.err.contains("same address as"), "{}", run.err);
    let run = env.run(["member", "add", "nom=exemple", "prénom=eloise"]).ok();
    assert!(run.err.contains("same name as"), "{}", run.err);
    env.run(["member", "show", "eloise exemple"]).fails(1, "2 people fit");
}

#[test]
fn members_leave_and_come_back() {
    let env = sample();
    env.run(["member", "leave", "e@example.org", "--date", "30/06/2026", "--reason", "transfert"]).ok();
    let spans = || env.run(["member", "show", "e@example.org", "--json"]).ok().json()["value"].clone();
    assert_eq!(
        (spans()["standing"].clone(), spans()["spans"][0]["ended"].clone()),
        ("former".into(), "transferred".into())
    );
    env.run(["member", "leave", "e@example.org"]).fails(1, "not a member then");
    env.run(["member", "rejoin", "e@example.org", "--date", "2026-06-30"]).fails(1, "overlaps");
    env.run(["member", "rejoin", "e@example.org", "--date", "2026-09-01"]).ok();
    assert_eq!(spans()["standing"], "member");
    assert_eq!(spans()["spans"].as_array().unwrap().len(), 2);
    env.run(["member", "rejoin", "e@example.org"]).fails(1, "a member already");
    env.run(["member", "leave", "e@example.org", "--date", "hier"]).fails(1, "not a date");
}

#[test]
fn doubles_are_found_and_merged_after_a_yes() {
    let env = section(&[
        &["nom=Exemple", "prénom=Camille", "courriel=c@example.org", "étiquettes=x"],
        &["nom=EXEMPLE", "prénom=camille", "téléphone=0612345678", "étiquettes=y"],
    ]);
    let pairs = env.run(["member", "duplicates", "--json"]).ok().json();
    assert_eq!(pairs["value"]["pairs"][0]["why"], "name");
    let (a, b) = (
        pairs["value"]["pairs"][0]["first"]["id"].as_str().unwrap(),
        pairs["value"]["pairs"][0]["second"]["id"].as_str().unwrap(),
    );
    let before = everything(&env);
    let asked = env.run(["member", "merge", a, b]);
    asked.fails(1, "an answer is needed").fails_with("stays");
    assert_eq!(everything(&env), before);
    env.run(["member", "merge", a, b, "--yes"]).ok();
    let kept = env.run(["member", "show", a, "--json"]).ok().json();
    assert_eq!(kept["value"]["tags"], serde_json::json!(["x", "y"]));
    assert_eq!(kept["value"]["phone"], "+33612345678");
    // The record that went says where it is now.
    env.run(["member", "show", b]).fails(1, "merged into another").fails_with(&a[..4]);
    env.run(["member", "history", b]).fails(1, "merged into another");
    let history = env.run(["member", "history", a, "--json"]).ok().json();
    let what: Vec<_> = history["value"]["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["what"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(what, ["added", "added", "merged", "merged"]);
    env.run(["member", "merge", a, a, "--yes"]).fails(1, "the same record twice");
    env.run(["doctor"]).ok();
}

#[test]
fn history_tells_kinds_and_no_values() {
    let env = section(&[&["nom=Zphqxcanari", "prénom=Camille", "courriel=zphqxcanari@example.org"]]);
    let id = id_of(&env, "zphqxcanari@example.org");
    env.run(["member", "edit", &id, "site=Zphqxville"]).ok();
    let run = env.run(["member", "history", &id]).ok();
    assert!(run.out.contains("added") && run.out.contains("edited"));
    assert!(!run.out.to_lowercase().contains("zphqx"));
}

impl Run {
    /// Asserts that standard error also says this.
    #[track_caller]
    fn fails_with(self, says: &str) -> Self {
        assert!(self.err.contains(says), "{says:?} is not in:\n{}", self.err);
        self
    }
}

/// A record made by mistake goes, with its values, and comes back; it is neither an end of membership nor an erasure.
#[test]
fn a_record_made_by_mistake_is_removed_and_comes_back() {
    let env = sample();
    let before = everything(&env);
    let id = env.run(["member", "show", "Zoé D’Essai", "--json"]).ok().json()["value"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let removed = env.run(["member", "remove", "Zoé D’Essai", "--yes", "--json"]).ok().json();
    assert_eq!(removed["value"]["id"], id.as_str());
    let after = everything(&env);
    assert!(!after.contains("Zoé"), "{after}");
    env.run(["member", "show", "Zoé D’Essai"]).fails(1, "nobody fits");
    env.run(["member", "show", &id[..8]]).fails(1, "this record was removed");
    assert!(!env.run(["law", "electors", "--roster", "--json"]).out.contains("Zoé"));
    let said = env.run(["member", "history", &id[..8]]).fails(1, "contrepoids member undo").said();
    assert!(said.contains(&id[..8]), "{said}");
    let undone = env.run(["member", "undo", &id[..8], "--yes"]).ok();
    assert!(undone.err.contains("given name  – → Zoé"), "{}", undone.err);
    assert_eq!(everything(&env), before);
    // Removed, imported again: one person.
    env.run(["member", "remove", &id[..8], "--yes"]).ok();
    env.write("z.csv", "Nom;Prénom\nD’Essai;Zoé\n");
    env.run(["member", "import", "z.csv", "--apply"]).ok();
    assert!(env.run(["member", "duplicates"]).ok().out.contains("No duplicates"));
    // What was removed can be erased for good.
    env.run(["member", "erase", &id[..8], "--yes"]).ok();
    env.run(["member", "undo", &id[..8], "--yes"]).fails(1, "nobody fits");
    let run = env.run(["member", "delete", "x"]);
    assert!(run.code == 2 && run.err.contains("did you mean remove, erase?"), "{}", run.err);
}

#[test]
fn two_people_who_look_alike_are_remembered_as_two() {
    let env = Env::with_vault();
    for (given, mail) in [("Camille", "couple@example.org"), ("Lou", "couple@example.org")] {
        env.run(["member", "add", "nom=Exemple", &format!("prénom={given}"), &format!("courriel={mail}")])
            .ok();
    }
    let seen = env.run(["member", "duplicates"]).ok();
    assert!(
        seen.out.contains("same address") && seen.err.contains("duplicates --apart"),
        "{}{}",
        seen.out,
        seen.err
    );
    let merge = env.run(["member", "merge", "Camille Exemple", "Lou Exemple"]);
    assert!(
        merge.err.contains("two different names") && merge.err.contains("goes: Lou Exemple"),
        "{}",
        merge.err
    );
    env.run(["member", "duplicates", "--apart", "Camille Exemple", "Camille"])
        .fails(1, "the same record twice");
    env.run(["member", "duplicates", "--apart", "Camille Exemple", "Lou Exemple"]).ok();
    assert!(env.run(["member", "duplicates"]).ok().out.contains("No duplicates"));
    // Told apart by birth where nothing else does it.
    for birth in ["1980-02-01", "1990-03-04"] {
        env.run(["member", "add", "nom=Double", "prénom=Noa", &format!("naissance={birth}")]).ok();
    }
    let several = env.run(["member", "show", "Noa Double"]).fails(1, "2 people fit").said();
    assert!(several.contains("born 1980-02-01") && several.contains("born 1990-03-04"), "{several}");
}
