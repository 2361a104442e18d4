//! `election count` by hand.

use crate::support::Env;

const NEW: &[&str] = &[
    "election",
    "new",
    "--date",
    "2026-12-03",
    "--union",
    "CGT",
    "--college",
    "1:holders=2,substitutes=0,registered=300",
];

fn section() -> Env {
    let env = Env::with_vault();
    env.run(NEW).ok();
    for (union, names) in
        [("CGT", ["Camille Exemple;F", "Lou Essai;H"]), ("FO", ["Dominique Modele;F", "Noa Fictif;H"])]
    {
        let list = ["election", "lists", "add", "--vote", "holders", "--union", union];
        let candidates = names.iter().flat_map(|n| ["--candidate", n]);
        env.run(list.into_iter().chain(candidates)).ok();
    }
    env
}

const COUNT: &[&str] = &["election", "count"];

#[test]
fn an_answer_is_corrected_before_it_traps_and_what_is_missing_is_said_in_figures() {
    let env = section();
    let mut t = env.terminal("fr", COUNT);
    t.read("retour").read("Émargements\u{a0}: ").say("256");
    t.read("Bulletins trouvés\u{a0}: ").say("beaucoup").read("Il faut un nombre entier");
    t.read("Bulletins trouvés\u{a0}: ").say("256");
    // The typing error of the first hour: 250 blank instead of 10.
    t.read("Blancs\u{a0}: ").say("250").read("Nuls\u{a0}: ").say("7");
    t.read("7, soit 1 de plus que permis").read("retour").read("Nuls\u{a0}: ").say("retour");
    t.read("Blancs [250]\u{a0}: ").say("10").read("Nuls\u{a0}: ").say("6");
    t.read("Bulletins CGT\u{a0}: ").say("122").read("ratures CGT, 1. Camille Exemple\u{a0}: ").say("n");
    t.read("Bulletins FO\u{a0}: ").say("100").read("ratures FO, 1. Dominique Modele\u{a0}: ").say("3");
    t.read("ratures FO, 2. Noa Fictif\u{a0}: ").say("0");
    t.read("il manque 18 bulletins\u{a0}: 240 suffrages exprimés, 222 comptés");
    // What was said stands there; only the wrong figure is typed anew.
    t.read("Émargements [256]\u{a0}: ").say("").read("Bulletins trouvés [256]\u{a0}: ").say("");
    t.read("Blancs [10]\u{a0}: ")
        .say("")
        .read("Nuls [6]\u{a0}: ")
        .say("")
        .read("Bulletins CGT [122]\u{a0}: ")
        .say("140");
    t.read("1. Camille Exemple [0]\u{a0}: ").say("0 partout").read("Bulletins FO [100]\u{a0}: ").say("");
    t.read("1. Dominique Modele [3]\u{a0}: ").say("").read("2. Noa Fictif [0]\u{a0}: ").say("");
    t.read("saisie 1\u{a0}: finie").ends(0);
}

/// One key for "no strike-outs": it holds from the candidate that is asked about, and takes nothing back.
#[test]
fn one_key_says_that_nobody_else_is_struck_and_the_second_teller_is_told_so() {
    let env = section();
    let mut t = env.terminal("fr", COUNT);
    t.read("plus personne n’est rayé").read("Émargements").say("40").read("Bulletins trouvés").say("40");
    t.read("Blancs").say("0").read("Nuls").say("0").read("Bulletins CGT").say("30");
    t.read("ratures CGT, 1. Camille Exemple").say("4").read("2. Lou Essai").say("n");
    t.read("Bulletins FO").say("10").read("ratures FO, 1.").say("n").read("saisie 1\u{a0}: finie").ends(0);
    let mut t = env.terminal("en", COUNT);
    t.read("Second entry: by another person").read("Signatures on the list: ").say("q").ends(0);
    finish(&env, "2", "30", "10");
    let run = env.run(["election", "show", "--json"]).json();
    let differences = &run["value"]["votes"][0]["boxes"][0]["differences"];
    assert_eq!(differences[0]["field"], "lists[CGT].struck[1]");
    assert_eq!(differences[0]["said"][0], 4, "{differences}");
    assert_eq!(differences.as_array().map(Vec::len), Some(1), "the second candidate was not struck");
}

#[test]
fn giving_up_keeps_what_was_said_and_the_second_entry_sees_nothing() {
    let env = section();
    for stop in ["q\n", "\u{4}"] {
        let mut t = env.terminal("en", COUNT);
        t.read("Signatures on the list").say("40").read("Ballots found").press(stop);
        t.read("Saved up to here.").ends(0);
    }
    let mut t = env.terminal("en", COUNT);
    t.read("Signatures on the list [40]: ").press("\u{3}").ends(-2);
    finish(&env, "1", "30", "10");
    let mut t = env.terminal("en", COUNT);
    t.read("Signatures on the list: ").say("back").read("Signatures on the list: ").say("");
    t.read("Ballots found: ").say("q").read("Saved").ends(0);
    assert!(!t.all.contains("30"), "the second entry sees the first:\n{}", t.all);
}

fn finish(env: &Env, entry: &str, cgt: &str, fo: &str) {
    let (cgt, fo) = (format!("CGT={cgt}"), format!("FO={fo}"));
    env.run([
        "election", "count", "--vote", "holders", "--entry", entry, "--voters", "40", "--blank", "0",
        "--null", "0", "--list", &cgt, "--list", &fo,
    ]);
}

#[test]
fn entries_that_differ_are_corrected_on_the_terminal_and_by_options_that_say_what_they_replace() {
    let env = section();
    finish(&env, "1", "30", "10");
    finish(&env, "2", "29", "11");
    let mut t = env.terminal("fr", COUNT);
    t.read("Les deux saisies diffèrent")
        .read("saisie 1\u{a0}: 30, saisie 2\u{a0}: 29")
        .read("Laquelle corriger")
        .say("3");
    t.read("Il faut 1, 2 ou Entrée").read("Laquelle corriger").say("2");
    t.read("Émargements\u{a0}: ")
        .say("")
        .read("Bulletins trouvés [40]\u{a0}: ")
        .say("")
        .read("Blancs [0]\u{a0}: ")
        .say("");
    t.read("Nuls [0]\u{a0}: ")
        .say("")
        .read("Bulletins CGT [29]\u{a0}: ")
        .say("30")
        .read("41, soit 1 de plus");
    // Lowering the other list first is one word away.
    t.read("Bulletins CGT [29]\u{a0}: ").say("").read("Camille Exemple").say("0 partout");
    t.read("Bulletins FO [11]\u{a0}: ")
        .say("10")
        .read("Dominique")
        .say("0 partout")
        .read("il manque 1 bulletin\u{a0}: ");
    t.read("Émargements\u{a0}: ").say("q").read("Enregistré").ends(0);
    let run = env.run(["election", "count", "--vote", "holders", "--entry", "2", "--list", "CGT=30"]).ok();
    assert!(run.out.contains("Replaced: ballots CGT, 29 → 30"), "{}", run.out);
    assert!(run.out.contains("the entries agree"), "{}", run.out);
    // A count that agrees is corrected on purpose only.
    let mut t = env.terminal("en", &["election", "count", "--vote", "holders"]);
    t.read("both entries").ends(1);
    let run =
        env.run(["election", "count", "--vote", "holders", "--entry", "1", "--blank", "0", "--json"]).ok();
    assert_eq!(run.json()["value"]["boxes"][0]["replaced"], serde_json::json!([]));
}
