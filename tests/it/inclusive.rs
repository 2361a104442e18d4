//! French names people by one rule, the middle dot: `adhérent·e·s`, `électeur·rice·s`, `syndicaux·ales`. A list says what
//! stands otherwise, over what the program says, its help, its notices and the pages for users.

use std::{fs, path::Path};

/// Other ways to write it.
const OTHERWISE: &[&str] = &[
    "·es", "·nes", "·rices", "·fes", "·ses", "(e)", "(e)s", "(es)", "(ne)", "(ne)s", "(trice)", "-e-s",
    "·e-s", ".e.s", "/e",
];

/// What names men alone where anybody is meant; looked for in the help, the notices and the pages for users.
const MEN: &[&str] = &[
    "candidat",
    "candidats",
    "élus",
    "adhérents",
    "électeurs",
    "salariés",
    "délégués",
    "animateurs",
    "représentants",
    "organisateurs",
    "suppléant",
    "lecteurs",
    "trésorier",
    "trésoriers",
];

/// Where such a word is one to type, or the name of a file.
const TYPED: &[&str] = &[
    "candidats.txt",
    "employeur, électeurs (les deux : employeur,électeurs) ou personne",
    "défaut, accord, désaccord, sans-délégué",
    "Mandats : titulaire, suppléant, rs-cse",
    "mandat : titulaire, suppléant, rs-cse",
];

fn files(dir: &Path, ends: &[&str], out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_dir() {
            files(&path, ends, out);
        } else if ends.iter().any(|end| name.ends_with(end)) {
            out.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Words as they stand, their letters and dots together.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || "«»“”\"’,;:!?\u{a0}\u{202f}".contains(c))
        .filter(|w| !w.is_empty())
}

/// What is written by another rule.
fn otherwise(line: &str) -> Vec<String> {
    let letter = |c: char| c.is_alphabetic();
    let mut bad = Vec::new();
    for word in words(line) {
        let word = word.trim_end_matches(['.', ')', ']', '`', '*']);
        // `(e)` may have lost its end.
        let word_closed = format!("{word})");
        for end in OTHERWISE {
            let end_at = |w: &str| {
                w.strip_suffix(end).is_some_and(|front| front.ends_with(letter) && front.chars().count() > 2)
            };
            let dotted = end.starts_with('·') && end_at(word);
            let bracket = end.starts_with('(') && (end_at(word) || end_at(&word_closed));
            let dashed = end.starts_with(['-', '.', '/']) && end_at(word) && !word.contains("//");
            if dotted || bracket || dashed {
                bad.push(format!("{word}: {end}"));
            }
        }
    }
    bad
}

fn men(line: &str) -> Vec<String> {
    let line = TYPED.iter().fold(line.replace('\u{a0}', " "), |line, typed| line.replace(typed, ""));
    // What is a command to type, and what stands in code, is no prose.
    let code = line.trim_start().starts_with("contrepoids ")
        || line.starts_with("$ ")
        || line.trim_start().starts_with("--");
    let prose: String = line.split('`').step_by(2).collect();
    let found = words(&prose).map(|w| w.trim_matches(['.', '(', ')', '[', ']', '*']).to_lowercase());
    found.filter(|w| !code && MEN.contains(&w.as_str())).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_list_sees_what_is_written_otherwise() {
    for line in [
        "les adhérent·es",
        "adhérent(e)s",
        "un(e) salarié(e)",
        "les ancien·nes",
        "candidat-e-s",
        "Chef·fes",
        "élu.e.s",
    ] {
        assert!(!otherwise(line).is_empty(), "{line}");
    }
    for line in [
        "adhérent·e·s",
        "syndicaux·ales",
        "électeur·rice·s",
        "ancien·ne·s",
        "article 4 (a)",
        "f(e)",
        "https://a.example/e",
    ] {
        assert!(otherwise(line).is_empty(), "{line}: {:?}", otherwise(line));
    }
    assert_eq!(men("Candidats de notre fichier, et les élus"), ["candidats", "élus"]);
    assert!(men("contrepoids scrutin --candidats 2").is_empty() && men("les candidat·e·s").is_empty());
}

#[test]
fn the_middle_dot_is_the_one_rule() {
    let mut all = Vec::new();
    for (dir, ends) in
        [("i18n", [".toml", ".toml"]), ("src", [".rs", ".toml"]), ("templates", ["fr.md", "fr.toml"])]
    {
        files(&root().join(dir), &ends, &mut all);
    }
    for page in ["README.fr.md", "docs/guide.fr.md", "docs/que-faire.md", "docs/securite.md"] {
        all.push((page.to_owned(), fs::read_to_string(root().join(page)).unwrap()));
    }
    let (mut bad, mut lines) = (Vec::new(), 0);
    for (file, text) in all.iter().filter(|(file, _)| !file.ends_with("tests.rs")) {
        // What a law says is its own, and `Bea(e)` a candidate with her category.
        let quoted = |line: &str| ["quote", "otherwise", "(o)"].iter().any(|of| line.contains(of));
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//") && !quoted(line)) {
            lines += 1;
            let prose: Vec<&str> = if std::path::Path::new(&file).extension().is_some_and(|e| e == "rs") {
                line.split('"').skip(1).step_by(2).collect()
            } else {
                vec![line]
            };
            bad.extend(prose.into_iter().flat_map(otherwise).map(|what| format!("{file}: {what}")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(lines > 20_000, "{lines}");
}

#[test]
fn the_help_the_notices_and_the_pages_name_everybody() {
    let mut all = Vec::new();
    files(&root().join("templates"), &["fr.md"], &mut all);
    for page in
        ["i18n/help.fr.toml", "README.fr.md", "docs/guide.fr.md", "docs/que-faire.md", "docs/securite.md"]
    {
        all.push((page.to_owned(), fs::read_to_string(root().join(page)).unwrap()));
    }
    let mut bad = Vec::new();
    for (file, text) in &all {
        for line in text.lines() {
            bad.extend(men(line).into_iter().map(|word| format!("{file}: {word} in {line}")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
