//! Whom a union may name: the worked cases, the numbers by the headcount, the file, the mistakes.

use serde_json::Value;

use crate::support::{Env, Run};

fn ask(line: &str) -> Run {
    Env::new().run(["law", "delegate", "--json"].iter().map(|w| (*w).to_owned()).chain(words(line)))
}

/// The words of a line, those between single quotes together.
fn words(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (n, part) in line.split('\'').enumerate() {
        if n % 2 == 1 {
            out.push(part.to_owned());
        } else {
            out.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    out
}

fn said(may: &Value) -> &'static str {
    match may.as_bool() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "open",
    }
}

/// What is wrong with the answer to a case.
fn faults(line: &str) -> Vec<String> {
    let mut cells = line.split('\t');
    let (Some(id), Some(options), Some(may), Some(step), Some(people), None) =
        (cells.next(), cells.next(), cells.next(), cells.next(), cells.next(), cells.next())
    else {
        return vec![format!("not five cells: {line}")];
    };
    let run = ask(options);
    if run.code != 0 && run.code != 21 {
        return vec![format!("{id}: {} {}", run.code, run.err)];
    }
    let json = run.json();
    let value = &json["value"];
    let mut out = Vec::new();
    let mut compare = |what: &str, found: &str, wanted: &str| {
        if found != wanted {
            out.push(format!("{id}: {what} {found}, not {wanted}"));
        }
    };
    compare("may", said(&value["may"]), may);
    compare("step", value["step"].as_str().unwrap_or("-"), step);
    let mut open = may == "open";
    for person in people.split_whitespace() {
        let (name, wanted) = person.split_once('=').unwrap();
        let (wanted, reason) = wanted.split_once(':').unwrap_or((wanted, ""));
        let all = value["people"].as_array().unwrap();
        let one = all.iter().find(|p| p["name"] == name).unwrap();
        compare(name, said(&one["may"]), wanted);
        let has = one["reasons"].as_array().unwrap().iter().any(|r| r["code"] == reason);
        if !reason.is_empty() && !has {
            compare(name, &one["reasons"].to_string(), reason);
        }
    }
    open |= value["people"].as_array().unwrap().iter().any(|p| p["may"].is_null());
    compare("exit code", if run.code == 21 { "open" } else { "known" }, if open { "open" } else { "known" });
    if json["because"].as_array().unwrap().is_empty() {
        out.push(format!("{id}: no article"));
    }
    out
}

#[test]
fn worked_cases() {
    let table = include_str!("../../data/law/delegates.tsv");
    let cases: Vec<&str> = table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect();
    assert!(cases.len() > 55, "{}", cases.len());
    let faults: Vec<String> = cases.iter().flat_map(|c| faults(c)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_wrong_case_is_seen() {
    let right = "x\t--headcount 80 --audience 10% --person 'A: 40/400'\tyes\tten-percent\tA=yes";
    assert!(faults(right).is_empty());
    for (from, to) in
        [("yes\tten", "no\tten"), ("\tten-percent", "\tnone-left"), ("A=yes", "A=no"), ("40/400", "39/400")]
    {
        assert!(!faults(&right.replace(from, to)).is_empty(), "{to}");
    }
}

#[test]
fn numbers_and_hours_by_the_headcount() {
    let of = |headcount: &str| {
        let value = ask(&format!("--headcount {headcount} --representative")).ok().json()["value"].clone();
        (value["number"].as_i64().unwrap(), value["hours"].as_i64().unwrap())
    };
    for (headcount, number) in [
        ("999", 1),
        ("1000", 2),
        ("1999", 2),
        ("2000", 3),
        ("3999", 3),
        ("4000", 4),
        ("9999", 4),
        ("10000", 5),
    ] {
        assert_eq!(of(headcount).0, number, "{headcount}");
    }
    for (headcount, hours) in [("50", 12), ("150", 12), ("151", 18), ("499", 18), ("500", 24)] {
        assert_eq!(of(headcount).1, hours, "{headcount}");
    }
}

#[test]
fn each_answer_cites_what_it_rests_on() {
    for (line, articles) in [
        (
            "--headcount 80 --audience 10% --first-round 2026-03-10 --named 2026-05-10 \
             --person 'A: 40/400, renounced=2026-05-12' --person 'M: member'",
            ["L2143-3", "19-24.678"].as_slice(),
        ),
        (
            "--headcount 80 --audience 10% --first-round 2026-03-10 --named 2026-05-10 \
             --person 'A: 40/400, renounced=2026-03-02' --person 'M: member'",
            &["23-22.216"],
        ),
        (
            "--headcount 80 --audience 10% --person 'C: 60/400, other-list' --person 'A: 1/400'",
            &["19-14.605", "21-24.752"],
        ),
        ("--headcount 43 --audience 10% --person 'C: substitute, no-hours'", &["L2143-6", "20-21.269"]),
        (
            "--office at-cse --company-headcount 350 --representative --person 'A: here'",
            &["25-17.467", "24-11.467", "L2314-2"],
        ),
        ("--office central --headcount 2000 --establishment 60 --representative", &["L2143-5"]),
        ("--office at-central --representative", &["L2316-7"]),
        (
            "--office section --headcount 80 --audience 7% --members 2 --person 'X: lost-section'",
            &["L2142-1-1", "21-23.483"],
        ),
    ] {
        let because = ask(line).json()["because"].to_string();
        for article in articles {
            assert!(because.contains(article), "{article}: {because}");
        }
    }
}

#[test]
fn what_is_taken_as_met_is_said() {
    let caveats = |line: &str| ask(line).json()["caveats"].to_string();
    let bare = caveats("--headcount 80 --representative --person 'A: 40/100' --person 'M: member'");
    assert!(bare.contains("months-assumed") && bare.contains("person-assumed"), "{bare}");
    let told = caveats(
        "--headcount 80 --representative --months 12 --person 'A: 40/100' --person 'M: member, born=1980-01-31, hired=2001-01-31'",
    );
    assert!(!told.contains("months-assumed") && !told.contains("person-assumed"), "{told}");
}

#[test]
fn a_file_says_what_options_say_and_mistakes_are_named() {
    let env = Env::new();
    env.write(
        "naming.toml",
        "office = \"ds\"\nheadcount = 80\naudience = \"1/10\"\nfirst_round = \"2026-03-10\"\nnamed = \"2026-05-10\"\n\
         [[people]]\nname = \"Ada\"\nvotes = 40\nvalid = 400\nrenounced = \"2026-05-02\"\n\
         [[people]]\nname = \"Max\"\ntraits = [\"adhérent·e\"]\n",
    );
    let found = env.run(["law", "delegate", "--input", "naming.toml", "--json"]).ok().json();
    assert_eq!(found["value"]["step"], "all-renounced", "{found}");
    assert_eq!(found["value"]["people"][1]["may"], true);
    let text = env.run(["law", "delegate", "--input", "naming.toml", "--lang", "fr"]).ok().out;
    assert!(text.contains("Max\u{a0}: oui") && text.contains("ont renoncé à temps"), "{text}");
    for (line, said) in [
        ("--office king", "delegate, supplementary"),
        ("--person 'A: 4/x'", "Camille"),
        ("--person 'A: happy'", "happy"),
        ("--person 'A: 41/40'", "above"),
        ("--person 'A: 0/0'", "above zero"),
        ("--person 'A: holder, substitute'", "substitute"),
        ("--audience 10x", "share"),
    ] {
        let run = ask(line);
        assert!(
            run.code != 0 && run.code != 21 && run.err.contains(said),
            "{line}: {} {}",
            run.code,
            run.err
        );
    }
    env.write("bad.json", "{\"people\":[{\"name\":\"A\",\"votes\":4}]}");
    let run = env.run(["law", "delegate", "--input", "bad.json", "--lang", "en"]);
    assert!(run.code != 0 && run.err.contains("person 1, valid"), "{}", run.err);
}
