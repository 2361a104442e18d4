//! Delegates to a central committee, and the committee of a unit: recorded, counted, checked.

use super::enter;
use crate::support::Env;

fn designation(env: &Env, more: &[&str]) -> crate::support::Run {
    let args = ["election", "new", "--date", "2026-12-03", "--kind", "designation"];
    env.run(args.iter().chain(more))
}

const LISTS: &str = "college;vote;list;unions;position;name;sex;born
Lyon;holders;Ada;CGT;1;Ada Exemple;F;1980-01-31
Lyon;holders;Bo;FO;1;Bo Essai;H;1970-01-31
";

/// Four members vote: two and two, and the older is elected; no quorum is asked, no list is read for women and men.
#[test]
fn the_most_votes_then_the_older() {
    let env = Env::with_vault();
    designation(&env, &["--college", "Lyon:holders=1,substitutes=1,registered=9"]).ok();
    env.write("lists.csv", LISTS);
    env.run(["election", "lists", "import", "--input", "lists.csv"]).ok();
    for entry in ["1", "2"] {
        let count = ["--college", "Lyon", "--vote", "holders", "--entry", entry, "--voters", "4"];
        let figures = ["--blank", "0", "--null", "0", "--list", "Ada=2", "--list", "Bo=2"];
        enter(&env, &[&count[..], &figures[..]].concat()).ok();
    }
    let shown = env.run(["election", "show", "--json"]).ok().json();
    let vote = &shown["value"]["votes"][0];
    assert!(vote["quorum"].is_null(), "{vote}");
    assert_eq!(vote["allocation"]["lists"][1]["elected"][0], "Bo Essai", "{vote}");
    assert_eq!(vote["allocation"]["lists"][0]["seats"], 0, "{vote}");
    assert!(shown["value"]["audience"].is_null());
    assert!(shown["because"].to_string().contains("96-60.455"), "{shown}");
    let check = env.run(["election", "check", "--json"]).out;
    for (code, there) in [
        ("designation-vote", true),
        ("proportion", false),
        ("second-round-due", false),
        ("central-unequal", false),
    ] {
        assert_eq!(check.contains(&format!("\"{code}\"")), there, "{code}: {check}");
    }
    let agenda = env.run(["agenda", "list", "--json", "--on", "2026-12-04"]).ok().out;
    assert!(!agenda.contains("\"second-round\""), "{agenda}");
}

#[test]
fn the_spread_is_checked_and_one_round_is_all() {
    let env = Env::with_vault();
    designation(&env, &["--college", "Lyon:holders=3,substitutes=2", "--college", "Nantes:holders=1"]).ok();
    let check = env.run(["election", "check", "--json"]).out;
    assert!(check.contains("central-unequal") && check.contains("central-of-site"), "{check}");
    assert!(check.contains("L2316-4") && check.contains("R2316-1"), "{check}");
    for more in [["--round", "2"], ["--establishment", "Lyon"]] {
        let run = designation(&env, &[&more[..], &["--college", "Lyon:holders=1"]].concat());
        assert!(run.code != 0, "{more:?}");
    }
}

#[test]
fn a_unit_is_said() {
    let env = Env::with_vault();
    let new = ["election", "new", "--date", "2026-12-03", "--unit", "--college", "1:holders=1"];
    let text = env.run(new.iter().chain(&["--lang", "en"])).ok().out;
    assert!(text.contains("Economic and social unit"), "{text}");
    let check = env.run(["election", "check", "--json"]).out;
    assert!(check.contains("\"unit\"") && check.contains("L2313-8"), "{check}");
    env.run(["election", "edit", "--unit", "no"]).ok();
    assert_eq!(env.run(["election", "list", "--json"]).ok().json()["value"]["elections"][0]["unit"], false);
}
