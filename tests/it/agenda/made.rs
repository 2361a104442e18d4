//! Lines that nobody types: from roles in the roster, from elections, from the section's own year.

use serde_json::Value;

use crate::support::Env;

fn lines(env: &Env, args: &[&str]) -> Vec<Value> {
    let all: Vec<_> = ["agenda", "list", "--json"].iter().chain(args).copied().collect();
    env.run(&all).ok().json()["value"]["lines"].as_array().unwrap().clone()
}

fn on<'l>(lines: &'l [Value], rule: &str) -> Vec<&'l str> {
    lines.iter().filter(|l| l["rule"] == rule).map(|l| l["on"].as_str().unwrap()).collect()
}

fn add(env: &Env, name: &str, roles: &str) -> crate::support::Run {
    env.run(["member", "add", &format!("nom={name}"), "prénom=Camille", &format!("roles={roles}")]).ok()
}

#[test]
fn a_role_gives_its_contest_its_end_and_its_protection() {
    let env = Env::with_vault();
    env.run(["company", "set", "--mandates-end", "2030-06-16"]).ok();
    let added = add(&env, "Exemple", "DS:2026-11-16");
    assert!(added.err.contains("What moves") && added.err.contains("2026-12-01"), "{}", added.err);
    let all = lines(&env, &["--kind", "mandate"]);
    // Ours to keep, not to contest: past that day nobody can.
    assert_eq!(on(&all, "designation-purged"), ["2026-12-01"]);
    assert!(all.iter().all(|l| l["rule"] != "designation-purged" || l["who"] == "employer"), "{all:?}");
    assert_eq!(on(&all, "office.end"), ["2030-06-16"]);
    assert!(all.iter().all(|l| l["role"] == "ds" && l["person"] == "Camille Exemple"), "{all:?}");
    assert!(all.iter().any(|l| l["because"][0]["article"] == "L2143-11"), "{all:?}");
    // Ended after a year in office: twelve months of protection; before that none.
    env.run(["member", "edit", "Camille Exemple", "roles=DS:2024-11-16..2026-11-15"]).ok();
    assert_eq!(on(&lines(&env, &[]), "protection-delegate"), ["2027-11-15"]);
    env.run(["member", "edit", "Camille Exemple", "roles=DS:2026-01-16..2026-11-15"]).ok();
    assert_eq!(on(&lines(&env, &[]), "protection-delegate"), Vec::<&str>::new());
}

#[test]
fn a_former_section_representative_waits_until_six_months_before() {
    let env = Env::with_vault();
    env.run(["company", "set", "--mandates-end", "2030-06-16"]).ok();
    add(&env, "Exemple", "RSS:2025-02-01..2026-06-16");
    let all = lines(&env, &[]);
    assert_eq!(on(&all, "rss-return"), ["2029-12-16"]);
    assert_eq!(on(&all, "protection-section"), ["2027-06-16"]);
    assert_eq!(lines(&env, &["--mine"]).iter().filter(|l| l["role"] == "rss").count(), 2);
}

#[test]
fn a_full_member_who_leaves_is_replaced() {
    let env = Env::with_vault();
    env.run(["company", "set", "--mandates-end", "2030-06-16"]).ok();
    add(&env, "Exemple", "CSE:2026-06-16..2026-11-19");
    let all = lines(&env, &[]);
    let one = all.iter().find(|l| l["rule"] == "mandate.replacement").unwrap();
    assert_eq!((&one["on"], &one["because"][0]["article"]), (&"2026-11-19".into(), &"L2314-37".into()));
    assert_eq!(on(&all, "protection-elected"), ["2027-05-19"]);
}

#[test]
fn a_role_without_a_beginning_asks_for_it() {
    let env = Env::with_vault();
    add(&env, "Exemple", "DS:..2026-11-15");
    let run = env.run(["agenda", "list"]).ok();
    assert!(run.err.contains("member edit") && run.err.contains("roles=ds:"), "{}", run.err);
}

#[test]
fn old_roles_and_old_elections_are_history() {
    let env = Env::with_vault();
    add(&env, "Exemple", "DS:2012-01-15..2016-01-14");
    add(&env, "Modèle", "DS:2019-01-15..2020-01-14");
    env.run(["election", "new", "--date", "2019-06-16", "--college", "1:holders=2"]).ok();
    env.run(["election", "new", "--date", "2015-06-16", "--college", "1:holders=2"]).ok();
    let all = lines(&env, &[]);
    assert!(all.iter().all(|l| l["kind"] != "mandate"), "{all:?}");
    assert!(on(&all, "contest-election").is_empty());
    assert!(!on(&lines(&env, &["--all"]), "contest-election").is_empty());
}

#[test]
fn names_of_the_roster_stay_out_of_calendars_and_of_status() {
    let env = Env::with_vault();
    env.run(["company", "set", "--mandates-end", "2026-12-16"]).ok();
    add(&env, "Exemple", "DS:2026-11-16");
    assert!(env.run(["agenda", "list"]).ok().out.contains("Camille Exemple"));
    for run in [env.run(["agenda", "ics", "--titles", "full"]), env.run(["status"])] {
        let run = run.ok();
        assert!(!run.out.contains("Camille") && !run.err.contains("Camille"), "{}{}", run.out, run.err);
    }
}

#[test]
fn an_election_gives_what_leads_to_it_and_what_follows() {
    let env = Env::with_vault();
    let made = env
        .run([
            "election",
            "new",
            "--date",
            "2027-03-09",
            "--college",
            "1:holders=2",
            "--information",
            "2026-12-14",
            "--meeting",
            "2027-01-11",
            "--lists-due",
            "2027-02-22",
            "--list-published",
            "2027-02-26",
            "--mandates-end",
            "2027-03-16",
        ])
        .ok();
    assert!(made.err.contains("What moves in the agenda:"), "{}", made.err);
    let all = lines(&env, &["--kind", "election"]);
    for (rule, day) in [
        ("first-round", "2027-03-14"),
        ("invitation-before-meeting", "2026-12-24"),
        ("election.invitation", "2027-01-15"),
        ("mandate.end", "2027-03-16"),
        ("poll.lists-due", "2027-02-22"),
        ("poll.vote", "2027-03-09"),
        ("contest-electorate", "2027-03-01"),
        ("contest-election", "2027-03-24"),
        ("election-minutes", "2027-03-24"),
    ] {
        assert_eq!(on(&all, rule), [day], "{rule}");
    }
    let moved = env.run(["election", "edit", "--date", "2027-03-11"]).ok();
    assert!(moved.err.contains("2027-03-24 → 2027-03-26"), "{}", moved.err);
    assert_eq!(on(&lines(&env, &[]), "contest-election"), ["2027-03-26"]);
    // A second round is told of once the first one was held.
    assert!(on(&all, "second-round").is_empty());
    let id = env.run(["election", "list", "--json"]).ok().json()["value"]["elections"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let gone = env.run(["election", "remove", &id, "--yes"]).ok();
    assert!(gone.err.contains("2027-03-26 → –"), "{}", gone.err);
    assert!(lines(&env, &[]).is_empty());
}

#[test]
fn an_election_that_was_held_begins_the_mandates() {
    let env = Env::with_vault();
    let new = |date: &str, more: &[&str]| {
        let all = ["election", "new", "--date", date, "--college", "1:holders=2"];
        env.run(all.iter().chain(more).copied()).ok();
    };
    new("2026-06-16", &["--proclaimed", "2026-06-18"]);
    assert_eq!(on(&lines(&env, &[]), "mandate.end"), ["2030-06-18"]);
    // What the section says of the company stands, as long as it is later.
    env.run(["company", "set", "--mandates-end", "2029-06-30"]).ok();
    assert_eq!(on(&lines(&env, &[]), "mandate.end"), ["2029-06-30"]);
    env.run(["company", "set", "--mandates-end", "2026-06-16"]).ok();
    assert_eq!(on(&lines(&env, &[]), "mandate.end"), ["2030-06-18"]);
    new("2026-09-15", &["--establishment", "Lyon", "--mandate-years", "2"]);
    let all = lines(&env, &[]);
    assert_eq!(on(&all, "mandate.end"), ["2028-09-15", "2030-06-18"]);
    assert!(all.iter().any(|l| l["about"] == "Lyon" && l["rule"] == "mandate.end"));
}

#[test]
fn the_year_of_the_section_needs_nothing_recorded() {
    let env = Env::with_vault();
    assert!(lines(&env, &[]).is_empty(), "nobody in the roster, nothing to do");
    env.run(["member", "add", "nom=Exemple", "prénom=Camille"]).ok();
    let all = lines(&env, &[]);
    for (rule, day) in [
        ("dues-year-end", "2026-12-31"),
        ("dues-certificates", "2027-03-31"),
        ("dues-reminder", "2027-01-01"),
        ("data-review", "2026-12-31"),
        ("member-contact", "2026-12-31"),
    ] {
        assert_eq!(on(&all, rule), [day], "{rule}");
    }
    // What is recorded takes the place of the calendar year, and the later of two of one kind counts.
    env.run(["agenda", "record", "data-reviewed", "--day", "2025-09-01"]).ok();
    assert_eq!(on(&lines(&env, &[]), "data-review"), ["2026-09-01"]);
    let again = env.run(["agenda", "record", "data-reviewed", "--day", "2026-10-05"]).ok();
    assert!(again.out.contains("2026-09-01 → –"), "{}", again.out);
    assert_eq!(on(&lines(&env, &[]), "data-review"), ["2027-10-05"]);
    // Done is done for its year only.
    let end = lines(&env, &[]).into_iter().find(|l| l["rule"] == "dues-year-end").unwrap();
    env.run(["agenda", "done", &end["id"].as_str().unwrap()[..8]]).ok();
    assert!(on(&lines(&env, &[]), "dues-year-end").is_empty());
    assert_eq!(on(&lines(&env, &["--on", "2027-05-01"]), "dues-year-end"), ["2027-12-31"]);
}

#[test]
fn four_meetings_on_health_and_safety_are_counted_in_their_year() {
    let env = Env::with_vault();
    let held = |day: &str| {
        env.run(["agenda", "record", "cse-safety-meeting", "--day", day]).ok();
    };
    let line = |env: &Env| lines(env, &[]).into_iter().find(|l| l["rule"] == "cse.safety-meetings");
    assert!(line(&env).is_none());
    held("2025-12-10");
    assert!(line(&env).is_none(), "of another year");
    held("2026-02-10");
    held("2026-05-12");
    let one = line(&env).unwrap();
    assert_eq!((&one["on"], &one["about"]), (&"2026-12-31".into(), &"2/4".into()));
    assert_eq!(one["because"][0]["article"], "L2315-27");
    held("2026-09-08");
    held("2026-11-17");
    assert!(line(&env).is_none(), "four were held");
}

#[test]
fn the_end_of_a_mandate_gives_its_dates() {
    let env = Env::with_vault();
    env.run(["agenda", "record", "mandates-end", "--day", "2027-03-31", "--about", "Lyon"]).ok();
    let all = lines(&env, &[]);
    assert_eq!(on(&all, "renewal-invitation"), ["2027-01-29"], "31 January is a Sunday: the open day before");
    assert_eq!(
        on(&all, "renewal-first-round"),
        ["2027-03-31"],
        "the last day of the fortnight, as by every door"
    );
    assert_eq!(on(&all, "mandate.end"), ["2027-03-31"]);
    assert_eq!(on(&all, "by-election-limit"), ["2026-09-30"]);
}
