//! The worked cases of elections that one line of `law` answers.

use serde_json::Value;

use crate::support::Env;

const TABLE: &str = include_str!("../../data/law/cases.tsv");

/// What of a case is answered otherwise.
fn fault(env: &Env, line: &str, wanted: &str) -> Option<String> {
    let args = ["law"].into_iter().chain(line.split(' ')).chain(["--json"]);
    let run = env.run(args);
    if ![0, 21].contains(&run.code) {
        return Some(format!("{line}: {} {}", run.code, run.err));
    }
    let json = run.json();
    let value = json["value"].get("known").filter(|v| !v.is_null()).unwrap_or(&json["value"]).clone();
    for one in wanted.split(' ') {
        let (pointer, wanted) = one.split_once('=').unwrap();
        if pointer == "text" {
            if !run.out.contains(wanted) {
                return Some(format!("{line}: nothing says {wanted}"));
            }
            continue;
        }
        let found = value.pointer(pointer).or_else(|| json["value"].pointer(pointer));
        let found = found.cloned().unwrap_or(Value::Null);
        let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        if found != wanted {
            return Some(format!("{line}: {pointer} is {found}, not {wanted}\n{value}"));
        }
    }
    None
}

#[test]
fn each_worked_case_is_answered_as_it_was_worked_out() {
    let env = Env::new();
    let rows = TABLE.lines().filter(|l| !l.starts_with('#'));
    let mut faults = Vec::new();
    for row in rows {
        let [case, line, wanted] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        faults.extend(fault(&env, line, wanted).map(|f| format!("{case}: {f}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(
        fault(&env, "delegate --headcount 999 --representative", "/number=2").is_some(),
        "a wrong one is seen"
    );
}
