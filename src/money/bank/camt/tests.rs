use proptest::prelude::*;

use super::super::{account, fingerprints, read};
use super::*;

/// A statement of one account: balances, and entries as they stand.
pub(in crate::money::bank) fn statement(
    version: &str,
    opening: &str,
    entries: &str,
    closing: &str,
) -> String {
    let balance = |kind: &str, sum: &str| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{sum}</Amt>\
             <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-05</Dt></Dt></Bal>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\">\n\
         <BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>\n<Stmt><Id>S1</Id>\
         <Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{}{}{entries}</Stmt></BkToCstmrStmt></Document>\n",
        balance("OPBD", opening),
        balance("CLBD", closing)
    )
}

/// An entry with one payment of somebody.
pub(in crate::money::bank) fn entry(
    version: &str,
    sum: &str,
    comes_in: bool,
    name: &str,
    words: &str,
) -> String {
    let (sign, party) = if comes_in { ("CRDT", "Dbtr") } else { ("DBIT", "Cdtr") };
    let (status, name) = match version {
        "02" => ("BOOK".to_owned(), format!("<Nm>{name}</Nm>")),
        _ => ("<Cd>BOOK</Cd>".to_owned(), format!("<Pty><Nm>{name}</Nm></Pty>")),
    };
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>{status}</Sts><BookgDt><Dt>2026-10-05</Dt></BookgDt>\
         <AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
         <RltdPties><{party}>{name}</{party}></RltdPties><RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )
}

#[test]
fn both_versions_are_read_alike() {
    let of = |version: &str| {
        let entries = entry(version, "12.00", true, "Exemple &amp; fils &#233;", "cotisation octobre")
            + &entry(version, "3.2", false, "Imprimerie", "tracts");
        read(&statement(version, "100.00", &entries, "108.80")).unwrap()
    };
    let (old, new) = (of("02"), of("08"));
    assert_eq!(old, new);
    let [first, second] = old.movements.as_slice() else { panic!("{}", old.movements.len()) };
    assert_eq!((first.amount, first.name.as_deref()), (Cents::new(1_200), Some("Exemple & fils é")));
    assert_eq!((first.label.as_str(), first.day.to_string().as_str()), ("cotisation octobre", "2026-10-05"));
    assert_eq!(first.reference, None, "a mark for none is none");
    assert_eq!((second.amount, second.name.as_deref()), (Cents::new(-320), Some("Imprimerie")));
    // The account is the one that other forms name by its number alone.
    assert_eq!(account(&old).as_deref(), Some("12345678901"));
    assert_eq!(fingerprints(&old).len(), 2);
}

#[test]
fn what_is_pending_is_left_and_a_batch_is_opened_where_its_sums_add_up() {
    let pending = entry("08", "5.00", true, "Noa", "x").replace("BOOK", "PDNG");
    let part = |sum: &str, name: &str| {
        format!(
            "<TxDtls><Refs><EndToEndId>R{sum}</EndToEndId></Refs><Amt Ccy=\"EUR\">{sum}</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
             <RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties></TxDtls>"
        )
    };
    let batch = |parts: &str| {
        format!(
            "<Ntry><Amt Ccy=\"EUR\">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>\
             2026-10-05T08:00:00</DtTm></BookgDt><NtryDtls>{parts}</NtryDtls><AddtlNtryInf>REMISE</AddtlNtryInf></Ntry>"
        )
    };
    let apart = pending.clone() + &batch(&(part("12.00", "Camille") + &part("18.00000", "Lou")));
    let found = read(&statement("08", "0.00", &apart, "30.00")).unwrap();
    let sums: Vec<_> = found.movements.iter().map(|m| (m.amount.get(), m.name.clone().unwrap())).collect();
    assert_eq!(sums, [(1_200, "Camille".to_owned()), (1_800, "Lou".to_owned())]);
    assert_eq!(found.movements[1].reference.as_deref(), Some("R18.00000"));
    // Sums that do not add up are not believed: the entry stays whole, and of nobody.
    let whole =
        read(&statement("08", "0.00", &batch(&(part("12.00", "Camille") + &part("17.00", "Lou"))), "30.00"));
    let whole = whole.unwrap().movements;
    assert_eq!((whole.len(), whole[0].amount.get(), whole[0].name.as_deref()), (1, 3_000, None));
}

#[test]
fn a_payment_that_came_back_says_why_and_whose_it_was() {
    let back = entry("08", "12.00", false, "Section", "impayé")
        .replace("</RmtInf>", "</RmtInf><RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>")
        .replace("<RltdPties>", "<RltdPties><Dbtr><Pty><Nm>Camille Exemple</Nm></Pty></Dbtr>");
    let found = read(&statement("08", "100.00", &back, "88.00")).unwrap();
    let one = &found.movements[0];
    assert_eq!((one.amount.get(), one.returned.as_deref()), (-1_200, Some("MD06")));
    assert_eq!(one.name.as_deref(), Some("Camille Exemple"));
}

type Fits = fn(&BadStatement) -> bool;

#[test]
fn of_a_bad_message_nothing_is_read() {
    let good = statement("02", "100.00", &entry("02", "12.00", true, "Camille", "x"), "112.00");
    assert_eq!(read(&good).map(|s| s.movements.len()), Ok(1));
    let line = |what: BadLine| -> Fits {
        match what {
            BadLine::Amount => |e| matches!(e, BadStatement::Line { what: BadLine::Amount, .. }),
            BadLine::Day => |e| matches!(e, BadStatement::Line { what: BadLine::Day, .. }),
            BadLine::Field => |e| matches!(e, BadStatement::Line { what: BadLine::Field, .. }),
            _ => |e| matches!(e, BadStatement::Line { what: BadLine::Xml, .. }),
        }
    };
    let cases: Vec<(String, Fits)> = vec![
        (
            good.replace("001.02", "001.06"),
            |e| matches!(e, BadStatement::Version(v) if v == "camt.053.001.06"),
        ),
        (good.replace("camt.053", "camt.052"), |e| matches!(e, BadStatement::Version(_))),
        (good.replace(">12.00<", ">-12.00<"), line(BadLine::Amount)),
        (good.replace(">12.00<", ">12.001<"), line(BadLine::Amount)),
        (good.replace(">12.00<", ">12,00<"), line(BadLine::Amount)),
        (
            good.replace("<Ntry><Amt Ccy=\"EUR\">", "<Ntry><Amt Ccy=\"CHF\">"),
            |e| matches!(e, BadStatement::Currency { currency, .. } if currency == "CHF"),
        ),
        (good.replace("<Ccy>EUR", "<Ccy>USD"), |e| matches!(e, BadStatement::Currency { .. })),
        (good.replace("<BookgDt><Dt>2026-10-05", "<BookgDt><Dt>2026-10-32"), line(BadLine::Day)),
        (good.replace("<Amt Ccy=\"EUR\">12.00</Amt>", ""), line(BadLine::Field)),
        (good.replace(">112.00<", ">113.00<"), |e| *e == BadStatement::Balance),
        (good.replace("</Ntry>", ""), line(BadLine::Xml)),
        (
            good.replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>"),
            line(BadLine::Xml),
        ),
        (good.replace(">x<", ">&b;<"), line(BadLine::Xml)),
        (format!("{good}{good}"), |e| *e == BadStatement::Doubled),
        (
            good.replace(
                "</Stmt>",
                &format!(
                    "</Stmt>{}",
                    &good[good.find("<Stmt>").unwrap()..good.find("</BkToCstmrStmt>").unwrap()]
                ),
            ),
            |e| *e == BadStatement::Doubled,
        ),
    ];
    for (text, fits) in cases {
        let found = read(&text).unwrap_err();
        assert!(fits(&found), "{found:?} of {text}");
    }
    // Cut anywhere, it is cut or not well-formed: never a statement of less.
    for at in (200..good.trim_end().len()).step_by(7).filter(|at| good.is_char_boundary(*at)) {
        assert!(read(&good[..at]).is_err(), "{at}");
    }
    let deep = good.replace("<Ntry>", &"<a>".repeat(1_000));
    assert!(read(&deep).is_err());
}

proptest! {
    #[test]
    fn a_changed_byte_gives_an_answer(at in 0_usize..2_000, byte in any::<u8>()) {
        let mut bytes = statement("08", "0.00", &entry("08", "12.00", true, "Camille", "x"), "12.00").into_bytes();
        let place = at.checked_rem(bytes.len()).unwrap_or_default();
        if let Some(there) = bytes.get_mut(place) {
            *there = byte;
        }
        let _ = read(&String::from_utf8_lossy(&bytes));
    }
}
