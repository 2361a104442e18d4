//! Who gets a notice when nobody is named, and values that belong to one person.

use std::{collections::BTreeSet, fs, path::Path};

use contrepoids::{
    base::Lang,
    features::{
        member::actions::list::Asked,
        notice::{
            actions::{Library, NoticeError, Selection, audience},
            rules,
        },
    },
    render::{Given, Manifest, Notice, RenderError, Values, Whence, values},
};

use crate::{
    notice::people::{add, open, section},
    support::{Env, Run},
};

const FROM: &str = "L’équipe <equipe@section.example.org>";

/// A section of three, two people who left on days that are known, one on a day that is not, one who died, one candidate.
fn mixed() -> Env {
    let env = section(3);
    let mut vault = open(&env);
    let mut one = |given: &str, fields: &[(&str, &str)]| {
        let mail = format!("{}@example.net", given.to_lowercase());
        let all =
            [&[("given", given), ("family", "Parti"), ("email", &mail), ("language", "en")], fields].concat();
        add(&mut vault, &all).to_string()
    };
    let first = one("Aone", &[("joined", "2020-01-01"), ("left", "2026-06-30")]);
    let second = one("Btwo", &[("joined", "2020-01-01"), ("left", "2026-09-15")]);
    let died = one("Cdied", &[("joined", "2020-01-01"), ("left", "2026-09-16"), ("left-reason", "died")]);
    one("Dcand", &[("standing", "member"), ("tags", "candidat")]);
    drop(vault);
    env.write("ids", [first, second, died].join("\n"));
    env
}

fn run(env: &Env, what: &str, notice: &str, more: &[&str]) -> Run {
    env.run([&["notice", what, notice, "--from", FROM], more].concat())
}

#[test]
fn a_goodbye_goes_to_those_who_left_each_with_their_own_day() {
    let env = mixed();
    let text = run(&env, "preview", "goodbye", &["--for", "Aone"]).ok();
    assert!(text.out.contains("Proposed by the notice: standing=former"), "{}", text.out);
    assert!(text.out.contains("Tuesday 30 June 2026") && text.out.contains("they died: 1"), "{}", text.out);
    let text = run(&env, "preview", "goodbye", &["--for", "Btwo"]).ok();
    assert!(text.out.contains("Tuesday 15 September 2026"), "{}", text.out);
    let json = run(&env, "queue", "goodbye", &["--json"]).ok().json();
    assert_eq!(json["value"]["queued"], 2);
    assert_eq!(json["value"]["selection"], serde_json::json!({"by": "notice", "where": "standing=former"}));
}

#[test]
fn who_has_not_left_is_left_out_of_a_goodbye_with_the_reason() {
    let env = mixed();
    let json = run(&env, "preview", "goodbye", &["--standing", "all", "--json"]).ok().json();
    assert_eq!(json["value"]["messages"], 2);
    let excluded = json["value"]["excluded"].as_array().unwrap();
    let lacks = excluded.iter().filter(|e| e["why"] == "no-fact").count();
    // Three of the section, the candidate and the prospect.
    assert_eq!(lacks, 5, "{excluded:?}");
    assert_eq!(json["value"]["selection"]["instead_of"], "standing=former");
}

#[test]
fn a_typed_choice_keeps_the_standing_that_the_notice_proposes() {
    let env = mixed();
    run(&env, "preview", "goodbye", &["--search", "Prénom"]).fails(1, "nobody to write to");
    let json = run(&env, "preview", "goodbye", &["--search", "Aone", "--json"]).ok().json();
    assert_eq!(json["value"]["messages"], 1);
    // Words that are blank choose nobody: the proposal counts.
    let json = run(
        &env,
        "preview",
        "candidate",
        &["--set", "filed=2027-02-22", "--set", "first_round=2027-03-11", "--search", " ", "--json"],
    );
    assert_eq!(json.ok().json()["value"]["messages"], 1);
}

#[test]
fn a_notice_that_proposes_nobody_asks_for_whom() {
    let env = mixed();
    let own = env.path("ours").join("own");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("notice.toml"), "about = { fr = \"a\", en = \"a\" }\npurpose = \"news\"\n").unwrap();
    fs::write(own.join("fr.md"), "Objet : a\n\nb").unwrap();
    fs::write(own.join("en.md"), "Subject: a\n\nb").unwrap();
    let incident: Vec<String> =
        ["date=2026-11-20", "what=x", "consequences=y", "contact=z", "held=h", "measures=m"]
            .iter()
            .flat_map(|s| ["--set".to_owned(), (*s).to_owned()])
            .collect();
    let incident: Vec<&str> = incident.iter().map(String::as_str).collect();
    let cases: [(&str, Vec<&str>); 4] = [
        ("incident", incident),
        ("reply", vec!["--set", "answer=x"]),
        ("certificate", vec!["--set", "year=2026", "--set", "issuer=O", "--set", "issued=2027-03-01"]),
        ("own", vec!["--templates", "ours"]),
    ];
    for (notice, more) in &cases {
        for what in ["preview", "queue"] {
            let refused = run(&env, what, notice, more);
            refused.fails(1, "--standing all");
        }
    }
    let everybody = [cases[3].1.clone(), vec!["--standing", "member", "--json"]].concat();
    assert_eq!(run(&env, "preview", "own", &everybody).ok().json()["value"]["messages"], 4);
    assert!(env.run(["notice", "status"]).ok().out.contains("empty"));
}

#[test]
fn what_belongs_to_one_person_is_not_set_once_for_several() {
    let env = mixed();
    let mut vault = open(&env);
    add(
        &mut vault,
        &[
            ("given", "Esecond"),
            ("family", "X"),
            ("email", "e@example.net"),
            ("standing", "member"),
            ("tags", "candidat"),
        ],
    );
    drop(vault);
    let round = ["--set", "first_round=2027-03-11"];
    let with = |more: &[&'static str]| [&round[..], more].concat();
    for what in ["preview", "queue"] {
        run(&env, what, "candidate", &with(&["--set", "filed=2027-02-22"])).fails(1, "--values FILE.csv");
        run(
            &env,
            what,
            "candidate",
            &with(&["--set", "filed=2027-02-22", "--set", "protected_until@en=2027-08-22"]),
        )
        .fails(1, "filed, protected_until");
        run(&env, what, "goodbye", &["--set", "left=2026-12-31"]).fails(1, "do not set it");
        run(&env, what, "reply", &["--set", "answer=x", "--standing", "member"])
            .fails(1, "answer: what belongs");
    }
    assert!(env.run(["notice", "status"]).ok().out.contains("empty"));
    // One person is fine, and so is a line for each.
    let one = with(&["--set", "filed=2027-02-22", "--search", "Dcand"]);
    assert!(run(&env, "preview", "candidate", &one).ok().out.contains("Monday 22 February 2027"));
    let ids = fs::read_to_string(env.path("ids")).unwrap();
    let id = ids.lines().next().unwrap();
    let typed = run(&env, "preview", "goodbye", &["--id", id, "--set", "left=2026-07-01"]).ok();
    assert!(typed.out.contains("Wednesday 1 July 2026"), "{}", typed.out);
    env.write("filed.csv", "email,filed\ndcand@example.net,2027-02-22\ne@example.net,2027-02-23\n");
    let json = run(&env, "queue", "candidate", &with(&["--values", "filed.csv", "--json"])).ok().json();
    assert_eq!(json["value"]["queued"], 2);
}

#[test]
fn a_bad_proposal_is_named_by_the_check_and_refused_everywhere() {
    let env = mixed();
    let own = env.path("ours").join("own");
    fs::create_dir_all(&own).unwrap();
    for bad in ["foo=bar", "standing=gone", "nothing", "site>3", ""] {
        let manifest =
            format!("about = {{ fr = \"a\", en = \"a\" }}\npurpose = \"news\"\naudience = \"{bad}\"\n");
        fs::write(own.join("notice.toml"), manifest).unwrap();
        fs::write(own.join("fr.md"), "Objet : a\n\nb").unwrap();
        fs::write(own.join("en.md"), "Subject: a\n\nb").unwrap();
        let check = env.run(["notice", "templates", "check", "--templates", "ours"]);
        let named = format!("own/notice.toml: audience = `{bad}`");
        assert!(check.code == 1 && check.out.contains(&named), "{bad}\n{}", check.out);
        let json = env.run(["notice", "templates", "check", "--templates", "ours", "--json"]).json();
        let one = json["value"]["templates"]
            .as_array()
            .unwrap()
            .iter()
            .find(|n| n["name"] == "own")
            .unwrap()
            .clone();
        assert!(one["good"] == false && one["problem"].as_str().unwrap().contains(bad), "{one}");
        env.run(["notice", "templates", "own", "--templates", "ours"]).fails(1, &named);
        run(&env, "queue", "own", &["--templates", "ours", "--standing", "member"]).fails(1, &named);
    }
    let goodbye = env.run(["notice", "templates", "goodbye"]).ok();
    assert!(goodbye.out.contains("standing=former"), "{}", goodbye.out);
    assert!(env.run(["notice", "templates", "incident"]).ok().out.contains("Recipients: to be named"));
    let json = env.run(["notice", "templates", "goodbye", "--json"]).ok().json();
    assert_eq!(json["value"]["audience"], "standing=former");
}

/// The variables that belong to one person; all others are the same for all. A new variable must be put on one side.
const OF_ONE: &[(&str, &str)] = &[
    ("candidate", "filed"),
    ("candidate", "protected_until"),
    ("certificate", "amount"),
    ("certificate", "number"),
    ("certificate", "payments"),
    ("debit", "amount"),
    ("debit", "creditor"),
    ("debit", "payments"),
    ("debit", "reference"),
    ("dues", "amount"),
    ("dues", "reference"),
    ("goodbye", "erased_by"),
    ("goodbye", "left"),
    ("instalments", "amount"),
    ("instalments", "instalments"),
    ("instalments", "reference"),
    ("reminder-1", "amount"),
    ("reminder-1", "reference"),
    ("reminder-2", "amount"),
    ("reminder-2", "reference"),
    ("reminder-3", "amount"),
    ("reminder-3", "reference"),
    ("reply", "answer"),
    ("reply", "next"),
    ("reply", "question"),
    ("reply", "sources"),
    ("reply", "until"),
    ("thanks", "amount"),
    ("thanks", "payments"),
];
/// What everybody's record says, in any notice.
const OF_RECORD: &[&str] = &["given_name", "name", "email", "language", "site", "service"];
const OF_ALL: &[&str] = &[
    "about",
    "advice",
    "agenda",
    "ask_by",
    "body",
    "closes",
    "conditions",
    "cons",
    "consequence",
    "consequences",
    "contact",
    "controller",
    "date",
    "days",
    "decisions",
    "demands",
    "document",
    "documents",
    "due",
    "elected",
    "first_meeting",
    "first_round",
    "fund",
    "held",
    "hours",
    "how",
    "issued",
    "issuer",
    "last",
    "length",
    "list",
    "mandate",
    "measures",
    "meeting",
    "more",
    "next",
    "notice",
    "notified",
    "online",
    "opens",
    "ours",
    "place",
    "points",
    "present",
    "pros",
    "proxy",
    "proxy_max",
    "proxy_until",
    "questions",
    "representative",
    "round",
    "scale",
    "seats",
    "second_round",
    "sender",
    "sent",
    "share",
    "since",
    "subject",
    "subjects",
    "survey",
    "theirs",
    "time",
    "title",
    "total",
    "turnout",
    "until",
    "view",
    "what",
    "year",
];

#[test]
fn every_variable_is_of_one_person_or_the_same_for_all() {
    let mut seen = BTreeSet::new();
    for id in Notice::built_in() {
        for (name, variable) in Notice::named(id).unwrap().manifest.variables {
            let of_one = OF_ONE.contains(&(id, name.as_str()));
            let of_record = OF_RECORD.contains(&name.as_str());
            match variable.from {
                Whence::Sender => assert!(
                    !of_one && OF_ALL.contains(&name.as_str()),
                    "{id}: {name} is classed as the same for all"
                ),
                Whence::Member => {
                    assert!(of_one || of_record, "{id}: {name} is classed as a fact of the record");
                }
                Whence::Each => assert!(of_one, "{id}: {name} is classed as of one person"),
            }
            seen.insert((id, name));
        }
    }
    assert!(
        OF_ONE.iter().all(|(id, name)| seen.contains(&(*id, (*name).to_owned()))),
        "a line of the list is of no notice"
    );
}

#[test]
fn every_notice_says_for_whom_or_asks() {
    let of = |id: &str| Notice::named(id).unwrap();
    let (nobody, ids) = (Asked::default(), Notice::built_in());
    let asks: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| matches!(audience::choose(&of(id), &nobody, &[]), Err(NoticeError::NoSelection { .. })))
        .collect();
    assert_eq!(asks, ["certificate", "incident", "reply"]);
    for id in ids.into_iter().filter(|id| !asks.contains(id)) {
        let Ok((asked, Selection::Proposed(condition))) = audience::choose(&of(id), &nobody, &[]) else {
            panic!("{id}")
        };
        let want = match id {
            "goodbye" => "standing=former",
            "candidate" => "tag=candidat",
            _ => "standing=member",
        };
        assert_eq!((condition.as_str(), asked.conditions), (want, vec![want.to_owned()]), "{id}");
    }
}

/// A manifest with every field, and one text.
const WHOLE: &str = r#"
about = { fr = "Reçu", en = "Receipt" }
purpose = "dues"
audience = "site=Lyon"
ledger = "call"
[variable.year]
kind = "year"
from = "sender"
optional = false
about = { fr = "Année", en = "Year" }
sample = "2026"
sample_en = "2026"
[variable.round]
kind = "number"
choices = ["1", "2"]
about = { fr = "Tour", en = "Round" }
sample = "1"
[variable.sum]
kind = "money"
ledger = true
about = { fr = "Somme", en = "Sum" }
sample = "96"
[variable.paid]
kind = "payments"
total = "sum"
within = "year"
about = { fr = "Versements", en = "Payments" }
sample = "2026-03-05 96,00"
[variable.early]
kind = "date"
about = { fr = "Tôt", en = "Early" }
sample = "2027-01-01"
[variable.late]
kind = "date"
about = { fr = "Tard", en = "Late" }
sample = "2027-12-01"
[variable.day]
kind = "date"
after = "early"
before = "late"
when = "coming"
about = { fr = "Jour", en = "Day" }
sample = "2027-04-06"
[variable.ask]
kind = "date"
reckoned = { rule = "training-leave-request", of = "day" }
about = { fr = "Demande", en = "Request" }
sample = "2027-03-01"
"#;

/// What somebody sees of a manifest: whether it passes, what `templates` says, who is proposed.
fn observed(manifest: &str) -> String {
    let text = "x : {{ early }} {{ late }} {{ day }} {{ ask }} {{ year }} {{ round }} {{ sum }} {% for p in paid %}{{ p }} {% endfor %}";
    let (french, english) = (format!("Objet : a\n\n{text}"), format!("Subject: a\n\n{text}"));
    let env = Env::new();
    let own = env.path("ours").join("own");
    fs::create_dir_all(&own).unwrap();
    for (file, text) in [("notice.toml", manifest), ("fr.md", &french), ("en.md", &english)] {
        fs::write(own.join(file), text).unwrap();
    }
    let check = env.run(["notice", "templates", "check", "--templates", "ours"]);
    let own = check.out.lines().skip_while(|l| !l.starts_with("own")).take(2).collect::<Vec<_>>().join("\n");
    let show = ["--json", "--yes"]
        .map(|more| env.run(["notice", "templates", "own", "--templates", "ours", more]).out);
    let mut typed = Values::new();
    let choice = Library::read(&env.path("ours")).unwrap().named("own").map(|notice| {
        let round = &notice.manifest.variables["round"];
        let paid = &notice.manifest.variables["paid"];
        for (name, value) in [("year", "2026"), ("sum", "95"), ("paid", "2026-03-05 95,00")] {
            let variable = &notice.manifest.variables[name];
            typed.insert(name.into(), variable.read(name, &[value.to_owned()]).unwrap_or(Given::Nothing));
        }
        let agrees = values::agree(&notice.manifest, &typed).is_ok();
        let other = paid.read("paid", &["2025-03-05 95,00".to_owned()]).unwrap_or(Given::Nothing);
        typed.insert("paid".into(), other);
        let year = values::agree(&notice.manifest, &typed).is_ok();
        typed.insert("sum".into(), Given::Money(1));
        let sum = values::agree(&notice.manifest, &typed).is_ok();
        let round = round.read("round", &["3".to_owned()]).is_ok();
        let on = |days: &[(&str, &str)]| -> Values {
            days.iter().map(|(name, day)| ((*name).to_owned(), Given::Date(day.parse().unwrap()))).collect()
        };
        let day = ("day", "2027-04-06");
        let after = values::agree(&notice.manifest, &on(&[day, ("early", "2027-05-01")])).is_ok();
        let before = values::agree(&notice.manifest, &on(&[day, ("late", "2027-03-01")])).is_ok();
        let today = "2027-06-01".parse().unwrap();
        let mut law = on(&[day]);
        let reckoned = rules::reckon(&notice.manifest, &mut law, today).is_ok() && law.contains_key("ask");
        let told = rules::out_of_time(&notice.manifest, &law, today).len();
        let days = (after, before, reckoned, told);
        let chosen = audience::choose(&notice, &Asked::default(), &[]).map(|(asked, _)| asked.conditions);
        format!("{round} {agrees} {year} {sum} {days:?} {:?} {chosen:?}", notice.manifest.settable())
    });
    format!("{own}\n{show:?}\n{choice:?}")
}

/// A date that contradicts the law or another one is refused with what to do; one that is left out is the law's; one on the wrong
/// side of today is told.
#[test]
fn dates_are_compared_with_the_law_and_with_one_another() {
    let env = section(1);
    let training = |more: &[&str]| {
        let sets = ["date=2027-04-06", "title=T", "days=1", "place=P", "body=B", "until=2027-02-19"];
        let sets = sets.iter().copied().chain(more.iter().copied());
        run(&env, "preview", "training", &sets.flat_map(|s| ["--set", s]).collect::<Vec<_>>())
    };
    let filled = training(&[]).ok().out;
    assert!(filled.contains("Friday 5 March 2027") && filled.contains("1 day;"), "{filled}");
    assert!(training(&["ask_by=2027-02-26"]).ok().out.contains("Friday 26 February 2027"));
    let late = training(&["ask_by=2027-04-01"]);
    assert!(late.said().contains("without --set ask_by"), "{}", late.said());
    late.fails(1, "`ask_by` does not fit `date`");
    training(&["until=2027-04-07"]).fails(1, "until");
    let meeting = |on: &str| run(&env, "preview", "meeting", &["--set", on, "--set", "place=P"]).ok();
    assert!(meeting("date=2020-12-03").said().contains("`date` lies in the past"));
    assert!(!meeting("date=2199-12-03").said().contains("lies in the past"));
}

#[test]
fn every_field_of_a_manifest_changes_something() {
    let whole = observed(WHOLE);
    assert!(whole.starts_with("own: good"), "{whole}");
    let changes = [
        ("about = { fr = \"Reçu\"", "about = { fr = \"Quittance\""),
        ("en = \"Receipt\"", "en = \"Slip\""),
        ("purpose = \"dues\"", "purpose = \"news\""),
        ("audience = \"site=Lyon\"", "audience = \"site=Brest\""),
        ("audience = \"site=Lyon\"\n", ""),
        ("ledger = \"call\"\n", ""),
        ("ledger = true\n", ""),
        ("kind = \"year\"", "kind = \"line\""),
        ("from = \"sender\"", "from = \"each\""),
        ("optional = false", "optional = true"),
        ("about = { fr = \"Année\"", "about = { fr = \"An\""),
        ("sample = \"2026\"", "sample = \"2025\""),
        ("sample_en = \"2026\"", "sample_en = \"2025\""),
        ("choices = [\"1\", \"2\"]\n", ""),
        ("total = \"sum\"\n", ""),
        ("within = \"year\"\n", ""),
        ("after = \"early\"\n", ""),
        ("before = \"late\"\n", ""),
        ("when = \"coming\"\n", ""),
        ("reckoned = { rule = \"training-leave-request\", of = \"day\" }\n", ""),
    ];
    for (from, to) in changes {
        assert!(WHOLE.contains(from), "{from}");
        assert!(observed(&WHOLE.replacen(from, to, 1)) != whole, "nothing changes: {from} → {to}");
    }
    let french = WHOLE.replacen("purpose = ", "only = \"fr\"\npurpose = ", 1);
    assert!(observed(&french) != whole, "one language changes nothing");
    // Every field that the reader of the file knows is walked above.
    let source =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/manifest.rs")).unwrap();
    for name in ["Manifest", "Variable"] {
        let body =
            source.split_once(&format!("pub struct {name} {{")).unwrap().1.split_once("\n}").unwrap().0;
        for field in body.lines().filter_map(|l| l.trim().strip_prefix("pub ")?.split_once(':')) {
            let walked = ["variables", "only"].contains(&field.0)
                || changes.iter().any(|(from, _)| from.contains(&format!("{} = ", field.0)));
            assert!(walked, "{name}.{} changes nothing that a test sees", field.0);
        }
    }
    assert!(Manifest::read("own", WHOLE).is_ok());
}

#[test]
fn a_certificate_has_the_day_of_each_payment_and_agrees_with_them() {
    let env = section(2);
    let args = [
        "--set",
        "year=2026",
        "--set",
        "issuer=O, 1 rue X",
        "--set",
        "issued=2027-03-01",
        "--values",
        "s.csv",
        "--site",
        "Lyon",
    ];
    let with = |line: &str, more: &[&str]| {
        fs::write(env.path("s.csv"), format!("email,amount,payments\npersonne000@example.net,{line}\n"))
            .unwrap();
        run(&env, "preview", "certificate", &[&args[..], more].concat())
    };
    let good = "\"96,00\",\"2026-03-05 48,00; 2026-09-05 48,00\"";
    let text = with(good, &[]).ok().out;
    for part in [
        "5 March 2026: €48.00",
        "O, 1 rue X, certifies",
        "on condition that",
        "7AC",
        "7AE",
        "7AG",
        "counts up to 1%",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(text.matches("L’équipe").count(), 2, "once as sender, once as signature\n{text}");
    assert!(text.contains("CGI 199 quater C") && text.contains("unverified"), "{text}");
    let yes = with(good, &["--set", "representative=oui"]).ok().out;
    assert!(!yes.contains("on condition that") && yes.contains("is representative"), "{yes}");
    let no = with(good, &["--set", "representative=no"]).ok().out;
    assert!(no.contains("no right") && !no.contains("7AC") && !no.contains("66"), "{no}");
    with("\"96,00\",\"2026-03-05 48,00\"", &[]).fails(1, "payments and amount contradict");
    with("\"96,00\",\"2025-03-05 96,00\"", &[]).fails(1, "payments and year contradict");
    with("\"96,00\",", &[]).fails(1, "payments");
    with("\"96,00\",\"96,00\"", &[]).fails(1, "payments");
    with(good, &["--set", "representative=perhaps"]).fails(1, "representative");
}

#[test]
fn sentences_that_hold_only_under_a_condition_stand_only_under_it() {
    let shown = |id: &str, tongue: Lang, change: &[(&str, Given)]| {
        let notice = Notice::named(id).unwrap();
        let mut values = notice.samples(tongue).unwrap();
        for (name, given) in change {
            values.insert((*name).to_owned(), given.clone());
        }
        notice
            .compile(tongue)
            .unwrap()
            .render(&values)
            .map(|r| r.text.replace(['\u{a0}', '\u{202f}'], " ").replace('\u{2011}', "-"))
            .map_err(|e: RenderError| e.to_string())
            .unwrap()
    };
    for (tongue, proxy, blank, second) in [
        (Lang::Fr, "pouvoir", "blanc", "un second tour a lieu"),
        (Lang::En, "proxy", "blank", "a second round is held"),
    ] {
        assert!(shown("assembly", tongue, &[]).to_lowercase().contains(proxy));
        for no in [Given::Nothing, Given::Flag(false)] {
            assert!(!shown("assembly", tongue, &[("proxy", no)]).to_lowercase().contains(proxy));
        }
        let first = shown("vote", tongue, &[]);
        assert!(first.contains(second) && first.to_lowercase().contains(blank), "{first}");
        for other in [Given::Number(2), Given::Nothing] {
            let text = shown("vote", tongue, &[("round", other)]);
            assert!(!text.contains(second) && !text.to_lowercase().contains(blank), "{text}");
        }
        let dues = shown("dues", tongue, &[("representative", Given::Nothing)]);
        assert!(dues.contains("L. 2121-1") && !dues.contains("7AC"), "{dues}");
    }
}
