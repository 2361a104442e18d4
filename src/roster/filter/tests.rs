use proptest::prelude::*;

use crate::roster::filter::*;
use crate::{
    base::{Id, record::Record},
    roster::{
        Person, Summary,
        patch::{Draft, Op, Patch, Rules},
        summarise,
    },
};

static THREE: Colleges = Colleges { whole: crate::roster::college::Rooms::Three, places: Vec::new() };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn record(list: &[&str]) -> Record {
    let (mut record, mut patch) = (Record::default(), Patch::default());
    let rules = Rules { today: day("2026-11-21"), forbidden: &[] };
    for text in list {
        let (name, value) = text.split_once('=').unwrap();
        patch.put(&Key::read(name).unwrap(), Op::Set, value, &rules).unwrap();
    }
    patch.apply(&mut record, &mut Draft::default()).unwrap();
    record
}

fn people() -> Vec<Record> {
    vec![
        record(&[
            "nom=Exemple",
            "prénom=Éloïse",
            "courriel=eloise@example.org",
            "site=Lyon",
            "service=Paie",
            "catégorie=cadre",
            "embauche=2019-09-02",
            "adhésion=2020-03-01",
            "étiquettes=vélo,Cantine",
            "sexe=F",
            "langue=en",
            "poste=Développeuse",
        ]),
        record(&[
            "nom=Modèle",
            "prénom=Jean-Pierre",
            "site=LYON",
            "catégorie=employé",
            "embauche=2024-01-08",
            "adhésion=2024-02-01",
            "fin d'adhésion=2025-12-31",
            "motif de fin=exclusion",
            "mandats=DS:2024-03-01..2025-12-31",
        ]),
        record(&[
            "nom=Échantillon",
            "prénom=Zoé",
            "courriel=zoe@example.net",
            "site=Nantes",
            "situation=pré-adhérente",
            "mandats=RSS:2026-01-15",
            "avis=non",
            "libre:Taille=XL",
        ]),
        record(&["nom=D’Essai"]),
    ]
}

/// The given names, or family names, of those who pass; on whole records and on summaries alike.
fn pass(conditions: &[&str], search: &str) -> Result<Vec<String>, FilterError> {
    let mut filter = Filter::default();
    for condition in conditions {
        filter.add_where(condition)?;
    }
    filter.add_search(search);
    let on = day("2026-11-21");
    let (mut whole, mut short) = (vec![], vec![]);
    for (n, record) in people().iter().enumerate() {
        let id = Id([u8::try_from(n).unwrap(); 16]);
        let person = Subject::Person(id, Box::new(Person::of(record)));
        if filter.passes(&person, on, &THREE) {
            whole.push(person.family().to_owned());
        }
        let bytes = summarise(record);
        let summary = Subject::Summary(id, Summary::decode(&bytes).ok().unwrap());
        if filter.passes(&summary, on, &THREE) {
            short.push(summary.family().to_owned());
        }
    }
    if !filter.needs_record() {
        assert_eq!(whole, short);
    }
    Ok(whole)
}

fn only(condition: &str) -> Vec<String> {
    pass(&[condition], "").unwrap()
}

#[test]
fn conditions_compare_without_case_and_accents() {
    assert_eq!(only("site=lyon"), ["Exemple", "Modèle"]);
    assert_eq!(only("Établissement=LYON"), ["Exemple", "Modèle"]);
    assert_eq!(only("site!=lyon"), ["Échantillon", "D’Essai"]);
    assert_eq!(only("site="), ["D’Essai"]);
    assert_eq!(only("site!="), ["Exemple", "Modèle", "Échantillon"]);
    assert_eq!(only("site~an"), ["Échantillon"]);
    assert_eq!(only("nom=echantillon"), ["Échantillon"]);
    assert_eq!(only("nom=d'essai"), ["D’Essai"]);
    assert_eq!(only("prénom=jean pierre"), ["Modèle"]);
    assert_eq!(only("étiquettes=CANTINE"), ["Exemple"]);
    assert_eq!(only("étiquettes!=velo"), ["Modèle", "Échantillon", "D’Essai"]);
    assert_eq!(only("étiquettes="), ["Modèle", "Échantillon", "D’Essai"]);
    assert_eq!(only("courriel~example.net"), ["Échantillon"]);
    assert_eq!(only("courriel="), ["Modèle", "D’Essai"]);
}

#[test]
fn words_of_closed_lists_are_read() {
    assert_eq!(only("catégorie=ingénieurs et cadres"), ["Exemple"]);
    assert_eq!(only("collège=3"), ["Exemple"]);
    assert_eq!(only("collège=1er collège"), ["Modèle"]);
    // A college is a number: whether cadres have one of their own depends.
    assert!(Filter::default().add_where("collège=cadres").is_err());
    assert_eq!(only("situation=adhérents"), ["Exemple"]);
    assert_eq!(only("situation=former"), ["Modèle"]);
    assert_eq!(only("situation=pré-adhérent"), ["Échantillon"]);
    assert_eq!(only("situation!=contact"), ["Exemple", "Modèle", "Échantillon"]);
    assert_eq!(only("sexe=Mme"), ["Exemple"]);
    assert_eq!(only("langue=anglais"), ["Exemple"]);
    assert_eq!(only("avis=non"), ["Échantillon"]);
    assert_eq!(only("motif de fin=exclusion"), ["Modèle"]);
    // A role counts while it is held.
    assert_eq!(only("mandats=rss"), ["Échantillon"]);
    assert_eq!(only("mandats=ds"), [""; 0]);
}

#[test]
fn dates_have_an_order() {
    assert_eq!(only("embauche>=2019-09-02"), ["Exemple", "Modèle"]);
    assert_eq!(only("embauche>02/09/2019"), ["Modèle"]);
    assert_eq!(only("embauche<1er janvier 2024"), ["Exemple"]);
    assert_eq!(only("embauche<=2019-09-02"), ["Exemple"]);
    assert_eq!(only("embauche=2/9/2019"), ["Exemple"]);
    assert_eq!(only("embauche!=2/9/2019"), ["Modèle", "Échantillon", "D’Essai"]);
    assert_eq!(only("embauche="), ["Échantillon", "D’Essai"]);
    assert_eq!(only("embauche~2024"), ["Modèle"]);
    assert_eq!(only("fin d'adhésion>=2025-01-01"), ["Modèle"]);
}

#[test]
fn fields_outside_the_summary_need_the_record() {
    assert_eq!(only("poste~dev"), ["Exemple"]);
    assert_eq!(only("libre:Taille=xl"), ["Échantillon"]);
    assert_eq!(only("courriels=ZOE@example.net"), ["Échantillon"]);
    let mut filter = Filter::default();
    filter.add_where("site=Lyon").unwrap();
    assert!(!filter.needs_record() && filter.asks(Attr::Site) && !filter.is_empty());
    filter.add_where("poste~dev").unwrap();
    assert!(filter.needs_record());
}

#[test]
fn all_conditions_must_hold_and_one_value_is_enough() {
    assert_eq!(pass(&["site=lyon", "situation=adhérent"], ""), Ok(vec!["Exemple".into()]));
    assert_eq!(pass(&["site=lyon", "site=nantes"], ""), Ok(vec![]));
    let mut filter = Filter::default();
    filter.add(Attr::Site.into(), Test::Is, &["Lyon".into(), "nantes".into()]).unwrap();
    let all = people();
    let passed = all.iter().filter(|r| {
        filter.passes(&Subject::Person(Id([0; 16]), Box::new(Person::of(r))), day("2026-11-21"), &THREE)
    });
    assert_eq!(passed.count(), 3);
}

#[test]
fn search_finds_names_and_addresses() {
    let search = |text: &str| pass(&[], text).unwrap();
    assert_eq!(search("eloise"), ["Exemple"]);
    assert_eq!(search("ÉLO exem"), ["Exemple"]);
    assert_eq!(search("exem éloïse"), ["Exemple"]);
    assert_eq!(search("E\u{301}lo"), ["Exemple"]);
    assert_eq!(search("jean-p"), ["Modèle"]);
    assert_eq!(search("d'essai"), ["D’Essai"]);
    assert_eq!(search("ZOE@example"), ["Échantillon"]);
    assert_eq!(search("example.net"), ["Échantillon"]);
    assert_eq!(search("nobody"), [""; 0]);
    assert_eq!(search(" ").len(), 4);
    // A word of signs only is looked for as it is, it does not match everybody.
    assert_eq!(search("-"), [""; 0]);
}

#[test]
fn what_cannot_be_understood_is_refused() {
    let err = |text: &str| pass(&[text], "").unwrap_err();
    assert_eq!(err("Lyon"), FilterError::NoTest);
    assert_eq!(err("site!Lyon"), FilterError::NoTest);
    assert_eq!(err("zphqx=1"), FilterError::UnknownField("zphqx".into()));
    assert_eq!(err("=1"), FilterError::UnknownField(String::new()));
    assert_eq!(err("site>Lyon"), FilterError::NotADateField(Attr::Site.into()));
    assert_eq!(err("embauche>=hier"), FilterError::Value { key: Attr::Hired.into(), fault: Fault::NotADate });
    assert_eq!(err("embauche>="), FilterError::Value { key: Attr::Hired.into(), fault: Fault::Empty });
    assert_eq!(
        err("catégorie=ETAM"),
        FilterError::Value { key: Attr::Category.into(), fault: Fault::Word(Category::CODES) }
    );
    assert_eq!(
        err("collège=4"),
        FilterError::Value { key: Attr::College.into(), fault: Fault::Word(&["1", "2", "3", "unknown"]) }
    );
    let shown = err("catégorie=Zphqx").to_string();
    assert!(!shown.contains("Zphqx"), "{shown}");
}

#[test]
fn order_puts_the_unknown_last() {
    let records = people();
    let on = day("2026-11-21");
    let order = |text: &str| {
        let mut list: Vec<Subject<'_>> = records
            .iter()
            .zip(0_u8..)
            .map(|(r, n)| Subject::Person(Id([n; 16]), Box::new(Person::of(r))))
            .collect();
        sort(&mut list, &Order::read(text).unwrap(), on, &THREE);
        list.iter().map(|s| s.family().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order(""), ["D’Essai", "Échantillon", "Exemple", "Modèle"]);
    assert_eq!(order("-nom"), ["Modèle", "Exemple", "Échantillon", "D’Essai"]);
    assert_eq!(order("embauche"), ["Exemple", "Modèle", "D’Essai", "Échantillon"]);
    assert_eq!(order("-embauche"), ["Modèle", "Exemple", "D’Essai", "Échantillon"]);
    assert_eq!(order("site, -prénom"), ["Modèle", "Exemple", "Échantillon", "D’Essai"]);
    assert!(Order::read("zphqx").is_err());
    assert_eq!(columns("nom, Prénom,libre:Taille").map(|c| c.len()), Ok(3));
    assert_eq!(columns("nom et prénom"), Err(FilterError::UnknownField("nom et prénom".into())));
}

proptest! {
    #[test]
    fn no_condition_panics(text in any::<String>(), search in any::<String>()) {
        let _ = pass(&[&text], &search);
    }

    #[test]
    fn is_and_is_not_part_everybody(at in 0..Attr::ALL.len(), value in "[a-z0-9éÉ ]{0,5}") {
        let attr = Attr::ALL[at];
        let name = |test| format!("{}{test}{value}", attr.code());
        if let (Ok(a), Ok(b)) = (pass(&[&name("=")], ""), pass(&[&name("!=")], "")) {
            // Whose college cannot be told is neither in one nor out of it.
            let open = if attr == Attr::College && !fold(&value).trim().is_empty() {
                pass(&["collège=inconnu"], "").unwrap().len()
            } else {
                0
            };
            prop_assert_eq!(a.len().saturating_add(b.len()).saturating_add(open), 4);
        }
    }
}
