//! `member list`.

use super::{sample, section};
use crate::support::Env;

fn names(env: &Env, args: &[&str]) -> Vec<String> {
    let run = env.run(["member", "list", "--format", "json"].iter().chain(args)).ok().json();
    let people = run["value"]["people"].as_array().unwrap().clone();
    people.iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn filters_search_and_order() {
    let env = sample();
    assert_eq!(names(&env, &[]), ["Zoé D’Essai", "Éloïse Exemple"]);
    assert_eq!(names(&env, &["--standing", "tous"]).len(), 3);
    assert_eq!(names(&env, &["--standing", "former"]), ["Jean-Pierre Modèle"]);
    assert_eq!(names(&env, &["--site", "LYON", "--site", "nantes"]).len(), 2);
    assert_eq!(names(&env, &["--service", "paie"]), ["Zoé D’Essai"]);
    env.run(["company", "set", "--cadres", "25"]).ok();
    assert_eq!(names(&env, &["--college", "3"]), ["Éloïse Exemple"]);
    assert_eq!(names(&env, &["--tag", "velo"]), ["Éloïse Exemple"]);
    assert_eq!(names(&env, &["--where", "adhésion>=2020-01-01"]), ["Éloïse Exemple"]);
    assert_eq!(names(&env, &["--where", "email="]), ["Zoé D’Essai"]);
    assert_eq!(names(&env, &["--sort", "-nom"]), ["Éloïse Exemple", "Zoé D’Essai"]);
    assert_eq!(names(&env, &["ELOI"]), ["Éloïse Exemple"]);
    assert_eq!(names(&env, &["jean", "pierre"]), ["Jean-Pierre Modèle"]);
    assert_eq!(names(&env, &["zphqx"]), [""; 0]);
}

#[test]
fn a_question_that_cannot_be_understood_is_told() {
    let env = sample();
    env.run(["member", "list", "--where", "zphqx=1"]).fails(2, "is not a field");
    env.run(["member", "list", "--where", "Lyon"]).fails(2, "a comparison is missing");
    env.run(["member", "list", "--where", "site>Lyon"]).fails(2, "only dates");
    env.run(["member", "list", "--where", "embauche>=hier"]).fails(2, "not a date");
    env.run(["member", "list", "--columns", "nom,chien"]).fails(2, "“chien” is not a field");
    env.run(["member", "list", "--sort", "chien"]).fails(2, "is not a field");
    env.run(["member", "list", "--standing", "roi"])
        .fails(2, "not one of: prospect, pre-member, member, former");
}

#[test]
fn the_table_is_for_people_in_their_language() {
    let env = sample();
    let run = env.run(["member", "list", "--lang", "fr", "--sort", "nom"]).ok();
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("identifiant  nom complet"), "{}", lines[0]);
    assert!(lines[2].contains("pré-adhérent·e") && lines[3].contains("adhérent·e"), "{}", run.out);
    assert!(run.err.contains("1 ancien·ne non affiché·e"), "{}", run.err);
}

#[test]
fn json_is_one_object_of_codes() {
    let env = sample();
    let run = env
        .run([
            "member",
            "list",
            "--json",
            "--lang",
            "fr",
            "--columns",
            "nom,catégorie,adhésion,étiquettes,poste",
        ])
        .ok();
    assert!(run.err.is_empty(), "{}", run.err);
    let json = run.json();
    assert_eq!(json["schema"], "contrepoids.member.list/1");
    let last = &json["value"]["people"][1];
    assert_eq!(
        (&last["family"], &last["category"], &last["joined"]),
        (&"Exemple".into(), &"cadre".into(), &"2020-01-01".into())
    );
    assert_eq!((&last["tags"], &last["job"]), (&serde_json::json!(["vélo"]), &serde_json::Value::Null));
    assert_eq!(json["value"]["former_left_out"], 1);
}

#[test]
fn a_csv_is_for_spreadsheets_and_comes_back() {
    let env = section(&[
        &["nom==1+1", "prénom=-2", "téléphone=0612345678"],
        &["nom='t Exemple", "prénom=\"Cam\"; x"],
    ]);
    let columns = ["--columns", "nom,prénom,téléphone,situation"];
    let french = env.run(["member", "list", "--format", "csv", "--lang", "fr"].iter().chain(&columns)).ok();
    assert!(
        french.out.starts_with("\u{feff}\"nom\";\"prénom\";\"téléphone\";\"situation\"\r\n"),
        "{}",
        french.out
    );
    assert!(french.out.contains("\"'=1+1\";\"'-2\";\"'+33612345678\";\"contact\""), "{}", french.out);
    let english = env.run(["member", "list", "--format", "csv"].iter().chain(&columns)).ok();
    for (n, csv) in [french.out, english.out].iter().enumerate() {
        let other = Env::with_vault();
        let file = other.write(&format!("{n}.csv"), csv);
        other.run(["member", "import", file.to_str().unwrap(), "--apply"]).ok();
        assert_eq!(names(&other, &["--sort", "nom"]), names(&env, &["--sort", "nom"]));
        let again = env.write("again.csv", csv);
        let plan = env.run(["member", "import", again.to_str().unwrap(), "--json"]).ok().json();
        assert_eq!((&plan["value"]["same"], &plan["value"]["added"]), (&2.into(), &0.into()));
    }
}

/// A sheet for a meeting: names, room to sign, and a title that says nothing to whoever sees it lie on a table.
#[test]
fn a_sheet_to_sign_is_a_page_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = sample();
    let args = ["member", "list", "--format", "html", "--out", "feuille.html", "--lang", "fr"];
    let made = env.run(args).ok();
    assert!(made.out.is_empty() && made.err.contains("feuille.html"), "{}{}", made.out, made.err);
    let page = std::fs::read_to_string(env.path("feuille.html")).unwrap();
    assert_eq!(std::fs::metadata(env.path("feuille.html")).unwrap().permissions().mode() & 0o777, 0o600);
    for words in
        ["<title>Feuille de présence</title>", "Éloïse Exemple", "Zoé D’Essai", "lang=\"fr\"", "2 personnes"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches("<td></td></tr>").count(), 2, "room to sign for each: {page}");
    for words in ["syndic", "section", "adhér", "<script", "http:", "https:", "@"] {
        assert!(!page.to_lowercase().contains(words), "{words}: {page}");
    }
    env.run(args).fails(1, "existe déjà");
    env.run(args.iter().copied().chain(["--force", "--columns", "nom,téléphone"])).ok();
    assert!(std::fs::read_to_string(env.path("feuille.html")).unwrap().contains("téléphone"));
    let printed = env.run(["adhérent", "liste", "--format", "feuille", "--lang", "fr"]).ok().out;
    assert!(printed.starts_with("<!DOCTYPE html>"), "{printed}");
    env.run(["member", "list", "--out", "x"]).fails(2, "csv, html or xlsx");
}

/// The same as a workbook: cells of text, whatever they begin with.
#[test]
fn a_sheet_to_sign_is_a_workbook_without_a_formula() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = sample();
    env.run(["member", "add", "nom==1+1", "prénom=Noa", "téléphone=+33612345678"]).ok();
    let args = [
        "member",
        "list",
        "--standing",
        "all",
        "--format",
        "xlsx",
        "--lang",
        "fr",
        "--columns",
        "nom,téléphone",
    ];
    env.run(args).fails(2, "--out FICHIER.xlsx");
    env.run(args.iter().copied().chain(["--out", "feuille.csv"])).fails(1, ".xlsx");
    let made = env.run(args.iter().copied().chain(["--out", "feuille.xlsx"])).ok();
    assert!(made.out.is_empty() && made.err.contains("feuille.xlsx"), "{}{}", made.out, made.err);
    let path = env.path("feuille.xlsx");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let rows = crate::support::workbook::text(&path);
    assert!(rows.starts_with("[Feuille de présence]\nnom;téléphone;signature\n"), "{rows}");
    assert!(rows.contains("=1+1;+33612345678;"), "{rows}");
}
