//! Bad input: an error that names the field, the right exit code, no panic.

use super::examples::law;
use crate::support::Env;

#[track_caller]
fn refused(args: &[&str], input: &str, says: &str) {
    let run = law(&Env::new(), args, input);
    assert!(run.code == 1 || run.code == 2, "{}: {}", run.code, run.err);
    assert!(run.err.contains(says), "{says:?} is not in:\n{}", run.err);
    assert!(run.out.is_empty() && !run.err.contains("panicked"), "{}", run.err);
}

#[test]
fn figures_that_cannot_be() {
    refused(&["quorum", "--registered", "47", "--valid", "48"], "", "valid");
    refused(&["quorum", "--registered", "47", "--voters", "48"], "", "voters");
    refused(&["quorum", "--registered", "47", "--voters", "40", "--valid", "41"], "", "valid");
    refused(&["quorum", "--registered", "47", "--voters", "40", "--blank", "41"], "", "blank");
    refused(&["quorum", "--registered", "0", "--valid", "0"], "", "registered");
    refused(&["quorum", "--registered", "-1", "--valid", "0"], "", "-1");
    refused(&["allocate", "--seats", "0", "--list", "A=5"], "", "seats");
    refused(&["allocate", "--seats", "2", "--list", "A=-5"], "", "--list");
    refused(&["allocate", "--seats", "2", "--list", "A=5", "--valid", "4"], "", "--list: is above valid");
    refused(&["allocate", "--seats", "2", "--list", "A=5", "--candidates", "B=4"], "", "--candidates");
    refused(&["allocate", "--seats", "2"], "", "--list");
    refused(&["parity", "--women", "0", "--men", "0", "--seats", "4"], "", "women");
    refused(&["parity", "--women", "5", "--men", "5", "--seats", "0"], "", "seats");
    refused(&["parity", "--women", "5", "--men", "5", "--seats", "3", "--list", "FXH"], "", "list");
    refused(
        &["parity", "--women", "5", "--men", "4", "--seats", "3", "--list", "FHF", "--elected", "4"],
        "",
        "elected",
    );
    refused(&["agreement", "--union", "A=5", "--signed", "B"], "", "signed");
    refused(&["agreement", "--staff", "5", "--approved", "6"], "", "approved");
    refused(&["pse", "--dismissals", "0"], "", "dismissals");
    refused(&["protection", "--office", "candidate"], "", "from");
    refused(&["protection", "--office", "king", "--from", "2026-01-01"], "", "office");
    refused(&["colleges", "--headcount", "700", "--staff", "1=5", "--staff", "1=6"], "", "staff");
    refused(&["electors", "--kind", "king"], "", "kind");
}

#[test]
fn a_number_below_zero_names_its_option() {
    for (args, option) in [
        (&["seats", "--headcount", "-4"][..], "--headcount"),
        (&["quorum", "--registered", "47", "--valid", "-3"], "--valid"),
        (&["parity", "--women", "-6", "--men", "40", "--seats", "10"], "--women"),
        (&["allocate", "--seats", "7", "--list", "A=-5"], "A=-5"),
    ] {
        let env = Env::new();
        env.run([&["law"], args].concat()).fails(2, option);
        env.run([&["--lang", "fr", "law"], args].concat()).fails(2, option);
    }
}

#[test]
fn files_are_refused_by_line_and_field() {
    let audience = ["audience", "--input", "-"];
    refused(
        &audience,
        "{\"colleges\":[\n{\"id\":\"1\",\n\"valid\":-4}]}",
        "standard input, line 3, college 1, valid",
    );
    refused(&audience, "{\"colleges\":[{\"id\":\"1\",\"valid\":4,\"votes\":3}]}", "votes");
    refused(
        &audience,
        "{\"colleges\":[{\"id\":\"1\",\"valid\":4,\"lists\":[{\"unions\":[\"A\"],\"votes\":5}]}]}",
        "college 1, lists",
    );
    refused(&audience, "{\"colleges\":[{\"id\":\"1\",\"valid\":9,\"registered\":8}]}", "college 1, valid");
    refused(
        &audience,
        "{\"colleges\":[{\"id\":\"1\",\"valid\":9,\"registered\":10,\"voters\":11}]}",
        "college 1, voters",
    );
    refused(&audience, "{\"colleges\":[]}", "colleges");
    refused(
        &audience,
        "{\"colleges\":[{\"id\":\"1\",\"valid\":5,\"lists\":[{\"unions\":[\"A\"],\"votes\":5}]}],\"categorical\":{\"A\":[\"7\"]}}",
        "categorical, A",
    );
    let allocate = ["allocate", "--input", "-"];
    refused(
        &allocate,
        "{\"seats\":1,\"lists\":[{\"name\":\"A\",\"ballots\":9,\"candidates\":[{\"name\":\"a\",\"erasures\":10}]}]}",
        "list 1, candidate 1, erasures",
    );
    refused(&allocate, "{\"seats\":1,\"voters\":5,\"registered\":4,\"lists\":[]}", "voters");
    refused(&allocate, "{\"seats\":1,\"voters\":5,\"valid\":6,\"lists\":[]}", "valid");
    refused(&allocate, "seats = 1\nlists = 3\n", "line 2, lists");
    refused(&["headcount", "--input", "-"], "{\"months\":[{\"month\":\"2026-13\"}]}", "month 1, month");
    refused(
        &["headcount", "--input", "-"],
        "{\"months\":[{\"month\":\"2026-10\",\"contracts\":[{\"kind\":\"king\"}]}]}",
        "contract 1, kind",
    );
    refused(&["electors", "--input", "-"], "{\"people\":[{\"kind\":\"king\"}]}", "person 1, kind");
    refused(&["headcount", "--input", "missing.json"], "", "missing.json cannot be read");
}

#[test]
fn the_field_inside_a_list_is_named() {
    let allocate = ["allocate", "--input", "-"];
    let lists = |lists: &str| format!("{{\"seats\":3,\"lists\":[{lists}]}}");
    for (list, field) in [
        (
            "{\"name\":\"A\",\"candidates\":[{\"name\":\"a\",\"votes\":-4}]}",
            "list 1, candidate 1, votes: integer `-4`",
        ),
        ("{\"name\":\"A\",\"votes\":[1,-3]}", "list 1, votes of candidate 2: integer `-3`"),
        ("{\"name\":\"A\",\"votes\":[1,2.5]}", "list 1, votes of candidate 2"),
        ("{\"name\":\"A\",\"candidates\":[{\"name\":\"a\",\"foo\":4}]}", "list 1, candidate 1, foo"),
        ("{\"name\":\"A\",\"votes\":1e400}", "list 1, votes"),
        ("{\"name\":\"A\",\"votes\":NaN}", "list 1, votes"),
        ("{\"name\":\" \",\"votes\":4}", "list 1, name"),
        ("{\"votes\":4}", "list 1, name: is missing"),
        ("{\"name\":\"A\",\"votes\":4,\"votes\":5}", "list 1, votes: is there twice"),
        ("{\"name\":\"A\",\"votes\":4},{\"name\":\"A\",\"votes\":5}", "list 2, name: is there twice"),
    ] {
        refused(&allocate, &lists(list), field);
    }
    refused(&allocate, &format!("{{\"seats\":{},\"lists\":[]}}", "9".repeat(400)), "seats");
    refused(
        &["allocate", "--input", "-", "--seats", "4"],
        &lists("{\"name\":\"A\",\"votes\":4}"),
        "seats: does not go with --seats",
    );
    refused(&allocate, "{\"lists\":[]}", "seats: is missing");
    let audience = |colleges: &str, more: &str| format!("{{\"colleges\":[{colleges}]{more}}}");
    let college = "{\"id\":\"1\",\"valid\":10,\"lists\":[{\"unions\":[\"A\"],\"votes\":5}]}";
    for (colleges, more, field) in [
        (
            "{\"id\":\"1\",\"valid\":9,\"lists\":[{\"unions\":[\"A\"],\"votes\":5},{\"unions\":[\"A\"],\"votes\":1}]}",
            "",
            "list 2, unions: is there twice",
        ),
        ("{\"id\":\"1\",\"valid\":9,\"lists\":[{\"unions\":[\"\"],\"votes\":5}]}", "", "list 1, union 1"),
        (college, ",\"categorical\":{\"A\":[\"1\"],\"A\":[\"2\"]}", "categorical, A: is there twice"),
        (college, ",\"categorical\":{\"A\":[]}", "categorical, A"),
        (
            "{\"id\":\"1\",\"valid\":9,\"lists\":[{\"unions\":[\"A\",\"B\"],\"votes\":5,\"split\":{\"A\":\"1/2\",\"A\":\"1/2\"}}]}",
            "",
            "split, A: is there twice",
        ),
        (
            "{\"id\":\"1\",\"valid\":9,\"lists\":[{\"unions\":[\"A\",\"B\"],\"votes\":5,\"split\":{\"A\":\"1/2\"}}]}",
            "",
            "split: the parts",
        ),
    ] {
        refused(&["audience", "--input", "-"], &audience(colleges, more), field);
    }
    refused(&["headcount", "--input", "-"], "{\"months\":[]}", "month");
    refused(&["headcount", "--input", "-"], "{\"months\":[{\"month\":\"2026-10\"}]}", "month 1, contracts");
    refused(
        &["quorum", "--input", "-"],
        "{\"colleges\":[{\"id\":1,\"registered\":4,\"valid\":2},{\"id\":\"1\",\"registered\":4,\"valid\":2}]}",
        "college 2, id",
    );
    refused(
        &["agreement", "--input", "-"],
        "{\"unions\":{\"A\":1,\"A\":2},\"signed\":[\"A\"]}",
        "unions, A: is there twice",
    );
}

#[test]
fn what_no_election_has_is_refused_at_once() {
    refused(&["allocate", "--seats", "4294967295", "--list", "A=5"], "", "seats: is above 1000");
    refused(&["parity", "--women", "5", "--men", "6", "--seats", "4000000000"], "", "seats: is above 1000");
    let many = |n: u32, one: &dyn Fn(u32) -> String| (0..n).map(one).collect::<Vec<_>>().join(",");
    let lists = many(100_000, &|i| format!("{{\"name\":\"L{i}\",\"votes\":{i}}}"));
    refused(
        &["allocate", "--input", "-"],
        &format!("{{\"seats\":3,\"lists\":[{lists}]}}"),
        "--list: is above 1000",
    );
    let unions = many(100_000, &|i| format!("\"U{i}\":5"));
    refused(
        &["agreement", "--input", "-"],
        &format!("{{\"unions\":{{{unions}}}}}"),
        "--union: is above 1000",
    );
    let colleges = many(50_000, &|i| {
        format!("{{\"id\":{i},\"valid\":5,\"lists\":[{{\"unions\":\"U{i}\",\"votes\":5}}]}}")
    });
    refused(
        &["audience", "--input", "-"],
        &format!("{{\"colleges\":[{colleges}]}}"),
        "unions: is above 1000",
    );
}

#[test]
fn the_words_of_a_refusal_are_french_in_french() {
    let env = Env::new();
    let path = env.write("votes.json", "{\"seats\":3,\"lists\":[{\"name\":\"A\",\"votes\":-4}]}");
    let run = env.run(["law", "allocate", "--lang", "fr", "--input", path.to_str().unwrap()]);
    assert_eq!(run.code, 1);
    for words in ["votes.json", "ligne 1", "liste n°\u{a0}1, voix (votes)", "n’est pas un nombre"] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
}

#[test]
fn ten_megabytes_of_junk() {
    let junk: Vec<u8> =
        (0..10_000_000_u32).map(|i| b' ' + (i.wrapping_mul(2_654_435_761) >> 24) as u8 % 95).collect();
    let junk = String::from_utf8(junk).unwrap();
    for command in ["headcount", "electors", "parity", "quorum", "allocate", "audience", "agreement", "pse"] {
        refused(&[command, "--input", "-"], &junk, "line 1");
        refused(&[command, "--input", "-"], &format!("{{{junk}"), "line 1");
    }
    for deep in ["[", "{\"colleges\":", "{\"a\":[", "a = [", "a = {a="] {
        let deep = format!("{{\"colleges\":{}", deep.repeat(1_000_000));
        refused(&["audience", "--input", "-"], &deep, "line 1");
        refused(&["audience", "--input", "-"], deep.trim_start_matches("{\"colleges\":"), "line 1");
    }
    for digits in ["9".repeat(10_000_000), format!("{{\"seats\":{}}}", "9".repeat(10_000_000))] {
        refused(&["allocate", "--input", "-"], &digits, "line 1");
    }
}

#[test]
fn every_calculator_refuses_a_day_before_the_tables() {
    let env = Env::new();
    for args in [
        &["colleges", "--headcount", "700"][..],
        &["quorum", "--registered", "4", "--valid", "2"],
        &["allocate", "--seats", "2", "--list", "A=5"],
        &["parity", "--women", "5", "--men", "4", "--seats", "3"],
        &["agreement", "--union", "A=5", "--signed", "A"],
        &["pse", "--dismissals", "12"],
        &["rights", "--headcount", "300"],
        &["protection", "--office", "candidate", "--from", "2017-01-01"],
        &["electors", "--hired", "2010-01-01", "--born", "1990-01-01"],
        &["headcount", "--month", "2017-01=12"],
    ] {
        let args: Vec<_> = args.iter().chain(&["--on", "2017-06-01"]).copied().collect();
        let run = law(&env, &args, "");
        assert_eq!(run.code, 20, "{args:?}: {}", run.err);
    }
}
