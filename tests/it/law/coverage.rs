//! Each rule answers on each first of month from 2018-01-01 to the last day covered.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use contrepoids::{
    bargaining::{self, Situation, Subject},
    calendar::Month,
    election::{self, Mandates},
    law::{Fraction, LawError, book},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The first of each month from 2018 to the last one that every table covers.
fn months() -> Vec<NaiveDate> {
    let last = book().unwrap().tables().iter().map(|t| t.last_day().unwrap()).min().unwrap();
    let first = day("2018-01-01");
    (0..1200).map(|n| first.checked_add_months(Months::new(n)).unwrap()).take_while(|d| *d <= last).collect()
}

#[test]
fn every_table_answers() {
    let months = months();
    assert!(months.len() > 150 && months.iter().all(|d| d.day() == 1));
    for table in book().unwrap().tables() {
        for on in &months {
            book().unwrap().at(&table.id, *on).unwrap();
        }
        let before = book().unwrap().at(&table.id, day("2017-12-31"));
        assert!(matches!(before, Err(LawError::NotCovered { .. })), "{}", table.id);
    }
}

#[test]
fn every_question_answers() {
    let book = book().unwrap();
    for on in months() {
        let headcounts: BTreeMap<Month, Fraction> =
            (1..20).map(|n| (Month::of(on).minus(n).unwrap(), Fraction::whole(310))).collect();
        assert_eq!(election::seats(book, Fraction::whole(720), on).unwrap().value.seats, 14);
        assert!(election::crossings(book, &headcounts, on).unwrap().value.iter().all(|c| c.reached));
        let mandates = Mandates { first_round: Some(on), ..Mandates::default() };
        assert_eq!(election::renewal(book, mandates, on).unwrap().len(), 3);
        let situation = Situation {
            headcount: Some(Fraction::whole(310)),
            representative_section: Some(true),
            last: Subject::ALL.into_iter().map(|s| (s, on)).collect(),
        };
        let dues = bargaining::outlook(book, &situation, on).unwrap().dues.len();
        assert_eq!(dues, if on < day("2025-10-26") { 6 } else { 8 }, "{on}");
    }
}
