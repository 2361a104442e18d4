//! How a round ends: signatures, minutes of disagreement, what to do, who sits.

use unicode_width::UnicodeWidthStr as _;

use super::begun;
use crate::support::Env;

const ON: [&str; 2] = ["--on", "2027-02-12"];

fn round(agreed: bool) -> (Env, String) {
    let env = Env::with_vault();
    env.run(["company", "set", "--name", "Mirabelle SA"]).ok();
    env.run(["company", "headcount", "2026-10", "120"]).ok();
    let id = begun(&env);
    env.run(["bargain", "open", &id, "--day", "2026-12-08"]).ok();
    let demand =
        ["bargain", "demand", &id, "salaires", "--text", "4 % pour toutes et tous", "--reason", "secret"];
    env.run(demand).ok();
    let said = |day: &str, ours: &str, theirs: &str| {
        let args = ["bargain", "demand", &id, "salaires", "--ours", ours, "--theirs", theirs, "--day", day];
        env.run(args.into_iter().chain(ON)).ok();
    };
    said("2027-01-12", "4 %", "0,5 %");
    said("2027-02-09", "3 %", "1 %");
    let how = if agreed { "--agreement" } else { "--disagreement" };
    env.run(["bargain", "close", &id, how, "--day", "2027-02-10"].into_iter().chain(ON)).ok();
    (env, id)
}

/// An election of one seat, with its lists counted twice.
fn elected(env: &Env, day: &str, counted: &[(&str, u32)]) {
    env.run(["election", "new", "--date", day, "--college", "1:holders=1,registered=100"]).ok();
    for ((union, _), name) in counted.iter().zip(["Camille Exemple;F;1980-01-31", "Lou Essai;H;1981-01-31"]) {
        env.run(["election", "lists", "add", "--vote", "holders", "--union", union, "--candidate", name])
            .ok();
    }
    let voters = counted.iter().map(|(_, n)| n).sum::<u32>().to_string();
    let lists: Vec<String> =
        counted.iter().flat_map(|(union, n)| ["--list".to_owned(), format!("{union}={n}")]).collect();
    for entry in ["1", "2"] {
        let count = ["election", "count", "--vote", "holders", "--entry", entry, "--voters", &voters];
        let rest = ["--blank", "0", "--null", "0", "--signatures", &voters];
        let lists = lists.iter().map(String::as_str);
        env.run(count.into_iter().chain(rest).chain(lists)).ok();
    }
}

#[test]
fn who_signed_decides_and_what_is_not_known_is_said() {
    let (env, id) = round(true);
    let run = |more: &[&str]| {
        let all = ["bargain", "signatures", &id, "--json"].into_iter().chain(more.iter().copied()).chain(ON);
        env.run(all)
    };
    let shown = run(&[]).ok().json();
    assert_eq!(shown["schema"], "contrepoids.bargain.signatures/1");
    assert_eq!(shown["value"]["verdict"], serde_json::Value::Null);
    let codes = |shown: &serde_json::Value| {
        let all = shown["value"]["missing"].as_array().unwrap().clone();
        all.iter().map(|m| m["what"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&shown), ["no-signature", "no-election"]);
    let signed = run(&["--signed", "CGT", "--signed", "CFDT"]).ok().json();
    assert_eq!(codes(&signed), ["no-election"]);
    let taken = run(&["--withdrawn", "cfdt"]).ok().json();
    assert_eq!(taken["value"]["unions"].as_array().unwrap().len(), 1);
    let noted = run(&["--notified", "2027-02-11"]).ok().json();
    assert_eq!(noted["value"]["nullity_until"], "2027-04-12", "the eleventh is a Sunday");
    assert!(noted["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2262-14"));
    run(&["--notified", "2027-02-09"]).fails(1, "cannot come before");
    run(&["--notified", "2027-02-13"]).fails(1, "has not come yet");
    let text = env.run(["nao", "signataires", &id, "--lang", "fr"].into_iter().chain(ON)).ok().out;
    assert!(text.contains("indéterminée") && text.contains("les dernières élections"), "{text}");
    assert!(text.lines().all(|l| l.width() <= 80), "{text}");
    env.run(["bargain", "disagreement", &id].into_iter().chain(ON)).fails(1, "ended by an agreement");
}

#[test]
fn the_last_election_before_the_signature_gives_the_audience() {
    let (env, id) = round(true);
    elected(&env, "2026-11-17", &[("CGT", 51), ("CFDT", 49)]);
    let run = |more: &[&str]| {
        let all = ["bargain", "signatures", &id, "--json"].into_iter().chain(more.iter().copied()).chain(ON);
        env.run(all).ok().json()["value"].clone()
    };
    let one = run(&["--signed", "cgt"]);
    assert_eq!((&one["verdict"], &one["share"]["decimal"]), (&"valid".into(), &"0.51".into()), "{one}");
    let other = run(&["--withdrawn", "CGT", "--signed", "CFDT"]);
    assert_eq!(
        (&other["verdict"], &other["clocks"]["ask_until"]),
        (&"staff-vote".into(), &"2027-03-10".into())
    );
    let stranger = run(&["--signed", "UNSA"]);
    assert_eq!(
        (&stranger["verdict"], &stranger["missing"][0]["what"]),
        (&serde_json::Value::Null, &"unknown-union".into())
    );
    let text = env.run(["nao", "signataires", &id, "--lang", "fr"].into_iter().chain(ON)).ok().out;
    assert!(
        text.contains("CFDT\u{a0}: 49\u{a0}%, a signé") && text.lines().all(|l| l.width() <= 80),
        "{text}"
    );
}

#[test]
fn the_minutes_of_disagreement_hold_the_last_word_of_each_side() {
    let (env, id) = round(false);
    let made = env.run(["bargain", "disagreement", &id, "--lang", "fr"].into_iter().chain(ON)).ok();
    for text in [
        "# Procès-verbal de désaccord",
        "Mirabelle SA",
        "salaires\u{a0}: 3 % (09/02/2027)",
        "salaires\u{a0}: 1 % (09/02/2027)",
    ] {
        assert!(made.out.contains(text), "{text}\n{}", made.out);
    }
    assert!(!made.out.contains("0,5 %") && !made.out.contains("secret"), "{}", made.out);
    assert!(made.said().contains("les mesures que l’employeur appliquera seul"), "{}", made.err);
    assert!(made.out.lines().all(|l| l.width() <= 80), "{}", made.out);
    let both = env.run(["nao", "desaccord", &id, "--english"].into_iter().chain(ON)).ok().out;
    assert!(both.find("# Procès-verbal") < both.find("# Minutes of disagreement"), "French first");
    let json = env.run(["bargain", "disagreement", &id, "--json"].into_iter().chain(ON)).ok().json();
    assert_eq!(json["schema"], "contrepoids.bargain.disagreement/1");
    assert_eq!(json["value"]["blanks"].as_array().unwrap().len(), 2, "unions and unilateral measures");
    env.run(["bargain", "signatures", &id, "--signed", "CGT"].into_iter().chain(ON))
        .fails(1, "has not ended by an agreement");
    let met = env.run(["bargain", "minutes", &id, "--day", "2027-01-12"].into_iter().chain(ON)).ok().out;
    assert!(met.contains("salaires, nous\u{a0}: 4 %"), "{met}");
    let last = env.run(["bargain", "minutes", &id, "--json"].into_iter().chain(ON)).ok().json();
    assert!(last["value"]["markdown"].as_str().unwrap().contains("09/02/2027"));
    env.run(["bargain", "minutes", &id, "--day", "2027-01-13"].into_iter().chain(ON)).fails(1, "no meeting");
}

#[test]
fn what_to_do_is_said_in_order_for_the_subject_and_the_company() {
    let (env, id) = round(false);
    let steps = |args: &[&str]| {
        let all = ["bargain", "guide", "--json"].into_iter().chain(args.iter().copied());
        let found = env.run(all).ok().json()["value"]["steps"].as_array().unwrap().clone();
        found.iter().map(|s| s["article"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let default = steps(&["défaut", "--round", &id]);
    assert_eq!(default.first().map(String::as_str), Some("L2242-13"));
    let place = |a: &str| default.iter().position(|s| s == a).unwrap();
    assert!(place("D2242-12") < place("L2132-3") && place("L2132-3") < place("L2243-1"), "{default:?}");
    assert!(!default.contains(&"L2242-8".to_owned()), "{default:?}");
    assert_eq!(steps(&["sans-délégué", "--headcount", "8", "--cse", "no"]), ["L2232-21", "L2143-23"]);
    assert!(steps(&["Sans Délégué", "--cse", "non"]).contains(&"L2232-26".to_owned()), "120 of the company");
    assert!(steps(&["elections"]).starts_with(&["L2143-11".to_owned()]));
    env.run(["bargain", "guide", "chats"]).fails(2, "default/défaut");
    for topic in ["défaut", "accord", "désaccord", "sans-délégué", "élections"] {
        let text = env.run(["nao", "guide", topic, "--lang", "fr"]).ok().out;
        assert!(text.lines().all(|l| l.width() <= 80) && text.contains("  1. "), "{text}");
    }
    let open = env.run(["nao", "guide", "sans-délégué", "--lang", "fr"]).ok().out;
    assert!(open.contains("selon qu’il y a un CSE"), "{open}");
}

#[test]
fn who_sits_is_counted_and_checked() {
    let (env, id) = round(false);
    let seats = |args: &[&str]| {
        let all = ["bargain", "delegation", &id, "--json"].into_iter().chain(args.iter().copied());
        env.run(all).ok().json()["value"]["delegations"].as_array().unwrap().clone()
    };
    assert!(seats(&[]).is_empty());
    let one = seats(&["CGT", "--delegates", "1", "--employees", "3", "--named", "1"]);
    assert_eq!(one[0]["flaws"][0]["what"], "too-many-employees");
    let one = seats(&["cgt", "--delegates", "1", "--employees", "1", "--named", "1"]);
    assert!(one.len() == 1 && one[0]["flaws"].as_array().unwrap().is_empty());
    seats(&["CFDT", "--delegates", "1", "--employees", "2", "--named", "1"]);
    let text = env.run(["bargain", "delegation", &id, "--lang", "fr"]).ok().out;
    assert!(text.contains("trop de salarié·e·s") && text.lines().all(|l| l.width() <= 80), "{text}");
    let agreed = seats(&["--agreed", "2"]);
    assert!(agreed.iter().all(|d| d["flaws"].as_array().unwrap().is_empty()), "{agreed:?}");
    env.run(["bargain", "delegation", &id, "CGT"]).fails(2, "--delegates");
    env.run(["bargain", "delegation", &id, "CGT", "--delegates", "9999999"]).fails(1, "not possible");
}

/// What follows the end of a round stands in the agenda: notice, filing, vote of the staff, nullity.
#[test]
fn the_end_of_a_round_goes_on_in_the_agenda() {
    let (env, id) = round(true);
    elected(&env, "2026-11-17", &[("CGT", 51), ("CFDT", 49)]);
    let lines = || -> Vec<(String, String, bool)> {
        let listed = env.run(["agenda", "list", "--json"].into_iter().chain(ON)).ok().json();
        let all = listed["value"]["lines"].as_array().unwrap().clone();
        let of = |l: &serde_json::Value| {
            let text = |name: &str| l[name].as_str().unwrap_or_default().to_owned();
            (text("rule"), text("on"), l["section"] == "week")
        };
        let ours = ["round.", "majority-", "referendum-", "agreement-nullity"];
        all.iter().map(of).filter(|(rule, ..)| ours.iter().any(|o| rule.starts_with(o))).collect()
    };
    let row = |rule: &str, on: &str, week: bool| (rule.to_owned(), on.to_owned(), week);
    let noted = |more: &[&str]| {
        env.run(["bargain", "signatures", &id].into_iter().chain(more.iter().copied()).chain(ON)).ok();
    };
    assert_eq!(lines(), [row("round.notify", "2027-02-10", true)]);
    // With 49 % the signatories may ask for a vote of the staff.
    noted(&["--signed", "CFDT"]);
    let vote = [
        row("round.notify", "2027-02-10", true),
        row("majority-agreement-referendum-request", "2027-03-10", false),
        row("referendum-signatures", "2027-03-18", false),
        row("referendum-vote", "2027-05-18", false),
    ];
    assert_eq!(lines(), vote);
    // The other half too: nobody votes, and two months run from the notice.
    noted(&["--signed", "CGT", "--notified", "2027-02-11"]);
    assert_eq!(
        lines(),
        [row("round.file", "2027-02-11", true), row("agreement-nullity", "2027-04-12", false)]
    );
    let text = env.run(["agenda", "--lang", "fr"].into_iter().chain(ON)).ok().out;
    assert!(text.contains("sans délai") && text.contains("L.\u{a0}2242-5"), "{text}");
    env.run(["bargain", "close", &id, "--filed", "2027-02-12"].into_iter().chain(ON)).ok();
    assert_eq!(lines(), [row("agreement-nullity", "2027-04-12", false)]);
    let (env, id) = round(false);
    let listed = env.run(["agenda", "list", "--json"].into_iter().chain(ON)).ok().json().to_string();
    assert!(listed.contains("round.file") && !listed.contains("round.notify"), "{id}: {listed}");
}
