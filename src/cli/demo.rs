//! `contrepoids demo`: the whole job, by the real commands, on an invented section.

pub mod section;

use std::{ffi::OsString, path::PathBuf};

use clap::Args;

use crate::cli::messages::NoDemo;
use crate::platform::{files, terminal::assignment};
use crate::{
    base::Lang,
    cli,
    cli::demo::section as demo,
    clock,
    config::Environment,
    face::{
        error::Refusal,
        exit::Exit,
        frame::{Face, shown},
    },
    open::{self, Access, Place, fresh},
    tr,
};

/// Show the whole job on an invented section, in a temporary vault
///
/// Makes a vault for an invented section of 60 people in an invented company of 720 on three sites, and does the main job
/// with the real commands: import, status, law, calendar, a notice into a folder, an encrypted export. Each command is
/// printed as it can be typed. On a terminal it waits for Enter after each step. Nothing leaves the machine; everything is removed at the end unless --keep names a folder.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  contrepoids demo
  contrepoids demo --keep try-it
  contrepoids demo --all")]
pub struct DemoArgs {
    /// Keep the vault and the results in this folder
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Do not wait on a terminal: show everything at once
    #[arg(long)]
    pub all: bool,
}

/// A step: what it shows, and the command.
type Step = (String, Vec<String>);

/// Runs `contrepoids demo`.
///
/// # Errors
/// When the folder cannot be used, or a command did not do what it should.
pub fn run(face: &mut Face, args: &DemoArgs) -> Result<Exit, Refusal> {
    let lang = face.lang;
    if face.json {
        return Err(NoDemo::Json.into());
    }
    let temporary = match &args.keep {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(NoDemo::Folder)?),
    };
    let dir = match (&args.keep, &temporary) {
        (Some(dir), _) => dir.clone(),
        (None, Some(temporary)) => temporary.path().join("demo"),
        (None, None) => PathBuf::from("demo"),
    };
    let treasurer = demo::prepare(&dir).map_err(NoDemo::Folder)?;
    let dir = files::canonical(&dir).map_err(NoDemo::Folder)?;
    let env = Environment {
        vault: Some(dir.join("vault")),
        identity: Some(dir.join("key.txt")),
        default_vault: dir.join("vault"),
        config_dir: dir.join("config"),
        lang,
        columns: None,
        no_color: true,
        editor: None,
        programs: None,
        age_debug: false,
        runtime_dir: None,
    };
    let intro = tr!(
        lang,
        "Une section inventée, dans un dossier à part. Pour refaire ces commandes\u{a0}:",
        "An invented section, in a folder of its own. To repeat these commands:"
    );
    let text = format!(
        "{intro}\n\n  {}\n  {}\n  cd {}\n",
        assignment("CONTREPOIDS_VAULT", &shown(&dir.join("vault"))),
        assignment("CONTREPOIDS_IDENTITY", &shown(&dir.join("key.txt"))),
        shown(&dir)
    );
    face.raw(text.as_bytes())?;
    let steps = steps(lang, face.today, &treasurer);
    let count = steps.len();
    let waits = !args.all && face.on_terminal() && face.somebody_there();
    let mut stopped = false;
    for (number, (what, command)) in steps.into_iter().enumerate() {
        let number = number.saturating_add(1);
        let line = command.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(" ");
        face.raw(format!("\n── {number}/{count}  {what}\n$ contrepoids {line}\n").as_bytes())?;
        let mut words: Vec<OsString> = vec!["contrepoids".into()];
        words.extend(command.into_iter().map(|w| place(&w, &dir)));
        // A command that would ask on a terminal does not: the section is invented.
        if !words.iter().any(|word| word == "--yes") {
            words.push("--yes".into());
        }
        words.extend(["--lang".into(), lang_word(lang).into(), "--on".into(), face.today.to_string().into()]);
        let exit = cli::run(words, &env);
        if exit != Exit::Done {
            return Err(NoDemo::Step(number, exit).into());
        }
        if waits && number < count && !goes_on(face)? {
            stopped = true;
            break;
        }
    }
    if temporary.is_none() {
        // Who keeps it goes on with it: this device knows the vault then, without a question.
        let place =
            Place { vault: dir.join("vault"), identity: Some(dir.join("key.txt")), ..face.place().clone() };
        if let Ok(key) = open::key(&place, &face.prompt()) {
            let _ = fresh::note(&place, &key, Access::Write, face.accepted(), clock::random);
        }
    }
    end(face, &dir, temporary.is_some(), stopped)
}

/// Waits for a person who reads; false where they have seen enough.
fn goes_on(face: &mut Face) -> Result<bool, Refusal> {
    let question =
        tr!(face.lang, "\n[Entrée\u{a0}: la suite\u{a0}; q\u{a0}: arrêter] ", "\n[Enter: go on; q: stop] ");
    let answer = face.ask(&question)?;
    Ok(answer.is_some_and(|answer| !answer.to_lowercase().starts_with('q')))
}

fn end(face: &mut Face, dir: &std::path::Path, removed: bool, stopped: bool) -> Result<Exit, Refusal> {
    let lang = face.lang;
    let files = demo::results(dir).map_err(NoDemo::Folder)?;
    let mut text =
        tr!(lang, "\nCe qui a été fait, dans {}\u{a0}:\n", "\nWhat was made, in {}:\n", shown(dir));
    for (name, size) in &files {
        text.push_str(&match size {
            0 => format!("  {name}\n"),
            _ => format!("  {name:<44} {size:>8}\n"),
        });
    }
    // Whoever stopped before it has no export to open.
    let opens = tr!(
        lang,
        "\nLe trésorier ou la trésorière ouvre l’export avec\u{a0}:\n  age -d -i treasurer-key.txt roster.csv.age\n",
        "\nThe treasurer opens the export with:\n  age -d -i treasurer-key.txt roster.csv.age\n"
    );
    if !stopped {
        text.push_str(&opens);
    }
    text.push_str(&if removed {
        tr!(
            lang,
            "\nTout cela est effacé maintenant. Pour le garder\u{a0}: contrepoids demo --keep DOSSIER\n",
            "\nAll of it is removed now. To keep it: contrepoids demo --keep DIR\n"
        )
    } else {
        tr!(
            lang,
            "\nTout est resté là. Rien n’a quitté cette machine.\n",
            "\nAll of it stayed there. Nothing left this machine.\n"
        )
    });
    face.raw(text.as_bytes())?;
    Ok(Exit::Done)
}

fn steps(lang: Lang, today: chrono::NaiveDate, treasurer: &str) -> Vec<Step> {
    let step = |what: String, command: &[&str]| (what, command.iter().map(|w| (*w).to_owned()).collect());
    let before = |months| today.checked_sub_months(chrono::Months::new(months)).unwrap_or(today);
    let (election, pay, equality) = (before(44).to_string(), before(11).to_string(), before(8).to_string());
    let months: Vec<String> = (1..=12).rev().map(|n| format!("{}=720", before(n).format("%Y-%m"))).collect();
    let headcount: Vec<&str> =
        ["company", "headcount"].into_iter().chain(months.iter().map(String::as_str)).collect();
    let call = |verb| {
        let what = ["notice", verb, "meeting", "--site", "Siège", "--from", "section@example.net"];
        [what.as_slice(), &["--set", "date=2026-12-03", "--set", "place=Salle 2"]].concat()
    };
    let mut all = vec![
        step(tr!(lang, "Le coffre et sa clé", "The vault and its key"), &["init"]),
        step(
            tr!(lang, "L’entreprise", "The company"),
            &[
                "company",
                "set",
                "--name",
                "Fabrique Exemple",
                "--election",
                &election,
                "--last-pay",
                &pay,
                "--last-equality",
                &equality,
                "--representative-section",
                "yes",
                "--forbid-domain",
                "fabrique.example",
            ],
        ),
        step(tr!(lang, "Un site", "A site"), &["company", "sites", "--add", "Siège", "--department", "69"]),
        step(
            tr!(lang, "L’effectif des douze derniers mois", "The headcount of the last twelve months"),
            &headcount,
        ),
        step(
            tr!(
                lang,
                "Import\u{a0}: d’abord un aperçu, rien n’est écrit",
                "Import: a preview first, nothing is written"
            ),
            &["member", "import", demo::CSV],
        ),
        step(
            tr!(lang, "Import, tout ou rien", "Import, all or nothing"),
            &["member", "import", demo::CSV, "--apply"],
        ),
        step(
            tr!(lang, "Qui est au siège\u{a0}?", "Who is at the head office?"),
            &["member", "list", "--site", "Siège", "--yes"],
        ),
        step(tr!(lang, "Où en est la section", "Where the section stands"), &["status"]),
        step(
            tr!(lang, "Le calcul, article par article", "The calculation, article by article"),
            &["law", "seats", "--headcount", "720", "--explain"],
        ),
        step(
            tr!(lang, "Ce qui vient, et quel texte le dit", "What is due, and which text says so"),
            &["agenda", "list", "--why"],
        ),
        step(
            tr!(lang, "Le même, pour un agenda", "The same, for a calendar"),
            &["agenda", "ics", "--out", "agenda.ics"],
        ),
        step(tr!(lang, "Un avis\u{a0}: qui reçoit quoi", "A notice: who gets what"), &call("preview")),
        step(
            tr!(
                lang,
                "Tous les messages écrits et gardés, scellés, avant tout envoi",
                "Every message written and kept, sealed, before anything is sent"
            ),
            &call("queue"),
        ),
        step(
            tr!(
                lang,
                "«\u{a0}Envoi\u{a0}» dans un dossier, un fichier par personne",
                "“Sending” into a folder, one file per person"
            ),
            &["notice", "send", "--eml-dir", "mails", "--really"],
        ),
        step(
            tr!(lang, "Un export pour la trésorerie", "An export for the treasurer"),
            &["export", "roster", "--to", treasurer, "--format", "csv", "--out", "roster.csv.age", "--yes"],
        ),
    ];
    all.extend(organizing(lang, today));
    all.push(step(tr!(lang, "Contrôle du coffre", "Check of the vault"), &["doctor"]));
    all
}

/// What organizers do together, which the treasurer does not read.
fn organizing(lang: Lang, today: chrono::NaiveDate) -> Vec<Step> {
    let step = |what: String, command: &[&str]| (what, command.iter().map(|w| (*w).to_owned()).collect());
    let soon = today.checked_add_days(chrono::Days::new(5)).unwrap_or(today).to_string();
    vec![
        step(
            tr!(lang, "Un·e collègue, pour qui organise seulement", "A colleague, for organizers only"),
            &["talk", "person", "Sacha Modèle", "--service", "Atelier"],
        ),
        step(
            tr!(
                lang,
                "Une conversation, sa réponse, et la suite dans l’agenda",
                "A conversation, its answer, and what comes next in the agenda"
            ),
            &[
                "talk",
                "note",
                "Sacha Modèle",
                "--theme",
                "horaires",
                "--asked",
                "signer",
                "--answer",
                "yes",
                "--next",
                "apporter la feuille",
                "--due",
                &soon,
            ],
        ),
        step(
            tr!(lang, "Agir ensemble\u{a0}: un but", "Acting together: an aim"),
            &["group", "new", "Horaires", "--aim", "affichés deux semaines avant", "--who", "Sacha Modèle"],
        ),
        step(
            tr!(lang, "Qui fait quoi pour quand", "Who does what by when"),
            &["group", "task", "Horaires", "coller les affiches", "--who", "Sacha Modèle", "--due", &soon],
        ),
    ]
}

/// Puts the names of files into the demo's folder, since the demo does not change the folder of the process.
fn place(word: &str, dir: &std::path::Path) -> OsString {
    match word {
        demo::CSV | "agenda.ics" | "roster.csv.age" | "mails" => dir.join(word).into(),
        _ => word.into(),
    }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@,+".contains(c);
    if word.chars().all(plain) && !word.is_empty() {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn lang_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_as_it_is_shown() {
        assert_eq!(quoted("--site"), "--site");
        assert_eq!(quoted("Fabrique Exemple"), "'Fabrique Exemple'");
        assert_eq!(quoted("l'eau"), "'l'\\''eau'");
        assert_eq!(quoted(""), "''");
    }
}
