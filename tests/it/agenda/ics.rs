//! The calendar file, read by a reader of its own.

use std::{collections::BTreeSet, os::unix::fs::MetadataExt};

use super::company;

/// Unfolds and splits a file into its lines, and checks what RFC 5545 asks of each.
fn lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "lines end in CRLF");
    assert!(file.split("\r\n").all(|l| l.len() <= 75), "no line passes 75 octets");
    let lines: Vec<_> =
        file.replace("\r\n ", "").split("\r\n").filter(|l| !l.is_empty()).map(str::to_owned).collect();
    let mut open = Vec::new();
    for line in &lines {
        let (name, value) = line.split_once(':').unwrap();
        match name {
            "BEGIN" => open.push(value.to_owned()),
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ => assert!(name.chars().next().unwrap().is_ascii_uppercase(), "{line}"),
        }
    }
    assert!(open.is_empty());
    lines
}

fn values<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    lines.iter().filter_map(|l| l.strip_prefix(name)?.strip_prefix(':')).collect()
}

#[test]
fn whole_days_stable_names_and_alarms_that_lie_ahead() {
    let env = company();
    let lines = lines(&env.run(["agenda", "ics"]).ok().out);
    let count = |name: &str, value: &str| values(&lines, name).iter().filter(|v| **v == value).count();
    assert_eq!(values(&lines, "UID").into_iter().collect::<BTreeSet<_>>().len(), 9);
    assert_eq!((count("BEGIN", "VEVENT"), values(&lines, "DTSTAMP").len()), (9, 9));
    // A week ahead at nine in the morning; a line that is past rings no more.
    assert!(count("TRIGGER", "-P6DT15H") > 0 && count("TRIGGER", "PT9H") > 0);
    assert!(values(&lines, "DTSTART;VALUE=DATE").contains(&"20261115"));
    assert!(values(&lines, "DTEND;VALUE=DATE").contains(&"20261116"));
    let alarms = count("BEGIN", "VALARM");
    assert!(alarms > 9);
    assert_eq!((count("ACTION", "DISPLAY"), values(&lines, "DESCRIPTION").len()), (alarms, alarms));
}

#[test]
fn a_moved_date_keeps_its_name() {
    let env = company();
    let uids =
        |file: &str| values(&lines(file), "UID").into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let before = uids(&env.run(["agenda", "ics"]).ok().out);
    env.run(["company", "set", "--mandates-end", "2027-06-30", "--last-pay", "2026-11-10"]).ok();
    assert_eq!(uids(&env.run(["agenda", "ics"]).ok().out), before);
}

#[test]
fn neutral_unless_asked_for_in_full() {
    let env = company();
    for lang in ["fr", "en"] {
        let file = env.run(["agenda", "ics", "--lang", lang]).ok().out.to_lowercase();
        for word in ["contrepoids", "cse", "syndic", "union", "bargain", "négo", "mandat", "l. 2", "section"]
        {
            assert!(!file.contains(word), "{word} in\n{file}");
        }
    }
    let file = env.run(["agenda", "ics", "--titles", "full", "--lang", "fr"]).ok().out;
    let lines = lines(&file);
    assert!(values(&lines, "SUMMARY").contains(&"Terme des mandats au CSE"));
    assert!(values(&lines, "DESCRIPTION").iter().any(|d| d.contains("L.\u{a0}2314-33 du Code du travail")));
}

#[test]
fn a_file_is_for_the_owner_alone_and_never_overwritten() {
    let env = company();
    env.run(["agenda", "ics", "--out", "dates.ics"]).ok();
    let path = env.path("dates.ics");
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    std::fs::write(&path, "mine").unwrap();
    env.run(["agenda", "ics", "--out", "dates.ics"]).fails(1, "is there already");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    env.run(["agenda", "ics", "--out", "dates.ics", "--force"]).ok();
    lines(&std::fs::read_to_string(&path).unwrap());
    env.run(["agenda", "ics", "--force"]).fails(2, "--out");
    env.run(["agenda", "ics", "--out", "missing/dates.ics"]).fails(15, "cannot be written");
}

#[test]
fn the_next_file_tells_what_moved_and_cancels_what_fell_away() {
    let env = company();
    let made = env.run(["agenda", "record", "designation", "--day", "2026-11-20", "--json"]).ok().json();
    let id = made["value"]["id"].as_str().unwrap()[..8].to_owned();
    let run = env.run(["agenda", "ics"]).ok();
    assert!(!run.err.contains("Since the last file"), "{}", run.err);
    assert!(env.run(["agenda", "ics"]).ok().err.contains("Nothing moved since the last file"));
    env.run(["agenda", "change", &id, "--day", "2026-11-23"]).ok();
    let run = env.run(["agenda", "ics", "--json"]).ok().json();
    assert_eq!(run["value"]["since"][0]["from"], "2026-12-07");
    assert_eq!(run["value"]["since"][0]["to"], "2026-12-08");
    let found = lines(run["value"]["calendar"].as_str().unwrap());
    assert_eq!(values(&found, "SEQUENCE").iter().filter(|v| **v == "1").count(), 1);
    env.run(["agenda", "remove", &id]).ok();
    let run = env.run(["agenda", "ics"]).ok();
    assert!(run.err.contains("2026-12-08 → –"), "{}", run.err);
    let found = lines(&run.out);
    assert_eq!(values(&found, "STATUS"), ["CANCELLED"]);
    assert!(values(&found, "SEQUENCE").contains(&"2"));
    assert!(!run.out.to_lowercase().contains("designation"), "neutral to the end");
}

#[test]
fn a_bounded_file_cancels_nothing() {
    let env = company();
    env.run(["agenda", "ics"]).ok();
    let run = env.run(["agenda", "ics", "--from", "2027-06-01", "--json"]).ok().json();
    assert_eq!(
        (run["value"]["events"].as_u64(), run["value"]["since"].as_array().unwrap().len()),
        (Some(1), 0)
    );
}

/// A date of one's own with an hour is no whole day: in Paris at that hour, in the file in universal time.
#[test]
fn own_dates_with_an_hour_begin_at_that_hour() {
    let env = company();
    let args = ["agenda", "add", "Réunion", "--day", "2027-07-01", "--at", "18h", "--place", "salle Exemple"];
    let made = env.run(args.iter().chain(&["--json"]).copied()).ok().json();
    let id = made["value"]["id"].as_str().unwrap()[..8].to_owned();
    let full = env.run(["agenda", "ics", "--titles", "full"]).ok().out;
    let full = lines(&full);
    assert_eq!(values(&full, "DTSTART"), ["20270701T160000Z"]);
    assert_eq!((values(&full, "DURATION"), values(&full, "LOCATION")), (vec!["PT1H"], vec!["salle Exemple"]));
    // Another hour is told by the number; a neutral file says neither place nor title.
    let number = |file: &[String]| {
        let at = file.iter().position(|l| l.starts_with("DTSTART:")).unwrap();
        file[at..].iter().find_map(|l| l.strip_prefix("SEQUENCE:")).unwrap().parse::<u32>().unwrap()
    };
    let first = number(&full);
    env.run(["agenda", "change", &id, "--at", "19h30"]).ok();
    let later = lines(&env.run(["agenda", "ics", "--titles", "full"]).ok().out);
    assert_eq!(values(&later, "DTSTART"), ["20270701T173000Z"]);
    assert!(number(&later) > first, "{first}");
    let neutral = env.run(["agenda", "ics"]).ok().out;
    assert!(!neutral.contains("LOCATION") && !neutral.contains("Réunion"), "{neutral}");
}
