#![expect(clippy::arithmetic_side_effects, reason = "small numbers")]

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::features::export::actions::*;
use crate::{
    base::{
        FieldKey, Kept as _, Lang, Record, Value, cell, field,
        word::{Reason, RoleKind, Stage},
    },
    clock,
    roster::{Person, attr::Attr, span::Membership},
    vault::{Change, Identity, Kind, identity},
};

const ON: (i32, u32, u32) = (2026, 11, 21);

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn on() -> NaiveDate {
    day(ON.0, ON.1, ON.2)
}

/// Writes records field by field.
struct Pen<'v>(&'v mut Vault, Record);

impl Pen<'_> {
    fn set(mut self, key: FieldKey, value: Value) -> Self {
        let stamp = self.0.stamp(1);
        self.1.set(key, Some(value), stamp);
        self
    }

    fn text(self, field: u16, text: &str) -> Self {
        self.set(FieldKey::single(field), Value::text(text))
    }

    fn element(self, field: u16, value: Value) -> Self {
        let element = self.0.new_element();
        self.set(FieldKey::element(field, element), value)
    }

    fn span(self, start: NaiveDate, end: Option<NaiveDate>) -> Self {
        let span =
            Membership { start: Some(start), began: Reason::Joined, end: end.map(|e| (e, Reason::Excluded)) };
        self.element(field::SPAN, span.to_value())
    }

    fn save(self) -> Id {
        let id = self.0.new_id();
        let change = Change { kind: Kind::Person, id, verb: Verb::Added, record: self.1 };
        self.0.commit(1, vec![change]).unwrap();
        id
    }
}

fn vault() -> Vault {
    Vault::create_in_memory(clock::random).unwrap()
}

fn person(vault: &mut Vault, family: &str) -> Id {
    member(vault, family).save()
}

fn member<'v>(vault: &'v mut Vault, family: &str) -> Pen<'v> {
    let pen = Pen(vault, Record::default());
    pen.text(field::FAMILY, family).text(field::GIVEN, "Camille").span(day(2020, 1, 1), None)
}

fn export(vault: &Vault, standing: &[Standing], format: Format) -> Result<(Ready, String), ExportError> {
    let identity = Identity::generate();
    let readers = readers(&[identity.public()], None).unwrap();
    let form = AgeForm::Binary;
    let wish = Wish { readers: &readers, standing, on: on(), format, form, lang: Lang::Fr };
    let sealed = roster(vault, &wish)?;
    let content = identity::open(&sealed.bytes().unwrap(), &[&identity]).unwrap();
    assert_eq!(content.len() % table::STEP, 0);
    Ok((sealed, String::from_utf8(content.to_vec()).unwrap()))
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let text = csv.strip_prefix('\u{feff}').unwrap();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Check F3: a canary in every field of a person; only those of the declared columns come out.
#[test]
fn only_the_declared_columns_leave() {
    let mut vault = vault();
    let shown = [
        field::FAMILY,
        field::GIVEN,
        field::PREFERRED,
        field::BIRTH_NAME,
        field::STREET,
        field::POSTCODE,
        field::TOWN,
        field::COUNTRY,
        field::SITE,
    ];
    let canary = |field: u16| format!("Zphqx{field}x");
    let mut pen = Pen(&mut vault, Record::default()).span(day(2020, 1, 1), None);
    for row in Person::rows() {
        pen = match row.layout {
            "text" if row.number != field::MERGED_INTO && row.number != field::NOTICE_EMAIL => {
                pen.text(row.number, &canary(row.number))
            }
            "texts" => pen.element(row.number, Value::text(&canary(row.number))),
            _ => pen,
        };
    }
    let free = BTreeMap::from([(1, Value::text("Zphqx35n")), (2, Value::text("Zphqx35v"))]);
    let consent = BTreeMap::from([(1, Value::text("Zphqx34s")), (3, Value::text("Zphqx34v"))]);
    let second = BTreeMap::from([(1, Value::text(RoleKind::ALL[0].code()))]);
    pen.element(field::FREE, Value::parts(&free))
        .element(field::ROLE, Value::parts(&second))
        .set(FieldKey::single(field::CONSENT), Value::parts(&consent))
        .text(field::BIRTH, "1971-02-03")
        .text(field::HIRED, "1999-08-09")
        .text(field::GENDER, "F")
        .text(field::CATEGORY, "cadre")
        .text(field::CONTRACT, "apprentice")
        .element(field::EMAIL, Value::text("zphqx-second@example.org"))
        .save();
    for format in [Format::Csv, Format::Json] {
        let (_, text) = export(&vault, &[Standing::Member], format).unwrap();
        let mut found: Vec<u16> = text
            .match_indices("Zphqx")
            .map(|(at, _)| text[at + 5..].chars().take_while(char::is_ascii_digit).collect::<String>())
            .map(|digits| digits.parse().unwrap())
            .collect();
        found.sort_unstable();
        found.dedup();
        // Of the two addresses one goes out, the one for notices.
        let expected: Vec<u16> =
            shown.into_iter().chain(text.contains("Zphqx10x").then_some(field::EMAIL)).collect();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert_ne!(text.contains("Zphqx10x"), text.contains("zphqx-second"));
        for other in ["1971", "03/02", "1999", "cadre", "apprenti", "excl", "DS", "RSS"] {
            assert!(!text.contains(other), "{other}");
        }
    }
}

#[test]
fn the_columns_are_these() {
    let codes: Vec<&str> = table::COLUMNS.iter().map(|a| a.code()).collect();
    let expected =
        "family given preferred email street postcode town country site standing joined left birth-name id";
    assert_eq!(codes.join(" "), expected);
    let mut vault = vault();
    let id = person(&mut vault, "Exemple");
    let (_, csv) = export(&vault, &[Standing::Member], Format::Csv).unwrap();
    let rows = rows(&csv);
    assert_eq!(rows[0][..3], ["nom", "prénom", "prénom d'usage"]);
    assert_eq!(rows[1][9..], ["adhérent·e", "01/01/2020", "", "", &id.to_string()]);
    let (_, json) = export(&vault, &[Standing::Member], Format::Json).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], table::SCHEMA);
    let person = json["people"][0].as_object().unwrap();
    // The spans stand for the two dates of the table.
    let mut keys: Vec<&str> = person.keys().map(String::as_str).collect();
    let mut columns: Vec<&str> = codes.into_iter().filter(|c| *c != "joined" && *c != "left").collect();
    columns.push("spans");
    keys.sort_unstable();
    columns.sort_unstable();
    assert_eq!(keys, columns);
    assert_eq!(person["spans"], serde_json::json!([{"from": "2020-01-01", "to": null}]));
}

#[test]
fn who_is_on_it_and_in_which_order() {
    let mut vault = vault();
    for family in ["Zèbre", "abricot", "Été"] {
        person(&mut vault, family);
    }
    Pen(&mut vault, Record::default())
        .text(field::FAMILY, "Partie")
        .span(day(2010, 1, 1), Some(day(2015, 1, 1)))
        .save();
    Pen(&mut vault, Record::default())
        .text(field::FAMILY, "Bientôt")
        .text(field::STAGE, Stage::PreMember.code())
        .save();
    Pen(&mut vault, Record::default()).text(field::FAMILY, "Contact").save();
    let elsewhere = vault.new_id().to_string();
    member(&mut vault, "Double").text(field::MERGED_INTO, &elsewhere).save();
    let names = |standing: &[Standing]| {
        let (sealed, csv) = export(&vault, standing, Format::Csv).unwrap();
        let names: Vec<String> = rows(&csv)[1..].iter().map(|r| r[0].clone()).collect();
        assert_eq!(sealed.people.len(), names.len());
        names
    };
    assert_eq!(names(&standings(&[]).unwrap()), ["abricot", "Été", "Zèbre"]);
    assert_eq!(names(&[Standing::Former]), ["Partie"]);
    assert_eq!(names(&[Standing::Former, Standing::PreMember]), ["Bientôt", "Partie"]);
}

#[test]
fn nobody_is_no_export() {
    assert!(matches!(export(&vault(), &[Standing::Member], Format::Csv), Err(ExportError::Nobody)));
}

#[test]
fn standings_are_read_in_both_languages_and_prospects_stay() {
    let read = |words: &[&str]| standings(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
    assert_eq!(read(&["adhérents", "former", "Member"]).unwrap(), [Standing::Member, Standing::Former]);
    assert!(matches!(read(&["chef"]), Err(ExportError::Standing)));
    assert!(matches!(read(&["member", "contact"]), Err(ExportError::Prospect)));
}

#[test]
fn readers_are_merged_and_never_added() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("keys.txt");
    let (a, b) = (Identity::generate().public(), Identity::generate().public());
    fs::write(&list, format!("\u{feff}# the treasurers\n\n  {b}  \r\n{a}\n")).unwrap();
    let texts = |to: &[&String], list| {
        let to: Vec<String> = to.iter().map(|t| (*t).clone()).collect();
        readers(&to, list).map(|r| r.iter().map(|r| r.text().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(texts(&[&a, &a], None).unwrap(), std::slice::from_ref(&a));
    assert_eq!(texts(&[&a], Some(&list)).unwrap(), [a.clone(), b.clone()]);
    assert!(matches!(texts(&[], None), Err(ExportError::NoReader)));
    fs::write(&list, "# nobody\n").unwrap();
    assert!(matches!(texts(&[], Some(&list)), Err(ExportError::NoReader)));
    fs::write(&list, format!("{a}\nage1pq1qqqq\n")).unwrap();
    let Err(ExportError::Reader { source_of_key, error }) = texts(&[], Some(&list)) else { panic!() };
    assert_eq!((source_of_key, error), (KeySource::Line(2), ReaderError::PostQuantum));
    let secret = Identity::generate().secret().to_string();
    let Err(wrong) = texts(&[&a, &secret], None) else { panic!() };
    let said = format!("{wrong:?} {wrong}");
    assert!(matches!(wrong, ExportError::Reader { source_of_key: KeySource::Option(2), .. }));
    assert!(!said.contains(&secret));
    let many: String = (0..65).map(|_| Identity::generate().public() + "\n").collect();
    fs::write(&list, many).unwrap();
    assert!(matches!(texts(&[], Some(&list)), Err(ExportError::ManyReaders(65))));
    assert!(matches!(texts(&[], Some(dir.path())), Err(ExportError::KeyFile(_))));
}

#[test]
fn the_log_says_which_keys_got_whom() {
    let mut vault = vault();
    let id = person(&mut vault, "Exemple");
    let (sealed, _) = export(&vault, &[Standing::Member], Format::Csv).unwrap();
    assert!(note(&mut vault, 7, &sealed).unwrap());
    let entry = vault.log().unwrap().pop().unwrap();
    assert_eq!((entry.changes, entry.readers), (vec![(Verb::Exported, id)], sealed.readers));
}

#[test]
fn only_plain_files_are_replaced_and_only_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("roster.age");
    write(&path, b"one", false).unwrap();
    assert!(matches!(write(&path, b"two", false), Err(ExportError::Exists(_))));
    assert!(fs::read(&path).unwrap() == b"one");
    write(&path, b"two", true).unwrap();
    assert!(fs::read(&path).unwrap() == b"two");
    let link = dir.path().join("link.age");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let dangling = dir.path().join("dangling.age");
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), &dangling).unwrap();
    for (other, force) in
        [(link, true), (dangling, true), (dir.path().to_owned(), true), ("/dev/null".into(), true)]
    {
        assert!(matches!(write(&other, b"x", force), Err(ExportError::NotAFile(_))), "{}", other.display());
    }
    assert!(fs::read(&path).unwrap() == b"two" && !dir.path().join("elsewhere").exists());
    for lost in [dir.path().join("no/file.age"), path.join("file.age"), dir.path().join("..")] {
        assert!(write(&lost, b"x", false).is_err());
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "something was left beside");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Check B7: whatever a name is, no cell starts a formula, no row is broken, the name can be had back.
    #[test]
    fn no_cell_runs(names in proptest::collection::vec("[\"'=+@;,\t\r\n −-]{0,4}[a-zé=\"\r\n;]{1,6}", 1..5)) {
        let mut vault = vault();
        for name in &names {
            member(&mut vault, name).text(field::SITE, name).save();
        }
        let (_, csv) = export(&vault, &[Standing::Member], Format::Csv).unwrap();
        let rows = rows(&csv);
        prop_assert_eq!(rows.len(), names.len() + 1);
        let mut back: Vec<String> = rows[1..].iter().map(|r| cell::restore(&r[0]).to_owned()).collect();
        let mut names = names;
        names.sort();
        back.sort();
        prop_assert_eq!(back, names);
        for text in rows.iter().flatten() {
            prop_assert!(text.starts_with('\'') || !cell::starts_formula(text));
            prop_assert!(!text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '−']));
        }
    }
}

#[test]
fn the_attributes_of_the_table_can_all_be_shown() {
    assert!(table::COLUMNS.iter().all(|a| a.is_column() && *a != Attr::Emails));
}
