//! What the program says with an article beside the tables: remarks, labels, templates, comments of the code.

use std::{fs, path::Path};

use contrepoids::{
    base::Lang,
    law::{Open, Remark, cited, texts::State},
};

use super::{number::plain, texts};

/// The day on which the versions in force were last compared.
fn today() -> chrono::NaiveDate {
    texts().source().compared_on.unwrap()
}

/// Tells whether an article of the Code du travail was in force on that day.
fn in_force(num: &str) -> bool {
    texts().article(num).is_some_and(|a| a.on(today()).is_some_and(|v| v.state != State::Repealed))
}

/// Returns the articles of the Code du travail that a text names.
fn labour(text: &str) -> Vec<String> {
    cited::articles(text).into_iter().filter(|a| a.starts_with(['L', 'R', 'D']) && !a.contains(' ')).collect()
}

#[test]
fn every_remark_that_cites_an_article_quotes_what_it_rests_on() {
    let listed: Vec<[&str; 3]> = include_str!("sentences.txt")
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
        .collect();
    let remarks = Remark::ALL.iter().map(|r| (r.code(), r.words(Lang::Fr), r.words(Lang::En)));
    let open = Open::ALL.iter().map(|o| (o.code(), o.words(Lang::Fr), o.words(Lang::En)));
    let mut seen = 0;
    for (code, fr, en) in remarks.chain(open) {
        let articles = labour(fr);
        assert_eq!(articles, labour(en), "{code}: both languages cite the same");
        for article in articles {
            let [_, _, piece] = listed
                .iter()
                .find(|[c, a, _]| (*c, *a) == (code, article.as_str()))
                .unwrap_or_else(|| panic!("{code} cites {article}: name what it rests on in sentences.txt"));
            let found = texts().article(&article).unwrap();
            let version = found.on(today()).unwrap();
            let text = plain(texts().text(version).unwrap().unwrap());
            assert!(text.contains(&plain(piece)), "{code}: « {piece} » is not in {article}");
            assert!(piece.split(' ').count() <= 15, "{code}");
            seen += 1;
        }
    }
    assert_eq!(seen, listed.len(), "no line of sentences.txt is left over");
}

/// Walks the files of a folder.
fn files(folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if let Ok(text) = fs::read_to_string(&path) {
            out.push((path.display().to_string(), text));
        }
    }
}

#[test]
fn every_article_that_the_program_names_is_one_and_what_it_writes_to_people_is_in_force() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut code, mut letters) = (Vec::new(), Vec::new());
    files(&root.join("src"), &mut code);
    for folder in ["templates", "i18n"] {
        files(&root.join(folder), &mut letters);
    }
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, text) in &code {
        if Path::new(path).extension().is_none_or(|e| e != "rs")
            || path.ends_with("tests.rs")
            || path.contains("/tests/")
        {
            continue;
        }
        let program = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for article in labour(program) {
            seen += 1;
            if texts().article(&article).is_none() {
                faults.push(format!("{path}: {article} is no article"));
            }
        }
    }
    for (path, text) in &letters {
        for article in labour(text) {
            seen += 1;
            if !in_force(&article) {
                faults.push(format!("{path}: {article} is not in force"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 100, "{seen}");
    // What was never an article, and what is one no longer.
    assert!(!in_force("L2314-99") && !in_force("R2314-26") && in_force("L2314-33") && in_force("L2315-17"));
}
