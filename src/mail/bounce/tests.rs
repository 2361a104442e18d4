use proptest::prelude::*;

use crate::mail::bounce::*;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A report in the form of RFC 3464, as Postfix writes it.
fn report(fields: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.net (Mail Delivery System)\r\nSubject: Undelivered\r\n\
         Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"A/1.x\"\r\n\r\n\
         This is a MIME-encapsulated message.\r\n\r\n--A/1.x\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n\
         --A/1.x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.net\r\n\r\n{fields}\r\n\
         --A/1.x\r\nContent-Type: message/rfc822\r\n\r\nFrom: avis@section.example.org\r\n\
         To: Camille Exemple\r\n <camille@example.net>\r\nMessage-ID: <{TOKEN}@section.example.org>\r\n\
         List-Unsubscribe: <mailto:a@section.example.org?subject={TOKEN}>\r\n\r\nBonjour\r\n--A/1.x--\r\n"
    )
}

fn one(mail: &str) -> Verdict {
    match read(mail.as_bytes()) {
        Incoming::Returned(mut all) if all.len() == 1 => all.remove(0),
        Incoming::Returned(all) => panic!("{} verdicts", all.len()),
        _ => panic!("no verdict in {mail}"),
    }
}

fn texts(addresses: &[Address]) -> Vec<&str> {
    addresses.iter().map(Address::as_str).collect()
}

#[test]
fn a_report_of_the_standard_names_message_recipient_and_status() {
    let verdict = one(&report(
        "Final-Recipient: rfc822; Camille@Example.net\r\nOriginal-Recipient: rfc822;camille@example.net\r\n\
         Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <camille@example.net>: User\r\n unknown\r\n",
    ));
    assert_eq!(verdict.tokens, [TOKEN]);
    assert_eq!(texts(&verdict.addresses), ["camille@example.net", "Camille@example.net"]);
    assert_eq!(verdict.written_to.as_ref().map(Address::as_str), Some("camille@example.net"));
    assert_eq!(
        (verdict.class, verdict.reason, verdict.status.as_str()),
        (Class::Hard, Reason::NoBox, "5.1.1")
    );
}

#[test]
fn what_a_status_and_words_mean() {
    use Class::*;
    use Reason::*;
    for (status, diagnostic, class, reason) in [
        ("5.1.1", "", Hard, NoBox),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Hard, NoBox),
        ("5.1.2", "", Hard, NoDomain),
        ("5.4.4", "Host or domain name not found", Hard, NoDomain),
        ("5.2.1", "", Hard, Closed),
        ("5.0.0", "smtp; 550 5.1.1 unknown user", Hard, NoBox),
        ("5.0.0", "smtp;550 no such user here", Hard, NoBox),
        ("5.0.0", "", Soft, Other),
        ("5.7.1", "550 5.7.1 user unknown", Hard, NoBox),
        ("5.2.2", "", Soft, Full),
        ("4.2.2", "452 4.2.2 over quota", Soft, Full),
        ("5.3.4", "", Soft, TooLarge),
        ("5.7.1", "554 5.7.1 message looks like spam", Soft, Policy),
        ("5.7.26", "", Soft, Authentication),
        ("5.1.8", "sender domain", Soft, Sender),
        ("4.4.7", "", Soft, Tried),
        ("4.0.0", "421 try again later", Soft, Tried),
        ("4.1.1", "", Soft, NoBox),
        ("", "smtp; 552 mailbox full", Soft, Full),
        ("nonsense", "x-unix; rubbish 300", Soft, Other),
    ] {
        let fields = format!(
            "Final-Recipient: rfc822; camille@example.net\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: {diagnostic}\r\n"
        );
        let verdict = one(&report(&fields));
        assert_eq!((verdict.class, verdict.reason), (class, reason), "{status} {diagnostic}");
        assert!(verdict.status.chars().all(|c| c.is_ascii_digit() || c == '.'), "{}", verdict.status);
    }
}

/// Each kind of what a server says: evidence about the recipient, about the sender, or about neither.
#[test]
fn a_verdict_is_of_whom_it_speaks() {
    let address = |text: &str| [Address::read(text).ok().unwrap()];
    let (ours, theirs) = (address("avis@section.example.org"), address("camille@example.net"));
    let mut seen = 0;
    for line in include_str!("cases/verdicts.txt").lines().filter(|l| !l.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [status, words, class, reason] = parts[..] else { panic!("{line}") };
        let words = words.replace("\\n", "\n");
        let heard = verdict::Heard {
            status: verdict::status(status),
            code: None,
            words: &words,
            ours: &ours,
            theirs: &theirs,
        };
        let (got, why, _) = verdict::judge(&heard);
        let got = if got == Class::Hard { "hard" } else { "soft" };
        assert_eq!((got, why.code()), (class, reason), "{line}");
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

/// What a mail is, from the headers and the form of it: a report, a server that tries on, or what a person wrote.
#[test]
fn only_a_report_is_a_report() {
    for case in include_str!("cases/mails.txt").split("=== ").skip(1) {
        let (want, mail) = case.split_once('\n').unwrap();
        let got = match read(mail.as_bytes()) {
            Incoming::Other => "other".to_owned(),
            Incoming::Notice => "notice".to_owned(),
            Incoming::Wish(_) => "stop".to_owned(),
            Incoming::Returned(all) => {
                let one = |v: &Verdict| {
                    let class = if v.class == Class::Hard { "hard" } else { "soft" };
                    format!("{class} {}", v.reason.code())
                };
                assert!(all.iter().all(|v| v.addresses.iter().all(|a| a.as_str().ends_with("@example.net"))));
                all.iter().map(one).collect::<Vec<_>>().join(", ")
            }
        };
        assert_eq!(got, want, "{mail}");
    }
}

#[test]
fn a_report_says_what_it_says_in_any_charset() {
    let head = b"From: MAILER-DAEMON@mail.example.net\nContent-Type: text/plain; charset=ISO-8859-1\n\n";
    let text = b"<camille@example.net>:\n550 Ce compte a \xe9t\xe9 d\xe9sactiv\xe9\n";
    for head in [head.as_slice(), b"From: MAILER-DAEMON@mail.example.net\n\n"] {
        let Incoming::Returned(all) = read(&[head, text].concat()) else { panic!() };
        assert_eq!((all[0].class, all[0].reason), (Class::Hard, Reason::Closed));
    }
}

/// Marks of 0.1.0, which took any refusal for good for a dead address, silence nobody any more.
#[test]
fn an_old_mark_without_a_reason_is_not_dead() {
    let old = |reason| Mark {
        class: Class::Hard,
        reason,
        status: "5.2.0".into(),
        at_ms: 1,
        count: 1,
        seen: vec![],
    };
    let read = |reason| Mark::decode(&old(reason).encode()).ok().unwrap().class;
    assert_eq!((read(Reason::Other), read(Reason::NoBox)), (Class::Soft, Class::Hard));
}

#[test]
fn what_did_not_fail_is_no_verdict() {
    for action in ["delayed", "delivered", "relayed", "expanded"] {
        let fields =
            format!("Final-Recipient: rfc822; a@example.net\r\nAction: {action}\r\nStatus: 4.4.1\r\n");
        assert!(matches!(read(report(&fields).as_bytes()), Incoming::Notice), "{action}");
    }
    // A report that names nobody says that something came back, and no more.
    let verdict = one(&report("Nothing: here\r\n"));
    assert_eq!((verdict.class, verdict.reason), (Class::Soft, Reason::Other));
    assert_eq!(texts(&verdict.addresses), ["camille@example.net"]);
    let two = "Final-Recipient: rfc822; a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
               Final-Recipient: rfc822; b@example.net\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n\
               Final-Recipient: rfc822; c@example.net\r\nAction: FAILED (x)\r\nStatus: 4.2.2\r\n";
    let Incoming::Returned(all) = read(report(two).as_bytes()) else { panic!() };
    let found: Vec<_> = all.iter().map(|v| (texts(&v.addresses)[0], v.class)).collect();
    assert_eq!(found, [("a@example.net", Class::Hard), ("c@example.net", Class::Soft)]);
}

#[test]
fn reports_that_are_only_words() {
    let qmail = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.net\nSubject: failure notice\n\n\
                 Hi. This is the qmail-send program at mail.example.net.\nI'm afraid I wasn't able to deliver.\n\n\
                 <camille@example.net>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 No such user\n\n\
                 --- Below this line is a copy of the message.\n\nMessage-ID: <0123456789abcdef0123456789abcdef@section.example.org>\n\
                 To: x@example.org\n";
    let verdict = one(qmail);
    assert_eq!((texts(&verdict.addresses), verdict.class), (vec!["camille@example.net"], Class::Hard));
    assert_eq!(
        (verdict.tokens.as_slice(), verdict.status.as_str()),
        ([TOKEN.to_owned()].as_slice(), "5.1.1")
    );
    let exim = "From: Mail Delivery System <Mailer-Daemon@mail.example.net>\nX-Failed-Recipients: camille@example.net\n\
                Auto-Submitted: auto-replied\nSubject: Mail delivery failed\n\nThis message was created automatically.\n\n\
                  camille@example.net\n    host mx.example.net [192.0.2.1]\n    SMTP error: 552 5.2.2 Mailbox full\n";
    let verdict = one(exim);
    assert_eq!((verdict.class, verdict.reason), (Class::Soft, Reason::Full));
    let french = "From: MAILER-DAEMON@example.net\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
                  Votre message n'a pu =EAtre remis =E0 camille@exam=\nple.net : utilisateur inconnu\n";
    let verdict = one(french);
    assert_eq!((texts(&verdict.addresses), verdict.class), (vec!["camille@example.net"], Class::Hard));
    // Sixteen bits to the letter, with a mark of byte order.
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(qmail.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(matches!(read(&wide), Incoming::Returned(_)));
    assert!(matches!(
        read(format!("From MAILER-DAEMON Sat Nov 21 2026\n{qmail}").as_bytes()),
        Incoming::Returned(_)
    ));
}

#[test]
fn letters_of_people_are_not_taken_for_reports() {
    for mail in [
        "From: Camille <camille@example.net>\nSubject: Re: Bonjour\n\nMon adresse a change, error 550 5.1.1 user unknown.\n",
        "Return-Path: <>\nAuto-Submitted: auto-replied\nFrom: camille@example.net\nSubject: absente\n\n\
         Je suis absente, ma boite est full (550 5.1.1).\n",
        "Return-Path: <>\nFrom: camille@example.net\n\nrien\n",
        "From: mailer-daemon@example.net\n\nhello\n",
        "",
        "\n",
        "x",
    ] {
        assert!(matches!(read(mail.as_bytes()), Incoming::Other), "{mail}");
    }
}

#[test]
fn the_word_of_a_message_in_the_subject_asks_for_no_more() {
    let mail = |subject: &str| format!("From: camille@example.net\r\nSubject: {subject}\r\n\r\n\r\n");
    for good in [TOKEN.to_owned(), format!("Re: {TOKEN}"), format!("  {TOKEN} ")] {
        assert!(
            matches!(read(mail(&good).as_bytes()), Incoming::Wish(wish) if wish.words == [TOKEN]),
            "{good}"
        );
    }
    for bad in [format!("x{TOKEN}"), TOKEN[1..].to_owned(), String::new()] {
        assert!(matches!(read(mail(&bad).as_bytes()), Incoming::Other), "{bad}");
    }
    // The copy in a report holds the same word, and asks for nothing.
    let fields = "Final-Recipient: rfc822; a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n";
    assert!(matches!(read(report(fields).as_bytes()), Incoming::Returned(_)));
}

#[test]
fn a_status_is_not_a_piece_of_something_else() {
    for (text, want) in [
        ("5.1.1", Some((5, 1, 1))),
        ("(5.1.1)", Some((5, 1, 1))),
        ("550 5.7.26.", Some((5, 7, 26))),
        ("#4.4.1)", Some((4, 4, 1))),
        ("15.1.1", None),
        ("5.1.1.2", None),
        ("192.5.1.1", None),
        ("v5.1.1", None),
        ("3.1.1", None),
        ("5.1", None),
        ("5.1.1234", None),
        ("5..1", None),
    ] {
        assert_eq!(verdict::status(text), want, "{text}");
    }
}

/// Ten megabytes, deep nesting, no end, no sense: an answer in bounded time.
#[test]
fn hostile_mail_is_read_within_bounds() {
    let mut deep = String::new();
    for n in 0..5_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
    }
    let same =
        format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\n".repeat(1_000_000));
    let nested_same = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(150_000);
    let head = format!("From: a@example.net\r\n{}", "X: y\r\n".repeat(1_700_000));
    let folded = format!("Subject: a\r\n{}", " x\r\n".repeat(2_500_000));
    let ats = "@".repeat(FILE_MAX);
    let addresses = format!("From: mailer-daemon@x.fr\r\n\r\n550 {}", "<a@example.net> ".repeat(600_000));
    let base64 = format!(
        "From: mailer-daemon@x.fr\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        "NTUwIDUuMS4xIDxhQGV4YW1wbGUubmV0Pg==\r\n".repeat(250_000)
    );
    let groups = report(
        &"Final-Recipient: rfc822; a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n".repeat(100_000),
    );
    for mail in
        [deep, same, nested_same, head, folded, ats, addresses, base64, groups, "5.".repeat(5_000_000)]
    {
        match read(mail.as_bytes()) {
            Incoming::Returned(all) => {
                assert!(all.len() <= MOST && all.iter().all(|v| v.addresses.len() <= MOST));
            }
            Incoming::Wish(_) => panic!(),
            _ => {}
        }
    }
}

#[test]
fn a_mark_counts_each_report_once_and_dead_stays_dead() {
    let verdict = |class, reason| Verdict {
        tokens: vec![],
        addresses: vec![],
        written_to: None,
        class,
        reason,
        status: "5.1.1".into(),
        by: None,
    };
    let (soft, hard) = (verdict(Class::Soft, Reason::Full), verdict(Class::Hard, Reason::NoBox));
    let first = Mark::after(None, &soft, [1; 8], 5).unwrap();
    assert!(Mark::after(Some(&first), &soft, [1; 8], 6).is_none());
    let second = Mark::after(Some(&first), &hard, [2; 8], 6).unwrap();
    assert_eq!((second.class, second.reason, second.count, second.at_ms), (Class::Hard, Reason::NoBox, 2, 6));
    let third = Mark::after(Some(&second), &soft, [3; 8], 7).unwrap();
    assert_eq!((third.class, third.reason, third.count, third.at_ms), (Class::Hard, Reason::NoBox, 3, 7));
    assert!(Mark::decode(&third.encode()).ok().unwrap() == third);
    let mut many = first;
    for n in 0..100_u8 {
        many = Mark::after(Some(&many), &soft, [n.wrapping_add(9); 8], 9).unwrap_or(many);
    }
    assert!(many.seen.len() <= 32 && many.count > 90);
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
        let _ = Mark::decode(&bytes);
    }

    /// A report with a piece cut out, doubled or spoiled.
    #[test]
    fn spoiled_reports_give_an_answer(from in 0_usize..1_500, len in 0_usize..400, byte: u8) {
        let mut bytes = report("Final-Recipient: rfc822; a@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n").into_bytes();
        let (from, to) = (from.min(bytes.len()), from.saturating_add(len).min(bytes.len()));
        let piece = bytes[from..to].to_vec();
        bytes.splice(from..to, [byte]);
        let _ = read(&bytes);
        bytes.splice(from..from, piece.iter().chain(&piece).copied());
        let _ = read(&bytes);
    }
}
