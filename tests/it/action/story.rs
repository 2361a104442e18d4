//! A campaign, from the first list to a demand that was won: thirty invented people of two services, in French.

use contrepoids::{
    clock,
    features::{
        action::{
            actions::{self as action, Doing},
            rules::map::{Axis, Reason},
        },
        talk::{
            actions::{self as talk, Wanted},
            records::Answer,
            rules::Typed,
        },
    },
    roster::Colleague,
    vault::{Access, Vault},
};

use crate::vault::support::Home;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// The name of one of the thirty: eighteen at the tills, twelve in the stock room, five of them at night.
fn name(n: usize) -> String {
    format!(
        "Canari {} Essai",
        ["Un", "Deux", "Trois", "Quatre", "Cinq"][n % 5].to_owned() + &"i".repeat(n / 5)
    )
}

fn service(n: usize) -> &'static str {
    if n < 18 { "Caisse" } else { "Réserve" }
}

struct Story {
    home: Home,
}

impl Story {
    fn write<T>(&self, act: impl FnOnce(&mut Vault) -> T) -> T {
        act(&mut self.home.open(Access::Write))
    }

    fn read<T>(&self, look: impl FnOnce(&Vault) -> T) -> T {
        look(&self.home.open(Access::Read))
    }

    fn talk(&self, n: usize, on: &str, answer: Answer, next: (&str, &str)) {
        let typed = Typed {
            who: name(n),
            by: Some("Alex".to_owned()),
            themes: vec!["horaires".to_owned()],
            asked: Some("signer pour des horaires connus deux semaines avant".to_owned()),
            answer: Some(answer),
            next: Some(next.0.to_owned()),
            due: Some(day(next.1)),
            ..Typed::default()
        };
        self.write(|vault| talk::note(vault, clock::now_ms(), day(on), &typed)).unwrap();
    }

    fn act(&self, n: usize, kind: &str, on: &str, test: Option<&str>, whom: Option<usize>) {
        let doing = Doing {
            who: name(n),
            kind: kind.to_owned(),
            day: Some(day(on)),
            test: test.map(str::to_owned),
            whom: whom.map(name),
            note: None,
        };
        self.write(|vault| action::note(vault, clock::now_ms(), day(on), &doing)).unwrap();
    }
}

/// A drive with its tasks, the meeting that decides, a strike whose strikers are acts, the ending, and what another section learns of it.
fn acting_together(story: &Story) {
    let on = |day: &str, args: &[&str]| story.home.run(&[args, &["--on", day]].concat()).ok();
    let (zero, one) = (name(0), name(19));
    on(
        "2026-10-21",
        &["group", "new", "Horaires", "--aim", "connus longtemps à l’avance", "--who", &zero, "--who", &one],
    );
    on(
        "2026-10-21",
        &["group", "task", "horaires", "compter les plannings", "--who", &zero, "--due", "2026-10-28"],
    );
    on("2026-10-21", &["meeting", "new", "Décider", "--day", "2026-10-30", "--group", "horaires"]);
    on("2026-10-21", &["meeting", "invite", "décider", "--all-of-group"]);
    // The task is late, and told so.
    let late = on("2026-10-29", &["group", "list", "--json"]).json();
    assert_eq!(late["value"]["groups"][0]["late"], 1);
    on("2026-10-29", &["group", "done", "horaires", "plannings"]);
    on("2026-10-31", &["meeting", "came", "décider", &zero, &one]);
    on(
        "2026-10-31",
        &["meeting", "minutes", "décider", "--text", "une journée sans nous", "--decision", "grève le 12"],
    );
    on(
        "2026-10-31",
        &["meeting", "task", "décider", "prévenir la nuit", "--who", &one, "--due", "2026-11-05"],
    );
    on("2026-11-06", &["group", "done", "horaires", "prévenir"]);
    on("2026-10-31", &["meeting", "new", "Journée du 12", "--kind", "strike", "--day", "2026-11-12"]);
    let strikers: Vec<String> = (0..15).filter(|n| *n != 5).map(name).collect();
    let mut came = vec!["meeting", "came", "journée"];
    came.extend(strikers.iter().map(String::as_str));
    on("2026-11-12", &came);
    let struck = on("2026-11-13", &["action", "list", "--kind", "struck", "--json"]).json();
    assert_eq!(struck["value"]["acts"].as_array().unwrap().len(), 14);
    on("2026-11-19", &["group", "close", "horaires", "accord signé", "--ending", "won"]);
    // Another section learns what was done, how many did it, and nobody's name.
    let told = on("2026-11-20", &["experience", "export", "--json"]).json()["value"].clone();
    let text = told.to_string();
    assert!(text.contains("connus longtemps à l’avance") && text.contains("\"people\":\"14\""), "{text}");
    assert!(!text.contains("Canari") && !text.contains("Essai"), "{text}");
}

#[test]
fn a_campaign_from_the_first_list_to_a_demand_that_was_won() {
    let story = Story { home: Home::new() };
    // The list: thirty names, where they work, and who looks after them.
    story.write(|vault| {
        for n in 0..30 {
            let edit = |one: Colleague| Colleague {
                service: Some(service(n).to_owned()),
                shift: (n >= 25).then(|| "nuit".to_owned()),
                with: Some("Alex".to_owned()),
                ..one
            };
            talk::person(vault, clock::now_ms(), day("2026-09-01"), &name(n), edit).unwrap();
        }
    });
    let map = story.read(|vault| action::coverage(vault, day("2026-09-01"), Axis::Service)).unwrap();
    assert_eq!((map.people, map.reached, map.led, map.units.len()), (30, 0, 0, 2));
    // Nobody was reached: the larger service comes first.
    let next = story.read(|vault| action::next(vault, day("2026-09-01"), 10, Some("alex"))).unwrap();
    assert_eq!(next.people.len(), 10);
    assert!(
        next.people
            .iter()
            .all(|row| row.reason == Reason::Unreached && row.service.as_deref() == Some("Caisse"))
    );

    // The first conversations; each ends with a step, which is in Alex' agenda.
    for n in 0..6 {
        let answer = if n == 5 { Answer::No } else { Answer::Yes };
        story.talk(n, "2026-09-08", answer, ("apporter la feuille", "2026-09-15"));
    }
    let due =
        story.home.run(&["agenda", "list", "--by", "alex", "--kind", "own", "--json", "--on", "2026-09-10"]);
    assert_eq!(due.ok().json()["value"]["lines"].as_array().unwrap().len(), 6);
    let themes = story.read(|vault| talk::list(vault, day("2026-09-10"), &Wanted::default())).unwrap().themes;
    assert_eq!((themes[0].theme.as_str(), themes[0].people), ("horaires", 6));

    // The first test: a petition at the tills. One of them brings others along.
    story.write(|vault| {
        let when = (clock::now_ms(), day("2026-09-15"));
        action::begin(vault, when.0, when.1, "pétition", (Some("signed"), Some(day("2026-09-30")))).unwrap();
        let place = talk::Where { service: Some("Caisse".to_owned()), site: None };
        action::ask(vault, when, "pétition", &[], Some(&place)).unwrap();
    });
    for n in 0..5 {
        story.act(n, "signed", "2026-09-20", Some("pétition"), None);
    }
    story.act(0, "recruited", "2026-09-21", None, Some(6));
    for n in 6..11 {
        story.act(n, "signed", "2026-09-25", Some("pétition"), None);
    }
    let test = story.read(|vault| action::structure(vault, day("2026-09-30"), "pétition")).unwrap();
    assert_eq!((test.asked, test.done), (18, 10));
    let stands = |n: usize, on: &str| story.read(|vault| action::show(vault, day(on), &name(n))).unwrap();
    assert_eq!((stands(0, "2026-09-30").level, stands(1, "2026-09-30").level), (Some(1), Some(3)));
    assert_eq!(stands(5, "2026-09-30").level, Some(4), "who said no");
    assert_eq!(stands(29, "2026-09-30").level, None);

    // The stock room has nobody: it comes first now, after who was asked and has not signed.
    let next = story.read(|vault| action::next(vault, day("2026-10-01"), 40, None)).unwrap();
    let of = |reason: Reason| next.people.iter().filter(|row| row.reason == reason).count();
    assert_eq!(of(Reason::Unreached), 12, "{:?}", next.people.len());
    assert!(of(Reason::Asked) >= 4);
    story.talk(19, "2026-10-02", Answer::Perhaps, ("rappeler", "2026-10-05"));
    story.act(19, "signed", "2026-10-06", None, None);
    story.act(19, "recruited", "2026-10-08", None, Some(20));

    // The second test risks more: a badge, worn by all on one day.
    story.write(|vault| {
        let when = (clock::now_ms(), day("2026-10-10"));
        action::begin(vault, when.0, when.1, "badge", (Some("wore"), Some(day("2026-10-20")))).unwrap();
        action::ask(vault, when, "badge", &[], Some(&talk::Where::default())).unwrap();
    });
    for n in (0..15).filter(|n| *n != 5).chain(15..24) {
        story.act(n, "wore", "2026-10-20", Some("badge"), None);
    }
    let test = story.read(|vault| action::structure(vault, day("2026-10-20"), "badge")).unwrap();
    assert_eq!((test.asked, test.done), (30, 23));
    assert!(test.done * 2 > test.asked, "a majority, in public");
    let map = story.read(|vault| action::coverage(vault, day("2026-10-21"), Axis::Service)).unwrap();
    assert_eq!((map.led, map.brought.len()), (2, 2));
    assert!(stands(1, "2026-10-21").trend.is_some_and(|trend| trend.code() == "new"));

    acting_together(&story);
    // The demand is handed over, and won: the round of bargaining and its agreement say so.
    let run = |args: &[&str]| story.home.run(&[args, &["--on", "2026-11-20"]].concat()).ok();
    let round = run(&["bargain", "new", "pay", "--json"]).json();
    let round =
        round["value"]["id"].as_str().or_else(|| round["value"]["round"]["id"].as_str()).map(str::to_owned);
    if let Some(round) = round {
        run(&["bargain", "demand", &round, "horaires", "--text", "horaires connus deux semaines avant"]);
    }
    run(&["agenda", "add", "Assemblée : c’est gagné", "--day", "2026-11-25"]);

    // No byte of it lies open in the files of the vault or of the device.
    for dir in [story.home.vault(), story.home.path(".config")] {
        for (path, content) in crate::vault::support::bytes(&dir) {
            let content = content.unwrap_or_default();
            assert!(!content.windows(6).any(|word| word == b"Canari"), "{}", path.display());
        }
    }
}

/// What organizers noted: each has a word that is nowhere else.
const NOTED: &[&[&str]] = &[
    &["talk", "person", "Canari Essai", "--service", "Canarisserie"],
    &[
        "talk",
        "note",
        "canari",
        "--asked",
        "Canari demande",
        "--answer",
        "yes",
        "--next",
        "Canari suite",
        "--due",
        "2026-12-04",
    ],
    &[
        "talk",
        "note",
        "camille",
        "--theme",
        "Canarithème",
        "--asked",
        "a",
        "--answer",
        "yes",
        "--next",
        "b",
        "--due",
        "2026-12-04",
    ],
    &["talk", "keep", "camille", "Canari scellé"],
    &["action", "note", "camille", "Canari acte"],
    &["action", "test", "Canari épreuve", "--kind", "signed", "--day", "2026-12-04"],
    &["group", "new", "Canari groupe", "--aim", "Canari but", "--who", "camille"],
    &["group", "task", "Canari groupe", "Canari tâche", "--who", "camille", "--due", "2026-12-04"],
    &["meeting", "new", "Canari grève", "--kind", "strike", "--day", "2026-01-05", "--place", "Canari place"],
    &["meeting", "came", "Canari grève", "camille"],
    &["meeting", "minutes", "Canari grève", "--text", "Canari compte rendu", "--decision", "Canari décision"],
    &["training", "new", "Canari cours", "--aim", "Canari but", "--day", "2027-02-01", "--days", "1"],
    &["training", "answer", "Canari cours", "after", "--who", "camille", "--reaction", "4"],
    &["case", "new", "Canari affaire", "--who", "camille"],
];

/// Who keeps the dues: in lists, dues, exports, the agenda, notices and errors there is none of it.
#[test]
fn who_keeps_the_dues_reads_none_of_it() {
    use contrepoids::vault::{
        Identity, Turning,
        holders::{Act, Admit, Card, Class, Reason as Why, Role, Roles},
    };
    let home = Home::new();
    home.run(&["member", "add", "prénom=Camille", "nom=Exemple", "joined=2026-01-01"]).ok();
    for args in NOTED {
        home.run(args).ok();
    }
    let hers = Identity::generate();
    let card = Card::make(&hers, "Trésorerie").unwrap();
    let admit = Admit { card, roles: Roles::of(&[Role::Treasurer]).unwrap(), class: Class::Device };
    let acts = vec![Act::Admit(admit)];
    let turning = Turning {
        reason: Why::Admit,
        acts,
        erased: std::collections::BTreeSet::new(),
        writer: None,
        now_ms: clock::now_ms(),
    };
    home.open_known(Access::Write).turn(&turning).unwrap();
    let key = home.path("hers.txt");
    std::fs::write(&key, hers.plain_file().as_bytes()).unwrap();
    let mut own = std::process::Command::new("chmod");
    assert!(own.arg("600").arg(&key).status().unwrap().success());
    let out = home.path("roster.age").display().to_string();
    let run = |args: &[&str], accept: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_contrepoids"));
        command.env_clear().env("HOME", home.path("hers")).env("TMPDIR", home.path(""));
        command.args(["--lang", "en", "--on", "2026-11-30", "--vault"]).arg(home.vault());
        let run = command.arg("--identity").arg(&key).args(accept).args(args);
        let run = run.stdin(std::process::Stdio::null()).output().unwrap();
        let said =
            format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        (run.status.success(), said)
    };
    std::fs::create_dir(home.path("hers")).unwrap();
    // Her device sees the vault for the first time: the six words are taken from the refusal.
    let (_, said) = run(&["member", "list"], &[]);
    let said = said.replace("\n  ", " ");
    let words = said.split("six words are").nth(1).unwrap_or_default();
    let words: Vec<&str> = words
        .split_whitespace()
        .map(|w| w.trim_matches(['.', ':', ',']))
        .filter(|w| !w.is_empty())
        .take(6)
        .collect();
    let (done, said) = run(&["member", "list"], &["--accept-new", &words.join(" ")]);
    assert!(done && said.contains("Exemple"), "{said}");
    for args in [
        &["member", "list", "--standing", "all", "--json"][..],
        &["member", "show", "camille", "--json"],
        &["member", "history", "camille"],
        &["dues", "status"],
        &["status"],
        &["agenda", "list"],
        &["talk", "list"],
        &["talk", "notes"],
        &["action", "map"],
        &["action", "representation", "sex"],
        &["case", "list"],
        &["group", "list", "--all"],
        &["meeting", "list", "--all"],
        &["training", "list"],
        &["experience", "list"],
        &["experience", "export"],
        &["export", "roster", "--out", &out],
        &["notice", "status"],
        &["key", "list"],
        &["doctor"],
    ] {
        let (done, said) = run(args, &[]);
        assert!(!said.contains("Canari") && !said.contains("canari"), "{args:?}: {said}");
        if matches!(args[0], "talk" | "action" | "case" | "group" | "meeting" | "training" | "experience") {
            assert!(!done, "{args:?}: {said}");
        }
    }
}
