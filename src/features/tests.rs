//! Every declared kind of record keeps what it is given; `docs/format.md` lists its fields, `docs/json.md` the views.
#![expect(clippy::disallowed_methods, reason = "a variable asks it to write the document")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde_json::Value as Json;

use crate::{
    base::{Kept, Kind, trial::holds, view::Documented},
    features::{
        action::{
            self,
            records::{Ground, Test},
        },
        agenda::{
            self,
            records::{Fact, LineState},
        },
        backup,
        bargain::{self, records::Round},
        case,
        company::{self, records::Company},
        dues::{
            self,
            records::{BookEntry, Mandate, Payer, Plan, Voucher},
        },
        election::{
            self,
            records::{Poll, Sheet, Slate},
        },
        experience::{self, records::Experience},
        export,
        group::{self, records::Group},
        handover, house,
        join::{
            self,
            records::{Form, FormKey},
        },
        key, law, letter,
        meeting::{self, records::Meeting},
        member,
        notice::{self, records::Posted},
        privacy, proof,
        survey::{
            self,
            records::{Answer, Survey},
        },
        sync::{self, records::Conflict},
        talk::{
            self,
            records::{Act, Sealed, Talk},
        },
        training::{self, records::Training},
    },
    law::{Reasons, pack::PackName},
    mail::account::AccountRecord,
    roster::{Colleague, Person},
};

/// Does the same with every kind; a new one does not compile until it is here.
macro_rules! each {
    ($kind:expr, $what:ident) => {
        match $kind {
            Kind::Person => $what::<Person>(),
            Kind::Company => $what::<Company>(),
            Kind::Fact => $what::<Fact>(),
            Kind::Line => $what::<LineState>(),
            Kind::Round => $what::<Round>(),
            Kind::Poll => $what::<Poll>(),
            Kind::Slate => $what::<Slate>(),
            Kind::Sheet => $what::<Sheet>(),
            Kind::Account => $what::<AccountRecord>(),
            Kind::Plan => $what::<Plan>(),
            Kind::Payer => $what::<Payer>(),
            Kind::Entry => $what::<BookEntry>(),
            Kind::Talk => $what::<Talk>(),
            Kind::Act => $what::<Act>(),
            Kind::Test => $what::<Test>(),
            Kind::Colleague => $what::<Colleague>(),
            Kind::Sealed => $what::<Sealed>(),
            Kind::Ground => $what::<Ground>(),
            Kind::FormKey => $what::<FormKey>(),
            Kind::Form => $what::<Form>(),
            Kind::Survey => $what::<Survey>(),
            Kind::Answer => $what::<Answer>(),
            Kind::Conflict => $what::<Conflict>(),
            Kind::Posted => $what::<Posted>(),
            Kind::Group => $what::<Group>(),
            Kind::Meeting => $what::<Meeting>(),
            Kind::Training => $what::<Training>(),
            Kind::Experience => $what::<Experience>(),
            Kind::Mandate => $what::<Mandate>(),
            Kind::Voucher => $what::<Voucher>(),
            // The vault writes it itself, around whatever a record was: the document says it by hand.
            Kind::Before => {}
        }
    };
}

#[test]
fn what_is_written_is_read_once_and_what_is_unknown_stays() {
    for kind in Kind::ALL {
        each!(kind, holds);
    }
    holds::<letter::records::Letter>();
}

/// The table of a kind stands in the document between two marks; `CONTREPOIDS_WRITE_DOCS=1` writes it.
fn documented<T: Kept>() {
    fields_of::<T>(&T::KIND.number().to_string());
}

/// The table between the mark of this name and its end.
fn fields_of<T: Kept>(mark: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/format.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (begin, end) = (format!("<!-- record {mark} -->\n"), "<!-- end -->\n");
    let (before, rest) =
        text.split_once(&begin).unwrap_or_else(|| panic!("{begin} is not in docs/format.md"));
    let (table, after) = rest.split_once(end).unwrap();
    let mut rows = T::rows();
    rows.sort_by_key(|row| row.number);
    let lines = rows.iter().map(|r| format!("| {} | {} | {} |\n", r.number, r.layout, r.meaning));
    let wanted = format!("\n| number | layout | meaning |\n|---|---|---|\n{}\n", lines.collect::<String>());
    if std::env::var_os("CONTREPOIDS_WRITE_DOCS").is_some() {
        std::fs::write(path, format!("{before}{begin}{wanted}{end}{after}")).unwrap();
    } else {
        assert!(table == wanted, "docs/format.md: run this test with CONTREPOIDS_WRITE_DOCS=1");
    }
}

#[test]
fn the_document_lists_the_fields() {
    for kind in Kind::ALL {
        each!(kind, documented);
    }
    // Letters lie among the facts.
    fields_of::<letter::records::Letter>("3, a letter");
}

/// The views of every noun.
fn views() -> Vec<Documented> {
    let rooms = [
        action::views::all(),
        agenda::views::all(),
        backup::views::all(),
        bargain::views::all(),
        case::views::all(),
        company::views::all(),
        dues::views::all(),
        election::views::all(),
        export::views::all(),
        handover::views::all(),
        house::views::all(),
        key::views::all(),
        law::views::all(),
        join::views::all(),
        letter::views::all(),
        member::views::all(),
        notice::views::all(),
        privacy::views::all(),
        proof::views::all(),
        talk::views::all(),
        sync::views::all(),
        survey::views::all(),
        group::views::all(),
        meeting::views::all(),
        training::views::all(),
        experience::views::all(),
        crate::cli::manual::all(),
    ];
    let mut all = rooms.into_iter().flatten().collect::<Vec<_>>();
    all.sort_by_key(|view| view.schema);
    all
}

/// A key of a view: where it stands, what it may be, whether it may be left out, what it means.
#[derive(Default)]
struct Key {
    kinds: BTreeSet<String>,
    optional: bool,
    meaning: String,
}

/// Walks a schema and collects its keys by their path, such as `value.lists[].name`.
fn keys(schema: &Json, path: &str, optional: bool, out: &mut BTreeMap<String, Key>) {
    let mut kinds = BTreeSet::new();
    let text = match (schema["format"].as_str(), schema["enum"].as_array()) {
        (Some("date"), _) => "day".to_owned(),
        (Some("date-time"), _) => "moment".to_owned(),
        (_, Some(codes)) => {
            let codes: Vec<_> = codes.iter().filter_map(Json::as_str).map(|c| format!("`{c}`")).collect();
            format!("code {}", codes.join(" "))
        }
        _ => "text".to_owned(),
    };
    let types = match &schema["type"] {
        Json::String(one) => vec![one.as_str()],
        Json::Array(several) => several.iter().filter_map(Json::as_str).collect(),
        _ => vec![],
    };
    for kind in types {
        kinds.insert(match kind {
            "string" => text.clone(),
            "integer" | "number" => "number".to_owned(),
            "boolean" => "true or false".to_owned(),
            "array" => "list".to_owned(),
            other => other.to_owned(),
        });
    }
    if let Some(one) = schema["const"].as_str() {
        kinds = BTreeSet::from([format!("code `{one}`")]);
    }
    let key = out.entry(path.to_owned()).or_default();
    key.kinds.extend(kinds);
    key.optional |= optional;
    if let (true, Some(meaning)) = (key.meaning.is_empty(), schema["description"].as_str()) {
        key.meaning = meaning.replace('\n', " ").replace('|', "\\|");
    }
    let required: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    for (name, below) in schema["properties"].as_object().into_iter().flatten() {
        keys(below, &format!("{path}.{name}"), !required.contains(name.as_str()), out);
    }
    if schema["items"].is_object() {
        keys(&schema["items"], &format!("{path}[]"), false, out);
    }
    if schema["additionalProperties"].is_object() {
        keys(&schema["additionalProperties"], &format!("{path}.*"), true, out);
    }
    if let Some(all) = schema["allOf"].as_array() {
        for part in all {
            keys(part, path, optional, out);
        }
    }
    for several in ["anyOf", "oneOf"] {
        let Some(several) = schema[several].as_array() else { continue };
        let mut branches: Vec<BTreeMap<String, Key>> = Vec::new();
        for part in several {
            let mut branch = BTreeMap::new();
            keys(part, path, optional, &mut branch);
            branches.push(branch);
        }
        // What only some forms of an object have may be left out.
        let objects: Vec<bool> = branches.iter().map(|b| b.keys().any(|k| k.len() > path.len())).collect();
        let forms = objects.iter().filter(|o| **o).count();
        let names: BTreeSet<String> = branches.iter().flat_map(|b| b.keys().cloned()).collect();
        for name in names {
            let there: Vec<Key> = branches.iter_mut().filter_map(|b| b.remove(&name)).collect();
            let rare = name != path && there.len() < forms;
            let key = out.entry(name).or_default();
            for one in there {
                key.kinds.extend(one.kinds);
                key.optional |= one.optional || rare;
                if key.meaning.is_empty() {
                    key.meaning = one.meaning;
                }
            }
        }
    }
}

/// The table of an object below a name.
fn table(schema: &schemars::Schema, name: &str) -> String {
    let mut found = BTreeMap::new();
    keys(schema.as_value(), name, false, &mut found);
    let top = found.remove(name).unwrap();
    assert_eq!(top.kinds, BTreeSet::from(["object".to_owned()]), "`value` is an object: {name}");
    let row = |(path, key): (&String, &Key)| {
        let kinds = key.kinds.iter().cloned().collect::<Vec<_>>().join(", ");
        let left = if key.optional { ", or left out" } else { "" };
        format!("| `{path}` | {kinds}{left} | {} |\n", key.meaning)
    };
    format!("| key | is | means |\n|---|---|---|\n{}", found.iter().map(row).collect::<String>())
}

/// What stands beside `value`: the first two where a rule of law decides, the last while a law pack answers.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Beside {
    #[serde(flatten)]
    reasons: Reasons,
    /// The law pack that answers, in place of the program's own law.
    #[serde(skip_serializing_if = "Option::is_none")]
    law_pack: Option<PackName>,
}

/// What `docs/json.md` says of the views.
fn document() -> String {
    let mut out = String::new();
    let reasons = Documented::of::<Beside>("", false);
    out.push_str("\n## Beside `value`\n\n");
    out.push_str(&table(&reasons.keys, "").replace("| `.", "| `"));
    for view in views() {
        let beside = if view.reasoned { "Beside `value`: `because`, `caveats`.\n\n" } else { "" };
        let _ = write!(out, "\n## {}\n\n{beside}{}", view.schema, table(&view.keys, "value"));
    }
    out.push('\n');
    out
}

#[test]
fn the_document_lists_the_views() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- views -->\n", "<!-- end -->\n");
    let (before, rest) = text.split_once(begin).unwrap();
    let (there, after) = rest.split_once(end).unwrap();
    let wanted = document();
    if std::env::var_os("CONTREPOIDS_WRITE_DOCS").is_some() {
        std::fs::write(path, format!("{before}{begin}{wanted}{end}{after}")).unwrap();
    } else {
        assert!(there == wanted, "docs/json.md: run this test with CONTREPOIDS_WRITE_DOCS=1");
    }
}

/// The names of schemas in a source.
fn names(source: &str) -> BTreeSet<&str> {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_/".contains(c);
    let found = source.match_indices("contrepoids.").map(|(at, _)| {
        let rest = source.get(at..).unwrap();
        rest.get(..rest.find(|c| !inner(c)).unwrap_or(rest.len())).unwrap()
    });
    let version = |name: &&str| {
        name.rsplit_once('/').is_some_and(|(_, n)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    found.filter(version).collect()
}

/// The names that no document has.
fn unlisted<'a>(source: &'a str, document: &str) -> Vec<&'a str> {
    let listed = |name: &str| document.contains(&format!("\n## {name}\n"));
    names(source).into_iter().filter(|name| !listed(name)).collect()
}

#[test]
fn no_schema_is_left_out_of_the_document() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    // What the types say, beside what is written by hand: another test may be writing the file.
    let document = text.split("<!-- views -->").next().unwrap().to_owned() + &document();
    let planted = "json!({ \"schema\": \"contrepoids.law.planted/1\" }) // contrepoids.law.seats/1";
    assert_eq!(unlisted(planted, &document), ["contrepoids.law.planted/1"]);
    let mut files = Vec::new();
    sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
    assert!(files.len() > 200);
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        let bad = unlisted(&source, &document);
        assert!(bad.is_empty() || file.ends_with("features/tests.rs"), "{}: {bad:?}", file.display());
    }
}

fn sources(dir: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}
