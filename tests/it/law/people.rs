//! Who may vote and stand, by what our company is; from what a protection runs; who may be delegate below fifty.

use crate::support::Env;

#[test]
fn a_temp_votes_in_the_agency_alone_and_roster_law_and_check_agree() {
    let law = |more: &[&str]| {
        let env = Env::new();
        let args = ["law", "electors", "--kind", "interim", "--hired", "2020-01-01", "--born", "1980-01-01"];
        env.run(args.iter().chain(&["--on", "2026-12-15", "--json"]).chain(more)).ok().json()
    };
    let ours = law(&[]);
    assert_eq!((&ours["value"]["may_vote"], &ours["value"]["may_stand"]), (&false.into(), &false.into()));
    assert!(ours["because"].to_string().contains("07-60.287"), "{ours}");
    let agency = law(&["--company", "agency"]);
    assert_eq!((&agency["value"]["may_vote"], &agency["value"]["may_stand"]), (&true.into(), &true.into()));
    let env = Env::with_vault();
    let person = [
        "nom=Exemple",
        "nom de naissance=Modèle",
        "prénom=Camille",
        "contrat=intérim",
        "embauche=2015-01-01",
    ];
    let more = ["naissance=1980-01-01", "sexe=F", "adhésion=2020-01-15", "catégorie=employé"];
    env.run(["member", "add"].iter().chain(&person).chain(&more)).ok();
    let college = ["--college", "1:holders=1,women=60,men=40", "--union", "CGT"];
    env.run(["election", "new", "--date", "2026-12-15"].iter().chain(&college)).ok();
    let list = ["election", "lists", "add", "--vote", "holders", "--ours", "--member", "Camille Exemple"];
    env.run(list).ok();
    for (kind, may) in
        [(None, false), (Some("ordinary"), false), (Some("umbrella"), false), (Some("agency"), true)]
    {
        if let Some(kind) = kind {
            env.run(["company", "set", "--kind", kind]).ok();
        }
        let roster = env.run(["law", "electors", "--roster", "--on", "2026-12-15", "--json"]).ok().json();
        assert_eq!(roster["value"]["may_vote"], u64::from(may), "{kind:?}: {roster}");
        assert_eq!(
            roster["value"]["people"][0]["name"], "Modèle Camille",
            "the list of electors has the name of birth"
        );
        assert_eq!(roster["caveats"].to_string().contains("--kind"), kind.is_none(), "{kind:?}: {roster}");
        let check = env.run(["election", "check", "--json"]);
        assert_eq!(check.out.contains("user-company"), !may, "{kind:?}: {}", check.out);
    }
}

#[test]
fn what_is_not_known_of_an_elector_is_no_no() {
    let env = Env::new();
    let found = env.run(["law", "electors", "--on", "2026-12-15", "--json"]).ok().json();
    assert!(found["value"]["votes"].is_null() && found["value"]["stands"].is_null(), "{found}");
    let found =
        env.run(["law", "electors", "--on", "2026-12-15", "--born", "2015-01-01", "--json"]).ok().json();
    assert_eq!(found["value"]["votes"], false, "too young, whatever else is not known");
}

#[test]
fn who_asked_for_elections_is_protected_from_the_sending_of_the_letter_of_a_union() {
    let env = Env::with_vault();
    env.run(["agenda", "record", "election-requested", "--day", "2026-11-02"]).ok();
    let lines = |env: &Env| env.run(["agenda", "list", "--json", "--on", "2026-11-28"]).ok().out;
    assert!(!lines(&env).contains("protection-requester"), "receipt of a request protects nobody");
    env.run(["agenda", "record", "election-letter", "--day", "2026-10-28"]).ok();
    let found = lines(&env);
    assert!(found.contains("protection-requester") && found.contains("2027-04-28"), "{found}");
    let rule = ["law", "deadline", "protection-requester", "--from", "2026-10-28", "--lang", "fr"];
    let text = env.run(rule).ok().out;
    assert!(text.contains("envoi") && !text.contains("réception"), "{text}");
    let law = ["law", "protection", "--office", "requester", "--from", "2026-10-28", "--lang", "en"];
    let text = env.run(law).ok().out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("without the letter of a union"), "{text}");
}

#[test]
fn below_fifty_a_substitute_without_hours_is_no_delegate() {
    let env = Env::new();
    let args = ["law", "rights", "--headcount", "43", "--representative"];
    let text = env.run(args.iter().chain(&["--lang", "en"])).ok().out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("a substitute without hours") && !text.contains("an elected member of the CSE may"),
        "{text}"
    );
    let json = env.run(args.iter().chain(&["--json"])).ok().out;
    assert!(json.contains("20-16.333") && json.contains("20-21.269"), "{json}");
}
