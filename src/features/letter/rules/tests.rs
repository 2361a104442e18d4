//! Each letter against its table: what is left out is refused, what is there stands in the letter, what is never said is seen, and each
//! article is in force.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{
    calendar::kinds,
    render::{ValueKind, letter::rulings},
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
}

fn samples(letter: &Letter) -> BTreeMap<String, Vec<String>> {
    letter.manifest.variables.iter().map(|(name, v)| (name.clone(), v.sample.typed())).collect()
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace('\u{2011}', "-")
}

fn written(letter: &Letter, typed: &BTreeMap<String, Vec<String>>, lang: Lang) -> Page {
    let values = letter.values(typed).unwrap_or_else(|e| panic!("{}: {e}", letter.id));
    page(letter, &values, (letter.forms[0], today()), lang).unwrap_or_else(|e| panic!("{}: {e}", letter.id))
}

fn all() -> Vec<Letter> {
    Letter::all().unwrap()
}

#[test]
fn what_a_letter_must_carry_is_refused_when_left_out_and_stands_in_the_letter() {
    let mut tried = 0;
    for letter in all() {
        let full = samples(&letter);
        let id = &letter.id;
        assert_eq!(lacks(&letter, &letter.values(&full).unwrap()), [vec![], vec![]], "{id}");
        let text = plain(&written(&letter, &full, Lang::Fr).text);
        for mention in &letter.mentions {
            if let Some(words) = &mention.words {
                assert!(text.contains(words.as_str()), "{id}: {words}\n{text}");
                continue;
            }
            let name = mention.variable.as_deref().unwrap();
            let variable = letter.variable(name).unwrap_or_else(|| panic!("{id}: {name}"));
            let required = mention.need == Need::Required;
            assert_eq!(variable.optional, !required || !mention.unless.is_empty(), "{id}: {name}");
            let mut less = full.clone();
            less.remove(name);
            let [missing, usual] = lacks(&letter, &letter.values(&less).unwrap());
            let excused = !mention.unless.is_empty();
            assert_eq!(missing.iter().any(|l| l.name == name), required && !excused, "{id}: {name}");
            assert_eq!(usual.iter().any(|l| l.name == name), !required, "{id}: {name}");
            if excused {
                let (other, value) = mention.unless.first_key_value().unwrap();
                let choices = &letter.variable(other).unwrap().choices;
                let unlike = choices.iter().find(|c| *c != value).unwrap();
                less.insert(other.clone(), vec![unlike.clone()]);
                let [missing, _] = lacks(&letter, &letter.values(&less).unwrap());
                assert!(missing.iter().any(|l| l.name == name), "{id}: {name} with {unlike}");
            }
            tried += 1;
            if excused || variable.kind == ValueKind::Flag {
                continue;
            }
            let values = letter.values(&full).unwrap();
            let given = &values[name];
            let wanted = given.items(Lang::Fr).unwrap_or_else(|| vec![given.plain(Lang::Fr)]);
            for one in wanted {
                // A choice may stand in other words of the letter.
                let there = text.contains(&plain(&one)) || !variable.choices.is_empty();
                assert!(there, "{id}: {name}: {one}\n{text}");
            }
        }
    }
    assert!(tried > 60, "{tried}");
}

/// The words of a document to edit, as a reader of XML finds them.
fn read_back(file: &[u8]) -> Vec<String> {
    use std::io::Read as _;

    use quick_xml::{Reader, escape::unescape, events::Event};

    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut content = String::new();
    zip.by_name("content.xml").unwrap().read_to_string(&mut content).unwrap();
    for part in ["META-INF/manifest.xml", "styles.xml", "meta.xml"] {
        let mut text = String::new();
        zip.by_name(part).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = Reader::from_str(&text);
        while reader.read_event().unwrap_or_else(|e| panic!("{part}: {e}")) != Event::Eof {}
    }
    let (mut reader, mut out) = (Reader::from_str(&content), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Text(text) => out.push_str(&text),
            Event::GeneralRef(name) => {
                let name: &str = &name;
                out.push_str(&unescape(&format!("&{name};")).unwrap());
            }
            Event::Empty(_) | Event::End(_) if !out.ends_with(' ') => {
                // A span within a word parts nothing; a paragraph, a line, a cell does.
                out.push('\u{1}');
            }
            _ => {}
        }
    }
    out.replace('\u{1}', " ").split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_document_to_edit_says_what_the_text_says() {
    // Signs of lists and tables stand in the text as signs, in the document as lists and tables.
    let sign = |word: &str| {
        matches!(word, "-" | "|") || word.strip_suffix('.').is_some_and(|n| n.parse::<u8>().is_ok())
    };
    let joined = |words: Vec<String>| {
        let all: String = words.into_iter().filter(|word| !sign(word)).collect();
        all.replace('\u{a0}', "")
    };
    for letter in all() {
        for lang in [Lang::Fr, Lang::En] {
            let page = written(&letter, &samples(&letter), lang);
            let text = page.text.split_whitespace().map(str::to_owned).collect();
            let (document, text) = (joined(read_back(&page.odt)), joined(text));
            assert_eq!(document, text, "{}", letter.id);
        }
    }
}

#[test]
fn every_letter_is_written_with_and_without_what_is_optional_in_both_languages() {
    for letter in all() {
        assert!(!letter.own && letter.tongues().len() == 2, "{}", letter.id);
        assert!(!letter.from.fr.is_empty() && !letter.to.fr.is_empty(), "{}", letter.id);
        let full = samples(&letter);
        let mut bare = full.clone();
        bare.retain(|name, _| letter.variable(name).is_some_and(|v| !v.optional));
        for typed in [&bare, &full] {
            for lang in [Lang::Fr, Lang::En] {
                let values = letter.values(typed).unwrap();
                letter.compile(lang).unwrap().whole(&values).unwrap_or_else(|e| panic!("{}: {e}", letter.id));
                let page = written(&letter, typed, lang);
                let html = &page.html;
                assert!(html.contains(&format!("<html lang=\"{}\">", lang.code())), "{}", letter.id);
                assert_eq!(html.matches("<h1>").count(), 1, "{}", letter.id);
                assert!(
                    !html.contains("<h3>") && !html.contains("<script") && html.contains("@page"),
                    "{html}"
                );
                assert!(html.contains("<title>Lettre</title>") || html.contains("<title>Letter</title>"));
                assert!(!page.text.contains("{{") && !page.text.contains("  \n"), "{}", page.text);
                assert!(!page.text.contains("\n\n\n"), "{}", page.text);
            }
        }
    }
}

#[test]
fn what_a_letter_never_says_is_seen_as_it_was_typed() {
    let mut tried = 0;
    for letter in all() {
        let full = samples(&letter);
        assert_eq!(said(&letter, &full), None, "{}", letter.id);
        let own = letter.manifest.variables.iter().find(|(name, v)| {
            !letter.shared.contains(name)
                && matches!(v.kind, ValueKind::Line | ValueKind::List | ValueKind::Text)
        });
        let Some((name, _)) = own else { continue };
        for never in &letter.never {
            for word in &never.words {
                let mut bad = full.clone();
                bad.insert(name.clone(), vec![format!("avec l’{}s de Lyon", word.to_uppercase())]);
                let found = said(&letter, &bad).unwrap_or_else(|| panic!("{}: {word}", letter.id));
                assert_eq!(fold(&found.quote).chars().next(), fold(word).chars().next(), "{}", found.quote);
                assert_eq!(&found.name, name);
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
    assert_eq!(quoted("Nos adhérent·e·s", "adhérent").as_deref(), Some("adhérent·e·s"));
    assert_eq!(
        quoted("l'entretien préalable du 3", "entretien préalable").as_deref(),
        Some("entretien préalable")
    );
    assert_eq!(quoted("le coadhérent", "adhérent"), None);
}

/// The numbers of articles in a text, as the code writes them.
fn numbers(text: &str) -> BTreeSet<String> {
    let text = plain(text);
    let mut out = BTreeSet::new();
    for (at, _) in text.match_indices(". ") {
        let (before, after) = text.split_at(at);
        let after = after.trim_start_matches(['.', ' ']);
        let kind = before.chars().last().filter(|c| "LRD".contains(*c));
        let lone = !before.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
        let number: String = after.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
        if let (Some(kind), true, true) = (kind, lone, number.len() > 3) {
            out.insert(format!("{kind}{}", number.trim_end_matches('-')));
        }
    }
    out
}

#[test]
fn every_article_is_in_force_and_every_one_that_a_letter_names_is_in_its_table() {
    for letter in all() {
        let page = written(&letter, &samples(&letter), Lang::Fr);
        for article in &page.articles {
            assert!(article.version.is_some() && !article.ended, "{}: {}", letter.id, article.number);
        }
        let (foot, known): (Vec<_>, BTreeSet<String>) = (
            page.text.lines().filter(|l| l.starts_with("Code du travail, versions")).collect(),
            page.articles.iter().map(|a| a.number.clone()).collect(),
        );
        let named = numbers(&page.text);
        assert!(named.is_subset(&known), "{}: {named:?} {known:?}", letter.id);
        assert_eq!(foot.len(), usize::from(!named.is_empty()), "{}", letter.id);
        assert!(foot.iter().all(|f| f.matches("LEGIARTI").count() == named.len()), "{}: {foot:?}", letter.id);
        let texts = Texts::held().unwrap();
        let grounds = letter.never.iter().map(|n| &n.ground).chain(letter.dangers.iter().map(|d| &d.ground));
        for ground in grounds {
            let is_article = ground.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
                && ground.starts_with(['L', 'R', 'D']);
            assert!(!is_article || texts.article(ground).is_some(), "{}: {ground}", letter.id);
            assert!(is_article || ground.contains('-') || ground.contains("art."), "{}: {ground}", letter.id);
        }
    }
    // A day on which an article was not yet there.
    let letter = Letter::named("section-created").unwrap();
    let early = articles(&letter, NaiveDate::from_ymd_opt(1990, 1, 1).unwrap(), "").unwrap();
    assert!(early.iter().any(|a| a.ended), "{early:?}");
    let names = |text: &str, number: &str| cited::articles(text).iter().any(|found| found == number);
    assert!(names("article L. 2142-1.", "L2142-1") && !names("article L. 2142-1-1", "L2142-1"));
    assert!(!names("article L. 2142-10", "L2142-1"));
}

#[test]
fn every_mention_has_a_ground_and_every_ruling_is_in_the_table() {
    let mut used = BTreeSet::new();
    let number = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_digit() && c != '-' && c != '.');
        let is = |w: &&str| w.len() == 9 && w.as_bytes()[2] == b'-' && w.as_bytes()[5] == b'.';
        words.filter(is).map(str::to_owned).collect()
    };
    for letter in all() {
        for mention in &letter.mentions {
            let shared = mention.variable.as_ref().is_some_and(|v| letter.shared.contains(v));
            assert!(shared || !ground(mention).is_empty(), "{}: {:?}", letter.id, mention.variable);
            assert!(mention.variable.is_some() != mention.words.is_some(), "{}", letter.id);
            used.extend(mention.ruling.clone());
        }
        used.extend(letter.never.iter().flat_map(|n| number(&n.ground)));
        used.extend(letter.dangers.iter().flat_map(|d| number(&d.ground)));
    }
    let known: BTreeSet<String> = rulings().into_iter().map(str::to_owned).collect();
    let unknown: Vec<_> = used.difference(&known).collect();
    assert!(unknown.is_empty(), "not in common.toml: {unknown:?}");
    let idle: Vec<_> = known.difference(&used).collect();
    assert!(idle.is_empty(), "no letter rests on {idle:?}");
}

#[test]
fn every_fact_is_one_that_can_be_recorded_and_its_day_is_a_day() {
    for letter in all() {
        let full = letter.values(&samples(&letter)).unwrap();
        for fact in &letter.facts {
            let kind = kinds::of(&fact.code).unwrap();
            assert!(kind.is_some_and(|k| !k.known), "{}: {}", letter.id, fact.code);
            let is_day = matches!(full.get(&fact.day), Some(Given::Date(_)));
            assert!(["sent", "received"].contains(&fact.day.as_str()) || is_day, "{}", letter.id);
            for name in fact.about.iter().chain(&fact.terms).chain(fact.when.keys()) {
                assert!(letter.variable(name).is_some(), "{}: {name}", letter.id);
            }
        }
        for name in letter.sender.iter().chain(&letter.addressee).chain(&letter.signed) {
            assert!(letter.variable(name).is_some(), "{}: {name}", letter.id);
        }
    }
    let ended = Letter::named("mandate-ended").unwrap();
    let codes = |function: &str| {
        let mut typed = samples(&ended);
        typed.insert("function".to_owned(), vec![function.to_owned()]);
        let values = ended.values(&typed).unwrap();
        facts(&ended, &values).iter().map(|f| f.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("délégué·e syndical·e"), ["delegate-mandate-ended"]);
    assert_eq!(codes("représentant·e de la section syndicale"), ["section-mandate-ended"]);
}

#[test]
fn a_file_that_is_not_of_the_form_is_refused() {
    let good = "title = { fr = \"a\", en = \"a\" }\nmoment = \"data\"\nfrom = { fr = \"a\", en = \"a\" }\n\
                to = { fr = \"a\", en = \"a\" }\nforms = [\"hand\"]\nuses = [\"dated\"]\nnever = [\"members\"]\n";
    let read = |toml: &str| Letter::from_files("x", toml, "Objet : a\n\nb", Some("Subject: a\n\nb"));
    assert!(read(good).is_ok());
    for (from, to) in [
        ("\"dated\"", "\"dates\""),
        ("\"members\"", "\"nobody\""),
        ("\"hand\"", "\"pigeon\""),
        ("moment = \"data\"", "moment = \"never\""),
        ("moment", "when"),
    ] {
        assert!(matches!(read(&good.replacen(from, to, 1)), Err(RenderError::Manifest { .. })), "{to}");
    }
}

#[test]
fn a_list_answers_to_words_of_both_languages() {
    for letter in all() {
        if let Some(after) = &letter.after {
            let english = |l: &Letter| l.id.contains('-') && after.fr.contains(&format!("({})", l.id));
            assert!(!all().iter().any(english), "{}: {}", letter.id, after.fr);
        }
    }
    let found = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        all().iter().filter(|l| answers(l, &words)).map(|l| l.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["préavis", "publics"]), ["notice-of-strike"]);
    assert!(found(&["mandats"]).contains(&"mandate-ended".to_owned()));
    assert!(found(&["designation"]).len() >= 5 && found(&["xylophone"]).is_empty());
    assert_eq!(found(&[]).len(), all().len());
}
