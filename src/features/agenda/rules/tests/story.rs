//! Three years of a company of 720, one CSE, no establishment, played day by day: at every day of the table, what is late, of this week
//! and of this month is what `tests/data/calendar/story.txt` says, which a person wrote from the law.

use std::fmt::Write as _;

use super::*;
use crate::{
    base::shape::Element,
    features::{
        agenda::rules::sections::Section,
        bargain::records::{Meeting, room::Signature},
        election::records::Step,
    },
};

/// What is known by a day.
#[derive(Default)]
struct Told {
    basis: Basis,
}

/// The same short name always names the same record.
fn named(name: &str) -> Id {
    let mut bytes = [0_u8; 16];
    for (at, byte) in name.bytes().take(16).enumerate() {
        bytes[at] = byte;
    }
    Id(bytes)
}

impl Told {
    /// Takes in one line: a round, an election or a fact, with what is said of it.
    fn hear(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (what, name) = (words.next().unwrap(), words.next().unwrap());
        let id = named(name);
        for word in words {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            match what {
                "round" => self.round(id, key, value),
                "poll" => self.poll(id, key, value),
                "fact" => self.fact(id, key, value),
                other => panic!("{other}: {line}"),
            }
        }
    }

    fn round(&mut self, id: Id, key: &str, value: &str) {
        let round = self.basis.rounds.entry(id).or_default();
        let on = || Some(day(value));
        match key {
            "subject" => round.subject = value.to_owned(),
            "requested" => round.requested = on(),
            "forwarded" => round.forwarded = on(),
            "convened" => round.convened = on(),
            "opened" => round.opened = on(),
            "due" => round.information_due = on(),
            "came" => round.information = on(),
            "meeting" => {
                let element: Element = [u8::try_from(round.meetings.len()).unwrap(); 8];
                round.meetings.push(Meeting { day: day(value), element, ..Meeting::default() });
            }
            "agreement" => (round.outcome, round.closed) = (Some(RoundEnd::Agreement), on()),
            "disagreement" => (round.outcome, round.closed) = (Some(RoundEnd::Disagreement), on()),
            "signed" => {
                round.signatures.push(Signature { union: value.to_owned(), day: None, withdrawn: false });
            }
            "notified" => round.notified = on(),
            "filed" => round.filed = on(),
            other => panic!("{other}"),
        }
    }

    fn poll(&mut self, id: Id, key: &str, value: &str) {
        let poll = self.basis.polls.entry(id).or_insert_with(|| Poll { round: 1, ..Poll::default() });
        match key {
            "day" => poll.day = Some(day(value)),
            "round" => poll.round = value.parse().unwrap(),
            "ours" => {
                self.basis.standing.insert(id, value.parse().unwrap());
            }
            "follows" => poll.follows = Some(named(value)),
            "left" => {
                self.basis.second_rounds.insert(id, value == "yes");
            }
            step => {
                let step = Step::from_code(&step.replace('-', "_")).unwrap_or_else(|| panic!("{step}"));
                poll.steps.insert(step, day(value));
            }
        }
    }

    fn fact(&mut self, id: Id, key: &str, value: &str) {
        let fact = self.basis.recorded.entry(id).or_default();
        let text = || Some(value.split('_').collect::<Vec<_>>().join(" "));
        match key {
            "kind" => fact.code = value.to_owned(),
            "day" => fact.day = Some(day(value)),
            "about" => fact.about = text(),
            "days" | "hours" => fact.amount = text(),
            "office" => fact.office = text(),
            "of" => fact.of = Some(named(value)),
            "to" => fact.to = Some(named(value)),
            "terms" => fact.terms = text(),
            "years" => fact.years = value.parse().ok(),
            "expert" => fact.expert = text(),
            "dismissals" => fact.dismissals = value.parse().ok(),
            "at" => fact.at = text(),
            "gone" => {
                self.basis.recorded.remove(&id);
            }
            other => panic!("{other}"),
        }
    }
}

/// Hours that were taken otherwise: the day, the office, how many.
const OTHERWISE: [(&str, &str, &str); 2] = [("2027-06-20", "ds", "6"), ("2027-11-01", "cse", "14")];

/// The hours of a month that are taken without a word: on the first the elected, on the tenth and the twentieth the delegate.
fn hours(told: &mut Told, today: NaiveDate) {
    let mandates: Vec<(Id, String, String)> = told
        .basis
        .recorded
        .iter()
        .filter(|(_, f)| f.code == ledger::MANDATE)
        .map(|(id, f)| (*id, f.office.clone().unwrap_or_default(), f.amount.clone().unwrap_or_default()))
        .collect();
    for (id, office, amount) in mandates {
        let from = told.basis.recorded[&id].day.unwrap();
        let mut month = crate::calendar::Month::of(from);
        while month.first() <= today {
            let parts: &[(u32, &str)] =
                if office == "ds" { &[(10, "12"), (20, "12")] } else { &[(1, &amount)] };
            for (number, usual) in parts {
                let on = month
                    .first()
                    .checked_add_days(chrono::Days::new(u64::from(number.saturating_sub(1))))
                    .unwrap();
                let on = on.max(from);
                let hours = OTHERWISE.iter().find(|(day, of, _)| *day == on.to_string() && *of == office);
                let hours = hours.map_or(*usual, |(.., hours)| hours);
                if on <= today && hours != "0" {
                    let code = ledger::TAKEN.to_owned();
                    let fact = Fact {
                        code,
                        day: Some(on),
                        of: Some(id),
                        amount: Some(hours.to_owned()),
                        ..Fact::default()
                    };
                    let mut name = id.0;
                    let at = month.first().format("%y%m").to_string();
                    name[8..12].copy_from_slice(at.as_bytes());
                    name[12] = u8::try_from(*number).unwrap();
                    told.basis.recorded.insert(Id(name), fact);
                }
            }
            month = month.plus(1).unwrap();
        }
    }
}

fn start(today: NaiveDate) -> Told {
    let mut company = Company {
        mandates_end: Some(day("2027-03-31")),
        representative_section: Some(true),
        cse_agreement: Some(false),
        rounds: [
            ("pay".into(), LastRound::On(day("2025-02-12"))),
            ("equality".into(), LastRound::On(day("2025-06-18"))),
            ("careers".into(), LastRound::On(day("2024-06-18"))),
            ("experienced".into(), LastRound::Never(day("2026-01-01"))),
        ]
        .into(),
        ..Company::default()
    };
    let mut month: crate::calendar::Month = "2025-01".parse().unwrap();
    while month.last().is_some_and(|last| last < today) {
        company.headcounts.insert(month.to_string().into(), "720".to_owned());
        month = month.plus(1).unwrap();
    }
    Told { basis: Basis { company, ..Basis::default() } }
}

fn told(text: &str, today: NaiveDate) -> String {
    let mut known = start(today);
    for line in text.lines().filter(|l| l.starts_with("+ ")) {
        let (on, rest) = line[2..].split_once(' ').unwrap();
        if day(on) <= today {
            known.hear(rest);
        }
    }
    hours(&mut known, today);
    let found = agenda(&known.basis, today).unwrap();
    let mut out = today.to_string();
    for section in [Section::Late, Section::Week, Section::Month] {
        let mut all: Vec<(bool, NaiveDate, String)> = found
            .of_section(section, today)
            .into_iter()
            .map(|l| {
                let undated = l.without_day();
                let rule = l.rule.rule().map_or(l.rule.id(), |rule| rule.id.as_str());
                let rule =
                    if l.rule.rule().is_some() && l.rule.id().contains('.') { l.rule.id() } else { rule };
                let on = if undated { "-".to_owned() } else { l.day.format("%d/%m").to_string() };
                (undated, l.day, format!("{rule} {on}"))
            })
            .collect();
        all.sort();
        let all: Vec<_> = all.into_iter().map(|(.., text)| text).collect();
        let _ = write!(out, " | {}", if all.is_empty() { "-".to_owned() } else { all.join(", ") });
    }
    out
}

#[test]
fn three_years_day_by_day() {
    let text = include_str!("../../../../../tests/data/calendar/story.txt");
    let mut wrong = String::new();
    let mut seen = 0;
    for line in text.lines().filter(|l| l.starts_with("= ")) {
        let expected = &line[2..];
        let today = day(expected.split(' ').next().unwrap());
        let found = told(text, today);
        seen += 1;
        if found != expected {
            let _ = writeln!(wrong, "expected {expected}\n   found {found}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(seen >= 30, "{seen}");
}

/// The agenda of every single day is made, and one day to the next nothing that is late goes without a reason: what was late and is not
/// any more was done, or is told otherwise.
#[test]
fn every_day_of_the_three_years_has_an_agenda() {
    let text = include_str!("../../../../../tests/data/calendar/story.txt");
    let recorded: BTreeSet<NaiveDate> =
        text.lines().filter(|l| l.starts_with("+ ")).map(|l| day(&l[2..12])).collect();
    let mut today = day("2026-01-05");
    let mut late: BTreeSet<String> = BTreeSet::new();
    while today <= day("2028-12-31") {
        let now = told(text, today);
        let part = now.split(" | ").nth(1).unwrap().to_owned();
        let next: BTreeSet<String> = part.split(", ").filter(|t| *t != "-").map(str::to_owned).collect();
        if !recorded.contains(&today) {
            let gone: Vec<_> = late.difference(&next).collect();
            assert!(gone.is_empty(), "{today}: {gone:?} went without a fact");
        }
        late = next;
        today = today.succ_opt().unwrap();
    }
}
