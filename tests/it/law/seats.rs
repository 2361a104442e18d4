//! `law seats`: the published examples, the envelope, the refusals.

use serde_json::json;

use crate::support::Env;

#[test]
fn the_published_examples() {
    let env = Env::new();
    let mut rows = csv::Reader::from_path("tests/data/law/seats.csv").unwrap();
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let run = env.run(["law", "seats", "--json", "--headcount", &row[1], "--on", &row[2]]).ok().json();
        let number = |i: usize| row[i].parse::<i64>().unwrap();
        let expected = json!({
            "seats": number(3), "substitutes": number(4), "hours_each": number(5), "hours_total": number(6),
        });
        assert_eq!(run["value"], expected, "{}", &row[0]);
        seen += 1;
    }
    assert_eq!(seen, 19);
}

#[test]
fn the_envelope_is_schema_value_because_caveats() {
    let run = Env::new().run(["law", "seats", "--headcount", "720", "--json"]).ok().json();
    assert_eq!(run["schema"], "contrepoids.law.seats/1");
    assert_eq!(run["caveats"], json!([]));
    let table = run["because"].as_array().unwrap().iter().find(|s| s["rule"] == "seats.table").unwrap();
    assert_eq!(table["article"], "R2314-1");
    assert_eq!(table["version"], "LEGIARTI000036481896");
    assert_eq!(table["facts"]["row_from"], 700);
    let keys: Vec<_> = run.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["because", "caveats", "schema", "value"]);
}

#[test]
fn explain_prints_the_steps_in_both_languages() {
    let env = Env::new();
    let run = env.run(["law", "seats", "--headcount", "720"]).ok();
    assert!(run.out.contains("Full members   14") && !run.out.contains("R. 2314-1"), "{}", run.out);
    let run = env.run(["law", "seats", "--headcount", "720", "--explain"]).ok();
    assert!(
        run.out.contains("article R. 2314-1 of the Code du travail (LEGIARTI000036481896)"),
        "{}",
        run.out
    );
    let run = env.run(["law", "seats", "--headcount", "720", "--explain", "--lang", "fr"]).ok();
    assert!(run.out.contains("Titulaires    14") && run.out.contains("Parce que"), "{}", run.out);
}

#[test]
fn an_old_caveat_reaches_the_screen() {
    let env = Env::new();
    let args = ["law", "seats", "--headcount", "720", "--on", "2018-06-01"];
    let run = env.run(args).ok();
    assert!(run.out.contains("Mind: not read in the version of that day: L. 2314-1.\n"), "{}", run.out);
    let run = env.run(args.into_iter().chain(["--json"])).ok().json();
    assert_eq!(run["caveats"][0]["code"], "version-known");
}

#[test]
fn days_outside_the_tables_are_refused_with_20() {
    let env = Env::new();
    for on in ["2017-12-31", "1900-01-01", "2040-01-01"] {
        env.run(["law", "seats", "--headcount", "720", "--on", on]).fails(20, "do not cover");
    }
}

#[test]
fn a_headcount_that_is_none_is_refused_with_2() {
    let env = Env::new();
    for bad in ["-1", "many", "", "1e3", "1/0", "99999999999999999999"] {
        env.run(["law", "seats", &format!("--headcount={bad}")]).fails(2, "headcount");
    }
    env.run(["law", "seats"]).fails(2, "headcount");
}

#[test]
fn no_vault_and_no_home_are_needed() {
    let env = Env::new();
    env.run(["law", "seats", "--headcount", "50", "--vault", "/nonexistent"]).ok();
    assert_eq!(std::fs::read_dir(env.home()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn the_help_says_once_that_it_is_not_legal_advice() {
    let env = Env::new();
    let run = env.run(["law", "--help"]).ok();
    assert_eq!(run.out.matches("not legal advice").count(), 1);
    let run = env.run(["law", "--help", "--lang", "fr"]).ok();
    assert_eq!(run.out.replace('\n', " ").matches("ne remplace pas un conseil juridique").count(), 1);
}

#[test]
fn french_names_work() {
    let run = Env::new().run(["droit", "sieges", "--headcount", "720", "--json"]).ok().json();
    assert_eq!(run["value"]["seats"], 14);
}
