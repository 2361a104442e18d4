//! The tables and rules against the texts that they cite: what was read once by a person is read again by each run.

mod check;
mod number;
mod sentences;

use contrepoids::{
    calendar::rule,
    law::{Amount, Entry, Label, Standing, Table, Unit, book, texts::Texts},
};

fn texts() -> &'static Texts {
    Texts::held().unwrap()
}

fn values() -> Vec<(&'static Table, &'static Entry)> {
    book().tables().unwrap().into_iter().flat_map(|t| t.entries.iter().map(move |e| (t, e))).collect()
}

/// Tells whether an article is one of the Code du travail, whose texts are held.
fn of_the_code(entry: &Entry) -> bool {
    let mut chars = entry.citation.article.chars();
    matches!((chars.next(), chars.next()), (Some('L' | 'R' | 'D'), Some('0'..='9')))
}

fn told(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn named(table: &Table, entry: &Entry, faults: Vec<String>) -> Vec<String> {
    faults
        .into_iter()
        .map(|f| format!("{} from {} ({}): {f}", table.id, entry.from, entry.citation.article))
        .collect()
}

#[test]
fn every_version_is_one_of_its_article_and_holds_over_the_whole_time() {
    let of = |(t, e): (&Table, &Entry)| named(t, e, check::version(texts(), e));
    told(&values().into_iter().flat_map(of).collect::<Vec<_>>());
    for (table, entry) in values().into_iter().filter(|(_, e)| of_the_code(e)) {
        assert!(
            texts().article(&entry.citation.article).is_some(),
            "{}: {}",
            table.id,
            entry.citation.article
        );
    }
}

#[test]
fn every_piece_stands_in_its_text_and_says_the_number() {
    let of = |(t, e): (&Table, &Entry)| named(t, e, check::quotes(texts(), t, e));
    told(&values().into_iter().flat_map(of).collect::<Vec<_>>());
}

/// A number that no text writes beside its unit is read by a person: what says it stands beside it, and there are few.
#[test]
fn what_is_said_otherwise_is_a_short_list() {
    let mut list: Vec<&str> =
        values().iter().filter(|(_, e)| e.quotes.otherwise.is_some()).map(|(t, _)| t.id.as_str()).collect();
    list.dedup();
    let expected = include_str!("otherwise.txt").lines().map(|l| l.split('\t').next().unwrap());
    assert_eq!(list, expected.collect::<Vec<_>>(), "a person reads it, then names it in otherwise.txt");
}

/// How an article is known does not hang on which table asks: what was read is not unverified elsewhere, and a value that its
/// text does not say names the version that was read and does not say it.
#[test]
fn one_article_is_known_in_one_way() {
    told(&standings(&values()));
}

/// Returns the values whose standing says something else of a text than the texts and the other values do.
fn standings(values: &[(&Table, &Entry)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (table, entry) in values.iter().filter(|(_, e)| e.amount != Amount::Gone) {
        let c = &entry.citation;
        let last = entry.to.unwrap_or(texts().source().known_on().unwrap());
        let held = texts().article(&c.article).is_some_and(|a| {
            let of_day = |on| a.on(on).is_some_and(contrepoids::law::texts::Version::is_held);
            of_day(entry.from) && of_day(last)
        });
        let same = |other: &Entry| other.citation.article == c.article && other.citation.version == c.version;
        let read = |standing| matches!(standing, Standing::Verified | Standing::NotInText);
        let unread = |standing| matches!(standing, Standing::Unverified | Standing::VersionKnown);
        let others = values.iter().filter(|(_, e)| c.version.is_some() && same(e));
        let what = match c.standing {
            Standing::Unverified if held => "its text is held: it can be read",
            Standing::VersionKnown if held => "the text of its version is held: it can be read",
            standing if read(standing) && others.clone().any(|(_, e)| unread(e.citation.standing)) => {
                "another value says otherwise of the same version"
            }
            _ => continue,
        };
        faults.push(format!("{} from {} ({}): {what}", table.id, entry.from, c.article));
    }
    faults
}

#[test]
fn a_house_rule_has_no_text_and_a_source_has_its_name() {
    for (table, entry) in values() {
        let c = &entry.citation;
        assert_eq!(c.standing == Standing::House, c.article == "usage", "{}", table.id);
        assert_eq!(c.standing == Standing::Secondary, c.through.is_some(), "{}", table.id);
        assert!(c.standing != Standing::House || c.version.is_none() && c.source.is_none(), "{}", table.id);
    }
}

#[test]
fn every_rule_quotes_from_what_its_period_runs_or_says_that_no_text_does() {
    let mut faults = Vec::new();
    for rule in rule::rules().unwrap() {
        let tables = rule.cases.iter().map(|(_, t)| t).chain([&rule.table]);
        for (table, entry) in
            tables.flat_map(|t| book().table(t).unwrap().entries.iter().map(move |e| (t, e)))
        {
            let read = entry.citation.standing == Standing::Verified && entry.amount != Amount::Gone;
            if read && rule.date.is_none() && entry.quotes.starts.is_none() != rule.unwritten {
                faults.push(format!("{} ({table} from {})", rule.id, entry.from));
            }
        }
        assert!(!rule.unwritten || rule.date.is_none(), "{}", rule.id);
    }
    told(&faults);
    assert!(
        rule::rules().unwrap().iter().filter(|r| r.unwritten).count() <= 14,
        "few starting points are nowhere written"
    );
}

fn compared(what: &str, label: &Label) -> Vec<String> {
    let (fr, en) = (check::comparisons(&label.fr, true), check::comparisons(&label.en, false));
    if fr == en { vec![] } else { vec![format!("{what}: {} / {}", label.fr, label.en)] }
}

#[test]
fn both_languages_compare_alike() {
    let mut faults = Vec::new();
    for (table, entry) in values() {
        faults.extend(entry.note.iter().flat_map(|note| compared(&table.id, note)));
        faults.extend(compared(&table.id, &table.label));
    }
    for rule in rule::rules().unwrap() {
        faults.extend([&rule.label, &rule.anchor].into_iter().flat_map(|l| compared(&rule.id, l)));
    }
    faults.sort_unstable();
    faults.dedup();
    told(&faults);
}

/// A threshold is reached or passed: its label and the words of the text take the same side.
#[test]
fn a_threshold_takes_the_side_of_its_text() {
    // "At least fifty" and "fewer than fifty" meet at fifty; "more than thirty" and "at most thirty" past it.
    fn side(text: &str) -> Option<bool> {
        let text = number::plain(text);
        let at = [
            "au moins",
            "à partir d",
            "moins de",
            "inférieur à",
            "sous l",
            "sous c",
            "en dessous de",
            "ou plus",
            "comprise",
            "atteindre",
        ];
        let past = ["plus de", "dépass", "au plus", "jusqu", "ne peut excéder", "ne peut être supérieur"];
        let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
        match (has(&at), has(&past)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
    let mut compared = 0;
    for (table, entry) in values() {
        let bounded = matches!(table.unit, Unit::Employees | Unit::Share | Unit::People);
        let quote = entry.quotes.quote.as_deref().or(entry.quotes.otherwise.as_deref());
        if let (true, Some(label), Some(text)) = (bounded, side(&table.label.fr), quote.and_then(side)) {
            assert_eq!(label, text, "{}: {} / {quote:?}", table.id, table.label.fr);
            compared += 1;
        }
    }
    assert!(compared >= 30, "{compared}");
}

mod planted {
    //! Each check is fed what it must refuse.

    use super::*;

    fn value(id: &str, from: &str) -> (Table, Entry) {
        let table = book().table(id).unwrap();
        let entry = table.entries.iter().find(|e| e.from.to_string() == from).unwrap();
        (table.clone(), entry.clone())
    }

    fn faults(table: &Table, entry: &Entry) -> usize {
        check::version(texts(), entry).len() + check::quotes(texts(), table, entry).len()
    }

    #[test]
    fn a_version_of_another_article_or_time() {
        let (table, good) = value("mandate.length", "2018-04-01");
        assert_eq!(faults(&table, &good), 0);
        let bad = |change: &dyn Fn(&mut Entry)| {
            let mut entry = good.clone();
            change(&mut entry);
            check::version(texts(), &entry).len()
        };
        assert_eq!(bad(&|e| e.citation.version = Some("LEGIARTI000036481896".to_owned())), 1, "of R2314-1");
        assert_eq!(
            bad(&|e| e.citation.version = Some("LEGIARTI000052437191".to_owned())),
            1,
            "the one after"
        );
        assert_eq!(bad(&|e| e.from = "2018-03-31".parse().unwrap()), 1, "a day too early");
        assert_eq!(bad(&|e| e.to = Some("2025-10-26".parse().unwrap())), 1, "a day too late");
        assert_eq!(bad(&|e| e.to = None), 1, "open, and it has ended");
        let (_, mut changed) = value("training.bodies", "2018-01-01");
        changed.to = None;
        assert_eq!(check::version(texts(), &changed).len(), 1, "changed on a day that is not known");
        let (_, mut early) = value("bargaining.experienced-headcount", "2018-01-01");
        assert_eq!(check::version(texts(), &early).len(), 0);
        early.amount = Amount::Whole(300);
        assert_eq!(check::version(texts(), &early).len(), 1, "a number before its article");
    }

    #[test]
    fn another_standing_of_the_same_text() {
        let (table, holidays) = value("time.holidays", "2018-01-01");
        let (other, mut days) = value("time.working-days", "2018-01-01");
        let faults = |days: &Entry| standings(&[(&table, &holidays), (&other, days)]).len();
        assert_eq!((days.citation.standing, faults(&days)), (Standing::NotInText, 0));
        days.citation.standing = Standing::VersionKnown;
        assert_eq!(faults(&days), 2, "the text is held, and the other value read it");
        days.citation.standing = Standing::Unverified;
        days.citation.version = None;
        assert_eq!(faults(&days), 1, "the text is held");
    }

    #[test]
    fn another_number_or_unit() {
        for (id, from) in [
            ("mandate.length", "2018-04-01"),
            ("audience.union", "2018-01-01"),
            ("strike.notice", "2018-01-01"),
        ] {
            let (table, good) = value(id, from);
            assert_eq!(faults(&table, &good), 0, "{id}");
            let mut wrong = good.clone();
            wrong.amount = match good.amount {
                Amount::Whole(n) => Amount::Whole(n + 1),
                _ => Amount::Share("1/20".parse().unwrap()),
            };
            assert_eq!(faults(&table, &wrong), 1, "{id}");
        }
        let (mut table, good) = value("strike.notice", "2018-01-01");
        table.unit = Unit::WorkingDays;
        assert_eq!(faults(&table, &good), 1, "clear days are not working days");
        let (table, good) = value("seats.table", "2018-01-01");
        assert_eq!(faults(&table, &good), 0);
        let mut wrong = good;
        let Amount::Rows(rows) = &mut wrong.amount else { panic!() };
        rows[3].insert(contrepoids::law::Column::HoursTotal, 4711);
        assert_eq!(faults(&table, &wrong), 1);
    }

    #[test]
    fn a_piece_that_the_text_does_not_hold() {
        let (table, good) = value("protection.requester", "2018-01-01");
        let bad = |change: &dyn Fn(&mut Entry)| {
            let mut entry = good.clone();
            change(&mut entry);
            check::quotes(texts(), &table, &entry).len()
        };
        assert_eq!(bad(&|_| {}), 0);
        assert_eq!(bad(&|e| e.quotes.starts = Some("à compter de la réception de la lettre".to_owned())), 1);
        assert_eq!(bad(&|e| e.quotes.conditions.push("à un seul salarié par établissement".to_owned())), 1);
        assert_eq!(bad(&|e| e.quotes.quote = None), 1, "read, and by what?");
        assert_eq!(
            bad(&|e| e.quotes.quote = Some("sept mois".to_owned())),
            2,
            "another number, and not there"
        );
        assert_eq!(bad(&|e| e.quotes.otherwise = e.quotes.quote.take()), 1, "it says the number itself");
        assert_eq!(bad(&|e| e.citation.standing = Standing::VersionKnown), 1, "not read, and quoted");
        let (table, mut unheld) = value("mandate.length", "2018-01-01");
        unheld.citation.standing = Standing::Verified;
        unheld.quotes.quote = Some("sont élus pour quatre ans".to_owned());
        assert_eq!(check::quotes(texts(), &table, &unheld), ["was read, and its text is not held"]);
    }

    #[test]
    fn another_comparison_in_one_language() {
        let label = |fr: &str, en: &str| compared("x", &Label::new(fr, en.to_owned())).len();
        assert_eq!(label("au moins dix", "at least ten"), 0);
        assert_eq!(label("plus de dix, au plus tard demain", "more than ten, at the latest tomorrow"), 0);
        for (fr, en) in [
            ("au moins dix", "more than ten"),
            ("au moins, si elle n’a qu’un délégué", "at most"),
            ("plus de dix", "ten"),
            ("moins de dix", "at least ten"),
            ("au plus tôt", "at the latest"),
        ] {
            assert_eq!(label(fr, en), 1, "{fr} / {en}");
        }
    }
}
