//! Mandates and debits: checked, announced fourteen days before, written for the bank, refused by it.

use std::{fs, path::PathBuf, process::Command};

use serde_json::Value;

use crate::support::{Env, Run};

const IBAN: &str = "FR14 2004 1010 0505 0001 3M02 606";

/// A section with a creditor and two members who owe 60 euros each.
fn section() -> Env {
    let env = Env::with_vault();
    for (given, address) in [("Éloïse", "eloise"), ("Lou", "lou")] {
        let (given, email) = (format!("prénom={given}"), format!("email={address}@example.org"));
        env.run(["member", "add", &given, "nom=Œuvrard", &email, "joined=2026-01-01"]).ok();
    }
    dues(&env, &["schedule", "ordinaire", "--flat", "60", "--per", "year", "--from", "2026-01-01"]).ok();
    env
}

fn creditor(env: &Env) {
    let own = ["--iban", "FR76 3000 6000 0112 3456 7890 189", "--creditor", "FR72ZZZ123456"];
    dues(env, &[&["receiver", "--name", "Syndicat d’Exemple", "--address", "Lyon"], &own[..]].concat()).ok();
}

fn dues(env: &Env, args: &[&str]) -> Run {
    on(env, "2026-11-21", args)
}

/// The same on another day.
fn on(env: &Env, day: &str, args: &[&str]) -> Run {
    let mut command = env.bare();
    command
        .args(["dues"])
        .args(args)
        .args(["--yes", "--lang", "en", "--on", day, "--vault"])
        .arg(env.vault());
    command.arg("--identity").arg(env.path("key.txt"));
    Run::of(command.output().unwrap())
}

fn json(env: &Env, args: &[&str]) -> Value {
    dues(env, &[args, &["--json"]].concat()).ok().json()["value"].clone()
}

fn balance(env: &Env, who: &str) -> i64 {
    on(env, "2026-12-31", &["explain", who, "--json"]).ok().json()["value"]["balance"].as_i64().unwrap()
}

#[test]
fn a_mandate_is_checked_shown_by_its_ends_and_ended() {
    let env = section();
    dues(&env, &["mandate", "new", "Éloïse", "--iban", "FR14 2004 1010 0505 0001 3M02 607"])
        .fails(1, "check digits");
    dues(&env, &["mandate", "new", "Éloïse", "--iban", "CH93 0076 2011 6238 5295 7"]).fails(1, "transfer");
    dues(&env, &["mandate", "new", "Éloïse", "--signed", "2026-11-20"]).fails(1, "IBAN");
    dues(&env, &["receiver", "--creditor", "FR00ZZZ123456"]).fails(1, "two digits");
    creditor(&env);
    let page = env.path("m.html");
    dues(&env, &["mandate", "new", "Éloïse", "--iban", IBAN, "--html", "m.txt"]).fails(1, ".html");
    let made = json(&env, &["mandate", "new", "Éloïse", "--iban", IBAN, "--html", page.to_str().unwrap()]);
    assert_eq!((&made["stands"], &made["account"]), (&"to-sign".into(), &"FR14 … 2606".into()));
    let html = fs::read_to_string(&page).unwrap();
    for there in ["FR72ZZZ123456", "FR14 2004 1010 0505 0001 3M02 606", "Œuvrard", "Syndicat d’Exemple"] {
        assert!(html.contains(there), "{there}: {html}");
    }
    let reference = made["reference"].as_str().unwrap();
    assert!(reference.len() == 12 && html.contains(reference) && !html.contains("<script"));
    let signed = json(&env, &["mandate", "new", "Éloïse", "--signed", "2026-11-20"]);
    assert_eq!((&signed["stands"], &signed["reference"]), (&"in-force".into(), &reference.into()));
    assert_eq!(signed["void_from"], "2029-11-20");
    dues(&env, &["mandate", "new", "Éloïse", "--iban", IBAN]).fails(1, "is a mandate already");
    let listed = dues(&env, &["mandate", "list"]).ok();
    assert!(listed.out.contains("in force") && !listed.out.contains("3M02"), "{}", listed.out);
    let ended = json(&env, &["mandate", "end", reference, "--reason", "asked for it"]);
    assert_eq!((&ended["stands"], &ended["reason"]), (&"ended".into(), &"asked for it".into()));
    dues(&env, &["mandate", "end", "Éloïse"]).fails(1, "no mandate");
}

#[test]
fn debits_are_announced_written_once_and_what_is_refused_is_reversed() {
    let env = section();
    let prepare = ["debit", "prepare", "2026-12-20"];
    dues(&env, &prepare).fails(1, "creditor identifier");
    creditor(&env);
    dues(&env, &prepare).fails(1, "nothing is to be debited");
    for who in ["Éloïse", "Lou"] {
        dues(&env, &["mandate", "new", who, "--iban", IBAN, "--signed", "2026-11-01"]).ok();
    }
    dues(&env, &["debit", "prepare", "2026-12-04"]).fails(1, "at the earliest");
    let told = json(&env, &prepare);
    assert_eq!((told["debits"].as_array().unwrap().len(), &told["total"]), (2, &12_000.into()));
    assert_eq!(json(&env, &prepare)["debits"], told["debits"], "twice is once");
    let said = env.run(["notice", "preview", "debit", "--from", "team@example.org", "--for", "Lou"]).ok().out;
    let said = said.replace(['\u{a0}', '\u{202f}'], " ");
    for there in ["60,00 €", "20 décembre 2026", "FR72ZZZ123456", "mandat"] {
        assert!(said.contains(there), "{there}: {said}");
    }
    // Who is told of a debit is not reminded of the same sum.
    let reminder = ["notice", "preview", "reminder-1", "--from", "team@example.org", "--set", "how=x"];
    env.run(reminder).fails(1, "a debit is announced");
    // Lou pays meanwhile.
    dues(&env, &["record", "payment", "60", "--member", "Lou"]).ok();
    let (out, old) = (env.path("d.xml"), env.path("old.xml"));
    let write = |path: &std::path::Path, more: &[&str]| {
        dues(&env, &[&["debit", "write", "2026-12-20", "--out", path.to_str().unwrap()], more].concat())
    };
    dues(&env, &["debit", "write", "2026-12-20", "--out", "d.txt"]).fails(1, ".xml");
    dues(&env, &["debit", "write", "2026-12-21", "--out", "d.xml"]).fails(1, "nothing is to be debited");
    let written = write(&out, &["--json"]).ok().json()["value"].clone();
    assert_eq!((written["debits"].as_array().unwrap().len(), &written["total"]), (1, &6_000.into()));
    assert_eq!(written["left_out"][0]["why"], "paid");
    let xml = fs::read_to_string(&out).unwrap();
    assert!(
        xml.contains("Eloise OEuvrard")
            && xml.contains("<CtrlSum>60.00</CtrlSum>")
            && !xml.contains("PstlAdr"),
        "{xml}"
    );
    assert_eq!(balance(&env, "Éloïse"), 0);
    // Written again it is the same file in another version, and no second entry.
    write(&out, &[]).fails(1, "--force");
    write(&old, &["--schema", "02"]).ok();
    let element = |xml: &str, name: &str| {
        let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap();
        rest.split_once(&format!("</{name}>")).unwrap().0.to_owned()
    };
    let older = fs::read_to_string(&old).unwrap();
    assert!(older.contains("pain.008.001.02"));
    for name in ["MsgId", "EndToEndId", "MndtId", "CtrlSum"] {
        assert_eq!(element(&xml, name), element(&older, name), "{name}");
    }
    assert_eq!(balance(&env, "Éloïse"), 0);
    // The bank refuses it.
    let answer = |end: &str, message: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>\
             <GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-12-15T10:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>\
             <OrgnlMsgNmId>pain.008.001.08</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>x\
             </OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{end}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn>\
             </StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
        )
    };
    env.write("other.xml", answer("E1", "M1"));
    dues(&env, &["debit", "refused", "other.xml"]).fails(1, "no debit that was written here");
    dues(&env, &["debit", "refused", out.to_str().unwrap()]).fails(1, "no answer of a bank");
    env.write("answer.xml", answer(&element(&xml, "EndToEndId"), &element(&xml, "MsgId")));
    let refused = json(&env, &["debit", "refused", "answer.xml"]);
    assert_eq!(
        (&refused["debits"][0]["debit"]["state"], &refused["debits"][0]["debit"]["reason"]),
        (&"refused".into(), &"AC04".into())
    );
    assert_eq!(balance(&env, "Éloïse"), -6_000);
    assert!(
        json(&env, &["debit", "refused", "answer.xml"])["debits"].as_array().unwrap().is_empty(),
        "twice is once"
    );
    let book = json(&env, &["book"]);
    assert!(book["faults"].as_array().unwrap().is_empty(), "{book}");
}

/// The statement of the bank has the debits of a day as one sum: it is not taken in a second time.
#[test]
fn the_sum_of_a_day_on_the_statement_is_known() {
    let env = section();
    creditor(&env);
    for who in ["Éloïse", "Lou"] {
        dues(&env, &["mandate", "new", who, "--iban", IBAN, "--signed", "2026-11-01"]).ok();
    }
    dues(&env, &["debit", "prepare", "2026-12-20"]).ok();
    dues(&env, &["debit", "write", "2026-12-20", "--out", "d.xml"]).ok();
    env.write("bank.csv", "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n21/12/2026;21/12/2026;;120,00;REMISE PRLV SEPA;1120,00\n");
    let shown = on(&env, "2026-12-22", &["import", "bank.csv", "--json"]).ok().json()["value"].clone();
    assert_eq!(
        (&shown["movements"][0]["state"], &shown["movements"][0]["double"]),
        (&"double".into(), &"A-0001".into()),
        "{shown}"
    );
}

/// The published schemas, which come with the sources of the crate that writes the files.
fn schemas() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home =
        home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"))).unwrap();
    let all = fs::read_dir(home.join("registry/src")).unwrap();
    all.map(|of| of.unwrap().path().join("sepa-0.9.0/tests/xsd")).find(|path| path.is_dir()).unwrap()
}

#[test]
#[ignore = "needs xmllint; `.ci/run` installs it"]
fn files_keep_to_the_published_schemas() {
    let schemas = schemas();
    let env = section();
    creditor(&env);
    dues(&env, &["mandate", "new", "Éloïse", "--iban", IBAN, "--signed", "2026-11-01"]).ok();
    dues(&env, &["debit", "prepare", "2026-12-20"]).ok();
    for version in ["08", "02"] {
        let file = format!("{version}.xml");
        dues(&env, &["debit", "write", "2026-12-20", "--out", &file, "--schema", version]).ok();
        let schema = schemas.join(format!("pain.008.001.{version}.xsd"));
        let lint = |path: &std::path::Path| {
            Command::new("xmllint")
                .args(["--noout", "--schema"])
                .arg(&schema)
                .arg(path)
                .output()
                .unwrap()
                .status
                .success()
        };
        assert!(lint(&env.path(&file)), "{version}");
        let broken =
            fs::read_to_string(env.path(&file)).unwrap().replace("<SeqTp>RCUR</SeqTp>", "<SeqTp>RCR</SeqTp>");
        assert!(!lint(&env.write("broken.xml", broken)), "{version}: the schema refuses nothing");
    }
}
