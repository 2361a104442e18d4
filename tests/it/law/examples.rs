//! Every published example, through the command line.

use std::{io::Write, process::Stdio};

use serde_json::Value;

use crate::support::{Env, Run};

/// Runs `law` with arguments and something on standard input.
pub(crate) fn law(env: &Env, args: &[&str], input: &str) -> Run {
    let mut command = env.command();
    command.arg("law").args(args).arg("--json");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Run::of(child.wait_with_output().unwrap())
}

/// Tells whether a JSON value is the one of the file; a fraction is written as text there.
fn same(found: &Value, wanted: &toml::Value) -> bool {
    match wanted {
        toml::Value::String(text) if found.is_object() => {
            let (num, den) = text.split_once('/').unwrap_or((text, "1"));
            let part = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            found["num"] == part(num) && found["den"] == part(den)
        }
        toml::Value::String(text) => found.as_str() == Some(text),
        toml::Value::Integer(number) => found.as_i64() == Some(*number),
        toml::Value::Boolean(yes) => found.as_bool() == Some(*yes),
        toml::Value::Table(all) => all.iter().all(|(key, wanted)| same(&found[key], wanted)),
        toml::Value::Array(all) => found
            .as_array()
            .is_some_and(|f| f.len() == all.len() && f.iter().zip(all).all(|(f, w)| same(f, w))),
        _ => false,
    }
}

fn named<'a>(value: &'a Value, list: &str, name: &str) -> &'a Value {
    value[list].as_array().unwrap().iter().find(|x| x["name"] == *name).unwrap_or_else(|| panic!("{name}"))
}

fn check(id: &str, example: &toml::Table, value: &Value) {
    let table = |key: &str| example.get(key).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    for (key, wanted) in table("expect") {
        assert!(same(&value[&key], &wanted), "{id}: {key} is {} not {wanted}", value[&key]);
    }
    for (name, wanted) in table("lists") {
        let list = named(value, "lists", &name);
        let found = serde_json::json!([list["by_quotient"], list["seats"]]);
        assert!(same(&found, &wanted), "{id}: {name} is {found} not {wanted}");
    }
    for (name, wanted) in table("elected") {
        assert!(same(&named(value, "lists", &name)["elected"], &wanted), "{id}: {name}");
    }
    for (name, wanted) in table("averages") {
        assert!(same(&named(value, "lists", &name)["average"], &wanted), "{id}: {name}");
    }
    for (name, wanted) in table("unions") {
        let union = named(value, "unions", &name);
        let found = serde_json::json!([union["share"], union["representative"]]);
        assert!(same(&found, &wanted), "{id}: {name} is {found} not {wanted}");
    }
    for (name, wanted) in table("candidates") {
        let candidate = named(value, "candidates", &name);
        let found = serde_json::json!([candidate["share"], candidate["may_be_delegate"]]);
        assert!(same(&found, &wanted), "{id}: {name} is {found} not {wanted}");
    }
    if let Some(months) = example.get("months").and_then(toml::Value::as_array) {
        for (month, wanted) in value["months"].as_array().unwrap().iter().zip(months) {
            assert!(same(&month["headcount"], wanted), "{id}: {month}");
        }
    }
    if let Some(wanted) = example.get("reached") {
        let reached: Value =
            value["thresholds"].as_array().unwrap().iter().map(|t| t["reached"].clone()).collect();
        assert!(same(&reached, wanted), "{id}: {reached}");
    }
    if let Some(wanted) = example.get("current") {
        assert!(same(&value["current"]["value"], wanted), "{id}: {}", value["current"]);
    }
    let wrong = table("not");
    let given = |(name, seats): (&String, &toml::Value)| same(&named(value, "lists", name)["seats"], seats);
    assert!(wrong.is_empty() || !wrong.iter().all(given), "{id}: the wrong answer is given");
}

#[test]
fn every_published_example() {
    let env = Env::new();
    let text = std::fs::read_to_string("tests/data/law/examples.toml").unwrap();
    let file: toml::Table = text.parse().unwrap();
    let examples = file["example"].as_array().unwrap();
    let mut seen: Vec<String> = Vec::new();
    for example in examples {
        let example = example.as_table().unwrap();
        let id = example["id"].as_str().unwrap();
        assert!(!example["source"].as_str().unwrap().is_empty());
        let args: Vec<_> = example["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
        let input = example.get("input").and_then(toml::Value::as_str).unwrap_or_default();
        let run = law(&env, &args, input);
        let exit = example.get("exit").and_then(toml::Value::as_integer).unwrap_or(0);
        assert_eq!(i64::from(run.code), exit, "{id}: {}{}", run.out, run.err);
        let json = run.json();
        let schema = format!("contrepoids.law.{}/1", args[0]);
        assert_eq!(json["schema"], schema, "{id}");
        if args[0] != "show" {
            assert!(!json["because"].as_array().unwrap().is_empty() && json["caveats"].is_array(), "{id}");
        }
        seen.push(id.to_owned());
        if exit == 21 {
            let open = &json["value"]["undetermined"];
            assert!(open["why"].is_string() && !open["options"].as_array().unwrap().is_empty(), "{id}");
        }
        check(id, example, &json["value"]);
    }
    for id in PUBLISHED {
        let part = |seen: &String| {
            seen.strip_prefix(id).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        assert!(seen.iter().any(part), "{id} is not in the file");
    }
}

/// The examples that we know to be published. T1 stands in seats.csv; calendars have a file of their own.
const PUBLISHED: [&str; 52] = [
    "S1", "S2", "S3", "S4", "S6", "S9", "S13", "D2", "T3", "T4", "T5", "T8", "T10", "T11", "T13", "T14",
    "T15", "H1", "H2", "H3", "H5", "E1", "E2", "E5", "Q1", "Q3", "Q4", "Q5", "R1", "R4", "R6", "R7", "P1",
    "P3", "P7", "G1", "G2", "G3", "G4", "G5", "G8", "G10", "G11", "G14", "G17", "G19", "G24", "M1", "M4",
    "M5", "M6", "R1-R3",
];

#[test]
fn the_comparison_sees_differences() {
    let found = serde_json::json!({ "num": 1, "den": 2 });
    assert!(same(&found, &toml::Value::String("1/2".to_owned())));
    assert!(!same(&found, &toml::Value::String("2/4".to_owned())));
    assert!(!same(&serde_json::json!([1, 2]), &toml::Value::Array(vec![toml::Value::Integer(1)])));
    assert!(!same(&serde_json::json!(null), &toml::Value::Boolean(false)));
}
