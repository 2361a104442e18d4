//! From the first entry of the count on, what the vote froze changes no more, by whichever command.

use super::{enter, with_election};
use crate::support::Env;

/// Each edit of what the vote freezes: the arguments behind `election`.
const EDITS: &[&[&str]] = &[
    &["edit", "--date", "2026-12-04"],
    &["edit", "--union", "FO"],
    &["edit", "--college", "1:holders=3"],
    &["edit", "--college", "1:substitutes=1"],
    &["edit", "--college", "1:women=61"],
    &["edit", "--college", "2:men=19"],
    &["edit", "--college", "3:holders=1"],
    &["edit", "--categorical", "CFE-CGC=2"],
    // Another split of the common list, another union on it, another order, another sex, one name less.
    &[
        "lists",
        "add",
        "--college",
        "2",
        "--vote",
        "holders",
        "--name",
        "FO-UNSA",
        "--union",
        "FO=90%",
        "--union",
        "UNSA=10%",
        "--candidate",
        "Charlie Exemple;F",
        "--candidate",
        "Eden Essai;H",
        "--replace",
    ],
    &[
        "lists",
        "add",
        "--college",
        "1",
        "--vote",
        "holders",
        "--name",
        "FO",
        "--union",
        "UNSA",
        "--candidate",
        "Dominique Exemple;F;1970-01-31",
        "--candidate",
        "Maxime Essai;H;1971-01-31",
        "--replace",
    ],
    &[
        "lists",
        "add",
        "--college",
        "1",
        "--vote",
        "holders",
        "--union",
        "FO",
        "--candidate",
        "Maxime Essai;H;1971-01-31",
        "--candidate",
        "Dominique Exemple;F;1970-01-31",
        "--replace",
    ],
    &[
        "lists",
        "add",
        "--college",
        "1",
        "--vote",
        "holders",
        "--union",
        "FO",
        "--candidate",
        "Dominique Exemple;H;1970-01-31",
        "--candidate",
        "Maxime Essai;H;1971-01-31",
        "--replace",
    ],
    &[
        "lists",
        "add",
        "--college",
        "1",
        "--vote",
        "holders",
        "--union",
        "FO",
        "--candidate",
        "Dominique Exemple;F;1970-01-31",
        "--replace",
    ],
    &["lists", "add", "--college", "1", "--vote", "holders", "--union", "SUD", "--candidate", "Noa Essai;F"],
    &["lists", "remove", "--college", "2", "--vote", "substitutes", "--list", "FO"],
    &["lists", "import", "--input", "late.csv"],
];

/// Corrections with a reason: the edit, and a piece of what stood there and of what stands there now.
const CORRECTED: &[(&[&str], &str, &str)] = &[
    (&["edit", "--date", "2026-12-04"], "2026-12-03", "2026-12-04"),
    (&["edit", "--college", "1:women=61"], "women=60", "women=61"),
    (
        &[
            "lists",
            "add",
            "--college",
            "1",
            "--vote",
            "holders",
            "--union",
            "SUD",
            "--candidate",
            "Noa Essai;F",
        ],
        "–",
        "Noa Essai",
    ),
    (&["lists", "remove", "--college", "2", "--vote", "substitutes", "--list", "FO"], "Charlie Exemple", "–"),
];

#[test]
fn a_correction_has_its_reason_and_show_tells_both() {
    for (edit, was, now) in CORRECTED {
        let env = prepared();
        let entry = ["--college", "1", "--vote", "holders", "--entry", "1"];
        let figures =
            ["--voters", "60", "--blank", "0", "--null", "0", "--list", "CGT=40", "--list", "FO=20"];
        enter(&env, &[&entry[..], &figures[..]].concat()).ok();
        let why = ["--correction", "copie", "--source", "PV du 3 décembre"];
        env.run(["election"].iter().chain(*edit).chain(&["--correction", "boredom"]))
            .fails(2, "--correction");
        env.run(["election"].iter().chain(*edit).chain(&why)).ok();
        let json = env.run(["election", "show", "--json"]).json()["value"]["corrections"].clone();
        let text = |field: &str| json[0][field].as_str().unwrap_or("–").to_owned();
        assert!(text("was").contains(was) && text("now").contains(now), "{edit:?}: {json}");
        assert_eq!((text("reason"), text("source")), ("copying".to_owned(), "PV du 3 décembre".to_owned()));
        assert!(!text("date").is_empty() && json[1].is_null(), "{json}");
        let shown = env.run(["election", "show", "--lang", "fr"]).out;
        assert!(shown.contains("Corrections") && shown.contains("erreur de copie"), "{shown}");
    }
}

#[test]
fn no_judgment_changes_the_union_of_a_list_or_the_split_of_a_common_one() {
    let env = prepared();
    let entry = ["--college", "1", "--vote", "holders", "--entry", "1"];
    let figures = ["--voters", "60", "--blank", "0", "--null", "0", "--list", "CGT=40", "--list", "FO=20"];
    enter(&env, &[&entry[..], &figures[..]].concat()).ok();
    for edit in EDITS.iter().filter(|e| e.contains(&"FO=90%") || e.contains(&"UNSA")) {
        let before = kept(&env);
        env.run(["election"].iter().chain(*edit).chain(&["--correction", "judgment"]))
            .fails(1, "L. 2122-3-1");
        assert_eq!(kept(&env), before, "{edit:?}");
        env.run(["election"].iter().chain(*edit).chain(&["--correction", "copying"])).ok();
    }
}

#[test]
fn a_split_that_not_both_knew_gives_equal_parts() {
    let audience = |told: &[&str]| {
        let env = with_election();
        env.run(["election", "lists", "remove", "--college", "2", "--vote", "holders", "--list", "FO"]).ok();
        let list = ["election", "lists", "add", "--college", "2", "--vote", "holders", "--name", "FO-UNSA"];
        let more = ["--union", "FO=90%", "--union", "UNSA=10%", "--candidate", "Charlie Exemple;F"];
        env.run(list.iter().chain(&more).chain(told)).ok();
        for place in ["Lyon", "Nantes"] {
            for entry in ["1", "2"] {
                let entry = ["--college", "2", "--vote", "holders", "--box", place, "--entry", entry];
                let figures = ["--voters", "10", "--blank", "0", "--null", "0", "--list", "FO-UNSA=10"];
                enter(&env, &[&entry[..], &figures[..]].concat()).ok();
            }
        }
        let json = env.run(["election", "show", "--json"]).json();
        let unions = json["value"]["audience"]["unions"].as_array().unwrap().clone();
        let unsa = unions.iter().find(|u| u["name"] == "UNSA").unwrap()["votes"].clone();
        (unsa.to_string(), json["caveats"].to_string().contains("split-known"))
    };
    let (stated, asked) = audience(&[]);
    assert!(stated.contains('2') && asked, "what is not known is said: {stated}");
    assert_eq!(audience(&["--split-told", "employer,electors"]), (stated, false));
    for told in ["employer", "electors", "none"] {
        let (equal, asked) = audience(&["--split-told", told]);
        assert!(equal.contains("10") && !asked, "{told}: {equal}");
    }
}

/// What the vote does not freeze, or says the same again.
const FREE: &[&[&str]] = &[
    &["edit", "--proclaimed", "2026-12-04"],
    &["edit", "--name", "CSE"],
    &["edit", "--college", "1:holders=4"],
    &["edit", "--headcount", "120"],
    &[
        "lists",
        "add",
        "--college",
        "1",
        "--vote",
        "holders",
        "--union",
        "FO",
        "--candidate",
        "Dominique Exemple;F;1970-01-31",
        "--candidate",
        "Maxime Essai;H;1971-01-31",
        "--replace",
    ],
];

fn prepared() -> Env {
    let env = with_election();
    let list = ["election", "lists", "add", "--college", "2", "--vote", "holders", "--name", "FO-UNSA"];
    let unions = ["--union", "FO=60%", "--union", "UNSA=40%"];
    let candidates = ["--candidate", "Charlie Exemple;F", "--candidate", "Eden Essai;H"];
    env.run(["election", "lists", "remove", "--college", "2", "--vote", "holders", "--list", "FO"]).ok();
    env.run(list.iter().chain(&unions).chain(&candidates)).ok();
    env.write("late.csv", "college;vote;list;unions;position;name;sex\n1;holders;CNT;CNT;1;Sam Modèle;F\n");
    env
}

fn kept(env: &Env) -> String {
    let lists = env.run(["election", "lists", "show", "--json"]).out;
    lists + &env.run(["election", "list", "--json"]).ok().out
}

#[test]
fn every_edit_of_what_the_vote_froze_is_refused_once_the_count_has_begun() {
    let env = prepared();
    let entry = ["--college", "1", "--vote", "holders", "--entry", "1"];
    let figures = ["--voters", "60", "--blank", "0", "--null", "0", "--list", "CGT=40", "--list", "FO=20"];
    enter(&env, &[&entry[..], &figures[..]].concat()).ok();
    let before = kept(&env);
    for edit in EDITS {
        let run = env.run(["election"].iter().chain(*edit));
        assert!(run.code == 1 && run.err.contains("the vote froze it"), "{edit:?}: {} {}", run.code, run.err);
        assert!(run.err.contains("--correction"), "what to do is said: {}", run.err);
        assert_eq!(kept(&env), before, "{edit:?} changed nothing");
    }
    for edit in FREE {
        env.run(["election"].iter().chain(*edit)).ok();
    }
    // With the entry taken away, the record can be corrected.
    enter(&env, &["--college", "1", "--vote", "holders", "--forget", "1"]).ok();
    for edit in EDITS.iter().filter(|e| e.contains(&"FO=90%") || e.contains(&"1:women=61")) {
        env.run(["election"].iter().chain(*edit)).ok();
    }
}

#[test]
fn before_the_count_everything_can_be_edited() {
    for edit in EDITS.iter().filter(|e| e[0] == "lists" || e.contains(&"1:women=61")) {
        let env = prepared();
        let run = env.run(["election"].iter().chain(*edit));
        assert!(run.code == 0, "{edit:?}: {}", run.err);
    }
}
