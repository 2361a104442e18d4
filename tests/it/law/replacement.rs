//! Who comes in for a full member, and what is due then: the calculator as one types it, and from a file.

use crate::support::{Env, Run};

const BOARD: [&str; 8] = [
    "--list",
    "CGT/1/T: Abel(o)*, Bea(e)*, Carl(o)",
    "--list",
    "CGT/1/S: Eve(o)*70, Fred(e)*68, Gina(o)64",
    "--list",
    "CFDT/1/T: Hugo(e)*",
    "--list",
    "CFDT/1/S: Jade(e)*51",
];

fn ask(more: &[&str]) -> Run {
    Env::new().run(["law", "replacement"].iter().chain(&BOARD).chain(more))
}

#[test]
fn by_options_the_step_its_article_and_what_is_due_are_said() {
    let json = ask(&["--who", "Abel", "--date", "2025-05-05", "--json"]).ok().json();
    let value = &json["value"];
    assert_eq!((&value["who"]["name"], &value["step"]), (&"Eve".into(), &"same-category".into()), "{json}");
    assert_eq!((&value["from"], &value["who"]["position"]), (&"2025-05-05".into(), &1.into()));
    assert_eq!(value["by_election"]["due"], false);
    assert_eq!(json["because"][0]["article"], "L2314-37");
    let college = ask(&["--gone", "Abel", "--who", "Eve", "--json"]).ok().json();
    assert_eq!(college["value"]["step"], "same-college");
    assert!(college["because"].to_string().contains("21-11.347"), "{college}");
    let text = ask(&["--who", "Abel", "--date", "2025-05-05", "--lang", "en"]).ok().out;
    assert!(text.contains("Comes in: Eve (CGT)") && text.contains("No by-election"), "{text}");
}

#[test]
fn an_annulled_seat_stays_vacant_and_the_by_election_is_looked_at_at_once() {
    let more =
        ["--gone", "Bea", "--gone", "Eve", "--gone", "Fred", "--who", "Abel", "--cause", "annulled-parity"];
    let run = ask(&[&more[..], &["--term", "2027-03-14", "--date", "2025-05-05", "--json"]].concat()).ok();
    let value = &run.json()["value"];
    assert!(value["who"].is_null(), "{value}");
    assert_eq!((&value["step"], &value["colleges"][0]["left"]), (&"annulled".into(), &2.into()), "{value}");
    assert_eq!(value["by_election"]["due"], false);
    let half = ["--gone", "Gina", "--gone", "Jade", "--gone", "Carl", "--gone", "Hugo"];
    let run = ask(&[
        &more[..6],
        &half,
        &["--who", "Abel", "--cause", "annulled", "--term", "2027-03-14"],
        &["--date", "2025-05-05", "--json"],
    ]
    .concat());
    let value = run.ok().json()["value"].clone();
    assert_eq!(value["by_election"]["due"], true, "{value}");
    assert_eq!(value["by_election"]["fill"][0], "1");
}

#[test]
fn what_no_text_settles_has_its_options_and_its_code() {
    let tie =
        ["law", "replacement", "--who", "A", "--list", "CGT/1/T: A(o)*", "--list", "CGT/1/S: B(o)*5, C(o)*5"];
    let run = Env::new().run(tie.iter().chain(&["--json"]));
    assert_eq!(run.code, 21, "{}", run.err);
    let json = run.json();
    assert_eq!(json["value"]["undetermined"]["why"], "replacement-tie");
    assert_eq!(json["value"]["undetermined"]["options"].as_array().unwrap().len(), 2, "{json}");
    let election = [
        "law",
        "by-election",
        "--college",
        "1:seats=6,elected=4,left=3",
        "--college",
        "2:seats=4,elected=2,left=2",
    ];
    let run = Env::new().run(election.iter().chain(&["--json", "--on", "2025-05-05"]));
    assert_eq!(run.code, 21, "{}", run.err);
    assert_eq!(run.json()["value"]["undetermined"]["options"][1], "5 / 10");
}

#[test]
fn a_file_says_what_options_say_and_mistakes_are_named() {
    let env = Env::new();
    env.write(
        "board.toml",
        "[[lists]]\nunions = [\"CGT\"]\ncollege = 1\nvote = \"titulaires\"\n\
         candidates = [{ name = \"Abel\", category = \"o\", elected = true }]\n\
         [[lists]]\nunions = [\"CGT\"]\ncollege = 1\nvote = \"suppléants\"\n\
         candidates = [{ name = \"Eve\", category = \"o\", elected = true, votes = 7 }]\n\
         [[departures]]\nwho = \"abel\"\ncause = \"absence\"\ndate = \"2025-05-05\"\nback = \"2025-06-05\"\n",
    );
    let found = env.run(["law", "replacement", "--input", "board.toml", "--json"]).ok().json();
    assert_eq!(
        (&found["value"]["who"]["name"], &found["value"]["until"]),
        (&"Eve".into(), &"2025-06-05".into())
    );
    for (more, said) in [
        (vec!["--who", "Nobody"], "Nobody"),
        (vec!["--who", "Abel", "--list", "CGT/1"], "CGT/1/T"),
        (vec!["--who", "Abel", "--list", "CGT/1/X: A"], "holders"),
        (
            vec!["--who", "Abel", "--date", "2025-05-05", "--cause", "absence", "--back", "2025-05-05"],
            "below",
        ),
        (vec!["--who", "Abel", "--date", "2025-05-05", "--back", "2025-05-06"], "cause"),
        (vec!["--who", "Abel", "--cause", "boredom"], "resignation"),
    ] {
        let run = ask(&more);
        assert!(run.code != 0 && run.err.contains(said), "{more:?}: {} {}", run.code, run.err);
    }
}
