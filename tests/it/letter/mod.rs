//! Letters: what is there, what one must carry, written, sent, its days in the agenda, its copy.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::support::{Env, Run};

/// A section with the person whom it designates, a company and a union that signs.
fn section() -> Env {
    let env = Env::with_vault();
    env.run(["member", "add", "prénom=Camille", "nom=Exemple", "joined=2026-01-01"]).ok();
    env.run(["member", "add", "prénom=Canari", "nom=Caché", "joined=2026-01-01"]).ok();
    env.run(["company", "set", "--name", "Exemple SAS"]).ok();
    env.run(["company", "headcount", "2026-10", "300"]).ok();
    env.run([
        "dues",
        "receiver",
        "--name",
        "Syndicat Exemple du Rhône",
        "--address",
        "1 rue de l’Exemple, Lyon",
        "--signatory",
        "Dominique Modèle",
        "--office",
        "secrétaire",
    ])
    .ok();
    env
}

fn letter(env: &Env, args: &[&str]) -> Run {
    env.run(["letter"].iter().chain(args).chain(&["--on", "2026-11-30"]))
}

/// What a letter to the employer wants beside what the vault knows.
const EMPLOYER: [&str; 8] = [
    "--set",
    "power=par décision du bureau du 3 novembre 2026",
    "--set",
    "representative=Noa Essai, présidence",
    "--set",
    "company_address=2 avenue de l’Essai, Lyon",
    "--set",
    "place=Lyon",
];

fn write(env: &Env, name: &str, rest: &[&str]) -> Run {
    let all: Vec<&str> = ["write", name].iter().chain(rest).chain(&EMPLOYER).copied().collect();
    letter(env, &all)
}

/// The days of the lines of a rule in the agenda.
fn due(env: &Env, rule: &str) -> Vec<String> {
    let json = env.run(["agenda", "list", "--all", "--json", "--on", "2026-11-30"]).ok().json();
    let lines = json["value"]["lines"].as_array().unwrap().clone();
    lines.iter().filter(|l| l["rule"] == rule).map(|l| l["on"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn from_the_creation_of_the_section_to_the_fifteen_days() {
    let env = section();
    let shown = letter(&env, &["list"]).ok().out;
    assert!(shown.contains("designation-rss") && shown.contains("petition"), "{shown}");
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "a.html"]).ok();
    letter(&env, &["sent", "section-created", "--how", "hand"]).ok();
    // What was typed for the letter before is there.
    letter(
        &env,
        &["write", "designation-rss", "--who", "camille", "--set", "perimeter=entreprise", "--out", "b.html"],
    )
    .ok();
    assert!(due(&env, "contest-designation").is_empty());
    // By post the fifteen days wait for the receipt; the sending alone moves nothing.
    let run = letter(
        &env,
        &["sent", "designation-rss", "--how", "registered", "--proof", "1A234", "--day", "2026-11-26"],
    );
    assert!(run.ok().err.contains("--received"), "the receipt is awaited");
    assert!(due(&env, "contest-designation").is_empty());
    let json = letter(&env, &["sent", "designation-rss", "--received", "2026-11-27", "--json"]).ok().json();
    assert_eq!(json["value"]["facts"][0]["kind"], "designation");
    assert_eq!(json["value"]["facts"][0]["day"], "2026-11-27");
    // Fifteen days: Saturday 12 December, so Monday.
    assert_eq!(due(&env, "contest-designation"), ["2026-12-14"]);
    // It is recorded once.
    letter(&env, &["sent", "designation-rss", "--received", "2026-11-27"]).fails(1, "--out");
    let log = letter(&env, &["log", "--json"]).ok().json();
    let log = log["value"]["letters"].as_array().unwrap().clone();
    assert_eq!(log.len(), 2);
    assert_eq!((&log[0]["proof"], &log[0]["received"]), (&"1A234".into(), &"2026-11-27".into()));
    let copy = letter(&env, &["log", "designation-rss"]).ok().out;
    assert!(copy.contains("Camille Exemple") && copy.contains("L.\u{a0}2143-7"), "{copy}");
    // The facts of the agenda know no letter.
    let facts = env.run(["agenda", "facts", "--json"]).ok().json();
    assert_eq!(facts["value"]["facts"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_missing_is_listed_with_how_to_give_it_and_nothing_is_written() {
    let env = section();
    let run = letter(&env, &["write", "designation-rss", "--out", "x.html"]);
    let run = run.fails(1, "--set perimeter=");
    for name in ["power", "representative", "company_address", "place", "name"] {
        assert!(run.err.contains(&format!("--set {name}='")), "{name}: {}", run.err);
    }
    assert!(run.err.contains("D.\u{a0}2143-4") || run.err.contains("D. 2143-4"), "{}", run.err);
    assert!(!env.path("x.html").exists());
    assert_eq!(letter(&env, &["log", "--json"]).ok().json()["value"]["letters"].as_array().unwrap().len(), 0);
    // An establishment is named; the company needs no name.
    let site = ["--who", "camille", "--set", "perimeter=établissement"];
    write(&env, "designation-rss", &site).fails(1, "--set perimeter_name=");
    let run = write(&env, "designation-rss", &["--who", "camille", "--set", "perimeter=entreprise"]).ok();
    assert!(run.err.contains("affiliation"), "what is usual is a warning: {}", run.err);
    assert!(
        run.out.contains("Camille Exemple") && run.out.contains("Syndicat Exemple du Rhône"),
        "{}",
        run.out
    );
}

#[test]
fn words_that_harm_are_refused_with_their_quote() {
    let env = section();
    let said = |value: &str| {
        let set = format!("perimeter_name={value}");
        write(
            &env,
            "designation-rss",
            &["--who", "camille", "--set", "perimeter=établissement", "--set", &set],
        )
    };
    said("Lyon, où nos adhérentes travaillent").fails(1, "“adhérentes”");
    said("Lyon, avant l’entretien préalable").fails(1, "“entretien préalable”");
    said("Lyon").ok();
}

#[test]
fn bad_input_is_quoted_and_nothing_is_kept() {
    let env = section();
    letter(&env, &["show", "rubbish"]).fails(1, "“rubbish”");
    letter(&env, &["write", "rubbish"]).fails(1, "“rubbish”");
    write(&env, "section-created", &["--set", "rubbish"]).fails(1, "“rubbish”");
    write(&env, "section-created", &["--set", "rubbish=1"]).fails(1, "“rubbish”");
    write(&env, "section-created", &["--set", "perimeter=galaxie"])
        .fails(1, "entreprise, établissement, UES");
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--set", "date=demain"])
        .fails(1, "2026-12-03");
    write(&env, "section-created", &["--who", "camille", "--set", "perimeter=entreprise"]).fails(1, "--who");
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "x.pdf"]).fails(1, "x.pdf");
    letter(&env, &["sent", "section-created", "--how", "hand"]).fails(1, "“section-created”");
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "x.txt"]).ok();
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "x.txt"]).fails(1, "x.txt");
    letter(&env, &["sent", "section-created"]).fails(1, "--how");
    letter(&env, &["sent", "section-created", "--how", "hand", "--day", "2026-12-01"]).fails(1, "2026-12-01");
    letter(
        &env,
        &["sent", "section-created", "--how", "email", "--day", "2026-11-29", "--received", "2026-11-28"],
    )
    .fails(1, "before the day of sending");
    letter(&env, &["sent", "section-created", "--how", "pigeon"]).fails(2, "main-propre");
    letter(&env, &["sent", "section-created", "--how", "hand"]).ok();
    letter(&env, &["sent", "section-created", "--how", "hand"]).fails(1, "“section-created”");
}

#[test]
fn the_page_is_for_its_owner_and_names_nobody_else() {
    let env = section();
    write(
        &env,
        "designation-rss",
        &["--who", "camille", "--set", "perimeter=entreprise", "--how", "hand", "--out", "l.html"],
    )
    .ok();
    let path = env.path("l.html");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let html = fs::read_to_string(&path).unwrap();
    assert!(html.contains("<html lang=\"fr\">") && html.contains("<title>Lettre</title>"), "{html}");
    assert!(html.contains("Décharge") && html.contains("<th scope=\"row\">"), "{html}");
    assert!(
        html.contains("Camille Exemple") && !html.contains("Canari") && !html.contains("Caché"),
        "{html}"
    );
    assert!(!html.contains("<script") && !html.contains("http://"), "{html}");
    let gloss =
        write(&env, "designation-rss", &["--who", "camille", "--set", "perimeter=entreprise", "--gloss"])
            .ok()
            .out;
    assert!(gloss.contains("A gloss") && gloss.contains("designates Camille Exemple"), "{gloss}");
    // A way that the letter does not take is told.
    let odd = write(&env, "elections-asked", &["--who", "camille", "--how", "email"]).ok();
    assert!(odd.err.contains("registered letter"), "{}", odd.err);
}

#[test]
fn a_letter_to_edit_is_a_file_of_its_own_and_the_copy_is_kept() {
    let env = section();
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "l.odt"]).ok();
    let file = fs::read(env.path("l.odt")).unwrap();
    assert_eq!(fs::metadata(env.path("l.odt")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(&file[30..69], b"mimetypeapplication/vnd.oasis.opendocum");
    let text = String::from_utf8_lossy(&file);
    assert!(text.contains("Syndicat Exemple du Rhône") && !text.contains("Caché"), "what is stored reads");
    assert!(letter(&env, &["log", "section-created"]).ok().out.contains("Noa Essai"), "the copy");
    // Nothing else is written, and what is there is not replaced.
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "l.odt"]).fails(1, "l.odt");
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "l.docx"]).fails(1, ".odt");
}

#[test]
fn a_section_has_letters_of_its_own_that_are_marked_and_hide_none_of_the_program() {
    let env = section();
    let none = letter(&env, &["template", "list"]).ok().out;
    assert!(none.contains("letter template new"), "{none}");
    let json = letter(&env, &["template", "new", "Demande d’horaires", "--json"]).ok().json();
    assert_eq!(json["value"]["name"], "demande-d-horaires");
    let folder = std::path::PathBuf::from(json["value"]["folder"].as_str().unwrap());
    letter(&env, &["template", "new", "demande-d-horaires"]).fails(1, "already");
    letter(&env, &["template", "new", "préavis-grève"]).fails(1, "of the program");
    letter(&env, &["template", "new", "!!"]).fails(1, "“!!”");
    letter(&env, &["template", "new", "x", "--like", "rubbish"]).fails(1, "“rubbish”");
    let list = letter(&env, &["list"]).ok().out;
    assert!(list.contains("The section's own") && list.contains("demande-d-horaires"), "{list}");
    let shown = letter(&env, &["show", "demande-d-horaires"]).ok().out;
    assert!(shown.contains("(the section's own)"), "{shown}");
    // Written, sent and kept as any other.
    write(&env, "demande-d-horaires", &[]).fails(1, "--set request=");
    let run = write(&env, "demande-d-horaires", &["--set", "request=Une réunion.", "--out", "own.odt"]).ok();
    assert!(run.err.contains("own.odt"), "{}", run.err);
    letter(&env, &["sent", "demande-d-horaires", "--how", "hand"]).ok();
    assert!(letter(&env, &["log", "demande-d-horaires"]).ok().out.contains("Une réunion."));
    // A flaw is named with its file, and what is kept stays even when the template is gone.
    letter(&env, &["template", "check"]).ok();
    fs::write(folder.join("fr.md"), "Objet : Demande\n\n{{ personne }}\n").unwrap();
    let bad = letter(&env, &["template", "check"]);
    assert_eq!(bad.code, 1);
    assert!(
        bad.out.contains("demande-d-horaires/fr.md, line 3") && bad.out.contains("REFUSED"),
        "{}",
        bad.out
    );
    fs::write(folder.join("letter.toml"), "title = 1").unwrap();
    write(&env, "demande-d-horaires", &[]).fails(1, "letter.toml");
    fs::rename(&folder, folder.with_file_name("petition")).unwrap();
    let bad = letter(&env, &["template", "check"]);
    assert!(bad.code == 1 && bad.out.contains("goes before"), "{}", bad.out);
    assert!(letter(&env, &["show", "petition"]).ok().out.contains("2314"), "the one of the program");
    assert!(letter(&env, &["log", "demande-d-horaires"]).ok().out.contains("Une réunion."));
}

#[test]
fn a_draft_is_thrown_away_what_has_gone_stays_and_two_of_one_letter_lie_side_by_side() {
    let env = section();
    let kept = || letter(&env, &["log", "--json"]).ok().json()["value"]["letters"].as_array().unwrap().len();
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--out", "a.txt"]).ok();
    // The same letter again stands in the place of the first; --beside keeps both.
    write(
        &env,
        "section-created",
        &["--set", "perimeter=UES", "--set", "perimeter_name=A et B", "--out", "b.txt"],
    )
    .ok();
    assert_eq!(kept(), 1);
    write(&env, "section-created", &["--set", "perimeter=entreprise", "--beside", "--out", "c.txt"]).ok();
    assert_eq!(kept(), 2);
    letter(&env, &["drop", "section-created"]).fails(1, "several letters");
    let all = letter(&env, &["log", "--json"]).ok().json();
    let id = all["value"]["letters"][0]["id"].as_str().unwrap()[..8].to_owned();
    let run = letter(&env, &["drop", &id]).ok();
    assert!(run.out.contains(&id) && run.err.contains("yours to delete"), "{} {}", run.out, run.err);
    assert_eq!(kept(), 1);
    assert!(env.path("c.txt").exists());
    letter(&env, &["drop", &id]).fails(1, &format!("“{id}”"));
    letter(&env, &["sent", "section-created", "--how", "hand"]).ok();
    let all = letter(&env, &["log", "--json"]).ok().json();
    let id = all["value"]["letters"][0]["id"].as_str().unwrap()[..8].to_owned();
    letter(&env, &["drop", &id]).fails(1, "its copy is the proof");
    assert_eq!(kept(), 1);
}

#[test]
fn a_letter_of_a_case_is_named_by_the_case_alone() {
    let env = section();
    env.run(["case", "new", "retenue sur salaire", "--who", "camille"]).ok();
    let given = ["--set", "perimeter=entreprise", "--out", "l.txt", "--case"];
    let with = |case: &str| write(&env, "section-created", &[&given[..], &[case]].concat());
    with("rubbish").fails(1, "rubbish");
    assert!(!env.path("l.txt").exists(), "nothing is written");
    assert!(letter(&env, &["log", "--json"]).ok().json()["value"]["letters"].as_array().unwrap().is_empty());
    with("retenue").ok();
    let json = env.run(["case", "show", "retenue", "--json"]).ok().json();
    let tied = &json["value"]["letters"][0];
    assert_eq!((&tied["name"], &tied["day"]), (&"section-created".into(), &"2026-11-30".into()));
    let log = letter(&env, &["log", "--json"]).ok().json();
    assert_eq!(log["value"]["letters"][0]["id"], tied["id"]);
    assert!(!log.to_string().contains("retenue"), "the letter, which others read, says nothing of the case");
    let shown = env.run(["case", "show", "retenue"]).ok().out;
    assert!(shown.contains("letter of"), "{shown}");
}

#[test]
fn what_other_commands_make_is_listed_among_the_letters() {
    let env = section();
    let list = letter(&env, &["list", "certificate"]).ok().out;
    assert!(list.contains("contrepoids dues certificate"), "{list}");
    let list = letter(&env, &["list", "attestation"]).ok().out;
    assert!(list.contains("dues certificate"), "{list}");
}

#[test]
fn both_days_of_one_letter_count_each_for_its_own_fact() {
    let env = section();
    write(&env, "elections-asked", &["--who", "camille", "--out", "e.txt"]).ok();
    let json =
        letter(&env, &["sent", "elections-asked", "--how", "registered", "--day", "2026-11-20", "--json"])
            .ok()
            .json();
    assert_eq!(json["value"]["facts"][0]["kind"], "election-letter");
    assert_eq!(json["value"]["waiting"][0], "election-requested");
    assert_eq!(due(&env, "protection-requester"), ["2027-05-20"]);
    let json = letter(&env, &["sent", "elections-asked", "--received", "2026-11-24", "--json"]).ok().json();
    assert_eq!(json["value"]["facts"][0]["day"], "2026-11-24");
}

#[test]
fn in_french_the_noun_is_courrier() {
    let env = section();
    let run = env.run(["courrier", "montrer", "désignation-rss", "--lang", "fr", "--on", "2026-11-30"]).ok();
    assert!(run.out.contains("Doit porter") && run.out.contains("d’après une page"), "{}", run.out);
    assert!(run.out.contains("LEGIARTI"), "{}", run.out);
}

#[test]
fn a_letter_and_what_it_wants_have_french_names() {
    let env = section();
    let fr = |args: &[&str]| {
        let mut command = env.bare();
        command.args(["--on", "2026-11-30", "--lang", "fr", "--vault"]).arg(env.vault());
        command.arg("--identity").arg(env.path("key.txt")).arg("courrier").args(args);
        Run::of(command.output().unwrap())
    };
    let list = fr(&["liste", "grève"]).ok().out;
    assert!(list.contains("préavis-grève") && !list.contains("notice-of-strike"), "{list}");
    assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
    fr(&["liste", "xylophone"]).fails(1, "xylophone");
    let lacks = fr(&["écrire", "préavis-grève"]);
    let lacks = lacks.fails(1, "--valeur motifs=");
    assert!(lacks.err.contains("--valeur niveau=") && lacks.err.contains("L. 2512-2"), "{}", lacks.err);
    let known = fr(&["montrer", "preavis-greve"]).ok().out;
    assert!(known.contains("champ\u{a0}: Où"), "{known}");
    write(
        &env,
        "préavis-grève",
        &[
            "--set",
            "motifs=les effectifs du dépôt",
            "--set",
            "champ=dépôt de Lyon",
            "--set",
            "début=2026-12-14",
            "--set",
            "à_heure=5h00",
            "--set",
            "durée=illimitée",
            "--set",
            "niveau=au niveau national",
            "--out",
            "greve.html",
        ],
    )
    .ok();
    // Five clear days: what is due before the strike is met by the notice that was received.
    letter(&env, &["sent", "Préavis-Grève", "--how", "hand", "--day", "2026-11-30"]).ok();
    let json = letter(&env, &["log", "préavis-grève", "--json"]).ok().json();
    assert_eq!(json["value"]["letters"][0]["facts"], serde_json::json!(["strike", "strike-notice-given"]));
    let lines = env.run(["agenda", "list", "--all", "--json", "--on", "2026-11-30"]).ok().json();
    let lines = lines["value"]["lines"].as_array().unwrap();
    let open = |l: &serde_json::Value| l["rule"] == "strike-notice" && l["state"] == "open";
    assert!(!lines.iter().any(open), "{lines:?}");
}
