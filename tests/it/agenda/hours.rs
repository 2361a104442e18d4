//! Ledgers of delegation hours, and the days of training leave.

use serde_json::Value;

use crate::support::Env;

fn section() -> Env {
    let env = Env::with_vault();
    env.run(["company", "headcount", "2026-10", "720"]).ok();
    env
}

fn open(env: &Env, args: &[&str]) -> String {
    let all = ["agenda", "hours", "new"].iter().chain(args).chain(&["--json"]).copied();
    env.run(all).ok().json()["value"]["id"].as_str().unwrap()[..8].to_owned()
}

fn show(env: &Env, id: &str, month: &str) -> Value {
    env.run(["agenda", "hours", "show", id, "--month", month, "--json"]).ok().json()["value"].clone()
}

fn listed(env: &Env) -> Vec<Value> {
    let listed = env.run(["agenda", "list", "--json"]).ok().json();
    listed["value"]["lines"].as_array().unwrap().clone()
}

fn line(env: &Env) -> Value {
    listed(env).into_iter().find(|l| l["rule"] == "hours.left").unwrap()
}

#[test]
fn what_is_left_stands_in_the_agenda() {
    let env = section();
    let id = open(&env, &["cse", "--about", "Camille", "--from", "2026-06-16"]);
    env.run(["agenda", "hours", "take", &id, "20", "--day", "2026-06-20"]).ok();
    let july = show(&env, &id, "2026-07");
    assert_eq!((&july["left"]["decimal"], &july["carries_over"]), (&"28".into(), &true.into()), "{july}");
    // 24 a month by law at 720; 36 is one and a half times.
    assert_eq!(show(&env, &id, "2026-09")["left"]["decimal"], "36");
    // They carry over: nothing is lost, and no line says so. The hours of a delegate are lost with the month.
    assert!(!listed(&env).iter().any(|l| l["rule"] == "hours.left"));
    open(&env, &["ds", "--about", "Lou", "--from", "2026-11-02"]);
    let now = line(&env);
    assert_eq!((&now["on"], &now["hours_left"]["decimal"]), (&"2026-11-30".into(), &"60".into()), "{now}");
    assert_eq!((&now["who"], &now["hours_at_risk"]["decimal"]), (&"section".into(), &"24".into()));
    let took = env.run(["agenda", "hours", "take", &id, "40", "--day", "2026-11-20"]).ok();
    assert!(took.err.contains("4 h beyond what may be used"), "{}", took.err);
    assert_eq!(line(&env)["hours_left"]["decimal"], "24");
    let text = env.run(["agenda", "hours", "show", &id, "--explain", "--lang", "fr"]).ok().out;
    assert!(text.contains("article R.\u{a0}2315-5") && text.contains("40\u{a0}h prises"), "{text}");
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
}

#[test]
fn hours_of_a_delegate_are_lost_with_their_month() {
    let env = section();
    let id = open(&env, &["ds", "--about", "Dominique", "--from", "2026-01-05"]);
    env.run(["agenda", "hours", "take", &id, "4", "--day", "2026-11-03"]).ok();
    let found = show(&env, &id, "2026-11");
    assert_eq!(
        (&found["left"]["decimal"], &found["at_risk"]["decimal"]),
        (&"20".into(), &"20".into()),
        "{found}"
    );
    assert_eq!((&found["carries_over"], &found["credit"]["decimal"]), (&false.into(), &"24".into()));
}

#[test]
fn the_roster_gives_the_beginning_and_the_name() {
    let env = section();
    env.run(["member", "add", "nom=Exemple", "prénom=Camille", "roles=DS:2026-03-02"]).ok();
    let id = open(&env, &["ds", "--member", "Camille Exemple"]);
    assert_eq!(show(&env, &id, "2026-11")["from"], "2026-03");
    let listed = env.run(["agenda", "hours", "list"]).ok();
    assert!(listed.out.contains("Camille Exemple"), "{}", listed.out);
    let ics = env.run(["agenda", "ics", "--titles", "full"]).ok().out;
    assert!(ics.contains("Delegation hours") && !ics.contains("Camille"), "no name in a calendar: {ics}");
    env.run(["agenda", "hours", "new", "rss", "--member", "Camille Exemple"])
        .fails(1, "first day of the mandate");
    env.run(["agenda", "hours", "new", "ds", "--member", "Nobody Here", "--from", "2026-01-01"])
        .fails(1, "nobody");
}

#[test]
fn sharing_moves_hours_and_announces_them() {
    let env = section();
    let full = open(&env, &["cse", "--from", "2026-11-01", "--about", "A"]);
    let substitute = open(&env, &["cse-substitute", "--from", "2026-11-01", "--about", "B"]);
    let ds = open(&env, &["ds", "--from", "2026-11-01", "--about", "C"]);
    let give = |from: &str, to: &str, hours: &str| {
        env.run(["agenda", "hours", "give", from, to, hours, "--day", "2026-12-15"])
    };
    let shared = give(&full, &substitute, "10").ok();
    assert!(shared.out.contains("2026-12-07"), "eight days before: {}", shared.out);
    assert_eq!(show(&env, &substitute, "2026-12")["left"]["decimal"], "10");
    assert_eq!(show(&env, &full, "2026-12")["months"][1]["given"]["decimal"], "10");
    give(&full, &ds, "1").fails(1, "not shared so");
    give(&substitute, &full, "1").fails(1, "not shared so");
    give(&full, &full, "1").fails(1, "not shared so");
    give(&full, &substitute, "37").fails(1, "are left in that month");
    // Taken back, it is gone from both.
    let facts = env.run(["agenda", "facts", "--json"]).ok().json()["value"]["facts"].clone();
    let entry = facts.as_array().unwrap().iter().find(|f| f["kind"] == "hours-given").unwrap().clone();
    env.run(["agenda", "remove", &entry["id"].as_str().unwrap()[..8]]).ok();
    assert_eq!(show(&env, &substitute, "2026-12")["left"]["decimal"], "0");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let env = Env::with_vault();
    env.run(["agenda", "hours", "new", "ds", "--from", "2026-01-05"]).fails(1, "depend on the headcount");
    env.run(["agenda", "hours", "new", "treasurer", "--from", "2026-01-05"]).fails(2, "cse, cse-substitute");
    env.run(["company", "headcount", "2026-10", "30"]).ok();
    env.run(["agenda", "hours", "new", "ds", "--from", "2026-01-05"]).fails(1, "no delegation hours at this");
    let id = open(&env, &["cse", "--from", "2026-06-16"]);
    let take = |hours: &str, day: &str| env.run(["agenda", "hours", "take", &id, hours, "--day", day]);
    take("0", "2026-07-01").fails(1, "above zero");
    take("745", "2026-07-01").fails(1, "above zero");
    take("2", "2026-05-31").fails(1, "before the mandate");
    take("zwei", "2026-07-01").fails(2, "not hours");
    env.run(["agenda", "hours", "take", "12345678", "2"]).fails(1, "nothing in the agenda");
    env.run(["agenda", "hours", "take", &id, "2", "--about", "a\u{1b}[31m"]).fails(1, "on one line");
    env.run(["agenda", "hours", "new", "cse", "--from", "2016-01-05", "--dry-run"]).fails(20, "do not cover");
    assert_eq!(show(&env, &id, "2026-11")["entries"].as_array().unwrap().len(), 0);
}

#[test]
fn training_leave_has_twelve_or_eighteen_days() {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple", "prénom=Camille", "roles=trésorier:2024-01-15"]).ok();
    env.run(["member", "add", "nom=Modèle", "prénom=Dominique"]).ok();
    let course = |more: &[&str]| {
        let all = ["agenda", "record", "training-course", "--day", "2027-02-10"];
        env.run(all.iter().chain(more).copied())
    };
    let made = course(&["--days", "3", "--member", "Camille Exemple"]).ok();
    assert!(made.out.contains("2027-01-11"), "thirty days before: {}", made.out);
    course(&["--days", "12.5", "--member", "Dominique Modèle"]).ok();
    course(&["--days", "2", "--about", "Sacha", "--officer"]).ok();
    let found = env.run(["agenda", "training", "--year", "2027", "--json"]).ok().json();
    assert_eq!(found["schema"], "contrepoids.agenda.training/1");
    let of = |name: &str| {
        let all = found["value"]["people"].as_array().unwrap();
        let one = all.iter().find(|l| l["person"] == name || l["about"] == name).unwrap();
        (one["allowed"].clone(), one["left"]["decimal"].clone(), one["over"]["decimal"].clone())
    };
    let row = |allowed: i64, left: &str, over: &str| (allowed.into(), left.into(), over.into());
    assert_eq!(of("Camille Exemple"), row(18, "15", "0"));
    assert_eq!(of("Dominique Modèle"), row(12, "0", "0.5"));
    assert_eq!(of("Sacha"), row(18, "16", "0"));
    assert!(found["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2145-7"));
    // The economic training of a full member comes off the same days (L2315-63), and what is too much is said at once.
    let economic = ["agenda", "record", "cse-economic-course", "--day", "2027-03-10", "--days"];
    let told = env.run(economic.iter().chain(&["5", "--member", "Camille Exemple"]).copied()).ok();
    assert!(!told.err.contains("beyond the training leave"), "{}", told.err);
    let told = env.run(economic.iter().chain(&["3", "--member", "Dominique Modèle"]).copied()).ok();
    assert!(told.err.contains("3.5 d beyond the training leave"), "{}", told.err);
    let found = env.run(["agenda", "training", "--year", "2027", "--json"]).ok().json();
    let camille =
        found["value"]["people"].as_array().unwrap().iter().find(|l| l["person"] == "Camille Exemple");
    assert_eq!(camille.unwrap()["left"]["decimal"], "10");
    assert!(found["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2315-63"));
    // A course so near that its thirty days have gone is told too.
    let late =
        env.run(["agenda", "record", "training-course", "--day", "2026-11-30", "--on", "2026-11-21"]).ok();
    assert!(late.err.contains("Too late"), "{}", late.err);
    course(&["--days", "2.25"]).fails(1, "half-days");
    course(&["--days", "0"]).fails(1, "half-days");
    env.run(["agenda", "record", "designation", "--day", "2026-11-20", "--days", "2"])
        .fails(1, "training-course");
    env.run(["agenda", "training", "--year", "2017"]).fails(20, "do not cover");
}

/// R2315-6: nobody has more than one and a half times the credit of a full member in a month.
#[test]
fn whoever_receives_hours_has_a_cap() {
    let env = Env::with_vault();
    let open = |about: &str| {
        let args = ["agenda", "hours", "new", "cse-full", "--credit", "24", "--from", "2026-11-01"];
        let made = env.run(args.iter().chain(&["--about", about, "--json"]).copied()).ok().json();
        made["value"]["id"].as_str().unwrap()[..8].to_owned()
    };
    let all = ["A", "B", "Lou"].map(open);
    let give = |from: &str, hours: &str| {
        env.run([
            "agenda",
            "hours",
            "give",
            from,
            &all[2],
            hours,
            "--day",
            "2026-12-10",
            "--on",
            "2026-11-21",
        ])
    };
    give(&all[0], "10").ok();
    give(&all[1], "10").fails(1, "more than 36 h");
    give(&all[1], "2").ok();
    give(&all[1], "0.5").fails(1, "more than 36 h");
    // Eight days before their use: a notice that is already past is told at once.
    let late =
        ["agenda", "hours", "give", &all[0], &all[1], "1", "--day", "2026-11-25", "--on", "2026-11-21"];
    let told = env.run(late).ok();
    assert!(told.err.contains("Too late"), "{}", told.err);
}

/// R2315-3: a half-day is four hours. L2315-11, R2315-7: meetings do not come off the hours, within a limit.
#[test]
fn half_days_and_time_that_is_not_deducted() {
    let env = section();
    let id = open(&env, &["cse", "--about", "Camille", "--from", "2026-11-02"]);
    let take = |more: &[&str]| env.run(["agenda", "hours", "take", &id].iter().chain(more).copied());
    let told = take(&["1dj", "--day", "2026-11-10"]).ok();
    assert!(told.err.contains("R. 2315-3") && told.err.contains("20 h are left"), "{}", told.err);
    assert!(take(&["2 demi-journées", "--day", "2026-11-12"]).ok().err.contains("12 h are left"));
    take(&["1 demi", "--day", "2026-11-12"]).fails(2, "3h30");
    take(&["0dj", "--day", "2026-11-12"]).fails(1, "above zero");
    // Time beside the hours leaves them as they are.
    take(&["3h", "--day", "2026-11-17", "--not-deducted", "committee", "--about", "novembre"]).ok();
    take(&["28", "--day", "2026-11-18", "--not-deducted", "commission"]).ok();
    take(&["40", "--day", "2026-11-19", "--not-deducted", "safety"]).ok();
    take(&["2", "--day", "2026-11-19", "--not-deducted", "travel"]).ok();
    let found = show(&env, &id, "2026-11");
    assert_eq!(found["left"]["decimal"], "12", "{found}");
    let beside = &found["not_deducted"];
    assert_eq!((&beside["limit"], &beside["over"]["decimal"]), (&30.into(), &"1".into()), "{beside}");
    assert_eq!(beside["spent"].as_array().unwrap().len(), 4);
    let text = env.run(["agenda", "hours", "show", &id, "--explain", "--lang", "fr"]).ok().out;
    for words in ["Non déduit en 2026", "1\u{a0}h au-delà", "L.\u{a0}2315-11", "R.\u{a0}2315-7", "– novembre"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
    // A call of the employer is of delegates; the representative at the CSE has it from 501 on.
    take(&["2", "--not-deducted", "employer"]).fails(1, "L. 2143-18");
    let rs = open(&env, &["rs-cse", "--about", "Sacha", "--from", "2026-11-02", "--credit", "20"]);
    let meeting = ["agenda", "hours", "take", &rs, "3", "--not-deducted", "committee"];
    env.run(meeting).ok();
    env.run(["company", "headcount", "2026-11", "500"]).ok();
    env.run(meeting).fails(1, "below 501");
    env.run(["company", "headcount", "2026-11", "501"]).ok();
    env.run(meeting).ok();
}

/// L2143-16: twelve hours a year from 500 on, eighteen from 1,000 on.
#[test]
fn the_section_has_hours_to_prepare_bargaining() {
    let env = Env::with_vault();
    let take = |hours: &str| {
        env.run(["agenda", "hours", "take", "section", hours, "--day", "2026-11-12", "--about", "pay"])
    };
    take("3").fails(1, "not recorded");
    for (headcount, allowed) in [("499", None), ("500", Some(12)), ("999", Some(12)), ("1000", Some(18))] {
        env.run(["company", "headcount", "2026-10", headcount]).ok();
        let listed = env.run(["agenda", "hours", "list", "--json"]).ok().json()["value"]["section"].clone();
        assert_eq!(listed["allowed"].as_i64(), allowed, "{headcount}: {listed}");
    }
    env.run(["company", "headcount", "2026-10", "720"]).ok();
    assert!(take("9").ok().err.contains("3 h are left for 2026"));
    assert!(take("1dj").ok().err.contains("1 h beyond the hours of the year"));
    let shown = env.run(["agenda", "hours", "show", "section", "--json"]).ok().json();
    assert_eq!(shown["schema"], "contrepoids.agenda.hours.section/1");
    assert_eq!(shown["value"]["over"]["decimal"], "1");
    assert!(shown["because"].as_array().unwrap().iter().any(|s| s["article"] == "L2143-16"));
    let text = env.run(["agenda", "hours", "list", "--lang", "fr"]).ok().out;
    assert!(text.contains("il reste 0\u{a0}h sur 12\u{a0}; 1 de trop"), "{text}");
    env.run(["company", "headcount", "2026-10", "499"]).ok();
    env.run(["agenda", "hours", "show", "section", "--month", "2025-10"]).fails(1, "L. 2143-16");
}
