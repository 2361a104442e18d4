//! Accounts, creditors, files and answers that are known by hand.

use super::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn accounts_are_checked_twice_and_shown_by_their_ends() {
    for (typed, plain) in [
        ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ] {
        assert_eq!(account(typed).as_deref(), Ok(plain), "{typed}");
    }
    // A wrong key with the digits of the IBAN made anew: only the French key tells.
    let digits = sepa::iban_check_digits("FR", "20041010050500013M02607");
    let wrong = format!("FR{digits}20041010050500013M02607");
    assert!(validate_iban(&wrong).is_ok());
    assert_eq!(account(&wrong), Err(BadAccount::Key));
    assert_eq!(account("FR7630006000011234567890188"), Err(BadAccount::Check));
    assert_eq!(account("FR76 3000"), Err(BadAccount::Form));
    assert_eq!(account(""), Err(BadAccount::Form));
    assert_eq!(account("CH93 0076 2011 6238 5295 7"), Err(BadAccount::Outside));
    assert_eq!(masked("FR7630006000011234567890189"), "FR76 … 0189");
    assert_eq!(masked("FR76"), "…");
}

#[test]
fn creditors_are_checked() {
    assert_eq!(creditor("FR72 ZZZ 123456").as_deref(), Ok("FR72ZZZ123456"));
    assert_eq!(creditor("FR00ZZZ123456"), Err(BadCreditor::Check));
    assert_eq!(creditor("FR72ZZZ"), Err(BadCreditor::Form));
}

#[test]
fn references_say_nothing_and_banks_take_them() {
    let made = reference(&[0, 1, 2, 3, 31, 32, 255, 7, 8, 9, 10, 11]);
    assert_eq!(made, "ABCD9A9HJKLM");
    assert!(is_reference(&made) && is_reference("RUM-2026/1"));
    for bad in ["", "é", "/a", "a/", "a//b", "a b", &"x".repeat(36)] {
        assert!(!is_reference(bad), "{bad}");
    }
}

#[test]
fn names_are_in_the_letters_of_banks() {
    assert_eq!(plain_name("Éloïse Œuvrard"), "Eloise OEuvrard");
    assert_eq!(plain_name("Zoé  D’Essai"), "Zoe D'Essai");
    assert_eq!(plain_name(&"é".repeat(80)).len(), 70);
}

fn batch() -> Batch {
    let debit = |n: u32, name: &str, amount: i64| Debit {
        reference: format!("RUM{n}"),
        signed: day(2026, 1, 5),
        name: name.to_owned(),
        account: "FR1420041010050500013M02606".to_owned(),
        amount: Cents::new(amount),
        end_to_end: format!("E{n}"),
    };
    Batch {
        message: "M1".to_owned(),
        created: day(2026, 12, 1),
        creditor: "Syndicat d’Exemple".to_owned(),
        identifier: "FR72ZZZ123456".to_owned(),
        account: "FR7630006000011234567890189".to_owned(),
        day: day(2026, 12, 17),
        debits: vec![debit(1, "Éloïse Œuvrard", 1205), debit(2, "Lou Essai", 99)],
    }
}

/// The text of the first element of a name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

#[test]
fn both_versions_say_the_same_and_no_address() {
    for (schema, space) in [(Schema::V08, "pain.008.001.08"), (Schema::V02, "pain.008.001.02")] {
        let xml = batch().xml(schema).unwrap();
        assert!(xml.contains(&format!("xmlns=\"urn:iso:std:iso:20022:tech:xsd:{space}\"")), "{xml}");
        for (name, text) in [
            ("MsgId", "M1"),
            ("CreDtTm", "2026-12-01T12:00:00"),
            ("NbOfTxs", "2"),
            ("CtrlSum", "13.04"),
            ("PmtMtd", "DD"),
            ("SvcLvl", "<Cd>SEPA</Cd>"),
            ("LclInstrm", "<Cd>CORE</Cd>"),
            ("SeqTp", "RCUR"),
            ("ReqdColltnDt", "2026-12-17"),
            ("EndToEndId", "E1"),
            ("MndtId", "RUM1"),
            ("DtOfSgntr", "2026-01-05"),
        ] {
            assert_eq!(element(&xml, name), Some(text), "{name}: {xml}");
        }
        for there in [
            "<Nm>Eloise OEuvrard</Nm>",
            "<Nm>Syndicat d&apos;Exemple</Nm>",
            "<IBAN>FR1420041010050500013M02606</IBAN>",
            "FR72ZZZ123456",
            ">12.05<",
            ">0.99<",
            "NOTPROVIDED",
        ] {
            assert!(xml.contains(there) || xml.contains(&there.replace("&apos;", "'")), "{there}: {xml}");
        }
        for never in ["PstlAdr", "AdrLine", "StrtNm", "RmtInf"] {
            assert!(!xml.contains(never), "{never}: {xml}");
        }
    }
}

#[test]
fn what_a_bank_would_refuse_is_not_written() {
    let bad = |edit: fn(&mut Batch)| {
        let mut batch = batch();
        edit(&mut batch);
        batch.xml(Schema::V08).err()
    };
    assert_eq!(bad(|b| b.debits.clear()), Some(BadBatch::Empty));
    assert!(matches!(bad(|b| b.debits[0].amount = Cents::ZERO), Some(BadBatch::Refused(_))));
    assert!(matches!(bad(|b| b.debits[0].reference = "é".to_owned()), Some(BadBatch::Refused(_))));
    assert_eq!(bad(|b| b.debits[0].account = "FR76".to_owned()), Some(BadAccount::Form.into()));
    assert_eq!(bad(|b| b.identifier = "FR00ZZZ123456".to_owned()), Some(BadCreditor::Check.into()));
    assert_eq!(bad(|b| b.debits[0].name = " ".to_owned()), Some(BadBatch::Name));
}

#[test]
fn answers_of_banks_are_read() {
    let xml = |group: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>\
             <GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-12-15T10:00:00</CreDtTm></GrpHdr>\
             <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.08</OrgnlMsgNmId>{group}"
        ) + "</CstmrPmtStsRpt></Document>"
    };
    let some = xml(
        "<GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>M1-1</OrgnlPmtInfId>\
         <TxInfAndSts><OrgnlEndToEndId>E2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>\
         </OrgnlPmtInfAndSts>",
    );
    let read = answer(&some).unwrap();
    assert_eq!((read.message.as_str(), &read.whole), ("M1", &None));
    assert_eq!(read.refused, [Refused { end_to_end: "E2".to_owned(), reason: "AC04".to_owned() }]);
    let all = xml("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts>");
    assert_eq!(answer(&all).unwrap().whole.as_deref(), Some("FF01"));
    for bad in ["", "<Document/>", "a;b", &batch().xml(Schema::V08).unwrap()] {
        assert_eq!(answer(bad), Err(NoAnswer));
    }
}
