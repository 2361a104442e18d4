//! Every notice that comes with the program, rendered with its samples, beside what it gave when it was last read by
//! a person: `tests/data/notices/<name>.<language>.txt` and `.html`. After a change, write them anew with
//! `GOLDEN=write cargo test --test it notice::golden`, and read the difference.

use std::{collections::BTreeSet, fs, path::PathBuf};

use contrepoids::{
    base::Lang,
    features::member::actions::list::Asked,
    law::{
        book,
        cited::{self, Known},
    },
    mail::lint,
    render::{Notice, Rendered, markdown::COLOURS},
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/notices")
}

fn all() -> Vec<(String, Lang, Rendered)> {
    let mut out = Vec::new();
    for id in Notice::built_in() {
        for (tongue, rendered) in Notice::named(id).unwrap().check().unwrap() {
            out.push((id.to_owned(), tongue, rendered));
        }
    }
    assert!(out.len() >= 44);
    out
}

#[test]
fn every_notice_gives_what_was_read_last() {
    let write = std::env::var("GOLDEN").is_ok_and(|v| v == "write");
    let mut wanted = BTreeSet::new();
    for (id, tongue, rendered) in all() {
        let word = if tongue == Lang::Fr { "Objet\u{a0}:" } else { "Subject:" };
        let text = format!("{word} {}\n\n{}", rendered.subject, rendered.text);
        for (kind, now) in [("txt", text), ("html", rendered.html)] {
            let name = format!("{id}.{}.{kind}", tongue.code());
            let path = folder().join(&name);
            if write {
                fs::create_dir_all(folder()).unwrap();
                fs::write(&path, &now).unwrap();
            }
            let read = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is not there"));
            assert!(read == now, "{name} differs; see the head of this file\n{now}");
            wanted.insert(name);
        }
    }
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(wanted.contains(&name) || name == "README.md", "{name} belongs to no notice");
    }
}

/// The words of a page, without tags.
fn words_of_page(page: &str) -> Vec<String> {
    let body = page.split_once("<body").unwrap().1.split_once('>').unwrap().1;
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => {
                inside = true;
                out.push(' ');
            }
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    words(&out)
}

/// Words with neither the signs of a list or a quote, nor the space that a tag leaves before a sign.
fn words(text: &str) -> Vec<String> {
    let mut lines = String::new();
    for line in text.lines() {
        let line = line.trim_start_matches("> ").trim_start_matches('>').trim_start_matches("- ");
        let number = line.split_once(". ").filter(|(n, _)| n.parse::<u8>().is_ok());
        lines.push_str(number.map_or(line, |(_, rest)| rest));
        lines.push(' ');
    }
    let letters: String = lines.chars().filter(|c| !c.is_whitespace()).collect();
    letters.split_inclusive(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

#[test]
fn both_parts_say_the_same() {
    for (id, tongue, rendered) in all() {
        let (text, page) = (words(&rendered.text), words_of_page(&rendered.html));
        assert_eq!(text, page, "{id} {}", tongue.code());
        assert!(text.concat().chars().count() > 200, "{id}");
    }
}

#[test]
fn a_page_is_one_column_loads_nothing_and_names_its_language() {
    for (id, tongue, rendered) in all() {
        let page = &rendered.html;
        for part in [
            "<!DOCTYPE html>",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "@media (prefers-color-scheme:dark)",
            "max-width:36em",
        ] {
            assert!(page.contains(part), "{id}: {part}");
        }
        let code = tongue.code();
        assert!(
            page.contains(&format!("<html lang=\"{code}\">"))
                && page.contains(&format!("<div lang=\"{code}\""))
        );
        for bad in
            ["<img", "<script", "<link", "<table", "<form", "src=", "url(", "@import", "background=", "http:"]
        {
            assert!(!page.contains(bad), "{id}: {bad}");
        }
        let headings: Vec<&str> =
            page.split("<h").skip(1).filter(|h| h.starts_with(|c: char| c.is_ascii_digit())).collect();
        assert!(headings.iter().all(|h| h.starts_with("2 style=")), "{id}");
    }
}

/// The relative luminance of a colour (WCAG 2).
#[expect(clippy::float_arithmetic, reason = "the formula of the standard, in a test")]
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[expect(clippy::float_arithmetic, reason = "the formula of the standard, in a test")]
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn colours_have_the_contrast_of_level_aaa() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01 && contrast("#777777", "#ffffff") < 4.5);
    let page = &all()[0].2.html;
    for [ground, ink, link] in COLOURS {
        assert!(contrast(ground, ink) >= 7.0 && contrast(ground, link) >= 7.0, "{ground}");
        for colour in [ground, ink, link] {
            assert!(page.contains(colour), "{colour} is not the colour of the page");
        }
    }
}

#[test]
fn subjects_and_first_lines_are_discreet() {
    for (id, tongue, rendered) in all() {
        // What a lock screen shows: the subject and the beginning of the text.
        for shown in [rendered.subject.clone(), lint::first_lines(&rendered.text)] {
            let found = lint::telling(&shown);
            assert!(found.is_empty(), "{id} {}: {:?} in {shown}", tongue.code(), found);
        }
    }
}

/// The articles that a text names, as the tables of the law write them.
fn articles(text: &str) -> BTreeSet<String> {
    cited::articles(text).into_iter().collect()
}

#[test]
fn both_languages_cite_the_same_articles() {
    let mut count = 0;
    for id in Notice::built_in() {
        let notice = Notice::named(id).unwrap();
        // The files, not what they give with the samples: each branch of a condition counts.
        let [french, english] = [Lang::Fr, Lang::En].map(|t| articles(notice.file(t)));
        assert_eq!(french, english, "{id}");
        count += french.len();
    }
    assert!(count >= 25, "{count}");
}

#[test]
fn every_article_of_a_notice_is_in_a_table_of_the_law_and_in_force() {
    let today = "2026-11-21".parse().unwrap();
    for id in Notice::built_in() {
        let notice = Notice::named(id).unwrap();
        let mut text = [Lang::Fr, Lang::En].map(|t| notice.file(t).to_owned()).concat();
        for variable in notice.manifest.variables.values() {
            for tongue in [Lang::Fr, Lang::En] {
                text.push_str(&format!(
                    "\n{} {}\n",
                    variable.about.get(tongue),
                    variable.sample(tongue).typed().concat()
                ));
            }
        }
        for article in articles(&text) {
            let known = cited::known(book(), &article, today).unwrap();
            let good = matches!(known, Known::Read(_) | Known::Unread);
            assert!(good, "{id}: {article} is in no table of the law ({})", known.code());
        }
    }
}

#[test]
fn french_is_set_as_french_is() {
    for (id, _, rendered) in all().into_iter().filter(|(_, t, _)| *t == Lang::Fr) {
        for (part, text) in [("subject", &rendered.subject), ("text", &rendered.text)] {
            assert!(!text.contains('\''), "{id}: a straight apostrophe in the {part}");
            for bad in [" :", " ;", " !", " ?", " »", "« ", "...", " %", " €", "L. 2", "R. 2", "article 1"]
            {
                assert!(!text.contains(bad), "{id}: {bad:?} in the {part}");
            }
            let signs: Vec<(usize, char)> =
                text.char_indices().filter(|(_, c)| matches!(c, ';' | '!' | '?')).collect();
            for (at, sign) in signs {
                assert!(text[..at].ends_with('\u{202f}'), "{id}: {sign} without its narrow space");
            }
        }
        let masculine = ["adhérents", "salariés", "délégués", "candidats ", "élus ", "tous les "];
        for bad in masculine {
            let kept =
                rendered.text.contains("tous les métiers") || rendered.text.contains("tous les points");
            assert!(!rendered.text.contains(bad) || (bad == "tous les " && kept), "{id}: {bad}");
        }
    }
}

#[test]
fn proposed_recipients_are_conditions_of_the_roster() {
    for id in Notice::built_in() {
        if let Some(condition) = Notice::named(id).unwrap().manifest.audience {
            let asked = Asked { conditions: vec![condition.clone()], ..Asked::default() };
            assert!(asked.filter().is_ok(), "{id}: {condition}");
        }
    }
}
