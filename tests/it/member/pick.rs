//! One person picked by what is typed, the same way wherever people are named, in both languages.

use super::section;
use crate::support::Env;

/// Two of one name at two sites, one with a name of two words.
fn people() -> Env {
    let env = Env::with_vault();
    let add = |fields: &[&str]| env.run([&["member", "add"], fields].concat()).ok();
    add(&["nom=Double", "prénom=Dominique", "courriel=d1@example.org", "site=Lyon", "adhésion=2020-01-01"]);
    add(&["nom=Double", "prénom=Dominique", "courriel=d2@example.net", "site=Paris", "adhésion=2020-01-01"]);
    add(&["nom=D’Été", "prénom=Anne-Marie", "courriel=a%b@example.org", "adhésion=2020-01-01", "sexe=F"]);
    env
}

#[test]
fn any_words_of_a_name_pick_in_every_room() {
    let env = people();
    for who in ["ete", "MARIE été", "d'ete anne", "a%b@example.org", "Anne É."] {
        assert!(env.run(["member", "show", who]).ok().out.contains("Anne-Marie"), "{who}");
    }
    env.run(["member", "edit", "marie", "site=Lyon"]).ok();
    assert!(env.run(["member", "history", "marie"]).ok().out.contains("edited"));
    env.run(["election", "new", "--date", "2027-03-10", "--college", "1:holders=2,substitutes=2"]).ok();
    env.run([
        "election",
        "lists",
        "add",
        "--vote",
        "holders",
        "--ours",
        "--union",
        "Nous",
        "--member",
        "été anne",
    ])
    .ok();
    env.run(["agenda", "hours", "new", "ds", "--member", "marie", "--from", "2026-01-01", "--credit", "12"])
        .ok();
    let from = "Équipe <equipe@example.net>";
    let to = |named: &[&str]| {
        let args = [&["notice", "preview", "welcome", "--from", from, "--json"], named].concat();
        env.run(args).ok().json()["value"]["message"]["to"].clone()
    };
    // What the roster stores can be written to, also where a `%` stands in it.
    for named in [["--id", "marie"], ["--for", "marie"], ["--id", "a%b@example.org"], ["--for", "ete anne"]] {
        assert!(to(&named).as_str().unwrap().ends_with("<a%b@example.org>"), "{named:?}");
    }
    env.run(["notice", "queue", "welcome", "--from", from]).ok();
    let waiting = env.run(["notice", "outbox", "--for", "Marie d’été", "--json"]).ok().json();
    assert_eq!(waiting["value"]["waiting"].as_array().unwrap().len(), 1);
    let campaign = waiting["value"]["campaign"].as_str().unwrap()[..8].to_owned();
    env.run(["notice", "cancel", &campaign, "--id", "d1@example.org", "--yes"]).ok();
    env.run(["notice", "cancel", &campaign, "--id", "marie", "--yes"]).ok();
    env.run(["notice", "outbox", "--for", "marie"]).fails(1, "nobody fits");
}

#[test]
fn where_several_fit_each_is_listed_with_what_tells_them_apart() {
    let env = people();
    let rooms: &[&[&str]] = &[
        &["member", "show", "double"],
        &["member", "edit", "dominique double", "site=Brest"],
        &["member", "leave", "DOMINIQUE"],
        &["agenda", "hours", "new", "ds", "--member", "double", "--from", "2026-01-01"],
        &["notice", "preview", "welcome", "--from", "equipe@example.net", "--id", "double"],
        &["notice", "preview", "welcome", "--from", "equipe@example.net", "--for", "double"],
        &["notice", "bounces", "clear", "double"],
    ];
    for room in rooms {
        let run = env.run(room.iter().copied()).fails(1, "2 people fit");
        for part in
            ["(Dominique Double, Lyon, example.org)", "(Dominique Double, Paris, example.net)", "digits"]
        {
            assert!(run.err.replace('\n', " ").contains(part), "{room:?}: {part} is not in {}", run.err);
        }
        let french = [*room, &["--lang", "fr"]].concat();
        let run = env.run(french).fails(1, "2 personnes correspondent");
        assert!(run.err.contains("Dominique Double, Lyon") && run.err.contains("chiffres"), "{}", run.err);
    }
}

#[test]
fn nobody_is_picked_by_a_part_of_a_word_alone() {
    let env = section(&[&["nom=Exemple", "prénom=Prénom000", "courriel=personne000@example.net"]]);
    for who in ["Préno", "00", "example.net", "Exemple Nom", ""] {
        env.run(["member", "show", who]).fails(1, "nobody fits");
        env.run(["member", "show", who, "--lang", "fr"]).fails(1, "personne ne correspond");
    }
}

#[test]
fn an_address_that_cannot_be_written_to_is_refused_when_typed() {
    let env = Env::with_vault();
    for (typed, why) in [
        ("a@b@example.org", "one @"),
        ("a..b@example.org", "before the @"),
        ("a@localhost", "domain"),
        ("é@example.org", "plain"),
    ] {
        env.run(["member", "add", "nom=x", &format!("courriel={typed}")]).fails(1, why);
        env.run(["notice", "preview", "welcome", "--from", typed]).fails(1, why);
    }
}
