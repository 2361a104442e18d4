//! Courses: days of leave that each takes, questions before, after and three months later, small groups hidden for others.

use crate::support::{Env, Run};

const TODAY: &str = "2026-11-30";

fn run(env: &Env, args: &[&str]) -> Run {
    env.run(args.iter().chain(&["--on", TODAY]))
}

fn json(env: &Env, args: &[&str]) -> serde_json::Value {
    run(env, &[args, &["--json"]].concat()).ok().json()["value"].clone()
}

fn section() -> Env {
    let env = Env::with_vault();
    for given in ["Camille", "Noa"] {
        let given = format!("prénom={given}");
        run(&env, &["member", "add", &given, "nom=Exemple", "joined=2026-01-01"]).ok();
    }
    env
}

fn planned(env: &Env, title: &str, day: &str, days: &str, rest: &[&str]) {
    let all = ["training", "new", title, "--aim", "lire une BDESE", "--day", day, "--days", days];
    run(env, &[&all[..], rest].concat()).ok();
}

#[test]
fn the_days_come_off_the_leave_of_the_year_and_come_back() {
    let env = section();
    run(&env, &["training", "new", "CSE", "--day", "2027-02-01", "--days", "3"]).fails(2, "--aim");
    planned(&env, "Premier CSE", "2027-02-01", "3", &["--body", "Institut", "--persona", "élu·e"]);
    planned(&env, "Économie", "2027-03-01", "10", &["--economic"]);
    let enrolled = run(&env, &["training", "enrol", "premier", "camille", "noa"]).ok();
    let said = enrolled.said();
    assert!(said.contains("letter write training-leave --who") && said.contains("from=2027-02-01"), "{said}");
    let page = json(&env, &["training", "show", "premier"]);
    assert_eq!(
        (&page["participants"][0]["left"], &page["participants"][0]["allowed"]),
        (&"9".into(), &12.into())
    );
    // The economic training comes off the same days.
    let page = json(&env, &["training", "enrol", "économie", "camille"]);
    assert_eq!(
        (&page["participants"][0]["left"], &page["participants"][0]["over"]),
        (&"0".into(), &"1".into())
    );
    let year = run(&env, &["agenda", "training", "--year", "2027", "--json"]).ok().json()["value"].clone();
    assert!(year.to_string().contains("13"), "{year}");
    // The day by which the leave is asked for is in the agenda, and goes with the person.
    let asked = || json(&env, &["agenda", "list", "--kind", "training"])["lines"].as_array().unwrap().len();
    let before = asked();
    run(&env, &["training", "withdraw", "économie", "camille"]).ok();
    assert!(asked() < before);
    assert_eq!(json(&env, &["training", "show", "premier"])["participants"][0]["left"], "9");
    run(&env, &["training", "withdraw", "économie", "camille"]).fails(1, "takes no part");
    run(&env, &["training", "new", "Trop", "--aim", "a", "--day", "2027-02-01", "--days", "1/3"])
        .fails(1, "hal");
}

#[test]
fn the_questions_three_months_later_are_a_line_of_the_agenda() {
    let env = section();
    planned(&env, "Premier CSE", "2026-12-01", "2,5", &[]);
    let lines = json(&env, &["agenda", "list", "--kind", "own"])["lines"].as_array().unwrap().clone();
    assert_eq!((lines.len(), &lines[0]["on"]), (1, &"2027-03-03".into()));
    run(&env, &["training", "remove", "premier"]).ok();
    assert!(json(&env, &["agenda", "list", "--kind", "own"])["lines"].as_array().unwrap().is_empty());
    assert!(json(&env, &["training", "list"])["trainings"].as_array().unwrap().is_empty());
}

#[test]
fn of_few_answers_nothing_is_shown_to_others_and_what_was_shown_stays() {
    let env = section();
    planned(&env, "Premier CSE", "2026-11-02", "2", &[]);
    let answer =
        |stage: &str, rest: &[&str]| run(&env, &[&["training", "answer", "cse", stage][..], rest].concat());
    answer("after", &[]).fails(1, "nothing is answered");
    answer("after", &["--reaction", "6"]).fails(2, "6");
    // Of a person who is named the last answer counts.
    answer("after", &["--who", "camille", "--learning", "2"]).ok();
    answer("après", &["--who", "camille", "--learning", "4", "--helped", "la section"]).ok();
    let whole = json(&env, &["training", "results", "cse", "after"]);
    assert_eq!((&whole["answers"], &whole["scales"][1]["counts"][3]), (&1.into(), &1.into()));
    assert_eq!(whole["factors"][2]["helped"], 1);
    run(&env, &["training", "results", "cse", "after", "--share"]).fails(1, "too few answers");
    for n in 0..24 {
        answer(
            "after",
            &["--reaction", if n < 12 { "4" } else { "5" }, "--learning", if n < 3 { "1" } else { "5" }],
        )
        .ok();
    }
    let shared = json(&env, &["training", "results", "cse", "after", "--share"]);
    assert!(
        shared["scales"][1]["counts"][0].is_null() && shared["scales"][1]["counts"][3].is_null(),
        "{shared}"
    );
    assert_eq!(shared["scales"][0]["counts"][3], 12);
    answer("after", &["--reaction", "1"]).fails(1, "shown to others");
    answer("later", &["--use", "3", "--hindered", "management"]).ok();
}
