//! The rulings that the program names are those of a list with their dates and subjects, and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use contrepoids::law::{Standing, book};

/// Number, date, where it was read, subject.
fn listed(text: &str) -> Result<BTreeMap<String, (Option<String>, String)>, String> {
    let mut out = BTreeMap::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let [number, date, read, subject] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("not four cells: {line}"));
        };
        if !is_number(number) || subject.trim().len() < 5 || !["sommaire", "page", "cité"].contains(&read) {
            return Err(format!("not a ruling: {line}"));
        }
        let date = (date != "-").then(|| date.to_owned());
        if let Some(date) = &date {
            let day: chrono::NaiveDate = date.parse().map_err(|_| format!("no day: {line}"))?;
            // An appeal is numbered in the year it is filed, before it is ruled on.
            let year: i32 = number[..2].parse().unwrap();
            let filed = if year > 50 { 1900 + year } else { 2000 + year };
            if !(filed..=filed + 10).contains(&chrono::Datelike::year(&day)) {
                return Err(format!("filed in {filed}, ruled on {date}: {line}"));
            }
        } else if read != "cité" {
            return Err(format!("read, and on what day? {line}"));
        }
        if out.insert(number.to_owned(), (date, read.to_owned())).is_some() {
            return Err(format!("twice: {number}"));
        }
    }
    Ok(out)
}

fn is_number(text: &str) -> bool {
    let b = text.as_bytes();
    let digit = |n: usize| b.get(n).is_some_and(u8::is_ascii_digit);
    b.len() == 9 && b[2] == b'-' && b[5] == b'.' && [0, 1, 3, 4, 6, 7, 8].into_iter().all(digit)
}

/// The numbers of rulings in a text.
fn named(text: &str) -> BTreeSet<String> {
    let bytes = text.as_bytes();
    let apart = |at: Option<&u8>| at.is_none_or(|b| !b.is_ascii_digit() && *b != b'-' && *b != b'.');
    let mut out = BTreeSet::new();
    for start in 0..bytes.len().saturating_sub(8) {
        let Some(piece) = text.get(start..start + 9) else { continue };
        let before = start.checked_sub(1).and_then(|n| bytes.get(n));
        let digit_after = bytes.get(start + 9).is_some_and(u8::is_ascii_digit);
        if is_number(piece) && apart(before) && !digit_after {
            out.insert(piece.to_owned());
        }
    }
    out
}

fn sources(dir: &Path, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "tests" {
                sources(&path, out);
            }
        } else if name != "tests.rs" && path.extension().is_some_and(|e| e == "rs" || e == "toml") {
            out.extend(named(&fs::read_to_string(&path).unwrap()));
        }
    }
}

const LIST: &str = include_str!("../../../data/law/rulings.tsv");

#[test]
fn every_ruling_that_is_named_is_in_the_list_and_none_is_there_for_nothing() {
    let list = listed(LIST).unwrap();
    let mut found = BTreeSet::new();
    for dir in ["src/law", "src/election", "src/calendar", "src/features", "src/bargaining"] {
        sources(Path::new(dir), &mut found);
    }
    // The number of a test within a source.
    found.remove("99-99.999");
    let unlisted: Vec<_> = found.iter().filter(|n| !list.contains_key(*n)).collect();
    assert!(unlisted.is_empty(), "no date and subject for: {unlisted:?}");
    let unused: Vec<_> = list.keys().filter(|n| !found.contains(*n)).collect();
    assert!(unused.is_empty(), "named nowhere: {unused:?}");
}

#[test]
fn what_is_said_to_be_verified_was_read_in_its_summary() {
    let list = listed(LIST).unwrap();
    for table in book().tables().unwrap() {
        for entry in &table.entries {
            let Some(number) = entry.citation.article.strip_prefix("Cass. soc. ") else { continue };
            let (date, read) = &list[number];
            let wanted = match entry.citation.standing {
                Standing::Verified => read == "sommaire" && date.is_some(),
                Standing::Secondary => read != "cité" || date.is_none(),
                _ => true,
            };
            assert!(wanted, "{}: {number} is {:?}, read in {read}", table.id, entry.citation.standing);
        }
    }
}

#[test]
fn a_ruling_that_is_none_is_seen() {
    assert_eq!(
        named("Cass. soc. 15-15.807, 1-15-15.807 and 15-15.8071"),
        BTreeSet::from(["15-15.807".to_owned()])
    );
    let good = "15-16.807\t2016-03-10\tpage\tliste commune\n";
    assert!(listed(good).is_ok());
    for (from, to) in [
        ("2016-03-10", "2014-03-10"),
        ("2016-03-10", "2016-13-10"),
        ("2016-03-10", "-"),
        ("15-16.807", "15-16807"),
        ("page", "rumour"),
        ("liste commune", ""),
    ] {
        assert!(listed(&good.replace(from, to)).is_err(), "{to}");
    }
    assert!(listed(&format!("{good}{good}")).is_err());
    assert!(!listed(LIST).unwrap().contains_key("15-15.807"), "the number that stood here once");
}
