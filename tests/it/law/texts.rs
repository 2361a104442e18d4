//! `law text`, `law where`, `law search`, and the texts under `--explain --text`.

use unicode_width::UnicodeWidthStr as _;

use crate::support::Env;

#[track_caller]
fn narrow(out: &str) {
    assert_eq!(out.lines().find(|l| l.width() > 80), None);
}

#[test]
fn the_text_of_the_day_with_its_versions() {
    let env = Env::new();
    let of = |on: &str| {
        let run = env.run(["law", "text", "L. 2314-33", "--on", on, "--json"]).ok().json();
        assert_eq!(run["schema"], "contrepoids.law.text/1");
        run["value"].clone()
    };
    let before = of("2025-10-25");
    assert_eq!((&before["article"], &before["state"]), (&"L2314-33".into(), &"in-force".into()));
    assert_eq!(before["version"]["version"], "LEGIARTI000036761951");
    assert_eq!(
        (&before["version"]["from"], &before["version"]["to"]),
        (&"2018-04-01".into(), &"2025-10-25".into())
    );
    assert!(before["version"]["text"].as_str().unwrap().contains("limité à trois"));
    let after = of("2025-10-26");
    assert_eq!(after["version"]["version"], "LEGIARTI000052437191");
    assert!(after["version"]["to"].is_null());
    assert_eq!(after["versions"].as_array().unwrap().len(), 3);
    assert_eq!(after["source"]["compared_on"], "2026-08-20");
    let first = of("2018-01-01");
    assert_eq!(
        (&first["version"]["held"], &first["version"]["text"]),
        (&false.into(), &serde_json::Value::Null)
    );
    for (lang, not_held) in [("fr", "Texte non conservé ici."), ("en", "Text not held here.")] {
        let run = env.run(["law", "text", "l2314-33", "--on", "2018-01-01", "--lang", lang]).ok();
        assert!(run.out.contains(not_held), "{}", run.out);
        narrow(&run.out);
    }
}

#[test]
fn a_table_of_the_law_is_shown_row_by_row() {
    let env = Env::new();
    let run = env.run(["law", "text", "R2314-1", "--lang", "fr"]).ok();
    assert!(run.out.lines().any(|l| l.starts_with("700 à 799 | 14 | 24 | ")), "{}", run.out);
    narrow(&run.out);
}

#[test]
fn two_days_word_by_word() {
    let env = Env::new();
    for lang in ["fr", "en"] {
        let run = env
            .run(["law", "text", "L2314-33", "--on", "2026-01-01", "--diff", "2025-01-01", "--lang", lang])
            .ok();
        assert!(run.out.contains("[-Le nombre de mandats successifs est limité à trois"), "{}", run.out);
        assert_eq!(run.out.matches("{+").count(), 1, "{}", run.out);
        narrow(&run.out);
    }
    let run = env
        .run(["law", "text", "L2242-13", "--on", "2026-01-01", "--diff", "2022-01-01", "--json"])
        .ok()
        .json();
    let side = |other: &str| {
        let pieces = run["value"]["diff"]["pieces"].as_array().unwrap();
        let of = pieces.iter().filter(|p| p["kind"] != other).map(|p| p["text"].as_str().unwrap());
        of.collect::<String>()
    };
    assert_eq!(side("removed"), run["value"]["version"]["text"].as_str().unwrap());
    assert!(side("added").contains("trente-six mois"));
}

#[test]
fn what_is_no_text_is_refused_in_words() {
    let env = Env::new();
    env.run(["law", "text", "L9999-9"]).fails(1, "there is no article `L9999-9`");
    env.run(["law", "text", "L2314-99"]).fails(1, "near: L2314-9");
    env.run(["law", "text", "2314-1"]).fails(1, "L2314-1, R2314-1");
    env.run(["law", "text", "L2314-33", "--on", "2017-12-31"]).fails(20, "begin on 2018-01-01");
    env.run(["law", "text", "L2314-33", "--diff", "2018-02-01"]).fails(1, "to compare");
    env.run(["law", "text", "L2314-33", "--diff", "hier"]).fails(2, "--diff");
    env.run(["law", "text"]).fails(2, "TEXT");
    env.run(["law", "where", "L9999-9"]).fails(1, "there is no article");
    env.run(["law", "search", "le", "la"]).fails(1, "nothing to look for");
    env.run(["law", "search", "vote", "--on", "2017-12-31"]).fails(20, "begin on 2018-01-01");
    env.run(["law", "search", "vote", "--hits", "0"]).fails(2, "--hits");
    let long = "L".repeat(100_000);
    env.run(["law", "text", &long]).fails(1, "there is no article");
    env.run(["law", "search", &long]).ok();
    let run = env.run(["law", "text", "\u{1b}[31mL2314\u{202e}"]).fails(1, "there is no article");
    assert!(!run.err.contains('\u{1b}') && !run.err.contains('\u{202e}'), "{}", run.err);
}

#[test]
fn a_change_whose_text_is_not_held_is_told() {
    let env = Env::new();
    let run = env.run(["law", "text", "L2315-17", "--on", "2026-11-29", "--json"]).ok().json();
    assert_eq!(run["value"]["state"], "changed-since");
    assert_eq!(run["value"]["change"]["version"], "LEGIARTI000054140233");
    let run = env.run(["law", "text", "R2314-26", "--on", "2026-11-29", "--lang", "fr"]).ok();
    assert!(run.out.contains("Abrogé ou renuméroté entre le 27/03/2026 et le 20/08/2026"), "{}", run.out);
}

#[test]
fn texts_beside_the_code_name_how_they_are_known() {
    let env = Env::new();
    let run = env.run(["law", "text", "CPC", "642", "--json"]).ok().json();
    assert_eq!((&run["value"]["citation"], &run["value"]["trust"]), (&"CPC 642".into(), &"verified".into()));
    let run = env.run(["law", "text", "Cass. soc. 08-60.594", "--lang", "fr"]).ok();
    assert!(run.out.contains("Texte non conservé ici."), "{}", run.out);
    let run = env.run(["law", "text", "Ord. 2017-1386", "--lang", "en"]).ok();
    assert!(run.out.contains("Text not held here."), "{}", run.out);
}

#[test]
fn what_rests_on_an_article() {
    let env = Env::new();
    let run = env.run(["law", "where", "L. 2314-33", "--json"]).ok().json();
    assert_eq!(run["schema"], "contrepoids.law.where/1");
    let ids = |key: &str| {
        let all = run["value"][key].as_array().unwrap();
        all.iter().map(|t| t["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("tables"), ["mandate.length", "mandate.successive"]);
    assert!(ids("rules").contains(&"mandate-end".to_owned()));
    for lang in ["fr", "en"] {
        narrow(&env.run(["law", "where", "L2411-7", "--lang", lang]).ok().out);
        let run = env.run(["law", "where", "L1221-1", "--lang", lang]).ok();
        assert!(
            run.out.contains("Rien ici ne repose") || run.out.contains("Nothing here rests"),
            "{}",
            run.out
        );
    }
}

#[test]
fn a_question_finds_its_article_with_an_excerpt() {
    let env = Env::new();
    let run = env
        .run(["law", "search", "BUDGET de fonctionnement du CSE", "--on", "2026-11-29", "--json"])
        .ok()
        .json();
    assert_eq!(run["schema"], "contrepoids.law.search/1");
    let hits = run["value"]["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 5);
    assert!(hits.iter().take(3).any(|h| h["article"] == "L2315-61"), "{hits:#?}");
    assert_eq!(run["value"]["opened"][0]["meant"], "comité social et économique");
    assert!(hits[0]["excerpt"].as_array().unwrap().iter().any(|p| p["found"] == true));
    for lang in ["fr", "en"] {
        let run = env.run(["law", "search", "local syndical", "--lang", lang, "--hits", "2"]).ok();
        assert!(run.out.contains("*local*") && run.out.contains("\n 2. "), "{}", run.out);
        narrow(&run.out);
        env.run(["law", "search", "zzzz", "--lang", lang]).ok();
    }
}

#[test]
fn the_article_stands_under_its_step() {
    let env = Env::new();
    for lang in ["fr", "en"] {
        let run = env.run(["law", "seats", "--headcount", "720", "--explain", "--text", "--lang", lang]).ok();
        assert!(run.out.contains("     | 700 à 799 | 14 | "), "{}", run.out);
        narrow(&run.out);
    }
    let run = env.run(["law", "seats", "--headcount", "720", "--explain", "--text", "--json"]).ok().json();
    let steps = run["because"].as_array().unwrap();
    let texts = steps.iter().filter_map(|s| s["text"].as_str());
    assert!(texts.into_iter().any(|t| t.contains("700 à 799 | 14")), "{steps:#?}");
    let run = env.run(["law", "seats", "--headcount", "720", "--explain", "--json"]).ok().json();
    assert!(run["because"].as_array().unwrap().iter().all(|s| s.get("text").is_none()));
    env.run(["law", "seats", "--headcount", "720", "--text"]).fails(2, "--explain");
}
