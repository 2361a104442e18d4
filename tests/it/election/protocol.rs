//! An election from the invitation to the replacement of an elected member: the protocol negotiated, the employer's list of
//! electors checked, lists filed, the vote counted.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use super::{enter, json};
use crate::support::{Env, Run};

const OURS: &str = "nom;prénom;naissance;embauche;sexe;catégorie;adhésion;étiquettes;libre:Rang
Exemple;Camille;1980-01-31;2015-01-01;F;ouvrier/employé;2020-01-01;liste;01
Essai;Lou;1981-01-31;2015-01-01;H;ouvrier/employé;2020-01-01;liste;02
Modele;Noa;1982-01-31;2015-01-01;F;ouvrier/employé;2020-01-01;;
Zphqxcanari;Sacha;1983-01-31;2015-01-01;H;ouvrier/employé;2020-01-01;;
";

/// The employer's list: Noa is not there, Sacha has no birth, one is too new, one is there twice, one birth is impossible.
const LIST: &str = "Société Exemple – liste électorale
Nom;Prénom;Date de naissance;Date d'embauche;Sexe;Collège;Matricule
EXEMPLE;Camille;31/01/1980;01/01/2015;F;1er collège;1
ESSAI;Lou;31/01/1981;01/01/2015;H;1er collège;2
ZPHQXCANARI;Sacha;;01/01/2015;H;1er collège;3
NOUVEAU;Qwfpxcanari;01/01/1990;01/11/2026;F;1er collège;4
DOUBLE;Maxime;01/01/1985;01/01/2015;H;2e collège;5
Double;Maxime;01/01/1985;01/01/2015;H;2e collège;6
AUTRE;Charlie;31/02/1985;01/01/2015;F;2e collège;7
";

fn with_input(env: &Env, args: &[&str], input: &str) -> Run {
    let mut child = env
        .command()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Run::of(child.wait_with_output().unwrap())
}

fn codes(shown: &Value, state: &str) -> Vec<String> {
    let points = shown["value"]["points"].as_array().unwrap();
    let of = points.iter().filter(|p| p["state"] == state);
    of.map(|p| p["code"].as_str().unwrap().to_owned()).collect()
}

fn show(env: &Env) -> Value {
    json(env, &["protocol", "show"])
}

fn has(shown: &Value, state: &str, code: &str) -> bool {
    codes(shown, state).iter().any(|c| c == code)
}

fn begun() -> Env {
    let env = Env::with_vault();
    env.write("ours.csv", OURS);
    env.run(["member", "import", "ours.csv", "--apply"]).ok();
    env.run([
        "election",
        "new",
        "--date",
        "2026-12-15",
        "--union",
        "CGT",
        "--headcount",
        "60",
        "--mandates-end",
        "2026-12-20",
        "--college",
        "1:holders=3",
        "--college",
        "2:holders=1",
    ])
    .ok();
    env
}

#[test]
fn from_the_invitation_to_the_replacement() {
    let env = begun();
    invitation(&env);
    signatures(&env);
    electors(&env);
    lists(&env);
    vote(&env);
}

fn invitation(env: &Env) {
    let note = ["election", "protocol", "note", "--invitation", "2026-10-10", "--meeting", "2026-10-20"];
    let said = ["--says", "employer,address,place,date", "--lacks", "hour", "--cadres", "4"];
    env.run(note.iter().chain(&said)).ok();
    let shown = show(env);
    for code in ["invitation-late", "content-missing"] {
        assert!(has(&shown, "wrong", code), "{code}: {shown}");
    }
    let run = env.run(["election", "protocol", "show"]);
    assert_eq!(run.code, 3);
    assert!(run.out.contains("hour of the first meeting") && run.out.contains("D2314-1-1"), "{}", run.out);
    env.run(["election", "protocol", "note", "--invitation", "2026-10-01", "--says", "hour"]).ok();
    let shown = show(env);
    assert!(has(&shown, "fine", "invitation-in-time") && has(&shown, "fine", "content-whole"), "{shown}");
    assert!(has(&shown, "fine", "colleges-due") && has(&shown, "to-do", "no-unions"), "{shown}");
}

fn signatures(env: &Env) {
    let note = |more: &[&str]| env.run(["election", "protocol", "note"].iter().chain(more));
    note(&[
        "--union",
        "CGT:representative=yes,share=50%,invited=letter,came=yes",
        "--union",
        "CFDT:représentatif=oui,part=30%,invité=courrier,venu=oui,signé=oui",
        "--union",
        "FO:representative=yes,share=20%,invited=otherwise,came=yes,signed=yes",
        "--clause",
        "outside-hours",
    ])
    .ok();
    let shown = show(env);
    for code in ["not-enough", "votes-missed", "letter-missing", "clause-void"] {
        assert!(has(&shown, "wrong", code), "{code}: {shown}");
    }
    let points = shown["value"]["points"].as_array().unwrap();
    let missing = points.iter().find(|p| p["code"] == "not-enough").unwrap();
    assert_eq!(missing["about"], json!(["CGT"]));
    // The hours of a college fall though their sum stays.
    env.run(["election", "edit", "--college", "1:hours=48", "--college", "2:hours=24"]).ok();
    assert!(has(&show(env), "wrong", "hours-lost"));
    env.run(["election", "edit", "--college", "1:hours=54", "--college", "2:hours=18"]).ok();
    note(&[
        "--union",
        "CGT:signed=yes",
        "--union",
        "FO:invited=letter",
        "--signed",
        "2026-11-05",
        "--voting",
        "electronic-employer",
    ])
    .ok();
    let shown = show(env);
    assert_eq!(shown["value"]["wrong"], 0, "{shown}");
    for code in ["enough", "clause-holds", "hours-kept", "invited"] {
        assert!(has(&shown, "fine", code), "{code}: {shown}");
    }
    let test = shown["value"]["points"].as_array().unwrap().iter().find(|p| p["code"] == "test").unwrap();
    assert_eq!((&test["day"], &test["because"][0]["article"]), (&json!("2026-12-15"), &json!("R2314-15")));
    env.run(["election", "protocol", "show", "--lang", "fr"]).ok();
    // What cannot be is refused, by what is wrong, and nothing changes.
    for (bad, said) in [
        (vec!["--union", "CGT:came=perhaps"], "yes or no"),
        (vec!["--union", "CGT:zphqx=yes"], "zphqx"),
        (vec!["--union", "CGT:share=150%"], "share"),
        (vec!["--union", "SUD:came=no,signed=yes"], "came"),
        (vec!["--clause", "zphqx"], "zphqx"),
        (vec!["--says", "zphqx"], "zphqx"),
        (vec!["--voting", "zphqx"], "zphqx"),
        (vec![], "nothing to change"),
    ] {
        let run = note(&bad);
        assert!(run.code != 0 && run.said().contains(said), "{bad:?}: {} {}", run.code, run.err);
    }
    assert_eq!(show(env)["value"]["noted"], shown["value"]["noted"]);
}

fn bytes_of(dir: &std::path::Path, out: &mut Vec<u8>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { bytes_of(&path, out) } else { out.extend(std::fs::read(path).unwrap()) }
    }
}

fn electors(env: &Env) {
    env.write("electors.csv", LIST);
    let before = json(env, &["list"]);
    let found = json(env, &["electors", "electors.csv", "--published", "2026-11-20"]);
    let value = &found["value"];
    assert_eq!(found["schema"], "contrepoids.election.electors/1");
    assert_eq!((&value["total"], &value["may_vote"], &value["unknown"]), (&json!(7), &json!(4), &json!(2)));
    assert_eq!(value["left_out"], json!(["Matricule"]));
    // The line of the title counts: line 3 is the first of the people.
    let line = |n: u64| value["lines"].as_array().unwrap().iter().find(|l| l["line"] == n).unwrap().clone();
    assert_eq!((line(3)["votes"].clone(), line(3)["stands"].clone()), (json!(true), json!(true)));
    assert_eq!(
        (line(6)["votes"].clone(), line(6)["reasons"][0]["code"].clone()),
        (json!(false), json!("seniority"))
    );
    assert_eq!(line(5)["votes"], Value::Null, "no birth: unknown is not no");
    assert_eq!(
        (&value["faults"][0]["line"], &value["faults"][0]["column"]),
        (&json!(9), &json!("Date de naissance"))
    );
    assert_eq!(value["doubles"], json!([{ "lines": [7, 8], "sure": true }]));
    let absent: Vec<_> = value["ours_absent"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (a["name"].as_str().unwrap(), a["code"].as_str().unwrap(), a["lines"].clone()))
        .collect();
    assert_eq!(
        absent,
        [("Modele Noa", "missing", json!([])), ("Zphqxcanari Sacha", "name-only", json!([5]))]
    );
    assert_eq!(
        value["contest"],
        json!({ "published": "2026-11-20", "first": "2026-11-21", "last": "2026-11-23" })
    );
    let run = env.run(["election", "electors", "electors.csv", "--published", "2026-11-20", "--letter"]);
    assert_eq!(run.code, 3, "{}", run.err);
    for words in
        ["tribunal judiciaire", "- Modele Noa", "NOUVEAU Qwfpxcanari\u{a0}: ancienneté", "20/11/2026"]
    {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    // Looked at and forgotten: the election is as it was, and nothing of the list lies on the disk.
    assert_eq!(json(env, &["list"]), before);
    let mut bytes = Vec::new();
    bytes_of(&env.vault(), &mut bytes);
    assert!(!bytes.windows(11).any(|w| w == b"Qwfpxcanari"));
    let kept = json(env, &["electors", "electors.csv", "--published", "2026-11-20", "--keep"]);
    assert_eq!(kept["value"]["kept"], json!(["1", "2"]));
    let noted = &json(env, &["list"])["value"]["elections"][0];
    assert_eq!((&noted["colleges"][0]["women"], &noted["colleges"][0]["men"]), (&json!(2), &json!(2)));
    assert_eq!(noted["dates"]["list_published"], "2026-11-20");
    let export = env.run(["--json", "election", "show"]);
    assert!(!export.out.contains("Qwfpxcanari"), "{}", export.out);
    // Once noted, figures are not written over by a list that differs.
    env.write("other.csv", LIST.replace("AUTRE;Charlie;31/02/1985;01/01/2015;F;2e collège;7\n", ""));
    let again = json(env, &["electors", "other.csv", "--keep"]);
    assert_eq!(
        (&again["value"]["kept"], &again["value"]["colleges"][1]["differs"]),
        (&json!([]), &json!(true))
    );
    assert_eq!(json(env, &["list"])["value"]["elections"][0]["colleges"][1]["registered"], 3);
    // In a pipe as from a file; a file that is none is refused by what is wrong.
    let piped = with_input(env, &["election", "electors", "-", "--json"], LIST);
    assert_eq!(piped.json()["value"]["total"], 7);
    with_input(env, &["election", "electors", "-"], "a;b\n1;2\n").fails(1, "name");
}

fn lists(env: &Env) {
    let add = ["election", "lists", "add", "--college", "1", "--vote", "holders"];
    // By a tag, in the order of a column; theirs from standard input.
    env.run(add.iter().chain(&["--ours", "--where", "tags=liste", "--order=-free:Rang"])).ok();
    env.run(add.iter().chain(&["--ours", "--tag", "liste", "--order", "free:Rang", "--replace"])).ok();
    let args: Vec<&str> = add.iter().copied().chain(["--union", "FO", "--from", "-"]).collect();
    with_input(env, &args, "Dominique Exemple;F;1970-01-31\n\nAlex Essai;H;1971-01-31\n").ok();
    with_input(env, &args, "Dominique Exemple;F;never\n").fails(2, "line 1");
    let substitutes =
        ["election", "lists", "add", "--college", "1", "--vote", "substitutes", "--ours", "--from", "-"];
    with_input(env, &substitutes, "Noa Modele;F;1982-01-31;ouvrier\n").ok();
    let shown = json(env, &["lists", "show"]);
    let mine = shown["value"]["lists"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["vote"] == "holders" && l["ours"] == true);
    let names: Vec<_> =
        mine.unwrap()["candidates"].as_array().unwrap().iter().map(|c| c["name"].clone()).collect();
    assert_eq!(names, ["Camille Exemple", "Lou Essai"]);
    // A remark that repeats is said once, with how often.
    let checked = env.run(["election", "check"]);
    let incomplete = checked.out.matches("incomplete list: seats won").count();
    assert_eq!(incomplete, 1, "{}", checked.out);
    assert!(checked.out.contains("×"), "{}", checked.out);
    let all = json(env, &["check"]);
    let of =
        |code: &str| all["value"]["issues"].as_array().unwrap().iter().filter(|i| i["code"] == code).count();
    assert!(of("incomplete") > 1, "{all}");
    // Before the first round nobody says that a second one is due.
    assert_eq!(of("second-round-due"), 0, "{all}");
    let agenda = env.run(["agenda", "list", "--json"]).ok();
    assert!(
        agenda.out.contains("\"poll.vote\"") && !agenda.out.contains("\"second-round\""),
        "{}",
        agenda.out
    );
}

fn vote(env: &Env) {
    env.run(["election", "edit", "--college", "2:registered=3"]).ok();
    let sheet = |college: &str, vote: &str, lists: Value, voters: u64, entry: u64| json!({ "college": college, "vote": vote, "entry": entry, "voters": voters, "blank": 0, "null": 0, "lists": lists });
    let mut sheets = Vec::new();
    for entry in [1, 2] {
        let holders = json!([{ "name": "CGT", "ballots": 3 }, { "name": "FO", "ballots": 1 }]);
        sheets.push(sheet("1", "holders", holders, 4, entry));
        sheets.push(sheet("1", "substitutes", json!([{ "name": "CGT", "ballots": 4 }]), 4, entry));
    }
    env.write("count.json", json!({ "sheets": sheets }).to_string());
    enter(env, &["--input", "count.json"]).ok();
    let shown = json(env, &["show", "--on", "2026-12-16"]);
    let holders = &shown["value"]["votes"][0];
    assert_eq!(holders["lists"][0]["elected"], json!(["Camille Exemple", "Lou Essai"]), "{holders}");
    // What leads to the vote is over for the agenda once it was held.
    let agenda = env.run(["agenda", "show", "--json", "--on", "2026-12-16"]);
    assert!(
        !agenda.out.contains("\"poll.vote\"") && !agenda.out.contains("renewal-first-round"),
        "{}",
        agenda.out
    );
    let replaced =
        json(env, &["replace", "Camille Exemple", "--date", "2027-01-11", "--on", "2027-01-12", "--ask"]);
    assert_eq!(replaced["value"]["replacement"]["who"]["name"], "Noa Modele", "{replaced}");
}

/// Another spread of seats, by the votes of the election before.
#[test]
fn spreads_are_compared_by_the_last_votes() {
    let env = super::with_election();
    env.write("count.json", super::COUNT.replace(":49", ":60"));
    enter(&env, &["--input", "count.json"]).ok();
    env.run([
        "election",
        "new",
        "--date",
        "2030-11-28",
        "--name",
        "next",
        "--union",
        "CGT",
        "--kind",
        "general",
        "--college",
        "1:holders=4,women=60,men=40",
        "--college",
        "2:holders=2,women=20,men=20",
    ])
    .ok();
    let args = ["protocol", "compare", "next", "--variant", "1=3,2=3", "--variant", "1=6,2=0"];
    let value = json(&env, &args)["value"].clone();
    let ours: Vec<_> = value["variants"].as_array().unwrap().iter().map(|v| v["ours"].clone()).collect();
    // Forty of sixty ballots of the first college: three of four seats, two of three.
    assert_eq!(ours[..2], [json!(3), json!(2)], "{value}");
    assert_eq!(value["variants"][2]["empty"], json!(["2"]));
    let shown = json(&env, &["protocol", "show", "next"]);
    assert!(has(&shown, "to-do", "no-unions"));
    env.run(["election", "protocol", "compare", "next", "--variant", "1=3;2=3"]).fails(1, "variant");
    env.run(["election", "protocol", "compare", "next", "--variant", "1=3,1=3"]).fails(1, "twice");
    let text =
        env.run(["election", "protocol", "compare", "next", "--variant", "1=3,2=3", "--lang", "fr"]).ok().out;
    assert!(text.contains("1=4,2=2 (noté)") && text.lines().all(|l| l.chars().count() <= 80), "{text}");
}
