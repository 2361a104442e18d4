//! The embedded tables hold together, and the lookup never guesses.

use crate::law::book::*;
use crate::law::{Caveat, Fact, FactName, Reasoning, Remark, Standing, Unit};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const SAMPLE: &str = r#"
subject = "sample"
[[table]]
id = "sample.limit"
label = { fr = "Limite", en = "Limit" }
unit = "times"
[[table.value]]
from = "2018-01-01"
to = "2025-10-25"
value = 3
article = "X1"
standing = "unverified"
reason = { fr = "pas lu", en = "not read" }
[[table.value]]
from = "2025-10-26"
value = "none"
article = "X1"
version = "LEGIARTI000000000002"
source = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000002"
verified_on = "2026-08-20"
standing = "verified"
note = { fr = "remarque", en = "remark" }
[[table]]
id = "sample.rows"
label = { fr = "Barème", en = "Scale" }
unit = "rows"
[[table.value]]
from = "2018-01-01"
value = [{ from = 11, to = 24, seats = 1 }, { from = 25, seats = 2 }]
article = "X2"
version = "LEGIARTI000000000003"
source = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000003"
verified_on = "2026-08-20"
standing = "verified"
"#;

fn sample() -> Book {
    Book::of(&[("sample", SAMPLE)])
}

#[test]
fn the_embedded_tables_hold_together() {
    let book = book();
    assert!(book.tables().unwrap().len() >= 30);
    assert!(book.tables().unwrap().iter().all(|t| book.table(&t.id) == Ok(*t)));
    for table in book.tables().unwrap() {
        assert!(!table.label.fr.is_empty() && !table.label.en.is_empty(), "{}", table.id);
        assert!(table.entries.iter().all(|e| e.from >= day("2018-01-01")), "{}", table.id);
    }
}

#[test]
fn every_verified_value_names_a_version_and_its_page() {
    for table in book().tables().unwrap() {
        for entry in &table.entries {
            let known = matches!(entry.citation.standing, Standing::Verified | Standing::VersionKnown);
            assert_eq!(entry.citation.version.is_some(), entry.citation.source.is_some(), "{}", table.id);
            assert!(!known || entry.citation.version.is_some(), "{}", table.id);
        }
    }
}

#[test]
fn both_ends_of_a_value_are_included() {
    let book = sample();
    assert_eq!(book.whole_or_gone("sample.limit", day("2018-01-01")), Ok(Some(3)));
    assert_eq!(book.whole_or_gone("sample.limit", day("2025-10-25")), Ok(Some(3)));
    assert_eq!(book.whole_or_gone("sample.limit", day("2025-10-26")), Ok(None));
}

#[test]
fn a_day_that_no_value_covers_is_an_error() {
    let book = sample();
    for on in ["2017-12-31", "1900-01-01", "2031-08-21", "2200-01-01"] {
        let expected = LawError::NotCovered {
            table: "sample.limit".to_owned(),
            on: day(on),
            first: day("2018-01-01"),
            last: day("2031-08-20"),
        };
        assert_eq!(book.at("sample.limit", day(on)).unwrap_err(), expected);
    }
    assert!(book.at("sample.limit", day("2031-08-20")).is_ok());
}

#[test]
fn names_and_kinds_that_do_not_fit_are_errors() {
    let book = sample();
    let on = day("2026-11-21");
    assert_eq!(book.whole("sample.other", on), Err(LawError::Unknown { id: "sample.other".to_owned() }));
    let wrong = Err(LawError::WrongKind { id: "sample.limit".to_owned() });
    assert_eq!(book.whole("sample.limit", on), wrong);
    assert_eq!(book.share("sample.limit", day("2020-01-01")).map(|_| 0), wrong);
    assert!(book.row("sample.limit", on, Fraction::ONE).is_err());
    assert!(book.whole_or_gone("sample.rows", on).is_err());
}

#[test]
fn a_size_between_two_rows_stays_in_the_lower_one() {
    let book = sample();
    let on = day("2026-11-21");
    let n = |size: &str| {
        book.row("sample.rows", on, size.parse().unwrap())
            .unwrap()
            .map(|row| *row.get(&Column::Seats).unwrap())
    };
    assert_eq!(n("10.99"), None);
    assert_eq!(n("11"), Some(1));
    assert_eq!(n("24.999"), Some(1));
    assert_eq!(n("25"), Some(2));
    assert_eq!(n("1000000"), Some(2));
}

#[test]
fn two_files_cannot_hold_the_same_table() {
    let error = Book::of(&[("sample", SAMPLE), ("sample", SAMPLE)]).tables().unwrap_err();
    assert!(matches!(error, LawError::Tables(TableError { table, .. }) if table == "sample.limit"));
}

#[test]
fn what_nobody_verified_brings_its_caveat() {
    let book = sample();
    let mut why = Reasoning::new(&book, day("2020-01-01"));
    assert_eq!(why.whole_or_gone("sample.limit", vec![(FactName::Seats, Fact::from(2_i64))]), Ok(Some(3)));
    why.whole("sample.limit", vec![]).unwrap();
    let found = why.conclude(());
    let (rule, article) = ("sample.limit".to_owned(), "X1".to_owned());
    let caveat = Caveat::Unverified { rule, article, standing: Standing::Unverified };
    assert_eq!(found.caveats, [caveat], "once, however often the rule is used");
    assert_eq!(found.because.len(), 2);
    assert_eq!(found.because[0].facts, [(FactName::Seats, Fact::Whole(2))]);
}

#[test]
fn each_standing_but_a_text_that_was_read_and_a_source_that_is_named_brings_its_caveat() {
    for standing in Standing::ALL {
        let more = match standing {
            Standing::NotInText => {
                "article = \"X1\"\nversion = \"LEGIARTI000000000002\"\n\
                 source = \"https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000002\"\n\
                 reason = { fr = \"usage\", en = \"practice\" }\n"
            }
            Standing::Verified | Standing::VersionKnown => {
                "article = \"X1\"\nversion = \"LEGIARTI000000000002\"\n\
                 source = \"https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000002\"\n"
            }
            Standing::Secondary => "article = \"X1\"\nthrough = \"a-page.example\"\n",
            Standing::Unverified => "article = \"X1\"\nreason = { fr = \"pas lu\", en = \"not read\" }\n",
            Standing::House => "",
        };
        let first = format!("value = 3\n{more}standing = \"{}\"", standing.code());
        let reason = "reason = { fr = \"pas lu\", en = \"not read\" }";
        let old = format!("value = 3\narticle = \"X1\"\nstanding = \"unverified\"\n{reason}");
        assert!(SAMPLE.contains(&old));
        let text = SAMPLE.replacen(&old, &first, 1);
        let book = Book::of(&[("sample", text.leak())]);
        let mut why = Reasoning::new(&book, day("2020-01-01"));
        why.note("sample.limit", vec![]).unwrap();
        let found = why.conclude(());
        let said =
            matches!(found.caveats.as_slice(), [Caveat::Unverified { standing: s, .. }] if s == standing);
        assert_eq!(
            said,
            !matches!(standing, Standing::Verified | Standing::Secondary),
            "{}",
            standing.code()
        );
        assert_eq!(found.because[0].citation.standing, *standing);
    }
}

#[test]
fn a_rule_that_is_gone_is_no_step() {
    let book = sample();
    let mut why = Reasoning::new(&book, day("2026-01-01"));
    assert_eq!(why.whole_or_gone("sample.limit", vec![]), Ok(None));
    assert_eq!(why.row("sample.rows", Fraction::ONE, vec![]), Ok(None));
    let found = why.conclude(7);
    assert!(found.because.is_empty() && found.caveats.is_empty());
}

#[test]
fn a_value_not_verified_for_a_year_says_so() {
    let book = sample();
    let stale = |on: &str| {
        let mut why = Reasoning::new(&book, day(on));
        why.row("sample.rows", Fraction::whole(30), vec![]).unwrap();
        why.conclude(()).caveats
    };
    assert_eq!(stale("2027-08-20"), []);
    let caveat = Caveat::NotVerifiedSince {
        rule: "sample.rows".to_owned(),
        article: "X2".to_owned(),
        day: day("2026-08-20"),
    };
    assert_eq!(stale("2027-08-21"), [caveat]);
    assert_eq!(stale("2019-01-01"), []);
}

#[test]
fn notes_and_remarks_are_shown_once() {
    let book = sample();
    let mut why = Reasoning::new(&book, day("2026-01-01"));
    why.note("sample.limit", vec![]).unwrap();
    why.note("sample.limit", vec![]).unwrap();
    why.remark(Remark::ExactlyThreeHundred);
    why.remark(Remark::ExactlyThreeHundred);
    let found = why.conclude(());
    assert_eq!(found.caveats.len(), 2);
    assert!(matches!(&found.caveats[0], Caveat::Note { note, .. } if note.en == "remark"));
}

#[test]
fn an_answer_takes_over_the_reasons_of_what_it_rests_on() {
    let book = sample();
    let on = day("2020-01-01");
    let mut below = Reasoning::new(&book, on);
    below.note("sample.limit", vec![]).unwrap();
    let below = below.conclude(5_i64);
    let mut above = Reasoning::new(&book, on);
    above.note("sample.limit", vec![]).unwrap();
    let value = above.absorb(below.clone());
    assert_eq!(above.conclude(value), below);
}

#[test]
fn the_table_of_seats_is_the_one_of_r2314_1() {
    let (table, entry) = book().at("seats.table", day("2026-11-21")).unwrap();
    assert_eq!(table.unit, Unit::Rows);
    assert_eq!(entry.citation.version.as_deref(), Some("LEGIARTI000036481896"));
    let Amount::Rows(rows) = &entry.amount else { panic!() };
    assert_eq!(rows.len(), 54);
    for row in rows {
        let [seats, each, total] = [Column::Seats, Column::HoursEach, Column::HoursTotal].map(|c| row[&c]);
        assert_eq!(seats.checked_mul(each), Some(total), "{row:?}");
    }
    // The sums of the columns as printed in the decree: a digit gone wrong shows here.
    let sum = |column: Column| rows.iter().map(|r| r[&column]).sum::<i64>();
    assert_eq!((sum(Column::Seats), sum(Column::HoursEach), sum(Column::HoursTotal)), SUMS);
}

const SUMS: (i64, i64, i64) = (1208, 1419, 34_333);
