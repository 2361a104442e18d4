//! What a person gives in rows: nothing of it is cut, guessed or emptied without a word, and each line that cannot be is told
//! with its number and what stands there.

use super::{COUNT, enter, json, with_election};
use crate::support::Env;

#[test]
fn a_row_of_candidates_that_cannot_be_is_told_by_its_line_and_cell() {
    let env = with_election();
    let header = "college;vote;list;unions;position;name;sex;born;category\n";
    let good = "1;holders;SUD;SUD;1;Sam Modèle;F;1990-01-01;cadre\n";
    for (row, says) in [
        (
            "1;holders;SUD;SUD;2;Lou Modèle;H;1990-01-01;cadre;trop;plus",
            "line 3: 11 cells for 9 columns, too many: `trop ; plus`",
        ),
        ("7;holders;CNT;CNT;1;Lou Modèle;H;1990-01-01;", "line 3, college: there is no `7`. There are: 1, 2"),
        (
            "1;chefs;CNT;CNT;1;Lou Modèle;H;1990-01-01;",
            "line 3, vote: `chefs` must be holders or substitutes",
        ),
        ("1;holders;SUD;SUD;2;Lou Modèle;Z;1990-01-01;", "line 3, sex: `Z` must be F or H"),
        ("1;holders;SUD;SUD;2;Lou Modèle;H;31/02/1990;", "line 3, born: `31/02/1990` must be a date"),
        ("1;holders;SUD;SUD;2;Lou Modèle;H;2026-12-04;", "line 3, born"),
        ("1;holders;SUD;SUD;deux;Lou Modèle;H;;", "line 3, position: `deux` must be a whole number"),
        ("1;holders;SUD;SUD;2;Lou Modèle;H;;chef", "line 3, category: `chef` is none of"),
        ("1;holders;SUD;SUD;2;Sam Modèle;F;1990-01-01;", "line 3, name: is there twice"),
        ("1;holders;SUD;SUD:x;2;Lou Modèle;F;1990-01-01;", "line 3, unions: `SUD:x` must be such as CGT:75%"),
    ] {
        env.write("late.csv", format!("{header}{good}{row}\n"));
        env.run(["election", "lists", "import", "--input", "late.csv"]).fails(1, says);
    }
    // An empty row between two is no row.
    env.write("late.csv", format!("{header}{good};;;;;;;;\n1;holders;SUD;SUD;2;Lou Modèle;H;1990-01-01;\n"));
    env.run(["election", "lists", "import", "--input", "late.csv"]).ok();
}

const ELECTORS: &str = "Nom;Prénom;Naissance;Sexe;Catégorie;Contrat;Embauche;Collège
Exemple;Un;1980-01-01;F;employé;CDI;2015-01-01;1
Exemple;Deux;1980-01-01;H;cadre;CDI;2015-01-01;Atelier
Exemple;Trois;1980-01-01;H;cadre;CDI;2027-01-01;2
Exemple;Quatre;1980-01-01;H;cadre;CDI;1979-01-01;2
Exemple;Cinq;1980-01-01;F;cadre;CDI;2015-01-01;2;surplus
Exemple;Six;1980-01-01;H;cadre;CDI;2015-01-01;Atelier
";

#[test]
fn a_row_of_electors_that_cannot_be_is_told_and_nothing_is_guessed_for_it() {
    let env = with_election();
    env.write("electors.csv", ELECTORS);
    let found = json(&env, &["electors", "electors.csv"]);
    let faults: Vec<_> = found["value"]["faults"].as_array().unwrap().iter().collect();
    let told: Vec<_> = faults
        .iter()
        .map(|f| (f["line"].as_u64().unwrap(), f["cell"].as_str().unwrap(), f["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "Atelier", "among"),
            (4, "2027-01-01", "after"),
            (5, "1979-01-01", "before"),
            (6, "surplus", "cells"),
            (7, "Atelier", "among")
        ]
    );
    let lines = found["value"]["lines"].as_array().unwrap();
    let of = |line: u64| lines.iter().find(|l| l["line"] == line).unwrap();
    // A college that there is not is none, though the category would give one.
    assert!(of(3)["college"].is_null() && of(2)["college"] == "1");
    // A day of hire that cannot be is not known.
    assert!(of(4)["votes"].is_null() && of(5)["votes"].is_null() && of(3)["votes"] == true);
    let text = env.run(["election", "electors", "electors.csv"]).out.replace("\n  ", " ");
    assert!(text.contains("lines 3, 7, column “Collège”, “Atelier”: college: there are 1, 2"), "{text}");
    assert!(text.contains("line 6, “surplus”: cells: 9 instead of 8"), "{text}");
}

#[test]
fn published_minutes_lose_no_cell() {
    let env = with_election();
    let header = "Siret;Date;Coll;Inscrits;Votants;sve_total;CGT;CFDT;CGT-FO;AUTRES\n";
    for (row, says) in [
        (
            "12345678900011;2026-12-03;1;100;62;60;40;0;20;0;99",
            "line 2: 11 cells for 10 columns, too many: `99`",
        ),
        (
            "12345678900011;2026-12-03;1;100;62;60;quarante;0;20;0",
            "line 2, CGT: `quarante` must be as the ministry",
        ),
        (
            "12345678900011;2026-12-03;1;100;tous;60;40;0;20;0",
            "line 2, Votants: `tous` must be as the ministry",
        ),
        ("12345678900011;hier;1;100;62;60;40;0;20;0", "line 2, Date: `hier` must be a date"),
    ] {
        env.write("pv.csv", format!("{header}{row}\n"));
        env.run(["election", "minutes", "--input", "pv.csv"]).fails(1, says);
    }
}

#[test]
fn signatures_and_ballots_that_differ_are_told_when_they_are_entered() {
    let env = with_election();
    let at = ["--college", "1", "--vote", "holders", "--signatures", "61", "--voters", "62"];
    let entered = enter(&env, &at).ok();
    let said = entered.out.replace("\n    ", " ");
    assert!(said.contains("61 signatures, 62 ballots found, 1 apart. Count again"), "{said}");
    let value = enter(&env, &["--college", "1", "--vote", "holders", "--blank", "1", "--json"]).ok().json();
    let apart = &value["value"]["boxes"][0]["unequal"];
    assert_eq!((&apart["signatures"], &apart["voters"]), (&61.into(), &62.into()));
    let equal = enter(&env, &["--college", "1", "--vote", "holders", "--signatures", "62", "--json"]).ok();
    assert!(equal.json()["value"]["boxes"][0]["unequal"].is_null());
}

#[test]
fn what_the_count_rests_on_is_not_taken_away() {
    let env = with_election();
    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    let remove = ["election", "lists", "remove", "--college", "1", "--vote", "holders", "--list", "FO"];
    for more in [&[][..], &["--correction", "copying"]] {
        env.run(remove.iter().chain(more)).fails(1, "ballots were counted for “FO”");
    }
    let said = env.run(remove.iter().chain(&["--lang", "fr"]));
    assert!(said.err.contains("--forget 1"), "{}", said.err);
}

#[test]
fn an_office_is_left_once() {
    let env = with_election();
    env.write("count.json", COUNT.replace("\"voters\":49", "\"voters\":50").replace(":49}", ":50}"));
    env.run(["election", "count", "--input", "count.json"]).ok();
    let leave = |on: &str, more: &[&str]| {
        let who = ["election", "replace", "Camille Exemple", "--date", on, "--on", "2027-06-01"];
        env.run(who.iter().chain(more))
    };
    let recorded = [0, 21];
    assert!(recorded.contains(&leave("2027-05-01", &[]).code));
    leave("2027-05-03", &[]).fails(1, "recorded already, on 2027-05-01 (resigned)");
    leave("2027-04-30", &["--cause", "death"]).fails(1, "recorded already, on 2027-05-01");
    leave("2027-05-03", &["--cause", "absence"]).fails(1, "recorded already");
    // The same day says more of the same departure; an absence before it, and a judgment after it, are other facts.
    assert!(recorded.contains(&leave("2027-05-01", &["--by", "Alix Exemple"]).code));
    assert!(recorded.contains(&leave("2027-02-01", &["--cause", "absence", "--back", "2027-02-20"]).code));
    assert!(recorded.contains(&leave("2027-05-20", &["--cause", "annulled-parity"]).code));
}

/// A field that takes one of some words refuses another, says which there are, and keeps what it had.
#[test]
fn no_unknown_word_empties_a_closed_field() {
    let env = Env::with_vault();
    env.run(["member", "add", "family=Exemple", "given=Camille", "sex=F", "language=fr", "category=cadre"])
        .ok();
    env.run(["member", "edit", "Exemple", "contract=cdi"]).ok();
    let before = env.run(["member", "show", "Exemple"]).ok().out;
    for (field, one_of) in [("sex", "F, H"), ("language", "fr"), ("category", "cadre"), ("contract", "cdi")] {
        for word in ["X", "autre", "zz", "-", "Mx", "0"] {
            env.run(["member", "edit", "Exemple", &format!("{field}={word}")]).fails(1, one_of);
        }
    }
    assert_eq!(env.run(["member", "show", "Exemple"]).ok().out, before);
    env.run(["member", "edit", "Exemple", "sex="]).ok();
    assert_ne!(env.run(["member", "show", "Exemple"]).ok().out, before);
}

/// The table of columns in docs/minutes.md is what the program reads: each of them, and each that is needed.
#[test]
fn the_columns_of_published_minutes_are_those_of_the_document() {
    let document = include_str!("../../../docs/minutes.md");
    let rows: Vec<Vec<&str>> = document
        .lines()
        .skip_while(|l| !l.starts_with("| column"))
        .skip(2)
        .take_while(|l| l.starts_with('|'))
        .map(|l| l.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 14);
    let env = with_election();
    env.write("count.json", COUNT);
    env.run(["election", "count", "--input", "count.json"]).ok();
    let ask = |without: Option<&str>, wrong: Option<&str>| {
        let kept = || rows.iter().filter(|r| Some(r[0]) != without);
        let header: Vec<&str> = kept().map(|r| r[0]).collect();
        let cells: Vec<&str> = kept().map(|r| if Some(r[0]) == wrong { "quoi" } else { r[1] }).collect();
        env.write("pv.csv", format!("{}\n{}\n", header.join(";"), cells.join(";")));
        env.run(["election", "minutes", "--input", "pv.csv"])
    };
    assert!([0, 3].contains(&ask(None, None).code), "{}", ask(None, None).err);
    for row in &rows {
        let without = ask(Some(row[0]), None);
        assert_eq!(without.code == 1 || without.code == 2, row[3] == "yes", "{}: {}", row[0], without.err);
        // Each column is read: what it cannot be is told, the name of an establishment aside.
        if row[0] != "SIRET" {
            let wrong = ask(None, Some(row[0]));
            assert!(
                wrong.code == 1 && wrong.err.contains("quoi"),
                "{}: {} {}",
                row[0],
                wrong.code,
                wrong.err
            );
        }
    }
}

#[test]
fn a_list_that_is_there_is_replaced_by_the_word_that_is_typed() {
    let env = with_election();
    let add = |words: [&str; 5], lang: &str| {
        let [lists, add, vote, union, candidate] = words;
        let line = ["--college", "1", vote, "holders", union, "FO", candidate, "Ada Essai;F", "--lang", lang];
        let head = if lang == "fr" { "scrutin" } else { "election" };
        env.run([head, lists, add].iter().chain(&line))
    };
    let english = add(["lists", "add", "--vote", "--union", "--candidate"], "en");
    assert!(english.err.contains("“FO” is there") && english.err.contains("--replace"), "{}", english.err);
    let french = add(["listes", "ajouter", "--vote", "--syndicat", "--candidature"], "fr");
    assert!(french.err.contains("--remplacer"), "{}", french.err);
}

/// What the roster knows of a contract decides in the list of electors, in the check of our list and in `law electors` alike.
#[test]
fn what_the_record_knows_of_a_contract_decides_everywhere() {
    let env = with_election();
    for (name, more) in [
        ("Recent", "hired=2026-10-01"),
        ("Repris", "hired=2026-10-01 seniority=2019-05-01"),
        ("Parti", "hired=2015-01-01 contract-end=2026-11-30"),
        ("Prolonge", "hired=2015-01-01 contract-end=2027-11-30"),
    ] {
        let name = format!("family={name}");
        let fields = ["member", "add", &name, "given=Noa", "birth=1980-01-01", "joined=2026-10-02", "sex=F"];
        env.run(fields.into_iter().chain(more.split(' '))).ok();
    }
    let found = env.run(["law", "electors", "--roster", "--on", "2026-12-03", "--json"]).ok().json();
    let people = found["value"]["people"].as_array().unwrap();
    let of = |name: &str| {
        let one = people.iter().find(|p| p["name"].as_str().unwrap().starts_with(name)).unwrap();
        (one["may_vote"].clone(), one["may_stand"].clone())
    };
    let (yes, no) = (serde_json::Value::from(true), serde_json::Value::from(false));
    assert_eq!(of("Recent"), (no.clone(), no.clone()));
    assert_eq!(of("Repris"), (yes.clone(), yes.clone()));
    assert_eq!(of("Parti"), (no.clone(), no));
    assert_eq!(of("Prolonge"), (yes.clone(), yes));
    let list = ["election", "lists", "add", "--college", "2", "--vote", "holders", "--ours"];
    env.run(list.iter().chain(&["--member", "Parti", "--member", "Repris"])).ok();
    let issues = json(&env, &["check"])["value"]["issues"].to_string();
    assert!(issues.contains("no-contract") && !issues.contains("eligibility-unknown"), "{issues}");
    // The same columns of the employer’s list.
    env.write("e.csv", "Nom;Prénom;Naissance;Embauche;Fin de contrat;Ancienneté\nA;Un;1980-01-01;2026-10-01;;2019-05-01\nB;Deux;1980-01-01;2015-01-01;2026-11-30;\n");
    let lines = json(&env, &["electors", "e.csv"])["value"]["lines"].clone();
    assert_eq!((&lines[0]["votes"], &lines[1]["votes"]), (&true.into(), &false.into()));
}
