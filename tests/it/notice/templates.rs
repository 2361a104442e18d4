//! A section's own notices, values for each member and for one language, as they are typed.

use std::fs;

use crate::{
    notice::people::{add, open, section},
    support::Env,
};

const FROM: &str = "L’équipe <equipe@section.example.org>";
const MANIFEST: &str = "about = { fr = \"Barbecue\", en = \"Barbecue\" }\npurpose = \"news\"\n\
    [variable.given_name]\nkind = \"line\"\nfrom = \"member\"\nabout = { fr = \"a\", en = \"a\" }\nsample = \"Camille\"\n";

fn own(env: &Env, folder: &str, id: &str, french: &str, english: &str) {
    let at = env.path(folder).join(id);
    fs::create_dir_all(&at).unwrap();
    fs::write(at.join("notice.toml"), MANIFEST).unwrap();
    fs::write(at.join("fr.md"), french).unwrap();
    fs::write(at.join("en.md"), english).unwrap();
}

#[test]
fn a_section_has_its_own_notices_and_its_own_words_for_those_of_the_program() {
    let env = section(2);
    own(
        &env,
        "ours",
        "barbecue",
        "Objet : Samedi\n\nBonjour {{ given_name }} !",
        "Subject: Saturday\n\nHi {{ given_name }}!",
    );
    own(
        &env,
        "ours",
        "welcome",
        "Objet : Ici\n\nBonjour {{ given_name }}",
        "Subject: Here\n\nHi {{ given_name }}",
    );
    let run = env.run(["notice", "templates", "--templates", "ours"]).ok();
    assert!(run.out.contains("barbecue") && run.out.contains("in the place of the program's"), "{}", run.out);
    env.run(["notice", "templates", "check", "--templates", "ours"]).ok();
    let with = |notice: &'static str| {
        ["notice", "preview", notice, "--from", FROM, "--templates", "ours", "--standing", "member"]
    };
    let run = env.run(with("barbecue")).ok();
    assert!(run.out.contains("Subject: Saturday") && run.out.contains("Hi Prénom000!"), "{}", run.out);
    assert!(env.run(with("welcome")).ok().out.contains("Subject: Here"));
    let run = env.run(["notice", "preview", "welcome", "--from", FROM]).ok();
    assert!(run.out.contains("Subject: Welcome"), "{}", run.out);
    env.run(["notice", "templates", "--templates", "nowhere"]).fails(1, "nowhere cannot be read");
}

#[test]
fn the_check_names_what_is_wrong_and_leaves_the_rest_alone() {
    let env = Env::new();
    own(&env, "ours", "bad", "Objet : Grève\n\n{{ nobody }}", "Subject: x\n\ny");
    own(&env, "ours", "loud", "Objet : La grève\n\na", "Subject: x\n\ny");
    let run = env.run(["notice", "templates", "check", "--templates", "ours"]);
    assert_eq!(run.code, 1, "{}", run.err);
    for part in ["bad: REFUSED", "bad/fr.md, line 3: there is no variable `nobody`", "welcome: good", "grève"]
    {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    env.run(["notice", "templates", "check"]).ok();
    let json = env.run(["notice", "templates", "check", "--templates", "ours", "--json"]).json();
    let one =
        json["value"]["templates"].as_array().unwrap().iter().find(|n| n["name"] == "bad").unwrap().clone();
    assert_eq!((one["good"].as_bool(), one["origin"].as_str()), (Some(false), Some("section")));
}

#[test]
fn each_member_has_their_own_values() {
    let env = section(3);
    fs::write(
        env.path("sums.csv"),
        "email;amount;number;payments\npersonne000@example.net;96,00;2026-1;2026-03-05 48,00|05/09/2026 48\n\
         personne001@example.net;1 234,50;;2026-01-02 1 234,50\n",
    )
    .unwrap();
    let args = [
        "notice",
        "preview",
        "certificate",
        "--from",
        FROM,
        "--set",
        "year=2026",
        "--set",
        "issuer=Organisation",
        "--set",
        "issued=2027-03-01",
        "--standing",
        "member",
    ];
    // Without values, nobody gets a certificate.
    env.run(args).fails(1, "nobody to write to");
    let with: Vec<&str> = args.iter().copied().chain(["--values", "sums.csv"]).collect();
    let run = env.run(with.iter().copied().chain(["--for", "Prénom001"])).ok();
    assert!(
        run.out.contains("1\u{202f}234,50\u{a0}€") && run.out.contains("no values for this person: 1"),
        "{}",
        run.out
    );
    let run = env.run(with.iter().copied().chain(["--for", "Prénom000"])).ok();
    for part in ["no. 2026-1", "€96.00", "- 5 March 2026: €48.00", "- 5 September 2026: €48.00"] {
        assert!(run.out.contains(part), "{part}\n{}", run.out);
    }
    fs::write(env.path("sums.csv"), "email,colour\npersonne000@example.net,red\n").unwrap();
    env.run(with.iter().copied()).fails(1, "colour");
    fs::write(env.path("sums.csv"), "email,amount\nnobody@example.net,5\n").unwrap();
    env.run(with.iter().copied()).fails(1, "line 2");
    fs::write(env.path("sums.csv"), "email,amount\npersonne000@example.net,Zphqx\n").unwrap();
    let run = env.run(with.iter().copied());
    assert!(run.code == 1 && !run.err.contains("Zphqx"), "{}", run.err);
}

#[test]
fn a_value_can_be_said_in_each_language() {
    let env = section(2);
    let args = [
        "notice",
        "preview",
        "meeting",
        "--from",
        FROM,
        "--set",
        "date=2026-12-03",
        "--set",
        "place=Salle 3",
    ];
    let with = |more: &[&'static str]| -> Vec<&'static str> { args.iter().chain(more).copied().collect() };
    let run = env.run(with(&["--set", "place@en=Room 3", "--for", "Prénom000"])).ok();
    assert!(run.out.contains("Room 3") && !run.out.contains("Salle 3"), "{}", run.out);
    let run = env.run(with(&["--set", "place@en=Room 3", "--for", "Prénom001"])).ok();
    assert!(run.out.contains("Salle\u{a0}3") && !run.out.contains("Room 3"), "{}", run.out);
    env.run(with(&["--set", "place@de=Saal"])).fails(1, "no variable `place@de`");
}

#[test]
fn people_are_named_by_their_identifiers() {
    let env = section(3);
    let all = env.run(["member", "list", "--json"]).ok().json();
    let id = all["value"]["people"][1]["id"].as_str().unwrap().to_owned();
    let id = id[..8].to_owned();
    let json = env.run(["notice", "preview", "welcome", "--from", FROM, "--id", &id, "--json"]).ok().json();
    assert_eq!(json["value"]["messages"], 1);
    env.run(["notice", "preview", "welcome", "--from", FROM, "--id", "ffff0000"]).fails(1, "nobody fits");
}

#[test]
fn the_page_goes_to_a_new_file() {
    let env = section(1);
    env.run(["notice", "preview", "welcome", "--from", FROM, "--html", "page.html"]).ok();
    let page = fs::read_to_string(env.path("page.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Welcome"), "{page}");
    env.run(["notice", "preview", "welcome", "--from", FROM, "--html", "page.html"])
        .fails(1, "is there already");
}

#[test]
fn a_person_opts_out_of_one_kind_and_never_of_what_is_owed() {
    let env = section(1);
    let mut vault = open(&env);
    for (given, tags) in
        [("Sansnouvelles", "Sans-Nouvelles"), ("Sansdues", "no-dues"), ("Autre", "sans-abri")]
    {
        let mail = format!("{given}@example.net");
        add(
            &mut vault,
            &[("given", given), ("family", "X"), ("email", &mail), ("tags", tags), ("standing", "member")],
        );
    }
    drop(vault);
    let out = |args: &[&str]| -> Vec<String> {
        let mut all = vec!["notice", "preview", "--from", FROM, "--json"];
        all.extend(args);
        let json = env.run(all).ok().json();
        let excluded = json["value"]["excluded"].as_array().unwrap().clone();
        let kind = excluded.iter().filter(|e| e["why"] == "opted-out-of-kind");
        kind.map(|e| e["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(out(&["meeting", "--set", "date=2026-12-03", "--set", "place=x"]), ["Sansnouvelles X"]);
    env.write("sums.csv", "email,amount\nautre@example.net,5\n");
    let dues =
        ["dues", "--set", "year=2027", "--set", "due=2027-02-15", "--set", "how=x", "--values", "sums.csv"];
    assert_eq!(out(&dues), ["Sansdues X"]);
    assert!(out(&["data"]).is_empty());
}
