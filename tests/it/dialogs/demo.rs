//! The demonstration on a terminal: one step at a time.

use std::process::Command;

use crate::support::{Env, terminal::Terminal};

const NEXT: &str = "[Entrée\u{a0}: la suite";

fn demo(env: &Env, more: &[&str]) -> Command {
    let mut command = env.bare();
    command.args(["demo", "--on", "2026-11-21", "--lang", "fr"]).args(more);
    command
}

#[test]
fn the_demo_waits_after_each_step_for_whoever_reads() {
    let env = Env::new();
    let mut screen = Terminal::start(demo(&env, &[]));
    screen.read("── 1/").read(NEXT);
    assert!(!screen.all.contains("── 2/"), "{}", screen.all);
    screen.say("").read("── 2/").read(NEXT);
    assert!(!screen.all.contains("── 3/"), "{}", screen.all);
    screen.say("q");
    assert_eq!(screen.end(), 0, "{}", screen.all);
    // Nothing is said of what was not made.
    assert!(screen.all.contains("effacé") && !screen.all.contains("roster.csv.age"), "{}", screen.all);
}

#[test]
fn the_demo_shows_everything_at_once_when_asked_or_piped() {
    let env = Env::new();
    let mut screen = Terminal::start(demo(&env, &["--all"]));
    assert_eq!(screen.end(), 0, "{}", screen.all);
    assert!(screen.all.contains("roster.csv.age") && !screen.all.contains(NEXT), "{}", screen.all);
    let piped = env.run(["demo", "--lang", "fr"]).ok();
    assert!(piped.out.contains("roster.csv.age") && !piped.err.contains(NEXT), "{}", piped.err);
}
