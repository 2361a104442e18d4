//! One election from the protocol to the comparison with the next one.

use serde_json::{Value, json};

use super::{COUNT, add_list, enter, json, with_election};
use crate::support::Env;

fn vote<'a>(shown: &'a Value, college: &str, post: &str) -> &'a Value {
    let votes = shown["value"]["votes"].as_array().unwrap();
    votes.iter().find(|v| v["college"] == college && v["vote"] == post).unwrap()
}

#[test]
fn from_the_protocol_to_the_next_election() {
    let env = with_election();
    let first = first_round(&env);
    second_round(&env, &first);
    next_election(&env);
}

/// A text without its line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first round, counted whole; returns its identifier.
fn first_round(env: &Env) -> String {
    let kept = json(env, &["list"]);
    assert_eq!(kept["schema"], "contrepoids.election.list/1");
    let first = kept["value"]["elections"][0]["short"].as_str().unwrap().to_owned();
    assert_eq!(kept["value"]["elections"][0]["colleges"][1]["boxes"], json!(["Lyon", "Nantes"]));

    // Before the vote: two lists are short, nothing is broken.
    let checked = json(env, &["check"]);
    assert_eq!(checked["value"]["breaches"], 0);
    env.run(["election", "check"]).ok();

    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    let shown = json(env, &["show", &first]);
    assert_eq!(shown["schema"], "contrepoids.election.show/1");
    assert_eq!(shown["value"]["complete"], true);
    let holders = vote(&shown, "1", "holders");
    assert_eq!(
        (&holders["registered"], &holders["voters"], &holders["valid"]),
        (&json!(100), &json!(62), &json!(60))
    );
    assert_eq!(holders["quorum"], json!({ "reached": true, "needed": 50, "missing": 0 }));
    // A quarter struck: Lou comes last, the average is 37.5, three seats and one.
    assert_eq!(holders["lists"][0]["elected"], json!(["Camille Exemple", "Noa Exemple", "Sacha Essai"]));
    assert_eq!(holders["lists"][1]["elected"], json!(["Dominique Exemple"]));
    assert_eq!(holders["allocation"]["lists"][0]["average"]["decimal"], "37.5");
    // One ballot short of the quorum: the four seats of substitutes go to a second round.
    let substitutes = vote(&shown, "1", "substitutes");
    assert_eq!(
        (&substitutes["quorum"]["reached"], &substitutes["quorum"]["missing"], &substitutes["vacant"]),
        (&json!(false), &json!(1), &json!(4))
    );
    assert!(substitutes["allocation"].is_null());
    // Both of FO are elected full members in the second college, so its substitutes' seats stay empty.
    assert_eq!(
        (&vote(&shown, "2", "holders")["vacant"], &vote(&shown, "2", "substitutes")["vacant"]),
        (&json!(0), &json!(2))
    );
    let unions = shown["value"]["audience"]["unions"].as_array().unwrap();
    let shares: Vec<_> = unions
        .iter()
        .map(|u| (u["name"].as_str().unwrap(), u["share"]["num"].clone(), u["share"]["den"].clone()))
        .collect();
    assert_eq!(shares, [("FO", json!(5), json!(9)), ("CGT", json!(4), json!(9))]);
    let articles: Vec<_> =
        shown["because"].as_array().unwrap().iter().map(|s| s["article"].as_str().unwrap()).collect();
    for article in ["L2314-29", "R2314-19", "R2314-20", "L2122-1", "L2143-3"] {
        assert!(articles.contains(&article), "{article}: {articles:?}");
    }

    first
}

/// The second round takes over the vacant seats, and who was elected is not elected again.
fn second_round(env: &Env, first: &str) {
    let second = env
        .run(["election", "new", "--date", "2026-12-17", "--round", "2", "--follows", first, "--json"])
        .ok()
        .json();
    let short = second["value"]["short"].as_str().unwrap();
    let colleges = second["value"]["colleges"].as_array().unwrap();
    let seats: Vec<_> =
        colleges.iter().map(|c| (c["id"].clone(), c["holders"].clone(), c["substitutes"].clone())).collect();
    assert_eq!(seats, [(json!("1"), json!(0), json!(4)), (json!("2"), json!(0), json!(2))]);
    env.run([
        "election",
        "lists",
        "add",
        short,
        "--college",
        "1",
        "--vote",
        "substitutes",
        "--name",
        "Libres",
        "--candidate",
        "Camille Exemple;F;1980-01-31",
        "--candidate",
        "Alix Libre;F",
    ])
    .ok();
    for _ in 0..2 {
        enter(
            env,
            &[
                short,
                "--college",
                "1",
                "--vote",
                "substitutes",
                "--voters",
                "10",
                "--blank",
                "0",
                "--null",
                "0",
                "--list",
                "Libres=10",
            ],
        )
        .ok();
    }
    let shown = json(env, &["show", short]);
    let substitutes = vote(&shown, "1", "substitutes");
    assert!(substitutes["quorum"].is_null());
    assert_eq!(substitutes["lists"][0]["elected"], json!(["Alix Libre"]));
    assert_eq!(shown["value"]["audience"]["valid"], 90, "still the first round");
    env.run(["election", "show"]).fails(1, "several elections fit");
}

/// Four years later, scenarios and the comparison go from it.
fn next_election(env: &Env) {
    let later = env
        .command()
        .args([
            "election",
            "new",
            "--date",
            "2030-11-28",
            "--union",
            "CGT",
            "--college",
            "1:holders=4,women=60,men=40",
        ])
        .output()
        .unwrap();
    assert!(later.status.success());
    let made = json(env, &["simulate"]);
    assert_eq!(made["schema"], "contrepoids.election.simulate/1");
    let scenarios = made["value"]["scenarios"].as_array().unwrap();
    assert_eq!(scenarios.len(), 6);
    assert_eq!(
        scenarios[0]["colleges"][0]["lists"],
        json!([{ "name": "CGT", "ballots": 40 }, { "name": "FO", "ballots": 20 }])
    );
    assert!(scenarios[0]["colleges"][0]["what_if"][0]["votes"].as_u64().unwrap() > 0);
    env.run(["election", "compare"]).fails(1, "nothing is counted yet");
    let next = json(env, &["list"])["value"]["elections"][2]["short"].as_str().unwrap().to_owned();
    env.run(["election", "lists", "add", &next, "--vote", "holders", "--ours"]).ok();
    for _ in 0..2 {
        enter(
            env,
            &[
                &next, "--vote", "holders", "--voters", "70", "--blank", "0", "--null", "0", "--list",
                "CGT=70",
            ],
        )
        .ok();
    }
    let compared = json(env, &["compare"]);
    assert_eq!(compared["schema"], "contrepoids.election.compare/1");
    let ours = &compared["value"]["votes"][0]["lists"][0];
    assert_eq!(
        (&ours["name"], &ours["ballots"]["change"], &ours["seats"]["before"]),
        (&json!("CGT"), &json!(30), &json!(3))
    );
    let text = env.run(["election", "compare", "--lang", "fr"]).ok().out;
    assert!(text.contains("CGT, bulletins") && text.contains("+30"), "{text}");
}

#[test]
fn two_entries_are_compared_and_a_person_decides() {
    let env = with_election();
    let at = ["--college", "1", "--vote", "holders"];
    let one = |extra: &[&str]| enter(&env, &[&at[..], extra].concat());
    // Begun, saved, gone on with.
    let begun = one(&["--voters", "62"]).ok();
    assert!(begun.out.contains("entry 1: open") && begun.out.contains("blank"), "{}", begun.out);
    one(&["--blank", "1", "--null", "1"]).ok();
    let done = one(&["--list", "CGT=40", "--list", "FO=20", "--struck", "CGT/2=10"]).ok();
    assert!(done.out.contains("entry 1: finished") && done.out.contains("second is awaited"), "{}", done.out);
    let differs = one(&[
        "--voters", "62", "--blank", "0", "--null", "1", "--list", "CGT=41", "--list", "FO=20", "--json",
    ]);
    assert_eq!(differs.code, 3);
    let value = differs.json();
    let fields: Vec<_> = value["value"]["boxes"][0]["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["field"].clone(), d["said"].clone()))
        .collect();
    assert_eq!(
        fields,
        [
            (json!("blank"), json!([1, 0])),
            (json!("lists[CGT].ballots"), json!([40, 41])),
            (json!("lists[CGT].struck[2]"), json!([10, null])),
        ]
    );
    // It does not count, and says so.
    let shown = env.run(["election", "show"]).ok().out;
    assert!(
        shown.contains("the entries differ")
            && shown.contains("struck CGT, position 2: entry 1: 10, entry 2: –"),
        "{shown}"
    );
    one(&["--voters", "1"]).fails(1, "entry: both entries");
    let decided = one(&["--decide", "1"]).ok();
    assert!(decided.out.contains("counts: decided"), "{}", decided.out);
    assert!(env.run(["election", "show"]).ok().out.contains("Quorum reached"));
    // Entry 2 is corrected: the decision no longer holds, the entries agree.
    let agreed = one(&["--entry", "2", "--blank", "1", "--list", "CGT=40", "--struck", "CGT/2=10"]).ok();
    assert!(agreed.out.contains("the entries agree"), "{}", agreed.out);
    one(&["--forget", "2"]).ok();
    assert!(env.run(["election", "show"]).ok().out.contains("second is awaited"));
}

#[test]
fn breaches_are_told_with_article_advice_and_exit_code() {
    let env = with_election();
    add_list(&env, "CFDT", &["Lou Modèle;H;1980-01-31"]).ok();
    let checked = env.run(["election", "check"]);
    assert_eq!(checked.code, 3);
    assert!(flat(&checked.out).contains("Breaches: 1"), "{}", checked.out);
    assert!(flat(&checked.out).contains("a single candidate where both sexes are due"), "{}", checked.out);
    assert!(
        flat(&checked.out).contains("18-23.513") && flat(&checked.out).contains("To do: add a candidate"),
        "{}",
        checked.out
    );
    let french = env.run(["scrutin", "verifier", "--lang", "fr", "--explain"]);
    assert!(
        flat(&french.out).contains("candidature unique") && flat(&french.out).contains("LEGIARTI"),
        "{}",
        french.out
    );
    let value = json(&env, &["check"]);
    let issue = &value["value"]["issues"][0];
    assert_eq!(
        (&issue["gravity"], &issue["code"], &issue["list"]),
        (&json!("breach"), &json!("single-candidate"), &json!("CFDT"))
    );
    assert_eq!(issue["candidate"]["name"], "Lou Modèle");
}

#[test]
fn minutes_are_checked_and_the_last_day_is_told() {
    let env = with_election();
    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    let at = [
        "election",
        "minutes",
        "--college",
        "1",
        "--vote",
        "holders",
        "--registered",
        "100",
        "--voters",
        "62",
    ];
    let figures = [
        "--blank", "1", "--null", "1", "--valid", "60", "--quorum", "yes", "--list", "CGT=40", "--list",
        "FO=20",
    ];
    let right = env.run(at.iter().chain(&figures).chain(&["--seats", "CGT=3", "--seats", "FO=1"])).ok();
    assert!(flat(&right.out).contains("Nothing to contest in 10 figures"), "{}", right.out);
    let slip = ["election", "minutes", "--college", "1", "--vote", "holders", "--list", "ZZ=3"];
    env.run(slip).fails(1, "list 1, name");
    let wrong = env.run(at.iter().chain(&figures).chain(&["--seats", "CGT=2", "--seats", "FO=2"]));
    assert_eq!(wrong.code, 3);
    assert!(
        flat(&wrong.out).contains("DECISIVE")
            && flat(&wrong.out).contains("R2314-19")
            && flat(&wrong.out).contains("until 2026-12-18"),
        "{}",
        wrong.out
    );
    env.write("pv.json", r#"{"colleges":[{"id":"1","holders":{"valid":60,"lists":[{"name":"CGT","ballots":40,"average":37.5,"elected":["Camille Exemple","Lou Essai","Noa Exemple"]}]}}]}"#);
    let value = json(&env, &["minutes", "--input", "pv.json"]);
    let contests = value["value"]["contests"].as_array().unwrap();
    let fields: Vec<_> =
        contests.iter().map(|c| (c["field"].as_str().unwrap(), c["decisive"].as_bool().unwrap())).collect();
    assert_eq!(fields, [("elected", true)]);
    assert_eq!(value["value"]["contest_until"], "2026-12-18");
}

#[test]
fn every_answer_fits_eighty_columns_in_both_languages() {
    let env = with_election();
    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    for lang in ["fr", "en"] {
        for args in [
            &["list"][..],
            &["lists", "show"],
            &["check", "--explain"],
            &["show", "--explain"],
            &["simulate", "--explain"],
            &["support", "--explain"],
            &[
                "minutes",
                "--college",
                "1",
                "--vote",
                "holders",
                "--valid",
                "59",
                "--list",
                "CGT=41",
                "--seats",
                "CGT=4",
            ],
        ] {
            let run = env.run(["election"].iter().chain(args).chain(&["--lang", lang]));
            assert!([0, 3].contains(&run.code), "{args:?}\n{}\n{}", run.out, run.err);
            for line in run.out.lines() {
                assert!(line.chars().count() <= 80, "{args:?}: {line}");
            }
        }
    }
}
