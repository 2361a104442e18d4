#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A movement in short: day, cents, words.
fn short(statement: &Statement) -> Vec<(String, i64, String)> {
    statement.movements.iter().map(|m| (m.day.to_string(), m.amount.get(), m.label.clone())).collect()
}

fn one(day: &str, cents: i64, label: &str) -> (String, i64, String) {
    (day.to_owned(), cents, label.to_owned())
}

#[test]
fn each_bank_is_read_by_its_columns() {
    for (bank, text, found) in [
        (
            "Crédit Mutuel, CIC",
            "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n\
             05/10/2026;05/10/2026;;12,00;VIR C EXEMPLE;112,00\n06/10/2026;06/10/2026;-3,20;;FRAIS;108,80\n\
             07/10/2026;07/10/2026;1,00;;FRAIS;107,80\n",
            vec![
                one("2026-10-05", 1200, "VIR C EXEMPLE"),
                one("2026-10-06", -320, "FRAIS"),
                one("2026-10-07", -100, "FRAIS"),
            ],
        ),
        (
            "Crédit Mutuel, CIC",
            "Date;Date de valeur;Montant;Libellé;Solde\n05/10/2026;05/10/2026;12,00;VIR;1 112,00\n",
            vec![one("2026-10-05", 1200, "VIR")],
        ),
        (
            "Crédit Agricole",
            "Téléchargement du 21/11/2026;\n\nM EXEMPLE;\nCompte carte n° 12345678901;\nSolde au 20/11/2026 1 200.50 €;\n\n\
             Liste des opérations;\n\nDate;Libellé;Débit Euros;Crédit Euros;\n\
             05/10/2026;\"VIREMENT EN VOTRE FAVEUR\n  CAMILLE   EXEMPLE\n\";;1 200,00;\n",
            vec![one("2026-10-05", 120_000, "VIREMENT EN VOTRE FAVEUR CAMILLE EXEMPLE")],
        ),
        (
            "La Banque Postale",
            "Numéro Compte :\t1234567A033\nType :\tCCP\nCompte tenu en :\teuros\nDate :\t21/11/2026\n\
             Solde (EUROS) :\t100,00\n\nDate\tLibellé\tMontant(EUROS)\n05/10/2026\tVIREMENT DE EXEMPLE   \t+123,45\n",
            vec![one("2026-10-05", 12345, "VIREMENT DE EXEMPLE")],
        ),
        (
            "BNP Paribas",
            "Compte de chèques;12345678901;;100,00\n\nDate operation;Libelle court;Type operation;Libelle operation;\
             Montant operation en euro\n05/10/2026;VIR;VIREMENT;VIR SEPA RECU EXEMPLE;12,00\n",
            vec![one("2026-10-05", 1200, "VIR SEPA RECU EXEMPLE")],
        ),
        (
            "Société Générale",
            "=\"0000312345678901\";01/10/2026;21/11/2026;12;21/11/2026;1234.56 EUR\n\nDate de l'opération;Libellé;\
             Détail de l'écriture;Montant de l'opération;Devise\n05/10/2026;VIR RECU;VIR RECU 12 EXEMPLE;12,00;EUR\n",
            vec![one("2026-10-05", 1200, "VIR RECU VIR RECU 12 EXEMPLE")],
        ),
        (
            "Banque Populaire, Caisse d’Épargne, Crédit Coopératif",
            "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;\
             Type operation;Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation\n\
             05/10/2026;C EXEMPLE;VIR SEPA;AB12;COTISATION;Virement recu;Revenus;Autres;;+12,00;05/10/2026;05/10/2026;0\n",
            vec![one("2026-10-05", 1200, "VIR SEPA COTISATION")],
        ),
        (
            "BoursoBank",
            "dateOp;dateVal;label;category;amount\n2026-10-05;2026-10-06;VIR EXEMPLE;x;\"1 200,00\"\n",
            vec![one("2026-10-05", 120_000, "VIR EXEMPLE")],
        ),
    ] {
        let read = read(text).unwrap_or_else(|e| panic!("{bank}: {e}"));
        assert_eq!((read.bank.as_deref(), short(&read)), (Some(bank), found));
    }
    assert!(banks().len() >= 7);
}

#[test]
fn the_account_above_the_columns_is_found() {
    let text = "=\"0000312345678901\";01/10/2026;21/11/2026;12;21/11/2026;1234.56 EUR\n\nDate de l'opération;Libellé;\
                Détail de l'écriture;Montant de l'opération;Devise\n05/10/2026;VIR;X;12,00;EUR\n";
    assert_eq!(read(text).unwrap().account.as_deref(), Some("0000312345678901"));
    let plain = "Date;Date de valeur;Montant;Libellé;Solde\n05/10/2026;05/10/2026;12,00;VIR;1 112,00\n";
    assert_eq!(read(plain).unwrap().account, None);
}

#[test]
fn nothing_of_a_file_is_taken_when_a_line_is_wrong() {
    let head = "Date;Date de valeur;Montant;Libellé;Solde\n05/10/2026;05/10/2026;12,00;VIR;0\n";
    for (line, what, cell) in [
        ("hier;;1,00;X;0", BadLine::Day, "hier"),
        ("31/11/2026;;1,00;X;0", BadLine::Day, "31/11/2026"),
        ("05/10/2026;;douze;X;0", BadLine::Amount, "douze"),
        ("05/10/2026;;;X;0", BadLine::Amount, ""),
    ] {
        let found = read(&format!("{head}{line}\n"));
        assert_eq!(found, Err(BadStatement::Line { line: 3, what, cell: cell.to_owned() }), "{line}");
    }
    let two = "Date;Libellé;Débit euros;Crédit euros\n05/10/2026;X;1,00;2,00\n";
    assert!(matches!(read(two), Err(BadStatement::Line { what: BadLine::Both, .. })));
    let dollars = "Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise\n05/10/2026;X;Y;1,00;USD\n";
    assert_eq!(read(dollars), Err(BadStatement::Currency { line: 2, currency: "USD".to_owned() }));
    assert!(matches!(read("Nom;Prénom\nExemple;Camille\n"), Err(BadStatement::Columns(_))));
    assert_eq!(read("bonjour"), Err(BadStatement::Form));
    assert_eq!(read(""), Err(BadStatement::Form));
    assert_eq!(read("Date;Date de valeur;Montant;Libellé;Solde\n"), Err(BadStatement::Empty));
}

/// A record of CFONB 120.
fn record(code: &str, day: &str, label: &str, amount: &str, currency: &str) -> String {
    let mut out = format!("{code}30004    00123{currency}12345678901  {day}");
    out = format!("{out:<48}{label:<31}");
    out = format!("{out:<90}{amount}");
    format!("{out:<120}")
}

fn cfonb(movements: &[(&str, &str, &str)], new: &str, currency: &str) -> String {
    let mut all = vec![record("01", "300926", "", "0000000010000{", currency)];
    all.extend(movements.iter().map(|(day, label, amount)| record("04", day, label, amount, currency)));
    all.push(record("07", "311026", "", new, currency));
    all.join("\n")
}

#[test]
fn cfonb_120_is_read_by_its_places() {
    let text = cfonb(
        &[("051026", "VIR EXEMPLE", "0000000000120{"), ("061026", "FRAIS", "0000000000032}")],
        "0000000010088{",
        "EUR2 ",
    );
    let read_ = read(&text).unwrap();
    assert_eq!(read_.form, Form::Cfonb);
    assert_eq!(short(&read_), [one("2026-10-05", 1200, "VIR EXEMPLE"), one("2026-10-06", -320, "FRAIS")]);
    assert_eq!(read_.account.as_deref(), Some("300040012312345678901"));
    // Digit and sign in one; no line ends; currency left blank.
    let text = cfonb(&[("051026", "X", "0000000000123E")], "0000000010123E", "     ");
    assert_eq!(read(&text.replace('\n', "")).unwrap().movements[0].amount, Cents::new(1235));
    // Another currency, a balance that does not follow, a cut end, another length.
    let other = cfonb(&[("051026", "X", "0000000000120{")], "0000000010120{", "XPF0 ");
    assert!(matches!(read(&other), Err(BadStatement::Currency { .. })));
    let wrong = cfonb(&[("051026", "X", "0000000000120{")], "0000000010999{", "EUR2 ");
    assert_eq!(read(&wrong), Err(BadStatement::Balance));
    let whole = cfonb(&[("051026", "X", "0000000000120{")], "0000000010120{", "EUR2 ");
    let cut = whole.lines().take(2).collect::<Vec<_>>().join("\n");
    assert_eq!(read(&cut), Err(BadStatement::Cut));
    let day = cfonb(&[("311126", "X", "0000000000120{")], "0000000010120{", "EUR2 ");
    assert!(matches!(read(&day), Err(BadStatement::Line { what: BadLine::Day, .. })));
}

#[test]
fn details_say_who_paid() {
    let mut lines: Vec<String> = cfonb(&[("051026", "VIR", "0000000000120{")], "0000000010120{", "EUR2 ")
        .lines()
        .map(str::to_owned)
        .collect();
    let detail = |q: &str, text: &str| {
        let head = format!("{:<45}{q}{text}", record("05", "051026", "", "", "EUR2 ").trim_end());
        format!("{head:<120}")
    };
    lines.insert(2, detail("NPY", "CAMILLE EXEMPLE"));
    lines.insert(3, detail("LCC", "COTISATION OCTOBRE"));
    let read = read(&lines.join("\n")).unwrap();
    assert_eq!(read.movements[0].name.as_deref(), Some("CAMILLE EXEMPLE"));
    assert_eq!(read.movements[0].label, "VIR COTISATION OCTOBRE");
}

const OFX1: &str = "OFXHEADER:100\nDATA:OFXSGML\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n\
    <BANKACCTFROM><BANKID>30004<ACCTID>00012345678<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>\n\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261005120000<TRNAMT>+12,00<FITID>1<NAME>C EXEMPLE &amp; CO<MEMO>cotisation</STMTTRN>\n\
    <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261006<TRNAMT>-3.20<FITID>1<NAME>FRAIS\n</STMTTRN>\n\
    </BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

#[test]
fn ofx_of_both_kinds_is_read() {
    let found = read(OFX1).unwrap();
    assert_eq!(
        short(&found),
        [one("2026-10-05", 1200, "C EXEMPLE & CO cotisation"), one("2026-10-06", -320, "FRAIS")]
    );
    assert_eq!(found.account.as_deref(), Some("00012345678"));
    let xml = "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX><CURDEF>EUR</CURDEF><ACCTID>1</ACCTID><BANKTRANLIST>\
               <STMTTRN><DTPOSTED>20261005</DTPOSTED><TRNAMT>12.00</TRNAMT><FITID>9</FITID><NAME>X</NAME></STMTTRN>\
               </BANKTRANLIST></OFX>";
    assert_eq!(short(&read(xml).unwrap()), [one("2026-10-05", 1200, "X")]);
    let cut = &OFX1[..OFX1.len() - 40];
    assert_eq!(read(cut), Err(BadStatement::Cut));
    assert!(matches!(read(&OFX1.replace("CURDEF>EUR", "CURDEF>CHF")), Err(BadStatement::Currency { .. })));
    assert!(matches!(
        read(&OFX1.replace("<TRNAMT>-3.20", "")),
        Err(BadStatement::Line { what: BadLine::Field, .. })
    ));
}

#[test]
fn two_equal_payments_of_a_day_are_two_and_a_file_twice_is_one() {
    let head = "Date;Date de valeur;Montant;Libellé;Solde\n";
    let line = "05/10/2026;05/10/2026;12,00;VIR EXEMPLE;0\n";
    let all = |text: &str| fingerprints(&read(text).unwrap());
    let twice = all(&format!("{head}{line}{line}"));
    assert_ne!(twice[0], twice[1]);
    assert_eq!(all(&format!("{head}{line}"))[0], twice[0]);
    // Padding and capitals make no difference; the sum does.
    assert_eq!(all(&format!("{head}05/10/2026;;12,00;vir   Exemple;9\n"))[0], twice[0]);
    assert_ne!(all(&format!("{head}05/10/2026;;12,01;VIR EXEMPLE;0\n"))[0], twice[0]);
    // One account, by its IBAN and by its own number.
    let of = |account: &str| {
        let mut statement = read(&format!("{head}{line}")).unwrap();
        statement.account = Some(account.to_owned());
        fingerprints(&statement)[0].clone()
    };
    assert_eq!(of("FR76 3000 6000 0112 3456 7890 189"), of("12345678901"));
    assert_ne!(of("12345678901"), of("12345678902"));
    let _ = day("2026-10-05");
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "(?s).{0,400}") {
        let _ = read(&text);
        let _ = read(&format!("OFXHEADER:100\n<OFX>{text}"));
        let _ = read(&format!("Date;Libellé;Montant(EUROS)\n{text}"));
        let _ = read(&format!("{:<120}\n{text}", "01"));
    }

    #[test]
    fn a_changed_byte_of_a_good_file_gives_an_answer(at in 0_usize..400, byte in any::<u8>()) {
        let mut bytes = OFX1.as_bytes().to_vec();
        let place = at % bytes.len();
        bytes[place] = byte;
        let _ = read(&String::from_utf8_lossy(&bytes));
    }
}

/// What is wrong with a file, for every form: wrong bank, cut, junk of ten megabytes, two accounts, foreign currency, doubled.
#[test]
fn bad_input_of_every_form_gives_an_error_and_nothing() {
    let csv =
        "Date;Date de valeur;Montant;Libellé;Solde\n05/10/2026;05/10/2026;12,00;VIR;112,00\n".to_owned();
    let cfonb = cfonb(&[("051026", "X", "0000000000120{")], "0000000010120{", "EUR2 ");
    let camt = camt::tests::statement(
        "08",
        "0.00",
        &camt::tests::entry("08", "12.00", true, "Camille", "x"),
        "12.00",
    );
    let goods = [csv.as_str(), cfonb.as_str(), OFX1, camt.as_str()];
    for good in goods {
        assert!(read(good).is_ok(), "{good}");
        // The same file behind itself is never two of each.
        let twice = read(&format!("{good}{good}"));
        assert!(twice.is_err(), "{twice:?}");
        // Ten megabytes of junk behind a good beginning.
        let head: String = good.chars().take(150).collect();
        for junk in ["\u{fffd}x;", "<a>", "1;2,00;\n", "0"] {
            let junk = junk.repeat(10 * 1024 * 1024 / junk.len());
            assert!(read(&format!("{head}\n{junk}")).is_err());
        }
    }
    for junk in ["\u{fffd}x;", "<a>", "1;2,00;\n", "0", "OFXHEADER:100\n<STMTTRN>"] {
        assert!(read(&junk.repeat(10 * 1024 * 1024 / junk.len())).is_err(), "{junk}");
    }
    let second = |from: &str, to: &str, good: &str| {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good);
        read(&changed).map(|s| s.movements.len())
    };
    // Another currency.
    assert!(matches!(second("EUR2", "USD2", &cfonb), Err(BadStatement::Currency { .. })));
    assert!(matches!(second("CURDEF>EUR", "CURDEF>GBP", OFX1), Err(BadStatement::Currency { .. })));
    let societe = "Date de l'opération;Libellé;Détail de l'écriture;Montant de l'opération;Devise\n05/10/2026;X;Y;12,00;USD\n";
    assert!(matches!(read(societe), Err(BadStatement::Currency { .. })));
    // A bank that is not known, and columns of none.
    assert!(matches!(second("Montant", "Betrag", &csv), Err(BadStatement::Columns(_))));
    // A sum with a sign where the form has none, or two.
    assert!(matches!(
        second("12,00", "--12,00", &csv),
        Err(BadStatement::Line { what: BadLine::Amount, .. })
    ));
    assert!(matches!(
        second("+12,00", "+12,00,00", OFX1),
        Err(BadStatement::Line { what: BadLine::Amount, .. })
    ));
}
