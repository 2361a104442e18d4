//! `law list` and `law show`.

use crate::support::Env;

#[test]
fn list_gives_the_value_of_the_day() {
    let env = Env::new();
    let value = |on: &str| {
        let run = env.run(["law", "list", "mandate.successive", "--json", "--on", on]).ok().json();
        assert_eq!(run["schema"], "contrepoids.law.list/1");
        run["value"]["tables"][0]["current"]["value"].clone()
    };
    assert_eq!(value("2025-10-25"), 3);
    assert!(value("2025-10-26").is_null(), "no limit any more");
}

#[test]
fn list_has_every_table_and_filters_by_name() {
    let env = Env::new();
    let all = env.run(["law", "list", "--json"]).ok().json();
    let all = all["value"]["tables"].as_array().unwrap().len();
    assert!(all >= 30);
    let some = env.run(["law", "list", "threshold", "--json"]).ok().json();
    let some = some["value"]["tables"].as_array().unwrap().clone();
    assert!(!some.is_empty() && some.len() < all);
    assert!(some.iter().all(|t| t["id"].as_str().unwrap().contains("threshold")));
    let text = env.run(["law", "list", "--lang", "fr"]).ok();
    assert!(text.out.contains("Durée des mandats au CSE"));
}

#[test]
fn show_gives_the_whole_history_and_marks_the_day() {
    let env = Env::new();
    let run = env.run(["law", "show", "mandate.successive", "--on", "2025-10-25", "--json"]).ok().json();
    let value = &run["value"];
    assert_eq!(value["entries"].as_array().unwrap().len(), 3);
    assert_eq!(value["current"]["to"], "2025-10-25");
    assert_eq!(value["current"]["standing"], "verified");
    assert_eq!(value["current"]["quotes"][0], "Le nombre de mandats successifs est limité à trois");
    assert_eq!(value["entries"][0]["standing"], "version-known");
    assert_eq!(value["entries"][2]["version"], "LEGIARTI000052437191");
    let text = env.run(["law", "show", "seats.table"]).ok();
    assert!(text.out.contains("https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000036481896"));
    assert!(
        text.out.contains("verified on 2026-08-20")
            && text.out.contains("“est défini dans le tableau ci-après”")
    );
    assert!(
        text.out.lines().any(|l| l.contains("700") && l.contains("799") && l.contains("seats 14")),
        "{}",
        text.out
    );
}

#[test]
fn a_table_that_is_none_and_a_day_not_covered() {
    let env = Env::new();
    let run = env.run(["law", "show", "seats.tabel"]).fails(1, "no table `seats.tabel`");
    assert!(run.err.contains("Hint: contrepoids law list"), "{}", run.err);
    env.run(["law", "show", "seats.table", "--on", "2017-12-31"]).fails(20, "do not cover");
}

/// Every table with rows names its columns in the language: none by a code, and none in English for the French.
#[test]
fn every_table_shows_its_columns_in_both_languages() {
    let env = Env::new();
    let all = env.run(["law", "list", "--json"]).ok().json();
    let mut seen = 0;
    for table in all["value"]["tables"].as_array().unwrap().iter().filter(|t| t["unit"] == "rows") {
        let id = table["id"].as_str().unwrap();
        let rows = table["current"]["value"].as_array().unwrap();
        let columns = rows[0].as_object().unwrap().keys().filter(|c| !["from", "to"].contains(&c.as_str()));
        let last = |lang: &str| {
            let run = env.run(["law", "show", id, "--lang", lang]).ok();
            run.out.trim_end().lines().next_back().unwrap().to_owned()
        };
        let (french, english) = (last("fr"), last("en"));
        for column in columns {
            let english_word = column.replace('_', " ");
            assert!(english.contains(&english_word), "{id}: {english}");
            assert!(!french.contains(column.as_str()) && !french.contains(&english_word), "{id}: {french}");
            seen += 1;
        }
        assert!(!french.contains('_') && !english.contains('_'), "{id}: {french}");
    }
    assert!(seen >= 8, "{seen}");
    let text = env.run(["law", "show", "delegate.number", "--lang", "fr"]).ok().out;
    assert!(text.contains("délégués 1") && !text.contains("delegates"), "{text}");
}
