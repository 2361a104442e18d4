//! What a person reads in French is French: refusals, causes, hints, help, tables.

use std::ffi::OsStr;

use unicode_width::UnicodeWidthStr as _;

use crate::support::{Env, Run};

/// Runs a command as a French organizer does.
fn fr<S: AsRef<OsStr>>(env: &Env, args: impl IntoIterator<Item = S>) -> Run {
    let mut command = env.bare();
    command.args(["--on", "2026-11-21", "--lang", "fr", "--vault"]).arg(env.vault());
    command.arg("--identity").arg(env.path("key.txt")).args(args);
    Run::of(command.output().unwrap())
}

/// Words that English cannot do without and French does not have.
const ENGLISH: &[&str] = &[
    "the",
    "is",
    "are",
    "of",
    "and",
    "not",
    "with",
    "without",
    "for",
    "this",
    "that",
    "must",
    "cannot",
    "missing",
    "expected",
    "invalid",
    "unknown",
    "value",
    "it",
    "has",
    "have",
    "nobody",
    "fits",
    "error",
    "there",
    "does",
    "was",
    "be",
    "been",
    "too",
    "such",
    "found",
    "where",
    "while",
    "at",
    "from",
    "its",
    "needed",
    "wrong",
    "field",
    "line",
    "file",
    "address",
    "required",
    "argument",
    "unexpected",
    "option",
    "options",
    "column",
    "list",
];

/// What stands in French lines that may hold English: commands and options to type, names between marks.
fn prose(line: &str) -> String {
    let mut out = String::new();
    for (place, part) in line.split(['«', '»', '“', '”', '`', '"', '\'']).enumerate() {
        if place % 2 == 0 {
            out.push_str(part);
            out.push(' ');
        }
    }
    // A command to type runs to the end of its part.
    out.split(" : ")
        .map(|part| part.split("contrepoids").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ")
}

fn english(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.replace('\u{a0}', " ").lines().map(prose) {
        for word in line.split(|c: char| c.is_whitespace() || ",;:.!?…/".contains(c)) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-' && c != '(');
            if ENGLISH.contains(&word) {
                found.push(format!("{word:?} in {line:?}"));
            }
        }
    }
    found
}

#[test]
fn the_check_sees_english_and_leaves_what_is_typed() {
    assert_eq!(english("Cause : nobody fits").len(), 2);
    assert_eq!(english("Cause : the address must have exactly one @").len(), 4);
    assert_eq!(english("À faire : contrepoids member list --standing all MOT"), Vec::<String>::new());
    assert_eq!(english("Erreur : « value » n’est pas un champ (--from)."), Vec::<String>::new());
}

/// Real commands that fail, of every group: the file that each reads is made first.
const FAILING: &[&str] = &[
    "foo",
    "member foo",
    "member add courriel=a@b@c nom=A",
    "member add nom=A naissance=32/13/2020",
    "member add nom=A naissance=31/12/20",
    "member add nom=A temps\u{a0}de\u{a0}travail=x",
    "member add foo=1",
    "member add nom",
    "member add id=3",
    "member add nom=",
    "member add nom=A langue=xx",
    "member edit zz site=1",
    "member edit Exemple fin\u{a0}d'adhésion=2026-01-01",
    "member show zz",
    "member list --standing foo",
    "member list --where site<2",
    "member list --where naissance>x",
    "member leave Exemple --date 1900-01-01",
    "member leave Exemple --reason foo",
    "member rejoin Exemple",
    "member merge zz yy",
    "member history zz",
    "member import none.csv",
    "member import folder",
    "member import binary.csv",
    "member import empty.csv",
    "member import people.csv --map X=Y",
    "member import people.csv --map XY",
    "member import people.csv --encoding foo",
    "member import people.csv --delimiter abc",
    "member import odd.csv",
    "company set --siren 12",
    "company set --siren 123456789",
    "company set --idcc x",
    "company set --mandate-years 9",
    "company set --employer-domain x",
    "company headcount foo 3",
    "company headcount 2026-13 5",
    "company sites --remove zz",
    "agenda show zz",
    "agenda show zzzz",
    "agenda record foo --day 2026-01-01",
    "agenda record seizure --day 2026-01-01 --years 3",
    "agenda add foo",
    "agenda done zz",
    "agenda snooze zz 2026-01-01",
    "agenda hours new king",
    "agenda hours take zz 3",
    "agenda hours list --year 12",
    "agenda ics --titles foo",
    "agenda ics --out none/x.ics",
    "bargain show zz",
    "bargain new foo",
    "bargain close zz",
    "election show",
    "election new",
    "election new --date 2026-12-01",
    "election new --date 2026-12-01 --college 1:holders=0",
    "election new --date 2026-12-01 --college x",
    "election new --date 2026-12-01 --college 1:holders=4 --round 3",
    "election new --input bad.json",
    "election new --input odd.toml",
    "election minutes --vote kings",
    "election count --list CGT=x",
    "notice preview foo",
    "notice preview meeting",
    "notice preview meeting --from a@b@c",
    "notice preview meeting --from a@example.org",
    "notice preview meeting --from a@example.org --set x=1",
    "notice queue meeting --from a@b@c",
    "notice send --smtp foo --really",
    "notice send --smtp smtp://example.org --really",
    "notice account add x --from a@b@c",
    "notice account add x --from a@example.org",
    "notice account add x --from a@example.org --smtp smtps://a:b@example.org",
    "notice account show zz",
    "notice account test zz",
    "notice bounces clear zz",
    "notice bounces import none",
    "notice templates foo",
    "notice templates --templates none",
    "notice templates own --templates notices",
    "notice cancel zz",
    "notice retry zz",
    "notice outbox zz",
    "export roster",
    "export roster --to foo",
    "export roster --to-file none",
    "export roster --standing foo",
    "export open none",
    "export open people.csv",
    "law show foo",
    "law --on 1900-01-01 seats --headcount 50",
    "law seats --headcount x",
    "law seats --headcount -4",
    "law seats",
    "law quorum --registered 0 --valid 0",
    "law quorum --registered 47 --valid 48",
    "law allocate --seats 0 --list A=5",
    "law allocate --seats 2 --list A=-5",
    "law allocate --seats 2 --list A=5 --valid 4",
    "law allocate --seats 2 --list A=5 --list A=6",
    "law allocate --seats 2",
    "law parity --women 5 --men 5 --seats 3 --list FXH",
    "law agreement --union A=5 --signed B",
    "law pse --dismissals 0",
    "law protection --office candidate",
    "law protection --office king --from 2026-01-01",
    "law protection --office delegate --from 2026-01-01 --to 2025-01-01",
    "law colleges --headcount 700 --staff 1=5 --staff 1=6",
    "law electors --kind king",
    "law headcount --input bad.json",
    "law headcount --input bad.toml",
    "law headcount --input odd.toml",
    "law headcount --input none.json",
    "law headcount --input folder",
    "law headcount --input binary.csv",
    "law headcount --input twice.toml",
    "law headcount --input kind.json",
    "law headcount --input type.json",
    "law headcount --month x=3",
    "law headcount --month 2026-10=x",
    "law allocate --input comma.json",
    "law audience --input above.json",
    "law deadline foo --from 2026-01-01",
    "law deadline seizur --from 2026-01-01",
    "law deadline",
    "law hours --credit x",
    "law by-election --seats 3 --left 4",
    "law rights --headcount 3000000000000000000000000",
];

fn section() -> Env {
    let env = Env::with_vault();
    env.run(["member", "add", "nom=Exemple", "prénom=Camille", "standing=member"]).ok();
    env.write("people.csv", "Nom;Prénom\nMartin;A\n");
    env.write("odd.csv", "Nom;Chien\nMartin;A\n");
    env.write("binary.csv", b"\xff\xfe\x00");
    env.write("empty.csv", "");
    env.write("bad.json", "{\"months\":");
    env.write("bad.toml", "months = 3\nx");
    env.write("odd.toml", "dog = 1\n");
    env.write("twice.toml", "months = []\nmonths = []\n");
    env.write("kind.json", "{\"months\":[{\"month\":\"2026-10\",\"contracts\":[{\"kind\":\"king\"}]}]}");
    env.write("type.json", "{\"months\":[{\"month\":3,\"headcount\":true}]}");
    env.write("comma.json", "{\"seats\":3,}");
    env.write("above.json", "{\"colleges\":[{\"id\":\"1\",\"valid\":9,\"registered\":8}]}");
    std::fs::create_dir(env.path("folder")).unwrap();
    std::fs::create_dir_all(env.path("notices/own")).unwrap();
    env.write("notices/own/notice.toml", "dog = 1\n");
    env
}

#[test]
fn every_refusal_is_french() {
    let env = section();
    let mut bad = Vec::new();
    for line in FAILING {
        let run = fr(&env, line.split(' '));
        let found = english(&run.err);
        if run.code == 0 || !run.err.starts_with("Erreur\u{a0}: ") || !found.is_empty() {
            bad.push(format!("$ {line} → {}\n{}{}\n{found:?}", run.code, run.out, run.err));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// With `--json` a refusal is one object, on standard error: standard output stays for data.
#[test]
fn every_refusal_can_be_read_by_a_program() {
    let env = section();
    for line in FAILING {
        let run = fr(&env, ["--json"].into_iter().chain(line.split(' ')));
        assert_eq!(run.out, "", "{line}");
        let last = run.err.lines().last().unwrap_or_default();
        let object: serde_json::Value =
            serde_json::from_str(last).unwrap_or_else(|e| panic!("{line}: {e}\n{}", run.err));
        assert_eq!(object["schema"], "contrepoids.error/1", "{line}");
        assert_eq!(object["error"]["exit"], run.code, "{line}");
        assert!(object["error"]["message"].as_str().is_some_and(|m| !m.is_empty()), "{line}");
        assert!(object["error"]["kind"].is_string() && object["error"]["hints"].is_array(), "{line}");
    }
}

/// A section with something of everything.
fn full() -> Env {
    let env = section();
    let ok = |line: &str| drop(env.run(line.split(' ')).ok());
    for n in 1..=6 {
        let mail = format!("courriel=une.adresse.bien.longue.{n}@exemple.example.org");
        let given = format!("prénom=Personne{n}");
        env.run(["member", "add", "nom=Brouillon-Exemple", &given, &mail, "standing=member"]).ok();
    }
    ok(
        "company set --name Fabrique --election 2023-03-21 --last-pay 2025-12-21 --representative-section yes",
    );
    let months = (1..=10).map(|m| format!("2026-{m:02}=310.5")).collect::<Vec<_>>().join(" ");
    ok(&format!("company headcount {months}"));
    for subject in ["pay --requested 2026-10-01", "careers", "equality --requested 2026-11-01", "experienced"]
    {
        ok(&format!("bargain new {subject}"));
    }
    ok("election new --date 2026-12-03 --union CGT --college 1:holders=4,women=60,men=41");
    ok("agenda hours new cse --from 2026-06-16 --credit 22/3 --about Camille");
    let id = hours(&env);
    ok(&format!("agenda hours take {id} 3.5 --day 2026-10-01"));
    ok("agenda record strike --day 2026-11-02");
    env
}

fn hours(env: &Env) -> String {
    let found = env.run(["agenda", "hours", "list", "--json"]).ok().json();
    found["value"]["ledgers"][0]["id"].as_str().unwrap()[..8].to_owned()
}

/// Commands that show something; `HOURS` is the ledger of the section.
const SHOWING: &[&str] = &[
    "status",
    "company show",
    "member list",
    "member list --standing all",
    "member show Camille",
    "member history Camille",
    "member duplicates",
    "member import people.csv",
    "agenda list",
    "agenda list --why --all",
    "agenda facts",
    "agenda record --list",
    "agenda month 2026-12",
    "agenda plan",
    "agenda training",
    "agenda hours list",
    "agenda hours show HOURS --explain",
    "bargain list",
    "bargain subjects --explain",
    "election list",
    "election show",
    "election check --explain",
    "election support",
    "notice templates",
    "notice status",
    "notice outbox",
    "notice account list",
    "notice account providers",
    "law list",
    "law deadline --list",
    "law seats --headcount 720 --explain",
    "law colleges --headcount 720 --cadres 30 --explain",
    "law rights --headcount 720 --explain --payroll 1000000",
    "law parity --women 60 --men 41 --seats 7 --explain",
    "law quorum --registered 1 --valid 1 --explain",
    "law allocate --seats 7 --list A=41 --list B=33 --list C=12 --explain --what-if",
    "law agreement --union A=29.2 --union B=40 --signed A --explain",
    "law hours --credit 22/3 --from 2026-01 --taken 2026-02=3.5 2026-03=40 --explain",
    "law by-election --seats 7 --left 3 --explain",
    "law protection --office delegate --from 2026-01-01 --explain",
    "law electors --born 1990-01-01 --hired 2026-08-01 --explain",
    "law headcount --month 2026-10=49.5 --explain",
    "law pse --dismissals 120 --headcount 300 --explain",
];

/// What is wrong with a line of French: a day or a number as English writes it, a sign that could fall onto the next line, a
/// plural of one.
fn unfrench(line: &str) -> Vec<&'static str> {
    let mut bad = Vec::new();
    let typed = line.contains("contrepoids") || line.contains("--") || line.contains("https://");
    let words: Vec<&str> = line.split([' ', '(', ')', '«', '»']).collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    for word in &words {
        let word = word.trim_matches([',', ';', '.', ':', '\u{a0}']);
        let parts: Vec<&str> = word.split('-').collect();
        if !typed && parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(|p| digits(p)) {
            bad.push("a day of another form");
        }
        let halves: Vec<&str> = word.split('.').collect();
        if !typed && halves.len() == 2 && halves.iter().all(|p| digits(p)) {
            bad.push("a decimal point");
        }
    }
    for (place, sign) in line.match_indices([';', '!', '?', ':', '»']) {
        let before = line[..place].chars().next_back();
        let after = line[place + sign.len()..].chars().next();
        let bound = matches!(before, Some('\u{a0}' | '\u{202f}'));
        let ends = matches!(after, None | Some(' ' | '\u{a0}'));
        let quoted = line.contains("séparateur");
        if !typed && ends && !bound && !quoted && before.is_some_and(|c| c != '«') {
            bad.push("a sign that is not bound");
        }
    }
    for pair in words.windows(2) {
        let one = ["0", "1"].contains(&pair[0].trim_start_matches(' '));
        let plural = pair[1].ends_with('s') && !["mois", "fois", "dès", "sans"].contains(&pair[1]);
        if one && plural && pair[1].len() > 3 && pair[1].chars().all(char::is_alphabetic) {
            bad.push("a plural of one");
        }
    }
    bad
}

#[test]
fn the_check_sees_bad_french() {
    assert_eq!(unfrench("lu le 2026-11-22"), ["a day of another form"]);
    assert_eq!(unfrench("reste 3.5 h"), ["a decimal point"]);
    assert_eq!(unfrench("négociation morte: fin").len(), 1);
    assert_eq!(unfrench("négociation : fin ; oui").len(), 2);
    assert_eq!(unfrench("1 messages"), ["a plural of one"]);
    let good = "Échéance\u{a0}: le 22/11/2026\u{a0}; «\u{a0}oui\u{a0}», 3,5\u{a0}h, 1 mois, L.\u{a0}2314-29";
    assert!(unfrench(good).is_empty() && unfrench("contrepoids status --on 2026-11-22").is_empty());
}

#[test]
fn what_is_shown_in_french_is_written_as_french_is() {
    let env = full();
    let id = hours(&env);
    let mut bad = Vec::new();
    for line in SHOWING.iter().map(|line| line.replace("HOURS", &id)) {
        let run = fr(&env, line.split(' '));
        assert!(run.code != 2, "{line}: {}", run.err);
        for text in run.out.lines().chain(run.err.lines()) {
            let found = unfrench(text);
            if !found.is_empty() {
                bad.push(format!("$ {line}: {found:?} in {text:?}"));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn what_is_shown_keeps_to_eighty_columns() {
    let env = full();
    let id = hours(&env);
    let mut bad = Vec::new();
    for line in SHOWING.iter().map(|line| line.replace("HOURS", &id)) {
        for run in [fr(&env, line.split(' ')), env.run(line.split(' '))] {
            let lines = run.out.lines().filter(|text| !text.contains("https://"));
            bad.extend(lines.filter(|text| text.width() > 80).map(|text| format!("$ {line}: {text}")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn a_line_of_bargaining_names_its_subject_in_words() {
    let env = full();
    for run in [fr(&env, ["agenda", "list", "--all"]), env.run(["agenda", "list", "--all"])] {
        let text = run.ok().out;
        for code in ["pay", "equality", "careers", "experienced"] {
            assert!(
                !text.contains(&format!("– {code} [")) && !text.contains(&format!("– {code}\n")),
                "{text}"
            );
        }
        assert!(
            text.contains("temps\u{a0}de travail") || text.contains("travail") || text.contains("working")
        );
    }
}
