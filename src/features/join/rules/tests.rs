use sha2::{Digest as _, Sha256};

use super::*;
use crate::base::hex;

/// Whether a fault is the one that is meant.
type Fits = Box<dyn Fn(&FormFault) -> bool>;

const ID: Id = Id([0x2a; 16]);

fn form() -> Form {
    let fields = fields(&["site".to_owned()]).unwrap();
    Form {
        fields: fields.iter().map(|attr| attr.code().to_owned()).collect(),
        consent: version().to_owned(),
        ..Form::default()
    }
}

/// A form as a browser seals it, with what is put in.
fn plain(answers: &str) -> Vec<u8> {
    let mut out = format!("{{\"form\":\"{ID}\",\"answers\":{{{answers}}}}}").into_bytes();
    out.resize(out.len().max(1_024), b' ');
    out
}

fn whole() -> String {
    format!(
        "\"given\":\"Noa\",\"family\":\"Exemple\",\"email\":\"noa@example.org\",\"consent\":[\"{}\"]",
        version()
    )
}

fn take(answers: &str) -> Result<Came, FormFault> {
    let (id, answers) = answers_of(&plain(answers))?;
    came(id, &form(), answers)
}

fn answers_of(plain: &[u8]) -> Result<(Id, Vec<(String, Said)>), FormFault> {
    super::answers(plain)
}

#[test]
fn a_new_wording_of_the_consent_is_a_new_version() {
    // Each version that a form ever had: its text is there, and is what it was.
    let known = [("2026-11", "53c0820bad7129ea")];
    for (version, sum) in known {
        let both = agreed(version).unwrap_or_else(|| panic!("the text of {version} is gone"));
        let all = both.iter().fold(String::new(), |out, t| out + &t.fr + "|" + &t.en + "|");
        assert_eq!(&hex::write(&Sha256::digest(all))[..16], sum, "{version}");
    }
    assert_eq!(known.last().map(|(version, _)| *version), Some(version()));
    assert_eq!(known.len(), BEFORE.agreed.len() + 1, "each version has its sum");
    assert!(agreed("1999-01").is_none());
    let file = include_str!("../../../../templates/form/agreed.toml");
    assert!(toml::from_str::<AgreedFile>(file).is_ok());
}

#[test]
fn every_field_that_is_offered_is_asked_with_words() {
    let all: Vec<String> = OFFERED.iter().map(|attr| attr.code().to_owned()).collect();
    let asked = fields(&all).unwrap();
    let words = Both { fr: "un".to_owned(), en: "one".to_owned() };
    let page = page(&asked, "age1x", words, ID).unwrap();
    assert_eq!(page.fields.len(), OFFERED.len() + 1);
    for field in &page.fields {
        assert!(field.label.fr.chars().next().is_some_and(char::is_uppercase), "{}", field.name);
        assert!(!field.label.en.is_empty());
    }
    assert_eq!(fields(&[]).unwrap().len(), ALWAYS.len() + USUAL.len());
    assert_eq!(fields(&["courriel".to_owned(), "Poste".to_owned()]).unwrap().len(), ALWAYS.len() + 1);
    // What a form never asks: who somebody is to the section.
    for never in ["tags", "roles", "id", "joined", "consent-source", "chien"] {
        assert_eq!(fields(&[never.to_owned()]), Err(never.to_owned()));
    }
}

#[test]
fn what_a_form_seals_is_taken() {
    let came = take(&format!("{},\"site\":\"Lyon\"", whole())).ok().unwrap();
    assert_eq!(came.form, ID);
    assert_eq!(came.cells[&Attr::Site], "Lyon");
    let day: NaiveDate = "2026-11-30".parse().unwrap();
    let table = String::from_utf8(table(&[&came, &came], &[Some(day), None], day)).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "family;given;email;site;joined;consent-source;consent-date;consent-version");
    assert_eq!(
        lines[1],
        "Exemple;Noa;noa@example.org;Lyon;2026-11-30;formulaire 2a2a2a2a;2026-11-30;2026-11"
    );
    assert!(lines[2].contains(";Lyon;;formulaire"), "whoever is a member joins no second time");
}

#[test]
fn a_hostile_form_is_refused_with_its_reason() {
    let value = |attr| move |fault: &FormFault| matches!(fault, FormFault::Value(a, _) if *a == attr);
    let is = |wanted: FormFault| move |fault: &FormFault| *fault == wanted;
    let without = |name: &str| {
        let whole = whole();
        let parts: Vec<&str> = whole.split(',').filter(|part| !part.contains(name)).collect();
        parts.join(",")
    };
    let with = |more: &str| format!("{},{more}", whole());
    let long = "x".repeat(201);
    let cases: Vec<(String, Fits)> = vec![
        (with("\"tags\":\"chef\""), Box::new(is(FormFault::Unasked("tags".to_owned())))),
        (with("\"phone\":\"0601020304\""), Box::new(is(FormFault::Unasked("phone".to_owned())))),
        (with("\"given\":\"Lou\""), Box::new(is(FormFault::Twice("given".to_owned())))),
        (with("\"consent\":[\"2026-11\"]"), Box::new(is(FormFault::Twice("consent".to_owned())))),
        (with("\"site\":[\"Lyon\",\"Nantes\"]"), Box::new(is(FormFault::Several(Attr::Site)))),
        (with(&format!("\"site\":\"{long}\"")), Box::new(value(Attr::Site))),
        (with("\"site\":\"a\\u001b[2Jb\""), Box::new(value(Attr::Site))),
        (with("\"site\":\"a\\u202eb\""), Box::new(value(Attr::Site))),
        (with("\"site\":\"\""), Box::new(value(Attr::Site))),
        (without("given"), Box::new(is(FormFault::Missing(Attr::Given)))),
        (without("email"), Box::new(is(FormFault::Missing(Attr::Email)))),
        (without("consent"), Box::new(is(FormFault::NoConsent))),
        (format!("{},\"consent\":[\"2020-01\"]", without("consent")), Box::new(is(FormFault::OtherConsent))),
        (format!("{},\"consent\":\"2026-11\"", without("consent")), Box::new(is(FormFault::OtherConsent))),
        (with("\"site\":7"), Box::new(is(FormFault::Content))),
        (with("\"site\":null"), Box::new(is(FormFault::Content))),
        (with("\"site\":{\"a\":\"b\"}"), Box::new(is(FormFault::Content))),
        (with("\"site\":\"Lyon\"}, \"answers\": {\"given\":\"Lou\""), Box::new(is(FormFault::Content))),
        (with("\"site\":\"Lyon\"}, \"more\": {\"given\":\"Lou\""), Box::new(is(FormFault::Content))),
    ];
    for (answers, fits) in cases {
        let fault = take(&answers).err().unwrap();
        assert!(fits(&fault), "{answers}: {fault:?}");
        assert!(!fault.code().is_empty());
    }
    let stuffed: Vec<String> = (0..201).map(|n| format!("\"f{n}\":\"x\"")).collect();
    assert_eq!(take(&stuffed.join(",")).err(), Some(FormFault::Stuffed));
    assert_eq!(answers_of(&vec![b' '; PLAIN_MOST + 1]).err(), Some(FormFault::TooLarge));
    for other in ["", "[]", "{}", "null", "{\"form\":\"xyz\",\"answers\":{}}", "\u{feff}{}", "deux [[[[[["] {
        assert_eq!(answers_of(other.as_bytes()).err(), Some(FormFault::Content), "{other}");
    }
    // What is deep ends before the stack does.
    let deep = format!("{{\"form\":\"{ID}\",\"answers\":{{\"a\":{}", "[".repeat(50_000));
    assert_eq!(answers_of(deep.as_bytes()).err(), Some(FormFault::Content));
}

#[test]
fn a_sealed_text_is_found_in_a_mail_and_is_one() {
    let armored = format!("{BEGIN}\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\nCnRlc3Q=\n{END}\n");
    let bytes = b"age-encryption.org/v1\ntest".to_vec();
    let quoted = armored.lines().fold(String::new(), |out, l| out + "> " + l + "\r\n");
    let lost = armored.replace('\n', "");
    let spaced = armored.replace("YWdl", " YW dl\u{a0}");
    for text in [armored.clone(), format!("Bonjour,\n\n{armored}\n-- \nNoa"), quoted, lost, spaced] {
        assert_eq!(sealed(text.as_bytes()), Ok(bytes.clone()), "{text}");
    }
    assert_eq!(sealed(&bytes), Ok(bytes));
    assert_eq!(sealed(b""), Err(FormFault::NoText));
    assert_eq!(sealed(b"Bonjour"), Err(FormFault::NoText));
    assert_eq!(sealed(&[0xff; 50]), Err(FormFault::NoText));
    assert_eq!(sealed(format!("{armored}{armored}").as_bytes()), Err(FormFault::SeveralTexts(2)));
    assert_eq!(sealed(armored.replace(END, "").as_bytes()), Err(FormFault::Damaged));
    assert_eq!(sealed(armored.replace("YWdl", "YW").as_bytes()), Err(FormFault::Damaged));
    assert_eq!(sealed(armored.replace("YWdl", "é!").as_bytes()), Err(FormFault::Damaged));
    assert_eq!(sealed(&vec![b'a'; FILE_MOST + 1]), Err(FormFault::TooLarge));
}

#[test]
fn a_key_serves_while_whoever_can_read_it_holds_the_vault_and_opens_90_days_more() {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let mut key = FormKey { readers: set(&["a", "b"]), ..FormKey::default() };
    assert!(!is_stale(&key, &set(&["a", "b"])) && !is_stale(&key, &set(&["a", "b", "c"])));
    assert!(is_stale(&key, &set(&["a", "c"])), "one who could read it is gone");
    assert!(!is_over(&key, NaiveDate::MAX));
    key.replaced = Some(day("2026-09-01"));
    assert!(!is_over(&key, day("2026-11-30")), "the 90th day");
    assert!(is_over(&key, day("2026-12-01")));
    key.replaced = Some(NaiveDate::MAX);
    assert!(is_over(&key, day("2026-12-01")), "a day out of reach is no reason to keep a secret");
}
