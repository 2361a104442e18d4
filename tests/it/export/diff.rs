//! `export diff`: who came, who went and what is another, from one export to the next.

use super::{reader, section};
use crate::support::Run;

#[test]
fn tells_what_changed_since_the_last_export() {
    let env = section(&[("Camille", "Exemple"), ("Lou", "Essai"), ("Noa", "Témoin")]);
    let (key, public) = reader(&env, "reader.txt");
    let export = |out: &str, format: &str| {
        env.run(["export", "roster", "--to", &public, "--out", out, "--format", format, "--yes"]).ok();
    };
    export("one.age", "csv");
    export("one.json.age", "json");
    export("one.xlsx.age", "xlsx");
    env.run(["member", "edit", "Camille Exemple", "ville=Exempleville", "--yes"]).ok();
    env.run(["member", "leave", "Lou Essai", "--date", "2026-11-01", "--yes"]).ok();
    env.run(["member", "add", "prénom=Sacha", "nom=Fictif", "joined=2026-11-01"]).ok();
    export("two.age", "csv");
    export("two.json.age", "json");
    export("two.xlsx.age", "xlsx");
    let diff = |old: &str, new: &str, more: &[&str]| {
        let mut command = env.bare();
        command.args(["export", "diff", old, new, "--lang", "en", "--identity"]).arg(&key).args(more);
        Run::of(command.output().unwrap())
    };
    for (old, new) in
        [("one.age", "two.age"), ("one.json.age", "two.json.age"), ("one.xlsx.age", "two.xlsx.age")]
    {
        let found = diff(old, new, &["--json"]).ok().json()["value"].clone();
        assert_eq!(found["added"][0]["name"], "Fictif Sacha", "{found}");
        assert_eq!(found["removed"][0]["name"], "Essai Lou");
        let changed = found["changed"].as_array().unwrap();
        assert_eq!((changed.len(), &changed[0]["name"]), (1, &"Exemple Camille".into()));
        let fields = changed[0]["fields"].as_array().unwrap();
        assert_eq!(
            (fields.len(), &fields[0]["before"], &fields[0]["after"]),
            (1, &"".into(), &"Exempleville".into())
        );
        let said = diff(old, new, &[]).ok();
        for line in ["+ Fictif Sacha", "- Essai Lou", "Exemple Camille", "→ Exempleville"] {
            assert!(said.out.contains(line), "{line}\n{}", said.out);
        }
    }
    assert!(diff("one.age", "one.age", &[]).ok().err.contains("Nothing changed"));
    diff("one.age", "two.json.age", &[]).fails(1, "not of the same form");
    diff("one.xlsx.age", "two.age", &[]).fails(1, "not of the same form");
    env.write("letter.txt", "dear all");
    diff("one.age", "letter.txt", &[]).fails(1, "not an age file");
}
