use proptest::prelude::*;

use crate::roster::columns::{Form, Subject, View};
use crate::roster::patch::*;

static TWO: crate::roster::college::Colleges =
    crate::roster::college::Colleges { whole: crate::roster::college::Rooms::Two, places: Vec::new() };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules() -> Rules<'static> {
    Rules { today: day("2026-11-21"), forbidden: &[] }
}

/// Makes a patch of assignments `name=value`, `name+=value`, `name-=value`.
fn patch(list: &[&str]) -> Patch {
    let mut out = Patch::default();
    for text in list {
        let (name, value) = text.split_once('=').unwrap();
        let (name, op) = match (name.strip_suffix('+'), name.strip_suffix('-')) {
            (Some(n), _) => (n, Op::Add),
            (_, Some(n)) => (n, Op::Remove),
            _ => (name, Op::Set),
        };
        out.put(&Key::read(name).unwrap(), op, value, &rules()).unwrap();
    }
    out
}

fn change(record: &mut Record, list: &[&str]) -> Result<Vec<String>, Refused> {
    let mut pen = Draft::after(record);
    patch(list).apply(record, &mut pen).map(|c| c.iter().map(Key::code).collect())
}

fn person(list: &[&str]) -> Record {
    let mut record = Record::default();
    change(&mut record, list).unwrap();
    record
}

fn show(record: &Record, name: &str) -> String {
    let view = View { on: day("2026-11-21"), form: Form::Codes, colleges: &TWO };
    let subject = Subject::Person(crate::base::Id([0; 16]), Box::new(Person::of(record)));
    subject.show(&Key::read(name).unwrap(), view).into_owned()
}

#[test]
fn every_field_is_read_and_shown() {
    let record = person(&[
        "nom=Exemple",
        "prénom=Camille",
        "prénom d'usage=Cam",
        "civilité=Mme",
        "né(e) le=04/05/1990",
        "courriel=Camille@Example.org; cam@example.net",
        "téléphone=06 12 34 56 78",
        "adresse=1, rue de l'Exemple",
        "code postal=69001",
        "ville=Lyon",
        "pays=Belgique",
        "langue=anglais",
        "site=Lyon",
        "service=Paie",
        "poste=Comptable",
        "catégorie=Agent de maîtrise",
        "contrat=CDI",
        "temps de travail=80 %",
        "date d'entrée=2 septembre 2019",
        "adhésion=1er mars 2020",
        "mandats=DS:15/01/2021..14/01/2022; trésorière:01/02/2022",
        "étiquettes=vélo, cantine",
        "source du consentement=bulletin papier",
        "date du consentement=01/03/2020",
        "version du consentement=2",
        "libre:Taille=XL",
    ]);
    for (name, value) in [
        ("family", "Exemple"),
        ("given", "Camille"),
        ("preferred", "Cam"),
        ("gender", "F"),
        ("birth", "1990-05-04"),
        ("emails", "Camille@example.org, cam@example.net"),
        ("phone", "+33612345678"),
        ("street", "1, rue de l'Exemple"),
        ("postcode", "69001"),
        ("town", "Lyon"),
        ("country", "Belgique"),
        ("language", "en"),
        ("site", "Lyon"),
        ("service", "Paie"),
        ("job", "Comptable"),
        ("category", "technician"),
        ("college", "2"),
        ("contract", "cdi"),
        ("share", "4/5"),
        ("hired", "2019-09-02"),
        ("standing", "member"),
        ("joined", "2020-03-01"),
        ("roles", "ds:2021-01-15..2022-01-14, treasurer:2022-02-01"),
        ("tags", "cantine, vélo"),
        ("consent-source", "bulletin papier"),
        ("consent-date", "2020-03-01"),
        ("consent-version", "2"),
        ("libre:Taille", "XL"),
        ("notices", "yes"),
    ] {
        assert_eq!(show(&record, name), value, "{name}");
    }
}

#[test]
fn only_a_name_is_needed() {
    assert!(change(&mut Record::default(), &["nom=Exemple"]).is_ok());
    assert!(change(&mut Record::default(), &["prénom=Camille"]).is_ok());
    let nobody = change(&mut Record::default(), &["courriel=a@example.org"]);
    assert_eq!(nobody, Err(Refused { key: Attr::Family.into(), fault: Fault::NoName }));
    let mut record = person(&["nom=Exemple"]);
    assert!(change(&mut record, &["nom="]).is_err());
}

#[test]
fn only_what_differs_is_written() {
    let list = [
        "nom=Exemple",
        "courriel=a@example.org",
        "étiquettes=x",
        "mandats=DS:2026-01-15",
        "libre:a=b",
        "adhésion=2020-01-01",
        "consentement=papier",
    ];
    let mut record = person(&list);
    let before = record.encode();
    assert_eq!(change(&mut record, &list), Ok(vec![]));
    assert_eq!(
        change(&mut record, &["courriel+=A@EXAMPLE.org", "étiquettes+=X", "nom=  Exemple "]),
        Ok(vec![])
    );
    assert_eq!(record.encode(), before, "not even a stamp");
    assert_eq!(
        change(&mut record, &["nom=Autre", "courriel+=b@example.org"]),
        Ok(vec!["family".into(), "emails".into()])
    );
    let registers = |r: &Record| r.registers().map(|(k, r)| (*k, r.stamp)).collect::<BTreeMap<_, _>>();
    let (old, new) = (registers(&Record::decode(&before).unwrap()), registers(&record));
    let touched: Vec<_> = new.iter().filter(|(k, s)| old.get(k) != Some(s)).map(|(k, _)| k.field).collect();
    // The address that had the notices is now named as the one that has them.
    assert_eq!(touched, [field::FAMILY, field::EMAIL]);
}

#[test]
fn lists_are_set_added_to_and_taken_from() {
    let mut record = person(&["nom=Exemple", "courriel=a@example.org", "étiquettes=x,y"]);
    change(&mut record, &["courriel+=b@example.org", "étiquettes-=X"]).unwrap();
    assert_eq!(show(&record, "emails"), "a@example.org, b@example.org");
    assert_eq!(show(&record, "tags"), "y");
    change(&mut record, &["courriel des avis=B@example.org"]).unwrap();
    assert_eq!(show(&record, "email"), "b@example.org");
    change(&mut record, &["courriel-=b@example.org"]).unwrap();
    assert_eq!(show(&record, "email"), "a@example.org");
    change(&mut record, &["courriel=c@example.org", "étiquettes="]).unwrap();
    assert_eq!((show(&record, "emails"), show(&record, "tags")), ("c@example.org".into(), String::new()));
    let other = change(&mut record, &["courriel des avis=z@example.org"]);
    assert_eq!(other, Err(Refused { key: Attr::NoticeEmail.into(), fault: Fault::NotTheirAddress }));
}

#[test]
fn a_second_address_never_takes_over_the_notices() {
    let mut record = person(&["nom=Exemple", "courriel=z@example.org, b@example.org"]);
    assert_eq!(show(&record, "email"), "z@example.org", "the one named first");
    change(&mut record, &["courriel+=a@example.org"]).unwrap();
    assert_eq!(show(&record, "email"), "z@example.org");
    let mut record = person(&["nom=Exemple", "courriel=z@example.org"]);
    change(&mut record, &["courriel+=a@example.org"]).unwrap();
    assert_eq!(show(&record, "email"), "z@example.org");
    change(&mut record, &["courriel-=z@example.org"]).unwrap();
    assert_eq!(show(&record, "email"), "a@example.org");
    change(&mut record, &["courriel=y@example.org, x@example.org"]).unwrap();
    assert_eq!(show(&record, "email"), "y@example.org");
}

#[test]
fn roles_learn_their_days_and_end() {
    let mut record = person(&["nom=Exemple", "mandats=DS"]);
    change(&mut record, &["mandats+=DS:2026-01-15"]).unwrap();
    assert_eq!(show(&record, "roles"), "ds:2026-01-15");
    change(&mut record, &["mandats+=DS"]).unwrap();
    assert_eq!(show(&record, "roles"), "ds:2026-01-15");
    change(&mut record, &["mandats+=DS:2026-01-15..2026-06-30"]).unwrap();
    change(&mut record, &["mandats+=DS:2026-09-01", "mandats+=RSS"]).unwrap();
    assert_eq!(show(&record, "roles"), "rss, ds:2026-01-15..2026-06-30, ds:2026-09-01");
    change(&mut record, &["mandats-=rss"]).unwrap();
    change(&mut record, &["mandats=trésorier"]).unwrap();
    assert_eq!(show(&record, "roles"), "treasurer");
}

#[test]
fn free_fields_are_one_by_name() {
    let mut record = person(&["nom=Exemple", "libre:Taille=M"]);
    assert_eq!(change(&mut record, &["libre:taille=L"]), Ok(vec!["free:taille".into()]));
    assert_eq!(Person::of(&record).free.len(), 1);
    change(&mut record, &["libre:TAILLE="]).unwrap();
    assert!(Person::of(&record).free.is_empty());
}

#[test]
fn consent_changes_as_one() {
    let mut record = person(&["nom=Exemple", "consentement=papier", "date du consentement=01/03/2020"]);
    change(&mut record, &["version du consentement=2"]).unwrap();
    assert_eq!(show(&record, "consent-source"), "papier");
    let registers = record.registers().filter(|(k, _)| k.field == field::CONSENT).count();
    assert_eq!(registers, 1);
    change(&mut record, &["consentement=", "date du consentement=", "version du consentement="]).unwrap();
    assert!(record.get(FieldKey::single(field::CONSENT)).is_none());
}

#[test]
fn standing_is_written_as_spans() {
    let standing = |list: &[&str]| {
        let mut record = Record::default();
        change(&mut record, &[&["nom=Exemple"], list].concat())
            .map(|_| (show(&record, "standing"), show(&record, "joined"), show(&record, "left")))
            .map_err(|r| r.fault)
    };
    let is = |a: &str, b: &str, c: &str| Ok((a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(standing(&[]), is("prospect", "", ""));
    assert_eq!(standing(&["situation=contact"]), is("prospect", "", ""));
    assert_eq!(standing(&["situation=pré-adhérente"]), is("pre-member", "", ""));
    assert_eq!(standing(&["situation=adhérent"]), is("member", "", ""));
    assert_eq!(standing(&["situation=adhérent·e", "adhésion=2020-01-01"]), is("member", "2020-01-01", ""));
    assert_eq!(
        standing(&["adhésion=2020-01-01", "fin d'adhésion=2022-12-31"]),
        is("former", "2020-01-01", "2022-12-31")
    );
    assert_eq!(standing(&["situation=ancien", "fin d'adhésion=2022-12-31"]), is("former", "", "2022-12-31"));
    assert_eq!(standing(&["adhésion=2027-01-01"]), is("pre-member", "2027-01-01", ""));
    assert_eq!(standing(&["situation=ancien"]), Err(Fault::NeedsEnd));
    assert_eq!(
        standing(&["situation=contact", "adhésion=2020-01-01"]),
        Err(Fault::MemberSince(Some(day("2020-01-01"))))
    );
    assert_eq!(standing(&["situation=adhérent", "fin d'adhésion=2022-12-31"]), Err(Fault::NotMember));
    assert_eq!(standing(&["adhésion=2020-01-01", "fin d'adhésion=2019-12-31"]), Err(Fault::EndsBeforeStart));
    // A member who comes back is written with `rejoin`, or with the new first day.
    assert_eq!(
        standing(&["adhésion=2020-01-01", "fin d'adhésion=2021-12-31", "motif de fin=exclusion"]),
        is("former", "2020-01-01", "2021-12-31")
    );
}

#[test]
fn bad_values_are_refused_one_by_one() {
    let domains = ["employeur.example".to_owned()];
    let rules = Rules { today: day("2026-11-21"), forbidden: &domains };
    for (name, op, value, fault) in [
        ("nom", Op::Set, "a\u{202e}b", Fault::Character(0x202e)),
        ("nom", Op::Add, "x", Fault::SingleValue),
        ("nom", Op::Remove, "x", Fault::SingleValue),
        ("sexe", Op::Set, "Q", Fault::Word(Gender::CODES)),
        ("naissance", Op::Set, "04/05/90", Fault::ShortYear),
        ("naissance", Op::Set, "04/05/2020", Fault::After(day("2012-11-21"))),
        ("courriel", Op::Set, "a@b", Fault::Address(crate::base::address::AddressFault::Domain)),
        ("courriel", Op::Add, "a@rh.employeur.example", Fault::EmployerDomain),
        ("courriel", Op::Add, "", Fault::Empty),
        ("avis", Op::Set, "peut-être", Fault::Word(&["yes", "no"])),
        ("catégorie", Op::Set, "ETAM", Fault::Word(Category::CODES)),
        ("contrat", Op::Set, "stage", Fault::Word(Contract::CODES)),
        ("langue", Op::Set, "de", Fault::Word(Lang::CODES)),
        ("temps de travail", Op::Set, "120 %", Fault::Share),
        ("téléphone", Op::Set, "12", Fault::Phone),
        ("mandats", Op::Set, "roi", Fault::Word(RoleKind::CODES)),
        ("mandats", Op::Set, "DS:2026-02-01..2026-01-01", Fault::EndsBeforeStart),
        ("motif de fin", Op::Set, "adhésion", Fault::Word(Reason::CODES)),
        ("collège", Op::Set, "1", Fault::ReadOnly),
        ("id", Op::Set, "x", Fault::ReadOnly),
        ("libre:x", Op::Add, "y", Fault::SingleValue),
        ("nom complet", Op::Set, "Anne Marie Le Goff", Fault::SplitName),
    ] {
        let mut patch = Patch::default();
        assert_eq!(patch.put(&Key::read(name).unwrap(), op, value, &rules), Err(fault), "{name} {value}");
        assert!(patch.is_empty(), "{name}");
    }
    // An address of the employer can be taken away: that is how one gets rid of it.
    assert!(Patch::default().put(&Attr::Email.into(), Op::Remove, "a@employeur.example", &rules).is_ok());
}

#[test]
fn not_stated_is_no_value() {
    for text in ["", "Non précisé", "NC"] {
        assert_eq!(gender(text).map(|v| v.is_some()), Ok(false), "{text}");
    }
    let mut record = person(&["nom=Exemple", "avis=non"]);
    assert_eq!(show(&record, "avis"), "no");
    change(&mut record, &["avis=oui"]).unwrap();
    assert_eq!(show(&record, "avis"), "yes");
}

#[test]
fn one_text_is_split_into_two_names() {
    for (text, family_first, family, given) in [
        ("EXEMPLE Camille", false, "EXEMPLE", "Camille"),
        ("Camille EXEMPLE", true, "EXEMPLE", "Camille"),
        ("LE GOFF Anne Marie", false, "LE GOFF", "Anne Marie"),
        ("Anne Marie LE GOFF", false, "LE GOFF", "Anne Marie"),
        ("Exemple, Camille", false, "Exemple", "Camille"),
        ("Le Goff, Anne Marie", true, "Le Goff", "Anne Marie"),
        ("Camille Exemple", false, "Exemple", "Camille"),
        ("Exemple Camille", true, "Exemple", "Camille"),
        ("D’ÉTÉ Zoé", true, "D’ÉTÉ", "Zoé"),
        ("EXEMPLE CAMILLE", true, "EXEMPLE", "CAMILLE"),
    ] {
        assert_eq!(split_name(text, family_first), Ok((family.to_owned(), given.to_owned())), "{text}");
    }
    for text in ["Camille", "Anne Marie Le Goff", "LE Goff ANNE Marie", "A B C"] {
        assert_eq!(split_name(text, true), Err(Fault::SplitName), "{text}");
    }
    assert_eq!(split_name(" ", true), Err(Fault::Empty));
    assert_eq!(split_name(", Camille", true), Err(Fault::Empty));
}

#[test]
fn refusals_hold_no_value() {
    let canary = "Zphqx-CANARI";
    let mut patch = Patch::default();
    for key in Attr::ALL.iter().map(|a| Key::Attr(*a)).chain([Key::Free("x".into())]) {
        if let Err(fault) = patch.put(&key, Op::Set, &format!("{canary}\u{202e}"), &rules()) {
            let refused = Refused { key, fault };
            assert!(!format!("{refused} {refused:?}").contains(canary));
        }
    }
}

proptest! {
    #[test]
    fn no_value_makes_a_patch_panic(at in 0..Attr::ALL.len(), text in any::<String>(), op in 0..3) {
        let key = Key::Attr(Attr::ALL[at]);
        let op = [Op::Set, Op::Add, Op::Remove][usize::try_from(op).unwrap()];
        let mut made = patch(&["nom=Exemple"]);
        let _ = made.put(&key, op, &text, &rules());
        let mut record = Record::default();
        let _ = made.apply(&mut record, &mut Draft::default());
    }

    /// Applying a patch twice changes nothing the second time (an import run twice).
    #[test]
    fn applying_twice_is_applying_once(
        family in "[a-zéA-Z]{1,8}", mails in proptest::collection::vec("[a-c]@[xy]\\.org", 0..3),
        tags in proptest::collection::vec("[abé]{1,2}", 0..4), joined in proptest::option::of(2000_i32..2025),
        role in proptest::option::of(0..RoleKind::ALL.len()),
    ) {
        let mut made = patch(&[&format!("nom={family}")]);
        let mut put = |attr: Attr, op, text: &str| made.put(&attr.into(), op, text, &rules()).unwrap();
        for mail in &mails {
            put(Attr::Email, Op::Add, mail);
        }
        for tag in &tags {
            put(Attr::Tags, Op::Add, tag);
        }
        if let Some(year) = joined {
            put(Attr::Joined, Op::Set, &format!("{year}-01-01"));
        }
        if let Some(role) = role {
            put(Attr::Roles, Op::Add, RoleKind::ALL[role].code());
        }
        let (mut record, mut pen) = (Record::default(), Draft::default());
        made.apply(&mut record, &mut pen).unwrap();
        let once = record.encode();
        prop_assert_eq!(made.apply(&mut record, &mut pen).map(|c| c.len()), Ok(0));
        prop_assert_eq!(record.encode(), once);
    }
}

/// What was noted wrongly about a membership is put right by an edit of the same fields.
#[test]
fn an_edit_puts_a_membership_right() {
    let mut record = person(&["nom=Exemple", "adhésion=2020-01-15"]);
    change(&mut record, &["fin d'adhésion=2025-01-31", "motif de fin=décès"]).unwrap();
    assert_eq!(change(&mut record, &["motif de fin=démission"]), Ok(vec!["left-reason".to_owned()]));
    assert_eq!(change(&mut record, &["fin d'adhésion=2025-02-28"]), Ok(vec!["left".to_owned()]));
    assert_eq!((show(&record, "left"), show(&record, "motif de fin")), ("2025-02-28".into(), "left".into()));
    assert_eq!(change(&mut record, &["adhésion=2020-02-01"]), Ok(vec!["joined".to_owned()]));
    assert!(change(&mut record, &["fin d'adhésion=2019-12-31"]).is_err(), "before it began");
    assert_eq!(change(&mut record, &["fin d'adhésion="]), Ok(vec!["left".to_owned()]));
    assert_eq!((show(&record, "standing"), show(&record, "left")), ("member".into(), String::new()));
    assert_eq!(change(&mut record, &["adhésion="]), Ok(vec!["joined".to_owned()]));
    assert_eq!(show(&record, "standing"), "prospect");
    assert_eq!(change(&mut record, &["fin d'adhésion="]), Ok(vec![]), "nothing is left to change");
}
