//! The calls that other programs rely on: these command lines, these keys, the envelope, both languages, 80 columns.

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::examples::law;
use crate::support::Env;

const HEADCOUNT: &str = r#"{"months":[{"month":"2026-10","contracts":[{"kind":"cdi","share":"1","count":30720},{"kind":"cdi","hours":"17.5","legal_hours":"35","count":3840}]}]}"#;
const HEADCOUNT_TOML: &str = "[[months]]\nmonth = \"2026-10\"\n[[months.contracts]]\nkind = \"cdi\"\nshare = \"1\"\ncount = 30720\n[[months.contracts]]\nkind = \"cdi\"\nhours = 17.5\nlegal_hours = 35\ncount = 3840\n";
const AUDIENCE: &str = r#"{"colleges":[{"id":"1","registered":139,"valid":110,"lists":[{"unions":["FO"],"votes":"68"},{"unions":["CGT","UNSA"],"votes":"42","split":{"CGT":"75/100","UNSA":"25/100"}}]}],"categorical":{"CFE-CGC":["2","3"]}}"#;
const AUDIENCE_TOML: &str = "[[colleges]]\nid = 1\nregistered = 139\nvalid = 110\n[[colleges.lists]]\nunions = \"FO\"\nvotes = 68\n[[colleges.lists]]\nunions = [\"CGT\", \"UNSA\"]\nvotes = 42\nsplit = { CGT = 75, UNSA = 25 }\n[categorical]\n\"CFE-CGC\" = [2, 3]\n";
const VOTE: &str = r#"{"seats":3,"valid":40,"lists":[{"name":"A","candidates":[{"name":"a1","votes":20},{"name":"a2","votes":18}]},{"name":"B","candidates":[15,12]}]}"#;

/// The arguments, the input, the keys of `value`.
type Call = (&'static [&'static str], &'static str, &'static [&'static str]);

const CALLS: &[Call] = &[
    (&["seats", "--headcount", "720"], "", &["seats", "substitutes", "hours_each", "hours_total"]),
    (&["colleges", "--headcount", "600", "--cadres", "25"], "", &["colleges", "reserved_for_cadres"]),
    (&["headcount", "--input", "-"], HEADCOUNT, &["months", "thresholds"]),
    (&["headcount", "--input", "-"], HEADCOUNT_TOML, &["months", "thresholds"]),
    (
        &["electors", "--on", "2026-12-15", "--hired", "2026-09-15", "--born", "1990-01-01"],
        "",
        &["may_vote", "may_stand", "reasons"],
    ),
    (
        &["electors", "--born", "1990-01-01", "--kind", "seconded", "--hired", "2020-01-01", "--votes-here"],
        "",
        &["may_vote", "may_stand", "reasons"],
    ),
    (
        &["parity", "--women", "60", "--men", "40", "--seats", "10"],
        "",
        &["women", "men", "breaches", "annulled"],
    ),
    (
        &[
            "parity",
            "--women",
            "60",
            "--men",
            "40",
            "--seats",
            "10",
            "--candidates",
            "5",
            "--list",
            "FHFHH",
            "--elected",
            "1,3",
            "--order",
            "2,1,3",
        ],
        "",
        &["women", "men", "breaches", "annulled"],
    ),
    (&["quorum", "--registered", "47", "--valid", "23"], "", &["reached", "needed"]),
    (
        &[
            "allocate",
            "--seats",
            "7",
            "--list",
            "A=500",
            "--list",
            "B=270",
            "--valid",
            "1000",
            "--candidates",
            "A=7",
        ],
        "",
        &["quotient", "lists", "steps", "vacant"],
    ),
    (&["allocate", "--input", "-"], VOTE, &["quotient", "lists", "steps", "vacant"]),
    (&["allocate", "--input", "-", "--seats", "3", "--what-if"], VOTE, &["quotient", "lists", "what_if"]),
    (&["audience", "--input", "-"], AUDIENCE, &["valid", "unions"]),
    (&["audience", "--input", "-"], AUDIENCE_TOML, &["valid", "unions"]),
    (&["agreement", "--union", "A=250", "--union", "B=150", "--signed", "A"], "", &["outcome", "share"]),
    (&["agreement", "--signed", "A, B", "--union", "A=2", "--union", "B=1"], "", &["outcome", "share"]),
    (&["pse", "--union", "A=250", "--union", "B=150", "--signed", "A"], "", &["outcome", "share"]),
    (&["pse", "--input", "-"], "{\"unions\":{\"A\":5,\"B\":5},\"signed\":\"A\"}", &["outcome", "share"]),
    (
        &["rights", "--headcount", "350", "--representative", "--seats-won", "3"],
        "",
        &[
            "delegates",
            "hours_delegate",
            "rss",
            "representative_at_cse",
            "meetings_per_year",
            "safety_meetings",
            "commissions",
            "budget_rate",
        ],
    ),
    (
        &["protection", "--office", "elected", "--to", "2027-03-31"],
        "",
        &["protected", "until", "months", "ends"],
    ),
    (&["by-election", "--seats", "10", "--left", "5"], "", &["due", "why"]),
];

#[test]
fn every_call_answers_with_its_keys_in_the_envelope() {
    let env = Env::new();
    for (args, input, keys) in CALLS {
        let run = law(&env, args, input).ok().json();
        assert_eq!(run["schema"], format!("contrepoids.law.{}/1", args[0]));
        for key in *keys {
            assert!(run["value"].get(key).is_some(), "{args:?} has no {key}: {}", run["value"]);
        }
        let steps = run["because"].as_array().unwrap();
        assert!(!steps.is_empty(), "{args:?}");
        for step in steps {
            assert!(step["rule"].is_string() && step["article"].is_string() && step["facts"].is_object());
            assert_eq!(
                step["standing"] == "verified",
                step["version"].is_string() && step["standing"] == "verified"
            );
            let known = ["verified", "version-known"].iter().any(|s| step["standing"] == *s);
            assert!(step["version"].is_string() || !known, "{step}");
            assert_eq!(step["through"].is_string(), step["standing"] == "secondary-source", "{step}");
        }
        // Whatever was not read is said once more, as a caveat; a source that was names itself in its step.
        let caveats = run["caveats"].as_array().unwrap();
        let unread = |s: &&Value| s["standing"] != "verified" && s["standing"] != "secondary-source";
        for step in steps.iter().filter(unread) {
            let said = caveats.iter().any(|c| c["code"] == step["standing"] && c["rule"] == step["rule"]);
            assert!(said, "{args:?}: {} without a caveat", step["rule"]);
        }
        fractions(&run["value"]);
    }
}

/// Every fraction has a numerator, a denominator above zero and a decimal text.
fn fractions(value: &Value) {
    match value {
        Value::Object(object) if object.contains_key("num") => {
            assert!(
                object["den"].as_i64().is_none_or(|den| den > 0) && object["decimal"].is_string(),
                "{value}"
            );
        }
        Value::Object(object) => object.values().for_each(fractions),
        Value::Array(all) => all.iter().for_each(fractions),
        Value::Number(number) => assert!(!number.is_f64(), "{value} is not exact"),
        _ => {}
    }
}

#[test]
fn the_same_answer_from_json_and_toml() {
    let env = Env::new();
    for (name, json, toml) in
        [("headcount", HEADCOUNT, HEADCOUNT_TOML), ("audience", AUDIENCE, AUDIENCE_TOML)]
    {
        let of = |input| law(&env, &[name, "--input", "-"], input).ok().json();
        assert_eq!(of(json), of(toml), "{name}");
    }
}

#[test]
fn text_in_both_languages_keeps_to_eighty_columns_and_shows_its_caveats() {
    let env = Env::new();
    for (args, input, _) in CALLS {
        for lang in ["fr", "en"] {
            let path = env.write("facts", input);
            let args: Vec<_> =
                args.iter().map(|a| if *a == "-" { path.to_str().unwrap() } else { a }).collect();
            let run = env.run(["law"].iter().chain(&args).chain(&["--lang", lang, "--explain"])).ok();
            let long = run.out.lines().find(|l| l.width() > 80);
            assert_eq!(long, None, "{args:?}");
            assert!(run.out.contains(if lang == "fr" { "Parce que" } else { "Because:" }), "{}", run.out);
        }
    }
}
