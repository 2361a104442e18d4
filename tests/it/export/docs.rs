//! `docs/export.md` says what `export roster` does.

use contrepoids::features::export::actions::table;

const PAGE: &str = include_str!("../../../docs/export.md");

#[test]
fn the_page_names_each_column_and_no_other() {
    let rows = PAGE.lines().filter_map(|l| l.strip_prefix("| `")?.split_once('`'));
    let named: Vec<&str> = rows.map(|(code, _)| code).collect();
    let mut columns: Vec<&str> = table::COLUMNS.iter().map(|a| a.code()).collect();
    columns.insert(columns.len() - 1, "spans");
    assert_eq!(named, columns);
    assert!(PAGE.contains(table::SCHEMA) && PAGE.contains("multiple of 65,536"));
    assert_eq!(table::STEP, 65_536);
}

#[test]
fn the_example_has_the_fields_of_the_real_one() {
    let example = PAGE.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let example: serde_json::Value = serde_json::from_str(example).unwrap();
    let env = super::section(&[("Camille", "Exemple")]);
    let (key, public) = super::reader(&env, "reader.txt");
    env.run(["export", "roster", "--to", &public, "--format", "json", "--out", "r.age", "--yes"]).ok();
    let mut command = env.bare();
    command.args(["export", "open", "r.age", "--identity"]).arg(key);
    let real = crate::support::Run::of(command.output().unwrap()).ok().json();
    let keys = |v: &serde_json::Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&example), keys(&real));
    assert_eq!(keys(&example["people"][0]), keys(&real["people"][0]));
    assert_eq!(keys(&example["people"][0]["spans"][0]), keys(&real["people"][0]["spans"][0]));
}
