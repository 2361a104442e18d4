//! Statements of the bank: proposed, written once, nothing twice, nothing of a bad file.

use serde_json::Value;

use super::{dues, json, section};

const HEAD: &str = "Date;Date de valeur;Montant;Libellé;Solde\n";

fn statement(lines: &[&str]) -> String {
    format!("{HEAD}{}\n", lines.join("\n"))
}

const LINES: [&str; 5] = [
    "05/10/2026;;12,00;VIR SEPA RECU CAMILLE EXEMPLE COTISATION;0",
    "06/10/2026;;12,00;VIR M MODELE;0",
    "07/10/2026;;-48,90;CB IMPRIMERIE;0",
    "08/10/2026;;50,00;DON ANONYME;0",
    "08/10/2026;;120,00;VIR ATELIER DU COIN SARL;0",
];

fn states(shown: &Value) -> Vec<String> {
    shown["movements"].as_array().unwrap().iter().map(|m| m["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn payments_are_proposed_and_the_same_file_changes_nothing_twice() {
    let env = section();
    env.write("bank.csv", statement(&LINES));
    let seen = json(&env, &["import", "bank.csv"]);
    assert_eq!((&seen["bank"], &seen["written"]), (&"Crédit Mutuel, CIC".into(), &0.into()));
    let sure = |n: usize| seen["movements"][n]["proposals"][0]["sure"].clone();
    assert_eq!((sure(0), sure(1)), ("strong".into(), "likely".into()));
    assert_eq!(seen["movements"][3]["proposals"], serde_json::json!([]));
    assert_eq!(json(&env, &["book"])["entries"].as_array().unwrap().len(), 0, "it was only shown");
    assert_eq!(json(&env, &["import", "bank.csv", "--apply"])["written"], 2);
    assert_eq!(json(&env, &["explain", "Camille Exemple"])["credit"], 1200);
    // Again, and with a file that overlaps.
    assert_eq!(json(&env, &["import", "bank.csv", "--apply"])["written"], 0);
    env.write(
        "more.csv",
        statement(&[LINES[1], LINES[0], "09/10/2026;;12,00;VIR SEPA RECU CAMILLE EXEMPLE;0"]),
    );
    let more = json(&env, &["import", "more.csv", "--apply"]);
    assert_eq!(
        (states(&more), &more["written"]),
        (vec!["known".into(), "known".into(), "new".into()], &1.into())
    );
    // Two equal payments of a day are two.
    let twice = "10/10/2026;;12,00;VIR SEPA RECU CAMILLE EXEMPLE COTISATION;0";
    env.write("twice.csv", statement(&[twice, twice]));
    assert_eq!(json(&env, &["import", "twice.csv", "--apply"])["written"], 2);
    let book = json(&env, &["book"]);
    assert_eq!(book["faults"], serde_json::json!([]));
    // The words of the bank name people: they do not stay with a member's payment.
    assert!(book["entries"].as_array().unwrap().iter().all(|e| e["label"].is_null()), "{book}");
}

#[test]
fn what_was_typed_by_hand_is_told_as_a_probable_double() {
    let env = section();
    dues(
        &env,
        &[
            "record",
            "payment",
            "12",
            "--member",
            "Camille Exemple",
            "--day",
            "2026-10-04",
            "--way",
            "transfer",
        ],
    )
    .ok();
    env.write("bank.csv", statement(&LINES[..1]));
    let seen = json(&env, &["import", "bank.csv", "--apply"]);
    assert_eq!((states(&seen), &seen["movements"][0]["double"]), (vec!["double".into()], &"A-0001".into()));
    assert_eq!(json(&env, &["book"])["entries"].as_array().unwrap().len(), 1);
}

#[test]
fn a_person_confirms_each_line_on_a_terminal() {
    let env = section();
    env.write("bank.csv", statement(&LINES));
    let mut t = env.terminal("fr", &["dues", "import", "bank.csv", "--apply"]);
    t.read("De qui\u{a0}? [Camille Exemple]").say("");
    // A name that fits nobody is asked for again, and nothing typed is lost.
    t.read("[Dominique Modèle]").say("personne du tout");
    t.read("[Dominique Modèle]").say("");
    t.read("CB IMPRIMERIE").read("De qui").say("=impression");
    t.read("DON ANONYME").read("De qui").say("-");
    t.read("ATELIER DU COIN").read("De qui").say("lou");
    t.read("4 écritures notées").ends(0);
    let book = json(&env, &["book"]);
    assert_eq!((&book["sums"]["dues"], &book["sums"]["expenses"]), (&14400.into(), &4890.into()));
    // The origin is remembered: next time the firm is Lou's.
    env.write("next.csv", statement(&["08/11/2026;;12,00;VIR ATELIER DU COIN SARL;0"]));
    let next = json(&env, &["import", "next.csv"]);
    let proposal = &next["movements"][0]["proposals"][0];
    assert_eq!((&proposal["sure"], &proposal["why"][0]), (&"strong".into(), &"seen".into()));
}

#[test]
fn of_a_bad_file_nothing_is_taken() {
    let env = section();
    for (content, says) in [
        (statement(&[LINES[0], "31/11/2026;;1,00;X;0"]), "line 3"),
        (statement(&[LINES[0], "05/11/2026;;1.000;X;0"]), "1.000"),
        ("Nom;Prénom\nExemple;Camille\n".to_owned(), "no bank that is known"),
        ("OFXHEADER:100\n<OFX><STMTTRN><TRNAMT>1".to_owned(), "cut off"),
        (HEAD.to_owned(), "no movement"),
        ("\u{0}\u{1}\u{2}".to_owned(), "text"),
    ] {
        env.write("bank.csv", content);
        dues(&env, &["import", "bank.csv", "--apply"]).fails(1, says);
    }
    dues(&env, &["import", "not-there.csv"]).fails(1, "not-there.csv");
    env.write("big.csv", "x".repeat(70 * 1024 * 1024));
    let run = dues(&env, &["import", "big.csv"]);
    assert_ne!(run.code, 0, "{}", run.said());
    assert_eq!(json(&env, &["book"])["entries"].as_array().unwrap().len(), 0);
}

/// A CAMT.053 with one entry; `back` gives the reason why a payment came back.
fn camt(sum: &str, day: &str, name: &str, back: Option<&str>) -> String {
    let sign = if back.is_some() { "DBIT" } else { "CRDT" };
    let back = back.map_or_else(String::new, |why| format!("<RtrInf><Rsn><Cd>{why}</Cd></Rsn></RtrInf>"));
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>{day}</Id><Acct><Id><IBAN>\
         FR7630006000011234567890189</IBAN></Id></Acct><Ntry><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK\
         </Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>\
         </RltdPties>{back}</TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
    )
}

#[test]
fn a_payment_that_came_back_reverses_its_entry_once_somebody_says_so() {
    let env = section();
    env.write("paid.xml", camt("12.00", "2026-10-05", "CAMILLE EXEMPLE", None));
    assert_eq!(json(&env, &["import", "paid.xml", "--apply"])["form"], "camt");
    assert_eq!(json(&env, &["explain", "Camille Exemple"])["credit"], 1200);
    env.write("back.xml", camt("12.00", "2026-10-12", "CAMILLE EXEMPLE", Some("AC04")));
    let seen = json(&env, &["import", "back.xml"]);
    assert_eq!(seen["movements"][0]["undoes"], serde_json::json!(["A-0001"]));
    assert_eq!(json(&env, &["explain", "Camille Exemple"])["credit"], 1200, "it was only shown");
    let done = json(&env, &["import", "back.xml", "--apply"]);
    assert_eq!((&done["written"], &done["movements"][0]["reverses"]), (&1.into(), &"A-0001".into()));
    let told = json(&env, &["explain", "Camille Exemple"]);
    assert_eq!((&told["credit"], &told["entries"][1]["day"]), (&0.into(), &"2026-10-12".into()));
    // Once more changes nothing, and nothing is left that another one could undo.
    assert_eq!(json(&env, &["import", "back.xml", "--apply"])["written"], 0);
    env.write("again.xml", camt("12.00", "2026-10-14", "CAMILLE EXEMPLE", Some("AC04")));
    let again = json(&env, &["import", "again.xml", "--apply"]);
    assert_eq!((&again["written"], &again["movements"][0]["undoes"]), (&0.into(), &serde_json::json!([])));
    assert_eq!(json(&env, &["book"])["faults"], serde_json::json!([]));
}

#[test]
fn the_reference_that_a_member_was_given_is_certain() {
    let env = section();
    let reference = json(&env, &["explain", "Lou Essai"])["reference"].as_str().unwrap().to_owned();
    assert!(reference.starts_with('R') && reference.len() == 9, "{reference}");
    // A partner pays, with a name of another member.
    env.write("bank.csv", statement(&[&format!("05/10/2026;;12,00;VIR CAMILLE EXEMPLE {reference};0")]));
    let proposal = json(&env, &["import", "bank.csv"])["movements"][0]["proposals"][0].clone();
    assert_eq!((&proposal["sure"], &proposal["why"][0]), (&"certain".into(), &"reference".into()));
    json(&env, &["import", "bank.csv", "--apply"]);
    assert_eq!(json(&env, &["explain", "Lou Essai"])["credit"], 1200);
}

#[test]
fn a_statement_of_another_account_asks() {
    let env = section();
    env.write("one.xml", camt("12.00", "2026-10-05", "CAMILLE EXEMPLE", None));
    json(&env, &["import", "one.xml", "--apply"]);
    // Another account, and another bank: each is asked about, and nothing is written without a yes.
    env.write(
        "other.xml",
        camt("12.00", "2026-10-06", "CAMILLE EXEMPLE", None).replace("12345678901", "12345678902"),
    );
    env.write("other.csv", statement(&LINES));
    for file in ["other.xml", "other.csv"] {
        env.run(["dues", "import", file, "--apply", "--on", "2026-11-21"]).fails(1, "of no account");
        assert_eq!(json(&env, &["book"])["entries"].as_array().unwrap().len(), 1, "{file}");
        assert_eq!(json(&env, &["import", file])["other_account"], true);
    }
    json(&env, &["import", "other.xml", "--apply"]);
    assert_eq!(json(&env, &["import", "other.xml"])["other_account"], false, "it is known from now on");
    // The same movement from another form of file is told as a probable double.
    env.write("form.csv", statement(&["05/10/2026;;12,00;VIR C EXEMPLE;0"]));
    assert_eq!(states(&json(&env, &["import", "form.csv"])), ["double"]);
}
