use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::roster::import::plan::*;
use crate::{
    base::{Fault, stamp::Stamp},
    roster::{
        Person,
        columns::{Form, Subject, View},
        patch::Draft,
    },
};

fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

fn settings() -> Settings<'static> {
    Settings {
        rules: Rules { today: today(), forbidden: &[] },
        delimiter: None,
        encoding: None,
        mappings: &[],
        ignore_unknown: false,
        defaults: &[],
    }
}

/// Counts identifiers and what it is told of progress.
#[derive(Default)]
struct Counter(Draft, u8, Vec<u64>);

impl Pen for Counter {
    fn stamp(&mut self) -> Stamp {
        self.0.stamp()
    }
    fn element(&mut self) -> [u8; 8] {
        self.0.element()
    }
}

impl Hand for Counter {
    fn id(&mut self) -> Id {
        self.1 = self.1.wrapping_add(1);
        let mut id = [self.1; 16];
        // Two bytes of count, so that large files get identifiers of their own.
        let count = u64::from_be_bytes(self.0.element());
        id[8..].copy_from_slice(&count.to_be_bytes());
        Id(id)
    }
    fn progress(&mut self, done: u64, whole: u64) {
        assert!(done <= whole);
        self.2.push(done);
    }
}

/// A roster to import into.
#[derive(Default)]
struct Roster {
    people: BTreeMap<Id, Record>,
    hand: Counter,
}

impl Roster {
    fn plan(&mut self, text: &str, settings: &Settings<'_>) -> Result<ImportPlan, ImportError> {
        let all = self.people.iter().map(|(i, r)| (*i, r.clone())).collect();
        plan(text.as_bytes(), all, settings, &mut self.hand)
    }

    /// Imports as the app does: all, or nothing when a row is refused.
    fn import(&mut self, text: &str) -> ImportPlan {
        let plan = self.plan(text, &settings()).unwrap();
        if plan.refused == 0 {
            let ids: Vec<Id> = plan.lines.iter().map(|line| line.id).collect();
            self.people.extend(ids.into_iter().filter_map(|id| Some((id, plan.records.get(&id)?))));
        }
        plan
    }

    fn show(&self, names: &[&str]) -> Vec<String> {
        let view = View { on: today(), form: Form::Codes, colleges: &crate::roster::college::UNKNOWN };
        let line = |(id, record): (&Id, &Record)| {
            let subject = Subject::Person(*id, Box::new(Person::of(record)));
            names
                .iter()
                .map(|n| subject.show(&Key::read(n).unwrap(), view).into_owned())
                .collect::<Vec<_>>()
                .join("|")
        };
        self.people.iter().map(line).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        self.people.iter().flat_map(|(i, r)| [i.0.to_vec(), r.encode()].concat()).collect()
    }
}

fn outcomes(plan: &ImportPlan) -> Vec<String> {
    plan.lines
        .iter()
        .map(|l| match &l.outcome {
            RowOutcome::Added => format!("{} added", l.line),
            RowOutcome::Changed(keys) => {
                format!("{} changed {}", l.line, keys.iter().map(Key::code).collect::<Vec<_>>().join(","))
            }
            RowOutcome::Same => format!("{} same", l.line),
            RowOutcome::Repeated(n) => format!("{} repeats {n}", l.line),
        })
        .collect()
}

fn refusals(plan: &ImportPlan) -> Vec<String> {
    plan.refusals.iter().map(|r| format!("{} {}", r.line, r.fault)).collect()
}

const FILE: &str = "Nom;Prénom;Courriel;Date de naissance;Site;Catégorie;Date d'adhésion\n\
    EXEMPLE;Camille;camille@example.org;04/05/1990;Lyon;Cadre;01/03/2020\n\
    Modèle;Jean-Pierre;jp@example.org;;Nantes;Employé;15/01/2021\n\
    D’Essai;Zoé;;31/12/1985;;;\n";

#[test]
fn a_second_run_changes_nothing() {
    let mut roster = Roster::default();
    let plan = roster.import(FILE);
    assert_eq!(outcomes(&plan), ["2 added", "3 added", "4 added"]);
    assert_eq!((plan.rows(), plan.refused, plan.delimiter, plan.encoding), (3, 0, b';', "UTF-8"));
    assert_eq!(
        roster.show(&["family", "given", "email", "birth", "site", "category", "joined", "standing"]),
        [
            "EXEMPLE|Camille|camille@example.org|1990-05-04|Lyon|cadre|2020-03-01|member",
            "Modèle|Jean-Pierre|jp@example.org||Nantes|employee|2021-01-15|member",
            "D’Essai|Zoé||1985-12-31||||prospect",
        ]
    );
    let before = roster.bytes();
    let again = roster.import(FILE);
    assert_eq!(outcomes(&again), ["2 same", "3 same", "4 same"]);
    assert!(again.records.is_empty());
    assert_eq!(roster.bytes(), before);
}

#[test]
fn a_later_file_changes_only_what_it_says() {
    let mut roster = Roster::default();
    roster.import(FILE);
    let plan = roster.import("Prénom,Nom,Mail,Site,Tél\ncamille,exemple,CAMILLE@example.org,,06 12 34 56 78\nJean Pierre,MODELE,,Paris,\nzoé,d'essai,zoe@example.net,,\n");
    assert_eq!(
        outcomes(&plan),
        ["2 changed phone", "3 changed site", "4 changed emails"],
        "another spelling of a name is no other name"
    );
    assert_eq!(
        roster.show(&["given", "family", "site", "phone", "email", "joined"]),
        [
            "Camille|EXEMPLE|Lyon|+33612345678|camille@example.org|2020-03-01",
            "Jean-Pierre|Modèle|Paris||jp@example.org|2021-01-15",
            "Zoé|D’Essai|||zoe@example.net|",
        ]
    );
}

#[test]
fn refused_rows_say_line_field_and_reason() {
    let mut roster = Roster::default();
    let plan = roster.import(
        "Nom;Courriel;Date d'entrée;Catégorie\n\
         A;a@example.org;01/02/2020;cadre\n\
         ;b@example.org;;\n\
         C;c@localhost;31/04/2020;zphqx\n\
         D;d@example.org\n\
         E;e@example.org;;;x\n\
         \"F\u{202e}\";;;\n",
    );
    assert_eq!((plan.refused, plan.passed.as_slice()), (3, [(3, Passed::NoName)].as_slice()));
    assert_eq!(
        refusals(&plan),
        [
            "4 email: not a plain mail address: the domain of the address will not do",
            "4 hired: no such day",
            "4 category: not one of: employee, technician, cadre",
            "6 5 cells, 4 expected",
            "7 family: forbidden character U+202E",
        ]
    );
    assert!(roster.people.is_empty(), "all or nothing");
    assert_eq!(outcomes(&plan), ["2 added", "5 added"], "a row may lack its last empty cells");
}

#[test]
fn the_richer_spelling_of_one_value_stays() {
    let mut roster = Roster::default();
    roster.import("Nom;Prénom\nCœur;Léa\nEXEMPLE;ZOE\nEssai;Noa\n");
    let plan = roster.import("Nom;Prénom\nCOEUR;LEA\nExemple;Zoé\nESSAI;Noa\n");
    assert_eq!(outcomes(&plan), ["2 same", "3 changed family,given", "4 same"]);
    assert_eq!(roster.show(&["given", "family"]), ["Léa|Cœur", "Zoé|Exemple", "Noa|Essai"]);
    // In one file, whichever comes first.
    let mut roster = Roster::default();
    let plan =
        roster.import("Nom;Prénom\nExemple;Camille\nEXEMPLE;CAMILLE\nCOEUR;LEA\nCœur;Léa\nCOEUR;Lea\n");
    assert_eq!(outcomes(&plan), ["2 added", "3 repeats 2", "4 added", "5 repeats 4", "6 repeats 4"]);
    assert_eq!(roster.show(&["given", "family"]), ["Camille|Exemple", "Léa|Cœur"]);
    // A service, a site and a tag are not doubled or spoiled either; another value is another value.
    roster.import("Nom;Prénom;Service;Étiquettes\nExemple;Camille;Études;Vélo\n");
    let plan = roster.import("Nom;Prénom;Service;Étiquettes\nExemple;Camille;ETUDES;VELO\n");
    assert_eq!(outcomes(&plan), ["2 same"]);
    let plan = roster.import("Nom;Prénom;Service\nExemple;Camille;Essais\n");
    assert_eq!(outcomes(&plan), ["2 changed service"]);
}

#[test]
fn lines_that_are_nobody_are_told_and_left_out() {
    let mut roster = Roster::default();
    let file = "Liste des adhérents, section – maj 12/11/2026;;;\n\n;;;\nNom;Prénom;Courriel;Service\n\
        Exemple;Camille;c@example.org;Lyon\n;;;Atelier\n;Sansnom;;\nTotal : 2;;\n;TOTAL;;12 adhérents\n;12 adhérents\n\
        Arrêté au 12/11/2026\nSource : la paie;;;\nPage;;;\n";
    let plan = roster.import(file);
    assert_eq!(refusals(&plan), Vec::<String>::new());
    let passed: Vec<_> = plan.passed.iter().map(|(line, why)| format!("{line} {why:?}")).collect();
    assert_eq!(
        passed,
        ["1 Title", "3 Title", "6 NoName", "8 Total", "9 Total", "10 Total", "11 Note", "12 Note"]
    );
    assert_eq!(outcomes(&plan), ["5 added", "7 added", "13 added"], "somebody may be called Page");
    assert_eq!(plan.lines[1].warning, Some(Warning::GivenOnly));
    // People may have such a name; and below no header nothing is a title.
    let plan = roster.import("Nom;Prénom\nTotal;Jean\nNombre;Ada\n");
    assert_eq!(outcomes(&plan), ["2 added", "3 added"]);
    assert!(matches!(
        roster.plan("Un titre\nA;B\n", &settings()),
        Err(ImportError::UnknownColumns { line: 1, .. })
    ));
    // The title says another separator than the table.
    let plan = roster.import("Section de Lyon, Nantes, Sète, adhérents\nNom;Prénom\nModele;Lou\n");
    assert_eq!(outcomes(&plan), ["3 added"]);
}

#[test]
fn rows_about_one_person_come_together_or_contradict() {
    let mut roster = Roster::default();
    let plan = roster.import("Nom;Prénom;Courriel;Site\nA;B;a@example.org;Lyon\nA;B;a@example.org;Lyon\na;b;A@example.org;\nA;B;;Lyon\n");
    // Another spelling of the name is the same value.
    assert_eq!(outcomes(&plan), ["2 added", "3 repeats 2", "4 repeats 2", "5 repeats 2"]);
    let mut roster = Roster::default();
    let plan = roster.import(
        "Nom;Prénom;Courriel;Site;Étiquettes\nA;B;a@example.org;Lyon;x\nA;B;a@example.org;;\nA;B;;Lyon;y\n",
    );
    assert_eq!(outcomes(&plan), ["2 added", "3 repeats 2", "4 changed tags"]);
    let plan = roster.import("Nom;Prénom;Site\nA;B;Paris\nA;B;Nantes\n");
    assert_eq!(outcomes(&plan), ["2 changed site"]);
    assert_eq!(refusals(&plan), ["3 site: says otherwise than line 2"]);
    assert_eq!(roster.show(&["site", "tags"]), ["Lyon|x, y"]);
}

#[test]
fn namesakes_are_told_apart_or_refused() {
    let mut roster = Roster::default();
    let plan = roster.import("Nom;Prénom;Courriel\nA;B;a@example.org\nA;B;b@example.org\n");
    assert_eq!(outcomes(&plan), ["2 added", "3 added"]);
    assert_eq!(plan.lines[1].warning, Some(Warning::Namesake));
    let plan = roster.import("Nom;Prénom;Site\nA;B;Lyon\n");
    assert_eq!(refusals(&plan), ["2 2 people fit"]);
    // What says nothing new needs no choice.
    let plan = roster.import("Nom;Prénom\nA;B\n");
    assert_eq!(outcomes(&plan), ["2 same"]);
    let plan = roster.import("Nom;Prénom;Courriel;Site\nA;B;b@example.org;Lyon\n");
    assert_eq!(outcomes(&plan), ["2 changed site"]);
    let plan = roster.import("Nom;Prénom;Courriel\nC;D;b@example.org\n");
    assert_eq!(outcomes(&plan), ["2 added"]);
    assert_eq!(plan.lines[0].warning, Some(Warning::SharedAddress));
}

#[test]
fn a_change_to_somebody_known_by_the_name_alone_is_said() {
    let mut roster = Roster::default();
    roster.import("Nom;Prénom;Courriel;Site\nA;B;a@example.org;Lyon\n");
    let plan = roster.import("Nom;Prénom;Site\nA;B;Paris\n");
    assert_eq!(
        (outcomes(&plan), plan.lines[0].warning),
        (vec!["2 changed site".to_owned()], Some(Warning::ByName))
    );
    // The address in common makes it sure; and where nothing changes there is nothing to look at.
    let plan = roster.import("Nom;Prénom;Courriel;Site\nA;B;a@example.org;Nantes\n");
    assert_eq!((outcomes(&plan), plan.lines[0].warning), (vec!["2 changed site".to_owned()], None));
    let plan = roster.import("Nom;Prénom\nA;B\n");
    assert_eq!((outcomes(&plan), plan.lines[0].warning), (vec!["2 same".to_owned()], None));
}

#[test]
fn identifiers_name_people_whatever_their_name_became() {
    let mut roster = Roster::default();
    roster.import(FILE);
    let id = *roster.people.keys().next().unwrap();
    let plan = roster.import(&format!("id;nom\n{id};Nouveau\n"));
    assert_eq!(outcomes(&plan), ["2 changed family"]);
    let plan = roster.import("id;nom\n0102;X\nzz;X\nffffffff;X\nffffffffffffffffffffffffffffffff;Neuf\n");
    assert_eq!(
        refusals(&plan),
        [
            "2 the identifier names 0 people",
            "3 the identifier names 0 people",
            "4 the identifier names 0 people"
        ]
    );
    assert_eq!(outcomes(&plan), ["5 added"]);
}

#[test]
fn the_words_of_the_user_go_first() {
    let mut roster = Roster::default();
    let file = "Nom;Statut;Courriel;Chien\nA;Cadre;a@example.org;Rex\nB;Employé;;\n";
    assert!(matches!(roster.plan(file, &settings()), Err(ImportError::UnknownColumns { .. })));
    let mappings = [
        Mapping { column: "Statut".into(), key: Some(Attr::Category.into()) },
        Mapping { column: "Chien".into(), key: None },
    ];
    let defaults = [
        (Key::Attr(Attr::Site), "Lyon".to_owned()),
        (Attr::Joined.into(), "01/01/2020".into()),
        (Attr::Email.into(), "b@example.org".into()),
        (Key::Free("Lot".into()), "1".into()),
    ];
    let plan =
        roster.plan(file, &Settings { mappings: &mappings, defaults: &defaults, ..settings() }).unwrap();
    assert_eq!(plan.refused, 0);
    roster.people.extend(plan.records);
    assert_eq!(
        roster.show(&["family", "category", "site", "joined", "email", "libre:Lot"]),
        ["A|cadre|Lyon|2020-01-01|a@example.org|1", "B|employee|Lyon|2020-01-01|b@example.org|1"]
    );
    let domains = ["example.org".to_owned()];
    let rules = Rules { today: today(), forbidden: &domains };
    let plan = roster.plan("Nom;Courriel\nZ;z@rh.example.org\n", &Settings { rules, ..settings() }).unwrap();
    assert_eq!((plan.refused, plan.remarks[0].what), (0, Unsaid::EmployerAddress));
    // Given for all, it is refused.
    let defaults = [(Attr::Email.into(), "z@rh.example.org".to_owned())];
    let plan = roster.plan("Nom\nZ\n", &Settings { rules, defaults: &defaults, ..settings() }).unwrap();
    assert_eq!(
        plan.refusals,
        [Refusal {
            line: 2,
            cell: None,
            fault: RowFault::Value { key: Attr::Email.into(), fault: Fault::EmployerDomain }
        }]
    );
}

#[test]
fn our_own_cells_come_back() {
    let mut roster = Roster::default();
    let plan = roster.import("Nom;Prénom;Tél\n'=1+1;'-2;'+33612345678\n't Exemple;Jean;\n");
    assert_eq!(plan.refused, 0);
    assert_eq!(roster.show(&["family", "given", "phone"]), ["=1+1|-2|+33612345678", "'t Exemple|Jean|"]);
}

#[test]
fn full_names_are_split_or_refused() {
    let mut roster = Roster::default();
    let plan = roster.import("Nom et prénom\nEXEMPLE Camille\nLE GOFF Anne Marie\nAnne Marie Le Goff\n");
    assert_eq!(refusals(&plan), ["4 name-family-first: family and given name cannot be told apart"]);
    let plan = roster.import("Nom;Prénom;Nom complet\nExemple;Camille;n’importe quoi d’autre\n");
    assert_eq!((plan.refused, roster.show(&["name"])), (0, vec!["Camille Exemple".to_owned()]));
}

#[test]
fn the_ends_of_spreadsheets_are_no_people() {
    let mut roster = Roster::default();
    let plan = roster.import("Nom;Prénom;;\nA;B;;\n;;;\n \t;;;\n");
    assert_eq!((outcomes(&plan), plan.refused), (vec!["2 added".to_owned()], 0));
    assert!(matches!(roster.plan("Nom;Prénom\n;\n", &settings()), Err(ImportError::NoRows { line: 3 | 2 })));
    assert!(matches!(roster.plan("Nom;Prénom\n", &settings()), Err(ImportError::NoRows { line: 1 })));
}

#[test]
fn long_cells_are_refused() {
    let mut roster = Roster::default();
    let plan = roster.import(&format!("Nom;Prénom\nA;{}\n", "x".repeat(CELL_MAX + 1)));
    assert_eq!(refusals(&plan), ["2 cell 2 has more than 8192 bytes"]);
}

#[test]
fn the_description_of_faults_is_bounded() {
    let mut roster = Roster::default();
    let plan = roster.import(&("Nom;Courriel\n".to_owned() + &"A;x\n".repeat(5_000)));
    assert_eq!((plan.refused, plan.refusals.len()), (5_000, REFUSALS_SHOWN));
    assert!(roster.hand.2.len() >= 10, "progress is told");
}

#[test]
fn merged_records_are_nobody() {
    let mut roster = Roster::default();
    roster.import("Nom\nA\n");
    let (id, record) = roster.people.iter_mut().next().unwrap();
    let other = crate::base::Value::text(&id.to_string());
    record.set(crate::base::FieldKey::single(field::MERGED_INTO), Some(other), Draft::default().stamp());
    assert_eq!(outcomes(&roster.import("Nom\nA\n")), ["2 added"]);
}

/// Rows of family name, given name, address and site; where a bad row goes, and which.
type File = (Vec<(String, String, String, u8)>, usize, u8);

fn any_file() -> impl Strategy<Value = File> {
    let row = (
        "[A-C]{1,2}",
        "[A-Ca-cé]{0,2}",
        prop_oneof![Just(String::new()), "[a-d]@x\\.org".prop_map(|s| s)],
        0_u8..3,
    );
    (proptest::collection::vec(row, 1..25), 0_usize..3, 0_u8..4)
}

proptest! {
    /// security.md B2: an error in the first, a middle or the last row, and nothing is different.
    #[test]
    fn one_bad_row_and_nothing_changes((rows, place, how) in any_file()) {
        let mut roster = Roster::default();
        roster.import("Nom;Prénom;Courriel;Site\nA;A;a@x.org;Lyon\nB;B;;Paris\n");
        let before = roster.bytes();
        let mut lines: Vec<String> = rows.iter().map(|(f, g, m, s)| format!("{f};{g};{m};{}", ["", "Lyon", "Paris"][usize::from(*s)])).collect();
        let bad = ["A;B;not an address;", "A;B;;;x", "\"A\u{200b}\";;;", "A;B;x@y;"][usize::from(how)];
        let at = [0, lines.len() / 2, lines.len()][place];
        lines.insert(at, bad.to_owned());
        let plan = roster.import(&format!("Nom;Prénom;Courriel;Site\n{}\n", lines.join("\n")));
        prop_assert!(plan.refusals.iter().any(|r| r.line == u64::try_from(at).unwrap().saturating_add(2)));
        prop_assert_eq!(roster.bytes(), before);
    }

    /// Whatever was imported, importing it again changes nothing.
    #[test]
    fn importing_twice_is_importing_once((rows, _, _) in any_file()) {
        let mut roster = Roster::default();
        let lines: Vec<String> = rows.iter().map(|(f, g, m, s)| format!("{f};{g};{m};{}", ["", "Lyon", "Paris"][usize::from(*s)])).collect();
        let file = format!("Nom;Prénom;Courriel;Étiquettes\n{}\n", lines.join("\n"));
        let first = roster.import(&file);
        prop_assume!(first.refused == 0);
        let once = roster.bytes();
        let second = roster.import(&file);
        prop_assert_eq!(second.refused, 0);
        prop_assert!(second.lines.iter().all(|l| matches!(l.outcome, RowOutcome::Same | RowOutcome::Repeated(_))));
        prop_assert_eq!(roster.bytes(), once);
    }

    #[test]
    fn any_bytes_give_a_plan_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut with_header = b"Nom;Courriel\n".to_vec();
        with_header.extend(&bytes);
        for file in [bytes, with_header] {
            let _ = plan(&file, vec![], &settings(), &mut Counter::default()).is_ok();
        }
    }
}

/// Family name, given name and name of birth of each person, as `a/b/c`.
fn named(roster: &Roster) -> Vec<String> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let people = roster.people.values().map(Person::of);
    let mut all: Vec<_> =
        people.map(|p| format!("{}/{}/{}", text(&p.family), text(&p.given), text(&p.birth_name))).collect();
    all.sort();
    all
}

#[test]
fn a_name_of_birth_stands_beside_the_name_of_use() {
    let file = "Nom de naissance;Nom d’usage;Prénom\nDurand;Exemple;Zoé\nModèle;;Alix\nEssai;ESSAI;Max\n";
    let mut roster = Roster::default();
    let both = roster.import(file);
    assert_eq!((both.count(|o| *o == RowOutcome::Added), both.refused), (3, 0));
    assert_eq!(named(&roster), ["ESSAI/Max/", "Exemple/Zoé/Durand", "Modèle/Alix/"]);
    // The same file again, and either column alone, say nothing new and find the same people.
    let birth = "Nom de naissance;Prénom\nDurand;Zoé\nModèle;Alix\n";
    for again in [file, birth, "Nom;Prénom\nDurand;Zoé\nExemple;Zoé\n"] {
        let plan = roster.import(again);
        assert!(plan.records.is_empty() && plan.refused == 0, "{again}: {:?}", plan.lines);
    }
    // Who was kept under the name of birth takes the name of use.
    roster.import("Nom de naissance;Nom usuel;Prénom\nModèle;Essai;Alix\n");
    assert_eq!(named(&roster), ["ESSAI/Max/", "Essai/Alix/Modèle", "Exemple/Zoé/Durand"]);
    // Alone, a name of birth is the name.
    let mut roster = Roster::default();
    roster.import("Nom de naissance;Prénom\nA;B\n");
    assert_eq!(named(&roster), ["A/B/"]);
}

/// What organizers' spreadsheets hold, kind by kind: marks of spreadsheets, words for nothing, payroll words.
#[test]
fn a_cell_is_read_once_before_its_check() {
    let mut roster = Roster::default();
    let plan = roster.import(
        "N°;Civilité;Nom;Prénom;Mél perso;Tél. portable;CP;Pays;Catégorie;Contrat;Temps partiel;Adhésion;Né le\n\
         1;2;Exemple;Camille;Camille Exemple <camille@example.org>;=\"0612345678\";1310;;Employé;C.D.I.;non;-;vendredi 1 février 1980\n\
         2;1;Modèle;Lou;mailto:lou@example.org;33612345679;01310.0;France;ETAM;CDI temps partiel;80 %;NULL;19800201\n\
         3;Mme;Fictive;Noa;noa@exämple.org;0612345680.0;'01310;;Cadre;Alternance;35h;0000-00-00;1980-02-01T00:00:00+01:00\n\
         4;M.;Essai;Zoé;zoe@example.org;;1310;Belgique;cadres;cdd;oui;  /  /;\n",
    );
    assert_eq!(refusals(&plan), Vec::<String>::new());
    let shown = ["gender", "email", "phone", "postcode", "category", "contract", "share", "joined", "birth"];
    assert_eq!(
        roster.show(&shown),
        [
            "F|camille@example.org|+33612345678|01310|employee|cdi|1||1980-02-01",
            "H|lou@example.org|+33612345679|01310||cdi|4/5||1980-02-01",
            "F|noa@xn--exmple-cua.org|+33612345680|01310|cadre|apprentice|1||1980-02-01",
            "H|zoe@example.org||1310|cadre|cdd|||",
        ]
    );
    let remarks: Vec<_> =
        plan.remarks.iter().map(|r| format!("{} {}: {}", r.line, r.cell.0, r.what.code())).collect();
    assert_eq!(remarks, ["3 Catégorie: category", "3 Contrat: share", "5 Temps partiel: share"]);
}

#[test]
fn a_date_that_lacks_something_is_refused_with_what_it_lacks() {
    let mut roster = Roster::default();
    let plan = roster.import("Nom;Adhésion\nA;sept. 2021\nB;3/9/21\nC;2020\nD;29252\n");
    assert_eq!(
        refusals(&plan),
        [
            "2 joined: the day is missing",
            "3 joined: the year needs four digits",
            "4 joined: the day is missing",
            "5 joined: a number of a spreadsheet",
        ]
    );
    assert_eq!(plan.rejected.len(), 4);
    assert_eq!(plan.rejected[1].cells, ["B", "3/9/21"]);
}

#[test]
fn an_address_of_the_employer_refuses_the_address_and_not_the_person() {
    let mut roster = Roster::default();
    let forbidden = ["employeur.example".to_owned()];
    let mut settings = settings();
    settings.rules.forbidden = &forbidden;
    let plan =
        roster.plan("Nom;Courriel\nA;a@rh.employeur.example\n", &settings).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((outcomes(&plan), plan.remarks.len()), (vec!["2 added".to_owned()], 1));
    let written: Vec<Record> = plan.records.into_iter().map(|(_, record)| record).collect();
    assert!(written.iter().all(|r| r.text(field::FAMILY) == Some("A")));
    assert!(written.iter().all(|r| crate::roster::person::emails(r).is_empty()));
}
