use super::*;
use crate::{
    features::election::{records::College, rules::college_said},
    law::book,
    roster::{attr::Attr, import::ImportError},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-28";
const ROUND: &str = "2026-12-15";

fn read(text: &str) -> Result<file::Table, ImportError> {
    file::read(text.as_bytes(), &file::Reading::default(), day(TODAY))
}

/// A college by its name, its seats, its women and men.
type Of<'a> = (&'a str, u32, Option<(u64, u64)>);

fn poll(colleges: &[Of<'_>]) -> Poll {
    let one = |(id, seats, sexes): &Of<'_>| College {
        id: (*id).to_owned(),
        holders: *seats,
        substitutes: *seats,
        women: sexes.map(|s| s.0),
        men: sexes.map(|s| s.1),
        ..College::default()
    };
    Poll { day: Some(day(ROUND)), colleges: colleges.iter().map(one).collect(), ..Poll::default() }
}

fn facts(person: &Person) -> Facts {
    Facts { hired: person.hired, born: person.birth, ..Facts::default() }
}

fn person(family: &str, given: &str, born: &str) -> Person {
    Person {
        family: Some(family.to_owned()),
        given: Some(given.to_owned()),
        birth: born.parse().ok(),
        hired: Some(day("2020-01-01")),
        ..Person::default()
    }
}

fn ours(of: &Person) -> Colleague {
    Colleague { id: Id([1; 16]), who: Who::of(of), facts: facts(of) }
}

/// The list as the action makes it, without a company.
fn checked(poll: &Poll, text: &str, ours: &[Colleague]) -> (Vec<Listed>, Electors) {
    let table = read(text).unwrap_or_else(|e| panic!("{e}"));
    let list: Vec<Listed> = table
        .lines
        .iter()
        .map(|l| Listed {
            line: l.line,
            who: Who::of(&l.person),
            sex: l.person.gender,
            college: college_said(poll, l.college.as_deref()),
            facts: facts(&l.person),
        })
        .collect();
    let question = Question {
        poll,
        list: &list,
        ours,
        published: Some(day("2026-11-10")),
        region: Region::Metropolitan,
        on: day(ROUND),
    };
    let found = electors(book(), &question).unwrap();
    (list, found.value)
}

/// E01 to E04 of the worked cases, and facts that are missing: unknown is not no.
#[test]
fn each_line_has_its_answer_and_its_reason() {
    let text = "Nom;Prénom;Date de naissance;Date d'embauche
Exemple;Un;01/01/1990;15/09/2026
Exemple;Deux;01/01/1990;16/09/2026
Exemple;Trois;01/01/1990;15/12/2025
Exemple;Quatre;01/01/1990;16/12/2025
Exemple;Cinq;;15/12/2025
Exemple;Six;01/01/1990;
Exemple;Sept;16/12/2010;15/12/2025
";
    let (_, found) = checked(&poll(&[("1", 4, None)]), text, &[]);
    let all: Vec<_> = found.lines.iter().map(|v| (v.votes, v.stands)).collect();
    assert_eq!(
        all,
        [
            (Some(true), Some(false)),
            (Some(false), Some(false)),
            (Some(true), Some(true)),
            (Some(true), Some(false)),
            (None, None),
            (None, None),
            (Some(false), Some(false)),
        ]
    );
    assert_eq!(found.lines[1].reasons, [Bar::Seniority, Bar::StandSeniority]);
    assert_eq!(found.lines[4].reasons, [Bar::AgeNotKnown, Bar::StandAgeNotKnown]);
}

/// One name, one birth: one person, whatever the order of the names, their accents, and whether the list has the name of birth.
#[test]
fn ours_are_found_by_name_and_birth() {
    let married =
        Person { birth_name: Some("Modèle".into()), ..person("Exemple", "Éloïse", "1980-02-01") };
    let mine = [
        ours(&person("Essai", "Camille", "1980-01-01")),
        ours(&married),
        ours(&person("Absent", "Lou", "1981-01-01")),
        ours(&person("Essai", "Noa", "1982-01-01")),
        ours(&person("Homonyme", "Sacha", "1983-01-01")),
        // Hired too late to vote: nobody misses them.
        ours(&Person { hired: Some(day("2026-12-01")), ..person("Recent", "Max", "1990-01-01") }),
        ours(&Person { hired: None, ..person("Inconnu", "Max", "1990-01-01") }),
    ];
    let text = "Nom;Prénom;Date de naissance
CAMILLE;Essai;01/01/1980
MODELE;Eloise;01/02/1980
Essai;Noa;
Homonyme;Sacha;02/01/1983
";
    let (_, found) = checked(&poll(&[("1", 4, None)]), text, &mine);
    assert_eq!(found.present, 2);
    let all: Vec<_> = found.absent.iter().map(|a| (a.place, a.what, a.lines.clone())).collect();
    assert_eq!(
        all,
        [
            (2, Absence::Missing, vec![]),
            (4, Absence::Missing, vec![]),
            (6, Absence::MissingUnsure, vec![]),
            (3, Absence::NameOnly, vec![4]),
        ]
    );
}

#[test]
fn two_lines_are_one_person_only_with_one_birth() {
    let text = "Nom;Prénom;Date de naissance
Exemple;Camille;01/01/1980
EXEMPLE;camille;1980-01-01
Exemple;Camille;02/01/1980
Essai;Lou;01/01/1981
Essai;Lou;
Modèle;Noa;01/01/1981
Modèle;Noa;02/01/1981
";
    let (_, found) = checked(&poll(&[("1", 4, None)]), text, &[]);
    let all: Vec<_> = found.doubles.iter().map(|d| (d.lines.clone(), d.sure)).collect();
    assert_eq!(all, [(vec![2, 3], true), (vec![5, 6], false)]);
}

#[test]
fn women_and_men_are_compared_with_the_protocol_and_what_that_changes_is_said() {
    let mut text = String::from("Nom;Prénom;Sexe;Collège\n");
    for n in 0..10 {
        let (sex, college) = if n < 5 { ("F", "1er collège") } else { ("H", "Collège 1") };
        text.push_str(&format!("Exemple{n};A;{sex};{college}\n"));
    }
    text.push_str("Autre;B;F;2\nAutre;C;;2\nAutre;D;F;Cadres dirigeants\n");
    let (_, found) = checked(&poll(&[("1", 4, Some((8, 2))), ("2", 2, Some((1, 1)))]), &text, &[]);
    let [one, two, rest] = found.colleges.as_slice() else { panic!("three rows") };
    assert_eq!((one.lines, one.women, one.men), (10, 5, 5));
    assert!(!one.differs() && one.proportion_differs() && one.parity_changes());
    assert_eq!(one.due_announced, Some(Dues::Known(3, 1, 0)));
    assert_eq!(one.due_listed, Some(Dues::Known(2, 2, 0)));
    // A sex that nobody knows tells nothing of the proportion.
    assert!((two.lines, two.unknown) == (2, 1) && !two.proportion_differs() && two.due_listed.is_none());
    assert_eq!((rest.college.clone(), rest.lines), (None, 1));
}

/// C01 and C02 of the worked cases.
#[test]
fn three_days_to_contest_from_the_publication() {
    for (published, first, last) in
        [("2026-11-10", "2026-11-11", "2026-11-13"), ("2026-11-11", "2026-11-12", "2026-11-16")]
    {
        let (poll, published) = (poll(&[]), Some(day(published)));
        let (list, ours, region, on) = (&[], &[], Region::Metropolitan, day(ROUND));
        let answer = electors(book(), &Question { poll: &poll, list, ours, published, region, on }).unwrap();
        let found = answer.value.contest.unwrap();
        assert_eq!((found.first, found.last), (day(first), day(last)), "{published:?}");
        let steps = answer.because;
        assert!(steps.iter().any(|s| s.citation.article == "R2314-24"));
    }
}

#[test]
fn what_cannot_be_read_is_told_by_line_and_column_and_nothing_else_is_lost() {
    let text = "Liste électorale 2026
Nom;Prénom;Date de naissance;Sexe;Matricule;Date d'embauche
Exemple;Un;31/02/1990;F;7;01/01/2020
;;01/01/1990;H;8;01/01/2020
Exemple;Deux;01/01/1990;Z9;9;01/01/2020
Exemple;Trois;01/01/1990;H;10;01/01/2020;trop
Total;;;;;
";
    let table = read(text).unwrap_or_else(|e| panic!("{e}"));
    let told: Vec<_> = table
        .faults
        .iter()
        .map(|r| (r.line, r.cell.as_ref().map(|(column, _)| column.as_str()), r.fault.code()))
        .collect();
    assert_eq!(
        told.iter().map(|t| (t.0, t.1)).collect::<Vec<_>>(),
        [(3, Some("Date de naissance")), (4, None), (5, Some("Sexe")), (6, Some(""))]
    );
    let people: Vec<_> = table.lines.iter().map(|l| (l.line, l.person.birth, l.person.gender)).collect();
    assert_eq!(people, [(3, None, Some(Gender::Woman)), (5, Some(day("1990-01-01")), None)]);
    assert!(table.lines[0].person.hired.is_some() && !table.has(Attr::Id));
    assert!(read("Nom;Prénom\n").is_err() && read("A;B\n1;2\n").is_err() && read("").is_err());
}

#[test]
fn a_college_is_known_by_its_name_or_its_number() {
    let three = poll(&[("1", 4, None), ("2", 2, None), ("Cadres", 1, None)]);
    for (said, college) in [
        ("1", Some("1")),
        ("Collège 2", Some("2")),
        ("2ème collège", Some("2")),
        ("Premier collège", Some("1")),
        ("Second collège", Some("2")),
        ("cadres", Some("Cadres")),
        ("3", None),
        ("Employés", None),
    ] {
        assert_eq!(college_said(&three, Some(said)).as_deref(), college, "{said}");
    }
    assert_eq!(college_said(&three, None), None);
    assert_eq!(college_said(&poll(&[("Unique", 1, None)]), None).as_deref(), Some("Unique"));
}

#[test]
fn the_request_names_whom_it_is_about_and_why() {
    let mine = [ours(&person("Absent", "Lou", "1981-01-01"))];
    let text = "Nom;Prénom;Date de naissance;Date d'embauche
Exemple;Un;01/01/1990;01/01/2020
Exemple;Deux;01/01/1990;01/12/2026
";
    let (list, found) = checked(&poll(&[("1", 4, None)]), text, &mine);
    let letter = letter::request(&found, &list, &mine, found.contest, &|d| d.to_string());
    assert!(letter.contains("- Absent Lou\n"), "{letter}");
    assert!(letter.contains("- Exemple Deux\u{a0}: ancienneté insuffisante pour voter\n"), "{letter}");
    assert!(letter.contains("au plus tard le 2026-11-13") && !letter.contains("Exemple Un"), "{letter}");
    let nothing = Electors { lines: vec![], absent: vec![], ..found };
    let letter = letter::request(&nothing, &list, &mine, None, &|d| d.to_string());
    assert!(letter.contains("1. [Ce qui est contesté") && letter.contains("publiée le [date]"), "{letter}");
}

proptest::proptest! {
    /// The answer does not hang on the order of the lines, and no text makes it panic.
    #[test]
    fn any_text_is_read_or_refused(text in "(Nom;Prénom;Date de naissance\n)?([A-Za-zé0-9;/\"\n]{0,200})") {
        if let Ok(table) = read(&text) {
            proptest::prop_assert!(!table.lines.is_empty() || !table.faults.is_empty());
        }
    }
}
