//! Bad input: an error that names the field, nothing changed, no panic.

use super::{add_list, enter, json, with_election};
use crate::support::Env;

#[test]
fn an_election_that_cannot_be_is_refused_by_its_field() {
    let env = Env::with_vault();
    let new = |args: &[&str], code, says| {
        env.run(["election", "new", "--date", "2026-12-03"].iter().chain(args)).fails(code, says);
    };
    new(&[], 1, "--college");
    new(&["--college", "1:holders=0"], 1, "college 1, holders");
    new(&["--college", "1:holders=4,women=10"], 1, "college 1, men");
    new(&["--college", "1:holders=-4"], 1, "college “1”, holders");
    new(&["--college", "nonsense"], 1, "college");
    new(&["--college", "1:holders=4", "--college", "1:holders=2"], 1, "college 2, id");
    new(&["--college", "1:holders=4", "--round", "3"], 1, "round");
    new(&["--college", "1:holders=4", "--mandate-years", "7"], 1, "--mandate-years");
    new(&["--college", "1:holders=4", "--follows", "abcd"], 1, "follows");
    new(&["--college", "1:holders=4", "--protocol", "2026-12-04"], 1, "--protocol");
    new(&["--college", "1:holders=4", "--categorical", "CFE-CGC"], 2, "--categorical");
    env.run(["election", "new", "--date", "2026-02-30"]).fails(2, "--date");
    env.write("bad.toml", "date = \"2026-12-03\"\n[[colleges]]\nid = \"1\"\nholdres = 4\n");
    new(&["--input", "bad.toml"], 1, "holdres");
    env.write("junk", vec![0xff_u8; 100_000]);
    new(&["--input", "junk"], 1, "UTF-8");
    assert_eq!(env.run(["election", "list"]).ok().out, "No election.\n");
    assert_eq!(json(&env, &["list"])["value"]["elections"].as_array().unwrap().len(), 0);
    env.run(["election", "show"]).fails(1, "no election in this vault");
    env.run(["election", "show", "--lang", "fr"]).fails(1, "il n’y a pas encore d’élection");
}

#[test]
fn figures_that_cannot_be_are_refused_by_their_field() {
    let env = with_election();
    let at = ["--college", "1", "--vote", "holders"];
    let bad = |args: &[&str], code, says| {
        enter(&env, &[&at[..], args].concat()).fails(code, says);
    };
    bad(&["--voters", "101"], 1, "voters: is above registered");
    bad(&["--voters", "10", "--blank", "11"], 1, "blank: is above voters");
    bad(&["--voters", "10", "--blank", "5", "--null", "6"], 1, "null: is above voters");
    bad(&["--voters", "10", "--list", "CGT=11"], 1, "--list: is above valid");
    bad(
        &["--voters", "10", "--list", "CGT=5", "--struck", "CGT/1=6"],
        1,
        "list “CGT”, erasures of candidate 1: is above ballots",
    );
    bad(&["--list", "CGT=5", "--struck", "CGT/9=1"], 1, "list “CGT”, struck");
    bad(&["--list", "SUD=5"], 1, "--list");
    bad(&["--voters", "-1"], 2, "-1");
    bad(&["--voters", "99999999999999999999"], 2, "voters");
    bad(&["--struck", "CGT=1"], 2, "--struck");
    bad(&["--list", "CGT=1", "--list", "CGT=2"], 2, "--list");
    bad(&["--box", "", "--voters", "1"], 1, "box");
    bad(&["--entry", "7", "--voters", "1"], 1, "entry");
    bad(&["--decide", "1"], 1, "nothing to decide");
    bad(&["--decide", "maybe"], 2, "--decide");
    bad(&["--forget", "1"], 1, "entry");
    bad(&[], 2, "--voters");
    enter(&env, &["--college", "9", "--vote", "holders", "--voters", "1"]).fails(1, "college");
    enter(&env, &["--college", "1", "--voters", "1"]).fails(2, "--vote");
    enter(&env, &["--college", "1", "--vote", "both", "--voters", "1"]).fails(1, "vote");
    enter(&env, &["--college", "2", "--vote", "holders", "--voters", "1"]).fails(1, "box");
    enter(&env, &["--college", "2", "--vote", "holders", "--box", "Paris", "--voters", "1"]).fails(1, "box");
    assert!(json(&env, &["show"])["value"]["votes"][0]["boxes"].as_array().unwrap().is_empty());
}

#[test]
fn junk_on_standard_input_is_refused() {
    use std::{io::Write as _, process::Stdio};
    let env = with_election();
    for args in [
        &["election", "count", "--input", "-"][..],
        &["election", "minutes", "--input", "-"],
        &["election", "simulate", "--input", "-"],
        &["election", "lists", "import", "--input", "-"],
        &["election", "new", "--input", "-"],
    ] {
        for junk in [vec![b'x'; 1 << 20], b"{".to_vec(), vec![0, 255, 1], vec![b'['; 200_000]] {
            let mut child = env
                .command()
                .args(args)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            // The program may have refused before it read everything.
            let _ = child.stdin.take().unwrap().write_all(&junk);
            let out = child.wait_with_output().unwrap();
            let err = String::from_utf8(out.stderr).unwrap();
            assert_eq!(out.status.code(), Some(1), "{args:?}: {err}");
            assert!(err.starts_with("Error: ") && err.len() < 2_000, "{args:?}: {err}");
        }
    }
}

#[test]
fn names_that_could_run_or_mislead_are_refused_or_made_harmless() {
    let env = with_election();
    let add = |name: &str| add_list(&env, "SUD", &[name]);
    add("a\u{1b}[31mb").fails(1, "candidate 1, name");
    add("a\u{202e}b").fails(1, "candidate 1, name");
    add(&"x".repeat(200)).fails(1, "candidate 1, name");
    add(";F").fails(2, "--candidate");
    add("a;F;2026-02-30").fails(2, "--candidate");
    add("a;F;1980-01-31;cadre;x").fails(2, "--candidate");
    add("a;F;1980-01-31;x").fails(1, "candidate 1, category");
    add("a;X").fails(1, "candidate 1, sex");
    env.run(["election", "lists", "remove", "--list", "zphqx"]).fails(1, "list");
    assert_eq!(json(&env, &["lists", "show"])["value"]["lists"].as_array().unwrap().len(), 5);
}
