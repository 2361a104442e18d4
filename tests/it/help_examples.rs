//! Every example of the help: its words are a command that is understood, and where the help shows a file, the file as
//! printed is taken by the command beside it.

use clap::Command;
use contrepoids::{
    base::Lang,
    cli::help::{localised, parse},
};

use crate::support::Env;

pub(crate) struct Example {
    pub lang: Lang,
    command: String,
    pub words: Vec<String>,
    /// The files shown below, as they are printed.
    files: Vec<String>,
}

/// Takes a line apart as a shell does: quotes, and what leads to and from files left out.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut out, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => (quote, any) = (Some(c), true),
            (Some(q), c) if q == c => quote = None,
            (None, ' ') => {
                if any {
                    out.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (_, c) => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        out.push(word);
    }
    let end = out.iter().position(|w| w == "<" || w == ">").unwrap_or(out.len());
    out.truncate(end);
    out
}

fn examples_of(lang: Lang, command: &str, help: &str) -> Vec<Example> {
    let (mut lines, mut files) = (Vec::<String>::new(), Vec::<String>::new());
    let mut inside = "";
    for line in help.lines() {
        match line.strip_prefix("  ") {
            None if line.trim_end().ends_with(':') => {
                inside = if lines.is_empty() { "examples" } else { "file" };
                if inside == "file" {
                    files.push(String::new());
                }
            }
            Some(text) if inside == "examples" && text.starts_with(' ') => {
                if let Some(last) = lines.last_mut() {
                    *last = format!("{} {}", last.trim_end_matches('\\').trim(), text.trim());
                }
            }
            Some(text) if inside == "examples" => lines.push(text.to_owned()),
            Some(text) if inside == "file" => {
                files.last_mut().unwrap().push_str(&format!("{text}\n"));
            }
            _ => inside = if inside == "file" { "" } else { inside },
        }
    }
    // What is shown below and is no file: words to type.
    files.retain(|f| {
        f.trim_start().starts_with(['{', '[']) || f.lines().next().is_some_and(|l| l.contains(';'))
    });
    for file in files.iter_mut().filter(|f| f.starts_with('{')) {
        // What is said below an object is no part of it.
        let mut open = 0;
        let end = file.find(|c| {
            open += i32::from(c == '{') - i32::from(c == '}');
            open == 0
        });
        file.truncate(end.map_or(file.len(), |n| n + 1));
    }
    let example = |line: &String| Example {
        lang,
        command: command.to_owned(),
        words: words(line.trim_end_matches('\\')),
        files: files.clone(),
    };
    lines.iter().filter(|l| l.starts_with("contrepoids ")).map(example).collect()
}

pub(crate) fn all() -> Vec<Example> {
    fn walk(lang: Lang, command: &Command, path: &str, out: &mut Vec<Example>) {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        out.extend(examples_of(lang, path, &help));
        for sub in command.get_subcommands() {
            walk(lang, sub, &format!("{path} {}", sub.get_name()), out);
        }
    }
    let mut out = Vec::new();
    for lang in [Lang::Fr, Lang::En] {
        walk(lang, &localised(lang), "", &mut out);
    }
    out
}

#[test]
fn every_example_is_understood() {
    let all = all();
    assert!(all.len() > 250, "{}", all.len());
    let mut bad = Vec::new();
    for example in &all {
        if let Err(error) = parse(example.lang, example.words.iter().map(Into::into).collect()) {
            bad.push(format!("{}: {}: {error}", example.command, example.words.join(" ")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// An election as the help speaks of it.
fn section() -> Env {
    let env = Env::with_vault();
    env.run([
        "election",
        "new",
        "--date",
        "2026-12-03",
        "--union",
        "CGT",
        "--college",
        "1:holders=4,women=60,men=40,boxes=Lyon",
        "--college",
        "2:holders=2,women=12,men=28",
    ])
    .ok();
    for (union, names) in
        [("CGT", ["Camille Exemple;F", "Lou Essai;H"]), ("FO", ["Dominique Exemple;F", "Noa Modele;H"])]
    {
        let list = ["election", "lists", "add", "--college", "1", "--vote", "holders", "--union", union];
        env.run(list.into_iter().chain(names.iter().flat_map(|n| ["--candidate", n]))).ok();
    }
    env
}

#[test]
fn every_file_of_the_help_is_taken_as_printed() {
    let mut tried = 0;
    for example in all() {
        let words: Vec<&str> = example.words.iter().map(String::as_str).skip(1).collect();
        // The file of the command: behind --input, or the one word with an ending.
        let file = words.iter().find(|w| [".csv", ".json", ".toml"].iter().any(|end| w.ends_with(end)));
        let (Some(file), true) =
            (file, words.contains(&"--input") || example.command.ends_with("lists import"))
        else {
            continue;
        };
        for content in &example.files {
            let env = section();
            if example.command.ends_with("lists import") {
                env.run([
                    "election",
                    "lists",
                    "remove",
                    "--list",
                    "FO",
                    "--college",
                    "1",
                    "--vote",
                    "holders",
                ])
                .ok();
            }
            env.write(file, content);
            let run = env.run(&words);
            assert!([0, 3].contains(&run.code), "{words:?}\n{content}\n{}{}", run.out, run.err);
            tried += 1;
            if example.command.ends_with("lists import") {
                let lists = env.run(["election", "lists", "show", "--json"]).json();
                let lists = lists["value"]["lists"].as_array().unwrap().clone();
                let fo = lists.iter().find(|l| l["name"] == "FO").unwrap();
                assert_eq!(fo["unions"][0]["name"], "FO", "a list of the help without its union");
            }
        }
    }
    assert!(tried >= 10, "{tried}");
}

#[test]
fn a_list_with_the_name_of_a_union_needs_its_union() {
    let env = section();
    for (table, says) in [
        (
            "vote;liste;nom complet;sexe;collège\ntitulaires;CFDT;Noa Fictif;H;1\n",
            "“CFDT” has the name of a union",
        ),
        (
            "vote;liste;nom complet;sexe;collège\ntitulaires;FO Métaux;Noa Fictif;H;1\n",
            "has the name of a union",
        ),
        (
            "vote;liste;syndicats;nom complet;sexe;collège\ntitulaires;CFDT;;Noa Fictif;H;1\n",
            "has the name of a union",
        ),
    ] {
        env.write("l.csv", table);
        env.run(["election", "lists", "import", "l.csv"]).fails(1, says);
        env.run(["election", "lists", "import", "--input", "l.csv"]).fails(1, says);
    }
    env.run([
        "election",
        "lists",
        "add",
        "--college",
        "1",
        "--vote",
        "holders",
        "--name",
        "UNSA",
        "--candidate",
        "Noa;H",
    ])
    .fails(1, "has the name of a union");
    env.write("l.csv", "Les listes de 2026;;;;\nvote;liste;nom complet;sexe;collège\ntitulaires;Sans étiquette;Noa Fictif;H;1\n");
    env.run(["election", "lists", "import", "l.csv"]).ok();
}
