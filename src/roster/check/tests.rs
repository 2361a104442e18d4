use proptest::prelude::*;

use crate::roster::check::*;

#[test]
fn names_are_composed_and_trimmed() {
    assert_eq!(name("  E\u{301}loi\u{308}se  Exemple "), Ok("Éloïse Exemple".to_owned()));
    assert_eq!(name("d’Été-字🙂"), Ok("d’Été-字🙂".to_owned()));
    assert_eq!(name(&"x".repeat(200)).map(|n| n.len()), Ok(200));
    // 200 letters that take two code points each before composition still fit.
    assert_eq!(name(&"e\u{301}".repeat(200)).map(|n| n.chars().count()), Ok(200));
}

#[test]
fn names_that_mislead_are_refused() {
    assert_eq!(name(""), Err(Fault::Empty));
    assert_eq!(name(" \u{a0}\u{2003}"), Err(Fault::Empty));
    assert_eq!(name(&"x".repeat(201)), Err(Fault::TooLong(200)));
    assert_eq!(name(&"x".repeat(1_000_000)), Err(Fault::TooLong(200)));
    for c in [
        '\0', '\u{1b}', '\r', '\n', '\t', '\u{7f}', '\u{9b}', '\u{200b}', '\u{202e}', '\u{2028}', '\u{e000}',
        '\u{fffd}',
    ] {
        assert_eq!(name(&format!("a{c}b")), Err(Fault::Character(u32::from(c))));
    }
}

#[test]
fn plain_addresses_pass() {
    for (given, kept) in [
        ("camille@example.org", "camille@example.org"),
        (" Camille.Exemple+union@Mail.EXAMPLE.org ", "Camille.Exemple+union@mail.example.org"),
        ("o'brien_x@ex-ample.co", "o'brien_x@ex-ample.co"),
        ("a@xn--exmple-cua.fr", "a@xn--exmple-cua.fr"),
        ("a%b@example.org", "a%b@example.org"),
    ] {
        assert_eq!(address(given), Ok(kept.to_owned()));
    }
}

#[test]
fn other_addresses_are_refused_with_the_reason() {
    use AddressFault::{At, Domain, Local, NotAscii, TooLong};
    let cases: &[(&str, AddressFault)] = &[
        ("camille", At),
        ("a@b@example.org", At),
        ("@example.org", Local),
        ("a b@example.org", Local),
        ("\"a b\"@example.org", Local),
        ("a(comment)@example.org", Local),
        ("a,b@example.org", Local),
        ("a;b@example.org", Local),
        ("<a@example.org", Local),
        ("a\r\nBcc:x@example.org", Local),
        ("a\0@example.org", Local),
        (".a@example.org", Local),
        ("a.@example.org", Local),
        ("a..b@example.org", Local),
        ("a@localhost", Domain),
        ("a@[127.0.0.1]", Domain),
        ("a@127.0.0.1", Domain),
        ("a@example.org.", Domain),
        ("a@example..org", Domain),
        ("a@-example.org", Domain),
        ("a@example-.org", Domain),
        ("a@exa mple.org", Domain),
        ("a@example.org>", Domain),
        ("é@example.org", NotAscii),
        ("a@exämple", Domain),
        ("а@example.org", NotAscii), // the Cyrillic look-alike
        ("ａ@example.org", NotAscii),
    ];
    for (text, fault) in cases {
        assert_eq!(address(text), Err(Fault::Address(*fault)), "{text:?}");
    }
    assert_eq!(address("  "), Err(Fault::Empty));
    assert_eq!(address("a@exämple.org").as_deref(), Ok("a@xn--exmple-cua.org"));
    let long = format!("a@{}.org", "x.".repeat(126));
    assert_eq!(address(&long), Err(Fault::Address(TooLong)));
    assert_eq!(address(&format!("{}@example.org", "a".repeat(65))), Err(Fault::Address(TooLong)));
    assert_eq!(address(&format!("a@{}.org", "x".repeat(64))), Err(Fault::Address(Domain)));
}

#[test]
fn employer_domains_are_found_below_and_in_any_case() {
    let domains = ["Employeur.example".to_owned(), "*.filiale.example.".to_owned(), String::new()];
    for yes in [
        "a@employeur.example",
        "a@EMPLOYEUR.EXAMPLE",
        "a@mail.employeur.example",
        "a@employeur.example.",
        "a@x.filiale.example",
    ] {
        assert!(in_domains(yes, &domains), "{yes}");
    }
    for no in [
        "a@monemployeur.example",
        "a@employeur.example.org",
        "a@employeur.com",
        "employeur.example",
        "a@example",
    ] {
        assert!(!in_domains(no, &domains), "{no}");
    }
    assert!(!in_domains("a@employeur.example", &[]));
}

#[test]
fn telephone_numbers_become_international() {
    for (given, kept) in [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("0612345678", "+33612345678"),
        ("612345678", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033 1 23 45 67 89", "+33123456789"),
        ("01-23-45-67-89", "+33123456789"),
        ("0262 12 34 56", "+262262123456"),
        ("0692 12 34 56", "+262692123456"),
        ("0590 12 34 56", "+590590123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0694 12 34 56", "+594694123456"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+32 470 12 34 56", "+32470123456"),
        ("06\u{a0}12\u{202f}34 56 78", "+33612345678"),
    ] {
        assert_eq!(phone(given), Ok(kept.to_owned()), "{given}");
        assert_eq!(phone(kept), Ok(kept.to_owned()), "again {kept}");
    }
}

#[test]
fn other_numbers_are_refused() {
    for bad in [
        "12",
        "abc",
        "06 12 34 56",
        "+33 6 12 34",
        "+33 06 12 34 56 78",
        "+0612345678",
        "++33612345678",
        "06 12 34 56 78 p. 3",
        "+1234567890123456",
        "٠٦١٢٣٤٥٦٧٨",
        "-",
    ] {
        assert_eq!(phone(bad), Err(Fault::Phone), "{bad}");
    }
    assert_eq!(phone(" "), Err(Fault::Empty));
}

#[test]
fn shares_are_exact_fractions() {
    for (given, kept) in [
        ("80 %", "4/5"),
        ("80%", "4/5"),
        ("80", "4/5"),
        ("0,8", "4/5"),
        ("0.80", "4/5"),
        (",5", "1/2"),
        ("4/5", "4/5"),
        ("28/35", "4/5"),
        ("1", "1"),
        ("100", "1"),
        ("100 %", "1"),
        ("35/35", "1"),
        ("Temps plein", "1"),
        ("mi-temps", "1/2"),
        ("62,86 %", "3143/5000"),
        ("0,5 %", "1/200"),
        ("33,333", "33333/100000"),
    ] {
        assert_eq!(share(given), Ok(kept.to_owned()), "{given}");
        assert_eq!(share(kept), Ok(kept.to_owned()), "again {kept}");
    }
    for bad in [
        "0", "0 %", "101", "120 %", "5/4", "1/0", "-1", "a", "1/2/3", "0,8,1", "1e3", "9999999", "%", "/",
        "1/2 %%",
    ] {
        assert_eq!(share(bad), Err(Fault::Share), "{bad}");
    }
    assert_eq!(share(""), Err(Fault::Empty));
}

proptest! {
    /// What the roster stores can be written to, and what can be written to the roster stores.
    #[test]
    fn the_roster_and_the_mail_read_one_address(text in "[ a-zA-Z0-9.%!é_+<>,@-]{0,24}(@[a-z0-9.@-]{0,16}){0,2}") {
        let stored = address(&text).ok();
        let written_to = crate::base::Address::read(&text).ok().map(String::from);
        prop_assert_eq!(&stored, &written_to);
        // Once stored it reads as itself.
        if let Some(stored) = stored {
            prop_assert_eq!(address(&stored), Ok(stored));
        }
    }

    #[test]
    fn no_check_panics_and_what_passes_passes_again(text in any::<String>()) {
        for check in [name, address, phone, share] {
            if let Ok(kept) = check(&text) {
                prop_assert_eq!(check(&kept), Ok(kept));
            }
        }
    }

    #[test]
    fn near_addresses_never_smuggle_a_header(text in "[a-z@.<>,;:\"()\\[\\]\\\\\r\n\t \u{0}é+-]{0,30}") {
        if let Ok(kept) = address(&text) {
            prop_assert!(kept.bytes().all(|b| b.is_ascii_graphic() && !b"<>()[]\\,;:\"".contains(&b)));
            prop_assert_eq!(kept.matches('@').count(), 1);
        }
    }

    #[test]
    fn every_fraction_up_to_one_is_kept(top in 1_u32..1000, bottom in 1_u32..1000) {
        prop_assume!(top <= bottom);
        let kept = share(&format!("{top}/{bottom}")).unwrap();
        let (t, b) = kept.split_once('/').unwrap_or((&kept, "1"));
        let (t, b): (u64, u64) = (t.parse().unwrap(), b.parse().unwrap());
        prop_assert_eq!(t.saturating_mul(u64::from(bottom)), b.saturating_mul(u64::from(top)));
    }
}
