//! What is due, from the facts of the company.

use super::company;
use crate::support::Env;

#[test]
fn nearest_first_overdue_marked_with_articles() {
    let run = company().run(["agenda", "list", "--json"]).ok().json();
    assert_eq!(run["schema"], "contrepoids.agenda.list/1");
    let lines = run["value"]["lines"].as_array().unwrap();
    let dates: Vec<_> = lines.iter().map(|l| l["on"].as_str().unwrap()).collect();
    let mut sorted = dates.clone();
    sorted.sort_unstable();
    assert_eq!(dates, sorted);
    assert_eq!(lines.len(), 9);
    let pay = lines.iter().find(|l| l["rule"] == "bargaining.pay").unwrap();
    assert_eq!((pay["on"].as_str(), pay["overdue"].as_bool()), (Some("2026-11-15"), Some(true)));
    let last = pay["because"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (last["article"].as_str(), last["version"].as_str()),
        (Some("L2242-13"), Some("LEGIARTI000052437044"))
    );
    let fortnight = lines.iter().find(|l| l["rule"] == "election.fortnight").unwrap();
    assert_eq!(fortnight["window_from"], "2027-03-16");
    assert_eq!(fortnight["caveats"][0]["code"], "fortnight-bounds");
}

#[test]
fn why_puts_the_article_under_each_line() {
    let env = company();
    let run = env.run(["agenda", "list"]).ok();
    assert_eq!(run.out.lines().filter(|l| l.contains("article")).count(), 0);
    let run = env.run(["agenda", "list", "--why", "--lang", "fr"]).ok();
    assert!(run.out.contains("15/11/2026  en retard  Négociation obligatoire"), "{}", run.out);
    assert!(
        run.out.contains("article L.\u{a0}2242-13 du Code du travail (LEGIARTI000052437044)"),
        "{}",
        run.out
    );
}

#[test]
fn from_and_to_bound_the_list() {
    let env = company();
    let count = |args: &[&str]| {
        let all: Vec<_> = ["agenda", "list", "--json"].iter().chain(args).collect();
        env.run(&all).ok().json()["value"]["lines"].as_array().unwrap().len()
    };
    assert_eq!(count(&["--from", "2027-03-31", "--to", "2027-03-31"]), 2);
    assert_eq!(count(&["--from", "2040-01-01"]), 0);
}

#[test]
fn what_is_missing_is_said_with_its_command() {
    let run = Env::with_vault().run(["agenda", "list"]).ok();
    assert!(run.err.contains("company set --election") && run.err.contains("--last-pay"), "{}", run.err);
    assert!(run.err.contains("Nothing is known yet"), "{}", run.err);
    assert_eq!(run.out, "");
}

#[test]
fn a_company_without_a_representative_section_owes_no_bargaining() {
    let env = company();
    env.run(["company", "set", "--representative-section", "no"]).ok();
    let run = env.run(["agenda", "list", "--json"]).ok().json();
    let lines = run["value"]["lines"].as_array().unwrap();
    assert!(lines.iter().all(|l| l["kind"] == "election" || l["rule"] == "index-publication"));
}

#[test]
fn below_three_hundred_two_subjects_fall_away() {
    let env = company();
    env.run(["company", "headcount", "2026-11=299.9"]).ok();
    let run = env.run(["agenda", "list", "--json"]).ok().json();
    let lines = run["value"]["lines"].as_array().unwrap();
    assert!(lines.iter().all(|l| l["subject"] != "careers" && l["subject"] != "experienced"));
}

#[test]
fn the_french_name_works() {
    company().run(["echeances", "lister"]).ok();
}
