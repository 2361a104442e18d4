//! What a legal document must say: each mention stands in it, in both languages, and `docs/notices.md` lists them. After a change
//! `CONTREPOIDS_WRITE_DOCS=1 cargo test --test it notice::mentions` writes the list.

use std::{fmt::Write as _, fs, path::PathBuf};

use contrepoids::{base::Lang, render::Notice};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    mention: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    notice: String,
    required: Both,
    basis: String,
    fr: String,
    en: String,
}

#[derive(Deserialize)]
struct Both {
    fr: String,
    en: String,
}

const DOCUMENTS: [&str; 7] =
    ["certificate", "data", "candidate", "strike", "training", "assembly", "welcome"];

fn table() -> Vec<Mention> {
    toml::from_str::<Table>(include_str!("../../data/mentions.toml")).unwrap().mention
}

/// Spaces and hyphens as people type them, and no breaks of lines.
fn plain(text: &str) -> String {
    let typed: String = text
        .chars()
        .map(|c| match c {
            '\u{2010}' | '\u{2011}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    typed.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The mentions that do not stand in the documents, with their language.
fn missing(texts: &[(String, Lang, String)]) -> Vec<String> {
    let mut out = Vec::new();
    for mention in table() {
        for (tongue, words) in [(Lang::Fr, &mention.fr), (Lang::En, &mention.en)] {
            let text = texts.iter().find(|(id, t, _)| *id == mention.notice && *t == tongue);
            if !text.is_some_and(|(.., text)| text.contains(&plain(words))) {
                out.push(format!("{} {}: {}", mention.notice, tongue.code(), mention.required.en));
            }
        }
    }
    out
}

fn texts() -> Vec<(String, Lang, String)> {
    let mut out = Vec::new();
    for id in DOCUMENTS {
        for (tongue, rendered) in Notice::named(id).unwrap().check().unwrap() {
            out.push((id.to_owned(), tongue, plain(&rendered.text)));
        }
    }
    out
}

#[test]
fn every_required_mention_stands_in_its_document() {
    let mut all = texts();
    assert_eq!(missing(&all), Vec::<String>::new());
    for id in DOCUMENTS {
        assert!(table().iter().filter(|m| m.notice == id).count() >= 4, "{id}");
    }
    // Fed something bad: a template that lost a sentence in one language.
    let welcome = all.iter_mut().find(|(id, t, _)| id == "welcome" && *t == Lang::En).unwrap();
    welcome.2 = welcome.2.replace("turn to the CNIL", "");
    assert_eq!(missing(&all), ["welcome en: complaint to the CNIL"]);
}

const BEGIN: &str = "<!-- mentions -->\n";
const END: &str = "<!-- end of mentions -->";

#[test]
fn the_document_lists_the_mentions() {
    let mut lists = String::new();
    for id in DOCUMENTS {
        let _ = write!(lists, "\n`{id}`\n\n| required mention | by | where |\n|---|---|---|\n");
        for m in table().iter().filter(|m| m.notice == id) {
            let Both { fr, en } = &m.required;
            let _ = writeln!(lists, "| {en} (*{fr}*) | {} | « {} » |", m.basis, m.fr);
        }
    }
    lists.push('\n');
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/notices.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    if std::env::var_os("CONTREPOIDS_WRITE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{lists}{END}{after}")).unwrap();
    } else {
        assert_eq!(found, lists, "see the head of this file");
    }
}
