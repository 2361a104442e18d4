//! Nothing of an election lies in clear; what others see hides small groups.

use super::{add_list, enter, json, with_election};
use crate::support::Env;

fn files(dir: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

#[test]
fn candidates_and_figures_are_sealed() {
    let env = with_election();
    enter(&env, &["--college", "2", "--vote", "holders", "--box", "Nantes", "--voters", "15"]).ok();
    let mut all = Vec::new();
    files(&env.vault(), &mut all);
    assert!(all.len() > 3);
    for path in all {
        let bytes = std::fs::read(&path).unwrap();
        for word in ["Camille", "Exemple", "Nantes", "holders", "CGT"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word} in {}", path.display());
        }
    }
    let doctor = env.run(["doctor"]);
    assert!(doctor.out.contains("The vault is whole."), "{}\n{}", doctor.out, doctor.err);
}

fn with_people() -> Env {
    let env = with_election();
    let mut csv = "nom;catégorie;site;adhésion\n".to_owned();
    for n in 0..12 {
        csv.push_str(&format!("Exemple{n};ouvrier/employé;Lyon;2020-01-01\n"));
    }
    for n in 12..18 {
        csv.push_str(&format!("Exemple{n};ouvrier/employé;Nantes;2020-01-01\n"));
    }
    for n in 18..20 {
        csv.push_str(&format!("Exemple{n};ouvrier/employé;Paris;2020-01-01\n"));
    }
    csv.push_str("Zphqxcanari;technicien;Lyon;2020-01-01\n");
    env.write("people.csv", csv);
    env.run(["member", "import", "people.csv", "--apply"]).ok();
    env
}

#[test]
fn the_support_map_shows_numbers_and_hides_small_groups_from_others() {
    let env = with_people();
    let open = json(&env, &["support", "--turnout", "60%"]);
    assert_eq!(open["schema"], "contrepoids.election.support/1");
    let value = &open["value"];
    assert_eq!(
        (&value["supporters"], &value["colleges"][0]["supporters"], &value["colleges"][1]["supporters"]),
        (&21.into(), &20.into(), &1.into())
    );
    // Sixty valid ballots on four seats: six, thirteen, thirty-one.
    let needs = &value["colleges"][0]["needs"];
    assert_eq!((&needs["tenth"], &needs["seat"], &needs["majority"]), (&6.into(), &13.into(), &31.into()));
    assert_eq!((&needs["missing_to_seat"], &needs["missing_to_majority"]), (&0.into(), &11.into()));
    let hidden = json(&env, &["support", "--turnout", "60%", "--for-others"]);
    let value = &hidden["value"];
    assert_eq!(value["for_others"], true);
    // Two in Paris take the six of Nantes with them, so that the total of the college can stand; the one of the second
    // college is hidden with its total, and the total of all with it.
    assert_eq!(value["colleges"][0]["supporters"], 20);
    assert!(value["colleges"][1]["supporters"].is_null() && value["supporters"].is_null());
    assert!(value["colleges"][1]["needs"]["missing_to_tenth"].is_null());
    let sites: Vec<_> =
        value["map"]["sites"].as_array().unwrap().iter().map(|s| s["supporters"].to_string()).collect();
    assert_eq!(sites, ["[12,null]", "[null,null]", "[null,null]"]);
    let text = env.run(["election", "support", "--public", "--lang", "fr"]).ok().out;
    assert!(text.contains("caché") && text.contains("moins de cinq"), "{text}");
    for out in [open.to_string(), hidden.to_string(), text] {
        assert!(!out.contains("Zphqx"), "{out}");
    }
}

#[test]
fn an_error_names_no_candidate() {
    let env = with_election();
    let run = add_list(&env, "SUD", &["Zphqxcanari;F", "Zphqxcanari;F"]);
    let run = run.fails(1, "candidate 2, name");
    assert!(!run.err.contains("Zphqx"), "{}", run.err);
    env.write("lists.csv", "college;vote;list;name;sex\n1;holders;SUD;Zphqxcanari;Q\n");
    let run = env.run(["election", "lists", "import", "--input", "lists.csv"]).fails(1, "line 2, sex");
    assert!(!run.err.contains("Zphqx"), "{}", run.err);
}
