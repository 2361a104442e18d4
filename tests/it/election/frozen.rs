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
        assert!(run.err.contains("--forget"), "what to do is said: {}", run.err);
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
