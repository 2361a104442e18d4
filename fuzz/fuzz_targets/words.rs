//! Days, months, regions and numbers as people type them, and every deadline of the calendar from any day.
#![no_main]

use chrono::{Datelike as _, Days, NaiveDate};
use contrepoids::{
    base::date,
    calendar::{
        Direction, Month, Period, Region, Roll, Span, counted,
        rule::{Facts, answer_ahead, rules},
    },
    law::{Fraction, book},
};
use libfuzzer_sys::fuzz_target;

fn words(text: &str, today: NaiveDate) {
    if let Ok(day) = date::read(text) {
        assert_eq!(date::read(&date::stored(day)), Ok(day));
        assert_eq!(date::read(&day.format("%d/%m/%Y").to_string()), Ok(day));
    }
    for read in [date::birth, date::event, date::mandate] {
        let _ = read(text, today);
    }
    if let Some(day) = date::from_stored(text) {
        assert_eq!(date::stored(day), text);
    }
    if let Ok(month) = text.parse::<Month>() {
        assert!(month.last().is_none_or(|last| last.day() >= 28));
    }
    if let Some(region) = Region::read(text) {
        assert_eq!(Region::read(region.code()), Some(region));
    }
    let _ = text.parse::<Fraction>();
}

/// A number of the first bytes, and the rest.
fn take(data: &[u8]) -> (u32, &[u8]) {
    data.split_first_chunk().map_or((0, &[]), |(n, rest)| (u32::from_le_bytes(*n), rest))
}

fn deadlines(data: &[u8]) {
    let (a, data) = take(data);
    let (b, data) = take(data);
    let (c, _) = take(data);
    let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
    let Some(day) = first.checked_add_days(Days::new(u64::from(a) % 3_700_000)) else { return };
    let region = Region::ALL[c as usize % Region::ALL.len()];
    let n = b % 5_000;
    let period = [
        Period::Calendar(Span::Days(n)),
        Period::Calendar(Span::Weeks(n)),
        Period::Calendar(Span::Months(n)),
        Period::Calendar(Span::Years(n)),
        Period::Calendar(Span::MonthsAndDays(n % 50, n % 40)),
        Period::Working(n),
        Period::Business(n),
        Period::Clear(n),
    ][(b >> 16) as usize % 8];
    let roll = [Roll::Extended, Roll::NotProvided, Roll::Backward, Roll::Fixed][(b >> 24) as usize % 4];
    for direction in [Direction::After, Direction::Before] {
        // No rule has another pair; `calendar/rule/tests.rs` sees to it.
        let pair = match direction {
            Direction::After => roll != Roll::Backward,
            _ => matches!(roll, Roll::Backward | Roll::Fixed),
        };
        let Some(found) = counted(day, period, direction, roll, region).filter(|_| pair) else { continue };
        match (roll, direction) {
            (Roll::Fixed | Roll::NotProvided, _) => assert_eq!(found.due, found.raw),
            (Roll::Extended, Direction::After) => assert!(found.due >= found.raw),
            (Roll::Backward, _) => assert!(found.due <= found.raw),
            _ => {}
        }
        assert!(direction != Direction::After || found.raw >= day);
        assert!(direction != Direction::Before || found.raw <= day);
    }
    let Ok(all) = rules() else { panic!("the rules of the program") };
    let facts = Facts {
        region,
        headcount: (c & 1 << 8 != 0).then(|| Fraction::whole(i64::from(b >> 8))),
        dismissals: (c & 1 << 9 != 0).then_some(u64::from(b)),
        expert: [None, Some("none"), Some("one"), Some("several")][(c >> 10) as usize % 4]
            .and_then(contrepoids::calendar::rule::Expert::from_code),
        years: (c & 1 << 12 != 0).then_some(b % 100),
        stop: None,
    };
    let _ = answer_ahead(book(), &all[(c >> 16) as usize % all.len()], day, &facts, first);
}

fuzz_target!(|data: &[u8]| {
    deadlines(data);
    if let Ok(text) = std::str::from_utf8(data) {
        words(text, NaiveDate::from_ymd_opt(2026, 11, 21).unwrap());
    }
});
