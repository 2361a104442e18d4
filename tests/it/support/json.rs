//! What `docs/json.md` says of every JSON object that a test sees: exactly its keys, of its kinds.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::Value;

/// A key of the document.
struct Key {
    is: String,
    optional: bool,
}

type Keys = BTreeMap<String, Key>;

/// The tables of the document by the name above them.
static DOCUMENT: LazyLock<BTreeMap<String, (bool, Keys)>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md");
    read(&std::fs::read_to_string(path).unwrap())
});

fn read(text: &str) -> BTreeMap<String, (bool, Keys)> {
    let mut out: BTreeMap<String, (bool, Keys)> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut name);
            out.entry(name.clone()).or_default();
        } else if line.starts_with("Beside `value`") {
            out.entry(name.clone()).or_default().0 = true;
        } else if let Some(row) = line.strip_prefix("| `") {
            let (path, rest) = row.split_once("` | ").unwrap();
            let is = rest.split(" | ").next().unwrap();
            let (is, optional) = is.strip_suffix(", or left out").map_or((is, false), |is| (is, true));
            let key = Key { is: is.to_owned(), optional };
            out.entry(name.clone()).or_default().1.insert(path.to_owned(), key);
        }
    }
    out
}

/// Whether a value is what a key may be.
fn fits(value: &Value, is: &str) -> bool {
    let day = |t: &str| t.len() == 10 && t.parse::<chrono::NaiveDate>().is_ok();
    is.split(", ").any(|kind| match (kind, value) {
        ("null", Value::Null)
        | ("true or false", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("list", Value::Array(_))
        | ("object", Value::Object(_))
        | ("text", Value::String(_)) => true,
        ("day", Value::String(text)) => day(text),
        ("moment", Value::String(text)) => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        (codes, Value::String(text)) => codes.starts_with("code ") && codes.contains(&format!("`{text}`")),
        _ => false,
    })
}

/// Collects what is wrong with a value below a path.
fn walk(value: &Value, path: &str, keys: &Keys, wrong: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, below) in object {
                let exact = format!("{path}.{name}");
                let exact = exact.trim_start_matches('.').to_owned();
                let any = format!("{path}.*");
                let Some((path, key)) =
                    keys.get_key_value(&exact).or_else(|| keys.get_key_value(any.trim_start_matches('.')))
                else {
                    wrong.push(format!("{exact} is not in the document"));
                    continue;
                };
                if !fits(below, &key.is) {
                    wrong.push(format!("{exact} is not {}: {below}", key.is));
                }
                walk(below, path, keys, wrong);
            }
            let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
            for (name, key) in keys {
                let Some(rest) = name.strip_prefix(&prefix) else { continue };
                let own = !rest.is_empty() && !rest.contains(['.', '[', '*']);
                // A list may hold other things beside objects, and an object have another form.
                if own && !key.optional && !object.contains_key(rest) {
                    wrong.push(format!("{name} is left out"));
                }
            }
        }
        Value::Array(list) => {
            let path = format!("{path}[]");
            for one in list {
                if let Some(key) = keys.get(&path).filter(|key| !fits(one, &key.is)) {
                    wrong.push(format!("{path} is not {}: {one}", key.is));
                }
                walk(one, &path, keys, wrong);
            }
        }
        _ => {}
    }
}

/// What is wrong with an object of standard output.
pub fn wrong(object: &Value) -> Vec<String> {
    let schema = object["schema"].as_str().unwrap_or_default();
    let Some((reasoned, keys)) = DOCUMENT.get(schema) else {
        return vec![format!("{schema} is not in the document")];
    };
    let mut wrong = vec![];
    if !object["value"].is_object() {
        wrong.push("value is no object".to_owned());
    }
    walk(&object["value"], "value", keys, &mut wrong);
    let mut beside = object.clone();
    for key in ["schema", "value"] {
        beside.as_object_mut().unwrap().remove(key);
    }
    let all = &DOCUMENT["Beside `value`"].1;
    if *reasoned {
        walk(&beside, "", all, &mut wrong);
        return wrong;
    }
    // A law pack is named whatever was asked.
    if let Some(pack) = beside.as_object_mut().unwrap().remove("law_pack") {
        walk(&pack, "law_pack", all, &mut wrong);
    }
    if beside != serde_json::json!({}) {
        wrong.push(format!("beside value: {beside}"));
    }
    wrong
}

/// Asserts that standard output, where it is an object of ours, is as the document says.
#[track_caller]
pub fn documented(out: &str) {
    if !out.starts_with("{\n  \"") {
        return;
    }
    let Ok(object) = serde_json::from_str::<Value>(out) else { return };
    let schema = object["schema"].as_str().unwrap_or_default();
    // A file that is opened has its own document, docs/export.md.
    if !schema.starts_with("contrepoids.") || schema.starts_with("contrepoids.export.roster-content/") {
        return;
    }
    let wrong = wrong(&object);
    assert!(wrong.is_empty(), "docs/json.md, {schema}: {wrong:#?}\n{out}");
}

#[test]
fn what_is_not_as_documented_is_seen() {
    let seats = |value: Value| serde_json::json!({ "schema": "contrepoids.law.seats/1", "value": value, "because": [], "caveats": [] });
    let whole = serde_json::json!({ "seats": 14, "substitutes": 14, "hours_each": 24, "hours_total": 336 });
    assert_eq!(wrong(&seats(whole.clone())), Vec::<String>::new());
    let with = |key: &str, value: Value| {
        let mut object = whole.clone();
        object[key] = value;
        wrong(&seats(object))
    };
    assert_eq!(with("chairs", 1.into()), ["value.chairs is not in the document"]);
    assert_eq!(with("seats", "14".into()), ["value.seats is not number: \"14\""]);
    assert_eq!(wrong(&seats(serde_json::json!([whole])))[0], "value is no object");
    let mut less = seats(whole.clone());
    less["value"].as_object_mut().unwrap().remove("hours_total");
    less.as_object_mut().unwrap().remove("because");
    assert_eq!(wrong(&less), ["value.hours_total is left out", "because is left out"]);
    let planted = serde_json::json!({ "schema": "contrepoids.law.planted/1", "value": {} });
    assert_eq!(wrong(&planted), ["contrepoids.law.planted/1 is not in the document"]);
}
