//! `election minutes`: the fields as we count them, how the minutes were made, what the ministry publishes.

use std::fs;

use serde_json::json;

use super::{COUNT, json, with_election};
use crate::support::Env;

fn counted() -> Env {
    let env = with_election();
    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    env.run(["company", "set", "--name", "Exemple SA", "--siren", "732829320", "--idcc", "1486"]).ok();
    env
}

/// A text without its line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn alone_it_shows_every_field_of_the_forms_and_what_to_do_with_them() {
    let env = counted();
    let run = env.run(["scrutin", "pv", "--lang", "fr"]).ok();
    let text = flat(&run.out);
    for piece in [
        "Exemple SA · SIREN 732829320 · IDCC 1486 · mandats de 4 ans",
        "CERFA 15822 (titulaires)",
        "CERFA 15823 (suppléants)",
        "Votants 62",
        "Quorum 50 – atteint",
        "Quorum 50 – manqué",
        "Quotient électoral 15",
        "Liste CGT : bulletins 40, voix 150, moyenne 37,5, sièges 3 (quotient 2, moyenne 1)",
        "2. Lou Essai (H) : voix 30 3. Noa Exemple (F) : voix 40, élu·e",
        "Sièges pourvus 4, non pourvus 0",
        "heures d’ouverture et de clôture (Cass. soc. 12-21.680)",
        "premier tour : voix (audience), personnes élues, quorum : au plus tard le 18/12/2026",
        "au plus tard le 18/12/2026 (R2314-22)",
        "elections-professionnelles.travail.gouv.fr",
    ] {
        assert!(text.contains(piece), "{piece:?} is not in:\n{}", run.out);
    }
    assert!(run.out.lines().all(|l| l.chars().count() <= 80), "{}", run.out);
    let value = json(&env, &["minutes"])["value"].clone();
    assert_eq!((&value["compared"], &value["contests"]), (&json!(0), &json!([])));
    let page = &value["pages"][0];
    assert_eq!(
        (&page["form"], &page["quorum"], &page["quorum_reached"], &page["quotient"]["decimal"]),
        (&json!("15822"), &json!(50), &json!(true), &json!("15"))
    );
    assert_eq!(
        page["lists"][0]["candidates"][1],
        json!({ "position": 2, "name": "Lou Essai", "sex": "H", "votes": 30, "elected": false })
    );
    assert_eq!(value["unanswered"].as_array().unwrap().len(), 6);
}

#[test]
fn how_the_minutes_were_made_is_typed_in_a_few_words() {
    let env = counted();
    let minutes = |args: &[&str]| {
        env.run(["election", "minutes", "--college", "1", "--vote", "holders"].iter().chain(args))
    };
    let run = minutes(&[
        "--opens",
        "9h",
        "--closes",
        "16h30",
        "--board-size",
        "3",
        "--signed",
        "2",
        "--at-once",
        "no",
        "--writer",
        "tiers",
    ]);
    assert_eq!(run.code, 3);
    let text = flat(&run.out);
    for piece in [
        "FORM – College 1, full members, signatures of the board: minutes 2, it must be 3 (Cass. soc. 15-26.096)",
        "drawn up at once, in the polling room: minutes no, it must be yes (Cass. soc. 19-13.504)",
        "written by the board or an elector: minutes no",
    ] {
        assert!(text.contains(piece), "{piece:?} is not in:\n{}", run.out);
    }
    assert!(!text.contains("hours of opening and closing:"), "they are stated:\n{}", run.out);
    minutes(&["--opens", "25:00"]).fails(1, "9:00");
    minutes(&["--writer", "notary"]).fails(1, "board, elector or other");
    minutes(&["--signed", "3"]).fails(2, "--board-size");
    env.run(["election", "minutes", "--college", "1"]).fails(2, "--vote");
}

#[test]
fn what_the_ministry_publishes_is_taken_as_it_is() {
    let env = counted();
    let row = |siret: &str, date: &str, college: &str, valid: &str, cgt: &str, fo: &str| {
        format!(
            "{{\"Type\":\"CSE\",\"SIRET\":\"{siret}\",\"N°PV\":4509783,\"Date\":\"{date}\",\"Coll\":\"{college}\",\"Inscrits\":100,\"Votants\":62,\"sve_total\":{valid},\"CGT\":{cgt},\"CFDT\":0.0,\"CGT-FO\":{fo},\"AUTRES\":0.0}}"
        )
    };
    // Other companies and other days of the file are passed over.
    let rows = [
        row("34329419500239", "20261203", "01", "60.0", "1", "59.0"),
        row("73282932000074", "20221203", "01", "60.0", "1", "59.0"),
        row("73282932000074", "20261203", "01", "60.0", "40", "20.0"),
    ];
    env.write("rows.json", format!("[{}]", rows.join(",")));
    let run = env.run(["election", "minutes", "--input", "rows.json"]).ok();
    assert!(flat(&run.out).contains("Nothing to contest in 7 figures compared"), "{}", run.out);
    env.write("split.json", format!("[{}]", row("73282932000074", "20261203", "01", "59.5", "40.0", "19.5")));
    let value = json(&env, &["minutes", "--input", "split.json"])["value"].clone();
    let fields: Vec<_> =
        value["contests"].as_array().unwrap().iter().map(|c| c["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["valid", "union-votes"]);
    assert_eq!(value["contests"][0]["minutes"]["decimal"], "59.5");
    // The same rows as a table of a spreadsheet.
    env.write("rows.csv", "SIRET;Date;Coll;Inscrits;Votants;sve_total;CGT;CGT-FO;AUTRES\n73282932000074;2026-12-03;1;100;62;60;39;21;0\n");
    let run = env.run(["election", "minutes", "--input", "rows.csv"]);
    assert_eq!(
        (run.code, flat(&run.out).contains("votes CGT: minutes 39, our count 40")),
        (3, true),
        "{}",
        run.out
    );
    // A page of the portal, with our college named by hand.
    let page = r#"{"pvId":1,"header":{"collegeLabel":"Ouvriers et employés"},"establishment":{"siret":"73282932000074"},
      "scrutin":{"dateOuverture":"03/12/2026 09:00","dateFermeture":"03/12/2026 16:30","nbInscrits":100,"nbVotants":62,"nbBlancsNuls":2,
        "nbSuffragesValables":60,"carence":"Non","quorumAtteint":"Oui","valeurQuorum":50,"nbSiegesPourvoir":4,"quotientElectoral":15},
      "resultsByOrganisation":[{"syndicatLib":"FO","candidates":[{"genreHF":"F","nbBulletinsListe":20,"nbVoixObtenu":20,"elu":"Élue"},
        {"genreHF":"H","nbBulletinsListe":20,"nbVoixObtenu":20,"elu":null}]}],"listesCommunes":[],"mentions":{}}"#;
    env.write("page.json", page);
    env.run(["election", "minutes", "--input", "page.json"]).fails(1, "Ouvriers et employés");
    let run = env.run(["election", "minutes", "--college", "1", "--input", "page.json"]).ok();
    assert!(flat(&run.out).contains("Nothing to contest"), "{}", run.out);
    // Bad input names its place.
    env.write("none.json", format!("[{}]", row("34329419500239", "20261203", "01", "60", "1", "59")));
    env.run(["election", "minutes", "--input", "none.json"]).fails(1, "no minutes of this election");
    env.write(
        "two.json",
        format!(
            "[{},{}]",
            row("73282932000074", "20261203", "01", "60", "40", "20"),
            row("73282932000082", "20261203", "01", "60", "40", "20")
        ),
    );
    env.run(["election", "minutes", "--input", "two.json"]).fails(1, "73282932000082");
    env.run(["election", "minutes", "--input", "two.json", "--siret", "73282932000074"]).ok();
    env.write("bad.json", r#"[{"SIRET":"73282932000074","Date":"20261203","Coll":"01","Inscrits":"cent","Votants":1,"sve_total":1}]"#);
    env.run(["election", "minutes", "--input", "bad.json"]).fails(1, "Inscrits");
    env.write(
        "short.json",
        r#"[{"SIRET":"73282932000074","Date":"20261203","Coll":"01","Votants":1,"sve_total":1}]"#,
    );
    env.run(["election", "minutes", "--input", "short.json"]).fails(1, "Inscrits");
    env.write("half.json", "[{\"SIRET\":");
    env.run(["election", "minutes", "--input", "half.json"]).fails(1, "half.json");
    env.write("typed.json", r#"{"colleges":[{"id":"1","holders":{"voters":62}}]}"#);
    env.run(["election", "minutes", "--vote", "holders", "--input", "typed.json"]).fails(1, "--vote");
}

#[test]
fn the_page_of_results_names_nobody_unless_asked_and_holds_a_table_beside_each_picture() {
    let env = counted();
    let file = env.path("page.html");
    let at = file.to_str().unwrap();
    env.run(["election", "show", "--html", at]).ok();
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("<title>Table of figures</title>"), "{page}");
    for banned in ["<script", "Camille", "Lou Essai", "http-equiv=\"refresh\"", "src=", "href=", "url("] {
        assert!(!page.contains(banned), "{banned} is in the page");
    }
    let tables = page.matches("<table>").count();
    assert!(page.matches("<svg").count() >= 4 && tables >= page.matches("<svg").count(), "{tables}");
    assert!(page.contains("10%") && page.contains("Elected: women"), "{page}");
    env.run(["election", "show", "--html", at]).fails(1, "is there already");
    env.run(["scrutin", "show", "--lang", "fr", "--html", at, "--names", "--force"]).ok();
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("Camille Exemple") && page.contains("<html lang=\"fr\">"), "{page}");
    env.run(["election", "show", "--names"]).fails(2, "--html");
    env.run(["election", "show", "--html", "/nowhere/page.html"]).fails(15, "page.html");
    // What people typed cannot become markup.
    env.run(["election", "edit", "--name", "<b>&\"A'"]).ok();
    env.run(["election", "show", "--html", at, "--force"]).ok();
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>"), "{page}");
}

#[test]
fn a_comparison_is_a_page_as_well() {
    let env = counted();
    env.run([
        "election",
        "new",
        "--date",
        "2030-12-03",
        "--union",
        "CGT",
        "--kind",
        "general",
        "--college",
        "1:holders=4,women=60,men=40",
    ])
    .ok();
    let id = json(&env, &["list"])["value"]["elections"][1]["short"].as_str().unwrap().to_owned();
    let add = [
        "election",
        "lists",
        "add",
        &id,
        "--vote",
        "holders",
        "--union",
        "CGT",
        "--candidate",
        "Camille Exemple;F",
    ];
    env.run(add).ok();
    let figures = ["--voters", "62", "--blank", "1", "--null", "1", "--list", "CGT=60"];
    for entry in ["1", "2"] {
        let at = ["election", "count", &id, "--vote", "holders", "--entry", entry];
        env.run(at.iter().chain(&figures)).ok();
    }
    let file = env.path("change.html");
    let at = file.to_str().unwrap();
    env.run(["election", "compare", &id, "--html", at]).ok();
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("Before") && page.contains("<svg") && !page.contains("<script"), "{page}");
}
