//! Sealed to the devices it names: another organizer's keys do not open it, and no byte of it is in the files.

use std::collections::BTreeSet;

use contrepoids::{
    clock,
    features::{
        case::actions::{self as case, Entry},
        talk::{
            actions::{self as talk, TalkError, sealed},
            records::Sealed,
        },
    },
    vault::{
        Access, Identity, Turning, Vault, VaultError,
        holders::{Act, Admit, Card, Class, Reason, Role, Roles},
    },
};

use crate::vault::support::Home;

const TODAY: &str = "2026-11-30";

fn today() -> chrono::NaiveDate {
    TODAY.parse().unwrap()
}

/// A section of three organizers and a treasurer, with somebody to write about.
struct Section {
    home: Home,
    alex: Identity,
    sacha: Identity,
    treasurer: Identity,
}

impl Section {
    fn new() -> Self {
        let home = Home::new();
        let [alex, sacha, treasurer] = [0; 3].map(|_| Identity::generate());
        for (key, name, role) in [
            (&alex, "Portable Alex", Role::Organizer),
            (&sacha, "Portable Sacha", Role::Organizer),
            (&treasurer, "Portable Trésorerie", Role::Treasurer),
        ] {
            let card = Card::make(key, name).unwrap();
            let roles = Roles::of(&[role]).unwrap();
            let acts = vec![Act::Admit(Admit { card, roles, class: Class::Device })];
            let turning = Turning {
                reason: Reason::Admit,
                acts,
                erased: BTreeSet::new(),
                writer: None,
                now_ms: clock::now_ms(),
            };
            home.open(Access::Write).turn(&turning).unwrap();
        }
        let mut vault = home.open(Access::Write);
        talk::person(&mut vault, clock::now_ms(), today(), "Lou Essai", |one| one).unwrap();
        drop(vault);
        Self { home, alex, sacha, treasurer }
    }

    fn open(&self, key: &Identity) -> Vault {
        Vault::open(&self.home.vault(), key, Access::Read, clock::random).unwrap()
    }

    fn when() -> (u64, chrono::NaiveDate) {
        (clock::now_ms(), today())
    }
}

#[test]
fn another_organizer_sees_that_a_note_is_there_and_opens_nothing_of_it() {
    let section = Section::new();
    let mut vault = section.home.open(Access::Write);
    let kept = sealed::keep(&mut vault, Section::when(), ("lou", "à appeler le soir"), &["alex".to_owned()])
        .unwrap();
    assert_eq!(kept.readers.len(), 2, "{:?}", kept.readers);
    assert!(kept.readers.contains(&"Portable Alex".to_owned()));
    drop(vault);
    let notes = |key: &Identity| sealed::notes(&section.open(key), key, today(), None);
    for key in [&section.home.identity(), &section.alex] {
        let found = notes(key).unwrap();
        assert_eq!((found.notes.len(), found.closed), (1, 0));
        assert_eq!(
            (found.notes[0].text.as_str(), found.notes[0].name.as_str()),
            ("à appeler le soir", "Lou Essai")
        );
    }
    let found = notes(&section.sacha).unwrap();
    assert_eq!((found.notes.len(), found.closed), (0, 1));
    // What Sacha's vault holds of it says neither about whom nor for whom.
    let theirs = section.open(&section.sacha).all::<Sealed>().unwrap();
    let text = &theirs[0].1.text;
    assert!(!text.contains("Lou") && !text.contains("Alex") && text.starts_with("-----BEGIN AGE"), "{text}");
    assert!(contrepoids::vault::identity::open(text.as_bytes(), &[&section.sacha]).is_err());
    // Who keeps the dues does not come so far.
    let refused = notes(&section.treasurer);
    assert!(matches!(refused, Err(TalkError::Vault(VaultError::Closed("organizing")))));
    // Nobody is named who is no organizer, or who is none of the holders.
    let mut vault = section.home.open(Access::Write);
    for name in ["trésorerie", "inconnue", "portable"] {
        let refused = sealed::keep(&mut vault, Section::when(), ("lou", "x"), &[name.to_owned()]);
        assert!(matches!(refused, Err(TalkError::NoDevice(_))), "{name}");
    }
}

#[test]
fn a_case_has_its_limits_in_the_agenda_and_is_handed_over() {
    let section = Section::new();
    let key = section.home.identity();
    let mut vault = section.home.open(Access::Write);
    let made =
        case::new(&mut vault, Section::when(), "licenciement", Some("lou"), (Some("Alex"), &[])).unwrap();
    let add = |vault: &mut Vault, entries| case::add(vault, &key, Section::when(), "licenciement", entries);
    let event = Entry::Event(
        "2026-11-10".parse().unwrap(),
        Some("dismissal-notified".to_owned()),
        "lettre".to_owned(),
    );
    let opened = add(&mut vault, vec![event]).unwrap();
    let view = opened.view(today());
    assert!(view.limits.iter().any(|one| one.articles.iter().any(|a| a.article == "L1471-1")), "no limit");
    assert_eq!(view.who.as_deref(), Some("Lou Essai"));
    assert!(
        add(&mut vault, vec![Entry::Event(today(), Some("carence".to_owned()), "x".to_owned())]).is_err()
    );
    add(&mut vault, vec![Entry::Hours(today(), "2,5".to_owned(), "entretien".to_owned())]).unwrap();
    assert!(add(&mut vault, vec![Entry::Hours(today(), "25".to_owned(), "entretien".to_owned())]).is_err());
    let file = section.home.path("lettre.txt");
    std::fs::write(&file, "mot".repeat(10_000)).unwrap();
    case::document(&mut vault, &key, Section::when(), "licenciement", &file).unwrap();
    drop(vault);
    // The agenda says that a limit runs, by whom, and not of what.
    let lines = section.home.run(&["agenda", "list", "--by", "alex", "--kind", "own", "--json"]).ok().out;
    assert!(
        lines.contains(&format!("Affaire {}", made.id.short())) && !lines.contains("licenciement"),
        "{lines}"
    );
    // Alex has no key to it yet; then all of it, the document too, and Sacha still nothing.
    let theirs = |key: &Identity| case::list(&section.open(key), key, today()).unwrap();
    assert_eq!(theirs(&section.alex).cases.len(), 0);
    let mut vault = section.home.open(Access::Write);
    add(&mut vault, vec![Entry::Readers(vec!["alex".to_owned()])]).unwrap();
    drop(vault);
    assert_eq!((theirs(&section.alex).cases.len(), theirs(&section.alex).sealed), (1, 0));
    assert_eq!(theirs(&section.sacha).cases.len(), 0);
    let copy = section.home.path("copie.txt");
    let mine = section.open(&section.alex);
    case::take(&mine, &section.alex, today(), ("licenciement", "lettre.txt", &copy)).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&file).unwrap());
    drop(mine);
    // Closed, its lines leave the agenda.
    let mut vault = section.home.open(Access::Write);
    add(&mut vault, vec![Entry::Outcome(today(), "accord".to_owned()), Entry::Consent(true)]).unwrap();
    drop(vault);
    let lines = section.home.run(&["agenda", "list", "--by", "alex", "--kind", "own", "--json"]).ok().json();
    assert_eq!(lines["value"]["lines"].as_array().unwrap().len(), 0);
}

#[test]
fn a_case_is_found_by_words_and_shared_only_as_it_is_said() {
    let env = crate::support::Env::with_vault();
    let run = |args: &[&str]| env.run(args.iter().chain(&["--on", TODAY]));
    run(&["case", "new", "licenciement de l’atelier"]).ok();
    run(&["case", "event", "licenciement", "2026-11-10", "--kind", "dismissal-notified"]).ok();
    let said = run(&["case", "show", "atelier", "--lang", "fr"]).ok().out;
    assert!(!said.contains("dismissal-notified"), "a code is no word: {said}");
    // A whole title comes before words of another one.
    run(&["case", "new", "licenciement"]).ok();
    assert_eq!(
        run(&["case", "show", "licenciement", "--json"]).ok().json()["value"]["title"],
        "licenciement"
    );
    run(&["case", "new", "prime de l’atelier"]).ok();
    run(&["case", "show", "atelier"]).fails(1, "2 cases are called so");
    run(&["case", "show", "ate"]).fails(1, "no case that opens");
    // Nothing said changes nothing: nobody loses a case by an empty command.
    run(&["case", "share", "prime"]).fails(1, "nothing is said that changes");
    run(&["case", "share", "prime", "--alone"]).ok();
    // An error with lines is one string of JSON with lines.
    let json = run(&["case", "show", "--json"]);
    assert!(!json.err.contains('\u{fffd}'), "{}", json.err);
}

#[test]
fn a_case_that_is_taken_away_leaves_nothing_that_opens() {
    let env = crate::support::Env::with_vault();
    let run = |args: &[&str]| env.run(args.iter().chain(&["--on", TODAY]));
    run(&["case", "new", "licenciement"]).ok();
    run(&["case", "event", "licenciement", TODAY, "--kind", "dismissal-notified"]).ok();
    let file = env.write("lettre.txt", "une pièce");
    run(&["case", "document", "licenciement", file.to_str().unwrap()]).ok();
    let lines = || {
        let all = run(&["agenda", "list", "--kind", "own", "--json"]).ok().json();
        all["value"]["lines"].as_array().unwrap().len()
    };
    assert!(lines() > 0);
    let gone = run(&["case", "remove", "licenciement", "--yes", "--json"]).ok().json();
    assert_eq!((&gone["value"]["title"], &gone["value"]["documents"]), (&"licenciement".into(), &1.into()));
    assert_eq!(lines(), 0);
    let left = run(&["case", "list", "--json"]).ok().json();
    assert_eq!((left["value"]["cases"].as_array().unwrap().len(), &left["value"]["sealed"]), (0, &0.into()));
    run(&["case", "show", "licenciement"]).fails(1, "no case that opens");
}
