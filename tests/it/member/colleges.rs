//! One answer everywhere to the college of a person: list, show, filter, merge, notices, support, check.

use serde_json::Value;

use crate::support::Env;

const FROM: &str = "Section <section@section.example.org>";

const PEOPLE: [(&str, &str); 4] =
    [("Employé", "employé"), ("Technicien", "technicien"), ("Cadre", "cadre"), ("Sans", "")];

fn json(env: &Env, args: &[&str]) -> Value {
    env.run(args.iter().chain(&["--json"])).ok().json()["value"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Returns the college of each person, as every face tells it; panics where two differ.
fn colleges(env: &Env, poll: Option<&str>) -> Vec<String> {
    let listed = json(env, &["member", "list", "--columns", "nom,collège", "--sort", "nom"]);
    let college_of = |name: &str| {
        let all = listed["people"].as_array().unwrap();
        text(&all.iter().find(|p| text(&p["family"]).contains(name)).unwrap()["college"])
    };
    let all: Vec<String> = PEOPLE.iter().map(|(name, _)| college_of(name)).collect();
    for ((name, _), college) in PEOPLE.iter().zip(&all) {
        assert_eq!(
            &text(&json(env, &["member", "show", &format!("Camille {name}")])["college"]),
            college,
            "{name}"
        );
        let asked = if college.is_empty() { "inconnu" } else { college };
        let found = env.run(["member", "list", "--college", asked, "--json"]).ok().out;
        assert!(found.contains(&format!("Camille {name}")), "list --college {asked}: {name}: {found}");
    }
    for asked in ["1", "2", "3"] {
        // Whoever is in that college gets the notice; whoever's college is not known is told, and left out.
        let (messages, excluded) = preview(env, asked);
        let (here, unknown) = (all.iter().filter(|c| *c == asked), all.iter().filter(|c| c.is_empty()));
        assert_eq!(messages, here.count(), "notice to {asked}");
        assert_eq!(excluded, unknown.count(), "notice to {asked}");
        let told = env.run(["member", "list", "--college", asked]).ok();
        let unknown = all.iter().filter(|c| c.is_empty()).count();
        assert_eq!(told.err.contains("unknown"), unknown > 0, "{}", told.err);
    }
    if let Some(poll) = poll {
        let map = json(env, &["election", "support", poll]);
        for row in map["colleges"].as_array().unwrap() {
            let here = all.iter().filter(|c| **c == text(&row["college"])).count();
            assert_eq!(row["supporters"], here, "{map}");
        }
    }
    all
}

/// How many get a notice to a college, and how many are left out because theirs is not known.
fn preview(env: &Env, college: &str) -> (usize, usize) {
    let run = env.run(["notice", "preview", "welcome", "--from", FROM, "--college", college, "--json"]);
    if run.code != 0 {
        // Nobody gets it: those left out are told all the same.
        return (
            0,
            if run.err.contains("college unknown") { run.err.matches("Camille ").count() } else { 0 },
        );
    }
    let value = run.json()["value"].clone();
    let left_out = value["excluded"].as_array().unwrap().iter().filter(|e| e["why"] == "college-unknown");
    (usize::try_from(value["messages"].as_u64().unwrap()).unwrap(), left_out.count())
}

fn people() -> Env {
    let env = Env::with_vault();
    for (name, category) in PEOPLE {
        let mail = format!("courriel={}@section.example.org", name.replace('é', "e").to_lowercase());
        let category = format!("catégorie={category}");
        let mut args = vec!["member", "add", "prénom=Camille", &mail, "adhésion=2020-01-15"];
        let name = format!("nom={name}");
        args.push(&name);
        if category != "catégorie=" {
            args.push(&category);
        }
        env.run(&args).ok();
    }
    env
}

fn election(env: &Env, name: &str, date: &str, colleges: &[&str]) {
    let mut args = vec!["election", "new", "--date", date, "--name", name, "--kind", "general"];
    args.extend(colleges.iter().flat_map(|c| ["--college", c]));
    env.run(&args).ok();
}

const ONE: &str = "1:holders=1,registered=20";
const TWO: [&str; 2] = ["1:holders=2,registered=40", "2:holders=2,registered=20"];
const THREE: [&str; 3] =
    ["1:holders=2,registered=40", "2:holders=2,registered=20", "3:holders=1,registered=30"];

#[test]
fn every_face_tells_one_college() {
    let env = people();
    // Nothing recorded: only workers and employees are surely in the first.
    assert_eq!(colleges(&env, None), ["1", "", "", ""]);
    // By the law, from what is recorded.
    env.run(["company", "headcount", "2026-10", "60"]).ok();
    assert_eq!(colleges(&env, None), ["1", "2", "", ""]);
    env.run(["company", "set", "--cadres", "24"]).ok();
    assert_eq!(colleges(&env, None), ["1", "2", "2", ""]);
    env.run(["company", "set", "--cadres", "25"]).ok();
    assert_eq!(colleges(&env, None), ["1", "2", "3", ""]);
    env.run(["company", "headcount", "2026-11", "20"]).ok();
    assert_eq!(colleges(&env, None), ["1", "1", "1", "1"]);
    // The protocol of the running election goes before.
    election(&env, "A", "2022-03-10", &THREE);
    assert_eq!(colleges(&env, Some("A")), ["1", "2", "3", ""]);
    election(&env, "B", "2026-03-10", &TWO);
    assert_eq!(colleges(&env, Some("B")), ["1", "2", "2", ""]);
    election(&env, "C", "2030-03-10", &[ONE]);
    assert_eq!(colleges(&env, Some("C")), ["1", "1", "1", "1"]);
}

#[test]
fn the_cadres_of_two_colleges_are_in_the_second() {
    let env = people();
    let college = ["--college", TWO[0], "--college", TWO[1]];
    env.run(["election", "new", "--date", "2027-03-10"].iter().chain(&college)).ok();
    assert_eq!(colleges(&env, None), ["1", "2", "2", ""]);
    env.run(["member", "list", "--college", "cadres"]).fails(2, "1, 2, 3");
}
