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
    let run = env.run(["law", "text", "2314-1"]).fails(1, "L2314-1, R2314-1");
    assert!(run.err.contains("contrepoids law text R2314-1"), "{}", run.err);
    // Annexes of one name: what to type for each.
    let run = env.run(["law", "text", "Annexe", "II"]).fails(1, "is several articles");
    let typed: Vec<&str> = run.err.split_whitespace().filter(|w| w.starts_with("LEGIARTI")).collect();
    assert!(typed.len() > 1, "{}", run.err);
    for id in typed {
        env.run(["law", "text", id, "--on", "2026-01-01"]).ok();
    }
    env.run(["law", "text", "CPC", "642", "--diff", "2020-01-01"]).fails(1, "nothing to compare");
    env.run(["law", "text", "L2314-33", "--on", "2017-12-31"]).fails(20, "begin on 2018-01-01");
    env.run(["law", "text", "L2314-33", "--diff", "2018-02-01"]).fails(1, "to compare");
    env.run(["law", "text", "L2314-33", "--diff", "un jour"]).fails(2, "--diff");
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
fn a_change_between_two_looks_is_told() {
    let env = Env::new();
    let of = |article: &str, on: &str| {
        env.run(["law", "text", article, "--on", on, "--json"]).ok().json()["value"].clone()
    };
    // What the tables know: the version since 28 May 2026, and its words.
    let now = of("L2315-17", "2026-11-29");
    assert_eq!(
        (&now["state"], &now["version"]["version"]),
        (&"in-force".into(), &"LEGIARTI000054140233".into())
    );
    assert_eq!((&now["version"]["from"], &now["version"]["copy"]), (&"2026-05-28".into(), &true.into()));
    assert!(
        now["version"]["text"].as_str().unwrap().contains("enregistré auprès de l'autorité administrative")
    );
    assert!(now["version"]["status"].is_null() && now["before"].is_null());
    assert_eq!((&now["change"]["after"], &now["change"]["by"]), (&"2026-05-27".into(), &"2026-05-28".into()));
    let table = env.run(["law", "show", "training.bodies", "--on", "2026-11-29", "--json"]).ok().json();
    assert_eq!(table["value"]["current"]["version"], now["version"]["version"]);
    assert_eq!(table["value"]["current"]["from"], now["version"]["from"]);
    // A number alone: the text of before stands below it, and says that it is one.
    let known = of("L2522-1", "2026-11-29");
    assert_eq!((&known["state"], &known["version"]["held"]), (&"in-force".into(), &false.into()));
    assert!(known["version"]["text"].is_null() && known["before"]["text"].is_string());
    let run = env.run(["law", "text", "L2522-1", "--on", "2026-11-29", "--lang", "fr"]).ok();
    assert!(run.out.contains("depuis le 28/05/2026 au plus tard"), "{}", run.out);
    assert!(
        run.out.contains("Texte non conservé ici.") && run.out.contains("Texte d’avant, "),
        "{}",
        run.out
    );
    narrow(&run.out);
    // Repealed: its end is told on earlier days too, and nothing says that it is in force.
    let run = env.run(["law", "text", "R2314-26", "--on", "2026-11-29", "--lang", "fr"]).ok();
    assert!(run.out.contains("Abrogé ou renuméroté entre le 12/05/2026 et le 19/05/2026"), "{}", run.out);
    let ended = of("R2314-26", "2026-11-29");
    assert_eq!(ended["state"], "ended-since");
    for version in [&ended["version"], &of("R2314-26", "2020-06-01")["version"]] {
        assert_eq!((&version["to"], &version["ends"]["by"]), (&"2026-05-12".into(), &"2026-05-19".into()));
        assert!(version["status"].is_null(), "{version}");
    }
    let run = env.run(["law", "text", "R2314-26", "--on", "2020-06-01", "--lang", "en"]).ok();
    let lines = run.out.replace("\n  ", " ");
    assert!(lines.contains("from 2019-01-01 to a day between 2026-05-12 and 2026-05-19"), "{}", run.out);
    assert_eq!(of("R2314-26", "2026-05-15")["state"], "changing");
}

#[test]
fn a_day_far_ahead_is_warned_of_and_then_refused() {
    let env = Env::new();
    for line in [["law", "text", "L2314-33"], ["law", "search", "vote"], ["law", "seats", "--headcount=720"]]
    {
        let on = |day: &str| env.run(line.into_iter().chain(["--on", day, "--lang", "en"]));
        assert!(!on("2026-11-29").ok().out.contains("last verified"), "{line:?}");
        assert!(on("2030-01-01").ok().out.contains("last verified on 2026-08-20"), "{line:?}");
        for far in ["2031-08-21", "9999-12-31"] {
            on(far).fails(20, "2031-08-20");
        }
    }
    for line in [["law", "text", "CPC 642"], ["law", "where", "L2314-33"]] {
        env.run(line.into_iter().chain(["--on", "9999-12-31"])).fails(20, "name a day that is covered");
    }
    let run = env.run(["law", "text", "L2314-33", "--on", "2030-01-01", "--json"]).ok().json();
    assert_eq!(run["value"]["not_verified_since"], "2026-08-20");
    let run = env.run(["law", "search", "vote", "--on", "2030-01-01", "--json"]).ok().json();
    assert_eq!(run["value"]["not_verified_since"], "2026-08-20");
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
    assert_eq!(
        ids("tables"),
        ["mandate.length", "mandate.successive", "mandate.successive-from", "mandate.successive-protocol"]
    );
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
fn an_article_typed_as_a_question_comes_first() {
    let env = Env::new();
    for typed in ["L2314-33", "L 2314 33", "mandats L2314-33"] {
        let run = env.run(["law", "search", typed, "--on", "2026-11-29", "--json"]).ok().json();
        assert_eq!(run["value"]["hits"][0]["article"], "L2314-33", "{typed}");
    }
    let run = env.run(["law", "search", "qui", "paie", "l’expert", "--lang", "fr"]).ok();
    assert!(run.out.contains("qui paie\u{a0}: frais prise en charge financement"), "{}", run.out);
    assert!(run.out.contains("aussi\u{a0}: expertise"), "{}", run.out);
    narrow(&run.out);
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
