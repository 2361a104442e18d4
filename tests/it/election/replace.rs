//! A full member leaves: who comes in, by the elections of the vault and whoever left before.

use serde_json::Value;

use super::{COUNT, enter, with_election};
use crate::support::{Env, Run};

const LATER: [&str; 2] = ["--on", "2027-06-01"];

fn replace(env: &Env, more: &[&str]) -> Run {
    env.run(["election", "replace"].iter().chain(more).chain(&LATER))
}

fn value(env: &Env, more: &[&str]) -> Value {
    let run = replace(env, &[more, &["--json"]].concat());
    assert!(run.code == 0 || run.code == 21, "{more:?}: {} {}", run.code, run.err);
    run.json()["value"].clone()
}

/// An election that is counted, with the categories of our list.
fn counted() -> Env {
    let env = with_election();
    // Sixty substitutes’ ballots: the quorum is reached there too.
    env.write("count.json", COUNT.replace(":49", ":60"));
    enter(&env, &["--input", "count.json"]).ok();
    env
}

fn categories(env: &Env) {
    for (vote, candidates) in [
        (
            "holders",
            [
                "Camille Exemple;F;1980-01-31;ouvrier",
                "Lou Essai;H;1981-01-31;employé",
                "Noa Exemple;F;1982-01-31;technicien",
                "Sacha Essai;H;1983-01-31;ouvrier",
            ]
            .as_slice(),
        ),
        (
            "substitutes",
            ["Alix Exemple;F;1984-01-31;technicien", "Ange Essai;H;1985-01-31;ouvrier"].as_slice(),
        ),
    ] {
        let list =
            ["election", "lists", "add", "--college", "1", "--vote", vote, "--union", "CGT", "--replace"];
        env.run(list.iter().chain(candidates.iter().flat_map(|c| [&"--candidate", c]))).ok();
    }
}

#[test]
fn whoever_leaves_is_replaced_in_their_order_and_show_tells() {
    let env = counted();
    // Without the categories of two substitutes the law does not tell: they are asked for, and may be noted after the vote.
    let open = value(&env, &["Camille Exemple", "--date", "2027-01-11", "--ask"]);
    assert_eq!(open["replacement"]["undetermined"]["why"], "replacement-category", "{open}");
    categories(&env);
    let first = value(&env, &["Camille Exemple", "--date", "2027-01-11", "--ask"]);
    assert_eq!(
        (&first["replacement"]["who"]["name"], &first["recorded"]),
        (&"Ange Essai".into(), &false.into())
    );
    assert_eq!(first["replacement"]["step"], "same-category", "{first}");
    let again = value(&env, &["camille exemple", "--date", "2027-01-11"]);
    assert_eq!(
        (&again["replacement"]["who"]["name"], &again["recorded"]),
        (&"Ange Essai".into(), &true.into())
    );
    // Who came in leaves: the seat is that of Camille, the next substitute is of another category.
    let second = value(&env, &["Ange Essai", "--date", "2027-02-11", "--cause", "licenciement"]);
    assert_eq!(
        (&second["replacement"]["who"]["name"], &second["replacement"]["step"]),
        (&"Alix Exemple".into(), &"same-college".into())
    );
    assert_eq!(second["replacement"]["by_election"]["due"], false, "{second}");
    let shown = env.run(["election", "show", "--json"]).json()["value"].clone();
    let left: Vec<&str> =
        shown["departures"].as_array().unwrap().iter().map(|d| d["name"].as_str().unwrap()).collect();
    assert_eq!(left, ["Camille Exemple", "Ange Essai"]);
    let text = env.run(["election", "show", "--lang", "en"]).out;
    assert!(text.contains("Departures") && text.contains("Camille Exemple (CGT) – resigned"), "{text}");
    // Taken back, the next one is replaced as if it had not been.
    value(&env, &["Ange Essai", "--undo"]);
    let alix = value(&env, &["Alix Exemple", "--date", "2027-02-12"]);
    assert_eq!(alix["replacement"]["step"], "not-a-holder", "{alix}");
    let third = value(&env, &["Ange Essai", "--date", "2027-03-11", "--ask"]);
    assert_ne!(third["replacement"]["who"]["name"], "Alix Exemple", "{third}");
    replace(&env, &["Nobody Known", "--undo"]).fails(1, "Nobody Known");
    replace(&env, &["Lou Essai", "--undo"]).fails(1, "Lou Essai");
}

#[test]
fn an_empty_college_makes_a_by_election_due_in_time() {
    let env = counted();
    // Of the second college FO has two full members; nobody else stands there, and its other list is in the first.
    let mut last = Value::Null;
    for (who, date) in [("Charlie Exemple", "2027-01-04"), ("Eden Essai", "2027-01-05")] {
        last = value(&env, &[who, "--date", date, "--cause", "annulled-parity"]);
    }
    let due = &last["replacement"]["by_election"];
    assert_eq!((&due["due"], &due["fill"][0]), (&true.into(), &"2".into()), "{last}");
    let near = value(&env, &["Eden Essai", "--date", "2030-09-01", "--cause", "annulled", "--ask"]);
    assert_eq!(near["replacement"]["by_election"]["why"], "too-near-the-end", "{near}");
}

#[test]
fn what_cannot_be_is_refused_and_records_nothing() {
    let env = with_election();
    replace(&env, &["Camille Exemple"]).fails(1, "election show");
    let env = counted();
    for (more, said) in [
        (vec!["Nobody Known"], "Nobody Known"),
        (vec!["Camille Exemple", "--date", "2026-12-01"], "2026-12-03"),
        (
            vec!["Camille Exemple", "--cause", "absence", "--date", "2027-01-02", "--back", "2027-01-02"],
            "2027-01-02",
        ),
        (vec!["Camille Exemple", "--back", "2027-09-02"], "cause"),
        (vec!["Camille Exemple", "--category", "unheard"], "unheard"),
        (vec!["Camille Exemple", "--by", "Nobody Known"], "Nobody Known"),
    ] {
        let run = replace(&env, &more);
        assert!(run.code == 1 && run.err.contains(said), "{more:?}: {} {}", run.code, run.err);
    }
    let shown = env.run(["election", "show", "--json"]).json()["value"].clone();
    assert!(shown["departures"].as_array().unwrap().is_empty());
    let empty = Env::with_vault();
    replace(&empty, &["Camille Exemple"]).fails(1, "election new");
}
