//! Facts from before the texts that were read: told in their own line, and never in the way of the others.

use crate::support::Env;

#[test]
fn an_old_fact_is_kept_and_told_in_its_own_line() {
    let env = Env::with_vault();
    let made = env.run(["agenda", "record", "hired", "--day", "2015-01-05", "--about", "A. Exemple"]).ok();
    assert!(made.out.contains("no text that was read covers that day"), "{}", made.out);
    env.run(["agenda", "record", "designation", "--day", "2026-11-20"]).ok();
    let list = env.run(["agenda", "list", "--why", "--lang", "fr"]).ok().out;
    assert!(list.contains("Embauche\u{a0}: aucun texte lu ne couvre ce jour"), "{list}");
    assert!(list.contains("07/12/2026") && list.contains("1er janvier 2018"), "{list}");
    assert!(env.run(["status"]).ok().out.contains("Later: "));
    let ics = env.run(["agenda", "ics"]).ok().out;
    assert!(ics.contains("BEGIN:VEVENT"), "{ics}");
}

#[test]
fn an_old_election_of_the_company_asks_for_the_end_that_runs() {
    let env = Env::with_vault();
    env.run(["company", "set", "--election", "2015-06-01"]).ok();
    let run = env.run(["agenda", "list"]).ok();
    assert!(run.out.contains("record the end that runs"), "{}", run.out);
    env.run(["company", "set", "--mandates-end", "2027-03-31"]).ok();
    let run = env.run(["agenda", "list"]).ok();
    assert!(run.out.contains("CSE mandates end") && !run.out.contains("no text"), "{}", run.out);
    env.run(["agenda", "list", "--on", "2017-06-01"]).fails(20, "do not cover");
}

#[test]
fn a_day_to_count_from_that_is_not_covered_names_its_own_option() {
    let run = Env::new().run(["law", "deadline", "seniority-to-vote", "--from", "2015-01-05"]);
    let run = run.fails(20, "do not cover");
    assert!(run.err.contains("--from") && !run.err.contains("--on"), "{}", run.err);
}
